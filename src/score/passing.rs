//! Packs that are passed or failed as a whole, and the Statement of Applicability.
//!
//! Cyber Essentials: one requirement that is not met fails the assessment, and a few fail it by themselves
//! (requirements 3.3 with question set Danzell: A6.4, A6.5, A7.16, A7.17). ISO/IEC 27001:2022, 6.1.3 d: the statement
//! names every control of Annex A, whether it is in, why, and whether it is in place.

use super::Inputs;
use crate::model::{
    Backing, ControlCard, Item, ItemCard, ItemId, JudgedBy, Passing, PassingCard, StatementCard, Summary, Verdict,
    written,
};

/// How an item stands towards passing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Fails,
    Open,
    Holds,
}

/// The result, where the pack is passed or failed as a whole.
pub(super) fn card(inputs: &Inputs<'_>, items: &[&ItemCard]) -> Option<PassingCard> {
    if inputs.pack.judged_by != JudgedBy::PassOrFail {
        return None;
    }
    let counted: Vec<(&Item, &ItemCard)> = items
        .iter()
        .filter(|card| card.counts)
        .filter_map(|card| inputs.pack.item(&card.id).map(|item| (item, *card)))
        .collect();
    let those = |state: State, automatic: Option<bool>| -> Vec<ItemId> {
        let fits = |(item, card): &&(&Item, &ItemCard)| {
            self::state(item, card) == state && automatic.is_none_or(|automatic| item.automatic_fail == automatic)
        };
        counted.iter().filter(fits).map(|(item, _)| item.id.clone()).collect()
    };
    let automatic_fails = those(State::Fails, Some(true));
    let fails = those(State::Fails, Some(false));
    let open = those(State::Open, None);
    let on_answers = match (automatic_fails.is_empty() && fails.is_empty(), open.is_empty()) {
        (false, _) => Passing::WouldFail,
        (true, false) => Passing::CantTell,
        (true, true) => Passing::WouldPass,
    };
    let shown = counted.iter().all(|(_, card)| card.counts_backed);
    let backed = if on_answers == Passing::WouldPass && !shown { Passing::CantTell } else { on_answers };
    let (on_answers_title, backed_title) = (on_answers.in_words().into(), backed.in_words().into());
    Some(PassingCard { on_answers, on_answers_title, backed, backed_title, automatic_fails, fails, open })
}

/// What a file says otherwise fails; a warning about what fails the whole by itself leaves it open.
fn state(item: &Item, card: &ItemCard) -> State {
    let doubted = || {
        let speaks = |result| matches!(result, Summary::Fail | Summary::Warn | Summary::Unknown);
        card.checks.iter().any(|check| !check.silent && !check.excepted && speaks(check.result))
    };
    match card.verdict {
        Verdict::NotMet => State::Fails,
        Verdict::Met | Verdict::NotApplicable if card.is_contradicted() => State::Fails,
        Verdict::Unanswered => State::Open,
        Verdict::Met if item.automatic_fail && doubted() => State::Open,
        Verdict::Met | Verdict::NotApplicable => State::Holds,
    }
}

/// The Statement of Applicability, where the pack has controls.
pub(super) fn statement(inputs: &Inputs<'_>, items: &[&ItemCard]) -> Option<StatementCard> {
    let places = &inputs.pack.statement_of_applicability;
    if places.is_empty() {
        return None;
    }
    let named: Vec<&ItemId> = places.iter().flat_map(|place| inputs.pack.named(place)).map(|item| &item.id).collect();
    let controls: Vec<ControlCard> =
        items.iter().filter(|card| named.contains(&&card.id)).map(|card| control(inputs, card)).collect();
    let count = |fits: &dyn Fn(&ControlCard) -> bool| controls.iter().filter(|control| fits(control)).count();
    let verdict = |control: &ControlCard| items.iter().find(|card| card.id == control.item).map(|card| card.verdict);
    Some(StatementCard {
        all: controls.len(),
        applicable: count(&|control| control.applicable == Some(true)),
        implemented: count(&|control| verdict(control) == Some(Verdict::Met)),
        not_implemented: count(&|control| verdict(control) == Some(Verdict::NotMet)),
        excluded: count(&|control| control.applicable == Some(false)),
        undecided: count(&|control| control.applicable.is_none()),
        without_reason: count(&|control| control.applicable == Some(true) && control.justification.is_none()),
        controls,
    })
}

fn control(inputs: &Inputs<'_>, card: &ItemCard) -> ControlCard {
    let answer = inputs.assessment.answers.get(&card.id);
    let applicable = match card.verdict {
        Verdict::Met | Verdict::NotMet => Some(true),
        Verdict::NotApplicable => Some(false),
        Verdict::Unanswered => None,
    };
    let justification = match applicable {
        Some(true) => card.comment.clone(),
        Some(false) => answer.and_then(|answer| answer.not_applicable.clone()),
        None => None,
    };
    let due = answer.and_then(|answer| answer.due).filter(|_| card.verdict == Verdict::NotMet);
    let implemented = match (card.verdict, card.backing) {
        (Verdict::Unanswered, _) => "Not decided".into(),
        (Verdict::NotApplicable, Some(Backing::Contradicted)) => "Left out, but a file says otherwise".into(),
        (Verdict::NotApplicable, _) => "Left out".into(),
        (Verdict::NotMet, _) => match (due, answer.and_then(|answer| answer.owner.as_deref())) {
            (Some(day), Some(owner)) => format!("No; planned by {}, {owner}", written(day)),
            (Some(day), None) => format!("No; planned by {}", written(day)),
            (None, _) => "No".into(),
        },
        (Verdict::Met, Some(Backing::Backed)) => "Yes, backed up".into(),
        (Verdict::Met, Some(Backing::Noted)) => "Yes, noted".into(),
        (Verdict::Met, Some(Backing::OutOfDate)) => "Yes, evidence out of date".into(),
        (Verdict::Met, Some(Backing::Contradicted)) => "Said, but a file says otherwise".into(),
        (Verdict::Met, Some(Backing::StatedOnly) | None) => "Yes, on your word only".into(),
    };
    ControlCard {
        item: card.id.clone(),
        title: card.title.clone(),
        applicable,
        applies: match applicable {
            Some(true) => "Yes".into(),
            Some(false) => "No".into(),
            None => "Not decided".into(),
        },
        justification,
        implemented,
        due,
        evidence: match applicable {
            Some(true) => card.evidence.iter().filter(|one| one.good).map(|one| one.what.clone()).collect(),
            Some(false) | None => Vec::new(),
        },
    }
}
