//! Kinds of organisation, as the packs know them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Slug;

/// A kind of organisation that a pack is for, or says why it is not.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OrganisationKind {
    /// Its name in files, such as `care-home`.
    pub kind: Slug,
    /// Its name for people.
    pub title: String,
    /// Whether it is offered by its name only, because few of those who are asked are one.
    #[serde(default)]
    pub by_name: bool,
    /// Why the pack can't be used for it.
    pub refused: Option<String>,
}
