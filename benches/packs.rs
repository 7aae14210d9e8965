//! How long it takes to read and to examine all built-in packs, by `cargo bench --bench packs`.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the sources")]

use std::{collections::BTreeSet, fs, path::Path};

use dspt::{
    model::Slug,
    pack::{Known, parse, trusted},
};

fn main() {
    divan::main();
}

/// The text of every built-in pack.
fn texts() -> Vec<(String, String)> {
    let folders = fs::read_dir("assertions").expect("run from the root of the sources");
    let files = folders.filter_map(|entry| Some(entry.ok()?.path().join("pack.yaml")));
    let read = |file: std::path::PathBuf| Some((file.display().to_string(), fs::read_to_string(file).ok()?));
    let mut texts: Vec<_> = files.filter_map(read).collect();
    texts.sort();
    texts
}

/// The names that packs may refer to, from the names of files.
fn known() -> Known {
    fn names(folder: &Path, into: &mut BTreeSet<Slug>) {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            match path.is_dir() {
                true => names(&path, into),
                false => into.extend(path.file_stem().and_then(|stem| Slug::new(stem.to_str()?).ok())),
            }
        }
    }
    let mut known = Known::default();
    names(Path::new("assertions/checks"), &mut known.checks);
    names(Path::new("assertions/documents"), &mut known.documents);
    known
}

/// All packs are read, one after the other.
#[divan::bench]
fn read(bencher: divan::Bencher<'_, '_>) {
    let texts = texts();
    bencher.bench(|| texts.iter().map(|(file, text)| trusted(file, text).items().count()).sum::<usize>());
}

/// All packs are read and examined, one after the other.
#[divan::bench]
fn read_and_examine(bencher: divan::Bencher<'_, '_>) {
    let (texts, known) = (texts(), known());
    bencher.bench(|| texts.iter().filter(|(file, text)| parse(file, text, &known).is_ok()).count());
}

/// The same, side by side as the program does it.
#[divan::bench]
fn side_by_side(bencher: divan::Bencher<'_, '_>) {
    let (texts, known) = (texts(), known());
    bencher.bench(|| {
        std::thread::scope(|scope| {
            let packs: Vec<_> =
                texts.iter().map(|(file, text)| scope.spawn(|| parse(file, text, &known).is_ok())).collect();
            packs.into_iter().filter_map(|pack| pack.join().ok()).count()
        })
    });
}
