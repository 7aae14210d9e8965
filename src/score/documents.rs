//! What documents, attached files and notes say for an item, and how old they may be.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::{
    Inputs,
    backing::{State, Support},
    feeds, verdict,
};
use crate::model::{
    Answer, AnswerEvidence, AnswerKind, BackedBy, CheckId, Claim, DocumentKind, DocumentMatch, EvidenceCard,
    EvidenceFile, EvidenceRule, EvidenceSource, Freshness, Item, Limit, Reading, months_before, written,
};

/// One file may stand for so many items without a word of what in it is meant: else it would back everything.
const MOST_UNDESCRIBED: usize = 5;

/// A file that a person attached, with the file of the scan that it is now.
struct Attached<'a> {
    evidence: &'a AnswerEvidence,
    path: &'a str,
    file: Option<&'a EvidenceFile>,
}

impl Attached<'_> {
    /// Whether the file is another one than the person confirmed.
    fn has_changed(&self) -> bool {
        self.file.is_some_and(|file| self.evidence.sha256.is_some() && !is_confirmed(self.evidence, file))
    }
}

/// Everything but checks and the answer's own words: documents recognised, files attached, places noted.
pub(super) fn supports(
    inputs: &Inputs<'_>,
    item: &Item,
    answer: Option<&Answer>,
    warnings: &mut Vec<String>,
) -> Vec<Support> {
    let attached = attachments(inputs, item, answer);
    for one in &attached {
        match one.file {
            None if feeds::holds(inputs, one.path) => warnings.push(format!(
                "{} is attached, but it was sent by a supplier and speaks for that supplier alone",
                one.path
            )),
            None if outside(inputs, one.path) => warnings.push(format!(
                "{} is attached, but only files in {} speak here",
                one.path,
                inputs.assessment.evidence_in.as_deref().unwrap_or_default()
            )),
            None => warnings.push(format!("{} is attached, but no such file is in the evidence folder", one.path)),
            Some(file) if one.has_changed() => {
                warnings.push(format!("{} has changed since it was confirmed: look at it again", file.path));
            }
            Some(file) if file.path != one.path => warnings.push(format!("{} has moved to {}", one.path, file.path)),
            Some(_) => {}
        }
    }
    let mut supports = documents(inputs, item, &attached, warnings);
    for one in &attached {
        let is_known = |file: &EvidenceFile| supports.iter().any(|support| support.is_about(&file.path));
        if !one.file.is_some_and(is_known) {
            let support = attached_file(inputs, item, one, warnings);
            supports.push(support);
        }
    }
    supports.extend(notes(inputs, item, answer));
    supports
}

/// The attached files: at their path, or by their hash where they have moved.
fn attachments<'a>(inputs: &Inputs<'a>, item: &Item, answer: Option<&'a Answer>) -> Vec<Attached<'a>> {
    let evidence = answer.map(|answer| answer.evidence.as_slice()).unwrap_or_default();
    evidence
        .iter()
        .filter_map(|evidence| {
            let path = evidence.file.as_deref()?;
            let here = file(inputs, path).or_else(|| feeds::lent(inputs, item, path));
            let same = || inputs.scan.files.iter().find(|file| is_confirmed(evidence, file));
            let unchanged = here.filter(|file| evidence.sha256.is_none() || is_confirmed(evidence, file));
            Some(Attached { evidence, path, file: unchanged.or_else(same).or(here) })
        })
        .collect()
}

fn is_confirmed(evidence: &AnswerEvidence, file: &EvidenceFile) -> bool {
    !file.sha256.is_empty() && evidence.sha256.as_ref().is_some_and(|hash| hash.eq_ignore_ascii_case(&file.sha256))
}

/// Files that the scan recognised as a kind of document that speaks to the item.
fn documents(inputs: &Inputs<'_>, item: &Item, attached: &[Attached<'_>], warnings: &mut Vec<String>) -> Vec<Support> {
    let mut supports: Vec<Support> = Vec::new();
    for rule in &item.evidence {
        let own = inputs.scan.matches.iter().filter_map(|found| Some((file(inputs, &found.file)?, found)));
        // What another party sent speaks only where a person attached it.
        let lent = attached.iter().filter_map(|one| one.file).flat_map(|file| feeds::matches(inputs, item, file));
        let mut of_kind: Vec<(&EvidenceFile, &DocumentMatch)> =
            own.chain(lent).filter(|(_, found)| speaks(rule, found)).collect();
        let later = |file: &EvidenceFile| dated(file).is_some_and(|on| on > inputs.publish_on);
        of_kind.sort_by_cached_key(|(file, _)| (later(file), Reverse(dated(file)), file.path.clone()));
        // The newest finished one of a kind speaks for the kind; older ones are history.
        let newest = of_kind.iter().position(|(file, _)| file.unfinished.is_none());
        for (at, (file, found)) in of_kind.iter().enumerate() {
            let is_attached = attached.iter().any(|one| one.file.is_some_and(|f| f.path == file.path));
            let speaks_for_kind = Some(at) == newest;
            if !speaks_for_kind && !is_attached {
                if let (None, Some(why)) = (newest, &file.unfinished) {
                    warnings.push(format!("{} does not count: {why}", file.path));
                }
                continue;
            }
            let source = if is_attached { EvidenceSource::Attached } else { EvidenceSource::Found };
            let mut support = document(inputs, item, rule, (file, found), source, warnings);
            support.speaks_for_kind = speaks_for_kind;
            merge(item, &mut supports, support);
        }
    }
    supports
}

/// A combined policy is one file, however many kinds it is: its best side counts, or its worst where each has to be in
/// date.
fn merge(item: &Item, supports: &mut Vec<Support>, support: Support) {
    let path = support.card.as_ref().map(|card| card.what.clone()).unwrap_or_default();
    match supports.iter_mut().find(|known| known.is_about(&path)) {
        None => supports.push(support),
        Some(known) => {
            let takes_over = match item.each_in_date {
                true => support.is_late() && !known.is_late(),
                false => support.state < known.state,
            };
            if takes_over {
                *known = support;
            }
        }
    }
}

/// Whether a document is of the kind that speaks to the item, and holds one of the phrases asked for if any is.
pub(super) fn speaks(rule: &EvidenceRule, found: &DocumentMatch) -> bool {
    let holds = |wanted: &String| found.mentions.iter().any(|m| m.words.to_lowercase() == wanted.to_lowercase());
    found.document == rule.document && (rule.mentions.is_empty() || rule.mentions.iter().any(holds))
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
    let mut says = format!("found, reads as {}", with_article(&title));
    if !why.is_empty() {
        says.push_str(&format!(" ({})", why.join(", ")));
    }
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
    let expired = expired(inputs, kind, file);
    if let Some(problem) = &expired {
        state = State::Stale.max(state);
        says.push_str(&format!("; {problem}"));
    }
    match file.next_review {
        Some(_) if expired.is_some() => {}
        Some(due) if due < inputs.today => {
            warnings.push(format!("{}: it was due for review on {}", file.path, written(due)));
        }
        Some(due) if due < inputs.publish_on => warnings.push(format!(
            "{}: it is due for review on {}, before the day of publication",
            file.path,
            written(due)
        )),
        Some(_) | None => {}
    }
    says.push_str("; its content is not judged");
    let card = EvidenceCard {
        what: file.path.clone(),
        kind: with_article(&title),
        source,
        dated: dated(file),
        hash: short_hash(file),
        says,
        good: state == State::Good,
        checked: false,
    };
    Support::shown(BackedBy::Document, state, card)
}

/// Words where a certificate or its like has run out by the day of publication; it is valid to the end of its last day.
pub(super) fn expired(inputs: &Inputs<'_>, kind: Option<&DocumentKind>, file: &EvidenceFile) -> Option<String> {
    let last = file.next_review.filter(|last| kind.is_some_and(|kind| kind.expires) && *last < inputs.publish_on)?;
    let word = if last < inputs.today { "expired" } else { "expires" };
    Some(format!("{word} on {}", written(last)))
}

/// An attached file that was not recognised as anything that speaks to the item.
fn attached_file(inputs: &Inputs<'_>, item: &Item, one: &Attached<'_>, warnings: &mut Vec<String>) -> Support {
    let Some(file) = one.file else {
        return nothing(one.path, None, "attached, but the file is not there".into(), None);
    };
    let hash = short_hash(file);
    let path = file.path.as_str();
    let kind = || Some(what_file(inputs, file));
    match &file.reading {
        Reading::Skipped(why) => nothing(path, kind(), format!("attached, but it is not evidence: {why}"), hash),
        Reading::Unreadable(why) if file.sha256.is_empty() => {
            nothing(path, kind(), format!("attached, but it could not be opened ({why})"), hash)
        }
        _ if one.has_changed() => {
            nothing(path, kind(), "attached, but it has changed since it was confirmed".into(), hash)
        }
        Reading::Unreadable(why) => {
            let described = one.evidence.note.as_ref().is_some_and(|note| !note.trim().is_empty());
            let has_date = one.evidence.dated.is_some() || file.dated.is_some();
            if !described || !has_date {
                let lacks = if described { "of what date it is" } else { "what it is" };
                warnings.push(format!("{path} can't be read ({why}): say in a note what it is, and its date"));
                return nothing(
                    path,
                    kind(),
                    format!("attached, but it can't be read ({why}) and nobody said {lacks}"),
                    hash,
                );
            }
            let words = format!("a file that a person described, since it can't be read ({why})");
            note(inputs, item, path.to_owned(), words, one.evidence, Some(file))
        }
        Reading::Read => {
            match &file.unfinished {
                Some(why) => nothing(path, kind(), format!("attached, but it does not count: {why}"), hash),
                // What a check reads speaks through the check.
                None if is_checked(inputs, item, &file.path) => {
                    let says = format!("attached, and read by a check as “{}”", file.format);
                    let mut read = nothing(path, kind(), says, hash);
                    if let Some(card) = &mut read.card {
                        card.checked = true;
                    }
                    read
                }
                None => {
                    let kinds = || inputs.documents.iter().filter(|kind| file.documents.contains(&kind.id));
                    if let Some(problem) = kinds().find_map(|kind| expired(inputs, Some(kind), file)) {
                        return nothing(path, kind(), format!("attached, but it {problem}"), hash);
                    }
                    if let (Some(kind), false) = (kinds().next(), item.evidence.is_empty()) {
                        let title = with_article(&super::actions::lower_first(&kind.title));
                        warnings.push(format!("{path} reads as {title}, which is not what we look for here: see whether it is the right file"));
                    }
                    let uses = times_attached(inputs, one.path);
                    let described = one.evidence.note.as_ref().is_some_and(|note| !note.trim().is_empty());
                    if uses > MOST_UNDESCRIBED && !described {
                        let says = format!(
                            "attached to {uses} items, nothing in it was recognised for this one, and nobody said what it is"
                        );
                        warnings.push(format!("{path} is {says}: say in a note what in it is meant"));
                        return nothing(path, kind(), says, hash);
                    }
                    let words = "attached by a person; nothing in it was recognised for this item".to_owned();
                    note(inputs, item, path.to_owned(), words, one.evidence, Some(file))
                }
            }
        }
    }
}

/// What a file is: the first kind of document that it was recognised as, else the kind of file.
fn what_file(inputs: &Inputs<'_>, file: &EvidenceFile) -> String {
    if matches!(file.reading, Reading::Unreadable(_)) {
        return "a file that a person described".into();
    }
    let kind = inputs.documents.iter().find(|kind| file.documents.contains(&kind.id));
    kind.map_or_else(|| file.format.clone(), |kind| with_article(&super::actions::lower_first(&kind.title)))
}

/// Whether a check of the item found something in the file.
pub(super) fn is_checked(inputs: &Inputs<'_>, item: &Item, path: &str) -> bool {
    let used = |check: &CheckId| item.checks.iter().any(|used| used.check == *check);
    inputs.scan.findings.iter().any(|finding| finding.place.file == path && used(&finding.check))
}

/// Whether a path lies outside the only folder whose files speak for the assessment.
fn outside(inputs: &Inputs<'_>, path: &str) -> bool {
    let folder = inputs.assessment.evidence_in.as_deref();
    folder.is_some_and(|folder| path.strip_prefix(folder).is_none_or(|rest| !rest.starts_with('/')))
}

/// To how many items a file is attached.
fn times_attached(inputs: &Inputs<'_>, path: &str) -> usize {
    let has = |answer: &&Answer| answer.evidence.iter().any(|evidence| evidence.file.as_deref() == Some(path));
    inputs.assessment.answers.values().filter(has).count()
}

/// Addresses and places that a person gives.
fn notes(inputs: &Inputs<'_>, item: &Item, answer: Option<&Answer>) -> Vec<Support> {
    let mut supports = Vec::new();
    for evidence in answer.map(|answer| answer.evidence.as_slice()).unwrap_or_default() {
        let (place, words) = match (&evidence.file, &evidence.address, &evidence.kept) {
            (Some(_), _, _) | (None, None, None) => continue,
            (None, Some(address), _) => (address, "address given; it was not opened"),
            (None, None, Some(place)) => (place, "kept there, as a person says; not seen"),
        };
        if !place.trim().is_empty() {
            supports.push(note(inputs, item, place.clone(), words.into(), evidence, None));
        }
    }
    // A document item's own words say where the document is, unless they only say that it is somewhere.
    if item.kind == AnswerKind::Document
        && let Claim::Text(place) = verdict::claim(item, answer)
        && !verdict::is_bare(&place)
    {
        let words = "where it is, as a person says; not seen".to_owned();
        supports.push(note(inputs, item, place, words, &AnswerEvidence::default(), None));
    }
    supports
}

fn nothing(what: &str, kind: Option<String>, says: String, hash: Option<String>) -> Support {
    let source = EvidenceSource::Attached;
    let kind = kind.unwrap_or_else(|| "a file".into());
    let card =
        EvidenceCard { what: what.to_owned(), kind, source, dated: None, hash, says, good: false, checked: false };
    Support::shown(BackedBy::Note, State::Nothing, card)
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
    let (state, problem) = age(inputs, on, item.fresh);
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
    let hash = file.and_then(short_hash);
    let kind = match (file, &evidence.address) {
        (Some(file), _) => what_file(inputs, file),
        (None, Some(_)) => "a web address".into(),
        (None, None) => "a note of where it is kept".into(),
    };
    let card = EvidenceCard { what, kind, source, dated: on, hash, says, good: state == State::Good, checked: false };
    Support::shown(BackedBy::Note, state, card)
}

/// How a date stands against a limit: the state, and words where it is past the limit or missing.
pub(super) fn age(inputs: &Inputs<'_>, on: Option<Date>, fresh: Option<Freshness>) -> (State, Option<String>) {
    if on.is_some_and(|on| on > inputs.publish_on) {
        return (State::Nothing, Some("dated after the day of publication".into()));
    }
    let Some(fresh) = fresh else { return (State::Good, None) };
    let oldest = months_before(inputs.publish_on, fresh.months);
    match (on, fresh.limit) {
        (Some(on), _) if on >= oldest => (State::Good, None),
        (Some(_), Limit::Framework) => {
            (State::Stale, Some(format!("out of date: it has to be from {} or later", written(oldest))))
        }
        (Some(_), Limit::Ours) => {
            (State::Good, Some(format!("older than {} months, which we would look at again", fresh.months)))
        }
        (None, Limit::Framework) => {
            (State::Undated, Some(format!("it has to be from {} or later, and shows no date", written(oldest))))
        }
        (None, Limit::Ours) => (State::Good, None),
    }
}

fn file<'a>(inputs: &Inputs<'a>, path: &str) -> Option<&'a EvidenceFile> {
    // The files of a scan stand in the order of their paths.
    let files = &inputs.scan.files;
    files.get(files.partition_point(|file| file.path.as_str() < path)).filter(|file| file.path == path)
}

fn dated(file: &EvidenceFile) -> Option<Date> {
    file.dated.as_ref().map(|dated| dated.on)
}

fn short_hash(file: &EvidenceFile) -> Option<String> {
    file.sha256.get(..12).map(str::to_owned)
}

/// "a policy", "an audit", "minutes of a meeting".
pub(super) fn with_article(noun: &str) -> String {
    let head = [" of ", " for ", " on ", " with ", " to ", " that ", " (", ","]
        .iter()
        .fold(noun, |head, joint| head.split(joint).next().unwrap_or(head));
    if head.ends_with('s') && !["ss", "us", "is"].iter().any(|end| head.ends_with(end)) {
        return noun.to_owned();
    }
    let article = if noun.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

#[cfg(test)]
mod tests {
    use super::with_article;

    #[test]
    fn a_noun_takes_its_article() {
        for (noun, expected) in [
            ("data protection policy", "a data protection policy"),
            ("asset register", "an asset register"),
            ("ICO certificate", "an ICO certificate"),
            ("record of processing activities", "a record of processing activities"),
            ("minutes of a management meeting", "minutes of a management meeting"),
            ("training needs analysis", "a training needs analysis"),
        ] {
            assert_eq!(with_article(noun), expected);
        }
    }
}
