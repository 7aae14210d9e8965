//! The scorecard: verdicts, backing, levels and actions on one date. The only input of every report.
//!
//! It holds every number that a report prints, so that templates need no arithmetic.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    AchievementSummary, Action, CheckCard, CheckId, CheckResult, CountedCard, EvidenceFile, GradeCard, ItemCard,
    ItemId, LevelId, Manifest, PackId, PartyCard, PassingCard, Person, PlanCard, PortalSummary, Reference,
    RegisterCard, Slug, StatementCard, TopicCard, TrendCard, WantedCard,
};

/// One assessment on one day.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct Scorecard {
    /// The version of this structure in machine formats; it only ever gains keys.
    pub format: u32,
    /// The program's version.
    pub program: String,
    /// What it was made from; absent where it was not made from a workspace.
    pub manifest: Option<Manifest>,
    /// The day that counts as today.
    #[schemars(with = "String")]
    pub today: Date,
    /// The day of intended publication, from which "in the last 12 months" is counted.
    #[schemars(with = "String")]
    pub publish_on: Date,
    /// Whether what strangers must not see was left out: names of devices and accounts, paths, weaknesses.
    #[serde(default)]
    pub external: bool,
    /// Who answers.
    pub organisation: OrganisationCard,
    /// The supplier that it is about, if any.
    pub subject: Option<String>,
    /// What a party that is graded said and showed; absent where the pack is judged by answers.
    pub party: Option<PartyCard>,
    /// What is answered.
    pub pack: PackCard,
    /// The level that the answers give, as the portal would see it.
    pub on_answers: Standing,
    /// The level that still stands when only backed answers count.
    pub backed: Standing,
    /// Whether it would pass, where the pack is passed or failed as a whole.
    pub passing: Option<PassingCard>,
    /// Which controls apply, where the pack has a Statement of Applicability.
    pub statement: Option<StatementCard>,
    /// What many people said, where the pack is judged by counts.
    pub counted: Option<CountedCard>,
    /// How many items of the full level there are, answered, met, backed and so on.
    pub counts: Counts,
    /// Things to know before anything else: a deadline gone by, doubts in the pack, files that can't be read.
    pub notices: Vec<Notice>,
    /// Where it stood on earlier days; absent where nothing was kept.
    pub trend: Option<TrendCard>,
    /// The sections in pack order.
    pub sections: Vec<SectionCard>,
    /// Items whose evidence says otherwise and for which no exception holds, in pack order.
    pub contradictions: Vec<ItemId>,
    /// What to do, most useful first.
    pub actions: Vec<Action>,
    /// Those actions in figures, and by whom.
    pub plan: PlanCard,
    /// Outcomes that are reached by degrees, in figures; absent where the pack has none.
    pub achievement: Option<AchievementSummary>,
    /// What can be entered in the portal, in figures.
    pub portal: PortalSummary,
    /// Recorded exceptions, current and past.
    pub exceptions: Vec<ExceptionCard>,
    /// Certificates held.
    pub certificates: Vec<CertificateCard>,
    /// Results of every check that found something to look at, by check.
    pub checks: Vec<CheckResult>,
    /// Checks that some item uses and for which no file was found, with what to ask for.
    pub unchecked: Vec<CheckCard>,
    /// The evidence files by path.
    pub files: Vec<EvidenceFile>,
    /// What each file that is evidence supports, and until when it is fresh.
    #[serde(default)]
    pub register: Vec<RegisterCard>,
    /// What the items that count ask for and nothing shows, in pack order.
    #[serde(default)]
    pub wanted: Vec<WantedCard>,
    /// What visitors and the board ask about first; empty where the pack does not say.
    #[serde(default)]
    pub topics: Vec<TopicCard>,
    /// What was published before, in words.
    pub published: String,
    /// When the last publication runs out.
    #[schemars(with = "Option<String>")]
    pub renew_by: Option<Date>,
    /// How long the last publication is good for, in words: "renew by 12 June 2027 (in 201 days)".
    pub renewal: Option<String>,
    /// How far off the edition's deadline is, in words: "30 June 2026 (in 91 days)".
    pub deadline: Option<String>,
    /// Who signed off, in words, and what withdrew it; absent when nobody did.
    pub signed_off: Option<String>,
    /// Whether somebody signed off and nothing changed since.
    pub sign_off_stands: bool,
}

/// Who answers, for printing.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct OrganisationCard {
    /// Its name.
    pub name: String,
    /// The name of the company, charity or person behind it.
    pub legal_name: Option<String>,
    /// Its kind, in words.
    pub kind: String,
    /// Its code in the Organisation Data Service.
    pub ods_code: Option<String>,
    /// Its number as a provider in the register of the Care Quality Commission.
    pub cqc_provider_id: Option<String>,
    /// Its number in the Information Commissioner's register.
    pub ico_number: Option<String>,
    /// The places that the answers cover; none where it is one place.
    #[serde(default)]
    pub sites: Vec<SiteCard>,
    /// Its people by role.
    pub people: Vec<RoleHolder>,
}

/// A place that the answers cover.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct SiteCard {
    /// Its name.
    pub name: String,
    /// Its own code in the Organisation Data Service.
    pub ods_code: Option<String>,
    /// Its number as a location in the register of the Care Quality Commission.
    pub cqc_location_id: Option<String>,
}

/// A person with the role that they hold.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct RoleHolder {
    /// The role in words: "data security lead".
    pub title: String,
    /// Who holds it.
    pub person: Person,
}

/// What reports say of the pack.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct PackCard {
    /// Its name.
    pub id: PackId,
    /// Its full title.
    pub title: String,
    /// A title for narrow places.
    pub short_title: String,
    /// Its edition.
    pub edition: String,
    /// What it calls a section: "standard".
    pub section_word: String,
    /// Whether it is published in the toolkit's portal.
    pub portal: bool,
    /// The last day of the edition.
    #[schemars(with = "Option<String>")]
    pub deadline: Option<Date>,
    /// That it is not the official text.
    pub notice: String,
    /// Why it is provisional, if it is.
    pub provisional: Option<String>,
    /// The honest sentence on numbers that differ from the published ones.
    pub count_note: Option<String>,
    /// Items whose number or flags are in doubt, in pack order.
    pub doubts: Vec<Doubt>,
}

/// An item that the pack is not sure of.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct Doubt {
    /// The item.
    pub item: ItemId,
    /// Its short title.
    pub title: String,
    /// What is not sure.
    pub doubt: String,
}

/// A standing by one way of counting.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct Standing {
    /// The highest level reached.
    pub level: Option<LevelId>,
    /// Its name for people, or "No level yet".
    pub title: String,
    /// The next level up and what it lacks.
    pub next: Option<NextLevel>,
}

/// A level not reached yet.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct NextLevel {
    /// The level.
    pub level: LevelId,
    /// Its name for people.
    pub title: String,
    /// The items that keep it from holding, in pack order.
    pub missing: Vec<ItemId>,
    /// Anything else that it lacks, in words.
    pub also: Vec<String>,
}

/// Counts over a set of items, so many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct Counts {
    /// Mandatory items, doubtful ones included.
    pub mandatory: usize,
    /// Of these, met or not applicable on the answers.
    pub met: usize,
    /// Of these, answered in any way.
    pub answered: usize,
    /// Of these, met and backed as the item asks.
    pub backed: usize,
    /// Of these, said not to apply, with a reason, and not contradicted: they count, and there is nothing to back.
    ///
    /// `met` is the sum of `backed`, `not_applicable`, `nothing_claimed`, `noted`, `stated_only`, `out_of_date` and `contradicted`.
    pub not_applicable: usize,
    /// Of these, outcomes without a minimum of which nothing is claimed: they count, and there is nothing to back.
    pub nothing_claimed: usize,
    /// Mandatory items that need something behind them: all but those that are not applicable or claim nothing.
    pub to_back: usize,
    /// Of these, met on somebody's word only.
    pub stated_only: usize,
    /// Of these, met with a note that the item does not accept as backing.
    pub noted: usize,
    /// Of these, met with evidence that is out of date.
    pub out_of_date: usize,
    /// Of these, contradicted by a file.
    pub contradicted: usize,
    /// Of these, answered "no" or not enough.
    pub not_met: usize,
    /// Of these, not answered yet.
    pub unanswered: usize,
    /// `met` in percent of `mandatory`, rounded down; our own figure, not an official one.
    pub met_percent: usize,
    /// `backed` in percent of `to_back`, rounded down; our own figure too.
    pub backed_percent: usize,
    /// Optional items.
    pub optional: usize,
    /// Of these, met.
    pub optional_met: usize,
}

/// Something to know before reading on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct Notice {
    /// How much it matters.
    pub weight: Weight,
    /// The sentence.
    pub text: String,
    /// Whether it tells of files or weak spots, and is not for people outside.
    #[serde(default)]
    pub internal: bool,
}

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Act on it.
    Important,
    /// Know it.
    Note,
}

/// A section with its assertions.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct SectionCard {
    /// The framework's number.
    pub id: Reference,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// Counts over its mandatory items.
    pub counts: Counts,
    /// Whether every assertion with mandatory items is met on the answers.
    pub met: bool,
    /// Its assertions in pack order.
    pub assertions: Vec<AssertionCard>,
}

/// An assertion with its items.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct AssertionCard {
    /// The framework's number.
    pub id: Reference,
    /// The statement.
    pub title: String,
    /// Whether all its mandatory items are met on the answers.
    pub met: bool,
    /// What was shown for it, where the pack is judged by grades: the lowest grade of its mandatory items, and why.
    pub grade: Option<GradeCard>,
    /// Its items in pack order.
    pub items: Vec<ItemCard>,
}

/// An exception as it stands today.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct ExceptionCard {
    /// The item that it is for, if it names one.
    pub item: Option<ItemId>,
    /// The check that it is for, if it names one.
    pub check: Option<CheckId>,
    /// What it is about: "4.5.3", "disk-encryption-on, LAPTOP-07".
    pub about: String,
    /// Why.
    pub reason: String,
    /// Who says so, and who agreed.
    pub by: String,
    /// The last day on which it holds.
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
    /// Whether it holds today.
    pub current: bool,
    /// Whether it was carried forward, has not ended, and accepts nothing until it is confirmed.
    pub to_confirm: bool,
    /// Whether anything is there for it to except.
    pub used: bool,
}

/// A certificate as it stands today.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct CertificateCard {
    /// Its kind.
    pub kind: Slug,
    /// Its kind in words.
    pub name: String,
    /// Its number.
    pub number: Option<String>,
    /// The last day on which it is valid.
    #[schemars(with = "String")]
    pub expires: Date,
    /// Whether it is valid on the day of publication.
    pub current: bool,
    /// Whether its file was found in the evidence folder.
    pub shown: bool,
}
