//! A question sheet as a value: what it says and asks, before any format.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::stamps::{Leaves, Stamp};
use super::text::one_line;
use crate::model::{Achievement, AnswerKind, Assessment, Audience, Bearing, CheckId, DocumentId, Item, Pack, written};

/// At most so many exports are named at a question; the rest are as good, and nobody reads on.
const MOST_EXPORTS: usize = 8;

/// What a sheet is to be about.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Who asks: the organisation.
    pub organisation: &'a str,
    /// The person who asks.
    pub from: Option<&'a str>,
    /// Who is asked; nobody for a worksheet of one's own.
    pub to: Option<&'a str>,
    /// The product that is asked about.
    pub product: Option<&'a str>,
    /// The last day for sending it back.
    pub by_when: Option<Date>,
    /// Today.
    pub today: Date,
    /// What it asks, in pack order.
    pub items: Vec<&'a Item>,
    /// Kinds of document by their names for people.
    pub documents: &'a BTreeMap<DocumentId, String>,
    /// Which exports show what a check looks for.
    pub exports: &'a BTreeMap<CheckId, Vec<Export>>,
}

/// A file that a program can write, and how to get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Its name for people.
    pub title: String,
    /// How to get it.
    pub get: String,
}

/// A question sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// What it is, in paragraphs.
    pub about: Vec<String>,
    /// Who, when and how many, by label.
    pub facts: Vec<(&'static str, String)>,
    /// How to fill it in, step by step.
    pub steps: Vec<String>,
    /// What it asks.
    pub questions: Vec<Question>,
    /// The exports that questions name by their number, from 1.
    pub exports: Vec<Export>,
    /// Whose words these are.
    pub notice: String,
    /// What it was made for and from.
    pub stamp: Stamp,
    /// The day on which it was made.
    pub made: Date,
}

/// One question of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The number of its item.
    pub id: String,
    /// Its short title.
    pub title: String,
    /// The question.
    pub question: String,
    /// Why it matters.
    pub why: String,
    /// What an answer commits to, with its label.
    pub commits: (&'static str, String),
    /// What proof of it looks like, strong and fair, where answers are graded.
    pub proof: Option<(String, String)>,
    /// When "not applicable" may be chosen.
    pub not_applicable: Option<String>,
    /// What to send with it.
    pub send: Vec<String>,
    /// What the answer can be, where it is one of a few words.
    pub choices: Vec<&'static str>,
    /// How to answer, in a sentence.
    pub hint: &'static str,
    /// What can be written on paper, where no list opens.
    pub ways: String,
    /// Whether numbers are asked as well.
    pub share: bool,
}

/// The words of an answer cell.
pub(super) const YES: &str = "Yes";
pub(super) const NO: &str = "No";
pub(super) const NOT_APPLICABLE: &str = "Not applicable";
pub(super) const DONT_KNOW: &str = "Don't know";
/// What only a supplier may say: of one's own house everybody may know.
pub(super) const NOT_SHARED: &str = "We do not share this";

/// Makes a sheet.
pub fn sheet(pack: &Pack, assessment: &Assessment, request: &Request<'_>) -> Sheet {
    let mut exports = Vec::new();
    let questions: Vec<Question> = request.items.iter().map(|item| question(item, request, &mut exports)).collect();
    let leaves = if request.to.is_some() { Leaves::TheHouse } else { Leaves::Never };
    let organisation = one_line(request.organisation);
    let stamp = Stamp {
        organisation: organisation.clone(),
        to: request.to.map(one_line),
        made: Some(request.today),
        ..Stamp::new(pack, assessment, &request.items, leaves)
    };
    let title = match request.to {
        Some(to) => format!("Questions for {}", one_line(to)),
        None => format!("Worksheet: {} questions on data security", questions.len()),
    };
    Sheet {
        title,
        about: about(pack, assessment, request, &organisation),
        facts: facts(request, &organisation, questions.len()),
        steps: steps(request, &questions),
        questions,
        exports,
        notice: one_line(&pack.notice),
        stamp,
        made: request.today,
    }
}

fn about(pack: &Pack, assessment: &Assessment, request: &Request<'_>, organisation: &str) -> Vec<String> {
    let title = one_line(&pack.title);
    let supplier = assessment.subject.as_deref().map(one_line);
    if let Some(supplier) = supplier.as_ref().filter(|_| pack.is_graded()) {
        return for_supplier(assessment, organisation, supplier);
    }
    let mut about = match (&supplier, request.to) {
        (Some(supplier), _) => {
            vec![format!("{organisation} is looking at how {supplier} protects information: {title}.")]
        }
        (None, _) => vec![format!("{organisation} is filling in this assessment: {title}.")],
    };
    about.push(one_line(&pack.summary));
    if request.to.is_some() {
        about.push(
            "The questions below are about things that you know better than we do. Your answers go into our assessment \
             under your name, so please say how things really are. \"No\" and \"Don't know\" help us too."
                .into(),
        );
    }
    about
}

/// What a supplier is told first: which product is meant, and what makes an answer count.
fn for_supplier(assessment: &Assessment, organisation: &str, supplier: &str) -> Vec<String> {
    let product = match &assessment.product {
        Some(product) => format!("{} of {supplier}", one_line(product)),
        None => format!("a product of {supplier}"),
    };
    vec![
        format!(
            "{organisation} keeps information about the people it cares for in {product}, or thinks of doing so. Care \
             providers in England have to know how their suppliers keep such information safe."
        ),
        "In the questions below, \"you\" is your firm and \"we\" is the care provider. Please answer for the product \
         and the version that we use."
            .into(),
        "Please show what you say. An answer without proof counts as weak. A paper of your own counts as fair if it is \
         dated and names the product. Strong are a recent test or certificate by somebody else, and exports of \
         settings. Please send summary letters and no full test reports."
            .into(),
    ]
}

fn facts(request: &Request<'_>, organisation: &str, questions: usize) -> Vec<(&'static str, String)> {
    let from = request.from.map(|from| format!("{}, {organisation}", one_line(from)));
    let mut facts = vec![("From", from.unwrap_or_else(|| organisation.to_owned()))];
    facts.extend(request.to.map(|to| ("To", one_line(to))));
    facts.extend(request.product.map(|product| ("Product", one_line(product))));
    facts.push(("Questions", questions.to_string()));
    facts.extend(request.by_when.map(|day| ("Please send back by", written(day))));
    facts.push(("Made on", written(request.today)));
    facts
}

fn steps(request: &Request<'_>, questions: &[Question]) -> Vec<String> {
    let back = match (request.to, request.by_when) {
        (Some(_), Some(day)) => {
            format!("Save this file and send it back, with the files that you want to show, by {}.", written(day))
        }
        (Some(_), None) => "Save this file and send it back, with the files that you want to show.".into(),
        (None, _) => "On paper: print it, fill it in and copy the answers. On screen: save it, then run \
                      `dspt merge` with the name of this file."
            .into(),
    };
    let supplier = questions.iter().any(|question| question.choices.contains(&NOT_SHARED));
    let choose = questions.iter().any(|question| !question.choices.is_empty());
    let mut steps = vec!["Write your name and the date.".to_owned()];
    if choose {
        steps.push(
            "Answer each question. Where there is a list, choose from it; anything more goes under \"Details or comment\"."
                .into(),
        );
    } else {
        steps.push("Answer each question in a sentence or two.".into());
    }
    if questions.iter().any(|question| question.choices.contains(&Achievement::Achieved.title())) {
        steps.push(
            "Where the list holds levels of achievement, choose the one that fits best, and say under \"Details or \
             comment\" why it is that one. The statements behind the levels, and a policy question where there is one, \
             are not in this sheet: they are answered in the program."
                .into(),
        );
    }
    if questions.iter().any(|question| question.choices.contains(&NOT_APPLICABLE)) {
        steps.push("Where you choose \"Not applicable\", say why under \"Details or comment\".".into());
    }
    steps.push(match supplier {
        true => {
            "Under \"Where the proof is\", write the name of each file that you send with the sheet, and the page. \
                 Put a semicolon between two names."
                .into()
        }
        false => "Under \"Where the proof is\", say which file you send, or where a record is kept, such as \"office \
                  safe\"."
            .into(),
    });
    if supplier {
        steps.push(format!("Where you would rather not answer, choose \"{NOT_SHARED}\", and say why."));
    }
    steps.push("Leave out what you can't answer, and leave the numbers of the questions as they are.".into());
    steps.push(
        "Don't write passwords, recovery keys or details of the people who are cared for into this sheet.".into(),
    );
    steps.push(back);
    steps
}

fn question(item: &Item, request: &Request<'_>, exports: &mut Vec<Export>) -> Question {
    let mut choices = Vec::new();
    if item.kind == AnswerKind::YesNo {
        choices.extend([YES, NO]);
        choices.extend(item.not_applicable.as_ref().map(|_| NOT_APPLICABLE));
        choices.extend((item.audience == Audience::Supplier).then_some(NOT_SHARED));
        choices.push(DONT_KNOW);
    }
    if item.kind == AnswerKind::Achievement {
        choices.extend(item.degrees().map(Achievement::title));
        choices.extend(item.not_applicable.as_ref().map(|_| NOT_APPLICABLE));
        choices.push(DONT_KNOW);
    }
    let commits = match item.kind {
        AnswerKind::YesNo => "A yes means",
        AnswerKind::Achievement => "Achieved means",
        AnswerKind::Text | AnswerKind::Document | AnswerKind::Number | AnswerKind::Date | AnswerKind::Percentage => {
            "An answer means"
        }
    };
    Question {
        id: item.id.to_string(),
        title: one_line(&item.title),
        question: one_line(&item.question),
        why: one_line(&item.why),
        commits: (commits, one_line(&item.commits)),
        proof: item.proof.as_ref().map(|proof| (one_line(&proof.strong), one_line(&proof.fair))),
        not_applicable: item.not_applicable.as_deref().map(one_line),
        send: send(item, request, exports),
        hint: hint(item),
        ways: ways(item, &choices),
        choices,
        share: item.share_at_least.is_some(),
    }
}

fn hint(item: &Item) -> &'static str {
    match (item.kind, item.share_at_least) {
        (AnswerKind::YesNo, Some(_)) => "Choose from the list, and say how many of how many.",
        (AnswerKind::YesNo, None) => "Choose from the list.",
        (AnswerKind::Achievement, _) => {
            "Choose the level from the list, and say under \"Details or comment\" why it is that one."
        }
        (AnswerKind::Text, _) => "Write a sentence or two.",
        (AnswerKind::Document, _) => "Write what it is called and where it is kept.",
        (AnswerKind::Number, _) => "Write a number.",
        (AnswerKind::Date, _) => "Write a date, such as 4/3/2026.",
        (AnswerKind::Percentage, _) => "Write a percentage with its sign, such as 95%.",
    }
}

/// What can be written, for those who do it on paper.
fn ways(item: &Item, choices: &[&str]) -> String {
    match (choices, &item.not_applicable) {
        ([], None) => format!("{} Or: {DONT_KNOW}.", hint(item)),
        ([], Some(_)) => format!("{} Or: {NOT_APPLICABLE}, with the reason; {DONT_KNOW}.", hint(item)),
        (choices, _) => choices.join(" / "),
    }
}

/// What would show it: documents first, then what programs can write.
fn send(item: &Item, request: &Request<'_>, exports: &mut Vec<Export>) -> Vec<String> {
    let titles = item.evidence.iter().filter_map(|rule| request.documents.get(&rule.document));
    let mut send: Vec<String> = match item.shows.as_slice() {
        [] => titles.map(|title| one_line(title)).collect(),
        shows => shows.iter().map(|shown| one_line(shown)).collect(),
    };
    let mut bearing: Vec<_> = item.checks.iter().collect();
    bearing.sort_by_key(|used| match used.bearing {
        Bearing::Settles => 0,
        Bearing::Backs => 1,
        Bearing::Supports => 2,
    });
    let mut named: Vec<&Export> = Vec::new();
    for export in bearing.iter().filter_map(|used| request.exports.get(&used.check)).flatten() {
        let known = |other: &&Export| bare(&other.title) == bare(&export.title);
        if !named.iter().any(known) {
            named.push(export);
        }
    }
    for export in named.into_iter().take(MOST_EXPORTS) {
        let number = exports.iter().position(|known| known == export).unwrap_or_else(|| {
            exports.push(export.clone());
            exports.len() - 1
        });
        send.push(format!("{} (export {})", one_line(bare(&export.title)), number + 1));
    }
    send
}

/// A title without the form of the file, which tells twins of the same thing apart: `Google users (JSON)`.
fn bare(title: &str) -> &str {
    [" (JSON)", " (table)", " (text)", " (CSV)"].iter().find_map(|form| title.strip_suffix(form)).unwrap_or(title)
}
