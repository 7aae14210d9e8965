//! How records come together, through whole files.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::super::{Input, Rules, Way, scan};

const KINDS: [(&str, &str); 3] = [
    (
        "kinds/staff.yaml",
        "id: staff
title: Staff list
get: Export it
layout: table
recognise: {columns: [person, completed]}
subject: {kind: person, at: [person]}
columns: {person: [name], completed: [completed], status: [status], course: [course]}
",
    ),
    (
        "kinds/devices.yaml",
        "id: devices
title: Devices
get: Export them
layout: table
recognise: {columns: [device, encrypted]}
subject: {kind: host, at: [device]}
collected: [seen]
columns: {device: [device], encrypted: [encrypted], seen: [seen], shelf: [shelf]}
",
    ),
    (
        "kinds/policies.yaml",
        "id: policies
title: Policies
get: Ask for them
layout: {json: {rows: value}}
recognise: {keys: [state]}
subject: {kind: tenant, at: [name]}
",
    ),
];

fn rules(checks: &[(&str, &str)]) -> Rules {
    let mut files: Vec<(String, String)> = KINDS.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
    for (id, text) in checks {
        let examples = match (text.contains("informs:"), text.contains("prefer:")) {
            (true, _) => "info: [x], unknown: [x]",
            (false, true) => "pass: [x], fail: [x], unknown: [x], warn: [x]",
            (false, false) => "pass: [x], fail: [x], unknown: [x]",
        };
        let whole = format!(
            "id: {id}
title: T
why: W
fix: F
source: S
keys: documented
examples: {{{examples}}}
{text}
"
        );
        files.push((format!("checks/test/{id}.yaml"), whole));
    }
    Rules::parse(&files).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn findings(checks: &[(&str, &str)], files: &[(&str, &str)]) -> Vec<String> {
    let inputs = files.iter().map(|(name, text)| Input::of(*name, Ok(text.as_bytes().to_vec())));
    let day = date(2026, 3, 31);
    let scan = scan(&rules(checks), inputs, &BTreeMap::new(), day, day, &mut |_| {}, &Way::default());
    let shown = scan
        .findings
        .iter()
        .map(|f| format!("{} {}: {:?}: {} ({})", f.check, f.subject.label, f.outcome, f.message, f.place));
    shown.collect()
}

#[track_caller]
fn check(text: &str, file: (&str, &str), expected: &[&str]) {
    let shown: Vec<String> =
        findings(&[("c", text)], &[file]).iter().map(|s| s.strip_prefix("c ").unwrap_or(s).to_owned()).collect();
    assert_eq!(shown, expected);
}

const TRAINED: &str = "reads: [staff]
judge: {share: {at-least: 95}}
expect: {all: [{present: {at: completed}}, {newer-than: {at: completed, months: 12}}]}";

fn staff(trained: usize, not: usize, unknown: usize) -> String {
    let rows = |completed: &'static str, count: usize| std::iter::repeat_n(format!("P,{completed}\n"), count);
    std::iter::once("Name,Completed\n".to_owned())
        .chain(rows("04/03/2026", trained))
        .chain(rows("", not))
        .chain(rows("soon", unknown))
        .collect()
}

#[test]
fn a_share_is_exact_and_rounded_down() {
    for (trained, not, unknown, expected) in [
        (19, 1, 0, "Pass: 19 of 20, that is 95%, expected at least 95%; not: row 21"),
        (18, 1, 0, "Fail: 18 of 19, that is 94.7%, expected at least 95%; not: row 20"),
        (37, 3, 0, "Fail: 37 of 40, that is 92.5%, expected at least 95%; not: row 39, row 40, row 41"),
        (
            1999,
            106,
            0,
            "Fail: 1999 of 2105, that is 94.9%, expected at least 95%; not: row 2001, row 2002, row 2003, row 2004, row 2005, row 2006, row 2007, row 2008, row 2009, row 2010 and 96 more",
        ),
        (
            18,
            0,
            2,
            "Unknown: 18 of 20, that is 90%, or up to 100% with 2 not known, expected at least 95%; not known: row 20, row 21",
        ),
        (19, 0, 1, "Pass: 19 of 20, that is 95%, expected at least 95%; 1 not known"),
        (10, 5, 1, "Fail: 10 of 16, that is 62.5%, expected at least 95%; not: row 12, row 13, row 14, row 15, row 16"),
        (0, 0, 0, "Unknown: the file has no records"),
    ] {
        let found = findings(&[("c", TRAINED)], &[("a.csv", &staff(trained, not, unknown))]);
        let place = found.first().and_then(|f| f.rfind(" (")).unwrap_or_default();
        assert_eq!(found.iter().map(|f| &f[..place]).collect::<Vec<_>>(), [format!("c a.csv: {expected}")]);
    }
}

#[test]
fn records_of_one_person_come_together_when_asked() {
    let file = "Name,Completed\nAnn,04/03/2024\nAnn,04/03/2026\nBen,05/03/2026\n";
    let by_subject = TRAINED.replace("at-least: 95", "at-least: 95, by-subject: true");
    check(&by_subject, ("a.csv", file), &["a.csv: Pass: 2 of 2, that is 100%, expected at least 95% (a.csv)"]);
    check(
        TRAINED,
        ("a.csv", file),
        &["a.csv: Fail: 2 of 3, that is 66.6%, expected at least 95%; not: row 2 (a.csv:2)"],
    );
}

#[test]
fn records_that_do_not_count_are_left_out_and_those_that_may_are_unknown() {
    let text = format!("{TRAINED}\nwhere: {{not: {{equals: {{at: status, value: leaver, default: active}}}}}}");
    let file = "Name,Completed,Status\nAnn,04/03/2026,\nBen,,Leaver\n";
    check(&text, ("a.csv", file), &["a.csv: Pass: 1 of 1, that is 100%, expected at least 95% (a.csv)"]);
    let file = "Name,Completed,Status\nBen,,Leaver\n";
    check(
        &text,
        ("a.csv", file),
        &["a.csv: Unknown: the file has records, but none of the kind that this check is about (a.csv)"],
    );
    let unsure = format!("{TRAINED}\nwhere: {{equals: {{at: status, value: active}}}}");
    let file = "Name,Completed,Status\nAnn,04/03/2026,Active\nBen,,\n";
    let expected = "a.csv: Unknown: 1 of 2, that is 50%, or up to 100% with 1 not known, expected at least 95%; not known: row 3 (a.csv:3)";
    check(&unsure, ("a.csv", file), &[expected]);
}

const ENCRYPTED: &str = "reads: [devices]\nshelf-days: 30\nexpect: {is-on: {at: encrypted}}";

#[test]
fn each_record_is_a_subject_with_its_line() {
    let file = "Device,Encrypted\nLAPTOP-01,yes\nLAPTOP-07,no\nLAPTOP-08,\n";
    check(
        ENCRYPTED,
        ("it/a.csv", file),
        &[
            "LAPTOP-01: Pass: Encrypted is yes (it/a.csv:2)",
            "LAPTOP-07: Fail: Encrypted is no, expected yes (it/a.csv:3)",
            "LAPTOP-08: Unknown: Encrypted is empty (it/a.csv:4)",
        ],
    );
    check(ENCRYPTED, ("a.csv", "Device,Encrypted\n"), &["a.csv: Unknown: the file has no records (a.csv)"]);
}

#[test]
fn a_pass_from_an_old_file_warns() {
    let day = |seen: &str| format!("Device,Encrypted,Seen\nPC,yes,{seen}\nPD,no,{seen}\n");
    let fail = "PD: Fail: Encrypted is no, expected yes (a.csv:3)";
    check(ENCRYPTED, ("a.csv", &day("01/03/2026")), &["PC: Pass: Encrypted is yes (a.csv:2)", fail]);
    let old = "PC: Warn: Encrypted is yes; collected 28 February 2026, more than 30 days ago (our judgement) (a.csv:2)";
    check(ENCRYPTED, ("a.csv", &day("28/02/2026")), &[old, fail]);
}

#[test]
fn what_should_hold_as_well_warns() {
    let text = format!("{ENCRYPTED}\nprefer: {{present: {{at: shelf}}}}");
    let file = "Device,Encrypted,Shelf\nPC,yes,A\nPD,yes,\nPE,no,\n";
    check(
        &text,
        ("a.csv", file),
        &[
            "PC: Pass: Encrypted is yes (a.csv:2)",
            "PD: Warn: Shelf is empty (a.csv:3)",
            "PE: Fail: Encrypted is no, expected yes (a.csv:4)",
        ],
    );
}

const ENFORCED: &str = "reads: [policies]
judge: any
expect: {all: [{equals: {at: state, value: enabled}}, {contains: {at: users, value: All}}]}";

#[test]
fn one_record_that_holds_is_enough_and_the_nearest_explains_a_failure() {
    let file = r#"{"value": [{"name": "A", "state": "off", "users": ["x"]}, {"name": "B", "state": "enabled", "users": ["All"]}]}"#;
    check(
        ENFORCED,
        ("a.json", file),
        &["a.json: Pass: “B”: state is enabled; users is All (a.json:1, value[1].state)"],
    );
    let file = file.replace("enabled", "reporting");
    let expected = "a.json: Fail: none of the 2 entries does all that is asked; the nearest is “B”: state is reporting, expected enabled (a.json:1, value[1].state)";
    check(ENFORCED, ("a.json", &file), &[expected]);
    let cut = file.replace(r#"["x"]"#, r#""System.Object[]""#).replace("\"off\"", "\"enabled\"");
    let expected =
        "a.json: Unknown: “A”: users was cut off by PowerShell; export again with -Depth 10 (a.json:1, value[0].users)";
    check(ENFORCED, ("a.json", &cut), &[expected]);
}

#[test]
fn a_next_page_takes_away_a_pass_but_not_the_one_that_is_enough() {
    let file = r#"{"value": [{"name": "B", "state": "enabled", "users": ["All"]}], "@odata.nextLink": "x"}"#;
    let found = findings(&[("c", ENFORCED)], &[("a.json", file)]);
    assert!(found[0].contains("Pass"), "{found:?}");
    for judge in ["each", "{share: {at-least: 90}}", "{count: {at-least: 1, at-most: 3}}"] {
        let text = ENFORCED.replace("judge: any", &format!("judge: {judge}"));
        let found = findings(&[("c", &text)], &[("a.json", file)]);
        assert!(found[0].contains("Unknown: the export is cut off: it has a next page"), "{judge} {found:?}");
    }
    let text = ENFORCED.replace("judge: any", "judge: {count: {at-least: 1}}");
    let found = findings(&[("c", &text)], &[("a.json", file)]);
    assert!(found[0].contains("Unknown"), "{found:?}");
    let found = findings(&[("c", ENFORCED)], &[("a.json", &file.replace("\"enabled\"", "\"off\""))]);
    assert!(found[0].contains("Unknown"), "{found:?}");
}

#[test]
fn counts_have_bounds() {
    let text = |bounds: &str| {
        format!("reads: [devices]\njudge: {{count: {{{bounds}}}}}\nexpect: {{is-on: {{at: encrypted}}}}")
    };
    let file = ("a.csv", "Device,Encrypted\nA,yes\nB,yes\nC,no\nD,\n");
    check(&text("at-least: 2"), file, &["a.csv: Pass: there are 2, expected at least 2 (a.csv:2)"]);
    check(&text("at-most: 1"), file, &["a.csv: Fail: there are 2, expected at most 1 (a.csv:2)"]);
    check(&text("at-least: 4"), file, &["a.csv: Fail: there are 2, expected at least 4 (a.csv:4)"]);
    check(
        &text("at-least: 3"),
        file,
        &["a.csv: Unknown: there are 2, expected at least 3; 1 not known: Encrypted is empty (a.csv:5)"],
    );
    check(
        &text("at-least: 1, at-most: 2"),
        file,
        &["a.csv: Unknown: there are 2, expected 1 to 2; 1 not known: Encrypted is empty (a.csv:5)"],
    );
}

#[test]
fn a_check_is_moot_where_another_holds() {
    let defaults = "reads: [policies]\njudge: any\nexpect: {equals: {at: state, value: defaults}}\nunless: [a]";
    let enforced = ENFORCED.to_owned() + "\nunless: [b]";
    let checks = [("a", enforced.as_str()), ("b", defaults)];
    let on = ("on.json", r#"{"value": [{"name": "B", "state": "enabled", "users": ["All"]}]}"#);
    let off = ("off.json", r#"{"value": [{"name": "B", "state": "off", "users": ["All"]}]}"#);
    let outcomes = |files: &[(&str, &str)]| -> Vec<String> {
        findings(&checks, files).iter().map(|f| f.split(": ").take(2).collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(outcomes(&[on]), ["a on.json Pass"]);
    assert_eq!(outcomes(&[off]), ["a off.json Fail", "b off.json Fail"]);
    // Where the other one fails as well, nothing is taken away.
    assert_eq!(outcomes(&[on, off]), ["a off.json Fail", "a on.json Pass", "b off.json Fail", "b on.json Fail"]);
}

#[test]
fn findings_about_people_keep_the_order_of_the_file_so_that_names_do_not_shine_through() {
    let text = "reads: [staff]\nexpect: {present: {at: completed}}";
    let file = "Name,Completed\nZoe,1\nAnn,1\nMia,1\n";
    let rows: Vec<String> = findings(&[("c", text)], &[("a.csv", file)]).iter().map(|f| f[2..7].to_owned()).collect();
    assert_eq!(rows, ["row 2", "row 3", "row 4"]);
}

#[test]
fn people_are_never_named_in_findings() {
    let text = "reads: [staff]\nexpect: {all: [{present: {at: person}}, {equals: {at: status, value: Active}}, {newer-than: {at: completed, months: 1}}]}";
    let file = "Name,Completed,Status\nAnn Example,ask Ben Sample,Ben Sample\nCat Test,ask Ben Sample,Active\n";
    let found = findings(&[("c", text)], &[("a.csv", file)]).join("\n");
    assert!(found.contains("row 2") && found.contains("Fail") && found.contains("Unknown"), "{found}");
    for name in ["Ann", "Ben", "Cat"] {
        assert!(!found.contains(name), "{found}");
    }
}

const BY_PERSON: &str = "reads: [staff]\njudge: {share: {at-least: 95, by-subject: true}}\nexpect: {newer-than: {at: completed, months: 12}}";

#[test]
fn two_people_of_one_name_are_not_taken_for_one() {
    let others: String = (0..8).map(|n| format!("P{n},04/03/2026\n")).collect();
    check(
        BY_PERSON,
        ("a.csv", &format!("Name,Completed\nAnn,04/03/2026\nAnn,04/03/2023\n{others}")),
        &[
            "a.csv: Unknown: 8 of 9, that is 88.8%, or up to 100% with 1 not known, expected at least 95%; not known: row 2 and row 3 (one name) (a.csv:2)",
        ],
    );
}

#[test]
fn a_log_with_a_row_a_year_or_course_is_of_the_same_people() {
    let passes = ["a.csv: Pass: 2 of 2, that is 100%, expected at least 95% (a.csv)"];
    check(
        BY_PERSON,
        ("a.csv", "Name,Completed\nAnn,04/03/2023\nAnn,04/03/2026\nBen,04/03/2024\nBen,04/03/2026\n"),
        &passes,
    );
    let others: String = (0..8).map(|n| format!("P{n},04/03/2026,Data\n")).collect();
    let passes = ["a.csv: Pass: 9 of 9, that is 100%, expected at least 95% (a.csv)"];
    let text = format!("Name,Completed,Course\nAnn,04/03/2026,Data\nAnn,04/03/2023,Fire\n{others}");
    check(BY_PERSON, ("a.csv", &text), &passes);
}

#[test]
fn a_check_that_informs_tells_what_it_found_and_expects_nothing() {
    let check = |text: &str, file: (&str, &str), expected: &[&str]| {
        let text = format!("informs: true\n{text}");
        check(&text, file, expected);
    };
    let file = ("a.csv", "Device,Encrypted\nPC,yes\nPD,no\nPE,\n");
    check(
        "reads: [devices]\nexpect: {is-on: {at: encrypted}}",
        file,
        &[
            "PC: Info: Encrypted is yes (a.csv:2)",
            "PD: Info: Encrypted is no (a.csv:3)",
            "PE: Unknown: Encrypted is empty (a.csv:4)",
        ],
    );
    let share = "reads: [devices]\njudge: {share: {at-least: 90}}\nexpect: {is-on: {at: encrypted}}";
    check(share, file, &["a.csv: Info: 1 of 3, that is 33.3% (a.csv:3)"]);
    let count = "reads: [devices]\njudge: {count: {at-least: 3}}\nexpect: {is-on: {at: encrypted}}";
    check(count, ("a.csv", "Device,Encrypted\nPC,yes\n"), &["a.csv: Info: there is 1 (a.csv)"]);
    let any = "reads: [devices]\njudge: any\nexpect: {is-on: {at: encrypted}}";
    check(any, ("a.csv", "Device,Encrypted\nPC,no\n"), &["a.csv: Info: “PC”: Encrypted is no (a.csv:2)"]);
    check(
        "reads: [devices]\nshelf-days: 30\nexpect: {is-on: {at: encrypted}}",
        ("a.csv", "Device,Encrypted,Seen\nPC,no,1 January 2026\n"),
        &["PC: Info: Encrypted is no; collected 1 January 2026, more than 30 days ago (our judgement) (a.csv:2)"],
    );
}

#[test]
fn what_only_points_that_way_makes_nothing_moot_that_settles_its_point() {
    let other = "reads: [devices]\nexpect: {is-on: {at: encrypted}}\nunless: [b]";
    let points = "reads: [devices]\nexpect: {present: {at: device}}\nstrength: supports";
    let file = ("a.csv", "Device,Encrypted\nPC,no\n");
    let outcomes = |checks: &[(&str, &str)]| findings(checks, &[file]).len();
    assert_eq!(outcomes(&[("a", other), ("b", points)]), 2);
    assert_eq!(outcomes(&[("a", &format!("{other}\nstrength: supports")), ("b", points)]), 1);
    assert_eq!(outcomes(&[("a", other), ("b", &points.replace("\nstrength: supports", ""))]), 1);
}

#[test]
fn a_file_without_what_is_asked_is_silent_once_and_not_for_each_record() {
    let text = "reads: [devices]\nexpect: {is-on: {at: shelf}}";
    let file = ("a.csv", "Device,Encrypted\nA,x\nB,y\n");
    check(text, file, &["a.csv: Unknown: shelf is not there (a.csv)"]);
    // Another file that speaks of it is enough; a record that is silent among others stays.
    let spoken = ("b.csv", "Device,Encrypted,Shelf\nC,x,yes\nD,x,\n");
    let found = findings(&[("c", text)], &[file, spoken]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|finding| finding.contains("b.csv")), "{found:?}");
}
