//! Words as they are compared: lower case, NFKC, without punctuation or plural marks; and the search for many phrases
//! at once.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

use unicode_normalization::UnicodeNormalization;

/// Phrases to be found together in one pass.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    vocabulary: HashMap<String, u32>,
    steps: HashMap<(u32, u32), u32>,
    ends: HashMap<u32, PhraseNumber>,
    nodes: u32,
    count: usize,
}

/// The number of a phrase; phrases that compare equal share one.
pub(super) type PhraseNumber = usize;

/// A word of a text: known to some phrase, or not.
type Word = Option<u32>;

/// The longest phrase, in words; longer ones are never found.
const LONGEST: usize = 20;

impl Phrases {
    /// Adds a phrase; nothing when it has no words.
    pub(super) fn add(&mut self, phrase: &str) -> Option<PhraseNumber> {
        let mut node = 0;
        let mut words = 0;
        let Self { vocabulary, steps, nodes, .. } = self;
        split(phrase, &mut |word| {
            let next = u32::try_from(vocabulary.len()).unwrap_or(u32::MAX);
            let word = *vocabulary.entry(word.to_owned()).or_insert(next);
            node = *steps.entry((node, word)).or_insert_with(|| {
                *nodes += 1;
                *nodes
            });
            words += 1;
        });
        if words == 0 || words > LONGEST {
            return None;
        }
        let number = *self.ends.entry(node).or_insert(self.count);
        self.count = self.count.max(number + 1);
        Some(number)
    }

    /// How many different phrases there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The words of a text, for [`Phrases::find`].
    pub(super) fn words(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        split(text, &mut |word| words.push(self.vocabulary.get(word).copied()));
        words
    }

    /// Every phrase that stands in the words: its number, its first word and the word after its last.
    pub(super) fn find(&self, words: &[Word]) -> Vec<(PhraseNumber, usize, usize)> {
        let mut found = Vec::new();
        for first in 0..words.len() {
            let mut node = 0;
            for (after, word) in words.iter().enumerate().skip(first).map(|(at, word)| (at + 1, word)) {
                let Some(next) = word.and_then(|word| self.steps.get(&(node, word))) else { break };
                node = *next;
                if let Some(number) = self.ends.get(&node) {
                    found.push((*number, first, after));
                }
            }
        }
        found
    }
}

/// How many words a text has.
pub(super) fn count(text: &str) -> usize {
    let mut words = 0;
    split(text, &mut |_| words += 1);
    words
}

/// Whether two texts share a word of some length.
pub(super) fn share(one: &str, other: &str) -> bool {
    let mut words = BTreeSet::new();
    split(one, &mut |word| words.extend((word.len() > 2).then(|| word.to_owned())));
    let mut shared = false;
    split(other, &mut |word| shared |= words.contains(word));
    shared
}

/// Gives each word of a text in the form in which words are compared.
pub(super) fn split(text: &str, give: &mut impl FnMut(&str)) {
    let text: Cow<str> = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) };
    let mut held = String::new();
    let mut word = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            _ if letter.is_alphanumeric() => word.extend(letter.to_lowercase()),
            // Soft hyphens and zero-width marks are not seen, so they part nothing; nor does the mark of a possessive.
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            '\'' | '’' | '‘' if !word.is_empty() && letters.peek().is_some_and(|next| next.is_alphabetic()) => {}
            _ => {
                pass_on(&mut held, &mut word, give);
                if letter == '&' {
                    word.push_str("and");
                    pass_on(&mut held, &mut word, give);
                }
            }
        }
    }
    pass_on(&mut held, &mut word, give);
    if !held.is_empty() {
        give(&held);
    }
}

/// Words that people write as one, as two, or with a hyphen.
const COMPOUNDS: [(&str, &str); 8] = [
    ("e", "mail"),
    ("wi", "fi"),
    ("anti", "virus"),
    ("anti", "malware"),
    ("back", "up"),
    ("multi", "factor"),
    ("off", "site"),
    ("on", "line"),
];

/// Passes a finished word on, held back by one so that the halves of a compound can be joined.
fn pass_on(held: &mut String, word: &mut String, give: &mut impl FnMut(&str)) {
    if word.is_empty() {
        return;
    }
    let folded = singular(word);
    if COMPOUNDS.iter().any(|(one, two)| one == held && *two == folded) {
        held.push_str(&folded);
    } else {
        if !held.is_empty() {
            give(held);
        }
        held.clear();
        held.push_str(&folded);
    }
    word.clear();
}

/// The word without its plural mark; the same for one and many, though not always a word of English.
fn singular(word: &str) -> Cow<'_, str> {
    let stem = |end: &str| word.strip_suffix(end).unwrap_or(word);
    if word.len() <= 2 || !word.ends_with('s') || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    if word.ends_with("yses") {
        return Cow::Owned(format!("{}is", stem("es")));
    }
    if word.len() > 4 && word.ends_with("ies") {
        return Cow::Owned(format!("{}y", stem("ies")));
    }
    let hissing = ["sses", "xes", "zes", "ches", "shes"].iter().any(|end| word.ends_with(end));
    let latin = word.len() > 6 && word.ends_with("uses") && !word.ends_with("auses") && !word.ends_with("ouses");
    if hissing || latin {
        return Cow::Borrowed(stem("es"));
    }
    if ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        return Cow::Borrowed(word);
    }
    Cow::Borrowed(stem("s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &str) {
        let mut words = Vec::new();
        split(input, &mut |word| words.push(word.to_owned()));
        assert_eq!(words.join(" "), expected, "{input:?}");
    }

    #[test]
    fn case_and_punctuation_do_not_count() {
        check("Data-Protection_policy (v3)", "data protection policy v3");
        check("“Staff” – list…", "staff list");
        check("ﬁre\u{a0}safety", "fire safety");
        check("", "");
        check("—", "");
    }

    #[test]
    fn an_ampersand_is_a_word() {
        check("Data & Security", "data and security");
        check("R&D", "r and d");
    }

    #[test]
    fn one_and_many_compare_equal() {
        for (one, many) in [
            ("policy", "policies"),
            ("notice", "notices"),
            ("record", "records"),
            ("process", "processes"),
            ("analysis", "analyses"),
            ("virus", "viruses"),
            ("house", "houses"),
            ("database", "databases"),
            ("box", "boxes"),
            ("breach", "breaches"),
            ("leaver", "leavers'"),
            ("leaver", "leaver's"),
            ("DPIA", "DPIAs"),
        ] {
            assert_eq!(words_of(one), words_of(many), "{one} and {many}");
        }
    }

    #[test]
    fn words_that_only_look_like_plurals_stay() {
        check("access status analysis business bus this", "access status analysis business bus this");
    }

    #[test]
    fn invisible_marks_part_nothing() {
        check("infor\u{ad}mation as\u{200b}set", "information asset");
        check("\u{feff}Name", "name");
    }

    #[test]
    fn compounds_compare_equal_however_they_are_written() {
        for (one, other) in
            [("e-mail", "email"), ("Wi-Fi", "WIFI"), ("back-ups", "backup"), ("anti virus", "antivirus")]
        {
            assert_eq!(words_of(one), words_of(other));
        }
    }

    #[test]
    fn phrases_are_found_at_word_bounds_even_inside_each_other() {
        let mut phrases = Phrases::default();
        let numbers: Vec<_> =
            ["personal data", "personal data breach", "data", "ICO", "Personal datas"].map(|p| phrases.add(p)).into();
        assert_eq!(numbers, [Some(0), Some(1), Some(2), Some(3), Some(0)]);
        assert_eq!(phrases.add(" - "), None);
        let find = |text: &str| phrases.find(&phrases.words(text));
        assert_eq!(find("A personal data breach"), [(0, 1, 3), (1, 1, 4), (2, 2, 3)]);
        assert_eq!(find("silicon database"), []);
        assert_eq!(find("personal and other data"), [(2, 3, 4)]);
    }

    fn words_of(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        split(text, &mut |word| words.push(word.to_owned()));
        words
    }
}
