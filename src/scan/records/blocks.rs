//! Settings in blocks, one inside the other: the blocks that are records, each with what it inherits from around it.

mod braces;
mod nest;
mod tags;

use std::rc::Rc;

use super::settings::{self, Keys};
use super::{Bring, Records};
use crate::scan::content::{Content, Line, Node, Spot, Value};
use crate::scan::kind::{BlockForm, Blocks, Kind, Repeat};
use nest::{Block, Item, Parsed};

/// More records than this are not looked at.
const MOST_RECORDS: usize = 5_000;
/// All records together have no more values, inherited ones included.
const MOST_VALUES: usize = 500_000;
/// Files are taken into files, but no deeper than this.
const MOST_FILES_DEEP: usize = 10;
/// No file takes in more than so many.
const MOST_FILES: usize = 1_000;

pub(super) fn cut(
    kind: &Kind,
    form: &Blocks,
    name: &str,
    content: &Content,
    bring: Option<Bring<'_>>,
) -> Option<Records> {
    let mut parsed = parse(form, settings::lines(content)?);
    let mut taking = Taking { kind, form, bring, within: vec![name.to_owned()], count: 0, fault: None };
    taking.enter(&mut parsed.items, name);
    let fault = parsed.fault.or(taking.fault);
    let items = flattened(parsed.items, &form.through);
    let mut cutting = Cutting { form, left: MOST_VALUES, trees: Vec::new(), fault };
    let whole = match form.form {
        BlockForm::Match => true,
        BlockForm::Braces | BlockForm::Tags => !holds_record(form, &items),
    };
    if whole {
        let matched = |item: &&Item| !matches!(item, Item::Block(block) if form.is_record(&block.name));
        let mut tree = cutting.keys(items.iter().filter(matched), None, &[]);
        // What a block takes in may hold records, so the whole is not known without it.
        for item in items.iter().filter(matched) {
            if let Item::Block(block) = item {
                missing(&form.include, &block.items, &mut tree);
            }
        }
        cutting.trees.push(Node { value: Value::Map(tree.list), spot: Spot::Whole });
    }
    cutting.records(&items, &mut Vec::new());
    let mut records = settings::finish(kind, name, cutting.trees);
    records.incomplete = cutting.fault;
    Some(records)
}

fn parse(form: &Blocks, lines: &[Line]) -> Parsed {
    match form.form {
        BlockForm::Braces => braces::parse(lines, &form.comments),
        BlockForm::Tags => tags::tags(lines, &form.comments),
        BlockForm::Match => tags::matches(lines, &form.comments, &|name| form.is_record(name)),
    }
}

impl Blocks {
    fn is_record(&self, name: &str) -> bool {
        match (self.records.is_empty(), self.form) {
            (true, BlockForm::Match) => name.eq_ignore_ascii_case("match"),
            _ => named(&self.records, name),
        }
    }
}

fn named(names: &[String], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn holds_record(form: &Blocks, items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Block(block) => form.is_record(&block.name) || holds_record(form, &block.items),
        Item::Directive { .. } | Item::Entry { .. } => false,
    })
}

/// Adds the directives inside blocks whose files are not among the evidence.
fn missing(include: &[String], items: &[Item], into: &mut Keys) {
    for item in items {
        match item {
            Item::Directive { name, words, spot } if named(include, name) => {
                into.set(name, text(words, spot), Repeat::First);
            }
            Item::Block(block) => missing(include, &block.items, into),
            Item::Directive { .. } | Item::Entry { .. } => {}
        }
    }
}

/// The items with those of blocks that count as if they stood outside.
fn flattened(items: Vec<Item>, through: &[String]) -> Vec<Item> {
    let mut flat = Vec::new();
    for item in items {
        match item {
            Item::Block(block) => {
                let inner = flattened(block.items, through);
                if named(through, &block.name) {
                    flat.extend(inner);
                } else {
                    flat.push(Item::Block(Block { items: inner, ..block }));
                }
            }
            Item::Directive { .. } | Item::Entry { .. } => flat.push(item),
        }
    }
    flat
}

/// The records as they are cut out.
struct Cutting<'a> {
    form: &'a Blocks,
    /// How many values there may still be.
    left: usize,
    trees: Vec<Node>,
    fault: Option<String>,
}

impl Cutting<'_> {
    /// Cuts the records among items out; `around` are the directives of the blocks around them, the outermost first.
    fn records(&mut self, items: &[Item], around: &mut Vec<Rc<Keys>>) {
        let directives = |item: &&Item| matches!(item, Item::Directive { .. });
        let own = self.keys(items.iter().filter(directives), None, &[]);
        around.push(Rc::new(own));
        for item in items {
            let Item::Block(block) = item else { continue };
            if self.form.is_record(&block.name) {
                if self.trees.len() >= MOST_RECORDS {
                    self.fault.get_or_insert_with(|| format!("only the first {MOST_RECORDS} records were read"));
                    break;
                }
                let keys = self.keys(block.items.iter(), Some(block), around);
                self.trees.push(Node { value: Value::Map(keys.list), spot: block.spot.clone() });
            }
            self.records(&block.items, around);
        }
        around.pop();
    }

    /// The values of a block, with what it inherits.
    fn keys<'i>(&mut self, items: impl Iterator<Item = &'i Item>, block: Option<&Block>, around: &[Rc<Keys>]) -> Keys {
        let mut keys = Keys::default();
        if let Some(block) = block.filter(|block| !block.args.is_empty()) {
            keys.set("args", text(&block.args, &block.spot), Repeat::Last);
        }
        let mut entries = Vec::new();
        for item in items {
            if !self.spend() {
                break;
            }
            match item {
                Item::Directive { name, words, spot } => {
                    // Beside a block of the same name it is one of several.
                    let is_block = keys.get(name).is_some_and(|known| holds_map(&known.value));
                    keys.set(name, text(words, spot), if is_block { Repeat::All } else { self.form.repeat });
                }
                Item::Block(block) => {
                    let inner = self.keys(block.items.iter(), Some(block), &[]);
                    let node = Node { value: Value::Map(inner.list), spot: block.spot.clone() };
                    keys.set(&block.name, node, Repeat::All);
                }
                Item::Entry { words, spot } => entries.push(text(words, spot)),
            }
        }
        if let Some(first) = entries.first() {
            let spot = first.spot.clone();
            keys.set("entries", Node { value: Value::List(entries), spot }, Repeat::First);
        }
        for outer in around.iter().rev() {
            for (key, node) in &outer.list {
                if keys.get(key).is_some() {
                    continue;
                }
                if !self.spend() {
                    return keys;
                }
                keys.set(key, node.clone(), Repeat::First);
            }
        }
        keys
    }

    fn spend(&mut self) -> bool {
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.fault.get_or_insert_with(|| format!("only the first {MOST_VALUES} values were read"));
                false
            }
        }
    }
}

fn text(words: &str, spot: &Spot) -> Node {
    Node { value: Value::Text(words.to_owned()), spot: spot.clone() }
}

fn holds_map(value: &Value) -> bool {
    match value {
        Value::Map(_) => true,
        Value::List(list) => list.iter().any(|node| holds_map(&node.value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Day(_) => false,
    }
}

/// The files that are taken in.
struct Taking<'a> {
    kind: &'a Kind,
    form: &'a Blocks,
    bring: Option<Bring<'a>>,
    /// The files from the outermost to the one that is being read.
    within: Vec<String>,
    count: usize,
    fault: Option<String>,
}

impl Taking<'_> {
    /// Puts the items of files in the place of the directives that take them in; a directive whose files are not among
    /// the evidence stays.
    fn enter(&mut self, items: &mut Vec<Item>, file: &str) {
        if self.form.include.is_empty() {
            return;
        }
        let mut all = Vec::new();
        for mut item in std::mem::take(items) {
            match &mut item {
                Item::Directive { name, words, .. } if named(&self.form.include, name) => {
                    match self.take(words, file) {
                        Some(brought) => all.extend(brought),
                        None => all.push(item),
                    }
                }
                Item::Block(block) => {
                    self.enter(&mut block.items, file);
                    all.push(item);
                }
                Item::Directive { .. } | Item::Entry { .. } => all.push(item),
            }
        }
        *items = all;
    }

    fn take(&mut self, words: &str, file: &str) -> Option<Vec<Item>> {
        let mut all = Vec::new();
        for target in words.split_whitespace() {
            let brought = self.bring.map(|bring| bring(&self.kind.id, file, target)).unwrap_or_default();
            let last = target.rsplit(['/', '\\']).next().unwrap_or(target);
            if brought.is_empty() && !named(&self.form.harmless, last) {
                return None;
            }
            for (name, lines) in brought {
                if self.within.contains(&name) {
                    self.fault.get_or_insert_with(|| format!("{name} takes itself in"));
                    continue;
                }
                self.count += 1;
                if self.within.len() > MOST_FILES_DEEP || self.count > MOST_FILES {
                    self.fault.get_or_insert_with(|| format!("too many files take in others: {name} was left out"));
                    return Some(all);
                }
                let parsed = parse(self.form, &lines);
                if let Some(fault) = parsed.fault {
                    self.fault.get_or_insert_with(|| format!("{name}: {fault}"));
                }
                let mut items = parsed.items;
                self.within.push(name.clone());
                self.enter(&mut items, &name);
                self.within.pop();
                all.extend(items);
            }
        }
        Some(all)
    }
}

/// Whether a file has directives that take others in.
pub(super) fn takes_in(form: &Blocks, content: &Content) -> bool {
    let Some(lines) = settings::lines(content).filter(|_| !form.include.is_empty()) else { return false };
    let ends = |sign: char| sign.is_whitespace() || matches!(sign, ';' | '{' | '}' | '=');
    lines.iter().any(|line| line.text.split(ends).any(|word| named(&form.include, word)))
}

#[cfg(test)]
mod tests;
