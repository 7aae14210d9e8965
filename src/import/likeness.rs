//! How much two questions have in common, by their words: rare words count for more, endings for nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use super::text;
use crate::model::{Item, Pack};

/// Words that say nothing of what is asked.
const COMMON: &str = " the and for are that this with you your have has had does what how who when where which from they \
    them their there can could should would will been being was were not any all its our out use used using into than \
    then also may must such each other more most some one two only own over under per via about after before between \
    during if or of to in on at by as is it be an do we up so no organisation organisations organization provide \
    providing example examples including include includes sure make makes made need needs needed say says people person \
    give given keep keeps kept etc https http www uk care ";

static TELLS_NOTHING: LazyLock<BTreeSet<&str>> = LazyLock::new(|| COMMON.split_whitespace().collect());

/// The words of a text, each once and without its ending.
fn words(text: &str) -> BTreeSet<String> {
    let plain = text::plain(text);
    let telling = plain.split(' ').filter(|word| word.len() > 1 && !TELLS_NOTHING.contains(word));
    telling.map(stem).map(str::to_owned).collect()
}

fn stem(word: &str) -> &str {
    for ending in ["ations", "ation", "ings", "ing", "ies", "ed", "es", "s", "ly", "e"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3) {
            return stem;
        }
    }
    word
}

/// How like two items are, from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Score {
    /// By all that is said.
    pub(super) whole: f64,
    /// By the questions alone.
    pub(super) asked: f64,
}

/// What an item of a pack says, as words.
struct Known {
    /// Of its title and question.
    asked: BTreeSet<String>,
    asked_size: f64,
    /// Of all that is said about it.
    all_size: f64,
}

/// The items of a pack, ready to be compared with.
pub(super) struct Likeness {
    items: Vec<Known>,
    count: usize,
    /// In which items a word stands.
    places: BTreeMap<String, Vec<usize>>,
}

impl Likeness {
    /// Takes the items of a pack.
    pub(super) fn new(pack: &Pack) -> Self {
        let texts: Vec<(BTreeSet<String>, BTreeSet<String>)> =
            pack.items().map(|(_, _, item)| (words(&format!("{} {}", item.title, item.question)), all(item))).collect();
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, (_, all)) in texts.iter().enumerate() {
            for word in all {
                places.entry(word.clone()).or_default().push(at);
            }
        }
        let mut known = Self { items: Vec::new(), count: texts.len(), places };
        for (asked, all) in texts {
            let (asked_size, all_size) = (known.size(&asked), known.size(&all));
            known.items.push(Known { asked, asked_size, all_size });
        }
        known
    }

    /// What a word counts: the rarer, the more.
    fn weight(&self, word: &str) -> f64 {
        let found = self.places.get(word).map_or(0, Vec::len);
        (float(self.count + 1) / float(found + 1)).ln() + 0.2
    }

    fn size(&self, words: &BTreeSet<String>) -> f64 {
        let square = words.iter().map(|word| self.weight(word).powi(2)).sum::<f64>();
        square.sqrt().max(1.0)
    }

    /// How like a question with its help is to each item, in the order of the pack.
    pub(super) fn of(&self, question: &str, help: &str) -> Vec<Score> {
        let (asked, all) = (words(question), words(&format!("{question} {help}")));
        let (mut by_asked, mut by_all) = (vec![0.0; self.count], vec![0.0; self.count]);
        for word in &all {
            let square = self.weight(word).powi(2);
            for at in self.places.get(word).into_iter().flatten() {
                if let Some(sum) = by_all.get_mut(*at) {
                    *sum += square;
                }
                let both = asked.contains(word) && self.items.get(*at).is_some_and(|item| item.asked.contains(word));
                if let Some(sum) = by_asked.get_mut(*at).filter(|_| both) {
                    *sum += square;
                }
            }
        }
        let (asked_size, all_size) = (self.size(&asked), self.size(&all));
        let scores = self.items.iter().zip(by_asked).zip(by_all);
        scores
            .map(|((item, asked), all)| {
                let asked = asked / (asked_size * item.asked_size);
                Score { asked, whole: 0.5 * asked + 0.5 * all / (all_size * item.all_size) }
            })
            .collect()
    }
}

/// All words that are said about an item.
fn all(item: &Item) -> BTreeSet<String> {
    let documents = item.evidence.iter().map(|rule| rule.document.as_str().replace('-', " "));
    let mut said: Vec<String> = item.words().into_iter().map(str::to_owned).chain(documents).collect();
    said.push(item.title.clone());
    words(&said.join(" "))
}

#[expect(clippy::cast_precision_loss, reason = "a pack has few items")]
fn float(number: usize) -> f64 {
    number as f64
}
