//! What came back, held against the answers as they are now: what would change, and where both sides changed the same.

use super::fill::{Given, Patch};
use super::stamps::{Then, digest, is_claim};
use super::text::one_line;
use crate::model::{Answer, AnswerEvidence, Assessment, Claim, Exception, Item, ItemId, Pack, written};

/// What a merge comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// What would change, in pack order.
    pub changes: Vec<Change>,
    /// Exceptions that are new.
    pub exceptions: Vec<Exception>,
    /// How many say what is there already.
    pub same: usize,
    /// Items that the person does not know either.
    pub unknown: Vec<ItemId>,
}

/// One item that would change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The item.
    pub item: ItemId,
    /// Its short title.
    pub title: String,
    /// The answer as it is.
    pub before: Option<Answer>,
    /// The answer as it would be.
    pub after: Answer,
    /// What kind of change it is.
    pub kind: Kind,
}

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// There was no answer yet.
    New,
    /// The answer stays, and something is added.
    Added,
    /// Another answer, and nobody here touched it since.
    Other,
    /// Another answer, and somebody here may have changed it too: a person has to choose.
    Conflict,
}

/// Holds the rows of a filled sheet against the answers. Only what is said changes: comments and proof are added to
/// what is there.
pub fn merge_patches(pack: &Pack, ours: &Assessment, patches: &[Patch]) -> Merged {
    let mut merged = Merged::default();
    for (_, _, item) in pack.items() {
        let Some(patch) = patches.iter().find(|patch| patch.item == item.id) else { continue };
        let before = ours.answers.get(&item.id);
        if patch.given == Given::DontKnow {
            merged.unknown.push(item.id.clone());
        }
        let after = patched(item, before, patch);
        let had = before.filter(|answer| is_claim(item, answer));
        let kind = match had {
            None => Kind::New,
            Some(before) if same_claim(item, before, &after) => Kind::Added,
            Some(before) => match &patch.then {
                Some(Then::Digest(then)) if *then == digest(pack, &item.id, before) => Kind::Other,
                _ => Kind::Conflict,
            },
        };
        merged.add(item, before, after, kind);
    }
    merged
}

/// Holds another person's answers against ours; `base` is what both began with.
pub fn merge_answers(pack: &Pack, ours: &Assessment, theirs: &Assessment, base: Option<&Assessment>) -> Merged {
    let mut merged = Merged::default();
    for (_, _, item) in pack.items() {
        let Some(their) = theirs.answers.get(&item.id) else { continue };
        let our = ours.answers.get(&item.id);
        let first = base.map(|base| base.answers.get(&item.id));
        // Only they changed it, or only we did.
        if first == Some(Some(their)) {
            continue;
        }
        if first == Some(our) {
            merged.add(item, our, their.clone(), if our.is_none() { Kind::New } else { Kind::Other });
            continue;
        }
        let (we_claim, they_claim) = (our.is_some_and(|our| is_claim(item, our)), is_claim(item, their));
        match (our, we_claim, they_claim) {
            (None, ..) => merged.add(item, None, their.clone(), Kind::New),
            (Some(our), true, true) => {
                let kind = if our == their { Kind::Added } else { Kind::Conflict };
                merged.add(item, Some(our), their.clone(), kind);
            }
            // What is answered goes before what is open; comments and proof of both stay.
            (Some(our), false, true) => {
                let after = Answer { to_confirm: their.to_confirm, ..joined(their.clone(), our) };
                merged.add(item, Some(our), after, Kind::New);
            }
            (Some(our), true, false) => {
                let after = joined(our.clone(), their);
                merged.add(item, Some(our), after, Kind::Added);
            }
            (Some(our), false, false) => {
                let ask = our.ask.clone().or_else(|| their.ask.clone().filter(|_| our.value.is_none()));
                let after = Answer { ask, ..joined(our.clone(), their) };
                merged.add(item, Some(our), after, Kind::Added);
            }
        }
    }
    let known = |exception: &&Exception| {
        ours.exceptions.contains(exception) || base.is_some_and(|base| base.exceptions.contains(exception))
    };
    merged.exceptions = theirs.exceptions.iter().filter(|exception| !known(exception)).cloned().collect();
    merged
}

impl Merged {
    fn add(&mut self, item: &Item, before: Option<&Answer>, after: Answer, kind: Kind) {
        let nothing = match before {
            Some(before) => says_the_same(before, &after),
            None => says_the_same(&Answer::default(), &after),
        };
        if nothing {
            self.same += 1;
            return;
        }
        let before = before.cloned();
        self.changes.push(Change { item: item.id.clone(), title: one_line(&item.title), before, after, kind });
    }
}

/// Whether two answers differ at most in who gave them and when.
fn says_the_same(one: &Answer, other: &Answer) -> bool {
    let bare = |answer: &Answer| Answer { by: None, on: None, ..answer.clone() };
    bare(one) == bare(other)
}

fn same_claim(item: &Item, one: &Answer, other: &Answer) -> bool {
    matches!((one.claim(item.kind), other.claim(item.kind)), (Ok(one), Ok(other)) if one == other)
}

/// The answer with what a sheet says of it.
fn patched(item: &Item, before: Option<&Answer>, patch: &Patch) -> Answer {
    let before = before.cloned().unwrap_or_default();
    let mut after = before.clone();
    let fresh = Answer {
        value: None,
        not_applicable: None,
        refused: None,
        ask: None,
        override_reason: None,
        count: None,
        out_of: None,
        to_confirm: false,
        by: patch.by.clone(),
        on: Some(patch.on),
        ..before.clone()
    };
    let open = !is_claim(item, &before);
    match &patch.given {
        Given::Value(value) => after = Answer { value: Some(value.clone()), ..fresh },
        Given::NotApplicable(reason) => after = Answer { not_applicable: Some(reason.clone()), ..fresh },
        Given::Refused(reason) => after = Answer { refused: Some(reason.clone()), ..fresh },
        Given::Proof if open => after = fresh,
        // Who does not know stays the one to be asked until somebody else is.
        Given::DontKnow if open && before.value.is_none() && before.ask.is_none() => after.ask = patch.by.clone(),
        Given::Proof | Given::DontKnow | Given::Nothing => {}
    }
    if let (Some((count, out_of)), true) = (patch.count, after.value.is_some()) {
        (after.count, after.out_of) = (Some(count), Some(out_of));
    }
    // What is said beside a level that the statements do not give is the reason for it.
    if item.attainment(&after).differs() && after.override_reason.is_none() {
        after.override_reason = patch.comment.clone();
    }
    if !open && same_claim(item, &before, &after) {
        // The same again: who said it first and when stays.
        (after.by, after.on) = (before.by.clone(), before.on);
        if patch.count.is_none() {
            (after.count, after.out_of) = (before.count, before.out_of);
        }
    }
    let added = Answer {
        comment: patch.comment.clone(),
        evidence: patch.evidence.clone(),
        by: patch.by.clone(),
        ..Answer::default()
    };
    joined(after, &added)
}

/// An answer with the comment and the proof of another one added.
fn joined(mut answer: Answer, other: &Answer) -> Answer {
    for piece in &other.evidence {
        let named = |piece: &AnswerEvidence| (piece.file.clone(), piece.address.clone(), piece.kept.clone());
        if !answer.evidence.iter().any(|known| named(known) == named(piece)) {
            answer.evidence.push(piece.clone());
        }
    }
    for (id, said) in &other.indicators {
        answer.indicators.entry(id.clone()).or_insert_with(|| said.clone());
    }
    answer.policy = answer.policy.or(other.policy);
    let said = other.comment.as_deref().map(str::trim).filter(|comment| !comment.is_empty());
    answer.comment = match (answer.comment.take(), said) {
        (None, said) => said.map(str::to_owned),
        (Some(ours), Some(said)) if !ours.contains(said) => Some(match &other.by {
            Some(by) => format!("{ours}\n{by}: {said}"),
            None => format!("{ours}\n{said}"),
        }),
        (Some(ours), _) => Some(ours),
    };
    answer
}

/// An answer in words, for a person who compares two of them.
pub fn in_words(item: &Item, answer: Option<&Answer>) -> String {
    let Some(answer) = answer else { return "no answer yet".into() };
    let claim = match answer.claim(item.kind) {
        Ok(Claim::Yes) => "yes".to_owned(),
        Ok(Claim::No) => "no".to_owned(),
        Ok(Claim::Text(text)) => one_line(&text),
        Ok(Claim::Number(number)) => number.to_string(),
        Ok(Claim::Day(day)) => written(day),
        Ok(Claim::Percentage(share)) => format!("{share}%"),
        Ok(Claim::Level(level)) => level.words().to_owned(),
        Ok(Claim::NotApplicable(reason)) => format!("not applicable: {}", one_line(&reason)),
        Ok(Claim::Refused(reason)) => format!("refused: {}", one_line(&reason)),
        Ok(Claim::Ask(who)) => format!("to be asked: {}", one_line(&who)),
        Ok(Claim::Nothing) | Err(_) => match answer.evidence.is_empty() {
            true => "no answer yet".to_owned(),
            false => "the proof is the answer".to_owned(),
        },
    };
    let mut words = vec![claim];
    if let (Some(count), Some(out_of)) = (answer.count, answer.out_of) {
        words.push(format!("{count} of {out_of}"));
    }
    let lines = |text: &str| text.lines().map(one_line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" / ");
    words.extend(answer.comment.as_ref().map(|comment| format!("comment: {}", lines(comment))));
    for piece in &answer.evidence {
        let name = piece.file.as_ref().or(piece.address.as_ref()).or(piece.kept.as_ref());
        words.extend(name.map(|name| format!("proof: {}", one_line(name))));
    }
    words.extend(answer.override_reason.as_ref().map(|reason| format!("because: {}", one_line(reason))));
    if !answer.indicators.is_empty() {
        words.push(format!("{} statements answered", answer.indicators.len()));
    }
    if answer.to_confirm {
        words.push("to be confirmed".into());
    }
    let mut words = words.join("; ");
    match (&answer.by, answer.on) {
        (Some(by), Some(on)) => words.push_str(&format!(" ({}, {})", one_line(by), written(on))),
        (Some(by), None) => words.push_str(&format!(" ({})", one_line(by))),
        (None, Some(on)) => words.push_str(&format!(" ({})", written(on))),
        (None, None) => {}
    }
    words
}
