//! A pack that is based on another becomes a whole one: each item's own words win, and the rest comes from the base.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    sound::both_words,
    written::{Written, WrittenAssertion, WrittenItem, WrittenSection},
};
use crate::model::{
    AnswerKind, Assertion, Fault, InterviewPart, Item, ItemId, Level, Pack, Reference, Section, Topic,
    yaml::{Step, Yaml},
};

/// The word under `like` for an item that has no like.
const NONE: &str = "none";

/// Fills what a pack leaves out from its base.
pub(super) fn resolve(yaml: &Yaml, written: Written, base: &Pack) -> Result<Pack, Vec<Fault>> {
    let mut filler = Filler { yaml, base, faults: Vec::new() };
    let sections: Vec<Section> = match written.sections {
        None => base.sections.clone().into_iter().map(own_likes).collect(),
        Some(sections) => {
            let sections = sections.into_iter().enumerate();
            sections.map(|(at, section)| filler.section(section, vec!["sections".into(), at.into()])).collect()
        }
    };
    if !filler.faults.is_empty() {
        filler.faults.sort_by_key(|fault| fault.at);
        return Err(filler.faults);
    }
    let mut pack = Pack {
        format: written.format,
        id: written.id,
        based_on: Some(written.based_on),
        title: written.title,
        short_title: written.short_title,
        edition: written.edition,
        section_word: written.section_word.unwrap_or_else(|| base.section_word.clone()),
        portal: written.portal.unwrap_or(base.portal),
        summary: written.summary.unwrap_or_else(|| base.summary.clone()),
        notice: written.notice.unwrap_or_else(|| base.notice.clone()),
        opens: written.opens,
        deadline: written.deadline,
        renew_months: written.renew_months.or(base.renew_months),
        previous: written.previous,
        provisional: written.provisional,
        published_count: written.published_count,
        judged_by: written.judged_by.unwrap_or(base.judged_by),
        independent: written.independent.unwrap_or_else(|| base.independent.clone()),
        feeds: written.feeds.unwrap_or_else(|| base.feeds.clone()),
        thresholds: Vec::new(),
        statement_of_applicability: Vec::new(),
        audit_scope: written.audit_scope,
        organisations: written.organisations.unwrap_or_else(|| base.organisations.clone()),
        levels: Vec::new(),
        sections,
        interview: Vec::new(),
        topics: Vec::new(),
    };
    let answered = answered_elsewhere(&pack, base);
    for item in pack.sections.iter_mut().flat_map(|section| &mut section.assertions).flat_map(|one| &mut one.items) {
        if let Some(target) = answered.get(&item.id) {
            item.same_as = Some(target.clone());
        }
    }
    let inherited =
        || base.thresholds.iter().filter(|one| pack.items().any(|(_, _, item)| item.thresholds.contains(&one.id)));
    pack.thresholds = written.thresholds.unwrap_or_else(|| inherited().cloned().collect());
    let places = || base.statement_of_applicability.iter().filter(|place| !pack.named(place).is_empty());
    pack.statement_of_applicability = written.statement_of_applicability.unwrap_or_else(|| places().cloned().collect());
    pack.levels = written.levels.unwrap_or_else(|| levels(&pack, base));
    pack.interview = written.interview.unwrap_or_else(|| interview(&pack, base));
    pack.topics = written.topics.unwrap_or_else(|| topics(&pack, base));
    Ok(pack)
}

fn own_likes(mut section: Section) -> Section {
    for item in section.assertions.iter_mut().flat_map(|assertion| &mut assertion.items) {
        item.like = Some(item.id.clone());
    }
    section
}

struct Filler<'a> {
    yaml: &'a Yaml,
    base: &'a Pack,
    faults: Vec<Fault>,
}

impl<'a> Filler<'a> {
    fn fault(&mut self, path: &[Step<'_>], message: String) {
        let hint = format!("write it here; there is nothing to take it from in {}", self.base.id);
        self.faults.push(self.yaml.fault_at(path, message).hint(hint));
    }

    fn section(&mut self, own: WrittenSection, path: Vec<Step<'_>>) -> Section {
        let from = self.base.sections.iter().find(|section| section.id == own.id);
        let title = own.title.or_else(|| from.map(|from| from.title.clone()));
        let summary = own.summary.or_else(|| from.map(|from| from.summary.clone()));
        for (key, value) in [("title", &title), ("summary", &summary)] {
            if value.is_none() {
                self.fault(&path, format!("section {}: the key `{key}` is missing", own.id));
            }
        }
        let assertions = own.assertions.into_iter().enumerate();
        let assertions = assertions
            .map(|(at, assertion)| self.assertion(assertion, [&path[..], &["assertions".into(), at.into()]].concat()))
            .collect();
        Section { id: own.id, title: title.unwrap_or_default(), summary: summary.unwrap_or_default(), assertions }
    }

    fn assertion(&mut self, own: WrittenAssertion, path: Vec<Step<'_>>) -> Assertion {
        let from = self.base.sections.iter().flat_map(|section| &section.assertions).find(|one| one.id == own.id);
        let title = own.title.or_else(|| from.map(|from| from.title.clone()));
        if title.is_none() {
            self.fault(&path, format!("assertion {}: the key `title` is missing", own.id));
        }
        let items = own.items.into_iter().enumerate();
        let items = items
            .filter_map(|(at, item)| self.item(item, &[&path[..], &["items".into(), at.into()]].concat()))
            .collect();
        Assertion { id: own.id, title: title.unwrap_or_default(), items }
    }

    /// The item of the base that an item is like.
    fn like(&mut self, own: &WrittenItem, path: &[Step<'_>]) -> Option<&'a Item> {
        let base = self.base;
        match &own.like {
            Some(like) if like.as_str() == NONE => None,
            Some(like) => {
                let found = base.item(like);
                if found.is_none() {
                    let message = format!("item {}: there is no item {like} in {} to be like", own.id, base.id);
                    let ids = base.items().map(|(_, _, item)| item.id.as_str());
                    let path = [path, &["like".into()]].concat();
                    self.faults.push(self.yaml.fault_at(&path, message).suggest(like.as_str(), ids));
                }
                found
            }
            None => base.item(&own.id),
        }
    }

    fn item(&mut self, own: WrittenItem, path: &[Step<'_>]) -> Option<Item> {
        let from = self.like(&own, path);
        let told = own.like.as_ref().is_some_and(|like| like.as_str() != NONE);
        let mut missing: Vec<&str> = Vec::new();
        let kind = needed(own.kind, from.map(|from| &from.kind), "kind", &mut missing);
        let title = needed(own.title, from.map(|from| &from.title), "title", &mut missing);
        let question = needed(own.question, from.map(|from| &from.question), "question", &mut missing);
        let mandatory = needed(own.mandatory, from.map(|from| &from.mandatory), "mandatory", &mut missing);
        let approaching = needed(own.approaching, from.map(|from| &from.approaching), "approaching", &mut missing);
        // Who says how sure it is says why not as well.
        let doubt = own.doubt.or_else(|| from.filter(|_| own.confidence.is_none()).and_then(|from| from.doubt.clone()));
        let confidence = needed(own.confidence, from.map(|from| &from.confidence), "confidence", &mut missing);
        let why = needed(own.why, from.map(|from| &from.why), "why", &mut missing);
        let commits = needed(own.commits, from.map(|from| &from.commits), "commits", &mut missing);
        let guidance = needed(own.guidance, from.map(|from| &from.guidance), "guidance", &mut missing);
        let action = needed(own.action, from.map(|from| &from.action), "action", &mut missing);
        let effort = needed(own.effort, from.map(|from| &from.effort), "effort", &mut missing);
        let audience = needed(own.audience, from.map(|from| &from.audience), "audience", &mut missing);
        let backed_by = needed(own.backed_by, from.map(|from| &from.backed_by), "backed-by", &mut missing);
        if !missing.is_empty() {
            // A `like` that leads nowhere is the fault.
            if from.is_some() || !told {
                let keys: Vec<String> = missing.iter().map(|key| format!("`{key}`")).collect();
                let are = if keys.len() == 1 { "is" } else { "are" };
                self.fault(path, format!("item {}: {} {are} missing", own.id, keys.join(", ")));
            }
            return None;
        }
        // What is said of achievements belongs to no other kind of answer.
        let achieved = from.filter(|_| kind == Some(AnswerKind::Achievement));
        let yes_no = kind == Some(AnswerKind::YesNo);
        Some(Item {
            id: own.id,
            like: from.map(|from| from.id.clone()),
            title: title?,
            question: question?,
            kind: kind?,
            mandatory: mandatory?,
            approaching: approaching?,
            doubt,
            confidence: confidence?,
            not_applicable: own.not_applicable.or_else(|| from?.not_applicable.clone()),
            same_as: own.same_as,
            partial: own.partial.or_else(|| achieved?.partial),
            profile: own.profile.or_else(|| achieved?.profile.clone()),
            policy_question: own.policy_question.or_else(|| achieved?.policy_question.clone()),
            indicators: own.indicators.or_else(|| Some(achieved?.indicators.clone())).unwrap_or_default(),
            automatic_fail: own.automatic_fail.or_else(|| Some(from?.automatic_fail)).unwrap_or_default(),
            thresholds: own.thresholds.or_else(|| Some(from?.thresholds.clone())).unwrap_or_default(),
            why: why?,
            commits: commits?,
            guidance: guidance?,
            shows: own.shows.or_else(|| Some(from?.shows.clone())).unwrap_or_default(),
            example: own.example.or_else(|| from?.example.clone()),
            shape: own.shape.or_else(|| from?.shape),
            action: action?,
            effort: effort?,
            audience: audience?,
            backed_by: backed_by?,
            fresh: own.fresh.or_else(|| from?.fresh),
            share_at_least: own.share_at_least.or_else(|| from?.share_at_least.filter(|_| yes_no)),
            evidence: own.evidence.or_else(|| Some(from?.evidence.clone())).unwrap_or_default(),
            each_in_date: own.each_in_date.or_else(|| Some(from?.each_in_date)).unwrap_or_default(),
            checks: own.checks.or_else(|| Some(from?.checks.clone())).unwrap_or_default(),
            names: own.names.or_else(|| from?.names),
            proof: own.proof.or_else(|| from?.proof.clone()),
            feeds: own.feeds.or_else(|| Some(from?.feeds.clone())).unwrap_or_default(),
        })
    }
}

/// What an item says, else what its like says; the key is noted where neither does.
fn needed<T: Clone>(own: Option<T>, base: Option<&T>, key: &'static str, missing: &mut Vec<&str>) -> Option<T> {
    let value = own.or_else(|| base.cloned());
    if value.is_none() {
        missing.push(key);
    }
    value
}

/// The items that another item answers for in the base, where both are here and still take the same kind of answer.
fn answered_elsewhere(pack: &Pack, base: &Pack) -> BTreeMap<ItemId, ItemId> {
    let items = || pack.items().map(|(_, _, item)| item).filter(|item| item.same_as.is_none());
    let target = |item: &Item| {
        let other = base.item(item.like.as_ref()?)?.same_as.as_ref()?;
        let answering = items().find(|one| one.like.as_ref() == Some(other) && one.id != item.id)?;
        let fits = answering.kind == item.kind || both_words(answering.kind, item.kind);
        fits.then(|| (item.id.clone(), answering.id.clone()))
    };
    items().filter_map(target).collect()
}

/// The levels of the base that can be reached here.
fn levels(pack: &Pack, base: &Pack) -> Vec<Level> {
    let mut kept: Vec<Level> = Vec::new();
    for level in &base.levels {
        let reached = level.requires.items.is_none_or(|set| pack.items().any(|(_, _, item)| item.is_in(set)));
        let stands = level.requires.level.as_ref().is_none_or(|lower| kept.iter().any(|one| one.id == *lower));
        if reached && stands {
            kept.push(level.clone());
        }
    }
    kept
}

/// The headings of the base with the items that are like theirs; one that has none is left out.
fn topics(pack: &Pack, base: &Pack) -> Vec<Topic> {
    let like = |old: &Item| pack.items().map(|(_, _, item)| item).find(|item| item.like.as_ref() == Some(&old.id));
    let own = |topic: &Topic| {
        let before = topic.items.iter().flat_map(|reference| base.named(reference));
        let items: Vec<Reference> = before.filter_map(like).map(|item| item.id.clone()).collect();
        (!items.is_empty()).then(|| Topic { items, ..topic.clone() })
    };
    base.topics.iter().filter_map(own).collect()
}

/// The groups of the base with the items that are like theirs; what is like none of them comes last.
fn interview(pack: &Pack, base: &Pack) -> Vec<InterviewPart> {
    let mut taken: BTreeSet<&ItemId> = BTreeSet::new();
    let mut parts: Vec<InterviewPart> = Vec::new();
    for part in &base.interview {
        let before = part.items.iter().flat_map(|reference| base.named(reference));
        let items: Vec<Reference> = before
            .flat_map(|old| pack.items().filter(|(_, _, item)| item.like.as_ref() == Some(&old.id)))
            .filter(|(_, _, item)| taken.insert(&item.id))
            .map(|(_, _, item)| item.id.clone())
            .collect();
        if !items.is_empty() {
            parts.push(InterviewPart { items, ..part.clone() });
        }
    }
    let left = pack.items().map(|(_, _, item)| &item.id).filter(|id| !taken.contains(id));
    let left: Vec<Reference> = left.cloned().collect();
    if !parts.is_empty() && !left.is_empty() {
        parts.push(InterviewPart {
            title: "Other questions".into(),
            summary: format!("What {} did not ask.", base.short_title),
            items: left,
        });
    }
    parts
}

#[cfg(test)]
mod tests;
