//! Which item of a pack that we know an item of a list is like: the one of the same number, unless the words say otherwise.

use std::collections::BTreeSet;

use super::{
    Entry, List,
    likeness::{Likeness, Score},
};
use crate::model::{Item, ItemId, Pack};

/// With fewer words in common the item of the same number is another one.
const SAME: f64 = 0.10;
/// With so few it is the same only where no other is more like it.
const HARDLY: f64 = 0.05;
/// Below this a person should read both.
const CLOSE: f64 = 0.16;
/// The same of the questions alone: help may have stayed where the question is another.
const ASKED: f64 = 0.04;
/// With so many the item of another number is meant, where it is also this many times as like as the own number's.
const OTHER: f64 = 0.30;
const TIMES: f64 = 2.0;
/// Half as many words again as the next best: more than chance.
const CLEARLY: f64 = 1.5;

/// What an item of a list has to do with the pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Join {
    /// It is the item of the same number.
    Same,
    /// It is the item of the same number, with few words in common.
    Hardly,
    /// It is an item that had another number.
    Moved(ItemId),
    /// Its number is that of another thing in the pack, and nothing is taken from there.
    Other,
    /// The pack has nothing like it.
    New,
}

/// A list with what each of its items is like, in its order.
#[derive(Clone, Debug)]
pub struct Joined {
    /// One for each entry.
    pub joins: Vec<Join>,
    /// Items of the pack that the list does not ask.
    pub gone: Vec<ItemId>,
}

impl Joined {
    /// The item of the pack that an entry is like.
    pub fn like<'a>(&self, at: usize, entry: &Entry, base: &'a Pack) -> Option<&'a Item> {
        match self.joins.get(at)? {
            Join::Same | Join::Hardly => base.item(&entry.id),
            Join::Moved(id) => base.item(id),
            Join::Other | Join::New => None,
        }
    }
}

/// What one entry could be.
struct Candidate {
    own: Option<Score>,
    /// The most like item of another number, and how like the next best is.
    other: Option<(ItemId, f64, f64)>,
}

/// Joins a list to a pack.
pub fn join(list: &List, base: &Pack) -> Joined {
    let likeness = Likeness::new(base);
    let ids: Vec<&ItemId> = base.items().map(|(_, _, item)| &item.id).collect();
    let numbers: BTreeSet<&ItemId> = list.entries.iter().map(|entry| &entry.id).collect();
    let candidates: Vec<Candidate> = list.entries.iter().map(|entry| candidate(entry, &likeness, &ids)).collect();
    let mut taken: BTreeSet<ItemId> = BTreeSet::new();
    let mut joins: Vec<Option<Join>> = vec![None; list.entries.len()];
    // Numbers that stay go first: an item is like one item only.
    for (at, (entry, candidate)) in list.entries.iter().zip(&candidates).enumerate() {
        let Some(Score { whole: own, asked }) = candidate.own else { continue };
        let other = candidate.other.as_ref();
        let moved = other.is_some_and(|(_, score, _)| *score >= OTHER && *score >= own * TIMES);
        let best = other.is_none_or(|(_, score, _)| own >= *score);
        let same = !moved && (own >= SAME || own >= HARDLY && best);
        if same {
            joins[at] = Some(if own < CLOSE || asked < ASKED { Join::Hardly } else { Join::Same });
            taken.insert(entry.id.clone());
        }
    }
    // Then those that moved, the most like first.
    let mut order: Vec<usize> = (0..list.entries.len()).filter(|at| joins[*at].is_none()).collect();
    order.sort_by(|one, two| score(&candidates[*two]).total_cmp(&score(&candidates[*one])));
    for at in order {
        let candidate = &candidates[at];
        let moved = candidate.other.as_ref().filter(|(id, score, next)| {
            // A number that the list still has belongs to the item there, unless that one is another thing now too.
            let free = !taken.contains(id) && (!numbers.contains(id) || candidate.own.is_some());
            free && *score >= OTHER && *score >= next * CLEARLY
        });
        joins[at] = Some(match (moved, candidate.own) {
            (Some((id, ..)), _) => {
                taken.insert(id.clone());
                Join::Moved(id.clone())
            }
            (None, Some(_)) => Join::Other,
            (None, None) => Join::New,
        });
    }
    let gone = ids.into_iter().filter(|id| !taken.contains(*id)).cloned().collect();
    Joined { joins: joins.into_iter().map(|join| join.unwrap_or(Join::New)).collect(), gone }
}

fn score(candidate: &Candidate) -> f64 {
    candidate.other.as_ref().map_or(0.0, |(_, score, _)| *score)
}

fn candidate(entry: &Entry, likeness: &Likeness, ids: &[&ItemId]) -> Candidate {
    let scores = likeness.of(&entry.question, entry.help.as_deref().unwrap_or_default());
    let own = ids.iter().position(|id| **id == entry.id);
    let (mut best, mut next): (Option<(usize, f64)>, f64) = (None, 0.0);
    for (at, score) in scores.iter().map(|score| score.whole).enumerate().filter(|(at, _)| Some(*at) != own) {
        match best {
            Some((_, top)) if score <= top => next = next.max(score),
            _ => {
                next = best.map_or(0.0, |(_, top)| top);
                best = Some((at, score));
            }
        }
    }
    let other = best.and_then(|(at, score)| Some(((*ids.get(at)?).clone(), score, next)));
    Candidate { own: own.and_then(|own| scores.get(own).copied()), other }
}
