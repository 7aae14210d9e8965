//! What a check found in the exports of several devices, in one sentence: "14 of 15 devices pass; not: LAPTOP-07".

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{
    model::{CheckId, Finding, Outcome, Scan, Strength, SubjectKind},
    score,
};

/// At most so many names in a sentence.
const MOST_NAMES: usize = 10;

/// What a check comes to over several subjects, each in a file of its own.
pub(super) struct Share {
    /// The worst that it found.
    pub(super) outcome: Outcome,
    /// In how many subjects.
    pub(super) count: usize,
    /// All of it in a sentence.
    pub(super) sentence: String,
}

/// The checks that found something amiss among several subjects of several files.
pub(super) fn shares(scan: &Scan, today: Date) -> BTreeMap<&CheckId, Share> {
    let mut by_check: BTreeMap<&CheckId, Vec<&Finding>> = BTreeMap::new();
    for finding in &scan.findings {
        by_check.entry(&finding.check).or_default().push(finding);
    }
    by_check.into_iter().filter_map(|(check, findings)| Some((check, share(&findings, today)?))).collect()
}

fn share(findings: &[&Finding], today: Date) -> Option<Share> {
    let first = findings.first()?;
    let (kind, strength) = (first.subject.kind, first.strength);
    let named = match kind {
        SubjectKind::Host | SubjectKind::Domain | SubjectKind::Supplier | SubjectKind::Thing => true,
        // A file as a whole, or somebody who goes by a row.
        SubjectKind::Organisation | SubjectKind::Tenant | SubjectKind::Account | SubjectKind::Person => false,
    };
    let alike = findings.iter().all(|finding| finding.subject.kind == kind && finding.strength == strength);
    let files: BTreeSet<&str> = findings.iter().map(|finding| finding.place.file.as_str()).collect();
    let subjects = score::per_subject(findings, today);
    let outcome = subjects.iter().map(|finding| finding.outcome).max()?;
    let silent = findings.iter().all(|finding| finding.silent);
    if silent || !named || !alike || files.len() < 2 || subjects.len() < 2 || outcome <= Outcome::Pass {
        return None;
    }
    let of = |outcome: Outcome| subjects.iter().filter(move |finding| finding.outcome == outcome);
    let good = of(Outcome::Pass).count() + of(Outcome::Warn).count();
    let mut sentence = format!("{good} of {} {} pass", subjects.len(), kind.nouns().1);
    for (outcome, words) in [(Outcome::Fail, "not"), (Outcome::Unknown, "not known"), (Outcome::Warn, "with a warning")]
    {
        let labels: BTreeSet<&str> = of(outcome).map(|finding| finding.subject.label.as_str()).collect();
        if labels.is_empty() {
            continue;
        }
        let shown: Vec<&str> = labels.iter().take(MOST_NAMES).copied().collect();
        let more = labels.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        sentence.push_str(&format!("; {words}: {}{more}", shown.join(", ")));
    }
    if strength == Strength::Supports {
        sentence.push_str(" (points that way, settles nothing)");
    }
    Some(Share { outcome, count: of(outcome).count(), sentence })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Place, Slug, Subject};

    fn finding(file: &str, device: &str, outcome: Outcome) -> Finding {
        Finding {
            check: Slug::new("disks").unwrap(),
            subject: Subject { kind: SubjectKind::Host, id: device.to_lowercase(), label: device.into() },
            outcome,
            strength: Strength::Settles,
            message: "is off".into(),
            observed: None,
            place: Place { file: file.into(), line: None, spot: None },
            collected: None,
            silent: false,
        }
    }

    #[track_caller]
    fn check(found: &[(&str, &str, Outcome)], expected: Option<&str>) {
        let findings = found.iter().map(|(file, device, outcome)| finding(file, device, *outcome)).collect();
        let scan = Scan { findings, ..Scan::default() };
        let shares = shares(&scan, Date::MAX);
        assert_eq!(shares.values().next().map(|share| share.sentence.as_str()), expected);
    }

    #[test]
    fn several_devices_of_several_files_come_to_one_sentence() {
        use Outcome::{Fail, Pass, Unknown};
        let (one, two) = (("a.txt", "LAPTOP-01", Pass), ("b.txt", "LAPTOP-07", Fail));
        check(&[one, two], Some("1 of 2 devices pass; not: LAPTOP-07"));
        check(&[one, two, ("c.txt", "PC", Unknown)], Some("1 of 3 devices pass; not: LAPTOP-07; not known: PC"));
        check(&[two, ("c.txt", "LAPTOP-07", Pass), one], Some("1 of 2 devices pass; not: LAPTOP-07"));
    }

    #[test]
    fn one_file_one_device_or_no_fault_needs_no_such_sentence() {
        use Outcome::{Fail, Pass};
        check(&[("a.csv", "LAPTOP-01", Pass), ("a.csv", "LAPTOP-07", Fail)], None);
        check(&[("a.csv", "LAPTOP-01", Pass), ("b.csv", "LAPTOP-01", Fail)], None);
        check(&[("a.csv", "LAPTOP-01", Pass), ("b.csv", "LAPTOP-07", Pass)], None);
    }
}
