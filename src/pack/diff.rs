//! How two editions differ, item by item: the mapping is the newer pack's, and what nobody mentions is the same item.

use std::collections::BTreeMap;

use crate::model::{Change, DiffCounts, Edition, Flag, Item, ItemDiff, ItemId, News, Pack, PackDiff, Part};

/// Compares an older edition with a newer one.
pub fn diff(old: &Pack, new: &Pack) -> PackDiff {
    let before: BTreeMap<&ItemId, &Item> = old.items().map(|(_, _, item)| (&item.id, item)).collect();
    let mapped = new.follows(old);
    let mut items: Vec<ItemDiff> = Vec::new();
    for (_, _, item) in new.items() {
        let (from, news) = match mapped {
            true => (new.number_before(&item.id), new.news(&item.id)),
            false => (Some(&item.id), None),
        };
        items.push(match from.and_then(|from| before.get(from)) {
            Some(old_item) => kept(old_item, item, news),
            None => arrived(item),
        });
    }
    let gone: Vec<ItemDiff> = old
        .items()
        .map(|(_, _, item)| item)
        .filter(|item| !items.iter().any(|diff| diff.from.as_ref() == Some(&item.id)))
        .map(left)
        .collect();
    items.extend(gone);
    PackDiff { format: 1, old: edition(old), new: edition(new), mapped, counts: counts(&items), items }
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
fn kept(old: &Item, new: &Item, news: Option<News>) -> ItemDiff {
    let question = !same_words(&old.question, &new.question);
    let allowed = match (&old.not_applicable, &new.not_applicable) {
        (Some(old), Some(new)) => same_words(old, new),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let help = !same_words(&old.guidance, &new.guidance) || !same_words(&old.commits, &new.commits) || !allowed;
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
