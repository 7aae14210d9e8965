//! Whole runs: order, hashes, files that cannot be read.

use jiff::civil::date;

use super::*;

const KIND: &str = "id: devices
title: Device list
get: Export the list
layout: table
recognise: {columns: [device, encrypted]}
subject: {kind: host, at: [device]}
collected: [report-date]
columns: {device: [device], encrypted: [encrypted], report-date: [report date]}
";
const CHECK: &str = "id: disk-encryption-on
title: Disks are encrypted
why: W
fix: F
source: S
keys: seen
reads: [devices]
expect: {is-on: {at: encrypted}}
examples: {pass: [x], fail: [x], unknown: [x]}
";

fn rules() -> Rules {
    Rules::parse(&[
        ("assertions/kinds/devices.yaml".into(), KIND.into()),
        ("assertions/checks/devices/disk-encryption-on.yaml".into(), CHECK.into()),
        ("assertions/facts/other.yaml".into(), "anything".into()),
    ])
    .unwrap()
}

fn run(files: &[(&str, Result<&str, &str>)]) -> (Scan, Vec<String>) {
    let rules = rules();
    let bytes = |text: &Result<&str, &str>| text.map(|text| text.as_bytes().to_vec()).map_err(str::to_owned);
    let inputs = files.iter().map(|(name, text)| Input::of(*name, bytes(text)));
    let mut heard = Vec::new();
    let day = date(2026, 3, 31);
    let scan =
        scan(&rules, inputs, &BTreeMap::new(), day, day, &mut |name| heard.push(name.to_owned()), &Way::default());
    (scan, heard)
}

#[test]
fn files_are_sorted_hashed_and_named_by_their_kind() {
    let (scan, heard) =
        run(&[("b.txt", Ok("hello")), ("a.csv", Ok("Device,Encrypted,Report date\nPC,yes,04/03/2026\n"))]);
    assert_eq!(heard, ["b.txt", "a.csv"]);
    let shown: Vec<(&str, &str, u64)> =
        scan.files.iter().map(|f| (f.path.as_str(), f.format.as_str(), f.size)).collect();
    assert_eq!(shown, [("a.csv", "Device list", 47), ("b.txt", "text file", 5)]);
    assert_eq!(scan.files[1].sha256, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    let dated = scan.files[0].dated.clone().unwrap();
    assert_eq!((dated.on, dated.what.as_str(), dated.place.as_str()), (date(2026, 3, 4), "collected", "line 2"));
}

#[test]
fn the_trouble_of_one_file_stops_nothing() {
    let (scan, _) = run(&[
        ("a.csv", Err("permission denied")),
        ("b.bin", Ok("\u{0}\u{1}\u{2}")),
        ("c.csv", Ok("Device,Encrypted\nPC,yes\n")),
        ("~$d.docx", Ok("x")),
        ("e.csv", Ok("Device,Encrypted\n\"PC,")),
    ]);
    assert_eq!(scan.files[0].reading, Reading::Unreadable("permission denied".into()));
    assert!(matches!(scan.files[1].reading, Reading::Unreadable(_)));
    assert!(matches!(scan.files[4].reading, Reading::Skipped(_)), "{:?}", scan.files);
    assert_eq!(scan.findings.iter().filter(|f| f.place.file == "c.csv").count(), 1);
}

#[test]
fn files_in_an_archive_are_files_of_the_scan() {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("it/a.csv", "Device,Encrypted\nPC,yes\n"), ("b.txt", "hello"), ("c.zip", "PK\u{3}\u{4}")] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    let mut bytes = writer.finish().unwrap().into_inner();
    // The second file says that it needs a password.
    let at = |mark: &[u8], name: &[u8]| {
        bytes
            .windows(mark.len())
            .enumerate()
            .filter(|(_, w)| *w == mark)
            .map(|(at, _)| at)
            .find(|at| bytes[*at..].windows(name.len()).take(60).any(|w| w == name))
    };
    let (local, central) = (at(b"PK\x03\x04", b"b.txt").unwrap(), at(b"PK\x01\x02", b"b.txt").unwrap());
    bytes[local + 6] |= 1;
    bytes[central + 8] |= 1;
    let rules = rules();
    let day = date(2026, 3, 31);
    let inputs = [Input::of("x/export.zip", Ok(bytes))].into_iter();
    let scan = scan(&rules, inputs, &BTreeMap::new(), day, day, &mut |_| {}, &Way::default());
    let shown: Vec<_> = scan.files.iter().map(|f| (f.path.as_str(), f.format.as_str(), &f.reading, f.size)).collect();
    let cannot = |why: &str| Reading::Unreadable(why.into());
    let (locked, inner) = (
        cannot("in an archive, protected by a password: save a copy without it, or say what it is and its date"),
        cannot("damaged or cut off: open it in its program and save it again"),
    );
    assert_eq!(
        shown,
        [
            ("x/export.zip", "ZIP archive of 3 files", &Reading::Read, scan.files[0].size),
            ("x/export.zip/b.txt", "file", &locked, 0),
            ("x/export.zip/c.zip", "file", &inner, 4),
            ("x/export.zip/it/a.csv", "Device list", &Reading::Read, 24),
        ]
    );
    assert_eq!(scan.files[3].sha256, sha256(b"Device,Encrypted\nPC,yes\n"));
    assert_eq!(scan.findings[0].place.file, "x/export.zip/it/a.csv");
}

#[test]
fn one_subject_in_several_files_stays_one_subject() {
    let (scan, _) =
        run(&[("b.csv", Ok("Device,Encrypted\nlaptop-01,no\n")), ("a.csv", Ok("Device,Encrypted\nLAPTOP-01,yes\n"))]);
    let ids: Vec<&str> = scan.findings.iter().map(|f| f.subject.id.as_str()).collect();
    assert_eq!(ids, ["laptop-01", "laptop-01"]);
}

#[test]
fn the_order_of_files_changes_nothing() {
    let (one, two) = (("a.csv", Ok("Device,Encrypted\nA,yes\n")), ("b.csv", Ok("Device,Encrypted\nA,no\n")));
    let findings = |files: &[(&str, Result<&str, &str>)]| run(files).0.findings;
    assert_eq!(findings(&[one, two]), findings(&[two, one]));
}

#[test]
fn no_words_make_it_stumble() {
    let odd = [
        "İSTANBUL ß",
        "\u{202e}gnp.exe",
        "١٢/٠٣/٢٠٢٦",
        "99/99/9999",
        "/Date(999999999999999)/",
        "Windows",
        "@{",
        "[]",
        "…",
    ];
    for word in odd {
        for text in [
            format!("Device,Encrypted,Report date\n{word},{word},{word}\n"),
            format!("{word}\nDevice,Encrypted\n\"{word}"),
            format!("[{word}]\n{word}={word}\n"),
        ] {
            for (end, _) in text.char_indices() {
                let (scan, _) = run(&[("a.csv", Ok(&text[..end]))]);
                assert_eq!(scan.files.len(), 1);
            }
        }
    }
}

#[test]
fn a_register_is_dated_by_its_own_column_of_reviews() {
    let kind = "id: devices\ntitle: Device list\nget: x\nlayout: table\nrecognise: {columns: [device]}\nsubject: {kind: host, at: [device]}\nreviewed: [reviewed]\ncolumns: {device: [device], reviewed: [last reviewed]}\n";
    let rules = Rules::parse(&[("kinds/devices.yaml".into(), kind.into())]).unwrap();
    let cell = |text: &str| crate::scan::content::Cell::Text(text.into());
    let day = |on| crate::scan::content::Cell::Day(on);
    let table = crate::scan::content::Table {
        name: Some("Assets".into()),
        rows: vec![
            vec![cell("Device"), cell("Last reviewed")],
            vec![cell("A"), day(date(2026, 2, 14))],
            vec![cell("B"), day(date(2026, 2, 1))],
            vec![cell("C"), day(date(2027, 2, 1))],
        ],
        numbers: vec![1, 2, 3, 4],
    };
    let mut content = Content { tables: vec![table], ..Content::default() };
    content.properties.modified = Some(date(2026, 3, 30));
    let mut file = unopened("a.xlsx");
    describe(&mut file, "a.xlsx", &content, &recognise(&rules, "a.xlsx", &content, None), date(2026, 3, 31));
    let dated = file.dated.unwrap();
    assert_eq!(
        (dated.on, dated.what.as_str(), dated.place.as_str()),
        (date(2026, 2, 14), "latest review", "Assets!B2")
    );
}
