//! Completion scripts and manual pages: shells and `man` take them, and the hidden worker is in none.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use super::home::{exits, out, run, said};

/// Runs a program over a text; nothing where there is no such program.
fn fed(program: &str, args: &[&str], text: &str) -> Option<std::process::Output> {
    let child = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = child.stdin.as_ref().unwrap();
    input.write_all(text.as_bytes()).unwrap();
    Some(child.wait_with_output().unwrap())
}

#[test]
fn every_shell_gets_a_script_that_knows_commands_items_checks_and_levels() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(&["completions", shell]);
        exits(&ran, 0);
        let script = out(&ran);
        assert!(script.contains("interview") && script.contains("portal"), "{shell}");
        // Elvish and PowerShell complete words that begin with a dash and commands, not values.
        if !["powershell", "elvish"].contains(&shell) {
            for value in ["4.5.3", "disk-encryption-on", "standards-met", "dspt-2025-26-social-care", "care-home"] {
                assert!(script.contains(value), "{value} for {shell}");
            }
        }
    }
    let wrong = run(&["completions", "tcsh"]);
    exits(&wrong, 2);
    assert!(said(&wrong).contains("choose one of: bash"), "{}", said(&wrong));
}

#[test]
fn shells_take_their_scripts() {
    for (shell, args) in [("bash", &["-n"][..]), ("zsh", &["-n"]), ("fish", &["--no-execute"])] {
        let script = out(&run(&["completions", shell]));
        if let Some(told) = fed(shell, args, &script) {
            assert!(told.status.success(), "{shell}: {}", String::from_utf8_lossy(&told.stderr));
        }
    }
}

#[test]
fn bash_completes_what_was_begun() {
    let script = out(&run(&["completions", "bash"]));
    let ask = |line: &str, word: &str, before: &str| {
        let words: Vec<String> = line.split(' ').map(|word| format!("'{word}'")).collect();
        let text = format!(
            "{script}\nCOMP_WORDS=({})\nCOMP_CWORD={}\n_dspt dspt '{word}' '{before}'\necho \"${{COMPREPLY[@]}}\"\n",
            words.join(" "),
            words.len() - 1
        );
        fed("bash", &["-s"], &text).map(|told| String::from_utf8(told.stdout).unwrap())
    };
    let Some(told) = ask("dspt inter", "inter", "dspt") else { return };
    assert_eq!(told.trim(), "interview");
    assert_eq!(ask("dspt plan --set 4.5.", "4.5.", "--set").unwrap().trim(), "4.5.3 4.5.4");
    assert!(!ask("dspt ", "", "dspt").unwrap().contains("worker"));
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("man");
    exits(&run(&["man", "--output", to.to_str().unwrap(), "--quiet"]), 0);
    let mut names: Vec<String> =
        std::fs::read_dir(&to).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    for name in ["dspt.1", "dspt-interview.1", "dspt-plan.1", "dspt-pack-show.1"] {
        assert!(names.iter().any(|known| known == name), "{name} in {names:?}");
    }
    assert!(!names.iter().any(|name| name.contains("worker")), "{names:?}");
    let page = out(&run(&["man", "plan"]));
    assert_eq!(page, std::fs::read_to_string(to.join("dspt-plan.1")).unwrap());
    assert!(page.contains("due") && page.contains(".TH"), "{page}");
    let wrong = run(&["man", "paln"]);
    exits(&wrong, 2);
    assert!(said(&wrong).contains("did you mean `plan`?"), "{}", said(&wrong));
}

#[test]
fn manual_pages_can_be_drawn() {
    let page = out(&run(&["man"]));
    for (program, args) in [("mandoc", &["-T", "lint", "-W", "error"][..]), ("man", &["-l", "-"])] {
        if let Some(told) = fed(program, args, &page) {
            assert!(told.status.success(), "{program}: {}", String::from_utf8_lossy(&told.stderr));
        }
    }
}
