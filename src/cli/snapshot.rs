//! `dspt snapshot`: keeps where an assessment stands today, so that later days can be held against it.

use super::{
    Exit,
    args::{Common, Snapshot},
    assess,
    error::advised,
    kept::{self, HISTORY, Kept},
    library::{Library, read_bytes},
    screen::{self, Screen},
    workspace::{self, Workspace},
};
use crate::{
    model::{Scorecard, written},
    report,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Snapshot) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, &args.workspace.dir)?;
    if args.list {
        return list(common, args, &library);
    }
    let workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    let scorecard = assess::scorecard_over_time(common, &workspace, &library)?;
    let bytes = report::save(&scorecard)?;
    let name = kept::name(&workspace, scorecard.today);
    let path = kept::folder(&workspace.dir).join(&name);
    if path.exists() {
        if read_bytes(&path)? == bytes {
            screen::remark(common, &format!("{} holds this already, and nothing was changed", path.display()));
            return Ok(Exit::Done);
        }
        if !args.replace {
            return Err(advised(
                format!("{} is there already, and things stand otherwise now", path.display()),
                format!(
                    "see what differs with `dspt diff {}{}`; write over it with `dspt snapshot --replace{}`",
                    scorecard.today,
                    kept::flag(&workspace.dir),
                    workspace.typed(),
                ),
            ));
        }
    }
    workspace::save(&path, &bytes)?;
    screen::remark(common, &format!("wrote {}", path.display()));
    Ok(Exit::Done)
}

/// What is kept, one line each.
fn list(common: &Common, args: &Snapshot, library: &Library) -> anyhow::Result<Exit> {
    let dir = &args.workspace.dir;
    // A folder without answers is a slip of the keyboard, and no workspace without a history.
    Workspace::open_all(dir, &args.workspace.which, library)?;
    let which = &args.workspace.which;
    let wanted = |kept: &Kept| match &kept.scorecard {
        Ok(card) => {
            which.assessment.as_ref().is_none_or(|pack| card.pack.id == *pack)
                && (which.subject.is_none() || card.subject == which.subject)
        }
        Err(_) => true,
    };
    let all: Vec<Kept> = kept::all(dir, jiff::civil::Date::MAX).into_iter().filter(wanted).collect();
    let mut screen = Screen::new(common);
    if all.is_empty() {
        screen.line(&format!(
            "Nothing is kept in {HISTORY}/ yet: `dspt snapshot{}` keeps where you stand today.",
            workspace::typed(dir)
        ));
    }
    for kept in &all {
        let line = match &kept.scorecard {
            Ok(card) => standing(card),
            Err(reason) => format!("can't be read: {reason}"),
        };
        screen.item("", &format!("{}: {line} ({})", written(kept.on), kept.name));
    }
    screen.print()?;
    Ok(Exit::Done)
}

/// Where an assessment stood, in one line.
fn standing(card: &Scorecard) -> String {
    let counts = card.counts;
    let subject = card.subject.as_ref().map(|subject| format!(", {subject}")).unwrap_or_default();
    let title = format!("{}{subject}", card.pack.short_title);
    if let Some(party) = &card.party {
        return format!("{title}, {} of {} questions answered", party.answered, party.questions);
    }
    let against = match counts.contradicted {
        0 => String::new(),
        n => format!(", {n} contradicted"),
    };
    format!(
        "{title}, {} on the answers, {} of {} met, {} of {} backed up{against}",
        card.on_answers.title, counts.met, counts.mandatory, counts.backed, counts.to_back
    )
}
