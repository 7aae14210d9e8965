//! `dspt supplier sheet`: the questions for which a supplier showed nothing good yet, to be sent.

use super::{Sheet, quoted};
use crate::{
    answers::Edit,
    cli::{
        Exit,
        args::{self, Ask, Common},
        assess,
        error::advised,
        library::Library,
        screen,
        sheets::{self, Letter},
        status, workspace,
    },
    model::{Item, Verdict},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Sheet) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, &args.place.dir)?;
    let dir = &args.place.dir;
    let mut workspace = super::open(dir, &args.name, &library)?;
    let scorecard = super::scorecard(common, &workspace, &library)?;
    let open: Vec<_> = status::items(&scorecard)
        .filter(|card| {
            args.all
                || match &card.grade {
                    Some(grade) => !grade.grade.is_shown(),
                    None => card.verdict != Verdict::NotApplicable,
                }
        })
        .map(|card| card.id.clone())
        .collect();
    let subject = workspace.assessment().subject.clone().unwrap_or_default();
    let pack = workspace.pack(&library);
    let wanted = |item: &&Item| item.same_as.is_none() && open.contains(&item.id);
    let items: Vec<&Item> = pack.items().map(|(_, _, item)| item).filter(wanted).collect();
    if items.is_empty() {
        return Err(advised(
            format!("{subject} has shown something for every question"),
            "to ask all of them again, say --all",
        ));
    }
    let asked = Ask {
        workspace: args::Workspace { dir: dir.clone(), which: Default::default() },
        who: Some(subject.clone()),
        role: None,
        only: Vec::new(),
        all: false,
        by_when: args.by_when,
        from: args.from.clone(),
        format: args.format.clone(),
        output: args.output.clone(),
    };
    sheets::send(common, &library, &workspace, &asked, &[Letter { to: Some(subject.clone()), items }])?;
    let (name, dir) = (quoted(&subject), workspace::typed(dir));
    screen::remark(common, &format!("and the files that come with it: dspt supplier take {name}{dir} FILE"));
    let today = assess::days(common).0;
    if workspace.assessment().asked != Some(today) {
        workspace.change(&library, &Edit::Asked(today))?;
    }
    Ok(Exit::Done)
}
