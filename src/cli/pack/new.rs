//! `dspt pack new`: a pack to begin with, and the schema by which editors complete it.

use std::{io::Write, path::Path};

use super::{Common, Exit, library};
use crate::{
    cli::{error::advised, screen::Screen, workspace},
    model::PackId,
};

/// The name of the schema beside a new pack.
const SCHEMA: &str = "pack.schema.json";

/// Writes a new pack.
pub(super) fn run(common: &Common, file: &Path, title: Option<&str>) -> anyhow::Result<Exit> {
    if file.extension().is_none_or(|ending| ending != "yaml") {
        return Err(advised(
            format!("{} does not end in .yaml", file.display()),
            "call it for example my-pack.yaml, or packs/my-pack.yaml in the folder with answers.yaml",
        ));
    }
    if file.exists() {
        return Err(advised(
            format!("{} is there already and was left as it is", file.display()),
            "choose another name",
        ));
    }
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let id = PackId::new(stem)
        .map_err(|message| advised(message, "the file is named for the pack: lower-case words joined by hyphens"))?;
    let mut text = library::new_pack().replace("\nid: my-pack\n", &format!("\nid: {id}\n"));
    if let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) {
        let quoted = serde_json::to_string(title)?;
        text = text.replace("\ntitle: Questions of our own\n", &format!("\ntitle: {quoted}\n"));
    }
    let schema = file.with_file_name(SCHEMA);
    workspace::save(&schema, library::schema().as_bytes())?;
    workspace::save(file, text.as_bytes())?;
    let mut screen = Screen::new(common);
    screen.heading(&format!("Made {}", file.display()));
    screen.line(&format!(
        "It holds two questions and a remark on every key. {SCHEMA} beside it lets editors complete and check it."
    ));
    screen.line(&format!("See what is still missing: dspt pack check {}", file.display()));
    screen.line("In the folder packs/ beside answers.yaml it is found by itself; elsewhere, name it with --pack.");
    screen.line(&format!("Answer it: dspt add {id}, then dspt interview --assessment {id}"));
    screen.print()?;
    Ok(Exit::Done)
}

/// Prints the schema of packs.
pub(super) fn schema() -> anyhow::Result<Exit> {
    std::io::stdout().lock().write_all(library::schema().as_bytes())?;
    Ok(Exit::Done)
}
