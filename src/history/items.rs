//! Items of two scorecards: what got worse, better or another, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::kin::Kin;
use crate::model::{
    Achievement, Backing, ChangeCounts, Course, EvidenceSource, ItemCard, ItemChange, ItemId, Scorecard, Turn, Verdict,
};

/// An answer is told at no greater length.
const LONGEST: usize = 160;

/// Every item that differs, worse ones first; and how many went which way.
pub(super) fn compare(
    before: &Scorecard,
    after: &Scorecard,
    kin: &Kin<'_>,
    apart: bool,
) -> (ChangeCounts, Vec<ItemChange>) {
    let old: BTreeMap<&ItemId, &ItemCard> = items(before).map(|item| (&item.id, item)).collect();
    let mut counts = ChangeCounts::default();
    let mut changes = Vec::new();
    let mut seen: BTreeSet<ItemId> = BTreeSet::new();
    for item in items(after) {
        let was = kin.number_before(&item.id).and_then(|number| old.get(&number).copied());
        let change = match was {
            Some(was) => {
                seen.insert(was.id.clone());
                changed(was, item, apart)
            }
            None => Some(only(item, Turn::New)),
        };
        match change {
            Some(change) => changes.push(change),
            None => counts.same += 1,
        }
    }
    changes.extend(items(before).filter(|item| !seen.contains(&item.id)).map(|item| only(item, Turn::Dropped)));
    for change in &changes {
        *match change.course {
            Course::Worse => &mut counts.worse,
            Course::Better => &mut counts.better,
            Course::Other => &mut counts.other,
            Course::New => &mut counts.new,
            Course::Dropped => &mut counts.dropped,
            Course::Same => &mut counts.same,
        } += 1;
    }
    // What happened, gravest first; within that the order of the questions, and what the full level needs before the rest.
    changes.sort_by_key(|change| (change.course, !change.counts, change.turns.first().copied()));
    (counts, changes)
}

/// All items but those that are answered under another number.
fn items(scorecard: &Scorecard) -> impl Iterator<Item = &ItemCard> {
    let all = scorecard.sections.iter().flat_map(|section| &section.assertions).flat_map(|assertion| &assertion.items);
    all.filter(|item| item.same_as.is_none())
}

/// An item that stands on one side only.
fn only(item: &ItemCard, turn: Turn) -> ItemChange {
    let (course, state) = match turn {
        Turn::New => (Course::New, (None, Some(state(item)))),
        _ => (Course::Dropped, (Some(state(item)), None)),
    };
    ItemChange {
        course,
        turns: vec![turn],
        item: item.id.clone(),
        from: None,
        title: item.title.clone(),
        counts: item.counts,
        before: state.0,
        after: state.1,
        why: Vec::new(),
    }
}

/// How an item differs from what it was; nothing where it does not. Two sites that stand alike do so in their own words.
fn changed(was: &ItemCard, is: &ItemCard, apart: bool) -> Option<ItemChange> {
    let turns = turns(was, is);
    if turns.is_empty() || apart && state(was) == state(is) {
        return None;
    }
    Some(ItemChange {
        course: course(&turns, was, is),
        why: if apart { both(was, is) } else { why(&turns, was, is) },
        turns,
        item: is.id.clone(),
        from: (was.id != is.id).then(|| was.id.clone()),
        title: is.title.clone(),
        counts: is.counts,
        before: Some(state(was)),
        after: Some(state(is)),
    })
}

fn turns(was: &ItemCard, is: &ItemCard) -> Vec<Turn> {
    let late = |item: &ItemCard| item.backing == Some(Backing::OutOfDate);
    let mut turns = Vec::new();
    let mut add = |turn: Turn, so: bool| {
        if so {
            turns.push(turn);
        }
    };
    let lost = was.holds() && !is.holds();
    let against = !was.is_contradicted() && is.is_contradicted();
    let aged = !late(was) && late(is);
    add(Turn::NowContradicted, against);
    add(Turn::NoLongerMet, lost);
    add(Turn::NowOutOfDate, aged);
    add(Turn::NoLongerBacked, was.counts_backed && !is.counts_backed && !lost && !against && !aged);
    let degree = degree(is).cmp(&degree(was));
    let is_graded = was.grade.is_some() && is.grade.is_some() || level(was).is_some() && level(is).is_some();
    add(Turn::Lower, is_graded && degree.is_lt());
    add(Turn::Higher, is_graded && degree.is_gt());
    add(Turn::NowMet, !was.holds() && is.holds());
    add(Turn::NowBacked, !was.counts_backed && is.counts_backed);
    add(Turn::NoLongerContradicted, was.is_contradicted() && !is.is_contradicted());
    add(Turn::NoLongerOutOfDate, late(was) && !late(is) && is.counts_backed);
    let answered = was.answer != is.answer;
    add(Turn::AnswerChanged, answered);
    let bare = turns.is_empty();
    if bare && state(was) != state(is) {
        turns.push(Turn::BackingChanged);
    }
    turns
}

/// Which way an item went, all that happened to it taken together.
fn course(turns: &[Turn], was: &ItemCard, is: &ItemCard) -> Course {
    let worse = |turn: &Turn| match turn {
        Turn::NowContradicted | Turn::NoLongerBacked | Turn::Lower => true,
        // Whoever takes back what a file spoke against has put the answer right.
        Turn::NoLongerMet => !was.is_contradicted(),
        Turn::NowOutOfDate => was.counts_backed,
        _ => false,
    };
    let better = |turn: &Turn| match turn {
        Turn::NowMet | Turn::NowBacked | Turn::NoLongerOutOfDate | Turn::Higher => true,
        // That no file speaks against it any more is no gain where none speaks for it either.
        Turn::NoLongerContradicted => is.holds() && is.counts_backed,
        _ => false,
    };
    match (turns.iter().any(worse), turns.iter().any(better)) {
        (true, _) => Course::Worse,
        (false, true) => Course::Better,
        (false, false) => Course::Other,
    }
}

/// The grade or the level of an item, where it has one.
fn degree(item: &ItemCard) -> (Option<crate::model::Grade>, Option<Achievement>) {
    (item.grade.as_ref().map(|card| card.grade), level(item))
}

fn level(item: &ItemCard) -> Option<Achievement> {
    item.achievement.as_ref().and_then(|card| card.level)
}

/// How an item stands, in words.
fn state(item: &ItemCard) -> String {
    if let Some(card) = &item.grade {
        return match item.is_contradicted() {
            true => format!("{}, a file says otherwise", card.grade.word()),
            false => card.grade.word().to_owned(),
        };
    }
    let verdict = match item.verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not met",
        Verdict::Unanswered => "not answered",
        Verdict::NotApplicable => "not applicable",
    };
    let verdict = match level(item) {
        Some(level) => format!("{verdict} ({})", level.words()),
        None => verdict.to_owned(),
    };
    let backing = match item.backing {
        None => return verdict,
        Some(Backing::Backed) => "backed up by evidence",
        Some(Backing::Noted) if item.counts_backed => "noted, which is enough here",
        Some(Backing::Noted) => "noted, which is not enough here",
        Some(Backing::StatedOnly) => "your word only",
        Some(Backing::OutOfDate) => "evidence out of date",
        Some(Backing::Contradicted) => "a file says otherwise",
    };
    format!("{verdict}, {backing}")
}

/// Why two sites stand as they do.
fn both(one: &ItemCard, other: &ItemCard) -> Vec<String> {
    let answer =
        |item: &ItemCard| item.answer.as_ref().map_or("nothing yet".into(), |text| format!("“{}”", clipped(text)));
    let mut why = Vec::new();
    if one.answer != other.answer {
        why.push(format!("the first says {}, the second {}", answer(one), answer(other)));
    }
    let against = [("first", one), ("second", other)].into_iter();
    why.extend(against.flat_map(|(which, item)| {
        item.contradictions().map(move |check| format!("a file of the {which} says otherwise: {}", check.sentence))
    }));
    why
}

/// What happened and why, one sentence each.
fn why(turns: &[Turn], was: &ItemCard, is: &ItemCard) -> Vec<String> {
    let mut why: Vec<String> = Vec::new();
    if turns.contains(&Turn::AnswerChanged) {
        why.push(match (&was.answer, &is.answer) {
            (Some(was), Some(is)) => format!("the answer was “{}”, and is now “{}”", clipped(was), clipped(is)),
            (None, Some(is)) => format!("answered “{}”", clipped(is)),
            (Some(was), None) => format!("the answer “{}” was taken away", clipped(was)),
            (None, None) => String::new(),
        });
    }
    if turns.contains(&Turn::NoLongerContradicted) {
        why.extend(was.contradictions().map(|check| format!("before, a file said otherwise: {}", check.sentence)));
    }
    let lost = turns
        .iter()
        .any(|turn| matches!(turn, Turn::NowContradicted | Turn::NowOutOfDate | Turn::NoLongerBacked | Turn::Lower));
    if lost || turns.contains(&Turn::BackingChanged) {
        let there: BTreeSet<&str> = is.evidence.iter().map(|piece| piece.what.as_str()).collect();
        let gone = was.evidence.iter().filter(|piece| piece.good && !there.contains(piece.what.as_str()));
        why.extend(gone.map(|piece| match piece.source {
            EvidenceSource::Attached | EvidenceSource::Found => format!("{} no longer speaks for it", piece.what),
            EvidenceSource::Noted => format!("“{}” is no longer noted", clipped(&piece.what)),
        }));
    }
    if let Some(card) = &is.grade {
        why.push(card.why.clone());
    } else if is.holds() {
        why.extend(is.backing_reasons.iter().cloned());
    } else {
        why.extend(is.verdict_reason.clone());
    }
    let mut said = BTreeSet::new();
    why.retain(|sentence| !sentence.is_empty() && said.insert(sentence.clone()));
    why
}

/// Words of somebody's, cut where they are long.
fn clipped(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text,
    }
}
