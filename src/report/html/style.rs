//! The style sheet of a page, and the hash by which its policy lets this one in and no other.

use sha2::{Digest, Sha256};

/// The look; the colours are those of the PDF.
const SHEET: &str = include_str!("style.css");

/// The style of one page.
pub(super) struct Style {
    /// The sheet.
    pub(super) text: String,
    /// What the policy says of it.
    pub(super) source: String,
}

impl Style {
    /// The look, with a rule for each state that items are filtered by.
    pub(super) fn new(states: usize) -> Self {
        let mut text = String::from("\n");
        for line in SHEET.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("/*")) {
            text.push_str(line);
            text.push('\n');
        }
        // Paper shows every item; and what a link leads to is shown whatever is chosen
        text.push_str("@media screen {\n");
        for number in 1..=states {
            text.push_str(&format!(
                "body:has(#show-{number}:checked) :is(.item:not(.s{number}, :target), \
                 .group:not(:has(.s{number}, :target), :target)) {{ display: none; }}\n"
            ));
        }
        text.push_str("}\n");
        let source = format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())));
        Self { text, source }
    }
}

/// The bytes in the alphabet that policies write hashes in.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(group.get(at).copied().unwrap_or(0)));
        for letter in 0..4 {
            let value = bits >> (18 - 6 * letter) & 63;
            out.push(if letter <= group.len() { char::from(LETTERS[value]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_bytes_as_policies_want_them() {
        for (bytes, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }

    #[test]
    fn brings_nothing_from_elsewhere() {
        let text = Style::new(3).text;
        for word in ["url(", "@import", "@font-face", "</", "//"] {
            assert!(!text.contains(word), "{word}");
        }
    }
}
