//! What the built-in rules say of registers as office programs keep them: colours, joined cells, several sheets.

use std::collections::BTreeMap;

use dspt::scan::{Input, Rules, Way, scan};

/// What one check says of files on 31 March 2026.
#[track_caller]
fn check(id: &str, files: &[(&str, &[u8])], expected: &[&str]) {
    let rules = Rules::parse(&super::rules::built_in()).unwrap();
    let inputs = files.iter().map(|(name, bytes)| Input::of(*name, Ok(bytes.to_vec())));
    let day = jiff::civil::date(2026, 3, 31);
    let scan = scan(&rules, inputs, &BTreeMap::new(), day, day, &mut |_| {}, &Way::default());
    let found = scan.findings.iter().filter(|finding| finding.check.as_str() == id);
    let shown: Vec<String> = found.map(|f| format!("{:?} {}: {}", f.outcome, f.place, f.message)).collect();
    assert_eq!(shown, expected, "\n{:#?}", scan.findings);
}

#[track_caller]
fn training(bytes: &[u8], expected: &str) {
    check("staff-training-complete", &[("training.xlsx", bytes)], &[expected]);
}

#[test]
fn a_colour_without_words_is_not_known_and_the_colour_of_a_whole_row_says_nothing() {
    // Rows 2 and 3 are coloured, row 4 is banded and empty, row 5 has a date.
    training(
        include_bytes!("../evidence/xlsx/training-colours.xlsx"),
        "Fail training.xlsx, Matrix!A4: 1 of 4, that is 25%, expected at least 95%; not: row 4",
    );
    training(
        include_bytes!("../evidence/xlsx/training-colours-only.xlsx"),
        "Unknown training.xlsx: none of the 2 is known: the cell has a colour and no words, so write the date in",
    );
}

#[test]
fn joined_cells_headings_and_totals_are_read_as_people_mean_them() {
    training(
        include_bytes!("../evidence/xlsx/training-merged.xlsx"),
        "Fail training.xlsx, Training!B10: 3 of 4, that is 75%, expected at least 95%; not: row 10",
    );
}

#[test]
fn a_person_counts_who_is_trained_on_any_sheet_of_a_relevant_course() {
    training(
        include_bytes!("../evidence/xlsx/training-tabs.xlsx"),
        "Fail training.xlsx, sheet 1!A4: 2 of 3, that is 66.6%, expected at least 95%; not: row 4 of sheet 1",
    );
}
