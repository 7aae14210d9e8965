//! Bank accounts and payment cards, held to their check digits.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::find::{Caution, all};

struct Patterns {
    sort_code: Regex,
    account: Regex,
    iban: Regex,
    card: Regex,
    card_word: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let pattern = |text: &str| Regex::new(text).expect("the pattern is our own");
    Patterns {
        sort_code: pattern(r"(?i)\bsort[ _-]*code\b[^0-9]{0,20}([0-9]{2}[ \-–]?[0-9]{2}[ \-–]?[0-9]{2})\b"),
        account: pattern(
            r"(?i)\b(?:account|acct|acc|a/c)(?:[ _-]?(?:no|num|number))?\b[^0-9]{0,20}([0-9]{8}|[0-9]{4} [0-9]{4})\b",
        ),
        iban: pattern(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"),
        card: pattern(concat!(
            r"\b(?:[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{1,4}(?:[0-9]{3})?",
            r"|3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5})\b",
        )),
        card_word: pattern(
            r"(?i)\b(?:card|cards|visa|mastercard|amex|american express|debit|credit|pan|cvv|expiry)\b|card",
        ),
    }
});

/// How long the account number of a country is.
const LENGTHS: [(&str, usize); 38] = [
    ("AD", 24),
    ("AE", 23),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("TR", 26),
];

/// Sort codes with the account numbers beside them, and international account numbers.
pub(super) fn accounts(text: &str) -> Vec<Range<usize>> {
    let group = |pattern: &Regex| pattern.captures(text).and_then(|found| Some(found.get(1)?.range()));
    let code = group(&PATTERNS.sort_code);
    let mut found = match code.and_then(|code| Some((code, group(&PATTERNS.account)?))) {
        Some((code, account)) => vec![code, account],
        None => Vec::new(),
    };
    let ibans = PATTERNS.iban.find_iter(text).filter_map(|seen| {
        let long = iban_end(seen.as_str())?;
        Some(seen.start()..seen.start() + long)
    });
    found.extend(ibans);
    found
}

/// Whether a line has a sort code whose account number may stand in one of the next lines.
pub(super) fn opens_account(text: &str) -> bool {
    PATTERNS.sort_code.is_match(text) && !PATTERNS.account.is_match(text)
}

/// How many bytes of a text are an account number whose check digits are right.
fn iban_end(text: &str) -> Option<usize> {
    let country = text.get(..2)?;
    let (_, length) = LENGTHS.iter().find(|(known, _)| *known == country)?;
    let letters: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| *c != ' ').take(*length).collect();
    let (last, _) = letters.last().filter(|_| letters.len() == *length)?;
    let ends = text.get(last + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' '));
    let turned = letters.iter().cycle().skip(4).take(*length);
    let rest = turned.fold(0, |rest, (_, c)| match c.to_digit(36) {
        Some(value) if value > 9 => (rest * 100 + value) % 97,
        Some(value) => (rest * 10 + value) % 97,
        None => rest,
    });
    (ends && rest == 1).then_some(last + 1)
}

/// The number of a card has no fewer digits.
pub(super) const CARD: usize = 13;

/// Numbers of payment cards; those without gaps only beside a word that speaks of cards.
pub(super) fn cards(text: &str, caution: Caution) -> Vec<Range<usize>> {
    let mut found = all(&PATTERNS.card, text);
    found.retain(|range| {
        let shown = text.get(range.clone()).unwrap_or("");
        let (before, after) = (text.get(..range.start).unwrap_or(""), text.get(range.end..).unwrap_or(""));
        let joined = before.ends_with(['-', '.', '+', '_', '/'])
            || after.starts_with(['-', '_', '/', '+'])
            || before.ends_with(' ') && before.trim_end().ends_with(|c: char| c.is_ascii_digit())
            || after.starts_with(' ')
                && after.trim_start().starts_with(|c: char| c.is_ascii_digit())
                && shown.contains(' ');
        let spaced = shown.contains([' ', '-']);
        !joined && is_card(shown) && (spaced || caution == Caution::Hide || PATTERNS.card_word.is_match(text))
    });
    found
}

/// Whether a number is of the length and range of an issuer, and its last digit is right.
pub(super) fn is_card(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let first = |count: usize| digits.iter().take(count).fold(0, |number, digit| number * 10 + digit);
    let issued = match digits.len() {
        13 | 19 => first(1) == 4,
        15 => matches!(first(2), 34 | 37),
        16 => {
            first(1) == 4
                || matches!(first(2), 51..=55 | 65)
                || matches!(first(4), 2221..=2720 | 6011 | 3528..=3589)
                || matches!(first(3), 644..=649)
        }
        _ => false,
    };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| match at % 2 {
            0 => *digit,
            _ if *digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        })
        .sum();
    issued && sum.is_multiple_of(10)
}
