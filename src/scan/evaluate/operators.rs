//! What each operator makes of one value.

use std::cmp::Ordering;
use std::sync::LazyLock;

use jiff::{ToSpan, civil::Date};
use regex::Regex;

use super::Truth;
use crate::model::{months_before, written};
use crate::scan::content::{Node, Spot, Value};
use crate::scan::days::NoDay;
use crate::scan::expect::{Age, Bits, Scalar, Until};
use crate::scan::value;

/// What a test makes of one value.
pub(super) struct Seen {
    /// Whether it holds.
    pub truth: Truth,
    /// Words instead of "is …".
    pub says: Option<String>,
}

impl Seen {
    pub(super) fn when(holds: bool) -> Self {
        Self { truth: if holds { Truth::Holds } else { Truth::Fails }, says: None }
    }

    pub(super) fn unknown(says: impl Into<String>) -> Self {
        Self { truth: Truth::Unknown, says: Some(says.into()) }
    }
}

pub(super) fn is_one_of(node: &Node, values: &[Scalar]) -> Seen {
    Seen::when(values.iter().any(|wanted| value::equals(node, wanted)))
}

pub(super) fn holds(node: &Node, wanted: &Scalar) -> bool {
    let word = value::scalar_words(wanted);
    match &node.value {
        Value::List(list) => list.iter().any(|element| match &element.value {
            // The lines of a settings file are texts; the elements of a JSON list are names.
            Value::Text(text) if !matches!(element.spot, Spot::Path(..)) => value::holds_word(text, &word),
            _ => value::equals(element, wanted),
        }),
        Value::Text(text) => value::equals(node, wanted) || value::holds_word(text, &word),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Day(_) | Value::Map(_) => value::equals(node, wanted),
    }
}

pub(super) fn in_range(node: &Node, from: f64, to: f64) -> Seen {
    match value::number(node) {
        Some(number) => Seen::when(from <= number && number <= to),
        None => Seen::unknown("not a number"),
    }
}

pub(super) fn matches(node: &Node, pattern: Option<&Regex>) -> Seen {
    match (pattern, &node.value) {
        (Some(pattern), Value::Text(text)) => Seen::when(pattern.is_match(text)),
        (Some(pattern), Value::Bool(_) | Value::Number(_)) => Seen::when(pattern.is_match(&value::words(node))),
        (Some(pattern), Value::Day(day)) => Seen::when(pattern.is_match(&day.to_string())),
        (Some(_), Value::Null | Value::List(_) | Value::Map(_)) => Seen::unknown("not a text"),
        (None, _) => Seen::unknown("not to be compared"),
    }
}

pub(super) fn switched(node: &Node, wanted: bool) -> Seen {
    match value::switch(node) {
        Some(on) => Seen::when(on == wanted),
        None => Seen::unknown("neither yes nor no"),
    }
}

pub(super) fn newer(node: &Node, age: &Age, publish_on: Date, doubtful: bool) -> Seen {
    let start = months_before(publish_on, age.months.unwrap_or_default());
    let start = start.checked_sub(i64::from(age.days.unwrap_or_default()).days()).unwrap_or(Date::MIN);
    let days = match readable(node, doubtful) {
        Ok(days) => days,
        Err(seen) => return seen,
    };
    if days.first > publish_on {
        return Seen::unknown(format!("that is after {}, the date of publication", written(publish_on)));
    }
    match (days.first >= start, days.last >= start) {
        (true, _) => Seen::when(true),
        (false, false) => Seen::when(false),
        (false, true) => Seen::unknown("the day of the month is needed to tell"),
    }
}

pub(super) fn not_past(node: &Node, until: &Until, publish_on: Date, doubtful: bool) -> Seen {
    let needed = publish_on.checked_add(i64::from(until.days_left).days()).unwrap_or(Date::MAX);
    let days = match readable(node, doubtful) {
        Ok(days) => days,
        Err(seen) => return seen,
    };
    match (days.first >= needed, days.last >= needed) {
        (true, _) => Seen::when(true),
        (false, false) => Seen::when(false),
        (false, true) => Seen::unknown("the day of the month is needed to tell"),
    }
}

pub(super) fn readable(node: &Node, doubtful: bool) -> Result<crate::scan::days::Days, Seen> {
    if doubtful && matches!(&node.value, Value::Text(text) if crate::scan::days::is_in_doubt(text)) {
        return Err(Seen::unknown("other dates of this column have the month first, so this may be either"));
    }
    value::days(node).map_err(|no| match no {
        NoDay::MonthFirst => Seen::unknown("not a date with the day first"),
        NoDay::NotADate => Seen::unknown("not a date"),
    })
}

pub(super) fn bits(node: &Node, asked: &Bits) -> Seen {
    let Some(number) = whole(node) else { return Seen::unknown("not a whole number") };
    let (set, clear) = (u64::from(asked.set.unwrap_or_default()), u64::from(asked.clear.unwrap_or_default()));
    Seen { says: Some(format!("0x{number:X}")), ..Seen::when(number & set == set && number & clear == 0) }
}

/// A whole number that is not negative, decimal or hexadecimal.
fn whole(node: &Node) -> Option<u64> {
    let text = match &node.value {
        Value::Number(number) => value::figure(*number),
        Value::Text(text) => text.trim().to_lowercase(),
        Value::Null | Value::Bool(_) | Value::Day(_) | Value::List(_) | Value::Map(_) => return None,
    };
    match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(\d+(?:\.\d+)+|\d+)(?:[-_. ]?(alpha|beta|dev|pre|preview|rc)[-_. ]?\d*\b)?")
        .expect("the pattern is our own")
});

/// The parts of the first version in a text, and whether it is one for trying out; one with dots is preferred.
fn parts(text: &str) -> Option<(Vec<u64>, bool)> {
    let all = || VERSION.captures_iter(text);
    let found = all().find(|found| found[1].contains('.')).or_else(|| all().next())?;
    let parts: Option<Vec<u64>> = found[1].split('.').map(|part| part.parse().ok()).collect();
    Some((parts?, found.get(2).is_some()))
}

pub(super) fn version(node: &Node, at_least: &str) -> Seen {
    let text = match &node.value {
        Value::Text(_) | Value::Number(_) => value::words(node),
        Value::Null | Value::Bool(_) | Value::Day(_) | Value::List(_) | Value::Map(_) => String::new(),
    };
    let (Some((own, trial)), Some((wanted, _))) = (parts(&text), parts(at_least)) else {
        return Seen::unknown("not a version");
    };
    let shared = own.len().min(wanted.len());
    match own[..shared].cmp(&wanted[..shared]) {
        Ordering::Less => Seen::when(false),
        Ordering::Greater => Seen::when(true),
        Ordering::Equal if wanted[shared..].iter().any(|part| *part > 0) => {
            Seen::unknown("that does not say which of its releases")
        }
        Ordering::Equal if trial && own[shared..].iter().all(|part| *part == 0) => {
            Seen::unknown("that is a release for trying out")
        }
        Ordering::Equal => Seen::when(true),
    }
}

/// Whether a text is a version: numbers with dots and nothing else.
pub(in crate::scan) fn is_version(text: &str) -> bool {
    text.split('.').all(|part| part.parse::<u64>().is_ok())
}
