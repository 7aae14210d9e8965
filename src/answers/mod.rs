//! `answers.yaml` as text: read strictly against its packs, and changed by splicing only the blocks that change.

mod carry;
mod edit;
mod emit;
mod listed;
mod online;
mod sound;

use std::collections::{BTreeMap, BTreeSet};

pub use carry::{CarriedForward, about, carry};
pub use edit::{Edit, EditError, apply, apply_all};
pub use emit::new_file;
pub use listed::{Listed, What, listed};

use crate::model::{Answers, CheckId, Fault, Pack, PackId, yaml::Yaml};

/// What answers may refer to.
#[derive(Clone, Debug, Default)]
pub struct Known<'a> {
    /// The packs that are answered, by name.
    pub packs: BTreeMap<PackId, &'a Pack>,
    /// The names of all packs.
    pub names: BTreeSet<PackId>,
    /// The checks that an exception may name.
    pub checks: BTreeSet<CheckId>,
}

/// The packs that a text of answers names, found without judging it.
pub fn packs_named(text: &str) -> BTreeSet<PackId> {
    #[derive(serde::Deserialize)]
    struct Head {
        #[serde(default)]
        assessments: Option<Vec<Named>>,
    }
    #[derive(serde::Deserialize)]
    struct Named {
        pack: Option<String>,
    }
    let head: Option<Head> = serde_yaml::from_str(text).ok();
    let named = head.and_then(|head| head.assessments).unwrap_or_default();
    named.into_iter().filter_map(|named| PackId::new(named.pack?).ok()).collect()
}

/// Reads an answers file and holds it against its packs.
///
/// # Errors
/// Every fault found, with file and line: at least one.
pub fn parse(file: &str, text: &str, known: &Known<'_>) -> Result<Answers, Vec<Fault>> {
    let yaml = Yaml::new(file, text);
    let answers: Answers = yaml.read()?;
    let faults = sound::faults(&yaml, &answers, known);
    if faults.is_empty() { Ok(answers) } else { Err(faults) }
}
