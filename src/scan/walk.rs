//! The one room that reads evidence from disk: which files lie in a folder, and the bytes of one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

use super::sensitive::mask_name;

/// No file is read beyond this.
const LIMIT_MIB: u64 = 64;
/// No folder lies deeper than this.
const DEPTH: usize = 64;

/// What lies in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// Its files, in the order of their names folder by folder.
    pub files: Vec<Found>,
    /// What could not be looked at, and why: one sentence each.
    pub problems: Vec<String>,
}

/// A file that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Its path in the folder for people: forward slashes, NFC, signs that hide or turn text shown as `\u{..}`.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// Lists the files of a folder and its folders; hidden folders are left out, and no link leads out of it.
pub fn walk(folder: &Path) -> Walk {
    let mut walk = Walk::default();
    let root = match fs::canonicalize(folder) {
        Ok(root) => root,
        Err(error) => {
            walk.problems.push(format!("{} cannot be read: {}", shown(folder), why(&error)));
            return walk;
        }
    };
    let entries = WalkDir::new(folder).follow_root_links(true).max_depth(DEPTH).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| !is_hidden_folder(entry)) {
        match entry {
            Ok(entry) if entry.depth() == 0 => {}
            Ok(entry) => walk.enter(folder, &root, &entry),
            Err(error) => {
                let name = error.path().map_or_else(String::new, |path| named(folder, path));
                let reason = error.io_error().map_or_else(|| "a link that leads back to itself".into(), why);
                walk.problems.push(format!("{name} cannot be read: {reason}"));
            }
        }
    }
    walk
}

impl Walk {
    /// Hides what the names of files say of people, and secrets in them; gives the names that changed, with the new ones.
    /// No two files come to have one name.
    pub fn hide_names(&mut self) -> BTreeMap<String, String> {
        let mut taken: BTreeSet<String> = self.files.iter().map(|found| found.name.clone()).collect();
        let mut changed = BTreeMap::new();
        for found in &mut self.files {
            let hidden = mask_name(&found.name);
            if hidden == found.name {
                continue;
            }
            let (stem, end) = match hidden.rsplit_once('.') {
                Some((stem, end)) if !end.contains('/') => (stem, format!(".{end}")),
                Some(_) | None => (hidden.as_str(), String::new()),
            };
            let others = (2..).map(|number| format!("{stem} ({number}){end}"));
            let free = std::iter::once(hidden.clone()).chain(others).find(|name| !taken.contains(name));
            let free = free.unwrap_or(hidden);
            taken.insert(free.clone());
            changed.insert(std::mem::replace(&mut found.name, free.clone()), free);
        }
        for problem in &mut self.problems {
            *problem = mask_name(problem);
        }
        changed
    }

    fn enter(&mut self, folder: &Path, root: &Path, entry: &DirEntry) {
        let name = named(folder, entry.path());
        let kind = entry.file_type();
        if kind.is_dir() {
            if entry.depth() == DEPTH {
                self.problems.push(format!("{name} lies too deep and was not looked into"));
            }
        } else if kind.is_symlink() {
            self.follow(root, entry.path(), name);
        } else if kind.is_file() {
            match entry.metadata() {
                Ok(data) => self.files.push(Found { path: entry.path().to_owned(), name, size: data.len() }),
                Err(_) => self.problems.push(format!("{name} cannot be read")),
            }
        } else {
            self.problems.push(format!("{name} is not a file: a device, a pipe or a socket"));
        }
    }

    /// A link counts as the file that it leads to, if that lies in the folder too.
    fn follow(&mut self, root: &Path, path: &Path, name: String) {
        let target = fs::canonicalize(path).and_then(|target| Ok((fs::metadata(&target)?, target)));
        match target {
            Ok((data, target)) if target.starts_with(root) && data.is_file() => {
                self.files.push(Found { path: target, name, size: data.len() });
            }
            Ok((data, target)) if target.starts_with(root) && data.is_dir() => {
                self.problems.push(format!("{name} is a link to a folder and was not followed"));
            }
            Ok((_, target)) if target.starts_with(root) => {
                self.problems.push(format!("{name} is not a file: a device, a pipe or a socket"));
            }
            Ok(_) => self.problems.push(format!("{name} is a link that leads out of the folder and was not read")),
            Err(error) => self.problems.push(format!("{name} is a link that leads nowhere: {}", why(&error))),
        }
    }
}

/// The name of one file for people, as it would stand in the list of its folder.
pub fn file_name(path: &Path) -> String {
    plain(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// Reads a file, up to the limit.
///
/// # Errors
/// In plain words: it is not there, may not be read, is not a file, or is larger than the limit.
pub fn load(path: &Path) -> Result<Vec<u8>, String> {
    // Asked before opening: to open a pipe would wait for ever.
    let data = fs::metadata(path).map_err(|error| why(&error))?;
    if !data.is_file() {
        return Err("it is not a file".into());
    }
    let limit = LIMIT_MIB * 1024 * 1024;
    let too_large = || format!("it is larger than {LIMIT_MIB} MiB, the most that is read of one file");
    if data.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len()).map_or(0, |length| length + 1));
    let file = File::open(path).map_err(|error| why(&error))?;
    let read = file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| why(&error))?;
    if u64::try_from(read).unwrap_or(u64::MAX) > limit { Err(too_large()) } else { Ok(bytes) }
}

fn is_hidden_folder(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_type().is_dir() && entry.file_name().to_string_lossy().starts_with('.')
}

/// The path of an entry relative to the folder.
fn named(folder: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).components();
    let parts: Vec<String> = parts.map(|part| plain(&part.as_os_str().to_string_lossy())).collect();
    parts.join("/")
}

fn shown(path: &Path) -> String {
    plain(&path.to_string_lossy())
}

/// A name in NFC in which every sign that hides or turns text is shown.
pub(super) fn plain(name: &str) -> String {
    let show = |sign: char| if is_hiding(sign) { sign.escape_unicode().to_string() } else { sign.to_string() };
    name.nfc().map(show).collect()
}

fn is_hiding(sign: char) -> bool {
    sign.is_control()
        || matches!(
            sign,
            '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fffd}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// A reason that reads the same on every system where the system's own words differ.
fn why(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".into(),
        std::io::ErrorKind::PermissionDenied => "you may not read it".into(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "files to be found have to be written")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(folder: &Path, files: &[&str], problems: &[&str]) {
        let walk = walk(folder);
        assert_eq!(walk.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), files);
        assert_eq!(walk.problems, problems);
    }

    fn write(folder: &Path, name: &str) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "words").unwrap();
    }

    #[test]
    fn files_come_in_the_order_of_their_names_without_hidden_folders() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b/2.txt", "a.txt", "b/10.txt", ".git/config", "c/.hidden"] {
            write(folder.path(), name);
        }
        check(folder.path(), &["a.txt", "b/10.txt", "b/2.txt", "c/.hidden"], &[]);
        assert!(walk(folder.path()).files.iter().all(|file| file.size == 5));
    }

    #[test]
    fn a_folder_that_is_not_there_is_a_problem() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        assert_eq!(walk(&gone).problems.len(), 1);
        assert_eq!(load(&gone), Err("there is no such file or folder".into()));
        assert_eq!(load(folder.path()), Err("it is not a file".into()));
    }

    #[test]
    fn names_are_composed_and_hiding_signs_are_shown() {
        assert_eq!(plain("Jose\u{301}.txt"), "José.txt");
        assert_eq!(plain("a\u{202e}fdp.exe\n"), "a\\u{202e}fdp.exe\\u{a}");
    }

    #[test]
    fn a_file_beyond_the_limit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        File::create(&path).unwrap().set_len(LIMIT_MIB * 1024 * 1024 + 1).unwrap();
        assert_eq!(load(&path), Err("it is larger than 64 MiB, the most that is read of one file".into()));
        fs::write(&path, "words").unwrap();
        assert_eq!(load(&path), Ok(b"words".to_vec()));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_files_of_the_folder_only() {
        use std::os::unix::fs::symlink;
        let outside = tempfile::tempdir().unwrap();
        write(outside.path(), "secret.txt");
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a/policy.txt");
        symlink("a/policy.txt", folder.path().join("b-link")).unwrap();
        symlink(outside.path().join("secret.txt"), folder.path().join("c-out")).unwrap();
        symlink(folder.path(), folder.path().join("d-loop")).unwrap();
        symlink("nowhere", folder.path().join("e-gone")).unwrap();
        symlink("f-self", folder.path().join("f-self")).unwrap();
        let walk = walk(folder.path());
        let names: Vec<_> = walk.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["a/policy.txt", "b-link"]);
        assert_eq!(walk.problems.len(), 4);
        let beginnings = [
            "c-out is a link that leads out of the folder and was not read",
            "d-loop is a link to a folder and was not followed",
            "e-gone is a link that leads nowhere: there is no such file or folder",
            "f-self is a link that leads nowhere: ",
        ];
        for (problem, beginning) in walk.problems.iter().zip(beginnings) {
            assert!(problem.starts_with(beginning), "{problem}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_tell_of_people_are_hidden_and_stay_apart() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["999 000 0018.pdf", "999 000 0026.pdf", "plan.pdf"] {
            write(folder.path(), name);
        }
        let mut walk = walk(folder.path());
        let hidden = walk.hide_names();
        let names: Vec<_> = walk.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["[NHS number].pdf", "[NHS number] (2).pdf", "plan.pdf"]);
        assert_eq!(hidden.get("999 000 0026.pdf").map(String::as_str), Some("[NHS number] (2).pdf"));
        assert_eq!(hidden.len(), 2);
    }

    #[test]
    fn a_socket_is_a_problem_and_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let _socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
        check(folder.path(), &[], &["socket is not a file: a device, a pipe or a socket"]);
        assert_eq!(load(&path), Err("it is not a file".into()));
    }
}
