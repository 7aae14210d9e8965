//! x
use jiff::civil::Date;
use super::content::Content;
use crate::model::Dated;
#[derive(Default)]
pub(super) struct DocumentFacts { pub dated: Option<Dated>, pub next_review: Option<Date>, pub version: Option<String>, pub unfinished: Option<String> }
pub(super) fn facts(_: &Content, _: Date) -> DocumentFacts { DocumentFacts::default() }
