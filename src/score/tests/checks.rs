//! What checks say for an item, alone and over several files.

use super::{World, check, date, slug};
use crate::model::{
    Finding,
    Outcome::{self, Fail, Info, Pass, Unknown, Warn},
    Strength, SubjectKind, Summary,
};

const SETTLES: &str = "backed-by: [check], checks: [{check: disks, bearing: settles}]";
const SUPPORTS: &str = "backed-by: [check], checks: [{check: disks, bearing: supports}]";

#[track_caller]
fn outcomes(item: &str, answer: &str, outcomes: &[Outcome], expected: &str) {
    let devices = |world: World| {
        outcomes.iter().zip(1..).fold(world, |world, (outcome, n)| world.finding("disks", &format!("PC-{n}"), *outcome))
    };
    check(item, answer, devices, expected);
}

#[test]
fn a_settling_check_backs_when_it_passes_for_all() {
    outcomes(SETTLES, "value: yes", &[Pass], "met, backed, counts");
    outcomes(SETTLES, "value: yes", &[Pass, Warn], "met, backed, counts");
    outcomes(SETTLES, "value: yes", &[Pass, Unknown], "met, stated only");
    outcomes(SETTLES, "value: yes", &[Unknown], "met, stated only");
    outcomes(SETTLES, "value: yes", &[], "met, stated only");
    outcomes("checks: [{check: disks, bearing: settles}]", "value: yes", &[Pass], "met, stated only");
}

#[test]
fn a_settling_check_that_fails_contradicts_yes_and_not_applicable() {
    outcomes(SETTLES, "value: yes", &[Pass, Fail], "met, contradicted");
    outcomes(SETTLES, "value: yes", &[Unknown, Fail], "met, contradicted");
    let item = format!("{SETTLES}, not-applicable: If there are none.");
    outcomes(&item, "not-applicable: We have no devices.", &[Fail], "not applicable, contradicted");
    outcomes(&item, "not-applicable: We have no devices.", &[Pass], "not applicable, counts");
    outcomes(SETTLES, "value: no", &[Fail], "not met");
    outcomes(SETTLES, "ask: IT", &[Fail], "unanswered");
}

#[test]
fn a_document_does_not_outweigh_a_failing_check() {
    let item =
        "backed-by: [check, document], evidence: [{document: policy}], checks: [{check: disks, bearing: settles}]";
    let world = |world: World| world.document("policy", "p.docx", "2026-01-01").finding("disks", "PC-1", Fail);
    check(item, "value: yes", world, "met, contradicted");
}

#[test]
fn one_settling_check_that_passes_does_not_make_up_for_another_that_is_not_known() {
    let item = "backed-by: [check], checks: [{check: disks, bearing: settles}, {check: phones, bearing: settles}]";
    let world = |world: World| world.finding("disks", "PC-1", Pass);
    check(item, "value: yes", world, "met, backed, counts");
    check(item, "value: yes", |w| world(w).finding("phones", "P-1", Unknown), "met, stated only");
    check(item, "value: yes", |w| world(w).finding("phones", "P-1", Pass), "met, backed, counts");
}

#[test]
fn a_supporting_check_neither_backs_nor_contradicts() {
    outcomes(SUPPORTS, "value: yes", &[Pass], "met, stated only");
    outcomes(SUPPORTS, "value: yes", &[Fail], "met, stated only");
    let world = World::new(&[("1.1.1", SUPPORTS)]).finding("disks", "PC-1", Fail);
    assert_eq!(world.card("1.1.1").warnings, ["PC-1: is off (disks.csv:2)"]);
    assert_eq!(world.score().contradictions, []);
}

#[test]
fn an_export_that_is_older_than_the_framework_allows_is_out_of_date() {
    let item = format!("{SETTLES}, fresh: {{months: 12, limit: framework}}");
    let on = |day| move |world: World| world.finding_with("disks", "PC-1", Pass, |f| f.collected = Some(day));
    check(&item, "value: yes", on(date(2025, 3, 31)), "met, backed, counts");
    check(&item, "value: yes", on(date(2025, 3, 30)), "met, out of date");
    check(&item, "value: yes", |world| world.finding("disks", "PC-1", Pass), "met, backed, counts");
    let ours = format!("{SETTLES}, fresh: {{months: 12, limit: ours}}");
    check(&ours, "value: yes", on(date(2020, 1, 1)), "met, backed, counts");
}

/// One device in several exports, in each order.
#[track_caller]
fn exports(exports: &[(&str, Outcome)], expected: Summary) {
    for turn in 0..exports.len() {
        let mut world = World::new(&[("1.1.1", SETTLES)]);
        for (at, (collected, outcome)) in exports.iter().cycle().skip(turn).take(exports.len()).enumerate() {
            world = world.finding_with("disks", "PC-1", *outcome, |finding| {
                finding.collected = (!collected.is_empty()).then(|| super::day(collected));
                finding.place.file = format!("export-{at}.csv");
            });
        }
        let results = world.score().checks;
        assert_eq!((results[0].result, results[0].tally.all), (expected, 1), "turned by {turn}");
    }
}

#[test]
fn of_several_exports_the_newest_counts_where_all_say_when_else_the_worst() {
    exports(&[("2026-01-01", Fail), ("2026-02-01", Pass)], Summary::Pass);
    exports(&[("2026-01-01", Pass), ("2026-02-01", Fail)], Summary::Fail);
    exports(&[("2026-02-01", Pass), ("2026-02-01", Fail)], Summary::Fail);
    exports(&[("", Fail), ("2026-02-01", Pass)], Summary::Fail);
    exports(&[("", Pass), ("2026-02-01", Fail)], Summary::Fail);
    exports(&[("2026-01-01", Fail), ("", Warn), ("2026-02-01", Pass)], Summary::Warn);
    exports(&[("2062-01-01", Pass), ("2026-02-01", Fail)], Summary::Fail);
}

#[test]
fn a_sentence_counts_the_devices_and_names_those_that_fail() {
    let mut world = World::new(&[("1.1.1", SETTLES)]).finding("disks", "LAPTOP-07", Fail);
    for n in 10..24 {
        world = world.finding("disks", &format!("LAPTOP-{n}"), Pass);
    }
    assert_eq!(world.score().checks[0].sentence, "14 of 15 devices pass; not: LAPTOP-07 (is off; disks.csv:2)");
    let world = world.finding("disks", "LAPTOP-08", Unknown).finding("disks", "LAPTOP-09", Warn);
    assert_eq!(
        world.score().checks[0].sentence,
        "15 of 17 devices pass; not: LAPTOP-07 (is off; disks.csv:2); \
         not known: LAPTOP-08 (says nothing of it; disks.csv:2); \
         with a warning: LAPTOP-09 (is on, and soon will not be; disks.csv:2)"
    );
}

#[test]
fn more_than_five_names_are_cut() {
    let world = (1..8).fold(World::new(&[("1.1.1", "")]), |world, n| world.finding("disks", &format!("PC-{n}"), Fail));
    let sentence = &world.score().checks[0].sentence;
    assert_eq!(sentence, "0 of 7 devices pass; not: PC-1, PC-2, PC-3, PC-4, PC-5 and 2 more (is off; disks.csv)");
}

#[test]
fn subjects_of_several_kinds_are_called_subjects() {
    let world = World::new(&[("1.1.1", "")]).finding("disks", "PC-1", Fail);
    let world = world.finding_with("disks", "Rosewood", Pass, |f| f.subject.kind = SubjectKind::Tenant);
    assert_eq!(world.score().checks[0].sentence, "1 of 2 subjects pass; not: PC-1 (is off; disks.csv:2)");
}

#[test]
fn people_stand_in_the_order_of_their_rows() {
    let person = |id: &str, row: usize| {
        let (id, label) = (id.to_owned(), format!("row {row}"));
        move |finding: &mut Finding| {
            (finding.subject.kind, finding.subject.id, finding.subject.label) = (SubjectKind::Person, id, label);
            finding.place.line = Some(row);
        }
    };
    let world = World::new(&[("1.1.1", "")]).finding_with("disks", "", Fail, person("ada", 10)).finding_with(
        "disks",
        "",
        Fail,
        person("bob", 9),
    );
    assert_eq!(world.score().checks[0].sentence, "0 of 2 people pass; not: row 9, row 10 (disks.csv)");
}

#[test]
fn people_and_accounts_are_named_by_their_rows_only() {
    let account = |id: &str, row: usize| {
        let (id, label) = (id.to_owned(), format!("row {row}"));
        move |finding: &mut Finding| {
            (finding.subject.kind, finding.subject.id, finding.subject.label) = (SubjectKind::Account, id, label);
        }
    };
    let world = World::new(&[("1.1.1", "checks: [{check: mfa, bearing: settles}]")])
        .answer("1.1.1", "value: yes")
        .finding_with("mfa", "", Fail, account("ada.invented@rosewood.example", 14));
    assert_eq!(world.score().checks[0].sentence, "row 14: is off (mfa.csv:2)");
    let world = world.finding_with("mfa", "", Pass, account("bob.invented@rosewood.example", 15));
    assert_eq!(world.score().checks[0].sentence, "1 of 2 accounts pass; not: row 14 (mfa.csv)");
    let printed = serde_json::to_string(&world.score()).unwrap();
    assert!(!printed.contains("invented"), "{printed}");
}

#[test]
fn checks_without_a_file_are_listed_as_unchecked() {
    let unchecked =
        |world: World| -> Vec<String> { world.score().unchecked.iter().map(|c| c.id.to_string()).collect() };
    let world = World::new(&[("1.1.1", SETTLES)]);
    assert_eq!(unchecked(world.clone()), ["disks"]);
    assert_eq!(unchecked(world.finding("disks", "PC-1", Unknown)), [""; 0]);
}

#[test]
fn the_scan_proposes_and_a_person_decides() {
    let proposal = |world: World| world.card("1.1.1").proposal.unwrap_or_default();
    let world = World::new(&[("1.1.1", SETTLES)]);
    assert_eq!(proposal(world.clone()), "");
    assert_eq!(
        proposal(world.clone().finding("disks", "PC-1", Fail)),
        "the files suggest “no”: PC-1: is off (disks.csv:2)"
    );
    assert_eq!(
        proposal(world.clone().finding("disks", "PC-1", Pass)),
        "the files suggest “yes”: PC-1: is on (disks.csv:2)"
    );
    assert_eq!(proposal(world.clone().finding("disks", "PC-1", Unknown)), "");
    assert_eq!(proposal(world.finding("disks", "PC-1", Pass).answer("1.1.1", "value: no")), "");
}

#[test]
fn a_check_of_either_number_bears_on_an_item_that_is_asked_twice() {
    let world = World::new(&[
        ("1.1.1", "backed-by: [check]"),
        ("1.1.2", "same-as: '1.1.1', checks: [{check: disks, bearing: settles}]"),
    ])
    .answer("1.1.1", "value: yes")
    .finding("disks", "PC-1", Fail);
    assert_eq!(world.standing("1.1.1"), "met, contradicted");
    let scorecard = world.score();
    assert_eq!(scorecard.contradictions, [super::reference("1.1.1")]);
    assert_eq!(scorecard.checks[0].card.id, slug("disks"));
    assert_eq!(scorecard.actions.len(), 1);
}

fn points(finding: &mut Finding) {
    finding.strength = Strength::Supports;
}

#[test]
fn what_only_points_that_way_is_shown_and_neither_backs_nor_contradicts() {
    let points_to = |outcome| move |world: World| world.finding_with("disks", "PC-1", outcome, points);
    check(SETTLES, "value: yes", points_to(Pass), "met, stated only");
    check(SETTLES, "value: yes", points_to(Fail), "met, stated only");
    let world = points_to(Fail)(World::new(&[("1.1.1", SETTLES)]).answer("1.1.1", "value: yes"));
    assert_eq!(world.card("1.1.1").warnings, ["PC-1: is off (disks.csv:2)"]);
    assert_eq!(world.score().contradictions, []);
    let open = points_to(Pass)(World::new(&[("1.1.1", SETTLES)]));
    assert_eq!(open.card("1.1.1").proposal, None);
    assert_eq!(open.card("1.1.1").checks[0].strength, Strength::Supports);
}

#[test]
fn what_settles_and_what_points_that_way_are_counted_apart() {
    let both = |settles, points_to| {
        move |world: World| world.finding("disks", "PC-1", settles).finding_with("disks", "policy", points_to, points)
    };
    check(SETTLES, "value: yes", both(Pass, Fail), "met, backed, counts");
    check(SETTLES, "value: yes", both(Fail, Pass), "met, contradicted");
    check(SETTLES, "value: yes", both(Unknown, Pass), "met, stated only");
    let card = both(Pass, Fail)(World::new(&[("1.1.1", SETTLES)]).answer("1.1.1", "value: yes")).card("1.1.1");
    assert_eq!(card.warnings, ["policy: is off (disks.csv:2)"]);
    assert_eq!(card.checks.iter().map(|check| check.result).collect::<Vec<_>>(), [Summary::Pass, Summary::Fail]);
}

#[test]
fn a_figure_to_know_counts_for_nothing_and_is_told() {
    let info = |world: World| world.finding_with("disks", "PC-1", Info, points);
    check(SETTLES, "value: yes", info, "met, stated only");
    let world = info(World::new(&[("1.1.1", SETTLES)]).answer("1.1.1", "value: yes"));
    assert!(world.card("1.1.1").warnings.is_empty());
    assert_eq!(world.card("1.1.1").backing_reasons.len(), 1);
    let two = world.finding_with("disks", "PC-2", Info, points).score();
    assert_eq!(two.checks[0].result, Summary::Info);
    assert_eq!(two.checks[0].sentence, "2 devices: PC-1, PC-2 (has 8 GB; disks.csv)");
    let other = "backed-by: [check], checks: [{check: disks, bearing: settles}, {check: phones, bearing: settles}]";
    check(other, "value: yes", |world| info(world).finding("phones", "P-1", Pass), "met, backed, counts");
}

#[test]
fn what_no_file_speaks_of_is_told_only_where_it_would_settle_the_item() {
    let told = |item: &str| {
        let world = World::new(&[("1.1.1", item)]).finding_with("disks", "PC-1", Unknown, |f| f.silent = true);
        world.card("1.1.1").checks.len()
    };
    assert_eq!((told(SETTLES), told(SUPPORTS)), (1, 0));
    // It is as if it were not there: it neither backs nor keeps another from backing.
    let item = "backed-by: [check], checks: [{check: disks, bearing: settles}, {check: phones, bearing: settles}]";
    let world = |world: World| world.finding_with("phones", "", Unknown, |f| f.silent = true);
    check(item, "value: yes", world, "met, stated only");
    check(item, "value: yes", |w| world(w).finding("disks", "PC-1", Pass), "met, backed, counts");
}
