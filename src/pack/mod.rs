//! Pack text becomes a [`Pack`] that is known to be sound, or the list of everything that is wrong with it.

mod achievement;
mod diff;
mod glossary;
mod previous;
mod reading;
mod sound;

use std::collections::BTreeSet;

pub use diff::diff;
pub use glossary::glossary;
pub use reading::{Ages, Text, ages};

use crate::model::{CheckId, DocumentId, Fault, Pack, yaml::Yaml};

/// The names that a pack may refer to.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Checks.
    pub checks: BTreeSet<CheckId>,
    /// Kinds of document.
    pub documents: BTreeSet<DocumentId>,
}

/// Reads a pack and examines it.
///
/// # Errors
/// Every fault found, with file and line: at least one.
pub fn parse(file: &str, text: &str, known: &Known) -> Result<Pack, Vec<Fault>> {
    let yaml = Yaml::new(file, text);
    let pack: Pack = yaml.read()?;
    let faults = sound::faults(&yaml, &pack, known);
    if faults.is_empty() { Ok(pack) } else { Err(faults) }
}

/// Reads a pack that is built in, and therefore known to be sound: a test examines it.
///
/// # Panics
/// When it can't be read at all, so that the program was built wrongly.
pub fn trusted(file: &str, text: &str) -> Pack {
    Yaml::new(file, text).read().expect("a built-in pack can be read")
}
