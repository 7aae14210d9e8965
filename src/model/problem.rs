//! What is wrong, one by one, each with a lasting name: what machine formats list and a baseline remembers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::{
    Backing, Bearing, CheckId, CheckResult, ExceptionCard, Finding, ItemCard, ItemCheck, ItemId, Outcome, Place,
    Scorecard, Strength, SubjectKind, Verdict, sha256,
};

/// One thing that is wrong, not known, or to be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Its lasting name: 64 hexadecimal digits, the same for as long as the same thing is wrong in the same way.
    pub fingerprint: String,
    /// What is wrong.
    pub kind: ProblemKind,
    /// How much it matters.
    pub severity: Severity,
    /// The item, where it is about an answer.
    pub item: Option<ItemId>,
    /// The check, where a file says it.
    pub check: Option<CheckId>,
    /// Whom or what a finding is about, as it is printed.
    pub subject: Option<String>,
    /// The short title of the item or the check.
    pub title: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where it stands; absent where only the answer is at fault.
    pub place: Option<Place>,
    /// Who accepted it, and why; absent where nobody did.
    pub accepted: Option<Acceptance>,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// A file says otherwise than the answer.
    Contradicted,
    /// A mandatory item is answered, and not met.
    NotMet,
    /// A mandatory item has no answer.
    Unanswered,
    /// What stands behind a mandatory item is out of date.
    OutOfDate,
    /// Nothing but the answer stands behind a mandatory item.
    StatedOnly,
    /// What is noted for a mandatory item is not enough.
    Noted,
    /// A check fails.
    Fails,
    /// A check passes with a warning.
    Warns,
    /// A check could not tell.
    Unknown,
}

impl Problem {
    /// What is wrong, in words that stand alone: "not met: the answer is no".
    pub fn sentence(&self) -> String {
        let words = self.kind.words();
        match self.item.is_none() || self.message.starts_with(words) {
            true => self.message.clone(),
            false => format!("{words}: {}", self.message),
        }
    }
}

impl ProblemKind {
    /// Its name, as in machine formats.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::NotMet => "not-met",
            Self::Unanswered => "unanswered",
            Self::OutOfDate => "out-of-date",
            Self::StatedOnly => "stated-only",
            Self::Noted => "noted",
            Self::Fails => "fails",
            Self::Warns => "warns",
            Self::Unknown => "unknown",
        }
    }

    /// The same for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Contradicted => "your file says otherwise",
            Self::NotMet => "not met",
            Self::Unanswered => "not answered",
            Self::OutOfDate => "evidence out of date",
            Self::StatedOnly => "your word only",
            Self::Noted => "what is noted is not enough",
            Self::Fails => "a check fails",
            Self::Warns => "a check warns",
            Self::Unknown => "not known",
        }
    }
}

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It is so, and it is against the rules.
    Error,
    /// Look at it.
    Warning,
    /// Nobody can tell yet.
    Note,
}

/// Why a problem is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Acceptance {
    /// The reasons, each recorded by a person.
    pub reason: String,
    /// Who says so, and who agreed.
    pub by: String,
    /// The last day on which all of it holds; open-ended when absent.
    pub until: Option<Date>,
}

impl Scorecard {
    /// Everything that is wrong: items in pack order, then findings in the order of the checks.
    ///
    /// An item that is asked under two numbers comes once; what many people said together is nobody's problem.
    pub fn problems(&self) -> Vec<Problem> {
        let mut names = Names::default();
        let whys: BTreeMap<&ItemId, &str> =
            self.actions.iter().rev().map(|action| (&action.item, action.why.as_str())).collect();
        let mut problems = Vec::new();
        for item in self.items().filter(|item| item.same_as.is_none() && self.counted.is_none()) {
            for check in item.checks.iter().filter(|check| says_otherwise(item, check)) {
                problems.push(self.contradiction(item, check, &mut names));
            }
            if let Some((kind, severity)) = gap(item) {
                let why = item.verdict_reason.as_deref().or(whys.get(&item.id).copied()).unwrap_or(kind.words());
                problems.push(Problem {
                    fingerprint: names.name(&[kind.as_str(), self.about(), self.pack.id.as_str(), item.id.as_str()]),
                    kind,
                    severity,
                    item: Some(item.id.clone()),
                    check: None,
                    subject: None,
                    title: item.title.clone(),
                    message: why.to_owned(),
                    place: None,
                    accepted: self.acceptance(|one| one.check.is_none() && self.is_for(one, item)),
                });
            }
        }
        let uses = self.items().flat_map(|item| &item.checks);
        let settling: BTreeSet<&CheckId> =
            uses.filter(|used| used.bearing == Bearing::Settles).map(|used| &used.check).collect();
        for result in &self.checks {
            let settles = settling.contains(&result.card.id);
            for (at, finding) in result.findings.iter().enumerate() {
                if let Some((kind, severity)) = amiss(finding, settles) {
                    problems.push(self.found(result, at, finding, (kind, severity), &mut names));
                }
            }
        }
        problems
    }

    /// All items in pack order.
    pub fn items(&self) -> impl Iterator<Item = &ItemCard> {
        self.sections.iter().flat_map(|section| &section.assertions).flat_map(|assertion| &assertion.items)
    }

    /// The supplier that it is about, or nothing.
    fn about(&self) -> &str {
        self.subject.as_deref().unwrap_or_default()
    }

    fn contradiction(&self, item: &ItemCard, check: &ItemCheck, names: &mut Names) -> Problem {
        let kind = ProblemKind::Contradicted;
        let its = self.checks.iter().find(|one| one.card.id == check.check && one.strength == check.strength);
        let worst = its.and_then(|result| result.findings.iter().find(|finding| finding.outcome == Outcome::Fail));
        let is_why = |one: &ExceptionCard| {
            (one.item.is_none() || self.is_for(one, item)) && one.check.as_ref().is_none_or(|id| *id == check.check)
        };
        Problem {
            fingerprint: names.name(&[
                kind.as_str(),
                self.about(),
                self.pack.id.as_str(),
                item.id.as_str(),
                check.check.as_str(),
            ]),
            kind,
            severity: Severity::Error,
            item: Some(item.id.clone()),
            check: Some(check.check.clone()),
            subject: None,
            title: item.title.clone(),
            message: check.sentence.clone(),
            place: worst.map(|finding| finding.place.clone()),
            accepted: check.excepted.then(|| self.acceptance(|one| one.used && is_why(one))).flatten(),
        }
    }

    fn found(
        &self,
        result: &CheckResult,
        at: usize,
        finding: &Finding,
        (kind, severity): (ProblemKind, Severity),
        names: &mut Names,
    ) -> Problem {
        // The row of a person is another's in the next export, so that only their number tells them apart.
        let subject = match finding.subject.kind.is_personal() {
            true => "",
            false => finding.subject.label.as_str(),
        };
        let strength = match finding.strength {
            Strength::Settles => "settles",
            Strength::Supports => "supports",
        };
        let about = kind_of(finding.subject.kind);
        let accepted = result.accepted.iter().filter(|one| one.finding == at);
        let accepted: Vec<&ExceptionCard> = accepted.filter_map(|one| self.exceptions.get(one.exception)).collect();
        Problem {
            fingerprint: names.name(&[kind.as_str(), self.about(), finding.check.as_str(), strength, about, subject]),
            kind,
            severity,
            item: None,
            check: Some(finding.check.clone()),
            subject: Some(finding.subject.label.clone()),
            title: result.card.title.clone(),
            message: finding.message.clone(),
            place: Some(finding.place.clone()),
            accepted: acceptance(&accepted),
        }
    }

    /// Whether an exception is for an item, under whichever of its numbers.
    fn is_for(&self, exception: &ExceptionCard, item: &ItemCard) -> bool {
        let Some(named) = &exception.item else { return false };
        *named == item.id || self.items().any(|other| other.id == *named && other.same_as.as_ref() == Some(&item.id))
    }

    /// What those exceptions say that hold today.
    fn acceptance(&self, which: impl Fn(&ExceptionCard) -> bool) -> Option<Acceptance> {
        let those: Vec<&ExceptionCard> = self.exceptions.iter().filter(|one| one.current && which(one)).collect();
        acceptance(&those)
    }
}

/// What is amiss with a finding; `settles` where some item rests on its check.
fn amiss(finding: &Finding, settles: bool) -> Option<(ProblemKind, Severity)> {
    match (finding.outcome, finding.strength) {
        (Outcome::Fail, Strength::Settles) if settles => Some((ProblemKind::Fails, Severity::Error)),
        (Outcome::Fail, _) => Some((ProblemKind::Fails, Severity::Warning)),
        (Outcome::Warn, _) => Some((ProblemKind::Warns, Severity::Warning)),
        // What no file speaks of is nobody's fault; the full report lists it.
        (Outcome::Unknown, _) if finding.silent => None,
        (Outcome::Unknown, _) => Some((ProblemKind::Unknown, Severity::Note)),
        (Outcome::Pass | Outcome::Info, _) => None,
    }
}

fn acceptance(exceptions: &[&ExceptionCard]) -> Option<Acceptance> {
    let listed = |words: fn(&ExceptionCard) -> &str| {
        let mut all: Vec<&str> = Vec::new();
        for words in exceptions.iter().map(|one| words(one)) {
            if !all.contains(&words) {
                all.push(words);
            }
        }
        all.join("; ")
    };
    (!exceptions.is_empty()).then(|| Acceptance {
        reason: listed(|one| &one.reason),
        by: listed(|one| &one.by),
        until: exceptions.iter().filter_map(|one| one.until).min(),
    })
}

/// Whether a check speaks against the answer of an item, whether or not somebody accepted that.
fn says_otherwise(item: &ItemCard, check: &ItemCheck) -> bool {
    let accepted = ItemCheck { excepted: false, ..check.clone() }.contradicts() && check.excepted;
    item.holds() && accepted || item.is_contradicted() && check.contradicts()
}

/// What keeps a mandatory item from counting, apart from files that say otherwise.
fn gap(item: &ItemCard) -> Option<(ProblemKind, Severity)> {
    if !item.counts {
        return None;
    }
    match (item.holds(), item.verdict, item.backing) {
        (false, Verdict::Unanswered, _) => Some((ProblemKind::Unanswered, Severity::Warning)),
        (false, ..) => Some((ProblemKind::NotMet, Severity::Error)),
        (true, ..) if item.counts_backed => None,
        (true, _, Some(Backing::OutOfDate)) => Some((ProblemKind::OutOfDate, Severity::Warning)),
        (true, _, Some(Backing::StatedOnly)) => Some((ProblemKind::StatedOnly, Severity::Note)),
        (true, _, Some(Backing::Noted)) => Some((ProblemKind::Noted, Severity::Note)),
        (true, _, Some(Backing::Backed | Backing::Contradicted) | None) => None,
    }
}

fn kind_of(subject: SubjectKind) -> &'static str {
    match subject {
        SubjectKind::Organisation => "organisation",
        SubjectKind::Host => "host",
        SubjectKind::Tenant => "tenant",
        SubjectKind::Account => "account",
        SubjectKind::Person => "person",
        SubjectKind::Domain => "domain",
        SubjectKind::Supplier => "supplier",
        SubjectKind::Thing => "thing",
    }
}

/// Lasting names; things that nothing else tells apart are numbered.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    /// Neither messages nor files nor lines go into it: a new export, or better words, make no new problem.
    fn name(&mut self, parts: &[&str]) -> String {
        let key: String = parts.iter().map(|part| format!("{}:{part},", part.len())).collect();
        let number = self.0.entry(key.clone()).or_default();
        *number += 1;
        sha256(format!("dspt problem 1,{key}{number}").as_bytes())
    }
}
