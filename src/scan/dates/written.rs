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
    let plain = in_plain_letters(text);
    let text = &*plain;
    match kind_of_text(text) {
        Signs::None => return found,
        Signs::Figures => return figures(text),
        Signs::Any => {}
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

/// A text with plain letters and signs in place of others that no date has; the same where some date may have them.
fn in_plain_letters(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let stand_in = match letter {
            _ if letter.is_ascii() => {
                plain.push(letter);
                continue;
            }
            '\u{17f}' | '\u{212a}' => return Cow::Borrowed(text),
            '’' if letters.peek().is_some_and(char::is_ascii_digit) => return Cow::Borrowed(text),
            '£' | '€' | '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '…' => '~',
            // Of the letters that have no case some are marks on others.
            _ if letter.is_lowercase() || letter.is_uppercase() => 'x',
            _ => return Cow::Borrowed(text),
        };
        plain.extend(std::iter::repeat_n(stand_in, letter.len_utf8()));
    }
    Cow::Owned(plain)
}

/// What dates can be made of in a text.
enum Signs {
    /// It has no figures, or nothing that goes with them.
    None,
    /// Of plain figures and signs only.
    Figures,
    /// Of names of months too, or of other letters.
    Any,
}

fn kind_of_text(text: &str) -> Signs {
    if !text.is_ascii() {
        return if text.contains(char::is_numeric) { Signs::Any } else { Signs::None };
    }
    let bytes = text.as_bytes();
    if !bytes.iter().fold(false, |any, byte| any | byte.is_ascii_digit()) {
        return Signs::None;
    }
    if names_month(bytes) { Signs::Any } else { Signs::Figures }
}

/// Whether the first three letters of a month stand in a text of plain letters.
fn names_month(bytes: &[u8]) -> bool {
    const MONTHS: [[u8; 3]; 12] =
        [*b"jan", *b"feb", *b"mar", *b"apr", *b"may", *b"jun", *b"jul", *b"aug", *b"sep", *b"oct", *b"nov", *b"dec"];
    /// The letters in the middle of them.
    const fn middle(byte: u8) -> bool {
        matches!(byte | 0x20, b'a' | b'e' | b'p' | b'u' | b'c' | b'o')
    }
    // Its name begins a word; only "of" may be written together with it.
    let begins = |at: usize| {
        let before = bytes.get(..at).unwrap_or_default();
        !before.last().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
            || before.last_chunk().is_some_and(|two: &[u8; 2]| two.eq_ignore_ascii_case(b"of"))
    };
    bytes.windows(3).enumerate().any(|(at, three)| match three {
        [one, two, three] if middle(*two) => MONTHS.contains(&[one | 0x20, two | 0x20, three | 0x20]) && begins(at),
        _ => false,
    })
}

/// All dates in a text of plain letters that names no month, as the expression finds them.
fn figures(text: &str) -> Vec<Found> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let written = if byte.is_ascii_digit() { by_figures(text, at) } else { None };
        let Some((end, separator, days)) = written else {
            at += 1;
            continue;
        };
        if is_apart(text, &(at..end), separator) {
            found.push(Found { range: at..end, days });
        }
        at = end;
    }
    found
}

/// A date of figures that begins at a place: its end, the sign that parts it, and what it says.
fn by_figures(text: &str, at: usize) -> Option<(usize, &str, Option<Days>)> {
    let bytes = text.as_bytes();
    let digits = |from: usize, most: usize| {
        let digits = bytes.get(from..).unwrap_or_default().iter().take(most).take_while(|byte| byte.is_ascii_digit());
        from + digits.count()
    };
    let sign = |at: usize| matches!(bytes.get(at), Some(b'-' | b'/' | b'.')).then(|| text.get(at..=at)).flatten();
    let blank = |at: usize| at + usize::from(matches!(bytes.get(at), Some(b'\t'..=b'\r' | b' ')));
    let part = |from: usize, to: usize| text.get(from..to).filter(|part| !part.is_empty());
    let number = |from: usize, to: usize| part(from, to).and_then(|part| part.parse::<i8>().ok());
    let year_first = || {
        let year = digits(at, 4);
        let one = sign(year).filter(|_| year == at + 4)?;
        let month = digits(year + 1, 2);
        let other = sign(month).filter(|_| month > year + 1)?;
        let end = digits(month + 1, 2);
        let sound = (one == other).then(|| day(text.get(at..year)?, number(year + 1, month), number(month + 1, end)));
        (end > month + 1).then_some((end, one, sound.flatten()))
    };
    let first = digits(at, 2);
    let day_first = || {
        let mark = blank(first);
        let one = sign(mark)?;
        let month = blank(mark + 1);
        let month_end = digits(month, 2);
        let mark = blank(month_end);
        let other = sign(mark).filter(|_| month_end > month)?;
        let year = blank(mark + 1);
        let end = match digits(year, 4) - year {
            4 => year + 4,
            2 | 3 => year + 2,
            _ => return None,
        };
        Some((end, one, day_month(one == other, part(year, end)?, number(month, month_end), number(at, first))))
    };
    let month_first = || {
        let year = first + 1;
        let end = digits(year, 4);
        let slash = sign(first).filter(|sign| *sign == "/" && end == year + 4);
        slash.map(|_| (end, "/", part(year, end).and_then(|year| whole_month(year, number(at, first)))))
    };
    year_first().or_else(day_first).or_else(month_first)
}

/// A day with the month second; `alike` says whether one sign parts all of it.
fn day_month(alike: bool, year: &str, month: Option<i8>, first: Option<i8>) -> Option<Days> {
    let either = month != first && first.is_some_and(|first| first <= 12);
    let days = alike.then(|| day(year, month, first))?;
    days.map(|days| Days { either, ..days })
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
        return day_month(part("ns") == part("nt"), year, number("nm"), number("nd"));
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
            "“José’s – 4 March 2026…”",
            "£5 – 4/3/26—é",
            "– 4 Mar ’26",
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
    fn figures_are_read_as_the_expression_reads_them() {
        // A letter of another alphabet leaves it to the expression; it stands apart from the rest.
        let shown = |found: Vec<Found>, by: usize| -> Vec<(usize, usize, Option<Days>)> {
            found.into_iter().map(|found| (found.range.start - by, found.range.end - by, found.days)).collect()
        };
        let parts =
            ["1", "12", "26", "04", "2026", "31", "192", "12345", "-", "/", ".", " ", "  ", "\t", "T", "x", "_", ":"];
        let mut chance: usize = 42;
        for _ in 0..200_000 {
            let mut text = String::new();
            for _ in 0..2 + chance % 11 {
                chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(parts[(chance >> 33) % parts.len()]);
            }
            assert_eq!(shown(find(&text), 0), shown(find(&format!("中 {text}")), 4), "{text:?}");
        }
    }

    #[test]
    fn several_dates_stand_side_by_side() {
        check("1 May 2024 – 4/3/26, March 2027", &["2024-05-01", "2026-03-04", "2027-03-01..2027-03-31"]);
        check("01/04/2025-31/03/2026", &["2025-04-01", "2026-03-31"]);
    }
}
