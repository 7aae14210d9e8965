//! `dspt report`: writes reports.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use super::{
    Exit,
    args::{Common, Output, Report},
    assess,
    error::{advised, among},
    library::Library,
    screen,
    workspace::{self, Workspace},
};
use crate::{
    model::Scorecard,
    report::{self, Format, Page},
};

/// The format that stands for the Statement of Applicability, in all its forms.
const STATEMENT: &str = "soa";

/// Runs the command.
pub(super) fn run(common: &Common, args: &Report) -> anyhow::Result<Exit> {
    let statement = args.output.format.iter().any(|format| format == STATEMENT);
    let mut wanted = args.output.clone();
    wanted.format.retain(|format| format != STATEMENT);
    let formats = formats(&wanted, statement)?;
    let library = Library::load_in(common, &args.workspace.dir)?;
    let workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    if statement && workspace.pack(&library).statement_of_applicability.is_empty() {
        return Err(advised(
            format!("{} has no Statement of Applicability", workspace.pack(&library).short_title),
            "it belongs to ISO 27001: begin that with `dspt add iso-27001-2022`, or name another with --assessment",
        ));
    }
    let scorecard = assess::scorecard(common, &workspace, &library)?;
    let mut written = write(&workspace, &wanted, &formats, &scorecard)?;
    if statement {
        written.extend(write_statement(&workspace, &wanted, &scorecard)?);
    }
    for path in written {
        screen::remark(common, &format!("wrote {}", path.display()));
    }
    Ok(Exit::Done)
}

/// The Statement of Applicability in all its forms, drawn before any is written; on standard output as Markdown.
fn write_statement(workspace: &Workspace, output: &Output, scorecard: &Scorecard) -> anyhow::Result<Vec<PathBuf>> {
    let markdown = report::markdown(Page::Statement, scorecard)?;
    if to_stdout(output) {
        std::io::stdout().lock().write_all(markdown.as_bytes())?;
        return Ok(Vec::new());
    }
    let drawn = [
        ("md", markdown.into_bytes()),
        ("pdf", report::pdf(Page::Statement, scorecard)?),
        ("csv", report::statement_csv(scorecard)),
    ];
    let folder = output.output.clone().unwrap_or_else(|| workspace.reports());
    let mut written = Vec::new();
    for (ending, bytes) in drawn {
        let path = folder.join(format!("statement-of-applicability.{ending}"));
        workspace::save(&path, &bytes)?;
        written.push(path);
    }
    Ok(written)
}

/// The formats asked for, known before anything else is done.
pub(super) fn formats(output: &Output, beside: bool) -> anyhow::Result<Vec<Format>> {
    let known = report::formats();
    let mut formats = Vec::new();
    for name in &output.format {
        let Some(format) = known.iter().find(|format| format.name == *name || format.extension == *name) else {
            let names: Vec<&str> = known.iter().map(|format| format.name.as_str()).collect();
            let names: Vec<&str> = names.into_iter().chain([STATEMENT]).collect();
            return Err(advised(format!("there is no report format `{name}`"), among(name, "known formats", &names)));
        };
        if !formats.contains(format) {
            formats.push(format.clone());
        }
    }
    if to_stdout(output) && formats.len() + usize::from(beside) != 1 {
        return Err(advised("standard output takes one format", "give one with --format, such as --format markdown"));
    }
    Ok(formats)
}

/// Whether the report goes to standard output.
pub(super) fn to_stdout(output: &Output) -> bool {
    output.output.as_deref() == Some(Path::new("-"))
}

/// Draws all formats, then writes them: a fault in one leaves the others as they were. Gives the files written.
pub(super) fn write(
    workspace: &Workspace,
    output: &Output,
    formats: &[Format],
    scorecard: &Scorecard,
) -> anyhow::Result<Vec<PathBuf>> {
    let drawn = report::draw(formats, scorecard)?;
    if to_stdout(output) {
        for bytes in drawn {
            std::io::stdout().lock().write_all(&bytes)?;
        }
        return Ok(Vec::new());
    }
    let folder = output.output.clone().unwrap_or_else(|| workspace.reports());
    let mut written = Vec::new();
    for (format, bytes) in formats.iter().zip(drawn) {
        let path = folder.join(format!("report.{}", format.extension));
        workspace::save(&path, &bytes)?;
        written.push(path);
    }
    Ok(written)
}
