//! Glossary text becomes a [`Glossary`] in which each name stands for one term.

use std::collections::BTreeSet;

use crate::model::{Fault, Glossary, yaml::Yaml};

/// Reads a glossary and examines it.
///
/// # Errors
/// Every fault found, with file and line: at least one.
pub fn glossary(file: &str, text: &str) -> Result<Glossary, Vec<Fault>> {
    let yaml = Yaml::new(file, text);
    let glossary: Glossary = yaml.read()?;
    let mut faults = Vec::new();
    if glossary.format != 1 {
        let message = format!("this program reads format 1, not {}", glossary.format);
        faults.push(yaml.fault_at(&["format".into()], message).hint("get a newer dspt"));
    }
    let mut names = BTreeSet::new();
    for (at, term) in glossary.terms.iter().enumerate() {
        for name in term.names() {
            if !names.insert(name.to_lowercase()) {
                let path = ["terms".into(), at.into(), "term".into()];
                faults.push(yaml.fault_at(&path, format!("`{name}` is explained twice")));
            }
        }
        for (key, words) in [("term", &term.term), ("means", &term.means)] {
            if words.trim().is_empty() {
                let path = ["terms".into(), at.into(), key.into()];
                faults.push(yaml.fault_at(&path, format!("a term of the glossary has an empty `{key}`")));
            }
        }
    }
    if faults.is_empty() { Ok(glossary) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let faults = glossary("glossary.yaml", text).err().unwrap_or_default();
        let found: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn takes_each_name_once_and_with_its_meaning() {
        check("format: 1\nterms: [{term: PIN, means: A short number.}]\n", &[]);
        check(
            "format: 1\nterms: [{term: PIN, also: [pin], means: A short number.}, {term: IT, means: \" \"}]\n",
            &["`pin` is explained twice", "a term of the glossary has an empty `means`"],
        );
        check("format: 2\nterms: []\n", &["this program reads format 1, not 2"]);
    }
}
