//! How well documents are recognised, dated and known for drafts: measured on three sets of labelled documents.
//!
//! `tests/documents/tuned`, `tuned2` and the evidence of the examples were at hand while the rules were written; the
//! documents in `tests/documents/blind` were written by somebody who had not seen them, and nothing is ever changed
//! because of one.

use std::collections::BTreeMap;
use std::path::Path;

use dspt::model::{EvidenceFile, Scan};
use dspt::scan::{Input, Rules, Way, scan};

use super::rules::built_in;

/// A document with what is true of it.
#[derive(Debug, Default)]
struct Labelled {
    path: String,
    text: Vec<u8>,
    /// The kinds that it is of.
    kinds: Vec<String>,
    /// Kinds that it may be taken for, because it holds one of them as a part.
    also: Vec<String>,
    /// What it says of itself: `unfinished`, `reviewed`, `next-review`, `version`.
    says: BTreeMap<String, String>,
}

/// Hits, and all that could be.
#[derive(Debug, Default)]
struct Share(usize, usize);

impl Share {
    fn add(&mut self, hit: bool) {
        *self = Self(self.0 + usize::from(hit), self.1 + 1);
    }

    fn percent(&self) -> f64 {
        let (part, all) = (u32::try_from(self.0).unwrap(), u32::try_from(self.1).unwrap());
        100.0 * f64::from(part) / f64::from(all.max(1))
    }
}

/// What came of a set.
#[derive(Debug, Default)]
struct Measured {
    /// Of what was recognised, what is right.
    precision: Share,
    /// Of what should be recognised, what was.
    recall: Share,
    /// For each thing that documents say of themselves, how often it was read rightly.
    says: BTreeMap<String, Share>,
    misses: Vec<String>,
}

impl Measured {
    fn shown(&self) -> String {
        let share = |share: &Share| format!("{} of {}", share.0, share.1);
        let mut lines = vec![
            format!("precision {:.3}, recall {:.3}", self.precision.percent() / 100.0, self.recall.percent() / 100.0),
            format!("right of those recognised: {}; recognised: {}", share(&self.precision), share(&self.recall)),
        ];
        lines.extend(self.says.iter().map(|(what, is)| format!("{what}: {}", share(is))));
        lines.extend(self.misses.clone());
        lines.join("\n  ")
    }

    /// Fails where a figure is lower than it was reached once.
    #[track_caller]
    fn check(&self, precision: f64, recall: f64, says: [(&str, f64); 4]) {
        let enough = |what: &str, is: f64, floor: f64| {
            assert!(is >= 100.0 * floor, "{what} is {is:.1}%\n  {}", self.shown());
        };
        enough("precision", self.precision.percent(), precision);
        enough("recall", self.recall.percent(), recall);
        for (what, floor) in says {
            enough(what, self.says.get(what).map_or(0.0, Share::percent), floor);
        }
    }
}

#[test]
fn documents_at_hand_are_recognised() {
    let mut labelled = read("tests/documents/tuned");
    labelled.extend(examples());
    assert!(labelled.len() >= 110, "only {} documents", labelled.len());
    let none = labelled.iter().filter(|one| one.kinds.is_empty()).count();
    assert!(none >= 35, "only {none} of no kind");
    let measured = measure(&labelled);
    println!("tuned: {} documents\n  {}", labelled.len(), measured.shown());
    measured.check(0.99, 0.99, [("unfinished", 0.98), ("reviewed", 0.94), ("next-review", 0.98), ("version", 0.98)]);
}

#[test]
fn documents_that_two_others_wrote_are_recognised() {
    for author in ["a", "b"] {
        let mut labelled = read("tests/documents/tuned2");
        labelled.retain(|one| one.path.starts_with(author));
        assert_eq!(labelled.len(), 55);
        let measured = measure(&labelled);
        println!("tuned2, author {author}: {} documents\n  {}", labelled.len(), measured.shown());
        measured.check(
            0.99,
            0.94,
            [("unfinished", 0.89), ("reviewed", 0.56), ("next-review", 0.72), ("version", 0.74)],
        );
    }
}

#[test]
fn of_unseen_documents_six_in_seven_are_recognised_and_hardly_one_wrongly() {
    let labelled = read("tests/documents/blind");
    assert_eq!(labelled.len(), 60);
    let measured = measure(&labelled);
    println!("blind: {} documents\n  {}", labelled.len(), measured.shown());
    measured.check(0.97, 0.87, [("unfinished", 0.93), ("reviewed", 0.63), ("next-review", 0.78), ("version", 0.91)]);
}

/// Scans a set on 31 March 2026 and compares.
fn measure(labelled: &[Labelled]) -> Measured {
    let rules = Rules::parse(&built_in()).unwrap();
    let inputs = labelled.iter().map(|one| Input::of(one.path.clone(), Ok(one.text.clone())));
    let day = jiff::civil::date(2026, 3, 31);
    let Scan { files, matches, .. } = scan(&rules, inputs, &BTreeMap::new(), day, day, &mut |_| {}, &Way::default());
    let files: BTreeMap<&str, &EvidenceFile> = files.iter().map(|file| (file.path.as_str(), file)).collect();
    let mut measured = Measured::default();
    for one in labelled {
        let found: Vec<_> = matches.iter().filter(|m| m.file == one.path).map(|m| m.document.as_str()).collect();
        for kind in &one.kinds {
            let hit = found.contains(&kind.as_str());
            measured.recall.add(hit);
            if !hit {
                measured.misses.push(format!("not recognised: {kind}: {}", one.path));
            }
        }
        for kind in found.iter().filter(|kind| !one.also.iter().any(|also| also == *kind)) {
            let hit = one.kinds.iter().any(|label| label == kind);
            measured.precision.add(hit);
            if !hit {
                measured.misses.push(format!("wrongly recognised: {kind}: {}", one.path));
            }
        }
        let file = files.get(one.path.as_str()).unwrap_or_else(|| panic!("{} was not scanned", one.path));
        for (what, expected) in &one.says {
            let is = said(file, what);
            let hit = is == *expected;
            measured.says.entry(what.clone()).or_default().add(hit);
            if !hit {
                measured.misses.push(format!("{what}: {is} and not {expected}: {}", one.path));
            }
        }
    }
    measured
}

/// What was read of a file, in the words of the labels.
fn said(file: &EvidenceFile, what: &str) -> String {
    let none = || "none".to_owned();
    match what {
        "unfinished" => match &file.unfinished {
            None => "no".into(),
            Some(why) if why.starts_with("draft") => "draft".into(),
            Some(_) => "template".into(),
        },
        "reviewed" => file.dated.as_ref().map_or_else(none, |dated| dated.on.to_string()),
        "next-review" => file.next_review.map_or_else(none, |day| day.to_string()),
        "version" => file.version.clone().unwrap_or_else(none),
        other => panic!("no document has the label {other}"),
    }
}

/// The labelled documents in a folder.
fn read(folder: &str) -> Vec<Labelled> {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| labelled(path, &std::fs::read_to_string(path).unwrap())).collect()
}

fn labelled(path: &Path, text: &str) -> Labelled {
    let (head, text) = text.split_once("\n---\n").unwrap_or_else(|| panic!("{} has no head", path.display()));
    let number = path.file_stem().unwrap().to_string_lossy();
    let mut one = Labelled { text: text.as_bytes().to_vec(), ..Labelled::default() };
    let list =
        |value: &str| value.split(',').map(|kind| kind.trim().to_owned()).filter(|kind| kind != "none").collect();
    for line in head.lines() {
        let (key, value) = line.split_once(':').unwrap_or_else(|| panic!("{}: {line}", path.display()));
        let value = value.trim();
        match key {
            "file" => one.path = format!("{number}/{value}"),
            "kind" => one.kinds = list(value),
            "also" => one.also = list(value),
            "version" => {
                let marks = ["version", "issue", "edition", "rev", "v"];
                let lower = value.to_lowercase();
                let bare = marks.iter().find_map(|mark| lower.strip_prefix(mark)).unwrap_or(&lower);
                one.says.insert(key.into(), bare.trim_start_matches(['.', ' ']).to_owned());
            }
            // No day is read of one that may be two.
            _ => _ = one.says.insert(key.into(), if value == "ambiguous" { "none".into() } else { value.into() }),
        }
    }
    one
}

/// The evidence of the examples, labelled by a list: a path, the kinds or `none`, the kinds that are parts.
fn examples() -> Vec<Labelled> {
    let list = std::fs::read_to_string("tests/documents/examples.tsv").unwrap();
    let one = |line: &str| {
        let (path, kinds) = line.split_once('\t').unwrap_or_else(|| panic!("examples.tsv: {line}"));
        let (kinds, also) = kinds.split_once('\t').unwrap_or((kinds, ""));
        Labelled {
            path: path.to_owned(),
            text: std::fs::read(Path::new("examples").join(path)).unwrap(),
            kinds: kinds.split(", ").map(str::to_owned).filter(|kind| kind != "none").collect(),
            also: also.split(", ").map(str::to_owned).collect(),
            ..Labelled::default()
        }
    };
    list.lines().map(one).collect()
}
