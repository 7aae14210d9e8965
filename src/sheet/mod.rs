//! Question sheets: items go out to the people who know, as a workbook, a Word document or Markdown, and come back filled
//! in; what comes back is held against the answers as they are now.

mod columns;
mod docx;
mod email;
mod fill;
mod form;
mod markdown;
mod merge;
mod questions;
mod role;
mod stamps;
mod text;
mod xlsx;

pub use email::email;
pub use fill::{FillError, Filled, Given, Misread, Patch, fill, given, place, stamp};
pub use form::TickForm;
pub use merge::{Change, Kind, Merged, in_words, merge_answers, merge_patches};
pub use questions::{Export, Question, Request, Sheet, sheet};
pub use role::{ROLES, Role, plain};
pub use stamps::{Leaves, Stamp, Then};

use crate::model::WordTable;

/// What a sheet can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An Excel workbook.
    Xlsx,
    /// A Word document.
    Docx,
    /// Markdown.
    Markdown,
}

/// Every format.
pub const FORMATS: [Format; 3] = [Format::Xlsx, Format::Docx, Format::Markdown];

impl Format {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Markdown => "markdown",
        }
    }

    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Markdown => "md",
        }
    }
}

/// Why a sheet could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// The workbook could not be put together.
    #[error("the workbook could not be put together: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The Word document could not be put together.
    #[error("the Word document could not be put together: {0}")]
    Docx(#[from] zip::result::ZipError),
}

/// Writes a sheet; the same sheet gives the same bytes.
///
/// # Errors
/// When the file can't be put together, which no text in it can bring about.
pub fn draw(sheet: &Sheet, format: Format) -> Result<Vec<u8>, DrawError> {
    Ok(match format {
        Format::Xlsx => xlsx::draw(sheet)?,
        Format::Docx => docx::draw(sheet)?,
        Format::Markdown => markdown::draw(sheet).into_bytes(),
    })
}

/// A form to print as a Word document.
///
/// # Errors
/// When the file can't be put together, which no text in it can bring about.
pub fn form_docx(form: &TickForm<'_>) -> Result<Vec<u8>, DrawError> {
    Ok(form::docx(form)?)
}

/// A form to print as Markdown.
pub fn form_markdown(form: &TickForm<'_>) -> String {
    form::text(form)
}

/// A table for a spreadsheet, to tally filled forms in.
pub fn form_tally(form: &TickForm<'_>) -> String {
    form::tally(form)
}

/// The tables of a sheet that was written as Markdown.
pub fn markdown_tables(text: &str) -> Vec<WordTable> {
    markdown::tables(text)
}

#[cfg(test)]
mod tests;
