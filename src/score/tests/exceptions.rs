//! What exceptions accept, and how long.

use super::{World, check};
use crate::model::{
    Finding,
    Outcome::{Fail, Pass, Unknown, Warn},
    SubjectKind,
};

const SETTLES: &str = "backed-by: [check], checks: [{check: disks, bearing: settles}]";

/// Two devices, of which PC-2 fails.
fn one_fails(world: World) -> World {
    world.finding("disks", "PC-1", Pass).finding("disks", "PC-2", Fail)
}

#[track_caller]
fn excepted(exception: &str, expected: &str) {
    check(SETTLES, "value: yes", |world| one_fails(world).exception(exception), expected);
}

#[test]
fn an_exception_names_a_check_a_subject_of_it_or_an_item() {
    excepted("check: disks", "met, backed, counts");
    excepted("check: disks, subject: PC-2", "met, backed, counts");
    excepted("check: disks, subject: ' pc-2 '", "met, backed, counts");
    excepted("item: '1.1.1'", "met, backed, counts");
    excepted("item: '1.1.1', check: disks, subject: PC-2", "met, backed, counts");
}

#[test]
fn an_exception_for_something_else_accepts_nothing() {
    excepted("check: mfa", "met, contradicted");
    excepted("check: disks, subject: PC-1", "met, contradicted");
    excepted("check: disks, subject: PC", "met, contradicted");
    excepted("item: '9.9.9'", "met, contradicted");
    excepted("item: '1.1.1', check: mfa", "met, contradicted");
    excepted("item: '9.9.9', check: disks", "met, contradicted");
}

#[test]
fn an_exception_holds_to_the_end_of_its_last_day() {
    excepted("check: disks, until: 2026-03-31", "met, backed, counts");
    excepted("check: disks, until: 2026-03-30", "met, contradicted");
}

#[test]
fn an_exception_for_one_of_two_failures_leaves_the_other() {
    let two = |world: World| one_fails(world).finding("disks", "PC-3", Fail);
    check(SETTLES, "value: yes", |w| two(w).exception("check: disks, subject: PC-2"), "met, contradicted");
    let both = |w| two(w).exception("check: disks, subject: PC-2").exception("check: disks, subject: PC-3");
    check(SETTLES, "value: yes", both, "met, backed, counts");
}

#[test]
fn an_exception_takes_a_contradiction_away_but_backs_nothing_by_itself() {
    let world = |world: World| world.finding("disks", "PC-2", Fail).exception("check: disks");
    check(SETTLES, "value: yes", world, "met, stated only");
    let unknown = |world: World| one_fails(world).finding("disks", "PC-3", Unknown).exception("check: disks");
    check(SETTLES, "value: yes", unknown, "met, stated only");
    let item = format!("not-applicable: If none., {SETTLES}");
    check(&item, "not-applicable: We have none.", world, "not applicable, counts");
}

#[test]
fn an_exception_makes_no_met_item_of_one_that_is_not() {
    check(SETTLES, "value: no", |world| one_fails(world).exception("item: '1.1.1'"), "not met");
    check(SETTLES, "", |world| one_fails(world).exception("item: '1.1.1'"), "unanswered");
}

#[test]
fn an_accepted_failure_is_said_and_is_not_on_the_plan() {
    let world = one_fails(World::new(&[("1.1.1", SETTLES)]).answer("1.1.1", "value: yes")).exception("check: disks");
    let scorecard = world.score();
    assert_eq!(scorecard.contradictions, []);
    assert_eq!(scorecard.actions, []);
    assert_eq!(
        world.card("1.1.1").backing_reasons[0],
        "an exception accepts this: 1 of 2 devices pass; not: PC-2 (is off; disks.csv:2)"
    );
}

#[test]
fn an_accepted_warning_is_not_on_the_plan() {
    let world = World::new(&[("1.1.1", SETTLES)]).answer("1.1.1", "value: yes").finding("disks", "PC-1", Warn);
    assert_eq!(world.score().actions.len(), 1);
    let world = world.exception("check: disks, subject: PC-1");
    assert_eq!(world.score().actions, []);
    assert!(world.score().exceptions[0].used);
}

#[test]
fn an_exception_for_one_item_leaves_others_contradicted() {
    let world = one_fails(World::new(&[("1.1.1", SETTLES), ("1.1.2", SETTLES)]))
        .answer("1.1.1", "value: yes")
        .answer("1.1.2", "value: yes")
        .exception("item: '1.1.1', check: disks");
    assert_eq!(world.standing("1.1.1"), "met, backed, counts");
    assert_eq!(world.standing("1.1.2"), "met, contradicted");
}

#[test]
fn an_account_is_excepted_by_its_name_and_never_by_its_row() {
    let account = |finding: &mut Finding| {
        finding.subject.kind = SubjectKind::Account;
        finding.subject.id = "ada.invented@rosewood.example".into();
        finding.subject.label = "row 14".into();
    };
    let item = "checks: [{check: mfa, bearing: settles}], backed-by: [note]";
    let failing = |world: World| world.finding_with("mfa", "", Fail, account);
    check(item, "value: yes", |w| failing(w).exception("check: mfa, subject: row 14"), "met, contradicted");
    let by_name = "check: mfa, subject: Ada.Invented@rosewood.example";
    check(item, "value: yes", |w| failing(w).exception(by_name), "met, stated only");
    let about = |world: World| world.exception(by_name).score().exceptions[0].about.clone();
    assert_eq!(about(failing(World::new(&[("1.1.1", item)]))), "mfa, row 14 of mfa.csv");
    assert_eq!(about(World::new(&[("1.1.1", item)])), "mfa, an account");
}

#[test]
fn an_exception_is_used_when_it_accepts_something_that_counts() {
    let used = |world: World, exception: &str| world.exception(exception).score().exceptions[0].used;
    let world = one_fails(World::new(&[("1.1.1", SETTLES), ("1.1.2", "")]));
    for exception in ["check: disks", "check: disks, subject: PC-2", "item: '1.1.1'", "item: '1.1.1', check: disks"] {
        assert!(used(world.clone(), exception), "{exception}");
    }
    for exception in ["check: mfa", "check: disks, subject: PC-1", "item: '1.1.2'", "item: '1.1.2', check: disks"] {
        assert!(!used(world.clone(), exception), "{exception}");
    }
    // The failure in an older export counts no more.
    let on = |day| move |finding: &mut Finding| finding.collected = Some(super::day(day));
    let mended = World::new(&[("1.1.1", SETTLES)]).finding_with("disks", "PC-1", Fail, on("2026-01-01")).finding_with(
        "disks",
        "PC-1",
        Pass,
        on("2026-02-01"),
    );
    assert!(!used(mended, "check: disks"));
}
