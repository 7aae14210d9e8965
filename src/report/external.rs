//! A scorecard for people outside: no names of devices and accounts, no paths, no weaknesses; every count stays.
//!
//! It works on the scorecard and not on a template, so that every form drawn from it is safe. Each structure is put
//! together field by field: a new field does not compile until somebody decides what strangers see of it.

mod actions;
mod items;
mod mask;

use self::mask::{LEFT_OUT, Mask};
use crate::model::{
    AchievementSummary, CertificateCard, ControlCard, Dated, EvidenceFile, ExceptionCard, Notice, OrganisationCard,
    PartyCard, ProofCard, Reading, Scorecard, SectionCard, StatementCard,
};

/// The scorecard without what people outside must not see.
pub fn external(card: &Scorecard) -> Scorecard {
    let mask = &Mask::of(card);
    let (actions, numbers, plan) = actions::without_details(card, mask);
    Scorecard {
        format: card.format,
        program: card.program.clone(),
        // Digests alone: they tell that a copy and the whole report were made from the same.
        manifest: card.manifest.clone(),
        // Days and counts alone.
        trend: card.trend.clone(),
        today: card.today,
        publish_on: card.publish_on,
        external: true,
        organisation: organisation(&card.organisation),
        subject: card.subject.clone(),
        party: card.party.as_ref().map(|one| party(one, mask)),
        pack: card.pack.clone(),
        on_answers: card.on_answers.clone(),
        backed: card.backed.clone(),
        passing: card.passing.clone(),
        statement: card.statement.as_ref().map(|one| statement(one, mask)),
        counted: card.counted.clone(),
        counts: card.counts,
        notices: card.notices.iter().filter(|notice| !notice.internal).map(|one| notice(one, mask)).collect(),
        sections: card.sections.iter().map(|one| section(one, mask)).collect(),
        contradictions: card.contradictions.clone(),
        portal: actions::portal(&card.portal, &numbers),
        actions,
        plan,
        achievement: card.achievement.as_ref().map(|one| achievement(one, mask)),
        exceptions: card.exceptions.iter().map(|one| exception(one, mask)).collect(),
        certificates: card.certificates.iter().map(|one| certificate(one, mask)).collect(),
        checks: Vec::new(),
        unchecked: Vec::new(),
        files: card.files.iter().zip(1..).map(|(one, number)| file(one, number)).collect(),
        register: card.register.clone(),
        wanted: card.wanted.clone(),
        topics: card.topics.clone(),
        published: card.published.clone(),
        renew_by: card.renew_by,
        renewal: card.renewal.clone(),
        deadline: card.deadline.clone(),
        signed_off: mask.maybe(&card.signed_off),
        sign_off_stands: card.sign_off_stands,
    }
}

/// Who answers is what such a report is about: nothing of it goes.
fn organisation(card: &OrganisationCard) -> OrganisationCard {
    card.clone()
}

fn section(card: &SectionCard, mask: &Mask) -> SectionCard {
    SectionCard {
        id: card.id.clone(),
        title: card.title.clone(),
        summary: card.summary.clone(),
        counts: card.counts,
        met: card.met,
        assertions: card.assertions.iter().map(|one| items::assertion(one, mask)).collect(),
    }
}

fn notice(card: &Notice, mask: &Mask) -> Notice {
    Notice { weight: card.weight, text: mask.text(&card.text), internal: card.internal }
}

/// That something is accepted is told, and until when; what it is would be a weakness.
fn exception(card: &ExceptionCard, mask: &Mask) -> ExceptionCard {
    let about = match &card.item {
        Some(item) => item.to_string(),
        None => "a finding".into(),
    };
    ExceptionCard {
        item: card.item.clone(),
        check: None,
        about,
        reason: LEFT_OUT.into(),
        by: mask.text(&card.by),
        until: card.until,
        current: card.current,
        to_confirm: card.to_confirm,
        used: card.used,
    }
}

fn certificate(card: &CertificateCard, mask: &Mask) -> CertificateCard {
    CertificateCard {
        kind: card.kind.clone(),
        name: card.name.clone(),
        number: mask.maybe(&card.number),
        expires: card.expires,
        current: card.current,
        shown: card.shown,
    }
}

fn achievement(card: &AchievementSummary, mask: &Mask) -> AchievementSummary {
    AchievementSummary { plan: mask.maybe(&card.plan), ..card.clone() }
}

fn statement(card: &StatementCard, mask: &Mask) -> StatementCard {
    let control = |control: &ControlCard| ControlCard {
        justification: mask.maybe(&control.justification),
        implemented: mask.text(&control.implemented),
        evidence: Vec::new(),
        ..control.clone()
    };
    StatementCard { controls: card.controls.iter().map(control).collect(), ..card.clone() }
}

fn party(card: &PartyCard, mask: &Mask) -> PartyCard {
    let proof = |proof: &ProofCard| ProofCard {
        title: proof.title.clone(),
        file: LEFT_OUT.into(),
        dated: proof.dated,
        until: proof.until,
        problem: mask.maybe(&proof.problem),
    };
    PartyCard {
        product: card.product.clone(),
        folder: None,
        asked: card.asked,
        questions: card.questions,
        answered: card.answered,
        grades: card.grades,
        out_of_date: card.out_of_date.clone(),
        proofs: card.proofs.iter().map(proof).collect(),
    }
}

/// A file is its kind and its date.
fn file(file: &EvidenceFile, number: usize) -> EvidenceFile {
    EvidenceFile {
        path: format!("file {number}"),
        sha256: String::new(),
        size: file.size,
        format: file.format.clone(),
        reading: match &file.reading {
            Reading::Read => Reading::Read,
            Reading::Unreadable(_) => Reading::Unreadable("a person has to say what it is".into()),
            Reading::Skipped(_) => Reading::Skipped("it is not evidence".into()),
        },
        documents: file.documents.clone(),
        title: None,
        dated: file.dated.as_ref().map(|dated| Dated {
            on: dated.on,
            what: dated.what.clone(),
            place: "the file".into(),
        }),
        next_review: file.next_review,
        version: None,
        unfinished: None,
        approver: None,
        doubt: None,
        names: Vec::new(),
        sensitive: Vec::new(),
    }
}
