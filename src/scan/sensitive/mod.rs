//! Personal data and secrets: named by kind and place where they lie in evidence, hidden where they would reach a
//! report.

mod hints;
mod patterns;
#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use regex::Regex;

use crate::model::Sensitive;

use self::patterns::{Caution, Kind, find};
use super::content::{Cell, Content, Table};

/// How many places of one kind are named.
const MOST: usize = 20;

/// The personal data and secrets of a file: by kind, and in each in the order of the file.
pub(super) fn sensitive(content: &Content) -> Vec<Sensitive> {
    let mut seen: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    for (at, line) in content.lines.iter().enumerate() {
        if hints::of(&line.text).is_empty() {
            continue;
        }
        let mut kinds: BTreeSet<Kind> = find(&line.text, Caution::Sure).iter().map(|found| found.kind).collect();
        if patterns::opens_bank_account(&line.text) {
            let next: Vec<_> = content.lines.iter().skip(at).take(3).map(|line| line.text.as_str()).collect();
            let joined = find(&next.join(" "), Caution::Sure);
            kinds.extend(joined.iter().map(|found| found.kind).filter(|kind| *kind == Kind::BankAccount));
        }
        for kind in kinds {
            seen.entry(kind).or_default().push(line.spot.to_string());
        }
    }
    for table in &content.tables {
        for (kind, place) in columns(table) {
            seen.entry(kind).or_default().push(place);
        }
    }
    seen.into_iter().flat_map(|(kind, places)| named(kind, places)).collect()
}

/// The places of a kind, each once, and how many more there are.
fn named(kind: Kind, mut places: Vec<String>) -> Vec<Sensitive> {
    let mut once = BTreeSet::new();
    places.retain(|place| once.insert(place.clone()));
    let more = places.len().saturating_sub(MOST);
    places.truncate(MOST);
    places.extend((more > 0).then(|| format!("and {more} more")));
    places.into_iter().map(|place| Sensitive { what: kind.name().into(), place }).collect()
}

/// What a column of a table is, by the words at its head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    NhsNumber,
    InsuranceNumber,
    SortCode,
    Account,
    Password,
}

/// Values that only the head of their column gives away.
fn columns(table: &Table) -> Vec<(Kind, String)> {
    let mut found = Vec::new();
    let mut heads: Vec<(usize, Column)> = Vec::new();
    for (row, cells) in table.rows.iter().enumerate() {
        if row < 20 {
            let named = cells.iter().enumerate().filter_map(|(at, cell)| Some((at, column(&text(cell))?)));
            let named: Vec<_> = named.collect();
            if !named.is_empty() {
                heads = named;
                continue;
            }
        }
        let has = |wanted: Column| {
            let mut columns = heads.iter().filter(|(_, column)| *column == wanted);
            columns.any(|(at, _)| cells.get(*at).is_some_and(|cell| is_value(wanted, &text(cell))))
        };
        for (at, column) in &heads {
            let Some(value) = cells.get(*at).map(text).filter(|value| is_value(*column, value)) else {
                continue;
            };
            let kind = match column {
                // The line has told of a number that is parted as NHS numbers are.
                Column::NhsNumber if value.bytes().all(|b| b.is_ascii_digit()) => Kind::NhsNumber,
                Column::InsuranceNumber if find(&value, Caution::Sure).is_empty() => Kind::InsuranceNumber,
                Column::SortCode if has(Column::Account) => Kind::BankAccount,
                Column::Password => Kind::Password,
                Column::NhsNumber | Column::InsuranceNumber | Column::SortCode | Column::Account => continue,
            };
            found.push((kind, place(table, row, *at)));
        }
    }
    found
}

/// What a head says that its column holds.
fn column(head: &str) -> Option<Column> {
    let words: Vec<_> = head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let head = words.join(" ").to_lowercase();
    match head.as_str() {
        "nhs" | "nhs no" | "nhs number" | "nhs num" | "nhsno" | "nhsnumber" | "nhs id" => Some(Column::NhsNumber),
        "ni"
        | "nino"
        | "ni no"
        | "ni number"
        | "national insurance"
        | "national insurance number"
        | "national insurance no" => Some(Column::InsuranceNumber),
        "sort code" | "sortcode" => Some(Column::SortCode),
        "account" | "account no" | "account number" | "bank account" | "bank account number" => Some(Column::Account),
        "password"
        | "passcode"
        | "passwords"
        | "current password"
        | "login password"
        | "wifi password"
        | "wi fi password"
        | "admin password"
        | "administrator password"
        | "user password" => Some(Column::Password),
        _ => None,
    }
}

/// Whether a cell holds what its head says.
fn is_value(column: Column, value: &str) -> bool {
    let digits = |value: &str| value.chars().filter(char::is_ascii_digit).count();
    let only = |marks: &[char]| value.chars().all(|c| c.is_ascii_digit() || marks.contains(&c));
    match column {
        Column::NhsNumber => patterns::valid_nhs_number(value) && only(&[' ', '-']),
        Column::InsuranceNumber => {
            let upper: String = value.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
            upper.len() == 9 && !find(&upper, Caution::Sure).is_empty()
        }
        Column::SortCode => digits(value) == 6 && only(&[' ', '-']),
        Column::Account => digits(value) == 8 && only(&[' ']),
        Column::Password => {
            let strong = value.contains(|c: char| c.is_ascii_digit()) && value.contains(char::is_alphabetic);
            value.chars().count() >= 6 && strong && !value.contains([' ', '/']) && !patterns::is_placeholder(value)
        }
    }
}

fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => Cow::Borrowed(text.trim()),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Empty | Cell::Bool(_) | Cell::Day(_) => Cow::Borrowed(""),
    }
}

/// A cell's place: a line of a CSV file, a cell of a sheet.
fn place(table: &Table, row: usize, column: usize) -> String {
    let number = table.numbers.get(row).copied().unwrap_or(row + 1);
    match &table.name {
        None => format!("line {number}"),
        Some(sheet) => format!("{sheet}!{}{number}", letters(column)),
    }
}

/// The letters of a column of a sheet: 0 is A, 26 is AA.
fn letters(mut column: usize) -> String {
    let mut letters = String::new();
    loop {
        let letter = u8::try_from(column % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + letter));
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => return letters,
        }
    }
}

/// How many characters of a value are shown.
const LONGEST: usize = 120;

/// A text made fit for a report: personal data and secrets hidden, nothing invisible in it, no longer than a line.
pub(super) fn mask(text: &str) -> String {
    // What lies far behind the cut need not be looked at.
    let near: String = text.chars().take(4_000).collect();
    let mut masked = shorten(&hide(&show(&near)));
    // Cutting can bring forth what looks like a number; a few rounds always settle it.
    for _ in 0..4 {
        let again = shorten(&hide(&masked));
        if again == masked {
            break;
        }
        masked = again;
    }
    masked
}

/// Invisible characters made visible or, where they stand for nothing, left out.
fn show(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => shown.push(' '),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                shown.push_str(&unicode(letter));
            }
            _ if letter.is_control() => shown.push_str(&unicode(letter)),
            _ => shown.push(letter),
        }
    }
    shown
}

fn unicode(letter: char) -> String {
    format!("\\u{{{:X}}}", u32::from(letter))
}

fn hide(text: &str) -> String {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"([\pL\pN_])[\pL\pN._%+'’-]*@([\pL\pN-]+(?:\.[\pL\pN-]+)*)").expect("the pattern is our own")
    });
    let mut hidden = String::with_capacity(text.len());
    let mut from = 0;
    for found in find(text, Caution::Hide) {
        hidden.push_str(text.get(from..found.range.start).unwrap_or(""));
        let name = if found.kind == Kind::ConnectionString { Kind::Password.name() } else { found.kind.name() };
        hidden.push('[');
        hidden.push_str(name);
        hidden.push(']');
        from = found.range.end;
    }
    hidden.push_str(text.get(from..).unwrap_or(""));
    let address = |found: &regex::Captures<'_>| {
        let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
        // Ciphers and key types carry the names of their makers, not of people.
        match part(2) {
            "openssh.com" | "libssh.org" => part(0).to_owned(),
            _ => format!("{}…@…", part(1)),
        }
    };
    ADDRESS.replace_all(&hidden, address).into_owned()
}

/// Cuts what is too long, and says so by three dots.
fn shorten(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}
