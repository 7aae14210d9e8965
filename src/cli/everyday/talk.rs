//! One person after another at this computer: asked without a name, counted only when they finish, and the screen is
//! cleared before the next one sits down.

use std::io::Write;

use super::{Common, Everyday, Exit, Library, Workspace, begin, group, people, questions, round, workspace};
use crate::{
    answers::Edit,
    cli::{ask, assess, screen::Tone},
    interview::{WAYS, Word, word},
    model::{Asked, FEWEST, Form, Item, Round, Said, written},
};

/// What is said when Ctrl-C ends it.
const STOPPED: &str =
    "Answers that were handed in are counted and saved. Those of somebody who had not finished are not kept.";

/// What is typed at a question, in a line.
const KEYS: &str = "y yes, n no, ? not sure (h how to look, - leave out, b back, q stop)";

/// How a person left.
enum Left {
    /// With all answers.
    Finished(Form),
    /// Before the end.
    Early,
}

/// Runs the command.
pub(super) fn run(common: &Common, args: &Everyday) -> anyhow::Result<Exit> {
    ask::mind_interrupts(STOPPED);
    let group = group(args.group.as_deref())?;
    let library = Library::load_in(common, &args.dir)?;
    let mut workspace = begin(common, &args.dir, args.assessment.as_ref(), &library)?;
    let pack = workspace.pack(&library);
    let items = questions(pack, &args.only)?;
    let asked = if items.len() == pack.items().count() { Asked::All } else { Asked::Some };
    let today = assess::days(common).0;
    let mut round = round(&workspace, group.as_deref(), today, args.new_round.then_some(today));
    let whom = round.group.as_ref().map(|group| format!(", {group}")).unwrap_or_default();
    let so_far = if round.people == 0 { String::new() } else { format!(" ({} so far)", people(round.people)) };
    ask::heading(&pack.title)?;
    ask::say(&format!("The round of {}{whom}{so_far}.", written(round.on)))?;
    let before = round.people;
    loop {
        welcome(&round, items.len())?;
        match person(&items)? {
            Left::Finished(form) if form.is_empty() => {
                ask::say("Every question was left out, so there is nothing to count.")?;
            }
            Left::Finished(form) => {
                let mut with = round.clone();
                with.add(&form, asked);
                workspace.change(&library, &Edit::Round(&with))?;
                round = with;
                ask::say_in(Tone::Good, "Thank you. Your answers are counted, and nothing else of you is kept.")?;
            }
            Left::Early => {
                ask::say(
                    "You stopped before the end, so nothing that you said is counted or kept. Thank you all the same.",
                )?;
            }
        }
        ask::forget();
        if ask::ended() {
            break;
        }
        ask::gap()?;
        let next = ask::line("For the next person press Enter. To finish, type q and press Enter: ", None)?;
        if next
            .is_none_or(|text| matches!(text.trim().to_lowercase().as_str(), "q" | "quit" | "stop" | "finish" | "exit"))
        {
            break;
        }
        clear(common)?;
    }
    clear(common)?;
    leave(&workspace, &round, before)?;
    Ok(Exit::Done)
}

/// What everybody is told before they begin.
fn welcome(round: &Round, questions: usize) -> anyhow::Result<()> {
    let many = if questions == 1 { "One question".to_owned() } else { format!("{questions} short questions") };
    ask::gap()?;
    ask::say(&format!(
        "{many}. Say how it really is: a no is as good as a yes, because it shows what to do next. Nobody asks for your name. \
         Your answers are only added to the counts of all, once you have finished."
    ))?;
    if round.people < FEWEST {
        ask::say(&format!(
            "You are one of the first {FEWEST} here. Nothing is shown of so few by themselves, but whoever opens the file \
             answers.yaml could see the counts."
        ))?;
    }
    Ok(())
}

/// Asks one person.
fn person(items: &[&Item]) -> anyhow::Result<Left> {
    let mut said: Vec<Option<Said>> = vec![None; items.len()];
    let mut at = 0;
    let mut shown = usize::MAX;
    loop {
        let Some(item) = items.get(at) else {
            ask::gap()?;
            ask::say(match items.len() {
                1 => "To hand in your answer press Enter. To change it type b. To leave without being counted type q.",
                _ => {
                    "That was the last one. To hand in your answers press Enter. To go back type b. To leave without being \
                     counted type q."
                }
            })?;
            let Some(text) = ask::line("> ", None)? else { return Ok(Left::Early) };
            match (text.trim(), word(&text)) {
                (_, Word::Back) => at = at.saturating_sub(1),
                (_, Word::Stop) => return Ok(Left::Early),
                ("" | "y" | "yes", _) => {
                    let form = items.iter().zip(&said).filter_map(|(item, said)| Some((item.id.clone(), (*said)?)));
                    return Ok(Left::Finished(form.collect()));
                }
                _ => {}
            }
            shown = usize::MAX;
            continue;
        };
        if shown != at {
            shown = at;
            ask::heading(&match items.len() {
                1 => item.title.clone(),
                all => format!("{} of {all}  {}", at + 1, item.title),
            })?;
            ask::say(&item.question)?;
            // One question is three minutes' work, and this is how to spend them.
            if items.len() == 1 {
                ask::say_in(Tone::Quiet, &item.guidance)?;
            }
            if at == 0 {
                ask::say_in(Tone::Quiet, KEYS)?;
            }
        }
        let Some(text) = ask::line("y, n or ? > ", None)? else { return Ok(Left::Early) };
        match word(&text) {
            Word::Said(answer) => {
                if let Some(place) = said.get_mut(at) {
                    *place = Some(answer);
                }
                reply(item, answer)?;
                at += 1;
            }
            Word::Left => {
                if let Some(place) = said.get_mut(at) {
                    *place = None;
                }
                at += 1;
            }
            Word::Back => {
                if at == 0 {
                    ask::say("This is the first one.")?;
                }
                at = at.saturating_sub(1);
            }
            Word::Help => {
                ask::say(&item.guidance)?;
                ask::say_in(Tone::Quiet, &item.why)?;
                ask::say_in(Tone::Quiet, KEYS)?;
            }
            Word::Stop => {
                ask::say(
                    "You have not finished, so nothing that you said would be counted. To go on press Enter; to stop type q \
                     again.",
                )?;
                match ask::line("> ", None)? {
                    Some(text) if word(&text) != Word::Stop => shown = usize::MAX,
                    Some(_) | None => return Ok(Left::Early),
                }
            }
            Word::Again(_) => ask::say_in(Tone::Careful, WAYS)?,
        }
    }
}

/// What to do after a no; how to look after "not sure".
fn reply(item: &Item, said: Said) -> anyhow::Result<()> {
    match said {
        Said::Yes => Ok(()),
        Said::No => ask::say(&format!("Thank you for saying so. What you can do: {}", item.action)),
        Said::Unsure => ask::say(&format!("That is a good thing to find out. {}", item.guidance)),
    }
}

/// Takes what one person said off the screen, before anybody else looks at it.
fn clear(common: &Common) -> anyhow::Result<()> {
    if ask::at_a_terminal() && !common.plain {
        // The screen, the lines above it, and back to the top.
        let mut out = anstream::stdout();
        write!(out, "\u{1b}[2J\u{1b}[3J\u{1b}[H")?;
        out.flush()?;
    }
    Ok(())
}

/// How many were counted, and how to see what came of it.
fn leave(workspace: &Workspace, round: &Round, before: u32) -> anyhow::Result<()> {
    let typed = workspace::typed(&workspace.dir);
    let now = round.people - before.min(round.people);
    ask::heading(&match now {
        0 => "Nobody new was counted.".to_owned(),
        n => format!("{} counted; the round of {} has {} now.", people(n), written(round.on), people(round.people)),
    })?;
    ask::say(&format!("To see what came of it: dspt everyday results{typed}"))
}
