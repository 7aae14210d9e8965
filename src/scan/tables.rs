//! The tables of one file as words, for what is no evidence: a question sheet that comes back.

use super::content::{Cell, Table};
use super::workers::{Reader, Workers};
use crate::model::WordTable;

/// The tables of a workbook, a text document or a CSV file; by a worker where there are any.
///
/// # Errors
/// Why the file can't be read, in words.
pub fn tables(name: &str, bytes: &[u8], workers: Option<&Workers>) -> Result<Vec<WordTable>, String> {
    let content = Reader::new(workers).read(name, bytes, None).map_err(|error| error.to_string())?;
    Ok(content.tables.into_iter().map(in_words).collect())
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
