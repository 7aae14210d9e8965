//! What must hold of what a pack says of the edition before: it is about items that are there, and takes no number twice.

use std::collections::BTreeMap;

use crate::model::{
    Fault, Pack, Reference,
    yaml::{Step, Yaml},
};

/// Everything wrong with what a pack says of the edition before it.
pub(super) fn faults(yaml: &Yaml, pack: &Pack, faults: &mut Vec<Fault>) {
    let Some(previous) = &pack.previous else { return };
    if previous.pack.as_ref() == Some(&pack.id) {
        faults.push(yaml.fault_at(&["previous".into(), "pack".into()], "a pack can't be the edition before itself"));
    }
    let renumbered: Vec<&Reference> = previous.renumbered.iter().map(|one| &one.item).collect();
    let named = [("new", &previous.new), ("reworded", &previous.reworded), ("help", &previous.help)];
    let lists = named.into_iter().flat_map(|(key, ids)| ids.iter().enumerate().map(move |(at, id)| (key, at, id)));
    let mut seen: BTreeMap<&Reference, &str> = BTreeMap::new();
    for (key, at, id) in lists.chain(renumbered.iter().enumerate().map(|(at, id)| ("renumbered", at, *id))) {
        let mut path: Vec<Step<'_>> = vec!["previous".into(), key.into(), at.into()];
        if key == "renumbered" {
            path.push("item".into());
        }
        if pack.item(id).is_none() {
            let ids = pack.items().map(|(_, _, item)| item.id.as_str());
            faults.push(yaml.fault_at(&path, format!("there is no item {id} in this pack")).suggest(id.as_str(), ids));
        }
        match seen.insert(id, key) {
            // An item may have another number and other words.
            Some(first) if first == key || first == "new" || key != "renumbered" => {
                faults.push(yaml.fault_at(&path, format!("item {id} is named twice: under {first} and under {key}")));
            }
            Some(_) | None => {}
        }
    }
    for (at, one) in previous.renumbered.iter().enumerate() {
        let path: Vec<Step<'_>> = vec!["previous".into(), "renumbered".into(), at.into(), "from".into()];
        let twice = previous.renumbered[..at].iter().any(|other| other.from == one.from);
        let stays = pack.item(&one.from).is_some() && !previous.new.contains(&one.from);
        if twice || (stays && !renumbered.contains(&&one.from)) {
            let message = format!("{} would be the number before of two items", one.from);
            faults.push(
                yaml.fault_at(&path, message)
                    .hint("name the item that has this number now under `new` or `renumbered` as well"),
            );
        }
        if previous.gone.contains(&one.from) {
            faults.push(yaml.fault_at(&path, format!("{} is under `gone` as well", one.from)));
        }
    }
}
