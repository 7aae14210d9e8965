//! What stands in a file of blocks, before anything is made of it.

use crate::scan::content::Spot;

/// Blocks inside blocks, but no deeper than this.
pub(super) const DEPTH: usize = 64;

/// A directive, a block, or an entry of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Directive { name: String, words: String, spot: Spot },
    Block(Block),
    Entry { words: String, spot: Spot },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    pub name: String,
    pub args: String,
    pub spot: Spot,
    pub items: Vec<Item>,
}

/// The items of a file, and what is wrong with it.
pub(super) struct Parsed {
    pub items: Vec<Item>,
    pub fault: Option<String>,
}

/// The blocks around the place of reading.
pub(super) struct Nest {
    top: Vec<Item>,
    open: Vec<Block>,
    pub fault: Option<String>,
}

impl Nest {
    pub(super) fn new() -> Self {
        Self { top: Vec::new(), open: Vec::new(), fault: None }
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn blame(&mut self, why: impl FnOnce() -> String) {
        self.fault.get_or_insert_with(why);
    }

    pub(super) fn push(&mut self, item: Item) {
        self.open.last_mut().map_or(&mut self.top, |block| &mut block.items).push(item);
    }

    /// Whether there was still room for a block inside those around it.
    pub(super) fn open(&mut self, name: String, args: String, spot: Spot) -> bool {
        if self.open.len() >= DEPTH {
            self.blame(|| format!("{spot}: blocks stand more than {DEPTH} deep inside one another"));
            return false;
        }
        self.open.push(Block { name, args, spot, items: Vec::new() });
        true
    }

    /// Closes the innermost block. What stands in one without a name counts as if it stood outside.
    pub(super) fn close(&mut self, spot: &Spot) {
        match self.open.pop() {
            Some(block) if block.name.is_empty() => block.items.into_iter().for_each(|item| self.push(item)),
            Some(block) => self.push(Item::Block(block)),
            None => self.blame(|| format!("{spot}: a block ends that never began")),
        }
    }

    /// Closes the innermost block of a name, and those inside it.
    pub(super) fn close_named(&mut self, name: &str, spot: &Spot) {
        let is = |block: &Block| block.name.eq_ignore_ascii_case(name);
        let Some(at) = self.open.iter().rposition(is) else {
            return self.blame(|| format!("{spot}: a block `{name}` ends that never began"));
        };
        while self.open.len() > at {
            let inner = self.open.len() > at + 1;
            self.close_last(inner, spot);
        }
    }

    fn close_last(&mut self, is_fault: bool, spot: &Spot) {
        if let Some(block) = self.open.last().filter(|_| is_fault) {
            let why = format!("the block `{}` from {} does not end", block.name, block.spot);
            self.blame(|| why);
        }
        self.close(spot);
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> Parsed {
        while !self.open.is_empty() {
            self.close_last(true, &Spot::Whole);
        }
        Parsed { items: self.top, fault: self.fault }
    }
}
