//! `dspt diff`: what got better or worse between two days, two files or two sites.

mod text;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use jiff::civil::Date;

use super::{
    Exit,
    args::{Common, Diff, Which},
    assess,
    error::advised,
    kept::{self, Kept},
    library::Library,
    report::saved,
    screen::Screen,
    workspace::{self, Workspace},
};
use crate::{
    history,
    model::{Pack, Scorecard, typed, written},
    report,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Diff) -> anyhow::Result<Exit> {
    let [before, after] = sides(common, args)?;
    let packs = [before.pack(), after.pack()];
    let changes = history::compare(&before.scorecard, &after.scorecard, packs);
    match args.format.as_str() {
        "json" => {
            let mut text = serde_json::to_string_pretty(&changes)?;
            text.push('\n');
            std::io::stdout().lock().write_all(report::seen(&text).as_bytes())?;
        }
        "markdown" => std::io::stdout().lock().write_all(report::changes_markdown(&changes)?.as_bytes())?,
        _ => {
            let mut screen = Screen::new(common);
            text::draw(&mut screen, common, &changes);
            screen.print()?;
        }
    }
    Ok(Exit::Done)
}

/// A scorecard with the packs that are at hand where it lies.
struct At {
    scorecard: Scorecard,
    library: Library,
}

impl At {
    fn pack(&self) -> Option<&Pack> {
        self.library.pack_by_id(&self.scorecard.pack.id).ok().flatten()
    }
}

/// Both sides, as they were asked for; the second is today where nothing else is said.
fn sides(common: &Common, args: &Diff) -> anyhow::Result<[At; 2]> {
    let (today, _) = assess::days(common);
    let dir = &args.workspace;
    match (&args.before, &args.after) {
        (Some(before), Some(after)) => {
            Ok([side(common, before, dir, &args.which)?, side(common, after, dir, &args.which)?])
        }
        // One workspace: from what was kept last to today.
        (Some(one), None) if is_folder(one) => last(common, Path::new(one), &args.which, today),
        (None, _) => last(common, dir, &args.which, today),
        (Some(before), None) => {
            let before = side(common, before, dir, &args.which)?;
            let which = match &args.which.assessment {
                Some(_) => args.which.clone(),
                None => like(common, dir, &before.scorecard)?,
            };
            Ok([before, now(common, dir, &which)?])
        }
    }
}

fn is_folder(word: &str) -> bool {
    typed(word).is_none() && Path::new(word).is_dir()
}

/// What was kept last before today, and today.
fn last(common: &Common, dir: &Path, which: &Which, today: Date) -> anyhow::Result<[At; 2]> {
    let after = now(common, dir, which)?;
    let before = kept::all(dir, today).into_iter().rev().find_map(|kept| {
        let card = kept.scorecard.ok().filter(|card| is_like(card, &after.scorecard))?;
        (kept.on < today).then_some(*card)
    });
    let Some(scorecard) = before else {
        return Err(advised(
            format!("nothing was kept in {} before today", kept::folder(dir).display()),
            format!(
                "keep where you stand with `dspt snapshot{}`, and hold a later day against it",
                workspace::typed(dir)
            ),
        ));
    };
    Ok([At { scorecard, library: Library::load_in(common, dir)? }, after])
}

/// One side: a day, a file or a workspace.
fn side(common: &Common, word: &str, dir: &Path, which: &Which) -> anyhow::Result<At> {
    let (today, _) = assess::days(common);
    if word.eq_ignore_ascii_case("today") {
        return now(common, dir, which);
    }
    if let Some(on) = typed(word) {
        return Ok(At { scorecard: kept_on(dir, on, today, which)?, library: Library::load_in(common, dir)? });
    }
    let path = PathBuf::from(word);
    if path.is_dir() {
        return now(common, &path, which);
    }
    if path.is_file() {
        let beside = path.parent().and_then(Path::parent).filter(|folder| workspace::is_there(folder));
        let library = Library::load_in(common, beside.unwrap_or(dir))?;
        return Ok(At { scorecard: saved(&path)?, library });
    }
    Err(advised(
        format!("`{word}` is no day, no file and no folder"),
        "name a day such as 2026-03-01 that `dspt snapshot --list` lists, a report.json, or the folder of a workspace",
    ))
}

/// A workspace as it stands today.
fn now(common: &Common, dir: &Path, which: &Which) -> anyhow::Result<At> {
    let library = Library::load_in(common, dir)?;
    let workspace = Workspace::open(dir, which, &library)?;
    let scorecard = assess::scorecard(common, &workspace, &library)?;
    Ok(At { scorecard, library })
}

/// What was kept on a day.
fn kept_on(dir: &Path, on: Date, today: Date, which: &Which) -> anyhow::Result<Scorecard> {
    let typed = workspace::typed(dir);
    let all = kept::all(dir, Date::MAX);
    let (of_day, others): (Vec<Kept>, Vec<Kept>) = all.into_iter().partition(|kept| kept.on == on);
    let mut found: Vec<Scorecard> = Vec::new();
    for kept in of_day {
        let card = kept.scorecard.map_err(|reason| {
            advised(
                format!("{} can't be read: {reason}", kept.name),
                format!("put a copy back from your backup, or name another day: `dspt snapshot --list{typed}`"),
            )
        })?;
        let wanted = which.assessment.as_ref().is_none_or(|pack| card.pack.id == *pack)
            && (which.subject.is_none() || card.subject == which.subject);
        if wanted {
            found.push(*card);
        }
    }
    // The organisation's own assessment goes before those of suppliers.
    if found.len() > 1 && found.iter().any(|card| card.subject.is_none()) {
        found.retain(|card| card.subject.is_none());
    }
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(last), false) => {
            let names = found.iter().chain([&last]).map(|card| format!("--assessment {}", card.pack.id));
            Err(advised(
                format!("several assessments were kept on {}", written(on)),
                format!("choose one: {}", names.collect::<Vec<_>>().join("; ")),
            ))
        }
        (None, _) => {
            let mut days: Vec<String> = others.iter().map(|kept| kept.on.to_string()).collect();
            days.dedup();
            let hint = match days.as_slice() {
                [] => format!("keep where you stand with `dspt snapshot{typed}`"),
                days => format!("days that were kept: {}", days.join(", ")),
            };
            let hint = if on == today { format!("for today as it stands say `today`; {hint}") } else { hint };
            Err(advised(format!("nothing was kept on {}", written(on)), hint))
        }
    }
}

/// The assessment of a workspace that a kept one is an edition of.
fn like(common: &Common, dir: &Path, kept: &Scorecard) -> anyhow::Result<Which> {
    let library = Library::load_in(common, dir)?;
    let (workspace, _) = Workspace::open_all(dir, &Which::default(), &library)?;
    let all = &workspace.answers.assessments;
    let same = all.iter().find(|one| one.pack == kept.pack.id && one.subject == kept.subject);
    Ok(match same {
        Some(one) if all.len() > 1 => Which { assessment: Some(one.pack.clone()), subject: one.subject.clone() },
        _ => Which::default(),
    })
}

fn is_like(kept: &Scorecard, now: &Scorecard) -> bool {
    history::family(&kept.pack.id) == history::family(&now.pack.id) && kept.subject == now.subject
}
