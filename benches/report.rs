//! How long reports take, whole and by form: of the largest example, and of one with 500 items and 2,000 findings.
//!
//! `cargo bench --bench report` prints it. Figures stand in the README; no test uses them.

use std::{process::Command, sync::OnceLock};

use divan::Bencher;
use dspt::{
    model::Scorecard,
    report::{self, Format, Kind},
};

const EXAMPLE: &str = "examples/rosewood-court";

fn main() {
    let large = large();
    let items = large.sections.iter().flat_map(|section| &section.assertions).map(|assertion| assertion.items.len());
    let findings = large.checks.iter().map(|check| check.findings.len());
    let (items, findings) = (items.sum::<usize>(), findings.sum::<usize>());
    assert!(items >= 500 && findings >= 2000, "{items} items, {findings} findings");
    divan::main();
}

/// The full report of the largest example in one form.
#[divan::bench(args = Format::names())]
fn example(bencher: Bencher<'_, '_>, format: &str) {
    draw(bencher, format, of_example());
}

/// The same with 500 items and 2,000 findings.
#[divan::bench(args = Format::names(), sample_count = 20)]
fn large_report(bencher: Bencher<'_, '_>, format: &str) {
    draw(bencher, format, large());
}

/// All forms together, as one command writes them.
#[divan::bench(sample_count = 20)]
fn large_report_in_every_form(bencher: Bencher<'_, '_>) {
    let formats: Vec<Format> = Format::names().into_iter().filter_map(Format::named).collect();
    bencher.bench(|| report::draw(Kind::Full, &formats, None, large()).expect("it can be drawn"));
}

fn draw(bencher: Bencher<'_, '_>, format: &str, scorecard: &Scorecard) {
    let formats = [Format::named(format).expect("a format")];
    bencher.bench(|| report::draw(Kind::Full, &formats, None, scorecard).expect("it can be drawn"));
}

/// The scorecard of the largest example.
fn of_example() -> &'static Scorecard {
    static EXAMPLE_CARD: OnceLock<Scorecard> = OnceLock::new();
    EXAMPLE_CARD.get_or_init(|| {
        let args = ["report", EXAMPLE, "--date", "2026-03-31", "--format", "json", "-o", "-"];
        let output = Command::new(env!("CARGO_BIN_EXE_dspt")).args(args).output().expect("the program starts");
        report::load(&output.stdout).expect("a scorecard")
    })
}

/// The same with its sections, its findings and its evidence many times over.
fn large() -> &'static Scorecard {
    static LARGE: OnceLock<Scorecard> = OnceLock::new();
    LARGE.get_or_init(|| {
        let mut card = of_example().clone();
        let (sections, files) = (card.sections.clone(), card.files.clone());
        for _ in 0..8 {
            card.sections.extend(sections.iter().cloned());
            card.files.extend(files.iter().cloned());
        }
        let each = 2000 / card.checks.len() + 1;
        for check in &mut card.checks {
            let findings = check.findings.clone();
            check.findings = findings.iter().cycle().take(each).cloned().collect();
            check.tally.all = each;
        }
        card
    })
}
