//! Outcomes that are reached by degrees: statements one by one, the policy question, the level and its reason.

use super::*;

const OUTCOMES: &str = "
format: 1
id: p
title: P
short-title: P
edition: e
summary: s
notice: n
organisations: []
levels: [{id: full, title: Full, meaning: m, requires: {items: mandatory}}]
sections:
  - id: A
    title: One
    summary: s
    assertions:
      - id: A.1
        title: t
        items:
          - {id: A.1.a, title: First, question: How far?, kind: achievement, partial: true, mandatory: yes,
             approaching: no, confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours,
             audience: it, backed-by: [note], profile: {level: partially-achieved, status: inferred}, indicators: [
             {id: \"NA#1\", of: not-achieved, text: It is bad.}, {id: \"PA#1\", of: partially-achieved, text: It is fair.},
             {id: \"A#1\", of: achieved, text: It is good.}]}
          - {id: A.1.b, title: Second, question: And this?, kind: achievement, partial: false, mandatory: yes,
             approaching: no, confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours,
             audience: it, backed-by: [note], policy-question: Is there a policy?}
";

/// Types the lines into an interview about outcomes and gives what was saved, a line each, and what was said.
#[track_caller]
fn check_outcomes(answers: &str, lines: &[&str], expected: &[&str]) {
    let pack: Pack = Yaml::new("p", OUTCOMES).read().unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut interview = Interview::new(&pack, &assessment(answers), None, setting());
    let mut seen = Vec::new();
    for line in lines {
        let turn = interview.reply(line);
        let asked = |interview: &mut Interview<'_>| {
            let prompt = interview.prompt();
            prompt
                .map_or("over".into(), |one| one.ask.split([',', ':', '?', '\n']).next().unwrap_or_default().to_owned())
        };
        seen.push(match turn {
            Turn::Next => format!("-> {}", asked(&mut interview)),
            Turn::Save { .. } => format!("{} -> {}", told(&mut interview, turn), asked(&mut interview)),
            other => told(&mut interview, other),
        });
    }
    assert_eq!(seen, expected);
}

#[test]
fn statements_are_asked_one_by_one_and_each_is_saved_at_once() {
    check_outcomes(
        "",
        &["", "n", "y", "n", ""],
        &[
            "-> y           it is true",
            "A.1.a indicators={\"NA#1\":\"no\"} -> y           it is true",
            "A.1.a indicators={\"NA#1\":\"no\",\"PA#1\":\"yes\"} -> y           it is true",
            "A.1.a indicators={\"A#1\":\"no\",\"NA#1\":\"no\",\"PA#1\":\"yes\"} -> Enter records “partially achieved”. Or another level",
            "A.1.a value=\"partially-achieved\" indicators={\"A#1\":\"no\",\"NA#1\":\"no\",\"PA#1\":\"yes\"} -> a achieved",
        ],
    );
}

#[test]
fn a_statement_that_decides_the_level_alone_says_so() {
    check_outcomes(
        "",
        &["", "y"],
        &[
            "-> y           it is true",
            "A.1.a indicators={\"NA#1\":\"yes\"} (Whatever the rest say, that makes it not achieved) -> y           it is true",
        ],
    );
}

#[test]
fn what_does_not_apply_or_is_made_up_for_takes_a_reason() {
    check_outcomes(
        "",
        &["", "na", "", "No suppliers", "c", "A guard", "c A dog"],
        &[
            "-> y           it is true",
            "-> Why does it not apply",
            "again: Say why it does not apply, in a few words; b goes back",
            "A.1.a indicators={\"NA#1\":{\"not-applicable\":\"No suppliers\"}} -> y           it is true",
            "-> What do you have instead that does the same",
            "A.1.a indicators={\"NA#1\":{\"not-applicable\":\"No suppliers\"},\"PA#1\":{\"compensated\":\"A guard\"}} -> y           it is true",
            "A.1.a indicators={\"A#1\":{\"compensated\":\"A dog\"},\"NA#1\":{\"not-applicable\":\"No suppliers\"},\
             \"PA#1\":{\"compensated\":\"A guard\"}} -> Enter records “achieved”. Or another level",
        ],
    );
}

#[test]
fn statements_can_be_skipped_gone_back_to_and_left_for_the_level() {
    check_outcomes(
        "",
        &["", "s", "b", "maybe", "done", "b", "?", "q"],
        &[
            "-> y           it is true",
            "-> y           it is true",
            "-> y           it is true",
            "again: Type y if it is true, n if it is not, na and why, c and what makes up for it, or s to skip",
            "-> Enter leaves it open. Or a level",
            "-> y           it is true",
            "show: g",
            "quit",
        ],
    );
}

#[test]
fn a_level_other_than_the_statements_give_takes_a_reason() {
    let answers = "  A.1.a: {indicators: {\"NA#1\": no, \"PA#1\": yes, \"A#1\": no}}\n";
    check_outcomes(
        answers,
        &["done"],
        &["again: “done” is not a level: type a, p or n, or press Enter for the statements"],
    );
    let said = "indicators={\"A#1\":\"no\",\"NA#1\":\"no\",\"PA#1\":\"yes\"}";
    check_outcomes(
        answers,
        &["a", "", "The board judged so"],
        &[
            "-> Why is it achieved",
            "again: Say why in a sentence; b goes back to the level",
            &format!("A.1.a value=\"achieved\" override-reason=\"The board judged so\" {said} -> a achieved"),
        ],
    );
    check_outcomes(
        answers,
        &["p, Seen in March"],
        &[&format!("A.1.a value=\"partially-achieved\" {said} comment=\"Seen in March\" -> a achieved")],
    );
}

#[test]
fn an_outcome_that_can_not_be_partially_achieved_refuses_it_and_its_policy_question_is_asked() {
    let first = "  A.1.a: {value: achieved}\n";
    check_outcomes(
        first,
        &["", "p", "a", "perhaps", "y"],
        &[
            "again: Type a, p or n for the level; or s to skip, ? for help",
            "again: This outcome can't be partially achieved: type a or n",
            "A.1.b value=\"achieved\" -> This question has to be answered yes as well",
            "again: Type y or n, s to skip, or b to go back",
            "A.1.b value=\"achieved\" policy=\"yes\" -> over",
        ],
    );
}

#[test]
fn a_policy_question_behind_statements_comes_before_the_level() {
    let pack = OUTCOMES.replace("indicators: [", "policy-question: Policy?, indicators: [");
    let pack: Pack = Yaml::new("p", &*pack).read().unwrap_or_else(|faults| panic!("{faults:?}"));
    let answers = "  A.1.a: {value: achieved, policy: yes, indicators: {\"NA#1\": no, \"PA#1\": yes}}\n";
    let setting = Setting { scope: Scope::All, ..setting() };
    let mut interview = Interview::new(&pack, &assessment(answers), None, setting);
    let asked: Vec<String> = ["", "n", "n"]
        .iter()
        .map(|line| {
            interview.reply(line);
            interview.prompt().map(|prompt| prompt.ask).unwrap_or_default()
        })
        .collect();
    assert!(asked[0].starts_with("y           it is true"), "{asked:?}");
    assert!(asked[1].starts_with("This question has to be answered yes"), "{asked:?}");
    assert!(asked[2].starts_with("Enter records “partially achieved”"), "{asked:?}");
}

#[test]
fn an_outcome_stays_open_without_a_level_a_needed_reason_or_its_policy() {
    let open = |answers: &str| {
        let pack: Pack = Yaml::new("p", OUTCOMES).read().unwrap_or_else(|faults| panic!("{faults:?}"));
        Interview::new(&pack, &assessment(answers), None, setting()).open()
    };
    let second = "  A.1.b: {value: achieved, policy: no}\n";
    assert_eq!(open(&format!("  A.1.a: {{value: achieved}}\n{second}")), 0);
    assert_eq!(open(&format!("  A.1.a: {{indicators: {{\"NA#1\": yes}}}}\n{second}")), 1);
    assert_eq!(open(&format!("  A.1.a: {{value: achieved, indicators: {{\"NA#1\": yes}}}}\n{second}")), 1);
    assert_eq!(
        open(&format!("  A.1.a: {{value: achieved, override-reason: x, indicators: {{\"NA#1\": yes}}}}\n{second}")),
        0
    );
    assert_eq!(open("  A.1.a: {value: achieved}\n  A.1.b: {value: achieved}\n"), 1);
}

#[test]
fn the_expected_level_is_shown_with_how_it_is_known() {
    let pack: Pack = Yaml::new("p", OUTCOMES).read().unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut interview = Interview::new(&pack, &assessment(""), None, setting());
    let words: Vec<String> = interview.prompt().unwrap().parts.into_iter().map(|(_, words)| words).collect();
    assert!(
        words.contains(&"Expected: partially achieved. This is not confirmed: see the official profile.".to_owned()),
        "{words:#?}"
    );
    assert!(words.contains(&"3 statements decide the level.".to_owned()), "{words:#?}");
    interview.reply("");
    let prompt = interview.prompt().unwrap();
    assert_eq!(prompt.parts[0].1, "NA#1 (1 of 3, if this is true, the outcome is not achieved): It is bad.");
}
