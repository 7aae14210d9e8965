//! The arguments of what looks back: kept scorecards, what changed since, and whether a report still holds.

use std::path::PathBuf;

use clap::ValueHint;

use super::{Which, Workspace};

/// Keep where you stand.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Snapshot {
    #[command(flatten)]
    pub(in crate::cli) workspace: Workspace,
    /// Write over what was kept on this day
    #[arg(long)]
    pub(in crate::cli) replace: bool,
    /// Only list what is kept, one line each
    #[arg(long, conflicts_with = "replace")]
    pub(in crate::cli) list: bool,
}

/// Say what changed.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Diff {
    /// The first side: a day, a file or a folder
    #[arg(value_name = "BEFORE", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) before: Option<String>,
    /// The second side, likewise
    #[arg(value_name = "AFTER", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) after: Option<String>,
    /// The folder with answers.yaml and history/, where a side is a day
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) workspace: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) which: Which,
    /// How to print it: text, markdown, json
    #[arg(long, default_value = "text", value_name = "FORMAT", value_parser = ["text", "markdown", "json"])]
    pub(in crate::cli) format: String,
}

/// Hold a report against the files that it was made from.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Verify {
    /// The report, such as reports/report.json, or a file of history/
    #[arg(value_name = "REPORT", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) report: PathBuf,
    /// The folder of the evidence [default: evidence/ in the workspace]
    #[arg(value_name = "EVIDENCE", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) evidence: Option<PathBuf>,
    /// The folder with answers.yaml [default: the one that holds the report]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) workspace: Option<PathBuf>,
    /// How to print it: text, json
    #[arg(long, default_value = "text", value_name = "FORMAT", value_parser = ["text", "json"])]
    pub(in crate::cli) format: String,
}
