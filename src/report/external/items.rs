//! Items for people outside: what is claimed and what kind of evidence stands behind it, not what the evidence says.

use super::mask::Mask;
use crate::model::{
    AchievementCard, AssertionCard, Backing, Bearing, CheckId, EvidenceCard, EvidenceSource, GradeCard, IndicatorCard,
    ItemCard, ItemCheck, PortalCard, Strength, Summary, written,
};

/// An assertion with its items.
pub(super) fn assertion(card: &AssertionCard, mask: &Mask) -> AssertionCard {
    AssertionCard {
        id: card.id.clone(),
        title: card.title.clone(),
        met: card.met,
        grade: card.grade.as_ref().map(|one| grade(one, mask)),
        items: card.items.iter().map(|one| item(one, mask)).collect(),
    }
}

fn item(card: &ItemCard, mask: &Mask) -> ItemCard {
    let mut evidence: Vec<EvidenceCard> = Vec::new();
    for piece in card.evidence.iter().map(piece) {
        if !evidence.contains(&piece) {
            evidence.push(piece);
        }
    }
    ItemCard {
        id: card.id.clone(),
        title: card.title.clone(),
        question: card.question.clone(),
        why: card.why.clone(),
        fix: card.fix.clone(),
        kind: card.kind,
        mandatory: card.mandatory,
        approaching: card.approaching,
        counts: card.counts,
        confidence: card.confidence,
        doubt: card.doubt.clone(),
        same_as: card.same_as.clone(),
        audience: card.audience,
        answer: mask.maybe(&card.answer),
        achievement: card.achievement.as_ref().map(|one| achievement(one, mask)),
        comment: mask.maybe(&card.comment),
        answered: mask.maybe(&card.answered),
        verdict: card.verdict,
        verdict_reason: mask.maybe(&card.verdict_reason),
        backing: card.backing,
        grade: card.grade.as_ref().map(|one| grade(one, mask)),
        counts_backed: card.counts_backed,
        backing_reasons: reasons(card),
        evidence,
        share: card.share.clone(),
        checks: checks(card),
        warnings: Vec::new(),
        proposal: None,
        from_parties: None,
        elsewhere: Vec::new(),
        portal: portal(&card.portal, mask),
    }
}

/// That a file says otherwise is told; which check says so, and of what, is not.
fn checks(card: &ItemCard) -> Vec<ItemCheck> {
    let against = |check: &&ItemCheck| {
        let fails = check.bearing == Bearing::Settles && check.result == Summary::Fail;
        fails && (check.excepted || card.is_contradicted())
    };
    let Ok(check) = CheckId::new("details-left-out") else { return Vec::new() };
    let said = |excepted: bool| ItemCheck {
        check: check.clone(),
        title: "What a file shows".into(),
        bearing: Bearing::Settles,
        strength: Strength::Settles,
        result: Summary::Fail,
        sentence: "a file says otherwise; the details are left out of this copy".into(),
        silent: false,
        excepted,
    };
    let mut kinds: Vec<bool> = card.checks.iter().filter(against).map(|check| check.excepted).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().map(said).collect()
}

/// Why the backing is what it is, without what the files say.
fn reasons(card: &ItemCard) -> Vec<String> {
    let accepted = card
        .checks
        .iter()
        .any(|check| check.bearing == Bearing::Settles && check.result == Summary::Fail && check.excepted);
    let why = match card.backing {
        Some(Backing::Contradicted) => Some("a file says otherwise"),
        Some(Backing::OutOfDate) => Some("the evidence is out of date"),
        Some(Backing::StatedOnly) => Some("the answer stands alone"),
        Some(Backing::Noted) if !card.counts_backed => Some("what is noted is not enough here"),
        Some(Backing::Noted | Backing::Backed) | None => None,
    };
    let accepted = accepted.then_some("a file says otherwise, and an exception accepts that");
    why.into_iter().chain(accepted).map(str::to_owned).collect()
}

/// A piece of evidence is its kind and its date.
fn piece(card: &EvidenceCard) -> EvidenceCard {
    let how = match (card.good, card.source) {
        (false, _) if card.checked => "read by a check",
        (false, _) => "does not count here",
        (true, EvidenceSource::Noted) => "noted by a person; not seen",
        (true, EvidenceSource::Attached | EvidenceSource::Found) => "found; its content is not judged",
    };
    let dated = card.dated.map(|on| format!("dated {}; ", written(on))).unwrap_or_default();
    EvidenceCard {
        what: card.kind.clone(),
        kind: card.kind.clone(),
        source: card.source,
        dated: card.dated,
        hash: None,
        says: format!("{dated}{how}"),
        good: card.good,
        checked: card.checked,
    }
}

fn grade(card: &GradeCard, mask: &Mask) -> GradeCard {
    GradeCard {
        grade: card.grade,
        why: mask.text(&card.why),
        rests_on: Vec::new(),
        out_of_date: card.out_of_date,
        ask: card.ask.clone(),
    }
}

fn achievement(card: &AchievementCard, mask: &Mask) -> AchievementCard {
    let indicator = |one: &IndicatorCard| IndicatorCard { answer: mask.maybe(&one.answer), ..one.clone() };
    AchievementCard {
        reason: mask.maybe(&card.reason),
        indicators: card.indicators.iter().map(indicator).collect(),
        ..card.clone()
    }
}

/// What would be entered in the portal, without files, places and what is amiss.
fn portal(card: &PortalCard, mask: &Mask) -> PortalCard {
    let hold = if card.hold.is_empty() { Vec::new() } else { vec!["the organisation's own report says why".into()] };
    PortalCard {
        state: card.state,
        tick: card.tick,
        paste: mask.maybe(&card.paste),
        comment: mask.maybe(&card.comment),
        too_long: None,
        files: Vec::new(),
        places: Vec::new(),
        hold,
    }
}
