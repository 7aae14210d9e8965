//! What was published, the deadline, and who stands for the answers.

use super::World;
use crate::model::{Assessment, Exception, Published, Seal, SignOff, Verdict, yaml::Yaml};

/// A world on a day, with what its assessment says beside the answers.
fn on(day: &str, more: &str) -> World {
    let mut world = World::new(&[("1.1.1", ""), ("1.1.2", "")]).on(day, day);
    let assessment: Assessment =
        Yaml::new("a", format!("pack: toy-pack\n{more}answers: {{'1.1.1': {{value: yes}}}}\n")).read().unwrap();
    world.assessment = assessment;
    world
}

#[track_caller]
fn check(day: &str, published: &str, expected: [&str; 3]) {
    let card = on(day, published).score();
    let shown = |text: Option<String>| text.unwrap_or_else(|| "-".into());
    assert_eq!([card.published, shown(card.renewal), shown(card.deadline)], expected);
}

#[test]
fn the_days_to_the_renewal_and_to_the_deadline_are_counted() {
    let last = "published: {level: met, on: 2025-06-12, edition: 2024-25}\n";
    let said = "Met (2024-25), on 12 June 2025";
    check("2025-11-23", last, [said, "renew by 12 June 2026 (in 201 days)", "30 June 2026 (in 219 days)"]);
    check("2026-06-11", last, [said, "renew by 12 June 2026 (tomorrow)", "30 June 2026 (in 19 days)"]);
    check("2026-06-12", last, [said, "renew by 12 June 2026 (today)", "30 June 2026 (in 18 days)"]);
    check("2026-06-13", last, [said, "ran out on 12 June 2026 (yesterday)", "30 June 2026 (in 17 days)"]);
    check("2026-07-02", last, [said, "ran out on 12 June 2026 (20 days ago)", "30 June 2026 has gone by (2 days ago)"]);
}

#[test]
fn a_deadline_that_was_met_is_no_longer_counted_down_to() {
    let now = "published: {level: met, on: 2026-06-12}\n";
    let deadline = "30 June 2026; published in time, on 12 June 2026";
    check("2026-06-20", now, ["Met, on 12 June 2026", "renew by 12 June 2027 (in 357 days)", deadline]);
    let late = "published: {level: met, on: 2026-07-01, edition: 2025-26}\n";
    let deadline = "30 June 2026 has gone by (31 days ago)";
    check("2026-07-31", late, ["Met (2025-26), on 1 July 2026", "renew by 1 July 2027 (in 335 days)", deadline]);
    // On a day of this edition, but of another one.
    let other = "published: {level: met, on: 2025-09-20, edition: 2024-25}\n";
    let said = "Met (2024-25), on 20 September 2025";
    check("2026-06-29", other, [said, "renew by 20 September 2026 (in 83 days)", "30 June 2026 (tomorrow)"]);
}

#[test]
fn nothing_published_has_nothing_to_renew() {
    check("2026-06-29", "published: never\n", ["nothing yet", "-", "30 June 2026 (tomorrow)"]);
    check("2026-06-29", "", ["not known", "-", "30 June 2026 (tomorrow)"]);
}

#[test]
fn any_change_withdraws_a_sign_off_and_is_named() {
    let mut world = on("2026-03-31", "");
    let confirmed = Some(Seal::of(&world.assessment));
    let sign_off = SignOff {
        by: "Ann Example".into(),
        role: Some("Manager".into()),
        on: "2026-03-30".parse().unwrap(),
        confirmed,
    };
    world.assessment.signed_off = Some(sign_off.clone());
    let card = world.score();
    assert_eq!(card.signed_off.as_deref(), Some("Ann Example, Manager, 30 March 2026"));
    assert!(card.sign_off_stands);
    let filed = Seal::of(&world.assessment);
    let mut world = world.answer("1.1.2", "value: no");
    let card = world.score();
    let said = "confirmed by Ann Example, Manager, on 30 March 2026; withdrawn: 1 answer changed since (1.1.2)";
    assert_eq!(card.signed_off.as_deref(), Some(said));
    assert!(!card.sign_off_stands);
    let notice = "What Ann Example confirmed on 30 March 2026 is withdrawn: 1 answer changed since (1.1.2).";
    assert!(card.notices.iter().any(|one| one.text == notice), "{:?}", card.notices);
    // The names of files that are not to be printed are no change of what is filed.
    let inputs = super::Inputs { filed: Some(&filed), ..world.inputs() };
    assert!(super::score(&inputs).sign_off_stands);
    // A sign-off without a digest counts as it always did.
    world.assessment.signed_off = Some(SignOff { confirmed: None, ..sign_off });
    assert!(world.score().sign_off_stands);
}

#[test]
fn what_was_carried_forward_counts_for_nothing_until_it_is_confirmed() {
    for (item, answer) in [
        ("", "value: yes"),
        ("", "value: no"),
        ("not-applicable: x", "not-applicable: We have none"),
        ("kind: text", "value: Words that fill the answer"),
        ("kind: document", "evidence: [{kept: In the safe}]"),
        ("kind: document", "value: In the safe"),
        ("kind: number", "value: 3"),
        ("kind: date", "value: 2026-03-04"),
        ("kind: percentage", "value: 99"),
        ("", "ask: IT supplier"),
        ("share-at-least: 95", "value: yes, count: 40, out-of: 40"),
        ("kind: text", "carried: {from: '1.1.1', pack: old, said: Yes}"),
    ] {
        let world = World::new(&[("1.1.1", item)]).answer("1.1.1", &format!("{answer}, to-confirm: true"));
        let card = world.card("1.1.1");
        assert_eq!((card.verdict, card.counts_backed), (Verdict::Unanswered, false), "{item} {answer}");
        assert_eq!(world.score().counts.met, 0);
        assert_eq!(world.score().on_answers.level, None);
        assert!(card.verdict_reason.is_some(), "{item} {answer}");
    }
}

#[test]
fn an_exception_carried_forward_accepts_nothing_until_it_is_confirmed() {
    let mut world = on("2026-03-31", "");
    let exception: Exception =
        Yaml::new("e", "{item: '1.1.1', reason: Spare, by: Ann, to-confirm: true}").read().unwrap();
    world.assessment.exceptions.push(exception);
    let card = world.score();
    assert_eq!((card.exceptions[0].current, card.exceptions[0].to_confirm), (false, true));
    let notice = "1 exception was carried forward and accepts nothing until it is recorded again.";
    assert!(card.notices.iter().any(|one| one.text == notice), "{:?}", card.notices);
    assert!(!card.notices.iter().any(|one| one.text.contains("ended")), "{:?}", card.notices);
    assert!(matches!(world.assessment.published, None | Some(Published::Word(_))));
}
