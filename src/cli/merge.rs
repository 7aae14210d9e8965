//! `dspt merge`: filled question sheets, another person's answers, or what was said on the phone; shown before it is saved.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use super::{
    Exit,
    args::{Common, Merge, Which},
    ask, assess,
    error::advised,
    library::{Library, faulty, read, read_bytes},
    screen::{self, Screen, Tone},
    supplier, worker,
    workspace::{self, Workspace},
};
use crate::{
    answers::{self, Edit},
    model::{Answer, Assessment, Exception, Item, ItemId, Pack, WordTable, nearest, written},
    scan,
    sheet::{self, Change, FillError, Filled, Given, Kind, Merged, Patch, Stamp},
};

/// Something that comes in.
enum Source {
    /// A filled sheet.
    Sheet(PathBuf, Vec<WordTable>, Option<Box<Stamp>>),
    /// Another person's answers.
    Answers(PathBuf),
}

/// What is to be saved.
#[derive(Default)]
struct Taken {
    answers: Vec<(ItemId, Answer)>,
    exceptions: Vec<Exception>,
    /// Conflicts that nobody decided.
    left: usize,
}

/// Runs the command.
pub(super) fn run(common: &Common, args: &Merge) -> anyhow::Result<Exit> {
    let (dir, files) = split(&args.paths);
    if files.is_empty() && args.item.is_none() {
        return Err(advised(
            "there is nothing to merge",
            "name the filled sheets, as in `dspt merge questions.xlsx`; or say what you heard: `dspt merge --by \"Dave, \
             phone\" --item 4.5.3 --answer yes`",
        ));
    }
    let mut sources = Vec::new();
    for file in files {
        sources.push(source(file)?);
    }
    let library = Library::load_in(common, &dir)?;
    let mut workspace = open(args, &dir, &sources, &library)?;
    let pack = workspace.pack(&library);
    let mut ours = workspace.assessment().clone();
    let mut taken = Taken::default();
    if let Some(item) = &args.item {
        let merged = said(args, pack, &ours, item, assess::days(common).0)?;
        let mut screen = Screen::new(common);
        screen.heading(&format!("Said by {}", args.by.as_deref().unwrap_or("somebody")));
        show(&mut screen, pack, &merged);
        screen.print()?;
        take(&mut taken, &mut ours, pack, args, merged)?;
    }
    for source in &sources {
        let mut screen = Screen::new(common);
        let merged = match source {
            Source::Sheet(path, tables, _) => {
                let mut filled = filled(args, &workspace, pack, path, tables, assess::days(common).0)?;
                let sent = supplier::files(&workspace);
                for patch in filled.patches.iter_mut().filter(|_| !sent.is_empty()) {
                    patch.evidence = supplier::resolve(&sent, &patch.evidence);
                }
                let merged = sheet::merge_patches(pack, &ours, &filled.patches);
                head(&mut screen, path, &filled);
                show(&mut screen, pack, &merged);
                misread(&mut screen, &filled, &merged);
                merged
            }
            Source::Answers(path) => {
                let theirs = assessment(path, &library, &ours)?;
                let base = args.base.as_ref().map(|base| assessment(base, &library, &ours)).transpose()?;
                let merged = sheet::merge_answers(pack, &ours, &theirs, base.as_ref());
                screen.heading(&name(path));
                show(&mut screen, pack, &merged);
                merged
            }
        };
        screen.print()?;
        take(&mut taken, &mut ours, pack, args, merged)?;
    }
    finish(&mut workspace, &library, args, &taken)
}

/// The workspace and the files: a folder in the first place is the workspace.
fn split(paths: &[PathBuf]) -> (PathBuf, &[PathBuf]) {
    match paths {
        [first, rest @ ..] if first.is_dir() => (first.clone(), rest),
        files => (PathBuf::from("."), files),
    }
}

fn source(path: &Path) -> anyhow::Result<Source> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if matches!(ending.as_str(), "yaml" | "yml") {
        return Ok(Source::Answers(path.to_owned()));
    }
    if path.is_dir() {
        return Err(advised(
            format!("{} is a folder", path.display()),
            "name the folder with your answers first, then the files that come in",
        ));
    }
    let tables = match ending.as_str() {
        "md" => sheet::markdown_tables(&read(path)?),
        _ => scan::tables(&name(path), &read_bytes(path)?, worker::way().workers.as_ref()).map_err(|reason| {
            advised(format!("{} can't be read: {reason}", path.display()), "ask for it as an .xlsx or .docx file")
        })?,
    };
    let stamp = sheet::stamp(&tables).map_err(|error| no_sheet(path, &error))?;
    Ok(Source::Sheet(path.to_owned(), tables, stamp.map(Box::new)))
}

fn no_sheet(path: &Path, error: &FillError) -> anyhow::Error {
    let hint = match error {
        FillError::NoQuestions => {
            "send for the file that `dspt ask` made; what came on paper or as a picture can be typed in with \
             `dspt interview`, or with `dspt merge --by WHO --item 4.5.3 --answer yes`"
        }
        FillError::Stamp(_) => "get the same version of dspt as the one that made the sheet, or make the sheet again",
    };
    advised(format!("{} can't be taken: {error}", path.display()), hint)
}

/// The workspace with the assessment that was asked for, or else the one that the first sheet was made for.
fn open(args: &Merge, dir: &Path, sources: &[Source], library: &Library) -> anyhow::Result<Workspace> {
    let stamp = sources.iter().find_map(|source| match source {
        Source::Sheet(_, _, stamp) => stamp.as_ref(),
        Source::Answers(_) => None,
    });
    if let Some(stamp) = stamp.filter(|_| args.which.assessment.is_none() && args.which.subject.is_none()) {
        let which = Which { assessment: Some(stamp.pack.clone()), subject: stamp.subject.clone() };
        // A sheet for something else is refused in words of its own.
        if let Ok(workspace) = Workspace::open(dir, &which, library) {
            return Ok(workspace);
        }
    }
    Workspace::open(dir, &args.which, library)
}

/// What was said by word of mouth.
fn said(args: &Merge, pack: &Pack, ours: &Assessment, id: &ItemId, today: jiff::civil::Date) -> anyhow::Result<Merged> {
    let item = pack.item(id).ok_or_else(|| {
        let near = nearest(id.as_str(), pack.items().map(|(_, _, item)| item.id.as_str()));
        let hint = near.map_or("`dspt pack show` lists the items".to_owned(), |near| format!("did you mean `{near}`?"));
        advised(format!("there is no item {id} in {}", pack.id), hint)
    })?;
    if let Some(other) = &item.same_as {
        return Err(advised(format!("item {id} is answered under {other}"), format!("say --item {other}")));
    }
    let answer = args.answer.as_deref().unwrap_or_default();
    let comment = args.comment.as_deref().unwrap_or_default();
    let (given, more) = sheet::given(item, answer, comment, args.proof.is_some())
        .map_err(|message| advised(format!("--answer \"{answer}\" does not fit item {id}"), message))?;
    let comment = match (&given, more) {
        (Given::NotApplicable(_) | Given::Refused(_), _) => None,
        (_, Some(more)) if comment.is_empty() => Some(more),
        (_, Some(more)) => Some(format!("{more}\n{comment}")),
        (_, None) => args.comment.clone(),
    };
    let patch = Patch {
        item: id.clone(),
        given,
        comment,
        count: None,
        evidence: args.proof.as_deref().and_then(sheet::place).into_iter().collect(),
        by: args.by.clone(),
        on: today,
        then: None,
    };
    let mut merged = sheet::merge_patches(pack, ours, &[patch]);
    for change in &mut merged.changes {
        // Whoever types it sees both answers and means it.
        if change.kind == Kind::Conflict {
            change.kind = Kind::Other;
        }
    }
    Ok(merged)
}

/// A filled sheet, once it is known to be for this assessment.
fn filled(
    args: &Merge,
    workspace: &Workspace,
    pack: &Pack,
    path: &Path,
    tables: &[WordTable],
    today: jiff::civil::Date,
) -> anyhow::Result<Filled> {
    let filled = sheet::fill(pack, tables, args.by.as_deref(), today).map_err(|error| no_sheet(path, &error))?;
    let Some(stamp) = &filled.stamp else { return Ok(filled) };
    let refuse = |what: String, hint: &str| Err(advised(format!("{} {what}", path.display()), hint));
    if stamp.pack != pack.id || stamp.edition != pack.edition {
        return refuse(
            format!(
                "was made for {} ({}), and these answers are to {} ({})",
                stamp.pack, stamp.edition, pack.id, pack.edition
            ),
            "choose the assessment with --assessment, or make a new sheet with `dspt ask`",
        );
    }
    let assessment = workspace.assessment();
    let plain = |name: &str| screen::visible(name).split_whitespace().collect::<Vec<_>>().join(" ");
    if stamp.subject.as_deref().map(plain) != assessment.subject.as_deref().map(plain) {
        let about = |subject: &Option<String>| subject.clone().unwrap_or_else(|| "the organisation itself".into());
        return refuse(
            format!("is about {}, and these answers are about {}", about(&stamp.subject), about(&assessment.subject)),
            "choose the assessment with --subject",
        );
    }
    let organisation = &workspace.answers.organisation.name;
    if plain(&stamp.organisation) != plain(organisation) && !args.renamed {
        return refuse(
            format!("was made for {}, and this folder is of {organisation}", stamp.organisation),
            "name the folder that it belongs to; if the organisation was only renamed, say --renamed",
        );
    }
    Ok(filled)
}

/// The assessment in somebody's answers that is the same as ours.
fn assessment(path: &Path, library: &Library, ours: &Assessment) -> anyhow::Result<Assessment> {
    let text = read(path)?;
    let file = path.display().to_string();
    let answers =
        answers::parse(&file, &text, &library.known(&text)?).map_err(|faults| faulty(&file, &text, faults))?;
    answers.assessments.into_iter().find(|a| a.pack == ours.pack && a.subject == ours.subject).ok_or_else(|| {
        advised(
            format!("{file} holds no answers to {}", ours.pack),
            "choose another of your assessments with --assessment, or ask for the right file",
        )
    })
}

fn head(screen: &mut Screen, path: &Path, filled: &Filled) {
    screen.heading(&name(path));
    match &filled.stamp {
        Some(Stamp { to: Some(to), made: Some(made), .. }) => {
            screen.line(&format!("A sheet for {to}, made on {}.", written(*made)));
        }
        Some(Stamp { made: Some(made), .. }) => screen.line(&format!("A worksheet, made on {}.", written(*made))),
        Some(_) => {}
        None => screen.toned(
            "",
            "It does not say which sheet it was; a CSV file can't. Check that it belongs here.",
            Tone::Careful,
        ),
    }
    let said = filled.patches.len() + filled.misread.len();
    let (of, are) = match said + filled.empty {
        1 => ("1 question", "is"),
        all => (&*format!("{all} questions"), if said == 1 { "is" } else { "are" }),
    };
    screen.line(&format!("{said} of {of} {are} filled in."));
}

/// What would change, each with before and after.
fn show(screen: &mut Screen, pack: &Pack, merged: &Merged) {
    for change in &merged.changes {
        let Some(item) = pack.item(&change.item) else { continue };
        let (before, after) = (sheet::in_words(item, change.before.as_ref()), in_words(item, change));
        screen.gap();
        let title = format!("{} {}", change.item, change.title);
        match change.kind {
            Kind::New | Kind::Added | Kind::Other => {
                screen.line(&title);
                screen.item("  before:  ", &before);
                screen.item("  after:   ", &after);
            }
            Kind::Conflict => {
                screen.toned("", &format!("{title}: both sides have an answer"), Tone::Careful);
                screen.item("  ours:    ", &before);
                screen.item("  theirs:  ", &after);
            }
        }
        if let Some(caution) = caution(change) {
            screen.toned("  look:    ", &caution, Tone::Careful);
        }
    }
    for exception in &merged.exceptions {
        screen.gap();
        let item = exception.item.as_ref().map(ToString::to_string);
        let about = item.or_else(|| exception.check.as_ref().map(ToString::to_string)).unwrap_or_default();
        screen.line(&format!("A further exception for {about}: {} ({})", exception.reason, exception.by));
    }
}

/// What somebody should look at before it goes into reports; what was there before was looked at then.
fn caution(change: &Change) -> Option<String> {
    let texts = |answer: &Answer| -> Vec<String> {
        let kept = answer.evidence.iter().filter_map(|piece| piece.kept.clone());
        let said = [&answer.value, &answer.not_applicable, &answer.comment].into_iter().flatten().cloned();
        said.chain(kept).collect()
    };
    let known = change.before.as_ref().map(texts).unwrap_or_default();
    let new = texts(&change.after).into_iter().filter(|text| !known.contains(text));
    let mut found: Vec<String> = new.flat_map(|text| scan::personal(&text)).collect();
    found.sort();
    found.dedup();
    (!found.is_empty()).then(|| {
        format!(
            "it seems to hold {}; answers are copied into reports and into the portal, so it is better to take people's \
             details and secrets out",
            found.join(" and ")
        )
    })
}

fn in_words(item: &Item, change: &Change) -> String {
    sheet::in_words(item, Some(&change.after))
}

fn misread(screen: &mut Screen, filled: &Filled, merged: &Merged) {
    if !merged.unknown.is_empty() {
        let ids: Vec<String> = merged.unknown.iter().map(ToString::to_string).collect();
        screen.gap();
        screen.line(&format!("Not known there either: {}.", ids.join(", ")));
    }
    if !filled.misread.is_empty() {
        screen.heading("Not taken");
    }
    for misread in &filled.misread {
        screen.toned("- ", &format!("{}: {}", misread.place, misread.message), Tone::Careful);
    }
}

/// Notes what is to be saved; a conflict is decided by `--take`, by the person at the terminal, or not at all.
fn take(taken: &mut Taken, ours: &mut Assessment, pack: &Pack, args: &Merge, merged: Merged) -> anyhow::Result<()> {
    for change in merged.changes {
        let theirs = match (change.kind, args.take.as_deref()) {
            (Kind::New | Kind::Added | Kind::Other, _) | (Kind::Conflict, Some("theirs")) => true,
            (Kind::Conflict, Some(_)) => false,
            (Kind::Conflict, None) => match decide(args, pack, &change)? {
                Some(theirs) => theirs,
                None => {
                    taken.left += 1;
                    false
                }
            },
        };
        if theirs {
            ours.answers.insert(change.item.clone(), change.after.clone());
            taken.answers.retain(|(item, _)| *item != change.item);
            taken.answers.push((change.item, change.after));
        }
    }
    ours.exceptions.extend(merged.exceptions.iter().cloned());
    taken.exceptions.extend(merged.exceptions);
    Ok(())
}

/// Whether theirs is to be taken; nothing where nobody decides now.
fn decide(args: &Merge, pack: &Pack, change: &Change) -> anyhow::Result<Option<bool>> {
    if args.yes || !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    if let Some(item) = pack.item(&change.item) {
        ask::say(&format!("\n{} {}: which answer holds?", change.item, change.title))?;
        ask::say(&format!("o  ours: {}", sheet::in_words(item, change.before.as_ref())))?;
        ask::say(&format!("t  theirs: {}", in_words(item, change)))?;
    }
    let decided = ask::until("Type o or t; Enter leaves it for later: ", |text| match text.to_lowercase().as_str() {
        "o" | "ours" => Ok(Some(false)),
        "t" | "theirs" => Ok(Some(true)),
        "" => Ok(None),
        _ => Err("type o for ours, t for theirs, or Enter to leave it for later".into()),
    })?;
    Ok(decided.flatten())
}

/// Saves what was taken, once it is wanted.
fn finish(workspace: &mut Workspace, library: &Library, args: &Merge, taken: &Taken) -> anyhow::Result<Exit> {
    ask::say("\n")?;
    if taken.left > 0 {
        let left = match taken.left {
            1 => "1 item has two answers and is".to_owned(),
            n => format!("{n} items have two answers and are"),
        };
        ask::say_in(
            Tone::Careful,
            &format!("{left} left as it was. Decide with --take theirs or --take ours, or answer in `dspt interview`."),
        )?;
    }
    let changes = taken.answers.len() + taken.exceptions.len();
    let counted = if changes == 1 { "1 change".to_owned() } else { format!("{changes} changes") };
    if changes == 0 {
        ask::say("Nothing changes.")?;
        return Ok(Exit::Done);
    }
    if !args.yes {
        if !std::io::stdin().is_terminal() {
            ask::say(&format!("Nothing is saved yet: {counted}. Say --yes to save without being asked."))?;
            return Ok(Exit::Done);
        }
        let wanted = ask::until(&format!("Save {counted}? (y or n) "), |text| match text.to_lowercase().as_str() {
            "y" | "yes" => Ok(true),
            "n" | "no" => Ok(false),
            _ => Err("type y to save, or n to leave everything as it is".into()),
        })?;
        if wanted != Some(true) {
            ask::say("Nothing was saved.")?;
            return Ok(Exit::Done);
        }
    }
    let answers = taken.answers.iter().map(|(item, answer)| Edit::Answer(item, answer));
    let edits: Vec<Edit<'_>> = answers.chain(taken.exceptions.iter().map(Edit::Exception)).collect();
    workspace.change_all(library, &edits)?;
    let (dir, typed) = (workspace::shown(&workspace.dir), workspace::typed(&workspace.dir));
    let look = match &workspace.assessment().subject {
        Some(name) => format!("To see what it is worth: dspt supplier report {}{typed}", supplier::quoted(name)),
        None => format!("To see where you stand: dspt status{typed}"),
    };
    ask::say_in(Tone::Good, &format!("Saved {counted} in {dir}. {look}"))?;
    Ok(Exit::Done)
}

/// A file's own name.
fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
