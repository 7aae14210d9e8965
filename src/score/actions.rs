//! What to do next, most useful first.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::{Inputs, advice::advice, days, levels::Ladder};
use crate::model::{
    Action, ActionReason, Backing, Bearing, CheckId, CheckResult, Claim, Effort, Item, ItemCard, ItemSet, PlanCard,
    Summary, Verdict,
};

/// The action plan, so that the next level is reached soonest: what the answers lack for each level in turn, then what
/// is not backed, then what nobody needs. For each level false claims come first, and then what is done quickest.
pub(super) fn plan(
    inputs: &Inputs<'_>,
    items: &[&ItemCard],
    results: &[CheckResult],
    on_answers: &Ladder,
    backed: &Ladder,
) -> (Vec<Action>, PlanCard) {
    let mut ranked: Vec<(Rank, Action)> = Vec::new();
    for card in items {
        let Some(item) = inputs.pack.item(&card.id) else { continue };
        let Some(reason) = reason(inputs, item, card) else { continue };
        let mut action = action(inputs, item, card, reason, results);
        let part = part(inputs, item, reason, on_answers, backed);
        let title = |ladder: &Ladder| Some(ladder.above.get(ladder.lacking(&item.id)?)?.title.clone());
        action.unlocks = title(on_answers).or_else(|| title(backed));
        action.stage = stage(part, on_answers, backed);
        ranked.push((
            Rank {
                part,
                alone: !item.automatic_fail,
                false_claim: reason != ActionReason::Contradicted,
                effort: item.effort,
                reason,
            },
            action,
        ));
    }
    // What contradicts an answer is on the plan already.
    let mut warned: BTreeSet<&CheckId> =
        items.iter().flat_map(|card| card.contradictions()).map(|check| &check.check).collect();
    for card in items {
        let Some(item) = inputs.pack.item(&card.id) else { continue };
        for check in card.checks.iter().filter(|check| worth_a_look(check)) {
            if let Some(result) = results.iter().find(|result| result.card.id == check.check)
                && warned.insert(&check.check)
            {
                let reason = ActionReason::Warning;
                let mut action = action(inputs, item, card, reason, results);
                if ranked.iter().any(|(_, other)| other.item == card.id) {
                    (action.due, action.overdue, action.too_late) = (None, false, None);
                    action.key = key(inputs, item, Some(&check.check));
                }
                action.why = check.sentence.clone();
                if !result.card.fix.is_empty() {
                    action.what = result.card.fix.clone();
                    action.steps = vec![result.card.fix.clone()];
                }
                action.title = result.card.title.clone();
                action.stage = stage(Part::Warning, on_answers, backed);
                ranked.push((
                    Rank { part: Part::Warning, alone: true, false_claim: true, effort: item.effort, reason },
                    action,
                ));
            }
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut actions: Vec<Action> =
        ranked.into_iter().zip(1..).map(|((_, action), number)| Action { number, ..action }).collect();
    let basis = days::propose(inputs, &mut actions);
    let card = PlanCard::of(&actions, basis);
    (actions, card)
}

/// Where an action stands in the plan; what sorts lower comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    part: Part,
    /// Sorts what fails the whole by itself, which is `false` here, before the rest.
    alone: bool,
    /// Sorts a false claim, which is `false` here, before the rest.
    false_claim: bool,
    effort: Effort,
    reason: ActionReason,
}

/// The parts of the plan, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// The answers lack it for a level, by the level's place above the standing.
    Answers(usize),
    /// Every level is reached on the answers, and a file says otherwise.
    Kept,
    /// It is not backed, by the level's place above what is backed.
    Backed(usize),
    /// No level takes it, and somebody means to do it.
    Optional,
    /// Something to look at.
    Warning,
}

fn part(inputs: &Inputs<'_>, item: &Item, reason: ActionReason, on_answers: &Ladder, backed: &Ladder) -> Part {
    let needed = item.is_in(ItemSet::Mandatory) || item.is_in(ItemSet::Approaching);
    match (reason, on_answers.taking(inputs.pack, item), on_answers.lacking(&item.id), backed.lacking(&item.id)) {
        (ActionReason::Warning, ..) => Part::Warning,
        (ActionReason::Contradicted, Some(place), ..) => Part::Answers(place),
        (ActionReason::Contradicted, None, ..) if needed => Part::Kept,
        (_, _, Some(place), _) => Part::Answers(place),
        (_, _, None, Some(place)) => Part::Backed(place),
        (_, _, None, None) => Part::Optional,
    }
}

/// The words that head a part of the plan.
fn stage(part: Part, on_answers: &Ladder, backed: &Ladder) -> String {
    let title =
        |ladder: &Ladder, place: usize| ladder.above.get(place).map_or(String::new(), |next| next.title.clone());
    match part {
        Part::Answers(place) => format!("To reach {}", title(on_answers, place)),
        Part::Kept => format!("To keep {}", on_answers.standing.title),
        Part::Backed(place) => format!("To back up your answers for {}", title(backed, place)),
        Part::Optional => "Beyond what a level needs".into(),
        Part::Warning => "Worth a look; no level depends on it".into(),
    }
}

/// The lasting name of an action: the same for as long as organisation, pack and item are.
fn key(inputs: &Inputs<'_>, item: &Item, check: Option<&CheckId>) -> String {
    let parts = [
        inputs.organisation.name.as_str(),
        inputs.assessment.subject.as_deref().unwrap_or_default(),
        inputs.pack.id.as_str(),
        item.id.as_str(),
        check.map_or("", CheckId::as_str),
    ];
    let digest = Sha256::digest(parts.join("\0"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a check that contradicts nothing still calls for something to be done.
fn worth_a_look(check: &crate::model::ItemCheck) -> bool {
    match (check.bearing, check.result) {
        (_, Summary::Pass | Summary::Unknown | Summary::Info) => false,
        (Bearing::Backs | Bearing::Supports, Summary::Fail) => !check.excepted,
        (Bearing::Settles, Summary::Fail) => false,
        (Bearing::Settles | Bearing::Backs | Bearing::Supports, Summary::Warn) => !check.excepted,
    }
}

/// Why an item is on the plan, if it is.
fn reason(inputs: &Inputs<'_>, item: &Item, card: &ItemCard) -> Option<ActionReason> {
    if item.same_as.is_some() {
        return None;
    }
    if card.is_contradicted() {
        return Some(ActionReason::Contradicted);
    }
    let wanted = item.is_in(ItemSet::Mandatory) || item.is_in(ItemSet::Approaching);
    let planned = inputs.assessment.answers.get(&item.id).is_some_and(|a| a.owner.is_some() || a.due.is_some());
    match card.verdict {
        Verdict::NotMet if wanted || planned => Some(ActionReason::NotMet),
        Verdict::Unanswered if wanted || planned => Some(ActionReason::Unanswered),
        Verdict::NotMet | Verdict::Unanswered => None,
        _ if card.counts_backed || !wanted => None,
        _ => match card.backing {
            Some(Backing::OutOfDate) => Some(ActionReason::OutOfDate),
            _ => Some(ActionReason::NotBacked),
        },
    }
}

fn action(inputs: &Inputs<'_>, item: &Item, card: &ItemCard, reason: ActionReason, results: &[CheckResult]) -> Action {
    let answer = inputs.assessment.answers.get(&item.id);
    let due = answer.and_then(|answer| answer.due);
    let late = |due| days::too_late(inputs.pack, inputs.assessment, inputs.today, inputs.publish_on, due);
    let ask = match super::verdict::claim(item, answer) {
        Claim::Ask(who) => Some(if who.is_empty() { "the person who knows".to_owned() } else { who }),
        _ => None,
    };
    let advice = advice(inputs, item, card, reason, results, ask.as_deref());
    Action {
        number: 0,
        item: item.id.clone(),
        title: item.title.clone(),
        reason,
        why: advice.why,
        what: advice.what,
        steps: advice.steps,
        otherwise: advice.otherwise,
        stage: String::new(),
        unlocks: None,
        effort: item.effort,
        owner: answer.and_then(|answer| answer.owner.clone()).or_else(|| ask.clone()),
        waits_for: ask.filter(|_| reason == ActionReason::Unanswered),
        due,
        overdue: due.is_some_and(|due| due < inputs.today),
        too_late: due.filter(|_| days::matters(reason)).and_then(late),
        proposed: None,
        key: key(inputs, item, None),
    }
}

/// A sentence's start for the middle of another, unless it begins with a name.
pub(super) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}
