//! A workspace made for one test, and the program run over it.

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// The day that tests call today.
pub(crate) const TODAY: &str = "2026-03-31";

/// A workspace that is gone when the test ends.
pub(crate) struct Home {
    _folder: tempfile::TempDir,
    /// The workspace.
    pub(crate) dir: PathBuf,
}

impl Home {
    /// A workspace with this `answers.yaml`.
    pub(crate) fn new(answers: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("rosewood");
        std::fs::create_dir_all(dir.join("evidence")).unwrap();
        std::fs::write(dir.join("answers.yaml"), answers).unwrap();
        Self { _folder: folder, dir }
    }

    /// Puts a file into the evidence folder.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.join("evidence").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs a command over the workspace, today given.
    pub(crate) fn run(&self, command: &str, more: &[&str]) -> Output {
        run(&[&[command, self.path(), "--date", TODAY], more].concat())
    }

    /// Runs the program and types lines into it, as through a pipe.
    pub(crate) fn type_in(&self, args: &[&str], lines: &str) -> Output {
        let mut child =
            command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // It may stop before it has read everything.
        let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// The workspace as an argument.
    pub(crate) fn path(&self) -> &str {
        self.dir.to_str().unwrap()
    }

    /// A report that the program wrote.
    pub(crate) fn report(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.dir.join("reports").join(name)).unwrap()
    }
}

/// Runs the program as in a script: no terminal anywhere, no input, no variables that speak of colour.
pub(crate) fn run(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

/// The program with its arguments, ready to be run as in a script.
pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dspt"));
    command
        .args(args)
        .env("DSPT_CACHE_DIR", "")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a run printed.
pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a run said on the side.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Holds a run to its exit code.
#[track_caller]
pub(crate) fn exits(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}\n{}", out(output), said(output));
}

/// Every kind of report in every form that it comes in, from a folder or from a saved scorecard, by name of the file.
pub(crate) fn reports(from: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    for name in dspt::report::Kind::names() {
        let kind = dspt::report::Kind::named(name).unwrap();
        if kind == dspt::report::Kind::Statement {
            continue;
        }
        let formats = dspt::report::Format::names()
            .into_iter()
            .filter(|format| dspt::report::Format::named(format).unwrap().is_of(kind));
        let formats = formats.collect::<Vec<_>>().join(",");
        let output = run(&[from, &["--kind", name, "--format", &formats, "-o", out.path().to_str().unwrap()]].concat());
        assert_eq!(output.status.code(), Some(0), "{name}: {}", said(&output));
    }
    let files = std::fs::read_dir(out.path()).unwrap().map(|file| file.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect()
}

/// The words of a PDF, page by page.
pub(crate) fn pdf_text(bytes: &[u8]) -> String {
    let pdf = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    assert!(!pages.is_empty());
    pdf.extract_text(&pages).unwrap()
}

/// Text with one blank between words.
pub(crate) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `answers.yaml` of a care home that publishes for the first time; `answers` are lines of `"1.1.1": {…}`.
pub(crate) fn answers(pack: &str, answers: &[&str], exceptions: &[&str]) -> String {
    let listed: String = answers.iter().map(|answer| format!("      {answer}\n")).collect();
    let listed = if listed.is_empty() { "    answers: {}\n".into() } else { format!("    answers:\n{listed}") };
    let accepted: String = exceptions.iter().map(|exception| format!("      - {exception}\n")).collect();
    let accepted = if accepted.is_empty() { String::new() } else { format!("    exceptions:\n{accepted}") };
    format!(
        "format: 1\norganisation: {{ name: Rosewood Court, kind: care-home }}\nassessments:\n  - pack: {pack}\n    \
         published: never\n{listed}{accepted}"
    )
}

/// A workbook with one sheet of words.
pub(crate) fn workbook(sheet: &str, rows: &[&[&str]]) -> Vec<u8> {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text));
    let row = |cells: &&[&str]| format!("<row>{}</row>", cells.iter().map(cell).collect::<String>());
    let rows: String = rows.iter().map(row).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    package(&[
        ("[Content_Types].xml", content_types("xl/workbook.xml", "spreadsheetml.sheet")),
        ("_rels/.rels", relation(&format!("{relations}/officeDocument"), "xl/workbook.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"{}\" sheetId=\"1\" \
                 r:id=\"r1\"/></sheets></workbook>",
                escaped(sheet)
            ),
        ),
        ("xl/_rels/workbook.xml.rels", relation(&format!("{relations}/worksheet"), "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>")),
    ])
}

/// A Word document of paragraphs, the first a heading.
pub(crate) fn document(paragraphs: &[&str]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let style = |at: usize| if at == 0 { "<w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>" } else { "" };
    let paragraphs = paragraphs.iter().enumerate();
    let body: String = paragraphs
        .map(|(at, text)| {
            format!("<w:p>{}<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", style(at), escaped(text))
        })
        .collect();
    package(&[
        ("[Content_Types].xml", content_types("word/document.xml", "wordprocessingml.document")),
        ("_rels/.rels", relation(&format!("{relations}/officeDocument"), "word/document.xml")),
        ("word/document.xml", format!("<w:document xmlns:w=\"{main}\"><w:body>{body}</w:body></w:document>")),
    ])
}

/// A file of the office programs: a ZIP archive of these parts.
pub(crate) fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, text) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn content_types(part: &str, kind: &str) -> String {
    format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/><Override PartName=\"/{part}\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.{kind}.main+xml\"/></Types>"
    )
}

fn relation(kind: &str, target: &str) -> String {
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
         Type=\"{kind}\" Target=\"{target}\"/></Relationships>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Copies a file of the fixtures into the evidence of a workspace.
pub(crate) fn fixture(home: &Home, from: &str, name: &str) {
    home.file(name, std::fs::read(Path::new("tests/evidence").join(from)).unwrap());
}
