//! Every operator on the values that decide it.

mod amounts;
mod lists;

use jiff::civil::date;

use super::super::{kind::Kind, readers, records, rules::Patterns};
use super::*;
use crate::model::yaml::Yaml;

const KIND: &str = "id: x\ntitle: X\nget: x\nlayout: {json: {}}\nrecognise: {keys: [k]}\nsubject: {kind: thing}\n";
const SUPPORT: &str = r#"format: 1
as-of: 2026-08-22
source: x
products:
  mac:
    title: macOS
    names: ['^macos']
    cycles:
      - {c: "12", end: 2024-09-16}
      - {c: "15", end: none-announced}
"#;

fn judged(expect: &str, json: &str) -> Judged {
    let kind: Kind = Yaml::new("kind", KIND).read().unwrap();
    let expect: Expect = Yaml::new("check", expect).read().unwrap_or_else(|faults| panic!("{faults:?}"));
    let content = readers::read("x.json", format!("{{\"k\": 0, {json}}}").as_bytes()).unwrap();
    let records = records::cut(&kind, &Patterns::default(), "x.json", &records::open(&content)).unwrap();
    let patterns = Patterns::of(["^tls", "b"]);
    let support = Support::parse(&Yaml::new("facts", SUPPORT)).unwrap();
    let ground = Ground {
        patterns: &patterns,
        support: &support,
        publish_on: date(2026, 3, 31),
        collected: Some(date(2026, 3, 1)),
        others: None,
    };
    judge(&expect, &records.records[0], &ground)
}

#[track_caller]
fn check(expect: &str, json: &str, expected: &str) {
    let judged = judged(expect, json);
    let word = match judged.truth {
        Truth::Holds => "yes",
        Truth::Fails => "no",
        Truth::Unknown => "?",
    };
    assert_eq!(format!("{word}: {}", judged.message()), expected, "{expect} on {json}");
}

#[test]
fn a_text_that_is_not_shown_is_told_the_right_way_round() {
    check("matches: {at: text, pattern: 'b'}", r#""text": "abc""#, "yes: the text is as it should be");
    check("matches: {at: text, pattern: 'b'}", r#""text": "ac""#, "no: the text is something else");
    check("not: {matches: {at: text, pattern: 'b'}}", r#""text": "abc""#, "no: the text has what should not be there");
    check("not: {matches: {at: text, pattern: 'b'}}", r#""text": "ac""#, "yes: the text is as it should be");
}

#[test]
fn of_several_ways_the_one_that_the_file_speaks_of_is_told() {
    let either = "any: [{all: [{present: {at: b}}, {equals: {at: b, value: 1}}]}, {equals: {at: a, value: 1}}]";
    check(either, r#""a": 2"#, "no: a is 2, expected 1");
    check("any: [{present: {at: a}}, {present: {at: b}}]", r#""c": 2"#, "no: a is not there; b is not there");
}

#[test]
fn equals_and_one_of() {
    check("equals: {at: a, value: enabled}", r#""a": "Enabled""#, "yes: a is Enabled");
    check("equals: {at: a, value: enabled}", r#""a": "off""#, "no: a is off, expected enabled");
    check("equals: {at: a, value: 4}", r#""a": "4""#, "yes: a is 4");
    check("equals: {at: a, value: true}", r#""a": true"#, "yes: a is true");
    check("equals: {at: a, value: x}", r#""b": 1"#, "?: a is not there");
    check("equals: {at: a, value: x}", r#""a": null"#, "?: a is empty");
    check("equals: {at: a, value: ''}", r#""a": """#, "yes: a is empty");
    check("equals: {at: a, value: x, default: x}", r#""b": 1"#, "yes: a is not set, so it is x");
    check("equals: {at: a, value: x, default: y}", r#""b": 1"#, "no: a is not set, so it is y, expected x");
    check("equals: {at: a, value: no}", r#""a": "no""#, "yes: a is no");
    check("equals: {at: a, value: no}", r#""a": "yes""#, "no: a is yes, expected no");
    check("equals: {at: a, value: '1.0'}", r#""a": "1.0""#, "yes: a is 1.0");
    check("one-of: {at: a, values: [x, y]}", r#""a": "Y""#, "yes: a is Y");
    check("one-of: {at: a, values: [x, y]}", r#""a": "z""#, "no: a is z, expected one of x, y");
    check("equals: {at: a, value: x}", r#""a": ["x", "x"]"#, "yes: a is x");
    check("equals: {at: a, value: x}", r#""a": ["x", "y"]"#, "no: a is y, expected x");
    check("equals: {at: a, value: x}", r#""a": []"#, "?: a is empty");
}

#[test]
fn contains_and_contains_none() {
    check("contains: {at: a, value: All}", r#""a": ["All"]"#, "yes: a is All");
    check("contains: {at: a, value: All}", r#""a": ["All users"]"#, "no: a is All users, expected All among them");
    check("contains: {at: a, value: All}", r#""a": []"#, "no: a is empty, expected All among them");
    check("contains: {at: a, value: mfa}", r#""a": "mfa, block""#, "yes: a is mfa, block");
    check("contains: {at: 'a[*]', value: x}", r#""a": ["x", "y"]"#, "yes: a is x, y");
    check("contains: {at: a, value: x}", r#""b": 1"#, "?: a is not there");
    check("contains-none: {at: a, values: [TLSv1]}", r#""a": "TLSv1.2 TLSv1.3""#, "yes: a is TLSv1.2 TLSv1.3");
    check(
        "contains-none: {at: a, values: [TLSv1]}",
        r#""a": "TLSv1 TLSv1.2""#,
        "no: a is TLSv1 TLSv1.2, expected none of TLSv1",
    );
    check("contains-none: {at: a, values: [x]}", r#""a": []"#, "yes: a is empty");
}

#[test]
fn bounds() {
    check("at-least: {at: a, value: 12}", r#""a": 12"#, "yes: a is 12");
    check("at-least: {at: a, value: 12}", r#""a": "8 characters""#, "no: a is 8 characters, expected at least 12");
    check("at-least: {at: a, value: 12}", r#""a": "Never""#, "?: a is Never: not a number");
    check("at-most: {at: a, value: 10}", r#""a": "11""#, "no: a is 11, expected at most 10");
    check("at-most: {at: a, value: 10, default: 6}", r#""b": 1"#, "yes: a is not set, so it is 6");
    check("between: {at: a, from: 1, to: 10}", r#""a": 0"#, "no: a is 0, expected 1 to 10");
    check("between: {at: a, from: 1, to: 10}", r#""a": 10"#, "yes: a is 10");
    check("at-least: {at: 'a[*].n', value: 2}", r#""a": [{"n": 2}, {"n": 1}]"#, "no: n is 1, expected at least 2");
    check("at-least: {at: 'a[*].n', value: 2}", r#""a": [{"n": 2}, {"m": 1}]"#, "?: n is not there");
    check("at-least: {at: 'a[*].n', value: 2}", r#""a": []"#, "?: n has no entries");
}

#[test]
fn matches() {
    check("matches: {at: a, pattern: '^tls'}", r#""a": "TLS 1.2""#, "yes: a is “TLS 1.2”");
    check("matches: {at: a, pattern: '^tls'}", r#""a": "SSL""#, "no: a is “SSL”");
    check("matches: {at: a, pattern: 'b'}", r#""a": ["a", "b"]"#, "yes: a is “b”");
    check("matches: {at: 'a[*]', pattern: 'b'}", r#""a": ["a", "b"]"#, "no: a is “a”");
    check("matches: {at: a, pattern: 'b'}", r#""a": ["a", "c"]"#, "no: no entry of a is as it should be");
}

#[test]
fn on_and_off() {
    check("is-on: {at: a}", r#""a": "Yes""#, "yes: a is Yes");
    check("is-on: {at: a}", r#""a": 0"#, "no: a is 0, expected on");
    check("is-on: {at: a}", r#""a": "pending""#, "?: a is pending: neither yes nor no");
    // A remark may name somebody.
    check("is-on: {at: a}", r#""a": "ask Ann Example""#, "?: a: neither yes nor no");
    check("newer-than: {at: a, months: 12}", r#""a": "see Ann Example""#, "?: a: not a date");
    check("is-off: {at: a}", r#""a": false"#, "yes: a is false");
    check("is-off: {at: a, default: true}", r#""b": 1"#, "no: a is not set, so it is true, expected off");
}

#[test]
fn presence() {
    check("present: {at: a}", r#""a": "Manager""#, "yes: a is filled in");
    check("present: {at: a}", r#""a": """#, "no: a is empty");
    check("present: {at: a}", r#""a": "TBC""#, "no: a is TBC");
    check("present: {at: a}", r#""b": 1"#, "no: a is not there");
    check("present: {at: a}", r#""a": "@{x=1}""#, "?: a was cut off by PowerShell; export again with -Depth 10");
    check("absent: {at: a}", r#""a": []"#, "yes: a is empty");
    check("absent: {at: a.b}", r#""a": null"#, "yes: b is not there");
    check("absent: {at: a}", r#""a": ["x"]"#, "no: a is filled in");
    check("absent-or: {at: a, expect: {at-least: {at: a, value: 3}}}", r#""b": 1"#, "yes: a is not there");
    check("absent-or: {at: a, expect: {at-least: {at: a, value: 3}}}", r#""a": 2"#, "no: a is 2, expected at least 3");
}

#[test]
fn what_powershell_cut_off_is_not_known_even_with_a_default() {
    let cut = r#""a": "System.Object[]", "b": "@{c=System.Object[]}""#;
    let says = |name: &str| format!("?: {name} was cut off by PowerShell; export again with -Depth 10");
    check("contains: {at: a, value: All, default: none}", cut, &says("a"));
    check("contains: {at: b.c, value: All, default: none}", cut, &says("c"));
    check("absent: {at: b.c}", cut, &says("c"));
    check("contains-none: {at: a, values: [x]}", cut, &says("a"));
}

#[test]
fn days_count_back_from_the_date_of_publication() {
    let year = "newer-than: {at: a, months: 12}";
    check(year, r#""a": "31/03/2025""#, "yes: a is 31/03/2025");
    check(year, r#""a": "30/03/2025""#, "no: a is 30/03/2025, expected no more than 12 months before publication");
    check(year, r#""a": "2026-03-31""#, "yes: a is 2026-03-31");
    check(year, r#""a": "1 April 2026""#, "?: a is 1 April 2026: that is after 31 March 2026, the date of publication");
    check(year, r#""a": "03/25/2026""#, "?: a is 03/25/2026: not a date with the day first");
    check(year, r#""a": "yes""#, "?: a is yes: not a date");
    check(year, r#""a": "/Date(1760000000000)/""#, "yes: a is /Date(1760000000000)/");
    check(year, r#""a": "June 2025""#, "yes: a is June 2025");
    check(year, r#""a": "March 2026""#, "yes: a is March 2026");
    check("newer-than: {at: a, days: 7}", r#""a": "24/03/2026""#, "yes: a is 24/03/2026");
    check(
        "newer-than: {at: a, days: 7}",
        r#""a": "23/03/2026""#,
        "no: a is 23/03/2026, expected no more than 7 days before publication",
    );
    check(
        "newer-than: {at: a, days: 7}",
        r#""a": "March 2026""#,
        "?: a is March 2026: the day of the month is needed to tell",
    );
    check("newer-than: {at: a, days: 7}", r#""b": 1"#, "?: a is not there");
}

#[test]
fn last_days_are_in() {
    check("not-past: {at: a}", r#""a": "31/03/2026""#, "yes: a is 31/03/2026");
    check("not-past: {at: a}", r#""a": "30/03/2026""#, "no: a is 30/03/2026, expected a day that is not past");
    check("not-past: {at: a, days-left: 30}", r#""a": "30/04/2026""#, "yes: a is 30/04/2026");
    check(
        "not-past: {at: a, days-left: 30}",
        r#""a": "29/04/2026""#,
        "no: a is 29/04/2026, expected at least 30 days to go",
    );
}

#[test]
fn products_are_looked_up_with_their_versions() {
    check(
        "supported: {at: a, version: v}",
        r#""a": "macOS", "v": "15.1""#,
        "yes: macOS 15: supported, no end announced",
    );
    check(
        "supported: {at: a, version: v}",
        r#""a": "macOS 12""#,
        "no: macOS 12: security updates ended on 16 September 2024",
    );
    check("supported: {at: a}", r#""a": """#, "?: a is not filled in");
}

#[test]
fn three_values_are_joined_as_logic_asks() {
    let (yes, no, unknown) = ("equals: {at: y, value: y}", "equals: {at: n, value: y}", "equals: {at: u, value: y}");
    let json = r#""y": "y", "n": "n""#;
    for (operator, first, second, expected) in [
        ("all", yes, yes, "yes: y is y"),
        ("all", yes, unknown, "?: u is not there"),
        ("all", unknown, no, "no: n is n, expected y"),
        ("any", no, unknown, "?: u is not there"),
        ("any", unknown, yes, "yes: y is y"),
        ("any", no, no, "no: n is n, expected y"),
    ] {
        check(&format!("{operator}: [{{{first}}}, {{{second}}}]"), json, expected);
    }
    check(&format!("not: {{{yes}}}"), json, "no: y is y, expected not y");
    check(&format!("not: {{{no}}}"), json, "yes: n is n");
    check(&format!("not: {{{unknown}}}"), json, "?: u is not there");
    check(
        "all: [{is-on: {at: n}}, {at-least: {at: y, value: 1}}]",
        r#""n": 0, "y": 0"#,
        "no: n is 0, expected on; y is 0, expected at least 1",
    );
}

#[test]
fn one_value_is_told_once_with_what_can_be_said_of_it() {
    let twice = "all: [{not: {matches: {at: a, pattern: 'b'}}}, {is-on: {at: a}}]";
    check(twice, r#""a": "b""#, "no: a is “b”");
    check(twice, r#""a": "no""#, "no: a is no, expected yes");
    let either = "any: [{matches: {at: a, pattern: '^tls'}}, {is-on: {at: a}}]";
    check(either, r#""a": "no""#, "no: a is “no”");
    check("all: [{is-on: {at: z, default: true}}, {is-on: {at: a}}]", r#""a": "yes""#, "yes: a is yes");
}

#[test]
fn the_decisive_value_has_its_place() {
    let found = judged(
        "all: [{equals: {at: a, value: x}}, {equals: {at: b.c, value: x}}]",
        "\"a\": \"x\",\n\"b\": {\"c\": \"z\"}",
    );
    assert_eq!(found.spot, Some(Spot::Path("b.c".into(), Some(2))));
    assert_eq!(found.observed.as_deref(), Some("z"));
    assert_eq!(found.failing, 1);
}

#[test]
fn what_a_value_hides_is_not_known_for_the_reason_given() {
    let hidden = "not-known-with: {at: Include, because: other files come first}";
    check(hidden, r#""Include": "*.conf""#, "?: other files come first");
    check(hidden, r#""a": 1"#, "yes: Include is not there");
    check(hidden, r#""Include": null"#, "yes: Include is empty");
}

#[test]
fn words_of_yaml_for_yes_and_no_stay_words_in_checks() {
    for word in ["yes", "no", "on", "off", "Yes", "y"] {
        check(&format!("equals: {{at: a, value: {word}}}"), &format!(r#""a": "{word}""#), &format!("yes: a is {word}"));
        check(
            &format!("equals: {{at: a, value: {word}}}"),
            r#""a": "true""#,
            &format!("no: a is true, expected {word}"),
        );
        let some = format!("one-of: {{at: a, values: [{word}, z], default: {word}}}");
        check(&some, r#""b": 1"#, &format!("yes: a is not set, so it is {word}"));
    }
}
