//! The rules of scoring, by values: a small world is put together, scored, and looked at.

mod achievement;
mod actions;
mod answers;
mod checks;
mod documents;
mod exceptions;
mod feeds;
mod grades;
mod invariants;
mod levels;
mod notices;
mod passing;
mod portal;
mod problems;
mod register;
mod verdicts;
mod year;

use jiff::civil::{Date, date};

use super::{Inputs, score};
use crate::model::{
    Answer, Assessment, Backing, CheckCard, Dated, DocumentKind, DocumentMatch, EvidenceFile, Exception, Finding,
    ItemCard, Organisation, Outcome, Pack, Phrase, Place, PortalState, PortalTick, Proposals, Reading, Reference, Scan,
    Scorecard, Slug, Strength, Subject, SubjectKind, Verdict, yaml::Yaml,
};

const TODAY: Date = date(2026, 3, 31);

/// Everything that a score is worked out from, to be put together step by step.
#[derive(Clone)]
struct World {
    pack: Pack,
    organisation: Organisation,
    assessment: Assessment,
    scan: Scan,
    checks: Vec<CheckCard>,
    documents: Vec<DocumentKind>,
    parties: Vec<super::Party>,
    proposals: Proposals,
    today: Date,
    publish_on: Date,
}

#[track_caller]
fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    Yaml::new("test.yaml", text).read().unwrap_or_else(|faults| panic!("{faults:?} in\n{text}"))
}

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

fn reference(text: &str) -> Reference {
    Reference::new(text).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A pack with these items; what an item does not say is a mandatory yes-no item that a document or a note backs.
fn pack(items: &[(&str, &str)]) -> Pack {
    let mut text = String::from(
        "format: 1\nid: toy-pack\ntitle: Toy toolkit 2025-26\nshort-title: Toy 2025-26\nedition: 2025-26\n\
         summary: A toy.\nnotice: Not the official text.\nopens: 2025-09-01\ndeadline: 2026-06-30\nrenew-months: 12\n\
         organisations: [{kind: care-home, title: Care home}]\nlevels:\n\
         - {id: approaching, title: Approaching, meaning: x, requires: {items: approaching, first-publication: true}}\n\
         - {id: met, title: Met, meaning: x, requires: {items: mandatory}}\n\
         - {id: exceeded, title: Exceeded, meaning: x, requires: {level: met, certificate: cyber-essentials-plus}}\n\
         sections:\n",
    );
    let defaults = [
        ("question", "Is it so?"),
        ("kind", "yes-no"),
        ("mandatory", "yes"),
        ("approaching", "no"),
        ("confidence", "high"),
        ("why", "It matters."),
        ("commits", "It is so."),
        ("guidance", "Look."),
        ("action", "Do it."),
        ("effort", "hours"),
        ("audience", "care"),
        ("backed-by", "[document, note]"),
    ];
    let (mut section, mut assertion) = ("", "");
    for (id, own) in items {
        let (new_assertion, _) = id.rsplit_once('.').unwrap();
        let (new_section, _) = new_assertion.rsplit_once('.').unwrap();
        if new_section != section {
            text.push_str(&format!(
                "- id: '{new_section}'\n  title: Section {new_section}\n  summary: x\n  assertions:\n"
            ));
        }
        if new_assertion != assertion {
            text.push_str(&format!("  - id: '{new_assertion}'\n    title: Assertion {new_assertion}\n    items:\n"));
        }
        (section, assertion) = (new_section, new_assertion);
        let has = |key: &str| own.starts_with(&format!("{key}:")) || own.contains(&format!(", {key}:"));
        let rest: Vec<String> =
            defaults.iter().filter(|(key, _)| !has(key)).map(|(key, value)| format!("{key}: {value}")).collect();
        let own = if own.is_empty() { String::new() } else { format!(", {own}") };
        text.push_str(&format!("    - {{id: '{id}', title: Title {id}, {}{own}}}\n", rest.join(", ")));
    }
    read(&text)
}

impl World {
    #[track_caller]
    fn new(items: &[(&str, &str)]) -> Self {
        let kind = |id: &str, title: &str| -> DocumentKind {
            read(&format!(
                "{{id: {id}, title: {title}, about: x, titles: [{id}], phrases: [x], at-least: 1, examples: {{yes: [], no: []}}}}"
            ))
        };
        let check = |id: &str| CheckCard {
            id: slug(id),
            title: format!("The state of {id} is good"),
            why: "It matters.".into(),
            fix: format!("Mend {id}."),
            source: "our judgement".into(),
        };
        Self {
            pack: pack(items),
            organisation: read("{name: Rosewood Court, kind: care-home}"),
            assessment: read("{pack: toy-pack}"),
            scan: Scan::default(),
            checks: ["disks", "mfa", "staff"].map(check).into(),
            documents: [
                kind("policy", "Data protection policy"),
                kind("register", "Asset register"),
                DocumentKind { expires: true, ..kind("certificate", "Certificate") },
            ]
            .into(),
            parties: Vec::new(),
            proposals: Proposals::new(),
            today: TODAY,
            publish_on: TODAY,
        }
    }

    #[track_caller]
    fn answer(mut self, id: &str, answer: &str) -> Self {
        let answer: Answer = read(&format!("{{{answer}}}"));
        self.assessment.answers.insert(reference(id), answer);
        self
    }

    fn published(mut self, yaml: &str) -> Self {
        self.assessment.published = Some(read(yaml));
        self
    }

    fn certificate(mut self, yaml: &str) -> Self {
        self.organisation.certificates.push(read(&format!("{{kind: cyber-essentials-plus, {yaml}}}")));
        self
    }

    fn on(mut self, today: &str, publish_on: &str) -> Self {
        (self.today, self.publish_on) = (day(today), day(publish_on));
        self
    }

    /// A file that was read; its hash is made from its path.
    fn file(self, path: &str, dated: &str) -> Self {
        self.file_with(path, dated, |_| {})
    }

    fn file_with(mut self, path: &str, dated: &str, change: impl FnOnce(&mut EvidenceFile)) -> Self {
        let mut file = EvidenceFile {
            path: path.into(),
            sha256: hash(path),
            size: 100,
            format: "Word document".into(),
            reading: Reading::Read,
            documents: Vec::new(),
            title: None,
            dated: (!dated.is_empty()).then(|| Dated {
                on: day(dated),
                what: "reviewed".into(),
                place: "line 3".into(),
            }),
            next_review: None,
            version: None,
            unfinished: None,
            approver: None,
            doubt: None,
            names: Vec::new(),
            sensitive: Vec::new(),
        };
        change(&mut file);
        self.scan.files.push(file);
        self.scan.files.sort_by(|a, b| a.path.cmp(&b.path));
        self
    }

    /// A file that was recognised as a kind of document.
    fn document(self, kind: &str, path: &str, dated: &str) -> Self {
        self.file(path, dated).recognised(kind, path, &[])
    }

    fn draft(self, kind: &str, path: &str, dated: &str) -> Self {
        self.file_with(path, dated, |file| file.unfinished = Some("draft".into())).recognised(kind, path, &[])
    }

    fn recognised(mut self, kind: &str, path: &str, mentions: &[&str]) -> Self {
        let phrase = |words: &str| Phrase { words: words.into(), place: "line 1".into() };
        self.scan.matches.push(DocumentMatch {
            document: slug(kind),
            file: path.into(),
            why: vec![phrase(kind)],
            mentions: mentions.iter().map(|words| phrase(words)).collect(),
        });
        self
    }

    /// What a check says of a device.
    fn finding(self, check: &str, device: &str, outcome: Outcome) -> Self {
        self.finding_with(check, device, outcome, |_| {})
    }

    fn finding_with(mut self, check: &str, device: &str, outcome: Outcome, change: impl FnOnce(&mut Finding)) -> Self {
        let message = match outcome {
            Outcome::Pass => "is on",
            Outcome::Warn => "is on, and soon will not be",
            Outcome::Unknown => "says nothing of it",
            Outcome::Fail => "is off",
            Outcome::Info => "has 8 GB",
        };
        let mut finding = Finding {
            check: slug(check),
            subject: Subject { kind: SubjectKind::Host, id: device.to_lowercase(), label: device.into() },
            outcome,
            strength: Strength::Settles,
            message: message.into(),
            observed: None,
            place: Place { file: format!("{check}.csv"), line: Some(2), spot: None },
            collected: None,
            silent: false,
        };
        change(&mut finding);
        self.scan.findings.push(finding);
        self
    }

    #[track_caller]
    fn exception(mut self, yaml: &str) -> Self {
        let exception: Exception = read(&format!("{{{yaml}, reason: Spare., by: Manager}}"));
        self.assessment.exceptions.push(exception);
        self
    }

    fn inputs(&self) -> Inputs<'_> {
        Inputs {
            pack: &self.pack,
            organisation: &self.organisation,
            assessment: &self.assessment,
            filed: None,
            scan: &self.scan,
            checks: &self.checks,
            documents: &self.documents,
            parties: &self.parties,
            proposals: &self.proposals,
            today: self.today,
            publish_on: self.publish_on,
        }
    }

    fn score(&self) -> Scorecard {
        score(&self.inputs())
    }

    #[track_caller]
    fn card(&self, id: &str) -> ItemCard {
        cards(&self.score()).into_iter().find(|card| card.id.as_str() == id).expect("the item is in the pack")
    }

    /// The verdict, the backing and whether the item counts for the backed level: "met, out of date".
    #[track_caller]
    fn standing(&self, id: &str) -> String {
        let card = self.card(id);
        let verdict = match card.verdict {
            Verdict::Met => "met",
            Verdict::NotMet => "not met",
            Verdict::Unanswered => "unanswered",
            Verdict::NotApplicable => "not applicable",
        };
        let backing = match card.backing {
            Some(Backing::Backed) => ", backed",
            Some(Backing::Noted) => ", noted",
            Some(Backing::StatedOnly) => ", stated only",
            Some(Backing::OutOfDate) => ", out of date",
            Some(Backing::Contradicted) => ", contradicted",
            None => "",
        };
        format!("{verdict}{backing}{}", if card.counts_backed { ", counts" } else { "" })
    }
}

fn cards(scorecard: &Scorecard) -> Vec<ItemCard> {
    scorecard.sections.iter().flat_map(|s| &s.assertions).flat_map(|a| &a.items).cloned().collect()
}

/// A hash of 64 hexadecimal digits that differs from text to text.
fn hash(text: &str) -> String {
    let number = text.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    format!("{number:064x}").chars().rev().collect()
}

/// One item, one answer; the world is changed and the item's standing held against what is expected.
#[track_caller]
fn check(item: &str, answer: &str, change: impl FnOnce(World) -> World, expected: &str) {
    let world = change(World::new(&[("1.1.1", item)]).answer("1.1.1", answer));
    let card = world.card("1.1.1");
    assert_eq!(
        world.standing("1.1.1"),
        expected,
        "\nreasons: {:#?}\nwarnings: {:#?}",
        card.backing_reasons,
        card.warnings
    );
}
