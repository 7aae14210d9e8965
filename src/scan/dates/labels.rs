//! The words before a date that say what day it is.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;

use crate::scan::needed::needed;

/// What a date is to its document, the best to date it by first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// It was looked at again.
    Reviewed,
    /// Somebody agreed to it.
    Approved,
    /// It was changed.
    Updated,
    /// It was given out or began to hold.
    Issued,
    /// It was signed, dated, done.
    Dated,
    /// A date without words near the top.
    Plain,
    /// "Review date": of the last review or of the next.
    Review,
    /// It is to be looked at again.
    Next,
}

/// A class and the word for it in reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// The class.
    pub class: Class,
    /// The word: "reviewed".
    pub what: &'static str,
}

struct Rule {
    label: Label,
    /// Begins with the words.
    begins: Regex,
    /// Is the words and nothing else.
    is: Regex,
}

/// What may stand before the words: the version, the name of the thing.
const BEFORE: &str = concat!(
    r"^[^a-z0-9ß-ɏ]*(?:(?:v|version|ver|rev|revision|issue)\.? ?[0-9]+(?:\.[0-9]+)*[a-z]?[ ,:(–-]*)?(?:(?:the|",
    r"this|our|date|policy|document|procedure|plan|register|form|notice|statement|certificate|training|course|",
    r"test|exercise|audit|assessment|review|check|meeting|restore|backup|report|contract|agreement|list|log|",
    r"letter|record) (?:(?:was|is|has been|were) )?){0,3}?",
);

/// The words, the more telling first; in lower case with single blanks.
const WORDS: [(Class, &str, &str); 16] = [
    (
        Class::Next,
        "next review",
        concat!(
            r"(?:(?:due )?dates? (?:of|for) )?(?:the |our |its )?next (?:[a-z]+ ){0,2}?(?:review|update|",
            r"renewal|revision)(?:ed)?(?: date)?(?: is)?(?: due)?(?: date)?|next due(?: for review)?|next",
        ),
    ),
    (
        Class::Next,
        "next review",
        concat!(
            r"review (?:is )?(?:due|needed|required)(?: date)?|review (?:by|before|no later than)|(?:to|will|",
            r"should|must|shall|is to|due to) (?:next )?be (?:next |re-?)?reviewed(?: again| next| annually|",
            r" yearly)?|(?:is )?due (?:for|to be)(?: a| its)?(?: next)? ?review(?:ed)?(?: date)?|",
            r"reviewed again|re-?review(?: date)?|(?:to be )?looked at again|look again",
        ),
    ),
    (
        Class::Next,
        "valid until",
        concat!(
            r"(?:(?:registration|certification|licence|fee|cover) )?(?:is )?valid (?:until|to|till|through)|",
            r"(?:(?:registration|certification|licence|fee|cover) )?expir(?:es|y|ation|ing)(?: date)?|",
            r"date of expiry|renewal(?: date| due)+|renew(?:al)? (?:by|on)|re-?certification (?:due|date)|",
            r"(?:is )?due for renewal",
        ),
    ),
    (
        Class::Reviewed,
        "reviewed",
        concat!(
            r"(?:last |first |most recently |formally |annually |previously |fully )*reviewed(?: date)?|",
            r"(?:date of )?(?:the |our )?(?:last|latest|most recent|previous|",
            r"first) (?:[a-z]+ )?review(?: date)?|review (?:completed|done|carried out|undertaken|held)",
        ),
    ),
    (
        Class::Review,
        "reviewed",
        r"review dates?|dates? (?:of|for) (?:the |this )?(?:policy |document |annual )?review|review",
    ),
    (
        Class::Approved,
        "approved",
        concat!(
            r"(?:last |formally |first |finally )*(?:approved|adopted|ratified|authorised|agreed|endorsed|",
            r"signed off)(?: date)?|(?:date of )?(?:final |board |management )?(?:approval|adoption|",
            r"ratification|authorisation|sign-?off)(?: date)?",
        ),
    ),
    (
        Class::Updated,
        "updated",
        concat!(
            r"(?:last |most recently |latest )*(?:updated|amended|revised)(?: date)?|",
            r"(?:date of )?(?:the )?(?:last|latest|most recent) (?:update|revision|amendment|change|edit|",
            r"version)(?: date)?|last (?:modified|changed|edited)|(?:date of )?(?:update|revision|",
            r"amendment)(?: date)?|version date|date of (?:this |the )?version",
        ),
    ),
    (
        Class::Issued,
        "issued",
        concat!(
            r"(?:first |re-?|last )*(?:issued|published)(?: date)?|issue date|date of (?:issue|publication)|",
            r"publication date|registered|registration date|date of registration|date registered",
        ),
    ),
    (
        Class::Issued,
        "in force",
        concat!(
            r"effective(?: from| date| as of| on)?|in (?:force|effect|use)(?: from| since)?|(?:comes|",
            r"came) into (?:force|effect)|implemented|implementation date|date of implementation|valid from|",
            r"commencement date|date of commencement|commences",
        ),
    ),
    (Class::Issued, "issued", r"issue(?: date)?(?: ?:)"),
    (Class::Dated, "signed", r"signed(?: and dated)?(?: date)?|signature date|date of signature"),
    (
        Class::Dated,
        "completed",
        concat!(
            r"(?:last )?(?:completed|carried out|undertaken|performed|conducted|held|done|",
            r"delivered)(?: date)?|completion date|date of completion|(?:last )?(?:tested|checked|inspected|",
            r"audited|assessed|rehearsed)|last (?:test|check|audit|inspection|exercise|restore)(?: date)?",
        ),
    ),
    (
        Class::Dated,
        "made",
        concat!(
            r"(?:report )?(?:made|entered into|prepared|written|created|produced|compiled|generated|exported|printed)(?: date)?|",
            r"creation date|date of creation|awarded|certified|destroyed|collected|disposed",
        ),
    ),
    (
        Class::Dated,
        "dated",
        concat!(
            r"date of (?:the |this |last |our )?(?:data |spot |fire |staff |security |backup |risk |",
            r"impact )?(?:briefing|certification|award|attendance|course|session|workshop|event|test|exercise|",
            r"audit|check|inspection|meeting|assessment|report|training|certificate|letter|visit|appointment|",
            r"disposal|destruction|collection|minutes|register|export|rehearsal|restore|drill|document|policy|",
            r"scan|statement|agreement|contract|notice|plan|record|log|list)",
        ),
    ),
    (
        Class::Dated,
        "dated",
        concat!(
            r"(?:briefing|certification|award|test|exercise|audit|check|inspection|meeting|assessment|report|",
            r"training|certificate|letter|visit|document|policy|scan|disposal|collection|destruction|",
            r"restore) date|as (?:at|of)|correct (?:at|as at|as of|on)|position (?:at|as at)",
        ),
    ),
    (Class::Dated, "dated", r"dated?"),
];

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rule = |(class, what, words): &(Class, &'static str, &str)| Rule {
        label: Label { class: *class, what },
        begins: Regex::new(&format!(r"{BEFORE}(?:{words})(?:[^a-z0-9ß-ɏ]|$)")).expect("the pattern is our own"),
        is: Regex::new(&format!(r"{BEFORE}(?:{words})(?: on| from| by)?[^a-z0-9ß-ɏ]*$"))
            .expect("the pattern is our own"),
    };
    WORDS.iter().map(rule).collect()
});

/// Whether words stand in a text without which it is no label; told in one pass.
pub(super) fn may_label(text: &str) -> bool {
    static NEEDED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let needed = WORDS.iter().map(|(_, _, words)| needed(words)).collect::<Option<Vec<_>>>()?.concat();
        // Words may stand further apart in the text.
        let needed = needed.iter().filter_map(|words| words.split_whitespace().max_by_key(|word| word.len()));
        let mut builder = AhoCorasick::builder();
        builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA));
        builder.build(needed).ok()
    });
    // Other letters have other forms; and signs that are not seen may part a word.
    !text.is_ascii() || text.contains(['*', '_']) || NEEDED.as_ref().is_none_or(|words| words.is_match(text))
}

/// The label that a text is, when it is nothing else.
pub(super) fn only_label(text: &str) -> Option<Label> {
    let text = plain(text).replace("  ", " ");
    if text.len() > 60 {
        return None;
    }
    RULES.iter().find(|rule| rule.is.is_match(&text)).map(|rule| rule.label)
}

/// Where in its line a date stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead<'a> {
    /// The text from the date before it, or from the start of the line, up to the date.
    pub text: &'a str,
    /// The whole line.
    pub line: &'a str,
    /// Whether no date stands before it.
    pub first: bool,
    /// Whether the date before it had a label.
    pub follows: bool,
}

/// The label that governs a date.
pub(super) fn label(lead: Lead<'_>) -> Option<Label> {
    static BIRTH: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)\b(?:birth|born|d\.?o\.?b)\b").expect("the pattern is our own"));
    // "Rev 3 — 4 March 2026".
    static VERSION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[^a-z0-9]*(?:v|version|ver|rev|revision|issue)\.? ?[0-9]+(?:\.[0-9]+)*[ ,:(–—-]*$")
            .expect("the pattern is our own")
    });
    // Without a letter there is no word; a log has thousands of such lines.
    if !lead.text.contains(char::is_alphabetic) || lead.text.len() > 2_000 || BIRTH.is_match(lead.text) {
        return None;
    }
    let text = plain(lead.text);
    if lead.first && VERSION.is_match(&text) {
        return Some(Label { class: Class::Updated, what: "version date" });
    }
    let mut chosen: Option<Label> = None;
    for start in starts(&text, lead) {
        let rest = text.get(start..).unwrap_or("").replace("  ", " ");
        let Some((label, end)) = begins(&rest) else { continue };
        let after = rest.get(end..).unwrap_or("");
        if !leads_up(after) || start == 0 && lead.first && is_middle_of_sentence(lead.line, after) {
            continue;
        }
        // "Approved by: … Date: 4 March 2026" is the date of the approval.
        let bare = label.what == "dated" && rest.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with("date");
        if !(bare && chosen.is_some()) {
            chosen = Some(label);
        }
    }
    chosen
}

/// The label that a text begins with, and where the label ends.
fn begins(text: &str) -> Option<(Label, usize)> {
    RULES.iter().find_map(|rule| {
        let end = rule.begins.find(text)?.end();
        // The sign after the words is still to be looked at.
        let end = if text.get(..end)?.ends_with(|c: char| !c.is_alphanumeric()) {
            text.get(..end)?.char_indices().next_back().map_or(end, |(at, _)| at)
        } else {
            end
        };
        leads_up(text.get(end..)?).then_some((rule.label, end))
    })
}

/// Where in a lead words can begin that speak of the date: at its start, after signs that part, after "this policy
/// was".
fn starts(text: &str, lead: Lead<'_>) -> Vec<usize> {
    static PART: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[\t|;(•]|[.,:] | [-–—/] |  ").expect("the pattern is our own"));
    static THIS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"\b(?:this|the above) (?:[\pL\pN&'’-]+ ){0,6}?(?:policy|document|plan|procedure|register|",
            r"notice|agreement|assessment|schedule|log|record|statement|version|review|test|report|list|",
            r"register|guidance|exercise|certificate)s? (?:was|is|has been|were|has)?",
        ))
        .expect("the pattern is our own")
    });
    static AND: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[ ,;]*and ").expect("the pattern is our own"));
    let mut starts = vec![];
    if lead.first || lead.follows {
        starts.push(0);
    }
    if let Some(and) = AND.find(text).filter(|_| lead.follows) {
        starts.push(and.end());
    }
    if lead.line.contains('\t') || lead.line.split_whitespace().count() <= 25 {
        starts.extend(PART.find_iter(text).map(|part| part.end()));
    }
    starts.extend(THIS.find_iter(text).map(|this| this.end()));
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Whether what stands between the words and the date only leads up to it: signs, small words, who did it.
fn leads_up(gap: &str) -> bool {
    static SMALL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"^(?:[^\pL\pN.]|\.(?: |$)|\b(?:on|in|the|is|was|at|by|date|dated|of|from|for|due|end|early|",
            r"mid|late|next|last|again|annually|yearly|completed|done|to be|no later than|before|and)\b)*$",
        ))
        .expect("the pattern is our own")
    });
    static WHO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"^(?: and (?:approved|agreed|signed|signed off|updated|revised|reviewed|adopted|ratified|",
            r"issued|published))?(?: date)?\s*(?:by\b|[:\t|–-])[^0-9]{0,90}$",
        ))
        .expect("the pattern is our own")
    });
    static NEGATION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\b(?:not|never|no|until|since|unless|if|when|after|expires?|valid|birth)\b|\pL{3,}\. ")
            .expect("the pattern is our own")
    });
    if SMALL.is_match(gap) {
        return true;
    }
    WHO.is_match(gap) && gap.split_whitespace().count() <= 12 && !NEGATION.is_match(gap)
}

/// Whether a line begins in the middle of a sentence: in lower case, and without a sign after the label.
fn is_middle_of_sentence(line: &str, after: &str) -> bool {
    let lower = line.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    let sign = after.trim_start_matches(' ').starts_with([':', '\t', '-', '–', '|', '=']);
    let short = line.split_whitespace().count() <= 6 && !line.trim_end().ends_with('.');
    lower && !sign && !short
}

/// Lower case, with plain signs and blanks; tabs stay.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\t' => plain.push('\t'),
            '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' | '*' | '_' => {}
            _ if letter.is_whitespace() => plain.push(' '),
            '‐' | '‑' => plain.push('-'),
            _ => plain.extend(letter.to_lowercase()),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_words_by_which_it_is_seen() {
        assert!(WORDS.iter().all(|(_, _, words)| needed(words).is_some()));
        for text in ["Date:", "NEXT  REVIEW", "valid until", "As at", "_Approved_ by", "Überprüft"] {
            assert!(may_label(text), "{text}");
        }
        assert!(!may_label("srv-1 from 192.0.2.4"));
    }
}
