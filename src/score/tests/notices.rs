//! What is said before anything else.

use super::{World, hash, read};
use crate::model::{Outcome::Fail, Reading, Sensitive, Weight};

/// A world of which there is nothing to say.
fn quiet() -> World {
    World::new(&[("1.1.1", "checks: [{check: disks, bearing: settles}]"), ("1.1.2", "")]).file("a.docx", "")
}

#[track_caller]
fn check(world: &World, expected: &[&str]) {
    let notices = world.score().notices;
    let said: Vec<String> = notices
        .iter()
        .map(|notice| match notice.weight {
            Weight::Important => format!("! {}", notice.text),
            Weight::Note => notice.text.clone(),
        })
        .collect();
    assert_eq!(said, expected);
}

#[test]
fn there_may_be_nothing_to_say() {
    check(&quiet(), &[]);
}

#[test]
fn the_deadline_is_said_two_months_before_and_for_ever_after() {
    let on = |day: &str| quiet().on(day, day);
    let near = "! The deadline of Toy 2025-26 is 30 June 2026.";
    check(&on("2026-04-29"), &[]);
    check(&on("2026-04-30"), &[near]);
    check(&on("2026-06-30"), &[near]);
    let mut published = on("2026-06-30");
    published.assessment.published = Some(read("{level: met, on: 2026-06-12, edition: 2025-26}"));
    check(&published, &[]);
    check(
        &on("2026-07-01"),
        &[
            "! The deadline of Toy 2025-26 was 30 June 2026. A newer edition is probably live: don't publish from this one, \
         and check the year in your portal.",
        ],
    );
    check(&on("2025-08-31"), &["! Toy 2025-26 opens on 1 September 2025."]);
    check(&on("2025-09-01"), &[]);
}

#[test]
fn a_publication_after_the_deadline_is_warned_of() {
    check(&quiet().on("2026-03-31", "2026-06-30"), &[]);
    check(
        &quiet().on("2026-03-31", "2026-07-01"),
        &["! The intended day of publication, 1 July 2026, is after the deadline of Toy 2025-26, 30 June 2026."],
    );
}

#[test]
fn a_publication_is_good_for_twelve_months() {
    let published = |on: &str| quiet().published(&format!("{{level: met, on: {on}}}"));
    check(&published("2025-07-01"), &[]);
    check(&published("2025-06-30"), &["The last publication is good until 30 June 2026."]);
    check(&published("2025-03-31"), &["The last publication is good until 31 March 2026."]);
    check(&published("2025-03-30"), &["! The last publication ran out on 30 March 2026."]);
    check(&quiet().published("never"), &[]);
}

#[test]
fn certificates_that_do_not_count_are_said() {
    let with = |certificate: &str| quiet().on("2026-03-01", "2026-03-31").certificate(certificate);
    check(&with("expires: 2026-02-28"), &["! The Cyber Essentials Plus certificate ran out on 28 February 2026."]);
    check(
        &with("expires: 2026-03-30"),
        &["! The Cyber Essentials Plus certificate runs out on 30 March 2026, before the day of publication."],
    );
    check(
        &with("expires: 2027-03-30, issued: 2026-04-01"),
        &[
            "! The Cyber Essentials Plus certificate is issued only after the day of publication, so it counts for nothing yet.",
        ],
    );
    check(
        &with("expires: 2026-03-31"),
        &["The Cyber Essentials Plus certificate itself is not in the evidence folder."],
    );
    check(&with("expires: 2026-03-31, file: a.docx"), &[]);
    check(&with("expires: 2025-03-31").certificate("expires: 2026-09-30, file: a.docx"), &[]);
}

#[test]
fn exceptions_that_ended_or_accept_nothing_are_said() {
    let world = quiet().finding("disks", "PC-1", Fail);
    check(&world.clone().exception("check: disks, until: 2026-03-31"), &[]);
    check(
        &world.clone().exception("check: disks, subject: PC-1, until: 2026-03-30"),
        &["! The exception for disks, PC-1 ended on 30 March 2026 and counts no more."],
    );
    check(
        &world.exception("check: disks, subject: PC-9"),
        &["The exception for disks, PC-9 accepts nothing that was found."],
    );
}

#[test]
fn answers_that_were_carried_forward_are_counted() {
    let world = quiet().answer("1.1.1", "value: yes, to-confirm: true");
    check(&world, &["! 1 answer was carried forward and counts once it is confirmed."]);
    check(
        &world.answer("1.1.2", "value: yes, to-confirm: true"),
        &["! 2 answers were carried forward and count once they are confirmed."],
    );
}

#[test]
fn answers_newer_than_the_sign_off_are_counted() {
    let mut world = quiet()
        .answer("1.1.1", "value: yes, on: 2026-03-30, by: Manager")
        .answer("1.1.2", "value: yes, on: 2026-03-29, by: Manager");
    world.assessment.signed_off = Some(super::read("{by: Ada Invented, role: Director, on: 2026-03-29}"));
    check(&world, &["! 1 answer is newer than the sign-off."]);
    assert_eq!(world.score().signed_off.as_deref(), Some("Ada Invented, Director, 29 March 2026"));
}

#[test]
fn answers_that_nobody_signed_and_actions_that_are_overdue_are_counted() {
    check(&quiet().answer("1.1.1", "value: yes"), &["1 answer says neither who gave it nor when."]);
    let overdue = quiet().answer("1.1.1", "value: no, by: Manager, due: 2026-03-30");
    check(&overdue, &["! 1 action is overdue."]);
}

#[test]
fn personal_data_in_evidence_is_said_by_number_of_files() {
    let secret = |file: &mut crate::model::EvidenceFile| {
        let sensitive = |what: &str| Sensitive { what: what.into(), place: "line 2".into(), fix: "take it out".into() };
        file.sensitive = ["NHS number", "private key"].map(sensitive).into();
    };
    check(
        &quiet().file_with("b.csv", "", secret),
        &["! 1 evidence file holds personal data or secrets: see the evidence register."],
    );
}

#[test]
fn files_that_cannot_be_read_are_said_until_somebody_describes_them() {
    let world = quiet().file_with("b.jpg", "", |file| file.reading = Reading::Unreadable("a photograph".into()));
    let said = "1 evidence file can't be read by the program: say what it is and its date.";
    check(&world, &[said]);
    let describe = |more: &str| format!("value: yes, by: Manager, evidence: [{{{more}}}]");
    check(&world.clone().answer("1.1.1", &describe("file: b.jpg, note: The safe")), &[said]);
    check(&world.clone().answer("1.1.1", &describe("file: b.jpg, note: The safe, dated: 2026-01-01")), &[]);
    let moved = format!("file: c.jpg, sha256: {}, note: The safe, dated: 2026-01-01", hash("b.jpg"));
    check(&world.answer("1.1.1", &describe(&moved)), &[]);
}

#[test]
fn an_empty_folder_is_said_and_one_that_could_not_be_read_is_not_called_empty() {
    let mut world = World::new(&[("1.1.1", "")]);
    let empty = "! The evidence folder is empty, so no file backs the answers.";
    check(&world, &[empty]);
    check(
        &world.clone().file_with("Thumbs.db", "", |f| f.reading = Reading::Skipped("a system file".into())),
        &[empty],
    );
    world.scan.problems = vec!["policies: permission denied".into()];
    check(&world, &["! The evidence folder was not read in full: policies: permission denied."]);
}

#[test]
fn doubts_about_the_pack_come_last() {
    let mut world = World::new(&[("1.1.1", "mandatory: doubtful, doubt: Perhaps 1.1.2 is meant.")]);
    world.pack.provisional = Some("Not checked against the official list.".into());
    world.pack.published_count = Some(super::read("{mandatory: 45, note: We count one more.}"));
    check(
        &world.file("a.docx", ""),
        &["This pack is provisional. Not checked against the official list.", "We count one more."],
    );
}
