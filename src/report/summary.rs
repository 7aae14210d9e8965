//! A short Markdown for the page of a CI run: what needs action first, the rest folded; never longer than such pages take.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{RenderError, escape::line, template};
use crate::model::{CheckId, Counts, Manifest, PackCard, Problem, ProblemKind, Scorecard, SectionCard, Severity};

/// Pages of CI runs take a mebibyte; so many rows a list, and signs a cell, stay below that whatever the signs are.
const MOST_ROWS: usize = 100;
const FEWER_ROWS: usize = 50;
const LONGEST: usize = 240;

/// What the template prints; every list is cut, and says how many more there are.
#[derive(Serialize)]
struct Summary<'a> {
    organisation: String,
    title: String,
    pack: &'a PackCard,
    subject: Option<String>,
    today: jiff::civil::Date,
    on_answers: String,
    backed: String,
    graded: Option<&'a crate::model::GradeCounts>,
    counted: Option<&'a str>,
    counts: Counts,
    contradicted: usize,
    checks: usize,
    files: usize,
    action: List,
    review: List,
    accepted: List,
    unchecked: List,
    sections: List,
    notices: List,
    program: &'a str,
    manifest: Option<&'a Manifest>,
}

/// The first of some rows, and how many there are in all.
#[derive(Default, Serialize)]
struct List {
    rows: Vec<Row>,
    all: usize,
    more: usize,
}

/// A row of a table.
#[derive(Serialize)]
struct Row {
    what: String,
    about: String,
    found: String,
    place: String,
}

/// Draws the summary.
pub(super) fn draw(scorecard: &Scorecard) -> Result<Vec<u8>, RenderError> {
    let problems = scorecard.problems();
    let (accepted, standing): (Vec<&Problem>, Vec<&Problem>) =
        problems.iter().partition(|problem| problem.accepted.is_some());
    let (of_items, found): (Vec<&Problem>, Vec<&Problem>) =
        standing.into_iter().partition(|problem| problem.item.is_some());
    // A file that contradicts an answer is said once, with the answer.
    let told: BTreeSet<&CheckId> = of_items.iter().filter_map(|problem| problem.check.as_ref()).collect();
    let mut by_check: BTreeMap<&CheckId, Vec<&Problem>> = BTreeMap::new();
    for problem in found {
        if let Some(check) = problem.check.as_ref().filter(|check| !told.contains(check)) {
            by_check.entry(check).or_default().push(problem);
        }
    }
    let of_items = of_items.into_iter().map(|one| (one.kind, one.severity, problem(one)));
    let of_checks = by_check.into_iter().filter_map(|(check, found)| of_check(scorecard, check, &found));
    let mut rows: Vec<(ProblemKind, Severity, Row)> = of_items.chain(of_checks).collect();
    rows.sort_by_key(|(_, severity, _)| *severity);
    let (action, review): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|(kind, severity, _)| *severity != Severity::Note && *kind != ProblemKind::Warns);
    let summary = Summary {
        organisation: cut(&scorecard.organisation.name),
        title: cut(&scorecard.pack.title),
        pack: &scorecard.pack,
        subject: scorecard.subject.as_deref().map(cut),
        today: scorecard.today,
        on_answers: cut(&scorecard.on_answers.title),
        backed: cut(&scorecard.backed.title),
        graded: scorecard.party.as_ref().map(|party| &party.grades),
        counted: scorecard.counted.as_ref().map(|counted| counted.sentence.as_str()),
        counts: scorecard.counts,
        contradicted: scorecard.contradictions.len(),
        checks: scorecard.checks.iter().filter(|check| !check.silent).count(),
        files: scorecard.files.len(),
        action: first(action, MOST_ROWS),
        review: first(review, FEWER_ROWS),
        accepted: list(&accepted, FEWER_ROWS, |one: &&Problem| Row {
            found: cut(&one.accepted.as_ref().map_or(String::new(), |why| format!("{} ({})", why.reason, why.by))),
            ..problem(one)
        }),
        unchecked: list(&scorecard.unchecked, FEWER_ROWS, |card| Row {
            what: cut(&card.title),
            about: cut(card.id.as_str()),
            found: String::new(),
            place: String::new(),
        }),
        sections: list(&scorecard.sections, FEWER_ROWS, section),
        notices: list(&scorecard.notices, FEWER_ROWS, |notice| Row {
            what: cut(&notice.text),
            about: String::new(),
            found: String::new(),
            place: String::new(),
        }),
        program: &scorecard.program,
        manifest: scorecard.manifest.as_ref(),
    };
    Ok(template::render("summary.md.j2", &summary)?.into_bytes())
}

fn list<T>(of: &[T], most: usize, row: impl Fn(&T) -> Row) -> List {
    List { rows: of.iter().take(most).map(row).collect(), all: of.len(), more: of.len().saturating_sub(most) }
}

fn first(mut rows: Vec<(ProblemKind, Severity, Row)>, most: usize) -> List {
    let all = rows.len();
    rows.truncate(most);
    List { rows: rows.into_iter().map(|(_, _, row)| row).collect(), all, more: all.saturating_sub(most) }
}

fn problem(problem: &Problem) -> Row {
    let about = match (&problem.item, &problem.subject) {
        (Some(item), _) => format!("{item} {}", problem.title),
        (None, Some(subject)) if !subject.is_empty() => format!("{}: {subject}", problem.title),
        (None, _) => problem.title.clone(),
    };
    let place = problem.place.as_ref().map(ToString::to_string).unwrap_or_default();
    Row {
        what: problem.kind.words().to_owned(),
        about: cut(&about),
        found: without(&problem.message, &place),
        place: cut(&place),
    }
}

/// What a check comes to where something is amiss: one row, however many subjects there are.
fn of_check(scorecard: &Scorecard, check: &CheckId, found: &[&Problem]) -> Option<(ProblemKind, Severity, Row)> {
    let worst = found.iter().min_by_key(|problem| (problem.severity, problem.kind))?;
    let results = scorecard.checks.iter().filter(|result| result.card.id == *check);
    let row = match (found, results.min_by_key(|result| result.result)) {
        ([only], _) => problem(only),
        (_, None) => problem(worst),
        (_, Some(result)) => {
            let mut files = found.iter().filter_map(|problem| problem.place.as_ref()).map(|place| place.file.as_str());
            let file = files.next().unwrap_or_default();
            let place = if files.all(|other| other == file) { file } else { "" };
            let about = cut(&result.card.title);
            Row {
                what: worst.kind.words().to_owned(),
                about,
                found: without(&result.sentence, place),
                place: cut(place),
            }
        }
    };
    Some((worst.kind, worst.severity, row))
}

/// What is said, without the place, which has a column of its own.
fn without(said: &str, place: &str) -> String {
    let place = format!(" ({place})");
    cut(said.strip_suffix(&place).unwrap_or(said))
}

fn section(section: &SectionCard) -> Row {
    let counts = section.counts;
    let of = |part: usize, whole: usize| match whole {
        0 => "–".to_owned(),
        whole => format!("{part} of {whole}"),
    };
    Row {
        what: cut(&format!("{} {}", section.id, section.title)),
        about: of(counts.met, counts.mandatory),
        found: of(counts.backed, counts.to_back),
        place: String::new(),
    }
}

fn cut(text: &str) -> String {
    let text = line(text);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
