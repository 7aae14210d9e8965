//! What two values are compared by: the same person, account or machine is not written alike everywhere.

use crate::scan::content::{Node, Value};
use crate::scan::lookup::Found;
use crate::scan::value;

/// What comes before a name and is none.
const TITLES: [&str; 6] = ["mr", "mrs", "ms", "miss", "mx", "dr"];

/// A value as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scan) struct Key {
    /// The whole of it, without case; the words of a name in one order.
    whole: String,
    /// A machine or account without its domain.
    bare: Option<String>,
}

impl Key {
    /// The words under which a value is filed.
    pub(super) fn filed(&self) -> impl Iterator<Item = String> {
        std::iter::once(self.whole.clone()).chain(self.bare.as_deref().map(without_domain))
    }

    /// The words under which it is sought. With a domain on both sides the domains must be the same.
    pub(super) fn sought(&self) -> impl Iterator<Item = String> {
        let other = self.bare.clone().unwrap_or_else(|| without_domain(&self.whole));
        [self.whole.clone(), other].into_iter()
    }
}

/// A name whose domain is left out is never taken for one that never had any.
fn without_domain(bare: &str) -> String {
    format!("{bare}\u{0}")
}

/// The keys of what a path leads to: one a value, those of lists each by itself. `Err` where some of it was cut off.
pub(in crate::scan) fn keys(found: &Found<'_>) -> Result<Vec<Key>, ()> {
    let all = |parts: Vec<Result<Vec<Key>, ()>>| -> Result<Vec<Key>, ()> {
        Ok(parts.into_iter().collect::<Result<Vec<_>, ()>>()?.into_iter().flatten().collect())
    };
    match found {
        Found::Cut(_) => Err(()),
        Found::Missing => Ok(Vec::new()),
        Found::Each(each) => all(each.iter().map(keys).collect()),
        Found::Value(Node { value: Value::List(list), .. }) => {
            all(list.iter().map(|n| keys(&Found::Value(n))).collect())
        }
        Found::Value(node) if value::is_cut(node) => Err(()),
        Found::Value(node) => Ok(key(node).into_iter().collect()),
    }
}

fn key(node: &Node) -> Option<Key> {
    if value::is_blank(node) || matches!(node.value, Value::Map(_) | Value::List(_)) {
        return None;
    }
    let text = value::words(node).to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches('"').trim_start_matches("mailto:").trim_start_matches("smtp:");
    let whole = name(text).unwrap_or_else(|| text.trim_end_matches('$').to_owned());
    let bare = bare(&whole).map(str::to_owned);
    (!whole.is_empty()).then_some(Key { whole, bare })
}

/// The words of a person's name in one order, whichever way it was written.
fn name(text: &str) -> Option<String> {
    let is_word = |word: &&str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
    let text = text.replacen(',', " ", 1);
    let mut words: Vec<&str> = text.split_whitespace().map(|word| word.trim_end_matches('.')).collect();
    if words.len() > 2 {
        words.retain(|word| !TITLES.contains(word));
    }
    if words.len() < 2 || !words.iter().all(is_word) {
        return None;
    }
    words.sort_unstable();
    Some(words.join(" "))
}

/// `laptop-07` of `laptop-07.rosewood.example` and of `rosewood\laptop-07`.
fn bare(text: &str) -> Option<&str> {
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if let Some((_, name)) = text.split_once('\\') {
        return (!name.is_empty() && name.chars().all(is_host)).then_some(name);
    }
    let (name, domain) = text.split_once('.')?;
    let top = domain.rsplit('.').next().unwrap_or(domain);
    let is_domain = top.chars().next().is_some_and(char::is_alphabetic) && text.chars().all(is_host);
    (is_domain && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::content::Spot;

    #[track_caller]
    fn check(one: &str, other: &str, same: bool) {
        let key = |text: &str| {
            let node = Node { value: Value::Text(text.into()), spot: Spot::Whole };
            keys(&Found::Value(&node)).unwrap().pop().unwrap()
        };
        for (one, other) in [(one, other), (other, one)] {
            let filed: Vec<String> = key(one).filed().collect();
            assert_eq!(key(other).sought().any(|sought| filed.contains(&sought)), same, "{one} and {other}");
        }
    }

    #[test]
    fn the_same_is_not_written_alike_everywhere() {
        check("Ann@Example.org", "ann@example.org ", true);
        check("smtp:ann@example.org", "ann@example.org", true);
        check("Ann Example", "Example, Ann", true);
        check("Ms Ann  Example", "EXAMPLE Ann", true);
        check("Ann-Marie O'Test", "O'Test, Ann-Marie", true);
        check("LAPTOP-07", "laptop-07.rosewood.example", true);
        check("LAPTOP-07$", "laptop-07", true);
        check(r"ROSEWOOD\ann", "ann", true);
        check("1042", "1042", true);
    }

    #[test]
    fn what_only_looks_alike_is_not_the_same() {
        check("ann@example.org", "ann@example.com", false);
        check("Ann Example", "Ann Sample", false);
        check("Ann Example", "Ann", false);
        check("www.rosewood.example", "www.meadow.example", false);
        check(r"PC1\administrator", r"PC2\administrator", false);
        check("10.0.0.1", "10", false);
        check("Ward 1", "1 Ward", false);
    }
}
