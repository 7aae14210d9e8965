//! Holds checks and kinds of document to the examples that they bring.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};

use super::Rules;
use crate::model::{Fault, KindId, Outcome, yaml::Step, yaml::Yaml};
use crate::scan::check::Check;
use crate::scan::documents::Recogniser;
use crate::scan::evaluate::Ground;
use crate::scan::joins::{self, Held};
use crate::scan::judge;
use crate::scan::kind::{Kind, Layout};
use crate::scan::{readers, records};

/// The day on which examples are judged.
const TODAY: Date = date(2026, 3, 31);

impl Rules {
    /// Runs every example and says which comes out otherwise than its place promises.
    pub fn examine(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for check in self.checks.values() {
            for (name, texts) in check.examples.by_name() {
                for (at, text) in texts.iter().enumerate() {
                    if let Err(message) = self.example(check, name, text) {
                        let source = self.sources.checks.get(&check.id);
                        faults.push(fault(source, &["examples".into(), name.into(), at.into()], message));
                    }
                }
            }
        }
        let documents = self.documents();
        let recogniser = Recogniser::new(&documents, &BTreeMap::new());
        for kind in &documents {
            for (name, texts, wanted) in [("yes", &kind.examples.yes, true), ("no", &kind.examples.no, false)] {
                for (at, text) in texts.iter().enumerate() {
                    let (file, text) = text.split_once('\n').unwrap_or((text, ""));
                    let message = match readers::read(file.trim(), text.as_bytes()) {
                        Ok(content) => {
                            let found = recogniser.recognise(file.trim(), &content);
                            let is = found.iter().any(|m| m.document == kind.id);
                            (is != wanted).then(|| {
                                format!("this example of `{name}` is {}recognised", if is { "" } else { "not " })
                            })
                        }
                        Err(reason) => Some(format!("this example of `{name}` cannot be read: {reason}")),
                    };
                    let source = self.sources.documents.get(&kind.id);
                    let place = ["examples".into(), name.into(), at.into()];
                    faults.extend(message.map(|message| fault(source, &place, message)));
                }
            }
        }
        faults
    }

    /// Whether one example of a check comes out as it should for one of the kinds that it reads.
    fn example(&self, check: &Check, wanted: &str, text: &str) -> Result<(), String> {
        let ground = Ground {
            patterns: &self.patterns,
            support: &self.support,
            publish_on: TODAY,
            collected: None,
            others: None,
        };
        let mut held = Vec::new();
        let mut found = Vec::new();
        let of_joins = joins::kinds_of(check);
        let kinds = check.reads.iter().chain(&of_joins).collect::<BTreeSet<&KindId>>();
        for kind in kinds.into_iter().filter_map(|id| self.kinds.get(id)) {
            for (name, text) in files(kind, text) {
                let Ok(content) = readers::read(&name, text.as_bytes()) else { continue };
                let Some(records) = records::cut(kind, &self.patterns, &name, &records::open(&content)) else {
                    continue;
                };
                let collected = records.collected.as_ref().map(|dated| dated.on);
                held.push(Held { file: name, kind, records, collected });
            }
        }
        if joins::is_join(check) {
            let (drawn, _) = joins::findings(self, std::slice::from_ref(&check), held, &ground, TODAY);
            found.extend(drawn.into_iter().map(|drawn| drawn.finding));
        } else {
            for held in &held {
                found
                    .extend(judge::judge(check, &held.source(), &ground, TODAY).into_iter().map(|drawn| drawn.finding));
            }
        }
        let any = |outcome: Outcome| found.iter().any(|finding| finding.outcome == outcome);
        let holds = match wanted {
            _ if found.is_empty() => {
                return Err(format!("this example of `{wanted}` is not recognised as a kind that the check reads"));
            }
            "pass" => found.iter().all(|finding| finding.outcome == Outcome::Pass),
            "fail" => any(Outcome::Fail),
            "info" => found.iter().all(|finding| finding.outcome == Outcome::Info),
            "warn" => !any(Outcome::Fail) && any(Outcome::Warn),
            _ => !any(Outcome::Fail) && any(Outcome::Unknown),
        };
        if holds {
            return Ok(());
        }
        let says = found.iter().map(|f| format!("{}: {}", word(f.outcome), f.message)).collect::<Vec<_>>().join(" | ");
        Err(format!("this example of `{wanted}` gives {says}"))
    }
}

/// The files of an example: a line `--- file: name.csv` begins each; without one the text is a file of this kind.
fn files(kind: &Kind, text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix("--- file:"), files.last_mut()) {
            (Some(name), _) => files.push((name.trim().to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => return vec![(format!("example.{}", ending(kind)), text.to_owned())],
        }
    }
    files
}

fn fault(source: Option<&(String, String)>, place: &[Step<'_>], message: String) -> Fault {
    match source {
        Some((file, text)) => Yaml::new(file.as_str(), text.as_str()).fault_at(place, message),
        None => Fault::of_file("", message),
    }
}

fn ending(kind: &Kind) -> &'static str {
    match kind.layout {
        Layout::Table => "csv",
        Layout::Json { .. } => "json",
        Layout::Xml { .. } => "xml",
        Layout::Ini | Layout::Blocks(_) | Layout::Settings { .. } | Layout::Text | Layout::Document { .. } => "txt",
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Info => "info",
        Outcome::Pass => "pass",
        Outcome::Warn => "warn",
        Outcome::Unknown => "unknown",
        Outcome::Fail => "fail",
    }
}
