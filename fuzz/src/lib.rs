//! What the fuzz targets share: the built-in rules, a scan of one file, and which panics end a run.

mod forms;

use std::collections::BTreeMap;
use std::panic;
use std::path::Path;
use std::sync::LazyLock;

use dspt::scan::{Door, Rules};
use jiff::civil::Date;

/// The day that the targets call today.
const TODAY: Date = Date::constant(2026, 3, 31);

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::parse(&built_in()).expect("the built-in rules are sound"));

/// Looks at the file that a target makes of its bytes.
pub fn look(target: &str, input: &[u8]) {
    thread_local! {
        static DOOR: Door = Door::new(&RULES, &BTreeMap::new(), TODAY);
    }
    debug_assert!(forms::TARGETS.contains(&target));
    if let Some((name, bytes)) = forms::file(target, input) {
        DOOR.with(|door| door.look(name, bytes));
    }
}

/// Makes the first file as quick as the others, and sees to it that faults of ours end the run.
pub fn ready() {
    look("prose", b"\0Backup policy");
    contain();
}

/// Leaves faults of other people's parsers, which have a thread of their own, to the guard that contains them, with a word
/// on where they are; those of ours end the run. With `STRICT` set all do.
fn contain() {
    if std::env::var_os("STRICT").is_some() {
        return;
    }
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        match panic.location().filter(|place| place.file().contains("/registry/src/")) {
            Some(place) if std::thread::current().name() == Some("evidence reader") => eprintln!("contained: {place}"),
            _ => before(panic),
        }
    }));
}

fn built_in() -> Vec<(String, String)> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../assertions"));
    let mut files = Vec::new();
    for room in ["checks", "kinds", "documents", "facts"] {
        visit(root, &root.join(room), &mut files);
    }
    files
}

fn visit(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            visit(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            let name = path.strip_prefix(root).expect("it stands in the folder").to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).expect("the sources can be read")));
        }
    }
}

/// Reads a file that people write for the program; the first byte says which.
pub fn read_written(input: &[u8]) {
    forms::read_written(input);
}
