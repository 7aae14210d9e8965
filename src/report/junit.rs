//! The assessment as JUnit XML: a suite a section, a case an item, and a suite for the checks. No clock: times are 0.

use super::{RenderError, escape::xml};
use crate::model::{CheckResult, ItemCard, Problem, ProblemKind, Scorecard, SectionCard, Strength, Summary, Verdict};

/// Draws the file.
pub(super) fn draw(scorecard: &Scorecard) -> Result<Vec<u8>, RenderError> {
    let problems = scorecard.problems();
    let mut suites: Vec<Suite> =
        scorecard.sections.iter().map(|section| of_section(scorecard, section, &problems)).collect();
    suites.push(of_checks(scorecard, &problems));
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (id, suite) in suites.iter().enumerate() {
        write(&mut out, scorecard, id, suite);
    }
    out.push_str("</testsuites>\n");
    Ok(out.into_bytes())
}

struct Suite {
    name: String,
    cases: Vec<Case>,
    /// What is worth knowing of cases that neither fail nor are skipped.
    remarks: Vec<String>,
}

struct Case {
    class: String,
    name: String,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    Failed { kind: &'static str, message: String, body: Vec<String> },
    Skipped(String),
}

fn of_section(scorecard: &Scorecard, section: &SectionCard, problems: &[Problem]) -> Suite {
    let mut suite = Suite { name: format!("{} {}", section.id, section.title), cases: Vec::new(), remarks: Vec::new() };
    // What stands before the last dot is taken for a folder of classes.
    let class = format!("{}.{}", scorecard.pack.id, suite.name.replace('.', " "));
    let of = |item: &ItemCard| Case {
        class: class.clone(),
        name: format!("{} {}", item.id, item.title),
        outcome: outcome(scorecard, item, problems),
    };
    for item in section.assertions.iter().flat_map(|assertion| &assertion.items) {
        suite.cases.push(of(item));
        let its = problems.iter().filter(|problem| problem.item.as_ref() == Some(&item.id) && !fails(problem));
        suite.remarks.extend(its.map(|problem| format!("{}: {}", item.id, sentence(problem))));
    }
    suite
}

/// Whether a problem of an item makes its case fail.
fn fails(problem: &Problem) -> bool {
    match problem.kind {
        ProblemKind::NotMet | ProblemKind::Unanswered => true,
        ProblemKind::Contradicted => problem.accepted.is_none(),
        ProblemKind::OutOfDate
        | ProblemKind::StatedOnly
        | ProblemKind::Noted
        | ProblemKind::Fails
        | ProblemKind::Warns
        | ProblemKind::Unknown => false,
    }
}

fn outcome(scorecard: &Scorecard, item: &ItemCard, problems: &[Problem]) -> Outcome {
    let its: Vec<&Problem> =
        problems.iter().filter(|problem| problem.item.as_ref() == Some(&item.id) && fails(problem)).collect();
    if let Some(first) = its.first() {
        let mut body = vec![item.question.clone()];
        body.extend(item.answer.iter().map(|answer| format!("Answer: {answer}")));
        body.extend(its.iter().skip(1).map(|problem| sentence(problem)));
        body.push(format!("Why it matters: {}", item.why));
        body.push(format!("What to do: {}", item.fix));
        return Outcome::Failed { kind: first.kind.as_str(), message: sentence(first), body };
    }
    match item.verdict {
        _ if item.same_as.is_some() => {
            Outcome::Skipped(format!("answered under {}", item.same_as.as_ref().map_or("", |id| id.as_str())))
        }
        _ if scorecard.counted.is_some() => Outcome::Skipped("answered by many people together".into()),
        Verdict::NotApplicable => Outcome::Skipped(item.answer.clone().unwrap_or_else(|| "not applicable".into())),
        Verdict::Unanswered => Outcome::Skipped("optional, and not answered".into()),
        _ if !item.holds() => Outcome::Skipped("optional, and not met".into()),
        Verdict::Met | Verdict::NotMet => Outcome::Passed,
    }
}

fn of_checks(scorecard: &Scorecard, problems: &[Problem]) -> Suite {
    let class = format!("{}.checks", scorecard.pack.id);
    let mut suite = Suite { name: "Checks".into(), cases: Vec::new(), remarks: Vec::new() };
    for result in &scorecard.checks {
        let name = match result.strength {
            Strength::Settles => format!("{}: {}", result.card.id, result.card.title),
            Strength::Supports => format!("{} (points that way): {}", result.card.id, result.card.title),
        };
        let outcome = of_check(scorecard, result);
        suite.cases.push(Case { class: class.clone(), name, outcome });
    }
    for card in &scorecard.unchecked {
        let outcome = Outcome::Skipped("not known: no file was found for it".into());
        suite.cases.push(Case { class: class.clone(), name: format!("{}: {}", card.id, card.title), outcome });
    }
    let findings = problems.iter().filter(|problem| problem.item.is_none() && problem.kind == ProblemKind::Warns);
    suite.remarks = findings.map(|problem| format!("{}: {}", problem.title, sentence(problem))).collect();
    suite
}

fn of_check(scorecard: &Scorecard, result: &CheckResult) -> Outcome {
    let failing = || result.findings.iter().enumerate().filter(|(_, one)| one.outcome == crate::model::Outcome::Fail);
    let by = |at: usize| result.accepted.iter().find(|one| one.finding == at);
    match result.result {
        Summary::Fail => match failing().map(|(at, _)| by(at)).collect::<Option<Vec<_>>>() {
            Some(accepted) => {
                let first = accepted.first().and_then(|one| scorecard.exceptions.get(one.exception));
                let reason = first.map_or("", |exception| exception.reason.as_str());
                Outcome::Skipped(format!("fails, and an exception accepts that: {reason}"))
            }
            None => {
                let mut body: Vec<String> = failing()
                    .map(|(_, one)| match one.subject.label.is_empty() {
                        true => format!("{} ({})", one.message, one.place),
                        false => format!("{}: {} ({})", one.subject.label, one.message, one.place),
                    })
                    .collect();
                body.push(format!("Why it matters: {}", result.card.why));
                body.push(format!("How to mend it: {}", result.card.fix));
                Outcome::Failed { kind: "fails", message: result.sentence.clone(), body }
            }
        },
        Summary::Unknown => Outcome::Skipped(format!("not known: {}", result.sentence)),
        Summary::Info => Outcome::Skipped(format!("for information: {}", result.sentence)),
        Summary::Warn | Summary::Pass => Outcome::Passed,
    }
}

fn sentence(problem: &Problem) -> String {
    match &problem.accepted {
        Some(accepted) => format!("{} (accepted: {})", problem.sentence(), accepted.reason),
        None => problem.sentence(),
    }
}

fn write(out: &mut String, scorecard: &Scorecard, id: usize, suite: &Suite) {
    let number = |which: fn(&Outcome) -> bool| suite.cases.iter().filter(|case| which(&case.outcome)).count();
    out.push_str(&format!(
        "  <testsuite id=\"{id}\" name=\"{}\" package=\"{}\" timestamp=\"{}T00:00:00\" hostname=\"localhost\" \
         tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"0\">\n",
        xml(&suite.name),
        xml(scorecard.pack.id.as_str()),
        scorecard.today,
        suite.cases.len(),
        number(|outcome| matches!(outcome, Outcome::Failed { .. })),
        number(|outcome| matches!(outcome, Outcome::Skipped(_))),
    ));
    out.push_str("    <properties>\n");
    for (name, value) in [
        ("organisation", scorecard.organisation.name.as_str()),
        ("supplier", scorecard.subject.as_deref().unwrap_or_default()),
        ("pack", scorecard.pack.id.as_str()),
        ("level on answers", scorecard.on_answers.title.as_str()),
        ("backed level", scorecard.backed.title.as_str()),
        ("program", &format!("dspt {}", scorecard.program)),
        ("fingerprint", scorecard.manifest.as_ref().map_or("", |manifest| &manifest.fingerprint)),
    ] {
        if !value.is_empty() {
            out.push_str(&format!("      <property name=\"{name}\" value=\"{}\"/>\n", xml(value)));
        }
    }
    out.push_str("    </properties>\n");
    for case in &suite.cases {
        let (class, name) = (xml(&case.class), xml(&case.name));
        out.push_str(&format!("    <testcase classname=\"{class}\" name=\"{name}\" time=\"0\""));
        match &case.outcome {
            Outcome::Passed => out.push_str("/>\n"),
            Outcome::Skipped(why) => {
                out.push_str(&format!(">\n      <skipped>{}</skipped>\n    </testcase>\n", xml(why)));
            }
            Outcome::Failed { kind, message, body } => {
                let body: Vec<String> = body.iter().map(|text| xml(text)).collect();
                let (message, body) = (xml(message), body.join("\n"));
                out.push_str(&format!(
                    ">\n      <failure type=\"{kind}\" message=\"{message}\">{body}</failure>\n    </testcase>\n"
                ));
            }
        }
    }
    let remarks: Vec<String> = suite.remarks.iter().map(|remark| xml(remark)).collect();
    out.push_str(&format!("    <system-out>{}</system-out>\n    <system-err/>\n  </testsuite>\n", remarks.join("\n")));
}
