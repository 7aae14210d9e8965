//! What suppliers bring to other packs is proposed, and a file that one of them sent speaks only where it may.

use super::*;
use crate::{
    model::{Independent, JudgedBy, Names},
    score::{Party, compare},
};

/// A supplier whose two certificates feed 10.2.1, and whose tests are evidence for 7.3.4.
fn supplier(name: &str, change: impl FnOnce(World) -> World) -> (Party, Scorecard) {
    let feeds = |item: &str, gives: &str| format!("feeds: [{{pack: toy-pack, item: '{item}', gives: {gives}}}]");
    let own = |gives: String| format!("backed-by: [document, note], evidence: [{{document: certificate}}], {gives}");
    let mut world = World::new(&[
        ("Q.1.1", &own(feeds("10.2.1", "any-one"))),
        ("Q.1.2", &own(feeds("10.2.1", "any-one"))),
        ("S.7.1", &own(feeds("7.3.4", "evidence"))),
        ("S.7.2", &feeds("10.1.2", "names")),
    ]);
    world.pack.id = slug("supplier-pack");
    world.pack.judged_by = JudgedBy::Grades;
    world.pack.independent = vec![Independent { document: slug("certificate"), names: Names::Party }];
    world.assessment.subject = Some(name.into());
    let world = change(world);
    let scorecard = world.score();
    (Party::new(&world.pack, &scorecard, &world.scan).unwrap(), scorecard)
}

fn certified(name: &'static str, path: &'static str) -> impl Fn(World) -> World {
    move |world| {
        let world = world.answer("Q.1.1", "value: yes").answer("S.7.1", "value: yes");
        let named = |file: &mut EvidenceFile| file.names = vec![name.to_owned()];
        world.file_with(path, "2026-01-05", named).recognised("certificate", path, &[])
    }
}

/// The organisation's own assessment beside these suppliers.
fn home(parties: Vec<Party>) -> World {
    let takes = "evidence: [{document: certificate}]";
    let mut world = World::new(&[("7.3.4", takes), ("9.1.1", takes), ("10.1.2", takes), ("10.2.1", takes)]);
    world.parties = parties;
    world
}

const PATH: &str = "suppliers/a/ce.pdf";

#[test]
fn nothing_is_fed_where_no_supplier_was_asked() {
    assert_eq!(home(Vec::new()).card("10.2.1").from_parties, None);
    let party = supplier("Firm A", certified("Firm A", PATH)).0;
    assert_eq!(home(vec![party]).card("9.1.1").from_parties, None);
}

#[test]
fn any_one_certificate_will_do_and_all_suppliers_need_one() {
    let a = || supplier("Firm A", certified("Firm A", PATH)).0;
    let silent = || supplier("Firm B", |world| world).0;
    let says = || supplier("Firm C", |world| world.answer("Q.1.2", "value: yes")).0;
    let without = || supplier("Firm D", |world| world.answer("Q.1.1", "value: no")).0;
    for (parties, words, suggested) in [
        (
            vec![a()],
            "1 of 1 supplier answered; 1 shows a certificate in date: Firm A (Title Q.1.1, strong); you can attach what \
             they sent: suppliers/a/ce.pdf (Firm A)",
            true,
        ),
        (
            vec![a(), silent(), says(), without()],
            "3 of 4 suppliers answered; 1 shows a certificate in date: Firm A (Title Q.1.1, strong); not: Firm B (has not \
             answered), Firm C (says so and shows none), Firm D (has none); you can attach what they sent: \
             suppliers/a/ce.pdf (Firm A)",
            false,
        ),
        (
            vec![silent()],
            "0 of 1 supplier answered; none shows a certificate in date; not: Firm B (has not answered)",
            false,
        ),
    ] {
        let card = home(parties).card("10.2.1");
        assert_eq!(card.from_parties.as_deref(), Some(words));
        assert_eq!(card.proposal.is_some(), suggested, "{:?}", card.proposal);
        assert_eq!(card.verdict, Verdict::Unanswered, "a proposal is no answer");
        assert!(card.evidence.is_empty(), "and its file is no evidence until a person attaches it");
    }
}

#[test]
fn names_and_files_are_only_proposed() {
    let card = |id| home(vec![supplier("Firm A", certified("Firm A", PATH)).0]).card(id);
    let listed = card("10.1.2");
    assert_eq!(
        listed.from_parties.as_deref(),
        Some("1 supplier was asked about security here (Firm A): it belongs in your list")
    );
    assert_eq!(listed.proposal, None);
    let words = "you can attach what they sent: suppliers/a/ce.pdf (Firm A)";
    assert_eq!(card("7.3.4").from_parties.as_deref(), Some(words));
}

#[test]
fn a_pack_that_is_based_on_another_is_fed_as_that_one_is() {
    let mut world = home(vec![supplier("Firm A", certified("Firm A", PATH)).0]);
    world.pack.id = slug("our-own");
    assert_eq!(world.card("10.2.1").from_parties, None);
    world.pack.based_on = Some(slug("toy-pack"));
    let assertions = world.pack.sections.iter_mut().flat_map(|section| &mut section.assertions);
    for item in assertions.flat_map(|one| &mut one.items).filter(|item| item.id == reference("9.1.1")) {
        item.like = Some(reference("10.2.1"));
    }
    assert!(world.card("9.1.1").from_parties.is_some());
    assert_eq!(world.card("10.2.1").from_parties, None, "its own number is another thing there");
}

#[test]
fn a_file_that_a_supplier_sent_speaks_where_it_is_attached_and_fed_and_nowhere_else() {
    let attached = |id: &str| {
        let parties = vec![supplier("Firm A", certified("Firm A", PATH)).0];
        home(parties).answer(id, &format!("value: yes, evidence: [{{file: {PATH}}}]")).card(id)
    };
    let fed = attached("10.2.1");
    assert_eq!(fed.backing, Some(Backing::Backed), "{:?}", fed.backing_reasons);
    let other = attached("9.1.1");
    assert_eq!(other.backing, Some(Backing::StatedOnly));
    assert_eq!(
        other.warnings,
        ["suppliers/a/ce.pdf is attached, but it was sent by a supplier and speaks for that supplier alone"]
    );
}

#[test]
fn a_supplier_is_not_backed_by_a_file_outside_its_folder() {
    let (_, scorecard) = supplier("Firm A", |mut world| {
        world.assessment.evidence_in = Some("suppliers/a".into());
        world.answer("Q.1.1", "value: yes, evidence: [{file: it/ours.pdf}]")
    });
    let card = &scorecard.sections[0].assertions[0].items[0];
    assert_eq!(card.warnings, ["it/ours.pdf is attached, but only files in suppliers/a speak here"]);
    assert!(!card.counts_backed);
}

#[test]
fn weakest_controls_come_first_and_suppliers_are_not_ranked() {
    let cards = [
        supplier("Firm B", |world| world.answer("S.7.2", "value: yes")).1,
        supplier("Firm A", certified("Firm A", PATH)).1,
    ];
    let comparison = compare(&cards).unwrap();
    let names: Vec<&str> = comparison.parties.iter().map(|party| party.name.as_str()).collect();
    assert_eq!(names, ["Firm B", "Firm A"]);
    let rows: Vec<String> = comparison
        .rows
        .iter()
        .map(|row| {
            let grades: Vec<&str> = row.grades.iter().map(|grade| grade.map_or("–", |grade| grade.word())).collect();
            format!("{} {}", row.id, grades.join(" "))
        })
        .collect();
    assert_eq!(rows, ["Q.1 none none", "S.7 none none"]);
    assert!(compare(&[]).is_none());
}
