//! What answers to one pack suggest for the open items of another; a person decides.

use jiff::civil::Date;

use super::{
    coverage::Answered,
    links::{Linked, links},
};
use crate::model::{
    Answer, AnswerEvidence, AnswerKind, Backing, CheckId, Claim, Crosswalk, EvidenceCard, ItemCard, ItemId, Pack,
    Proposal, Proposals, Reach, Summary, Verdict, months_before, written,
};

/// An answer that was given longer ago than this is to be looked at again first.
const MONTHS: u32 = 12;
/// At most so many others that go most of the way are named.
const MOST_NAMED: usize = 2;
/// No more of an answer in words is said than this many characters.
const MOST_WORDS: usize = 60;

/// What the answers to other packs suggest for the items of a pack, whether or not these are answered already.
///
/// Only answers about the same organisation belong here: what a supplier says of itself is another matter.
pub fn proposals(crosswalk: &Crosswalk, to: &Pack, others: &[Answered<'_>], today: Date) -> Proposals {
    let mut all = Proposals::new();
    for other in others.iter().filter(|other| other.pack.id != to.id) {
        let Some(links) = links(crosswalk, other.pack, to) else { continue };
        for (item, linked) in &links.by_item {
            let said = |link: &&Linked| other.card(&link.item).is_some_and(|card| card.verdict != Verdict::Unanswered);
            let strong: Vec<&Linked> = linked.iter().filter(|link| link.reach == Reach::Strong).collect();
            // What only shares evidence is of use where nothing goes further.
            let told: Vec<&Linked> = match strong.iter().copied().filter(said).collect::<Vec<_>>() {
                none if none.is_empty() => linked.iter().filter(said).collect(),
                some => some,
            };
            let may_leave = to.item(item).is_some_and(|item| item.not_applicable.is_some());
            let told = told.into_iter().filter_map(|link| proposal(*other, link, &strong, today));
            // Leaving something out elsewhere means nothing where it can't be left out.
            let proposals = told.filter(|(_, left_out)| may_leave || !left_out).map(|(proposal, _)| proposal);
            all.entry(item.clone()).or_default().extend(proposals);
        }
    }
    all.retain(|_, proposals| !proposals.is_empty());
    all
}

/// What an answer suggests, and whether it leaves its item out.
fn proposal(other: Answered<'_>, link: &Linked, strong: &[&Linked], today: Date) -> Option<(Proposal, bool)> {
    let card = other.card(&link.item)?;
    let answer = other.assessment.answers.get(&link.item)?;
    let claim = answer.claim(other.pack.item(&link.item)?.kind).ok()?;
    let item = format!("{} ({})", link.item, other.pack.short_title);
    let on = answer.on.map(|on| format!(" on {}", written(on))).unwrap_or_default();
    if let Claim::NotApplicable(reason) = &claim {
        let reason = short(reason);
        let text = format!("you left out {item}{on} as not applicable (“{reason}”): see whether that holds here too");
        return Some((Proposal { text, evidence: Vec::new() }, true));
    }
    let with = said(&claim, card).map(|said| format!(" with {said}")).unwrap_or_default();
    let shown = evidence(other, answer, card);
    let named: Vec<&str> = shown.iter().filter_map(name).collect();
    let by = if named.is_empty() { String::new() } else { format!(", with {}", listed(&named)) };
    let old = answer.on.is_some_and(|on| on < months_before(today, MONTHS));
    let (comes_to, good) = match (card.verdict, card.backing) {
        (Verdict::Unanswered | Verdict::NotApplicable, _) => return None,
        (Verdict::NotMet, _) => (": the same may be missing here".to_owned(), false),
        (Verdict::Met, Some(Backing::Contradicted)) => {
            (", but a file says otherwise there: settle that first".to_owned(), false)
        }
        (Verdict::Met, Some(Backing::OutOfDate)) => {
            (", but what shows it is out of date: look at it again first".to_owned(), false)
        }
        (Verdict::Met, _) if old => (", more than a year ago: look at it again first".to_owned(), false),
        (Verdict::Met, Some(Backing::StatedOnly)) => {
            (format!(": {}, though nothing shows it yet{}", reach(link, strong), note(link)), true)
        }
        (Verdict::Met, Some(Backing::Backed | Backing::Noted) | None) => {
            (format!(": {}{}", reach(link, strong), note(link)), true)
        }
    };
    let evidence = if good { shown } else { Vec::new() };
    Some((Proposal { text: format!("you answered {item}{with}{on}{by}{comes_to}"), evidence }, false))
}

/// How far a link goes, in words; one of several goes no further than all of them.
fn reach(link: &Linked, strong: &[&Linked]) -> String {
    let others: Vec<&ItemId> = strong.iter().map(|one| &one.item).filter(|item| **item != link.item).collect();
    match (link.reach, others.len()) {
        (Reach::Partial, _) => "it shows part of what is asked here".into(),
        (Reach::Strong, 0) => "it goes most of the way here".into(),
        (Reach::Strong, 1..=MOST_NAMED) => {
            let named: Vec<&str> = others.iter().map(|item| item.as_str()).collect();
            format!("with {} it goes most of the way here", listed(&named))
        }
        (Reach::Strong, more) => format!("with {more} others there it goes most of the way here"),
    }
}

fn note(link: &Linked) -> String {
    link.note.as_ref().map(|note| format!(". {}", note.trim().trim_end_matches('.'))).unwrap_or_default()
}

/// What was answered, in words.
fn said(claim: &Claim, card: &ItemCard) -> Option<String> {
    match claim {
        Claim::Yes => Some("yes".into()),
        Claim::No => Some("no".into()),
        Claim::Text(_) if card.kind == AnswerKind::Document => None,
        Claim::Text(text) => Some(format!("“{}”", short(text))),
        Claim::Number(_) | Claim::Day(_) | Claim::Percentage(_) => card.answer.clone(),
        Claim::Level(_) => card.answer.as_ref().map(|level| level.to_lowercase()),
        Claim::NotApplicable(_) | Claim::Refused(_) | Claim::Ask(_) | Claim::Nothing => None,
    }
}

/// The pieces of evidence of an answer that speak for it now, by themselves or through a check that reads them.
fn evidence(other: Answered<'_>, answer: &Answer, card: &ItemCard) -> Vec<AnswerEvidence> {
    let is_read = |file: &str| {
        let used =
            |check: &CheckId| card.checks.iter().any(|used| used.check == *check && used.result != Summary::Fail);
        let results = other.scorecard.checks.iter().filter(|result| used(&result.card.id));
        results.flat_map(|result| &result.findings).any(|finding| finding.place.file == file)
    };
    let speaks = |piece: &&AnswerEvidence| {
        let shown = |shown: &&EvidenceCard| name(piece) == Some(shown.what.as_str());
        card.evidence.iter().find(shown).is_some_and(|shown| shown.good || piece.file.as_deref().is_some_and(is_read))
    };
    answer.evidence.iter().filter(speaks).cloned().collect()
}

/// What a piece of evidence is called.
fn name(piece: &AnswerEvidence) -> Option<&str> {
    [&piece.file, &piece.address, &piece.kept].into_iter().flatten().map(String::as_str).next()
}

/// "a, b and c".
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The beginning of somebody's words, on one line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST_WORDS) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line.trim_end_matches('.').to_owned(),
    }
}
