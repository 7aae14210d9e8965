//! The one integration crate: what the program does as a whole.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read sources, fixtures and what the program wrote, and fail where that goes wrong"
)]

mod baseline;
mod ci;
mod crosswalk;
mod determinism;
mod documents;
mod everyday;
mod examples;
mod formats;
mod gates;
mod history;
mod home;
mod hostile;
mod import;
mod interview;
mod kinds;
mod layers;
mod outcomes;
mod packs;
mod plan;
#[path = "../../benches/planting/mod.rs"]
mod planting;
mod portal;
mod privacy;
mod readability;
mod registers;
mod replay;
mod rules;
mod schemas;
mod secrets;
mod sheets;
mod shell;
mod sloppy;
mod suppliers;
mod templates;
mod terminal;
mod verify;
mod words;
mod workspace;
