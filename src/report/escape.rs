//! What people typed, made inert for Markdown: it reads as typed and never becomes markup.

/// A value in the middle of a line of Markdown; line ends become blanks.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let chars: Vec<char> = text.trim().chars().collect();
    let mut blank = false;
    for (at, &c) in chars.iter().enumerate() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            out.push(' ');
        }
        let before = at.checked_sub(1).and_then(|i| chars.get(i));
        let after = chars.get(at + 1);
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => {
                out.push('\\');
                out.push(c);
            }
            // Inside a word an underscore is only that.
            '_' if !(before.is_some_and(|c| c.is_alphanumeric()) && after.is_some_and(|c| c.is_alphanumeric())) => {
                out.push_str("\\_");
            }
            // An address typed by somebody is text, not a link.
            ':' if after == Some(&'/') => out.push_str("\\:"),
            // Some readers of Markdown make a link of this too.
            '.' if out.len() >= 3
                && out.is_char_boundary(out.len() - 3)
                && out[out.len() - 3..].eq_ignore_ascii_case("www") =>
            {
                out.push_str("\\.")
            }
            '#' | '+' | '-' | '=' | ':' if out.is_empty() && after.is_none_or(|c| c.is_whitespace() || *c == '#') => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')'
                if !out.is_empty()
                    && out.chars().all(|c| c.is_ascii_digit())
                    && after.is_none_or(|c| c.is_whitespace()) =>
            {
                out.push('\\');
                out.push(c);
            }
            c if is_unseen(c) => out.push_str(&format!("\\\\u{{{:X}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// A value in one line of plain text; what can't be seen is shown.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match is_unseen(c) {
                true => out.push_str(&format!("\\u{{{:X}}}", u32::from(c))),
                false => out.push(c),
            }
        }
    }
    out
}

/// A value in XML, in one line: markup is text, and what XML has no place for is shown.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// Characters that change how others are shown, controls, and what is no character at all.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(inline(text), expected);
        // Read back as Markdown it is the text again, and nothing but text.
        let mut seen = String::new();
        for event in pulldown_cmark::Parser::new_ext(&format!("x {}", inline(text)), pulldown_cmark::Options::all()) {
            match event {
                pulldown_cmark::Event::Text(text) => seen.push_str(&text),
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::Paragraph)
                | pulldown_cmark::Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
                other => panic!("{text:?} became {other:?}"),
            }
        }
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.chars().any(is_unseen) {
            assert_eq!(
                seen.trim_start_matches("x ").replace(['‘', '’', '“', '”'], "'"),
                plain.replace(['‘', '’', '“', '”'], "'")
            );
        }
    }

    #[test]
    fn markup_becomes_text() {
        check("<b>x</b> | [y](http://z)", "\\<b\\>x\\</b\\> \\| \\[y\\](http\\://z)");
        check("*a* _b_ `c` ~~d~~", "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~");
        check("a & b &amp; c", "a \\& b \\&amp; c");
        check("www.example.org, ŵww.x", "www\\.example.org, ŵww.x");
    }

    #[test]
    fn a_value_never_begins_a_list_or_a_heading() {
        check("# x", "\\# x");
        check("- x", "\\- x");
        check("12. x", "12\\. x");
        check("1) x", "1\\) x");
    }

    #[test]
    fn lines_become_one_line() {
        check("a\n\nb\r\n c", "a b c");
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in [
            "José ŵ ŷ’s 93% (37 of 40)",
            "snake_case_name.docx",
            "2.5 hours",
            "4.5.3 Second step",
            "-5 degrees",
            "it/ConditionalAccess.json:12",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn in_xml_markup_is_text_and_nothing_stands_that_it_has_no_place_for() {
        assert_eq!(xml("<b>\"A\" & B</b>\n]]>"), "&lt;b&gt;&quot;A&quot; &amp; B&lt;/b&gt; ]]&gt;");
        assert_eq!(xml("a\u{0}\u{1B}\u{FFFE}\u{202E}b"), "a\\u{0}\\u{1B}\\u{FFFE}\\u{202E}b");
    }

    #[test]
    fn what_can_not_be_seen_is_shown() {
        check("a\u{202E}b\u{7}", "a\\\\u{202E}b\\\\u{7}");
    }
}
