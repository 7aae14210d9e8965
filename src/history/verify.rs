//! What a kept report names, held against what is there: the same, changed, moved, missing or new.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::EvidenceFile;

/// One thing that a report names, or that is there and that it does not name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Of what kind it is.
    pub part: Part,
    /// Its name: the path of a file, the name of a pack.
    pub what: String,
    /// What became of it.
    #[serde(flatten)]
    pub state: State,
}

/// What a report was made from, and what was drawn from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The program.
    Program,
    /// The answers.
    Answers,
    /// A pack.
    Pack,
    /// The checks, kinds, documents and facts.
    Rules,
    /// An evidence file.
    Evidence,
    /// Another report beside it.
    Report,
}

/// What became of a thing that a report names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state", content = "detail")]
pub enum State {
    /// Every byte of it is the same.
    Same,
    /// Something in it is another.
    Changed,
    /// The same content lies elsewhere now: where.
    Moved(String),
    /// It is not there.
    Missing,
    /// It is not there, and the same content lies where it lay then too: where.
    Copy(String),
    /// It is there and can't be read: why.
    Unreadable(String),
    /// The report does not name it.
    New,
    /// Nothing can be said: why.
    Unknown(String),
}

impl State {
    /// Whether it is not as the report says; what nothing can be said of is neither.
    pub fn differs(&self) -> bool {
        !matches!(self, Self::Same | Self::Unknown(_))
    }
}

/// A thing by the digest that a report gives for it, and the one that it has now.
pub fn by_digest(part: Part, what: impl Into<String>, kept: &str, now: Option<&str>) -> Held {
    let state = match now {
        Some(now) if now == kept => State::Same,
        Some(_) => State::Changed,
        None => State::Missing,
    };
    Held { part, what: what.into(), state }
}

/// The evidence files that a report names, then those that it does not; `now` are those that are there, each with its
/// SHA-256 or why it can't be read.
pub fn evidence(kept: &[EvidenceFile], now: &[(String, Result<String, String>)]) -> Vec<Held> {
    let there: BTreeMap<&str, &Result<String, String>> = now.iter().map(|(path, hash)| (path.as_str(), hash)).collect();
    let named: BTreeSet<&str> = kept.iter().map(|file| file.path.as_str()).collect();
    // What lies at a place that the report does not name, by content: each such place is taken once.
    let mut loose: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, hash) in now.iter().rev() {
        if let Ok(hash) = hash
            && !named.contains(path.as_str())
        {
            loose.entry(hash).or_default().push(path);
        }
    }
    let mut held: Vec<Held> = Vec::new();
    let mut moved: BTreeSet<&str> = BTreeSet::new();
    for file in kept {
        let state = match there.get(file.path.as_str()) {
            Some(_) if file.sha256.is_empty() => State::Unknown("it could not be read when the report was made".into()),
            Some(Ok(hash)) if *hash == file.sha256 => State::Same,
            Some(Ok(_)) => State::Changed,
            Some(Err(reason)) => State::Unreadable(reason.clone()),
            None => match loose.get_mut(file.sha256.as_str()).and_then(Vec::pop) {
                Some(to) => {
                    moved.insert(to);
                    State::Moved(to.to_owned())
                }
                None => match kept.iter().find(|other| is_copy(file, other, &there)) {
                    Some(copy) => State::Copy(copy.path.clone()),
                    None => State::Missing,
                },
            },
        };
        held.push(Held { part: Part::Evidence, what: file.path.clone(), state });
    }
    let new = there.keys().filter(|path| !named.contains(**path) && !moved.contains(**path));
    held.extend(new.map(|path| Held { part: Part::Evidence, what: (*path).to_owned(), state: State::New }));
    held
}

/// Whether another file of the report had the same content, and still has.
fn is_copy(file: &EvidenceFile, other: &EvidenceFile, there: &BTreeMap<&str, &Result<String, String>>) -> bool {
    let holds = there.get(other.path.as_str()).is_some_and(|hash| hash.as_ref().is_ok_and(|hash| *hash == file.sha256));
    !file.sha256.is_empty() && other.path != file.path && other.sha256 == file.sha256 && holds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, sha256: &str) -> EvidenceFile {
        let text = format!(
            "{{path: {path}, sha256: '{sha256}', size: 1, format: text, reading: {{state: read}}, documents: [], \
             sensitive: []}}"
        );
        crate::model::yaml::Yaml::new("f", &text).read().unwrap_or_else(|faults| panic!("{faults:?}"))
    }

    /// Files as `path=hash`; a hash of `-` can't be read.
    #[track_caller]
    fn check(kept: &[&str], now: &[&str], expected: &[(&str, State)]) {
        let split = |text: &&str| text.split_once('=').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let kept: Vec<EvidenceFile> = kept.iter().map(split).map(|(path, hash)| file(&path, &hash)).collect();
        let read = |hash: String| if hash == "-" { Err("you may not read it".into()) } else { Ok(hash) };
        let now: Vec<_> = now.iter().map(split).map(|(path, hash)| (path, read(hash))).collect();
        let expected: Vec<Held> = expected
            .iter()
            .map(|(what, state)| Held { part: Part::Evidence, what: (*what).into(), state: state.clone() })
            .collect();
        assert_eq!(evidence(&kept, &now), expected);
    }

    #[test]
    fn files_are_the_same_changed_missing_or_new() {
        let now = ["a.txt=1", "b.txt=9", "d.txt=4"];
        let expected =
            [("a.txt", State::Same), ("b.txt", State::Changed), ("c.txt", State::Missing), ("d.txt", State::New)];
        check(&["a.txt=1", "b.txt=2", "c.txt=3"], &now, &expected);
    }

    #[test]
    fn the_same_content_elsewhere_has_moved_and_is_not_new() {
        check(&["a.txt=1"], &["old/a.txt=1"], &[("a.txt", State::Moved("old/a.txt".into()))]);
        // Two of the same content, of which one went: it is missing, and the other one is told.
        let copy = State::Copy("b.txt".into());
        check(&["a.txt=1", "b.txt=1"], &["b.txt=1"], &[("a.txt", copy), ("b.txt", State::Same)]);
        // Two went to two places.
        let moved = |to: &str| State::Moved(to.into());
        check(
            &["a.txt=1", "b.txt=1"],
            &["x.txt=1", "y.txt=1"],
            &[("a.txt", moved("x.txt")), ("b.txt", moved("y.txt"))],
        );
        // One went and two came.
        check(&["a.txt=1"], &["x.txt=1", "y.txt=1"], &[("a.txt", moved("x.txt")), ("y.txt", State::New)]);
    }

    #[test]
    fn what_can_not_be_read_is_not_taken_for_the_same() {
        check(&["a.txt=1"], &["a.txt=-"], &[("a.txt", State::Unreadable("you may not read it".into()))]);
        let unknown = State::Unknown("it could not be read when the report was made".into());
        check(&["a.txt="], &["a.txt=-"], &[("a.txt", unknown.clone())]);
        check(&["a.txt="], &["a.txt=1"], &[("a.txt", unknown)]);
        check(&["a.txt="], &[], &[("a.txt", State::Missing)]);
        check(
            &["a.txt=", "b.txt="],
            &["b.txt=1"],
            &[
                ("a.txt", State::Missing),
                ("b.txt", State::Unknown("it could not be read when the report was made".into())),
            ],
        );
    }
}
