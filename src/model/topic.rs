//! What visitors and the board ask about first: a few headings, each with the items that answer it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ItemId, Reference};

/// A heading of the short reports, as a pack writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Topic {
    /// A plain title, such as "Staff training".
    pub title: String,
    /// Items in the order to show them; the number of an assertion or a section stands for all of its items.
    pub items: Vec<Reference>,
    /// What a board member or trustee might ask about it.
    pub ask: Option<String>,
}

/// A heading of the short reports with its items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TopicCard {
    /// Its title.
    pub title: String,
    /// Its items, in the order to show them; of one that is asked under two numbers, the one with the answer.
    pub items: Vec<ItemId>,
    /// What a board member or trustee might ask about it.
    pub ask: Option<String>,
}

/// How many of how many have it, where an item asks for a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShareCard {
    /// What a yes needs, in percent.
    pub needed: u32,
    /// What the answer says.
    pub said: Option<ShareFigure>,
    /// What a check counted in a file.
    pub found: Option<ShareFigure>,
}

/// So many of so many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShareFigure {
    /// How many have it.
    pub count: u64,
    /// How many there are.
    pub of: u64,
    /// The share with one decimal, never rounded up: "94.8%".
    pub percent: String,
}

impl ShareFigure {
    /// A count with its share; none where there is nobody to have it.
    pub fn new(count: u64, of: u64) -> Option<Self> {
        let tenths = (u128::from(count) * 1000).checked_div(u128::from(of))?;
        let percent = match tenths % 10 {
            0 => format!("{}%", tenths / 10),
            tenth => format!("{}.{tenth}%", tenths / 10),
        };
        Some(Self { count, of, percent })
    }

    /// The count at the head of a text such as "37 of 39, that is 94.8%".
    pub fn read(text: &str) -> Option<Self> {
        let (count, rest) = text.split_once(" of ")?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        Self::new(count.parse().ok()?, rest.get(..digits)?.parse().ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::ShareFigure;

    #[track_caller]
    fn check(text: &str, expected: Option<(u64, u64, &str)>) {
        let figure = ShareFigure::read(text);
        assert_eq!(figure.as_ref().map(|one| (one.count, one.of, one.percent.as_str())), expected, "{text}");
    }

    #[test]
    fn a_count_is_read_with_its_share_and_never_rounded_up() {
        check("37 of 39, that is 94.8%, expected at least 95%; not: row 42", Some((37, 39, "94.8%")));
        check("58 of 58", Some((58, 58, "100%")));
        check("9999 of 10000", Some((9999, 10000, "99.9%")));
        check("3 of 0", None);
        check("some of 4", None);
        check("14 of many", None);
        check("99999999999999999999 of 4", None);
    }
}
