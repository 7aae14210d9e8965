//! Which question comes next and what a reply means: a state machine with no terminal, no files and no clock inside.

mod care;
mod counted;
mod course;
mod otherwise;
mod reply;
mod screen;
mod statements;
mod unread;
mod year;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use self::{course::Course, otherwise::Accepting, reply::Named, statements::Excuse, unread::Unread};
use crate::model::{
    Achievement, Answer, AnswerEvidence, AnswerKind, Assessment, Audience, Claim, Exception, Glossary, Item, ItemCard,
    ItemId, Limit, Pack, Scorecard, typed,
};

pub use counted::{WAYS, Word, form, word};
pub use screen::{Part, Prompt, Row};

/// An interview over the items of one pack.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    pack: &'a Pack,
    answers: BTreeMap<ItemId, Answer>,
    cards: BTreeMap<ItemId, ItemCard>,
    card: Option<Scorecard>,
    course: Course<'a>,
    unread: Vec<Unread>,
    /// Files that were asked about in this run and left as they are.
    left_for_later: BTreeSet<String>,
    step: Step,
    /// Whether an answer was given that has to be held against the files before the next question.
    answered: bool,
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
    /// Items or whole assertions or sections to keep to; all when empty.
    pub only: Vec<String>,
    /// Sections to keep to; all when empty.
    pub standards: Vec<String>,
    /// Which items are asked.
    pub scope: Scope,
    /// What shows answers to other packs, and could be used again, by item.
    pub offered: BTreeMap<ItemId, Vec<AnswerEvidence>>,
    /// What the terms in the questions mean.
    pub glossary: Glossary,
    /// What in a text names a person, in words: "an NHS number".
    pub personal: fn(&str) -> Vec<String>,
}

/// Which items are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those without an answer, those to be confirmed, and those of which a file says otherwise.
    Open,
    /// All of them.
    All,
}

/// Where in an item the interview stands.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// The question itself.
    Answer,
    /// Whether an answer that looks odd is meant so.
    Sure(Box<Answer>),
    /// Why it does not apply.
    Reason,
    /// Who is to be asked.
    Who,
    /// How many of how many, behind a yes.
    Count(Box<Answer>),
    /// One statement of an outcome, by its place.
    Statement(usize),
    /// Why a statement does not apply, or what makes up for it.
    Excuse(usize, Excuse),
    /// The policy question of an outcome; whether its level was recorded just before.
    Policy(bool),
    /// The level of an outcome, after its statements.
    Level,
    /// Why that level differs from what they give.
    Differs(Achievement),
    /// What supports the answer.
    Evidence,
    /// Which date the piece that was just added carries.
    Dated,
    /// What is to be added.
    Comment,
    /// What to do where a file says otherwise.
    Otherwise,
    /// Which file is newer or better.
    Better,
    /// Why a finding is accepted.
    Accept(Accepting),
}

/// What came of a reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// Save this answer, hold it against the files ([`Interview::look`]), then go on.
    Save {
        /// The item.
        item: ItemId,
        /// Its answer.
        answer: Box<Answer>,
        /// Something to say of it: "38 of 40 is 95%".
        remark: Option<String>,
    },
    /// Record this exception, hold the answers against the files, then go on.
    Except(Box<Exception>),
    /// A file that is not in the evidence folder was named: see whether it is there, and call
    /// [`Interview::brought`] or [`Interview::not_brought`].
    Bring(String),
    /// Read the evidence again, then call [`Interview::look`].
    Look,
    /// Nothing to save; go on.
    Next,
    /// It was not understood: say why and ask again.
    Again(String),
    /// Show this and ask again.
    Show(String),
    /// Show all items, or only the open ones, and ask again.
    List {
        /// Only what is left to do.
        open: bool,
    },
    /// The person wants to stop.
    Quit,
}

impl<'a> Interview<'a> {
    /// Begins; the first open item comes first.
    pub fn new(pack: &'a Pack, assessment: &Assessment, card: Option<Scorecard>, setting: Setting) -> Self {
        let answers = assessment.answers.clone();
        let mut interview = Self {
            pack,
            answers,
            cards: BTreeMap::new(),
            card: None,
            course: Course::default(),
            unread: Vec::new(),
            left_for_later: BTreeSet::new(),
            step: Step::Answer,
            answered: false,
            setting,
        };
        interview.take(card);
        let wanted = |item: &Item| interview.setting.scope == Scope::All || interview.is_left(item);
        interview.course = Course::new(pack, &interview.setting, wanted);
        interview.unread = unread::files(interview.card.as_ref(), &interview.answers, &interview.left_for_later);
        interview.arrive();
        interview
    }

    /// How many items this interview goes through.
    pub fn len(&self) -> usize {
        self.course.wanted()
    }

    /// Whether there is nothing to ask.
    pub fn is_empty(&self) -> bool {
        self.len() == 0 && self.unread.is_empty()
    }

    /// How many items of the pack are still open.
    pub fn open(&self) -> usize {
        self.items().filter(|item| is_open(item, self.answers.get(&item.id))).count()
    }

    /// How many items of the pack wait for each person who is to be asked, by name.
    pub fn waiting(&self) -> BTreeMap<String, usize> {
        let mut waiting = BTreeMap::new();
        for item in self.items() {
            if let Some(Ok(Claim::Ask(who))) = self.answers.get(&item.id).map(|answer| answer.claim(item.kind)) {
                *waiting.entry(if who.is_empty() { who_knows(item).to_owned() } else { who }).or_default() += 1;
            }
        }
        waiting
    }

    /// How many answers a file contradicts.
    pub fn contradicted(&self) -> usize {
        self.items().filter(|item| self.is_contradicted(&item.id)).count()
    }

    /// Takes in how the answers stand against the files: after each save, and after the evidence was read again.
    pub fn look(&mut self, card: Option<Scorecard>) {
        self.take(card);
        self.settle();
    }

    /// The evidence files were read again.
    pub fn read_again(&mut self, files: Vec<(String, String)>, card: Option<Scorecard>) {
        self.setting.files = files;
        self.take(card);
        self.unread = unread::files(self.card.as_ref(), &self.answers, &self.left_for_later);
        if self.step == Step::Otherwise {
            self.answered = true;
        }
        self.settle();
    }

    fn take(&mut self, card: Option<Scorecard>) {
        if let Some(card) = &card {
            let items = card.sections.iter().flat_map(|section| &section.assertions).flat_map(|one| &one.items);
            self.cards = items.map(|item| (item.id.clone(), item.clone())).collect();
        }
        self.card = card;
    }

    /// Goes on from an answer, unless a file says otherwise.
    fn settle(&mut self) {
        if !std::mem::take(&mut self.answered) {
            return;
        }
        let contradicted = self.course.item().is_some_and(|item| self.is_contradicted(&item.id));
        if contradicted {
            self.step = Step::Otherwise;
        } else {
            self.go_on();
        }
    }

    /// Takes a reply. A [`Turn::Save`] counts as soon as it is given; save it before asking on.
    pub fn reply(&mut self, text: &str) -> Turn {
        self.settle();
        let text = text.trim();
        let Some(item) = self.course.item() else { return self.unread_reply(text) };
        match std::mem::replace(&mut self.step, Step::Answer) {
            Step::Answer => self.answer(item, text),
            Step::Sure(answer) => match text {
                "" => self.save(item, *answer),
                text => self.answer(item, text),
            },
            Step::Reason => match text {
                "" => self.once_more(Step::Reason, "Say why in a few words, such as “we have no laptops”; b goes back"),
                "b" | "back" => Turn::Next,
                reason => self.save(item, Answer { not_applicable: Some(reason.into()), ..self.kept(item) }),
            },
            Step::Who => match text {
                "b" | "back" => Turn::Next,
                "" => self.save(item, Answer { ask: Some(who_knows(item).to_owned()), ..self.kept(item) }),
                who => self.save(item, Answer { ask: Some(who.to_owned()), ..self.kept(item) }),
            },
            Step::Count(answer) => match reply::count(text) {
                _ if matches!(text, "b" | "back") => Turn::Next,
                Ok(None) => self.save(item, *answer),
                Ok(Some((count, out_of))) => {
                    self.save(item, Answer { count: Some(count), out_of: Some(out_of), ..*answer })
                }
                Err(message) => self.once_more(Step::Count(answer), &message),
            },
            Step::Statement(at) => self.statement(item, at, text),
            Step::Excuse(at, excuse) => self.excuse(item, at, excuse, text),
            Step::Policy(levelled) => self.policy(item, levelled, text),
            Step::Level => self.level(item, text),
            Step::Differs(level) => self.differs(item, level, text),
            Step::Evidence | Step::Better if matches!(text, "" | "b" | "back") => {
                self.arrive();
                Turn::Next
            }
            Step::Evidence => self.support(item, text, Step::Evidence),
            Step::Better => self.support(item, text, Step::Better),
            Step::Dated => self.dated(item, text),
            Step::Comment if matches!(text, "" | "b" | "back") => Turn::Next,
            Step::Comment => self.comment(item, text),
            Step::Otherwise => self.otherwise(item, text),
            Step::Accept(accepting) => self.accept(item, accepting, text),
        }
    }

    fn answer(&mut self, item: &'a Item, text: &str) -> Turn {
        use reply::Word;
        let (word, rest) = reply::word(item.kind, text);
        match word {
            Word::NotApplicable if item.not_applicable.is_none() => Turn::Again(
                "This one applies to everybody. If you don't know, type dk. If the answer is no, say so".into(),
            ),
            Word::NotApplicable if rest.is_empty() => self.ask_for(Step::Reason),
            Word::NotApplicable => self.save(item, Answer { not_applicable: Some(rest.into()), ..self.kept(item) }),
            Word::DontKnow if rest.is_empty() => self.ask_for(Step::Who),
            Word::DontKnow => self.save(item, Answer { ask: Some(rest.into()), ..self.kept(item) }),
            Word::Evidence if rest.is_empty() => self.ask_for(Step::Evidence),
            Word::Evidence => self.support(item, rest, Step::Answer),
            Word::Comment if rest.is_empty() => self.ask_for(Step::Comment),
            Word::Comment => self.comment(item, rest),
            Word::Same => match self.answers.get(&item.id).cloned() {
                Some(answer) if is_claim(item, &answer) => self.save(item, Answer { to_confirm: false, ..answer }),
                _ => Turn::Again("There is no earlier answer to keep".into()),
            },
            Word::Nothing if item.kind == AnswerKind::Achievement => self.begin_statements(item),
            Word::Use if !self.offered(item).is_empty() => self.use_again(item),
            Word::Nothing => Turn::Again("Type an answer, s to skip, or ? for help".into()),
            Word::Other | Word::Use => self.value(item, text),
            Word::Help | Word::Quit | Word::Skip | Word::Back | Word::List | Word::Left | Word::Go | Word::Look => {
                self.moving(item, word, rest)
            }
        }
    }

    /// The words that lead from one question to another; they work wherever a question stands.
    fn moving(&mut self, item: &'a Item, word: reply::Word, rest: &str) -> Turn {
        use reply::Word;
        match word {
            Word::Help => Turn::Show(self.help(item)),
            Word::Quit => Turn::Quit,
            Word::List => Turn::List { open: false },
            Word::Left => Turn::List { open: true },
            Word::Look => Turn::Look,
            Word::Skip => {
                self.go_on();
                Turn::Next
            }
            Word::Back if self.course.back() => {
                self.arrive();
                Turn::Next
            }
            Word::Back => Turn::Again("This is the first question".into()),
            Word::Go => match self.course.jump(rest) {
                Ok(()) => {
                    self.arrive();
                    Turn::Next
                }
                Err(message) => Turn::Again(message),
            },
            _ => Turn::Again("Type an answer, s to skip, or ? for help".into()),
        }
    }

    fn value(&mut self, item: &'a Item, text: &str) -> Turn {
        if item.kind == AnswerKind::Achievement {
            return match reply::level(text) {
                Some((level, comment)) => self.record(item, level, comment),
                None => Turn::Again(reply::not_understood(item.kind, text)),
            };
        }
        let mut answer = self.kept(item);
        if item.kind == AnswerKind::Document {
            match reply::evidence(text, &self.setting.files) {
                Named::Evidence(evidence) if evidence.kept.is_none() => {
                    answer.evidence.push(evidence);
                    return self.save(item, answer);
                }
                Named::Elsewhere(path) => return Turn::Bring(path),
                Named::Evidence(_) | Named::Nothing => {}
            }
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
                Some(_) => "Type y or n. After a yes you can say how many people, out of how many".into(),
                None => "Start with y or n. You can add words after it, such as: y, since March".into(),
            }),
            Err(_) => Turn::Again(reply::not_understood(item.kind, text)),
            Ok(Claim::Yes) if item.share_at_least.is_some() => self.ask_for(Step::Count(Box::new(answer))),
            Ok(_) => match care::caution(item, text, &self.setting) {
                Some(caution) => {
                    self.step = Step::Sure(Box::new(answer));
                    Turn::Show(caution)
                }
                None => self.save(item, answer),
            },
        }
    }

    /// A file, an address or a place beside the answer, which stays as it is.
    fn support(&mut self, item: &'a Item, text: &str, step: Step) -> Turn {
        match reply::evidence(text, &self.setting.files) {
            Named::Nothing => {
                self.once_more(step, "Type the name of a file, a web address, or a place such as “office safe”")
            }
            Named::Elsewhere(path) => {
                self.step = step;
                Turn::Bring(path)
            }
            Named::Evidence(evidence) => self.add(item, evidence),
        }
    }

    /// What shows the answers to other packs that bear on an item, and does not stand behind its own answer yet.
    fn offered(&self, item: &Item) -> Vec<AnswerEvidence> {
        let here = self.answers.get(&item.id).map(|answer| answer.evidence.as_slice()).unwrap_or_default();
        let offered = self.setting.offered.get(&item.id).filter(|_| !self.has_claim(item));
        let is_new = |piece: &&AnswerEvidence| !here.iter().any(|known| known.is_same(piece));
        offered.into_iter().flatten().filter(is_new).cloned().collect()
    }

    /// Takes over what shows the answers to other packs. It is evidence and no answer, unless a document is asked for.
    fn use_again(&mut self, item: &Item) -> Turn {
        let mut answer = self.answers.get(&item.id).cloned().unwrap_or_default();
        answer.evidence.extend(self.offered(item));
        match item.kind {
            AnswerKind::Document => self.save(item, Answer { ask: None, ..answer }),
            _ => self.beside(item, answer),
        }
    }

    fn add(&mut self, item: &Item, evidence: AnswerEvidence) -> Turn {
        let mut answer = self.answers.get(&item.id).cloned().unwrap_or_default();
        // What is not a file shows no date by itself, and some items ask for one.
        let limited = item.fresh.is_some_and(|fresh| fresh.limit == Limit::Framework);
        let dateless = evidence.file.is_none() && limited;
        if !answer.evidence.contains(&evidence) {
            answer.evidence.push(evidence);
        }
        let turn = self.beside(item, answer);
        if dateless {
            self.step = Step::Dated;
        }
        turn
    }

    fn dated(&mut self, item: &Item, text: &str) -> Turn {
        if matches!(text, "" | "b" | "back") {
            self.arrive();
            return Turn::Next;
        }
        match typed(text) {
            None => self.once_more(Step::Dated, "Type a date, such as 4/3/2026, or press Enter if there is none"),
            Some(day) if day > self.setting.today => {
                self.once_more(Step::Dated, "That day is still to come. Which date does it carry?")
            }
            Some(day) => {
                let mut answer = self.answers.get(&item.id).cloned().unwrap_or_default();
                if let Some(last) = answer.evidence.last_mut() {
                    last.dated = Some(day);
                }
                self.beside(item, answer)
            }
        }
    }

    fn comment(&mut self, item: &Item, words: &str) -> Turn {
        let answer = self.answers.get(&item.id).cloned().unwrap_or_default();
        self.beside(item, Answer { comment: Some(words.into()), ..answer })
    }

    /// Saves what stands beside an answer and stays with the question.
    fn beside(&mut self, item: &Item, answer: Answer) -> Turn {
        self.answers.insert(item.id.clone(), answer.clone());
        self.arrive();
        Turn::Save { item: item.id.clone(), answer: Box::new(answer), remark: None }
    }

    /// The file that was named is in the evidence folder now, under this name and with this SHA-256.
    pub fn brought(&mut self, name: &str, sha256: &str) -> Turn {
        self.setting.files.push((name.to_owned(), sha256.to_owned()));
        let sha256 = Some(sha256.to_owned()).filter(|hash| !hash.is_empty());
        let evidence = AnswerEvidence { file: Some(name.to_owned()), sha256, ..AnswerEvidence::default() };
        let Some(item) = self.course.item() else { return Turn::Next };
        match std::mem::replace(&mut self.step, Step::Answer) {
            Step::Answer if item.kind == AnswerKind::Document && !self.has_claim(item) => {
                let mut answer = self.kept(item);
                answer.evidence.push(evidence);
                self.save(item, answer)
            }
            _ => self.add(item, evidence),
        }
    }

    /// The file that was named is not there, or is not wanted.
    pub fn not_brought(&mut self, path: &str) -> Turn {
        Turn::Again(format!("There is no file {path}. Check the name, or say in words where it is kept"))
    }

    fn has_claim(&self, item: &Item) -> bool {
        self.answers.get(&item.id).is_some_and(|answer| is_claim(item, answer))
    }

    /// What stays of an earlier answer when a new one is given: its comment, evidence, owner and day.
    fn kept(&self, item: &Item) -> Answer {
        let before = self.answers.get(&item.id).cloned().unwrap_or_default();
        Answer {
            value: None,
            not_applicable: None,
            refused: None,
            ask: None,
            override_reason: None,
            count: None,
            out_of: None,
            to_confirm: false,
            ..before
        }
    }

    fn save(&mut self, item: &Item, answer: Answer) -> Turn {
        let answer = Answer { by: self.setting.by.clone().or(answer.by), on: Some(self.setting.today), ..answer };
        self.answers.insert(item.id.clone(), answer.clone());
        self.step = Step::Answer;
        self.answered = true;
        let remark = care::remark(item, &answer);
        Turn::Save { item: item.id.clone(), answer: Box::new(answer), remark }
    }

    fn ask_for(&mut self, step: Step) -> Turn {
        self.step = step;
        Turn::Next
    }

    fn once_more(&mut self, step: Step, why: &str) -> Turn {
        self.step = step;
        Turn::Again(why.to_owned())
    }

    fn go_on(&mut self) {
        self.course.go_on();
        self.arrive();
    }

    /// Begins with the item at hand.
    fn arrive(&mut self) {
        let contradicted = self.course.item().is_some_and(|item| self.is_contradicted(&item.id));
        self.step = if contradicted { Step::Otherwise } else { Step::Answer };
    }

    fn is_contradicted(&self, item: &ItemId) -> bool {
        self.cards.get(item).is_some_and(ItemCard::is_contradicted)
    }

    /// Whether something is left to do for an item.
    fn is_left(&self, item: &Item) -> bool {
        is_open(item, self.answers.get(&item.id)) || self.is_contradicted(&item.id)
    }

    /// The items that are asked for themselves.
    fn items(&self) -> impl Iterator<Item = &'a Item> {
        self.pack.items().map(|(_, _, item)| item).filter(|item| item.same_as.is_none())
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
        // A level that the statements do not give is not complete without its reason, nor one without the policy.
        Ok(Claim::Level(_)) => {
            let attainment = item.attainment(answer);
            (item.policy_question.is_none() || answer.policy.is_some())
                && (!attainment.differs() || attainment.reason.is_some())
        }
        Ok(_) => true,
    }
}

/// Who usually knows.
fn who_knows(item: &Item) -> &'static str {
    match item.audience {
        Audience::Care => "the registered manager",
        Audience::It | Audience::Both => "the IT supplier",
        Audience::Supplier => "the supplier",
    }
}

#[cfg(test)]
mod tests;
