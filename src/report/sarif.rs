//! The problems as SARIF 2.1.0, for code scanning: rules with help, places, lasting names, and what is accepted.
//!
//! What holds is no result: platforms make an alert of every one, whatever its kind.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{
    RenderError,
    escape::{inline, line},
};
use crate::model::{
    Acceptance, Bearing, CheckCard, EvidenceFile, ItemCard, Place, Problem, ProblemKind, Reading, Scorecard, Severity,
    written,
};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The folder of `answers.yaml`, by the name under which viewers know the root.
const ROOT: &str = "%SRCROOT%";

/// Files with more results are refused whole by platforms; what matters least is left out, and that is said.
const MOST: usize = 25_000;

/// Descriptions may be no longer, and of messages no more is shown.
const LONGEST: usize = 1_000;

/// Draws the file.
pub(super) fn draw(scorecard: &Scorecard) -> Result<Vec<u8>, RenderError> {
    let (rules, index) = rules(scorecard);
    let mut problems = scorecard.problems();
    problems.sort_by_key(|problem| (problem.severity, problem.accepted.is_some()));
    let left_out = problems.len().saturating_sub(MOST);
    problems.truncate(MOST);
    let artifacts: Vec<&EvidenceFile> =
        scorecard.files.iter().filter(|file| !matches!(file.reading, Reading::Skipped(_))).collect();
    let places: BTreeMap<&str, usize> = (1..).zip(&artifacts).map(|(at, file)| (file.path.as_str(), at)).collect();
    let results: Vec<Value> = problems.iter().map(|problem| result(scorecard, problem, &index, &places)).collect();
    let mut answers = json!({ "location": location("answers.yaml") });
    if let Some(manifest) = &scorecard.manifest {
        answers["hashes"] = json!({ "sha-256": manifest.answers });
    }
    let run = json!({
        "tool": { "driver": {
            "name": "dspt",
            "version": scorecard.program,
            "semanticVersion": scorecard.program,
            "shortDescription": { "text": "Holds what a care organisation says against what its files show." },
            "language": "en-GB",
            "rules": rules,
        } },
        "automationDetails": { "id": category(scorecard) },
        "invocations": [invocation(scorecard, left_out)],
        "originalUriBaseIds": { ROOT: { "description": { "text": "The folder that holds answers.yaml." } } },
        "artifacts": std::iter::once(answers).chain(artifacts.into_iter().map(artifact)).collect::<Vec<_>>(),
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {
            "organisation": line(&scorecard.organisation.name),
            "pack": scorecard.pack.id,
            "date": scorecard.today,
            "levelOnAnswers": scorecard.on_answers.title,
            "backedLevel": scorecard.backed.title,
            "counts": scorecard.counts,
            "fingerprint": scorecard.manifest.as_ref().map(|manifest| &manifest.fingerprint),
        },
    });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    let mut bytes =
        serde_json::to_vec_pretty(&log).map_err(|error| RenderError::Written("SARIF", error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Items and checks as rules, and the place of each by its name.
fn rules(scorecard: &Scorecard) -> (Vec<Value>, BTreeMap<String, usize>) {
    let mut rules: Vec<Value> = Vec::new();
    let mut index = BTreeMap::new();
    for item in scorecard.items() {
        index.insert(item_rule(scorecard, item.id.as_str()), rules.len());
        rules.push(of_item(scorecard, item));
    }
    let ran = scorecard.checks.iter().map(|result| &result.card);
    for card in ran.chain(&scorecard.unchecked) {
        if !index.contains_key(card.id.as_str()) {
            index.insert(card.id.to_string(), rules.len());
            rules.push(of_check(scorecard, card));
        }
    }
    (rules, index)
}

/// Numbers mean different things in different packs, so that the pack is part of the name.
fn item_rule(scorecard: &Scorecard, item: &str) -> String {
    format!("{}/{item}", scorecard.pack.id)
}

fn of_item(scorecard: &Scorecard, item: &ItemCard) -> Value {
    let help = [("Question", &item.question), ("Why it matters", &item.why), ("What to do", &item.fix)];
    json!({
        "id": item_rule(scorecard, item.id.as_str()),
        "shortDescription": { "text": short(&format!("{} {}", item.id, item.title)) },
        "fullDescription": { "text": short(&item.question) },
        "help": described(&help),
        "defaultConfiguration": { "level": if item.counts { "error" } else { "note" } },
        "properties": { "tags": ["answers", scorecard.pack.id] },
    })
}

fn of_check(scorecard: &Scorecard, card: &CheckCard) -> Value {
    let settles =
        |item: &ItemCard| item.checks.iter().any(|used| used.check == card.id && used.bearing == Bearing::Settles);
    let level = if scorecard.items().any(settles) { "error" } else { "warning" };
    let full = if card.why.is_empty() { &card.title } else { &card.why };
    let help = [("Why it matters", &card.why), ("How to mend it", &card.fix), ("Threshold", &card.source)];
    json!({
        "id": card.id,
        "shortDescription": { "text": short(&card.title) },
        "fullDescription": { "text": short(full) },
        "help": described(&help),
        "defaultConfiguration": { "level": level },
        "properties": { "tags": ["evidence", scorecard.pack.id] },
    })
}

/// Help as plain text and as Markdown.
fn described(parts: &[(&str, &String)]) -> Value {
    let parts = || parts.iter().filter(|(_, words)| !words.trim().is_empty());
    let plain: Vec<String> = parts().map(|(head, words)| format!("{head}: {}", line(words))).collect();
    let marked: Vec<String> = parts().map(|(head, words)| format!("**{head}:** {}", inline(words))).collect();
    match plain.is_empty() {
        true => json!({ "text": "No more is known of it." }),
        false => json!({ "text": plain.join("\n\n"), "markdown": marked.join("\n\n") }),
    }
}

fn result(
    scorecard: &Scorecard,
    problem: &Problem,
    index: &BTreeMap<String, usize>,
    places: &BTreeMap<&str, usize>,
) -> Value {
    let (kind, level) = standing(problem);
    let rule = match (&problem.item, &problem.check) {
        (Some(item), _) => item_rule(scorecard, item.as_str()),
        (None, Some(check)) => check.to_string(),
        (None, None) => String::new(),
    };
    let mut result = Map::new();
    result.insert("ruleId".into(), json!(rule));
    if let Some(at) = index.get(&rule) {
        result.insert("ruleIndex".into(), json!(at));
    }
    result.insert("kind".into(), json!(kind));
    result.insert("level".into(), json!(level));
    result.insert("message".into(), json!({ "text": message(problem) }));
    result.insert("locations".into(), json!([at(problem.place.as_ref(), places)]));
    result.insert("partialFingerprints".into(), json!({ "dsptProblem/v1": problem.fingerprint }));
    if let Some(accepted) = &problem.accepted {
        result.insert("suppressions".into(), json!([suppression(accepted)]));
    }
    let mut about = Map::new();
    about.insert("problem".into(), json!(problem.kind.as_str()));
    for (key, value) in [
        ("item", problem.item.as_ref().map(ToString::to_string)),
        ("check", problem.check.as_ref().map(ToString::to_string)),
        ("subject", problem.subject.as_deref().map(line)),
    ] {
        if let Some(value) = value {
            about.insert(key.into(), json!(value));
        }
    }
    result.insert("properties".into(), Value::Object(about));
    Value::Object(result)
}

/// The standard keeps levels for failures: what is not known, or for a person to judge, has none.
fn standing(problem: &Problem) -> (&'static str, &'static str) {
    match (problem.severity, problem.kind) {
        (Severity::Error, _) => ("fail", "error"),
        (Severity::Warning, _) => ("fail", "warning"),
        (Severity::Note, ProblemKind::Unknown) => ("open", "none"),
        (Severity::Note, _) => ("review", "none"),
    }
}

fn message(problem: &Problem) -> String {
    let about = match (&problem.item, &problem.subject) {
        (Some(item), _) => format!("{item} {}", problem.title),
        (None, Some(subject)) if !subject.is_empty() => format!("{}: {subject}", problem.title),
        (None, _) => problem.title.clone(),
    };
    // A text in brackets with another in parentheses behind it would be a link.
    short(&format!("{about}: {}.", problem.sentence())).replace("](", "\\](")
}

/// One that speaks of no file stands in the answers.
fn at(place: Option<&Place>, places: &BTreeMap<&str, usize>) -> Value {
    let Some(place) = place.filter(|place| !place.file.is_empty()) else {
        let mut file = location("answers.yaml");
        file["index"] = json!(0);
        return json!({ "physicalLocation": { "artifactLocation": file } });
    };
    let mut file = location(&format!("evidence/{}", place.file));
    if let Some(index) = places.get(place.file.as_str()) {
        file["index"] = json!(index);
    }
    let mut physical = json!({ "artifactLocation": file });
    if let Some(number) = place.line.filter(|number| *number > 0) {
        physical["region"] = json!({ "startLine": number });
    }
    let mut at = json!({ "physicalLocation": physical });
    if let Some(spot) = &place.spot {
        at["logicalLocations"] = json!([{ "fullyQualifiedName": line(spot) }]);
    }
    at
}

fn suppression(accepted: &Acceptance) -> Value {
    let until = accepted.until.map(|day| format!(", until {}", written(day))).unwrap_or_default();
    let why = format!("{} ({}{until})", line(&accepted.reason), line(&accepted.by));
    json!({ "kind": "external", "status": "accepted", "justification": why })
}

fn artifact(file: &EvidenceFile) -> Value {
    let mut artifact = json!({ "location": location(&format!("evidence/{}", file.path)), "length": file.size });
    if !file.sha256.is_empty() {
        artifact["hashes"] = json!({ "sha-256": file.sha256 });
    }
    artifact
}

/// How the run went: it did; and what could not be read.
fn invocation(scorecard: &Scorecard, left_out: usize) -> Value {
    let mut said: Vec<Value> = Vec::new();
    for file in &scorecard.files {
        if let Reading::Unreadable(reason) = &file.reading {
            said.push(json!({
                "level": "warning",
                "message": { "text": format!("{} can't be read: {}.", line(&file.path), line(reason)) },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": location(&format!("evidence/{}", file.path)),
                } }],
            }));
        }
    }
    if left_out > 0 {
        let text = format!("{left_out} more problems are left out here; the other reports hold them all.");
        said.push(json!({ "level": "warning", "message": { "text": text } }));
    }
    let mut invocation = json!({ "executionSuccessful": true });
    if !said.is_empty() {
        invocation["toolExecutionNotifications"] = json!(said);
    }
    invocation
}

/// What sets the assessments of one repository apart: the pack, and the supplier if it is about one.
fn category(scorecard: &Scorecard) -> String {
    let subject = scorecard.subject.iter().map(|subject| {
        let kept = |c: char| if c.is_alphanumeric() { c } else { ' ' };
        let plain: String = subject.to_lowercase().chars().map(kept).collect();
        format!("{}/", plain.split_whitespace().collect::<Vec<_>>().join("-"))
    });
    format!("dspt/{}/{}", scorecard.pack.id, subject.collect::<String>())
}

fn location(path: &str) -> Value {
    json!({ "uri": encoded(path), "uriBaseId": ROOT })
}

/// A path as part of an address: all but what RFC 3986 leaves alone is given in percent.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn short(text: &str) -> String {
    let text = line(text);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        assert_eq!(encoded(path), expected);
    }

    #[test]
    fn a_path_is_an_address_whatever_its_signs() {
        check("evidence/it/Conditional Access.json", "evidence/it/Conditional%20Access.json");
        check("evidence/100%#1?.csv", "evidence/100%25%231%3F.csv");
        check("evidence/Côr\\u{202E}.md", "evidence/C%C3%B4r%5Cu%7B202E%7D.md");
        check("evidence/a:b[1].txt", "evidence/a%3Ab%5B1%5D.txt");
    }
}
