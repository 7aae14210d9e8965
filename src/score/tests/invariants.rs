//! What holds of every scorecard, tried on some thousand worlds made by chance that is the same each time.

use std::{collections::BTreeSet, sync::OnceLock};

use super::{World, cards, date, read, reference, slug};
use crate::model::{
    ActionReason, Answer, Counts, Exception, ItemCard, ItemId, LevelId, Outcome, Problem, ProblemKind, Published,
    Reading, Scorecard, Tally, Verdict,
};
use crate::score::{reaches, reaches_backed};

const CASES: u64 = 2000;

/// Chance that is the same on every machine: an xorshift generator.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(usize::MAX) % sides
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}

const ITEMS: [(&str, &str); 10] = [
    ("1.1.1", "approaching: yes, evidence: [{document: policy}]"),
    (
        "1.1.2",
        "approaching: yes, kind: document, evidence: [{document: policy}], fresh: {months: 12, limit: framework}",
    ),
    (
        "1.1.3",
        "each-in-date: true, fresh: {months: 36, limit: framework}, evidence: [{document: policy}, {document: register}]",
    ),
    (
        "1.2.1",
        "backed-by: [check, document], evidence: [{document: register, mentions: [laptop]}], checks: [{check: disks, bearing: settles}]",
    ),
    (
        "1.2.2",
        "not-applicable: If none., backed-by: [check], checks: [{check: disks, bearing: supports}, {check: mfa, bearing: settles}]",
    ),
    ("2.1.1", "mandatory: doubtful, kind: text, backed-by: [answer, document]"),
    ("2.1.2", "mandatory: doubtful, same-as: '2.1.1', kind: text, checks: [{check: staff, bearing: settles}]"),
    ("2.1.3", "share-at-least: 95, backed-by: [check, note], checks: [{check: staff, bearing: settles}]"),
    ("2.2.1", "mandatory: no, checks: [{check: mfa, bearing: settles}]"),
    ("2.2.2", "mandatory: no, not-applicable: If none."),
];

const ANSWERS: [&str; 14] = [
    "value: yes",
    "value: yes, by: Manager, on: 2026-03-01",
    "value: yes, comment: We go through the list of people with every new starter, on: 2026-02-01",
    "value: We go through the whole list of people once every month, on: 2026-02-01",
    "value: no, owner: Manager, due: 2026-01-01",
    "value: yes, to-confirm: true",
    "value: yes, count: 18, out-of: 19",
    "not-applicable: We have none.",
    "ask: IT supplier",
    "value: yes, evidence: [{kept: Office, dated: 2026-01-01}]",
    "value: yes, evidence: [{file: a.docx}, {file: gone.docx}]",
    "value: yes, evidence: [{file: photo.jpg, note: The safe, dated: 2025-12-01}]",
    "evidence: [{file: b.docx, sha256: '0000000000000000000000000000000000000000000000000000000000000000'}]",
    "value: yes, evidence: [{address: 'https://rosewood.example/p'}]",
];

const EXCEPTIONS: [&str; 6] = [
    "check: disks",
    "check: disks, subject: PC-1",
    "check: mfa, subject: PC-2, until: 2026-03-30",
    "item: '1.2.2'",
    "item: '2.1.2', check: staff",
    "check: staff, until: 2026-03-31",
];

const DATES: [&str; 5] = ["", "2020-01-01", "2025-03-31", "2026-03-31", "2062-01-01"];
const OUTCOMES: [Outcome; 6] =
    [Outcome::Pass, Outcome::Pass, Outcome::Pass, Outcome::Warn, Outcome::Unknown, Outcome::Fail];

/// What is read from YAML only once.
struct Words {
    answers: [Answer; 14],
    exceptions: [Exception; 6],
    published: [Option<Published>; 3],
}

fn random(dice: &mut Dice, base: &World, words: &Words) -> World {
    let mut world = base.clone();
    // Some worlds are nearly perfect, so that the upper levels are reached too.
    let luck = dice.below(3);
    for (id, item) in ITEMS {
        if item.contains("same-as") || dice.below(8) == 0 && luck > 0 {
            continue;
        }
        let answer = match luck {
            0 if item.contains("kind: text") => words.answers[3].clone(),
            0 => dice.pick(&words.answers[9..11]),
            _ => dice.pick(&words.answers),
        };
        world.assessment.answers.insert(reference(id), answer);
    }
    for (path, kind) in [("a.docx", "policy"), ("b.docx", "policy"), ("c.docx", "register"), ("d.docx", "register")] {
        if dice.below(4) == 0 {
            continue;
        }
        let dated = if luck == 0 { "2026-01-01" } else { dice.pick(&DATES) };
        let (draft, mentions) = (dice.below(5) == 0 && luck > 0, [&[][..], &["laptop"][..]][dice.below(2)]);
        world = world
            .file_with(path, dated, |file| file.unfinished = draft.then(|| "draft".into()))
            .recognised(kind, path, mentions);
        if dice.below(6) == 0 {
            world = world.recognised("register", path, mentions);
        }
    }
    world = world.file_with("photo.jpg", "", |file| file.reading = Reading::Unreadable("a photograph".into()));
    for check in ["disks", "mfa", "staff"] {
        for at in 0..dice.below(4) {
            let outcome = if luck == 0 { Outcome::Pass } else { dice.pick(&OUTCOMES) };
            let collected = [None, Some(date(2025, 1, 1)), Some(date(2026, 1, 1))][dice.below(3)];
            let device = format!("PC-{}", dice.below(2));
            world = world.finding_with(check, &device, outcome, |finding| {
                finding.collected = collected;
                finding.place.line = Some(at);
            });
        }
    }
    for _ in 0..dice.below(3) {
        world.assessment.exceptions.push(dice.pick(&words.exceptions));
    }
    if dice.below(3) == 0 {
        world = world.certificate(dice.pick(&["expires: 2026-12-31, file: a.docx", "expires: 2026-12-31"]));
    }
    world.assessment.published = dice.pick(&words.published);
    world
}

/// Every world with its scorecard, made once for all tests.
fn worlds() -> &'static [(World, Scorecard)] {
    static WORLDS: OnceLock<Vec<(World, Scorecard)>> = OnceLock::new();
    WORLDS.get_or_init(|| {
        let base = World::new(&ITEMS);
        let words = Words {
            answers: ANSWERS.map(|answer| read(&format!("{{{answer}}}"))),
            exceptions: EXCEPTIONS.map(|about| read(&format!("{{{about}, reason: Spare., by: Manager}}"))),
            published: [None, Some(read("never")), Some(read("{level: met, on: 2025-06-01}"))],
        };
        let world = |case: u64| random(&mut Dice(case.wrapping_mul(0x9E37_79B9_7F4A_7C15)), &base, &words);
        (1..=CASES).map(world).map(|world| (world.clone(), world.score())).collect()
    })
}

#[track_caller]
fn every(hold: impl Fn(&World, &Scorecard)) {
    worlds().iter().for_each(|(world, scorecard)| hold(world, scorecard));
}

/// A part of the worlds, for what takes several more scores of each.
#[track_caller]
fn some(hold: impl Fn(&World, &Scorecard)) {
    worlds().iter().step_by(4).for_each(|(world, scorecard)| hold(world, scorecard));
}

fn rank(world: &World, level: Option<&LevelId>) -> Option<usize> {
    level.and_then(|id| world.pack.levels.iter().position(|level| level.id == *id))
}

fn counting(scorecard: &Scorecard) -> BTreeSet<ItemId> {
    cards(scorecard).into_iter().filter(|card| card.counts_backed).map(|card| card.id).collect()
}

#[test]
fn the_dice_reach_every_level_and_every_backing() {
    let seen = std::cell::RefCell::new(BTreeSet::new());
    every(|_, scorecard| {
        let mut seen = seen.borrow_mut();
        seen.insert(format!("{} on answers", scorecard.on_answers.title));
        seen.insert(format!("{} backed", scorecard.backed.title));
        seen.extend(cards(scorecard).iter().map(|card| format!("{:?}", card.backing)));
        seen.extend(scorecard.actions.iter().map(|action| format!("{:?}", action.reason)));
    });
    let seen = seen.into_inner();
    let levels = ["No level yet", "Approaching", "Met", "Exceeded"];
    for expected in levels.iter().flat_map(|level| [format!("{level} on answers"), format!("{level} backed")]) {
        assert!(seen.contains(&expected), "{expected} never came up: {seen:?}");
    }
    // Four levels in two ways, five backings and none, six reasons.
    assert_eq!(seen.len(), 8 + 6 + 6, "{seen:?}");
}

#[test]
fn the_same_world_gives_the_same_scorecard_in_whatever_order_it_was_found() {
    some(|world, scorecard| {
        let mut turned = world.clone();
        turned.scan.findings.reverse();
        turned.scan.matches.reverse();
        let text = |scorecard: &Scorecard| serde_json::to_string(scorecard).unwrap();
        assert_eq!(text(&turned.score()), text(scorecard));
    });
}

#[test]
fn the_backed_level_is_never_above_the_level_on_answers() {
    every(|world, scorecard| {
        let rank = |level: &Option<LevelId>| rank(world, level.as_ref());
        assert!(rank(&scorecard.backed.level) <= rank(&scorecard.on_answers.level));
        for level in &world.pack.levels {
            let backed = reaches_backed(&world.pack, scorecard, &level.id);
            assert!(!backed || reaches(&world.pack, scorecard, &level.id), "{}", level.id);
        }
    });
}

#[test]
fn the_counts_add_up() {
    every(|_, scorecard| {
        let parts = scorecard.sections.iter().map(|section| section.counts);
        let sum = |of: fn(&Counts) -> usize| parts.clone().map(|counts| of(&counts)).sum::<usize>();
        let all = scorecard.counts;
        assert_eq!(all.met + all.not_met + all.unanswered, all.mandatory);
        assert_eq!(all.answered + all.unanswered, all.mandatory);
        let backing = all.backed + all.not_applicable + all.noted + all.stated_only;
        assert_eq!(backing + all.out_of_date + all.contradicted, all.met);
        assert!(all.optional_met <= all.optional);
        assert_eq!(sum(|c| c.mandatory), all.mandatory);
        assert_eq!(sum(|c| c.met), all.met);
        assert_eq!(sum(|c| c.backed), all.backed);
        assert_eq!(sum(|c| c.contradicted), all.contradicted);
        let counted = |card: &&ItemCard| card.counts && card.counts_backed;
        assert_eq!(cards(scorecard).iter().filter(counted).count(), all.backed + all.not_applicable);
    });
}

#[test]
fn every_gap_that_is_counted_is_a_problem_and_no_two_problems_have_one_name() {
    every(|_, scorecard| {
        let (all, problems) = (scorecard.counts, scorecard.problems());
        let number = |kind| problems.iter().filter(|problem| problem.kind == kind).count();
        assert_eq!(number(ProblemKind::NotMet), all.not_met);
        assert_eq!(number(ProblemKind::Unanswered), all.unanswered);
        assert_eq!(number(ProblemKind::OutOfDate), all.out_of_date);
        assert_eq!(number(ProblemKind::StatedOnly), all.stated_only);
        assert_eq!(number(ProblemKind::Noted), all.noted);
        let standing = |problem: &&Problem| problem.kind == ProblemKind::Contradicted && problem.accepted.is_none();
        let contradicted: BTreeSet<_> = problems.iter().filter(standing).filter_map(|one| one.item.as_ref()).collect();
        assert_eq!(contradicted, scorecard.contradictions.iter().collect());
        let tally = |of: fn(&Tally) -> usize| scorecard.checks.iter().map(|check| of(&check.tally)).sum::<usize>();
        assert_eq!(number(ProblemKind::Fails), tally(|tally| tally.fail));
        assert_eq!(number(ProblemKind::Warns), tally(|tally| tally.warn));
        let names: BTreeSet<&str> = problems.iter().map(|problem| problem.fingerprint.as_str()).collect();
        assert_eq!(names.len(), problems.len(), "{problems:#?}");
    });
}

#[test]
fn nothing_counts_that_is_not_met_or_that_a_file_contradicts() {
    every(|_, scorecard| {
        for card in cards(scorecard) {
            assert!(!card.counts_backed || (card.verdict.counts() && !card.is_contradicted()), "{card:?}");
            assert!(
                !card.counts_backed || card.verdict == Verdict::NotApplicable || card.backing.is_some(),
                "{card:?}"
            );
            assert!(card.backing.is_none() || card.verdict.counts(), "{card:?}");
        }
    });
}

#[test]
fn everything_open_is_on_the_plan_once_and_every_contradiction_first_of_its_stage() {
    every(|_, scorecard| {
        let actions = &scorecard.actions;
        assert!(actions.iter().map(|action| action.number).eq(1..=actions.len()));
        let keys: BTreeSet<_> = actions.iter().map(|a| (&a.item, &a.title, a.reason)).collect();
        assert_eq!(keys.len(), actions.len(), "{actions:#?}");
        let false_claims = || actions.iter().filter(|action| action.reason == ActionReason::Contradicted);
        let claims: BTreeSet<&ItemId> = false_claims().map(|action| &action.item).collect();
        assert_eq!(claims, scorecard.contradictions.iter().collect());
        for claim in false_claims() {
            let before = actions[..claim.number - 1].iter().rev().take_while(|a| a.stage == claim.stage);
            assert!(before.clone().all(|a| a.reason == ActionReason::Contradicted), "{actions:#?}");
        }
        assert!(actions.iter().all(|action| action.due.is_some() != action.proposed.is_some()));
        for card in cards(scorecard).iter().filter(|card| card.counts) {
            let planned = actions.iter().any(|a| a.item == card.id && a.reason != ActionReason::Warning);
            assert_eq!(planned, !card.counts_backed, "{card:?}");
        }
        assert!(actions.iter().all(|action| !action.why.is_empty() && !action.what.is_empty()));
    });
}

#[test]
fn another_good_document_never_lowers_anything() {
    some(|world, before| {
        for kind in ["policy", "register"] {
            let more = world.clone().file("new.docx", "2026-03-31").recognised(kind, "new.docx", &["laptop"]);
            let after = more.score();
            assert!(counting(before).is_subset(&counting(&after)), "{kind}");
            assert!(rank(world, before.backed.level.as_ref()) <= rank(world, after.backed.level.as_ref()));
            assert_eq!(before.on_answers.level, after.on_answers.level);
        }
    });
}

#[test]
fn another_failing_device_or_one_exception_less_never_lifts_anything() {
    some(|world, before| {
        for check in ["disks", "mfa", "staff"] {
            let after = world.clone().finding(check, "PC-9", Outcome::Fail).score();
            assert!(counting(&after).is_subset(&counting(before)), "{check}");
            assert_eq!(before.on_answers.level, after.on_answers.level, "{}", slug(check));
        }
        let mut strict = world.clone();
        strict.assessment.exceptions.clear();
        assert!(counting(&strict.score()).is_subset(&counting(before)));
    });
}

#[test]
fn what_only_points_that_way_and_figures_to_know_change_nothing_that_counts() {
    some(|world, before| {
        for (outcome, check) in [(Outcome::Fail, "disks"), (Outcome::Pass, "mfa"), (Outcome::Info, "staff")] {
            let points = |finding: &mut crate::model::Finding| finding.strength = crate::model::Strength::Supports;
            let after = world.clone().finding_with(check, "PC-9", outcome, points).score();
            let backing = |scorecard: &Scorecard| cards(scorecard).iter().map(|card| card.backing).collect::<Vec<_>>();
            assert_eq!(backing(before), backing(&after), "{check}");
            assert_eq!(counting(before), counting(&after), "{check}");
            assert_eq!(before.contradictions, after.contradictions);
        }
    });
}
