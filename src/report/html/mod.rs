//! Blocks to one HTML file that needs nothing beside it: no script, no other file, no network.
//!
//! In two steps: blocks to a tree of sections (`outline`), the tree to text (`page`, `body`).

mod body;
mod chart;
mod outline;
mod page;
mod style;
mod table;
mod text;

#[cfg(test)]
mod tests;

use self::outline::Outline;
use super::document::Document;

/// Draws a report: the same bytes for the same document.
pub(crate) fn draw(document: &Document) -> Vec<u8> {
    let outline = Outline::read(&document.blocks);
    page::write(document, &outline).into_bytes()
}
