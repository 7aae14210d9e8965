//! What a document says of itself: its date, its next review, its version, and whether it was ever finished.

mod approver;
mod history;
mod labels;
mod marks;
mod rows;
#[cfg(test)]
mod tests;
mod unfinished;
mod version;
mod written;

use std::{collections::BTreeSet, sync::LazyLock};

use jiff::civil::Date;
use regex::Regex;

use crate::model::{Dated, months_after};

use self::{
    labels::{Class, Label, Lead},
    rows::Row,
};
use super::content::Content;

pub(super) use self::unfinished::draft_name;

/// What a document says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DocumentFacts {
    /// The date that it carries; never one after today.
    pub dated: Option<Dated>,
    /// When it is next due for review, or until when it is valid.
    pub next_review: Option<Date>,
    /// Its version: "3.1".
    pub version: Option<String>,
    /// Why it does not count as finished.
    pub unfinished: Option<String>,
    /// The role of who approved it, never a name.
    pub approver: Option<String>,
    /// Why dates in it were not taken.
    pub doubt: Option<String>,
}

/// A date of the text with what it is; both ends of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Candidate {
    label: Label,
    first: Date,
    last: Date,
    /// Whether day and month could stand in either order.
    either: bool,
    place: String,
}

/// What a document says of itself, as a careful person would read it on a day.
pub(super) fn facts(content: &Content, today: Date) -> DocumentFacts {
    if content.tree.is_some() {
        // The days in an export are those of what it tells of; when it was taken, its kind knows.
        return DocumentFacts { dated: of_properties(content, today), ..DocumentFacts::default() };
    }
    let rows = rows::rows(content);
    let history = history::read(&rows);
    let mut found = history.dates.clone();
    found.extend(labelled(&rows, &history.rows));
    found.extend(plain(&rows, &history.rows));
    let doubt = drop_doubtful(&mut found, &rows);
    drop_listed_expiries(&mut found);
    settle_review_dates(&mut found, today);
    let otherwise = || of_properties(content, today).or_else(|| latest_entry(content, today));
    // The day of saving is not that of the review that could not be read.
    let dated = best(&found, today).or_else(|| if doubt.is_none() { otherwise() } else { None });
    DocumentFacts {
        dated,
        next_review: found.iter().filter(|one| one.label.class == Class::Next).map(|one| one.last).max(),
        version: version::read(content, &rows, &history),
        unfinished: unfinished::read(content, &rows, &history),
        approver: approver::read(&rows),
        doubt,
    }
}

/// The dates that have words before them: on their line, in the cell or on the line above.
fn labelled(rows: &[Row<'_>], skipped: &BTreeSet<usize>) -> Vec<Candidate> {
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if row.listed || skipped.contains(&at) {
            continue;
        }
        let text = row.text();
        let dates = written::find(&text);
        let Some(first) = dates.first() else { continue };
        // Most dates of a log stand alone at the start of their lines.
        let led = text.get(..dates.last().map_or(0, |last| last.range.start)).unwrap_or("");
        let above = at.checked_sub(1).and_then(|above| rows.get(above));
        let above_may = || above.is_some_and(Row::may_label);
        let leads = led.contains(char::is_alphabetic) && (row.may_label() || above_may());
        let above = above.filter(|_| begins(row, first.range.start) && above_may());
        if above.is_none() && !leads {
            continue;
        }
        let mut from = 0;
        let mut follows = false;
        for (number, date) in dates.iter().enumerate() {
            let lead = text.get(from..date.range.start).unwrap_or("");
            let lead = Lead { text: lead, line: &text, first: number == 0, follows };
            let above = || above.and_then(above_label);
            let label = labels::label(lead).or_else(|| if number == 0 { above() } else { None });
            follows = label.is_some();
            from = date.range.end;
            if let (Some(label), Some(days)) = (label, date.days) {
                let place = row.place();
                found.push(Candidate { label, first: days.first, last: days.last, either: days.either, place });
            }
        }
    }
    found
}

/// Whether a line of few words begins with its first date.
fn begins(row: &Row<'_>, date: usize) -> bool {
    let [value] = row.cells() else { return false };
    value.get(..date).is_some_and(|start| start.chars().all(|c| !c.is_alphanumeric()))
        && value.split_whitespace().nth(8).is_none()
}

/// The label that is all of the line above a line that begins with its date.
fn above_label(above: &Row<'_>) -> Option<Label> {
    if let [head] = above.cells() { labels::only_label(head) } else { None }
}

/// The dates without words in the first lines, such as the one below a title.
fn plain(rows: &[Row<'_>], skipped: &BTreeSet<usize>) -> Vec<Candidate> {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(?:next|due|until|till|expir\w*|valid|birth|dob|born|since|from|before|after|between|",
            r"act|regulations?|gdpr|start\w*|begin\w*|ends?|deadline|review\w*|period|joined|incident|",
            r"supersede\w*|replace\w*|previous\w*)\b|\b(?:by|to)\s*$",
        ))
        .expect("the pattern is our own")
    });
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate().take(10) {
        let text = row.text();
        let begins = written::find(&text).first().is_some_and(|date| {
            date.range.start == 0 && text.get(date.range.end..).is_some_and(|rest| rest.starts_with([',', '.', ' ']))
        });
        let sentence = !begins && text.split_whitespace().count() > 15
            || text.ends_with('.') && text.split_whitespace().count() > 6;
        let list = row.listed || row.columns > 1 || text.matches(',').count() > 3;
        if list || skipped.contains(&at) || sentence || OTHER.is_match(&text) {
            continue;
        }
        // A line above that says "Date of birth" or "Next review" speaks of this one.
        let above = at.checked_sub(1).and_then(|above| rows.get(above));
        let governed = above.is_some_and(|above| {
            above.text().trim_end().ends_with(':') || OTHER.is_match(&above.text()) && above.text().len() < 40
        });
        let dates = written::find(&text);
        let [date] = dates.as_slice() else { continue };
        // What a label that we don't know says may be anything: "Bought: 4 March 2026".
        let lead = text.get(..date.range.start).unwrap_or("").trim_end();
        let governed = governed || lead.ends_with([':', '=']);
        let after = text.get(date.range.end..).unwrap_or("");
        let joined = after.strip_prefix(',').is_some_and(|rest| !rest.starts_with(' '));
        if let (Some(days), false) = (date.days, governed || joined) {
            let label = Label { class: Class::Plain, what: "dated" };
            let place = row.place();
            found.push(Candidate { label, first: days.first, last: days.last, either: days.either, place });
        }
    }
    found
}

/// Drops the days that can be read two ways in a file that writes the month first, and says so.
fn drop_doubtful(found: &mut Vec<Candidate>, rows: &[Row]) -> Option<String> {
    let first = found.iter().find(|one| one.either)?.place.clone();
    let sign = rows.iter().find(|row| !row.listed && written::is_month_first(&row.text()))?;
    found.retain(|one| !one.either);
    let months = &sign.place();
    Some(format!("the date on {first} can be read two ways: {months} writes the month first"))
}

/// Several days of expiry are those of what the document lists, such as certificates of suppliers.
fn drop_listed_expiries(found: &mut Vec<Candidate>) {
    let expiry = |one: &Candidate| one.label.class == Class::Next && one.label.what == "valid until";
    let days: BTreeSet<Date> = found.iter().filter(|one| expiry(one)).map(|one| one.last).collect();
    if days.len() > 1 {
        found.retain(|one| !expiry(one));
    }
}

/// Decides of every "review date" whether it is that of the last review or of the next.
///
/// In the future it is the next; so is one that lies a whole number of years after another date of the document, as
/// planned reviews do: it is overdue. Any other is taken at its word.
fn settle_review_dates(found: &mut [Candidate], today: Date) {
    let others: Vec<Date> = found
        .iter()
        .filter(|one| !matches!(one.label.class, Class::Review | Class::Next | Class::Plain) && one.first <= today)
        .map(|one| one.first)
        .collect();
    for one in found.iter_mut().filter(|one| one.label.class == Class::Review) {
        let planned = |other: &Date| {
            [12, 24, 36].into_iter().any(|months| {
                let day = months_after(*other, months);
                let apart = day.until(one.first).map_or(i32::MAX, |span| span.get_days().abs());
                apart <= 31
            })
        };
        one.label = if one.last > today || others.iter().any(planned) {
            Label { class: Class::Next, what: "next review" }
        } else {
            Label { class: Class::Reviewed, what: "reviewed" }
        };
    }
}

/// The newest date of the best class.
fn best(found: &[Candidate], today: Date) -> Option<Dated> {
    let past = || found.iter().filter(|one| one.first <= today && one.label.class < Class::Review);
    let class = past().map(|one| one.label.class).min()?;
    // Of equal days the first counts, which is where a reader would see it.
    let newest = past().filter(|one| one.label.class == class).reduce(|a, b| if b.first > a.first { b } else { a })?;
    Some(Dated { on: newest.first, what: newest.label.what.into(), place: newest.place.clone() })
}

fn of_properties(content: &Content, today: Date) -> Option<Dated> {
    let past = |day: Option<Date>| day.filter(|day| *day <= today);
    let place = || "document properties".to_owned();
    let changed = past(content.properties.modified).map(|on| Dated {
        on,
        what: "document property (last changed)".into(),
        place: place(),
    });
    let made = || {
        past(content.properties.created).map(|on| Dated {
            on,
            what: "document property (created)".into(),
            place: place(),
        })
    };
    changed.or_else(made)
}

/// The newest day in the columns of a log, which was kept until then at least.
fn latest_entry(content: &Content, today: Date) -> Option<Dated> {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)^\W*(?:dates?|day|when|logged|recorded|reported|completed|reviewed|checked|tested|updated|",
            r"last (?:reviewed|checked|tested|updated|review))\b",
        ))
        .expect("the pattern is our own")
    });
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(?:birth|dob|start\w*|expir\w*|due|next|ends?|leav\w*|left|renew\w*|valid|target|deadline|",
            r"purchase\w*|bought|joined|until)\b",
        ))
        .expect("the pattern is our own")
    });
    let mut newest: Option<Dated> = None;
    for table in &content.tables {
        let is_head = |cell: &str| HEAD.is_match(cell) && !OTHER.is_match(cell) && written::find(cell).is_empty();
        let heads = |row: &Vec<super::content::Cell>| row.iter().any(|cell| is_head(&rows::words(cell)));
        let Some(head) = table.rows.iter().take(20).position(heads) else { continue };
        let heads = table.rows.get(head).into_iter().flatten().enumerate();
        let columns: Vec<usize> =
            heads.filter(|(_, cell)| is_head(&rows::words(cell))).map(|(column, _)| column).collect();
        for (at, row) in table.rows.iter().enumerate().skip(head + 1) {
            for cell in columns.iter().filter_map(|column| row.get(*column)) {
                let dates = written::find(&rows::words(cell));
                let [date] = dates.as_slice() else { continue };
                let Some(days) = date.days.filter(|days| days.first <= today) else { continue };
                if newest.as_ref().is_none_or(|newest| days.first > newest.on) {
                    let number = table.numbers.get(at).copied().unwrap_or(at + 1);
                    let place = match &table.name {
                        Some(sheet) => format!("{sheet}, row {number}"),
                        None => format!("line {number}"),
                    };
                    newest = Some(Dated { on: days.first, what: "latest entry".into(), place });
                }
            }
        }
    }
    newest
}
