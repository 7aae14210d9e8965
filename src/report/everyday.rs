//! What many people said without a name: a page, and a table.

use jiff::civil::Date;
use serde::Serialize;

use super::{Document, RenderError, html, pages, spreadsheet, template};
use crate::model::{CountedCard, FEWEST, SAFE_FROM};

/// What the page is made from.
#[derive(Clone, Debug, Serialize)]
pub struct Everyday<'a> {
    /// Whose people answered.
    pub organisation: &'a str,
    /// The title of the pack.
    pub title: &'a str,
    /// Its title for narrow places.
    pub short_title: &'a str,
    /// Where its questions come from.
    pub notice: &'a str,
    /// What came of it.
    pub counted: &'a CountedCard,
    /// The items of other packs to which it has something to say, in words.
    pub feeds: &'a [String],
    /// The day that counts as today.
    pub today: Date,
}

/// The page as Markdown.
///
/// # Errors
/// When its template fails; see [`RenderError`].
pub fn everyday_markdown(everyday: &Everyday<'_>) -> Result<String, RenderError> {
    #[derive(Serialize)]
    struct Page<'a> {
        #[serde(flatten)]
        all: &'a Everyday<'a>,
        fewest: u32,
        safe_from: u32,
        program: &'a str,
    }
    let page = Page { all: everyday, fewest: FEWEST, safe_from: SAFE_FROM, program: env!("CARGO_PKG_VERSION") };
    template::render("everyday.md.j2", &page)
}

/// The page as PDF.
///
/// # Errors
/// When its template or the drawing fails; see [`RenderError`].
pub fn everyday_pdf(everyday: &Everyday<'_>) -> Result<Vec<u8>, RenderError> {
    pages(&everyday_document(everyday)?)
}

/// The page for a browser.
///
/// # Errors
/// When its template fails; see [`RenderError`].
pub fn everyday_html(everyday: &Everyday<'_>) -> Result<Vec<u8>, RenderError> {
    Ok(html::draw(&everyday_document(everyday)?))
}

fn everyday_document(everyday: &Everyday<'_>) -> Result<Document, RenderError> {
    let text = everyday_markdown(everyday)?;
    let whose = (everyday.organisation, everyday.short_title, everyday.title);
    Ok(Document::new(&text, whose, everyday.today))
}

/// The figures as CSV for spreadsheets; only the header where nobody answered.
pub fn everyday_csv(everyday: &Everyday<'_>) -> Vec<u8> {
    match &everyday.counted.last {
        Some(card) => spreadsheet::everyday(card),
        None => Vec::new(),
    }
}
