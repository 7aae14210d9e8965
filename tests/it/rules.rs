//! The built-in rules hold together, and every check and kind of document keeps the word of its examples.

use std::path::Path;

use dspt::model::Fault;
use dspt::scan::Rules;

#[test]
fn built_in_rules_are_sound_and_their_examples_come_out_as_promised() {
    let rules = Rules::parse(&built_in()).unwrap_or_else(|faults| panic!("\n{}", shown(&faults)));
    assert!(!rules.check_ids().is_empty() && !rules.documents().is_empty(), "the built-in rules are not there");
    let faults = rules.examine();
    assert!(faults.is_empty(), "\n{}", shown(&faults));
}

/// The texts of the built-in rules.
pub(super) fn built_in() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for room in ["checks", "kinds", "documents", "facts"] {
        visit(&Path::new("assertions").join(room), &mut files);
    }
    files
}

#[expect(clippy::disallowed_methods, reason = "a test reads the folder of the sources")]
fn visit(folder: &Path, files: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            visit(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            let name = path.strip_prefix("assertions").unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, std::fs::read_to_string(&path).expect("the sources can be read")));
        }
    }
}

fn shown(faults: &[Fault]) -> String {
    let place = |fault: &Fault| match fault.at {
        Some(at) => format!("{}:{}", fault.file, at.line),
        None => fault.file.clone(),
    };
    let hint = |fault: &Fault| fault.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    let lines = faults.iter().map(|fault| format!("{}: {}{}", place(fault), fault.message, hint(fault)));
    lines.collect::<Vec<_>>().join("\n")
}
