//! How long a person waits between an answer and the next question: the toolkit for social care, all of it answered, with
//! the evidence of the largest example beside it. Figures stand in the README; no test uses them.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark makes its own workspace, prints what it measured, and fails where that goes wrong"
)]

use std::{
    io::{Read, Write},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use dspt::{
    model::{AnswerKind, Item, Pack},
    pack::{Known, parse},
};

const PACK: &str = "dspt-2025-26-social-care";
const EVIDENCE: &str = "examples/rosewood-court/evidence";

fn main() {
    let pack = the_pack();
    let folder = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(EVIDENCE) {
        let entry = entry.unwrap();
        let to = folder.path().join("evidence").join(entry.path().strip_prefix(EVIDENCE).unwrap());
        match entry.file_type().is_dir() {
            true => std::fs::create_dir_all(to).unwrap(),
            false => std::fs::copy(entry.path(), to).map(|_| ()).unwrap(),
        }
    }
    let items: Vec<&Item> = pack.items().map(|(_, _, item)| item).filter(|item| item.same_as.is_none()).collect();
    let answers: String =
        items.iter().map(|item| format!("      \"{}\": {{ value: {} }}\n", item.id, value(item))).collect();
    let kind =
        pack.organisations.iter().find(|kind| kind.refused.is_none()).map_or("care-home", |kind| kind.kind.as_str());
    std::fs::write(
        folder.path().join("answers.yaml"),
        format!(
            "format: 1\norganisation: {{ name: Rosewood Court, kind: {kind} }}\nassessments:\n  - pack: {}\n    \
             published: never\n    answers:\n{answers}",
            pack.id
        ),
    )
    .unwrap();

    let begin = Instant::now();
    let mut child = start(folder.path());
    waits(&mut child);
    let first = begin.elapsed();
    // A comment is an answer like any other: it is saved, held against the files, and the next prompt comes.
    let mut took: Vec<Duration> = (0..200)
        .map(|number| {
            let line =
                if number % 2 == 0 { format!("c: looked at again, number {number}\n") } else { "s\n".to_owned() };
            let begin = Instant::now();
            child.stdin.as_mut().unwrap().write_all(line.as_bytes()).unwrap();
            waits(&mut child);
            begin.elapsed()
        })
        .take(2 * items.len() - 2)
        .step_by(2)
        .collect();
    child.kill().unwrap();
    child.wait().unwrap();
    took.sort();
    let at = |share: usize| took[(took.len() - 1) * share / 100];
    println!("{}: {} items, all answered; evidence of {EVIDENCE}", pack.id, items.len());
    println!("to the first question      {first:.1?}");
    println!(
        "from a reply to the next   {:.1?} in the middle, {:.1?} for 95 of 100, {:.1?} at most ({} replies)",
        at(50),
        at(95),
        at(100),
        took.len()
    );
}

fn start(dir: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_dspt"))
        .args(["interview", "--all", "--date", "2026-03-31", "--by", "Manager"])
        .current_dir(dir)
        .env("DSPT_CACHE_DIR", "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits for the next prompt.
fn waits(child: &mut Child) {
    let output = child.stdout.as_mut().unwrap();
    let (mut buffer, mut shown) = ([0; 8192], Vec::new());
    while !shown.ends_with(b"\n> ") {
        let read = output.read(&mut buffer).unwrap();
        assert!(read > 0, "the interview ended: {}", String::from_utf8_lossy(&shown));
        shown.extend(&buffer[..read]);
    }
}

fn value(item: &Item) -> &'static str {
    match item.kind {
        AnswerKind::YesNo => "yes",
        AnswerKind::Text | AnswerKind::Document => "The manager does it each month",
        AnswerKind::Number => "40",
        AnswerKind::Date => "2026-03-04",
        AnswerKind::Percentage => "95",
        AnswerKind::Achievement => "achieved",
    }
}

fn the_pack() -> Pack {
    let ids = |folder: &str| -> Vec<String> {
        let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
        let files = entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "yaml"));
        files.filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned())).collect()
    };
    let known = Known {
        checks: ids("assertions/checks").iter().map(|id| id.parse().unwrap()).collect(),
        documents: ids("assertions/documents").iter().map(|id| id.parse().unwrap()).collect(),
    };
    let folders = std::fs::read_dir("assertions").unwrap().map(|entry| entry.unwrap().path().join("pack.yaml"));
    let packs = folders.filter(|file| file.exists()).map(|file| {
        let text = std::fs::read_to_string(&file).unwrap();
        parse(&file.display().to_string(), &text, &known).unwrap()
    });
    packs.into_iter().find(|pack| pack.id.as_str() == PACK).unwrap()
}
