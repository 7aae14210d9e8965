//! Completion of file names with Tab: inside the evidence folder, or anywhere by a whole path.

use std::path::Path;

use crate::cli::screen::visible;

/// A name that fits what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// What is shown in the list.
    pub(super) shown: String,
    /// What takes the place of what was typed.
    pub(super) typed: String,
}

/// More than these in one folder are not listed.
const MOST: usize = 500;

/// The names that fit a line, and where in it they go.
///
/// The path is the whole line, or what stands behind `e:` or `evidence:`; blanks belong to it, and a quote may open it.
pub(super) fn complete(line: &str, folder: &Path) -> (usize, Vec<Fit>) {
    let start = path_start(line);
    let typed = &line[start..];
    let quote = typed.chars().next().filter(|sign| matches!(sign, '"' | '\''));
    let path = quote.map_or(typed, |quote| &typed[quote.len_utf8()..]);
    let (above, name) = path.split_at(path.rfind(std::path::is_separator).map_or(0, |at| at + 1));
    let lower = name.to_lowercase();
    let mut fits: Vec<Fit> = entries(&folder.join(above))
        .into_iter()
        .filter(|(entry, _)| entry.to_lowercase().starts_with(&lower))
        .filter(|(entry, _)| name.starts_with('.') || !(entry.starts_with('.') || entry.starts_with("~$")))
        .map(|(entry, is_folder)| {
            let end = if is_folder { "/".to_owned() } else { quote.map(String::from).unwrap_or_default() };
            let open = quote.map(String::from).unwrap_or_default();
            Fit {
                shown: format!("{entry}{}", if is_folder { "/" } else { "" }),
                typed: format!("{open}{above}{entry}{end}"),
            }
        })
        .collect();
    fits.sort_by(|a, b| a.typed.cmp(&b.typed));
    fits.truncate(MOST);
    (start, fits)
}

/// Where in a line a path begins: at its first word, or behind the word for evidence.
pub(super) fn path_start(line: &str) -> usize {
    let lead = line.len() - line.trim_start().len();
    let rest = &line[lead..];
    for word in ["e:", "evidence:"] {
        if rest.get(..word.len()).is_some_and(|first| first.eq_ignore_ascii_case(word)) {
            let behind = &rest[word.len()..];
            return line.len() - behind.trim_start().len();
        }
    }
    lead
}

/// The names in a folder and whether each is a folder; a name that would command the terminal is left out.
#[expect(clippy::disallowed_methods, reason = "the command line looks into the folder that a person types")]
fn entries(folder: &Path) -> Vec<(String, bool)> {
    let Ok(listing) = std::fs::read_dir(folder) else { return Vec::new() };
    listing
        .flatten()
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path().is_dir())))
        .filter(|(name, _)| visible(name) == *name && !name.contains(['\n', '\t', '\r']))
        .collect()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "files to be completed have to be written")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let dir = tempfile::tempdir().unwrap();
        let evidence = dir.path().join("evidence");
        for folder in ["it/exports", "Policies"] {
            std::fs::create_dir_all(evidence.join(folder)).unwrap();
        }
        for file in [
            "Policies/Our data policy.docx",
            "Policies/Our other policy.docx",
            "it/mfa.json",
            "training.xlsx",
            "~$training.xlsx",
            ".hidden",
            "ring\u{7}.txt",
        ] {
            std::fs::write(evidence.join(file), "x").unwrap();
        }
        let whole = dir.path().to_str().unwrap();
        let (start, fits) = complete(&line.replace("WHOLE", whole), &evidence);
        let line = line.replace("WHOLE", whole);
        let became: Vec<String> = fits.iter().map(|fit| format!("{}{}", &line[..start], fit.typed)).collect();
        assert_eq!(became, expected.iter().map(|e| e.replace("WHOLE", whole)).collect::<Vec<_>>());
    }

    #[test]
    fn names_in_the_evidence_folder_whatever_their_case_and_blanks() {
        check("", &["Policies/", "it/", "training.xlsx"]);
        check("pol", &["Policies/"]);
        check("Policies/our data p", &["Policies/Our data policy.docx"]);
        check("it/", &["it/exports/", "it/mfa.json"]);
        check("nothing", &[]);
        check("nowhere/x", &[]);
        check(".", &[".hidden"]);
    }

    #[test]
    fn behind_the_word_for_evidence_and_inside_quotes() {
        check("e: tr", &["e: training.xlsx"]);
        check("Evidence:tr", &["Evidence:training.xlsx"]);
        check("e: \"Policies/Our d", &["e: \"Policies/Our data policy.docx\""]);
        check("'pol", &["'Policies/"]);
    }

    #[test]
    fn whole_paths_anywhere() {
        check("WHOLE/ev", &["WHOLE/evidence/"]);
        check("\"WHOLE/evidence/tr", &["\"WHOLE/evidence/training.xlsx\""]);
    }
}
