//! Long words with one slip of the pen: a letter too many, too few, wrong, or two in the wrong order.

use std::collections::HashMap;

use strsim::osa_distance;

/// In shorter words a slip makes another word: contact, contract.
const SHORTEST: usize = 8;

/// Known long words, by themselves and by what is left of them without any one letter.
#[derive(Debug, Default)]
pub(super) struct Spelling(HashMap<String, Vec<String>>);

impl Spelling {
    /// Adds a known word.
    pub(super) fn add(&mut self, word: &str) {
        if !is_long(word) || self.0.get(word).is_some_and(|known| known.iter().any(|known| known == word)) {
            return;
        }
        for key in keys(word) {
            let known = self.0.entry(key).or_default();
            if !known.iter().any(|known| known == word) {
                known.push(word.to_owned());
            }
        }
    }

    /// The known word that a word was meant to be; the first that was added where several come as near.
    pub(super) fn meant(&self, word: &str) -> Option<&str> {
        if self.0.is_empty() || !is_long(word) {
            return None;
        }
        let near =
            |known: &&String| known.as_bytes().first() == word.as_bytes().first() && osa_distance(known, word) <= 1;
        keys(word).find_map(|key| self.0.get(&key)?.iter().find(near)).map(String::as_str)
    }
}

fn is_long(word: &str) -> bool {
    (SHORTEST..=24).contains(&word.len()) && word.bytes().all(|letter| letter.is_ascii_lowercase())
}

/// A word, and the word without each of its letters but the first.
fn keys(word: &str) -> impl Iterator<Item = String> {
    let without = (1..word.len()).map(|at| word.chars().take(at).chain(word.chars().skip(at + 1)).collect());
    std::iter::once(word.to_owned()).chain(without)
}
