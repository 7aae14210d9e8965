//! Evidence files become findings: read, recognised, checked; bad evidence is an `unknown` with a reason, never an error.

mod check;
mod content;
mod expect;
mod kind;
mod readers;
mod walk;
