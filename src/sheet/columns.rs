//! The columns of a question sheet, which are the labels of its boxes in a text document: written and read by one list.

use super::questions::Sheet;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// The number of the item.
    Number,
    /// The question with its reasons.
    Question,
    /// What to send.
    Send,
    /// The answer.
    Answer,
    /// Anything more.
    Comment,
    /// How many of how many.
    Share,
    /// Where the proof is.
    Kept,
    /// Who answers.
    Name,
    /// The day of the answer.
    Date,
}

/// All of them, in the order of the sheet.
pub(super) const COLUMNS: [Column; 9] = [
    Column::Number,
    Column::Question,
    Column::Send,
    Column::Answer,
    Column::Comment,
    Column::Share,
    Column::Kept,
    Column::Name,
    Column::Date,
];

impl Column {
    /// Those that a sheet needs.
    pub(super) fn of(sheet: &Sheet) -> Vec<Self> {
        let share = sheet.questions.iter().any(|question| question.share);
        COLUMNS.into_iter().filter(|column| *column != Self::Share || share).collect()
    }

    /// Its heading.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Number => "No.",
            Self::Question => "Question",
            Self::Send => "What to send",
            Self::Answer => "Your answer",
            Self::Comment => "Details or comment",
            Self::Share => "How many of how many",
            Self::Kept => "Where the proof is",
            Self::Name => "Your name",
            Self::Date => "Date",
        }
    }

    /// What to write into it.
    pub(super) fn hint(self) -> &'static str {
        match self {
            Self::Number | Self::Question | Self::Send | Self::Answer => "",
            Self::Comment => "Anything that makes the answer clear. With \"Not applicable\": why.",
            Self::Share => "Two numbers, such as 38 of 40.",
            Self::Kept => "The file that you send, a web address, or where a record is kept.",
            Self::Name => "Who answers. On the questions: only where it is somebody else than on the first page.",
            Self::Date => "The day of the answer, such as 4/3/2026.",
        }
    }

    /// Its width, in the breadth of a digit.
    pub(super) fn width(self) -> f64 {
        f64::from(self.digits())
    }

    /// How many characters of a text surely fit into a line of it.
    pub(super) fn characters(self) -> usize {
        usize::from(self.digits() - self.digits() / 12)
    }

    fn digits(self) -> u8 {
        match self {
            Self::Number => 7,
            Self::Question => 52,
            Self::Send => 36,
            Self::Answer => 17,
            Self::Comment => 34,
            Self::Share => 11,
            Self::Kept => 24,
            Self::Name => 14,
            Self::Date => 11,
        }
    }

    /// The column of this heading, however it is written.
    pub(super) fn headed(text: &str) -> Option<Self> {
        COLUMNS.into_iter().find(|column| plain(column.label()) == plain(text))
    }

    /// The box of this label, whatever is said behind it: `Your answer (Yes, No)`.
    pub(super) fn labelled(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let boxes = COLUMNS.into_iter().filter(|column| !matches!(column, Self::Number | Self::Question | Self::Send));
        boxes.into_iter().find(|column| {
            let rest = text.strip_prefix(&column.label().to_lowercase());
            rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    }
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
