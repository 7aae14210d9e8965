//! How long the main job takes, whole and in parts, on the largest example. Figures stand in the README; no test uses them.
//!
//! `cargo bench` prints them. The whole program is started anew for each sample of `start` and `assess`.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the evidence that it measures with")]

use std::{path::Path, process::Command};

use divan::Bencher;

const EXAMPLE: &str = "examples/rosewood-court";

fn main() {
    divan::main();
}

/// `dspt --version`, process and all.
#[divan::bench]
fn start() {
    run(&["--version"]);
}

/// `dspt assess` of the largest example with both reports, process and all.
#[divan::bench(sample_count = 20)]
fn assess(bencher: Bencher<'_, '_>) {
    let out = tempfile::tempdir().expect("a folder for the reports");
    let folder = out.path().to_str().expect("a name that is text").to_owned();
    bencher.bench(|| run(&["assess", EXAMPLE, "--date", "2026-03-31", "--output", &folder]));
}

/// `dspt status` of the largest example: everything but the reports.
#[divan::bench(sample_count = 20)]
fn status() {
    run(&["status", EXAMPLE, "--date", "2026-03-31"]);
}

/// Packs, checks, kinds, documents and facts, read and examined.
#[divan::bench(sample_count = 20)]
fn pack_list() {
    run(&["pack", "list"]);
}

/// One answer spliced into the answers of the largest example and read again.
#[divan::bench]
fn save_an_answer(bencher: Bencher<'_, '_>) {
    let text = std::fs::read_to_string(Path::new(EXAMPLE).join("answers.yaml")).expect("the example is there");
    let item = dspt::model::ItemId::new("4.5.3").expect("an item");
    let pack = dspt::model::PackId::new("dspt-2025-26-social-care").expect("a pack");
    let answer = dspt::model::Answer { value: Some("no".into()), ..Default::default() };
    bencher.bench(|| dspt::answers::apply(&text, &pack, None, &dspt::answers::Edit::Answer(&item, &answer)));
}

fn run(args: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_dspt"))
        .args(args)
        .env("DSPT_CACHE_DIR", "")
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
