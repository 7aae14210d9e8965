//! What would pass on the day, and which controls apply.

use super::{Outcome, World, reference};
use crate::model::{JudgedBy, Passing};

/// A pack that is passed or failed: one item fails it alone, one does not, one is advice.
fn world() -> World {
    let mut world = World::new(&[
        ("1.1.1", "automatic-fail: true, backed-by: [check, note], checks: [{check: disks, bearing: settles}]"),
        ("1.1.2", "not-applicable: Where there is none."),
        ("1.1.3", "mandatory: no"),
    ]);
    world.pack.judged_by = JudgedBy::PassOrFail;
    world
}

/// "on the answers / from what is shown: automatic fails; fails; open"
#[track_caller]
fn check(change: impl FnOnce(World) -> World, expected: &str) {
    let card = change(world()).score().passing.expect("the pack is passed or failed");
    let ids = |ids: &[crate::model::ItemId]| ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" ");
    let found = format!(
        "{} / {}: {}; {}; {}",
        card.on_answers_title,
        card.backed_title,
        ids(&card.automatic_fails),
        ids(&card.fails),
        ids(&card.open)
    );
    assert_eq!(found, expected);
}

fn both(world: World) -> World {
    world.answer("1.1.1", "value: yes").answer("1.1.2", "value: yes")
}

const KEPT: &str = "value: yes, evidence: [{kept: office}]";

#[test]
fn it_passes_when_every_requirement_is_met_and_shown() {
    check(|w| w.answer("1.1.1", KEPT).answer("1.1.2", KEPT), "would pass / would pass: ; ; ");
    check(|w| w.answer("1.1.1", KEPT).answer("1.1.2", "not-applicable: None here."), "would pass / would pass: ; ; ");
}

#[test]
fn what_is_only_said_would_pass_on_the_answers_and_is_not_known_from_what_is_shown() {
    check(both, "would pass / can't tell: ; ; ");
}

#[test]
fn what_is_not_answered_leaves_it_open_and_one_no_fails_it() {
    check(|w| w, "can't tell / can't tell: ; ; 1.1.1 1.1.2");
    check(|w| w.answer("1.1.1", "value: yes"), "can't tell / can't tell: ; ; 1.1.2");
    check(|w| w.answer("1.1.2", "value: no"), "would fail / would fail: ; 1.1.2; 1.1.1");
    check(|w| w.answer("1.1.1", "value: no"), "would fail / would fail: 1.1.1; ; 1.1.2");
}

#[test]
fn advice_neither_fails_it_nor_leaves_it_open() {
    check(|w| both(w).answer("1.1.3", "value: no"), "would pass / can't tell: ; ; ");
}

#[test]
fn a_file_that_says_otherwise_fails_it_unless_an_exception_accepts_that() {
    let off = |w: World| both(w).finding("disks", "LAPTOP-07", Outcome::Fail);
    check(off, "would fail / would fail: 1.1.1; ; ");
    check(|w| off(w).exception("check: disks"), "would pass / can't tell: ; ; ");
}

#[test]
fn a_warning_about_what_fails_it_alone_leaves_it_open() {
    check(|w| both(w).finding("disks", "LAPTOP-07", Outcome::Unknown), "can't tell / can't tell: ; ; 1.1.1");
    check(|w| both(w).finding("disks", "LAPTOP-07", Outcome::Warn), "can't tell / can't tell: ; ; 1.1.1");
    check(|w| both(w).finding("disks", "LAPTOP-07", Outcome::Pass), "would pass / can't tell: ; ; ");
}

#[test]
fn what_fails_it_alone_comes_first_in_the_plan() {
    let world = world().answer("1.1.1", "value: no").answer("1.1.2", "value: no");
    let first = |world: &World| world.score().actions.first().map(|action| action.item.to_string());
    assert_eq!(first(&world).as_deref(), Some("1.1.1"));
    let mut other = World::new(&[("1.1.1", "effort: days"), ("1.1.2", "effort: minutes")]);
    assert_eq!(first(&other).as_deref(), Some("1.1.2"));
    other = World::new(&[("1.1.1", "effort: days, automatic-fail: true"), ("1.1.2", "effort: minutes")]);
    assert_eq!(first(&other).as_deref(), Some("1.1.1"));
}

#[test]
fn other_packs_are_judged_by_their_levels_alone() {
    assert_eq!(World::new(&[("1.1.1", "")]).score().passing, None);
    assert_eq!(Passing::CantTell.in_words(), "can't tell");
}

#[test]
fn a_statement_names_each_control_with_why_and_how_far() {
    let may = "not-applicable: With a reason.";
    let items = [("1.1.1", ""), ("2.1.1", may), ("2.1.2", may), ("2.1.3", may), ("2.1.4", may), ("2.1.5", may)];
    let mut world = World::new(&items);
    world.pack.statement_of_applicability = vec![reference("2")];
    let world = world
        .answer("2.1.1", "value: yes, comment: The contract asks for it, evidence: [{kept: office}]")
        .answer("2.1.2", "value: no, owner: Jo Example, due: 2026-05-31")
        .answer("2.1.3", "not-applicable: We write no software")
        .answer("2.1.4", "value: yes");
    let statement = world.score().statement.expect("the pack has controls");
    let rows: Vec<String> = statement
        .controls
        .iter()
        .map(|control| {
            let why = control.justification.as_deref().unwrap_or("-");
            format!(
                "{} {} | {why} | {} | {}",
                control.item,
                control.applies,
                control.implemented,
                control.evidence.join(",")
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "2.1.1 Yes | The contract asks for it | Yes, noted | office",
            "2.1.2 Yes | - | No; planned by 31 May 2026, Jo Example | ",
            "2.1.3 No | We write no software | Left out | ",
            "2.1.4 Yes | - | Yes, on your word only | ",
            "2.1.5 Not decided | - | Not decided | ",
        ]
    );
    let counts = [
        statement.all,
        statement.applicable,
        statement.implemented,
        statement.not_implemented,
        statement.excluded,
        statement.undecided,
        statement.without_reason,
    ];
    assert_eq!(counts, [5, 3, 2, 1, 1, 1, 2]);
    assert_eq!(World::new(&[("1.1.1", "")]).score().statement, None);
}
