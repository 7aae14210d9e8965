//! `dspt plan`: what to do, by whom and by when; and who was said to do it.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::bail;
use jiff::civil::Date;

use super::{
    Exit,
    args::{Common, Plan},
    ask, assess,
    error::advised,
    library::Library,
    screen::{self, Screen, Tone},
    status,
    workspace::{self, Workspace},
};
use crate::{
    answers::Edit,
    model::{Action, ActionReason, Effort, ItemId, Pack, Scorecard, nearest, typed_ahead, written},
    report::{self, Days, Kind},
    score,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Plan) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, &args.workspace.dir)?;
    let mut workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    if !args.set.is_empty() {
        return set(common, args, &mut workspace, &library);
    }
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    if to_stdout && args.format.len() != 1 {
        return Err(advised("standard output takes one format", "give one with --format, such as --format csv"));
    }
    let scorecard = assess::scorecard(common, &workspace, &library)?;
    let folder = match (&args.output, to_stdout) {
        (_, true) => None,
        (Some(folder), false) => Some(folder.clone()),
        (None, false) => Some(workspace.reports()),
    };
    let mut drawn: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for format in &args.format {
        let (ending, bytes) = match format.as_str() {
            "text" if args.output.is_none() || to_stdout => {
                screen(common, args, &scorecard).print()?;
                continue;
            }
            "text" => ("txt", screen(common, args, &scorecard).into_plain().into_bytes()),
            "markdown" => ("md", report::markdown(page(args), &scorecard)?.into_bytes()),
            "pdf" => ("pdf", report::pdf(page(args), &scorecard)?),
            "html" => ("html", report::html(page(args), &scorecard)?),
            "csv" => ("csv", report::plan_csv(&scorecard)),
            "ics" => match calendar(common, args, &scorecard) {
                Some(bytes) => ("ics", bytes),
                None => continue,
            },
            other => bail!("there is no format `{other}`"),
        };
        match &folder {
            Some(folder) => drawn.push((folder.join(format!("plan.{ending}")), bytes)),
            None => std::io::stdout().lock().write_all(&bytes)?,
        }
    }
    for (path, bytes) in drawn {
        workspace::save(&path, &bytes)?;
        screen::remark(common, &format!("wrote {}", path.display()));
    }
    Ok(Exit::Done)
}

fn page(args: &Plan) -> Kind {
    if args.by_owner { Kind::PlanByOwner } else { Kind::Plan }
}

fn calendar(common: &Common, args: &Plan, scorecard: &Scorecard) -> Option<Vec<u8>> {
    let days = if args.proposed { Days::Proposed } else { Days::Agreed };
    let left_out = scorecard.actions.iter().filter(|action| action.due.is_none()).count();
    if left_out > 0 && days == Days::Agreed {
        let text = match left_out {
            1 => "1 action has no date and is not in the calendar file".to_owned(),
            n => format!("{n} actions have no date and are not in the calendar file"),
        };
        screen::remark(common, &format!("{text}; --proposed puts proposed dates in"));
    }
    let bytes = report::calendar(scorecard, days);
    if bytes.is_none() {
        screen::remark(common, "there is no date to put into a calendar file, so none was written");
    }
    bytes
}

/// Records who does items and by when.
fn set(common: &Common, args: &Plan, workspace: &mut Workspace, library: &Library) -> anyhow::Result<Exit> {
    let (today, publish_on) = assess::days(common);
    let pack = workspace.pack(library);
    let items = args.set.iter().map(|id| item(pack, id)).collect::<anyhow::Result<Vec<ItemId>>>()?;
    let due = args.due.as_deref().map(|text| day(text, today)).transpose()?;
    let owner = args.owner.as_deref().map(str::trim).map(|who| Some(who).filter(|who| !is_none(who)));
    for id in &items {
        let mut answer = workspace.assessment().answers.get(id).cloned().unwrap_or_default();
        if let Some(owner) = owner {
            answer.owner = owner.map(str::to_owned);
        }
        if let Some(due) = due {
            answer.due = due;
        }
        workspace.change(library, &Edit::Answer(id, &answer))?;
        let title = pack.item(id).map_or("", |item| item.title.as_str());
        let who = answer.owner.as_deref().unwrap_or("nobody named");
        let when = answer.due.map_or("no date set".to_owned(), |due| format!("by {}", written(due)));
        ask::say(&format!("Recorded for {id} {title}: {who}, {when}."))?;
    }
    if let Some(due) = due.flatten() {
        let late = score::too_late(pack, workspace.assessment(), today, publish_on, due);
        if due < today {
            ask::say_in(Tone::Careful, &format!("{} has gone by already, so it is overdue.", written(due)))?;
        } else if let Some(late) = late {
            ask::say_in(Tone::Careful, &format!("That is {late}."))?;
        }
    }
    Ok(Exit::Done)
}

/// The item of a number that somebody typed.
pub(super) fn item(pack: &Pack, text: &str) -> anyhow::Result<ItemId> {
    let found = ItemId::new(text.trim()).ok().and_then(|id| pack.item(&id));
    let Some(item) = found else {
        let near = nearest(text, pack.items().map(|(_, _, item)| item.id.as_str()));
        let hint = near.map_or("`dspt pack show` lists the items".to_owned(), |near| format!("did you mean {near}?"));
        return Err(advised(format!("there is no item `{text}` in {}", pack.id), hint));
    };
    match &item.same_as {
        Some(other) => Err(advised(format!("{} is answered under {other}", item.id), format!("name {other} instead"))),
        None => Ok(item.id.clone()),
    }
}

/// A day, or none for "none".
fn day(text: &str, today: Date) -> anyhow::Result<Option<Date>> {
    if is_none(text.trim()) {
        return Ok(None);
    }
    match typed_ahead(text, today) {
        Some(day) => Ok(Some(day)),
        None => {
            let message = format!("`{text}` is not a date");
            Err(advised(message, "write the day first, such as 31 May 2026 or 31/5/2026"))
        }
    }
}

fn is_none(text: &str) -> bool {
    text.is_empty() || text.eq_ignore_ascii_case("none")
}

/// The plan for the terminal.
fn screen(common: &Common, args: &Plan, scorecard: &Scorecard) -> Screen {
    let mut screen = Screen::new(common);
    let subject = scorecard.subject.as_ref().map(|s| format!(", supplier {s}")).unwrap_or_default();
    screen.heading(&format!("Action plan: {}{subject}", scorecard.organisation.name));
    let deadline = scorecard.pack.deadline.map(|day| format!("; the deadline is {}", written(day))).unwrap_or_default();
    screen.line(&format!("{}, as of {}{deadline}", scorecard.pack.short_title, written(scorecard.today)));
    screen.gap();
    status::standing(&mut screen, "On your answers:  ", &scorecard.on_answers, !scorecard.contradictions.is_empty());
    status::standing(&mut screen, "Backed up:        ", &scorecard.backed, false);
    screen.item("To do:            ", &figures(scorecard));
    if scorecard.plan.dated < scorecard.plan.actions {
        screen.gap();
        screen.toned("", &scorecard.plan.basis, Tone::Quiet);
    }
    if args.by_owner {
        for owner in &scorecard.plan.owners {
            screen.heading(owner.name.as_deref().unwrap_or("Nobody named yet"));
            for action in scorecard.actions.iter().filter(|action| owner.actions.contains(&action.number)) {
                show(&mut screen, common, action);
            }
        }
    } else {
        let mut stage = "";
        for action in &scorecard.actions {
            if action.stage != stage {
                stage = &action.stage;
                screen.heading(stage);
            }
            show(&mut screen, common, action);
        }
    }
    if !scorecard.actions.is_empty() {
        screen.gap();
        let set = "To record who and when: dspt plan --set 4.5.3 --owner \"IT supplier\" --due \"31 May 2026\"";
        screen.toned("", set, Tone::Quiet);
    }
    screen
}

/// "12 actions: 1 overdue, 2 waiting for somebody".
fn figures(scorecard: &Scorecard) -> String {
    let plan = &scorecard.plan;
    let some: Vec<String> = [
        (plan.overdue, "overdue"),
        (plan.too_late, "due too late"),
        (plan.waiting, "waiting for somebody who is asked"),
        (plan.unowned, "with nobody named"),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect();
    let all = match plan.actions {
        0 => return "nothing is left to do before publication".into(),
        1 => "1 action".to_owned(),
        n => format!("{n} actions"),
    };
    if some.is_empty() { all } else { format!("{all}: {}", some.join(", ")) }
}

/// Shows one action.
pub(super) fn show(screen: &mut Screen, common: &Common, action: &Action) {
    screen.gap();
    screen.toned(&format!("{:>2}. ", action.number), &format!("{} {}", action.item, action.title), Tone::Heading);
    screen.item("    Why:   ", &action.why);
    for (step, number) in action.steps.iter().zip(1..) {
        screen.item(if number == 1 { "    Do:    " } else { "           " }, &numbered(number, &action.steps, step));
    }
    if let Some(otherwise) = &action.otherwise {
        // What to do after a "no" is told at length only where it is asked for: most answers are not no.
        if common.verbose || action.reason != ActionReason::Unanswered {
            screen.item("           ", &format!("{}:", otherwise.when));
            for (step, number) in otherwise.steps.iter().zip(1..) {
                screen.item("           ", &numbered(number, &otherwise.steps, step));
            }
        } else {
            let how = format!("{}: dspt explain {} says what to do", otherwise.when, action.item);
            screen.toned("           ", &how, Tone::Quiet);
        }
    }
    let effort = match action.effort {
        Effort::Minutes => "under an hour",
        Effort::Hours => "some hours",
        Effort::Days => "some days",
    };
    screen.item("    Takes: ", effort);
    let waits = action.waits_for.as_ref().map(|who| format!("; waits for {who} to reply")).unwrap_or_default();
    screen.item("    Who:   ", &format!("{}{waits}", action.owner.as_deref().unwrap_or("nobody named yet")));
    match (action.due, action.proposed) {
        (Some(due), _) if action.overdue => {
            screen.toned("    When:  ", &format!("overdue since {}", written(due)), Tone::Bad);
        }
        (Some(due), _) => match &action.too_late {
            Some(late) => screen.toned("    When:  ", &format!("by {}: {late}", written(due)), Tone::Careful),
            None => screen.item("    When:  ", &format!("by {}", written(due))),
        },
        (None, Some(day)) => screen.item("    When:  ", &format!("no date set; {} is proposed", written(day))),
        (None, None) => screen.item("    When:  ", "no date set"),
    }
}

/// A step with its number where there are several.
fn numbered(number: usize, all: &[String], step: &str) -> String {
    if all.len() == 1 { step.to_owned() } else { format!("{number}) {step}") }
}
