//! The records of a file become findings of a check: each by itself, or all together by share, count or the one that is
//! enough.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Date};

use super::check::{Check, Judge};
use super::content::Spot;
use super::evaluate::{self, Ground, Judged, Truth};
use super::expect::Expect;
use super::kind::Kind;
use super::lookup::{self, Found};
use super::records::{self, Record, Records};
use crate::model::{CheckId, Finding, Outcome, Place, Strength, Subject, SubjectKind, written};

/// More subjects than this in one message help nobody.
const MOST_NAMED: usize = 10;
const NOT_ABOUT: &str = "the file has records, but none of the kind that this check is about";

/// A finding, and whether it only warns because its file is old.
pub(super) struct Drawn {
    /// The finding.
    pub finding: Finding,
    /// Whether the fact holds but was collected long ago.
    pub stale: bool,
    /// Whether its file is one record and no list.
    pub alone: bool,
}

/// A file in which a check finds its records.
pub(super) struct Source<'a> {
    /// The path of the file.
    pub file: &'a str,
    /// What it was recognised as.
    pub kind: &'a Kind,
    /// Its records.
    pub records: &'a Records,
    /// The day on which it was collected.
    pub collected: Option<Date>,
}

/// What came out for a record that counts, or may count.
struct Case<'a> {
    record: &'a Record,
    judged: Judged,
    /// What should hold as well, where it doesn't.
    less: Option<Judged>,
}

/// Judges a file.
pub(super) fn judge(check: &Check, source: &Source<'_>, ground: &Ground<'_>, today: Date) -> Vec<Drawn> {
    let mut cases = Vec::new();
    let ground = Ground { collected: source.collected, ..*ground };
    for record in &source.records.records {
        if let Some(case) = case(check, record, &ground) {
            cases.push(case);
        }
    }
    let stale = |collected: Option<Date>| {
        let days = check.shelf_days?;
        let collected = collected?;
        let last = collected.checked_add(i64::from(days).days()).ok()?;
        (last < today).then(|| format!("collected {}, more than {days} days ago", written(collected)))
    };
    let finish = |subject: Subject, ruling: Ruling, spot: Option<&Spot>, collected: Option<Date>| {
        let ruling = if check.informs { ruling.only_informing() } else { ruling };
        let old = stale(collected).filter(|_| matches!(ruling.outcome, Outcome::Info | Outcome::Pass | Outcome::Warn));
        let outcome = match (ruling.outcome, &old) {
            (Outcome::Info, _) => Outcome::Info,
            (_, Some(_)) => Outcome::Warn,
            (outcome, None) => outcome,
        };
        let is_stale = old.is_some();
        let message = match old {
            Some(old) => format!("{}; {old} (our judgement)", ruling.message),
            None => ruling.message,
        };
        let finding = Finding {
            check: check.id.clone(),
            subject,
            outcome,
            strength: check.strength_in(source.kind),
            message,
            observed: ruling.observed,
            place: place(source.file, spot),
            collected,
            silent: ruling.silent,
        };
        Drawn { finding, stale: is_stale, alone: is_one_record(source.records) }
    };
    let whole = || records::file_subject(source.kind, source.file);
    let incomplete = source.records.incomplete.as_deref();
    let says_nothing = cases.iter().all(Case::is_silent);
    if matches!(check.judge, Judge::Each) && !cases.is_empty() && !(says_nothing && cases.len() > 1) {
        return cases
            .into_iter()
            .map(|case| {
                let collected = case.record.collected.or(source.collected);
                let spot = case.decisive().spot.clone().filter(|spot| *spot != Spot::Whole);
                let spot = spot.unwrap_or_else(|| case.record.spot.clone());
                finish(case.record.subject.clone(), each(&case, incomplete), Some(&spot), collected)
            })
            .collect();
    }
    let ruling = match (&check.judge, source.records.records.is_empty()) {
        (_, true) => Ruling::unknown("the file has no records"),
        (Judge::Each, false) => {
            cases.first().map_or_else(|| Ruling::unknown(NOT_ABOUT), |case| Ruling::unknown(&case.judged.message()))
        }
        (Judge::Any, false) => any(&cases, incomplete),
        (Judge::Share { at_least, by_subject }, false) => {
            // What is not known of any for one reason is said once, and not row by row.
            only_doubt(&cases).map_or_else(
                || {
                    let votes = if *by_subject { by_subjects(&cases) } else { cases.iter().map(Case::vote).collect() };
                    share(&votes, *at_least, incomplete)
                },
                |says| Ruling::unknown(&format!("none of the {} is known: {says}", cases.len())),
            )
        }
        (Judge::Count { at_least, at_most }, false) => count(&cases, *at_least, *at_most, incomplete),
    };
    let silent = says_nothing && ruling.outcome == Outcome::Unknown && incomplete.is_none();
    let ruling = Ruling { silent, ..ruling };
    let spot = ruling.spot.clone().filter(|_| !silent);
    vec![finish(whole(), ruling, spot.as_ref(), source.collected)]
}

/// Takes out files that say nothing of a check where another file speaks of it.
pub(super) fn without_silent(findings: Vec<Finding>) -> Vec<Finding> {
    let spoken: BTreeSet<CheckId> = findings.iter().filter(|f| !f.silent).map(|f| f.check.clone()).collect();
    // One device of which its own file does not tell stays untold, whatever the files of others say.
    let is_whole = |f: &Finding| matches!(f.subject.kind, SubjectKind::Tenant | SubjectKind::Organisation);
    findings.into_iter().filter(|f| !(f.silent && is_whole(f) && spoken.contains(&f.check))).collect()
}

/// Whether the file itself is the record, as where a tenant's policies come one a file.
fn is_one_record(records: &Records) -> bool {
    matches!(records.records.as_slice(), [only] if only.spot == Spot::Whole)
}

fn case<'a>(check: &Check, record: &'a Record, ground: &Ground<'_>) -> Option<Case<'a>> {
    if let Some(only) = &check.only {
        let counts = evaluate::judge(only, record, ground);
        match counts.truth {
            Truth::Holds => {}
            Truth::Fails => return None,
            Truth::Unknown => {
                let says = match only {
                    Expect::NotKnownWith(_) => counts.says.clone(),
                    _ => format!("not known whether this is about it: {}", counts.says),
                };
                return Some(Case { record, judged: Judged { says, ..counts }, less: None });
            }
        }
    }
    let judged = evaluate::judge(&check.expect, record, ground);
    let less = match (&check.prefer, judged.truth) {
        (Some(prefer), Truth::Holds) => {
            Some(evaluate::judge(prefer, record, ground)).filter(|less| less.truth == Truth::Fails)
        }
        (Some(_), Truth::Fails | Truth::Unknown) | (None, _) => None,
    };
    Some(Case { record, judged, less })
}

/// What a judgement comes to.
struct Ruling {
    outcome: Outcome,
    message: String,
    /// What was found, without what was expected.
    found: Option<String>,
    observed: Option<String>,
    spot: Option<Spot>,
    /// Whether the file says nothing of what is asked.
    silent: bool,
}

impl Ruling {
    fn of(outcome: Outcome, message: String) -> Self {
        Self { outcome, message, found: None, observed: None, spot: None, silent: false }
    }

    fn unknown(message: &str) -> Self {
        Self::of(Outcome::Unknown, message.to_owned())
    }

    /// With what was found, in words that expect nothing.
    fn having_found(self, found: String) -> Self {
        Self { found: Some(found), ..self }
    }

    /// A figure to know, whatever came out; what is not known stays so.
    fn only_informing(self) -> Self {
        match self.outcome {
            Outcome::Unknown => self,
            Outcome::Info | Outcome::Pass | Outcome::Warn | Outcome::Fail => {
                Self { outcome: Outcome::Info, message: self.found.clone().unwrap_or(self.message), ..self }
            }
        }
    }

    /// Points at a case.
    fn at(mut self, case: &Case<'_>) -> Self {
        let decisive = case.decisive();
        let spot = decisive.spot.clone().filter(|spot| *spot != Spot::Whole);
        self.spot = Some(spot.unwrap_or_else(|| case.record.spot.clone()));
        self.observed = decisive.observed.clone();
        self
    }

    /// A pass is none while records are missing.
    fn unless_incomplete(self, incomplete: Option<&str>) -> Self {
        match (self.outcome, incomplete) {
            (Outcome::Pass | Outcome::Warn, Some(why)) => {
                Self { outcome: Outcome::Unknown, message: why.to_owned(), ..self }
            }
            _ => self,
        }
    }
}

impl Case<'_> {
    fn decisive(&self) -> &Judged {
        self.less.as_ref().unwrap_or(&self.judged)
    }

    /// Whether nothing of what is asked stands in the record.
    fn is_silent(&self) -> bool {
        self.judged.truth == Truth::Unknown && self.judged.spot.is_none()
    }

    fn vote(&self) -> Vote {
        Vote {
            truth: self.judged.truth,
            label: self.record.subject.label.clone(),
            spot: self.record.spot.clone(),
            less: self.less.is_some(),
        }
    }
}

fn each(case: &Case<'_>, incomplete: Option<&str>) -> Ruling {
    let (outcome, message) = match (case.judged.truth, &case.less) {
        (Truth::Holds, None) => (Outcome::Pass, case.judged.message()),
        (Truth::Holds, Some(less)) => (Outcome::Warn, less.message()),
        (Truth::Fails, _) => (Outcome::Fail, case.judged.message()),
        (Truth::Unknown, _) => (Outcome::Unknown, case.judged.message()),
    };
    let ruling = Ruling::of(outcome, message).having_found(case.judged.says.clone()).at(case);
    Ruling { silent: case.is_silent(), ..ruling }.unless_incomplete(incomplete)
}

fn any(cases: &[Case<'_>], incomplete: Option<&str>) -> Ruling {
    let holding = || cases.iter().filter(|case| case.judged.truth == Truth::Holds);
    let named = |case: &Case<'_>| {
        if case.record.shape.personal {
            case.record.subject.label.clone()
        } else {
            format!("“{}”", case.record.subject.label)
        }
    };
    if let Some(case) = holding().find(|case| case.less.is_none()) {
        return Ruling::of(Outcome::Pass, format!("{}: {}", named(case), case.judged.message())).at(case);
    }
    if let Some(case) = holding().next() {
        return Ruling::of(Outcome::Warn, format!("{}: {}", named(case), case.decisive().message())).at(case);
    }
    if let Some(case) = cases.iter().find(|case| case.judged.truth == Truth::Unknown) {
        return Ruling::of(Outcome::Unknown, format!("{}: {}", named(case), case.judged.message())).at(case);
    }
    if let Some(why) = incomplete {
        return Ruling::unknown(why);
    }
    match cases.iter().min_by_key(|case| case.judged.failing) {
        Some(nearest) => {
            let lead = match cases.len() {
                1 => String::new(),
                many => format!("none of the {many} entries does all that is asked; the nearest is "),
            };
            let found = format!("{}: {}", named(nearest), nearest.judged.says);
            let message = format!("{lead}{}: {}", named(nearest), nearest.judged.message());
            Ruling::of(Outcome::Fail, message).having_found(found).at(nearest)
        }
        None => Ruling::unknown(NOT_ABOUT),
    }
}

/// What a record, or all records of a subject together, add to a share.
struct Vote {
    truth: Truth,
    label: String,
    spot: Spot,
    less: bool,
}

/// The reason why nothing is known of any of several records, where it is one.
fn only_doubt<'a>(cases: &'a [Case<'_>]) -> Option<&'a str> {
    let says = &cases.get(1)?.judged.says;
    let same = |case: &Case<'_>| case.judged.truth == Truth::Unknown && case.judged.says == *says;
    cases.iter().all(same).then_some(says)
}

/// One record that holds is enough for its subject, unless that may be somebody else of the same name.
fn by_subjects(cases: &[Case<'_>]) -> Vec<Vote> {
    let mut votes: Vec<Vote> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let doubtful = namesakes(cases);
    for case in cases {
        let vote = case.vote();
        let at = *places.entry(&case.record.subject.id).or_insert(votes.len());
        match votes.get_mut(at) {
            None => votes.push(vote),
            Some(known) => match (known.truth, vote.truth) {
                (Truth::Holds, Truth::Holds) => known.less &= vote.less,
                (_, Truth::Holds) | (Truth::Fails, Truth::Unknown) => *known = vote,
                (Truth::Holds | Truth::Unknown | Truth::Fails, _) => {}
            },
        }
    }
    for (id, rows) in doubtful {
        if let Some(vote) = places.get(id).and_then(|at| votes.get_mut(*at)) {
            vote.truth = Truth::Unknown;
            vote.label = format!("{} (one name)", rows.join(" and "));
        }
    }
    votes
}

/// The names that stand twice in a table of one row a person, once with and once without what is asked.
///
/// Where many names come twice, it is a log with a row a course or year, and they are the same people.
fn namesakes<'a>(cases: &[Case<'a>]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut rows: BTreeMap<&str, Vec<&Case<'a>>> = BTreeMap::new();
    let is_own = |case: &&Case<'_>| {
        let joined = matches!(lookup::find(&case.record.tree, records::JOINED), Found::Value(_));
        !joined && !case.record.shape.names.contains_key("course")
    };
    for case in cases.iter().filter(is_own) {
        rows.entry(&case.record.subject.id).or_default().push(case);
    }
    let alone = rows.values().filter(|cases| cases.len() == 1).count();
    if rows.len() < 4 * (rows.len() - alone) {
        return BTreeMap::new();
    }
    rows.retain(|_, cases| {
        let one_table =
            cases.windows(2).all(|pair| std::sync::Arc::ptr_eq(&pair[0].record.shape, &pair[1].record.shape));
        let holds = |truth: Truth| cases.iter().any(|case| case.judged.truth == truth);
        cases.len() > 1 && one_table && holds(Truth::Holds) && (holds(Truth::Fails) || holds(Truth::Unknown))
    });
    rows.into_iter().map(|(id, cases)| (id, cases.iter().map(|c| c.record.subject.label.as_str()).collect())).collect()
}

fn share(votes: &[Vote], at_least: f64, incomplete: Option<&str>) -> Ruling {
    let of = |truth: Truth| votes.iter().filter(|vote| vote.truth == truth).count();
    let (all, holding, unknown) = (votes.len(), of(Truth::Holds), of(Truth::Unknown));
    if all == 0 {
        return Ruling::unknown(NOT_ABOUT);
    }
    let wanted = format!("expected at least {}", percent_of(at_least));
    let reaches = |part: usize| size(part) * 100.0 >= at_least * size(all);
    let lead = format!("{holding} of {all}, that is {}", percent(holding, all));
    let (outcome, mut message) = if reaches(holding) {
        let less = votes.iter().filter(|v| v.truth == Truth::Holds && v.less).count();
        if less > 0 {
            (Outcome::Warn, format!("{lead}, {wanted}; {less} of them less well than they should"))
        } else {
            (Outcome::Pass, format!("{lead}, {wanted}"))
        }
    } else if !reaches(holding + unknown) {
        (Outcome::Fail, format!("{lead}, {wanted}"))
    } else {
        let most = percent(holding + unknown, all);
        (Outcome::Unknown, format!("{lead}, or up to {most} with {unknown} not known, {wanted}"))
    };
    if outcome == Outcome::Pass && unknown > 0 {
        message.push_str(&format!("; {unknown} not known"));
    }
    let against = votes.iter().filter(|v| match outcome {
        Outcome::Unknown => v.truth == Truth::Unknown,
        Outcome::Info | Outcome::Pass | Outcome::Warn | Outcome::Fail => v.truth == Truth::Fails,
    });
    let labels: Vec<&str> = against.clone().map(|v| v.label.as_str()).collect();
    if !labels.is_empty() {
        let word = if outcome == Outcome::Unknown { "not known" } else { "not" };
        message.push_str(&format!("; {word}: {}", named(&labels)));
    }
    let spot = against.clone().next().filter(|_| outcome != Outcome::Pass).map(|v| v.spot.clone());
    match incomplete {
        // The records that are missing could still bring a share up, unless every one was asked for.
        Some(why) if outcome != Outcome::Fail || at_least < 100.0 => Ruling::unknown(why),
        _ => Ruling { spot, ..Ruling::of(outcome, message).having_found(lead) },
    }
}

fn count(cases: &[Case<'_>], at_least: Option<usize>, at_most: Option<usize>, incomplete: Option<&str>) -> Ruling {
    let of = |truth: Truth| cases.iter().filter(|case| case.judged.truth == truth).count();
    let (holding, unknown) = (of(Truth::Holds), of(Truth::Unknown));
    let (least, most) = (at_least.unwrap_or_default(), at_most.unwrap_or(usize::MAX));
    let highest = if incomplete.is_some() { usize::MAX } else { holding + unknown };
    let wanted = match (at_least, at_most) {
        (Some(least), Some(most)) => format!("expected {least} to {most}"),
        (Some(least), None) => format!("expected at least {least}"),
        (None, Some(most)) => format!("expected at most {most}"),
        (None, None) => "expected any number".into(),
    };
    let found = format!("there {} {holding}", if holding == 1 { "is" } else { "are" });
    let message = format!("{found}, {wanted}");
    if least <= holding && highest <= most {
        let case = cases.iter().find(|case| case.judged.truth == Truth::Holds);
        let less = cases.iter().find(|case| case.less.is_some());
        let ruling = match less {
            Some(less) => Ruling::of(Outcome::Warn, format!("{message}; {}", less.decisive().message())).at(less),
            None => Ruling::of(Outcome::Pass, message),
        };
        let ruling = match (less, case) {
            (None, Some(case)) => Ruling { observed: None, ..ruling.at(case) },
            _ => ruling,
        };
        return ruling.having_found(found).unless_incomplete(incomplete);
    }
    if highest < least || holding > most {
        let first =
            cases.iter().find(|case| case.judged.truth == if holding > most { Truth::Holds } else { Truth::Fails });
        let ruling = Ruling::of(Outcome::Fail, message).having_found(found.clone());
        let nobody = Ruling::of(Outcome::Fail, format!("there are {holding}, {wanted}")).having_found(found);
        return first.map_or(nobody, |case| Ruling { observed: None, ..ruling.at(case) });
    }
    match (incomplete, cases.iter().find(|case| case.judged.truth == Truth::Unknown)) {
        (Some(why), _) => Ruling::unknown(why),
        (None, Some(case)) => {
            Ruling::of(Outcome::Unknown, format!("{message}; {unknown} not known: {}", case.judged.message())).at(case)
        }
        (None, None) => Ruling::of(Outcome::Unknown, message),
    }
}

fn named(labels: &[&str]) -> String {
    let shown = labels.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", ");
    match labels.len().saturating_sub(MOST_NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// A share in percent with one decimal, rounded down: what just misses the bound never looks as if it met it.
fn percent(part: usize, all: usize) -> String {
    let tenths = part.saturating_mul(1000) / all.max(1);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, tenth) => format!("{whole}.{tenth}%"),
    }
}

fn percent_of(share: f64) -> String {
    format!("{share}%")
}

/// A number of records as a number to calculate with; no file has more than 2^52.
fn size(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

/// A place in a file, or in one that it takes in.
pub(super) fn place(file: &str, spot: Option<&Spot>) -> Place {
    let file = if let Some(Spot::In(other, _)) = spot { other } else { file };
    let (line, spot) = match spot {
        None | Some(Spot::Whole) => (None, None),
        Some(Spot::Line(line) | Spot::In(_, line)) => (Some(*line), None),
        Some(Spot::Path(path, line)) => (*line, Some(path.clone()).filter(|path| !path.is_empty())),
        Some(spot @ (Spot::Cell(_) | Spot::Page(_) | Spot::Paragraph(_))) => (None, Some(spot.to_string())),
    };
    Place { file: file.to_owned(), line, spot }
}

/// Takes out what another check makes moot: what does not pass, where that one holds for the same subject or for the
/// whole tenant or organisation, on facts that are not too old, and fails nowhere.
pub(super) fn without_moot(drawn: Vec<Drawn>, checks: &BTreeMap<CheckId, Check>) -> Vec<Finding> {
    // Where each check holds, and where it fails; without a subject it is about the whole.
    let mut holding = BTreeSet::new();
    let mut failing = BTreeSet::new();
    for Drawn { finding, stale, .. } in &drawn {
        let is_whole = matches!(finding.subject.kind, SubjectKind::Tenant | SubjectKind::Organisation);
        let about = (&finding.check, Some(name(&finding.subject)).filter(|_| !is_whole));
        match finding.outcome {
            Outcome::Fail => _ = failing.insert(about),
            Outcome::Pass | Outcome::Warn if !stale => _ = holding.insert((about, finding.strength)),
            Outcome::Info | Outcome::Pass | Outcome::Warn | Outcome::Unknown => {}
        }
    }
    let moot = |finding: &Finding| {
        let unless = checks.get(&finding.check).map(|check| check.unless.as_slice()).unwrap_or_default();
        let places = |other| [(other, None), (other, Some(name(&finding.subject)))];
        // What only points that way does not do away with what settles its point.
        let enough = |about| {
            let strengths = [Strength::Supports, Strength::Settles].into_iter();
            strengths.filter(|own| *own >= finding.strength).any(|strength| holding.contains(&(about, strength)))
        };
        let holds = |other| places(other).into_iter().any(enough);
        let fails = |other| places(other).into_iter().any(|about| failing.contains(&about));
        finding.outcome != Outcome::Pass && unless.iter().any(|other| holds(other) && !fails(other))
    };
    drawn.iter().filter(|d| !moot(&d.finding)).map(|d| d.finding.clone()).collect()
}

fn name(subject: &Subject) -> (SubjectKind, &str) {
    (subject.kind, &subject.id)
}

#[cfg(test)]
mod tests;
