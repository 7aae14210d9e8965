//! What a scorecard says of outcomes that are reached by degrees.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Achievement, IndicatorId, ItemId, ProfileStatus};

/// The outcomes of a pack in figures.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct AchievementSummary {
    /// How many there are.
    pub outcomes: usize,
    /// Those of which the pack says what level is expected, or that it does not know.
    pub profiled: usize,
    /// Of these, those whose expected level is confirmed.
    pub confirmed: usize,
    /// And those whose is not.
    pub unconfirmed: usize,
    /// Those whose expected level was taken from a neighbouring list.
    pub inferred: Vec<ItemId>,
    /// Those whose expected level is not known.
    pub unknown: Vec<ItemId>,
    /// Those whose recorded level is not what the statements give.
    pub differing: Vec<ItemId>,
    /// Those with a recorded level and no statement answered.
    pub alone: Vec<ItemId>,
    /// Statements of all outcomes.
    pub statements: usize,
    /// Of these, answered.
    pub statements_answered: usize,
    /// The improvement plan, in words: "accepted on 15 July 2026".
    pub plan: Option<String>,
    /// The level that such a plan can bring, where the answers fall short and none is recorded.
    pub plan_brings: Option<String>,
    /// This year's independent assessment, where the pack knows it for this kind of organisation.
    pub audit: Option<AuditCard>,
}

/// What an independent assessor looks at this year.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct AuditCard {
    /// The items that are always looked at.
    pub mandatory: Vec<ItemId>,
    /// How many more the organisation chooses.
    pub chosen: usize,
    /// Those that it chose.
    pub picks: Vec<ItemId>,
    /// How many it has still to choose.
    pub open: usize,
    /// Those that it chose although they are looked at anyway.
    pub already: Vec<ItemId>,
    /// What is not certain about it.
    pub doubt: Option<String>,
}

/// An outcome with its levels.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct AchievementCard {
    /// The level that counts.
    pub level: Option<Achievement>,
    /// The level that the statements give, once it is decided.
    pub computed: Option<Achievement>,
    /// The level that a person recorded.
    pub recorded: Option<Achievement>,
    /// Whether the two do not go together.
    pub differs: bool,
    /// Why, in a person's words.
    pub reason: Option<String>,
    /// What the level that counts rests on, in words.
    pub basis: Option<String>,
    /// The least level that meets the outcome.
    pub needed: Achievement,
    /// How that is known; absent where the pack expects nothing in particular.
    pub status: Option<ProfileStatus>,
    /// Where it was read, or why it is not certain.
    pub note: Option<String>,
    /// Whether the level that counts is at least that.
    pub enough: bool,
    /// What the statements come to, as the half of a sentence, where one is answered.
    pub statements: Option<String>,
    /// How many statements are answered.
    pub answered: usize,
    /// How many there are.
    pub all: usize,
    /// How many are said not to apply or to be made up for.
    pub excused: usize,
    /// The statements with what was said of them.
    pub indicators: Vec<IndicatorCard>,
    /// The policy question, if there is one.
    pub policy: Option<PolicyCard>,
}

/// A statement with what was said of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct IndicatorCard {
    /// Its number.
    pub id: IndicatorId,
    /// The level that it speaks for.
    pub of: Achievement,
    /// The statement.
    pub text: String,
    /// What was said, in words.
    pub answer: Option<String>,
}

/// A policy question with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct PolicyCard {
    /// The question.
    pub question: String,
    /// Yes or no.
    pub answer: Option<bool>,
}
