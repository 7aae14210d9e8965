//! Markdown to blocks: the words of a report, taken apart for whatever draws them.
//!
//! Raw HTML is text, never markup; what a drawing cannot show (images) is shown as its words.

mod bars;
mod reader;

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
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { inlines: inner, .. } => {
                words.push_str(&plain(inner));
            }
            Inline::Break => words.push(' '),
        }
    }
    words
}

/// Takes a report apart.
pub(crate) fn parse(markdown: &str) -> Vec<Block> {
    let mut blocks = reader::read(markdown);
    if let Some(at) = blocks.iter().position(|block| *block == Block::Rule) {
        let rest = blocks.split_off(at + 1);
        blocks.pop();
        blocks = std::iter::once(Block::Cover(blocks)).chain(rest).collect();
    }
    blocks
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
                        vec![paragraph("b"), Block::List { start: None, items: vec![vec![paragraph("c")]] }],
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
    fn shows_tasks_as_boxes() {
        let items = vec![vec![paragraph("☐ open")], vec![paragraph("☑ done")]];
        check("- [ ] open\n- [x] done\n", &[Block::List { start: None, items }]);
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
        check("a\n\n---\n\nb\n\n---\n", &[Block::Cover(vec![paragraph("a")]), paragraph("b"), Block::Rule]);
        check("a\n\n> ---\n", &[paragraph("a"), Block::Note(vec![Block::Rule])]);
    }

    #[test]
    fn draws_bars_that_can_be_read_and_shows_the_others_as_their_text() {
        assert!(matches!(parse("```bars\na | met 1 of 2\n```\n").as_slice(), [Block::Bars(_)]));
        check("```bars\nonly a caption\n```\n", &[Block::Code("only a caption\n".into())]);
        check("```\na | met 1 of 2\n```\n", &[Block::Code("a | met 1 of 2\n".into())]);
    }

    #[test]
    fn survives_nesting_beyond_reason() {
        let blocks = parse(&format!("{}deep", "> ".repeat(5_000)));
        assert_eq!(blocks.len(), 1);
        let blocks = parse(&format!("{}deep{}", "*a ".repeat(2_000), "*".repeat(2_000)));
        assert_eq!(blocks.len(), 1);
    }
}
