//! What to do next, most useful first.

use std::collections::BTreeSet;

use super::{Inputs, backing};
use crate::model::{
    Action, ActionReason, Backing, Bearing, CheckId, CheckResult, Claim, Item, ItemCard, ItemSet, Standing, Summary,
    Verdict,
};

/// The action plan: false claims first, then what the next level lacks, then what is not backed, then warnings.
pub(super) fn plan(
    inputs: &Inputs<'_>,
    items: &[&ItemCard],
    results: &[CheckResult],
    on_answers: &Standing,
    backed: &Standing,
) -> Vec<Action> {
    let mut ranked: Vec<((u8, ActionReason, crate::model::Effort), Action)> = Vec::new();
    for card in items {
        let Some(item) = inputs.pack.item(&card.id) else { continue };
        let Some(reason) = reason(inputs, item, card) else { continue };
        let lacks = |standing: &Standing| standing.next.as_ref().is_some_and(|next| next.missing.contains(&card.id));
        let rank = match reason {
            ActionReason::Contradicted => 0,
            _ if lacks(on_answers) => 1,
            _ if lacks(backed) => 2,
            _ => 3,
        };
        let mut action = action(inputs, item, card, reason, results);
        let serves = if lacks(on_answers) { on_answers } else { backed };
        action.unlocks = match (&serves.next, reason) {
            (Some(next), _) if lacks(serves) => Some(next.title.clone()),
            _ => None,
        };
        ranked.push(((rank, reason, item.effort), action));
    }
    // What contradicts an answer is on the plan already.
    let mut warned: BTreeSet<&CheckId> =
        items.iter().flat_map(|card| backing::contradictions(card)).map(|check| &check.check).collect();
    for card in items {
        let Some(item) = inputs.pack.item(&card.id) else { continue };
        for check in card.checks.iter().filter(|check| worth_a_look(check)) {
            if let Some(result) = results.iter().find(|result| result.card.id == check.check)
                && warned.insert(&check.check)
            {
                let mut action = action(inputs, item, card, ActionReason::Warning, results);
                if ranked.iter().any(|(_, other)| other.item == card.id) {
                    (action.due, action.overdue) = (None, false);
                }
                action.why = check.sentence.clone();
                if !result.card.fix.is_empty() {
                    action.what = result.card.fix.clone();
                }
                action.title = result.card.title.clone();
                ranked.push(((4, ActionReason::Warning, item.effort), action));
            }
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().zip(1..).map(|((_, action), number)| Action { number, ..action }).collect()
}

/// Whether a check that contradicts nothing still calls for something to be done.
fn worth_a_look(check: &crate::model::ItemCheck) -> bool {
    match (check.bearing, check.result) {
        (_, Summary::Pass | Summary::Unknown | Summary::Info) => false,
        (Bearing::Supports, Summary::Fail) => !check.excepted,
        (Bearing::Settles, Summary::Fail) => false,
        (Bearing::Settles | Bearing::Supports, Summary::Warn) => !check.excepted,
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
    let ask = match super::verdict::claim(item, answer) {
        Claim::Ask(who) => Some(if who.is_empty() { "the person who knows".to_owned() } else { who }),
        _ => None,
    };
    let (why, what) = match reason {
        ActionReason::Contradicted => {
            let fixes: Vec<&str> = backing::contradictions(card)
                .filter_map(|check| results.iter().find(|result| result.card.id == check.check))
                .map(|result| result.card.fix.as_str())
                .filter(|fix| !fix.is_empty())
                .collect();
            let how = if fixes.is_empty() { String::new() } else { format!(" How: {}", fixes.join(" ")) };
            let what = format!("Put this right and export the file again, or change the answer.{how}");
            let said: Vec<&str> = backing::contradictions(card).map(|check| check.sentence.as_str()).collect();
            (format!("your file says otherwise: {}", said.join("; ")), what)
        }
        ActionReason::NotMet => (
            card.verdict_reason.clone().unwrap_or_else(|| "the answer is no".into()),
            item.action.clone(),
        ),
        ActionReason::Unanswered => match (&ask, &card.verdict_reason) {
            (Some(who), _) => (
                format!("not answered yet; {who} is to be asked"),
                format!("Ask {who}: {} Then answer. If the answer is no: {}", item.question, lower_first(&item.action)),
            ),
            (None, Some(reason)) if answer.is_some_and(|answer| answer.to_confirm) => {
                (reason.clone(), "Look at last year's answer again and confirm or change it.".into())
            }
            (None, reason) => (reason.clone().unwrap_or_else(|| "not answered yet".into()), format!("Answer it. If the answer is no: {}", lower_first(&item.action))),
        },
        ActionReason::OutOfDate => (
            card.backing_reasons.last().cloned().unwrap_or_else(|| "the evidence is out of date".into()),
            "Review the document, write the date of the review into it, and put the new version into the evidence folder."
                .into(),
        ),
        ActionReason::NotBacked | ActionReason::Warning => (
            match (card.backing, card.evidence.iter().find(|evidence| !evidence.good)) {
                (Some(Backing::Noted), _) => "what is noted is not enough here".into(),
                (_, Some(evidence)) => format!("your word only; {}: {}", evidence.what, evidence.says),
                (_, None) => "your word only".into(),
            },
            format!("Put into the evidence folder, or attach to the answer: {}.", backing::wanted(inputs, item)),
        ),
    };
    Action {
        number: 0,
        item: item.id.clone(),
        title: item.title.clone(),
        reason,
        why,
        what,
        unlocks: None,
        effort: item.effort,
        owner: answer.and_then(|answer| answer.owner.clone()).or(ask),
        due,
        overdue: due.is_some_and(|due| due < inputs.today),
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
