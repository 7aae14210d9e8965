//! The events of a Markdown parser to blocks, one after the other.

use std::iter::Peekable;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{Align, Block, Inline, Item, Table, bars, item, plain};

/// The blocks of a text, in order.
pub(super) fn read(markdown: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Reader { events: Parser::new_ext(markdown, options).peekable(), item: None }.blocks(0)
}

/// A list in a list in a list …: nobody means more than this, and a stack is finite.
const DEEPEST: usize = 24;

struct Reader<'a, I: Iterator<Item = Event<'a>>> {
    events: Peekable<I>,
    /// What a comment told, for the heading right after it.
    item: Option<Item>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Reader<'a, I> {
    /// The blocks up to the end of the tag that they stand in, which is taken too.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) => self.block(tag, depth, &mut blocks),
                Event::Rule => blocks.push(Block::Rule),
                // Text right inside an item of a tight list, or raw HTML
                inline => {
                    let inlines = self.inlines_from(Some(inline), depth);
                    push_paragraph(inlines, &mut blocks);
                }
            }
        }
        blocks
    }

    fn block(&mut self, tag: Tag<'a>, depth: usize, blocks: &mut Vec<Block>) {
        let item = self.item.take();
        match tag {
            Tag::Paragraph => {
                let inlines = self.inlines(depth);
                push_paragraph(inlines, blocks);
            }
            Tag::HtmlBlock => {
                let inlines = self.inlines(depth);
                match item::comment(&plain(&inlines)) {
                    Some(words) => self.item = item::parse(words),
                    None => push_paragraph(inlines, blocks),
                }
            }
            Tag::Heading { level, .. } => {
                let inlines = self.inlines(depth);
                blocks.push(Block::Heading { level: level as u8, inlines, item });
            }
            _ if depth >= DEEPEST => {
                let text = self.skip();
                push_paragraph(vec![Inline::Text(text)], blocks);
            }
            Tag::BlockQuote(_) => blocks.push(Block::Note(self.blocks(depth + 1))),
            Tag::CodeBlock(kind) => {
                let text = self.skip();
                let language = match &kind {
                    CodeBlockKind::Fenced(language) => language.trim(),
                    CodeBlockKind::Indented => "",
                };
                let bars = if language == "bars" { bars::parse(&text) } else { None };
                blocks.push(bars.map_or(Block::Code(text), Block::Bars));
            }
            Tag::List(start) => {
                let mut items = Vec::new();
                while let Some(Event::Start(Tag::Item)) = self.events.next() {
                    items.push(self.blocks(depth + 1));
                }
                blocks.push(Block::List { start, items });
            }
            Tag::Table(alignment) => {
                let caption = take_caption(blocks);
                let alignment = alignment.iter().map(align).collect();
                let mut table = Table { caption, alignment, ..Table::default() };
                self.table(&mut table, depth);
                blocks.push(Block::Table(table));
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => {
                let inlines = self.inlines_from(Some(Event::Start(tag)), depth);
                push_paragraph(inlines, blocks);
            }
            Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => blocks.append(&mut self.blocks(depth + 1)),
        }
    }

    fn table(&mut self, table: &mut Table, depth: usize) {
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => table.head = self.cells(depth),
                Event::Start(Tag::TableRow) => {
                    let mut row = self.cells(depth);
                    row.resize(table.head.len(), Vec::new());
                    table.rows.push(row);
                }
                _ => break,
            }
        }
    }

    fn cells(&mut self, depth: usize) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some(Event::Start(Tag::TableCell)) = self.events.next() {
            cells.push(self.inlines(depth));
        }
        cells
    }

    /// The inlines up to the end of the tag that they stand in, which is taken too.
    fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let inlines = self.inlines_from(None, depth);
        self.events.next();
        inlines
    }

    /// The inlines up to the first thing that is none.
    fn inlines_from(&mut self, first: Option<Event<'a>>, depth: usize) -> Vec<Inline> {
        let mut inlines = Vec::new();
        let mut next = first;
        loop {
            let Some(event) = next.take().or_else(|| self.events.next_if(is_inline)) else {
                return inlines;
            };
            match event {
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => push_text(&text, &mut inlines),
                Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                    push_text(&text, &mut inlines);
                }
                Event::Code(text) => inlines.push(Inline::Code(text.into_string())),
                Event::SoftBreak => push_text(" ", &mut inlines),
                Event::HardBreak => inlines.push(Inline::Break),
                Event::TaskListMarker(done) => push_text(if done { "☑ " } else { "☐ " }, &mut inlines),
                Event::Start(_) if depth >= DEEPEST => push_text(&self.skip(), &mut inlines),
                Event::Start(Tag::Emphasis) => inlines.push(Inline::Emphasis(self.inlines(depth + 1))),
                Event::Start(Tag::Strong) => inlines.push(Inline::Strong(self.inlines(depth + 1))),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let words = self.inlines(depth + 1);
                    inlines.push(Inline::Link { address: dest_url.into_string(), inlines: words });
                }
                Event::Start(_) => inlines.append(&mut self.inlines(depth + 1)),
                Event::End(_) | Event::Rule => {}
            }
        }
    }

    /// The text of what has been opened, up to its end.
    fn skip(&mut self) -> String {
        let mut text = String::new();
        let mut open = 1;
        for event in self.events.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(end) => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                    if matches!(end, TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) {
                        text.push(' ');
                    }
                }
                Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => {
                    text.push_str(&part);
                }
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                Event::InlineMath(part) | Event::DisplayMath(part) | Event::FootnoteReference(part) => {
                    text.push_str(&part);
                }
                Event::Rule | Event::TaskListMarker(_) => {}
            }
        }
        text
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(_) | Event::Rule => false,
        _ => true,
    }
}

/// Neighbouring texts are one text.
fn push_text(text: &str, inlines: &mut Vec<Inline>) {
    match inlines.last_mut() {
        Some(Inline::Text(before)) => before.push_str(text),
        _ => inlines.push(Inline::Text(text.to_owned())),
    }
}

fn push_paragraph(inlines: Vec<Inline>, blocks: &mut Vec<Block>) {
    if !plain(&inlines).trim().is_empty() {
        blocks.push(Block::Paragraph(inlines));
    }
}

/// The paragraph before a table, if it says `Table:`.
fn take_caption(blocks: &mut Vec<Block>) -> Vec<Inline> {
    let Some(Block::Paragraph(inlines)) = blocks.last_mut() else { return Vec::new() };
    let Some(Inline::Text(text)) = inlines.first_mut() else { return Vec::new() };
    let Some(rest) = text.strip_prefix("Table:") else { return Vec::new() };
    *text = rest.trim_start().to_owned();
    let caption = std::mem::take(inlines);
    blocks.pop();
    caption
}

fn align(alignment: &Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Centre,
        Alignment::Right => Align::Right,
    }
}
