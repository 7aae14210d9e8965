//! Rich text documents: the words in paragraphs, and the title and days that the document states of itself.

use std::collections::BTreeSet;

use encoding_rs::WINDOWS_1252;
use jiff::civil::Date;

use crate::scan::content::{Content, Line, Properties, Spot};

/// Groups that hold no words of the document.
const HIDDEN: [&str; 14] = [
    "fonttbl",
    "colortbl",
    "listtext",
    "pict",
    "object",
    "generator",
    "listtable",
    "listoverridetable",
    "themedata",
    "datastore",
    "latentstyles",
    "xmlnstbl",
    "fldinst",
    "rsidtbl",
];

/// Groups deeper than this are part of the one around them.
const DEPTH: usize = 10_000;

/// Reads a rich text document.
pub(super) fn read(bytes: &[u8]) -> Content {
    let mut reading = Reading { groups: vec![Group::default()], ..Reading::default() };
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        rest = match byte {
            b'{' => {
                reading.open();
                after
            }
            b'}' => {
                reading.close();
                after
            }
            b'\\' => reading.control(after),
            b'\r' | b'\n' => after,
            byte => {
                reading.byte(*byte);
                after
            }
        };
    }
    reading.end_paragraph();
    Content {
        format: "rich text document".into(),
        lines: reading.lines,
        properties: reading.properties,
        ..Content::default()
    }
}

/// Where the words of a group go.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Goes {
    #[default]
    Text,
    Title,
    Styles,
    Created,
    Modified,
    Nowhere,
}

#[derive(Clone, Default)]
struct Group {
    goes: Goes,
    /// How many signs after a Unicode sign stand in for it.
    substitutes: usize,
}

#[derive(Default)]
struct Reading {
    groups: Vec<Group>,
    /// How many groups are open beyond those that are kept.
    deeper: usize,
    text: String,
    heading: bool,
    lines: Vec<Line>,
    paragraphs: usize,
    properties: Properties,
    title: String,
    /// The style that is being named, its name so far, and the styles that are headings.
    style: i64,
    style_name: String,
    headings: BTreeSet<i64>,
    day: [i16; 3],
    skip: usize,
    high: Option<u16>,
}

impl Reading {
    fn group(&mut self) -> &mut Group {
        if self.groups.is_empty() {
            self.groups.push(Group::default());
        }
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    fn open(&mut self) {
        if self.groups.len() > DEPTH {
            self.deeper += 1;
            return;
        }
        let group = self.group().clone();
        self.groups.push(group);
    }

    fn close(&mut self) {
        if let Some(deeper) = self.deeper.checked_sub(1) {
            self.deeper = deeper;
            return;
        }
        let goes = self.group().goes;
        let [year, month, day] = self.day;
        let narrow = |number: i16| i8::try_from(number).ok();
        let date = || Date::new(year, narrow(month)?, narrow(day)?).ok();
        match goes {
            Goes::Title if !self.title.trim().is_empty() => {
                self.properties.title = Some(self.title.trim().to_owned());
            }
            Goes::Styles => {
                let name = std::mem::take(&mut self.style_name).to_lowercase();
                if name.starts_with("heading") || name.starts_with("title") {
                    self.headings.insert(self.style);
                }
            }
            Goes::Created => self.properties.created = date(),
            Goes::Modified => self.properties.modified = date(),
            Goes::Text | Goes::Title | Goes::Nowhere => {}
        }
        self.groups.pop();
        self.skip = 0;
    }

    /// Takes a control word or sign and gives back what follows it.
    fn control<'a>(&mut self, after: &'a [u8]) -> &'a [u8] {
        let letters = after.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let Some((word, rest)) = after.split_at_checked(letters).filter(|_| letters > 0) else {
            return self.sign(after);
        };
        let digits =
            rest.iter().enumerate().take_while(|(at, byte)| byte.is_ascii_digit() || (*at == 0 && **byte == b'-'));
        let (number, rest) = rest.split_at(digits.count());
        let number = std::str::from_utf8(number).ok().and_then(|number| number.parse::<i64>().ok());
        let rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let word = std::str::from_utf8(word).unwrap_or_default();
        if word == "bin" {
            let length = number.and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
            return rest.get(length..).unwrap_or_default();
        }
        self.word(word, number);
        rest
    }

    fn sign<'a>(&mut self, after: &'a [u8]) -> &'a [u8] {
        let Some((sign, rest)) = after.split_first() else { return after };
        match sign {
            b'\'' => {
                let digits = rest.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.byte(byte);
                }
                return rest.get(2..).unwrap_or_default();
            }
            b'*' => self.group().goes = Goes::Nowhere,
            b'~' => self.say(" "),
            b'_' => self.say("-"),
            b'\r' | b'\n' => self.end_paragraph(),
            b'{' | b'}' | b'\\' => self.byte(*sign),
            _ => {}
        }
        rest
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        let small = number.and_then(|number| i16::try_from(number).ok()).unwrap_or(0);
        let goes = self.group().goes;
        match word {
            _ if HIDDEN.contains(&word) => self.group().goes = Goes::Nowhere,
            "stylesheet" => self.group().goes = Goes::Styles,
            "s" if goes == Goes::Styles => self.style = number.unwrap_or(0),
            "s" => self.heading = self.headings.contains(&number.unwrap_or(0)),
            "info" => self.group().goes = Goes::Nowhere,
            // These stand inside `info`.
            "title" if goes == Goes::Nowhere => self.group().goes = Goes::Title,
            "creatim" => self.group().goes = Goes::Created,
            "revtim" => self.group().goes = Goes::Modified,
            "yr" => self.day = [small, 1, 1],
            "mo" => self.day[1] = small,
            "dy" => self.day[2] = small,
            "par" | "sect" | "page" | "row" if goes == Goes::Text => self.end_paragraph(),
            "pard" => self.heading = false,
            "outlinelevel" if goes == Goes::Text => self.heading = true,
            "line" => self.say("\n"),
            "tab" | "cell" => self.say("\t"),
            "emdash" => self.say("—"),
            "endash" => self.say("–"),
            "lquote" => self.say("‘"),
            "rquote" => self.say("’"),
            "ldblquote" => self.say("“"),
            "rdblquote" => self.say("”"),
            "bullet" => self.say("•"),
            "uc" => self.group().substitutes = number.and_then(|count| usize::try_from(count).ok()).unwrap_or(1),
            "ansi" => self.group().substitutes = 1,
            "u" => self.unicode(number.unwrap_or(0)),
            _ => {}
        }
    }

    /// A sign by its number of 16 bits, negative past the middle; longer ones come in two halves.
    fn unicode(&mut self, number: i64) {
        let unit = u16::try_from(number.rem_euclid(0x1_0000)).unwrap_or_default();
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
        } else {
            self.say(&String::from_utf16_lossy(&units));
        }
        self.skip = self.group().substitutes;
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        let bytes = [byte];
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
        self.say(&text);
    }

    fn say(&mut self, words: &str) {
        match self.group().goes {
            Goes::Text => self.text.push_str(words),
            Goes::Title => self.title.push_str(words),
            Goes::Styles => self.style_name.push_str(words),
            Goes::Created | Goes::Modified | Goes::Nowhere => {}
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>();
        self.paragraphs += usize::from(!lines.is_empty());
        let line =
            |text: &str| Line { text: text.into(), spot: Spot::Paragraph(self.paragraphs), heading: self.heading };
        self.lines.extend(lines.into_iter().map(line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(bytes: &[u8], expected: &[&str]) {
        let content = read(bytes);
        assert_eq!(content.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn groups_without_end_are_counted_and_closed_again() {
        let (open, close) = ("{".repeat(DEPTH * 3), "}".repeat(DEPTH * 3));
        check(format!("{{\\rtf1 {open}deep{close}\\par {{\\info gone}} shallow}}").as_bytes(), &["deep", "shallow"]);
    }

    #[test]
    fn words_are_read_in_paragraphs_whatever_the_letters() {
        check(
            b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\*\\generator Word;}\\pard \
              Jos\\'e9 and \\u373?yn \\u8212- now\\par\n\
              two\\line three \\{x\\}\\par}",
            &["José and ŵyn — now", "two", "three {x}"],
        );
    }

    #[test]
    fn a_row_is_one_line_and_pictures_stay_out() {
        check(b"{\\rtf1 Review\\cell 4 March 2027\\cell\\row{\\pict 00ff00}end}", &["Review\t4 March 2027", "end"]);
    }

    #[test]
    fn styles_mark_headings() {
        let found = read(
            b"{\\rtf1{\\stylesheet{\\s0 Normal;}{\\s1\\b\\outlinelevel0 heading 1;}}\
              \\pard\\s1 Backups\\par\\pard\\s0 words\\par}",
        );
        let lines: Vec<_> = found.lines.iter().map(|line| (line.text.as_str(), line.heading)).collect();
        assert_eq!(lines, [("Backups", true), ("words", false)]);
    }

    #[test]
    fn properties_are_read() {
        let bytes = b"{\\rtf1{\\info{\\title Backups}{\\author A}\
                      {\\creatim\\yr2025\\mo1\\dy2}{\\revtim\\yr2026\\mo3\\dy4}}words}";
        let found = read(bytes);
        let expected = Properties {
            title: Some("Backups".into()),
            created: Some(date(2025, 1, 2)),
            modified: Some(date(2026, 3, 4)),
            ..Properties::default()
        };
        assert_eq!(found.properties, expected);
        assert_eq!(found.lines.len(), 1);
    }

    #[test]
    fn nothing_broken_does_harm() {
        for bytes in
            [&b"{\\rtf1 }}}}} x"[..], b"\\", b"\\'", b"\\'z", b"\\bin99999999999 x", b"\\u-99999999999x", b"{{{\\*"]
        {
            read(bytes);
        }
    }
}
