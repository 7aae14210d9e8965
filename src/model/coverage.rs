//! How far one pack, or a certificate, covers another: what a map says, and what other assessments suggest.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{
    AnswerEvidence, Backing, Basis, CertificateCard, Confidence, Exemption, Holds, ItemId, Reach, Reference, Slug,
    Verdict,
};

/// What one pack, or a certificate, gives towards another pack.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// The version of this structure in machine formats; it only ever gains keys.
    pub format: u32,
    /// What covers.
    pub from: MapEnd,
    /// What is covered.
    pub to: MapEnd,
    /// What the pack that is covered calls a section.
    pub section_word: String,
    /// Whose reading this is, in words.
    pub notice: String,
    /// What the certificate does not say, where it is one.
    pub caution: Option<String>,
    /// Over the items that the full level needs.
    pub mandatory: CoverageCounts,
    /// Over the others.
    pub optional: CoverageCounts,
    /// The sections of the pack that is covered, in its order.
    pub sections: Vec<CoveredSection>,
    /// What certificates may spare.
    pub exemptions: Vec<ExemptionCard>,
    /// How it stands in a workspace, where there is one that answers what covers.
    pub here: Option<MapHere>,
}

/// One end of a map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MapEnd {
    /// The name of the pack, or the kind of the certificate.
    pub id: Slug,
    /// Its name for people.
    pub title: String,
    /// Whether it is a certificate.
    pub certificate: bool,
}

/// How many items are covered, and how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CoverageCounts {
    /// All of them.
    pub all: usize,
    /// Something goes most of the way.
    pub largely: usize,
    /// Something shares evidence.
    pub partly: usize,
    /// There is nothing.
    pub not_at_all: usize,
}

impl CoverageCounts {
    /// Counts one more.
    pub fn add(&mut self, cover: Cover) {
        self.all += 1;
        match cover {
            Cover::Largely => self.largely += 1,
            Cover::Partly => self.partly += 1,
            Cover::NotAtAll => self.not_at_all += 1,
        }
    }
}

/// How far an item is covered; never that it is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cover {
    /// Something goes most of the way.
    Largely,
    /// Something shares evidence.
    Partly,
    /// There is nothing.
    NotAtAll,
}

/// A section of the pack that is covered.
#[derive(Clone, Debug, Serialize)]
pub struct CoveredSection {
    /// The framework's number.
    pub id: Reference,
    /// Its title.
    pub title: String,
    /// Over all of its items.
    pub counts: CoverageCounts,
    /// Its items in pack order.
    pub items: Vec<CoveredItem>,
}

/// An item of the pack that is covered.
#[derive(Clone, Debug, Serialize)]
pub struct CoveredItem {
    /// The item.
    pub id: ItemId,
    /// A few words that name it.
    pub title: String,
    /// Whether the full level needs it.
    pub mandatory: bool,
    /// How far it is covered.
    pub cover: Cover,
    /// By what, what goes furthest first.
    pub links: Vec<Link>,
    /// What to know of it.
    pub notes: Vec<String>,
    /// What the answers behind the links come to today, where a workspace gives them.
    pub carries: Option<Carries>,
    /// How it stands itself in that workspace.
    pub verdict: Option<Verdict>,
}

/// An item that covers another one.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// The item.
    pub item: ItemId,
    /// A few words that name it.
    pub title: String,
    /// How far it goes.
    pub reach: Reach,
    /// What the link rests on.
    pub basis: Basis,
    /// How it stands in a workspace.
    pub now: Option<LinkNow>,
}

/// How an item that covers another one stands.
#[derive(Clone, Debug, Serialize)]
pub struct LinkNow {
    /// What its answer gives.
    pub verdict: Verdict,
    /// What stands behind the answer.
    pub backing: Option<Backing>,
    /// Both in words: "met, backed up".
    pub says: String,
    /// What shows it, and could be used again.
    pub evidence: Vec<String>,
}

/// What the answers that cover an item come to together; of those that go most of the way, where there are any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carries {
    /// All of them are met and backed up.
    Backed,
    /// All of them are met, and something is missing behind at least one.
    Met,
    /// Some of them are met.
    Some,
    /// None is.
    Nothing,
}

/// How a map stands in a workspace.
#[derive(Clone, Debug, Serialize)]
pub struct MapHere {
    /// The day that counts as today.
    pub today: Date,
    /// Whether what covers is answered there; a certificate is not.
    pub answered: bool,
    /// Of the items that are largely covered, how many stand on answers of which…
    pub largely: CarriedCounts,
    /// The certificates held that have to do with it.
    pub certificates: Vec<CertificateCard>,
}

/// What answers come to, over items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CarriedCounts {
    /// … all are met and backed up.
    pub backed: usize,
    /// … all are met.
    pub met: usize,
    /// … some are met.
    pub some: usize,
    /// … none is met.
    pub nothing: usize,
}

impl CarriedCounts {
    /// Counts one more.
    pub fn add(&mut self, carries: Carries) {
        match carries {
            Carries::Backed => self.backed += 1,
            Carries::Met => self.met += 1,
            Carries::Some => self.some += 1,
            Carries::Nothing => self.nothing += 1,
        }
    }
}

/// What a certificate may spare, for printing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExemptionCard {
    /// The kind of certificate.
    pub certificate: Slug,
    /// Its name for people.
    pub title: String,
    /// The items, with their titles.
    pub items: Vec<(ItemId, String)>,
    /// What must hold of the certificate.
    pub when: String,
    /// Whether a source says so for those who answer the pack.
    pub holds: Holds,
    /// What it rests on.
    pub basis: Basis,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is not known of it.
    pub note: Option<String>,
}

impl ExemptionCard {
    /// What a kind of certificate may spare, with the titles of the items.
    pub fn new(certificate: &Slug, title: &str, exemption: &Exemption, items: Vec<(ItemId, String)>) -> Self {
        Self {
            certificate: certificate.clone(),
            title: title.to_owned(),
            items,
            when: exemption.when.clone(),
            holds: exemption.holds,
            basis: exemption.basis,
            confidence: exemption.confidence,
            note: exemption.note.clone(),
        }
    }
}

/// What other assessments suggest for an item; a person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// In words: small letters at the beginning, no full stop at the end.
    pub text: String,
    /// What could be used again, as it is attached there.
    pub evidence: Vec<AnswerEvidence>,
}

/// What other assessments suggest, by item.
pub type Proposals = BTreeMap<ItemId, Vec<Proposal>>;
