//! What is ready for the portal, and the exact text to paste.

use super::{Outcome, PortalState, PortalTick, World};
use crate::model::PortalCard;

#[track_caller]
fn entry(item: &str, answer: &str, change: impl FnOnce(World) -> World) -> PortalCard {
    let world = World::new(&[("1.1.1", item)]);
    let world = if answer.is_empty() { world } else { world.answer("1.1.1", answer) };
    change(world).card("1.1.1").portal
}

/// The state, what to tick, the text and the comment.
#[track_caller]
fn check(item: &str, answer: &str, expected: (PortalState, PortalTick, Option<&str>, Option<&str>)) {
    let card = entry(item, answer, |world| world);
    assert_eq!((card.state, card.tick, card.paste.as_deref(), card.comment.as_deref()), expected, "{card:?}");
}

#[test]
fn the_text_to_paste_is_the_answers_words_or_what_was_added() {
    use PortalState::Ready;
    check("", "value: yes", (Ready, PortalTick::Yes, None, None));
    check("", "value: yes, comment: ' As said. '", (Ready, PortalTick::Yes, Some("As said."), None));
    let share = "value: yes, count: 39, out-of: 40, comment: All but one.";
    check("", share, (Ready, PortalTick::Yes, Some("39 of 40. All but one."), None));
    check("kind: text", "value: In *our* words.", (Ready, PortalTick::Complete, Some("In *our* words."), None));
    let both = "value: ZA000000, comment: Runs until August.";
    check("kind: text", both, (Ready, PortalTick::Complete, Some("ZA000000"), Some("Runs until August.")));
    check("kind: date", "value: 2026-03-04", (Ready, PortalTick::Complete, Some("4 March 2026"), None));
    let none = "not-applicable: We have no volunteers.";
    let said = Some("Not applicable: We have no volunteers.");
    check("not-applicable: If none.", none, (Ready, PortalTick::NotApplicable, said, None));
}

#[test]
fn signs_that_can_not_be_seen_are_not_pasted_and_lines_stay_lines() {
    let card = entry("kind: text", "value: \"a\\u202Eb\\e[2J\\r\\nc\\u200Bd\\te  \"", |world| world);
    assert_eq!(card.paste.as_deref(), Some("ab[2J\ncd e"));
}

#[test]
fn what_is_not_ready_says_why_and_is_not_ticked() {
    let held = |answer: &str| {
        let card = entry("", answer, |world| world);
        assert_eq!((card.state, card.tick), (PortalState::NotReady, PortalTick::Nothing), "{answer}");
        card.hold.join("; ")
    };
    assert_eq!(held(""), "not answered yet");
    assert_eq!(held("ask: IT supplier"), "to be asked: IT supplier");
    assert_eq!(entry("", "ask: IT supplier, comment: Rang on Monday.", |world| world).paste, None);
    assert_eq!(held("value: no"), "the answer is no, so there is nothing to tick");
    assert_eq!(held("value: yes, to-confirm: true"), "carried forward from last year: look at it again and confirm it");
}

#[test]
fn an_answer_that_a_file_contradicts_is_not_ready() {
    let item = "checks: [{check: disks, bearing: settles}]";
    let card = entry(item, "value: yes", |world| world.finding("disks", "PC-1", Outcome::Fail));
    assert_eq!(card.state, PortalState::NotReady);
    assert_eq!(card.hold, ["your file says otherwise: PC-1: is off (disks.csv:2)"]);
}

#[test]
fn documents_are_listed_with_whether_they_are_there_and_their_date() {
    let item = "kind: document, evidence: [{document: policy}]";
    let answer = "value: In the office, evidence: [{file: p.docx, note: signed}, {file: gone.docx}, {kept: The safe}]";
    let card = entry(item, answer, |world| world.document("policy", "p.docx", "2026-01-02"));
    let files: Vec<_> =
        card.files.iter().map(|f| (f.path.as_str(), f.found, f.dated.is_some(), f.note.as_deref())).collect();
    assert_eq!(files, [("p.docx", true, true, Some("signed")), ("gone.docx", false, false, None)]);
    assert_eq!(card.places, ["The safe"]);
    assert_eq!(card.hold, ["gone.docx is attached, but it is not in the evidence folder"]);
    let found = entry(item, "value: In the office", |world| world.document("policy", "p.docx", "2026-01-02"));
    assert!(!found.files[0].attached && found.state == PortalState::Ready, "{found:?}");
}

#[test]
fn a_document_with_personal_data_or_a_secret_is_not_ready_to_be_uploaded() {
    let holds = |file: &mut crate::model::EvidenceFile| {
        let found = |what: &str| crate::model::Sensitive { what: what.into(), place: "line 1".into(), fix: "x".into() };
        file.sensitive = vec![found("NHS number"), found("password"), found("NHS number")];
    };
    let card = entry("kind: document", "value: x, evidence: [{file: p.docx}]", |w| w.file_with("p.docx", "", holds));
    assert_eq!(
        card.hold,
        ["p.docx holds what should not leave the organisation (NHS number, password): don't upload it before that is \
          taken out"]
    );
    assert_eq!(entry("", "value: yes, evidence: [{file: p.docx}]", |w| w.file_with("p.docx", "", holds)).hold.len(), 0);
}

#[test]
fn a_draft_or_a_changed_document_is_looked_at_first() {
    let answer = format!("value: x, evidence: [{{file: p.docx, sha256: {}}}]", "1".repeat(64));
    let card = entry("kind: document", &answer, |world| world.draft("policy", "p.docx", "2026-01-02"));
    assert_eq!(
        card.hold,
        ["p.docx is not finished: draft", "p.docx has changed since it was confirmed: look at it again"]
    );
}

#[test]
fn a_long_text_says_how_long_it_is() {
    let long = |n: usize| entry("kind: text", &format!("value: {}", "é".repeat(n)), |world| world).too_long;
    assert_eq!((long(1000), long(1001)), (None, Some(1001)));
}

#[test]
fn optional_items_are_left_empty_and_twins_point_to_their_other_number() {
    assert_eq!(entry("mandatory: no", "", |world| world).state, PortalState::Empty);
    let world = World::new(&[("1.1.1", ""), ("1.1.2", "same-as: 1.1.1")]).answer("1.1.1", "value: yes");
    assert_eq!(world.card("1.1.2").portal.state, PortalState::Elsewhere);
    let portal = world.score().portal;
    assert_eq!((portal.ready, portal.not_ready, portal.full_level.as_str()), (1, 0, "Met"));
}

#[test]
fn the_portals_action_plan_holds_what_the_full_level_lacks_by_number() {
    let world = World::new(&[
        ("1.1.2", "effort: days"),
        ("1.1.3", "effort: minutes, checks: [{check: disks, bearing: settles}]"),
        ("1.1.4", "effort: minutes"),
        ("1.1.5", "mandatory: no"),
        ("1.1.6", ""),
    ])
    .answer("1.1.2", "value: no")
    .answer("1.1.3", "value: yes")
    .answer("1.1.5", "value: no, owner: Manager")
    .answer("1.1.6", "value: yes")
    .finding("disks", "PC-1", Outcome::Fail);
    let scorecard = world.score();
    let items: Vec<&str> = scorecard
        .portal
        .action_plan
        .iter()
        .filter_map(|number| scorecard.actions.iter().find(|action| action.number == *number))
        .map(|action| action.item.as_str())
        .collect();
    assert_eq!(items, ["1.1.2", "1.1.3", "1.1.4"]);
}
