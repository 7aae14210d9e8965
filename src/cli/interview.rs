//! `dspt interview`: one question at a time, saved after each.

use std::io::IsTerminal;

use super::{
    Exit,
    args::{Common, Interview as Args},
    ask, assess,
    library::Library,
    screen::Tone,
    workspace::{self, Workspace},
};
use crate::{
    answers::Edit,
    interview::{Interview, Scope, Setting, Turn},
    model::{Answer, AnswerEvidence},
    scan,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let library = Library::load(common)?;
    let mut workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    let pack = workspace.pack(&library);
    let setting = Setting {
        by: who(args)?,
        today: assess::days(common).0,
        files: evidence_files(&workspace),
        only: args.only.clone(),
        scope: if args.all { Scope::All } else { Scope::Open },
    };
    let mut interview = Interview::new(pack, workspace.assessment(), setting);
    if interview.is_empty() {
        ask::say(match args.only.is_empty() {
            true => "Nothing is left to ask. `dspt status` shows where you stand; --all goes through everything again.",
            false => "Nothing of that is left to ask; --all asks again what is answered.",
        })?;
        return Ok(Exit::Done);
    }
    ask::say(&format!(
        "{}. Each answer is saved as soon as you press Enter; stop at any time with q. Type ? for help.",
        if interview.len() == 1 { "1 question".to_owned() } else { format!("{} questions", interview.len()) }
    ))?;
    let mut shown = None;
    while let Some(prompt) = interview.prompt() {
        if let Some(question) = &prompt.question
            && shown.as_ref() != Some(&prompt.item)
        {
            ask::heading(&format!("{}  {} {}", prompt.progress, prompt.item, prompt.title))?;
            ask::say(question)?;
            if let Some(why) = &prompt.why {
                ask::say_in(Tone::Quiet, &format!("Why it matters: {why}"))?;
            }
            shown = Some(prompt.item.clone());
        }
        if let Some(before) = &prompt.before {
            ask::say(&format!("Your answer so far: {before}"))?;
        }
        ask::say_in(Tone::Quiet, &prompt.ask)?;
        let Some(text) = ask::line("> ", Some(&workspace.evidence()))? else { break };
        let before = workspace.assessment().answers.get(&prompt.item).map_or(0, |answer| answer.evidence.len());
        match interview.reply(&text) {
            Turn::Save(item, answer) => {
                workspace.change(&library, &Edit::Answer(&item, &answer))?;
                ask::say_in(Tone::Good, &saved(&answer, before))?;
                if interview.prompt().is_some_and(|next| next.item != item) {
                    shown = None;
                }
            }
            Turn::Next => {
                if interview.prompt().is_some_and(|next| next.item != prompt.item) {
                    shown = None;
                }
            }
            Turn::Again(message) => ask::say_in(Tone::Careful, &format!("Not saved: {message}."))?,
            Turn::Show(text) => ask::say(&text)?,
            Turn::Quit => break,
        }
    }
    let open = interview.open();
    let (dir, typed) = (workspace::shown(&workspace.dir), workspace::typed(&workspace.dir));
    ask::heading(&match open {
        0 => "Every item has an answer or somebody to ask.".to_owned(),
        1 => "1 item is still open.".to_owned(),
        n => format!("{n} items are still open."),
    })?;
    match interview.waiting() {
        0 => {}
        1 => ask::say("1 item waits for somebody who is to be asked: name it behind --only to answer it.")?,
        n => {
            ask::say(&format!("{n} items wait for somebody who is to be asked: name one behind --only to answer it."))?
        }
    }
    ask::say(&format!("Everything is saved in {dir}. To see where you stand: dspt status{typed}"))?;
    if open > 0 {
        ask::say(&format!("To go on: dspt interview{typed}"))?;
    }
    Ok(Exit::Done)
}

/// "Saved", with the piece of evidence that the reply was taken for, so that a misreading shows at once.
fn saved(answer: &Answer, before: usize) -> String {
    match answer.evidence.get(before) {
        Some(AnswerEvidence { file: Some(file), .. }) => format!("Saved, with the file {file}."),
        Some(AnswerEvidence { address: Some(address), .. }) => format!("Saved, with the address {address}."),
        Some(AnswerEvidence { kept: Some(place), .. }) => format!("Saved, with a note that it is kept here: {place}."),
        Some(_) | None => "Saved.".into(),
    }
}

/// Who answers: asked once where a person sits at the keyboard.
fn who(args: &Args) -> anyhow::Result<Option<String>> {
    if args.by.is_some() || !std::io::stdin().is_terminal() {
        return Ok(args.by.clone());
    }
    ask::say("Who is answering? Type your job, such as Registered manager; Enter leaves it out.")?;
    let who = ask::line("> ", None)?;
    Ok(who.map(|who| who.trim().to_owned()).filter(|who| !who.is_empty()))
}

/// The evidence files with their SHA-256, for replies that name one.
fn evidence_files(workspace: &Workspace) -> Vec<(String, String)> {
    let folder = workspace.evidence();
    if !folder.is_dir() {
        return Vec::new();
    }
    scan::walk(&folder)
        .files
        .into_iter()
        .map(|found| {
            let hash = scan::load(&found.path).map(|bytes| scan::sha256(&bytes)).unwrap_or_default();
            (found.name, hash)
        })
        .collect()
}
