//! Numbers of items: of a known form, and no zero lost by Excel.

use crate::model::{CellKind, Reference, WorkbookCell};

/// What a cell in the column of numbers holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// A number; `loose` where Excel may have taken zeros from its end.
    Is { id: Reference, loose: bool },
    /// Words that are no number.
    Words(String),
    /// Something that was a number before Excel or somebody changed it.
    Lost(String),
}

/// Reads a cell.
pub(super) fn number(cell: &WorkbookCell) -> Number {
    match cell.kind {
        CellKind::Day => return Number::Lost("is a day to Excel, not a number such as 1.1.1".into()),
        CellKind::Formula => return Number::Lost("is a formula without a result".into()),
        CellKind::Error => return Number::Lost(format!("holds an error, {}", cell.text)),
        CellKind::Words | CellKind::Shown | CellKind::Number => {}
    }
    match id(&cell.text) {
        Some(id) => Number::Is { id, loose: cell.kind == CellKind::Number },
        None => Number::Words(cell.text.clone()),
    }
}

/// A number such as `4.5.3`, `A2.b` or `10`; a full stop at its end is no part of it.
pub(super) fn id(text: &str) -> Option<Reference> {
    let text = text.trim().trim_end_matches('.');
    let piece = |piece: &str| !piece.is_empty() && piece.len() <= 6 && piece.chars().all(|c| c.is_ascii_alphanumeric());
    let sound = text.split('.').all(piece) && text.chars().any(|c| c.is_ascii_digit()) && text.len() <= 24;
    // A word such as `NHS111` is none.
    let first = text.split('.').next().unwrap_or_default();
    let letters = first.chars().take_while(char::is_ascii_alphabetic).count();
    (sound && letters <= 3).then(|| Reference::new(text).ok()).flatten()
}

/// A number at the start of a text, and the words behind it: `1.1 The home has rules`.
pub(super) fn leading(text: &str) -> (Option<Reference>, String) {
    let text = text.trim();
    let first = text.split([' ', ':', '\n', '\t', '–', '—', ')']).next().unwrap_or_default();
    let is_number = first.starts_with(|c: char| c.is_ascii_digit()) || first.contains('.');
    match id(first).filter(|_| is_number) {
        Some(id) => {
            let rest = text.get(first.len()..).unwrap_or_default();
            (Some(id), rest.trim_start_matches([' ', ':', '\n', '\t', '–', '—', '-', ')', '.']).trim().to_owned())
        }
        None => (None, text.to_owned()),
    }
}

/// The pieces of a number.
pub(super) fn pieces(id: &Reference) -> usize {
    id.as_str().split('.').count()
}

/// The first pieces of a number.
pub(super) fn parent(id: &Reference, pieces: usize) -> Reference {
    let parts: Vec<&str> = id.as_str().split('.').take(pieces).collect();
    Reference::new(parts.join(".")).unwrap_or_else(|_| id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_form() {
        for (text, expected) in [
            ("1.1.1", Some("1.1.1")),
            (" 4.5.3. ", Some("4.5.3")),
            ("A2.b", Some("A2.b")),
            ("10", Some("10")),
            ("1.1.1 / 1.1.2", None),
            ("1..1", None),
            ("Total", None),
            ("v8", Some("v8")),
            ("NHSX1", None),
        ] {
            assert_eq!(id(text).as_ref().map(Reference::as_str), expected, "{text}");
        }
    }

    #[test]
    fn a_number_may_lead_a_title() {
        for (text, number, words) in [
            ("1.1 The home has rules", Some("1.1"), "The home has rules"),
            ("1 - Papers", Some("1"), "Papers"),
            ("Standard of papers", None, "Standard of papers"),
            ("2", Some("2"), ""),
        ] {
            let (found, rest) = leading(text);
            assert_eq!(found.as_ref().map(Reference::as_str), number, "{text}");
            assert_eq!(rest, words, "{text}");
        }
    }
}
