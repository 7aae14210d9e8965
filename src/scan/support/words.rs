//! Names of products as people and exports write them, made comparable.

use std::sync::LazyLock;

use regex::Regex;

static SHORT_WINDOWS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bwin(?:dows)? ?(xp|vista|7|8\.1|8|10|11)\b").expect("the pattern is our own"));
static DETAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:v|version|release|build|os|bit|lts|ltsc|iot|home|pro|professional|enterprise|education|standard",
        r"|datacenter|business|single|language|edition|for|workstations|x64|x86|arm64|amd64|[rv]?\d[\w.\-]*|sp ?\d",
        r"|cu ?\d+|build \d+|service|pack|plus|and|or|microsoft|the|m\d)$",
    ))
    .expect("the pattern is our own")
});

/// Lower case, single blanks, no trade marks; `Win11` is `windows 11`.
pub(super) fn normal(text: &str) -> String {
    let text = text.replace(['®', '™', '©'], " ").replace("(R)", " ").replace("(TM)", " ");
    let text = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    SHORT_WINDOWS.replace_all(&text, "windows $1").into_owned()
}

/// The parts of a cell that may name several products.
pub(super) fn parts(text: &str) -> Vec<String> {
    let text = text.replace(" + ", ",").replace(" & ", ",").replace(" and ", ",");
    let parts = text.split([',', ';', '\n', '|']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// Whether a part only says which release or edition of what stands before it.
pub(super) fn is_detail(part: &str) -> bool {
    let part = part.to_lowercase();
    let mut words = part.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '-').filter(|w| !w.is_empty());
    words.all(|word| DETAIL.is_match(word))
}

/// The words of a text that may name a release, without brackets; a `v` before a digit is dropped.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
    let words = words.filter(|word| !word.is_empty()).map(|word| match word.strip_prefix('v') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => word,
    });
    words.map(str::to_owned).collect()
}

/// Whether a word is a version: figures parted by dots, `24h2`.
pub(super) fn is_version(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a version begins with the parts of another: 22.04.4 with 22.04, not 22.041.
pub(super) fn begins_with(version: &str, other: &str) -> bool {
    version.strip_prefix(other).is_some_and(|rest| {
        rest.is_empty()
            || rest.starts_with('.')
            || rest.starts_with(|c: char| c.is_ascii_alphabetic()) && other.contains('.')
    })
}
