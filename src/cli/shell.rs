//! What the shell and `man` know of the program: completion scripts and manual pages, made from its own arguments.

use std::{io::Write, path::Path};

use anyhow::Context;
use clap::{
    Command, CommandFactory,
    builder::{PossibleValue, PossibleValuesParser},
};

use super::{
    Exit,
    args::{Args, Common, Completions, Man},
    error::{advised, among},
    library::Library,
    screen, workspace,
};
use crate::model::Pack;

/// The name of the program.
const NAME: &str = "dspt";

/// Prints a completion script; it knows the numbers and names of the packs and checks of today.
pub(super) fn completions(common: &Common, args: &Completions) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, Path::new("."))?;
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut known(&library)?, NAME, &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(Exit::Done)
}

/// The arguments with the values that they can take.
fn known(library: &Library) -> anyhow::Result<Command> {
    let packs = library.packs()?;
    let packs = || packs.iter().copied();
    let items: Vec<PossibleValue> = packs()
        .flat_map(Pack::items)
        .map(|(_, _, item)| PossibleValue::new(item.id.to_string()).help(item.title.clone()))
        .collect();
    let checks: Vec<PossibleValue> = library
        .rules
        .cards()
        .into_iter()
        .map(|card| PossibleValue::new(card.id.to_string()).help(card.title))
        .collect();
    let levels: Vec<PossibleValue> = packs()
        .flat_map(|pack| &pack.levels)
        .map(|level| PossibleValue::new(level.id.to_string()).help(level.title.clone()))
        .collect();
    let names: Vec<PossibleValue> =
        packs().map(|pack| PossibleValue::new(pack.id.to_string()).help(pack.short_title.clone())).collect();
    let mut kinds: Vec<_> =
        packs().flat_map(|pack| &pack.organisations).filter(|kind| kind.refused.is_none()).collect();
    kinds.sort_by_key(|kind| kind.by_name);
    let kinds: Vec<PossibleValue> =
        kinds.into_iter().map(|kind| PossibleValue::new(kind.kind.to_string()).help(kind.title.clone())).collect();
    let both: Vec<PossibleValue> = items.iter().chain(&checks).cloned().collect();
    let wanted: [(&str, Vec<PossibleValue>); 10] = [
        ("item", items.clone()),
        ("set", items.clone()),
        ("only", items),
        ("check", checks),
        ("id", both),
        ("require", levels.clone()),
        ("require_backed", levels),
        ("assessment", names.clone()),
        ("shown", names),
        ("kind", kinds),
    ];
    Ok(with_values(seen(), &wanted))
}

/// The arguments without the commands that people don't see.
fn seen() -> Command {
    let all = Args::command();
    Command::new(NAME)
        .version(env!("CARGO_PKG_VERSION"))
        .args(all.get_arguments())
        .subcommands(all.get_subcommands().filter(|command| !command.is_hide_set()))
}

/// Gives the arguments of these names their values, in every command.
fn with_values(mut command: Command, wanted: &[(&str, Vec<PossibleValue>)]) -> Command {
    let own: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    for (name, values) in wanted.iter().filter(|(name, values)| own.iter().any(|id| id == name) && !values.is_empty()) {
        let values = unlike(values);
        command = command.mut_arg(name, |arg| arg.value_parser(PossibleValuesParser::new(values)));
    }
    let below: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    for name in below {
        command = command.mut_subcommand(name, |below| with_values(below, wanted));
    }
    command
}

/// Each value once: two packs may have an item of the same number.
fn unlike(values: &[PossibleValue]) -> Vec<PossibleValue> {
    let mut seen = std::collections::BTreeSet::new();
    values.iter().filter(|value| seen.insert(value.get_name().to_owned())).cloned().collect()
}

/// Prints the manual page of a command, or writes all pages into a folder.
pub(super) fn man(common: &Common, args: &Man) -> anyhow::Result<Exit> {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    gather(&command, &mut pages);
    if let Some(folder) = &args.output {
        for page in pages {
            let path = folder.join(page.get_filename());
            workspace::save(&path, &render(&page)?)?;
            screen::remark(common, &format!("wrote {}", path.display()));
        }
        return Ok(Exit::Done);
    }
    let wanted = match &args.page {
        Some(name) => format!("{NAME}-{}.1", name.trim().replace(' ', "-")),
        None => format!("{NAME}.1"),
    };
    let Some(page) = pages.iter().find(|page| page.get_filename() == wanted) else {
        let names: Vec<String> =
            command.get_subcommands().filter(|c| !c.is_hide_set()).map(|c| c.get_name().to_owned()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let name = args.page.as_deref().unwrap_or_default();
        return Err(advised(format!("there is no command `{name}`"), among(name, "the commands", &names)));
    };
    std::io::stdout().lock().write_all(&render(page)?)?;
    Ok(Exit::Done)
}

/// The pages of a command and of those below it that people see.
fn gather(command: &Command, pages: &mut Vec<clap_mangen::Man>) {
    pages.push(clap_mangen::Man::new(command.clone()));
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        gather(below, pages);
    }
}

fn render(page: &clap_mangen::Man) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    page.render(&mut bytes).context("cannot draw a manual page")?;
    Ok(bytes)
}
