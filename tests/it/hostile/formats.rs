//! Every kind of report in every form: what people write changes the words in it and nothing else.

use std::{collections::BTreeMap, io::Cursor};

use calamine::Reader;

use super::written::{BAD, PLAIN, organisation, shape};
use crate::home::{Home, TODAY, pdf_text, reports};

/// A form of report, its words left out: what it is made of, and how often that stands there.
type Made = BTreeMap<String, usize>;

#[test]
fn hostile_words_are_inert_and_readable_in_every_form_of_every_report() {
    let long = "Wumpty".repeat(1_700);
    let mut bad = BAD;
    bad[10] = &long;
    let (plain, hostile) = (all_of(&organisation(&PLAIN)), all_of(&organisation(&bad)));
    assert!(plain.keys().eq(hostile.keys()), "{:?} {:?}", plain.keys(), hostile.keys());
    for (name, bytes) in &hostile {
        let made = made_of(name, bytes);
        let expected = made_of(name, &plain[name]);
        let differ: Vec<_> = made.iter().filter(|(part, count)| expected.get(*part) != Some(count)).collect();
        let missing: Vec<_> = expected.keys().filter(|part| !made.contains_key(*part)).collect();
        assert!(differ.is_empty() && missing.is_empty(), "{name}: {differ:?}, not there: {missing:?}");
        // No letter that is not seen, or that turns others round, stands in a text.
        if let Ok(text) = std::str::from_utf8(bytes) {
            let unseen = |c: char| c.is_control() && c != '\n' && c != '\r' || "\u{202e}\u{202c}".contains(c);
            assert!(!text.contains(unseen), "{name}: {:?}", text.find(unseen));
        }
    }
    for form in ["report.md", "report.html", "report.pdf", "report.json", "report.xlsx", "report-answers.csv"] {
        let Some(bytes) = hostile.get(form) else { continue };
        let solid: String = text_of(form, bytes).chars().filter(|c| !c.is_whitespace()).collect();
        let shown =
            ["<b>x</b>|[y](http://z)", "<script>alert(1)</script>", "{{7*7}}{%raw%}{#note#}", "=1+1+cmd|'/Ccalc'!A0"];
        for shown in shown.into_iter().filter(|shown| !form.ends_with("csv") || !shown.starts_with("<b>")) {
            assert!(solid.contains(shown), "{shown} in {form}");
        }
        assert!(solid.matches("Wumpty").count() >= 1_700, "{form}");
    }
}

fn all_of(home: &Home) -> BTreeMap<String, Vec<u8>> {
    reports(&["report", home.path(), "--date", TODAY])
}

/// What a form of report is made of.
fn made_of(name: &str, bytes: &[u8]) -> Made {
    let text = || std::str::from_utf8(bytes).unwrap();
    match name.rsplit('.').next().unwrap() {
        "md" if name.ends_with(".summary.md") => folded(text()),
        "md" => shape(text()),
        "html" | "xml" => elements(text()),
        "json" | "sarif" => {
            let mut made = Made::new();
            keys(&serde_json::from_str(text()).unwrap(), "", &mut made);
            made
        }
        "csv" => table(text()),
        "xlsx" => sheets(bytes),
        "pdf" => parts(bytes),
        other => panic!("{other} is a form of report that this test does not know: {name}"),
    }
}

/// The shape of a summary, of which nothing is markup but what folds its lists.
fn folded(text: &str) -> Made {
    let folds = |line: &&str| ["<details>", "</details>"].contains(line) || line.starts_with("<summary>");
    let (folding, words): (Vec<&str>, Vec<&str>) = text.lines().partition(folds);
    let mut made = shape(&words.join("\n"));
    made.insert("folding".into(), folding.len());
    made
}

/// The elements of a document with the names of their attributes; in the order in which they nest.
fn elements(text: &str) -> Made {
    let mut made = Made::new();
    let body = text.strip_prefix("<!doctype html>").unwrap_or(text);
    let mut reader = quick_xml::Reader::from_str(body);
    // In HTML some elements have no end.
    reader.config_mut().check_end_names = text == body;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                let names: Vec<String> =
                    tag.html_attributes().map(|attribute| attribute.unwrap().key.as_ref().to_owned()).collect();
                assert!(names.iter().all(|name| !name.starts_with("on") && name != "style"), "{names:?}");
                // A class may say that a word is long.
                let names: Vec<String> = names.into_iter().filter(|name| name != "class").collect();
                *made.entry(format!("{} {names:?}", tag.name().as_ref())).or_default() += 1;
            }
            quick_xml::events::Event::Eof => return made,
            _ => {}
        }
    }
}

/// The keys of a value, and how often each has one.
fn keys(value: &serde_json::Value, path: &str, made: &mut Made) {
    use serde_json::Value;
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                keys(value, &format!("{path}.{key}"), made);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, &format!("{path}[]"), made)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            *made.entry(path.to_owned()).or_default() += 1;
        }
    }
}

/// The rows and columns of a table in which no cell can be run.
fn table(text: &str) -> Made {
    let mut made = Made::new();
    for row in csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records() {
        let row = row.unwrap();
        for cell in &row {
            assert!(!cell.trim_start_matches('\u{feff}').starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
        *made.entry(format!("row of {}", row.len())).or_default() += 1;
    }
    made
}

/// The sheets of a workbook with their sizes, none with a formula.
fn sheets(bytes: &[u8]) -> Made {
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    let mut made = Made::new();
    for sheet in book.sheet_names() {
        assert!(book.worksheet_formula(&sheet).unwrap().used_cells().next().is_none(), "{sheet}");
        made.insert(format!("rows of {sheet}"), book.worksheet_range(&sheet).unwrap().height());
    }
    made
}

/// What a PDF could do, apart from being looked at.
fn parts(bytes: &[u8]) -> Made {
    let pdf = lopdf::Document::load_mem(bytes).unwrap();
    let mut made = Made::new();
    for object in pdf.objects.values() {
        let Ok(dictionary) = object.as_dict() else { continue };
        for key in ["URI", "JS", "JavaScript", "Launch", "OpenAction", "AA", "EmbeddedFile"] {
            if dictionary.has(key.as_bytes()) {
                *made.entry(key.to_owned()).or_default() += 1;
            }
        }
    }
    made
}

/// The words that a reader sees.
fn text_of(name: &str, bytes: &[u8]) -> String {
    let text = || std::str::from_utf8(bytes).unwrap().to_owned();
    match name.rsplit('.').next().unwrap() {
        "pdf" => pdf_text(bytes),
        "xlsx" => {
            let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
            let sheets = book.worksheets();
            let cells = sheets.iter().flat_map(|(_, range)| range.cells().map(|(_, _, cell)| format!("{cell}\n")));
            cells.collect()
        }
        "html" => text().replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&amp;", "&"),
        "md" => text().replace("\\\\", "\u{1}").replace('\\', "").replace('\u{1}', "\\"),
        _ => text(),
    }
}
