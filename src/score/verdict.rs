//! The verdict on an item from the answer alone.

use super::achievement;
use crate::model::{Answer, AnswerEvidence, AnswerKind, Claim, Item, Verdict};

/// What the answer claims.
pub(super) fn claim(item: &Item, answer: Option<&Answer>) -> Claim {
    answer.and_then(|answer| answer.claim(item.kind).ok()).unwrap_or(Claim::Nothing)
}

/// The verdict, with a reason where it is not what the answer seems to say.
pub(super) fn verdict(item: &Item, answer: Option<&Answer>) -> (Verdict, Option<String>) {
    let Some(answer) = answer else { return (Verdict::Unanswered, None) };
    let Ok(claim) = answer.claim(item.kind) else {
        return (Verdict::Unanswered, Some("the answer can't be understood".into()));
    };
    let shows = item.kind == AnswerKind::Document && answer.evidence.iter().any(leads_somewhere);
    if answer.to_confirm {
        let fits = claim != Claim::Nothing || shows || !answer.indicators.is_empty();
        let reason = match answer.carried.as_ref().is_some_and(|carried| carried.said.is_some()) {
            true if !fits => Some("asked in another way this year: last year's answer does not fit it any more"),
            _ => fits.then_some("carried forward from last year: look at it again and confirm it"),
        };
        return (Verdict::Unanswered, reason.map(str::to_owned));
    }
    match claim {
        Claim::Nothing | Claim::Level(_) if item.kind == AnswerKind::Achievement => achievement::verdict(item, answer),
        Claim::Nothing if shows => (Verdict::Met, None),
        Claim::Nothing => (Verdict::Unanswered, None),
        Claim::Ask(who) if who.is_empty() => (Verdict::Unanswered, Some("somebody else is to be asked".into())),
        Claim::Ask(who) => (Verdict::Unanswered, Some(format!("to be asked: {who}"))),
        Claim::NotApplicable(_) if item.not_applicable.is_some() => (Verdict::NotApplicable, None),
        Claim::NotApplicable(_) => (Verdict::NotMet, Some("this item always applies".into())),
        Claim::Refused(_) => (Verdict::NotMet, Some("an answer was refused".into())),
        Claim::No => (Verdict::NotMet, None),
        Claim::Yes => match too_small_a_share(item, answer) {
            Some(reason) => (Verdict::NotMet, Some(reason)),
            None => (Verdict::Met, None),
        },
        Claim::Text(text) => words(item, &text, shows),
        Claim::Number(_) | Claim::Day(_) | Claim::Percentage(_) | Claim::Level(_) => (Verdict::Met, None),
    }
}

/// Words count when they are there, unless they only say that there is no answer, or no document.
fn words(item: &Item, text: &str, shows: bool) -> (Verdict, Option<String>) {
    match plain(text).as_str() {
        "n/a" | "na" | "not applicable" if item.not_applicable.is_some() => (
            Verdict::Unanswered,
            Some("it is said not to apply, without a reason: give the reason under `not-applicable`".into()),
        ),
        "n/a" | "na" | "not applicable" => (Verdict::NotMet, Some("this item always applies".into())),
        "no" | "n" | "false" | "none" | "not yet" if item.kind == AnswerKind::Document => (Verdict::NotMet, None),
        _ if shows => (Verdict::Met, None),
        "" | "tbc" | "tbd" | "todo" | "to do" | "to be confirmed" | "to be done" => {
            (Verdict::Unanswered, Some(format!("“{text}” only holds the place of an answer")))
        }
        _ => (Verdict::Met, None),
    }
}

/// Whether words say no more than yes or no, so that they name no place.
pub(super) fn is_bare(text: &str) -> bool {
    ["", "yes", "y", "true", "ok", "done", "no", "n", "false", "none"].contains(&plain(text).as_str())
}

/// Words without case and the punctuation around them.
fn plain(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Whether a piece of evidence names a file, an address or a place.
fn leads_somewhere(evidence: &AnswerEvidence) -> bool {
    [&evidence.file, &evidence.address, &evidence.kept].into_iter().flatten().any(|given| !given.trim().is_empty())
}

/// DSPT 3.2.1: 95% of people, compared exactly: 18 of 19 is 94.7% and falls short.
fn too_small_a_share(item: &Item, answer: &Answer) -> Option<String> {
    let (needed, count, all) = (item.share_at_least?, answer.count?, answer.out_of?);
    if all == 0 || count > all {
        return Some(format!("{count} of {all} is no share, and {needed}% is needed"));
    }
    if u64::from(count) * 100 >= u64::from(needed) * u64::from(all) {
        return None;
    }
    let tenths = u64::from(count) * 1000 / u64::from(all);
    Some(format!("{count} of {all} is {}.{}%, and {needed}% is needed", tenths / 10, tenths % 10))
}
