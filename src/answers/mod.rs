//! `answers.yaml` as text: read strictly against its packs, and changed by splicing only the blocks that change.

mod carry;
mod edit;
mod emit;
mod sound;

use std::collections::{BTreeMap, BTreeSet};

pub use carry::{CarriedForward, about, carry};
pub use edit::{Edit, EditError, apply, apply_all};
pub use emit::new_file;

use crate::model::{Answers, CheckId, Fault, Pack, PackId, Slug, yaml::Yaml};

/// What answers may refer to.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The packs by name.
    pub packs: BTreeMap<PackId, Pack>,
    /// The checks that an exception may name.
    pub checks: BTreeSet<CheckId>,
}

impl Known {
    /// The kinds of organisation of all packs: known, and refused with the reason.
    fn kinds(&self) -> BTreeMap<&Slug, Option<&str>> {
        let mut kinds = BTreeMap::new();
        for kind in self.packs.values().flat_map(|pack| &pack.organisations) {
            let refused = kind.refused.as_deref();
            let entry = kinds.entry(&kind.kind).or_insert(refused);
            if refused.is_none() {
                *entry = None;
            }
        }
        kinds
    }
}

/// Reads an answers file and holds it against its packs.
///
/// # Errors
/// Every fault found, with file and line: at least one.
pub fn parse(file: &str, text: &str, known: &Known) -> Result<Answers, Vec<Fault>> {
    let yaml = Yaml::new(file, text);
    let answers: Answers = yaml.read()?;
    let faults = sound::faults(&yaml, &answers, known);
    if faults.is_empty() { Ok(answers) } else { Err(faults) }
}
