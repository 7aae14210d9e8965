//! Files that the program can't read: a person says what each is, which date it carries and where it belongs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Interview, Turn};
use crate::model::{Answer, AnswerEvidence, ItemId, Reading, Scorecard, typed};

/// A file that waits to be described.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unread {
    pub(super) file: String,
    pub(super) sha256: String,
    pub(super) reason: String,
    /// What it is, once said.
    pub(super) what: Option<String>,
    /// The date that it carries, once asked; nothing when it carries none.
    pub(super) dated: Option<Option<Date>>,
}

/// The files that can't be read, that nobody has described, and that were not left for another time.
pub(super) fn files(
    card: Option<&Scorecard>,
    answers: &BTreeMap<ItemId, Answer>,
    left_for_later: &BTreeSet<String>,
) -> Vec<Unread> {
    let known = |path: &str| {
        let pieces = answers.values().flat_map(|answer| &answer.evidence);
        pieces.filter(|piece| piece.note.is_some()).any(|piece| piece.file.as_deref() == Some(path))
    };
    let files = card
        .into_iter()
        .flat_map(|card| &card.files)
        .filter(|file| !known(&file.path) && !left_for_later.contains(&file.path));
    let unread = |file: &crate::model::EvidenceFile| match &file.reading {
        Reading::Unreadable(reason) => Some(Unread {
            file: file.path.clone(),
            sha256: file.sha256.clone(),
            reason: reason.clone(),
            what: None,
            dated: None,
        }),
        Reading::Read | Reading::Skipped(_) => None,
    };
    let mut files: Vec<Unread> = files.filter_map(unread).collect();
    // The last one is asked first.
    files.reverse();
    files
}

impl Interview<'_> {
    /// Takes a reply about the file at hand.
    pub(super) fn unread_reply(&mut self, text: &str) -> Turn {
        let Some(file) = self.unread.last_mut() else { return Turn::Quit };
        match (text.to_lowercase().as_str(), &file.what, &file.dated) {
            ("q" | "quit" | "stop" | "exit", _, _) => Turn::Quit,
            ("", None, _) | ("s" | "skip", _, _) => {
                self.left_for_later.extend(self.unread.pop().map(|file| file.file));
                Turn::Next
            }
            ("?" | "help", _, _) => Turn::Show(
                "A photograph, a scan or a locked file can't be read by this program, but it can still count: say what \
                 it is and which date it carries. Enter leaves it for another time; q stops."
                    .into(),
            ),
            ("b" | "back", Some(_), _) => {
                (file.what, file.dated) = (None, None);
                Turn::Next
            }
            (_, None, _) => {
                file.what = Some(text.to_owned());
                Turn::Next
            }
            ("", Some(_), None) => {
                file.dated = Some(None);
                Turn::Next
            }
            (_, Some(_), None) => match typed(text) {
                Some(day) if day > self.setting.today => {
                    Turn::Again("That day is still to come. Which date stands in the file?".into())
                }
                Some(day) => {
                    file.dated = Some(Some(day));
                    Turn::Next
                }
                None => Turn::Again("Type a date, such as 4/3/2026, or press Enter if it carries none".into()),
            },
            (id, Some(what), Some(dated)) => {
                let Some(item) = self.pack.items().map(|(_, _, item)| item).find(|item| item.id.as_str() == id) else {
                    return Turn::Again("Type the number of the question that it belongs to, such as 1.1.2".into());
                };
                let item = item.same_as.as_ref().and_then(|id| self.pack.item(id)).unwrap_or(item);
                let evidence = AnswerEvidence {
                    file: Some(file.file.clone()),
                    sha256: Some(file.sha256.clone()).filter(|hash| !hash.is_empty()),
                    note: Some(what.clone()),
                    dated: *dated,
                    ..AnswerEvidence::default()
                };
                self.unread.pop();
                let mut answer = self.answers.get(&item.id).cloned().unwrap_or_default();
                answer.evidence.retain(|piece| piece.file != evidence.file);
                answer.evidence.push(evidence);
                self.answers.insert(item.id.clone(), answer.clone());
                Turn::Save { item: item.id.clone(), answer: Box::new(answer), remark: None }
            }
        }
    }
}
