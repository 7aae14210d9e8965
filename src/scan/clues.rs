//! Which lines of a text hold words that some expression needs, seen in one quick pass over all of them: few lines are
//! held against the expressions themselves.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Span, packed};

use super::content::Line;

/// What the words in a line let it be: a set, one bit each.
pub(super) type Marks = u8;

/// As much text is looked at together.
const TOGETHER: usize = 64 * 1024;

/// Words that are looked for together, in lower case, and what each says of its line.
#[derive(Debug)]
pub(super) struct Clues {
    search: Search,
    marks: Vec<Marks>,
    all: Marks,
}

#[derive(Debug)]
enum Search {
    /// By instructions that processors of today have, as long as words are few.
    Quick(packed::Searcher),
    /// On any processor.
    Plain(AhoCorasick),
}

impl Clues {
    /// Makes words ready; none when there are none.
    pub(super) fn new(words: &[(&str, Marks)]) -> Option<Self> {
        let mut words: Vec<(&str, Marks)> = words.to_vec();
        // Of several words that begin in one place the longest is found: it says what the others say too.
        words.sort_by_key(|(word, _)| (std::cmp::Reverse(word.len()), *word));
        words.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 |= if same { next.1 } else { 0 };
            same
        });
        let says = |(word, _): &(&str, Marks)| {
            words.iter().filter(|(other, _)| word.starts_with(other)).fold(0, |marks, (_, own)| marks | own)
        };
        let marks: Vec<Marks> = words.iter().map(says).collect();
        let texts = || words.iter().map(|(word, _)| word);
        let search = match packed::Builder::new().extend(texts()).build() {
            Some(search) => Search::Quick(search),
            None => Search::Plain(AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(texts()).ok()?),
        };
        let all = marks.iter().fold(0, |all, marks| all | marks);
        Some(Self { search, marks, all })
    }

    /// What the words in each line say, whatever their case.
    pub(super) fn of(&self, lines: &[Line]) -> Vec<Marks> {
        let mut found = vec![0; lines.len()];
        let mut text: Vec<u8> = Vec::new();
        let mut ends: Vec<usize> = Vec::new();
        let mut first = 0;
        for (at, line) in lines.iter().enumerate() {
            text.extend_from_slice(line.text.as_bytes());
            text.push(b'\n');
            ends.push(text.len());
            if text.len() >= TOGETHER || at + 1 == lines.len() {
                text.make_ascii_lowercase();
                self.mark(&text, &ends, found.get_mut(first..).unwrap_or_default());
                text.clear();
                ends.clear();
                first = at + 1;
            }
        }
        found
    }

    /// What the words in a text say.
    pub(super) fn of_one(&self, text: &str) -> Marks {
        let text = text.to_ascii_lowercase();
        let mut found = [0];
        self.mark(text.as_bytes(), &[text.len()], &mut found);
        found.first().copied().unwrap_or(0)
    }

    fn mark(&self, text: &[u8], ends: &[usize], found: &mut [Marks]) {
        let search = match &self.search {
            Search::Quick(search) => search,
            Search::Plain(search) => {
                let mut lines = ends.iter().zip(found).peekable();
                for seen in search.find_overlapping_iter(text) {
                    while lines.next_if(|(end, _)| **end < seen.end()).is_some() {}
                    let Some((_, found)) = lines.peek_mut() else { return };
                    **found |= self.says(seen.pattern());
                }
                return;
            }
        };
        let mut from = 0;
        for (end, found) in ends.iter().zip(found) {
            // Most stretches without any word are longer than a line.
            while from < *end {
                let span = Span { start: from, end: text.len() };
                let Some(seen) = search.find_in(text, span) else { return };
                from = seen.start();
                if from >= *end {
                    break;
                }
                *found |= self.says(seen.pattern());
                from = if *found == self.all { *end } else { from + 1 };
            }
        }
    }

    fn says(&self, pattern: aho_corasick::PatternID) -> Marks {
        self.marks.get(pattern.as_usize()).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::content::Spot;

    fn lines(texts: &[&str]) -> Vec<Line> {
        let line = |(at, text): (usize, &&str)| Line { text: (*text).into(), spot: Spot::Line(at + 1), heading: false };
        texts.iter().enumerate().map(line).collect()
    }

    const WORDS: [(&str, Marks); 5] = [("key", 1), ("keyboard", 2), ("board", 4), ("key", 8), ("two words", 16)];

    #[track_caller]
    fn check(texts: &[&str], expected: &[Marks]) {
        let quick = Clues::new(&WORDS).unwrap();
        assert_eq!(quick.of(&lines(texts)), expected, "{texts:?}");
        let texts_of = WORDS.map(|(word, _)| word);
        let search = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(texts_of).unwrap();
        let plain = Clues { search: Search::Plain(search), marks: WORDS.map(|(_, marks)| marks).to_vec(), all: 31 };
        let found: Vec<_> = plain.of(&lines(texts));
        let shared =
            |found: &[Marks]| found.iter().map(|marks| if marks & 9 == 0 { *marks } else { marks | 9 }).collect();
        let (found, expected): (Vec<_>, Vec<_>) = (shared(&found), shared(expected));
        assert_eq!(found, expected, "{texts:?}");
        for (text, marks) in texts.iter().zip(&expected) {
            assert_eq!(shared(&[quick.of_one(text)]), [*marks], "{text}");
        }
    }

    #[test]
    fn each_line_is_marked_by_all_of_its_words() {
        check(
            &["", "no", "a KEY", "keyboard", "Board, key", "two words", "two", "words", ""],
            &[0, 0, 9, 15, 13, 16, 0, 0, 0],
        );
        check(&[], &[]);
    }

    #[test]
    fn long_texts_are_looked_at_in_parts() {
        let long = format!("{} board", "x".repeat(TOGETHER));
        let middle = "é".repeat(TOGETHER / 3);
        check(&["key", &long, &middle, "Board", &middle, "key", &long], &[9, 4, 0, 4, 0, 9, 4]);
    }
}
