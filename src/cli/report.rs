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
    report::{self, Format},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Report) -> anyhow::Result<Exit> {
    let formats = formats(&args.output)?;
    let library = Library::load_in(common, &args.workspace.dir)?;
    let workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    let scorecard = assess::scorecard(common, &workspace, &library)?;
    for path in write(&workspace, &args.output, &formats, &scorecard)? {
        screen::remark(common, &format!("wrote {}", path.display()));
    }
    Ok(Exit::Done)
}

/// The formats asked for, known before anything else is done.
pub(super) fn formats(output: &Output) -> anyhow::Result<Vec<Format>> {
    let known = report::formats();
    let mut formats = Vec::new();
    for name in &output.format {
        let Some(format) = known.iter().find(|format| format.name == *name || format.extension == *name) else {
            let names: Vec<&str> = known.iter().map(|format| format.name.as_str()).collect();
            return Err(advised(format!("there is no report format `{name}`"), among(name, "known formats", &names)));
        };
        if !formats.contains(format) {
            formats.push(format.clone());
        }
    }
    if to_stdout(output) && formats.len() != 1 {
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
