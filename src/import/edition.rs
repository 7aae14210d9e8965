//! Of which year a list is, and the days that go with it.

use jiff::civil::{Date, date};

use crate::model::Pack;

/// The days of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// When it opens.
    pub opens: Date,
    /// Until when it may be published.
    pub deadline: Date,
    /// Whether this is known, and not the pattern of the years before.
    pub known: bool,
}

/// The edition that a name such as `Version9_26-27 CAT3.xlsx` tells: two years that follow one another.
pub fn edition(text: &str) -> Option<String> {
    let signs: Vec<char> = text.chars().collect();
    let number = |from: usize| {
        let digits: String = signs.get(from..)?.iter().take_while(|c| c.is_ascii_digit()).collect();
        Some((digits.len(), digits.parse::<i16>().ok()?))
    };
    for at in 0..signs.len() {
        if at > 0 && signs[at - 1].is_ascii_digit() {
            continue;
        }
        let Some((length @ (2 | 4), first)) = number(at) else { continue };
        let gap = signs.get(at + length..).unwrap_or_default();
        let skipped = gap.iter().take_while(|c| matches!(c, '-' | '_' | '/' | '–' | ' ' | '.')).count();
        let Some((width @ (1 | 2 | 4), second)) = number(at + length + skipped).filter(|_| skipped > 0) else {
            continue;
        };
        let first = first % 100 + 2000;
        // "23-4" is meant for 2023-24.
        let second = if width == 1 { first - first % 10 + second } else { second % 100 + 2000 };
        if second == first + 1 && (2018..2090).contains(&first) {
            return Some(format!("{first}-{:02}", second % 100));
        }
    }
    None
}

/// The days of an edition of the toolkit: those of the base where it is the same, else by the pattern of the years before.
pub fn days(edition: &str, base: Option<&Pack>) -> Option<Days> {
    let base = base.filter(|base| base.portal)?;
    if base.edition == edition {
        return Some(Days { opens: base.opens?, deadline: base.deadline?, known: true });
    }
    let first: i16 = edition.split('-').next()?.parse().ok().filter(|year| (2018..2090).contains(year))?;
    Some(Days { opens: date(first, 9, 1), deadline: date(first + 1, 6, 30), known: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_tell_the_year() {
        for (text, expected) in [
            ("Version8_25-26 CAT2 Cat3 and CAT4", Some("2025-26")),
            ("DSPT requirements 2026-27 final", Some("2026-27")),
            ("Assertions and Evidence Items 23-4 V6", Some("2023-24")),
            ("DSPT 2026/2027", Some("2026-27")),
            ("v9 26_27", Some("2026-27")),
            ("1.1.1 and 12-13 items", None),
            ("requirements", None),
        ] {
            assert_eq!(edition(text).as_deref(), expected, "{text}");
        }
    }
}
