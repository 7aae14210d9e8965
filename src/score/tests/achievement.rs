//! Outcomes that are reached by degrees. Each case names the rule of the CAF-aligned toolkit that it holds: 2.x are the
//! rules of one outcome, 3.x those of the overall status.

use super::{World, cards, check as check_backing, read, slug};
use crate::{
    model::{Achievement, Outcome, PortalState, Scorecard, Verdict},
    score::{reaches, reaches_backed},
};

/// An outcome with two statements of each level; partially achieved is expected.
const FULL: &str = "kind: achievement, partial: true, profile: {level: partially-achieved, status: confirmed}, \
    indicators: [{id: 'NA#1', of: not-achieved, text: x}, {id: 'NA#2', of: not-achieved, text: x}, \
                 {id: 'PA#1', of: partially-achieved, text: x}, {id: 'PA#2', of: partially-achieved, text: x}, \
                 {id: 'A#1', of: achieved, text: x}, {id: 'A#2', of: achieved, text: x}]";
/// An outcome that can't be partially achieved.
const WHOLE: &str = "kind: achievement, partial: false, profile: {level: achieved, status: confirmed}, \
    indicators: [{id: 'NA#1', of: not-achieved, text: x}, {id: 'A#1', of: achieved, text: x}]";
/// An outcome of which no statement is known.
const BARE: &str = "kind: achievement, profile: {level: achieved, status: confirmed}";

/// Every statement of [`FULL`] in its order, a letter each: y, n, - (does not apply), c (made up for), . (not answered).
fn said(letters: &str) -> String {
    let ids = ["NA#1", "NA#2", "PA#1", "PA#2", "A#1", "A#2"];
    let one = |(id, letter): (&&str, char)| match letter {
        'y' => Some(format!("'{id}': yes")),
        'n' => Some(format!("'{id}': no")),
        '-' => Some(format!("'{id}': {{not-applicable: We have none}}")),
        'c' => Some(format!("'{id}': {{compensated: A guard at the door}}")),
        _ => None,
    };
    format!("indicators: {{{}}}", ids.iter().zip(letters.chars()).filter_map(one).collect::<Vec<_>>().join(", "))
}

fn world(item: &str, answer: &str) -> World {
    World::new(&[("1.1.1", item)]).answer("1.1.1", answer)
}

/// The level that the statements give.
#[track_caller]
fn computed(rule: &str, letters: &str, expected: Option<Achievement>) {
    let card = world(FULL, &said(letters)).card("1.1.1").achievement.unwrap();
    assert_eq!(card.computed, expected, "rule {rule}: {letters}");
}

/// The level that counts, the verdict and its reason.
#[track_caller]
fn check(rule: &str, item: &str, answer: &str, expected: &str) {
    let card = world(item, answer).card("1.1.1");
    let level = card.achievement.as_ref().and_then(|one| one.level).map_or("no level", Achievement::words);
    let reason = card.verdict_reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    assert_eq!(format!("{level}, {:?}{reason}", card.verdict), expected, "rule {rule}: {answer}");
}

const NOT: Option<Achievement> = Some(Achievement::NotAchieved);
const PARTLY: Option<Achievement> = Some(Achievement::PartiallyAchieved);
const ACHIEVED: Option<Achievement> = Some(Achievement::Achieved);

#[test]
fn statements_give_a_level_by_the_rule() {
    for (rule, letters, expected) in [
        // One statement against it is enough, whatever else is true.
        ("2.1 NA", "ynnnnn", NOT),
        ("2.1 NA", "nyyyyy", NOT),
        ("2.1 PA", "nnyynn", PARTLY),
        ("2.1 A", "nnyyyy", ACHIEVED),
        // All for achieved win even where partially achieved is not ticked.
        ("2.5 A before PA", "nnnnyy", ACHIEVED),
        ("2.5 A before PA", "nnynyy", ACHIEVED),
        ("2.5 else", "nnynyn", NOT),
        ("2.5 else", "nnnnnn", NOT),
        ("2.5 else", "nnynn-", NOT),
        ("2.1 PA, not all A", "nnyyyn", PARTLY),
    ] {
        computed(rule, letters, expected);
    }
}

#[test]
fn what_does_not_apply_or_is_made_up_for_counts_for_a_level_and_never_against_it() {
    for (rule, letters, expected) in [
        ("2.3 not applicable, A", "nnyyy-", ACHIEVED),
        ("2.3 compensated, A", "nnyycc", ACHIEVED),
        ("2.3 not applicable, PA", "nn-ynn", PARTLY),
        ("2.3 compensated, PA", "nncynn", PARTLY),
        ("2.3 not applicable, NA", "-nyyyy", ACHIEVED),
        ("2.3 compensated, NA", "cnyynn", PARTLY),
        ("2.3 all", "------", ACHIEVED),
    ] {
        computed(rule, letters, expected);
    }
    let card = world(FULL, &said("-nyyyc")).card("1.1.1").achievement.unwrap();
    assert_eq!(card.excused, 2);
    let words: Vec<_> = card.indicators.iter().filter_map(|one| one.answer.as_deref()).collect();
    assert_eq!((words[0], words[5]), ("does not apply: We have none", "made up for: A guard at the door"));
}

#[test]
fn open_statements_give_no_level_unless_they_can_not_change_it() {
    for (rule, letters, expected) in [
        ("2.5 nothing said", "......", None),
        ("2.5 NA decides", "y.....", NOT),
        ("2.5 NA decides", ".y.y..", NOT),
        ("2.5 NA open", ".nyyyy", None),
        ("2.5 A open", "nnyyy.", None),
        // Only what can't be changed any more is decided: without one of each group nothing but not achieved is left.
        ("2.5 neither can be had", "..n.n.", NOT),
        ("2.5 PA does not matter", "nn..yy", ACHIEVED),
        ("2.5 A can't be had, PA is", "nnyyn.", PARTLY),
    ] {
        computed(rule, letters, expected);
    }
    check("2.5 n of m", FULL, &said("nnyy.."), "no level, Unanswered: not all statements are answered: 4 of 6");
    check("2.5 nothing", FULL, "comment: Later.", "no level, Unanswered");
}

#[test]
fn an_outcome_without_a_partial_level_has_two() {
    let both = |na: &str, a: &str| format!("indicators: {{'NA#1': {na}, 'A#1': {a}}}");
    check("2.2", WHOLE, &both("no", "yes"), "achieved, Met");
    check("2.2", WHOLE, &both("no", "no"), "not achieved, NotMet: not achieved, and it takes “achieved”");
    check("2.2", WHOLE, &both("yes", "yes"), "not achieved, NotMet: not achieved, and it takes “achieved”");
    let card = world(WHOLE, "value: partially-achieved").card("1.1.1");
    assert_eq!(card.verdict_reason.as_deref(), Some("this outcome can't be partially achieved"), "rule 2.2");
    assert_eq!(card.verdict, Verdict::Unanswered);
}

#[test]
fn a_recorded_level_stands_alone_without_statements_and_beside_open_ones() {
    check("2.4", FULL, "value: achieved", "achieved, Met");
    check("2.4", FULL, "value: partially-achieved", "partially achieved, Met");
    check("2.4", FULL, "value: not-achieved", "not achieved, NotMet: not achieved, and it takes “partially achieved”");
    check("2.4", BARE, "value: Achieved", "achieved, Met");
    let basis = |item: &str, answer: &str| world(item, answer).card("1.1.1").achievement.unwrap().basis.unwrap();
    assert_eq!(basis(FULL, "value: achieved"), "the organisation's own level: no statement is answered");
    assert_eq!(basis(BARE, "value: achieved"), "the organisation's own level: the pack has no statements for it");
    let some = format!("value: achieved, {}", said("nn...."));
    assert_eq!(basis(FULL, &some), "the organisation's own level: 2 of 6 statements are answered");
    check("2.4", FULL, &some, "achieved, Met");
    assert_eq!(basis(FULL, &format!("value: achieved, {}", said("nnyyyy"))), "as the statements give it");
    assert_eq!(basis(FULL, &said("nnyyyy")), "from the statements; nobody recorded it");
}

#[test]
fn a_level_other_than_the_statements_give_needs_a_reason_and_both_are_kept() {
    let higher = format!("value: achieved, {}", said("nnyynn"));
    check(
        "2.5 override without a reason",
        FULL,
        &higher,
        "partially achieved, Met: recorded as achieved, but the statements give partially achieved, and no reason is given",
    );
    check("2.5 override", FULL, &format!("{higher}, override-reason: Judged so by the board."), "achieved, Met");
    let card = world(FULL, &format!("{higher}, override-reason: Judged so.")).card("1.1.1").achievement.unwrap();
    assert_eq!((card.computed, card.recorded, card.differs), (PARTLY, ACHIEVED, true));
    assert_eq!(card.reason.as_deref(), Some("Judged so."));
    // What nobody claims is not counted for them.
    let lower = format!("value: not-achieved, {}", said("nnyyyy"));
    check(
        "2.5 the lower one",
        FULL,
        &lower,
        "not achieved, NotMet: not achieved, and it takes “partially achieved”; recorded as not achieved, but the \
         statements give achieved, and no reason is given",
    );
    let refuted = format!("value: achieved, {}", said("y....."));
    check(
        "2.1 NA against the record",
        FULL,
        &refuted,
        "not achieved, NotMet: not achieved, and it takes “partially achieved”; recorded as achieved, but the statements \
         give not achieved (1 of 6 answered), and no reason is given",
    );
    check("2.3 judgement", FULL, &format!("{refuted}, override-reason: It is a test system."), "achieved, Met");
    let at_most = format!("value: achieved, {}", said("nnyyn."));
    check(
        "2.5 at most",
        FULL,
        &at_most,
        "partially achieved, Met: recorded as achieved, but the statements give partially achieved (5 of 6 answered), \
         and no reason is given",
    );
    check(
        "2.5 no reason needed",
        FULL,
        &format!("value: partially-achieved, {}", said("n.....")),
        "partially achieved, Met",
    );
}

#[test]
fn a_policy_question_is_a_gate_of_its_own() {
    let item = format!("{FULL}, policy-question: Is there a policy?");
    let answer = |more: &str| format!("value: achieved{more}");
    check("2.6", &item, &answer(", policy: yes"), "achieved, Met");
    check("2.6", &item, &answer(", policy: no"), "achieved, NotMet: the policy question is answered no");
    check("2.6", &item, &answer(""), "achieved, Unanswered: the policy question is not answered");
    check(
        "2.6",
        &item,
        "value: not-achieved, policy: yes",
        "not achieved, NotMet: not achieved, and it takes “partially achieved”",
    );
    check("2.6 alone", &item, "policy: yes", "no level, Unanswered");
}

#[test]
fn an_outcome_that_does_not_come_up_is_achieved_with_an_explanation() {
    check(
        "2.7",
        BARE,
        "value: achieved, comment: Nothing is used for direct care; agreed with the SIRO.",
        "achieved, Met",
    );
    let card = world(BARE, "value: achieved, comment: No direct care.").card("1.1.1");
    assert_eq!(card.portal.paste.as_deref(), Some("No direct care."), "rule 2.7");
    check("2.7 by its statements", FULL, &said("------"), "achieved, Met");
}

#[test]
fn an_outcome_without_a_minimum_still_needs_an_answer() {
    let item = WHOLE.replace("level: achieved", "level: not-achieved");
    check("2.8", &item, "", "no level, Unanswered");
    check("2.8", &item, "value: not-achieved", "not achieved, Met");
    check("2.8", &item, "value: achieved", "achieved, Met");
    check("2.8", &item, "indicators: {'NA#1': yes}", "not achieved, Met");
    let card = world(&item, "value: not-achieved").card("1.1.1");
    assert!(card.counts_backed, "rule 2.8: nothing is claimed, so nothing has to stand behind it");
    assert_eq!(card.backing, None);
    let counts = world(&item, "value: not-achieved").score().counts;
    assert_eq!((counts.met, counts.backed, counts.nothing_claimed, counts.to_back), (1, 0, 1, 0));
}

#[test]
fn each_level_is_held_against_the_expected_one() {
    let levels = ["not-achieved", "partially-achieved", "achieved"];
    for (needs, needed) in levels.iter().enumerate() {
        for (has, level) in levels.iter().enumerate() {
            let item = format!("kind: achievement, profile: {{level: {needed}, status: confirmed}}");
            let verdict = world(&item, &format!("value: {level}")).card("1.1.1").verdict;
            let expected = if has >= needs { Verdict::Met } else { Verdict::NotMet };
            assert_eq!(verdict, expected, "rule 3.1: {level} where {needed} is expected");
        }
    }
}

#[test]
fn an_expected_level_that_is_not_known_is_taken_to_be_achieved_and_said_to_be() {
    check(
        "4 inferred",
        "kind: achievement, profile: {level: achieved, status: inferred}",
        "value: partially-achieved",
        "partially achieved, NotMet: partially achieved, and it takes “achieved”, a level that is not confirmed",
    );
    check(
        "4 unknown",
        "kind: achievement, profile: {status: unknown}",
        "value: partially-achieved",
        "partially achieved, NotMet: partially achieved, and it takes “achieved”, which is taken because the expected \
         level is not known",
    );
    check("4 unknown", "kind: achievement, profile: {status: unknown}", "value: achieved", "achieved, Met");
    check(
        "a plain edition",
        "kind: achievement",
        "value: partially-achieved",
        "partially achieved, NotMet: partially achieved, and it takes “achieved”",
    );
}

#[test]
fn levels_that_are_not_confirmed_are_counted_and_named() {
    let world = World::new(&[
        ("1.1.1", "kind: achievement, profile: {level: achieved, status: confirmed}"),
        ("1.1.2", "kind: achievement, profile: {level: achieved, status: inferred}"),
        ("1.1.3", "kind: achievement, profile: {status: unknown}"),
    ]);
    let card = world.score();
    let summary = card.achievement.as_ref().unwrap();
    assert_eq!((summary.confirmed, summary.unconfirmed, summary.profiled), (1, 2, 3));
    let notice = "The expected level of 2 of 3 outcomes is not confirmed: 1 is inferred from another list, and 1 is not \
                  known, so “achieved” is taken. Look it up in the official profile before you rely on a result.";
    assert!(card.notices.iter().any(|one| one.text == notice), "{:#?}", card.notices);
    assert!(World::new(&[("1.1.1", "")]).score().achievement.is_none());
    let plain = World::new(&[("1.1.1", "kind: achievement")]).score();
    assert!(!plain.notices.iter().any(|one| one.text.contains("not confirmed")), "a plain edition expects nothing");
}

/// Two outcomes, a level for plans that were accepted, and the one for which every outcome is at its profile.
fn two(answers: [&str; 2]) -> World {
    let mut world = World::new(&[("1.1.1", WHOLE), ("1.1.2", FULL)]);
    world.pack.levels = read(
        "- {id: approaching-standards, title: Approaching Standards, meaning: x, requires: {improvement-plan: true}}\n\
         - {id: standards-met, title: Standards Met, meaning: x, requires: {items: mandatory}}\n",
    );
    for (id, answer) in ["1.1.1", "1.1.2"].iter().zip(answers).filter(|(_, answer)| !answer.is_empty()) {
        world = world.answer(id, answer);
    }
    world
}

fn plan(mut world: World, plan: &str) -> World {
    world.assessment.improvement_plan = Some(read(plan));
    world
}

#[track_caller]
fn status(rule: &str, world: &World, expected: &str) {
    let standing = world.score().on_answers;
    let next = standing.next.map_or(String::new(), |next| {
        let lacks: Vec<String> = next.missing.iter().map(ToString::to_string).chain(next.also).collect();
        format!("; {}: {}", next.title, lacks.join(", "))
    });
    assert_eq!(format!("{}{next}", standing.title), expected, "rule {rule}");
}

#[test]
fn standards_met_takes_every_outcome_and_one_miss_is_enough_to_fail() {
    status("3.1", &two(["value: achieved", "value: achieved"]), "Standards Met");
    status("3.1", &two(["value: achieved", "value: partially-achieved"]), "Standards Met");
    status("3.1 one miss", &two(["value: not-achieved", "value: achieved"]), "No level yet; Standards Met: 1.1.1");
    status("3.1 one open", &two(["value: achieved", ""]), "No level yet; Standards Met: 1.1.2");
    status("3.1 none", &two(["", ""]), "No level yet; Standards Met: 1.1.1, 1.1.2");
}

#[test]
fn approaching_standards_takes_a_plan_that_was_accepted_and_an_answer_to_everything() {
    let short = || two(["value: not-achieved", "value: achieved"]);
    let brings = |world: &World| world.score().achievement.unwrap().plan_brings;
    assert_eq!(brings(&short()).as_deref(), Some("Approaching Standards"));
    assert_eq!(brings(&plan(short(), "accepted: 2026-03-30")), None);
    assert_eq!(brings(&two(["value: achieved", "value: achieved"])), None);
    status("3.2 no plan", &short(), "No level yet; Standards Met: 1.1.1");
    status("3.3 accepted", &plan(short(), "accepted: 2026-03-30"), "Approaching Standards; Standards Met: 1.1.1");
    status("3.3 today", &plan(short(), "accepted: 2026-03-31"), "Approaching Standards; Standards Met: 1.1.1");
    status(
        "3.3 to come",
        &plan(short(), "accepted: 2026-04-01"),
        "No level yet; Approaching Standards: the improvement plan to be accepted, on 1 April 2026",
    );
    let open = two(["value: not-achieved", ""]);
    status("3.3 unanswered", &plan(open, "accepted: 2026-03-30"), "No level yet; Approaching Standards: 1.1.2");
    let met = two(["value: achieved", "value: achieved"]);
    status("3.1 before 3.3", &plan(met, "accepted: 2026-03-30"), "Standards Met");
}

#[test]
fn a_plan_is_backed_by_the_letter_that_accepts_it() {
    let short = || two(["value: not-achieved", "value: achieved, evidence: [{kept: Office}]"]);
    let required = slug("approaching-standards");
    let reached = |world: &World| {
        let card = world.score();
        (reaches(&world.pack, &card, &required), reaches_backed(&world.pack, &card, &required))
    };
    assert_eq!(reached(&plan(short(), "accepted: 2026-03-30")), (true, false));
    assert_eq!(reached(&plan(short(), "{accepted: 2026-03-30, file: letter.pdf}")), (true, false));
    let shown = plan(short(), "{accepted: 2026-03-30, file: letter.pdf}").file("letter.pdf", "2026-03-30");
    assert_eq!(reached(&shown), (true, true));
}

#[test]
fn a_settling_check_contradicts_every_level_above_not_achieved() {
    let item = format!("{FULL}, checks: [{{check: disks, bearing: settles}}]");
    let off = |world: World| world.finding("disks", "LAPTOP-07", Outcome::Fail);
    check_backing(&item, "value: achieved", off, "met, contradicted");
    check_backing(&item, "value: partially-achieved", off, "met, contradicted");
    check_backing(&item, "value: not-achieved", off, "not met");
    check_backing(&item, &said("nnyy.."), off, "unanswered");
    check_backing(&item, &said("nnyynn"), off, "met, contradicted");
    let higher = item.replace("level: partially-achieved", "level: achieved");
    check_backing(&higher, "value: partially-achieved", off, "not met, contradicted");
    let none = item.replace("level: partially-achieved", "level: not-achieved");
    check_backing(&none, "value: not-achieved", off, "met, counts");
    let accepted = |world: World| off(world).exception("check: disks");
    check_backing(&item, "value: achieved, evidence: [{kept: Office}]", accepted, "met, noted, counts");
}

#[test]
fn evidence_backs_a_level_as_it_backs_any_answer() {
    let item = format!("{FULL}, backed-by: [document], evidence: [{{document: policy}}]");
    check_backing(&item, "value: achieved", |world| world, "met, stated only");
    let file = |world: World| world.document("policy", "policy.docx", "2026-02-01");
    check_backing(&item, "value: achieved", file, "met, backed, counts");
    check_backing(&item, &said("nnyyyy"), file, "met, backed, counts");
}

#[test]
fn the_portal_takes_the_level_as_it_is_and_what_supports_it() {
    let portal = |answer: &str| world(FULL, answer).card("1.1.1").portal;
    let short = portal("value: not-achieved, comment: We begin in May.");
    assert_eq!((short.state, short.paste.as_deref()), (PortalState::Ready, Some("We begin in May.")));
    assert_eq!(portal("").state, PortalState::NotReady);
    let higher = format!("value: achieved, {}", said("nnyynn"));
    assert_eq!(portal(&higher).state, PortalState::NotReady, "no reason is given");
    let reasoned = portal(&format!("{higher}, comment: Seen., override-reason: Judged so."));
    assert_eq!((reasoned.state, reasoned.paste.as_deref()), (PortalState::Ready, Some("Seen.\nJudged so.")));
}

#[test]
fn an_answer_that_was_carried_forward_counts_for_nothing_until_it_is_confirmed() {
    let answer = format!("value: achieved, {}, to-confirm: true", said("nnyyyy"));
    check(
        "carried",
        FULL,
        &answer,
        "achieved, Unanswered: carried forward from last year: look at it again and confirm it",
    );
    let statements = format!("{}, to-confirm: true", said("nnyy.."));
    assert_eq!(world(FULL, &statements).card("1.1.1").verdict, Verdict::Unanswered);
}

/// A world with a scope for care homes: 1.1.1 always, and one more.
fn scoped(picks: &str) -> Scorecard {
    let mut world = two(["value: achieved", ""]);
    world.pack.audit_scope = read("[{organisations: [care-home], outcomes: ['1.1.1'], chosen: 1, doubt: By post.}]");
    world.assessment.audit_picks = read(picks);
    world.score()
}

#[test]
fn the_independent_assessment_is_that_of_the_kind_of_organisation() {
    let audit = |picks: &str| scoped(picks).achievement.unwrap().audit.unwrap();
    let ids = |list: &[crate::model::ItemId]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let none = audit("[]");
    assert_eq!((ids(&none.mandatory).as_str(), none.chosen, none.open), ("1.1.1", 1, 1), "rule 6");
    let one = audit("['1.1.2']");
    assert_eq!((ids(&one.picks).as_str(), one.open), ("1.1.2", 0));
    let mandatory = audit("['1.1.1']");
    assert_eq!((mandatory.picks.len(), ids(&mandatory.already).as_str(), mandatory.open), (0, "1.1.1", 1));
    let mut other = two(["", ""]);
    other.pack.audit_scope = read("[{organisations: [nhs-trust], outcomes: ['1.1.1']}]");
    assert!(other.score().achievement.unwrap().audit.is_none());
}

#[test]
fn answers_in_words_say_the_level_or_how_far_it_is() {
    let words = |answer: &str| cards(&world(FULL, answer).score()).remove(0).answer;
    assert_eq!(words("value: partially-achieved").as_deref(), Some("Partially achieved"));
    assert_eq!(words(&said("nnyyyy")).as_deref(), Some("Achieved, from the statements"));
    assert_eq!(words(&said("nn....")).as_deref(), Some("2 of 6 statements answered"));
    assert_eq!(words("comment: Later."), None);
}
