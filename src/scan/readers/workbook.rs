//! Workbooks: every sheet as a table, hidden ones too, with the days and numbers that the cells hold.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Data, Reader, SheetType, Sheets, Xls, XlsError, Xlsb, Xlsx};
use jiff::civil::Date;

use super::compound::{self, Look};
use super::marks::{self, Marks};
use super::package::{self, Kind, Package};
use super::xml::{self, Piece, attribute};
use super::{PASSWORD, Unreadable};
use crate::scan::content::{Cell, Content, Line, Properties, Spot, Table};

/// No workbook with more cells is read: half of it would be worse than none.
pub(super) const CELLS: usize = 200_000;
/// Empty cells before others count too, by a more generous measure.
const SLOTS: usize = 2_000_000;

/// All words together take no more than this: one long text may stand in many cells.
pub(super) const BYTES: usize = 64 * 1024 * 1024;

/// What a cell takes of that.
pub(super) fn weight(cell: &Cell) -> usize {
    match cell {
        Cell::Text(words) | Cell::Above(words) => words.len(),
        Cell::Empty | Cell::Coloured | Cell::Number(_) | Cell::Bool(_) | Cell::Day(_) => 0,
    }
}

/// Reads an Excel workbook in a zip container.
pub(super) fn read(bytes: &[u8], mut package: Package, kind: Kind) -> Result<Content, Unreadable> {
    package.measure()?;
    let mut package = Package::open(bytes)?;
    let parts = sheet_parts(&mut package)?;
    let source = Cursor::new(bytes);
    let book = match kind {
        Kind::BinaryWorkbook => Sheets::Xlsb(Xlsb::new(source).map_err(|_| package::damaged())?),
        _ => Sheets::Xlsx(Xlsx::new(source).map_err(|_| package::damaged())?),
    };
    let marks = if kind == Kind::Workbook { marks::of_sheets(&mut package) } else { BTreeMap::new() };
    content("Excel workbook", package.core_properties(), book, &marks, parts)
}

/// How many parts hold sheets; an error where two sheets have the same one, since a large one for each of thousands would
/// be read without end.
fn sheet_parts(package: &mut Package) -> Result<usize, Unreadable> {
    let mut known = BTreeSet::new();
    let mut sound = true;
    for part in ["_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/_rels/workbook.bin.rels"] {
        let Some(xml) = package.part(part)? else { continue };
        let read = xml::pieces(&xml, &mut |piece| {
            let Piece::Open("Relationship", tag) = piece else { return };
            let (kind, target) = (attribute(tag, "Type"), attribute(tag, "Target").unwrap_or_default());
            let kind = kind.as_deref().and_then(|kind| kind.rsplit('/').next()).unwrap_or_default();
            // Calamine takes these ways of writing a path for the same.
            let target = target.trim_start_matches('/').to_lowercase();
            sound &= match kind {
                "officeDocument" => matches!(target.as_str(), "xl/workbook.xml" | "xl/workbook.bin"),
                "worksheet" => known.insert(target.trim_start_matches("xl/").to_owned()),
                _ => true,
            };
        });
        sound &= read.is_ok();
    }
    if sound { Ok(known.len()) } else { Err(package::damaged()) }
}

/// Reads a workbook of Excel 97 to 2003.
pub(super) fn read_old(bytes: &[u8]) -> Result<Content, Unreadable> {
    match compound::look(bytes) {
        Look::Sound => {}
        Look::Locked => return Err(Unreadable::because(PASSWORD)),
        Look::Damaged => return Err(package::damaged()),
    }
    let book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Unreadable::because(PASSWORD),
        _ => package::damaged(),
    })?;
    content("old Excel workbook", Properties::default(), Sheets::Xls(book), &BTreeMap::new(), usize::MAX)
}

fn content(
    format: &str,
    properties: Properties,
    mut book: Sheets<Cursor<&[u8]>>,
    marks: &BTreeMap<String, Marks>,
    parts: usize,
) -> Result<Content, Unreadable> {
    let mut content = Content { format: format.to_owned(), properties, ..Content::default() };
    let sheets: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    if sheets.len() > parts {
        return Err(package::damaged());
    }
    let (mut cells, mut bytes) = (CELLS, BYTES);
    for name in sheets {
        let mut found = found(&mut book, &name, &mut cells, &mut bytes)?;
        if let Some(marks) = marks.get(&name) {
            let before = found.len();
            marks.add_to(&mut found);
            cells = cells.saturating_sub(found.len().saturating_sub(before));
        }
        add(&mut content, name, found)?;
    }
    Ok(content)
}

/// Adds a sheet; an empty one is none.
pub(super) fn add(content: &mut Content, name: String, found: Vec<Found>) -> Result<(), Unreadable> {
    let table = table(name, found)?;
    if !table.rows.is_empty() {
        content.lines.extend(lines(&table));
        content.tables.push(table);
    }
    Ok(())
}

/// A cell that is not empty, with its row and column from 0.
pub(super) type Found = (usize, usize, Cell);

/// The cells of a sheet in reading order.
fn found(
    book: &mut Sheets<Cursor<&[u8]>>,
    name: &str,
    cells: &mut usize,
    bytes: &mut usize,
) -> Result<Vec<Found>, Unreadable> {
    let mut found: Vec<Found> = Vec::new();
    let mut keep = |row: u32, column: u32, data: Data| {
        let cell = cell(data);
        if cell != Cell::Empty {
            *cells = cells.checked_sub(1).ok_or_else(too_large)?;
            *bytes = bytes.checked_sub(weight(&cell)).ok_or_else(too_large)?;
            found.push((place(row), place(column), cell));
        }
        Ok(())
    };
    if let Sheets::Xlsx(book) = book {
        // Cell by cell: a range would hold every empty cell between two far corners.
        let mut reader = book.worksheet_cells_reader(name).map_err(|_| package::damaged())?;
        while let Some(cell) = reader.next_cell().map_err(|_| package::damaged())? {
            let (row, column) = cell.get_position();
            keep(row, column, cell.get_value().clone().into())?;
        }
    } else {
        let range = book.worksheet_range(name).map_err(|_| package::damaged())?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            let down = |by: usize| u32::try_from(by).unwrap_or(u32::MAX);
            keep(top.saturating_add(down(row)), left.saturating_add(down(column)), data.clone())?;
        }
    }
    found.sort_by_key(|(row, column, _)| (*row, *column));
    Ok(found)
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The words for a workbook past the limit.
pub(super) fn too_large() -> Unreadable {
    Unreadable::because("more than 200,000 cells: save the sheet that matters as a file of its own")
}

/// Rows from column A on, without the empty ones.
fn table(name: String, found: Vec<Found>) -> Result<Table, Unreadable> {
    let mut table = Table { name: Some(name), rows: Vec::new(), numbers: Vec::new() };
    let mut slots = 0;
    for (row, column, cell) in found {
        if row > SLOTS || column > SLOTS {
            return Err(too_large());
        }
        if table.numbers.last() != Some(&(row + 1)) {
            table.numbers.push(row + 1);
            table.rows.push(Vec::new());
        }
        let Some(cells) = table.rows.last_mut() else { continue };
        slots += (column + 1).saturating_sub(cells.len());
        if slots > SLOTS {
            return Err(too_large());
        }
        cells.resize(column.max(cells.len()), Cell::Empty);
        cells.push(cell);
    }
    Ok(table)
}

fn cell(data: Data) -> Cell {
    match data {
        #[expect(clippy::cast_precision_loss, reason = "a workbook holds no number that a float does not")]
        Data::Int(number) => Cell::Number(number as f64),
        Data::Float(number) => Cell::Number(number),
        Data::String(words) | Data::DurationIso(words) => super::delimited::cell(words.trim().to_owned()),
        Data::Bool(value) => Cell::Bool(value),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let day = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
            let day = day.and_then(|((year, month), day)| Date::new(year, month, day).ok());
            // Less than a day is a time of day.
            let is_day = moment.is_datetime() && moment.as_f64() >= 1.0;
            day.filter(|_| is_day).map_or(Cell::Number(moment.as_f64()), Cell::Day)
        }
        Data::DateTimeIso(words) => {
            words.get(..10).and_then(|day| day.parse().ok()).map_or_else(|| Cell::Text(words.clone()), Cell::Day)
        }
        Data::Error(_) | Data::Empty => Cell::Empty,
    }
}

fn lines(table: &Table) -> Vec<Line> {
    let sheet = table.name.as_deref().unwrap_or_default();
    let line = |(row, number): (&Vec<Cell>, &usize)| {
        let text: Vec<String> = row.iter().map(words).collect();
        Line { text: text.join("\t").into(), spot: Spot::Cell(format!("{sheet}!A{number}")), heading: false }
    };
    table.rows.iter().zip(&table.numbers).map(line).collect()
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Coloured => String::new(),
        Cell::Text(words) | Cell::Above(words) => words.replace(['\n', '\r'], " "),
        Cell::Number(number) => number.to_string(),
        Cell::Bool(value) => value.to_string(),
        Cell::Day(day) => day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Unreadable, read};
    use super::*;
    use jiff::civil::date;

    fn text(words: &str) -> Cell {
        Cell::Text(words.into())
    }

    #[test]
    fn every_sheet_is_a_table_with_the_values_that_its_cells_hold() {
        let content = read("training.xlsx", include_bytes!("../../../tests/evidence/xlsx/training.xlsx")).unwrap();
        assert_eq!(content.format, "Excel workbook");
        assert_eq!(content.properties.title.as_deref(), Some("Training register"));
        assert_eq!(content.properties.created, Some(date(2025, 1, 2)));
        let names: Vec<_> = content.tables.iter().filter_map(|table| table.name.as_deref()).collect();
        assert_eq!(names, ["Staff", "Old"], "hidden sheets are read and empty ones are none");
        let staff = content.tables.first().unwrap();
        assert_eq!(staff.numbers, [2, 4, 5, 6]);
        assert_eq!(staff.rows.first().unwrap(), &[Cell::Empty, text("Training register")]);
        let expected =
            [text("José Example"), text("Carer"), Cell::Day(date(2026, 3, 4)), Cell::Bool(true), Cell::Number(0.95)];
        assert_eq!(staff.rows.get(2).unwrap(), &expected);
        assert_eq!(staff.rows.get(3).unwrap().get(2), Some(&Cell::Day(date(2025, 11, 2))), "a moment is its day");
        let line = content.lines.get(2).unwrap();
        assert_eq!(line.spot, Spot::Cell("Staff!A5".into()));
        assert_eq!(line.text, "José Example\tCarer\t2026-03-04\ttrue\t0.95");
    }

    #[track_caller]
    fn check(name: &str, bytes: &[u8], expected: &[&[Cell]]) {
        let content = read(name, bytes).unwrap();
        assert_eq!(content.tables.first().unwrap().rows, expected);
    }

    #[test]
    fn other_workbooks_give_days_too() {
        check(
            "mac.xlsx",
            include_bytes!("../../../tests/evidence/xlsx/mac-1904.xlsx"),
            &[&[Cell::Day(date(2026, 3, 4))]],
        );
        check(
            "assets.xls",
            include_bytes!("../../../tests/evidence/xls/assets.xls"),
            &[&[text("Device"), text("Bought")], &[text("LAPTOP-07"), Cell::Day(date(2026, 3, 4))]],
        );
    }

    #[test]
    fn a_cell_in_the_far_corner_costs_no_memory() {
        let content = read("far.xlsx", include_bytes!("../../../tests/evidence/xlsx/far-corner.xlsx")).unwrap();
        let table = content.tables.first().unwrap();
        assert_eq!(table.numbers, [1, 1_048_576]);
        assert_eq!(table.rows.last().unwrap().last(), Some(&text("far")));
    }

    #[test]
    fn a_workbook_past_the_limit_is_refused_whole() {
        let wide = (0..200).map(|row| (row, 16_383, text("x"))).collect();
        assert_eq!(table("Sheet1".into(), wide), Err(too_large()));
    }

    #[test]
    fn a_password_is_said() {
        let bytes = include_bytes!("../../../tests/evidence/xlsx/password.xlsx");
        assert_eq!(read("a.xlsx", bytes), Err(Unreadable::because(PASSWORD)));
    }
}
