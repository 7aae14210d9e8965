//! What people write is inert: in Markdown, in PDF and on the terminal it is words and nothing else.

use std::collections::BTreeMap;

use crate::home::{self, Home, exits, out, pdf_text, said, words};

/// Words that would become something else if anybody let them.
pub(super) const BAD: [&str; 12] = [
    "<b>x</b> | [y](http://z)",
    "**bold** _under_ ~~struck~~ `code` <script>alert(1)</script>",
    "one\n\ntwo\n---\n# Heading\n- item\n| a | b |\n|---|---|",
    "```\nfence\n```",
    "~~~ bars\nx | 1 of 2",
    "=1+1+cmd|' /C calc'!A0",
    "# Heading",
    "{{ 7*7 }} {% raw %} {# note #}",
    "turned \u{202e}olleh\u{202c} \u{1b}[2Jgone \u{7}",
    "http://z.example/ <http://z.example/> ![i](http://z.example/i.png) &lt;i&gt; \\| \\",
    "1. first\n2) second\n> quoted",
    "    indented [x]: http://z.example",
];

/// The same number of words that harm nobody.
pub(super) const PLAIN: [&str; 12] = [
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
    for object in pdf.objects.values() {
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
        let coloured = command_in_colour(&[command, home.path(), "--date", home::TODAY, "-v"]);
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
    home::command(args).env("CLICOLOR_FORCE", "1").output().unwrap()
}

fn markdown(bad: &[&str; 12]) -> String {
    let home = organisation(bad);
    let run = home.run("report", &["--format", "markdown", "--output", "-"]);
    exits(&run, 0);
    out(&run)
}

/// A workspace in which these words stand wherever people may write.
pub(super) fn organisation(words: &[&str; 12]) -> Home {
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

/// What Markdown is made of, its words left out: each kind of element and how often it stands there, headings in full;
/// and so the comments in which a template tells of an item.
pub(super) fn shape(markdown: &str) -> BTreeMap<String, usize> {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let mut shape = BTreeMap::new();
    for event in Parser::new_ext(markdown, Options::all()) {
        let name = match event {
            Event::Start(Tag::HtmlBlock) => "comment".into(),
            Event::Html(text) if text.starts_with("<!-- item ") && text.find("-->") == Some(text.len() - 4) => {
                text.into_string()
            }
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
