//! Grades: what an outside party said and showed, control by control; and what that gives to another pack.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DocumentId, ItemId, PackId, Reference};

/// What an answer is worth, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// No answer, "no", refused, or contradicted by a file.
    None,
    /// Said, and not shown.
    Weak,
    /// Shown by something of the party's own, in date, that names the product.
    Fair,
    /// Shown by somebody else's proof, or by an export that a check passes, in date.
    Strong,
}

/// Every grade, strongest first.
pub const GRADES: [Grade; 4] = [Grade::Strong, Grade::Fair, Grade::Weak, Grade::None];

impl Grade {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Weak => "weak",
            Self::Fair => "fair",
            Self::Strong => "strong",
        }
    }

    /// Whether something was shown: only then does it count as met.
    pub fn is_shown(self) -> bool {
        self >= Self::Fair
    }
}

/// What proof of an item looks like, by grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Proof {
    /// By somebody else, or technical.
    pub strong: String,
    /// Of the party's own.
    pub fair: String,
    /// What is no proof.
    pub weak: String,
}

/// A kind of document that somebody else than the party makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Independent {
    /// The kind, from `assertions/documents/`.
    pub document: DocumentId,
    /// What it has to name before it counts.
    pub names: Names,
}

/// What a document has to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Names {
    /// The product that is used.
    Product,
    /// The party itself, as a certificate of the whole firm does; its product will do too.
    Party,
}

/// What an item of a pack gives to an item of another one, where it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Feed {
    /// The other pack.
    pub pack: PackId,
    /// Its item.
    pub item: ItemId,
    /// What is given.
    pub gives: Gives,
}

/// What is given to another pack; a person decides what to make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gives {
    /// An answer: it holds where every party shows at least one of the items that give it.
    AnyOne,
    /// The parties by name, for a list of them.
    Names,
    /// Files that can be attached there.
    Evidence,
    /// What people need to learn, as the questions show that many of them answered.
    TrainingNeeds,
    /// That many people looked at what they do themselves.
    SpotCheck,
}

impl Gives {
    /// Whether it comes from what many people said, and not from one party.
    pub fn is_of_many(self) -> bool {
        match self {
            Self::TrainingNeeds | Self::SpotCheck => true,
            Self::AnyOne | Self::Names | Self::Evidence => false,
        }
    }
}

/// The grade of an item and why.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct GradeCard {
    /// The grade.
    pub grade: Grade,
    /// Why, in words: lower case, no full stop.
    pub why: String,
    /// The files and places that it rests on.
    pub rests_on: Vec<String>,
    /// Whether something was shown that is out of date.
    pub out_of_date: bool,
    /// What to ask for next; absent where it is strong.
    pub ask: Option<String>,
}

/// How many controls there are of each grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct GradeCounts {
    /// Strong.
    pub strong: usize,
    /// Fair.
    pub fair: usize,
    /// Weak.
    pub weak: usize,
    /// None.
    pub none: usize,
    /// All of them; those to which nothing applies are not among them.
    pub all: usize,
}

impl GradeCounts {
    /// Counts grades.
    pub fn of(grades: impl Iterator<Item = Grade>) -> Self {
        let mut counts = Self::default();
        for grade in grades {
            counts.all += 1;
            *match grade {
                Grade::Strong => &mut counts.strong,
                Grade::Fair => &mut counts.fair,
                Grade::Weak => &mut counts.weak,
                Grade::None => &mut counts.none,
            } += 1;
        }
        counts
    }

    /// How many are of a grade.
    pub fn at(&self, grade: Grade) -> usize {
        match grade {
            Grade::Strong => self.strong,
            Grade::Fair => self.fair,
            Grade::Weak => self.weak,
            Grade::None => self.none,
        }
    }
}

/// What a scorecard says of a party that is graded.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct PartyCard {
    /// The product that is asked about.
    pub product: Option<String>,
    /// The folder of its files, below `evidence/`.
    pub folder: Option<String>,
    /// The day on which it was last asked.
    #[schemars(with = "Option<String>")]
    pub asked: Option<Date>,
    /// How many of its questions there are, optional ones too.
    pub questions: usize,
    /// Of these, answered in any way.
    pub answered: usize,
    /// The controls by grade.
    pub grades: GradeCounts,
    /// Items for which something was shown that is out of date.
    pub out_of_date: Vec<ItemId>,
    /// The independent documents that it showed, by kind.
    pub proofs: Vec<ProofCard>,
}

/// An independent document that was shown.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct ProofCard {
    /// Its kind, for people.
    pub title: String,
    /// The file.
    pub file: String,
    /// The date that it carries.
    #[schemars(with = "Option<String>")]
    pub dated: Option<Date>,
    /// The last day on which it is valid, where it says so.
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
    /// What keeps it from counting, if anything does.
    pub problem: Option<String>,
}

/// Several parties side by side, control by control.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct Comparison {
    /// Who asked.
    pub organisation: String,
    /// The title of the pack.
    pub title: String,
    /// That it is not an official list.
    pub notice: String,
    /// The day.
    #[schemars(with = "String")]
    pub today: Date,
    /// The parties, in the order of the answers.
    pub parties: Vec<ComparedParty>,
    /// The controls, weakest first.
    pub rows: Vec<ComparedControl>,
    /// The program that made it.
    pub program: String,
}

/// A party of a comparison.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
pub struct ComparedParty {
    /// Its name.
    pub name: String,
    /// The product that is asked about.
    pub product: Option<String>,
    /// How many questions were answered, of how many.
    pub answered: usize,
    /// All of its questions.
    pub questions: usize,
    /// Its controls by grade.
    pub grades: GradeCounts,
}

/// A control of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
pub struct ComparedControl {
    /// Its number.
    pub id: Reference,
    /// Its title.
    pub title: String,
    /// The grade of each party in their order; absent where nothing of it applies.
    pub grades: Vec<Option<Grade>>,
}
