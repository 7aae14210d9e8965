//! What stands behind an answer: files, checks, notes, or nothing but somebody's word.

use std::collections::BTreeSet;

use super::{Inputs, achievement, documents, verdict};
use crate::model::{
    Answer, AnswerKind, BackedBy, Backing, Bearing, CheckResult, Claim, EvidenceCard, Item, ItemCheck, Limit, Summary,
    Verdict, months_before, written,
};

/// A dated answer counts for as long as an assessment does.
const ANSWER_MONTHS: u32 = 12;

/// What was found behind an item.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) backing: Option<Backing>,
    pub(super) counts: bool,
    pub(super) reasons: Vec<String>,
    pub(super) evidence: Vec<EvidenceCard>,
    pub(super) warnings: Vec<String>,
}

/// One thing that might back the item.
pub(super) struct Support {
    pub(super) by: BackedBy,
    pub(super) state: State,
    pub(super) card: Option<EvidenceCard>,
    pub(super) reason: String,
    /// Whether it is the newest document of its kind.
    pub(super) speaks_for_kind: bool,
}

/// What a support is worth, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// It speaks for the item now.
    Good,
    /// It is older than the framework allows.
    Stale,
    /// The framework sets a limit, and it shows no date.
    Undated,
    /// It does not speak for the item: missing, not finished, not described.
    Nothing,
}

impl Support {
    /// One with a piece of evidence to show; its reason is what the card says.
    pub(super) fn shown(by: BackedBy, state: State, card: EvidenceCard) -> Self {
        let reason = format!("{}: {}", card.what, card.says);
        Self { by, state, card: Some(card), reason, speaks_for_kind: false }
    }

    fn unseen(by: BackedBy, state: State, reason: String) -> Self {
        Self { by, state, card: None, reason, speaks_for_kind: false }
    }

    /// Whether it is this file or place.
    pub(super) fn is_about(&self, what: &str) -> bool {
        self.card.as_ref().is_some_and(|card| card.what == what)
    }

    /// Whether it is the newest document of its kind, and not known to be within the framework's limit.
    pub(super) fn is_late(&self) -> bool {
        self.speaks_for_kind && matches!(self.state, State::Stale | State::Undated)
    }
}

/// Works out what stands behind an item.
pub(super) fn backing(
    inputs: &Inputs<'_>,
    item: &Item,
    answer: Option<&Answer>,
    verdict: Verdict,
    checks: &[ItemCheck],
    results: &[CheckResult],
) -> Found {
    let mut found = Found::default();
    let mut supports = documents::supports(inputs, item, answer, &mut found.warnings);
    supports.extend(own_words(inputs, item, answer));
    supports.extend(passing_checks(inputs, item, checks, results));
    check_warnings(checks, &mut found.warnings);
    let mut said = BTreeSet::new();
    found.warnings.retain(|warning| said.insert(warning.clone()));
    found.evidence = supports.iter_mut().filter_map(|support| support.card.take()).collect();
    found.evidence.sort_by(|a, b| (a.source, &a.what).cmp(&(b.source, &b.what)));

    // A level that is not enough is a claim all the same, as long as it says more than that nothing is achieved.
    let is_degree = item.kind == AnswerKind::Achievement && verdict != Verdict::NotApplicable;
    let claimed = if is_degree { achievement::is_claimed(item, answer) } else { verdict.counts() };
    if !claimed && verdict.counts() {
        found.counts = true;
        found.reasons.push("“not achieved” claims nothing, so there is nothing to back up".into());
    }
    if !claimed {
        return found;
    }
    let against: Vec<&ItemCheck> = checks.iter().filter(|check| check.contradicts()).collect();
    if !against.is_empty() {
        found.backing = Some(Backing::Contradicted);
        found.reasons.extend(against.iter().map(|check| format!("your file says otherwise: {}", check.sentence)));
        return found;
    }
    if !verdict.counts() {
        return found;
    }
    let accepted = |c: &&ItemCheck| c.bearing == Bearing::Settles && c.result == Summary::Fail && c.excepted;
    for check in checks.iter().filter(accepted) {
        found.reasons.push(format!("an exception accepts this: {}", check.sentence));
    }
    if verdict == Verdict::NotApplicable {
        found.counts = true;
        return found;
    }
    let one_is_late = item.each_in_date && supports.iter().any(Support::is_late);
    let stale = |support: &&Support| support.state == State::Stale || (item.each_in_date && support.is_late());
    let accepted = supports.iter().filter(|s| s.state == State::Good && item.backed_by.contains(&s.by));
    let best = accepted.min_by_key(|support| support.by);
    match best {
        Some(best) if !one_is_late => {
            found.counts = true;
            found.backing = Some(match best.by {
                BackedBy::Document | BackedBy::Check => Backing::Backed,
                BackedBy::Note | BackedBy::Answer => Backing::Noted,
            });
            found.reasons.push(best.reason.clone());
        }
        _ if supports.iter().any(|s| stale(&s)) => {
            found.backing = Some(Backing::OutOfDate);
            found.reasons.extend(supports.iter().filter(stale).map(|support| support.reason.clone()));
        }
        _ if supports.iter().any(|s| s.state == State::Good) => {
            found.backing = Some(Backing::Noted);
            let not_enough = supports.iter().filter(|s| s.state == State::Good).map(|s| s.reason.clone());
            found.reasons.extend(not_enough);
            found.reasons.push(format!("that is not enough here: it takes {}", wanted(inputs, item)));
        }
        _ => {
            found.backing = Some(Backing::StatedOnly);
            found.reasons.extend(supports.iter().map(|support| support.reason.clone()));
            found.reasons.push(format!("your word only: it takes {}", wanted(inputs, item)));
        }
    }
    found.reasons.dedup();
    found
}

/// What would back the item, in words.
pub(super) fn wanted(inputs: &Inputs<'_>, item: &Item) -> String {
    let mut ways: Vec<String> = Vec::new();
    for by in &item.backed_by {
        match by {
            BackedBy::Document => {
                let titles: Vec<String> = item
                    .evidence
                    .iter()
                    .filter_map(|rule| inputs.documents.iter().find(|kind| kind.id == rule.document))
                    .map(|kind| documents::with_article(&super::actions::lower_first(&kind.title)))
                    .take(3)
                    .collect();
                ways.push(if titles.is_empty() { "a document".into() } else { titles.join(" or ") });
            }
            BackedBy::Check => {
                let title = |check: &crate::model::CheckUse| {
                    inputs.checks.iter().find(|card| card.id == check.check).map(|card| card.title.clone())
                };
                let backing = item.checks.iter().filter(|c| c.bearing.can_back()).find_map(title);
                if let Some(title) = backing {
                    ways.push(format!("an export that shows “{title}”"));
                }
            }
            BackedBy::Note if item.fresh.is_some_and(|fresh| fresh.limit == Limit::Framework) => {
                ways.push("a note of where it is kept or its address, with its date".into());
            }
            BackedBy::Note => ways.push("a note of where it is kept or its address".into()),
            BackedBy::Answer => ways.push("a dated answer in a few sentences".into()),
        }
    }
    match ways.as_slice() {
        [] => "evidence".into(),
        [one] => one.clone(),
        [most @ .., last] => format!("{}, or {last}", most.join(", ")),
    }
}

/// A dated answer of substance to a "how do you …" question.
fn own_words(inputs: &Inputs<'_>, item: &Item, answer: Option<&Answer>) -> Option<Support> {
    if !item.backed_by.contains(&BackedBy::Answer) {
        return None;
    }
    let answer = answer?;
    let text = match verdict::claim(item, Some(answer)) {
        Claim::Text(text) => text,
        _ => answer.comment.clone().unwrap_or_default(),
    };
    let (state, reason) = match answer.on {
        _ if is_thin(&text) => (State::Nothing, "the answer is too short to show how".to_owned()),
        None => (State::Nothing, "the answer carries no date".to_owned()),
        Some(on) if on < months_before(inputs.publish_on, ANSWER_MONTHS) => {
            (State::Nothing, format!("the answer is from {}: look at it again and date it", written(on)))
        }
        Some(on) if on > inputs.publish_on => {
            (State::Nothing, format!("the answer is dated {}, after the day of publication", written(on)))
        }
        Some(on) => (State::Good, format!("answered in your own words on {}", written(on))),
    };
    Some(Support::unseen(BackedBy::Answer, state, reason))
}

/// Whether words say too little to show how something is done.
pub(super) fn is_thin(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count() < 8
}

/// Checks that pass, with or without accepted failures, and of which a pass backs the item.
fn passing_checks(inputs: &Inputs<'_>, item: &Item, checks: &[ItemCheck], results: &[CheckResult]) -> Vec<Support> {
    let backing = || checks.iter().filter(|check| check.bearing.can_back());
    // One thing that is known does not make up for another that is not, or that is known to be otherwise; what no file
    // speaks of is as if not there.
    let all_known = backing().all(|check| {
        let fails = check.bearing == Bearing::Backs && check.result == Summary::Fail && !check.excepted;
        check.silent || check.result != Summary::Unknown && !fails
    });
    backing()
        .filter(|check| item.backed_by.contains(&BackedBy::Check) && !check.silent)
        .filter_map(|check| {
            let its = |result: &&CheckResult| result.card.id == check.check && result.strength == check.strength;
            let result = results.iter().find(its)?;
            let tally = result.tally;
            let passes = tally.unknown == 0 && tally.pass + tally.warn > 0 && (tally.fail == 0 || check.excepted);
            let good = passes && all_known;
            let words = match (good, tally.fail) {
                (true, 0) => "the files bear it out",
                (true, _) => "the files bear it out but for accepted exceptions",
                (false, _) => "the files don't settle it",
            };
            // A check judges the dates in its file by itself, so only an export that is known to be too old is.
            let oldest = result.findings.iter().filter_map(|finding| finding.collected).min();
            let (state, problem) = match (good, oldest) {
                (true, Some(_)) => documents::age(inputs, oldest, item.fresh),
                (true, None) => (State::Good, None),
                (false, _) => (State::Nothing, None),
            };
            let problem = match (state, oldest, problem) {
                (State::Good, _, _) | (_, None, _) | (_, _, None) => String::new(),
                (_, Some(oldest), Some(problem)) => format!("; exported {}, {problem}", written(oldest)),
            };
            Some(Support::unseen(BackedBy::Check, state, format!("{words}: {}{problem}", check.sentence)))
        })
        .collect()
}

/// Warnings from checks that do not contradict.
fn check_warnings(checks: &[ItemCheck], warnings: &mut Vec<String>) {
    for check in checks.iter().filter(|check| !check.silent) {
        let accepted = if check.excepted { " (accepted by an exception)" } else { "" };
        match (check.bearing, check.result) {
            (Bearing::Backs | Bearing::Supports, Summary::Fail)
            | (Bearing::Settles | Bearing::Backs | Bearing::Supports, Summary::Warn | Summary::Unknown) => {
                warnings.push(format!("{}{accepted}", check.sentence));
            }
            (Bearing::Settles, Summary::Fail)
            | (Bearing::Settles | Bearing::Backs | Bearing::Supports, Summary::Pass | Summary::Info) => {}
        }
    }
}
