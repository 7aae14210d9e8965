//! The rooms of `dspt`, as a library for its own tests: it promises nothing to anybody else.
//!
//! The command line, the pack format, the answers format and the JSON forms are the public interface.

pub mod answers;
pub mod cli;
pub mod crosswalk;
pub mod history;
pub mod import;
pub mod interview;
pub mod model;
pub mod pack;
pub mod report;
pub mod scan;
pub mod score;
pub mod sheet;
