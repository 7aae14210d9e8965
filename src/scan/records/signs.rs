//! Which kinds a file may be of, seen in one pass over it for all of them: most files are of none.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Span, packed};

use super::{HEAD_LINES, Opened, table};
use crate::model::KindId;
use crate::scan::content::Line;
use crate::scan::kind::{Kind, Layout};
use crate::scan::needed::{hides_words, needed};

/// What the kinds ask of a file, put together.
#[derive(Debug)]
pub(in crate::scan) struct Signs {
    /// For each shape of file, the words of which each kind has some that nothing of that kind lacks.
    words: BTreeMap<Shape, Words>,
    /// Their headers.
    headers: Words,
    /// What each asks for, in their order.
    kinds: Vec<Wanted>,
}

/// What a file has beside its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shape {
    Lines,
    Table,
    Tree,
}

impl Shape {
    fn of(kind: &Kind) -> Self {
        match kind.layout {
            Layout::Table => Self::Table,
            Layout::Json { .. } | Layout::Xml { .. } => Self::Tree,
            Layout::Blocks(_) | Layout::Ini | Layout::Settings { .. } | Layout::Document { .. } | Layout::Text => {
                Self::Lines
            }
        }
    }
}

/// What a kind asks for.
#[derive(Debug)]
struct Wanted {
    shape: Shape,
    /// All of these texts, in lower case.
    texts: Vec<String>,
    /// Of each of these lists one word.
    lines: Vec<Vec<String>>,
    /// Of those the list whose words are the rarest, by their numbers, and whether it is one of lines.
    first: Option<(Vec<usize>, bool)>,
    /// Of each of these lists one header.
    headers: Vec<Vec<usize>>,
}

/// Words to be found in one pass.
#[derive(Debug)]
struct Words {
    groups: Vec<Group>,
    count: usize,
}

/// So many words that they can be looked for together.
#[derive(Debug)]
struct Group {
    search: Search,
    /// For each word the numbers of all words that begin it.
    numbers: Vec<Vec<usize>>,
}

#[derive(Debug)]
enum Search {
    /// By instructions that processors of today have.
    Quick(packed::Searcher),
    /// On any processor.
    Plain(AhoCorasick),
}

/// No more words are looked for together.
const TOGETHER: usize = 60;

impl Words {
    fn new(numbers: &BTreeMap<String, usize>) -> Self {
        let mut words: Vec<(usize, &str)> = numbers.iter().map(|(word, number)| (*number, word.as_str())).collect();
        // Short ones slow the search for long ones; and of several that begin in one place only the first is found.
        words.sort_by_key(|(_, word)| (Reverse(word.len()), *word));
        let group = |words: &[(usize, &str)]| {
            let texts = || words.iter().map(|(_, word)| word);
            let begin = |(_, word): &(usize, &str)| {
                words.iter().filter(|(_, other)| word.starts_with(other)).map(|(number, _)| *number).collect()
            };
            let search = match packed::Builder::new().extend(texts()).build() {
                Some(search) => Search::Quick(search),
                None => Search::Plain(AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(texts()).ok()?),
            };
            Some(Group { search, numbers: words.iter().map(begin).collect() })
        };
        Self { groups: words.chunks(TOGETHER).filter_map(group).collect(), count: words.len() }
    }

    /// None of them found yet.
    fn none(&self) -> Vec<bool> {
        vec![false; self.count]
    }

    /// Marks those that stand in a text of small letters.
    fn find(&self, text: &str, seen: &mut [bool]) {
        for group in &self.groups {
            group.find(text, seen);
        }
    }

    /// Marks those that stand in lines, whatever their case.
    fn find_in_lines<'a>(&self, lines: impl Iterator<Item = &'a Line>, seen: &mut [bool]) {
        let mut text = String::new();
        let mut look = |text: &mut String| {
            text.make_ascii_lowercase();
            self.find(text, seen);
            text.clear();
        };
        for line in lines {
            text.push_str(&line.text);
            text.push('\n');
            if text.len() > super::HEAD {
                look(&mut text);
            }
        }
        look(&mut text);
    }
}

impl Group {
    fn find(&self, text: &str, seen: &mut [bool]) {
        let mut mark = |pattern: aho_corasick::PatternID| {
            for number in self.numbers.get(pattern.as_usize()).into_iter().flatten() {
                if let Some(seen) = seen.get_mut(*number) {
                    *seen = true;
                }
            }
        };
        match &self.search {
            Search::Plain(search) => search.find_overlapping_iter(text).for_each(|found| mark(found.pattern())),
            Search::Quick(search) => {
                let mut start = 0;
                while let Some(found) = search.find_in(text, Span { start, end: text.len() }) {
                    mark(found.pattern());
                    start = found.start() + 1;
                }
            }
        }
    }
}

/// The number of a word among those that are looked for together.
fn number(numbers: &mut BTreeMap<String, usize>, word: &str) -> usize {
    let next = numbers.len();
    *numbers.entry(word.to_owned()).or_insert(next)
}

impl Signs {
    /// Puts the kinds together.
    pub(in crate::scan) fn new(kinds: &BTreeMap<KindId, Kind>) -> Self {
        let (mut words, mut headers) = (BTreeMap::<Shape, BTreeMap<_, _>>::new(), BTreeMap::new());
        let mut wanted = Vec::new();
        for kind in kinds.values() {
            let shape = Shape::of(kind);
            let texts: Vec<String> = kind.recognise.texts.iter().map(|text| text.to_lowercase()).collect();
            // Those of a table may stand in the name of a sheet, and are only asked for when its columns fit.
            let lines = kind.recognise.lines.iter().filter(|_| shape != Shape::Table);
            let lines: Vec<Vec<String>> = lines.filter_map(|line| needed(line)).collect();
            let lists = texts.iter().map(|text| (std::slice::from_ref(text), false));
            let lists = lists.chain(lines.iter().map(|any| (any.as_slice(), true)));
            let rarest = lists.filter(|(any, _)| any.iter().all(|word| !word.is_empty())).max_by_key(|(any, _)| {
                let shortest = any.iter().map(String::len).min();
                (shortest, Reverse(any.len()))
            });
            let own = words.entry(shape).or_default();
            let first = rarest.map(|(any, of_lines)| (any.iter().map(|word| number(own, word)).collect(), of_lines));
            let columns = table::wanted(kind).into_iter();
            let headers = columns.map(|any| any.iter().map(|alias| number(&mut headers, alias)).collect()).collect();
            wanted.push(Wanted { shape, texts, lines, first, headers });
        }
        let words = words.into_iter().map(|(shape, words)| (shape, Words::new(&words))).collect();
        Self { words, headers: Words::new(&headers), kinds: wanted }
    }

    /// Whether a file may be of each of the kinds, in their order.
    pub(in crate::scan) fn of(&self, kinds: &BTreeMap<KindId, Kind>, opened: &Opened<'_>) -> Vec<bool> {
        let content = opened.content;
        let shapes =
            [(Shape::Lines, true), (Shape::Table, !content.tables.is_empty()), (Shape::Tree, content.tree.is_some())];
        let further = || content.lines.iter().take(HEAD_LINES).skip(opened.head_lines);
        let seen: BTreeMap<Shape, (Vec<bool>, Vec<bool>)> = shapes
            .into_iter()
            .filter(|(_, has)| *has)
            .filter_map(|(shape, _)| {
                let words = self.words.get(&shape)?;
                let mut in_head = words.none();
                opened.heads.iter().for_each(|head| words.find(head, &mut in_head));
                let mut in_lines = in_head.clone();
                words.find_in_lines(further(), &mut in_lines);
                Some((shape, (in_head, in_lines)))
            })
            .collect();
        let mut in_headers = self.headers.none();
        if !opened.headers.is_empty() {
            self.headers.find(&table::said(&opened.headers), &mut in_headers);
        }
        let odd = content.lines.iter().take(HEAD_LINES).any(|line| hides_words(&line.text));
        let more = further().next().is_some();
        let one_of = |seen: &[bool], any: &[usize]| any.iter().any(|number| seen.get(*number) == Some(&true));
        let in_heads = |word: &String| opened.heads.iter().any(|head| head.contains(word.as_str()));
        let may = |wanted: &Wanted| {
            let Some((in_head, in_lines)) = seen.get(&wanted.shape) else { return false };
            let first = wanted.first.as_ref().is_none_or(|(any, of_lines)| match of_lines {
                true => odd || one_of(in_lines, any),
                false => one_of(in_head, any),
            });
            first
                && wanted.headers.iter().all(|any| one_of(&in_headers, any))
                && wanted.texts.iter().all(in_heads)
                && (odd || more || wanted.lines.iter().all(|any| any.iter().any(in_heads)))
        };
        debug_assert_eq!(kinds.len(), self.kinds.len(), "the kinds are those that the signs were made of");
        self.kinds.iter().map(may).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{readers, records};

    fn kinds(texts: &[(&str, &str)]) -> BTreeMap<KindId, Kind> {
        let kind = |(id, rest): &(&str, &str)| {
            let text = format!("id: {id}\ntitle: T\nget: G\nsubject: {{kind: host}}\n{rest}\n");
            (KindId::new(*id).unwrap(), serde_yaml::from_str(&text).unwrap())
        };
        texts.iter().map(kind).collect()
    }

    #[track_caller]
    fn check(name: &str, text: &str, expected: &[&str]) {
        let kinds = kinds(&[
            ("a-ini", "layout: ini\nrecognise: {texts: ['[System Access]']}"),
            ("b-lines", "layout: text\nrecognise: {lines: ['^State\\s+\\w+$', '\\bprofile\\b']}"),
            ("c-table", "layout: table\nrecognise: {columns: [device]}\ncolumns: {device: [device name]}"),
            ("d-json", "layout: {json: {}}\nrecognise: {keys: [a]}"),
            ("e-odd", "layout: text\nrecognise: {lines: ['[^a-z ]\\s']}"),
        ]);
        let content = readers::read(name, text.as_bytes()).unwrap();
        let may = Signs::new(&kinds).of(&kinds, &records::open(&content));
        let found: Vec<&str> = kinds.keys().zip(may).filter(|(_, may)| *may).map(|(id, _)| id.as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_file_may_be_what_its_words_say() {
        check("a.inf", "[system ACCESS]\na = 1\n", &["a-ini", "e-odd"]);
        check("a.txt", "Domain profile – settings\n\nstate   ON\n", &["b-lines", "e-odd"]);
        // The words of the lines are there, if not in their places.
        check("a.txt", "Domain profile\nthe state on\n", &["b-lines", "e-odd"]);
        check("a.txt", "Domain profile\nthe next line\n", &["e-odd"]);
        check("a.csv", "Nr,The device name (short)\n1,PC\n", &["c-table", "e-odd"]);
        check("a.csv", "Nr,Devices\n1,PC\n", &["e-odd"]);
        check("a.json", "{\"b\": 1}", &["d-json", "e-odd"]);
    }
}
