//! An official list becomes a pack of the user's own. The workbooks are made here, in layouts as they are about, with
//! words of our own.

mod layouts;
mod mutations;

use std::{path::PathBuf, process::Output};

use dspt::model::{Flag, Item, Pack};
use rust_xlsxwriter::{Format, Workbook};

use super::home::{Home, TODAY, exits, out, run, said, words};

const ANSWERS: &str = "\
format: 1
organisation:
  name: Rosewood Court
  kind: care-home
assessments:
  - pack: dspt-2025-26-social-care
    answers:
      \"1.1.1\":
        value: ZA000000
";

/// The built-in pack.
fn base() -> Pack {
    let text = std::fs::read_to_string("assertions/dspt-2025-26-social-care/pack.yaml").unwrap();
    dspt::model::yaml::Yaml::new("pack.yaml", text).read().unwrap()
}

/// A question as a list might ask it: our words, turned round.
fn asked(item: &Item) -> String {
    format!("For the list: {} (This is about: {}.)", item.question.trim(), item.title)
}

/// A workbook as the toolkit's: a title, a row that says for whom, a row of headers, and every item of the built-in pack
/// that `keep` keeps, with what it says in the column of flags.
fn official(keep: impl Fn(&Item) -> Option<(String, String)>) -> Vec<u8> {
    let mut book = Workbook::new();
    let notes = book.add_worksheet();
    notes.set_name("Read me").unwrap();
    notes.write(0, 0, "Invented for a test").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("Requirements").unwrap();
    sheet.write(0, 0, "Toolkit requirements 2026-27").unwrap();
    let plain = Format::new();
    sheet.merge_range(1, 4, 1, 6, "Category 2 (IT suppliers)", &plain).unwrap();
    sheet.merge_range(1, 7, 1, 10, "Category 3 (care homes, pharmacies, dentists, opticians)", &plain).unwrap();
    let headers = [
        "NDG Standard",
        "Assertion",
        "Evidence\nItem Ref",
        "Cyber Essentials PLUS",
        "Evidence item text",
        "Mandatory",
        "Tool tips",
        "Evidence item text",
        "Mandatory",
        "Approaching Standards",
        "Tool tips",
        "What has changed from 25-26",
    ];
    for (at, header) in headers.iter().enumerate() {
        sheet.write(2, u16::try_from(at).unwrap(), *header).unwrap();
    }
    let mut row = 3;
    let pack = base();
    for (section, assertion, item) in pack.items() {
        let Some((question, flag)) = keep(item) else { continue };
        let approaching = if item.approaching == Flag::Yes { "Y" } else { "" };
        let cells = [
            format!("{} - {}", section.id, section.title),
            format!("{} {}", assertion.id, assertion.title),
            item.id.to_string(),
            if item.id.as_str() == "9.1.1" { "Exempt".to_owned() } else { String::new() },
            format!("For suppliers: {question}"),
            "Mandatory".to_owned(),
            "Suppliers do it so.".to_owned(),
            question.clone(),
            flag,
            approaching.to_owned(),
            match question.starts_with("For the list") {
                true => format!("Help with {}:\n• {}", item.title, item.guidance.trim()),
                false => "Roses want water before the sun is high.".to_owned(),
            },
            if item.id.as_str() == "1.1.3" { "Updated tooltip for cat 2 and 3".to_owned() } else { String::new() },
        ];
        for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row, u16::try_from(at).unwrap(), cell.as_str()).unwrap();
        }
        row += 1;
    }
    book.save_to_buffer().unwrap()
}

/// All items, with the flags that are certain and no for the others.
fn whole() -> Vec<u8> {
    official(|item| Some((asked(item), flag(item))))
}

fn flag(item: &Item) -> String {
    if item.mandatory == Flag::Yes { "Mandatory" } else { "Optional" }.to_owned()
}

/// Imports a workbook into a workspace; what the program said.
fn imported(home: &Home, name: &str, bytes: &[u8], more: &[&str]) -> (Output, PathBuf) {
    let file = home.dir.with_file_name(name);
    std::fs::write(&file, bytes).unwrap();
    let done = run(&[&["pack", "import", file.to_str().unwrap(), home.path()], more].concat());
    (done, home.dir.join("packs"))
}

#[track_caller]
fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(words(text).contains(part), "no “{part}” in:\n{text}");
    }
}

#[test]
fn an_official_workbook_becomes_a_pack_that_asks_its_questions_with_our_checks_behind_them() {
    let home = Home::new(ANSWERS);
    let (done, packs) = imported(&home, "Version9_26-27 CAT2 Cat3.xlsx", &whole(), &[]);
    exits(&done, 0);
    holds(
        &out(&done),
        &[
            "10 standards, 30 assertions, 57 items: 44 mandatory, 13 optional.",
            "22 of them are needed for Approaching Standards.",
            "57 have our checks, evidence and advice under the same number, 0 under another; 0 are new",
            "take your answers along: dspt carry-forward",
        ],
    );
    let file = packs.join("dspt-2026-27-social-care.yaml");
    let checked = run(&["pack", "check", file.to_str().unwrap()]);
    exits(&checked, 0);
    holds(&out(&checked), &["dspt-2026-27-social-care: sound", "57 items, 44 counted as mandatory"]);
    // The pack asks in the list's words, and our check stands behind the answer.
    let carried = run(&["carry-forward", home.path(), "dspt-2026-27-social-care", "--date", TODAY]);
    exits(&carried, 0);
    let only = ["--assessment", "dspt-2026-27-social-care", "--only", "9.1.1"];
    let asked = home.run("interview", &only);
    holds(&out(&asked), &["For the list: Your network equipment"]);
    home.file("x.txt", "nothing");
    let status = home.run("status", &["--assessment", "dspt-2026-27-social-care"]);
    holds(&out(&status), &["DSPT 2026-27"]);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains("\n            checks:") && text.contains("based-on: dspt-2025-26-social-care"), "{text}");
}

#[test]
fn the_same_file_gives_the_same_pack_and_nothing_is_written_over() {
    let home = Home::new(ANSWERS);
    let (first, packs) = imported(&home, "v9 26-27.xlsx", &whole(), &[]);
    exits(&first, 0);
    let file = packs.join("dspt-2026-27-social-care.yaml");
    let before = std::fs::read(&file).unwrap();
    let (again, _) = imported(&home, "v9 26-27.xlsx", &whole(), &[]);
    exits(&again, 2);
    holds(&said(&again), &["is there already, and was left as it is", "--replace"]);
    let (third, _) = imported(&home, "v9 26-27.xlsx", &whole(), &["--replace"]);
    exits(&third, 0);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert_eq!(std::fs::read_dir(&packs).unwrap().count(), 1);
}

#[test]
fn a_comparison_says_which_of_our_doubts_the_list_settles() {
    let home = Home::new(ANSWERS);
    let bytes = official(|item| {
        let flag = if item.id.as_str() == "7.3.1" { "Mandatory".to_owned() } else { flag(item) };
        Some((asked(item), flag))
    });
    let (done, packs) = imported(&home, "v8 25-26.xlsx", &bytes, &[]);
    exits(&done, 0);
    // The published count is for this very year.
    holds(&out(&done), &["The published count of mandatory items is 45; your list's is 45: the same."]);
    let file = packs.join("dspt-2025-26-social-care-official.yaml");
    let diff = run(&["pack", "diff", "dspt-2025-26-social-care", file.to_str().unwrap()]);
    exits(&diff, 0);
    holds(
        &out(&diff),
        &[
            "Doubts of ours that it settles",
            "7.3.1 Working backups: we counted it as mandatory, in doubt; the newer list says mandatory",
            "7.3.2 Printed emergency contacts: we counted it as mandatory, in doubt; the newer list says optional",
            "words are not compared",
        ],
    );
    let json = run(&["pack", "diff", "dspt-2025-26-social-care", file.to_str().unwrap(), "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let first = json["settled"].as_array().unwrap().iter().find(|one| one["item"] == "7.3.2").unwrap();
    assert_eq!((first["set"].as_str(), first["now"].as_str()), (Some("mandatory"), Some("no")));
}

#[test]
fn items_that_moved_are_known_by_their_words_and_another_thing_takes_nothing() {
    let home = Home::new(ANSWERS);
    let pack = base();
    let item = |id: &str| pack.items().map(|(_, _, item)| item).find(|item| item.id.as_str() == id).unwrap();
    let swapped = (asked(item("4.4.1")), asked(item("1.4.2")));
    let bytes = official(|one| {
        Some(match one.id.as_str() {
            // What was asked as 4.4.1 is asked as 1.4.2 now, and the other way round.
            "1.4.2" => (swapped.0.clone(), flag(one)),
            "4.4.1" => (swapped.1.clone(), flag(one)),
            // Nothing of ours.
            "6.2.1" => ("Does the gardener water the roses by the pond each morning?".into(), flag(one)),
            "9.5.2" => return None,
            _ => (asked(one), flag(one)),
        })
    });
    let (done, packs) = imported(&home, "v9 26-27.xlsx", &bytes, &[]);
    exits(&done, 0);
    holds(
        &out(&done),
        &[
            "moved 1.4.2 was 4.4.1",
            "moved 4.4.1 was 1.4.2",
            "other 6.2.1 is not our 6.2.1",
            "gone 9.5.2:",
            "gone 6.2.1:",
        ],
    );
    let text = std::fs::read_to_string(packs.join("dspt-2026-27-social-care.yaml")).unwrap();
    holds(&text, &["{item: \"1.4.2\", from: \"4.4.1\"}", "new: [\"6.2.1\"]", "like: none"]);
    let diff = run(&[
        "pack",
        "diff",
        "dspt-2025-26-social-care",
        packs.join("dspt-2026-27-social-care.yaml").to_str().unwrap(),
    ]);
    holds(&out(&diff), &["1.4.2 ", "(was 4.4.1)"]);
}

#[test]
fn a_list_for_another_kind_of_organisation_makes_a_pack_for_it() {
    let home = Home::new(ANSWERS);
    let file = home.dir.with_file_name("v9 26-27.xlsx");
    std::fs::write(&file, whole()).unwrap();
    let made = home.dir.with_file_name("suppliers.yaml");
    let done = run(&[
        "pack",
        "import",
        file.to_str().unwrap(),
        "/nowhere",
        "--category",
        "2",
        "--output",
        made.to_str().unwrap(),
    ]);
    exits(&done, 0);
    holds(&out(&done), &["for category 2", "begin with it: dspt init FOLDER --pack"]);
    let text = std::fs::read_to_string(&made).unwrap();
    holds(&text, &["kind: it-supplier", "question: >- For suppliers: For the list:", "id: dspt-2026-27-it-supplier"]);
}

#[test]
fn what_is_missing_is_asked_for() {
    let home = Home::new(ANSWERS);
    let (done, _) =
        imported(&home, "requirements.csv", b"reference,question\n1.1.1,Is the lamp on?\n", &["--like", "none"]);
    exits(&done, 0);
    let (done, _) = imported(&home, "list.xlsx", &whole(), &["--category", "bananas"]);
    exits(&done, 2);
    holds(&said(&done), &["`bananas` names no category", "--category 3"]);
    let nowhere = home.dir.join("evidence");
    let file = home.dir.with_file_name("list.xlsx");
    let done = run(&["pack", "import", file.to_str().unwrap(), nowhere.to_str().unwrap()]);
    exits(&done, 2);
    holds(&said(&done), &["is no folder with answers.yaml", "--output FILE"]);
    let (done, _) = imported(&home, "v9 26-27.xlsx", &whole(), &["--id", "dspt-2025-26-social-care"]);
    exits(&done, 2);
    holds(&said(&done), &["is the name of a built-in pack"]);
    let (done, _) = imported(&home, "cut.xlsx", &whole()[..2000], &[]);
    exits(&done, 2);
    holds(&said(&done), &["can't be read", "save it as an Excel workbook"]);
}

#[test]
fn hostile_words_are_inert_in_the_pack_and_on_the_screen() {
    let home = Home::new(ANSWERS);
    let list = "reference,question,mandatory,guidance\n1.1.1,\"=cmd()|\u{202e}Is it\u{1b}[31m on?\",yes,\"*/: - # ] }\n---\nformat: 2\"\n\
                1.1.2,\"x: y\nid: evil\",\"yes\u{7}\",\n";
    let (done, packs) = imported(&home, "list.csv", list.as_bytes(), &["--like", "none", "--id", "own-list"]);
    exits(&done, 0);
    assert!(!out(&done).contains(['\u{1b}', '\u{7}', '\u{202e}']));
    let file = packs.join("own-list.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text}");
    let shown = run(&["pack", "check", file.to_str().unwrap()]);
    exits(&shown, 0);
    holds(&out(&shown), &["own-list: sound", "2 items, 2 counted as mandatory"]);
}

#[test]
fn two_thousand_rows_are_read() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["Ref", "Question", "Mandatory", "Help"]).unwrap();
    for row in 1..=2000 {
        let id = format!("{}.{}.{}", 1 + row / 200, 1 + row % 200 / 20, 1 + row % 20);
        let question = format!("Question number {row}: does the home keep a list of suppliers, backups and policies?");
        sheet.write_row(row, 0, [id.as_str(), question.as_str(), "Yes", "Keep one, look at it, and date it."]).unwrap();
    }
    let home = Home::new(ANSWERS);
    let (done, _) = imported(&home, "v9 26-27.xlsx", &book.save_to_buffer().unwrap(), &["--like", "none"]);
    exits(&done, 0);
    holds(&out(&done), &["2000 items: 2000 mandatory"]);
}

#[test]
fn a_library_of_ciso_assistant_is_joined_to_the_pack_that_has_its_items() {
    let text = std::fs::read_to_string("assertions/iso-27001-2022/pack.yaml").unwrap();
    let iso: Pack = dspt::model::yaml::Yaml::new("pack.yaml", text).read().unwrap();
    let mut library = "urn: urn:example:risk:library:own\nlocale: en\nref_id: own\nname: Our own library\nversion: 1\nobjects:\n  \
                       framework:\n    urn: urn:example:risk:framework:own\n    ref_id: own\n    name: Our own framework\n    \
                       requirement_nodes:\n"
        .to_owned();
    for (section, _, item) in iso.items() {
        library.push_str(&format!(
            "    - urn: urn:example:risk:req_node:own:{}\n      assessable: true\n      depth: 2\n      parent_urn: \
             urn:example:risk:req_node:own:{}\n      ref_id: {}\n      name: {}\n      description: {}\n",
            item.id.as_str().to_lowercase(),
            section.id.as_str().to_lowercase(),
            item.id,
            serde_json::to_string(&item.title).unwrap(),
            serde_json::to_string(&item.question).unwrap(),
        ));
    }
    let home = Home::new(ANSWERS);
    let (done, packs) = imported(&home, "own.yaml", library.as_bytes(), &[]);
    exits(&done, 0);
    holds(
        &out(&done),
        &["Compared with iso-27001-2022", "123 have our checks, evidence and advice under the same number"],
    );
    let file = packs.join("iso-27001-2022-imported.yaml");
    let checked = run(&["pack", "check", file.to_str().unwrap()]);
    exits(&checked, 0);
    holds(&out(&checked), &["iso-27001-2022-imported: sound", "123 items"]);
    // Its numbers end in zeros that no reader may take away.
    let text = std::fs::read_to_string(&file).unwrap();
    holds(&text, &["id: \"A.5.10\"", "id: \"A.8.30\""]);
}
