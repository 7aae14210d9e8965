//! YAML that people write: read strictly into a type, with every fault found at once and a line for each.
//!
//! serde stops at the first fault. Here the part that holds it is blanked out and the rest read again, so that one run
//! names all of them; a tree of positions finds the line of any key afterwards.

mod torn;

use std::{cell::OnceCell, ops::Range};

use granit_parser::{Event, Parser};
use serde::de::DeserializeOwned;

use super::{Fault, Position};

/// More faults than this in one file help nobody.
const MOST_FAULTS: usize = 100;

/// A YAML text with the place of every node in it.
pub struct Yaml {
    file: String,
    text: String,
    /// Built when it is first asked for: a file without faults is read without it.
    tree: OnceCell<Result<Option<Node>, Fault>>,
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
    /// Wraps a text; wrong syntax is a fault of [`Yaml::read`].
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self { file: file.into(), text: text.into(), tree: OnceCell::new() }
    }

    fn tree(&self) -> &Result<Option<Node>, Fault> {
        self.tree.get_or_init(|| {
            tree(&self.text).map_err(|(at, message)| {
                let (message, hint) = torn::in_words(message);
                Fault { file: self.file.clone(), at: Some(at), message, hint }
            })
        })
    }

    /// The text itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The outermost node, unless the text is empty or its syntax wrong.
    pub fn root(&self) -> Option<&Node> {
        self.tree().as_ref().ok()?.as_ref()
    }

    /// Reads the whole into a type, or says everything that is wrong.
    ///
    /// # Errors
    /// Every fault found, in the order of the file: at least one.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Vec<Fault>> {
        if let Ok(value) = serde_yaml::from_str::<T>(&self.text) {
            return Ok(value);
        }
        if let Err(fault) = self.tree() {
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
            let (message, hint) = self.describe(&error, offset);
            // A fault inside or around what was blanked out already is an echo of it.
            let same_map = |part: &Range<usize>| match (offset, self.root()) {
                (Some(offset), Some(root)) => map_around(root, offset) == map_around(root, part.start),
                _ => false,
            };
            let missing = matches!(error.without_snippet(), serde_yaml::Error::SerdeMissingField { .. });
            let echo = offset.is_some_and(|o| blanked.iter().any(|r| r.start <= o && o <= r.end))
                || missing && blanked.iter().any(same_map);
            if !echo {
                faults.push(Fault { file: self.file.clone(), at, message, hint });
            }
            let key_is_wrong = matches!(
                error.without_snippet(),
                serde_yaml::Error::SerdeUnknownField { .. } | serde_yaml::Error::DuplicateMappingKey { .. }
            );
            let Some(part) = offset.and_then(|o| self.faulty_part(o, key_is_wrong, &blanked)) else { break };
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
        let mut node = self.root()?;
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

    /// A fault in our words, and what to do about it where that is clear.
    fn describe(&self, error: &serde_yaml::Error, offset: Option<usize>) -> (String, Option<String>) {
        use serde_yaml::Error;
        let did_you_mean = |word: &str, known: &[&'static str]| match super::nearest(word, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        let here = offset.and_then(|o| self.root().and_then(|root| scalar_at(root, o))).unwrap_or("this value");
        match error.without_snippet() {
            Error::SerdeUnknownField { field, expected, .. } => {
                (format!("unknown key `{field}`"), Some(did_you_mean(field, expected)))
            }
            Error::SerdeUnknownVariant { variant, expected, .. } => {
                (format!("unknown word `{variant}`"), Some(did_you_mean(variant, expected)))
            }
            Error::SerdeMissingField { field, .. } => (format!("the key `{field}` is missing"), None),
            Error::DuplicateMappingKey { key: Some(key), .. } => (format!("the key `{key}` comes twice"), None),
            Error::InvalidScalar { ty, .. } => match *ty {
                "bool" => (format!("`{here}` is not true or false"), None),
                _ => (format!("`{here}` is not a number that fits here"), None),
            },
            Error::Unexpected { expected, .. } => match *expected {
                "mapping start" => (format!("`{here}` stands where keys with values are needed"), None),
                "sequence start" => (format!("`{here}` stands where a list is needed"), None),
                "string scalar" => ("a list or keys stand where one value is needed".to_owned(), None),
                other => (format!("{other} is needed here"), None),
            },
            other => torn::in_words(plain(other)),
        }
    }

    /// What to blank out so that reading can go on: a wrong key with its value, else the list element around the fault.
    fn faulty_part(&self, offset: usize, key_is_wrong: bool, blanked: &[Range<usize>]) -> Option<Range<usize>> {
        let gone = |r: &Range<usize>| blanked.iter().any(|b| b.start <= r.start && r.end <= b.end);
        let mut chain = Vec::new();
        chain_to(self.root()?, offset, &mut chain);
        let fit = |part: &&(Part, Range<usize>)| !gone(&part.1);
        let entry = || chain.iter().rev().filter(fit).find(|(part, _)| *part == Part::Entry);
        let element = chain.iter().rposition(|(part, range)| *part == Part::Element && !gone(range));
        let found = match element {
            _ if key_is_wrong => entry(),
            // A list that would lose its last element goes as a whole.
            Some(i) if i > 0 && self.is_last_left(&chain[i - 1].1, &chain[i].1, blanked) => Some(&chain[i - 1]),
            Some(i) => Some(&chain[i]),
            None => entry(),
        };
        found.map(|(part, range)| with_separator(&self.text, *part, range))
    }

    /// Whether nothing but this element is left of the list under an entry.
    fn is_last_left(&self, entry: &Range<usize>, element: &Range<usize>, blanked: &[Range<usize>]) -> bool {
        let mut left = self.text[entry.clone()].to_owned();
        for range in blanked.iter().chain([element]) {
            let (start, end) = (range.start.max(entry.start), range.end.min(entry.end));
            if start < end {
                blank(&mut left, &(start - entry.start..end - entry.start));
            }
        }
        !left.split_once(':').is_some_and(|(_, value)| value.chars().any(char::is_alphanumeric))
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
            Value::Map(pairs) => pairs.iter().find(|(k, _)| k.text() == Some(key)).map(|(k, v)| (k, v)),
            Value::Scalar(_) | Value::List(_) => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Entry,
    Element,
}

/// The innermost map that a place lies in.
fn map_around(node: &Node, offset: usize) -> Option<Range<usize>> {
    let within = |n: &Node| n.range.start <= offset && offset < n.range.end;
    match &node.value {
        Value::Scalar(_) => None,
        Value::List(list) => list.iter().filter(|n| within(n)).find_map(|n| map_around(n, offset)),
        Value::Map(pairs) => pairs
            .iter()
            .map(|(_, value)| value)
            .filter(|n| within(n))
            .find_map(|n| map_around(n, offset))
            .or_else(|| within(node).then(|| node.range.clone())),
    }
}

/// The entries and elements that hold a place, outermost first.
fn chain_to(node: &Node, offset: usize, chain: &mut Vec<(Part, Range<usize>)>) {
    match &node.value {
        Value::Scalar(_) => {}
        Value::List(list) => {
            if let Some(element) = list.iter().find(|e| e.range.start <= offset && offset < e.range.end) {
                chain.push((Part::Element, element.range.clone()));
                chain_to(element, offset, chain);
            }
        }
        Value::Map(pairs) => {
            // Of two equal keys the later one is the fault.
            let holds = |(k, v): &&(Node, Node)| k.range.start <= offset && offset < v.range.end.max(k.range.end);
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
            Event::Scalar(value, ..) => Node { range: start..end, value: Value::Scalar(value.into_owned()) },
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
                    let start = pairs.first().map_or(start, |(key, _)| key.range.start.min(start));
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
    let start: usize = text.split_inclusive('\n').take(at.line.saturating_sub(1)).map(str::len).sum();
    let line = text[start..].split('\n').next().unwrap_or_default();
    start + line.char_indices().nth(at.column.saturating_sub(1)).map_or(line.len(), |(i, _)| i)
}

/// The position of a byte.
pub fn position(text: &str, byte: usize) -> Position {
    let before = &text[..byte.min(text.len())];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    Position { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// The text of the scalar at a place, cut to a few words.
fn scalar_at(node: &Node, offset: usize) -> Option<&str> {
    let within = |n: &Node| n.range.start <= offset && offset <= n.range.end;
    match &node.value {
        Value::Scalar(text) => {
            let end = text.char_indices().nth(40).map_or(text.len(), |(i, _)| i);
            within(node).then(|| &text[..end])
        }
        Value::List(list) => list.iter().filter(|n| within(n)).find_map(|n| scalar_at(n, offset)),
        Value::Map(pairs) => {
            pairs.iter().flat_map(|(key, value)| [value, key]).filter(|n| within(n)).find_map(|n| scalar_at(n, offset))
        }
    }
}

/// The part with what holds it in its list: the dash before it, or the comma behind it.
fn with_separator(text: &str, part: Part, range: &Range<usize>) -> Range<usize> {
    let before = text[..range.start].trim_end_matches([' ', '\t']);
    let behind = text[range.end..].len() - text[range.end..].trim_start().len();
    if part == Part::Element && before.ends_with('-') {
        before.len() - 1..range.end
    } else if text[range.end + behind..].starts_with(',') {
        range.start..range.end + behind + 1
    } else {
        range.clone()
    }
}

/// serde-saphyr's message without its place, which is shown in our own way.
fn plain(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
    let message = match first.strip_prefix("line ").and_then(|r| r.split_once(": ")) {
        Some((place, message)) if place.chars().all(|c| c.is_ascii_digit() || ", column".contains(c)) => message,
        _ => first,
    };
    message.split(" at line ").next().unwrap_or(message).trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    #[expect(dead_code, reason = "only read to see that it can be")]
    struct Book {
        title: String,
        pages: Option<u32>,
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    #[expect(dead_code, reason = "only read to see that it can be")]
    struct Part {
        id: String,
        kind: Option<Kind>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Kind {
        Short,
        Long,
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let faults = match Yaml::new("book.yaml", text).read::<Book>() {
            Ok(_) => Vec::new(),
            Err(faults) => faults,
        };
        let shown: Vec<String> = faults
            .iter()
            .map(|f| {
                let at = f.at.map_or("?".into(), |p| format!("{}:{}", p.line, p.column));
                let hint = f.hint.as_deref().map(|h| format!(" ({h})")).unwrap_or_default();
                format!("{at} {}{hint}", f.message)
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_sound_file_has_no_faults() {
        check("title: Dune\npages: 412\nparts:\n  - {id: a, kind: long}\n", &[]);
    }

    #[test]
    fn every_unknown_key_is_named_with_its_line() {
        check(
            "titel: Dune\ntitle: Dune\npages: 412\nparts:\n  - id: a\n    knid: long\n  - id: b\n    kind: lnog\n",
            &[
                "1:1 unknown key `titel` (did you mean `title`?)",
                "6:5 unknown key `knid` (did you mean `kind`?)",
                "8:11 unknown word `lnog` (did you mean `long`?)",
            ],
        );
    }

    #[test]
    fn a_key_that_comes_twice_is_a_fault() {
        check(
            "title: Dune\npages: 1\ntitle: Emma\nparts:\n  - id: a\n    kind: wrong\n",
            &["3:1 the key `title` comes twice", "6:11 unknown word `wrong` (known here: short, long)"],
        );
    }

    #[test]
    fn a_missing_key_and_a_wrong_type_are_faults() {
        check(
            "title: Dune\npages: many\nparts:\n  - kind: short\n  - id: b\n",
            &["2:8 `many` is not a number that fits here", "4:5 the key `id` is missing"],
        );
    }

    #[test]
    fn wrong_syntax_is_one_fault_with_a_line() {
        let faults = Yaml::new("b", "title: [1, 2\npages: 3\n").read::<Book>().unwrap_err();
        assert_eq!(faults.len(), 1);
        assert!(faults[0].at.is_some());
    }

    #[test]
    fn an_empty_file_is_a_fault() {
        assert_eq!(Yaml::new("b", "").read::<Book>().unwrap_err().len(), 1);
    }

    #[test]
    fn places_are_found_by_path_also_behind_accents() {
        let yaml = Yaml::new("b", "title: José ŵ\nparts:\n  - id: é\n    kind: x\n");
        let fault = yaml.fault_at(&["parts".into(), 0.into(), "kind".into()], "wrong");
        assert_eq!(fault.at, Some(Position { line: 4, column: 11 }));
        let kind = yaml.root().unwrap().get("parts").unwrap();
        assert!(yaml.text()[kind.range.clone()].contains("id: é\n"));
    }
}
