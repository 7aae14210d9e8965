//! Bad evidence is named with its reason and stops nothing; bad words stay words.

use std::{collections::BTreeMap, fs::File, time::Instant};

use super::home::{Home, answers, exits, fixture, out, package, pdf_text, run, said, words};

/// What a scan says of each file, by path: `read`, or the reason why not.
fn readings(home: &Home) -> BTreeMap<String, String> {
    let scanned = home.run("scan", &["--format", "json"]);
    exits(&scanned, 0);
    let scan: serde_json::Value = serde_json::from_str(&out(&scanned)).unwrap();
    let files = scan["scan"]["files"].as_array().unwrap().iter().map(|file| {
        let reading = &file["reading"];
        let state = reading["state"].as_str().unwrap();
        let says = reading["reason"].as_str().map_or(state.to_owned(), |reason| format!("{state}: {reason}"));
        (file["path"].as_str().unwrap().to_owned(), says)
    });
    let mut readings: BTreeMap<String, String> = files.collect();
    for problem in scan["scan"]["problems"].as_array().unwrap() {
        let problem = problem.as_str().unwrap();
        let (name, reason) = [" is ", " cannot "].iter().find_map(|verb| problem.split_once(verb)).unwrap();
        readings.insert(name.to_owned(), format!("problem: {reason}"));
    }
    readings
}

fn empty() -> Home {
    let home = Home::new(&answers("dspt-2025-26-social-care", &[], &[]));
    home.file(
        "good.csv",
        "Device name,OS,OS version,Last check-in,Encrypted\nLAPTOP-01,Windows,10.0.26100.3476,2026-03-29,True\n",
    );
    home
}

#[test]
fn every_broken_file_has_a_reason_and_none_stops_the_scan() {
    let home = empty();
    let broken = [
        ("docx/cut-off.docx", "cut off"),
        ("docx/bomb.docx", "unpacks to far more"),
        ("pdf/cut-off.pdf", "cut off"),
        ("pdf/user-password-r4.pdf", "password"),
        ("pdf/user-password-r6.pdf", "password"),
        ("pdf/scan.pdf", "pictures without text"),
        ("xlsx/password.xlsx", "password"),
        ("image/photo.jpg", "photo"),
        ("mislabelled/photo.pdf", "photo"),
        ("pdf/deep.pdf", "damaged"),
    ];
    for (from, _) in broken {
        fixture(&home, from, from);
    }
    let read = [
        "mislabelled/words.xlsx",
        "pdf/owner-password-r4.pdf",
        "mislabelled/policy.docx",
        "mislabelled/workbook.docx",
        "docx/deep.docx",
    ];
    for from in read {
        fixture(&home, from, from);
    }
    home.file("placeholder.docx", "");
    home.file("zeros.pdf", vec![0; 4096]);
    let found = readings(&home);
    for (name, reason) in broken {
        let says = &found[name];
        assert!(says.starts_with("unreadable: "), "{name}: {says}");
        assert!(says.contains(reason), "{name}: {says}");
    }
    for name in read {
        assert_eq!(found[name], "read", "{name}");
    }
    for name in ["placeholder.docx", "zeros.pdf"] {
        assert!(found[name].contains("may not have been downloaded from OneDrive"), "{name}: {}", found[name]);
    }
    assert_eq!(found["good.csv"], "read");
}

#[test]
fn junk_that_begins_with_any_byte_is_survived() {
    let home = empty();
    // Junk that is the same in each run.
    let mut seed: u32 = 1;
    let mut junk = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed.to_be_bytes()[0]
    };
    for first in 0..=255_u8 {
        let ending = ["docx", "xlsx", "pdf", "csv", "json", "txt", "xls", "eml", "html", "rtf", "odt", "url"];
        let ending = ending[usize::from(first) % ending.len()];
        let bytes: Vec<u8> = std::iter::once(first).chain((0..300).map(|_| junk())).collect();
        home.file(&format!("{first:03}.{ending}"), bytes);
    }
    for (ending, magic) in [
        ("docx", &b"PK\x03\x04"[..]),
        ("xlsx", b"PK\x03\x04\x14\x00"),
        ("pdf", b"%PDF-1.7\n"),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("rtf", b"{\\rtf1"),
        ("json", b"[{\"a\":"),
        ("html", b"<html><body>"),
        ("eml", b"From: a\r\nSubject: b\r\nContent-Type: multipart/mixed; boundary=\"\"\r\n\r\n"),
    ] {
        let bytes: Vec<u8> = magic.iter().copied().chain((0..2000).map(|_| junk())).collect();
        home.file(&format!("magic.{ending}"), bytes);
    }
    let found = readings(&home);
    assert_eq!(found.len(), 256 + 8 + 1);
    assert_eq!(found["good.csv"], "read");
}

#[test]
fn depth_and_size_are_bounded_in_time() {
    let home = empty();
    home.file("deep.json", "[".repeat(200_000));
    home.file("deep-whole.json", format!("{}1{}", "{\"a\":".repeat(50_000), "}".repeat(50_000)));
    home.file("deep.html", "<div>".repeat(100_000));
    home.file("deep.rtf", format!("{{\\rtf1 {}", "{".repeat(200_000)));
    home.file("deep.md", "> ".repeat(50_000));
    home.file("one-line.txt", "policy ".repeat(5 * 1024 * 1024 / 7));
    home.file("one-word.csv", "x".repeat(5 * 1024 * 1024));
    home.file("commas.csv", format!("Name,Role\n{}", ",".repeat(1024 * 1024)));
    home.file("quotes.csv", format!("Name,Role\n{}", "\"".repeat(1024 * 1024 + 1)));
    let sheet = |body: &str| {
        package(&[
            ("word/document.xml", format!("<w:document>{body}</w:document>")),
            ("[Content_Types].xml", "<Types/>".into()),
        ])
    };
    home.file("deep.docx", sheet(&"<w:p>".repeat(100_000)));
    home.file(
        "lol.docx",
        sheet("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><w:t>&b;</w:t>"),
    );
    let start = Instant::now();
    let found = readings(&home);
    let took = start.elapsed();
    assert!(took.as_secs() < 120, "{took:?}");
    assert_eq!(found["good.csv"], "read");
    let told = out(&home.run("scan", &["-v"]));
    for name in ["deep.json", "deep-whole.json"] {
        assert!(told.contains(&format!("{name}: text file that is not sound JSON from line 1 on")), "{told}");
    }
    for name in ["deep.docx", "lol.docx"] {
        assert!(found[name].starts_with("unreadable: "), "{name}: {}", found[name]);
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_named_and_never_waited_for() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let home = empty();
    let evidence = home.dir.join("evidence");
    let outside = home.dir.join("secret.txt");
    std::fs::write(&outside, "PRIVATE").unwrap();
    symlink(&outside, evidence.join("out.txt")).unwrap();
    symlink("../..", evidence.join("loop")).unwrap();
    symlink(".", evidence.join("itself")).unwrap();
    symlink("nowhere.txt", evidence.join("gone.txt")).unwrap();
    symlink("/dev/zero", evidence.join("zero.txt")).unwrap();
    symlink("good.csv", evidence.join("same.csv")).unwrap();
    std::fs::create_dir(evidence.join("x.docx")).unwrap();
    home.file("x.docx/inside.csv", "a,b\n");
    let made = std::process::Command::new("mkfifo").arg(evidence.join("pipe.txt")).status();
    let locked = home.file("locked.csv", "a,b\n");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0)).unwrap();

    let found = readings(&home);
    assert!(found["out.txt"].contains("leads out of the folder"), "{}", found["out.txt"]);
    assert!(found["zero.txt"].contains("leads out of the folder"), "{}", found["zero.txt"]);
    assert!(found["loop"].starts_with("problem: "), "{}", found["loop"]);
    assert!(found["itself"].contains("a link to a folder"), "{}", found["itself"]);
    assert!(found["gone.txt"].contains("leads nowhere"), "{}", found["gone.txt"]);
    assert_eq!(found["same.csv"], "read");
    assert_eq!(found["x.docx/inside.csv"], "read");
    if made.is_ok_and(|status| status.success()) {
        assert!(found["pipe.txt"].contains("a pipe"), "{}", found["pipe.txt"]);
        // Named on its own it is not waited for either.
        let alone = run(&["scan", evidence.join("pipe.txt").to_str().unwrap()]);
        assert_eq!(alone.status.code(), Some(2), "{}{}", out(&alone), said(&alone));
    }
    // Whoever may read everything reads this too.
    if File::open(&locked).is_err() {
        assert!(found["locked.csv"].contains("you may not read it"), "{}", found["locked.csv"]);
    }
    // Nobody is told of them only in JSON.
    let table = home.run("scan", &[]);
    assert!(out(&table).contains("out.txt is a link that leads out of the folder"), "{}", out(&table));
    let assessed = home.run("assess", &["--format", "markdown", "--output", "-"]);
    assert!(!out(&assessed).contains("PRIVATE"));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_hide_or_turn_text_are_shown_escaped() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let home = empty();
    home.file("a\u{202e}fdp.txt", "Data protection policy\n");
    home.file("b\u{1b}[2Jc.txt", "Data protection policy\n");
    home.file("d\ne.txt", "Data protection policy\n");
    home.file("<b>x</b> | [y](http://z) `q`.txt", "Data protection policy\n");
    std::fs::write(home.dir.join("evidence").join(OsStr::from_bytes(b"g\xff.txt")), "words\n").unwrap();
    let found = readings(&home);
    for name in ["a\\u{202e}fdp.txt", "b\\u{1b}[2Jc.txt", "d\\u{a}e.txt", "g\\u{fffd}.txt"] {
        assert!(found.contains_key(name), "{name} in {found:?}");
    }
    for (command, more) in [("scan", &["-v"][..]), ("assess", &[]), ("scan", &["--format", "json"])] {
        let printed = home.run(command, more);
        exits(&printed, 0);
        let text = format!("{}{}", out(&printed), said(&printed));
        assert!(!text.contains(['\u{202e}', '\u{1b}']), "{text}");
    }
    // One file named by hand is shown no other way.
    for name in ["b\u{1b}[2Jc.txt", "a\u{202e}fdp.txt"] {
        let alone = run(&["scan", "-v", home.dir.join("evidence").join(name).to_str().unwrap()]);
        exits(&alone, 0);
        assert!(!out(&alone).contains(['\u{202e}', '\u{1b}']), "{}", out(&alone));
    }
}

/// Words that would become something else if anybody let them.
const BAD: [&str; 12] = [
    "<b>x</b> | [y](http://z)",
    "**bold** _under_ ~~struck~~ `code` <script>alert(1)</script>",
    "one\n\ntwo\n---\n# Heading\n- item\n| a | b |\n|---|---|",
    "```\nfence\n```",
    "~~~ bars\nx | 1 of 2",
    "---",
    "# Heading",
    "{{ 7*7 }} {% raw %} {# note #}",
    "turned \u{202e}olleh\u{202c} \u{1b}[2Jgone \u{7}",
    "http://z.example/ <http://z.example/> ![i](http://z.example/i.png) &lt;i&gt; \\| \\",
    "1. first\n2) second\n> quoted",
    "    indented [x]: http://z.example",
];

/// The same number of words that harm nobody.
const PLAIN: [&str; 12] = [
    "One word",
    "Two words",
    "Three words",
    "Four words",
    "Five words",
    "Six words",
    "Seven words",
    "Eight words",
    "Nine words",
    "Ten words",
    "Eleven words",
    "Twelve words",
];

#[test]
fn hostile_words_are_inert_and_readable_in_markdown() {
    let (plain, hostile) = (markdown(&PLAIN), markdown(&BAD));
    // The same headings, tables and cells, and nothing that only markup can make.
    assert_eq!(shape(&plain), shape(&hostile));
    let text = words(&text_of(&hostile));
    for shown in [
        "<b>x</b> | [y](http://z)",
        "**bold** _under_ ~~struck~~ `code` <script>alert(1)</script>",
        "one two --- # Heading - item | a | b | |---|---|",
        "``` fence ```",
        "{{ 7*7 }} {% raw %} {# note #}",
        "turned \\u{202E}olleh\\u{202C} \\u{1B}[2Jgone \\u{7}",
        "![i](http://z.example/i.png) &lt;i&gt; \\| \\",
        "1. first 2) second > quoted",
    ] {
        assert!(text.contains(shown), "{shown} in {text}");
    }
    assert!(!hostile.contains(['\u{202e}', '\u{1b}', '\u{7}']));
}

#[test]
fn hostile_words_are_inert_and_readable_in_pdf() {
    let home = organisation(&BAD);
    let run = home.run("report", &["--format", "pdf"]);
    exits(&run, 0);
    let bytes = home.report("report.pdf");
    let pdf = lopdf::Document::load_mem(&bytes).unwrap();
    for (_, object) in &pdf.objects {
        let Ok(dictionary) = object.as_dict() else { continue };
        let active = ["URI", "JS", "JavaScript", "Launch", "OpenAction", "AA"];
        for key in active {
            assert!(!dictionary.has(key.as_bytes()), "{key}");
        }
    }
    let text = pdf_text(&bytes);
    let solid: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for shown in ["<b>x</b>|[y](http://z)", "{{7*7}}{%raw%}{#note#}", "\\u{202E}olleh", "```fence```"] {
        assert!(solid.contains(shown), "{shown} in {text}");
    }
    assert!(!text.contains(['\u{202e}', '\u{1b}']));
}

#[test]
fn hostile_words_send_nothing_to_the_terminal_but_words() {
    let home = organisation(&[BAD[8]; 12]);
    for command in ["status", "assess"] {
        let shown = home.run(command, &["-v"]);
        exits(&shown, 0);
        // As on a terminal that takes colour: the program's own colours and nothing else.
        let coloured = command_in_colour(&[command, home.path(), "--date", super::home::TODAY, "-v"]);
        let text = format!("{}{}", out(&coloured), said(&coloured));
        assert!(text.contains('\u{1b}'), "{text}");
        assert!(!text.contains(['\u{202e}', '\u{7}']) && !text.contains("\u{1b}[2J"), "{text}");
        let text = format!("{}{}", out(&shown), said(&shown));
        assert!(words(&text).contains("\\u{202E}olleh\\u{202C} \\u{1B}[2Jgone \\u{7}"), "{text}");
        for line in text.lines().filter(|line| !line.starts_with("wrote ")) {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
        }
    }
}

#[test]
fn a_word_of_ten_thousand_letters_fits_every_report() {
    let long = "Wumpty".repeat(1_700);
    let home = organisation(&[long.as_str(); 12]);
    let assessed = home.run("assess", &[]);
    exits(&assessed, 0);
    assert!(out(&assessed).lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80));
    assert!(String::from_utf8(home.report("report.md")).unwrap().contains(&long));
    let solid: String = pdf_text(&home.report("report.pdf")).chars().filter(|c| !c.is_whitespace()).collect();
    assert!(solid.matches("Wumpty").count() >= 1_700);
}

fn command_in_colour(args: &[&str]) -> std::process::Output {
    super::home::command(args).env("CLICOLOR_FORCE", "1").output().unwrap()
}

fn markdown(bad: &[&str; 12]) -> String {
    let home = organisation(bad);
    let run = home.run("report", &["--format", "markdown", "--output", "-"]);
    exits(&run, 0);
    out(&run)
}

/// A workspace in which these words stand wherever people may write.
fn organisation(words: &[&str; 12]) -> Home {
    let quoted: Vec<String> = words.iter().map(|word| serde_json::to_string(word).unwrap()).collect();
    let [a, b, c, d, e, f, g, h, i, j, k, l] = quoted.as_slice() else { panic!("twelve of them") };
    let home = Home::new(&format!(
        "format: 1\norganisation:\n  name: {a}\n  kind: care-home\n  ods-code: {b}\n  ico-number: {c}\n  people:\n    \
         data-security-lead: {{ name: {d}, role: {e} }}\n  certificates:\n    - {{ kind: cyber-essentials, number: {f}, \
         expires: 2026-12-31 }}\nassessments:\n  - pack: dspt-2025-26-social-care\n    published: never\n    answers:\n      \
         \"1.1.1\": {{ value: {g}, comment: {h}, by: {i}, on: 2026-03-04 }}\n      \
         \"1.1.2\": {{ value: {k}, evidence: [{{ kept: {k}, note: {l}, dated: 2026-01-02 }}], by: {a}, on: 2026-03-04 }}\n      \
         \"1.1.3\": {{ value: {c}, by: {b}, on: 2026-03-04 }}\n      \
         \"1.1.5\": {{ value: {d}, comment: {e}, by: {f}, on: 2026-03-04 }}\n      \
         \"1.3.1\": {{ value: no, comment: {i}, owner: {j}, due: 2026-01-01 }}\n      \
         \"1.3.2\": {{ ask: {g} }}\n      \
         \"9.5.2\": {{ value: yes, comment: {k} }}\n    exceptions:\n      \
         - {{ check: disk-encryption-on, subject: {a}, reason: {c}, by: {d}, agreed-by: {h}, until: 2026-12-31 }}\n    \
         signed-off: {{ by: {l}, role: {a}, on: 2026-03-31 }}\n"
    ));
    let cell = words.map(|word| format!("\"{}\"", word.replace('"', "\"\"")));
    home.file(
        "devices.csv",
        format!(
            "Device name,OS,OS version,Last check-in,Encrypted\n{},Windows,10.0.26100.3476,2026-03-29,{}\n\
             {},Windows,10.0.26100.3476,2026-03-29,True\n",
            cell[0], cell[9], cell[3]
        ),
    );
    home
}

/// What Markdown is made of, its words left out: each kind of element and how often it stands there, headings in full.
fn shape(markdown: &str) -> BTreeMap<String, usize> {
    use pulldown_cmark::{Event, Options, Parser};
    let mut shape = BTreeMap::new();
    for event in Parser::new_ext(markdown, Options::all()) {
        let name = match event {
            Event::Start(tag) => format!("{tag:?}").split('{').next().unwrap().trim().to_owned(),
            Event::End(_) | Event::Text(_) | Event::SoftBreak => continue,
            Event::Code(code) if code.len() == 64 => "hash".into(),
            other => format!("{other:?}"),
        };
        assert!(!name.starts_with("Link") && !name.starts_with("Image") && !name.contains("Html"), "{name}");
        *shape.entry(name).or_default() += 1;
    }
    shape
}

/// The words that a reader of rendered Markdown sees.
fn text_of(markdown: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser};
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::End(_) => text.push('\n'),
            _ => {}
        }
    }
    text
}
