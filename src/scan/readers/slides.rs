//! PowerPoint presentations: the words of every slide, its title marked.

use super::Unreadable;
use super::package::{self, Package};
use super::xml::{self, Piece, attribute};
use crate::scan::content::{Content, Line, Spot};

/// Reads a presentation.
pub(super) fn read(mut package: Package) -> Result<Content, Unreadable> {
    let mut content = Content { format: "PowerPoint presentation".into(), ..Content::default() };
    for (number, name) in (1..).zip(package.named("ppt/slides/slide", ".xml")) {
        let slide = package.part(&name)?.unwrap_or_default();
        slide_lines(&slide, number, &mut content.lines).map_err(|_| package::damaged())?;
    }
    content.properties = package.core_properties();
    Ok(content)
}

fn slide_lines(slide: &str, number: usize, lines: &mut Vec<Line>) -> Result<(), quick_xml::Error> {
    let (mut text, mut in_words, mut heading) = (String::new(), false, false);
    xml::pieces(slide, &mut |piece| match piece {
        Piece::Open("sp", _) => heading = false,
        Piece::Open("ph", tag) => {
            heading = attribute(tag, "type").is_some_and(|kind| matches!(kind.as_str(), "title" | "ctrTitle"));
        }
        Piece::Open("t", _) => in_words = true,
        Piece::Close("t") => in_words = false,
        Piece::Open("br" | "tab", _) => text.push(' '),
        Piece::Words(words) if in_words => text.push_str(words),
        Piece::Close("p") => {
            let words = text.trim();
            if !words.is_empty() {
                lines.push(Line { text: words.into(), spot: Spot::Page(number), heading });
            }
            text.clear();
        }
        _ => {}
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_headings_and_paragraphs_lines() {
        let mut lines = Vec::new();
        let slide = "<sld><sp><nvPr><ph type='title'/></nvPr><p><r><t>Phishing</t></r></p></sp>\
                     <sp><p><r><t>Think </t></r><r><t>first</t></r></p><p/></sp></sld>";
        slide_lines(slide, 2, &mut lines).unwrap();
        let line = |text: &str, heading| Line { text: text.into(), spot: Spot::Page(2), heading };
        assert_eq!(lines, [line("Phishing", true), line("Think first", false)]);
    }
}
