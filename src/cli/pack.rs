//! `dspt pack`: lists, shows and examines packs.

mod check;
mod diff;
mod import;
mod new;

use std::path::Path;

use super::{
    Exit,
    args::{Common, Pack as Args},
    error::advised,
    library::{self, Library},
    screen::{Screen, Tone},
};
use crate::model::{Flag, Item, ItemId, ItemSet, Pack, PackId, written};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    match args {
        Args::List => list(common),
        Args::Show { pack } => show(common, pack.as_ref()),
        Args::Diff { old, new, format } => diff::run(common, old, new, format),
        Args::Check { files } => check::run(common, files),
        Args::Import(args) => import::run(common, args),
        Args::New { file, title } => new::run(common, file, title.as_deref()),
        Args::Schema => new::schema(),
    }
}

fn list(common: &Common) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, Path::new("."))?;
    let mut screen = Screen::new(common);
    for pack in library.packs()? {
        screen.heading(pack.id.as_str());
        screen.item("  ", &pack.title);
        screen.item("  ", &counts(pack));
        if let Some(deadline) = pack.deadline {
            screen.item("  ", &format!("deadline {}", written(deadline)));
        }
        if pack.provisional.is_some() {
            screen.toned("  ", "provisional: see `dspt pack check`", Tone::Careful);
        }
    }
    screen.print()?;
    Ok(Exit::Done)
}

fn show(common: &Common, id: Option<&PackId>) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, Path::new("."))?;
    let pack = match id {
        Some(id) => library.needed(id)?,
        None => match library.packs()?.as_slice() {
            [only] => *only,
            _ => return Err(advised("there are several packs", "name one of `dspt pack list`")),
        },
    };
    let mut screen = Screen::new(common);
    screen.heading(&pack.title);
    screen.line(&pack.summary);
    screen.line(&counts(pack));
    screen.line(&pack.notice);
    since(&mut screen, pack);
    let wide = width(pack.items().map(|(_, _, item)| item));
    for section in &pack.sections {
        screen.heading(&format!("{} {}", section.id, section.title));
        for item in section.assertions.iter().flat_map(|assertion| &assertion.items) {
            let flags = flags(item);
            let news = pack.news(&item.id).map(|news| format!(" ({})", news.words())).unwrap_or_default();
            screen.item(&format!("{:<wide$}", item.id.as_str()), &format!("{} {flags}{news}", item.question));
            for example in &item.shows {
                screen.item(&format!("{:wide$}- ", ""), example);
            }
        }
    }
    screen.heading("The interview, part by part");
    for (group, number) in pack.groups().into_iter().zip(1..) {
        let ids: Vec<&str> = group.items.iter().map(|item| item.id.as_str()).collect();
        let minutes = match group.minutes() {
            1 => "1 minute".to_owned(),
            n => format!("{n} minutes"),
        };
        let text = format!("{} About {minutes}: {}.", group.summary.trim(), ids.join(", "));
        screen.item(&format!("{number:>2}. "), &format!("{}. {text}", group.title));
    }
    screen.print()?;
    Ok(Exit::Done)
}

/// What is known to have changed since the edition before.
fn since(screen: &mut Screen, pack: &Pack) {
    let Some(previous) = &pack.previous else { return };
    screen.heading(&format!("Since {}", previous.edition));
    let renumbered: Vec<String> =
        previous.renumbered.iter().map(|one| format!("{} (was {})", one.item, one.from)).collect();
    let ids = |ids: &[ItemId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    for (label, ids) in [
        ("New:       ", ids(&previous.new)),
        ("Reworded:  ", ids(&previous.reworded)),
        ("New help:  ", ids(&previous.help)),
        ("Renumbered:", renumbered),
        ("Gone:      ", ids(&previous.gone)),
    ] {
        if !ids.is_empty() {
            screen.item(&format!("{label} "), &ids.join(", "));
        }
    }
    if let Some(note) = &previous.note {
        screen.item("How sure:   ", note);
    }
}

/// How wide a column of their numbers is, a blank included.
fn width<'a>(items: impl Iterator<Item = &'a Item>) -> usize {
    items.map(|item| item.id.as_str().chars().count() + 1).fold(7, usize::max)
}

fn counts(pack: &Pack) -> String {
    let of = |set| pack.items().filter(|(_, _, item)| item.is_in(set)).count();
    let all = pack.items().count();
    let published = pack.published_count.as_ref().map(|count| format!(" (published: {})", count.mandatory));
    let lower = match of(ItemSet::Approaching) {
        0 => String::new(),
        n => format!(", {n} for the lower level"),
    };
    format!("{all} items, {} counted as mandatory{}{lower}", of(ItemSet::Mandatory), published.unwrap_or_default())
}

fn flags(item: &Item) -> String {
    let mut flags = Vec::new();
    match item.mandatory {
        Flag::Yes => flags.push("mandatory"),
        Flag::Doubtful => flags.push("mandatory?"),
        Flag::No => flags.push("optional"),
    }
    match item.approaching {
        Flag::Yes => flags.push("approaching"),
        Flag::Doubtful => flags.push("approaching?"),
        Flag::No => {}
    }
    if let Some(other) = &item.same_as {
        return format!("[asked as {other}]");
    }
    format!("[{}]", flags.join(", "))
}
