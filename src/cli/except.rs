//! `dspt except`: records an exception, with its reason, person and end.

use super::{
    Exit,
    args::{Common, Except},
    ask,
    library::Library,
    workspace::Workspace,
};
use crate::{
    answers::Edit,
    model::{Exception, written},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Except) -> anyhow::Result<Exit> {
    let library = Library::load(common)?;
    let mut workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    let exception = Exception {
        item: args.item.clone(),
        check: args.check.clone(),
        subject: args.of.clone(),
        reason: args.reason.clone(),
        by: args.by.clone(),
        agreed_by: args.agreed_by.clone(),
        until: args.until,
    };
    workspace.change(&library, &Edit::Exception(&exception))?;
    let until = args.until.map_or("with no end".to_owned(), |until| format!("until {}", written(until)));
    ask::say(&format!("Recorded {until}. It shows in every report."))?;
    Ok(Exit::Done)
}
