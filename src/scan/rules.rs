//! The rules of a scan: checks, kinds of export, kinds of document and end-of-support dates, parsed and known to be
//! sound.

mod examine;
mod names;
mod patterns;
mod sound;
mod walk;
mod words;

use std::{collections::BTreeMap, sync::OnceLock};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::check::Check;
use super::kind::Kind;
use super::readers::Names;
use super::records::Signs;
use super::run::hex;
use super::support::Support;
use crate::model::{CheckCard, CheckId, DocumentId, DocumentKind, Fault, KindId, Slug, yaml::Yaml};

pub(super) use patterns::Patterns;
pub use words::{CheckPage, KindCard};

use patterns::Compile;

/// Everything by which evidence is read and judged.
#[derive(Debug, Default)]
pub struct Rules {
    pub(super) checks: BTreeMap<CheckId, Check>,
    pub(super) kinds: BTreeMap<KindId, Kind>,
    pub(super) documents: BTreeMap<DocumentId, DocumentKind>,
    pub(super) support: Support,
    pub(super) patterns: Patterns,
    /// The names of values in XML that kinds and checks reach for, in lower case.
    pub(super) names: Names,
    signs: OnceLock<Signs>,
    sources: Sources,
    /// Of all the files that the rules came from.
    digest: String,
}

/// The files that the rules came from, so that a fault of an example can be found there.
#[derive(Debug, Default)]
struct Sources {
    checks: BTreeMap<CheckId, (String, String)>,
    documents: BTreeMap<DocumentId, (String, String)>,
}

/// A file that has been read into a type, with the places in it.
struct Read<T> {
    file: String,
    yaml: Yaml,
    value: T,
    /// When its expressions are compiled.
    compile: Compile,
    /// That its file goes by another name.
    misnamed: Option<Fault>,
}

impl Rules {
    /// Reads rules from files: `checks/<area>/<id>.yaml`, `kinds/<id>.yaml`, `documents/<id>.yaml` and
    /// `facts/end-of-support.yaml`; others are passed over.
    ///
    /// # Errors
    /// Everything that is wrong in any of them.
    pub fn parse(files: &[(String, String)]) -> Result<Self, Vec<Fault>> {
        Self::parse_beside(&[], files)
    }

    /// Reads rules that stand beside the built-in ones; what is built in is known to have sound expressions.
    ///
    /// # Errors
    /// Everything that is wrong in any of them.
    pub fn parse_beside(built_in: &[(String, &str)], files: &[(String, String)]) -> Result<Self, Vec<Fault>> {
        let built_in = built_in.iter().map(|(path, text)| (path.as_str(), *text, Compile::WhenNeeded));
        let own = files.iter().map(|(path, text)| (path.as_str(), text.as_str(), Compile::AtOnce));
        Self::read(built_in.chain(own))
    }

    fn read<'a>(files: impl Iterator<Item = Source<'a>>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut checks: Vec<Read<Check>> = Vec::new();
        let mut kinds: Vec<Read<Kind>> = Vec::new();
        let mut documents: Vec<Read<DocumentKind>> = Vec::new();
        let mut support = Support::default();
        let mut digest = Sha256::new();
        let files: Vec<Source<'_>> = files.collect();
        for (path, text, _) in &files {
            digest.update(format!("{path} {} ", text.len()));
            digest.update(text);
        }
        for one in read_all(&files) {
            match one {
                One::Check(read) => take(read, |check: &Check| &check.id, &mut checks, &mut faults),
                One::Kind(read) => take(read, |kind: &Kind| &kind.id, &mut kinds, &mut faults),
                One::Document(read) => take(read, |kind: &DocumentKind| &kind.id, &mut documents, &mut faults),
                One::Support(Ok(read)) => support = *read,
                One::Support(Err(found)) => faults.extend(found),
            }
        }
        let kind_map: BTreeMap<KindId, Kind> = kinds.iter().map(|k| (k.value.id.clone(), k.value.clone())).collect();
        let all_read = faults.is_empty();
        let mut rules = Self { support, kinds: kind_map, ..Self::default() };
        for kind in &kinds {
            faults.extend(sound::kind(kind, &mut rules.patterns));
        }
        let ids: Vec<CheckId> = checks.iter().map(|c| c.value.id.clone()).collect();
        for check in &checks {
            faults.extend(sound::check(check, &rules.kinds, all_read, &ids, &mut rules.patterns));
        }
        for document in &documents {
            faults.extend(sound::document(document));
        }
        if !faults.is_empty() {
            faults.sort_by(|a, b| (&a.file, a.at).cmp(&(&b.file, b.at)));
            return Err(faults);
        }
        for Read { file, yaml, value, .. } in checks {
            rules.sources.checks.insert(value.id.clone(), (file, yaml.text().to_owned()));
            rules.checks.insert(value.id.clone(), value);
        }
        for Read { file, yaml, value, .. } in documents {
            rules.sources.documents.insert(value.id.clone(), (file, yaml.text().to_owned()));
            rules.documents.insert(value.id.clone(), value);
        }
        rules.names = names::of(&rules.kinds, &rules.checks);
        rules.digest = hex(&digest.finalize());
        Ok(rules)
    }

    /// A digest of the files that the rules came from: another one, other rules.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What the kinds ask of a file, put together when it is first asked for.
    pub(super) fn signs(&self) -> &Signs {
        self.signs.get_or_init(|| Signs::new(&self.kinds))
    }

    /// The checks as reports print them, by id.
    pub fn cards(&self) -> Vec<CheckCard> {
        self.checks.values().map(Check::card).collect()
    }

    /// The names of all checks, in order.
    pub fn check_ids(&self) -> Vec<CheckId> {
        self.checks.keys().cloned().collect()
    }

    /// The kinds of document, by id.
    pub fn documents(&self) -> Vec<DocumentKind> {
        self.documents.values().cloned().collect()
    }
}

#[derive(Clone, Copy)]
enum Room {
    Checks,
    Kinds,
    Documents,
    Support,
}

/// What a path holds, and the id that its name gives.
fn room(path: &str) -> Option<(Room, &str)> {
    let path = path.strip_prefix("assertions/").unwrap_or(path);
    let id = path.rsplit('/').next()?.strip_suffix(".yaml")?;
    let room = match path.split('/').next()? {
        "checks" => Room::Checks,
        "kinds" => Room::Kinds,
        "documents" => Room::Documents,
        "facts" if id == "end-of-support" => Room::Support,
        _ => return None,
    };
    Some((room, id))
}

/// A file of rules: its path, its text, and when its expressions are compiled.
type Source<'a> = (&'a str, &'a str, Compile);

/// A file of rules as it was read.
enum One {
    Check(Result<Read<Check>, Vec<Fault>>),
    Kind(Result<Read<Kind>, Vec<Fault>>),
    Document(Result<Read<DocumentKind>, Vec<Fault>>),
    Support(Result<Box<Support>, Vec<Fault>>),
}

/// No more threads than this read rules.
const MOST_THREADS: usize = 4;
/// Fewer files than this for a thread are not worth one.
const FEWEST_FILES: usize = 40;

/// All files of rules in their order, read by several threads: hundreds of them are read at each start.
fn read_all(files: &[Source<'_>]) -> Vec<One> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let share = files.len().div_ceil(threads).max(FEWEST_FILES);
    let read = |files: &[Source<'_>]| files.iter().filter_map(read_one).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let shares: Vec<_> = files.chunks(share).map(|share| scope.spawn(move || read(share))).collect();
        let join = |share: std::thread::ScopedJoinHandle<'_, Vec<One>>| match share.join() {
            Ok(read) => read,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        shares.into_iter().flat_map(join).collect()
    })
}

fn read_one(&(path, text, compile): &Source<'_>) -> Option<One> {
    let (room, id) = room(path)?;
    let yaml = Yaml::new(path, text);
    Some(match room {
        Room::Checks => One::Check(read(yaml, path, id, compile, |check: &Check| &check.id)),
        Room::Kinds => One::Kind(read(yaml, path, id, compile, |kind: &Kind| &kind.id)),
        Room::Documents => One::Document(read(yaml, path, id, compile, |kind: &DocumentKind| &kind.id)),
        Room::Support => One::Support(Support::parse(&yaml).map(Box::new)),
    })
}

fn read<T: DeserializeOwned>(
    yaml: Yaml,
    path: &str,
    name: &str,
    compile: Compile,
    id: impl Fn(&T) -> &Slug,
) -> Result<Read<T>, Vec<Fault>> {
    let value: T = yaml.read()?;
    let misnamed = (id(&value).as_str() != name).then(|| {
        let message = format!("the id is `{}`, but the file is called `{name}.yaml`", id(&value));
        yaml.fault_at(&["id".into()], message)
    });
    Ok(Read { file: path.to_owned(), yaml, value, compile, misnamed })
}

/// Puts what was read beside the others; two of one name are a fault.
fn take<T>(
    read: Result<Read<T>, Vec<Fault>>,
    id: impl Fn(&T) -> &Slug,
    into: &mut Vec<Read<T>>,
    faults: &mut Vec<Fault>,
) {
    let mut read = match read {
        Ok(read) => read,
        Err(found) => return faults.extend(found),
    };
    faults.extend(read.misnamed.take());
    if let Some(other) = into.iter().find(|other| id(&other.value) == id(&read.value)) {
        let message = format!("`{}` is the id of {} too", id(&read.value), other.file);
        faults.push(read.yaml.fault_at(&["id".into()], message));
        return;
    }
    into.push(read);
}

/// What is wrong with an expression, in one line.
pub(super) fn bad_pattern(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("not understood");
    format!("the regular expression is not sound: {}", last.trim().trim_start_matches("error: "))
}

#[cfg(test)]
mod tests;
