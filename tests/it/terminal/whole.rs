//! Whole interviews at a terminal, from the first question to the last.

use std::{collections::BTreeMap, path::Path};

use dspt::model::{AnswerKind, Item, Pack};
use snapbox::{Data, assert_data_eq};
use unicode_width::UnicodeWidthStr;

use super::pty::{Terminal, lines};
use crate::home::{Home, TODAY, answers};

const PACK: &str = "dspt-2025-26-social-care";

/// An interview, and the questions that it asks.
struct Talk {
    terminal: Terminal,
    item: String,
}

impl Talk {
    fn open(dir: &Path, more: &[&str]) -> Self {
        let terminal = Terminal::open(dir, 80, 24, &[&["interview", "--date", TODAY], more].concat());
        Self { terminal, item: String::new() }
    }

    /// Waits for the next question, and learns which one it is.
    #[track_caller]
    fn question(&mut self) -> String {
        let shown = self.terminal.shows("? help");
        let heading = shown.lines().rev().find(|line| {
            let number = line.split(' ').next().unwrap_or_default();
            number.contains('.') && number.split('.').all(|part| part.parse::<u32>().is_ok())
        });
        if let Some(heading) = heading {
            heading.split(' ').next().unwrap().clone_into(&mut self.item);
        }
        self.terminal.shows("> ");
        shown
    }

    /// Types a line, and waits for what comes of it.
    #[track_caller]
    fn types(&mut self, line: &str, comes: &str) {
        self.terminal.types(&format!("{line}\r"));
        self.terminal.shows(comes);
    }

    /// Answers in the shortest way that is true to the kind of question.
    #[track_caller]
    fn answers(&mut self, item: &Item) {
        let words = shortest(item);
        if item.share_at_least.is_some() {
            self.types(words, "How many");
            self.types("38 of 40", "Saved.");
        } else {
            self.types(words, "Saved.");
        }
    }
}

fn shortest(item: &Item) -> &'static str {
    match (item.id.as_str(), item.kind) {
        ("1.1.1", _) => "ZA000000",
        (_, AnswerKind::YesNo) => "y",
        (_, AnswerKind::Text) => "The manager does it each month",
        (_, AnswerKind::Document) => "In the office safe",
        (_, AnswerKind::Number) => "40",
        (_, AnswerKind::Date) => "4/3/2026",
        (_, AnswerKind::Percentage) => "38 of 40",
        (_, AnswerKind::Achievement) => "a",
    }
}

fn pack() -> Pack {
    crate::packs::built_in(PACK)
}

/// The items that are asked, by number.
fn asked(pack: &Pack) -> BTreeMap<String, &Item> {
    let items = pack.items().map(|(_, _, item)| item).filter(|item| item.same_as.is_none());
    items.map(|item| (item.id.to_string(), item)).collect()
}

fn home() -> Home {
    Home::new(&answers(PACK, &[], &[]))
}

#[test]
fn a_straightforward_interview_takes_two_keys_a_yes_and_the_words_of_the_rest() {
    let (pack, home) = (pack(), home());
    let items = asked(&pack);
    let mut talk = Talk::open(&home.dir, &["--by", "Registered manager"]);
    let (mut all, mut yes, mut words) = (0, 0, 0);
    for _ in 0..items.len() {
        talk.question();
        let item = items[&talk.item];
        let before = talk.terminal.keys();
        talk.answers(item);
        let keys = talk.terminal.keys() - before;
        all += keys;
        if item.kind == AnswerKind::YesNo && item.share_at_least.is_none() {
            assert_eq!(keys, 2, "{}", item.id);
            yes += 1;
        } else {
            words += shortest(item).len();
        }
    }
    talk.terminal.shows("Every question has an answer");
    assert_eq!(talk.terminal.ends().0, Some(0));
    println!(
        "{all} keys for {} questions: {yes} with yes, two keys each; words of {words} letters for the rest",
        items.len()
    );
}

/// What a person does beside answering, once, at the first question that it fits.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
    Help,
    Wrong,
    Back,
    Skip,
    Narrow,
    Comment,
    Correct,
    Support,
    DoesNotApply,
    DoesNotKnow,
    Stop,
}

const DEEDS: [Deed; 11] = [
    Deed::Help,
    Deed::Wrong,
    Deed::Back,
    Deed::Skip,
    Deed::Narrow,
    Deed::Comment,
    Deed::Correct,
    Deed::Support,
    Deed::DoesNotApply,
    Deed::DoesNotKnow,
    Deed::Stop,
];

#[test]
fn an_interview_with_all_that_happens_gives_exactly_these_answers() {
    let (pack, home) = (pack(), home());
    let items = asked(&pack);
    home.file("Policies/Our training plan.txt", "Training plan\nReviewed: 4 March 2026\n");
    let mut talk = Talk::open(&home.dir, &["--by", "Registered manager"]);
    let (mut left, mut skipped) = (DEEDS.to_vec(), None);
    let mut answered = std::collections::BTreeSet::new();
    while answered.len() < items.len() {
        let shown = talk.question();
        let item = items[&talk.item];
        let fits = |deed: &Deed| match deed {
            Deed::DoesNotApply => item.not_applicable.is_some(),
            Deed::Back => !answered.is_empty() && is_yes_no(item),
            _ => is_yes_no(item),
        };
        let deed = left.first().copied().filter(fits);
        if deed.is_some() {
            left.remove(0);
        }
        match deed {
            None => talk.answers(item),
            Some(Deed::Help) => {
                talk.types("?", "What you can type");
                talk.terminal.shows("> ");
                talk.answers(item);
            }
            Some(Deed::Wrong) => {
                talk.types("maybe", "Not saved");
                talk.types("", "Not saved");
                talk.types("y", "Saved.");
            }
            Some(Deed::Back) => {
                let here = talk.item.clone();
                talk.terminal.types("b\r");
                talk.question();
                assert!(answered.contains(&talk.item), "{} comes before {here}", talk.item);
                let before = items[&talk.item];
                talk.answers(before);
                talk.question();
                assert_eq!(talk.item, here);
                talk.answers(item);
            }
            Some(Deed::Skip) => {
                skipped = Some(talk.item.clone());
                talk.terminal.types("s\r");
                continue;
            }
            Some(Deed::Narrow) => {
                talk.terminal.resize(40, 24);
                talk.types("y", "Saved.");
                let narrow = talk.question();
                let narrow = narrow.split_once("answered").map_or(narrow.as_str(), |(_, rest)| rest);
                assert!(narrow.lines().all(|line| line.width() <= 40), "{narrow}");
                talk.terminal.resize(80, 24);
                let next = items[&talk.item];
                talk.answers(next);
                answered.insert(next.id.to_string());
            }
            Some(Deed::Comment) => {
                talk.types("y, since March, “for all”; see \u{1b}[200~the plan\rfor it\u{1b}[201~", "Saved.")
            }
            // All of it away; two to the left; to the beginning; to the end and back.
            Some(Deed::Correct) => {
                talk.types("xx\u{15}o, not et\u{1b}[D\u{1b}[Dy\u{1}n\u{5}z\u{7f}", "Saved.");
            }
            Some(Deed::Support) => {
                talk.terminal.types("e: pol\tour\t\r");
                talk.terminal.shows("Saved, with the file Policies/Our training plan.txt.");
                talk.terminal.shows("> ");
                talk.types("y", "Saved.");
            }
            Some(Deed::DoesNotApply) => {
                talk.types("na", "Why does this not apply to you?");
                talk.types("We have none of these", "Saved.");
            }
            Some(Deed::DoesNotKnow) => {
                talk.types("dk", "Who can tell you?");
                talk.types("Example Valley IT", "Saved.");
            }
            Some(Deed::Stop) => {
                talk.terminal.types("y, but half a sent\u{3}");
                talk.terminal.shows("still open.");
                let here = talk.item.clone();
                let (code, raw) = talk.terminal.ends();
                assert_eq!(code, Some(0));
                assert!(lines(&raw).iter().all(|line| line.width() <= 80));
                talk = Talk::open(&home.dir, &[]);
                talk.terminal.shows("Who is answering? (Enter: Registered manager)");
                talk.types("", "questions, ");
                talk.question();
                // What was skipped is asked first: nothing else before it is open.
                assert_eq!(Some(&talk.item), skipped.as_ref());
                let first = items[&talk.item];
                talk.answers(first);
                answered.insert(first.id.to_string());
                talk.question();
                assert_eq!(talk.item, here);
                talk.answers(item);
            }
        }
        assert!(shown.contains("answered"), "{shown}");
        answered.insert(item.id.to_string());
    }
    talk.terminal.shows("Every question has an answer");
    talk.terminal.shows("1 question waits for an answer from: Example Valley IT.");
    assert_eq!(talk.terminal.ends().0, Some(0));
    assert_eq!(left, []);
    let saved = std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap();
    assert_data_eq!(saved, Data::read_from(Path::new("tests/it/terminal/whole.yaml"), None).raw());
}

fn is_yes_no(item: &Item) -> bool {
    item.kind == AnswerKind::YesNo && item.share_at_least.is_none()
}
