//! The form to print, and the table to tally it; no file that somebody filled in is written over.

use std::path::{Path, PathBuf};

use super::{Common, Exit, Library, find, usual, workspace};
use crate::{
    cli::{args::EverydaySheet, assess, error::advised, library::read_bytes, screen},
    sheet::{self, TickForm},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &EverydaySheet) -> anyhow::Result<Exit> {
    if args.output.as_deref() == Some(Path::new("-")) {
        return Err(advised("a form is a file and can't be printed here", "name a folder with --output"));
    }
    let library = Library::load_in(common, &args.dir)?;
    let (workspace, there) = find(&args.dir, args.assessment.as_ref(), &library)?;
    let pack = match there {
        true => workspace.pack(&library),
        false => library.needed(&usual(args.assessment.as_ref()))?,
    };
    let form = TickForm {
        title: &pack.short_title,
        organisation: &workspace.answers.organisation.name,
        made: assess::days(common).0,
        items: pack.items().map(|(_, _, item)| item).collect(),
    };
    let folder = args.output.clone().unwrap_or_else(|| workspace.reports());
    for format in &args.format {
        let (name, ending, bytes) = match format.as_str() {
            "docx" => ("form", "docx", sheet::form_docx(&form)?),
            "markdown" => ("form", "md", sheet::form_markdown(&form).into_bytes()),
            _ => ("counts", "csv", sheet::form_tally(&form).into_bytes()),
        };
        let path = free(&folder, &format!("{}-{name}", pack.id), ending, &bytes)?;
        workspace::save(&path, &bytes)?;
        screen::remark(common, &format!("wrote {}", path.display()));
    }
    let typed = workspace::typed(&args.dir);
    screen::remark(common, &format!("when forms come back: dspt everyday count{typed}"));
    Ok(Exit::Done)
}

/// A path on which nothing else would be written over.
fn free(folder: &Path, name: &str, ending: &str, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    let numbered = |number: u32| match number {
        1 => folder.join(format!("{name}.{ending}")),
        number => folder.join(format!("{name}-{number}.{ending}")),
    };
    let is_free = |path: &PathBuf| !path.exists() || read_bytes(path).is_ok_and(|old| old == bytes);
    (1..=999).map(numbered).find(is_free).ok_or_else(|| {
        advised(
            format!("{} holds a thousand forms already", folder.display()),
            "clear it up, or write into another folder with --output",
        )
    })
}
