//! Layouts of lists: what is read of each, and what is refused with which words. `|` parts cells; `#4.1` is a number,
//! `#.2 4.1` one that is shown with two figures, `@` a day, `~` words struck through, `=` a formula without a value.

use dspt::{
    import::{self, Audience, List, Wanted},
    model::Flag,
    scan,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

/// A sheet of a test: its name, its cells, and what is done to it besides.
pub(super) struct Sheet<'a> {
    name: &'a str,
    cells: &'a str,
    more: fn(&mut Worksheet),
}

fn sheet<'a>(name: &'a str, cells: &'a str) -> Sheet<'a> {
    Sheet { name, cells, more: |_| {} }
}

fn with<'a>(name: &'a str, cells: &'a str, more: fn(&mut Worksheet)) -> Sheet<'a> {
    Sheet { name, cells, more }
}

fn book(sheets: &[Sheet<'_>]) -> Vec<u8> {
    let mut book = Workbook::new();
    for one in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(one.name).unwrap();
        for (row, line) in (0..).zip(one.cells.lines()) {
            for (column, cell) in (0..).zip(line.split('|')) {
                write(sheet, row, column, cell.trim());
            }
        }
        (one.more)(sheet);
    }
    book.save_to_buffer().unwrap()
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    if let Some(number) = cell.strip_prefix("#.2 ") {
        let format = Format::new().set_num_format("0.00");
        sheet.write_number_with_format(row, column, number.parse::<f64>().unwrap(), &format).unwrap();
    } else if let Some(number) = cell.strip_prefix('#') {
        sheet.write_number(row, column, number.parse::<f64>().unwrap()).unwrap();
    } else if cell == "@" {
        let format = Format::new().set_num_format("dd/mm/yyyy");
        sheet.write_with_format(row, column, ExcelDateTime::from_ymd(2001, 1, 1).unwrap(), &format).unwrap();
    } else if let Some(words) = cell.strip_prefix('~') {
        sheet.write_with_format(row, column, words, &Format::new().set_font_strikethrough()).unwrap();
    } else if cell == "=" {
        sheet.write_formula(row, column, Formula::new("Z99").set_result("")).unwrap();
    } else if !cell.is_empty() {
        sheet.write_string(row, column, cell).unwrap();
    }
}

fn wanted(category: &str) -> Wanted {
    let (category, sheet) = category.split_once('/').unwrap_or((category, ""));
    let sheet = (!sheet.is_empty()).then(|| sheet.to_owned());
    Wanted { audience: Audience::typed(category), sheet }
}

/// Each item with its flag and its question, `!` behind those in doubt.
fn shown(list: &List) -> Vec<String> {
    let items = list.entries.iter().map(|entry| {
        let flag = match entry.mandatory {
            Some(Flag::Yes) => "yes",
            Some(Flag::No) => "no",
            Some(Flag::Doubtful) => "doubtful",
            None => "-",
        };
        let doubt = if entry.doubts.is_empty() { "" } else { "!" };
        format!("{} {flag}{doubt} {}", entry.id, entry.question.replace('\n', "/"))
    });
    items.collect()
}

fn list(sheets: &[Sheet<'_>], category: &str) -> Result<List, import::ImportError> {
    import::list(&scan::workbook("list.xlsx", &book(sheets)).unwrap(), &wanted(category))
}

#[track_caller]
fn check(sheets: &[Sheet<'_>], category: &str, expected: &[&str]) -> List {
    let list = list(sheets, category).unwrap_or_else(|error| panic!("{error:#?}"));
    assert_eq!(shown(&list), expected);
    list
}

#[track_caller]
fn refused(sheets: &[Sheet<'_>], category: &str, expected: &[&str]) {
    let error = list(sheets, category).map(|list| shown(&list)).unwrap_err();
    let said = format!("{error}\n{}\n{}", error.details.join("\n"), error.hint);
    for part in expected {
        assert!(said.contains(part), "no “{part}” in:\n{said}");
    }
}

#[test]
fn a_plain_table_is_read_wherever_its_header_stands() {
    let expected = ["1.1.1 yes Is the lamp on?", "1.1.2 no Is the door shut?"];
    check(
        &[sheet("Items", "Ref|Question|Mandatory\n1.1.1|Is the lamp on?|Y\n1.1.2|Is the door shut?|N\n")],
        "",
        &expected,
    );
    let notes = "A list of lamps\n\nHow to use it\nRead it twice.\n\n\n";
    let table = "Mandatory?||EVIDENCE ITEM\u{a0}REF.|Evidence text (2026-27)\nMandatory||1.1.1|Is the lamp on?\n\
                 Optional||1.1.2.|Is the door shut?\n";
    let list = check(&[sheet("Items", &format!("{notes}{table}"))], "", &expected);
    assert_eq!(list.title.as_deref(), Some("A list of lamps"));
}

#[test]
fn the_header_is_looked_for_in_the_first_rows_only() {
    let late = format!("{}Ref|Question\n1.1.1|Is the lamp on?\n", "note\n".repeat(60));
    refused(&[sheet("Items", &late)], "", &["there is no list of questions", "looked for:", "“Items”", "“note”"]);
}

#[test]
fn headings_may_stand_in_rows_in_columns_in_joined_cells_or_nowhere() {
    let questions = ["1.1.1 - Is the lamp on?", "1.2.1 - Is the door shut?"];
    let rows = "Ref|Question\n1|Lamps and doors\nStandard of lamps\n1.1|Lamps\n1.1.1|Is the lamp on?\n1.2|Doors\n\
                1.2.1|Is the door shut?\n";
    let columns = "Standard|Assertion|Ref|Question\n1 - Lamps and doors|1.1 Lamps|1.1.1|Is the lamp on?\n\
                   1 - Lamps and doors|1.2 Doors|1.2.1|Is the door shut?\n";
    let apart = "Standard no|Standard|Assertion ref|Assertion|Ref|Question\n#1|Lamps and doors|#1.1|Lamps|1.1.1|Is the \
                 lamp on?\n||#1.2|Doors|1.2.1|Is the door shut?\n";
    for cells in [rows, columns, apart] {
        let list = check(&[sheet("Items", cells)], "", &questions);
        let titles: Vec<String> = list.headings.iter().map(|(id, title)| format!("{id} {title}")).collect();
        assert_eq!(titles, ["1 Lamps and doors", "1.1 Lamps", "1.2 Doors"], "{cells}");
    }
    let joined = "Standard|Ref|Question\n1 Lamps and doors|1.1.1|Is the lamp on?\n|1.2.1|Is the door shut?\n";
    let list = check(
        &[with("Items", joined, |sheet| {
            sheet.merge_range(1, 0, 2, 0, "1 Lamps and doors", &Format::new()).unwrap();
        })],
        "",
        &questions,
    );
    assert_eq!(list.headings.len(), 1);
    let none =
        check(&[sheet("Items", "Ref|Question\n1.1.1|Is the lamp on?\n1.2.1|Is the door shut?\n")], "", &questions);
    assert!(none.headings.is_empty());
}

const CATEGORIES: &str = "Ref|Cat 3 text|Cat 3 mandatory|Cat 4 text|Cat 4 mandatory\n\
    1.1.1|Is the lamp on?|Y|Is the surgery lamp on?|Y\n1.1.2|||Is the surgery shut?|Y\n1.1.3|Is the door shut?|||\n";

#[test]
fn each_category_has_its_own_questions_and_flags() {
    let list = check(&[sheet("S", CATEGORIES)], "3", &["1.1.1 yes Is the lamp on?", "1.1.3 no Is the door shut?"]);
    assert_eq!(list.of_others, 1);
    check(&[sheet("S", CATEGORIES)], "cat 4", &["1.1.1 yes Is the surgery lamp on?", "1.1.2 yes Is the surgery shut?"]);
    refused(&[sheet("S", CATEGORIES)], "", &["several kinds of organisation", "column B “Cat 3 text”", "--category 3"]);
    refused(&[sheet("S", CATEGORIES)], "2", &["no column of questions for category 2", "“Cat 4 text”"]);
}

#[test]
fn a_column_may_be_called_by_its_audience_alone() {
    let cells = "Evidence ref|Evidence item|Category 3|GP\n1.1.1|Is the lamp on?|Mandatory|Optional\n\
                 1.1.2|Is the door shut?|Not applicable|Mandatory\n1.1.3|Is it warm?|TBC|Mandatory\n1.1.4|Is it dry?||\n";
    let expected = ["1.1.1 yes Is the lamp on?", "1.1.3 doubtful! Is it warm?", "1.1.4 no! Is it dry?"];
    let list = check(&[sheet("S", cells)], "3", &expected);
    assert!(list.entries[1].doubts[0].contains("“TBC”"), "{:?}", list.entries[1].doubts);
}

#[test]
fn a_list_for_others_is_not_taken_for_ours() {
    let table = "Ref|Question\n1.1.1|Is the lamp on?\n";
    refused(&[sheet("S", &format!("Requirements for category 4\n{table}"))], "3", &["is for category 4", "--category"]);
    refused(&[sheet("GP", table)], "3", &["“GP” is for gp"]);
    let list = check(&[sheet("S", table)], "3", &["1.1.1 - Is the lamp on?"]);
    assert!(list.notes[0].contains("does not say for whom"), "{:?}", list.notes);
    let named = "Ref|Cat 3 pharmacy text|Cat 4 text\n1.1.1|Is the lamp on?|x\n";
    let home = Wanted { audience: import::asked_of("care-home"), sheet: None };
    let list = import::list(&scan::workbook("list.xlsx", &book(&[sheet("S", named)])).unwrap(), &home).unwrap();
    assert!(list.notes[0].contains("other kinds of organisation"), "{:?}", list.notes);
}

#[test]
fn more_joined_cells_than_a_list_has_are_refused() {
    let bytes = book(&[with("S", "Ref|Question\n1.1.1|Is the lamp on?\n", |sheet| {
        for row in 0..2001 {
            sheet.merge_range(10 + row, 0, 10 + row, 1, "", &Format::new()).unwrap();
        }
    })]);
    assert!(scan::workbook("list.xlsx", &bytes).unwrap_err().contains("joined"));
}

#[test]
fn a_header_may_have_two_rows() {
    let cells =
        "Ref||Category 2||Category 3|\n||Text|Mandatory|Text|Mandatory\n1.1.1||Is it lit?|N|Is the lamp on?|Y\n";
    let joined = |sheet: &mut Worksheet| {
        sheet.merge_range(0, 2, 0, 3, "Category 2", &Format::new()).unwrap();
        sheet.merge_range(0, 4, 0, 5, "Category 3", &Format::new()).unwrap();
        sheet.merge_range(0, 0, 1, 0, "Ref", &Format::new()).unwrap();
    };
    check(&[with("S", cells, joined)], "3", &["1.1.1 yes Is the lamp on?"]);
    // Without the joined cells nothing says how far the names reach.
    refused(&[sheet("S", cells)], "3", &["several columns could be"]);
}

#[test]
fn a_sheet_may_be_for_one_audience() {
    let own = "Ref|Question|Mandatory\n1.1.1|Is the lamp on?|Y\n";
    let other = "Ref|Question|Mandatory\n1.1.1|Is the surgery lamp on?|Y\n";
    let sheets = || [sheet("Cat 4", other), sheet("Cat 3", own)];
    check(&sheets(), "3", &["1.1.1 yes Is the lamp on?"]);
    check(&sheets(), "/cat 4", &["1.1.1 yes Is the surgery lamp on?"]);
    refused(&sheets(), "", &["several sheets", "“Cat 4”", "--sheet \"Cat 4\""]);
    refused(&sheets(), "/Cat 5", &["there is no sheet “Cat 5”", "“Cat 3”"]);
}

#[test]
fn hidden_sheets_are_never_taken_silently() {
    let table = "Ref|Question\n1.1.1|Is the lamp on?\n";
    let hide = |sheet: &mut Worksheet| {
        sheet.set_hidden(true);
    };
    let sheets = || [sheet("Front", "Welcome"), with("Data", table, hide)];
    refused(&sheets(), "", &["“Data”, which is hidden", "--sheet \"Data\""]);
    let list = check(&sheets(), "/Data", &["1.1.1 - Is the lamp on?"]);
    assert!(list.notes[0].contains("hidden"), "{:?}", list.notes);
    let both = [sheet("Open", "Ref|Question\n1.1.1|Is the door shut?\n"), with("Data", table, hide)];
    let list = check(&both, "", &["1.1.1 - Is the door shut?"]);
    assert!(list.notes[0].contains("“Data”"), "{:?}", list.notes);
}

#[test]
fn hidden_rows_are_taken_in_doubt_and_hidden_columns_are_named() {
    let cells = "Ref|Question|Mandatory\n1.1.1|Is the lamp on?|Y\n1.1.2|Is the door shut?|Y\n";
    let hide = |sheet: &mut Worksheet| {
        sheet.set_row_hidden(2).unwrap();
        sheet.set_column_hidden(2).unwrap();
    };
    let list = check(&[with("S", cells, hide)], "", &["1.1.1 yes Is the lamp on?", "1.1.2 yes! Is the door shut?"]);
    assert!(list.notes.iter().any(|note| note.contains("Column C")), "{:?}", list.notes);
    assert!(list.notes.iter().any(|note| note.contains("row 3")), "{:?}", list.notes);
}

#[test]
fn a_number_that_excel_shortened_is_seen() {
    let shown = "Ref|Question\n#.2 4.09|Is it lit?\n#.2 4.1|Is the lamp on?\n";
    check(&[sheet("S", shown)], "", &["4.09 - Is it lit?", "4.10 - Is the lamp on?"]);
    let twice = "Ref|Question\n#4.1|Is it lit?\n#4.9|Is it warm?\n#4.1|Is the lamp on?\n";
    refused(&[sheet("S", twice)], "", &["row 4: 4.1 comes a second time", "4.10"]);
    let order = "Ref|Question\n4.8|Is it lit?\n4.9|Is it warm?\n#4.1|Is the lamp on?\n";
    refused(&[sheet("S", order)], "", &["row 4: 4.1 is a number to Excel and stands after 4.9", "mean 4.10"]);
    let heading = "Ref|Question\n#4.9|Lamps\n4.9.1|Is it lit?\n#4.1|Doors\n4.10.1|Is it shut?\n";
    let list = check(&[sheet("S", heading)], "", &["4.9.1 - Is it lit?", "4.10.1 - Is it shut?"]);
    let titles: Vec<String> = list.headings.iter().map(|(id, title)| format!("{id} {title}")).collect();
    assert_eq!(titles, ["4.9 Lamps", "4.10 Doors"]);
}

#[test]
fn numbers_that_are_none_any_more_are_faults() {
    for (cell, expected) in [
        ("@", "row 3: the number is a day to Excel"),
        ("=", "row 3: the number is a formula without a result"),
        ("1.1.2 / 1.1.3", "row 3: “1.1.2 / 1.1.3” is not a number such as 1.1.1"),
        ("1.1.1", "row 3: 1.1.1 comes a second time, and says something else than in row 2"),
    ] {
        let cells = format!("Ref|Question|Mandatory\n1.1.1|Is the lamp on?|Y\n{cell}|Is the door shut?|Y\n");
        refused(&[sheet("S", &cells)], "", &[expected, "nothing was written"]);
    }
}

#[test]
fn questions_and_flags_that_are_missing_are_faults_or_doubts() {
    let head = "Ref|Question|Mandatory\n1.1.1|Is the lamp on?|Mandatory\n1.1.3|Is it dry?|Optional\n";
    for (row, expected) in [
        ("1.1.2||Mandatory", "row 4: 1.1.2 is mandatory and has no question"),
        ("1.1.2|=|Mandatory", "row 4: the question is a formula"),
        ("1.1.2|Is it warm?|=", "row 4: what is mandatory is a formula"),
        ("|Is it warm?|Mandatory", "row 4: a mandatory question without a number"),
    ] {
        refused(&[sheet("S", &format!("{head}{row}\n"))], "", &[expected]);
    }
    let doubts = "1.1.4|Is it warm?|Yes*\n1.1.5|Is it clean?|\n";
    check(
        &[sheet("S", &format!("{head}{doubts}"))],
        "",
        &[
            "1.1.1 yes Is the lamp on?",
            "1.1.3 no Is it dry?",
            "1.1.4 doubtful! Is it warm?",
            "1.1.5 doubtful! Is it clean?",
        ],
    );
}

#[test]
fn what_is_struck_through_is_left_out_and_said() {
    let cells = "Ref|Question\n1.1.1|Is the lamp on?\n1.1.2|~Is the door shut?\n~1.1.3|Is it warm?\n";
    let list = check(&[sheet("S", cells)], "", &["1.1.1 - Is the lamp on?"]);
    let rows: Vec<usize> = list.skipped.iter().map(|(row, _)| *row).collect();
    assert_eq!(rows, [3, 4], "{:?}", list.skipped);
    let list = check(
        &[with("S", "Ref|Question\n1.1.1|x\n", |sheet| {
            let old = Format::new().set_font_strikethrough();
            let new = Format::new();
            sheet.write_rich_string(1, 1, &[(&old, "Is it lit? "), (&new, "Is the lamp on?")]).unwrap();
        })],
        "",
        &["1.1.1 -! Is the lamp on?"],
    );
    assert!(list.entries[0].doubts[0].contains("struck through"), "{:?}", list.entries[0].doubts);
}

#[test]
fn rows_that_are_no_items_are_named() {
    let cells = "Ref|Question\n1.1.1|Is the lamp on?\nRef|Question\nNote|\n|Read this\n1.1.1|Is the lamp on?\n1.1.2|Is it dry?\n";
    let list = check(&[sheet("S", cells)], "", &["1.1.1 - Is the lamp on?", "1.1.2 - Is it dry?"]);
    let told: Vec<String> = list.skipped.iter().map(|(row, why)| format!("{row} {why}")).collect();
    assert_eq!(
        told,
        [
            "3 the header again",
            "4 no number: “Note”",
            "5 no number: “Read this”",
            "6 1.1.1 again, the same as in row 2"
        ]
    );
}

#[test]
fn two_tables_on_one_sheet_are_refused() {
    let side = "Ref|Question||Ref|Question\n1.1.1|Is the lamp on?||2.1.1|Is it dry?\n";
    refused(&[sheet("S", side)], "", &["several columns could be the number", "A “Ref”", "D “Ref”", "side by side"]);
    let below = "Ref|Question\n1.1.1|Is the lamp on?\n\n|Ref|Question\n|2.1.1|Is it dry?\n";
    refused(&[sheet("S", below)], "", &["row 4: another table begins here"]);
}

#[test]
fn an_unknown_layout_is_refused_with_what_was_found() {
    refused(
        &[sheet("Plan", "Task|Owner|Due\nLamp|Ann|May\n"), sheet("List", "Ref|Owner\n1.1.1|Ann\n")],
        "",
        &[
            "there is no list",
            "“Evidence item ref”",
            "the sheet “List”, row 1: “Ref”, “Owner”; no column for the question",
        ],
    );
    refused(&[sheet("S", "Ref|Question\n")], "", &["a header and no question below it"]);
}

#[test]
fn macros_are_not_run_and_are_mentioned() {
    use std::io::{Cursor, Read, Write};
    let plain = book(&[sheet("S", "Ref|Question\n1.1.1|Is the lamp on?\n")]);
    let mut archive = zip::ZipArchive::new(Cursor::new(plain)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.start_file("xl/vbaProject.bin", zip::write::SimpleFileOptions::default()).unwrap();
    out.write_all(b"macros").unwrap();
    let book = scan::workbook("list.xlsm", &out.finish().unwrap().into_inner()).unwrap();
    let list = import::list(&book, &Wanted::default()).unwrap();
    assert!(list.notes[0].contains("macros"), "{:?}", list.notes);
}

#[test]
fn csv_is_read_by_any_of_its_delimiters_and_keeps_its_zeros() {
    for text in [
        "reference,question,mandatory,kind,guidance\n4.9,\"Is it lit, or not?\",yes,yes/no,Look.\n4.10,Is it dry?,no,text,\n",
        "reference;question;mandatory\n4.9;Is it lit, or not?;yes\n4.10;Is it dry?;no\n",
        "\u{feff}Reference\tQuestion\tMandatory\n4.9\tIs it lit, or not?\tY\n4.10\tIs it dry?\tN\n",
    ] {
        let book = scan::workbook("list.csv", text.as_bytes()).unwrap();
        let list = import::list(&book, &Wanted::default()).unwrap();
        assert_eq!(shown(&list), ["4.9 yes Is it lit, or not?", "4.10 no Is it dry?"]);
    }
}

#[test]
fn other_files_are_refused_in_words() {
    for (name, bytes, expected) in [
        ("a.pdf", b"%PDF-1.4 nothing".as_slice(), "damaged"),
        ("a.xlsx", b"PK\x03\x04 cut off", "damaged"),
        ("a.xls", include_bytes!("../../evidence/xls/assets.xls"), "not an Excel workbook of today's kind"),
        ("a.xlsx", include_bytes!("../../evidence/xlsx/password.xlsx"), "password"),
        ("a.bin", b"\x01\x02\x00\xff", "unknown kind"),
    ] {
        let error = scan::workbook(name, bytes).unwrap_err();
        assert!(error.contains(expected), "{name}: {error}");
    }
}
