//! Files of every layout, and what becomes of them.

use super::super::{readers, rules::Patterns};
use super::*;
use crate::model::yaml::Yaml;
use crate::scan::content::{Cell, Line, Table};

fn kind(text: &str) -> Kind {
    Yaml::new("kind", format!("id: x\ntitle: X\nget: x\n{text}")).read().unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn cut_text(kind: &Kind, name: &str, text: &str) -> Option<Records> {
    let record = match &kind.layout {
        Layout::Settings { record, .. } => record.as_ref(),
        _ => None,
    };
    let fields: Vec<&String> = match &kind.layout {
        Layout::Settings { fields, .. } | Layout::Document { fields } => fields.values().flatten().collect(),
        _ => Vec::new(),
    };
    let patterns = Patterns::of(
        kind.recognise.lines.iter().chain(&kind.recognise.no_lines).chain(record).chain(fields).map(String::as_str),
    );
    cut(kind, &patterns, name, &open(&readers::read(name, text.as_bytes()).unwrap()))
}

/// The values at some paths of every record, with their places.
#[track_caller]
fn check(kind: &Kind, name: &str, text: &str, paths: &[&str], expected: &[&str]) {
    let records = cut_text(kind, name, text).map_or(Vec::new(), |records| records.records);
    let value = |record: &Record, path: &str| match lookup::find(&record.tree, path) {
        Found::Value(node) => format!("{}@{}", value::words(node), node.spot),
        Found::Missing => "missing".into(),
        Found::Cut(_) => "cut".into(),
        Found::Each(_) => "each".into(),
    };
    let shown: Vec<String> = records
        .iter()
        .map(|record| paths.iter().map(|path| value(record, path)).collect::<Vec<_>>().join(" | "))
        .collect();
    assert_eq!(shown, expected);
}

const STAFF: &str = "layout: table
recognise: {columns: [person, completed]}
subject: {kind: person, at: [person]}
columns: {person: [staff name, name], completed: [date completed, completed], manager: [manager]}
";

#[test]
fn the_header_row_is_found_below_titles_and_headers_without_case_or_punctuation() {
    let text = "Rosewood training,,\n,,\n\u{feff}STAFF  NAME:,Date Completed (dd/mm/yyyy),Other\nAnn,04/03/2026,x\n";
    check(&kind(STAFF), "a.csv", text, &["person", "completed"], &["Ann@line 4 | 04/03/2026@line 4"]);
}

#[test]
fn the_same_words_win_over_words_among_others_and_each_header_is_used_once() {
    let text = "Manager name,Name,Date the course was completed\nMeg,Ann,04/03/2026\n";
    check(
        &kind(STAFF),
        "a.csv",
        text,
        &["manager", "person", "completed"],
        &["Meg@line 2 | Ann@line 2 | 04/03/2026@line 2"],
    );
}

#[test]
fn repeated_headers_empty_rows_totals_and_notes_are_no_records() {
    let text = "Name,Completed\nAnn,1\n,\nName,Completed\nBen,\nTotal,2\n* leavers are not shown,\n";
    check(&kind(STAFF), "a.csv", text, &["person"], &["Ann@line 2", "Ben@line 5"]);
}

#[test]
fn a_table_without_the_columns_is_another_kind() {
    check(&kind(STAFF), "a.csv", "Name,Role\nAnn,Cook\n", &["person"], &[]);
    let other = kind(
        "layout: table
recognise: {columns: [a], no-columns: [b]}
subject: {kind: thing}
columns: {a: [a], b: [b]}
",
    );
    check(&other, "a.csv", "a,b\n1,2\n", &["a"], &[]);
    check(&other, "a.csv", "a,c\n1,2\n", &["a", "b"], &["1@line 2 | missing"]);
}

#[test]
fn every_sheet_gives_records_with_the_cell_of_each_value() {
    let sheet = |name: &str, person: &str| super::super::content::Table {
        name: Some(name.into()),
        rows: vec![
            vec![
                super::super::content::Cell::Text("Name".into()),
                super::super::content::Cell::Text("Completed".into()),
            ],
            vec![
                super::super::content::Cell::Text(person.into()),
                super::super::content::Cell::Day(jiff::civil::date(2026, 3, 4)),
            ],
        ],
        numbers: vec![1, 2],
    };
    let content = Content { tables: vec![sheet("Day", "Ann"), sheet("Night", "Ben")], ..Content::default() };
    let records = cut(&kind(STAFF), &Patterns::default(), "a.xlsx", &open(&content)).unwrap().records;
    let spots: Vec<String> = records
        .iter()
        .filter_map(|r| match lookup::find(&r.tree, "completed") {
            Found::Value(node) => Some(node.spot.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(spots, ["sheet 1!B2", "sheet 2!B2"]);
    // A sheet a person is named after that person.
    assert_eq!(records[1].subject.label, "row 2 of sheet 2");
}

#[test]
fn people_are_told_apart_but_never_named() {
    let records =
        cut_text(&kind(STAFF), "a.csv", "Name,Completed\nAnn  Example,1\nBen,2\nann example,3\n").unwrap().records;
    let shown: Vec<(&str, &str)> = records.iter().map(|r| (r.subject.id.as_str(), r.subject.label.as_str())).collect();
    assert_eq!(shown, [("ann example", "row 2"), ("ben", "row 3"), ("ann example", "row 4")]);
}

#[test]
fn ini_files_have_sections_and_registry_values_lose_their_type() {
    let ini = kind("layout: ini\nrecognise: {texts: ['[system access]']}\nsubject: {kind: host}\n");
    let text = "[Unicode]\r\nUnicode=yes\r\n[System Access]\r\nMinimumPasswordLength = 8\r\n[Registry Values]\r\nMACHINE\\A\\B=4,1\r\nMACHINE\\A\\S=1,\"x\"\r\n";
    check(
        &ini,
        "it/PC-01.inf",
        text,
        &["system access.minimumpasswordlength", "Registry Values.MACHINE\\A\\B", "Registry Values.MACHINE\\A\\S"],
        &["8@line 4 | 1@line 6 | x@line 7"],
    );
    let records = cut_text(&ini, "it/PC-01.inf", text).unwrap().records;
    assert_eq!((records[0].subject.label.as_str(), records[0].subject.id.as_str()), ("PC-01", "pc-01"));
}

fn settings(form: &str) -> Kind {
    kind(&format!("layout: {{settings: {{{form}}}}}\nrecognise: {{lines: ['.']}}\nsubject: {{kind: host}}\n"))
}

#[test]
fn settings_are_split_by_blanks_colons_and_equal_signs() {
    let blank = settings("separator: blank, repeat: first, comments: ['#']");
    let text = r#"# PermitRootLogin yes
PermitRootLogin no # never
permitrootlogin yes
subsystem	sftp x
A "1";
Firewall Policy      Block,Allow
"#;
    check(
        &blank,
        "a.txt",
        text,
        &["PermitRootLogin", "Subsystem", "a", "Firewall Policy", "nothing"],
        &["no@line 2 | sftp x@line 4 | 1@line 5 | Block,Allow@line 6 | missing"],
    );
    check(&settings("separator: equals"), "a.txt", "minlen = 8\nminlen=12\n", &["minlen"], &["12@line 2"]);
    let all = settings("separator: colon, repeat: all");
    check(&all, "a.txt", "a: x\nb : y:z\na: w\n", &["a", "b"], &["x, w@line 1 | y:z@line 2"]);
}

#[test]
fn lines_further_in_are_the_values_of_a_key_without_one() {
    let text = "Volume C:\n  Key Protectors:\n    TPM\n    Numerical Password\n  Lock: Unlocked\n";
    let volumes = settings("separator: colon, record: '^volume ([a-z]:)'");
    check(
        &volumes,
        "a.txt",
        text,
        &["record", "key protectors", "lock"],
        &["C:@line 1 | TPM, Numerical Password@line 3 | Unlocked@line 5"],
    );
}

#[test]
fn a_line_that_begins_a_record_parts_settings_and_the_head_belongs_to_each() {
    let text = "Computer: PC-01\nVolume C: [Windows]\n  State: On\nVolume D: [Data]\n  State: Off\n";
    let volumes = settings("separator: colon, repeat: first, record: '^volume ([a-z]:)'");
    let expected = ["C:@line 2 | On@line 3 | PC-01@line 1", "D:@line 4 | Off@line 5 | PC-01@line 1"];
    check(&volumes, "a.txt", text, &["record", "state", "computer"], &expected);
    check(&volumes, "a.txt", "Computer: PC-01\n", &["state"], &[]);
}

#[test]
fn plain_text_is_one_record() {
    let plain = kind("layout: text\nrecognise: {texts: [status]}\nsubject: {kind: host}\n");
    check(&plain, "a.txt", "Status: active\nx\n", &["lines[0]"], &["Status: active@line 1"]);
    check(&plain, "a.json", r#"{"status": 1}"#, &["text"], &[]);
}

const POLICIES: &str = "layout: {json: {rows: value}}
recognise: {keys: [state], any-key: [displayName, id]}
subject: {kind: thing, at: [displayName]}
collected: [exportedOn]
";

#[test]
fn json_records_are_a_list_elements_or_one_object() {
    let kind = kind(POLICIES);
    let one = ["on@value[0].state"];
    check(&kind, "a.json", r#"{"value": [{"state": "on", "id": 1}]}"#, &["State"], &one);
    check(&kind, "a.json", r#"{"value": {"state": "on", "id": 1}}"#, &["state"], &["on@value.state"]);
    check(
        &kind,
        "a.json",
        r#"[{"State": "on", "Id": 1}, {"State": "off"}]"#,
        &["state"],
        &["on@[0].State", "off@[1].State"],
    );
    check(&kind, "a.json", r#"{"state": "on", "id": 1}"#, &["state"], &["on@state"]);
    check(&kind, "a.json", r#"{"value": [{"state": "on"}]}"#, &["state"], &[]);
    check(&kind, "a.json", r#"{"value": []}"#, &["state"], &[]);
    check(&kind, "a.txt", "state on", &["state"], &[]);
}

#[test]
fn a_next_page_makes_an_export_incomplete() {
    let text = r#"{"value": [{"state": "on", "id": 1}], "@odata.nextLink": "https://example.org/2"}"#;
    assert!(cut_text(&kind(POLICIES), "a.json", text).unwrap().incomplete.is_some());
    let incomplete = |more: &str| {
        let text = text.replace(r#""@odata.nextLink": "https://example.org/2""#, more);
        cut_text(&kind(POLICIES), "a.json", &text).unwrap().incomplete.is_some()
    };
    for more in [r#""nextPageToken": "abc""#, r#""NextToken": "abc""#, r#""pages": {"nextKey": "b", "size": 50}"#] {
        assert!(incomplete(more), "{more}");
    }
    for none in [r#""nextLink": null"#, r#""nextPageToken": """#, r#""pages": {"size": 50}"#, r#""otherLink": "x""#] {
        assert!(!incomplete(none), "{none}");
    }
}

#[test]
fn the_day_of_collection_comes_from_the_record_or_the_root() {
    let text = r#"{"exportedOn": "2026-03-01", "value": [{"state": "on", "id": 1}, {"state": "on", "exportedOn": "2026-03-04T10:00:00Z"}]}"#;
    let records = cut_text(&kind(POLICIES), "a.json", text).unwrap();
    let days: Vec<String> = records.records.iter().map(|r| r.collected.unwrap().to_string()).collect();
    assert_eq!(days, ["2026-03-01", "2026-03-04"]);
    let collected = records.collected.unwrap();
    assert_eq!((collected.on.to_string(), collected.place), ("2026-03-04".into(), "value[1].exportedOn".into()));
}

#[test]
fn things_are_shown_by_name_with_addresses_hidden() {
    let text = r#"{"value": [{"state": "on", "displayName": "All users"}, {"state": "on", "displayName": "jo@rosewood.example"}, {"state": "on"}]}"#;
    let records = cut_text(&kind(POLICIES), "a.json", text).unwrap().records;
    assert_eq!(records[0].subject.label, "All users");
    assert!(!records[1].subject.label.contains("rosewood"), "{}", records[1].subject.label);
    assert_eq!(records[2].subject.label, "value[2]");
}

#[test]
fn a_column_with_one_impossible_date_is_in_doubt() {
    let records = cut_text(&kind(STAFF), "a.csv", "Name,Completed\nAnn,03/25/2026\nBen,04/03/2026\n").unwrap().records;
    assert!(records[1].shape.month_first.contains("completed"));
}

#[test]
fn a_long_file_is_read_in_time_and_what_is_left_out_is_said() {
    let text: String = (0..60_000).map(|n| format!("key{n} = {n}\n")).collect();
    let one = cut_text(&settings("separator: equals"), "a.txt", &text).unwrap();
    assert_eq!((one.records.len(), one.incomplete), (1, None));
    let text: String = (0..6_000).map(|n| format!("Volume: {n}\nState: On\n")).collect();
    let many = cut_text(&settings("separator: colon, record: '^volume'"), "a.txt", &text).unwrap();
    assert_eq!(many.incomplete.as_deref(), Some("only the first 5000 of 6000 records were read"));
    let text = "key = value\n".repeat(100_001);
    assert!(cut_text(&settings("separator: equals"), "a.txt", &text).is_none());
}

#[test]
fn rows_that_add_up_others_are_no_records() {
    let text = "Name,Completed\nAnn,04/03/2026\nTotal trained,1\nGrand total,1\n";
    check(&kind(STAFF), "a.csv", text, &["person"], &["Ann@line 2"]);
}

#[test]
fn sheets_about_people_who_left_are_left_out() {
    let mut kind = kind(STAFF);
    kind.recognise.no_sheets = vec!["leavers".into()];
    let table = |name: &str, person: &str| Table {
        name: Some(name.into()),
        rows: [["Name", "Completed"], [person, "04/03/2026"]]
            .map(|row| row.map(|c| Cell::Text(c.into())).into())
            .into(),
        numbers: vec![1, 2],
    };
    let content = Content {
        tables: vec![table("Current", "Ann"), table("LEAVERS 2025", "Ben"), table("Cleavers", "Cat")],
        ..Content::default()
    };
    let records = cut(&kind, &Patterns::default(), "a.xlsx", &open(&content)).unwrap().records;
    assert_eq!(records.iter().map(|r| r.subject.id.as_str()).collect::<Vec<_>>(), ["ann", "cat"]);
}

#[test]
fn of_several_runs_of_one_job_the_last_counts() {
    let jobs = kind(
        "layout: table\nrecognise: {columns: [job, result]}\nsubject: {kind: thing, at: [job]}\nlatest: run\ncolumns: {job: [job], result: [result], run: [run]}\n",
    );
    let said = |rows: &str, expected: &[&str]| {
        check(&jobs, "a.csv", &format!("Job,Result,Run\n{rows}"), &["result"], expected);
    };
    said("A,Failed,30/03/2026 02:00\nA,Success,30/03/2026 02:30\n", &["Success@line 3"]);
    said("A,Failed,30/03/2026 1:00 PM\nA,Success,30/03/2026 02:30 AM\n", &["Failed@line 2"]);
    said("A,Success,29/03/2026\nA,Failed,30/03/2026\nB,Failed,01/03/2026\n", &["Failed@line 3", "Failed@line 4"]);
    // Which is the last is not known.
    said("A,Failed,\nA,Success,30/03/2026\n", &["Failed@line 2", "Success@line 3"]);
    said("A,Failed,30/03/2026\nA,Success,30/03/2026\n", &["Failed@line 2", "Success@line 3"]);
}

#[test]
fn the_words_of_a_document_give_the_first_expression_that_matches_as_a_field() {
    let certificate = kind(
        "layout: {document: {fields: {until: ['due:\\s*(\\d+ \\w+ \\d{4})', 'until (\\d+ \\w+ \\d{4})'], none: ['(x)y']}}}
recognise: {texts: [certificate]}
subject: {kind: organisation}
",
    );
    let text = "Certificate\nuntil 1 May 2026\nDue:\n12 June 2026\n";
    check(&certificate, "a.txt", text, &["until", "none"], &["12 June 2026@line 4 | missing"]);
}

#[test]
fn a_document_of_pages_is_read_as_words_and_not_as_settings() {
    let page = |text: &str| Line { text: text.into(), spot: Spot::Page(2), heading: false };
    let content = Content { lines: vec![page("Certificate"), page("until 1 May 2026")], ..Content::default() };
    let with = |layout: &str| {
        kind(&format!("layout: {layout}\nrecognise: {{texts: [certificate]}}\nsubject: {{kind: organisation}}\n"))
    };
    let cut = |kind: &Kind| {
        let patterns = Patterns::of(["until (.*)"]);
        super::cut(kind, &patterns, "a.pdf", &super::open(&content)).map(|records| records.records)
    };
    let records = cut(&with("{document: {fields: {until: ['until (.*)']}}}")).unwrap();
    let Found::Value(until) = lookup::find(&records[0].tree, "until") else { panic!("the field is there") };
    assert_eq!((value::words(until), until.spot.clone()), ("1 May 2026".into(), Spot::Page(2)));
    assert!(cut(&with("text")).is_none());
}

#[test]
fn each_record_of_settings_gives_its_own_fields() {
    let records = kind(
        "layout: {settings: {separator: blank, record: '^(\\S+) TXT', fields: {policy: ['(v=\\w+)']}}}
recognise: {lines: [' TXT ']}
subject: {kind: domain, at: [record]}
",
    );
    let text = "a TXT v=1\nb TXT\n x v=2\nc TXT\n";
    check(
        &records,
        "a.txt",
        text,
        &["record", "policy"],
        &["a@line 1 | v=1@line 1", "b@line 2 | v=2@line 3", "c@line 4 | missing"],
    );
}

#[test]
fn a_line_that_rules_a_kind_out_does_so() {
    let records = kind("layout: text\nrecognise: {texts: [yes], no-lines: ['^#']}\nsubject: {kind: thing}\n");
    check(&records, "a.txt", "yes\nand # so\n", &["lines[0]"], &["yes@line 1"]);
    check(&records, "a.txt", "yes\n# so\n", &["lines[0]"], &[]);
}

#[test]
fn paths_reach_values_of_the_registry_through_backslashes_and_dots() {
    let kind = kind("layout: ini\nrecognise: {texts: [HKEY_]}\nsubject: {kind: host}\n");
    let text = "Windows Registry Editor Version 5.00\n[HKEY_LOCAL_MACHINE\\X\\v4.0.1]\n\"Use.Strong\"=dword:00000001\n";
    let path = "HKEY_LOCAL_MACHINE\\X\\v4.0.1.use.strong";
    check(&kind, "a.reg", text, &[path], &["1@line 3"]);
    let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let content = readers::read("a.reg", &wide).unwrap();
    assert!(cut(&kind, &Patterns::default(), "a.reg", &open(&content)).is_some());
}

#[test]
fn a_table_needs_one_of_the_columns_of_which_any_will_do() {
    let assets = kind(
        "layout: table
recognise: {columns: [asset], any-column: [owner, serial]}
subject: {kind: host, at: [asset]}
columns: {asset: [asset], owner: [owner], serial: [serial], kind: [type]}
",
    );
    check(&assets, "a.csv", "Asset,Type\nA,x\n", &["asset"], &[]);
    check(&assets, "a.csv", "Asset,Serial\nA,1\n", &["asset"], &["A@line 2"]);
}
