//! Evidence files become findings: read, recognised, checked; bad evidence is an `unknown` with a reason, never an error.

mod cache;
mod check;
mod clues;
mod content;
mod dates;
mod days;
mod documents;
mod editions;
mod evaluate;
mod expect;
mod includes;
mod joins;
mod judge;
mod kind;
mod lookup;
mod named;
mod needed;
mod readers;
mod records;
mod rules;
mod run;
mod sensitive;
mod singles;
mod support;
mod tables;
mod value;
mod walk;
mod workers;

pub use cache::Cache;
pub use rules::{CheckPage, KindCard, Rules};
#[cfg(fuzzing)]
pub use run::Door;
pub use run::{Input, Way, scan, sha256};
pub use sensitive::{mask_name, personal};
pub use tables::{tables, workbook};
pub use walk::{Found, Walk, file_name, load, walk};
pub use workers::{Workers, work};

/// The JSON Schemas of the files that rules are written in, by name.
pub fn schemas() -> [(&'static str, schemars::Schema); 2] {
    [("check", schemars::schema_for!(check::Check)), ("kind", schemars::schema_for!(kind::Kind))]
}
