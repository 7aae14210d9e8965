//! What somebody confirmed, kept as digests, so that any later change is seen and can be named.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Answer, Assessment, ItemId};

/// The answers and exceptions of an assessment as they were when somebody confirmed them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Seal {
    /// The SHA-256 of all of them.
    pub sha256: String,
    /// The first eight digits of each answer's, so that a changed one can be named.
    pub answers: BTreeMap<ItemId, String>,
    /// The same of the exceptions together; absent when there were none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exceptions: Option<String>,
}

/// What changed since somebody confirmed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsealed {
    /// Answers that were changed, added or taken away, in the order of their numbers.
    pub answers: Vec<ItemId>,
    /// Whether the exceptions are others.
    pub exceptions: bool,
}

impl Seal {
    /// The seal of an assessment as it stands.
    pub fn of(assessment: &Assessment) -> Self {
        // Who does what is left to do, and by when, is planning and nothing that somebody claims.
        let claimed = |answer: &Answer| Answer { owner: None, due: None, ..answer.clone() };
        let answers = assessment.answers.iter().map(|(id, answer)| (id, claimed(answer)));
        let answers = answers.filter(|(_, answer)| *answer != Answer::default());
        let answers: Vec<(&ItemId, String)> = answers.map(|(id, answer)| (id, canonical(&answer))).collect();
        let exceptions = canonical(&assessment.exceptions);
        let mut all = format!("{}\n{}\n", assessment.pack, assessment.subject.as_deref().unwrap_or_default());
        answers.iter().for_each(|(id, text)| all.push_str(&format!("{id} {text}\n")));
        all.push_str(&exceptions);
        Self {
            sha256: sha256(all.as_bytes()),
            answers: answers.into_iter().map(|(id, text)| (id.clone(), short(&text))).collect(),
            exceptions: (!assessment.exceptions.is_empty()).then(|| short(&exceptions)),
        }
    }

    /// What differs from the seal of what stands now; nothing when it is the same to the letter.
    pub fn broken_by(&self, now: &Self) -> Option<Unsealed> {
        if self.sha256 == now.sha256 {
            return None;
        }
        let numbers: BTreeSet<&ItemId> = self.answers.keys().chain(now.answers.keys()).collect();
        let answers = numbers.into_iter().filter(|id| self.answers.get(id) != now.answers.get(id)).cloned().collect();
        Some(Unsealed { answers, exceptions: self.exceptions != now.exceptions })
    }
}

impl Unsealed {
    /// "2 answers changed since (4.5.3, 7.1.1), and so did the exceptions".
    pub fn words(&self) -> String {
        /// More numbers than this are counted and not named.
        const MOST: usize = 8;
        let named: Vec<&str> = self.answers.iter().take(MOST).map(ItemId::as_str).collect();
        let more = self.answers.len().saturating_sub(MOST);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let answers = match self.answers.len() {
            0 => None,
            1 => Some(format!("1 answer changed since ({})", named.join(", "))),
            n => Some(format!("{n} answers changed since ({}{more})", named.join(", "))),
        };
        match (answers, self.exceptions) {
            (Some(answers), false) => answers,
            (Some(answers), true) => format!("{answers}, and so did the exceptions"),
            (None, true) => "the exceptions changed since".into(),
            (None, false) => "what was confirmed is not what stands here now".into(),
        }
    }
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn short(text: &str) -> String {
    sha256(text.as_bytes()).chars().take(8).collect()
}

/// A value as one line of JSON with its keys in order, so that neither the layout of the file nor ours matters.
fn canonical<T: Serialize>(value: &T) -> String {
    sorted(serde_json::to_value(value).unwrap_or(Value::Null)).to_string()
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let map: BTreeMap<String, Value> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(map.into_iter().collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(sorted).collect()),
        scalar => scalar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::yaml::Yaml;

    const BEFORE: &str = "pack: p\nanswers:\n  '4.5.3': {value: yes, by: Manager, on: 2026-03-04}\n  '4.10': {value: no}\n\
                          exceptions:\n- {item: '4.10', reason: Small, by: Manager}\n";

    fn seal(text: &str) -> Seal {
        Seal::of(&Yaml::new("a", text).read().unwrap_or_else(|faults| panic!("{faults:?}")))
    }

    #[track_caller]
    fn check(from: &str, to: &str, expected: &str) {
        let after = BEFORE.replace(from, to);
        assert!(from == to || after != BEFORE);
        let said = seal(BEFORE).broken_by(&seal(&after)).map_or("stands".into(), |unsealed| unsealed.words());
        assert_eq!(said, expected);
    }

    #[test]
    fn layout_and_what_is_not_confirmed_leave_a_seal_whole() {
        check("", "", "stands");
        check("{value: yes, by: Manager, on: 2026-03-04}", "{on: 2026-03-04, by: \"Manager\", value: 'yes'}", "stands");
        check("{value: no}", "{value: no, owner: Ann, due: 2026-05-31}", "stands");
        check("  '4.10':", "  '4.9': {owner: Ann}\n  '4.10':", "stands");
        check("pack: p\n", "# a remark\npack: p\npublished: never\n", "stands");
    }

    #[test]
    fn every_change_of_what_was_confirmed_is_seen_and_named() {
        check("value: no", "value: yes", "1 answer changed since (4.10)");
        check("2026-03-04", "2026-03-05", "1 answer changed since (4.5.3)");
        check("by: Manager, on", "by: Manager, comment: x, on", "1 answer changed since (4.5.3)");
        check("  '4.10': {value: no}\n", "", "1 answer changed since (4.10)");
        check("'4.10': {", "'4.11': {", "2 answers changed since (4.10, 4.11)");
        check("reason: Small", "reason: Large", "the exceptions changed since");
        check("exceptions:\n- {item: '4.10', reason: Small, by: Manager}\n", "", "the exceptions changed since");
        check("pack: p", "pack: q", "what was confirmed is not what stands here now");
    }

    #[test]
    fn many_changes_are_counted() {
        let many: String = (1..=12).map(|n| format!("  '9.{n}': {{value: yes}}\n")).collect();
        check(
            "exceptions:",
            &format!("{many}exceptions:"),
            "12 answers changed since (9.1, 9.2, 9.3, 9.4, 9.5, 9.6, 9.7, 9.8 and 4 more)",
        );
    }
}
