//! YAML that people write: read strictly into a type, with every fault found at once and a line for each.
//!
//! serde stops at the first fault. Here the part that holds it is blanked out and the rest read again, so that one run
//! names all of them; a tree of positions finds the line of any key afterwards.

use std::ops::Range;

use granit_parser::{Event, Parser};
use serde::de::DeserializeOwned;

use super::{Fault, Position};

/// More faults than this in one file help nobody.
const MOST_FAULTS: usize = 100;

/// A YAML text with the place of every node in it.
pub struct Yaml {
    file: String,
    text: String,
    root: Option<Node>,
    syntax: Option<Fault>,
}

/// A node with the bytes that it covers.
#[derive(Debug)]
pub struct Node {
    /// The bytes from its first to behind its last character.
    pub range: Range<usize>,
    /// What it holds.
    pub value: Value,
}

/// What a node holds.
#[derive(Debug)]
pub enum Value {
    /// Text, a number, a word.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the file; a key is always a scalar.
    Map(Vec<(Node, Node)>),
}

/// One step down a tree: a key or a place in a list.
#[derive(Clone, Debug)]
pub enum Step<'a> {
    /// The value under a key.
    Key(&'a str),
    /// The element at a place, from 0.
    Index(usize),
}

impl<'a> From<&'a str> for Step<'a> {
    fn from(key: &'a str) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Step<'_> {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl Yaml {
    /// Reads the positions of a text; wrong syntax is kept as a fault for [`Yaml::read`].
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        let (file, text) = (file.into(), text.into());
        match tree(&text) {
            Ok(root) => Self { file, text, root, syntax: None },
            Err((at, message)) => {
                let syntax = Fault { file: file.clone(), at: Some(at), message, hint: None };
                Self { file, text, root: None, syntax: Some(syntax) }
            }
        }
    }

    /// The text itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The outermost node, unless the text is empty or its syntax wrong.
    pub fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }

    /// Reads the whole into a type, or says everything that is wrong.
    ///
    /// # Errors
    /// Every fault found, in the order of the file: at least one.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Vec<Fault>> {
        if let Some(fault) = &self.syntax {
            return Err(vec![fault.clone()]);
        }
        let mut text = self.text.clone();
        let mut blanked: Vec<Range<usize>> = Vec::new();
        let mut faults: Vec<Fault> = Vec::new();
        loop {
            let error = match serde_yaml::from_str::<T>(&text) {
                Ok(value) if faults.is_empty() => return Ok(value),
                Ok(_) => break,
                Err(error) => error,
            };
            let at = error.location().map(|l| Position {
                line: usize::try_from(l.line()).unwrap_or(usize::MAX),
                column: usize::try_from(l.column()).unwrap_or(usize::MAX),
            });
            let offset = at.map(|at| offset(&self.text, at));
            let message = plain(&error);
            // A fault inside or around what was blanked out already is an echo of it.
            let echo = offset.is_some_and(|o| blanked.iter().any(|r| r.contains(&o)))
                || (message.starts_with("missing field") && !blanked.is_empty() && {
                    let around = offset.and_then(|o| self.enclosing(o));
                    around.is_some_and(|a| {
                        blanked.iter().any(|b| a.start <= b.start && b.end <= a.end)
                    })
                });
            if !echo {
                faults.push(self.fault(at, message));
            }
            let Some(part) = offset.and_then(|o| self.faulty_part(o, &faults, &blanked)) else {
                break;
            };
            if faults.len() >= MOST_FAULTS {
                break;
            }
            blank(&mut text, &part);
            blanked.push(part);
        }
        faults.sort_by_key(|f| f.at);
        faults.dedup();
        Err(faults)
    }

    /// A fault at the node that the steps lead to, or at the last one that is there.
    pub fn fault_at<'a>(&self, path: &[Step<'a>], message: impl Into<String>) -> Fault {
        let at = self.find(path).map(|node| position(&self.text, node.range.start));
        Fault { file: self.file.clone(), at, message: message.into(), hint: None }
    }

    /// The node that the steps lead to, or the last one that is there.
    fn find(&self, path: &[Step<'_>]) -> Option<&Node> {
        let mut node = self.root.as_ref()?;
        for step in path {
            let next = match (&node.value, step) {
                (Value::Map(pairs), Step::Key(key)) => {
                    pairs.iter().find(|(k, _)| k.text() == Some(key)).map(|(_, v)| v)
                }
                (Value::List(list), Step::Index(index)) => list.get(*index),
                _ => None,
            };
            match next {
                Some(next) => node = next,
                None => break,
            }
        }
        Some(node)
    }

    fn fault(&self, at: Option<Position>, message: String) -> Fault {
        let (message, hint) = match unknown_word(&message) {
            Some((word, known)) => {
                let near = super::nearest(word, known.iter().copied());
                let short = format!(
                    "{} `{word}`",
                    if message.contains("field") { "unknown key" } else { "unknown word" }
                );
                (
                    short,
                    Some(match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("known here: {}", known.join(", ")),
                    }),
                )
            }
            None => (message, None),
        };
        Fault { file: self.file.clone(), at, message, hint }
    }

    /// What to blank out so that reading can go on: the key with its value, else the list element around it.
    fn faulty_part(
        &self,
        offset: usize,
        faults: &[Fault],
        blanked: &[Range<usize>],
    ) -> Option<Range<usize>> {
        let fresh =
            |r: &Range<usize>| !blanked.iter().any(|b| b.start <= r.start && r.end <= b.end);
        let mut chain = Vec::new();
        chain_to(self.root.as_ref()?, offset, &mut chain);
        let unknown_key = faults.last().is_some_and(|f| {
            (f.message.starts_with("unknown key") || f.message.contains("duplicate"))
                && f.at.map(|at| self::offset(&self.text, at)) == Some(offset)
        });
        let kinds: &[Part] =
            if unknown_key { &[Part::Entry, Part::Element] } else { &[Part::Element, Part::Entry] };
        for kind in kinds {
            if let Some((_, range)) =
                chain.iter().rev().find(|(part, range)| part == kind && fresh(range))
            {
                return Some(range.clone());
            }
        }
        None
    }

    fn enclosing(&self, offset: usize) -> Option<Range<usize>> {
        let mut chain = Vec::new();
        chain_to(self.root.as_ref()?, offset, &mut chain);
        chain.last().map(|(_, range)| range.clone())
    }
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The key's own node and its value.
    pub fn entry(&self, key: &str) -> Option<(&Node, &Node)> {
        match &self.value {
            Value::Map(pairs) => {
                pairs.iter().find(|(k, _)| k.text() == Some(key)).map(|(k, v)| (k, v))
            }
            Value::Scalar(_) | Value::List(_) => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Entry,
    Element,
}

/// The entries and elements that hold a place, outermost first.
fn chain_to(node: &Node, offset: usize, chain: &mut Vec<(Part, Range<usize>)>) {
    match &node.value {
        Value::Scalar(_) => {}
        Value::List(list) => {
            if let Some(element) =
                list.iter().find(|e| e.range.start <= offset && offset < e.range.end)
            {
                chain.push((Part::Element, element.range.clone()));
                chain_to(element, offset, chain);
            }
        }
        Value::Map(pairs) => {
            // Of two equal keys the later one is the fault.
            let holds = |(k, v): &&(Node, Node)| {
                k.range.start <= offset && offset < v.range.end.max(k.range.end)
            };
            if let Some((key, value)) = pairs.iter().rev().find(holds) {
                chain.push((Part::Entry, key.range.start..value.range.end.max(key.range.end)));
                chain_to(value, offset, chain);
            }
        }
    }
}

fn blank(text: &mut String, part: &Range<usize>) {
    let blanked: String = text[part.clone()]
        .chars()
        .flat_map(|c| {
            let filler = if c == '\n' { '\n' } else { ' ' };
            std::iter::repeat_n(filler, c.len_utf8())
        })
        .collect();
    text.replace_range(part.clone(), &blanked);
}

fn tree(text: &str) -> Result<Option<Node>, (Position, String)> {
    enum Open {
        List(usize, Vec<Node>),
        Map(usize, Vec<Node>),
    }
    let bytes = byte_offsets(text);
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let mark = error.marker();
            (Position { line: mark.line(), column: mark.col() + 1 }, error.info().to_owned())
        })?;
        let start = bytes.get(span.start.index()).copied().unwrap_or(text.len());
        let end = bytes.get(span.end.index()).copied().unwrap_or(text.len());
        let node = match event {
            Event::Scalar(value, ..) => {
                Node { range: start..end, value: Value::Scalar(value.into_owned()) }
            }
            Event::Alias(_) => Node { range: start..end, value: Value::Scalar(String::new()) },
            Event::SequenceStart(..) => {
                open.push(Open::List(start, Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(start, Vec::new()));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(start, list)) => {
                    let end = list.last().map_or(end, |last| last.range.end.max(start));
                    Node { range: start..end, value: Value::List(list) }
                }
                Some(Open::Map(start, nodes)) => {
                    let last = nodes.iter().map(|n| n.range.end).max().unwrap_or(end);
                    let mut pairs = Vec::new();
                    let mut nodes = nodes.into_iter();
                    while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
                        pairs.push((key, value));
                    }
                    let start =
                        pairs.first().map_or(start, |(key, _)| key.range.start.min(start.max(0)));
                    Node { range: start..last, value: Value::Map(pairs) }
                }
                None => continue,
            },
            _ => continue,
        };
        match open.last_mut() {
            Some(Open::List(_, list) | Open::Map(_, list)) => list.push(node),
            None if root.is_none() => root = Some(node),
            None => {}
        }
    }
    Ok(root)
}

/// The byte at which each character begins, and the length of the text behind the last.
fn byte_offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(i, _)| i).chain([text.len()]).collect()
}

/// The byte of a position, at most the end of its line.
fn offset(text: &str, at: Position) -> usize {
    let start: usize =
        text.split_inclusive('\n').take(at.line.saturating_sub(1)).map(str::len).sum();
    let line = text[start..].split('\n').next().unwrap_or_default();
    start + line.char_indices().nth(at.column.saturating_sub(1)).map_or(line.len(), |(i, _)| i)
}

/// The position of a byte.
pub fn position(text: &str, byte: usize) -> Position {
    let before = &text[..byte.min(text.len())];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    Position {
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// serde-saphyr's message without its excerpt and place, which are shown in our own way.
fn plain(error: &serde_yaml::Error) -> String {
    let text = error.without_snippet().to_string();
    let first = text.lines().next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    let cut = first.find(" at line ").unwrap_or(first.len());
    let rest = first[..cut].trim();
    let rest = match rest.strip_prefix("line ").and_then(|r| r.split_once(": ")) {
        Some((place, message))
            if place.chars().all(|c| c.is_ascii_digit() || " column".contains(c)) =>
        {
            message
        }
        _ => rest,
    };
    rest.trim_end_matches('.').to_owned()
}

/// The word and the known ones out of serde's "unknown field `x`, expected one of `a`, `b`".
fn unknown_word(message: &str) -> Option<(&str, Vec<&str>)> {
    let rest = message
        .strip_prefix("unknown field ")
        .or_else(|| message.strip_prefix("unknown variant "))?;
    let mut quoted = rest.split('`').skip(1).step_by(2);
    let word = quoted.next()?;
    Some((word, quoted.collect()))
}
