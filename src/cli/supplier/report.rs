//! `dspt supplier report`: the page about one supplier.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use super::{Report, show};
use crate::{
    cli::{
        Exit,
        args::Common,
        error::advised,
        library::Library,
        screen,
        workspace::{self, Workspace},
    },
    report::{self, Kind},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Report) -> anyhow::Result<Exit> {
    one_to_stdout(&args.format, args.output.as_deref())?;
    let library = Library::load_in(common, &args.place.dir)?;
    let workspace = super::open(&args.place.dir, &args.name, &library)?;
    let scorecard = super::scorecard(common, &workspace, &library)?;
    let folder = workspace.assessment().evidence_in.clone().unwrap_or_default();
    let name = folder.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("supplier").to_owned();
    let mut drawn = Vec::new();
    for format in &args.format {
        match format.as_str() {
            "markdown" => drawn.push(("md", report::markdown(Kind::Supplier, &scorecard)?.into_bytes())),
            "pdf" => drawn.push(("pdf", report::pdf(Kind::Supplier, &scorecard)?)),
            "html" => drawn.push(("html", report::html(Kind::Supplier, &scorecard)?)),
            _ if args.output.is_none() => show::screen(common, &scorecard).print()?,
            _ => drawn.push(("txt", show::screen(common, &scorecard).into_plain().into_bytes())),
        }
    }
    write(common, &workspace, args.output.as_deref(), &format!("supplier-{name}"), drawn)?;
    Ok(Exit::Done)
}

/// Standard output takes one format.
pub(super) fn one_to_stdout(formats: &[String], output: Option<&Path>) -> anyhow::Result<()> {
    match output == Some(Path::new("-")) && formats.len() != 1 {
        true => {
            let hint = "give one with --format, such as --format markdown";
            Err(advised("standard output takes one format", hint))
        }
        false => Ok(()),
    }
}

/// Writes what was drawn, by its ending, into a folder or to standard output.
pub(super) fn write(
    common: &Common,
    workspace: &Workspace,
    output: Option<&Path>,
    name: &str,
    drawn: Vec<(&str, Vec<u8>)>,
) -> anyhow::Result<()> {
    if output == Some(Path::new("-")) {
        for (_, bytes) in drawn {
            std::io::stdout().lock().write_all(&bytes)?;
        }
        return Ok(());
    }
    let folder: PathBuf = output.map_or_else(|| workspace.reports(), Path::to_owned);
    for (ending, bytes) in drawn {
        let path = folder.join(format!("{name}.{ending}"));
        workspace::save(&path, &bytes)?;
        screen::remark(common, &format!("wrote {}", path.display()));
    }
    Ok(())
}
