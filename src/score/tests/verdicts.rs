//! What an answer alone gives.

use super::{World, cards};
use crate::model::Verdict;

/// The verdict with its reason, on an item of this make.
#[track_caller]
fn check(item: &str, answer: &str, expected: &str) {
    let world = World::new(&[("1.1.1", item)]).answer("1.1.1", answer);
    let card = world.card("1.1.1");
    let reason = card.verdict_reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    assert_eq!(format!("{:?}{reason}", card.verdict), expected, "{item} / {answer}");
}

#[test]
fn yes_meets_a_yes_no_item_and_no_does_not() {
    check("kind: yes-no", "value: yes", "Met");
    check("kind: yes-no", "value: 'YES'", "Met");
    check("kind: yes-no", "value: no", "NotMet");
    check("kind: yes-no", "value: ''", "Unanswered");
    check("kind: yes-no", "comment: Nearly.", "Unanswered");
}

#[test]
fn no_answer_is_unanswered() {
    assert_eq!(World::new(&[("1.1.1", "")]).standing("1.1.1"), "unanswered");
}

#[test]
fn any_words_meet_a_text_item_but_not_a_placeholder() {
    check("kind: text", "value: We ask everyone.", "Met");
    check("kind: text", "value: none", "Met");
    check("kind: text", "value: '  '", "Unanswered");
    check("kind: text", "value: TBC", "Unanswered: “TBC” only holds the place of an answer");
    check("kind: text", "value: '-'", "Unanswered: “-” only holds the place of an answer");
}

#[test]
fn not_applicable_as_words_is_not_applicable_without_a_reason() {
    check("kind: text", "value: N/A", "NotMet: this item always applies");
    check(
        "kind: text, not-applicable: If it is so.",
        "value: n/a",
        "Unanswered: it is said not to apply, without a reason: give the reason under `not-applicable`",
    );
}

#[test]
fn a_document_item_is_met_by_a_file_an_address_or_a_place() {
    check("kind: document", "value: In the office safe", "Met");
    check("kind: document", "value: yes", "Met");
    check("kind: document", "evidence: [{file: a.docx}]", "Met");
    check("kind: document", "evidence: [{address: 'https://rosewood.example/p'}]", "Met");
    check("kind: document", "evidence: [{kept: Office}]", "Met");
    check("kind: document", "evidence: []", "Unanswered");
    check("kind: document", "evidence: [{kept: ' '}]", "Unanswered");
    check("kind: document", "evidence: [{note: A policy.}]", "Unanswered");
    check("kind: document", "value: 'No.'", "NotMet");
    check("kind: document", "value: not yet, evidence: [{file: old.docx}]", "NotMet");
    check("kind: yes-no", "evidence: [{file: a.docx}]", "Unanswered");
}

#[test]
fn numbers_days_and_percentages_are_met_when_they_can_be_read() {
    check("kind: number", "value: 0", "Met");
    check("kind: number", "value: many", "Unanswered: the answer can't be understood");
    check("kind: date", "value: 2026-03-04", "Met");
    check("kind: date", "value: 4 March", "Unanswered: the answer can't be understood");
    check("kind: percentage", "value: 92.5%", "Met");
    check("kind: percentage", "value: 101", "Unanswered: the answer can't be understood");
}

#[test]
fn two_answers_at_once_are_none_even_with_a_file() {
    check(
        "kind: document",
        "value: x, ask: IT, evidence: [{file: a.docx}]",
        "Unanswered: the answer can't be understood",
    );
}

#[test]
fn somebody_to_be_asked_is_no_answer() {
    check("kind: yes-no", "ask: IT supplier", "Unanswered: to be asked: IT supplier");
    check("kind: document", "ask: '', evidence: [{file: a.docx}]", "Unanswered: somebody else is to be asked");
}

#[test]
fn not_applicable_counts_only_where_the_item_allows_it_and_needs_a_reason() {
    check("not-applicable: If there are none.", "not-applicable: We have none.", "NotApplicable");
    check("", "not-applicable: We have none.", "NotMet: this item always applies");
    check("not-applicable: If there are none.", "not-applicable: ' '", "Unanswered: the answer can't be understood");
}

#[test]
fn what_was_carried_forward_counts_once_it_is_confirmed() {
    let reason = "Unanswered: carried forward from last year: look at it again and confirm it";
    check("kind: yes-no", "value: yes, to-confirm: true", reason);
    check("kind: yes-no", "value: no, to-confirm: true", reason);
    check("kind: document", "evidence: [{file: a.docx}], to-confirm: true", reason);
    check("not-applicable: If none.", "not-applicable: None., to-confirm: true", reason);
    check("kind: yes-no", "to-confirm: true", "Unanswered");
}

#[test]
fn a_share_is_compared_exactly() {
    let share = "kind: yes-no, share-at-least: 95";
    check(share, "value: yes, count: 19, out-of: 20", "Met");
    check(share, "value: yes, count: 18, out-of: 19", "NotMet: 18 of 19 is 94.7%, and 95% is needed");
    check(share, "value: yes, count: 94999, out-of: 100000", "NotMet: 94999 of 100000 is 94.9%, and 95% is needed");
    check(share, "value: yes, count: 4294967295, out-of: 4294967295", "Met");
    check(share, "value: yes, count: 0, out-of: 0", "NotMet: 0 of 0 is no share, and 95% is needed");
    check(share, "value: yes", "Met");
    check(share, "value: no, count: 20, out-of: 20", "NotMet");
}

#[test]
fn an_item_under_two_numbers_is_answered_once_and_counted_once() {
    let world =
        World::new(&[("1.1.1", ""), ("1.1.2", "same-as: '1.1.1', mandatory: doubtful")]).answer("1.1.1", "value: yes");
    let scorecard = world.score();
    assert!(cards(&scorecard).iter().all(|card| card.verdict == Verdict::Met));
    assert_eq!((scorecard.counts.mandatory, scorecard.counts.met, scorecard.counts.optional), (1, 1, 0));
    assert_eq!(scorecard.actions.len(), 1, "{:?}", scorecard.actions);
}

#[test]
fn an_assertion_is_met_when_its_mandatory_items_are_and_a_section_when_its_assertions_are() {
    let world = World::new(&[
        ("1.1.1", ""),
        ("1.1.2", "mandatory: no"),
        ("1.2.1", "mandatory: doubtful"),
        ("1.3.1", "mandatory: no"),
    ]);
    let met = |world: &World| {
        let section = &world.score().sections[0];
        (section.assertions.iter().map(|a| a.met).collect::<Vec<_>>(), section.met)
    };
    assert_eq!(met(&world), (vec![false, false, true], false));
    let world = world.answer("1.1.1", "value: yes").answer("1.1.2", "value: no");
    assert_eq!(met(&world), (vec![true, false, true], false));
    let world = world.answer("1.2.1", "value: yes");
    assert_eq!(met(&world), (vec![true, true, true], true));
}

#[test]
fn counts_keep_optional_items_apart_and_round_down() {
    let world = World::new(&[
        ("1.1.1", ""),
        ("1.1.2", "mandatory: doubtful"),
        ("1.1.3", "not-applicable: If none."),
        ("1.1.4", "mandatory: no"),
        ("1.1.5", "mandatory: no"),
        ("2.1.1", ""),
        ("2.1.2", ""),
        ("2.1.3", ""),
    ])
    .answer("1.1.1", "value: yes")
    .answer("1.1.2", "value: yes, evidence: [{kept: Office}]")
    .answer("1.1.3", "not-applicable: We have none.")
    .answer("1.1.4", "value: yes")
    .answer("2.1.1", "value: no")
    .answer("2.1.2", "ask: IT");
    let counts = world.score().counts;
    assert_eq!((counts.mandatory, counts.met, counts.not_met, counts.unanswered), (6, 3, 1, 2));
    assert_eq!((counts.answered, counts.stated_only, counts.backed, counts.not_applicable), (4, 1, 1, 1));
    assert_eq!((counts.met_percent, counts.to_back, counts.backed_percent), (50, 5, 20));
    assert_eq!((counts.optional, counts.optional_met), (2, 1));
    let sections: Vec<usize> = world.score().sections.iter().map(|section| section.counts.mandatory).collect();
    assert_eq!(sections, [3, 3]);
}
