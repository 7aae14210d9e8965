//! Question sheets go out and come back: written, filled in as office programs do, merged, and saved in one go.

use std::{
    io::{Cursor, Read, Write},
    path::PathBuf,
};

use super::home::{Home, exits, out, run, said, words};

const ANSWERS: &str = "\
format: 1
organisation:
  name: Rosewood Court
  kind: care-home
assessments:
  - pack: dspt-2025-26-social-care
    answers:
      # the office knows
      \"1.1.1\":
        value: ZA000000
        comment: Nobody else's business
      \"3.2.1\":
        ask: HR
      \"4.5.3\":
        ask: Example Valley IT
      \"7.3.1\": # Dave
        ask: the example valley IT
      \"8.1.4\":
        ask: Example Valley IT
        comment: Ask about the tills.
";

const SHEET: &str = "questions-for-example-valley-it-2026-03-31";

const EMAIL: &str = "\
Subject: 1 question about data security from Rosewood Court, please by 30 April 2026

Dear HR,

Rosewood Court is filling in this assessment: Data Security and
Protection Toolkit 2025-26 for social care.

The yearly self-assessment of data security that care providers in
England publish, as it was asked in 2025-26. It is for care homes, home
care and other registered social care.

You know some of it better than we do. We have put 1 question for you
into the attached sheet, questions-for-hr-2026-03-31.xlsx
(questions-for-hr-2026-03-31.docx asks the same; use one of them).
Please say how things really are: \"No\" and \"Don't know\" help us too.

Under \"What to send\" each question names files that would show it. Send
those that you have. Please don't send passwords, recovery keys or
details of the people we care for.

Please send the sheet back to me by 30 April 2026. If a question is not
for you, tell me who would know.

Thank you,
Jo Example, manager
Rosewood Court
31 March 2026
";

fn home() -> Home {
    Home::new(ANSWERS)
}

fn answers(home: &Home) -> String {
    std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap()
}

/// The parts of an office document.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.push((part.name().unwrap().into_owned(), text));
    }
    parts
}

/// The document with one part changed.
fn changed(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (part, text) in parts(bytes) {
        zip.start_file(&part, zip::write::SimpleFileOptions::default()).unwrap();
        let text = if part == name { change(&text) } else { text };
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Words in a cell of the questions, as Excel keeps what is typed.
fn typed(sheet: &str, cell: &str, words: &str) -> String {
    let at = sheet.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("{cell} in {sheet}"));
    let end = at + sheet[at..].find("/>").unwrap() + 2;
    let style = sheet[at..end].split("s=\"").nth(1).unwrap().split('"').next().unwrap();
    let filled = format!("<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t>{words}</t></is></c>");
    format!("{}{filled}{}", &sheet[..at], &sheet[end..])
}

/// A filled workbook beside the workspace.
fn fill(home: &Home, cells: &[(&str, &str)]) -> PathBuf {
    exits(&home.run("ask", &["--format", "xlsx"]), 0);
    let sheet = home.report(&format!("{SHEET}.xlsx"));
    let filled = changed(&sheet, "xl/worksheets/sheet2.xml", |text| {
        cells.iter().fold(text.to_owned(), |text, (cell, words)| typed(&text, cell, words))
    });
    let path = home.dir.join("came back.xlsx");
    std::fs::write(&path, filled).unwrap();
    path
}

#[test]
fn everybody_who_is_to_be_asked_gets_a_sheet_and_an_email() {
    let home = home();
    let asked = home.run("ask", &["--by-when", "2026-04-30", "--from", "Jo Example"]);
    exits(&asked, 0);
    let told = words(&out(&asked));
    for part in [
        "E-mail 1 of 2, to HR:",
        "E-mail 2 of 2, to Example Valley IT:",
        "Subject: 3 questions about data security from Rosewood Court, please by 30 April 2026",
        "Thank you, Jo Example Rosewood Court",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    for ending in [".xlsx", ".docx", "-email.txt"] {
        assert!(home.dir.join("reports").join(format!("{SHEET}{ending}")).is_file(), "{ending}");
    }
    assert!(said(&asked).contains("dspt merge"), "{}", said(&asked));
}

#[test]
fn the_email_says_what_comes_with_it_and_by_when_it_is_wanted() {
    let asked = home().run("ask", &["--who", "hr", "--by-when", "2026-04-30", "--from", "Jo Example, manager"]);
    assert_eq!(out(&asked), EMAIL);
}

#[test]
fn a_sheet_holds_what_one_person_needs_and_nothing_else() {
    let home = home();
    exits(&home.run("ask", &["--who", "example valley it", "--format", "xlsx,docx,markdown"]), 0);
    for ending in ["xlsx", "docx"] {
        let text: String =
            parts(&home.report(&format!("{SHEET}.{ending}"))).into_iter().map(|(_, text)| text).collect();
        for there in ["4.5.3", "7.3.1", "8.1.4", "Rosewood Court", "Why it matters", "export 1"] {
            assert!(text.contains(there), "{there} in {ending}");
        }
        for not_there in ["ZA000000", "Nobody else", "tills", "1.1.1", "3.2.1", "HR"] {
            assert!(!text.contains(not_there), "{not_there} in {ending}");
        }
    }
    assert!(!home.dir.join("reports/questions-for-hr-2026-03-31.xlsx").exists());
}

#[test]
fn a_workbook_has_drop_downs_frozen_heads_and_prints_on_a4() {
    let home = home();
    exits(&home.run("ask", &[]), 0);
    let parts = parts(&home.report(&format!("{SHEET}.xlsx")));
    let sheet = &parts.iter().find(|(name, _)| name == "xl/worksheets/sheet2.xml").unwrap().1;
    for there in [
        "<formula1>\"Yes,No,Don't know\"</formula1>",
        "<formula1>\"Yes,No,Not applicable,Don't know\"</formula1>",
        "state=\"frozen\"",
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
    ] {
        assert!(sheet.contains(there), "{there} in {sheet}");
    }
    assert!(!sheet.contains("<f>"), "no formulas");
    assert!(parts.iter().all(|(name, _)| !name.contains("vba")), "no macros");
}

#[test]
fn a_filled_workbook_goes_into_the_answers_and_nothing_else_changes() {
    let home = home();
    let cells = [
        ("D2", "Yes"),
        ("E2", "All but one spare"),
        ("F2", "the IT folder"),
        ("G2", "Dave"),
        ("H2", "30/3/2026"),
        ("D3", "Copied every night, and tried out in May."),
        ("D4", "perhaps"),
    ];
    let path = fill(&home, &cells);
    let shown = home.run("merge", &[path.to_str().unwrap()]);
    exits(&shown, 0);
    let told = words(&out(&shown));
    for part in [
        "A sheet for Example Valley IT, made on 31 March 2026.",
        "3 of 3 questions are filled in.",
        "before: to be asked: Example Valley IT after: yes; comment: All but one spare; proof: the IT folder (Dave, 30 March 2026)",
        "sheet Questions, cell D4: \"perhaps\": expected Yes, No, Not applicable or Don't know",
        "Nothing is saved yet: 2 changes.",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert_eq!(answers(&home), ANSWERS, "nothing is saved without a word");
    exits(&home.run("merge", &[path.to_str().unwrap(), "--yes"]), 0);
    let expected = ANSWERS
        .replace(
            "      \"4.5.3\":\n        ask: Example Valley IT\n",
            "      \"4.5.3\":\n        value: yes\n        comment: All but one spare\n        evidence:\n          \
             - kept: the IT folder\n        by: Dave\n        on: 2026-03-30\n",
        )
        .replace(
            "        ask: the example valley IT\n",
            "        value: Copied every night, and tried out in May.\n        by: Example Valley IT\n        on: \
             2026-03-31\n",
        );
    snapbox::assert_data_eq!(answers(&home), snapbox::Data::text(expected).raw());
    let again = home.run("merge", &[path.to_str().unwrap(), "--yes"]);
    assert!(out(&again).contains("Nothing changes."), "{}", out(&again));
}

#[test]
fn a_filled_word_document_and_markdown_come_back_too() {
    let home = home();
    exits(&home.run("ask", &["--format", "docx,markdown"]), 0);
    let document = changed(&home.report(&format!("{SHEET}.docx")), "word/document.xml", |text| {
        text.replacen("Choose an answer", "No", 1)
    });
    let markdown = String::from_utf8(home.report(&format!("{SHEET}.md"))).unwrap();
    let markdown = markdown.replacen("| Your answer (Yes / No / Don't know) | |", "| Your answer | no |", 1);
    for (name, bytes) in [("back.docx", document), ("back.md", markdown.into_bytes())] {
        std::fs::write(home.dir.join(name), bytes).unwrap();
        let told = words(&out(&home.run("merge", &[home.dir.join(name).to_str().unwrap()])));
        for part in ["A sheet for Example Valley IT", "after: no (Example Valley IT, 31 March 2026)", "1 change."] {
            assert!(told.contains(part), "{part} in {told}");
        }
    }
}

/// `tests/sheets/` holds a sheet of this workspace that was filled in and saved again by LibreOffice.
#[test]
fn a_sheet_that_an_office_program_saved_anew_is_read_in_every_form() {
    let home = home();
    for name in ["filled.xlsx", "filled.ods", "filled.docx", "filled.odt"] {
        let path = std::path::Path::new("tests/sheets").join(name);
        let told = words(&out(&home.run("merge", &[path.to_str().unwrap()])));
        for part in [
            "A sheet for Example Valley IT, made on 31 March 2026. 3 of 3 questions are filled in.",
            "after: yes; comment: All but one spare; proof: https://example.org/mfa (Dave Example, 30 March 2026)",
            "after: Copied every night. (Dave Example, 30 March 2026)",
            "Not known there either: 8.1.4.",
        ] {
            assert!(told.contains(part), "{name}: {part} in {told}");
        }
        assert!(!told.contains("Not taken"), "{told}");
    }
}

#[test]
fn personal_data_in_what_comes_back_is_pointed_out() {
    let home = home();
    let say = |words: &str| {
        let args = ["--by", "Dave", "--item", "4.5.3", "--answer", "yes", "--comment", words];
        crate::home::words(&out(&home.run("merge", &args)))
    };
    assert!(say("for 999 012 3454 too").contains("it seems to hold an NHS number; answers are copied"));
    assert!(say("ask ann@rosewood.example.org").contains("it seems to hold an e-mail address"));
    assert!(!say("for everybody").contains("look:"));
}

#[test]
fn of_two_sheets_the_second_is_held_against_the_first() {
    let home = home();
    let yes = fill(&home, &[("D2", "Yes")]);
    let first = home.dir.join("first.xlsx");
    std::fs::rename(yes, &first).unwrap();
    let no = fill(&home, &[("D2", "No"), ("D3", "Every night.")]);
    let told = out(&home.run("merge", &[first.to_str().unwrap(), no.to_str().unwrap(), "--yes"]));
    assert!(words(&told).contains("4.5.3 Second step at sign-in: both sides have an answer"), "{told}");
    assert!(answers(&home).contains("\"4.5.3\":\n        value: yes\n"), "{}", answers(&home));
    assert!(answers(&home).contains("value: Every night."), "{}", answers(&home));
}

#[test]
fn where_both_changed_a_person_chooses() {
    let home = home();
    let path = fill(&home, &[("D2", "No")]);
    let path = path.to_str().unwrap();
    exits(&home.run("merge", &["--item", "4.5.3", "--answer", "yes", "--by", "Dave, phone, 3 March", "--yes"]), 0);
    assert!(answers(&home).contains("by: Dave, phone, 3 March\n"), "{}", answers(&home));
    let before = answers(&home);
    let shown = home.run("merge", &[path, "--yes"]);
    let told = words(&out(&shown));
    for part in ["both sides have an answer", "ours: yes (Dave, phone, 3 March", "theirs: no", "--take theirs"] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert_eq!(answers(&home), before);
    exits(&home.run("merge", &[path, "--yes", "--take", "ours"]), 0);
    assert_eq!(answers(&home), before);
    exits(&home.run("merge", &[path, "--yes", "--take", "theirs"]), 0);
    assert!(
        answers(&home).contains("\"4.5.3\":\n        value: no\n        by: Example Valley IT"),
        "{}",
        answers(&home)
    );
}

#[test]
fn a_worksheet_of_ones_own_takes_the_place_of_what_nobody_touched_since() {
    let home = home();
    exits(&home.run("ask", &["--all", "--format", "markdown"]), 0);
    let text = String::from_utf8(home.report("worksheet-2026-03-31.md")).unwrap();
    assert!(!text.contains("ZA000000"));
    let at = text.find("| Question 1.1.1 |").unwrap();
    let filled = format!("{}{}", &text[..at], text[at..].replacen(" Or: Don't know.) | |", ") | ZB111111 |", 1));
    let path = home.dir.join("done.md");
    std::fs::write(&path, filled).unwrap();
    let told = out(&home.run("merge", &[path.to_str().unwrap(), "--by", "Jo"]));
    assert!(words(&told).contains("after: ZB111111; comment: Nobody else's business (Jo, 31 March 2026)"), "{told}");
    assert!(!told.contains("both sides"), "{told}");
}

#[test]
fn another_persons_answers_merge_by_their_ancestor() {
    let (home, base) = (home(), home());
    let theirs =
        ANSWERS.replace("        ask: HR\n", "        value: yes\n        by: HR\n").replace("ZA000000", "ZB111111");
    let theirs = home.file("theirs.yaml", theirs);
    let theirs = theirs.to_str().unwrap();
    let told = words(&out(&home.run("merge", &[theirs, "--yes"])));
    assert!(told.contains("1.1.1 ICO registration number: both sides have an answer"), "{told}");
    assert!(answers(&home).contains("\"3.2.1\":\n        value: yes\n        by: HR\n"));
    assert!(answers(&home).contains("ZA000000"));
    let base = base.dir.join("answers.yaml");
    exits(&home.run("merge", &[theirs, "--yes", "--base", base.to_str().unwrap()]), 0);
    assert!(
        answers(&home).contains("value: ZB111111\n        comment: Nobody else's business\n"),
        "{}",
        answers(&home)
    );
}

#[test]
fn what_does_not_belong_here_is_refused_with_advice() {
    let home = home();
    let path = fill(&home, &[("D2", "Yes")]);
    let other = Home::new(&ANSWERS.replace("Rosewood Court", "Meadow Home Care"));
    let refused = other.run("merge", &[path.to_str().unwrap()]);
    exits(&refused, 2);
    assert!(words(&said(&refused)).contains("was made for Rosewood Court, and this folder is of Meadow Home Care"));
    exits(&other.run("merge", &[path.to_str().unwrap(), "--renamed"]), 0);
    for (args, part) in [
        (&[][..], "there is nothing to merge"),
        (&["none.xlsx"], "cannot read none.xlsx"),
        (&["Cargo.toml"], "no questions were found in it"),
        (&["--item", "4.5.9", "--answer", "yes", "--by", "Dave"], "there is no item 4.5.9"),
        (&["--item", "4.5.3", "--answer", "perhaps", "--by", "Dave"], "expected Yes, No or Don't know"),
    ] {
        let refused = home.run("merge", args);
        exits(&refused, 2);
        assert!(words(&said(&refused)).contains(part), "{part} in {}", said(&refused));
    }
    for (args, part) in [
        (&["--who", "Nobody"][..], "there are questions for: HR, Example Valley IT"),
        (&["--role", "gardener"], "nown roles: it-supplier"),
        (&["--only", "4.5.33"], "did you mean `4.5.3`?"),
        (&["--format", "pdf"], "nown formats: xlsx, docx, markdown"),
        (&["--by-when", "2026-03-30"], "has passed already"),
    ] {
        let refused = home.run("ask", args);
        exits(&refused, 2);
        assert!(words(&said(&refused)).contains(part), "{part} in {}", said(&refused));
    }
    assert_eq!(answers(&home), ANSWERS);
}

#[test]
fn a_sheet_that_is_there_is_never_written_over() {
    let home = home();
    exits(&home.run("ask", &["--format", "xlsx"]), 0);
    let first = home.report(&format!("{SHEET}.xlsx"));
    exits(&home.run("ask", &["--format", "xlsx"]), 0);
    assert!(!home.dir.join("reports").join(format!("{SHEET}-2.xlsx")).exists(), "the same bytes need no second file");
    std::fs::write(home.dir.join("reports").join(format!("{SHEET}.xlsx")), b"filled in").unwrap();
    exits(&home.run("ask", &["--format", "xlsx"]), 0);
    assert_eq!(home.report(&format!("{SHEET}.xlsx")), b"filled in");
    assert_eq!(home.report(&format!("{SHEET}-2.xlsx")), first, "the same sheet, the same bytes");
}

#[test]
fn a_role_takes_what_is_open_and_fits() {
    let home = home();
    exits(&home.run("ask", &["--role", "IT supplier", "--format", "markdown"]), 0);
    let text = String::from_utf8(home.report("questions-for-it-supplier-2026-03-31.md")).unwrap();
    assert!(text.contains("### 9.5.2 ") && !text.contains("### 1.1.3 "), "{text}");
    assert!(!text.contains("### 4.5.3 "), "that is for somebody else by name");
    for role in dspt::sheet::ROLES {
        let asked = run(&["ask", home.path(), "--date", "2026-03-31", "--role", role.id, "--format", "markdown"]);
        exits(&asked, 0);
    }
    exits(&home.run("ask", &["--who", "Ann Example", "--only", "1.1.1,2", "--format", "markdown"]), 0);
    let text = String::from_utf8(home.report("questions-for-ann-example-2026-03-31.md")).unwrap();
    let asked: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("### ")?.split(' ').next()).collect();
    assert_eq!(asked, ["1.1.1", "2.1.1", "2.2.1"]);
}
