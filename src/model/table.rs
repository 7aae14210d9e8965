//! A table as words: what the readers of the scan hand over where cells matter and not what they prove.

/// A table of a file as words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordTable {
    /// The sheet's name, or `table 3` in a text document; absent for CSV.
    pub name: Option<String>,
    /// Its rows, each with its number from 1; cells from the first column on.
    pub rows: Vec<(usize, Vec<String>)>,
}
