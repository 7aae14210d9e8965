//! Web pages: the words in lines with the numbers of the source, headings, tables and the title; scripts stay out.

use super::grid::Grid;
use crate::scan::content::{Content, Line, Properties, Spot, Table};

/// Whether a text is a web page by what it says at its beginning.
pub(super) fn begins(text: &str) -> bool {
    if !text.trim_start().starts_with('<') {
        return false;
    }
    let head: String = text.chars().take(1024).collect::<String>().to_lowercase();
    let start = head.trim_start();
    start.starts_with("<!doctype html") || (start.starts_with('<') && head.contains("<html"))
}

/// Reads a web page, or a part of one.
pub(super) fn read(text: &str) -> Content {
    let mut page = Page::default();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('<') {
        page.say(words);
        rest = page.tag(after);
    }
    page.say(rest);
    // A page that was cut off ends inside its tables.
    while !page.grids.is_empty() {
        page.structure("table", true);
    }
    page.end_line();
    Content {
        format: "web page".into(),
        lines: page.lines,
        tables: page.tables,
        tree: None,
        properties: Properties { title: page.title.filter(|title| !title.is_empty()), ..Properties::default() },
    }
}

#[derive(Default)]
struct Page {
    lines: Vec<Line>,
    tables: Vec<Table>,
    grids: Vec<Grid>,
    title: Option<String>,
    in_title: bool,
    text: String,
    heading: bool,
    /// The line of the source that we are in, from 0, and the one on which the open text began.
    at: usize,
    began: usize,
    table_count: usize,
}

impl Page {
    fn say(&mut self, words: &str) {
        if self.in_title {
            self.title.get_or_insert_default().push_str(&plain(words));
        } else {
            for (index, part) in words.split('\n').enumerate() {
                let part = plain(part);
                // Blanks before the first word are not kept: a look at all of them for every line would take for ever.
                if self.text.is_empty() {
                    self.began = self.at + index;
                    self.text.push_str(part.trim_start());
                } else {
                    self.text.extend((index > 0).then_some(' '));
                    self.text.push_str(&part);
                }
            }
        }
        self.at += words.matches('\n').count();
    }

    /// Takes a tag and gives back what follows it.
    fn tag<'a>(&mut self, after: &'a str) -> &'a str {
        if let Some(comment) = after.strip_prefix("!--") {
            return self.skip(comment, "-->");
        }
        if !after.starts_with(|sign: char| sign.is_ascii_alphabetic() || matches!(sign, '/' | '!' | '?')) {
            // A plain "less than".
            self.say("&lt;");
            return after;
        }
        let rest = self.skip(after, ">");
        let tag = after.get(..after.len() - rest.len()).unwrap_or_default();
        let closes = tag.starts_with('/');
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        match (name.as_str(), closes) {
            ("script" | "style", false) => return self.skip_to(rest, &name),
            ("title", _) => self.in_title = !closes,
            (name, closes) => self.structure(name, closes),
        }
        rest
    }

    fn structure(&mut self, name: &str, closes: bool) {
        match (name, closes) {
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", closes) => {
                self.end_line();
                self.heading = !closes;
            }
            ("table", false) => {
                self.end_line();
                self.table_count += 1;
                self.grids.push(Grid::new(format!("table {}", self.table_count)));
            }
            ("table", true) => {
                self.end_row();
                self.tables.extend(self.grids.pop().and_then(Grid::table));
            }
            ("tr", false) => {
                self.end_row();
                self.grids.last_mut().into_iter().for_each(Grid::row);
            }
            ("tr", true) => self.end_row(),
            ("td" | "th", false) => {
                self.end_line();
                self.grids.last_mut().into_iter().for_each(Grid::cell);
            }
            (
                "p" | "div" | "br" | "li" | "ul" | "ol" | "dt" | "dd" | "dl" | "hr" | "pre" | "section" | "article"
                | "header" | "footer" | "body" | "head" | "td" | "th" | "caption" | "blockquote" | "option",
                _,
            ) => self.end_line(),
            _ => {}
        }
    }

    fn end_row(&mut self) {
        self.end_line();
        if let Some(grid) = self.grids.last_mut() {
            self.lines.extend(grid.end_row());
        }
    }

    fn end_line(&mut self) {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.text.clear();
        if text.is_empty() {
            return;
        }
        let line = Line { text: text.into(), spot: Spot::Line(self.began + 1), heading: self.heading };
        match self.grids.last_mut() {
            Some(grid) => grid.say(line),
            None => self.lines.push(line),
        }
    }

    fn skip<'a>(&mut self, text: &'a str, end: &str) -> &'a str {
        let (passed, rest) = text.split_once(end).unwrap_or((text, ""));
        self.at += passed.matches('\n').count();
        rest
    }

    /// Past the end of an element whose content is no text.
    fn skip_to<'a>(&mut self, text: &'a str, name: &str) -> &'a str {
        let mut rest = text;
        while let Some(start) = rest.find("</") {
            let after = rest.get(start + 2..).unwrap_or_default();
            if after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
                let passed = text.len() - after.len();
                self.at += text.get(..passed).unwrap_or_default().matches('\n').count();
                return self.skip(after, ">");
            }
            rest = after;
        }
        self.at += text.matches('\n').count();
        ""
    }
}

/// Words without entities.
fn plain(words: &str) -> String {
    let mut text = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let end = after.bytes().take(11).position(|byte| byte == b';');
        let entity = end.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?)));
        match entity.and_then(|(name, rest)| Some((sign(name)?, rest))) {
            Some((sign, after)) => {
                text.push(sign);
                rest = after;
            }
            None => {
                text.push('&');
                rest = after;
            }
        }
    }
    text + rest
}

fn sign(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return char::from_u32(number.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "pound" => '£',
        "euro" => '€',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "bull" => '•',
        "middot" => '·',
        "copy" => '©',
        "reg" => '®',
        "eacute" => 'é',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let shown = |line: &Line| format!("{}: {}{}", line.spot, if line.heading { "# " } else { "" }, line.text);
        assert_eq!(read(text).lines.iter().map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn words_keep_their_lines_and_scripts_stay_out() {
        check(
            "<!doctype html>\n<script>\nlet a = '<p>no</p>';\n</script>\n<h1>Group\npolicy</h1>\n<!-- no\n -->\
             <p>Jos&eacute; &amp; <b>team</b> &#8211; a &bogus; 1 < 2</p>",
            &["line 5: # Group policy", "line 8: José & team – a &bogus; 1 < 2"],
        );
    }

    #[test]
    fn tables_are_read_and_each_row_is_a_line() {
        let content = read("<table><tr><th>Name<th>Value</tr><tr><td>Length</td><td>14</td></tr></table>after");
        let lines: Vec<_> = content.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["Name\tValue", "Length\t14", "after"]);
        assert_eq!(content.tables.first().unwrap().numbers, [1, 2]);
    }

    #[test]
    fn a_table_that_is_cut_off_keeps_its_words() {
        let content = read("<table><tr><td><table><tr><td>Length<td>14");
        let lines: Vec<_> = content.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["Length\t14"]);
        assert_eq!(content.tables.len(), 1);
    }

    #[test]
    fn blanks_and_signs_in_their_thousands_are_passed_over_once() {
        let (blanks, signs) = ("\n".repeat(300_000), "&".repeat(300_000));
        let content = read(&format!("<html>{blanks}<p>{signs}</p>"));
        let lines: Vec<_> = content.lines.iter().map(|line| (line.text.as_str(), line.spot.clone())).collect();
        assert_eq!(lines, [(signs.as_str(), Spot::Line(300_001))]);
    }

    #[test]
    fn the_title_is_a_property_and_no_line() {
        let content = read("<html><title>Report &amp; more</title><p>x");
        assert_eq!(content.properties.title.as_deref(), Some("Report & more"));
        assert_eq!(content.lines.len(), 1);
    }

    #[test]
    fn pages_are_known_by_their_beginning() {
        assert!(begins("\n<!DOCTYPE HTML>"));
        assert!(begins("<?xml version='1.0'?>\n<HTML>"));
        assert!(!begins("words about <html>"));
        assert!(!begins("<xml/>"));
    }
}
