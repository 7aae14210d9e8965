//! A scorecard becomes bytes, the same bytes each time: templates give Markdown, and pages are drawn from its blocks.

mod blocks;
mod calendar;
mod changes;
mod document;
mod escape;
mod everyday;
mod external;
mod html;
mod junit;
mod kind;
mod pdf;
mod sarif;
mod saved;
mod spreadsheet;
mod summary;
mod suppliers;
mod tables;
mod template;
mod workbook;

pub use changes::changes_markdown;
pub use everyday::{Everyday, everyday_csv, everyday_html, everyday_markdown, everyday_pdf};
pub use external::external;
pub use kind::Kind;
pub use saved::{SavedError, load, save, schema, seen};
pub use suppliers::{comparison_csv, comparison_html, comparison_markdown, comparison_pdf};
pub use template::Template;

use std::ops::Range;

use self::document::Document;
use crate::model::Scorecard;

/// A form of report, by name.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// The ending of its file.
    pub extension: &'static str,
    draw: Draw,
}

#[derive(Clone, Copy, Debug)]
enum Draw {
    /// The words themselves.
    Words,
    /// The words, set by this.
    Set(fn(&Document) -> Result<Vec<u8>, RenderError>),
    /// The whole assessment, whatever the kind of report.
    Code(fn(&Scorecard) -> Result<Vec<u8>, RenderError>),
    /// The tables that a kind of report has.
    Tables,
}

/// All forms.
const FORMATS: [Format; 9] = [
    Format { name: "markdown", extension: "md", draw: Draw::Words },
    Format { name: "pdf", extension: "pdf", draw: Draw::Set(pages) },
    Format { name: "html", extension: "html", draw: Draw::Set(|document| Ok(html::draw(document))) },
    Format { name: "json", extension: "json", draw: Draw::Code(saved::draw) },
    Format { name: "csv", extension: "csv", draw: Draw::Tables },
    Format { name: "xlsx", extension: "xlsx", draw: Draw::Code(workbook::draw) },
    Format { name: "sarif", extension: "sarif", draw: Draw::Code(sarif::draw) },
    Format { name: "junit", extension: "junit.xml", draw: Draw::Code(junit::draw) },
    Format { name: "summary", extension: "summary.md", draw: Draw::Code(summary::draw) },
];

impl Format {
    /// The form of a name, or of the ending of its files.
    pub fn named(name: &str) -> Option<Self> {
        FORMATS.into_iter().find(|format| format.name == name || format.extension == name)
    }

    /// The names of all forms.
    pub fn names() -> Vec<&'static str> {
        FORMATS.iter().map(|format| format.name).collect()
    }

    /// Whether a kind of report comes in this form.
    pub fn is_of(&self, kind: Kind) -> bool {
        match self.draw {
            Draw::Words | Draw::Set(_) => true,
            Draw::Code(_) => kind == Kind::Full,
            Draw::Tables => !spreadsheet::tables(kind).is_empty(),
        }
    }

    /// Whether a kind of report is one file in this form.
    pub fn is_one_file(&self, kind: Kind) -> bool {
        match self.draw {
            Draw::Words | Draw::Set(_) | Draw::Code(_) => true,
            Draw::Tables => spreadsheet::tables(kind).len() == 1,
        }
    }
}

/// Why a report could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template is at fault: where, and what.
    #[error("the template {name} line {line}: {message}")]
    Template {
        /// The template.
        name: String,
        /// The line in it, from 1.
        line: usize,
        /// What is wrong.
        message: String,
        /// Its text, with the bytes of it that are at fault, where that is known.
        at: Option<(String, Range<usize>)>,
    },
    /// The pages could not be drawn.
    #[error("the PDF can't be drawn: {0}")]
    Pdf(String),
    /// A form that programs read could not be written.
    #[error("the {0} can't be written: {1}")]
    Written(&'static str, String),
}

/// A file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// What follows the name of the report in that of the file: `.pdf`, `-plan.csv`.
    pub ending: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Draws a report in each of some forms; the words are put together once for all of them.
///
/// # Errors
/// When a template or the drawing fails; see [`RenderError`].
pub fn draw(
    kind: Kind,
    formats: &[Format],
    template: Option<&Template>,
    scorecard: &Scorecard,
) -> Result<Vec<Drawn>, RenderError> {
    let mut words: Option<String> = None;
    let mut drawn = Vec::new();
    for format in formats {
        let mut text = || -> Result<String, RenderError> {
            if words.is_none() {
                words = Some(template::render_kind(kind, template, scorecard)?);
            }
            Ok(words.clone().unwrap_or_default())
        };
        let ending = format!(".{}", format.extension);
        match format.draw {
            Draw::Words => drawn.push(Drawn { ending, bytes: text()?.into_bytes() }),
            Draw::Set(set) => drawn.push(Drawn { ending, bytes: set(&Document::of(scorecard, &text()?))? }),
            Draw::Code(code) => drawn.push(Drawn { ending, bytes: code(scorecard)? }),
            Draw::Tables => drawn.extend(
                spreadsheet::tables(kind)
                    .iter()
                    .map(|table| Drawn { ending: format!("{}{ending}", table.suffix), bytes: (table.draw)(scorecard) }),
            ),
        }
    }
    Ok(drawn)
}

/// Which days of the action plan are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// Those that somebody said.
    Agreed,
    /// Proposed ones where nobody said one.
    Proposed,
}

/// A kind of report as Markdown.
///
/// # Errors
/// When its template fails; see [`RenderError`].
pub fn markdown(kind: Kind, scorecard: &Scorecard) -> Result<String, RenderError> {
    template::render_kind(kind, None, scorecard)
}

/// A kind of report as PDF.
///
/// # Errors
/// When its template or the drawing fails; see [`RenderError`].
pub fn pdf(kind: Kind, scorecard: &Scorecard) -> Result<Vec<u8>, RenderError> {
    pages(&Document::of(scorecard, &markdown(kind, scorecard)?))
}

/// A kind of report as a page for a browser.
///
/// # Errors
/// When its template fails; see [`RenderError`].
pub fn html(kind: Kind, scorecard: &Scorecard) -> Result<Vec<u8>, RenderError> {
    Ok(html::draw(&Document::of(scorecard, &markdown(kind, scorecard)?)))
}

/// The action plan as CSV for spreadsheets.
pub fn plan_csv(scorecard: &Scorecard) -> Vec<u8> {
    spreadsheet::plan(scorecard)
}

/// The action plan that the portal asks for, as CSV for spreadsheets.
pub fn action_plan_csv(scorecard: &Scorecard) -> Vec<u8> {
    spreadsheet::action_plan(scorecard)
}

/// The days of the action plan as a calendar file; none where there is no day to put in.
pub fn calendar(scorecard: &Scorecard, days: Days) -> Option<Vec<u8>> {
    calendar::draw(scorecard, days)
}

/// Words set on pages.
fn pages(document: &Document) -> Result<Vec<u8>, RenderError> {
    pdf::draw(document).map_err(|error| RenderError::Pdf(error.to_string()))
}

/// The built-in template of a kind of report.
pub fn template(kind: Kind) -> &'static str {
    template::text_of(kind)
}
