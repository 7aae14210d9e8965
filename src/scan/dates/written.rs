//! Dates as British people write them: day before month; what can't be read so is refused, not guessed.

use std::{borrow::Cow, ops::Range, sync::LazyLock};

use jiff::civil::Date;
use regex::{Captures, Regex};

/// A date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The bytes of the text that it takes up.
    pub range: Range<usize>,
    /// What it says; nothing when it is no date of ours, such as 03/25/2026 or 31 June 2026.
    pub days: Option<Days>,
}

/// The first and the last day that a date can mean: the same day, or the ends of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// Whether day and month are numbers that could stand in either order.
    pub either: bool,
}

/// A text in which months whose year has two digits after a version or "review date" have four.
///
/// Elsewhere "Mar 26" may be the 26th of March and "03/27" no date.
pub(super) fn with_full_years(text: Cow<'_, str>) -> Cow<'_, str> {
    // Cheap to ask of each line, and seldom true.
    static MAY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)(?:rev|due|ver|v\.?\s?\d|issue).{0,40}\d").expect("the pattern is our own"));
    static MONTH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)(?P<lead>\b(?:(?:v|version|ver|rev|revision|issue)\.?\s?\d+(?:\.\d+)*|review(?:ed)?|review date|",
            r"review due|due)[\s:,(–—-]{1,4}(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?[\s-])",
            r"['’]?(?P<year>[2-4]\d)(?P<after>\s*(?:$|[|;,).]))",
        ))
        .expect("the pattern is our own")
    });
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)(?P<lead>\b(?:review|review date|review due|reviewed|due)[\s:]{1,3}(?:0?[1-9]|1[0-2])\s?[/.-]\s?)",
            r"(?P<year>[2-4]\d)(?P<after>\s*(?:$|[|;,).](?:\s|$)))",
        ))
        .expect("the pattern is our own")
    });
    if !MAY.is_match(&text) {
        return text;
    }
    let full = MONTH.replace_all(&text, "${lead}20${year}${after}");
    Cow::Owned(NUMBER.replace_all(&full, "${lead}20${year}${after}").into_owned())
}

/// Whether a text holds a day that can only be read month first.
pub(super) fn is_month_first(text: &str) -> bool {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^\d/.-])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])/(?:\d{4}|\d{2})(?:$|[^\d/.-])")
            .expect("the pattern is our own")
    });
    DAY.is_match(text)
}

/// All dates in a text, in order.
pub(super) fn find(text: &str) -> Vec<Found> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let month = concat!(
            r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|",
            r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?",
        );
        let day = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+)?(?:the\s+)?";
        let text = format!(
            r"(?ix) (?P<iy>\d{{4}}) (?P<is>[-/.]) (?P<im>\d{{1,2}}) (?P<it>[-/.]) (?P<id>\d{{1,2}})
            | (?P<nd>\d{{1,2}}) \s? (?P<ns>[-/.]) \s? (?P<nm>\d{{1,2}}) \s? (?P<nt>[-/.]) \s? (?P<ny>\d{{4}}|\d{{2}})
            | \b{day} (?P<wd>\d{{1,2}}) (?:\s?(?:st|nd|rd|th)\b)? (?:\s+(?:day\s+)?of)?
                [\s.\-/]{{0,3}} (?P<wm>{month}) [\s.,\-/]{{0,3}} (?P<wy>\d{{4}}|['’]?\d{{2}})
            | \b(?P<mm>{month}) \s+ (?P<md>\d{{1,2}}) (?:st|nd|rd|th)? (?:,\s*|\s+) (?P<my>\d{{4}})
            | \b(?P<om>{month}) [\s,.\-/]{{1,3}} (?P<oy>\d{{4}})
            | (?P<fm>\d{{1,2}}) / (?P<fy>\d{{4}})",
            day = day.replace("  ", " "),
        );
        Regex::new(&text).expect("the pattern is our own")
    });
    let mut found = Vec::new();
    if !may_hold(text) {
        return found;
    }
    let mut from = 0;
    while let Some(groups) = DATE.captures_at(text, from) {
        let Some(whole) = groups.get(0) else { break };
        from = whole.end();
        let separator = ["is", "ns"].iter().find_map(|name| groups.name(name)).map_or("/", |sign| sign.as_str());
        if is_apart(text, &whole.range(), separator) {
            found.push(Found { range: whole.range(), days: read(&groups) });
        }
    }
    found
}

/// Whether a text has what every date has: figures with a sign between them, or a figure and the name of a month.
fn may_hold(text: &str) -> bool {
    const MONTHS: [&[u8; 3]; 12] =
        [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
    if !text.is_ascii() {
        return text.contains(char::is_numeric);
    }
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let blank = |at: usize| usize::from(bytes.get(at).is_some_and(u8::is_ascii_whitespace));
    let mut figures = false;
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
        figures = true;
        let sign = at + 1 + blank(at + 1);
        let apart = bytes.get(sign).is_some_and(|sign| matches!(sign, b'-' | b'.' | b'/'));
        if apart && digit(sign + 1 + blank(sign + 1)) {
            return true;
        }
    }
    let month = |three: &[u8]| MONTHS.iter().any(|month| three.eq_ignore_ascii_case(*month));
    figures && bytes.windows(3).any(month)
}

/// Whether what looks like a date is not part of an address, a version or a longer number.
fn is_apart(text: &str, range: &Range<usize>, separator: &str) -> bool {
    let mut back = text.get(..range.start).unwrap_or("").chars().rev();
    let after = text.get(range.end..).unwrap_or("");
    let free_before = match back.next() {
        Some(c) if c.is_alphanumeric() || c == '_' => false,
        Some(c) if separator.contains(c) => !back.next().is_some_and(|c| c.is_ascii_digit()),
        _ => true,
    };
    let mut ahead = after.chars();
    let free_after = match ahead.next() {
        // A time may follow.
        Some('T') => ahead.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) if c.is_alphanumeric() || c == '_' => false,
        Some(c) if separator.contains(c) => !ahead.next().is_some_and(|c| c.is_ascii_digit()),
        _ => true,
    };
    free_before && free_after
}

fn read(groups: &Captures<'_>) -> Option<Days> {
    let part = |name: &str| groups.name(name).map(|part| part.as_str());
    let number = |name: &str| part(name)?.parse::<i8>().ok();
    if let Some(year) = part("iy") {
        return (part("is") == part("it")).then(|| day(year, number("im"), number("id")))?;
    }
    if let Some(year) = part("ny") {
        let (month, first) = (number("nm"), number("nd"));
        let either = month != first && first.is_some_and(|first| first <= 12);
        let days = (part("ns") == part("nt")).then(|| day(year, month, first))?;
        return days.map(|days| Days { either, ..days });
    }
    if let Some(year) = part("wy") {
        return day(year, part("wm").and_then(month), number("wd"));
    }
    if let Some(year) = part("my") {
        return day(year, part("mm").and_then(month), number("md"));
    }
    if let Some(year) = part("oy") {
        return whole_month(year, part("om").and_then(month));
    }
    whole_month(part("fy")?, number("fm"))
}

fn day(year_text: &str, month: Option<i8>, day: Option<i8>) -> Option<Days> {
    let day = Date::new(year(year_text)?, month?, day?).ok()?;
    Some(Days { first: day, last: day, either: false })
}

fn whole_month(year_text: &str, month: Option<i8>) -> Option<Days> {
    let first = Date::new(year(year_text)?, month?, 1).ok()?;
    Some(Days { first, last: first.last_of_month(), either: false })
}

/// A year of four digits near our time, or of two digits in this century.
fn year(text: &str) -> Option<i16> {
    let digits = text.trim_start_matches(['\'', '’']);
    let year: i16 = digits.parse().ok()?;
    let year = if digits.len() == 2 { 2000 + year } else { year };
    (1950..2100).contains(&year).then_some(year)
}

fn month(word: &str) -> Option<i8> {
    let start = word.to_lowercase();
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let at = months.iter().position(|month| start.starts_with(month))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each date of a text: a day, the ends of a month as `first..last`, or `none`.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let shown = |found: &Found| match found.days {
            None => "none".to_owned(),
            Some(days) if days.first == days.last => days.first.to_string(),
            Some(days) => format!("{}..{}", days.first, days.last),
        };
        assert_eq!(find(text).iter().map(shown).collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn days_are_read_however_they_are_written() {
        for text in [
            "4 March 2026",
            "4th March 2026",
            "4th of March, 2026",
            "the 4th day of March 2026",
            "04 Mar 2026",
            "4-Mar-26",
            "4 MAR '26",
            "Wednesday 4 March 2026",
            "Wed, 4 Mar. 2026",
            "04/03/2026",
            "4/3/26",
            "4.3.26",
            "04-03-2026",
            "04 / 03 / 2026",
            "2026-03-04",
            "2026/3/4",
            "2026-03-04T09:30:00Z",
            "04/03/2026 09:30",
            "March 4, 2026",
            "March 4th 2026",
            "(4 March 2026).",
            "“4\u{a0}March\u{a0}2026”",
        ] {
            check(text, &["2026-03-04"]);
        }
    }

    #[test]
    fn months_have_two_ends() {
        for text in ["February 2028", "Feb 2028", "Feb-2028", "feb. 2028", "02/2028"] {
            check(text, &["2028-02-01..2028-02-29"]);
        }
    }

    #[test]
    fn every_day_of_two_years_is_read_back() {
        let mut day = jiff::civil::date(2027, 1, 1);
        while day.year() < 2029 {
            let iso = day.to_string();
            let (d, m, y) = (day.day(), day.month(), day.year());
            for text in
                [crate::model::written(day), format!("{d:02}/{m:02}/{y}"), format!("{d}.{m}.{}", y - 2000), iso.clone()]
            {
                check(&text, &[&iso]);
            }
            day = day.tomorrow().unwrap();
        }
    }

    #[test]
    fn impossible_days_are_refused_whole() {
        for text in
            ["03/25/2026", "31 June 2026", "29 February 2026", "00/01/2026", "32 March 2026", "2026-13-01", "4/3-2026"]
        {
            check(text, &["none"]);
        }
        check("1 January 1066", &["none"]);
    }

    #[test]
    fn addresses_versions_and_numbers_are_not_dates() {
        for text in [
            "192.168.1.10",
            "10.0.19045.3803",
            "1.2.3.4",
            "Act 2018",
            "2025-26",
            "2025/26",
            "may 12",
            "marching 2026 times",
            "12345/2026",
            "ref 4/3/26/7",
            "A4/3/26",
            "24/7",
            "",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn several_dates_stand_side_by_side() {
        check("1 May 2024 – 4/3/26, March 2027", &["2024-05-01", "2026-03-04", "2027-03-01..2027-03-31"]);
        check("01/04/2025-31/03/2026", &["2025-04-01", "2026-03-31"]);
    }
}
