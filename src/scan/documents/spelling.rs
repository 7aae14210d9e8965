//! Long words with one slip of the pen: a letter too many, too few, wrong, or two in the wrong order.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::quick::Quick;

/// In shorter words a slip makes another word: contact, contract.
const SHORTEST: usize = 8;

/// Known long words, by themselves and by what is left of them without any one letter.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    known: HashMap<String, Vec<String>>,
    /// A number for each key, so that most words are seen to be unknown without a key being made.
    numbers: HashSet<u64, BuildHasherDefault<Quick>>,
}

impl Spelling {
    /// Adds a known word.
    pub(super) fn add(&mut self, word: &str) {
        if !is_long(word) || self.known.get(word).is_some_and(|known| known.iter().any(|known| known == word)) {
            return;
        }
        for key in keys(word) {
            self.numbers.insert(number(key.bytes()));
            let known = self.known.entry(key).or_default();
            if !known.iter().any(|known| known == word) {
                known.push(word.to_owned());
            }
        }
    }

    /// The known word that a word was meant to be; the first that was added where several come as near.
    pub(super) fn meant(&self, word: &str) -> Option<&str> {
        if self.known.is_empty() || !is_long(word) || !numbers(word).any(|number| self.numbers.contains(&number)) {
            return None;
        }
        let near = |known: &&String| {
            known.as_bytes().first() == word.as_bytes().first() && is_one_slip(known.as_bytes(), word.as_bytes())
        };
        keys(word).find_map(|key| self.known.get(&key)?.iter().find(near)).map(String::as_str)
    }
}

/// Whether two words differ in one letter, or in the order of two.
fn is_one_slip(one: &[u8], other: &[u8]) -> bool {
    let alike = |one: &[u8], other: &[u8]| std::iter::zip(one, other).take_while(|(a, b)| a == b).count();
    let start = alike(one, other);
    let (one, other) = (one.get(start..).unwrap_or_default(), other.get(start..).unwrap_or_default());
    match (one, other) {
        ([a, b, one @ ..], [c, d, other @ ..]) if a == d && b == c && one == other => true,
        ([_, one @ ..], [_, other @ ..]) if one == other => true,
        ([_, rest @ ..], other) if rest == other => true,
        (one, [_, rest @ ..]) => one == rest,
        (one, []) => one.is_empty(),
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

/// A number for the letters of a word; others may have the same.
fn number(letters: impl Iterator<Item = u8>) -> u64 {
    letters.fold(0, |number, letter| number.wrapping_mul(1_000_003).wrapping_add(u64::from(letter)))
}

/// The numbers of all keys of a word.
fn numbers(word: &str) -> impl Iterator<Item = u64> {
    let without = (1..word.len()).map(|at| number(word.bytes().take(at).chain(word.bytes().skip(at + 1))));
    std::iter::once(number(word.bytes())).chain(without)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_each_key_is_known_without_the_key() {
        for word in ["confidentiality", "contract", "registered"] {
            assert!(numbers(word).eq(keys(word).map(|key| number(key.bytes()))), "{word}");
        }
    }
}
