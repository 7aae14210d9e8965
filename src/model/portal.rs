//! What to enter in the portal for an item, and what is not ready to be entered.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What to enter in the portal for one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct PortalCard {
    /// Whether it can be entered.
    pub state: PortalState,
    /// What to tick.
    pub tick: PortalTick,
    /// The exact text to paste, the answer's words or what was added to it, without signs that can't be seen.
    pub paste: Option<String>,
    /// What was added to an answer in words, for the comment box.
    pub comment: Option<String>,
    /// How many characters that is, where it is so long that the portal may not take all of it.
    pub too_long: Option<usize>,
    /// The attached documents, in the order of the answer.
    pub files: Vec<PortalFile>,
    /// Where it is kept, or its address, with what was noted of it.
    pub places: Vec<String>,
    /// Why it is not ready, and what to look at first, one sentence each.
    pub hold: Vec<String>,
}

/// Whether an item can be entered in the portal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PortalState {
    /// Enter it.
    Ready,
    /// Don't enter it yet.
    NotReady,
    /// An optional item without an answer: leave it empty.
    #[default]
    Empty,
    /// It is answered under another number.
    Elsewhere,
}

/// What to tick for an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PortalTick {
    /// Yes.
    Yes,
    /// The level of achievement.
    Level,
    /// Nothing but that the item is complete; the answer is the text or the document.
    Complete,
    /// Complete, with the text that says that it does not apply.
    NotApplicable,
    /// Nothing.
    #[default]
    Nothing,
}

/// A document for the portal.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct PortalFile {
    /// Its path in the evidence folder.
    pub path: String,
    /// Whether it is there.
    pub found: bool,
    /// The date that it carries.
    #[schemars(with = "Option<String>")]
    pub dated: Option<Date>,
    /// What a person noted of it.
    pub note: Option<String>,
    /// Whether somebody attached it; else the scan only found it, and a person decides.
    pub attached: bool,
}

/// The portal's worksheet in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct PortalSummary {
    /// Mandatory items that can be entered.
    pub ready: usize,
    /// Mandatory items that can't be entered yet.
    pub not_ready: usize,
    /// Optional items that can be entered.
    pub optional_ready: usize,
    /// The level that takes all mandatory items.
    pub full_level: String,
    /// The numbers of the actions for what that level needs and is not met, or is contradicted.
    pub action_plan: Vec<usize>,
}

impl PortalCard {
    /// Holds an item back for a reason.
    pub fn hold_back(&mut self, reason: String) {
        if !self.hold.contains(&reason) {
            self.hold.push(reason);
        }
        if self.state == PortalState::Ready {
            self.state = PortalState::NotReady;
        }
    }
}
