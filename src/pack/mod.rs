//! Pack text becomes a [`Pack`] that is known to be sound, or the list of everything that is wrong with it.

mod achievement;
mod based;
mod diff;
mod glossary;
mod previous;
mod reading;
mod schema;
mod sound;
mod written;

use std::collections::BTreeSet;

pub use diff::diff;
pub use glossary::glossary;
pub use reading::{Ages, Text, ages};
pub use schema::schema;

use written::Written;

use crate::model::{CheckId, DocumentId, Fault, Pack, PackId, yaml::Yaml};

/// The names that a pack may refer to.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Checks.
    pub checks: BTreeSet<CheckId>,
    /// Kinds of document.
    pub documents: BTreeSet<DocumentId>,
}

/// The pack that a pack names as its base; found without reading all of it.
pub fn base_named(text: &str) -> Option<PackId> {
    let line = text.lines().find_map(|line| line.strip_prefix("based-on:"))?;
    PackId::new(line.split(" #").next().unwrap_or(line).trim().trim_matches(['"', '\''])).ok()
}

/// Reads a pack that stands by itself, and examines it.
///
/// # Errors
/// Every fault found, with file and line: at least one.
pub fn parse(file: &str, text: &str, known: &Known) -> Result<Pack, Vec<Fault>> {
    parse_on(file, text, known, None)
}

/// Reads a pack and examines it. One that is based on another takes what it leaves out from its base, as
/// [`base_named`] names it.
///
/// # Errors
/// Every fault found, with file and line: at least one.
pub fn parse_on(file: &str, text: &str, known: &Known, base: Option<&Pack>) -> Result<Pack, Vec<Fault>> {
    let yaml = Yaml::new(file, text);
    // Most packs are whole, and read without a tree of their places.
    let is_based = text.contains("based-on") && yaml.root().is_some_and(|root| root.get("based-on").is_some());
    let pack: Pack = match is_based {
        false => yaml.read()?,
        true => {
            let written: Written = yaml.read()?;
            let fault = |message| vec![yaml.fault_at(&["based-on".into()], message)];
            if written.based_on == written.id {
                return Err(fault("a pack can't be based on itself".to_owned()));
            }
            let base = base.filter(|base| base.id == written.based_on).ok_or_else(|| {
                let message = format!("there is no pack `{}` to be based on", written.based_on);
                fault(message).into_iter().map(|one| one.hint("`dspt pack list` lists the packs")).collect::<Vec<_>>()
            })?;
            based::resolve(&yaml, written, base)?
        }
    };
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
