//! Findings: what a check or a document match says of one subject.

use std::fmt;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CheckId, DocumentId, EvidenceFile};

/// Everything that a scan brings back.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema, Serialize)]
pub struct Scan {
    /// The files of the evidence folder, by path.
    pub files: Vec<EvidenceFile>,
    /// What the checks found, by check and subject.
    pub findings: Vec<Finding>,
    /// The documents recognised, by path.
    pub matches: Vec<DocumentMatch>,
    /// Folders and files that could not even be listed, in words.
    pub problems: Vec<String>,
}

/// What one check says of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// The check.
    pub check: CheckId,
    /// Whom or what it is about.
    pub subject: Subject,
    /// What it says.
    pub outcome: Outcome,
    /// Whether that settles the point.
    pub strength: Strength,
    /// Why, such as "is 8, expected at least 12": lower case, no full stop, personal data masked.
    pub message: String,
    /// The value as it stood there, masked; absent when none was found.
    pub observed: Option<String>,
    /// Where it stood.
    pub place: Place,
    /// The day on which the fact was collected, where the file says.
    #[schemars(with = "Option<String>")]
    pub collected: Option<Date>,
    /// Whether the file says nothing of it at all: no record is about it, or none has the values that are asked for.
    pub silent: bool,
}

/// What a finding says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A figure to know; neither good nor bad.
    Info,
    /// The fact holds.
    Pass,
    /// It holds, but less well than it should; or soon it won't.
    Warn,
    /// Not known, with the reason.
    Unknown,
    /// It does not hold.
    Fail,
}

/// Whether a fact settles its point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// It points that way and no more, as a policy that asks for something does.
    Supports,
    /// It settles it.
    #[default]
    Settles,
}

/// Whom or what a fact is about.
///
/// People and accounts are told apart inside by `id`, and shown by `label`, which names nobody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, Serialize)]
pub struct Subject {
    /// The kind of subject.
    pub kind: SubjectKind,
    /// Tells two subjects apart; never printed.
    #[serde(skip)]
    pub id: String,
    /// The name to print; for people and accounts the place where they stand ("row 14").
    pub label: String,
}

/// A kind of subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// The organisation as a whole.
    Organisation,
    /// A computer, phone or tablet.
    Host,
    /// A cloud tenant.
    Tenant,
    /// A user account: shown by its place only.
    Account,
    /// A person: shown by their place only.
    Person,
    /// A domain or web site.
    Domain,
    /// A supplier.
    Supplier,
    /// A backup job, a policy, a product, a record of something.
    Thing,
}

impl SubjectKind {
    /// Whether its name is personal data.
    pub fn is_personal(self) -> bool {
        matches!(self, Self::Account | Self::Person)
    }

    /// One and many of it, for sentences.
    pub fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::Organisation => ("organisation", "organisations"),
            Self::Host => ("device", "devices"),
            Self::Tenant => ("tenant", "tenants"),
            Self::Account => ("account", "accounts"),
            Self::Person => ("person", "people"),
            Self::Domain => ("site", "sites"),
            Self::Supplier => ("supplier", "suppliers"),
            Self::Thing => ("record", "records"),
        }
    }
}

/// A place in an evidence file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, Serialize)]
pub struct Place {
    /// The file's path relative to `evidence/`.
    pub file: String,
    /// The line, from 1; absent for spreadsheets and whole files.
    pub line: Option<usize>,
    /// A sheet and cell (`Staff!D7`), a page (`page 3`) or a JSON path (`value[2].state`).
    pub spot: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match (&self.line, &self.spot) {
            (Some(line), Some(spot)) => write!(f, ":{line}, {spot}"),
            (Some(line), None) => write!(f, ":{line}"),
            (None, Some(spot)) => write!(f, ", {spot}"),
            (None, None) => Ok(()),
        }
    }
}

/// A file that was recognised as a kind of document, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DocumentMatch {
    /// The kind.
    pub document: DocumentId,
    /// The file.
    pub file: String,
    /// The words that gave it away, its title first.
    pub why: Vec<Phrase>,
    /// Which of the phrases that items ask for were found, lower case, with their places.
    pub mentions: Vec<Phrase>,
}

/// Words found in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// The words, as the pack or the kind of document has them.
    pub words: String,
    /// Where they stood: "file name", "line 12", "page 3".
    pub place: String,
}
