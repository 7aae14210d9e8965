//! The content of a PDF page as runs of text, each with its place on the page.

use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::font::Font;

/// Forms stand inside forms, but no deeper than this.
const DEPTH: usize = 8;

/// Words drawn in one go.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) from: f32,
    pub(super) to: f32,
    pub(super) base: f32,
    pub(super) size: f32,
}

/// No page draws more than this, nor may all tables of letters together be longer.
const CONTENT: usize = 16 * 1024 * 1024;
/// A font in a list costs as much as so many operations.
const LISTED: usize = 4;
/// No page stands deeper in the tree of pages.
const LEVELS: usize = 64;

/// How much may still be drawn and unpacked for one document: forms can draw each other without end.
pub(super) struct Budget {
    operations: usize,
    bytes: usize,
    letters: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { operations: 20_000_000, bytes: 4 * super::LIMIT, letters: CONTENT }
    }
}

impl Budget {
    /// Whether nothing is left, so that words may be missing.
    pub(super) fn is_spent(&self) -> bool {
        self.operations == 0 || self.bytes == 0 || self.letters == 0
    }

    /// Takes off what some work costs; false when there was not enough left.
    pub(super) fn spend(&mut self, operations: usize) -> bool {
        self.operations = self.operations.saturating_sub(operations);
        self.operations > 0
    }

    fn spend_letters(&mut self, bytes: usize) -> bool {
        self.letters = self.letters.saturating_sub(bytes);
        self.letters > 0
    }
}

/// The fonts of a document that have been read.
pub(super) type Fonts<'a> = BTreeMap<ObjectId, Rc<Font<'a>>>;

/// The runs of a page in the order in which it draws them.
pub(super) fn runs<'a>(document: &'a Document, page: ObjectId, known: &mut Fonts<'a>, budget: &mut Budget) -> Vec<Run> {
    let limit = CONTENT.min(budget.bytes);
    let mut drawing = Drawing { document, known, budget, runs: Vec::new() };
    if !drawing.budget.spend(document.get_page_contents(page).len()) {
        return Vec::new();
    }
    let Ok(bytes) = document.get_page_content_with_limit(page, limit) else {
        drawing.budget.bytes = 0;
        return Vec::new();
    };
    let nodes = above(document, page);
    let resources = nodes.iter().filter_map(|node| node.get_deref(b"Resources", document).ok()?.as_dict().ok());
    drawing.draw(&bytes, &resources.collect::<Vec<_>>(), turned(document, &nodes), DEPTH);
    drawing.runs
}

/// The page and the nodes above it, which say what it does not say itself.
fn above(document: &Document, page: ObjectId) -> Vec<&Dictionary> {
    let mut nodes: Vec<&Dictionary> = document.get_dictionary(page).ok().into_iter().collect();
    while let Some(parent) = nodes.last().and_then(|node| node.get_deref(b"Parent", document).ok()?.as_dict().ok())
        && nodes.len() < LEVELS
    {
        nodes.push(parent);
    }
    nodes
}

/// How the page is turned before it is looked at; what it does not say its parents may.
fn turned(document: &Document, nodes: &[&Dictionary]) -> Matrix {
    let degrees = nodes.iter().find_map(|node| node.get_deref(b"Rotate", document).and_then(Object::as_i64).ok());
    match degrees.unwrap_or(0).rem_euclid(360) {
        90 => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
        180 => Matrix([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
        270 => Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
        _ => Matrix::SAME,
    }
}

/// Moves, turns and scales.
#[derive(Clone, Copy)]
struct Matrix([f32; 6]);

impl Matrix {
    const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn read(numbers: &[Object]) -> Option<Self> {
        let mut matrix = Self::SAME;
        for (index, slot) in matrix.0.iter_mut().enumerate() {
            *slot = numbers.get(index)?.as_float().ok()?;
        }
        Some(matrix)
    }

    fn moved(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This first, then the other.
    fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Self([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }
}

/// What the operators have set.
#[derive(Clone)]
struct State<'a> {
    page: Matrix,
    font: Option<Rc<Font<'a>>>,
    size: f32,
    spacing: f32,
    word_spacing: f32,
    stretch: f32,
    leading: f32,
    text: Matrix,
    line: Matrix,
}

struct Drawing<'a, 'b> {
    document: &'a Document,
    known: &'b mut Fonts<'a>,
    budget: &'b mut Budget,
    runs: Vec<Run>,
}

impl<'a> Drawing<'a, '_> {
    fn draw(&mut self, bytes: &[u8], resources: &[&'a Dictionary], page: Matrix, depth: usize) {
        self.budget.bytes = self.budget.bytes.saturating_sub(bytes.len());
        let Ok(content) = Content::decode(bytes) else { return };
        let fonts = self.fonts(resources);
        let mut state = State {
            page,
            font: None,
            size: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            text: Matrix::SAME,
            line: Matrix::SAME,
        };
        let mut kept = Vec::new();
        for operation in &content.operations {
            if !self.budget.spend(1) {
                return;
            }
            match operation.operator.as_str() {
                "q" => kept.push(state.clone()),
                "Q" => state = kept.pop().unwrap_or(state),
                "Tf" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    state.font = name.and_then(|name| fonts.get(name)).cloned();
                    state.size = at(operation, 1);
                }
                "Do" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    if let Some(form) = name.and_then(|name| self.form(resources, name)) {
                        self.enter(form, resources, state.page, depth);
                    }
                }
                _ => self.take(operation, &mut state),
            }
        }
    }

    fn take(&mut self, operation: &Operation, state: &mut State) {
        let matrix = || Matrix::read(&operation.operands);
        match operation.operator.as_str() {
            "cm" => state.page = matrix().map_or(state.page, |matrix| matrix.then(state.page)),
            "BT" => (state.text, state.line) = (Matrix::SAME, Matrix::SAME),
            "Tm" => {
                state.line = matrix().unwrap_or(state.line);
                state.text = state.line;
            }
            "Td" => next_line(state, at(operation, 0), at(operation, 1)),
            "TD" => {
                state.leading = -at(operation, 1);
                next_line(state, at(operation, 0), at(operation, 1));
            }
            "T*" => next_line(state, 0.0, -state.leading),
            "TL" => state.leading = at(operation, 0),
            "Tc" => state.spacing = at(operation, 0),
            "Tw" => state.word_spacing = at(operation, 0),
            "Tz" => state.stretch = at(operation, 0) / 100.0,
            "Tj" => self.show(operation.operands.first(), state),
            "TJ" => {
                let parts = operation.operands.first().and_then(|parts| parts.as_array().ok());
                for part in parts.map(Vec::as_slice).unwrap_or_default() {
                    match part.as_float() {
                        Ok(back) => forward(state, -back / 1000.0 * state.size),
                        Err(_) => self.show(Some(part), state),
                    }
                }
            }
            "'" => {
                next_line(state, 0.0, -state.leading);
                self.show(operation.operands.first(), state);
            }
            "\"" => {
                (state.word_spacing, state.spacing) = (at(operation, 0), at(operation, 1));
                next_line(state, 0.0, -state.leading);
                self.show(operation.operands.get(2), state);
            }
            _ => {}
        }
    }

    fn show(&mut self, string: Option<&Object>, state: &mut State) {
        let font = state.font.clone();
        let (Some(font), Some(codes)) = (font, string.and_then(|string| string.as_str().ok())) else { return };
        let place = |state: &State| {
            let Matrix([_, _, c, d, x, y]) = state.text.then(state.page);
            (x, y, state.size.abs() * c.hypot(d))
        };
        let (from, base, size) = place(state);
        for (code, width) in font.widths(codes) {
            let blank = if font.is_blank(code) { state.word_spacing } else { 0.0 };
            forward(state, width * state.size + state.spacing + blank);
        }
        let (to, _, _) = place(state);
        let text = font.text(codes);
        if !text.is_empty() && [from, to, base, size].iter().all(|number| number.is_finite()) {
            self.runs.push(Run { text, from, to, base, size });
        }
    }

    fn fonts(&mut self, resources: &[&'a Dictionary]) -> BTreeMap<Vec<u8>, Rc<Font<'a>>> {
        let mut fonts = BTreeMap::new();
        for resources in resources {
            let Ok(list) = resources.get_deref(b"Font", self.document).and_then(Object::as_dict) else { continue };
            for (name, font) in list {
                if fonts.contains_key(name) {
                    continue;
                }
                if !self.budget.spend(LISTED) {
                    return fonts;
                }
                fonts.extend(self.font(font).map(|font| (name.clone(), font)));
            }
        }
        fonts
    }

    /// A font, read once however many pages have it.
    fn font(&mut self, font: &'a Object) -> Option<Rc<Font<'a>>> {
        let (id, font) = self.document.dereference(font).ok()?;
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return Some(Rc::clone(known));
        }
        let font = font.as_dict().ok()?;
        let table = font.get_deref(b"ToUnicode", self.document).and_then(Object::as_stream).ok();
        let length = table
            .map_or(Ok(0), |table| table.get_plain_content_with_limit(self.budget.letters).map(|bytes| bytes.len()));
        // A table that cannot be unpacked costs nothing to read; one that is too large ends the reading.
        let length = match length {
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => usize::MAX,
            Err(_) => 0,
            Ok(length) => length,
        };
        // A font is not read for nothing: its widths and the names of its letters are gone through.
        if !self.budget.spend_letters(length) || !self.budget.spend(2_000) {
            return None;
        }
        let font = Rc::new(Font::read(self.document, font));
        if let Some(id) = id {
            self.known.insert(id, Rc::clone(&font));
        }
        Some(font)
    }

    fn form(&self, resources: &[&'a Dictionary], name: &[u8]) -> Option<&'a Stream> {
        let document = self.document;
        let named = |resources: &&'a Dictionary| {
            resources
                .get_deref(b"XObject", document)
                .ok()?
                .as_dict()
                .ok()?
                .get_deref(name, document)
                .ok()?
                .as_stream()
                .ok()
        };
        let form = resources.iter().find_map(named)?;
        let kind = form.dict.get_deref(b"Subtype", document).and_then(Object::as_name).ok();
        (kind == Some(b"Form".as_slice())).then_some(form)
    }

    fn enter(&mut self, form: &'a Stream, resources: &[&'a Dictionary], page: Matrix, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict);
        let own = own.map_or_else(|_| resources.to_vec(), |own| vec![own]);
        let matrix = form.dict.get_deref(b"Matrix", self.document).and_then(Object::as_array).ok();
        let matrix = matrix.and_then(|numbers| Matrix::read(numbers)).unwrap_or(Matrix::SAME);
        let limit = CONTENT.min(self.budget.bytes);
        match form.get_plain_content_with_limit(limit) {
            Ok(bytes) => self.draw(&bytes, &own, matrix.then(page), depth),
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => self.budget.bytes = 0,
            Err(_) => {}
        }
    }
}

fn at(operation: &Operation, index: usize) -> f32 {
    operation.operands.get(index).and_then(|number| number.as_float().ok()).unwrap_or(0.0)
}

fn next_line(state: &mut State, x: f32, y: f32) {
    state.line = Matrix::moved(x, y).then(state.line);
    state.text = state.line;
}

fn forward(state: &mut State, by: f32) {
    state.text = Matrix::moved(by * state.stretch, 0.0).then(state.text);
}
