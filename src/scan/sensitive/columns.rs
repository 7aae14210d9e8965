//! Values that only the head of their column, or the cell before them, gives away.

use std::borrow::Cow;

use super::{
    find::{Caution, find},
    kind::Kind,
    money, passwords, people,
};
use crate::scan::content::{Cell, Table};

/// A value of a table: what it is and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    /// What it is.
    pub kind: Kind,
    /// The row, from 0.
    pub row: usize,
    /// The place, for people.
    pub place: String,
}

/// What a column of a table is, by the words at its head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    NhsNumber,
    InsuranceNumber,
    BirthDate,
    SortCode,
    Account,
    Card,
    WifiKey,
    Password,
}

/// How many rows at the start may be heads.
const HEADS: usize = 20;

/// Values that the head of their column, or the cell before them, gives away.
pub(super) fn columns(table: &Table) -> Vec<Held> {
    let mut found = Vec::new();
    let mut heads: Vec<(usize, Column)> = Vec::new();
    for (row, cells) in table.rows.iter().enumerate() {
        let held = |kind: Kind, at: usize| Held { kind, row, place: place(table, row, at) };
        if row < HEADS || cells.len() < 4 {
            let named = cells.iter().enumerate().filter_map(|(at, cell)| Some((at, column(&text(cell))?)));
            let named: Vec<_> = named.collect();
            for (at, column) in &named {
                let value = cells.get(at + 1).map(|cell| (text(cell), matches!(cell, Cell::Day(_))));
                let Some((value, is_day)) = value else { continue };
                let kind = match column {
                    Column::Password => Kind::Password,
                    Column::WifiKey => Kind::WifiKey,
                    Column::BirthDate => Kind::BirthDate,
                    Column::NhsNumber => Kind::NhsNumber,
                    Column::InsuranceNumber | Column::SortCode | Column::Account | Column::Card => continue,
                };
                if is_value(*column, &value) || is_day && *column == Column::BirthDate {
                    found.push(held(kind, at + 1));
                }
            }
            if row < HEADS && !named.is_empty() {
                heads = named;
                continue;
            }
        }
        let has = |wanted: Column| {
            let mut columns = heads.iter().filter(|(_, column)| *column == wanted);
            columns.any(|(at, _)| cells.get(*at).is_some_and(|cell| is_value(wanted, &text(cell))))
        };
        for (at, column) in &heads {
            let Some(cell) = cells.get(*at) else { continue };
            let value = text(cell);
            if !(is_value(*column, &value) || *column == Column::BirthDate && matches!(cell, Cell::Day(_))) {
                continue;
            }
            let kind = match column {
                Column::NhsNumber => Kind::NhsNumber,
                Column::InsuranceNumber => Kind::InsuranceNumber,
                Column::BirthDate => Kind::BirthDate,
                Column::SortCode if has(Column::Account) => Kind::BankAccount,
                Column::Card => Kind::Card,
                Column::WifiKey => Kind::WifiKey,
                Column::Password => Kind::Password,
                Column::SortCode | Column::Account => continue,
            };
            found.push(held(kind, *at));
        }
    }
    found
}

/// What a head says that its column holds.
fn column(head: &str) -> Option<Column> {
    // Most cells are no heads: they are told apart before anything is made of them.
    if head.len() > 40 || head.is_empty() || head.bytes().all(|b| !b.is_ascii_alphabetic()) {
        return None;
    }
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
        "dob" | "d o b" | "date of birth" | "birth date" | "birthdate" | "dateofbirth" | "birthday" | "born"
        | "patient dob" | "resident dob" => Some(Column::BirthDate),
        "sort code" | "sortcode" | "bank sort code" => Some(Column::SortCode),
        "account" | "account no" | "account number" | "bank account" | "bank account number" | "accountnumber" => {
            Some(Column::Account)
        }
        "card" | "card no" | "card number" | "payment card" | "credit card" | "debit card" | "credit card number"
        | "debit card number" | "long card number" => Some(Column::Card),
        "wifi password" | "wi fi password" | "wifi key" | "wi fi key" | "psk" | "pre shared key" | "wireless key"
        | "wireless password" | "network key" | "wifi passphrase" | "key content" => Some(Column::WifiKey),
        "password"
        | "passcode"
        | "passphrase"
        | "passwords"
        | "current password"
        | "default password"
        | "temporary password"
        | "initial password"
        | "new password"
        | "login password"
        | "admin password"
        | "administrator password"
        | "root password"
        | "router password"
        | "local admin password"
        | "laps password"
        | "user password"
        | "pwd"
        | "secret"
        | "client secret"
        | "secret value"
        | "api key"
        | "apikey" => Some(Column::Password),
        _ => None,
    }
}

/// Whether a cell holds what its head says.
fn is_value(column: Column, value: &str) -> bool {
    let digits = |value: &str| value.chars().filter(char::is_ascii_digit).count();
    let only = |marks: &[char]| value.chars().all(|c| c.is_ascii_digit() || marks.contains(&c));
    match column {
        Column::NhsNumber => people::valid_nhs_number(value) && only(&[' ', '-']),
        Column::InsuranceNumber => {
            let upper: String = value.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
            upper.len() == 9 && !find(&upper, Caution::Sure).is_empty()
        }
        Column::BirthDate => people::is_day(value),
        Column::SortCode => digits(value) == 6 && only(&[' ', '-']),
        Column::Account => digits(value) == 8 && only(&[' ']),
        Column::Card => money::is_card(value) && only(&[' ', '-']),
        Column::WifiKey => {
            (8..=63).contains(&value.chars().count())
                && !passwords::is_placeholder(value)
                && !value.contains(' ')
                && (passwords::is_strong(value) || value.len() > 9)
        }
        Column::Password => {
            let strong = value.contains(|c: char| c.is_ascii_digit()) && value.contains(char::is_alphabetic);
            value.chars().count() >= 6
                && strong
                && !value.contains([' ', '/'])
                && !people::is_day(value)
                && !passwords::is_placeholder(value)
        }
    }
}

/// The words or the number of a cell.
pub(super) fn text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) | Cell::Above(text) => Cow::Borrowed(text.trim()),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Empty | Cell::Coloured | Cell::Bool(_) | Cell::Day(_) => Cow::Borrowed(""),
    }
}

/// A cell's place: a line of a CSV file, a cell of a sheet.
pub(super) fn place(table: &Table, row: usize, column: usize) -> String {
    let number = table.numbers.get(row).copied().unwrap_or(row + 1);
    match &table.name {
        None => format!("line {number}"),
        Some(sheet) => format!("{}!{}{number}", super::mask::hide(sheet), letters(column)),
    }
}

/// The letters of a column of a sheet: 0 is A, 26 is AA.
pub(super) fn letters(mut column: usize) -> String {
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
