//! The baseline of `dspt assess`: a file of known problems, beside which only new ones fail.

use std::{io::Write as _, path::Path};

use super::{
    Exit,
    args::{Assess, Common},
    error::advised,
    library::{faulty, read},
    screen,
    workspace::{self, ANSWERS, Workspace},
};
use crate::{
    history::{self, Baseline},
    model::{
        Fault, ItemCard, LevelId, Pack, Position, Problem, ProblemKind, Scorecard,
        yaml::{Value, Yaml},
    },
    report, score,
};

/// The baseline that is asked for, read before anything else is done; none where none is asked for, or where it is to be
/// written for the first time.
pub(super) fn read_baseline(args: &Assess) -> anyhow::Result<Option<Baseline>> {
    let Some(path) = &args.baseline else { return Ok(None) };
    if !path.exists() {
        if args.update_baseline {
            return Ok(None);
        }
        return Err(advised(
            format!("there is no baseline {}", path.display()),
            "write one of the problems as they are now with --update-baseline",
        ));
    }
    let (file, text) = (path.display().to_string(), read(path)?);
    Baseline::parse(&text).map(Some).map_err(|error| {
        let fault = Fault {
            file: file.clone(),
            at: Some(Position { line: error.line, column: error.column }),
            message: format!("this is no baseline: {}", error.message),
            hint: Some("put it right, or delete it and write a new one with --update-baseline".into()),
        };
        faulty(&file, &text, vec![fault])
    })
}

/// Fails for what the baseline does not know; writes it anew first, where that is asked for.
pub(super) fn judge(
    common: &Common,
    args: &Assess,
    (workspace, pack): (&Workspace, &Pack),
    path: &Path,
    (baseline, scorecard): (Option<Baseline>, &Scorecard),
) -> anyhow::Result<Exit> {
    let problems = scorecard.problems();
    let baseline = match baseline {
        Some(baseline) if !args.update_baseline => baseline,
        old => updated(common, path, old, &Baseline::of(scorecard, &problems))?,
    };
    if (&baseline.pack, &baseline.subject) != (&scorecard.pack.id, &scorecard.subject) {
        return Err(advised(
            format!("{} is a baseline of {}, and this is {}", path.display(), baseline.pack, scorecard.pack.id),
            "name the baseline of this assessment, or begin another with --update-baseline",
        ));
    }
    let gates = Gates { args, pack, scorecard };
    let yaml = Yaml::new(ANSWERS, workspace.text());
    let compared = baseline.hold(&problems, |problem| gates.count(problem));
    for problem in &compared.new {
        said(&format!("new: {}", line(workspace, &yaml, problem)));
    }
    let mut exit = if compared.new.is_empty() { Exit::Done } else { Exit::Short };
    for lack in gates.besides(&problems) {
        said(&format!("falls short: {lack}"));
        exit = Exit::Short;
    }
    screen::remark(common, &format!("{}, {}", counted(compared.new.len(), "new"), counted(compared.known, "known")));
    if !compared.gone.is_empty() {
        screen::remark(common, &format!("gone, so that --update-baseline can take {} out:", them(compared.gone.len())));
        for known in &compared.gone {
            screen::remark(common, &format!("  {}", known.what));
        }
    }
    let others = problems.iter().filter(|one| history::fails(one) && !gates.count(one) && !baseline.knows(one));
    let others: Vec<&Problem> = others.collect();
    if !others.is_empty() {
        let text = format!("{} that the required level does not take", counted(others.len(), "new"));
        screen::remark(common, &text);
        for problem in others.iter().filter(|_| common.verbose) {
            screen::remark(common, &format!("  {}", line(workspace, &yaml, problem)));
        }
    }
    Ok(exit)
}

/// Writes the baseline as it is now to be.
fn updated(common: &Common, path: &Path, old: Option<Baseline>, new: &Baseline) -> anyhow::Result<Baseline> {
    if old.as_ref() == Some(new) {
        screen::remark(common, &format!("{} knows these already, and nothing was changed", path.display()));
    } else {
        workspace::save(path, report::seen(&new.text()).as_bytes())?;
        screen::remark(common, &format!("wrote {}", path.display()));
    }
    Ok(new.clone())
}

/// What a run requires.
struct Gates<'a> {
    args: &'a Assess,
    pack: &'a Pack,
    scorecard: &'a Scorecard,
}

impl Gates<'_> {
    /// The levels that are required, and whether only backed answers count.
    fn levels(&self) -> impl Iterator<Item = (&LevelId, bool)> {
        let answers = self.args.require.iter().map(|level| (level, false));
        answers.chain(self.args.require_backed.iter().map(|level| (level, true)))
    }

    /// Whether a problem fails the run where nobody knows it: with a level, one that keeps it from being reached.
    fn count(&self, problem: &Problem) -> bool {
        if self.levels().next().is_none() {
            return history::fails(problem);
        }
        let Some(item) = &problem.item else { return false };
        let card = self.scorecard.items().find(|card| card.id == *item);
        card.is_some_and(|card| self.levels().any(|(level, backed)| self.takes(level, card) && keeps(problem, backed)))
    }

    /// Whether a level takes an item, under whichever of its numbers.
    fn takes(&self, level: &LevelId, item: &ItemCard) -> bool {
        let twins = self.scorecard.items().filter(|other| other.same_as.as_ref() == Some(&item.id));
        std::iter::once(item).chain(twins).any(|item| score::takes(self.pack, level, &item.id))
    }

    /// What else keeps a required level from being reached: what no problem tells of, and a baseline can't know.
    fn besides(&self, problems: &[Problem]) -> Vec<String> {
        let mut besides = Vec::new();
        for (level, backed) in self.levels() {
            let title = self.pack.level(level).map_or(level.as_str(), |level| &level.title);
            let lacks = score::besides_items(self.pack, self.scorecard, level, backed);
            besides.extend(lacks.into_iter().map(|lack| format!("{title} also takes {lack}")));
            let told = |item: &ItemCard| problems.iter().any(|problem| problem.item.as_ref() == Some(&item.id));
            let open = |item: &&ItemCard| if backed { !item.counts_backed } else { !item.holds() };
            let untold = self.scorecard.items().filter(open).filter(|item| item.same_as.is_none() && !told(item));
            let untold = untold.filter(|item| self.takes(level, item));
            besides.extend(untold.map(|item| format!("{title} takes {}, which does not count", item.id)));
        }
        besides.dedup();
        besides
    }
}

/// Whether a problem keeps a level that takes its item from being reached.
fn keeps(problem: &Problem, backed: bool) -> bool {
    match problem.kind {
        ProblemKind::Contradicted => problem.accepted.is_none(),
        ProblemKind::NotMet | ProblemKind::Unanswered => true,
        ProblemKind::OutOfDate | ProblemKind::StatedOnly | ProblemKind::Noted => backed,
        ProblemKind::Fails | ProblemKind::Warns | ProblemKind::Unknown => false,
    }
}

/// A problem on one line, its file and line first.
fn line(workspace: &Workspace, yaml: &Yaml, problem: &Problem) -> String {
    let place = match &problem.place {
        Some(place) => {
            let file = near(&workspace.evidence().join(&place.file));
            let line = place.line.map(|line| format!(":{line}")).unwrap_or_default();
            let spot = place.spot.as_ref().map(|spot| format!(", {spot}")).unwrap_or_default();
            format!("{file}{line}{spot}")
        }
        None => {
            let line = problem.item.as_ref().and_then(|item| answered_at(workspace, yaml, item.as_str()));
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            format!("{}{line}", near(&workspace.dir.join(ANSWERS)))
        }
    };
    let item = problem.item.as_ref().map(|item| format!("{item} ")).unwrap_or_default();
    let subject = problem.subject.as_ref().map(|subject| format!("{subject}: ")).unwrap_or_default();
    format!("{place}: {item}{}: {}: {subject}{}", problem.title, problem.kind.words(), problem.message)
}

/// A path without a `./` before it.
fn near(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// The line of answers.yaml in which an item is answered; that of all answers where it is not.
fn answered_at(workspace: &Workspace, yaml: &Yaml, item: &str) -> Option<usize> {
    let Value::List(assessments) = &yaml.root()?.get("assessments")?.value else { return None };
    let (key, answers) = assessments.get(workspace.place())?.entry("answers")?;
    let at = answers.entry(item).map_or(key, |(key, _)| key).range.start;
    Some(workspace.text().get(..at)?.matches('\n').count() + 1)
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what} problem") } else { format!("{count} {what} problems") }
}

fn them(count: usize) -> &'static str {
    if count == 1 { "it" } else { "them" }
}

/// What the run is about, also where remarks are not wanted.
fn said(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", screen::visible(text).replace('\n', " "));
}
