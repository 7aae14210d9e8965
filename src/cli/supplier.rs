//! `dspt supplier`: what is put to a software supplier, what comes back, and what it is worth.

mod begin;
mod compare;
mod list;
mod report;
mod sheet;
pub(super) mod show;
mod take;

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueHint};
use jiff::civil::Date;

use super::{
    Exit,
    args::{Common, Which},
    assess,
    error::advised,
    library::Library,
    screen,
    workspace::{self, Workspace},
};
use crate::{
    model::{Assessment, Pack, Scorecard, nearest},
    sheet as question_sheet,
};

pub(super) use take::{files, resolve};

/// The built-in pack that a supplier answers.
const PACK: &str = "supplier-assurance";

/// Put questions to a software supplier, take in what comes back, and compare.
#[derive(Debug, Subcommand)]
pub(super) enum Supplier {
    /// Begin with a supplier: a place for its answers, and a folder for what it shows
    New(New),
    /// Write the question sheet for a supplier, with a covering e-mail
    Sheet(Sheet),
    /// Copy the files that a supplier sent into its folder, and tie them to the answers that name them
    Take(Take),
    /// Show every supplier: what was asked, answered and shown
    List(Place),
    /// Write the page about one supplier
    Report(Report),
    /// Set suppliers side by side, control by control
    Compare(Compare),
}

/// Begin with a supplier.
#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The supplier's name, as it stands on its papers
    pub(super) name: String,
    #[command(flatten)]
    pub(super) place: Place,
    /// The product of it that you use, by which its proof is known to be about it
    #[arg(long, value_name = "NAME")]
    pub(super) product: Option<String>,
}

/// The workspace.
#[derive(Debug, clap::Args)]
pub(super) struct Place {
    /// The folder with answers.yaml
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(super) dir: PathBuf,
}

/// Write a question sheet.
#[derive(Debug, clap::Args)]
pub(super) struct Sheet {
    /// The supplier's name
    pub(super) name: String,
    #[command(flatten)]
    pub(super) place: Place,
    /// Every question, and not only those for which nothing good was shown yet
    #[arg(long)]
    pub(super) all: bool,
    /// The last day for sending the sheet back
    #[arg(long, value_name = "DATE", value_parser = super::args::day)]
    pub(super) by_when: Option<Date>,
    /// Who asks, as it is to stand under the e-mail: "Jo Example, registered manager"
    #[arg(long, value_name = "NAME")]
    pub(super) from: Option<String>,
    /// What to write: xlsx, docx, markdown
    #[arg(long, value_delimiter = ',', default_value = "xlsx,docx", value_name = "FORMAT")]
    pub(super) format: Vec<String>,
    /// The folder to write into [default: reports/ in the workspace]
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) output: Option<PathBuf>,
}

/// Take files in.
#[derive(Debug, clap::Args)]
pub(super) struct Take {
    /// The supplier's name
    pub(super) name: String,
    /// The folder with answers.yaml (if it is not this one), then the files that the supplier sent
    #[arg(value_name = "DIR|FILE", required = true, value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,
}

/// Write the page about one supplier.
#[derive(Debug, clap::Args)]
pub(super) struct Report {
    /// The supplier's name
    pub(super) name: String,
    #[command(flatten)]
    pub(super) place: Place,
    /// Which forms: text on the screen; markdown, pdf, html as files
    #[arg(long, value_delimiter = ',', default_value = "markdown,pdf", value_name = "FORMAT",
        value_parser = ["text", "markdown", "pdf", "html"])]
    pub(super) format: Vec<String>,
    /// The folder to write into, or - for standard output (one format) [default: reports/ in the workspace]
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) output: Option<PathBuf>,
}

/// Set suppliers side by side.
#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    #[command(flatten)]
    pub(super) place: Place,
    /// Which forms: text on the screen; markdown, pdf, html, csv as files
    #[arg(long, value_delimiter = ',', default_value = "text", value_name = "FORMAT",
        value_parser = ["text", "markdown", "pdf", "html", "csv"])]
    pub(super) format: Vec<String>,
    /// The folder to write into, or - for standard output (one format) [default: reports/ in the workspace]
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) output: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(common: &Common, command: &Supplier) -> anyhow::Result<Exit> {
    match command {
        Supplier::New(args) => begin::run(common, args),
        Supplier::Sheet(args) => sheet::run(common, args),
        Supplier::Take(args) => take::run(common, args),
        Supplier::List(args) => list::run(common, args),
        Supplier::Report(args) => report::run(common, args),
        Supplier::Compare(args) => compare::run(common, args),
    }
}

/// Whether an assessment is about a supplier that is graded.
pub(super) fn is_one(library: &Library, assessment: &Assessment) -> bool {
    assessment.subject.is_some() && workspace::pack_of(library, assessment).is_some_and(Pack::is_graded)
}

/// The workspace with the supplier of a name, however it is written.
fn open(dir: &Path, name: &str, library: &Library) -> anyhow::Result<Workspace> {
    let any = Workspace::open_last(dir, library)?;
    let all: Vec<&Assessment> = any.answers.assessments.iter().filter(|one| is_one(library, one)).collect();
    let plain = |name: &str| question_sheet::plain(name);
    let same = |one: &&&Assessment| one.subject.as_deref().is_some_and(|known| plain(known) == plain(name));
    let Some(found) = all.iter().find(same) else {
        let names: Vec<&str> = all.iter().filter_map(|one| one.subject.as_deref()).collect();
        let hint = match (nearest(name, names.iter().copied()), names.as_slice()) {
            (_, []) => format!("begin with it: dspt supplier new {}", quoted(name)),
            (Some(near), _) => {
                format!("did you mean {}? Or begin with it: dspt supplier new {}", quoted(near), quoted(name))
            }
            (None, names) => {
                format!("those that are here: {}; `dspt supplier new` begins with another", names.join(", "))
            }
        };
        return Err(advised(format!("no supplier called {} was asked yet", quoted(name)), hint));
    };
    let which = Which { assessment: Some(found.pack.clone()), subject: found.subject.clone() };
    Workspace::open(dir, &which, library)
}

/// The scorecards of all suppliers, in the order of the answers.
fn scorecards(common: &Common, dir: &Path, library: &Library) -> anyhow::Result<(Workspace, Vec<Scorecard>)> {
    let workspace = Workspace::open_last(dir, library)?;
    let mut scorecards = Vec::new();
    for assessment in workspace.answers.assessments.iter().filter(|one| is_one(library, one)) {
        let Some(pack) = workspace::pack_of(library, assessment) else { continue };
        let evidence = assess::read_for(common, &workspace, library, assessment)?;
        scorecards.push(assess::score_of(common, &workspace, library, (assessment, pack), &evidence));
    }
    Ok((workspace, scorecards))
}

/// The scorecard of the supplier that a workspace was opened for, whether or not anything came back.
fn scorecard(common: &Common, workspace: &Workspace, library: &Library) -> anyhow::Result<Scorecard> {
    let evidence = assess::read_evidence(common, workspace, library)?;
    Ok(assess::score_with(common, workspace, library, &evidence))
}

/// A name in quotes, as a shell takes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", screen::visible(name).replace('"', "'"))
}
