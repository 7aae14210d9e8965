//! Word documents: paragraphs with their headings, tables, headers, footers and text boxes; what was deleted stays out.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::BytesStart;

use super::Unreadable;
use super::grid::Grid;
use super::package::{self, Package};
use super::xml::{self, Piece, attribute};
use crate::scan::content::{Content, Line, Properties, Spot, Table};

/// Reads a Word document.
pub(super) fn read(mut package: Package) -> Result<Content, Unreadable> {
    let headings = headings(&package.part("word/styles.xml")?.unwrap_or_default());
    let mut reading = Reading::new(&headings);
    let body = package.named("word/document", ".xml");
    let around = ["word/header", "word/footer", "word/footnotes", "word/endnotes"];
    let around = around.iter().flat_map(|start| package.named(start, ".xml")).collect::<Vec<_>>();
    if body.is_empty() {
        return Err(package::damaged());
    }
    for name in body.iter().chain(&around) {
        let Some(part) = package.part(name)? else { continue };
        xml::pieces(&part, &mut |piece| reading.take(piece)).map_err(|_| package::damaged())?;
        reading.end();
    }
    Ok(Content {
        format: "Word document".into(),
        lines: reading.lines,
        tables: reading.tables,
        properties: Properties { tracked_changes: reading.changes, ..package.core_properties() },
        tree: None,
    })
}

/// The ids of the styles that are headings or titles, or are based on one.
fn headings(styles: &str) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    // By a style: those that are based on it.
    let mut based: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut id = String::new();
    // A damaged list of styles costs the headings, not the words.
    let _ = xml::pieces(styles, &mut |piece| match piece {
        Piece::Open("style", tag) => id = attribute(tag, "styleId").unwrap_or_default(),
        Piece::Open("name", tag) if is_heading(&attribute(tag, "val").unwrap_or_default()) => {
            known.insert(id.clone());
        }
        Piece::Open("basedOn", tag) => {
            based.entry(attribute(tag, "val").unwrap_or_default()).or_default().push(id.clone());
        }
        _ => {}
    });
    let mut next: Vec<String> = known.iter().cloned().collect();
    while let Some(style) = next.pop() {
        for id in based.remove(&style).unwrap_or_default() {
            if known.insert(id.clone()) {
                next.push(id);
            }
        }
    }
    known
}

fn is_heading(style: &str) -> bool {
    let style = style.to_lowercase();
    style == "title" || style.starts_with("heading")
}

/// A paragraph that is still open.
#[derive(Default)]
struct Paragraph {
    text: String,
    heading: bool,
}

/// What was read so far.
struct Reading<'a> {
    headings: &'a BTreeSet<String>,
    lines: Vec<Line>,
    tables: Vec<Table>,
    /// Text boxes stand inside paragraphs, so that several can be open.
    open: Vec<Paragraph>,
    /// Tables stand inside tables.
    grids: Vec<Grid>,
    paragraphs: usize,
    table_count: usize,
    /// How many elements deep we are in something left out.
    hidden: usize,
    in_words: bool,
    /// Whether a tracked change was begun whose words are still to come.
    in_change: bool,
    changes: usize,
}

impl<'a> Reading<'a> {
    fn new(headings: &'a BTreeSet<String>) -> Self {
        Self {
            headings,
            lines: Vec::new(),
            tables: Vec::new(),
            open: Vec::new(),
            grids: Vec::new(),
            paragraphs: 0,
            table_count: 0,
            hidden: 0,
            in_words: false,
            in_change: false,
            changes: 0,
        }
    }

    fn take(&mut self, piece: Piece) {
        self.count_change(&piece);
        match piece {
            // Deleted and moved text; the older twin of a text box.
            Piece::Open("del" | "moveFrom" | "Fallback", _) => self.hidden += 1,
            Piece::Close("del" | "moveFrom" | "Fallback") => self.hidden = self.hidden.saturating_sub(1),
            _ if self.hidden > 0 => {}
            Piece::Open(name, tag) => self.enter(name, tag),
            Piece::Words(words) if self.in_words => self.say(words),
            Piece::Words(_) => {}
            Piece::Close(name) => self.leave(name),
        }
    }

    /// Counts tracked changes that hold words; those of layout and of blanks are none.
    fn count_change(&mut self, piece: &Piece) {
        match piece {
            Piece::Open("ins" | "del", _) => self.in_change = true,
            Piece::Close("ins" | "del") => self.in_change = false,
            Piece::Words(words) if self.in_change && words.contains(char::is_alphanumeric) => {
                self.changes += 1;
                self.in_change = false;
            }
            _ => {}
        }
    }

    fn enter(&mut self, name: &str, tag: &BytesStart) {
        match name {
            "p" => self.open.push(Paragraph::default()),
            "t" => self.in_words = true,
            "tab" => self.say("\t"),
            "br" | "cr" => self.say("\n"),
            "noBreakHyphen" => self.say("-"),
            "pStyle" => {
                let style = attribute(tag, "val").unwrap_or_default();
                if self.headings.contains(&style) || is_heading(&style) {
                    self.mark();
                }
            }
            "outlineLvl"
                if attribute(tag, "val").is_some_and(|level| matches!(level.as_str(), "0" | "1" | "2" | "3")) =>
            {
                self.mark();
            }
            // A watermark such as DRAFT.
            "textpath" => {
                if let Some(words) = attribute(tag, "string") {
                    self.emit(Paragraph { text: words, heading: false });
                }
            }
            "tbl" => {
                self.table_count += 1;
                self.grids.push(Grid::new(format!("table {}", self.table_count)));
            }
            "tr" => self.grid(Grid::row),
            "tc" => self.grid(Grid::cell),
            "gridSpan" => {
                let columns = attribute(tag, "val").and_then(|columns| columns.parse().ok()).unwrap_or(1);
                self.grid(|grid| grid.span(columns));
            }
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) {
        match name {
            "p" => {
                if let Some(paragraph) = self.open.pop() {
                    self.emit(paragraph);
                }
            }
            "t" => self.in_words = false,
            "tr" => {
                if let Some(grid) = self.grids.last_mut() {
                    self.lines.extend(grid.end_row());
                }
            }
            "tbl" => {
                if let Some(grid) = self.grids.pop() {
                    self.tables.extend(grid.table());
                }
            }
            _ => {}
        }
    }

    /// Ends a part of the file, so that what one part leaves open does not reach into the next.
    fn end(&mut self) {
        self.open.clear();
        self.grids.clear();
        self.hidden = 0;
        self.in_words = false;
    }

    fn say(&mut self, words: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(words);
        }
    }

    fn mark(&mut self) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.heading = true;
        }
    }

    fn grid(&mut self, change: impl FnOnce(&mut Grid)) {
        if let Some(grid) = self.grids.last_mut() {
            change(grid);
        }
    }

    fn emit(&mut self, paragraph: Paragraph) {
        if paragraph.text.trim().is_empty() {
            return;
        }
        self.paragraphs += 1;
        let line = |text: &str| Line {
            text: text.trim().into(),
            spot: Spot::Paragraph(self.paragraphs),
            heading: paragraph.heading,
        };
        let lines = paragraph.text.split('\n').filter(|text| !text.trim().is_empty()).map(line);
        match self.grids.last_mut() {
            Some(grid) => lines.for_each(|line| grid.say(line)),
            None => self.lines.extend(lines),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::read as read_file;
    use super::*;
    use crate::scan::content::Cell;

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let headings = headings(
            "<styles><style styleId='1'><name val='heading 1'/></style>\
             <style styleId='Mine'><basedOn val='1'/></style></styles>",
        );
        let mut reading = Reading::new(&headings);
        xml::pieces(body, &mut |piece| reading.take(piece)).unwrap();
        let shown = |line: &Line| format!("{}: {}{}", line.spot, if line.heading { "# " } else { "" }, line.text);
        assert_eq!(reading.lines.iter().map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn paragraphs_are_numbered_and_headings_marked() {
        check(
            "<p><pPr><pStyle val='Mine'/></pPr><r><t>Backups</t></r></p><p/>\
             <p><r><t>We </t></r><r><t>test them</t><br/><t>yearly.</t></r></p>",
            &["paragraph 1: # Backups", "paragraph 2: We test them", "paragraph 2: yearly."],
        );
    }

    #[test]
    fn deleted_and_moved_words_are_left_out() {
        check(
            "<p><del><r><delText>old</delText></r></del><ins><r><t>new</t></r></ins>\
             <moveFrom><r><t>gone</t></r></moveFrom></p>",
            &["paragraph 1: new"],
        );
    }

    #[test]
    fn tracked_changes_of_words_are_counted() {
        let none = BTreeSet::new();
        let mut reading = Reading::new(&none);
        let body = "<p><rPr><ins author='a'/></rPr><del><r><delText>old</delText></r></del><ins><r><t>new </t></r>\
                    <r><t>words</t></r></ins><ins><r><t> </t></r></ins><r><t>left</t></r></p>";
        xml::pieces(body, &mut |piece| reading.take(piece)).unwrap();
        assert_eq!(reading.changes, 2);
    }

    #[test]
    fn text_boxes_are_read_once_and_apart() {
        check(
            "<p><r><t>out</t></r><AlternateContent><Choice><txbxContent><p><r><t>in</t></r></p></txbxContent></Choice>\
             <Fallback><txbxContent><p><r><t>in</t></r></p></txbxContent></Fallback></AlternateContent></p>",
            &["paragraph 1: in", "paragraph 2: out"],
        );
    }

    #[test]
    fn a_row_of_a_table_is_one_line() {
        let cell = |text: &str| format!("<tc><p><r><t>{text}</t></r></p></tc>");
        check(
            &format!("<tbl><tr>{}{}</tr></tbl>", cell("Review date"), cell("4 March 2026")),
            &["table 1, row 1: Review date\t4 March 2026"],
        );
    }

    #[test]
    fn a_watermark_is_read() {
        check("<p><r><pict><textpath string='DRAFT'/></pict></r></p>", &["paragraph 1: DRAFT"]);
    }

    #[test]
    fn a_whole_document_is_read_with_its_header_table_and_properties() {
        let content = read_file("policy.docx", include_bytes!("../../../tests/evidence/docx/policy.docx")).unwrap();
        let shown = |line: &Line| format!("{}{}", if line.heading { "# " } else { "" }, line.text);
        let expected = [
            "# Data protection policy",
            "Written by José and Siân Ŵyn for everybody who works here.",
            "# Reviews",
            "What\tWhen",
            "Approved by\tJosé",
            "Next review\t4 March 2027",
            "We keep records for eight years & no longer.",
            "Rosewood Court – internal",
            "Version 1.2",
        ];
        assert_eq!(content.lines.iter().map(shown).collect::<Vec<_>>(), expected);
        assert_eq!(content.format, "Word document");
        let table = content.tables.first().unwrap();
        assert_eq!(table.numbers, [1, 2, 3]);
        assert_eq!(table.rows.last().unwrap(), &["Next review", "4 March 2027"].map(|text| Cell::Text(text.into())));
        assert_eq!(content.properties.title.as_deref(), Some("Data protection policy"));
        assert_eq!(content.properties.modified, Some(date(2026, 3, 4)));
        assert_eq!(content.properties.created, Some(date(2025, 3, 1)));
    }

    #[test]
    fn a_document_that_unpacks_without_end_is_not_opened() {
        let reason = "it unpacks to far more than a document holds, and was not opened";
        let bytes = include_bytes!("../../../tests/evidence/docx/bomb.docx");
        assert_eq!(read_file("a.docx", bytes), Err(Unreadable::because(reason)));
    }

    #[test]
    fn a_document_cut_off_is_damaged_and_one_nested_too_deeply_is_read() {
        let cut = include_bytes!("../../../tests/evidence/docx/cut-off.docx");
        assert_eq!(read_file("a.docx", cut), Err(package::damaged()));
        let deep = include_bytes!("../../../tests/evidence/docx/deep.docx");
        assert!(read_file("a.docx", deep).unwrap().lines.iter().any(|line| line.text == "deep"));
    }
}
