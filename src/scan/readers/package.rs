//! Zip containers of office programs: parts by name, never unpacked to disk and never beyond a limit.

use std::io::{Cursor, Read};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::xml::{self, Piece};
use super::{Unreadable, text};
use crate::scan::content::Properties;

/// No part may be larger than this once unpacked, and all that are read together no larger than four times as much.
const LIMIT: u64 = 64 * 1024 * 1024;
/// No container may hold more parts.
const PARTS: usize = 20_000;

/// What a container holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Workbook,
    BinaryWorkbook,
    Slides,
    OpenText,
    OpenSheets,
    /// A document of a program that no reader knows.
    Other,
    Archive,
}

/// An opened container.
pub(super) struct Package<'a> {
    archive: zip::ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a container.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let package = Self::open_any(bytes)?;
        if package.archive.len() > PARTS {
            return Err(Unreadable::because("it holds more parts than a document has"));
        }
        Ok(package)
    }

    /// Opens a container of however many parts.
    pub(super) fn open_any(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        let mut names: Vec<String> = archive.file_names().flatten().map(|name| name.into_owned()).collect();
        names.sort();
        Ok(Self { archive, names, left: LIMIT * 4 })
    }

    /// What it holds, by its parts.
    pub(super) fn kind(&mut self) -> Result<Kind, Unreadable> {
        let has = |name: &str| self.names.iter().any(|known| known == name);
        let begins = |start: &str| self.names.iter().any(|known| known.starts_with(start));
        if begins("word/document") {
            return Ok(Kind::Word);
        }
        if has("xl/workbook.xml") {
            return Ok(Kind::Workbook);
        }
        if has("xl/workbook.bin") {
            return Ok(Kind::BinaryWorkbook);
        }
        if begins("ppt/slides/") {
            return Ok(Kind::Slides);
        }
        if !has("mimetype") || !has("content.xml") {
            let is_document = has("[Content_Types].xml") || has("mimetype") || has("Index/Document.iwa");
            return Ok(if is_document { Kind::Other } else { Kind::Archive });
        }
        let kind = self.part("mimetype")?.unwrap_or_default();
        Ok(match kind.trim() {
            "application/vnd.oasis.opendocument.text" => Kind::OpenText,
            "application/vnd.oasis.opendocument.spreadsheet" => Kind::OpenSheets,
            _ => Kind::Other,
        })
    }

    /// The names of the parts that begin and end so, shorter ones first: `slide2.xml` before `slide10.xml`.
    pub(super) fn named(&self, start: &str, end: &str) -> Vec<String> {
        let fits = |name: &&String| name.starts_with(start) && name.ends_with(end);
        let mut names: Vec<String> = self.names.iter().filter(fits).cloned().collect();
        names.sort_by_key(|name| (name.len(), name.clone()));
        names
    }

    /// A part as text; `None` when there is none of this name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let bytes = match self.archive.by_name(name) {
            Ok(part) if part.encrypted() => return Err(Unreadable::because(super::PASSWORD)),
            Ok(part) => unpack(part, &mut self.left)?,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                return Err(Unreadable::because(super::PASSWORD));
            }
            Err(_) => return Err(damaged()),
        };
        text::decode(&bytes).map(|text| Some(text.into_owned())).ok_or_else(damaged)
    }

    /// Unpacks every part once and throws it away, so that a reader without limits of its own can be let loose on it.
    pub(super) fn measure(&mut self) -> Result<(), Unreadable> {
        for index in 0..self.archive.len() {
            let part = self.archive.by_index(index).map_err(|_| damaged())?;
            unpack(part, &mut self.left)?;
        }
        Ok(())
    }

    /// The properties that office programs of Microsoft's kind keep.
    pub(super) fn core_properties(&mut self) -> Properties {
        self.properties("docProps/core.xml")
    }

    /// The properties in one part; none when the part is missing or damaged, since the document itself may be sound.
    pub(super) fn properties(&mut self, part: &str) -> Properties {
        let Ok(Some(xml)) = self.part(part) else { return Properties::default() };
        let mut found = Properties::default();
        let (mut element, mut words) = (String::new(), String::new());
        let read = xml::pieces(&xml, &mut |piece| match piece {
            Piece::Open(name, _) => {
                name.clone_into(&mut element);
                words.clear();
            }
            Piece::Words(more) => words.push_str(more),
            Piece::Close(name) if name == element => match name {
                "title" => found.title = Some(words.trim().to_owned()).filter(|title| !title.is_empty()),
                "created" | "creation-date" => found.created = day(&words),
                "modified" | "date" => found.modified = day(&words),
                _ => {}
            },
            Piece::Close(_) => {}
        });
        if read.is_ok() { found } else { Properties::default() }
    }
}

fn unpack(part: impl Read, left: &mut u64) -> Result<Vec<u8>, Unreadable> {
    let cap = LIMIT.min(*left);
    let mut bytes = Vec::new();
    part.take(cap + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > cap {
        return Err(Unreadable::because("it unpacks to far more than a document holds, and was not opened"));
    }
    *left -= size;
    Ok(bytes)
}

/// The words for a file that cannot be made sense of.
pub(super) fn damaged() -> Unreadable {
    Unreadable::because("damaged or cut off: open it in its program and save it again")
}

/// The day of a moment such as `2026-03-04T09:15:00Z`, in London; a moment without a zone is taken as it stands.
pub(super) fn day(words: &str) -> Option<Date> {
    let words = words.trim();
    match words.parse::<Timestamp>() {
        Ok(moment) => Some(TimeZone::get("Europe/London").ok()?.to_datetime(moment).date()),
        Err(_) => words.get(..10)?.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn moments_become_days_in_london() {
        assert_eq!(day("2026-03-04T09:15:00Z"), Some(date(2026, 3, 4)));
        assert_eq!(day("2026-06-30T23:30:00Z"), Some(date(2026, 7, 1)));
        assert_eq!(day("2026-06-30T23:30:00"), Some(date(2026, 6, 30)));
        assert_eq!(day("2026-06-30"), Some(date(2026, 6, 30)));
        assert_eq!(day("yesterday"), None);
    }

    #[test]
    fn what_is_cut_off_is_damaged() {
        assert_eq!(Package::open(b"PK\x03\x04 and no more").err(), Some(damaged()));
    }
}
