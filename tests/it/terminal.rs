//! What the terminal shows: transcripts in `tests/cmd/`, none wider than eighty columns.

use unicode_width::UnicodeWidthStr;

use super::home::{Home, exits, out, run};

#[test]
fn transcripts_are_as_kept() {
    trycmd::TestCases::new().case("tests/cmd/*.md").env("NO_COLOR", "").run();
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
        &["explain", "10.2.1"],
        &["pack", "list"],
        &["pack", "show"],
        &["pack", "check"],
        &["check", "list"],
    ] {
        for plain in [&[][..], &["--plain"]] {
            let args = [args, &["--date", "2026-03-31"], plain].concat();
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
    let commands = ["init", "interview", "scan", "status", "report", "assess", "except", "explain", "pack", "check"];
    for command in commands {
        let help = run(&[command, "--help"]);
        exits(&help, 0);
        assert!(out(&help).contains("Usage: dspt "), "{}", out(&help));
        assert!(out(&help).lines().all(|line| line.width() <= 100), "{}", out(&help));
    }
}
