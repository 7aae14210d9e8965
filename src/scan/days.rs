//! A day out of one value: the whole of the value is a date as British people and products write it, or it is none.
//!
//! Finding dates in running text is not done here.

use std::sync::LazyLock;

use jiff::{Timestamp, civil::Date};
use regex::Regex;

/// The days that a value may mean: one, or a whole month where only the month was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

impl Days {
    /// One day.
    pub(super) fn one(day: Date) -> Self {
        Self { first: day, last: day }
    }
}

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoDay {
    /// It is not a date.
    NotADate,
    /// Read with the day first it is impossible, with the month first it is not; it is not guessed.
    MonthFirst,
}

const NUMERIC: &str = r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})$";
static NUMERIC_DATE: LazyLock<Regex> = LazyLock::new(|| sound(NUMERIC));
static YEAR_FIRST: LazyLock<Regex> = LazyLock::new(|| sound(r"^(\d{4})[-/.:](\d{1,2})[-/.:](\d{1,2})$"));
static COMPACT: LazyLock<Regex> =
    LazyLock::new(|| sound(r"^((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{6}\.\d{6}[+-]\d{3})?$"));
static DAY_MONTH: LazyLock<Regex> =
    LazyLock::new(|| sound(r"^(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ \-/.,]*([a-z]{3,9})\.?[ \-/.,]*(\d{4}|\d{2})$"));
static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| sound(r"^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$"));
// As C programs and OpenSSL write it: `Wed Mar 4 10:15:22 2026`, `Mar 4 10:15:22 2026 GMT`.
static TIME_BEFORE_YEAR: LazyLock<Regex> =
    LazyLock::new(|| sound(r"^([a-z]{3}) (\d{1,2}) \d{2}:\d{2}:\d{2} (?:[a-z]{2,4} )?(\d{4})(?: (?:gmt|utc|bst))?$"));
static MONTH_YEAR: LazyLock<Regex> = LazyLock::new(|| sound(r"^([a-z]{3,9})\.?[ \-/.,]*(\d{4})$"));
static EPOCH: LazyLock<Regex> = LazyLock::new(|| sound(r"^\\?/date\((-?\d{1,15})(?:[+-]\d{4})?\)\\?/$"));
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    sound(concat!(
        r"^(.*\d)(?:t|,? +(?:at )?)\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?",
        r"(?: ?[ap]\.?m\.?)?(?: ?(?:z|utc|gmt|bst|[+-]\d{2}:?\d{2}))?$",
    ))
});
static OFFSET: LazyLock<Regex> = LazyLock::new(|| {
    sound(r"^(\d{4}-\d{2}-\d{2})[t ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)$")
});
static WEEKDAY: LazyLock<Regex> =
    LazyLock::new(|| sound(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +(.*)$"));

fn sound(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is our own")
}

/// The days that a text means, when the whole of it is a date.
pub(super) fn parse(text: &str) -> Result<Days, NoDay> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if let Some(day) = EPOCH.captures(&text).and_then(|c| epoch(&c[1])) {
        return Ok(Days::one(day));
    }
    if let Some(day) = OFFSET.captures(&text).and_then(|c| moment(&c[1], &c[2], &c[3])) {
        return Ok(Days::one(day));
    }
    let text = WEEKDAY.captures(&text).map_or(text.as_str(), |c| c.get(1).map_or("", |m| m.as_str()));
    if let Some(c) = TIME_BEFORE_YEAR.captures(text) {
        return month(&c[1]).and_then(|m| day(&c[3], m, &c[2])).map(Days::one).ok_or(NoDay::NotADate);
    }
    let text = TIME.captures(text).map_or(text, |c| c.get(1).map_or("", |m| m.as_str()));
    if let Some(c) = YEAR_FIRST.captures(text).or_else(|| COMPACT.captures(text)) {
        return day(&c[1], &c[2], &c[3]).map(Days::one).ok_or(NoDay::NotADate);
    }
    if let Some(c) = NUMERIC_DATE.captures(text) {
        return match day(&c[3], &c[2], &c[1]) {
            Some(day) => Ok(Days::one(day)),
            None if day(&c[3], &c[1], &c[2]).is_some() => Err(NoDay::MonthFirst),
            None => Err(NoDay::NotADate),
        };
    }
    let written = if let Some(c) = DAY_MONTH.captures(text) {
        month(&c[2]).and_then(|m| day(&c[3], m, &c[1])).map(Days::one)
    } else if let Some(c) = MONTH_DAY.captures(text) {
        month(&c[1]).and_then(|m| day(&c[3], m, &c[2])).map(Days::one)
    } else if let Some(c) = MONTH_YEAR.captures(text) {
        let first = month(&c[1]).and_then(|m| day(&c[2], m, "1"));
        first.map(|first| Days { first, last: first.last_of_month() })
    } else {
        None
    };
    written.ok_or(NoDay::NotADate)
}

/// Whether a text is a date in figures that could be read with the day or with the month first.
pub(super) fn is_in_doubt(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let text = TIME.captures(&text).map_or(text.as_str(), |c| c.get(1).map_or("", |m| m.as_str()));
    NUMERIC_DATE.captures(text).is_some_and(|c| {
        let figure = |at: usize| c[at].parse::<u8>().unwrap_or(u8::MAX);
        figure(1) <= 12 && figure(2) <= 12 && figure(1) != figure(2)
    })
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let century = if year.len() == 2 { 2000 } else { 0 };
    let year = year.parse::<i16>().ok()? + century;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok().filter(|_| (1900..2200).contains(&year))
}

fn month(word: &str) -> Option<&'static str> {
    const MONTHS: [(&str, &str); 12] = [
        ("january", "1"),
        ("february", "2"),
        ("march", "3"),
        ("april", "4"),
        ("may", "5"),
        ("june", "6"),
        ("july", "7"),
        ("august", "8"),
        ("september", "9"),
        ("october", "10"),
        ("november", "11"),
        ("december", "12"),
    ];
    let fits =
        |name: &str| name == word || name.starts_with(word) && word.len() == 3 || word == "sept" && name == "september";
    MONTHS.iter().find(|(name, _)| fits(name)).map(|(_, number)| *number)
}

/// The day in London of so many milliseconds since 1970.
fn epoch(milliseconds: &str) -> Option<Date> {
    london(Timestamp::from_millisecond(milliseconds.parse().ok()?).ok()?)
}

/// The day in London of a moment with its offset from UTC.
fn moment(day: &str, time: &str, offset: &str) -> Option<Date> {
    let offset = match offset {
        "z" | "utc" | "gmt" => "Z".to_owned(),
        // PostgreSQL leaves out the minutes.
        offset if offset.len() == 3 => format!("{offset}00"),
        offset => offset.replace(':', ""),
    };
    let time = if time.len() == 5 { format!("{time}:00") } else { time.to_owned() };
    london(format!("{day}T{time}{offset}").parse().ok()?)
}

fn london(at: Timestamp) -> Option<Date> {
    at.in_tz("Europe/London").ok().map(|at| at.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = match parse(text) {
            Ok(days) if days.first == days.last => days.first.to_string(),
            Ok(days) => format!("{} to {}", days.first, days.last),
            Err(NoDay::NotADate) => "not a date".into(),
            Err(NoDay::MonthFirst) => "month first".into(),
        };
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn dates_are_read_as_british_people_write_them() {
        for text in [
            "4 March 2026",
            "4th Mar 2026",
            "4 mar 26",
            "04-Mar-2026",
            "Wednesday 4 March 2026",
            "Wed Mar  4 09:12:44 2026",
            "Wed Mar 04 09:12:44 GMT 2026",
            "Wed, 4 March 2026",
            "04/03/2026",
            "4/3/26",
            "4.3.26",
            "04-03-2026",
            "2026-03-04",
            "2026/03/04",
            "20260304",
            "March 4, 2026",
            "4th of March 2026",
            " 4  March 2026 ",
        ] {
            check(text, "2026-03-04");
        }
        check("30 Sept 2025", "2025-09-30");
    }

    #[test]
    fn the_time_of_day_is_left_out() {
        for text in [
            "2026-03-04T10:15:22",
            "2026-03-04 10:15:22.0000000",
            "2026-03-04T10:15:22Z",
            "04/03/2026 10:15",
            "04/03/2026 10:15:22",
            "4 March 2026 at 10.15",
            "04/03/2026 09:15 am",
            "2026-03-04T10:15:22+00:00",
            "20260304000000.000000+000",
            "Wed Mar  4 10:15:22 2026",
            "Mar  4 10:15:22 2026 GMT",
            "Wed Mar 4 10:15:22 GMT 2026",
            "2026:03:04 10:15:22",
        ] {
            check(text, "2026-03-04");
        }
    }

    #[test]
    fn moments_are_days_in_london() {
        check("/Date(1760000000000)/", "2025-10-09");
        check("2026-06-30T23:30:00Z", "2026-07-01");
        check("2026-01-31T23:30:00Z", "2026-01-31");
        check("2026-03-04T23:30:00-05:00", "2026-03-05");
        check("2026-06-30 23:30:00.10422+00", "2026-07-01");
    }

    #[test]
    fn a_month_alone_is_all_of_its_days() {
        check("March 2026", "2026-03-01 to 2026-03-31");
        check("Feb-2024", "2024-02-01 to 2024-02-29");
    }

    #[test]
    fn what_is_impossible_with_the_day_first_is_not_guessed() {
        check("03/25/2026", "month first");
        check("3/25/2026 10:15:22 AM", "month first");
        check("31/02/2026", "not a date");
        check("45/45/2026", "not a date");
    }

    #[test]
    fn words_beside_a_date_make_it_none() {
        for text in
            ["booked 04/05/2026", "04/05/2026 booked", "N/A", "", "tbc", "2026", "12", "due March 2026", "1.2.3"]
        {
            check(text, "not a date");
        }
    }

    #[test]
    fn figures_that_may_be_either_are_told() {
        assert!(is_in_doubt("04/03/2026"));
        assert!(!is_in_doubt("25/03/2026"));
        assert!(!is_in_doubt("03/03/2026"));
        assert!(!is_in_doubt("2026-03-04"));
    }
}
