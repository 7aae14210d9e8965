//! Where things are said to stand, and what titles and names become.

use super::*;
use crate::scan::{content::Node, content::Value, sensitive::mask_name, sensitive::mask_title};

fn leaf(path: &str, value: Value) -> Node {
    Node { value, spot: Spot::Path(path.into(), Some(1)) }
}

#[track_caller]
fn places(content: &Content, expected: &[&str]) {
    let found: Vec<_> = sensitive(content).into_iter().map(|one| format!("{} @ {}", one.what, one.place)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_cell_of_a_workbook_is_named_rather_than_its_row() {
    let rows: &[&[&str]] =
        &[&["Name", "DOB", "Note"], &["Ann", "04/03/1941", "999 000 0018"], &["NHS", "", "9990000018"]];
    let mut content = Content { tables: vec![table(Some("Staff"), rows)], ..Content::default() };
    let line = |(at, row): (usize, &&[&str])| Line {
        text: row.join("\t").into(),
        spot: Spot::Cell(format!("Staff!A{}", at + 1)),
        heading: false,
    };
    content.lines = rows.iter().enumerate().map(line).collect();
    places(&content, &["NHS number @ Staff!C2", "NHS number @ Staff!A3", "date of birth @ Staff!B2"]);
}

#[test]
fn a_label_in_a_cell_speaks_for_the_next_one() {
    let rows: &[&[&str]] = &[&["Router", "R1"], &["Admin password", "Tulip77Boat"], &["Password", "Changed on"]];
    places(&Content { tables: vec![table(Some("IT"), rows)], ..Content::default() }, &["password @ IT!B2"]);
}

#[test]
fn values_of_a_tree_are_named_by_their_neighbour_and_by_path() {
    let text = |path: &str, text: &str| leaf(path, Value::Text(text.into()));
    let pair = Value::Map(vec![
        ("name".into(), text("[0].name", "DB_PASSWORD")),
        ("value".into(), text("[0].value", "Tulip77Boat")),
        ("nhs".into(), text("[0].nhs", "9990000018")),
    ]);
    let tree = Node { value: Value::List(vec![leaf("[0]", pair)]), spot: Spot::Whole };
    let mut one = content("[{}]");
    one.tree = Some(tree.clone());
    places(&one, &["NHS number @ [0].nhs", "password @ [0].value"]);
    let mut many = content("[\n\n{}]\n");
    many.tree = Some(tree);
    places(&many, &["password @ [0].value"]);
}

#[test]
fn each_place_says_what_to_do() {
    let found = sensitive(&content("111111-222222-333333-444444-555555-666666-077770-088880"));
    assert_eq!(found.first().unwrap().what, "BitLocker recovery password");
    assert!(found.first().unwrap().fix.starts_with("take it out of the evidence, and make a new one"));
}

#[test]
fn nobody_who_is_addressed_in_a_title_is_named() {
    for (title, expected) in [
        ("Supervision of Mrs Ann Example", "Supervision of Mrs [name]"),
        ("Policy for Dr. O’Example, 2026", "Policy for Dr [name], 2026"),
        ("Information governance policy", "Information governance policy"),
        ("MS Office Policy", "MS Office Policy"),
    ] {
        assert_eq!(mask_title(title), expected);
    }
}

#[test]
fn names_of_files_keep_their_ends_and_lose_numbers_and_addresses() {
    for (name, expected) in [
        ("a/999 000 0018.pdf", "a/[NHS number].pdf"),
        ("9990000018_care_plan.docx", "[NHS number] care plan.docx"),
        ("AB123456C/x.txt", "[National Insurance number]/x.txt"),
        ("to ann.example@example.org.eml", "to a…@….eml"),
        (
            "7 IT exports/conditional-access-policies_2026-03-04.json",
            "7 IT exports/conditional-access-policies_2026-03-04.json",
        ),
        ("0161 496 0000.txt", "0161 496 0000.txt"),
        (".htaccess", ".htaccess"),
    ] {
        assert_eq!(mask_name(name), expected);
        assert_eq!(mask_name(expected), expected);
    }
}

#[test]
fn long_words_that_no_person_wrote_are_not_shown() {
    let word: String = "q7Rz2LmX9vKb4TnW8sHd3FpY6gJc5".chars().cycle().take(60).collect();
    assert_eq!(mask(&format!("state is {word}")), "state is [coded text]");
    for text in
        ["3f9a07c2e1b84d653f9a07c2e1b84d653f9a07c2e1b84d65", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384_AND_MORE_OF_IT"]
    {
        assert_eq!(mask(text), text);
    }
}
