//! E-mail messages as saved files: who wrote when about what, the words, and the names of what was attached.

use encoding_rs::{Encoding, UTF_8};

use super::{html, text};
use crate::scan::content::{Content, Line, Properties, Spot};

/// Parts stand inside parts, but no deeper than this.
const DEPTH: usize = 8;

/// Whether bytes are a message: headers to begin with, among them the version of the format.
pub(super) fn begins(bytes: &[u8]) -> bool {
    let (head, _) = split(bytes);
    let is_header = |line: &str| {
        let name = line.split(':').next().unwrap_or_default();
        line.starts_with([' ', '\t']) || (line.contains(':') && !name.is_empty() && !name.contains(' '))
    };
    let head = String::from_utf8_lossy(head.get(..65_536).unwrap_or(head));
    let versioned = |line: &str| line.get(..13).is_some_and(|name| name.eq_ignore_ascii_case("mime-version:"));
    head.lines().take(5).all(is_header) && head.split('\n').any(versioned)
}

/// Reads a message.
pub(super) fn read(bytes: &[u8]) -> Content {
    let (head, _) = split(bytes);
    let headers = headers(head);
    let value = |name: &str| header(&headers, name).map(|value| words(&value));
    let mut body = Body::default();
    body.take(bytes, DEPTH);
    let named = NAMES.map(value);
    shown(named, body.lines, body.attached, value("Date").and_then(|date| day(&date)))
}

/// What of a message is shown, in this order.
const NAMES: [&str; 5] = ["From", "To", "Cc", "Date", "Subject"];

/// A message by its headers, its words and the names of what was attached.
pub(super) fn shown(
    headers: [Option<String>; 5],
    lines: Vec<String>,
    attached: Vec<String>,
    sent: Option<jiff::civil::Date>,
) -> Content {
    let title = headers.last().cloned().flatten().filter(|subject| !subject.is_empty());
    let mut said: Vec<(String, bool)> = Vec::new();
    let named = NAMES.iter().zip(headers);
    said.extend(named.filter_map(|(name, value)| Some((format!("{name}: {}", value?), *name == "Subject"))));
    said.extend(lines.into_iter().map(|line| (line, false)));
    said.extend(attached.into_iter().map(|name| (format!("Attachment: {name}"), false)));
    let line = |(index, (text, heading))| Line { text: String::into(text), spot: Spot::Line(index + 1), heading };
    Content {
        format: "e-mail".into(),
        lines: said.into_iter().enumerate().map(line).collect(),
        properties: Properties { title, created: sent, ..Properties::default() },
        ..Content::default()
    }
}

fn day(date: &str) -> Option<jiff::civil::Date> {
    // A zone named in brackets at the end is only a remark.
    let date = date.split('(').next().unwrap_or_default().trim();
    Some(jiff::fmt::rfc2822::parse(date).ok()?.date())
}

/// The headers and the rest, parted by the first empty line, or before the first line that can't be a header: messages
/// that people typed or copied lack the empty one.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut from = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line == b"\n" || line == b"\r\n" {
            return (bytes.get(..from).unwrap_or_default(), bytes.get(from + line.len()..).unwrap_or_default());
        }
        if from > 0 && !is_header(line) {
            return (bytes.get(..from).unwrap_or_default(), bytes.get(from..).unwrap_or_default());
        }
        from += line.len();
    }
    (bytes, &[])
}

/// Whether a line is a name, a colon and a value, or goes on with the value before it.
fn is_header(line: &[u8]) -> bool {
    let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
    let named = name.len() < line.len() && !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic());
    named || line.starts_with(b" ") || line.starts_with(b"\t")
}

/// Names and values; a value may go on in lines that begin with a blank.
fn headers(head: &[u8]) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in String::from_utf8_lossy(head).lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    headers
}

fn header(headers: &[(String, String)], name: &str) -> Option<String> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
}

/// A parameter of a header, such as `boundary="x"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|parameter| {
        let (known, value) = parameter.split_once('=')?;
        known.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

#[derive(Default)]
struct Body {
    lines: Vec<String>,
    attached: Vec<String>,
}

impl Body {
    fn take(&mut self, part: &[u8], depth: usize) {
        let (head, rest) = split(part);
        let headers = headers(head);
        let kind = header(&headers, "Content-Type").unwrap_or_else(|| "text/plain".into());
        let media = kind.split(';').next().unwrap_or_default().trim().to_lowercase();
        let placed = header(&headers, "Content-Disposition").unwrap_or_default();
        let name = parameter(&placed, "filename").or_else(|| parameter(&kind, "name"));
        if let Some(name) = name.filter(|_| !media.starts_with("multipart/")) {
            self.attached.push(words(&name));
            return;
        }
        if media.starts_with("multipart/") {
            let (Some(boundary), Some(depth)) = (parameter(&kind, "boundary"), depth.checked_sub(1)) else { return };
            let parts = parts(rest, &boundary);
            // Of twins in plain words and in HTML one is enough.
            let plain = |part: &&&[u8]| is_plain(part);
            match parts.iter().find(plain).filter(|_| media == "multipart/alternative") {
                Some(plain) => self.take(plain, depth),
                None => parts.into_iter().for_each(|part| self.take(part, depth)),
            }
        } else if media.starts_with("text/") {
            let encoding = header(&headers, "Content-Transfer-Encoding").unwrap_or_default().to_lowercase();
            let bytes = match encoding.trim() {
                "quoted-printable" => quoted(rest),
                "base64" => base64(rest),
                _ => rest.to_vec(),
            };
            let charset = parameter(&kind, "charset").and_then(|name| Encoding::for_label(name.as_bytes()));
            let words = match charset {
                Some(charset) => charset.decode(&bytes).0.replace("\r\n", "\n"),
                None => text::decode(&bytes).unwrap_or_default().into_owned(),
            };
            let lines = if media == "text/html" { html::read(&words).lines } else { text::lines(&words) };
            self.lines.extend(lines.into_iter().map(|line| line.text.to_string()));
        }
    }
}

fn is_plain(part: &[u8]) -> bool {
    header(&headers(split(part).0), "Content-Type").is_none_or(|kind| kind.to_lowercase().starts_with("text/plain"))
}

/// The parts between the lines that begin with `--` and the boundary.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}").into_bytes();
    let mut parts = Vec::new();
    let (mut from, mut began) = (0, None);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(&mark) {
            parts.extend(began.and_then(|began: usize| body.get(began..from)));
            began = (!line.get(mark.len()..).unwrap_or_default().starts_with(b"--")).then_some(from + line.len());
        }
        from += line.len();
    }
    parts.extend(began.and_then(|began| body.get(began..)));
    parts
}

/// Bytes written as `=E9`, with `=` at the end of a line that goes on.
fn quoted(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'=' {
            plain.push(*byte);
        } else if let Some(next) = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")) {
            rest = next;
        } else {
            let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
            match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                Some(byte) => {
                    plain.push(byte);
                    rest = after.get(2..).unwrap_or_default();
                }
                None => plain.push(b'='),
            }
        }
    }
    plain
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(six)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            plain.extend(u8::try_from(bits >> count & 0xff));
        }
    }
    plain
}

/// A header with its parts such as `=?utf-8?Q?Jos=C3=A9?=` in plain words.
fn words(value: &str) -> String {
    let mut plain = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("=?") {
        let mut fields = after.splitn(3, '?');
        let (charset, way, coded) = (fields.next(), fields.next(), fields.next());
        let coded = coded.and_then(|coded| coded.split_once("?="));
        let (Some(charset), Some(way), Some((coded, after))) = (charset, way, coded) else { break };
        let bytes = match way {
            "B" | "b" => base64(coded.as_bytes()),
            _ => quoted(coded.replace('_', " ").as_bytes()),
        };
        // Blanks between two such parts are not meant.
        if !before.trim().is_empty() || plain.is_empty() {
            plain.push_str(before);
        }
        plain.push_str(&Encoding::for_label(charset.as_bytes()).unwrap_or(UTF_8).decode(&bytes).0);
        rest = after;
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const MESSAGE: &[u8] = b"From: =?utf-8?Q?Jos=C3=A9?= Example <jose@rosewood.example>\r\n\
        Subject: Backup\r\n test\r\nDate: Wed, 4 Mar 2026 09:15:00 +0000 (GMT)\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=\"a\"\r\n\r\n--a\r\n\
        Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\
        Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        We restored =A3 and it=\r\n worked.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>twin</p>\r\n--b--\r\n--a\r\n\
        Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSm9zw6k=\r\n--a\r\n\
        Content-Type: application/pdf; name=\"log.pdf\"\r\n\r\n%PDF\r\n--a--\r\n";

    #[test]
    fn the_words_of_a_message_without_an_empty_line_are_not_lost() {
        let content = read(b"From: C. Nobody\nSubject: Reminder\nDear all,\nNote: think first.\n");
        let lines: Vec<_> = content.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["From: C. Nobody", "Subject: Reminder", "Dear all,", "Note: think first."]);
    }

    #[test]
    fn a_message_is_read_with_all_that_it_says() {
        assert!(begins(MESSAGE));
        let content = read(MESSAGE);
        let lines: Vec<_> = content.lines.iter().map(|line| line.text.as_str()).collect();
        let expected = [
            "From: José Example <jose@rosewood.example>",
            "Date: Wed, 4 Mar 2026 09:15:00 +0000 (GMT)",
            "Subject: Backup test",
            "We restored £ and it worked.",
            "José",
            "Attachment: log.pdf",
        ];
        assert_eq!(lines, expected);
        assert_eq!(content.properties.title.as_deref(), Some("Backup test"));
        assert_eq!(content.properties.created, Some(date(2026, 3, 4)));
    }

    #[test]
    fn words_in_headers_are_plain() {
        assert_eq!(words("=?utf-8?B?Sm9zw6k=?= =?iso-8859-1?q?_and_=A3?= x"), "José and £ x");
        assert_eq!(words("a =?broken"), "a =?broken");
    }

    #[test]
    fn minutes_are_no_message() {
        assert!(!begins(b"From: the manager\nTo: all\n\nMIME-Version: 1.0"));
        assert!(!begins(b""));
    }

    #[test]
    fn parts_without_end_do_no_harm() {
        let deep = "Content-Type: multipart/mixed; boundary=a\n\n--a\n".repeat(1000);
        assert!(read(deep.as_bytes()).lines.is_empty());
    }
}
