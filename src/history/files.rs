//! Evidence files of two scorecards: which came, went, moved, or have another content.

use std::collections::BTreeMap;

use crate::model::{EvidenceFile, FileChange, FileTurn, Reading};

/// Every file that differs, by path.
pub(super) fn compare(before: &[EvidenceFile], after: &[EvidenceFile]) -> Vec<FileChange> {
    let (old, new) = (by_path(before), by_path(after));
    let mut gone: Vec<&EvidenceFile> =
        old.values().filter(|file| !new.contains_key(file.path.as_str())).copied().collect();
    let mut changes = Vec::new();
    for file in new.values() {
        match old.get(file.path.as_str()) {
            Some(was) if was.sha256 == file.sha256 => {}
            Some(was) => changes.push(change(FileTurn::Changed, Some(was), Some(file))),
            // The same content that went from elsewhere; each one that went is taken once.
            None => {
                let same = |was: &&EvidenceFile| was.sha256 == file.sha256 && !file.sha256.is_empty();
                match gone.iter().position(same) {
                    Some(at) => changes.push(change(FileTurn::Moved, Some(gone.remove(at)), Some(file))),
                    None => changes.push(change(FileTurn::Added, None, Some(file))),
                }
            }
        }
    }
    changes.extend(gone.into_iter().map(|was| change(FileTurn::Removed, Some(was), None)));
    changes.sort_by(|a, b| (a.change, &a.path).cmp(&(b.change, &b.path)));
    changes
}

/// Files by path, without those that are no evidence.
fn by_path(files: &[EvidenceFile]) -> BTreeMap<&str, &EvidenceFile> {
    let evidence = files.iter().filter(|file| !matches!(file.reading, Reading::Skipped(_)));
    evidence.map(|file| (file.path.as_str(), file)).collect()
}

fn change(turn: FileTurn, was: Option<&EvidenceFile>, is: Option<&EvidenceFile>) -> FileChange {
    let day = |file: Option<&EvidenceFile>| file.and_then(|file| file.dated.as_ref()).map(|dated| dated.on);
    FileChange {
        change: turn,
        path: is.or(was).map(|file| file.path.clone()).unwrap_or_default(),
        from: was.filter(|_| turn == FileTurn::Moved).map(|file| file.path.clone()),
        dated_before: day(was),
        dated: day(is),
    }
}
