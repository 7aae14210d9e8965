//! The tables of one file as words, for what is no evidence: a question sheet that comes back.

use super::content::{Cell, Table};
use super::readers;
use super::workers::{Reader, Workers};
use crate::model::{CellKind, WordTable, Workbook, WorkbookCell, WorkbookRow, WorkbookSheet};

/// The tables of a workbook, a text document or a CSV file; by a worker where there are any.
///
/// # Errors
/// Why the file can't be read, in words.
pub fn tables(name: &str, bytes: &[u8], workers: Option<&Workers>) -> Result<Vec<WordTable>, String> {
    let content = Reader::new(workers).read(name, bytes, None).map_err(|error| error.to_string())?;
    Ok(content.tables.into_iter().map(in_words).collect())
}

/// A workbook (XLSX) with what is hidden, joined or struck through; or the tables of a text file such as CSV.
///
/// # Errors
/// Why the file can't be read, in words.
pub fn workbook(name: &str, bytes: &[u8]) -> Result<Workbook, String> {
    if let Some(book) = readers::read_book(bytes) {
        return book.map_err(|error| error.to_string());
    }
    let content = Reader::new(None).read(name, bytes, None).map_err(|error| error.to_string())?;
    if readers::is_foreign(bytes) {
        return Err(format!("it is not an Excel workbook of today's kind (.xlsx), but this: {}", content.format));
    }
    Ok(Workbook { sheets: content.tables.into_iter().map(as_sheet).collect(), macros: false })
}

fn as_sheet(table: Table) -> WorkbookSheet {
    let cell = |cell: &Cell| {
        let kind = match cell {
            Cell::Number(_) => CellKind::Number,
            Cell::Day(_) => CellKind::Day,
            Cell::Empty | Cell::Coloured | Cell::Above(_) | Cell::Text(_) | Cell::Bool(_) => CellKind::Words,
        };
        WorkbookCell { text: words(cell), kind, struck: false }
    };
    let row = |row: &Vec<Cell>| {
        let cells = row.iter().map(cell).enumerate().filter(|(_, cell)| !cell.text.is_empty());
        WorkbookRow { hidden: false, cells: cells.collect() }
    };
    let rows = table.numbers.iter().copied().zip(table.rows.iter().map(row)).collect();
    WorkbookSheet { name: table.name, rows, ..WorkbookSheet::default() }
}

fn in_words(table: Table) -> WordTable {
    let rows = table.rows.iter().map(|row| row.iter().map(words).collect());
    WordTable { name: table.name, rows: table.numbers.iter().copied().zip(rows).collect() }
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Coloured | Cell::Above(_) => String::new(),
        Cell::Text(words) => words.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Bool(true) => "yes".into(),
        Cell::Bool(false) => "no".into(),
        Cell::Day(day) => day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_every_kind_come_as_words_with_the_numbers_of_their_rows() {
        let bytes = include_bytes!("../../tests/evidence/xlsx/training.xlsx");
        let tables = tables("training.xlsx", bytes, None).unwrap();
        let staff = tables.first().unwrap();
        assert_eq!(staff.name.as_deref(), Some("Staff"));
        let (number, row) = staff.rows.get(2).unwrap();
        assert_eq!((*number, row.join("/")), (5, "José Example/Carer/2026-03-04/yes/0.95".to_owned()));
    }

    #[test]
    fn what_can_t_be_read_is_said_in_words() {
        assert!(tables("a.bin", b"\x01\x02\x00\xff", None).unwrap_err().starts_with("a file of an unknown kind"));
    }
}
