//! The operators of checks: a closed set, each with three answers: it holds, it does not, it is not known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::KindId;

/// What must hold of a record.
///
/// `at` is a path: steps joined by dots, compared without case, `System Access.MinimumPasswordLength`; where a map has
/// a key with dots in it (`@odata.type`), the key wins. A list on the way is entered with `[*]` (each) or `[0]`; at its
/// end a list counts as its elements. For tables the path is one of the kind's own column names.
/// Of several values by `[*]`, and of the elements of a list, every one must hold; for `matches` one element of a list
/// is enough. A value that is not there, or empty, is not known, unless `default` names what the product does then; one
/// that PowerShell cut off (`System.Object[]`) is never known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) enum Expect {
    /// Every one holds.
    All(Vec<Expect>),
    /// At least one holds.
    Any(Vec<Expect>),
    /// It does not hold.
    Not(Box<Expect>),
    /// The value is this one; text is compared without case, numbers as numbers.
    Equals(One),
    /// The value is one of these.
    OneOf(Several),
    /// The list holds this value, or the text holds it as a word.
    Contains(One),
    /// Neither the list nor the text holds any of these; in a text, as words.
    ContainsNone(Several),
    /// The number is no less.
    AtLeast(Bound),
    /// The number is no more.
    AtMost(Bound),
    /// The number lies between, both ends in.
    Between(Range),
    /// The text matches a regular expression; `(?i)` is set.
    Matches(Pattern),
    /// The value says yes: true, yes, on, 1, enabled, active, ✓ and their kind.
    IsOn(At),
    /// The value says no: false, no, off, 0, disabled, and their kind.
    IsOff(At),
    /// There is a value, and it is not empty. A key that is not there fails.
    Present(At),
    /// There is no value, or an empty one.
    Absent(At),
    /// There is no value, or this holds.
    AbsentOr(AbsentOr),
    /// There is no value; where there is one, nobody can tell from this file, for the reason given.
    NotKnownWith(NotKnownWith),
    /// The day lies within so many months or days before the date of publication, both ends in.
    NewerThan(Age),
    /// The day is the date of publication or later, with at least `days-left` to go.
    NotPast(Until),
    /// The product, with its version where they stand apart, still gets security updates by the table of end-of-support
    /// dates. A product that the table lacks is not known.
    Supported(Product),
    /// Every element of a list does so.
    Every(Elements),
    /// No element of a list does so.
    None(Elements),
    /// At least one element of a list does so.
    Some(Elements),
    /// So many whole days lie between two days.
    DaysBetween(DaysBetween),
    /// Several numbers come to no less or no more together.
    Sum(Sum),
    /// Bits of a whole number, decimal or `0x…`, are set or clear.
    Bits(Bits),
    /// Two numbers, days or words of one record stand so to one another.
    Compare(Compare),
    /// The version, the first dotted number in the text, is no older. One with fewer parts that would decide is not
    /// known.
    Version(Version),
    /// Some record of another file has an equal value.
    Matched(Join),
    /// No record of another file has an equal value; where no such file is there, or the own value is empty, this is
    /// not known.
    NotMatched(Join),
}

/// A path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct At {
    /// The path.
    pub at: String,
    /// What the product does when the value is not there.
    pub default: Option<Scalar>,
}

/// A path and a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct One {
    /// The path.
    pub at: String,
    /// The value.
    pub value: Scalar,
    /// What the product does when the value is not there.
    pub default: Option<Scalar>,
}

/// A path and several values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Several {
    /// The path.
    pub at: String,
    /// The values.
    pub values: Vec<Scalar>,
    /// What the product does when the value is not there.
    pub default: Option<Scalar>,
}

/// A path and a number. The first number in a text counts: "12 characters".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Bound {
    /// The path.
    pub at: String,
    /// The bound.
    pub value: f64,
    /// What the product does when the value is not there.
    pub default: Option<Scalar>,
}

/// A path and two numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Range {
    /// The path.
    pub at: String,
    /// No less.
    pub from: f64,
    /// No more.
    pub to: f64,
    /// What the product does when the value is not there.
    pub default: Option<Scalar>,
}

/// A path and a regular expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Pattern {
    /// The path.
    pub at: String,
    /// The expression; it may match anywhere in the text.
    pub pattern: String,
    /// What the product does when the value is not there.
    pub default: Option<Scalar>,
}

/// A path and what must hold of the record if there is a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct AbsentOr {
    /// The path.
    pub at: String,
    /// What must hold then.
    pub expect: Box<Expect>,
}

/// A path whose value hides what is asked, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct NotKnownWith {
    /// The path.
    pub at: String,
    /// The reason and the way out, as a clause.
    pub because: String,
}

/// A path to a day and how long ago it may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Age {
    /// The path.
    pub at: String,
    /// Calendar months.
    pub months: Option<u32>,
    /// Days.
    pub days: Option<u32>,
}

/// A path to a last day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Until {
    /// The path.
    pub at: String,
    /// So many days of it must be left; 0 when absent.
    #[serde(default)]
    pub days_left: u32,
}

/// A list and what its elements are held to.
///
/// Paths in `where`, `expect` and `called` begin at the element; `.` is the element itself and `^.x` the path x of the
/// record around it. A value that is no list counts as a list of one. A list that is there without elements does what
/// `every` and `none` ask, and not what `some` asks; one that is not there is not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Elements {
    /// The path to the list.
    pub at: String,
    /// Which elements count; without it all do.
    #[serde(rename = "where")]
    pub only: Option<Box<Expect>>,
    /// What is asked of an element.
    pub expect: Box<Expect>,
    /// The path in the element that names it in messages.
    pub called: Option<String>,
    /// What a list means that is missing or has no elements.
    pub empty: Option<Empty>,
}

/// What a list means that is missing or has no elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Empty {
    /// It is as it should be.
    Holds,
    /// It is not.
    Fails,
}

/// Two days and how far apart they may be; months without a day are not known where the day decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct DaysBetween {
    /// The path to the earlier day.
    pub from: String,
    /// The path to the later one; the word `collected` is the day on which the record was collected. Without it, the
    /// date of publication.
    pub to: Option<String>,
    /// No more days.
    pub at_most: Option<i32>,
    /// No fewer days.
    pub at_least: Option<i32>,
}

/// Numbers that are added up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Sum {
    /// The paths.
    pub of: Vec<String>,
    /// No more.
    pub at_most: Option<f64>,
    /// No less.
    pub at_least: Option<f64>,
    /// What one counts that is not there.
    pub default: Option<f64>,
}

/// A path to a whole number, and bits of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Bits {
    /// The path.
    pub at: String,
    /// All of these bits are set.
    pub set: Option<u32>,
    /// All of these bits are clear.
    pub clear: Option<u32>,
}

/// Two paths, and how their values stand to one another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Compare {
    /// The path to the one.
    pub at: String,
    /// The path to the other.
    pub with: String,
    /// How the first stands to the second.
    pub is: Relation,
}

/// How a value stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Relation {
    /// They are the same; words without case.
    Equal,
    /// The first is no less, or no earlier.
    AtLeast,
    /// The first is no more, or no later.
    AtMost,
}

/// A path to a version and the oldest that will do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Version {
    /// The path.
    pub at: String,
    /// The oldest, as numbers with dots.
    pub at_least: String,
}

/// Other files, and by which values their records belong to this one.
///
/// E-mail addresses, machines and accounts are compared without case; a machine or account with its domain is the same
/// as one without; the words of a person's name may stand in either order. Of several editions of such a file the
/// newest counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Join {
    /// The kinds of the other files.
    #[serde(rename = "in")]
    pub within: Vec<KindId>,
    /// The values that are compared; one pair that is equal is enough.
    pub by: Vec<Pair>,
    /// What must hold of the other record; paths begin there.
    #[serde(rename = "where")]
    pub only: Option<Box<Expect>>,
    /// What it means that no file of those kinds is there; without it that is not known.
    pub empty: Option<Empty>,
}

/// Two values that are compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Pair {
    /// The path in the record that is judged.
    pub own: String,
    /// The path in the other one.
    pub other: String,
}

/// Paths to a product and its version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Product {
    /// The path to the product's name, with or without its version: "Windows 11 Pro 24H2".
    pub at: String,
    /// The path to the version, where it stands apart.
    pub version: Option<String>,
    /// The product's name, where `at` leads to the version alone.
    pub is: Option<String>,
    /// So many days of support must be left; 0 when absent.
    #[serde(default)]
    pub days_left: u32,
}

/// A value in a check. It is taken as it stands there: `no` is the word, not false.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Scalar {
    /// True or false.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Ok(match (text.as_str(), text.parse::<f64>()) {
            ("true", _) => Self::Bool(true),
            ("false", _) => Self::Bool(false),
            // `1.0` and `007` are more than their numbers.
            (_, Ok(number)) if number.is_finite() && number.to_string() == text => Self::Number(number),
            (_, Ok(_) | Err(_)) => Self::Text(text),
        })
    }
}
