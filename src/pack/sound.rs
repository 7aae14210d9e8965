//! What must hold of a pack beyond its form: unique ids, links that lead somewhere, levels that can be reached.

use std::collections::{BTreeMap, BTreeSet};

use super::{Known, achievement, previous};
use crate::model::{
    AnswerKind, Confidence, Fault, Flag, Item, ItemSet, JudgedBy, Pack, Reference, Slug,
    yaml::{Step, Yaml},
};

/// Everything wrong with a pack, in the order of the file.
pub(super) fn faults(yaml: &Yaml, pack: &Pack, known: &Known) -> Vec<Fault> {
    let mut faults = Vec::new();
    if pack.format != 1 {
        let message = format!("this program reads format 1, not {}", pack.format);
        faults.push(yaml.fault_at(&["format".into()], message).hint("get a newer dspt"));
    }
    if let (Some(opens), Some(deadline)) = (pack.opens, pack.deadline)
        && deadline < opens
    {
        faults.push(yaml.fault_at(&["deadline".into()], "the deadline is before the opening day"));
    }
    independent(yaml, pack, known, &mut faults);
    for (at, feed) in pack.feeds.iter().enumerate() {
        if feed.pack == pack.id || !pack.is_counted() || !feed.gives.is_of_many() {
            let path = [Step::from("feeds"), at.into(), "gives".into()];
            let message = "only a pack that is judged by counts feeds another one as a whole, with training needs or a \
                           spot check";
            faults.push(yaml.fault_at(&path, message));
        }
    }
    levels(yaml, pack, &mut faults);
    ids(yaml, pack, &mut faults);
    interview(yaml, pack, &mut faults);
    whole(yaml, pack, &mut faults);
    topics(yaml, pack, &mut faults);
    achievement::scope_faults(yaml, pack, &mut faults);
    previous::faults(yaml, pack, &mut faults);
    for (section_at, section) in pack.sections.iter().enumerate() {
        for (assertion_at, assertion) in section.assertions.iter().enumerate() {
            for (item_at, item) in assertion.items.iter().enumerate() {
                let path: Vec<Step<'_>> = vec![
                    "sections".into(),
                    section_at.into(),
                    "assertions".into(),
                    assertion_at.into(),
                    "items".into(),
                    item_at.into(),
                ];
                item_faults(yaml, pack, item, &path, known, &mut faults);
            }
        }
    }
    faults.sort_by_key(|fault| fault.at);
    faults
}

/// Documents of others that make a grade strong: kinds that there are, in a pack that has grades.
fn independent(yaml: &Yaml, pack: &Pack, known: &Known, faults: &mut Vec<Fault>) {
    for (at, one) in pack.independent.iter().enumerate() {
        let path = [Step::from("independent"), at.into(), "document".into()];
        if !known.documents.contains(&one.document) {
            let fault = yaml.fault_at(&path, format!("there is no kind of document `{}`", one.document));
            faults.push(fault.suggest(one.document.as_str(), known.documents.iter().map(|id| id.as_str())));
        } else if !pack.is_graded() {
            let fault = yaml.fault_at(&path, "`independent` belongs to a pack that is judged by grades");
            faults.push(fault.hint("add `judged-by: grades`, or take it out"));
        }
    }
}

fn levels(yaml: &Yaml, pack: &Pack, faults: &mut Vec<Fault>) {
    let mut lower: BTreeSet<&Slug> = BTreeSet::new();
    for (at, level) in pack.levels.iter().enumerate() {
        let path = |key: &'static str| [Step::from("levels"), at.into(), "requires".into(), key.into()];
        let requires = &level.requires;
        if let Some(needed) = &requires.level
            && !lower.contains(needed)
        {
            let fault = yaml.fault_at(&path("level"), format!("no level `{needed}` stands above this one"));
            faults.push(fault.suggest(needed.as_str(), lower.iter().map(|id| id.as_str())));
        }
        if let Some(set) = requires.items
            && !pack.items().any(|(_, _, item)| item.is_in(set))
        {
            let word = match set {
                ItemSet::Mandatory => "mandatory",
                ItemSet::Approaching => "approaching",
            };
            let message = format!("impossible level: no item of the pack is flagged `{word}`");
            faults.push(yaml.fault_at(&path("items"), message));
        }
        let plain = requires.items.is_none() && requires.level.is_none() && requires.certificate.is_none();
        if plain && !requires.improvement_plan {
            faults.push(
                yaml.fault_at(&path("items"), "impossible level: it requires nothing, so everybody has it")
                    .hint("give `items`, `level`, `certificate` or `improvement-plan`"),
            );
        }
        if !lower.insert(&level.id) {
            let path = [Step::from("levels"), at.into(), "id".into()];
            faults.push(yaml.fault_at(&path, format!("the level `{}` is there twice", level.id)));
        }
    }
    if pack.levels.is_empty() {
        faults.push(yaml.fault_at(&["levels".into()], "a pack needs at least one level"));
    }
}

fn ids(yaml: &Yaml, pack: &Pack, faults: &mut Vec<Fault>) {
    let mut seen: BTreeMap<&Reference, &'static str> = BTreeMap::new();
    let mut take = |id, what, path: &[Step<'_>], parent: Option<&Reference>| {
        if let Some(first) = seen.insert(id, what) {
            let article = if first == what { "another" } else { "already a" };
            faults.push(yaml.fault_at(path, format!("`{id}` is {article} {first}'s number")));
        }
        if let Some(parent) = parent
            && !is_below(id, parent, what)
        {
            faults.push(yaml.fault_at(
                path,
                format!("{what} `{id}` stands under `{parent}`, which its number does not begin with"),
            ));
        }
    };
    for (s, section) in pack.sections.iter().enumerate() {
        let mut path: Vec<Step<'_>> = vec!["sections".into(), s.into(), "id".into()];
        take(&section.id, "section", &path, None);
        path.pop();
        for (a, assertion) in section.assertions.iter().enumerate() {
            let mut path = [&path[..], &["assertions".into(), a.into(), "id".into()]].concat();
            // A section with nothing between it and its items has one assertion of its own number.
            let shared = assertion.id == section.id && section.assertions.len() == 1;
            if !shared {
                take(&assertion.id, "assertion", &path, Some(&section.id));
            }
            path.pop();
            for (i, item) in assertion.items.iter().enumerate() {
                let path = [&path[..], &["items".into(), i.into(), "id".into()]].concat();
                take(&item.id, "item", &path, Some(&assertion.id));
            }
        }
    }
}

/// Whether a number belongs under another: `4.5.3` under `4.5`, and the assertion `A1` under the section `A`.
fn is_below(id: &Reference, parent: &Reference, what: &str) -> bool {
    let Some(rest) = id.as_str().strip_prefix(parent.as_str()) else { return false };
    let lettered = parent.as_str().ends_with(|c: char| c.is_ascii_alphabetic());
    rest.starts_with('.') || what == "assertion" && lettered && rest.starts_with(|c: char| c.is_ascii_digit())
}

fn interview(yaml: &Yaml, pack: &Pack, faults: &mut Vec<Fault>) {
    let mut taken: BTreeMap<&Reference, &str> = BTreeMap::new();
    for (p, part) in pack.interview.iter().enumerate() {
        for (i, reference) in part.items.iter().enumerate() {
            let path = ["interview".into(), p.into(), "items".into(), i.into()];
            let items = pack.named(reference);
            if items.is_empty() {
                let message = format!("there is no item, assertion or section `{reference}` to ask");
                let ids = pack.items().map(|(_, _, item)| item.id.as_str());
                faults.push(yaml.fault_at(&path, message).suggest(reference.as_str(), ids));
            }
            for item in items {
                if let Some(first) = taken.insert(&item.id, &part.title) {
                    let message = format!("item {} is asked in “{first}” already", item.id);
                    faults.push(yaml.fault_at(&path, message));
                }
            }
        }
        for (key, text) in [("title", &part.title), ("summary", &part.summary)] {
            if text.trim().is_empty() {
                let path = ["interview".into(), p.into(), key.into()];
                faults.push(yaml.fault_at(&path, format!("a part of the interview has an empty {key}")));
            }
        }
    }
    let left: Vec<&str> =
        pack.items().map(|(_, _, item)| &item.id).filter(|id| !taken.contains_key(id)).map(Reference::as_str).collect();
    if !pack.interview.is_empty() && !left.is_empty() {
        let message = format!("never asked: {}", left.join(", "));
        faults.push(yaml.fault_at(&["interview".into()], message).hint("put each into one part of the interview"));
    }
}

/// Headings of the short reports: each has a title, and items that there are.
fn topics(yaml: &Yaml, pack: &Pack, faults: &mut Vec<Fault>) {
    for (t, topic) in pack.topics.iter().enumerate() {
        let path = |key: &'static str| [Step::from("topics"), t.into(), key.into()];
        if topic.title.trim().is_empty() {
            faults.push(yaml.fault_at(&path("title"), "a topic has an empty title"));
        }
        if topic.items.is_empty() {
            faults.push(yaml.fault_at(&path("items"), format!("the topic “{}” has no items", topic.title)));
        }
        for (i, reference) in topic.items.iter().enumerate() {
            if pack.named(reference).is_empty() {
                let message = format!("there is no item, assertion or section `{reference}` to show");
                let ids = pack.items().map(|(_, _, item)| item.id.as_str());
                let path = [Step::from("topics"), t.into(), "items".into(), i.into()];
                faults.push(yaml.fault_at(&path, message).suggest(reference.as_str(), ids));
            }
        }
    }
}

/// What a pack says of itself as a whole: numbers, controls.
fn whole(yaml: &Yaml, pack: &Pack, faults: &mut Vec<Fault>) {
    let mut seen = BTreeSet::new();
    for (at, threshold) in pack.thresholds.iter().enumerate() {
        let path = ["thresholds".into(), at.into(), "id".into()];
        if !seen.insert(&threshold.id) {
            faults.push(yaml.fault_at(&path, format!("the threshold `{}` is there twice", threshold.id)));
        } else if !pack.items().any(|(_, _, item)| item.thresholds.contains(&threshold.id)) {
            faults.push(yaml.fault_at(&path, format!("no item goes by the threshold `{}`", threshold.id)));
        }
    }
    for (at, place) in pack.statement_of_applicability.iter().enumerate() {
        let path = ["statement-of-applicability".into(), at.into()];
        let controls = pack.named(place);
        if controls.is_empty() {
            faults.push(yaml.fault_at(&path, format!("there is no section, assertion or item `{place}`")));
        }
        for control in controls.iter().filter(|control| control.not_applicable.is_none()) {
            let message = format!("control {} can't be left out: it has no `not-applicable`", control.id);
            faults.push(yaml.fault_at(&path, message));
        }
    }
}

fn item_faults(yaml: &Yaml, pack: &Pack, item: &Item, path: &[Step<'_>], known: &Known, faults: &mut Vec<Fault>) {
    let at = |more: &[Step<'static>]| [path, more].concat();
    for (i, used) in item.checks.iter().enumerate() {
        if !known.checks.contains(&used.check) {
            let fault = yaml.fault_at(
                &at(&["checks".into(), i.into(), "check".into()]),
                format!("item {}: there is no check `{}`", item.id, used.check),
            );
            faults.push(fault.suggest(used.check.as_str(), known.checks.iter().map(|id| id.as_str())));
        }
    }
    for (i, rule) in item.evidence.iter().enumerate() {
        if !known.documents.contains(&rule.document) {
            let fault = yaml.fault_at(
                &at(&["evidence".into(), i.into(), "document".into()]),
                format!("item {}: there is no kind of document `{}`", item.id, rule.document),
            );
            faults.push(fault.suggest(rule.document.as_str(), known.documents.iter().map(|id| id.as_str())));
        }
    }
    for (i, id) in item.thresholds.iter().enumerate() {
        if !pack.thresholds.iter().any(|threshold| threshold.id == *id) {
            let fault =
                yaml.fault_at(&at(&["thresholds".into(), i.into()]), format!("item {}: no threshold `{id}`", item.id));
            faults.push(fault.suggest(id.as_str(), pack.thresholds.iter().map(|threshold| threshold.id.as_str())));
        }
    }
    if item.automatic_fail && pack.judged_by != JudgedBy::PassOrFail {
        let fault = yaml.fault_at(&at(&["automatic-fail".into()]), format!("item {}: nothing is failed here", item.id));
        faults.push(fault.hint("say `judged-by: pass-or-fail` for the pack"));
    }
    if pack.is_counted() && item.kind != AnswerKind::YesNo {
        let message = format!("item {}: a pack that is judged by counts takes only yes-no items", item.id);
        faults.push(yaml.fault_at(&at(&["kind".into()]), message));
    }
    if let Some(other) = &item.same_as {
        let fault = match pack.item(other) {
            None => Some(format!("item {}: there is no item {other} to be the same as", item.id)),
            Some(other) if other.same_as.is_some() || other.id == item.id => {
                Some(format!("item {}: item {} has no answer of its own", item.id, other.id))
            }
            Some(other) if other.kind != item.kind && !both_words(other.kind, item.kind) => {
                Some(format!("item {}: item {} takes another kind of answer", item.id, other.id))
            }
            Some(_) => None,
        };
        let ids = pack.items().map(|(_, _, item)| item.id.as_str());
        faults
            .extend(fault.map(|message| yaml.fault_at(&at(&["same-as".into()]), message).suggest(other.as_str(), ids)));
    }
    if item.like.is_some() && pack.based_on.is_none() {
        let message = format!("item {}: `like` is about the pack under `based-on`, and there is none", item.id);
        faults.push(yaml.fault_at(&at(&["like".into()]), message).hint("add `based-on: …` to the pack"));
    }
    for (i, feed) in item.feeds.iter().enumerate() {
        if feed.pack == pack.id || !pack.is_graded() || feed.gives.is_of_many() {
            let message = format!("item {}: only a pack that is judged by grades feeds another one", item.id);
            faults.push(yaml.fault_at(&at(&["feeds".into(), i.into(), "pack".into()]), message));
        }
    }
    let doubtful = item.mandatory == Flag::Doubtful || item.approaching == Flag::Doubtful;
    if item.doubt.is_none() && (doubtful || item.confidence != Confidence::High) {
        faults.push(
            yaml.fault_at(&at(&["confidence".into()]), format!("item {} is in doubt but does not say why", item.id))
                .hint("add `doubt: …`"),
        );
    }
    if item.backed_by.is_empty() {
        faults.push(yaml.fault_at(&at(&["backed-by".into()]), format!("item {} can never be backed", item.id)));
    }
    achievement::item_faults(yaml, item, path, faults);
    if let Some(share) = item.share_at_least
        && (item.kind != AnswerKind::YesNo || share == 0 || share > 100)
    {
        let message = format!("item {}: a share is 1 to 100 percent and belongs to a yes-no item", item.id);
        faults.push(yaml.fault_at(&at(&["share-at-least".into()]), message));
    }
    if !item.shows.is_empty() && !(2..=5).contains(&item.shows.len()) {
        let message = format!("item {}: two to five examples of evidence, not {}", item.id, item.shows.len());
        faults.push(yaml.fault_at(&at(&["shows".into()]), message));
    }
    for (i, example) in item.shows.iter().enumerate() {
        if example.trim().is_empty() {
            let message = format!("item {}: an example of evidence is empty", item.id);
            faults.push(yaml.fault_at(&at(&["shows".into(), i.into()]), message));
        }
    }
    for (key, text) in [("title", &item.title), ("question", &item.question), ("action", &item.action)] {
        if text.trim().is_empty() {
            faults.push(yaml.fault_at(&at(&[key.into()]), format!("item {}: the {key} is empty", item.id)));
        }
    }
}

/// Whether both kinds of answer are words, so that one may serve the other.
pub(super) fn both_words(one: AnswerKind, other: AnswerKind) -> bool {
    let words = |kind| matches!(kind, AnswerKind::Text | AnswerKind::Document);
    words(one) && words(other)
}
