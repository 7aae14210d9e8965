//! Which items of different packs speak of the same thing: how far one pack covers another, and what answers to one
//! suggest for another. It never marks anything as met.

mod coverage;
mod links;
mod proposals;
mod read;
#[cfg(test)]
mod tests;

pub use coverage::{Answered, Certified, by_certificate, by_pack};
pub use links::{knows, linked_with, links};
pub use proposals::proposals;
pub use read::{parse, trusted};
