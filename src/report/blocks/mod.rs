//! Markdown to blocks: the words of a report, taken apart for whatever draws them.
//!
//! Raw HTML is text, never markup, but for comments, which are left out; what a drawing cannot show (images) is shown
//! as its words.

mod bars;
mod item;
mod reader;

/// Tiles are for short numbers with short names.
const TILE_LETTERS: usize = 12;
const TILE_NAME_LETTERS: usize = 40;

/// A piece of a report that stands on its own lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    /// Everything before the first thematic break of the document, unless there are sections in it.
    Cover(Vec<Block>),
    /// A heading, from 1 to 6.
    Heading {
        /// 1 is the highest.
        level: u8,
        /// Its words.
        inlines: Vec<Inline>,
        /// The item that begins here, from a comment right before the heading.
        item: Option<Item>,
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

/// An item as a template tells of it: `<!-- item 4.5.3: + met, ! your file says otherwise -->`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Item {
    /// What other places call it.
    pub(crate) id: String,
    /// How it stands.
    pub(crate) states: Vec<State>,
}

/// One thing that is so of an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct State {
    /// From the sign before the words.
    pub(crate) tone: Tone,
    /// Such as "not answered".
    pub(crate) words: String,
}

/// How good or bad a state is; the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tone {
    /// `!`: it has to be put right.
    Bad,
    /// `?`: it is not known yet.
    Open,
    /// `~`: it is worth a look.
    Watch,
    /// `+`: it is as it should be.
    Good,
    /// Without a sign.
    Plain,
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

impl Table {
    /// Whether it is one row of short numbers with short names, so few that they can be shown large.
    pub(crate) fn is_tiles(&self, most: usize) -> bool {
        let short = |cell: &Vec<Inline>, most: usize| (1..=most).contains(&plain(cell).trim().chars().count());
        let [row] = self.rows.as_slice() else { return false };
        self.head.len() <= most
            && self.caption.is_empty()
            && self.head.iter().all(|cell| short(cell, TILE_NAME_LETTERS))
            && row.iter().all(|cell| short(cell, TILE_LETTERS))
    }
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
    let at = blocks.iter().position(|block| *block == Block::Rule);
    let headings = |at: &usize| blocks.iter().take(*at).filter(|block| matches!(block, Block::Heading { .. })).count();
    if let Some(at) = at.filter(|at| headings(at) <= 1) {
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
                Block::Heading { level: 2, inlines: text("What next"), item: None },
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
    fn leaves_comments_out_and_shows_what_only_looks_like_one() {
        check("a\n\n<!-- nothing\nto see -->\n\nb\n", &[paragraph("a"), paragraph("b")]);
        check("<!-- a --> b -->\n", &[paragraph("<!-- a --> b -->\n")]);
        check("a <!-- b -->", &[paragraph("a <!-- b -->")]);
        check("<!-- not closed\n\nb", &[paragraph("<!-- not closed\n\nb")]);
        check("\\<!-- item 1.1: + met -->\n", &[paragraph("<!-- item 1.1: + met -->")]);
    }

    #[test]
    fn a_comment_tells_of_the_item_that_the_heading_after_it_begins() {
        let heading = |item| Block::Heading { level: 4, inlines: text("1.1 A"), item };
        let state = |tone, words: &str| State { tone, words: words.to_owned() };
        let item = Item {
            id: "1.1".into(),
            states: vec![state(Tone::Good, "met"), state(Tone::Bad, "your file says otherwise")],
        };
        check("<!-- item 1.1: + met, ! your file says otherwise -->\n#### 1.1 A\n", &[heading(Some(item.clone()))]);
        check("<!-- item 1.1: + met, ! your file says otherwise -->\n\n#### 1.1 A\n", &[heading(Some(item))]);
        check("<!-- item 1.1: + met -->\n\na\n\n#### 1.1 A\n", &[paragraph("a"), heading(None)]);
        check(
            "```\n<!-- item 1.1: + met -->\n```\n#### 1.1 A\n",
            &[Block::Code("<!-- item 1.1: + met -->\n".into()), heading(None)],
        );
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
        let heading = |words| Block::Heading { level: 1, inlines: text(words), item: None };
        check("# a\n\n# b\n\n---\n", &[heading("a"), heading("b"), Block::Rule]);
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
