use super::super::super::readers;
use super::*;
use crate::scan::kind::Layout;
use crate::scan::value;

fn cut(layout: &str, recognise: &str, text: &str) -> Option<Records> {
    let yaml = format!(
        "id: a\ntitle: A\nget: run it\nlayout: {layout}\nrecognise: {recognise}\nsubject: {{kind: host, at: [name]}}\n\
         collected: [made]\n"
    );
    let kind: Kind = crate::model::yaml::Yaml::new("a.yaml", &yaml).read().unwrap();
    let content = readers::read("a", text.as_bytes()).unwrap();
    match &kind.layout {
        Layout::Json { rows } => json(&kind, rows.as_ref(), "a", &content),
        Layout::Xml { rows } => xml(&kind, rows.as_ref(), "a", &content),
        _ => panic!("the layout is another"),
    }
}

/// The value `n` of each record; nothing when the file is of another kind.
#[track_caller]
fn check(layout: &str, text: &str, expected: Option<&[&str]>) {
    let records = cut(layout, "{keys: [n]}", text);
    let value = |record: &Record| match lookup::find(&record.tree, "n") {
        Found::Value(node) => value::words(node),
        found => format!("{found:?}"),
    };
    let found = records.map(|records| records.records.iter().map(value).collect::<Vec<_>>());
    assert_eq!(
        found.as_deref(),
        expected.map(|all| all.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>()).as_deref()
    );
}

#[test]
fn records_of_json_lie_where_the_path_leads() {
    let text = r#"{"a": {"b": [{"c": [{"n": 1}, {"n": 2}]}, {"c": [{"n": 3}]}, {"c": {"n": 4}}]}, "n": 0}"#;
    check("{json: {rows: 'a.b[*].c'}}", text, Some(&["1", "2", "3", "4"]));
    check("{json: {rows: 'A.b[1].C'}}", text, Some(&["3"]));
    check("{json: {rows: [other, 'a.b[2].c']}}", text, Some(&["4"]));
    check("{json: {rows: [other, more]}}", text, Some(&["0"]));
    check("{json: {}}", text, Some(&["0"]));
}

#[test]
fn records_of_json_lie_in_the_lists_of_a_name_at_any_depth() {
    let text =
        r#"{"root": {"r": [{"n": 1}], "child": [{"r": [{"n": 2, "r": [{"n": 3}]}]}]}, "other": {"r": [{"n": 4}]}}"#;
    check("{json: {rows: '**.r'}}", text, Some(&["1", "2", "3", "4"]));
    check("{json: {rows: 'root.**.r'}}", text, Some(&["1", "2", "3"]));
    check("{json: {rows: 'other.**.r'}}", text, Some(&["4"]));
    check("{json: {rows: ['**.none', 'other.r']}}", text, Some(&["4"]));
    check("{json: {rows: '**.child.r'}}", text, Some(&["2"]));
}

#[test]
fn records_of_xml_lie_where_the_path_leads_through_every_list() {
    let text = "<scan><host n='1'><port n='a'/><port n='b'/></host><host n='2'><port n='c'/></host></scan>";
    check("{xml: {rows: scan.host}}", text, Some(&["1", "2"]));
    check("{xml: {rows: scan.host.port}}", text, Some(&["a", "b", "c"]));
    check("{xml: {rows: '**.port'}}", text, Some(&["a", "b", "c"]));
    check("{xml: {rows: [other.host, Scan.Host]}}", text, Some(&["1", "2"]));
    check("{xml: {}}", "<a n='7'/>", Some(&["7"]));
    check("{xml: {}}", "<a><m>7</m></a>", None);
    check("{xml: {rows: plist}}", "<plist><array><dict><key>n</key><true/></dict></array></plist>", Some(&["true"]));
    check("{xml: {}}", r#"{"n": 1}"#, None);
}

#[test]
fn an_element_of_words_alone_is_a_record_too() {
    let records = cut("{xml: {rows: a.b}}", "{texts: [a]}", "<a><b>x</b></a>").unwrap().records;
    assert!(matches!(lookup::find(&records[0].tree, "text"), Found::Value(node) if value::words(node) == "x"));
}

#[test]
fn an_export_in_which_nothing_was_found_has_no_records() {
    let count = |text: &str| {
        cut("{xml: {rows: scan.host}}", "{texts: ['<scan'], keys: [n]}", text).map(|records| records.records.len())
    };
    assert_eq!(count("<scan/>"), Some(0));
    assert_eq!(count("<other/>"), None);
    assert_eq!(count("<scan><host m='1'/></scan>"), None);
}

#[test]
fn records_of_xml_know_their_place_subject_and_day() {
    let text = "<scan made='2026-03-04'>\n<host name='PC-1'/>\n<host/>\n</scan>";
    let records = cut("{xml: {rows: scan.host}}", "{texts: ['<scan']}", text).unwrap();
    let shown: Vec<_> = records.records.iter().map(|r| format!("{} {}", r.spot, r.subject.label)).collect();
    assert_eq!(shown, ["scan.host[0] PC-1", "scan.host[1] scan.host[1]"]);
    assert!(records.records.iter().all(|record| record.collected == Some(jiff::civil::date(2026, 3, 4))));
}
