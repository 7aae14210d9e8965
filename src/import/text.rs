//! Words of a cell, without what could do harm or can't be seen.

/// The words of a cell: lines trimmed, blanks made one, control signs and those that turn the direction of reading gone.
pub(super) fn clean(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.replace(['\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}'], "\n").lines() {
        let kept: String =
            line.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_shown(*c)).collect();
        lines.push(kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    }
    // One empty line between paragraphs is enough.
    lines.dedup_by(|next, before| next.is_empty() && before.is_empty());
    lines.join("\n").trim().to_owned()
}

/// Whether a sign is one that people see.
fn is_shown(c: char) -> bool {
    let hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    !c.is_control() && !hidden
}

/// The words on one line.
pub(super) fn one_line(text: &str) -> String {
    clean(text).replace('\n', " ").split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// At most so many signs, cut behind a word.
pub fn short(text: &str, most: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let whole = line.chars().nth(most) == Some(' ');
    let end = cut.rfind(' ').filter(|_| !whole).filter(|end| *end * 2 > cut.len()).unwrap_or(cut.len());
    let kept = cut.get(..end).unwrap_or(&cut);
    format!("{}…", kept.trim_end_matches([',', ';', ':', '.', '-', ' ']))
}

/// A name for files: lower case, words joined by hyphens.
pub fn name(words: &str) -> String {
    let signs: String = words.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let name = signs.split_whitespace().collect::<Vec<_>>().join("-");
    let cut: String = name.chars().take(48).collect();
    cut.trim_matches('-').to_owned()
}

/// Words in lower case, without signs; `tool-tip(s)` and the like as they are best compared.
pub(super) fn plain(text: &str) -> String {
    let signs: String =
        text.to_lowercase().chars().map(|c| if c.is_alphanumeric() || c == '#' { c } else { ' ' }).collect();
    signs.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several names in one line: `a, b and c`.
pub(super) fn joined<T: ToString>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_gone() {
        assert_eq!(clean("  Do\u{a0}you\t keep\u{202e} it? \r\n\r\n\r\n • yes\u{7} "), "Do you keep it?\n\n• yes");
    }

    #[test]
    fn titles_are_cut_behind_a_word() {
        assert_eq!(short("Is there a list of all of the keys?", 22), "Is there a list of all…");
        assert_eq!(short("Keys", 22), "Keys");
    }
}
