//! Secrets in files of every format: all are named, none is printed; and ordinary documents are let be.

use std::path::Path;

use super::{
    home::{Home, answers, document, exits, out, package, pdf_text, run, said, workbook},
    planting::{Dice, Planted, documents, secrets},
};

/// How many secrets are planted in each format.
const PLANTED: usize = 70;

#[test]
fn no_planted_value_is_printed_whatever_the_format_of_its_file() {
    let planted = secrets(&mut Dice::new(1), PLANTED);
    let home = Home::new(&answers(
        "dspt-2025-26-social-care",
        &["\"1.1.1\": { value: yes, evidence: [{ file: \"notes of 999 000 0018.txt\" }] }"],
        &[],
    ));
    everywhere(&home, &planted);
    let mut outputs = Vec::new();
    for (name, command, more) in [
        ("scan", "scan", &["-v"][..]),
        ("JSON", "scan", &["--format", "json"]),
        ("status", "status", &["-v"]),
        ("assess", "assess", &["-v"]),
    ] {
        let run = home.run(command, more);
        exits(&run, 0);
        outputs.push((name, format!("{}\n{}", out(&run), said(&run))));
    }
    outputs.push(("report.md", String::from_utf8(home.report("report.md")).unwrap()));
    outputs.push(("report.pdf", pdf_text(&home.report("report.pdf"))));
    let mut leaks = Vec::new();
    for (name, text) in &outputs {
        let solid = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let whole = solid(text);
        let more = ["9990000018", "quillfeatherzelda"].map(str::to_owned);
        // A text that was cut may hold the beginning of a value.
        let part = |value: String| value.get(8..20).map_or(value.clone(), str::to_owned);
        for value in planted.iter().map(|one| part(solid(&one.value))).chain(more) {
            if whole.contains(&value) {
                let line = text.lines().find(|line| solid(line).contains(&value)).unwrap_or("(over lines)");
                leaks.push(format!("{name}: {value}: {line}"));
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks.join("\n"));
    assert!(outputs[4].1.replace('\\', "").contains("notes of [NHS number].txt"));
    warned(&outputs[1].1, &planted);
}

/// Holds a scan to have named every kind in the file of every format.
#[track_caller]
fn warned(json: &str, planted: &[Planted]) {
    let scan: serde_json::Value = serde_json::from_str(&json[..=json.rfind('}').unwrap()]).unwrap();
    let files = scan["scan"]["files"].as_array().unwrap();
    let mut missed = Vec::new();
    for name in FORMATS {
        let file = files.iter().find(|file| file["path"] == *name).unwrap_or_else(|| panic!("no {name}"));
        let found: Vec<_> =
            file["sensitive"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
        let kinds = planted.iter().map(|one| one.what).filter(|what| !found.contains(what));
        missed.extend(kinds.map(|what| format!("{name}: {what}; it is {}", file["reading"])));
    }
    missed.dedup();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// A file of each format, which holds everything that is planted.
const FORMATS: [&str; 14] = [
    "all.txt",
    "all.md",
    "all.csv",
    "all.json",
    "all in one line.json",
    "all.xlsx",
    "all.docx",
    "all.pdf",
    "all.eml",
    "all.html",
    "all.ini",
    "all.xml",
    "all.zip/inside.txt",
    "all.rtf",
];

fn everywhere(home: &Home, planted: &[Planted]) {
    let lines: Vec<&str> = planted.iter().map(|one| one.line.as_str()).collect();
    let text = lines.join("\n\n");
    let marked = |line: &str| line.replace('&', "&amp;").replace('<', "&lt;");
    home.file("all.txt", &text);
    home.file("all.md", format!("# Access control policy {}\n\n{text}\n", lines[0]));
    let quoted = |line: &&str| format!("\"{}\"", line.replace('"', "\"\""));
    let rows: String = lines.iter().map(|line| format!("1,{},x\n", quoted(line))).collect();
    home.file("all.csv", format!("Number,Note,More\n{rows}"));
    let json = |pretty: bool| {
        let values: Vec<_> = lines.iter().map(|line| serde_json::json!({ "displayName": line, "id": 1 })).collect();
        let value = serde_json::json!({ "value": values });
        if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() }
    };
    home.file("all.json", json(true));
    home.file("all in one line.json", json(false));
    let rows: Vec<[&str; 2]> = lines.iter().map(|line| ["note", *line]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 2]>::as_slice).collect();
    home.file("all.xlsx", workbook("Access list 999 000 0018", &rows));
    let heads: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| if at == 0 { format!("Data protection policy {line}") } else { (*line).into() })
        .collect();
    home.file("all.docx", document(&heads.iter().map(String::as_str).collect::<Vec<_>>()));
    home.file("all.pdf", pdf(&lines));
    home.file(
        "all.eml",
        format!(
            "From: Ann <ann@example.org>\r\nTo: office@example.org\r\nSubject: Data breach policy {}\r\n\
             Date: Wed, 4 Mar 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n{}\r\n",
            lines[0],
            text.replace('\n', "\r\n"),
        ),
    );
    let paragraphs: String = lines.iter().map(|line| format!("<p>{}</p>\n", marked(line))).collect();
    home.file(
        "all.html",
        format!(
            "<!DOCTYPE html><html><title>Backup policy {}</title><body>{paragraphs}</body></html>",
            marked(lines[0])
        ),
    );
    home.file("all.ini", format!("[one]\n{text}\n"));
    let elements: String = lines.iter().map(|line| format!("<note>{}</note>\n", marked(line))).collect();
    home.file("all.xml", format!("<?xml version=\"1.0\"?>\n<notes>\n{elements}</notes>\n"));
    home.file("all.zip", package(&[("inside.txt", text.clone()), ("999 000 0018.txt", text.clone())]));
    let escaped = |line: &str| line.replace('\\', "\\\\").replace('{', "\\{").replace('}', "\\}");
    let paragraphs: String = lines.iter().map(|line| format!("{}\\par\n", escaped(line))).collect();
    home.file("all.rtf", format!("{{\\rtf1\\ansi\n{paragraphs}}}"));
    home.file("notes of 999 000 0018.txt", &text);
    home.file("999 000 0018/care plan.txt", "Words of no account");
    home.file("e-mail to quillfeather.zelda@example.org.txt", "Words of no account");
    exports(home, &lines);
}

/// Exports in which what was planted stands where findings take their words from.
fn exports(home: &Home, lines: &[&str]) {
    let quoted = |line: &str| format!("\"{}\"", line.replace('"', "\"\""));
    let jobs: String = lines.iter().map(|line| format!("{},Failed,30/03/2026 02:00\n", quoted(line))).collect();
    home.file("backup jobs.csv", format!("Job name,Last result,Last run\n{jobs}"));
    let devices: String = lines
        .iter()
        .map(|line| format!("{0},{0},10.0.26100.3476,2026-03-29,False,a@example.org,A\n", quoted(line)))
        .collect();
    home.file(
        "devices.csv",
        format!(
            "Device name,OS,OS version,Last check-in,Encrypted,Primary user UPN,Primary user display name\n{devices}"
        ),
    );
    let assets: String = lines.iter().map(|line| format!("{0},S1,{0},B,{0},04/03/2026\n", quoted(line))).collect();
    home.file(
        "asset register.csv",
        format!("Asset,Serial number,Operating system,Assigned to,Owner,Last reviewed\n{assets}"),
    );
    let suppliers: String =
        lines.iter().map(|line| format!("{0},Care records,Yes,{0},{0},04/01/2025\n", quoted(line))).collect();
    home.file(
        "suppliers.csv",
        format!("Supplier,Service,Personal data,Contact,Certification,Certificate expiry\n{suppliers}"),
    );
    let policies: Vec<_> = lines
        .iter()
        .map(|line| {
            serde_json::json!({ "displayName": line, "state": line,
                "conditions": { "users": { "includeUsers": ["All"] } },
                "grantControls": { "operator": "OR", "builtInControls": ["mfa"] } })
        })
        .collect();
    home.file("ConditionalAccess.json", serde_json::json!({ "value": policies }).to_string());
    for (at, line) in lines.iter().enumerate().take(20) {
        home.file(
            &format!("sshd/{at}.txt"),
            format!("port 22\npermitrootlogin {line}\npasswordauthentication {line}\n"),
        );
    }
    for (at, line) in lines.iter().enumerate() {
        home.file(
            &format!("policies/data protection policy {at}.md"),
            format!(
                "# Data protection policy: {line}\n\nDRAFT {line}\n\nVersion: {line}\n\n\
                 Review date: 04/03/2026 [insert {line}]\n"
            ),
        );
    }
}

/// A PDF of one page with a line for each text.
fn pdf(lines: &[&str]) -> Vec<u8> {
    use lopdf::{
        Document, Object, Stream,
        content::{Content, Operation},
        dictionary,
    };
    let mut pdf = Document::with_version("1.5");
    let pages = pdf.new_object_id();
    let font = pdf.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" });
    let mut operations = vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 5.into()]),
        Operation::new("TL", vec![9.into()]),
        Operation::new("Td", vec![20.into(), 800.into()]),
    ];
    for line in lines {
        operations.push(Operation::new("Tj", vec![Object::string_literal(*line)]));
        operations.push(Operation::new("T*", vec![]));
    }
    operations.push(Operation::new("ET", vec![]));
    let content = pdf.add_object(Stream::new(dictionary! {}, Content { operations }.encode().unwrap()));
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    });
    pdf.objects.insert(
        pages,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }),
    );
    let root = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    pdf.trailer.set("Root", root);
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

/// What a scan of a folder says of secrets: file and kind.
fn found(folder: &Path) -> Vec<(String, String)> {
    let run = run(&["scan", folder.to_str().unwrap(), "--format", "json", "--date", super::home::TODAY]);
    exits(&run, 0);
    let scan: serde_json::Value = serde_json::from_str(&out(&run)).unwrap();
    let mut found = Vec::new();
    for file in scan["scan"]["files"].as_array().unwrap() {
        for one in file["sensitive"].as_array().unwrap() {
            found.push((file["path"].as_str().unwrap().to_owned(), one["what"].as_str().unwrap().to_owned()));
        }
    }
    found
}

#[test]
fn each_of_thirty_five_secrets_among_a_thousand_documents_is_found_and_nothing_else() {
    let seed = 35;
    let folder = tempfile::tempdir().unwrap();
    let planted = secrets(&mut Dice::new(seed), 35);
    let names = documents(folder.path(), seed, 1_000, &planted);
    let expected: Vec<_> = names.into_iter().zip(planted.iter().map(|one| one.what.to_owned())).collect();
    assert_eq!(expected.len(), 35);
    let sorted = |mut list: Vec<(String, String)>| {
        list.sort();
        list
    };
    assert_eq!(sorted(found(folder.path())), sorted(expected));
}

#[test]
fn a_thousand_clean_documents_give_no_alarm() {
    let folder = tempfile::tempdir().unwrap();
    documents(folder.path(), 35, 1_000, &[]);
    assert_eq!(found(folder.path()), []);
}
