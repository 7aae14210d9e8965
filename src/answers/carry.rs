//! Last year's answers for this year's pack: each one to be confirmed, and what does not fit kept as words.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::model::{
    Achievement, Answer, AnswerEvidence, Assessment, Carried, Change, Claim, Exception, IndicatorAnswer, IndicatorId,
    Item, ItemId, Pack, PackDiff, written,
};

/// A new assessment made of an older one, and what became of each answer.
#[derive(Clone, Debug)]
pub struct CarriedForward {
    /// The new assessment.
    pub assessment: Assessment,
    /// Items whose answer was carried whole, by their numbers now.
    pub carried: Vec<ItemId>,
    /// Of these, the ones that are asked in other words now.
    pub reworded: Vec<ItemId>,
    /// Items whose answer does not fit any more and stands there as last year's words.
    pub words_only: Vec<ItemId>,
    /// Answers that no item of the new pack asks for: number, title and words.
    pub gone: Vec<(ItemId, String, String)>,
    /// Exceptions that ended, or whose item is gone: about what, and why they were left behind.
    pub dropped: Vec<(String, String)>,
}

/// Carries an assessment forward; the older one is not touched.
pub fn carry(old: &Assessment, old_pack: &Pack, new_pack: &Pack, diff: &PackDiff, today: Date) -> CarriedForward {
    let mut carried = CarriedForward {
        assessment: Assessment {
            subject: old.subject.clone(),
            product: old.product.clone(),
            evidence_in: old.evidence_in.clone(),
            websites: old.websites.clone(),
            mail_domains: old.mail_domains.clone(),
            asked: None,
            published: old.published.clone(),
            // A plan was accepted for one year, and the next one's assessors look at other outcomes.
            ..Assessment::new(new_pack.id.clone())
        },
        carried: Vec::new(),
        reworded: Vec::new(),
        words_only: Vec::new(),
        gone: Vec::new(),
        dropped: Vec::new(),
    };
    let answered: Vec<(&ItemId, &Answer, &Item)> = old
        .answers
        .iter()
        .filter(|(_, answer)| **answer != Answer::default())
        .filter_map(|(id, answer)| Some((id, answer, old_pack.item(id)?)))
        .collect();
    let mut placed: BTreeSet<&ItemId> = BTreeSet::new();
    // An item's own answer goes before one that was given, or is given from now on, under another number.
    for own in [true, false] {
        for (id, answer, item) in &answered {
            for target in targets(id, old_pack, new_pack, diff).iter().filter(|target| target.own == own) {
                if carried.assessment.answers.contains_key(&target.item.id) {
                    continue;
                }
                carried.place(target, one(item, answer, id, target, old, today));
                placed.insert(id);
            }
        }
    }
    let left = answered.iter().filter(|(id, _, _)| !placed.contains(id));
    carried.gone.extend(left.map(|(id, answer, item)| ((*id).clone(), item.title.clone(), in_words(item, answer))));
    carried.carried.sort();
    carried.words_only.sort();
    carried.reworded.sort();
    for exception in &old.exceptions {
        match self::exception(exception, old_pack, new_pack, diff, today) {
            Ok(kept) => carried.assessment.exceptions.push(kept),
            Err(why) => carried.dropped.push((about(exception), why)),
        }
    }
    carried
}

impl CarriedForward {
    fn place(&mut self, target: &Target<'_>, answer: Answer) {
        let id = &target.item.id;
        let said = answer.carried.as_ref().is_some_and(|carried| carried.said.is_some());
        match said && answer.value.is_none() && answer.not_applicable.is_none() {
            true => self.words_only.push(id.clone()),
            false => self.carried.push(id.clone()),
        }
        if target.reworded {
            self.reworded.push(id.clone());
        }
        self.assessment.answers.insert(id.clone(), answer);
    }
}

/// An item of the new pack that an old answer may go to.
struct Target<'a> {
    item: &'a Item,
    /// Whether the answer was the item's own and still is.
    own: bool,
    reworded: bool,
}

/// Where an answer goes: to the item that was its own, or to the one under which that is answered now; then to those
/// that were answered under it before.
fn targets<'a>(id: &ItemId, old_pack: &Pack, new_pack: &'a Pack, diff: &PackDiff) -> Vec<Target<'a>> {
    let shared: BTreeSet<&ItemId> = old_pack
        .items()
        .map(|(_, _, item)| item)
        .filter(|item| item.same_as.as_ref() == Some(id))
        .map(|item| &item.id)
        .collect();
    let mut found: Vec<Target<'a>> = diff
        .items
        .iter()
        .filter(|one| one.from.as_ref().is_some_and(|from| from == id || shared.contains(from)))
        .filter_map(|one| {
            let same = one.from.as_ref() == Some(id);
            let item = new_pack.item(one.item.as_ref()?)?;
            let answered = item.same_as.as_ref().and_then(|other| new_pack.item(other)).unwrap_or(item);
            let own = same && answered.id == item.id;
            Some(Target { item: answered, own, reworded: one.change == Change::Reworded || !own })
        })
        .collect();
    found.sort_by_key(|target| !target.own);
    found
}

/// One answer for its item of the new pack.
fn one(item: &Item, answer: &Answer, id: &ItemId, target: &Target<'_>, old: &Assessment, today: Date) -> Answer {
    let same_kind = item.kind == target.item.kind;
    let leaves_out = answer.not_applicable.is_none() || target.item.not_applicable.is_some();
    let has_share = answer.count.is_none() || target.item.share_at_least.is_some();
    let claims = answer.value.is_some() || answer.not_applicable.is_some();
    let reached = answer.value.as_deref().and_then(Achievement::named);
    let possible = reached != Some(Achievement::PartiallyAchieved) || target.item.partial != Some(false);
    let fits = !claims || (leaves_out && (same_kind && possible || answer.not_applicable.is_some()));
    // A number may stand for another statement next year, unless that reads the same.
    let old_text = |id: &IndicatorId| item.indicators.iter().find(|one| one.id == *id).map(|one| (one.of, &one.text));
    let indicators: BTreeMap<IndicatorId, IndicatorAnswer> = target
        .item
        .indicators
        .iter()
        .filter(|one| old_text(&one.id) == Some((one.of, &one.text)))
        .filter_map(|one| Some((one.id.clone(), answer.indicators.get(&one.id)?.clone())))
        .collect();
    let (value, not_applicable) = match fits {
        true => (answer.value.clone(), answer.not_applicable.clone()),
        false => (None, None),
    };
    let numbers = fits && has_share;
    Answer {
        value,
        not_applicable,
        refused: answer.refused.clone(),
        ask: answer.ask.clone(),
        override_reason: answer.override_reason.clone().filter(|_| fits),
        policy: answer.policy.filter(|_| target.item.policy_question.is_some()),
        indicators,
        count: answer.count.filter(|_| numbers),
        out_of: answer.out_of.filter(|_| numbers),
        comment: answer.comment.clone(),
        evidence: answer.evidence.clone(),
        by: answer.by.clone(),
        on: answer.on,
        owner: answer.owner.clone(),
        // A day that has gone by was last year's plan.
        due: answer.due.filter(|due| *due >= today),
        to_confirm: true,
        carried: Some(Carried {
            from: id.clone(),
            pack: old.pack.clone(),
            reworded: target.reworded,
            said: (!fits || (claims && !has_share)).then(|| in_words(item, answer)),
        }),
    }
}

/// An exception for the new assessment, to be confirmed; or why it stays behind.
fn exception(
    exception: &Exception,
    old_pack: &Pack,
    new_pack: &Pack,
    diff: &PackDiff,
    today: Date,
) -> Result<Exception, String> {
    if let Some(until) = exception.until.filter(|until| *until < today) {
        return Err(format!("it ended on {}", written(until)));
    }
    let item = match &exception.item {
        None => None,
        Some(id) => {
            let targets = targets(id, old_pack, new_pack, diff);
            let first = targets.first().ok_or_else(|| format!("item {id} is not asked any more"))?;
            Some(first.item.id.clone())
        }
    };
    Ok(Exception { item, to_confirm: true, ..exception.clone() })
}

/// What an exception is about: its item, its check, its subject.
pub fn about(exception: &Exception) -> String {
    let parts = [
        exception.item.as_ref().map(ToString::to_string),
        exception.check.as_ref().map(ToString::to_string),
        exception.subject.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// All that an answer says, for a person who reads it a year later.
fn in_words(item: &Item, answer: &Answer) -> String {
    let share = match (answer.count, answer.out_of) {
        (Some(count), Some(all)) => format!(" ({count} of {all})"),
        _ => String::new(),
    };
    let claim = match answer.claim(item.kind) {
        Ok(Claim::Yes) => Some(format!("Yes{share}")),
        Ok(Claim::No) => Some(format!("No{share}")),
        Ok(Claim::Text(text)) => Some(text),
        Ok(Claim::Number(number)) => Some(number.to_string()),
        Ok(Claim::Day(day)) => Some(written(day)),
        Ok(Claim::Percentage(percent)) => Some(format!("{percent}%")),
        Ok(Claim::Level(level)) => Some(level.title().to_owned()),
        Ok(Claim::NotApplicable(reason)) => Some(format!("Not applicable: {reason}")),
        Ok(Claim::Refused(reason)) => Some(format!("Refused: {reason}")),
        Ok(Claim::Ask(who)) => Some(format!("To be asked: {who}")),
        Ok(Claim::Nothing) => None,
        Err(_) => answer.value.clone(),
    };
    let what = |one: &AnswerEvidence| one.file.clone().or(one.address.clone()).or(one.kept.clone());
    let evidence: Vec<String> = answer.evidence.iter().filter_map(what).collect();
    let evidence = (!evidence.is_empty()).then(|| format!("Evidence: {}", evidence.join(", ")));
    let said: Vec<String> = [claim, answer.comment.clone(), evidence]
        .into_iter()
        .flatten()
        .map(|part| part.trim().trim_end_matches('.').to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    let who = match (&answer.by, answer.on) {
        (Some(by), Some(on)) => format!(" ({by}, {})", written(on)),
        (Some(by), None) => format!(" ({by})"),
        (None, Some(on)) => format!(" ({})", written(on)),
        (None, None) => String::new(),
    };
    format!("{}{who}", said.join(". "))
}

#[cfg(test)]
mod tests;
