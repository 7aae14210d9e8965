//! What documents, attached files and notes are worth.

use super::{World, check, hash};
use crate::model::Reading;

const POLICY: &str = "backed-by: [document], evidence: [{document: policy}]";
const FRAMEWORK: &str =
    "backed-by: [document, note], evidence: [{document: policy}], fresh: {months: 12, limit: framework}";
const OURS: &str = "backed-by: [document, note], evidence: [{document: policy}], fresh: {months: 12, limit: ours}";
const EACH: &str = "backed-by: [document, note], each-in-date: true, fresh: {months: 36, limit: framework}, \
                    evidence: [{document: policy}, {document: register}]";

#[track_caller]
fn policy(item: &str, dated: &str, expected: &str) {
    check(item, "value: yes", |world| world.document("policy", "p.docx", dated), expected);
}

#[test]
fn a_bare_yes_is_somebodys_word_only() {
    check(POLICY, "value: yes", |world| world, "met, stated only");
    check(&format!("kind: document, {FRAMEWORK}"), "value: yes", |world| world, "met, stated only");
    check("kind: document", "value: Yes., by: Manager, on: 2026-03-01", |world| world, "met, stated only");
}

#[test]
fn a_document_of_the_kind_backs_the_answer() {
    policy(POLICY, "2019-01-01", "met, backed, counts");
    policy(POLICY, "", "met, backed, counts");
    check(POLICY, "value: yes", |world| world.document("register", "r.docx", ""), "met, stated only");
    check(POLICY, "value: no", |world| world.document("policy", "p.docx", ""), "not met");
    check(POLICY, "", |world| world.document("policy", "p.docx", ""), "unanswered");
}

#[test]
fn the_frameworks_limit_counts_from_the_day_of_publication_both_ends_in() {
    policy(FRAMEWORK, "2025-03-31", "met, backed, counts");
    policy(FRAMEWORK, "2025-03-30", "met, out of date");
    policy(FRAMEWORK, "2026-03-31", "met, backed, counts");
    let later = |dated: &'static str| {
        move |world: World| world.on("2026-03-31", "2026-06-30").document("policy", "p.docx", dated)
    };
    check(FRAMEWORK, "value: yes", later("2025-06-30"), "met, backed, counts");
    check(FRAMEWORK, "value: yes", later("2025-06-29"), "met, out of date");
}

#[test]
fn a_leap_day_looks_back_to_the_28th() {
    let leap = |dated: &'static str| {
        move |world: World| world.on("2024-02-29", "2024-02-29").document("policy", "p.docx", dated)
    };
    check(FRAMEWORK, "value: yes", leap("2023-02-28"), "met, backed, counts");
    check(FRAMEWORK, "value: yes", leap("2023-02-27"), "met, out of date");
}

#[test]
fn a_rule_of_the_documents_own_comes_before_the_items() {
    let item = "backed-by: [document], fresh: {months: 12, limit: framework}, \
                evidence: [{document: policy, fresh: {months: 36, limit: framework}}]";
    policy(item, "2023-03-31", "met, backed, counts");
    policy(item, "2023-03-30", "met, out of date");
}

#[test]
fn our_own_limit_only_warns() {
    policy(OURS, "2020-01-01", "met, backed, counts");
    let world = World::new(&[("1.1.1", OURS)]).answer("1.1.1", "value: yes");
    let warnings = world.document("policy", "p.docx", "2020-01-01").card("1.1.1").warnings;
    assert_eq!(warnings, ["p.docx: older than 12 months, which we would look at again"]);
    policy(OURS, "", "met, backed, counts");
}

#[test]
fn what_shows_no_date_is_not_within_the_frameworks_limit() {
    policy(FRAMEWORK, "", "met, stated only");
    check(FRAMEWORK, "value: yes, evidence: [{kept: Safe}]", |world| world, "met, stated only");
    check(FRAMEWORK, "value: yes, evidence: [{kept: Safe, dated: 2026-01-05}]", |world| world, "met, noted, counts");
    check(FRAMEWORK, "value: yes, evidence: [{kept: Safe, dated: 2024-01-05}]", |world| world, "met, out of date");
    check(&format!("kind: document, {FRAMEWORK}"), "value: Office safe", |world| world, "met, stated only");
    check(&format!("kind: document, {OURS}"), "value: Office safe", |world| world, "met, noted, counts");
}

#[test]
fn what_is_dated_after_the_day_of_publication_does_not_count() {
    policy(POLICY, "2026-04-01", "met, stated only");
    policy(FRAMEWORK, "2062-01-01", "met, stated only");
    let both = |world: World| {
        world.document("policy", "typo.docx", "2062-01-01").document("policy", "good.docx", "2026-01-01")
    };
    check(FRAMEWORK, "value: yes", both, "met, backed, counts");
}

#[test]
fn a_draft_never_counts_and_hides_no_finished_version() {
    let draft = |world: World| world.draft("policy", "new.docx", "2026-03-01");
    check(POLICY, "value: yes", draft, "met, stated only");
    check(POLICY, "value: yes, evidence: [{file: new.docx}]", draft, "met, stated only");
    let both = |world: World| draft(world).document("policy", "old.docx", "2026-01-01");
    check(POLICY, "value: yes", both, "met, backed, counts");
    let warnings = draft(World::new(&[("1.1.1", POLICY)])).card("1.1.1").warnings;
    assert_eq!(warnings, ["new.docx does not count: draft"]);
}

#[test]
fn a_document_speaks_only_when_it_mentions_what_is_asked() {
    let item = "backed-by: [document], evidence: [{document: policy, mentions: [Caldicott Guardian, data lead]}]";
    let with = |words: &'static [&'static str]| {
        move |world: World| world.file("p.docx", "2026-01-01").recognised("policy", "p.docx", words)
    };
    check(item, "value: yes", with(&["caldicott guardian"]), "met, backed, counts");
    check(item, "value: yes", with(&["passwords"]), "met, stated only");
    check(item, "value: yes", with(&[]), "met, stated only");
}

#[test]
fn the_newest_of_a_kind_speaks_and_older_ones_are_history() {
    let both = |world: World| {
        world.document("policy", "2021.docx", "2021-01-01").document("policy", "2026.docx", "2026-01-01")
    };
    check(FRAMEWORK, "value: yes", both, "met, backed, counts");
    let shown = both(World::new(&[("1.1.1", FRAMEWORK)])).card("1.1.1").evidence;
    assert_eq!(shown.iter().map(|card| card.what.as_str()).collect::<Vec<_>>(), ["2026.docx"]);
    let undated = |world: World| world.document("policy", "a.docx", "").document("policy", "b.docx", "2026-01-01");
    check(FRAMEWORK, "value: yes", undated, "met, backed, counts");
}

#[test]
fn each_kind_has_to_be_in_date_where_the_item_asks_for_all() {
    let good = |world: World| world.document("policy", "p.docx", "2026-01-01");
    check(EACH, "value: yes", good, "met, backed, counts");
    check(EACH, "value: yes", |w| good(w).document("register", "r.docx", "2023-03-31"), "met, backed, counts");
    check(EACH, "value: yes", |w| good(w).document("register", "r.docx", "2023-03-30"), "met, out of date");
    check(EACH, "value: yes", |w| good(w).document("register", "r.docx", ""), "met, out of date");
    check(EACH, "value: yes", |w| good(w).draft("register", "r.docx", ""), "met, backed, counts");
    let attached = "value: yes, evidence: [{file: old.docx}]";
    check(EACH, attached, |w| good(w).document("policy", "old.docx", "2020-01-01"), "met, backed, counts");
    let one_file =
        |world: World| world.document("policy", "all.docx", "2020-01-01").recognised("register", "all.docx", &[]);
    check(EACH, "value: yes", one_file, "met, out of date");
}

#[test]
fn one_file_of_two_kinds_is_shown_once_by_its_better_side() {
    let item = "backed-by: [document], evidence: [{document: policy, fresh: {months: 12, limit: framework}}, \
                {document: register}]";
    let both =
        |world: World| world.document("policy", "all.docx", "2020-01-01").recognised("register", "all.docx", &[]);
    check(item, "value: yes", both, "met, backed, counts");
    assert_eq!(both(World::new(&[("1.1.1", item)])).card("1.1.1").evidence.len(), 1);
}

#[test]
fn a_review_that_is_due_only_warns() {
    let item = World::new(&[("1.1.1", POLICY)]).answer("1.1.1", "value: yes").on("2026-03-31", "2026-05-31");
    let warned = |review: &str| {
        let review = Some(super::day(review));
        let world = item.clone().file_with("p.docx", "2026-01-01", |file| file.next_review = review);
        let world = world.recognised("policy", "p.docx", &[]);
        assert_eq!(world.standing("1.1.1"), "met, backed, counts");
        world.card("1.1.1").warnings.join("|")
    };
    assert_eq!(warned("2026-03-30"), "p.docx: it was due for review on 30 March 2026");
    assert_eq!(warned("2026-05-30"), "p.docx: it is due for review on 30 May 2026, before the day of publication");
    assert_eq!(warned("2026-05-31"), "");
}

#[test]
fn an_attached_file_that_nothing_was_recognised_in_is_noted() {
    let attached = "value: yes, evidence: [{file: a.docx}]";
    let file = |world: World| world.file("a.docx", "2026-01-01");
    check("backed-by: [document, note]", attached, file, "met, noted, counts");
    check("backed-by: [document]", attached, file, "met, noted");
    check("backed-by: [document, note]", attached, |world| world, "met, stated only");
    check(FRAMEWORK, attached, |world| world.file("a.docx", "2024-01-01"), "met, out of date");
}

#[test]
fn a_missing_file_is_said_to_be_missing() {
    let world = World::new(&[("1.1.1", "")]).answer("1.1.1", "value: yes, evidence: [{file: a.docx}]");
    assert_eq!(world.card("1.1.1").warnings, ["a.docx is attached, but no such file is in the evidence folder"]);
    assert!(world.card("1.1.1").backing_reasons[0].contains("the file is not there"));
}

#[test]
fn a_file_that_moved_is_found_by_its_hash_and_judged_as_it_is() {
    let answer = format!("value: yes, evidence: [{{file: old/p.docx, sha256: {}}}]", hash("new/p.docx"));
    check("", &answer, |world| world.file("new/p.docx", "2026-01-01"), "met, noted, counts");
    check(POLICY, &answer, |world| world.document("policy", "new/p.docx", ""), "met, backed, counts");
    let stale = "backed-by: [document, note], evidence: [{document: policy, fresh: {months: 12, limit: framework}}]";
    check(stale, &answer, |world| world.document("policy", "new/p.docx", "2020-01-01"), "met, out of date");
    let card =
        World::new(&[("1.1.1", POLICY)]).answer("1.1.1", &answer).document("policy", "new/p.docx", "").card("1.1.1");
    assert_eq!(card.warnings, ["old/p.docx has moved to new/p.docx"]);
    assert_eq!(card.evidence.len(), 1);
    // Another file took its place.
    let replaced = |world: World| world.file("old/p.docx", "").file("new/p.docx", "");
    check("", &answer, replaced, "met, noted, counts");
}

#[test]
fn a_file_that_changed_since_it_was_confirmed_does_not_count_on_a_persons_word() {
    let answer = format!("value: yes, evidence: [{{file: a.docx, sha256: {}}}]", hash("something else"));
    check("", &answer, |world| world.file("a.docx", "2026-01-01"), "met, stated only");
    let world = World::new(&[("1.1.1", "")]).answer("1.1.1", &answer).file("a.docx", "");
    assert_eq!(world.card("1.1.1").warnings, ["a.docx has changed since it was confirmed: look at it again"]);
    // What it says now is read by the program itself.
    check(POLICY, &answer, |world| world.document("policy", "a.docx", "2026-01-01"), "met, backed, counts");
}

#[test]
fn an_unreadable_file_needs_a_description_and_a_date() {
    let photo = |world: World| {
        world.file_with("safe.jpg", "", |file| file.reading = Reading::Unreadable("a photograph".into()))
    };
    let with = |more: &str| format!("value: yes, evidence: [{{file: safe.jpg{more}}}]");
    check("", &with(""), photo, "met, stated only");
    check("", &with(", note: The safe"), photo, "met, stated only");
    check("", &with(", note: The safe, dated: 2026-02-01"), photo, "met, noted, counts");
    check("backed-by: [document]", &with(", note: The safe, dated: 2026-02-01"), photo, "met, noted");
    check(FRAMEWORK, &with(", note: The safe, dated: 2024-02-01"), photo, "met, out of date");
    let gone = |world: World| {
        world.file_with("safe.jpg", "", |file| {
            file.reading = Reading::Unreadable("it is only in the cloud".into());
            file.sha256 = String::new();
        })
    };
    check("", &with(", note: The safe, dated: 2026-02-01"), gone, "met, stated only");
    let skipped = |world: World| world.file_with("safe.jpg", "", |f| f.reading = Reading::Skipped("a shortcut".into()));
    check("", &with(", note: The safe, dated: 2026-02-01"), skipped, "met, stated only");
}

#[test]
fn an_address_or_a_place_is_noted_and_backs_only_where_a_note_will_do() {
    for evidence in ["{kept: Office safe}", "{address: 'https://rosewood.example/privacy'}"] {
        let answer = format!("value: yes, evidence: [{evidence}]");
        check("backed-by: [document, note]", &answer, |world| world, "met, noted, counts");
        check("backed-by: [document]", &answer, |world| world, "met, noted");
    }
    check("backed-by: [note]", "value: yes, evidence: [{kept: ''}]", |world| world, "met, stated only");
}

#[test]
fn not_applicable_needs_a_reason_and_no_evidence() {
    let item = "not-applicable: If there are none.";
    check(item, "not-applicable: We have none.", |world| world, "not applicable, counts");
}

#[test]
fn the_report_says_what_was_found_and_that_it_is_not_judged() {
    let world =
        World::new(&[("1.1.1", POLICY)]).answer("1.1.1", "value: yes").document("policy", "p.docx", "2026-03-04");
    assert_eq!(
        world.card("1.1.1").backing_reasons,
        [
            "p.docx: found, reads as a data protection policy (“policy”); reviewed 4 March 2026; its content is not judged"
        ]
    );
}

#[test]
fn what_would_back_an_answer_is_said() {
    let world = World::new(&[("1.1.1", FRAMEWORK)]).answer("1.1.1", "value: yes");
    assert_eq!(
        world.card("1.1.1").backing_reasons,
        [
            "your word only: it takes a data protection policy, or a note of where it is kept or its address, with its date"
        ]
    );
}

#[test]
fn a_certificate_that_has_run_out_backs_nothing() {
    let item = "backed-by: [document, note], evidence: [{document: certificate}]";
    let until = |last: &'static str| {
        move |world: World| {
            let file = |file: &mut crate::model::EvidenceFile| file.next_review = Some(super::day(last));
            world.file_with("c.pdf", "2025-04-01", file).recognised("certificate", "c.pdf", &[])
        }
    };
    check(item, "value: yes", until("2026-03-31"), "met, backed, counts");
    check(item, "value: yes", until("2026-03-30"), "met, out of date");
}

#[test]
fn an_expired_certificate_is_no_note_either() {
    let item = "backed-by: [document, note], evidence: [{document: policy}]";
    let attached = |last: &'static str| {
        move |world: World| {
            world.file_with("c.pdf", "2025-04-01", |file| {
                file.next_review = Some(super::day(last));
                file.documents = vec![super::slug("certificate")];
            })
        }
    };
    check(item, "value: yes, evidence: [{file: c.pdf}]", attached("2026-03-31"), "met, noted, counts");
    check(item, "value: yes, evidence: [{file: c.pdf}]", attached("2026-03-30"), "met, stated only");
}

#[test]
fn an_attached_file_of_another_kind_is_asked_about() {
    let item = "backed-by: [document, note], evidence: [{document: policy}]";
    let world = World::new(&[("1.1.1", item)]).answer("1.1.1", "value: yes, evidence: [{file: r.xlsx}]");
    let world = world.file_with("r.xlsx", "2026-01-01", |file| file.documents = vec![super::slug("register")]);
    assert_eq!(
        world.card("1.1.1").warnings,
        ["r.xlsx reads as an asset register, which is not what we look for here: see whether it is the right file"]
    );
}

#[test]
fn one_file_attached_to_everything_needs_a_word_for_each() {
    let items: Vec<String> = (1..=6).map(|n| format!("1.1.{n}")).collect();
    let standing = |count: usize, evidence: &str| {
        let asked: Vec<(&str, &str)> = items.iter().map(|id| (id.as_str(), "backed-by: [document, note]")).collect();
        let world = World::new(&asked).file("ovens.docx", "2026-03-01");
        let answer = format!("value: yes, evidence: [{{file: ovens.docx{evidence}}}]");
        items.iter().take(count).fold(world, |world, id| world.answer(id, &answer)).standing("1.1.1")
    };
    assert_eq!(standing(5, ""), "met, noted, counts");
    assert_eq!(standing(6, ""), "met, stated only");
    assert_eq!(standing(6, ", note: Section 4"), "met, noted, counts");
}
