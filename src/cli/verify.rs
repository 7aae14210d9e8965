//! `dspt verify`: whether the files that a report was made from are still the same.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{
    Exit,
    args::{Common, Verify, Which},
    assess::{self, Whose},
    error::advised,
    library::{Library, read_bytes},
    progress::Progress,
    screen::{Screen, Tone},
    workspace::{self, ANSWERS, Workspace},
};
use crate::{
    history::{self, Held, Part, State},
    model::{Manifest, Scorecard, sha256, written},
    report::{self, Format, Kind, SavedError},
    scan,
};

/// The folder of the evidence in a workspace.
const EVIDENCE: &str = "evidence";

/// What it does not show, said each time.
const LIMIT: &str = "This finds accidents and edits. Whoever writes another report can write its digest too: to be safe \
                     from that, keep the SHA-256 above somewhere else and compare.";

/// What `--format json` prints.
#[derive(Serialize)]
struct Printed<'a> {
    format: u32,
    report: String,
    sha256: &'a str,
    matches: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a str>,
    held: &'a [Held],
}

/// Runs the command.
pub(super) fn run(common: &Common, args: &Verify) -> anyhow::Result<Exit> {
    let bytes = read_bytes(&args.report)?;
    let digest = sha256(&bytes);
    let scorecard = match report::load(&bytes) {
        Ok(scorecard) => scorecard,
        Err(SavedError::Changed) => return changed(common, args, &digest),
        Err(error) => {
            return Err(advised(
                format!("{} is not a report that can be verified: {error}", args.report.display()),
                "name a report.json that `dspt report --format json` or `dspt snapshot` wrote",
            ));
        }
    };
    if scorecard.external {
        return Err(advised(
            format!("{} is a copy for people outside, which does not name its files", args.report.display()),
            "verify the report.json of the whole report, of which this is a copy",
        ));
    }
    let Some(manifest) = &scorecard.manifest else {
        return Err(advised(
            format!("{} does not say what it was made from", args.report.display()),
            "write a new one with `dspt report --format json`",
        ));
    };
    let held = hold(common, args, &scorecard, manifest)?;
    let differs = held.iter().any(|one| one.state.differs());
    match args.format.as_str() {
        "json" => print_json(args, &digest, None, &held)?,
        _ => {
            let mut screen = Screen::new(common);
            head(&mut screen, args, &digest, &scorecard);
            draw(&mut screen, common, &held);
            screen.gap();
            screen.line(LIMIT);
            screen.print()?;
        }
    }
    Ok(if differs { Exit::Short } else { Exit::Done })
}

/// A report whose own text is not what it was: nothing in it can be relied on.
fn changed(common: &Common, args: &Verify, digest: &str) -> anyhow::Result<Exit> {
    const PROBLEM: &str = "it was changed since it was written: its text does not have the SHA-256 that stands at its \
                           end. Nothing in it can be relied on, so nothing else was held against it";
    if args.format == "json" {
        print_json(args, digest, Some(PROBLEM), &[])?;
        return Ok(Exit::Short);
    }
    let mut screen = Screen::new(common);
    screen.heading(&args.report.display().to_string());
    screen.line(&format!("SHA-256 {digest}"));
    screen.toned("", &format!("This report does not match itself: {PROBLEM}."), Tone::Bad);
    screen.print()?;
    Ok(Exit::Short)
}

fn print_json(args: &Verify, digest: &str, problem: Option<&str>, held: &[Held]) -> anyhow::Result<()> {
    let matches = problem.is_none() && !held.iter().any(|one| one.state.differs());
    let printed =
        Printed { format: 1, report: args.report.display().to_string(), sha256: digest, matches, problem, held };
    let mut text = serde_json::to_string_pretty(&printed)?;
    text.push('\n');
    std::io::stdout().lock().write_all(report::seen(&text).as_bytes())?;
    Ok(())
}

/// Everything that the report names, held against what is there.
fn hold(common: &Common, args: &Verify, scorecard: &Scorecard, manifest: &Manifest) -> anyhow::Result<Vec<Held>> {
    let home = home(args)?;
    let library = match &home {
        Some(dir) => Library::load_in(common, dir)?,
        None => Library::load(common)?,
    };
    let mut held = vec![program(scorecard)];
    held.push(match &home {
        Some(dir) => {
            let now = read_bytes(&dir.join(ANSWERS)).ok().map(|bytes| sha256(&bytes));
            history::by_digest(Part::Answers, ANSWERS, &manifest.answers, now.as_deref())
        }
        None => Held {
            part: Part::Answers,
            what: ANSWERS.into(),
            state: State::Unknown("no workspace was named, so it was not looked at: name it with --workspace".into()),
        },
    });
    let here = library.digests(&scorecard.pack.id);
    for pack in &manifest.packs {
        let now = here.iter().find(|one| one.id == pack.id).map(|one| one.sha256.as_str());
        held.push(history::by_digest(Part::Pack, pack.id.as_str(), &pack.sha256, now));
    }
    held.push(history::by_digest(Part::Rules, "rules", &manifest.rules, Some(library.rules.digest())));
    let folder = match (&args.evidence, &home) {
        (Some(folder), _) if !folder.is_dir() => {
            return Err(advised(
                format!("there is no folder {}", folder.display()),
                "name the folder of the evidence after the report",
            ));
        }
        // Of a whole workspace the evidence is meant.
        (Some(folder), _) if workspace::is_there(folder) => folder.join(EVIDENCE),
        (Some(folder), _) => folder.clone(),
        (None, Some(dir)) => dir.join(EVIDENCE),
        (None, None) => PathBuf::new(),
    };
    let whose = whose(home.as_deref(), scorecard, &library);
    held.extend(history::evidence(&scorecard.files, &files(common, &folder, &whose)?));
    held.extend(beside(args, scorecard));
    Ok(held)
}

/// The workspace that the report belongs to; none where only evidence was named and none holds the report.
fn home(args: &Verify) -> anyhow::Result<Option<PathBuf>> {
    if let Some(dir) = &args.workspace {
        return match dir.is_dir() {
            true => Ok(Some(dir.clone())),
            false => Err(advised(
                format!("there is no folder {}", dir.display()),
                "name the folder that holds answers.yaml with --workspace",
            )),
        };
    }
    let folder = args.report.parent().map_or(PathBuf::from("."), |folder| match folder.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => folder.to_owned(),
    });
    // The report lies in a workspace, or the evidence that was named does.
    let named = args.evidence.iter().flat_map(|evidence| [evidence.join(".."), evidence.clone()]);
    let found = [folder.join(".."), folder].into_iter().chain(named).find(|dir| workspace::is_there(dir));
    match (found, &args.evidence) {
        (Some(dir), _) => Ok(Some(dir)),
        (None, Some(_)) => Ok(None),
        (None, None) => Err(advised(
            format!("there is no answers.yaml beside {}", args.report.display()),
            "name the folder that holds it with --workspace, or the folder of the evidence after the report",
        )),
    }
}

fn program(scorecard: &Scorecard) -> Held {
    let same = scorecard.program == env!("CARGO_PKG_VERSION");
    let state = if same { State::Same } else { State::Changed };
    Held { part: Part::Program, what: format!("dspt {}", scorecard.program), state }
}

/// Whose files the report names: those of a supplier's folder, or all but those of such folders.
fn whose(home: Option<&Path>, scorecard: &Scorecard, library: &Library) -> Whose {
    // Answers that can't be read any more differ from what they were, and that is said by itself.
    let workspace = home.and_then(|dir| Workspace::open_all(dir, &Which::default(), library).ok());
    let all = workspace.as_ref().map(|(workspace, _)| workspace.answers.assessments.as_slice()).unwrap_or_default();
    let own = all.iter().find(|one| one.pack == scorecard.pack.id && one.subject == scorecard.subject);
    let party = scorecard.party.as_ref().and_then(|party| party.folder.clone());
    match own.and_then(|one| one.evidence_in.clone()).or(party) {
        Some(folder) => Whose::Of { folder, names: Vec::new() },
        None => Whose::AllBut(all.iter().filter_map(|one| one.evidence_in.clone()).collect()),
    }
}

/// The evidence files that are there, each with its SHA-256 or why it can't be read.
fn files(common: &Common, folder: &Path, whose: &Whose) -> anyhow::Result<Vec<(String, Result<String, String>)>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let (walk, _) = assess::list_folder(folder, whose);
    let progress = Progress::start(common, "reading evidence");
    let files = walk.files.iter().map(|found| {
        progress.step(&found.name);
        (found.name.clone(), scan::load(&found.path).map(|bytes| sha256(&bytes)))
    });
    Ok(files.collect())
}

/// The other reports in the folder of this one, each drawn anew from it and compared byte by byte.
fn beside(args: &Verify, scorecard: &Scorecard) -> Vec<Held> {
    let folder = args.report.parent().unwrap_or(Path::new(""));
    let there: Vec<String> = match folder.as_os_str().is_empty() {
        true => workspace::names_in(Path::new(".")).collect(),
        false => workspace::names_in(folder).collect(),
    };
    let own = args.report.file_name().and_then(|name| name.to_str());
    let there: Vec<String> = there.into_iter().filter(|name| Some(name.as_str()) != own).collect();
    let outside = report::external(scorecard);
    let mut held = Vec::new();
    for kind in Kind::names().into_iter().filter_map(Kind::named) {
        let whole = (kind.stem().to_owned(), if kind.is_external() { &outside } else { scorecard });
        let copy = (!kind.is_external()).then(|| (format!("{}-external", kind.stem()), &outside));
        for (stem, card) in std::iter::once(whole).chain(copy) {
            let formats = Format::names().into_iter().filter_map(Format::named).filter(|format| format.is_of(kind));
            for format in formats {
                let may_be = |name: &String| name.starts_with(&stem) && name.ends_with(format.extension);
                if there.iter().any(may_be) {
                    held.extend(redrawn((folder, &there), (kind, format), (&stem, card)));
                }
            }
        }
    }
    held
}

/// One form of one kind, drawn anew.
fn redrawn(
    (folder, there): (&Path, &[String]),
    (kind, format): (Kind, Format),
    (stem, scorecard): (&str, &Scorecard),
) -> Vec<Held> {
    let Ok(drawn) = report::draw(kind, &[format], None, scorecard) else { return Vec::new() };
    let mut held = Vec::new();
    for file in drawn {
        let what = format!("{stem}{}", file.ending);
        if !there.contains(&what) {
            continue;
        }
        let state = match read_bytes(&folder.join(&what)) {
            Ok(bytes) if bytes == file.bytes => State::Same,
            Ok(_) if scorecard.program != env!("CARGO_PKG_VERSION") => {
                State::Unknown("another version of dspt may draw it in another way".into())
            }
            Ok(_) => State::Changed,
            Err(error) => State::Unreadable(error.root_cause().to_string()),
        };
        held.push(Held { part: Part::Report, what, state });
    }
    held
}

fn head(screen: &mut Screen, args: &Verify, digest: &str, scorecard: &Scorecard) {
    screen.heading(&args.report.display().to_string());
    let subject = scorecard.subject.as_ref().map(|subject| format!(", supplier {subject}")).unwrap_or_default();
    screen.line(&format!(
        "{}{subject}: {}, as of {}",
        scorecard.organisation.name,
        scorecard.pack.short_title,
        written(scorecard.today)
    ));
    screen.line(&format!("SHA-256 {digest}"));
}

fn draw(screen: &mut Screen, common: &Common, held: &[Held]) {
    let differs: Vec<&Held> = held.iter().filter(|one| one.state.differs()).collect();
    let unknown: Vec<&Held> = held.iter().filter(|one| matches!(one.state, State::Unknown(_))).collect();
    let same: Vec<&Held> = held.iter().filter(|one| one.state == State::Same).collect();
    screen.gap();
    match (differs.len(), unknown.len()) {
        (0, 0) => screen.toned("", "Everything matches.", Tone::Good),
        (0, _) => screen.toned("", "Everything that can be compared matches.", Tone::Good),
        (1, _) => screen.toned("", "1 thing differs:", Tone::Bad),
        (n, _) => screen.toned("", &format!("{n} things differ:"), Tone::Bad),
    }
    for one in &differs {
        screen.item("  ", &format!("{}: {}", name(one), words(one)));
    }
    if !unknown.is_empty() {
        screen.line("Of this nothing can be said:");
    }
    for one in &unknown {
        screen.item("  ", &format!("{}: {}", name(one), words(one)));
    }
    if common.verbose {
        screen.line("The same, to the last byte:");
        for one in &same {
            screen.item("  ", &name(one));
        }
    } else if !same.is_empty() {
        screen.line(&format!("The same, to the last byte: {}.", summary(&same)));
    }
}

/// "14 evidence files, answers.yaml, the pack, the rules of the checks, dspt 0.1.0, report.pdf".
fn summary(same: &[&Held]) -> String {
    let files = same.iter().filter(|one| one.part == Part::Evidence).count();
    let files = match files {
        0 => None,
        1 => Some("1 evidence file".to_owned()),
        n => Some(format!("{n} evidence files")),
    };
    let others = same.iter().filter(|one| one.part != Part::Evidence).map(|one| name(one));
    files.into_iter().chain(others).collect::<Vec<_>>().join(", ")
}

fn name(one: &Held) -> String {
    match one.part {
        Part::Evidence => format!("{EVIDENCE}/{}", one.what),
        Part::Pack => format!("the pack {}", one.what),
        Part::Rules => "the rules of the checks".into(),
        Part::Program | Part::Answers | Part::Report => one.what.clone(),
    }
}

fn words(one: &Held) -> String {
    match &one.state {
        State::Changed if one.part == Part::Program => {
            format!("made the report, and this is dspt {}", env!("CARGO_PKG_VERSION"))
        }
        State::Changed if one.part == Part::Report => {
            "not what this report.json gives (edited, of another day, or drawn by another template)".into()
        }
        State::Missing if one.part == Part::Pack => "not known here: give it with --pack".into(),
        State::Same => "matches".into(),
        State::Changed => "changed since".into(),
        State::Moved(to) => format!("moved: the same content lies at {to}"),
        State::Missing => "missing".into(),
        State::Copy(other) => format!("missing; the same content still lies at {other}"),
        State::Unreadable(reason) => format!("can't be read: {reason}"),
        State::New => "new: the report does not name it".into(),
        State::Unknown(reason) => format!("can't say: {reason}"),
    }
}
