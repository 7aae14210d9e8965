//! Numbers and days that belong to one person, strictly enough not to take telephone numbers and orders for them.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::find::{Caution, MOST, all, firsts, head, tail};

struct Patterns {
    nhs: Regex,
    nhs_near: Regex,
    person: Regex,
    other: Regex,
    telephone: Regex,
    insurance: Regex,
    insurance_small: Regex,
    birth: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let pattern = |text: &str| Regex::new(text).expect("the pattern is our own");
    Patterns {
        nhs: pattern(
            r"[0-9]{3}(?:[ \u{a0}\u{2009}\u{202f}\-‐‑–][0-9]{3}[ \u{a0}\u{2009}\u{202f}\-‐‑–]|[0-9]{3})[0-9]{4}",
        ),
        nhs_near: pattern(r"(?i)(?:^|[^\pL\pN@])nhs(?:[ _-]?(?:no|num|number|id))?(?:$|[^\pL\pN.])"),
        person: pattern(
            r"(?i)\b(?:patient|resident|service user|client|mr|mrs|miss|ms|dob|d\.o\.b|born|date of birth|room)\b",
        ),
        other: pattern(concat!(
            r"(?i)\b(?:order|account|acct|a/c|invoice|serial|ticket|barcode|isbn|issn|reference|ref|asset|tracking|",
            r"parcel|customer|policy|purchase|po|uprn|imei|sim|size|bytes|version|build|meter|mpan|charity|company|",
            r"vat|sku|part|item|stock|batch|lot|model|case|job|id)s?\b",
        )),
        telephone: pattern(
            r"(?i)(?:\b(?:tel|telephone|phone|mobile|mob|fax|call|ring|contact)\b[^0-9]{0,12}|\+[0-9 ]{1,6}\(?)$",
        ),
        insurance: pattern(
            r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ \-.]?[0-9]{2}[ \-.]?[0-9]{2}[ \-.]?[0-9]{2}[ \-.]?[A-D]\b",
        ),
        insurance_small: pattern(concat!(
            r"(?i)\b(?:nino|ni (?:no|num|number)|national insurance(?: no| number)?)\b\W{0,6}",
            r"([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ \-.]?[0-9]{2}[ \-.]?[0-9]{2}[ \-.]?[0-9]{2}[ \-.]?[A-D])\b",
        )),
        birth: pattern(&format!("(?i)(?:^|[^\\pL]|_)(?:{BIRTH})\\W{{0,12}}({DAY})")),
    }
});

/// What says that a day is that of a birth.
const BIRTH: &str = r"d\.? ?o\.? ?b\b\.?|date[ _-]?of[ _-]?birth|birth[ _-]?date|born(?: on)?(?: the)?\b";

/// A day as people write it: 4/3/41, 1941-03-04, 4th March 1941, March 4, 1941.
const DAY: &str = concat!(
    r"[0-3]?[0-9][ ]?[/.\-][ ]?[01]?[0-9][ ]?[/.\-][ ]?(?:[0-9]{4}|[0-9]{2})\b",
    r"|(?:18|19|20)[0-9]{2}-?[01][0-9]-?[0-3][0-9]",
    r"|[0-3]?[0-9](?:st|nd|rd|th)?[ -](?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ,-]{1,2}",
    r"(?:[0-9]{4}|[0-9]{2})\b",
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* [0-3]?[0-9](?:st|nd|rd|th)?,? [0-9]{4}\b",
);

/// Whether a text is a day and nothing else.
pub(super) fn is_day(text: &str) -> bool {
    static ONLY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(&format!("(?i)^(?:{DAY})(?:[T ]0+:00.*)?$")).expect("the pattern is our own"));
    ONLY.is_match(text.trim())
}

/// Days that are said to be those of a birth.
pub(super) fn birth_dates(text: &str) -> Vec<Range<usize>> {
    firsts(&PATTERNS.birth, text)
}

/// So many digits has a number by which the NHS knows a person.
pub(super) const NHS: usize = 10;

/// Numbers by which the NHS knows people.
pub(super) fn nhs_numbers(text: &str, caution: Caution) -> Vec<Range<usize>> {
    let mut numbers: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| PATTERNS.nhs.find(rest)) {
        let range = from + found.start()..from + found.end();
        if stands_alone(text, &range, numbers.last()) && is_nhs_number(text, &range, caution) {
            from = range.end;
            numbers.push(range);
            if numbers.len() == MOST {
                break;
            }
        } else {
            from = range.start + 1;
        }
    }
    numbers
}

/// Whether digits are not part of a longer number, date, code or telephone number.
fn stands_alone(text: &str, range: &Range<usize>, last: Option<&Range<usize>>) -> bool {
    let (before, after) = (text.get(..range.start).unwrap_or(""), text.get(range.end..).unwrap_or(""));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut back = before.chars().rev();
    let mut ahead = after.chars();
    let joined_before = match back.next() {
        Some(c) if c.is_alphanumeric() || matches!(c, '_' | '+' | '£') => true,
        Some('-' | '.' | '/' | ':') => back.next().is_some_and(char::is_alphanumeric) && !before.ends_with(':'),
        Some(' ') => digit(back.next()) && last.is_none_or(|last| last.end + 1 != range.start),
        _ => false,
    };
    let joined_after = match ahead.next() {
        Some(c) if c.is_alphanumeric() || c == '_' => true,
        Some('-' | '.' | '/') => ahead.next().is_some_and(char::is_alphanumeric),
        _ => false,
    };
    !joined_before && !joined_after && !PATTERNS.telephone.is_match(tail(before, 40))
}

fn is_nhs_number(text: &str, range: &Range<usize>, caution: Caution) -> bool {
    let (Some(shown), Some(before)) = (text.get(range.clone()), text.get(..range.start)) else { return false };
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    let named = PATTERNS.nhs_near.is_match(tail(before, 80));
    let spaced = shown.len() > digits.len();
    // What is issued in England and Wales begins with 4, 6 or 7; 999 is for tests.
    let issued = digits.starts_with(['4', '6', '7']) || digits.starts_with("999");
    match caution {
        Caution::Sure => valid_nhs_number(&digits) && (named || issued && fits(text, range, spaced)),
        Caution::Hide => named || valid_nhs_number(&digits) && issued,
    }
}

/// Whether what stands around a number that nobody calls an NHS number lets it be one.
fn fits(text: &str, range: &Range<usize>, spaced: bool) -> bool {
    let before = tail(text.get(..range.start).unwrap_or(""), 30);
    let after = head(text.get(range.end..).unwrap_or(""), 30);
    if PATTERNS.other.is_match(before) || PATTERNS.other.is_match(after) {
        return false;
    }
    spaced
        || PATTERNS.person.is_match(tail(text.get(..range.start).unwrap_or(""), 80))
        || PATTERNS.person.is_match(after)
}

/// Whether the last of ten digits is the right one: weights 10 to 2, modulo 11.
pub(super) fn valid_nhs_number(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let [body @ .., last] = values.as_slice() else { return false };
    if body.len() != 9 || values.iter().all(|digit| *digit == body.first().copied().unwrap_or(0)) {
        return false;
    }
    let sum: u32 = body.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    (11 - sum % 11) % 11 == *last
}

/// National Insurance numbers with a prefix that is given out.
pub(super) fn insurance_numbers(text: &str) -> Vec<Range<usize>> {
    let mut numbers = all(&PATTERNS.insurance, text);
    numbers.extend(firsts(&PATTERNS.insurance_small, text));
    numbers.retain(|range| {
        let prefix = text.get(range.start..range.start + 2).unwrap_or("").to_uppercase();
        let before = text.get(..range.start).unwrap_or("");
        let after = text.get(range.end..).unwrap_or("");
        let joined = before.ends_with(['-', '/', '.', '_', '+']) || after.starts_with(['-', '/', '_', '+', '=']);
        !joined && !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains(&prefix.as_str())
    });
    numbers
}
