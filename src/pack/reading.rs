//! How hard texts are to read: two established formulas, over the questions of a pack and over its help.

use crate::model::{Glossary, Item, Pack};

/// The reading ages of one part of every item, in years.
#[derive(Clone, Debug)]
pub struct Ages<'a> {
    /// The median after Flesch and Kincaid.
    pub median: f64,
    /// The median after Coleman and Liau.
    pub other: f64,
    /// Every item with both, the hardest first.
    pub items: Vec<(&'a Item, f64, f64)>,
}

/// What of an item is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// The question.
    Question,
    /// All that helps to answer it.
    Help,
}

/// How old somebody has to be to read a pack with ease; nothing where it has no items.
pub fn ages<'a>(pack: &'a Pack, text: Text, glossary: &Glossary) -> Option<Ages<'a>> {
    let mut items: Vec<(&Item, f64, f64)> = pack
        .items()
        .map(|(_, _, item)| {
            let words = item.words();
            let (question, help) = words.split_first().map_or((None, &[][..]), |(first, rest)| (Some(*first), rest));
            let counts = match text {
                Text::Question => counts(&[question.unwrap_or_default()], glossary),
                Text::Help => counts(help, glossary),
            };
            (item, counts.flesch_kincaid(), counts.coleman_liau())
        })
        .collect();
    items.sort_by(|one, two| two.1.total_cmp(&one.1));
    let median = median(items.iter().map(|(_, age, _)| *age))?;
    let other = self::median(items.iter().map(|(_, _, other)| *other))?;
    Some(Ages { median, other, items })
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    Some(if values.len() % 2 == 1 { upper } else { (values[middle - 1] + upper) / 2.0 })
}

/// What the formulas count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    /// Sentences, the last one without a stop too.
    sentences: u32,
    /// Words, figures among them.
    words: u32,
    /// Syllables, by rules of our own.
    syllables: u32,
    /// Letters and figures.
    letters: u32,
}

impl Counts {
    /// The age for which a text is fit after Flesch and Kincaid: their school grade, and five years.
    fn flesch_kincaid(self) -> f64 {
        let [sentences, words, syllables] = [self.sentences, self.words, self.syllables].map(f64::from);
        0.39 * words / sentences + 11.8 * syllables / words - 15.59 + 5.0
    }

    /// The same after Coleman and Liau, who count letters in place of syllables.
    fn coleman_liau(self) -> f64 {
        let [sentences, words, letters] = [self.sentences, self.words, self.letters].map(f64::from);
        5.88 * letters / words - 29.6 * sentences / words - 15.8 + 5.0
    }
}

/// Counts texts. A term of the glossary counts as one easy word, so that sentences with one are not taken for shorter.
fn counts(texts: &[&str], glossary: &Glossary) -> Counts {
    let mut counts = Counts::default();
    for text in texts {
        let mut plain = String::new();
        let mut at = 0;
        for (range, _) in glossary.uses(text) {
            plain.push_str(&text[at..range.start]);
            plain.push_str("term");
            at = range.end;
        }
        plain.push_str(&text[at..]);
        let mut ended = true;
        for word in plain.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)) {
            counts.sentences += u32::from(ended);
            counts.words += 1;
            counts.syllables += syllables(word);
            counts.letters += count(word.chars().filter(|c| c.is_alphanumeric()));
            ended = word.trim_end_matches(|c: char| "\"”')".contains(c)).ends_with(['.', '?', '!']);
        }
    }
    counts
}

/// About how many syllables a word has; the parts of `up-to-date` are counted one by one, and figures as one.
fn syllables(word: &str) -> u32 {
    word.split('-').filter(|part| part.chars().any(char::is_alphanumeric)).map(of_part).sum()
}

fn of_part(part: &str) -> u32 {
    let word: String = part.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    let stem = word.strip_suffix('s').unwrap_or(&word);
    if let Some((_, count)) = ODD.iter().find(|(odd, _)| [word.as_str(), stem].contains(odd)) {
        return *count;
    }
    let letters: Vec<char> = word.chars().collect();
    let vowel = |at: usize| match letters.get(at) {
        // Between two vowels a y parts them: lo-yal.
        Some('y') => !(at > 0 && is_vowel(letters[at - 1]) && letters.get(at + 1).copied().is_some_and(is_vowel)),
        Some(letter) => is_vowel(*letter),
        None => false,
    };
    let groups = (0..letters.len()).filter(|&at| vowel(at) && (at == 0 || !vowel(at - 1))).count();
    let mut count = i32::try_from(groups).unwrap_or(i32::MAX);
    let consonant_before = |ending: &str| {
        let rest = word.strip_suffix(ending)?;
        rest.chars().next_back().filter(|last| !is_vowel(*last))
    };
    // A last e is mute, but not in ta-ble and cen-tre; nor in chan-ges, and in wan-ted.
    let voiced = |rest: &str| {
        let mut ends = rest.chars().rev();
        matches!((ends.next(), ends.next()), (Some('l' | 'r'), Some(before)) if !is_vowel(before) && before != 'r' && before != 'l')
    };
    if consonant_before("e").is_some_and(|_| !voiced(&word[..word.len() - 1])) {
        count -= 1;
    }
    if consonant_before("es").is_some_and(|last| !"szxcg".contains(last) && !voiced(&word[..word.len() - 2]))
        && !word.ends_with("ches")
        && !word.ends_with("shes")
    {
        count -= 1;
    }
    if consonant_before("ed").is_some_and(|last| !"td".contains(last)) {
        count -= 1;
    }
    // A mute e within: safe-ly, use-ful, state-ment, some-thing.
    for (within, needs) in [("ely", 2), ("eful", 2), ("eless", 2), ("ement", 2)] {
        if word.find(within).is_some_and(|at| at >= needs && word[..at].contains(is_vowel) && !vowel(at - 1)) {
            count -= 1;
        }
    }
    if ["someb", "someth", "somet", "somew", "every"].iter().any(|start| word.starts_with(start)) {
        count -= 1;
    }
    // Two vowels that are said apart: me-di-a, pe-ri-od, an-nu-al, car-ry-ing, go-ing.
    for (pair, not_after) in [("ia", "ctsg"), ("iu", ""), ("io", "ctsgx"), ("ua", "qg"), ("eing", ""), ("oing", "")] {
        if word.find(pair).is_some_and(|at| {
            word[..at].chars().next_back().is_some_and(|before| !not_after.contains(before))
                && !(pair.len() == 4 && word.len() > at + 5)
        }) {
            count += 1;
        }
    }
    if ["ier", "iers"].iter().any(|ending| consonant_before(ending).is_some()) {
        count += 1;
    }
    if consonant_before("ience").is_some_and(|before| !"tc".contains(before)) {
        count += 1;
    }
    if consonant_before("ying").is_some() {
        count += 1;
    }
    // Did-n't, but don't.
    if part.contains(['\'', '’']) && consonant_before("nt").is_some() {
        count += 1;
    }
    count.max(1).unsigned_abs()
}

fn count(things: impl Iterator) -> u32 {
    u32::try_from(things.count()).unwrap_or(u32::MAX)
}

fn is_vowel(letter: char) -> bool {
    "aeiouy".contains(letter)
}

/// Words that the rules get wrong.
const ODD: [(&str, u32); 30] = [
    ("area", 3),
    ("business", 2),
    ("client", 2),
    ("create", 2),
    ("created", 3),
    ("doesnt", 2),
    ("element", 3),
    ("everyone", 3),
    ("filevault", 2),
    ("hundred", 2),
    ("idea", 3),
    ("implement", 3),
    ("isnt", 2),
    ("maybe", 2),
    ("medicine", 3),
    ("moment", 2),
    ("quiet", 2),
    ("safety", 2),
    ("science", 2),
    ("society", 4),
    ("supplement", 3),
    ("theatre", 3),
    ("therefore", 2),
    ("trial", 2),
    ("trustee", 2),
    ("variety", 4),
    ("video", 3),
    ("violent", 3),
    ("whereas", 2),
    ("arent", 1),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_give_what_their_authors_give() {
        // 20 words in 2 sentences, 30 syllables, 90 letters, put into the published formulas by hand.
        let counts = Counts { sentences: 2, words: 20, syllables: 30, letters: 90 };
        assert!((counts.flesch_kincaid() - 11.01).abs() < 0.001, "{}", counts.flesch_kincaid());
        assert!((counts.coleman_liau() - 12.70).abs() < 0.001, "{}", counts.coleman_liau());
    }

    #[test]
    fn texts_are_cut_into_sentences_and_words() {
        let glossary = crate::pack::glossary("g.yaml", include_str!("../../assertions/glossary.yaml")).unwrap();
        let counted = counts(&["Look at 8.2.1 (it is new). Ask the IT company: now!", "A list; no stop"], &glossary);
        assert_eq!(counted, Counts { sentences: 3, words: 14, syllables: 14, letters: 40 });
    }

    #[test]
    fn syllables_are_those_of_a_dictionary() {
        let mut wrong = Vec::new();
        let mut all = 0;
        for line in include_str!("syllables.txt").lines() {
            let (count, words) = line.split_once(' ').unwrap();
            for word in words.split(' ') {
                all += 1;
                if syllables(word) != count.parse::<u32>().unwrap() {
                    wrong.push(format!("{word} {} for {count}", syllables(word)));
                }
            }
        }
        assert!(all > 300, "{all} words");
        assert!(wrong.len() * 50 <= all, "{} of {all}: {wrong:?}", wrong.len());
    }
}
