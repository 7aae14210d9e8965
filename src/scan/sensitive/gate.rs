//! One cheap pass over a text that tells which patterns can possibly find something in it.

use std::sync::LazyLock;

use regex::Regex;

/// What the letters of a text leave possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gate {
    /// How many digits there are.
    pub digits: usize,
    /// How long the longest word is of what keys are made of.
    pub word: usize,
    /// Whether a sign stands there that parts a name from its value.
    pub sign: bool,
}

const DIGIT: u8 = 1;
const SIGN: u8 = 2;
const WORD: u8 = 4;

/// What each byte is.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let letter = byte as u8;
        classes[byte] = match letter {
            b'0'..=b'9' => DIGIT | WORD,
            b'=' => SIGN | WORD,
            b':' | b'<' => SIGN,
            b'A'..=b'Z' | b'a'..=b'z' | b'+' | b'/' | b'-' | b'_' | b'.' | b'$' | b'*' => WORD,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// Fewer digits make no number of a person.
const DIGITS: usize = 6;

/// Shorter words are no keys.
const LENGTH: usize = 16;

impl Gate {
    /// Looks at every byte once.
    pub(super) fn of(text: &str) -> Self {
        let (mut digits, mut signs, mut word, mut longest) = (0, 0, 0, 0);
        for byte in text.bytes() {
            let class = CLASSES.get(usize::from(byte)).copied().unwrap_or(0);
            digits += usize::from(class & DIGIT);
            signs |= class;
            word = if class & WORD == 0 { 0 } else { word + 1 };
            longest = word.max(longest);
        }
        Self { digits, word: longest, sign: signs & SIGN != 0 }
    }

    /// Whether a number of a person or an account can stand there.
    pub(super) fn numbers(self) -> bool {
        self.digits >= DIGITS
    }

    /// Whether a key, a token or a hash can.
    pub(super) fn keys(self) -> bool {
        self.word >= LENGTH
    }

    /// Whether a named value can: the name is still to be looked for.
    pub(super) fn named(self) -> bool {
        self.sign || self.digits >= 2 || self.keys()
    }
}

/// Whether one of the words stands in a text without which no named value is taken for a secret or a day of birth.
pub(super) fn has_name(text: &str) -> bool {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i-u)pass|pwd|secret|key|token|psk|birth|born|d\.? ?o\.? ?b|auth|nhs|securestring|net user")
            .expect("our own pattern")
    });
    NAME.is_match(text)
}
