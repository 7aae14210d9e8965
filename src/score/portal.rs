//! What to enter in the portal for each item, and what holds an item back.

use super::{Inputs, verdict};
use crate::model::{
    Action, ActionReason, Answer, AnswerEvidence, AnswerKind, Backing, Claim, EvidenceFile, EvidenceSource, Item,
    ItemCard, ItemSet, PortalCard, PortalFile, PortalState, PortalSummary, PortalTick, Reading, Verdict, written,
};

/// Past so many characters a person is told to see whether the portal took all of it; its own limit is not known to us.
const LONG: usize = 1000;

/// What to enter for an item.
pub(super) fn card(inputs: &Inputs<'_>, item: &Item, answer: Option<&Answer>, card: &ItemCard) -> PortalCard {
    if item.same_as.is_some() {
        return PortalCard { state: PortalState::Elsewhere, ..PortalCard::default() };
    }
    // What was noted of an answer that is still to come is for the organisation, not for the portal.
    // A level is entered as it is, whether or not it is enough.
    let levelled = card.achievement.as_ref().is_some_and(|outcome| outcome.level.is_some());
    let said = answer.filter(|_| card.verdict.counts() || levelled);
    let (paste, comment) = said.map(|answer| paste(item, answer)).unwrap_or_default();
    let length = paste.as_ref().map_or(0, |text| text.chars().count());
    let files = files(inputs, item, answer, card);
    let mut entry = PortalCard {
        state: PortalState::Ready,
        tick: tick(item, card),
        too_long: Some(length).filter(|length| *length > LONG),
        paste,
        comment,
        places: answer.map(places).unwrap_or_default(),
        hold: Vec::new(),
        files,
    };
    for reason in claims(card) {
        entry.hold_back(reason);
    }
    if card.verdict.counts() {
        for reason in documents(inputs, item, answer, &entry.files) {
            entry.hold_back(reason);
        }
        if item.kind == AnswerKind::Document
            && entry.paste.is_none()
            && entry.files.is_empty()
            && entry.places.is_empty()
        {
            entry.hold_back("there is neither a document nor a note of where it is".into());
        }
    } else if !card.counts && card.verdict == Verdict::Unanswered {
        entry.state = PortalState::Empty;
    }
    entry
}

/// The worksheet in figures, and what belongs on the action plan that the portal asks for.
pub(super) fn summary(inputs: &Inputs<'_>, items: &[&ItemCard], actions: &[Action]) -> PortalSummary {
    let count = |counts: bool, state: PortalState| {
        items.iter().filter(|card| card.counts == counts && card.portal.state == state).count()
    };
    let full = inputs.pack.levels.iter().find(|level| level.requires.items == Some(ItemSet::Mandatory));
    let lacks = |action: &&Action| {
        let card = items.iter().find(|card| card.id == action.item);
        let missing = card.is_some_and(|card| card.counts && (!card.verdict.counts() || card.is_contradicted()));
        missing && action.reason != ActionReason::Warning
    };
    let mut planned: Vec<&Action> = actions.iter().filter(lacks).collect();
    planned.sort_by(|a, b| a.item.cmp(&b.item));
    PortalSummary {
        ready: count(true, PortalState::Ready),
        not_ready: count(true, PortalState::NotReady),
        optional_ready: count(false, PortalState::Ready),
        full_level: full.map(|level| level.title.clone()).unwrap_or_default(),
        action_plan: planned.into_iter().map(|action| action.number).collect(),
    }
}

fn tick(item: &Item, card: &ItemCard) -> PortalTick {
    match card.verdict {
        _ if card.achievement.as_ref().is_some_and(|outcome| outcome.level.is_some()) => PortalTick::Level,
        Verdict::NotMet | Verdict::Unanswered => PortalTick::Nothing,
        Verdict::NotApplicable => PortalTick::NotApplicable,
        Verdict::Met if item.kind == AnswerKind::YesNo => PortalTick::Yes,
        Verdict::Met => PortalTick::Complete,
    }
}

/// The text to paste, which is the answer's own words or what was added to it; and what was added to such words.
fn paste(item: &Item, answer: &Answer) -> (Option<String>, Option<String>) {
    let share = match (answer.count, answer.out_of) {
        (Some(count), Some(all)) => format!("{count} of {all}."),
        _ => String::new(),
    };
    let said = match verdict::claim(item, Some(answer)) {
        Claim::Yes | Claim::No => share,
        Claim::Text(text) => text,
        Claim::Number(number) => number.to_string(),
        Claim::Day(day) => written(day),
        Claim::Percentage(percent) => format!("{percent}%"),
        Claim::Level(_) => String::new(),
        Claim::NotApplicable(reason) => format!("Not applicable: {reason}"),
        Claim::Refused(_) | Claim::Ask(_) | Claim::Nothing => String::new(),
    };
    let reason = answer.override_reason.iter().filter(|_| item.kind == AnswerKind::Achievement);
    let comment = answer.comment.iter().chain(reason).map(|text| seen(text)).filter(|text| !text.is_empty());
    let comment = comment.collect::<Vec<_>>().join("\n");
    let said = match verdict::claim(item, Some(answer)) {
        Claim::Yes | Claim::No if !said.is_empty() && !comment.is_empty() => {
            return (Some(format!("{said} {comment}")), None);
        }
        _ => seen(&said),
    };
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    if said.is_empty() { (some(comment), None) } else { (some(said), some(comment)) }
}

/// Text with plain line ends, and without signs that can't be seen or that turn the text around them.
fn seen(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n").replace('\t', " ");
    let turns = |c: char| matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
    let kept: String = text.chars().filter(|c| *c == '\n' || !(c.is_control() || turns(*c))).collect();
    kept.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// What the answer itself holds back.
fn claims(card: &ItemCard) -> Vec<String> {
    let because = |what: &str| match &card.verdict_reason {
        Some(reason) => reason.clone(),
        None => what.to_owned(),
    };
    let mut reasons = match card.verdict {
        Verdict::Unanswered => vec![because("not answered yet")],
        Verdict::NotMet if card.achievement.as_ref().is_some_and(|outcome| outcome.level.is_some()) => Vec::new(),
        Verdict::NotMet => vec![because("the answer is no, so there is nothing to tick")],
        Verdict::Met | Verdict::NotApplicable => Vec::new(),
    };
    let unexplained = card.achievement.as_ref().is_some_and(|outcome| outcome.differs && outcome.reason.is_none());
    if unexplained && card.verdict != Verdict::Unanswered {
        reasons.extend(card.verdict_reason.clone());
    }
    match card.backing {
        Some(Backing::Contradicted) => reasons.extend(card.backing_reasons.iter().cloned()),
        Some(Backing::OutOfDate) => reasons.extend(card.backing_reasons.iter().cloned()),
        Some(Backing::Backed | Backing::Noted | Backing::StatedOnly) | None => {}
    }
    reasons
}

/// What the attached documents hold back.
fn documents(inputs: &Inputs<'_>, item: &Item, answer: Option<&Answer>, files: &[PortalFile]) -> Vec<String> {
    let mut reasons = Vec::new();
    let evidence = answer.map(|answer| answer.evidence.as_slice()).unwrap_or_default();
    for file in files.iter().filter(|file| file.attached) {
        let Some(read) = inputs.scan.files.iter().find(|read| read.path == file.path) else {
            reasons.push(format!("{} is attached, but it is not in the evidence folder", file.path));
            continue;
        };
        if let Some(why) = &read.unfinished {
            reasons.push(format!("{} is not finished: {why}", file.path));
        }
        let confirmed =
            evidence.iter().find(|one| one.file.as_ref() == Some(&file.path)).and_then(|e| e.sha256.as_ref());
        if confirmed.is_some_and(|hash| !hash.eq_ignore_ascii_case(&read.sha256)) {
            reasons.push(format!("{} has changed since it was confirmed: look at it again", file.path));
        }
    }
    // Only a document item is uploaded; a file that holds other people's data stays here anyway.
    for file in files.iter().filter(|_| item.kind == AnswerKind::Document) {
        let Some(read) = inputs.scan.files.iter().find(|read| read.path == file.path) else { continue };
        let mut kinds: Vec<&str> = read.sensitive.iter().map(|found| found.what.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        if !kinds.is_empty() {
            reasons.push(format!(
                "{} holds what should not leave the organisation ({}): don't upload it before that is taken out",
                file.path,
                kinds.join(", ")
            ));
        }
    }
    reasons
}

/// The attached documents, found under the name that they go by now; and what the scan found where none is attached.
fn files(inputs: &Inputs<'_>, item: &Item, answer: Option<&Answer>, card: &ItemCard) -> Vec<PortalFile> {
    let evidence = answer.map(|answer| answer.evidence.as_slice()).unwrap_or_default();
    let there = |file: &&EvidenceFile| !matches!(file.reading, Reading::Skipped(_));
    let attached = evidence.iter().filter_map(|one| {
        let path = one.file.as_ref()?;
        let same = |file: &&EvidenceFile| {
            one.sha256.as_ref().is_some_and(|hash| !file.sha256.is_empty() && hash.eq_ignore_ascii_case(&file.sha256))
        };
        let here = inputs.scan.files.iter().find(|file| file.path == *path);
        let file = here.or_else(|| inputs.scan.files.iter().find(same)).filter(there);
        Some(PortalFile {
            path: file.map_or_else(|| path.clone(), |file| file.path.clone()),
            found: file.is_some(),
            dated: file.and_then(|file| file.dated.as_ref()).map(|dated| dated.on).or(one.dated),
            note: one.note.as_deref().map(seen),
            attached: true,
        })
    });
    let mut files: Vec<PortalFile> = attached.collect();
    if files.is_empty() && item.kind == AnswerKind::Document && card.verdict.counts() {
        let found = card.evidence.iter().filter(|one| one.source == EvidenceSource::Found && one.good);
        files.extend(found.map(|one| PortalFile {
            path: one.what.clone(),
            found: true,
            dated: one.dated,
            note: None,
            attached: false,
        }));
    }
    files
}

/// Where things are kept, and their addresses.
fn places(answer: &Answer) -> Vec<String> {
    let place = |one: &AnswerEvidence| {
        let what = one.kept.as_ref().or(one.address.as_ref())?;
        let note = one.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        let dated = one.dated.map(|day| format!(", dated {}", written(day))).unwrap_or_default();
        Some(seen(&format!("{what}{note}{dated}")))
    };
    answer.evidence.iter().filter_map(place).collect()
}
