//! What the terminal shows: transcripts in `tests/cmd/`, none wider than eighty columns.

mod killed;
#[cfg(unix)]
mod menu;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod whole;

use unicode_width::UnicodeWidthStr;

use super::home::{Home, exits, out, run, words};

#[test]
fn transcripts_are_as_kept() {
    trycmd::TestCases::new().case("tests/cmd/*.md").env("NO_COLOR", "").env("DSPT_CACHE_DIR", "").run();
}

#[test]
fn nothing_is_wider_than_eighty_columns() {
    let home = Home::new(&std::fs::read_to_string("tests/cmd/workspace.in/answers.yaml").unwrap());
    let wide = format!("{}/{}漢字の長い名前 データ保護.csv", "a long folder".repeat(8), "word".repeat(30));
    home.file(&wide, "Device name,OS,OS version,Last check-in,Encrypted\n漢字漢字漢字漢字,Windows,10.0.26100.3476,2026-03-29,False\n");
    home.file("policy.docx", super::home::document(&["Password policy", "Reviewed: 4 March 2026"]));
    home.file("gone.docx", "");
    for args in [
        &["status", home.path()][..],
        &["status", home.path(), "-v"],
        &["scan", home.path(), "-v"],
        &["explain", "4.5.3"],
        &["explain", "mfa-enforced-for-everyone"],
        &["pack", "list"],
        &["pack", "show", "dspt-2025-26-social-care"],
        &["pack", "check"],
        &["check", "list"],
    ] {
        let both = [&[][..], &["--plain"]];
        for plain in &both[..if ["scan", "status"].contains(&args[0]) { 2 } else { 1 }] {
            let args = [args, &["--date", "2026-03-31"], *plain].concat();
            let shown = run(&args);
            exits(&shown, 0);
            for line in out(&shown).lines() {
                assert!(line.width() <= 80, "{args:?} is {} wide: {line}", line.width());
                assert_eq!(line, line.trim_end(), "{args:?}");
            }
            if !plain.is_empty() {
                assert!(!out(&shown).contains(['─', '═', '│', '\u{1b}']), "{args:?}");
            }
        }
    }
}

#[test]
fn the_help_of_every_command_names_its_arguments_and_fits() {
    let commands = [
        "init",
        "interview",
        "scan",
        "status",
        "report",
        "assess",
        "except",
        "explain",
        "pack",
        "check",
        "ask",
        "merge",
    ];
    for command in commands {
        let help = run(&[command, "--help"]);
        exits(&help, 0);
        assert!(out(&help).contains("Usage: dspt "), "{}", out(&help));
        assert!(out(&help).lines().all(|line| line.width() <= 100), "{}", out(&help));
    }
}

#[test]
fn a_scan_puts_the_worst_first_and_names_every_file_that_it_knows_nothing_of() {
    let home = Home::new(&std::fs::read_to_string("tests/cmd/workspace.in/answers.yaml").unwrap());
    home.file(
        "devices.csv",
        "Device name,OS,OS version,Last check-in,Encrypted\n\
         PC-1,Windows,10.0.26100.3476,2026-03-29,True\nPC-2,Windows,10.0.26100.3476,2026-03-29,False\n",
    );
    home.file("cut.json", "{\"value\": [\n{\"displayName\": \"All\", \"state\": \"ena");
    home.file("Thumbs.db", "x");
    home.file("blob.bin", [0u8, 159, 1, 255, 7]);
    let shown = home.run("scan", &[]);
    exits(&shown, 0);
    let mut rest = words(&out(&shown));
    for part in [
        "2 of 4 files read; 1 can't be read, 1 passed over",
        "Failed: 1",
        "PC-2: Encrypted is “False” devices.csv:3",
        "Can't be read",
        "blob.bin: ",
        "Read, but nothing in it was recognised: 1",
        "cut.json: text file that is not sound JSON from line 2 on",
        "Passed over: 1",
        "Thumbs.db: ",
        "Passed: 7",
        "(disk-encryption-on): 1 of 2 devices",
        "Not in the files: ",
        "devices.csv does not say: devices-compliant, ",
    ] {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part} in {rest}"));
        rest = rest.split_off(at);
    }
}

#[test]
fn a_scan_says_in_one_sentence_what_several_devices_come_to() {
    let home = Home::new(&std::fs::read_to_string("tests/cmd/workspace.in/answers.yaml").unwrap());
    for (device, encrypted) in [("LAPTOP-01", "True"), ("LAPTOP-02", "True"), ("LAPTOP-07", "False")] {
        let table = format!(
            "Device name,OS,OS version,Last check-in,Encrypted\n{device},Windows,10.0.26100.3476,2026-03-29,{encrypted}\n"
        );
        home.file(&format!("it/{device}.csv"), table);
    }
    let scan = |more: &[&str]| words(&out(&run(&[&["scan", home.path(), "--date", "2026-03-31"], more].concat())));
    let sentence = "(disk-encryption-on) 2 of 3 devices pass; not: LAPTOP-07";
    let shown = scan(&[]);
    assert!(shown.contains(sentence) && !shown.contains("it/LAPTOP-07.csv:2"), "{shown}");
    let shown = scan(&["-v"]);
    assert!(shown.contains(sentence) && shown.contains("it/LAPTOP-07.csv:2"), "{shown}");
}

#[test]
fn an_archive_in_which_something_was_found_is_known() {
    let home = Home::new(&std::fs::read_to_string("tests/cmd/workspace.in/answers.yaml").unwrap());
    let table = "Device name,OS,OS version,Last check-in,Encrypted\nPC-1,Windows,10.0.26100.3476,2026-03-29,True\n";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("it/devices.csv", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, table.as_bytes()).unwrap();
    home.file("exports.zip", zip.finish().unwrap().into_inner());
    let shown = words(&out(&home.run("scan", &[])));
    assert!(shown.contains("2 of 2 files read") && shown.contains("(disk-encryption-on): 1 device"), "{shown}");
    assert!(!shown.contains("nothing in it was recognised"), "{shown}");
}
