//! What is left to do: one action for each gap, and the plan that they make.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Effort, ItemId};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct Action {
    /// Its place in the plan, from 1.
    pub number: usize,
    /// The item that it serves.
    pub item: ItemId,
    /// The item's short title.
    pub title: String,
    /// Why it is on the list: "your file says otherwise", "not answered yet".
    pub reason: ActionReason,
    /// The same in a sentence.
    pub why: String,
    /// What to do in short, starting with a verb.
    pub what: String,
    /// What to do, step by step.
    pub steps: Vec<String>,
    /// What to do where the first steps end another way.
    pub otherwise: Option<Otherwise>,
    /// What it is for, in words that head its part of the plan: "To reach Standards Met".
    pub stage: String,
    /// The level that it brings nearer.
    pub unlocks: Option<String>,
    /// How much work it usually is.
    pub effort: Effort,
    /// Who does it.
    pub owner: Option<String>,
    /// Who is asked and has not replied yet, so that nothing can be done until then.
    pub waits_for: Option<String>,
    /// By when, as somebody said.
    #[schemars(with = "Option<String>")]
    pub due: Option<Date>,
    /// Whether that day has gone by.
    pub overdue: bool,
    /// Why that day is too late, if it is: "after the deadline, 30 June 2026".
    pub too_late: Option<String>,
    /// Where nobody said a day: one that would do. Nobody has agreed to it.
    #[schemars(with = "Option<String>")]
    pub proposed: Option<Date>,
    /// Its lasting name in calendars: of the organisation, the pack and the item, and so the same tomorrow.
    pub key: String,
}

/// Further steps for one outcome.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct Otherwise {
    /// Which outcome: "If the answer is no".
    pub when: String,
    /// What to do then.
    pub steps: Vec<String>,
}

/// Why an action is on the list, most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionReason {
    /// A file says otherwise.
    Contradicted,
    /// The answer is no, or not enough.
    NotMet,
    /// There is no answer yet.
    Unanswered,
    /// The evidence is out of date.
    OutOfDate,
    /// The answer stands alone, or on a note that does not do here.
    NotBacked,
    /// Something to look at that changes no standing.
    Warning,
}

/// The actions in figures, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct PlanCard {
    /// How many there are.
    pub actions: usize,
    /// Of these, past their day.
    pub overdue: usize,
    /// Of these, due too late.
    pub too_late: usize,
    /// Of these, waiting for somebody who is asked.
    pub waiting: usize,
    /// Of these, with nobody to do them.
    pub unowned: usize,
    /// Of these, with a day that somebody said.
    pub dated: usize,
    /// What the proposed days are worked out from, in a sentence.
    pub basis: String,
    /// Who does what, by the first action of each; those that nobody does come last.
    pub owners: Vec<OwnerCard>,
}

/// Somebody's part of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct OwnerCard {
    /// Who; absent where nobody is named.
    pub name: Option<String>,
    /// The numbers of the actions.
    pub actions: Vec<usize>,
}

impl PlanCard {
    /// The plan in figures, and by whom.
    pub fn of(actions: &[Action], basis: String) -> Self {
        let count = |which: fn(&Action) -> bool| actions.iter().filter(|action| which(action)).count();
        let mut owners: Vec<OwnerCard> = Vec::new();
        for action in actions {
            let same = |owner: &OwnerCard| match (&owner.name, &action.owner) {
                (Some(one), Some(other)) => one.trim().to_lowercase() == other.trim().to_lowercase(),
                (one, other) => one.is_none() && other.is_none(),
            };
            match owners.iter_mut().find(|owner| same(owner)) {
                Some(owner) => owner.actions.push(action.number),
                None => owners.push(OwnerCard { name: action.owner.clone(), actions: vec![action.number] }),
            }
        }
        owners.sort_by_key(|owner| owner.name.is_none());
        Self {
            actions: actions.len(),
            overdue: count(|action| action.overdue),
            too_late: count(|action| action.too_late.is_some()),
            waiting: count(|action| action.waits_for.is_some()),
            unowned: count(|action| action.owner.is_none()),
            dated: count(|action| action.due.is_some()),
            basis,
            owners,
        }
    }
}
