//! Holds checks and kinds of document to the examples that they bring.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use super::Rules;
use crate::model::{Fault, KindId, Outcome, yaml::Step, yaml::Yaml};
use crate::scan::check::Check;
use crate::scan::documents::Recogniser;
use crate::scan::evaluate::Ground;
use crate::scan::judge::{self, Source};
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
        let ground = Ground { patterns: &self.patterns, support: &self.support, publish_on: TODAY, collected: None };
        let mut found = Vec::new();
        for kind in check.reads.iter().filter_map(|id: &KindId| self.kinds.get(id)) {
            let name = format!("example.{}", ending(kind));
            let Ok(content) = readers::read(&name, text.as_bytes()) else { continue };
            let Some(records) = records::cut(kind, &self.patterns, &name, &records::open(&content)) else { continue };
            let collected = records.collected.as_ref().map(|dated| dated.on);
            let source = Source { file: &name, kind, records: &records, collected };
            found.extend(judge::judge(check, &source, &ground, TODAY).into_iter().map(|drawn| drawn.finding));
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
        Layout::Ini | Layout::Blocks(_) | Layout::Settings { .. } | Layout::Text => "txt",
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
