//! Pieces of YAML as a person would write them.

use serde_json::Value;

use crate::model::{Answer, Assessment, Exception, Organisation, PackId, PublishedWord, Round, Votes};

/// The text of a new answers file.
pub fn new_file(organisation: &Organisation, pack: &PackId, published: Option<PublishedWord>) -> String {
    let mut text = String::from(
        "# Answers to the self-assessment, kept by dspt. You may edit this file: your comments and order stay.\n\
         format: 1\norganisation:\n",
    );
    let mut fields = fields(organisation);
    fields.retain(|(_, value)| !value.is_null() && *value != Value::Array(Vec::new()) && !is_empty_map(value));
    text.push_str(&block(&fields, 2));
    text.push_str("assessments:\n");
    text.push_str(&format!("  - pack: {pack}\n"));
    if let Some(word) = published {
        text.push_str(&format!("    published: {}\n", scalar(&serde_json::json!(word), 4)));
    }
    text.push_str("    answers: {}\n");
    text
}

fn is_empty_map(value: &Value) -> bool {
    value.as_object().is_some_and(serde_json::Map::is_empty)
}

/// The fields of a value in their order; those that are absent are left out.
pub(super) fn fields<T: serde::Serialize>(value: &T) -> Vec<(String, Value)> {
    match serde_json::to_value(value) {
        Ok(Value::Object(map)) => map.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The fields of an answer that are set.
pub(super) fn answer_fields(answer: &Answer) -> Vec<(String, Value)> {
    fields(answer)
}

/// An exception as a list element.
pub(super) fn exception_element(exception: &Exception, indent: usize) -> String {
    element(&fields(exception), indent)
}

/// A round as a list element, the counts of a question on one line.
pub(super) fn round_element(round: &Round, indent: usize) -> String {
    let mut fields = fields(round);
    fields.retain(|(key, _)| key != "counts");
    let mut text = element(&fields, indent);
    let pad = " ".repeat(indent + 2);
    if round.counts.is_empty() {
        text.push_str(&format!("{pad}counts: {{}}\n"));
        return text;
    }
    text.push_str(&format!("{pad}counts:\n"));
    for (item, votes) in &round.counts {
        let (item, Votes { yes, no, unsure }) = (key(item.as_str()), votes);
        text.push_str(&format!("{pad}  {item}: {{ yes: {yes}, no: {no}, unsure: {unsure} }}\n"));
    }
    text
}

/// An assessment as a list element, without what is empty.
pub(super) fn assessment_element(assessment: &Assessment, indent: usize) -> String {
    let mut fields = fields(assessment);
    fields.retain(|(key, value)| {
        key == "answers" || !(value.is_null() || *value == Value::Array(Vec::new()) || is_empty_map(value))
    });
    element(&fields, indent)
}

/// Fields as block lines, each at the indent.
pub(super) fn block(fields: &[(String, Value)], indent: usize) -> String {
    fields.iter().map(|(key, value)| entry(key, value, indent)).collect()
}

/// One key with its value, with a line end.
pub(super) fn entry(key: &str, value: &Value, indent: usize) -> String {
    let pad = " ".repeat(indent);
    match value {
        Value::Array(list) if !list.is_empty() => {
            let elements: String = list
                .iter()
                .map(|element| match element {
                    Value::Object(map) => {
                        let fields: Vec<_> = map.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
                        self::element(&fields, indent + 2)
                    }
                    other => format!("{pad}  - {}\n", scalar(other, indent + 2)),
                })
                .collect();
            format!("{pad}{}:\n{elements}", self::key(key))
        }
        Value::Object(map) if !map.is_empty() => {
            let fields: Vec<_> = map.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
            format!("{pad}{}:\n{}", self::key(key), block(&fields, indent + 2))
        }
        other => format!("{pad}{}: {}\n", self::key(key), scalar(other, indent)),
    }
}

fn element(fields: &[(String, Value)], indent: usize) -> String {
    let mut text = block(fields, indent + 2);
    text.replace_range(indent..indent + 1, "-");
    text
}

/// A key; item numbers are quoted so that no reader takes 4.10 for a number, or NA#1 for a remark.
pub(super) fn key(key: &str) -> String {
    if key.starts_with(|c: char| c.is_ascii_digit()) || key.contains('#') {
        format!("\"{key}\"")
    } else {
        key.to_owned()
    }
}

/// A scalar as it stands behind a key at the indent; long or many-lined text becomes a block.
fn scalar(value: &Value, indent: usize) -> String {
    let text = match value {
        Value::String(text) => text,
        other => return other.to_string(),
    };
    let plain_date = text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
    if plain_date || text == "yes" || text == "no" {
        return text.clone();
    }
    if text.ends_with('\n') || text.starts_with(char::is_whitespace) || text.contains('\r') {
        return value.to_string();
    }
    let yaml = serde_yaml::to_string(text).unwrap_or_else(|_| Value::String(text.clone()).to_string());
    let mut lines = yaml.trim_end_matches('\n').lines();
    let first = lines.next().unwrap_or("\"\"").to_owned();
    let pad = " ".repeat(indent);
    lines.fold(first, |mut all, line| {
        all.push('\n');
        if !line.is_empty() {
            all.push_str(&pad);
            all.push_str(line);
        }
        all
    })
}
