//! XML as a flat run of pieces; entities of the file's own are never expanded.

use quick_xml::events::{BytesRef, BytesStart, Event};

/// A piece of an XML text; names are without their prefix.
pub(super) enum Piece<'a> {
    /// An element opens; an empty one opens and closes.
    Open(&'a str, &'a BytesStart<'a>),
    /// An element closes.
    Close(&'a str),
    /// Words.
    Words(&'a str),
}

/// Hands each piece on in order; an error where the text is not sound XML.
pub(super) fn pieces(xml: &str, on: &mut dyn FnMut(Piece)) -> Result<(), quick_xml::Error> {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event()? {
            Event::Start(tag) => on(Piece::Open(tag.local_name().as_ref(), &tag)),
            Event::Empty(tag) => {
                on(Piece::Open(tag.local_name().as_ref(), &tag));
                on(Piece::Close(tag.local_name().as_ref()));
            }
            Event::End(tag) => on(Piece::Close(tag.local_name().as_ref())),
            Event::Text(words) => on(Piece::Words(&words.xml_content(quick_xml::XmlVersion::Implicit1_0))),
            Event::CData(words) => on(Piece::Words(&words.xml_content(quick_xml::XmlVersion::Implicit1_0))),
            Event::GeneralRef(entity) => {
                if let Some(sign) = sign(&entity) {
                    on(Piece::Words(sign.encode_utf8(&mut [0; 4])));
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => return Ok(()),
        }
    }
}

/// The sign that an entity stands for.
pub(super) fn sign(entity: &BytesRef) -> Option<char> {
    if let Ok(Some(sign)) = entity.resolve_char_ref() {
        return Some(sign);
    }
    match entity.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// An attribute by its name without the prefix.
pub(super) fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, expected: &str) {
        let mut found = String::new();
        let read = pieces(xml, &mut |piece| match piece {
            Piece::Open(name, tag) => {
                found.push_str(&format!("<{name}{}>", attribute(tag, "v").unwrap_or_default()));
            }
            Piece::Close(name) => found.push_str(&format!("</{name}>")),
            Piece::Words(words) => found.push_str(words),
        });
        if read.is_err() {
            found.push('!');
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn elements_words_and_plain_entities_are_read() {
        check("<w:a w:v='1'>x &amp; &#233;<b/></w:a>", "<a1>x & é<b></b></a>");
        check("<a><![CDATA[1 < 2]]></a>", "<a>1 < 2</a>");
    }

    #[test]
    fn entities_of_the_file_are_not_expanded() {
        check("<!DOCTYPE a [<!ENTITY x \"boom\">]><a>&x;</a>", "<a></a>");
    }

    #[test]
    fn broken_text_is_an_error() {
        check("<a><b></a>", "<a><b>!");
    }
}
