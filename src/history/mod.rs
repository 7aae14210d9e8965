//! Scorecards over time: what changed between two, where an assessment stood, and what of a kept report still holds.
//!
//! It reads no files and knows no day but those that scorecards carry.

mod baseline;
mod checks;
mod compare;
mod files;
mod items;
mod kin;
mod trend;
mod verify;

#[cfg(test)]
mod tests;

pub use baseline::{Baseline, BaselineError, Compared, Known, fails};
pub use compare::compare;
pub use kin::family;
pub use trend::{MOST_DAYS, is_earlier, trend};
pub use verify::{Held, Part, State, by_digest, evidence};
