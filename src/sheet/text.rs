//! Texts made inert for what they are written into: signs that command or turn others are shown, markup is escaped.

/// Text in which controls and signs that turn or hide the text around them are shown and not obeyed; line ends stay.
pub(super) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.replace("\r\n", "\n").replace('\r', "\n").chars() {
        match sign {
            '\n' => out.push('\n'),
            '\t' | '\u{2028}' | '\u{2029}' | '\u{85}' => out.push(' '),
            sign if sign.is_control() || is_unseen(sign) => out.push_str(&format!("\\u{{{:X}}}", u32::from(sign))),
            sign => out.push(sign),
        }
    }
    out
}

/// Text on one line.
pub(super) fn one_line(text: &str) -> String {
    shown(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text inside XML.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in shown(text).chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // The only ones that XML has no place for once controls are shown.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            sign => out.push(sign),
        }
    }
    out
}

/// Text on one line of Markdown: it reads as typed and never becomes markup.
pub(super) fn markdown(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut signs = text.chars().peekable();
    let mut only_digits = true;
    while let Some(sign) = signs.next() {
        let escape = match sign {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => true,
            '#' | '+' | '-' | '=' | ':' => out.is_empty(),
            '.' | ')' => !out.is_empty() && only_digits && signs.peek().is_none_or(|c| c.is_whitespace()),
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        only_digits &= sign.is_ascii_digit();
        out.push(sign);
    }
    out
}

/// Whether a spreadsheet could take a text for a formula when it is typed again or saved as CSV.
pub(super) fn is_formula_like(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_command_or_turn_are_shown() {
        assert_eq!(shown("a\u{1b}[2J \u{202e}b\r\nc\td\u{7}"), "a\\u{1B}[2J \\u{202E}b\nc d\\u{7}");
        assert_eq!(one_line(" a\n\n b "), "a b");
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(xml("<b>\"A\" & B\u{0}</b>"), "&lt;b&gt;&quot;A&quot; &amp; B\\u{0}&lt;/b&gt;");
        assert_eq!(markdown("# *a* <b> [x](y)"), "\\# \\*a\\* \\<b\\> \\[x\\](y)");
        assert_eq!(markdown("1. one-two 3.4"), "1\\. one-two 3.4");
        assert_eq!(markdown("- x\n| y"), "\\- x \\| y");
    }
}
