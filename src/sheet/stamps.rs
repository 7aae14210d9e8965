//! What a sheet says of itself, so that it can be told later what it was made for and what has changed since.

use std::collections::BTreeMap;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::text::one_line;
use crate::model::{Answer, AnswerKind, Assessment, Claim, Item, ItemId, Pack, PackId};

/// The version of the sheet format.
const FORMAT: &str = "1";

/// The rows of a stamp, by their labels.
pub(super) const LABELS: [&str; 8] =
    ["Sheet format", "Framework", "Edition", "Organisation", "Supplier", "Asked of", "Made on", "Made from"];

/// What a sheet was made for and from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The pack.
    pub pack: PackId,
    /// Its edition.
    pub edition: String,
    /// The organisation that asks.
    pub organisation: String,
    /// The supplier that the assessment is about.
    pub subject: Option<String>,
    /// Who is asked.
    pub to: Option<String>,
    /// The day on which it was made.
    pub made: Option<Date>,
    /// What each item's answer was then.
    pub items: BTreeMap<ItemId, Then>,
}

/// What an answer was when a sheet was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// There was none.
    Open,
    /// There was one; the sheet keeps to itself which.
    Answered,
    /// There was the one of this digest.
    Digest(String),
}

/// Whether a sheet tells by a digest which answers it was made from.
///
/// There are few answers to a yes-no question, so that a digest gives the answer away to anybody who tries them all: a
/// sheet that leaves the house has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaves {
    /// It goes to somebody.
    TheHouse,
    /// It is a worksheet of one's own.
    Never,
}

impl Stamp {
    /// The stamp of a sheet about these items.
    pub(super) fn new(pack: &Pack, assessment: &Assessment, items: &[&Item], leaves: Leaves) -> Self {
        let then = |item: &Item| match assessment.answers.get(&item.id) {
            Some(answer) if is_claim(item, answer) => match leaves {
                Leaves::TheHouse => Then::Answered,
                Leaves::Never => Then::Digest(digest(pack, &item.id, answer)),
            },
            _ => Then::Open,
        };
        Self {
            pack: pack.id.clone(),
            edition: pack.edition.clone(),
            organisation: String::new(),
            subject: assessment.subject.clone(),
            to: None,
            made: None,
            items: items.iter().map(|item| (item.id.clone(), then(item))).collect(),
        }
    }

    /// Labels and values.
    pub(super) fn rows(&self) -> Vec<(&'static str, String)> {
        let items = self.items.iter().map(|(id, then)| match then {
            Then::Open => format!("{id} open"),
            Then::Answered => format!("{id} answered"),
            Then::Digest(digest) => format!("{id} {digest}"),
        });
        let values = [
            Some(FORMAT.to_owned()),
            Some(self.pack.to_string()),
            Some(self.edition.clone()),
            Some(self.organisation.clone()),
            self.subject.clone(),
            self.to.clone(),
            self.made.map(|day| day.to_string()),
            Some(items.collect::<Vec<_>>().join(", ")),
        ];
        LABELS.into_iter().zip(values).filter_map(|(label, value)| Some((label, one_line(&value?)))).collect()
    }

    /// Reads labels and values; nothing where they are no stamp.
    ///
    /// # Errors
    /// In words, where they are one of another format.
    pub(super) fn read(rows: &BTreeMap<String, String>) -> Result<Option<Self>, String> {
        let value = |label: &str| rows.get(label).map(|value| one_line(value)).filter(|value| !value.is_empty());
        let (Some(format), Some(pack)) = (value("Sheet format"), value("Framework")) else { return Ok(None) };
        if format != FORMAT {
            return Err(format!("the sheet is of format {format}, and this program reads format {FORMAT}"));
        }
        let pack = PackId::new(pack).map_err(|error| format!("the sheet's framework is damaged: {error}"))?;
        let item = |text: &str| {
            let (id, then) = text.trim().split_once(' ')?;
            let then = match then.trim() {
                "open" => Then::Open,
                "answered" => Then::Answered,
                digest => Then::Digest(digest.to_owned()),
            };
            Some((ItemId::new(id).ok()?, then))
        };
        Ok(Some(Self {
            pack,
            edition: value("Edition").unwrap_or_default(),
            organisation: value("Organisation").unwrap_or_default(),
            subject: value("Supplier"),
            to: value("Asked of"),
            made: value("Made on").and_then(|day| day.parse().ok()),
            items: value("Made from").unwrap_or_default().split(',').filter_map(item).collect(),
        }))
    }
}

/// Whether an answer claims something; one that still has to be confirmed does not.
pub(super) fn is_claim(item: &Item, answer: &Answer) -> bool {
    !answer.to_confirm
        && match answer.claim(item.kind) {
            Ok(Claim::Nothing) => item.kind == AnswerKind::Document && !answer.evidence.is_empty(),
            Ok(Claim::Ask(_)) | Err(_) => false,
            Ok(_) => true,
        }
}

/// A short digest of an answer.
pub(super) fn digest(pack: &Pack, item: &ItemId, answer: &Answer) -> String {
    let form = serde_json::to_string(answer).unwrap_or_default();
    let hash = Sha256::digest(format!("{}\n{item}\n{form}", pack.id));
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
