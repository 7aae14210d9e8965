//! The evidence register: what each file supports, when to look at it again, and what is asked for and missing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Inputs, backing};
use crate::model::{
    EvidenceFile, EvidenceRule, Freshness, Item, ItemCard, ItemId, Limit, LookAgain, Reading, RegisterCard, Verdict,
    WantedCard, months_after,
};

/// A line for each file that is evidence, in the order of the files.
pub(super) fn cards(inputs: &Inputs<'_>, items: &[&ItemCard]) -> Vec<RegisterCard> {
    let uses = uses(inputs, items);
    let files = inputs.scan.files.iter().enumerate();
    files
        .filter(|(_, file)| !matches!(file.reading, Reading::Skipped(_)))
        .map(|(at, file)| {
            let found = uses.get(file.path.as_str());
            let wanted = |card: &&&ItemCard| found.is_some_and(|ids| ids.contains(&card.id));
            let its: Vec<&ItemCard> = items.iter().filter(wanted).copied().collect();
            RegisterCard {
                file: at,
                kinds: kinds(inputs, file),
                items: its.iter().map(|card| card.id.clone()).collect(),
                look_again: look_again(inputs, file, &its),
            }
        })
        .collect()
}

/// The items of each file: those whose evidence it is, and those for which a check read it.
fn uses<'a>(inputs: &Inputs<'a>, items: &[&'a ItemCard]) -> BTreeMap<&'a str, BTreeSet<&'a ItemId>> {
    let mut uses: BTreeMap<&str, BTreeSet<&ItemId>> = BTreeMap::new();
    let mut readers: BTreeMap<&str, Vec<&ItemId>> = BTreeMap::new();
    for card in items.iter().filter(|card| card.same_as.is_none()) {
        for evidence in &card.evidence {
            uses.entry(&evidence.what).or_default().insert(&card.id);
        }
        for check in &card.checks {
            readers.entry(check.check.as_str()).or_default().push(&card.id);
        }
    }
    for finding in inputs.scan.findings.iter().filter(|finding| !finding.silent) {
        let its = readers.get(finding.check.as_str()).into_iter().flatten();
        uses.entry(&finding.place.file).or_default().extend(its.copied());
    }
    uses
}

/// What a file is, for people.
fn kinds(inputs: &Inputs<'_>, file: &EvidenceFile) -> Vec<String> {
    let known = file.documents.iter().filter_map(|id| inputs.documents.iter().find(|kind| kind.id == *id));
    let titles: Vec<String> = known.map(|kind| kind.title.clone()).collect();
    if titles.is_empty() { vec![file.format.clone()] } else { titles }
}

/// The first day after which something is to be done: the last of a certificate, the file's own day for review, or the
/// end of the shortest time that an item gives it.
fn look_again(inputs: &Inputs<'_>, file: &EvidenceFile, items: &[&ItemCard]) -> Option<LookAgain> {
    let expires = inputs.documents.iter().any(|kind| kind.expires && file.documents.contains(&kind.id));
    let own = file
        .next_review
        .map(|on| (on, if expires { "the last day of it" } else { "its own day for review" }.to_owned()));
    let dated = file.dated.as_ref().map(|dated| dated.on);
    let limit = |fresh: Freshness| {
        let who = match fresh.limit {
            Limit::Framework => "as the framework asks",
            Limit::Ours => "by our own measure",
        };
        Some((months_after(dated?, fresh.months), format!("{} months after its date, {who}", fresh.months)))
    };
    let limits = items.iter().filter_map(|card| inputs.pack.item(&card.id)).filter_map(|item| shelf_life(file, item));
    let (on, why) = match own {
        Some(own) if expires => Some(own),
        own => own.into_iter().chain(limits.filter_map(limit)).min_by_key(|(on, _)| *on),
    }?;
    Some(LookAgain { on, why, past: on < inputs.today })
}

/// How old a file may be for an item, where that is said.
fn shelf_life(file: &EvidenceFile, item: &Item) -> Option<Freshness> {
    let rule = |rule: &&EvidenceRule| file.documents.contains(&rule.document);
    item.evidence.iter().find(rule).and_then(|rule| rule.fresh).or(item.fresh)
}

/// What the items that count ask for and nothing shows.
pub(super) fn wanted(inputs: &Inputs<'_>, items: &[&ItemCard]) -> Vec<WantedCard> {
    let open = items.iter().filter(|card| {
        let claims_nothing = card.verdict == Verdict::NotApplicable || card.counts_backed;
        card.counts && !claims_nothing && !card.evidence.iter().any(|evidence| evidence.good)
    });
    let wanted = open.filter_map(|card| {
        let takes = backing::wanted(inputs, inputs.pack.item(&card.id)?);
        Some(WantedCard { item: card.id.clone(), title: card.title.clone(), takes })
    });
    wanted.collect()
}
