//! The sections of a report, one in the other, each with an id to lead to.

use std::collections::{BTreeMap, BTreeSet};

use super::super::blocks::{Block, Inline, Item, State, plain};

/// No id is longer, in letters.
const LONGEST_ID: usize = 60;
/// More numbers than this are not shown large beside each other.
pub(super) const MOST_TILES: usize = 6;
/// What the page itself calls its parts.
const TAKEN: [&str; 4] = ["report", "contents", "top", "items"];

/// A report as a tree.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// The words of the title; none where the report has no heading of its own to begin with.
    pub(super) title: Option<&'a [Inline]>,
    /// What stands before the title, and what leads on from it, in order.
    pub(super) opening: (Vec<&'a Block>, Vec<&'a Block>),
    /// Whether these are a cover of their own.
    pub(super) covered: bool,
    /// What stands before the first section.
    pub(super) blocks: Vec<&'a Block>,
    /// The sections.
    pub(super) sections: Vec<Section<'a>>,
    /// Where each item stands: its id in the pack, and that in the page.
    pub(super) places: BTreeMap<&'a str, String>,
}

/// A heading and what belongs to it.
#[derive(Debug)]
pub(super) struct Section<'a> {
    /// From 2 to 6; no level is skipped.
    pub(super) level: u8,
    /// What a link to it says after the `#`.
    pub(super) id: String,
    /// The heading.
    pub(super) heading: &'a [Inline],
    /// The item that it is about.
    pub(super) item: Option<&'a Item>,
    /// What stands before the first section within.
    pub(super) blocks: Vec<&'a Block>,
    /// The sections within.
    pub(super) sections: Vec<Section<'a>>,
}

impl<'a> Outline<'a> {
    /// Puts the blocks of a report in order.
    pub(super) fn read(blocks: &'a [Block]) -> Self {
        let mut outline = Self::default();
        let mut body = blocks;
        if let Some((Block::Cover(cover), rest)) = blocks.split_first() {
            outline.open(cover, cover.iter().position(|block| heading(block).is_some()), cover.len());
            (outline.covered, body) = (true, rest);
        } else if let Some(at) = title(blocks) {
            let leads = blocks.iter().skip(at + 1).take_while(|block| leads(block)).count();
            outline.open(blocks, Some(at), at + 1 + leads);
            body = blocks.get(at + 1 + leads..).unwrap_or_default();
        }
        let mut ids = Ids::new(body);
        let mut rest = body.iter().peekable();
        while let Some(block) = rest.next_if(|block| heading(block).is_none()) {
            outline.blocks.push(block);
        }
        while rest.peek().is_some() {
            outline.sections.extend(Section::read(&mut rest, 2, &mut ids));
        }
        outline.places = ids.places;
        outline
    }

    /// The opening, with its title at a place; without one all of it leads on from the title of the document.
    fn open(&mut self, blocks: &'a [Block], title: Option<usize>, end: usize) {
        for (at, block) in blocks.iter().enumerate().take(end) {
            match title {
                Some(title) if at < title => self.opening.0.push(block),
                Some(title) if at == title => self.title = heading(block),
                _ => self.opening.1.push(block),
            }
        }
    }

    /// All states that items are in, the worst first and otherwise as they come, each with the number of its items.
    pub(super) fn states(&self) -> Vec<(&'a State, usize)> {
        let mut states: Vec<(&State, usize)> = Vec::new();
        for item in self.items() {
            for (at, state) in item.states.iter().enumerate() {
                if item.states.get(..at).is_some_and(|before| before.contains(state)) {
                    continue;
                }
                match states.iter_mut().find(|(known, _)| *known == state) {
                    Some((_, count)) => *count += 1,
                    None => states.push((state, 1)),
                }
            }
        }
        states.sort_by_key(|(state, _)| state.tone);
        states
    }

    /// The items of the report, in order.
    pub(super) fn items(&self) -> Vec<&'a Item> {
        let mut items = Vec::new();
        self.sections.iter().for_each(|section| section.collect(&mut items));
        items
    }
}

impl<'a> Section<'a> {
    fn read(rest: &mut std::iter::Peekable<std::slice::Iter<'a, Block>>, level: u8, ids: &mut Ids<'a>) -> Option<Self> {
        let Some(Block::Heading { level: own, inlines, item }) = rest.next() else { return None };
        let item = item.as_ref();
        let id = item.and_then(|item| ids.place(item)).unwrap_or_else(|| ids.free(&slug(&plain(inlines))));
        let mut section = Self { level, id, heading: inlines, item, blocks: Vec::new(), sections: Vec::new() };
        while let Some(block) = rest.peek() {
            match block {
                Block::Heading { level: next, .. } if next <= own => break,
                Block::Heading { .. } => section.sections.extend(Self::read(rest, (level + 1).min(6), ids)),
                block => {
                    section.blocks.push(block);
                    rest.next();
                }
            }
        }
        Some(section)
    }

    /// Whether an item stands in it, or it is one.
    pub(super) fn holds_items(&self) -> bool {
        self.item.is_some() || self.sections.iter().any(Self::holds_items)
    }

    fn collect(&self, items: &mut Vec<&'a Item>) {
        items.extend(self.item);
        self.sections.iter().for_each(|section| section.collect(items));
    }
}

/// Where the title stands in a report without a cover: the only heading of the highest level, with nothing but
/// paragraphs before it.
fn title(blocks: &[Block]) -> Option<usize> {
    let mut highest = (0..).zip(blocks).filter(|(_, block)| matches!(block, Block::Heading { level: 1, .. }));
    let (at, _) = highest.next()?;
    let alone = highest.next().is_none();
    let first = blocks.iter().take(at).all(|block| matches!(block, Block::Paragraph(_)));
    (alone && first).then_some(at)
}

/// Whether a block right after the title leads on from it.
fn leads(block: &Block) -> bool {
    match block {
        Block::Paragraph(_) | Block::Note(_) => true,
        Block::Table(table) => table.is_tiles(MOST_TILES),
        Block::Cover(_)
        | Block::Heading { .. }
        | Block::List { .. }
        | Block::Bars(_)
        | Block::Code(_)
        | Block::Rule => false,
    }
}

fn heading(block: &Block) -> Option<&[Inline]> {
    match block {
        Block::Heading { inlines, .. } => Some(inlines),
        _ => None,
    }
}

/// The ids of a page, none of them twice.
struct Ids<'a> {
    taken: BTreeSet<String>,
    places: BTreeMap<&'a str, String>,
    given: BTreeSet<String>,
}

impl<'a> Ids<'a> {
    /// Items come first: what leads to `#4.5.3` finds it whatever the headings say.
    fn new(blocks: &'a [Block]) -> Self {
        let taken = TAKEN.iter().map(|id| (*id).to_owned()).collect();
        let mut ids = Self { taken, places: BTreeMap::new(), given: BTreeSet::new() };
        for block in blocks {
            let Block::Heading { item: Some(item), .. } = block else { continue };
            if !ids.places.contains_key(item.id.as_str()) {
                let place = ids.free(&item.id);
                ids.places.insert(&item.id, place);
            }
        }
        ids
    }

    /// The place of an item, for the first section that is about it; others have a place of their own.
    fn place(&mut self, item: &Item) -> Option<String> {
        let place = self.places.get(item.id.as_str())?;
        self.given.insert(place.clone()).then(|| place.clone())
    }

    fn free(&mut self, wanted: &str) -> String {
        let mut number = 1;
        let mut id = wanted.to_owned();
        while !self.taken.insert(id.clone()) {
            number += 1;
            id = format!("{wanted}-{number}");
        }
        id
    }
}

/// "What people's files say" as `what-peoples-files-say`.
fn slug(words: &str) -> String {
    let mut slug = String::new();
    for c in words.chars().filter(|c| !matches!(c, '\'' | '’')).flat_map(char::to_lowercase) {
        match c.is_alphanumeric() {
            true => slug.push(c),
            false if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            false => {}
        }
        if slug.chars().count() >= LONGEST_ID {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}
