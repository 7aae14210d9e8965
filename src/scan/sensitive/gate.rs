//! One cheap pass over a text that tells which patterns can possibly find something in it.

use std::sync::LazyLock;

use crate::scan::{
    clues::{Clues, Marks},
    content::Line,
    needed::hides_words,
};

/// What the letters of a text leave possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gate {
    /// How many digits there are.
    pub digits: usize,
    /// How long the longest word is of what keys are made of.
    word: usize,
    /// Whether a sign stands there that parts a name from its value.
    pub sign: bool,
    /// How many digits stand in a row, with at most one sign between two.
    pub run: usize,
    /// Whether two figures follow two capital letters that begin a word.
    pub capitals: bool,
    /// What the words in it say.
    words: Marks,
}

/// Whether each byte is one of those that keys are made of.
const OF_KEYS: [bool; 256] = {
    let mut of_keys = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let letter = byte as u8;
        of_keys[byte] =
            letter.is_ascii_alphanumeric() || matches!(letter, b'=' | b'+' | b'/' | b'-' | b'_' | b'.' | b'$' | b'*');
        byte += 1;
    }
    of_keys
};

/// Fewer digits make no number of a person.
const DIGITS: usize = 6;

/// Shorter words are no keys.
const LENGTH: usize = 16;

/// Words so long may be keys that nothing before them gives away.
const LONG: usize = 32;

/// One of the words stands there without which no named value is taken for a secret or a day of birth.
const NAME: Marks = 1;
/// One of the words with which keys, tokens and hashes of fewer letters than `LONG` begin.
const KEY: Marks = 2;
/// One of the words before the number of an account or of a person's insurance.
const NUMBER: Marks = 4;
/// Any of them may stand there, with letters that only case makes plain.
const HIDDEN: Marks = 8;

const NAMES: [&str; 28] = [
    "pass",
    "pwd",
    "secret",
    "key",
    "token",
    "psk",
    "birth",
    "born",
    "auth",
    "nhs",
    "securestring",
    "net user",
    "dob",
    "d.ob",
    "d ob",
    "d. ob",
    "do.b",
    "d.o.b",
    "d o.b",
    "d. o.b",
    "do b",
    "d.o b",
    "d o b",
    "d. o b",
    "do. b",
    "d.o. b",
    "d o. b",
    "d. o. b",
];

const KEYS: [&str; 60] = [
    "akia",
    "asia",
    "sig=",
    "authorization",
    "0q~",
    "1q~",
    "2q~",
    "3q~",
    "4q~",
    "5q~",
    "6q~",
    "7q~",
    "8q~",
    "9q~",
    "glpat-",
    "gldt-",
    "glrt-",
    "glsoat-",
    "glcbt-",
    "glptt-",
    "glft-",
    "glimt-",
    "xox",
    "xapp-",
    "webhookb2",
    "k_live_",
    "k_test_",
    "whsec_",
    "gocspx-",
    "sk-ant-",
    "sk-proj-",
    "sk-svcacct-",
    "sq0",
    "hvs.",
    "hvb.",
    "$1$",
    "$5$",
    "$6$",
    "$7$",
    "$8$",
    "$9$",
    "$14$",
    "$y$",
    "$gy$",
    "$2$",
    "$2a$",
    "$2b$",
    "$2x$",
    "$2y$",
    "$apr1$",
    "$sha1$",
    "$scrypt$",
    "$p$",
    "$h$",
    "$s$",
    "$argon2",
    "$dcc2$",
    "$krb5",
    "pbkdf2",
    "scram-sha-256$",
];

/// Hashes in braces.
const HASHES: [&str; 3] = ["{sha", "{ssha", "{smd5"];

const NUMBERS: [&str; 4] = ["sort", "nino", "ni n", "national insurance"];

/// The words of each kind. Those of keys are many, and looked for by themselves.
static WORDS: LazyLock<[Option<Clues>; 2]> = LazyLock::new(|| {
    let marked = |words: &[&'static str], marks: Marks| words.iter().map(|word| (*word, marks)).collect::<Vec<_>>();
    let named = [marked(&NAMES, NAME), marked(&NUMBERS, NUMBER)].concat();
    [Clues::new(&named), Clues::new(&[marked(&KEYS, KEY), marked(&HASHES, KEY)].concat())]
});

/// What the words in each line say.
pub(super) fn words(lines: &[Line]) -> Vec<Marks> {
    let mut all = vec![0; lines.len()];
    for clues in WORDS.iter().flatten() {
        for (all, marks) in all.iter_mut().zip(clues.of(lines)) {
            *all |= marks;
        }
    }
    all
}

impl Gate {
    /// Looks at a text by itself.
    pub(super) fn of(text: &str) -> Self {
        let marks = |clues: &Clues| clues.of_one(text);
        Self::seen(text, WORDS.iter().flatten().map(marks).fold(0, |all, marks| all | marks))
    }

    /// Looks at a text of which it is known what its words say.
    pub(super) fn seen(text: &str, words: Marks) -> Self {
        let bytes = text.as_bytes();
        let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
        let (run, capitals) = if digits < DIGITS { (0, false) } else { numbers(bytes) };
        let sign = bytes.iter().fold(false, |sign, byte| sign | matches!(byte, b'=' | b':' | b'<'));
        let words = if hides_words(text) { words | KEY | NUMBER | HIDDEN } else { words };
        Self { digits, word: longest(bytes), sign, run, capitals, words }
    }

    /// Whether a number of a person or an account can stand there.
    pub(super) fn numbers(self) -> bool {
        self.digits >= DIGITS
    }

    /// Whether a number can stand there that is known by the words before it.
    pub(super) fn named_numbers(self) -> bool {
        self.numbers() && self.words & NUMBER != 0
    }

    /// Whether a key, a token or a hash can.
    pub(super) fn keys(self) -> bool {
        self.word >= LENGTH && (self.words & KEY != 0 || self.word >= LONG)
    }

    /// Whether a word stands there without which no named value is taken for a secret or a day of birth.
    pub(super) fn says_name(self) -> bool {
        self.words & NAME != 0
    }

    /// Whether such a word stands there, or may in other letters.
    pub(super) fn may_say_name(self) -> bool {
        self.words & (NAME | HIDDEN) != 0
    }

    /// Whether a named value can stand there.
    pub(super) fn named(self) -> bool {
        self.says_name() && (self.sign || self.digits >= 2 || self.word >= LENGTH)
    }
}

/// How long the longest word is of what keys are made of; of shorter ones than keys are not all are seen.
fn longest(bytes: &[u8]) -> usize {
    let is_word = |byte: &&u8| OF_KEYS.get(usize::from(**byte)).copied().unwrap_or(false);
    let (mut longest, mut from) = (0, 0);
    // A word so long has one of these letters in it.
    while let Some(letter) = bytes.get(from + LENGTH - 1) {
        let before = bytes.get(from..from + LENGTH - 1).unwrap_or_default();
        let back = if is_word(&letter) { before.iter().rev().take_while(is_word).count() } else { 0 };
        if !is_word(&letter) {
            from += LENGTH;
            continue;
        }
        let after = bytes.get(from + LENGTH..).unwrap_or_default().iter().take_while(is_word).count();
        longest = longest.max(back + 1 + after);
        from += LENGTH + after;
    }
    longest
}

/// How many digits stand in a row, with at most one sign between two that is no letter; and whether two figures follow
/// two capital letters that begin a word, with at most one sign between.
fn numbers(bytes: &[u8]) -> (usize, bool) {
    let at = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied();
    let is_sign = |byte: u8| matches!(byte, b' ' | b'-') || byte >= 128;
    let (mut run, mut longest, mut capitals) = (0, 0, false);
    let mut number = 0;
    while let Some(byte) = bytes.get(number) {
        if !byte.is_ascii_digit() {
            number += 1;
            continue;
        }
        let start = number;
        while bytes.get(number).is_some_and(u8::is_ascii_digit) {
            number += 1;
        }
        // A sign of another alphabet takes two or three bytes.
        let gap = bytes.get(start.saturating_sub(3)..start).unwrap_or_default();
        let wide = gap.iter().rev().take_while(|byte| **byte >= 128).count();
        let gap = if wide > 0 { wide } else { usize::from(gap.last().is_some_and(|byte| is_sign(*byte))) };
        let joined = start > gap && at(start.checked_sub(gap + 1)).is_some_and(|byte| byte.is_ascii_digit());
        run = if joined && gap > 0 { run + (number - start) } else { number - start };
        longest = longest.max(run);
        let two = number - start > 1;
        capitals |= two
            && [0, 1].into_iter().any(|gap| {
                let letter = |back: usize| at(start.checked_sub(gap + back));
                let parted =
                    gap == 0 || at(start.checked_sub(1)).is_some_and(|sign| matches!(sign, b' ' | b'-' | b'.'));
                let capital = |back: usize| letter(back).is_some_and(|byte| byte.is_ascii_uppercase());
                let begins = letter(3).is_none_or(|byte| !byte.is_ascii_alphanumeric() && byte != b'_');
                parted && capital(1) && capital(2) && begins
            });
    }
    (longest, capitals)
}
