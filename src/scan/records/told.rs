//! The day that a cell of a register tells, written as people write it: with a score beside it, as the number by which
//! Excel keeps it, behind a word such as "booked".

use std::sync::LazyLock;

use jiff::{ToSpan, civil::Date};
use regex::Regex;

use crate::scan::content::Value;
use crate::scan::days::{self, Days, NoDay};
use crate::scan::kind::Telling;
use crate::scan::value;

/// The first and the last day that a bare number may mean: 1 January 1980 and 31 December 2099.
const SERIALS: std::ops::RangeInclusive<f64> = 29_221.0..=73_050.0;

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    sound(concat!(
        r"(?i)\b(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}(?:st|nd|rd|th)?[ -]?(?:of )?[a-z]{3,9}\.?[ -]?(?:\d{4}|\d{2})",
        r"|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})\b"
    ))
});
static MONTH: LazyLock<Regex> = LazyLock::new(|| sound(r"(?i)^([a-z]{3,9})[ \-/.'’]+(\d{2})$"));
/// What stands before a day that is still to come.
static TO_COME: LazyLock<Regex> = LazyLock::new(|| {
    sound(concat!(
        r"(?i)\b(?:book(?:ed|ing)?|plan(?:ned)?|enrol+(?:ed|ment)?|due|overdue|next|exp(?:ir\w*)?|renew\w*|",
        r"refresh\w*|schedul\w*|to (?:do|be|complete)|by|until|start(?:ed|s)?|invited|assigned|awaiting|tbc)\b"
    ))
});
/// What says that nothing was done on the day.
static UNDONE: LazyLock<Regex> = LazyLock::new(|| {
    sound(r"(?i)\b(?:not|no|never|fail(?:ed|s)?|dna|did ?n.?t|cancel+ed|absent|missed|in progress|incomplete|part)\b")
});

fn sound(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is our own")
}

/// The day that a cell tells; nothing where it tells none, and the words that stand there where they are in doubt.
pub(super) fn day(said: &Value, telling: Telling) -> Value {
    match said {
        Value::Day(day) => Value::Day(*day),
        Value::Number(number) => serial(*number).map_or(Value::Null, Value::Day),
        Value::Text(text) => of_text(text.trim(), telling),
        Value::Null | Value::Bool(_) | Value::List(_) | Value::Map(_) => Value::Null,
    }
}

fn of_text(text: &str, telling: Telling) -> Value {
    if !matches!(days::parse(text), Err(NoDay::NotADate)) {
        return Value::Text(text.to_owned());
    }
    if let Some(month) = MONTH.captures(text) {
        let month = format!("{} 20{}", &month[1], &month[2]);
        if days::parse(&month).is_ok() {
            return Value::Text(month);
        }
    }
    if let Some(day) = text.parse().ok().and_then(serial) {
        return Value::Day(day);
    }
    let told = match telling {
        Telling::Done if UNDONE.is_match(text) => return Value::Null,
        Telling::Done => TO_COME.find(text).map_or(text, |word| text.get(..word.start()).unwrap_or_default()),
        Telling::Any => text,
    };
    let found: Vec<&str> = DATE.find_iter(told).map(|found| found.as_str()).collect();
    let read: Vec<Days> = found.iter().filter_map(|date| days::parse(date).ok()).collect();
    match read.iter().map(|days| days.last).max() {
        Some(latest) if read.len() == found.len() => Value::Day(latest),
        // Some part of it could not be read, so nobody knows which day is meant.
        _ if !found.is_empty() => Value::Text(text.to_owned()),
        _ => Value::Null,
    }
}

/// The day that Excel keeps as this number, counted from 30 December 1899.
fn serial(number: f64) -> Option<Date> {
    let whole = number.floor();
    let days: i64 = SERIALS.contains(&number).then(|| value::figure(whole).parse().ok())??;
    Date::constant(1899, 12, 30).checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = match day(&Value::Text(text.into()), Telling::Done) {
            Value::Day(day) => day.to_string(),
            Value::Text(text) => text,
            _ => "none".into(),
        };
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn a_day_is_found_among_other_words() {
        check("94% 03/02/26", "2026-02-03");
        check("Passed 3 Feb 2026 (94%)", "2026-02-03");
        check("03/02/25, 04/02/26", "2026-02-04");
        check("Yes - 3rd Feb 26", "2026-02-03");
        check("45352", "2024-03-01");
        check("45352.4", "2024-03-01");
        check("03/02/2026", "03/02/2026");
        check("Feb-26", "Feb 2026");
    }

    #[test]
    fn a_day_to_come_is_not_one_on_which_it_was_done() {
        check("Booked 04/05/2026", "none");
        check("03/02/2026, next due 03/02/2027", "2026-02-03");
        check("Due 03/02/2026", "none");
        check("DNA 03/02/2026", "none");
        check("In progress", "none");
        check("Started 03/02/2026", "none");
        check("N/A - agency", "none");
        check("12345678", "none");
        check("94", "none");
    }

    #[test]
    fn a_date_that_cannot_be_read_stays_as_it_is() {
        check("94% 02/25/26", "94% 02/25/26");
        check("03/25/2026", "03/25/2026");
    }

    #[test]
    fn a_last_day_counts_whatever_stands_before_it() {
        assert_eq!(day(&Value::Text("Due 03/02/2027".into()), Telling::Any), Value::Day(date(2027, 2, 3)));
        assert_eq!(day(&Value::Number(45_352.0), Telling::Any), Value::Day(date(2024, 3, 1)));
        assert_eq!(day(&Value::Number(95.0), Telling::Any), Value::Null);
    }
}
