//! The one integration crate: what the program does as a whole.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read sources, fixtures and what the program wrote, and fail where that goes wrong"
)]

mod examples;
mod layers;
mod packs;
mod rules;
mod schemas;
mod sloppy;
mod workspace;
