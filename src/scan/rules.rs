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

    fn read<'a>(files: impl Iterator<Item = (&'a str, &'a str, Compile)>) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut checks: Vec<Read<Check>> = Vec::new();
        let mut kinds: Vec<Read<Kind>> = Vec::new();
        let mut documents: Vec<Read<DocumentKind>> = Vec::new();
        let mut support = Support::default();
        let mut digest = Sha256::new();
        for (path, text, compile) in files {
            digest.update(format!("{path} {} ", text.len()));
            digest.update(text);
            let Some((room, id)) = room(path) else { continue };
            let yaml = Yaml::new(path, text);
            match room {
                Room::Checks => read(yaml, path, id, compile, |check: &Check| &check.id, &mut checks, &mut faults),
                Room::Kinds => read(yaml, path, id, compile, |kind: &Kind| &kind.id, &mut kinds, &mut faults),
                Room::Documents => {
                    read(yaml, path, id, compile, |kind: &DocumentKind| &kind.id, &mut documents, &mut faults);
                }
                Room::Support => match Support::parse(&yaml) {
                    Ok(read) => support = read,
                    Err(found) => faults.extend(found),
                },
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
    pub(super) fn digest(&self) -> &str {
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

fn read<T: DeserializeOwned>(
    yaml: Yaml,
    path: &str,
    name: &str,
    compile: Compile,
    id: impl Fn(&T) -> &Slug,
    into: &mut Vec<Read<T>>,
    faults: &mut Vec<Fault>,
) {
    let value: T = match yaml.read() {
        Ok(value) => value,
        Err(found) => return faults.extend(found),
    };
    if id(&value).as_str() != name {
        let message = format!("the id is `{}`, but the file is called `{name}.yaml`", id(&value));
        faults.push(yaml.fault_at(&["id".into()], message));
    }
    if let Some(other) = into.iter().find(|other| id(&other.value) == id(&value)) {
        faults.push(yaml.fault_at(&["id".into()], format!("`{}` is the id of {} too", id(&value), other.file)));
        return;
    }
    into.push(Read { file: path.to_owned(), yaml, value, compile });
}

/// What is wrong with an expression, in one line.
pub(super) fn bad_pattern(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("not understood");
    format!("the regular expression is not sound: {}", last.trim().trim_start_matches("error: "))
}

#[cfg(test)]
mod tests;
