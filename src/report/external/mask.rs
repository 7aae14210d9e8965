//! What people typed, without what strangers must not see: names of devices and accounts, paths, addresses.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::model::{Scorecard, SubjectKind};

/// What stands in place of what was left out.
pub(super) const LEFT_OUT: &str = "[left out]";
/// What stands in place of a supplier's name.
const SUPPLIER: &str = "[a supplier]";

/// The names that an assessment knows, by their first word.
pub(super) struct Mask {
    names: BTreeMap<String, Vec<Name>>,
}

/// A name as its words, whatever stands between them.
struct Name {
    words: Vec<String>,
    instead: &'static str,
}

/// A word of a text and where it stands.
struct Word {
    from: usize,
    to: usize,
    text: String,
}

impl Mask {
    /// Knows the subjects of all findings and all evidence files; what the organisation calls itself and its people stays.
    pub(super) fn of(card: &Scorecard) -> Self {
        let mut mask = Self { names: BTreeMap::new() };
        let own = own_names(card);
        let subjects = card.checks.iter().flat_map(|check| &check.findings).map(|finding| &finding.subject);
        for subject in subjects {
            let instead = if subject.kind == SubjectKind::Supplier { SUPPLIER } else { LEFT_OUT };
            // What records call a thing in plain words, such as "Care records", gives nothing away
            if subject.kind != SubjectKind::Thing || !is_plain(&subject.label) {
                mask.learn(&subject.label, instead, &own);
            }
        }
        let attached = card.items().flat_map(|item| &item.evidence).filter(|piece| piece.hash.is_some());
        let paths = card.files.iter().map(|file| &file.path).chain(attached.map(|piece| &piece.what));
        for path in paths {
            mask.learn(path, LEFT_OUT, &own);
            mask.learn(path.rsplit('/').next().unwrap_or(path), LEFT_OUT, &own);
        }
        for names in mask.names.values_mut() {
            names.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.words.cmp(&b.words)));
            names.dedup_by(|a, b| a.words == b.words);
        }
        mask
    }

    fn learn(&mut self, name: &str, instead: &'static str, own: &[Vec<String>]) {
        let words: Vec<String> = words(&clean(name)).into_iter().map(|word| word.text).collect();
        let letters: usize = words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphabetic()).count();
        let Some(first) = words.first().filter(|_| letters >= 2) else { return };
        if own.iter().any(|own| own.windows(words.len()).any(|part| part == words)) {
            return;
        }
        self.names.entry(first.clone()).or_default().push(Name { words: words.clone(), instead });
    }

    /// The text without them.
    pub(super) fn text(&self, text: &str) -> String {
        tokens(&self.without_names(&clean(text)))
    }

    /// The same, where there may be none.
    pub(super) fn maybe(&self, text: &Option<String>) -> Option<String> {
        text.as_deref().map(|text| self.text(text))
    }

    /// The same for several.
    pub(super) fn all(&self, texts: &[String]) -> Vec<String> {
        texts.iter().map(|text| self.text(text)).collect()
    }

    fn without_names(&self, text: &str) -> String {
        let words = words(text);
        let mut out = String::with_capacity(text.len());
        let (mut at, mut copied) = (0, 0);
        while let Some(word) = words.get(at) {
            let rest = &words[at..];
            let holds = |name: &&Name| {
                rest.len() >= name.words.len() && name.words.iter().zip(rest).all(|(own, here)| *own == here.text)
            };
            match self.names.get(&word.text).and_then(|names| names.iter().find(holds)) {
                Some(name) => {
                    let last = &words[at + name.words.len() - 1];
                    out.push_str(&text[copied..word.from]);
                    out.push_str(name.instead);
                    copied = last.to;
                    at += name.words.len();
                }
                None => at += 1,
            }
        }
        out.push_str(&text[copied..]);
        out
    }
}

/// What the organisation is called, and its people: a report names them.
fn own_names(card: &Scorecard) -> Vec<Vec<String>> {
    let organisation = &card.organisation;
    let sites = organisation.sites.iter().map(|site| &site.name);
    let people = organisation.people.iter().map(|holder| &holder.person.name);
    let names = std::iter::once(&organisation.name).chain(&organisation.legal_name).chain(&card.subject);
    let names = names.chain(sites).chain(people);
    names.map(|name| words(&clean(name)).into_iter().map(|word| word.text).collect()).collect()
}

/// Whether a name is nothing but words as anybody writes them: "Office files daily", not "HV off-site copy 2".
fn is_plain(name: &str) -> bool {
    let lower = |word: &str| word.chars().skip(1).all(|c| c.is_lowercase() || matches!(c, ',' | '-'));
    let letters = |word: &str| word.starts_with(char::is_alphabetic) && lower(word);
    let mut words = name.split_whitespace();
    words.next().is_some_and(letters) && words.all(|word| word.starts_with(char::is_lowercase) && lower(word))
}

/// The words of a text in small letters: runs of letters and digits.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        if !open {
            words.push(Word { from: at, to: at, text: String::new() });
        }
        open = true;
        if let Some(word) = words.last_mut() {
            word.to = at + c.len_utf8();
            word.text.extend(c.to_lowercase());
        }
    }
    words
}

/// A text without what can't be seen, in which a name could hide.
fn clean(text: &str) -> String {
    let unseen = |c: &char| {
        (c.is_control() && !c.is_whitespace())
            || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    text.chars().filter(|c| !unseen(c)).map(plain).collect()
}

/// The plain form of letters that only look other.
fn plain(c: char) -> char {
    match c {
        // Full-width forms
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{2010}' | '\u{2011}' | '\u{FE58}' | '\u{FE63}' => '-',
        '\u{2024}' | '\u{FE52}' => '.',
        '\u{2044}' | '\u{2215}' | '\u{29F8}' => '/',
        '\u{FE68}' | '\u{2216}' | '\u{29F5}' => '\\',
        c => c,
    }
}

/// The text without words that are addresses, paths, or look like the name of a device.
fn tokens(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_path = false;
    for piece in text.split_inclusive(char::is_whitespace) {
        let token = piece.trim_end();
        let edges =
            |c: char| matches!(c, '(' | ')' | '“' | '”' | '"' | '\'' | '‘' | '’' | ',' | ';' | '!' | '?' | '<' | '>');
        let core = token.trim_matches(edges).trim_end_matches(['.', ':']);
        // A path goes on behind a blank
        let goes_on = in_path && (core.contains(['/', '\\']));
        let path = is_path(core);
        in_path = path || goes_on;
        if core != LEFT_OUT && !core.is_empty() && (path || goes_on || is_address(core) || is_device(core)) {
            out.push_str(&piece.replacen(core, LEFT_OUT, 1));
        } else {
            out.push_str(piece);
        }
    }
    let twice = format!("{LEFT_OUT} {LEFT_OUT}");
    while out.contains(&twice) {
        out = out.replace(&twice, LEFT_OUT);
    }
    out
}

/// A path, a share, an account of a domain: `C:\Users`, `\\srv\share`, `CARE\jo`, `/etc/passwd`, `~/x`, `it/export.csv`.
fn is_path(token: &str) -> bool {
    let letters = |text: &str| text.chars().any(char::is_alphabetic);
    let mut start = token.chars();
    let drive = matches!((start.next(), start.next()), (Some(letter), Some(':')) if letter.is_ascii_alphabetic())
        && token.chars().nth(2).is_some_and(|c| matches!(c, '/' | '\\'));
    let ending = token.rsplit_once('.').is_some_and(|(name, ending)| {
        !name.is_empty()
            && (2..=5).contains(&ending.len())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
            && letters(ending)
            && letters(name)
    });
    drive
        || token.contains('\\') && letters(token)
        || token.starts_with(['/', '~']) && token.len() > 2 && letters(token) && token.contains('/')
        || token.starts_with("./")
        || token.starts_with("../")
        || token.contains("%\\")
        || token.contains("$env:")
        || token.contains('/') && ending
}

/// An e-mail, web, internet or network card address, or a name with a domain: `a@b.example`, `10.0.0.4`, `dc1.care.example`.
fn is_address(token: &str) -> bool {
    let bare = token.trim_matches(['[', ']']);
    let host = bare.split(['/', '%']).next().unwrap_or(bare);
    let without_port =
        host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(host, _)| host);
    if token.contains("://") || token.contains('@') && token.len() > 2 {
        return true;
    }
    if without_port.trim_matches(['[', ']']).parse::<Ipv4Addr>().is_ok() {
        return true;
    }
    if host.matches(':').count() >= 2 && host.parse::<Ipv6Addr>().is_ok() {
        return true;
    }
    let card: Vec<&str> = bare.split([':', '-']).collect();
    if card.len() == 6 && card.iter().all(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_hexdigit())) {
        return true;
    }
    let parts: Vec<&str> = without_port.split('.').collect();
    let label = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let last = parts.last().is_some_and(|last| last.chars().count() >= 2 && last.chars().all(char::is_alphabetic));
    parts.len() >= 2 && last && parts.iter().all(label) && parts.iter().any(|part| part.chars().count() >= 3)
}

/// What looks like the name of a device: `LAPTOP-07`, `srv_1`, `CARE-SRV`.
fn is_device(token: &str) -> bool {
    let token = token.strip_suffix("'s").or_else(|| token.strip_suffix("’s")).unwrap_or(token);
    let parts: Vec<&str> = token.split(['-', '_']).collect();
    let word = |part: &&str| !part.is_empty() && part.chars().all(char::is_alphanumeric);
    if parts.len() < 2 || !parts.iter().all(word) || !token.starts_with(char::is_alphabetic) {
        return false;
    }
    let digits = token.chars().any(|c| c.is_ascii_digit());
    let capitals = parts.iter().all(|part| part.len() >= 2 && part.chars().all(|c| c.is_uppercase()));
    digits || capitals
}

#[cfg(test)]
mod tests;
