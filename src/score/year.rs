//! The year of an assessment: what was published and until when it is good, the deadline, and who stands for it.

use jiff::civil::Date;

use super::Inputs;
use crate::model::{Assessment, Pack, Published, PublishedRecord, PublishedWord, Seal, months_after, written};

/// What was published before, in words.
pub(super) fn published(inputs: &Inputs<'_>) -> String {
    match &inputs.assessment.published {
        Some(Published::Record(record)) => {
            let level = inputs.pack.level(&record.level).map_or(record.level.as_str(), |level| &level.title);
            let edition = record.edition.as_ref().map(|e| format!(" ({e})")).unwrap_or_default();
            format!("{level}{edition}, on {}", written(record.on))
        }
        Some(Published::Word(PublishedWord::Never)) => "nothing yet".into(),
        Some(Published::Word(PublishedWord::Unknown)) | None => "not known".into(),
    }
}

/// The day by which the last publication has to be renewed.
pub(super) fn renew_by(pack: &Pack, assessment: &Assessment) -> Option<Date> {
    Some(months_after(record(assessment)?.on, pack.renew_months?))
}

/// The same with the days that are left; one that ran out says so.
pub(super) fn renewal(inputs: &Inputs<'_>) -> Option<String> {
    let renew = renew_by(inputs.pack, inputs.assessment)?;
    Some(match renew < inputs.today {
        true => format!("ran out on {} ({})", written(renew), away(inputs.today, renew)),
        false => format!("renew by {} ({})", written(renew), away(inputs.today, renew)),
    })
}

/// The edition's deadline with the days that are left, or that it is behind this organisation.
pub(super) fn deadline(inputs: &Inputs<'_>) -> Option<String> {
    let deadline = inputs.pack.deadline?;
    let day = written(deadline);
    Some(match published_in_time(inputs.pack, inputs.assessment) {
        Some(record) => format!("{day}; published in time, on {}", written(record.on)),
        None if deadline < inputs.today => format!("{day} has gone by ({})", away(inputs.today, deadline)),
        None => format!("{day} ({})", away(inputs.today, deadline)),
    })
}

/// The publication of this very edition by its deadline.
pub(super) fn published_in_time<'a>(pack: &Pack, assessment: &'a Assessment) -> Option<&'a PublishedRecord> {
    let deadline = pack.deadline?;
    record(assessment).filter(|record| {
        let opened = pack.opens.is_none_or(|opens| opens <= record.on);
        record.edition.as_ref().map_or(opened, |edition| *edition == pack.edition) && record.on <= deadline
    })
}

/// Who signed off, in words, and what withdrew it.
pub(super) fn signed_off(inputs: &Inputs<'_>) -> Option<String> {
    let sign_off = inputs.assessment.signed_off.as_ref()?;
    let role = sign_off.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    let (who, day) = (format!("{}{role}", sign_off.by), written(sign_off.on));
    Some(match withdrawn(inputs) {
        None => format!("{who}, {day}"),
        Some(why) => format!("confirmed by {who}, on {day}; withdrawn: {why}"),
    })
}

/// Whether somebody signed off and nothing changed since.
pub(super) fn sign_off_stands(inputs: &Inputs<'_>) -> bool {
    inputs.assessment.signed_off.is_some() && withdrawn(inputs).is_none()
}

/// What changed since somebody confirmed it; a sign-off that kept no digest can't tell.
pub(super) fn withdrawn(inputs: &Inputs<'_>) -> Option<String> {
    let confirmed = inputs.assessment.signed_off.as_ref()?.confirmed.as_ref()?;
    let now = inputs.filed.cloned().unwrap_or_else(|| Seal::of(inputs.assessment));
    confirmed.broken_by(&now).map(|unsealed| unsealed.words())
}

fn record(assessment: &Assessment) -> Option<&PublishedRecord> {
    match &assessment.published {
        Some(Published::Record(record)) => Some(record),
        Some(Published::Word(PublishedWord::Never | PublishedWord::Unknown)) | None => None,
    }
}

/// "in 201 days", "today", "3 days ago".
fn away(today: Date, day: Date) -> String {
    let days = day.duration_since(today).as_hours() / 24;
    match days {
        0 => "today".into(),
        1 => "tomorrow".into(),
        -1 => "yesterday".into(),
        days if days < 0 => format!("{} days ago", -days),
        days => format!("in {days} days"),
    }
}
