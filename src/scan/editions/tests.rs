//! Which of several files speaks, through whole runs.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::super::{Input, Rules, Way, scan};

const KINDS: [(&str, &str); 3] = [
    (
        "kinds/staff.yaml",
        "id: staff\ntitle: Staff list\nget: Export it\nlayout: table\nrecognise: {columns: [person, completed]}\nsubject: {kind: person, at: [person]}\ncolumns: {person: [name], completed: [completed]}\n",
    ),
    (
        "kinds/devices.yaml",
        "id: devices\ntitle: Devices\nget: Export them\nlayout: table\nrecognise: {columns: [device, encrypted]}\nsubject: {kind: host, at: [device]}\ncollected: [seen]\ncolumns: {device: [device], encrypted: [encrypted], seen: [seen]}\n",
    ),
    (
        "kinds/tests.yaml",
        "id: tests\ntitle: Restore tests\nget: Keep it\nlayout: table\nrecognise: {columns: [restored, day]}\nsubject: {kind: organisation}\ncolumns: {restored: [restored], day: [day]}\n",
    ),
];
const CHECKS: [(&str, &str); 3] = [
    ("trained", "reads: [staff]\njudge: {share: {at-least: 95}}\nexpect: {newer-than: {at: completed, months: 12}}"),
    ("encrypted", "reads: [devices]\nexpect: {is-on: {at: encrypted}}"),
    ("restored", "reads: [tests]\njudge: any\nexpect: {newer-than: {at: day, months: 12}}"),
];

/// What is said of files, one finding a line.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let mut rules: Vec<(String, String)> = KINDS.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
    for (id, text) in CHECKS {
        let card =
            "title: T\nwhy: W\nfix: F\nsource: S\nkeys: documented\nexamples: {pass: [x], fail: [x], unknown: [x]}";
        rules.push((format!("checks/test/{id}.yaml"), format!("id: {id}\n{card}\n{text}\n")));
    }
    let rules = Rules::parse(&rules).unwrap();
    let inputs = files.iter().map(|(name, text)| Input::of(*name, Ok(text.as_bytes().to_vec())));
    let day = date(2026, 3, 31);
    let scan = scan(&rules, inputs, &BTreeMap::new(), day, day, &mut |_| {}, &Way::default());
    let shown = |f: &crate::model::Finding| format!("{}: {:?}: {}", f.place, f.outcome, f.message);
    assert_eq!(scan.findings.iter().map(shown).collect::<Vec<_>>(), expected);
}

const LAST_YEAR: &str = "Name,Completed\nA,01/06/2024\nB,02/06/2024\nC,02/06/2024\n";
const THIS_YEAR: &str = "Name,Completed\nA,01/06/2025\nB,02/06/2025\nD,02/06/2025\n";

#[test]
fn this_years_matrix_speaks_where_last_years_lies_beside_it() {
    check(
        &[("Training 2024-25.csv", LAST_YEAR), ("Training 2025-26.csv", THIS_YEAR)],
        &[
            "Training 2025-26.csv: Pass: 3 of 3, that is 100%, expected at least 95%; passed over as older: Training 2024-25.csv",
        ],
    );
}

#[test]
fn a_newer_matrix_that_falls_short_is_not_saved_by_an_older_one() {
    check(
        &[("a.csv", THIS_YEAR), ("b.csv", "Name,Completed\nA,01/03/2026\nB,02/06/2024\nD,\n")],
        &["b.csv:3: Fail: 1 of 3, that is 33.3%, expected at least 95%; not: row 3; passed over as older: a.csv"],
    );
}

#[test]
fn two_sites_with_people_of_their_own_both_speak() {
    check(
        &[("North.csv", LAST_YEAR), ("South.csv", "Name,Completed\nX,01/06/2025\nY,02/06/2025\n")],
        &[
            "North.csv:2: Fail: 0 of 3, that is 0%, expected at least 95%; not: row 2, row 3, row 4",
            "South.csv: Pass: 2 of 2, that is 100%, expected at least 95%",
        ],
    );
}

#[test]
fn files_of_one_name_in_two_folders_are_two_subjects() {
    check(
        &[("north/Training.csv", LAST_YEAR), ("south/Training.csv", "Name,Completed\nX,01/06/2025\n")],
        &[
            "north/Training.csv:2: Fail: 0 of 3, that is 0%, expected at least 95%; not: row 2, row 3, row 4",
            "south/Training.csv: Pass: 1 of 1, that is 100%, expected at least 95%",
        ],
    );
}

#[test]
fn a_device_that_only_last_years_list_has_speaks_no_more() {
    check(
        &[
            ("old.csv", "Device,Encrypted,Seen\nA,no,01/02/2025\nB,yes,01/02/2025\n"),
            ("new.csv", "Device,Encrypted,Seen\nB,yes,01/02/2026\nC,yes,01/02/2026\n"),
        ],
        &["new.csv:2: Pass: Encrypted is yes; passed over as older: old.csv", "new.csv:3: Pass: Encrypted is yes"],
    );
}

#[test]
fn a_new_export_of_one_device_leaves_the_others_as_they_were() {
    check(
        &[
            ("all.csv", "Device,Encrypted,Seen\nA,no,01/02/2026\nB,no,01/02/2026\nC,yes,01/02/2026\n"),
            ("one.csv", "Device,Encrypted,Seen\nA,yes,01/03/2026\n"),
        ],
        &[
            "all.csv:2: Fail: Encrypted is no, expected yes",
            "one.csv:2: Pass: Encrypted is yes",
            "all.csv:3: Fail: Encrypted is no, expected yes",
            "all.csv:4: Pass: Encrypted is yes",
        ],
    );
}

#[test]
fn logs_without_names_are_one_log_where_their_names_differ_by_a_year_only() {
    let (old, new) = ("Restored,Day\nFolder,01/02/2024\n", "Restored,Day\nFolder,01/02/2026\n");
    check(
        &[("Restores 2024.csv", old), ("Restores 2026.csv", new)],
        &["Restores 2026.csv:2: Pass: “Restores 2026”: Day is 01/02/2026; passed over as older: Restores 2024.csv"],
    );
    check(
        &[("North restores.csv", old), ("South restores.csv", new)],
        &[
            "North restores.csv:2: Fail: “North restores”: Day is 01/02/2024, expected no more than 12 months before publication",
            "South restores.csv:2: Pass: “South restores”: Day is 01/02/2026",
        ],
    );
}

#[test]
fn files_of_one_day_all_speak() {
    check(
        &[
            ("a.csv", "Device,Encrypted,Seen\nA,no,01/02/2026\n"),
            ("b.csv", "Device,Encrypted,Seen\nA,yes,01/02/2026\n"),
        ],
        &["a.csv:2: Fail: Encrypted is no, expected yes", "b.csv:2: Pass: Encrypted is yes"],
    );
}
