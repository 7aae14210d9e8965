//! Outcomes that are reached by degrees, from the first question to the report, over a pack that knows no toolkit.

use dspt::model::{Achievement, ProfileStatus, yaml::Yaml};

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

/// The built-in pack of the toolkit that is aligned to the Cyber Assessment Framework.
fn toolkit() -> dspt::model::Pack {
    crate::packs::built_in("dspt-2025-26-caf")
}

#[test]
fn the_toolkit_has_the_outcomes_of_its_framework_and_says_which_levels_are_sure() {
    let pack = toolkit();
    let items: Vec<_> = pack.items().map(|(_, _, item)| item).collect();
    let principles: usize = pack.sections.iter().map(|section| section.assertions.len()).sum();
    let statements: usize = items.iter().map(|item| item.indicators.len()).sum();
    assert_eq!((pack.sections.len(), principles, items.len(), statements), (5, 18, 47, 477));
    let whole: Vec<&str> = items.iter().filter(|one| one.partial == Some(false)).map(|one| one.id.as_str()).collect();
    let expected = "A1.a A1.b A1.c A2.b A3.a C2.a C2.b D1.b D1.c D2.a D2.b E2.a E4.a";
    assert_eq!(whole.join(" "), expected, "rule 2.2");
    let policy: Vec<&str> =
        items.iter().filter(|one| one.policy_question.is_some()).map(|one| one.id.as_str()).collect();
    assert_eq!(policy.join(" "), "A2.b B2.a B4.d", "rule 2.6");
    let of = |status: ProfileStatus, level: Option<Achievement>| {
        let is = |item: &&&dspt::model::Item| {
            item.profile.as_ref().is_some_and(|profile| profile.status == status && profile.level == level)
        };
        items.iter().filter(is).map(|item| item.id.as_str()).collect::<Vec<_>>().join(" ")
    };
    let confirmed = |level| of(ProfileStatus::Confirmed, Some(level));
    assert_eq!(confirmed(Achievement::Achieved), "A1.a A3.a D2.a E2.a E3.a E4.a", "rule 4");
    let partly = "A2.a A4.a B2.a B3.a B4.a B5.a B6.a C1.a D1.a E1.a";
    assert_eq!(confirmed(Achievement::PartiallyAchieved), partly, "rule 4");
    assert_eq!(confirmed(Achievement::NotAchieved), "C2.a", "rule 2.8");
    assert_eq!(of(ProfileStatus::Unknown, None), "E2.b E2.c E3.b E4.b", "rule 4");
    let scope = |kind: &str| {
        let kind = dspt::model::Slug::new(kind).unwrap();
        let scope = pack.audit_scope.iter().find(|scope| scope.organisations.contains(&kind)).unwrap();
        (scope.outcomes.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" "), scope.chosen)
    };
    let trusts = "A1.a B1.a B4.a B5.a B5.c C1.b D2.a E2.a E2.c".to_owned();
    assert_eq!(scope("nhs-trust"), (trusts, 3), "rule 6");
    let others = "A2.a A4.a B2.a B4.d C1.a D1.a E2.b E3.a".to_owned();
    assert_eq!(scope("genomics-organisation"), (others, 4), "rule 6");
}

#[test]
fn objectives_a_to_d_alone_are_a_plain_edition_that_loads_and_scores() {
    let mut pack = toolkit();
    pack.sections.retain(|section| section.id.as_str() != "E");
    (pack.portal, pack.audit_scope, pack.organisations) = (false, Vec::new(), Vec::new());
    pack.levels.retain(|level| !level.requires.improvement_plan);
    pack.interview.clear();
    for item in pack.sections.iter_mut().flat_map(|s| &mut s.assertions).flat_map(|a| &mut a.items) {
        (item.profile, item.policy_question) = (None, None);
    }
    // Written out, a pack that is based on nothing says so; it is left out of one that stands by itself.
    let text = serde_yaml::to_string(&pack).unwrap().replace("\nbased-on: null\n", "\n");
    let ids = |folder| crate::packs::ids(folder);
    let known = dspt::pack::Known { checks: ids("assertions/checks"), documents: ids("assertions/documents") };
    let pack = dspt::pack::parse("plain.yaml", &text, &known).unwrap_or_else(|faults| panic!("{faults:?}"));
    let answers: String = pack.items().map(|(_, _, item)| format!("  {}: {{value: achieved}}\n", item.id)).collect();
    let organisation = Yaml::new("", "{name: Rosewood Court, kind: care-home}").read().unwrap();
    let today = jiff::civil::date(2026, 3, 31);
    let standing = |answers: &str| {
        let assessment = Yaml::new("", format!("pack: {}\nanswers:\n{answers}", pack.id)).read().unwrap();
        let card = dspt::score::score(&dspt::score::Inputs {
            pack: &pack,
            organisation: &organisation,
            assessment: &assessment,
            filed: None,
            parties: &[],
            scan: &dspt::model::Scan::default(),
            checks: &[],
            documents: &[],
            proposals: &Default::default(),
            today,
            publish_on: today,
        });
        let outcomes = card.achievement.unwrap();
        (card.on_answers.level.is_some(), outcomes.outcomes, outcomes.profiled, outcomes.audit.is_some())
    };
    assert_eq!(standing(&answers), (true, 39, 0, false));
    assert_eq!(standing(&answers.replacen("achieved", "not-achieved", 1)), (false, 39, 0, false));
}

#[test]
fn hostile_reasons_are_only_text() {
    let home = home(
        "      A1.a:\n        value: achieved\n        override-reason: \"\\u202ereversed\\e[31m [x](http://evil.example) | \
         <b>\"\n        indicators: { \"NA#1\": yes, \"A#1\": { compensated: \"=cmd()\\e[2J\\n# Heading\" } }\n",
    );
    exits(&home.run("report", &["--format", "markdown"]), 0);
    let text = String::from_utf8(home.report("report.md")).unwrap();
    for sign in ["\u{202e}", "\u{1b}", "[x](http", "<b>", "\n# Heading"] {
        assert!(!text.contains(sign), "{sign:?} in {text}");
    }
    let shown = home.type_in(&["interview", home.path(), "--date", "2026-03-31", "--all"], "go A1.a\n\nb\nq\n");
    for printed in [out(&home.run("status", &[])), out(&shown)] {
        assert!(!printed.contains(['\u{202e}', '\u{1b}']), "{printed:?}");
    }
}

#[test]
fn a_later_edition_takes_outcomes_and_their_statements_by_reference() {
    let text = "format: 1\nid: next-year\nbased-on: dspt-2025-26-caf\ntitle: T\nshort-title: S\nedition: 2026-27\nsections:\n  \
                - id: B\n    assertions:\n      - id: B2\n        items:\n          - id: B2.a\n            profile: {level: \
                achieved, status: confirmed}\n          - id: B2.b\n";
    let known = dspt::pack::Known {
        checks: crate::packs::ids("assertions/checks"),
        documents: crate::packs::ids("assertions/documents"),
    };
    let (base, now) = (toolkit(), dspt::pack::parse_on("next.yaml", text, &known, Some(&toolkit())));
    let now = now.unwrap_or_else(|faults| panic!("{faults:?}"));
    let items: Vec<_> = now.items().map(|(_, _, item)| item).collect();
    assert_eq!(items.len(), 2);
    for item in items {
        let before = base.item(&item.id).unwrap();
        assert_eq!(item.indicators.len(), before.indicators.len());
        assert_eq!(
            (item.kind, item.partial, &item.policy_question),
            (before.kind, before.partial, &before.policy_question)
        );
    }
    let needed = |pack: &dspt::model::Pack| pack.items().next().unwrap().2.needed();
    assert_eq!(needed(&now), Achievement::Achieved);
    assert_eq!(base.item(&"B2.a".parse().unwrap()).unwrap().needed(), Achievement::PartiallyAchieved);
}
