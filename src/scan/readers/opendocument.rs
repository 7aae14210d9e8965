//! OpenDocument texts and spreadsheets, as LibreOffice writes them.

use jiff::civil::Date;
use quick_xml::events::BytesStart;

use super::grid::Grid;
use super::package::{self, Package};
use super::workbook;
use super::xml::{self, Piece, attribute};
use super::{PASSWORD, Unreadable};
use crate::scan::content::{Cell, Content, Line, Spot, Table};

const FAILED: [&str; 7] = ["#N/A", "#NUM!", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!"];

/// Reads an OpenDocument text.
pub(super) fn read_text(mut package: Package) -> Result<Content, Unreadable> {
    let mut reading = Text::default();
    for (part, must) in [("content.xml", true), ("styles.xml", false)] {
        match self::part(&mut package, part)? {
            // Headers and footers are kept with the styles.
            Some(xml) => xml::pieces(&xml, &mut |piece| reading.take(piece)).map_err(|_| package::damaged())?,
            None if must => return Err(package::damaged()),
            None => {}
        }
        reading.end();
    }
    Ok(Content {
        format: "OpenDocument text".into(),
        lines: reading.lines,
        tables: reading.tables,
        properties: package.properties("meta.xml"),
        tree: None,
    })
}

/// Reads an OpenDocument spreadsheet.
pub(super) fn read_sheets(mut package: Package) -> Result<Content, Unreadable> {
    let xml = part(&mut package, "content.xml")?.ok_or_else(package::damaged)?;
    let mut sheets = Sheets::default();
    xml::pieces(&xml, &mut |piece| sheets.take(piece)).map_err(|_| package::damaged())?;
    if sheets.count > workbook::CELLS {
        return Err(workbook::too_large());
    }
    let mut content = Content {
        format: "OpenDocument spreadsheet".into(),
        properties: package.properties("meta.xml"),
        ..Content::default()
    };
    for (name, found) in sheets.done {
        workbook::add(&mut content, name, found)?;
    }
    Ok(content)
}

/// A part; a document with a password has parts that are not text.
fn part(package: &mut Package, name: &str) -> Result<Option<String>, Unreadable> {
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Unreadable::because(PASSWORD));
    }
    package.part(name)
}

#[derive(Default)]
struct Text {
    lines: Vec<Line>,
    tables: Vec<Table>,
    open: Vec<(String, bool)>,
    grids: Vec<Grid>,
    paragraphs: usize,
    table_count: usize,
    hidden: usize,
}

impl Text {
    fn take(&mut self, piece: Piece) {
        match piece {
            // Deleted text is kept apart in the file; notes in the margin are not the document's own words.
            Piece::Open("tracked-changes" | "annotation", _) => self.hidden += 1,
            Piece::Close("tracked-changes" | "annotation") => self.hidden = self.hidden.saturating_sub(1),
            _ if self.hidden > 0 => {}
            Piece::Open(name, tag) => self.enter(name, tag),
            Piece::Words(words) => self.say(words),
            Piece::Close(name) => self.leave(name),
        }
    }

    fn enter(&mut self, name: &str, tag: &BytesStart) {
        match name {
            "h" => self.open.push((String::new(), true)),
            "p" => {
                let style = attribute(tag, "style-name").unwrap_or_default();
                self.open.push((String::new(), style == "Title"));
            }
            "s" | "tab" => self.say(" "),
            "line-break" => self.say("\n"),
            "table" => {
                self.table_count += 1;
                self.grids.push(Grid::new(format!("table {}", self.table_count)));
            }
            "table-row" => self.grids.last_mut().into_iter().for_each(Grid::row),
            "table-cell" | "covered-table-cell" => self.grids.last_mut().into_iter().for_each(Grid::cell),
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) {
        match name {
            "h" | "p" => {
                let Some((text, heading)) = self.open.pop() else { return };
                self.emit(&text, heading);
            }
            "table-row" => {
                if let Some(grid) = self.grids.last_mut() {
                    self.lines.extend(grid.end_row());
                }
            }
            "table" => self.tables.extend(self.grids.pop().and_then(Grid::table)),
            _ => {}
        }
    }

    fn end(&mut self) {
        self.open.clear();
        self.grids.clear();
        self.hidden = 0;
    }

    fn say(&mut self, words: &str) {
        if let Some((text, _)) = self.open.last_mut() {
            text.push_str(words);
        }
    }

    fn emit(&mut self, text: &str, heading: bool) {
        if text.trim().is_empty() {
            return;
        }
        self.paragraphs += 1;
        let spot = Spot::Paragraph(self.paragraphs);
        for text in text.split('\n').map(str::trim).filter(|text| !text.is_empty()) {
            let line = Line { text: text.into(), spot: spot.clone(), heading };
            match self.grids.last_mut() {
                Some(grid) => grid.say(line),
                None => self.lines.push(line),
            }
        }
    }
}

#[derive(Default)]
struct Sheets {
    done: Vec<(String, Vec<workbook::Found>)>,
    row: usize,
    column: usize,
    row_repeats: usize,
    begins: usize,
    cell: Option<OpenCell>,
    count: usize,
    /// What the words of all cells take, those of repeated ones each time.
    bytes: usize,
}

struct OpenCell {
    value: Option<Cell>,
    words: String,
    repeats: usize,
}

impl Sheets {
    fn take(&mut self, piece: Piece) {
        match piece {
            Piece::Open(name, tag) => self.enter(name, tag),
            Piece::Words(words) => {
                if let Some(cell) = &mut self.cell {
                    cell.words.push_str(words);
                }
            }
            Piece::Close(name) => self.leave(name),
        }
    }

    fn enter(&mut self, name: &str, tag: &BytesStart) {
        let number = |name: &str| attribute(tag, name).and_then(|n| n.parse::<usize>().ok()).unwrap_or(1).max(1);
        match name {
            "table" => {
                let name = attribute(tag, "name").unwrap_or_default();
                self.done.push((name, Vec::new()));
                self.row = 0;
            }
            "table-row" => {
                self.column = 0;
                self.row_repeats = number("number-rows-repeated");
                self.begins = self.done.last().map_or(0, |(_, found)| found.len());
            }
            "table-cell" | "covered-table-cell" => {
                let repeats = number("number-columns-repeated");
                self.cell = Some(OpenCell { value: value(tag), words: String::new(), repeats });
            }
            "p" => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.words.is_empty()) {
                    cell.words.push('\n');
                }
            }
            "s" | "tab" => {
                if let Some(cell) = &mut self.cell {
                    cell.words.push(' ');
                }
            }
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) {
        match name {
            "table-cell" | "covered-table-cell" => {
                let Some(cell) = self.cell.take() else { return };
                let words = cell.words.trim();
                // What a failed formula shows is no value.
                let words = if words.starts_with("Err:") || FAILED.contains(&words) { "" } else { words };
                let value = cell.value.unwrap_or_else(|| super::delimited::cell(words.to_owned()));
                if value != Cell::Empty {
                    for right in 0..cell.repeats {
                        self.keep(self.row, self.column.saturating_add(right), value.clone());
                        if self.count > workbook::CELLS {
                            break;
                        }
                    }
                }
                self.column = self.column.saturating_add(cell.repeats);
            }
            "table-row" => {
                let found = self.done.last().and_then(|(_, found)| found.get(self.begins..));
                let found: Vec<workbook::Found> = found.unwrap_or_default().to_vec();
                // A row without words is only counted, however often it repeats.
                let copies = if found.is_empty() { 1 } else { self.row_repeats };
                for down in 1..copies {
                    for (row, column, value) in &found {
                        self.keep(row.saturating_add(down), *column, value.clone());
                    }
                    if self.count > workbook::CELLS {
                        break;
                    }
                }
                self.row = self.row.saturating_add(self.row_repeats);
            }
            _ => {}
        }
    }

    /// Keeps a cell; past the limit they are only counted, since the file is refused then.
    fn keep(&mut self, row: usize, column: usize, value: Cell) {
        self.count = self.count.saturating_add(1);
        self.bytes = self.bytes.saturating_add(workbook::weight(&value));
        if self.bytes > workbook::BYTES {
            self.count = workbook::CELLS + 1;
        }
        if self.count <= workbook::CELLS
            && let Some((_, found)) = self.done.last_mut()
        {
            found.push((row, column, value));
        }
    }
}

/// The value that a cell states apart from its words.
fn value(tag: &BytesStart) -> Option<Cell> {
    let number = || attribute(tag, "value")?.parse().ok().map(Cell::Number);
    match attribute(tag, "value-type")?.as_str() {
        "float" | "percentage" | "currency" => number(),
        "boolean" => attribute(tag, "boolean-value").map(|value| Cell::Bool(value == "true")),
        "date" => attribute(tag, "date-value")?.get(..10)?.parse::<Date>().ok().map(Cell::Day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::read;
    use super::*;

    fn text(words: &str) -> Cell {
        Cell::Text(words.into())
    }

    #[test]
    fn a_text_is_read_with_headings_tables_and_title() {
        let content = read("visitors.odt", include_bytes!("../../../tests/evidence/odt/visitors.odt")).unwrap();
        let lines: Vec<_> = content.lines.iter().map(|line| (line.text.as_str(), line.heading)).collect();
        let expected =
            [("Visitors", true), ("José signs every visitor in.", false), ("Next review\t4 March 2027", false)];
        assert_eq!(lines, expected);
        assert_eq!(content.tables.len(), 1);
        assert_eq!(content.properties.title.as_deref(), Some("Visitors"));
    }

    #[test]
    fn a_spreadsheet_keeps_values_and_the_rows_that_repeat() {
        let content = read("assets.ods", include_bytes!("../../../tests/evidence/ods/assets.ods")).unwrap();
        let table = content.tables.first().unwrap();
        assert_eq!(table.name.as_deref(), Some("Assets"));
        assert_eq!(table.numbers, [1, 5, 6]);
        let laptop = [text("LAPTOP-07"), text("x"), text("x"), Cell::Day(date(2026, 3, 4)), Cell::Number(499.5)];
        assert_eq!(table.rows.get(1).unwrap(), &laptop);
        assert_eq!(table.rows.get(2).unwrap(), &laptop);
        assert_eq!(table.rows.first().unwrap().get(3), Some(&text("Bought")));
    }

    #[test]
    fn a_failed_formula_is_an_empty_cell() {
        let xml = "<table name='x'><table-row><table-cell><p>#N/A</p></table-cell>\
                   <table-cell><p>Err:502</p></table-cell>\
                   <table-cell><p>#1</p></table-cell></table-row></table>";
        let mut sheets = Sheets::default();
        xml::pieces(xml, &mut |piece| sheets.take(piece)).unwrap();
        assert_eq!(sheets.done, [("x".to_owned(), vec![(0, 2, text("#1"))])]);
    }

    #[test]
    fn repeats_without_end_are_counted_and_not_made() {
        let xml = "<table name='x'><table-row number-rows-repeated='999999999999'>\
                   <table-cell number-columns-repeated='99999'><p>x</p></table-cell></table-row></table>";
        let mut sheets = Sheets::default();
        xml::pieces(xml, &mut |piece| sheets.take(piece)).unwrap();
        assert!(sheets.count > workbook::CELLS);
        assert!(sheets.done.iter().all(|(_, found)| found.len() <= workbook::CELLS));
    }
}
