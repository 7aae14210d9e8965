//! Suppliers side by side: a page and a table.

use serde::Serialize;

use super::{Document, RenderError, html, pages, spreadsheet, template};
use crate::model::{ComparedParty, Comparison, Grade, Reference};

/// No more columns can be read on a page.
const MOST: usize = 4;

/// Suppliers side by side, as Markdown.
///
/// # Errors
/// When its template fails; see [`RenderError`].
pub fn comparison_markdown(comparison: &Comparison) -> Result<String, RenderError> {
    template::render("suppliers.md.j2", &Compared::new(comparison))
}

/// Suppliers side by side, as PDF.
///
/// # Errors
/// When its template or the drawing fails; see [`RenderError`].
pub fn comparison_pdf(comparison: &Comparison) -> Result<Vec<u8>, RenderError> {
    pages(&compared_document(comparison)?)
}

/// Suppliers side by side, as a page for a browser.
///
/// # Errors
/// When its template fails; see [`RenderError`].
pub fn comparison_html(comparison: &Comparison) -> Result<Vec<u8>, RenderError> {
    Ok(html::draw(&compared_document(comparison)?))
}

fn compared_document(comparison: &Comparison) -> Result<Document, RenderError> {
    let text = comparison_markdown(comparison)?;
    let whose = (comparison.organisation.as_str(), "Suppliers compared", comparison.title.as_str());
    Ok(Document::new(&text, whose, comparison.today))
}

/// Suppliers side by side, as CSV for spreadsheets.
pub fn comparison_csv(comparison: &Comparison) -> Vec<u8> {
    spreadsheet::comparison(comparison)
}

/// A comparison cut into tables that a page can hold.
#[derive(Serialize)]
struct Compared<'a> {
    #[serde(flatten)]
    all: &'a Comparison,
    tables: Vec<Columns<'a>>,
}

/// A few parties with their grades.
#[derive(Serialize)]
struct Columns<'a> {
    parties: &'a [ComparedParty],
    rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a Reference,
    title: &'a str,
    grades: &'a [Option<Grade>],
}

impl<'a> Compared<'a> {
    fn new(all: &'a Comparison) -> Self {
        let tables = all.parties.chunks(MOST).enumerate().map(|(at, parties)| Columns {
            parties,
            rows: all
                .rows
                .iter()
                .map(|row| Row {
                    id: &row.id,
                    title: &row.title,
                    grades: row.grades.get(at * MOST..at * MOST + parties.len()).unwrap_or_default(),
                })
                .collect(),
        });
        Self { all, tables: tables.collect() }
    }
}
