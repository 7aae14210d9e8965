//! Recorded exceptions: which hold on a day, and what they are about.

use super::Inputs;
use crate::model::{Exception, ExceptionCard, Finding, ItemCard, ItemId, Outcome};

/// Whether an exception holds on the day; it does to the end of its last day.
fn is_current(inputs: &Inputs<'_>, exception: &Exception) -> bool {
    exception.until.is_none_or(|until| until >= inputs.today)
}

/// Whether a failing finding is accepted.
pub(super) fn covers(inputs: &Inputs<'_>, finding: &Finding) -> bool {
    inputs.assessment.exceptions.iter().any(|e| e.item.is_none() && is_current(inputs, e) && is_about(e, finding))
}

/// Whether an exception for this item alone accepts a finding for it, or everything about it.
pub(super) fn covers_for_item(inputs: &Inputs<'_>, item: &ItemId, finding: &Finding) -> bool {
    inputs.assessment.exceptions.iter().any(|e| {
        e.item.as_ref() == Some(item) && is_current(inputs, e) && (e.check.is_none() || is_about(e, finding))
    })
}

fn is_about(exception: &Exception, finding: &Finding) -> bool {
    let same = |name: &str| {
        let name = name.trim().to_lowercase();
        name == finding.subject.id.to_lowercase() || name == finding.subject.label.to_lowercase()
    };
    exception.check.as_ref() == Some(&finding.check) && exception.subject.as_deref().is_none_or(same)
}

/// All exceptions as they stand today.
pub(super) fn cards(inputs: &Inputs<'_>, items: &[&ItemCard]) -> Vec<ExceptionCard> {
    inputs
        .assessment
        .exceptions
        .iter()
        .map(|exception| {
            let about: Vec<String> = [
                exception.item.as_ref().map(ToString::to_string),
                exception.check.as_ref().map(ToString::to_string),
                exception.subject.clone(),
            ]
            .into_iter()
            .flatten()
            .collect();
            let agreed = exception.agreed_by.as_ref().map(|name| format!(", agreed by {name}")).unwrap_or_default();
            ExceptionCard {
                about: about.join(", "),
                reason: exception.reason.clone(),
                by: format!("{}{agreed}", exception.by),
                until: exception.until,
                current: is_current(inputs, exception),
                used: is_used(inputs, exception, items),
            }
        })
        .collect()
}

/// Whether there is anything for it to accept: a failing finding, or an item that is not simply fine.
fn is_used(inputs: &Inputs<'_>, exception: &Exception, items: &[&ItemCard]) -> bool {
    match (&exception.check, &exception.item) {
        (Some(_), _) => {
            inputs.scan.findings.iter().any(|f| is_about(exception, f) && matches!(f.outcome, Outcome::Fail | Outcome::Warn))
        }
        (None, Some(id)) => items.iter().any(|item| {
            item.id == *id && item.checks.iter().any(|check| matches!(check.result, crate::model::Summary::Fail))
        }),
        (None, None) => false,
    }
}
