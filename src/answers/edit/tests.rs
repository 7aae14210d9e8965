use super::*;
use crate::model::{AnswerEvidence, IndicatorAnswer};

const FILE: &str = "\
# ours
format: 1
organisation:
  name: Rosewood Court   # the home
  kind: care-home
assessments:
  - pack: p-1
    answers:
      # people first
      \"1.1.1\":
        value: ZA000000
        by: Manager   # Jo
      \"4.9.1\": {value: yes}

      \"4.10.1\":
        comment: |
          one
          two

    exceptions:
      - item: \"1.1.1\"
        reason: because
        by: Manager
# the end
";

fn pack() -> PackId {
    PackId::new("p-1").unwrap()
}

fn id(text: &str) -> ItemId {
    ItemId::new(text).unwrap()
}

fn yes() -> Answer {
    Answer { value: Some("yes".into()), on: Some("2026-03-04".parse().unwrap()), ..Answer::default() }
}

#[track_caller]
fn check(text: &str, item: &str, answer: &Answer, added: &[&str], gone: &[&str]) {
    let after = apply(text, &pack(), None, &Edit::Answer(&id(item), answer)).unwrap();
    let minus: Vec<_> = text.lines().filter(|line| !after.lines().any(|l| l == *line)).collect();
    let plus: Vec<_> = after.lines().filter(|line| !text.lines().any(|l| l == *line)).collect();
    assert_eq!((plus.as_slice(), minus.as_slice()), (added, gone), "\n{after}");
}

#[test]
fn one_statement_among_many_is_changed_alone() {
    let text = FILE.replace(
            "        by: Manager   # Jo\n",
            "        indicators:\n          # by the board\n          \"A#1\": yes   # seen\n          \"A#2\":\n            \
             compensated: A guard   # at night\n          \"NA#1\": no\n        by: Manager   # Jo\n",
        );
    let said = |id: &str, answer| (ItemId::new(id).unwrap(), answer);
    let mut answer = Answer { value: Some("ZA000000".into()), by: Some("Manager".into()), ..Answer::default() };
    answer.indicators = [
        said("A#1", IndicatorAnswer::Yes),
        said("A#2", IndicatorAnswer::Compensated("A guard".into())),
        said("NA#1", IndicatorAnswer::Yes),
    ]
    .into();
    check(&text, "1.1.1", &answer, &["          \"NA#1\": yes"], &["          \"NA#1\": no"]);
    answer.indicators.insert(id("NA#1"), IndicatorAnswer::No);
    answer.indicators.insert(id("A#10"), IndicatorAnswer::NotApplicable("Nothing: yet".into()));
    let added = ["          \"A#10\":", "            not-applicable: \"Nothing: yet\""];
    check(&text, "1.1.1", &answer, &added, &[]);
}

#[test]
fn the_first_statement_makes_its_block() {
    let mut answer = Answer { value: Some("ZA000000".into()), by: Some("Manager".into()), ..Answer::default() };
    answer.indicators = [(id("NA#1"), IndicatorAnswer::No)].into();
    check(FILE, "1.1.1", &answer, &["        indicators:", "          \"NA#1\": no"], &[]);
}

#[test]
fn changing_one_field_leaves_comments_and_the_rest() {
    let mut answer = Answer { value: Some("ZA000000".into()), by: Some("Manager".into()), ..Answer::default() };
    answer.comment = Some("Checked: on the register".into());
    check(FILE, "1.1.1", &answer, &["        comment: \"Checked: on the register\""], &[]);
    answer.comment = None;
    answer.value = Some("ZB123456".into());
    check(FILE, "1.1.1", &answer, &["        value: ZB123456"], &["        value: ZA000000"]);
}

#[test]
fn a_new_item_goes_where_its_number_belongs() {
    let after = apply(FILE, &pack(), None, &Edit::Answer(&id("4.5.3"), &yes())).unwrap();
    let at = |text: &str| after.find(text).unwrap();
    assert!(at("\"1.1.1\"") < at("\"4.5.3\"") && at("\"4.5.3\"") < at("\"4.9.1\""), "{after}");
    let after = apply(FILE, &pack(), None, &Edit::Answer(&id("10.1.2"), &yes())).unwrap();
    assert!(after.find("two\n").unwrap() < after.find("\"10.1.2\"").unwrap());
    assert!(after.find("\"10.1.2\"").unwrap() < after.find("exceptions").unwrap());
    let after = apply(FILE, &pack(), None, &Edit::Answer(&id("1.1.0"), &yes())).unwrap();
    assert!(after.find("\"1.1.0\"").unwrap() < after.find("\"1.1.1\"").unwrap());
}

#[test]
fn an_answer_in_braces_is_replaced_whole() {
    let no = Answer { value: Some("no".into()), ..Answer::default() };
    check(FILE, "4.9.1", &no, &["      \"4.9.1\":", "        value: no"], &["      \"4.9.1\": {value: yes}"]);
}

#[test]
fn the_first_answer_of_a_new_file_is_spliced_in() {
    for empty in ["    answers: {}\n", "    answers:\n", "", "    answers: {}   # none yet\n"] {
        let text =
            format!("format: 1\norganisation: {{name: A, kind: care-home}}\nassessments:\n  - pack: p-1\n{empty}");
        let after = apply(&text, &pack(), None, &Edit::Answer(&id("1.1.1"), &yes())).unwrap();
        assert!(
            after.ends_with("    answers:\n      \"1.1.1\":\n        value: yes\n        on: 2026-03-04\n"),
            "{after}"
        );
    }
}

#[test]
fn exceptions_are_added_to_the_list_or_begin_it() {
    let exception = Exception {
        item: Some(id("4.9.1")),
        check: None,
        subject: None,
        reason: "Spare: never used".into(),
        by: "Manager".into(),
        agreed_by: None,
        until: Some("2026-12-31".parse().unwrap()),
        to_confirm: false,
    };
    let after = apply(FILE, &pack(), None, &Edit::Exception(&exception)).unwrap();
    assert!(after.contains("      - item: 4.9.1\n") || after.contains("      - item: \"4.9.1\"\n"), "{after}");
    assert!(after.ends_with("        until: 2026-12-31\n# the end\n"), "{after}");
    let start = FILE.find("    exceptions").unwrap();
    let after = apply(&FILE[..start], &pack(), None, &Edit::Exception(&exception)).unwrap();
    assert!(after.contains("    exceptions:\n      - item:"), "{after}");
}

#[test]
fn an_exception_that_waits_to_be_confirmed_is_replaced_where_it_stands() {
    for old in [
        "      - item: \"1.1.1\"   # why\n        reason: old\n        by: Ann\n        to-confirm: true\n",
        "      - { item: \"1.1.1\", reason: old, by: Ann, to-confirm: true }   # why\n",
    ] {
        let text = FILE.replace("      - item: \"1.1.1\"\n        reason: because\n        by: Manager\n", old);
        let text = text.replace("# the end\n", "      - { check: x, reason: y, by: z }\n# the end\n");
        let exception: Exception = serde_json::from_value(
            serde_json::json!({ "item": "1.1.1", "reason": "Looked at again", "by": "Manager" }),
        )
        .unwrap();
        let after = apply(&text, &pack(), None, &Edit::Exception(&exception)).unwrap();
        let end = "    exceptions:\n      - item: \"1.1.1\"\n        reason: Looked at again\n        by: Manager\n      \
                       - { check: x, reason: y, by: z }\n# the end\n";
        assert!(after.ends_with(end), "{after}");
    }
}

#[test]
fn a_further_assessment_stands_below_its_own_and_touches_nothing() {
    let new: Assessment = serde_json::from_value(serde_json::json!({
        "pack": "p-2",
        "published": { "level": "met", "on": "2026-06-12" },
        "answers": { "4.10.1": { "comment": "one\ntwo", "to-confirm": true,
                                  "carried": { "from": "4.9.1", "pack": "p-1", "reworded": true } } },
    }))
    .unwrap();
    let added = "  - pack: p-2\n    published:\n      level: met\n      on: 2026-06-12\n    answers:\n      \
                     \"4.10.1\":\n        comment: |-\n          one\n          two\n        to-confirm: true\n        \
                     carried:\n          from: \"4.9.1\"\n          pack: p-1\n          reworded: true\n";
    let after = apply(FILE, &pack(), None, &Edit::Assessment(&new)).unwrap();
    assert_eq!(after.replace(added, ""), FILE, "{after}");
    assert!(after.ends_with(&format!("by: Manager\n{added}# the end\n")), "{after}");
    // A remark that is set in belongs to what stands above it; another assessment comes after.
    let text = format!("{FILE}      # still ours\n\n  - pack: p-3\n    answers: {{}}\n").replace("# the end\n", "");
    let after = apply(&text, &pack(), None, &Edit::Assessment(&new)).unwrap();
    assert!(after.contains(&format!("      # still ours\n{added}\n  - pack: p-3\n")), "{after}");
    let windows = apply(&FILE.replace('\n', "\r\n"), &pack(), None, &Edit::Assessment(&new)).unwrap();
    assert_eq!(windows.matches('\n').count(), windows.matches("\r\n").count());
    let flow = "format: 1\norganisation: {name: A, kind: x}\nassessments: [{pack: p-1}]\n";
    assert!(matches!(apply(flow, &pack(), None, &Edit::Assessment(&new)), Err(EditError::Layout(_))));
}

#[test]
fn what_was_published_and_who_signed_are_set_in_place_or_at_the_end() {
    let record = PublishedRecord {
        level: PackId::new("met").unwrap(),
        on: "2026-06-12".parse().unwrap(),
        edition: Some("2025-26".into()),
        copy: Some("published/2025-26-2026-06-12.yaml".into()),
        sha256: Some("12".repeat(32)),
    };
    let lines = "    published:\n      level: met\n      on: 2026-06-12\n      edition: 2025-26\n      \
                     copy: published/2025-26-2026-06-12.yaml\n      sha256: ";
    let there = FILE.replace("  - pack: p-1\n", "  - pack: p-1\n    published: never   # yet\n");
    let after = apply(&there, &pack(), None, &Edit::Published(&record)).unwrap();
    assert!(after.contains(&format!("  - pack: p-1\n{lines}")), "{after}");
    let after = apply(FILE, &pack(), None, &Edit::Published(&record)).unwrap();
    assert!(after.contains(&format!("        by: Manager\n{lines}")), "{after}");
    let answers: Answers = Yaml::new("a", FILE).read().unwrap();
    let sign_off = SignOff {
        by: "Ann Example".into(),
        role: None,
        on: "2026-06-11".parse().unwrap(),
        confirmed: Some(crate::model::Seal::of(&answers.assessments[0])),
    };
    let after = apply(FILE, &pack(), None, &Edit::SignOff(&sign_off)).unwrap();
    assert!(
        after.contains(
            "    signed-off:\n      by: Ann Example\n      on: 2026-06-11\n      confirmed:\n        sha256: "
        )
    );
    let again: Answers = Yaml::new("a", &after).read().unwrap();
    assert_eq!(again.assessments[0].signed_off.as_ref(), Some(&sign_off));
}

#[test]
fn a_round_is_put_at_the_end_or_in_the_place_of_the_one_before_it() {
    let round = |on: &str, group: Option<&str>, yes: u32| {
        let mut round = Round::new(on.parse().unwrap(), group.map(str::to_owned));
        round.people = yes;
        round.counts.insert(id("4.5.3"), crate::model::Votes { yes, no: 0, unsure: 0 });
        round
    };
    let put = |text: &str, round: &Round| apply(text, &pack(), None, &Edit::Round(round)).unwrap();
    let first = put(FILE, &round("2026-03-04", None, 1));
    let block = "    rounds:\n      - on: 2026-03-04\n        people: 1\n        counts:\n          \"4.5.3\": { yes: 1, \
                     no: 0, unsure: 0 }\n";
    assert_eq!(first.replace(block, ""), FILE, "{first}");
    let remarked = first.replace("people: 1", "people: 1   # at handover");
    let second = put(&remarked, &round("2026-03-04", Some("night: staff"), 7));
    assert!(second.starts_with(remarked.trim_end().trim_end_matches("# the end").trim_end()), "{second}");
    assert!(
        second.contains("      - on: 2026-03-04\n        people: 7\n        group: \"night: staff\"\n"),
        "{second}"
    );
    let third = put(&second, &round("2026-03-04", None, 2));
    assert_eq!(third.matches("yes: 1,").count() + third.matches("yes: 2,").count(), 1, "{third}");
    assert!(third.contains("night: staff") && third.contains("# the end"), "{third}");
    let empty = Round::new("2026-03-04".parse().unwrap(), None);
    assert!(put(&third, &empty).contains("        counts: {}\n"));
}

#[test]
fn windows_line_ends_stay() {
    let text = FILE.replace('\n', "\r\n");
    let after = apply(&text, &pack(), None, &Edit::Answer(&id("4.5.3"), &yes())).unwrap();
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
}

#[test]
fn a_file_without_a_last_line_end_is_fine() {
    let text = "format: 1\norganisation: {name: A, kind: x}\nassessments:\n  - pack: p-1\n    answers:\n      \"1.1.1\": {value: yes}";
    let after = apply(text, &pack(), None, &Edit::Answer(&id("1.1.2"), &yes())).unwrap();
    assert!(after.contains("{value: yes}\n      \"1.1.2\":\n"), "{after}");
}

#[test]
fn another_assessment_is_told_apart_by_its_subject() {
    let text = "format: 1\norganisation: {name: A, kind: x}\nassessments:\n  - pack: p-1\n    answers: {}\n  - pack: p-1\n    subject: Sup\n    answers: {}\n";
    let after = apply(text, &pack(), Some("Sup"), &Edit::Answer(&id("1.1.2"), &yes())).unwrap();
    assert!(after.starts_with(&text[..text.find("  - pack: p-1\n    subject").unwrap()]), "{after}");
    let gone = apply(text, &pack(), Some("Other"), &Edit::Answer(&id("1.1.2"), &yes()));
    assert_eq!(gone, Err(EditError::NoAssessment(pack())));
}

#[test]
fn any_text_comes_back_as_it_was_typed() {
    let texts = [
        "yes",
        "a: b # c",
        "- x",
        "\"q\" 'p'",
        "line\nline\n\n  indented",
        " lead",
        "trail ",
        "\u{202e}x",
        "tab\tx",
        "ŵ ŷ José ’",
        "{a} [b] *c &d !e",
        "0x10",
        "1.10",
        "|",
        ">-\nx",
        "a\r\nb",
        "#",
        "\n\n",
        "null",
    ];
    for text in texts.map(str::to_owned).into_iter().chain(["word ".repeat(300), "x".repeat(3000)]) {
        let answer = Answer {
            value: Some(text.clone()),
            comment: Some(text.clone()),
            evidence: vec![
                AnswerEvidence { kept: Some(text.clone()), note: Some(text.clone()), ..AnswerEvidence::default() },
                AnswerEvidence { file: Some("a/b.pdf".into()), ..AnswerEvidence::default() },
            ],
            to_confirm: true,
            ..Answer::default()
        };
        for item in ["1.1.1", "4.9.1", "4.10.1", "7.1.1"] {
            // `apply` reads the result again and compares the whole.
            let once = apply(FILE, &pack(), None, &Edit::Answer(&id(item), &answer))
                .unwrap_or_else(|error| panic!("{text:?}: {error}"));
            let twice = apply(&once, &pack(), None, &Edit::Answer(&id(item), &answer)).unwrap();
            assert_eq!(once, twice, "the same answer again changes nothing");
            apply(&once, &pack(), None, &Edit::Answer(&id(item), &yes())).unwrap();
        }
    }
}

#[test]
fn several_changes_are_made_together_or_not_at_all() {
    let (one, two) = (id("4.5.3"), id("10.1.2"));
    let yes = yes();
    let both = apply_all(FILE, &pack(), None, &[Edit::Answer(&one, &yes), Edit::Answer(&two, &yes)]).unwrap();
    let first = apply(FILE, &pack(), None, &Edit::Answer(&one, &yes)).unwrap();
    assert_eq!(both, apply(&first, &pack(), None, &Edit::Answer(&two, &yes)).unwrap());
    assert_eq!(apply_all(FILE, &pack(), None, &[]).unwrap(), FILE);
    let flow = FILE.replace("    answers:\n", "    answers: {\"1.1.1\": {value: x}}\n    rest:\n");
    assert!(apply_all(&flow, &pack(), None, &[Edit::Answer(&one, &yes)]).is_err());
}

#[test]
fn what_is_not_sound_is_never_touched() {
    let broken = FILE.replace("by: Manager   # Jo", "bz: Manager");
    let error = apply(&broken, &pack(), None, &Edit::Answer(&id("4.5.3"), &yes())).unwrap_err();
    assert_eq!(error, EditError::Unreadable("unknown key `bz`".into()));
}

#[test]
fn websites_and_mail_domains_are_written_as_a_person_would_and_stay_when_something_else_changes() {
    use crate::model::{DomainWithSelectors, MailDomain};
    let text = FILE.replace(
        "    answers:\n",
        "    subject: Example Rota Ltd\n    mail-domains: [rota.example]   # theirs\n    answers:\n",
    );
    let after = apply(&text, &pack(), Some("Example Rota Ltd"), &Edit::Answer(&id("1.1.1"), &yes())).unwrap();
    assert!(after.contains("    mail-domains: [rota.example]   # theirs\n"), "{after}");
    let known = DomainWithSelectors { domain: "rota.example".into(), selectors: vec!["s1".into()] };
    let new = Assessment {
        subject: Some("Example Care Records Ltd".into()),
        websites: vec!["https://rota.example/login".into()],
        mail_domains: vec![MailDomain::Name("mail.example".into()), MailDomain::WithSelectors(known)],
        ..Assessment::new(pack())
    };
    let after = apply(FILE, &pack(), None, &Edit::Assessment(&new)).unwrap();
    let written = "    websites:\n      - https://rota.example/login\n    mail-domains:\n      - mail.example\n      \
                   - domain: rota.example\n        selectors:\n          - s1\n";
    assert!(after.contains(written), "{after}");
}
