//! What earlier scans found in files in which no export was recognised, so that these need not be read again while
//! nothing has changed: neither the file nor its name, nor the rules, the days and the program.
//!
//! It holds what `scan --format json` prints of such files and nothing else: exports, in which people and accounts
//! have names, are read anew each time.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::rules::Rules;
use super::run::hex;
use crate::model::{DocumentId, DocumentMatch, EvidenceFile};

/// What is remembered of files, by name and content.
#[derive(Debug)]
pub struct Cache {
    /// Everything else that a finding depends on.
    ground: String,
    known: BTreeMap<String, Remembered>,
    seen: Mutex<BTreeMap<String, Remembered>>,
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remembered {
    pub file: EvidenceFile,
    pub matches: Vec<DocumentMatch>,
}

/// The form in which it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    ground: String,
    files: BTreeMap<String, Remembered>,
}

impl Cache {
    /// Takes up what was kept; what is unreadable, of another program or of other rules and days counts for nothing.
    pub fn open(
        kept: Option<&[u8]>,
        program: &str,
        rules: &Rules,
        wanted: &BTreeMap<DocumentId, Vec<String>>,
        today: Date,
        publish_on: Date,
    ) -> Self {
        let mut digest = Sha256::new();
        for part in [program, rules.digest(), &today.to_string(), &publish_on.to_string()] {
            digest.update(part);
            digest.update([0]);
        }
        for (document, phrases) in wanted {
            digest.update(format!("{document:?} {phrases:?}\0"));
        }
        let ground = hex(&digest.finalize());
        let kept: Option<Kept> = kept.and_then(|bytes| serde_json::from_slice(bytes).ok());
        let known = kept.filter(|kept| kept.ground == ground).map(|kept| kept.files).unwrap_or_default();
        Self { ground, known, seen: Mutex::default() }
    }

    /// What is to be kept for the next time; nothing when that is what was kept already.
    pub fn close(self) -> Option<Vec<u8>> {
        let files = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        if files == self.known {
            return None;
        }
        serde_json::to_vec(&Kept { ground: self.ground, files }).ok()
    }

    /// What was found in this file when it was last read.
    pub(super) fn recall(&self, file: &EvidenceFile) -> Option<Remembered> {
        let key = key(file);
        let known = self.known.get(&key)?;
        // A cache that somebody wrote by hand does not rename files.
        let same = known.file.path == file.path && known.file.sha256 == file.sha256 && known.file.size == file.size;
        if !same {
            return None;
        }
        self.seen.lock().ok()?.insert(key, known.clone());
        Some(known.clone())
    }

    /// Remembers what was found in a file.
    pub(super) fn keep(&self, file: &EvidenceFile, matches: &[DocumentMatch]) {
        if let Ok(mut seen) = self.seen.lock() {
            seen.insert(key(file), Remembered { file: file.clone(), matches: matches.to_vec() });
        }
    }
}

fn key(file: &EvidenceFile) -> String {
    format!("{} {}", file.sha256, file.path)
}
