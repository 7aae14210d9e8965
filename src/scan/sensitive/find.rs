//! Everything that is recognised in a line, each kind by its own rules.

use std::ops::Range;

use regex::Regex;

use super::{gate::Gate, keys, kind::Kind, money, passwords, people};

/// Something found in a text: what and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What it is.
    pub kind: Kind,
    /// The bytes that are not to be shown.
    pub range: Range<usize>,
}

/// How sure to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caution {
    /// Only what surely is one: it is going to be complained of.
    Sure,
    /// What may be one: it is going to be hidden.
    Hide,
}

/// How many of a kind are looked for in a line: one is enough to complain, and no report shows more.
pub(super) const MOST: usize = 100;

/// Everything recognised in a line, in order; nothing twice.
pub(super) fn find(text: &str, caution: Caution) -> Vec<Found> {
    find_by(Gate::of(text), text, caution)
}

/// As `find`, for a text that was looked at already.
pub(super) fn find_by(gate: Gate, text: &str, caution: Caution) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |kind: Kind, ranges: Vec<Range<usize>>| {
        for range in ranges {
            let apart = |other: &Found| other.range.end <= range.start || range.end <= other.range.start;
            if found.iter().all(apart) {
                found.push(Found { kind, range });
            }
        }
    };
    if gate.says_name() && (text.contains("---") || text.contains("PuTTY")) {
        add(Kind::PrivateKey, keys::private_keys(text));
    }
    let named = gate.named();
    if gate.numbers() {
        add(Kind::RecoveryPassword, keys::recovery_passwords(text, gate.digits, caution));
    }
    if gate.keys() {
        add(Kind::PasswordHash, keys::hashes(text));
    }
    if named {
        add(Kind::PasswordHash, keys::device_hashes(text));
    }
    if gate.sign {
        add(Kind::ConnectionString, passwords::connection_strings(text, gate));
    }
    if gate.keys() {
        add(Kind::AccessKey, keys::access_keys(text, caution));
        add(Kind::Token, keys::tokens(text, caution));
    }
    if gate.named_numbers() || gate.capitals {
        add(Kind::BankAccount, money::accounts(text));
    }
    if gate.run >= money::CARD {
        add(Kind::Card, money::cards(text, caution));
    }
    if gate.run >= people::NHS {
        add(Kind::NhsNumber, people::nhs_numbers(text, caution));
    }
    if gate.named_numbers() || gate.capitals {
        add(Kind::InsuranceNumber, people::insurance_numbers(text));
    }
    if named {
        add(Kind::BirthDate, people::birth_dates(text));
        add(Kind::WifiKey, passwords::wifi_keys(text));
        add(Kind::Password, passwords::passwords(text, caution));
    }
    found.sort_by_key(|found| found.range.start);
    found
}

/// Every place of a pattern.
pub(super) fn all(pattern: &Regex, text: &str) -> Vec<Range<usize>> {
    pattern.find_iter(text).take(MOST).map(|found| found.range()).collect()
}

/// What stands in the first group of a pattern, wherever it is found.
pub(super) fn firsts(pattern: &Regex, text: &str) -> Vec<Range<usize>> {
    // Most lines have none, which is quicker to tell without groups.
    if !pattern.is_match(text) {
        return Vec::new();
    }
    let groups = pattern.captures_iter(text).take(MOST);
    groups.filter_map(|found| found.iter().skip(1).flatten().next().map(|part| part.range())).collect()
}

/// The last bytes of a text, or a few less.
pub(super) fn tail(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or("")
}

/// The first bytes of a text, or a few less.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    let mut to = bytes.min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(..to).unwrap_or("")
}
