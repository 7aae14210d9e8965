//! Older editions of a file that is there again: last year's register beside this year's speaks for nothing any more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::check::{Check, Judge};
use super::judge::{Drawn, Source};
use super::value;
use crate::model::{CheckId, Slug};

/// A file in which a check found something.
pub(super) struct Edition {
    /// The check, or the kind.
    check: Slug,
    file: String,
    /// Its path without what differs from year to year.
    undated: String,
    /// The day that the file states for itself.
    stated: Option<Date>,
    /// The latest day in its rows: it is not older than that.
    latest: Option<Date>,
    /// Whom its records are about.
    subjects: BTreeSet<String>,
    /// Whether its records name nobody, so that only the file itself tells what it is about.
    nameless: bool,
    /// Whether its records are judged together.
    whole: bool,
}

impl Edition {
    pub(super) fn new(check: &Check, source: &Source<'_>, today: Date) -> Self {
        Self { whole: !matches!(check.judge, Judge::Each), ..Self::of(&check.id, source, today) }
    }

    /// The edition of a file that other files are held against, under the name of its kind.
    pub(super) fn of_kind(source: &Source<'_>, today: Date) -> Self {
        Self::of(&source.kind.id, source, today)
    }

    fn of(name: &Slug, source: &Source<'_>, today: Date) -> Self {
        let records = &source.records.records;
        let past = |day: Option<Date>| day.filter(|day| *day <= today);
        Self {
            check: name.clone(),
            file: source.file.to_owned(),
            undated: undated_name(source.file),
            stated: past(source.collected),
            latest: records.iter().filter_map(|record| record.latest_day(today)).max(),
            subjects: records.iter().map(|record| record.subject.id.clone()).collect(),
            nameless: source.kind.subject.at.is_empty(),
            whole: true,
        }
    }

    fn is_older_than(&self, other: &Self) -> bool {
        match (self.stated, other.stated) {
            (Some(own), Some(other)) => own < other,
            (Some(own), None) => other.latest.is_some_and(|latest| own < latest),
            (None, Some(_)) => false,
            (None, None) => self.latest.is_some() && self.latest < other.latest,
        }
    }

    /// Whether the other is about the same organisation: most of those in this one are in that one too. Without names
    /// the two differ in their name by no more than a date.
    fn is_replaced_by(&self, other: &Self) -> bool {
        if self.nameless {
            return self.whole && self.undated == other.undated;
        }
        let still = self.subjects.intersection(&other.subjects).count();
        // A new export of a few devices says nothing of the others.
        let as_large = other.subjects.len() * 4 >= self.subjects.len() * 3;
        still > 0 && still * 2 >= self.subjects.len() && as_large
    }
}

/// The editions by what those that replace one another share, so that not each has to be held against each.
struct Index<'a> {
    by_name: BTreeMap<(&'a CheckId, &'a str), Vec<usize>>,
    by_subject: BTreeMap<(&'a CheckId, &'a str), Vec<usize>>,
}

impl<'a> Index<'a> {
    fn new(editions: &'a [Edition]) -> Self {
        let mut index = Self { by_name: BTreeMap::new(), by_subject: BTreeMap::new() };
        for (at, edition) in editions.iter().enumerate() {
            index.by_name.entry((&edition.check, &edition.undated)).or_default().push(at);
            for subject in &edition.subjects {
                index.by_subject.entry((&edition.check, subject)).or_default().push(at);
            }
        }
        index
    }

    /// The places of those of the same check that could replace an edition, itself among them.
    fn rivals(&self, old: &'a Edition) -> BTreeSet<usize> {
        let subjects = if old.nameless { None } else { Some(&old.subjects) };
        let alike = subjects.into_iter().flatten().filter_map(|subject| self.by_subject.get(&(&old.check, subject)));
        let name = self.by_name.get(&(&old.check, &old.undated)).filter(|_| old.nameless);
        alike.chain(name).flatten().copied().collect()
    }
}

/// The path of a file without years, months and words such as "old".
fn undated_name(path: &str) -> String {
    static DATED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)\d{1,2}[ ._-]\d{1,2}[ ._-](?:20)?\d\d|20\d\d[ ._-]\d\d?[ ._-]\d\d|20\d{6}|20\d\d(?:[ /_-]\d\d\b)?",
            r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b|\b(?:old|new|latest|current)\b",
        ))
        .expect("the pattern is our own")
    });
    let bare = DATED.replace_all(path, " ").to_lowercase();
    let parts = bare.split(|c: char| !c.is_alphanumeric() && c != '/').filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// The files that newer ones stand in for, under the check or kind that finds them, with the newest.
pub(super) fn replaced(editions: &[Edition]) -> BTreeMap<(&Slug, &str), &str> {
    let mut replaced: BTreeMap<(&Slug, &str), &str> = BTreeMap::new();
    let index = Index::new(editions);
    for old in editions {
        let rivals = index.rivals(old).into_iter().filter_map(|at| editions.get(at));
        let newer = rivals.filter(|new| new.file != old.file && old.is_older_than(new) && old.is_replaced_by(new));
        if let Some(newest) = newer.max_by_key(|new| (new.stated.or(new.latest), &new.file)) {
            replaced.insert((&old.check, &old.file), &newest.file);
        }
    }
    replaced
}

/// Takes out what older editions say, and says in the first finding of the newer one which they are.
pub(super) fn newest(mut drawn: Vec<Drawn>, editions: &[Edition]) -> Vec<Drawn> {
    let replaced = replaced(editions);
    drawn.retain(|one| !replaced.contains_key(&(&one.finding.check, one.finding.place.file.as_str())));
    let mut untold: BTreeMap<(&CheckId, &str), Vec<String>> = BTreeMap::new();
    for ((check, old), new) in replaced {
        untold.entry((check, new)).or_default().push(value::mask(old));
    }
    for one in &mut drawn {
        if let Some(older) = untold.remove(&(&one.finding.check, one.finding.place.file.as_str())) {
            one.finding.message.push_str(&format!("; passed over as older: {}", older.join(", ")));
        }
    }
    drawn
}

#[cfg(test)]
mod tests;
