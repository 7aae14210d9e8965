//! Levels: which hold, which is next, and what keeps it from holding.

use super::Inputs;
use crate::model::{
    CertificateCard, ImprovementPlan, Item, ItemCard, ItemId, ItemSet, Level, LevelId, NextLevel, Pack, Published,
    PublishedWord, Scorecard, Standing, Verdict, written,
};

/// A standing with every level above it that can still be reached, lowest first.
pub(super) struct Ladder {
    pub(super) standing: Standing,
    pub(super) above: Vec<NextLevel>,
}

impl Ladder {
    /// The place of the lowest level that lacks an item.
    pub(super) fn lacking(&self, item: &ItemId) -> Option<usize> {
        self.above.iter().position(|level| level.missing.contains(item))
    }

    /// The place of the lowest level that takes an item, whether or not the item is met.
    pub(super) fn taking(&self, pack: &Pack, item: &Item) -> Option<usize> {
        self.above.iter().position(|level| sets(pack, &level.level).iter().any(|set| item.is_in(*set)))
    }
}

/// The standing by the answers, as the portal would see it.
pub(super) fn on_answers(inputs: &Inputs<'_>, items: &[&ItemCard], certificates: &[CertificateCard]) -> Ladder {
    ladder(
        inputs,
        items,
        ItemCard::holds,
        |kind| certificates.iter().any(|card| card.kind.as_str() == kind && card.current),
        |_| true,
    )
}

/// The standing when only backed answers and certificates that are shown count.
pub(super) fn backed(inputs: &Inputs<'_>, items: &[&ItemCard], certificates: &[CertificateCard]) -> Ladder {
    ladder(
        inputs,
        items,
        |item| item.counts_backed,
        |kind| certificates.iter().any(|card| card.kind.as_str() == kind && card.current && card.shown),
        |plan| plan.file.as_ref().is_some_and(|file| super::is_there(inputs.scan, file)),
    )
}

/// What keeps a level from holding.
#[derive(Default)]
struct Lacks {
    items: Vec<ItemId>,
    also: Vec<String>,
    /// It can never be reached by working on it.
    closed: bool,
}

impl Lacks {
    fn nothing(&self) -> bool {
        self.items.is_empty() && self.also.is_empty()
    }
}

fn ladder(
    inputs: &Inputs<'_>,
    items: &[&ItemCard],
    holds: impl Fn(&ItemCard) -> bool,
    has_certificate: impl Fn(&str) -> bool,
    has_plan: impl Fn(&ImprovementPlan) -> bool,
) -> Ladder {
    let lacks: Vec<(&Level, Lacks)> = inputs
        .pack
        .levels
        .iter()
        .map(|level| (level, lacks(inputs, level, items, &holds, &has_certificate, &has_plan)))
        .collect();
    let reached = lacks.iter().rposition(|(_, lacks)| lacks.nothing());
    let above: Vec<NextLevel> = lacks[reached.map_or(0, |at| at + 1)..]
        .iter()
        .filter(|(_, lacks)| !lacks.closed)
        .map(|(level, lacks)| NextLevel {
            level: level.id.clone(),
            title: level.title.clone(),
            missing: lacks.items.clone(),
            also: lacks.also.clone(),
        })
        .collect();
    let level = reached.map(|at| lacks[at].0);
    let standing = Standing {
        level: level.map(|level| level.id.clone()),
        title: level.map_or_else(|| "No level yet".into(), |level| level.title.clone()),
        next: above.first().cloned(),
    };
    Ladder { standing, above }
}

fn lacks(
    inputs: &Inputs<'_>,
    level: &Level,
    items: &[&ItemCard],
    holds: &impl Fn(&ItemCard) -> bool,
    has_certificate: &impl Fn(&str) -> bool,
    has_plan: &impl Fn(&ImprovementPlan) -> bool,
) -> Lacks {
    let requires = &level.requires;
    let mut lacks = match requires.level.as_ref().and_then(|id| inputs.pack.level(id)) {
        Some(lower) => self::lacks(inputs, lower, items, holds, has_certificate, has_plan),
        None => Lacks::default(),
    };
    if let Some(set) = requires.items {
        let needed = |item: &&&ItemCard| inputs.pack.item(&item.id).is_some_and(|item| item.is_in(set));
        lacks.items.extend(items.iter().filter(needed).filter(|item| !holds(item)).map(|item| item.id.clone()));
    }
    if let Some(kind) = &requires.certificate
        && !has_certificate(kind.as_str())
    {
        lacks.also.push(format!("a current {} certificate", certificate_name(kind.as_str())));
    }
    if requires.improvement_plan {
        let open = items.iter().filter(|item| item.counts && item.verdict == Verdict::Unanswered);
        lacks.items.extend(open.map(|item| item.id.clone()));
        match &inputs.assessment.improvement_plan {
            Some(plan) if plan.accepted > inputs.today => {
                lacks.also.push(format!("the improvement plan to be accepted, on {}", written(plan.accepted)));
            }
            Some(plan) if has_plan(plan) => {}
            Some(_) => lacks.also.push("the letter that accepts the improvement plan, in the evidence folder".into()),
            // Work leads to the level above; this one is granted, after a submission that falls short.
            None => {
                lacks.closed = true;
                lacks.also.push("an improvement plan that was accepted".into());
            }
        }
    }
    if requires.first_publication {
        match &inputs.assessment.published {
            Some(Published::Word(PublishedWord::Never)) => {}
            Some(Published::Record(_)) => {
                lacks.closed = true;
                lacks.also.push("it is for a first publication only, and you have published before".into());
            }
            Some(Published::Word(PublishedWord::Unknown)) | None => {
                lacks.also.push(
                    "it is for a first publication only: write in answers.yaml whether you have published before"
                        .into(),
                );
            }
        }
    }
    lacks
}

/// A certificate's kind in words: `cyber-essentials-plus` is Cyber Essentials Plus, and `iso-27001` is ISO 27001.
pub(super) fn certificate_name(kind: &str) -> String {
    kind.split('-')
        .map(|word| {
            let mut letters = word.chars();
            match letters.next() {
                _ if word == "iso" => "ISO".to_owned(),
                Some(first) => first.to_uppercase().chain(letters).collect(),
                None => String::new(),
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether an assessment passes for a level on its answers: it is reached, and no file contradicts an item of it.
pub fn reaches(pack: &Pack, scorecard: &Scorecard, required: &LevelId) -> bool {
    let needed = |id: &ItemId| pack.item(id).is_some_and(|item| sets(pack, required).iter().any(|s| item.is_in(*s)));
    at_least(pack, scorecard.on_answers.level.as_ref(), required) && !scorecard.contradictions.iter().any(needed)
}

/// Whether an assessment passes for a level when only backed answers count.
pub fn reaches_backed(pack: &Pack, scorecard: &Scorecard, required: &LevelId) -> bool {
    at_least(pack, scorecard.backed.level.as_ref(), required)
}

/// Whether a level takes an item, by itself or through the levels below it.
pub fn takes(pack: &Pack, level: &LevelId, item: &ItemId) -> bool {
    pack.item(item).is_some_and(|item| sets(pack, level).iter().any(|set| item.is_in(*set)))
}

/// What keeps a level from being reached besides its items, in words; by backed answers, or by all of them.
///
/// Where a scorecard does not tell, because a lower level comes first, what can be asked of nobody's answers is taken to be
/// lacking.
pub fn besides_items(pack: &Pack, scorecard: &Scorecard, level: &LevelId, backed: bool) -> Vec<String> {
    let standing = if backed { &scorecard.backed } else { &scorecard.on_answers };
    if at_least(pack, standing.level.as_ref(), level) {
        return Vec::new();
    }
    if let Some(next) = standing.next.as_ref().filter(|next| next.level == *level) {
        return next.also.clone();
    }
    let mut lacks = Vec::new();
    let mut below = pack.level(level);
    while let Some(level) = below {
        let requires = &level.requires;
        if let Some(kind) = &requires.certificate
            && !scorecard.certificates.iter().any(|one| one.kind == *kind && one.current && (one.shown || !backed))
        {
            lacks.push(format!("a current {} certificate", certificate_name(kind.as_str())));
        }
        if requires.improvement_plan {
            lacks.push("an improvement plan that was accepted".into());
        }
        if requires.first_publication {
            lacks.push("that nothing was published before".into());
        }
        below = requires.level.as_ref().and_then(|id| pack.level(id));
    }
    lacks
}

/// The sets of items that a level takes, those of the levels below it included.
fn sets(pack: &Pack, level: &LevelId) -> Vec<ItemSet> {
    let Some(level) = pack.level(level) else { return Vec::new() };
    let lower = level.requires.level.as_ref().map(|id| sets(pack, id)).unwrap_or_default();
    level.requires.items.into_iter().chain(lower).collect()
}

/// Whether one level is at least another by the pack's order.
fn at_least(pack: &Pack, reached: Option<&LevelId>, required: &LevelId) -> bool {
    let place = |id: &LevelId| pack.levels.iter().position(|level| level.id == *id);
    match (reached.and_then(place), place(required)) {
        (Some(reached), Some(required)) => reached >= required,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::certificate_name;

    #[test]
    fn a_certificate_has_one_name_everywhere() {
        assert_eq!(certificate_name("cyber-essentials-plus"), "Cyber Essentials Plus");
        assert_eq!(certificate_name("iso-27001"), "ISO 27001");
    }
}
