//! What a typed line means.

use crate::model::{Achievement, Answer, AnswerEvidence, AnswerKind, Claim, Item, typed};

/// A command or something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Help,
    Quit,
    Skip,
    Back,
    List,
    Left,
    Go,
    Look,
    NotApplicable,
    DontKnow,
    Evidence,
    Comment,
    Same,
    Use,
    Nothing,
    Other,
}

/// The command that a line begins with, and the rest of the line.
///
/// A command that takes words ends in a colon, so that no sentence of an answer is taken for one.
pub(super) fn word(kind: AnswerKind, text: &str) -> (Word, &str) {
    let (first, rest) = text.split_once(char::is_whitespace).map_or((text, ""), |(first, rest)| (first, rest.trim()));
    let lower = first.to_lowercase();
    let alone = rest.is_empty();
    let word = match text.to_lowercase().trim_end_matches(['.', '!']) {
        "" => Word::Nothing,
        "don't know" | "dont know" | "not sure" | "unsure" | "no idea" | "i don't know" | "i dont know"
        | "i don’t know" | "don’t know" => Word::DontKnow,
        "not applicable" | "n/a" => Word::NotApplicable,
        "what is left" | "what's left" => Word::Left,
        _ => match lower.as_str() {
            "?" | "h" | "help" if alone => Word::Help,
            "q" | "quit" | "exit" | "stop" if alone => Word::Quit,
            "s" | "skip" if alone => Word::Skip,
            "b" | "back" if alone => Word::Back,
            "l" | "list" | "all" | "review" if alone => Word::List,
            "left" if alone => Word::Left,
            "scan" | "look" if alone => Word::Look,
            "go" | "jump" if is_number_of_item(rest) => Word::Go,
            "same" if alone => Word::Same,
            "u" | "use" if alone => Word::Use,
            "na" => Word::NotApplicable,
            "dk" => Word::DontKnow,
            "e" if alone => Word::Evidence,
            "c" if alone => Word::Comment,
            "e:" | "evidence:" => Word::Evidence,
            "c:" | "comment:" => Word::Comment,
            _ if kind == AnswerKind::YesNo && alone && is_number_of_item(first) => return (Word::Go, first),
            _ => Word::Other,
        },
    };
    let whole = matches!(word, Word::NotApplicable | Word::DontKnow) && lower != "na" && lower != "dk";
    (word, if whole { "" } else { rest })
}

/// `4.5.3`, `A1.a`: figures and letters in three parts or two.
fn is_number_of_item(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|part| !part.is_empty() && part.len() <= 3 && part.chars().all(char::is_alphanumeric))
}

/// A typed value as it is kept, and the comment behind a yes or no.
pub(super) fn value(kind: AnswerKind, text: &str) -> (String, String) {
    match kind {
        AnswerKind::YesNo => {
            let (first, rest) = text.split_once(|c: char| !c.is_alphabetic()).unwrap_or((text, ""));
            let rest = rest.trim_matches(|c: char| c.is_whitespace() || ",.;:-–".contains(c));
            match first.to_lowercase().as_str() {
                "y" | "yes" => ("yes".into(), rest.into()),
                "n" | "no" => ("no".into(), rest.into()),
                _ => (text.into(), String::new()),
            }
        }
        AnswerKind::Date => (typed(text).map_or_else(|| text.to_owned(), |day| day.to_string()), String::new()),
        AnswerKind::Percentage => match count(text) {
            Ok(Some((count, out_of))) => {
                let share = f64::from(count) * 100.0 / f64::from(out_of);
                (format!("{}", (share * 10.0).floor() / 10.0), format!("{count} of {out_of}"))
            }
            Ok(None) | Err(_) => (text.into(), String::new()),
        },
        AnswerKind::Text | AnswerKind::Document | AnswerKind::Number | AnswerKind::Achievement => {
            (text.into(), String::new())
        }
    }
}

/// A level by its letter or its name, with the words behind a comma: `p`, `not achieved`, `a, since March`.
pub(super) fn level(text: &str) -> Option<(Achievement, &str)> {
    let (name, comment) = text.split_once([',', ';', ':']).map_or((text, ""), |(name, rest)| (name, rest.trim()));
    let letter = match name.trim().to_lowercase().as_str() {
        "a" => Some(Achievement::Achieved),
        "p" | "partial" | "partially" => Some(Achievement::PartiallyAchieved),
        "n" | "not" => Some(Achievement::NotAchieved),
        _ => None,
    };
    letter.or_else(|| Achievement::named(name)).map(|level| (level, comment))
}

/// What to say of a reply that is no number, day or share.
pub(super) fn not_understood(kind: AnswerKind, text: &str) -> String {
    match kind {
        AnswerKind::Date => format!("“{text}” is not a day that I can read. Type it like 4 March 2026 or 4/3/2026"),
        AnswerKind::Number => format!("“{text}” is not a whole number: type one, such as 12"),
        AnswerKind::Percentage => format!("“{text}” is not a percentage: type 95, or two numbers such as 38 of 40"),
        AnswerKind::Achievement => {
            format!("“{text}” is not a level: type a, p or n, or press Enter for the statements")
        }
        AnswerKind::YesNo | AnswerKind::Text | AnswerKind::Document => format!("“{text}” is not understood"),
    }
}

/// Whether a reply to an open question is no more than a yes or a no.
pub(super) fn is_only_yes_or_no(text: &str) -> bool {
    matches!(text.to_lowercase().trim_end_matches(['.', '!']), "y" | "yes" | "n" | "no")
}

/// What to say of such a reply.
pub(super) fn words_wanted(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Document => {
            "This one asks where to find it. Type the name of a file, a web address, or a place such as “office safe”. If there \
             is none yet, type s"
        }
        AnswerKind::YesNo
        | AnswerKind::Text
        | AnswerKind::Number
        | AnswerKind::Date
        | AnswerKind::Percentage
        | AnswerKind::Achievement => "This one needs a sentence or two. If you don't know, type dk",
    }
}

/// `38 of 40`, `38/40`, `38 40`; nothing when left out.
pub(super) fn count(text: &str) -> Result<Option<(u32, u32)>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    match numbers.as_slice() {
        [count, out_of] => match (count.parse(), out_of.parse()) {
            (Ok(count), Ok(out_of)) if count <= out_of && out_of > 0 => Ok(Some((count, out_of))),
            (Ok(_), Ok(_)) => Err("The first number can't be more than the second, such as 38 of 40".into()),
            _ => Err("These numbers are too large".into()),
        },
        _ => Err("Type two numbers, such as 38 of 40".into()),
    }
}

/// What a line names as evidence.
pub(super) enum Named {
    /// A file of the evidence folder, a web address, or a place.
    Evidence(AnswerEvidence),
    /// A file that is not in the evidence folder.
    Elsewhere(String),
    /// Nothing.
    Nothing,
}

/// What a line names as evidence: a file of the evidence folder, a web address, a file elsewhere, or a place.
pub(super) fn evidence(text: &str, files: &[(String, String)]) -> Named {
    let typed = text.trim();
    let text = typed.trim_matches(['"', '\'']).trim();
    if text.is_empty() {
        return Named::Nothing;
    }
    if text.starts_with("http://") || text.starts_with("https://") {
        return Named::Evidence(AnswerEvidence { address: Some(text.into()), ..AnswerEvidence::default() });
    }
    let path = text.replace('\\', "/");
    let path = path.trim_start_matches("./").trim_start_matches("evidence/");
    let named = |file: &&(String, String)| file.0.eq_ignore_ascii_case(path);
    let ends = |file: &&(String, String)| file.0.to_lowercase().ends_with(&format!("/{}", path.to_lowercase()));
    let mut ending = files.iter().filter(ends);
    let found = files.iter().find(named).or_else(|| match (ending.next(), ending.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    });
    if let Some((file, sha256)) = found {
        let sha256 = Some(sha256.clone()).filter(|hash| !hash.is_empty());
        return Named::Evidence(AnswerEvidence { file: Some(file.clone()), sha256, ..AnswerEvidence::default() });
    }
    if is_path(path) {
        return Named::Elsewhere(typed.to_owned());
    }
    Named::Evidence(AnswerEvidence { kept: Some(text.into()), ..AnswerEvidence::default() })
}

/// Endings by which even a name with blanks is a file and no place.
const DOCUMENTS: [&str; 16] = [
    "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "txt", "jpg", "jpeg", "png", "heic", "msg", "eml",
];

/// Whether words look like the path of a file rather than like a place in a building.
fn is_path(path: &str) -> bool {
    let ending = path.rsplit('.').next().filter(|ending| ending.len() < path.len()).unwrap_or("").to_lowercase();
    let rooted =
        path.starts_with('/') || path.starts_with("~/") || path.starts_with("file:") || path.get(1..3) == Some(":/");
    let short = (2..=5).contains(&ending.len()) && ending.chars().all(char::is_alphanumeric);
    DOCUMENTS.contains(&ending.as_str()) || rooted || short && !path.contains(' ')
}

/// An answer in words, for "before".
pub(super) fn in_words(item: &Item, answer: &Answer) -> Option<String> {
    let words = match answer.claim(item.kind).ok()? {
        Claim::Yes => format!("yes{}", share(answer)),
        Claim::No => format!("no{}", share(answer)),
        Claim::Text(text) => text,
        Claim::Number(number) => number.to_string(),
        Claim::Day(day) => crate::model::written(day),
        Claim::Percentage(percent) => format!("{percent}%"),
        Claim::Level(level) => level.words().to_owned(),
        Claim::Nothing if !answer.indicators.is_empty() => {
            let attainment = item.attainment(answer);
            format!("{} of {} statements answered", attainment.answered, attainment.all)
        }
        Claim::NotApplicable(reason) => format!("not applicable: {reason}"),
        Claim::Refused(reason) => format!("refused: {reason}"),
        Claim::Ask(who) => format!("to be asked: {who}"),
        Claim::Nothing if answer.evidence.is_empty() => return None,
        Claim::Nothing => format!("evidence: {}", named(answer)),
    };
    Some(words)
}

fn share(answer: &Answer) -> String {
    match (answer.count, answer.out_of) {
        (Some(count), Some(out_of)) => format!(" ({count} of {out_of})"),
        _ => String::new(),
    }
}

/// The evidence of an answer by its names.
fn named(answer: &Answer) -> String {
    let name = |piece: &AnswerEvidence| {
        piece.file.clone().or_else(|| piece.address.clone()).or_else(|| piece.kept.clone()).unwrap_or_default()
    };
    answer.evidence.iter().map(name).collect::<Vec<_>>().join(", ")
}
