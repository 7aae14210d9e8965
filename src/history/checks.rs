//! Checks of two scorecards: which began to fail, which were mended, and of which nothing is known any more.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CheckChange, CheckId, CheckResult, Course, Outcome, Scorecard, Strength, Summary};

/// Every check that came to something else, worse ones first.
pub(super) fn compare(before: &Scorecard, after: &Scorecard) -> Vec<CheckChange> {
    let (old, new) = (by_id(before), by_id(after));
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
    let mut changes: Vec<CheckChange> =
        keys.into_iter().filter_map(|key| change(old.get(&key).copied(), new.get(&key).copied())).collect();
    changes.sort_by(|a, b| (a.course, &a.check, a.strength).cmp(&(b.course, &b.check, b.strength)));
    changes
}

fn by_id(scorecard: &Scorecard) -> BTreeMap<(&CheckId, Strength), &CheckResult> {
    scorecard.checks.iter().map(|result| ((&result.card.id, result.strength), result)).collect()
}

fn change(was: Option<&CheckResult>, is: Option<&CheckResult>) -> Option<CheckChange> {
    // A file that does not speak of it is as good as none.
    let heard = |result: &&CheckResult| !result.silent;
    let (was, is) = (was.filter(heard), is.filter(heard));
    let began = only_in(is, was);
    let mended = only_in(was, is);
    let (course, what) = match (was.map(|one| one.result), is.map(|one| one.result)) {
        (Some(Summary::Fail), Some(Summary::Fail)) => match (began.len(), mended.len()) {
            (0, 0) => return None,
            (0, _) => (Course::Better, "fails for fewer"),
            (_, 0) => (Course::Worse, "fails for more"),
            (_, _) => (Course::Worse, "fails for others"),
        },
        (was, is) if was == is => return None,
        (_, Some(Summary::Fail)) => (Course::Worse, "began to fail"),
        (Some(Summary::Fail), Some(Summary::Pass | Summary::Warn | Summary::Info)) => (Course::Better, "mended"),
        (Some(Summary::Fail), Some(Summary::Unknown)) => (Course::Other, "failed before, and is not known now"),
        (Some(Summary::Fail), None) => (Course::Other, "failed before, and no file speaks of it now"),
        (Some(Summary::Pass | Summary::Warn), Some(Summary::Unknown)) => (Course::Worse, "is no longer known"),
        (Some(Summary::Pass | Summary::Warn), None) => (Course::Worse, "passed before, and no file speaks of it now"),
        (Some(Summary::Pass), Some(Summary::Warn)) => (Course::Worse, "passes with a warning now"),
        (Some(Summary::Warn), Some(Summary::Pass)) => (Course::Better, "passes without a warning now"),
        (_, Some(Summary::Pass | Summary::Warn)) => (Course::Better, "passes now"),
        (None, Some(Summary::Unknown)) => (Course::Other, "was looked at, and is not known"),
        (Some(Summary::Unknown | Summary::Info), None) => (Course::Other, "no file speaks of it now"),
        // Figures to know are neither good nor bad.
        (_, Some(Summary::Info | Summary::Unknown)) | (None, None) => return None,
    };
    let named = is.or(was)?;
    Some(CheckChange {
        course,
        what: what.into(),
        check: named.card.id.clone(),
        strength: named.strength,
        title: named.card.title.clone(),
        before: was.map(|one| one.result),
        after: is.map(|one| one.result),
        sentence_before: was.map(|one| one.sentence.clone()),
        sentence: is.map(|one| one.sentence.clone()),
        began,
        mended,
        items: named.items.clone(),
    })
}

/// Whom or what one fails for and the other does not.
fn only_in(one: Option<&CheckResult>, other: Option<&CheckResult>) -> Vec<String> {
    let failing = |result: Option<&CheckResult>| -> BTreeSet<String> {
        let findings = result.into_iter().flat_map(|result| &result.findings);
        findings
            .filter(|finding| finding.outcome == Outcome::Fail)
            .map(|finding| finding.subject.label.clone())
            .collect()
    };
    let other = failing(other);
    failing(one).into_iter().filter(|label| !other.contains(label)).collect()
}
