//! An item of the scorecard: what was answered, what that gives, and what stands behind it.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    AchievementCard, AnswerKind, Audience, Bearing, CheckId, Confidence, Flag, GradeCard, ItemId, PortalCard,
    ShareCard, Strength, Summary,
};

/// An item with everything that is known of it.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct ItemCard {
    /// The framework's number.
    pub id: ItemId,
    /// A few words that name it.
    pub title: String,
    /// The question.
    pub question: String,
    /// Why it is asked.
    pub why: String,
    /// What to do where it is not met, in short.
    pub fix: String,
    /// What an answer looks like.
    pub kind: AnswerKind,
    /// Whether the full level needs it.
    pub mandatory: Flag,
    /// Whether the lower level needs it too.
    pub approaching: Flag,
    /// Whether it counts for the full level: mandatory or doubtful, and not answered under another number.
    pub counts: bool,
    /// How sure the pack is of it.
    pub confidence: Confidence,
    /// What is not sure about it.
    pub doubt: Option<String>,
    /// The other number under which it is asked.
    pub same_as: Option<ItemId>,
    /// Who usually knows.
    pub audience: Audience,
    /// The answer in words: "Yes", "No", the text, "Not applicable: …", "To be asked: IT supplier".
    pub answer: Option<String>,
    /// Its levels, where it is an outcome that is reached by degrees.
    pub achievement: Option<AchievementCard>,
    /// What was added to it.
    pub comment: Option<String>,
    /// Who answered and when, in words.
    pub answered: Option<String>,
    /// What the answer alone gives.
    pub verdict: Verdict,
    /// Why the verdict is not what the answer seems to say, if so.
    pub verdict_reason: Option<String>,
    /// What stands behind the answer; absent where there is no claim to back.
    pub backing: Option<Backing>,
    /// What was said and shown, where the pack is judged by grades and the item applies.
    pub grade: Option<GradeCard>,
    /// Whether it counts for the backed level.
    pub counts_backed: bool,
    /// Why the backing is what it is, one sentence each.
    pub backing_reasons: Vec<String>,
    /// The evidence behind it, files first.
    pub evidence: Vec<EvidenceCard>,
    /// How many of how many have it, where it asks for a share.
    pub share: Option<ShareCard>,
    /// What checks found for it.
    pub checks: Vec<ItemCheck>,
    /// Things to look at that do not change the standing.
    pub warnings: Vec<String>,
    /// What the scan suggests as an answer where there is none, in words; a person decides.
    pub proposal: Option<String>,
    /// What parties that were asked on their own account bring to it, in words; a person decides.
    pub from_parties: Option<String>,
    /// What answers to other packs suggest where there is none here, in words; a person decides.
    pub elsewhere: Vec<String>,
    /// What to enter in the portal.
    pub portal: PortalCard,
}

impl ItemCard {
    /// Whether it counts as met: by its grade where it has one, else by the answer.
    pub fn holds(&self) -> bool {
        match &self.grade {
            Some(card) => card.grade.is_shown(),
            None => self.verdict.counts(),
        }
    }

    /// Whether a file says otherwise and no exception accepts it.
    pub fn is_contradicted(&self) -> bool {
        self.backing == Some(Backing::Contradicted)
    }

    /// The checks that say otherwise.
    pub fn contradictions(&self) -> impl Iterator<Item = &ItemCheck> {
        self.checks.iter().filter(|check| self.is_contradicted() && check.contradicts())
    }
}

/// What an answer alone gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The claim meets the item.
    Met,
    /// It does not.
    NotMet,
    /// There is no claim yet.
    Unanswered,
    /// The item is said not to apply, with a reason.
    NotApplicable,
}

impl Verdict {
    /// Whether it counts as met.
    pub fn counts(self) -> bool {
        match self {
            Self::Met | Self::NotApplicable => true,
            Self::NotMet | Self::Unanswered => false,
        }
    }
}

/// What stands behind a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Backing {
    /// Evidence was read and speaks for it.
    Backed,
    /// A place, an address or a described file stands behind it.
    Noted,
    /// Nothing but the answer.
    StatedOnly,
    /// All that speaks for it is older than the framework allows.
    OutOfDate,
    /// A file says otherwise.
    Contradicted,
}

/// One piece of evidence behind an item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct EvidenceCard {
    /// The file, address or place.
    pub what: String,
    /// What it is, with its article: "a continuity plan", "a web address".
    #[serde(default)]
    pub kind: String,
    /// Whether a person attached it or the scan found it.
    pub source: EvidenceSource,
    /// The date that it carries.
    #[schemars(with = "Option<String>")]
    pub dated: Option<Date>,
    /// The first twelve digits of its SHA-256.
    pub hash: Option<String>,
    /// What can be said of it: "found, dated 4 March 2026; its content is not judged".
    pub says: String,
    /// Whether it speaks for the item now.
    pub good: bool,
    /// Whether a check of the item read it, so that what it shows is told there.
    #[serde(default)]
    pub checked: bool,
}

/// Where a piece of evidence came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceSource {
    /// A person attached it to the answer.
    Attached,
    /// The scan recognised it.
    Found,
    /// A person noted an address or a place.
    Noted,
}

/// A check as it bears on one item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct ItemCheck {
    /// The check.
    pub check: CheckId,
    /// What it is about.
    pub title: String,
    /// How it bears on the item; what only points that way never settles one.
    pub bearing: Bearing,
    /// Whether its facts settle their own point.
    pub strength: Strength,
    /// What it comes to over all subjects.
    pub result: Summary,
    /// "14 of 15 devices pass; not: LAPTOP-07".
    pub sentence: String,
    /// Whether the files that it read say nothing of it.
    pub silent: bool,
    /// Whether exceptions cover all that fails, or all that warns where nothing fails.
    pub excepted: bool,
}

impl ItemCheck {
    /// Whether it says that the item does not hold: it settles the item, fails, and nobody accepted that.
    pub fn contradicts(&self) -> bool {
        self.bearing == Bearing::Settles && self.result == Summary::Fail && !self.excepted
    }
}
