//! What came of it, on the screen and as files.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use super::{Common, Exit, Library, find, usual, workspace};
use crate::{
    cli::{
        args::EverydayResults,
        assess,
        error::advised,
        screen::{self, Screen, Tone},
    },
    model::{CountedCard, HabitCard, RoundCard, SAFE_FROM, written},
    report::{self, Everyday},
    score,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &EverydayResults) -> anyhow::Result<Exit> {
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    if to_stdout && args.format.len() != 1 {
        return Err(advised("standard output takes one format", "give one with --format, such as --format csv"));
    }
    let library = Library::load_in(common, &args.dir)?;
    let (workspace, there) = find(&args.dir, args.assessment.as_ref(), &library)?;
    let pack = library.needed(&usual(args.assessment.as_ref()))?;
    let pack = if there { workspace.pack(&library) } else { pack };
    let rounds = if there { workspace.assessment().rounds.as_slice() } else { &[] };
    let counted = score::counted(pack, rounds);
    if counted.last.is_none() {
        let typed = workspace::typed(&args.dir);
        return Err(advised(
            "nobody has answered yet",
            format!("ask people with `dspt everyday{typed}`, or on paper with `dspt everyday sheet{typed}`"),
        ));
    }
    let today = assess::days(common).0;
    let mut feeds = Vec::new();
    for (feed, words) in score::given(pack, rounds, assess::days(common).1) {
        if let Some(fed) = library.pack_by_id(&feed.pack)?
            && let Some(item) = fed.item(&feed.item)
        {
            feeds.push(format!("{} {} ({}): {words}", item.id, item.title, fed.short_title));
        }
    }
    let everyday = Everyday {
        organisation: &workspace.answers.organisation.name,
        title: &pack.title,
        short_title: &pack.short_title,
        notice: &pack.notice,
        counted: &counted,
        feeds: &feeds,
        today,
    };
    let folder = match (&args.output, to_stdout) {
        (_, true) => None,
        (Some(folder), false) => Some(folder.clone()),
        (None, false) => Some(workspace.reports()),
    };
    let mut drawn: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for format in &args.format {
        let (ending, bytes) = match format.as_str() {
            "text" if args.output.is_none() || to_stdout => {
                screen(common, &everyday).print()?;
                continue;
            }
            "text" => ("txt", screen(common, &everyday).into_plain().into_bytes()),
            "markdown" => ("md", report::everyday_markdown(&everyday)?.into_bytes()),
            "pdf" => ("pdf", report::everyday_pdf(&everyday)?),
            "html" => ("html", report::everyday_html(&everyday)?),
            _ => ("csv", report::everyday_csv(&everyday)),
        };
        match &folder {
            Some(folder) => drawn.push((folder.join(format!("{}-results.{ending}", pack.id)), bytes)),
            None => std::io::stdout().lock().write_all(&bytes)?,
        }
    }
    for (path, bytes) in drawn {
        workspace::save(&path, &bytes)?;
        screen::remark(common, &format!("wrote {}", path.display()));
    }
    Ok(Exit::Done)
}

/// What came of it, for the terminal.
fn screen(common: &Common, everyday: &Everyday<'_>) -> Screen {
    let mut screen = Screen::new(common);
    screen.heading(everyday.organisation);
    screen.line(&format!("{}, as of {}", everyday.title, written(everyday.today)));
    draw(&mut screen, everyday.counted);
    if !everyday.feeds.is_empty() {
        screen.heading("What else it can be used for");
        everyday.feeds.iter().for_each(|feed| screen.item("- ", &format!("{feed}.")));
    }
    screen
}

/// What came of it, below a heading.
pub(in crate::cli) fn draw(screen: &mut Screen, counted: &CountedCard) {
    screen.gap();
    screen.line(&format!("{}.", capital(&counted.sentence)));
    let Some(last) = &counted.last else { return };
    if let Some(before) = last.before {
        screen.line(&format!("The round before that was on {}.", written(before)));
    }
    if let Some(hidden) = &last.hidden {
        screen.toned("", hidden, Tone::Quiet);
    }
    if last.shown > 0 {
        questions(screen, last);
        if !last.weakest.is_empty() {
            screen.heading("The weakest, and what to do");
            for (habit, number) in last.weakest.iter().zip(1..) {
                screen.item(&format!("{number}. "), &format!("{} {} said yes.", habit.title, habit.share));
                screen.item("   ", &habit.action);
            }
        }
        screen.heading("What people need to learn");
        match last.needs.is_empty() {
            true => {
                screen.line(&format!("No question had fewer than {SAFE_FROM}% safe answers, so nothing stands out."))
            }
            false => {
                screen.line(&format!(
                    "Fewer than {SAFE_FROM}% gave the safe answer (a measure of ours). Put these into your training needs \
                     analysis:"
                ));
                last.needs.iter().for_each(|habit| screen.item("- ", &format!("{} {}", habit.title, habit.share)));
            }
        }
    }
    groups(screen, last);
}

fn questions(screen: &mut Screen, last: &RoundCard) {
    screen.heading("Question by question");
    let since = |habit: &HabitCard| habit.since.clone().unwrap_or_else(|| "–".into());
    let compared = last.before.is_some();
    let rows: Vec<Vec<String>> = last
        .habits
        .iter()
        .map(|habit| {
            let mut row = vec![habit.item.to_string(), habit.title.clone(), habit.share.clone()];
            row.extend(compared.then(|| since(habit)));
            row
        })
        .collect();
    let spoken: Vec<String> = last
        .habits
        .iter()
        .map(|habit| {
            let since = habit.since.as_ref().map(|since| format!("; {since}")).unwrap_or_default();
            format!("{} {} Safe: {}{since}.", habit.item, habit.title, habit.share)
        })
        .collect();
    let heads = ["No.", "Question", "Safe answers", "Since the round before"];
    let heads = if compared { &heads[..] } else { &heads[..3] };
    screen.table(heads, &rows, &[], &spoken);
}

fn groups(screen: &mut Screen, last: &RoundCard) {
    if !last.groups.is_empty() {
        screen.heading("By group");
        let weakest = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".into());
        let row = |group: &crate::model::GroupCard| {
            vec![group.name.clone(), group.people.to_string(), group.safe.clone(), weakest(&group.weakest)]
        };
        let rows: Vec<Vec<String>> = last.groups.iter().map(row).collect();
        let spoken: Vec<String> = last
            .groups
            .iter()
            .map(|group| {
                let weakest = group.weakest.as_ref().map(|one| format!("; weakest: {one}")).unwrap_or_default();
                format!("{}, {} people: {} habits safe{weakest}.", group.name, group.people, group.safe)
            })
            .collect();
        screen.table(&["Group", "People", "Safe habits", "Weakest"], &rows, &[1], &spoken);
    }
    if let Some(note) = &last.groups_note {
        screen.gap();
        screen.toned("", note, Tone::Quiet);
    }
}

/// The start of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
