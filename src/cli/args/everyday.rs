//! The arguments of `dspt everyday`.

use std::path::PathBuf;

use clap::{Subcommand, ValueHint};
use jiff::civil::Date;

use super::day;
use crate::model::Slug;

/// Ask everybody.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct Everyday {
    #[command(subcommand)]
    pub(in crate::cli) command: Option<EverydayCommand>,
    /// The folder with answers.yaml
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) dir: PathBuf,
    /// The team, shift or place that the people belong to, such as "night staff"; never a person
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) group: Option<String>,
    /// Only these questions, such as ED.1.1.1: three minutes each, with how to look
    #[arg(long, value_name = "ITEM", value_delimiter = ',')]
    pub(in crate::cli) only: Vec<String>,
    /// Begin a new round today, even if one is open; a round stays open for 30 days
    #[arg(long)]
    pub(in crate::cli) new_round: bool,
    /// The pack, if it is one of your own
    #[arg(long, value_name = "PACK")]
    pub(in crate::cli) assessment: Option<Slug>,
}

/// What else can be done with what everybody says.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum EverydayCommand {
    /// Write a one-page form to print, with boxes to tick and no name, and a table to tally it
    Sheet(EverydaySheet),
    /// Count filled forms: type each as a row of signs, or take in a tallied table
    Count(EverydayCount),
    /// Show what came of it: the weakest habits, what changed, and what people need to learn
    Results(EverydayResults),
}

/// Write forms.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct EverydaySheet {
    /// The folder with answers.yaml
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) dir: PathBuf,
    /// What to write: docx or markdown to print, csv to tally
    #[arg(long, value_delimiter = ',', default_value = "docx,markdown,csv", value_name = "FORMAT",
        value_parser = ["docx", "markdown", "csv"])]
    pub(in crate::cli) format: Vec<String>,
    /// The folder to write into [default: reports/ in the workspace]
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// The pack, if it is one of your own
    #[arg(long, value_name = "PACK")]
    pub(in crate::cli) assessment: Option<Slug>,
}

/// Count forms.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct EverydayCount {
    /// The folder with answers.yaml
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) dir: PathBuf,
    /// The day of the round, such as "4 March 2026" [default: the round that is open, or today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(in crate::cli) on: Option<Date>,
    /// The team, shift or place that the people belong to, such as "night staff"; never a person
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) group: Option<String>,
    /// A table of counts with the columns item, yes, no and unsure, instead of typing forms
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) from: Option<PathBuf>,
    /// How many people's forms are in the table [default: the largest row]
    #[arg(long, value_name = "N", requires = "from")]
    pub(in crate::cli) people: Option<u32>,
    /// The pack, if it is one of your own
    #[arg(long, value_name = "PACK")]
    pub(in crate::cli) assessment: Option<Slug>,
}

/// Show results.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct EverydayResults {
    /// The folder with answers.yaml
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) dir: PathBuf,
    /// How to show it: text on the screen; markdown, pdf, html, and csv for spreadsheets as files
    #[arg(long, value_delimiter = ',', default_value = "text", value_name = "FORMAT",
        value_parser = ["text", "markdown", "pdf", "html", "csv"])]
    pub(in crate::cli) format: Vec<String>,
    /// The folder to write into, or - for standard output (one format) [default: reports/ in the workspace]
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// The pack, if it is one of your own
    #[arg(long, value_name = "PACK")]
    pub(in crate::cli) assessment: Option<Slug>,
}
