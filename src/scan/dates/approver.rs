//! The role of whoever approved a document; a name is never kept.

use std::sync::LazyLock;

use regex::Regex;

use super::{marks, rows::Row};

/// The role that a line or a row of two cells gives: "Approved by: A. Example, Registered Manager" is
/// "registered manager".
pub(super) fn read(rows: &[Row]) -> Option<String> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)(?:^|[\t|;(.,]|  )\s*(?:(?:this|the)\s+)?(?:(?:policy|document|plan|procedure|notice)\s+)?",
            r"(?:(?:was|is|has been)\s+)?(?:reviewed\s+and\s+)?(?:approv(?:ed|er|al)|authorised|ratified|adopted|",
            r"signed off|agreed|endorsed)\s*(?:(?:on\s+[0-9][^\pL]*\pL+\s+[0-9]{4}\s+)?by\b(?:\s+the\b)?)?[\s:–—-]*",
            r"(?P<who>[^|;]{1,90})",
        ))
        .expect("the pattern is our own")
    });
    static ROLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(?:(?:registered|deputy|general|operations|home|care|branch|quality|managing|office|it|hr|",
            r"compliance|governance|practice|company|finance|clinical)\s+){0,2}(?:managers?|directors?)\b|",
            r"\b(?:nominated individual|data protection officer|data protection lead|data security lead|",
            r"caldicott guardian|siro|chief executive|board of (?:directors|trustees)|board|trustees|owners?|",
            r"proprietor|senior management team|management team|governance (?:group|committee)|quality lead|",
            r"responsible individual|company secretary)\b",
        ))
        .expect("the pattern is our own")
    });
    let near = rows.iter().take(60).chain(rows.iter().rev().take(15));
    near.filter(|row| !row.listed && row.says(marks::APPROVED)).find_map(|row| {
        let text = row.text();
        let who = LABEL.captures(&text)?.name("who")?.as_str();
        // The full stop of an initial ends no sentence.
        let mut stops = who.match_indices(". ").map(|(at, _)| at);
        let end = stops.find(|at| who.get(..*at).is_some_and(|text| !is_initial(text))).unwrap_or(who.len());
        let role = ROLE.find(who.get(..end)?)?.as_str().to_lowercase();
        Some(role.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}

/// Whether a text ends with a single letter.
fn is_initial(text: &str) -> bool {
    let mut letters = text.chars().rev();
    letters.next().is_some_and(char::is_alphabetic) && !letters.next().is_some_and(char::is_alphanumeric)
}
