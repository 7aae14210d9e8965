//! Tables of questions become a pack of the user's own: the header is found, every row is taken or named with the reason,
//! and each item is joined to the one of a pack that we know, from which it takes checks, evidence and advice.

mod audience;
mod ciso;
mod draw;
mod edition;
mod join;
mod layout;
mod likeness;
mod names;
mod reference;
mod rows;
mod said;
mod text;

use std::collections::BTreeMap;

pub use audience::{Audience, asked_of};
pub use ciso::{is_library, library};
pub use draw::{Told, draw};
pub use edition::{Days, days, edition};
pub use join::{Join, Joined, join};
pub use text::{name, short};

use crate::model::{AnswerKind, Flag, ItemId, News, Reference, Workbook};

/// Why a file does not become a pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .message)]
pub struct ImportError {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What was looked for and what was found, or each row that is wrong.
    pub details: Vec<String>,
    /// What to do about it.
    pub hint: String,
}

/// Whom the list is for, and where it is.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// For whom, where the list has columns for several.
    pub audience: Option<Audience>,
    /// The sheet, where several would do.
    pub sheet: Option<String>,
}

/// A list of questions as it stands in a file.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// Where it was found: a sheet, or a file.
    pub place: String,
    /// Its own title, where it has one.
    pub title: Option<String>,
    /// For whom it is, in the list's own words.
    pub audience: Option<String>,
    /// The same, as far as it is known.
    pub asked: Option<Audience>,
    /// Which column was taken for what.
    pub columns: Vec<String>,
    /// The titles of sections and assertions by their numbers.
    pub headings: BTreeMap<Reference, String>,
    /// Its items in their order.
    pub entries: Vec<Entry>,
    /// Rows that gave no item, with the reason.
    pub skipped: Vec<(usize, String)>,
    /// What a reader should know of it.
    pub notes: Vec<String>,
    /// Items that are asked of others only.
    pub of_others: usize,
    /// Whether it says which items are mandatory.
    pub tells_mandatory: bool,
    /// Whether it says which items the lower level needs.
    pub tells_approaching: bool,
}

/// One item of a list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its row, or its place in the file.
    pub row: usize,
    /// Its number.
    pub id: ItemId,
    /// The number of its section.
    pub section: Reference,
    /// The number of its assertion.
    pub assertion: Reference,
    /// The question.
    pub question: String,
    /// The help.
    pub help: Option<String>,
    /// A short title of the list's own.
    pub title: Option<String>,
    /// What kind of answer it takes, where the list says.
    pub kind: Option<AnswerKind>,
    /// Whether it is mandatory, where the list says.
    pub mandatory: Option<Flag>,
    /// Whether the lower level needs it, where the list says.
    pub approaching: Option<Flag>,
    /// What is not certain.
    pub doubts: Vec<String>,
    /// What changed since the edition before, where the list says.
    pub news: Option<News>,
    /// Certificates that exempt from it, where the list says.
    pub exempt: Vec<&'static str>,
}

/// Finds the list of questions in a workbook.
///
/// # Errors
/// When there is none, more than one, or one that can't be read without guessing.
pub fn list(book: &Workbook, wanted: &Wanted) -> Result<List, ImportError> {
    let (sheet, layout) = layout::find(book, wanted)?;
    let mut list = rows::read(sheet, &layout)?;
    if book.macros {
        list.notes.push("The workbook holds macros; they were not run, and nothing was taken from them.".into());
    }
    Ok(list)
}

/// Sees to it that every item stands below an assertion: a section that has items of its own has no assertions besides,
/// and plain numbers are put below one letter.
fn settle(list: &mut List) {
    let plain = list.entries.iter().filter(|entry| reference::pieces(&entry.id) == 1).count();
    if plain > 0 {
        list.notes.push(format!(
            "{plain} of the numbers have one part only; they stand as Q.1, Q.2 and so on, because a pack needs sections"
        ));
        for entry in list.entries.iter_mut().filter(|entry| reference::pieces(&entry.id) == 1) {
            let numbered = Reference::new(format!("Q.{}", entry.id)).unwrap_or_else(|_| entry.id.clone());
            (entry.section, entry.id) = (reference::parent(&numbered, 1), numbered);
            entry.assertion = entry.section.clone();
        }
    }
    let own: Vec<Reference> = list
        .entries
        .iter()
        .filter(|entry| entry.assertion == entry.section)
        .map(|entry| entry.section.clone())
        .collect();
    for entry in list.entries.iter_mut().filter(|entry| own.contains(&entry.section)) {
        entry.assertion = entry.section.clone();
    }
}
