//! The lines of a file as rows of cells, and which of them are only the rows of some list.

use std::sync::LazyLock;

use regex::Regex;

use super::written;
use crate::scan::content::{Cell, Content, Line, Spot, Table};

/// A line that is not empty.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its cells; one for a line of text.
    pub cells: Vec<String>,
    /// Where it stands.
    pub place: String,
    /// Whether it is a heading.
    pub heading: bool,
    /// Whether it is a row of a list, whose dates are those of its entries and not the file's.
    pub listed: bool,
}

impl Row {
    /// The cells with tabs between them.
    pub(super) fn text(&self) -> String {
        self.cells.join("\t")
    }
}

/// The lines of a file that are not empty.
pub(super) fn rows(content: &Content) -> Vec<Row> {
    let csv = content.tables.iter().find(|table| table.name.is_none() && content.tables.len() == 1);
    let mut rows: Vec<Row> = content
        .lines
        .iter()
        .filter(|line| !line.text.trim().is_empty())
        .map(|line| Row {
            cells: cells(line, csv),
            place: line.spot.to_string(),
            heading: line.heading,
            listed: false,
        })
        .collect();
    mark_lists(&mut rows);
    rows
}

fn cells(line: &Line, csv: Option<&Table>) -> Vec<String> {
    if let (Spot::Line(number), Some(table)) = (&line.spot, csv) {
        let row = table.numbers.binary_search(number).ok().and_then(|at| table.rows.get(at));
        if let Some(row) = row.filter(|row| row.len() > 1) {
            return row.iter().map(words).collect();
        }
    }
    line.text.trim_matches('\t').split('\t').map(blanks).collect()
}

/// The text with one blank for one, and two where there were more: columns are set apart so.
fn blanks(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut run = 0;
    for letter in text.trim().chars() {
        run = if letter.is_whitespace() { run + 1 } else { 0 };
        match run {
            0 => kept.push(letter),
            1 | 2 => kept.push(' '),
            _ => {}
        }
    }
    kept
}

/// A cell in words.
pub(super) fn words(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Bool(_) | Cell::Empty => String::new(),
    }
}

/// Marks the rows of tables that list things: three columns or more, four rows or more, and a head without dates.
fn mark_lists(rows: &mut [Row]) {
    static CONTROL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix) ^\W* (?: (?:document|policy) \s (?:title|name|owner|type|number|reference|version) | title | version
            | issue | owner | author | status | (?:date \s)? (?:last \s|next \s)? (?:review|approv|issue|adopt)\w* | (?:approved|reviewed|written|prepared)
            \s by | .* : ) \W* $",
        )
        .expect("the pattern is our own")
    });
    let mut start = 0;
    while start < rows.len() {
        let length = rows.iter().skip(start).take_while(|row| row.cells.len() >= 3).count();
        let run = rows.get_mut(start..start + length).unwrap_or_default();
        let labelled = run
            .iter()
            .filter(|row| row.cells.first().is_some_and(|cell| CONTROL.is_match(cell)))
            .count();
        let dated_head = run.first().is_some_and(|row| !written::find(&row.text()).is_empty());
        if length >= 4 && !dated_head && labelled * 2 < length {
            run.iter_mut().for_each(|row| row.listed = true);
        }
        start += length.max(1);
    }
}
