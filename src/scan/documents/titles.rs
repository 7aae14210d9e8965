//! Where a file says what it is: its name, its title property, its first lines, its headings, the names of its sheets.

use std::sync::LazyLock;

use regex::Regex;

use super::words;
use crate::scan::content::{Content, Line, Spot};

/// A longer line is a sentence.
const LONGEST_TITLE: usize = 15;

/// How many lines at the start, not counting empty ones, may name the document.
const FIRST_LINES: usize = 5;

/// What the line of a text is to its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// One of the first lines, and short: speaks for the whole.
    Title,
    /// A heading further down: speaks for what follows.
    Heading,
    /// Neither.
    Body,
}

/// The role of every line.
pub(super) fn roles(content: &Content) -> Vec<Role> {
    let mut seen = 0;
    let (mut rows, mut counted) = (0, 0);
    let mut roles = Vec::with_capacity(content.lines.len());
    for (at, line) in content.lines.iter().enumerate() {
        // What comes later is a title only where it is marked as a heading.
        seen += usize::from(seen <= FIRST_LINES && !line.text.trim().is_empty());
        // The head of a table tells what the table is; the rows below tell what it lists.
        let mut fit = || {
            let row = is_row(content, line);
            let new = content.lines.get(counted..=at).unwrap_or_default();
            rows += new.iter().filter(|line| is_row(content, line)).take(2).count();
            counted = at + 1;
            is_like_title(&line.text) && (!row || rows == 1 || has_title_label(&line.text))
        };
        roles.push(match (seen <= FIRST_LINES, line.heading) {
            (true, _) if fit() => Role::Title,
            (false, true) if fit() => Role::Heading,
            _ => Role::Body,
        });
    }
    roles
}

/// Whether a line is a row of a table with more than one cell.
fn is_row(content: &Content, line: &Line) -> bool {
    let in_csv = |number: &usize| {
        let mut tables = content.tables.iter().filter(|table| table.name.is_none());
        tables.any(|table| {
            let row = table.numbers.binary_search(number).ok().and_then(|row| table.rows.get(row));
            row.is_some_and(|row| row.len() > 1)
        })
    };
    line.text.trim().contains('\t') || matches!(&line.spot, Spot::Line(number) if in_csv(number))
}

/// Whether a line can be a title: short, no sentence, no pointer to other documents, no line of a table of contents.
fn is_like_title(text: &str) -> bool {
    static POINTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?xi) ^\W* (?: see | related | linked | links? \s to | refers? | reference[sd]?
            | read \s (?:with|alongside)
            | to \s be \s read | in \s conjunction | supersedes | replaces | supporting | associated
            | other \s (?:policies|documents) | cross[\s-]?ref ) \b",
        )
        .expect("the pattern is our own")
    });
    static CONTENTS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:\.{4,}|…|\t)\s*\d{1,3}\s*$").expect("the pattern is our own"));
    static VERB: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:is|are|was|were|has|have|will|must|should|we|our|it|this|please)\b")
            .expect("the pattern is our own")
    });
    let text = text.trim();
    if text.is_empty() || text.len() > 400 || POINTER.is_match(text) || CONTENTS.is_match(text) {
        return false;
    }
    let words = words::count(text);
    let sentence = text.ends_with(['.', '?', '!', ';']) && (words > 6 || VERB.is_match(text));
    words > 0 && words <= LONGEST_TITLE && !sentence
}

/// Whether a row says "Title: …" or its like.
fn has_title_label(text: &str) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?i)^\s*(?:(?:document|policy|procedure|plan)(?:\s+(?:title|name))?|title|",
            r"name\s+of\s+\w+)\s*:?\s*\t",
        ))
        .expect("the pattern is our own")
    });
    LABEL.is_match(text)
}

/// The last part of a path without its extension.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        // `Policy v3.1` has no extension.
        Some((stem, end))
            if !stem.is_empty() && end.len() <= 5 && end.starts_with(|c: char| c.is_ascii_alphabetic()) =>
        {
            stem
        }
        _ => name,
    }
}

/// A file name as words, without dates, version marks and the like: `03_DataProtectionPolicy-v3 FINAL` is
/// `Data Protection Policy`.
pub(super) fn plain_name(stem: &str) -> String {
    static NOISE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?xi) \b (?: \d{1,4} [\s._-] \d{1,2} [\s._-] \d{2,4} | (?:19|20)\d{6} | (?:19|20)\d\d (?: [\s/-] \d\d)?
            | v(?:er(?:sion)?)? [\s.]* \d+ (?: [\s.] \d+ )* | rev(?:ision)? [\s.]* \d+ | final | signed
            | copy (?:\sof)? ) \b | \( \s* \d+ \s* \)",
        )
        .expect("the pattern is our own")
    });
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[\s\d.)_-]+(?:[\s._-]|$)").expect("the pattern is our own"));
    let spaced = apart(stem);
    let plain = NOISE.replace_all(&spaced, " ");
    let plain = NUMBER.replace(&plain, "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `DataProtection2026` as `Data Protection 2026`, underscores as blanks.
fn apart(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut spaced = String::with_capacity(name.len() + 8);
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        if let Some(before) = before {
            let hump = letter.is_uppercase()
                && (before.is_lowercase() || before.is_uppercase() && after.is_some_and(|a| a.is_lowercase()));
            let digits = letter.is_ascii_digit() && before.is_alphabetic() && !matches!(before, 'v' | 'V');
            let letters = letter.is_alphabetic() && before.is_ascii_digit();
            if hump || digits || letters {
                spaced.push(' ');
            }
        }
        spaced.push(if *letter == '_' { ' ' } else { *letter });
    }
    spaced
}

/// The title that a file's properties give it, unless an office program made it up.
pub(super) fn property_title(content: &Content) -> Option<String> {
    let title = content.properties.title.as_deref()?.trim();
    let title = ["Microsoft Word - ", "Microsoft PowerPoint - ", "Microsoft Excel - "]
        .iter()
        .find_map(|program| title.strip_prefix(program))
        .map_or(title, stem);
    let lower = title.to_lowercase();
    let made_up = ["untitled", "powerpoint presentation", "title", "template"].contains(&lower.as_str())
        || ["document", "book", "sheet", "presentation"]
            .iter()
            .any(|name| lower.strip_prefix(name).is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit())));
    (!made_up && title.chars().any(char::is_alphabetic)).then(|| title.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The first heading, else the first line that looks like a title, of the first lines of a text.
pub(super) fn first_title(content: &Content) -> Option<String> {
    if content.tree.is_some() {
        return None;
    }
    let good = |line: &&Line| {
        is_like_title(&line.text)
            && !is_row(content, line)
            && !matches!(line.spot, Spot::Cell(_) | Spot::Path(..))
            && line.text.chars().filter(|c| c.is_alphabetic()).count() >= 3
    };
    let first = || content.lines.iter().filter(|line| !line.text.trim().is_empty());
    // A plain text may be the output of a program, which has no title further down.
    let few = if first().any(|line| !matches!(line.spot, Spot::Line(_))) { FIRST_LINES } else { 2 };
    let heading = first().take(30).filter(good).find(|line| line.heading);
    let label = |line: &&Line| {
        let text = line.text.trim();
        text.ends_with(':')
            || text.starts_with(['#', '/', ';'])
            || text.contains(['=', '<', '>', '{', '}', '[', '|', '"', '\\'])
            || text.contains(" : ")
            || text.contains(" /")
    };
    let line = heading.or_else(|| first().take(few).filter(good).find(|line| !label(line)))?;
    Some(line.text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &str) {
        assert_eq!(plain_name(stem(input)), expected, "{input:?}");
    }

    #[test]
    fn file_names_lose_their_numbers_dates_and_versions() {
        check("Policies/Data protection policy v3 FINAL.docx", "Data protection policy");
        check("03_DataProtectionPolicy-v3.docx", "Data Protection Policy-");
        check("2026-03-04 Staff list.xlsx", "Staff list");
        check("Copy of Staff list (2).xlsx", "Staff list");
        check("01 - Privacy notice 2025.pdf", "Privacy notice");
        check("Policy v3.1", "Policy");
        check("ISO 27001 certificate 2025.pdf", "ISO 27001 certificate");
        check("DPIAScreening2026.pdf", "DPIA Screening");
        check("20260304_BackupReport.csv", "Backup Report");
        check(".pdf", ".pdf");
        check("", "");
    }

    #[test]
    fn sentences_pointers_and_contents_are_no_titles() {
        for title in ["Data Protection Policy", "Rosewood Court: privacy notice for staff", "Staff list."] {
            assert!(is_like_title(title), "{title}");
        }
        for other in [
            "",
            "——",
            "See also: Data protection policy",
            "Related documents\tData protection policy",
            "Data protection policy ........ 3",
            "Please read this together with our data protection policy.",
            "This plan says what we do when a flood or a power cut or an illness keeps us from working",
        ] {
            assert!(!is_like_title(other), "{other}");
        }
    }

    #[test]
    fn made_up_titles_are_passed_over() {
        let title = |title: &str| {
            let mut content = Content::default();
            content.properties.title = Some(title.into());
            property_title(&content)
        };
        assert_eq!(title("Microsoft Word - Backup policy.docx").as_deref(), Some("Backup policy"));
        assert_eq!(title(" Backup  policy ").as_deref(), Some("Backup policy"));
        for made_up in ["Untitled", "Document1", "PowerPoint Presentation", "", "--"] {
            assert_eq!(title(made_up), None, "{made_up}");
        }
        assert_eq!(title("Document control register").as_deref(), Some("Document control register"));
    }
}
