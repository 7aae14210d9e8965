//! Where an assessment stood is kept, held against other days and sites, and shown in reports.

use std::path::Path;

use super::home::{Home, answers, document, exits, out, run, said, words};

const PACK: &str = "tests/packs/valid/small.yaml";
const YES: &str = "\"1.1.1\": { value: yes, by: Manager, on: 2026-03-04 }";
const NO: &str = "\"1.1.1\": { value: no, by: Manager, on: 2026-03-04 }";
const POLICY: &str = "\"1.1.2\": { value: In the office, by: Manager, on: 2026-03-04 }";

fn small(given: &[&str]) -> Home {
    Home::new(&answers("small-1", given, &[]))
}

/// One laptop, encrypted or not.
fn laptop(home: &Home, encrypted: &str) {
    home.file(
        "devices.csv",
        format!(
            "Device name,OS,OS version,Last check-in,Encrypted\nLAPTOP-07,Windows,10.0.26100.3476,2026-03-01,{encrypted}\n"
        ),
    );
}

fn policy(home: &Home) {
    home.file(
        "Data protection policy.docx",
        document(&[
            "Data protection policy",
            "Reviewed: 4 February 2026",
            "There is a lawful basis for each use of personal data, and a second condition for special category data.",
            "A subject access request is answered within one month, and the right to erasure is explained.",
            "Before something new is bought there is an impact assessment; the Information Commissioner hears of a \
             personal data breach within 72 hours.",
        ]),
    );
}

/// Runs a command with the small pack on a day.
fn on(home: &Home, day: &str, command: &str, more: &[&str]) -> std::process::Output {
    run(&[&[command, home.path(), "--date", day, "--pack", PACK], more].concat())
}

/// Runs `diff` with the small pack in a workspace.
#[track_caller]
fn diff(home: &Home, more: &[&str]) -> String {
    let ran = run(&[&["diff", "--workspace", home.path(), "--pack", PACK, "--date", "2026-03-31"], more].concat());
    exits(&ran, 0);
    words(&out(&ran))
}

fn set(home: &Home, given: &[&str]) {
    std::fs::write(home.dir.join("answers.yaml"), answers("small-1", given, &[])).unwrap();
}

#[test]
fn a_snapshot_is_the_report_of_its_day_and_is_never_written_over() {
    let home = small(&[YES]);
    exits(&on(&home, "2026-03-01", "snapshot", &[]), 0);
    let kept = home.dir.join("history/2026-03-01.json");
    let first = std::fs::read(&kept).unwrap();
    exits(&on(&home, "2026-03-01", "report", &["--format", "json"]), 0);
    assert_eq!(home.report("report.json"), first);
    // The same once more is no other.
    let again = on(&home, "2026-03-01", "snapshot", &[]);
    exits(&again, 0);
    assert!(said(&again).contains("holds this already, and nothing was changed"), "{}", said(&again));
    set(&home, &[NO]);
    let refused = on(&home, "2026-03-01", "snapshot", &[]);
    exits(&refused, 2);
    let told = said(&refused);
    for part in ["is there already, and things stand otherwise now", "dspt diff 2026-03-01 --workspace", "--replace"] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert_eq!(std::fs::read(&kept).unwrap(), first);
    exits(&on(&home, "2026-03-01", "snapshot", &["--replace"]), 0);
    assert_ne!(std::fs::read(&kept).unwrap(), first);
}

#[test]
fn what_is_kept_is_listed_one_line_each() {
    let home = small(&[YES]);
    let none = words(&out(&on(&home, "2026-03-01", "snapshot", &["--list"])));
    assert!(none.starts_with("Nothing is kept in history/ yet: `dspt snapshot "), "{none}");
    exits(&on(&home, "2026-03-01", "snapshot", &[]), 0);
    set(&home, &[YES, POLICY]);
    exits(&on(&home, "2026-03-31", "snapshot", &[]), 0);
    std::fs::write(home.dir.join("history/2026-02-01.json"), "{").unwrap();
    std::fs::write(home.dir.join("history/notes.txt"), "mine").unwrap();
    let listed = words(&out(&on(&home, "2026-03-31", "snapshot", &["--list"])));
    let expected = "1 February 2026: can't be read: line 1: EOF while parsing an object (history/2026-02-01.json) \
                    1 March 2026: Small, No level yet on the answers, 1 of 2 met, 0 of 2 backed up \
                    (history/2026-03-01.json) 31 March 2026: Small, Full on the answers, 2 of 2 met, 0 of 2 backed up \
                    (history/2026-03-31.json)";
    assert_eq!(listed, expected);
}

#[test]
fn several_assessments_of_a_workspace_are_kept_side_by_side() {
    let text = answers("small-1", &[YES], &[]);
    let other = "  - pack: small-1\n    subject: Acme Care / Cloud\n    answers:\n      \"1.1.1\": { value: no }\n";
    let home = Home::new(&format!("{text}{other}"));
    exits(&on(&home, "2026-03-01", "snapshot", &[]), 0);
    exits(&on(&home, "2026-03-01", "snapshot", &["--subject", "Acme Care / Cloud"]), 0);
    let mut names: Vec<String> = std::fs::read_dir(home.dir.join("history"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["2026-03-01-small-1-acme-care-cloud.json", "2026-03-01-small-1.json"]);
    // A day alone is about the organisation's own.
    let told = diff(&home, &["2026-03-01"]);
    assert!(told.contains("Small, from 1 March 2026 to 31 March 2026") && !told.contains("Acme"), "{told}");
    let told = diff(&home, &["2026-03-01", "today", "--subject", "Acme Care / Cloud"]);
    assert!(told.contains("supplier Acme Care / Cloud") && told.contains("Nothing changed."), "{told}");
}

#[test]
fn what_changed_since_a_day_is_told_with_the_worst_first() {
    let home = small(&[YES, POLICY]);
    laptop(&home, "True");
    exits(&on(&home, "2026-03-02", "snapshot", &[]), 0);
    laptop(&home, "False");
    policy(&home);
    let told = diff(&home, &["2026-03-02"]);
    let parts = [
        "Backed up by evidence: was 1 of 2, is now 1 of 2",
        "Contradicted by a file: was 0, is now 1 (worse)",
        "Got worse: 1 1.1.1 Encryption was: met, backed up by evidence now: met, a file says otherwise – your file says \
         otherwise:",
        "Got better: 1 1.1.2 Policy was: met, noted, which is not enough here now: met, backed up by evidence",
        "began to fail",
        "new: Data protection policy.docx (4 February 2026)",
        "another content: devices.csv",
    ];
    for part in &parts[1..] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(told.find("Got worse") < told.find("Got better"));
    assert!(!told.contains(parts[0]), "{told}");
    // Without a side it is the last day that was kept.
    assert_eq!(diff(&home, &[]), told);
    assert_eq!(diff(&home, &["2 March 2026", "today"]), told);
    // Back again, what was worse is better.
    assert!(diff(&home, &["today", "2026-03-02"]).contains("Got better: 1 1.1.1 Encryption"));
}

#[test]
fn the_forms_of_a_difference_say_the_same() {
    let home = small(&[YES, POLICY]);
    exits(&on(&home, "2026-03-02", "snapshot", &[]), 0);
    set(&home, &[NO, "\"1.1.2\": { value: \"<b>|x](http://z)\\u202e\" }"]);
    let ran = |format: &str| {
        let args = ["diff", "2026-03-02", "--workspace", home.path(), "--pack", PACK, "--date", "2026-03-31"];
        let ran = run(&[&args[..], &["--format", format]].concat());
        exits(&ran, 0);
        out(&ran)
    };
    let json: serde_json::Value = serde_json::from_str(&ran("json")).unwrap();
    assert_eq!((&json["format"], &json["counts"]["worse"]), (&1.into(), &1.into()));
    assert_eq!(json["items"][0]["turns"][0], "no-longer-met");
    assert!(!ran("json").contains('\u{202e}') && ran("json").contains("\\u202e"));
    let markdown = ran("markdown");
    let row = "| 1.1.1 Encryption | met, your word only | not met | The answer was “Yes”, and is now “No”. |";
    assert!(markdown.contains(row), "{markdown}");
    assert!(markdown.contains("| Items met | 2 of 2 | 1 of 2 (worse) |"), "{markdown}");
    assert!(!markdown.contains("<b>") && !markdown.contains("|x]") && !markdown.contains('\u{202e}'), "{markdown}");
    assert_eq!(ran("markdown"), markdown);
}

#[test]
fn two_sites_and_two_files_are_held_against_each_other() {
    let here = small(&[YES]);
    let there = Home::new(&answers("small-1", &[NO], &[]).replace("Rosewood Court", "Meadow Home Care"));
    let ran = run(&["diff", here.path(), there.path(), "--pack", PACK, "--date", "2026-03-31"]);
    exits(&ran, 0);
    let told = words(&out(&ran));
    for part in [
        "Rosewood Court and Meadow Home Care Small, both on 31 March 2026",
        "Worse at the second: 1 1.1.1 Encryption first: met, your word only second: not met – the first says “Yes”, \
         the second “No”",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    for home in [&here, &there] {
        exits(&on(home, "2026-03-31", "report", &["--format", "json"]), 0);
    }
    let file = |home: &Home| home.dir.join("reports/report.json").to_str().unwrap().to_owned();
    let of_files = run(&["diff", &file(&here), &file(&there), "--pack", PACK]);
    assert_eq!(words(&out(&of_files)), told);
}

#[test]
fn a_side_that_is_not_there_is_named_with_those_that_are() {
    let home = small(&[YES]);
    exits(&on(&home, "2026-03-02", "snapshot", &[]), 0);
    for (side, expected) in [
        ("2026-03-01", "nothing was kept on 1 March 2026\n  what to do: days that were kept: 2026-03-02"),
        ("nowhere", "`nowhere` is no day, no file and no folder"),
        ("Cargo.toml", "Cargo.toml can't be taken up: line 1"),
    ] {
        let ran = run(&["diff", side, "--workspace", home.path(), "--pack", PACK, "--date", "2026-03-31"]);
        exits(&ran, 2);
        assert!(said(&ran).contains(expected), "{}", said(&ran));
    }
    std::fs::write(home.dir.join("history/2026-03-02.json"), "{}").unwrap();
    let ran = run(&["diff", "2026-03-02", "--workspace", home.path(), "--pack", PACK]);
    exits(&ran, 2);
    assert!(
        said(&ran).contains("history/2026-03-02.json can't be read: line 1: it has no key `format`"),
        "{}",
        said(&ran)
    );
    let empty = small(&[YES]);
    let ran = run(&["diff", "--workspace", empty.path(), "--pack", PACK]);
    exits(&ran, 2);
    assert!(said(&ran).contains("before today") && said(&ran).contains("dspt snapshot "), "{}", said(&ran));
}

#[test]
fn the_full_report_shows_how_it_went_and_passes_over_what_it_can_not_read() {
    let home = small(&[YES]);
    exits(&on(&home, "2026-01-02", "snapshot", &[]), 0);
    let one = on(&home, "2026-01-02", "report", &["--format", "markdown", "--output", "-"]);
    assert!(!out(&one).contains("How it went"));
    set(&home, &[YES, POLICY]);
    exits(&on(&home, "2026-02-02", "snapshot", &[]), 0);
    let history = home.dir.join("history");
    let newer =
        std::fs::read_to_string(history.join("2026-01-02.json")).unwrap().replacen("\"format\": 1", "\"format\": 9", 1);
    std::fs::write(history.join("2026-02-10.json"), newer).unwrap();
    let torn = std::fs::read(history.join("2026-01-02.json")).unwrap();
    std::fs::write(history.join("2026-02-11.json"), &torn[..torn.len() / 2]).unwrap();
    std::fs::write(history.join("2026-02-12.json"), [0xff, 0xfe]).unwrap();
    std::fs::create_dir(history.join("2026-02-13.json")).unwrap();
    // A day that has not come is not looked at.
    std::fs::write(history.join("2026-04-01.json"), "{").unwrap();
    let ran = on(&home, "2026-03-31", "report", &["--format", "markdown,pdf,json"]);
    exits(&ran, 0);
    for day in ["02-10", "02-11", "02-12", "02-13"] {
        assert!(said(&ran).contains(&format!("history/2026-{day}.json was left out of the trend: ")), "{}", said(&ran));
    }
    assert!(!said(&ran).contains("2026-04-01"));
    let markdown = String::from_utf8(home.report("report.md")).unwrap();
    for part in [
        "### How it went\n\nSince 2 February 2026: as many met as then (2), as many backed up as then (0), as many contradicted by a file as then (0).",
        "| 2 January 2026 | 1 | 1 of 2 | 0 of 2 | 0 | No level yet | No level yet |\n",
        "| 2 February 2026 | 1 | 2 of 2 | 0 of 2 | 0 | Full | No level yet |\n",
        "| 31 March 2026 | 1 | 2 of 2 | 0 of 2 | 0 | Full | No level yet |\n",
        "```bars\nItems met and items backed up, by day\n2 January 2026 | met 1 of 2 | backed up 0 of 2\n",
    ] {
        assert!(markdown.contains(part), "{part}\nin\n{markdown}");
    }
    // The chart reads as text to those who do not see it.
    let pdf = lopdf::Document::load_mem(&home.report("report.pdf")).unwrap();
    let figures: Vec<String> = pdf
        .objects
        .values()
        .filter_map(|object| lopdf::decode_text_string(object.as_dict().ok()?.get(b"Alt").ok()?).ok())
        .collect();
    assert!(figures.iter().any(|words| words.contains("by day") && words.contains("2 January 2026")), "{figures:?}");
    // Drawn again from the saved scorecard it is the same.
    let saved = home.dir.join("reports/report.json");
    let again = run(&["report", "--from", saved.to_str().unwrap(), "--format", "markdown", "--output", "-"]);
    assert_eq!(out(&again), markdown);
}

#[test]
fn a_long_history_is_cut_to_its_last_days() {
    // The same bytes each time, also where the history grows.
    let home = small(&[YES]);
    for day in 1..=20 {
        exits(&on(&home, &format!("2026-02-{day:02}"), "snapshot", &[]), 0);
    }
    let card = |to: &Path| {
        let ran = on(&home, "2026-03-31", "report", &["--format", "markdown", "--output", to.to_str().unwrap()]);
        exits(&ran, 0);
        std::fs::read_to_string(to.join("report.md")).unwrap()
    };
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let markdown = card(a.path());
    assert_eq!(markdown, card(b.path()));
    assert!(markdown.contains("Older files of the history that are left out here: 9."), "{markdown}");
    assert!(!markdown.contains("| 9 February 2026 |") && markdown.contains("| 10 February 2026 |"));
}

#[test]
fn what_an_older_version_kept_can_still_be_read() {
    // A key that a scorecard gains has to be one that may be missing: what stands in histories never changes.
    let old = std::fs::read("tests/history/2026-03-02.json").unwrap();
    let card = dspt::report::load(&old).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((card.today.to_string().as_str(), card.counts.met), ("2026-03-02", 1));
    let home = small(&[NO]);
    std::fs::create_dir(home.dir.join("history")).unwrap();
    std::fs::write(home.dir.join("history/2026-03-02.json"), &old).unwrap();
    assert!(diff(&home, &[]).contains("Not met: was 0, is now 1 (worse)"));
    assert!(out(&on(&home, "2026-03-31", "snapshot", &["--list"])).contains("1 of 2 met"));
    // Every report can be drawn from it.
    let file = home.dir.join("history/2026-03-02.json");
    for kind in dspt::report::Kind::names().into_iter().filter(|kind| *kind != "soa") {
        let args =
            ["report", "--from", file.to_str().unwrap(), "--kind", kind, "--format", "markdown", "--output", "-"];
        exits(&run(&args), 0);
    }
}
