//! Blocks to a PDF file that people can read with their eyes or their ears (PDF/UA-1, PDF/A-2a).
//!
//! In three steps: blocks to strips (`layout`), strips to pages of plain shapes (`strip`), shapes to a file (`file`).

mod badge;
mod chart;
mod cover;
mod display;
mod face;
mod file;
mod layout;
mod metadata;
mod strip;
mod structure;
mod style;
mod table;
mod wrap;

#[cfg(test)]
mod tests;

use self::display::{Drawing, Marked, Role};
use self::face::Faces;
use self::layout::{Frame, Setter};
use self::strip::{paginate, places};
use self::style::Density;
use super::{blocks::Block, document::Document};

/// A report of more pages than this is not short.
const SHORT: usize = 4;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PdfError {
    /// A face that comes with the program is damaged.
    #[error("a typeface that comes with the program cannot be read")]
    Face,
    /// The file could not be put together.
    #[error("the PDF file cannot be put together: {0}")]
    File(#[from] lopdf::Error),
    /// The file could not be written.
    #[error("the PDF file cannot be written")]
    Write(#[from] std::io::Error),
}

/// Draws a report: the same bytes for the same document.
pub(crate) fn draw(document: &Document) -> Result<Vec<u8>, PdfError> {
    let faces = Faces::read().ok_or(PdfError::Face)?;
    let drawing = compose(document, &faces);
    file::write(document, &drawing, faces)
}

/// A report without a cover has to be short: where it fits on fewer pages when its words stand closer, they do.
fn compose(document: &Document, faces: &Faces) -> Drawing {
    let roomy = set(document, faces, style::ROOMY);
    let covered = matches!(document.blocks.first(), Some(Block::Cover(_)));
    if covered || !(2..=SHORT).contains(&roomy.pages.len()) {
        return roomy;
    }
    let close = set(document, faces, style::CLOSE);
    if close.pages.len() < roomy.pages.len() { close } else { roomy }
}

fn set(document: &Document, faces: &Faces, density: Density) -> Drawing {
    let mut setter = Setter::new(faces, density);
    let (cover, body) = match document.blocks.split_first() {
        Some((Block::Cover(cover), body)) => (setter.cover(cover), body),
        _ => (Vec::new(), document.blocks.as_slice()),
    };
    let frame = Frame { x: style::MARGIN, width: style::WIDTH };
    let covered = !cover.is_empty();
    let mut body = setter.blocks(body, frame, 0, density.letters(style::BODY));
    if let (true, Some(first)) = (covered, body.first_mut()) {
        first.begins_page = true;
    }
    let headings: Vec<(u8, String)> = body.iter().filter_map(|strip| strip.heading.clone()).collect();

    // The contents are as tall whatever their page numbers: put all on pages once to learn those
    let mut drawing = Drawing::default();
    let mut found = Vec::new();
    let known = setter.elements.len();
    for _ in 0..2 {
        setter.elements.truncate(known);
        let contents = if covered { setter.contents(&headings, &found) } else { Vec::new() };
        let mut body = body.clone();
        if let (true, Some(first)) = (cover::is_short(&contents), body.first_mut()) {
            (first.begins_page, first.space) = (false, style::AFTER_CONTENTS);
        }
        let strips = [cover.clone(), contents, body].concat();
        drawing = paginate(setter.elements.clone(), strips, &setter.heads, &setter.grounds);
        let places = places(&drawing);
        found = places.get(places.len().saturating_sub(headings.len())..).unwrap_or_default().to_vec();
    }

    let of = drawing.pages.len();
    for (at, page) in drawing.pages.iter_mut().enumerate() {
        let footer = cover::footer(&setter, &document.footer, at + 1, of);
        page.marks.push(Marked { role: Role::Footer, shapes: footer });
        if at > 0 {
            page.marks.push(Marked { role: Role::Header, shapes: cover::header(&setter, &document.title) });
        }
    }
    drawing
}
