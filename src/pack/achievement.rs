//! What must hold of outcomes that are reached by degrees, and of the year's independent assessment.

use std::collections::BTreeSet;

use crate::model::{
    Achievement, AnswerKind, Fault, IndicatorId, Item, Pack, ProfileStatus, Slug,
    yaml::{Step, Yaml},
};

/// What is wrong with an item's levels and statements.
pub(super) fn item_faults(yaml: &Yaml, item: &Item, path: &[Step<'_>], faults: &mut Vec<Fault>) {
    let at = |more: &[Step<'static>]| [path, more].concat();
    let mut fault = |place: &[Step<'static>], message: String| faults.push(yaml.fault_at(&at(place), message));
    if item.kind != AnswerKind::Achievement {
        let given = [
            ("partial", item.partial.is_some()),
            ("profile", item.profile.is_some()),
            ("policy-question", item.policy_question.is_some()),
            ("indicators", !item.indicators.is_empty()),
        ];
        for (key, _) in given.into_iter().filter(|(_, given)| *given) {
            let message = format!("item {}: `{key}` belongs to an item of the kind achievement", item.id);
            fault(&[key.into()], message);
        }
        return;
    }
    let partly = Achievement::PartiallyAchieved;
    if let Some(profile) = &item.profile {
        match (profile.status, profile.level) {
            (ProfileStatus::Unknown, Some(_)) => {
                fault(&["profile".into()], format!("item {}: a level that is given is not unknown", item.id));
            }
            (ProfileStatus::Confirmed | ProfileStatus::Inferred, None) => {
                fault(
                    &["profile".into()],
                    format!("item {}: the profile says how its level is known, but not which", item.id),
                );
            }
            (_, Some(level)) if level == partly && item.partial == Some(false) => {
                let message = format!("item {}: the profile expects a level that the item does not have", item.id);
                fault(&["profile".into(), "level".into()], message);
            }
            _ => {}
        }
    }
    if item.policy_question.as_ref().is_some_and(|question| question.trim().is_empty()) {
        fault(&["policy-question".into()], format!("item {}: the policy question is empty", item.id));
    }
    let mut seen: BTreeSet<&IndicatorId> = BTreeSet::new();
    for (i, indicator) in item.indicators.iter().enumerate() {
        let place = |key: &'static str| [Step::from("indicators"), i.into(), key.into()];
        if !seen.insert(&indicator.id) {
            fault(&place("id"), format!("item {}: the statement {} is there twice", item.id, indicator.id));
        }
        if indicator.text.trim().is_empty() {
            fault(&place("text"), format!("item {}: the statement {} is empty", item.id, indicator.id));
        }
        if indicator.of == partly && item.partial == Some(false) {
            let message = format!("item {}: {} speaks for a level that the item does not have", item.id, indicator.id);
            fault(&place("of"), message);
        }
    }
    let has = |level| item.indicators.iter().any(|indicator| indicator.of == level);
    let lacking = [(Achievement::Achieved, true), (partly, item.partial == Some(true))];
    for (level, _) in lacking.into_iter().filter(|(level, needed)| *needed && !has(*level)) {
        if !item.indicators.is_empty() {
            let message = format!("item {}: no statement says when it is {}", item.id, level.words());
            fault(&["indicators".into()], message);
        }
    }
}

/// What is wrong with the scope of the independent assessment.
pub(super) fn scope_faults(yaml: &Yaml, pack: &Pack, faults: &mut Vec<Fault>) {
    let mut scoped: BTreeSet<&Slug> = BTreeSet::new();
    for (s, scope) in pack.audit_scope.iter().enumerate() {
        let place = |key: &'static str, i: usize| [Step::from("audit-scope"), s.into(), key.into(), i.into()];
        for (i, kind) in scope.organisations.iter().enumerate() {
            if !pack.organisations.iter().any(|known| known.kind == *kind) {
                let fault = yaml.fault_at(
                    &place("organisations", i),
                    format!("the pack knows no organisations of the kind `{kind}`"),
                );
                faults.push(fault.suggest(kind.as_str(), pack.organisations.iter().map(|known| known.kind.as_str())));
            } else if !scoped.insert(kind) {
                faults.push(yaml.fault_at(&place("organisations", i), format!("`{kind}` has a scope already")));
            }
        }
        let mut seen = BTreeSet::new();
        for (i, id) in scope.outcomes.iter().enumerate() {
            if pack.item(id).is_none() {
                let ids = pack.items().map(|(_, _, item)| item.id.as_str());
                let fault = yaml.fault_at(&place("outcomes", i), format!("there is no item {id} to assess"));
                faults.push(fault.suggest(id.as_str(), ids));
            } else if !seen.insert(id) {
                faults.push(yaml.fault_at(&place("outcomes", i), format!("item {id} is there twice")));
            }
        }
    }
}
