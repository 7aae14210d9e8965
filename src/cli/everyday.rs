//! `dspt everyday`: short questions that many people answer without a name; asked here, on paper, counted, and told.

mod count;
mod form;
mod results;
mod talk;

pub(super) use self::results::draw;

use std::path::Path;

use jiff::civil::Date;

use super::{
    Exit,
    args::{Common, Everyday, EverydayCommand, Which},
    error::advised,
    library::Library,
    screen,
    workspace::{self, Workspace},
};
use crate::{
    answers::Edit,
    model::{Assessment, Item, PackId, Round, Slug, open_round},
    scan,
};

/// The pack that is asked where the answers name none.
const USUAL: &str = "everyday-defence";

/// Runs the command.
pub(super) fn run(common: &Common, args: &Everyday) -> anyhow::Result<Exit> {
    match &args.command {
        None => talk::run(common, args),
        Some(EverydayCommand::Sheet(args)) => form::run(common, args),
        Some(EverydayCommand::Count(args)) => count::run(common, args),
        Some(EverydayCommand::Results(args)) => results::run(common, args),
    }
}

/// Opens a workspace at the assessment that many people answer; whether there is one.
fn find(dir: &Path, pack: Option<&Slug>, library: &Library) -> anyhow::Result<(Workspace, bool)> {
    if let Some(id) = pack
        && !library.needed(id)?.is_counted()
    {
        return Err(advised(
            format!("{id} is not answered by many people"),
            format!("`dspt interview` asks its questions; {USUAL} is a pack for everybody"),
        ));
    }
    let mut workspace = Workspace::open_all(dir, &Which::default(), library)?.0;
    let wanted = |one: &Assessment| {
        let counted = || workspace::pack_of(library, one).is_some_and(|pack| pack.is_counted());
        one.subject.is_none() && pack.map_or_else(counted, |id| one.pack == *id)
    };
    let place = workspace.answers.assessments.iter().position(wanted);
    if let Some(place) = place {
        workspace.turn_to(place);
    }
    Ok((workspace, place.is_some()))
}

/// The same; the assessment is begun where there is none.
fn begin(common: &Common, dir: &Path, pack: Option<&Slug>, library: &Library) -> anyhow::Result<Workspace> {
    let (mut workspace, there) = find(dir, pack, library)?;
    if there {
        return Ok(workspace);
    }
    let pack = library.needed(&usual(pack))?;
    let new = Assessment::new(pack.id.clone());
    workspace.turn_to(workspace.answers.assessments.len().saturating_sub(1));
    workspace.change(library, &Edit::Assessment(&new))?;
    let place = workspace.answers.assessments.iter().position(|one| one.pack == pack.id && one.subject.is_none());
    workspace.turn_to(place.unwrap_or_default());
    screen::remark(common, &format!("begun: {}; its counts stand in answers.yaml", pack.short_title));
    Ok(workspace)
}

/// The pack that is asked.
fn usual(pack: Option<&Slug>) -> PackId {
    pack.cloned().unwrap_or_else(|| PackId::new(USUAL).expect("the name of a built-in pack"))
}

/// The round that further answers of a group are put to: the one that is open, or a new one of today.
fn round(workspace: &Workspace, group: Option<&str>, today: Date, day: Option<Date>) -> Round {
    let rounds = &workspace.assessment().rounds;
    let on = day.or_else(|| open_round(rounds, today)).unwrap_or(today);
    let same = rounds.iter().find(|round| round.on == on && round.group.as_deref() == group);
    same.cloned().unwrap_or_else(|| Round::new(on, group.map(str::to_owned)))
}

/// The name of a group, unless it names a person.
fn group(name: Option<&str>) -> anyhow::Result<Option<String>> {
    let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else { return Ok(None) };
    let personal = scan::personal(name);
    if name.contains('@') || !personal.is_empty() {
        let what = if personal.is_empty() { "an address".to_owned() } else { personal.join(" and ") };
        return Err(advised(
            format!("the group looks as if it holds {what}"),
            "name a team, a shift or a place, such as --group \"night staff\"; nobody is named here",
        ));
    }
    Ok(Some(name.to_owned()))
}

/// The questions that are meant: all of a pack, or those that are named.
fn questions<'a>(pack: &'a crate::model::Pack, only: &[String]) -> anyhow::Result<Vec<&'a Item>> {
    if only.is_empty() {
        return Ok(pack.items().map(|(_, _, item)| item).collect());
    }
    only.iter()
        .map(|text| {
            let id = super::plan::item(pack, text)?;
            Ok(pack.item(&id).expect("it was found a moment ago"))
        })
        .collect()
}

/// "1 person", "11 people".
fn people(count: u32) -> String {
    if count == 1 { "1 person".into() } else { format!("{count} people") }
}
