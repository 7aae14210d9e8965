//! Passwords with their names before them, as settings, exports and notes have them; rules about passwords are none.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    find::{Caution, MOST, firsts, tail},
    gate::Gate,
    keys::entropy,
};

struct Patterns {
    url: Regex,
    query: Regex,
    server: Regex,
    pair: Regex,
    storage_key: Regex,
    password: Regex,
    element: Regex,
    attribute: Regex,
    shell: Regex,
    wifi: Regex,
    device: Regex,
    placeholder: Regex,
    reference: Regex,
    warning: Regex,
}

/// What secrets are called.
const NAMES: &str = concat!(
    r"password|passcode|passphrase|pass[ _-]phrase|passwd|passwrd|pwd|pass|secret|secret[ _-]?key|api[ _-]?key",
    r"|access[ _-]?token|auth[ _-]?token|api[ _-]?token|bearer[ _-]?token|refresh[ _-]?token|client[ _-]?secret",
    r"|shared[ _-]?secret|encryption[ _-]?key|account[ _-]?key|master[ _-]?key|signing[ _-]?key|access[ _-]?key",
    r"|secret[ _-]?access[ _-]?key|license[ _-]?secret|credential",
);

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let pattern = |text: &str| Regex::new(text).expect("the pattern is our own");
    Patterns {
        url: pattern(r#"\b[A-Za-z][A-Za-z0-9+.\-]*://[^\s/:@"'<>]*:([^\s/@"']+)@[\w\[]"#),
        query: pattern(r#"(?i)[?&](?:password|passwd|pwd|pass)=([^&\s"']+)"#),
        server: pattern(concat!(
            r"(?i)\b(?:server|data source|host|hostname|addr|uid|user id|username|user|database|dbname|",
            r"dsn|driver|initial catalog|endpoint|accountname)\s*=",
        )),
        pair: pattern(r#"(?i)\b(?:password|pwd)\s*=\s*([^;"'\s]+)"#),
        storage_key: pattern(r"(?i)\b(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/=]{20,})"),
        password: pattern(&format!(
            r#"(?i)(?:{NAMES})["')\]}}]{{0,2}}\s*(:=|=>|[:=])\s*(\\?"[^"]+"|'[^']+'|[^\s"',;]+)"#
        )),
        element: pattern(concat!(
            r"(?i)<(?:[a-z0-9_]+:)?[a-z0-9_.-]*(?:password|passphrase|passwd|pwd|secret|apikey)",
            r"(?:\s[^<>]*)?>\s*([^<>]+?)\s*</",
        )),
        attribute: pattern(r#"(?i)\b(?:key|name)="[^"]*(?:password|pwd|secret|apikey|api[_.-]key)"\s+value="([^"]+)""#),
        shell: pattern(concat!(
            r#"(?i)(?:ConvertTo-SecureString\s+(?:-(?:String|AsPlainText|Force)\s+)*["']([^"'$]+)["']"#,
            r#"|\bsshpass\s+-p\s*["']?([^\s"'$]+)|\bnet\s+user\s+\S+\s+([^\s/*]+)\s+/add)"#,
        )),
        wifi: pattern(concat!(
            r#"(?i)(?:\bkey content\s*[:=]\s*|\b(?:wpa[23]?[ _-]?)?(?:psk|pre-?shared[ _-]?key)["']?\s*[:=]\s*"#,
            r"|\bwpa_passphrase\s*=\s*|\b(?:wi-?fi|wlan|wireless|ssid|guest network|network security)\s*",
            r#"(?:security\s*)?(?:password|pass|passphrase|key|code)["']?\s*(?:[:=]|is)\s*"#,
            r#"|<keyMaterial>\s*|x_passphrase"?\s*[:=]\s*)["'“‘]?([^\s"'“”‘’<>,;]{8,63})"#,
        )),
        device: pattern(concat!(
            r#"(?:^\s*(?:username\s+\S+\s+.*?|enable\s+)(?:password|secret)\s+|^\s+password\s+)"#,
            r#"(?:0\s+)?["']?([^\s"']+)["']?\s*$"#,
        )),
        placeholder: pattern(
            r"(?ix) ^ (?: [$<%\[{(*/!] .* | @microsoft.* | [x*•.\-_…?\#]+ | .*(?:\{\{|\$\{|…|\.\.\.|your|example
                |change_?-?me|placeholder|redacted|\*{3,}|•{3,}|x{5,}).*
            | yes|no|true|false|none|null|nil|undefined|on|off|n/a|na|tbc|tbd|not|required|optional|enabled|disabled
            | never|always|changed|unchanged|unknown|set|unset|blank|empty|hidden|masked|removed|secret|password
            | default|prompt|ask|pass|passwd|pwd|pw|test|string|text|todo|see|same|expired|expires|valid|invalid
            | strong|weak|protected|encrypted|configured|stored|provided|here|value|key|token|user|admin ) $",
        ),
        reference: pattern(
            r"(?ix) ^ (?: (?:var|env|data|local|self|this|config|process|os|module|random_password|settings|secrets
                |steps|params|args|input|request|form|options|props)[.\[] .*
            | .*(?:keyvault|key_vault|secretsmanager|getenv|get_env|environ).* | (?:vault|op|ssm|kms|arn|file|https?):.*
            | ENC[\[(].* | [a-z_.]+\(.* ) $",
        ),
        warning: pattern(r"(?i)\b(?:e\.?g|for example|such as|like|never|do not|don[’']t|example|bad|weak|avoid)\b"),
    }
});

/// What lets a program into a server or a database.
pub(super) fn connection_strings(text: &str, gate: Gate) -> Vec<Range<usize>> {
    let real = |pattern: &Regex| -> Vec<Range<usize>> {
        let values = firsts(pattern, text).into_iter();
        values.filter(|value| !is_placeholder(text.get(value.clone()).unwrap_or(""))).collect()
    };
    let mut found = Vec::new();
    if text.contains("://") {
        found.extend(real(&PATTERNS.url));
    }
    if gate.may_say_name() && text.contains('=') {
        found.extend(real(&PATTERNS.storage_key));
        found.extend(real(&PATTERNS.query));
        if text.contains(';') && PATTERNS.server.is_match(text) {
            found.extend(real(&PATTERNS.pair));
        }
    }
    found
}

/// What lets a device into a wireless network.
pub(super) fn wifi_keys(text: &str) -> Vec<Range<usize>> {
    let mut found = firsts(&PATTERNS.wifi, text);
    found.retain(|range| {
        let key = text.get(range.clone()).unwrap_or("");
        let rest = text.get(range.end..).unwrap_or("").trim_start_matches(['"', '\'', '”', '’', ',', ';', '.', ')']);
        let prose =
            key.chars().all(|c| c.is_alphabetic() || c == '-') && rest.trim_start().starts_with(char::is_alphabetic);
        !is_placeholder(key) && !is_measure(key) && !prose
    });
    found
}

/// Passwords as settings have them; prose about passwords goes on after the first word, or has no digit in it.
pub(super) fn passwords(text: &str, caution: Caution) -> Vec<Range<usize>> {
    let mut found = pairs(text, caution);
    let plain = [&PATTERNS.element, &PATTERNS.attribute, &PATTERNS.shell].into_iter().flat_map(|p| firsts(p, text));
    found.extend(plain.filter(|range| {
        let value = text.get(range.clone()).unwrap_or("");
        value.chars().count() >= 4 && !value.contains(' ') && !is_placeholder(value)
    }));
    let device = firsts(&PATTERNS.device, text).into_iter();
    found.extend(device.filter(|range| is_strong(text.get(range.clone()).unwrap_or(""))));
    found
}

fn pairs(text: &str, caution: Caution) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for groups in PATTERNS.password.captures_iter(text).take(MOST) {
        let (Some(whole), Some(sign), Some(value)) = (groups.get(0), groups.get(1), groups.get(2)) else {
            continue;
        };
        let before = text.get(..whole.start()).unwrap_or("");
        // "bypass: x" and "compass = x" speak of something else.
        let is_pass = whole
            .as_str()
            .get(..5)
            .is_some_and(|start| start[..4].eq_ignore_ascii_case("pass") && !start.ends_with(char::is_alphabetic));
        if is_pass && before.ends_with(char::is_alphabetic) {
            continue;
        }
        let after = text.get(whole.end()..).unwrap_or("").trim_start_matches(['"', '\'', ',', ';', ')', '\\']);
        let ends = after.trim().is_empty()
            || after.starts_with(['\t', '}', ']', '#', '|', '<'])
            || after.trim_start().starts_with(['#', '}', ']', '|']);
        let open = value.as_str().trim_start_matches('\\');
        let quoted = open.starts_with(['"', '\'']);
        let skipped = value.len() - open.len() + usize::from(quoted);
        let secret = open.trim_matches(['"', '\'']).trim_end_matches(['.', ')', '}', '\\']);
        let spaced = secret.contains(char::is_whitespace);
        let setting = sign.as_str() != ":" && before.trim_start().chars().all(|c| !c.is_whitespace());
        let length = secret.chars().count();
        let strong = is_strong(secret);
        let plain = match () {
            () if setting => length >= 4 && (quoted || !spaced),
            // A name and a value both in quotes are no prose.
            () if quoted => strong || length >= 8 && !spaced && is_odd(secret),
            () => strong || length >= 8 && is_odd(secret),
        };
        let whole = ends || quoted || strong && (sign.as_str() != ":" || caution == Caution::Hide);
        let told = caution == Caution::Sure && PATTERNS.warning.is_match(tail(before, 60));
        if whole && plain && !told && !is_placeholder(secret) {
            found.push(value.start() + skipped..value.start() + skipped + secret.len());
        }
    }
    found
}

/// Whether a word has letters and digits, and is neither a measure nor a path.
pub(super) fn is_strong(word: &str) -> bool {
    word.chars().count() >= 6
        && word.contains(|c: char| c.is_ascii_digit())
        && word.contains(char::is_alphabetic)
        && !word.contains(' ')
        && (!word.contains(['/', '\\']) || is_random(word))
        && !is_measure(word)
}

/// Whether a word has signs among its letters that words do not have.
fn is_odd(word: &str) -> bool {
    let sign = |c: char| matches!(c, '!' | '£' | '$' | '%' | '^' | '&' | '*' | '#' | '?' | '~' | '@');
    word.trim_end_matches(['!', '?', '*']).contains(sign) && word.contains(char::is_alphabetic) && !word.contains(' ')
}

/// Whether no person made it up.
fn is_random(word: &str) -> bool {
    word.len() >= 20 && entropy(word) > 4.0
}

/// Words such as `12-character`, `90days`, `4th`, `2026-03-04` and `policy-v3.docx`.
fn is_measure(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '+', '–']);
    let measure = rest.len() < word.len() && rest.chars().all(char::is_alphabetic) && rest.len() < 14;
    let day = word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('T') && word.contains(':');
    let ends = ["docx", "doc", "pdf", "txt", "xlsx", "csv", "com", "uk", "org", "html", "md", "yaml", "yml", "json"];
    let file = word.rsplit_once('.').is_some_and(|(_, end)| ends.contains(&end));
    measure || day || file || is_uuid(word)
}

/// Numbers by which machines know things, which are no secrets.
fn is_uuid(word: &str) -> bool {
    let parts: Vec<_> = word.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// What stands for a password in examples and exports.
pub(super) fn is_placeholder(word: &str) -> bool {
    let word = word.trim();
    PATTERNS.placeholder.is_match(word) || PATTERNS.reference.is_match(word)
}
