//! Which kinds a file may be of, seen in one pass over it for all of them: most files are of none.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::{HEAD_LINES, Opened, table};
use crate::model::KindId;
use crate::scan::kind::{Kind, Layout};
use crate::scan::needed::{hides_words, needed};

/// What the kinds ask of a file, put together.
#[derive(Debug)]
pub(in crate::scan) struct Signs {
    /// Their texts, and words of their lines.
    words: Words,
    /// Their headers.
    headers: Words,
    /// What each asks for, in their order.
    kinds: Vec<Wanted>,
}

/// What a kind asks for: of each list of numbers one has to be found.
#[derive(Debug, Default)]
struct Wanted {
    texts: Vec<usize>,
    lines: Vec<Vec<usize>>,
    headers: Vec<Vec<usize>>,
}

/// Words to be found in one pass.
#[derive(Debug)]
struct Words {
    /// None when there are more than can be found together.
    search: Option<AhoCorasick>,
    count: usize,
}

impl Words {
    fn new(numbers: &BTreeMap<String, usize>) -> Self {
        let mut words: Vec<(usize, &str)> = numbers.iter().map(|(word, number)| (*number, word.as_str())).collect();
        words.sort_unstable();
        let mut builder = AhoCorasick::builder();
        builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA));
        let search = builder.build(words.iter().map(|(_, word)| word)).ok();
        Self { search, count: words.len() }
    }

    /// None of them found yet.
    fn none(&self) -> Vec<bool> {
        vec![self.search.is_none(); self.count]
    }

    /// Marks those that stand in a text.
    fn find(&self, text: &str, seen: &mut [bool]) {
        let Some(search) = &self.search else { return };
        for found in search.find_overlapping_iter(text) {
            if let Some(seen) = seen.get_mut(found.pattern().as_usize()) {
                *seen = true;
            }
        }
    }
}

/// The number of a word among those that are looked for together.
fn number(numbers: &mut BTreeMap<String, usize>, word: String) -> usize {
    let next = numbers.len();
    *numbers.entry(word).or_insert(next)
}

impl Signs {
    /// Puts the kinds together.
    pub(in crate::scan) fn new(kinds: &BTreeMap<KindId, Kind>) -> Self {
        let (mut words, mut headers) = (BTreeMap::new(), BTreeMap::new());
        let mut wanted = Vec::new();
        for kind in kinds.values() {
            let texts = kind.recognise.texts.iter().map(|text| number(&mut words, text.to_lowercase()));
            let texts = texts.collect();
            // Those of a table may stand in the name of a sheet, and are only asked for when its columns fit.
            let lines = kind.recognise.lines.iter().filter(|_| kind.layout != Layout::Table);
            let lines = lines.filter_map(|line| needed(line));
            let lines = lines.map(|any| any.into_iter().map(|word| number(&mut words, word)).collect()).collect();
            let columns = table::wanted(kind).into_iter();
            let headers =
                columns.map(|any| any.into_iter().map(|alias| number(&mut headers, alias)).collect()).collect();
            wanted.push(Wanted { texts, lines, headers });
        }
        Self { words: Words::new(&words), headers: Words::new(&headers), kinds: wanted }
    }

    /// Whether a file may be of each of the kinds, in their order.
    pub(in crate::scan) fn of(&self, kinds: &BTreeMap<KindId, Kind>, opened: &Opened<'_>) -> Vec<bool> {
        let content = opened.content;
        let mut in_head = self.words.none();
        opened.heads.iter().for_each(|head| self.words.find(head, &mut in_head));
        let mut in_lines = in_head.clone();
        for line in content.lines.iter().take(HEAD_LINES).skip(opened.head_lines) {
            self.words.find(&line.text, &mut in_lines);
        }
        let mut in_headers = self.headers.none();
        if !opened.headers.is_empty() {
            self.headers.find(&table::said(&opened.headers), &mut in_headers);
        }
        let odd = content.lines.iter().take(HEAD_LINES).any(|line| hides_words(&line.text));
        let one_of = |seen: &[bool], any: &[usize]| any.iter().any(|number| seen.get(*number) == Some(&true));
        let may = |(kind, wanted): (&Kind, &Wanted)| {
            let fits = match kind.layout {
                Layout::Table => !content.tables.is_empty(),
                Layout::Json { .. } | Layout::Xml { .. } => content.tree.is_some(),
                Layout::Blocks(_) | Layout::Ini | Layout::Settings { .. } | Layout::Document { .. } | Layout::Text => {
                    true
                }
            };
            fits && wanted.texts.iter().all(|number| in_head.get(*number) == Some(&true))
                && (odd || wanted.lines.iter().all(|any| one_of(&in_lines, any)))
                && wanted.headers.iter().all(|any| one_of(&in_headers, any))
        };
        kinds.values().zip(&self.kinds).map(may).collect()
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
