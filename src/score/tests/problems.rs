//! What is wrong, one by one: what machine formats and baselines go by.

use super::World;
use crate::model::{
    Finding,
    Outcome::{Fail, Pass, Unknown, Warn},
    Problem, Strength, SubjectKind,
};

const SETTLES: &str = "backed-by: [check], checks: [{check: disks, bearing: settles}]";
const SUPPORTS: &str = "backed-by: [note], checks: [{check: disks, bearing: supports}]";

fn yes(item: &str) -> World {
    World::new(&[("1.1.1", item)]).answer("1.1.1", "value: yes")
}

/// Kind, severity, what it is about and whether it is accepted: "fails error disks PC-1, accepted".
fn listed(problem: &Problem) -> String {
    let about = [
        problem.item.as_ref().map(ToString::to_string),
        problem.check.as_ref().map(ToString::to_string),
        problem.subject.clone(),
        problem.accepted.as_ref().map(|one| format!("accepted: {}", one.reason)),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    format!("{} {:?} {}", problem.kind.as_str(), problem.severity, about.join(" ")).to_lowercase()
}

#[track_caller]
fn check(world: World, expected: &[&str]) {
    let problems: Vec<String> = world.score().problems().iter().map(listed).collect();
    assert_eq!(problems, expected);
}

#[test]
fn every_gap_of_a_mandatory_item_is_a_problem_of_its_kind() {
    check(World::new(&[("1.1.1", SETTLES)]), &["unanswered warning 1.1.1"]);
    check(World::new(&[("1.1.1", SETTLES)]).answer("1.1.1", "value: no"), &["not-met error 1.1.1"]);
    check(yes(""), &["stated-only note 1.1.1"]);
    check(yes("").answer("1.1.1", "value: yes, evidence: [{kept: Office}]"), &[]);
    check(
        yes("backed-by: [document]").answer("1.1.1", "value: yes, evidence: [{kept: Office}]"),
        &["noted note 1.1.1"],
    );
    let old = yes("evidence: [{document: policy}], fresh: {months: 12, limit: framework}");
    check(old.document("policy", "p.docx", "2020-01-01"), &["out-of-date warning 1.1.1"]);
    check(World::new(&[("1.1.1", "mandatory: no")]), &[]);
}

#[test]
fn an_item_that_is_asked_under_two_numbers_comes_once() {
    let twice = [("1.1.1", "kind: text"), ("1.1.2", "kind: text, mandatory: doubtful, same-as: '1.1.1'")];
    check(World::new(&twice), &["unanswered warning 1.1.1"]);
}

#[test]
fn a_contradiction_is_one_problem_and_the_finding_behind_it_another() {
    let world = yes(SETTLES).finding("disks", "PC-1", Pass).finding("disks", "PC-2", Fail);
    check(world.clone(), &["contradicted error 1.1.1 disks", "fails error disks pc-2"]);
    let problem = &world.score().problems()[0];
    assert_eq!(problem.place.as_ref().unwrap().to_string(), "disks.csv:2");
    assert!(problem.message.contains("PC-2"), "{}", problem.message);
}

#[test]
fn findings_weigh_what_they_settle() {
    check(yes(SETTLES).finding("disks", "PC-1", Warn), &["warns warning disks pc-1"]);
    let unknown = yes(SETTLES).finding("disks", "PC-1", Unknown);
    check(unknown, &["stated-only note 1.1.1", "unknown note disks pc-1"]);
    let supports = yes(SUPPORTS).answer("1.1.1", "value: yes, evidence: [{kept: Office}]");
    check(supports.finding("disks", "PC-1", Fail), &["fails warning disks pc-1"]);
    let silent = yes(SETTLES).finding_with("disks", "", Unknown, |finding| finding.silent = true);
    check(silent, &["stated-only note 1.1.1"]);
}

#[test]
fn what_an_exception_accepts_is_still_listed_with_its_reason() {
    let two = || yes(SETTLES).finding("disks", "PC-1", Fail).finding("disks", "PC-2", Fail);
    let accepted = ["contradicted error 1.1.1 disks accepted: spare.", "stated-only note 1.1.1"];
    let both = ["fails error disks pc-1 accepted: spare.", "fails error disks pc-2 accepted: spare."];
    check(two().exception("check: disks"), &[&accepted[..], &both[..]].concat());
    check(
        two().exception("check: disks, subject: PC-1"),
        &["contradicted error 1.1.1 disks", "fails error disks pc-1 accepted: spare.", "fails error disks pc-2"],
    );
    check(World::new(&[("1.1.1", SETTLES)]).exception("item: '1.1.1'"), &["unanswered warning 1.1.1 accepted: spare."]);
    let ended = World::new(&[("1.1.1", SETTLES)]).exception("item: '1.1.1', until: 2026-03-30");
    check(ended, &["unanswered warning 1.1.1"]);
}

#[test]
fn a_finding_is_accepted_only_where_it_is_for_every_item() {
    let two = [("1.1.1", SETTLES), ("1.1.2", SETTLES)];
    let world = World::new(&two).answer("1.1.1", "value: yes").answer("1.1.2", "value: yes");
    let world = world.finding("disks", "PC-1", Fail).exception("item: '1.1.1', check: disks");
    check(
        world,
        &[
            "contradicted error 1.1.1 disks accepted: spare.",
            "stated-only note 1.1.1",
            "contradicted error 1.1.2 disks",
            "fails error disks pc-1",
        ],
    );
}

fn names(world: World) -> Vec<String> {
    world.score().problems().into_iter().map(|problem| problem.fingerprint).collect()
}

#[test]
fn the_name_of_a_problem_outlives_edits_of_files_and_words() {
    let world = |change: fn(&mut Finding)| yes(SETTLES).finding_with("disks", "PC-2", Fail, change);
    let before = names(world(|_| {}));
    let after = |change| names(world(change));
    assert_eq!(before, after(|f| f.place.line = Some(77)));
    assert_eq!(before, after(|f| f.place.file = "disks-2026-04.csv".into()));
    assert_eq!(before, after(|f| f.message = "was off".into()));
    assert_eq!(before, after(|f| f.observed = Some("False".into())));
    assert_ne!(before, after(|f| f.outcome = Warn));
    assert_ne!(before, after(|f| f.subject.label = "PC-3".into()));
    assert_ne!(before, after(|f| f.strength = Strength::Supports));
    assert_eq!(before[0].len(), 64);
    assert!(before[0].chars().all(|c| c.is_ascii_hexdigit()));
}

#[test]
fn people_are_counted_and_neither_named_nor_known_by_their_rows() {
    let person = |world: World, row: usize| {
        world.finding_with("staff", "", Fail, |finding| {
            finding.subject.kind = SubjectKind::Person;
            (finding.subject.id, finding.subject.label) = (format!("person {row}"), format!("row {row}"));
            finding.place.line = Some(row);
        })
    };
    let people = |rows: &[usize]| {
        let world = rows.iter().fold(World::new(&[("1.1.1", "mandatory: no")]), |world, row| person(world, *row));
        names(world)
    };
    assert_eq!(people(&[2, 5]), people(&[3, 9]));
    let (two, three) = (people(&[2, 5]), people(&[2, 3, 5]));
    assert_eq!(three[..2], two[..]);
    assert!(!two.contains(&three[2]));
}
