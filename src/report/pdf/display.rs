//! A report as plain data: pages of shapes, each in its place in the structure of the document.
//!
//! Lengths are points; places are measured from the top left corner of a page.

/// What is to be written to the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Drawing {
    /// From the cover on.
    pub(super) pages: Vec<Page>,
    /// The tree of the document; the first is its root.
    pub(super) elements: Vec<Element>,
    /// The headings, in reading order.
    pub(super) bookmarks: Vec<Bookmark>,
}

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    /// Rules and fills, painted before everything else.
    pub(super) under: Vec<Shape>,
    /// In the order in which they are painted and read.
    pub(super) marks: Vec<Marked>,
    /// Places that lead elsewhere.
    pub(super) links: Vec<LinkArea>,
}

/// Shapes that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Marked {
    /// What they are.
    pub(super) role: Role,
    /// What is drawn.
    pub(super) shapes: Vec<Shape>,
}

/// What a shape is to someone who reads with their ears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Content of an element.
    Content(usize),
    /// Rules, fills and what is said again at the top of a page.
    Decoration,
    /// The running head.
    Header,
    /// The foot of a page.
    Footer,
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Letters on one line, in one face.
    Text {
        /// Where the first letter begins.
        x: f32,
        /// The line that letters stand on.
        baseline: f32,
        /// The size of the face.
        size: f32,
        /// Which face.
        face: Face,
        /// Its colour.
        colour: Colour,
        /// The letters; the face has them all.
        text: String,
    },
    /// A filled rectangle.
    Fill {
        /// Where.
        area: Area,
        /// Its colour.
        colour: Colour,
    },
    /// A straight line.
    Line {
        /// One end.
        from: (f32, f32),
        /// The other end.
        to: (f32, f32),
        /// How thick.
        width: f32,
        /// Its colour.
        colour: Colour,
    },
}

impl Shape {
    /// Moves it down the page.
    pub(super) fn lower(&mut self, by: f32) {
        match self {
            Shape::Text { baseline, .. } => *baseline += by,
            Shape::Fill { area, .. } => area.y += by,
            Shape::Line { from, to, .. } => {
                from.1 += by;
                to.1 += by;
            }
        }
    }
}

/// A rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Area {
    /// Its left edge.
    pub(super) x: f32,
    /// Its upper edge.
    pub(super) y: f32,
    /// Its width.
    pub(super) width: f32,
    /// Its height.
    pub(super) height: f32,
}

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// The faces that come with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Face {
    /// For running text.
    Regular,
    /// For headings and what matters.
    Bold,
    /// For emphasis.
    Italic,
    /// For names of files and values.
    Mono,
    /// For ticks and arrows that the others lack.
    Symbols,
}

/// A place that leads elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LinkArea {
    /// The link that it belongs to.
    pub(super) element: usize,
    /// Where it can be pressed.
    pub(super) area: Area,
    /// Where it leads.
    pub(super) target: Target,
    /// What it does, in words.
    pub(super) words: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    /// An address outside.
    Address(String),
    /// A place in the document.
    Place {
        /// Counted from nought.
        page: usize,
        /// How far down.
        y: f32,
    },
}

/// A node of the document's tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Element {
    /// What it is.
    pub(super) kind: Kind,
    /// What it stands in.
    pub(super) parent: usize,
    /// Whether it hangs in the tree yet.
    pub(super) attached: bool,
    /// What it holds, in reading order.
    pub(super) children: Vec<Child>,
    /// Its words, for something that is seen rather than read.
    pub(super) alternative: Option<String>,
    /// Where a figure stands: its page, and the place there.
    pub(super) area: Option<(usize, Area)>,
}

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Child {
    /// Another element.
    Element(usize),
    /// Shapes: the page, and which of its marks.
    Content(usize, usize),
    /// A place to press: the page, and which of its links.
    Link(usize, usize),
}

/// The standard structure types that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The root.
    Document,
    /// A group of blocks.
    Div,
    /// A heading, 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list of bullets.
    Bullets,
    /// A list of numbers.
    Numbers,
    /// An item of a list.
    Item,
    /// The bullet or number of an item.
    Label,
    /// What an item says.
    Body,
    /// A table.
    Table,
    /// The words over a table.
    Caption,
    /// The head of a table.
    TableHead,
    /// The rows of a table.
    TableBody,
    /// A row.
    Row,
    /// A cell that names its column.
    ColumnHead,
    /// A cell that names its row.
    RowHead,
    /// A cell.
    Cell,
    /// A chart.
    Figure,
    /// Something to press.
    Link,
    /// A table of contents.
    Contents,
    /// A line of it.
    ContentsItem,
    /// What the line refers to.
    Reference,
}

/// A heading in the outline of the document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bookmark {
    /// 1 is the highest.
    pub(super) level: u8,
    /// Its words.
    pub(super) title: String,
    /// Counted from nought.
    pub(super) page: usize,
    /// How far down.
    pub(super) y: f32,
}
