//! What one edition of a pack has to do with the one before: which items are the same, and what changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AnswerKind, Flag, ItemId, ItemSet, Pack, PackId};

/// What a pack says of the edition before it. An item that is not named is the one of the same number, unchanged as far
/// as is known.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Previous {
    /// The edition before, such as `2024-25`.
    pub edition: String,
    /// Its pack, where there is one.
    pub pack: Option<PackId>,
    /// How sure this is, and what it rests on.
    pub note: Option<String>,
    /// Items that are new, whatever their numbers meant before.
    #[serde(default)]
    pub new: Vec<ItemId>,
    /// Items whose question changed.
    #[serde(default)]
    pub reworded: Vec<ItemId>,
    /// Items of which only the help changed.
    #[serde(default)]
    pub help: Vec<ItemId>,
    /// Items that had another number.
    #[serde(default)]
    pub renumbered: Vec<Renumbered>,
    /// Numbers of the edition before that are asked no more.
    #[serde(default)]
    pub gone: Vec<ItemId>,
}

/// An item that had another number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Renumbered {
    /// Its number now.
    pub item: ItemId,
    /// Its number in the edition before.
    pub from: ItemId,
}

/// What a pack says changed in an item since the edition before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It was not asked before.
    New,
    /// Its question changed.
    Reworded,
    /// Its help changed, and its question did not.
    Help,
}

impl News {
    /// In words, for a person who answers.
    pub fn words(self) -> &'static str {
        match self {
            Self::New => "new this year",
            Self::Reworded => "reworded this year",
            Self::Help => "same question, new help this year",
        }
    }
}

impl Pack {
    /// What changed in an item since the edition before, as far as the pack says.
    pub fn news(&self, id: &ItemId) -> Option<News> {
        let previous = self.previous.as_ref()?;
        if previous.new.contains(id) {
            return Some(News::New);
        }
        if previous.reworded.contains(id) {
            return Some(News::Reworded);
        }
        previous.help.contains(id).then_some(News::Help)
    }

    /// Whether what it says of the edition before is about this pack.
    pub fn follows(&self, old: &Self) -> bool {
        self.previous.as_ref().is_some_and(|previous| match &previous.pack {
            Some(pack) => *pack == old.id,
            None => previous.edition == old.edition,
        })
    }

    /// The number that an item had in the edition before; none for a new one. The same one where nothing else is said.
    pub fn number_before<'a>(&'a self, id: &'a ItemId) -> Option<&'a ItemId> {
        let Some(previous) = &self.previous else { return Some(id) };
        if previous.new.contains(id) {
            return None;
        }
        Some(previous.renumbered.iter().find(|one| one.item == *id).map_or(id, |one| &one.from))
    }
}

/// How two editions differ.
#[derive(Clone, Debug, Serialize)]
pub struct PackDiff {
    /// The version of this structure; it only ever gains keys.
    pub format: u32,
    /// The older edition.
    pub old: Edition,
    /// The newer one.
    pub new: Edition,
    /// Whether the newer one says how it differs from the older; items are matched by number alone where it does not.
    pub mapped: bool,
    /// Whether the words were compared: not where nearly all questions differ, as ours from the official ones do.
    pub worded: bool,
    /// How many items there are of each kind.
    pub counts: DiffCounts,
    /// Every item of the newer edition in its order, then those that are gone in the order of the older one.
    pub items: Vec<ItemDiff>,
    /// What the older one was not sure of and the newer one says.
    pub settled: Vec<Settled>,
}

/// A flag that was in doubt and is no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// The item's number in the newer edition, or the one before where it is gone.
    pub item: ItemId,
    /// Its short title.
    pub title: String,
    /// Which flag it is.
    pub set: ItemSet,
    /// What the newer edition says; none where it does not ask the item.
    pub now: Option<Flag>,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edition {
    /// The pack.
    pub pack: PackId,
    /// Its title.
    pub title: String,
    /// The edition.
    pub edition: String,
}

/// How many items of two editions there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DiffCounts {
    /// The same question, help and kind of answer.
    pub same: usize,
    /// The same item in other words.
    pub reworded: usize,
    /// Not asked before.
    pub new: usize,
    /// Asked no more.
    pub gone: usize,
    /// Of the same and the reworded ones, those with another number.
    pub renumbered: usize,
    /// Of the same and the reworded ones, those with other flags.
    pub flags: usize,
}

/// An item in two editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemDiff {
    /// What became of it.
    pub change: Change,
    /// Its number now; none when it is gone.
    pub item: Option<ItemId>,
    /// Its number before; none when it is new.
    pub from: Option<ItemId>,
    /// Its short title.
    pub title: String,
    /// What of it was reworded.
    pub reworded: Vec<Part>,
    /// The question before, where it is another one now or the item is gone.
    pub question_before: Option<String>,
    /// The question now, where it was another one before or the item is new.
    pub question: Option<String>,
    /// The kind of answer before and now, where they differ.
    pub kind: Option<(AnswerKind, AnswerKind)>,
    /// The flag before and now, where they differ.
    pub mandatory: Option<(Flag, Flag)>,
    /// The same for the lower level.
    pub approaching: Option<(Flag, Flag)>,
}

impl ItemDiff {
    /// Whether it had another number before.
    pub fn is_renumbered(&self) -> bool {
        matches!((&self.item, &self.from), (Some(item), Some(from)) if item != from)
    }
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It is the same.
    Same,
    /// It is the same item in other words.
    Reworded,
    /// It was not asked before.
    New,
    /// It is asked no more.
    Gone,
}

/// A part of an item that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The question.
    Question,
    /// What kind of answer it takes.
    Kind,
    /// Help, what a yes means, or when it may be left out.
    Help,
    /// The level that an outcome is expected to have, its statements, or its policy question.
    Levels,
}
