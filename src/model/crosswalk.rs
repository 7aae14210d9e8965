//! The crosswalk: which items of different packs speak of the same thing, and what a certificate may spare.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Confidence, ItemId, PackId, Slug};

/// Links between packs, and what certificates stand for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Crosswalk {
    /// The version of the crosswalk's format; 1 today.
    pub format: u32,
    /// Whose reading the links are, in a sentence or two.
    pub notice: String,
    /// The links, for each two packs that have any.
    pub pairs: Vec<Pair>,
    /// The certificates that are known.
    #[serde(default)]
    pub certificates: Vec<CertificateKind>,
}

/// The links between two packs; they hold both ways.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pair {
    /// The two packs: the items of a row are the first one's, what they are linked with is the second one's.
    pub between: [PackId; 2],
    /// What the links rest on, where a row does not say otherwise.
    pub basis: Basis,
    /// One row for an item of the first pack.
    pub rows: Vec<LinkRow>,
}

/// What one item is linked with; without links it says why there are none.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LinkRow {
    /// The item of the first pack.
    pub item: ItemId,
    /// Items of the second pack: answering one of the two well goes most of the way to answering the other.
    #[serde(default)]
    pub strong: Vec<ItemId>,
    /// Items of the second pack that share evidence with it, and settle nothing.
    #[serde(default)]
    pub partial: Vec<ItemId>,
    /// What these links rest on, where it is not what the pair says.
    pub basis: Option<Basis>,
    /// What to know of these links, or why there are none: a sentence.
    pub note: Option<String>,
}

/// What a link or an exemption rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// An official publication says so.
    Published,
    /// An official publication is said to say so: a third party's copy was seen, not the original.
    PublishedViaCopy,
    /// Our own reading.
    Judged,
}

/// How far a link goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Answering one well goes most of the way to answering the other.
    Strong,
    /// They share evidence, and neither settles the other.
    Partial,
}

/// A kind of certificate.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CertificateKind {
    /// Its name in `answers.yaml`, such as `cyber-essentials-plus`.
    pub kind: Slug,
    /// Its name for people.
    pub title: String,
    /// The pack whose items somebody else looked at before it was given.
    pub stands_for: Option<PackId>,
    /// What it does not say: a sentence or two.
    pub caution: String,
    /// Items of other packs that it does not cover, although their links say so.
    #[serde(default)]
    pub leaves: Vec<Left>,
    /// What it may spare.
    #[serde(default)]
    pub exemptions: Vec<Exemption>,
}

/// An item that a certificate leaves open.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Left {
    /// The pack of the item.
    pub pack: PackId,
    /// The item.
    pub item: ItemId,
    /// Why, in a sentence.
    pub why: String,
}

/// Items that need no answer of their own from whoever holds a certificate.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exemption {
    /// The pack of the items.
    pub pack: PackId,
    /// The items.
    pub items: Vec<ItemId>,
    /// What must hold of the certificate: a sentence.
    pub when: String,
    /// Whether it is said for the organisations that answer this pack, or only thought to hold for them.
    pub holds: Holds,
    /// What it rests on.
    pub basis: Basis,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is not known of it: a sentence.
    pub note: Option<String>,
}

/// Whether an exemption holds for the organisations that answer a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    /// A source says so for them.
    Stated,
    /// A source says so for others; for them it is only thought, and nothing is left out.
    Assumed,
}
