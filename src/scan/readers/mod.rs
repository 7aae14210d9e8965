//! Bytes become [`Content`]: by what they are first and by the file's name second, and never with a panic.

mod archive;
mod book;
mod compound;
mod delimited;
mod grid;
mod guard;
mod html;
mod json;
mod magic;
mod mail;
mod marks;
mod message;
mod name;
mod opendocument;
mod package;
mod paths;
mod pdf;
mod rtf;
mod slides;
mod text;
mod word;
mod workbook;
mod xml;
mod xml_tree;

pub(crate) use archive::Archive;
pub(crate) use book::read as read_book;
use guard::guarded;
use magic::{Magic, Ole};
use package::{Kind, Package};

use serde::{Deserialize, Serialize};

use crate::scan::content::{Content, Line};

/// Why a file was not read, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub(crate) enum Unreadable {
    /// It is not evidence.
    #[error("{0}")]
    Skipped(String),
    /// A person has to say what it is.
    #[error("{0}")]
    CannotRead(String),
}

impl Unreadable {
    fn because(reason: &str) -> Self {
        Self::CannotRead(reason.to_owned())
    }
}

/// Names of values.
pub(crate) type Names = std::collections::BTreeSet<String>;

/// The words for a file that asks for a password.
const PASSWORD: &str = "protected by a password: save a copy without it, or say what it is and its date";

/// No table or tree in a text file may have more values.
const CELLS: usize = 2_000_000;
/// Nor may it have more lines.
const LINES: usize = 5_000_000;
const TOO_LARGE: &str = "more than two million values: keep the part that matters in a file of its own";

/// Whether parsers of other people are let loose on such bytes.
pub(super) fn is_foreign(bytes: &[u8]) -> bool {
    match magic::of(bytes) {
        Magic::Zip | Magic::Pdf | Magic::Ole => true,
        Magic::Rtf | Magic::Closed(_) | Magic::Other => false,
    }
}

/// Reads a file. `name` is its path or its name; it decides only where the bytes leave a choice.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Content, Unreadable> {
    read_named(name, bytes, None)
}

/// Reads a file. `named` are the names of values that rules know, in lower case: of a very long tree only these are kept.
pub(crate) fn read_named(name: &str, bytes: &[u8], named: Option<&Names>) -> Result<Content, Unreadable> {
    if let Some(reason) = name::skipped(name) {
        return Err(Unreadable::Skipped(reason.to_owned()));
    }
    if let Some(reason) = name::stub(name) {
        return Err(Unreadable::because(reason));
    }
    if bytes.iter().all(|byte| *byte == 0) {
        return Err(Unreadable::because("an empty file; it may not have been downloaded from OneDrive"));
    }
    let mut content = by_content(name, bytes, named)?;
    let says = |line: &Line| !line.text.trim().is_empty();
    if !content.lines.iter().any(says) {
        return Err(Unreadable::because("no words in it; where its pages are pictures, say what it is and its date"));
    }
    if let Some(meant) = name::meant(name).filter(|meant| *meant != content.format) {
        let article =
            if meant.starts_with(['A', 'E', 'I', 'O', 'U', 'X', 'a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        content.format = format!("{}, named as {article} {meant}", content.format);
    }
    if name::is_conflict_copy(name) {
        content.format.push_str(" (conflict copy)");
    }
    Ok(content)
}

fn by_content(name: &str, bytes: &[u8], named: Option<&Names>) -> Result<Content, Unreadable> {
    match magic::of(bytes) {
        Magic::Zip => guarded(office, bytes),
        Magic::Pdf => guarded(pdf::read, bytes),
        Magic::Rtf => guarded(|bytes| Ok(rtf::read(bytes)), bytes),
        Magic::Ole if message::begins(bytes) => guarded(message::read, bytes),
        Magic::Ole => match magic::ole(bytes) {
            Ole::Encrypted => Err(Unreadable::because(PASSWORD)),
            Ole::Workbook => guarded(workbook::read_old, bytes),
            Ole::Closed(reason) => Err(Unreadable::because(reason)),
        },
        Magic::Closed(reason) => Err(Unreadable::because(reason)),
        Magic::Other if name::meant(name) == Some("e-mail") || mail::begins(bytes) => {
            guarded(|bytes| Ok(mail::read(bytes)), bytes)
        }
        Magic::Other => match text::decode(bytes) {
            Some(text) => by_words(name, &text, named),
            None => Err(Unreadable::because("a file of an unknown kind: say what it is and its date")),
        },
    }
}

fn office(bytes: &[u8]) -> Result<Content, Unreadable> {
    let mut package = Package::open(bytes)?;
    match package.kind()? {
        Kind::Word => word::read(package),
        kind @ (Kind::Workbook | Kind::BinaryWorkbook) => workbook::read(bytes, package, kind),
        Kind::OpenText => opendocument::read_text(package),
        Kind::OpenSheets => opendocument::read_sheets(package),
        Kind::Slides => slides::read(package),
        Kind::Other => Err(Unreadable::because("a document of a program that is not read: save it as PDF")),
        // Those in the folder itself are opened before they come here.
        Kind::Archive => Err(Unreadable::because("an archive inside an archive: unpack it and put the files here")),
    }
}

fn by_words(name: &str, text: &str, named: Option<&Names>) -> Result<Content, Unreadable> {
    if text.bytes().filter(|byte| *byte == b'\n').count() > LINES {
        return Err(Unreadable::because(
            "more than five million lines: keep the part that matters in a file of its own",
        ));
    }
    if html::begins(text) || name::meant(name) == Some("web page") {
        return Ok(html::read(text));
    }
    let unsound = match json::read(text) {
        Some(Ok(content)) => return Ok(content),
        Some(Err(json::Fault::TooLarge)) => return Err(Unreadable::because(TOO_LARGE)),
        Some(Err(json::Fault::Unsound(line))) => Some(line),
        None => None,
    };
    let not_xml = match xml_tree::read(text, named).filter(|_| name::meant(name) != Some("Markdown text")) {
        Some(Ok(content)) => return Ok(content),
        Some(Err(xml_tree::Fault::TooLarge)) => return Err(Unreadable::because(TOO_LARGE)),
        Some(Err(xml_tree::Fault::Unsound(line))) => Some(line),
        None => None,
    };
    if let Some(line) = not_xml.filter(|_| xml_tree::declared(text) || name::meant(name) == Some("XML file")) {
        let format = format!("text file that is not sound XML from line {line} on");
        return Ok(Content { format, ..text::plain(text) });
    }
    let table = match name::meant(name) {
        Some("CSV table") => Some(delimited::read(text).map_err(too_large)?),
        Some("Markdown text") => return Ok(text::markdown(text)),
        Some("JSON file") => {
            let place = unsound.map(|line| format!(" that is not sound JSON from line {line} on"));
            let format = format!("text file{}", place.unwrap_or_default());
            return Ok(Content { format, ..text::plain(text) });
        }
        // The lines of the file stay as they are: it may be something else that happens to look like a table.
        _ => delimited::detect(text).map_err(too_large)?.map(|table| Content { lines: text::lines(text), ..table }),
    };
    Ok(table.unwrap_or_else(|| text::plain(text)))
}

fn too_large(_: delimited::TooLarge) -> Unreadable {
    Unreadable::because(TOO_LARGE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::content::Cell;

    #[track_caller]
    fn check(name: &str, bytes: &[u8], expected: &str) {
        let found = match read(name, bytes) {
            Ok(content) => content.format,
            Err(Unreadable::Skipped(reason)) => format!("skipped: {reason}"),
            Err(Unreadable::CannotRead(reason)) => format!("cannot read: {reason}"),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn text_is_known_by_what_it_says_before_its_name() {
        check("a.txt", b"hello there", "text file");
        check("a.xlsx", b"hello there", "text file, named as an Excel workbook");
        check("a.csv", b"{\"a\": 1}", "JSON file, named as a CSV table");
        check("a.txt", b"{\"a\": 1}", "JSON file");
        check("a.json", b"{\n\"a\": 1,\n}", "text file that is not sound JSON from line 3 on, named as a JSON file");
        check("a.txt", b"Name\tRole\nAnn\tCook\n", "CSV table");
        check("a.csv", b"Name\nAnn\n", "CSV table");
        check("policy.md", b"# Policy", "Markdown text");
        check("a.xml", b"<?xml version='1.0'?><a>1</a>", "XML file");
        check("scan.nessus", b"<a>1</a>", "XML file");
        check("a.txt", b"<a>\n<b>1</b></a>", "XML file");
        check("a.xml", b"<a>\n<b></a>", "text file that is not sound XML from line 2 on, named as an XML file");
        check("a.txt", b"<?xml version='1.0'?><a>", "text file that is not sound XML from line 1 on");
        check("site.conf", b"<VirtualHost *:80>\nServerName a\n</VirtualHost>\n", "text file");
        check("a.xml", b"<!DOCTYPE html><html><p>words</p></html>", "web page, named as an XML file");
        let wide: Vec<u8> = "\u{feff}<?xml version='1.0' encoding='UTF-16'?><a>1</a>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check("a.xml", &wide, "XML file");
        check("list (conflicted copy).csv", b"Name\nAnn\n", "CSV table (conflict copy)");
    }

    #[test]
    fn files_are_known_by_their_content_whatever_their_name() {
        check(
            "policy.docx",
            include_bytes!("../../../tests/evidence/mislabelled/policy.docx"),
            "PDF document, named as a Word document",
        );
        check(
            "workbook.docx",
            include_bytes!("../../../tests/evidence/mislabelled/workbook.docx"),
            "Excel workbook, named as a Word document",
        );
        check(
            "words.xlsx",
            include_bytes!("../../../tests/evidence/mislabelled/words.xlsx"),
            "text file, named as an Excel workbook",
        );
        check(
            "photo.pdf",
            include_bytes!("../../../tests/evidence/mislabelled/photo.pdf"),
            "cannot read: a photograph or scan: say what it shows and its date",
        );
    }

    #[test]
    fn a_document_without_words_is_for_a_person_to_explain() {
        check(
            "a.txt",
            b" \r\n ",
            "cannot read: no words in it; where its pages are pictures, say what it is and its date",
        );
    }

    #[test]
    fn files_cut_off_or_changed_do_no_harm() {
        let files: [&[u8]; 7] = [
            include_bytes!("../../../tests/evidence/docx/policy.docx"),
            include_bytes!("../../../tests/evidence/xlsx/training.xlsx"),
            include_bytes!("../../../tests/evidence/xls/assets.xls"),
            include_bytes!("../../../tests/evidence/ods/assets.ods"),
            include_bytes!("../../../tests/evidence/odt/visitors.odt"),
            include_bytes!("../../../tests/evidence/pdf/policy.pdf"),
            include_bytes!("../../../tests/evidence/xlsx/password.xlsx"),
        ];
        for file in files {
            for part in 1..12 {
                let at = file.len() * part / 12;
                let mut changed = file.to_vec();
                changed[at] ^= 0x55;
                // Whatever comes of it: the answer is one, without a panic.
                let _ = (read("a", &file[..at]), read("a", &changed));
            }
        }
    }

    #[test]
    fn a_table_as_excel_saves_it_in_unicode_is_read() {
        let bytes = include_bytes!("../../../tests/evidence/csv/excel-unicode.csv");
        let content = read("staff.csv", bytes).unwrap();
        let table = content.tables.first().unwrap();
        assert_eq!(table.numbers, [1, 2, 3]);
        let text = |text: &str| Cell::Text(text.into());
        assert_eq!(table.rows.get(1).unwrap(), &[text("José Example"), text("Carer"), text("04/03/2026")]);
        assert_eq!(table.rows.get(2).unwrap(), &[text("Siân\nŴyn"), text("Cook"), text("2; 3")]);
    }

    #[test]
    fn a_table_in_a_text_file_keeps_its_lines() {
        let content = read("a.txt", b"Name\t Role\n\nAnn\tCook\n").unwrap();
        assert_eq!(content.tables.first().unwrap().numbers, [1, 3]);
        let lines: Vec<_> = content.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["Name\t Role", "", "Ann\tCook"]);
    }

    #[test]
    fn what_is_no_evidence_is_skipped_with_the_reason() {
        check("a/~$b.docx", b"x", "skipped: a lock file: somebody has, or had, the document open");
        check("a.lnk", b"x", "skipped: a shortcut: it only says where a file is; put the file itself here");
    }

    #[test]
    fn what_a_person_has_to_see_says_so() {
        check("a.docx", b"", "cannot read: an empty file; it may not have been downloaded from OneDrive");
        check("a.docx", &[0; 64], "cannot read: an empty file; it may not have been downloaded from OneDrive");
        check("a.png", b"\x89PNG\r\n", "cannot read: a photograph or scan: say what it shows and its date");
        check("a.bin", b"\x01\x02\x00\xff", "cannot read: a file of an unknown kind: say what it is and its date");
        check(
            "a.gsheet",
            b"{\"url\": \"https://docs.example.org\"}",
            "cannot read: a link to a Google sheet, not the sheet: download it as .xlsx or CSV",
        );
    }
}
