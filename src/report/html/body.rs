//! Sections and blocks as HTML.

use std::collections::{BTreeMap, BTreeSet};

use super::super::blocks::{Block, Item, State, Table, Tone, plain};
use super::outline::Section;
use super::text::{capitalised, escape, escaped};

/// More states than this are not told apart by a filter.
pub(super) const MOST_STATES: usize = 16;

/// A page as it comes into being.
pub(super) struct Writer<'a> {
    /// What has been written.
    pub(super) out: String,
    /// Whether words may lead somewhere: not inside of what leads somewhere already.
    pub(super) links: bool,
    /// Where each item stands.
    pub(super) places: &'a BTreeMap<&'a str, String>,
    /// What is filtered by.
    states: Vec<&'a State>,
    /// The heading that was written last, for what has no name of its own.
    heading: String,
    /// Names that parts of the page have already.
    names: BTreeSet<String>,
}

impl<'a> Writer<'a> {
    /// A page without a word yet.
    pub(super) fn new(places: &'a BTreeMap<&'a str, String>, states: Vec<&'a State>) -> Self {
        Self { out: String::new(), links: true, places, states, heading: String::new(), names: BTreeSet::new() }
    }

    /// Markup as it is.
    pub(super) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// A heading with what belongs to it; `first` comes before the sections within.
    pub(super) fn section(&mut self, section: &Section<'_>, first: &str) {
        let mut classes = Vec::new();
        if let Some(item) = section.item {
            classes.push("item".to_owned());
            let own = self.states.iter().enumerate().filter(|(_, state)| item.states.contains(state));
            classes.extend(own.map(|(at, _)| format!("s{}", at + 1)));
        } else if section.holds_items() {
            classes.push("group".to_owned());
        }
        let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
        let (id, level) = (escaped(&section.id), section.level);
        let words = plain(section.heading);
        self.raw(&format!("<section id=\"{id}\"{class}>\n"));
        if !words.trim().is_empty() {
            self.raw(&format!("<h{level}>"));
            self.unlinked(section.heading);
            self.raw(&format!("</h{level}>\n"));
            self.heading = words.trim().to_owned();
        }
        if let Some(item) = section.item {
            self.standing(item);
        }
        self.blocks(section.blocks.iter().copied());
        self.raw(first);
        for within in &section.sections {
            self.section(within, "");
        }
        self.raw("</section>\n");
    }

    /// How an item stands, in words with a shape each.
    fn standing(&mut self, item: &Item) {
        if item.states.is_empty() {
            return;
        }
        self.raw("<ul class=\"states\">");
        for state in &item.states {
            self.raw(&format!("<li class=\"{}\">{}", tone(state.tone), shape(state.tone)));
            escape(&capitalised(&state.words), &mut self.out);
            self.raw("</li>");
        }
        self.raw("</ul>\n");
    }

    /// Blocks, one after the other.
    pub(super) fn blocks<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block>) {
        blocks.into_iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Cover(blocks) => self.blocks(blocks),
            // Inside of a list or a note: it begins no section
            Block::Heading { inlines, .. } => {
                self.raw("<p class=\"heading\">");
                self.inlines(inlines);
                self.raw("</p>\n");
            }
            Block::Paragraph(inlines) => {
                self.raw("<p>");
                self.inlines(inlines);
                self.raw("</p>\n");
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Table(table) => self.table(table),
            Block::Note(blocks) => {
                self.raw("<div class=\"note\" role=\"note\">\n");
                self.blocks(blocks);
                self.raw("</div>\n");
            }
            Block::Bars(bars) => self.bars(bars),
            Block::Code(text) => {
                // A line end right after the tag would be lost
                self.raw("<pre><code>");
                escape(text.trim_end_matches('\n'), &mut self.out);
                self.raw("</code></pre>\n");
            }
            Block::Rule => self.raw("<hr>\n"),
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        let tag = if start.is_some() { "ol" } else { "ul" };
        let begins = match start {
            Some(start) if start != 1 => format!(" start=\"{}\"", start.min(u64::from(u32::MAX / 2))),
            _ => String::new(),
        };
        self.raw(&format!("<{tag}{begins}>\n"));
        for item in items {
            self.raw("<li>");
            match item.as_slice() {
                // A tight list
                [Block::Paragraph(inlines), rest @ ..] => {
                    self.inlines(inlines);
                    self.blocks(rest);
                }
                blocks => self.blocks(blocks),
            }
            self.raw("</li>\n");
        }
        self.raw(&format!("</{tag}>\n"));
    }

    /// One row of short numbers, each large above what it counts.
    pub(super) fn tiles(&mut self, table: &Table) {
        let row = table.rows.first().map(Vec::as_slice).unwrap_or_default();
        self.raw("<dl class=\"tiles\">\n");
        for (label, number) in table.head.iter().zip(row) {
            self.raw("<div><dt>");
            self.inlines(label);
            self.raw("</dt><dd>");
            self.inlines(number);
            self.raw("</dd></div>\n");
        }
        self.raw("</dl>\n");
    }

    /// A name that no other part of the page has: its own words, or those of the heading above it.
    pub(super) fn name(&mut self, own: &str) -> String {
        let wanted = match own.trim() {
            "" if self.heading.is_empty() => "Table",
            "" => &self.heading,
            own => own,
        };
        let mut name = wanted.to_owned();
        let mut number = 1;
        while !self.names.insert(name.clone()) {
            number += 1;
            name = format!("{wanted}, part {number}");
        }
        name
    }
}

/// The class of a tone.
pub(super) fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => "bad",
        Tone::Open => "open",
        Tone::Watch => "watch",
        Tone::Good => "good",
        Tone::Plain => "plain",
    }
}

/// The shape of a tone, so that nobody has to see its colour; the words say the same.
pub(super) fn shape(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8"/></svg>"#,
        Tone::Open => r#"<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5"/></svg>"#,
        Tone::Watch => r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.5l6 11H2zM8 6.5v4"/></svg>"#,
        Tone::Good => r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 8.5l3.5 3.5L13 4.5"/></svg>"#,
        Tone::Plain => r#"<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 8h8"/></svg>"#,
    }
}
