//! The baseline of `dspt assess`: known problems pass, new ones fail, and the file changes on request only.

use std::path::PathBuf;

use super::home::{Home, answers, exits, out, said};

const PACK: &str = "tests/packs/valid/small.yaml";
const YES: &str = "\"1.1.1\": { value: yes, by: Manager, on: 2026-03-04 }";
const POLICY: &str = "\"1.1.2\": { value: In the office, by: Manager, on: 2026-03-04 }";

fn small(given: &[&str], exceptions: &[&str]) -> Home {
    Home::new(&answers("small-1", given, exceptions))
}

fn set(home: &Home, given: &[&str], exceptions: &[&str]) {
    std::fs::write(home.dir.join("answers.yaml"), answers("small-1", given, exceptions)).unwrap();
}

/// Laptops that are not encrypted.
fn laptops(home: &Home, names: &[&str]) {
    let rows: String = names.iter().map(|name| format!("{name},Windows,10.0.26100.3476,2026-03-29,False\n")).collect();
    home.file("devices.csv", format!("Device name,OS,OS version,Last check-in,Encrypted\n{rows}"));
}

fn baseline(home: &Home) -> PathBuf {
    home.dir.join("baseline.json")
}

/// Runs `assess` with the baseline and holds it to its exit code; what it said.
#[track_caller]
fn check(home: &Home, more: &[&str], code: i32) -> String {
    let file = baseline(home);
    let args = ["--pack", PACK, "--format", "markdown", "--baseline", file.to_str().unwrap()];
    let ran = home.run("assess", &[&args[..], more].concat());
    exits(&ran, code);
    said(&ran).replace(home.path(), "DIR")
}

#[test]
fn a_baseline_is_written_on_request_only() {
    let home = small(&[YES], &[]);
    let told = check(&home, &[], 2);
    assert!(told.contains("there is no baseline DIR/baseline.json") && told.contains("--update-baseline"), "{told}");
    assert!(!baseline(&home).exists() && !home.dir.join("reports").exists());
    let told = check(&home, &["--update-baseline"], 0);
    assert!(told.contains("wrote DIR/baseline.json\n0 new problems, 2 known problems"), "{told}");
    let first = std::fs::read_to_string(baseline(&home)).unwrap();
    check(&home, &[], 0);
    set(&home, &["\"1.1.1\": { value: no }", POLICY], &[]);
    check(&home, &[], 1);
    assert_eq!(std::fs::read_to_string(baseline(&home)).unwrap(), first);
    check(&home, &["--update-baseline"], 0);
    assert_ne!(std::fs::read_to_string(baseline(&home)).unwrap(), first);
    let told = check(&home, &["--update-baseline"], 0);
    assert!(told.contains("knows these already, and nothing was changed"), "{told}");
    let alone = home.run("assess", &["--pack", PACK, "--update-baseline"]);
    exits(&alone, 2);
    assert!(said(&alone).contains("--baseline"), "{}", said(&alone));
}

#[test]
fn the_file_reads_as_one_problem_a_line() {
    let home = small(&[YES], &[]);
    laptops(&home, &["B\u{202e}-08", "A-07"]);
    check(&home, &["--update-baseline"], 0);
    let text = std::fs::read_to_string(baseline(&home)).unwrap();
    let lines: Vec<&str> =
        text.lines().filter_map(|line| line.split_once("\"what\": ")).map(|(_, what)| what).collect();
    assert_eq!(
        lines,
        [
            "\"1.1.1 Encryption: your file says otherwise (disk-encryption-on)\" },",
            "\"1.1.2 Policy: not answered\" },",
            "\"Every laptop, tablet and phone is encrypted: a check fails (disk-encryption-on), A-07\" },",
            "\"Every laptop, tablet and phone is encrypted: a check fails (disk-encryption-on), B\\\\u{202E}-08\" }",
        ]
    );
    assert!(text.starts_with("{\n  \"format\": 1,\n  \"about\": \"Problems that are known: "), "{text}");
    assert!(text.ends_with(" }\n  ]\n}\n"), "{text}");
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&value["pack"], &value["subject"]), (&"small-1".into(), &serde_json::Value::Null));
}

#[test]
fn a_new_problem_fails_and_is_told_with_its_file_and_line() {
    let home = small(&[YES, POLICY], &[]);
    laptops(&home, &["LAPTOP-07"]);
    check(&home, &["--update-baseline"], 0);
    laptops(&home, &["LAPTOP-07", "LAPTOP-08"]);
    let told = check(&home, &[], 1);
    let new =
        "new: DIR/evidence/devices.csv:3: Every laptop, tablet and phone is encrypted: a check fails: LAPTOP-08: ";
    assert!(told.contains(new), "{told}");
    assert!(told.contains("1 new problem, 3 known problems"), "{told}");
    set(&home, &[YES, "\"1.1.2\": { ask: the office }"], &[]);
    let told = check(&home, &[], 1);
    assert!(told.contains("new: DIR/answers.yaml:8: 1.1.2 Policy: not answered"), "{told}");
    // Also where remarks are not wanted.
    let quiet = check(&home, &["--quiet"], 1);
    assert!(quiet.lines().count() == 2 && quiet.lines().all(|line| line.starts_with("new: ")), "{quiet}");
}

#[test]
fn other_words_lines_and_days_make_no_problem_new() {
    let home = small(&[YES, POLICY], &[]);
    laptops(&home, &["LAPTOP-07", "LAPTOP-08"]);
    check(&home, &["--update-baseline"], 0);
    laptops(&home, &["LAPTOP-08", "LAPTOP-07"]);
    check(&home, &[], 0);
    let text = std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap();
    std::fs::write(home.dir.join("answers.yaml"), format!("# moved\n\n{text}")).unwrap();
    check(&home, &[], 0);
}

#[test]
fn what_is_gone_is_told_and_taken_out_on_request() {
    let home = small(&[YES, POLICY], &[]);
    laptops(&home, &["LAPTOP-07", "LAPTOP-08"]);
    check(&home, &["--update-baseline"], 0);
    laptops(&home, &["LAPTOP-08"]);
    let told = check(&home, &[], 0);
    let gone = "gone, so that --update-baseline can take it out:\n  Every laptop, tablet and phone is encrypted: a check \
                fails (disk-encryption-on), LAPTOP-07\n";
    assert!(told.contains(gone), "{told}");
    check(&home, &["--update-baseline"], 0);
    laptops(&home, &["LAPTOP-07", "LAPTOP-08"]);
    check(&home, &[], 1);
}

#[test]
fn with_a_level_only_what_keeps_it_from_being_reached_counts() {
    let home = small(&["\"1.1.1\": { value: no }", "\"1.1.2\": { ask: the office }"], &[]);
    check(&home, &["--update-baseline"], 0);
    let full = std::fs::read_to_string(baseline(&home)).unwrap();
    check(&home, &["--require", "full"], 0);
    check(&home, &["--require-backed", "full"], 0);
    let told = check(&home, &["--require", "best"], 1);
    assert!(told.contains("falls short: Best also takes a current Cyber Essentials Plus certificate"), "{told}");
    // Without 1.1.1 in it: the lower level does not take that.
    let less: String = full.lines().filter(|line| !line.contains("1.1.1")).map(|line| format!("{line}\n")).collect();
    std::fs::write(baseline(&home), less).unwrap();
    let told = check(&home, &["--require", "full"], 1);
    assert!(told.contains("new: DIR/answers.yaml:7: 1.1.1 Encryption: not met"), "{told}");
    let told = check(&home, &["--require", "basic"], 0);
    assert!(told.contains("1 new problem that the required level does not take"), "{told}");
    // Met and not backed keeps a backed level from being reached, and no other.
    set(&home, &[YES, POLICY], &[]);
    check(&home, &["--require", "full"], 0);
    let told = check(&home, &["--require", "full", "--require-backed", "full"], 1);
    assert!(
        told.contains("1.1.1 Encryption: your word only") && told.contains("1.1.2 Policy: what is noted"),
        "{told}"
    );
}

#[test]
fn a_contradiction_is_new_until_it_is_known_and_again_when_its_exception_ends() {
    let home = small(&[YES, POLICY], &[]);
    check(&home, &["--update-baseline"], 0);
    laptops(&home, &["LAPTOP-07"]);
    let told = check(&home, &["--require", "full"], 1);
    assert!(told.contains("1.1.1 Encryption: your file says otherwise: LAPTOP-07"), "{told}");
    let exception = |until: &str| {
        format!("{{ check: disk-encryption-on, subject: LAPTOP-07, reason: Spare, by: Manager, until: {until} }}")
    };
    set(&home, &[YES, POLICY], &[&exception("2026-03-31")]);
    check(&home, &["--require", "full", "--update-baseline"], 0);
    check(&home, &[], 0);
    set(&home, &[YES, POLICY], &[&exception("2026-03-30")]);
    check(&home, &["--require", "full"], 1);
    check(&home, &[], 1);
}

#[test]
fn a_broken_baseline_is_an_error_with_its_line_and_is_never_written_over() {
    let home = small(&[YES], &[]);
    check(&home, &["--update-baseline"], 0);
    let good = std::fs::read_to_string(baseline(&home)).unwrap();
    for (bad, expected) in [
        (good.replace("\"pack\"", "\"pak\""), "unknown field `pak`"),
        (good.replace("\"format\": 1", "\"format\": 2"), "format 2, which is newer than this program"),
        (good.replacen("  ]", "  <<<<<<< HEAD\n  ]", 1), "baseline.json:9:3"),
        (good.replacen("\"fingerprint\": \"", "\"fingerprint\": \"x", 1), "a fingerprint is 64 hexadecimal digits"),
        ("mine\n".to_owned(), "baseline.json:1"),
        ("{}".to_owned(), "it has no key `format`, so it is no baseline"),
    ] {
        std::fs::write(baseline(&home), &bad).unwrap();
        for more in [&[][..], &["--update-baseline"]] {
            let told = check(&home, more, 2);
            assert!(told.contains("this is no baseline: ") && told.contains(expected), "{expected} in {told}");
        }
        assert_eq!(std::fs::read_to_string(baseline(&home)).unwrap(), bad);
    }
    std::fs::write(baseline(&home), [0xff]).unwrap();
    check(&home, &["--update-baseline"], 2);
}

#[test]
fn a_baseline_of_another_assessment_is_refused() {
    let home = small(&[YES], &[]);
    check(&home, &["--update-baseline"], 0);
    let text = std::fs::read_to_string(baseline(&home)).unwrap().replace("small-1", "small-2");
    std::fs::write(baseline(&home), text).unwrap();
    let told = check(&home, &[], 2);
    assert!(told.contains("is a baseline of small-2, and this is small-1"), "{told}");
    check(&home, &["--update-baseline"], 0);
    check(&home, &[], 0);
}

#[test]
fn formats_and_output_change_neither_the_exit_code_nor_what_is_said() {
    let home = small(&[YES], &[]);
    check(&home, &["--update-baseline"], 0);
    set(&home, &["\"1.1.1\": { value: no }"], &[]);
    let file = baseline(&home);
    let mut all = Vec::new();
    for more in [&["--format", "json"][..], &["--format", "markdown", "--output", "-"], &["--format", "pdf", "-q"]] {
        let args = [&["--pack", PACK, "--baseline", file.to_str().unwrap()][..], more].concat();
        let ran = home.run("assess", &args);
        exits(&ran, 1);
        assert!(!out(&ran).contains("new: "));
        all.push(said(&ran).lines().filter(|line| line.starts_with("new: ")).collect::<Vec<_>>().join("\n"));
    }
    assert!(all[0].contains("1.1.1 Encryption: not met") && all.iter().all(|one| *one == all[0]), "{all:?}");
}
