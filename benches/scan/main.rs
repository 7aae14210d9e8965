//! How long a scan takes, held against other programs on the same files in the same run.
//!
//! `cargo bench --bench scan` prints it; `DSPT_BENCH_FILES` and `DSPT_BENCH_MIB` say how large the tree is.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark writes the files that it measures with, and prints what it measured"
)]

mod tree;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tree::Size;

/// The best of so many runs counts.
const RUNS: usize = 3;

fn main() {
    let number = |name: &str, usual: usize| env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (files, mib) = (number("DSPT_BENCH_FILES", 2_000), number("DSPT_BENCH_MIB", 80));
    let room = tempfile::tempdir().expect("a temporary folder");
    let folder = |name: &str| room.path().join(name);

    let size = Size { files, bytes: mib * 1024 * 1024 };
    tree::grow(&folder("tree"), size);
    println!("{files} files, {mib} MiB: photographs, text, tables, JSON, settings, logs");
    let hashed = best(|| hash(&folder("tree")));
    tell("sha256sum, two at a time", hashed, hashed);
    tell("dspt scan", best(|| scan(&folder("tree"), None)), hashed);
    let cache = folder("cache");
    scan(&folder("tree"), Some(&cache));
    tell("dspt scan, nothing changed", best(|| scan(&folder("tree"), Some(&cache))), hashed);

    let (office, pdfs) = examples();
    let count = files / 5;
    tree::documents(&folder("office"), &[office, pdfs.clone()].concat(), count);
    let took = best(|| scan(&folder("office"), None));
    println!("{count} office documents and PDFs: {:.0} a second", f64::from(count as u32) / took.as_secs_f64());

    tree::documents(&folder("pdf"), &pdfs, 200);
    let took = best(|| scan(&folder("pdf"), None));
    match Command::new("pdftotext").arg("-v").stderr(Stdio::null()).status() {
        Ok(_) => {
            let other = best(|| read_pdfs(&folder("pdf")));
            println!("200 PDFs");
            tell("pdftotext, one after another", other, other);
            tell("dspt scan", took, other);
        }
        Err(_) => println!("pdftotext is not there: PDFs were not compared"),
    }

    println!("growth");
    for part in [4, 2, 1] {
        let place = folder(&format!("part-{part}"));
        tree::grow(&place, Size { files: files / part, bytes: size.bytes / part });
        let took = best(|| scan(&place, None));
        println!("  {:>7} files: {:>7.2} s", files / part, took.as_secs_f64());
    }
}

fn tell(what: &str, took: Duration, against: Duration) {
    println!("  {what:<32} {:>7.2} s {:>6.2}", took.as_secs_f64(), took.as_secs_f64() / against.as_secs_f64());
}

fn best(run: impl Fn()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..RUNS).map(time).min().unwrap_or_default()
}

fn scan(folder: &Path, cache: Option<&Path>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dspt"));
    command.args(["scan", "--format", "json", "--quiet", "--date", "2026-03-31"]).arg(folder);
    command.env("DSPT_CACHE_DIR", cache.unwrap_or(Path::new(""))).stdout(Stdio::null());
    assert!(command.status().expect("the program starts").success());
}

fn hash(folder: &Path) {
    let line = "find \"$1\" -type f -print0 | xargs -0 -P2 -n200 sha256sum";
    let status = Command::new("sh").args(["-c", line, "sh"]).arg(folder).stdout(Stdio::null()).status();
    assert!(status.expect("a shell").success());
}

fn read_pdfs(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        let _ = Command::new("pdftotext").arg(path).arg("-").stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// The office documents and the PDFs of the examples that can be read.
fn examples() -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut office, mut pdfs) = (Vec::new(), Vec::new());
    for entry in walkdir::WalkDir::new("examples").sort_by_file_name() {
        let path = entry.expect("the examples are there").into_path();
        let evidence = path.iter().any(|part| part == "evidence");
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("pdf") if evidence => pdfs.push(path),
            Some("docx" | "xlsx") if evidence && tree::is_container(&path) => office.push(path),
            _ => {}
        }
    }
    (office, pdfs)
}
