//! What a reader makes of a file: text, tables or a tree, and in each the place where every value stood.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::sensitive::hide;

/// A file once read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Content {
    /// What the file is, for people: "Word document", "CSV table".
    pub format: String,
    /// Its text in reading order; tables have their cells here too, so that words can be found in every format.
    pub lines: Vec<Line>,
    /// Its tables: one for a CSV file, one a sheet for a workbook, one a table for a Word document.
    pub tables: Vec<Table>,
    /// Its tree, when it is JSON or XML; settings and INI files become trees by the kind that they are recognised as.
    pub tree: Option<Node>,
    /// What its properties say.
    pub properties: Properties,
}

/// A line or paragraph of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// The words, without the line end.
    pub text: Text,
    /// Where it stands.
    pub spot: Spot,
    /// Whether the file marks it as a title or a heading.
    pub heading: bool,
}

/// A part of a longer text that is shared by many: the lines of a large file are not copied one by one.
#[derive(Clone)]
pub(crate) struct Text {
    whole: Arc<str>,
    range: Range<u32>,
}

impl Text {
    /// Parts of a text that lie between some marks.
    pub(crate) fn parts(whole: &str, between: char) -> impl Iterator<Item = Self> {
        let shared: Arc<str> = whole.into();
        let mut start = 0;
        whole.split(between).map(move |part| {
            let (from, to) = (start, start + part.len());
            start = to + between.len_utf8();
            match (u32::try_from(from), u32::try_from(to)) {
                (Ok(from), Ok(to)) => Self { whole: Arc::clone(&shared), range: from..to },
                // No file is read so far.
                _ => Self::from(part),
            }
        })
    }

    /// The words.
    pub(crate) fn as_str(&self) -> &str {
        let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        self.whole.get(place(self.range.start)..place(self.range.end)).unwrap_or_default()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let range = 0..u32::try_from(text.len()).unwrap_or(u32::MAX);
        Self { whole: text.into(), range }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

impl<'a> Deserialize<'a> for Text {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from)
    }
}

/// A table; the header row is found by the kind that it is recognised as, not by the reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Table {
    /// The sheet's name; absent for CSV.
    pub name: Option<String>,
    /// All rows, header included; rows may differ in length.
    pub rows: Vec<Vec<Cell>>,
    /// The line or row of the file in which each row begins, from 1.
    pub numbers: Vec<usize>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Cell {
    /// Nothing.
    Empty,
    /// No words, but a colour that its row does not have.
    Coloured,
    /// Words.
    Text(String),
    /// The words of a cell further up with which this one is joined.
    Above(String),
    /// A number.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A day, from a cell that the workbook formats as a date.
    Day(Date),
}

/// A place inside a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Spot {
    /// A line, from 1.
    Line(usize),
    /// A line of another file that this one takes in: its path, and the line from 1.
    In(#[serde(with = "shared")] Arc<str>, usize),
    /// A paragraph of a word-processed document, from 1.
    Paragraph(usize),
    /// A page, from 1.
    Page(usize),
    /// A sheet and a cell, such as `Staff!D7`.
    Cell(String),
    /// A path in JSON or XML such as `value[2].state`, with its line where known; the path is empty where
    /// only the line is known.
    Path(String, Option<usize>),
    /// The file as a whole.
    Whole,
}

/// A value of a tree with its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stood.
    pub spot: Spot,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Value {
    /// Nothing: JSON null, an empty cell.
    Null,
    /// True or false.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
    /// A day.
    Day(Date),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the file; a key may come twice.
    Map(Vec<(String, Node)>),
}

/// What a file's properties say of it; dates of the file system are never among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Properties {
    /// Its title.
    pub title: Option<String>,
    /// When it was last changed, by its own record.
    pub modified: Option<Date>,
    /// When it was made, by its own record.
    pub created: Option<Date>,
    /// How many changes of its words wait to be accepted or refused.
    pub tracked_changes: usize,
}

/// A shared text as a plain one.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text)
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(from).map(Arc::from)
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::In(file, line) => write!(f, "{file}, line {line}"),
            Self::Paragraph(number) => write!(f, "paragraph {number}"),
            Self::Page(page) => write!(f, "page {page}"),
            // Sheets and keys are named by people.
            Self::Cell(cell) => f.write_str(&hide(cell)),
            Self::Path(path, Some(line)) if path.is_empty() => write!(f, "line {line}"),
            Self::Path(path, _) => f.write_str(&hide(path)),
            Self::Whole => f.write_str("the file"),
        }
    }
}
