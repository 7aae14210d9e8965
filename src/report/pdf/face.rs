//! The faces that come with the program: which letters they have, and how wide those are.
//!
//! No shaping and no kerning: a letter that no face has becomes a box that can be seen.

use std::collections::BTreeMap;

use printpdf::ParsedFont;
use unicode_normalization::UnicodeNormalization;

use super::display::Face;

/// What stands for a letter that no face has.
const MISSING: char = '□';

/// All faces, in the order in which they are tried.
pub(super) const FACES: [Face; 5] = [Face::Regular, Face::Bold, Face::Italic, Face::Mono, Face::Symbols];

impl Face {
    /// Its name in the file.
    pub(super) fn name(self) -> &'static str {
        match self {
            Face::Regular => "NotoSans-Regular",
            Face::Bold => "NotoSans-Bold",
            Face::Italic => "NotoSans-Italic",
            Face::Mono => "NotoSansMono-Regular",
            Face::Symbols => "DsptSymbols-Regular",
        }
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf"),
            Face::Bold => include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf"),
            Face::Italic => include_bytes!("../../../assets/fonts/NotoSans-Italic.ttf"),
            Face::Mono => include_bytes!("../../../assets/fonts/NotoSansMono-Regular.ttf"),
            Face::Symbols => include_bytes!("../../../assets/fonts/Symbols.ttf"),
        }
    }
}

/// The faces, read.
pub(super) struct Faces {
    faces: Vec<(Face, ParsedFont, Widths)>,
}

/// Widths in thousandths of the size: the first letters by place, for speed, the others by name.
struct Widths {
    low: Vec<Option<f32>>,
    high: BTreeMap<u32, f32>,
}

const LOW: u32 = 0x250;

impl Faces {
    /// Reads the faces; none if one cannot be read.
    pub(super) fn read() -> Option<Faces> {
        let mut faces = Vec::new();
        for face in FACES {
            let parsed = ParsedFont::from_bytes(face.bytes(), 0, &mut Vec::new())?;
            let widths = widths(&parsed);
            faces.push((face, parsed, widths));
        }
        Some(Faces { faces })
    }

    /// What the back end embeds.
    pub(super) fn into_parsed(self) -> impl Iterator<Item = (Face, ParsedFont)> {
        self.faces.into_iter().map(|(face, parsed, _)| (face, parsed))
    }

    fn advance(&self, face: Face, letter: char) -> Option<f32> {
        let (_, _, widths) = self.faces.iter().find(|(own, _, _)| *own == face)?;
        let code = u32::from(letter);
        match widths.low.get(code as usize) {
            Some(width) => *width,
            None => widths.high.get(&code).copied(),
        }
    }

    /// The face that shows a letter where `wanted` is asked for, and the width there.
    pub(super) fn place(&self, wanted: Face, letter: char, size: f32) -> (Face, f32) {
        let mut tried = [wanted, Face::Regular, Face::Symbols].into_iter();
        let found = tried.find_map(|face| Some((face, self.advance(face, letter)?)));
        let (face, advance) = found.unwrap_or((Face::Symbols, 0.0));
        (face, advance * size / 1000.0)
    }

    /// The width of a text in one face and those that help it out.
    pub(super) fn width(&self, face: Face, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.place(face, letter, size).1).sum()
    }

    /// The text as it can be shown: composed, white space plain, everything else visible.
    pub(super) fn clean(&self, text: &str) -> String {
        let shown = |letter: char| match letter {
            '\t' | '\n' | '\r' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => Some(' '),
            '\u{202f}' => Some('\u{a0}'),
            // Joiners, break hints and variation selectors have no look of their own
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => None,
            '\u{2011}' => Some('\u{2010}'),
            letter => Some(letter),
        };
        let known = |letter| [Face::Regular, Face::Symbols].iter().any(|face| self.advance(*face, letter).is_some());
        let shown = text.nfc().filter_map(shown);
        shown.map(|letter| if known(letter) { letter } else { MISSING }).collect()
    }
}

fn widths(parsed: &ParsedFont) -> Widths {
    let units = f32::from(parsed.units_per_em.max(1));
    let mut widths = Widths { low: vec![None; LOW as usize], high: BTreeMap::new() };
    for (code, glyph) in &parsed.codepoint_to_glyph {
        let Some(advance) = parsed.get_glyph_width(*glyph) else { continue };
        let width = f32::from(advance) * 1000.0 / units;
        match widths.low.get_mut(*code as usize) {
            Some(place) => *place = Some(width),
            None => {
                widths.high.insert(*code, width);
            }
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(Faces::read().unwrap().clean(text), expected, "{text:?}");
    }

    #[test]
    fn keeps_letters_of_british_names_and_signs() {
        check("Llŷr Ŵyn’s café – £5 “n” … ≥ 95% ✓ → ●", "Llŷr Ŵyn’s café – £5 “n” … ≥ 95% ✓ → ●");
        check("Nguyễn Đặng, Łukasz, Şule", "Nguyễn Đặng, Łukasz, Şule");
    }

    #[test]
    fn composes_letters_and_their_marks() {
        check("cafe\u{301} w\u{302}", "café ŵ");
    }

    #[test]
    fn shows_a_box_for_what_no_face_has() {
        check("a\u{202e}b\u{7}c😀d漢", "a□b□c□d□");
    }

    #[test]
    fn leaves_out_what_has_no_look_and_flattens_white_space() {
        check("a\u{200b}b\u{ad}c\u{feff}\td\u{2009}e\u{202f}f", "abc d e\u{a0}f");
    }

    #[test]
    fn every_face_shows_the_box_and_the_space() {
        let faces = Faces::read().unwrap();
        for face in FACES {
            assert!(faces.width(face, " ", 10.0) > 0.0);
            assert!(faces.width(face, "□", 10.0) > 0.0);
        }
    }
}
