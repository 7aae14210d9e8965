//! (pack, answers, findings, day) becomes a scorecard: verdicts, backing, levels, actions. Pure, and it cannot fail.

mod achievement;
mod actions;
mod advice;
mod backing;
mod checks;
mod counted;
mod days;
mod documents;
mod exceptions;
mod feeds;
mod grades;
mod item;
mod levels;
mod notices;
mod passing;
mod portal;
mod register;
mod steps;
#[cfg(test)]
mod tests;
mod topics;
mod verdict;
mod year;

pub use checks::per_subject;
pub use counted::{counted, given};
pub use days::too_late;
pub use feeds::{Party, compare};
pub use levels::{besides_items, reaches, reaches_backed, takes};

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::{
    AssertionCard, Assessment, Bearing, CertificateCard, CheckCard, CheckId, CheckUse, Counts, DocumentKind, Doubt,
    EvidenceFile, ItemCard, ItemId, ItemSet, Organisation, OrganisationCard, Pack, PackCard, Proposals, Reading,
    RoleHolder, Scan, Scorecard, Seal, SectionCard, Site, SiteCard, Verdict,
};

/// Everything that a scorecard is worked out from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The edition that is answered.
    pub pack: &'a Pack,
    /// Who answers.
    pub organisation: &'a Organisation,
    /// The answers.
    pub assessment: &'a Assessment,
    /// The seal of the answers as they are filed, where those given here are not the same to the letter.
    pub filed: Option<&'a Seal>,
    /// What the evidence says.
    pub scan: &'a Scan,
    /// All checks that were run.
    pub checks: &'a [CheckCard],
    /// The kinds of document that can be recognised.
    pub documents: &'a [DocumentKind],
    /// Parties that are assessed on their own account beside it; what they show may feed items of the pack.
    pub parties: &'a [Party],
    /// What other assessments suggest for the items of this one.
    pub proposals: &'a Proposals,
    /// The day that counts as today.
    pub today: Date,
    /// The day of intended publication.
    pub publish_on: Date,
}

/// Works out the scorecard.
pub fn score(inputs: &Inputs<'_>) -> Scorecard {
    let results = checks::results(inputs);
    let sections: Vec<SectionCard> = inputs
        .pack
        .sections
        .iter()
        .map(|section| {
            let assertions: Vec<AssertionCard> = section
                .assertions
                .iter()
                .map(|assertion| {
                    let items: Vec<ItemCard> =
                        assertion.items.iter().map(|item| item::card(inputs, item, &results)).collect();
                    let met = items.iter().filter(|card| card.counts).all(ItemCard::holds);
                    let grade = grades::control(&items);
                    AssertionCard { id: assertion.id.clone(), title: assertion.title.clone(), met, grade, items }
                })
                .collect();
            let met = assertions.iter().all(|assertion| assertion.met);
            let counts = counts(assertions.iter().flat_map(|assertion| &assertion.items));
            let (id, title, summary) = (section.id.clone(), section.title.clone(), section.summary.clone());
            SectionCard { id, title, summary, counts, met, assertions }
        })
        .collect();
    let items: Vec<&ItemCard> = sections.iter().flat_map(|s| &s.assertions).flat_map(|a| &a.items).collect();
    let certificates = certificates(inputs.organisation, inputs.scan, inputs.publish_on);
    let on_answers = levels::on_answers(inputs, &items, &certificates);
    let backed = levels::backed(inputs, &items, &certificates);
    let exceptions = exceptions::cards(inputs, &items, &results);
    let (actions, plan) = actions::plan(inputs, &items, &results, &on_answers, &backed);
    let portal = portal::summary(inputs, &items, &actions);
    let contradictions = contradictions(&items);
    let achievement = achievement::summary(inputs, &items);
    let mut notices = notices::all(inputs, &items, &certificates, &exceptions, &actions);
    notices.extend(achievement.iter().filter_map(achievement::unconfirmed).map(notices::important));
    notices.sort_by_key(|notice| notice.weight);
    Scorecard {
        format: 1,
        program: env!("CARGO_PKG_VERSION").into(),
        manifest: None,
        trend: None,
        today: inputs.today,
        publish_on: inputs.publish_on,
        external: false,
        organisation: organisation(inputs),
        subject: inputs.assessment.subject.clone(),
        party: grades::party(inputs, &sections),
        pack: pack_card(inputs.pack),
        on_answers: on_answers.standing,
        backed: backed.standing,
        passing: passing::card(inputs, &items),
        statement: passing::statement(inputs, &items),
        counted: inputs.pack.is_counted().then(|| counted(inputs.pack, &inputs.assessment.rounds)),
        counts: counts(items.iter().copied()),
        notices,
        contradictions,
        actions,
        plan,
        achievement,
        portal,
        exceptions,
        certificates,
        unchecked: unchecked(inputs, &results),
        checks: results,
        register: register::cards(inputs, &items),
        wanted: register::wanted(inputs, &items),
        topics: topics::cards(inputs.pack),
        files: inputs.scan.files.clone(),
        published: year::published(inputs),
        renew_by: year::renew_by(inputs.pack, inputs.assessment),
        renewal: year::renewal(inputs),
        deadline: year::deadline(inputs),
        signed_off: year::signed_off(inputs),
        sign_off_stands: year::sign_off_stands(inputs),
        sections,
    }
}

/// Contradicted items; one that is asked under two numbers comes once.
fn contradictions(items: &[&ItemCard]) -> Vec<ItemId> {
    let contradicted = items.iter().filter(|item| item.same_as.is_none() && item.is_contradicted());
    contradicted.map(|item| item.id.clone()).collect()
}

/// Counts over the items that count for the full level, and the optional ones beside them.
fn counts<'a>(items: impl Iterator<Item = &'a ItemCard>) -> Counts {
    use crate::model::Backing;
    let mut counts = Counts::default();
    for item in items {
        if !item.counts {
            if item.same_as.is_none() {
                counts.optional += 1;
                counts.optional_met += usize::from(item.holds());
            }
            continue;
        }
        counts.mandatory += 1;
        counts.met += usize::from(item.holds());
        counts.answered += usize::from(item.verdict != Verdict::Unanswered);
        counts.unanswered += usize::from(item.verdict == Verdict::Unanswered);
        counts.not_met += usize::from(!item.holds() && item.verdict != Verdict::Unanswered);
        if !item.holds() {
            continue;
        }
        match item.backing {
            _ if item.counts_backed && item.verdict == Verdict::NotApplicable => counts.not_applicable += 1,
            _ if item.counts_backed && item.backing.is_none() => counts.nothing_claimed += 1,
            _ if item.counts_backed => counts.backed += 1,
            Some(Backing::Contradicted) => counts.contradicted += 1,
            Some(Backing::OutOfDate) => counts.out_of_date += 1,
            Some(Backing::StatedOnly) => counts.stated_only += 1,
            Some(Backing::Noted) => counts.noted += 1,
            Some(Backing::Backed) | None => {}
        }
    }
    counts.met_percent = percent(counts.met, counts.mandatory);
    counts.to_back = counts.mandatory - counts.not_applicable - counts.nothing_claimed;
    counts.backed_percent = percent(counts.backed, counts.to_back);
    counts
}

/// A share in whole percent, never rounded up.
fn percent(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(0)
}

fn organisation(inputs: &Inputs<'_>) -> OrganisationCard {
    let organisation = inputs.organisation;
    let kind = inputs.pack.organisations.iter().find(|known| known.kind == organisation.kind);
    let people = organisation
        .people
        .iter()
        .map(|(role, person)| RoleHolder { title: role.as_str().replace('-', " "), person: person.clone() })
        .collect();
    OrganisationCard {
        name: organisation.name.clone(),
        legal_name: organisation.legal_name.clone(),
        kind: kind.map_or_else(|| organisation.kind.to_string(), |kind| kind.title.clone()),
        ods_code: organisation.ods_code.clone(),
        cqc_provider_id: organisation.cqc_provider_id.clone(),
        ico_number: organisation.ico_number.clone(),
        sites: organisation.sites.iter().map(site).collect(),
        people,
    }
}

fn site(site: &Site) -> SiteCard {
    let Site { name, ods_code, cqc_location_id } = site.clone();
    SiteCard { name, ods_code, cqc_location_id }
}

fn pack_card(pack: &Pack) -> PackCard {
    PackCard {
        id: pack.id.clone(),
        title: pack.title.clone(),
        short_title: pack.short_title.clone(),
        edition: pack.edition.clone(),
        section_word: pack.section_word.clone(),
        portal: pack.portal,
        deadline: pack.deadline,
        notice: pack.notice.clone(),
        provisional: pack.provisional.clone(),
        count_note: pack.published_count.as_ref().map(|count| count.note.clone()),
        doubts: pack
            .items()
            .filter(|(_, _, item)| {
                [item.mandatory, item.approaching].contains(&crate::model::Flag::Doubtful) || item.same_as.is_some()
            })
            .filter_map(|(_, _, item)| {
                Some(Doubt { item: item.id.clone(), title: item.title.clone(), doubt: item.doubt.clone()? })
            })
            .collect(),
    }
}

/// Certificates with their standing on the day of publication; valid to the end of their last day.
pub fn certificates(organisation: &Organisation, scan: &Scan, publish_on: Date) -> Vec<CertificateCard> {
    organisation
        .certificates
        .iter()
        .map(|certificate| CertificateCard {
            kind: certificate.kind.clone(),
            name: levels::certificate_name(certificate.kind.as_str()),
            number: certificate.number.clone(),
            expires: certificate.expires,
            current: certificate.expires >= publish_on && certificate.issued.is_none_or(|issued| issued <= publish_on),
            shown: certificate.file.as_ref().is_some_and(|file| is_there(scan, file)),
        })
        .collect()
}

/// Whether a file is in the evidence folder.
fn is_there(scan: &Scan, path: &str) -> bool {
    let there = |file: &EvidenceFile| !file.sha256.is_empty() && !matches!(file.reading, Reading::Skipped(_));
    scan.files.iter().any(|file| file.path == path && there(file))
}

/// Checks that found nothing to look at: those that settle an item, and of an item of which no check knows anything the
/// first that bears on it.
fn unchecked(inputs: &Inputs<'_>, results: &[crate::model::CheckResult]) -> Vec<CheckCard> {
    let found = |used: &&CheckUse| results.iter().any(|result| result.card.id == used.check);
    let mut wanted: BTreeSet<&CheckId> = BTreeSet::new();
    for (_, _, item) in inputs.pack.items().filter(|(_, _, item)| item.is_in(ItemSet::Mandatory)) {
        let settling = item.checks.iter().filter(|used| used.bearing == Bearing::Settles);
        let first = item.checks.first().filter(|_| !item.checks.iter().any(|used| found(&used)));
        wanted.extend(settling.chain(first).filter(|used| !found(used)).map(|used| &used.check));
    }
    inputs.checks.iter().filter(|card| wanted.contains(&card.id)).cloned().collect()
}
