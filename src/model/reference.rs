//! The two kinds of id: dotted references of a framework (`4.5.3`) and kebab-case names of our own (`disk-encryption-on`).

use std::{borrow::Cow, cmp::Ordering, fmt};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A framework's own number for a section, an assertion or an item: `4`, `4.5`, `4.5.3`, `A2.b`.
///
/// Ordered as a person would: `4.9` before `4.10`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Reference(String);

/// The number of an item, such as `4.5.3`.
pub type ItemId = Reference;

impl Reference {
    /// Wraps a number; any text without blanks at its ends will do.
    ///
    /// # Errors
    /// When the text is empty or holds blanks.
    pub fn new(text: impl Into<String>) -> Result<Self, String> {
        let text = text.into();
        if text.is_empty() || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(format!("`{text}` is not a reference number such as 4.5.3"));
        }
        Ok(Self(text))
    }

    /// The number as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The pieces between dots and hashes, each as a number where it is one.
    fn pieces(&self) -> impl Iterator<Item = (u64, &str)> {
        self.0.split(['.', '#']).map(|piece| match piece.parse() {
            Ok(number) => (number, ""),
            Err(_) => (u64::MAX, piece),
        })
    }
}

impl Ord for Reference {
    fn cmp(&self, other: &Self) -> Ordering {
        self.pieces().cmp(other.pieces()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Reference {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for Reference {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

/// A name of our own in kebab-case; never reused, never renamed without an alias.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Slug(String);

/// The name of a pack, such as `dspt-2025-26-social-care`.
pub type PackId = Slug;
/// The name of a check, such as `disk-encryption-on`.
pub type CheckId = Slug;
/// The name of a kind of document, such as `data-protection-policy`.
pub type DocumentId = Slug;
/// The name of a level, such as `standards-met`.
pub type LevelId = Slug;
/// The name of a kind of export, such as `windows-security-policy`.
pub type KindId = Slug;

impl Slug {
    /// Wraps a name.
    ///
    /// # Errors
    /// When it is not lower-case words, digits and dots joined by single hyphens.
    pub fn new(text: impl Into<String>) -> Result<Self, String> {
        let text = text.into();
        let word =
            |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.');
        if text.split('-').all(word) {
            Ok(Self(text))
        } else {
            Err(format!("`{text}` is not a name in lower case with hyphens, such as disk-encryption-on"))
        }
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for Slug {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::new(text)
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Slug {
    fn schema_name() -> Cow<'static, str> {
        "Slug".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[a-z0-9.]+(-[a-z0-9.]+)*$" })
    }
}

/// The known word nearest to a misspelt one, when one is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len().max(word.len()) / 6)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_sort_as_a_person_would() {
        let mut ids: Vec<_> =
            ["4.10", "4.9", "10.1.2", "1.10.1", "1.2.1", "A2.b", "4"].map(|t| Reference::new(t).unwrap()).into();
        ids.sort();
        let sorted: Vec<_> = ids.iter().map(Reference::as_str).collect();
        assert_eq!(sorted, ["1.2.1", "1.10.1", "4", "4.9", "4.10", "10.1.2", "A2.b"]);
    }

    #[test]
    fn names_are_kebab_case() {
        assert!(Slug::new("tls-1.2-only").is_ok());
        for wrong in ["", "Disk", "disk_on", "-disk", "disk--on", "disk "] {
            assert!(Slug::new(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn the_nearest_word_must_be_near() {
        assert_eq!(nearest("4.5.9", ["4.5.3", "10.1.2"]), Some("4.5.3"));
        assert_eq!(nearest("mandotory", ["mandatory", "approaching"]), Some("mandatory"));
        assert_eq!(nearest("banana", ["mandatory", "approaching"]), None);
    }
}
