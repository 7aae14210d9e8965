//! A list and what it is like become the text of a pack, with each thing that is not certain said beside the item.

use super::{Days, Entry, Join, Joined, List, said, text};
use crate::model::{Flag, Item, ItemId, News, Pack, PackId, Reference};

/// What the command line tells of the new pack.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its name.
    pub id: PackId,
    /// Its edition.
    pub edition: String,
    /// Its full title.
    pub title: String,
    /// Its title for narrow places.
    pub short_title: String,
    /// The file that it comes from, by its name alone.
    pub source: String,
    /// Where the file's text comes from, for people.
    pub owner: String,
    /// The kind of organisation that it is for, where the base does not have it: name and title.
    pub kind: Option<(String, String)>,
    /// When it may be answered, where that is known or can be told by the years before.
    pub days: Option<Days>,
}

/// So wide are lines that can be folded.
const WIDTH: usize = 112;

/// The text of the pack; a fault in it would be one of this program.
pub fn draw(list: &List, joined: Option<(&Joined, &Pack)>, told: &Told) -> String {
    let mut out = String::new();
    head(&mut out, list, joined, told);
    let base = joined.map(|(_, base)| base);
    out.push_str("sections:\n");
    let mut section: Option<&Reference> = None;
    let mut assertion: Option<&Reference> = None;
    for (at, entry) in ordered(list) {
        if section != Some(&entry.section) {
            section = Some(&entry.section);
            assertion = None;
            let title = list.headings.get(&entry.section).cloned();
            let known = base.is_some_and(|base| base.sections.iter().any(|one| one.id == entry.section));
            line(&mut out, 2, "- id", &quoted(entry.section.as_str()));
            let words = title.or_else(|| (!known).then(|| format!("Part {}", entry.section)));
            if let Some(words) = words {
                value(&mut out, 4, "title", &text::short(&words, 120));
                if !known {
                    value(&mut out, 4, "summary", &text::one_line(&words));
                }
            }
            out.push_str("    assertions:\n");
        }
        if assertion != Some(&entry.assertion) {
            assertion = Some(&entry.assertion);
            let mut sections = base.into_iter().flat_map(|base| &base.sections).flat_map(|one| &one.assertions);
            let known = sections.any(|one| one.id == entry.assertion);
            line(&mut out, 6, "- id", &quoted(entry.assertion.as_str()));
            let words = list.headings.get(&entry.assertion).cloned();
            if let Some(words) = words.or_else(|| (!known).then(|| format!("Part {}", entry.assertion))) {
                value(&mut out, 8, "title", &text::one_line(&words));
            }
            out.push_str("        items:\n");
        }
        let join = joined.and_then(|(joined, base)| Some((joined.joins.get(at)?, joined.like(at, entry, base))));
        item(&mut out, entry, join, base, told);
    }
    out
}

/// The entries by their sections and assertions, each in the place where its first item stands.
fn ordered(list: &List) -> Vec<(usize, &Entry)> {
    let first = |id: &Reference, of: fn(&Entry) -> &Reference| list.entries.iter().position(|one| of(one) == id);
    let mut entries: Vec<(usize, &Entry)> = list.entries.iter().enumerate().collect();
    let places: Vec<_> = entries
        .iter()
        .map(|(at, entry)| {
            (first(&entry.section, |one| &one.section), first(&entry.assertion, |one| &one.assertion), *at)
        })
        .collect();
    entries.sort_by_key(|(at, _)| places[*at]);
    entries
}

fn head(out: &mut String, list: &List, joined: Option<(&Joined, &Pack)>, told: &Told) {
    let base = joined.map(|(_, base)| base);
    out.push_str(&format!(
        "# Made by dspt from {}, {}.\n# The questions and their help are {}'s words: keep this file to yourself.\n# You \
         may edit it; `dspt pack check` examines it.\n",
        text::one_line(&told.source),
        list.place,
        told.owner
    ));
    line(out, 0, "format", "1");
    line(out, 0, "id", told.id.as_str());
    if let Some(base) = base {
        line(out, 0, "based-on", base.id.as_str());
    }
    value(out, 0, "title", &told.title);
    value(out, 0, "short-title", &told.short_title);
    value(out, 0, "edition", &told.edition);
    if base.is_none() {
        value(out, 0, "summary", &format!("Imported from {}.", text::one_line(&told.source)));
    }
    value(
        out,
        0,
        "notice",
        &format!(
            "The questions and their help were taken on this computer from {}, a file of {}'s; that file is the official \
             text. Checks, evidence and advice are ours, and nobody has endorsed them.",
            text::one_line(&told.source),
            told.owner
        ),
    );
    if let Some(days) = told.days {
        line(out, 0, "opens", &days.opens.to_string());
        line(out, 0, "deadline", &days.deadline.to_string());
    }
    if let Some((joined, base)) = joined {
        previous(out, list, joined, base, told);
    }
    let mut provisional = format!(
        "It was made from {} by a program, and each item says what is not certain. Which of our items each question is like \
         was told by numbers and words, and nobody has looked at it yet.",
        text::one_line(&told.source)
    );
    if told.days.is_some_and(|days| !days.known) {
        provisional.push_str(" Its first and last day are those of the years before, moved on by a year.");
    }
    value(out, 0, "provisional", &provisional);
    if let Some((kind, title)) = &told.kind {
        out.push_str("organisations:\n");
        line(out, 2, "- kind", kind);
        value(out, 4, "title", title);
    } else if base.is_none() {
        out.push_str("organisations: []\n");
    }
    if base.is_none() {
        out.push_str("levels:\n");
        line(out, 2, "- id", "complete");
        value(out, 4, "title", "Complete");
        value(out, 4, "meaning", "Every mandatory item is met.");
        line(out, 4, "requires", "{items: mandatory}");
    }
}

/// What the new pack says of the base as the edition before.
fn previous(out: &mut String, list: &List, joined: &Joined, base: &Pack, told: &Told) {
    out.push_str("previous:\n");
    value(out, 2, "edition", &base.edition);
    line(out, 2, "pack", base.id.as_str());
    value(
        out,
        2,
        "note",
        "Worked out from the numbers, from the words that questions have in common, and from the list's own notes.",
    );
    let pairs = || list.entries.iter().zip(&joined.joins);
    let new: Vec<&ItemId> =
        pairs().filter(|(_, join)| matches!(join, Join::New | Join::Other)).map(|(entry, _)| &entry.id).collect();
    let said = |news: News| -> Vec<&ItemId> {
        // The notes are about the edition before the list's own, which is the base only where editions differ.
        pairs()
            .filter(|(entry, join)| entry.news == Some(news) && !matches!(join, Join::New | Join::Other))
            .map(|(entry, _)| &entry.id)
            .collect()
    };
    ids(out, "new", &new);
    if told.edition != base.edition {
        ids(out, "reworded", &said(News::Reworded));
        ids(out, "help", &said(News::Help));
    }
    let moved: Vec<(&ItemId, &ItemId)> = pairs()
        .filter_map(|(entry, join)| match join {
            Join::Moved(from) => Some((&entry.id, from)),
            _ => None,
        })
        .collect();
    if !moved.is_empty() {
        out.push_str("  renumbered:\n");
        for (item, from) in moved {
            out.push_str(&format!("    - {{item: \"{item}\", from: \"{from}\"}}\n"));
        }
    }
    ids(out, "gone", &joined.gone.iter().collect::<Vec<_>>());
}

fn ids(out: &mut String, key: &str, ids: &[&ItemId]) {
    if ids.is_empty() {
        return;
    }
    let mut row = String::new();
    let mut rows: Vec<String> = Vec::new();
    for id in ids {
        let next = format!("\"{id}\"");
        if !row.is_empty() && row.len() + next.len() > WIDTH - 10 {
            rows.push(std::mem::take(&mut row));
        }
        if !row.is_empty() {
            row.push_str(", ");
        }
        row.push_str(&next);
    }
    rows.push(row);
    match rows.as_slice() {
        [only] => out.push_str(&format!("  {key}: [{only}]\n")),
        _ => out.push_str(&format!("  {key}:\n    [{}]\n", rows.join(",\n     "))),
    }
}

fn item(out: &mut String, entry: &Entry, join: Option<(&Join, Option<&Item>)>, base: Option<&Pack>, told: &Told) {
    let like = join.and_then(|(_, like)| like);
    let mut doubts = entry.doubts.clone();
    line(out, 10, "- id", &quoted(entry.id.as_str()));
    match join {
        Some((Join::Moved(from), _)) => {
            line(out, 12, "like", &quoted(from.as_str()));
            doubts.push(format!("That it is {from} of the edition before was told by its words."));
        }
        Some((Join::Other, _)) => {
            line(out, 12, "like", "none");
            if let Some(base) = base {
                doubts.push(format!(
                    "{} has another question under this number, so nothing is taken from it.",
                    base.short_title
                ));
            }
        }
        Some((Join::Hardly, _)) => {
            doubts
                .push("It shares few words with our item of this number: see that our help and checks fit it.".into());
        }
        _ => {}
    }
    if let Some(title) = &entry.title {
        value(out, 12, "title", title);
    } else if like.is_none() {
        value(out, 12, "title", &text::short(&entry.question, 60));
    }
    value(out, 12, "question", &entry.question);
    let kind = match (entry.kind, like) {
        (Some(kind), _) => Some(kind),
        (None, Some(_)) => None,
        (None, None) => {
            doubts.push("What kind of answer it takes was guessed from its wording.".into());
            Some(said::guess(&entry.question))
        }
    };
    if let Some(kind) = kind {
        line(out, 12, "kind", &word(&kind));
    }
    let mandatory = entry.mandatory.or_else(|| {
        let known = like.map(|item| item.mandatory);
        doubts.push(match known {
            Some(_) => "The list does not say what is mandatory, so this is as in the edition before.".into(),
            None => "The list does not say whether it is mandatory.".into(),
        });
        Some(known.unwrap_or(Flag::Doubtful))
    });
    if let Some(mandatory) = mandatory {
        line(out, 12, "mandatory", &word(&mandatory));
    }
    let approaching = entry.approaching.unwrap_or_else(|| match like.map(|item| item.approaching) {
        Some(flag) if flag.counts() => {
            doubts.push(
                "The list does not say what Approaching Standards needs; as far as is known this was part of it before."
                    .into(),
            );
            Flag::Doubtful
        }
        _ => Flag::No,
    });
    line(out, 12, "approaching", &word(&approaching));
    line(out, 12, "confidence", if doubts.is_empty() { "high" } else { "medium" });
    if !doubts.is_empty() {
        value(out, 12, "doubt", &doubts.join(" "));
    }
    help(out, entry, like, told);
    if like.is_none() {
        value(out, 12, "why", &format!("{} asks it, and we have nothing of our own to say about it yet.", told.owner));
        value(out, 12, "commits", "What you say here is true today, and you can show it.");
        value(out, 12, "action", "Read the question and its help. Do what it asks, and keep something that shows it.");
        line(out, 12, "effort", "hours");
        line(out, 12, "audience", "both");
        line(out, 12, "backed-by", "[document, note, answer]");
    }
}

/// The list's own help; what exempts from an item stands below it.
fn help(out: &mut String, entry: &Entry, like: Option<&Item>, told: &Told) {
    let exempt = (!entry.exempt.is_empty()).then(|| {
        format!(
            "The list marks it as one from which {} may exempt; ask the toolkit's help desk.",
            text::joined(&entry.exempt)
        )
    });
    let help = match (&entry.help, like) {
        (Some(help), _) => Some(help.clone()),
        // Our own help stays, and what exempts goes below it.
        (None, Some(item)) => exempt.is_some().then(|| item.guidance.clone()),
        (None, None) => Some(format!("{} gives no help with it.", told.owner)),
    };
    if let Some(help) = help {
        let all: Vec<String> = [Some(help), exempt].into_iter().flatten().collect();
        value(out, 12, "guidance", &all.join("\n\n"));
    }
}

/// A word of the pack format, as its type writes it.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn line(out: &mut String, indent: usize, key: &str, value: &str) {
    out.push_str(&format!("{}{key}: {value}\n", " ".repeat(indent)));
}

/// A key with words behind it: on one line where they fit, else folded below it.
fn value(out: &mut String, indent: usize, key: &str, words: &str) {
    let words = text::clean(words);
    let pad = " ".repeat(indent);
    if !words.contains('\n') && indent + key.len() + words.chars().count() + 2 <= WIDTH {
        out.push_str(&format!("{pad}{key}: {}\n", scalar(&words)));
        return;
    }
    out.push_str(&format!("{pad}{key}: >-\n"));
    for (at, paragraph) in words.split('\n').enumerate() {
        // In folded text an empty line is the end of a line, and each one more is one more.
        if at > 0 {
            out.push('\n');
        }
        let mut width = 0;
        for (number, word) in paragraph.split(' ').enumerate() {
            let long = word.chars().count();
            if number == 0 {
                if !word.is_empty() {
                    out.push_str(&format!("{pad}  "));
                }
            } else if indent + 2 + width + 1 + long > WIDTH {
                out.push_str(&format!("\n{pad}  "));
                width = 0;
            } else {
                out.push(' ');
                width += 1;
            }
            out.push_str(word);
            width += long;
        }
        if !paragraph.is_empty() {
            out.push('\n');
        }
    }
}

/// Words on one line, in quotes where YAML would take them for something else.
fn scalar(words: &str) -> String {
    let plain = words.chars().next().is_some_and(char::is_alphabetic)
        && !words.contains(": ")
        && !words.contains(" #")
        && !words.ends_with([':', ' '])
        && !is_word_of_yaml(words);
    if plain { words.to_owned() } else { serde_json::Value::String(words.to_owned()).to_string() }
}

/// Whether YAML gives a word a meaning of its own.
fn is_word_of_yaml(words: &str) -> bool {
    matches!(
        words.to_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "true" | "false" | "on" | "off" | "null" | "nan" | "inf"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_as_it_was() {
        for words in [
            "plain",
            "Is it: so?",
            "yes",
            "4.10",
            "It's \"so\", they say [1] {2} & more: no",
            "ends with:",
            "a #hash",
            "It's so, they say",
            "- a dash",
            "\"quoted\" 'words' # and a hash",
            "one\ntwo\n\nthree",
            "=SUM(A1)",
            "* star\n- list\n# hash\n  indented",
            &"long words ".repeat(40),
            &format!("{}\n{}", "a ".repeat(90), "b: c ".repeat(70)),
        ] {
            let words = text::clean(words);
            let mut out = String::new();
            value(&mut out, 4, "key", &words);
            let read: std::collections::BTreeMap<String, String> =
                crate::model::yaml::Yaml::new("x", format!("    a: b\n{out}")).read().unwrap();
            assert_eq!(read["key"], words, "{out}");
        }
    }
}
