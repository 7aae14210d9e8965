//! The verdict on an item from the answer alone.

use crate::model::{Answer, AnswerKind, Claim, Item, Verdict};

/// What the answer claims; one that was carried forward claims nothing until it is confirmed.
pub(super) fn claim(item: &Item, answer: Option<&Answer>) -> Claim {
    answer.and_then(|answer| answer.claim(item.kind).ok()).unwrap_or(Claim::Nothing)
}

/// The verdict, with a reason where it is not what the answer seems to say.
pub(super) fn verdict(item: &Item, answer: Option<&Answer>) -> (Verdict, Option<String>) {
    let Some(answer) = answer else { return (Verdict::Unanswered, None) };
    let claim = claim(item, Some(answer));
    if answer.to_confirm && claim != Claim::Nothing {
        return (Verdict::Unanswered, Some("carried forward from last year: look at it again and confirm it".into()));
    }
    match claim {
        Claim::Nothing if item.kind == AnswerKind::Document && !answer.evidence.is_empty() => (Verdict::Met, None),
        Claim::Nothing => (Verdict::Unanswered, None),
        Claim::Ask(who) if who.is_empty() => (Verdict::Unanswered, Some("somebody else is to be asked".into())),
        Claim::Ask(who) => (Verdict::Unanswered, Some(format!("to be asked: {who}"))),
        Claim::NotApplicable(_) if item.not_applicable.is_some() => (Verdict::NotApplicable, None),
        Claim::NotApplicable(_) => (Verdict::NotMet, Some("this item always applies".into())),
        Claim::No => (Verdict::NotMet, None),
        Claim::Yes => match too_small_a_share(item, answer) {
            Some(reason) => (Verdict::NotMet, Some(reason)),
            None => (Verdict::Met, None),
        },
        Claim::Text(_) | Claim::Number(_) | Claim::Day(_) | Claim::Percentage(_) => (Verdict::Met, None),
    }
}

/// DSPT 3.2.1: 95% of people, compared exactly: 18 of 19 is 94.7% and falls short.
fn too_small_a_share(item: &Item, answer: &Answer) -> Option<String> {
    let (needed, count, all) = (item.share_at_least?, answer.count?, answer.out_of?);
    if u64::from(count) * 100 >= u64::from(needed) * u64::from(all) {
        return None;
    }
    let tenths = (u64::from(count) * 1000).checked_div(u64::from(all)).unwrap_or(0);
    Some(format!("{count} of {all} is {}.{}%, and {needed}% is needed", tenths / 10, tenths % 10))
}
