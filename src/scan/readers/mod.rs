//! Bytes become [`Content`]: by what they are first and by the file's name second, and never with a panic.

mod delimited;
mod grid;
mod guard;
mod html;
mod json;
mod magic;
mod name;
mod opendocument;
mod package;
mod pdf;
mod rtf;
mod slides;
mod text;
mod word;
mod workbook;
mod xml;

use guard::guarded;
use magic::{Magic, Ole};
use package::{Kind, Package};

use crate::scan::content::Content;

/// Why a file was not read, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
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

/// The words for a file that asks for a password.
const PASSWORD: &str = "protected by a password: save a copy without it, or say what it is and its date";

/// Reads a file. `name` is its path or its name; it decides only where the bytes leave a choice.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Content, Unreadable> {
    if let Some(reason) = name::skipped(name) {
        return Err(Unreadable::Skipped(reason.to_owned()));
    }
    if let Some(reason) = name::stub(name) {
        return Err(Unreadable::because(reason));
    }
    if bytes.iter().all(|byte| *byte == 0) {
        return Err(Unreadable::because("an empty file; it may not have been downloaded from OneDrive"));
    }
    let mut content = by_content(name, bytes)?;
    if let Some(meant) = name::meant(name).filter(|meant| *meant != content.format) {
        let article = if meant.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        content.format = format!("{}, named as {article} {meant}", content.format);
    }
    if name::is_conflict_copy(name) {
        content.format.push_str(" (conflict copy)");
    }
    Ok(content)
}

fn by_content(name: &str, bytes: &[u8]) -> Result<Content, Unreadable> {
    match magic::of(bytes) {
        Magic::Zip => guarded(office, bytes),
        Magic::Pdf => guarded(pdf::read, bytes),
        Magic::Rtf => guarded(|bytes| Ok(rtf::read(bytes)), bytes),
        Magic::Ole => match magic::ole(bytes) {
            Ole::Encrypted => Err(Unreadable::because(PASSWORD)),
            Ole::Workbook => guarded(workbook::read_old, bytes),
            Ole::Closed(reason) => Err(Unreadable::because(reason)),
        },
        Magic::Closed(reason) => Err(Unreadable::because(reason)),
        Magic::Other => match text::decode(bytes) {
            Some(text) => Ok(by_words(name, &text)),
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
        Kind::Archive => Err(Unreadable::because("an archive: unpack it and put the files here")),
    }
}

fn by_words(name: &str, text: &str) -> Content {
    if html::begins(text) || name::meant(name) == Some("web page") {
        return html::read(text);
    }
    let mut fault = None;
    match json::read(text) {
        Some(Ok(content)) => return content,
        Some(Err(error)) => fault = Some(error.line()),
        None => {}
    }
    match name::meant(name) {
        Some("CSV table") => delimited::read(text),
        Some("Markdown text") => text::markdown(text),
        Some("JSON file") => {
            let mut content = text::plain(text);
            if let Some(line) = fault.filter(|line| *line > 0) {
                content.format = format!("text file that is not sound JSON from line {line} on");
            }
            content
        }
        _ => delimited::detect(text)
            .map_or_else(|| text::plain(text), |table| Content { lines: text::lines(text), ..table }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        check("list (conflicted copy).csv", b"Name\nAnn\n", "CSV table (conflict copy)");
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
