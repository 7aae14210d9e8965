//! Bad evidence is named with its reason and stops nothing.

mod formats;
mod made;
mod written;

use std::{collections::BTreeMap, fs::File, time::Instant};

use super::home::{Home, answers, exits, fixture, out, package, run, said, words};

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
    for name in ["deep.docx", "lol.docx"] {
        assert!(found[name].starts_with("unreadable: "), "{name}: {}", found[name]);
    }
}

#[test]
fn an_export_that_was_cut_off_says_so() {
    let home = empty();
    home.file("ConditionalAccess.json", "{\"value\": [\n{\"displayName\": \"All\", \"state\": \"ena");
    let told = out(&home.run("scan", &["-v"]));
    assert!(words(&told).contains("ConditionalAccess.json: text file that is not sound JSON from line 2 on"), "{told}");
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
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();

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
