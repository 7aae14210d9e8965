//! Lines of text as records: INI files, settings of one key a line, plain text, and the words of documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use regex::Regex;

use super::{Record, Records, registry};
use crate::scan::content::{Content, Line, Node, Spot, Value};
use crate::scan::kind::{Kind, Repeat, Separator};
use crate::scan::rules::Patterns;

/// Longer files are no settings, whatever their words are.
const MOST_LINES: usize = 100_000;
/// So many lines before the first record belong to each.
const MOST_HEAD: usize = 200;
/// So many lines of a document are looked at.
const MOST_WORDS: usize = 20_000;
/// More records than this are not looked at.
const MOST_RECORDS: usize = 5_000;

/// How a file of settings is written.
pub(super) struct Form<'a> {
    pub separator: Separator,
    pub repeat: Repeat,
    pub comments: &'a [String],
    /// What begins each of several records.
    pub begins: Option<&'a Regex>,
    /// Values out of the words of each record.
    pub fields: &'a BTreeMap<String, Vec<String>>,
    /// The compiled expressions.
    pub patterns: &'a Patterns,
}

/// The lines of a text file; a document that quotes settings is none.
pub(super) fn lines(content: &Content) -> Option<&[Line]> {
    let plain = content.tree.is_none()
        && content.lines.len() <= MOST_LINES
        && content.lines.iter().all(|line| matches!(line.spot, Spot::Line(_)));
    plain.then_some(content.lines.as_slice())
}

pub(super) fn ini(kind: &Kind, name: &str, content: &Content) -> Option<Records> {
    let mut top = Keys::default();
    let mut sections: Vec<Section> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut current: Option<usize> = None;
    let all = lines(content)?;
    if let Some(form) = registry::form(all) {
        return Some(finish(kind, name, vec![of_registry(registry::sections(form, all))]));
    }
    for line in all {
        let text = line.text.trim();
        if text.is_empty() || text.starts_with([';', '#']) {
            continue;
        }
        if let Some(title) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
            let title = title.trim();
            let at = *known.entry(title.to_lowercase()).or_insert(sections.len());
            if at == sections.len() {
                sections.push(Section { title: title.to_owned(), spot: line.spot.clone(), keys: Keys::default() });
            }
            current = Some(at);
            continue;
        }
        let Some((key, written)) = text.split_once('=') else { continue };
        let section = current.and_then(|at| sections.get_mut(at));
        let typed = section.as_ref().is_some_and(|s| s.title.eq_ignore_ascii_case("Registry Values"));
        let written = if typed { untyped(written) } else { written };
        let node = Node { value: Value::Text(unquoted(written.trim()).to_owned()), spot: line.spot.clone() };
        section.map_or(&mut top, |s| &mut s.keys).set(key.trim(), node, Repeat::Last);
    }
    let mut map = top.list;
    for Section { title, spot, keys } in sections {
        map.push((title, Node { value: Value::Map(keys.list), spot }));
    }
    Some(finish(kind, name, vec![Node { value: Value::Map(map), spot: Spot::Whole }]))
}

/// The keys of the registry with their values; a key that comes twice is one.
fn of_registry(found: Vec<registry::Key>) -> Node {
    let mut sections: Vec<Section> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (title, spot, values) in found {
        let at = *known.entry(title.to_lowercase()).or_insert(sections.len());
        if at == sections.len() {
            sections.push(Section { title, spot, keys: Keys::default() });
        }
        for (name, node) in values {
            if let Some(section) = sections.get_mut(at) {
                section.keys.set(&name, node, Repeat::Last);
            }
        }
    }
    let node = |Section { title, spot, keys }| (title, Node { value: Value::Map(keys.list), spot });
    Node { value: Value::Map(sections.into_iter().map(node).collect()), spot: Spot::Whole }
}

struct Section {
    title: String,
    spot: Spot,
    keys: Keys,
}

/// A registry value without the type that stands before it: `4,1` is the number 1.
fn untyped(written: &str) -> &str {
    match written.split_once(',') {
        Some((kind, rest)) if kind.trim().chars().all(|c| c.is_ascii_digit()) => rest,
        _ => written,
    }
}

pub(super) fn settings(kind: &Kind, form: &Form<'_>, name: &str, content: &Content) -> Option<Records> {
    let all = lines(content)?;
    let Some(begins) = form.begins else {
        return Some(finish(kind, name, vec![block(form, None, &[], all)]));
    };
    let starts: Vec<usize> =
        all.iter().enumerate().filter(|(_, l)| begins.is_match(&l.text)).map(|(at, _)| at).collect();
    let head = all.get(..starts.first().copied().unwrap_or_default().min(MOST_HEAD)).unwrap_or_default();
    let blocks = starts.iter().enumerate().take(MOST_RECORDS).map(|(nth, start)| {
        let end = starts.get(nth + 1).copied().unwrap_or(all.len());
        let first = &all[*start];
        let named = begins.captures(&first.text).and_then(|c| c.get(1)).map(|m| m.as_str().trim().to_owned());
        let node = Node { value: named.map_or(Value::Null, Value::Text), spot: first.spot.clone() };
        block(form, Some(node), head, &all[*start..end])
    });
    let mut records = finish(kind, name, blocks.collect());
    if starts.len() > MOST_RECORDS {
        records.incomplete = Some(format!("only the first {MOST_RECORDS} of {} records were read", starts.len()));
    }
    Some(records)
}

/// One record: what stands before the first record belongs to each, where it does not say otherwise itself.
fn block(form: &Form<'_>, named: Option<Node>, head: &[Line], own: &[Line]) -> Node {
    let spot = own.first().map_or(Spot::Whole, |line| line.spot.clone());
    let mut keys = pairs(form, own);
    for (key, node) in pairs(form, head).list {
        keys.set(&key, node, Repeat::First);
    }
    let mut map = keys.list;
    if let Some(named) = named {
        map.insert(0, ("record".into(), named));
    }
    with_text(&mut map, own, &spot);
    map.extend(picked(form.fields, form.patterns, own));
    Node { value: Value::Map(map), spot }
}

fn with_text(map: &mut Vec<(String, Node)>, lines: &[Line], spot: &Spot) {
    let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    let list =
        lines.iter().map(|line| Node { value: Value::Text(line.text.trim_end().to_owned()), spot: line.spot.clone() });
    for (key, value) in [("text", Value::Text(text)), ("lines", Value::List(list.collect()))] {
        if !map.iter().any(|(k, _)| k.to_lowercase() == key) {
            map.push((key.into(), Node { value, spot: spot.clone() }));
        }
    }
}

fn pairs(form: &Form<'_>, lines: &[Line]) -> Keys {
    let mut map = Keys::default();
    // The key of a line that ends with its separator, with its indent: lines further in are its values.
    let mut open: Option<(String, usize)> = None;
    for line in lines {
        let text = uncommented(&line.text, form.comments);
        let trimmed = text.trim();
        if trimmed.is_empty() {
            continue;
        }
        let indent = text.len() - text.trim_start().len();
        let Some((key, written)) = split(trimmed, form.separator) else {
            if let Some((key, depth)) = &open
                && indent > *depth
            {
                let node = Node { value: Value::Text(trimmed.to_owned()), spot: line.spot.clone() };
                let filled = map.get(key).is_some_and(|known| !crate::scan::value::is_empty(known));
                map.set(key, node, if filled { Repeat::All } else { Repeat::Last });
            }
            continue;
        };
        open = (written.is_empty() && form.separator == Separator::Colon).then(|| (key.to_owned(), indent));
        let node = |text: &str| Node { value: Value::Text(text.to_owned()), spot: line.spot.clone() };
        // Columns apart by many blanks: `Firewall Policy      BlockInbound`; its key is the whole of the left one too.
        if form.separator == Separator::Blank
            && let Some((left, right)) = apart(trimmed)
        {
            map.set(left, node(unquoted(right)), form.repeat);
        }
        map.set(key, node(written), form.repeat);
    }
    map
}

fn split(text: &str, separator: Separator) -> Option<(&str, &str)> {
    match separator {
        Separator::Colon => text.split_once(':').map(|(k, v)| (k.trim(), v.trim())),
        Separator::Equals => text.split_once('=').map(|(k, v)| (k.trim(), unquoted(v.trim()))),
        Separator::Blank => {
            let text = text.strip_suffix(';').unwrap_or(text).trim_end();
            let (key, value) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            Some((key, unquoted(value.trim())))
        }
    }
    .filter(|(key, _)| !key.is_empty())
}

/// The two halves of a line that three blanks or more part, when the left one has several words.
fn apart(text: &str) -> Option<(&str, &str)> {
    let (left, right) = text.split_once("   ")?;
    let (left, right) = (left.trim(), right.trim());
    (left.contains(' ') && !right.is_empty()).then_some((left, right))
}

/// A line without its comment; one that begins inside quotes is none.
fn uncommented<'a>(text: &'a str, comments: &[String]) -> &'a str {
    let mut quoted = false;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c == '"' {
            quoted = !quoted;
        }
        let rest = &text[at..];
        if !quoted && before.is_whitespace() && comments.iter().any(|m| !m.is_empty() && rest.starts_with(m.as_str())) {
            return &text[..at];
        }
        before = c;
    }
    text
}

fn unquoted(text: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote))
            && !inner.contains(quote)
        {
            return inner;
        }
    }
    text
}

/// Keys with their values in the order of the file; two keys that differ only in case are one.
#[derive(Default)]
pub(super) struct Keys {
    pub list: Vec<(String, Node)>,
    places: BTreeMap<String, usize>,
}

impl Keys {
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.places.get(&key.to_lowercase()).and_then(|at| self.list.get(*at)).map(|(_, node)| node)
    }

    pub(super) fn set(&mut self, key: &str, node: Node, repeat: Repeat) {
        let at = *self.places.entry(key.to_lowercase()).or_insert(self.list.len());
        let Some((_, known)) = self.list.get_mut(at) else {
            self.list.push((key.to_owned(), node));
            return;
        };
        match repeat {
            Repeat::First => {}
            Repeat::Last => *known = node,
            Repeat::All => match &mut known.value {
                Value::List(list) => list.push(node),
                _ => {
                    let spot = known.spot.clone();
                    let first = std::mem::replace(known, Node { value: Value::Null, spot });
                    known.value = Value::List(vec![first, node]);
                }
            },
        }
    }
}

pub(super) fn text(kind: &Kind, name: &str, content: &Content) -> Option<Records> {
    let all = lines(content)?;
    let mut map = Vec::new();
    with_text(&mut map, all, &Spot::Whole);
    Some(finish(kind, name, vec![Node { value: Value::Map(map), spot: Spot::Whole }]))
}

/// The fields that are found in the words of some lines.
fn picked(fields: &BTreeMap<String, Vec<String>>, patterns: &Patterns, lines: &[Line]) -> Vec<(String, Node)> {
    if fields.is_empty() {
        return Vec::new();
    }
    let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    let one = |(field, expressions): (&String, &Vec<String>)| {
        let found = expressions.iter().find_map(|e| patterns.get(e)?.captures(&text)?.get(1))?;
        let line = text.get(..found.start())?.matches('\n').count();
        let spot = lines.get(line).map_or(Spot::Whole, |line| line.spot.clone());
        Some((field.clone(), Node { value: Value::Text(found.as_str().trim().to_owned()), spot }))
    };
    fields.iter().filter_map(one).collect()
}

/// The words of a document: what its pages or paragraphs are is of no account here, but a tree or a table is none.
pub(super) fn document(
    kind: &Kind,
    fields: &BTreeMap<String, Vec<String>>,
    patterns: &Patterns,
    name: &str,
    content: &Content,
) -> Option<Records> {
    let is_table = |line: &Line| matches!(line.spot, Spot::Cell(_));
    let all = content.lines.get(..content.lines.len().min(MOST_WORDS)).unwrap_or_default();
    if content.tree.is_some() || all.iter().all(is_table) {
        return None;
    }
    let mut map = Vec::new();
    with_text(&mut map, all, &Spot::Whole);
    map.extend(picked(fields, patterns, all));
    Some(finish(kind, name, vec![Node { value: Value::Map(map), spot: Spot::Whole }]))
}

pub(super) fn finish(kind: &Kind, name: &str, trees: Vec<Node>) -> Records {
    let shape = Arc::new(super::shape(kind));
    let several = trees.len() > 1;
    let mut days = Vec::new();
    let records = trees.into_iter().map(|tree| {
        let place = if several || kind.subject.kind.is_personal() { tree.spot.to_string() } else { String::new() };
        let subject = super::subject(kind, &tree, &place, name);
        let collected = super::collected(kind, &tree);
        let day = collected.as_ref().map(|(day, _)| *day);
        days.push(collected);
        Record { spot: tree.spot.clone(), tree, subject, collected: day, shape: Arc::clone(&shape) }
    });
    let records = records.collect();
    super::together(records, &days, None)
}
