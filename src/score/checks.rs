//! What each check comes to over all its subjects, in a sentence.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Inputs, exceptions};
use crate::model::{
    CheckCard, CheckId, CheckResult, Finding, Item, ItemId, Outcome, Strength, SubjectKind, Summary, Tally,
};

/// At most so many names in a sentence; the findings themselves hold them all.
const MOST_NAMES: usize = 5;

/// The results of all checks that found something to look at, in the order of the checks.
pub(super) fn results(inputs: &Inputs<'_>) -> Vec<CheckResult> {
    // What only points that way is not mixed with what settles the point.
    let mut by_check: BTreeMap<(&CheckId, Reverse<Strength>), Vec<&Finding>> = BTreeMap::new();
    for finding in &inputs.scan.findings {
        by_check.entry((&finding.check, Reverse(finding.strength))).or_default().push(finding);
    }
    by_check.into_iter().map(|((id, strength), findings)| result(inputs, id, strength.0, &findings)).collect()
}

fn result(inputs: &Inputs<'_>, id: &CheckId, strength: Strength, findings: &[&Finding]) -> CheckResult {
    let mut findings: Vec<Finding> = per_subject(findings, inputs.today);
    // Worst first; Outcome's own order is Info, Pass, Warn, Unknown, Fail.
    findings.sort_by(|a, b| {
        let rows = || by_row(a).cmp(&by_row(b));
        let subjects = || a.subject.cmp(&b.subject).then_with(|| a.place.cmp(&b.place));
        let personal = a.subject.kind.is_personal() && b.subject.kind.is_personal();
        b.outcome.cmp(&a.outcome).then_with(|| if personal { rows().then_with(subjects) } else { subjects() })
    });
    let tally = tally(&findings);
    let uses = |item: &Item| item.checks.iter().any(|used| used.check == *id);
    let users: Vec<&Item> = inputs.pack.items().map(|(_, _, item)| item).filter(|item| uses(item)).collect();
    let items: Vec<ItemId> = users.iter().map(|item| item.id.clone()).collect();
    let accepted = exceptions::accepted(inputs, &users, &findings);
    let card = inputs.checks.iter().find(|card| card.id == *id).cloned().unwrap_or_else(|| CheckCard {
        id: id.clone(),
        title: id.to_string(),
        why: String::new(),
        fix: String::new(),
        source: String::new(),
    });
    let silent = findings.iter().all(|finding| finding.silent);
    let sentence = sentence(&findings, tally);
    CheckResult { card, strength, result: summary(tally), sentence, silent, tally, findings, items, accepted }
}

/// The place by its row, so that row 9 stands before row 10.
fn by_row(finding: &Finding) -> (&str, Option<usize>, usize, Option<&str>) {
    let spot = finding.place.spot.as_deref();
    (&finding.place.file, finding.place.line, spot.map_or(0, str::len), spot)
}

/// One finding a subject: of several files the newest counts where all say when, else the worst of the newest and the
/// undated ones, whatever their order.
pub fn per_subject(findings: &[&Finding], today: Date) -> Vec<Finding> {
    let mut by_subject: BTreeMap<(SubjectKind, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_subject.entry((finding.subject.kind, finding.subject.id.as_str())).or_default().push(finding);
    }
    // A day that has not come yet says nothing about which export is newer.
    let day = |finding: &Finding| finding.collected.filter(|on| *on <= today);
    let worst = |of: Vec<&Finding>| {
        let newest = of.iter().filter_map(|finding| day(finding)).max();
        of.into_iter()
            .filter(|finding| day(finding).is_none_or(|on| Some(on) == newest))
            .min_by(|a, b| b.outcome.cmp(&a.outcome).then_with(|| a.place.cmp(&b.place)))
            .cloned()
    };
    by_subject.into_values().filter_map(worst).collect()
}

fn tally(findings: &[Finding]) -> Tally {
    let mut tally = Tally { all: findings.len(), ..Tally::default() };
    for finding in findings {
        match finding.outcome {
            Outcome::Info => tally.info += 1,
            Outcome::Pass => tally.pass += 1,
            Outcome::Warn => tally.warn += 1,
            Outcome::Unknown => tally.unknown += 1,
            Outcome::Fail => tally.fail += 1,
        }
    }
    tally
}

fn summary(tally: Tally) -> Summary {
    match tally {
        Tally { fail: 1.., .. } => Summary::Fail,
        Tally { unknown: 1.., .. } => Summary::Unknown,
        Tally { warn: 1.., .. } => Summary::Warn,
        Tally { info: 1.., .. } => Summary::Info,
        _ => Summary::Pass,
    }
}

/// "14 of 15 devices pass; not: LAPTOP-07 (is off)", or the one finding's own words.
pub(super) fn sentence(findings: &[Finding], tally: Tally) -> String {
    if let [only] = findings {
        let about = match only.subject.kind {
            SubjectKind::Organisation | SubjectKind::Tenant => String::new(),
            _ => format!("{}: ", only.subject.label),
        };
        return format!("{about}{} ({})", only.message, only.place);
    }
    let Some(first) = findings.first() else { return "nothing to look at".into() };
    let alike = findings.iter().all(|finding| finding.subject.kind == first.subject.kind);
    let nouns = if alike { first.subject.kind.nouns().1 } else { "subjects" };
    let told: Vec<&Finding> = findings.iter().filter(|f| f.outcome == Outcome::Info).collect();
    let mut text = match told.is_empty() {
        true => format!("{} of {} {nouns} pass", tally.pass + tally.warn, tally.all),
        false => format!("{} {nouns}: {}", tally.all, names(&told)),
    };
    for (outcome, words) in [(Outcome::Fail, "not"), (Outcome::Unknown, "not known"), (Outcome::Warn, "with a warning")]
    {
        let of: Vec<&Finding> = findings.iter().filter(|f| f.outcome == outcome).collect();
        if !of.is_empty() {
            text.push_str(&format!("; {words}: {}", names(&of)));
        }
    }
    text
}

/// The subjects by label, what is said of them, and where that stands; people and accounts by their rows.
fn names(findings: &[&Finding]) -> String {
    let shown = findings.iter().take(MOST_NAMES);
    let more = match findings.len().saturating_sub(MOST_NAMES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let Some(first) = findings.first() else { return more };
    let one_file = findings.iter().all(|finding| finding.place.file == first.place.file);
    let labels = || shown.clone().map(|finding| finding.subject.label.as_str()).collect::<Vec<_>>().join(", ");
    if findings.iter().all(|finding| finding.subject.kind.is_personal()) {
        let of = |finding: &&Finding| format!("{} of {}", finding.subject.label, finding.place.file);
        return match one_file {
            true => format!("{}{more} ({})", labels(), first.place.file),
            false => format!("{}{more}", shown.map(of).collect::<Vec<_>>().join(", ")),
        };
    }
    if one_message(findings) && (one_file || findings.len() > MOST_NAMES) {
        let place = match (findings.len(), one_file) {
            (1, _) => format!("; {}", first.place),
            (_, true) => format!("; {}", first.place.file),
            (_, false) => String::new(),
        };
        return format!("{}{more} ({}{place})", labels(), first.message);
    }
    let said = |finding: &&Finding| format!("{} ({}; {})", finding.subject.label, finding.message, finding.place);
    format!("{}{more}", shown.map(said).collect::<Vec<_>>().join(", "))
}

fn one_message(findings: &[&Finding]) -> bool {
    findings.windows(2).all(|pair| pair[0].message == pair[1].message)
}
