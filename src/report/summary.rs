//! A short Markdown for the page of a CI run: what needs action first, the rest folded; never longer than such pages take.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{RenderError, escape::line, template};
use crate::model::{CheckId, Counts, Manifest, PackCard, Problem, ProblemKind, Scorecard, SectionCard, Severity};

/// Pages of CI runs take a mebibyte; so many rows a list, and signs a cell, stay below that whatever the signs are.
const MOST_ROWS: usize = 100;
const FEWER_ROWS: usize = 50;
const LONGEST: usize = 200;

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
    let contradicting = |problem: &&&Problem| problem.kind == ProblemKind::Contradicted;
    let told: BTreeSet<&CheckId> =
        standing.iter().filter(contradicting).filter_map(|problem| problem.check.as_ref()).collect();
    // A file that contradicts an answer is said once, with the answer.
    let again = |problem: &Problem| {
        problem.kind == ProblemKind::Fails && problem.check.as_ref().is_some_and(|check| told.contains(check))
    };
    let mut standing: Vec<&Problem> = standing.into_iter().filter(|problem| !again(problem)).collect();
    standing.sort_by_key(|problem| problem.severity);
    let (action, review): (Vec<&Problem>, Vec<&Problem>) =
        standing.into_iter().partition(|problem| problem.severity != Severity::Note);
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
        action: list(&action, MOST_ROWS, problem),
        review: list(&review, FEWER_ROWS, problem),
        accepted: list(&accepted, FEWER_ROWS, |one| Row {
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

fn problem(problem: &&Problem) -> Row {
    let about = match (&problem.item, &problem.subject) {
        (Some(item), _) => format!("{item} {}", problem.title),
        (None, Some(subject)) if !subject.is_empty() => format!("{}: {subject}", problem.title),
        (None, _) => problem.title.clone(),
    };
    // The place has a column of its own.
    let place = problem.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
    let said = problem.message.strip_suffix(&place).unwrap_or(&problem.message);
    Row {
        what: problem.kind.words().to_owned(),
        about: cut(&about),
        found: cut(said),
        place: problem.place.as_ref().map(|place| cut(&place.to_string())).unwrap_or_default(),
    }
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
