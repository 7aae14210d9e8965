//! Files that take others in: once all files are known, they are read again with the lines of those others in the place
//! of the directive, and the others are no longer judged by themselves.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::content::{Line, Spot};
use super::readers;
use super::records::Bring;
use super::run::Looked;
use crate::model::KindId;

/// How a file is looked at another time.
#[derive(Clone, Default)]
pub(super) struct Again<'a> {
    /// Where the files are that it takes in.
    pub bring: Option<Bring<'a>>,
    /// The kinds as which it is part of another file, and so not judged by itself.
    pub without: BTreeSet<KindId>,
}

/// The bytes of a file, or why there are none.
pub(super) type Bytes = Result<Vec<u8>, String>;

/// Looks again at the files that take others in, and at those others. Each file comes with the number of its input, by
/// which `load` finds its bytes.
pub(super) fn resolve<'a>(
    all: &mut [(usize, Looked<'a>)],
    load: &dyn Fn(usize, &str) -> Bytes,
    look: &dyn Fn(&str, &Bytes, &Again<'_>) -> Looked<'a>,
) {
    let taking: Vec<usize> = (0..all.len()).filter(|at| all[*at].1.takes_in).collect();
    if taking.is_empty() {
        return;
    }
    let inputs: BTreeMap<String, usize> = all.iter().map(|(input, found)| (found.file.path.clone(), *input)).collect();
    let names: Vec<&str> = inputs.keys().map(String::as_str).collect();
    let bytes = |name: &str| inputs.get(name).map_or(Err(String::new()), |input| load(*input, name));
    // By the file that is looked at: what it takes in, and as what.
    let taken: RefCell<BTreeMap<String, BTreeSet<(String, KindId)>>> = RefCell::default();
    let again = |root: &str, without: BTreeSet<KindId>| {
        let bring = |kind: &KindId, from: &str, target: &str| {
            let found = matching(&names, from, target);
            let read = found.into_iter().filter_map(|name| Some((name.to_owned(), lines(name, &bytes(name).ok()?)?)));
            let read: Vec<(String, Vec<Line>)> = read.collect();
            let others = read.iter().filter(|(name, _)| name != root).map(|(name, _)| (name.clone(), kind.clone()));
            taken.borrow_mut().entry(root.to_owned()).or_default().extend(others);
            read
        };
        look(root, &bytes(root), &Again { bring: Some(&bring), without })
    };
    for at in &taking {
        let root = all[*at].1.file.path.clone();
        all[*at].1 = again(&root, BTreeSet::new());
    }
    let without = parts(&taken.borrow());
    for (_, found) in all.iter_mut() {
        if let Some(kinds) = without.get(&found.file.path) {
            let name = found.file.path.clone();
            *found = again(&name, kinds.clone());
        }
    }
}

/// The files that are part of another one, with the kinds as which they are; not those that take each other in.
fn parts(taken: &BTreeMap<String, BTreeSet<(String, KindId)>>) -> BTreeMap<String, BTreeSet<KindId>> {
    let mut parts: BTreeMap<String, BTreeSet<KindId>> = BTreeMap::new();
    for (root, all) in taken {
        for (name, kind) in all {
            let back = taken.get(name).is_some_and(|theirs| theirs.contains(&(root.clone(), kind.clone())));
            if !back {
                parts.entry(name.clone()).or_default().insert(kind.clone());
            }
        }
    }
    parts
}

/// The lines of a text file, each of which knows that it stands in that file.
fn lines(name: &str, bytes: &[u8]) -> Option<Vec<Line>> {
    let shared: Arc<str> = name.into();
    let lines = readers::read(name, bytes).ok()?.lines.into_iter();
    lines
        .map(|line| match line.spot {
            Spot::Line(number) => Some(Line { spot: Spot::In(Arc::clone(&shared), number), ..line }),
            _ => None,
        })
        .collect()
}

/// The files that a directive of another file means, in the order of their names: beside it, else in the folders
/// above it, where the words of the directive fit whole or from some folder on.
fn matching<'a>(names: &[&'a str], from: &str, target: &str) -> Vec<&'a str> {
    let target = target.replace('\\', "/");
    let mut wanted: Vec<&str> = Vec::new();
    for part in target.trim_matches(['"', '\'']).split('/').filter(|part| !matches!(*part, "" | ".")) {
        match part {
            ".." => _ = wanted.pop(),
            _ => wanted.push(part),
        }
    }
    if target.ends_with('/') {
        wanted.push("*");
    }
    let folders: Vec<&str> = from.split('/').collect();
    let folders = folders.split_last().map(|(_, folders)| folders).unwrap_or_default();
    for above in (0..=folders.len()).rev() {
        let base = folders.get(..above).unwrap_or_default();
        for skipped in 0..wanted.len() {
            let rest = wanted.get(skipped..).unwrap_or_default();
            // `*.conf` alone would take in files that happen to lie there.
            let is_vague = rest.len() == 1 && rest[0].contains(['*', '?']) && (skipped > 0 || above < folders.len());
            let fits = |rest: &[&str]| {
                let found = names.iter().filter(|name| **name != from && fits(name, base, rest));
                found.copied().collect::<Vec<_>>()
            };
            if is_vague {
                continue;
            }
            let found = fits(rest);
            if !found.is_empty() {
                return found;
            }
            // A folder means all files in it.
            let all: Vec<&str> = rest.iter().copied().chain(["*"]).collect();
            let found = fits(&all);
            if !found.is_empty() && !rest.iter().any(|part| part.contains('*')) {
                return found;
            }
        }
    }
    Vec::new()
}

/// Whether a path is that of a folder with such parts behind it.
fn fits(name: &str, base: &[&str], wanted: &[&str]) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    parts.len() == base.len() + wanted.len()
        && parts.iter().zip(base).all(|(part, base)| part == base)
        && parts.iter().skip(base.len()).zip(wanted).all(|(part, wanted)| globbed(part, wanted))
}

/// Whether a name fits a pattern with `*` and `?`; hidden names fit only what names them.
fn globbed(name: &str, pattern: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (name, pattern): (Vec<char>, Vec<char>) = (name.chars().collect(), pattern.chars().collect());
    let (mut at, mut in_pattern) = (0, 0);
    // Where the last star stood, and how much of the name it has taken so far.
    let mut star: Option<(usize, usize)> = None;
    while at < name.len() {
        match pattern.get(in_pattern) {
            Some('*') => {
                star = Some((in_pattern, at));
                in_pattern += 1;
            }
            Some(sign) if *sign == '?' || sign.to_lowercase().eq(name[at].to_lowercase()) => {
                at += 1;
                in_pattern += 1;
            }
            _ => match star {
                Some((stood, taken)) => {
                    star = Some((stood, taken + 1));
                    at = taken + 1;
                    in_pattern = stood + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(in_pattern).all(|sign| *sign == '*')
}

#[cfg(test)]
mod tests;
