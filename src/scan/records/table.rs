//! Rows under a header row that is found by what its headers say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Opened, Record, Records};
use crate::scan::content::{Cell, Node, Spot, Table, Value};
use crate::scan::days::NoDay;
use crate::scan::kind::{Alias, Kind};
use crate::scan::value;

/// The header row is looked for in so many rows.
const FIRST_ROWS: usize = 20;
/// And in so many columns.
const FIRST_COLUMNS: usize = 200;
/// What the first cell of a row says that adds up the others.
const TOTALS: [&str; 9] =
    ["total", "totals", "grand total", "subtotal", "sub total", "sum", "count", "average", "overall"];

/// The words of a row that could be headers: for each cell with text its place and the forms in which it is compared.
pub(super) type Words = Vec<(usize, Vec<String>)>;

/// The words of the rows of a table in which its header may stand.
pub(super) fn words(table: &Table) -> Vec<Words> {
    let of_row = |row: &Vec<Cell>| {
        let cells = row.iter().take(FIRST_COLUMNS).enumerate();
        let words = cells.filter_map(|(at, cell)| match cell {
            Cell::Text(text) => Some((at, forms(text))),
            Cell::Empty | Cell::Number(_) | Cell::Bool(_) | Cell::Day(_) => None,
        });
        words.collect()
    };
    table.rows.iter().take(FIRST_ROWS).map(of_row).collect()
}

/// The words of all rows in which a header may stand, one form after the other.
pub(super) fn said(headers: &[Vec<Words>]) -> String {
    let forms = headers.iter().flatten().flatten().flat_map(|(_, forms)| forms);
    forms.map(String::as_str).collect()
}

/// Whether these words can have the headers that a kind is known by.
pub(super) fn may(kind: &Kind, said: &str) -> bool {
    let aliases = kind.aliases.get_or_init(|| aliases(kind));
    let has = |column: &str| aliases.iter().any(|alias| alias.column == column && said.contains(&alias.words));
    match kind.recognise.columns.is_empty() {
        true => aliases.iter().any(|alias| said.contains(&alias.words)),
        false => kind.recognise.columns.iter().all(|column| has(column)),
    }
}

pub(super) fn cut(kind: &Kind, name: &str, opened: &Opened<'_>) -> Option<Records> {
    let content = opened.content;
    let mut records = Vec::new();
    let mut days = Vec::new();
    let mut found = false;
    let in_lines = content.lines.iter().any(|line| matches!(line.spot, Spot::Line(_)));
    let tables = content.tables.iter().zip(&opened.headers);
    // A sheet a person is named after that person.
    let by_number = kind.subject.kind.is_personal() && content.tables.len() > 1;
    for (number, (table, words)) in (1..).zip(tables).filter(|(_, (table, _))| !is_left_out(kind, table)) {
        let sheet = match &table.name {
            Some(_) if by_number => Some(format!("sheet {number}")),
            name => name.as_deref().map(value::mask),
        };
        let Some(header) = header(kind, table, words) else { continue };
        found = true;
        let mut shape = super::shape(kind);
        for (column, at) in &header.columns {
            shape.names.insert(column.clone(), tidy(&text(header.row.get(*at))));
            if rows(table, header.number).any(|(row, _)| is_month_first(row.get(*at))) {
                shape.month_first.insert(column.clone());
            }
        }
        let shape = Arc::new(shape);
        for (row, number) in rows(table, header.number).filter(|(row, _)| is_record(row, &header)) {
            let spot = |at: usize| place(sheet.as_deref(), at, number, in_lines);
            let map = header
                .columns
                .iter()
                .map(|(column, at)| (column.clone(), Node { value: of_cell(row.get(*at)), spot: spot(*at) }));
            let first = header.columns.values().copied().min().unwrap_or_default();
            let tree = Node { value: Value::Map(map.collect()), spot: spot(first) };
            let place = match &sheet {
                Some(sheet) if content.tables.len() > 1 => format!("row {number} of {sheet}"),
                _ => format!("row {number}"),
            };
            let subject = super::subject(kind, &tree, &place, name);
            let collected = super::collected(kind, &tree);
            let day = collected.as_ref().map(|(day, _)| *day);
            days.push(collected);
            records.push(Record { spot: tree.spot.clone(), tree, subject, collected: day, shape: Arc::clone(&shape) });
        }
    }
    found.then(|| super::together(records, &days, None))
}

/// Whether the name of a sheet says that it is about others, such as people who have left.
fn is_left_out(kind: &Kind, table: &Table) -> bool {
    let name = between_blanks(&normal(table.name.as_deref().unwrap_or_default()));
    kind.recognise.no_sheets.iter().any(|word| name.contains(&between_blanks(&normal(word))))
}

/// A header row and where our columns stand in it.
struct Header<'a> {
    number: usize,
    row: &'a [Cell],
    columns: BTreeMap<String, usize>,
}

/// The first of the rows that fit best.
fn header<'a>(kind: &Kind, table: &'a Table, words: &[Words]) -> Option<Header<'a>> {
    let mut best: Option<Header<'a>> = None;
    for (number, (row, words)) in table.rows.iter().zip(words).enumerate() {
        if words.len() < kind.recognise.columns.len() {
            continue;
        }
        let columns = columns(kind, words);
        let fewest = if kind.recognise.columns.is_empty() { kind.columns.len().min(2) } else { 1 };
        let fits = kind.recognise.columns.iter().all(|c| columns.contains_key(c))
            && (kind.recognise.any_column.is_empty()
                || kind.recognise.any_column.iter().any(|c| columns.contains_key(c)))
            && !kind.recognise.no_columns.iter().any(|c| columns.contains_key(c))
            && columns.len() >= fewest.max(1);
        if fits && best.as_ref().is_none_or(|best| columns.len() > best.columns.len()) {
            best = Some(Header { number, row, columns });
        }
    }
    best
}

/// Which header of a row is which of our columns: the same words first, then words among others; each only once.
fn columns(kind: &Kind, headers: &Words) -> BTreeMap<String, usize> {
    // Best fit first: how little else the header says, then the order in which the kind lists its headers.
    let mut fits = Vec::new();
    for Alias { column, rank, words, length } in kind.aliases.get_or_init(|| aliases(kind)) {
        for (at, forms) in headers {
            let beside = forms.iter().filter(|form| form.contains(words)).map(|form| count(form) - length).min();
            if let Some(rest) = beside {
                fits.push((rest * 100 / (rest + length), *rank, *at, column));
            }
        }
    }
    fits.sort();
    let mut columns = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (_, _, at, column) in fits {
        if !columns.contains_key(column) && used.insert(at) {
            columns.insert(column.clone(), at);
        }
    }
    columns
}

/// The headers of a kind as they are compared, made ready once.
fn aliases(kind: &Kind) -> Vec<Alias> {
    let mut all = Vec::new();
    for (column, aliases) in &kind.columns {
        let own = column.replace('-', " ");
        for (rank, alias) in aliases.iter().chain([&own]).enumerate() {
            let words = between_blanks(&normal(alias));
            if !words.trim().is_empty() {
                all.push(Alias { column: column.clone(), rank, length: count(&words), words });
            }
        }
    }
    all
}

/// Words with a blank before and behind, so that whole words are found in them.
fn between_blanks(words: &str) -> String {
    format!(" {words} ")
}

fn count(words: &str) -> usize {
    words.split_whitespace().count()
}

/// A header as it is compared, between blanks: as it stands, and without what is in brackets.
fn forms(text: &str) -> Vec<String> {
    let mut bare = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    let mut forms = vec![normal(text), normal(&bare)];
    // A heading in a sentence is none.
    forms.retain(|form| !form.is_empty() && count(form) <= 10);
    forms.dedup();
    forms.iter().map(|form| between_blanks(form)).collect()
}

/// Lower case, words parted by single spaces, no punctuation.
fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut parted = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if parted && !normal.is_empty() {
                normal.push(' ');
            }
            parted = false;
            normal.extend(c.to_lowercase());
        } else {
            parted = true;
        }
    }
    normal
}

fn tidy(text: &str) -> String {
    text.trim_start_matches('\u{feff}').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows below a header with their numbers in the file.
fn rows(table: &Table, header: usize) -> impl Iterator<Item = (&[Cell], usize)> {
    table
        .rows
        .iter()
        .enumerate()
        .skip(header + 1)
        .map(|(at, row)| (row.as_slice(), table.numbers.get(at).copied().unwrap_or(at + 1)))
}

/// Whether a row is neither empty, nor the header again, nor a total, nor a note.
fn is_record(row: &[Cell], header: &Header<'_>) -> bool {
    let filled: Vec<String> = row.iter().map(|c| text(Some(c))).filter(|t| !t.is_empty()).collect();
    let ours = header.columns.values().any(|at| !text(row.get(*at)).is_empty());
    let Some(first) = filled.first().filter(|_| ours) else { return false };
    let said = normal(first);
    let again = header.columns.values().all(|at| {
        let here = normal(&text(row.get(*at)));
        here.is_empty() || here == normal(&text(header.row.get(*at)))
    });
    let note =
        filled.len() == 1 && (first.starts_with('*') || said.starts_with("note ") || said.split(' ').count() > 8);
    !again && !note && !TOTALS.contains(&said.as_str()) && !said.starts_with("total ")
}

fn is_month_first(cell: Option<&Cell>) -> bool {
    matches!(cell, Some(Cell::Text(text)) if text.len() < 40
        && text.starts_with(|c: char| c.is_ascii_digit())
        && crate::scan::days::parse(text) == Err(NoDay::MonthFirst))
}

fn text(cell: Option<&Cell>) -> String {
    value::words(&Node { value: of_cell(cell), spot: Spot::Whole })
}

fn of_cell(cell: Option<&Cell>) -> Value {
    match cell {
        None | Some(Cell::Empty) => Value::Null,
        Some(Cell::Text(text)) if text.trim().is_empty() => Value::Null,
        Some(Cell::Text(text)) => Value::Text(text.trim().to_owned()),
        Some(Cell::Number(number)) => Value::Number(*number),
        Some(Cell::Bool(truth)) => Value::Bool(*truth),
        Some(Cell::Day(day)) => Value::Day(*day),
    }
}

/// Where a cell stands: a line of a text file, a cell of a sheet, a row of a table in a document.
fn place(sheet: Option<&str>, at: usize, number: usize, in_lines: bool) -> Spot {
    match sheet {
        Some(sheet) => Spot::Cell(format!("{sheet}!{}{number}", letters(at))),
        None if in_lines => Spot::Line(number),
        None => Spot::Cell(format!("row {number} of a table")),
    }
}

/// The letters of a column, from 0: A, Z, AA.
fn letters(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(u8::try_from(at % 26).map_or('?', |n| char::from(b'A' + n)));
        match (at / 26).checked_sub(1) {
            Some(next) => at = next,
            None => break,
        }
    }
    letters.iter().rev().collect()
}
