//! What the words in a line let it say, seen in all lines at once.

use std::sync::LazyLock;

use crate::scan::{
    clues::{Clues, Marks},
    content::Line,
};

/// The head of a table of versions.
pub(super) const DATE: Marks = 1;
/// A draft.
pub(super) const DRAFT: Marks = 2;
/// The day of a review.
pub(super) const REVIEW: Marks = 4;
/// A version.
pub(super) const VERSION: Marks = 8;
/// The name of a month.
pub(super) const MONTH: Marks = 16;
/// Who approved it.
pub(super) const APPROVED: Marks = 32;
/// Its status.
pub(super) const STATUS: Marks = 64;
/// A blank of a template.
pub(super) const BLANK: Marks = 128;
/// Anything.
pub(super) const ALL: Marks = Marks::MAX;

const WORDS: [(&str, Marks); 37] = [
    ("date", DATE),
    ("draft", DRAFT | STATUS),
    ("rev", REVIEW | VERSION),
    ("due", REVIEW),
    ("ver", VERSION),
    ("issue", VERSION),
    ("jan", MONTH),
    ("feb", MONTH),
    ("mar", MONTH),
    ("apr", MONTH),
    ("may", MONTH),
    ("jun", MONTH),
    ("jul", MONTH),
    ("aug", MONTH),
    ("sep", MONTH),
    ("oct", MONTH),
    ("nov", MONTH),
    ("dec", MONTH),
    ("approv", APPROVED | STATUS),
    ("authorised", APPROVED),
    ("ratified", APPROVED),
    ("adopted", APPROVED),
    ("signed", APPROVED),
    ("agreed", APPROVED),
    ("endorsed", APPROVED),
    ("comment", STATUS),
    ("consultation", STATUS),
    ("insert", BLANK),
    ("enter", BLANK),
    ("click", BLANK),
    ("choose", BLANK),
    ("lorem", BLANK),
    ("xxxx", BLANK),
    ("......", BLANK),
    ("name", BLANK),
    ("delete", BLANK),
    ("yellow", BLANK),
];

/// The marks of each line, of plain letters; what others stand for is not known.
pub(super) fn of(lines: &[Line]) -> Vec<Marks> {
    static CLUES: LazyLock<Option<Clues>> = LazyLock::new(|| Clues::new(&WORDS));
    CLUES.as_ref().map_or_else(|| vec![ALL; lines.len()], |clues| clues.of(lines))
}
