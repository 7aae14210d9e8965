//! PDF documents: the words of every page in lines, the title and the days that the document states of itself.

mod font;
mod layout;
mod page;

use jiff::civil::Date;
use lopdf::{Document, LoadOptions, Object, ObjectId};

use super::package::{self, damaged};
use super::{PASSWORD, Unreadable};
use crate::scan::content::{Content, Line, Properties, Spot};

/// No stream of a document may be larger than this once unpacked.
const LIMIT: usize = 64 * 1024 * 1024;
/// No document with more pages is read.
const PAGES: usize = 5_000;

const SCAN: &str = "a scan: its pages are pictures without text; say what it is and its date";
const LETTERS: &str =
    "its letters cannot be told from the file: save it again as a PDF, or say what it is and its date";
const VIEWER: &str = "a form that only Adobe Reader opens: print it to a PDF";

/// Reads a PDF document.
pub(super) fn read(bytes: &[u8]) -> Result<Content, Unreadable> {
    let document = open(bytes)?;
    let pages = document.get_pages();
    if pages.len() > PAGES {
        return Err(Unreadable::because("more than 5,000 pages: say what it is and its date"));
    }
    let mut pages_left = page::Budget::default();
    let mut fonts = page::Fonts::new();
    let mut laid = Vec::new();
    for (number, id) in (1..).zip(pages.into_values()) {
        let runs = page::runs(&document, id, &mut fonts, &mut pages_left);
        laid.extend(layout::lines(&runs).into_iter().map(|line| (number, line)));
        laid.extend(
            fields(&document, id, &mut pages_left).into_iter().map(|text| (number, layout::Laid { text, size: 0.0 })),
        );
    }
    if pages_left.is_spent() {
        return Err(Unreadable::because("it draws more than a document does: say what it is and its date"));
    }
    let usual = layout::usual_size(laid.iter().map(|(_, line)| line));
    let line = |(page, line): (usize, layout::Laid)| Line {
        heading: line.size > usual * 1.2 && line.text.chars().count() < 120 && !has_leader(&line.text),
        text: line.text.into(),
        spot: Spot::Page(page),
    };
    let lines: Vec<Line> = laid.into_iter().map(line).collect();
    match sound(&lines) {
        Some(reason) => Err(Unreadable::because(reason)),
        None => Ok(Content {
            format: "PDF document".into(),
            lines,
            properties: properties(&document),
            ..Content::default()
        }),
    }
}

/// Whether dots lead to a page number, as in a table of contents.
fn has_leader(text: &str) -> bool {
    ["....", ". . .", ": : :"].iter().any(|dots| text.contains(dots))
}

fn open(bytes: &[u8]) -> Result<Document, Unreadable> {
    let options = LoadOptions::with_max_decompressed_size(LIMIT);
    match Document::load_mem_with_options(bytes, options) {
        Ok(document) if document.is_encrypted() => Err(Unreadable::because(PASSWORD)),
        Ok(document) => Ok(document),
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => Err(Unreadable::because(PASSWORD)),
        Err(_) => Err(damaged()),
    }
}

/// Why the lines are not the document's words.
fn sound(lines: &[Line]) -> Option<&'static str> {
    let signs = || lines.iter().flat_map(|line| line.text.chars()).filter(|sign| !sign.is_whitespace());
    let (all, odd) = (signs().count(), signs().filter(|sign| is_odd(*sign)).count());
    if all == 0 {
        return Some(SCAN);
    }
    if odd * 4 > all {
        return Some(LETTERS);
    }
    let message = "If this message is not eventually replaced";
    lines.iter().any(|line| line.text.contains(message)).then_some(VIEWER)
}

fn is_odd(sign: char) -> bool {
    sign.is_control() || matches!(sign, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'..)
}

fn properties(document: &Document) -> Properties {
    let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict);
    let text = |key: &[u8]| {
        let text = lopdf::decode_text_string(info.as_ref().ok()?.get_deref(key, document).ok()?).ok()?;
        let text = text.trim_matches(|sign: char| sign.is_whitespace() || sign == '\0').to_owned();
        (!text.is_empty()).then_some(text)
    };
    Properties {
        title: text(b"Title"),
        created: text(b"CreationDate").and_then(|words| day(&words)),
        modified: text(b"ModDate").and_then(|words| day(&words)),
        ..Properties::default()
    }
}

/// The day of a moment such as `D:20260304091500+01'00'`.
fn day(words: &str) -> Option<Date> {
    let words = words.strip_prefix("D:").unwrap_or(words);
    let (year, month, day) = (words.get(..4)?, words.get(4..6).unwrap_or("01"), words.get(6..8).unwrap_or("01"));
    let date = format!("{year}-{month}-{day}");
    let time = words.get(8..14).filter(|time| time.bytes().all(|digit| digit.is_ascii_digit()));
    let zone = words.get(14..).unwrap_or_default().replace('\'', ":");
    let zone = zone.trim_end_matches(':');
    match time.filter(|_| !zone.is_empty()) {
        Some(time) => {
            let zone = if zone.starts_with('Z') { "Z" } else { zone };
            let clock = format!("{}:{}:{}", time.get(..2)?, time.get(2..4)?, time.get(4..6)?);
            package::day(&format!("{date}T{clock}{zone}"))
        }
        None => date.parse().ok(),
    }
}

/// What was filled in into the fields of a form, which the page itself does not draw.
fn fields(document: &Document, page: ObjectId, budget: &mut page::Budget) -> Vec<String> {
    let text = |object: &Object| lopdf::decode_text_string(object).ok();
    let field = |annotation: &lopdf::Dictionary| {
        let value = text(annotation.get_deref(b"V", document).ok()?)?;
        let name = annotation.get_deref(b"T", document).ok().and_then(text).unwrap_or_default();
        let value = value.replace(['\r', '\n'], " ");
        (!value.trim().is_empty()).then(|| format!("{name}: {}", value.trim()))
    };
    let annotations = document.get_page_annotations(page).unwrap_or_default();
    if !budget.spend(annotations.len()) {
        return Vec::new();
    }
    annotations.into_iter().filter_map(field).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::read as read_file;
    use super::*;

    const POLICY: &[u8] = include_bytes!("../../../../tests/evidence/pdf/policy.pdf");

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let found = match read_file("a.pdf", bytes) {
            Ok(content) => content.format,
            Err(reason) => reason.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn the_words_of_every_page_are_read_in_lines() {
        let content = read_file("policy.pdf", POLICY).unwrap();
        let shown = |line: &Line| format!("{}: {}{}", line.spot, if line.heading { "# " } else { "" }, line.text);
        let expected = [
            "page 1: # Backup policy",
            "page 1: Written by José. We test our backups every three months and write down what happened, who did \
             it and what we changed because of it.",
            "page 1: Approved by\tJosé Example",
            "page 1: Next review\t4 March 2027",
            "page 2: Page two speaks of restoring.",
        ];
        assert_eq!(content.lines.iter().map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_page_that_is_turned_reads_as_people_see_it() {
        let content = read_file("a.pdf", include_bytes!("../../../../tests/evidence/pdf/turned.pdf")).unwrap();
        let lines: Vec<_> = content.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["Device\tEncrypted", "LAPTOP-07\tYes"]);
    }

    #[test]
    fn letters_with_made_up_names_are_told_by_the_table_for_copying() {
        let bytes = include_bytes!("../../../../tests/evidence/pdf/made-up-glyph-names.pdf");
        assert_eq!(read_file("a.pdf", bytes).unwrap().lines.first().unwrap().text, "Joy");
    }

    #[test]
    fn the_properties_are_read() {
        let properties = read_file("policy.pdf", POLICY).unwrap().properties;
        assert_eq!(properties.title.as_deref(), Some("Backup policy"));
        assert_eq!(properties.created, Some(date(2026, 3, 4)));
        assert_eq!(properties.modified, Some(date(2026, 3, 5)));
    }

    #[test]
    fn moments_of_every_shape_become_days() {
        assert_eq!(day("D:20260630233000Z"), Some(date(2026, 7, 1)));
        assert_eq!(day("D:20260630233000+01'00'"), Some(date(2026, 6, 30)));
        assert_eq!(day("D:20260630233000-05'00"), Some(date(2026, 7, 1)));
        assert_eq!(day("D:20260630233000"), Some(date(2026, 6, 30)));
        assert_eq!(day("D:202606"), Some(date(2026, 6, 1)));
        assert_eq!(day("soon"), None);
        assert_eq!(day("D:é0260630"), None);
    }

    #[test]
    fn a_document_that_anybody_may_open_is_read_and_one_with_a_password_is_not() {
        check(include_bytes!("../../../../tests/evidence/pdf/owner-password-r4.pdf"), "PDF document");
        check(include_bytes!("../../../../tests/evidence/pdf/owner-password-r6.pdf"), "PDF document");
        check(include_bytes!("../../../../tests/evidence/pdf/user-password-r4.pdf"), PASSWORD);
        check(include_bytes!("../../../../tests/evidence/pdf/user-password-r6.pdf"), PASSWORD);
    }

    #[test]
    fn a_scan_and_a_damaged_file_say_so() {
        check(include_bytes!("../../../../tests/evidence/pdf/scan.pdf"), SCAN);
        check(include_bytes!("../../../../tests/evidence/pdf/cut-off.pdf"), &damaged().to_string());
        check(b"%PDF-1.7\nrubbish", &damaged().to_string());
    }

    #[test]
    fn nesting_without_end_does_no_harm() {
        let found = read_file("a.pdf", include_bytes!("../../../../tests/evidence/pdf/deep.pdf"));
        assert!(found.is_err());
    }
}
