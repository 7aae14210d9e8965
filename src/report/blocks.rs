//! Markdown to blocks: the words of a report, taken apart for whatever draws them.
//!
//! Raw HTML is text, never markup; what a drawing cannot show (images) is shown as its words.

use std::iter::Peekable;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A piece of a report that stands on its own lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// Everything before the first thematic break of the document.
    Cover(Vec<Block>),
    /// A heading, from 1 to 6.
    Heading {
        /// 1 is the highest.
        level: u8,
        /// Its words.
        inlines: Vec<Inline>,
    },
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The number of the first item; none for bullets.
        start: Option<u64>,
        /// What stands at each bullet or number.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table(Table),
    /// A block quote: something to notice.
    Note(Vec<Block>),
    /// A chart of shares.
    Bars(Bars),
    /// Text to be shown letter by letter.
    Code(String),
    /// A thematic break.
    Rule,
}

/// A table: every row has as many cells as the head.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Table {
    /// From a paragraph right before the table that begins with `Table:`.
    pub(crate) caption: Vec<Inline>,
    /// One cell a column; all empty where the table has no head.
    pub(crate) head: Vec<Vec<Inline>>,
    /// The rows.
    pub(crate) rows: Vec<Vec<Vec<Inline>>>,
    /// One a column.
    pub(crate) alignment: Vec<Align>,
}

/// How the text of a column stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// Shares, a row of them for each label.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Bars {
    /// What the shares are of.
    pub(crate) caption: String,
    /// What each share of a row says.
    pub(crate) series: Vec<String>,
    /// The rows, each with one share a series.
    pub(crate) rows: Vec<BarRow>,
}

/// A label and its shares.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct BarRow {
    /// What the row is about.
    pub(crate) label: String,
    /// "14 of 16" as (14, 16).
    pub(crate) values: Vec<(u64, u64)>,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Inline {
    /// Words.
    Text(String),
    /// Words in italics.
    Emphasis(Vec<Inline>),
    /// Words in bold.
    Strong(Vec<Inline>),
    /// Names of files, values and their kind.
    Code(String),
    /// Words that lead to an address.
    Link {
        /// Where to.
        address: String,
        /// The words.
        inlines: Vec<Inline>,
    },
    /// A line ends here.
    Break,
}

/// The words alone.
pub(crate) fn plain(inlines: &[Inline]) -> String {
    let mut words = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => words.push_str(text),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { inlines: inner, .. } => {
                words.push_str(&plain(inner));
            }
            Inline::Break => words.push(' '),
        }
    }
    words
}

/// Takes a report apart.
pub(crate) fn parse(markdown: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader { events: Parser::new_ext(markdown, options).peekable() };
    let mut blocks = reader.blocks(0);
    if let Some(at) = blocks.iter().position(|block| *block == Block::Rule) {
        let rest = blocks.split_off(at + 1);
        blocks.pop();
        blocks = std::iter::once(Block::Cover(blocks)).chain(rest).collect();
    }
    blocks
}

/// A list in a list in a list …: nobody means more than this, and a stack is finite.
const DEEPEST: usize = 24;

struct Reader<'a, I: Iterator<Item = Event<'a>>> {
    events: Peekable<I>,
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
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => {
                let inlines = self.inlines(depth);
                push_paragraph(inlines, blocks);
            }
            Tag::Heading { level, .. } => {
                let inlines = self.inlines(depth);
                blocks.push(Block::Heading { level: level as u8, inlines });
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
                let bars = if language == "bars" { parse_bars(&text) } else { None };
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
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. } => {
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
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                    push_text(&text, &mut inlines)
                }
                Event::InlineMath(text)
                | Event::DisplayMath(text)
                | Event::FootnoteReference(text) => {
                    push_text(&text, &mut inlines);
                }
                Event::Code(text) => inlines.push(Inline::Code(text.into_string())),
                Event::SoftBreak => push_text(" ", &mut inlines),
                Event::HardBreak => inlines.push(Inline::Break),
                Event::TaskListMarker(done) => {
                    push_text(if done { "☑ " } else { "☐ " }, &mut inlines)
                }
                Event::Start(_) if depth >= DEEPEST => push_text(&self.skip(), &mut inlines),
                Event::Start(Tag::Emphasis) => {
                    inlines.push(Inline::Emphasis(self.inlines(depth + 1)))
                }
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
                Event::Text(part)
                | Event::Code(part)
                | Event::Html(part)
                | Event::InlineHtml(part) => {
                    text.push_str(&part);
                }
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                Event::InlineMath(part)
                | Event::DisplayMath(part)
                | Event::FootnoteReference(part) => {
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

/// Nobody can tell more apart.
const MOST_SERIES: usize = 4;

/// `caption`, then `label | met 14 of 16 | backed up 11 of 16` a line; none if a line says something else.
fn parse_bars(text: &str) -> Option<Bars> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let caption = lines.next_if(|line| !line.contains('|')).unwrap_or_default().to_owned();
    let mut bars = Bars { caption, ..Bars::default() };
    for line in lines {
        // From the right, so that a label may hold a bar of its own
        let mut parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let shares: Vec<(String, (u64, u64))> = match bars.rows.first() {
            None => {
                let mut shares: Vec<_> =
                    parts.iter().skip(1).rev().map_while(|part| parse_share(part)).collect();
                shares.reverse();
                shares
            }
            Some(first) => {
                let at = parts.len().checked_sub(first.values.len())?;
                parts.split_off(at).iter().map(|part| parse_share(part)).collect::<Option<_>>()?
            }
        };
        let names: Vec<String> = shares.iter().map(|(name, _)| name.clone()).collect();
        if bars.rows.is_empty() {
            let at = parts.len().checked_sub(shares.len())?;
            parts.truncate(at);
            bars.series = names;
        } else if bars.series != names {
            return None;
        }
        if shares.is_empty() || shares.len() > MOST_SERIES {
            return None;
        }
        let values = shares.into_iter().map(|(_, value)| value).collect();
        bars.rows.push(BarRow { label: parts.join(" | "), values });
    }
    (!bars.rows.is_empty()).then_some(bars)
}

/// "backed up 11 of 16": the name of the series, and its share.
fn parse_share(part: &str) -> Option<(String, (u64, u64))> {
    let (rest, of) = part.rsplit_once(' ')?;
    let rest = rest.trim_end().strip_suffix("of")?.trim_end();
    let (name, count) = rest.rsplit_once(' ').unwrap_or(("", rest));
    Some((name.trim().to_owned(), (count.parse().ok()?, of.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Vec<Inline> {
        vec![Inline::Text(words.to_owned())]
    }

    fn paragraph(words: &str) -> Block {
        Block::Paragraph(text(words))
    }

    #[track_caller]
    fn check(markdown: &str, expected: &[Block]) {
        assert_eq!(parse(markdown), expected, "{markdown:?}");
    }

    #[test]
    fn tells_headings_paragraphs_and_lists_apart() {
        check(
            "## What next\n\nTwo\nlines\n\n3. a\n4. b\n   - c\n",
            &[
                Block::Heading { level: 2, inlines: text("What next") },
                paragraph("Two lines"),
                Block::List {
                    start: Some(3),
                    items: vec![
                        vec![paragraph("a")],
                        vec![
                            paragraph("b"),
                            Block::List { start: None, items: vec![vec![paragraph("c")]] },
                        ],
                    ],
                },
            ],
        );
        check("", &[]);
    }

    #[test]
    fn tells_inlines_apart() {
        check(
            "**a** *b* `c` [d](https://example.org)\\\ne",
            &[Block::Paragraph(vec![
                Inline::Strong(text("a")),
                Inline::Text(" ".into()),
                Inline::Emphasis(text("b")),
                Inline::Text(" ".into()),
                Inline::Code("c".into()),
                Inline::Text(" ".into()),
                Inline::Link { address: "https://example.org".into(), inlines: text("d") },
                Inline::Break,
                Inline::Text("e".into()),
            ])],
        );
    }

    #[test]
    fn shows_raw_html_as_its_text() {
        check("a <b>x</b>", &[paragraph("a <b>x</b>")]);
        check("<script>alert(1)</script>\n", &[paragraph("<script>alert(1)</script>\n")]);
        check("![a picture](x.png)", &[paragraph("a picture")]);
    }

    #[test]
    fn reads_a_table_with_its_caption_and_alignment() {
        check(
            "Table: Items\n\n| a | b | c |\n|---|--:|:-:|\n| 1 | **2** |\n",
            &[Block::Table(Table {
                caption: text("Items"),
                head: vec![text("a"), text("b"), text("c")],
                rows: vec![vec![text("1"), vec![Inline::Strong(text("2"))], vec![]]],
                alignment: vec![Align::Left, Align::Right, Align::Centre],
            })],
        );
    }

    #[test]
    fn reads_a_block_quote_as_a_note() {
        check(
            "> **Doubtful.** Both are asked.",
            &[Block::Note(vec![Block::Paragraph(vec![
                Inline::Strong(text("Doubtful.")),
                Inline::Text(" Both are asked.".into()),
            ])])],
        );
    }

    #[test]
    fn takes_everything_before_the_first_break_as_the_cover() {
        check(
            "a\n\n---\n\nb\n\n---\n",
            &[Block::Cover(vec![paragraph("a")]), paragraph("b"), Block::Rule],
        );
        check("a\n\n> ---\n", &[paragraph("a"), Block::Note(vec![Block::Rule])]);
    }

    #[test]
    fn reads_bars() {
        check(
            "```bars\nItems met\n1 Data | kept | met 14 of 16 | backed up 11 of 16\n2 Staff | met 2 of 2 | backed up 0 of 2\n```\n",
            &[Block::Bars(Bars {
                caption: "Items met".into(),
                series: vec!["met".into(), "backed up".into()],
                rows: vec![
                    BarRow { label: "1 Data | kept".into(), values: vec![(14, 16), (11, 16)] },
                    BarRow { label: "2 Staff".into(), values: vec![(2, 2), (0, 2)] },
                ],
            })],
        );
    }

    #[test]
    fn shows_bars_that_cannot_be_read_as_their_text() {
        for wrong in
            ["", "only a caption\n", "c\na | 1 of 2\nb | some\n", "c\na | x 1 of 2\nb | y 1 of 2\n"]
        {
            check(&format!("```bars\n{wrong}```\n"), &[Block::Code(wrong.into())]);
        }
    }

    #[test]
    fn survives_nesting_beyond_reason() {
        let blocks = parse(&format!("{}deep", "> ".repeat(5_000)));
        assert_eq!(blocks.len(), 1);
        let blocks = parse(&format!("{}deep{}", "*a ".repeat(2_000), "*".repeat(2_000)));
        assert_eq!(blocks.len(), 1);
    }
}
