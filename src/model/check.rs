//! What a check says of itself to people; how it is run belongs to the scan.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CheckId;

/// The part of a check that reports print.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct CheckCard {
    /// Its name.
    pub id: CheckId,
    /// The good state, as a statement.
    pub title: String,
    /// Why it matters, in a care manager's words.
    pub why: String,
    /// How to mend it, in a contractor's words.
    pub fix: String,
    /// Where the threshold comes from.
    pub source: String,
}
