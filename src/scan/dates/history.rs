//! Version-control tables, and small tables with the labels above their dates.

use std::{borrow::Cow, collections::BTreeSet, sync::LazyLock};

use jiff::civil::Date;
use regex::Regex;

use super::{
    Candidate,
    labels::{self, Class, Label},
    marks,
    rows::Row,
    written,
};

/// What the version tables of a document say.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// The dates in them.
    pub dates: Vec<Candidate>,
    /// The rows that they take up.
    pub rows: BTreeSet<usize>,
    /// The newest entry: its day and its words.
    pub newest: Option<(Date, String)>,
    /// The cell below the head "Version" in the newest entry.
    pub version: Option<String>,
}

/// Reads all version tables.
pub(super) fn read(rows: &[Row<'_>]) -> History {
    let mut history = History::default();
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        let next = if is_head(row, at.checked_sub(1).and_then(|above| rows.get(above))) {
            read_table(rows, at, &mut history)
        } else {
            at + 1
        };
        at = next.max(at + 1);
        if next == at && is_small_head(row) {
            read_below(rows, at - 1, &mut history);
        }
    }
    history
}

/// Whether a row is the head of a version table: it says version and date, and nothing that other tables say.
fn is_head(row: &Row<'_>, above: Option<&Row<'_>>) -> bool {
    static VERSION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:version|ver|issue|rev|revision|amendment)\b").expect("the pattern is our own")
    });
    static DATE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\bdate[ds]?\b").expect("the pattern is our own"));
    static TITLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\b(?:version|document|change|amendment|revision|review|issue)\s+(?:control|history|record|",
            r"log|table|sheet)\b",
        ))
        .expect("the pattern is our own")
    });
    static KNOWN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^(?: version | ver | v | issue[ds]? | rev | revisions? | amend(?:ment|ed)?s? | numbers?
            | no | date[ds]? | author s? | by | changed? | changes | made
            | reasons? | summary | descriptions? | details? | comments? | notes? | status | approv(?:ed|al|er)
            | review(?:ed|er|s)? | section s? | pages? | owner | next | due
            | role | name | of | and | the | to | for | updated? | updates | editor | edited | prepared
            | written | initials | signed | signature | document | policy | type | nature | affected | last
            | what | who | when | outline | key | s | main )$",
        )
        .expect("the pattern is our own")
    });
    if !row.says(marks::DATE) || row.cells().iter().map(|cell| cell.len() + 1).sum::<usize>() > 151 {
        return false;
    }
    let text = row.text();
    if text.len() > 150
        || !DATE.is_match(&text)
        || !written::find(&text).is_empty()
        || text.trim_end().ends_with([':', '.'])
    {
        return false;
    }
    let titled = || above.is_some_and(|above| above.columns == 1 && TITLE.is_match(&above.text()));
    let words: Vec<_> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.len() > 1 && words.iter().all(|word| KNOWN.is_match(word)) && (VERSION.is_match(&text) || titled())
}

/// Reads a version table and returns the first row after it.
fn read_table(rows: &[Row<'_>], head: usize, history: &mut History) -> usize {
    let Some(heads) = rows.get(head).map(|row| row.cells()) else { return head + 1 };
    let columns: Vec<Option<Label>> = heads.iter().map(|cell| column(cell)).collect();
    let version = heads.iter().position(|cell| {
        let cell = cell.to_lowercase();
        ["version", "ver", "issue", "rev", "revision"].iter().any(|word| cell.starts_with(word))
            && !cell.contains("date")
    });
    history.rows.insert(head);
    let mut after = head + 1;
    let mut undated = 0;
    for (at, row) in rows.iter().enumerate().skip(head + 1) {
        let found = dates(row, &columns);
        if row.heading() || found.is_empty() && (undated == 2 || row.columns < 2 && heads.len() > 1) {
            break;
        }
        undated = if found.is_empty() { undated + 1 } else { 0 };
        if found.is_empty() {
            continue;
        }
        history.rows.extend(after..=at);
        after = at + 1;
        let newest = found.iter().filter(|one| one.label.class != Class::Next).map(|one| one.first).max();
        if let Some(day) = newest.filter(|day| history.newest.as_ref().is_none_or(|(newest, _)| day > newest)) {
            history.newest = Some((day, row.text().into_owned()));
            history.version = if row.columns > 1 {
                version.and_then(|column| row.cells().get(column)).map(|cell| cell.clone().into_owned())
            } else {
                row.cells().first().and_then(|text| text.split_whitespace().next()).map(str::to_owned)
            };
        }
        history.dates.extend(found);
    }
    after
}

/// What the dates below a head are.
fn column(head: &str) -> Option<Label> {
    let label = labels::only_label(head).filter(|label| label.what != "dated" && label.class != Class::Review);
    let history = Label { class: Class::Updated, what: "version history" };
    label.or_else(|| head.to_lowercase().contains("date").then_some(history))
}

/// The dates of a row by the heads of their columns; in a line without columns, the first.
fn dates(row: &Row<'_>, columns: &[Option<Label>]) -> Vec<Candidate> {
    // Version or date first: what follows the table is not part of it.
    static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:(?:v|ver|version|issue|rev)\.?\s*)?[0-9]").expect("the pattern is our own")
    });
    let candidate = |label: Label, text: &str| {
        let days = written::find(text).first()?.days?;
        Some(Candidate { label, first: days.first, last: days.last, either: days.either, place: row.place() })
    };
    if let [line] = row.cells() {
        if line.split_whitespace().count() > 25 || columns.len() > 1 || !ENTRY.is_match(line) {
            return Vec::new();
        }
        let label =
            columns.first().copied().flatten().unwrap_or(Label { class: Class::Updated, what: "version history" });
        return candidate(label, line).into_iter().collect();
    }
    let cells = row.cells().iter().zip(columns);
    cells.filter_map(|(cell, label)| candidate((*label)?, cell)).collect()
}

/// Whether a row holds labels only, each in a cell: their dates stand below.
pub(super) fn is_small_head(row: &Row<'_>) -> bool {
    static CONTROL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^\W* (?:(?:document|policy)\s+)? (?: owner | author | version | issue | revision | status
            | title | lead | reference | ref | approver | reviewer
            | (?:approved|reviewed|written|prepared|issued) \s+ by ) (?:\s+(?:no\.?|number))? \W*$",
        )
        .expect("the pattern is our own")
    });
    let known = |cell: &Cow<'_, str>| cell.is_empty() || CONTROL.is_match(cell) || labels::only_label(cell).is_some();
    row.columns > 1 && !row.listed && row.cells().iter().all(known) && written::find(&row.text()).is_empty()
}

/// Reads the one row of dates below a row of labels.
fn read_below(rows: &[Row<'_>], head: usize, history: &mut History) {
    let (Some(heads), Some(below)) = (rows.get(head), rows.get(head + 1)) else { return };
    if heads.columns != below.columns
        || rows.get(head + 2).is_some_and(|row| row.columns == heads.columns && row.columns > 2)
    {
        return;
    }
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for (label, cell) in heads.cells().iter().zip(below.cells()) {
        let found = written::find(cell);
        let (Some(label), [date]) = (labels::only_label(label), found.as_slice()) else { continue };
        let Some(days) = date.days else { continue };
        taken.insert(head + 1);
        history.dates.push(Candidate {
            label,
            first: days.first,
            last: days.last,
            either: days.either,
            place: below.place(),
        });
    }
    history.rows.extend(taken);
}
