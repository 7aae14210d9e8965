//! ZIP archives: the files in them by cleaned names, one at a time, never unpacked to disk and never beyond a limit.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use super::magic::{self, Magic};
use super::package::{Kind, Package};

/// No more files of one archive are read.
const MOST_FILES: usize = 2_000;
const MIB: u64 = 1024 * 1024;
/// No file in an archive may be larger than this once unpacked.
const LIMIT: u64 = 64 * MIB;
/// All files of an archive together may not be larger.
const LIMIT_IN_ALL: u64 = 256 * MIB;
/// Past so many bytes a file may not be more than so many times as large as it was packed.
const PLAIN: u64 = 10 * MIB;
const RATIO: u64 = 200;

/// An archive whose files can be asked for.
pub(crate) struct Archive<'a> {
    archive: zip::ZipArchive<Cursor<&'a [u8]>>,
    /// The index and the cleaned name of each file, in the order of the names.
    files: Vec<(usize, String)>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens what is an archive; nothing for documents and what is no ZIP file.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        if magic::of(bytes) != Magic::Zip || Package::open_any(bytes).ok()?.kind().ok()? != Kind::Archive {
            return None;
        }
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut files: Vec<(usize, String)> = Vec::new();
        let mut known = BTreeSet::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for index in 0..archive.len() {
            let Some(name) = archive.name_for_index(index) else { continue };
            let name = name.map_or_else(|_| format!("file {}", index + 1), |name| name.into_owned());
            let Some(cleaned) = cleaned(&name) else { continue };
            let mut unique = cleaned.clone();
            let count = counts.entry(cleaned.clone()).or_insert(0);
            *count += 1;
            if *count > 1 {
                unique = format!("{cleaned} ({count})");
            }
            while !known.insert(unique.clone()) {
                *count += 1;
                unique = format!("{cleaned} ({count})");
            }
            files.push((index, unique));
        }
        files.sort_by(|a, b| a.1.cmp(&b.1));
        Some(Self { archive, files, left: LIMIT_IN_ALL })
    }

    /// What it is, for people.
    pub(crate) fn format(&self) -> String {
        match self.files.len() {
            1 => "ZIP archive of 1 file".into(),
            number => format!("ZIP archive of {number} files"),
        }
    }

    /// Why not all of its files are read, when it holds too many.
    pub(crate) fn cut_short(&self) -> Option<String> {
        let number = self.files.len();
        (number > MOST_FILES).then(|| format!("it holds {number} files, of which the first {MOST_FILES} were read"))
    }

    /// The names of the files that are read, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.files.iter().take(MOST_FILES).map(|(_, name)| name.clone()).collect()
    }

    /// The bytes of a file, or why there are none.
    pub(crate) fn load(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let at = self.files.binary_search_by(|(_, known)| known.as_str().cmp(name));
        let index = at.ok().and_then(|at| self.files.get(at)).map(|(index, _)| *index);
        let index = index.ok_or_else(|| "it is not in the archive".to_owned())?;
        let locked = || format!("in an archive, {}", super::PASSWORD);
        let part = match self.archive.by_index(index) {
            Ok(part) if part.encrypted() => return Err(locked()),
            Ok(part) if part.is_symlink() => return Err("a link in an archive: put the file itself here".into()),
            Ok(part) => part,
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                return Err(locked());
            }
            Err(zip::result::ZipError::UnsupportedArchive(_)) => {
                return Err("packed in a way that is not read: unpack the archive and put the files here".into());
            }
            Err(_) => return Err(damaged()),
        };
        let packed = part.compressed_size();
        let cap = LIMIT.min(PLAIN.max(packed.saturating_mul(RATIO)));
        let most = cap.min(self.left);
        let mut bytes = Vec::new();
        part.take(most + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size <= most {
            self.left -= size;
            return Ok(bytes);
        }
        self.left -= most;
        Err(match (size > cap, cap < LIMIT) {
            (true, true) => format!("it unpacks to more than {RATIO} times its size, and was not read"),
            (true, false) => format!("it is larger than {} MiB, the most that is read of one file", LIMIT / MIB),
            (false, _) => {
                format!(
                    "the files before it in the archive unpack to {} MiB, the most that is read",
                    LIMIT_IN_ALL / MIB
                )
            }
        })
    }
}

fn damaged() -> String {
    "damaged or cut off in the archive: make the archive again".into()
}

/// A path in an archive as the path of a file: forward slashes, no way up or out, signs that hide or turn text shown;
/// nothing for folders and for what lies in a hidden one.
fn cleaned(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let parts: Vec<&str> = name.split('/').collect();
    let (last, folders) = parts.split_last()?;
    let is_drive = |part: &str| part.len() == 2 && part.ends_with(':');
    let empty = |part: &&&str| !matches!(**part, "" | "." | "..") && !is_drive(part);
    let folders: Vec<&str> = folders.iter().filter(empty).copied().collect();
    if last.is_empty() || matches!(*last, "." | "..") || folders.iter().any(|part| part.starts_with('.')) {
        return None;
    }
    let all: Vec<String> = folders.into_iter().chain([*last]).map(crate::scan::walk::plain).collect();
    Some(all.join("/"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[track_caller]
    fn check(files: &[(&str, &[u8])], expected: &[(&str, Result<usize, &str>)]) {
        let bytes = zipped(files);
        let mut archive = Archive::open(&bytes).unwrap();
        let found: Vec<_> = archive.names().into_iter().map(|name| (name.clone(), archive.load(&name))).collect();
        let shown: Vec<_> = found
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_ref().map(Vec::len).map_err(String::as_str)))
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn files_come_by_their_names_without_folders() {
        check(&[("b.txt", b"12"), ("a/c.txt", b"3"), ("a/d/", b"")], &[("a/c.txt", Ok(1)), ("b.txt", Ok(2))]);
    }

    #[test]
    fn names_lead_nowhere_but_into_the_archive() {
        check(
            &[("../../etc/passwd", b"1"), ("/abs", b"2"), ("C:\\x\\y", b"3"), ("a\u{202e}b", b"4"), (".git/c", b"5")],
            &[("a\\u{202e}b", Ok(1)), ("abs", Ok(1)), ("etc/passwd", Ok(1)), ("x/y", Ok(1))],
        );
        check(&[("x", b"1"), ("./x", b"22")], &[("x", Ok(1)), ("x (2)", Ok(2))]);
    }

    #[test]
    fn a_file_that_unpacks_to_far_more_than_it_was_is_not_read() {
        let zeros = vec![0; 11 * 1024 * 1024];
        let why = "it unpacks to more than 200 times its size, and was not read";
        check(&[("a", &zeros), ("b", b"1")], &[("a", Err(why)), ("b", Ok(1))]);
    }

    #[test]
    fn documents_are_no_archives() {
        assert!(Archive::open(include_bytes!("../../../tests/evidence/docx/policy.docx")).is_none());
        assert!(
            Archive::open(&zipped(&[("[Content_Types].xml", b"<Types/>"), ("visio/document.xml", b"<a/>")])).is_none()
        );
        assert!(Archive::open(&zipped(&[("mimetype", b"application/epub+zip"), ("OPS/a.xhtml", b"<a/>")])).is_none());
        assert!(Archive::open(b"PK\x03\x04 and no more").is_none());
    }

    #[test]
    fn more_files_than_are_read_are_told() {
        let names: Vec<String> = (0..2_001).map(|n| format!("{n}")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
        let bytes = zipped(&files);
        let archive = Archive::open(&bytes).unwrap();
        assert_eq!(archive.cut_short().unwrap(), "it holds 2001 files, of which the first 2000 were read");
        assert_eq!(archive.names().len(), 2_000);
        assert_eq!(archive.format(), "ZIP archive of 2001 files");
    }

    #[test]
    fn nothing_broken_does_harm() {
        let bytes = zipped(&[("a.txt", b"words words words"), ("b.txt", b"more")]);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 0x55;
            for bytes in [&bytes[..at], &changed] {
                if let Some(mut archive) = Archive::open(bytes) {
                    for name in archive.names() {
                        let _ = archive.load(&name);
                    }
                }
            }
        }
    }
}
