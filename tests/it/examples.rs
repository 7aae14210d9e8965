//! The example organisations: the reports that each must give on 31 March 2026, and what the README shows of them.
//!
//! `SNAPSHOTS=overwrite cargo test` rewrites the expected reports and the README; then read the difference.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use sha2::{Digest, Sha256};
use snapbox::{Data, assert_data_eq};

const DAY: &str = "2026-03-31";

/// The example, what is required of it, and the exit code that this must give.
const STANDINGS: [(&str, &[&str], i32); 3] = [
    ("rosewood-court", &["--require", "standards-met"], 1),
    ("meadow-home-care", &["--require", "approaching-standards"], 0),
    ("harbour-view", &["--require", "standards-met", "--require-backed", "standards-met"], 0),
];

#[test]
fn every_example_stands_where_it_is_said_to_and_gives_the_reports_that_it_must() {
    let names: Vec<&str> = STANDINGS.iter().map(|(name, ..)| *name).collect();
    for example in examples() {
        let at = names.iter().position(|name| *name == example).expect("every example has its standing here");
        let (_, required, code) = STANDINGS[at];
        let folder = PathBuf::from("examples").join(&example);
        let out = tempfile::tempdir().unwrap();
        let args = ["assess", folder.to_str().unwrap(), "--date", DAY, "--output", out.path().to_str().unwrap()];
        let args = [&args[..], &["--format", "markdown,pdf,html"]].concat();
        let ran = dspt(&[&args[..], required].concat());
        assert_eq!(ran.status.code(), Some(code), "{example}: {}", String::from_utf8_lossy(&ran.stderr));
        let markdown = std::fs::read_to_string(out.path().join("report.md")).unwrap();
        assert_data_eq!(settled(&markdown), kept(&folder, "report.md"));
        // Of the PDF and the HTML a summary is kept, not the file, so that the repository stays small.
        let pdf = std::fs::read(out.path().join("report.pdf")).unwrap();
        assert_data_eq!(summary(&pdf), kept(&folder, "report.pdf.txt"));
        let page = std::fs::read_to_string(out.path().join("report.html")).unwrap();
        assert_data_eq!(outline(&page), kept(&folder, "report.html.txt"));
        assert_data_eq!(String::from_utf8(ran.stdout).unwrap(), kept(&folder, "status.txt"));
    }
}

#[test]
fn every_example_gives_the_action_plan_that_it_must() {
    for example in examples() {
        let folder = PathBuf::from("examples").join(&example);
        let out = tempfile::tempdir().unwrap();
        let to = out.path().to_str().unwrap();
        let formats = ["--format", "text,markdown,csv,ics", "--proposed", "--output", to];
        let ran = dspt(&[&["plan", folder.to_str().unwrap(), "--date", DAY], &formats[..]].concat());
        assert_eq!(ran.status.code(), Some(0), "{example}: {}", String::from_utf8_lossy(&ran.stderr));
        for ending in ["txt", "md", "csv", "ics"] {
            let name = format!("plan.{ending}");
            let Ok(written) = std::fs::read_to_string(out.path().join(&name)) else {
                assert!(ending == "ics" && !folder.join("expected").join(&name).exists(), "{example} {name}");
                continue;
            };
            // Line ends are held to their formats elsewhere; a checkout may change them.
            assert_data_eq!(settled(&written.replace("\r\n", "\n")), kept(&folder, &name));
        }
    }
}

#[test]
fn every_example_gives_the_summary_that_it_must_and_the_smallest_every_format_for_programs() {
    for example in examples() {
        let folder = PathBuf::from("examples").join(&example);
        let out = tempfile::tempdir().unwrap();
        let (from, to) = (folder.to_str().unwrap(), out.path().to_str().unwrap());
        let ran = dspt(&["report", from, "--date", DAY, "--format", "csv,sarif,junit,summary", "--output", to]);
        assert!(ran.status.success(), "{example}: {}", String::from_utf8_lossy(&ran.stderr));
        let small =
            ["report-answers.csv", "report-findings.csv", "report-evidence.csv", "report.sarif", "report.junit.xml"];
        let also = if example == "meadow-home-care" { &small[..] } else { &[] };
        for name in [&["report.summary.md"], also].concat() {
            let written = std::fs::read_to_string(out.path().join(name)).unwrap();
            assert_data_eq!(settled(&written.replace("\r\n", "\n")), kept(&folder, name));
        }
    }
}

#[test]
fn every_example_gives_the_worksheet_for_the_portal_that_it_must() {
    for example in examples() {
        let folder = PathBuf::from("examples").join(&example);
        let out = tempfile::tempdir().unwrap();
        let common = ["portal", folder.to_str().unwrap(), "--date", DAY, "--output", out.path().to_str().unwrap()];
        let worksheet = dspt(&[&common[..], &["--format", "text,markdown"]].concat());
        let plan = dspt(&[&common[..], &["--format", "markdown,csv", "--action-plan"]].concat());
        assert!(worksheet.status.success() && plan.status.success(), "{example}");
        for name in ["portal.txt", "portal.md", "action-plan.md", "action-plan.csv"] {
            let written = std::fs::read_to_string(out.path().join(name)).unwrap();
            assert_data_eq!(settled(&written.replace("\r\n", "\n")), kept(&folder, name));
        }
    }
}

#[test]
fn the_level_above_is_not_reached() {
    for (example, level) in [("meadow-home-care", "standards-met"), ("harbour-view", "standards-exceeded")] {
        let out = tempfile::tempdir().unwrap();
        let folder = format!("examples/{example}");
        let out = out.path().to_str().unwrap();
        let args = ["assess", &folder, "--date", DAY, "--format", "markdown", "--output", out, "--require", level];
        assert_eq!(dspt(&args).status.code(), Some(1), "{example} {level}");
    }
}

#[test]
fn the_readme_shows_what_the_first_command_prints() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let command = "cargo run --release -- assess examples/rosewood-court --date 2026-03-31 --output out";
    let (before, rest) = readme.split_once(&format!("$ {command}\n")).expect("the command stands in the README");
    let (shown, after) = rest.split_once("```").expect("the block ends");
    let out = tempfile::tempdir().unwrap();
    let args: Vec<&str> = command.split("-- ").nth(1).unwrap().split(' ').collect();
    let args: Vec<&str> = args[..args.len() - 1].iter().copied().chain([out.path().to_str().unwrap()]).collect();
    let printed = String::from_utf8(dspt(&args).stdout).unwrap();
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        std::fs::write("README.md", format!("{before}$ {command}\n{printed}```{after}")).unwrap();
    } else {
        assert_data_eq!(printed, shown.to_owned());
    }
}

fn examples() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir("examples")
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("answers.yaml").is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 3, "{names:?}");
    names
}

fn kept(folder: &Path, name: &str) -> Data {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("expected").join(name);
    Data::read_from(&path, None).raw()
}

/// A report without its fingerprint, which every change of a check or a pack changes.
pub(crate) fn settled(report: &str) -> String {
    const BEFORE: [&str; 4] = [
        "all that it was made from: `",
        "\"fingerprint\": \"",
        "<property name=\"fingerprint\" value=\"",
        "all that it was made from: <code>",
    ];
    // So do the digests of the pack and of the rules.
    const ROWS: [&str; 2] = ["| Pack ", "| Rules of "];
    let mut settled = report.to_owned();
    for line in report.lines().filter(|line| ROWS.iter().any(|row| line.starts_with(row))) {
        let Some((_, after)) = line.split_once('`') else { continue };
        settled = settled.replace(&after[..64], "[digest]");
    }
    for before in BEFORE {
        let Some((_, after)) = report.split_once(before) else { continue };
        let digest = &after[..64];
        assert!(digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{digest}");
        settled = settled.replace(digest, "[fingerprint]");
    }
    settled
}

/// What a PDF is, short of its bytes: its hash, its pages, its title and its bookmarks.
fn summary(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let hash: String = Sha256::digest(pdf).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut text = format!("SHA-256 {hash}\n{} pages\n", document.get_pages().len());
    for bookmark in bookmarks(&document) {
        text.push_str(&format!("{bookmark}\n"));
    }
    text
}

/// The titles of the bookmarks, each deeper one further in.
fn bookmarks(document: &lopdf::Document) -> Vec<String> {
    fn below(document: &lopdf::Document, parent: &lopdf::Dictionary, depth: usize, titles: &mut Vec<String>) {
        let mut next = parent.get(b"First").and_then(lopdf::Object::as_reference).ok();
        while let Some(id) = next {
            let item = document.get_dictionary(id).unwrap();
            let title = lopdf::decode_text_string(item.get(b"Title").unwrap()).unwrap();
            titles.push(format!("{}{title}", "  ".repeat(depth)));
            below(document, item, depth + 1, titles);
            next = item.get(b"Next").and_then(lopdf::Object::as_reference).ok();
        }
    }
    let root = document.catalog().unwrap().get(b"Outlines").and_then(lopdf::Object::as_reference).unwrap();
    let mut titles = Vec::new();
    below(document, document.get_dictionary(root).unwrap(), 0, &mut titles);
    titles
}

/// What a page for a browser is, short of its bytes: its hash, its title and its sections, each with its id; and of
/// items how they stand.
fn outline(page: &str) -> String {
    let page = settled(page);
    let hash: String = Sha256::digest(&page).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut text = format!("SHA-256 {hash}\n");
    let mut id = "";
    for line in page.lines() {
        if let Some(rest) = line.strip_prefix("<section id=\"") {
            id = rest.split('"').next().unwrap();
        } else if let Some(level) = line.strip_prefix("<h").and_then(|rest| rest.get(..1)?.parse::<usize>().ok()) {
            let place = if level > 1 { format!(" #{id}") } else { String::new() };
            text.push_str(&format!("{}{}{place}\n", "  ".repeat(level - 1), words(line).trim()));
        } else if line.starts_with("<ul class=\"states\">") {
            text.push_str(&format!("        ({})\n", words(&line.replace("</li><li", ", <li"))));
        } else if line.starts_with("<label class=") {
            text.push_str(&format!("    [{}]\n", words(line)));
        }
    }
    text
}

/// What is left of a line of HTML without its tags.
fn words(line: &str) -> String {
    line.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words)).collect()
}

fn dspt(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dspt"))
        .args(args)
        .env("DSPT_CACHE_DIR", "")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap()
}
