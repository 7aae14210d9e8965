//! The files of `examples/ci`: what they run is run here, as far as that can be without the service.
#![cfg(unix)]

use std::{
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use super::home::{TODAY, exits, out, said};

/// A copy of an example, and a folder of programs that come first: `dspt` with the day given, and what a test adds.
struct Runner {
    _folder: tempfile::TempDir,
    dir: PathBuf,
    programs: PathBuf,
}

impl Runner {
    fn new(example: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (dir, programs) = (folder.path().join("repository"), folder.path().join("programs"));
        copy(&Path::new("examples").join(example), &dir);
        std::fs::create_dir(&programs).unwrap();
        let runner = Self { _folder: folder, dir, programs };
        runner.program("dspt", &format!("exec {} \"$@\" --date {TODAY}", env!("CARGO_BIN_EXE_dspt")));
        runner
    }

    fn program(&self, name: &str, script: &str) {
        let path = self.programs.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new("sh");
        command
            .args(args)
            .current_dir(&self.dir)
            .env("PATH", format!("{}:{path}", self.programs.display()))
            .env("DSPT_CACHE_DIR", "")
            .env("GITHUB_STEP_SUMMARY", self.dir.join("step-summary"));
        command
    }

    /// A step as the service runs it.
    fn step(&self, script: &str) -> Output {
        self.command(&["-e", "-c", script]).output().unwrap()
    }

    fn hook(&self, level: &str) -> Output {
        let hook = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/ci/pre-commit");
        self.command(&[hook.to_str().unwrap()]).env("DSPT_REQUIRE", level).output().unwrap()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.dir.join(name)).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let into = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &into),
            false => drop(std::fs::copy(&path, &into).unwrap()),
        }
    }
}

fn yaml(name: &str) -> serde_json::Value {
    serde_yaml::from_str(&std::fs::read_to_string(Path::new("examples/ci").join(name)).unwrap()).unwrap()
}

/// The scripts of the workflow, but for the one that installs the program.
fn scripts() -> Vec<String> {
    let workflow = yaml("github-actions.yml");
    let steps = workflow["jobs"]["assess"]["steps"].as_array().unwrap();
    let own = steps.iter().filter(|step| step["id"] != "install");
    own.filter_map(|step| step["run"].as_str()).map(str::to_owned).collect()
}

#[test]
fn the_steps_of_the_workflow_gate_and_show_the_summary() {
    for (example, code) in [("rosewood-court", 1), ("harbour-view", 0)] {
        let runner = Runner::new(example);
        let [assess, show] = &scripts()[..] else { panic!("{:?}", scripts()) };
        exits(&runner.step(assess), code);
        // The steps after it run whether it failed or not.
        exits(&runner.step(show), 0);
        assert_eq!(runner.read("step-summary"), runner.read("reports/report.summary.md"), "{example}");
        for path in paths() {
            assert!(runner.dir.join(&path).exists(), "{example}: {path}");
        }
    }
}

/// What the workflow hands to actions of others.
fn paths() -> Vec<String> {
    let workflow = yaml("github-actions.yml");
    let steps = workflow["jobs"]["assess"]["steps"].as_array().unwrap();
    let given =
        |step: &serde_json::Value| ["sarif_file", "path"].map(|key| step["with"][key].as_str().map(str::to_owned));
    let paths: Vec<String> = steps.iter().flat_map(given).flatten().collect();
    assert_eq!(paths.len(), 3, "{paths:?}");
    paths
}

#[test]
fn a_run_that_could_not_be_leaves_no_summary_and_says_why() {
    let runner = Runner::new("meadow-home-care");
    std::fs::write(runner.dir.join("answers.yaml"), "format: 1\nanswers: [").unwrap();
    let [assess, show] = &scripts()[..] else { panic!("{:?}", scripts()) };
    let ran = runner.step(assess);
    exits(&ran, 2);
    assert!(said(&ran).contains("answers.yaml"), "{}", said(&ran));
    exits(&runner.step(show), 0);
    assert!(!runner.dir.join("step-summary").exists());
}

#[test]
fn the_workflow_may_do_no_more_than_it_needs() {
    let workflow = yaml("github-actions.yml");
    assert_eq!(workflow["permissions"], serde_json::json!({}));
    let job = &workflow["jobs"]["assess"];
    let needed = serde_json::json!({ "contents": "read", "security-events": "write", "checks": "write" });
    assert_eq!(job["permissions"], needed);
    for step in job["steps"].as_array().unwrap() {
        if let Some(action) = step["uses"].as_str() {
            let (name, version) = action.split_once('@').unwrap();
            assert!(name.contains('/') && version.starts_with('v'), "{action}");
            assert!(version[1..].chars().all(|c| c.is_ascii_digit()), "{action}");
        }
        // What somebody names a branch or a commit never becomes part of a script.
        assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{step}");
    }
}

#[test]
fn the_commands_of_the_read_me_run() {
    let text = std::fs::read_to_string("examples/ci/README.md").unwrap();
    let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    assert!(commands.len() >= 2, "{commands:?}");
    let runner = Runner::new("rosewood-court");
    for command in commands {
        exits(&runner.step(command), 0);
    }
    assert!(runner.read("known-problems.json").contains("fingerprint"));
}

#[test]
fn the_hook_stops_what_falls_short_and_lets_the_rest_pass() {
    // Something is staged.
    let staged = |example: &str| {
        let runner = Runner::new(example);
        runner.program("git", "exit 1");
        runner
    };
    let short = staged("rosewood-court").hook("approaching-standards");
    exits(&short, 1);
    assert!(out(&short).contains("need action"), "{}", out(&short));
    assert!(said(&short).contains("--no-verify"), "{}", said(&short));
    let passed = staged("meadow-home-care").hook("approaching-standards");
    exits(&passed, 0);
    assert_eq!(out(&passed), "");
    exits(&staged("meadow-home-care").hook("no-such-level"), 2);
}

#[test]
fn the_hook_looks_at_nothing_where_nothing_of_it_is_staged() {
    let runner = Runner::new("rosewood-court");
    runner.program("git", "test \"$*\" = 'diff --cached --quiet -- answers.yaml evidence'");
    exits(&runner.hook("standards-met"), 0);
}

#[test]
fn the_hook_writes_nothing_into_the_repository() {
    let runner = Runner::new("rosewood-court");
    runner.program("git", "exit 1");
    exits(&runner.hook("standards-met"), 1);
    assert!(!runner.dir.join("reports").exists());
}

#[test]
fn the_hook_of_the_pre_commit_program_runs() {
    let config = yaml("pre-commit-config.yaml");
    let hook = &config["repos"][0]["hooks"][0];
    assert_eq!((&hook["language"], &hook["pass_filenames"]), (&"system".into(), &false.into()));
    let files = regex::Regex::new(hook["files"].as_str().unwrap()).unwrap();
    for (name, is) in [("answers.yaml", true), ("evidence/it/devices.csv", true), ("reports/report.md", false)] {
        assert_eq!(files.is_match(name), is, "{name}");
    }
    let entry = hook["entry"].as_str().unwrap();
    exits(&Runner::new("meadow-home-care").step(entry), 0);
    let runner = Runner::new("rosewood-court");
    let short = runner.step(entry);
    exits(&short, 1);
    assert!(out(&short).contains("need action"), "{}", out(&short));
    assert!(!runner.dir.join("reports").exists());
}
