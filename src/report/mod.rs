//! A scorecard becomes bytes, the same bytes each time: templates give Markdown, and the PDF is drawn from its blocks.

mod escape;
mod template;

use crate::model::Scorecard;

/// A form of report, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    /// Its name on the command line.
    pub name: String,
    /// The ending of its file.
    pub extension: String,
    draw: Draw,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Draw {
    /// The text of a template.
    Template(&'static str),
}

/// Why a report could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template is at fault: where, and what.
    #[error("the template {name} line {line}: {message}")]
    Template {
        /// The template.
        name: String,
        /// The line in it.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// All forms of report, by name.
pub fn formats() -> Vec<Format> {
    template::formats()
}

/// Draws a report.
///
/// # Errors
/// When a template or the drawing fails; see [`RenderError`].
pub fn draw(format: &Format, scorecard: &Scorecard) -> Result<Vec<u8>, RenderError> {
    match format.draw {
        Draw::Template(name) => template::render(name, scorecard).map(String::into_bytes),
    }
}
