//! Which of some names stand in a file: whole words, whatever their case and marks, over line ends too.

use super::content::Content;

/// No more letters of a file are looked through: what it is about stands in its first pages.
const MOST: usize = 2_000_000;
/// What firms put behind their names, which certificates write in another way or leave out.
const FORMS: [&str; 8] = ["ltd", "limited", "plc", "llp", "llc", "inc", "cic", "cio"];

/// The names, as they were given, that stand in a file or in its own name.
pub(super) fn names(wanted: &[String], path: &str, content: &Content) -> Vec<String> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut text = String::from(" ");
    // The folder is of our making and says nothing.
    plain(path.rsplit('/').next().unwrap_or(path), &mut text);
    for line in &content.lines {
        if text.len() > MOST {
            break;
        }
        plain(&line.text, &mut text);
    }
    plain(content.properties.title.as_deref().unwrap_or_default(), &mut text);
    let stands = |name: &&String| {
        let mut plain_name = String::from(" ");
        plain(name, &mut plain_name);
        let words: Vec<&str> = plain_name.split_whitespace().collect();
        let bare = match words.as_slice() {
            [most @ .., last] if !most.is_empty() && FORMS.contains(last) => most,
            words => words,
        };
        !bare.is_empty() && text.contains(&format!(" {} ", bare.join(" ")))
    };
    wanted.iter().filter(stands).cloned().collect()
}

/// Adds a text in small letters and figures, with one blank behind each word.
fn plain(text: &str, to: &mut String) {
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        to.extend(word.chars().flat_map(char::to_lowercase));
        to.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::content::{Line, Spot};

    #[track_caller]
    fn check(name: &str, lines: &[&str], expected: bool) {
        let line = |text: &&str| Line { text: (*text).into(), spot: Spot::Line(1), heading: false };
        let content = Content { lines: lines.iter().map(line).collect(), ..Content::default() };
        let found = names(&[name.to_owned()], "suppliers/example-rota/letter of test.pdf", &content);
        assert_eq!(!found.is_empty(), expected, "{name} in {lines:?}");
    }

    #[test]
    fn a_name_stands_in_a_file_as_whole_words() {
        check("Example Rota", &["We tested EXAMPLE-ROTA, version 4."], true);
        check("Example Rota", &["This is about Example", "Rota and its parts"], true);
        check("Example Rota", &["Example Rotation Services"], false);
        check("Example Rota", &["The rota of Example House"], false);
        check("Example Rota Ltd", &["Issued to Example Rota Limited"], true);
        check("Example Rota Ltd", &["Issued to Another Firm Ltd"], false);
        check("Letter of Test", &["Nothing"], true);
    }

    #[test]
    fn the_folder_of_a_file_names_nothing() {
        check("example-rota", &["Nothing"], false);
        check("suppliers", &["Nothing"], false);
    }

    #[test]
    fn a_name_without_letters_stands_nowhere() {
        check("***", &["***"], false);
        check("", &["Ltd"], false);
        check("Ltd", &["A Ltd"], true);
    }
}
