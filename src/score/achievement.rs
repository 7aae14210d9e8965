//! Outcomes that are reached by degrees: whether a level meets what is expected, and what reports say of it.

use super::Inputs;
use crate::model::{
    Achievement, AchievementCard, AchievementSummary, Answer, AnswerKind, AuditCard, Claim, IndicatorCard, Item,
    ItemCard, ItemId, PolicyCard, ProfileStatus, Verdict, YesOrNo, written,
};

/// The verdict on an outcome, with a reason where its level is not enough or does not stand as it was recorded.
pub(super) fn verdict(item: &Item, answer: &Answer) -> (Verdict, Option<String>) {
    let attainment = item.attainment(answer);
    if attainment.recorded == Some(Achievement::PartiallyAchieved) && item.partial == Some(false) {
        return (Verdict::Unanswered, Some("this outcome can't be partially achieved".into()));
    }
    let Some(level) = attainment.level() else {
        let (answered, all) = (attainment.answered, attainment.all);
        let begun = (answered > 0).then(|| match answered == all {
            true => "no level is recorded".to_owned(),
            false => format!("not all statements are answered: {answered} of {all}"),
        });
        return (Verdict::Unanswered, begun);
    };
    let mut reasons = Vec::new();
    let needed = item.needed();
    if level < needed {
        let sure = match item.profile.as_ref().map(|profile| profile.status) {
            Some(ProfileStatus::Inferred) => ", a level that is not confirmed",
            Some(ProfileStatus::Unknown) => ", which is taken because the expected level is not known",
            Some(ProfileStatus::Confirmed) | None => "",
        };
        reasons.push(format!("{}, and it takes “{}”{sure}", level.words(), needed.words()));
    }
    if attainment.differs() && attainment.reason.is_none() {
        let recorded = attainment.recorded.map(Achievement::words).unwrap_or_default();
        reasons.push(format!("recorded as {recorded}, but {}, and no reason is given", statements(item, answer)));
    }
    let policy = item.policy_question.as_ref().map(|_| answer.policy);
    match policy {
        Some(Some(YesOrNo::No)) => reasons.push("the policy question is answered no".into()),
        Some(None) => reasons.push("the policy question is not answered".into()),
        Some(Some(YesOrNo::Yes)) | None => {}
    }
    let verdict = match policy {
        _ if level < needed => Verdict::NotMet,
        Some(Some(YesOrNo::No)) => Verdict::NotMet,
        Some(None) => Verdict::Unanswered,
        Some(Some(YesOrNo::Yes)) | None => Verdict::Met,
    };
    (verdict, (!reasons.is_empty()).then(|| reasons.join("; ")))
}

/// What the statements give, as the half of a sentence.
fn statements(item: &Item, answer: &Answer) -> String {
    let attainment = item.attainment(answer);
    let few = match attainment.answered == attainment.all {
        true => String::new(),
        false => format!(" ({} of {} answered)", attainment.answered, attainment.all),
    };
    match attainment.computed() {
        Some(level) => format!("the statements give {}{few}", level.words()),
        None if attainment.highest < Achievement::Achieved => {
            format!("the statements allow {} at most{few}", attainment.highest.words())
        }
        None => format!("the statements give at least {}{few}", attainment.lowest.words()),
    }
}

/// Whether an answer claims a level that something has to stand behind.
pub(super) fn is_claimed(item: &Item, answer: Option<&Answer>) -> bool {
    let open = |answer: &&Answer| !answer.to_confirm && answer.ask.is_none() && answer.not_applicable.is_none();
    item.kind == AnswerKind::Achievement
        && answer
            .filter(open)
            .and_then(|answer| item.attainment(answer).level())
            .is_some_and(|level| level > Achievement::NotAchieved)
}

/// The answer in words, for an outcome whose level was not recorded but follows from its statements.
pub(super) fn in_words(item: &Item, answer: &Answer) -> Option<String> {
    let attainment = item.attainment(answer);
    match (attainment.level(), attainment.answered) {
        (Some(level), _) => Some(format!("{}, from the statements", level.title())),
        (None, 0) => None,
        (None, n) => Some(format!("{n} of {} statements answered", attainment.all)),
    }
}

/// What reports say of an outcome.
pub(super) fn card(item: &Item, answer: Option<&Answer>) -> Option<AchievementCard> {
    if item.kind != AnswerKind::Achievement {
        return None;
    }
    let nothing = Answer::default();
    let answer = answer.unwrap_or(&nothing);
    let attainment = item.attainment(answer);
    let (answered, all) = (attainment.answered, attainment.all);
    let claims = matches!(answer.claim(item.kind), Ok(Claim::Level(_) | Claim::Nothing));
    let level = attainment.level().filter(|_| claims);
    let basis = match (attainment.recorded, attainment.computed()) {
        _ if level.is_none() => None,
        (Some(_), _) if all == 0 => Some("the organisation's own level: the pack has no statements for it".into()),
        (Some(_), _) if answered == 0 => Some("the organisation's own level: no statement is answered".into()),
        (Some(_), _) if attainment.differs() && attainment.reason.is_some() => {
            Some(format!("the organisation's own level: {}", statements(item, answer)))
        }
        (Some(_), _) if attainment.differs() => {
            Some(format!("the lower of the two: {}, and no reason is given for another", statements(item, answer)))
        }
        (Some(_), None) => Some(format!("the organisation's own level: {answered} of {all} statements are answered")),
        (Some(_), Some(_)) => Some("as the statements give it".into()),
        (None, _) => Some("from the statements; nobody recorded it".into()),
    };
    let said = |indicator: &crate::model::Indicator| answer.indicators.get(&indicator.id);
    let indicators: Vec<IndicatorCard> = item
        .indicators
        .iter()
        .map(|indicator| IndicatorCard {
            id: indicator.id.clone(),
            of: indicator.of,
            text: indicator.text.clone(),
            answer: said(indicator).map(|said| said.words()),
        })
        .collect();
    let excused = item.indicators.iter().filter(|one| said(one).is_some_and(|said| said.reason().is_some())).count();
    let profile = item.profile.as_ref();
    Some(AchievementCard {
        level,
        computed: attainment.computed(),
        recorded: attainment.recorded,
        differs: attainment.differs(),
        reason: attainment.reason.clone(),
        basis,
        needed: item.needed(),
        status: profile.map(|profile| profile.status),
        note: profile.and_then(|profile| profile.note.clone()),
        enough: level.is_some_and(|level| level >= item.needed()),
        statements: (answered > 0).then(|| statements(item, answer)),
        answered,
        all,
        excused,
        indicators,
        policy: item.policy_question.as_ref().map(|question| PolicyCard {
            question: question.clone(),
            answer: answer.policy.map(|said| said == YesOrNo::Yes),
        }),
    })
}

/// The outcomes in figures, and the year's independent assessment; absent where a pack has none.
pub(super) fn summary(inputs: &Inputs<'_>, items: &[&ItemCard]) -> Option<AchievementSummary> {
    let outcomes: Vec<(&ItemId, &AchievementCard)> =
        items.iter().filter_map(|card| Some((&card.id, card.achievement.as_ref()?))).collect();
    if outcomes.is_empty() {
        return None;
    }
    let of = |wanted: &dyn Fn(&AchievementCard) -> bool| {
        outcomes.iter().filter(|(_, card)| wanted(card)).map(|(id, _)| (*id).clone()).collect::<Vec<ItemId>>()
    };
    let inferred = of(&|card| card.status == Some(ProfileStatus::Inferred));
    let unknown = of(&|card| card.status == Some(ProfileStatus::Unknown));
    let plan = inputs.assessment.improvement_plan.as_ref().map(|plan| {
        let by = plan.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        format!("accepted on {}{by}", written(plan.accepted))
    });
    let brings = inputs.pack.levels.iter().find(|level| level.requires.improvement_plan);
    let brings = brings.map(|level| level.title.clone());
    let short = items.iter().any(|card| card.counts && !card.verdict.counts());
    Some(AchievementSummary {
        outcomes: outcomes.len(),
        profiled: outcomes.iter().filter(|(_, card)| card.status.is_some()).count(),
        confirmed: of(&|card| card.status == Some(ProfileStatus::Confirmed)).len(),
        unconfirmed: inferred.len() + unknown.len(),
        inferred,
        unknown,
        differing: of(&|card| card.differs),
        alone: of(&|card| card.recorded.is_some() && card.all > 0 && card.answered == 0),
        statements: outcomes.iter().map(|(_, card)| card.all).sum(),
        statements_answered: outcomes.iter().map(|(_, card)| card.answered).sum(),
        plan_brings: brings.filter(|_| short && plan.is_none()),
        plan,
        audit: audit(inputs),
    })
}

/// The one sentence on levels that are not confirmed.
pub(super) fn unconfirmed(summary: &AchievementSummary) -> Option<String> {
    let (inferred, unknown) = (summary.inferred.len(), summary.unknown.len());
    let parts = [(inferred, "inferred from another list"), (unknown, "not known, so “achieved” is taken")];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {} {what}", if *n == 1 { "is" } else { "are" }))
        .collect();
    (summary.unconfirmed > 0).then(|| {
        format!(
            "The expected level of {} of {} outcomes is not confirmed: {}. Look it up in the official profile before \
             you rely on a result.",
            summary.unconfirmed,
            summary.profiled,
            parts.join(", and ")
        )
    })
}

/// What is looked at this year for this kind of organisation, with what it chose itself.
fn audit(inputs: &Inputs<'_>) -> Option<AuditCard> {
    let kind = &inputs.organisation.kind;
    let scope = inputs.pack.audit_scope.iter().find(|scope| scope.organisations.contains(kind))?;
    let mut picks: Vec<ItemId> = Vec::new();
    for pick in &inputs.assessment.audit_picks {
        if !scope.outcomes.contains(pick) && !picks.contains(pick) {
            picks.push(pick.clone());
        }
    }
    let already = inputs.assessment.audit_picks.iter().filter(|pick| scope.outcomes.contains(pick)).cloned().collect();
    Some(AuditCard {
        mandatory: scope.outcomes.clone(),
        chosen: scope.chosen,
        open: scope.chosen.saturating_sub(picks.len()),
        picks,
        already,
        doubt: scope.doubt.clone(),
    })
}
