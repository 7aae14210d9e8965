//! What a report was made from, by digest, so that anybody can check that they hold the same.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EvidenceFile, PackId, sha256};

/// What a report was made from. The evidence files stand in the scorecard, each with its SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// The SHA-256 of `answers.yaml`, byte by byte.
    pub answers: String,
    /// The pack, then those that it is based on.
    pub packs: Vec<PackDigest>,
    /// The SHA-256 over all checks, kinds, documents and facts.
    pub rules: String,
    /// How many evidence files there are with a SHA-256.
    pub files: usize,
    /// One SHA-256 over all of these, the evidence, the days and the version of the program.
    pub fingerprint: String,
}

/// A pack by the digest of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PackDigest {
    /// The pack.
    pub id: PackId,
    /// The SHA-256 of its text.
    pub sha256: String,
}

impl Manifest {
    /// Puts the digests together: of `answers.yaml`, the packs, the rules and the evidence.
    pub fn new(
        (program, today, publish_on): (&str, Date, Date),
        answers: String,
        packs: Vec<PackDigest>,
        rules: String,
        evidence: &[EvidenceFile],
    ) -> Self {
        let files: Vec<&EvidenceFile> = evidence.iter().filter(|file| !file.sha256.is_empty()).collect();
        let mut all = format!("dspt {program}\n{today}\n{publish_on}\n{answers}  answers.yaml\n{rules}  rules\n");
        for pack in &packs {
            all.push_str(&format!("{}  pack {}\n", pack.sha256, pack.id));
        }
        for file in &files {
            all.push_str(&format!("{}  evidence/{}\n", file.sha256, file.path));
        }
        Self { answers, packs, rules, files: files.len(), fingerprint: sha256(all.as_bytes()) }
    }
}
