//! `answers.yaml`: the organisation, its assessments and what people claimed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Achievement, AnswerKind, CheckId, IndicatorAnswer, IndicatorId, ItemId, LevelId, MailDomain, PackId, Round, Seal,
    Slug, YesOrNo,
};

/// The whole of `answers.yaml`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Answers {
    /// The version of the format; 1 today.
    pub format: u32,
    /// Who answers.
    pub organisation: Organisation,
    /// One for each pack, or for each pack and supplier.
    #[serde(default, deserialize_with = "empty_when_null")]
    pub assessments: Vec<Assessment>,
}

/// The organisation that answers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// The name of the company, charity or person behind it, as commissioners contract with it.
    pub legal_name: Option<String>,
    /// Its kind, which decides the pack.
    pub kind: Slug,
    /// Its code in the Organisation Data Service.
    pub ods_code: Option<String>,
    /// Its number as a provider in the register of the Care Quality Commission.
    pub cqc_provider_id: Option<String>,
    /// Its number in the Information Commissioner's register.
    pub ico_number: Option<String>,
    /// The addresses of its websites, which `dspt probe --all` looks at.
    #[serde(default, deserialize_with = "empty_when_null", skip_serializing_if = "Vec::is_empty")]
    pub websites: Vec<String>,
    /// The domains that its mail comes from, which `dspt probe --all` looks at.
    #[serde(default, deserialize_with = "empty_when_null", skip_serializing_if = "Vec::is_empty")]
    pub mail_domains: Vec<MailDomain>,
    /// The places that the answers cover.
    #[serde(default, deserialize_with = "empty_when_null")]
    pub sites: Vec<Site>,
    /// Its people by role, such as `data-security-lead`.
    #[serde(default, deserialize_with = "empty_when_null")]
    pub people: BTreeMap<Slug, Person>,
    /// The certificates that it holds.
    #[serde(default, deserialize_with = "empty_when_null")]
    pub certificates: Vec<Certificate>,
}

/// A place that the answers cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Site {
    /// Its name.
    pub name: String,
    /// Its own code in the Organisation Data Service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ods_code: Option<String>,
    /// Its number as a location in the register of the Care Quality Commission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cqc_location_id: Option<String>,
}

/// Somebody with a role.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Person {
    /// The name.
    pub name: String,
    /// The post that the person holds.
    pub role: Option<String>,
}

/// A certificate that counts towards a level.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Certificate {
    /// Its kind, such as `cyber-essentials-plus`.
    pub kind: Slug,
    /// The number printed on it.
    pub number: Option<String>,
    /// The day it was issued.
    #[schemars(with = "Option<String>")]
    pub issued: Option<Date>,
    /// The last day on which it is valid.
    #[schemars(with = "String")]
    pub expires: Date,
    /// The file that shows it, relative to `evidence/`.
    pub file: Option<String>,
}

/// One organisation's (or one supplier's) answers to one pack.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Assessment {
    /// The pack that is answered.
    pub pack: PackId,
    /// The supplier that it is about, where it is not about the organisation itself.
    pub subject: Option<String>,
    /// The product of the supplier that is used, by which its proof is known to be about it.
    pub product: Option<String>,
    /// The folder, relative to `evidence/`, whose files speak for this assessment and for no other.
    pub evidence_in: Option<String>,
    /// The addresses of the supplier's website and log-in page, which `dspt probe --all` looks at.
    #[serde(default, deserialize_with = "empty_when_null", skip_serializing_if = "Vec::is_empty")]
    pub websites: Vec<String>,
    /// The domains that the supplier's mail comes from.
    #[serde(default, deserialize_with = "empty_when_null", skip_serializing_if = "Vec::is_empty")]
    pub mail_domains: Vec<MailDomain>,
    /// The day on which the supplier was last sent the questions.
    #[schemars(with = "Option<String>")]
    pub asked: Option<Date>,
    /// What was published before.
    pub published: Option<Published>,
    /// That a plan for what falls short was accepted.
    pub improvement_plan: Option<ImprovementPlan>,
    /// The items that the organisation chose for this year's independent assessment.
    #[serde(default, deserialize_with = "empty_when_null")]
    pub audit_picks: Vec<ItemId>,
    /// The answers by item.
    #[serde(default, deserialize_with = "empty_when_null")]
    pub answers: BTreeMap<ItemId, Answer>,
    /// What many people said, as counts, for a pack that is judged by counts.
    #[serde(default, deserialize_with = "empty_when_null", skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<Round>,
    /// Accepted gaps and findings.
    #[serde(default, deserialize_with = "empty_when_null")]
    pub exceptions: Vec<Exception>,
    /// Who stands for the whole.
    pub signed_off: Option<SignOff>,
}

/// A plan for what falls short, which the framework's owner accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ImprovementPlan {
    /// The day on which it was accepted.
    #[schemars(with = "String")]
    pub accepted: Date,
    /// Who accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The file that shows it, relative to `evidence/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// What was published in the portal before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Published {
    /// `never` or `unknown`.
    Word(PublishedWord),
    /// The last publication.
    Record(PublishedRecord),
}

/// By hand, since serde's own way would say only that neither form fits, and would take the key `on` for "true".
impl<'de> Deserialize<'de> for Published {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> serde::de::Visitor<'de> for Either {
            type Value = Published;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("`never`, `unknown`, or the last publication with its `level` and `on`")
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Published, E> {
                match word {
                    "never" => Ok(Published::Word(PublishedWord::Never)),
                    "unknown" => Ok(Published::Word(PublishedWord::Unknown)),
                    other => Err(E::unknown_variant(other, &["never", "unknown"])),
                }
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Published, A::Error> {
                let record = PublishedRecord::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Ok(Published::Record(record))
            }
        }
        from.deserialize_any(Either)
    }
}

/// A publication record in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PublishedWord {
    /// Nothing was ever published.
    Never,
    /// Nobody knows yet.
    Unknown,
}

/// The last publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PublishedRecord {
    /// The level that was published.
    pub level: LevelId,
    /// The day.
    #[schemars(with = "String")]
    pub on: Date,
    /// The edition that was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The copy of the answers as they were published, relative to the folder of this file, with forward slashes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<String>,
    /// The SHA-256 of that copy in hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// What a person claims for an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Answer {
    /// The answer itself: `yes`, `no`, words, a number, a day (2026-03-04); for a document, where it is or its address;
    /// for an outcome `achieved`, `partially-achieved` or `not-achieved`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why the item does not apply, where it may be left out; instead of a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_applicable: Option<String>,
    /// Why an answer was refused; instead of a value. Who carries the risk is recorded as an exception for the item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Who is to be asked; instead of a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// Why the level differs from what the statements give.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
    /// The answer to the item's policy question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<YesOrNo>,
    /// What is said of each statement.
    #[serde(default, deserialize_with = "empty_when_null", skip_serializing_if = "BTreeMap::is_empty")]
    pub indicators: BTreeMap<IndicatorId, IndicatorAnswer>,
    /// How many of `out-of` have it, for an item with a share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// How many there are in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of: Option<u32>,
    /// Anything to add.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What supports it.
    #[serde(default, deserialize_with = "empty_when_null", skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<AnswerEvidence>,
    /// Who answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// On which day.
    #[schemars(with = "Option<String>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who will do what is left to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By which day.
    #[schemars(with = "Option<String>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Carried forward from last year and not yet looked at again; counts for nothing until it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub to_confirm: bool,
    /// Where it was carried forward from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried: Option<Carried>,
}

/// Where an answer was carried forward from; the older assessment in the same file still holds it whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Carried {
    /// Its number then.
    pub from: ItemId,
    /// The pack that it answered.
    pub pack: PackId,
    /// Whether the item is asked in other words now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reworded: bool,
    /// What was said then, where it does not fit what is asked now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

/// One thing that supports an answer: a file, an address, or the place where a paper record is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnswerEvidence {
    /// A file, relative to `evidence/`, with forward slashes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The file's SHA-256 in hexadecimal digits when a person confirmed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// A web address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Where a paper record is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
    /// What it is, in a person's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The date that it carries, where the program can't read it.
    #[schemars(with = "Option<String>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated: Option<Date>,
    /// Whether it covers the product that is used, as a person who looked says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_scope: Option<bool>,
}

impl AnswerEvidence {
    /// Whether another piece is the same file, address or place.
    pub fn is_same(&self, other: &Self) -> bool {
        (&self.file, &self.address, &self.kept) == (&other.file, &other.address, &other.kept)
    }
}

/// A recorded reason why a finding or a gap is accepted; for one item, one check, or one subject of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Exception {
    /// The item whose contradiction is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemId>,
    /// The check whose failure is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<CheckId>,
    /// The one subject of the check that it is about; all of them when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// Who agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed_by: Option<String>,
    /// The last day on which it holds; open-ended when absent.
    #[schemars(with = "Option<String>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Carried forward from last year and not yet looked at again; accepts nothing until it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub to_confirm: bool,
}

/// Who stands for an assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SignOff {
    /// The name.
    pub by: String,
    /// The post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The day.
    #[schemars(with = "String")]
    pub on: Date,
    /// What was confirmed: any change of it withdraws the confirmation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Seal>,
}

/// An answer understood as its item's kind asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Words, an address, a place.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(Date),
    /// A number from 0 to 100.
    Percentage(f64),
    /// How far an outcome is achieved.
    Level(Achievement),
    /// It does not apply, for this reason.
    NotApplicable(String),
    /// An answer was refused, for this reason.
    Refused(String),
    /// Somebody else is to be asked.
    Ask(String),
    /// Nothing yet.
    Nothing,
}

impl Assessment {
    /// An assessment of a pack with nothing in it.
    pub fn new(pack: PackId) -> Self {
        Self {
            pack,
            subject: None,
            product: None,
            evidence_in: None,
            websites: Vec::new(),
            mail_domains: Vec::new(),
            asked: None,
            published: None,
            improvement_plan: None,
            audit_picks: Vec::new(),
            answers: BTreeMap::new(),
            rounds: Vec::new(),
            exceptions: Vec::new(),
            signed_off: None,
        }
    }
}

impl Answer {
    /// What the answer claims, as an item of this kind takes it.
    ///
    /// # Errors
    /// In words, when the value is not of the kind, or more than one of value, not-applicable, refused and ask is given.
    pub fn claim(&self, kind: AnswerKind) -> Result<Claim, String> {
        let given =
            [&self.value, &self.not_applicable, &self.refused, &self.ask].iter().filter(|v| v.is_some()).count();
        if given > 1 {
            return Err("give only one of `value`, `not-applicable`, `refused` and `ask`".into());
        }
        if let Some(reason) = &self.not_applicable {
            return match reason.trim() {
                "" => Err("`not-applicable` needs a reason".into()),
                reason => Ok(Claim::NotApplicable(reason.to_owned())),
            };
        }
        if let Some(reason) = &self.refused {
            return Ok(Claim::Refused(reason.trim().to_owned()));
        }
        if let Some(who) = &self.ask {
            return Ok(Claim::Ask(who.trim().to_owned()));
        }
        let Some(value) = self.value.as_deref().map(str::trim) else { return Ok(Claim::Nothing) };
        if value.is_empty() {
            return Ok(Claim::Nothing);
        }
        match kind {
            AnswerKind::YesNo => match value.to_lowercase().as_str() {
                "yes" | "y" | "true" => Ok(Claim::Yes),
                "no" | "n" | "false" => Ok(Claim::No),
                _ => Err(format!("`{value}` is not yes or no; put words into `comment`")),
            },
            AnswerKind::Text | AnswerKind::Document => Ok(Claim::Text(value.to_owned())),
            AnswerKind::Number => {
                value.parse().map(Claim::Number).map_err(|_| format!("`{value}` is not a whole number"))
            }
            AnswerKind::Date => value
                .parse()
                .map(Claim::Day)
                .map_err(|_| format!("`{value}` is not a date; write it as year-month-day, such as 2026-03-04")),
            AnswerKind::Percentage => match value.trim_end_matches('%').trim().parse() {
                Ok(share) if (0.0..=100.0).contains(&share) => Ok(Claim::Percentage(share)),
                _ => Err(format!("`{value}` is not a percentage from 0 to 100")),
            },
            AnswerKind::Achievement => Achievement::named(value)
                .map(Claim::Level)
                .ok_or_else(|| format!("`{value}` is no level: write achieved, partially-achieved or not-achieved")),
        }
    }
}

/// A key with nothing behind it is an empty list, as people mean it.
fn empty_when_null<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}
