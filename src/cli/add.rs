//! `dspt add`: begins another assessment in a workspace, beside those that are there.

use super::{
    Exit,
    args::{Add as Args, Common},
    error::advised,
    library::Library,
    screen::Screen,
    workspace::{self, Workspace},
};
use crate::{
    answers::Edit,
    model::{Assessment, Published, PublishedWord},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, &args.dir)?;
    let pack = library.needed(&args.new)?;
    let mut workspace = Workspace::open_all(&args.dir, &Default::default(), &library)?.0;
    let there = workspace.answers.assessments.iter().any(|one| one.pack == pack.id && one.subject.is_none());
    let typed = workspace::typed(&workspace.dir);
    if pack.is_graded() {
        return Err(advised(
            format!("{} is put to a supplier, one assessment for each", pack.id),
            format!("begin with a supplier: dspt supplier new \"Its name\"{typed}"),
        ));
    }
    let go_on = match pack.is_counted() {
        true => format!("dspt everyday{typed}"),
        false => format!("dspt interview{typed} --assessment {}", pack.id),
    };
    if there {
        return Err(advised(
            format!("answers.yaml holds an assessment of {} already, and it was left as it is", pack.id),
            format!("go on with `{go_on}`"),
        ));
    }
    workspace::is_for(pack, &workspace.answers.organisation.kind)?;
    let new = Assessment {
        published: pack.portal.then_some(Published::Word(PublishedWord::Unknown)),
        ..Assessment::new(pack.id.clone())
    };
    // Behind all the others: the first one stays the first.
    workspace.turn_to(workspace.answers.assessments.len() - 1);
    workspace.change(&library, &Edit::Assessment(&new))?;
    let mut screen = Screen::new(common);
    screen.heading(&format!("Begun: {}", pack.title));
    screen
        .line("Its answers stand beside the others in answers.yaml; the evidence folder is the same for all of them.");
    screen.line(&format!("Answer it: {go_on}"));
    screen.line(&format!("See each standing: dspt status{typed}"));
    screen.print()?;
    Ok(Exit::Done)
}
