//! The arguments of `dspt pack` and `dspt map`.

use std::path::PathBuf;

use clap::{Subcommand, ValueHint};

use crate::model::Slug;

/// Packs.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Pack {
    /// List the packs that can be answered
    List,
    /// Show a pack's items, or one item
    Show {
        /// The pack
        // Its own id: `--pack` is another argument, and of another type.
        #[arg(id = "shown", value_name = "PACK")]
        pack: Option<Slug>,
    },
    /// Show how a newer edition differs from an older one
    Diff {
        /// The older pack, or its file
        #[arg(value_name = "OLD", value_hint = ValueHint::FilePath)]
        old: String,
        /// The newer pack, or its file
        #[arg(value_name = "NEW", value_hint = ValueHint::FilePath)]
        new: String,
        /// How to print: text, or JSON on standard output
        #[arg(long, default_value = "text", value_parser = ["text", "json"])]
        format: String,
    },
    /// Begin a pack of your own: two questions, and a remark on every key
    New {
        /// The file to make, named for the pack: packs/our-questions.yaml
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// Its title
        #[arg(long, value_name = "TITLE")]
        title: Option<String>,
    },
    /// Print the JSON Schema of packs, by which editors complete and check them
    Schema,
    /// Make a pack of your own from an official list: a spreadsheet, a CSV file or a library of CISO Assistant
    Import(Import),
    /// Examine packs: every fault, everything that a pack is not sure of, and what its author may still want to do
    Check {
        /// Pack files; without one, the built-in packs
        #[arg(value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
    },
}

/// Import a list of questions.
///
/// The official questions and their help are taken from the file and stay on this computer; checks, evidence and advice
/// come from the built-in pack that has the same items. The header is looked for, so columns may have many names and
/// stand in any order; what can't be read without guessing is refused with its rows. For CSV the plainest header is
/// reference,question,mandatory,kind,guidance.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Import {
    /// The list: an Excel workbook (.xlsx), a CSV file, or the YAML of a CISO Assistant library
    #[arg(value_hint = ValueHint::FilePath)]
    pub(in crate::cli) file: PathBuf,
    /// The folder with answers.yaml; the pack is put into its folder packs/
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(in crate::cli) dir: PathBuf,
    /// Write to this file instead
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) output: Option<PathBuf>,
    /// For whom the list is read, where it has columns for several: 3, "social care", gp [default: your organisation's]
    #[arg(long, value_name = "WHO")]
    pub(in crate::cli) category: Option<String>,
    /// The sheet, where several hold a list, or a hidden one is meant
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) sheet: Option<String>,
    /// The pack that it is a newer edition of, or none [default: the built-in one that has most of its items]
    #[arg(long, value_name = "PACK")]
    pub(in crate::cli) like: Option<Slug>,
    /// The year, such as 2026-27 [default: as the file's name or its title says]
    #[arg(long, value_name = "YEAR")]
    pub(in crate::cli) edition: Option<String>,
    /// The new pack's name [default: made of the year and whom it is for]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) id: Option<Slug>,
    /// Write over a file that is there
    #[arg(long)]
    pub(in crate::cli) replace: bool,
}

/// How far one pack covers another.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Map {
    /// What covers: a pack, such as iso-27001-2022, or a certificate, such as cyber-essentials-plus
    pub(in crate::cli) from: Slug,
    /// The pack that is covered, such as dspt-2025-26-social-care
    pub(in crate::cli) to: Slug,
    /// A folder with answers.yaml, to say what stands there today [default: this folder, if it is one]
    #[arg(value_hint = ValueHint::DirPath)]
    pub(in crate::cli) dir: Option<PathBuf>,
    /// How to print: text, or JSON on standard output
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub(in crate::cli) format: String,
}
