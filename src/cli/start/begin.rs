//! A first folder: for the organisation, or with the example.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::cli::{
    args::{Command, Common, Init},
    ask, carry_out,
    error::advised,
    names, workspace,
};

static ANSWERS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/meadow-home-care/answers.yaml"));
static EVIDENCE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/examples/meadow-home-care/evidence");

/// Makes the workspace of an organisation; nothing when the person leaves it.
pub(super) fn organisation(common: &Common) -> anyhow::Result<Option<PathBuf>> {
    ask::say("Your answers and your proof are kept in one folder.")?;
    let folder = ask::until("Type a name for a new folder, or press Enter to use this one: ", |text| {
        if text.is_empty() {
            return Ok(PathBuf::from("."));
        }
        match names::fault(text) {
            Some(fault) => Err(format!("That can't be the name of a folder: {fault}. Type another one.")),
            None => Ok(PathBuf::from(text)),
        }
    })?;
    let Some(dir) = folder else { return Ok(None) };
    let init = Init {
        dir: dir.clone(),
        name: None,
        kind: None,
        ods_code: None,
        ico_number: None,
        assessment: None,
        published: None,
    };
    carry_out(common, &Command::Init(init))?;
    Ok(Some(dir))
}

/// Makes a copy of the example, unless it is there already.
pub(super) fn example() -> anyhow::Result<PathBuf> {
    let dir = PathBuf::from("example-meadow-home-care");
    if !workspace::is_there(&dir) {
        if dir.exists() {
            return Err(advised(
                format!("there is something called {} already, and it is not the example", dir.display()),
                "start `dspt` in another folder",
            ));
        }
        copy(&EVIDENCE, &dir.join("evidence"))?;
        // The answers come last: a folder with answers is whole.
        workspace::create(&dir, ANSWERS)?;
    }
    ask::say(&format!(
        "The example is in the folder {}. Its organisation and its people are made up. Change what you like: it is \
         your own copy. To be rid of it, delete the folder.",
        dir.display()
    ))?;
    Ok(dir)
}

fn copy(from: &Dir<'_>, to: &Path) -> anyhow::Result<()> {
    for file in from.files() {
        workspace::save(&to.join(file.path()), file.contents())?;
    }
    from.dirs().try_for_each(|folder| copy(folder, to))
}
