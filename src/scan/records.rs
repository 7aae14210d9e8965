//! A file, recognised by its content as a kind of export, becomes records: one a row, an element or a block of
//! settings.

mod blocks;
mod gathered;
mod registry;
mod rows;
mod settings;
mod signs;
mod table;
mod told;
mod tree;

pub(in crate::scan) use table::{ABOUT, JOINED};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::content::{Content, Line, Node, Spot, Value};
use super::kind::{Kind, Layout};
use super::lookup::{self, Found};
use super::rules::Patterns;
use super::value;
use crate::model::{Dated, KindId, Subject, SubjectKind};

pub(super) use signs::Signs;

/// How much of a text is looked at for the words that give a kind away.
const HEAD: usize = 64 * 1024;
/// How many lines are looked at for those that give it away.
const HEAD_LINES: usize = 20_000;

/// What a kind makes of a file.
pub(super) struct Records {
    /// The records in the order of the file.
    pub records: Vec<Record>,
    /// Why there must be more than these, when the file says so.
    pub incomplete: Option<String>,
    /// The latest day on which any of it was collected, by its own account.
    pub collected: Option<Dated>,
}

impl Records {
    /// When a register was last gone through: the latest day in the columns that say so, of those that have come.
    pub(super) fn reviewed(&self, kind: &Kind, today: Date) -> Option<Dated> {
        let days = self.records.iter().flat_map(|record| {
            let nodes = kind.reviewed.iter().map(|at| (at, lookup::find(&record.tree, at)));
            nodes.filter_map(|(at, found)| match found {
                Found::Value(node) if !record.shape.month_first.contains(at) => {
                    Some((value::days(node).ok()?.first, node.spot.to_string()))
                }
                Found::Value(_) | Found::Each(_) | Found::Missing | Found::Cut(_) => None,
            })
        });
        // Of equal days the first counts.
        let latest = days.filter(|(on, _)| *on <= today).reduce(|a, b| if b.0 > a.0 { b } else { a })?;
        Some(Dated { on: latest.0, what: "latest review".into(), place: latest.1 })
    }
}

/// One record.
pub(super) struct Record {
    /// Its values by path.
    pub tree: Node,
    /// Where it begins.
    pub spot: Spot,
    /// Whom it is about.
    pub subject: Subject,
    /// The day on which it was collected, by its own account.
    pub collected: Option<Date>,
    /// What it shares with the other records of its table.
    pub shape: Arc<Shape>,
}

impl Record {
    /// The latest day among its own values that has come.
    pub(super) fn latest_day(&self, today: Date) -> Option<Date> {
        let Value::Map(map) = &self.tree.value else { return None };
        let sure = map.iter().filter(|(column, _)| !self.shape.month_first.contains(column));
        sure.filter_map(|(_, node)| value::days(node).ok()).map(|days| days.first).filter(|day| *day <= today).max()
    }
}

/// What the records of one table have in common.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// The headers as the file has them, by our name of the column.
    pub names: BTreeMap<String, String>,
    /// The columns in which some date has the month first.
    pub month_first: BTreeSet<String>,
    /// The paths that name a person: their values are never shown.
    pub private: BTreeSet<String>,
    /// Whether the records are about people or their accounts.
    pub personal: bool,
}

impl Shape {
    /// What to call a path in a message: the header of its column, else its last step.
    pub(super) fn name(&self, at: &str) -> String {
        if let Some(name) = self.names.get(at) {
            return name.clone();
        }
        match at {
            "text" | "lines" => "the text".into(),
            _ => {
                let path = at.strip_suffix("[*]").unwrap_or(at);
                let last = path.rsplit(['.', '\\']).next().unwrap_or(path);
                if last.is_empty() { path.to_owned() } else { last.to_owned() }
            }
        }
    }

    /// Whether a value may stand in a message. Free words about a person may name somebody; dates, figures and yes or
    /// no do not.
    pub(super) fn shows(&self, at: &str, node: &Node) -> bool {
        let free = match &node.value {
            Value::Text(text) => {
                !value::is_blank(node)
                    && value::switch(node).is_none()
                    && value::days(node).is_err()
                    && text.trim().trim_end_matches('%').parse::<f64>().is_err()
            }
            Value::List(_) | Value::Map(_) => true,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Day(_) => false,
        };
        let hidden = matches!(at, "text" | "lines") || self.private.contains(at);
        !(hidden || self.personal && free)
    }
}

/// The files that a file takes in by a directive, given its kind, its name and the words of the directive: their names
/// and lines.
pub(super) type Bring<'a> = &'a dyn Fn(&KindId, &str, &str) -> Vec<(String, Vec<Line>)>;

/// A file made ready once for all the kinds that it is held against.
pub(super) struct Opened<'a> {
    content: &'a Content,
    /// Where the files are that it takes in, once all are known.
    bring: Option<Bring<'a>>,
    /// The beginning of the text in lower case; and the same with commas for tabs, where there are tables.
    heads: [String; 2],
    /// How many lines that beginning has.
    head_lines: usize,
    /// The words that could be headers, for each of the first rows of each table.
    headers: Vec<Vec<table::Words>>,
}

/// Makes a file ready.
pub(super) fn open(content: &Content) -> Opened<'_> {
    open_with(content, None)
}

/// Makes a file ready that may take others in.
pub(super) fn open_with<'a>(content: &'a Content, bring: Option<Bring<'a>>) -> Opened<'a> {
    let mut head = String::new();
    let mut head_lines = 0;
    for line in content.lines.iter() {
        if head.len() > HEAD {
            break;
        }
        head_lines += 1;
        let from = head.len();
        match line.text.is_ascii() {
            true => head.push_str(&line.text),
            false => head.push_str(&line.text.to_lowercase()),
        }
        if let Some(added) = head.get_mut(from..) {
            added.make_ascii_lowercase();
        }
        head.push('\n');
    }
    // The cells of a table are joined by tabs; in its file they were not.
    let commas = if content.tables.is_empty() { String::new() } else { head.replace('\t', ",") };
    Opened {
        content,
        bring,
        heads: [head, commas],
        head_lines,
        headers: content.tables.iter().map(table::words).collect(),
    }
}

/// Cuts a file into records, if it is of this kind.
pub(super) fn cut(kind: &Kind, patterns: &Patterns, name: &str, opened: &Opened<'_>) -> Option<Records> {
    if !says_so(kind, patterns, opened) {
        return None;
    }
    let content = opened.content;
    let records = match &kind.layout {
        Layout::Table => table::cut(kind, patterns, name, opened)?,
        Layout::Json { rows } => tree::json(kind, rows.as_ref(), name, content)?,
        Layout::Xml { rows } => tree::xml(kind, rows.as_ref(), name, content)?,
        Layout::Blocks(form) => blocks::cut(kind, form, name, content, opened.bring)?,
        Layout::Ini => settings::ini(kind, name, content)?,
        Layout::Settings { separator, repeat, comments, record, fields } => {
            let begins = record.as_ref().and_then(|record| patterns.get(record));
            let form = settings::Form { separator: *separator, repeat: *repeat, comments, begins, fields, patterns };
            settings::settings(kind, &form, name, content)?
        }
        Layout::Text => settings::text(kind, name, content)?,
        Layout::Document { fields } => settings::document(kind, fields, patterns, name, content)?,
    };
    Some(match &kind.latest {
        Some(at) => Records { records: latest_of_each(records.records, at), ..records },
        None => records,
    })
}

/// Whether a file of a kind may take others in.
pub(super) fn takes_in(kind: &Kind, content: &Content) -> bool {
    matches!(&kind.layout, Layout::Blocks(form) if blocks::takes_in(form, content))
}

/// The last record of each subject; all of those whose days can't be told apart.
fn latest_of_each(records: Vec<Record>, at: &str) -> Vec<Record> {
    let moment = |record: &Record| match lookup::find(&record.tree, at) {
        Found::Value(node) if !record.shape.month_first.contains(at) => {
            value::days(node).ok().map(|days| (days.last, value::time_of_day(node)))
        }
        Found::Value(_) | Found::Each(_) | Found::Missing | Found::Cut(_) => None,
    };
    let mut last: BTreeMap<String, Option<_>> = BTreeMap::new();
    for record in &records {
        let own = moment(record);
        let known = last.entry(record.subject.id.clone()).or_insert(own);
        *known = match (known.take(), own) {
            (Some(known), Some(own)) => Some(known.max(own)),
            _ => None,
        };
    }
    let is_last = |record: &Record| match last.get(&record.subject.id) {
        Some(Some(last)) => moment(record).as_ref() == Some(last),
        Some(None) | None => true,
    };
    records.into_iter().filter(is_last).collect()
}

/// Whether the words of a kind are in a file.
fn says_so(kind: &Kind, patterns: &Patterns, opened: &Opened<'_>) -> bool {
    let content = opened.content;
    let there = |text: &String| {
        let text = text.to_lowercase();
        opened.heads.iter().any(|head| head.contains(&text))
    };
    if !kind.recognise.texts.iter().all(there) {
        return false;
    }
    let on_a_line = |pattern: &String| {
        patterns
            .get(pattern)
            .is_some_and(|pattern| content.lines.iter().take(HEAD_LINES).any(|line| pattern.is_match(&line.text)))
    };
    let on_a_sheet = |pattern: &String| {
        let names = || content.tables.iter().filter_map(|table| table.name.as_deref());
        patterns.get(pattern).is_some_and(|pattern| names().any(|name| pattern.is_match(name)))
    };
    kind.recognise.lines.iter().all(|line| on_a_line(line) || on_a_sheet(line))
        && !kind.recognise.no_lines.iter().any(on_a_line)
}

/// The last part of a path, without its ending where asked.
fn stem(name: &str) -> &str {
    let base = name.rsplit('/').next().unwrap_or(name);
    match base.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => base,
    }
}

/// Whom a record is about; `place` is shown instead of a person's name.
fn subject(kind: &Kind, tree: &Node, place: &str, name: &str) -> Subject {
    let named = kind.subject.at.iter().find_map(|at| match lookup::find(tree, at) {
        Found::Value(node) if !value::is_blank(node) => Some(value::words(node)),
        Found::Value(_) | Found::Each(_) | Found::Missing | Found::Cut(_) => None,
    });
    let id = named.as_deref().map(|named| {
        // Last name first, as in "Example, Ann", is the same person.
        let turned = named.split_once(',').filter(|(_, first)| kind.subject.kind.is_personal() && !first.contains(','));
        let named = turned.map_or(named.to_owned(), |(last, first)| format!("{first} {last}"));
        named.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    });
    let label = match (&named, kind.subject.kind.is_personal()) {
        (_, true) => place.to_owned(),
        (Some(named), false) => value::mask(named),
        (None, false) if kind.subject.at.is_empty() => value::mask(stem(name)),
        (None, false) if place.is_empty() => value::mask(stem(name)),
        (None, false) => place.to_owned(),
    };
    let id = id.unwrap_or_else(|| {
        // Two records without a name are not one subject.
        let unnamed = kind.subject.at.is_empty() || place.is_empty();
        if unnamed { stem(name).to_lowercase() } else { format!("{name} {place}") }
    });
    Subject { kind: kind.subject.kind, id, label }
}

/// The subject of a judgement about a file as a whole.
pub(super) fn file_subject(kind: &Kind, name: &str) -> Subject {
    let whole = match kind.subject.kind {
        SubjectKind::Tenant | SubjectKind::Account => SubjectKind::Tenant,
        SubjectKind::Organisation
        | SubjectKind::Host
        | SubjectKind::Person
        | SubjectKind::Domain
        | SubjectKind::Supplier
        | SubjectKind::Thing => SubjectKind::Organisation,
    };
    let base = name.rsplit('/').next().unwrap_or(name);
    // Files of one name in two folders are two files.
    Subject { kind: whole, id: name.to_lowercase(), label: value::mask(base) }
}

/// The day that a record gives as that of its collection, with its place.
fn collected(kind: &Kind, tree: &Node) -> Option<(Date, Spot)> {
    kind.collected.iter().find_map(|at| match lookup::find(tree, at) {
        Found::Value(node) => value::days(node).ok().map(|days| (days.last, node.spot.clone())),
        Found::Each(_) | Found::Missing | Found::Cut(_) => None,
    })
}

/// What is the same for all records of a kind.
fn shape(kind: &Kind) -> Shape {
    let personal = kind.subject.kind.is_personal();
    let private = if personal { kind.subject.at.iter().cloned().collect() } else { BTreeSet::new() };
    Shape { personal, private, ..Shape::default() }
}

/// Records with the latest day among them.
fn together(records: Vec<Record>, days: &[Option<(Date, Spot)>], incomplete: Option<String>) -> Records {
    let latest = days.iter().flatten().max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
    let collected = latest.map(|(on, spot)| Dated { on: *on, what: "collected".into(), place: spot.to_string() });
    Records { records, incomplete, collected }
}

#[cfg(test)]
mod tests;
