//! Days of the plan: what is overdue, what would come too late, and days that would do where nobody said one.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::{
    Inputs,
    year::{published_in_time, renew_by},
};
use crate::model::{Action, ActionReason, Assessment, Effort, Pack, written};

/// How long the work may take where no day limits it.
const WEEKS: i64 = 8;

/// A day by which things have to be done, and what it is.
struct Limit {
    day: Date,
    what: &'static str,
}

/// Days still to come that things have to be done by, soonest first.
fn limits(pack: &Pack, assessment: &Assessment, (today, publish_on): (Date, Date)) -> Vec<Limit> {
    let publish_on = Some(publish_on).filter(|day| *day > today);
    let mut limits: Vec<Limit> = [
        (publish_on, "the intended day of publication"),
        (pack.deadline.filter(|_| published_in_time(pack, assessment).is_none()), "the deadline"),
        (renew_by(pack, assessment), "the end of your last publication"),
    ]
    .into_iter()
    .filter_map(|(day, what)| Some(Limit { day: day.filter(|day| *day >= today)?, what }))
    .collect();
    limits.sort_by_key(|limit| limit.day);
    limits
}

/// Why a day is too late, if it is: after the deadline, the renewal, or the intended day of publication.
pub fn too_late(pack: &Pack, assessment: &Assessment, today: Date, publish_on: Date, due: Date) -> Option<String> {
    let limit = limits(pack, assessment, (today, publish_on)).into_iter().find(|limit| limit.day < due)?;
    Some(format!("after {}, {}", limit.what, written(limit.day)))
}

/// Proposes a day for each action that has none, in the order of the plan, and says what the days are worked out from.
///
/// The time up to the first limit is shared out by effort; a week of it stays free where there are four, and nothing is
/// given more time than it is likely to take.
pub(super) fn propose(inputs: &Inputs<'_>, actions: &mut [Action]) -> String {
    let today = inputs.today;
    let limit = limits(inputs.pack, inputs.assessment, (today, inputs.publish_on)).into_iter().next();
    let left = limit.as_ref().map_or(WEEKS * 7, |limit| days_between(today, limit.day));
    let spare = if limit.is_some() && left >= 28 { 7 } else { 0 };
    let total: i64 = actions.iter().filter(|action| action.due.is_none()).map(|action| weight(action.effort)).sum();
    let span = (left - spare).min((total * 3).max(7));
    let mut done = 0;
    for action in actions.iter_mut().filter(|action| action.due.is_none()) {
        done += weight(action.effort);
        let days = (span * done).checked_div(total).unwrap_or(0).max(span.min(1));
        action.proposed = Some(working_day(today, today.checked_add(days.days()).unwrap_or(Date::MAX)));
    }
    match limit {
        Some(limit) => format!(
            "Proposed dates share out the time until {}, {}, by how much work each action is. Nobody has agreed to them.",
            limit.what,
            written(limit.day)
        ),
        None => format!(
            "Proposed dates share out the next {WEEKS} weeks by how much work each action is. Nobody has agreed to them."
        ),
    }
}

/// Whether a late day is worth a word: what changes no standing can be done at any time.
pub(super) fn matters(reason: ActionReason) -> bool {
    reason != ActionReason::Warning
}

/// What an effort is worth beside the others.
fn weight(effort: Effort) -> i64 {
    match effort {
        Effort::Minutes => 1,
        Effort::Hours => 3,
        Effort::Days => 9,
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The day itself, or the Friday before a weekend where that is not gone by.
fn working_day(today: Date, day: Date) -> Date {
    let back = match day.weekday() {
        Weekday::Saturday => 1,
        Weekday::Sunday => 2,
        _ => 0,
    };
    day.checked_sub(back.days()).ok().filter(|friday| *friday > today).unwrap_or(day)
}
