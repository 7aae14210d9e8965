//! Several values of one record together: days apart, sums, comparisons.

use jiff::civil::Date;

use super::leaf::{Ask, Several, cut, leaf};
use super::operators::{Seen, readable};
use super::view::View;
use super::{Ground, Judged, Truth};
use crate::model::written;
use crate::scan::content::{Node, Value};
use crate::scan::days::Days;
use crate::scan::expect::{Compare, DaysBetween, Relation, Sum};
use crate::scan::lookup::Found;
use crate::scan::value;

/// How far two days are apart.
pub(super) fn days_between(view: &View<'_>, asked: &DaysBetween, wanted: &str, ground: &Ground<'_>) -> Judged {
    let (to, until) = match asked.to.as_deref() {
        None => (Days::one(ground.publish_on), format!("publication on {}", written(ground.publish_on))),
        Some("collected") => match view.record.collected.or(ground.collected) {
            Some(on) => (Days::one(on), format!("its collection on {}", written(on))),
            None => return Judged::unknown("the day of collection is not known".into()),
        },
        Some(at) => match value_at(view, at).and_then(|node| day(view, at, node)) {
            Ok(days) => (days, format!("{} ({})", view.name(at), span(days))),
            Err(unknown) => return *unknown,
        },
    };
    let fixed = matches!(asked.to.as_deref(), None | Some("collected"));
    let test = |node: &Node| {
        let from = match readable(node, view.is_month_first(&asked.from)) {
            Ok(days) => days,
            Err(seen) => return seen,
        };
        if fixed && from.first > to.last {
            return Seen::unknown(format!("that is after {until}"));
        }
        let (fewest, most) = (apart(from.last, to.first), apart(from.first, to.last));
        let fits = |days: i32| {
            asked.at_most.is_none_or(|most| days <= most) && asked.at_least.is_none_or(|least| least <= days)
        };
        let outside = asked.at_most.is_some_and(|limit| fewest > limit) || asked.at_least.is_some_and(|l| most < l);
        if fewest == most {
            let noun = if fewest == 1 { "day" } else { "days" };
            return Seen { says: Some(format!("{fewest} {noun} to {until}")), ..Seen::when(fits(fewest)) };
        }
        match (fits(fewest) && fits(most), outside) {
            (true, _) => Seen { says: Some(format!("{fewest} to {most} days to {until}")), ..Seen::when(true) },
            (false, true) => Seen { says: Some(format!("{fewest} to {most} days to {until}")), ..Seen::when(false) },
            (false, false) => Seen::unknown("the day of the month is needed to tell"),
        }
    };
    leaf(view, &Ask { at: &asked.from, default: None, several: Several::All, wanted }, &test)
}

/// Whole days from one day to another.
fn apart(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

fn span(days: Days) -> String {
    if days.first == days.last {
        written(days.first)
    } else {
        format!("{} to {}", written(days.first), written(days.last))
    }
}

/// The one value under a path, or why there is none.
fn value_at<'a>(view: &'a View<'_>, at: &str) -> Result<&'a Node, Box<Judged>> {
    let name = view.name(at);
    match view.find(at) {
        Found::Value(node) if value::is_empty(node) => {
            Err(Box::new(Judged::unknown(format!("{name} is empty")).at(node)))
        }
        Found::Value(Node { value: Value::List(_) | Value::Map(_), .. }) | Found::Each(_) => {
            Err(Box::new(Judged::unknown(format!("{name} has several values"))))
        }
        Found::Value(node) => Ok(node),
        Found::Cut(node) => Err(Box::new(Judged::unknown(cut(&name)).at(node))),
        Found::Missing => Err(Box::new(Judged::unknown(format!("{name} is not there")))),
    }
}

fn day(view: &View<'_>, at: &str, node: &Node) -> Result<Days, Box<Judged>> {
    readable(node, view.is_month_first(at)).map_err(|seen| {
        let why = seen.says.unwrap_or_default();
        Box::new(Judged::unknown(format!("{}: {why}", view.name(at))).at(node))
    })
}

/// What several numbers come to.
pub(super) fn sum(view: &View<'_>, asked: &Sum, wanted: &str) -> Judged {
    let mut total = 0.0;
    let mut parts = Vec::new();
    let mut first: Option<&Node> = None;
    for at in &asked.of {
        let name = view.name(at);
        let mut open = vec![view.find(at)];
        while let Some(found) = open.pop() {
            let node = match found {
                Found::Each(all) => {
                    open.extend(all.into_iter().rev());
                    continue;
                }
                Found::Cut(node) => return Judged::unknown(cut(&name)).at(node),
                Found::Value(Node { value: Value::List(list), .. }) if !list.is_empty() => {
                    open.extend(list.iter().rev().map(Found::Value));
                    continue;
                }
                Found::Value(node) if !value::is_empty(node) => node,
                Found::Value(_) | Found::Missing => match asked.default {
                    Some(default) => {
                        total += default;
                        parts.push(format!("{name} not set, so {}", value::figure(default)));
                        continue;
                    }
                    None => return Judged::unknown(format!("{name} is not there")),
                },
            };
            if value::is_cut(node) {
                return Judged::unknown(cut(&name)).at(node);
            }
            let Some(number) = value::number(node) else {
                return Judged::unknown(format!("{name} is not a number")).at(node);
            };
            total += number;
            parts.push(format!("{name} {}", value::figure(number)));
            first = first.or(Some(node));
        }
    }
    if parts.is_empty() {
        return Judged::unknown("there is nothing to add up".into());
    }
    let holds = asked.at_most.is_none_or(|most| total <= most) && asked.at_least.is_none_or(|least| least <= total);
    let truth = if holds { Truth::Holds } else { Truth::Fails };
    let sum = value::figure(total);
    let judged = Judged::of(truth, format!("together {sum} ({})", parts.join(", ")), wanted);
    match first {
        Some(node) => Judged { observed: Some(sum), ..judged }.at(node),
        None => judged,
    }
}

/// How two values of a record stand to one another.
pub(super) fn compare(view: &View<'_>, asked: &Compare) -> Judged {
    let other = match value_at(view, &asked.with) {
        Ok(node) if value::is_blank(node) => {
            return Judged::unknown(format!("{} is not filled in", view.name(&asked.with))).at(node);
        }
        Ok(node) => node,
        Err(unknown) => return *unknown,
    };
    let doubtful = (view.is_month_first(&asked.at), view.is_month_first(&asked.with));
    let shown = if view.shows(&asked.with, other) { format!(" ({})", value::shown(other)) } else { String::new() };
    let name = view.name(&asked.with);
    let wanted = match asked.is {
        Relation::Equal => format!("the same as {name}{shown}"),
        Relation::AtLeast => format!("at least {name}{shown}"),
        Relation::AtMost => format!("at most {name}{shown}"),
    };
    let test = |node: &Node| {
        if value::is_blank(node) {
            return Seen::unknown("nothing to compare");
        }
        stand(node, other, asked.is, doubtful)
    };
    leaf(view, &Ask { at: &asked.at, default: None, several: Several::All, wanted: &wanted }, &test)
}

fn stand(one: &Node, other: &Node, relation: Relation, doubtful: (bool, bool)) -> Seen {
    if value::days(one).is_ok() && value::days(other).is_ok() {
        return match (readable(one, doubtful.0), readable(other, doubtful.1)) {
            (Ok(one), Ok(other)) => days_stand(one, other, relation),
            (Err(seen), _) | (_, Err(seen)) => seen,
        };
    }
    if let (Some(one), Some(other)) = (whole_number(one), whole_number(other)) {
        return numbers_stand(one, other, relation);
    }
    match (relation, value::number(one), value::number(other)) {
        (Relation::Equal, _, _) => Seen::when(value::words(one).to_lowercase() == value::words(other).to_lowercase()),
        (Relation::AtLeast | Relation::AtMost, Some(one), Some(other)) => numbers_stand(one, other, relation),
        (Relation::AtLeast | Relation::AtMost, _, _) => Seen::unknown("not to be compared"),
    }
}

/// A value that is a number and nothing else.
fn whole_number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => {
            text.trim().trim_end_matches('%').replace(',', "").parse().ok().filter(|n: &f64| n.is_finite())
        }
        Value::Null | Value::Bool(_) | Value::Day(_) | Value::List(_) | Value::Map(_) => None,
    }
}

fn numbers_stand(one: f64, other: f64, relation: Relation) -> Seen {
    Seen::when(match relation {
        Relation::Equal => one == other,
        Relation::AtLeast => one >= other,
        Relation::AtMost => one <= other,
    })
}

fn days_stand(one: Days, other: Days, relation: Relation) -> Seen {
    let (never, always) = match relation {
        Relation::Equal => (one.last < other.first || other.last < one.first, one == other && one.first == one.last),
        Relation::AtLeast => (one.last < other.first, one.first >= other.last),
        Relation::AtMost => (one.first > other.last, one.last <= other.first),
    };
    match (always, never) {
        (true, _) => Seen::when(true),
        (false, true) => Seen::when(false),
        (false, false) => Seen::unknown("the day of the month is needed to tell"),
    }
}
