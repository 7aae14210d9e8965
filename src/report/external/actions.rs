//! The action plan for people outside: what is done, by whom and by when, without what the files show.

use std::collections::BTreeMap;

use super::mask::Mask;
use crate::model::{Action, ActionReason, Otherwise, PlanCard, PortalSummary, Scorecard};

/// The actions that close a gap, the new numbers by the old ones, and the figures. What only calls for a look is a
/// weakness and no gap.
pub(super) fn without_details(card: &Scorecard, mask: &Mask) -> (Vec<Action>, BTreeMap<usize, usize>, PlanCard) {
    let kept = card.actions.iter().filter(|action| action.reason != ActionReason::Warning);
    let actions: Vec<Action> = kept.clone().zip(1..).map(|(one, number)| action(one, number, mask)).collect();
    let numbers = kept.map(|action| action.number).zip(1..).collect();
    let plan = PlanCard::of(&actions, card.plan.basis.clone());
    (actions, numbers, plan)
}

/// The figures of the portal, with the actions by their new numbers.
pub(super) fn portal(card: &PortalSummary, numbers: &BTreeMap<usize, usize>) -> PortalSummary {
    PortalSummary {
        ready: card.ready,
        not_ready: card.not_ready,
        optional_ready: card.optional_ready,
        full_level: card.full_level.clone(),
        action_plan: card.action_plan.iter().filter_map(|number| numbers.get(number).copied()).collect(),
    }
}

fn action(action: &Action, number: usize, mask: &Mask) -> Action {
    let bare = |why: &str, what: &str| (why.to_owned(), what.to_owned(), vec![what.to_owned()], None);
    let (why, what, steps, otherwise) = match action.reason {
        ActionReason::Contradicted => {
            bare("a file says otherwise", "Put right what the file shows, or change the answer.")
        }
        ActionReason::OutOfDate => bare("the evidence is out of date", "Review it, or bring newer evidence."),
        ActionReason::NotBacked | ActionReason::Warning => {
            bare("nothing that is good enough stands behind the answer", "Bring evidence for the answer.")
        }
        ActionReason::NotMet | ActionReason::Unanswered => (
            mask.text(&action.why),
            mask.text(&action.what),
            mask.all(&action.steps),
            action.otherwise.as_ref().map(|one| Otherwise { when: one.when.clone(), steps: mask.all(&one.steps) }),
        ),
    };
    Action {
        number,
        item: action.item.clone(),
        title: action.title.clone(),
        reason: action.reason,
        why,
        what,
        steps,
        otherwise,
        stage: action.stage.clone(),
        unlocks: action.unlocks.clone(),
        effort: action.effort,
        owner: mask.maybe(&action.owner),
        waits_for: mask.maybe(&action.waits_for),
        due: action.due,
        overdue: action.overdue,
        too_late: action.too_late.clone(),
        proposed: action.proposed,
        key: action.key.clone(),
    }
}
