//! `dspt check`: lists checks and holds them to their own examples.

use super::{
    Exit,
    args::{Check as Args, Common},
    error::advised,
    explain, library,
    screen::Screen,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let rules = library::rules(common)?;
    let mut screen = Screen::new(common);
    match args {
        Args::Explain(what) => explain::run(common, what),
        Args::List => {
            let rows: Vec<Vec<String>> =
                rules.cards().into_iter().map(|card| vec![card.id.to_string(), card.title]).collect();
            let spoken: Vec<String> = rows.iter().map(|row| format!("{}.", row.join(": "))).collect();
            screen.table(&["Check", "What it says"], &rows, &[], &spoken);
            screen.print()?;
            Ok(Exit::Done)
        }
        Args::Test => {
            let faults = rules.examine();
            if faults.is_empty() {
                screen.line(&format!(
                    "{} checks and {} kinds of document do what their examples say.",
                    rules.cards().len(),
                    rules.documents().len()
                ));
                screen.print()?;
                return Ok(Exit::Done);
            }
            let words: Vec<String> = faults
                .iter()
                .map(|fault| {
                    let line = fault.at.map(|at| format!(":{}", at.line)).unwrap_or_default();
                    format!("{}{line}: {}", fault.file, fault.message)
                })
                .collect();
            Err(advised(
                format!("{} examples come out otherwise", faults.len()),
                format!("mend the check or its example:\n{}", words.join("\n")),
            ))
        }
    }
}
