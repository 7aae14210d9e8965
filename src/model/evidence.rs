//! Evidence files: what was read of each, and what was not.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DocumentId;

/// A file of the evidence folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceFile {
    /// Its path relative to `evidence/`, with forward slashes, in NFC; control characters shown, not kept.
    pub path: String,
    /// Its SHA-256 in hexadecimal digits; empty when not one byte of it could be read.
    pub sha256: String,
    /// Its size in bytes.
    pub size: u64,
    /// What kind of file it is, for people: "Word document", "Windows security policy export".
    pub format: String,
    /// Whether it could be read.
    pub reading: Reading,
    /// The kinds of document that it was recognised as.
    pub documents: Vec<DocumentId>,
    /// The title in its properties or its first heading.
    pub title: Option<String>,
    /// The date that it carries.
    pub dated: Option<Dated>,
    /// When it says that it is next due for review.
    #[schemars(with = "Option<String>")]
    pub next_review: Option<Date>,
    /// The version that it states.
    pub version: Option<String>,
    /// Why it does not count as finished: "draft", "blanks were never filled in".
    pub unfinished: Option<String>,
    /// The role of who approved it: "registered manager"; never a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
    /// Why dates in it were not taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
    /// Which of the names that were asked about stand in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Personal data or secrets seen in it, never what they are.
    pub sensitive: Vec<Sensitive>,
}

/// Whether a file could be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "state", content = "reason")]
pub enum Reading {
    /// Its text, table or settings were read.
    Read,
    /// A person has to say what it is: a photograph, a scan, a password.
    Unreadable(String),
    /// Not evidence: a lock file, a system file, a shortcut.
    Skipped(String),
}

/// The date of a piece of evidence and where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dated {
    /// The day.
    #[schemars(with = "String")]
    pub on: Date,
    /// What the day is: "reviewed", "approved", "issued", "collected", "document property".
    pub what: String,
    /// Where it stands: "line 3", "document properties", "said by a person".
    pub place: String,
}

/// Something in a file that should not lie in an evidence folder; what it says is never kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Sensitive {
    /// What it is: "NHS number", "private key", "BitLocker recovery password".
    pub what: String,
    /// Where it stands in the file.
    pub place: String,
    /// What to do about it.
    pub fix: String,
}
