//! `dspt portal`: what to enter in the NHS portal, ready to copy. It sends nothing.

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
};

use super::{
    Exit,
    args::{Common, Portal},
    assess,
    error::advised,
    library::Library,
    plan,
    screen::{self, Screen, Tone},
    status,
    workspace::{self, Workspace},
};
use crate::{
    model::{Achievement, AnswerKind, ItemCard, PortalFile, PortalState, PortalTick, Scorecard, written},
    report::{self, Kind},
    scan,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Portal) -> anyhow::Result<Exit> {
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    if to_stdout && args.format.len() != 1 {
        return Err(advised("standard output takes one format", "give one with --format, such as --format markdown"));
    }
    if args.format.iter().any(|format| format == "csv") && !args.action_plan {
        return Err(advised(
            "only the action plan comes as csv",
            "add --action-plan, or choose text, markdown, pdf or html",
        ));
    }
    let library = Library::load_in(common, &args.workspace.dir)?;
    let workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    workspace::has_portal(workspace.pack(&library))?;
    let item = args.item.as_deref().map(|id| plan::item(workspace.pack(&library), id)).transpose()?;
    let mut scorecard = assess::scorecard(common, &workspace, &library)?;
    hold_personal_data_back(&mut scorecard);
    if let Some(id) = item {
        let found = status::items(&scorecard).find(|item| item.id == id);
        return found.map_or(Ok(Exit::Done), |item| copy(common, item));
    }
    let (page, name) = match args.action_plan {
        true => (Kind::ActionPlan, "action-plan"),
        false => (Kind::Portal, "portal"),
    };
    let shown = || if args.action_plan { action_plan(common, &scorecard) } else { worksheet(common, &scorecard) };
    let folder = match (&args.output, to_stdout) {
        (_, true) => None,
        (Some(folder), false) => Some(folder.clone()),
        (None, false) => Some(workspace.reports()),
    };
    let mut drawn: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for format in &args.format {
        let (ending, bytes) = match format.as_str() {
            "markdown" => ("md", report::markdown(page, &scorecard)?.into_bytes()),
            "pdf" => ("pdf", report::pdf(page, &scorecard)?),
            "html" => ("html", report::html(page, &scorecard)?),
            "csv" => ("csv", report::action_plan_csv(&scorecard)),
            _ if args.output.is_none() || to_stdout => {
                shown().print()?;
                continue;
            }
            _ => ("txt", shown().into_plain().into_bytes()),
        };
        match &folder {
            Some(folder) => drawn.push((folder.join(format!("{name}.{ending}")), bytes)),
            None => std::io::stdout().lock().write_all(&bytes)?,
        }
    }
    for (path, bytes) in drawn {
        workspace::save(&path, &bytes)?;
        screen::remark(common, &format!("wrote {}", path.display()));
    }
    Ok(Exit::Done)
}

/// A text that names a person or is secret is not ready to be pasted.
fn hold_personal_data_back(scorecard: &mut Scorecard) {
    let assertions = scorecard.sections.iter_mut().flat_map(|section| &mut section.assertions);
    for item in assertions.flat_map(|assertion| &mut assertion.items) {
        let found = [&item.portal.paste, &item.portal.comment].into_iter().flatten();
        let mut found: Vec<String> = found.flat_map(|text| scan::personal(text)).collect();
        found.dedup();
        if !found.is_empty() && item.portal.state != PortalState::Elsewhere {
            let what = found.join(" and ");
            item.portal.hold_back(format!("the text holds {what}: take it out if it is about a person"));
        }
    }
    let items: Vec<(bool, PortalState)> =
        status::items(scorecard).map(|item| (item.counts, item.portal.state)).collect();
    let count = |counts: bool, state: PortalState| items.iter().filter(|item| **item == (counts, state)).count();
    scorecard.portal.ready = count(true, PortalState::Ready);
    scorecard.portal.not_ready = count(true, PortalState::NotReady);
    scorecard.portal.optional_ready = count(false, PortalState::Ready);
}

/// The text of one item and nothing else; through a pipe not even a line end, which would be pasted too.
fn copy(common: &Common, item: &ItemCard) -> anyhow::Result<Exit> {
    let entry = &item.portal;
    let Some(text) = &entry.paste else {
        let why = match entry.hold.first() {
            Some(reason) => reason.clone(),
            None => "the answer has no words of its own".into(),
        };
        return Err(advised(
            format!("there is no text to paste for {} {}: {why}", item.id, item.title),
            "`dspt portal` shows what to tick and what to upload",
        ));
    };
    if entry.state == PortalState::NotReady {
        screen::remark(common, &format!("{} is not ready to be entered: {}", item.id, entry.hold.join("; ")));
    }
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if std::io::stdout().is_terminal() {
        out.write_all(b"\n")?;
    }
    Ok(Exit::Done)
}

fn opening(screen: &mut Screen, scorecard: &Scorecard, title: &str) {
    let subject = scorecard.subject.as_ref().map(|s| format!(", supplier {s}")).unwrap_or_default();
    screen.heading(&format!("{title}: {}{subject}", scorecard.organisation.name));
    let code = scorecard.organisation.ods_code.as_ref().map(|code| format!("; ODS code {code}")).unwrap_or_default();
    screen.line(&format!("{}, as of {}{code}", scorecard.pack.short_title, written(scorecard.today)));
    screen.gap();
}

fn worksheet(common: &Common, scorecard: &Scorecard) -> Screen {
    let mut screen = Screen::new(common);
    opening(&mut screen, scorecard, "For the portal");
    status::standing(&mut screen, "On your answers:  ", &scorecard.on_answers, !scorecard.contradictions.is_empty());
    let (ready, all, held) = (scorecard.portal.ready, scorecard.counts.mandatory, scorecard.portal.not_ready);
    screen.item("Of the items:     ", &format!("{ready} of {all} can be entered; {held} can't be yet"));
    screen.gap();
    screen.item("- ", "This program sends nothing. You copy each text into the portal yourself.");
    screen.item("- ", "Don't tick an item that has no answer here, or that says \"not ready\".");
    let provisional = scorecard.pack.provisional.as_ref().map(|_| " This list is provisional.").unwrap_or_default();
    let numbers = "Numbers and wording may differ in your portal. Go by the question, not only by the number.";
    screen.item("- ", &format!("{numbers}{provisional}"));
    if let Some(deadline) = scorecard.pack.deadline.filter(|deadline| *deadline < scorecard.today) {
        let gone = format!("The deadline was {}. Don't publish from this edition; check the year.", written(deadline));
        screen.toned("- ", &gone, Tone::Careful);
    }
    for section in &scorecard.sections {
        screen.heading(&format!("{} {}", section.id, section.title));
        for assertion in &section.assertions {
            screen.gap();
            screen.line(&format!("{} {}", assertion.id, assertion.title));
            for item in &assertion.items {
                entry(&mut screen, item);
            }
        }
    }
    screen
}

fn entry(screen: &mut Screen, item: &ItemCard) {
    let portal = &item.portal;
    screen.gap();
    screen.toned("", &format!("{} {}", item.id, item.title), Tone::Heading);
    screen.item("  Asks:   ", &item.question);
    match portal.state {
        PortalState::Elsewhere => {
            let other = item.same_as.as_ref().map(ToString::to_string).unwrap_or_default();
            screen.item(
                "  ",
                &format!("Answered under {other}. If your portal shows this number, enter the same there."),
            );
            return;
        }
        PortalState::Empty => {
            screen.item("  ", "Optional, and not answered. Leave it empty.");
            return;
        }
        PortalState::NotReady => {
            for (reason, mark) in
                portal.hold.iter().zip(["  NOT READY: "].into_iter().chain(std::iter::repeat("  and: ")))
            {
                screen.toned(mark, reason, Tone::Careful);
            }
        }
        PortalState::Ready => {}
    }
    let tick = match portal.tick {
        PortalTick::Yes => "Yes",
        PortalTick::Level => item.achievement.as_ref().and_then(|one| one.level).map_or("nothing", Achievement::title),
        PortalTick::Complete => "nothing; enter the answer and save",
        PortalTick::NotApplicable => "as your portal asks for something that does not apply",
        PortalTick::Nothing => "nothing",
    };
    match portal.state {
        PortalState::NotReady if portal.tick != PortalTick::Nothing => {
            screen.item("  Tick:   ", &format!("not yet; once it is ready: {tick}"));
        }
        _ => screen.item("  Tick:   ", tick),
    }
    if let Some(policy) = item.achievement.as_ref().and_then(|outcome| outcome.policy.as_ref()) {
        let said = policy.answer.map_or("not answered yet", |yes| if yes { "Yes" } else { "No" });
        screen.item("  Policy: ", &format!("{said}. {}", policy.question.trim()));
    }
    for file in &portal.files {
        let mark = if item.kind == AnswerKind::Document { "  Upload: " } else { "  Keep:   " };
        screen.item(mark, &about(file));
    }
    for place in &portal.places {
        screen.item("  Say:    ", &format!("where it is: {place}"));
    }
    if let Some(text) = &portal.paste {
        let long = portal.too_long.map(|n| format!(" ({n} characters: see that the portal took all of it)"));
        let label = if portal.state == PortalState::Ready { "Paste" } else { "What would be pasted" };
        screen.item("  ", &format!("{label}{}:", long.unwrap_or_default()));
        screen.gap();
        screen.as_it_is(text);
    }
    if let Some(comment) = &portal.comment {
        screen.gap();
        screen.item("  ", "For the comment box, if there is one:");
        screen.gap();
        screen.as_it_is(comment);
    }
}

/// A file with whether it is there and its date.
fn about(file: &PortalFile) -> String {
    let note = file.note.as_ref().map(|note| format!(", {note}")).unwrap_or_default();
    let there = match (file.found, file.dated) {
        (true, Some(day)) => format!("found, dated {}", written(day)),
        (true, None) => "found, no date in it".into(),
        (false, _) => "not in the evidence folder".into(),
    };
    let by = if file.attached { "" } else { "; found by the scan, attached by nobody" };
    format!("{}{note} ({there}{by})", file.path)
}

fn action_plan(common: &Common, scorecard: &Scorecard) -> Screen {
    let mut screen = Screen::new(common);
    opening(&mut screen, scorecard, "Action plan for the portal");
    let level = &scorecard.portal.full_level;
    if scorecard.portal.action_plan.is_empty() {
        screen.line(&format!("Nothing that {level} needs is missing, so there is no action plan to upload."));
        return screen;
    }
    screen.line(&format!(
        "What {level} needs and is not met yet. The portal asks for a plan like this one when you publish Approaching \
         Standards; --format markdown,pdf,csv writes it as files. Proposed dates are the program's: nobody has agreed \
         to them."
    ));
    for number in &scorecard.portal.action_plan {
        if let Some(action) = scorecard.actions.iter().find(|action| action.number == *number) {
            plan::show(&mut screen, common, action);
        }
    }
    screen
}
