//! Blocks between `<Name words>` and `</Name>` lines, and blocks that a line such as `Match words` begins.

use super::nest::{Item, Nest, Parsed};
use crate::scan::content::{Line, Spot};

/// `Name words` a line, which goes on in the next one behind a `\`; blocks between tags.
pub(super) fn tags(lines: &[Line], comments: &[String]) -> Parsed {
    let mut nest = Nest::new();
    let mut rest = lines.iter();
    while let Some(line) = rest.next() {
        let mut whole = line.text.trim().to_owned();
        // A comment goes on in the next line too.
        while whole.ends_with('\\') {
            whole.pop();
            whole.push(' ');
            whole.push_str(rest.next().map_or("", |next| next.text.trim()));
        }
        if let Some(inner) = whole.strip_prefix("</") {
            let name = inner.split(['>', ' ', '\t']).next().unwrap_or_default();
            nest.close_named(name, &line.spot);
        } else if let Some(inner) = whole.strip_prefix('<') {
            let inner = inner.trim_end();
            let inner = inner.strip_suffix('>').unwrap_or(inner);
            let (name, args) = split(inner, &[]);
            if !nest.open(name, args, line.spot.clone()) {
                break;
            }
        } else {
            directive(&mut nest, &whole, comments, &line.spot);
        }
    }
    nest.finish()
}

/// `Key words` a line, or `Key=words`; a line that begins with the name of a block opens it and ends the one before.
pub(super) fn matches(lines: &[Line], comments: &[String], begins: &dyn Fn(&str) -> bool) -> Parsed {
    let mut nest = Nest::new();
    for line in lines {
        let text = line.text.trim();
        let key = text.split([' ', '\t', '=']).next().unwrap_or_default();
        // `Key = words` and `Key=words` are `Key words`.
        let after = text.get(key.len()..).unwrap_or_default().trim_start();
        let words = after.strip_prefix('=').unwrap_or(after);
        if begins(key) {
            if nest.depth() > 0 {
                nest.close(&line.spot);
            }
            let (_, args) = split(&format!("{key} {words}"), comments);
            nest.open(key.to_owned(), args, line.spot.clone());
        } else {
            directive(&mut nest, &format!("{key} {words}"), comments, &line.spot);
        }
    }
    if nest.depth() > 0 {
        nest.close(&Spot::Whole);
    }
    nest.finish()
}

fn directive(nest: &mut Nest, text: &str, comments: &[String], spot: &Spot) {
    let (name, words) = split(text, comments);
    if !name.is_empty() {
        nest.push(Item::Directive { name, words, spot: spot.clone() });
    }
}

/// The first word, and the others with single blanks between them and without quotes or the comment at the end.
fn split(text: &str, comments: &[String]) -> (String, String) {
    let mut words: Vec<String> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if comments.iter().any(|mark| !mark.is_empty() && rest.starts_with(mark.as_str())) {
            break;
        }
        let word = match first {
            '"' | '\'' => quoted(rest, first),
            _ => None,
        };
        let (word, after) = word.unwrap_or_else(|| {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        });
        words.push(word);
        rest = after.trim_start();
    }
    let mut words = words.into_iter();
    (words.next().unwrap_or_default(), words.collect::<Vec<_>>().join(" "))
}

/// A word in quotes without them, and what follows; nothing when the quote does not end.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut word = String::new();
    let mut signs = text.char_indices().skip(1).peekable();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' if signs.peek().is_some_and(|(_, next)| *next == quote || *next == '\\') => {
                word.extend(signs.next().map(|(_, next)| next));
            }
            _ if sign == quote => return Some((word, &text[at + sign.len_utf8()..])),
            _ => word.push(sign),
        }
    }
    None
}
