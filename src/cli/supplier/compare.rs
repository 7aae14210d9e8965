//! `dspt supplier compare`: suppliers side by side.

use super::{
    Compare,
    list::in_words,
    report::{one_to_stdout, write},
};
use crate::{
    cli::{Exit, args::Common, error::advised, library::Library, screen::Screen, workspace},
    model::{Comparison, Grade, written},
    report, score,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Compare) -> anyhow::Result<Exit> {
    one_to_stdout(&args.format, args.output.as_deref())?;
    let library = Library::load_in(common, &args.place.dir)?;
    let (workspace, scorecards) = super::scorecards(common, &args.place.dir, &library)?;
    let Some(comparison) = score::compare(&scorecards) else {
        let hint = format!("begin with one: dspt supplier new \"Its name\"{}", workspace::typed(&args.place.dir));
        return Err(advised("there is no supplier to compare yet", hint));
    };
    let mut drawn = Vec::new();
    for format in &args.format {
        match format.as_str() {
            "markdown" => drawn.push(("md", report::comparison_markdown(&comparison)?.into_bytes())),
            "pdf" => drawn.push(("pdf", report::comparison_pdf(&comparison)?)),
            "html" => drawn.push(("html", report::comparison_html(&comparison)?)),
            "csv" => drawn.push(("csv", report::comparison_csv(&comparison))),
            _ if args.output.is_none() => screen(common, &comparison).print()?,
            _ => drawn.push(("txt", screen(common, &comparison).into_plain().into_bytes())),
        }
    }
    write(common, &workspace, args.output.as_deref(), "suppliers", drawn)?;
    Ok(Exit::Done)
}

fn screen(common: &Common, comparison: &Comparison) -> Screen {
    /// More columns can't be read in a terminal.
    const MOST: usize = 4;
    let mut screen = Screen::new(common);
    screen.heading(&format!("Suppliers of {}", comparison.organisation));
    screen.line(&format!("{}, as of {}; weakest controls first", comparison.title, written(comparison.today)));
    screen.gap();
    for party in &comparison.parties {
        let product = party.product.as_ref().map(|product| format!(" ({product})")).unwrap_or_default();
        let grades = in_words(&party.grades);
        screen.item(
            "- ",
            &format!("{}{product}: {} of {} answered; {grades}", party.name, party.answered, party.questions),
        );
    }
    let word = |grade: Option<Grade>| grade.map_or("not applicable", Grade::word).to_owned();
    for (at, parties) in comparison.parties.chunks(MOST).enumerate() {
        screen.gap();
        let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
        let head: Vec<&str> = ["No.", "Control"].into_iter().chain(names.iter().copied()).collect();
        let of = |row: &crate::model::ComparedControl| {
            row.grades.iter().skip(at * MOST).take(parties.len()).map(|grade| word(*grade)).collect::<Vec<_>>()
        };
        let rows: Vec<Vec<String>> =
            comparison.rows.iter().map(|row| [vec![row.id.to_string(), row.title.clone()], of(row)].concat()).collect();
        let spoken: Vec<String> = comparison
            .rows
            .iter()
            .map(|row| {
                let grades = names.iter().zip(of(row)).map(|(name, grade)| format!("{name} {grade}"));
                format!("{} {}: {}.", row.id, row.title, grades.collect::<Vec<_>>().join(", "))
            })
            .collect();
        screen.table(&head, &rows, &[], &spoken);
    }
    screen
}
