//! Which kinds a file may be of, seen in one pass over it for all of them: most files are of none.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;
use regex::{RegexSet, RegexSetBuilder};

use super::{HEAD_LINES, Opened, table};
use crate::model::KindId;
use crate::scan::kind::{Kind, Layout};

/// What the kinds ask of the text of a file, put together.
#[derive(Debug)]
pub(in crate::scan) struct Signs {
    /// Finds their texts; none when there are none, or more than can be found together.
    texts: Option<AhoCorasick>,
    /// Finds their lines in a text as a whole, a little too often.
    lines: Option<RegexSet>,
    /// For each kind, in their order, the numbers of its texts and of its lines.
    kinds: Vec<(Vec<usize>, Vec<usize>)>,
}

impl Signs {
    /// Puts the kinds together.
    pub(in crate::scan) fn new(kinds: &BTreeMap<KindId, Kind>) -> Self {
        let (mut texts, mut lines) = (Vec::new(), Vec::new());
        let number = |all: &mut Vec<String>, one: String| {
            all.iter().position(|known| *known == one).unwrap_or_else(|| {
                all.push(one);
                all.len() - 1
            })
        };
        let mut numbered = Vec::new();
        for kind in kinds.values() {
            let own_texts = kind.recognise.texts.iter().map(|text| number(&mut texts, text.to_lowercase())).collect();
            // The lines of a table are only asked for when its columns fit, which is rare.
            let own_lines = match kind.layout {
                Layout::Table => Vec::new(),
                Layout::Json { .. }
                | Layout::Xml { .. }
                | Layout::Blocks(_)
                | Layout::Ini
                | Layout::Settings { .. }
                | Layout::Document { .. }
                | Layout::Text => {
                    let own = kind.recognise.lines.iter().filter_map(|line| loose(line));
                    own.map(|line| number(&mut lines, line)).collect()
                }
            };
            numbered.push((own_texts, own_lines));
        }
        let set = RegexSetBuilder::new(&lines).case_insensitive(true).multi_line(true).size_limit(64 << 20).build();
        Self { texts: AhoCorasick::new(&texts).ok(), lines: set.ok(), kinds: numbered }
    }

    /// Whether a file may be of each of the kinds, in their order.
    pub(in crate::scan) fn of(&self, kinds: &BTreeMap<KindId, Kind>, opened: &Opened<'_>) -> Vec<bool> {
        let texts = self.texts.as_ref().map(|search| {
            let mut seen = vec![false; search.patterns_len()];
            for found in opened.heads.iter().flat_map(|head| search.find_overlapping_iter(head)) {
                if let Some(seen) = seen.get_mut(found.pattern().as_usize()) {
                    *seen = true;
                }
            }
            seen
        });
        let content = opened.content;
        let lines = self.lines.as_ref().filter(|set| !set.is_empty()).map(|set| {
            let lines: Vec<&str> = content.lines.iter().take(HEAD_LINES).map(|line| line.text.as_str()).collect();
            set.matches(&lines.join("\n"))
        });
        let has_text = |number: &usize| texts.as_ref().is_none_or(|seen| seen.get(*number) == Some(&true));
        let has_line = |number: &usize| lines.as_ref().is_none_or(|seen| seen.matched(*number));
        let said = table::said(&opened.headers);
        let may = |(kind, (texts, lines)): (&Kind, &(Vec<usize>, Vec<usize>))| {
            let fits = match kind.layout {
                Layout::Table => table::may(kind, &said),
                Layout::Json { .. } | Layout::Xml { .. } => content.tree.is_some(),
                Layout::Blocks(_) | Layout::Ini | Layout::Settings { .. } | Layout::Document { .. } | Layout::Text => {
                    true
                }
            };
            fits && texts.iter().all(has_text) && lines.iter().all(has_line)
        };
        kinds.values().zip(&self.kinds).map(may).collect()
    }
}

/// An expression that matches in a text of many lines wherever the given one matches in a line; none where it is not
/// plain how.
///
/// Word bounds go: beside them is a letter that has to match as it is, and telling them in every script takes long.
fn loose(pattern: &str) -> Option<String> {
    let mut loose = String::with_capacity(pattern.len());
    let mut signs = pattern.chars().peekable();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            loose.push(sign);
            continue;
        }
        match signs.next()? {
            'b' if signs.peek() != Some(&'{') => {}
            'b' | 'B' | 'A' | 'z' | '<' | '>' => return None,
            other => loose.extend(['\\', other]),
        }
    }
    Some(loose)
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
            ("e-odd", "layout: text\nrecognise: {lines: ['\\Astate']}"),
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
        check("a.txt", "Domain profile\nthe state on\n", &["e-odd"]);
        check("a.csv", "Nr,The device name (short)\n1,PC\n", &["c-table", "e-odd"]);
        check("a.csv", "Nr,Devices\n1,PC\n", &["e-odd"]);
        check("a.json", "{\"b\": 1}", &["d-json", "e-odd"]);
    }
}
