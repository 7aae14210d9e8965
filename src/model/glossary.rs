//! The glossary: terms that cannot be avoided, each with a plain explanation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Terms with plain explanations.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Glossary {
    /// The version of the glossary's format; 1 today.
    pub format: u32,
    /// The terms, in the order of the alphabet.
    pub terms: Vec<Term>,
}

/// A term of the trade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Term {
    /// The term as it is written in the texts.
    pub term: String,
    /// Other ways to write it: the words behind an abbreviation, a plural that is not made with an s.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it is, in one or two plain sentences.
    pub means: String,
}

impl Glossary {
    /// The term that a person types, in any case and by any of its names.
    pub fn term(&self, typed: &str) -> Option<&Term> {
        let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let is = |name: &str| name.to_lowercase() == typed || format!("{}s", name.to_lowercase()) == typed;
        self.terms.iter().find(|term| term.names().any(is))
    }

    /// The terms that a text uses, in the order of their first use.
    pub fn terms_in(&self, text: &str) -> Vec<&Term> {
        let mut found: Vec<&Term> = Vec::new();
        for (_, term) in self.uses(text) {
            if !found.contains(&term) {
                found.push(term);
            }
        }
        found
    }

    /// Every use of a term in a text, by its bytes; the longest name wins, and no use lies within another.
    pub fn uses(&self, text: &str) -> Vec<(std::ops::Range<usize>, &Term)> {
        let mut uses = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let begins = text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
            let longest = self
                .terms
                .iter()
                .flat_map(|term| term.names().map(move |name| (name, term)))
                .filter_map(|(name, term)| Some((used(&text[at..], name)?, term)))
                .max_by_key(|(length, _)| *length);
            match longest {
                Some((length, term)) if begins => {
                    uses.push((at..at + length, term));
                    at += length;
                }
                _ => at += text[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        uses
    }
}

impl Term {
    /// The term and the other ways to write it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.term.as_str()).chain(self.also.iter().map(String::as_str))
    }
}

/// How many bytes of a text's beginning are a name or its plural.
///
/// Names in capitals are looked for as they are, so that "IT" is not found in "it"; others in any case.
fn used(text: &str, name: &str) -> Option<usize> {
    let capitals = !name.chars().any(char::is_lowercase);
    let mut rest = text.char_indices();
    for wanted in name.chars() {
        let (_, found) = rest.next()?;
        let same = match (wanted, found) {
            ('\'', '’') | (' ', '\n' | '\u{a0}') => true,
            _ if capitals => found == wanted,
            _ => found.to_lowercase().eq(wanted.to_lowercase()),
        };
        if !same {
            return None;
        }
    }
    let end = text.len() - rest.as_str().len();
    let next = rest.next();
    let ends = |next: Option<(usize, char)>| next.is_none_or(|(_, after)| !after.is_alphanumeric());
    match next {
        Some((_, 's')) => ends(rest.next()).then_some(end + 1),
        _ => ends(next).then_some(end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary() -> Glossary {
        let term = |term: &str, also: &[&str]| Term {
            term: term.into(),
            also: also.iter().map(ToString::to_string).collect(),
            means: "It is explained.".into(),
        };
        let terms = vec![
            term("ICO", &["Information Commissioner's Office"]),
            term("IT", &[]),
            term("backup", &["backed up"]),
            term("data protection", &[]),
            term("data protection officer", &[]),
        ];
        Glossary { format: 1, terms }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let glossary = glossary();
        let found: Vec<&str> = glossary.terms_in(text).iter().map(|term| term.term.as_str()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn finds_terms_in_the_order_of_their_first_use() {
        check("Backups are looked after by IT. A backup helps.", &["backup", "IT"]);
        check("", &[]);
    }

    #[test]
    fn takes_abbreviations_as_they_are_and_words_in_any_case() {
        check("It is, as it was.", &[]);
        check("Data protection in bits; the Ico.", &["data protection"]);
    }

    #[test]
    fn takes_the_longest_name_and_whole_words_only() {
        check("The data protection officer left.", &["data protection officer"]);
        check("A metadata protectional backupper with ICOs.", &["ICO"]);
    }

    #[test]
    fn knows_other_names_and_curly_apostrophes() {
        check("The Information Commissioner’s Office has it backed up.", &["ICO", "backup"]);
    }

    #[test]
    fn finds_a_term_by_what_a_person_types() {
        let glossary = glossary();
        let found = |typed| glossary.term(typed).map(|term| term.term.as_str());
        assert_eq!(found("ico"), Some("ICO"));
        assert_eq!(found("Data  Protection"), Some("data protection"));
        assert_eq!(found("BACKUPS"), Some("backup"));
        assert_eq!(found("information commissioner's office"), Some("ICO"));
        assert_eq!(found("fax"), None);
    }
}
