//! The interview over a whole workspace: what it shows of the evidence, and what it saves.

use super::home::{Home, exits, out, words};

const PACK: &str = "dspt-2025-26-social-care";

fn home(answers: &str) -> Home {
    let home = Home::new(&format!(
        "format: 1\norganisation: {{name: Rosewood Court, kind: care-home}}\nassessments:\n  - pack: {PACK}\n{answers}"
    ));
    home.file(
        "it/devices.csv",
        "Device name,OS,OS version,Last check-in,Encrypted\n\
         LAPTOP-01,Windows,10.0.26100.3476,2026-03-29,True\nLAPTOP-07,Windows,10.0.26100.3476,2026-03-29,False\n",
    );
    home
}

/// Types the lines; gives what was said, as words, and what the answers file says then.
fn type_in(home: &Home, only: &str, lines: &str) -> (String, String) {
    let run = home.type_in(&["interview", home.path(), "--date", super::home::TODAY, "--only", only], lines);
    exits(&run, 0);
    (words(&out(&run)), std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap())
}

#[track_caller]
fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} in {text}");
    }
}

#[test]
fn a_question_shows_what_was_found_for_it_before_it_is_answered() {
    let home = home("    answers: {}\n");
    let policy = std::fs::read("examples/rosewood-court/evidence/Policies/Record keeping policy.docx").unwrap();
    home.file("Record keeping policy.docx", policy);
    let (told, _) = type_in(&home, "1.3.1", "q\n");
    holds(&told, &["If you say yes: ", "Good evidence: ", "Found: Record keeping policy.docx: ", "20 June 2022"]);
}

#[test]
fn a_yes_that_a_file_contradicts_leads_to_ways_on_and_changing_it_is_one() {
    let home = home("    answers: {}\n");
    let (told, saved) = type_in(&home, "9.5.2", "y\n9\n1\nno, LAPTOP-07 is left\n");
    holds(
        &told,
        &[
            "the files suggest “no”: 1 of 2 devices pass; not: LAPTOP-07",
            "Saved. Your file says otherwise: 1 of 2 devices pass; not: LAPTOP-07",
            "Type 1, 2, 3 or 4, or press Enter to leave it for now",
        ],
    );
    holds(&saved, &["value: no", "comment: LAPTOP-07 is left"]);
}

#[test]
fn what_is_all_right_as_it_is_becomes_an_exception_with_reason_person_and_end() {
    let home = home("    answers:\n      \"9.5.2\": {value: yes}\n");
    let (told, saved) =
        type_in(&home, "9.5.2", "4\n\nSpare, never used for care data\nRegistered manager\n1/2/2026\n31/12/2026\n");
    holds(&told, &["Say why in a few words", "Who says so?", "That day has gone by", "Recorded."]);
    holds(
        &saved,
        &[
            "check: disk-encryption-on",
            "subject: LAPTOP-07",
            "reason: Spare, never used for care data",
            "by: Registered manager",
            "until: 2026-12-31",
        ],
    );
    let (told, _) = type_in(&home, "9.5.2", "");
    holds(&told, &["Those questions have answers already"]);
}

#[test]
fn a_newer_export_settles_it_once_the_folder_is_read_again() {
    let home = home("    answers:\n      \"9.5.2\": {value: yes}\n");
    let newer = home.dir.join("devices april.csv");
    let text = "Device name,OS,OS version,Last check-in,Encrypted\n\
        LAPTOP-01,Windows,10.0.26100.3476,2026-03-30,True\nLAPTOP-07,Windows,10.0.26100.3476,2026-03-30,True\n";
    std::fs::write(&newer, text).unwrap();
    let lines = format!("2\n3\n\"{}\"\ny\n", newer.display());
    let (told, saved) = type_in(&home, "9.5.2", &lines);
    holds(
        &told,
        &[
            "export the file again",
            "Copy devices april.csv into the evidence folder?",
            "Saved, with the file devices april.csv.",
        ],
    );
    assert_eq!(std::fs::read_to_string(home.dir.join("evidence/devices april.csv")).unwrap(), text);
    holds(&saved, &["file: devices april.csv", "sha256: "]);
    assert!(!told.ends_with("says otherwise."), "{told}");
}

#[test]
fn a_file_of_the_same_name_is_never_overwritten() {
    let home = home("    answers: {}\n");
    home.file("list.txt", "the old one");
    let elsewhere = home.dir.join("list.txt");
    std::fs::write(&elsewhere, "the new one").unwrap();
    type_in(&home, "1.1.2", &format!("{}\n\n", elsewhere.display()));
    assert_eq!(std::fs::read_to_string(home.dir.join("evidence/list.txt")).unwrap(), "the old one");
    assert_eq!(std::fs::read_to_string(home.dir.join("evidence/list (2).txt")).unwrap(), "the new one");
}

#[test]
fn files_that_cannot_be_read_are_asked_about_one_by_one() {
    let home = home("    answers: {}\n");
    home.file("b.jpg", [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
    home.file("a.jpg", [0xff, 0xd8, 0xff, 0xe0, 1, 2]);
    let run = home.type_in(
        &["interview", home.path(), "--date", super::home::TODAY, "--only", "1.1.1"],
        "ZA123456\n\nPhoto of the ICO certificate\n4/4/2026\n4 March 2026\n9.9.9\n1.1.1\n",
    );
    let told = words(&out(&run));
    holds(&told, &["a.jpg", "b.jpg", "What is it?", "still to come", "such as 1.1.2", "Saved, with the file b.jpg."]);
    let saved = std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap();
    holds(&saved, &["file: b.jpg", "note: Photo of the ICO certificate", "dated: 2026-03-04"]);
    assert!(!saved.contains("a.jpg"), "{saved}");
    // What was left for another time does not come back in the same run.
    assert_eq!(told.matches(" a.jpg ").count(), 1, "{told}");
}

#[test]
fn odd_answers_are_asked_about_once_and_kept_on_enter() {
    let home = home("    answers: {}\n");
    let (told, saved) = type_in(
        &home,
        "1.1.1,1.3.12",
        "12345\n\nsee policy\nring Jo on jo@example.org about it\nA locked bag that is never left\n",
    );
    holds(&told, &["does not look like an ICO number", "For example: “Staff carry papers", "holds an e-mail address"]);
    holds(&saved, &["value: \"12345\"", "value: A locked bag that is never left"]);
    assert!(!saved.contains("example.org"), "{saved}");
}

#[test]
fn a_share_is_worked_out_from_two_numbers() {
    let home = home("    answers: {}\n");
    let (told, _) = type_in(&home, "3.2.1", "y\n37 of 39\n");
    holds(&told, &["37 of 39 is 94.8%: it takes 95%, that is 38 of 39"]);
}

#[test]
fn a_file_of_the_evidence_folder_can_be_attached_while_others_come_and_go() {
    let home = home("    answers: {}\n");
    home.file("it/list.txt", "Information asset register");
    let (told, _) = type_in(&home, "1.1.2,1.1.3", "go 1.1.3\nlist\ngo 9.9.9\n1.1.2\nlist.txt\nq\n");
    holds(&told, &["There is no question 9.9.9 here", "1.1.2 List of information held: open"]);
}
