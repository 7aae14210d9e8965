//! What personal data and secrets look like, strictly enough not to take telephone numbers and policy prose for them.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::hints::{self, Hint};

/// Something recognised in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The number by which the NHS knows a person.
    NhsNumber,
    /// A National Insurance number.
    InsuranceNumber,
    /// A sort code with its account number.
    BankAccount,
    /// The password that unlocks a drive encrypted by BitLocker.
    RecoveryPassword,
    /// The secret half of a key pair.
    PrivateKey,
    /// A key to a cloud account.
    AccessKey,
    /// A password as a system keeps it.
    PasswordHash,
    /// An address of a server or database with its password.
    ConnectionString,
    /// A password in the clear.
    Password,
}

impl Kind {
    /// Its name for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::NhsNumber => "NHS number",
            Self::InsuranceNumber => "National Insurance number",
            Self::BankAccount => "bank account number",
            Self::RecoveryPassword => "BitLocker recovery password",
            Self::PrivateKey => "private key",
            Self::AccessKey => "access key",
            Self::PasswordHash => "password hash",
            Self::ConnectionString => "connection string with a password",
            Self::Password => "password",
        }
    }
}

/// Something found in a text: what and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What it is.
    pub kind: Kind,
    /// The bytes that are not to be shown.
    pub range: Range<usize>,
}

/// What to take for an NHS number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caution {
    /// Only what surely is one: it is going to be complained of.
    Sure,
    /// What may be one: it is going to be hidden.
    Hide,
}

/// Everything recognised in a line, in order; nothing twice.
pub(super) fn find(text: &str, caution: Caution) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |kind: Kind, ranges: Vec<Range<usize>>| {
        for range in ranges {
            let apart = |other: &Found| other.range.end <= range.start || range.end <= other.range.start;
            if found.iter().all(apart) {
                found.push(Found { kind, range });
            }
        }
    };
    let hints = hints::of(text);
    if hints.has(Hint::Key) {
        add(Kind::PrivateKey, private_keys(text));
    }
    if hints.has(Hint::Recovery) {
        add(Kind::RecoveryPassword, all(&PATTERNS.recovery, text));
    }
    if hints.has(Hint::Hash) {
        add(Kind::PasswordHash, all(&PATTERNS.hash, text));
    }
    if hints.has(Hint::Bank) {
        add(Kind::BankAccount, bank_accounts(text));
    }
    if hints.has(Hint::Nhs) {
        add(Kind::NhsNumber, nhs_numbers(text, caution));
    }
    if hints.has(Hint::Insurance) {
        add(Kind::InsuranceNumber, insurance_numbers(text));
    }
    if hints.has(Hint::AccessKey) {
        add(Kind::AccessKey, all(&PATTERNS.access_key, text));
    }
    if hints.has(Hint::Connection) {
        add(Kind::ConnectionString, connection_strings(text));
    }
    if hints.has(Hint::Password) {
        add(Kind::Password, passwords(text, caution));
    }
    found.sort_by_key(|found| found.range.start);
    found
}

struct Patterns {
    nhs: Regex,
    nhs_near: Regex,
    telephone: Regex,
    insurance: Regex,
    recovery: Regex,
    private_key: Regex,
    access_key: Regex,
    hash: Regex,
    url: Regex,
    server: Regex,
    pair: Regex,
    storage_key: Regex,
    password: Regex,
    placeholder: Regex,
    sort_code: Regex,
    account: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let pattern = |text: &str| Regex::new(text).expect("the pattern is our own");
    Patterns {
        nhs: pattern(
            r"[0-9]{3}(?:[ \u{a0}\u{2009}\u{202f}\-‐‑–][0-9]{3}[ \u{a0}\u{2009}\u{202f}\-‐‑–]|[0-9]{3})[0-9]{4}",
        ),
        nhs_near: pattern(r"(?i)(?:^|[^\pL\pN@])nhs(?:$|[^\pL\pN.])"),
        telephone: pattern(
            r"(?i)(?:\b(?:tel|telephone|phone|mobile|mob|fax|call|ring|contact)\b[^0-9]{0,12}|\+[0-9 ]{1,6}\(?)$",
        ),
        insurance: pattern(
            r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ \-.]?[0-9]{2}[ \-.]?[0-9]{2}[ \-.]?[0-9]{2}[ \-.]?[A-D]\b",
        ),
        recovery: pattern(r"\b[0-9]{6}(?:-[0-9]{6}){7}\b"),
        private_key: pattern(r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-[0-9]"),
        access_key: pattern(r"\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36,})\b"),
        hash: pattern(
            r"(?x) \$(?:1|5|6|7|y|gy|2[abxy]?|apr1|sha1|scrypt)\$[./A-Za-z0-9$=,-]{20,}
            | \$argon2(?:id|i|d)\$[^\s:]{16,}
            | \b[0-9]{1,6}:[0-9a-fA-F]{32}:[0-9a-fA-F]{32}:::",
        ),
        url: pattern(r#"\b[A-Za-z][A-Za-z0-9+.\-]*://[^\s/:@"'<>]+:([^\s/@"']+)@[\w\[]"#),
        server: pattern(concat!(
            r"(?i)\b(?:server|data source|host|hostname|addr|uid|user id|username|user|database|dbname|",
            r"dsn|driver|initial catalog|endpoint|accountname)\s*=",
        )),
        pair: pattern(r#"(?i)\b(?:password|pwd)\s*=\s*([^;"'\s]+)"#),
        storage_key: pattern(r"(?i)\b(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/=]{20,})"),
        password: pattern(
            r#"(?ix) (?:password|passcode|passphrase|pass\sphrase|passwd|pwd|secret|secret[_-]?key|api[_-]?key
            |access[_-]?token|auth[_-]?token|psk)["')]? \s* ([:=]) \s* ("[^"]+"|'[^']+'|[^\s"',;]+)"#,
        ),
        placeholder: pattern(
            r"(?ix) ^ (?: [$<%\[{(*/] .* | [x*•.\-_…?\#]+ | .*(?:\{\{|\$\{|…|\.\.\.|your|example|change_?me
                |placeholder).*
            | yes|no|true|false|none|null|on|off|n/a|na|tbc|not|required|optional|enabled|disabled|never|always|changed
            | unchanged|unknown|set|unset|blank|empty|hidden|redacted|masked|removed|secret|password|default
            | prompt|ask ) $",
        ),
        sort_code: pattern(r"(?i)\bsort\s*code\b[^0-9]{0,20}([0-9]{2}[ \-–]?[0-9]{2}[ \-–]?[0-9]{2})\b"),
        account: pattern(r"(?i)\b(?:account|acct|acc|a/c)\b[^0-9]{0,20}([0-9]{8})\b"),
    }
});

/// How many of a kind are looked for in a line: one is enough to complain, and no report shows more.
const MOST: usize = 100;

fn all(pattern: &Regex, text: &str) -> Vec<Range<usize>> {
    pattern.find_iter(text).take(MOST).map(|found| found.range()).collect()
}

fn nhs_numbers(text: &str, caution: Caution) -> Vec<Range<usize>> {
    let mut numbers: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| PATTERNS.nhs.find(rest)) {
        let range = from + found.start()..from + found.end();
        if stands_alone(text, &range, numbers.last()) && is_nhs_number(text, &range, caution) {
            from = range.end;
            numbers.push(range);
            if numbers.len() == MOST {
                break;
            }
        } else {
            from = range.start + 1;
        }
    }
    numbers
}

/// Whether digits are not part of a longer number, date, code or telephone number.
fn stands_alone(text: &str, range: &Range<usize>, last: Option<&Range<usize>>) -> bool {
    let (before, after) = (text.get(..range.start).unwrap_or(""), text.get(range.end..).unwrap_or(""));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut back = before.chars().rev();
    let mut ahead = after.chars();
    let joined_before = match back.next() {
        Some(c) if c.is_alphanumeric() || matches!(c, '_' | '+' | '£') => true,
        Some('-' | '.' | '/' | ':') => back.next().is_some_and(char::is_alphanumeric) && !before.ends_with(':'),
        Some(' ') => digit(back.next()) && last.is_none_or(|last| last.end + 1 != range.start),
        _ => false,
    };
    let joined_after = match ahead.next() {
        Some(c) if c.is_alphanumeric() || c == '_' => true,
        Some('-' | '.' | '/') => ahead.next().is_some_and(char::is_alphanumeric),
        _ => false,
    };
    !joined_before && !joined_after && !PATTERNS.telephone.is_match(tail(before, 40))
}

fn is_nhs_number(text: &str, range: &Range<usize>, caution: Caution) -> bool {
    let Some(shown) = text.get(range.clone()) else { return false };
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    let named = text.get(..range.start).is_some_and(|before| PATTERNS.nhs_near.is_match(tail(before, 80)));
    let spaced = shown.len() > digits.len();
    // What is issued in England and Wales begins with 4, 6 or 7; 999 is for tests.
    let issued = digits.starts_with(['4', '6', '7']) || digits.starts_with("999");
    match caution {
        Caution::Sure => valid_nhs_number(&digits) && (named || spaced && issued),
        Caution::Hide => named || valid_nhs_number(&digits) && issued,
    }
}

/// The last bytes of a text, or a few less.
fn tail(text: &str, bytes: usize) -> &str {
    let mut from = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or("")
}

/// Whether the last of ten digits is the right one: weights 10 to 2, modulo 11.
pub(super) fn valid_nhs_number(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let [body @ .., last] = values.as_slice() else { return false };
    if body.len() != 9 || body.iter().all(|digit| *digit == 0) {
        return false;
    }
    let sum: u32 = body.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    (11 - sum % 11) % 11 == *last
}

fn insurance_numbers(text: &str) -> Vec<Range<usize>> {
    let mut numbers = all(&PATTERNS.insurance, text);
    numbers.retain(|range| {
        let prefix = text.get(range.start..range.start + 2).unwrap_or("");
        let before = text.get(..range.start).unwrap_or("");
        let after = text.get(range.end..).unwrap_or("");
        let joined = before.ends_with(['-', '/', '.', '_']) || after.starts_with(['-', '/', '_']);
        !joined && !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains(&prefix)
    });
    numbers
}

fn bank_accounts(text: &str) -> Vec<Range<usize>> {
    let group = |pattern: &Regex| pattern.captures(text).and_then(|found| Some(found.get(1)?.range()));
    match (group(&PATTERNS.sort_code), group(&PATTERNS.account)) {
        (Some(code), Some(account)) => vec![code, account],
        _ => Vec::new(),
    }
}

/// Whether a line has a sort code whose account number may stand in one of the next lines.
pub(super) fn opens_bank_account(text: &str) -> bool {
    hints::of(text).has(Hint::Bank) && PATTERNS.sort_code.is_match(text) && !PATTERNS.account.is_match(text)
}

/// Keys reach to their end mark, or to the end of the text.
fn private_keys(text: &str) -> Vec<Range<usize>> {
    let reach = |start: usize| {
        let end = text.get(start..).and_then(|rest| Some(rest.find("-----END")? + start))?;
        let after = text.get(end + 8..)?.find("-----")? + end + 13;
        Some(start..after)
    };
    PATTERNS
        .private_key
        .find_iter(text)
        .take(MOST)
        .map(|found| reach(found.start()).unwrap_or(found.start()..text.len()))
        .collect()
}

fn connection_strings(text: &str) -> Vec<Range<usize>> {
    let real = |pattern: &Regex| -> Vec<Range<usize>> {
        let values = pattern.captures_iter(text).filter_map(|found| found.get(1));
        values.filter(|value| !is_placeholder(value.as_str())).take(MOST).map(|value| value.range()).collect()
    };
    let mut found = real(&PATTERNS.url);
    found.extend(real(&PATTERNS.storage_key));
    if text.contains(';') && PATTERNS.server.is_match(text) {
        found.extend(real(&PATTERNS.pair));
    }
    found
}

/// Passwords as settings have them; prose about passwords goes on after the first word, or has no digit in it.
fn passwords(text: &str, caution: Caution) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for groups in PATTERNS.password.captures_iter(text).take(MOST) {
        let (Some(whole), Some(sign), Some(value)) = (groups.get(0), groups.get(1), groups.get(2)) else {
            continue;
        };
        let before = text.get(..whole.start()).unwrap_or("");
        let after = text.get(whole.end()..).unwrap_or("").trim_start_matches(['"', '\'', ',', ';', ')']);
        let ends =
            after.trim().is_empty() || after.starts_with(['\t', '}', '#']) || after.trim_start().starts_with('#');
        let quoted = value.as_str().starts_with(['"', '\'']);
        let secret = value.as_str().trim_matches(['"', '\'']).trim_end_matches(['.', ')', '}']);
        let setting = sign.as_str() == "=" && before.trim_start().chars().all(|c| !c.is_whitespace());
        let length = secret.chars().count();
        let strong = length >= 6
            && secret.contains(|c: char| c.is_ascii_digit())
            && secret.contains(char::is_alphabetic)
            && !secret.contains([' ', '/', '\\'])
            && !is_measure(secret);
        let plain = if setting { length >= 4 && (quoted || !secret.contains(' ')) } else { strong };
        let whole = ends || quoted || strong && (sign.as_str() == "=" || caution == Caution::Hide);
        if whole && plain && !is_placeholder(secret) {
            let quote = usize::from(quoted);
            found.push(value.start() + quote..value.start() + quote + secret.len());
        }
    }
    found
}

/// Words such as `12-character`, `90days`, `4th` and `policy-v3.docx`.
fn is_measure(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '+', '–']);
    let measure = rest.len() < word.len() && rest.chars().all(char::is_alphabetic);
    let file =
        word.rsplit_once('.').is_some_and(|(_, end)| ["docx", "pdf", "txt", "xlsx", "csv", "com", "uk"].contains(&end));
    measure || file
}

/// What stands for a password in examples and exports.
pub(super) fn is_placeholder(word: &str) -> bool {
    PATTERNS.placeholder.is_match(word.trim())
}
