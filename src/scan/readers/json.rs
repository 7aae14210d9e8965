//! JSON as a tree in which every value knows its path and line; several documents in one file, as in JSON lines,
//! become a list.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};

use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::paths::Paths;
use super::text;
use crate::scan::content::{Content, Node, Spot, Value};

/// Why a text that begins like JSON was not read as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not sound from this line on.
    Unsound(usize),
    /// It holds more values than are read.
    TooLarge,
}

/// Reads a text that begins like JSON; `None` when it does not.
pub(super) fn read(text: &str) -> Option<Result<Content, Fault>> {
    text.trim_start().starts_with(['{', '[']).then(|| {
        let tree = parse(text, super::CELLS)?;
        Ok(Content { format: "JSON file".into(), lines: text::lines(text), tree: Some(tree), ..Content::default() })
    })
}

fn parse(text: &str, most: usize) -> Result<Node, Fault> {
    let at = At::new(most);
    let mut source = serde_json::Deserializer::from_reader(Counted::new(text, &at));
    let first = Place { path: String::new(), at: &at }.deserialize(&mut source).map_err(|error| at.fault(&error))?;
    if source.end().is_ok() {
        return Ok(first);
    }
    // A second document: read again, each under its number.
    drop(first);
    let at = At::new(most);
    let mut source = serde_json::Deserializer::from_reader(Counted::new(text, &at));
    let mut documents = Vec::new();
    while source.end().is_err() {
        let path = format!("[{}]", documents.len());
        let node = Place { path, at: &at }.deserialize(&mut source).map_err(|error| at.fault(&error))?;
        if !matches!(node.value, Value::Map(_) | Value::List(_)) {
            return Err(Fault::Unsound(at.line.get()));
        }
        documents.push(node);
    }
    Ok(Node { value: Value::List(documents), spot: Spot::Whole })
}

/// Where the reading is, and how many values it may still make.
struct At {
    line: Cell<usize>,
    left: Cell<usize>,
    paths: Paths,
}

impl At {
    fn new(most: usize) -> Self {
        Self { line: Cell::new(1), left: Cell::new(most), paths: Paths::new() }
    }

    fn fault(&self, error: &serde_json::Error) -> Fault {
        if self.left.get() == 0 { Fault::TooLarge } else { Fault::Unsound(error.line()) }
    }
}

/// Bytes that count the lines passed. The last byte handed out is not counted yet: the parser looks one byte ahead.
struct Counted<'a> {
    bytes: &'a [u8],
    at: &'a At,
    pending: bool,
}

impl<'a> Counted<'a> {
    fn new(text: &'a str, at: &'a At) -> Self {
        Self { bytes: text.as_bytes(), at, pending: false }
    }
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (Some((byte, rest)), Some(slot)) = (self.bytes.split_first(), buffer.first_mut()) else {
            return Ok(0);
        };
        self.at.line.set(self.at.line.get() + usize::from(self.pending));
        self.pending = *byte == b'\n';
        *slot = *byte;
        self.bytes = rest;
        Ok(1)
    }
}

/// Where the next value stands.
struct Place<'a> {
    path: String,
    at: &'a At,
}

impl Place<'_> {
    fn node(&self, value: Value) -> Node {
        let spot = match self.path.as_str() {
            "" => Spot::Whole,
            path => Spot::Path(path.to_owned(), Some(self.at.line.get())),
        };
        Node { value, spot }
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = Node;

    fn deserialize<D: de::Deserializer<'de>>(self, source: D) -> Result<Node, D::Error> {
        match self.at.left.get().saturating_sub(1) {
            0 => {
                self.at.left.set(0);
                Err(de::Error::custom("too many values"))
            }
            left => {
                self.at.left.set(left);
                source.deserialize_any(self)
            }
        }
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(self.node(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(self.node(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        let number = whole(value.unsigned_abs()).map(|size| if value < 0 { -size } else { size });
        Ok(self.node(number.map_or_else(|| Value::Text(value.to_string()), Value::Number)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(self.node(whole(value).map_or_else(|| Value::Text(value.to_string()), Value::Number)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(self.node(Value::Number(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(self.node(Value::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut node = self.node(Value::Null);
        let mut nodes = Vec::new();
        loop {
            let path = self.at.paths.element(&self.path, nodes.len());
            match list.next_element_seed(Place { path, at: self.at })? {
                Some(node) => nodes.push(node),
                None => break,
            }
        }
        node.value = Value::List(nodes);
        Ok(node)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut node = self.node(Value::Null);
        let mut nodes = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let path = self.at.paths.key(&self.path, &key);
            nodes.push((key, map.next_value_seed(Place { path, at: self.at })?));
        }
        node.value = Value::Map(nodes);
        Ok(node)
    }
}

/// A whole number that a float holds exactly; a longer one is an identifier and stays text.
fn whole(value: u64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "no larger than a float holds exactly")]
    (value <= 1 << 53).then_some(value as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(node: &Node, into: &mut Vec<String>) {
        let spot = match &node.spot {
            Spot::Path(path, line) => format!("{path}@{}", line.unwrap_or_default()),
            other => other.to_string(),
        };
        match &node.value {
            Value::List(nodes) => {
                into.push(format!("{spot} list"));
                nodes.iter().for_each(|node| shown(node, into));
            }
            Value::Map(nodes) => {
                into.push(format!("{spot} map"));
                nodes.iter().for_each(|(_, node)| shown(node, into));
            }
            value => into.push(format!("{spot} {value:?}")),
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        shown(&read(text).unwrap().unwrap().tree.unwrap(), &mut found);
        assert_eq!(found, expected);
    }

    #[test]
    fn every_value_knows_its_path_and_line() {
        check(
            "{\n  \"value\": [\n    {\"state\": \"on\",\n     \"n\": 3\n    },\n    null]\n}\n",
            &[
                "the file map",
                "value@2 list",
                "value[0]@3 map",
                "value[0].state@3 Text(\"on\")",
                "value[0].n@4 Number(3.0)",
                "value[1]@6 Null",
            ],
        );
    }

    #[test]
    fn a_key_that_comes_twice_is_kept_twice() {
        check("{\"a\": true, \"a\": false}", &["the file map", "a@1 Bool(true)", "a@1 Bool(false)"]);
    }

    #[test]
    fn several_documents_become_a_list() {
        check(
            "{\"a\": 1}\n{\"a\": 2}\n",
            &["the file list", "[0]@1 map", "[0].a@1 Number(1.0)", "[1]@2 map", "[1].a@2 Number(2.0)"],
        );
    }

    #[test]
    fn numbers_too_long_for_a_float_stay_as_they_are_written() {
        check(
            "[9007199254740991, 18446744073709551615, -9223372036854775808, -5, 2.5, 123456789012345678901234567890]",
            &[
                "the file list",
                "[0]@1 Number(9007199254740991.0)",
                "[1]@1 Text(\"18446744073709551615\")",
                "[2]@1 Text(\"-9223372036854775808\")",
                "[3]@1 Number(-5.0)",
                "[4]@1 Number(2.5)",
                "[5]@1 Number(1.2345678901234568e29)",
            ],
        );
    }

    #[test]
    fn what_is_not_json_is_refused_with_its_line() {
        assert!(read("hello").is_none());
        assert!(read("[System Access]\nMinimumPasswordLength = 14\n").unwrap().is_err());
        assert!(read("[1]\nand words").unwrap().is_err());
        assert_eq!(read("{\n\"a\": 1,\n}"), Some(Err(Fault::Unsound(3))));
    }

    #[test]
    fn nesting_without_end_is_refused_and_does_not_overflow() {
        assert!(read(&"[".repeat(200_000)).unwrap().is_err());
        assert!(read(&"{\"a\":".repeat(200_000)).unwrap().is_err());
    }

    #[test]
    fn more_values_than_memory_should_hold_are_refused() {
        assert_eq!(parse("[1, 2, {\"a\": 3}]", 5), Err(Fault::TooLarge));
        assert!(parse("[1, 2, {\"a\": 3}]", 6).is_ok());
    }
}
