//! One item's card: the question, the answer, the verdict, what stands behind it.

use super::{Inputs, achievement, backing, exceptions, feeds, grades, portal, topics, verdict};
use crate::model::{
    Answer, AnswerKind, Bearing, CheckResult, CheckUse, Claim, Item, ItemCard, ItemCheck, ItemId, ItemSet, Outcome,
    PortalCard, Strength, Summary, Verdict, written,
};

/// The card of an item.
pub(super) fn card(inputs: &Inputs<'_>, item: &Item, results: &[CheckResult]) -> ItemCard {
    let answer = inputs.assessment.answers.get(answered_under(item));
    let (verdict, verdict_reason) = verdict::verdict(item, answer);
    let checks = item_checks(inputs, item, results);
    let backing = backing::backing(inputs, item, answer, verdict, &checks, results);
    let said = grades::Said { answer, verdict, found: &backing, checks: &checks, results };
    let grade = grades::item(inputs, item, &said);
    let fed = feeds::fed(inputs, item);
    let proposal = proposal(item, verdict, &checks, &backing).or_else(|| match verdict {
        Verdict::Unanswered => fed.as_ref().and_then(|fed| fed.suggests.clone()),
        _ => None,
    });
    let mut card = ItemCard {
        id: item.id.clone(),
        title: item.title.clone(),
        question: item.question.clone(),
        why: item.why.clone(),
        fix: item.action.clone(),
        kind: item.kind,
        mandatory: item.mandatory,
        approaching: item.approaching,
        counts: item.is_in(ItemSet::Mandatory),
        confidence: item.confidence,
        doubt: item.doubt.clone(),
        same_as: item.same_as.clone(),
        audience: item.audience,
        answer: answer.and_then(|answer| in_words(item, answer)),
        achievement: achievement::card(item, answer),
        comment: answer.and_then(|answer| answer.comment.clone()),
        answered: answer.and_then(answered),
        verdict,
        verdict_reason,
        backing: backing.backing,
        counts_backed: backing.counts && grade.as_ref().is_none_or(|card| card.grade.is_shown()),
        grade,
        backing_reasons: backing.reasons,
        evidence: backing.evidence,
        share: topics::share(item, answer, &checks, results),
        checks,
        warnings: backing.warnings,
        proposal,
        from_parties: fed.and_then(|fed| fed.words),
        elsewhere: elsewhere(inputs, item, verdict),
        portal: PortalCard::default(),
    };
    card.portal = portal::card(inputs, item, answer, &card);
    card
}

fn in_words(item: &Item, answer: &Answer) -> Option<String> {
    let share = match (answer.count, answer.out_of) {
        (Some(count), Some(all)) => format!(" ({count} of {all})"),
        _ => String::new(),
    };
    match verdict::claim(item, Some(answer)) {
        Claim::Yes => Some(format!("Yes{share}")),
        Claim::No => Some(format!("No{share}")),
        Claim::Text(text) => Some(text),
        Claim::Number(number) => Some(number.to_string()),
        Claim::Day(day) => Some(written(day)),
        Claim::Percentage(percent) => Some(format!("{percent}%")),
        Claim::Level(level) => Some(level.title().to_owned()),
        Claim::NotApplicable(reason) => Some(format!("Not applicable: {reason}")),
        Claim::Refused(reason) if reason.is_empty() => Some("Refused".into()),
        Claim::Refused(reason) => Some(format!("Refused: {reason}")),
        Claim::Ask(who) if who.is_empty() => Some("Somebody else is to be asked".into()),
        Claim::Ask(who) => Some(format!("To be asked: {who}")),
        Claim::Nothing if item.kind == AnswerKind::Achievement => achievement::in_words(item, answer),
        Claim::Nothing if answer.evidence.is_empty() => None,
        Claim::Nothing => Some("See the evidence".into()),
    }
}

fn answered(answer: &Answer) -> Option<String> {
    match (&answer.by, answer.on) {
        (Some(by), Some(on)) => Some(format!("{by}, {}", written(on))),
        (Some(by), None) => Some(by.clone()),
        (None, Some(on)) => Some(written(on)),
        (None, None) => None,
    }
}

/// The number under which an item is answered: its own, unless the framework asks the same thing under two.
pub(super) fn answered_under(item: &Item) -> &ItemId {
    item.same_as.as_ref().unwrap_or(&item.id)
}

/// The checks of an item, under all its numbers, that found something.
fn item_checks(inputs: &Inputs<'_>, item: &Item, results: &[CheckResult]) -> Vec<ItemCheck> {
    let mut uses: Vec<&CheckUse> = Vec::new();
    let twins = inputs.pack.items().map(|(_, _, other)| other).filter(|other| other.id != item.id);
    for twin in std::iter::once(item).chain(twins.filter(|other| answered_under(other) == answered_under(item))) {
        for used in &twin.checks {
            match uses.iter_mut().find(|known| known.check == used.check) {
                Some(known) if used.bearing == Bearing::Settles => *known = used,
                Some(_) => {}
                None => uses.push(used),
            }
        }
    }
    let of = |used: &CheckUse| results.iter().filter(|result| result.card.id == used.check).collect::<Vec<_>>();
    uses.into_iter()
        .flat_map(|used| of(used).into_iter().map(move |result| (used, result)))
        // What no file speaks of is told where it would settle the item, and not where it would only bear on it.
        .filter(|(used, result)| !result.silent || used.bearing == Bearing::Settles)
        .map(|(used, result)| {
            let worst = match result.result {
                Summary::Fail => Some(Outcome::Fail),
                Summary::Warn => Some(Outcome::Warn),
                Summary::Unknown | Summary::Pass | Summary::Info => None,
            };
            let mut amiss = result.findings.iter().filter(|finding| Some(finding.outcome) == worst);
            ItemCheck {
                check: used.check.clone(),
                title: result.card.title.clone(),
                bearing: match result.strength {
                    Strength::Settles => used.bearing,
                    Strength::Supports => Bearing::Supports,
                },
                strength: result.strength,
                result: result.result,
                sentence: result.sentence.clone(),
                silent: result.silent,
                excepted: worst.is_some() && amiss.all(|finding| exceptions::covers(inputs, item, finding)),
            }
        })
        .collect()
}

/// What other assessments suggest where there is no answer; a person decides.
fn elsewhere(inputs: &Inputs<'_>, item: &Item, verdict: Verdict) -> Vec<String> {
    let suggested = inputs.proposals.get(&item.id).filter(|_| verdict == Verdict::Unanswered);
    suggested.into_iter().flatten().map(|proposal| proposal.text.clone()).collect()
}

/// What the scan suggests where there is no answer; a person decides.
fn proposal(item: &Item, verdict: Verdict, checks: &[ItemCheck], backing: &backing::Found) -> Option<String> {
    if verdict != Verdict::Unanswered {
        return None;
    }
    let (no, yes) = match item.kind {
        AnswerKind::Achievement => ("the files speak against a level above “not achieved”", "the files speak for it"),
        _ => ("the files suggest “no”", "the files suggest “yes”"),
    };
    let settling = || checks.iter().filter(|check| check.bearing == Bearing::Settles);
    if let Some(check) = settling().find(|check| check.result == Summary::Fail) {
        return Some(format!("{no}: {}", check.sentence));
    }
    let speaking = || checks.iter().filter(|check| check.bearing.can_back());
    if let Some(check) = speaking().find(|check| matches!(check.result, Summary::Pass | Summary::Warn)) {
        return Some(format!("{yes}: {}", check.sentence));
    }
    let found = backing.evidence.iter().find(|evidence| evidence.good)?;
    Some(match item.kind {
        AnswerKind::Achievement => format!("{} may support a level", found.what),
        _ => format!("{} may support a “yes”", found.what),
    })
}
