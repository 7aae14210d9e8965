//! Checks: one machine-checkable fact each, as data; `assertions/checks/<area>/<id>.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::expect::Expect;
use super::kind::Kind;
use crate::model::{CheckCard, CheckId, KindId, Strength};

/// A check. It knows no framework: items name it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Check {
    /// Its name: the good state; the file's name too.
    pub id: CheckId,
    /// The good state as a statement.
    pub title: String,
    /// Why it matters, in a care manager's words.
    pub why: String,
    /// How to mend it: the command or the menus, in a contractor's words.
    pub fix: String,
    /// Where the threshold comes from, such as "Cyber Essentials 3.3, password-based authentication" or "our judgement".
    pub source: String,
    /// How sure we are of the keys that it reads: `seen` in a real export or a published example, or `documented` only.
    pub keys: KeyConfidence,
    /// Whether what it finds settles the point, or only points that way.
    #[serde(default)]
    pub strength: Strength,
    /// Whether it only tells a figure, whatever comes out: its findings are neither good nor bad.
    #[serde(default)]
    pub informs: bool,
    /// The kinds of file that it reads; each is judged alike.
    pub reads: Vec<KindId>,
    /// How many days such a file tells the truth; past it there is a warning. Our judgement.
    pub shelf_days: Option<u32>,
    /// Which records are judged; the others don't count. A record for which this is unknown is unknown.
    #[serde(rename = "where")]
    pub only: Option<Expect>,
    /// How the records come together.
    #[serde(default)]
    pub judge: Judge,
    /// What must hold.
    pub expect: Expect,
    /// What should hold as well: else there is a warning.
    pub prefer: Option<Expect>,
    /// Checks that make this one moot where they pass for the same subject or for the whole tenant or organisation.
    #[serde(default)]
    pub unless: Vec<CheckId>,
    /// Texts that hold it to its word, judged as of 31 March 2026.
    pub examples: Examples,
}

/// How sure we are of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum KeyConfidence {
    /// Seen in a real export or a published example.
    Seen,
    /// From the product's documentation; to be tried on a real export.
    Documented,
}

/// How the records of a file come together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub(crate) enum Judge {
    /// Each record is a subject of its own.
    #[default]
    Each,
    /// One record that holds is enough; the file is the subject.
    Any,
    /// At least this share of the records holds; the file is the subject.
    Share {
        /// In percent; compared exactly, never rounded up.
        at_least: f64,
        /// Whether the records of one subject come together first: one that holds is enough for it, as where a person
        /// has a row for each course or year.
        #[serde(default)]
        by_subject: bool,
    },
    /// The number of records that hold lies within these bounds; the file is the subject.
    Count {
        /// No fewer.
        #[serde(default)]
        at_least: Option<usize>,
        /// No more.
        #[serde(default)]
        at_most: Option<usize>,
    },
}

/// Texts of the kind that the check reads; a table is given as CSV.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Examples {
    /// All findings pass.
    #[serde(default)]
    pub pass: Vec<String>,
    /// At least one finding fails.
    #[serde(default)]
    pub fail: Vec<String>,
    /// None fails and at least one is unknown.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// None fails and at least one warns.
    #[serde(default)]
    pub warn: Vec<String>,
    /// All findings are figures to know.
    #[serde(default)]
    pub info: Vec<String>,
}

impl Examples {
    /// The texts by what they promise, under the names that they have in the file.
    pub(crate) fn by_name(&self) -> [(&'static str, &Vec<String>); 5] {
        [
            ("pass", &self.pass),
            ("fail", &self.fail),
            ("unknown", &self.unknown),
            ("warn", &self.warn),
            ("info", &self.info),
        ]
    }
}

impl Check {
    /// What a finding of it in a file of a kind is worth: a figure to know settles nothing.
    pub(crate) fn strength_in(&self, kind: &Kind) -> Strength {
        if self.informs { Strength::Supports } else { self.strength.min(kind.strength) }
    }

    /// The part that reports print.
    pub(crate) fn card(&self) -> CheckCard {
        CheckCard {
            id: self.id.clone(),
            title: self.title.clone(),
            why: self.why.clone(),
            fix: self.fix.clone(),
            source: self.source.clone(),
        }
    }
}
