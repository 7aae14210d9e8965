//! What stands behind an answer: files, checks, notes, or nothing but somebody's word.

use jiff::civil::Date;

use super::{Inputs, verdict};
use crate::model::{
    Answer, AnswerEvidence, AnswerKind, BackedBy, Backing, Bearing, CheckResult, Claim, DocumentMatch, EvidenceCard,
    EvidenceFile, EvidenceRule, EvidenceSource, Freshness, Item, ItemCheck, Limit, Reading, Summary, Verdict,
    months_before, written,
};

/// A dated answer counts for as long as an assessment does.
const ANSWER_MONTHS: u32 = 12;

/// What was found behind an item.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) backing: Option<Backing>,
    pub(super) counts: bool,
    pub(super) reasons: Vec<String>,
    pub(super) evidence: Vec<EvidenceCard>,
    pub(super) warnings: Vec<String>,
}

/// One thing that might back the item.
struct Support {
    by: BackedBy,
    state: State,
    card: Option<EvidenceCard>,
    reason: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It speaks for the item now.
    Good,
    /// It is older than the framework allows.
    Stale,
    /// It does not speak for the item: missing, not recognised, not dated where it must be.
    Nothing,
}

/// Works out what stands behind an item.
pub(super) fn backing(
    inputs: &Inputs<'_>,
    item: &Item,
    answer: Option<&Answer>,
    verdict: Verdict,
    checks: &[ItemCheck],
    results: &[CheckResult],
) -> Found {
    let mut found = Found::default();
    let mut supports = documents(inputs, item, answer, &mut found.warnings);
    supports.extend(attached(inputs, item, answer, &supports, &mut found.warnings));
    supports.extend(own_words(inputs, item, answer));
    supports.extend(passing_checks(item, checks, results));
    check_warnings(checks, &mut found.warnings);
    found.evidence = supports.iter_mut().filter_map(|support| support.card.take()).collect();
    found.evidence.sort_by(|a, b| (a.source, &a.what).cmp(&(b.source, &b.what)));

    if !verdict.counts() {
        return found;
    }
    let contradiction = checks.iter().find(|check| contradicts(check));
    if let Some(check) = contradiction {
        found.backing = Some(Backing::Contradicted);
        found.reasons.push(format!("your file says otherwise: {}", check.sentence));
        return found;
    }
    for check in checks.iter().filter(|check| check.bearing == Bearing::Settles && check.excepted) {
        found.reasons.push(format!("an exception accepts this: {}", check.sentence));
    }
    if verdict == Verdict::NotApplicable {
        found.counts = true;
        return found;
    }
    let stale = |support: &&Support| support.state == State::Stale;
    let one_is_stale = item.each_in_date && supports.iter().any(|s| stale(&s));
    let accepted = supports.iter().filter(|s| s.state == State::Good && item.backed_by.contains(&s.by));
    let best = accepted.min_by_key(|support| support.by);
    match best {
        Some(best) if !one_is_stale => {
            found.counts = true;
            found.backing = Some(match best.by {
                BackedBy::Document | BackedBy::Check => Backing::Backed,
                BackedBy::Note | BackedBy::Answer => Backing::Noted,
            });
            found.reasons.push(best.reason.clone());
        }
        _ if supports.iter().any(|s| stale(&s)) => {
            found.backing = Some(Backing::OutOfDate);
            found.reasons.extend(supports.iter().filter(stale).map(|support| support.reason.clone()));
        }
        _ if supports.iter().any(|s| s.state == State::Good) => {
            found.backing = Some(Backing::Noted);
            let not_enough = supports.iter().filter(|s| s.state == State::Good).map(|s| s.reason.clone());
            found.reasons.extend(not_enough);
            found.reasons.push(format!("that is not enough here: it takes {}", wanted(inputs, item)));
        }
        _ => {
            found.backing = Some(Backing::StatedOnly);
            found.reasons.extend(supports.iter().map(|support| support.reason.clone()));
            found.reasons.push(format!("your word only: it takes {}", wanted(inputs, item)));
        }
    }
    found.reasons.dedup();
    found
}

/// Whether a check says that the item does not hold: it settles the item, fails, and nobody accepted that.
fn contradicts(check: &ItemCheck) -> bool {
    check.bearing == Bearing::Settles && check.result == Summary::Fail && !check.excepted
}

/// What would back the item, in words.
pub(super) fn wanted(inputs: &Inputs<'_>, item: &Item) -> String {
    let mut ways: Vec<String> = Vec::new();
    for by in &item.backed_by {
        match by {
            BackedBy::Document => {
                let titles: Vec<String> = item
                    .evidence
                    .iter()
                    .filter_map(|rule| inputs.documents.iter().find(|kind| kind.id == rule.document))
                    .map(|kind| super::actions::lower_first(&kind.title))
                    .take(3)
                    .collect();
                ways.push(if titles.is_empty() { "a document".into() } else { titles.join(" or ") });
            }
            BackedBy::Check => {
                let title = |check: &crate::model::CheckUse| {
                    inputs.checks.iter().find(|card| card.id == check.check).map(|card| card.title.clone())
                };
                let settling = item.checks.iter().filter(|c| c.bearing == Bearing::Settles).find_map(title);
                if let Some(title) = settling {
                    ways.push(format!("an export that shows “{title}”"));
                }
            }
            BackedBy::Note => ways.push("a note of where it is kept or its address".into()),
            BackedBy::Answer => ways.push("a dated answer in a few sentences".into()),
        }
    }
    match ways.as_slice() {
        [] => "evidence".into(),
        [one] => one.clone(),
        [most @ .., last] => format!("{}, or {last}", most.join(", ")),
    }
}

/// Files that the scan recognised as a kind of document that speaks to the item.
fn documents(inputs: &Inputs<'_>, item: &Item, answer: Option<&Answer>, warnings: &mut Vec<String>) -> Vec<Support> {
    let mut supports = Vec::new();
    for rule in &item.evidence {
        let mut of_kind: Vec<(&EvidenceFile, &DocumentMatch)> = inputs
            .scan
            .matches
            .iter()
            .filter(|found| found.document == rule.document && speaks(rule, found))
            .filter_map(|found| Some((file(inputs, &found.file)?, found)))
            .collect();
        of_kind.sort_by_key(|(file, _)| (std::cmp::Reverse(dated(file)), file.path.clone()));
        // The newest finished one of a kind speaks for the kind; older ones are history.
        let newest = of_kind.iter().position(|(file, _)| file.unfinished.is_none());
        for (at, (file, found)) in of_kind.iter().enumerate() {
            let attached = attached_as(answer, &file.path);
            if Some(at) != newest && attached.is_none() {
                if let (None, Some(why)) = (newest, &file.unfinished) {
                    warnings.push(format!("{} does not count: {why}", file.path));
                }
                continue;
            }
            let source = if attached.is_some() { EvidenceSource::Attached } else { EvidenceSource::Found };
            changed_since(attached, file, warnings);
            supports.push(document(inputs, item, rule, (file, found), source, warnings));
        }
    }
    // A combined policy is one file, however many kinds it is.
    let mut seen: Vec<String> = Vec::new();
    supports.retain(|support: &Support| match &support.card {
        Some(card) if seen.contains(&card.what) => support.state == State::Stale,
        Some(card) => {
            seen.push(card.what.clone());
            true
        }
        None => true,
    });
    supports
}

/// Whether a document speaks to the item: it holds one of the phrases asked for, or none is asked for.
fn speaks(rule: &EvidenceRule, found: &DocumentMatch) -> bool {
    rule.mentions.is_empty()
        || rule.mentions.iter().any(|wanted| found.mentions.iter().any(|m| m.words.eq_ignore_ascii_case(wanted)))
}

fn document(
    inputs: &Inputs<'_>,
    item: &Item,
    rule: &EvidenceRule,
    (file, found): (&EvidenceFile, &DocumentMatch),
    source: EvidenceSource,
    warnings: &mut Vec<String>,
) -> Support {
    let kind = inputs.documents.iter().find(|kind| kind.id == rule.document);
    let title = kind.map_or_else(|| rule.document.to_string(), |kind| super::actions::lower_first(&kind.title));
    let why: Vec<String> = found.why.iter().take(3).map(|phrase| format!("“{}”", phrase.words)).collect();
    let mut says = format!("found, reads as {} ({})", with_article(&title), why.join(", "));
    let fresh = rule.fresh.or(item.fresh);
    let (mut state, age) = age(inputs, dated(file), fresh);
    says.push_str(&match &file.dated {
        Some(dated) => format!("; {} {}", dated.what, written(dated.on)),
        None => "; no date found in it".into(),
    });
    if let Some(why) = &file.unfinished {
        state = State::Nothing;
        says.push_str(&format!("; does not count: {why}"));
    }
    if let Some(problem) = &age {
        says.push_str(&format!("; {problem}"));
    }
    if state == State::Good
        && let Some(problem) = age
    {
        warnings.push(format!("{}: {problem}", file.path));
    }
    if let Some(due) = file.next_review.filter(|due| *due < inputs.publish_on) {
        warnings.push(format!("{}: it was due for review on {}", file.path, written(due)));
    }
    says.push_str("; its content is not judged");
    let card = EvidenceCard {
        what: file.path.clone(),
        source,
        dated: dated(file),
        hash: short_hash(file),
        says: says.clone(),
        good: state == State::Good,
    };
    Support { by: BackedBy::Document, state, reason: format!("{}: {says}", file.path), card: Some(card) }
}

/// What a person attached, as far as it was not recognised already.
fn attached(
    inputs: &Inputs<'_>,
    item: &Item,
    answer: Option<&Answer>,
    known: &[Support],
    warnings: &mut Vec<String>,
) -> Vec<Support> {
    let mut supports = Vec::new();
    for evidence in answer.map(|answer| answer.evidence.as_slice()).unwrap_or_default() {
        if let Some(path) = &evidence.file {
            let seen = known.iter().filter_map(|s| s.card.as_ref()).any(|card| card.what == *path);
            if !seen {
                supports.push(attached_file(inputs, item, path, evidence, warnings));
            }
        } else if let Some(place) = evidence.address.as_ref().or(evidence.kept.as_ref()) {
            let words = match &evidence.address {
                Some(_) => "address given; it was not opened",
                None => "kept there, as a person says; not seen",
            };
            supports.push(note(inputs, item, place.clone(), words.into(), evidence, None));
        }
    }
    // A document item's own words say where the document is.
    if item.kind == AnswerKind::Document
        && let Claim::Text(place) = verdict::claim(item, answer)
    {
        let words = "where it is, as a person says; not seen".to_owned();
        supports.push(note(inputs, item, place, words, &AnswerEvidence::default(), None));
    }
    supports
}

fn attached_file(
    inputs: &Inputs<'_>,
    item: &Item,
    path: &str,
    evidence: &AnswerEvidence,
    warnings: &mut Vec<String>,
) -> Support {
    let same_hash = |file: &&EvidenceFile| {
        !file.sha256.is_empty() && evidence.sha256.as_ref().is_some_and(|h| h.eq_ignore_ascii_case(&file.sha256))
    };
    let moved = || inputs.scan.files.iter().find(same_hash);
    let Some(file) = file(inputs, path).or_else(moved) else {
        warnings.push(format!("{path} is attached, but no such file is in the evidence folder"));
        return nothing(path, "attached, but the file is not there", None);
    };
    if file.path != path {
        warnings.push(format!("{path} has moved to {}", file.path));
    }
    let changed = changed_since(Some(evidence), file, warnings);
    match &file.reading {
        Reading::Skipped(why) => nothing(path, &format!("attached, but it is not evidence: {why}"), short_hash(file)),
        Reading::Unreadable(why) if evidence.note.is_none() => {
            warnings.push(format!("{path} can't be read ({why}): say in a note what it is, and its date"));
            nothing(path, &format!("attached, but it can't be read ({why}) and nobody said what it is"), short_hash(file))
        }
        _ if changed => nothing(path, "attached, but it has changed since it was confirmed", short_hash(file)),
        Reading::Unreadable(why) => {
            let words = format!("a file that a person described, since it can't be read ({why})");
            note(inputs, item, path.to_owned(), words, evidence, Some(file))
        }
        Reading::Read => match &file.unfinished {
            Some(why) => nothing(path, &format!("attached, but it does not count: {why}"), short_hash(file)),
            None => {
                let words = "attached by a person; nothing in it was recognised for this item".to_owned();
                note(inputs, item, path.to_owned(), words, evidence, Some(file))
            }
        },
    }
}

fn nothing(what: &str, says: &str, hash: Option<String>) -> Support {
    let card = EvidenceCard {
        what: what.to_owned(),
        source: EvidenceSource::Attached,
        dated: None,
        hash,
        says: says.to_owned(),
        good: false,
    };
    Support { by: BackedBy::Note, state: State::Nothing, reason: format!("{what}: {says}"), card: Some(card) }
}

/// An address, a place, or a file on a person's word.
fn note(
    inputs: &Inputs<'_>,
    item: &Item,
    what: String,
    words: String,
    evidence: &AnswerEvidence,
    file: Option<&EvidenceFile>,
) -> Support {
    let on = evidence.dated.or_else(|| file.and_then(dated));
    let (state, problem) = match on {
        // An undated note stands as long as the answer that names it.
        None => (State::Good, None),
        Some(_) => age(inputs, on, item.fresh),
    };
    let mut says = words;
    if let Some(note) = &evidence.note {
        says = format!("“{note}”; {says}");
    }
    if let Some(on) = on {
        says.push_str(&format!("; dated {}", written(on)));
    }
    if let Some(problem) = problem {
        says.push_str(&format!("; {problem}"));
    }
    let source = if file.is_some() { EvidenceSource::Attached } else { EvidenceSource::Noted };
    let card = EvidenceCard {
        what: what.clone(),
        source,
        dated: on,
        hash: file.and_then(short_hash),
        says: says.clone(),
        good: state == State::Good,
    };
    Support { by: BackedBy::Note, state, reason: format!("{what}: {says}"), card: Some(card) }
}

/// A dated answer of substance to a "how do you …" question.
fn own_words(inputs: &Inputs<'_>, item: &Item, answer: Option<&Answer>) -> Option<Support> {
    if !item.backed_by.contains(&BackedBy::Answer) {
        return None;
    }
    let answer = answer?;
    let text = match verdict::claim(item, Some(answer)) {
        Claim::Text(text) => text,
        _ => answer.comment.clone().unwrap_or_default(),
    };
    let (state, reason) = match answer.on {
        _ if is_thin(&text) => (State::Nothing, "the answer is too short to show how".to_owned()),
        None => (State::Nothing, "the answer carries no date".to_owned()),
        Some(on) if on < months_before(inputs.publish_on, ANSWER_MONTHS) => {
            (State::Nothing, format!("the answer is from {}: look at it again and date it", written(on)))
        }
        Some(on) => (State::Good, format!("answered in your own words on {}", written(on))),
    };
    Some(Support { by: BackedBy::Answer, state, card: None, reason })
}

/// Whether words say too little to show how something is done.
pub(super) fn is_thin(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count() < 8
}

/// Settling checks that pass, with or without accepted failures.
fn passing_checks(item: &Item, checks: &[ItemCheck], results: &[CheckResult]) -> Vec<Support> {
    checks
        .iter()
        .filter(|check| check.bearing == Bearing::Settles && item.backed_by.contains(&BackedBy::Check))
        .filter_map(|check| {
            let tally = results.iter().find(|result| result.card.id == check.check)?.tally;
            let good = tally.unknown == 0 && tally.pass + tally.warn > 0 && (tally.fail == 0 || check.excepted);
            let state = if good { State::Good } else { State::Nothing };
            let reason = match (good, tally.fail) {
                (true, 0) => format!("the files bear it out: {}", check.sentence),
                (true, _) => format!("the files bear it out but for accepted exceptions: {}", check.sentence),
                (false, _) => format!("the files don't settle it: {}", check.sentence),
            };
            Some(Support { by: BackedBy::Check, state, card: None, reason })
        })
        .collect()
}

/// Warnings from checks that do not contradict.
fn check_warnings(checks: &[ItemCheck], warnings: &mut Vec<String>) {
    for check in checks {
        let accepted = if check.excepted { " (accepted by an exception)" } else { "" };
        match (check.bearing, check.result) {
            (Bearing::Supports, Summary::Fail) => warnings.push(format!("{}{accepted}", check.sentence)),
            (Bearing::Settles | Bearing::Supports, Summary::Warn | Summary::Unknown) => {
                warnings.push(check.sentence.clone());
            }
            (Bearing::Settles, Summary::Fail) | (Bearing::Settles | Bearing::Supports, Summary::Pass) => {}
        }
    }
}

/// How a date stands against a limit: the state, and words where it is past the limit or missing.
fn age(inputs: &Inputs<'_>, on: Option<Date>, fresh: Option<Freshness>) -> (State, Option<String>) {
    let Some(fresh) = fresh else { return (State::Good, None) };
    let oldest = months_before(inputs.publish_on, fresh.months);
    match (on, fresh.limit) {
        (Some(on), _) if on > inputs.publish_on => {
            (State::Nothing, Some("dated after the day of publication".into()))
        }
        (Some(on), _) if on >= oldest => (State::Good, None),
        (Some(_), Limit::Framework) => {
            (State::Stale, Some(format!("out of date: it has to be from {} or later", written(oldest))))
        }
        (Some(_), Limit::Ours) => {
            (State::Good, Some(format!("older than {} months, which we would look at again", fresh.months)))
        }
        (None, Limit::Framework) => {
            (State::Nothing, Some(format!("it has to be from {} or later, and shows no date", written(oldest))))
        }
        (None, Limit::Ours) => (State::Good, None),
    }
}

/// Whether a file is another one than the person confirmed; says so.
fn changed_since(evidence: Option<&AnswerEvidence>, file: &EvidenceFile, warnings: &mut Vec<String>) -> bool {
    let confirmed = evidence.and_then(|e| e.sha256.as_deref());
    let changed = confirmed.is_some_and(|hash| !hash.eq_ignore_ascii_case(&file.sha256));
    if changed {
        warnings.push(format!("{} has changed since it was confirmed: look at it again", file.path));
    }
    changed
}

fn attached_as<'a>(answer: Option<&'a Answer>, path: &str) -> Option<&'a AnswerEvidence> {
    answer?.evidence.iter().find(|evidence| evidence.file.as_deref() == Some(path))
}

fn file<'a>(inputs: &Inputs<'a>, path: &str) -> Option<&'a EvidenceFile> {
    inputs.scan.files.iter().find(|file| file.path == path)
}

fn dated(file: &EvidenceFile) -> Option<Date> {
    file.dated.as_ref().map(|dated| dated.on)
}

fn short_hash(file: &EvidenceFile) -> Option<String> {
    file.sha256.get(..12).map(str::to_owned)
}

/// "a policy", "an audit".
fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}
