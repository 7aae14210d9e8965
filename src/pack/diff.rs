//! How two editions differ, item by item: the mapping is the newer pack's, and what nobody mentions is the same item.

use std::collections::BTreeMap;

use crate::model::{
    Change, DiffCounts, Edition, Flag, Item, ItemDiff, ItemId, ItemSet, News, Pack, PackDiff, Part, Settled,
};

/// Where more of a hundred questions differ than these, the words are somebody else's and nothing is told by them.
const OTHER_WORDS: usize = 80;

/// Compares an older edition with a newer one.
pub fn diff(old: &Pack, new: &Pack) -> PackDiff {
    let before: BTreeMap<&ItemId, &Item> = old.items().map(|(_, _, item)| (&item.id, item)).collect();
    let follows = new.follows(old);
    let based = new.based_on.as_ref() == Some(&old.id);
    let mut pairs: Vec<(Option<&Item>, &Item)> = Vec::new();
    for (_, _, item) in new.items() {
        let from = match (follows, based) {
            (true, _) => new.number_before(&item.id),
            (false, true) => item.like.as_ref(),
            (false, false) => Some(&item.id),
        };
        pairs.push((from.and_then(|from| before.get(from)).copied(), item));
    }
    let both = || pairs.iter().filter_map(|(old, new)| Some(((*old)?, *new)));
    let other = both().filter(|(old, new)| !same_words(&old.question, &new.question)).count();
    let worded = !based || other * 100 <= both().count() * OTHER_WORDS;
    let news = |item: &Item| new.news(&item.id).filter(|_| follows);
    let mut items: Vec<ItemDiff> = pairs
        .iter()
        .map(|(old, item)| match old {
            Some(old) => kept(old, item, news(item), worded),
            None => arrived(item),
        })
        .collect();
    let gone: Vec<&Item> = old
        .items()
        .map(|(_, _, item)| item)
        .filter(|item| !items.iter().any(|diff| diff.from.as_ref() == Some(&item.id)))
        .collect();
    let mut settled: Vec<Settled> = both().flat_map(|(old, new)| settled(old, Some(new))).collect();
    if follows || based {
        settled.extend(gone.iter().flat_map(|old| self::settled(old, None)));
    }
    items.extend(gone.into_iter().map(left));
    PackDiff {
        format: 1,
        old: edition(old),
        new: edition(new),
        mapped: follows || based,
        worded,
        counts: counts(&items),
        items,
        settled,
    }
}

/// The flags of an item that were in doubt, where they are certain now or it is gone.
fn settled(old: &Item, new: Option<&Item>) -> Vec<Settled> {
    let flags = [
        (ItemSet::Mandatory, old.mandatory, new.map(|new| new.mandatory)),
        (ItemSet::Approaching, old.approaching, new.map(|new| new.approaching)),
    ];
    let settled = flags.into_iter().filter(|(_, was, now)| *was == Flag::Doubtful && *now != Some(Flag::Doubtful));
    let (id, title) = new.map_or((&old.id, &old.title), |new| (&new.id, &new.title));
    settled.map(|(set, _, now)| Settled { item: id.clone(), title: title.clone(), set, now }).collect()
}

fn edition(pack: &Pack) -> Edition {
    Edition { pack: pack.id.clone(), title: pack.title.clone(), edition: pack.edition.clone() }
}

fn counts(items: &[ItemDiff]) -> DiffCounts {
    let mut counts = DiffCounts::default();
    for item in items {
        match item.change {
            Change::Same => counts.same += 1,
            Change::Reworded => counts.reworded += 1,
            Change::New => counts.new += 1,
            Change::Gone => counts.gone += 1,
        }
        counts.renumbered += usize::from(item.is_renumbered());
        counts.flags += usize::from(item.mandatory.is_some() || item.approaching.is_some());
    }
    counts
}

/// An item of both editions. Our own words may stay where the official ones changed, so what the pack says counts too.
fn kept(old: &Item, new: &Item, news: Option<News>, worded: bool) -> ItemDiff {
    let question = worded && !same_words(&old.question, &new.question);
    let allowed = match (&old.not_applicable, &new.not_applicable) {
        (Some(old), Some(new)) => same_words(old, new),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let help =
        worded && (!same_words(&old.guidance, &new.guidance) || !same_words(&old.commits, &new.commits) || !allowed);
    let kind = (old.kind != new.kind).then_some((old.kind, new.kind));
    let said = |what| news == Some(what);
    let mut reworded = Vec::new();
    reworded.extend((question || said(News::Reworded)).then_some(Part::Question));
    reworded.extend(kind.map(|_| Part::Kind));
    reworded.extend((help || said(News::Help)).then_some(Part::Help));
    reworded.extend((levels(old) != levels(new)).then_some(Part::Levels));
    ItemDiff {
        change: if reworded.is_empty() { Change::Same } else { Change::Reworded },
        item: Some(new.id.clone()),
        from: Some(old.id.clone()),
        title: new.title.clone(),
        reworded,
        question_before: question.then(|| old.question.clone()),
        question: question.then(|| new.question.clone()),
        kind,
        mandatory: other(old.mandatory, new.mandatory),
        approaching: other(old.approaching, new.approaching),
    }
}

/// What decides whether an outcome is met.
fn levels(item: &Item) -> impl PartialEq {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let statements: Vec<_> = item.indicators.iter().map(|one| (one.id.clone(), one.of, plain(&one.text))).collect();
    let expected = item.profile.as_ref().map(|profile| profile.level);
    (item.partial, expected, item.policy_question.as_deref().map(plain), statements)
}

fn arrived(item: &Item) -> ItemDiff {
    ItemDiff {
        change: Change::New,
        item: Some(item.id.clone()),
        from: None,
        question: Some(item.question.clone()),
        ..bare(&item.title)
    }
}

fn left(item: &Item) -> ItemDiff {
    ItemDiff {
        change: Change::Gone,
        from: Some(item.id.clone()),
        question_before: Some(item.question.clone()),
        ..bare(&item.title)
    }
}

fn bare(title: &str) -> ItemDiff {
    ItemDiff {
        change: Change::Same,
        item: None,
        from: None,
        title: title.to_owned(),
        reworded: Vec::new(),
        question_before: None,
        question: None,
        kind: None,
        mandatory: None,
        approaching: None,
    }
}

fn other(old: Flag, new: Flag) -> Option<(Flag, Flag)> {
    (old != new).then_some((old, new))
}

/// Whether two texts read the same: where their lines end is of no account.
fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

#[cfg(test)]
mod tests;
