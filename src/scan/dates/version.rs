//! The version that a document states.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    history::{self, History},
    marks,
    rows::Row,
    written,
};
use crate::scan::content::Content;

/// The version in a line that names it, else in a title, else of the newest entry of the version history.
pub(super) fn read(content: &Content, rows: &[Row<'_>], history: &History) -> Option<String> {
    let near: Vec<&Row<'_>> = rows
        .iter()
        .enumerate()
        .take(40)
        .filter(|(at, row)| !row.listed && !history.rows.contains(at))
        .map(|(_, row)| row)
        .collect();
    let named = || {
        let mut rows = near.iter().enumerate().filter(|(_, row)| row.says(marks::VERSION));
        rows.find_map(|(at, row)| named(&row.text(), at))
    };
    let below = || near.windows(2).find_map(|pair| below(pair.first()?, pair.get(1)?));
    let title = || {
        let property = content.properties.title.as_deref();
        property.into_iter().find_map(in_title).or_else(|| near.iter().take(5).find_map(|row| in_title(&row.text())))
    };
    let entry = || history.version.as_deref().and_then(number);
    named().or_else(below).or_else(title).or_else(entry)
}

/// "Version: 3.1", "Issue 4", after the start of a line or a sign that parts.
fn named(text: &str, at: usize) -> Option<String> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)(?:^|[\t|;(,]|\. |  | [-–—] )[^\pL\pN]*(?:(?:document|policy|current)\s+)?(?:version|ver|",
            r"issue|rev(?:ision)?)\.?(?:\s+(?:no\.?|",
            r"number))?[\s:#.\-–]*v?([0-9]{1,4}(?:\.[0-9]{1,3}){0,3}[a-z]?)(?P<rest>.?)",
        ))
        .expect("the pattern is our own")
    });
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)^\s*(?:(?:st|nd|rd|th)\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|",
            r"^\s?[/-]\s?[0-9]|^(?:st|nd|rd|th)\b|^\s+of\s+[0-9]",
        ))
        .expect("the pattern is our own")
    });
    if text.split_whitespace().count() > 30 {
        return None;
    }
    NAMED.captures_iter(text).find_map(|groups| {
        let number = groups.get(1)?;
        let after = text.get(number.end()..)?;
        let joined = after.starts_with(|c: char| c.is_alphanumeric());
        // "Software: care app, version 5.2" is of something else.
        let before = text.get(..groups.get(0)?.start())?;
        let other = groups.get(0)?.as_str().starts_with(',') && at > 2 && written::find(before).is_empty();
        (!joined && !other && !DATE.is_match(after)).then(|| number.as_str().to_owned())
    })
}

/// "Version" in a line or cell, and the number alone below it.
fn below(head: &Row<'_>, value: &Row<'_>) -> Option<String> {
    if !head.says(marks::VERSION) {
        return None;
    }
    let column = head.cells().iter().position(|cell| {
        let cell = cell.trim_end_matches(':').trim().to_lowercase();
        ["version", "version number", "version no", "version no.", "issue", "issue number", "issue no", "revision"]
            .contains(&cell.as_str())
    })?;
    let alone = head.columns == 1 || history::is_small_head(head);
    if !alone || head.columns != value.columns { None } else { number(value.cells().get(column)?) }
}

/// "v3" in a title.
fn in_title(text: &str) -> Option<String> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:v|version)\.?\s?([0-9]{1,3}(?:\.[0-9]{1,3}){0,2})(?:$|[^\pL\pN.\-/])")
            .expect("the pattern is our own")
    });
    if text.split_whitespace().count() > 15 || text.trim_end().ends_with('.') {
        return None;
    }
    let groups = MARK.captures(text)?;
    let before = text.get(..groups.get(0)?.start())?;
    (!before.contains([':', ';', ','])).then(|| groups.get(1).map(|number| number.as_str().to_owned()))?
}

/// A cell that is a version number and nothing else.
fn number(text: &str) -> Option<String> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:v|version|issue)?[\s.]*([0-9]{1,3}(?:\.[0-9]{1,3}){0,3}[a-z]?)$")
            .expect("the pattern is our own")
    });
    Some(NUMBER.captures(text.trim())?.get(1)?.as_str().to_owned())
}
