//! Lists: every element, none, some.

use super::{check, judged};
use crate::scan::content::Spot;

const RULES: &str = r#""name": "sg", "rules": [
    {"id": "web", "port": 443, "from": ["0.0.0.0/0"]},
    {"id": "rdp", "port": 3389, "from": ["198.51.100.0/24"]}]"#;

#[test]
fn every_element_must_do_so_and_those_that_do_not_are_named() {
    let every = "every: {at: rules, expect: {at-least: {at: port, value: 1000}}, called: id}";
    check(every, RULES, "no: “web”: port is 443, expected at least 1000");
    check(every, r#""rules": [{"port": 2000}, {"port": 3000}]"#, "yes: all 2 entries of rules are as they should be");
    check(
        every,
        r#""rules": [{"port": 2000}, {"port": 30}]"#,
        "no: entry 2 of rules: port is 30, expected at least 1000",
    );
    check(every, r#""rules": [{"port": 2000}, {}]"#, "?: entry 2 of rules: port is not there");
    check(every, r#""rules": [{"port": 2}, {}]"#, "no: entry 1 of rules: port is 2, expected at least 1000");
    check(every, r#""rules": {"port": 3}"#, "no: port is 3, expected at least 1000");
}

#[test]
fn elements_that_do_not_count_are_passed_over() {
    let every = "every: {at: rules, where: {equals: {at: on, value: true}}, expect: {equals: {at: a, value: 1}}}";
    check(
        every,
        r#""rules": [{"on": true, "a": 1}, {"on": false, "a": 2}]"#,
        "yes: all 2 entries of rules are as they should be",
    );
    check(every, r#""rules": [{"a": 1}]"#, "yes: a is 1");
    check(every, r#""rules": [{"a": 2}]"#, "?: on is not there");
    let some = "some: {at: rules, where: {equals: {at: on, value: true}}, expect: {equals: {at: a, value: 1}}}";
    check(some, r#""rules": [{"on": false, "a": 1}]"#, "no: on is false, expected true");
    check(some, r#""rules": [{"a": 1}]"#, "?: on is not there");
    check(some, r#""rules": [{"a": 2}]"#, "no: a is 2, expected 1");
}

#[test]
fn none_of_the_elements_may_do_so() {
    let none = "none: {at: rules, expect: {all: [{contains: {at: from, value: 0.0.0.0/0}}, \
                {one-of: {at: port, values: [22, 3389]}}]}, called: id}";
    check(none, RULES, "yes: all 2 entries of rules are as they should be");
    let open = RULES.replace("198.51.100.0/24", "0.0.0.0/0");
    check(none, &open, "no: “rdp”: from is 0.0.0.0/0; port is 3389");
    check(none, r#""rules": [{"from": ["0.0.0.0/0"]}]"#, "?: port is not there");
    check(
        "none: {at: a, expect: {equals: {at: ., value: x}}}",
        r#""a": ["y", "x"]"#,
        "no: entry 2 of a: a is x, expected not x",
    );
}

#[test]
fn one_element_is_enough_for_some() {
    let some = "some: {at: rules, expect: {equals: {at: port, value: 3389}}, called: id}";
    check(some, RULES, "yes: “rdp”: port is 3389");
    check(
        &some.replace("3389", "22"),
        RULES,
        "no: none of the 2 entries of rules is as it should be; the nearest is “web”: port is 443, expected 22",
    );
    check(some, r#""rules": [{"port": 1}, {}]"#, "?: entry 2 of rules: port is not there");
}

#[test]
fn a_list_without_elements_and_one_that_is_missing_are_two_things() {
    for (operator, says) in [("every", "yes"), ("none", "yes"), ("some", "no")] {
        let asked = format!("{operator}: {{at: a, expect: {{is-on: {{at: b}}}}}}");
        check(&asked, r#""a": []"#, &format!("{says}: a has no entries"));
        check(&asked, r#""c": 1"#, "?: a is not there");
        check(&asked, r#""a": null"#, "?: a is empty");
        check(&asked, r#""a": "System.Object[]""#, "?: a was cut off by PowerShell; export again with -Depth 10");
        check(&asked, r#""a": ["@{b=1}"]"#, "?: a was cut off by PowerShell; export again with -Depth 10");
        for (empty, says) in [("holds", "yes"), ("fails", "no")] {
            let asked = format!("{operator}: {{at: a, expect: {{is-on: {{at: b}}}}, empty: {empty}}}");
            for json in [r#""a": []"#, r#""c": 1"#, r#""a": null"#] {
                check(&asked, json, &format!("{says}: a has no entries"));
            }
            let cut = r#""a": "System.Object[]""#;
            check(&asked, cut, "?: a was cut off by PowerShell; export again with -Depth 10");
        }
    }
}

#[test]
fn a_path_leads_out_of_the_element_and_into_lists_of_lists() {
    let outer = "every: {at: rules, expect: {compare: {at: port, with: ^.most, is: at-most}}}";
    check(outer, r#""most": 100, "rules": [{"port": 99}]"#, "yes: port is 99");
    check(outer, r#""most": 90, "rules": [{"port": 99}]"#, "no: port is 99, expected at most most (90)");
    let twice = "every: {at: a, expect: {some: {at: b, expect: {equals: {at: c, value: 1}}, called: ^.^.k}}}";
    check(twice, r#""a": [{"b": [{"c": 2}, {"c": 1}]}]"#, "yes: “0”: c is 1");
    check(
        "every: {at: 'a[*].b', expect: {equals: {at: c, value: 1}}}",
        r#""a": [{"b": [{"c": 1}]}, {"b": {"c": 2}}]"#,
        "no: entry 2 of b: c is 2, expected 1",
    );
    check(
        "every: {at: 'a[*].b', expect: {equals: {at: c, value: 1}}}",
        r#""a": [{"b": {"c": 1}}, {}]"#,
        "?: b is not there",
    );
}

#[test]
fn the_first_element_that_decides_has_its_place() {
    let found =
        judged("every: {at: a, expect: {is-on: {at: b}}}", "\"a\": [\n{\"b\": true},\n{\"b\": false}, {\"c\": 1}]");
    assert_eq!(found.spot, Some(Spot::Path("a[1].b".into(), Some(3))));
    assert_eq!(found.observed.as_deref(), Some("false"));
    let missing = judged("every: {at: a, expect: {present: {at: b}}}", "\"a\": [\n{\"c\": 1}]");
    assert_eq!(missing.spot, Some(Spot::Path("a[0]".into(), Some(2))));
}

#[test]
fn many_elements_that_fail_are_counted() {
    let every = "every: {at: a, expect: {is-on: {at: .}}}";
    check(
        every,
        r#""a": [0, 0, 0, 0, 1]"#,
        "no: entry 1 of a: a is 0, expected on; entry 2 of a: a is 0, expected on; entry 3 of a: a is 0, expected on; and 1 more",
    );
}
