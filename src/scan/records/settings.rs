//! Lines of text as records: INI files, settings of one key a line, and plain text.

use std::rc::Rc;

use regex::Regex;

use super::{Record, Records};
use crate::scan::content::{Content, Line, Node, Spot, Value};
use crate::scan::kind::{Kind, Repeat, Separator};

/// How a file of settings is written.
pub(super) struct Form<'a> {
    pub separator: Separator,
    pub repeat: Repeat,
    pub comments: &'a [String],
    /// What begins each of several records.
    pub begins: Option<&'a Regex>,
}

/// The lines of a text file; a document that quotes settings is none.
fn lines(content: &Content) -> Option<&[Line]> {
    let plain = content.tree.is_none() && content.lines.iter().all(|line| matches!(line.spot, Spot::Line(_)));
    plain.then_some(content.lines.as_slice())
}

pub(super) fn ini(kind: &Kind, name: &str, content: &Content) -> Option<Records> {
    let mut top: Vec<(String, Node)> = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    let mut current: Option<usize> = None;
    for line in lines(content)? {
        let text = line.text.trim();
        if text.is_empty() || text.starts_with([';', '#']) {
            continue;
        }
        if let Some(title) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
            let title = title.trim();
            let known = sections.iter().position(|s| s.title.to_lowercase() == title.to_lowercase());
            current = Some(known.unwrap_or(sections.len()));
            if known.is_none() {
                sections.push(Section { title: title.to_owned(), spot: line.spot.clone(), keys: Vec::new() });
            }
            continue;
        }
        let Some((key, written)) = text.split_once('=') else { continue };
        let section = current.and_then(|at| sections.get_mut(at));
        let typed = section.as_ref().is_some_and(|s| s.title.eq_ignore_ascii_case("Registry Values"));
        let written = if typed { untyped(written) } else { written };
        let node = Node { value: Value::Text(unquoted(written.trim()).to_owned()), spot: line.spot.clone() };
        set(section.map_or(&mut top, |s| &mut s.keys), key.trim(), node, Repeat::Last);
    }
    for Section { title, spot, keys } in sections {
        top.push((title, Node { value: Value::Map(keys), spot }));
    }
    Some(finish(kind, name, vec![Node { value: Value::Map(top), spot: Spot::Whole }]))
}

struct Section {
    title: String,
    spot: Spot,
    keys: Vec<(String, Node)>,
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
    let head = &all[..starts.first().copied().unwrap_or(all.len())];
    let blocks = starts.iter().enumerate().map(|(nth, start)| {
        let end = starts.get(nth + 1).copied().unwrap_or(all.len());
        let first = &all[*start];
        let named = begins.captures(&first.text).and_then(|c| c.get(1)).map(|m| m.as_str().trim().to_owned());
        let node = Node { value: named.map_or(Value::Null, Value::Text), spot: first.spot.clone() };
        block(form, Some(node), head, &all[*start..end])
    });
    Some(finish(kind, name, blocks.collect()))
}

/// One record: what stands before the first record belongs to each, where it does not say otherwise itself.
fn block(form: &Form<'_>, named: Option<Node>, head: &[Line], own: &[Line]) -> Node {
    let spot = own.first().map_or(Spot::Whole, |line| line.spot.clone());
    let mut map = pairs(form, own);
    for (key, node) in pairs(form, head) {
        if !map.iter().any(|(k, _)| k.to_lowercase() == key.to_lowercase()) {
            map.push((key, node));
        }
    }
    if let Some(named) = named {
        map.insert(0, ("record".into(), named));
    }
    with_text(&mut map, own, &spot);
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

fn pairs(form: &Form<'_>, lines: &[Line]) -> Vec<(String, Node)> {
    let mut map: Vec<(String, Node)> = Vec::new();
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
                let filled = map.iter().any(|(k, n)| k == key && !crate::scan::value::is_empty(n));
                set(&mut map, key, node, if filled { Repeat::All } else { Repeat::Last });
            }
            continue;
        };
        open = (written.is_empty() && form.separator == Separator::Colon).then(|| (key.to_owned(), indent));
        let node = |text: &str| Node { value: Value::Text(text.to_owned()), spot: line.spot.clone() };
        // Columns apart by many blanks: `Firewall Policy      BlockInbound`; its key is the whole of the left one too.
        if form.separator == Separator::Blank
            && let Some((left, right)) = apart(trimmed)
        {
            set(&mut map, left, node(unquoted(right)), form.repeat);
        }
        set(&mut map, key, node(written), form.repeat);
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

/// Puts a value under its key; keys are the same without case.
fn set(map: &mut Vec<(String, Node)>, key: &str, node: Node, repeat: Repeat) {
    let Some((_, known)) = map.iter_mut().find(|(k, _)| k.to_lowercase() == key.to_lowercase()) else {
        map.push((key.to_owned(), node));
        return;
    };
    match repeat {
        Repeat::First => {}
        Repeat::Last => *known = node,
        Repeat::All => match &mut known.value {
            Value::List(list) => list.push(node),
            _ => {
                let first = std::mem::replace(known, Node { value: Value::Null, spot: node.spot.clone() });
                known.spot = first.spot.clone();
                known.value = Value::List(vec![first, node]);
            }
        },
    }
}

pub(super) fn text(kind: &Kind, name: &str, content: &Content) -> Option<Records> {
    let all = lines(content)?;
    let mut map = Vec::new();
    with_text(&mut map, all, &Spot::Whole);
    Some(finish(kind, name, vec![Node { value: Value::Map(map), spot: Spot::Whole }]))
}

fn finish(kind: &Kind, name: &str, trees: Vec<Node>) -> Records {
    let shape = Rc::new(super::shape(kind));
    let several = trees.len() > 1;
    let mut days = Vec::new();
    let records = trees.into_iter().map(|tree| {
        let place = if several || kind.subject.kind.is_personal() { tree.spot.to_string() } else { String::new() };
        let subject = super::subject(kind, &tree, &place, name);
        let collected = super::collected(kind, &tree);
        let day = collected.as_ref().map(|(day, _)| *day);
        days.push(collected);
        Record { spot: tree.spot.clone(), tree, subject, collected: day, shape: Rc::clone(&shape) }
    });
    let records = records.collect();
    super::together(records, &days, None)
}
