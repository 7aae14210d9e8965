//! What a value of a tree says, in the terms in which checks ask: number, day, yes or no, words, nothing.

use std::sync::LazyLock;

use regex::Regex;

use super::content::{Node, Value};
use super::days::{self, Days, NoDay};
use super::expect::Scalar;

/// What people and products write when there is nothing to say.
const BLANKS: [&str; 26] = [
    "",
    "-",
    "--",
    "---",
    "–",
    "—",
    ".",
    "..",
    "...",
    "…",
    "?",
    "??",
    "???",
    "n/a",
    "na",
    "n.a.",
    "none",
    "nil",
    "null",
    "tbc",
    "tba",
    "tbd",
    "unknown",
    "n/k",
    "not known",
    "to be confirmed",
];
const YES: [&str; 19] = [
    "true",
    "yes",
    "y",
    "t",
    "on",
    "1",
    "enabled",
    "enable",
    "active",
    "activated",
    "running",
    "encrypted",
    "enforced",
    "enrolled",
    "ticked",
    "✓",
    "✔",
    "☑",
    "✅",
];
const NO: [&str; 24] = [
    "false",
    "no",
    "n",
    "f",
    "off",
    "0",
    "disabled",
    "disable",
    "inactive",
    "deactivated",
    "not enabled",
    "not active",
    "not running",
    "stopped",
    "not encrypted",
    "unencrypted",
    "not enforced",
    "not enrolled",
    "✗",
    "✘",
    "☒",
    "☐",
    "❌",
    "×",
];

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?").expect("the pattern is our own"));

/// The words of a value as it stood there; lists joined by commas.
pub(super) fn words(node: &Node) -> String {
    match &node.value {
        Value::Null => String::new(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => figure(*number),
        Value::Text(text) => text.trim().to_owned(),
        Value::Day(day) => crate::model::written(*day),
        Value::List(list) => list.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Map(_) => "several values".into(),
    }
}

/// A value for a message: masked, and cut where it is long.
pub(super) fn shown(node: &Node) -> String {
    mask(&words(node).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A text for a message: masked, and cut where it is long.
pub(super) fn mask(text: &str) -> String {
    super::sensitive::mask(text)
}

/// A number as people write it: no `.0` behind a whole one.
pub(super) fn figure(number: f64) -> String {
    format!("{number}")
}

/// Whether there is no value at all, or an empty one.
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        Value::List(list) => list.is_empty(),
        Value::Map(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Day(_) => false,
    }
}

/// Whether it is empty or only says that nothing is known: "n/a", "tbc", "-".
pub(super) fn is_blank(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => BLANKS.contains(&text.trim().to_lowercase().as_str()),
        Value::List(list) => list.iter().all(is_blank),
        Value::Null | Value::Map(_) | Value::Bool(_) | Value::Number(_) | Value::Day(_) => is_empty(node),
    }
}

/// Whether PowerShell cut the value off, so that nobody knows what it was.
pub(super) fn is_cut(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => {
            let text = text.trim();
            text.starts_with("@{") && text.ends_with('}')
                || text.starts_with("System.Collections.")
                || text.starts_with("Microsoft.Graph.PowerShell.Models.")
                || text.starts_with("System.") && text.ends_with("[]")
        }
        Value::List(list) => list.iter().any(is_cut),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Day(_) | Value::Map(_) => false,
    }
}

/// The first number in a value.
pub(super) fn number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => {
            let found = NUMBER.find(text)?;
            let size: f64 = found.as_str().replace(',', "").parse().ok()?;
            let before = text.get(..found.start())?;
            let minus = before
                .strip_suffix(['-', '−'])
                .is_some_and(|rest| rest.chars().next_back().is_none_or(char::is_whitespace));
            Some(if minus { -size } else { size })
        }
        Value::Null | Value::Bool(_) | Value::Day(_) | Value::List(_) | Value::Map(_) => None,
    }
}

/// The day, or the month of days, that a value means.
pub(super) fn days(node: &Node) -> Result<Days, NoDay> {
    match &node.value {
        Value::Day(day) => Ok(Days::one(*day)),
        Value::Text(text) => days::parse(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => Err(NoDay::NotADate),
    }
}

/// The time of day that stands behind a day, as minutes; 0 when there is none.
pub(super) fn time_of_day(node: &Node) -> u32 {
    static TIME: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)\b(\d{1,2}):(\d{2})(?::\d{2})?\s*(am|pm)?").expect("the pattern is our own"));
    let Value::Text(text) = &node.value else { return 0 };
    let Some(found) = TIME.captures(text) else { return 0 };
    let part = |at: usize| found.get(at).and_then(|m| m.as_str().parse::<u32>().ok()).unwrap_or_default();
    let hour = match found.get(3).map(|half| half.as_str().to_lowercase()).as_deref() {
        Some("am") => part(1) % 12,
        Some("pm") => part(1) % 12 + 12,
        _ => part(1),
    };
    hour * 60 + part(2)
}

/// Whether a value says yes or no; nothing when it says neither.
pub(super) fn switch(node: &Node) -> Option<bool> {
    match &node.value {
        Value::Bool(truth) => Some(*truth),
        Value::Number(number) if *number == 1.0 => Some(true),
        Value::Number(number) if *number == 0.0 => Some(false),
        Value::Text(text) => {
            let text = text.trim().trim_end_matches('.').to_lowercase();
            if YES.contains(&text.as_str()) {
                Some(true)
            } else if NO.contains(&text.as_str()) {
                Some(false)
            } else {
                None
            }
        }
        Value::Null | Value::Number(_) | Value::Day(_) | Value::List(_) | Value::Map(_) => None,
    }
}

/// Whether a value is the one that a check names: numbers as numbers, text without case.
pub(super) fn equals(node: &Node, wanted: &Scalar) -> bool {
    match (&node.value, wanted) {
        (Value::Null, Scalar::Text(text)) => text.is_empty(),
        (Value::Bool(truth), Scalar::Bool(wanted)) => truth == wanted,
        (Value::Number(number), Scalar::Number(wanted)) => number == wanted,
        (Value::Number(number), Scalar::Text(text)) => text.trim().parse() == Ok(*number),
        (Value::Text(text), Scalar::Number(wanted)) => text.trim().replace(',', "").parse() == Ok(*wanted),
        (Value::Text(text), Scalar::Text(wanted)) => same(text, wanted) || same_number(text, wanted),
        (Value::Text(text), Scalar::Bool(wanted)) => same(text, &wanted.to_string()),
        (Value::Bool(truth), Scalar::Text(wanted)) => same(&truth.to_string(), wanted),
        (Value::Day(day), Scalar::Text(wanted)) => days::parse(wanted) == Ok(Days::one(*day)),
        (Value::Null | Value::Day(_) | Value::List(_) | Value::Map(_), _)
        | (Value::Bool(_), Scalar::Number(_))
        | (Value::Number(_), Scalar::Bool(_)) => false,
    }
}

fn same(text: &str, wanted: &str) -> bool {
    text.trim().to_lowercase() == wanted.trim().to_lowercase()
}

fn same_number(text: &str, wanted: &str) -> bool {
    match (text.trim().parse::<f64>(), wanted.trim().parse::<f64>()) {
        (Ok(number), Ok(wanted)) => number == wanted,
        _ => false,
    }
}

/// Whether a text holds another as words of its own.
///
/// A dot between letters joins words, so that `TLSv1` is not found in `TLSv1.2`; a `-` or `!` at the front of a word
/// takes it out, as in `all -SSLv3` and `HIGH:!MD5`.
pub(super) fn holds_word(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.trim().to_lowercase());
    if word.is_empty() {
        return false;
    }
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(&word).any(|(start, found)| {
        let (before, after) = (&text[..start], &text[start + found.len()..]);
        let mut back = before.chars().rev();
        let front = match (back.next(), back.next()) {
            (None, _) => true,
            (Some(c), _) if joins(c) && word.starts_with(joins) => false,
            (Some('.'), Some(c)) => !c.is_alphanumeric(),
            (Some('-' | '!'), second) => second.is_some_and(|c| joins(c) || c == ')'),
            (Some(_), _) => true,
        };
        let mut ahead = after.chars();
        let end = match (ahead.next(), ahead.next()) {
            (None, _) => true,
            (Some(c), _) if joins(c) && word.ends_with(joins) => false,
            (Some('.'), Some(c)) => !c.is_alphanumeric(),
            (Some(_), _) => true,
        };
        front && end
    })
}

/// A value of a check as a value of a tree, so that a default is judged as if it stood in the file.
pub(super) fn of_scalar(scalar: &Scalar) -> Value {
    match scalar {
        Scalar::Bool(truth) => Value::Bool(*truth),
        Scalar::Number(number) => Value::Number(*number),
        Scalar::Text(text) => Value::Text(text.clone()),
    }
}

/// A value of a check in words.
pub(super) fn scalar_words(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Bool(truth) => truth.to_string(),
        Scalar::Number(number) => figure(*number),
        Scalar::Text(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::content::Spot;
    use super::*;

    fn text(text: &str) -> Node {
        Node { value: Value::Text(text.into()), spot: Spot::Whole }
    }

    #[test]
    fn the_first_number_in_a_text_counts() {
        for (given, expected) in [
            ("12", Some(12.0)),
            ("12 characters", Some(12.0)),
            ("1,024", Some(1024.0)),
            ("90%", Some(90.0)),
            ("-1", Some(-1.0)),
            ("8-12", Some(8.0)),
            ("3.5 GB", Some(3.5)),
            ("Never", None),
            ("", None),
            ("1,5", Some(1.0)),
            ("v3", Some(3.0)),
            ("4294967295", Some(4_294_967_295.0)),
        ] {
            assert_eq!(number(&text(given)), expected, "{given:?}");
        }
    }

    #[test]
    fn yes_and_no_are_known_by_their_words_and_nothing_else_is_either() {
        for yes in ["Yes", "TRUE", "on", "1", "Enabled", "✓", " active "] {
            assert_eq!(switch(&text(yes)), Some(true), "{yes}");
        }
        for no in ["No", "False", "OFF", "0", "disabled", "not encrypted", "✗"] {
            assert_eq!(switch(&text(no)), Some(false), "{no}");
        }
        for neither in ["", "maybe", "x", "2", "N/A", "pending"] {
            assert_eq!(switch(&text(neither)), None, "{neither}");
        }
    }

    #[test]
    fn words_are_found_at_word_bounds_only() {
        for (given, word, expected) in [
            ("TLSv1.2 TLSv1.3", "TLSv1", false),
            ("TLSv1 TLSv1.2", "TLSv1", true),
            ("-all +TLSv1.2", "TLSv1.2", true),
            ("all -SSLv3", "SSLv3", false),
            ("HIGH:!aNULL:!MD5", "MD5", false),
            ("ECDHE-RSA-RC4-SHA", "RC4", true),
            ("multi-factor", "factor", true),
            ("silicon", "ico", false),
            ("publickey,keyboard-interactive", "publickey", true),
            ("Ends here.", "here", true),
            ("a", "", false),
            ("max-age=1; [OS Volume]", "os volume", true),
            ("ŵŵ x", "x", true),
        ] {
            assert_eq!(holds_word(given, word), expected, "{word:?} in {given:?}");
        }
    }

    #[test]
    fn values_equal_as_people_mean_them() {
        assert!(equals(&text("Enabled "), &Scalar::Text("enabled".into())));
        assert!(equals(&text("1"), &Scalar::Number(1.0)));
        assert!(equals(&text("1,024"), &Scalar::Number(1024.0)));
        assert!(equals(&text("True"), &Scalar::Bool(true)));
        assert!(!equals(&text("enabledForReportingButNotEnforced"), &Scalar::Text("enabled".into())));
        assert!(!equals(&text("yes"), &Scalar::Bool(true)));
    }

    #[test]
    fn powershell_leaves_marks_where_it_cuts() {
        for cut in ["@{IncludeUsers=System.Object[]}", "System.Object[]", "System.Collections.Hashtable"] {
            assert!(is_cut(&text(cut)), "{cut}");
        }
        assert!(!is_cut(&text("System Access")));
    }

    #[test]
    fn placeholders_are_blank_but_not_empty() {
        assert!(is_blank(&text("TBC")) && !is_empty(&text("TBC")));
        assert!(is_blank(&text("n/a")) && !is_blank(&text("Manager")));
    }
}
