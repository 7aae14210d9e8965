//! Several values together: days apart, sums, bits, comparisons, versions.

use super::check;

#[test]
fn days_are_counted_from_one_to_another() {
    let most = "days-between: {from: a, to: b, at-most: 5}";
    check(most, r#""a": "2026-03-01", "b": "2026-03-06""#, "yes: a is 2026-03-01: 5 days to b (6 March 2026)");
    check(
        most,
        r#""a": "2026-03-01", "b": "07/03/2026""#,
        "no: a is 2026-03-01: 6 days to b (7 March 2026), expected at most 5 days",
    );
    check(most, r#""a": "2026-03-07", "b": "2026-03-06""#, "yes: a is 2026-03-07: -1 days to b (6 March 2026)");
    check(
        "days-between: {from: a, to: b, at-least: 0}",
        r#""a": "2026-03-07", "b": "2026-03-06""#,
        "no: a is 2026-03-07: -1 days to b (6 March 2026), expected at least 0 days",
    );
    check(most, r#""a": "2026-03-01""#, "?: b is not there");
    check(most, r#""b": "2026-03-01""#, "?: a is not there");
    check(most, r#""a": "2026-03-01", "b": "soon""#, "?: b: not a date");
    check(most, r#""a": "2026-03-01", "b": "03/25/2026""#, "?: b: not a date with the day first");
    check(
        most,
        r#""a": "March 2026", "b": "2026-04-10""#,
        "no: a is March 2026: 10 to 40 days to b (10 April 2026), expected at most 5 days",
    );
    check(
        most,
        r#""a": "March 2026", "b": "2026-04-02""#,
        "?: a is March 2026: the day of the month is needed to tell",
    );
}

#[test]
fn without_an_end_days_are_counted_to_publication_and_none_lies_behind_it() {
    let most = "days-between: {from: a, at-most: 30}";
    check(most, r#""a": "2026-03-30""#, "yes: a is 2026-03-30: 1 day to publication on 31 March 2026");
    check(
        most,
        r#""a": "2026-02-01""#,
        "no: a is 2026-02-01: 58 days to publication on 31 March 2026, expected at most 30 days",
    );
    check(most, r#""a": "2026-04-01""#, "?: a is 2026-04-01: that is after publication on 31 March 2026");
    let collected = "days-between: {from: a, to: collected, at-most: 30}";
    check(collected, r#""a": "2026-02-01""#, "yes: a is 2026-02-01: 28 days to its collection on 1 March 2026");
    check(collected, r#""a": "2026-03-02""#, "?: a is 2026-03-02: that is after its collection on 1 March 2026");
}

#[test]
fn numbers_are_added_up() {
    let most = "sum: {of: [a, b], at-most: 14}";
    check(most, r#""a": 7, "b": "7 days""#, "yes: together 14 (a 7, b 7)");
    check(most, r#""a": 7, "b": 8"#, "no: together 15 (a 7, b 8), expected at most 14");
    check(most, r#""a": 7"#, "?: b is not there");
    check(most, r#""a": 7, "b": null"#, "?: b is not there");
    check(most, r#""a": 7, "b": "never""#, "?: b is not a number");
    check(most, r#""a": 7, "b": "@{c=1}""#, "?: b was cut off by PowerShell; export again with -Depth 10");
    check("sum: {of: [a, b], at-most: 14, default: 2}", r#""a": 7"#, "yes: together 9 (a 7, b not set, so 2)");
    check(
        "sum: {of: ['a[*].n'], at-least: 4}",
        r#""a": [{"n": 1}, {"n": 2}]"#,
        "no: together 3 (n 1, n 2), expected at least 4",
    );
    check("sum: {of: ['a[*].n'], at-least: 4}", r#""a": []"#, "?: there is nothing to add up");
}

#[test]
fn bits_are_read_from_decimal_and_hexadecimal_numbers() {
    let product = "bits: {at: a, set: 4096, clear: 16}";
    check(product, r#""a": 266240"#, "yes: a is 266240: 0x41000");
    check(product, r#""a": "266240""#, "yes: a is 266240: 0x41000");
    check(product, r#""a": "0x41010""#, "no: a is 0x41010: 0x41010, expected 0x1000 set and 0x10 clear");
    check(product, r#""a": 262144"#, "no: a is 262144: 0x40000, expected 0x1000 set and 0x10 clear");
    for odd in ["-1", "1.5", "\"on\"", "1e300"] {
        let json = format!("\"a\": {odd}");
        let shown = odd.trim_matches('"').replace("1e300", &format!("1{}", "0".repeat(300)));
        let judged = super::judged(product, &json);
        assert_eq!(judged.truth, crate::scan::evaluate::Truth::Unknown, "{shown}");
    }
}

#[test]
fn two_values_of_a_record_are_compared_as_what_they_are() {
    let with = |is: &str| format!("compare: {{at: a, with: b, is: {is}}}");
    check(&with("equal"), r#""a": "Yes", "b": "yes""#, "yes: a is Yes");
    check(
        &with("equal"),
        r#""a": "Server 1", "b": "Server 10""#,
        "no: a is Server 1, expected the same as b (Server 10)",
    );
    check(&with("equal"), r#""a": 10, "b": "10.0""#, "yes: a is 10");
    check(&with("equal"), r#""a": "04/03/2026", "b": "2026-03-04""#, "yes: a is 04/03/2026");
    check(
        &with("equal"),
        r#""a": "March 2026", "b": "2026-03-04""#,
        "?: a is March 2026: the day of the month is needed to tell",
    );
    check(&with("at-least"), r#""a": 9, "b": 10"#, "no: a is 9, expected at least b (10)");
    check(
        &with("at-least"),
        r#""a": "2026-03-04", "b": "2026-03-05""#,
        "no: a is 2026-03-04, expected at least b (2026-03-05)",
    );
    check(&with("at-most"), r#""a": "9 GB", "b": "10 GB""#, "yes: a is 9 GB");
    check(&with("at-most"), r#""a": "some", "b": "10 GB""#, "?: a is some: not to be compared");
    check(&with("equal"), r#""a": "x", "b": "n/a""#, "?: b is not filled in");
    check(&with("equal"), r#""a": "tbc", "b": "x""#, "?: a is tbc: nothing to compare");
    check(&with("equal"), r#""a": "x""#, "?: b is not there");
    check(&with("equal"), r#""a": "x", "b": ["x"]"#, "?: b has several values");
}

#[test]
fn versions_are_compared_part_by_part() {
    let version = "version: {at: a, at-least: 1.27.3}";
    check(version, r#""a": "1.27.3""#, "yes: a is 1.27.3");
    check(version, r#""a": "nginx/1.30.0 (Ubuntu)""#, "yes: a is nginx/1.30.0 (Ubuntu)");
    check(version, r#""a": "1.9.12""#, "no: a is 1.9.12, expected at least 1.27.3");
    check(version, r#""a": "1.27""#, "?: a is 1.27: that does not say which of its releases");
    check(version, r#""a": "2""#, "yes: a is 2");
    check(version, r#""a": "1.27.3-rc1""#, "?: a is 1.27.3-rc1: that is a release for trying out");
    check(version, r#""a": "1.27.4-rc1""#, "yes: a is 1.27.4-rc1");
    check(version, r#""a": "unlisted""#, "?: a is unlisted: not a version");
    check("version: {at: a, at-least: 9.6}", r#""a": "OpenSSH_9.6p1""#, "yes: a is OpenSSH_9.6p1");
    check(
        "version: {at: a, at-least: 2.17.1}",
        r#""a": "log4j2 2.17.0""#,
        "no: a is log4j2 2.17.0, expected at least 2.17.1",
    );
    check("version: {at: a, at-least: '14'}", r#""a": 15"#, "yes: a is 15");
}

#[test]
fn a_version_alone_is_looked_up_under_the_product_that_the_check_names() {
    let mac = "supported: {at: a, is: macOS}";
    check(mac, r#""a": "15.1""#, "yes: macOS 15: supported, no end announced");
    check(mac, r#""a": "12.4""#, "no: macOS 12: security updates ended on 16 September 2024");
    check(mac, r#""a": """#, "?: a is not filled in");
}
