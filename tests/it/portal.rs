//! The worksheet for the portal: what it gives to copy is exactly what was said, and nothing unready goes unmarked.

use super::home::{Home, answers, exits, out, said, words};

const PACK: &str = "dspt-2025-26-social-care";

fn home() -> Home {
    Home::new(&answers(
        PACK,
        &[
            "\"1.1.1\": { value: ZA000000, comment: Runs until August. }",
            "\"1.1.2\": { value: In *the* office | <b>x</b> _y_, evidence: [{ file: people.csv }] }",
            "\"1.1.5\": { value: \"First line\\u202e.\\n```\\nSecond \\e[2J line with # signs\" }",
            "\"1.3.6\": { value: \"Ring Ann on ann@example.org about NHS number 999 000 0018\" }",
            "\"4.3.1\": { value: no }",
            "\"4.5.3\": { ask: Example Valley IT }",
        ],
        &[],
    ))
}

#[test]
fn one_item_is_its_text_and_nothing_else() {
    let home = home();
    let copied = |item: &str| home.run("portal", &["--item", item]);
    assert_eq!(out(&copied("1.1.1")), "ZA000000");
    assert_eq!(out(&copied("1.1.2")), "In *the* office | <b>x</b> _y_");
    let lines = copied("1.1.5");
    assert_eq!(out(&lines), "First line.\n```\nSecond [2J line with # signs");
    assert_eq!(said(&lines), "");
    let held = copied("1.3.6");
    exits(&held, 0);
    assert!(said(&held).contains("1.3.6 is not ready to be entered: the text holds"), "{}", said(&held));
}

#[test]
fn an_item_without_a_text_says_why() {
    let home = home();
    for (item, expected) in [
        ("4.5.3", "there is no text to paste for 4.5.3 Second step at sign-in: to be asked: Example Valley IT"),
        ("4.3.1", "the answer is no, so there is nothing to tick"),
        ("4.5.33", "there is no item `4.5.33`"),
    ] {
        let ran = home.run("portal", &["--item", item]);
        exits(&ran, 2);
        assert!(out(&ran).is_empty() && said(&ran).contains(expected), "{}", said(&ran));
    }
}

#[test]
fn the_worksheet_goes_by_number_and_says_what_it_is_not() {
    let home = home();
    let text = out(&home.run("portal", &[]));
    let numbers: Vec<Vec<u32>> = text
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|word| word.split('.').count() == 3)
        .filter_map(|word| word.split('.').map(|part| part.parse().ok()).collect())
        .collect();
    assert!(numbers.len() > 46 && numbers.is_sorted(), "{numbers:?}");
    let text = words(&text);
    for part in [
        "This program sends nothing.",
        "Don't tick an item that has no answer here",
        "Numbers and wording may differ in your portal.",
        "This list is provisional.",
        "NOT READY: to be asked: Example Valley IT",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_long_text_stays_in_one_line_so_that_it_can_be_copied() {
    let long = "word ".repeat(60);
    let home = Home::new(&answers(PACK, &[&format!("\"1.3.6\": {{ value: \"{}\" }}", long.trim())], &[]));
    let text = out(&home.run("portal", &[]));
    assert!(text.lines().any(|line| line == long.trim()), "{text}");
}

#[test]
fn a_document_with_personal_data_is_marked_before_it_is_uploaded() {
    let home = home();
    home.file("people.csv", "Name,NHS number,Date of birth\nAnn Example,999 000 0018,1931-02-03\n");
    let text = words(&out(&home.run("portal", &[])));
    assert!(text.contains("NOT READY: people.csv holds what should not leave the organisation"), "{text}");
}

#[test]
fn pages_hold_the_exact_text_in_a_block_that_it_can_not_leave() {
    let home = home();
    exits(&home.run("portal", &["--format", "markdown,pdf,html", "--quiet"]), 0);
    let text = String::from_utf8(home.report("portal.md")).unwrap();
    assert!(text.contains("````text\nFirst line.\n```\nSecond [2J line with # signs\n````\n"), "{text}");
    assert!(text.contains("```text\nIn *the* office | <b>x</b> _y_\n```\n"), "{text}");
    assert!(!text.contains(['\u{202e}', '\u{1b}']));
    assert!(home.report("portal.pdf").starts_with(b"%PDF"));
    let page = String::from_utf8(home.report("portal.html")).unwrap();
    assert!(page.contains("<pre><code>In *the* office | &lt;b&gt;x&lt;/b&gt; _y_</code></pre>"), "{page}");
    assert!(page.contains("</svg>Not ready</li>") && page.contains("</svg>Ready to enter <b>"), "{page}");
    assert!(!page.contains(['\u{202e}', '\u{1b}']));
}

#[test]
fn the_action_plan_for_the_portal_names_who_and_when_and_what_is_only_proposed() {
    let home = home();
    exits(&home.run("plan", &["--set", "4.3.1", "--owner", "=Ann Example", "--due", "31 May 2026"]), 0);
    exits(&home.run("portal", &["--action-plan", "--format", "markdown,csv,pdf", "--quiet"]), 0);
    let csv = String::from_utf8(home.report("action-plan.csv")).unwrap();
    let mut table = csv::Reader::from_reader(csv.trim_start_matches('\u{FEFF}').as_bytes());
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let row = rows.iter().find(|row| &row[0] == "4.3.1").unwrap();
    assert_eq!((&row[4], &row[5], &row[6]), ("'=Ann Example", "2026-05-31", ""));
    let others = rows.iter().filter(|row| &row[0] != "4.3.1");
    assert!(others.clone().count() > 30 && others.clone().all(|row| row[6].starts_with("Date proposed")), "{csv}");
    assert!(!rows.iter().any(|row| &row[0] == "1.1.1"));
    let page = String::from_utf8(home.report("action-plan.md")).unwrap();
    assert!(page.contains("| =Ann Example | 31 May 2026 |"), "{page}");
    let csv = home.run("portal", &["--format", "csv"]);
    exits(&csv, 2);
    assert!(said(&csv).contains("only the action plan comes as csv"));
}
