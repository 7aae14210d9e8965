//! The one integration crate: what the program does as a whole.

#![expect(clippy::disallowed_methods, reason = "tests read the sources, the fixtures and what the program wrote")]

mod examples;
mod layers;
mod packs;
mod rules;
mod schemas;
mod workspace;
