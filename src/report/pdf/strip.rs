//! Strips to pages: a strip is a piece of the document that no page break goes through.

use super::display::{Area, Bookmark, Child, Colour, Drawing, Element, LinkArea, Marked, Page, Role, Shape, Target};
use super::style::{BOTTOM, TOP};

/// A piece of the document over the width of the page; places are measured from its upper edge.
#[derive(Debug, Clone, Default)]
pub(super) struct Strip {
    /// Left out at the top of a page.
    pub(super) space: f32,
    /// Without the space above it.
    pub(super) height: f32,
    /// Whether it stands on the page of the next strip, if they fit on one.
    pub(super) keep: bool,
    /// Whether it begins a page.
    pub(super) begins_page: bool,
    /// The head that is said again if a page begins here.
    pub(super) head: Option<usize>,
    /// Whether it goes on with a row that began before it.
    pub(super) begun: bool,
    /// The tinted grounds that it stands on, from the lowest up.
    pub(super) grounds: Vec<usize>,
    /// Elements that come to stand in the tree even if nothing is drawn in them.
    pub(super) opens: Vec<usize>,
    /// Rules and fills, painted first.
    pub(super) under: Vec<Shape>,
    /// What is drawn and read.
    pub(super) marks: Vec<Marked>,
    /// Places to press.
    pub(super) links: Vec<LinkArea>,
    /// The heading that it shows: its level and words.
    pub(super) heading: Option<(u8, String)>,
    /// The figure that it shows, and where.
    pub(super) figure: Option<(usize, Area)>,
}

impl Strip {
    /// A strip with nothing in it yet.
    pub(super) fn new(height: f32) -> Strip {
        Strip { height, ..Strip::default() }
    }

    /// Adds shapes to an element, in one mark with what was added to it just before.
    pub(super) fn add(&mut self, element: usize, shapes: impl IntoIterator<Item = Shape>) {
        push_marks(&mut self.marks, Role::Content(element), shapes.into_iter().collect());
    }
}

/// A tinted ground under some strips, which is one area on each page however many strips stand on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground {
    /// Its left edge.
    pub(super) x: f32,
    /// Its width.
    pub(super) width: f32,
    /// Its colour.
    pub(super) colour: Colour,
    /// A bar at its left edge.
    pub(super) bar: Option<Colour>,
}

/// How far a ground that goes over a page break stands out from its text there.
const OVERHANG: f32 = 5.0;

/// Puts strips on pages.
pub(super) fn paginate(elements: Vec<Element>, strips: Vec<Strip>, heads: &[Strip], grounds: &[Ground]) -> Drawing {
    let mut book = Book {
        drawing: Drawing { elements, ..Drawing::default() },
        page: Page::default(),
        y: TOP,
        fresh: true,
        grounds,
        under: Vec::new(),
        stretches: Vec::new(),
    };
    let mut strips = strips.into_iter();
    let mut together = Vec::new();
    while let Some(strip) = strips.next() {
        let more = strip.keep && strips.len() > 0;
        together.push(strip);
        if !more {
            book.place_together(std::mem::take(&mut together), heads);
        }
    }
    book.end_page();
    book.drawing
}

struct Book<'a> {
    drawing: Drawing,
    page: Page,
    y: f32,
    /// Whether nothing stands on the page yet.
    fresh: bool,
    grounds: &'a [Ground],
    under: Vec<Shape>,
    /// Grounds on this page: which, from where, to where.
    stretches: Vec<(usize, f32, f32)>,
}

impl Book<'_> {
    fn place_together(&mut self, strips: Vec<Strip>, heads: &[Strip]) {
        if strips.first().is_some_and(|strip| strip.begins_page) && !self.fresh {
            self.end_page();
        }
        let heights: Vec<f32> = strips.iter().map(|strip| strip.space + strip.height).collect();
        let height: f32 = heights.iter().sum();
        let head = strips.first().and_then(|strip| heads.get(strip.head?)).map_or(0.0, |head| head.height);
        let fits_one = height + head <= BOTTOM - TOP;
        for (at, strip) in strips.into_iter().enumerate() {
            // What does not fit on one page breaks where it must, but holds on to the next strip at least
            let needed = match (fits_one, at) {
                (true, 0) => height,
                (true, _) => 0.0,
                (false, _) => heights.iter().skip(at).take(2).sum(),
            };
            if self.y + needed > BOTTOM + 0.01 && !self.fresh {
                self.overhang(&strip.grounds);
                self.end_page();
                if let Some(head) = strip.head.and_then(|head| heads.get(head)) {
                    self.repeat(head);
                    self.y += if strip.begun { 4.0 } else { 0.0 };
                }
            }
            self.place(strip);
        }
    }

    /// A ground that goes on overleaf ends a little below its text.
    fn overhang(&mut self, grounds: &[usize]) {
        for (ground, _, to) in &mut self.stretches {
            if grounds.contains(ground) {
                *to += OVERHANG;
            }
        }
    }

    /// Draws a table's head again, for eyes only.
    fn repeat(&mut self, head: &Strip) {
        let mut shapes: Vec<Shape> = head.under.clone();
        shapes.extend(head.marks.iter().flat_map(|mark| mark.shapes.clone()));
        shapes.iter_mut().for_each(|shape| shape.lower(self.y));
        push_marks(&mut self.page.marks, Role::Decoration, shapes);
        self.y += head.height;
        self.stand_on(&head.grounds, self.y - head.height);
        self.fresh = false;
    }

    fn stand_on(&mut self, grounds: &[usize], from: f32) {
        for ground in grounds {
            match self.stretches.iter_mut().find(|(own, _, _)| own == ground) {
                Some((_, _, to)) => *to = self.y,
                None => self.stretches.push((*ground, from, self.y)),
            }
        }
    }

    fn place(&mut self, strip: Strip) {
        let number = self.drawing.pages.len();
        // A ground that goes on from the page before begins a little above its text
        let overhang = if self.fresh { OVERHANG } else { 0.0 };
        if !self.fresh {
            self.y += strip.space;
        }
        let top = self.y;
        self.fresh = false;
        self.y += strip.height;
        self.stand_on(&strip.grounds, top - overhang);

        for element in strip.opens {
            self.attach(element);
        }
        for mut shape in strip.under {
            shape.lower(top);
            self.under.push(shape);
        }
        for mut mark in strip.marks {
            mark.shapes.iter_mut().for_each(|shape| shape.lower(top));
            let Role::Content(element) = mark.role else {
                push_marks(&mut self.page.marks, mark.role, mark.shapes);
                continue;
            };
            self.attach(element);
            if push_marks(&mut self.page.marks, mark.role, mark.shapes) {
                let content = Child::Content(number, self.page.marks.len() - 1);
                self.hold(element, content);
            }
        }
        for mut link in strip.links {
            link.area.y += top;
            self.attach(link.element);
            let child = Child::Link(number, self.page.links.len());
            self.hold(link.element, child);
            self.page.links.push(link);
        }
        if let Some((level, title)) = strip.heading {
            self.drawing.bookmarks.push(Bookmark { level, title, page: number, y: top });
        }
        if let Some((figure, mut area)) = strip.figure {
            area.y += top;
            if let Some(element) = self.drawing.elements.get_mut(figure) {
                element.area = Some((number, area));
            }
        }
    }

    /// Hangs an element in the tree, below what it stands in, when the first of it is drawn: the tree is in
    /// reading order by that.
    fn attach(&mut self, element: usize) {
        let Some(node) = self.drawing.elements.get_mut(element) else { return };
        if node.attached {
            return;
        }
        node.attached = true;
        let parent = node.parent;
        if parent != element {
            self.attach(parent);
            self.hold(parent, Child::Element(element));
        }
    }

    fn hold(&mut self, element: usize, child: Child) {
        if let Some(node) = self.drawing.elements.get_mut(element) {
            node.children.push(child);
        }
    }

    fn end_page(&mut self) {
        let mut shapes = Vec::new();
        self.stretches.sort_by_key(|(ground, _, _)| *ground);
        for (ground, from, to) in self.stretches.drain(..) {
            let Some(ground) = self.grounds.get(ground) else { continue };
            let area = Area { x: ground.x, y: from, width: ground.width, height: to - from };
            shapes.push(Shape::Fill { area, colour: ground.colour });
            if let Some(colour) = ground.bar {
                shapes.push(Shape::Fill { area: Area { width: 3.0, ..area }, colour });
            }
        }
        shapes.append(&mut self.under);
        let mut page = std::mem::take(&mut self.page);
        page.under = shapes;
        self.drawing.pages.push(page);
        self.y = TOP;
        self.fresh = true;
    }
}

/// Whether a new mark was needed.
fn push_marks(marks: &mut Vec<Marked>, role: Role, mut shapes: Vec<Shape>) -> bool {
    match marks.last_mut() {
        _ if shapes.is_empty() => false,
        Some(last) if last.role == role => {
            last.shapes.append(&mut shapes);
            false
        }
        _ => {
            marks.push(Marked { role, shapes });
            true
        }
    }
}

/// Where headings came to stand, for the contents.
pub(super) fn places(drawing: &Drawing) -> Vec<Target> {
    drawing.bookmarks.iter().map(|mark| Target::Place { page: mark.page, y: mark.y }).collect()
}
