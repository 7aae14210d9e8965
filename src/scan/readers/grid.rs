//! A table of a document while it is read: its rows, and the lines that they make.

use super::delimited;
use crate::scan::content::{Cell, Line, Spot, Table};

/// No cell spans more columns than this, whatever it says.
const SPAN: usize = 64;

/// A table that is still open.
pub(super) struct Grid {
    table: Table,
    cells: Vec<Vec<Line>>,
    spans: usize,
    row: usize,
}

impl Grid {
    /// A table of this name.
    pub(super) fn new(name: String) -> Self {
        let table = Table { name: Some(name), rows: Vec::new(), numbers: Vec::new() };
        Self { table, cells: Vec::new(), spans: 0, row: 0 }
    }

    /// A row begins.
    pub(super) fn row(&mut self) {
        self.row += 1;
        self.cells.clear();
        self.spans = 0;
    }

    /// A cell begins.
    pub(super) fn cell(&mut self) {
        self.close();
        self.cells.push(Vec::new());
    }

    /// The cell spans so many columns: the others stay empty.
    pub(super) fn span(&mut self, columns: usize) {
        self.spans = columns.clamp(1, SPAN) - 1;
    }

    /// The cell says this.
    pub(super) fn say(&mut self, line: Line) {
        match self.cells.last_mut() {
            Some(cell) => cell.push(line),
            None => self.cells.push(vec![line]),
        }
    }

    fn close(&mut self) {
        self.cells.extend((0..self.spans).map(|_| Vec::new()));
        self.spans = 0;
    }

    /// The row ends. It makes one line; where one cell alone has words, as in forms, its paragraphs stay lines.
    pub(super) fn end_row(&mut self) -> Vec<Line> {
        self.close();
        let cells = std::mem::take(&mut self.cells);
        let join = |cell: &Vec<Line>| cell.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
        let texts: Vec<String> = cells.iter().map(join).collect();
        let joined = texts.join("\t");
        if joined.trim().is_empty() {
            return Vec::new();
        }
        self.table.numbers.push(self.row);
        self.table.rows.push(texts.into_iter().map(delimited::cell).collect::<Vec<Cell>>());
        let mut filled = cells.into_iter().filter(|cell| !cell.is_empty());
        if let (Some(only), None) = (filled.next(), filled.next()) {
            return only;
        }
        let name = self.table.name.as_deref().unwrap_or_default();
        let spot = Spot::Cell(format!("{name}, row {}", self.row));
        vec![Line { text: joined.trim_end().into(), spot, heading: false }]
    }

    /// The table, if it has rows.
    pub(super) fn table(self) -> Option<Table> {
        (!self.table.rows.is_empty()).then_some(self.table)
    }
}
