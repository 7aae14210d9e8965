//! What stands in a text wherever an expression matches it: words that are found for many expressions in one quick pass,
//! so that few texts are held against the expressions themselves.

use std::cmp::Reverse;

use regex_syntax::hir::{Hir, HirKind};

/// Fewer letters stand in nearly every text.
const SHORTEST: usize = 2;

/// Letters beside plain ones that are taken for plain ones where case does not count.
const PLAIN_WITHOUT_CASE: [char; 2] = ['\u{17f}', '\u{212a}'];

/// Words in lower case of which one stands, whatever its case, in every text that the expression matches; none when
/// there are no such words.
pub(super) fn needed(pattern: &str) -> Option<Vec<String>> {
    words(&regex_syntax::parse(pattern).ok()?)
}

/// Whether a text may match although the words do not stand there in plain letters.
pub(super) fn hides_words(text: &str) -> bool {
    !text.is_ascii() && text.contains(PLAIN_WITHOUT_CASE)
}

fn words(part: &Hir) -> Option<Vec<String>> {
    match part.kind() {
        HirKind::Literal(literal) => {
            let word = str::from_utf8(&literal.0).ok()?.to_lowercase();
            (word.len() >= SHORTEST).then(|| vec![word])
        }
        HirKind::Capture(group) => words(&group.sub),
        HirKind::Repetition(repeated) if repeated.min > 0 => words(&repeated.sub),
        HirKind::Alternation(ways) => {
            let mut all: Vec<String> = ways.iter().map(words).collect::<Option<Vec<_>>>()?.concat();
            all.sort();
            all.dedup();
            Some(all)
        }
        // The longest words are the rarest.
        HirKind::Concat(parts) => {
            let shortest = |words: &[String]| words.iter().map(String::len).min();
            parts.iter().filter_map(words).max_by_key(|words| (shortest(words), Reverse(words.len())))
        }
        HirKind::Repetition(_) | HirKind::Class(_) | HirKind::Look(_) | HirKind::Empty => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, expected: &[&str]) {
        assert_eq!(needed(pattern).unwrap_or_default(), expected, "{pattern}");
    }

    #[test]
    fn the_longest_words_of_an_expression_are_needed() {
        check(r"^\s*Lockout threshold\s*:", &["lockout threshold"]);
        check(r"^ID=", &["id="]);
        check(r"(yes|no)\s+DEFAULT", &["default"]);
        check(r"Cafés?\b", &["café"]);
    }

    #[test]
    fn of_several_ways_each_has_its_word() {
        check(r"^(Critical|Low)/Sec", &["/sec"]);
        check(r"^\[(sshd|DEFAULT)\]$", &["default", "sshd"]);
        check(r"(?:re)?(?:view|port)+", &["port", "view"]);
    }

    #[test]
    fn what_may_be_missing_is_not_needed() {
        check(r"(abc)?\d+", &[]);
        check(r"(abc|\d)x", &[]);
        check(r"[a-z]+", &[]);
        check(r"(", &[]);
    }

    #[test]
    fn letters_that_only_case_makes_plain_are_told() {
        assert!(hides_words("\u{212a}ey"));
        assert!(!hides_words("José"));
    }
}
