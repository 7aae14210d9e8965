//! The links between two packs, seen from the items of one of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Basis, Crosswalk, ItemId, Pack, PackId, Pair, Reach};

/// What the items of one pack are linked with in another.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// By item of the pack that is covered: the other's items, what goes furthest first.
    pub by_item: BTreeMap<ItemId, Vec<Linked>>,
    /// By item of the pack that is covered: what to know, also where there is no link.
    pub notes: BTreeMap<ItemId, Vec<String>>,
}

/// An item of another pack that an item is linked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The item.
    pub item: ItemId,
    /// How far it goes.
    pub reach: Reach,
    /// What the link rests on.
    pub basis: Basis,
    /// What to know of it.
    pub note: Option<String>,
}

/// The packs that a pack has links with, in the order of the crosswalk.
pub fn linked_with<'a>(crosswalk: &'a Crosswalk, pack: &PackId) -> Vec<&'a PackId> {
    let other = |pair: &'a Pair| match &pair.between {
        [one, other] if one == pack => Some(other),
        [one, other] if other == pack => Some(one),
        _ => None,
    };
    crosswalk.pairs.iter().filter_map(other).collect()
}

/// Whether the crosswalk knows two packs together.
pub fn knows(crosswalk: &Crosswalk, one: &Pack, other: &Pack) -> bool {
    pair(crosswalk, one, other).is_some()
}

/// The links between two packs, and whether the one that is covered is their first. A pack that is based on another has
/// the links of that one.
fn pair<'a>(crosswalk: &'a Crosswalk, from: &Pack, to: &Pack) -> Option<(&'a Pair, bool)> {
    crosswalk.pairs.iter().find_map(|pair| match &pair.between {
        [one, other] if is(to, one) && is(from, other) => Some((pair, true)),
        [one, other] if is(from, one) && is(to, other) => Some((pair, false)),
        _ => None,
    })
}

/// Whether a pack is the one of a name, or based on it.
pub(super) fn is(pack: &Pack, id: &PackId) -> bool {
    pack.id == *id || pack.based_on.as_ref() == Some(id)
}

/// What the items of `to` are linked with in `from`; nothing where the crosswalk does not know the two together.
///
/// An item that another one answers for stands for that one.
pub fn links(crosswalk: &Crosswalk, from: &Pack, to: &Pack) -> Option<Links> {
    let (pair, to_first) = pair(crosswalk, from, to)?;
    let [first, second] = &pair.between;
    let (from_id, to_id) = if to_first { (second, first) } else { (first, second) };
    let mut links = Links::default();
    for row in &pair.rows {
        let basis = row.basis.unwrap_or(pair.basis);
        if to_first {
            for item in asked(to, to_id, &row.item) {
                links.notes.entry(item).or_default().extend(row.note.iter().cloned());
            }
        }
        for (reach, items) in [(Reach::Strong, &row.strong), (Reach::Partial, &row.partial)] {
            for item in items {
                let (covered, covering) = if to_first { (&row.item, item) } else { (item, &row.item) };
                for covered in asked(to, to_id, covered) {
                    for item in asked(from, from_id, covering) {
                        let linked = Linked { item, reach, basis, note: row.note.clone() };
                        take(links.by_item.entry(covered.clone()).or_default(), linked);
                    }
                }
            }
        }
    }
    for linked in links.by_item.values_mut() {
        linked.sort_by(|a, b| (a.reach, &a.item).cmp(&(b.reach, &b.item)));
    }
    for notes in links.notes.values_mut() {
        let mut said = BTreeSet::new();
        notes.retain(|note| said.insert(note.clone()));
    }
    Some(links)
}

/// The numbers under which a pack answers an item of the crosswalk: one, unless it is based on the pack named there.
pub(super) fn asked(pack: &Pack, named: &PackId, item: &ItemId) -> Vec<ItemId> {
    if pack.id == *named {
        return vec![pack.item(item).and_then(|item| item.same_as.clone()).unwrap_or_else(|| item.clone())];
    }
    let like = pack.items().map(|(_, _, own)| own).filter(|own| own.like.as_ref() == Some(item));
    let mut numbers: Vec<ItemId> = like.map(|own| own.same_as.clone().unwrap_or_else(|| own.id.clone())).collect();
    numbers.sort();
    numbers.dedup();
    numbers
}

/// Of two links between the same items the one that goes further counts.
fn take(all: &mut Vec<Linked>, linked: Linked) {
    match all.iter_mut().find(|known| known.item == linked.item) {
        Some(known) if linked.reach < known.reach => *known = linked,
        Some(_) => {}
        None => all.push(linked),
    }
}
