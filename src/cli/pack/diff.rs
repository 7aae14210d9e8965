//! `dspt pack diff`: how a newer edition differs from an older one.

use std::{io::Write, path::Path};

use super::{Common, Exit, Library, Screen, Tone};
use crate::{
    model::{AnswerKind, Change, Flag, ItemDiff, ItemSet, PackDiff, Part},
    pack,
};

/// Runs the command.
pub(super) fn run(common: &Common, old: &str, new: &str, format: &str) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, Path::new("."))?;
    let diff = pack::diff(&library.pack(old)?, &library.pack(new)?);
    if format == "json" {
        let mut json = serde_json::to_string_pretty(&diff)?;
        json.push('\n');
        std::io::stdout().lock().write_all(json.as_bytes())?;
        return Ok(Exit::Done);
    }
    let mut screen = Screen::new(common);
    told(&mut screen, &diff);
    screen.print()?;
    Ok(Exit::Done)
}

fn told(screen: &mut Screen, diff: &PackDiff) {
    let side = |edition: &crate::model::Edition| format!("{} ({})", edition.title, edition.edition);
    screen.heading(&format!("From {} to {}", side(&diff.old), side(&diff.new)));
    let counts = &diff.counts;
    let carry = if counts.same == 1 { "carries" } else { "carry" };
    let mut line =
        format!("{} {carry} over, {} reworded, {} new, {} gone", counts.same, counts.reworded, counts.new, counts.gone);
    for (count, what) in [(counts.renumbered, "with another number"), (counts.flags, "with other flags")] {
        if count > 0 {
            line.push_str(&format!("; {count} {what}"));
        }
    }
    screen.line(&format!("{line}."));
    if !diff.mapped {
        let text = format!(
            "{} does not say how it differs from {}, so items are matched by their numbers alone.",
            diff.new.pack, diff.old.pack
        );
        screen.toned("", &text, Tone::Careful);
    }
    if !diff.worded {
        let text = "Nearly all questions are in other words, as the official ones differ from ours, so words are not \
                    compared: reworded is what the list says itself.";
        screen.toned("", text, Tone::Careful);
    }
    for (at, one) in diff.settled.iter().enumerate() {
        if at == 0 {
            screen.heading("Doubts of ours that it settles");
        }
        let counted = match one.set {
            ItemSet::Mandatory => "we counted it as mandatory, in doubt",
            ItemSet::Approaching => "we counted it for Approaching Standards, in doubt",
        };
        let now = match (one.now, one.set) {
            (None, _) => "the newer list does not ask it",
            (Some(Flag::Yes | Flag::Doubtful), ItemSet::Mandatory) => "the newer list says mandatory",
            (Some(Flag::No), ItemSet::Mandatory) => "the newer list says optional",
            (Some(Flag::Yes | Flag::Doubtful), ItemSet::Approaching) => "the newer list says yes",
            (Some(Flag::No), ItemSet::Approaching) => "the newer list says no",
        };
        screen.item(&format!("{:<7}", one.item.as_str()), &format!("{}: {counted}; {now}", one.title));
    }
    let of = |change| diff.items.iter().filter(move |one| one.change == change);
    section(screen, "New", of(Change::New), |screen, one| {
        screen.item("       ", one.question.as_deref().unwrap_or_default());
    });
    section(screen, "Reworded", of(Change::Reworded), reworded);
    section(screen, "Gone", of(Change::Gone), |screen, one| {
        screen.item("       ", one.question_before.as_deref().unwrap_or_default());
    });
    section(screen, "Another number, the same words", of(Change::Same).filter(|one| one.is_renumbered()), |_, _| {});
    let flagged = |one: &&ItemDiff| one.mandatory.is_some() || one.approaching.is_some();
    section(screen, "Other flags", diff.items.iter().filter(flagged), |screen, one| {
        for (name, flags) in [("mandatory", one.mandatory), ("approaching", one.approaching)] {
            if let Some((old, new)) = flags {
                screen.item("       ", &format!("{name}: {} before, {} now", flag(old), flag(new)));
            }
        }
    });
}

fn section<'a>(
    screen: &mut Screen,
    heading: &str,
    items: impl Iterator<Item = &'a ItemDiff>,
    more: impl Fn(&mut Screen, &ItemDiff),
) {
    for (at, one) in items.enumerate() {
        if at == 0 {
            screen.heading(heading);
        }
        let Some(id) = one.item.as_ref().or(one.from.as_ref()) else { continue };
        let was = match (&one.from, one.is_renumbered()) {
            (Some(from), true) => format!(" (was {from})"),
            _ => String::new(),
        };
        screen.item(&format!("{:<7}", id.as_str()), &format!("{}{was}", one.title));
        more(screen, one);
    }
}

fn reworded(screen: &mut Screen, one: &ItemDiff) {
    if let (Some(before), Some(now)) = (&one.question_before, &one.question) {
        screen.item("       before: ", before);
        screen.item("       now:    ", now);
    } else if one.reworded.contains(&Part::Question) {
        screen.item("       ", "the official question changed; ours reads the same");
    }
    if let Some((before, now)) = one.kind {
        screen.item("       answer: ", &format!("{} before, {} now", kind(before), kind(now)));
    }
    if one.reworded.contains(&Part::Help) {
        screen.item("       ", "the help changed");
    }
    if one.reworded.contains(&Part::Levels) {
        screen.item("       ", "the expected level or the statements changed");
    }
}

fn flag(flag: Flag) -> &'static str {
    match flag {
        Flag::Yes => "yes",
        Flag::No => "no",
        Flag::Doubtful => "in doubt",
    }
}

fn kind(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::YesNo => "yes or no",
        AnswerKind::Text => "words",
        AnswerKind::Document => "a document",
        AnswerKind::Number => "a number",
        AnswerKind::Date => "a date",
        AnswerKind::Percentage => "a percentage",
        AnswerKind::Achievement => "a level of achievement",
    }
}
