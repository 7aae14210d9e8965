//! Inlines to lines: where text breaks, and which face each piece of a line is in.

use std::ops::Range;

use super::super::blocks::{Inline, plain};
use super::display::{Colour, Face};
use super::face::Faces;
use super::style::{ACCENT, Type};

/// Text broken into lines.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Wrapped {
    /// The lines.
    pub(super) lines: Vec<Line>,
    /// The links that pieces point to.
    pub(super) links: Vec<Link>,
}

/// A line of text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Line {
    /// From left to right.
    pub(super) pieces: Vec<Piece>,
    /// Without the space at its end.
    pub(super) width: f32,
}

/// Letters of one look.
#[derive(Debug, PartialEq)]
pub(super) struct Piece {
    /// From the beginning of the line.
    pub(super) x: f32,
    /// How wide it is.
    pub(super) width: f32,
    /// Its face.
    pub(super) face: Face,
    /// The size of the face.
    pub(super) size: f32,
    /// Its colour.
    pub(super) colour: Colour,
    /// Its letters.
    pub(super) text: String,
    /// Which link it belongs to.
    pub(super) link: Option<usize>,
}

/// An address, and the words that lead to it.
#[derive(Debug, PartialEq)]
pub(super) struct Link {
    /// Where it leads.
    pub(super) address: String,
    /// Its words.
    pub(super) words: String,
}

/// Mono letters look larger than the others at the same size.
const MONO_SIZE: f32 = 0.9;

/// Breaks inlines into lines no wider than `width`.
pub(super) fn wrap(faces: &Faces, inlines: &[Inline], look: Type, width: f32) -> Wrapped {
    let mut letters = Letters { faces, look, letters: Vec::new(), links: Vec::new() };
    letters.add(inlines, Manner { bold: look.bold, italic: false, link: None });
    let Letters { letters, links, .. } = letters;
    let lines = break_lines(&letters, width).iter().map(|range| line(&letters, range, look)).collect();
    Wrapped { lines, links }
}

/// The width of the widest word, and of the whole on one line.
pub(super) fn extent(faces: &Faces, inlines: &[Inline], look: Type) -> (f32, f32) {
    let mut letters = Letters { faces, look, letters: Vec::new(), links: Vec::new() };
    letters.add(inlines, Manner { bold: look.bold, italic: false, link: None });
    let (mut widest_word, mut widest, mut word, mut whole) = (0.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
    for (at, letter) in letters.letters.iter().enumerate() {
        match letter.letter {
            '\n' => (word, whole) = (0.0, 0.0),
            ' ' => (word, whole) = (0.0, whole + letter.width),
            _ => (word, whole) = (word + letter.width, whole + letter.width),
        }
        widest_word = widest_word.max(word);
        widest = widest.max(whole);
        if breaks_after(&letters.letters, at) {
            word = 0.0;
        }
    }
    (widest_word, widest)
}

#[derive(Clone, Copy)]
struct Manner {
    bold: bool,
    italic: bool,
    link: Option<usize>,
}

struct Letter {
    letter: char,
    face: Face,
    size: f32,
    width: f32,
    link: Option<usize>,
}

struct Letters<'a> {
    faces: &'a Faces,
    look: Type,
    letters: Vec<Letter>,
    links: Vec<Link>,
}

impl Letters<'_> {
    fn add(&mut self, inlines: &[Inline], manner: Manner) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => {
                    let face = match (manner.bold, manner.italic) {
                        (true, _) => Face::Bold,
                        (false, true) => Face::Italic,
                        (false, false) => Face::Regular,
                    };
                    self.add_text(text, face, self.look.size, manner.link);
                }
                Inline::Code(text) => self.add_text(text, Face::Mono, self.look.size * MONO_SIZE, manner.link),
                Inline::Emphasis(inner) => self.add(inner, Manner { italic: true, ..manner }),
                Inline::Strong(inner) => self.add(inner, Manner { bold: true, ..manner }),
                Inline::Link { address, inlines } => {
                    let words = self.faces.clean(&plain(inlines));
                    let outside = leads_outside(address) && manner.link.is_none() && !words.trim().is_empty();
                    let link = if outside { Some(self.links.len()) } else { manner.link };
                    if outside {
                        self.links.push(Link { address: address.clone(), words });
                    }
                    self.add(inlines, Manner { link, ..manner });
                }
                Inline::Break => self.letters.push(Letter {
                    letter: '\n',
                    face: Face::Regular,
                    size: self.look.size,
                    width: 0.0,
                    link: None,
                }),
            }
        }
    }

    fn add_text(&mut self, text: &str, wanted: Face, size: f32, link: Option<usize>) {
        for letter in self.faces.clean(text).chars() {
            let (face, width) = self.faces.place(wanted, letter, size);
            self.letters.push(Letter { letter, face, size, width, link });
        }
    }
}

/// Only what a reader expects a report to lead to; a file or a script is shown and not linked.
fn leads_outside(address: &str) -> bool {
    let start = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(start.as_deref(), Some("http" | "https" | "mailto"))
}

fn break_lines(letters: &[Letter], width: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while let Some(letter) = letters.get(start) {
        if letter.letter == ' ' {
            start += 1;
            continue;
        }
        let (end, next) = line_end(letters, start, width);
        lines.push(start..end);
        start = next;
    }
    lines
}

/// Where the line that begins at `start` ends, and where the next one begins.
fn line_end(letters: &[Letter], start: usize, width: f32) -> (usize, usize) {
    let mut x = 0.0;
    let mut last = None;
    for (at, letter) in letters.iter().enumerate().skip(start) {
        match letter.letter {
            '\n' => return (at, at + 1),
            // A space at the end of a line may hang over
            ' ' => last = Some((at, at + 1)),
            _ if x + letter.width > width && at > start => {
                return last.unwrap_or_else(|| {
                    let end = break_word(letters, start..at);
                    (end, end)
                });
            }
            _ => {}
        }
        x += letter.width;
        if breaks_after(letters, at) {
            last = Some((at + 1, at + 1));
        }
    }
    (letters.len(), letters.len())
}

/// A compound word may break at its hyphen, and a sentence at its dash.
fn breaks_after(letters: &[Letter], at: usize) -> bool {
    let near = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|near| near.letter.is_alphabetic());
    match letters.get(at).map(|letter| letter.letter) {
        Some('-' | '–') => near(at.checked_sub(1)) && near(at.checked_add(1)),
        Some('—') => true,
        _ => false,
    }
}

/// Where to break a word that is wider than the line: at a joint in the second half, else anywhere.
fn break_word(letters: &[Letter], fitting: Range<usize>) -> usize {
    let half = fitting.start + fitting.len() / 2;
    let joint = |at: &usize| {
        letters.get(at - 1).is_some_and(|letter| matches!(letter.letter, '/' | '\\' | '_' | '-' | '?' | '&' | '='))
    };
    (half.max(fitting.start + 1)..fitting.end).rev().find(joint).unwrap_or(fitting.end)
}

fn line(letters: &[Letter], range: &Range<usize>, look: Type) -> Line {
    let mut line = Line::default();
    let mut trailing = 0.0;
    for letter in letters.get(range.clone()).unwrap_or_default() {
        let colour = if letter.link.is_some() { ACCENT } else { look.colour };
        let joins = line.pieces.last().is_some_and(|piece: &Piece| {
            piece.face == letter.face && piece.link == letter.link && piece.size.to_bits() == letter.size.to_bits()
        });
        if !joins {
            line.pieces.push(Piece {
                x: line.width + trailing,
                width: 0.0,
                face: letter.face,
                size: letter.size,
                colour,
                text: String::new(),
                link: letter.link,
            });
        }
        if let Some(piece) = line.pieces.last_mut() {
            piece.text.push(letter.letter);
            piece.width += letter.width;
        }
        trailing += letter.width;
        if letter.letter != ' ' {
            line.width += trailing;
            trailing = 0.0;
        }
    }
    // So that words that a line break parts do not run together when the text is taken out of the file
    let parted = letters.get(range.end).is_some_and(|letter| matches!(letter.letter, ' ' | '\n'));
    if let (true, Some(piece)) = (parted, line.pieces.last_mut()) {
        piece.text.push(' ');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::pdf::style::BODY;

    fn lines(text: &str, width: f32) -> Vec<String> {
        let inlines = [Inline::Text(text.to_owned())];
        let wrapped = wrap(&Faces::read().unwrap(), &inlines, BODY, width);
        assert!(wrapped.lines.iter().all(|line| line.width <= width + 0.01), "{wrapped:?}");
        wrapped.lines.iter().map(|line| line.pieces.iter().map(|piece| piece.text.as_str()).collect()).collect()
    }

    #[track_caller]
    fn check(text: &str, width: f32, expected: &[&str]) {
        assert_eq!(lines(text, width), expected, "{text:?}");
    }

    #[test]
    fn breaks_at_spaces_and_keeps_one_for_readers() {
        check("one two three", 50.0, &["one two ", "three"]);
        check("  one  ", 50.0, &["one  "]);
        check("", 50.0, &[]);
    }

    #[test]
    fn breaks_compound_words_at_the_hyphen() {
        check("multi-factor", 40.0, &["multi-", "factor"]);
        check("2025-26 and so", 42.0, &["2025-26 ", "and so"]);
    }

    #[test]
    fn breaks_words_that_are_too_long_at_a_joint_or_anywhere() {
        check(
            "https://example.org/a",
            80.0,
            &["https://", "example.org/a"].concat().split_inclusive("//").collect::<Vec<_>>(),
        );
        check("ffffffffffffffffffff", 35.0, &["ffffffffff", "ffffffffff"]);
        assert!(lines(&"x".repeat(10_000), 100.0).len() > 400);
    }

    #[test]
    fn never_stands_still_on_a_line_narrower_than_a_letter() {
        check("abc", 1.0_f32.max(7.0), &["a", "b", "c"]);
    }

    #[test]
    fn parts_a_line_where_the_look_changes() {
        let inlines = [Inline::Text("a ".into()), Inline::Strong(vec![Inline::Text("b ✓".into())])];
        let wrapped = wrap(&Faces::read().unwrap(), &inlines, BODY, 100.0);
        let faces: Vec<Face> = wrapped.lines[0].pieces.iter().map(|piece| piece.face).collect();
        assert_eq!(faces, [Face::Regular, Face::Bold, Face::Symbols]);
    }

    #[test]
    fn links_lead_to_addresses_and_never_to_files_or_scripts() {
        let link = |address: &str| Inline::Link { address: address.into(), inlines: vec![Inline::Text("x".into())] };
        let faces = Faces::read().unwrap();
        let count = |address: &str| wrap(&faces, &[link(address)], BODY, 100.0).links.len();
        assert_eq!(["https://example.org", "mailto:a@example.org"].map(count), [1, 1]);
        assert_eq!(["javascript:alert(1)", "file:///etc/passwd", "evidence/a.pdf", ""].map(count), [0, 0, 0, 0]);
    }
}
