//! The evidence register, and what short reports show.

use super::{Outcome, World, read};
use crate::model::{ShareFigure, SubjectKind};

const POLICY: &str = "backed-by: [document], evidence: [{document: policy}], fresh: {months: 12, limit: ours}";
const REGISTER: &str = "backed-by: [document], evidence: [{document: register}], fresh: {months: 6, limit: framework}, \
     checks: [{check: disks, bearing: settles}]";

fn world() -> World {
    World::new(&[("1.1.1", POLICY), ("1.1.2", REGISTER), ("1.1.3", ""), ("1.1.4", "mandatory: no")])
}

/// The register, a line a file: its name, the items and when to look at it again.
#[track_caller]
fn check(world: &World, expected: &[&str]) {
    let card = world.score();
    let line = |line: &crate::model::RegisterCard| {
        let items: Vec<&str> = line.items.iter().map(|id| id.as_str()).collect();
        let again = line
            .look_again
            .as_ref()
            .map(|again| format!("; {}{}: {}", again.on, if again.past { " gone by" } else { "" }, again.why));
        format!("{}: {}{}", card.files[line.file].path, items.join(" "), again.unwrap_or_default())
    };
    assert_eq!(card.register.iter().map(line).collect::<Vec<_>>(), expected);
}

#[test]
fn a_file_stands_with_the_items_that_it_speaks_to_and_the_day_to_look_at_it_again() {
    let recognised = |world: World, kind: &'static str, path: &str, dated: &str| {
        world.file_with(path, dated, |file| file.documents = vec![super::slug(kind)]).recognised(kind, path, &[])
    };
    check(
        &recognised(world(), "policy", "p.docx", "2025-09-15"),
        &["p.docx: 1.1.1; 2026-09-15: 12 months after its date, by our own measure"],
    );
    check(
        &recognised(world(), "register", "r.xlsx", "2025-09-15"),
        &["r.xlsx: 1.1.2; 2026-03-15 gone by: 6 months after its date, as the framework asks"],
    );
    check(&recognised(world(), "policy", "p.docx", ""), &["p.docx: 1.1.1"]);
    check(&world().file("other.docx", "2025-09-15"), &["other.docx: "]);
    let own = world().file_with("c.pdf", "2025-09-15", |file| {
        file.documents = vec![super::slug("certificate")];
        file.next_review = Some(super::day("2026-08-01"));
    });
    check(&own, &["c.pdf: ; 2026-08-01: the last day of it"]);
}

#[test]
fn a_file_that_a_check_read_stands_with_the_items_of_the_check() {
    let world = world().file("disks.csv", "").finding("disks", "LAPTOP-01", Outcome::Pass);
    check(&world, &["disks.csv: 1.1.2"]);
}

#[test]
fn what_the_items_that_count_ask_for_is_wanted_until_something_speaks_for_it() {
    let wanted = |world: &World| -> Vec<String> {
        world.score().wanted.iter().map(|line| format!("{}: {}", line.item, line.takes)).collect()
    };
    let start = world();
    assert_eq!(
        wanted(&start),
        [
            "1.1.1: a data protection policy",
            "1.1.2: an asset register",
            "1.1.3: a document, or a note of where it is kept or its address"
        ]
    );
    let shown =
        world().document("policy", "p.docx", "2025-09-15").answer("1.1.3", "value: yes, evidence: [{kept: Office}]");
    assert_eq!(wanted(&shown), ["1.1.2: an asset register"]);
}

#[test]
fn topics_show_each_item_once_and_under_the_number_that_is_answered() {
    let mut world = World::new(&[("1.1.1", ""), ("1.1.2", "same-as: '1.1.1'"), ("1.2.1", "")]);
    world.pack.topics = vec![read("{title: Doors, items: ['1.1.2', '1.1', '1.2.1'], ask: Shut?}")];
    let topics = world.score().topics;
    let items: Vec<&str> = topics[0].items.iter().map(|id| id.as_str()).collect();
    assert_eq!((topics.len(), items, topics[0].ask.as_deref()), (1, vec!["1.1.1", "1.2.1"], Some("Shut?")));
}

#[test]
fn a_share_is_what_was_said_and_what_the_file_says() {
    let item = "share-at-least: 95, checks: [{check: staff, bearing: settles}]";
    let world = World::new(&[("1.1.1", item)]).answer("1.1.1", "value: no, count: 9, out-of: 14");
    let share = world.card("1.1.1").share.unwrap();
    assert_eq!((share.needed, share.said.clone(), share.found), (95, ShareFigure::new(9, 14), None));
    let counted = world.finding_with("staff", "Staff", Outcome::Fail, |finding| {
        finding.subject.kind = SubjectKind::Organisation;
        finding.message = "37 of 39, that is 94.8%, expected at least 95%; not: row 42".into();
    });
    assert_eq!(counted.card("1.1.1").share.unwrap().found, ShareFigure::new(37, 39));
}
