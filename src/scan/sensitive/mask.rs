//! Texts made fit for a report: personal data and secrets hidden, nothing invisible, no longer than a line.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    find::{Caution, find},
    keys,
    kind::Kind,
};

/// How many characters of a value are shown.
const LONGEST: usize = 120;

/// A text made fit for a report: personal data and secrets hidden, nothing invisible in it, no longer than a line.
pub(crate) fn mask(text: &str) -> String {
    // What lies far behind the cut need not be looked at.
    let near: String = text.chars().take(4_000).collect();
    let hide = |text: &str| uncode(&hide(text));
    let mut masked = shorten(&hide(&show(&near)));
    // Cutting can bring forth what looks like a number; a few rounds always settle it.
    for _ in 0..4 {
        let again = shorten(&hide(&masked));
        if again == masked {
            break;
        }
        masked = again;
    }
    masked
}

/// A title made fit for a report: as `mask`, and who is called Mr, Mrs, Miss, Ms, Mx or Dr is not named.
pub(crate) fn mask_title(text: &str) -> String {
    static CALLED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\b(Mr|Mrs|Miss|Ms|Mx|Dr)\b\.?((?:[ \u{a0}]+\p{Lu}[\pL'’\-]*\.?){1,3})")
            .expect("the pattern is our own")
    });
    mask(&CALLED.replace_all(text, "$1 [name]"))
}

/// The name of a file or folder made fit for a report: addresses, numbers and secrets hidden, its end kept.
pub fn mask_name(path: &str) -> String {
    let part = |part: &str| {
        let plain = part.replace('_', " ");
        let (stem, end) =
            part.rsplit_once('.').filter(|(stem, end)| !stem.is_empty() && end.len() < 6).unwrap_or((part, ""));
        let dot = if end.is_empty() { "" } else { "." };
        match (hide(stem), hide(plain.strip_suffix(&format!(".{end}")).unwrap_or(&plain))) {
            (hidden, _) if hidden != stem => format!("{hidden}{dot}{end}"),
            (_, hidden) if hidden != stem.replace('_', " ") => format!("{hidden}{dot}{end}"),
            _ => part.to_owned(),
        }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Invisible characters made visible or, where they stand for nothing, left out.
fn show(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => shown.push(' '),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                shown.push_str(&unicode(letter));
            }
            _ if letter.is_control() => shown.push_str(&unicode(letter)),
            _ => shown.push(letter),
        }
    }
    shown
}

fn unicode(letter: char) -> String {
    format!("\\u{{{:X}}}", u32::from(letter))
}

/// Personal data and secrets hidden, all else left as it is.
pub(crate) fn hide(text: &str) -> String {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"([\pL\pN_])[\pL\pN._%+'’-]*@([\pL\pN-]+(?:\.[\pL\pN-]+)*)").expect("the pattern is our own")
    });
    let mut hidden = String::with_capacity(text.len());
    let mut from = 0;
    for found in find(text, Caution::Hide) {
        hidden.push_str(text.get(from..found.range.start).unwrap_or(""));
        let name = if found.kind == Kind::ConnectionString { Kind::Password.name() } else { found.kind.name() };
        hidden.push('[');
        hidden.push_str(name);
        hidden.push(']');
        from = found.range.end;
    }
    hidden.push_str(text.get(from..).unwrap_or(""));
    let address = |found: &regex::Captures<'_>| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        // Ciphers and key types carry the names of their makers, not of people.
        match part(2) {
            "openssh.com" | "libssh.org" => part(0).to_owned(),
            _ => format!("{}…@…", part(1)),
        }
    };
    ADDRESS.replace_all(&hidden, address).into_owned()
}

/// Long words that no person wrote are not for a report, whatever they are.
fn uncode(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for range in keys::coded(text) {
        shown.push_str(text.get(from..range.start).unwrap_or(""));
        shown.push_str("[coded text]");
        from = range.end;
    }
    shown.push_str(text.get(from..).unwrap_or(""));
    shown
}

/// Cuts what is too long, and says so by three dots.
fn shorten(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}
