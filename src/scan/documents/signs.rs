//! Recognises a document that no title gives away by the words that such documents use, and gives the signs that it
//! shows as reasons.

use std::collections::BTreeSet;

use super::{
    likeness::Likeness,
    other,
    titles::{self, Role},
    words::{PhraseNumber, Phrases, Word},
};
use crate::{
    model::DocumentKind,
    scan::content::{Content, Line},
};

/// How far apart, in words, the parts of a sign may stand.
const NEAR: usize = 10;

/// More words are not looked at: a document says early what it is.
const LONGEST: usize = 20_000;

/// How far the kind that a text is most like must be ahead of the next; and where the text looks like another paper, or
/// a title says that it is of another kind.
const AHEAD: f64 = 0.02;
const AHEAD_IN_DOUBT: f64 = 0.05;

/// A message is short when it has no more words than this.
const SHORT_MESSAGE: usize = 150;

/// How many signs are given as reasons.
const REASONS: usize = 8;

/// The signs of all kinds.
#[derive(Debug)]
pub(super) struct Signs {
    phrases: Phrases,
    kinds: Vec<KindSigns>,
    other_papers: Vec<PhraseNumber>,
    other_titles: Vec<PhraseNumber>,
    forms: Vec<(u32, Vec<(PhraseNumber, u32)>)>,
    requests: Vec<PhraseNumber>,
    likeness: Likeness,
}

#[derive(Debug)]
struct KindSigns {
    subject: Vec<Sign>,
    /// Signs with their weights.
    signs: Vec<(Sign, f64)>,
}

/// Words that stand near one another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Sign {
    parts: Vec<PhraseNumber>,
    words: String,
}

/// What a file was recognised as without the help of phrases.
#[derive(Debug)]
pub(super) struct Best {
    /// The number of the kind.
    pub kind: usize,
    /// The words and the lines where they stand; no line is the file's name.
    pub why: Vec<(String, Option<usize>)>,
}

/// A text with the phrases found in it.
struct Text {
    /// For each phrase the words where it begins.
    found: Vec<Vec<usize>>,
    /// The lines of the words.
    lines: Vec<Option<usize>>,
    /// The phrases in each place that can name the document.
    titles: Vec<BTreeSet<PhraseNumber>>,
}

impl Signs {
    /// Makes the signs of the kinds ready.
    pub(super) fn new(kinds: &[DocumentKind]) -> Self {
        let likeness = Likeness::new(kinds);
        let mut phrases = Phrases::of_stems();
        let mut sign = |text: &String| {
            let parts = text.split('+').map(|part| phrases.add(part)).collect::<Option<Vec<_>>>()?;
            Some(Sign { parts, words: text.replace(" + ", " … ") })
        };
        let mut listed: Vec<(Vec<Sign>, Vec<Sign>)> = Vec::new();
        for kind in kinds {
            let once = |signs: Vec<Sign>| {
                let mut seen = BTreeSet::new();
                signs.into_iter().filter(|sign| seen.insert(sign.parts.clone())).collect::<Vec<_>>()
            };
            let subject = once(kind.subject.iter().filter_map(&mut sign).collect());
            let phrases = if kind.signs.is_empty() { &[][..] } else { &kind.phrases[..] };
            let signs = once(kind.signs.iter().chain(phrases).filter_map(&mut sign).collect());
            listed.push((subject, signs));
        }
        // What many kinds use tells little.
        let mut uses = std::collections::BTreeMap::<&[PhraseNumber], u32>::new();
        for (subject, signs) in &listed {
            let all: BTreeSet<_> = subject.iter().chain(signs).map(|sign| sign.parts.as_slice()).collect();
            all.into_iter().for_each(|parts| *uses.entry(parts).or_default() += 1);
        }
        let weight = |sign: &Sign| 1.0 / f64::from(uses.get(sign.parts.as_slice()).copied().unwrap_or(1)).sqrt();
        let weights: Vec<Vec<f64>> = listed.iter().map(|(_, signs)| signs.iter().map(weight).collect()).collect();
        let other_papers = other::PAPERS.iter().filter_map(|title| phrases.add(title)).collect();
        let other_titles = other::TITLES.iter().filter_map(|title| phrases.add(title)).collect();
        let mut marks = |form: &other::Form| {
            form.marks.iter().filter_map(|(mark, weight)| Some((phrases.add(mark)?, *weight))).collect::<Vec<_>>()
        };
        let forms = other::FORMS.iter().map(|form| (form.enough, marks(form))).collect();
        let requests = other::REQUESTS.iter().filter_map(|words| phrases.add(words)).collect();
        let kinds = std::iter::zip(listed, weights)
            .map(|((subject, signs), weights)| KindSigns { subject, signs: std::iter::zip(signs, weights).collect() })
            .collect();
        Self { phrases, kinds, other_papers, other_titles, forms, requests, likeness }
    }

    /// The kind that a file is most like, if it is clearly so; `ruled_out` says which a title speaks against.
    pub(super) fn best(&self, path: &str, content: &Content, ruled_out: impl Fn(usize) -> bool) -> Option<Best> {
        let like = self.likeness.most(content).filter(|like| like.ahead >= AHEAD)?;
        let text = self.text(path, content);
        let titled = |titles: &[PhraseNumber]| text.titles.iter().any(|found| titles.iter().any(|t| found.contains(t)));
        let doubtful = || titled(&self.other_titles) || self.has_other_form(&text) || ruled_out(like.kind);
        if titled(&self.other_papers) || like.ahead < AHEAD_IN_DOUBT && doubtful() {
            return None;
        }
        let mut why = why(self.kinds.get(like.kind)?, &text);
        why.extend(like.words.into_iter().map(|(word, line)| (word, Some(line))));
        why.truncate(REASONS);
        Some(Best { kind: like.kind, why })
    }

    /// Whether a short message asks for a document, or for something to be done with one.
    pub(super) fn asks(&self, content: &Content) -> bool {
        let words: Vec<Word> =
            content.lines.iter().flat_map(|line| self.phrases.words(&line.text)).take(SHORT_MESSAGE + 1).collect();
        let short = words.len() <= SHORT_MESSAGE;
        short && self.phrases.find(&words).iter().any(|(number, ..)| self.requests.contains(number))
    }

    /// Finds all phrases in the name and the text of a file.
    fn text(&self, path: &str, content: &Content) -> Text {
        let name = titles::plain_name(titles::stem(path));
        let roles = titles::roles(content);
        let property = titles::property_title(content).unwrap_or_default();
        let mut words = self.phrases.words(&name);
        let mut lines = vec![None; words.len()];
        let mut titles = vec![self.title(&name), self.title(&property)];
        // The name is no part of the first sentence.
        words.extend([None; NEAR]);
        lines.resize(words.len(), None);
        let mut reading = self.phrases.reading();
        for (number, Line { text, .. }) in content.lines.iter().enumerate() {
            if roles.get(number) == Some(&Role::Title) {
                titles.push(self.title(text));
            }
            reading.read(text, &mut |word| words.push(word));
            lines.resize(words.len(), Some(number));
            if words.len() > LONGEST {
                break;
            }
        }
        let mut found = vec![Vec::new(); self.phrases.len()];
        for (number, first, _) in self.phrases.find(&words) {
            if let Some(places) = found.get_mut(number) {
                places.push(first);
            }
        }
        Text { found, lines, titles }
    }

    fn title(&self, text: &str) -> BTreeSet<PhraseNumber> {
        self.phrases.find(&self.phrases.words(text)).into_iter().map(|(number, ..)| number).collect()
    }

    /// Whether a text uses the words of a paper of another sort.
    fn has_other_form(&self, text: &Text) -> bool {
        self.forms.iter().any(|(enough, marks)| {
            let there = marks.iter().filter(|(mark, _)| !places(text, *mark).is_empty());
            there.map(|(_, weight)| weight).sum::<u32>() >= *enough
        })
    }
}

/// The first mention of the subject, and the strongest signs in the order in which they stand.
fn why(kind: &KindSigns, text: &Text) -> Vec<(String, Option<usize>)> {
    let line = |word: usize| text.lines.get(word).copied().flatten();
    let first = |sign: &Sign| stands(sign, text).next();
    let subject = kind.subject.iter().filter_map(|sign| Some((first(sign)?, sign.words.clone()))).min();
    let mut signs: Vec<_> =
        kind.signs.iter().filter_map(|(sign, weight)| Some((weight, first(sign)?, &sign.words))).collect();
    signs.sort_by(|a, b| b.0.total_cmp(a.0).then(a.1.cmp(&b.1)));
    signs.truncate(REASONS);
    signs.sort_by_key(|(_, word, _)| *word);
    let signs = signs.into_iter().map(|(_, word, words)| (word, words.clone()));
    let mut seen = BTreeSet::new();
    let all = subject.into_iter().chain(signs).filter(|(_, words)| seen.insert(words.clone()));
    all.map(|(word, words)| (words, line(word))).collect()
}

/// Where a sign stands: the places of its first part that have all others near.
fn stands<'a>(sign: &'a Sign, text: &'a Text) -> impl Iterator<Item = usize> + 'a {
    let (first, rest) =
        sign.parts.split_first().map_or((&[][..], &[][..]), |(first, rest)| (places(text, *first), rest));
    first.iter().copied().filter(move |at| {
        rest.iter().all(|part| {
            let places = places(text, *part);
            let from = places.partition_point(|place| place + NEAR < *at);
            places
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take_while(|place| **place <= at + NEAR)
                .any(|place| place != at)
        })
    })
}

fn places(text: &Text, phrase: PhraseNumber) -> &[usize] {
    text.found.get(phrase).map_or(&[], Vec::as_slice)
}
