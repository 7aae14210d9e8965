//! What to know before reading a scorecard: deadlines, doubts, files that can't be read, things run out.

use super::{
    Inputs,
    year::{self, renew_by},
};
use crate::model::{
    Action, CertificateCard, EvidenceFile, ExceptionCard, ItemCard, Notice, Reading, Verdict, Weight, months_before,
    written,
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
    self::certificates(inputs, certificates, &mut notices);
    for exception in exceptions.iter().filter(|exception| !exception.current && !exception.to_confirm) {
        let until = exception.until.map(written).unwrap_or_default();
        let text = format!("The exception for {} ended on {until} and counts no more.", exception.about);
        notices.push(inside(important(text)));
    }
    for exception in exceptions.iter().filter(|exception| exception.current && !exception.used) {
        let text = format!("The exception for {} accepts nothing that was found.", exception.about);
        notices.push(inside(note(text)));
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
        Some(deadline)
            if months_before(deadline, 2) <= inputs.today
                && year::published_in_time(pack, inputs.assessment).is_none() =>
        {
            notices.push(important(format!("The deadline of {} is {}.", pack.short_title, written(deadline))));
        }
        Some(_) | None => {}
    }
    if let Some(deadline) = pack.deadline.filter(|deadline| inputs.today <= *deadline && *deadline < inputs.publish_on)
    {
        let (day, deadline) = (written(inputs.publish_on), written(deadline));
        notices.push(important(format!(
            "The intended day of publication, {day}, is after the deadline of {}, {deadline}.",
            pack.short_title
        )));
    }
    if let Some(opens) = pack.opens.filter(|opens| *opens > inputs.today) {
        notices.push(important(format!("{} opens on {}.", pack.short_title, written(opens))));
    }
    if let Some(renew) = renew_by(pack, inputs.assessment) {
        if renew < inputs.today {
            notices.push(important(format!("The last publication ran out on {}.", written(renew))));
        } else if months_before(renew, 3) <= inputs.today {
            notices.push(note(format!("The last publication is good until {}.", written(renew))));
        }
    }
}

/// Certificates that run out, that begin too late, or that nobody can see; one that a newer one replaces is history.
fn certificates(inputs: &Inputs<'_>, cards: &[CertificateCard], notices: &mut Vec<Notice>) {
    for card in cards {
        let name = &card.name;
        let replaced = cards.iter().any(|other| other.kind == card.kind && other.current);
        if card.current && !card.shown {
            notices.push(note(format!("The {name} certificate itself is not in the evidence folder.")));
        } else if card.current || replaced {
            continue;
        } else if card.expires < inputs.today {
            notices.push(important(format!("The {name} certificate ran out on {}.", written(card.expires))));
        } else if card.expires < inputs.publish_on {
            let day = written(card.expires);
            notices
                .push(important(format!("The {name} certificate runs out on {day}, before the day of publication.")));
        } else {
            let text = format!(
                "The {name} certificate is issued only after the day of publication, so it counts for nothing yet."
            );
            notices.push(important(text));
        }
    }
}

fn people(inputs: &Inputs<'_>, items: &[&ItemCard], actions: &[Action], notices: &mut Vec<Notice>) {
    let overdue = actions.iter().filter(|action| action.overdue).count();
    if overdue > 0 {
        notices.push(important(counted(overdue, "action is overdue", "actions are overdue")));
    }
    let late: Vec<&str> = actions.iter().filter_map(|action| action.too_late.as_deref()).collect();
    if let Some(first) = late.first() {
        let same = late.iter().all(|one| one == first);
        let when = if same { (*first).to_owned() } else { "too late for the deadline or the renewal".into() };
        let text = if late.len() == 1 { "action is due only" } else { "actions are due only" };
        notices.push(important(format!("{} {text} {when}.", late.len())));
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
    let exceptions = inputs.assessment.exceptions.iter().filter(|exception| exception.to_confirm).count();
    if exceptions > 0 {
        let text = counted(
            exceptions,
            "exception was carried forward and accepts nothing until it is recorded again",
            "exceptions were carried forward and accept nothing until they are recorded again",
        );
        notices.push(important(text));
    }
    if let (Some(sign_off), Some(why)) = (&inputs.assessment.signed_off, year::withdrawn(inputs)) {
        let (who, day) = (&sign_off.by, written(sign_off.on));
        notices.push(important(format!("What {who} confirmed on {day} is withdrawn: {why}.")));
    }
    if let Some(sign_off) = inputs.assessment.signed_off.as_ref().filter(|sign_off| sign_off.confirmed.is_none()) {
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
        notices.push(inside(important(text)));
    }
    let unreadable =
        files.iter().filter(|f| matches!(f.reading, Reading::Unreadable(_)) && !is_described(inputs, f)).count();
    if unreadable > 0 {
        let text = counted(
            unreadable,
            "evidence file can't be read by the program: say what it is and its date",
            "evidence files can't be read by the program: say what each is and its date",
        );
        notices.push(inside(note(text)));
    }
    for problem in &inputs.scan.problems {
        let text = format!("The evidence folder was not read in full: {problem}.");
        notices.push(inside(important(text)));
    }
    if inputs.scan.problems.is_empty() && files.iter().all(|file| matches!(file.reading, Reading::Skipped(_))) {
        notices.push(important(match &inputs.assessment.evidence_in {
            Some(folder) => format!("Nothing was sent yet: evidence/{folder} is empty, so what is said is only said."),
            None => "The evidence folder is empty, so no file backs the answers.".into(),
        }));
    }
}

/// Whether somebody said what an unreadable file is.
fn is_described(inputs: &Inputs<'_>, file: &EvidenceFile) -> bool {
    let certificate = inputs.organisation.certificates.iter().any(|c| c.file.as_ref() == Some(&file.path));
    let mut evidence = inputs.assessment.answers.values().flat_map(|answer| &answer.evidence);
    let described = evidence.any(|one| {
        let same = one.file.as_ref() == Some(&file.path)
            || one.sha256.as_ref().is_some_and(|hash| hash.eq_ignore_ascii_case(&file.sha256));
        same && one.note.is_some() && (one.dated.is_some() || file.dated.is_some())
    });
    certificate || described
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}.", if count == 1 { one } else { many })
}

pub(super) fn important(text: String) -> Notice {
    Notice { weight: Weight::Important, text, internal: false }
}

fn note(text: String) -> Notice {
    Notice { weight: Weight::Note, text, internal: false }
}

/// The same, not for people outside.
fn inside(notice: Notice) -> Notice {
    Notice { internal: true, ..notice }
}
