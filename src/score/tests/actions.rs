//! The action plan.

use super::{World, date};
use crate::model::{
    Action, ActionReason,
    Outcome::{Fail, Pass, Warn},
};

/// Number, item and reason of every action.
#[track_caller]
fn check(world: &World, expected: &[&str]) {
    let actions = world.score().actions;
    let said: Vec<String> = actions.iter().map(|a| format!("{} {} {:?}", a.number, a.item, a.reason)).collect();
    assert_eq!(said, expected);
}

#[track_caller]
fn only(world: &World) -> Action {
    let actions = world.score().actions;
    assert_eq!(actions.len(), 1, "{actions:#?}");
    actions.into_iter().next().expect("there is one")
}

#[test]
fn what_the_next_level_lacks_comes_first_then_what_is_not_backed_then_warnings() {
    let world = World::new(&[
        ("1.1.1", "approaching: yes, checks: [{check: mfa, bearing: supports}]"),
        ("1.1.2", ""),
        ("1.1.3", "effort: days"),
        ("1.1.4", "effort: minutes"),
        ("1.1.5", "evidence: [{document: policy}], fresh: {months: 12, limit: framework}"),
        ("1.1.6", "mandatory: no"),
        ("1.1.7", "checks: [{check: disks, bearing: settles}]"),
    ])
    .published("{level: met, on: 2025-06-01}")
    .answer("1.1.1", "value: yes, evidence: [{kept: Office}]")
    .answer("1.1.2", "value: yes")
    .answer("1.1.3", "value: no")
    .answer("1.1.5", "value: yes")
    .answer("1.1.6", "value: no")
    .answer("1.1.7", "value: yes")
    .document("policy", "p.docx", "2020-01-01")
    .finding("disks", "PC-1", Fail)
    .finding("mfa", "PC-1", Fail);
    check(
        &world,
        &[
            "1 1.1.7 Contradicted",
            "2 1.1.4 Unanswered",
            "3 1.1.3 NotMet",
            "4 1.1.5 OutOfDate",
            "5 1.1.2 NotBacked",
            "6 1.1.1 Warning",
        ],
    );
}

#[test]
fn what_the_next_level_lacks_comes_before_what_a_later_one_lacks() {
    let world = World::new(&[("1.1.1", ""), ("1.1.2", "approaching: yes")]).published("never");
    check(&world, &["1 1.1.2 Unanswered", "2 1.1.1 Unanswered"]);
    let actions = world.score().actions;
    assert_eq!((actions[0].unlocks.as_deref(), actions[1].unlocks.as_deref()), (Some("Approaching"), Some("Met")));
}

#[test]
fn less_work_comes_first_and_then_the_packs_order() {
    let world = World::new(&[("1.1.1", "effort: days"), ("1.1.2", "effort: hours"), ("1.1.3", "effort: hours")]);
    check(&world, &["1 1.1.2 Unanswered", "2 1.1.3 Unanswered", "3 1.1.1 Unanswered"]);
}

#[test]
fn the_next_level_is_reached_soonest_and_within_it_false_claims_come_first_and_then_the_quick_ones() {
    let disks = "checks: [{check: disks, bearing: settles}]";
    let mfa = "checks: [{check: mfa, bearing: settles}]";
    let world = World::new(&[
        ("1.1.1", &format!("{disks}, effort: minutes")),
        ("1.1.2", &format!("approaching: yes, effort: days, {mfa}")),
        ("1.1.3", "approaching: yes, effort: days"),
        ("1.1.4", "approaching: yes, effort: minutes"),
        ("1.1.5", "effort: minutes"),
        ("1.1.6", "approaching: yes, effort: minutes"),
        ("1.1.7", "mandatory: no, checks: [{check: staff, bearing: settles}]"),
    ])
    .published("never")
    .answer("1.1.1", "value: yes")
    .answer("1.1.2", "value: yes")
    .answer("1.1.4", "value: no")
    .answer("1.1.6", "value: yes")
    .answer("1.1.7", "value: yes")
    .finding("disks", "PC-1", Fail)
    .finding("mfa", "PC-1", Fail)
    .finding("staff", "PC-1", Fail);
    check(
        &world,
        &[
            "1 1.1.2 Contradicted",
            "2 1.1.4 NotMet",
            "3 1.1.3 Unanswered",
            "4 1.1.1 Contradicted",
            "5 1.1.5 Unanswered",
            "6 1.1.6 NotBacked",
            "7 1.1.7 Contradicted",
        ],
    );
    let stages: Vec<String> = world.score().actions.into_iter().map(|action| action.stage).collect();
    assert_eq!(stages[..3], ["To reach Approaching"; 3]);
    assert_eq!(stages[3..5], ["To reach Met"; 2]);
    assert_eq!(stages[5..], ["To back up your answers for Approaching", "Beyond what a level needs"]);
}

#[test]
fn a_false_claim_comes_first_when_every_level_is_reached_on_the_answers() {
    let world = World::new(&[("1.1.1", ""), ("1.1.2", "checks: [{check: disks, bearing: settles}]")])
        .published("{level: met, on: 2025-06-01}")
        .certificate("issued: 2026-01-01, expires: 2027-01-01")
        .answer("1.1.1", "value: yes")
        .answer("1.1.2", "value: yes")
        .finding("disks", "PC-1", Fail);
    check(&world, &["1 1.1.2 Contradicted", "2 1.1.1 NotBacked"]);
    assert_eq!(world.score().actions[0].stage, "To keep Exceeded");
}

#[test]
fn an_action_waits_for_whoever_is_asked_until_there_is_an_answer() {
    let action = |answer: &str| only(&World::new(&[("1.1.1", "action: Do it. Sign it.")]).answer("1.1.1", answer));
    let asked = action("ask: IT supplier, owner: Manager");
    assert_eq!((asked.owner.as_deref(), asked.waits_for.as_deref()), (Some("Manager"), Some("IT supplier")));
    assert_eq!(asked.steps, ["Ask IT supplier: Is it so?", "Write down what they say as the answer."]);
    let otherwise = asked.otherwise.expect("the answer may be no");
    assert_eq!(otherwise.when, "If the answer is no");
    assert_eq!(otherwise.steps, ["Do it.", "Sign it.", "When it is done, change the answer and add the evidence."]);
    assert_eq!(action("value: no").waits_for, None);
    assert_eq!(action("value: no").steps[..2], ["Do it.", "Sign it."]);
}

#[test]
fn owners_are_gathered_by_name_and_nobody_comes_last() {
    let world = World::new(&[("1.1.1", ""), ("1.1.2", ""), ("1.1.3", ""), ("1.1.4", "")])
        .answer("1.1.2", "value: no, owner: Example IT")
        .answer("1.1.3", "value: no, owner: 'example it '")
        .answer("1.1.4", "ask: Ann Example, due: 2026-01-01");
    let plan = world.score().plan;
    let owners: Vec<_> = plan.owners.iter().map(|owner| (owner.name.as_deref(), owner.actions.clone())).collect();
    assert_eq!(owners, [(Some("Example IT"), vec![1, 2]), (Some("Ann Example"), vec![4]), (None, vec![3])]);
    assert_eq!((plan.actions, plan.unowned, plan.waiting, plan.overdue, plan.dated), (4, 1, 1, 1, 1));
}

#[test]
fn a_day_after_the_deadline_or_the_renewal_is_pointed_out() {
    let world = |due: &str| World::new(&[("1.1.1", "")]).answer("1.1.1", &format!("value: no, due: {due}"));
    let late = |world: World| only(&world).too_late;
    assert_eq!(late(world("2026-06-30")), None);
    assert_eq!(late(world("2026-07-01")).as_deref(), Some("after the deadline, 30 June 2026"));
    let renewed = world("2026-06-21").published("{level: met, on: 2025-06-20}");
    assert_eq!(late(renewed.clone()).as_deref(), Some("after the end of your last publication, 20 June 2026"));
    assert_eq!(renewed.score().plan.too_late, 1);
    let notices = renewed.score().notices;
    let said = "1 action is due only after the end of your last publication, 20 June 2026.";
    assert!(notices.iter().any(|notice| notice.text == said), "{notices:#?}");
    let planned = world("2026-05-02").on("2026-03-31", "2026-05-01");
    assert_eq!(late(planned).as_deref(), Some("after the intended day of publication, 1 May 2026"));
    // What is gone by limits nothing any more.
    assert_eq!(late(world("2026-09-01").on("2026-07-01", "2026-07-01")), None);
}

#[test]
fn days_are_proposed_only_where_nobody_said_one_in_the_plans_order_and_before_the_deadline() {
    let world = World::new(&[
        ("1.1.1", "effort: minutes"),
        ("1.1.2", "effort: hours"),
        ("1.1.3", "effort: days"),
        ("1.1.4", ""),
    ])
    .answer("1.1.4", "value: no, due: 2026-04-09");
    let days = |world: &World| -> Vec<String> {
        let day = |a: Action| format!("{} {}", a.item, a.proposed.map_or("-".into(), |day| day.to_string()));
        world.score().actions.into_iter().map(day).collect()
    };
    assert_eq!(days(&world), ["1.1.1 2026-04-03", "1.1.4 -", "1.1.2 2026-04-10", "1.1.3 2026-05-08"]);
    let tight = world.clone().on("2026-06-25", "2026-06-25");
    assert_eq!(days(&tight), ["1.1.1 2026-06-26", "1.1.4 -", "1.1.2 2026-06-26", "1.1.3 2026-06-30"]);
    let last = world.clone().on("2026-06-30", "2026-06-30");
    assert_eq!(days(&last)[0], "1.1.1 2026-06-30");
    let after = world.on("2026-07-01", "2026-07-01");
    assert!(after.score().plan.basis.contains("the next 8 weeks"));
    assert_eq!(days(&after)[3], "1.1.3 2026-08-07");
}

#[test]
fn the_key_of_an_action_is_lasting_and_its_own() {
    let world = World::new(&[("1.1.1", "checks: [{check: disks, bearing: settles}]"), ("1.1.2", "")])
        .finding("disks", "PC-1", Warn);
    let keys = |world: &World| world.score().actions.into_iter().map(|action| action.key).collect::<Vec<_>>();
    let first = keys(&world);
    assert_eq!(first.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    let later =
        world.clone().answer("1.1.1", "value: no, owner: Manager, due: 2026-05-01").on("2026-05-01", "2026-05-01");
    assert!(keys(&later).contains(&first[0]));
    let mut other = world;
    other.organisation.name = "Meadow".into();
    assert!(!keys(&other).contains(&first[0]));
}

#[test]
fn nothing_is_left_to_do_when_all_is_backed() {
    let world = World::new(&[("1.1.1", "not-applicable: If none."), ("1.1.2", ""), ("1.1.3", "mandatory: no")])
        .answer("1.1.1", "not-applicable: None., due: 2026-01-01")
        .answer("1.1.2", "value: yes, evidence: [{kept: Office}]")
        .answer("1.1.3", "value: no");
    check(&world, &[]);
}

#[test]
fn an_optional_item_is_on_the_plan_when_somebody_planned_it() {
    let world = World::new(&[("1.1.1", "mandatory: no")]);
    check(&world.clone().answer("1.1.1", "value: no"), &[]);
    check(&world.clone().answer("1.1.1", "value: no, owner: Manager"), &["1 1.1.1 NotMet"]);
    check(&world.answer("1.1.1", "due: 2026-09-01"), &["1 1.1.1 Unanswered"]);
}

#[test]
fn a_contradicted_optional_item_is_on_the_plan() {
    let world = World::new(&[("1.1.1", "mandatory: no, checks: [{check: disks, bearing: settles}]")]);
    check(&world.answer("1.1.1", "value: yes").finding("disks", "PC-1", Fail), &["1 1.1.1 Contradicted"]);
}

#[test]
fn a_day_is_overdue_when_it_has_gone_by() {
    let due = |day: &str| only(&World::new(&[("1.1.1", "")]).answer("1.1.1", &format!("value: no, due: {day}")));
    assert!(due("2026-03-30").overdue);
    assert!(!due("2026-03-31").overdue);
    assert_eq!(due("2026-03-31").due, Some(date(2026, 3, 31)));
    assert_eq!(only(&World::new(&[("1.1.1", "")])).due, None);
}

#[test]
fn whoever_is_to_be_asked_has_the_action_unless_somebody_owns_it() {
    let action = |answer: &str| only(&World::new(&[("1.1.1", "")]).answer("1.1.1", answer));
    let asked = action("ask: IT supplier");
    assert_eq!(asked.owner.as_deref(), Some("IT supplier"));
    assert_eq!(asked.why, "not answered yet; IT supplier is to be asked");
    assert_eq!(asked.what, "Ask IT supplier: Is it so? Then answer. If the answer is no: do it.");
    assert_eq!(action("ask: IT supplier, owner: Manager").owner.as_deref(), Some("Manager"));
    assert_eq!(action("ask: ''").why, "not answered yet; the person who knows is to be asked");
}

#[test]
fn an_action_says_why_and_what_to_do() {
    let action = |item: &str, answer: &str| only(&World::new(&[("1.1.1", item)]).answer("1.1.1", answer));
    let said = |action: Action| (action.why, action.what);
    let is = |why: &str, what: &str| (why.to_owned(), what.to_owned());
    assert_eq!(said(action("", "value: no")), is("the answer is no", "Do it."));
    assert_eq!(said(action("", "")), is("not answered yet", "Answer it. If the answer is no: do it."));
    assert_eq!(
        said(action("", "value: yes, to-confirm: true")),
        is(
            "carried forward from last year: look at it again and confirm it",
            "Look at last year's answer again and confirm or change it."
        )
    );
    assert_eq!(
        said(action("kind: text", "value: tbc")),
        is("“tbc” only holds the place of an answer", "Answer it. If the answer is no: do it.")
    );
    assert_eq!(
        said(action("backed-by: [document], evidence: [{document: policy}]", "value: yes")),
        is("your word only", "Put into the evidence folder, or attach to the answer: a data protection policy.")
    );
    assert_eq!(
        said(action("backed-by: [document]", "value: yes, evidence: [{kept: Office}]")).0,
        "what is noted is not enough here"
    );
    assert_eq!(
        said(action("", "value: yes, evidence: [{file: a.docx}]")).0,
        "your word only; a.docx: attached, but the file is not there"
    );
}

#[test]
fn evidence_that_is_out_of_date_is_named() {
    let item = "evidence: [{document: policy}], fresh: {months: 12, limit: framework}";
    let world = World::new(&[("1.1.1", item)]).answer("1.1.1", "value: yes").document("policy", "p.docx", "2020-01-01");
    let action = only(&world.draft("register", "r.docx", "2019-01-01"));
    assert!(action.why.starts_with("p.docx: found, reads as a data protection policy"), "{}", action.why);
    assert!(action.why.contains("out of date: it has to be from 31 March 2025 or later"), "{}", action.why);
}

#[test]
fn a_contradiction_says_what_the_file_says_and_how_to_mend_it() {
    let item = "checks: [{check: disks, bearing: settles}, {check: mfa, bearing: settles}]";
    let world = World::new(&[("1.1.1", item)]).answer("1.1.1", "value: yes");
    let action = only(&world.clone().finding("disks", "PC-1", Fail).finding("mfa", "PC-1", Pass));
    assert_eq!(action.why, "your file says otherwise: PC-1: is off (disks.csv:2)");
    assert_eq!(action.what, "Put this right and export the file again, or change the answer. How: Mend disks.");
    let action = only(&world.finding("disks", "PC-1", Fail).finding("mfa", "PC-1", Fail));
    assert_eq!(action.why, "your file says otherwise: PC-1: is off (disks.csv:2); PC-1: is off (mfa.csv:2)");
    assert!(action.what.ends_with("How: Mend disks. Mend mfa."));
}

#[test]
fn a_warning_that_three_items_share_is_listed_once() {
    let item = "mandatory: no, checks: [{check: disks, bearing: supports}]";
    let world = World::new(&[("1.1.1", item), ("1.1.2", item), ("1.1.3", item)]).finding("disks", "PC-1", Fail);
    let action = only(&world);
    assert_eq!((action.reason, action.item.as_str()), (ActionReason::Warning, "1.1.1"));
    assert_eq!(action.title, "The state of disks is good");
    assert_eq!((action.why.as_str(), action.what.as_str()), ("PC-1: is off (disks.csv:2)", "Mend disks."));
}

#[test]
fn a_check_that_contradicts_one_item_does_not_warn_for_another() {
    let world = World::new(&[
        ("1.1.1", "mandatory: no, checks: [{check: disks, bearing: supports}]"),
        ("1.1.2", "checks: [{check: mfa, bearing: settles}, {check: disks, bearing: settles}]"),
    ])
    .answer("1.1.2", "value: yes")
    .finding("disks", "PC-1", Fail)
    .finding("mfa", "PC-1", Fail);
    check(&world, &["1 1.1.2 Contradicted"]);
}

#[test]
fn an_items_due_day_is_counted_once() {
    let world = World::new(&[("1.1.1", "checks: [{check: disks, bearing: settles}]")])
        .answer("1.1.1", "value: yes, due: 2026-03-01")
        .finding("disks", "PC-1", Warn);
    check(&world, &["1 1.1.1 NotBacked", "2 1.1.1 Warning"]);
    assert_eq!(world.score().actions.iter().filter(|action| action.overdue).count(), 1);
}
