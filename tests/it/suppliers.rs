//! A supplier from the first question to the toolkit's proposal; and files that speak for one party only.

use std::path::Path;

use super::home::{Home, TODAY, exits, out, pdf_text, run, said, words};

const NAME: &str = "Example Care Systems Ltd";
const FOLDER: &str = "suppliers/example-care-systems-ltd";

const OWN: &str = "\
format: 1
organisation:
  name: Rosewood Court
  kind: care-home
assessments:
  - pack: dspt-2025-26-social-care
    published: never
    answers:
      # ours
      \"4.5.3\": { value: yes, by: Manager, on: 2026-03-02 }
";

const LETTER: &str = "\
Penetration test: summary letter
Example Testers Ltd for Example Care Systems Ltd, 12 January 2026
Tested by: D. Nemo, Example Testers. Test dates: 5 to 9 January 2026.
Scope: Example Care Records version 8, web application and its API.
Methodology: with and without an account. Findings: critical 0, high 1, medium 2. CVSS scores are in the full report.
Remediation: the high finding was closed. Retest 2 February 2026: all mended.
";

const CERTIFICATE: &str = "\
CYBER ESSENTIALS PLUS
Certificate awarded to Example Care Systems Limited
Scope: whole organisation
Certificate number: CE-TEST-0003
Certification body: Example Assessors Ltd
Date of certification: 3 June 2025
Recertification due: 3 June 2026
";

/// Runs a command about suppliers over a workspace.
fn supplier(home: &Home, command: &str, name: Option<&str>, more: &[&str]) -> std::process::Output {
    let mut args = vec!["supplier", command];
    args.extend(name);
    args.push(home.path());
    run(&[&args[..], &["--date", TODAY], more].concat())
}

fn begun() -> Home {
    let home = Home::new(OWN);
    exits(&supplier(&home, "new", Some(NAME), &["--product", "Example Care Records"]), 0);
    home
}

fn answers(home: &Home) -> String {
    std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap()
}

/// A sheet in Markdown with boxes filled in: question, answer, details, proof.
fn filled(home: &Home, said: &[(&str, &str, &str, &str)]) -> String {
    exits(&supplier(home, "sheet", Some(NAME), &["--format", "markdown"]), 0);
    let name = format!("questions-for-example-care-systems-ltd-{TODAY}.md");
    let mut text = String::from_utf8(home.report(&name)).unwrap();
    text = text.replacen("| Your name | |", "| Your name | Kim Example |", 1).replacen(
        "| Date | |",
        "| Date | 20/3/2026 |",
        1,
    );
    for (id, answer, details, proof) in said {
        let from = text.find(&format!("| Question {id} |")).unwrap_or_else(|| panic!("{id} is asked"));
        let to = from + text[from..].find("\n\n").unwrap();
        let rows: Vec<String> = text[from..to]
            .lines()
            .map(|row| match row {
                row if row.starts_with("| Your answer") => format!("{}{answer} |", row.trim_end_matches('|')),
                row if row.starts_with("| Details") => format!("| Details or comment | {details} |"),
                row if row.starts_with("| Where the proof is") => format!("| Where the proof is | {proof} |"),
                row => row.to_owned(),
            })
            .collect();
        text.replace_range(from..to, &rows.join("\n"));
    }
    let path = home.dir.join("came back.md");
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The page about the supplier, as Markdown.
fn page(home: &Home) -> String {
    let shown = supplier(home, "report", Some(NAME), &["--format", "markdown", "-o", "-"]);
    exits(&shown, 0);
    out(&shown)
}

/// The row of a control in the page.
fn row(page: &str, control: &str) -> String {
    let row = page.lines().find(|line| line.starts_with(&format!("| {control} ")));
    row.unwrap_or_else(|| panic!("{control} in {page}")).to_owned()
}

#[test]
fn a_supplier_goes_from_the_first_question_to_the_toolkit() {
    let home = begun();
    let text = answers(&home);
    assert!(text.contains("      # ours\n"), "{text}");
    for line in
        ["subject: Example Care Systems Ltd", "product: Example Care Records", &format!("evidence-in: {FOLDER}")]
    {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(home.dir.join("evidence").join(FOLDER).is_dir());

    let back = filled(
        &home,
        &[
            ("S.1.1", "Yes", "TLS 1.2 and 1.3", ""),
            ("S.11.1", "Yes", "", "letter.txt"),
            ("S.11.2", "Yes", "", "see letter.txt, last line; the trust centre"),
            ("S.12.1", "We do not share this", "It is confidential", ""),
            ("Q.2.1", "Yes", "", "certificate.txt"),
            ("Q.9.1", "Not applicable", "It is a rota", ""),
        ],
    );
    assert!(answers(&home).contains("asked: 2026-03-31"), "{}", answers(&home));
    // The sheet says whose it is: nobody has to choose the assessment.
    let merged = run(&["merge", home.path(), &back, "--yes", "--date", TODAY]);
    exits(&merged, 0);
    assert!(out(&merged).contains("Saved 6 changes"), "{}", out(&merged));
    assert!(answers(&home).contains("refused: It is confidential"), "{}", answers(&home));
    assert!(row(&page(&home), "S.11").contains("“letter.txt” is named, and is not among the files"), "{}", page(&home));

    let sent = home.dir.join("sent");
    std::fs::create_dir(&sent).unwrap();
    std::fs::write(sent.join("letter.txt"), LETTER).unwrap();
    std::fs::write(sent.join("certificate.txt"), CERTIFICATE).unwrap();
    let (letter, certificate) = (sent.join("letter.txt"), sent.join("certificate.txt"));
    let files = [letter.to_str().unwrap(), certificate.to_str().unwrap()];
    let taken = run(&[&["supplier", "take", NAME, home.path()], &files[..], &["--date", TODAY]].concat());
    exits(&taken, 0);
    assert!(words(&out(&taken)).contains("3 answers name these files, and are tied to them now."), "{}", out(&taken));
    assert!(letter.is_file(), "it is copied, not moved");
    let text = answers(&home);
    assert!(text.contains(&format!("- file: {FOLDER}/letter.txt\n")), "{text}");
    assert!(text.contains(&format!("sha256: {}", dspt::scan::sha256(LETTER.as_bytes()))), "{text}");
    assert!(text.contains("kept: the trust centre"), "what was not sent stays said: {text}");

    let page = page(&home);
    assert!(row(&page, "S.11").contains("| strong |"), "{page}");
    assert!(row(&page, "S.1").contains("| **none** | Encrypted between your own systems: no answer."), "{page}");
    assert!(row(&page, "S.12").contains("an answer was refused: It is confidential"), "{page}");
    assert!(
        page.contains("| Cyber Essentials certificate | certificate.txt | 3 June 2025 | 3 June 2026 | In date |"),
        "{page}"
    );
    assert!(!page.contains("Q.9 "), "what does not apply has no grade: {page}");

    exits(&supplier(&home, "report", Some(NAME), &["--format", "markdown,pdf,html"]), 0);
    let page = String::from_utf8(home.report("supplier-example-care-systems-ltd.html")).unwrap();
    assert!(page.contains("<h2>What to ask next</h2>"), "{page}");
    let pdf = words(&pdf_text(&home.report("supplier-example-care-systems-ltd.pdf")));
    assert!(pdf.contains("Example Care Records") && pdf.contains("What to ask next"), "{pdf}");

    exits(&supplier(&home, "new", Some("Example Rota"), &[]), 0);
    exits(&supplier(&home, "compare", None, &["--format", "csv,pdf,markdown"]), 0);
    let table = String::from_utf8(home.report("suppliers.csv")).unwrap();
    assert!(table.contains("No.,Control,Example Care Systems Ltd (Example Care Records),Example Rota\r\n"), "{table}");
    assert!(table.contains("S.11,Experts have tried to break in,strong,none\r\n"), "{table}");
    let listed = words(&out(&supplier(&home, "list", None, &["--plain"])));
    assert!(listed.contains("asked 31 March 2026, 6 of 46 answered. Controls: 2 strong, 21 none."), "{listed}");

    // The toolkit's own item is proposed an answer, and is not answered.
    let report = out(&home.run("report", &["--format", "markdown", "-o", "-"]));
    assert!(
        report.contains(
            "- **From suppliers:** 1 of 2 suppliers answered; 1 shows a certificate in date: Example Care Systems Ltd \
             (Cyber Essentials, strong); not: Example Rota (has not answered); you can attach what they sent: \
             suppliers/example-care-systems-ltd/certificate.txt (Example Care Systems Ltd)."
        ),
        "{report}"
    );
    assert!(!answers(&home).contains("10.2.1"));
    let asked = home.type_in(&["interview", home.path(), "--only", "10.2.1", "--date", TODAY], "q\n");
    assert!(words(&out(&asked)).contains("From suppliers: 1 of 2 suppliers answered;"), "{}", out(&asked));
    let status = out(&home.run("status", &[]));
    assert!(status.starts_with("Rosewood Court\nData Security and Protection Toolkit"), "{status}");
    assert!(status.contains("2 suppliers are asked about security here: dspt supplier list"), "{status}");
}

/// The first example of a check that gives an outcome.
fn example(check: &str, outcome: &str) -> String {
    let of = |entry: walkdir::DirEntry| {
        entry.path().file_stem().is_some_and(|name| name == check).then(|| entry.into_path())
    };
    let path = walkdir::WalkDir::new("assertions/checks").into_iter().filter_map(|entry| of(entry.unwrap())).next();
    let yaml: serde_json::Value = serde_yaml::from_str(&std::fs::read_to_string(path.unwrap()).unwrap()).unwrap();
    yaml["examples"][outcome][0].as_str().unwrap().to_owned()
}

#[test]
fn a_file_speaks_for_the_party_in_whose_folder_it_lies() {
    const CHECK: &str = "mfa-enforced-for-everyone";
    let said_of = |home: &Home, subject: &[&str], item: &str| {
        let report = out(&home.run("report", &[&["--format", "markdown", "-o", "-"], subject].concat()));
        let from = report.find(&format!("#### {item} ")).unwrap_or_else(|| panic!("{item} in {report}"));
        let to = report[from + 5..].find("\n#### ").map_or(report.len(), |at| from + 5 + at);
        report[from..to].to_owned()
    };
    let about = ["--subject", NAME];
    let answered = || {
        let home = begun();
        exits(
            &run(&[
                "merge",
                home.path(),
                "--subject",
                NAME,
                "--by",
                "Kim",
                "--item",
                "S.3.2",
                "--answer",
                "yes",
                "--yes",
            ]),
            0,
        );
        home
    };
    for outcome in ["pass", "fail"] {
        let export = example(CHECK, outcome);
        let alone = (said_of(&answered(), &about, "S.3.2"), said_of(&answered(), &[], "4.5.3"));

        // The care home's export says nothing of the supplier.
        let home = answered();
        home.file("it/export.json", &export);
        assert_eq!(said_of(&home, &about, "S.3.2"), alone.0, "{outcome}");
        let own = said_of(&home, &[], "4.5.3");
        assert!(own.contains("it/export.json"), "{own}");
        // Attaching it does not make it speak either.
        exits(
            &run(&[
                "merge",
                home.path(),
                "--subject",
                NAME,
                "--by",
                "Kim",
                "--item",
                "S.3.2",
                "--answer",
                "yes",
                "--proof",
                "it/export.json",
                "--yes",
            ]),
            0,
        );
        let shown = said_of(&home, &about, "S.3.2");
        assert!(shown.contains("- **Grade:** **weak**"), "{shown}");

        // The supplier's says nothing of the care home.
        let home = answered();
        home.file(&format!("{FOLDER}/export.json"), &export);
        assert_eq!(said_of(&home, &[], "4.5.3"), alone.1, "{outcome}");
        let theirs = said_of(&home, &about, "S.3.2");
        let grade = if outcome == "pass" { "strong" } else { "none" };
        assert!(theirs.contains(&format!("- **Grade:** **{grade}**")), "{theirs}");
        assert!(theirs.contains(&format!("{FOLDER}/export.json:")), "with file and line: {theirs}");
    }
}

#[test]
fn a_newer_register_of_one_party_does_not_make_that_of_another_history() {
    let home = begun();
    let certificate = |year: &str| CERTIFICATE.replace("3 June 2025", &format!("3 June {year}"));
    home.file(&format!("{FOLDER}/certificate.txt"), certificate("2025"));
    home.file("our certificate.txt", certificate("2024").replace("Example Care Systems", "Rosewood Court"));
    let page = page(&home);
    assert!(page.contains("| Cyber Essentials certificate | certificate.txt |"), "{page}");
    assert!(!page.contains("our certificate"), "{page}");
    let own = out(&home.run("report", &["--format", "markdown", "-o", "-"]));
    assert!(own.contains("| our certificate.txt |") && !own.contains("| suppliers/"), "{own}");
}

#[test]
fn a_supplier_that_is_there_is_left_as_it_is() {
    let home = begun();
    let before = answers(&home);
    for again in [NAME, "example care systems LTD", "The Example Care Systems Ltd"] {
        let refused = supplier(&home, "new", Some(again), &[]);
        exits(&refused, 2);
        assert!(said(&refused).contains("is there already, and was left as it is"), "{}", said(&refused));
    }
    assert_eq!(answers(&home), before);
}

#[test]
fn two_names_that_would_share_a_folder_get_two() {
    let home = begun();
    exits(&supplier(&home, "new", Some("Example Care Systems, Ltd!"), &[]), 0);
    assert!(answers(&home).contains("evidence-in: suppliers/example-care-systems-ltd-2"), "{}", answers(&home));
}

#[test]
fn a_folder_speaks_for_one_assessment_below_the_evidence() {
    let with = |lines: &str| {
        let home = Home::new(&format!("{OWN}  - pack: supplier-assurance\n{lines}    answers: {{}}\n"));
        let status = home.run("status", &[]);
        (status.status.code(), words(&said(&status)))
    };
    for (lines, fault) in [
        ("    subject: A\n", "needs its `subject` and `evidence-in`"),
        ("    evidence-in: suppliers/a\n", "needs its `subject` and `evidence-in`"),
        ("    subject: A\n    evidence-in: ../a\n", "stays inside it"),
        ("    subject: A\n    evidence-in: /etc\n", "stays inside it"),
        ("    subject: A\n    evidence-in: suppliers\\a\n", "forward slashes"),
        ("    subject: A\n    evidence-in: ./a\n", "leave `.` out of the path"),
        (
            "    subject: A\n    evidence-in: suppliers/a\n    answers: {}\n  - pack: supplier-assurance\n    subject: B\n    \
             evidence-in: suppliers/a/b\n",
            "speaks for another assessment already",
        ),
    ] {
        let (code, words) = with(lines);
        assert_eq!(code, Some(2), "{lines}");
        assert!(words.contains(fault), "{lines}: {words}");
    }
}

#[test]
fn a_hostile_name_is_inert_wherever_it_goes() {
    let home = Home::new(OWN);
    for name in ["a\u{1b}[2Jb", "\u{202e}dtL", "", "../..", "\u{0}"] {
        let refused = run(&["supplier", "new", &name.replace('\u{0}', ""), home.path()]);
        exits(&refused, 2);
        assert!(!said(&refused).contains(['\u{1b}', '\u{202e}']), "{:?}", said(&refused));
    }
    assert_eq!(answers(&home), OWN);
    let name = "=HYPERLINK(\"x\") | **B** [c](d) <e> ../../f";
    exits(&supplier(&home, "new", Some(name), &["--product", "@SUM(A1)"]), 0);
    assert!(answers(&home).contains("evidence-in: suppliers/hyperlink-x-b-c-d-e-f"), "{}", answers(&home));
    let folders: Vec<_> =
        walkdir::WalkDir::new(home.dir.join("evidence")).into_iter().map(|entry| entry.unwrap()).collect();
    assert_eq!(folders.len(), 3, "{folders:?}");
    exits(&supplier(&home, "sheet", Some(name), &[]), 0);
    exits(&supplier(&home, "compare", None, &["--format", "csv,markdown,pdf,html"]), 0);
    let table = String::from_utf8(home.report("suppliers.csv")).unwrap();
    assert!(table.contains(",\"'=HYPERLINK(\"\"x\"\")"), "{table}");
    let text = String::from_utf8(home.report("suppliers.md")).unwrap();
    assert!(text.contains("\\|") && text.contains("\\[c\\](d)") && !text.contains("<e>"), "{text}");
    let page = String::from_utf8(home.report("suppliers.html")).unwrap();
    assert!(page.contains("[c](d)") && page.contains("&lt;e&gt;") && !page.contains("<e>"), "{page}");
    exits(&supplier(&home, "report", Some(name), &[]), 0);
    // A sign that commands, written by hand.
    let by_hand = Home::new(&format!(
        "{OWN}  - pack: supplier-assurance\n    subject: \"a\\e[2Jb\"\n    evidence-in: suppliers/a\n    answers: {{}}\n"
    ));
    for output in [supplier(&by_hand, "list", None, &[]), supplier(&by_hand, "compare", None, &[])] {
        exits(&output, 0);
        assert!(!out(&output).contains('\u{1b}'), "{:?}", out(&output));
    }
}

#[test]
fn the_same_files_give_the_same_pages() {
    let made = || {
        let home = begun();
        home.file(&format!("{FOLDER}/letter.txt"), LETTER);
        exits(&supplier(&home, "report", Some(NAME), &[]), 0);
        exits(&supplier(&home, "compare", None, &["--format", "markdown,pdf,html,csv"]), 0);
        exits(&supplier(&home, "sheet", Some(NAME), &[]), 0);
        let mut files: Vec<_> =
            std::fs::read_dir(home.dir.join("reports")).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        files.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect::<Vec<_>>()
    };
    let (one, other) = (made(), made());
    assert_eq!(one.len(), 9);
    assert!(one == other, "{:?}", one.iter().map(|(name, _)| name).collect::<Vec<_>>());
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn nothing_to_compare_is_said() {
    let home = Home::new(OWN);
    let refused = supplier(&home, "compare", None, &[]);
    exits(&refused, 2);
    assert!(said(&refused).contains("there is no supplier to compare yet"), "{}", said(&refused));
    let listed = supplier(&home, "list", None, &[]);
    exits(&listed, 0);
    assert!(out(&listed).contains("No supplier was asked yet."), "{}", out(&listed));
    for (command, more) in [("report", &[][..]), ("sheet", &[]), ("take", &["answers.yaml"])] {
        exits(&supplier(&home, command, Some("Nobody"), more), 2);
    }
}

#[test]
fn the_sheet_asks_again_only_for_what_was_not_shown() {
    let home = begun();
    home.file(&format!("{FOLDER}/letter.txt"), LETTER);
    exits(
        &run(&["merge", home.path(), "--subject", NAME, "--by", "Kim", "--item", "S.11.1", "--answer", "yes", "--yes"]),
        0,
    );
    exits(
        &run(&["merge", home.path(), "--subject", NAME, "--by", "Kim", "--item", "S.1.1", "--answer", "yes", "--yes"]),
        0,
    );
    let asked = |more: &[&str]| {
        let printed = supplier(&home, "sheet", Some(NAME), &[&["--format", "markdown"], more].concat());
        exits(&printed, 0);
        let wrote = said(&printed).lines().find_map(|line| Some(line.strip_prefix("wrote ")?.to_owned())).unwrap();
        let text = std::fs::read_to_string(wrote).unwrap();
        ["S.1.1", "S.11.1"].map(|id| text.contains(&format!("### {id} ")))
    };
    assert_eq!(asked(&[]), [true, false]);
    assert_eq!(asked(&["--all"]), [true, true]);
}

#[test]
fn every_item_that_a_pack_feeds_is_there() {
    for folder in std::fs::read_dir("assertions").unwrap() {
        let path = folder.unwrap().path().join("pack.yaml");
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let pack: dspt::model::Pack = dspt::model::yaml::Yaml::new("pack.yaml", &text).read().unwrap();
        for feed in pack.items().flat_map(|(_, _, item)| &item.feeds) {
            let other = std::fs::read_to_string(format!("assertions/{}/pack.yaml", feed.pack)).unwrap();
            let other: dspt::model::Pack = dspt::model::yaml::Yaml::new("pack.yaml", &other).read().unwrap();
            assert!(other.item(&feed.item).is_some(), "{} feeds {} {}", pack.id, feed.pack, feed.item);
        }
    }
}
