//! A workbook as it lies there: its words, and what is hidden, joined, struck through or only looks like a number.

use std::collections::{BTreeMap, BTreeSet};

/// A workbook, or any other file of tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workbook {
    /// Its sheets in their order.
    pub sheets: Vec<WorkbookSheet>,
    /// Whether it holds macros; nobody runs them.
    pub macros: bool,
}

/// A sheet of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkbookSheet {
    /// Its name; a file of one table has none.
    pub name: Option<String>,
    /// Whether Excel does not show it.
    pub hidden: bool,
    /// Its rows by their numbers from 1, those without a cell left out.
    pub rows: BTreeMap<usize, WorkbookRow>,
    /// Columns from 0 that are not shown.
    pub hidden_columns: BTreeSet<usize>,
    /// Cells that are joined to one, whose words stand in the first of them.
    pub joined: Vec<Area>,
}

/// A row of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkbookRow {
    /// Whether it is not shown: hidden by hand or by a filter.
    pub hidden: bool,
    /// Its cells by their columns from 0, the empty ones left out.
    pub cells: BTreeMap<usize, WorkbookCell>,
}

/// A cell that is not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkbookCell {
    /// What it says, without what is struck through; a number as it is shown where that is known, else as short as can be.
    pub text: String,
    /// What kind of value it holds.
    pub kind: CellKind,
    /// Whether some of its words are struck through and were left out.
    pub struck: bool,
}

/// What kind of value a cell holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// Words.
    #[default]
    Words,
    /// A number that is shown with as many figures as its text has.
    Shown,
    /// A number whose last zeros are not known: 4.1 may stand for 4.10.
    Number,
    /// A day or a time.
    Day,
    /// A formula whose result was not saved.
    Formula,
    /// An error such as `#REF!`.
    Error,
}

/// Joined cells, from the first to the last of both, rows from 1 and columns from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The first row.
    pub top: usize,
    /// The last row.
    pub bottom: usize,
    /// The first column.
    pub left: usize,
    /// The last column.
    pub right: usize,
}

impl WorkbookSheet {
    /// The cell at a place; a joined one is the same in all of its places.
    pub fn at(&self, row: usize, column: usize) -> Option<&WorkbookCell> {
        let own = |row: usize, column: usize| self.rows.get(&row)?.cells.get(&column);
        own(row, column).or_else(|| {
            let area = self.joined.iter().find(|area| area.holds(row, column))?;
            own(area.top, area.left)
        })
    }

    /// Its name for people.
    pub fn called(&self) -> String {
        self.name.as_deref().map_or_else(|| "the table".to_owned(), |name| format!("the sheet “{name}”"))
    }
}

impl Area {
    /// Whether a place lies in it.
    pub fn holds(&self, row: usize, column: usize) -> bool {
        (self.top..=self.bottom).contains(&row) && (self.left..=self.right).contains(&column)
    }
}

/// The letters of a column from 0: `A`, `Z`, `AA`.
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
