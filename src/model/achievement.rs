//! Outcomes that are reached by degrees: levels of achievement, the statements behind them, and what these come to.

use std::{borrow::Cow, fmt};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use super::{Answer, Item, Reference};

/// The number of a statement within its item, such as `NA#1`.
pub type IndicatorId = Reference;

/// How far an outcome is achieved, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Achievement {
    /// Not, or not enough of it.
    NotAchieved,
    /// In part, with real benefit.
    PartiallyAchieved,
    /// In full.
    Achieved,
}

impl Achievement {
    /// Every level, lowest first.
    pub const ALL: [Self; 3] = [Self::NotAchieved, Self::PartiallyAchieved, Self::Achieved];

    /// Its name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAchieved => "not-achieved",
            Self::PartiallyAchieved => "partially-achieved",
            Self::Achieved => "achieved",
        }
    }

    /// Its name for people: "partially achieved".
    pub fn words(self) -> &'static str {
        match self {
            Self::NotAchieved => "not achieved",
            Self::PartiallyAchieved => "partially achieved",
            Self::Achieved => "achieved",
        }
    }

    /// The same at the head of a sentence.
    pub fn title(self) -> &'static str {
        match self {
            Self::NotAchieved => "Not achieved",
            Self::PartiallyAchieved => "Partially achieved",
            Self::Achieved => "Achieved",
        }
    }

    /// The level that a text names, with hyphens or blanks and in any case.
    pub fn named(text: &str) -> Option<Self> {
        let plain = text.trim().trim_end_matches('.').to_lowercase().replace(['-', '_'], " ");
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::ALL.into_iter().find(|level| level.words() == plain)
    }
}

/// The level of an item that the framework's owner expects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Profile {
    /// The least level that meets it; `not-achieved` where any answer will do; left out where it is not known.
    pub level: Option<Achievement>,
    /// How it is known.
    pub status: ProfileStatus,
    /// Where it was read, or why it is not certain.
    pub note: Option<String>,
}

/// How an expected level is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileStatus {
    /// Read in what the framework's owner publishes.
    Confirmed,
    /// Taken from a neighbouring list.
    Inferred,
    /// Not found.
    Unknown,
}

/// A statement that points to one level of achievement.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Indicator {
    /// Its number within the item.
    pub id: IndicatorId,
    /// The level that it speaks for; one of `not-achieved` that is true rules out every other.
    pub of: Achievement,
    /// The statement in our own words.
    pub text: String,
}

/// What a person says of a statement: `yes` (it is true), `no`, or why it does not count against the level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndicatorAnswer {
    /// It is true.
    Yes,
    /// It is not.
    No,
    /// It does not apply, for this reason.
    NotApplicable(String),
    /// It is not so to the letter, but this does the same for the outcome.
    Compensated(String),
}

impl IndicatorAnswer {
    /// Whether the statement is taken for true: one that does not apply, or is made up for, is where it speaks for a
    /// level, and is not where it speaks against all.
    fn holds(&self, of: Achievement) -> bool {
        match self {
            Self::Yes => true,
            Self::No => false,
            Self::NotApplicable(_) | Self::Compensated(_) => of != Achievement::NotAchieved,
        }
    }

    /// The reason, where there is one.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Yes | Self::No => None,
            Self::NotApplicable(reason) | Self::Compensated(reason) => Some(reason),
        }
    }

    /// In words: "true", "does not apply: we have no suppliers".
    pub fn words(&self) -> String {
        match self {
            Self::Yes => "true".into(),
            Self::No => "not true".into(),
            Self::NotApplicable(reason) => format!("does not apply: {reason}"),
            Self::Compensated(how) => format!("made up for: {how}"),
        }
    }
}

const NOT_APPLICABLE: &str = "not-applicable";
const COMPENSATED: &str = "compensated";

impl Serialize for IndicatorAnswer {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (key, reason) = match self {
            Self::Yes => return to.serialize_str("yes"),
            Self::No => return to.serialize_str("no"),
            Self::NotApplicable(reason) => (NOT_APPLICABLE, reason),
            Self::Compensated(how) => (COMPENSATED, how),
        };
        to.collect_map([(key, reason)])
    }
}

/// By hand, so that a wrong form is told in words.
impl<'de> Deserialize<'de> for IndicatorAnswer {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Form;
        impl<'de> serde::de::Visitor<'de> for Form {
            type Value = IndicatorAnswer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`yes`, `no`, `{not-applicable: reason}` or `{compensated: how}`")
            }

            fn visit_bool<E: serde::de::Error>(self, yes: bool) -> Result<IndicatorAnswer, E> {
                Ok(if yes { IndicatorAnswer::Yes } else { IndicatorAnswer::No })
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<IndicatorAnswer, E> {
                match word {
                    "yes" | "true" => Ok(IndicatorAnswer::Yes),
                    "no" | "false" => Ok(IndicatorAnswer::No),
                    other => Err(E::invalid_value(serde::de::Unexpected::Str(other), &self)),
                }
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<IndicatorAnswer, A::Error> {
                use serde::de::Error;
                let answer = match map.next_entry::<String, String>()? {
                    Some((key, reason)) if key == NOT_APPLICABLE => IndicatorAnswer::NotApplicable(reason),
                    Some((key, how)) if key == COMPENSATED => IndicatorAnswer::Compensated(how),
                    Some((key, _)) => return Err(A::Error::unknown_field(&key, &[NOT_APPLICABLE, COMPENSATED])),
                    None => return Err(A::Error::custom("a statement's answer is empty")),
                };
                match map.next_key::<String>()? {
                    None => Ok(answer),
                    Some(_) => Err(A::Error::custom("give only one of `not-applicable` and `compensated`")),
                }
            }
        }
        from.deserialize_any(Form)
    }
}

impl JsonSchema for IndicatorAnswer {
    fn schema_name() -> Cow<'static, str> {
        "IndicatorAnswer".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "What a person says of a statement: `yes` (it is true), `no`, or why it does not count \
                            against the level.",
            "oneOf": [
                { "type": ["string", "boolean"], "enum": ["yes", "no", true, false] },
                {
                    "type": "object",
                    "properties": {
                        "not-applicable": { "description": "It does not apply, for this reason.", "type": "string" },
                    },
                    "required": ["not-applicable"],
                    "additionalProperties": false,
                },
                {
                    "type": "object",
                    "properties": {
                        "compensated": { "description": "This does the same for the outcome.", "type": "string" },
                    },
                    "required": ["compensated"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}

/// A yes or a no where nothing else will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum YesOrNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// What the answers to an item's statements, and a person's own level, come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attainment {
    /// The level if all that is not answered spoke against it.
    pub lowest: Achievement,
    /// The level if all that is not answered spoke for it.
    pub highest: Achievement,
    /// How many statements are answered.
    pub answered: usize,
    /// How many there are.
    pub all: usize,
    /// The level that a person records.
    pub recorded: Option<Achievement>,
    /// Why a person's level differs from what the statements give.
    pub reason: Option<String>,
}

impl Attainment {
    /// The level that the statements give, once nothing that is not answered could change it.
    pub fn computed(&self) -> Option<Achievement> {
        (self.lowest == self.highest).then_some(self.lowest)
    }

    /// The level that counts: a person's own where the statements allow it or a reason is given, else theirs. Without a
    /// reason the lower one counts.
    pub fn level(&self) -> Option<Achievement> {
        match self.recorded {
            None => self.computed(),
            Some(recorded) if self.differs() && self.reason.is_none() => Some(recorded.min(self.highest)),
            Some(recorded) => Some(recorded),
        }
    }

    /// Whether a person's level is one that the statements do not allow.
    pub fn differs(&self) -> bool {
        self.recorded.is_some_and(|recorded| recorded < self.lowest || recorded > self.highest)
    }
}

impl Item {
    /// What the statements and the recorded level of an answer come to.
    ///
    /// One statement against it that is true: not achieved. Else all for achieved: achieved, whatever is said of the
    /// others. Else all for partially achieved: that. Else not achieved.
    pub fn attainment(&self, answer: &Answer) -> Attainment {
        let level = |unanswered_helps: bool| {
            let holds = |indicator: &Indicator| match answer.indicators.get(&indicator.id) {
                Some(said) => said.holds(indicator.of),
                None => unanswered_helps == (indicator.of != Achievement::NotAchieved),
            };
            let of = |level: Achievement| self.indicators.iter().filter(move |one| one.of == level);
            let all = |level: Achievement| of(level).next().is_some() && of(level).all(holds);
            if of(Achievement::NotAchieved).any(holds) {
                Achievement::NotAchieved
            } else if all(Achievement::Achieved) {
                Achievement::Achieved
            } else if all(Achievement::PartiallyAchieved) {
                Achievement::PartiallyAchieved
            } else {
                Achievement::NotAchieved
            }
        };
        let (lowest, highest) = match self.indicators.is_empty() {
            true => (Achievement::NotAchieved, Achievement::Achieved),
            false => (level(false), level(true)),
        };
        Attainment {
            lowest,
            highest,
            answered: self.indicators.iter().filter(|one| answer.indicators.contains_key(&one.id)).count(),
            all: self.indicators.len(),
            recorded: answer.value.as_deref().and_then(Achievement::named),
            reason: answer.override_reason.clone().filter(|reason| !reason.trim().is_empty()),
        }
    }

    /// The least level that meets it; achieved where the pack does not know it.
    pub fn needed(&self) -> Achievement {
        self.profile.as_ref().and_then(|profile| profile.level).unwrap_or(Achievement::Achieved)
    }

    /// The levels that it can have, highest first.
    pub fn degrees(&self) -> impl Iterator<Item = Achievement> {
        let partial = self.partial != Some(false);
        Achievement::ALL.into_iter().rev().filter(move |level| partial || *level != Achievement::PartiallyAchieved)
    }
}
