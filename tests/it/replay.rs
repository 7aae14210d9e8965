//! What fuzzing has found stays found: every file of its corpora goes through a scan, and nothing of ours panics.

#[path = "../../fuzz/src/forms.rs"]
mod forms;

use std::{
    collections::BTreeMap,
    panic,
    path::Path,
    sync::Mutex,
    time::{Duration, Instant},
};

use dspt::{
    model::{Reading, Scan},
    scan::{Input, Rules, Way},
};
use jiff::civil::date;

/// The panics that came from our own sources. Those of parsers have a guard of their own.
static OURS: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[test]
fn the_corpora_of_fuzzing_bring_out_no_fault() {
    let rules = Rules::parse(&crate::rules::built_in()).unwrap();
    // The first file makes the readers hush their panics; from then on they are heard again.
    scan(&rules, vec![("a.rtf".to_owned(), b"{\\rtf1 words}".to_vec())]);
    hear();
    let start = Instant::now();
    let mut files = Vec::new();
    for target in forms::TARGETS {
        for (name, bytes) in corpus(target) {
            if let Some((ending, bytes)) = forms::file(target, &bytes) {
                files.push((format!("{name}/{ending}"), bytes));
            }
        }
    }
    let count = files.len();
    assert!(count > 100, "the corpora are gone");
    let scanned = scan(&rules, files);
    assert!(scanned.files.len() >= count);
    for file in &scanned.files {
        if let Reading::Unreadable(reason) = &file.reading {
            assert!(!reason.contains("fault"), "{}: {reason}", file.path);
        }
    }
    for (_, bytes) in corpus("written") {
        forms::read_written(&bytes);
    }
    let ours = OURS.lock().unwrap();
    assert!(ours.is_empty(), "{}", ours.join("\n"));
    assert!(start.elapsed() < Duration::from_secs(300), "{:?}", start.elapsed());
}

fn scan(rules: &Rules, files: Vec<(String, Vec<u8>)>) -> Scan {
    let inputs = files.into_iter().map(|(name, bytes)| Input::of(name, Ok(bytes)));
    dspt::scan::scan(
        rules,
        inputs,
        &BTreeMap::new(),
        date(2026, 3, 31),
        date(2026, 3, 31),
        &mut |_| {},
        &Way::default(),
    )
}

fn hear() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if let Some(place) = panic.location().filter(|place| place.file().replace('\\', "/").starts_with("src/")) {
            OURS.lock().unwrap().push(place.to_string());
        }
        before(panic);
    }));
}

/// The files of a target's corpus, and those by which it once went wrong.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for folder in ["corpus", "regressions"] {
        let Ok(entries) = std::fs::read_dir(Path::new("fuzz").join(folder).join(target)) else { continue };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.push((format!("{target}/{name}"), std::fs::read(&path).unwrap()));
        }
    }
    files
}
