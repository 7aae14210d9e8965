//! The arguments; their doc comments are the help.

mod everyday;
mod history;
mod packs;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueHint};
use jiff::civil::Date;

use crate::model::{CheckId, ItemId, LevelId, Slug, typed};

pub(super) use everyday::{Everyday, EverydayCommand, EverydayCount, EverydayResults, EverydaySheet};
pub(super) use history::{Diff, Snapshot, Verify};
pub(super) use packs::{Import, Map, Pack};

/// Answer the Data Security and Protection Toolkit, hold the answers against your files, and write the reports
///
/// Without a command it says where you stand in this folder, and offers what makes sense there.
///
/// Exit codes: 0 it ran, and the required level is reached or none was required; 1 it ran and falls short; 2 it could
/// not run. Nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "dspt", version, max_term_width = 100)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// What every command takes.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Common {
    /// The day that counts as today, as year-month-day
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    pub(super) date: Option<Date>,
    /// The day of intended publication; limits such as "in the last 12 months" count back from it [default: today]
    #[arg(long, global = true, value_name = "DATE", value_parser = date)]
    pub(super) publish_on: Option<Date>,
    /// A pack of your own to use beside the built-in ones
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) pack: Vec<PathBuf>,
    /// A folder with checks, kinds and documents of your own to use beside the built-in ones
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) checks: Option<PathBuf>,
    /// Read every file anew, and remember nothing of it for the next time
    #[arg(long, global = true)]
    pub(super) no_cache: bool,
    /// Line by line, without colour, boxes or progress: for screen readers and logs
    #[arg(long, global = true)]
    pub(super) plain: bool,
    /// No colour; the variable NO_COLOR does the same
    #[arg(long, global = true)]
    pub(super) no_color: bool,
    /// Only what was asked for: no progress, no remarks
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more
    #[arg(long, short, global = true)]
    pub(super) verbose: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a folder for your answers, evidence and reports
    Init(Init),
    /// Begin another assessment in a workspace, such as ISO 27001 beside the toolkit
    Add(Add),
    /// Answer what is still open, one question at a time; saved after each
    Interview(Interview),
    /// Write question sheets for those who know: a spreadsheet, a Word document and a covering e-mail
    Ask(Ask),
    /// Take filled question sheets, or another person's answers, into your own
    Merge(Merge),
    /// Read evidence and exports, and print what was found
    Scan(Scan),
    /// Show where you stand and what is left to do
    Status(Workspace),
    /// Write reports
    Report(Report),
    /// Scan, score and report in one go
    Assess(Assess),
    /// Keep where you stand today, so that later days can be held against it
    ///
    /// Writes the same as report.json to history/ in the workspace, under today's date. The full report shows how things
    /// went over the days that were kept, and `dspt diff` says what changed since one of them.
    ///
    /// Exit codes: 0 it is kept; 2 it could not run, or another one of that day is there.
    Snapshot(Snapshot),
    /// Show what got better or worse between two days, two reports or two sites
    ///
    /// A side is a day that was kept by `dspt snapshot`, or `today`; a report.json; or the folder of a workspace, so that
    /// two sites can be held against each other. One side alone is held against today. Without any it goes from what was
    /// kept last to today.
    ///
    /// Exit codes: 0 it ran, whatever changed; 2 it could not run.
    Diff(Diff),
    /// Check that a report and the files that it was made from are still the same, byte by byte
    ///
    /// Says of every evidence file, of answers.yaml, of the pack, the rules and the program, and of the other reports
    /// beside it, whether they are as report.json says: the same, changed, moved, missing or new.
    ///
    /// This finds accidents and edits. It does not find a forger: whoever writes another report.json can write its digest
    /// too. Against that, keep the SHA-256 that is printed somewhere else, and compare.
    ///
    /// Exit codes: 0 everything that can be compared matches; 1 something differs; 2 it could not run.
    Verify(Verify),
    /// Show what to do for every gap, with who and by when, in the order that reaches the next level soonest
    Plan(Plan),
    /// Show what answers to one pack, or a certificate, already give towards another pack, and what remains
    Map(Map),
    /// Show what to enter in the NHS portal, item by item, ready to copy
    Portal(Portal),
    /// Ask everybody twelve short questions about safe habits, without names; only counts are kept
    Everyday(Everyday),
    /// Record why a finding or a gap is accepted
    Except(Except),
    /// Confirm the answers as the person responsible for them
    Sign(Sign),
    /// Record what you published in the portal, with a copy of the answers; nothing is sent anywhere
    Publish(Publish),
    /// Take last year's answers into this year's pack, each to be confirmed again
    CarryForward(CarryForward),
    /// Ask a software supplier how it keeps information safe, and see what it shows
    #[command(subcommand)]
    Supplier(super::supplier::Supplier),
    /// Say what an item or a check asks, why, and how to mend it; or what a term means
    Explain(Explain),
    /// List, show and examine packs, the lists of questions
    #[command(subcommand)]
    Pack(Pack),
    /// List and examine checks, the facts that a scan looks for in files
    #[command(subcommand)]
    Check(Check),
    /// Print a script that completes commands, options and numbers in your shell
    Completions(Completions),
    /// Print a manual page, or write all of them
    Man(Man),
    /// Read documents for a scan that started this process
    #[command(hide = true, name = super::worker::COMMAND)]
    Worker,
}

/// A workspace.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Workspace {
    /// The folder with answers.yaml
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(super) dir: PathBuf,
    #[command(flatten)]
    pub(super) which: Which,
}

/// Which assessment of several.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Which {
    /// The pack of the assessment, where answers.yaml holds several
    #[arg(long = "assessment", value_name = "PACK")]
    pub(super) assessment: Option<Slug>,
    /// The supplier that the assessment is about
    #[arg(long, value_name = "NAME")]
    pub(super) subject: Option<String>,
}

/// Make a workspace.
#[derive(Debug, clap::Args)]
pub(super) struct Init {
    /// The folder to make
    #[arg(value_hint = ValueHint::DirPath)]
    pub(super) dir: PathBuf,
    /// The organisation's name
    #[arg(long)]
    pub(super) name: Option<String>,
    /// The kind of organisation, such as care-home or home-care
    #[arg(long)]
    pub(super) kind: Option<String>,
    /// Its code in the Organisation Data Service
    #[arg(long, value_name = "CODE")]
    pub(super) ods_code: Option<String>,
    /// Its number in the Information Commissioner's register
    #[arg(long, value_name = "NUMBER")]
    pub(super) ico_number: Option<String>,
    /// The pack to answer, for organisations that answer another one [default: the newest one for their kind]
    #[arg(long = "assessment", value_name = "PACK")]
    pub(super) assessment: Option<Slug>,
    /// Whether you have published in the portal before
    #[arg(long, value_name = "WORD", value_parser = ["never", "unknown"])]
    pub(super) published: Option<String>,
}

/// Begin another assessment.
#[derive(Debug, clap::Args)]
pub(super) struct Add {
    /// The pack to answer: one of `dspt pack list`, or one given with --pack
    // Its own id: `--pack` is another argument, and of another type.
    #[arg(id = "new", value_name = "PACK")]
    pub(super) new: Slug,
    /// The folder with answers.yaml
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(super) dir: PathBuf,
}

/// Answer questions.
#[derive(Debug, clap::Args)]
pub(super) struct Interview {
    #[command(flatten)]
    pub(super) workspace: Workspace,
    /// Who answers, by post: "Registered manager"
    #[arg(long, value_name = "WHO")]
    pub(super) by: Option<String>,
    /// Only these items, such as 4.5.3, or groups of them, such as 4.5
    #[arg(long, value_name = "ITEM", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// Only these standards, such as 4
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    pub(super) standard: Vec<String>,
    /// Go through answered questions as well
    #[arg(long)]
    pub(super) all: bool,
}

/// Write question sheets.
#[derive(Debug, clap::Args)]
pub(super) struct Ask {
    #[command(flatten)]
    pub(super) workspace: Workspace,
    /// Only for this person or company, as named in the answers; with --role or --only, for anybody
    #[arg(long, value_name = "NAME")]
    pub(super) who: Option<String>,
    /// Everything open that this role usually knows: it-supplier, manager, hr, trustee
    #[arg(long, value_name = "ROLE", conflicts_with = "all")]
    pub(super) role: Option<String>,
    /// Only these items, such as 4.5.3, or whole standards, such as 4
    #[arg(long, value_name = "ITEM", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// A worksheet of all questions, to print and fill in on paper
    #[arg(long, conflicts_with = "who")]
    pub(super) all: bool,
    /// The last day for sending the sheet back
    #[arg(long, value_name = "DATE", value_parser = day)]
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

/// Take answers in.
#[derive(Debug, clap::Args)]
pub(super) struct Merge {
    /// The folder with answers.yaml (if it is not this one), then the filled sheets or another answers.yaml
    #[arg(value_name = "DIR|FILE", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) which: Which,
    /// Save without asking
    #[arg(long, short)]
    pub(super) yes: bool,
    /// Whose answer to take where both sides changed the same item
    #[arg(long, value_name = "SIDE", value_parser = ["theirs", "ours"])]
    pub(super) take: Option<String>,
    /// The answers.yaml that both began with, where another person's answers come in
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) base: Option<PathBuf>,
    /// The organisation was renamed since the sheet was made
    #[arg(long)]
    pub(super) renamed: bool,
    /// Who said it: "Dave, phone, 3 March"; for sheets, where they name nobody
    #[arg(long, value_name = "WHO")]
    pub(super) by: Option<String>,
    /// The item that somebody answered by word of mouth
    #[arg(long, requires_all = ["by", "answer"])]
    pub(super) item: Option<ItemId>,
    /// What was said: yes, no, not applicable, or words
    #[arg(long, value_name = "ANSWER", requires = "item", allow_hyphen_values = true)]
    pub(super) answer: Option<String>,
    /// Anything to add; with "not applicable" the reason
    #[arg(long, value_name = "WORDS", requires = "item", allow_hyphen_values = true)]
    pub(super) comment: Option<String>,
    /// Where the proof is: a web address, or where a record is kept
    #[arg(long, value_name = "PLACE", requires = "item")]
    pub(super) proof: Option<String>,
}

/// Scan evidence.
#[derive(Debug, clap::Args)]
pub(super) struct Scan {
    /// A workspace, or any folder or file of evidence
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,
    /// How to print: a table, or JSON on standard output
    #[arg(long, default_value = "table", value_parser = ["table", "json"])]
    pub(super) format: String,
}

/// Write reports.
#[derive(Debug, clap::Args)]
pub(super) struct Report {
    #[command(flatten)]
    pub(super) workspace: Workspace,
    #[command(flatten)]
    pub(super) output: Output,
    /// Draw it from a saved scorecard, such as reports/report.json, without a new scan
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["dir", "assessment", "subject"])]
    pub(super) from: Option<PathBuf>,
    /// Print the built-in template of this kind of report, to begin one of your own with
    #[arg(long, conflicts_with_all = ["format", "output", "template", "from"])]
    pub(super) print_template: bool,
}

/// Which reports, and where to.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Output {
    /// What the report is for: full, inspector, commissioner, board, action-plan, evidence-register, or soa for the
    /// Statement of Applicability
    #[arg(long, value_name = "KIND", default_value = "full")]
    pub(super) kind: String,
    /// Leave out names of devices and accounts, paths and weaknesses; inspector and commissioner always do
    #[arg(long)]
    pub(super) external: bool,
    /// In which forms: markdown, pdf, html; csv, xlsx for spreadsheets; json, sarif, junit, summary for programs and CI
    #[arg(long, value_delimiter = ',', default_value = "markdown,pdf", value_name = "FORMAT")]
    pub(super) format: Vec<String>,
    /// A template of your own for the words, instead of the built-in one
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) template: Option<PathBuf>,
    /// The folder to write into, or - for standard output (one format) [default: reports/ in the workspace]
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) output: Option<PathBuf>,
}

/// Scan, score and report.
#[derive(Debug, clap::Args)]
pub(super) struct Assess {
    #[command(flatten)]
    pub(super) workspace: Workspace,
    #[command(flatten)]
    pub(super) output: Output,
    /// Fail (exit code 1) unless the answers reach this level and no file contradicts them
    #[arg(long, value_name = "LEVEL")]
    pub(super) require: Option<LevelId>,
    /// Fail (exit code 1) unless backed answers alone reach this level
    #[arg(long, value_name = "LEVEL")]
    pub(super) require_backed: Option<LevelId>,
    /// A file of known problems: fail (exit code 1) for others only; with a required level, for those that keep it from
    /// being reached
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) baseline: Option<PathBuf>,
    /// Write the problems as they are now to that file, to be known from now on
    #[arg(long, requires = "baseline")]
    pub(super) update_baseline: bool,
}

/// The action plan.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("recorded").args(["owner", "due"]).multiple(true))]
pub(super) struct Plan {
    #[command(flatten)]
    pub(super) workspace: Workspace,
    /// How to show it: text on the screen; markdown, pdf, html, csv for spreadsheets, ics for calendars as files
    #[arg(long, value_delimiter = ',', default_value = "text", value_name = "FORMAT",
        value_parser = ["text", "markdown", "pdf", "html", "csv", "ics"])]
    pub(super) format: Vec<String>,
    /// The folder to write into, or - for standard output (one format) [default: reports/ in the workspace]
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) output: Option<PathBuf>,
    /// Each person's part by itself
    #[arg(long)]
    pub(super) by_owner: bool,
    /// In the calendar file, propose days for actions that have none
    #[arg(long)]
    pub(super) proposed: bool,
    /// Record who does these items and by when
    #[arg(long, value_name = "ITEM", value_delimiter = ',', requires = "recorded")]
    pub(super) set: Vec<String>,
    /// Who does it; "none" takes a name away
    #[arg(long, value_name = "WHO", requires = "set")]
    pub(super) owner: Option<String>,
    /// By when, such as "31 May 2026"; "none" takes a day away
    #[arg(long, value_name = "DATE", requires = "set")]
    pub(super) due: Option<String>,
}

/// What to enter in the portal.
#[derive(Debug, clap::Args)]
pub(super) struct Portal {
    #[command(flatten)]
    pub(super) workspace: Workspace,
    /// How to show it: text on the screen; markdown, pdf, html, and for the action plan csv, as files
    #[arg(long, value_delimiter = ',', default_value = "text", value_name = "FORMAT",
        value_parser = ["text", "markdown", "pdf", "html", "csv"])]
    pub(super) format: Vec<String>,
    /// The folder to write into, or - for standard output (one format) [default: reports/ in the workspace]
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) output: Option<PathBuf>,
    /// Only the text to paste for one item and nothing else, for a clipboard program
    #[arg(long, value_name = "ITEM", conflicts_with_all = ["format", "output", "action_plan"])]
    pub(super) item: Option<String>,
    /// The action plan that the portal asks for at Approaching Standards: what Standards Met needs and is not met
    #[arg(long)]
    pub(super) action_plan: bool,
}

/// Record an exception.
#[derive(Debug, clap::Args)]
pub(super) struct Except {
    #[command(flatten)]
    pub(super) workspace: Workspace,
    /// The item that it is about
    #[arg(long)]
    pub(super) item: Option<ItemId>,
    /// The check that it is about
    #[arg(long, required_unless_present = "item")]
    pub(super) check: Option<CheckId>,
    /// The one device, account or supplier of the check that it is about
    #[arg(long = "of", value_name = "NAME", requires = "check")]
    pub(super) of: Option<String>,
    /// Why it is accepted
    #[arg(long)]
    pub(super) reason: String,
    /// Who says so
    #[arg(long)]
    pub(super) by: String,
    /// Who agreed
    #[arg(long)]
    pub(super) agreed_by: Option<String>,
    /// The last day on which it holds
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) until: Option<Date>,
}

/// Confirm answers.
#[derive(Debug, clap::Args)]
pub(super) struct Sign {
    #[command(flatten)]
    pub(super) workspace: Workspace,
    /// The name of the person responsible
    #[arg(long, value_name = "NAME")]
    pub(super) by: String,
    /// Their post, such as "Registered manager"
    #[arg(long, value_name = "ROLE")]
    pub(super) role: String,
}

/// Record a publication.
#[derive(Debug, clap::Args)]
pub(super) struct Publish {
    #[command(flatten)]
    pub(super) workspace: Workspace,
    /// The level that you published, such as standards-met
    #[arg(long, value_name = "LEVEL")]
    pub(super) level: LevelId,
    /// The day on which you published, such as 12 June 2026
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) on: Date,
    /// The edition that you published, such as 2025-26 [default: that of the assessment]
    #[arg(long, value_name = "EDITION")]
    pub(super) edition: Option<String>,
}

/// Carry answers forward.
#[derive(Debug, clap::Args)]
#[command(allow_missing_positional = true)]
pub(super) struct CarryForward {
    #[command(flatten)]
    pub(super) workspace: Workspace,
    /// The pack of the new edition: one of `dspt pack list`, or one given with --pack
    #[arg(id = "new", value_name = "NEW_PACK", required = true)]
    pub(super) new: Slug,
}

/// Explain an item or a check.
#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// An item, such as 4.5.3, a check, such as disk-encryption-on, or a term, such as ICO
    pub(super) id: String,
}

/// Checks.
#[derive(Debug, Subcommand)]
pub(super) enum Check {
    /// List the checks
    List,
    /// Hold every check and every kind of document to its own examples
    Test,
    /// Say what a check asks, why, and how to mend it
    Explain(Explain),
}

/// A completion script.
#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// Manual pages.
#[derive(Debug, clap::Args)]
pub(super) struct Man {
    /// The command whose page is printed, such as plan [default: the program itself]
    #[arg(value_name = "COMMAND", conflicts_with = "output")]
    pub(super) page: Option<String>,
    /// Write all pages into this folder
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) output: Option<PathBuf>,
}

/// The day of a run: written in one way only, so that no job takes the month for the day.
fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a date as year-month-day, such as 2026-03-31".into())
}

/// A day in a person's record, typed as people here do.
pub(super) fn day(text: &str) -> Result<Date, String> {
    typed(text).ok_or_else(|| "type a day such as 31 March 2026, 31/3/2026 or 2026-03-31".into())
}
