//! `dspt pack check`: every fault of a pack, all that it is not sure of, and what its author may still want to do.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{Common, Exit, Library, Screen, Tone, counts, flags, library, width};
use crate::{
    model::{CheckId, Confidence, Glossary, Item, Pack},
    pack::{self, Ages, Text},
};

/// A text that asks for more years than this is named.
const HARD: f64 = 13.0;
/// At most so many numbers or names in one line.
const MOST: usize = 12;

/// Runs the command.
pub(super) fn run(common: &Common, files: &[PathBuf]) -> anyhow::Result<Exit> {
    let mut texts: Vec<(String, String)> = Vec::new();
    if files.is_empty() {
        texts.extend(library::built_in_packs().into_iter().map(|(file, text)| (file, text.to_owned())));
    }
    for path in files {
        texts.push((path.display().to_string(), library::read(path)?));
    }
    // What a pack is based on may lie in the same workspace.
    let beside = files.iter().find_map(|path| path.parent()?.parent()).filter(|dir| !dir.as_os_str().is_empty());
    let library = Library::load_in(common, beside.unwrap_or(Path::new(".")))?;
    let mut screen = Screen::new(common);
    let mut used: BTreeSet<CheckId> = BTreeSet::new();
    for (file, text) in &texts {
        let pack = library.parsed(file, text)?;
        used.extend(pack.items().flat_map(|(_, _, item)| &item.checks).map(|used| used.check.clone()));
        examine(&mut screen, &pack, &library.glossary);
    }
    // What a few files leave unused says nothing: the other packs may use it.
    if files.is_empty() {
        let known = library::known(&library.rules);
        let idle: Vec<&str> = known.checks.iter().filter(|id| !used.contains(*id)).map(CheckId::as_str).collect();
        screen.heading("All packs together");
        screen.item("Checks that no item uses: ", &some(&idle));
    }
    screen.print()?;
    Ok(Exit::Done)
}

fn examine(screen: &mut Screen, pack: &Pack, glossary: &Glossary) {
    screen.heading(&format!("{}: sound", pack.id));
    screen.line(&counts(pack));
    if let Some(count) = &pack.published_count {
        screen.line(&count.note);
    }
    if let Some(reason) = &pack.provisional {
        screen.toned("", &format!("Provisional. {reason}"), Tone::Careful);
    }
    let items: Vec<&Item> = pack.items().map(|(_, _, item)| item).collect();
    let ids = |fits: &dyn Fn(&Item) -> bool| -> Vec<&str> {
        items.iter().filter(|item| item.same_as.is_none() && fits(item)).map(|item| item.id.as_str()).collect()
    };
    screen.item("No documents:  ", &some(&ids(&|item| item.evidence.is_empty())));
    screen.item("No checks:     ", &some(&ids(&|item| item.checks.is_empty())));
    screen.item("No examples:   ", &some(&ids(&|item| item.shows.is_empty())));
    let unproven = |item: &Item| item.checks.iter().all(|used| !used.bearing.can_back());
    let wants = |item: &Item| item.backed_by.contains(&crate::model::BackedBy::Check) && unproven(item);
    let vain = ids(&wants);
    if !vain.is_empty() {
        screen.toned("Vain `check`:  ", &format!("{}: no check there can back them", some(&vain)), Tone::Careful);
    }
    let questions = pack::ages(pack, Text::Question, glossary);
    let help = pack::ages(pack, Text::Help, glossary);
    if let (Some(questions), Some(help)) = (questions, help) {
        let both = format!("{:.1} years for questions, {:.1} for help (medians)", questions.median, help.median);
        screen.item("Reading age:   ", &both);
        screen.item("Hard question: ", &hard(&questions));
        screen.item("Hard help:     ", &hard(&help));
    }

    let doubts: Vec<&Item> = items.iter().copied().filter(|item| item.doubt.is_some()).collect();
    screen.heading(&format!("Not certain: {} items", doubts.len()));
    let wide = width(doubts.iter().copied());
    for item in doubts {
        let confidence = match item.confidence {
            Confidence::High => "high",
            Confidence::Medium => "medium",
            Confidence::Low => "low",
        };
        let doubt = item.doubt.as_deref().unwrap_or_default();
        let text = format!("{} {} Confidence: {confidence}. {doubt}", item.title, flags(item));
        screen.item(&format!("{:<wide$}", item.id.as_str()), &text);
    }
}

/// The texts that ask for much more than they should, the hardest first.
fn hard(ages: &Ages<'_>) -> String {
    let named = ages.items.iter().filter(|(_, age, _)| *age > HARD);
    let named: Vec<String> = named.map(|(item, age, _)| format!("{} ({age:.0})", item.id)).collect();
    some(&named.iter().map(String::as_str).collect::<Vec<_>>())
}

fn some(names: &[&str]) -> String {
    let more = match names.len().saturating_sub(MOST) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    match names {
        [] => "none".into(),
        names => format!("{}{more}", names[..names.len().min(MOST)].join(", ")),
    }
}
