//! Questions that many people answer without a name: asked, counted, told; and nothing that tells who said what.

use std::io::Read;

use super::home::{Home, exits, out, pdf_text, run, said, words};

const ANSWERS: &str = "\
format: 1
organisation: { name: Rosewood Court, kind: care-home }
assessments:
  - pack: dspt-2025-26-social-care   # the toolkit
    published: never
    answers:
      '4.5.3': { value: yes, by: Manager }
# the end
";

/// A part of a Word document.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// What one person types: an answer for each sign, and Enter to hand them in.
fn person(signs: &str) -> String {
    signs.chars().map(|sign| format!("{sign}\n")).collect::<String>() + "\n"
}

fn saved(home: &Home) -> String {
    std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap()
}

fn ask(home: &Home, more: &[&str], lines: &str) -> std::process::Output {
    home.type_in(&[&["everyday", home.path(), "--date", "2026-03-04"], more].concat(), lines)
}

#[test]
fn people_are_asked_one_after_another_and_only_counts_are_kept() {
    let home = Home::new(ANSWERS);
    let lines = [person("ynyyyyyyyyy?"), person("yyyyyyyyyyyy"), person("ynyyyyyyyyyy")].join("\n");
    let first = ask(&home, &[], &format!("{lines}q\n"));
    exits(&first, 0);
    assert!(out(&first).contains("3 people counted; the round of 4 March 2026 has 3 people now."), "{}", out(&first));
    let text = saved(&home);
    assert!(text.contains("# the toolkit") && text.contains("# the end"), "{text}");
    assert!(text.contains(
        "  - pack: everyday-defence\n    answers: {}\n    rounds:\n      - on: 2026-03-04\n        people: 3\n"
    ));
    assert!(text.contains("          ED.1.1.2: { yes: 1, no: 2, unsure: 0 }\n"), "{text}");
    assert!(text.contains("          ED.3.2.1: { yes: 2, no: 0, unsure: 1 }\n"), "{text}");

    // In another order, and with the last one on another day, the same is kept to the byte.
    let other = Home::new(ANSWERS);
    let lines = [person("ynyyyyyyyyyy"), person("ynyyyyyyyyy?")].join("\n");
    exits(&ask(&other, &[], &format!("{lines}q\n")), 0);
    let late = other.type_in(&["everyday", other.path(), "--date", "2026-03-19"], &person("yyyyyyyyyyyy"));
    exits(&late, 0);
    assert_eq!(saved(&other), text);
}

#[test]
fn who_does_not_finish_is_not_counted() {
    for lines in ["y\nn\n", "y\nn\nq\nq\n", "yes\n\nq\n\nb\nn\nq\nq\n"] {
        let home = Home::new(ANSWERS);
        let run = ask(&home, &[], lines);
        exits(&run, 0);
        assert!(words(&out(&run)).contains("nothing that you said is counted or kept"), "{}", out(&run));
        assert!(out(&run).contains("Nobody new was counted."), "{}", out(&run));
        assert!(!saved(&home).contains("rounds"), "{}", saved(&home));
    }
}

#[test]
fn a_person_can_go_back_leave_out_and_change() {
    let home = Home::new(ANSWERS);
    let run = ask(&home, &[], "b\nn\nb\nh\ny\n-\nwhat?\ny\ny\ny\ny\ny\ny\ny\ny\ny\nn\nb\ny\n\nq\n");
    exits(&run, 0);
    let text = saved(&home);
    assert!(text.contains("people: 1\n"), "{text}\n{}", out(&run));
    assert!(text.contains("ED.1.1.1: { yes: 1, no: 0, unsure: 0 }"), "{text}");
    assert!(!text.contains("ED.1.1.2"), "a question that was left out is not counted: {text}");
    assert!(text.contains("ED.3.2.1: { yes: 1, no: 0, unsure: 0 }"), "{text}");
    assert!(words(&out(&run)).contains("Open that email again and take three minutes"), "{}", out(&run));
    assert!(words(&out(&run)).contains("Thank you for saying so. What you can do: Choose one message"));
}

#[test]
fn one_question_is_three_minutes_with_how_to_look() {
    let home = Home::new(ANSWERS);
    let run = ask(&home, &["--only", "ED.1.1.1"], "n\n\n\ny\n\nq\n");
    exits(&run, 0);
    assert!(words(&out(&run)).contains("One question. Say how it really is"));
    assert!(words(&out(&run)).contains("Open that email again and take three minutes"));
    assert!(saved(&home).contains("people: 2\n        counts:\n          ED.1.1.1: { yes: 1, no: 1, unsure: 0 }\n"));
    exits(&ask(&home, &["--only", "ED.1.1.2"], "y\n\nq\n"), 0);
    assert!(saved(&home).contains("people: 2\n"), "the same people may answer another question: {}", saved(&home));
    let wrong = ask(&home, &["--only", "ED.1.1.9"], "");
    exits(&wrong, 2);
    assert!(said(&wrong).contains("there is no item `ED.1.1.9` in everyday-defence"), "{}", said(&wrong));
}

#[test]
fn a_group_names_nobody() {
    let home = Home::new(ANSWERS);
    for name in ["ann@example.org", "999 012 3454"] {
        let run = ask(&home, &["--group", name], &person("yyyyyyyyyyyy"));
        exits(&run, 2);
        assert!(said(&run).contains("the group looks as if it holds"), "{}", said(&run));
        assert!(!said(&run).contains(name), "{}", said(&run));
    }
    assert_eq!(saved(&home), ANSWERS);
    exits(&ask(&home, &["--group", "night\u{1b}[2J \u{202e}staff"], &person("yyyyyyyyyyyy")), 0);
    let status = home.run("status", &["--assessment", "everyday-defence"]);
    exits(&status, 0);
    assert!(!out(&status).contains('\u{1b}') && !out(&status).contains('\u{202e}'));
}

#[test]
fn paper_forms_are_typed_as_rows_of_signs_and_the_last_can_be_taken_back() {
    let home = Home::new(ANSWERS);
    let run = home.type_in(
        &["everyday", "count", home.path(), "--on", "4 March 2026", "--date", "2026-03-31"],
        "yynny?yynyyy\nyynn\nYYYY YYYY YYYY\nundo\nynyyyyyyyyyy\n-----------n\n\n",
    );
    exits(&run, 0);
    let text = words(&out(&run));
    assert!(text.contains("Counted: 8 yes, 3 no, 1 not sure."), "{text}");
    assert!(text.contains("Not counted yet: a form has 12 rows and 4 signs were typed"), "{text}");
    assert!(text.contains("Form 2 was taken back."), "{text}");
    assert!(text.contains("3 forms counted. The round of 4 March 2026 has 3 people now."), "{text}");
    let text = saved(&home);
    assert!(text.contains("- on: 2026-03-04\n        people: 3\n"), "{text}");
    assert!(text.contains("ED.1.1.1: { yes: 2, no: 0, unsure: 0 }"), "{text}");
    assert!(text.contains("ED.1.1.2: { yes: 1, no: 1, unsure: 0 }"), "{text}");
    assert!(text.contains("ED.3.2.1: { yes: 2, no: 1, unsure: 0 }"), "{text}");
    let early = home.type_in(&["everyday", "count", home.path(), "--on", "2026-04-01", "--date", "2026-03-31"], "");
    exits(&early, 2);
    assert!(said(&early).contains("1 April 2026 has not come yet"), "{}", said(&early));
}

#[track_caller]
fn tallied(table: &str, more: &[&str], expected: &str) -> String {
    let home = Home::new(ANSWERS);
    let path = home.dir.join("counts.csv");
    std::fs::write(&path, table).unwrap();
    let run =
        run(&[&["everyday", "count", home.path(), "--date", "2026-03-31", "--from", path.to_str().unwrap()], more]
            .concat());
    let all = format!("{}{}", out(&run), said(&run));
    assert!(all.contains(expected), "{all}");
    saved(&home)
}

#[test]
fn a_tallied_table_is_taken_in_or_refused_with_the_line() {
    let sound = "\u{FEFF}item,yes,no,unsure,question\r\nED.1.1.1,7,3,1,\"Can, this\"\r\nED.1.1.2,2,,\r\n";
    assert!(tallied(sound, &[], "Counted 11 people, and saved.").contains("ED.1.1.2: { yes: 2, no: 0, unsure: 0 }"));
    assert!(tallied(&sound.replace(',', ";"), &["--people", "12"], "Counted 12 people").contains("people: 12"));
    for (table, more, expected) in [
        ("", &[][..], "the table is empty"),
        ("a,b\n", &[], "its first line lacks one of the columns item, yes and no"),
        ("item,yes,no\nED.1.1.9,1,1\n", &[], "line 2: there is no item `ED.1.1.9`"),
        ("item,yes,no\n\nED.1.1.1,1,-1\n", &[], "line 3: `-1` is not a number of people"),
        ("item,yes,no\nED.1.1.1,1,99999999999\n", &[], "is not a number of people"),
        ("item,yes,no\nED.1.1.1,1,1\nED.1.1.1,1,1\n", &[], "line 3: item ED.1.1.1 is there twice"),
        ("item,yes,no\nED.1.1.1,,\n", &[], "it holds no figures"),
        ("item,yes,no\nED.1.1.1,4,4\n", &["--people", "7"], "item ED.1.1.1 has 8 answers, and --people says 7"),
    ] {
        assert_eq!(tallied(table, more, expected), ANSWERS, "{table}");
    }
}

/// Eleven people, four of them at night.
fn eleven() -> Home {
    let home = Home::new(ANSWERS);
    let forms = |group: &str, lines: &str| {
        exits(&home.type_in(&["everyday", "count", home.path(), "--on", "4/3/2026", "--group", group], lines), 0);
    };
    forms("day staff", &"ynyyyyyyyyyy\n".repeat(7));
    forms("=night|staff", &"nyy?yyyyyyyy\n".repeat(4));
    home
}

#[test]
fn what_came_of_it_is_told_with_counts_and_without_small_groups() {
    let home = eleven();
    let run_all = |more: &[&str]| run(&[&["everyday", "results", home.path(), "--date", "2026-03-31"], more].concat());
    let text = run_all(&[]);
    exits(&text, 0);
    let said = words(&out(&text));
    assert!(said.contains("11 people answered in the round of 4 March 2026; 9 of 12 habits are safe"), "{said}");
    assert!(said.contains("1. Is this caller who they say they are? 4 of 11 (36%) said yes."), "{said}");
    assert!(said.contains("No groups are shown"), "{said}");
    assert!(!said.contains("night") && !said.contains("day staff"), "{said}");
    exits(&run_all(&["--format", "markdown,pdf,html,csv,text"]), 0);
    let kept = |ending: &str| home.report(&format!("everyday-defence-results.{ending}"));
    for ending in ["md", "pdf", "html", "csv"] {
        let first = kept(ending);
        exits(&run_all(&["--format", "markdown,pdf,html,csv"]), 0);
        assert_eq!(first, kept(ending), "the same bytes each time: {ending}");
    }
    let markdown = String::from_utf8(kept("md")).unwrap();
    assert!(
        markdown.contains("| ED.1.1.2 | Is this caller who they say they are? | **4 of 11 (36%)** | 0 | – |"),
        "{markdown}"
    );
    assert!(words(&pdf_text(&kept("pdf"))).contains("11 people answered in the round of 4 March 2026"));
    let page = String::from_utf8(kept("html")).unwrap();
    assert!(page.contains("<strong>4 of 11 (36%)</strong>"), "{page}");
    let csv = String::from_utf8(kept("csv")).unwrap();
    assert!(csv.contains("ED.1.2.2,Is this the right way to send it?,7,0,4,11,63,\r\n"), "{csv}");
    let status = home.run("status", &[]);
    assert!(words(&out(&status)).contains("Everyday defence: 11 people answered in the round of 4 March 2026"));
}

#[test]
fn what_many_people_said_is_proposed_for_the_toolkit_and_never_set() {
    let home = eleven();
    exits(&home.run("report", &["--format", "markdown"]), 0);
    let report = words(&String::from_utf8(home.report("report.md")).unwrap());
    assert!(
        report.contains(
            "**Suggestion:** 11 people answered Everyday defence in the round of 4 March 2026, and fewer than 80% gave the \
             safe answer to “Is this caller who they say they are?” 4 of 11 (36%)"
        ),
        "{report}"
    );
    assert!(report.contains("**Suggestion:** 11 people looked at their own habits with Everyday defence"), "{report}");
    let talk = home.type_in(&["interview", home.path(), "--date", "2026-03-31", "--only", "3.1.1"], "q\n");
    exits(&talk, 0);
    assert!(words(&out(&talk)).contains("Note: 11 people answered Everyday defence in the round"), "{}", out(&talk));
    let results = run(&["everyday", "results", home.path(), "--date", "2026-03-31"]);
    assert!(words(&out(&results)).contains("- 3.1.1 Training needs worked out (DSPT 2025-26): 11 people answered"));
    // More than twelve months later it says nothing of today.
    let late = run(&["everyday", "results", home.path(), "--date", "2027-03-31"]);
    assert!(!words(&out(&late)).contains("3.1.1 Training needs"), "{}", out(&late));
    exits(&run(&["report", home.path(), "--format", "markdown", "--date", "2027-03-31"]), 0);
    assert!(!String::from_utf8(home.report("report.md")).unwrap().contains("11 people"));
    assert!(!saved(&home).contains("\"3.1.1\""));
}

#[test]
fn few_people_are_counted_and_no_output_shows_what_they_said() {
    let home = Home::new(ANSWERS);
    exits(&ask(&home, &[], &format!("{}q\n", person("nnnnnnnnnnnn"))), 0);
    let run_all = |more: &[&str]| run(&[&["everyday", "results", home.path(), "--date", "2026-03-31"], more].concat());
    let mut outputs = vec![out(&run_all(&[])), out(&run_all(&["--plain"])), out(&home.run("status", &["-v"]))];
    exits(&run_all(&["--format", "markdown,pdf,html,csv"]), 0);
    outputs.push(String::from_utf8(home.report("everyday-defence-results.html")).unwrap());
    outputs.push(String::from_utf8(home.report("everyday-defence-results.md")).unwrap());
    outputs.push(String::from_utf8(home.report("everyday-defence-results.csv")).unwrap());
    outputs.push(pdf_text(&home.report("everyday-defence-results.pdf")));
    for output in outputs {
        assert!(!output.contains("0 of 1 (") && !output.contains("(0%)") && !output.contains(",1,"), "{output}");
    }
}

#[test]
fn a_form_to_print_has_no_room_for_a_name_and_a_tally_that_was_filled_in_is_kept() {
    let home = Home::new(&ANSWERS.replace("Rosewood Court", "\"Rosewood | <b>Court\""));
    let sheet = || run(&["everyday", "sheet", home.path(), "--date", "2026-03-31"]);
    exits(&sheet(), 0);
    let text = String::from_utf8(home.report("everyday-defence-form.md")).unwrap();
    assert!(text.contains("Rosewood \\| \\<b\\>Court"), "{text}");
    assert_eq!(text.matches('\u{2610}').count(), 36);
    assert!(text.contains("Do not write your name."), "{text}");
    let docx = part(&home.report("everyday-defence-form.docx"), "word/document.xml");
    assert_eq!(docx.matches('\u{2610}').count(), 36);
    assert!(docx.contains("Rosewood | &lt;b&gt;Court"), "{docx}");
    let first = home.report("everyday-defence-form.docx");
    let tally = home.dir.join("reports/everyday-defence-counts.csv");
    std::fs::write(&tally, "item,yes,no,unsure\nED.1.1.1,5,0,0\n").unwrap();
    let again = sheet();
    exits(&again, 0);
    assert_eq!(first, home.report("everyday-defence-form.docx"));
    assert!(std::fs::read_to_string(&tally).unwrap().contains("5,0,0"), "what was filled in stays");
    assert!(said(&again).contains("everyday-defence-counts-2.csv"), "{}", said(&again));
    assert!(!saved(&home).contains("everyday-defence"), "printing begins nothing");
}

#[test]
fn what_one_person_answers_is_not_asked_here() {
    let home = eleven();
    for (command, more) in [
        ("interview", &[][..]),
        ("ask", &["--role", "it-supplier"]),
        ("portal", &[]),
        ("plan", &[]),
        ("report", &[]),
        ("assess", &[]),
        ("sign", &["--by", "Jo Example", "--role", "Manager"]),
        ("publish", &["--level", "safe-habits", "--on", "2026-03-04"]),
    ] {
        let run = home.run(command, &[&["--assessment", "everyday-defence"], more].concat());
        exits(&run, 2);
        assert!(said(&run).contains("Everyday defence is answered by many people"), "{command}: {}", said(&run));
        assert!(said(&run).contains("dspt everyday"), "{command}: {}", said(&run));
    }
    let other = run(&["everyday", home.path(), "--assessment", "dspt-2025-26-social-care"]);
    exits(&other, 2);
    assert!(said(&other).contains("is not answered by many people"), "{}", said(&other));
}

#[track_caller]
fn faulty(rounds: &str, expected: &[&str]) {
    let home = Home::new(&format!("{}  - pack: everyday-defence\n{rounds}", ANSWERS.replace("# the end\n", "")));
    let run = home.run("status", &[]);
    exits(&run, 2);
    for words in expected {
        assert!(said(&run).contains(words), "{}", said(&run));
    }
}

#[test]
fn counts_that_can_not_be_are_faults_with_their_line() {
    let round = |counts: &str| {
        format!("    rounds:\n      - on: 2026-03-04\n        people: 3\n        counts: {{{counts}}}\n")
    };
    faulty(&round("ED.1.1.1: {yes: 2, no: 1, unsure: 1}"), &[":12:", "4 answers are more than the 3 people"]);
    faulty(&round("ED.1.1.7: {yes: 1}"), &[":12:", "there is no item ED.1.1.7 in everyday-defence"]);
    faulty(&round("ED.1.1.1: {yes: -1}"), &[":12:"]);
    faulty(&round("ED.1.1.1: {yse: 1}"), &[":12:", "yse"]);
    faulty(&round("ED.1.1.1: {yes: 4294967295, no: 4294967295}"), &["8589934590 answers are more than the 3 people"]);
    let twice = round("ED.1.1.1: {yes: 1}");
    let twice = format!("{twice}{}", twice.replace("    rounds:\n", ""));
    faulty(&twice, &["the round of 2026-03-04 is there twice"]);
    faulty(
        &round("").replace("people: 3", "people: 3\n        group: ann@example.org"),
        &["a `group` is the name of a team"],
    );
    faulty("    answers: { ED.1.1.1: { value: yes } }\n", &["keeps no answer of one person"]);
    let home = Home::new(
        &ANSWERS.replace("    answers:\n", "    rounds: [{on: 2026-03-04, people: 1, counts: {}}]\n    answers:\n"),
    );
    let run = home.run("status", &[]);
    exits(&run, 2);
    assert!(said(&run).contains("dspt-2025-26-social-care takes no rounds"), "{}", said(&run));
}
