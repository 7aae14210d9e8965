//! Joins: records of one file held against those of others, once all files are read.

mod keys;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

pub(super) use keys::{Key, keys};

use super::check::Check;
use super::editions::{self, Edition};
use super::evaluate::Ground;
use super::expect::{Expect, Join};
use super::judge::{self, Drawn, Source};
use super::kind::Kind;
use super::lookup;
use super::records::{Record, Records};
use super::rules::Rules;
use crate::model::KindId;

/// A file whose records are kept until all files are read.
pub(super) struct Held<'a> {
    /// The path of the file.
    pub file: String,
    /// What it was recognised as.
    pub kind: &'a Kind,
    /// Its records.
    pub records: Records,
    /// The day on which it was collected.
    pub collected: Option<Date>,
}

impl Held<'_> {
    /// As a check reads it.
    pub(super) fn source(&self) -> Source<'_> {
        Source { file: &self.file, kind: self.kind, records: &self.records, collected: self.collected }
    }
}

/// Whether a check holds records against those of other files.
pub(super) fn is_join(check: &Check) -> bool {
    !of_check(check).is_empty()
}

/// The kinds whose records have to be kept: those that joins read and those that they look into.
pub(super) fn kinds(rules: &Rules) -> BTreeSet<KindId> {
    let mut kinds = BTreeSet::new();
    for check in rules.checks.values() {
        if is_join(check) {
            kinds.extend(check.reads.iter().cloned());
        }
        kinds.extend(kinds_of(check));
    }
    kinds
}

/// The kinds that the joins of a check look into.
pub(super) fn kinds_of(check: &Check) -> BTreeSet<KindId> {
    of_check(check).into_iter().flat_map(|join| join.within.iter().cloned()).collect()
}

/// All joins of a check.
fn of_check(check: &Check) -> Vec<&Join> {
    let mut joins = Vec::new();
    let mut open: Vec<&Expect> =
        [check.only.as_ref(), Some(&check.expect), check.prefer.as_ref()].into_iter().flatten().collect();
    while let Some(expect) = open.pop() {
        match expect {
            Expect::Matched(join) | Expect::NotMatched(join) => joins.push(join),
            Expect::All(parts) | Expect::Any(parts) => open.extend(parts),
            Expect::Not(inner) => open.push(inner),
            Expect::AbsentOr(absent_or) => open.push(&absent_or.expect),
            Expect::Every(all) | Expect::None(all) | Expect::Some(all) => {
                open.push(&all.expect);
                open.extend(all.only.as_deref());
            }
            Expect::Equals(_)
            | Expect::OneOf(_)
            | Expect::Contains(_)
            | Expect::ContainsNone(_)
            | Expect::AtLeast(_)
            | Expect::AtMost(_)
            | Expect::Between(_)
            | Expect::Matches(_)
            | Expect::IsOn(_)
            | Expect::IsOff(_)
            | Expect::Present(_)
            | Expect::Absent(_)
            | Expect::NotKnownWith(_)
            | Expect::NewerThan(_)
            | Expect::NotPast(_)
            | Expect::Supported(_)
            | Expect::DaysBetween(_)
            | Expect::Sum(_)
            | Expect::Bits(_)
            | Expect::Compare(_)
            | Expect::Version(_) => {}
        }
    }
    joins
}

/// What checks with joins say of all files together.
pub(super) fn findings(
    rules: &Rules,
    checks: &[&Check],
    mut held: Vec<Held<'_>>,
    ground: &Ground<'_>,
    today: Date,
) -> (Vec<Drawn>, Vec<Edition>) {
    // Which of several entries a message names does not depend on the order in which the files were listed.
    held.sort_by(|a, b| (&a.file, &a.kind.id).cmp(&(&b.file, &b.kind.id)));
    let others = Others::new(rules, checks, &held, today);
    let ground = Ground { others: Some(&others), ..*ground };
    let mut drawn = Vec::new();
    let mut found = Vec::new();
    for check in checks {
        for own in held.iter().filter(|own| check.reads.contains(&own.kind.id)) {
            let source = own.source();
            found.push(Edition::new(check, &source, today));
            drawn.extend(judge::judge(check, &source, &ground, today));
        }
    }
    (drawn, found)
}

/// Which file, and which of its records.
pub(super) type At = (usize, usize);

/// Where in the kept files each value stands; of several editions of a file the newest.
pub(super) struct Others<'a> {
    held: Vec<&'a Held<'a>>,
    kinds: &'a BTreeMap<KindId, Kind>,
    /// By path: by value, which record of which file.
    places: BTreeMap<&'a str, BTreeMap<String, Vec<At>>>,
    /// The files that have any value under a path.
    filled: BTreeSet<(&'a str, usize)>,
}

impl<'a> Others<'a> {
    fn new(rules: &'a Rules, checks: &'a [&'a Check], held: &'a [Held<'a>], today: Date) -> Self {
        let editions: Vec<Edition> = held.iter().map(|one| Edition::of_kind(&one.source(), today)).collect();
        let older = editions::replaced(&editions);
        let newest = held.iter().filter(|one| !older.contains_key(&(&one.kind.id, one.file.as_str()))).collect();
        let mut others = Self { held: newest, kinds: &rules.kinds, places: BTreeMap::new(), filled: BTreeSet::new() };
        let joins: Vec<&Join> = checks.iter().flat_map(|check| of_check(check)).collect();
        let paths: BTreeSet<(&KindId, &str)> = joins
            .iter()
            .flat_map(|join| {
                join.within.iter().flat_map(|kind| join.by.iter().map(move |by| (kind, by.other.as_str())))
            })
            .collect();
        for (kind, path) in paths {
            others.file_under(kind, path);
        }
        others
    }

    fn file_under(&mut self, kind: &KindId, path: &'a str) {
        let places = self.places.entry(path).or_default();
        for (at, held) in self.held.iter().enumerate().filter(|(_, held)| held.kind.id == *kind) {
            for (row, record) in held.records.records.iter().enumerate() {
                let keys = keys(&lookup::find(&record.tree, path)).unwrap_or_default();
                if !keys.is_empty() {
                    self.filled.insert((path, at));
                }
                for filed in keys.iter().flat_map(Key::filed) {
                    places.entry(filed).or_default().push((at, row));
                }
            }
        }
    }

    /// The files of some kinds, by place.
    pub(super) fn of_kinds(&self, kinds: &[KindId]) -> Vec<(usize, &'a Held<'a>)> {
        self.held.iter().copied().enumerate().filter(|(_, held)| kinds.contains(&held.kind.id)).collect()
    }

    /// What the kinds are called.
    pub(super) fn titles(&self, kinds: &[KindId]) -> String {
        let titles = kinds.iter().filter_map(|id| self.kinds.get(id)).map(|kind| format!("“{}”", kind.title));
        titles.collect::<Vec<_>>().join(" or ")
    }

    /// Whether any record of the file at a place has a value under a path.
    pub(super) fn is_filled(&self, at: usize, path: &str) -> bool {
        self.filled.contains(&(path, at))
    }

    /// The records with this value under a path, by place.
    pub(super) fn with(&self, path: &str, key: &Key) -> BTreeSet<At> {
        let Some(places) = self.places.get(path) else { return BTreeSet::new() };
        key.sought().filter_map(|sought| places.get(&sought)).flatten().copied().collect()
    }

    /// The record at a place.
    pub(super) fn record(&self, (at, row): At) -> Option<(&'a Held<'a>, &'a Record)> {
        let held = *self.held.get(at)?;
        Some((held, held.records.records.get(row)?))
    }
}

#[cfg(test)]
mod tests;
