//! Known problems, kept by their lasting names, so that a gate fails for new ones only.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::model::{PackId, Problem, ProblemKind, Scorecard, Severity};

/// The newest version of the file that this program can read.
const FORMAT: u32 = 1;

/// What the file says of itself.
const ABOUT: &str = "Problems that are known: `dspt assess --baseline` fails for others only. Written by \
                     `dspt assess --update-baseline`; a line may be taken out by hand.";

/// Known problems of one assessment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    format: u32,
    #[serde(default)]
    about: String,
    /// The pack that is answered.
    pub pack: PackId,
    /// The supplier that it is about, if any.
    #[serde(default)]
    pub subject: Option<String>,
    /// The problems, in the order of the questions, then of the checks.
    pub problems: Vec<Known>,
}

/// A problem that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its lasting name.
    pub fingerprint: String,
    /// What it is, for people.
    #[serde(default)]
    pub what: String,
}

/// Why a file is no baseline.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct BaselineError {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong: lower case, no full stop.
    pub message: String,
}

/// Problems held against a baseline.
#[derive(Debug, Default)]
pub struct Compared<'a> {
    /// Those that it does not know.
    pub new: Vec<&'a Problem>,
    /// How many it knows.
    pub known: usize,
    /// Those that it knows and that are there no more.
    pub gone: Vec<&'a Known>,
}

impl Baseline {
    /// The problems of a scorecard, to be known from now on.
    pub fn of(scorecard: &Scorecard, problems: &[Problem]) -> Self {
        let problems = problems.iter().filter(|problem| is_kept(problem));
        let mut known: Vec<Known> =
            problems.map(|problem| Known { fingerprint: problem.fingerprint.clone(), what: words(problem) }).collect();
        let mut seen = BTreeSet::new();
        known.retain(|one| seen.insert(one.fingerprint.clone()));
        Self {
            format: FORMAT,
            about: ABOUT.into(),
            pack: scorecard.pack.id.clone(),
            subject: scorecard.subject.clone(),
            problems: known,
        }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// Where it is no baseline of this or an older format, with the line.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let at = |error: &serde_json::Error| {
            // The place is told by itself.
            let words = error.to_string();
            let message = words.split(" at line ").next().unwrap_or(&words).to_owned();
            BaselineError { line: error.line().max(1), column: error.column().max(1), message }
        };
        /// What is looked at before the rest.
        #[derive(Deserialize)]
        struct Head {
            format: Option<u32>,
        }
        let head: Head = serde_json::from_str(text).map_err(|error| at(&error))?;
        let first = |message: String| BaselineError { line: 1, column: 1, message };
        match head.format {
            Some(format) if format > FORMAT => {
                return Err(first(format!("it is of format {format}, which is newer than this program")));
            }
            Some(_) => {}
            None => return Err(first("it has no key `format`, so it is no baseline".into())),
        }
        let baseline: Self = serde_json::from_str(text).map_err(|error| at(&error))?;
        let is_name = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match baseline.problems.iter().find(|known| !is_name(&known.fingerprint)) {
            Some(known) => {
                let place = text.find(&format!("\"{}\"", known.fingerprint)).unwrap_or(0);
                let before = &text[..place];
                let line = before.matches('\n').count() + 1;
                let column = before.chars().rev().take_while(|sign| *sign != '\n').count() + 1;
                Err(BaselineError { line, column, message: "a fingerprint is 64 hexadecimal digits".into() })
            }
            None => Ok(baseline),
        }
    }

    /// The file: one problem a line, so that a change of one is a change of one line.
    pub fn text(&self) -> String {
        let json = |text: &str| serde_json::Value::from(text).to_string();
        let subject = self.subject.as_deref().map_or("null".into(), json);
        let lines: Vec<String> = self
            .problems
            .iter()
            .map(|known| {
                format!("    {{ \"fingerprint\": {}, \"what\": {} }}", json(&known.fingerprint), json(&known.what))
            })
            .collect();
        let problems = if lines.is_empty() { "[]".into() } else { format!("[\n{}\n  ]", lines.join(",\n")) };
        format!(
            "{{\n  \"format\": {},\n  \"about\": {},\n  \"pack\": {},\n  \"subject\": {subject},\n  \"problems\": \
             {problems}\n}}\n",
            self.format,
            json(&self.about),
            json(self.pack.as_str()),
        )
    }

    /// Whether it knows a problem.
    pub fn knows(&self, problem: &Problem) -> bool {
        self.problems.iter().any(|known| known.fingerprint.eq_ignore_ascii_case(&problem.fingerprint))
    }

    /// Holds those problems that matter against it; all of them tell what is gone.
    pub fn hold<'a>(&'a self, all: &'a [Problem], matters: impl Fn(&Problem) -> bool) -> Compared<'a> {
        let known: BTreeMap<String, &Known> =
            self.problems.iter().map(|known| (known.fingerprint.to_ascii_lowercase(), known)).collect();
        let there: BTreeSet<&str> = all.iter().map(|problem| problem.fingerprint.as_str()).collect();
        let (old, new): (Vec<&Problem>, Vec<&Problem>) = all
            .iter()
            .filter(|problem| matters(problem))
            .partition(|problem| known.contains_key(problem.fingerprint.as_str()));
        let is_gone = |one: &&Known| !there.contains(one.fingerprint.to_ascii_lowercase().as_str());
        let gone = self.problems.iter().filter(is_gone).collect();
        Compared { new, known: old.len(), gone }
    }
}

/// Whether a problem fails a gate that requires no level: nobody accepted it, and a file says otherwise, a mandatory item
/// does not count, or a check fails that settles an item.
pub fn fails(problem: &Problem) -> bool {
    problem.accepted.is_none() && is_kept(problem)
}

/// Whether a problem is worth remembering. What an exception accepts is not, because it is to be seen when that ends; a
/// gap is, because no exception fills it.
fn is_kept(problem: &Problem) -> bool {
    match problem.kind {
        ProblemKind::Contradicted => problem.accepted.is_none(),
        ProblemKind::Fails => problem.accepted.is_none() && problem.severity == Severity::Error,
        ProblemKind::NotMet
        | ProblemKind::Unanswered
        | ProblemKind::OutOfDate
        | ProblemKind::StatedOnly
        | ProblemKind::Noted => true,
        ProblemKind::Warns | ProblemKind::Unknown => false,
    }
}

/// A problem in words that stay the same as long as it does: no values, no dates.
fn words(problem: &Problem) -> String {
    let item = problem.item.as_ref().map(|item| format!("{item} ")).unwrap_or_default();
    let check = problem.check.as_ref().map(|check| format!(" ({check})")).unwrap_or_default();
    let subject = problem.subject.as_ref().map(|subject| format!(", {subject}")).unwrap_or_default();
    format!("{item}{}: {}{check}{subject}", problem.title, problem.kind.words())
}
