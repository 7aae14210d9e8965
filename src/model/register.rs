//! The evidence register: what each file supports and until when it is fresh, and what is still asked for.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ItemId;

/// A file that is evidence, as the register lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RegisterCard {
    /// Its place among the scorecard's files, from 0.
    pub file: usize,
    /// What it is, for people: the kinds of document that it was recognised as, else the kind of file.
    pub kinds: Vec<String>,
    /// The items that it speaks to or is attached to, in pack order.
    pub items: Vec<ItemId>,
    /// When it should be looked at again; absent where nothing says so.
    pub look_again: Option<LookAgain>,
}

/// A day on which a file should be looked at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LookAgain {
    /// The last day on which nothing is to be done.
    #[schemars(with = "String")]
    pub on: Date,
    /// Whose day that is: "its own review date", "36 months after its date, as the framework asks".
    pub why: String,
    /// Whether it has gone by on the day that counts as today.
    pub past: bool,
}

/// Something that is asked for and is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WantedCard {
    /// The item that asks for it.
    pub item: ItemId,
    /// Its short title.
    pub title: String,
    /// What would do, in words.
    pub takes: String,
}
