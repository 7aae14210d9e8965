//! Recognises a document that no title gives away by what it is about and the words that such documents use.

use std::collections::BTreeSet;

use super::{
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

/// The score that makes a document, in a text of this many words; long texts hold more by chance.
const ENOUGH: f64 = 6.0;
const SHORT: f64 = 150.0;

/// How much more is asked of a text that never names the subject.
const WITHOUT_SUBJECT: f64 = 4.0;

/// What each mention of the subject counts, and how many do.
const MENTION: f64 = 0.75;
const MENTIONS: usize = 4;

/// What a title counts, and one whose words stand there in another order.
const TITLE: f64 = 3.0;
const LOOSE_TITLE: f64 = 2.0;

/// How much more another kind must score than the one that a title names.
const AGAINST_TITLE: f64 = 2.0;

/// A message is short when it has no more words than this.
const SHORT_MESSAGE: usize = 150;

/// How much more is asked of the export of a program, whose columns are those of a register.
const EXPORT: f64 = 7.0;

/// What a file is known as already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing.
    Nothing,
    /// The export of some program.
    Export,
}

/// How many signs are given as reasons.
const REASONS: usize = 8;

/// The signs of all kinds.
#[derive(Debug)]
pub(super) struct Signs {
    phrases: Phrases,
    kinds: Vec<KindSigns>,
    other_titles: Vec<PhraseNumber>,
    forms: Vec<(u32, Vec<(PhraseNumber, u32)>)>,
    requests: Vec<PhraseNumber>,
}

#[derive(Debug)]
struct KindSigns {
    titles: Vec<PhraseNumber>,
    loose_titles: Vec<Vec<Word>>,
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
    /// The words of each place that can name the document, and the phrases in them.
    titles: Vec<(BTreeSet<Word>, BTreeSet<PhraseNumber>)>,
}

impl Signs {
    /// Makes the signs of the kinds ready.
    pub(super) fn new(kinds: &[DocumentKind]) -> Self {
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
        let titles: Vec<Vec<PhraseNumber>> =
            kinds.iter().map(|kind| kind.titles.iter().filter_map(|title| phrases.add(title)).collect()).collect();
        let other_titles = other::TITLES.iter().filter_map(|title| phrases.add(title)).collect();
        let mut marks = |form: &other::Form| {
            form.marks.iter().filter_map(|(mark, weight)| Some((phrases.add(mark)?, *weight))).collect::<Vec<_>>()
        };
        let forms = other::FORMS.iter().map(|form| (form.enough, marks(form))).collect();
        let requests = other::REQUESTS.iter().filter_map(|words| phrases.add(words)).collect();
        let small = ["of", "and", "the", "for"].map(|word| phrases.words(word).first().copied().flatten());
        let loose = |title: &String| {
            let words = phrases.words(title).into_iter();
            words.filter(|word| !small.contains(word)).collect::<Vec<_>>()
        };
        let kinds = std::iter::zip(kinds, titles).zip(std::iter::zip(listed, weights));
        let kinds = kinds
            .map(|((kind, titles), ((subject, signs), weights))| KindSigns {
                titles,
                loose_titles: kind.titles.iter().map(loose).filter(|words| words.len() > 1).collect(),
                subject,
                signs: std::iter::zip(signs, weights).collect(),
            })
            .collect();
        Self { phrases, kinds, other_titles, forms, requests }
    }

    /// The kind whose signs a file shows most, if they are enough; `ruled_out` says which it can't be.
    pub(super) fn best(
        &self,
        path: &str,
        content: &Content,
        known: Known,
        ruled_out: impl Fn(usize) -> bool,
    ) -> Option<Best> {
        let export = known == Known::Export;
        if content.tree.is_some() || export && content.tables.is_empty() {
            return None;
        }
        let text = self.text(path, content);
        if self.is_other(&text) {
            return None;
        }
        let enough =
            ENOUGH + if export { EXPORT } else { 0.0 } + (small_float(text.lines.len()) / SHORT).log2().max(0.0);
        let mut best: Option<(f64, usize)> = None;
        let mut named: Option<(f64, usize)> = None;
        for (number, kind) in self.kinds.iter().enumerate().filter(|(number, _)| !ruled_out(*number)) {
            let score = score(kind, &text);
            let place = if kind.is_named(&text) { &mut named } else { &mut best };
            if place.is_none_or(|(highest, _)| score > highest) {
                *place = Some((score, number));
            }
        }
        let best = match (named, best) {
            (Some((own, _)), Some((score, number))) if score > own * AGAINST_TITLE => Some((score, number)),
            (named, best) => named.or(best),
        };
        let best = best.filter(|(score, _)| *score >= enough);
        let (_, number) = best?;
        Some(Best { kind: number, why: why(self.kinds.get(number)?, &text) })
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
        for (number, Line { text, .. }) in content.lines.iter().enumerate() {
            if roles.get(number) == Some(&Role::Title) {
                titles.push(self.title(text));
            }
            words.extend(self.phrases.words(text));
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

    fn title(&self, text: &str) -> (BTreeSet<Word>, BTreeSet<PhraseNumber>) {
        let words = self.phrases.words(text);
        let found = self.phrases.find(&words).into_iter().map(|(number, ..)| number).collect();
        (words.into_iter().collect(), found)
    }

    /// Whether a text is a paper of another sort.
    fn is_other(&self, text: &Text) -> bool {
        let titled = text.titles.iter().any(|(_, found)| self.other_titles.iter().any(|title| found.contains(title)));
        titled
            || self.forms.iter().any(|(enough, marks)| {
                let there = marks.iter().filter(|(mark, _)| !places(text, *mark).is_empty());
                there.map(|(_, weight)| weight).sum::<u32>() >= *enough
            })
    }
}

impl KindSigns {
    /// Whether a title of the text names the kind.
    fn is_named(&self, text: &Text) -> bool {
        let named = |title: &PhraseNumber| text.titles.iter().any(|(_, found)| found.contains(title));
        self.titles.iter().any(named)
    }
}

/// How much a text is like a kind of document.
fn score(kind: &KindSigns, text: &Text) -> f64 {
    if kind.signs.is_empty() {
        return 0.0;
    }
    let mentions: usize = kind.subject.iter().map(|sign| stands(sign, text).count()).sum();
    let subject = match mentions.min(MENTIONS) {
        0 => -WITHOUT_SUBJECT,
        mentions => MENTION * small_float(mentions),
    };
    let loosely = |title: &Vec<Word>| {
        text.titles.iter().any(|(words, _)| title.iter().all(|word| word.is_some() && words.contains(word)))
    };
    let title = match (kind.is_named(text), kind.loose_titles.iter().any(loosely)) {
        (true, _) => TITLE,
        (false, true) => LOOSE_TITLE,
        (false, false) => 0.0,
    };
    let signs: f64 =
        kind.signs.iter().filter(|(sign, _)| stands(sign, text).next().is_some()).map(|(_, weight)| weight).sum();
    subject + title + signs
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

fn small_float(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}
