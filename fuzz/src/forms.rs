//! What each fuzz target makes of its bytes: a file with a name, as a scan meets it. The tests replay the same files.

use std::io::{Cursor, Write};

/// The targets whose bytes become files.
pub(crate) const TARGETS: [&str; 9] = ["office", "zip", "ole", "pdf", "markup", "mail", "tree", "lines", "prose"];

/// The file that a target makes of its bytes: its name and its content; none where there are too few.
pub(crate) fn file(target: &str, input: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    if matches!(target, "zip" | "ole" | "mail") {
        return Some((named(target), input.to_vec()));
    }
    let (form, rest) = input.split_first()?;
    let one_of = |names: &[&'static str]| names.get(usize::from(*form) % names.len()).copied().unwrap_or("a.txt");
    match target {
        "office" => office(*form, rest),
        "pdf" if input.starts_with(b"%PDF") => Some(("a.pdf", input.to_vec())),
        "pdf" => Some(("a.pdf", pdf(rest))),
        "markup" if form % 2 == 0 => Some(("a.html", rest.to_vec())),
        "markup" => Some(("a.rtf", [b"{\\rtf1".as_slice(), rest].concat())),
        "tree" => Some((one_of(&["a.json", "a.xml", "a.nessus", "a.jsonl"]), rest.to_vec())),
        "lines" => Some((one_of(&["a.txt", "a.csv", "sshd_config", "a.conf", "a.ini", "a.log"]), rest.to_vec())),
        "prose" => Some((one_of(&["policy.txt", "policy.md"]), rest.to_vec())),
        _ => None,
    }
}

fn named(target: &str) -> &'static str {
    match target {
        "zip" => "a.zip",
        "ole" => "a.xls",
        _ => "a.eml",
    }
}

const RELATIONS: &str = "<Relationships><Relationship Id='r' Type='http://schemas.openxmlformats.org/officeDocument/2006/\
                         relationships/officeDocument' Target='xl/workbook.xml'/></Relationships>";

/// A document of an office program: the bytes are its parts, with a byte FF between them.
fn office(form: u8, input: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    const OPEN: &str = "application/vnd.oasis.opendocument.";
    let (text, sheets) = (format!("{OPEN}text"), format!("{OPEN}spreadsheet"));
    let (name, first, parts): (_, Option<&str>, &[(&str, &str)]) = match form % 5 {
        0 => (
            "a.docx",
            None,
            &[("word/document.xml", ""), ("word/styles.xml", ""), ("word/header1.xml", ""), ("docProps/core.xml", "")],
        ),
        1 => (
            "a.xlsx",
            None,
            &[
                ("xl/worksheets/sheet1.xml", ""),
                ("xl/sharedStrings.xml", "<sst><si><t>Name</t></si><si><t>Date</t></si></sst>"),
                ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>"),
                ("xl/workbook.xml", "<workbook><sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>"),
                (
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/\
                     relationships/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
                ),
                ("docProps/core.xml", ""),
            ],
        ),
        2 => {
            ("a.pptx", None, &[("ppt/slides/slide1.xml", ""), ("ppt/slides/slide2.xml", ""), ("docProps/core.xml", "")])
        }
        3 => ("a.odt", Some(text.as_str()), &[("content.xml", ""), ("meta.xml", ""), ("styles.xml", "")]),
        _ => ("a.ods", Some(sheets.as_str()), &[("content.xml", ""), ("meta.xml", ""), ("styles.xml", "")]),
    };
    let mut given = input.split(|byte| *byte == 0xff);
    let parts = parts.iter().map(|(name, otherwise)| (*name, given.next().unwrap_or(otherwise.as_bytes())));
    let first = first.map(|kind| ("mimetype", kind.as_bytes()));
    let types = [("[Content_Types].xml", b"<Types/>".as_slice()), ("_rels/.rels", RELATIONS.as_bytes())];
    Some((name, zipped(first.into_iter().chain(types).chain(parts))?))
}

fn zipped<'a>(parts: impl Iterator<Item = (&'a str, &'a [u8])>) -> Option<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts.filter(|(_, bytes)| !bytes.is_empty()) {
        zip.start_file(name, options).ok()?;
        zip.write_all(bytes).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// A document of one page. The bytes are, with a byte FF between them: what the page draws, the table by which the letters
/// of its font are told, more entries of the font, what the form that it may draw draws, and more entries of the page.
fn pdf(input: &[u8]) -> Vec<u8> {
    let mut given = input.split(|byte| *byte == 0xff);
    let mut next = || given.next().unwrap_or_default();
    let (page, letters, font, form, entries) = (next(), next(), next(), next(), next());
    let stream = |entries: &str, bytes: &[u8]| {
        [format!("<<{entries}/Length {}>>\nstream\n", bytes.len()).as_bytes(), bytes, b"\nendstream"].concat()
    };
    let resources = "/Resources<</Font<</F1 6 0 R>>/XObject<</X1 7 0 R>>>>";
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        [format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R{resources}").as_bytes(), entries, b">>"].concat(),
        stream("", page),
        stream("", letters),
        [b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R".as_slice(), font, b">>"].concat(),
        stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]{resources}"), form),
    ];
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = String::new();
    for (at, object) in objects.iter().enumerate() {
        places += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend([format!("{} 0 obj\n", at + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let (count, start) = (objects.len() + 1, bytes.len());
    let end = format!(
        "xref\n0 {count}\n0000000000 65535 f \n{places}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    bytes.extend(end.as_bytes());
    bytes
}

/// Reads a file that people write for the program (answers, a pack, a check, a kind, facts, a kind of document): the first
/// byte says which. What can be read as answers is changed too.
pub(crate) fn read_written(input: &[u8]) {
    let Some((form, rest)) = input.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let rule = |path: &str| drop(dspt::scan::Rules::parse(&[(path.to_owned(), text.to_owned())]));
    match form % 6 {
        0 => answers(text),
        1 => drop(dspt::pack::parse("pack.yaml", text, &dspt::pack::Known::default())),
        2 => rule("checks/area/a.yaml"),
        3 => rule("kinds/a.yaml"),
        4 => rule("facts/end-of-support.yaml"),
        _ => rule("documents/a.yaml"),
    }
}

fn answers(text: &str) {
    use dspt::model::{Answer, ItemId, PackId};
    drop(dspt::answers::parse("answers.yaml", text, &dspt::answers::Known::default()));
    let (Ok(item), Ok(pack)) = (ItemId::new("4.5.3"), PackId::new("dspt-2025-26-social-care")) else { return };
    let answer = Answer { value: Some("no".into()), ..Default::default() };
    drop(dspt::answers::apply(text, &pack, None, &dspt::answers::Edit::Answer(&item, &answer)));
}
