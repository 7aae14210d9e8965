//! `dspt` alone: says where one stands in this folder and offers what makes sense there, so that no command has to be
//! remembered.

mod begin;
mod choices;
mod sight;

use std::path::{Path, PathBuf};

use clap::Parser;

use self::choices::{Choice, Deed};
use super::{
    Exit,
    args::{Args, Common},
    ask, error,
    screen::Tone,
    workspace,
};

/// What is said when a person stops anywhere else.
const LEFT: &str = "To come back, type dspt.";

/// Runs the program without a command.
pub(super) fn run(common: &Common) -> anyhow::Result<Exit> {
    let mut dir = PathBuf::from(".");
    if !ask::at_a_terminal() {
        return in_words(common, &dir);
    }
    ask::mind_interrupts(ask::STOPPED);
    loop {
        let choices = offer(common, &dir)?;
        let Some(choice) = choose(&choices)? else { break };
        match &choice.deed {
            Deed::GoTo(folder) => dir.clone_from(folder),
            Deed::Begin => match begin::organisation(common) {
                Ok(Some(folder)) => dir = folder,
                Ok(None) => {}
                Err(error) => error::show(&error),
            },
            Deed::Example => match begin::example() {
                Ok(folder) => dir = folder,
                Err(error) => error::show(&error),
            },
            Deed::Run { .. } => {
                if let Err(error) = carry_out(common, choice, &dir) {
                    error::show(&error);
                }
            }
        }
        if ask::ended() {
            break;
        }
    }
    ask::say(if workspace::is_there(&dir) { ask::STOPPED } else { LEFT })?;
    Ok(Exit::Done)
}

/// Says where one stands, and gives what can be done.
fn offer(common: &Common, dir: &Path) -> anyhow::Result<Vec<Choice>> {
    if !workspace::is_there(dir) {
        ask::heading("dspt: the yearly data security questions for care organisations")?;
        ask::say(sight::NOTHING_HERE)?;
        return Ok(choices::outside(&sight::workspaces_near(dir)));
    }
    let sight = sight::look(common, dir)?;
    ask::heading(&sight.in_words())?;
    Ok(choices::inside(&sight))
}

/// The choice whose number is typed; nothing for the wish to leave and at the end of the input.
fn choose(choices: &[Choice]) -> anyhow::Result<Option<&Choice>> {
    ask::gap()?;
    for (choice, number) in choices.iter().zip(1..) {
        ask::say(&format!("{number:>2}  {}", choice.says))?;
    }
    ask::say(" q  Leave")?;
    ask::until("Type a number, then press Enter: ", |text| {
        let number = text.trim_end_matches(['.', ')']).parse::<usize>().ok();
        match number.and_then(|number| choices.get(number.checked_sub(1)?)) {
            Some(choice) => Ok(Some(choice)),
            None if ["q", "quit", "exit", "leave", "stop"].contains(&text.to_lowercase().as_str()) => Ok(None),
            None => Err(format!("Please type a number from 1 to {}, or q to leave.", choices.len())),
        }
    })
    .map(Option::flatten)
}

/// Runs the command of a choice as if it had been typed, once what it needs to know is asked.
fn carry_out(common: &Common, choice: &Choice, dir: &Path) -> anyhow::Result<()> {
    let Deed::Run { command, folder, needs } = &choice.deed else { return Ok(()) };
    let mut words: Vec<String> = command.split(' ').map(str::to_owned).collect();
    if *folder && dir != Path::new(".") {
        words.push(dir.display().to_string());
    }
    for (flag, question) in *needs {
        let Some(reply) = ask::line(question, Some(Path::new(".")))? else { return Ok(()) };
        let reply = reply.trim();
        if reply.is_empty() {
            return ask::say_in(Tone::Quiet, "Nothing was typed, so nothing was done.");
        }
        // In one word with its flag, so that a reply which begins with a dash is not taken for a flag.
        words.push(if flag.is_empty() { reply.to_owned() } else { format!("{flag}={reply}") });
    }
    let typed: String = words.iter().map(|word| workspace::typed(Path::new(word))).collect();
    match Args::try_parse_from(std::iter::once("dspt".to_owned()).chain(words)) {
        Ok(Args { command: Some(command), .. }) => {
            super::carry_out(common, &command)?;
        }
        Ok(_) => {}
        // The list of commands comes this way, and what was typed for a flag and does not fit it.
        Err(said) => said.print()?,
    }
    if !ask::ended() {
        ask::say_in(Tone::Quiet, &format!("\nNext time, this does the same: dspt{typed}"))?;
    }
    Ok(())
}

/// What a script gets, or a person whose words go through a pipe: the same, without questions.
fn in_words(common: &Common, dir: &Path) -> anyhow::Result<Exit> {
    let choices = offer(common, dir)?;
    ask::gap()?;
    for choice in choices {
        if let Some(command) = choice.typed(dir) {
            ask::say(&format!("- {}:", choice.says))?;
            ask::as_it_is(&format!("  {command}"))?;
        }
    }
    Ok(Exit::Done)
}
