//! The user's folder: made once, changed a block at a time, never half written, never over somebody else's change.

use super::home::{out, words};
use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

#[test]
fn init_makes_a_workspace_and_never_touches_one() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("rosewood");
    let made =
        dspt(&["init", dir.to_str().unwrap(), "--name", "Rosewood: \"Court\" & José", "--kind", "care-home"], "");
    assert!(made.status.success(), "{}", said(&made));
    let before = read(&dir);
    assert!(before.contains("pack: dspt-2025-26-social-care"), "{before}");
    let again = dspt(&["init", dir.to_str().unwrap(), "--name", "X", "--kind", "care-home"], "");
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("is there already"), "{}", said(&again));
    assert_eq!(read(&dir), before);
}

#[test]
fn init_asks_for_what_is_not_given() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("meadow");
    let made = dspt(&["init", dir.to_str().unwrap()], "\nMeadow Home Care\n9\nhome-care\nVL8XX\n12345\nmaybe\nn\n");
    assert!(made.status.success(), "{}", said(&made));
    assert!(words(&out(&made)).contains("does not look like an ICO number"), "{}", out(&made));
    assert!(!words(&out(&made)).contains("does not look like an ODS code"), "{}", out(&made));
    let text = read(&dir);
    for part in
        ["name: Meadow Home Care", "kind: home-care", "ods-code: VL8XX", "ico-number: \"12345\"", "published: never"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn init_refuses_a_folder_that_another_computer_could_not_hold() {
    let home = tempfile::tempdir().unwrap();
    for name in ["aux", "Con.dspt", "what?"] {
        let dir = home.path().join(name);
        let made = dspt(&["init", dir.to_str().unwrap(), "--name", "Tŷ Gofal", "--kind", "care-home"], "");
        assert_eq!(made.status.code(), Some(2));
        assert!(said(&made).contains("can't be the name of a folder: "), "{}", said(&made));
        assert!(!dir.exists());
    }
}

#[test]
fn init_says_what_can_be_typed_and_why_a_kind_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("Meadow Home Care");
    let made = dspt(&["init", dir.to_str().unwrap()], "Meadow Home Care\n9\npharmacy\n2\n\n\nnever\n");
    assert!(made.status.success(), "{}", said(&made));
    let told = words(&out(&made));
    for part in ["type a number from 1 to 4", "Pharmacy can't be assessed yet: ", "Meadow Home Care\""] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(read(&dir).contains("published: never"));
}

#[test]
fn an_interview_says_what_a_reply_was_taken_for_and_what_to_type_next() {
    let (_home, dir) = workspace();
    let path = dir.to_str().unwrap();
    std::fs::write(dir.join("evidence/list.txt"), "Information asset register\n").unwrap();
    let lines = "e: list.txt\ne: the office safe\n4 March 2026\ne: https://rosewood.example/list\n\ndk the office\n";
    let told = words(&out(&dspt(&["interview", path, "--only", "1.1.2"], lines)));
    for part in [
        "Saved, with the file list.txt.",
        "Saved. Noted that it is kept here: the office safe.",
        "Saved, with the address https://rosewood.example/list.",
        "Your answer so far: evidence: list.txt, the office safe, https://rosewood.example/list",
        "1 question waits for an answer from: the office",
        "To see where you stand: dspt status ",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn a_kind_whose_questions_are_not_known_is_refused_with_the_reason() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("x");
    for (kind, words) in
        [("pharmacy", "not known"), ("care-hme", "did you mean `care-home`?"), ("gp", "another category")]
    {
        let refused = dspt(&["init", dir.to_str().unwrap(), "--name", "X", "--kind", kind], "");
        assert_eq!(refused.status.code(), Some(2));
        assert!(said(&refused).contains(words), "{}", said(&refused));
        assert!(!dir.exists());
    }
}

#[test]
fn an_interview_is_saved_after_every_answer_and_goes_on_where_it_stopped() {
    let (_home, dir) = workspace();
    let path = dir.to_str().unwrap();
    let first = dspt(
        &["interview", path, "--date", "2026-03-04", "--by", "Manager"],
        "go 1.1.1\nZA000000\ngo 1.1.2\ns\nb\nthe office safe\nq\n",
    );
    assert!(first.status.success(), "{}", said(&first));
    let text = read(&dir);
    assert!(
        text.contains("\"1.1.1\":\n        value: ZA000000\n        by: Manager\n        on: 2026-03-04\n"),
        "{text}"
    );
    assert!(text.contains("\"1.1.2\":\n        value: the office safe\n"), "{text}");
    let second = dspt(&["interview", path, "--date", "2026-03-05", "--only", "1.1.1,1.1.2,1.1.3"], "");
    let out = String::from_utf8_lossy(&second.stdout).into_owned();
    assert!(out.contains("1.1.3") && !out.contains("1.1.2 "), "{out}");
}

#[test]
fn every_item_can_be_answered_to_the_end_through_a_pipe() {
    let (_home, dir) = workspace();
    let path = dir.to_str().unwrap();
    // Yes fits some, words fit others; what is not understood is asked again.
    let lines =
        "y\n\nIn the office, in a folder that the registered manager keeps and looks at every month\n".repeat(120);
    let run = dspt(&["interview", path, "--date", "2026-03-04", "--by", "Manager"], &lines);
    assert!(run.status.success(), "{}", said(&run));
    assert!(String::from_utf8_lossy(&run.stdout).contains("Every question has an answer"), "{}", said(&run));
    let done = dspt(&["interview", path], "");
    assert!(String::from_utf8_lossy(&done.stdout).contains("Every question has an answer."));
}

#[test]
fn comments_and_order_of_a_hand_edited_file_survive() {
    let (_home, dir) = workspace();
    let text =
        read(&dir).replace("    answers: {}\n", "    # mine\n    answers:\n      \"2.1.1\": {value: yes}   # sure\n");
    std::fs::write(dir.join("answers.yaml"), &text).unwrap();
    let run = dspt(&["interview", dir.to_str().unwrap(), "--only", "1.1.1"], "ZA000000\n");
    assert!(run.status.success(), "{}", said(&run));
    let after = read(&dir);
    for line in text.lines() {
        assert!(after.lines().any(|l| l == line), "{line:?} is gone from\n{after}");
    }
}

#[test]
fn somebody_elses_change_is_never_overwritten() {
    let (_home, dir) = workspace();
    let mut interview = Command::new(env!("CARGO_BIN_EXE_dspt"))
        .args(["interview", dir.to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    use std::io::{Read, Write};
    let mut out = interview.stdout.take().unwrap();
    let mut seen = String::new();
    while !seen.contains("> ") {
        let mut byte = [0; 64];
        let n = out.read(&mut byte).unwrap();
        assert!(n > 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&byte[..n]));
    }
    let theirs = format!("{}# theirs\n", read(&dir));
    std::fs::write(dir.join("answers.yaml"), &theirs).unwrap();
    interview.stdin.take().unwrap().write_all(b"ZA000000\n").unwrap();
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    let ended = interview.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert!(said(&ended).contains("changed by somebody else"), "{}", said(&ended));
    assert_eq!(read(&dir), theirs);
}

#[test]
fn a_save_leaves_no_temporary_file_behind() {
    let (_home, dir) = workspace();
    dspt(&["interview", dir.to_str().unwrap()], "ZA000000\nq\n");
    let mut names: Vec<String> =
        std::fs::read_dir(&dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["answers.yaml", "evidence", "reports"]);
}

#[test]
fn a_wrong_answers_file_names_every_fault_with_its_line() {
    let (_home, dir) = workspace();
    let text = read(&dir).replace(
        "    answers: {}\n",
        "    answers:\n      \"4.5.9\": {value: yes}\n      \"1.2.4\": {value: perhaps}\n      \"1.1.1\": {not-applicable: no}\n",
    );
    std::fs::write(dir.join("answers.yaml"), text).unwrap();
    let refused = dspt(&["status", dir.to_str().unwrap()], "");
    assert_eq!(refused.status.code(), Some(2));
    let said = said(&refused);
    for part in [
        "there is no item 4.5.9",
        "did you mean `4.5.",
        "`perhaps` is not yes or no",
        "can't be answered \"not applicable\"",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
}

#[test]
fn nothing_evaluated_is_never_a_success() {
    let (_home, dir) = workspace();
    for command in ["assess", "status", "report"] {
        let run = dspt(&[command, dir.to_str().unwrap()], "");
        assert_eq!(run.status.code(), Some(2), "{command}: {}", said(&run));
        assert!(said(&run).contains("nothing was evaluated"), "{}", said(&run));
    }
    let empty = dspt(&["scan", dir.to_str().unwrap()], "");
    assert_eq!(empty.status.code(), Some(2), "{}", said(&empty));
    let nowhere = dspt(&["status", "/nowhere/at/all"], "");
    assert_eq!(nowhere.status.code(), Some(2));
}

#[test]
fn exceptions_are_recorded_and_must_be_about_something_known() {
    let (_home, dir) = workspace();
    let path = dir.to_str().unwrap();
    let base = ["except", path, "--reason", "Spare, never used", "--by", "Manager"];
    let good = dspt(
        &[&base[..], &["--check", "disk-encryption-on", "--of", "LAPTOP-07", "--until", "2026-12-31"]].concat(),
        "",
    );
    assert!(good.status.success(), "{}", said(&good));
    assert!(read(&dir).contains("      - check: disk-encryption-on\n        subject: LAPTOP-07\n"), "{}", read(&dir));
    let before = read(&dir);
    let wrong = dspt(&[&base[..], &["--check", "disk-encrypton-on"]].concat(), "");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(said(&wrong).contains("did you mean `disk-encryption-on`?"), "{}", said(&wrong));
    assert_eq!(read(&dir), before);
}

fn workspace() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("rosewood");
    let made = dspt(&["init", dir.to_str().unwrap(), "--name", "Rosewood", "--kind", "care-home"], "");
    assert!(made.status.success(), "{}", said(&made));
    (home, dir)
}

fn dspt(args: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_dspt"))
        .args(args)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn read(dir: &Path) -> String {
    std::fs::read_to_string(dir.join("answers.yaml")).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
