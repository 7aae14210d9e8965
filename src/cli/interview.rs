//! `dspt interview`: one question at a time, saved after each, held against the evidence.

use std::{io::IsTerminal, path::PathBuf};

use super::{
    Exit,
    args::{Common, Interview as Args},
    ask,
    assess::{self, Evidence},
    elsewhere,
    library::Library,
    screen::Tone,
    workspace::{self, Workspace},
};
use crate::{
    answers::Edit,
    interview::{Interview, Part, Prompt, Scope, Setting, Turn},
    model::{Answer, AnswerEvidence, Scorecard},
    scan,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    ask::mind_interrupts(ask::STOPPED);
    let library = Library::load_in(common, &args.workspace.dir)?;
    let workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    let evidence = assess::read_evidence(common, &workspace, &library)?;
    let mut talk = Talk { common, library: &library, workspace, evidence };
    let pack = talk.workspace.pack(&library);
    let setting = Setting {
        by: None,
        today: assess::days(common).0,
        files: talk.evidence.files(),
        only: args.only.clone(),
        standards: args.standard.clone(),
        scope: if args.all { Scope::All } else { Scope::Open },
        offered: elsewhere::offered(common, &talk.workspace, &library, &talk.evidence),
        glossary: library.glossary.clone(),
        personal: scan::personal,
    };
    let assessment = talk.workspace.assessment();
    if Interview::new(pack, assessment, Some(talk.card()), setting.clone()).is_empty() {
        ask::say(match args.only.is_empty() && args.standard.is_empty() {
            true => {
                "Every question has an answer. To see where you stand: dspt status. To go through your answers again: dspt \
                 interview --all"
            }
            false => "Those questions have answers already. To go through them again, add --all.",
        })?;
        return Ok(Exit::Done);
    }
    let setting = Setting { by: who(args, &talk.workspace)?, ..setting };
    let mut interview = Interview::new(pack, talk.workspace.assessment(), Some(talk.card()), setting);
    let (questions, time) = (interview.len(), interview.time());
    ask::say(&format!(
        "{}. Each answer is saved when you press Enter. Type q to stop and ? for help; you can go on another day.",
        match questions {
            0 => "There are files to describe".to_owned(),
            1 => format!("1 question, {time}"),
            n => format!("{n} questions, {time}"),
        }
    ))?;
    talk.go_through(&mut interview)?;
    talk.leave(&interview)?;
    Ok(Exit::Done)
}

/// An interview on the terminal: the workspace that it changes and the evidence that answers are held against.
struct Talk<'a> {
    common: &'a Common,
    library: &'a Library,
    workspace: Workspace,
    evidence: Evidence,
}

impl Talk<'_> {
    fn card(&self) -> Scorecard {
        assess::score_with(self.common, &self.workspace, self.library, &self.evidence)
    }

    /// Asks until nothing is left or the person stops.
    fn go_through(&mut self, interview: &mut Interview<'_>) -> anyhow::Result<()> {
        let mut shown: Option<Prompt> = None;
        while let Some(prompt) = interview.prompt() {
            show(&prompt, shown.as_ref())?;
            let evidence = self.workspace.evidence();
            let Some(text) = ask::line("> ", Some(&evidence))? else { return Ok(()) };
            let mut turn = interview.reply(&text);
            if let Turn::Bring(path) = turn {
                turn = self.bring(interview, &path)?;
            }
            shown = Some(prompt);
            match turn {
                Turn::Save { item, answer, remark } => {
                    let before = self.workspace.assessment().answers.get(&item).map_or(0, |a| a.evidence.len());
                    self.workspace.change(self.library, &Edit::Answer(&item, &answer))?;
                    let remark = remark.map(|remark| format!(" {remark}.")).unwrap_or_default();
                    ask::say_in(Tone::Good, &format!("{}{remark}", saved(&answer, before)))?;
                    if answer.evidence.len() > before {
                        self.read_again(interview)?;
                    } else {
                        interview.look(Some(self.card()));
                    }
                }
                Turn::Except(exception) => {
                    self.workspace.change(self.library, &Edit::Exception(&exception))?;
                    ask::say_in(Tone::Good, "Recorded. It shows in every report, with its reason and its end.")?;
                    interview.look(Some(self.card()));
                }
                Turn::Look => {
                    self.read_again(interview)?;
                    ask::say_in(Tone::Good, "The evidence folder was read again.")?;
                    shown = None;
                }
                Turn::Bring(_) | Turn::Next => {}
                Turn::Again(message) => ask::say_in(Tone::Careful, &format!("Not saved yet. {message}."))?,
                Turn::Show(text) => ask::say(&text)?,
                Turn::List { open } => list(interview, open)?,
                Turn::Quit => return Ok(()),
            }
        }
        Ok(())
    }

    fn read_again(&mut self, interview: &mut Interview<'_>) -> anyhow::Result<()> {
        self.evidence = assess::read_evidence(self.common, &self.workspace, self.library)?;
        interview.read_again(self.evidence.files(), Some(self.card()));
        Ok(())
    }

    /// Copies a file that lies elsewhere into the evidence folder, if that is wanted.
    fn bring(&self, interview: &mut Interview<'_>, typed: &str) -> anyhow::Result<Turn> {
        let path = PathBuf::from(typed.trim_matches(['"', '\'']));
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let (Some(name), true) = (name, path.is_file()) else { return Ok(interview.not_brought(typed)) };
        ask::say(&format!("Copy {name} into the evidence folder? (Enter: yes; n: no)"))?;
        let reply = ask::line("> ", None)?.unwrap_or_else(|| "n".into());
        if !matches!(reply.trim().to_lowercase().as_str(), "" | "y" | "yes") {
            return Ok(Turn::Again("Nothing was copied".into()));
        }
        let (name, sha256) = workspace::bring(&self.workspace.evidence(), &path)?;
        Ok(interview.brought(&name, &sha256))
    }

    /// What is left, and how to go on.
    fn leave(&self, interview: &Interview<'_>) -> anyhow::Result<()> {
        let open = interview.open();
        let (dir, typed) = (workspace::shown(&self.workspace.dir), self.workspace.typed());
        ask::heading(&match open {
            0 => "Every question has an answer, or a person who will be asked.".to_owned(),
            1 => "1 question is still open.".to_owned(),
            n => format!("{n} questions are still open."),
        })?;
        let waiting = interview.waiting();
        for (who, count) in &waiting {
            let items = if *count == 1 { "1 question waits".to_owned() } else { format!("{count} questions wait") };
            ask::say(&format!("{items} for an answer from: {who}."))?;
        }
        if !waiting.is_empty() {
            ask::say(&format!("To write them question sheets: dspt ask{typed}"))?;
        }
        match interview.contradicted() {
            0 => {}
            1 => ask::say("Of 1 answer a file says otherwise.")?,
            n => ask::say(&format!("Of {n} answers a file says otherwise."))?,
        }
        ask::say(&format!("Everything is saved in {dir}. To see where you stand: dspt status{typed}"))?;
        if open > 0 {
            ask::say(&format!("To go on: dspt interview{typed}"))?;
        }
        Ok(())
    }
}

/// Shows a prompt; what is on the screen already is not said again.
fn show(prompt: &Prompt, before: Option<&Prompt>) -> anyhow::Result<()> {
    let same = before.filter(|before| before.about == prompt.about);
    if let Some((title, about)) = &prompt.group
        && before.is_none_or(|before| before.group != prompt.group)
    {
        ask::heading(title)?;
        ask::say_in(Tone::Quiet, about)?;
    }
    if same.is_none() {
        ask::heading(&prompt.heading)?;
        ask::say_in(Tone::Quiet, &prompt.progress)?;
    }
    for (part, text) in &prompt.parts {
        let known = same.is_some_and(|before| before.parts.iter().any(|(_, known)| known == text));
        match part {
            _ if known => {}
            Part::Question => ask::say(text)?,
            Part::Note => ask::say_in(Tone::Quiet, text)?,
            Part::Found => ask::say(text)?,
            Part::Otherwise => ask::say_in(Tone::Careful, text)?,
            Part::Before => ask::say(text)?,
        }
    }
    // A list of choices is said once; a line of them each time.
    let said = same.is_some_and(|before| before.ask == prompt.ask) && prompt.ask.contains('\n');
    if said || prompt.ask.is_empty() { Ok(()) } else { ask::say_in(Tone::Quiet, &prompt.ask) }
}

/// All questions with their answers, or those that are left.
fn list(interview: &Interview<'_>, open: bool) -> anyhow::Result<()> {
    let rows: Vec<_> = interview.overview().into_iter().filter(|row| !open || row.left).collect();
    let mut group = None;
    for row in &rows {
        if group != Some(&row.group) {
            ask::heading(&row.group)?;
            group = Some(&row.group);
        }
        let tone = if row.left { Tone::Careful } else { Tone::Good };
        let short: String = match row.state.char_indices().nth(60) {
            Some((at, _)) => format!("{}…", row.state[..at].trim_end()),
            None => row.state.clone(),
        };
        ask::say_in(tone, &format!("{} {}: {short}", row.item, row.title))?;
    }
    let left = rows.iter().filter(|row| row.left).count();
    ask::say(&match (open, left) {
        (_, 0) => "\nNothing is left.".to_owned(),
        (_, n) => {
            let first = rows.iter().find(|row| row.left).map(|row| row.item.as_str()).unwrap_or_default();
            format!("\n{n} left. Go to one with its number: go {first}")
        }
    })
}

/// "Saved", with the piece of evidence that the reply was taken for, so that a misreading shows at once.
fn saved(answer: &Answer, before: usize) -> String {
    let new = answer.evidence.get(before..).unwrap_or_default();
    if new.len() > 1 {
        let name =
            |piece: &AnswerEvidence| [&piece.file, &piece.address, &piece.kept].into_iter().flatten().next().cloned();
        return format!("Saved, with these: {}.", new.iter().filter_map(name).collect::<Vec<_>>().join("; "));
    }
    match new.first() {
        Some(AnswerEvidence { file: Some(file), .. }) => format!("Saved, with the file {file}."),
        Some(AnswerEvidence { address: Some(address), .. }) => format!("Saved, with the address {address}."),
        Some(AnswerEvidence { kept: Some(place), .. }) => format!("Saved. Noted that it is kept here: {place}."),
        Some(_) | None => "Saved.".into(),
    }
}

/// Who answers: asked once where a person sits at the keyboard; the last one who did is offered.
fn who(args: &Args, workspace: &Workspace) -> anyhow::Result<Option<String>> {
    if args.by.is_some() || !std::io::stdin().is_terminal() {
        return Ok(args.by.clone());
    }
    let answers = workspace.assessment().answers.values();
    let last = answers.filter_map(|answer| Some((answer.on?, answer.by.clone()?))).max_by_key(|(on, _)| *on);
    let usual = last.map(|(_, by)| by);
    ask::say(&match &usual {
        Some(usual) => format!("Who is answering? (Enter: {usual})"),
        None => "Who is answering? Type your job, such as Registered manager, or just press Enter.".to_owned(),
    })?;
    let who = ask::line("> ", None)?;
    Ok(who.map(|who| who.trim().to_owned()).filter(|who| !who.is_empty()).or(usual))
}
