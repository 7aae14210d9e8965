//! x
use super::content::Content;
use crate::model::Dated;
use jiff::civil::Date;
#[derive(Default)]
pub(super) struct DocumentFacts {
    pub dated: Option<Dated>,
    pub next_review: Option<Date>,
    pub version: Option<String>,
    pub unfinished: Option<String>,
}
pub(super) fn facts(_: &Content, _: Date) -> DocumentFacts {
    DocumentFacts::default()
}
