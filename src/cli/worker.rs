//! `dspt read-worker`, which nobody types: this program started by itself to read documents in a process of their own.

use super::Exit;
use crate::scan::{self, Way, Workers};

/// The command by which a worker is started.
pub(super) const COMMAND: &str = "read-worker";

/// Runs the command: files come in and what they say goes out, until the standard input is closed.
pub(super) fn run() -> anyhow::Result<Exit> {
    scan::work(std::io::stdin().lock(), std::io::stdout().lock())?;
    Ok(Exit::Done)
}

/// How a scan of this program reads: documents by workers, wherever the program can be started again.
pub(super) fn way() -> Way {
    Way { workers: std::env::current_exe().ok().map(|program| Workers::new(program, COMMAND)), ..Way::default() }
}
