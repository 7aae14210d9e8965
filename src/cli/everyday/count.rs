//! Paper forms counted: typed one after another as a row of signs, or taken from a table that was tallied by hand.

use std::path::Path;

use super::{Common, Exit, Library, Workspace, begin, find, group, people, questions, round, usual, workspace};
use crate::{
    answers::Edit,
    cli::{args::EverydayCount, ask, assess, error::advised, library::read, screen::Tone},
    interview,
    model::{Asked, Form, Item, ItemId, Pack, Round, Votes, nearest, written},
};

/// What is said when Ctrl-C ends it.
const STOPPED: &str = "Every form that was counted is saved.";

/// A form as an example, as long as a pack may need.
const EXAMPLE: &str = "yynny?yynyyyyy?nyyyyyynyyny?yyyy";

/// Runs the command.
pub(super) fn run(common: &Common, args: &EverydayCount) -> anyhow::Result<Exit> {
    ask::mind_interrupts(STOPPED);
    let today = assess::days(common).0;
    if let Some(day) = args.on.filter(|day| *day > today) {
        return Err(advised(format!("{} has not come yet", written(day)), "give the day on which people answered"));
    }
    let group = group(args.group.as_deref())?;
    let library = Library::load_in(common, &args.dir)?;
    let tallied = match &args.from {
        Some(path) => Some(table(path, pack(args, &library)?, args.people)?),
        None => None,
    };
    let mut workspace = begin(common, &args.dir, args.assessment.as_ref(), &library)?;
    let round = round(&workspace, group.as_deref(), today, args.on);
    match tallied {
        Some(counted) => {
            let mut with = round.clone();
            with.join(&counted);
            workspace.change(&library, &Edit::Round(&with))?;
            ask::say_in(Tone::Good, &format!("Counted {}, and saved.", people(counted.people)))?;
            leave(&workspace, &with)?;
        }
        None => typed(&mut workspace, &library, round)?,
    }
    Ok(Exit::Done)
}

/// The pack whose forms are counted.
fn pack<'a>(args: &EverydayCount, library: &'a Library) -> anyhow::Result<&'a Pack> {
    match find(&args.dir, args.assessment.as_ref(), library)? {
        (workspace, true) => Ok(workspace.pack(library)),
        (_, false) => library.needed(&usual(args.assessment.as_ref())),
    }
}

/// The counts of a table that was tallied by hand.
fn table(path: &Path, pack: &Pack, people: Option<u32>) -> anyhow::Result<Round> {
    tallied(pack, &read(path)?, people)
        .map_err(|(message, hint)| advised(format!("{}: {message}", path.display()), hint))
}

/// Takes forms from the keyboard, each saved when Enter is pressed.
fn typed(workspace: &mut Workspace, library: &Library, mut round: Round) -> anyhow::Result<()> {
    let pack = workspace.pack(library);
    let items = questions(pack, &[])?;
    let whom = round.group.as_ref().map(|group| format!(", {group}")).unwrap_or_default();
    ask::heading(&format!("{}: counting forms for the round of {}{whom}", pack.short_title, written(round.on)))?;
    let example: String = EXAMPLE.chars().cycle().take(items.len()).collect();
    ask::say(&format!(
        "Type each form as {} signs, one for each row from the top: y for yes, n for no, ? for not sure, - for an empty row. \
         For example: {example}",
        items.len()
    ))?;
    ask::say(
        "Press Enter after each form; it is saved then. Type undo to take the last one back. To finish, press Enter alone.",
    )?;
    let mut before: Vec<Round> = Vec::new();
    loop {
        let Some(text) = ask::line(&format!("Form {}: ", before.len() + 1), None)? else { break };
        match text.trim().to_lowercase().as_str() {
            "" | "q" | "quit" | "done" | "stop" => break,
            "undo" => match before.pop() {
                Some(old) => {
                    workspace.change(library, &Edit::Round(&old))?;
                    round = old;
                    ask::say_in(Tone::Good, &format!("Form {} was taken back. Type it again.", before.len() + 1))?;
                }
                None => ask::say("No form was typed yet in this run.")?,
            },
            text => match interview::form(&items, text) {
                Ok(form) => {
                    let mut with = round.clone();
                    with.add(&form, Asked::All);
                    workspace.change(library, &Edit::Round(&with))?;
                    before.push(std::mem::replace(&mut round, with));
                    ask::say_in(Tone::Quiet, &format!("Counted: {}.", summed(&form, &items)))?;
                }
                Err(message) => ask::say_in(Tone::Careful, &format!("Not counted yet: {message}."))?,
            },
        }
    }
    ask::forget();
    let forms = if before.len() == 1 { "1 form".to_owned() } else { format!("{} forms", before.len()) };
    ask::heading(&format!("{forms} counted."))?;
    leave(workspace, &round)
}

/// "9 yes, 2 no, 1 not sure", to hold against the paper.
fn summed(form: &Form, items: &[&Item]) -> String {
    let votes = form.values().fold(Votes::default(), |all, said| all.with((*said).into()));
    let left = items.len() - form.len();
    let left = if left == 0 { String::new() } else { format!(", {left} empty") };
    format!("{} yes, {} no, {} not sure{left}", votes.yes, votes.no, votes.unsure)
}

fn leave(workspace: &Workspace, round: &Round) -> anyhow::Result<()> {
    let typed = workspace::typed(&workspace.dir);
    ask::say(&format!("The round of {} has {} now.", written(round.on), people(round.people)))?;
    ask::say("Put the paper forms into the shredder now: handwriting may tell who filled them in.")?;
    ask::say(&format!("To see what came of it: dspt everyday results{typed}"))
}

/// Counts that were tallied by hand: a table with the columns item, yes, no and unsure; other columns are no matter.
///
/// The error is what is wrong and what to do.
fn tallied(pack: &Pack, text: &str, people: Option<u32>) -> Result<Round, (String, String)> {
    const HINT: &str = "`dspt everyday sheet` writes an empty table to fill in";
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let Some((_, head)) = lines.next() else { return Err(("the table is empty".into(), HINT.into())) };
    let mark = [',', ';', '\t'].into_iter().max_by_key(|mark| head.matches(*mark).count()).unwrap_or(',');
    let heads: Vec<String> = cells(head, mark).iter().map(|name| name.trim().to_lowercase()).collect();
    let column = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
    let columns = (column(&["item"]), column(&["yes"]), column(&["no"]), column(&["unsure", "not sure"]));
    let (Some(item), Some(yes), Some(no), unsure) = columns else {
        return Err(("its first line lacks one of the columns item, yes and no".into(), HINT.into()));
    };
    let mut round = Round::new(jiff::civil::Date::ZERO, None);
    for (number, line) in lines {
        let row = cells(line, mark);
        let cell = |at: usize| row.get(at).map_or("", |cell| cell.trim());
        let Some(known) = ItemId::new(cell(item)).ok().filter(|id| pack.item(id).is_some()) else {
            let near = nearest(cell(item), pack.items().map(|(_, _, item)| item.id.as_str()));
            let hint = near.map_or(HINT.to_owned(), |near| format!("did you mean {near}?"));
            return Err((format!("line {number}: there is no item `{}` in {}", cell(item), pack.id), hint));
        };
        let figure = |at: Option<usize>| match at.map_or("", cell) {
            "" => Ok(0),
            text => text.parse::<u32>().ok().filter(|n| *n <= MOST).ok_or_else(|| {
                (format!("line {number}: `{text}` is not a number of people"), "write whole numbers".to_owned())
            }),
        };
        let votes = Votes { yes: figure(Some(yes))?, no: figure(Some(no))?, unsure: figure(unsure)? };
        if votes.all() > 0 && round.counts.insert(known.clone(), votes).is_some() {
            return Err((format!("line {number}: item {known} is there twice"), "add the two lines together".into()));
        }
    }
    let most = round.counts.values().map(|votes| votes.all()).max().unwrap_or(0);
    round.people = people.unwrap_or(most);
    if most == 0 {
        return Err(("it holds no figures".into(), "fill in how many said yes, no and not sure".into()));
    }
    if let Some((id, votes)) = round.counts.iter().find(|(_, votes)| votes.all() > round.people) {
        let message = format!("item {id} has {} answers, and --people says {}", votes.all(), round.people);
        return Err((message, "correct the one or the other".into()));
    }
    Ok(round)
}

/// No organisation has more people.
const MOST: u32 = 1_000_000;

/// The cells of a line; quotation marks hold one together.
fn cells(line: &str, mark: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for sign in line.chars() {
        match (sign, cells.last_mut()) {
            ('"', _) => quoted = !quoted,
            (sign, _) if sign == mark && !quoted => cells.push(String::new()),
            (sign, Some(cell)) => cell.push(sign),
            (_, None) => {}
        }
    }
    cells
}
