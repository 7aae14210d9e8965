//! Files made to cost time, memory or the stack: each ends soon with its words or a reason, and the file beside it is read.

use std::{
    collections::BTreeMap,
    io::{Cursor, Write},
    sync::LazyLock,
    time::{Duration, Instant},
};

use dspt::{
    model::Reading,
    scan::{Input, Rules, Way},
};
use jiff::civil::date;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::home::package;

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::parse(&crate::rules::built_in()).unwrap());

/// Holds what becomes of a file to words of the reason, or to `read`.
#[track_caller]
fn check(name: &str, bytes: impl Into<Vec<u8>>, expected: &str) {
    let found = look(name, bytes.into());
    let says = &found[name];
    assert!(says.contains(expected), "{name}: {says}");
}

/// What becomes of a file, and of those in it.
#[track_caller]
fn look(name: &str, bytes: Vec<u8>) -> BTreeMap<String, String> {
    let rules = &*RULES;
    let start = Instant::now();
    let good = Input::of("good.csv", Ok(b"Device name,OS,Encrypted\nLAPTOP-01,Windows,True\n".to_vec()));
    let inputs = [Input::of(name, Ok(bytes)), good].into_iter();
    let day = date(2026, 3, 31);
    let scan = dspt::scan::scan(rules, inputs, &BTreeMap::new(), day, day, &mut |_| {}, &Way::default());
    let took = start.elapsed();
    let state = |reading: &Reading| match reading {
        Reading::Read => "read".to_owned(),
        Reading::Skipped(reason) | Reading::Unreadable(reason) => reason.clone(),
    };
    let files: BTreeMap<String, String> =
        scan.files.iter().map(|file| (file.path.clone(), state(&file.reading))).collect();
    assert_eq!(files["good.csv"], "read");
    assert!(!files.values().any(|says| says.contains("fault")), "{files:?}");
    assert!(took < Duration::from_secs(120), "{name}: {took:?}");
    files
}

fn zipped(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn archives_that_unpack_to_far_more_are_not_unpacked() {
    let zeros = vec![b' '; 66 * 1024 * 1024];
    let files = [("small.txt", b"words".as_slice()), ("zeros.txt", zeros.get(..20 << 20).unwrap())];
    let found = look("bomb.zip", zipped(&files, CompressionMethod::Deflated));
    assert_eq!(found["bomb.zip/small.txt"], "read");
    assert!(found["bomb.zip/zeros.txt"].contains("more than 200 times its size"), "{found:?}");
    let parts = [("word/document.xml", zeros.as_slice()), ("[Content_Types].xml", b"<Types/>")];
    check("bomb.docx", zipped(&parts, CompressionMethod::Deflated), "unpacks to far more");
    let parts = [("xl/workbook.xml", b"<workbook/>".as_slice()), ("xl/media/a.bin", zeros.as_slice())];
    check("bomb.xlsx", zipped(&parts, CompressionMethod::Deflated), "unpacks to far more");
    let parts =
        [("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".as_slice()), ("content.xml", zeros.as_slice())];
    check("bomb.ods", zipped(&parts, CompressionMethod::Deflated), "unpacks to far more");
}

#[test]
fn archives_in_archives_are_opened_once() {
    let mut bytes = zipped(&[("a.txt", b"words")], CompressionMethod::Deflated);
    for _ in 0..100 {
        bytes = zipped(&[("a.zip", &bytes), ("b.zip", &bytes[..bytes.len().min(1000)])], CompressionMethod::Deflated);
    }
    let found = look("nest.zip", bytes);
    assert!(found["nest.zip/a.zip"].contains("an archive inside an archive"), "{found:?}");
    assert_eq!(found.len(), 4);
}

#[test]
fn archives_of_very_many_files_are_read_in_part() {
    let names: Vec<String> = (0..100_000).map(|n| format!("f{n}.tmp")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"words".as_slice())).collect();
    check("many.zip", zipped(&files, CompressionMethod::Stored), "of which the first 2000 were read");
    // Names that come to the same once they are cleaned.
    let names: Vec<String> = (0..1 << 15)
        .map(|n| (0..15).map(|bit| if n >> bit & 1 == 0 { "./" } else { "//" }).collect::<String>() + "a.tmp")
        .collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"words".as_slice())).collect();
    check("same.zip", zipped(&files, CompressionMethod::Stored), "of which the first 2000 were read");
}

#[test]
fn files_that_overlap_in_an_archive_do_no_harm() {
    let words = vec![0; 9 << 20];
    let one = zipped(&[("0000.txt", &words)], CompressionMethod::Deflated);
    let end = one.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    let list = one.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    let entry = &one[list..end];
    let mut bytes = one[..list].to_vec();
    for n in 0..100 {
        let mut entry = entry.to_vec();
        let at = entry.windows(4).position(|four| four == b"0000").unwrap();
        entry[at..at + 4].copy_from_slice(format!("{n:04}").as_bytes());
        bytes.extend(entry);
    }
    let mut tail = one[end..].to_vec();
    let (count, size) = (100_u16.to_le_bytes(), u32::try_from(bytes.len() - list).unwrap().to_le_bytes());
    tail[8..10].copy_from_slice(&count);
    tail[10..12].copy_from_slice(&count);
    tail[12..16].copy_from_slice(&size);
    bytes.extend(tail);
    let found = look("overlap.zip", bytes);
    assert!(found.values().filter(|says| says.contains("unpack to 256 MiB")).count() > 60, "{found:?}");
}

#[test]
fn entities_of_a_file_are_never_expanded() {
    let levels: String = ('b'..='j')
        .zip('a'..)
        .map(|(name, of)| format!("<!ENTITY {name} \"{}\">", format!("&{of};").repeat(10)))
        .collect();
    let bomb = |root: &str, inner: &str| {
        format!("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"lol\">{levels}]><{root}>{inner}&j;</{root}>")
    };
    check("a.xml", bomb("NessusClientData_v2", "<Report>&j;</Report>"), "read");
    check("a.svg", bomb("svg", "<text>&j;</text>"), "read");
    let sheet = "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>".to_owned();
    let shared = bomb("sst", "<si><t>words &j;</t></si>");
    let found = look("a.xlsx", workbook(1, &sheet, &shared));
    assert!(found.contains_key("a.xlsx"));
    let content = bomb("office", "<table><table-row><table-cell><p>words &j;</p></table-cell></table-row></table>");
    let found = look("a.ods", sheets(&content));
    assert!(found.contains_key("a.ods"));
}

/// A workbook whose sheets all have the same words.
fn workbook(sheets: usize, sheet: &str, shared: &str) -> Vec<u8> {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
    let document = kind.replace("worksheet", "officeDocument");
    let listed: String =
        (1..=sheets).map(|n| format!("<sheet name=\"S{n}\" sheetId=\"{n}\" r:id=\"r{n}\"/>")).collect();
    let related: String = (1..=sheets)
        .map(|n| format!("<Relationship Id=\"r{n}\" Type=\"{kind}\" Target=\"worksheets/sheet1.xml\"/>"))
        .collect();
    let spaces = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
                  xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    package(&[
        ("[Content_Types].xml", "<Types/>".into()),
        (
            "_rels/.rels",
            format!(
                "<Relationships><Relationship Id=\"r\" Type=\"{document}\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        ("xl/workbook.xml", format!("<workbook {spaces}><sheets>{listed}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships>{related}</Relationships>")),
        ("xl/sharedStrings.xml", shared.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet.to_owned()),
    ])
}

fn sheets(content: &str) -> Vec<u8> {
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".into()),
        ("content.xml", content.to_owned()),
    ])
}

#[test]
fn workbooks_that_claim_more_than_they_hold_are_bounded() {
    let cells = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>words</t></is></c></row>\
                 <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let sheet = format!("<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{cells}</sheetData></worksheet>");
    check("corners.xlsx", workbook(1, &sheet, "<sst/>"), "read");
    // One long text in very many cells.
    let cell = "<c t=\"s\"><v>0</v></c>";
    let sheet = format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", cell.repeat(20_000));
    let shared = format!("<sst><si><t>{}</t></si></sst>", "long ".repeat(50_000));
    check("long.xlsx", workbook(1, &sheet, &shared), "more than 200,000 cells");
    // One large sheet, read for each of very many.
    let sheet = format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", "<c/>".repeat(100_000));
    check("twins.xlsx", workbook(5_000, &sheet, "<sst/>"), "damaged");
    let row = |inner: &str| format!("<o><table name=\"S\"><table-row>{inner}</table-row></table></o>");
    let cell = |repeats: &str, words: &str| {
        format!("<table-cell number-columns-repeated=\"{repeats}\"><p>{words}</p></table-cell>")
    };
    let usual = cell("1", "words");
    check("wide.ods", sheets(&row(&cell("1000000000", "x").repeat(1_000))), "more than 200,000 cells");
    check("wide-empty.ods", sheets(&row(&(usual.clone() + &cell("1000000000", "").repeat(9)))), "read");
    let last = cell(&u64::MAX.to_string(), "") + &usual;
    check("beyond.ods", sheets(&row(&(usual.clone() + &last))), "more than 200,000 cells");
    check("long.ods", sheets(&row(&cell("150000", &"long ".repeat(50_000)))), "more than 200,000 cells");
    let rows = format!("<o><table><table-row number-rows-repeated=\"{0}\">{usual}</table-row></table></o>", u64::MAX);
    check("tall.ods", sheets(&rows), "more than 200,000 cells");
}

#[test]
fn styles_that_lean_on_one_another_are_followed_once() {
    let count = 30_000;
    let style = |n: usize| {
        format!("<w:style w:styleId=\"s{n}\"><w:name w:val=\"x\"/><w:basedOn w:val=\"s{}\"/></w:style>", n + 1)
    };
    let styles: String = (0..count).map(style).collect();
    let last = format!("<w:style w:styleId=\"s{count}\"><w:name w:val=\"heading 1\"/></w:style>");
    let body = "<w:document><w:p><w:pPr><w:pStyle w:val=\"s0\"/></w:pPr><w:r><w:t>Backup policy</w:t></w:r></w:p></w:document>";
    let parts =
        [("word/document.xml", body.to_owned()), ("word/styles.xml", format!("<w:styles>{styles}{last}</w:styles>"))];
    check("styles.docx", package(&parts), "read");
}

#[test]
fn nesting_is_bounded_in_every_format() {
    let deep = 20_000;
    check("deep.json", "[".repeat(deep) + &"]".repeat(deep), "read");
    check("deep.xml", "<a>".repeat(deep) + &"</a>".repeat(deep), "read");
    check("deep.html", "<html>".to_owned() + &"<table><tr><td>".repeat(deep) + "words", "read");
    check("deep.rtf", "{\\rtf1 words ".to_owned() + &"{\\b ".repeat(deep) + &"}".repeat(deep), "read");
    check("deep.conf", "http {\n".repeat(deep) + &"}\n".repeat(deep), "read");
    check("deep.yaml", "- ".repeat(deep) + "a", "read");
    let words = package(&[
        ("word/document.xml", "<w:tbl><w:tr><w:tc><w:p><w:t>a</w:t>".repeat(20_000)),
        ("[Content_Types].xml", "<Types/>".into()),
    ]);
    assert!(look("deep.docx", words).contains_key("deep.docx"));
    let part = |n: usize| format!("Content-Type: multipart/mixed; boundary=\"b{n}\"\n\n--b{n}\n");
    let mail = "Subject: a\nMIME-Version: 1.0\n".to_owned() + &(0..10_000).map(part).collect::<String>() + "\nwords\n";
    check("deep.eml", mail, "read");
    let parts = "--b\nContent-Type: text/plain\n\nwords\n".repeat(10_000);
    let mail = format!("Subject: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n");
    check("parts.eml", mail, "read");
}

#[test]
fn answers_that_nest_or_repeat_themselves_are_refused_soon() {
    let start = Instant::now();
    let levels: String = (1..=30).map(|n| format!("a{n}: &a{n} [{}]\n", format!("*a{}, ", n - 1).repeat(10))).collect();
    let flow = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let files =
        [format!("a0: &a0 lol\n{levels}"), flow, "- ".repeat(100_000), "{a: ".repeat(100_000), "a: &a [*a]\n".into()];
    for text in files {
        let text = format!("format: 1\n{text}");
        assert!(dspt::answers::parse("answers.yaml", &text, &dspt::answers::Known::default()).is_err());
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn text_without_end_is_read_in_time() {
    check("line.csv", format!("Name,Role\n{}", "word ".repeat(1 << 18)), "read");
    check("open.csv", format!("Name,Role\n\"{}", "a,b\n".repeat(1 << 14)), "read");
    check("commas.csv", ",".repeat(9 << 20), "more than two million values");
    check("lines.txt", "\n".repeat(6_000_000), "more than five million lines");
    check("ands.html", format!("<html>{}", "&".repeat(1 << 19)), "read");
    check("blank.html", format!("<html>{}words", "\n".repeat(1 << 19)), "read");
    check("open.html", format!("<html>words{}", "<td <p <!-- <script ".repeat(1 << 17)), "read");
    check("tags.html", format!("<html>words{}", "<table>".repeat(1 << 18)), "read");
}

#[test]
fn names_that_stand_in_every_path_are_not_repeated() {
    let long = "x".repeat(1 << 18);
    check("long.json", format!("{{\"{long}\": [{}1]}}", "1,".repeat(50_000)), "read");
    check("long.xml", format!("<a><{long}>{}</{long}></a>", "<b/>".repeat(50_000)), "read");
}

#[test]
fn odd_numbers_and_signs_are_read_or_named() {
    let numbers = "[1e308, -1e308, 1e-400, 0.1e1, -0, 99999999999999999999999, 18446744073709551615, 5e-324]";
    check("numbers.json", format!("{{\"value\": {numbers}, \"secureScore\": 1e308}}"), "read");
    check("beyond.json", "{\"value\": 1e999}", "read");
    let halves = [0x20_u16, 0xd800, 0x61, 0xdc00, 0xdc00, 0xd83d, 0x62, 0x0a];
    let wide: Vec<u8> = [0xfeff_u16].iter().chain(&halves.repeat(1_000)).flat_map(|half| half.to_le_bytes()).collect();
    check("halves.txt", wide.clone(), "read");
    check("odd.txt", wide[..wide.len() - 1].to_vec(), "read");
    check("halves.json", "{\"a\": \"\\ud800\", \"b\": \"\\udc00\\ud83d\"}", "read");
    check("halves.rtf", "{\\rtf1 words \\u-10179?\\u-10179?\\u65535?\\u-8704?\\u99999999999? \\'}", "read");
}

#[test]
fn long_lines_cost_no_pattern_more_than_their_length() {
    let bits = [
        "1",
        "1 ",
        "12 ",
        "1-",
        "1/1/",
        "01/01/2026 ",
        "2026-03-04",
        "1.",
        "1.1.1.1 ",
        "a@",
        "a@b.",
        "a.",
        "(",
        "- ",
        "a-",
        "password=",
        "password: ",
        "secret ",
        "key",
        "next review ",
        "version 1.",
        "v1",
        "March ",
        "4 March ",
        "GB82WEST",
        "AKIA",
        "eyJ",
        "-----BEGIN ",
        "://",
        "a:b@",
        "$6$",
        "\t",
        "\t\t a",
        "=",
        "\"",
        "'",
        "\\",
        "|",
        "| ",
        "&",
        "#",
        "{",
        "}",
        "<",
        "yes",
        "no ",
        "TLS 1.2 ",
        "draft ",
        "Windows 10 ",
        "10.0.",
        "{\"a\":",
        "\u{202e}",
        "\u{130}",
        "é",
    ];
    for (at, bit) in bits.iter().enumerate() {
        let line = bit.repeat((60 << 10) / bit.len());
        check(&format!("line-{at}.txt"), format!("Backup policy\n{line}\n"), "read");
    }
}

/// A PDF of these objects, from 1; the first is the catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = String::new();
    for (at, object) in objects.iter().enumerate() {
        places += &format!("{:010} 00000 n \n", bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).as_bytes());
    }
    let (count, start) = (objects.len() + 1, bytes.len());
    let trailer = format!("<</Size {count}/Root 1 0 R/Prev {start}>>");
    bytes.extend(format!("xref\n0 {count}\n0000000000 65535 f \n{places}trailer\n{trailer}\n").as_bytes());
    bytes.extend(format!("startxref\n{start}\n%%EOF\n").as_bytes());
    bytes
}

/// The same with one page that draws this, with such resources, and more objects from 5 on.
fn page(draws: &str, resources: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources}>>>>"),
        stream("", draws),
    ];
    objects.extend(more.iter().cloned());
    pdf(&objects)
}

fn stream(entries: &str, text: &str) -> String {
    format!("<<{entries}/Length {}>>\nstream\n{text}\nendstream", text.len())
}

const WORDS: &str = "BT /F1 12 Tf 72 700 Td (Backup policy) Tj ET ";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

#[test]
fn pdfs_that_lead_in_circles_end() {
    let catalogue = "<</Type/Catalog/Pages 2 0 R>>".to_owned();
    // The list of places that goes before this one is this one.
    check("prev.pdf", page(WORDS, "/Font<</F1 5 0 R>>", &[FONT.into()]), "");
    for (name, pages) in [
        ("tree.pdf", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
        ("count.pdf", "<</Type/Pages/Kids[]/Count 2147483647>>"),
        ("itself.pdf", "2 0 R"),
    ] {
        check(name, pdf(&[catalogue.clone(), pages.into()]), "");
    }
    let parent = "<</Type/Pages/Kids[3 0 R]/Parent 2 0 R/Count 1>>".to_owned();
    let lone = "<</Type/Page/Parent 2 0 R/Contents[4 0 R 3 0 R]>>".to_owned();
    check("parent.pdf", pdf(&[catalogue.clone(), parent, lone, stream("", WORDS)]), "");
    let length = "<</Length 4 0 R>>\nstream\nBT ET\nendstream".to_owned();
    let leaf = "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>".to_owned();
    check("length.pdf", pdf(&[catalogue, "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(), leaf, length]), "");
    let form = stream("/Type/XObject/Subtype/Form/Resources<</XObject<</X 6 0 R>>/Font<</F1 5 0 R>>>>", "/X Do /X Do ");
    check(
        "forms.pdf",
        page(&format!("{WORDS}/X Do"), "/Font<</F1 5 0 R>>/XObject<</X 6 0 R>>", &[FONT.into(), form]),
        "",
    );
}

#[test]
fn pdfs_with_very_much_of_one_thing_end() {
    // The same page without end, and a tower of nodes above one.
    let fonts = "/Resources<</Font<</F1 5 0 R>>>>";
    let objects = |kids: String, parent: &str| {
        vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            format!("<</Type/Pages/Kids[{kids}]/Count 1>>"),
            format!("<</Type/Page/Parent {parent}/Contents 4 0 R{fonts}>>"),
            stream("", WORDS),
            FONT.into(),
        ]
    };
    check("pages.pdf", pdf(&objects("3 0 R ".repeat(20_000), "2 0 R")), "");
    let mut tower = objects("3 0 R".into(), "6 0 R");
    tower.extend((7..30_000).map(|next| format!("<</Type/Pages/Kids[]/Parent {next} 0 R>>")));
    check("tower.pdf", pdf(&tower), "read");
    // Very many fonts, drawn with by a form that is drawn very often.
    let table =
        "1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> <0000> endbfrange ".repeat(200);
    let listed: String = (0..2_000).map(|n| format!("/F{n} 5 0 R")).collect();
    let each = "<</Type/Font/Subtype/Type1/ToUnicode 7 0 R>>";
    let inline: String = (0..300).map(|n| format!("/G{n} {each}")).collect();
    let form = stream(&format!("/Type/XObject/Subtype/Form/Resources<</Font<<{listed}{inline}>>>>"), "BT ET");
    let draws = format!("{WORDS}{}", "/X Do ".repeat(20_000));
    let resources = "/Font<</F1 5 0 R>>/XObject<</X 6 0 R>>";
    check(
        "fonts.pdf",
        page(&draws, resources, &[FONT.into(), form, stream("", &table)]),
        "it draws more than a document",
    );
    // One paragraph of very many lines.
    let lines = format!("BT /F1 12 Tf 72 700 Td {}ET", "(a long line) Tj 0 -12 Td ".repeat(20_000));
    check("lines.pdf", page(&lines, "/Font<</F1 5 0 R>>", &[FONT.into()]), "read");
}
