//! Faults of rules, and the pages of checks.

use super::*;

const KIND: &str = "id: devices
title: Devices
get: Export the list
layout: table
recognise: {columns: [device, encrypted]}
subject: {kind: host, at: [device]}
columns: {device: [device], encrypted: [encrypted]}
";
const CHECK: &str = r#"id: disk-encryption-on
title: Disks are encrypted
why: Laptops get lost
fix: Turn it on
source: our judgement
keys: seen
reads: [devices]
expect: {is-on: {at: encrypted}}
examples:
  pass:
    - "Device,Encrypted\nPC,yes\n"
  fail:
    - "Device,Encrypted\nPC,no\n"
  unknown:
    - "Device,Encrypted\nPC,\n"
"#;

fn files(kind: &str, check: &str) -> Vec<(String, String)> {
    vec![("kinds/devices.yaml".into(), kind.into()), ("checks/devices/disk-encryption-on.yaml".into(), check.into())]
}

/// The faults after some words of the check were replaced by others.
#[track_caller]
fn check(kind: (&str, &str), check: (&str, &str), expected: &[&str]) {
    let faults = match Rules::parse(&files(&KIND.replace(kind.0, kind.1), &CHECK.replace(check.0, check.1))) {
        Ok(_) => Vec::new(),
        Err(faults) => faults,
    };
    let shown: Vec<String> = faults
        .iter()
        .map(|fault| {
            let line = fault.at.map(|at| at.line).unwrap_or_default();
            let hint = fault.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            format!("{line}: {}{hint}", fault.message)
        })
        .collect();
    assert_eq!(shown, expected);
}

const SAME: (&str, &str) = ("\u{0}", "");

#[test]
fn sound_rules_have_no_faults() {
    check(SAME, SAME, &[]);
}

#[test]
fn names_must_hold_together() {
    check(
        SAME,
        ("id: disk-encryption-on", "id: disk-on"),
        &["1: the id is `disk-on`, but the file is called `disk-encryption-on.yaml`"],
    );
    check(
        SAME,
        ("reads: [devices]", "reads: [device]"),
        &["7: there is no kind of export `device` (did you mean `devices`?)"],
    );
    check(
        SAME,
        ("keys: seen", "keys: seen\nunless: [disk-encryption]"),
        &["7: there is no check `disk-encryption` (did you mean `disk-encryption-on`?)"],
    );
    check(
        SAME,
        ("at: encrypted", "at: encrypt"),
        &["8: `devices` has no column `encrypt` (did you mean `encrypted`?)"],
    );
    check(
        ("at: [device]", "at: [devise]"),
        SAME,
        &["6: there is no column `devise` in `columns` (did you mean `device`?)"],
    );
    check(
        SAME,
        ("keys: seen", "keys: seen\nshelf-day: 3"),
        &["7: unknown key `shelf-day` (did you mean `shelf-days`?)"],
    );
    let mut twice = files(KIND, CHECK);
    twice.push(("checks/other/disk-encryption-on.yaml".into(), CHECK.into()));
    let faults = Rules::parse(&twice).unwrap_err();
    assert_eq!(faults[0].message, "`disk-encryption-on` is the id of checks/devices/disk-encryption-on.yaml too");
}

#[test]
fn expressions_and_thresholds_must_make_sense() {
    let expect = |with: &'static str| ("is-on: {at: encrypted}", with);
    check(
        SAME,
        expect("matches: {at: encrypted, pattern: '('}"),
        &["8: the regular expression is not sound: unclosed group"],
    );
    check(SAME, expect("all: []"), &["8: give at least one condition"]);
    check(SAME, expect("one-of: {at: encrypted, values: []}"), &["8: give at least one value"]);
    check(SAME, expect("between: {at: encrypted, from: 3, to: 1}"), &["8: `from` is more than `to`"]);
    check(SAME, expect("newer-than: {at: encrypted}"), &["8: give `months` or `days`"]);
    for long in [
        "newer-than: {at: encrypted, months: 4000000000}",
        "newer-than: {at: encrypted, days: 4000000000}",
        "not-past: {at: encrypted, days-left: 4000000000}",
        "supported: {at: encrypted, days-left: 4000000000}",
    ] {
        check(SAME, expect(long), &["8: that is more than a hundred years"]);
    }
    check(SAME, ("keys: seen", "keys: seen\nshelf-days: 4000000000"), &["7: that is more than a hundred years"]);
    check(
        SAME,
        ("keys: seen", "keys: seen\njudge: {share: {at-least: 120}}"),
        &["7: a share is more than 0 and at most 100 percent"],
    );
    check(SAME, ("keys: seen", "keys: seen\njudge: {count: {}}"), &["7: give `at-least`, `at-most` or both"]);
    check(SAME, ("keys: seen", "keys: seen\nshelf-days: 0"), &["7: 0 days would make every file old"]);
    check(
        ("recognise: {columns: [device, encrypted]}", "recognise: {}"),
        SAME,
        &["5: every file would be of this kind: say how it is known"],
    );
    check(
        ("device: [device]", "device: [device, encrypted]"),
        SAME,
        &["7: `encrypted` is a header of `device` already"],
    );
}

#[test]
fn operators_over_several_values_must_make_sense() {
    let expect = |with: &'static str| ("is-on: {at: encrypted}", with);
    for (with, fault) in [
        ("every: {at: other, expect: {is-on: {at: a}}}", "`devices` has no column `other`"),
        ("every: {at: encrypted, expect: {is-on: {at: ^.other}}}", "`devices` has no column `other`"),
        (
            "every: {at: encrypted, expect: {is-on: {at: ^.^.device}}}",
            "there is nothing around this that `^.` could lead to",
        ),
        ("is-on: {at: ^.encrypted}", "there is nothing around this that `^.` could lead to"),
        ("none: {at: encrypted, expect: {is-on: {at: ''}}}", "the path is empty"),
        ("some: {at: encrypted, expect: {is-on: {at: a.}}}", "the path begins or ends with a dot"),
        ("some: {at: encrypted, expect: {is-on: {at: 'a[*'}}}", "a bracket of the path is not closed"),
        ("some: {at: encrypted, called: 'a]', expect: {is-on: {at: a}}}", "a bracket of the path is not closed"),
        ("every: {at: encrypted, where: {all: []}, expect: {is-on: {at: a}}}", "give at least one condition"),
        ("days-between: {from: encrypted}", "give `at-least`, `at-most` or both"),
        ("days-between: {from: encrypted, at-least: 3, at-most: 2}", "`at-least` is more than `at-most`"),
        ("days-between: {from: encrypted, at-most: 2000000000}", "that is more than a hundred years"),
        ("sum: {of: [], at-most: 3}", "give at least one path"),
        ("sum: {of: [encrypted]}", "give `at-least`, `at-most` or both"),
        ("bits: {at: encrypted}", "give `set`, `clear` or both"),
        ("bits: {at: encrypted, set: 5, clear: 4}", "the same bit can't be set and clear"),
        ("compare: {at: device, with: device, is: equal}", "a value is compared with itself"),
        (
            "version: {at: encrypted, at-least: 1.x}",
            "`at-least` is not a version: write numbers with dots, such as 1.27.3",
        ),
        ("supported: {at: encrypted, is: ''}", "`is` is empty"),
        (
            "supported: {at: encrypted, is: macOS, version: device}",
            "with `is`, `at` leads to the version: leave out `version`",
        ),
    ] {
        check(SAME, expect(with), &[&format!("8: {fault}")]);
    }
    for sound in [
        "every: {at: encrypted, expect: {is-on: {at: .}}}",
        "every: {at: encrypted, expect: {compare: {at: anything, with: ^.device, is: equal}}}",
        "bits: {at: encrypted, set: 0x1000, clear: 0x10}",
        "version: {at: encrypted, at-least: 1.10}",
        "days-between: {from: encrypted, to: collected, at-most: 1}",
    ] {
        check(SAME, expect(sound), &[]);
    }
}

#[test]
fn examples_must_be_there() {
    check(SAME, ("    - \"Device,Encrypted\\nPC,no\\n\"\n", "    []\n"), &["13: an example of `fail` is missing"]);
    check(
        SAME,
        ("keys: seen", "keys: seen\nprefer: {present: {at: device}}"),
        &["11: an example of `warn` is missing, since there is a `prefer`"],
    );
}

#[test]
fn a_check_that_informs_has_examples_of_its_own() {
    let informs = CHECK.replace("keys: seen", "keys: seen\ninforms: true");
    let faults = |check: &str| -> Vec<String> {
        let faults = Rules::parse(&files(KIND, check)).err().unwrap_or_default();
        faults.into_iter().map(|fault| fault.message).collect()
    };
    let barred = |name: &str| format!("there can be no example of `{name}`: a check with `informs` never comes out so");
    assert_eq!(faults(&informs), ["an example of `info` is missing".to_owned(), barred("pass"), barred("fail")]);
    let own = informs.replace("  pass:", "  info:").replace("  fail:\n    - \"Device,Encrypted\\nPC,no\\n\"\n", "");
    assert_eq!(faults(&own), [""; 0]);
    assert_eq!(Rules::parse(&files(KIND, &own)).unwrap().examine(), []);
    let prefers = own.replace("keys: seen", "keys: seen\nprefer: {present: {at: device}}");
    assert_eq!(faults(&prefers), ["a check with `informs` has nothing to prefer"]);
    let stray = CHECK.replace("  unknown:", "  info: [x]\n  unknown:");
    assert_eq!(faults(&stray), ["there can be no example of `info`: only `informs` gives that"]);
}

#[test]
fn examples_that_come_out_otherwise_are_told_with_their_line() {
    let examine = |check: &str| -> Vec<String> {
        let rules = Rules::parse(&files(KIND, check)).unwrap();
        rules
            .examine()
            .iter()
            .map(|f| format!("{}: {}", f.at.map(|at| at.line).unwrap_or_default(), f.message))
            .collect()
    };
    assert_eq!(examine(CHECK), Vec::<String>::new());
    assert_eq!(examine(&CHECK.replace("PC,no", "PC,yes")), ["13: this example of `fail` gives pass: Encrypted is yes"]);
    assert_eq!(
        examine(&CHECK.replace("Device,Encrypted\\nPC,no", "Name\\nPC")),
        ["13: this example of `fail` is not recognised as a kind that the check reads"]
    );
}

#[test]
fn a_check_explains_itself_and_how_to_get_its_files() {
    let rules = Rules::parse(&files(KIND, CHECK)).unwrap();
    let id = CheckId::new("disk-encryption-on").unwrap();
    let page = rules.explain(&id).unwrap();
    assert_eq!(page.expects, ["`encrypted` is on"]);
    assert_eq!(page.judged, "every record is judged by itself");
    assert_eq!(page.reads[0].get, "Export the list");
    assert_eq!(rules.cards().len(), 1);
    assert!(rules.explain(&CheckId::new("other").unwrap()).is_none());
}
