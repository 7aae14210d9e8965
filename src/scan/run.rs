//! One run over a folder: each file is read, recognised and checked by itself; then the findings are put in order.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};
use std::thread;

use jiff::civil::Date;

use super::cache::Cache;
use super::check::Check;
use super::content::Content;
use super::documents::{self, Recogniser};
use super::editions::{self, Edition};
use super::evaluate::Ground;
use super::includes::{self, Again, Bytes};
use super::joins::{self, Held};
use super::judge::{self, Drawn, Source};
use super::kind::Kind;
use super::readers::{Archive, Unreadable};
use super::records::{self, Bring, Records};
use super::rules::Rules;
use super::workers::{Reader, Workers};
use super::{dates, named, sensitive, singles};
use crate::model::{Dated, DocumentId, DocumentMatch, EvidenceFile, Finding, KindId, Reading, Scan};

/// Each of them may hold a file and what was unpacked of it, so that more would cost memory.
const MOST_THREADS: usize = 4;

/// A file to look at.
pub struct Input {
    /// Its path relative to `evidence/`.
    pub name: String,
    /// How to get its bytes, or why there are none.
    load: Load,
}

/// What loads a file; it may be asked again.
type Load = Box<dyn Fn() -> Bytes + Send + Sync>;

impl Input {
    /// A file that is loaded when it is looked at.
    pub fn new(name: impl Into<String>, load: impl Fn() -> Result<Vec<u8>, String> + Send + Sync + 'static) -> Self {
        Self { name: name.into(), load: Box::new(load) }
    }

    /// A file whose bytes are there, or the reason why there are none.
    pub fn of(name: impl Into<String>, bytes: Result<Vec<u8>, String>) -> Self {
        Self::new(name, move || bytes.clone())
    }

    /// The bytes of the file, or of one in it when it is an archive.
    fn bytes(&self, name: &str) -> Bytes {
        let bytes = (self.load)()?;
        match name.strip_prefix(&self.name).and_then(|rest| rest.strip_prefix('/')) {
            None => Ok(bytes),
            Some(inner) => Archive::open(&bytes).ok_or_else(|| "it is no archive any more".to_owned())?.load(inner),
        }
    }
}

/// How a scan goes about its work; its findings are the same whichever way.
#[derive(Debug, Default)]
pub struct Way {
    /// The processes in which documents are read; without them this one does it.
    pub workers: Option<Workers>,
    /// How many files are looked at together; without it as many as there are processors, up to four.
    pub threads: Option<usize>,
    /// What earlier scans found; what this one finds is added to it.
    pub cache: Option<Cache>,
    /// Names to look for: each file then says which of them stand in it.
    pub names: Vec<String>,
}

/// What one file gives by itself.
pub(super) struct Looked<'a> {
    /// What it is.
    pub file: EvidenceFile,
    matches: Vec<DocumentMatch>,
    drawn: Vec<Drawn>,
    editions: Vec<Edition>,
    /// Whether it may take others in.
    pub takes_in: bool,
    /// Its records, where those of other files are held against them.
    held: Vec<Held<'a>>,
}

impl Looked<'_> {
    fn nothing(file: EvidenceFile) -> Self {
        let (matches, drawn, editions) = (Vec::new(), Vec::new(), Vec::new());
        Self { file, matches, drawn, editions, takes_in: false, held: Vec::new() }
    }
}

/// Reads, recognises and checks files, several at a time; the result does not depend on how many.
///
/// `wanted` are the phrases that items ask of each kind of document; `progress` hears the name of each file before it
/// is read.
pub fn scan(
    rules: &Rules,
    inputs: impl Iterator<Item = Input> + Send,
    wanted: &BTreeMap<DocumentId, Vec<String>>,
    today: Date,
    publish_on: Date,
    progress: &mut (dyn FnMut(&str) + Send),
    way: &Way,
) -> Scan {
    let means = Means { cache: way.cache.as_ref(), names: &way.names, ..Means::new(rules, wanted, today, publish_on) };
    let inputs = Mutex::new((inputs.enumerate(), progress));
    let looked = Mutex::new(BTreeMap::new());
    let work = || {
        let mut reader = Reader::new(way.workers.as_ref());
        loop {
            let next = {
                let Ok(mut inputs) = inputs.lock() else { return };
                let next = inputs.0.next();
                if let Some((_, input)) = &next {
                    (inputs.1)(&input.name);
                }
                next
            };
            let Some((at, input)) = next else { return };
            let found = each_file(&input, &mut |name, bytes| {
                // A fault of ours in one file costs that file only.
                let looking = AssertUnwindSafe(|| look(&means, &mut reader, name, bytes, &Again::default()));
                panic::catch_unwind(looking).unwrap_or_else(|_| {
                    let reason = "the program has a fault that this file brings out; please report it".to_owned();
                    Looked::nothing(EvidenceFile { reading: Reading::Unreadable(reason), ..unopened(name) })
                })
            });
            if let Ok(mut looked) = looked.lock() {
                looked.insert(at, (input, found));
            }
        }
    };
    let processors = || thread::available_parallelism().map_or(1, |n| n.get().min(MOST_THREADS));
    thread::scope(|scope| {
        for _ in 1..way.threads.unwrap_or_else(processors) {
            scope.spawn(work);
        }
        work();
    });
    let (mut loads, mut all) = (Vec::new(), Vec::new());
    for (input, found) in looked.into_inner().unwrap_or_else(PoisonError::into_inner).into_values() {
        all.extend(found.into_iter().map(|found| (loads.len(), found)));
        loads.push(input);
    }
    together(&means, &loads, all)
}

/// What all files give together. Each comes with the number of its input.
fn together<'a>(means: &Means<'a>, loads: &[Input], mut all: Vec<(usize, Looked<'a>)>) -> Scan {
    let Means { rules, ground, today, .. } = means;
    let load = |at: usize, name: &str| loads.get(at).map_or(Err(String::new()), |input| input.bytes(name));
    let again = |name: &str, bytes: &Bytes, again: &Again<'_>| look(means, &mut Reader::new(None), name, bytes, again);
    includes::resolve(&mut all, &load, &again);
    let mut scan = Scan::default();
    let mut drawn = Vec::new();
    let mut all_editions = Vec::new();
    let mut held = Vec::new();
    for (_, found) in all {
        drawn.extend(found.drawn);
        all_editions.extend(found.editions);
        held.extend(found.held);
        scan.matches.extend(found.matches);
        scan.files.push(found.file);
    }
    let joining: Vec<&Check> = rules.checks.values().filter(|check| joins::is_join(check)).collect();
    let (of_joins, editions_of_joins) = joins::findings(rules, &joining, held, ground, *today);
    drawn.extend(of_joins);
    all_editions.extend(editions_of_joins);
    let drawn = singles::decisive(editions::newest(drawn, &all_editions), &rules.checks);
    scan.findings = judge::without_silent(judge::without_moot(drawn, &rules.checks));
    // The order of people's names is theirs too: their findings stay in the order of the file.
    let key = |finding: &Finding| {
        let subject = &finding.subject;
        let id = if subject.kind.is_personal() { String::new() } else { subject.id.clone() };
        (finding.check.clone(), subject.kind, id, finding.place.file.clone())
    };
    scan.findings.sort_by_cached_key(key);
    scan.files.sort_by(|a, b| a.path.cmp(&b.path));
    scan.matches.sort_by(|a, b| (&a.file, &a.document).cmp(&(&b.file, &b.document)));
    scan
}

/// What all files are looked at with.
struct Means<'a> {
    rules: &'a Rules,
    /// The kinds whose records are kept until all files are read.
    joined: BTreeSet<KindId>,
    recogniser: Recogniser,
    ground: Ground<'a>,
    today: Date,
    cache: Option<&'a Cache>,
    names: &'a [String],
}

impl<'a> Means<'a> {
    fn new(rules: &'a Rules, wanted: &BTreeMap<DocumentId, Vec<String>>, today: Date, publish_on: Date) -> Self {
        let recogniser = Recogniser::new(&rules.documents(), wanted);
        let ground =
            Ground { patterns: &rules.patterns, support: &rules.support, publish_on, collected: None, others: None };
        Self { rules, joined: joins::kinds(rules), recogniser, ground, today, cache: None, names: &[] }
    }
}

/// Looks at a file; at those in it when it is an archive.
fn each_file<'a>(input: &Input, look: &mut dyn FnMut(&str, &Bytes) -> Looked<'a>) -> Vec<Looked<'a>> {
    let bytes = (input.load)();
    let Some(mut archive) = bytes.as_deref().ok().and_then(Archive::open) else {
        return vec![look(&input.name, &bytes)];
    };
    let mut file = unopened(&input.name);
    file.format = archive.format();
    file.reading = archive.cut_short().map_or(Reading::Read, Reading::Unreadable);
    if let Ok(bytes) = &bytes {
        identify(&mut file, bytes);
    }
    let mut all = vec![Looked::nothing(file)];
    all.extend(
        archive
            .names()
            .iter()
            .map(|name| look(&format!("{}/{}", input.name, sensitive::mask_name(name)), &archive.load(name))),
    );
    all
}

/// Looks at one file.
fn look<'a>(means: &Means<'a>, reader: &mut Reader<'_>, name: &str, bytes: &Bytes, again: &Again<'_>) -> Looked<'a> {
    let Means { rules, joined, recogniser, ground, today, cache, names } = means;
    let mut file = unopened(name);
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(reason) => {
            file.reading = Reading::Unreadable(reason.clone());
            return Looked::nothing(file);
        }
    };
    identify(&mut file, bytes);
    if let Some(known) = cache.and_then(|cache| cache.recall(&file)) {
        return Looked { matches: known.matches, ..Looked::nothing(known.file) };
    }
    let Some(content) = open(rules, &mut file, bytes, reader) else {
        return Looked::nothing(file);
    };
    let recognised = recognise(rules, name, &content, again.bring);
    let matches = if recognised.is_empty() {
        recogniser.recognise(name, &content)
    } else {
        recogniser.recognise_export(name, &content)
    };
    file.documents = matches.iter().map(|m| m.document.clone()).collect();
    file.documents.dedup();
    describe(&mut file, name, &content, &recognised, *today);
    file.names = named::names(names, name, &content);
    if let Some(cache) = cache.filter(|_| recognised.is_empty()) {
        cache.keep(&file, &matches);
    }
    let takes_in = recognised.iter().any(|(kind, _)| records::takes_in(kind, &content));
    let judged: Vec<_> = recognised.into_iter().filter(|(kind, _)| !again.without.contains(&kind.id)).collect();
    let (drawn, editions) = findings(rules, name, &judged, &file, ground, *today);
    let dated = file.dated.as_ref().map(|dated| dated.on);
    let kept = judged.into_iter().filter(|(kind, _)| joined.contains(&kind.id));
    let held = kept.map(|(kind, records)| {
        let collected = records.collected.as_ref().map(|dated| dated.on).or(dated);
        Held { file: name.to_owned(), kind, records, collected }
    });
    let held = held.collect();
    Looked { file, matches, drawn, editions, takes_in, held }
}

/// A kind that a file is, with its records.
pub(super) type Recognised<'a> = (&'a Kind, Records);

/// The kinds of export that a file is, by id.
pub(super) fn recognise<'a>(
    rules: &'a Rules,
    name: &str,
    content: &Content,
    bring: Option<Bring<'_>>,
) -> Vec<Recognised<'a>> {
    let opened = records::open_with(content, bring);
    let may = rules.signs().of(&rules.kinds, &opened);
    let kinds = rules.kinds.values().zip(may).filter(|(_, may)| *may);
    kinds.filter_map(|(kind, _)| Some((kind, records::cut(kind, &rules.patterns, name, &opened)?))).collect()
}

/// What the checks say of a recognised file.
pub(super) fn findings(
    rules: &Rules,
    name: &str,
    recognised: &[Recognised<'_>],
    file: &EvidenceFile,
    ground: &Ground<'_>,
    today: Date,
) -> (Vec<Drawn>, Vec<Edition>) {
    let mut drawn = Vec::new();
    let mut editions = Vec::new();
    let reads = |check: &&Check| recognised.iter().any(|(kind, _)| check.reads.contains(&kind.id));
    for check in rules.checks.values().filter(reads).filter(|check| !joins::is_join(check)) {
        for (kind, records) in recognised.iter().filter(|(kind, _)| check.reads.contains(&kind.id)) {
            let own = records.collected.as_ref().map(|dated| dated.on);
            let collected = own.or(file.dated.as_ref().map(|dated| dated.on));
            let source = Source { file: name, kind, records, collected };
            editions.push(Edition::new(check, &source, today));
            drawn.extend(judge::judge(check, &source, ground, today));
        }
    }
    (drawn, editions)
}

/// A file before anything is known of what it says.
fn unopened(name: &str) -> EvidenceFile {
    EvidenceFile {
        path: name.to_owned(),
        sha256: String::new(),
        size: 0,
        format: "file".into(),
        reading: Reading::Read,
        documents: Vec::new(),
        title: None,
        dated: None,
        next_review: None,
        version: None,
        unfinished: None,
        approver: None,
        doubt: None,
        names: Vec::new(),
        sensitive: Vec::new(),
    }
}

/// Reads a file's bytes.
fn open(rules: &Rules, file: &mut EvidenceFile, bytes: &[u8], reader: &mut Reader<'_>) -> Option<Content> {
    match reader.read(&file.path, bytes, Some(&rules.names)) {
        Ok(content) => {
            file.format.clone_from(&content.format);
            return Some(content);
        }
        Err(Unreadable::Skipped(reason)) => file.reading = Reading::Skipped(reason),
        Err(Unreadable::CannotRead(reason)) => file.reading = Reading::Unreadable(reason),
    }
    None
}

/// Fills in by what the bytes of a file are known again.
fn identify(file: &mut EvidenceFile, bytes: &[u8]) {
    file.sha256 = sha256(bytes);
    file.size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    crate::model::sha256(bytes)
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Fills in what the file says of itself.
fn describe(file: &mut EvidenceFile, name: &str, content: &Content, recognised: &[Recognised<'_>], today: Date) {
    if let Some((kind, _)) = recognised.first() {
        file.format.clone_from(&kind.title);
    }
    let facts = dates::facts(content, today);
    let collected = recognised.iter().filter_map(|(_, records)| records.collected.clone());
    // What lies in the future is not the day on which a file was made.
    let collected = collected.filter(|dated| dated.on <= today).max_by_key(|dated| dated.on);
    let in_words = facts.dated.filter(|dated| recognised.is_empty() || !file.documents.is_empty() || is_certain(dated));
    let reviewed = recognised.iter().filter_map(|(kind, records)| records.reviewed(kind, today));
    let reviewed = reviewed.max_by_key(|dated| dated.on);
    // A register that says when it was gone through knows better than its properties.
    let in_words = match (in_words, reviewed) {
        (Some(words), Some(reviewed)) if !is_certain(&words) && words.on >= reviewed.on => Some(words),
        (words, reviewed) => reviewed.or(words),
    };
    file.dated = collected.or(in_words);
    file.next_review = facts.next_review;
    file.version = facts.version;
    file.approver = facts.approver.filter(|_| !file.documents.is_empty());
    file.doubt = facts.doubt;
    file.unfinished = facts.unfinished.or_else(|| dates::draft_name(name));
    // The first words of a file that is no known kind of document may be anything, a resident's name too.
    file.title = if file.documents.is_empty() { None } else { documents::title(name, content) };
    file.sensitive = sensitive::sensitive(content);
}

/// Whether a date is the file's own, not that of some row of an export.
fn is_certain(dated: &Dated) -> bool {
    dated.what.starts_with("document property")
}

#[cfg(fuzzing)]
mod door;
#[cfg(fuzzing)]
pub use door::Door;

#[cfg(test)]
mod tests;
