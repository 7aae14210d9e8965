//! What is said of one gap: why it is one, what to do in short, and the steps.

use super::{Inputs, actions::lower_first, backing, steps::steps};
use crate::model::{ActionReason, AnswerKind, Backing, CheckResult, Item, ItemCard, Otherwise};

/// The words for a gap.
pub(super) struct Advice {
    pub(super) why: String,
    pub(super) what: String,
    pub(super) steps: Vec<String>,
    pub(super) otherwise: Option<Otherwise>,
}

/// The words for an item's gap; `ask` is who is to be asked, if anybody.
pub(super) fn advice(
    inputs: &Inputs<'_>,
    item: &Item,
    card: &ItemCard,
    reason: ActionReason,
    results: &[CheckResult],
    ask: Option<&str>,
) -> Advice {
    match reason {
        ActionReason::Contradicted => contradicted(card, results),
        ActionReason::NotMet => Advice {
            why: card.verdict_reason.clone().unwrap_or_else(|| "the answer is no".into()),
            what: item.action.clone(),
            steps: mend(item),
            otherwise: None,
        },
        ActionReason::Unanswered => unanswered(inputs, item, card, ask),
        ActionReason::OutOfDate => Advice {
            why: card.backing_reasons.last().cloned().unwrap_or_else(|| "the evidence is out of date".into()),
            what: "Review the document, write the date of the review into it, and put the new version into the \
                   evidence folder."
                .into(),
            steps: vec![
                "Review the document.".into(),
                "Write the date of the review into it.".into(),
                "Put the new version into the evidence folder.".into(),
            ],
            otherwise: None,
        },
        ActionReason::NotBacked | ActionReason::Warning => {
            let wanted = backing::wanted(inputs, item);
            let what = format!("Put into the evidence folder, or attach to the answer: {wanted}.");
            let why = match (card.backing, card.evidence.iter().find(|evidence| !evidence.good)) {
                (Some(Backing::Noted), _) => "what is noted is not enough here".into(),
                (_, Some(evidence)) => format!("your word only; {}: {}", evidence.what, evidence.says),
                (_, None) => "your word only".into(),
            };
            Advice { why, steps: vec![what.clone()], what, otherwise: None }
        }
    }
}

fn contradicted(card: &ItemCard, results: &[CheckResult]) -> Advice {
    let fixes: Vec<&str> = card
        .contradictions()
        .filter_map(|check| results.iter().find(|result| result.card.id == check.check))
        .map(|result| result.card.fix.as_str())
        .filter(|fix| !fix.is_empty())
        .collect();
    let how = if fixes.is_empty() { String::new() } else { format!(" How: {}", fixes.join(" ")) };
    let said: Vec<&str> = card.contradictions().map(|check| check.sentence.as_str()).collect();
    let mut steps: Vec<String> = fixes.iter().map(|fix| (*fix).to_owned()).collect();
    steps.push("Export the file again, and put it into the evidence folder in place of the old one.".into());
    Advice {
        why: format!("your file says otherwise: {}", said.join("; ")),
        what: format!("Put this right and export the file again, or change the answer.{how}"),
        steps,
        otherwise: Some(Otherwise {
            when: "If it can't be put right, or the file is not about you".into(),
            steps: vec![
                "Change the answer to what is true.".into(),
                "Or record an exception: why, who says so, and until when.".into(),
            ],
        }),
    }
}

fn unanswered(inputs: &Inputs<'_>, item: &Item, card: &ItemCard, ask: Option<&str>) -> Advice {
    let carried = inputs.assessment.answers.get(&item.id).is_some_and(|answer| answer.to_confirm);
    let if_no = match item.kind {
        AnswerKind::Achievement => format!("If the level is not reached: {}", lower_first(&item.action)),
        _ => format!("If the answer is no: {}", lower_first(&item.action)),
    };
    let (why, what, steps) = match (ask, &card.verdict_reason) {
        (Some(who), _) => (
            format!("not answered yet; {who} is to be asked"),
            format!("Ask {who}: {} Then answer. {if_no}", item.question),
            vec![format!("Ask {who}: {}", item.question), "Write down what they say as the answer.".into()],
        ),
        (None, Some(reason)) if carried => (
            reason.clone(),
            "Look at last year's answer again and confirm or change it.".into(),
            vec!["Look at last year's answer again.".into(), "Confirm it, or change it.".into()],
        ),
        (None, reason) => (
            reason.clone().unwrap_or_else(|| "not answered yet".into()),
            format!("Answer it. {if_no}"),
            vec![format!("Answer the question: {}", item.question)],
        ),
    };
    let when = match item.kind {
        AnswerKind::YesNo => "If the answer is no",
        AnswerKind::Achievement => "If the level is not reached",
        AnswerKind::Document => "If there is none yet",
        AnswerKind::Text | AnswerKind::Number | AnswerKind::Date | AnswerKind::Percentage => {
            "If you can't answer it yet"
        }
    };
    Advice { why, what, steps, otherwise: Some(Otherwise { when: when.into(), steps: mend(item) }) }
}

/// The steps that meet an item.
fn mend(item: &Item) -> Vec<String> {
    let mut steps = steps(&item.action);
    steps.push("When it is done, change the answer and add the evidence.".into());
    steps
}
