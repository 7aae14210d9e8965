//! Words made safe for HTML; and the numbers of items that lead to them.

use super::super::{
    blocks::{Inline, plain},
    escape::is_unseen,
};
use super::body::Writer;

/// Words before a number that say that an item is meant, and not a version of something.
const LEADING_WORDS: [&str; 10] = ["and", "for", "from", "in", "item", "items", "or", "see", "to", "under"];

/// Text as it is read: nothing in it is markup, and what cannot be seen is shown.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if is_unseen(c) => out.push_str(&format!("\\u{{{:X}}}", u32::from(c))),
            c => out.push(c),
        }
    }
}

/// The text as it is read, by itself.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape(text, &mut out);
    out
}

/// The words as a sentence begins.
pub(super) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

impl Writer<'_> {
    /// A line of words.
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.words(text),
                Inline::Emphasis(inner) => self.tagged("em", inner),
                Inline::Strong(inner) => self.tagged("strong", inner),
                Inline::Code(text) => {
                    self.raw("<code>");
                    escape(text, &mut self.out);
                    self.raw("</code>");
                }
                Inline::Link { address, inlines } => self.link(address, inlines),
                Inline::Break => self.raw("<br>"),
            }
        }
    }

    /// A line of words with nothing in it that leads away.
    pub(super) fn unlinked(&mut self, inlines: &[Inline]) {
        let links = std::mem::replace(&mut self.links, false);
        self.inlines(inlines);
        self.links = links;
    }

    fn tagged(&mut self, tag: &str, inlines: &[Inline]) {
        self.raw(&format!("<{tag}>"));
        self.inlines(inlines);
        self.raw(&format!("</{tag}>"));
    }

    fn link(&mut self, address: &str, inlines: &[Inline]) {
        let words = plain(inlines);
        match safe(address).filter(|_| self.links && !words.trim().is_empty()) {
            Some(address) => {
                self.raw("<a href=\"");
                escape(&address, &mut self.out);
                self.raw("\" rel=\"noopener noreferrer\">");
                self.unlinked(inlines);
                self.raw("</a>");
            }
            None => {
                self.inlines(inlines);
                if !address.is_empty() && address != words {
                    escape(&format!(" ({address})"), &mut self.out);
                }
            }
        }
    }

    /// Running words, in which the numbers of items lead to them.
    fn words(&mut self, text: &str) {
        let mut done = 0;
        let places = if self.links { Some(self.places) } else { None };
        for (at, token) in tokens(text) {
            let Some(place) = places.and_then(|places| places.get(token)) else { continue };
            if !means_item(token, &text[..at]) {
                continue;
            }
            let link = format!("<a href=\"#{}\">{}</a>", escaped(&fragment(place)), escaped(token));
            escape(&text[done..at], &mut self.out);
            self.raw(&link);
            done = at + token.len();
        }
        escape(&text[done..], &mut self.out);
    }
}

/// The words of a text with where they begin, without the marks around them.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_mark = |c: char| c.is_whitespace() || ",;:()[]“”‘’\"'".contains(c);
    let mut at = 0;
    text.split(is_mark).filter_map(move |token| {
        let begins = at;
        let after = text.get(begins + token.len()..).and_then(|rest| rest.chars().next());
        at = begins + token.len() + after.map_or(0, char::len_utf8);
        let token = token.trim_end_matches('.');
        (!token.is_empty()).then_some((begins, token))
    })
}

/// Whether a number that is also that of an item means the item: "for 4.5.3" does, "version 4.5.3" does not.
fn means_item(token: &str, before: &str) -> bool {
    let before = before.trim_end();
    let number = token.chars().all(|c| c.is_ascii_digit());
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    !number
        && (before.is_empty()
            || before.ends_with([',', ';', ':', '(', '–', '“'])
            || LEADING_WORDS.contains(&last.to_lowercase().as_str()))
}

/// An address that may be followed, with nothing in it that an address cannot hold.
fn safe(address: &str) -> Option<String> {
    let scheme = address.split_once(':')?.0.to_ascii_lowercase();
    let rest = address.get(scheme.len() + 1..)?;
    let known = match scheme.as_str() {
        "http" | "https" => rest.starts_with("//") && rest.len() > 2,
        "mailto" => !rest.is_empty(),
        _ => false,
    };
    known.then(|| format!("{scheme}:{}", encode(rest, "-._~:/?#@!$&'()*+,;=%")))
}

/// What stands after the `#` of a link to a place in the page.
pub(super) fn fragment(place: &str) -> String {
    encode(place, "-._~:/?@!$&'()*+,;=")
}

fn encode(text: &str, allowed: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match char::from(byte) {
            c if c.is_ascii_alphanumeric() || allowed.contains(c) => out.push(c),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, expected: Option<&str>) {
        assert_eq!(safe(address).as_deref(), expected, "{address:?}");
    }

    #[test]
    fn only_addresses_of_pages_and_people_are_followed() {
        check("https://example.org/a?b=c&d#e", Some("https://example.org/a?b=c&d#e"));
        check("HTTP://example.org", Some("http://example.org"));
        check("mailto:ann@example.org", Some("mailto:ann@example.org"));
        check("https://example.org/a \"b\"[\u{202e}", Some("https://example.org/a%20%22b%22%5B%E2%80%AE"));
        let others =
            ["javascript:alert(1)", "JavaScript:alert(1)", " https://a", "data:text/html,x", "file:///etc/passwd"];
        for address in others.iter().chain(&["//example.org", "a.html", "#x", "https:", "https://", "mailto:", ""]) {
            check(address, None);
        }
    }

    #[test]
    fn a_number_means_an_item_where_the_words_before_it_say_so() {
        for before in ["", "Still to be met: ", "Still to be met: 2.2.1, ", "For ", "(", "see ", "1.1.1 and "] {
            assert!(means_item("4.5.3", before), "{before:?}");
        }
        for before in ["version ", "Windows ", "v", "found "] {
            assert!(!means_item("4.5.3", before), "{before:?}");
        }
        assert!(!means_item("4", "For "));
    }

    #[test]
    fn tells_the_words_of_a_text_apart() {
        let found: Vec<(usize, &str)> = tokens("For 1.1.1, (2.2) and é “3.3.”.").collect();
        assert_eq!(found, [(0, "For"), (4, "1.1.1"), (12, "2.2"), (17, "and"), (21, "é"), (27, "3.3")]);
    }
}
