//! A font of a PDF: which letters its codes stand for, and how wide they are.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Encoding, Object};

/// The widths of the letters from blank to tilde in Helvetica, for fonts that every viewer has and that state none.
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
];

/// A font as far as words need it.
pub(super) struct Font<'a> {
    encoding: Option<Encoding<'a>>,
    widths: BTreeMap<u32, f32>,
    usual: Usual,
    bytes: usize,
}

/// The width of a code that the font does not list, in parts of the size.
enum Usual {
    Same(f32),
    Helvetica(f32),
}

impl<'a> Font<'a> {
    /// Reads a font of the document.
    pub(super) fn read(document: &'a Document, font: &'a Dictionary) -> Self {
        let encoding = encoding(document, font);
        let descendant = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
        match descendant {
            Some(descendant) => Self {
                encoding,
                widths: composite_widths(document, descendant),
                usual: Usual::Same(number(document, descendant.get(b"DW").ok()).unwrap_or(1000.0) / 1000.0),
                bytes: 2,
            },
            None => {
                let widths = simple_widths(document, font);
                let name = font.get_deref(b"BaseFont", document).and_then(Object::as_name).unwrap_or_default();
                let named = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
                let usual = match () {
                    () if !widths.is_empty() => Usual::Same(0.5),
                    () if named(b"Courier") => Usual::Same(0.6),
                    () if named(b"Times") => Usual::Helvetica(0.9),
                    () => Usual::Helvetica(1.0),
                };
                Self { encoding, widths, usual, bytes: 1 }
            }
        }
    }

    /// The letters that a string stands for.
    pub(super) fn text(&self, codes: &[u8]) -> String {
        let text = self.encoding.as_ref().and_then(|encoding| encoding.bytes_to_string(codes).ok());
        text.unwrap_or_default()
    }

    /// The codes of a string, each with its width in parts of the size.
    pub(super) fn widths(&self, codes: &[u8]) -> Vec<(u32, f32)> {
        let code = |bytes: &[u8]| bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
        codes.chunks(self.bytes).map(code).map(|code| (code, self.width(code))).collect()
    }

    /// Whether the code is the blank that words are spaced by.
    pub(super) fn is_blank(&self, code: u32) -> bool {
        self.bytes == 1 && code == 32
    }

    fn width(&self, code: u32) -> f32 {
        if let Some(width) = self.widths.get(&code) {
            return *width;
        }
        match self.usual {
            Usual::Same(width) => width,
            Usual::Helvetica(scale) => {
                let index = code.checked_sub(32).and_then(|index| usize::try_from(index).ok());
                let width = index.and_then(|index| HELVETICA.get(index)).copied().unwrap_or(556);
                scale * f32::from(width) / 1000.0
            }
        }
    }
}

/// The letters of a font. Where their names are made up, the table that is meant for copying text has them.
fn encoding<'a>(document: &'a Document, font: &'a Dictionary) -> Option<Encoding<'a>> {
    let encoding = font.get_font_encoding_with_limit(document, super::LIMIT).ok();
    let named =
        font.get_deref(b"Encoding", document).and_then(Object::as_dict).is_ok_and(|own| own.has(b"Differences"));
    if !named || matches!(encoding, Some(Encoding::Differences(_))) {
        return encoding;
    }
    let mut bare = font.clone();
    bare.remove(b"Encoding");
    match bare.get_font_encoding_with_limit(document, super::LIMIT) {
        Ok(Encoding::UnicodeMapEncoding(table)) => Some(Encoding::UnicodeMapEncoding(table)),
        _ => encoding,
    }
}

fn number(document: &Document, object: Option<&Object>) -> Option<f32> {
    document.dereference(object?).ok()?.1.as_float().ok()
}

fn code(document: &Document, object: Option<&Object>) -> Option<u32> {
    u32::try_from(document.dereference(object?).ok()?.1.as_i64().ok()?).ok().filter(|code| *code <= 0xffff)
}

fn simple_widths(document: &Document, font: &Dictionary) -> BTreeMap<u32, f32> {
    let first = code(document, font.get(b"FirstChar").ok()).unwrap_or(0);
    let widths = font.get_deref(b"Widths", document).and_then(Object::as_array);
    let widths = widths.map(Vec::as_slice).unwrap_or_default().iter().take(256);
    let scale = |(code, width): (u32, &Object)| Some((code, number(document, Some(width))? / 1000.0));
    (first..).zip(widths).filter_map(scale).collect()
}

/// Widths as `code [w w w]` or `first last w`.
fn composite_widths(document: &Document, font: &Dictionary) -> BTreeMap<u32, f32> {
    let mut widths = BTreeMap::new();
    let Ok(list) = font.get_deref(b"W", document).and_then(Object::as_array) else { return widths };
    let mut rest = list.iter();
    while let (Some(first), Some(next)) = (code(document, rest.next()), rest.next()) {
        let Ok((_, next)) = document.dereference(next) else { break };
        if let Ok(each) = next.as_array() {
            let scaled = each.iter().take(0x1_0000).filter_map(|width| number(document, Some(width)));
            widths.extend((first..).zip(scaled.map(|width| width / 1000.0)));
        } else if let (Some(last), Some(width)) = (code(document, Some(next)), number(document, rest.next())) {
            widths.extend((first..=last).map(|code| (code, width / 1000.0)));
        } else {
            break;
        }
    }
    widths
}
