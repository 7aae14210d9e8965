//! `dspt scan`: reads evidence and prints what was found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{
    Exit,
    args::{Common, Scan as Args},
    assess,
    error::advised,
    library::{self, Library},
    screen::{Screen, Tone},
    shares::{self, Share},
    worker,
};
use crate::{
    model::{CheckCard, CheckId, EvidenceFile, Finding, Outcome, Reading, Scan, Strength, written},
    scan::{self, Input},
};

/// At most so many files that nothing is known of; `-v` names them all.
const MOST_FILES: usize = 10;

/// What `--format json` prints.
#[derive(Serialize)]
struct Printed<'a> {
    format: u8,
    scan: &'a Scan,
}

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, args.paths.first().map_or(Path::new("."), PathBuf::as_path))?;
    let mut all = Scan::default();
    for path in &args.paths {
        let scan = scan_path(common, &library, path)?;
        all.files.extend(scan.files);
        all.findings.extend(scan.findings);
        all.matches.extend(scan.matches);
        all.problems.extend(scan.problems);
    }
    if all.files.is_empty() {
        return Err(advised("nothing was evaluated: no file was found", "name a folder with evidence, or a file"));
    }
    if args.format == "json" {
        use std::io::Write;
        // Written as it is made: a large folder gives much.
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        let printed = Printed { format: 1, scan: &all };
        serde_json::to_writer_pretty(&mut out, &printed).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
        out.flush()?;
    } else {
        print(common, &library, &all)?;
    }
    Ok(Exit::Done)
}

/// A workspace's evidence, a folder, or one file.
fn scan_path(common: &Common, library: &Library, path: &Path) -> anyhow::Result<Scan> {
    if path.is_file() {
        let (today, publish_on) = assess::days(common);
        let name = scan::mask_name(&scan::file_name(path));
        let path = path.to_owned();
        let input = Input::new(name, move || scan::load(&path));
        return Ok(scan::scan(
            &library.rules,
            std::iter::once(input),
            &library::wanted(library.packs()?),
            today,
            publish_on,
            &mut |_| {},
            &worker::way(),
        ));
    }
    if !path.is_dir() {
        return Err(advised(
            format!("there is no file or folder `{}`", path.display()),
            "check the spelling; a name with blanks goes in quotes",
        ));
    }
    let evidence = path.join("evidence");
    let folder = if path.join("answers.yaml").is_file() && evidence.is_dir() { evidence } else { path.to_owned() };
    // What a workspace does not answer is not looked for; of another folder nobody knows what it is for.
    let packs = match folder == *path {
        true => library.packs()?,
        false => library.known(&library::read(&path.join("answers.yaml"))?)?.packs.into_values().collect(),
    };
    Ok(assess::scan_folder(common, library, &packs, &folder, &assess::Whose::AllBut(Vec::new()))?.0)
}

fn print(common: &Common, library: &Library, scan: &Scan) -> anyhow::Result<()> {
    let mut screen = Screen::new(common);
    let cards = library.rules.cards();
    let shares = shares::shares(scan, assess::days(common).0);
    screen.heading(&files_in_words(scan));
    for (outcome, heading, tone) in [
        (Outcome::Fail, "Failed", Tone::Bad),
        (Outcome::Unknown, "Not known", Tone::Careful),
        (Outcome::Warn, "Passed, with a warning", Tone::Careful),
    ] {
        let mut found = of(scan, outcome);
        let told: Vec<(&CheckId, &Share)> =
            shares.iter().filter(|(_, share)| share.outcome == outcome).map(|(check, share)| (*check, share)).collect();
        // Each device by itself only when asked.
        if !common.verbose {
            found.retain(|finding| !shares.contains_key(&finding.check));
        }
        let several: usize = if common.verbose { 0 } else { told.iter().map(|(_, share)| share.count).sum() };
        if found.len() + several == 0 {
            continue;
        }
        screen.heading(&format!("{heading}: {}", found.len() + several));
        for (check, share) in told {
            screen.toned("  ", &format!("{} ({check})", title(&cards, check)), tone);
            screen.item("    ", &share.sentence);
        }
        one_by_one(&mut screen, &cards, &found, tone);
    }
    unread(&mut screen, scan);
    unrecognised(&mut screen, common, scan);
    let mut passed = of(scan, Outcome::Pass);
    if !common.verbose {
        passed.retain(|finding| !shares.contains_key(&finding.check));
        in_sums(&mut screen, &cards, scan, &passed);
    } else if !passed.is_empty() {
        screen.heading(&format!("Passed: {}", passed.len()));
        one_by_one(&mut screen, &cards, &passed, Tone::Good);
    }
    let told = of(scan, Outcome::Info);
    if !told.is_empty() {
        screen.heading(&format!("For information: {}", told.len()));
        one_by_one(&mut screen, &cards, &told, Tone::Quiet);
    }
    let unshared = |finding: &&Finding| common.verbose || !shares.contains_key(&finding.check);
    let silent = scan.findings.iter().filter(|finding| finding.silent).filter(unshared).collect::<Vec<_>>();
    not_in_files(&mut screen, common, &cards, &silent);
    documents(&mut screen, common, library, scan);
    if scan.findings.is_empty() {
        return screen.print();
    }
    screen.gap();
    let more = if common.verbose { "" } else { " -v shows every finding, with file and line." };
    screen
        .line(&format!("`dspt explain` with the name in brackets says why a check matters, and how to mend it.{more}"));
    screen.print()
}

fn of(scan: &Scan, outcome: Outcome) -> Vec<&Finding> {
    scan.findings.iter().filter(|finding| finding.outcome == outcome && !finding.silent).collect()
}

/// Files that were read and say nothing of what some checks look for, a line a file.
fn not_in_files(screen: &mut Screen, common: &Common, cards: &[CheckCard], silent: &[&Finding]) {
    if silent.is_empty() {
        return;
    }
    screen.heading(&format!("Not in the files: {}", silent.len()));
    if common.verbose {
        return one_by_one(screen, cards, silent, Tone::Quiet);
    }
    let mut by_file: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for finding in silent {
        by_file.entry(&finding.place.file).or_default().push(finding.check.as_str());
    }
    for (file, mut checks) in by_file {
        checks.dedup();
        screen.item("  ", &format!("{file} does not say: {}", checks.join(", ")));
    }
}

/// "49 of 54 files read; 2 can't be read, 3 passed over".
fn files_in_words(scan: &Scan) -> String {
    let count = |of: fn(&Reading) -> bool| scan.files.iter().filter(|file| of(&file.reading)).count();
    let rest: Vec<String> = [
        (count(|reading| matches!(reading, Reading::Unreadable(_))), "can't be read"),
        (count(|reading| matches!(reading, Reading::Skipped(_))), "passed over"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, what)| format!("{n} {what}"))
    .collect();
    let rest = if rest.is_empty() { String::new() } else { format!("; {}", rest.join(", ")) };
    format!("{} of {} files read{rest}", count(|reading| *reading == Reading::Read), scan.files.len())
}

/// Findings under the checks that they are of, each with its place.
fn one_by_one(screen: &mut Screen, cards: &[CheckCard], findings: &[&Finding], tone: Tone) {
    let mut above: Vec<&CheckId> = Vec::new();
    for alike in alike(findings) {
        let mut checks: Vec<&CheckId> = alike.iter().map(|finding| &finding.check).collect();
        checks.dedup();
        if checks != above {
            for check in &checks {
                screen.toned("  ", &format!("{} ({check})", title(cards, check)), tone);
            }
            above = checks;
        }
        if let Some(finding) = alike.first() {
            let mut labels: Vec<&str> = alike.iter().map(|finding| finding.subject.label.as_str()).collect();
            labels.dedup();
            screen.item("    ", &format!("{}: {}{}", labels.join(", "), finding.message, way(finding)));
            screen.toned("      ", &finding.place.to_string(), Tone::Quiet);
        }
    }
}

/// What passed, a line a check.
fn in_sums(screen: &mut Screen, cards: &[CheckCard], scan: &Scan, findings: &[&Finding]) {
    if findings.is_empty() {
        return;
    }
    screen.heading(&format!("Passed: {}", findings.len()));
    let mut by_check: BTreeMap<&CheckId, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_check.entry(&finding.check).or_default().push(finding);
    }
    for (check, findings) in by_check {
        let Some(first) = findings.first() else { continue };
        let (one, many) = first.subject.kind.nouns();
        let all = scan.findings.iter().filter(|finding| finding.check == *check).count();
        let of = if all == findings.len() { all.to_string() } else { format!("{} of {all}", findings.len()) };
        let noun = if all == 1 { one } else { many };
        screen.item("  ", &format!("{} ({check}): {of} {noun}{}", title(cards, check), way(first)));
    }
}

/// What a finding is worth that does not settle its point.
fn way(finding: &Finding) -> &'static str {
    match (finding.strength, finding.outcome) {
        (Strength::Settles, _) | (_, Outcome::Info | Outcome::Unknown) => "",
        (Strength::Supports, Outcome::Pass | Outcome::Warn | Outcome::Fail) => " (points that way, settles nothing)",
    }
}

/// Findings in groups that say the same of the same place, so that it is said once.
fn alike<'a>(findings: &[&'a Finding]) -> Vec<Vec<&'a Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut places = BTreeMap::new();
    for finding in findings {
        let at = *places.entry((&finding.place, &finding.message)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

fn documents(screen: &mut Screen, common: &Common, library: &Library, scan: &Scan) {
    if scan.matches.is_empty() {
        return;
    }
    screen.heading(&format!("Documents recognised: {}; their content is not judged", scan.matches.len()));
    let documents = library.rules.documents();
    let files: BTreeMap<&str, &EvidenceFile> = scan.files.iter().rev().map(|file| (file.path.as_str(), file)).collect();
    for found in &scan.matches {
        let kind = documents.iter().find(|kind| kind.id == found.document);
        let title = kind.map_or(found.document.as_str(), |kind| &kind.title);
        let file = files.get(found.file.as_str());
        let dated = file
            .and_then(|file| file.dated.as_ref())
            .map_or("no date found".to_owned(), |d| format!("{} {}", d.what, written(d.on)));
        screen.item("  ", &format!("{}: {title}; {dated}", found.file));
        if common.verbose {
            let why: Vec<String> = found.why.iter().take(3).map(|p| format!("“{}” ({})", p.words, p.place)).collect();
            screen.toned("    ", &why.join(", "), Tone::Quiet);
            let version = file.and_then(|file| file.version.as_ref()).map(|version| format!("version {version}"));
            let approver = file.and_then(|file| file.approver.as_ref()).map(|role| format!("approved by: {role}"));
            let says: Vec<String> = version.into_iter().chain(approver).collect();
            if !says.is_empty() {
                screen.toned("    ", &says.join(", "), Tone::Quiet);
            }
        }
        if let Some(doubt) = file.and_then(|file| file.doubt.as_ref()) {
            screen.toned("    ", doubt, Tone::Careful);
        }
        if let Some(unfinished) = file.and_then(|file| file.unfinished.as_ref()) {
            screen.toned("    ", &format!("does not count as finished: {unfinished}"), Tone::Careful);
        }
    }
}

/// What a person has to look at: personal data, files that can't be read, and what is not there.
fn unread(screen: &mut Screen, scan: &Scan) {
    let sensitive: Vec<_> = scan.files.iter().filter(|file| !file.sensitive.is_empty()).collect();
    if !sensitive.is_empty() {
        screen.heading("Personal data and secrets, not repeated here");
        for file in sensitive {
            let mut before = "";
            for found in &file.sensitive {
                let fix = if found.what == before { String::new() } else { format!(": {}", found.fix) };
                screen.toned("  ", &format!("{}: {}, {}{fix}", file.path, found.what, found.place), Tone::Careful);
                before = &found.what;
            }
        }
    }
    if !scan.problems.is_empty() {
        screen.heading("Not read");
        for problem in &scan.problems {
            screen.toned("  ", problem, Tone::Bad);
        }
    }
    let unreadable: Vec<_> = scan.files.iter().filter(|f| matches!(f.reading, Reading::Unreadable(_))).collect();
    if !unreadable.is_empty() {
        screen.heading("Can't be read: say what each is, and its date");
        for file in unreadable {
            if let Reading::Unreadable(reason) = &file.reading {
                screen.item("  ", &format!("{}: {reason}", file.path));
            }
        }
    }
}

/// Files that were read and that no check and no kind of document knows, and those that were passed over.
fn unrecognised(screen: &mut Screen, common: &Common, scan: &Scan) {
    let known: BTreeSet<&str> = scan
        .matches
        .iter()
        .map(|found| found.file.as_str())
        .chain(scan.findings.iter().map(|finding| finding.place.file.as_str()))
        .collect();
    let most = if common.verbose { usize::MAX } else { MOST_FILES };
    // An archive is known by the files in it.
    let archives: BTreeSet<&str> =
        scan.files.iter().filter_map(|file| Some(file.path.split_once(".zip/")?.0)).collect();
    let is_known = |path: &str| known.contains(path) || path.strip_suffix(".zip").is_some_and(|p| archives.contains(p));
    let read = scan.files.iter().filter(|file| file.reading == Reading::Read && !is_known(&file.path));
    let read = read.map(|file| format!("{}: {}", file.path, file.format)).collect::<Vec<_>>();
    let skipped = scan.files.iter().filter_map(|file| match &file.reading {
        Reading::Skipped(reason) => Some(format!("{}: {reason}", file.path)),
        Reading::Read | Reading::Unreadable(_) => None,
    });
    for (heading, files) in [("Read, but nothing in it was recognised", read), ("Passed over", skipped.collect())] {
        if files.is_empty() {
            continue;
        }
        screen.heading(&format!("{heading}: {}", files.len()));
        for file in files.iter().take(most) {
            screen.item("  ", file);
        }
        let more = files.len().saturating_sub(most);
        if more > 0 {
            screen.toned("  ", &format!("and {more} more: -v names them"), Tone::Quiet);
        }
    }
}

fn title<'a>(cards: &'a [CheckCard], check: &'a CheckId) -> &'a str {
    cards.iter().find(|card| card.id == *check).map_or(check.as_str(), |card| &card.title)
}
