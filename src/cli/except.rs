//! `dspt except`: records an exception, with its reason, person and end.

use super::{
    Exit,
    args::{Common, Except},
    ask,
    library::Library,
    workspace::Workspace,
};
use crate::{
    answers::{self, Edit},
    model::{Exception, written},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Except) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, &args.workspace.dir)?;
    let mut workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    let exception = Exception {
        item: args.item.clone(),
        check: args.check.clone(),
        subject: args.of.clone(),
        reason: args.reason.clone(),
        by: args.by.clone(),
        agreed_by: args.agreed_by.clone(),
        until: args.until,
        to_confirm: false,
    };
    let same = |old: &Exception| old.to_confirm && answers::about(old) == answers::about(&exception);
    let confirmed = workspace.assessment().exceptions.iter().any(same);
    workspace.change(&library, &Edit::Exception(&exception))?;
    let until = args.until.map_or("with no end".to_owned(), |until| format!("until {}", written(until)));
    let recorded = if confirmed { "Recorded in the place of last year's" } else { "Recorded" };
    ask::say(&format!("{recorded}, {until}. It shows in every report."))?;
    Ok(Exit::Done)
}
