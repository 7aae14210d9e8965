//! How an item stands, said again beside its heading, for eyes only: the words of the item have it too.

use super::display::{Area, Colour, Face, Shape};
use super::face::Faces;
use super::layout::{Frame, hairline, piece};
use super::style::{self, Type};
use crate::report::blocks::{Item, State, Tone};

const LOOK: Type = Type { size: 7.6, leading: 11.0, colour: style::INK, bold: true };
/// No more states than this stand beside a heading.
const MOST: usize = 2;
/// Around the words of a badge, and between two.
const PADDING: f32 = 5.0;
const GAP: f32 = 5.0;
/// A heading keeps at least this share of its line.
const HEADING: f32 = 0.5;

/// The badges of an item, and the width that is left for its heading; none where there is no room for them.
pub(super) fn beside(faces: &Faces, item: &Item, frame: Frame, leading: f32) -> (Vec<Shape>, Frame) {
    let states = item.states.iter().filter(|state| state.tone != Tone::Plain).take(MOST);
    let badges: Vec<(Tone, String, f32)> = states
        .map(|state| {
            let words = words(faces, state);
            let width = faces.width(Face::Bold, &words, LOOK.size) + 2.0 * PADDING;
            (state.tone, words, width)
        })
        .collect();
    let all: f32 = badges.iter().map(|(_, _, width)| width + GAP).sum();
    if badges.is_empty() || all > frame.width * (1.0 - HEADING) {
        return (Vec::new(), frame);
    }
    let mut shapes = Vec::new();
    let mut x = frame.x + frame.width - all + GAP;
    let y = (leading - LOOK.leading) / 2.0;
    for (tone, words, width) in badges {
        let area = Area { x, y, width, height: LOOK.leading };
        let look = Type { colour: ground(tone, area, &mut shapes), ..LOOK };
        let mut text = piece(x + PADDING, look, Face::Bold, words);
        text.lower(y);
        shapes.push(text);
        x += width + GAP;
    }
    (shapes, Frame { width: frame.width - all - GAP, ..frame })
}

fn words(faces: &Faces, state: &State) -> String {
    let mut letters = state.words.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    faces.clean(&format!("{first}{}", letters.as_str()))
}

/// What a badge stands on, by shape as well as by tone, and the colour of its words.
fn ground(tone: Tone, area: Area, shapes: &mut Vec<Shape>) -> Colour {
    let fill = |colour| Shape::Fill { area, colour };
    match tone {
        Tone::Bad => {
            shapes.push(fill(style::DEEP));
            style::PAPER
        }
        Tone::Good => {
            shapes.push(fill(style::TINT));
            style::DEEP
        }
        // A full frame, and one line below
        Tone::Open => {
            shapes.extend(frame(area));
            style::INK
        }
        Tone::Watch => {
            let bottom = area.y + area.height;
            shapes.push(fill(style::PALE));
            shapes.push(hairline((area.x, bottom), (area.x + area.width, bottom), 1.4, style::ACCENT));
            style::INK
        }
        Tone::Plain => style::GREY,
    }
}

fn frame(area: Area) -> Vec<Shape> {
    let (left, right, top, bottom) = (area.x, area.x + area.width, area.y, area.y + area.height);
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    corners.windows(2).map(|pair| hairline(pair[0], pair[1], 0.7, style::INK)).collect()
}
