use jiff::civil::date;

use super::super::{Input, Rules, Way, scan};
use super::*;
use crate::model::Outcome;

#[track_caller]
fn check(names: &[&str], from: &str, target: &str, expected: &[&str]) {
    assert_eq!(matching(names, from, target), expected, "{target} from {from}");
}

#[test]
fn what_a_directive_means_is_sought_beside_the_file_and_above_it() {
    let names = ["web/nginx/conf.d/a.conf", "web/nginx/conf.d/b.conf", "web/nginx/nginx.conf", "web/nginx/tls.conf"];
    let main = "web/nginx/nginx.conf";
    check(&names, main, "/etc/nginx/conf.d/*.conf", &names[..2]);
    check(&names, main, "conf.d/*.conf", &names[..2]);
    check(&names, main, "/etc/nginx/conf.d/", &names[..2]);
    check(&names, main, "/etc/nginx/conf.d", &names[..2]);
    check(&names, main, "/etc/nginx/tls.conf", &names[3..]);
    check(&names, "web/nginx/conf.d/a.conf", "tls.conf", &names[3..]);
    check(&names, "web/nginx/conf.d/a.conf", "nginx/tls.conf", &names[3..]);
    check(&names, main, "/etc/nginx/sites-enabled/*", &[]);
    check(&names, main, "*.conf", &names[3..]);
    check(&names, main, "/etc/nginx/*.conf", &names[3..]);
}

#[test]
fn files_of_another_machine_are_not_taken_in() {
    let names = ["a/sshd_config", "b/sshd_config", "b/sshd_config.d/1.conf", "c.conf"];
    check(&names, "a/sshd_config", "/etc/ssh/sshd_config.d/*.conf", &[]);
    check(&names, "b/sshd_config", "/etc/ssh/sshd_config.d/*.conf", &["b/sshd_config.d/1.conf"]);
    check(&names, "b/sshd_config", "/etc/other/*.conf", &[]);
}

#[test]
fn names_fit_patterns() {
    for (name, pattern, expected) in [
        ("a.conf", "*.conf", true),
        ("a.conf.bak", "*.conf", false),
        ("10-tls.CONF", "??-*.conf", true),
        ("ab", "a*b*", true),
        (".hidden", "*", false),
        ("a", "b", false),
        ("", "*", true),
        ("abcabd", "*abd", true),
    ] {
        assert_eq!(globbed(name, pattern), expected, "{name} as {pattern}");
    }
}

const KIND: &str = "id: web
title: Web server settings
get: Copy the folder
layout: {blocks: {form: braces, records: [server], comments: ['#'], include: [include]}}
recognise: {lines: ['^\\s*(http|server) ?\\{']}
subject: {kind: host, at: [server_name]}
";
const CHECK: &str = "id: tls-is-new
title: Old versions of TLS are off
why: W
fix: F
source: S
keys: seen
reads: [web]
expect:
  all:
    - not-known-with: {at: include, because: it takes in files that are not here}
    - contains-none: {at: ssl_protocols, values: [TLSv1]}
examples: {pass: [x], fail: [x], unknown: [x]}
";

#[track_caller]
fn findings(files: &[(&str, &str)], expected: &[&str]) {
    let rules = Rules::parse(&[
        ("assertions/kinds/web.yaml".into(), KIND.into()),
        ("assertions/checks/web/tls-is-new.yaml".into(), CHECK.into()),
    ])
    .unwrap();
    let inputs = files.iter().map(|(name, text)| Input::of(*name, Ok(text.as_bytes().to_vec())));
    let day = date(2026, 3, 31);
    let scan = scan(&rules, inputs, &BTreeMap::new(), day, day, &mut |_| {}, &Way::default());
    assert!(scan.files.iter().any(|file| file.format == "Web server settings"), "{:?}", scan.files);
    let outcome = |outcome: Outcome| match outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        _ => "unknown",
    };
    let shown: Vec<String> = scan
        .findings
        .iter()
        .map(|f| {
            let line = f.place.line.unwrap_or_default();
            format!("{} {} {}:{line}", f.subject.label, outcome(f.outcome), f.place.file)
        })
        .collect();
    assert_eq!(shown, expected);
}

const MAIN: &str = "http {\n  include conf.d/*.conf;\n}\n";

#[test]
fn lines_of_other_files_are_judged_where_the_directive_stands() {
    findings(
        &[
            ("etc/conf.d/a.conf", "# TLS\nssl_protocols TLSv1 TLSv1.2;\n"),
            ("etc/conf.d/b.conf", "server {\n  server_name a.example.org;\n}\n"),
            ("etc/nginx.conf", MAIN),
        ],
        &["a.example.org fail etc/conf.d/a.conf:2"],
    );
    findings(
        &[("b.conf", "server {\n ssl_protocols TLSv1.3;\n include c.conf;\n}\n"), ("c.conf", "server_name c;\n")],
        &["c pass b.conf:2"],
    );
}

#[test]
fn what_is_not_there_is_not_known() {
    findings(&[("nginx.conf", MAIN)], &["nginx unknown nginx.conf:2"]);
}

#[test]
fn files_that_take_each_other_in_are_never_passed() {
    let text = |other: &str| format!("server {{\n  server_name a;\n  ssl_protocols TLSv1.3;\n}}\ninclude {other};\n");
    findings(
        &[("a.conf", &text("b.conf")), ("b.conf", &text("a.conf"))],
        &["a unknown a.conf:3", "a unknown a.conf:3", "a unknown b.conf:3", "a unknown b.conf:3"],
    );
}
