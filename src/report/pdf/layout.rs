//! Blocks to strips: headings, paragraphs, lists, notes and code.

use super::super::blocks::{Align, Block, Inline, plain};
use super::badge;
use super::display::{Area, Colour, Element, Face, Kind, LinkArea, Shape, Target};
use super::face::Faces;
use super::strip::{Ground, Strip};
use super::style::{self, BLOCK_GAP, Density, GAP, ITEM_GAP, MEASURE, Type};
use super::wrap::{Line, Wrapped, wrap};

/// Where a block stands between the margins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Its left edge.
    pub(super) x: f32,
    /// Its width.
    pub(super) width: f32,
}

/// What grows while a document is laid out.
pub(super) struct Setter<'a> {
    pub(super) faces: &'a Faces,
    pub(super) elements: Vec<Element>,
    /// Heads of tables, to be said again on later pages.
    pub(super) heads: Vec<Strip>,
    pub(super) grounds: Vec<Ground>,
    pub(super) density: Density,
    /// The level of the heading before, so that none is skipped.
    level: u8,
}

/// The space that a block asks for.
struct Spaces {
    above: f32,
    below: f32,
    /// A heading says itself how far off its text is.
    heading: bool,
}

impl<'a> Setter<'a> {
    /// Begins a document.
    pub(super) fn new(faces: &'a Faces, density: Density) -> Setter<'a> {
        let (elements, heads, grounds) = (Vec::new(), Vec::new(), Vec::new());
        let mut setter = Setter { faces, elements, heads, grounds, density, level: 0 };
        setter.element(Kind::Document, 0);
        setter
    }

    /// A new element, which hangs in the tree once something of it is drawn.
    pub(super) fn element(&mut self, kind: Kind, parent: usize) -> usize {
        let (children, alternative, area) = (Vec::new(), None, None);
        self.elements.push(Element { kind, parent, attached: false, children, alternative, area });
        self.elements.len() - 1
    }

    /// Blocks, one below the other.
    pub(super) fn blocks(&mut self, blocks: &[Block], frame: Frame, parent: usize, look: Type) -> Vec<Strip> {
        let mut strips: Vec<Strip> = Vec::new();
        let mut before: Option<Spaces> = None;
        for (at, block) in blocks.iter().enumerate() {
            let spaces = spaces(block);
            let mut next = self.block(block, frame, parent, look);
            if before.as_ref().is_some_and(|before| before.heading) && introduces(block, blocks.get(at + 1), next.len())
            {
                next.iter_mut().for_each(|strip| strip.keep = true);
            }
            let Some(first) = next.first_mut() else { continue };
            first.space += self.density.space(match before {
                None => 0.0,
                Some(before) if before.heading && spaces.heading => before.below.max(spaces.above * 0.5),
                Some(before) if before.heading => before.below,
                Some(before) => before.below.max(spaces.above),
            });
            strips.append(&mut next);
            before = Some(spaces);
        }
        strips
    }

    fn block(&mut self, block: &Block, frame: Frame, parent: usize, look: Type) -> Vec<Strip> {
        match block {
            Block::Cover(blocks) => self.blocks(blocks, frame, parent, look),
            Block::Heading { level, inlines, item: None } => self.heading(*level, inlines, frame, parent),
            Block::Heading { level, inlines, item: Some(item) } => {
                let (badges, frame) = badge::beside(self.faces, item, frame, style::heading(*level).0.leading);
                let mut strips = self.heading(*level, inlines, frame, parent);
                if let Some(first) = strips.first_mut() {
                    first.under.extend(badges);
                }
                strips
            }
            Block::Paragraph(inlines) => self.paragraph(inlines, look, frame, parent),
            Block::List { start, items } => self.list(*start, items, frame, parent, look),
            Block::Table(table) => self.table(table, frame, parent),
            Block::Note(blocks) => self.note(blocks, frame, parent, look),
            Block::Bars(bars) => self.bars(bars, frame, parent),
            Block::Code(text) => self.code(text, frame, parent),
            Block::Rule => vec![rule(frame)],
        }
    }

    /// The level that a heading has in this document: no level is skipped.
    pub(super) fn heading_level(&mut self, wanted: u8) -> u8 {
        self.level = wanted.clamp(1, 6).min(self.level + 1);
        self.level
    }

    fn heading(&mut self, level: u8, inlines: &[Inline], frame: Frame, parent: usize) -> Vec<Strip> {
        let words = self.faces.clean(&plain(inlines));
        let words = words.trim();
        if words.is_empty() {
            return Vec::new();
        }
        let look = self.density.letters(style::heading(level).0);
        let level = self.heading_level(level);
        let element = self.element(Kind::Heading(level), parent);
        let mut strips = self.text(inlines, look, frame, Align::Left, element);
        strips.iter_mut().for_each(|strip| strip.keep = true);
        if let Some(first) = strips.first_mut() {
            first.heading = Some((level, words.to_owned()));
        }
        strips
    }

    pub(super) fn paragraph(&mut self, inlines: &[Inline], look: Type, frame: Frame, parent: usize) -> Vec<Strip> {
        let element = self.element(Kind::Paragraph, parent);
        let frame = Frame { width: frame.width.min(MEASURE.max(look.size * 20.0)), ..frame };
        let mut strips = self.text(inlines, look, frame, Align::Left, element);
        keep_ends_together(&mut strips);
        if plain(inlines).trim_end().ends_with(':')
            && let Some(last) = strips.last_mut()
        {
            last.keep = true;
        }
        strips
    }

    /// Lines of text, one strip each.
    pub(super) fn text(
        &mut self,
        inlines: &[Inline],
        look: Type,
        frame: Frame,
        align: Align,
        element: usize,
    ) -> Vec<Strip> {
        let wrapped = wrap(self.faces, inlines, look, frame.width);
        let links = self.links(&wrapped, element);
        let strip = |line: &Line| {
            let mut strip = Strip::new(look.leading);
            draw_line(&mut strip, line, look, indent(line, frame, align), 0.0, element, &links);
            strip
        };
        wrapped.lines.iter().map(strip).collect()
    }

    /// An element and a target for each link of a text.
    pub(super) fn links(&mut self, wrapped: &Wrapped, element: usize) -> Vec<(usize, Target, String)> {
        let mut links = Vec::new();
        for link in &wrapped.links {
            let target = Target::Address(link.address.clone());
            links.push((self.element(Kind::Link, element), target, link.words.clone()));
        }
        links
    }

    fn list(
        &mut self,
        start: Option<u64>,
        items: &[Vec<Block>],
        frame: Frame,
        parent: usize,
        look: Type,
    ) -> Vec<Strip> {
        let list = self.element(if start.is_some() { Kind::Numbers } else { Kind::Bullets }, parent);
        let label = |at: usize| match start {
            Some(start) => format!("{}.", start.saturating_add(at as u64)),
            None => "•".to_owned(),
        };
        let face = if look.bold { Face::Bold } else { Face::Regular };
        let widest = self.faces.width(face, &label(items.len().saturating_sub(1)), look.size);
        let indent = if start.is_some() { widest.max(self.faces.width(face, "9.", look.size)) + 7.0 } else { 15.0 };
        let inner = Frame { x: frame.x + indent, width: (frame.width - indent).max(40.0) };
        let tight = items.iter().all(|item| item.len() < 2);
        let mut strips = Vec::new();
        for (at, blocks) in items.iter().enumerate() {
            let item = self.element(Kind::Item, list);
            let (name, body) = (self.element(Kind::Label, item), self.element(Kind::Body, item));
            let mut next = self.blocks(blocks, inner, body, look);
            // An item with nothing in it has its bullet and no body
            let opens = if next.is_empty() { vec![item, name] } else { vec![item, name, body] };
            if next.is_empty() {
                next.push(Strip::new(look.leading));
            }
            let Some(first) = next.first_mut() else { continue };
            let text = label(at);
            // Numbers stand flush right, so that 9. and 10. end at one place
            let x = inner.x - 7.0 - self.faces.width(face, &text, look.size);
            let x = if start.is_some() { x } else { frame.x + 3.0 };
            let marks = std::mem::take(&mut first.marks);
            let label = piece(x, look, face, format!("{text} "));
            first.add(name, [label]);
            first.marks.extend(marks);
            first.opens.splice(0..0, opens);
            if at > 0 {
                first.space += self.density.space(if tight { ITEM_GAP } else { GAP });
            }
            strips.append(&mut next);
        }
        strips
    }

    pub(super) fn note(&mut self, blocks: &[Block], frame: Frame, parent: usize, look: Type) -> Vec<Strip> {
        let element = self.element(Kind::Div, parent);
        let inner = Frame { x: frame.x + 15.0, width: (frame.width - 28.0).max(40.0) };
        let ground = Ground { x: frame.x, width: frame.width, colour: style::TINT, bar: Some(style::ACCENT) };
        self.grounds.push(ground);
        let ground = self.grounds.len() - 1;
        let mut strips = self.blocks(blocks, inner, element, look);
        on_ground(&mut strips, ground, self.density.space(9.0));
        strips
    }

    fn code(&mut self, text: &str, frame: Frame, parent: usize) -> Vec<Strip> {
        let element = self.element(Kind::Paragraph, parent);
        self.grounds.push(Ground { x: frame.x, width: frame.width, colour: style::PALE, bar: None });
        let ground = self.grounds.len() - 1;
        let inner = Frame { x: frame.x + 10.0, width: (frame.width - 20.0).max(40.0) };
        let mut inlines = Vec::new();
        for line in text.trim_end().lines() {
            // Spaces at the beginning of a line matter here
            let spaces = line.len() - line.trim_start_matches(' ').len();
            let line = format!("{}{}", "\u{a0}".repeat(spaces), line.trim_start_matches(' '));
            inlines.extend([Inline::Code(line), Inline::Break]);
        }
        inlines.pop();
        let mut strips = self.text(&inlines, style::CODE, inner, Align::Left, element);
        keep_ends_together(&mut strips);
        on_ground(&mut strips, ground, 7.0);
        strips
    }
}

/// Whether a block, right below a heading, says a word or two about the next one and stands on its page.
fn introduces(block: &Block, next: Option<&Block>, lines: usize) -> bool {
    const MOST_LINES: usize = 4;
    let set_apart = matches!(next, Some(Block::Table(_) | Block::Note(_) | Block::Bars(_) | Block::List { .. }));
    matches!(block, Block::Paragraph(_)) && lines <= MOST_LINES && set_apart
}

/// Puts strips on a tinted ground; a short one stays on one page.
pub(super) fn on_ground(strips: &mut [Strip], ground: usize, padding: f32) {
    let height: f32 = strips.iter().map(|strip| strip.space + strip.height).sum();
    let last = strips.len().saturating_sub(1);
    for (at, strip) in strips.iter_mut().enumerate() {
        strip.grounds.insert(0, ground);
        if height < 260.0 && at < last {
            strip.keep = true;
        }
    }
    if let Some(first) = strips.first_mut() {
        first.height += padding;
        push_down(first, padding);
    }
    if let Some(last) = strips.last_mut() {
        last.height += padding;
        last.keep = false;
    }
}

fn push_down(strip: &mut Strip, by: f32) {
    strip.under.iter_mut().for_each(|shape| shape.lower(by));
    strip.marks.iter_mut().flat_map(|mark| mark.shapes.iter_mut()).for_each(|shape| shape.lower(by));
    strip.links.iter_mut().for_each(|link| link.area.y += by);
    if let Some((_, area)) = &mut strip.figure {
        area.y += by;
    }
}

/// No first or last line of a paragraph stands alone on a page.
pub(super) fn keep_ends_together(strips: &mut [Strip]) {
    let count = strips.len();
    for (at, strip) in strips.iter_mut().enumerate() {
        strip.keep = at + 1 < count && (at == 0 || at + 2 == count);
    }
}

/// How far in a line begins.
pub(super) fn indent(line: &Line, frame: Frame, align: Align) -> f32 {
    match align {
        Align::Left => frame.x,
        Align::Centre => frame.x + (frame.width - line.width) / 2.0,
        Align::Right => frame.x + frame.width - line.width,
    }
}

/// Where letters stand in a line, so that capitals have as much room above as below.
pub(super) fn baseline(look: Type) -> f32 {
    look.leading / 2.0 + look.size * 0.357
}

/// One piece of text in a strip.
pub(super) fn piece(x: f32, look: Type, face: Face, text: String) -> Shape {
    Shape::Text { x, baseline: baseline(look), size: look.size, face, colour: look.colour, text }
}

/// Draws a line of text into a strip, `y` below its upper edge.
pub(super) fn draw_line(
    strip: &mut Strip,
    line: &Line,
    look: Type,
    x: f32,
    y: f32,
    element: usize,
    links: &[(usize, Target, String)],
) {
    for piece in &line.pieces {
        let shape = Shape::Text {
            x: x + piece.x,
            baseline: y + baseline(look),
            size: piece.size,
            face: piece.face,
            colour: piece.colour,
            text: piece.text.clone(),
        };
        let Some((link, target, words)) = piece.link.and_then(|link| links.get(link)) else {
            strip.add(element, [shape]);
            continue;
        };
        let under = y + baseline(look) + look.size * 0.16;
        let end = x + piece.x + piece.width;
        let line = hairline((x + piece.x, under), (end, under), 0.5, piece.colour);
        strip.add(*link, [shape, line]);
        let area = Area { x: x + piece.x, y, width: piece.width, height: look.leading };
        let (target, words) = (target.clone(), words.clone());
        strip.links.push(LinkArea { element: *link, area, target, words });
    }
}

/// A straight line.
pub(super) fn hairline(from: (f32, f32), to: (f32, f32), width: f32, colour: Colour) -> Shape {
    Shape::Line { from, to, width, colour }
}

fn rule(frame: Frame) -> Strip {
    let mut strip = Strip::new(1.0);
    strip.under.push(hairline((frame.x, 0.5), (frame.x + frame.width, 0.5), 0.6, style::HAIR));
    strip
}

fn spaces(block: &Block) -> Spaces {
    let (above, below, heading) = match block {
        Block::Heading { level, .. } => {
            let (_, above, below) = style::heading(*level);
            (above, below, true)
        }
        Block::Paragraph(_) => (GAP, GAP, false),
        Block::List { .. } => (GAP * 0.7, GAP, false),
        Block::Rule => (GAP * 2.0, GAP * 2.0, false),
        Block::Cover(_) | Block::Table(_) | Block::Note(_) | Block::Bars(_) | Block::Code(_) => {
            (BLOCK_GAP, BLOCK_GAP, false)
        }
    };
    Spaces { above, below, heading }
}
