//! Kinds of export: how a file is known by its content, how its records are cut out, and whom each is about.
//!
//! One file a kind under `assertions/kinds/`. A kind turns [`Content`](super::content::Content) into records: a table has one a row, JSON one an
//! element, a settings file is one record; in each, a check reaches values by a path.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{KindId, Strength, SubjectKind};

/// A kind of export or register; `assertions/kinds/<id>.yaml`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Kind {
    /// Its name; the file's name too.
    pub id: KindId,
    /// Its name for people: "Windows security policy export".
    pub title: String,
    /// How to get such a file: the command to run or the menus to go through, in a contractor's words.
    pub get: String,
    /// How the file is laid out.
    pub layout: Layout,
    /// How it is known; everything given must hold.
    pub recognise: Recognise,
    /// Whom each record is about.
    pub subject: SubjectRule,
    /// Where a record says on which day it was collected: path or column; the first that holds a date counts.
    #[serde(default)]
    pub collected: Vec<String>,
    /// Columns whose latest day is that on which the register as a whole was last gone through.
    #[serde(default)]
    pub reviewed: Vec<String>,
    /// Whether such a file settles a point; what a policy asks for only points that way.
    #[serde(default)]
    pub strength: Strength,
    /// The column with the day and time of each record, where only the latest of a subject's records counts.
    #[serde(default)]
    pub latest: Option<String>,
    /// For tables: our name of a column, and the headers that people and products give it.
    #[serde(default)]
    pub columns: BTreeMap<String, Vec<String>>,
    /// For tables: our name of a list of columns of which there may be several, such as one a course.
    ///
    /// Each cell of them is an element: `header` and `said` are its words, `day` is the day that it tells, and `coloured` is
    /// true where it has a colour and no words. These columns are found before the others.
    #[serde(default)]
    pub gather: BTreeMap<String, Gather>,
    /// For tables: a column of ours that is put together of others, such as a name of first and last name.
    #[serde(default)]
    pub join: BTreeMap<String, Vec<String>>,
    /// For tables: the columns that hold days, and of what. Numbers by which Excel keeps days are days there, and a day
    /// is found among other words.
    #[serde(default)]
    pub days: BTreeMap<String, Telling>,
    /// The headers made ready for comparing, the first time they are needed.
    #[serde(skip)]
    pub aliases: std::sync::OnceLock<Vec<Alias>>,
}

/// Columns of which there may be several.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Gather {
    /// Regular expressions, one of which matches the header; `(?i)` is set. In front of a header stand the words above it
    /// where several headers share them.
    pub headers: Vec<String>,
    /// Regular expressions, none of which matches it.
    #[serde(default)]
    pub no_headers: Vec<String>,
    /// What the days are of that stand there.
    pub days: Telling,
}

/// What the day is of that a cell tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Telling {
    /// Something done: a day behind "booked" or "due" is none.
    Done,
    /// Anything: the latest of several.
    Any,
}

/// A header of one of our columns, ready for comparing.
#[derive(Clone, Debug)]
pub(crate) struct Alias {
    /// Our column.
    pub column: String,
    /// Its place in the kind's list: earlier ones are the better fit.
    pub rank: usize,
    /// Its words in lower case, with a blank before and behind.
    pub words: String,
    /// How many words.
    pub length: usize,
}

/// How a file is laid out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) enum Layout {
    /// Rows under a header row, from CSV, a workbook or a table in a document.
    Table,
    /// JSON. `rows` is the path to the list of records; without it a list is its elements and an object is one record.
    Json {
        /// The path to the list of records, `[*]` and `**.name` among its steps; or several, of which the first that
        /// leads somewhere counts.
        #[serde(default)]
        rows: Option<Rows>,
    },
    /// XML. An element is a map of its attributes and children; children of one name are a list, and `text` holds its
    /// words. An element without either is its words. Prefixes of names are dropped.
    ///
    /// `rows` is the path from the outermost element's name to the elements that are the records; every step enters
    /// lists. Without it the outermost element is one record. A property list of Apple's stands under `plist`.
    Xml {
        /// The path to the records.
        #[serde(default)]
        rows: Option<Rows>,
    },
    /// `[section]` lines over `key = value` lines: paths are `section.key`. The registry as Windows exports it too.
    Ini,
    /// Settings in blocks, one inside the other: `name: "words"`, and `name: {args: "words", …}` for a block.
    Blocks(Blocks),
    /// A key and a value a line; `text` is the whole and `lines` its lines, as for plain text.
    ///
    /// After `key:` with nothing behind it, lines further in are its values. Lines before the first of several records
    /// belong to each.
    Settings {
        /// What stands between key and value.
        separator: Separator,
        /// Which of several lines with the same key counts.
        #[serde(default)]
        repeat: Repeat,
        /// Where comments begin, such as `#` or `//`.
        #[serde(default)]
        comments: Vec<String>,
        /// A regular expression for the line that begins each of several records; its first group is their `record` value.
        #[serde(default)]
        record: Option<String>,
        /// Values out of the words of each record, as for a document.
        #[serde(default)]
        fields: BTreeMap<String, Vec<String>>,
    },
    /// Plain text: one record whose `text` is the whole and whose `lines` are its lines.
    Text,
    /// The words of a document, be it PDF, Word, e-mail or plain text: one record with `text`, `lines` and the fields.
    Document {
        /// Values out of the words: the first group of the first of its regular expressions that matches the text.
        #[serde(default)]
        fields: BTreeMap<String, Vec<String>>,
    },
}

/// Where the records are: one path, or several of which the first that leads somewhere counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Rows {
    /// One path.
    One(String),
    /// Several, tried in order.
    Several(Vec<String>),
}

impl Rows {
    /// The paths in the order in which they are tried.
    pub(crate) fn paths(&self) -> &[String] {
        match self {
            Self::One(path) => std::slice::from_ref(path),
            Self::Several(paths) => paths,
        }
    }
}

/// How settings in blocks are written, and which blocks are records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Blocks {
    /// How a block begins and ends.
    pub form: BlockForm,
    /// The blocks that are records, at any depth: each has the directives of the blocks around it too, where it does not
    /// set them itself. Without one in the file the whole is one record; with `match` the rest of the file is the first.
    #[serde(default)]
    pub records: Vec<String>,
    /// Where comments begin, such as `#` or `//`; `/*` ends with `*/`.
    #[serde(default)]
    pub comments: Vec<String>,
    /// Which of several directives of one name in one block counts; several blocks of one name are always a list.
    #[serde(default)]
    pub repeat: Repeat,
    /// Blocks whose directives count as if they stood outside.
    #[serde(default)]
    pub through: Vec<String>,
    /// Directives that take other files in: where these are in the evidence too, their lines are read in its place.
    #[serde(default)]
    pub include: Vec<String>,
    /// The names of files that hold nothing a check asks for, such as `mime.types`: a directive that takes in one that is
    /// not in the evidence is dropped.
    #[serde(default)]
    pub harmless: Vec<String>,
}

/// How a block begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum BlockForm {
    /// `name words;` and `name words { … }`; an entry without a name joins the list `entries`.
    Braces,
    /// `Name words` a line, between `<Name words>` and `</Name>`.
    Tags,
    /// `Key words` a line; a line `Match words` begins a block that goes on to the next one.
    Match,
}

/// What stands between a key and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Separator {
    /// `key: value`.
    Colon,
    /// `key = value`.
    Equals,
    /// `key value`; a `;` at the end and quotes around the value are dropped.
    Blank,
}

/// Which of several equal keys counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Repeat {
    /// The first.
    First,
    /// The last.
    #[default]
    Last,
    /// All: the value is a list.
    All,
}

/// How a file is known by its content.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Recognise {
    /// All of these texts stand in its first 64 KiB; compared without case.
    #[serde(default)]
    pub texts: Vec<String>,
    /// Regular expressions, each of which matches some line of it; `(?i)` is set.
    #[serde(default)]
    pub lines: Vec<String>,
    /// Regular expressions, none of which matches any line of it.
    #[serde(default)]
    pub no_lines: Vec<String>,
    /// For tables: these of our column names are all found in one header row.
    #[serde(default)]
    pub columns: Vec<String>,
    /// For tables: at least one of these of our column names is found there too.
    #[serde(default)]
    pub any_column: Vec<String>,
    /// For tables: none of these of our column names is found there.
    #[serde(default)]
    pub no_columns: Vec<String>,
    /// For workbooks: a sheet with one of these words in its name is left out.
    #[serde(default)]
    pub no_sheets: Vec<String>,
    /// For JSON and XML: the first record, or one of the first ten, holds all of these paths.
    #[serde(default)]
    pub keys: Vec<String>,
    /// For JSON and XML: at least one of these paths too.
    #[serde(default)]
    pub any_key: Vec<String>,
}

/// Whom each record is about.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SubjectRule {
    /// The kind of subject.
    pub kind: SubjectKind,
    /// The paths or columns that name it; the first that is there counts, else the file's name without its ending.
    #[serde(default)]
    pub at: Vec<String>,
}
