//! A room knows `model` and itself; only `cli` knows the rooms, files, clock and terminal.

use std::path::Path;

#[test]
fn rooms_do_not_know_one_another() {
    let mut wrong = Vec::new();
    visit(Path::new("src"), &mut |path, text| {
        let room = path.iter().nth(1).unwrap().to_str().unwrap().trim_end_matches(".rs");
        if ["cli", "lib", "main"].contains(&room) {
            return;
        }
        for used in uses(text) {
            if used != room && used != "model" {
                wrong.push(format!("{} uses crate::{used}", path.display()));
            }
        }
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_and_the_walk_touch_files() {
    let mut wrong = Vec::new();
    visit(Path::new("src"), &mut |path, text| {
        if path.starts_with("src/cli") || path.ends_with("scan/walk.rs") {
            return;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for door in ["std::fs", "fs::File", "std::env", "std::io::stdin", "std::io::stdout", "std::io::stderr"] {
            if code.contains(door) && !path.ends_with("main.rs") && !path.iter().any(|p| p == "tests") {
                wrong.push(format!("{} uses {door}", path.display()));
            }
        }
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_dependency_is_imported_in_one_room() {
    let everywhere =
        ["serde", "serde_json", "serde_yaml", "schemars", "jiff", "std", "core", "thiserror", "include_dir"];
    let mut rooms: std::collections::BTreeMap<String, std::collections::BTreeSet<String>> = Default::default();
    let manifest = std::fs::read_to_string("Cargo.toml").unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let crates: Vec<String> =
        section.lines().filter_map(|line| line.split([' ', '=']).next()).map(|name| name.replace('-', "_")).collect();
    visit(Path::new("src"), &mut |path, text| {
        let room = path.iter().nth(1).unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        for name in crates.iter().filter(|name| !name.is_empty() && !everywhere.contains(&name.as_str())) {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            if code.contains(&format!("{name}::")) && !path.iter().any(|part| part == "tests" || part == "tests.rs") {
                rooms.entry(name.clone()).or_default().insert(room.clone());
            }
        }
    });
    // The evidence is walked by the scan, a user's own checks by the command line; both hash; PDF and
    // office documents are read and written; question sheets and reports are workbooks.
    let shared =
        ["rust_xlsxwriter", "walkdir", "sha2", "lopdf", "zip", "regex", "unicode_normalization", "unicode_width"];
    let wrong: Vec<_> =
        rooms.iter().filter(|(name, rooms)| rooms.len() > 1 && !shared.contains(&name.as_str())).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

fn visit(folder: &Path, look: &mut dyn FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, look);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            look(&path, &std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The rooms named after `crate::`, one by one or in braces; what stands in braces of its own belongs to its room.
fn uses(text: &str) -> impl Iterator<Item = &str> {
    text.split("crate::").skip(1).flat_map(|rest| {
        let Some(rest) = rest.strip_prefix('{') else { return vec![name(rest)] };
        let mut depth = 0;
        let mut names = vec![name(rest)];
        for (at, c) in rest.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => names.push(name(&rest[at + 1..])),
                _ => {}
            }
        }
        names.retain(|name| !name.is_empty());
        names
    })
}

fn name(text: &str) -> &str {
    let text = text.trim_start();
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[test]
fn rooms_are_found_in_every_form_of_use() {
    let text = "use crate::model::{A, B}; use crate::{model::{C, D}, scan, report::x}; crate::score::y()";
    assert_eq!(uses(text).collect::<Vec<_>>(), ["model", "model", "scan", "report", "score"]);
}
