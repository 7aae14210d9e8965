//! Exit codes, gates and streams: what scripts rely on.

use std::{io::Read, process::Stdio};

use super::home::{Home, TODAY, answers, command, document, exits, out, run, said, words};

const PACK: &str = "tests/packs/valid/small.yaml";
const YES: &str = "\"1.1.1\": { value: yes, by: Manager, on: 2026-03-04 }";
const POLICY: &str = "\"1.1.2\": { value: In the office, by: Manager, on: 2026-03-04 }";
const EXCEPTION: &str = "check: disk-encryption-on, subject: LAPTOP-07, reason: Spare, by: Manager";

/// A workspace of the small pack: `basic` takes the policy, `full` encryption too, `best` a certificate as well.
fn small(given: &[&str], exceptions: &[&str]) -> Home {
    Home::new(&answers("small-1", given, exceptions))
}

/// One laptop, encrypted or not.
fn laptop(home: &Home, encrypted: &str) {
    home.file(
        "devices.csv",
        format!(
            "Device name,OS,OS version,Last check-in,Encrypted\nLAPTOP-07,Windows,10.0.26100.3476,2026-03-29,{encrypted}\n"
        ),
    );
}

fn policy(home: &Home) {
    home.file(
        "Data protection policy.docx",
        document(&[
            "Data protection policy",
            "Reviewed: 4 March 2026",
            "There is a lawful basis for each use of personal data, and a second condition for special category data.",
            "A subject access request is answered within one month, and the right to erasure is explained.",
            "Before something new is bought there is an impact assessment; the Information Commissioner hears of a \
             personal data breach within 72 hours.",
        ]),
    );
}

/// Runs `assess` and holds it to its exit code in every form of output.
#[track_caller]
fn check(home: &Home, more: &[&str], code: i32) -> String {
    let assessed = home.run("assess", &[&["--pack", PACK, "--format", "markdown"], more].concat());
    exits(&assessed, code);
    said(&assessed)
}

#[test]
fn a_level_on_answers_is_required_and_reached_or_not() {
    let none = small(&["\"1.1.1\": { value: no }"], &[]);
    check(&none, &[], 0);
    for level in ["basic", "full", "best"] {
        check(&none, &["--require", level], 1);
        check(&none, &["--require-backed", level], 1);
    }
    let basic = small(&[POLICY], &[]);
    check(&basic, &["--require", "basic"], 0);
    let said = check(&basic, &["--require", "full"], 1);
    assert!(said.contains("falls short: Full is required on the answers, and it stands at Basic"), "{said}");
    let full = small(&[YES, POLICY], &[]);
    check(&full, &["--require", "basic"], 0);
    check(&full, &["--require", "full"], 0);
    check(&full, &["--require", "best"], 1);
}

#[test]
fn a_backed_level_takes_evidence_and_not_words() {
    let home = small(&[YES, POLICY], &[]);
    let said = check(&home, &["--require-backed", "full"], 1);
    assert!(said.contains("falls short: Full is required backed, and it stands at No level yet"), "{said}");
    policy(&home);
    check(&home, &["--require-backed", "basic"], 0);
    check(&home, &["--require-backed", "full"], 1);
    laptop(&home, "True");
    check(&home, &["--require-backed", "full"], 0);
    check(&home, &["--require", "full", "--require-backed", "full"], 0);
    check(&home, &["--require", "full", "--require-backed", "best"], 1);
}

#[test]
fn a_contradiction_fails_the_gate_although_the_answers_reach_the_level() {
    let home = small(&[YES, POLICY], &[]);
    laptop(&home, "False");
    let said = check(&home, &["--require", "full"], 1);
    assert!(said.contains("it stands at Full; a file contradicts 1 answer"), "{said}");
    // What does not belong to a level does not keep it from being reached.
    check(&home, &["--require", "basic"], 0);
    check(&home, &[], 0);
}

#[test]
fn an_exception_in_date_lets_it_pass_and_one_that_ended_does_not() {
    for (until, code) in [(", until: 2026-12-31", 0), (", until: 2026-03-31", 0), ("", 0), (", until: 2026-03-30", 1)] {
        let home = small(&[YES, POLICY], &[&format!("{{ {EXCEPTION}{until} }}")]);
        laptop(&home, "False");
        check(&home, &["--require", "full"], code);
    }
    // It is about one device and none other.
    let home = small(&[YES, POLICY], &[&format!("{{ {} }}", EXCEPTION.replace("LAPTOP-07", "LAPTOP-08"))]);
    laptop(&home, "False");
    check(&home, &["--require", "full"], 1);
}

#[test]
fn an_unknown_level_could_not_run_and_the_nearest_is_named() {
    let home = small(&[YES, POLICY], &[]);
    for gate in ["--require", "--require-backed"] {
        let said = check(&home, &[gate, "ful"], 2);
        assert!(said.contains("did you mean `full`?") && said.contains("basic, full, best"), "{said}");
        let said = check(&home, &[gate, "zzzzzz"], 2);
        assert!(said.contains("its levels: basic, full, best") && !said.contains("did you mean"), "{said}");
    }
    assert!(!home.dir.join("reports").exists(), "nothing is written by a run that could not run");
}

#[test]
fn the_format_never_changes_the_exit_code() {
    let home = small(&[YES, POLICY], &[]);
    for (level, code) in [("full", 0), ("best", 1)] {
        for formats in ["markdown", "pdf,markdown,pdf"] {
            let assessed = home.run("assess", &["--pack", PACK, "--format", formats, "--require", level]);
            exits(&assessed, code);
        }
        let piped = home.run("assess", &["--pack", PACK, "--format", "pdf", "-o", "-", "--require", level]);
        assert_eq!(piped.status.code(), Some(code));
        assert!(piped.stdout.starts_with(b"%PDF-"));
    }
    let said = said(&home.run("assess", &["--pack", PACK, "--format", "pfd"]));
    assert!(said.contains("there is no report format `pfd`") && said.contains("did you mean `pdf`?"), "{said}");
}

#[test]
fn nothing_evaluated_is_never_a_pass() {
    let home = small(&[], &[]);
    for gate in [&[][..], &["--require", "basic"], &["--require-backed", "basic"]] {
        let said = check(&home, gate, 2);
        assert!(said.contains("nothing was evaluated"), "{said}");
    }
    // Files that nobody recognises are nothing either.
    home.file("holiday.txt", "The sea was warm.\n");
    check(&home, &["--require", "basic"], 2);
    std::fs::remove_dir_all(home.dir.join("evidence")).unwrap();
    check(&home, &["--require", "basic"], 2);
}

#[test]
fn standard_output_takes_one_format() {
    let home = small(&[YES], &[]);
    for formats in [&["--format", "markdown,pdf"][..], &[]] {
        let refused = home.run("report", &[&["--pack", PACK, "-o", "-"], formats].concat());
        exits(&refused, 2);
        assert!(said(&refused).contains("standard output takes one format"), "{}", said(&refused));
        assert!(refused.stdout.is_empty());
    }
    let one = home.run("assess", &["--pack", PACK, "-o", "-", "--format", "markdown"]);
    exits(&one, 0);
    assert!(out(&one).contains("# Rosewood Court\n") && out(&one).ends_with('\n'), "{}", out(&one));
    assert!(!home.dir.join("reports").exists());
}

#[test]
fn a_reader_that_goes_away_is_a_quiet_success() {
    let home = Home::new(&answers("dspt-2025-26-social-care", &["\"1.1.1\": { value: ZA000000 }"], &[]));
    let more = "Device name,OS,OS version,Last check-in,Encrypted\n".to_owned();
    let rows: String = (0..3000).map(|n| format!("LAPTOP-{n},Windows,10.0.26100.3476,2026-03-29,True\n")).collect();
    home.file("devices.csv", more + &rows);
    for args in [
        &["scan", home.path(), "--date", TODAY][..],
        &["scan", home.path(), "--date", TODAY, "--format", "json"],
        &["assess", home.path(), "--date", TODAY, "-o", "-", "--format", "markdown"],
        &["pack", "show", "dspt-2025-26-social-care"],
        &["--help"],
    ] {
        let mut child = command(args).spawn().unwrap();
        let mut line = [0; 16];
        child.stdout.as_mut().unwrap().read_exact(&mut line).unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{args:?}: {}", said(&ended));
        assert_eq!(said(&ended), "", "{args:?}");
    }
}

#[test]
fn a_folder_that_can_not_be_written_to_could_not_run() {
    let home = small(&[YES], &[]);
    let blocked = home.dir.join("blocked");
    std::fs::write(&blocked, "a file, not a folder").unwrap();
    for folder in [blocked.clone(), blocked.join("deeper")] {
        let refused = home.run("report", &["--pack", PACK, "-o", folder.to_str().unwrap()]);
        exits(&refused, 2);
        assert!(said(&refused).starts_with("error: cannot write "), "{}", said(&refused));
        assert!(said(&refused).contains("blocked"), "{}", said(&refused));
    }
    assert_eq!(std::fs::read_to_string(&blocked).unwrap(), "a file, not a folder");
}

#[test]
fn quiet_says_nothing_but_the_exit_code() {
    let home = small(&[YES], &[]);
    for (level, code) in [("basic", 1), ("full", 1)] {
        let assessed = home.run("assess", &["--pack", PACK, "--quiet", "--require", level]);
        exits(&assessed, code);
        assert_eq!((out(&assessed), said(&assessed)), (String::new(), String::new()));
    }
    exits(&home.run("report", &["--pack", PACK, "-q"]), 0);
    assert!(home.report("report.pdf").starts_with(b"%PDF-"));
    // What could not run is said all the same.
    let refused = home.run("assess", &["--pack", "nowhere.yaml", "--quiet"]);
    exits(&refused, 2);
    assert!(!said(&refused).is_empty());
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let home = small(&[YES, POLICY], &[]);
    laptop(&home, "False");
    let common = ["--date", TODAY, "--pack", PACK];
    for command_line in [&["status", home.path()][..], &["status", "nowhere"]] {
        let args = [command_line, &common].concat();
        let coloured = |args: &[&str], variable: Option<&str>| {
            let mut command = command(args);
            command.env("CLICOLOR_FORCE", "1");
            if let Some(variable) = variable {
                command.env(variable, "1");
            }
            let shown = command.output().unwrap();
            format!("{}{}", out(&shown), said(&shown)).contains('\u{1b}')
        };
        assert!(coloured(&args, None) || command_line[1] == "nowhere", "{args:?}");
        assert!(!coloured(&args, Some("NO_COLOR")), "{args:?}");
        for flag in ["--plain", "--no-color"] {
            assert!(!coloured(&[&args[..], &[flag]].concat(), None), "{args:?} {flag}");
        }
        let piped = run(&args);
        assert!(!format!("{}{}", out(&piped), said(&piped)).contains('\u{1b}'), "{args:?}");
    }
}

#[test]
fn a_pipe_gets_no_progress() {
    let home = small(&[YES, POLICY], &[]);
    laptop(&home, "True");
    for (command, expected) in [("scan", ""), ("status", "")] {
        let shown = home.run(command, &["--pack", PACK]);
        exits(&shown, 0);
        assert_eq!(said(&shown), expected);
    }
    let assessed = home.run("assess", &["--pack", PACK, "--format", "markdown"]);
    assert_eq!(words(&said(&assessed)), format!("wrote {}", home.dir.join("reports/report.md").display()));
}

#[test]
fn only_the_codes_0_1_and_2_are_ever_given() {
    for args in
        [&["--nonsense"][..], &["stauts"], &["explain", "99.9.9"], &["status", "/nowhere"], &["report", "--format"]]
    {
        exits(&run(args), 2);
    }
    for args in [&[][..], &["--help"], &["--version"], &["help", "assess"], &["pack", "check"], &["check", "list"]] {
        exits(&run(args), 0);
    }
    // A closed standard input is the end of the answers.
    let home = small(&[YES], &[]);
    let asked = command(&["interview", home.path(), "--pack", PACK]).stdin(Stdio::null()).output().unwrap();
    exits(&asked, 0);
}
