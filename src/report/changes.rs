//! What changed between two scorecards, as a page.

use super::{RenderError, template};
use crate::model::Changes;

/// What changed, as Markdown.
///
/// # Errors
/// When its template fails; see [`RenderError`].
pub fn changes_markdown(changes: &Changes) -> Result<String, RenderError> {
    template::render("changes.md.j2", changes)
}
