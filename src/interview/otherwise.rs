//! What a person can do where a file says otherwise: change the answer, mend it, show a better file, or accept it.

use super::{Interview, Step, Turn, reply};
use crate::model::{CheckId, Exception, Item, ItemCard, ItemCheck, Outcome, months_after, typed};

/// An exception as far as it is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Accepting {
    /// Which finding, once chosen.
    pub(super) which: Option<Disputed>,
    pub(super) reason: Option<String>,
    pub(super) by: Option<String>,
}

/// A finding that can be accepted: one subject of a check, or all of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Disputed {
    pub(super) check: CheckId,
    pub(super) subject: Option<String>,
    pub(super) words: String,
}

/// An exception without an end is looked at again after so many months, unless a person says otherwise.
const MONTHS: u32 = 12;

impl<'a> Interview<'a> {
    /// The checks that say otherwise of an item.
    pub(super) fn against(&self, item: &Item) -> impl Iterator<Item = &ItemCheck> {
        self.cards.get(&item.id).into_iter().flat_map(ItemCard::contradictions)
    }

    /// How to mend what the checks of an item found, each way once.
    pub(super) fn fixes(&self, item: &Item) -> Vec<String> {
        let mut fixes: Vec<String> = Vec::new();
        for check in self.against(item) {
            let results = self.card.iter().flat_map(|card| &card.checks);
            for result in results.filter(|result| result.card.id == check.check && !result.card.fix.is_empty()) {
                if !fixes.contains(&result.card.fix) {
                    fixes.push(result.card.fix.clone());
                }
            }
        }
        fixes
    }

    /// The findings that stand against an item, each by itself, and each check as a whole where it has several.
    pub(super) fn disputed(&self, item: &Item) -> Vec<Disputed> {
        let mut all = Vec::new();
        for check in self.against(item) {
            let results = self.card.iter().flat_map(|card| &card.checks);
            let failing: Vec<_> = results
                .filter(|result| result.card.id == check.check)
                .flat_map(|result| &result.findings)
                .filter(|finding| finding.outcome == Outcome::Fail)
                .collect();
            // A person or an account is known by its row only, and in the next export another one stands there.
            let named = failing.iter().filter(|finding| !finding.subject.kind.is_personal());
            let each = named.map(|finding| Disputed {
                check: check.check.clone(),
                subject: Some(finding.subject.label.clone()),
                words: format!("{}: {}", finding.subject.label, finding.message),
            });
            let each: Vec<Disputed> = each.collect();
            let whole =
                Disputed { check: check.check.clone(), subject: None, words: format!("all of “{}”", check.title) };
            match each.len() {
                1 if failing.len() == 1 => all.extend(each),
                _ => all.extend(each.into_iter().chain([whole])),
            }
        }
        all
    }

    /// Takes a reply where a file says otherwise.
    pub(super) fn otherwise(&mut self, item: &'a Item, text: &str) -> Turn {
        use reply::Word;
        let (word, rest) = reply::word(item.kind, text);
        match (text, word) {
            ("1", _) => {
                self.step = Step::Answer;
                Turn::Next
            }
            ("2", _) => {
                let fixes = self.fixes(item);
                let how = if fixes.is_empty() { String::new() } else { format!("{}\n\n", fixes.join("\n")) };
                self.once_more_showing(format!(
                    "{how}When that is done, export the file again and put it into the evidence folder beside the old \
                     one; the newest counts. Then type scan. Until then your answer stays, and q is safe."
                ))
            }
            ("3", _) => self.ask_for(Step::Better),
            ("4", _) => self.ask_for(Step::Accept(Accepting::default())),
            ("", _) | (_, Word::Skip) => {
                self.go_on();
                Turn::Next
            }
            (_, Word::Evidence) if !rest.is_empty() => self.support(item, rest, Step::Otherwise),
            (_, Word::Evidence) => self.ask_for(Step::Better),
            (_, Word::Comment) if !rest.is_empty() => self.comment(item, rest),
            (_, Word::Comment) => self.ask_for(Step::Comment),
            (_, Word::Help | Word::Quit | Word::Back | Word::List | Word::Left | Word::Go) => {
                self.step = Step::Otherwise;
                self.moving(item, word, rest)
            }
            (_, Word::Look) => {
                self.step = Step::Otherwise;
                Turn::Look
            }
            _ => self.once_more(Step::Otherwise, "Type 1, 2, 3 or 4, or press Enter to leave it for now"),
        }
    }

    fn once_more_showing(&mut self, text: String) -> Turn {
        self.step = Step::Otherwise;
        Turn::Show(text)
    }

    /// Takes a reply about an exception.
    pub(super) fn accept(&mut self, item: &'a Item, accepting: Accepting, text: &str) -> Turn {
        if matches!(text, "b" | "back") {
            self.arrive();
            return Turn::Next;
        }
        let disputed = self.disputed(item);
        let again = |interview: &mut Self, accepting, why: &str| interview.once_more(Step::Accept(accepting), why);
        let Some(which) = accepting.which.clone().or_else(|| only_one(&disputed)) else {
            let chosen = text.parse::<usize>().ok().and_then(|number| disputed.get(number.checked_sub(1)?).cloned());
            return match chosen {
                Some(which) => self.ask_for(Step::Accept(Accepting { which: Some(which), ..accepting })),
                None => again(self, accepting, "Type the number of one of these; b goes back"),
            };
        };
        let accepting = Accepting { which: Some(which.clone()), ..accepting };
        let Some(reason) = accepting.reason.clone() else {
            return match text {
                "" => again(self, accepting, "Say why in a few words; b goes back"),
                reason => self.ask_for(Step::Accept(Accepting { reason: Some(reason.to_owned()), ..accepting })),
            };
        };
        let Some(by) = accepting.by.clone().or_else(|| self.setting.by.clone()) else {
            return match text {
                "" => again(self, accepting, "A person has to stand for it: type a name or a job; b goes back"),
                by => self.ask_for(Step::Accept(Accepting { by: Some(by.to_owned()), ..accepting })),
            };
        };
        let until = match text {
            "" => months_after(self.setting.today, MONTHS),
            text => match typed(text) {
                Some(day) if day >= self.setting.today => day,
                Some(_) => return again(self, accepting, "That day has gone by: type one that is still to come"),
                None => return again(self, accepting, "Type a date, such as 31/12/2026, or press Enter for 12 months"),
            },
        };
        self.answered = true;
        Turn::Except(Box::new(Exception {
            item: None,
            check: Some(which.check),
            subject: which.subject,
            reason,
            by,
            agreed_by: None,
            until: Some(until),
            to_confirm: false,
        }))
    }

    /// What to ask about an exception.
    pub(super) fn ask_to_accept(&self, item: &Item, accepting: &Accepting) -> String {
        let disputed = self.disputed(item);
        if accepting.which.is_none() && only_one(&disputed).is_none() {
            let lines = disputed.iter().zip(1..).map(|(one, number)| format!("{number}  {}", one.words));
            return format!("Which of these is all right as it is?\n{}", lines.collect::<Vec<_>>().join("\n"));
        }
        if accepting.reason.is_none() {
            return "Why is it all right as it is? For example: “a spare, never used for care data”. (b goes back)"
                .into();
        }
        if accepting.by.is_none() && self.setting.by.is_none() {
            return "Who says so? A name or a job.".into();
        }
        "Until when does that hold? A date, such as 31/12/2026. (Enter: for 12 months)".into()
    }
}

fn only_one(disputed: &[Disputed]) -> Option<Disputed> {
    match disputed {
        [one] => Some(one.clone()),
        _ => None,
    }
}
