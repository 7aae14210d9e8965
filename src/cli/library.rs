//! What is built in (packs, checks, kinds, documents, facts), and what a user adds to it.

use std::{collections::BTreeMap, path::Path};

use anyhow::Context;
use include_dir::{Dir, include_dir};

use super::{args::Common, error::Faulty};
use crate::{
    answers,
    model::{DocumentId, Fault, Glossary, Pack, PackId, nearest},
    pack,
    scan::Rules,
};

static ASSERTIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assertions");

/// Everything that assessments are made with.
pub(super) struct Library {
    /// The packs by name, the user's own among them.
    pub(super) packs: BTreeMap<PackId, Pack>,
    /// Checks, kinds, documents, facts.
    pub(super) rules: Rules,
    /// Terms of the trade with plain explanations.
    pub(super) glossary: Glossary,
    /// Whether remarks are unwanted.
    pub(super) quiet: bool,
}

impl Library {
    /// Reads what is built in and what the arguments add.
    pub(super) fn load(common: &Common) -> anyhow::Result<Self> {
        let rules = rules(common)?;
        let known = known(&rules);
        let mut packs = BTreeMap::new();
        for (file, text) in built_in_packs() {
            let pack = pack::parse(&file, text, &known).map_err(|faults| faulty(&file, text, faults))?;
            packs.insert(pack.id.clone(), pack);
        }
        for path in &common.pack {
            let file = path.display().to_string();
            let text = read(path)?;
            let pack = pack::parse(&file, &text, &known).map_err(|faults| faulty(&file, &text, faults))?;
            packs.insert(pack.id.clone(), pack);
        }
        let (file, text) = built_in_glossary();
        let glossary = pack::glossary(file, text).map_err(|faults| faulty(file, text, faults))?;
        Ok(Self { packs, rules, glossary, quiet: common.quiet })
    }

    /// A pack by its name, or read from its file.
    pub(super) fn pack(&self, name: &str) -> anyhow::Result<Pack> {
        if let Some(pack) = PackId::new(name).ok().and_then(|id| self.packs.get(&id)) {
            return Ok(pack.clone());
        }
        let path = Path::new(name);
        if path.is_file() {
            let text = read(path)?;
            return pack::parse(name, &text, &known(&self.rules)).map_err(|faults| faulty(name, &text, faults));
        }
        let tells = self.packs.values().find(|pack| pack.previous.as_ref().is_some_and(|p| p.edition == name));
        let hint = match (tells, nearest(name, self.packs.keys().map(PackId::as_str))) {
            (Some(pack), _) => {
                format!("`dspt pack show {}` says what is known to have changed since {name}", pack.id)
            }
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => "`dspt pack list` lists them; a pack of your own goes by the name of its file".into(),
        };
        Err(super::error::advised(format!("there is no pack `{name}`"), hint))
    }

    /// What answers may refer to.
    pub(super) fn known(&self) -> answers::Known {
        answers::Known { packs: self.packs.clone(), checks: self.rules.check_ids().into_iter().collect() }
    }

    /// The phrases that items ask of each kind of document.
    pub(super) fn wanted(&self) -> BTreeMap<DocumentId, Vec<String>> {
        let mut wanted: BTreeMap<DocumentId, Vec<String>> = BTreeMap::new();
        for rule in self.packs.values().flat_map(Pack::items).flat_map(|(_, _, item)| &item.evidence) {
            wanted.entry(rule.document.clone()).or_default().extend(rule.mentions.iter().cloned());
        }
        for phrases in wanted.values_mut() {
            phrases.sort();
            phrases.dedup();
        }
        wanted
    }
}

/// The names that a pack may refer to.
pub(super) fn known(rules: &Rules) -> pack::Known {
    let checks = rules.check_ids().into_iter().collect();
    let documents = rules.documents().iter().map(|kind| kind.id.clone()).collect();
    pack::Known { checks, documents }
}

/// The checks with their kinds, documents and facts, those of `--checks` included.
pub(super) fn rules(common: &Common) -> anyhow::Result<Rules> {
    let built_in = built_in(&["checks", "kinds", "documents", "facts"]);
    let own = match &common.checks {
        Some(folder) => own_rules(folder)?,
        None => Vec::new(),
    };
    Rules::parse_beside(&built_in, &own).map_err(|faults| {
        let file = faults.first().map(|fault| fault.file.clone()).unwrap_or_default();
        let mut files = built_in
            .iter()
            .map(|(name, text)| (name, *text))
            .chain(own.iter().map(|(name, text)| (name, text.as_str())));
        let text = files.find(|(name, _)| **name == file).map(|(_, text)| text.to_owned()).unwrap_or_default();
        // An excerpt can only be of one file; the others follow in the next run.
        let faults = faults.into_iter().filter(|fault| fault.file == file).collect();
        faulty(&file, &text, faults)
    })
}

/// The built-in packs, each with the name of its file.
pub(super) fn built_in_packs() -> Vec<(String, &'static str)> {
    ASSERTIONS
        .dirs()
        .filter_map(|dir| dir.get_file(dir.path().join("pack.yaml")))
        .filter_map(|file| Some((file.path().display().to_string(), file.contents_utf8()?)))
        .collect()
}

/// The glossary with the name of its file.
fn built_in_glossary() -> (&'static str, &'static str) {
    const FILE: &str = "glossary.yaml";
    (FILE, ASSERTIONS.get_file(FILE).and_then(|file| file.contents_utf8()).expect("the glossary is built in"))
}

/// The built-in YAML files below some folders, by path.
fn built_in(folders: &[&str]) -> Vec<(String, &'static str)> {
    let mut files = Vec::new();
    let mut open: Vec<&Dir<'_>> = folders.iter().filter_map(|folder| ASSERTIONS.get_dir(folder)).collect();
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        for file in dir.files().filter(|file| file.path().extension().is_some_and(|e| e == "yaml")) {
            let name = file.path().to_string_lossy().replace('\\', "/");
            files.extend(file.contents_utf8().map(|text| (name, text)));
        }
    }
    files.sort();
    files
}

/// A user's own rules: a folder laid out as the built-in ones, or check files alone.
fn own_rules(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.with_context(|| format!("cannot read the folder {}", folder.display()))?;
        if !entry.file_type().is_file() || entry.path().extension().is_none_or(|e| e != "yaml") {
            continue;
        }
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = relative.to_string_lossy().replace('\\', "/");
        let placed = ["checks/", "kinds/", "documents/", "facts/"].iter().any(|start| name.starts_with(start));
        let name = if placed { name } else { format!("checks/own/{name}") };
        files.push((name, read(entry.path())?));
    }
    Ok(files)
}

/// A file of the user's as text.
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    let text = String::from_utf8(read_bytes(path)?).map_err(|_| {
        super::error::advised(
            format!("{} holds letters that can't be read: it is not saved as UTF-8", path.display()),
            "open it in Notepad or another editor, choose Save as, and set the encoding to UTF-8",
        )
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// A file of the user's.
#[expect(clippy::disallowed_methods, reason = "the command line reads the files that it is given")]
pub(super) fn read_bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

pub(super) fn faulty(file: &str, text: &str, faults: Vec<Fault>) -> anyhow::Error {
    Faulty { file: file.to_owned(), text: text.to_owned(), faults }.into()
}
