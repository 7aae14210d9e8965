//! Packs that are passed or failed as a whole, and the statement of which controls apply.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Confidence, ItemId, Slug};

/// How the answers to a pack are judged as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum JudgedBy {
    /// By the levels that they reach; what stands behind them is told beside it.
    #[default]
    Answers,
    /// Besides the levels as a whole, as an assessor would on the day: would pass, would fail, or can't tell.
    PassOrFail,
    /// By grades for what was shown; what is only said counts as nothing met. Such a pack is answered by somebody else, a
    /// `subject`, and only files of that party speak for it.
    Grades,
    /// By how many people gave the safe answer, which is always yes: many answer, nobody is named, and only counts are
    /// kept.
    Counts,
}

/// A number that a framework sets.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Threshold {
    /// Its name in the pack.
    pub id: Slug,
    /// What it limits, in a few words.
    pub limits: String,
    /// The number with its unit: "14 days".
    pub value: String,
    /// When it counts, or what to know of it.
    pub note: Option<String>,
    /// How sure the pack is of it.
    pub confidence: Confidence,
}

/// Whether an assessment would pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Passing {
    /// At least one requirement is not met.
    WouldFail,
    /// None is known not to be met, and at least one is not known.
    CantTell,
    /// All are met.
    WouldPass,
}

impl Passing {
    /// For people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::WouldFail => "would fail",
            Self::CantTell => "can't tell",
            Self::WouldPass => "would pass",
        }
    }
}

/// The result of a pack that is passed or failed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct PassingCard {
    /// On the answers and what contradicts them.
    pub on_answers: Passing,
    /// The same in words.
    pub on_answers_title: String,
    /// When only what is backed up counts as met.
    pub backed: Passing,
    /// The same in words.
    pub backed_title: String,
    /// Items of which one alone fails the whole, and that are not met, in pack order.
    pub automatic_fails: Vec<ItemId>,
    /// Other items that are not met.
    pub fails: Vec<ItemId>,
    /// Items of which it is not known.
    pub open: Vec<ItemId>,
}

/// Which controls apply and why, and how far each is in place: the Statement of Applicability.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct StatementCard {
    /// All controls.
    pub all: usize,
    /// Those that apply.
    pub applicable: usize,
    /// Of these, said to be in place.
    pub implemented: usize,
    /// Of these, not in place yet.
    pub not_implemented: usize,
    /// Those left out, with a reason.
    pub excluded: usize,
    /// Those of which nobody has decided.
    pub undecided: usize,
    /// Those that apply without a word on why.
    pub without_reason: usize,
    /// One by one, in pack order.
    pub controls: Vec<ControlCard>,
}

/// One control of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct ControlCard {
    /// Its number.
    pub item: ItemId,
    /// Its short title.
    pub title: String,
    /// Whether it applies: absent where nobody has decided.
    pub applicable: Option<bool>,
    /// The same in words: "Yes", "No", "Not decided".
    pub applies: String,
    /// Why it is in or out, in the organisation's words.
    pub justification: Option<String>,
    /// How far it is in place, in words.
    pub implemented: String,
    /// By when it is to be in place, where somebody said so.
    #[schemars(with = "Option<String>")]
    pub due: Option<Date>,
    /// Files, addresses and places that show it.
    pub evidence: Vec<String>,
}
