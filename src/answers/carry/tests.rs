use super::*;
use crate::model::{DiffCounts, Edition, ItemDiff, yaml::Yaml};

fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    Yaml::new("t", text).read().unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn pack(id: &str, items: &[(&str, &str)]) -> Pack {
    let items: String = items
        .iter()
        .map(|(id, own)| {
            let kind = if own.contains("kind:") { "" } else { ", kind: yes-no" };
            format!(
                "    - {{id: '{id}', title: Title {id}, question: Q?, mandatory: yes, approaching: no, why: w, \
                 commits: c, guidance: g, confidence: high, action: a, effort: hours, audience: care, \
                 backed-by: [note]{kind}{own}}}\n"
            )
        })
        .collect();
    read(&format!(
        "format: 1\nid: {id}\ntitle: T\nshort-title: P\nedition: {id}\nsummary: s\nnotice: n\norganisations: []\n\
         levels: []\nsections:\n- id: '1'\n  title: S\n  summary: s\n  assertions:\n  - id: '1.1'\n    title: A\n    \
         items:\n{items}"
    ))
}

/// From and to, `-` where there is none; `!` behind a reworded one.
fn diff(map: &[(&str, &str)]) -> PackDiff {
    let id = |text: &str| (text != "-").then(|| ItemId::new(text).unwrap());
    let edition = |id: &str| Edition { pack: id.parse().unwrap(), title: "T".into(), edition: id.into() };
    let items = map
        .iter()
        .map(|(from, to)| {
            let change = match (to.ends_with('!'), *from, *to) {
                (true, ..) => Change::Reworded,
                (_, "-", _) => Change::New,
                (_, _, "-") => Change::Gone,
                _ => Change::Same,
            };
            ItemDiff {
                change,
                item: id(to.trim_end_matches('!')),
                from: id(from),
                title: String::new(),
                reworded: Vec::new(),
                question_before: None,
                question: None,
                kind: None,
                mandatory: None,
                approaching: None,
            }
        })
        .collect();
    PackDiff {
        format: 1,
        mapped: true,
        worded: true,
        old: edition("old"),
        new: edition("new"),
        counts: DiffCounts::default(),
        items,
        settled: Vec::new(),
    }
}

#[track_caller]
fn carried(
    old_items: &[(&str, &str)],
    new_items: &[(&str, &str)],
    map: &[(&str, &str)],
    answers: &str,
) -> CarriedForward {
    let old: Assessment = read(&format!("pack: old\n{answers}"));
    carry(&old, &pack("old", old_items), &pack("new", new_items), &diff(map), "2026-09-10".parse().unwrap())
}

/// What becomes of one answer, as JSON.
#[track_caller]
fn check(old: &str, new: &str, to: &str, answer: &str, expected: &str) {
    let carried =
        carried(&[("1.1.1", old)], &[("1.1.1", new)], &[("1.1.1", to)], &format!("answers: {{'1.1.1': {answer}}}"));
    let answer = carried.assessment.answers.values().next().map(|answer| serde_json::to_string(answer).unwrap());
    assert_eq!(answer.unwrap_or_default(), expected);
}

#[test]
fn an_answer_is_carried_whole_with_who_and_when_and_is_to_be_confirmed() {
    check(
        "",
        "",
        "1.1.1",
        "{value: yes, comment: c, evidence: [{file: a.pdf, sha256: ab}], by: Ann, on: 2026-03-04}",
        r#"{"value":"yes","comment":"c","evidence":[{"file":"a.pdf","sha256":"ab"}],"by":"Ann","on":"2026-03-04","to-confirm":true,"carried":{"from":"1.1.1","pack":"old"}}"#,
    );
    check(
        "",
        "",
        "1.1.1!",
        "{ask: IT supplier}",
        r#"{"ask":"IT supplier","to-confirm":true,"carried":{"from":"1.1.1","pack":"old","reworded":true}}"#,
    );
}

#[test]
fn what_does_not_fit_any_more_stays_as_words() {
    check(
        "",
        ", kind: text",
        "1.1.1!",
        "{value: yes, comment: On all of them, by: Ann, on: 2026-03-04}",
        r#"{"comment":"On all of them","by":"Ann","on":"2026-03-04","to-confirm":true,"carried":{"from":"1.1.1","pack":"old","reworded":true,"said":"Yes. On all of them (Ann, 4 March 2026)"}}"#,
    );
    check(
        ", not-applicable: x",
        "",
        "1.1.1",
        "{not-applicable: We have none.}",
        r#"{"to-confirm":true,"carried":{"from":"1.1.1","pack":"old","said":"Not applicable: We have none"}}"#,
    );
    check(
        ", share-at-least: 95",
        "",
        "1.1.1",
        "{value: yes, count: 38, out-of: 40}",
        r#"{"value":"yes","to-confirm":true,"carried":{"from":"1.1.1","pack":"old","said":"Yes (38 of 40)"}}"#,
    );
}

#[test]
fn an_item_that_may_still_be_left_out_stays_left_out_whatever_its_kind() {
    check(
        ", not-applicable: x",
        ", not-applicable: x, kind: text",
        "1.1.1",
        "{not-applicable: We have none}",
        r#"{"not-applicable":"We have none","to-confirm":true,"carried":{"from":"1.1.1","pack":"old"}}"#,
    );
}

#[test]
fn an_owner_stays_and_a_day_that_went_by_does_not() {
    check(
        "",
        "",
        "1.1.1",
        "{value: no, owner: Jo, due: 2026-09-09}",
        r#"{"value":"no","owner":"Jo","to-confirm":true,"carried":{"from":"1.1.1","pack":"old"}}"#,
    );
    check(
        "",
        "",
        "1.1.1",
        "{value: no, due: 2026-09-10}",
        r#"{"value":"no","due":"2026-09-10","to-confirm":true,"carried":{"from":"1.1.1","pack":"old"}}"#,
    );
}

#[test]
fn answers_follow_their_items_to_other_numbers_and_gone_ones_are_told_in_words() {
    let items = [("1.1.1", ""), ("1.1.2", ""), ("1.1.3", "")];
    let carried = carried(
        &items,
        &items,
        &[("-", "1.1.1"), ("1.1.1", "1.1.2"), ("1.1.2", "1.1.3"), ("1.1.3", "-")],
        "answers:\n  '1.1.1': {value: yes}\n  '1.1.2': {value: no}\n  '1.1.3': {value: yes, by: Ann}\n",
    );
    let values: Vec<_> =
        carried.assessment.answers.iter().map(|(id, answer)| (id.as_str(), answer.value.as_deref().unwrap())).collect();
    assert_eq!(values, [("1.1.2", "yes"), ("1.1.3", "no")]);
    let gone: Vec<_> = carried.gone.iter().map(|(id, title, words)| format!("{id} {title}: {words}")).collect();
    assert_eq!(gone, ["1.1.3 Title 1.1.3: Yes (Ann)"]);
}

#[test]
fn an_item_answered_under_another_one_now_gives_way_to_that_ones_own_answer() {
    let old = [("1.1.1", ""), ("1.1.2", "")];
    let new = [("1.1.1", ", same-as: '1.1.2'"), ("1.1.2", "")];
    let map = [("1.1.1", "1.1.1"), ("1.1.2", "1.1.2")];
    let both = carried(&old, &new, &map, "answers:\n  '1.1.1': {value: yes}\n  '1.1.2': {value: no}\n");
    assert_eq!(both.assessment.answers.values().next().unwrap().value.as_deref(), Some("no"));
    assert_eq!(both.gone[0].2, "Yes");
    let one = carried(&old, &new, &map, "answers:\n  '1.1.1': {value: yes}\n");
    let (id, answer) = one.assessment.answers.iter().next().unwrap();
    assert_eq!((id.as_str(), answer.value.as_deref()), ("1.1.2", Some("yes")));
    assert!(answer.carried.as_ref().unwrap().reworded);
    // And the other way about: what was one answer is two.
    let split = carried(&new, &old, &map, "answers:\n  '1.1.2': {value: yes}\n");
    assert_eq!(split.assessment.answers.len(), 2);
}

#[test]
fn exceptions_are_carried_to_be_confirmed_unless_they_ended_or_their_item_is_gone() {
    let carried = carried(
        &[("1.1.1", ""), ("1.1.2", "")],
        &[("1.1.5", "")],
        &[("1.1.1", "1.1.5"), ("1.1.2", "-")],
        "exceptions:\n- {item: '1.1.1', reason: Spare, by: Ann, until: 2026-09-10}\n\
         - {item: '1.1.1', reason: Old, by: Ann, until: 2026-09-09}\n- {item: '1.1.2', reason: Gone, by: Ann}\n\
         - {check: disk-encryption-on, subject: LAPTOP-07, reason: Spare, by: Ann}\n",
    );
    let kept: Vec<_> =
        carried.assessment.exceptions.iter().map(|one| format!("{} {}", about(one), one.to_confirm)).collect();
    assert_eq!(kept, ["1.1.5 true", "disk-encryption-on, LAPTOP-07 true"]);
    let dropped: Vec<_> = carried.dropped.iter().map(|(about, why)| format!("{about}: {why}")).collect();
    assert_eq!(dropped, ["1.1.1: it ended on 9 September 2026", "1.1.2: item 1.1.2 is not asked any more"]);
}

#[test]
fn what_was_published_stays_known_and_nobody_has_signed() {
    let carried = carried(
        &[("1.1.1", "")],
        &[("1.1.1", "")],
        &[("1.1.1", "1.1.1")],
        "subject: Sup\npublished: {level: met, on: 2026-06-12}\nsigned-off: {by: Ann, on: 2026-06-11}\n\
         answers: {'1.1.1': {}}\n",
    );
    assert!(matches!(carried.assessment.published, Some(crate::model::Published::Record(_))));
    assert_eq!(carried.assessment.signed_off, None);
    assert_eq!(carried.assessment.subject.as_deref(), Some("Sup"));
    assert!(carried.assessment.answers.is_empty() && carried.gone.is_empty());
}

#[test]
fn statements_are_carried_where_they_read_the_same_and_levels_where_the_item_still_has_them() {
    let old = ", kind: achievement, partial: true, policy-question: P?, indicators: [{id: 'NA#1', of: not-achieved, text: \
               Bad.}, {id: 'PA#1', of: partially-achieved, text: Fair.}, {id: 'A#1', of: achieved, text: Good.}]";
    let answer = "{value: partially-achieved, override-reason: Judged so., policy: yes, indicators: {'NA#1': no, \
                  'PA#1': yes, 'A#1': {compensated: A guard}}}";
    let rest = r#""to-confirm":true,"carried":{"from":"1.1.1","pack":"old""#;
    let said = r#""A#1":{"compensated":"A guard"},"NA#1":"no""#;
    let whole = format!(
        r#"{{"value":"partially-achieved","override-reason":"Judged so.","policy":"yes","indicators":{{{said},"PA#1":"yes"}},{rest}}}}}"#
    );
    check(old, old, "1.1.1", answer, &whole);
    let reworded = old.replace("Fair.", "Very fair.").replace(", policy-question: P?", "");
    let without = format!(
        r#"{{"value":"partially-achieved","override-reason":"Judged so.","indicators":{{{said}}},{rest},"reworded":true}}}}"#
    );
    check(old, &reworded, "1.1.1!", answer, &without);
    let two = ", kind: achievement, partial: false, indicators: [{id: 'NA#1', of: not-achieved, text: Bad.}, {id: 'A#1', \
               of: achieved, text: Good.}]";
    let words = format!(r#"{{"indicators":{{{said}}},{rest},"reworded":true,"said":"Partially achieved"}}}}"#);
    check(old, two, "1.1.1!", answer, &words);
}
