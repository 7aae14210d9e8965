//! A question sheet as a Word document: headings, tables with header rows, drop-downs, and room to write on paper.
//!
//! The parts are written as text: the few elements that it takes are fewer than what a library for them brings along.

use std::io::{Cursor, Write};

use jiff::civil::Date;
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::columns::Column;
use super::questions::{Question, Sheet};
use super::text::{one_line, xml};

/// What stands in a drop-down before anything is chosen.
pub(super) const CHOOSE: &str = "Choose an answer";

const CONTENT_TYPES: &str = include_str!("docx/content-types.xml");
const RELATIONSHIPS: &str = include_str!("docx/relationships.xml");
const DOCUMENT_RELATIONSHIPS: &str = include_str!("docx/document-relationships.xml");
const STYLES: &str = include_str!("docx/styles.xml");
const NUMBERING: &str = include_str!("docx/numbering.xml");
const SETTINGS: &str = include_str!("docx/settings.xml");
const FOOTER: &str = include_str!("docx/footer.xml");
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Draws the document.
pub(super) fn draw(sheet: &Sheet) -> Result<Vec<u8>, ZipError> {
    package(&sheet.title, &sheet.stamp.organisation, sheet.made, &body(sheet))
}

/// The file of a document with this body.
pub(super) fn package(title: &str, creator: &str, made: Date, body: &str) -> Result<Vec<u8>, ZipError> {
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONSHIPS.to_owned()),
        ("docProps/core.xml", properties(title, creator, made)),
        ("word/document.xml", document(body)),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONSHIPS.to_owned()),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/numbering.xml", NUMBERING.to_owned()),
        ("word/settings.xml", SETTINGS.to_owned()),
        ("word/footer1.xml", FOOTER.to_owned()),
    ];
    // The same bytes each time: no clock in the container either.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes()).map_err(ZipError::Io)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn properties(title: &str, creator: &str, made: Date) -> String {
    let made = format!("{made}T00:00:00Z");
    format!(
        "{HEAD}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:creator>{}</dc:creator><dc:language>en-GB</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:modified></cp:coreProperties>",
        xml(title),
        xml(creator)
    )
}

fn body(sheet: &Sheet) -> String {
    let mut body = paragraph("Title", &run(&sheet.title));
    for text in &sheet.about {
        body.push_str(&paragraph("", &run(text)));
    }
    for (label, value) in &sheet.facts {
        body.push_str(&paragraph("Fact", &labelled(label, value)));
    }
    body.push_str(&paragraph("Heading1", &run("How to fill it in")));
    for step in &sheet.steps {
        body.push_str(&listed(1, &run(step)));
    }
    let name = [(Column::Name, 480, String::new()), (Column::Date, 480, String::new())];
    body.push_str(&form("About you", &name, ""));
    body.push_str(&paragraph("Heading1", &run("Questions")));
    for question in &sheet.questions {
        body.push_str(&self::question(question));
    }
    if !sheet.exports.is_empty() {
        body.push_str(&paragraph("Heading1", &run("How to make the exports")));
    }
    for (number, export) in (1..).zip(&sheet.exports) {
        body.push_str(&paragraph("Heading2", &run(&format!("Export {number}: {}", one_line(&export.title)))));
        body.push_str(&paragraph("", &run(&one_line(&export.get))));
    }
    body.push_str(&paragraph("Heading1", &run("About this sheet")));
    body.push_str(&paragraph("Small", &run(&sheet.notice)));
    body.push_str(&stamp(sheet));
    body
}

fn document(body: &str) -> String {
    format!(
        "{HEAD}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{RELATED}\"><w:body>{body}<w:sectPr>\
         <w:footerReference w:type=\"default\" r:id=\"rId4\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" \
         w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    )
}

fn question(question: &Question) -> String {
    let mut text = paragraph("Heading2", &run(&format!("{} {}", question.id, question.title)));
    text.push_str(&paragraph("Question", &run(&question.question)));
    text.push_str(&paragraph("Told", &labelled("Why it matters", &question.why)));
    text.push_str(&paragraph("Told", &labelled(question.commits.0, &question.commits.1)));
    if let Some((strong, fair)) = &question.proof {
        text.push_str(&paragraph("Told", &labelled("Strong proof", strong)));
        text.push_str(&paragraph("Told", &labelled("Fair proof", fair)));
    }
    if let Some(when) = &question.not_applicable {
        text.push_str(&paragraph("Told", &labelled("\"Not applicable\"", when)));
    }
    match question.send.as_slice() {
        [] => text.push_str(&paragraph("Told", &labelled("What to send", "nothing; your answer is enough."))),
        send => {
            text.push_str(&paragraph("Told", &labelled("What to send", "any of these that you have.")));
            send.iter().for_each(|line| text.push_str(&listed(2, &run(line))));
        }
    }
    let answer = match question.choices.is_empty() {
        true => String::new(),
        false => choice(question),
    };
    let mut rows = vec![(Column::Answer, 640, answer), (Column::Comment, 1500, String::new())];
    if question.share {
        rows.push((Column::Share, 480, String::new()));
    }
    rows.extend([Column::Kept, Column::Name, Column::Date].map(|column| (column, 480, String::new())));
    text.push_str(&form(&format!("Question {}", question.id), &rows, &question.ways));
    text
}

/// A table with a header row, a label at the left and room to write at the right.
fn form(title: &str, rows: &[(Column, u32, String)], ways: &str) -> String {
    let head = format!("{}{}", cell(2700, "D9E2EF", &head_cell(title)), cell(6938, "D9E2EF", &head_cell("Write here")));
    let mut table = format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"9638\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" \
         w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr>\
         <w:tblGrid><w:gridCol w:w=\"2700\"/><w:gridCol w:w=\"6938\"/></w:tblGrid>\
         <w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
    );
    for (at, (column, height, content)) in rows.iter().enumerate() {
        // The rows of one question stay on one page.
        let keep = if at + 1 < rows.len() { "<w:keepNext/>" } else { "" };
        let said = match column {
            Column::Answer => format!("<w:p><w:pPr><w:pStyle w:val=\"Small\"/>{keep}</w:pPr>{}</w:p>", run(ways)),
            _ => String::new(),
        };
        let label = format!("<w:p><w:pPr>{keep}</w:pPr>{}</w:p>{said}", bold(column.label()));
        let content = format!("<w:p><w:pPr>{keep}</w:pPr>{content}</w:p>");
        table.push_str(&format!(
            "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/></w:trPr>{}{}</w:tr>",
            cell(2700, "", &label),
            cell(6938, "", &content)
        ));
    }
    table.push_str("</w:tbl>");
    // Two tables in a row would be joined to one.
    table.push_str(&paragraph("", ""));
    table
}

fn head_cell(text: &str) -> String {
    format!("<w:p><w:pPr><w:keepNext/></w:pPr>{}</w:p>", bold(text))
}

fn cell(width: u32, fill: &str, content: &str) -> String {
    let shade = match fill {
        "" => String::new(),
        fill => format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>"),
    };
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}</w:tcPr>{content}</w:tc>")
}

/// A page with a row for each question (its number, title and words, then boxes) and words before and behind the table.
pub(super) fn ticks(title: &str, before: &[&str], boxes: &[&str], rows: &[Vec<String>], behind: &str) -> String {
    const WIDTHS: [u32; 2] = [660, 6118];
    const BOX: u32 = 953;
    let middle = |content: &str| format!("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{content}</w:p>");
    let sized = |text: &str, size: u32| {
        format!(
            "<w:r><w:rPr><w:sz w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            xml(&one_line(text))
        )
    };
    let mut head = cell(WIDTHS[0], "D9E2EF", &head_cell("No."));
    head.push_str(&cell(WIDTHS[1], "D9E2EF", &head_cell("Question")));
    boxes.iter().for_each(|text| head.push_str(&cell(BOX, "D9E2EF", &middle(&bold(text)))));
    let grid: String =
        WIDTHS.iter().chain(boxes.iter().map(|_| &BOX)).map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let mut text = paragraph("Title", &run(title));
    before.iter().for_each(|words| text.push_str(&paragraph("", &run(&one_line(words)))));
    text.push_str(&format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"9638\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" \
         w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
    ));
    for row in rows {
        let [number, title, question, ticks @ ..] = row.as_slice() else { continue };
        let words = format!("{}{}", bold(&format!("{} ", one_line(title))), sized(question, 20));
        let mut cells = cell(WIDTHS[0], "", &paragraph("", &run(number)));
        cells.push_str(&cell(WIDTHS[1], "", &paragraph("", &words)));
        ticks.iter().for_each(|tick| cells.push_str(&cell(BOX, "", &middle(&sized(tick, 32)))));
        text.push_str(&format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"));
    }
    text.push_str(&format!("</w:tbl>{}", paragraph("Small", "")));
    text.push_str(&paragraph("Small", &run(behind)));
    text
}

/// A drop-down.
fn choice(question: &Question) -> String {
    let items: String = question
        .choices
        .iter()
        .map(|choice| {
            let choice = xml(choice);
            format!("<w:listItem w:displayText=\"{choice}\" w:value=\"{choice}\"/>")
        })
        .collect();
    format!(
        "<w:sdt><w:sdtPr><w:alias w:val=\"{}\"/><w:tag w:val=\"answer-{}\"/><w:showingPlcHdr/>\
         <w:dropDownList>{items}</w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:rPr>\
         <w:rStyle w:val=\"PlaceholderText\"/></w:rPr><w:t>{CHOOSE}</w:t></w:r></w:sdtContent></w:sdt>",
        xml(Column::Answer.label()),
        xml(&question.id)
    )
}

/// The rows by which the sheet is known again.
fn stamp(sheet: &Sheet) -> String {
    let small = |text: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"Small\"/></w:pPr>{}</w:p>", run(text));
    let row = |mark: &str, label: &str, value: &str| {
        format!(
            "<w:tr><w:trPr>{mark}</w:trPr>{}{}</w:tr>",
            cell(2700, "", &small(label)),
            cell(6938, "", &small(value))
        )
    };
    let mut table = String::from(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"9638\" w:type=\"dxa\"/>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" \
         w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/></w:tblPr>\
         <w:tblGrid><w:gridCol w:w=\"2700\"/><w:gridCol w:w=\"6938\"/></w:tblGrid>",
    );
    table.push_str(&row("<w:tblHeader/>", "For the program", "Please leave this table as it is."));
    for (label, value) in sheet.stamp.rows() {
        table.push_str(&row("<w:cantSplit/>", label, &value));
    }
    format!("{table}</w:tbl>{}", paragraph("", ""))
}

fn paragraph(style: &str, content: &str) -> String {
    match style {
        "" => format!("<w:p>{content}</w:p>"),
        style => format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{content}</w:p>"),
    }
}

fn listed(list: u32, content: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/>\
         </w:numPr></w:pPr>{content}</w:p>"
    )
}

fn labelled(label: &str, text: &str) -> String {
    format!("{}{}", bold(&format!("{label}: ")), run(text))
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", xml(text))
}

fn bold(text: &str) -> String {
    format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", xml(text))
}
