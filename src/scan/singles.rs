//! Policies of one tenant that come one a file: where one of them does what is asked, the others in its folder need
//! not.

use std::collections::BTreeMap;

use super::check::{Check, Judge};
use super::judge::Drawn;
use crate::model::{CheckId, Outcome, SubjectKind};

/// Leaves of the findings about single policies in one folder those that decide: what holds, else what is not known.
pub(super) fn decisive(drawn: Vec<Drawn>, checks: &BTreeMap<CheckId, Check>) -> Vec<Drawn> {
    let mut best: BTreeMap<(CheckId, String), Outcome> = BTreeMap::new();
    for drawn in drawn.iter().filter(|drawn| is_one_of_many(drawn, checks)) {
        let outcome = drawn.finding.outcome;
        let known = best.entry(place(drawn)).or_insert(outcome);
        if rank(outcome) < rank(*known) {
            *known = outcome;
        }
    }
    let decides = |drawn: &Drawn| {
        !is_one_of_many(drawn, checks) || best.get(&place(drawn)).is_none_or(|best| *best == drawn.finding.outcome)
    };
    drawn.into_iter().filter(decides).collect()
}

fn is_one_of_many(drawn: &Drawn, checks: &BTreeMap<CheckId, Check>) -> bool {
    let one_is_enough = || checks.get(&drawn.finding.check).is_some_and(|check| check.judge == Judge::Any);
    drawn.alone && drawn.finding.subject.kind == SubjectKind::Tenant && one_is_enough()
}

/// The check and the folder.
fn place(drawn: &Drawn) -> (CheckId, String) {
    let folder = drawn.finding.place.file.rsplit_once('/').map_or("", |(folder, _)| folder);
    (drawn.finding.check.clone(), folder.to_owned())
}

/// What decides comes first.
fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Pass => 0,
        Outcome::Warn => 1,
        Outcome::Info => 2,
        Outcome::Unknown => 3,
        Outcome::Fail => 4,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::super::{Input, Rules, Way, scan};

    const KIND: &str = "id: policies
title: Policies
get: Ask for them
layout: {json: {rows: value}}
recognise: {keys: [state]}
subject: {kind: tenant, at: [name]}
";
    const CHECK: &str = r#"id: one-on
title: One policy is on
why: Because
fix: Switch it on
source: our judgement
keys: seen
reads: [policies]
judge: any
expect: {equals: {at: state, value: enabled}}
examples:
  pass: ['{"name": "A", "state": "enabled"}']
  fail: ['{"name": "A", "state": "disabled"}']
  unknown: ['{"name": "A", "state": null}']
"#;

    #[track_caller]
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let texts = [("kinds/policies.yaml", KIND), ("checks/x/one-on.yaml", CHECK)];
        let texts: Vec<_> = texts.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let rules = Rules::parse(&texts).unwrap_or_else(|faults| panic!("{faults:?}"));
        let inputs = files.iter().map(|(name, text)| Input::of(*name, Ok(text.as_bytes().to_vec())));
        let today = date(2026, 3, 31);
        let found = scan(&rules, inputs, &BTreeMap::new(), today, today, &mut |_| {}, &Way::default());
        let found: Vec<_> = found.findings.iter().map(|f| format!("{} {:?}", f.place.file, f.outcome)).collect();
        assert_eq!(found, expected);
    }

    const ON: &str = r#"{"name": "Second factor", "state": "enabled"}"#;
    const OFF: &str = r#"{"name": "Old ways blocked", "state": "disabled"}"#;
    const EMPTY: &str = r#"{"name": "Third", "state": null}"#;

    #[test]
    fn one_policy_a_file_is_judged_with_the_others_of_its_folder() {
        check(&[("ca/a.json", ON), ("ca/b.json", OFF), ("ca/c.json", EMPTY)], &["ca/a.json Pass"]);
        check(&[("ca/b.json", OFF), ("ca/c.json", EMPTY)], &["ca/c.json Unknown"]);
        check(&[("ca/b.json", OFF)], &["ca/b.json Fail"]);
    }

    #[test]
    fn another_folder_may_be_another_tenant() {
        check(&[("court/a.json", ON), ("home/b.json", OFF)], &["court/a.json Pass", "home/b.json Fail"]);
    }

    #[test]
    fn a_list_of_policies_stands_by_itself() {
        let list = r#"[{"name": "A", "state": "disabled"}, {"name": "B", "state": "disabled"}]"#;
        check(&[("ca/a.json", ON), ("ca/list.json", list)], &["ca/a.json Pass", "ca/list.json Fail"]);
    }
}
