//! Kinds of document and how each is recognised from its name and its words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DocumentId;

/// A kind of document, such as a data protection policy; `assertions/documents/<id>.yaml`.
///
/// A file is of the kind when its name, its document title or one of its first lines holds one of `titles` and none of
/// `not-titles`, and its text holds at least `at-least` of `phrases`. Where no title says what a file is, the weights of
/// its words decide; a kind of a user's own has none.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DocumentKind {
    /// Its name; the file's name too.
    pub id: DocumentId,
    /// Its name for people.
    pub title: String,
    /// What such a document is for, in a sentence.
    pub about: String,
    /// Words that name it; compared without case, punctuation or plural marks at word boundaries.
    pub titles: Vec<String>,
    /// Words in the same places that rule it out.
    #[serde(default)]
    pub not_titles: Vec<String>,
    /// Phrases that such a document uses; compared as titles are.
    pub phrases: Vec<String>,
    /// How many different phrases must be there.
    pub at_least: usize,
    /// Words for what it is about: learned from, where no title says what a document is.
    #[serde(default)]
    pub subject: Vec<String>,
    /// Words that such documents use, in any form: learned from, and given as reasons. Parts joined by `+` stand near one
    /// another in any order.
    #[serde(default)]
    pub signs: Vec<String>,
    /// Whether it runs out on the last day that it names, as certificates do: from then on it backs nothing.
    #[serde(default)]
    pub expires: bool,
    /// Whether a message can be one, and not only be about one.
    #[serde(default)]
    pub as_message: bool,
    /// Short texts that must be recognised, with the file name as the first line.
    pub examples: DocumentExamples,
}

/// Texts that hold a kind of document to its word; the first line of each is the file's name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DocumentExamples {
    /// Of this kind.
    pub yes: Vec<String>,
    /// Not of this kind.
    pub no: Vec<String>,
}
