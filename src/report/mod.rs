//! A scorecard becomes bytes, the same bytes each time: templates give Markdown, and the PDF is drawn from its blocks.

mod blocks;
mod calendar;
mod escape;
mod everyday;
mod pdf;
mod spreadsheet;
mod suppliers;
mod template;

pub use everyday::{Everyday, everyday_csv, everyday_markdown, everyday_pdf};
pub use suppliers::{comparison_csv, comparison_markdown, comparison_pdf};

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

/// All forms of the full report, by name.
pub fn formats() -> Vec<Format> {
    let mut formats = template::formats("report.");
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

/// A page of its own, beside the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The action plan in its order.
    Plan,
    /// The action plan, each person's part by itself.
    PlanByOwner,
    /// What to enter in the portal.
    Portal,
    /// The action plan that the portal asks for.
    ActionPlan,
    /// Which controls apply, and why.
    Statement,
    /// What a supplier said and showed.
    Supplier,
}

impl Page {
    fn template(self) -> &'static str {
        match self {
            Self::Plan => "plan.md.j2",
            Self::PlanByOwner => "plan-by-owner.md.j2",
            Self::Portal => "portal.md.j2",
            Self::ActionPlan => "action-plan.md.j2",
            Self::Statement => "statement.md.j2",
            Self::Supplier => "supplier.md.j2",
        }
    }
}

/// Which days of the action plan are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// Those that somebody said.
    Agreed,
    /// Proposed ones where nobody said one.
    Proposed,
}

/// A page as Markdown.
///
/// # Errors
/// When its template fails; see [`RenderError`].
pub fn markdown(page: Page, scorecard: &Scorecard) -> Result<String, RenderError> {
    template::render(page.template(), scorecard)
}

/// A page as PDF.
///
/// # Errors
/// When its template or the drawing fails; see [`RenderError`].
pub fn pdf(page: Page, scorecard: &Scorecard) -> Result<Vec<u8>, RenderError> {
    let text = markdown(page, scorecard)?;
    pdf::draw(&document(scorecard, &text)).map_err(|error| RenderError::Pdf(error.to_string()))
}

/// The action plan as CSV for spreadsheets.
pub fn plan_csv(scorecard: &Scorecard) -> Vec<u8> {
    spreadsheet::plan(scorecard)
}

/// The Statement of Applicability as CSV for spreadsheets; only its header where the pack has none.
pub fn statement_csv(scorecard: &Scorecard) -> Vec<u8> {
    spreadsheet::statement(scorecard)
}

/// The action plan that the portal asks for, as CSV for spreadsheets.
pub fn action_plan_csv(scorecard: &Scorecard) -> Vec<u8> {
    spreadsheet::action_plan(scorecard)
}

/// The days of the action plan as a calendar file; none where there is no day to put in.
pub fn calendar(scorecard: &Scorecard, days: Days) -> Option<Vec<u8>> {
    calendar::draw(scorecard, days)
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
