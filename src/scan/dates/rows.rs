//! The lines of a file as rows of cells, and which of them are only the rows of some list.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

use super::{labels, written};
use crate::scan::content::{Cell, Content, Line, Spot, Table};

/// A line that is not empty.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    /// Its cells; one for a line of text.
    pub cells: Vec<Cow<'a, str>>,
    /// Where it stands.
    pub spot: &'a Spot,
    /// Whether it is a heading.
    pub heading: bool,
    /// Whether it comes from a sheet or a CSV file.
    pub sheet: bool,
    /// Whether it is a row of a list, whose dates are those of its entries and not the file's.
    pub listed: bool,
}

impl Row<'_> {
    /// The cells with tabs between them.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self.cells.as_slice() {
            [only] => Cow::Borrowed(only),
            cells => Cow::Owned(cells.join("\t")),
        }
    }

    /// Whether words stand there that may say what a date is.
    pub(super) fn may_label(&self) -> bool {
        self.cells.iter().any(|cell| labels::may_label(cell))
    }

    /// Where it stands, in words.
    pub(super) fn place(&self) -> String {
        self.spot.to_string()
    }
}

/// A longer line is data, which says nothing of the document.
const LONGEST: usize = 20_000;

/// The lines of a file that are not empty.
pub(super) fn rows(content: &Content) -> Vec<Row<'_>> {
    let csv = content.tables.iter().find(|table| table.name.is_none() && content.tables.len() == 1);
    let mut rows: Vec<Row<'_>> = content
        .lines
        .iter()
        .filter(|line| line.text.len() <= LONGEST && !line.text.trim().is_empty())
        .map(|line| {
            let from_csv = csv_row(line, csv);
            let sheet = from_csv.is_some() || matches!(line.spot, Spot::Cell(_));
            let cells: Vec<Cow<'_, str>> =
                from_csv.unwrap_or_else(|| line.text.trim_matches('\t').split('\t').map(blanks).collect());
            let cells = cells.into_iter().map(written::with_full_years).collect();
            Row { cells, spot: &line.spot, heading: line.heading, sheet, listed: false }
        })
        .collect();
    mark_lists(&mut rows);
    rows
}

/// The cells of a line of a CSV file.
fn csv_row<'a>(line: &Line, csv: Option<&'a Table>) -> Option<Vec<Cow<'a, str>>> {
    let Spot::Line(number) = line.spot else { return None };
    let table = csv?;
    let row = table.rows.get(table.numbers.binary_search(&number).ok()?)?;
    (row.len() > 1).then(|| row.iter().map(words).collect())
}

/// The text with one blank for one, and two where there were more: columns are set apart so.
fn blanks(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') && !text.contains("   ") {
        return Cow::Borrowed(text.trim());
    }
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
    Cow::Owned(kept)
}

/// A cell in words.
pub(super) fn words(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) | Cell::Above(text) if is_tidy(text) => Cow::Borrowed(text),
        Cell::Text(text) | Cell::Above(text) => Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Day(day) => Cow::Owned(day.to_string()),
        Cell::Bool(_) | Cell::Empty | Cell::Coloured => Cow::Borrowed(""),
    }
}

/// Whether a text is of plain signs, with one blank between words and none around them.
fn is_tidy(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    plain && !text.contains("  ") && !text.starts_with(' ') && !text.ends_with(' ')
}

/// Marks the rows of tables that list things: three columns or more, four rows or more (in a sheet
/// two), and a head without dates.
fn mark_lists(rows: &mut [Row<'_>]) {
    static CONTROL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix) ^\W* (?: (?:document|policy) \s (?:title|name|owner|type|number|reference|version) | title | version
            | issue | owner | author | status | (?:date \s)? (?:last \s|next \s)? (?:review|approv|issue|
                adopt)\w* | (?:approved|reviewed|written|prepared)
            \s by | .* : ) \W* $",
        )
        .expect("the pattern is our own")
    });
    let mut start = 0;
    while start < rows.len() {
        let length = rows.iter().skip(start).take_while(|row| row.cells.len() >= 3).count();
        let run = rows.get_mut(start..start + length).unwrap_or_default();
        let labelled = run.iter().filter(|row| row.cells.first().is_some_and(|cell| CONTROL.is_match(cell))).count();
        let dated_head = run.first().is_some_and(|row| !written::find(&row.text()).is_empty());
        let enough = if run.iter().all(|row| row.sheet) { 2 } else { 4 };
        if length >= enough && !dated_head && labelled * 2 < length {
            run.iter_mut().for_each(|row| row.listed = true);
        }
        start += length.max(1);
    }
}
