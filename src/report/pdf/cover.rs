//! The cover and the contents: what an inspector sees first.

use super::super::blocks::{Align, Block, Inline, Table, plain};
use super::display::{Area, Face, Kind, LinkArea, Shape, Target};
use super::layout::{Frame, Setter, draw_line, hairline, indent};
use super::strip::Strip;
use super::style::{
    self, ACCENT, CONTENTS, COVER_BODY, COVER_LEAD, COVER_NOTE, COVER_TITLE, DEEP, GREY, HAIR, MARGIN, TILE_LABEL,
    TILE_NUMBER, Type, WIDTH,
};
use super::wrap::{Wrapped, wrap};

const PAGE: Frame = Frame { x: MARGIN, width: WIDTH };
/// Fewer headings than this need no contents, and with more only the chapters are listed.
const FEWEST: usize = 4;
const MOST: usize = 42;
/// Few tiles stand side by side.
const TILES: usize = 4;

impl Setter<'_> {
    /// The cover: lines before the title, the title, lines that lead on from it, and the rest.
    pub(super) fn cover(&mut self, blocks: &[Block]) -> Vec<Strip> {
        let mut strips = vec![Strip::new(72.0)];
        if let Some(first) = strips.first_mut() {
            let area = Area { x: MARGIN, y: 40.0, width: 54.0, height: 5.0 };
            first.under.push(Shape::Fill { area, colour: ACCENT });
        }
        let title = blocks.iter().position(|block| matches!(block, Block::Heading { .. }));
        let leads = title.map_or(0, |title| {
            let after = blocks.get(title + 1..).unwrap_or_default();
            title + 1 + after.iter().take_while(|block| matches!(block, Block::Paragraph(_))).count()
        });
        for (at, block) in blocks.iter().enumerate() {
            let kicker = Type { bold: true, colour: ACCENT, ..COVER_BODY };
            let (mut next, space) = match block {
                Block::Paragraph(inlines) if title.is_some_and(|title| at < title) => {
                    (self.paragraph(inlines, kicker, PAGE, 0), 2.0)
                }
                Block::Paragraph(inlines) if at < leads => (
                    self.paragraph(inlines, COVER_LEAD, PAGE, 0),
                    if Some(at) == title.map(|at| at + 1) { 14.0 } else { 4.0 },
                ),
                Block::Heading { inlines, .. } if Some(at) == title => (self.title(inlines), 10.0),
                Block::Note(inner) => (self.note(inner, PAGE, 0, COVER_NOTE), 34.0),
                Block::Table(table) if table.is_tiles(TILES) => (self.tiles(table), 32.0),
                Block::Cover(_)
                | Block::Heading { .. }
                | Block::Paragraph(_)
                | Block::List { .. }
                | Block::Table(_)
                | Block::Bars(_)
                | Block::Code(_)
                | Block::Rule => {
                    let space = if matches!(block, Block::Paragraph(_)) { 14.0 } else { 26.0 };
                    (self.blocks(std::slice::from_ref(block), PAGE, 0, COVER_BODY), space)
                }
            };
            if let Some(first) = next.first_mut() {
                first.space += space;
            }
            strips.append(&mut next);
        }
        strips
    }

    fn title(&mut self, inlines: &[Inline]) -> Vec<Strip> {
        let level = self.heading_level(1);
        let element = self.element(Kind::Heading(level), 0);
        let mut strips = self.text(inlines, COVER_TITLE, PAGE, Align::Left, element);
        if strips.len() > 2 {
            strips = self.text(inlines, style::LONG_COVER_TITLE, PAGE, Align::Left, element);
        }
        if let Some(first) = strips.first_mut() {
            first.heading = Some((level, self.faces.clean(&plain(inlines)).trim().to_owned()));
        }
        strips
    }

    /// A table of one row, drawn as big numbers with what they count below.
    fn tiles(&mut self, table: &Table) -> Vec<Strip> {
        let element = self.element(Kind::Table, 0);
        let (head, body) = (self.element(Kind::TableHead, element), self.element(Kind::TableBody, element));
        let (labels, numbers) = (self.element(Kind::Row, head), self.element(Kind::Row, body));
        let row = table.rows.first().map(Vec::as_slice).unwrap_or_default();
        let gap = 16.0;
        let width = (WIDTH + gap) / table.head.len().max(1) as f32 - gap;
        let mut opens = (vec![labels], vec![numbers]);
        let mut cells: Vec<(usize, Wrapped, Type, f32)> = Vec::new();
        let column = |at: usize| MARGIN + at as f32 * (width + gap);
        for (at, cell) in table.head.iter().enumerate() {
            let element = self.element(Kind::ColumnHead, labels);
            opens.0.push(element);
            cells.push((element, wrap(self.faces, cell, TILE_LABEL, width), TILE_LABEL, column(at)));
        }
        for (at, cell) in row.iter().enumerate() {
            let element = self.element(Kind::Cell, numbers);
            opens.1.push(element);
            cells.push((element, wrap(self.faces, cell, TILE_NUMBER, width), TILE_NUMBER, column(at)));
        }
        let tallest = |look: Type| {
            let own = cells.iter().filter(|(_, _, other, _)| *other == look);
            own.map(|(_, wrapped, _, _)| wrapped.lines.len() as f32 * look.leading).fold(0.0, f32::max)
        };
        let below = 8.0 + tallest(TILE_NUMBER) + 2.0;
        let mut strip = Strip::new(below + tallest(TILE_LABEL));
        strip.opens = [opens.0, opens.1].concat();
        for at in 0..table.head.len() {
            let area = Area { x: column(at), y: 0.0, width, height: 2.0 };
            strip.under.push(Shape::Fill { area, colour: ACCENT });
        }
        for (element, wrapped, look, x) in &cells {
            let top = if *look == TILE_NUMBER { 8.0 } else { below };
            for (line, number) in wrapped.lines.iter().zip(0..) {
                let frame = Frame { x: *x, width };
                let y = top + number as f32 * look.leading;
                draw_line(&mut strip, line, *look, indent(line, frame, Align::Left), y, *element, &[]);
            }
        }
        vec![strip]
    }

    /// A line for each heading of the two highest levels, with its page; nothing where there are few.
    pub(super) fn contents(&mut self, headings: &[(u8, String)], places: &[Target]) -> Vec<Strip> {
        let highest = headings.iter().map(|(level, _)| *level).min().unwrap_or(1);
        let count = |deepest: u8| headings.iter().filter(|(level, _)| *level <= deepest).count();
        let deepest = if count(highest + 1) > MOST { highest } else { highest + 1 };
        if count(deepest) < FEWEST {
            return Vec::new();
        }
        let nested = count(deepest) > count(highest);
        // The contents stand in the outline by the headings that they list
        let level = self.heading_level(2);
        let heading = self.element(Kind::Heading(level), 0);
        let words = [Inline::Text("Contents".to_owned())];
        let (look, _, below) = style::heading(1);
        let mut strips = self.text(&words, look, PAGE, Align::Left, heading);
        for strip in &mut strips {
            (strip.begins_page, strip.keep) = (true, true);
            strip.height += below;
        }
        let list = self.element(Kind::Contents, 0);
        for (at, (level, title)) in headings.iter().enumerate().filter(|(_, (level, _))| *level <= deepest) {
            let target = places.get(at).cloned().unwrap_or(Target::Place { page: 0, y: 0.0 });
            let mut line = self.contents_line(*level == highest, title, target, list);
            line.space = if nested && *level == highest { 7.0 } else { 0.0 };
            strips.push(line);
        }
        strips
    }

    fn contents_line(&mut self, chapter: bool, title: &str, target: Target, list: usize) -> Strip {
        let item = self.element(Kind::ContentsItem, list);
        let reference = self.element(Kind::Reference, item);
        let link = self.element(Kind::Link, reference);
        let (look, face, x) = if chapter {
            (Type { colour: DEEP, ..CONTENTS }, Face::Bold, MARGIN)
        } else {
            (Type { colour: style::INK, ..CONTENTS }, Face::Regular, MARGIN + 16.0)
        };
        let mut strip = Strip::new(look.leading + 1.5);
        let page = match target {
            Target::Place { page, .. } => (page + 1).to_string(),
            Target::Address(_) => String::new(),
        };
        let right = MARGIN + WIDTH;
        let number = self.faces.width(face, &page, look.size);
        let title = self.cut(title, face, look.size, right - number - 30.0 - x);
        let width = self.faces.width(face, &title, look.size);
        strip.add(link, self.plain_line(&format!("{title} "), look, face, x));
        strip.add(link, self.plain_line(&page, look, face, right - number));
        let y = super::layout::baseline(look) + 0.3;
        strip.under.push(hairline((x + width + 8.0, y), (right - number - 8.0, y), 0.5, HAIR));
        let area = Area { x, y: 0.0, width: right - x, height: strip.height };
        let words = format!("{title}, page {page}");
        strip.links.push(LinkArea { element: link, area, target, words });
        strip
    }

    /// The beginning of a text that fits, with a sign if there is more.
    pub(super) fn cut(&self, text: &str, face: Face, size: f32, width: f32) -> String {
        let text = self.faces.clean(text);
        if self.faces.width(face, &text, size) <= width {
            return text;
        }
        let mut room = width - self.faces.width(face, "…", size);
        let fits = |letter: &char| {
            room -= self.faces.place(face, *letter, size).1;
            room >= 0.0
        };
        let beginning: String = text.chars().take_while(fits).collect();
        format!("{}…", beginning.trim_end())
    }
}

/// Whether a report may begin on the page of its contents.
pub(super) fn is_short(contents: &[Strip]) -> bool {
    let height: f32 = contents.iter().map(|strip| strip.space + strip.height).sum();
    !contents.is_empty() && height < (style::BOTTOM - style::TOP) * 0.4
}

/// What runs along the head of a page.
pub(super) fn header(setter: &Setter<'_>, title: &str) -> Vec<Shape> {
    let title = setter.cut(title, Face::Regular, style::RUNNING.size, WIDTH);
    let mut shapes = setter.plain_line(&title, style::RUNNING, Face::Regular, MARGIN);
    shapes.iter_mut().for_each(|shape| shape.lower(34.0));
    shapes
}

/// What runs along the foot of a page: words of up to two lines, and the number of the page.
pub(super) fn footer(setter: &Setter<'_>, words: &str, page: usize, of: usize) -> Vec<Shape> {
    let look = style::RUNNING;
    let top = style::PAGE_HEIGHT - 48.0;
    let number = format!("Page {page} of {of}");
    let width = setter.faces.width(Face::Regular, &number, look.size);
    let mut shapes = setter.plain_line(&number, Type { colour: GREY, ..look }, Face::Regular, MARGIN + WIDTH - width);
    let words = [Inline::Text(words.to_owned())];
    let mut strip = Strip::new(0.0);
    let lines = wrap(setter.faces, &words, look, WIDTH - width - 30.0).lines;
    for (line, at) in lines.iter().take(2).zip(0..) {
        draw_line(&mut strip, line, look, MARGIN, at as f32 * look.leading, 0, &[]);
    }
    shapes.splice(0..0, strip.marks.into_iter().flat_map(|mark| mark.shapes));
    shapes.iter_mut().for_each(|shape| shape.lower(top + 5.0));
    shapes.insert(0, hairline((MARGIN, top), (MARGIN + WIDTH, top), 0.5, HAIR));
    shapes
}
