//! What changed from one scorecard to another, and where an assessment stood over time.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CheckId, ItemId, PackId, Strength, Summary};

/// How two scorecards differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// The version of this structure; it only ever gains keys.
    pub format: u32,
    /// The version of the program that compared them.
    pub program: String,
    /// The one that comes first.
    pub before: Side,
    /// The one that it is held against.
    pub after: Side,
    /// Whether they are about two organisations or suppliers, so that nothing "became" better or worse.
    pub apart: bool,
    /// Whether both answer editions of one list of questions, so that items and levels can be compared.
    pub comparable: bool,
    /// What to know before reading on, such as that the editions differ.
    pub remarks: Vec<String>,
    /// How many items went which way.
    pub counts: ChangeCounts,
    /// The levels, on the answers and backed.
    pub levels: Vec<LevelChange>,
    /// How many items are met, backed up and so on.
    pub figures: Vec<FigureChange>,
    /// Items that differ, worse ones first, then in the order of the questions.
    pub items: Vec<ItemChange>,
    /// Checks that came to something else, worse ones first.
    pub checks: Vec<CheckChange>,
    /// Evidence files that came, went, moved or have another content, by path.
    pub files: Vec<FileChange>,
}

impl Changes {
    /// Whether they say the same.
    pub fn is_nothing(&self) -> bool {
        let same = |course: Course| course == Course::Same;
        self.items.is_empty()
            && self.checks.is_empty()
            && self.files.is_empty()
            && self.levels.iter().all(|level| same(level.course))
            && self.figures.iter().all(|figure| same(figure.course))
    }
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The organisation, and the supplier that it is about.
    pub name: String,
    /// The day that counted as today.
    pub on: Date,
    /// The pack.
    pub pack: PackId,
    /// Its title for narrow places.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// The version of the program that scored it.
    pub program: String,
}

/// Which way something went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    /// It is worse.
    Worse,
    /// It is better.
    Better,
    /// It is another, and neither better nor worse.
    Other,
    /// Only the second one has it.
    New,
    /// Only the first one has it.
    Dropped,
    /// It is the same.
    Same,
}

/// How many items went which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChangeCounts {
    /// Worse.
    pub worse: usize,
    /// Better.
    pub better: usize,
    /// Neither, but another answer or other evidence stands behind it.
    pub other: usize,
    /// Asked on the second side only.
    pub new: usize,
    /// Asked on the first side only.
    pub dropped: usize,
    /// The same.
    pub same: usize,
}

/// A level on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LevelChange {
    /// How it is counted: "on the answers", "backed up".
    pub what: String,
    /// Its title on the first side.
    pub before: String,
    /// Its title on the second.
    pub after: String,
    /// Which way it went; not known (other) where the pack is not at hand.
    pub course: Course,
}

/// A figure on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureChange {
    /// What it counts: "items met".
    pub what: String,
    /// So many on the first side.
    pub before: Figure,
    /// So many on the second.
    pub after: Figure,
    /// Which way it went.
    pub course: Course,
}

/// A number, of so many where it is a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// The number.
    pub count: usize,
    /// Of how many.
    pub of: Option<usize>,
}

/// An item that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemChange {
    /// Which way it went.
    pub course: Course,
    /// What happened, the gravest first.
    pub turns: Vec<Turn>,
    /// Its number on the second side; on the first where it is asked no more.
    pub item: ItemId,
    /// Its number on the first side, where that is another.
    pub from: Option<ItemId>,
    /// Its short title.
    pub title: String,
    /// Whether the full level needs it.
    pub counts: bool,
    /// How it stood on the first side, in words.
    pub before: Option<String>,
    /// How it stands on the second.
    pub after: Option<String>,
    /// What happened and why, one sentence each, without a full stop.
    pub why: Vec<String>,
}

/// What happened to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// A file says otherwise, and did not before.
    NowContradicted,
    /// It counted on the answers, and does no more.
    NoLongerMet,
    /// Its evidence is out of date, and was not before.
    NowOutOfDate,
    /// It was backed up, and is no more.
    NoLongerBacked,
    /// Its grade or level is lower.
    Lower,
    /// Its grade or level is higher.
    Higher,
    /// It counts on the answers, and did not before.
    NowMet,
    /// It is backed up, and was not before.
    NowBacked,
    /// No file says otherwise any more.
    NoLongerContradicted,
    /// Its evidence is in date again, or it rests on other evidence.
    NoLongerOutOfDate,
    /// Another answer stands there.
    AnswerChanged,
    /// What stands behind it is another thing, worth neither more nor less.
    BackingChanged,
    /// It was not asked before.
    New,
    /// It is asked no more.
    Dropped,
}

/// A check that came to something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckChange {
    /// Which way it went.
    pub course: Course,
    /// What happened, in words: "began to fail", "mended".
    pub what: String,
    /// The check.
    pub check: CheckId,
    /// Whether its facts settle their point.
    pub strength: Strength,
    /// The good state, as a statement.
    pub title: String,
    /// What it came to on the first side; absent where no file spoke of it.
    pub before: Option<Summary>,
    /// What it comes to on the second.
    pub after: Option<Summary>,
    /// What it found on the first side, in a sentence.
    pub sentence_before: Option<String>,
    /// What it finds on the second.
    pub sentence: Option<String>,
    /// Whom or what it began to fail for.
    pub began: Vec<String>,
    /// Whom or what it fails for no more.
    pub mended: Vec<String>,
    /// The items that use it.
    pub items: Vec<ItemId>,
}

/// An evidence file that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileChange {
    /// What became of it.
    pub change: FileTurn,
    /// Its path below `evidence/`, on the second side where it is there.
    pub path: String,
    /// Its path on the first side, where it moved.
    pub from: Option<String>,
    /// The date that it carried on the first side.
    pub dated_before: Option<Date>,
    /// The date that it carries on the second.
    pub dated: Option<Date>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileTurn {
    /// It is there no more, and neither is its content.
    Removed,
    /// Its content is another.
    Changed,
    /// The same content lies elsewhere.
    Moved,
    /// It was not there before.
    Added,
}

/// Where an assessment stood over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrendCard {
    /// The days on which it was kept, oldest first; the last is the day of this scorecard.
    pub points: Vec<TrendPoint>,
    /// How many older files of the history were left out.
    pub earlier: usize,
    /// What changed since the one before, in a sentence.
    pub sentence: String,
}

/// Where an assessment stood on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrendPoint {
    /// The day.
    #[schemars(with = "String")]
    pub on: Date,
    /// The edition that was answered.
    pub edition: String,
    /// How many items counted.
    pub mandatory: usize,
    /// Of these, met on the answers.
    pub met: usize,
    /// How many needed something behind them.
    pub to_back: usize,
    /// Of these, backed up.
    pub backed: usize,
    /// Of these, contradicted by a file.
    pub contradicted: usize,
    /// The level on the answers.
    pub level: String,
    /// The backed level.
    pub backed_level: String,
}
