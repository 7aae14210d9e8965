//! `dspt supplier new`: an assessment of its own and a folder of its own for one supplier.

use anyhow::Context;

use super::{New, PACK, quoted};
use crate::{
    answers::Edit,
    cli::{
        Exit,
        args::Common,
        ask,
        error::advised,
        library::Library,
        names, screen,
        sheets::slug,
        workspace::{self, Workspace},
    },
    model::{Assessment, PackId},
    sheet,
};

/// No name of a firm is longer.
const LONGEST: usize = 100;

/// Runs the command.
pub(super) fn run(common: &Common, args: &New) -> anyhow::Result<Exit> {
    let name = sound(&args.name, "supplier")?;
    let product = args.product.as_deref().map(|product| sound(product, "product")).transpose()?;
    let library = Library::load_in(common, &args.place.dir)?;
    let dir = &args.place.dir;
    let mut workspace = Workspace::open_last(dir, &library)?;
    let same =
        |one: &&Assessment| one.subject.as_deref().is_some_and(|known| sheet::plain(known) == sheet::plain(&name));
    if let Some(known) = workspace.answers.assessments.iter().find(same) {
        let known = known.subject.as_deref().unwrap_or_default();
        return Err(advised(
            format!("{} is there already, and was left as it is", quoted(known)),
            format!("go on with: dspt supplier sheet {}{}", quoted(known), workspace::typed(dir)),
        ));
    }
    let folder = folder(&name, &workspace.answers.assessments);
    let new = Assessment {
        subject: Some(name.clone()),
        product,
        evidence_in: Some(folder.clone()),
        ..Assessment::new(PackId::new(PACK).map_err(anyhow::Error::msg)?)
    };
    workspace.change(&library, &Edit::Assessment(&new))?;
    let path = workspace.evidence().join(&folder);
    std::fs::create_dir_all(&path).with_context(|| format!("cannot make the folder {}", path.display()))?;
    ask::say(&format!("Made a place for {name} in answers.yaml, and the folder evidence/{folder} for what it shows."))?;
    if new.product.is_none() {
        ask::say(
            "No product was named. Proof has to name the product that you use: write it in answers.yaml as `product:`.",
        )?;
    }
    if workspace::names_in(&path).next().is_some() {
        ask::say("There are files in that folder already; from now on they speak for this supplier alone.")?;
    }
    ask::say(&format!(
        "1  Write the questions:    dspt supplier sheet {name}{dir}\n\
         2  Take the sheet back:    dspt merge{dir} FILE\n\
         3  Take in its files:      dspt supplier take {name}{dir} FILE\n\
         4  See what it is worth:   dspt supplier report {name}{dir}",
        name = quoted(&name),
        dir = workspace::typed(dir),
    ))?;
    Ok(Exit::Done)
}

/// A name on one line that can be printed and told from others.
fn sound(name: &str, what: &str) -> anyhow::Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let fault =
        if screen::visible(&name) != name || name.chars().any(|c| matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}')) {
            "holds a sign that can't be seen"
        } else if !name.chars().any(char::is_alphanumeric) {
            "has no letters"
        } else if name.chars().count() > LONGEST {
            "is too long"
        } else {
            return Ok(name);
        };
    Err(advised(format!("the {what}'s name {fault}"), "type it as it stands on its papers"))
}

/// A folder that no other assessment has, with a name that every system takes.
fn folder(name: &str, others: &[Assessment]) -> String {
    let slug = slug(name);
    let slug = if names::fault(&slug).is_some() { format!("supplier-{slug}") } else { slug };
    let taken = |folder: &String| {
        others.iter().filter_map(|one| one.evidence_in.as_ref()).any(|other| other.to_lowercase() == *folder)
    };
    let numbered = (1..).map(|number| match number {
        1 => format!("suppliers/{slug}"),
        number => format!("suppliers/{slug}-{number}"),
    });
    let mut free = numbered.filter(|folder| !taken(folder));
    free.next().unwrap_or_else(|| format!("suppliers/{slug}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_a_name_that_every_system_takes_and_nobody_else_has() {
        let other = |folder: &str| -> Assessment {
            serde_yaml::from_str(&format!("{{pack: x, subject: x, evidence-in: {folder}}}")).unwrap()
        };
        let others = [other("suppliers/example-rota"), other("suppliers/Example-Care")];
        for (name, expected) in [
            ("Example Care Systems Ltd", "suppliers/example-care-systems-ltd"),
            ("../../etc", "suppliers/etc"),
            ("CON", "suppliers/supplier-con"),
            ("=cmd|' /C calc'!A0", "suppliers/cmd-c-calc-a0"),
            ("Example Rota", "suppliers/example-rota-2"),
            ("example care", "suppliers/example-care-2"),
        ] {
            assert_eq!(folder(name, &others), expected, "{name}");
        }
    }

    #[test]
    fn a_name_is_one_line_that_can_be_seen() {
        assert_eq!(sound(" Example \n Rota ", "supplier").unwrap(), "Example Rota");
        for (name, fault) in [
            ("a\u{1b}[2J", "the supplier's name holds a sign that can't be seen"),
            ("\u{202e}gnp.exe", "the supplier's name holds a sign that can't be seen"),
            ("a\u{200b}b", "the supplier's name holds a sign that can't be seen"),
            ("", "the supplier's name has no letters"),
            ("..", "the supplier's name has no letters"),
            (&"x".repeat(101), "the supplier's name is too long"),
        ] {
            assert_eq!(sound(name, "supplier").unwrap_err().to_string(), fault, "{name}");
        }
    }
}
