//! A report is held against the files that it was made from: any byte that is another is found.

use super::home::{Home, answers, exits, out, run, said, words};

const PACK: &str = "tests/packs/valid/small.yaml";
const ANSWERED: [&str; 2] = [
    "\"1.1.1\": { value: yes, by: Manager, on: 2026-03-04 }",
    "\"1.1.2\": { value: In the office, by: Manager, on: 2026-03-04 }",
];

/// A workspace with evidence and every report of the day.
fn reported() -> Home {
    let home = Home::new(&answers("small-1", &ANSWERED, &[]));
    home.file("notes.txt", "Fire drill, 4 March 2026\n");
    home.file("it/photo.jpg", [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
    home.file("~$lock.docx", "lock");
    let formats = "markdown,pdf,json,csv";
    exits(&home.run("report", &["--pack", PACK, "--format", formats]), 0);
    home
}

fn report(home: &Home) -> String {
    home.dir.join("reports/report.json").to_str().unwrap().to_owned()
}

/// Verifies and holds the run to its code; what it printed, in words.
#[track_caller]
fn check(home: &Home, more: &[&str], code: i32) -> String {
    let ran = run(&[&["verify", &report(home), "--pack", PACK], more].concat());
    exits(&ran, code);
    words(&format!("{}{}", out(&ran), said(&ran)))
}

#[test]
fn what_nobody_touched_matches_to_the_last_byte() {
    let home = reported();
    let told = check(&home, &[], 0);
    for part in [
        "Rosewood Court: Small, as of 31 March 2026",
        "Everything matches. The same, to the last byte: 3 evidence files, dspt 0.1.0, answers.yaml, the pack small-1, \
         the rules of the checks, report.md, report.pdf",
        "keep the SHA-256 above somewhere else and compare",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let digest = dspt::scan::sha256(&home.report("report.json"));
    assert!(told.contains(&format!("SHA-256 {digest}")), "{told}");
    assert!(check(&home, &["--verbose"], 0).contains("evidence/it/photo.jpg"));
    // On any day, and what was kept in the history likewise.
    check(&home, &["--date", "2030-01-01"], 0);
    exits(&home.run("snapshot", &["--pack", PACK]), 0);
    let kept = home.dir.join("history/2026-03-31.json");
    exits(&run(&["verify", kept.to_str().unwrap(), "--pack", PACK]), 0);
}

#[test]
fn no_byte_of_a_report_can_be_another() {
    let home = Home::new(&answers("small-1", &ANSWERED, &[]));
    exits(&home.run("report", &["--pack", PACK, "--format", "json"]), 0);
    let good = home.report("report.json");
    assert!(dspt::report::load(&good).is_ok());
    for at in 0..good.len() {
        for bit in [0x01, 0x20] {
            let mut bad = good.clone();
            bad[at] ^= bit;
            assert!(dspt::report::load(&bad).is_err(), "byte {at}");
        }
    }
    for bad in [&good[..good.len() - 1], &[&good[..], b"\n"].concat(), &[b" ", &good[..]].concat()] {
        assert!(dspt::report::load(bad).is_err());
    }
    let text = String::from_utf8(good).unwrap().replace("Rosewood Court", "Rosewood Coort");
    std::fs::write(report(&home), text).unwrap();
    let told = check(&home, &[], 1);
    assert!(told.contains("This report does not match itself: it was changed since it was written"), "{told}");
    let told = check(&home, &["--format", "json"], 1);
    assert!(told.contains("\"matches\": false") && told.contains("\"held\": []"), "{told}");
}

#[test]
fn one_byte_of_any_file_is_found_and_the_file_named() {
    let home = reported();
    let named = [
        ("answers.yaml", "answers.yaml: changed since"),
        ("evidence/notes.txt", "evidence/notes.txt: changed since"),
        ("evidence/it/photo.jpg", "evidence/it/photo.jpg: changed since"),
        ("evidence/~$lock.docx", "evidence/~$lock.docx: changed since"),
        ("reports/report.md", "report.md: not what this report.json gives ("),
        ("reports/report.pdf", "report.pdf: not what this report.json gives ("),
    ];
    for (name, expected) in named {
        let path = home.dir.join(name);
        let good = std::fs::read(&path).unwrap();
        for at in [0, good.len() / 2, good.len() - 1] {
            let mut bad = good.clone();
            bad[at] ^= 0x01;
            std::fs::write(&path, &bad).unwrap();
            let told = check(&home, &[], 1);
            assert!(told.contains(&format!("1 thing differs: {expected}")), "{name} byte {at}: {told}");
        }
        std::fs::write(&path, &good).unwrap();
    }
    check(&home, &[], 0);
}

#[test]
fn files_that_moved_are_missing_or_are_new_are_named() {
    let home = reported();
    let evidence = home.dir.join("evidence");
    std::fs::rename(evidence.join("notes.txt"), evidence.join("it/notes.txt")).unwrap();
    std::fs::remove_file(evidence.join("it/photo.jpg")).unwrap();
    home.file("a\u{202e}b.txt", "new");
    let told = check(&home, &[], 1);
    let expected = "3 things differ: evidence/it/photo.jpg: missing evidence/notes.txt: moved: the same content lies at \
                    it/notes.txt evidence/a\\u{202e}b.txt: new: the report does not name it";
    assert!(told.contains(expected), "{told}");
    let json: serde_json::Value =
        serde_json::from_str(&out(&run(&["verify", &report(&home), "--pack", PACK, "--format", "json"]))).unwrap();
    assert_eq!((&json["format"], &json["matches"]), (&1.into(), &false.into()));
    let held: Vec<_> = json["held"].as_array().unwrap().iter().filter(|one| one["state"] == "moved").collect();
    assert_eq!(
        (&held[0]["part"], &held[0]["what"], &held[0]["detail"]),
        (&"evidence".into(), &"notes.txt".into(), &"it/notes.txt".into())
    );
}

#[test]
fn the_pack_and_the_rules_are_held_too() {
    let home = reported();
    let own = home.dir.join("own.yaml");
    std::fs::write(&own, std::fs::read_to_string(PACK).unwrap().replace("Our own.", "Our very own.")).unwrap();
    let verify = |more: &[&str]| {
        let ran = run(&[&["verify", &report(&home)], more].concat());
        exits(&ran, 1);
        words(&out(&ran))
    };
    assert!(verify(&["--pack", own.to_str().unwrap()]).contains("1 thing differs: the pack small-1: changed since"));
    assert!(verify(&[]).contains("1 thing differs: the pack small-1: not known here: give it with --pack"));
    let checks = home.dir.join("checks");
    std::fs::create_dir(&checks).unwrap();
    let text = std::fs::read_to_string("assertions/checks/devices/disk-encryption-on.yaml").unwrap();
    let own = text.replacen("id: disk-encryption-on", "id: own-check", 1);
    std::fs::write(checks.join("own-check.yaml"), own).unwrap();
    let told = verify(&["--pack", PACK, "--checks", checks.to_str().unwrap()]);
    assert!(told.contains("1 thing differs: the rules of the checks: changed since"), "{told}");
}

#[test]
fn evidence_and_workspace_can_be_named() {
    let home = reported();
    let away = tempfile::tempdir().unwrap();
    let moved = away.path().join("report.json");
    std::fs::copy(report(&home), &moved).unwrap();
    let verify = |more: &[&str], code: i32| {
        let ran = run(&[&["verify", moved.to_str().unwrap(), "--pack", PACK], more].concat());
        exits(&ran, code);
        words(&format!("{}{}", out(&ran), said(&ran)))
    };
    assert!(verify(&[], 2).contains("there is no answers.yaml beside"));
    assert!(verify(&["--workspace", home.path()], 0).contains("Everything matches."));
    let evidence = home.dir.join("evidence");
    // Answers that lie beside the evidence are those that it is about.
    assert!(verify(&[evidence.to_str().unwrap()], 0).contains("Everything matches."));
    let alone = away.path().join("alone/evidence");
    std::fs::create_dir(alone.parent().unwrap()).unwrap();
    std::fs::rename(&evidence, &alone).unwrap();
    let told = verify(&[alone.to_str().unwrap()], 0);
    assert!(told.contains("Of this nothing can be said: answers.yaml: can't say: no workspace was named"), "{told}");
    std::fs::rename(&alone, &evidence).unwrap();
    // The folder of a workspace stands for its evidence.
    verify(&[home.path()], 0);
    assert!(verify(&["/nowhere"], 2).contains("there is no folder /nowhere"));
    assert!(verify(&["--workspace", "/nowhere"], 2).contains("there is no folder /nowhere"));
    let empty = tempfile::tempdir().unwrap();
    assert!(verify(&["--workspace", empty.path().to_str().unwrap()], 1).contains("answers.yaml: missing"));
}

#[test]
fn every_kind_of_report_beside_it_is_drawn_anew() {
    let home = reported();
    let kinds: Vec<&str> = dspt::report::Kind::names().into_iter().filter(|kind| *kind != "soa").collect();
    for kind in &kinds {
        for more in [&[][..], &["--external"]] {
            let args = ["--pack", PACK, "--kind", kind, "--format", "markdown,html"];
            exits(&home.run("report", &[&args[..], more].concat()), 0);
        }
    }
    let told = check(&home, &["--verbose"], 0);
    let names = ["report-external.md", "inspector.html", "board.md", "board-external.html", "evidence-register.md"];
    for name in names {
        assert!(told.contains(name), "{name} in {told}");
        let path = home.dir.join("reports").join(name);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replacen("Rosewood", "Rosewud", 1)).unwrap();
        let told = check(&home, &[], 1);
        assert!(told.contains(&format!("1 thing differs: {name}: not what this report.json gives")), "{told}");
        std::fs::write(&path, text).unwrap();
    }
    // A copy for people outside names no files to hold it against.
    let to = home.dir.join("reports/report-external.json");
    exits(&home.run("report", &["--pack", PACK, "--external", "--format", "json"]), 0);
    let ran = run(&["verify", to.to_str().unwrap(), "--pack", PACK]);
    exits(&ran, 2);
    assert!(said(&ran).contains("is a copy for people outside, which does not name its files"), "{}", said(&ran));
    check(&home, &[], 0);
}

#[test]
fn what_is_no_report_can_not_be_verified() {
    let home = reported();
    for (text, expected) in [
        ("{}", "it has no key `format`"),
        ("[", "line 1: EOF while parsing a list"),
        ("{\"format\": 99}", "format 99, which is newer than this program"),
    ] {
        std::fs::write(report(&home), text).unwrap();
        let told = check(&home, &[], 2);
        assert!(told.contains("is not a report that can be verified") && told.contains(expected), "{told}");
    }
    std::fs::remove_file(report(&home)).unwrap();
    assert!(check(&home, &[], 2).contains("there is no such file or folder"));
}

#[test]
fn answers_that_can_not_be_read_any_more_differ_and_stop_nothing() {
    let home = reported();
    for text in [&b"format: [1"[..], b"\xff\xfe"] {
        std::fs::write(home.dir.join("answers.yaml"), text).unwrap();
        assert!(check(&home, &[], 1).contains("1 thing differs: answers.yaml: changed since"));
    }
    std::fs::remove_file(home.dir.join("answers.yaml")).unwrap();
    let told = check(&home, &["--workspace", home.path()], 1);
    assert!(told.contains("answers.yaml: missing"), "{told}");
}

#[test]
fn files_of_suppliers_belong_to_the_reports_about_them() {
    let other = "  - pack: small-1\n    subject: Acme\n    evidence-in: suppliers/acme\n    answers:\n      \"1.1.1\": { \
                 value: no }\n";
    let home = Home::new(&format!("{}{other}", answers("small-1", &ANSWERED, &[])));
    home.file("notes.txt", "Fire drill\n");
    home.file("suppliers/acme/reply.txt", "We lock it\n");
    for (name, more) in [("own", &[][..]), ("acme", &["--subject", "Acme"])] {
        let to = home.dir.join(name);
        let args = ["--pack", PACK, "--format", "json", "--output", to.to_str().unwrap()];
        exits(&home.run("report", &[&args[..], more].concat()), 0);
        let file = to.join("report.json");
        let ran = run(&["verify", file.to_str().unwrap(), "--pack", PACK]);
        exits(&ran, 0);
        assert!(out(&ran).contains("1 evidence file,"), "{}", out(&ran));
    }
}
