//! The assessment as tables, the same for CSV and for workbooks: answers, findings, evidence, plan.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::spreadsheet::{effort, in_one_line, remark};
use crate::model::{
    Backing, CheckResult, EvidenceFile, Finding, Flag, ItemCard, Outcome, Reading, Scorecard, Strength, Verdict,
    written,
};

/// A table with its columns.
pub(super) struct Table {
    /// Its name for people.
    pub(super) title: &'static str,
    /// How many of its first columns stay in sight.
    pub(super) keep: u16,
    /// Its columns: the head, and the width in characters.
    pub(super) columns: &'static [(&'static str, u16)],
    /// Its rows, a cell a column.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// What stands in a cell.
pub(super) enum Cell {
    /// Words, never a formula.
    Text(String),
    /// A number.
    Number(u64),
    /// A day.
    Day(Date),
    /// Nothing.
    Empty,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.unwrap_or_default().into()
    }
}

impl From<Option<Date>> for Cell {
    fn from(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

/// All tables, in the order of a workbook.
pub(super) fn all(scorecard: &Scorecard) -> Vec<Table> {
    vec![answers(scorecard), findings(scorecard), evidence(scorecard), plan(scorecard)]
}

/// Every item, one a row.
pub(super) fn answers(scorecard: &Scorecard) -> Table {
    let row = |section: &str, item: &ItemCard| -> Vec<Cell> {
        vec![
            item.id.as_str().into(),
            item.title.as_str().into(),
            section.into(),
            item.question.as_str().into(),
            needed(item).into(),
            yes_no(item.counts).into(),
            item.answer.clone().into(),
            item.comment.clone().into(),
            item.answered.clone().into(),
            standing(item).into(),
            item.verdict_reason.clone().into(),
            item.grade.as_ref().map(|card| card.grade.word().to_owned()).into(),
            item.backing.map(backing).unwrap_or_default().into(),
            yes_no(item.counts && item.counts_backed).into(),
            item.backing_reasons.join("; ").into(),
            item.evidence.iter().map(|one| format!("{}: {}", one.what, one.says)).collect::<Vec<_>>().join("; ").into(),
            item.warnings.join("; ").into(),
            item.proposal.clone().into(),
            item.doubt.clone().into(),
        ]
    };
    let rows = scorecard.sections.iter().flat_map(|section| {
        let name = format!("{} {}", section.id, section.title);
        let items = section.assertions.iter().flat_map(|assertion| &assertion.items);
        items.map(move |item| row(&name, item)).collect::<Vec<_>>()
    });
    Table {
        title: "Answers",
        keep: 2,
        columns: &[
            ("Item", 9),
            ("Title", 30),
            ("Section", 24),
            ("Question", 50),
            ("Mandatory", 11),
            ("Counts", 9),
            ("Answer", 40),
            ("Comment", 40),
            ("Answered by", 24),
            ("Standing", 18),
            ("Why", 30),
            ("Grade", 9),
            ("Backing", 22),
            ("Counts as backed", 11),
            ("Why that backing", 50),
            ("Evidence", 50),
            ("Look at", 40),
            ("Suggestion", 40),
            ("Not certain", 40),
        ],
        rows: rows.collect(),
    }
}

fn needed(item: &ItemCard) -> &'static str {
    match item.mandatory {
        Flag::Yes => "yes",
        Flag::No => "no",
        Flag::Doubtful => "not certain",
    }
}

fn yes_no(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

fn standing(item: &ItemCard) -> String {
    match (&item.same_as, item.verdict) {
        (Some(other), _) => format!("answered under {other}"),
        (None, Verdict::Met) => "met".into(),
        (None, Verdict::NotMet) => "not met".into(),
        (None, Verdict::Unanswered) => "not answered".into(),
        (None, Verdict::NotApplicable) => "not applicable".into(),
    }
}

fn backing(backing: Backing) -> &'static str {
    match backing {
        Backing::Backed => "backed up by evidence",
        Backing::Noted => "noted",
        Backing::StatedOnly => "your word only",
        Backing::OutOfDate => "evidence out of date",
        Backing::Contradicted => "your file says otherwise",
    }
}

/// Every finding, one a row: what fails first.
pub(super) fn findings(scorecard: &Scorecard) -> Table {
    let row = |result: &CheckResult, at: usize, finding: &Finding| -> Vec<Cell> {
        let accepted = result.accepted.iter().find(|one| one.finding == at);
        let accepted = accepted.and_then(|one| scorecard.exceptions.get(one.exception));
        let accepted = accepted.map(|one| {
            let until = one.until.map(|day| format!(", until {}", written(day))).unwrap_or_default();
            format!("{} ({}{until})", one.reason, one.by)
        });
        // What is as it should be needs no mending.
        let amiss = |words: &str| match finding.outcome {
            Outcome::Fail | Outcome::Warn | Outcome::Unknown => words.to_owned(),
            Outcome::Pass | Outcome::Info => String::new(),
        };
        vec![
            outcome(finding).into(),
            finding.check.as_str().into(),
            result.card.title.as_str().into(),
            if finding.strength == Strength::Settles { "settles" } else { "points that way" }.into(),
            finding.subject.kind.nouns().0.into(),
            finding.subject.label.as_str().into(),
            finding.message.as_str().into(),
            finding.observed.clone().into(),
            finding.place.file.as_str().into(),
            finding.place.line.map_or(Cell::Empty, Cell::from),
            finding.place.spot.clone().into(),
            finding.collected.into(),
            result.items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ").into(),
            accepted.into(),
            amiss(&result.card.why).into(),
            amiss(&result.card.fix).into(),
            result.card.source.as_str().into(),
        ]
    };
    let mut found: Vec<(&CheckResult, usize, &Finding)> = Vec::new();
    for result in &scorecard.checks {
        found.extend(result.findings.iter().enumerate().map(|(at, finding)| (result, at, finding)));
    }
    found.sort_by_key(|(_, _, finding)| std::cmp::Reverse(finding.outcome));
    Table {
        title: "Findings",
        keep: 0,
        columns: &[
            ("Result", 16),
            ("Check", 26),
            ("Title", 36),
            ("Weight", 14),
            ("Kind", 12),
            ("About", 22),
            ("Found", 44),
            ("Value", 24),
            ("File", 36),
            ("Line", 7),
            ("Place", 18),
            ("Collected", 12),
            ("Items", 16),
            ("Accepted", 36),
            ("Why it matters", 50),
            ("How to mend it", 50),
            ("Threshold", 30),
        ],
        rows: found.into_iter().map(|(result, at, finding)| row(result, at, finding)).collect(),
    }
}

fn outcome(finding: &Finding) -> &'static str {
    match finding.outcome {
        Outcome::Fail => "fail",
        Outcome::Unknown if finding.silent => "not in the file",
        Outcome::Unknown => "not known",
        Outcome::Warn => "warning",
        Outcome::Pass => "pass",
        Outcome::Info => "for information",
    }
}

/// Every file, one a row.
pub(super) fn evidence(scorecard: &Scorecard) -> Table {
    let mut items: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for item in scorecard.items() {
        for evidence in &item.evidence {
            let its = items.entry(evidence.what.as_str()).or_default();
            if its.last() != Some(&item.id.as_str()) {
                its.push(item.id.as_str());
            }
        }
    }
    let row = |file: &EvidenceFile| -> Vec<Cell> {
        let (reading, why) = match &file.reading {
            Reading::Read => ("read", ""),
            Reading::Unreadable(why) => ("can't be read", why.as_str()),
            Reading::Skipped(why) => ("passed over", why.as_str()),
        };
        let sensitive: Vec<String> = file.sensitive.iter().map(|one| format!("{} ({})", one.what, one.place)).collect();
        vec![
            file.path.as_str().into(),
            file.format.as_str().into(),
            reading.into(),
            why.into(),
            file.documents
                .iter()
                .map(|document| document.as_str().replace('-', " "))
                .collect::<Vec<_>>()
                .join("; ")
                .into(),
            file.title.clone().into(),
            file.dated.as_ref().map(|dated| dated.on).into(),
            file.dated.as_ref().map(|dated| format!("{}, {}", dated.what, dated.place)).into(),
            file.next_review.into(),
            file.version.clone().into(),
            file.unfinished.clone().into(),
            items.get(file.path.as_str()).map(|ids| ids.join(", ")).into(),
            sensitive.join("; ").into(),
            Cell::Number(file.size),
            file.sha256.as_str().into(),
        ]
    };
    Table {
        title: "Evidence",
        keep: 1,
        columns: &[
            ("File", 44),
            ("Kind", 26),
            ("Reading", 13),
            ("Why not", 36),
            ("Recognised as", 30),
            ("Title", 30),
            ("Date in it", 12),
            ("What that date is", 26),
            ("Next review", 12),
            ("Version", 9),
            ("Not finished", 20),
            ("For items", 16),
            ("Personal data and secrets", 36),
            ("Bytes", 10),
            ("SHA-256", 66),
        ],
        rows: scorecard.files.iter().map(row).collect(),
    }
}

/// The action plan, one action a row.
pub(super) fn plan(scorecard: &Scorecard) -> Table {
    let rows = scorecard.actions.iter().map(|action| -> Vec<Cell> {
        vec![
            action.number.into(),
            action.item.as_str().into(),
            action.title.as_str().into(),
            action.stage.as_str().into(),
            action.why.as_str().into(),
            in_one_line(action).into(),
            effort(action.effort).into(),
            action.owner.clone().into(),
            action.waits_for.clone().into(),
            action.due.into(),
            action.proposed.into(),
            remark(action).into(),
        ]
    });
    Table {
        title: "Plan",
        keep: 3,
        columns: &[
            ("No.", 6),
            ("Item", 9),
            ("Title", 30),
            ("For", 30),
            ("Why", 44),
            ("What to do", 60),
            ("Effort", 14),
            ("Owner", 20),
            ("Waits for", 20),
            ("Due", 12),
            ("Proposed date", 12),
            ("Remark", 20),
        ],
        rows: rows.collect(),
    }
}
