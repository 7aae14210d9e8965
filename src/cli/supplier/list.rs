//! `dspt supplier list`: every supplier on one line.

use super::Place;
use crate::{
    cli::{Exit, args::Common, ask, library::Library, screen::Screen, workspace},
    model::{GRADES, GradeCounts, written},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Place) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, &args.dir)?;
    let (_, scorecards) = super::scorecards(common, &args.dir, &library)?;
    if scorecards.is_empty() {
        let dir = workspace::typed(&args.dir);
        ask::say(&format!("No supplier was asked yet. To begin with one: dspt supplier new \"Its name\"{dir}"))?;
        return Ok(Exit::Done);
    }
    let mut screen = Screen::new(common);
    let (mut rows, mut spoken) = (Vec::new(), Vec::new());
    for scorecard in &scorecards {
        let (Some(name), Some(party)) = (&scorecard.subject, &scorecard.party) else { continue };
        let asked = party.asked.map_or_else(|| "not yet".to_owned(), written);
        let answered = format!("{} of {}", party.answered, party.questions);
        let late = match party.out_of_date.len() {
            0 => "nothing".to_owned(),
            n => n.to_string(),
        };
        let product = party.product.clone().unwrap_or_else(|| "not named".into());
        spoken.push(format!(
            "{name}, {product}: asked {asked}, {answered} answered. Controls: {}. Out of date: {late}.",
            in_words(&party.grades)
        ));
        rows.push(vec![name.clone(), product, asked, answered, in_words(&party.grades), late]);
    }
    screen.table(&["Supplier", "Product", "Asked", "Answered", "Controls", "Out of date"], &rows, &[], &spoken);
    screen.print()?;
    Ok(Exit::Done)
}

/// "3 strong, 5 fair, 8 weak, 8 none", without what there is none of.
pub(super) fn in_words(grades: &GradeCounts) -> String {
    let some = GRADES.into_iter().filter(|grade| grades.at(*grade) > 0);
    let some: Vec<String> = some.map(|grade| format!("{} {}", grades.at(grade), grade.word())).collect();
    if some.is_empty() { "none applies".into() } else { some.join(", ") }
}
