//! What to know before reading a scorecard: deadlines, doubts, files that can't be read, things run out.

use super::{Inputs, levels::certificate_name, renew_by};
use crate::model::{
    Action, CertificateCard, ExceptionCard, ItemCard, Notice, Reading, Verdict, Weight, months_before, written,
};

/// All notices, the important ones first.
pub(super) fn all(
    inputs: &Inputs<'_>,
    items: &[&ItemCard],
    certificates: &[CertificateCard],
    exceptions: &[ExceptionCard],
    actions: &[Action],
) -> Vec<Notice> {
    let mut notices = Vec::new();
    deadlines(inputs, &mut notices);
    people(inputs, items, actions, &mut notices);
    for card in certificates.iter().filter(|card| card.expires < inputs.publish_on) {
        let name = certificate_name(card.kind.as_str());
        notices.push(important(format!("The {name} certificate ran out on {}.", written(card.expires))));
    }
    for card in certificates.iter().filter(|card| card.current && !card.shown) {
        let name = certificate_name(card.kind.as_str());
        notices.push(note(format!("The {name} certificate itself is not in the evidence folder.")));
    }
    for exception in exceptions.iter().filter(|exception| !exception.current) {
        let until = exception.until.map(written).unwrap_or_default();
        notices.push(important(format!("The exception for {} ended on {until} and counts no more.", exception.about)));
    }
    for exception in exceptions.iter().filter(|exception| exception.current && !exception.used) {
        notices.push(note(format!("The exception for {} accepts nothing that was found.", exception.about)));
    }
    files(inputs, &mut notices);
    let doubtful = items.iter().filter(|item| item.counts && item.doubt.is_some()).count();
    if let Some(reason) = &inputs.pack.provisional {
        notices.push(note(format!("This pack is provisional. {reason}")));
    }
    if doubtful > 0
        && let Some(count) = &inputs.pack.published_count
    {
        notices.push(note(count.note.clone()));
    }
    notices.sort_by_key(|notice| notice.weight);
    notices
}

fn deadlines(inputs: &Inputs<'_>, notices: &mut Vec<Notice>) {
    let pack = inputs.pack;
    match pack.deadline {
        Some(deadline) if deadline < inputs.today => notices.push(important(format!(
            "The deadline of {} was {}. A newer edition is probably live: don't publish from this one, and check the \
             year in your portal.",
            pack.short_title,
            written(deadline)
        ))),
        Some(deadline) if months_before(deadline, 2) <= inputs.today => {
            notices.push(important(format!("The deadline of {} is {}.", pack.short_title, written(deadline))));
        }
        Some(_) | None => {}
    }
    if let Some(opens) = pack.opens.filter(|opens| *opens > inputs.today) {
        notices.push(important(format!("{} opens on {}.", pack.short_title, written(opens))));
    }
    if let Some(renew) = renew_by(inputs) {
        if renew < inputs.today {
            notices.push(important(format!("The last publication ran out on {}.", written(renew))));
        } else if months_before(renew, 3) <= inputs.today {
            notices.push(note(format!("The last publication is good until {}.", written(renew))));
        }
    }
}

fn people(inputs: &Inputs<'_>, items: &[&ItemCard], actions: &[Action], notices: &mut Vec<Notice>) {
    let overdue = actions.iter().filter(|action| action.overdue).count();
    if overdue > 0 {
        notices.push(important(counted(overdue, "action is overdue", "actions are overdue")));
    }
    let to_confirm = inputs.assessment.answers.values().filter(|answer| answer.to_confirm).count();
    if to_confirm > 0 {
        let text = counted(
            to_confirm,
            "answer was carried forward and counts once it is confirmed",
            "answers were carried forward and count once they are confirmed",
        );
        notices.push(important(text));
    }
    if let Some(sign_off) = &inputs.assessment.signed_off {
        let later = inputs.assessment.answers.values().filter(|a| a.on.is_some_and(|on| on > sign_off.on)).count();
        if later > 0 {
            let text = counted(later, "answer is newer than the sign-off", "answers are newer than the sign-off");
            notices.push(important(text));
        }
    }
    let undated = items
        .iter()
        .filter(|item| item.counts && item.verdict != Verdict::Unanswered && item.answered.is_none())
        .count();
    if undated > 0 {
        let text =
            counted(undated, "answer says neither who gave it nor when", "answers say neither who gave them nor when");
        notices.push(note(text));
    }
}

fn files(inputs: &Inputs<'_>, notices: &mut Vec<Notice>) {
    let files = &inputs.scan.files;
    let sensitive = files.iter().filter(|file| !file.sensitive.is_empty()).count();
    if sensitive > 0 {
        let text = counted(
            sensitive,
            "evidence file holds personal data or secrets: see the evidence register",
            "evidence files hold personal data or secrets: see the evidence register",
        );
        notices.push(important(text));
    }
    let unreadable = files.iter().filter(|file| matches!(file.reading, Reading::Unreadable(_))).count();
    if unreadable > 0 {
        let text = counted(
            unreadable,
            "evidence file can't be read by the program: say what it is and its date",
            "evidence files can't be read by the program: say what each is and its date",
        );
        notices.push(note(text));
    }
    for problem in &inputs.scan.problems {
        notices.push(important(format!("The evidence folder was not read in full: {problem}.")));
    }
    if files.is_empty() {
        notices.push(important("The evidence folder is empty, so nothing backs the answers.".into()));
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}.", if count == 1 { one } else { many })
}

fn important(text: String) -> Notice {
    Notice { weight: Weight::Important, text }
}

fn note(text: String) -> Notice {
    Notice { weight: Weight::Note, text }
}
