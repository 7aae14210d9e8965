//! How long it takes to look through a thousand documents for secrets, beside `grep -r` for one word and, where
//! `DSPT_DETECT_SECRETS` names its program, detect-secrets. Ratios of one run on one machine; no test uses them.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark makes its own files, starts other programs and prints what they took"
)]

mod planting;

use std::{
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use planting::{Dice, documents, secrets};

const FILES: usize = 1_000;
const SECRETS: usize = 35;
const SEED: u64 = 35;

/// The best of so many runs counts.
const RUNS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let (clean, dirty, one) = (folder.path().join("clean"), folder.path().join("dirty"), folder.path().join("one"));
    documents(&clean, SEED, FILES, &[]);
    let planted = secrets(&mut Dice::new(SEED), SECRETS);
    let names = documents(&dirty, SEED, FILES, &planted);
    documents(&one, SEED, 1, &[]);

    let start = best(|| dspt(&one).0);
    let whole = best(|| dspt(&dirty).0);
    let grep = best(|| grep(&dirty));
    let (_, found) = dspt(&dirty);
    let (_, alarms) = dspt(&clean);
    let hit = names.iter().filter(|name| found.contains(name)).count();
    for (name, one) in names.iter().zip(&planted).filter(|(name, _)| !found.contains(name)) {
        println!("missed in {name}: {}: {}", one.what, one.value);
    }
    println!("{FILES} documents, {SECRETS} secrets; the best of {RUNS} runs of each");
    println!(
        "dspt scan         {whole:>10.1?}  found {hit} of {SECRETS}, false alarms on a clean copy: {}",
        alarms.len()
    );
    println!("dspt, start alone {start:>10.1?}  (one document)");
    println!("grep -r           {grep:>10.1?}  one word");
    println!(
        "dspt / grep       {:>10.1}  without its start {:.1}",
        ratio(whole, grep),
        ratio(whole.saturating_sub(start), grep)
    );
    match std::env::var("DSPT_DETECT_SECRETS") {
        Ok(program) => {
            let (took, found) = detect_secrets(&program, &dirty);
            let (_, alarms) = detect_secrets(&program, &clean);
            let hit = names.iter().filter(|name| found.contains(name)).count();
            println!(
                "detect-secrets    {took:>10.1?}  found {hit} of {SECRETS}, false alarms on a clean copy: {}",
                alarms.len()
            );
            println!("dspt / detect     {:>10.3}", ratio(whole, took));
        }
        Err(_) => println!("detect-secrets    skipped: DSPT_DETECT_SECRETS does not name its program"),
    }
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn best(run: impl Fn() -> Duration) -> Duration {
    (0..RUNS).map(|_| run()).min().unwrap_or_default()
}

/// How long a scan takes, and the files in which it saw something.
fn dspt(folder: &Path) -> (Duration, Vec<String>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dspt"));
    command.arg("scan").arg(folder).args(["--format", "json", "--date", "2026-03-31"]);
    let began = Instant::now();
    let output = command.output().unwrap();
    let took = began.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let scan: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let files = scan["scan"]["files"].as_array().unwrap().iter();
    let seen = files.filter(|file| file["sensitive"].as_array().is_some_and(|all| !all.is_empty()));
    (took, seen.filter_map(|file| Some(file["path"].as_str()?.to_owned())).collect())
}

fn grep(folder: &Path) -> Duration {
    let began = Instant::now();
    let mut command = Command::new("grep");
    command.args(["-r", "-l", "wpa_psk"]).arg(folder).stdout(Stdio::null()).status().unwrap();
    began.elapsed()
}

fn detect_secrets(program: &str, folder: &Path) -> (Duration, Vec<String>) {
    let mut command = Command::new(program);
    command.current_dir(folder).args(["scan", "--all-files", "."]);
    let began = Instant::now();
    let output = command.output().unwrap();
    let took = began.elapsed();
    let scan: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let files = scan["results"].as_object().unwrap();
    (took, files.keys().map(|name| name.trim_start_matches("./").to_owned()).collect())
}
