//! A scorecard becomes bytes, the same bytes each time: templates give Markdown, and the PDF is drawn from its blocks.

mod blocks;
mod escape;
mod pdf;
mod template;

use std::collections::BTreeMap;

use crate::model::{Scorecard, written};

/// The template of the full report.
const REPORT: &str = "report.md.j2";

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
    /// The same text, set on pages.
    Pdf(&'static str),
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
    /// The pages could not be drawn.
    #[error("the PDF can't be drawn: {0}")]
    Pdf(String),
}

/// All forms of report, by name.
pub fn formats() -> Vec<Format> {
    let mut formats = template::formats();
    formats.push(Format { name: "pdf".into(), extension: "pdf".into(), draw: Draw::Pdf(REPORT) });
    formats
}

/// Draws reports, each in its form; the words are put together once for all forms of the same template.
///
/// # Errors
/// When a template or the drawing fails; see [`RenderError`].
pub fn draw(formats: &[Format], scorecard: &Scorecard) -> Result<Vec<Vec<u8>>, RenderError> {
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let mut drawn = Vec::new();
    for format in formats {
        let (Draw::Template(name) | Draw::Pdf(name)) = format.draw;
        if !texts.contains_key(name) {
            texts.insert(name, template::render(name, scorecard)?);
        }
        let text = &texts[name];
        drawn.push(match format.draw {
            Draw::Template(_) => text.clone().into_bytes(),
            Draw::Pdf(_) => {
                pdf::draw(&document(scorecard, text)).map_err(|error| RenderError::Pdf(error.to_string()))?
            }
        });
    }
    Ok(drawn)
}

/// The words of a report with what its file says of itself.
fn document(scorecard: &Scorecard, text: &str) -> pdf::Document {
    let name = &scorecard.organisation.name;
    pdf::Document {
        title: format!("{name}: {}", scorecard.pack.short_title),
        author: name.clone(),
        subject: scorecard.pack.title.clone(),
        language: "en-GB".into(),
        date: scorecard.today,
        footer: format!("{name}, {}, {}", scorecard.pack.short_title, written(scorecard.today)),
        blocks: blocks::parse(text),
    }
}
