//! Questions that many people answer and nobody by name: only counts are kept, and few people's counts are not shown.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ItemId;

/// Fewer people than this are never shown question by question: whoever knows them could tell who said what.
pub const FEWEST: u32 = 5;

/// A habit counts as safe when at least this share, in percent, gave the safe answer: our own measure.
pub const SAFE_FROM: u32 = 80;

/// What some people said on one occasion, as counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Round {
    /// The day on which the round began; groups of the same day are one round.
    #[schemars(with = "String")]
    pub on: Date,
    /// How many people answered.
    pub people: u32,
    /// The team, shift or place that they belong to; never a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What they said, by question.
    pub counts: BTreeMap<ItemId, Votes>,
}

/// How many people said what to one question; those that are missing left it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Votes {
    /// Yes: the safe answer.
    #[serde(default)]
    pub yes: u32,
    /// No.
    #[serde(default)]
    pub no: u32,
    /// Not sure.
    #[serde(default)]
    pub unsure: u32,
}

/// What one person says to one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Yes: the safe answer.
    Yes,
    /// No.
    No,
    /// Not sure.
    Unsure,
}

/// What one person said, question by question; those that are missing were left out.
pub type Form = BTreeMap<ItemId, Said>;

impl Votes {
    /// How many people answered.
    pub fn all(self) -> u32 {
        self.yes.saturating_add(self.no).saturating_add(self.unsure)
    }

    /// Both together.
    pub fn with(self, other: Self) -> Self {
        Self {
            yes: self.yes.saturating_add(other.yes),
            no: self.no.saturating_add(other.no),
            unsure: self.unsure.saturating_add(other.unsure),
        }
    }

    /// The share of the safe answer in whole percent, never rounded up.
    pub fn percent(self) -> u32 {
        let share = (u64::from(self.yes) * 100).checked_div(u64::from(self.all())).unwrap_or(0);
        u32::try_from(share).unwrap_or(100)
    }

    /// Whether enough people gave the safe answer.
    pub fn is_safe(self) -> bool {
        self.all() > 0 && self.percent() >= SAFE_FROM
    }
}

impl From<Said> for Votes {
    fn from(said: Said) -> Self {
        let mut votes = Self::default();
        *match said {
            Said::Yes => &mut votes.yes,
            Said::No => &mut votes.no,
            Said::Unsure => &mut votes.unsure,
        } = 1;
        votes
    }
}

impl Round {
    /// A round that nobody has answered yet.
    pub fn new(on: Date, group: Option<String>) -> Self {
        Self { on, people: 0, group, counts: BTreeMap::new() }
    }

    /// Counts one more person, who was asked all questions or only some of them.
    ///
    /// People who answer a few questions a day are not known again: of them there are at least as many as answered any one.
    pub fn add(&mut self, form: &Form, asked: Asked) {
        for (item, said) in form {
            let votes = self.counts.entry(item.clone()).or_default();
            *votes = votes.with((*said).into());
        }
        self.people = match asked {
            Asked::All => self.people.saturating_add(1),
            Asked::Some => self.people.max(self.counts.values().map(|votes| votes.all()).max().unwrap_or(0)),
        };
    }

    /// The counts of another round are put to these.
    pub fn join(&mut self, other: &Self) {
        self.people = self.people.saturating_add(other.people);
        for (item, votes) in &other.counts {
            let here = self.counts.entry(item.clone()).or_default();
            *here = here.with(*votes);
        }
    }
}

/// A round stays open for so many days: people work on different ones.
const OPEN: i64 = 30;

/// The day of the round that is open on a day, if one is.
pub fn open_round(rounds: &[Round], today: Date) -> Option<Date> {
    let age = |on: Date| today.since(on).map_or(i64::MAX, |span| i64::from(span.get_days()));
    rounds.iter().map(|round| round.on).filter(|on| *on <= today && age(*on) <= OPEN).max()
}

/// How much of a pack was put to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Every question.
    All,
    /// One or a few.
    Some,
}

/// What came of the rounds of a pack that many people answer.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct CountedCard {
    /// It in a sentence, for narrow places.
    pub sentence: String,
    /// How many rounds there were.
    pub rounds: usize,
    /// The last one, if there was any.
    pub last: Option<RoundCard>,
}

/// What came of a round.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct RoundCard {
    /// The day on which it began.
    #[schemars(with = "String")]
    pub on: Date,
    /// How many people answered.
    pub people: u32,
    /// "11 people".
    pub who: String,
    /// The day of the round that it is held against, if there was one before that can be shown.
    #[schemars(with = "Option<String>")]
    pub before: Option<Date>,
    /// The questions in pack order, with those that nobody answered.
    pub habits: Vec<HabitCard>,
    /// How many questions may be shown.
    pub shown: usize,
    /// Of these, with enough safe answers.
    pub safe: usize,
    /// Why some or all figures are not shown.
    pub hidden: Option<String>,
    /// The weakest ones, at most three, weakest first.
    pub weakest: Vec<HabitCard>,
    /// Those with too few safe answers, weakest first: what people need to learn.
    pub needs: Vec<HabitCard>,
    /// The groups, where each can be shown without giving another one away.
    pub groups: Vec<GroupCard>,
    /// Why no groups are shown where there are some, or why some stand together.
    pub groups_note: Option<String>,
}

/// A question with what was said to it.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct HabitCard {
    /// The question's number.
    pub item: ItemId,
    /// Its short title.
    pub title: String,
    /// The question itself.
    pub question: String,
    /// What to do.
    pub action: String,
    /// The counts; absent where too few people answered.
    pub votes: Option<Votes>,
    /// "8 of 11 (72%)", or why there is no figure.
    pub share: String,
    /// Whether enough people gave the safe answer.
    pub safe: bool,
    /// "better: was 5 of 10 (50%)"; absent where there is nothing to hold it against.
    pub since: Option<String>,
}

/// A group that is shown by itself.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct GroupCard {
    /// Its name, or the word for all the others.
    pub name: String,
    /// How many people.
    pub people: u32,
    /// How many questions have enough safe answers, of how many: "9 of 12".
    pub safe: String,
    /// The weakest question, if not all is safe.
    pub weakest: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> Form {
        let said = |sign| match sign {
            'y' => Some(Said::Yes),
            'n' => Some(Said::No),
            '?' => Some(Said::Unsure),
            _ => None,
        };
        let id = |at: usize| ItemId::new(format!("1.1.{}", at + 1)).unwrap();
        text.chars().enumerate().filter_map(|(at, sign)| Some((id(at), said(sign)?))).collect()
    }

    #[track_caller]
    fn check(forms: &[(&str, Asked)], people: u32, counts: &str) {
        let mut round = Round::new("2026-03-04".parse().unwrap(), None);
        forms.iter().for_each(|(text, asked)| round.add(&form(text), *asked));
        let told: Vec<String> =
            round.counts.iter().map(|(id, v)| format!("{id} {}/{}/{}", v.yes, v.no, v.unsure)).collect();
        assert_eq!((round.people, told.join(", ").as_str()), (people, counts));
    }

    #[test]
    fn forms_are_added_up_and_their_order_leaves_no_trace() {
        check(&[("yn?", Asked::All), ("y-n", Asked::All)], 2, "1.1.1 2/0/0, 1.1.2 0/1/0, 1.1.3 0/1/1");
        check(&[("y-n", Asked::All), ("yn?", Asked::All)], 2, "1.1.1 2/0/0, 1.1.2 0/1/0, 1.1.3 0/1/1");
    }

    #[test]
    fn people_who_answer_one_question_a_day_are_not_counted_anew() {
        let some = Asked::Some;
        check(&[("y", some), ("n", some), ("-y", some)], 2, "1.1.1 1/1/0, 1.1.2 1/0/0");
        check(&[("yy", Asked::All), ("n", some)], 2, "1.1.1 1/1/0, 1.1.2 1/0/0");
    }

    #[track_caller]
    fn open(days: &[&str], today: &str, expected: Option<&str>) {
        let rounds: Vec<Round> = days.iter().map(|day| Round::new(day.parse().unwrap(), None)).collect();
        let day = open_round(&rounds, today.parse().unwrap());
        assert_eq!(day, expected.map(|day| day.parse().unwrap()));
    }

    #[test]
    fn a_round_stays_open_for_thirty_days() {
        open(&[], "2026-03-31", None);
        open(&["2026-03-01"], "2026-03-31", Some("2026-03-01"));
        open(&["2026-03-01"], "2026-04-01", None);
        open(&["2026-03-01", "2026-03-20"], "2026-03-31", Some("2026-03-20"));
        open(&["2026-04-02"], "2026-03-31", None);
        open(&["2025-03-31"], "2026-03-31", None);
    }
}
