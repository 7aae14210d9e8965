//! What checks came to, over all their subjects.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CheckCard, Finding, ItemId, Strength};

/// What a check comes to over all its subjects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Summary {
    /// At least one subject fails.
    Fail,
    /// None fails, and nothing is known of at least one.
    Unknown,
    /// All pass, at least one with a warning.
    Warn,
    /// All pass.
    Pass,
    /// There is nothing to pass or fail: figures to know.
    Info,
}

/// A check with its findings of one strength.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct CheckResult {
    /// What it says of itself.
    pub card: CheckCard,
    /// Whether these findings settle its point.
    pub strength: Strength,
    /// What it comes to.
    pub result: Summary,
    /// "14 of 15 devices pass; not: LAPTOP-07".
    pub sentence: String,
    /// Whether the files that it read say nothing of it.
    pub silent: bool,
    /// How many subjects pass, warn, are unknown, fail.
    pub tally: Tally,
    /// The findings that are not passes, worst first; then the passes.
    pub findings: Vec<Finding>,
    /// The items that use it.
    pub items: Vec<ItemId>,
    /// Which of the findings somebody accepted.
    pub accepted: Vec<AcceptedFinding>,
}

/// A finding that an exception accepts for every item that uses its check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AcceptedFinding {
    /// Its place among the findings of the check, from 0.
    pub finding: usize,
    /// The place of the exception among those of the scorecard, from 0.
    pub exception: usize,
}

/// How many subjects of a check there are by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct Tally {
    /// Pass.
    pub pass: usize,
    /// Warn.
    pub warn: usize,
    /// Not known.
    pub unknown: usize,
    /// Fail.
    pub fail: usize,
    /// A figure to know.
    pub info: usize,
    /// All of them.
    pub all: usize,
}
