//! Tables as CSV for spreadsheets: UTF-8 with a mark that says so, a header, and nothing that a spreadsheet would run.

use super::{
    Kind,
    tables::{self, Cell},
};
use crate::model::{Action, Comparison, Effort, Grade, Otherwise, RoundCard, Scorecard};

/// A table of a kind of report.
pub(super) struct Table {
    /// What follows the name of the report in that of the file.
    pub(super) suffix: &'static str,
    /// How it is written.
    pub(super) draw: fn(&Scorecard) -> Vec<u8>,
}

/// The tables of a kind of report; none where it has none.
pub(super) fn tables(kind: Kind) -> &'static [Table] {
    match kind {
        Kind::Full => &[
            Table { suffix: "-answers", draw: |scorecard| csv(&tables::answers(scorecard)) },
            Table { suffix: "-findings", draw: |scorecard| csv(&tables::findings(scorecard)) },
            Table { suffix: "-evidence", draw: |scorecard| csv(&tables::evidence(scorecard)) },
            Table { suffix: "-plan", draw: plan },
        ],
        Kind::EvidenceRegister => &[Table { suffix: "", draw: |scorecard| csv(&tables::evidence(scorecard)) }],
        Kind::Inspector | Kind::Commissioner | Kind::Board => &[],
        Kind::Plan | Kind::PlanByOwner => &[Table { suffix: "", draw: plan }],
        Kind::ActionPlan => &[Table { suffix: "", draw: action_plan }],
        Kind::Statement => &[Table { suffix: "", draw: statement }],
        Kind::Portal | Kind::Supplier => &[],
    }
}

/// The action plan, one action a line.
pub(super) fn plan(scorecard: &Scorecard) -> Vec<u8> {
    csv(&tables::plan(scorecard))
}

/// A table of the assessment as CSV.
fn csv(of: &tables::Table) -> Vec<u8> {
    let head: Vec<&str> = of.columns.iter().map(|(head, _)| *head).collect();
    let words = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Empty => String::new(),
    };
    table(&head, of.rows.iter().map(|row| row.iter().map(words).collect()))
}

/// The action plan that the portal asks for, by item.
pub(super) fn action_plan(scorecard: &Scorecard) -> Vec<u8> {
    let head = ["Item", "Title", "Where it stands", "What will be done", "Who", "By when", "Remark"];
    let wanted = scorecard.portal.action_plan.iter();
    let actions = wanted.filter_map(|number| scorecard.actions.iter().find(|action| action.number == *number));
    let rows = actions.map(|action| {
        let (day, proposed) = match (action.due, action.proposed) {
            (Some(due), _) => (due.to_string(), None),
            (None, Some(day)) => (day.to_string(), Some("Date proposed; nobody has agreed to it")),
            (None, None) => (String::new(), None),
        };
        vec![
            action.item.to_string(),
            action.title.clone(),
            action.why.clone(),
            in_one_line(action),
            action.owner.clone().unwrap_or_default(),
            day,
            proposed.map_or_else(|| remark(action), str::to_owned),
        ]
    });
    table(&head, rows)
}

/// The Statement of Applicability, one control a line.
fn statement(scorecard: &Scorecard) -> Vec<u8> {
    let head = ["Control", "Title", "Applies", "Why", "In place", "By when", "Evidence"];
    let rows = scorecard.statement.iter().flat_map(|statement| &statement.controls).map(|control| {
        vec![
            control.item.to_string(),
            control.title.clone(),
            control.applies.clone(),
            control.justification.clone().unwrap_or_default(),
            control.implemented.clone(),
            control.due.map(|day| day.to_string()).unwrap_or_default(),
            control.evidence.join("; "),
        ]
    });
    table(&head, rows)
}

/// Suppliers side by side: a line a control, a column a supplier.
pub(super) fn comparison(comparison: &Comparison) -> Vec<u8> {
    let names = comparison.parties.iter().map(|party| match &party.product {
        Some(product) => format!("{} ({product})", party.name),
        None => party.name.clone(),
    });
    let head: Vec<String> = ["No.".to_owned(), "Control".to_owned()].into_iter().chain(names).collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let rows = comparison.rows.iter().map(|row| {
        let grades = row.grades.iter().map(|grade| grade.map_or("not applicable", Grade::word).to_owned());
        [row.id.to_string(), row.title.clone()].into_iter().chain(grades).collect()
    });
    table(&head, rows)
}

/// What many people said, one question a line; a question that too few answered has no figures.
pub(super) fn everyday(card: &RoundCard) -> Vec<u8> {
    let head = ["Item", "Question", "Yes", "No", "Not sure", "Answers", "Safe, percent", "Since the round before"];
    let rows = card.habits.iter().map(|habit| {
        let figures = match habit.votes {
            Some(votes) => [votes.yes, votes.no, votes.unsure, votes.all(), votes.percent()].map(|n| n.to_string()),
            None => Default::default(),
        };
        let first = [habit.item.to_string(), habit.title.clone()];
        first.into_iter().chain(figures).chain([habit.since.clone().unwrap_or_default()]).collect()
    });
    table(&head, rows)
}

/// The steps of an action in one line, numbered.
pub(super) fn in_one_line(action: &Action) -> String {
    let otherwise = action.otherwise.iter().flat_map(|otherwise: &Otherwise| &otherwise.steps);
    let when = action.otherwise.as_ref().map(|otherwise| (action.steps.len(), otherwise.when.as_str()));
    let steps: Vec<String> = action
        .steps
        .iter()
        .chain(otherwise)
        .enumerate()
        .map(|(at, step)| match when {
            Some((first, when)) if first == at => format!("{when}: {}. {step}", at + 1),
            _ => format!("{}. {step}", at + 1),
        })
        .collect();
    steps.join(" ")
}

/// An effort in words.
pub(super) fn effort(effort: Effort) -> &'static str {
    match effort {
        Effort::Minutes => "under an hour",
        Effort::Hours => "some hours",
        Effort::Days => "some days",
    }
}

/// What else is to be said of an action.
pub(super) fn remark(action: &Action) -> String {
    match (action.overdue, &action.too_late) {
        (true, _) => "Overdue".into(),
        (false, Some(late)) => format!("Due only {late}"),
        (false, None) => String::new(),
    }
}

/// A table with its header.
pub(super) fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    // Without the mark Excel takes the file for the code page of the country.
    let mut text = String::from("\u{FEFF}");
    line(&mut text, head.iter().map(|cell| (*cell).to_owned()));
    for row in rows {
        line(&mut text, row.into_iter());
    }
    text.into_bytes()
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.map(|text| cell(&text)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// A cell in quotation marks where it needs them; one that a spreadsheet would take for a formula begins with an
/// apostrophe, and signs that can't be seen are shown.
fn cell(text: &str) -> String {
    let shown = super::escape::line(text);
    let formula = shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let safe = if formula { format!("'{shown}") } else { shown };
    match safe.contains(['"', ',', ';', '\'']) {
        true => format!("\"{}\"", safe.replace('"', "\"\"")),
        false => safe,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(cell(text), expected);
    }

    #[test]
    fn no_cell_is_a_formula() {
        check("=1+1", "\"'=1+1\"");
        check(" \t=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"");
        check("-5 degrees", "\"'-5 degrees\"");
        check("+44 20", "\"'+44 20\"");
        check("@SUM(A1)", "\"'@SUM(A1)\"");
        check("＝1+1", "\"'＝1+1\"");
        check("\u{0}=1", "\\u{0}=1");
    }

    #[test]
    fn a_cell_stays_one_cell() {
        check("a, \"b\"\r\nc", "\"a, \"\"b\"\" c\"");
        check("plain – é", "plain – é");
        check("", "");
    }

    #[test]
    fn a_table_has_a_mark_a_header_and_the_line_ends_of_the_format() {
        let bytes = table(&["A", "B"], [vec!["1".to_owned(), "x,y".to_owned()]].into_iter());
        assert_eq!(String::from_utf8(bytes).unwrap(), "\u{FEFF}A,B\r\n1,\"x,y\"\r\n");
    }
}
