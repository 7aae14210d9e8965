//! Whole documents: how they break into pages, and what the file holds.

mod file;
mod pages;

use std::sync::OnceLock;

use super::*;
use crate::report::blocks::parse;

/// The faces, read once for all tests.
fn faces() -> &'static Faces {
    static FACES: OnceLock<Faces> = OnceLock::new();
    FACES.get_or_init(|| Faces::read().unwrap())
}

/// A report of an organisation that does not exist.
fn document(markdown: &str) -> Document {
    Document {
        title: "Self-assessment of Rosewood Court".into(),
        author: "Rosewood Court".into(),
        subject: "Data security <& protection>".into(),
        language: "en-GB".into(),
        date: jiff::civil::date(2026, 3, 4),
        footer: "Rosewood Court, 4 March 2026".into(),
        blocks: parse(markdown),
    }
}

/// One of everything, some of it more than a page long.
fn everything() -> String {
    let mut markdown = String::from(
        "Toolkit 2025-26\n\n# Self-assessment\n\nRosewood Court\n\n> **Standards Met on your answers.** 31 of 47.\n\n\
         | Met | Backed up |\n|---|---|\n| 47 of 47 | 31 of 47 |\n\n| | |\n|---|---|\n| Pack | 2025-26 |\n\n---\n\n\
         # Summary\n\nSee [the guide](https://example.org/a b) and *this*, `that.csv` and ✓.\n\n\
         ```bars\nItems met\n1 Data | met 14 of 16 | backed up 11 of 16\n2 Staff | met 2 of 2 | backed up 0 of 2\n```\n\n\
         ### A level that the writer skipped\n\n1. one\n2. two\n   - three\n\n```\ncode\n```\n\n",
    );
    for chapter in 1..6 {
        markdown.push_str(&format!("# Standard {chapter}\n\n## Items\n\nTable: What is asked\n\n"));
        markdown.push_str("| Item | Answer | Standing |\n|---|--:|:-:|\n");
        for row in 1..30 {
            markdown.push_str(&format!("| {chapter}.{row} | yes, and [more](https://example.org/{row}) | **Met** |\n"));
        }
        markdown.push_str(&format!("\n> {}\n\n", "A note of some length. ".repeat(20 * chapter)));
    }
    markdown
}

/// What a person with a bad idea might put into an answer.
fn hostile() -> String {
    let twelve = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(12));
    [
        "<b>x</b> | [y](http://z) <script>alert(1)</script> [f](file:///etc/passwd)\n\n".to_owned(),
        "bell \u{7} override \u{202e}olleh\u{202c} emoji 😀 family 👨\u{200d}👩 漢字 e\u{301}\n\n".to_owned(),
        format!("{}\n\n", "x".repeat(10_000)),
        format!("# {}\n\n", "Heading".repeat(400)),
        "| a | b |\n|---|---|\n\n".to_owned(),
        format!("{}{}{}\n", twelve("Column head"), twelve("---"), twelve("some words that wrap")),
        format!("| a | b |\n|---|---|\n| x | {} |\n| y | z |\n\n", "word ".repeat(4_000)),
        format!("| {} |\n|---|\n| x |\n\n", "head ".repeat(3_000)),
        format!("{}deep\n\n", "> ".repeat(60)),
        format!("```bars\n{} | 3 of 2\nb | 0 of 0\n```\n\n", "label ".repeat(500)),
        format!("> {}\n\n", "note ".repeat(3_000)),
        "- \n-\n\n#\n\n".to_owned(),
    ]
    .concat()
}
