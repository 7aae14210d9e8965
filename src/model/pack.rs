//! A pack: one edition of one framework, as sections of assertions of items.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    CheckId, DocumentId, Feed, Independent, Indicator, InterviewPart, ItemId, JudgedBy, LevelId, Names,
    OrganisationKind, PackId, Previous, Profile, Proof, Reference, Slug, Threshold, Topic,
};

/// One edition of one framework.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pack {
    /// The version of the pack format; 1 today.
    pub format: u32,
    /// The name of the pack; a built-in one lies in a folder of that name.
    pub id: PackId,
    /// The pack from which this one takes what it does not say itself, item by item; its own words win. Most keys may
    /// then be left out.
    pub based_on: Option<PackId>,
    /// The full title, as it stands on a report's cover.
    pub title: String,
    /// A title for narrow places.
    pub short_title: String,
    /// The edition, such as `2025-26`.
    pub edition: String,
    /// What the framework calls a section: standard, theme, clause, objective.
    #[serde(default = "section")]
    pub section_word: String,
    /// Whether it is published in the toolkit's portal, so that there are texts to enter there and a publication to note.
    #[serde(default)]
    pub portal: bool,
    /// One or two sentences: what the framework is and for whom.
    pub summary: String,
    /// Where the official text is to be had, and that this is not it.
    pub notice: String,
    /// The first day on which the edition could be answered.
    #[schemars(with = "Option<String>")]
    pub opens: Option<Date>,
    /// The last day on which the edition may be published; that day is in.
    #[schemars(with = "Option<String>")]
    pub deadline: Option<Date>,
    /// How many months a publication is good for.
    pub renew_months: Option<u32>,
    /// What changed since the edition before, and which items had other numbers then.
    pub previous: Option<Previous>,
    /// Why the pack is not certain, when it has not been checked against the official list.
    pub provisional: Option<String>,
    /// How many items the framework's owner says there are, and why ours may differ.
    pub published_count: Option<PublishedCount>,
    /// The kinds of organisation that the pack knows, fit or refused. A pack without any stands beside others: any kind
    /// may answer it, and no kind picks it.
    pub organisations: Vec<OrganisationKind>,
    /// The kinds of document that somebody else than the graded party makes: shown, they make a grade strong.
    #[serde(default)]
    pub independent: Vec<Independent>,
    /// The standings that can be reached, lowest first.
    pub levels: Vec<Level>,
    /// How the answers are judged as a whole, besides the levels.
    #[serde(default)]
    pub judged_by: JudgedBy,
    /// Numbers that the framework sets, to which items refer.
    #[serde(default)]
    pub thresholds: Vec<Threshold>,
    /// The sections whose items are controls that may be left out with a reason: a Statement of Applicability names each.
    #[serde(default)]
    pub statement_of_applicability: Vec<Reference>,
    /// What the whole gives to items of other packs, where it is judged by counts.
    #[serde(default)]
    pub feeds: Vec<Feed>,
    /// Data security standards, objectives or themes, in the framework's order.
    pub sections: Vec<Section>,
    /// What an independent assessor looks at this year, by kind of organisation.
    #[serde(default)]
    pub audit_scope: Vec<AuditScope>,
    /// The groups and the order of the interview, every item in exactly one; without them it goes by sections.
    #[serde(default)]
    pub interview: Vec<InterviewPart>,
    /// What visitors and the board ask about first, under a few headings; without them short reports go by sections.
    #[serde(default)]
    pub topics: Vec<Topic>,
}

/// What an independent assessor looks at in the edition's year, for some kinds of organisation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AuditScope {
    /// The kinds of organisation.
    pub organisations: Vec<Slug>,
    /// The items that are always looked at.
    pub outcomes: Vec<ItemId>,
    /// How many more the organisation chooses itself.
    #[serde(default)]
    pub chosen: usize,
    /// What is not certain about it.
    pub doubt: Option<String>,
}

/// The official numbers of items.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PublishedCount {
    /// Mandatory items by the framework's owner's own count.
    pub mandatory: usize,
    /// Items of the lower level by the same count.
    pub approaching: Option<usize>,
    /// One honest sentence on why the pack's own count differs.
    pub note: String,
}

/// A named standing and what it takes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Level {
    /// Its name in commands and files.
    pub id: LevelId,
    /// Its name for people.
    pub title: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// All that must hold.
    pub requires: Requirement,
}

/// What a level takes; everything given must hold.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Requirement {
    /// All items of this set are met.
    pub items: Option<ItemSet>,
    /// This lower level holds too.
    pub level: Option<LevelId>,
    /// A current certificate of this kind is held.
    pub certificate: Option<Slug>,
    /// Nothing was published before.
    #[serde(default)]
    pub first_publication: bool,
    /// Every mandatory item is answered, and a plan for what falls short was accepted.
    #[serde(default)]
    pub improvement_plan: bool,
}

/// A set of items by flag; doubtful ones are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ItemSet {
    /// Items flagged `mandatory`.
    Mandatory,
    /// Items flagged `approaching`.
    Approaching,
}

/// A data security standard, an objective, a theme.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Section {
    /// The framework's number.
    pub id: Reference,
    /// A short title.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: String,
    /// Its assertions, in the framework's order.
    pub assertions: Vec<Assertion>,
}

/// A statement that holds when its mandatory items are met.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Assertion {
    /// The framework's number.
    pub id: Reference,
    /// The statement in our own words.
    pub title: String,
    /// Its items, in the framework's order.
    pub items: Vec<Item>,
}

/// One evidence item: a question with a kind of answer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Item {
    /// The framework's number.
    pub id: ItemId,
    /// The item of the pack under `based-on` from which this one takes what it does not say; the one of the same number
    /// where nothing is said, and `none` where it is another thing.
    pub like: Option<ItemId>,
    /// A few words that name it in tables.
    pub title: String,
    /// The question in plain English.
    pub question: String,
    /// What an answer looks like.
    pub kind: AnswerKind,
    /// Whether an outcome can be partially achieved; left out where that is not known.
    pub partial: Option<bool>,
    /// The level of an outcome that is expected.
    pub profile: Option<Profile>,
    /// A question with yes or no that has to be answered yes beside the outcome's level.
    pub policy_question: Option<String>,
    /// The statements that decide an outcome's level.
    #[serde(default)]
    pub indicators: Vec<Indicator>,
    /// Whether the full level needs it.
    pub mandatory: Flag,
    /// Whether the lower level needs it too.
    pub approaching: Flag,
    /// What is not certain about the number, the flags or the subject; needed where a flag is doubtful.
    pub doubt: Option<String>,
    /// How sure the pack is of number, subject and flags together.
    pub confidence: Confidence,
    /// When "not applicable" may be said; absent where it may not.
    pub not_applicable: Option<String>,
    /// The item whose answer serves this one too, where the framework asks the same thing under two numbers.
    pub same_as: Option<ItemId>,
    /// Why it matters, in one sentence for a care manager.
    pub why: String,
    /// What saying yes (or giving an answer) commits the organisation to.
    pub commits: String,
    /// Help in a care manager's words.
    pub guidance: String,
    /// Two to five short examples of good evidence, as a care manager would say them.
    #[serde(default)]
    pub shows: Vec<String>,
    /// What an answer in words could read like.
    pub example: Option<String>,
    /// What the answer looks like, where it is a number of a known shape.
    pub shape: Option<Shape>,
    /// What to do when it is not met: concrete steps, starting with a verb.
    pub action: String,
    /// How much work the action usually is.
    pub effort: Effort,
    /// Who usually knows the answer.
    pub audience: Audience,
    /// What may back an answer so that it counts for the backed level; any one of them will do.
    pub backed_by: Vec<BackedBy>,
    /// How old the answer, note or file behind it may be, where the documents below don't say.
    pub fresh: Option<Freshness>,
    /// Whether this item alone fails the whole, where a pack is passed or failed.
    #[serde(default)]
    pub automatic_fail: bool,
    /// The numbers of the framework that it goes by, of those under `thresholds`.
    #[serde(default)]
    pub thresholds: Vec<Slug>,
    /// The share that a yes needs when numbers are given: 95 for 95%.
    pub share_at_least: Option<u32>,
    /// The documents that speak to it.
    #[serde(default)]
    pub evidence: Vec<EvidenceRule>,
    /// Whether the newest document of every kind found has to be in date, because the item asks that all of them are.
    #[serde(default)]
    pub each_in_date: bool,
    /// The checks that settle or support it.
    #[serde(default)]
    pub checks: Vec<CheckUse>,
    /// What proof of it has to name, where answers are graded; the product, where nothing is said.
    pub names: Option<Names>,
    /// What proof looks like, where answers are graded.
    pub proof: Option<Proof>,
    /// What it gives to items of other packs, where it is shown.
    #[serde(default)]
    pub feeds: Vec<Feed>,
}

/// What an answer looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerKind {
    /// Yes or no.
    YesNo,
    /// Words.
    Text,
    /// A file, a web address, or a note of where it is kept.
    Document,
    /// A whole number.
    Number,
    /// A day.
    Date,
    /// A number from 0 to 100.
    Percentage,
    /// How far an outcome is achieved.
    Achievement,
}

/// The shape of a number that somebody else gives out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A registration with the Information Commissioner: a Z and seven figures, or two letters and six figures.
    IcoNumber,
    /// A code of the Organisation Data Service: A or C and three more for a head office, V and four more for a site.
    OdsCode,
}

impl Shape {
    /// What to say of a text that has another shape: a warning, never a refusal.
    pub fn looks(self) -> &'static str {
        match self {
            Self::IcoNumber => {
                "That does not look like an ICO number: they are a Z and seven figures, or two letters such as ZA and \
                 six figures (ZA123456)."
            }
            Self::OdsCode => {
                "That does not look like an ODS code: a single home's begins with V and has five letters and figures, \
                 a head office's begins with A or C and has four."
            }
        }
    }

    /// Whether a text has the shape; words around the number are no fault.
    pub fn fits(self, text: &str) -> bool {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_ascii_uppercase).any(|word| {
            let figures = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
            match self {
                Self::IcoNumber => {
                    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
                    word.starts_with('Z') && word.len() == 8 && matches!(letters, 1 | 2) && figures(&word[letters..])
                }
                Self::OdsCode => match word.as_bytes().first() {
                    Some(b'V') => word.len() == 5,
                    Some(b'A' | b'C') => word.len() == 4,
                    _ => false,
                },
            }
        })
    }
}

/// A flag that may be in doubt; doubt counts as yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    /// Certain.
    Yes,
    /// Certain too.
    No,
    /// Not known: asked and counted.
    Doubtful,
}

impl Flag {
    /// Whether it counts: yes, or in doubt.
    pub fn counts(self) -> bool {
        match self {
            Self::Yes | Self::Doubtful => true,
            Self::No => false,
        }
    }
}

/// How sure the pack is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Seen in a source for this kind of organisation.
    High,
    /// Inferred from a neighbouring list.
    Medium,
    /// Conflicting or single weak source.
    Low,
}

/// How much work an action usually is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effort {
    /// Less than an hour.
    Minutes,
    /// Part of a day.
    Hours,
    /// Several days or other people's work.
    Days,
}

/// Who usually knows the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// The care manager.
    Care,
    /// The IT contractor.
    It,
    /// Both have a part.
    Both,
    /// The supplier that the questions are put to.
    Supplier,
}

/// One thing that can back an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BackedBy {
    /// A file whose text was read and recognised.
    Document,
    /// A check that settles the item and passes.
    Check,
    /// A web address, a place where paper is kept, or a file that can't be read but is described and dated.
    Note,
    /// A dated answer of substance, for "how do you …" questions.
    Answer,
}

/// How old something may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Freshness {
    /// Months before the day of publication, both ends in.
    pub months: u32,
    /// Who says so: only the framework's own limit takes a level away.
    pub limit: Limit,
}

/// Whose limit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// The framework sets it: past it, the item is out of date.
    Framework,
    /// Our own judgement: past it, there is a warning.
    Ours,
}

/// A kind of document that speaks to an item.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EvidenceRule {
    /// The kind of document, from `assertions/documents/`.
    pub document: DocumentId,
    /// Phrases of which the document must hold at least one before it speaks to this item; none means it always does.
    #[serde(default)]
    pub mentions: Vec<String>,
    /// How old it may be, where this differs from the item's own rule.
    pub fresh: Option<Freshness>,
}

/// A check that an item uses.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CheckUse {
    /// The check, from `assertions/checks/`.
    pub check: CheckId,
    /// What it says about the item.
    pub bearing: Bearing,
}

/// How a check bears on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bearing {
    /// It decides the item's own requirement: a failure contradicts a yes.
    Settles,
    /// A pass backs an answer, and a failure only warns: for frameworks that set no threshold of their own.
    Backs,
    /// It only bears on it: a failure warns.
    Supports,
}

impl Bearing {
    /// Whether a pass can back an answer.
    pub fn can_back(self) -> bool {
        match self {
            Self::Settles | Self::Backs => true,
            Self::Supports => false,
        }
    }
}

/// What a section is called where the pack does not say.
fn section() -> String {
    "section".into()
}

impl Pack {
    /// Every item with its section and assertion, in pack order.
    pub fn items(&self) -> impl Iterator<Item = (&Section, &Assertion, &Item)> {
        self.sections.iter().flat_map(|section| {
            section
                .assertions
                .iter()
                .flat_map(move |assertion| assertion.items.iter().map(move |item| (section, assertion, item)))
        })
    }

    /// The item of a number.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items().map(|(_, _, item)| item).find(|item| item.id == *id)
    }

    /// The numbers that an item goes by, in its order.
    pub fn thresholds_of<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Threshold> {
        item.thresholds.iter().filter_map(|id| self.thresholds.iter().find(|threshold| threshold.id == *id))
    }

    /// Whether what an outside party said and showed is graded.
    pub fn is_graded(&self) -> bool {
        self.judged_by == JudgedBy::Grades
    }

    /// Whether many people answer it, of whom only counts are kept.
    pub fn is_counted(&self) -> bool {
        self.judged_by == JudgedBy::Counts
    }

    /// The level of a name.
    pub fn level(&self, id: &LevelId) -> Option<&Level> {
        self.levels.iter().find(|level| level.id == *id)
    }
}

impl Item {
    /// What a person reads of it: the question first, then all of its help.
    pub fn words(&self) -> Vec<&str> {
        let help = [&self.why, &self.commits, &self.guidance, &self.action].map(String::as_str);
        let given = self.shows.iter().chain(&self.not_applicable).chain(&self.example).map(String::as_str);
        std::iter::once(self.question.as_str()).chain(help).chain(given).collect()
    }

    /// Whether the item is in a set, doubtful ones included; an item that another one answers for is in none.
    pub fn is_in(&self, set: ItemSet) -> bool {
        self.same_as.is_none()
            && match set {
                ItemSet::Mandatory => self.mandatory.counts(),
                ItemSet::Approaching => self.approaching.counts(),
            }
    }
}
