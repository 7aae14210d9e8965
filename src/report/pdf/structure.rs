//! The tree of the document in the file: elements, links, outline, and which mark belongs to what.

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::display::{Area, Bookmark, Child, Drawing, Element, Kind, LinkArea, Role, Target};
use super::metadata::text_string;
use super::style::PAGE_HEIGHT;
use super::{Document, PdfError};

/// Adds the tree to the file that the pages are in.
pub(super) fn add(file: &mut lopdf::Document, document: &Document, drawing: &Drawing) -> Result<(), PdfError> {
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let links = add_links(file, drawing, &pages);
    let elements: Vec<ObjectId> = drawing.elements.iter().map(|_| file.new_object_id()).collect();
    let root = file.new_object_id();
    let tree = Tree { drawing, pages: &pages, elements: &elements, links: &links, numbers: mark_numbers(drawing) };

    for (at, element) in drawing.elements.iter().enumerate() {
        if let (true, Some(id)) = (element.attached, elements.get(at)) {
            let parent = if at == 0 { Some(&root) } else { elements.get(element.parent) };
            let node = tree.element(element, parent.copied().unwrap_or(root));
            file.set_object(*id, node);
        }
    }

    let (parents, next) = tree.parents();
    let parents = file.add_object(dictionary! { "Nums" => parents });
    let held = elements.first().filter(|_| drawing.elements.first().is_some_and(|first| first.attached));
    let node = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => held.map(|id| Object::Reference(*id)).into_iter().collect::<Vec<_>>(),
        "ParentTree" => parents,
        "ParentTreeNextKey" => next,
    };
    file.set_object(root, node);

    for (at, page) in pages.iter().enumerate() {
        let dictionary = file.get_object_mut(*page)?.as_dict_mut()?;
        dictionary.set("StructParents", at as i64);
        dictionary.set("Tabs", "S");
        let own: Vec<Object> =
            links.iter().filter(|link| link.page == at).map(|link| Object::Reference(link.id)).collect();
        if own.is_empty() {
            dictionary.remove(b"Annots");
        } else {
            dictionary.set("Annots", own);
        }
    }

    let outline = add_outline(file, &drawing.bookmarks, &pages);
    let catalog = file.catalog_mut()?;
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("Lang", text_string(&document.language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    Ok(())
}

/// A place to press that is in the file.
struct Placed {
    page: usize,
    /// Which of the links of its page.
    at: usize,
    element: usize,
    id: ObjectId,
}

fn add_links(file: &mut lopdf::Document, drawing: &Drawing, pages: &[ObjectId]) -> Vec<Placed> {
    let mut links = Vec::new();
    for (page, sheet) in drawing.pages.iter().enumerate() {
        for (at, link) in sheet.links.iter().enumerate() {
            let key = pages.len() + links.len();
            let id = file.add_object(annotation(link, key, pages));
            links.push(Placed { page, at, element: link.element, id });
        }
    }
    links
}

fn annotation(link: &LinkArea, key: usize, pages: &[ObjectId]) -> Dictionary {
    let mut annotation = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => rectangle(link.area),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => 4,
        "StructParent" => key as i64,
    };
    match &link.target {
        Target::Address(address) => {
            annotation.set("Contents", text_string(&format!("{} ({address})", link.words.trim())));
            let address = Object::string_literal(percent_encode(address));
            annotation.set("A", dictionary! { "S" => "URI", "URI" => address });
        }
        Target::Place { page, y } => {
            annotation.set("Contents", text_string(&link.words));
            if let Some(page) = pages.get(*page) {
                annotation.set("Dest", destination(*page, *y));
            }
        }
    }
    annotation
}

/// Addresses in the file are plain ASCII.
fn percent_encode(address: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_graphic() && !br#""<>\^`{|}"#.contains(&byte);
    let encode = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    address.bytes().map(encode).collect()
}

fn rectangle(area: Area) -> Object {
    let (left, upper) = (area.x, PAGE_HEIGHT - area.y);
    let corners = [left, upper - area.height, left + area.width, upper];
    Object::Array(corners.map(|place| Object::Real((place * 100.0).round() / 100.0)).to_vec())
}

fn destination(page: ObjectId, y: f32) -> Object {
    let top = Object::Real((PAGE_HEIGHT - y + 12.0).min(PAGE_HEIGHT).round());
    vec![page.into(), "XYZ".into(), 0.into(), top, Object::Null].into()
}

/// Marks that are content are numbered from nought on each page: the number of each mark, or none.
fn mark_numbers(drawing: &Drawing) -> Vec<Vec<Option<i64>>> {
    let number = |page: &super::display::Page| {
        let mut next = 0;
        let mut own = Vec::new();
        for mark in &page.marks {
            let content = matches!(mark.role, Role::Content(_)) && !mark.shapes.is_empty();
            own.push(content.then_some(next));
            next += i64::from(content);
        }
        own
    };
    drawing.pages.iter().map(number).collect()
}

struct Tree<'a> {
    drawing: &'a Drawing,
    pages: &'a [ObjectId],
    elements: &'a [ObjectId],
    links: &'a [Placed],
    numbers: Vec<Vec<Option<i64>>>,
}

impl Tree<'_> {
    fn element(&self, element: &Element, parent: ObjectId) -> Dictionary {
        let mut node = dictionary! { "S" => tag(element.kind), "P" => parent };
        let own = element.children.iter().find_map(|child| match child {
            Child::Content(page, _) | Child::Link(page, _) => Some(*page),
            Child::Element(_) => None,
        });
        if let Some(page) = own.and_then(|page| self.pages.get(page)) {
            node.set("Pg", *page);
        }
        let children: Vec<Object> = element.children.iter().filter_map(|child| self.child(*child, own)).collect();
        if !children.is_empty() {
            node.set("K", children);
        }
        if let Some(alternative) = &element.alternative {
            node.set("Alt", text_string(alternative));
        }
        match element.kind {
            Kind::ColumnHead => node.set("A", dictionary! { "O" => "Table", "Scope" => "Column" }),
            Kind::RowHead => node.set("A", dictionary! { "O" => "Table", "Scope" => "Row" }),
            Kind::Bullets => node.set("A", dictionary! { "O" => "List", "ListNumbering" => "Disc" }),
            Kind::Numbers => node.set("A", dictionary! { "O" => "List", "ListNumbering" => "Decimal" }),
            _ => {}
        }
        if let Some((_, area)) = element.area {
            node.set("A", dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => rectangle(area) });
        }
        node
    }

    fn child(&self, child: Child, own: Option<usize>) -> Option<Object> {
        Some(match child {
            Child::Element(element) => Object::Reference(*self.elements.get(element)?),
            Child::Content(page, mark) => {
                let number = (*self.numbers.get(page)?.get(mark)?)?;
                if own == Some(page) {
                    return Some(number.into());
                }
                dictionary! { "Type" => "MCR", "Pg" => *self.pages.get(page)?, "MCID" => number }.into()
            }
            Child::Link(page, at) => {
                let link = self.links.iter().find(|link| (link.page, link.at) == (page, at))?;
                dictionary! { "Type" => "OBJR", "Pg" => *self.pages.get(page)?, "Obj" => link.id }.into()
            }
        })
    }

    /// For each page the elements of its marks, then for each link its element; and the first key that is free.
    fn parents(&self) -> (Vec<Object>, i64) {
        let mut numbers = Vec::new();
        for (at, page) in self.drawing.pages.iter().enumerate() {
            let marks = page.marks.iter().filter(|mark| !mark.shapes.is_empty());
            let element = |role| {
                if let Role::Content(element) = role { self.elements.get(element) } else { None }
            };
            let own: Vec<Object> =
                marks.filter_map(|mark| element(mark.role)).map(|id| Object::Reference(*id)).collect();
            numbers.extend([Object::from(at as i64), own.into()]);
        }
        for (at, link) in self.links.iter().enumerate() {
            let Some(id) = self.elements.get(link.element) else { continue };
            numbers.extend([Object::from((self.pages.len() + at) as i64), Object::Reference(*id)]);
        }
        (numbers, (self.pages.len() + self.links.len()) as i64)
    }
}

fn tag(kind: Kind) -> &'static str {
    match kind {
        Kind::Document => "Document",
        Kind::Div => "Div",
        Kind::Heading(1) => "H1",
        Kind::Heading(2) => "H2",
        Kind::Heading(3) => "H3",
        Kind::Heading(4) => "H4",
        Kind::Heading(5) => "H5",
        Kind::Heading(_) => "H6",
        Kind::Paragraph => "P",
        Kind::Bullets | Kind::Numbers => "L",
        Kind::Item => "LI",
        Kind::Label => "Lbl",
        Kind::Body => "LBody",
        Kind::Table => "Table",
        Kind::Caption => "Caption",
        Kind::TableHead => "THead",
        Kind::TableBody => "TBody",
        Kind::Row => "TR",
        Kind::ColumnHead | Kind::RowHead => "TH",
        Kind::Cell => "TD",
        Kind::Figure => "Figure",
        Kind::Link => "Link",
        Kind::Contents => "TOC",
        Kind::ContentsItem => "TOCI",
        Kind::Reference => "Reference",
    }
}

/// Headings as a tree of their own; chapters stand open.
fn add_outline(file: &mut lopdf::Document, bookmarks: &[Bookmark], pages: &[ObjectId]) -> Option<ObjectId> {
    if bookmarks.is_empty() {
        return None;
    }
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| file.new_object_id()).collect();
    let parents = parents(bookmarks);
    let children =
        |of: Option<usize>| -> Vec<usize> { (0..bookmarks.len()).filter(|at| parents.get(*at) == Some(&of)).collect() };
    let id = |at: Option<usize>| at.and_then(|at| ids.get(at)).copied().unwrap_or(root);
    for (at, bookmark) in bookmarks.iter().enumerate() {
        let parent = parents.get(at).copied().flatten();
        let siblings = children(parent);
        let place = siblings.iter().position(|own| *own == at).unwrap_or(0);
        let mut node = dictionary! { "Title" => text_string(&bookmark.title), "Parent" => id(parent) };
        if let Some(page) = pages.get(bookmark.page) {
            node.set("Dest", destination(*page, bookmark.y));
        }
        if let Some(before) = place.checked_sub(1).and_then(|place| siblings.get(place)) {
            node.set("Prev", id(Some(*before)));
        }
        if let Some(after) = siblings.get(place + 1) {
            node.set("Next", id(Some(*after)));
        }
        let own = children(Some(at));
        if let [first, ..] = own.as_slice() {
            node.set("First", id(Some(*first)));
            node.set("Last", id(own.last().copied()));
            // A negative count closes the heading
            let count = own.len() as i64;
            node.set("Count", if parent.is_none() { count } else { -count });
        }
        file.set_object(id(Some(at)), node);
    }
    let top = children(None);
    let shown: usize = top.iter().map(|at| 1 + children(Some(*at)).len()).sum();
    let node = dictionary! {
        "Type" => "Outlines",
        "First" => id(top.first().copied()),
        "Last" => id(top.last().copied()),
        "Count" => shown as i64,
    };
    file.set_object(root, node);
    Some(root)
}

/// The heading that each heading stands under.
fn parents(bookmarks: &[Bookmark]) -> Vec<Option<usize>> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut parents = Vec::new();
    for (at, bookmark) in bookmarks.iter().enumerate() {
        open.retain(|(level, _)| *level < bookmark.level);
        parents.push(open.last().map(|(_, at)| *at));
        open.push((bookmark.level, at));
    }
    parents
}
