//! An outcome that is reached by degrees: its statements one by one, its policy question, and the level at the end.

use super::{Interview, Part, Step, Turn, reply};
use crate::model::{Achievement, Answer, Indicator, IndicatorAnswer, Item, ProfileStatus, YesOrNo};

/// Why a statement that is not true to the letter does not count against the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excuse {
    NotApplicable,
    Compensated,
}

impl<'a> Interview<'a> {
    /// Begins with the first statement that is not answered, else with the first of all.
    pub(super) fn begin_statements(&mut self, item: &Item) -> Turn {
        let said = |one: &Indicator| self.answers.get(&item.id).is_some_and(|a| a.indicators.contains_key(&one.id));
        let first = item.indicators.iter().position(|one| !said(one)).unwrap_or(0);
        match item.indicators.is_empty() {
            true => Turn::Again("Type a, p or n for the level; or s to skip, ? for help".into()),
            false => self.ask_for(Step::Statement(first)),
        }
    }

    /// Takes a reply about one statement.
    pub(super) fn statement(&mut self, item: &'a Item, at: usize, text: &str) -> Turn {
        let Some(indicator) = item.indicators.get(at) else { return self.after_statements(item) };
        let (first, rest) = text.split_once([' ', ':', ',']).map_or((text, ""), |(first, rest)| (first, rest.trim()));
        let known = self.answers.get(&item.id).is_some_and(|answer| answer.indicators.contains_key(&indicator.id));
        match (first.to_lowercase().trim_end_matches(['.', '!']), rest) {
            ("", _) if known => self.next_statement(item, at),
            ("s" | "skip", "") => self.next_statement(item, at),
            ("y" | "yes" | "true", "") => self.said(item, at, IndicatorAnswer::Yes),
            ("n" | "no" | "false", "") => self.said(item, at, IndicatorAnswer::No),
            ("na" | "n/a", "") => self.ask_for(Step::Excuse(at, Excuse::NotApplicable)),
            ("na" | "n/a", why) => self.said(item, at, IndicatorAnswer::NotApplicable(why.into())),
            ("c", "") => self.ask_for(Step::Excuse(at, Excuse::Compensated)),
            ("c", how) => self.said(item, at, IndicatorAnswer::Compensated(how.into())),
            ("done" | "level", "") => self.after_statements(item),
            ("b" | "back", "") => match at.checked_sub(1) {
                Some(before) => self.ask_for(Step::Statement(before)),
                None => Turn::Next,
            },
            _ => {
                let again =
                    "Type y if it is true, n if it is not, na and why, c and what makes up for it, or s to skip";
                self.elsewhere(item, Step::Statement(at), text, again)
            }
        }
    }

    /// Why a statement does not apply, or what makes up for it.
    pub(super) fn excuse(&mut self, item: &Item, at: usize, excuse: Excuse, text: &str) -> Turn {
        match (text, excuse) {
            ("b" | "back", _) => self.ask_for(Step::Statement(at)),
            ("", Excuse::NotApplicable) => {
                self.once_more(Step::Excuse(at, excuse), "Say why it does not apply, in a few words; b goes back")
            }
            ("", Excuse::Compensated) => {
                self.once_more(Step::Excuse(at, excuse), "Say what does the same for the outcome; b goes back")
            }
            (why, Excuse::NotApplicable) => self.said(item, at, IndicatorAnswer::NotApplicable(why.into())),
            (how, Excuse::Compensated) => self.said(item, at, IndicatorAnswer::Compensated(how.into())),
        }
    }

    /// Takes a reply to the policy question, which comes before the level or, where that was typed at once, behind it.
    pub(super) fn policy(&mut self, item: &'a Item, levelled: bool, text: &str) -> Turn {
        let before = self.answers.get(&item.id).cloned().unwrap_or_default();
        let policy = match text.to_lowercase().trim_end_matches(['.', '!']) {
            "y" | "yes" => YesOrNo::Yes,
            "n" | "no" => YesOrNo::No,
            "" | "s" | "skip" if levelled => {
                self.go_on();
                return Turn::Next;
            }
            "" | "s" | "skip" => return self.ask_for(Step::Level),
            "b" | "back" => return Turn::Next,
            _ => return self.elsewhere(item, Step::Policy(levelled), text, "Type y or n, s to skip, or b to go back"),
        };
        let answer = Answer { policy: Some(policy), ..before };
        if levelled {
            return self.save(item, answer);
        }
        let turn = self.beside(item, self.signed(answer));
        self.step = Step::Level;
        turn
    }

    /// Takes the level at the end: Enter is what the statements give.
    pub(super) fn level(&mut self, item: &'a Item, text: &str) -> Turn {
        let computed = item.attainment(&self.answers.get(&item.id).cloned().unwrap_or_default()).computed();
        match (text.to_lowercase().as_str(), computed, reply::level(text)) {
            ("", Some(level), _) => self.record(item, level, ""),
            ("", None, _) | ("s" | "skip", _, _) => {
                self.go_on();
                Turn::Next
            }
            ("b" | "back", _, _) => match item.indicators.len().checked_sub(1) {
                Some(last) => self.ask_for(Step::Statement(last)),
                None => Turn::Next,
            },
            (_, _, Some((level, comment))) => self.record(item, level, comment),
            _ => self.elsewhere(item, Step::Level, text, "Type a, p or n for the level, or press Enter"),
        }
    }

    /// Records a level; one that the statements do not give takes a reason first.
    pub(super) fn record(&mut self, item: &'a Item, level: Achievement, comment: &str) -> Turn {
        if !item.degrees().any(|one| one == level) {
            return self.once_more(Step::Level, "This outcome can't be partially achieved: type a or n");
        }
        let mut answer = Answer { value: Some(level.as_str().into()), ..self.kept(item) };
        if item.attainment(&answer).differs() {
            return match comment {
                "" => self.ask_for(Step::Differs(level)),
                reason => self.finish(item, Answer { override_reason: Some(reason.into()), ..answer }),
            };
        }
        if !comment.is_empty() {
            answer.comment = Some(comment.into());
        }
        self.finish(item, answer)
    }

    /// Why the level differs from what the statements give.
    pub(super) fn differs(&mut self, item: &'a Item, level: Achievement, text: &str) -> Turn {
        match text {
            "b" | "back" => self.ask_for(Step::Level),
            "" => self.once_more(Step::Differs(level), "Say why in a sentence; b goes back to the level"),
            reason => self.record(item, level, reason),
        }
    }

    /// Saves a level, and asks the policy question where that is still open.
    fn finish(&mut self, item: &'a Item, answer: Answer) -> Turn {
        if item.policy_question.is_none() || answer.policy.is_some() {
            return self.save(item, answer);
        }
        let turn = self.beside(item, self.signed(answer));
        self.step = Step::Policy(true);
        turn
    }

    /// Saves what was said of one statement and goes to the next.
    fn said(&mut self, item: &Item, at: usize, said: IndicatorAnswer) -> Turn {
        let mut answer = self.answers.get(&item.id).cloned().unwrap_or_default();
        let before = item.attainment(&answer).computed();
        if let Some(indicator) = item.indicators.get(at) {
            answer.indicators.insert(indicator.id.clone(), said);
        }
        // Who was to be asked has been.
        answer.ask = None;
        let now = item.attainment(&answer);
        let decided = now.computed().filter(|level| Some(*level) != before && now.answered < now.all);
        let remark = decided.map(|level| format!("Whatever the rest say, that makes it {}", level.words()));
        let turn = self.beside(item, self.signed(answer));
        self.next_statement(item, at);
        match turn {
            Turn::Save { item, answer, .. } => Turn::Save { item, answer, remark },
            other => other,
        }
    }

    fn next_statement(&mut self, item: &Item, at: usize) -> Turn {
        match at + 1 < item.indicators.len() {
            true => self.ask_for(Step::Statement(at + 1)),
            false => self.after_statements(item),
        }
    }

    fn after_statements(&mut self, item: &Item) -> Turn {
        self.ask_for(if item.policy_question.is_some() { Step::Policy(false) } else { Step::Level })
    }

    /// An answer with who gave it and when.
    fn signed(&self, answer: Answer) -> Answer {
        Answer { by: self.setting.by.clone().or(answer.by), on: Some(self.setting.today), ..answer }
    }

    /// The words that work wherever a question stands; the step is kept for those that only show something.
    fn elsewhere(&mut self, item: &'a Item, step: Step, text: &str, again: &str) -> Turn {
        use reply::Word;
        let (word, rest) = reply::word(item.kind, text);
        match word {
            Word::Help | Word::Quit | Word::List | Word::Left | Word::Look => {
                self.step = step;
                self.moving(item, word, rest)
            }
            Word::Go => self.moving(item, word, rest),
            _ => self.once_more(step, again),
        }
    }

    /// What is known of an outcome before its statements: the level that is expected, and how many of them there are.
    pub(super) fn outcome(&self, item: &Item) -> Vec<String> {
        let mut words = Vec::new();
        let status = item.profile.as_ref().map(|profile| (profile.status, item.needed().words()));
        words.extend(status.map(|(status, level)| match status {
            ProfileStatus::Confirmed if item.needed() == Achievement::NotAchieved => {
                "Expected: no level in particular, but it has to be answered.".to_owned()
            }
            ProfileStatus::Confirmed => format!("Expected: {level}."),
            ProfileStatus::Inferred => format!("Expected: {level}. This is not confirmed: see the official profile."),
            ProfileStatus::Unknown => {
                format!("Expected: not known, so “{level}” is taken. See the official profile.")
            }
        }));
        if !item.indicators.is_empty() {
            let answered = self.answers.get(&item.id).map_or(0, |answer| item.attainment(answer).answered);
            words.push(match answered {
                0 => format!("{} statements decide the level.", item.indicators.len()),
                n => format!("{n} of {} statements are answered.", item.indicators.len()),
            });
        }
        words
    }

    /// What stands on the screen for a statement.
    pub(super) fn statement_parts(&self, item: &Item, at: usize) -> Vec<(Part, String)> {
        let Some(indicator) = item.indicators.get(at) else { return Vec::new() };
        let points = match indicator.of {
            Achievement::NotAchieved => "if this is true, the outcome is not achieved",
            Achievement::PartiallyAchieved => "for partially achieved",
            Achievement::Achieved => "for achieved",
        };
        let (id, all) = (&indicator.id, item.indicators.len());
        let mut parts =
            vec![(Part::Question, format!("{id} ({} of {all}, {points}): {}", at + 1, indicator.text.trim()))];
        let before = self.answers.get(&item.id).and_then(|answer| answer.indicators.get(id));
        parts.extend(before.map(|said| (Part::Before, format!("{id} so far: {}. (Enter keeps it)", said.words()))));
        parts
    }

    /// What the statements give, and how to record the level.
    pub(super) fn level_words(&self, item: &Item) -> (String, String) {
        let attainment = item.attainment(&self.answers.get(&item.id).cloned().unwrap_or_default());
        let given = match attainment.computed() {
            _ if attainment.all == 0 => String::new(),
            Some(level) => format!("By its statements this outcome is {}.", level.words()),
            None => {
                let (answered, all) = (attainment.answered, attainment.all);
                format!("Not all statements are answered: {answered} of {all}, so they do not give a level yet.")
            }
        };
        let enter = match attainment.computed() {
            Some(level) => format!("Enter records “{}”. Or another level: ", level.words()),
            None => "Enter leaves it open. Or a level: ".to_owned(),
        };
        (given, format!("{enter}{}, b back, q stop, ? help", levels(item)))
    }
}

/// The levels that can be typed.
pub(super) fn levels(item: &Item) -> String {
    let letter = |level| match level {
        Achievement::Achieved => "a achieved",
        Achievement::PartiallyAchieved => "p partially achieved",
        Achievement::NotAchieved => "n not achieved",
    };
    item.degrees().map(letter).collect::<Vec<_>>().join(", ")
}
