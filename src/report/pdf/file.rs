//! Shapes to a file: the only place that knows printpdf, and that every shape goes through.

use std::collections::BTreeMap;

use lopdf::Object;
use printpdf::{
    Color, DictItem, FontId, Line, LinePoint, Mm, Op, PaintMode, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Pt, Rect, Rgb, TextItem,
};
use sha2::{Digest, Sha256};

use super::display::{Colour, Drawing, Marked, Page, Role, Shape};
use super::face::Faces;
use super::style::PAGE_HEIGHT;
use super::{Document, PdfError, metadata, structure};

/// The bytes of the file.
pub(super) fn write(document: &Document, drawing: &Drawing, faces: Faces) -> Result<Vec<u8>, PdfError> {
    let mut pdf = PdfDocument::new(&document.title);
    for (face, mut parsed) in faces.into_parsed() {
        parsed.font_name = Some(face.name().to_owned());
        pdf.resources.fonts.map.insert(FontId(face.name().to_owned()), PdfFont::new(parsed));
    }
    let pages = drawing.pages.iter().map(|page| PdfPage::new(Mm(210.0), Mm(297.0), draw_page(page)));
    pdf.with_pages(pages.collect());
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let mut file = pdf.to_lopdf_document(&options, &mut Vec::new());
    structure::add(&mut file, document, drawing)?;
    metadata::add(&mut file, document)?;

    let id = digest(document);
    let id = || Object::String(id.clone(), lopdf::StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id(), id()]);
    file.version = "1.7".to_owned();
    file.compress();
    let mut bytes = Vec::new();
    file.save_modern(&mut bytes)?;
    Ok(bytes)
}

/// The identity of a file is that of the words, addresses and figures that it was drawn from, and of the program.
fn digest(document: &Document) -> Vec<u8> {
    let content = format!("{} {document:?}", env!("CARGO_PKG_VERSION"));
    Sha256::digest(content).iter().take(16).copied().collect()
}

fn draw_page(page: &Page) -> Vec<Op> {
    let mut pen = Pen { ops: Vec::new(), fill: None, stroke: None };
    let mut next = 0;
    pen.mark(Role::Decoration, &page.under, &mut next);
    for Marked { role, shapes } in &page.marks {
        pen.mark(*role, shapes, &mut next);
    }
    pen.ops
}

/// What has been drawn on a page, and the colours that are set.
struct Pen {
    ops: Vec<Op>,
    fill: Option<Colour>,
    stroke: Option<(Colour, u32)>,
}

impl Pen {
    /// Everything drawn is content of an element or an artifact: there is no other way to draw.
    fn mark(&mut self, role: Role, shapes: &[Shape], next: &mut i64) {
        if shapes.is_empty() {
            return;
        }
        let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
        let artifact = |entries: Vec<(&str, DictItem)>| {
            let map: BTreeMap<String, DictItem> =
                entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            ("Artifact".to_owned(), DictItem::Dict { map })
        };
        let pagination = |kind| artifact(vec![("Type", name("Pagination")), ("Subtype", name(kind))]);
        let (tag, properties) = match role {
            Role::Content(_) => {
                let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(*next))]);
                *next += 1;
                ("Span".to_owned(), DictItem::Dict { map })
            }
            Role::Decoration => artifact(vec![("Type", name("Layout"))]),
            Role::Header => pagination("Header"),
            Role::Footer => pagination("Footer"),
        };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag, properties });
        for shape in shapes {
            self.shape(shape);
        }
        self.ops.push(Op::EndMarkedContent);
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Text { x, baseline, size, face, colour, text } => {
                self.set_fill(*colour);
                let font = PdfFontHandle::External(FontId(face.name().to_owned()));
                self.ops.extend([
                    Op::StartTextSection,
                    Op::SetFont { font, size: Pt(round(*size)) },
                    Op::SetTextCursor { pos: point(*x, *baseline) },
                    Op::ShowText { items: vec![TextItem::Text(text.clone())] },
                    Op::EndTextSection,
                ]);
            }
            Shape::Fill { area, colour } => {
                self.set_fill(*colour);
                let corner = point(area.x, area.y + area.height);
                let rectangle = Rect {
                    x: corner.x,
                    y: corner.y,
                    width: Pt(round(area.width)),
                    height: Pt(round(area.height)),
                    mode: Some(PaintMode::Fill),
                    winding_order: None,
                };
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            Shape::Line { from, to, width, colour } => {
                let pen = (*colour, width.to_bits());
                if self.stroke.replace(pen) != Some(pen) {
                    self.ops.push(Op::SetOutlineColor { col: color(*colour) });
                    self.ops.push(Op::SetOutlineThickness { pt: Pt(round(*width)) });
                }
                let points = [from, to].map(|end| LinePoint { p: point(end.0, end.1), bezier: false });
                self.ops.push(Op::DrawLine { line: Line { points: points.to_vec(), is_closed: false } });
            }
        }
    }

    fn set_fill(&mut self, colour: Colour) {
        if self.fill.replace(colour) != Some(colour) {
            self.ops.push(Op::SetFillColor { col: color(colour) });
        }
    }
}

/// Hundredths of a point are as fine as anyone sees, and keep the file small.
fn round(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

fn point(x: f32, y: f32) -> Point {
    Point { x: Pt(round(x)), y: Pt(round(PAGE_HEIGHT - y)) }
}

fn color(Colour(red, green, blue): Colour) -> Color {
    let part = |part: u8| (f32::from(part) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb { r: part(red), g: part(green), b: part(blue), icc_profile: None })
}
