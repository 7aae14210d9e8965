//! The lines of a file as rows of cells, and which of them are only the rows of some list.

use std::{borrow::Cow, cell::OnceCell, sync::LazyLock};

use regex::Regex;

use super::{labels, marks, unfinished, written};
use crate::scan::{
    clues::Marks,
    content::{Cell, Content, Line, Spot, Table},
    needed::hides_words,
};

/// A line that is not empty.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    line: &'a Line,
    /// Its cells in the table of a CSV file.
    csv: Option<&'a [Cell]>,
    /// How many cells it has.
    pub columns: usize,
    /// Whether it is a row of a list, whose dates are those of its entries and not the file's.
    pub listed: bool,
    /// What the words in it let it be.
    marks: Marks,
    cells: OnceCell<Cells<'a>>,
}

/// The cells of a row; most have but one.
#[derive(Clone, Debug)]
enum Cells<'a> {
    One(Cow<'a, str>),
    Many(Vec<Cow<'a, str>>),
}

impl<'a> Row<'a> {
    fn new(line: &'a Line, csv: Option<&'a Table>, marks: Marks) -> Self {
        let csv = csv_row(line, csv);
        let columns = csv.map_or_else(|| columns(&line.text), <[Cell]>::len);
        // What stands in quotes may go on in the next lines.
        let open = csv.is_some() && line.text.contains('"');
        let marks = if open || hides_words(&line.text) { marks::ALL } else { marks };
        Self { line, csv, columns, listed: false, marks, cells: OnceCell::new() }
    }

    /// Its cells; one for a line of text.
    pub(super) fn cells(&self) -> &[Cow<'a, str>] {
        let cells = || match self.csv {
            Some(row) => Cells::Many(row.iter().map(|cell| self.with_full_years(words(cell))).collect()),
            None if self.columns == 1 => Cells::One(self.with_full_years(blanks(self.line.text.trim_matches('\t')))),
            None => {
                let parts = self.line.text.trim_matches('\t').split('\t');
                Cells::Many(parts.map(|part| self.with_full_years(blanks(part))).collect())
            }
        };
        match self.cells.get_or_init(cells) {
            Cells::One(cell) => std::slice::from_ref(cell),
            Cells::Many(cells) => cells,
        }
    }

    /// Its first cell.
    fn first(&self) -> Option<Cow<'a, str>> {
        match self.csv {
            Some(row) => row.first().map(|cell| self.with_full_years(words(cell))),
            None => self.cells().first().cloned(),
        }
    }

    fn with_full_years(&self, text: Cow<'a, str>) -> Cow<'a, str> {
        let figure = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit() || !byte.is_ascii());
        let may = self.says(marks::MONTH | marks::REVIEW) && figure(&text);
        if may { written::with_full_years(text) } else { text }
    }

    /// The cells with tabs between them.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self.cells() {
            [only] => Cow::Borrowed(only),
            cells => Cow::Owned(cells.join("\t")),
        }
    }

    /// Whether one of the words stands there that such marks are made for; or may stand there.
    pub(super) fn says(&self, marks: Marks) -> bool {
        self.marks & marks != 0
    }

    /// Whether words stand there that may say what a date is.
    pub(super) fn may_label(&self) -> bool {
        self.cells().iter().any(|cell| labels::may_label(cell))
    }

    /// Whether a blank of a template may stand there.
    pub(super) fn may_be_blank(&self) -> bool {
        self.says(marks::BLANK) || opens_blank(&self.line.text)
    }

    /// Whether it is a heading.
    pub(super) fn heading(&self) -> bool {
        self.line.heading
    }

    /// Whether it comes from a sheet or a CSV file.
    fn sheet(&self) -> bool {
        self.csv.is_some() || matches!(self.line.spot, Spot::Cell(_))
    }

    /// Where it stands, in words.
    pub(super) fn place(&self) -> String {
        self.line.spot.to_string()
    }
}

/// How many cells a line of text has.
fn columns(text: &str) -> usize {
    if !text.as_bytes().contains(&b'\t') {
        return 1;
    }
    text.trim_matches('\t').bytes().filter(|byte| *byte == b'\t').count() + 1
}

/// Whether a bracket opens before a letter or dots.
fn opens_blank(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes.contains(&b'[') && !bytes.contains(&b'<') && text.is_ascii() {
        return false;
    }
    let opens = |at: usize| {
        let mut after = bytes.get(at + 1..).unwrap_or_default().iter().skip_while(|byte| byte.is_ascii_whitespace());
        after.next().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'.' || *byte == b'\x0b')
    };
    bytes.iter().enumerate().any(|(at, byte)| matches!(byte, b'[' | b'<') && opens(at))
        || !text.is_ascii() && (text.contains(unfinished::OTHER_SIGNS) || text.contains(['[', '<']))
}

/// A longer line is data, which says nothing of the document.
const LONGEST: usize = 20_000;

/// The lines of a file that are not empty.
pub(super) fn rows(content: &Content) -> Vec<Row<'_>> {
    let csv = content.tables.iter().find(|table| table.name.is_none() && content.tables.len() == 1);
    let marks = marks::of(&content.lines);
    let lines = content.lines.iter().zip(marks);
    let told = lines.filter(|(line, _)| line.text.len() <= LONGEST && !line.text.trim().is_empty());
    let mut rows: Vec<Row<'_>> = told.map(|(line, marks)| Row::new(line, csv, marks)).collect();
    mark_lists(&mut rows);
    rows
}

/// The cells of a line of a CSV file.
fn csv_row<'a>(line: &Line, csv: Option<&'a Table>) -> Option<&'a [Cell]> {
    let Spot::Line(number) = line.spot else { return None };
    let table = csv?;
    let row = table.rows.get(table.numbers.binary_search(&number).ok()?)?;
    (row.len() > 1).then_some(row.as_slice())
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
        let length = rows.iter().skip(start).take_while(|row| row.columns >= 3).count();
        let run = rows.get_mut(start..start + length).unwrap_or_default();
        let labelled = || run.iter().filter(|row| row.first().is_some_and(|cell| CONTROL.is_match(&cell))).count();
        let dated_head = || run.first().is_some_and(|row| !written::find(&row.text()).is_empty());
        let enough = || if run.iter().all(Row::sheet) { 2 } else { 4 };
        if length > 1 && length >= enough() && !dated_head() && labelled() * 2 < length {
            run.iter_mut().for_each(|row| row.listed = true);
        }
        start += length.max(1);
    }
}
