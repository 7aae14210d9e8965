//! The words of a report with what its file says of itself: what the PDF and the HTML are drawn from.

use jiff::civil::Date;

use super::blocks::{self, Block};
use crate::model::{Scorecard, written};

/// What a report is, and its words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Document {
    /// Shown by the reader's window, and at the head of each page but the first.
    pub(crate) title: String,
    /// Who answers for the content.
    pub(crate) author: String,
    /// What it is about.
    pub(crate) subject: String,
    /// As in `en-GB`.
    pub(crate) language: String,
    /// The date of the report.
    pub(crate) date: Date,
    /// Said at the foot of each page.
    pub(crate) footer: String,
    /// Its words.
    pub(crate) blocks: Vec<Block>,
}

impl Document {
    /// Takes Markdown apart; `name` is whose report it is, `short` what it is about in narrow places.
    pub(super) fn new(text: &str, (name, short, long): (&str, &str, &str), today: Date) -> Self {
        Self {
            title: format!("{name}: {short}"),
            author: name.to_owned(),
            subject: long.to_owned(),
            language: "en-GB".into(),
            date: today,
            footer: format!("{name}, {short}, {}", written(today)),
            blocks: blocks::parse(text),
        }
    }

    /// The words of a report about a scorecard.
    pub(super) fn of(scorecard: &Scorecard, text: &str) -> Self {
        let pack = &scorecard.pack;
        Self::new(text, (&scorecard.organisation.name, &pack.short_title, &pack.title), scorecard.today)
    }
}
