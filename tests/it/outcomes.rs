//! Outcomes that are reached by degrees, from the first question to the report, over a pack that knows no toolkit.

use super::home::{Home, exits, out, pdf_text, said, words};

const PACK: &str = include_str!("../packs/valid/outcomes.yaml");

/// A workspace whose one assessment answers the pack with these lines.
fn home(lines: &str) -> Home {
    let listed = if lines.is_empty() { "    answers: {}\n".to_owned() } else { format!("    answers:\n{lines}") };
    let home = Home::new(&format!(
        "format: 1\norganisation: {{ name: Rosewood Court, kind: care-home }}\nassessments:\n  # ours\n  - pack: \
         outcomes-plain\n{listed}"
    ));
    std::fs::create_dir(home.dir.join("packs")).unwrap();
    std::fs::write(home.dir.join("packs/outcomes.yaml"), PACK).unwrap();
    home
}

fn answers(home: &Home) -> String {
    std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap()
}

#[test]
fn an_interview_saves_each_statement_and_records_the_level_at_the_end() {
    let home = home("");
    let args = ["interview", home.path(), "--date", "2026-03-31", "--by", "Ann Example"];
    let ran = home.type_in(&args, "\nn\ny\nc The chair signs\nq\n");
    exits(&ran, 0);
    let before = "  # ours\n  - pack: outcomes-plain\n    answers:\n      A1.a:\n        indicators:\n          \"NA#1\": \
                  no\n          \"A#1\": yes\n          \"A#2\":\n            compensated: The chair signs\n        by: \
                  Ann Example\n        on: 2026-03-31\n";
    assert!(answers(&home).ends_with(before), "{}", answers(&home));
    let ran = home.type_in(&args, "\n\ndone\n\n");
    exits(&ran, 0);
    assert!(answers(&home).ends_with(&format!("{before}        value: achieved\n")), "{}", answers(&home));
    assert!(out(&ran).contains("By its statements this outcome is achieved."), "{}", out(&ran));
}

#[test]
fn what_does_not_fit_an_outcome_is_refused_with_its_line() {
    for (lines, expected) in [
        ("A1.a: { value: partially-achieved }", "error: item A1.a can't be partially achieved"),
        ("A1.a: { value: nearly }", "error: item A1.a: `nearly` is no level"),
        ("A1.a: { policy: yes }", "error: item A1.a has no policy question"),
        ("A1.a: { value: achieved, override-reason: ' ' }", "error: item A1.a: `override-reason` needs a reason"),
        ("A1.a: { indicators: { 'A#3': yes } }", "error: item A1.a has no statement A#3"),
        ("A1.a: { indicators: { 'A#1': { not-applicable: '' } } }", "error: item A1.a: statement A#1 needs a reason"),
        ("A1.a: { indicators: { 'A#1': maybe } }", "`{not-applicable: reason}` or `{compensated: how}`"),
        ("A1.a: { indicators: { 'A#1': { because: x } } }", "unknown key `because`"),
        (
            "A1.a: { indicators: { 'A#1': { compensated: x, not-applicable: x } } }",
            "give only one of `not-applicable` and `compensated`",
        ),
    ] {
        let ran = home(&format!("      {lines}\n")).run("status", &[]);
        exits(&ran, 2);
        let said = words(&said(&ran));
        assert!(said.contains(expected) && said.contains("answers.yaml:7:"), "{lines}\n{said}");
    }
}

#[test]
fn the_report_shows_both_levels_and_every_statement() {
    let home = home(
        "      A1.a: { value: achieved, override-reason: The *board* says | so, indicators: { 'NA#1': no, 'A#1': no } }\n      \
         B2.a: { value: achieved, policy: no, indicators: { 'NA#1': { not-applicable: One user } } }\n",
    );
    exits(&home.run("report", &["--format", "markdown,pdf"]), 0);
    let name = |ending: &str| {
        let mut files = std::fs::read_dir(home.dir.join("reports")).unwrap().map(|one| one.unwrap().path());
        files.find(|path| path.extension().is_some_and(|end| end == ending)).unwrap()
    };
    let text = std::fs::read_to_string(name("md")).unwrap();
    for expected in [
        "## Outcomes and their levels",
        "| **A1\\.a** Direction | not achieved | achieved, **differs** | achieved | yes |",
        "| **B2\\.a** Signing in | 1 of 3 answered | achieved | achieved | **no** |",
        "recorded as achieved; the statements give not achieved (2 of 3 answered)",
        "Reason given: The \\*board\\* says \\| so",
        "| A\\#1 | Those in charge talk about it each quarter\\. | not true |",
        "| A\\#2 | One person answers for it\\. | not answered |",
        "| NA\\#1 | Accounts are shared\\. | does not apply: One user |",
        "second factor? **No.**",
    ] {
        let plain = |text: &str| text.replace('\\', "");
        assert!(plain(&text).contains(&plain(expected)), "{expected}\n{text}");
    }
    assert!(!text.contains("not confirmed"), "a plain edition expects no levels in particular");
    let pdf = words(&pdf_text(&std::fs::read(name("pdf")).unwrap()));
    assert!(pdf.contains("Outcomes and their levels"), "{pdf}");
}

#[test]
fn the_level_can_be_asked_for_in_a_sheet() {
    let home = home("");
    let ran = home.run("ask", &["--all", "--format", "markdown"]);
    assert!(ran.status.success() || ran.status.code() == Some(2), "{}", said(&ran));
}
