//! Which question comes next and what a reply means: a state machine with no terminal, no files and no clock inside.

mod reply;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::{Answer, AnswerKind, Assessment, Audience, Claim, Flag, Item, ItemId, Pack};

/// An interview over the items of one pack.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    pack: &'a Pack,
    answers: BTreeMap<ItemId, Answer>,
    order: Vec<&'a Item>,
    at: usize,
    step: Step,
    setting: Setting,
}

/// What an interview knows beside the pack and the answers.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Who answers.
    pub by: Option<String>,
    /// The day.
    pub today: Date,
    /// The evidence files with their SHA-256, so that a reply can name one.
    pub files: Vec<(String, String)>,
    /// Items or whole sections or assertions to keep to; all when empty.
    pub only: Vec<String>,
    /// Which items are asked.
    pub scope: Scope,
}

/// Which items are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those without an answer, and those to be confirmed.
    Open,
    /// All of them.
    All,
}

/// Where in an item the interview stands.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// The question itself.
    Answer,
    /// Why it does not apply.
    Reason,
    /// Who is to be asked.
    Who,
    /// How many of how many, behind a yes.
    Count(Box<Answer>),
}

/// What to show before the next reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// The item.
    pub item: ItemId,
    /// Its short title.
    pub title: String,
    /// Where in the interview it stands, in words: "3 of 12".
    pub progress: String,
    /// The item's question; absent when only a detail is asked.
    pub question: Option<String>,
    /// Why it matters; with the question only.
    pub why: Option<String>,
    /// The answer that is there already, in words.
    pub before: Option<String>,
    /// What can be typed.
    pub ask: String,
}

/// What came of a reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// Save this answer, then go on.
    Save(ItemId, Box<Answer>),
    /// Nothing to save; go on.
    Next,
    /// It was not understood: say why and ask again.
    Again(String),
    /// Show this and ask again.
    Show(String),
    /// The person wants to stop.
    Quit,
}

impl<'a> Interview<'a> {
    /// Begins; the first open item comes first.
    pub fn new(pack: &'a Pack, assessment: &Assessment, setting: Setting) -> Self {
        let answers = assessment.answers.clone();
        let order = pack
            .items()
            .filter(|(section, assertion, item)| {
                let named = |id: &str| setting.only.iter().any(|only| only.trim() == id);
                setting.only.is_empty()
                    || named(item.id.as_str())
                    || named(assertion.id.as_str())
                    || named(section.id.as_str())
            })
            .map(|(_, _, item)| item)
            .filter(|item| item.same_as.is_none())
            .filter(|item| setting.scope == Scope::All || is_open(item, answers.get(&item.id)))
            .collect();
        Self { pack, answers, order, at: 0, step: Step::Answer, setting }
    }

    /// How many items this interview goes through.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is nothing to ask.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// How many items of the pack are still open.
    pub fn open(&self) -> usize {
        let open = |item: &Item| item.same_as.is_none() && is_open(item, self.answers.get(&item.id));
        self.pack.items().filter(|(_, _, item)| open(item)).count()
    }

    /// How many items of the pack wait for somebody who is to be asked.
    pub fn waiting(&self) -> usize {
        let waits = |item: &Item| {
            let answer = self.answers.get(&item.id);
            item.same_as.is_none() && answer.is_some_and(|a| matches!(a.claim(item.kind), Ok(Claim::Ask(_))))
        };
        self.pack.items().filter(|(_, _, item)| waits(item)).count()
    }

    /// What to ask now; nothing when the interview is over.
    pub fn prompt(&self) -> Option<Prompt> {
        let item = self.order.get(self.at)?;
        let before = self.answers.get(&item.id).and_then(|answer| reply::in_words(item, answer));
        let mut prompt = Prompt {
            item: item.id.clone(),
            title: match item.mandatory {
                Flag::No => format!("{} (optional)", item.title),
                Flag::Yes | Flag::Doubtful => item.title.clone(),
            },
            progress: format!("{} of {}", self.at + 1, self.order.len()),
            question: None,
            why: None,
            before: None,
            ask: String::new(),
        };
        prompt.ask = match &self.step {
            Step::Answer => {
                prompt.question = Some(item.question.clone());
                prompt.why = Some(item.why.clone());
                prompt.before = before;
                reply::choices(item, prompt.before.is_some())
            }
            Step::Reason => "Why does it not apply? (b goes back)".into(),
            Step::Who => format!("Who should be asked? (Enter: {})", who(item)),
            Step::Count(_) => "How many of how many, such as 38 of 40? (Enter leaves it out)".into(),
        };
        Some(prompt)
    }

    /// Takes a reply. A [`Turn::Save`] counts as soon as it is given; save it before asking on.
    pub fn reply(&mut self, text: &str) -> Turn {
        let Some(item) = self.order.get(self.at).copied() else { return Turn::Quit };
        let text = text.trim();
        match std::mem::replace(&mut self.step, Step::Answer) {
            Step::Answer => self.answer(item, text),
            Step::Reason => match text {
                "" => {
                    self.step = Step::Reason;
                    Turn::Again("a reason is needed, in a few words".into())
                }
                "b" | "back" => Turn::Next,
                reason => self.save(item, Answer { not_applicable: Some(reason.into()), ..self.kept(item) }),
            },
            Step::Who => {
                let who = if text.is_empty() { who(item).to_owned() } else { text.to_owned() };
                self.save(item, Answer { ask: Some(who), ..self.kept(item) })
            }
            Step::Count(answer) => match reply::count(text) {
                Ok(None) => self.save(item, *answer),
                Ok(Some((count, out_of))) => {
                    self.save(item, Answer { count: Some(count), out_of: Some(out_of), ..*answer })
                }
                Err(message) => {
                    self.step = Step::Count(answer);
                    Turn::Again(message)
                }
            },
        }
    }

    fn answer(&mut self, item: &'a Item, text: &str) -> Turn {
        use reply::Word;
        let (word, rest) = reply::word(text);
        match word {
            Word::Help => Turn::Show(reply::help(item)),
            Word::Quit => Turn::Quit,
            Word::Skip => self.go_on(),
            Word::Back if self.at == 0 => Turn::Again("this is the first one".into()),
            Word::Back => {
                self.at -= 1;
                Turn::Next
            }
            Word::NotApplicable if item.not_applicable.is_none() => {
                Turn::Again("\"not applicable\" is not offered for this one; if you don't know, type dk".into())
            }
            Word::NotApplicable if rest.is_empty() => {
                self.step = Step::Reason;
                Turn::Next
            }
            Word::NotApplicable => self.save(item, Answer { not_applicable: Some(rest.into()), ..self.kept(item) }),
            Word::DontKnow if rest.is_empty() => {
                self.step = Step::Who;
                Turn::Next
            }
            Word::DontKnow => self.save(item, Answer { ask: Some(rest.into()), ..self.kept(item) }),
            Word::Evidence => match reply::evidence(rest, &self.setting.files) {
                Err(message) => Turn::Again(message),
                Ok(evidence) => {
                    let mut answer = self.answers.get(&item.id).cloned().unwrap_or_default();
                    answer.evidence.push(evidence);
                    self.answers.insert(item.id.clone(), answer.clone());
                    Turn::Save(item.id.clone(), Box::new(answer))
                }
            },
            Word::Comment if rest.is_empty() => Turn::Again("type the comment behind the colon".into()),
            Word::Comment => {
                let mut answer = self.answers.get(&item.id).cloned().unwrap_or_default();
                answer.comment = Some(rest.into());
                self.answers.insert(item.id.clone(), answer.clone());
                Turn::Save(item.id.clone(), Box::new(answer))
            }
            Word::Same => match self.answers.get(&item.id).cloned() {
                Some(answer) if is_claim(item, &answer) => self.save(item, Answer { to_confirm: false, ..answer }),
                _ => Turn::Again("there is no answer yet that could stay".into()),
            },
            Word::Nothing => Turn::Again("type an answer, s to skip, or ? for help".into()),
            Word::Other => self.value(item, text),
        }
    }

    fn value(&mut self, item: &'a Item, text: &str) -> Turn {
        let mut answer = self.kept(item);
        if item.kind == AnswerKind::Document
            && let Ok(evidence) = reply::evidence(text, &self.setting.files)
            && evidence.kept.is_none()
        {
            answer.evidence.push(evidence);
            return self.save(item, answer);
        }
        // A yes typed out of habit would count as an answer here, and say nothing.
        if matches!(item.kind, AnswerKind::Text | AnswerKind::Document) && reply::is_only_yes_or_no(text) {
            return Turn::Again(reply::words_wanted(item.kind).into());
        }
        let (value, comment) = reply::value(item.kind, text);
        answer.value = Some(value);
        if !comment.is_empty() {
            answer.comment = Some(comment);
        }
        match answer.claim(item.kind) {
            Err(_) if item.kind == AnswerKind::YesNo => Turn::Again(match item.share_at_least {
                Some(_) => "type y or n first; how many of how many is asked after a yes".into(),
                None => "type y or n first; words may follow".into(),
            }),
            Err(message) => Turn::Again(message),
            Ok(Claim::Yes) if item.share_at_least.is_some() => {
                self.step = Step::Count(Box::new(answer));
                Turn::Next
            }
            Ok(_) => self.save(item, answer),
        }
    }

    /// What stays of an earlier answer when a new one is given: its comment, evidence, owner and day.
    fn kept(&self, item: &Item) -> Answer {
        let before = self.answers.get(&item.id).cloned().unwrap_or_default();
        Answer { value: None, not_applicable: None, ask: None, count: None, out_of: None, to_confirm: false, ..before }
    }

    fn save(&mut self, item: &Item, answer: Answer) -> Turn {
        let answer = Answer { by: self.setting.by.clone().or(answer.by), on: Some(self.setting.today), ..answer };
        self.answers.insert(item.id.clone(), answer.clone());
        self.at += 1;
        Turn::Save(item.id.clone(), Box::new(answer))
    }

    fn go_on(&mut self) -> Turn {
        self.at += 1;
        Turn::Next
    }
}

/// Whether an item still waits for an answer.
fn is_open(item: &Item, answer: Option<&Answer>) -> bool {
    answer.is_none_or(|answer| answer.to_confirm || !(is_claim(item, answer) || answer.ask.is_some()))
}

fn is_claim(item: &Item, answer: &Answer) -> bool {
    match answer.claim(item.kind) {
        Ok(Claim::Nothing) => item.kind == AnswerKind::Document && !answer.evidence.is_empty(),
        Ok(Claim::Ask(_)) | Err(_) => false,
        Ok(_) => true,
    }
}

/// Who usually knows.
fn who(item: &Item) -> &'static str {
    match item.audience {
        Audience::Care => "the registered manager",
        Audience::It | Audience::Both => "the IT supplier",
    }
}

#[cfg(test)]
mod tests;
