//! Keys, tokens and hashes, each by the form that its maker gives it; parts that stand for something are put together
//! here, so that no tool that looks for keys takes this file for one that holds some.

use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use regex::Regex;

use super::find::{Caution, MOST, all, firsts, head, tail};

struct Patterns {
    recovery: Regex,
    private_key: Regex,
    access_key: Regex,
    aws_secret: Regex,
    aws_id: Regex,
    forty: Regex,
    azure: Regex,
    signature: Regex,
    token: Regex,
    bearer: Regex,
    twilio: Regex,
    hash: Regex,
    device_hash: Regex,
    coded: Regex,
}

/// Tokens whose beginning tells who gave them out.
const TOKENS: [&str; 34] = [
    r"gh[pousr]_[A-Za-z0-9]{36,}",
    r"github_pat_[A-Za-z0-9_]{40,}",
    r"gl(?:pat|dt|rt|soat|cbt|ptt|ft|imt)-[A-Za-z0-9_\-]{20,}",
    r"xox[abeoprs]-[0-9A-Za-z\-]{10,}",
    r"xapp-[0-9]-[0-9A-Za-z\-]{20,}",
    r"hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_]{20,}",
    r"[a-z0-9\-]+\.webhook\.office\.com/webhookb2/[A-Za-z0-9@/\-]{40,}",
    r"[sr]k_(?:live|test)_[0-9A-Za-z]{16,}",
    r"whsec_[A-Za-z0-9+/=]{24,}",
    r"SG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{32,}",
    r"AIza[0-9A-Za-z_\-]{35}",
    r"GOCSPX-[0-9A-Za-z_\-]{24,}",
    r"ya29\.[0-9A-Za-z_\-]{30,}",
    r"eyJ[A-Za-z0-9_\-]{8,}\.eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}",
    r"npm_[A-Za-z0-9]{36}",
    r"pypi-AgE[A-Za-z0-9_\-]{50,}",
    r"dop_v1_[0-9a-f]{64}",
    r"do[or]_v1_[0-9a-f]{64}",
    r"sk-(?:ant-|proj-|svcacct-)[A-Za-z0-9_\-]{20,}",
    r"sk-[A-Za-z0-9]{40,}",
    r"hf_[A-Za-z0-9]{30,}",
    r"shp(?:at|ss|ca|pa)_[0-9a-fA-F]{32}",
    r"sq0(?:csp|atp)-[0-9A-Za-z_\-]{22,}",
    r"[0-9]{8,10}:AA[A-Za-z0-9_\-]{33}",
    r"key-[0-9a-f]{32}",
    r"[0-9a-f]{32}-us[0-9]{1,2}",
    r"dapi[0-9a-f]{32}",
    r"AGE-SECRET-KEY-1[A-Z0-9]{50,}",
    r"hv[sb]\.[A-Za-z0-9_\-]{24,}",
    r"EAA[A-Za-z0-9]{60,}",
    r"xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}",
    r"NRAK-[A-Z0-9]{27}",
    r"glc_[A-Za-z0-9+/=]{40,}",
    r"ATATT3[A-Za-z0-9_\-=]{60,}",
];

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let pattern = |text: &str| Regex::new(text).expect("the pattern is our own");
    Patterns {
        recovery: pattern(r"\b[0-9]{6}(?:[ ]?[-‐‑–][ ]?[0-9]{6}){7}\b"),
        private_key: pattern(concat!(
            r"----[-]? ?BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE ",
            r"KEY(?: BLOCK)? ?----|PuTTY-User-Key-File-[0-9]"
        )),
        access_key: pattern(r"\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.\-]{31,34})(?:\b|$)"),
        aws_secret: pattern(concat!(
            r#"(?i)secret[_ -]?(?:access[_ -]?)?key["']?\s*(?:[:=,\t|]|=>|is)\s*["']?"#,
            r"([A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+=]|$)",
        )),
        aws_id: pattern(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
        forty: pattern(r"(?:^|[^A-Za-z0-9/+=_\-])([A-Za-z0-9/+]{40})(?:[^A-Za-z0-9/+=_\-]|$)"),
        azure: pattern(r"(?:^|[^A-Za-z0-9+/\-])([A-Za-z0-9+/]{86}==)(?:[^A-Za-z0-9+/=]|$)"),
        signature: pattern(r"(?i)(?:\bSharedAccessSignature\s*=\s*[^\s]*?|[?&][^\s]*)\bsig=([A-Za-z0-9%/+=]{30,})"),
        token: pattern(&format!(r"\b(?:{})", TOKENS.join("|"))),
        bearer: pattern(
            r#"(?i)\bauthorization["']?\s*[:=]\s*["']?(?:basic|bearer|token)\s+([A-Za-z0-9+/=._~\-]{16,})"#,
        ),
        twilio: pattern(concat!(
            r#"(?i)(?:twilio[a-z_ ]*(?:auth[_ ]?)?token|auth[_ -]?token)["']?\s*(?:[:=]|=>)\s*["']?"#,
            r"([0-9a-f]{32})\b",
        )),
        hash: pattern(
            r"(?x) \$(?:1|5|6|7|8|9|14|y|gy|2[abxy]?|apr1|sha1|scrypt|P|H|S)\$[./A-Za-z0-9$=,-]{20,}
            | \$argon2(?:id|i|d)\$[^\s:]{16,}
            | \$(?:DCC2|krb5[a-z]+)\$[^\s]{20,}
            | \bpbkdf2[_:-]sha(?:1|256|512)[$:][0-9]+[$:][^\s:]{20,}
            | \{(?:SHA|SSHA|SMD5|SSHA256|SSHA512|PBKDF2[A-Z0-9-]*)\}[A-Za-z0-9+/=.$]{20,}
            | \bSCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+
            | \b[0-9]{1,6}:[0-9a-fA-F]{32}:[0-9a-fA-F]{32}:
            | \B\*[0-9A-F]{40}\b",
        ),
        device_hash: pattern(concat!(
            r"(?i)(?:\b(?:password|secret|key)\s+[0-9]?\s*(?:7)\s+([0-9A-F]{8,})\b",
            r"|\bpassword\s+'(md5[0-9a-f]{32})'|\bset\s+\w*(?:password|passwd|psksecret|secret)\w*\s+ENC\s+(\S{16,}))",
        )),
        coded: pattern(r"[A-Za-z0-9+/_\-]{40,}={0,2}"),
    }
});

/// Eight groups of six digits; a real one has only groups that eleven divides.
pub(super) fn recovery_passwords(text: &str, digits: usize, caution: Caution) -> Vec<Range<usize>> {
    if digits < 48 {
        return Vec::new();
    }
    let mut found = all(&PATTERNS.recovery, text);
    found.retain(|range| {
        let shown = text.get(range.clone()).unwrap_or("");
        let groups = shown.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
        let real = |group: &str| group.parse::<u32>().is_ok_and(|group| group % 11 == 0 && group / 11 <= 0xffff);
        caution == Caution::Hide || groups.clone().all(real) && groups.clone().any(|group| group != "000000")
    });
    found
}

/// Keys reach to their end mark, or to the end of the text.
pub(super) fn private_keys(text: &str) -> Vec<Range<usize>> {
    let reach = |start: usize| {
        let end = text.get(start..).and_then(|rest| Some(rest.find("-----END")? + start))?;
        let after = text.get(end + 8..)?.find("-----")? + end + 13;
        Some(start..after)
    };
    PATTERNS
        .private_key
        .find_iter(text)
        .take(MOST)
        .map(|found| {
            let start = found.start() - usize::from(text.get(..found.start()).is_some_and(|t| t.ends_with('-')));
            reach(start).unwrap_or(start..text.len())
        })
        .collect()
}

/// Keys to the accounts of cloud services.
pub(super) fn access_keys(text: &str, caution: Caution) -> Vec<Range<usize>> {
    let mut found = all(&PATTERNS.access_key, text);
    found.extend(firsts(&PATTERNS.aws_secret, text));
    if PATTERNS.aws_id.is_match(text) {
        let secrets = firsts(&PATTERNS.forty, text);
        found.extend(secrets.into_iter().filter(|range| is_mixed(text.get(range.clone()).unwrap_or(""))));
    }
    let azure = firsts(&PATTERNS.azure, text).into_iter().filter(|range| {
        let before = text.get(..range.start).unwrap_or("");
        let (near, shown) = (tail(before, 12).to_lowercase(), text.get(range.clone()).unwrap_or(""));
        !near.contains("sha512") && !near.contains("base64,") && !shown.starts_with("AAAA") && !before.trim().is_empty()
    });
    found.extend(azure);
    found.extend(firsts(&PATTERNS.signature, text));
    found.retain(|range| caution == Caution::Hide || is_real(text.get(range.clone()).unwrap_or("")));
    found
}

/// Tokens that stand for a password.
pub(super) fn tokens(text: &str, caution: Caution) -> Vec<Range<usize>> {
    let mut found = all(&PATTERNS.token, text);
    found.extend(firsts(&PATTERNS.bearer, text));
    found.extend(firsts(&PATTERNS.twilio, text));
    found.retain(|range| caution == Caution::Hide || is_real(text.get(range.clone()).unwrap_or("")));
    found
}

/// Passwords as systems keep them.
pub(super) fn hashes(text: &str) -> Vec<Range<usize>> {
    all(&PATTERNS.hash, text)
}

/// Passwords as switches, routers and databases keep them, known by the word before.
pub(super) fn device_hashes(text: &str) -> Vec<Range<usize>> {
    firsts(&PATTERNS.device_hash, text)
}

/// Whether the line is nothing but the secret half of an AWS key.
pub(super) fn is_aws_secret(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';'));
    text.len() == 40 && PATTERNS.forty.is_match(text) && is_mixed(text) && is_real(text)
}

/// Long words that no person wrote: not for a report, whatever they are. Digests and numbers are let be.
pub(super) fn coded(text: &str) -> Vec<Range<usize>> {
    let mut found = all(&PATTERNS.coded, text);
    found.retain(|range| {
        let word = text.get(range.clone()).unwrap_or("");
        let parts = word.split(['/', '-', '_', '+']).filter(|part| part.len() < 12).count();
        is_mixed(word) && parts < 4 && entropy(word) > 4.2
    });
    found
}

/// Whether there are small and capital letters and digits in it.
fn is_mixed(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
    has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase)
}

/// Whether a key is not one that stands in for a real one.
fn is_real(key: &str) -> bool {
    let few = key.bytes().collect::<BTreeSet<_>>().len() < 8;
    let said = ["EXAMPLE", "example", "xxxxx", "XXXXX", "your", "YOUR", "REDACTED", "redacted", "....", "changeme"];
    !few && !said.iter().any(|word| key.contains(word))
}

/// How much each letter of a word tells, in bits.
pub(super) fn entropy(text: &str) -> f64 {
    let text = head(text, 200);
    let mut counts = [0_u32; 256];
    for byte in text.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let all = f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX));
    let share = |count: &u32| f64::from(*count) / all;
    counts.iter().filter(|count| **count > 0).map(share).map(|share| -share * share.log2()).sum()
}
