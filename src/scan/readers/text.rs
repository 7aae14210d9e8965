//! Text in whatever encoding it came, as lines with their numbers; Markdown has its headings marked.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::delimited;
use crate::scan::content::{Cell, Content, Line, Spot, Table, Text};

/// The text of a file, with every line end as `\n`; `None` when the bytes are not text.
pub(super) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => in_encoding(encoding, bytes.get(mark..).unwrap_or_default()),
        None => by_itself(bytes)?,
    };
    if text.contains('\0') {
        return None;
    }
    Some(match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => text,
    })
}

fn in_encoding<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Cow<'a, str> {
    // Most text is UTF-8 already.
    let sound = str::from_utf8(bytes).ok().filter(|_| encoding == UTF_8);
    sound.map_or_else(|| encoding.decode_without_bom_handling(bytes).0, Cow::Borrowed)
}

/// The text of bytes that do not say in which encoding they are.
fn by_itself(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(encoding) = wide(bytes) {
        return Some(in_encoding(encoding, bytes));
    }
    if bytes.contains(&0) || mostly_controls(bytes) {
        return None;
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Some(in_encoding(detector.guess(Some(b"uk"), chardetng::Utf8Detection::Allow), bytes))
}

/// UTF-16 without its mark: nearly every second byte is zero, and none of the others.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096) & !1)?;
    let pairs = sample.len() / 2;
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = |zeros: usize| pairs > 1 && zeros * 10 >= pairs * 8;
    match (even, odd) {
        (0, odd) if most(odd) => Some(UTF_16LE),
        (even, 0) if most(even) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether there are more control characters than a text has.
fn mostly_controls(bytes: &[u8]) -> bool {
    let odd = |byte: u8| matches!(byte, 0..=7 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    bytes.iter().map(|byte| usize::from(odd(*byte))).sum::<usize>() * 100 > bytes.len()
}

/// Plain text.
pub(super) fn plain(text: &str) -> Content {
    Content { format: "text file".into(), lines: lines(text), ..Content::default() }
}

/// Every line with its number; the end of the last line opens no further one.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    if text.is_empty() {
        return Vec::new();
    }
    let number = |(index, text): (usize, Text)| Line { text, spot: Spot::Line(index + 1), heading: false };
    Text::parts(text, '\n').enumerate().map(number).collect()
}

/// Markdown: a line of `#` signs and words, or one underlined by `=` or `-`, is a heading.
pub(super) fn markdown(text: &str) -> Content {
    let mut lines = lines(text);
    let mut fence: Option<&str> = None;
    for index in 0..lines.len() {
        let line = text_at(&lines, index).trim();
        let mark = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => {
                let next = text_at(&lines, index + 1).trim_end();
                let title = title(line).or_else(|| underlined(line, next).then_some(line)).map(Text::from);
                if let (Some(title), Some(line)) = (title, lines.get_mut(index)) {
                    line.text = title;
                    line.heading = true;
                }
            }
            (Some(_), _) => {}
        }
    }
    let tables = tables(&lines);
    Content { format: "Markdown text".into(), lines, tables, ..Content::default() }
}

/// Tables drawn with bars: a row, a rule of dashes, more rows. Their rows keep the lines of the file.
fn tables(lines: &[Line]) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut open: Option<Table> = None;
    for (index, line) in lines.iter().enumerate() {
        match row(&line.text) {
            Some(cells) => match &mut open {
                Some(table) if !is_rule(&line.text) => {
                    table.rows.push(cells);
                    table.numbers.push(index + 1);
                }
                Some(_) => {}
                None if is_rule(text_at(lines, index + 1)) => {
                    open = Some(Table { name: None, rows: vec![cells], numbers: vec![index + 1] });
                }
                None => {}
            },
            None => tables.extend(open.take()),
        }
    }
    tables.extend(open);
    tables
}

fn row(line: &str) -> Option<Vec<Cell>> {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    line.contains('|').then(|| inner.split('|').map(|cell| delimited::cell(cell.trim().to_owned())).collect())
}

fn is_rule(line: &str) -> bool {
    line.contains('|') && line.contains("--") && line.chars().all(|sign| "|-: ".contains(sign))
}

fn text_at(lines: &[Line], index: usize) -> &str {
    lines.get(index).map_or("", |line| &line.text)
}

/// The words of a heading such as `## Backups ##`.
fn title(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let depth = line.len() - rest.len();
    let words = rest.strip_prefix([' ', '\t'])?.trim().trim_end_matches('#').trim_end();
    ((1..=6).contains(&depth) && !words.is_empty()).then_some(words)
}

fn underlined(line: &str, next: &str) -> bool {
    let rule = |sign: char| next.len() >= 3 && next.chars().all(|c| c == sign);
    let words = line.starts_with(|c: char| c.is_alphanumeric());
    words && (rule('=') || rule('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<&str>) {
        assert_eq!(decode(bytes).as_deref(), expected);
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_common_encoding_is_read() {
        check("José, Siân Ŵyn".as_bytes(), Some("José, Siân Ŵyn"));
        check(b"\xef\xbb\xbfJos\xc3\xa9", Some("José"));
        check(b"Jos\xe9 paid \xa3 20 for it \x96 \x93today\x94", Some("José paid £ 20 for it – “today”"));
        let text = "José’s list\nŵ";
        for marked in ["", "\u{feff}"] {
            let text = format!("{marked}{text}");
            check(&utf16(&text, u16::to_le_bytes), Some("José’s list\nŵ"));
            check(&utf16(&text, u16::to_be_bytes), Some("José’s list\nŵ"));
        }
        check(b"", Some(""));
    }

    #[test]
    fn line_ends_of_every_system_become_one() {
        check(b"a\r\nb\rc\nd", Some("a\nb\nc\nd"));
    }

    #[test]
    fn bytes_that_are_not_text_are_refused() {
        check(b"ab\0cd\xff", None);
        check(b"\x01\x02\x03\x04\x05abc\x80", None);
        check(b"\xff\xfea\0\0\0", None);
    }

    #[test]
    fn lines_keep_their_numbers_over_blank_ones() {
        let found: Vec<_> = lines("a\n\n b\n").into_iter().map(|line| (line.text, line.spot)).collect();
        let expected = [("a", 1), ("", 2), (" b", 3)].map(|(text, n)| (text.into(), Spot::Line(n)));
        assert_eq!(found, expected);
        assert!(lines("").is_empty());
    }

    #[test]
    fn markdown_headings_are_marked_and_comments_in_code_are_not() {
        let text = "# Policy #\nwords\n```\n# a comment\n```\nReview\n------\n#hash\n";
        let headings: Vec<_> = markdown(text).lines.into_iter().filter(|line| line.heading).collect();
        let found: Vec<_> = headings.iter().map(|line| (line.text.as_str(), line.spot.clone())).collect();
        assert_eq!(found, [("Policy", Spot::Line(1)), ("Review", Spot::Line(6))]);
        assert!(plain("# not a heading\n").lines.iter().all(|line| !line.heading));
    }

    #[test]
    fn markdown_tables_are_tables() {
        let tables = markdown("words | more\n\n| What | When |\n|---|:--|\n| Review | |\n\nend\n").tables;
        let text = |text: &str| Cell::Text(text.into());
        let rows = vec![vec![text("What"), text("When")], vec![text("Review"), Cell::Empty]];
        assert_eq!(tables, [Table { name: None, rows, numbers: vec![3, 5] }]);
    }
}
