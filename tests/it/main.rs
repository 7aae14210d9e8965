//! The one integration crate: what the program does as a whole.

#![expect(clippy::disallowed_methods, reason = "tests read the sources, the fixtures and what the program wrote")]

mod determinism;
mod examples;
mod gates;
mod home;
mod hostile;
mod layers;
mod packs;
mod privacy;
mod rules;
mod schemas;
mod workspace;
