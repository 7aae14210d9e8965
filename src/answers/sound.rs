//! What must hold of answers beyond their form: packs, items and checks that exist, values of the right kind.

use std::collections::BTreeSet;

use super::{Known, online};
use crate::model::{
    Achievement, Answer, AnswerEvidence, AnswerKind, Answers, Assessment, Claim, Fault, Item, OrganisationKind, Pack,
    yaml::{Step, Yaml},
};

/// Everything wrong with an answers file, in the order of the file.
pub(super) fn faults(yaml: &Yaml, answers: &Answers, known: &Known<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    if answers.format != 1 {
        let message = format!("this program reads format 1, not {}", answers.format);
        faults.push(yaml.fault_at(&["format".into()], message).hint("get a newer dspt"));
    }
    organisation(yaml, answers, known, &mut faults);
    let mut seen = BTreeSet::new();
    for (at, assessment) in answers.assessments.iter().enumerate() {
        let path = [Step::from("assessments"), at.into()];
        if !seen.insert((&assessment.pack, &assessment.subject)) {
            let fault = yaml.fault_at(
                &[&path[..], &["pack".into()]].concat(),
                format!("the pack {} is answered twice", assessment.pack),
            );
            faults.push(fault.hint("give the second one a `subject`, or merge the two"));
        }
        match known.packs.get(&assessment.pack) {
            Some(pack) => self::assessment(yaml, pack, assessment, &path, known, &mut faults),
            None => {
                let names = known.names.iter().map(|id| id.as_str());
                let fault = yaml.fault_at(
                    &[&path[..], &["pack".into()]].concat(),
                    format!("there is no pack `{}`", assessment.pack),
                );
                let fault = fault.hint("see `dspt pack list`, or give the pack's file with --pack");
                faults.push(fault.suggest(assessment.pack.as_str(), names));
            }
        }
    }
    folders(yaml, answers, known, &mut faults);
    online::faults(yaml, answers, &mut faults);
    faults.sort_by_key(|fault| fault.at);
    faults
}

fn organisation(yaml: &Yaml, answers: &Answers, known: &Known<'_>, faults: &mut Vec<Fault>) {
    let organisation = &answers.organisation;
    if organisation.name.trim().is_empty() {
        faults.push(yaml.fault_at(&["organisation".into(), "name".into()], "the organisation has no name"));
    }
    if let Some((message, hint)) = kind_fault(answers, known) {
        faults.push(yaml.fault_at(&["organisation".into(), "kind".into()], message).hint(hint));
    }
    for (at, site) in organisation.sites.iter().enumerate() {
        let path = [Step::from("organisation"), "sites".into(), at.into(), "name".into()];
        if site.name.trim().is_empty() {
            faults.push(yaml.fault_at(&path, "a site has no name"));
        } else if organisation.sites.iter().take(at).any(|other| other.name.trim() == site.name.trim()) {
            faults.push(yaml.fault_at(&path, format!("the site “{}” is there twice", site.name.trim())));
        }
    }
    for (at, certificate) in organisation.certificates.iter().enumerate() {
        if certificate.issued.is_some_and(|issued| issued > certificate.expires) {
            let path = [Step::from("organisation"), "certificates".into(), at.into(), "issued".into()];
            faults.push(yaml.fault_at(&path, "the certificate was issued after it expires"));
        }
    }
}

/// Why the kind of organisation does not fit a pack that it answers about itself; a pack that names no kinds fits all.
fn kind_fault(answers: &Answers, known: &Known<'_>) -> Option<(String, String)> {
    let kind = &answers.organisation.kind;
    let own = answers.assessments.iter().filter(|assessment| assessment.subject.is_none());
    let choosy = own.filter_map(|assessment| known.packs.get(&assessment.pack)).filter(|p| !p.organisations.is_empty());
    for pack in choosy {
        let fit = || pack.organisations.iter().filter(|known| known.refused.is_none()).map(|known| known.kind.as_str());
        match pack.organisations.iter().find(|known| known.kind == *kind) {
            Some(OrganisationKind { refused: None, .. }) => {}
            Some(OrganisationKind { refused: Some(reason), .. }) => {
                return Some((format!("`{kind}` can't be assessed yet"), reason.clone()));
            }
            None => {
                let names: Vec<&str> = fit().collect();
                let known = format!("kinds that {} is for: {}", pack.id, names.join(", "));
                let hint = match crate::model::nearest(kind.as_str(), names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`? {known}"),
                    None => known,
                };
                return Some((format!("`{kind}` is not a kind of organisation that is known here"), hint));
            }
        }
    }
    None
}

/// Folders that speak for one assessment: below `evidence/`, each of one party.
fn folders(yaml: &Yaml, answers: &Answers, known: &Known<'_>, faults: &mut Vec<Fault>) {
    let mut taken: Vec<&str> = Vec::new();
    for (at, assessment) in answers.assessments.iter().enumerate() {
        let path = |key: &'static str| [Step::from("assessments"), at.into(), key.into()];
        let graded = known.packs.get(&assessment.pack).is_some_and(|pack| pack.is_graded());
        if graded && (assessment.subject.is_none() || assessment.evidence_in.is_none()) {
            let message = format!("{} is about a supplier, and needs its `subject` and `evidence-in`", assessment.pack);
            let fault = yaml.fault_at(&path("pack"), message);
            faults.push(fault.hint("`dspt supplier new NAME` makes an assessment with both"));
        }
        let Some(folder) = &assessment.evidence_in else { continue };
        let wrong = |message: &str| yaml.fault_at(&path("evidence-in"), message);
        if assessment.subject.is_none() {
            faults.push(wrong("`evidence-in` belongs to an assessment with a `subject`"));
        }
        let dotted = || folder.split('/').any(|part| part == ".").then_some("leave `.` out of the path");
        if let Some(message) = path_fault(folder).or_else(dotted) {
            faults.push(wrong(message).hint("such as suppliers/example-care-systems"));
        }
        let within = |one: &str, other: &str| format!("{one}/").starts_with(&format!("{other}/"));
        if taken.iter().any(|other| within(folder, other) || within(other, folder)) {
            let message = format!("the folder {folder} speaks for another assessment already");
            faults
                .push(wrong(&message).hint("give each supplier a folder of its own, or everything in it counts twice"));
        }
        taken.push(folder);
    }
}

fn assessment(
    yaml: &Yaml,
    pack: &Pack,
    assessment: &Assessment,
    path: &[Step<'_>],
    known: &Known<'_>,
    faults: &mut Vec<Fault>,
) {
    rounds(yaml, pack, assessment, path, faults);
    for (id, answer) in &assessment.answers {
        let at = [path, &["answers".into(), id.as_str().into()]].concat();
        let Some(item) = pack.item(id) else {
            let ids = pack.items().map(|(_, _, item)| item.id.as_str());
            let fault = yaml.fault_at(&at, format!("there is no item {id} in {}", pack.id));
            faults.push(fault.hint("`dspt pack show` lists the items").suggest(id.as_str(), ids));
            continue;
        };
        answer_faults(yaml, item, answer, &at, faults);
    }
    for (i, pick) in assessment.audit_picks.iter().enumerate() {
        let at = [path, &["audit-picks".into(), i.into()]].concat();
        if pack.item(pick).is_none() {
            let ids = pack.items().map(|(_, _, item)| item.id.as_str());
            let fault = yaml.fault_at(&at, format!("there is no item {pick} in {}", pack.id));
            faults.push(fault.suggest(pick.as_str(), ids));
        } else if assessment.audit_picks[..i].contains(pick) {
            faults.push(yaml.fault_at(&at, format!("item {pick} is chosen twice")));
        }
    }
    for (i, exception) in assessment.exceptions.iter().enumerate() {
        let at = |key: &'static str| [path, &["exceptions".into(), i.into(), key.into()]].concat();
        if exception.item.is_none() && exception.check.is_none() {
            faults.push(
                yaml.fault_at(&at("reason"), "an exception needs an `item` or a `check` to be about")
                    .hint("`dspt except` writes one"),
            );
        }
        if exception.subject.is_some() && exception.check.is_none() {
            faults.push(yaml.fault_at(&at("subject"), "a `subject` belongs to a `check`"));
        }
        if let Some(item) = &exception.item
            && pack.item(item).is_none()
        {
            let ids = pack.items().map(|(_, _, item)| item.id.as_str());
            let fault = yaml.fault_at(&at("item"), format!("there is no item {item} in {}", pack.id));
            faults.push(fault.suggest(item.as_str(), ids));
        }
        if let Some(check) = &exception.check
            && !known.checks.contains(check)
        {
            let fault = yaml.fault_at(&at("check"), format!("there is no check `{check}`"));
            faults.push(fault.suggest(check.as_str(), known.checks.iter().map(|id| id.as_str())));
        }
        for (key, text) in [("reason", &exception.reason), ("by", &exception.by)] {
            if text.trim().is_empty() {
                faults.push(yaml.fault_at(&at(key), format!("an exception needs a {key}")));
            }
        }
    }
}

/// What many people said: of a pack that is judged by counts there is nothing else, and of others there is none of it.
fn rounds(yaml: &Yaml, pack: &Pack, assessment: &Assessment, path: &[Step<'_>], faults: &mut Vec<Fault>) {
    if !pack.is_counted() {
        if !assessment.rounds.is_empty() {
            let fault = yaml.fault_at(&[path, &["rounds".into()]].concat(), format!("{} takes no rounds", pack.id));
            faults.push(fault.hint("answers to it stand under `answers`"));
        }
        return;
    }
    if let Some(id) = assessment.answers.keys().next() {
        let at = [path, &["answers".into(), id.as_str().into()]].concat();
        let message = format!("{} keeps no answer of one person, only counts of many", pack.id);
        faults.push(yaml.fault_at(&at, message).hint("take it out; `dspt everyday` asks and counts"));
    }
    for (i, round) in assessment.rounds.iter().enumerate() {
        let place = [path, &["rounds".into(), i.into()]].concat();
        let at = |key: &'static str| [&place[..], &[key.into()]].concat();
        let earlier = assessment.rounds.iter().take(i).any(|one| (one.on, &one.group) == (round.on, &round.group));
        if earlier {
            let fault = yaml.fault_at(&at("on"), format!("the round of {} is there twice", round.on));
            faults.push(fault.hint("add the counts of the two, or give each a `group`"));
        }
        if round.group.as_ref().is_some_and(|group| group.trim().is_empty() || group.contains('@')) {
            let fault = yaml.fault_at(&at("group"), "a `group` is the name of a team, a shift or a place");
            faults.push(fault.hint("leave it out, or write such as: night staff; it never names a person"));
        }
        for (id, votes) in &round.counts {
            let here = [&place[..], &["counts".into(), id.as_str().into()]].concat();
            if pack.item(id).is_none() {
                let ids = pack.items().map(|(_, _, item)| item.id.as_str());
                let fault = yaml.fault_at(&here, format!("there is no item {id} in {}", pack.id));
                faults.push(fault.hint("`dspt pack show` lists the items").suggest(id.as_str(), ids));
                continue;
            }
            let all = u64::from(votes.yes) + u64::from(votes.no) + u64::from(votes.unsure);
            if all > u64::from(round.people) {
                let message =
                    format!("item {id}: {all} answers are more than the {} people of the round", round.people);
                faults.push(yaml.fault_at(&here, message).hint("correct the counts, or `people`"));
            }
        }
    }
}

fn answer_faults(yaml: &Yaml, item: &Item, answer: &Answer, path: &[Step<'_>], faults: &mut Vec<Fault>) {
    let at = |key: &'static str| [path, &[key.into()]].concat();
    if let Some(other) = &item.same_as {
        faults.push(
            yaml.fault_at(path, format!("item {} is answered under {other}", item.id))
                .hint(format!("move the answer to \"{other}\"")),
        );
    }
    achievement_faults(yaml, item, answer, path, faults);
    match answer.claim(item.kind) {
        Err(message) => faults.push(yaml.fault_at(&at("value"), format!("item {}: {message}", item.id))),
        Ok(Claim::NotApplicable(_)) if item.not_applicable.is_none() => faults.push(
            yaml.fault_at(&at("not-applicable"), format!("item {} can't be answered \"not applicable\"", item.id))
                .hint("answer it, or leave it open"),
        ),
        Ok(_) => {}
    }
    match (answer.count, answer.out_of) {
        (None, None) => {}
        (Some(count), Some(out_of)) if count <= out_of && out_of > 0 => {}
        (Some(_), Some(_)) => {
            faults.push(yaml.fault_at(&at("count"), format!("item {}: `count` is more than `out-of`", item.id)));
        }
        _ => faults.push(yaml.fault_at(path, format!("item {}: `count` and `out-of` belong together", item.id))),
    }
    if item.share_at_least.is_none() && answer.count.is_some() {
        faults.push(yaml.fault_at(&at("count"), format!("item {} takes no numbers", item.id)));
    }
    for (i, evidence) in answer.evidence.iter().enumerate() {
        if let Some(message) = evidence_fault(evidence) {
            let at = [path, &["evidence".into(), i.into()]].concat();
            faults.push(yaml.fault_at(&at, format!("item {}: {message}", item.id)));
        }
    }
}

/// What belongs to outcomes only, and levels and statements that the item does not have.
fn achievement_faults(yaml: &Yaml, item: &Item, answer: &Answer, path: &[Step<'_>], faults: &mut Vec<Fault>) {
    let at = |more: &[Step<'static>]| [path, more].concat();
    if let Ok(Claim::Level(Achievement::PartiallyAchieved)) = answer.claim(item.kind)
        && item.partial == Some(false)
    {
        let fault = yaml.fault_at(&at(&["value".into()]), format!("item {} can't be partially achieved", item.id));
        faults.push(fault.hint("write achieved or not-achieved"));
    }
    let is_outcome = item.kind == AnswerKind::Achievement;
    match &answer.override_reason {
        Some(_) if !is_outcome => {
            let message = format!("item {} has no statements that a level could differ from", item.id);
            faults.push(yaml.fault_at(&at(&["override-reason".into()]), message));
        }
        Some(reason) if reason.trim().is_empty() => {
            let message = format!("item {}: `override-reason` needs a reason", item.id);
            faults.push(yaml.fault_at(&at(&["override-reason".into()]), message));
        }
        Some(_) | None => {}
    }
    if answer.policy.is_some() && item.policy_question.is_none() {
        faults.push(yaml.fault_at(&at(&["policy".into()]), format!("item {} has no policy question", item.id)));
    }
    for (id, said) in &answer.indicators {
        let place = [path, &["indicators".into(), id.as_str().into()]].concat();
        if !item.indicators.iter().any(|one| one.id == *id) {
            let fault = yaml.fault_at(&place, format!("item {} has no statement {id}", item.id));
            faults.push(fault.suggest(id.as_str(), item.indicators.iter().map(|one| one.id.as_str())));
        }
        if said.reason().is_some_and(|reason| reason.trim().is_empty()) {
            faults.push(yaml.fault_at(&place, format!("item {}: statement {id} needs a reason", item.id)));
        }
    }
}

/// Why a path can't be one below `evidence/`.
fn path_fault(path: &str) -> Option<&'static str> {
    if path.contains('\\') {
        return Some("write the path with forward slashes, relative to evidence/");
    }
    if path.split('/').any(|part| matches!(part, "" | "..")) {
        return Some("a file's path is relative to evidence/ and stays inside it");
    }
    None
}

fn evidence_fault(evidence: &AnswerEvidence) -> Option<&'static str> {
    let given = [&evidence.file, &evidence.address, &evidence.kept];
    if given.iter().filter(|v| v.is_some()).count() != 1 {
        return Some("evidence is one of `file`, `address` and `kept`");
    }
    if let Some(message) = evidence.file.as_deref().and_then(path_fault) {
        return Some(message);
    }
    if evidence.sha256.as_ref().is_some_and(|hash| hash.len() != 64 || !hash.chars().all(|c| c.is_ascii_hexdigit())) {
        return Some("`sha256` is 64 hexadecimal digits");
    }
    if evidence.sha256.is_some() && evidence.file.is_none() {
        return Some("`sha256` belongs to a `file`");
    }
    None
}
