//! What a filled sheet says: its tables become patches to answers; what can't be taken is named with its place.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::columns::Column;
use super::docx::CHOOSE;
use super::questions::{DONT_KNOW, NO, NOT_APPLICABLE, YES};
use super::stamps::{Stamp, Then};
use super::text::one_line;
use crate::model::{
    Achievement, Answer, AnswerEvidence, AnswerKind, Audience, Item, ItemId, Pack, WordTable, nearest, written,
};

/// A filled sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// What it says of itself; absent where that was lost, as in a CSV file.
    pub stamp: Option<Stamp>,
    /// What it says about items, in the order of the sheet.
    pub patches: Vec<Patch>,
    /// What could not be taken.
    pub misread: Vec<Misread>,
    /// How many of its questions were left empty.
    pub empty: usize,
}

/// What a sheet says about one item.
#[derive(Clone, Debug, PartialEq)]
pub struct Patch {
    /// The item.
    pub item: ItemId,
    /// The answer.
    pub given: Given,
    /// Anything to add.
    pub comment: Option<String>,
    /// How many of how many.
    pub count: Option<(u32, u32)>,
    /// Where the proof is.
    pub evidence: Vec<AnswerEvidence>,
    /// Who says so.
    pub by: Option<String>,
    /// On which day.
    pub on: Date,
    /// What the answer was when the sheet was made, where the sheet says so.
    pub then: Option<Then>,
}

/// An answer of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A value, as answers hold it.
    Value(String),
    /// It does not apply, for this reason.
    NotApplicable(String),
    /// The proof is the answer, as for a document.
    Proof,
    /// An answer is refused, for this reason.
    Refused(String),
    /// The person does not know.
    DontKnow,
    /// Nothing, but a comment or a proof.
    Nothing,
}

/// Something in a sheet that can't be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// Where it stands.
    pub place: String,
    /// What is wrong, and what is expected.
    pub message: String,
}

/// Why a file is no filled sheet.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// There are no questions in it.
    #[error("no questions were found in it")]
    NoQuestions,
    /// It says of itself what this program can't take.
    #[error("{0}")]
    Stamp(String),
}

/// What one box of a sheet says, and where.
#[derive(Clone, Debug, Default)]
struct Said {
    text: String,
    place: String,
}

/// The boxes of one question.
#[derive(Clone, Debug, Default)]
struct Boxes {
    id: Said,
    boxes: BTreeMap<Column, Said>,
}

impl Boxes {
    fn get(&self, column: Column) -> Said {
        self.boxes.get(&column).cloned().unwrap_or_else(|| Said { text: String::new(), place: self.id.place.clone() })
    }

    fn is_empty(&self) -> bool {
        [Column::Answer, Column::Comment, Column::Share, Column::Kept].iter().all(|c| self.get(*c).text.is_empty())
    }
}

/// Everything that the tables of a file say.
#[derive(Default)]
struct Reading {
    questions: Vec<Boxes>,
    name: Said,
    date: Said,
    stamp: Option<Stamp>,
}

/// Reads the tables of a filled sheet. Where it names nobody, `by` said it; where it names no day, it was today.
///
/// # Errors
/// When it holds no questions, or is of another format.
pub fn fill(pack: &Pack, tables: &[WordTable], by: Option<&str>, today: Date) -> Result<Filled, FillError> {
    let mut reading = Reading::default();
    for table in tables {
        reading.table(table).map_err(FillError::Stamp)?;
    }
    if reading.questions.is_empty() {
        return Err(FillError::NoQuestions);
    }
    let Reading { questions, name, date, stamp } = reading;
    let mut filled = Filled { stamp, patches: Vec::new(), misread: Vec::new(), empty: 0 };
    let whole_day = match day(&date, today) {
        Ok(day) => day,
        Err(misread) => {
            filled.misread.push(misread);
            None
        }
    };
    let asked = filled.stamp.as_ref().and_then(|stamp| stamp.to.clone());
    let whole_name = [Some(name.text), by.map(str::to_owned), asked].into_iter().flatten().find(|n| !n.is_empty());
    let mut seen = BTreeSet::new();
    for question in &questions {
        if question.is_empty() {
            filled.empty += 1;
            continue;
        }
        let taken = item(pack, &question.id).and_then(|item| match seen.insert(item.id.clone()) {
            true => patch(item, question, today),
            false => Err(Misread {
                place: question.id.place.clone(),
                message: format!("question {} is answered further up already, so this one is not taken", item.id),
            }),
        });
        match taken {
            Ok(patch) => filled.patches.push(Patch {
                by: patch.by.or_else(|| whole_name.clone()),
                on: patch.on.or(whole_day).unwrap_or(today),
                then: filled.stamp.as_ref().and_then(|stamp| stamp.items.get(&patch.item).cloned()),
                item: patch.item,
                given: patch.given,
                comment: patch.comment,
                count: patch.count,
                evidence: patch.evidence,
            }),
            Err(misread) => filled.misread.push(misread),
        }
    }
    Ok(filled)
}

/// What the tables of a sheet say of it, before anything else of it is read.
///
/// # Errors
/// When it is of another format.
pub fn stamp(tables: &[WordTable]) -> Result<Option<Stamp>, FillError> {
    let mut reading = Reading::default();
    tables.iter().try_for_each(|table| reading.table(table)).map_err(FillError::Stamp)?;
    Ok(reading.stamp)
}

impl Reading {
    fn table(&mut self, table: &WordTable) -> Result<(), String> {
        let mut columns: Option<Vec<Option<Column>>> = None;
        let mut inside = false;
        let mut labels = BTreeMap::new();
        for (number, row) in &table.rows {
            let heads: Vec<Option<Column>> = row.iter().map(|cell| Column::headed(cell)).collect();
            let place = |column| heads.iter().position(|head| *head == Some(column));
            // "No" behind "Your answer" is an answer.
            if matches!((place(Column::Number), place(Column::Answer)), (Some(no), Some(answer)) if no < answer) {
                columns = Some(heads);
            } else if let Some(columns) = &columns {
                self.questions.extend(in_grid(table, *number, row, columns));
            } else {
                let first = row.first().map(String::as_str).unwrap_or_default();
                let second = row.get(1).map(String::as_str).unwrap_or_default();
                labels.insert(one_line(first), second.to_owned());
                self.labelled(first, second, &mut inside);
            }
        }
        if let Some(stamp) = Stamp::read(&labels)? {
            self.stamp = Some(stamp);
        }
        Ok(())
    }

    /// A row of a form: a label and what stands beside it. `inside` a question, or on the first page.
    fn labelled(&mut self, label: &str, text: &str, inside: &mut bool) {
        let label = one_line(label);
        if let Some(id) = label.strip_prefix("Question ").map(str::trim).filter(|id| !id.contains(' ')) {
            let id = Said { text: id.to_owned(), place: format!("question {id}") };
            self.questions.push(Boxes { id, boxes: BTreeMap::new() });
            *inside = true;
            return;
        }
        let Some(column) = Column::labelled(&label) else { return };
        let text = if text.trim() == CHOOSE { "" } else { text.trim() };
        match (*inside, self.questions.last_mut()) {
            (true, Some(question)) => {
                let place = format!("question {}, \"{}\"", question.id.text, column.label());
                question.boxes.insert(column, Said { text: text.to_owned(), place });
            }
            (false, _) | (true, None) => {
                let said = Said { text: text.to_owned(), place: format!("\"{}\" on the first page", column.label()) };
                match column {
                    Column::Name => self.name = said,
                    Column::Date => self.date = said,
                    _ => {}
                }
            }
        }
    }
}

/// A row of a table with one question a row; nothing where it has no number.
fn in_grid(table: &WordTable, number: usize, row: &[String], columns: &[Option<Column>]) -> Option<Boxes> {
    let mut question = Boxes::default();
    for (at, (cell, column)) in row.iter().zip(columns).enumerate() {
        let Some(column) = column else { continue };
        let cell_name = format!("{}{number}", letters(at));
        let place = match &table.name {
            Some(name) => format!("sheet {}, cell {cell_name}", one_line(name)),
            None => format!("line {number}, column {}", letters(at)),
        };
        let text = match cell.trim() {
            CHOOSE | "–" => String::new(),
            text => text.to_owned(),
        };
        match column {
            Column::Number => question.id = Said { text, place },
            column => {
                question.boxes.insert(*column, Said { text, place });
            }
        }
    }
    (!question.id.text.is_empty()).then_some(question)
}

/// The letters of a column, from 0.
fn letters(at: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    match at / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", letters(more - 1)),
    }
}

fn item<'a>(pack: &'a Pack, id: &Said) -> Result<&'a Item, Misread> {
    let wrong = |message: String| Misread { place: id.place.clone(), message };
    let number = id.text.trim_start_matches('\'');
    let found = pack.items().map(|(_, _, item)| item).find(|item| item.id.as_str() == number);
    match found {
        Some(Item { same_as: Some(other), .. }) => {
            Err(wrong(format!("question {number} is answered under {other}: write it there")))
        }
        Some(item) => Ok(item),
        None => {
            let near = nearest(number, pack.items().map(|(_, _, item)| item.id.as_str()));
            let near = near.map(|near| format!(" (is it {near}?)")).unwrap_or_default();
            Err(wrong(format!("there is no question \"{}\" in {}{near}", one_line(number), pack.short_title)))
        }
    }
}

/// A patch that does not know yet what holds for the whole sheet.
struct Row {
    item: ItemId,
    given: Given,
    comment: Option<String>,
    count: Option<(u32, u32)>,
    evidence: Vec<AnswerEvidence>,
    by: Option<String>,
    on: Option<Date>,
}

fn patch(item: &Item, question: &Boxes, today: Date) -> Result<Row, Misread> {
    let (answer, kept) = (question.get(Column::Answer), question.get(Column::Kept));
    let comment = question.get(Column::Comment).text;
    let (given, more) = given(item, &answer.text, &comment, !kept.text.is_empty()).map_err(|message| Misread {
        place: answer.place.clone(),
        message: match answer.text.as_str() {
            "" => message,
            text => format!("\"{}\": {message}", one_line(text)),
        },
    })?;
    let comment = match (&given, more) {
        // The comment is the reason then.
        (Given::NotApplicable(_) | Given::Refused(_), _) => None,
        (_, Some(more)) if comment.is_empty() => Some(more),
        (_, Some(more)) => Some(format!("{more}\n{comment}")),
        (_, None) => Some(comment).filter(|comment| !comment.is_empty()),
    };
    let share = question.get(Column::Share);
    let count = match (item.share_at_least, share.text.as_str()) {
        (None, _) | (_, "") => None,
        (Some(_), text) => Some(count(text).map_err(|message| Misread { place: share.place.clone(), message })?),
    };
    let name = question.get(Column::Name).text;
    Ok(Row {
        item: item.id.clone(),
        given,
        comment,
        count,
        evidence: place(&kept.text).into_iter().collect(),
        by: Some(name).filter(|name| !name.is_empty()),
        on: day(&question.get(Column::Date), today)?,
    })
}

/// What an answer box says for an item, and what of it belongs into the comment.
///
/// # Errors
/// In words: what is expected.
pub fn given(item: &Item, text: &str, comment: &str, has_proof: bool) -> Result<(Given, Option<String>), String> {
    let text = text.trim();
    let plain = text.to_lowercase().replace('’', "'");
    let plain = plain.trim_end_matches(['.', '!']).trim_end();
    let is_text = matches!(item.kind, AnswerKind::Text | AnswerKind::Document);
    let given = match plain {
        "" if has_proof && item.kind == AnswerKind::Document => Given::Proof,
        "" => Given::Nothing,
        "don't know" | "dont know" | "do not know" | "i don't know" | "not known" | "not sure" | "unsure" | "?"
        | "dk" => Given::DontKnow,
        "not applicable" | "n/a" | "na" | "does not apply" => {
            if item.not_applicable.is_none() {
                return Err(format!("this question can't be answered like that; expected {}", expected(item)));
            }
            match comment.trim() {
                "" => return Err("write under \"Details or comment\" why it does not apply".into()),
                reason => Given::NotApplicable(reason.to_owned()),
            }
        }
        "we do not share this" | "we don't share this" | "not shared" | "refused" | "refuse"
            if item.audience == Audience::Supplier =>
        {
            let reason = comment.trim();
            Given::Refused(if reason.is_empty() { "no reason was given".into() } else { reason.to_owned() })
        }
        "yes" | "y" if item.kind == AnswerKind::Document && has_proof => Given::Proof,
        "yes" | "y" | "no" | "n" if is_text => {
            return Err(format!("this question asks for words; expected {}", expected(item)));
        }
        _ => match item.kind {
            AnswerKind::YesNo => return yes_or_no(text).ok_or_else(|| format!("expected {}", expected(item))),
            AnswerKind::Text | AnswerKind::Document => Given::Value(text.to_owned()),
            AnswerKind::Achievement => match Achievement::named(plain) {
                Some(level) if item.degrees().any(|one| one == level) => Given::Value(level.as_str().to_owned()),
                _ => return Err(format!("expected {}", expected(item))),
            },
            AnswerKind::Number => Given::Value(plain.replace([',', ' '], "")),
            AnswerKind::Date => Given::Value(typed_day(plain).map_or_else(|| text.to_owned(), |day| day.to_string())),
            // A spreadsheet that took 95% for a number hands over 0.95.
            AnswerKind::Percentage
                if !plain.ends_with('%') && plain.parse().is_ok_and(|n: f64| n > 0.0 && n <= 1.0) =>
            {
                return Err(format!("expected {}", expected(item)));
            }
            AnswerKind::Percentage => Given::Value(plain.to_owned()),
        },
    };
    if let Given::Value(value) = &given {
        let answer = Answer { value: Some(value.clone()), ..Answer::default() };
        answer.claim(item.kind).map_err(|_| format!("expected {}", expected(item)))?;
    }
    Ok((given, None))
}

/// `Yes`, `no.`, and `Yes, all but two`: a word, a mark, and what goes into the comment.
fn yes_or_no(text: &str) -> Option<(Given, Option<String>)> {
    let (word, rest) = match text.find(|c: char| !c.is_alphanumeric()) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let value = match word.to_lowercase().as_str() {
        "yes" | "y" | "true" => "yes",
        "no" | "n" | "false" => "no",
        _ => return None,
    };
    let more = rest.trim_start();
    let more = match more.chars().next() {
        None => None,
        Some(',' | '.' | ';' | ':' | '-' | '–' | '—' | '!' | '\n') => {
            Some(more.trim_start_matches([',', '.', ';', ':', '-', '–', '—', '!', ' ', '\n']))
        }
        // `Yes and no` is neither.
        Some(_) => return None,
    };
    Some((Given::Value(value.to_owned()), more.filter(|more| !more.is_empty()).map(str::to_owned)))
}

/// What an item's answer box takes, in words.
fn expected(item: &Item) -> String {
    match (item.kind, &item.not_applicable) {
        (AnswerKind::YesNo, Some(_)) => format!("{YES}, {NO}, {NOT_APPLICABLE} or {DONT_KNOW}"),
        (AnswerKind::YesNo, None) => format!("{YES}, {NO} or {DONT_KNOW}"),
        (AnswerKind::Achievement, _) => {
            let levels: Vec<&str> = item.degrees().map(Achievement::title).collect();
            format!("{} or {DONT_KNOW}", levels.join(", "))
        }
        (AnswerKind::Text, _) => format!("a sentence or two, or {DONT_KNOW}"),
        (AnswerKind::Document, _) => {
            format!(
                "the name of the document and where it is kept, or {DONT_KNOW}; if there is none, leave it empty and \
                     say so under \"Details or comment\""
            )
        }
        (AnswerKind::Number, _) => "a whole number".into(),
        (AnswerKind::Date, _) => "a date, such as 4/3/2026".into(),
        (AnswerKind::Percentage, _) => "a percentage from 0 to 100 with its sign, such as 95%".into(),
    }
}

fn count(text: &str) -> Result<(u32, u32), String> {
    let wrong = || {
        format!("\"{}\": expected two numbers, such as 38 of 40, the first not more than the second", one_line(text))
    };
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let [count, out_of] = numbers.as_slice() else { return Err(wrong()) };
    match (count.parse(), out_of.parse()) {
        (Ok(count), Ok(out_of)) if count <= out_of && out_of > 0 => Ok((count, out_of)),
        _ => Err(wrong()),
    }
}

/// Where a proof is: a web address, or a place in words.
pub fn place(text: &str) -> Option<AnswerEvidence> {
    let text = text.trim();
    let is_address =
        (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace);
    match text {
        "" => None,
        text if is_address => Some(AnswerEvidence { address: Some(text.to_owned()), ..AnswerEvidence::default() }),
        text => Some(AnswerEvidence { kept: Some(text.to_owned()), ..AnswerEvidence::default() }),
    }
}

/// The day in a box; nothing where it is empty.
fn day(said: &Said, today: Date) -> Result<Option<Date>, Misread> {
    if said.text.is_empty() {
        return Ok(None);
    }
    let wrong = |message: &str| Misread {
        place: said.place.clone(),
        message: format!("\"{}\": {message}", one_line(&said.text)),
    };
    match typed_day(&said.text) {
        Some(day) if day > today => Err(wrong(&format!("that day is still to come; today is {}", written(today)))),
        Some(day) => Ok(Some(day)),
        None => Err(wrong("expected a date, such as 4/3/2026")),
    }
}

/// A day as British people write it: 4/3/2026, 4.3.26, 4 March 2026, 4th Mar 26, 2026-03-04.
fn typed_day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(day) = text.get(..10).unwrap_or(text).parse() {
        return Some(day);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    let month = month.parse().ok().or_else(|| month_of(month))?;
    let year = match year.parse().ok()? {
        year @ 0..100 => year + 2000,
        year => year,
    };
    Date::new(year, month, day).ok()
}

/// The number of a month by its name or at least three letters of it.
fn month_of(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let begins = |month: &i8| {
        let name = Date::new(2000, *month, 1).map(written).unwrap_or_default().to_lowercase();
        word.len() >= 3 && name.split(' ').nth(1).is_some_and(|name| name.starts_with(&word))
    };
    (1..=12).find(begins)
}
