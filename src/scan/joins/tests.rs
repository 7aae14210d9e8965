//! Records of one file held against those of others, through whole files.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::super::{Input, Rules, Way, scan};

const LEAVERS: &str = "id: leavers
title: Leavers list
get: Export it
layout: table
recognise: {columns: [person, left]}
subject: {kind: person, at: [person]}
columns: {person: [name], mail: [mail], left: [left]}
";
const USERS: &str = "id: users
title: User export
get: Export it
layout: table
recognise: {columns: [shown, enabled]}
subject: {kind: account, at: [mail, shown]}
collected: [seen]
columns: {shown: [display name], mail: [user mail], enabled: [enabled], seen: [seen]}
";
const PAGES: &str = "id: pages
title: User pages
get: Export them
layout: {json: {rows: value}}
recognise: {keys: [displayName]}
subject: {kind: account, at: [displayName]}
";
const CLOSED: &str = "expect:
  not-matched:
    in: [users, pages]
    by: [{own: mail, other: mail}, {own: person, other: shown}, {own: person, other: displayName}]
    where: {is-on: {at: enabled}}
";

fn rules(expect: &str) -> Rules {
    let check = format!(
        "id: c\ntitle: T\nwhy: W\nfix: F\nsource: S\nkeys: documented\nreads: [leavers]\n{expect}\n\
         examples: {{pass: [x], fail: [x], unknown: [x]}}\n"
    );
    let files = [("kinds/leavers", LEAVERS), ("kinds/users", USERS), ("kinds/pages", PAGES), ("checks/test/c", &check)];
    let files: Vec<(String, String)> = files.iter().map(|(n, t)| (format!("{n}.yaml"), (*t).to_owned())).collect();
    Rules::parse(&files).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn findings(expect: &str, files: &[(&str, &str)]) -> Vec<String> {
    let rules = rules(expect);
    let found = |files: &mut dyn Iterator<Item = &(&str, &str)>| -> Vec<String> {
        let inputs: Vec<Input> = files.map(|(name, text)| Input::of(*name, Ok(text.as_bytes().to_vec()))).collect();
        let day = date(2026, 3, 31);
        let scan = scan(&rules, inputs.into_iter(), &BTreeMap::new(), day, day, &mut |_| {}, &Way::default());
        let findings = scan.findings.iter();
        findings.map(|f| format!("{}: {:?}: {} ({})", f.subject.label, f.outcome, f.message, f.place)).collect()
    };
    let shown = found(&mut files.iter());
    assert_eq!(found(&mut files.iter().rev()), shown, "in whichever order the files come");
    shown
}

#[track_caller]
fn check(expect: &str, files: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(findings(expect, files), expected);
}

const GONE: (&str, &str) = ("leavers.csv", "Name,Mail,Left\nAnn Example,ann@example.org,1 March 2026\n");

#[test]
fn an_entry_of_another_file_is_found_by_either_value_and_named_by_its_place() {
    for user in ["Somebody,ANN@example.org,yes", "\"Example, Ann\",,yes"] {
        let users = format!("Display name,User mail,Enabled\nBen Sample,ben@example.org,yes\n{user}\n");
        check(
            CLOSED,
            &[GONE, ("users.csv", &users)],
            &["row 2: Fail: Mail or Name is in users.csv:3 where Enabled is yes (leavers.csv:2)"],
        );
    }
    let users = "Display name,User mail,Enabled\nAnn Example,ann@example.org,no\n";
    check(
        CLOSED,
        &[GONE, ("users.csv", users)],
        &["row 2: Pass: Mail or Name is in users.csv:2, but Enabled is no (leavers.csv:2)"],
    );
    let users = users.replace("ann@", "cat@").replace("Ann ", "Cat ");
    check(CLOSED, &[GONE, ("users.csv", &users)], &["row 2: Pass: Mail or Name is not in users.csv (leavers.csv:2)"]);
}

#[test]
fn what_is_not_there_to_be_held_against_is_not_known() {
    let none =
        "row 2: Unknown: there is no file of the kind “User export” or “User pages” to hold it against (leavers.csv:2)";
    check(CLOSED, &[GONE], &[none]);
    let users = ("users.csv", "Display name,User mail,Enabled\nAnn Example,ann@example.org,\n");
    check(
        CLOSED,
        &[GONE, users],
        &["row 2: Unknown: Mail or Name is in users.csv:2, and Enabled is empty (leavers.csv:2)"],
    );
    let nameless = ("leavers.csv", "Name,Mail,Left\n,,1 March 2026\n");
    check(CLOSED, &[nameless, users], &["row 2: Unknown: Mail or Name is empty (leavers.csv:2)"]);
    let page = r#"{"@odata.nextLink": "x", "value": [{"displayName": "Cat Test"}]}"#;
    check(
        CLOSED,
        &[GONE, ("pages.json", page)],
        &["row 2: Unknown: Mail or Name is not in pages.json, as far as can be seen: \
            pages.json: the export is cut off: it has a next page (leavers.csv:2)"],
    );
    let only_mail = CLOSED.replace(", {own: person, other: shown}, {own: person, other: displayName}", "");
    let unlike = ("users.csv", "Display name,Enabled\nCat Test,yes\n");
    check(
        &only_mail,
        &[GONE, unlike],
        &["row 2: Unknown: Mail is not in users.csv, as far as can be seen: \
            users.csv: it has nothing to compare with (leavers.csv:2)"],
    );
}

#[test]
fn a_record_that_must_be_elsewhere_too_fails_where_it_is_in_none() {
    let matched = CLOSED.replace("not-matched", "matched");
    let users = ("users.csv", "Display name,User mail,Enabled\nAnn Example,ann@example.org,yes\n");
    check(
        &matched,
        &[GONE, users],
        &["row 2: Pass: Mail or Name is in users.csv:2 where Enabled is yes (leavers.csv:2)"],
    );
    let other = ("users.csv", "Display name,User mail,Enabled\nCat Test,cat@example.org,yes\n");
    check(&matched, &[GONE, other], &["row 2: Fail: Mail or Name is not in users.csv (leavers.csv:2)"]);
    let off = ("users.csv", "Display name,User mail,Enabled\nAnn Example,ann@example.org,no\n");
    check(&matched, &[GONE, off], &["row 2: Fail: Mail or Name is in users.csv:2, but Enabled is no (leavers.csv:2)"]);
}

#[test]
fn an_older_edition_of_the_other_file_counts_no_more() {
    let old = (
        "2025/users.csv",
        "Display name,User mail,Enabled,Seen\nAnn Example,ann@example.org,yes,1 March 2025\n\
        Ben Sample,ben@example.org,yes,1 March 2025\n",
    );
    let new = (
        "users.csv",
        "Display name,User mail,Enabled,Seen\nBen Sample,ben@example.org,yes,1 March 2026\n\
        Cat Test,cat@example.org,yes,1 March 2026\n",
    );
    check(CLOSED, &[GONE, old, new], &["row 2: Pass: Mail or Name is not in users.csv (leavers.csv:2)"]);
    check(
        CLOSED,
        &[GONE, old],
        &["row 2: Fail: Mail or Name is in 2025/users.csv:2 where Enabled is yes (leavers.csv:2)"],
    );
}

#[test]
fn nobody_is_named() {
    let users = ("users.csv", "Display name,User mail,Enabled\nAnn Example,ann@example.org,ask Ben Sample\n");
    let found = findings(CLOSED, &[GONE, users]).join("\n");
    assert!(found.contains("Unknown"), "{found}");
    for name in ["Ann", "ann@", "Ben"] {
        assert!(!found.contains(name), "{found}");
    }
}

#[test]
fn an_example_of_a_join_holds_several_files() {
    let text = |enabled: &str| {
        format!(
            "\n    - |\n      --- file: leavers.csv\n      Name,Mail,Left\n      Ann Example,,1 March 2026\n      \
             --- file: users.csv\n      Display name,User mail,Enabled\n      Ann Example,,{enabled}\n"
        )
    };
    let check = |pass: &str, fail: &str| {
        let examples = format!("examples:\n  pass:{}  fail:{}  unknown:{}", text(pass), text(fail), text(""));
        let check = format!(
            "id: c\ntitle: T\nwhy: W\nfix: F\nsource: S\nkeys: documented\nreads: [leavers]\n{CLOSED}{examples}"
        );
        let files =
            [("kinds/leavers", LEAVERS), ("kinds/users", USERS), ("kinds/pages", PAGES), ("checks/test/c", &check)];
        let files: Vec<(String, String)> = files.iter().map(|(n, t)| (format!("{n}.yaml"), (*t).to_owned())).collect();
        let rules = Rules::parse(&files).unwrap_or_else(|faults| panic!("{faults:?}"));
        rules.examine().into_iter().map(|fault| fault.message).collect::<Vec<_>>()
    };
    assert_eq!(check("no", "yes"), [""; 0]);
    assert_eq!(
        check("yes", "yes"),
        ["this example of `pass` gives fail: Mail or Name is in users.csv:2 where Enabled is yes"]
    );
}

#[test]
fn joins_must_make_sense() {
    for (from, to, fault) in [
        ("in: [users, pages]", "in: []", "`in` names no kind of file"),
        ("in: [users, pages]", "in: [user]", "there is no kind of export `user`"),
        ("own: mail", "own: post", "`leavers` has no column `post`"),
        ("in: [users, pages]", "in: [users]", "`users` has no column `displayName`"),
        (
            "where: {is-on: {at: enabled}}",
            "where: {not-matched: {in: [users], by: [{own: mail, other: mail}]}}",
            "a join can't stand within another",
        ),
    ] {
        let check = format!(
            "id: c\ntitle: T\nwhy: W\nfix: F\nsource: S\nkeys: documented\nreads: [leavers]\n{}\n\
             examples: {{pass: [x], fail: [x], unknown: [x]}}\n",
            CLOSED.replace(from, to)
        );
        let files =
            [("kinds/leavers", LEAVERS), ("kinds/users", USERS), ("kinds/pages", PAGES), ("checks/test/c", &check)];
        let files: Vec<(String, String)> = files.iter().map(|(n, t)| (format!("{n}.yaml"), (*t).to_owned())).collect();
        let faults = Rules::parse(&files).err().unwrap_or_default();
        assert_eq!(faults.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(), [fault], "{to}");
    }
}
