//! What may stand in a line, seen in one pass over it, so that few lines are held against the patterns that cost time.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// What a line may hold. A hint may be wrong where it is given, never where it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    Key,
    Recovery,
    Hash,
    Bank,
    Nhs,
    Insurance,
    AccessKey,
    Connection,
    Password,
}

/// The hints of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints(u16);

impl Hints {
    const ALL: Self = Self(u16::MAX);

    pub(super) fn has(self, hint: Hint) -> bool {
        self.0 & Self::bit(hint) != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self == Self::default()
    }

    fn add(&mut self, hint: Hint) {
        self.0 |= Self::bit(hint);
    }

    fn bit(hint: Hint) -> u16 {
        1 << u16::from(hint as u8)
    }
}

/// Words of which a line has one, without case, if it holds such a thing.
const WORDS: &[(Hint, &[&str])] = &[
    (Hint::Key, &["-----begin", "putty-user-key"]),
    (Hint::Hash, &["$1$", "$5$", "$6$", "$7$", "$y$", "$gy$", "$2", "$apr1$", "$sha1$", "$scrypt$", "$argon2", ":::"]),
    (Hint::Bank, &["sort"]),
    (Hint::AccessKey, &["akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"]),
    (Hint::Connection, &["://", "password", "pwd", "accountkey", "sharedaccesskey"]),
    (Hint::Password, &["pass", "pwd", "secret", "api", "token", "psk"]),
];

struct Known {
    search: AhoCorasick,
    hints: Vec<Hint>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let all = || WORDS.iter().flat_map(|(hint, words)| words.iter().map(|word| (*hint, *word)));
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA));
    let search = builder.build(all().map(|(_, word)| word)).expect("the words are our own");
    Known { search, hints: all().map(|(hint, _)| hint).collect() }
});

/// What a line may hold.
pub(super) fn of(text: &str) -> Hints {
    // Signs other than plain ones part figures, and letters have more forms.
    if !text.is_ascii() {
        return Hints::ALL;
    }
    let mut hints = Hints::default();
    for found in KNOWN.search.find_overlapping_iter(text) {
        if let Some(hint) = KNOWN.hints.get(found.pattern().as_usize()) {
            hints.add(*hint);
        }
    }
    figures(text.as_bytes(), &mut hints);
    hints
}

/// Runs of figures tell of numbers by their lengths.
fn figures(bytes: &[u8], hints: &mut Hints) {
    let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_uppercase);
    let (mut at, mut all) = (0, 0);
    // The lengths of the two runs before, where one sign parts each from the next.
    let (mut one, mut two) = (0, 0);
    let mut end = None;
    while at < bytes.len() {
        let length = bytes.iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
        if length == 0 {
            at += 1;
            continue;
        }
        if end.is_none_or(|end: usize| end + 1 != at) {
            (one, two) = (0, 0);
        }
        all += length;
        if length == 10 || (one, two, length) == (3, 3, 4) {
            hints.add(Hint::Nhs);
        }
        let (near, far) = (at.checked_sub(1), at.checked_sub(2));
        let together = letter(near) && letter(far);
        let apart = letter(far) && letter(at.checked_sub(3));
        if (together || apart) && matches!(length, 2 | 4 | 6) {
            hints.add(Hint::Insurance);
        }
        (one, two) = (two, length);
        at += length;
        end = Some(at);
    }
    if all >= 48 {
        hints.add(Hint::Recovery);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[Hint]) {
        use Hint::{AccessKey, Bank, Connection, Hash, Insurance, Key, Nhs, Password, Recovery};
        let all = [Key, Recovery, Hash, Bank, Nhs, Insurance, AccessKey, Connection, Password];
        let hints = of(text);
        assert_eq!(all.into_iter().filter(|hint| hints.has(*hint)).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn plain_lines_hint_at_nothing() {
        check("2026-03-04T09:15:00Z srv-1 backup[71]: done from 192.0.2.7 port 71 status ok", &[]);
        check("We review this policy every year, on 4 March.", &[]);
        check("", &[]);
    }

    #[test]
    fn every_number_is_seen_by_its_figures() {
        for text in ["9990000018", "999 000 0018", "NHS: 999-000-0018.", "(999 000 0018)"] {
            check(text, &[Hint::Nhs]);
        }
        check("call 07700 900123", &[]);
        for text in ["QQ123456C", "QQ 12 34 56 C", "QQ-123456-C", "x QQ12 3456C"] {
            check(text, &[Hint::Insurance]);
        }
        check("123456-123456-123456-123456-123456-123456-123456-123456", &[Hint::Recovery]);
    }

    #[test]
    fn words_are_seen_whatever_their_case() {
        check("PASSWORD: x", &[Hint::Connection, Hint::Password]);
        check("Sort code 12-34-56", &[Hint::Bank]);
        check("-----BEGIN RSA PRIVATE KEY-----", &[Hint::Key]);
        check("root:$6$abc", &[Hint::Hash]);
        check("ftp://a", &[Hint::Connection]);
    }

    #[test]
    fn other_signs_than_plain_ones_hint_at_everything() {
        assert_eq!(of("999\u{a0}000\u{a0}0018"), Hints::ALL);
    }
}
