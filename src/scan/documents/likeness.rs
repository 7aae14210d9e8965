//! Which kind of document a text is most like by all of its words: each speaks for or against each kind with a weight
//! that was learned from labelled documents. What kinds are called or what they should say plays no part here.

use std::{
    collections::{BTreeSet, HashMap},
    hash::BuildHasherDefault,
    ops::Range,
};

use super::{memo::Memo, quick::Quick};
use crate::{
    model::DocumentKind,
    scan::content::{Content, Line},
};

/// What `tests/documents/learn.py` learned, one kind against all others with a hinge loss, from the labelled documents of
/// `tests/documents` but the blind ones, the evidence of the examples, and the examples and words of the kinds; rareness
/// is that of inverse document frequency, and texts are held to the same length. In the first line the kinds with what
/// each begins with, then a word a line with its rareness and its weights by the number of the kind.
const LEARNED: &str = include_str!("likeness.txt");

/// A shorter text says too little, in different words that are known.
const FEWEST: usize = 15;

/// In papers of care organisations so large a share of the different words is known; in those of other trades it is
/// smaller.
const SHARE: f64 = 0.7;

/// So many words at the start are looked at for that: a long text has more rare ones.
const START: u32 = 400;

/// More words are not looked at: a document says early what it is.
const LONGEST: u32 = 20_000;

/// The weights of words, for the kinds at hand.
#[derive(Debug)]
pub(super) struct Likeness {
    /// For each kind that was learned its number among those at hand, and what it begins with.
    kinds: Vec<(Option<usize>, f64)>,
    /// The number of each word.
    words: HashMap<&'static str, usize, BuildHasherDefault<Quick>>,
    /// What each word says, in the order of the words.
    weights: Vec<Weights>,
}

#[derive(Debug)]
struct Weights {
    rareness: f64,
    kinds: Vec<(usize, f64)>,
}

/// The kind that a text is most like.
#[derive(Debug)]
pub(super) struct Like {
    /// Its number.
    pub kind: usize,
    /// How far it is ahead of the next.
    pub ahead: f64,
    /// The words that speak most for it, as they stand in the text, with their lines.
    pub words: Vec<(String, usize)>,
}

impl Likeness {
    /// Makes what was learned ready for these kinds.
    pub(super) fn new(kinds: &[DocumentKind]) -> Self {
        let mut lines = LEARNED.lines();
        let number = |id: &str| kinds.iter().position(|kind| kind.id.as_str() == id);
        let learned = lines.next().unwrap_or_default().split('\t').filter_map(|kind| {
            let (id, begins) = kind.split_once(' ')?;
            Some((number(id), begins.parse::<f64>().ok()? / 1000.0))
        });
        let learned = learned.collect();
        let words = lines.filter_map(|line| {
            let mut parts = line.split(' ');
            let (word, rareness) = (parts.next()?, parts.next()?.parse::<f64>().ok()? / 100.0);
            let weight = |part: &str| {
                let (kind, weight) = part.split_once(':')?;
                Some((kind.parse().ok()?, weight.parse::<f64>().ok()? / 100.0))
            };
            Some((word, Weights { rareness, kinds: parts.filter_map(weight).collect() }))
        });
        let mut words: Vec<(&'static str, Weights)> = words.collect();
        words.sort_by_key(|(word, _)| *word);
        let (words, weights): (Vec<_>, _) = words.into_iter().unzip();
        Self { kinds: learned, words: words.into_iter().zip(0..).collect(), weights }
    }

    /// The kind that a text is most like, if it is clearly like one.
    pub(super) fn most(&self, content: &Content) -> Option<Like> {
        let (text, share) = self.known(content);
        if text.len() < FEWEST || share < SHARE {
            return None;
        }
        let size = text.iter().map(|(known, ..)| known.rareness.powi(2)).sum::<f64>().sqrt();
        let mut scores: Vec<f64> = self.kinds.iter().map(|(_, begins)| begins * size).collect();
        for (known, ..) in &text {
            for (kind, weight) in &known.kinds {
                if let Some(score) = scores.get_mut(*kind) {
                    *score += weight;
                }
            }
        }
        let mut order: Vec<(usize, f64)> = scores.into_iter().enumerate().collect();
        order.sort_by(|one, other| other.1.total_cmp(&one.1));
        let ((first, score), (_, next)) = (order.first()?, order.get(1)?);
        let ahead = (score - next) / size;
        let (kind, _) = self.kinds.get(*first)?;
        let weight = |known: &Weights| known.kinds.iter().find(|(kind, _)| kind == first).map_or(0.0, |found| found.1);
        let mut words: Vec<_> =
            text.iter().map(|(known, word, line)| (weight(known), word, *line)).filter(|(w, ..)| *w > 0.0).collect();
        words.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
        words.truncate(REASONS);
        words.sort_by_key(|(_, word, line)| (*line, word.to_owned()));
        Some(Like {
            kind: (*kind)?,
            ahead,
            words: words.into_iter().map(|(_, word, line)| (word.clone(), line)).collect(),
        })
    }

    /// The known words of a text in their order, each with how it first stands there; and which share of the
    /// different words at its start is known.
    fn known(&self, content: &Content) -> (Vec<(&Weights, String, usize)>, f64) {
        let mut known: HashMap<usize, (String, usize), BuildHasherDefault<Quick>> = HashMap::default();
        let mut first = BTreeSet::new();
        let (mut count, mut there) = (0_u32, 0_u32);
        let mut memo = Memo::new();
        let number = |word: &str| self.words.get(stem(&small(word))).copied();
        for (line, Line { text, .. }) in content.lines.iter().enumerate() {
            words(text, &mut |word| {
                count += 1;
                let found = memo.of(text, word.clone(), number);
                let whole = || small(text.get(word.clone()).unwrap_or_default());
                if count <= START {
                    let word = whole();
                    if !first.contains(stem(&word)) {
                        there += u32::from(found.is_some());
                        first.insert(stem(&word).to_owned());
                    }
                }
                if let Some(number) = found {
                    known.entry(number).or_insert_with(|| (whole(), line));
                }
            });
            // Later words change nothing of that.
            if count > LONGEST || count > START && share(there, &first) < SHARE {
                break;
            }
        }
        let mut known: Vec<_> = known.into_iter().collect();
        known.sort_unstable_by_key(|(number, _)| *number);
        let weights = |(number, (word, line))| self.weights.get(number).map(|weights| (weights, word, line));
        (known.into_iter().filter_map(weights).collect(), share(there, &first))
    }
}

/// Which share of the different words is known.
fn share(known: u32, different: &BTreeSet<String>) -> f64 {
    f64::from(known) / f64::from(u32::try_from(different.len()).unwrap_or(u32::MAX).max(1))
}

/// How many words are given as reasons.
const REASONS: usize = 8;

/// A word in small plain letters.
fn small(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).filter(char::is_ascii_lowercase).collect()
}

/// Gives where each word of two letters or more stands; a hyphen parts nothing.
fn words(text: &str, give: &mut impl FnMut(Range<usize>)) {
    // These turn into plain letters.
    const LETTERS: [char; 2] = ['\u{130}', '\u{212a}'];
    let odd = !text.is_ascii() && text.contains(LETTERS);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut letters = 0;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' => letters += 1,
                b'-' => {}
                _ => match text.get(at..).filter(|_| odd).and_then(|rest| rest.chars().next()) {
                    Some(letter) if letter == '\u{212a}' => {
                        letters += 1;
                        at += letter.len_utf8() - 1;
                    }
                    // The dot above it parts words.
                    Some(letter) if letter == '\u{130}' => {
                        letters += 1;
                        at += letter.len_utf8();
                        break;
                    }
                    _ => break,
                },
            }
            at += 1;
        }
        if letters > 1 {
            give(start..at);
        }
        at += usize::from(at == start);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
}

/// What many forms of a word have in common.
fn stem(word: &str) -> &str {
    const ENDS: [&str; 12] = ["ations", "ation", "ings", "ing", "ied", "ies", "ed", "ions", "ion", "ly", "es", "s"];
    let stem = ENDS.iter().find_map(|end| word.strip_suffix(end).filter(|stem| stem.len() >= 3)).unwrap_or(word);
    stem.strip_suffix('e').filter(|_| stem.len() > 4).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::yaml;

    fn most(text: &str) -> Option<Like> {
        let kind = |id: &str| {
            let text = format!(
                "id: {id}\ntitle: X\nabout: X\ntitles: [x]\nphrases: [x]\nat-least: 1\nexamples: {{ yes: [], no: [] }}\n"
            );
            yaml::Yaml::new("kind.yaml", text).read().unwrap()
        };
        Likeness::new(&[kind("staff-list"), kind("password-policy")])
            .most(&crate::scan::documents::tests::content(text))
    }

    const RULES: &str = "Each login has its own password. Never share a password or write it down.\nUse three random \
                         words, twelve characters or more. Change it when somebody knows or guesses it. The manager \
                         resets forgotten passwords. Screens lock after five minutes; accounts lock after ten guesses.";

    #[test]
    fn a_text_is_most_like_the_kind_that_its_words_speak_for() {
        let like = most(RULES).unwrap();
        assert_eq!((like.kind, like.words.len()), (1, REASONS));
        assert!(like.ahead > 0.05, "{like:?}");
        assert!(like.words.contains(&("password".into(), 0)), "{like:?}");
    }

    #[test]
    fn few_words_and_other_papers_are_like_none() {
        assert!(most("Each login has its own password.").is_none());
        let menu = "Monday: roast chicken, potatoes, carrots and gravy, then apple crumble with custard. Tuesday: fish \
                    pie, peas, bread and butter pudding. Soup or sandwiches for tea every day, with cake on Sunday. \
                    Please tell the cook by ten o'clock what residents would like instead, or if they do not eat meat.";
        assert!(most(menu).is_none());
        let strange: String = (0..40).map(|n| format!(" zq{}", "x".repeat(n + 1))).collect();
        assert!(most(&format!("{RULES}{strange}")).is_none());
    }

    #[test]
    fn forms_of_a_word_have_one_stem_and_marks_part_words() {
        let stems = |text: &str| {
            let mut stems = Vec::new();
            words(text, &mut |word| stems.push(stem(&small(&text[word])).to_owned()));
            stems.join(" ")
        };
        assert_eq!(stems("Restored, restoring; RESTORE"), "restor restor restor");
        assert_eq!(stems("e-mail a 42nd list’s"), "email nd list");
        assert_eq!(stems("ŵ é \u{0}"), "");
        assert_eq!(stems("café-bar—list’s \u{212a}ey bIG\u{130}s-to"), "caf bar list key bigi sto");
    }
}
