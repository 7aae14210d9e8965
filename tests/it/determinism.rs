//! Same input, same bytes; another day, another folder or another order of writing changes only what it should.

use std::{collections::BTreeMap, path::Path};

use dspt::scan::{self, Input, Rules, Way, Workers};

use super::home::{Home, exits, reports, run};

/// The bytes of everything that the program makes of a folder on a day.
fn made(folder: &str, day: &str) -> BTreeMap<String, Vec<u8>> {
    let mut all = reports(&["report", folder, "--date", day]);
    for (name, args) in [
        ("scan in JSON", &["scan", folder, "--date", day, "--format", "json"][..]),
        ("status", &["status", folder, "--date", day, "-v"]),
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", super::home::said(&output));
        all.insert(name.to_owned(), output.stdout);
    }
    assert!(all.len() >= 8 && all.values().all(|bytes| !bytes.is_empty()), "{:?}", all.keys());
    all
}

#[track_caller]
fn same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert!(one.keys().eq(other.keys()), "{:?} {:?}", one.keys(), other.keys());
    for (name, bytes) in one {
        assert!(*bytes == other[name], "{name} differs");
    }
}

/// A workspace whose files were written in this order.
fn copy(reversed: bool) -> Home {
    let example = std::path::Path::new("examples/meadow-home-care");
    let home = Home::new(&std::fs::read_to_string(example.join("answers.yaml")).unwrap());
    let mut files: Vec<_> = std::fs::read_dir(example.join("evidence")).unwrap().map(|file| file.unwrap()).collect();
    files.sort_by_key(std::fs::DirEntry::file_name);
    if reversed {
        files.reverse();
    }
    for file in files {
        home.file(file.file_name().to_str().unwrap(), std::fs::read(file.path()).unwrap());
    }
    home
}

#[test]
fn two_runs_and_a_moved_folder_written_in_another_order_give_the_same_bytes() {
    let here = copy(false);
    let first = made(here.path(), "2026-03-31");
    let there = copy(true);
    // The clock of the file system says nothing about evidence.
    for file in std::fs::read_dir(there.dir.join("evidence")).unwrap() {
        let file = std::fs::File::options().append(true).open(file.unwrap().path()).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(86_400)).unwrap();
    }
    same(&first, &made(there.path(), "2026-03-31"));
}

#[test]
fn a_saved_scorecard_gives_the_reports_that_the_folder_gave() {
    let home = copy(false);
    let first = reports(&["report", home.path(), "--date", "2026-03-31"]);
    let saved = home.dir.join("saved.json");
    std::fs::write(&saved, &first["report.json"]).unwrap();
    std::fs::remove_dir_all(home.dir.join("evidence")).unwrap();
    same(&first, &reports(&["report", "--from", saved.to_str().unwrap()]));
}

#[test]
fn another_day_changes_the_date_and_nothing_that_does_not_depend_on_it() {
    let home = copy(false);
    let text = |day: &str| {
        let report = run(&["report", home.path(), "--date", day, "--format", "markdown", "-o", "-"]);
        exits(&report, 0);
        super::home::out(&report)
    };
    // The day is a part of the fingerprint, which stands wherever it is said what the report was made from.
    let marked = |day: &str| {
        let text = text(day);
        let (_, after) = text.split_once("all that it was made from: `").expect("the report has its fingerprint");
        text.replace(&after[..64], "FINGERPRINT")
    };
    assert_ne!(text("2026-03-30").lines().last(), text("2026-03-31").lines().last());
    let (one, other) = (marked("2026-03-30"), marked("2026-03-31"));
    let changed: Vec<(&str, &str)> = one.lines().zip(other.lines()).filter(|(one, other)| one != other).collect();
    assert!(!changed.is_empty());
    for (one, other) in changed {
        // Nothing but the day itself, and the days from which twelve months count.
        let neutral = |line: &str| line.replace("30 March", "DAY").replace("31 March", "DAY");
        assert_eq!(neutral(one), neutral(other));
    }
    assert_eq!(one.lines().count(), other.lines().count());
    // What is there to be seen does not change with the day of looking.
    let hashes = |text: &str| text.lines().filter(|line| line.contains("| `")).count();
    assert!(hashes(&one) > 10);
}

#[test]
fn an_export_grows_old_with_the_day_and_with_nothing_else() {
    let home = Home::new(&super::home::answers("dspt-2025-26-social-care", &["\"9.5.2\": { value: yes }"], &[]));
    home.file(
        "devices.csv",
        "Device name,OS,OS version,Last check-in,Encrypted\nLAPTOP-01,Windows,10.0.26100.3476,2026-03-01,True\n",
    );
    for (day, outcome) in [("2026-03-31", "pass"), ("2026-04-01", "warn")] {
        let scan = run(&["scan", home.path(), "--date", day, "--format", "json"]);
        exits(&scan, 0);
        let scan: serde_json::Value = serde_json::from_slice(&scan.stdout).unwrap();
        let findings = scan["scan"]["findings"].as_array().unwrap();
        let found = findings.iter().find(|finding| finding["check"] == "disk-encryption-on").unwrap();
        assert_eq!(found["outcome"], outcome, "{found}");
    }
}

/// What a scan of an example and of the files for readers says, its files taken from one end or the other.
fn scanned(rules: &Rules, way: &Way, reversed: bool) -> String {
    let mut files = Vec::new();
    for folder in ["examples/meadow-home-care/evidence", "tests/evidence"] {
        files.extend(scan::walk(Path::new(folder)).files);
    }
    if reversed {
        files.reverse();
    }
    let input = |found: scan::Found| Input::new(found.name, move || scan::load(&found.path));
    let day = jiff::civil::date(2026, 3, 31);
    let scan = scan::scan(rules, files.into_iter().map(input), &BTreeMap::new(), day, day, &mut |_| {}, way);
    serde_json::to_string_pretty(&scan).unwrap()
}

#[test]
fn neither_threads_nor_workers_nor_the_order_of_files_change_what_is_found() {
    let rules = Rules::parse(&super::rules::built_in()).unwrap();
    let workers = Some(Workers::new(env!("CARGO_BIN_EXE_dspt").into(), "read-worker"));
    let plain = scanned(&rules, &Way { threads: Some(1), ..Way::default() }, false);
    assert!(plain.contains("Word document"));
    for (way, reversed) in [
        (Way { threads: Some(4), ..Way::default() }, false),
        (Way { threads: Some(1), ..Way::default() }, true),
        (Way { threads: Some(1), workers: workers.clone(), ..Way::default() }, false),
        (Way { threads: Some(3), workers, ..Way::default() }, true),
    ] {
        assert!(scanned(&rules, &way, reversed) == plain, "{way:?}");
    }
}

#[test]
fn a_program_that_cannot_be_started_again_reads_by_itself() {
    let rules = Rules::parse(&super::rules::built_in()).unwrap();
    let input = |name: &str| Input::of(name, scan::load(&Path::new("tests/evidence").join(name)));
    let day = jiff::civil::date(2026, 3, 31);
    let way = Way { workers: Some(Workers::new("Cargo.toml".into(), "read-worker")), ..Way::default() };
    let files = ["docx/policy.docx", "pdf/policy.pdf"].map(input);
    let scan = scan::scan(&rules, files.into_iter(), &BTreeMap::new(), day, day, &mut |_| {}, &way);
    let formats: Vec<_> = scan.files.iter().map(|file| file.format.as_str()).collect();
    assert_eq!(formats, ["Word document", "PDF document"]);
}

#[test]
fn a_worker_ends_when_nobody_asks_any_more_and_no_help_speaks_of_it() {
    let output = run(&["read-worker"]);
    exits(&output, 0);
    let help = run(&["--help"]);
    assert!(!String::from_utf8_lossy(&help.stdout).contains("read-worker"));
}

/// A scan in JSON that keeps what it finds in a folder of its own.
fn cached(home: &Home, cache: &Path, more: &[&str]) -> Vec<u8> {
    let args = [&["scan", home.path(), "--format", "json", "--date", "2026-03-31"], more].concat();
    let output = super::home::command(&args).env("DSPT_CACHE_DIR", cache).output().unwrap();
    exits(&output, 0);
    output.stdout
}

#[test]
fn what_was_kept_changes_nothing_and_what_changed_is_noticed() {
    let (home, cache) = (copy(false), tempfile::tempdir().unwrap());
    let plain = cached(&home, cache.path(), &["--no-cache"]);
    assert_eq!(std::fs::read_dir(cache.path()).unwrap().count(), 0, "nothing is kept when nobody wants it");
    let cold = cached(&home, cache.path(), &[]);
    let kept = std::fs::read_dir(cache.path()).unwrap().next().unwrap().unwrap().path();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(kept.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(plain == cold && plain == cached(&home, cache.path(), &[]), "with or without, first or second");
    // Rubbish in its place is as good as nothing.
    std::fs::write(&kept, "{\"ground\": 1").unwrap();
    assert!(plain == cached(&home, cache.path(), &[]));
    let other_day = cached(&home, cache.path(), &["--publish-on", "2026-06-30"]);
    assert!(other_day == cached(&home, cache.path(), &["--publish-on", "2026-06-30", "--no-cache"]));
    home.file("new.md", "# Privacy notice\n\nReviewed: 4 March 2026\n");
    let before = cached(&home, cache.path(), &[]);
    home.file("new.md", "# Privacy notice\n\nReviewed: 5 March 2026\n");
    let after = cached(&home, cache.path(), &[]);
    assert!(before != after && after == cached(&home, cache.path(), &["--no-cache"]));
}

#[test]
fn a_rule_that_changes_is_noticed() {
    let (home, cache, rules) = (copy(false), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    home.file("hats.md", "# Hat plan\n\nHats are worn in the sun.\n");
    let folder = rules.path().join("documents");
    std::fs::create_dir_all(&folder).unwrap();
    let scanned = |title: &str| {
        let text = format!(
            "id: hat-plan\ntitle: Hat plan\nabout: Says who wears a hat.\ntitles: [{title}]\nphrases: [sun]\n\
             at-least: 1\nexamples:\n  yes: [\"a.md\\n# {title}\\nIn the sun.\"]\n  no: [\"a.md\\n# Coats\"]\n"
        );
        std::fs::write(folder.join("hat-plan.yaml"), text).unwrap();
        cached(&home, cache.path(), &["--checks", rules.path().to_str().unwrap()])
    };
    let (one, other, again) = (scanned("hat plan"), scanned("cap plan"), scanned("hat plan"));
    assert!(String::from_utf8(one.clone()).unwrap().contains("hat-plan"));
    assert!(!String::from_utf8(other).unwrap().contains("hat-plan") && one == again);
}
