//! What stands on the screen for a question, as words; how it is set is the terminal's business.

use super::{Interview, Step, course, is_claim, is_open, otherwise::Accepting, reply, statements, who_knows, year};
use crate::model::{Answer, AnswerKind, Flag, Item, ItemId, Summary};

/// At most so many findings and documents are shown with a question; `explain` and the report have them all.
const MOST_FOUND: usize = 3;

/// What to show before the next reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// The item, or the file that is asked about: it changes when the next one comes.
    pub about: String,
    /// Its number and short title.
    pub heading: String,
    /// The group of questions that it belongs to, and what that is about.
    pub group: Option<(String, String)>,
    /// How far it is, in words: "12 of 45 answered, about 25 minutes left".
    pub progress: String,
    /// What to say; nothing where only a detail is asked.
    pub parts: Vec<(Part, String)>,
    /// What can be typed, a line each.
    pub ask: String,
}

/// What a part of a prompt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The question.
    Question,
    /// What is known beside it: why it matters, what a yes means.
    Note,
    /// What the scan found.
    Found,
    /// That a file says otherwise.
    Otherwise,
    /// The answer that is there already.
    Before,
}

/// An item in the list of all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The group that it belongs to.
    pub group: String,
    /// The item.
    pub item: ItemId,
    /// Its title.
    pub title: String,
    /// How it stands, in a few words.
    pub state: String,
    /// Whether something is left to do.
    pub left: bool,
}

impl Interview<'_> {
    /// What to ask now; nothing when the interview is over.
    pub fn prompt(&mut self) -> Option<Prompt> {
        self.settle();
        let Some(item) = self.course.item() else { return self.unread_prompt() };
        let before = self.answers.get(&item.id);
        let mut prompt = Prompt {
            about: item.id.to_string(),
            heading: match item.mandatory {
                Flag::No => format!("{} {} (optional)", item.id, item.title),
                Flag::Yes | Flag::Doubtful => format!("{} {}", item.id, item.title),
            },
            group: self.course.group().map(|(title, about)| (title.to_owned(), about.to_owned())),
            progress: self.progress(),
            parts: Vec::new(),
            ask: String::new(),
        };
        prompt.ask = match &self.step {
            Step::Answer => {
                prompt.parts = self.parts(item, before);
                choices(item, before, !self.offered(item).is_empty())
            }
            Step::Otherwise => {
                prompt.parts = self.parts(item, before);
                "These don't fit together. That can happen: the file may be old, or about something else.\n\
                 1  change my answer\n\
                 2  put it right, then look again\n\
                 3  show a newer or better file\n\
                 4  record why it is all right as it is\n\
                 Enter leaves it for now: your answer stays, and the report shows both."
                    .into()
            }
            Step::Sure(_) => String::new(),
            Step::Reason => "Why does this not apply to you? A few words will do. (b goes back)".into(),
            Step::Who => format!("Who can tell you? Type a name or a job. (Enter: {})", who_knows(item)),
            Step::Count(_) => "How many, out of how many? Type it like this: 38 of 40. (Enter leaves it out)".into(),
            Step::Statement(at) => {
                prompt.parts = self.statement_parts(item, *at);
                "y           it is true\n\
                 n           it is not true\n\
                 na and why  it does not apply to you, such as: na we write no software\n\
                 c and how   something else does the same, such as: c a guard checks each badge\n\
                 s skip, b back, done to the level, q stop, ? help"
                    .into()
            }
            Step::Excuse(_, statements::Excuse::NotApplicable) => {
                "Why does it not apply? A few words will do. (b goes back)".into()
            }
            Step::Excuse(_, statements::Excuse::Compensated) => {
                "What do you have instead that does the same? (b goes back)".into()
            }
            Step::Policy(_) => {
                prompt.parts.extend(item.policy_question.iter().map(|text| (Part::Question, text.trim().to_owned())));
                "This question has to be answered yes as well: y, n. (s skips it; b goes back)".into()
            }
            Step::Level => {
                let (given, ask) = self.level_words(item);
                if !given.is_empty() {
                    prompt.parts.push((Part::Found, given));
                }
                ask
            }
            Step::Differs(level) => {
                format!("Why is it {}, although the statements say otherwise? (b goes back)", level.words())
            }
            Step::Evidence => {
                "What shows it? Type or drag in a file, or type a web address, or where it is kept. (Enter: nothing)"
                    .into()
            }
            Step::Better => "Which file is newer or better? Type its name or drag it in here. (Enter goes back)".into(),
            Step::Dated => "Which date does it carry, such as 4/3/2026? (Enter: none, or not known)".into(),
            Step::Comment => "What is to be added? (Enter: nothing)".into(),
            Step::Accept(accepting) => self.ask_to_accept(item, accepting),
        };
        if matches!(&self.step, Step::Accept(Accepting { which: None, .. })) {
            prompt.parts = Vec::new();
        }
        Some(prompt)
    }

    /// How long the rest takes, in words.
    pub fn time(&self) -> String {
        let open = self.course.items().filter(|(_, item)| self.is_left(item));
        course::about(open.map(|(_, item)| item.minutes()).sum())
    }

    /// How far it is.
    fn progress(&self) -> String {
        let all = self.course.counted();
        let open: Vec<_> = all.iter().filter(|item| is_open(item, self.answers.get(&item.id))).collect();
        let left = open.iter().map(|item| item.minutes()).sum();
        match open.len() {
            0 if all.len() == 1 => "answered".into(),
            0 => format!("all {} answered", all.len()),
            n => format!("{} of {} answered, {} left", all.len() - n, all.len(), course::about(left)),
        }
    }

    fn parts(&self, item: &Item, before: Option<&Answer>) -> Vec<(Part, String)> {
        let mut parts = vec![(Part::Question, item.question.trim().to_owned())];
        parts.extend(year::news(self.pack, item, before).map(|words| (Part::Note, words)));
        parts.push((Part::Note, format!("Why it matters: {}", item.why.trim())));
        let means = match item.kind {
            AnswerKind::YesNo => "If you say yes",
            AnswerKind::Achievement => "Achieved means",
            _ => "Your answer promises",
        };
        parts.push((Part::Note, format!("{means}: {}", item.commits.trim())));
        if !item.shows.is_empty() {
            parts.push((Part::Note, format!("Good evidence: {}.", item.shows.join("; ").trim_end_matches('.'))));
        }
        if item.kind == AnswerKind::Achievement {
            parts.extend(self.outcome(item).into_iter().map(|words| (Part::Note, words)));
        }
        parts.extend(self.found(item));
        let words = match before {
            Some(answer) if answer.to_confirm => year::before(item, answer),
            Some(answer) => reply::in_words(item, answer).map(|words| format!("Your answer so far: {words}")),
            None => None,
        };
        parts.extend(words.map(|words| (Part::Before, words)));
        parts
    }

    /// What the scan found for an item.
    fn found(&self, item: &Item) -> Vec<(Part, String)> {
        let Some(card) = self.cards.get(&item.id) else { return Vec::new() };
        let mut parts: Vec<(Part, String)> = Vec::new();
        let against: Vec<_> = self.against(item).collect();
        for check in &against {
            parts.push((Part::Otherwise, format!("Your file says otherwise: {}.", check.sentence)));
        }
        if card.answer.is_none() {
            parts.extend(card.proposal.iter().map(|proposal| (Part::Found, format!("Note: {proposal}."))));
        }
        parts.extend(card.from_parties.iter().map(|words| (Part::Found, format!("From suppliers: {words}."))));
        let elsewhere = card.elsewhere.iter().take(MOST_FOUND);
        parts.extend(elsewhere.map(|proposal| (Part::Found, format!("Note: {proposal}."))));
        let more = card.elsewhere.len().saturating_sub(MOST_FOUND);
        if more > 0 {
            parts.push((Part::Found, format!("And {more} more answers bear on it: the report names them.")));
        }
        let files = card.evidence.iter().map(|one| format!("Found: {}: {}.", one.what, one.says));
        parts.extend(files.take(MOST_FOUND).map(|text| (Part::Found, text)));
        // What a check read in detail is for the report: here its title says enough.
        let told = |sentence: &str| card.proposal.as_ref().is_some_and(|proposal| proposal.contains(sentence));
        let passing = card.checks.iter().filter(|check| check.result == Summary::Pass && !told(&check.sentence));
        let titles: Vec<&str> = passing.map(|check| check.title.trim_end_matches('.')).collect();
        if !titles.is_empty() {
            let (shown, more) = (titles.iter().take(MOST_FOUND), titles.len().saturating_sub(MOST_FOUND));
            let shown = shown.copied().collect::<Vec<_>>().join("; ");
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            parts.push((Part::Found, format!("Your files bear this out: {shown}{more}.")));
        }
        let more = card.evidence.len().saturating_sub(MOST_FOUND);
        if more > 0 {
            parts.push((Part::Found, format!("And {more} more: dspt explain {} names them.", item.id)));
        }
        parts
    }

    fn unread_prompt(&self) -> Option<Prompt> {
        let file = self.unread.last()?;
        let left = self.unread.len();
        let progress = if left == 1 { "the last file".to_owned() } else { format!("{left} files") };
        let mut prompt = Prompt {
            about: file.file.clone(),
            heading: file.file.clone(),
            group: Some((
                "Files that this program can't read".into(),
                "Say what each of them is and which date it carries, and it counts as noted.".into(),
            )),
            progress,
            parts: Vec::new(),
            ask: String::new(),
        };
        prompt.ask = match (&file.what, &file.dated) {
            (None, _) => {
                prompt.parts.push((Part::Question, format!("This file could not be read: {}.", file.reason)));
                "What is it? Such as: photograph of the ICO certificate. (Enter leaves it; q: stop; ?: help)".into()
            }
            (Some(_), None) => "Which date does it carry, such as 4/3/2026? (Enter: none; b goes back)".into(),
            (Some(_), Some(_)) => {
                "Which question does it belong to? Its number, such as 1.1.2 (s leaves it; b goes back)".into()
            }
        };
        Some(prompt)
    }

    /// Everything that helps with an item.
    pub(super) fn help(&self, item: &Item) -> String {
        let mut text = item.guidance.trim().to_owned();
        if let Some(when) = &item.not_applicable {
            text.push_str(&format!("\n\nYou may say that it does not apply (na): {}", when.trim()));
        }
        if let Some(doubt) = &item.doubt {
            text.push_str(&format!("\n\nWhat we are not sure of: {}", doubt.trim()));
        }
        if let Some(example) = &item.example {
            text.push_str(&format!("\n\nAn answer could read: “{}”", example.trim()));
        }
        for term in self.setting.glossary.terms_in(&item.words().join(" ")) {
            text.push_str(&format!("\n\n{}: {}", term.term, term.means.trim()));
        }
        if !item.indicators.is_empty() {
            text.push_str(
                "\n\nOf each statement you say whether it is true (y, n), why it does not apply (na and why), or what \
                 does the same (c and how). One of those marked NA that is true makes the outcome not achieved. All of \
                 those marked A make it achieved, and all of those marked PA partially achieved.",
            );
        }
        let same = if self.answers.contains_key(&item.id) { "same         leave the answer as it is\n" } else { "" };
        let go = format!("go {}", item.id);
        let again = match self.offered(item).is_empty() {
            true => "",
            false => "u            use the evidence of your answers elsewhere here too\n",
        };
        text.push_str(&format!(
            "\n\nWhat you can type:\n\
             e            add what shows it: a file, a web address, a place\n\
             c            add a comment\n\
             dk           I don't know: say who is to be asked\n\
             {again}{same}s            skip: it is asked next time\n\
             b            back to the question before\n\
             {go:<12} go to a question by its number\n\
             list         all questions and answers; left: what is left\n\
             scan         read the evidence folder again\n\
             q            stop; everything is saved as soon as you press Enter"
        ));
        text
    }

    /// All items in the order of the interview, with how they stand.
    pub fn overview(&self) -> Vec<Row> {
        let row = |(group, item): (&str, &Item)| {
            let answer = self.answers.get(&item.id);
            let words = answer.and_then(|answer| reply::in_words(item, answer));
            let contradicted = self.is_contradicted(&item.id);
            let state = match (contradicted, words) {
                (true, Some(words)) => format!("{words}; your file says otherwise"),
                (false, Some(words)) if answer.is_some_and(|answer| answer.to_confirm) => {
                    format!("{words}; to be confirmed")
                }
                (_, Some(words)) => words,
                (_, None) => "open".into(),
            };
            Row {
                group: group.to_owned(),
                item: item.id.clone(),
                title: item.title.clone(),
                state,
                left: self.is_left(item) || answer.is_some_and(|answer| answer.ask.is_some()),
            }
        };
        self.course.items().map(row).collect()
    }
}

/// What can be typed for an item.
fn choices(item: &Item, before: Option<&Answer>, offered: bool) -> String {
    let na = if item.not_applicable.is_some() { ", na does not apply" } else { "" };
    let same = if before.is_some_and(|answer| answer.to_confirm && is_claim(item, answer)) {
        ", same as last year"
    } else {
        ""
    };
    let again = if offered { ", u use that evidence here" } else { "" };
    let value = match (item.kind, item.not_applicable.is_some()) {
        (AnswerKind::YesNo, _) => "y yes, n no (you can add words)",
        (AnswerKind::Achievement, _) if item.indicators.is_empty() => {
            return format!(
                "{}{again}, dk don't know{na}{same}, s skip, b back, q stop, ? help",
                statements::levels(item)
            );
        }
        (AnswerKind::Achievement, _) => {
            return format!(
                "Enter goes through the statements. Or the level itself: {}{again}, dk don't know{na}{same}, s skip, b back, q \
                 stop, ? help",
                statements::levels(item)
            );
        }
        (AnswerKind::Text, _) if item.shape.is_some() => "Type the number",
        (AnswerKind::Text, _) => "Answer in your own words",
        (AnswerKind::Document, _) => "Type or drag in a file, or type a web address or where it is kept",
        (AnswerKind::Number, _) => "Type a number",
        (AnswerKind::Date, _) => "Type a date, such as 4/3/2026",
        (AnswerKind::Percentage, _) => "Type a percentage, or two numbers such as 38 of 40",
    };
    format!("{value}{again}, dk don't know{na}{same}, s skip, b back, q stop, ? help")
}
