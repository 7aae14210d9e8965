//! The words that people read: British spelling everywhere, and no abbreviation without an explanation.

use std::path::Path;

use dspt::model::{Glossary, Pack, yaml::Yaml};
use serde_json::Value;

/// Keys of packs, checks, kinds, documents and the glossary under which there are sentences.
const SENTENCES: [&str; 25] = [
    "about",
    "action",
    "caution",
    "commits",
    "doubt",
    "fix",
    "get",
    "guidance",
    "meaning",
    "means",
    "message",
    "not-applicable",
    "note",
    "notice",
    "provisional",
    "question",
    "refused",
    "reminder",
    "shows",
    "source",
    "summary",
    "term",
    "title",
    "why",
    "worth",
];

/// Names that are spelt as their owners spell them, and commands.
const NAMES: [&str; 6] = [
    "Behavior of the elevation prompt",
    "IAM Identity Center",
    "Personalization",
    "Set the default behavior for AutoRun",
    "Synchronization Service",
    "Tenable Security Center",
];

#[test]
fn every_text_is_spelt_the_british_way() {
    let mut wrong = Vec::new();
    let mut texts = 0;
    for (file, text) in sentences() {
        texts += 1;
        let mut text = text;
        for name in NAMES {
            text = text.replace(name, "");
        }
        wrong.extend(american(&text).into_iter().map(|word| format!("{file}: {word}, in: {text}")));
    }
    assert!(texts > 3000, "{texts} texts");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn american_spelling_is_recognised() {
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(american(text), expected, "{text}");
    }
    check("The Organization's Colored center was analyzed", &["organization", "colored", "center", "analyzed"]);
    check("The size of the prize, resized; collaborate in the laboratory", &[]);
    check("A license to print. It is licensed to us, and they license it.", &["license"]);
    check("A training program, not a computer program", &["training program"]);
    check("to practice behavior", &["to practice", "behavior"]);
    check("Organisations recognise the centre's colour", &[]);
}

#[test]
fn abbreviations_are_explained() {
    let glossary = glossary();
    let mut wrong = Vec::new();
    for pack in packs() {
        for (_, _, item) in pack.items() {
            for text in item.words().into_iter().chain(item.doubt.as_deref()) {
                wrong.extend(unexplained(text, &glossary).into_iter().map(|word| format!("{} {word}", item.id)));
            }
        }
        for part in &pack.interview {
            wrong.extend(unexplained(&format!("{}. {}", part.title, part.summary), &glossary));
        }
    }
    assert!(wrong.is_empty(), "neither in the glossary nor explained: {wrong:?}");
}

#[test]
fn an_abbreviation_of_no_term_is_noticed() {
    let glossary = glossary();
    assert_eq!(unexplained("Ask the ICO about ISO 27001, IT and your DPIA.", &glossary), [""; 0]);
    assert_eq!(unexplained("Ask the SIRO, and the ICO's RTO.", &glossary), ["SIRO", "RTO"]);
}

#[test]
fn the_glossary_is_in_the_order_of_the_alphabet_and_explains_without_riddles() {
    let glossary = glossary();
    let terms: Vec<String> = glossary.terms.iter().map(|term| term.term.to_lowercase()).collect();
    assert!(terms.is_sorted(), "{terms:?}");
    for term in &glossary.terms {
        let wrong = unexplained(&term.means, &glossary);
        assert!(wrong.is_empty(), "{}: {wrong:?}", term.term);
        assert!(term.means.ends_with('.'), "{} is not explained in a sentence", term.term);
    }
}

/// Runs of capitals that no term of the glossary covers.
fn unexplained(text: &str, glossary: &Glossary) -> Vec<String> {
    let mut rest = String::new();
    let mut at = 0;
    for (range, _) in glossary.uses(text) {
        rest.push_str(&text[at..range.start]);
        at = range.end;
    }
    rest.push_str(&text[at..]);
    rest.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()))
        .filter(|word| word.chars().any(char::is_uppercase))
        .map(str::to_owned)
        .collect()
}

/// The American spellings in a text.
fn american(text: &str) -> Vec<String> {
    const WITH_Z: [&str; 12] =
        ["ize", "izes", "ized", "izing", "izer", "izers", "ization", "izations", "yze", "yzes", "yzed", "yzing"];
    const Z_IS_RIGHT: [&str; 5] = ["size", "sized", "sizes", "sizing", "seize"];
    const WITH_OR: [&str; 12] = [
        "color", "behavior", "favor", "honor", "labor", "neighbor", "harbor", "rumor", "flavor", "endeavor", "vapor",
        "armor",
    ];
    const OR_IS_RIGHT: [&str; 5] = ["laborat", "elaborat", "collabor", "honorary", "vaporis"];
    const WHOLE: [&str; 45] = [
        "aging",
        "aluminum",
        "analog",
        "artifact",
        "canceled",
        "canceling",
        "catalog",
        "center",
        "centers",
        "checkbook",
        "cozy",
        "defense",
        "dialog",
        "enroll",
        "enrollment",
        "fiber",
        "fulfill",
        "fulfillment",
        "gotten",
        "gray",
        "installment",
        "judgment",
        "labeled",
        "labeling",
        "liter",
        "maneuver",
        "math",
        "meager",
        "modeled",
        "mold",
        "offense",
        "pajamas",
        "pediatric",
        "pretense",
        "program's",
        "signaled",
        "skeptical",
        "skillful",
        "theater",
        "totaled",
        "traveled",
        "traveling",
        "tire",
        "unrecognized",
        "zip",
    ];
    let words: Vec<String> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_' || c == '.' || c == '/'))
        .flat_map(|word| {
            // Keys, commands and file names are as they are: `Set-Authorization`, `color.txt`, `is_authorized`.
            let inside = word.trim_end_matches(['.', '-', '/']);
            let code = inside.contains(['_', '.', '/']) || inside.chars().skip(1).any(char::is_uppercase);
            if code { Vec::new() } else { inside.to_lowercase().split('-').map(str::to_owned).collect() }
        })
        .collect();
    let before = |at: usize| at.checked_sub(1).map_or("", |at| words[at].as_str());
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let z = WITH_Z.iter().any(|ending| word.ends_with(ending))
            && !Z_IS_RIGHT.iter().any(|right| word.contains(right))
            && !word.starts_with("prize");
        let or = WITH_OR.iter().any(|part| word.starts_with(part)) && !OR_IS_RIGHT.iter().any(|p| word.starts_with(p));
        if z || or || WHOLE.contains(&word.as_str()) {
            found.push(word.clone());
        }
        match (before(at), word.as_str()) {
            ("a" | "the" | "your" | "its" | "each" | "one" | "software" | "no", "license" | "licenses") => {
                found.push("license".into());
            }
            ("training" | "work" | "research", "program" | "programs") => {
                found.push(format!("{} {word}", before(at)));
            }
            ("to" | "must" | "should", "practice") => found.push(format!("{} practice", before(at))),
            _ => {}
        }
    }
    found
}

/// Every sentence that people read, with the file that it is in.
fn sentences() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in files(Path::new("assertions"), "yaml") {
        let text = std::fs::read_to_string(&path).unwrap();
        let value: Value = Yaml::new(&path, &text).read().unwrap();
        prose(&value, false, &mut |text| found.push((path.clone(), text.to_owned())));
    }
    for path in files(Path::new("report-templates"), "j2") {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut rest = text.as_str();
        while let Some((plain, code)) = rest.split_once('{') {
            found.push((path.clone(), plain.to_owned()));
            rest = match code.chars().next() {
                Some('{') => code.split_once("}}").map_or("", |(_, rest)| rest),
                Some('%') => code.split_once("%}").map_or("", |(_, rest)| rest),
                Some('#') => code.split_once("#}").map_or("", |(_, rest)| rest),
                _ => code,
            };
        }
        found.push((path, rest.to_owned()));
    }
    // The patterns by which secrets are known are nobody's words.
    let aside = |path: &String| path.ends_with("tests.rs") || path.contains("tests/") || path.contains("sensitive/");
    for path in files(Path::new("src"), "rs").into_iter().filter(|path| !aside(path)) {
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("#[") && !line.contains("serde(")) {
            // Odd pieces between quotation marks are the literals; what a person reads has a blank in it. Doc comments
            // of the arguments are their help.
            let shown = match line.trim_start().strip_prefix("///") {
                Some(help) if path.ends_with("cli/args.rs") => vec![help],
                Some(_) => Vec::new(),
                // A piece that ends in `=\` is markup: an attribute's value would follow.
                None => line
                    .split('"')
                    .skip(1)
                    .step_by(2)
                    .filter(|literal| literal.contains(' ') && !literal.ends_with("=\\"))
                    .collect(),
            };
            found.extend(shown.into_iter().map(|text| (path.clone(), text.to_owned())));
        }
    }
    found
}

fn prose(value: &Value, is_prose: bool, take: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) if is_prose => take(text),
        Value::Array(values) => values.iter().for_each(|value| prose(value, is_prose, take)),
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(key, _)| *key != "examples") {
                prose(value, SENTENCES.contains(&key.as_str()), take);
            }
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn files(folder: &Path, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path.display().to_string());
        }
    }
    found.sort();
    found
}

fn packs() -> Vec<Pack> {
    let built_in = files(Path::new("assertions"), "yaml").into_iter().filter(|path| path.ends_with("pack.yaml"));
    built_in.map(|path| Yaml::new(&path, std::fs::read_to_string(&path).unwrap()).read().unwrap()).collect()
}

fn glossary() -> Glossary {
    let text = std::fs::read_to_string("assertions/glossary.yaml").unwrap();
    dspt::pack::glossary("glossary.yaml", &text).unwrap()
}
