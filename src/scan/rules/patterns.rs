//! The regular expressions of checks and kinds; those of built-in rules are compiled when they are first needed.

use std::{collections::BTreeMap, sync::OnceLock};

use regex::{Regex, RegexBuilder};

/// When an expression is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compile {
    /// While the rules are read: a fault is told then.
    AtOnce,
    /// When it is first asked for: most are never needed in one run, and a test compiles them all.
    WhenNeeded,
}

/// The expressions of checks and kinds by their text.
#[derive(Debug, Default)]
pub(in crate::scan) struct Patterns(BTreeMap<String, OnceLock<Option<Regex>>>);

impl Patterns {
    /// The expression of a text that was added; nothing if it is not sound.
    pub(in crate::scan) fn get(&self, text: &str) -> Option<&Regex> {
        self.0.get(text)?.get_or_init(|| compile(text).ok()).as_ref()
    }

    /// Adds an expression, or says why it is not sound.
    pub(super) fn add(&mut self, text: &str, when: Compile) -> Result<(), regex::Error> {
        let compiled = match when {
            Compile::AtOnce => OnceLock::from(Some(compile(text)?)),
            Compile::WhenNeeded => OnceLock::new(),
        };
        self.0.insert(text.to_owned(), compiled);
        Ok(())
    }

    /// Some expressions, for tests.
    #[cfg(test)]
    pub(in crate::scan) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut patterns = Self::default();
        for text in texts {
            patterns.add(text, Compile::AtOnce).unwrap();
        }
        patterns
    }
}

fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).case_insensitive(true).multi_line(true).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_compiled_at_once_or_when_it_is_first_asked_for() {
        let mut patterns = Patterns::default();
        assert!(patterns.add("(", Compile::AtOnce).is_err());
        patterns.add("^b+$", Compile::WhenNeeded).unwrap();
        patterns.add("(", Compile::WhenNeeded).unwrap();
        assert!(patterns.get("^b+$").is_some_and(|pattern| pattern.is_match("a\nBB\nc")));
        assert!(patterns.get("(").is_none());
        assert!(patterns.get("never added").is_none());
    }
}
