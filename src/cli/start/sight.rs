//! What is there: a workspace and where it stands, or the workspaces near a folder that is none.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use crate::{
    cli::{args::Common, assess, library::Library, workspace, workspace::Workspace},
    model::{Answer, AnswerKind, Assessment, Claim, Item, Pack},
};

/// What is said in a folder without answers.
pub(super) const NOTHING_HERE: &str = "It asks the questions in plain words, keeps your answers and your proof \
    together, and shows what is left to do. Nothing leaves this computer. There are no answers in this folder yet.";

/// A workspace, and where it stands.
pub(super) struct Sight {
    /// The organisation.
    pub(super) organisation: String,
    /// The short title of the pack, and the supplier that it is about.
    pub(super) pack: String,
    /// Mandatory items.
    pub(super) mandatory: usize,
    /// Mandatory items that are answered.
    pub(super) answered: usize,
    /// Mandatory items that nobody has said anything about.
    pub(super) open: usize,
    /// Optional items that nobody has said anything about.
    pub(super) open_optional: usize,
    /// Who is to be asked, and how many items wait for each.
    pub(super) waiting: BTreeMap<String, usize>,
    /// Answers that a file contradicts.
    pub(super) contradicted: usize,
    /// Whether there is anything in the evidence folder.
    pub(super) has_evidence: bool,
}

/// Looks at a workspace.
pub(super) fn look(common: &Common, dir: &Path) -> anyhow::Result<Sight> {
    let library = Library::load_in(common, dir)?;
    let workspace = Workspace::open(dir, &Default::default(), &library)?;
    let (pack, assessment) = (workspace.pack(&library), workspace.assessment());
    let items = || pack.items().map(|(_, _, item)| item).filter(|item| item.same_as.is_none());
    let open = || items().filter(|item| is_open(item, assessment.answers.get(&item.id)));
    // Without an answer there is nothing that a file could contradict, and the evidence need not be read.
    let (answered, mandatory, contradicted) = match assessment.answers.is_empty() {
        true => (0, items().filter(|item| item.mandatory.counts()).count(), 0),
        false => {
            let scorecard = assess::scorecard(common, &workspace, &library)?;
            (scorecard.counts.answered, scorecard.counts.mandatory, scorecard.contradictions.len())
        }
    };
    let subject = assessment.subject.as_ref().map(|s| format!(", supplier {s}")).unwrap_or_default();
    Ok(Sight {
        organisation: workspace.answers.organisation.name.clone(),
        pack: format!("{}{subject}", pack.short_title),
        mandatory,
        answered,
        open: open().filter(|item| item.mandatory.counts()).count(),
        open_optional: open().filter(|item| !item.mandatory.counts()).count(),
        waiting: waiting(pack, assessment),
        contradicted,
        has_evidence: workspace::names_in(&workspace.evidence()).next().is_some(),
    })
}

fn is_open(item: &Item, answer: Option<&Answer>) -> bool {
    let Some(answer) = answer else { return true };
    answer.to_confirm
        || match answer.claim(item.kind) {
            Ok(Claim::Nothing) => item.kind != AnswerKind::Document || answer.evidence.is_empty(),
            Err(_) => true,
            Ok(_) => false,
        }
}

fn waiting(pack: &Pack, assessment: &Assessment) -> BTreeMap<String, usize> {
    let mut waiting = BTreeMap::new();
    for (_, _, item) in pack.items().filter(|(_, _, item)| item.same_as.is_none()) {
        if let Some(Ok(Claim::Ask(who))) = assessment.answers.get(&item.id).map(|answer| answer.claim(item.kind)) {
            let who = if who.is_empty() { "somebody".to_owned() } else { who };
            *waiting.entry(who).or_default() += 1;
        }
    }
    waiting
}

impl Sight {
    /// "Rosewood Court, DSPT 2025-26: 12 of 46 answered, 3 wait for Example Valley IT, 2 where your file says otherwise".
    pub(super) fn in_words(&self) -> String {
        let wait = |n: usize| if n == 1 { "1 waits".to_owned() } else { format!("{n} wait") };
        let all: usize = self.waiting.values().sum();
        let mut parts = vec![format!("{} of {} answered", self.answered, self.mandatory)];
        match self.waiting.len() {
            0 => {}
            1 | 2 => parts.extend(self.waiting.iter().map(|(who, n)| format!("{} for {who}", wait(*n)))),
            people => parts.push(format!("{} for {people} people", wait(all))),
        }
        match self.contradicted {
            0 => {}
            1 => parts.push("in 1 your file says otherwise".into()),
            n => parts.push(format!("in {n} your file says otherwise")),
        }
        format!("{}, {}: {}", self.organisation, self.pack, parts.join(", "))
    }
}

/// A workspace near a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its folder.
    pub(super) dir: PathBuf,
    /// The organisation, as its answers file names it, or the folder.
    pub(super) name: String,
}

/// At most so many are offered.
const MOST: usize = 7;

/// The workspaces one or two folders below, or above when the folder is one of their own, such as `evidence/`.
pub(super) fn workspaces_near(dir: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    let above = [dir.join(".."), dir.join("..").join("..")];
    found.extend(above.into_iter().find(|above| workspace::is_there(above)).map(found_in));
    for name in workspace::names_in(dir) {
        let below = if dir == Path::new(".") { PathBuf::from(&name) } else { dir.join(&name) };
        if workspace::is_there(&below) {
            found.push(found_in(below));
            continue;
        }
        let deeper = workspace::names_in(&below).map(|name| below.join(name));
        found.extend(deeper.filter(|deeper| workspace::is_there(deeper)).map(found_in));
    }
    found.truncate(MOST);
    found
}

fn found_in(dir: PathBuf) -> Found {
    let name = workspace::organisation_in(&dir).unwrap_or_else(|| "the answers".into());
    Found { dir, name }
}
