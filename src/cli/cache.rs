//! Where what a scan found is kept for the next one: a file a folder, in the user's own folder for such things.

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

use jiff::civil::Date;

use super::{args::Common, library::Library};
use crate::{
    model::DocumentId,
    scan::{self, Cache},
};

/// The file in which a folder's findings are kept; none when nobody wants one or there is no place for it.
pub(super) fn place(common: &Common, folder: &Path) -> Option<PathBuf> {
    if common.no_cache {
        return None;
    }
    let folder = std::path::absolute(folder).ok()?;
    Some(home()?.join(format!("{}.json", scan::sha256(folder.to_string_lossy().as_bytes()))))
}

/// The folder for such files; an empty DSPT_CACHE_DIR asks for none.
fn home() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
    let named = |name: &str| std::env::var(name).ok();
    if let Some(own) = named("DSPT_CACHE_DIR") {
        return (!own.is_empty()).then(|| own.into());
    }
    let absolute = |name: &str| named(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = match cfg!(windows) {
        true => absolute("LOCALAPPDATA"),
        false => absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache"))),
    };
    Some(home?.join("dspt"))
}

/// Takes up what was kept; trouble of any kind is as good as nothing kept.
#[expect(clippy::disallowed_methods, reason = "the command line reads its own files")]
pub(super) fn open(
    place: &Path,
    library: &Library,
    wanted: &BTreeMap<DocumentId, Vec<String>>,
    names: &[String],
    days: (Date, Date),
) -> Cache {
    let kept = std::fs::read(place).ok();
    let program = format!("{}{names:?}", program());
    Cache::open(kept.as_deref(), &program, &library.rules, wanted, days.0, days.1)
}

/// What this program is told from another build of it by.
fn program() -> String {
    let file = std::env::current_exe().and_then(std::fs::metadata).ok();
    let built = file.map(|file| (file.len(), file.modified().ok()));
    format!("{} {built:?}", env!("CARGO_PKG_VERSION"))
}

/// Keeps it for the next time, whole or not at all; a disk that is full only makes the next scan slower.
pub(super) fn close(place: &Path, cache: Cache) {
    let Some(bytes) = cache.close() else { return };
    let write = || -> std::io::Result<()> {
        let folder = place.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        // A temporary file can be read by its owner alone.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&bytes)?;
        file.persist(place)?;
        Ok(())
    };
    let _ = write();
}
