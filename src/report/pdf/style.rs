//! Sizes, spaces and colours: the look of the report, and nothing else.
//!
//! Every colour of text reaches a contrast of 4.5 to 1 on the ground that it stands on.

use super::display::Colour;

/// A4.
pub(super) const PAGE_WIDTH: f32 = 595.28;
/// A4.
pub(super) const PAGE_HEIGHT: f32 = 841.89;
/// The left and right margin: 20 mm.
pub(super) const MARGIN: f32 = 56.7;
/// Where the text of a page begins.
pub(super) const TOP: f32 = 70.0;
/// Where it ends at the latest.
pub(super) const BOTTOM: f32 = PAGE_HEIGHT - 68.0;
/// From margin to margin.
pub(super) const WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
/// The widest line of running text: about 80 letters.
pub(super) const MEASURE: f32 = 440.0;

/// The page, and text on dark grounds.
pub(super) const PAPER: Colour = Colour(0xff, 0xff, 0xff);
/// Text.
pub(super) const INK: Colour = Colour(0x1d, 0x27, 0x30);
/// Text that stands back.
pub(super) const GREY: Colour = Colour(0x4c, 0x5b, 0x68);
/// Headings of chapters, links, bars.
pub(super) const ACCENT: Colour = Colour(0x00, 0x5e, 0xb8);
/// Big headings.
pub(super) const DEEP: Colour = Colour(0x00, 0x30, 0x87);
/// Hairlines.
pub(super) const HAIR: Colour = Colour(0xc9, 0xd3, 0xdc);
/// The ground of notes.
pub(super) const TINT: Colour = Colour(0xed, 0xf3, 0xf9);
/// The ground of code, and of what a bar has not reached.
pub(super) const PALE: Colour = Colour(0xf3, 0xf5, 0xf7);
/// The lighter of two bars.
pub(super) const LIGHT: Colour = Colour(0x8f, 0xbc, 0xe6);

/// How lines of one kind look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    /// The size of the face.
    pub(super) size: f32,
    /// From one line to the next.
    pub(super) leading: f32,
    /// Its colour.
    pub(super) colour: Colour,
    /// Whether all of it is bold.
    pub(super) bold: bool,
}

/// How much room words take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Density {
    /// What sizes of type are multiplied by.
    letters: f32,
    /// What spaces between blocks are multiplied by.
    spaces: f32,
}

/// As it should be.
pub(super) const ROOMY: Density = Density { letters: 1.0, spaces: 1.0 };
/// For a short report that would run over its last page by a little.
pub(super) const CLOSE: Density = Density { letters: 0.9, spaces: 0.55 };

impl Density {
    /// Lines as they look here; nothing that is read becomes smaller than small print.
    pub(super) fn letters(self, look: Type) -> Type {
        let size = (look.size * self.letters).max(look.size.min(7.8));
        Type { size, leading: look.leading * (size / look.size) * if self.letters < 1.0 { 0.96 } else { 1.0 }, ..look }
    }

    /// A space between blocks as it is here.
    pub(super) fn space(self, space: f32) -> f32 {
        space * self.spaces
    }
}

const fn plain(size: f32, leading: f32, colour: Colour) -> Type {
    Type { size, leading, colour, bold: false }
}

const fn bold(size: f32, leading: f32, colour: Colour) -> Type {
    Type { size, leading, colour, bold: true }
}

/// Running text.
pub(super) const BODY: Type = plain(10.0, 15.0, INK);
/// The cells of a table.
pub(super) const CELL: Type = plain(8.8, 12.4, INK);
/// The cells of a table with many columns.
pub(super) const SMALL_CELL: Type = plain(7.2, 10.2, INK);
/// The words over a table or chart.
pub(super) const CAPTION: Type = bold(9.0, 13.0, GREY);
/// Code that stands alone.
pub(super) const CODE: Type = plain(8.5, 12.5, INK);
/// Head and foot of a page.
pub(super) const RUNNING: Type = plain(8.0, 11.0, GREY);
/// The labels and numbers of a chart.
pub(super) const CHART: Type = plain(8.8, 12.4, INK);
/// The lines of the contents.
pub(super) const CONTENTS: Type = plain(10.0, 15.0, INK);
/// The title on the cover.
pub(super) const COVER_TITLE: Type = bold(30.0, 37.0, DEEP);
/// A title on the cover that would need many lines.
pub(super) const LONG_COVER_TITLE: Type = bold(23.0, 30.0, DEEP);
/// The organisation on the cover.
pub(super) const COVER_LEAD: Type = plain(14.0, 20.0, INK);
/// What the cover says below that.
pub(super) const COVER_BODY: Type = plain(10.5, 16.0, INK);
/// The level statement on the cover.
pub(super) const COVER_NOTE: Type = plain(12.0, 18.0, INK);
/// The big numbers on the cover.
pub(super) const TILE_NUMBER: Type = bold(21.0, 26.0, DEEP);
/// What they count.
pub(super) const TILE_LABEL: Type = plain(9.0, 12.5, GREY);

/// A heading: its type, the space above and the space below it.
pub(super) fn heading(level: u8) -> (Type, f32, f32) {
    match level {
        1 => (bold(21.0, 27.0, DEEP), 30.0, 10.0),
        2 => (bold(15.5, 21.0, DEEP), 26.0, 7.0),
        3 => (bold(12.0, 17.0, ACCENT), 19.0, 5.0),
        4 => (bold(10.3, 15.0, INK), 14.0, 3.0),
        _ => (bold(10.0, 15.0, GREY), 12.0, 3.0),
    }
}

/// Between paragraphs, and between a paragraph and what follows it.
pub(super) const GAP: f32 = 8.0;
/// Around tables, notes and charts.
pub(super) const BLOCK_GAP: f32 = 13.0;
/// Between contents and a report that begins on their page.
pub(super) const AFTER_CONTENTS: f32 = 44.0;
/// Between the items of a list.
pub(super) const ITEM_GAP: f32 = 3.5;
