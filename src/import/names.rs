//! The names that the columns of such lists go by, the best first; what they have in common is found beside them.

use super::{audience::Audience, text};

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Reference,
    Text,
    Help,
    Title,
    Kind,
    Mandatory,
    Approaching,
    Section,
    Assertion,
    Change,
    /// A certificate that exempts.
    Exempt(&'static str),
    /// Nothing but the name of an audience: what it holds shows what it is.
    Whose,
}

impl Role {
    /// In words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Reference => "the number",
            Self::Text => "the question",
            Self::Help => "the help",
            Self::Title => "a short title",
            Self::Kind => "the kind of answer",
            Self::Mandatory => "what is mandatory",
            Self::Approaching => "what Approaching Standards needs",
            Self::Section => "the standard",
            Self::Assertion => "the assertion",
            Self::Change => "what changed",
            Self::Exempt(certificate) => certificate,
            Self::Whose => "for whom",
        }
    }
}

/// A name alone makes a column of it; where two columns have names of the same role, the earlier name wins.
const NAMES: &[(Role, &[&str])] = &[
    (
        Role::Reference,
        &[
            "evidence item reference",
            "evidence item ref",
            "evidence reference",
            "evidence ref",
            "evidence item number",
            "evidence item no",
            "evidence item id",
            "evidence number",
            "evidence no",
            "evidence id",
            "item reference",
            "item ref",
            "item number",
            "item no",
            "item id",
            "question reference",
            "question ref",
            "question number",
            "question no",
            "question id",
            "requirement reference",
            "requirement ref",
            "requirement number",
            "requirement id",
            "control reference",
            "control ref",
            "control number",
            "control id",
            "dspt reference",
            "dspt ref",
            "reference number",
            "reference no",
            "ref number",
            "ref no",
            "ref id",
            "reference",
            "ref",
            "number",
            "id",
            "no",
            "#",
        ],
    ),
    (
        Role::Text,
        &[
            "evidence item text",
            "evidence text",
            "evidence item wording",
            "evidence item description",
            "evidence description",
            "evidence item question",
            "evidence question",
            "question text",
            "requirement text",
            "control text",
            "question",
            "requirement description",
            "control description",
            "evidence item",
            "evidence items",
            "evidence required",
            "requirement",
            "requirements",
            "control",
            "wording",
            "description",
            "text",
            "evidence",
            "item",
        ],
    ),
    (
        Role::Help,
        &[
            "tool tip text",
            "tooltip text",
            "tool tips",
            "tooltips",
            "tool tip",
            "tooltip",
            "help text",
            "guidance text",
            "help",
            "guidance",
            "supporting guidance",
            "further guidance",
            "explanation",
            "notes for completion",
        ],
    ),
    (Role::Title, &["short title", "item title", "title", "short name", "name", "topic", "subject"]),
    (
        Role::Kind,
        &[
            "evidence type",
            "answer type",
            "response type",
            "input type",
            "question type",
            "evidence item type",
            "type of evidence",
            "type of answer",
            "type of response",
            "answer format",
            "response format",
            "kind",
            "kind of answer",
            "type",
            "format",
        ],
    ),
    (
        Role::Mandatory,
        &[
            "mandatory",
            "mandatory standards met",
            "mandatory optional",
            "mandatory or optional",
            "mandatory y n",
            "is mandatory",
            "mandatory item",
            "mandatory evidence item",
            "mandatory evidence",
            "standards met",
            "required",
            "status",
            "requirement level",
        ],
    ),
    (
        Role::Approaching,
        &[
            "approaching standards",
            "approaching standards mandatory",
            "mandatory approaching standards",
            "mandatory approaching",
            "approaching mandatory",
            "approaching",
            "as",
            "required approaching standards",
        ],
    ),
    (
        Role::Section,
        &[
            "standard",
            "ndg standard",
            "data security standard",
            "ndg data security standard",
            "dss",
            "standard number",
            "standard no",
            "standard ref",
            "standard reference",
            "standard title",
            "standard name",
            "standards",
            "objective",
            "section",
            "domain",
            "theme",
            "big picture",
            "ndg",
            "area",
        ],
    ),
    (
        Role::Assertion,
        &[
            "assertion",
            "assertion text",
            "assertion description",
            "assertion title",
            "assertion reference",
            "assertion ref",
            "assertion number",
            "assertion no",
            "assertion id",
            "assertions",
            "principle",
            "outcome",
            "sub section",
            "clause",
        ],
    ),
    (
        Role::Change,
        &[
            "change",
            "changes",
            "change log",
            "change note",
            "change notes",
            "changes from last year",
            "changes since last year",
            "what has changed",
            "what changed",
            "summary of changes",
            "summary of change",
            "update",
            "updates",
            "amendments",
        ],
    ),
];

/// Certificates with the words by which headers name them.
const CERTIFICATES: &[(&str, &[&str])] = &[
    ("Cyber Essentials Plus", &["cyber essentials", "ce plus", "ce", "cyber essentials plus"]),
    ("ISO 27001", &["iso 27001", "iso27001", "iso iec 27001"]),
    ("PSN", &["psn", "psn ia", "public services network"]),
    ("NHSmail", &["nhsmail", "nhs mail"]),
];

/// What a header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// What the column is for; none for one that is not used.
    pub(super) role: Option<Role>,
    /// How far down the list of names its own stands.
    pub(super) rank: usize,
    /// For whom it is.
    pub(super) audience: Audience,
}

/// Words of headers that say nothing of the column.
fn is_empty_word(word: &str) -> bool {
    let is_year = |word: &str| word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit());
    let is_part = |word: &str| word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
    let is_version = |word: &str| {
        let digits = word.strip_prefix("version").or_else(|| word.strip_prefix('v'));
        digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(
        word,
        "the" | "for" | "dspt" | "toolkit" | "in" | "a" | "an" | "is" | "this" | "of" | "to" | "if" | "column"
    ) || is_year(word)
        || is_part(word)
        || is_version(word)
}

/// Reads the words of a header.
pub(super) fn header(words: &str) -> Header {
    let plain = text::plain(words);
    let (audience, rest) = Audience::taken(&plain);
    let kept: Vec<&str> = rest.split(' ').filter(|word| !word.is_empty() && !is_empty_word(word)).collect();
    let key = kept.join(" ");
    let (role, rank) = role(&key, kept.len(), !audience.is_empty());
    Header { role, rank, audience }
}

fn role(key: &str, words: usize, has_audience: bool) -> (Option<Role>, usize) {
    if key.is_empty() {
        return (has_audience.then_some(Role::Whose), 0);
    }
    // "Mandatory for Approaching Standards" before "Mandatory": the whole name decides.
    for (role, names) in NAMES {
        if let Some(rank) = names.iter().position(|name| *name == key) {
            return (Some(*role), rank);
        }
    }
    let padded = format!(" {key} ");
    let says = |words: &str| padded.contains(&format!(" {words} "));
    let exempts = says("exempt") || says("exemption") || says("exempted") || says("exemptions");
    for (certificate, names) in CERTIFICATES {
        if names.contains(&key) || (exempts || words <= 4) && names.iter().any(|name| says(name)) {
            return (Some(Role::Exempt(certificate)), 0);
        }
    }
    // A sentence is no header.
    if words > 10 {
        return (None, 0);
    }
    let some = |role| (Some(role), 100);
    if says("approaching") {
        return some(Role::Approaching);
    }
    if says("tooltip") || says("tooltips") || says("tool tip") || says("tool tips") {
        return some(Role::Help);
    }
    if says("changed") || says("changes") || says("change") || says("amended") {
        return some(Role::Change);
    }
    if says("mandatory") {
        return some(Role::Mandatory);
    }
    if says("evidence") && (says("ref") || says("reference") || says("number")) {
        return some(Role::Reference);
    }
    if says("evidence") && (says("text") || says("wording") || says("question")) {
        return some(Role::Text);
    }
    if says("assertion") {
        return some(Role::Assertion);
    }
    if says("standard") && words <= 4 && !says("met") && !says("exceeded") {
        return some(Role::Section);
    }
    (None, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, role: Option<Role>, numbers: &[u8]) {
        let header = header(words);
        assert_eq!(header.role, role, "{words}");
        assert_eq!(header.audience.numbers.iter().copied().collect::<Vec<_>>(), numbers, "{words}");
    }

    #[test]
    fn columns_are_known_by_many_names() {
        check("Evidence Item\nRef", Some(Role::Reference), &[]);
        check("REF.", Some(Role::Reference), &[]);
        check("Evidence reference (v8)", Some(Role::Reference), &[]);
        check("Evidence item text 2025-26", Some(Role::Text), &[]);
        check("Category 3 evidence item text", Some(Role::Text), &[3]);
        check("Cat 3 Tool-tips", Some(Role::Help), &[3]);
        check("Tooltip (Category 3 and 4)", Some(Role::Help), &[3, 4]);
        check("Category 3 - Mandatory?", Some(Role::Mandatory), &[3]);
        check("Mandatory for Approaching Standards", Some(Role::Approaching), &[]);
        check("Category 4", Some(Role::Whose), &[4]);
        check("Exempt if ISO27001 certified", Some(Role::Exempt("ISO 27001")), &[]);
        check("Cyber Essentials PLUS", Some(Role::Exempt("Cyber Essentials Plus")), &[]);
        check("NHSmail", Some(Role::Exempt("NHSmail")), &[]);
        check("PSN IA", Some(Role::Exempt("PSN")), &[]);
        check("What has changed from 24-25", Some(Role::Change), &[]);
        check("NDG Standard", Some(Role::Section), &[]);
        check("Assertion", Some(Role::Assertion), &[]);
        check("1.1.1", None, &[]);
        check("Audit scope", None, &[]);
        check("Does the home keep a list of the changes to its rota that were made in the last year?", None, &[]);
    }
}
