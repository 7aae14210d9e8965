//! `dspt scan`: reads evidence and prints what was found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{
    Exit,
    args::{Common, Scan as Args},
    assess,
    error::advised,
    library::Library,
    screen::{Screen, Tone},
};
use crate::{
    model::{CheckCard, EvidenceFile, Finding, Outcome, Reading, Scan, written},
    scan::{self, Input},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let library = Library::load(common)?;
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
        let mut json = serde_json::to_string_pretty(&serde_json::json!({ "format": 1, "scan": all }))?;
        json.push('\n');
        std::io::stdout().lock().write_all(json.as_bytes())?;
    } else {
        print(common, &library, &all)?;
    }
    Ok(Exit::Done)
}

/// A workspace's evidence, a folder, or one file.
fn scan_path(common: &Common, library: &Library, path: &Path) -> anyhow::Result<Scan> {
    if path.is_file() {
        let (today, publish_on) = assess::days(common);
        let name = scan::file_name(path);
        let input = Input { name, bytes: scan::load(path) };
        return Ok(scan::scan(
            &library.rules,
            std::iter::once(input),
            &library.wanted(),
            today,
            publish_on,
            &mut |_| {},
        ));
    }
    if !path.is_dir() {
        return Err(advised(format!("there is no {}", path.display()), "check the spelling, and quote blanks"));
    }
    let evidence = path.join("evidence");
    let folder = if path.join("answers.yaml").is_file() && evidence.is_dir() { evidence } else { path.to_owned() };
    assess::scan_folder(common, library, &folder)
}

fn print(common: &Common, library: &Library, scan: &Scan) -> anyhow::Result<()> {
    let mut screen = Screen::new(common);
    let cards = library.rules.cards();
    let read = scan.files.iter().filter(|file| file.reading == Reading::Read).count();
    screen.heading(&format!("{read} of {} files read", scan.files.len()));

    for (outcome, heading, tone) in [
        (Outcome::Fail, "Failed", Tone::Bad),
        (Outcome::Warn, "Passed, with a warning", Tone::Careful),
        (Outcome::Unknown, "Not known", Tone::Careful),
        (Outcome::Pass, "Passed", Tone::Good),
    ] {
        let findings: Vec<&Finding> = scan.findings.iter().filter(|finding| finding.outcome == outcome).collect();
        if findings.is_empty() {
            continue;
        }
        screen.heading(&format!("{heading}: {}", findings.len()));
        for alike in alike(&findings) {
            for finding in &alike {
                screen.toned("  ", &format!("{}: {}", title(&cards, finding), finding.subject.label), tone);
            }
            if let Some(finding) = alike.first() {
                screen.item("    ", &format!("{}: {}", finding.place, finding.message));
            }
        }
    }
    documents(&mut screen, library, scan);
    others(&mut screen, common, scan);
    screen.print()
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

fn documents(screen: &mut Screen, library: &Library, scan: &Scan) {
    if scan.matches.is_empty() {
        return;
    }
    screen.heading(&format!("Documents recognised: {}", scan.matches.len()));
    let documents = library.rules.documents();
    let files: BTreeMap<&str, &EvidenceFile> = scan.files.iter().rev().map(|file| (file.path.as_str(), file)).collect();
    for found in &scan.matches {
        let kind = documents.iter().find(|kind| kind.id == found.document);
        let title = kind.map_or(found.document.as_str(), |kind| &kind.title);
        let file = files.get(found.file.as_str());
        let dated = file
            .and_then(|file| file.dated.as_ref())
            .map_or("no date found".to_owned(), |d| format!("{} {}", d.what, written(d.on)));
        let why: Vec<String> = found.why.iter().take(3).map(|p| format!("“{}” ({})", p.words, p.place)).collect();
        screen.item("  ", &format!("{}: {title}; {dated}", found.file));
        screen.toned("    ", &why.join(", "), Tone::Quiet);
        if let Some(unfinished) = file.and_then(|file| file.unfinished.as_ref()) {
            screen.toned("    ", &format!("does not count as finished: {unfinished}"), Tone::Careful);
        }
    }
}

fn others(screen: &mut Screen, common: &Common, scan: &Scan) {
    let sensitive: Vec<_> = scan.files.iter().filter(|file| !file.sensitive.is_empty()).collect();
    if !sensitive.is_empty() {
        screen.heading("Personal data and secrets, not repeated here");
        for file in sensitive {
            for found in &file.sensitive {
                screen.toned("  ", &format!("{}: {}, {}", file.path, found.what, found.place), Tone::Careful);
            }
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
    if common.verbose {
        let matched = scan.matches.iter().map(|found| found.file.as_str());
        let checked = scan.findings.iter().map(|finding| finding.place.file.as_str());
        let recognised: BTreeSet<&str> = matched.chain(checked).collect();
        screen.heading("Nothing recognised in, or passed over");
        for file in scan.files.iter().filter(|file| !recognised.contains(file.path.as_str())) {
            let reason = match &file.reading {
                Reading::Skipped(reason) => reason.as_str(),
                _ => file.format.as_str(),
            };
            screen.item("  ", &format!("{}: {reason}", file.path));
        }
    }
    if !scan.problems.is_empty() {
        screen.heading("Not read");
        for problem in &scan.problems {
            screen.toned("  ", problem, Tone::Bad);
        }
    }
}

fn title<'a>(cards: &'a [CheckCard], finding: &'a Finding) -> &'a str {
    cards.iter().find(|card| card.id == finding.check).map_or(finding.check.as_str(), |card| &card.title)
}
