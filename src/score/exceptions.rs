//! Recorded exceptions: which hold on a day, and what they are about.

use super::{Inputs, item::answered_under};
use crate::model::{AcceptedFinding, CheckResult, Exception, ExceptionCard, Finding, Item, ItemCard, Outcome, Summary};

/// Whether an exception holds on the day; it does to the end of its last day. One from last year waits to be confirmed.
fn is_current(inputs: &Inputs<'_>, exception: &Exception) -> bool {
    !exception.to_confirm && !has_ended(inputs, exception)
}

fn has_ended(inputs: &Inputs<'_>, exception: &Exception) -> bool {
    exception.until.is_some_and(|until| until < inputs.today)
}

/// Whether a finding is accepted where it bears on this item.
pub(super) fn covers(inputs: &Inputs<'_>, item: &Item, finding: &Finding) -> bool {
    covering(inputs, Some(item), finding).is_some()
}

/// The place of the first exception that accepts a finding where it bears on an item, or wherever it bears.
fn covering(inputs: &Inputs<'_>, item: Option<&Item>, finding: &Finding) -> Option<usize> {
    let is_for = |exception| item.is_some_and(|item| is_for(inputs, exception, item));
    inputs.assessment.exceptions.iter().position(|exception| {
        is_current(inputs, exception)
            && match (&exception.item, &exception.check) {
                (None, None) => false,
                (None, Some(_)) => is_about(exception, finding),
                (Some(_), None) => is_for(exception),
                (Some(_), Some(_)) => is_for(exception) && is_about(exception, finding),
            }
    })
}

/// The failures and warnings that are accepted wherever they bear, with the first exception for each.
pub(super) fn accepted(inputs: &Inputs<'_>, items: &[&Item], findings: &[Finding]) -> Vec<AcceptedFinding> {
    let amiss = |finding: &Finding| matches!(finding.outcome, Outcome::Fail | Outcome::Warn);
    let by = |finding: &Finding| match items {
        [] => covering(inputs, None, finding),
        [first, rest @ ..] => {
            covering(inputs, Some(first), finding).filter(|_| rest.iter().all(|item| covers(inputs, item, finding)))
        }
    };
    let findings = findings.iter().enumerate().filter(|(_, finding)| amiss(finding));
    findings.filter_map(|(at, one)| Some(AcceptedFinding { finding: at, exception: by(one)? })).collect()
}

/// Whether it is for this item, under whichever number that is asked.
fn is_for(inputs: &Inputs<'_>, exception: &Exception, item: &Item) -> bool {
    let named = exception.item.as_ref().and_then(|id| inputs.pack.item(id));
    named.is_some_and(|named| answered_under(named) == answered_under(item))
}

/// Whether it names the check and the subject of a finding.
///
/// A person or an account is never known by its row: in the next export another one stands there.
fn is_about(exception: &Exception, finding: &Finding) -> bool {
    let same = |name: &str| {
        let name = name.trim().to_lowercase();
        name == finding.subject.id.to_lowercase()
            || (!finding.subject.kind.is_personal() && name == finding.subject.label.to_lowercase())
    };
    exception.check.as_ref() == Some(&finding.check) && exception.subject.as_deref().is_none_or(same)
}

/// All exceptions as they stand today.
pub(super) fn cards(inputs: &Inputs<'_>, items: &[&ItemCard], results: &[CheckResult]) -> Vec<ExceptionCard> {
    inputs
        .assessment
        .exceptions
        .iter()
        .map(|exception| {
            let about: Vec<String> = [
                exception.item.as_ref().map(ToString::to_string),
                exception.check.as_ref().map(ToString::to_string),
                exception.subject.as_ref().map(|subject| shown(exception, subject, results)),
            ]
            .into_iter()
            .flatten()
            .collect();
            let agreed = exception.agreed_by.as_ref().map(|name| format!(", agreed by {name}")).unwrap_or_default();
            ExceptionCard {
                item: exception.item.clone(),
                check: exception.check.clone(),
                about: about.join(", "),
                reason: exception.reason.clone(),
                by: format!("{}{agreed}", exception.by),
                until: exception.until,
                current: is_current(inputs, exception),
                to_confirm: exception.to_confirm && !has_ended(inputs, exception),
                used: is_used(inputs, exception, items, results),
            }
        })
        .collect()
}

/// A subject's name for printing: people and accounts by their rows.
fn shown(exception: &Exception, subject: &str, results: &[CheckResult]) -> String {
    let found = findings(exception, results).find(|finding| is_about(exception, finding));
    match found {
        Some(finding) if finding.subject.kind.is_personal() => {
            format!("{} of {}", finding.subject.label, finding.place.file)
        }
        Some(finding) => finding.subject.label.clone(),
        None if subject.contains('@') => "an account".into(),
        None => subject.to_owned(),
    }
}

/// Whether there is anything for it to accept: a failure or a warning that it names, among those that count.
fn is_used(inputs: &Inputs<'_>, exception: &Exception, items: &[&ItemCard], results: &[CheckResult]) -> bool {
    let is_accepted =
        |finding: &Finding| is_about(exception, finding) && matches!(finding.outcome, Outcome::Fail | Outcome::Warn);
    let mut its_items =
        items.iter().filter(|card| inputs.pack.item(&card.id).is_some_and(|item| is_for(inputs, exception, item)));
    match (&exception.check, &exception.item) {
        (Some(_), None) => findings(exception, results).any(is_accepted),
        (Some(check), Some(_)) => {
            its_items.any(|card| card.checks.iter().any(|used| used.check == *check))
                && findings(exception, results).any(is_accepted)
        }
        (None, Some(_)) => {
            its_items.any(|card| card.checks.iter().any(|c| matches!(c.result, Summary::Fail | Summary::Warn)))
        }
        (None, None) => false,
    }
}

fn findings<'a>(exception: &Exception, results: &'a [CheckResult]) -> impl Iterator<Item = &'a Finding> {
    let its = results.iter().filter(|result| Some(&result.card.id) == exception.check.as_ref());
    its.flat_map(|result| &result.findings)
}
