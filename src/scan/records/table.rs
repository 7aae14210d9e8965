//! Rows under a header row that is found by what its headers say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::gathered::{self, Gathered};
use super::{Opened, Record, Records, rows, told};
use crate::scan::content::{Cell, Content, Node, Spot, Table, Value};
use crate::scan::kind::{Alias, Kind, Layout};
use crate::scan::rules::Patterns;
use crate::scan::value;

/// The header row is looked for in so many rows.
const FIRST_ROWS: usize = 20;
/// And in so many columns.
const FIRST_COLUMNS: usize = 200;
/// The words of a row that could be headers: for each cell with text its place and the forms in which it is compared.
pub(super) type Words = Vec<(usize, Vec<String>)>;

/// The words of the rows of a table in which its header may stand.
pub(super) fn words(table: &Table) -> Vec<Words> {
    let of_row = |row: &Vec<Cell>| {
        let cells = row.iter().take(FIRST_COLUMNS).enumerate();
        let words = cells.filter_map(|(at, cell)| match cell {
            Cell::Text(text) | Cell::Above(text) => Some((at, forms(text))),
            Cell::Empty | Cell::Coloured | Cell::Number(_) | Cell::Bool(_) | Cell::Day(_) => None,
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

/// The headers of which a table of a kind has one of each list; none for kinds that are no tables.
pub(super) fn wanted(kind: &Kind) -> Vec<Vec<String>> {
    if kind.layout != Layout::Table {
        return Vec::new();
    }
    let aliases = kind.aliases.get_or_init(|| aliases(kind));
    let of = |fits: &dyn Fn(&Alias) -> bool| {
        aliases.iter().filter(|alias| fits(alias)).map(|alias| alias.words.clone()).collect()
    };
    // A column may be made of others, and one that is gathered has no header.
    let parts = |column: &str| kind.join.get(column).into_iter().flatten();
    let is_of = |alias: &Alias, column: &str| alias.column == column || parts(column).any(|p| *p == alias.column);
    let columns = || kind.recognise.columns.iter().filter(|column| !kind.gather.contains_key(*column));
    match kind.recognise.columns.is_empty() {
        true => vec![of(&|_| true)],
        false => columns().map(|column| of(&|alias| is_of(alias, column))).collect(),
    }
}

pub(super) fn cut(kind: &Kind, patterns: &Patterns, name: &str, opened: &Opened<'_>) -> Option<Records> {
    let content = opened.content;
    let mut records = Vec::new();
    let mut days = Vec::new();
    let in_lines = content.lines.iter().any(|line| matches!(line.spot, Spot::Line(_)));
    // A sheet a person is named after that person.
    let by_number = kind.subject.kind.is_personal() && content.tables.len() > 1;
    let tables = (1..).zip(content.tables.iter().zip(&opened.headers));
    let tables = tables.filter(|(_, (table, _))| !is_left_out(kind, table));
    let found: Vec<_> = tables
        .filter_map(|(number, (table, words))| Some((number, table, header(kind, patterns, table, words)?)))
        .collect();
    if found.is_empty() {
        return None;
    }
    let abouts = abouts(kind, patterns, content, &found);
    for ((number, table, header), about) in found.iter().zip(abouts) {
        let sheet = match &table.name {
            Some(_) if by_number => Some(format!("sheet {number}")),
            name => name.as_deref().map(value::mask),
        };
        let mut shape = super::shape(kind);
        shape.private.insert(ABOUT.to_owned());
        for (column, at) in &header.columns {
            shape.names.insert(column.clone(), tidy(&text(header.row.get(*at))));
            if below(table, header.number).any(|(row, _)| gathered::is_month_first(row.get(*at))) {
                shape.month_first.insert(column.clone());
            }
        }
        for (column, parts) in &header.joined {
            let headers: Vec<String> = parts.iter().map(|at| tidy(&text(header.row.get(*at)))).collect();
            shape.names.insert(column.clone(), headers.join(" and "));
        }
        for (list, columns) in &header.gathered {
            let headers = columns.iter().map(|column| column.header.as_str());
            shape.names.insert(list.clone(), headers.collect::<Vec<_>>().join(" or "));
        }
        let doubtful = gathered::doubtful(header.gathered.values(), || below(table, header.number).map(|(row, _)| row));
        let shape = Arc::new(shape);
        let ours = rows::Ours { kind, row: header.row, columns: &header.columns };
        for (row, number) in below(table, header.number).filter(|(row, _)| rows::is_record(row, &ours)) {
            let spot = |at: usize| place(sheet.as_deref(), at, number, in_lines);
            let mut map: Vec<(String, Node)> = header
                .columns
                .iter()
                .filter(|(column, _)| !header.joined.contains_key(*column))
                .map(|(column, at)| {
                    let said = of_cell(row.get(*at));
                    let told = kind.days.get(column).map(|telling| told::day(&said, *telling));
                    let value = told.filter(|told| *told != Value::Null).unwrap_or(said);
                    (column.clone(), Node { value, spot: spot(*at) })
                })
                .collect();
            let first = header.columns.values().copied().min().unwrap_or_default();
            for (column, parts) in &header.joined {
                let words: Vec<String> = parts.iter().map(|at| text(row.get(*at))).filter(|w| !w.is_empty()).collect();
                let value = if words.is_empty() { Value::Null } else { Value::Text(words.join(" ")) };
                let at = parts.iter().copied().min().unwrap_or(first);
                map.push((column.clone(), Node { value, spot: spot(at) }));
            }
            for (list, columns) in &header.gathered {
                let telling = kind.gather.get(list).map(|gather| gather.days);
                let elements = gathered::elements(columns, row, telling, &doubtful, &spot);
                map.push((list.clone(), Node { value: Value::List(elements), spot: spot(first) }));
            }
            if let Some(about) = &about {
                map.push((ABOUT.to_owned(), Node { value: Value::Text(about.clone()), spot: spot(first) }));
            }
            if header.naming(kind).any(|at| matches!(row.get(at), Some(Cell::Above(_)))) {
                map.push((JOINED.to_owned(), Node { value: Value::Bool(true), spot: spot(first) }));
            }
            let tree = Node { value: Value::Map(map), spot: spot(first) };
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
    Some(super::together(records, &days, None))
}

/// The path under which a record keeps what its sheet is about.
pub(in crate::scan) const ABOUT: &str = "about";

/// The path under which a record keeps that the name of its subject is joined with that of the row above.
pub(in crate::scan) const JOINED: &str = "joined";

/// What each of several tables is about, by its sheet's name and the words above its header; nothing where there is only
/// one, or where none says what the kind is known by.
fn abouts(
    kind: &Kind,
    patterns: &Patterns,
    content: &Content,
    found: &[(usize, &Table, Header<'_>)],
) -> Vec<Option<String>> {
    let about = |(_, table, header): &(usize, &Table, Header<'_>)| {
        let above = table.rows.iter().take(header.number).flatten().map(|cell| text(Some(cell)));
        let words: Vec<String> = table.name.iter().cloned().chain(above).filter(|words| !words.is_empty()).collect();
        words.join("\n")
    };
    let abouts: Vec<String> = if content.tables.len() > 1 { found.iter().map(about).collect() } else { Vec::new() };
    let known = |about: &String| {
        let lines = kind.recognise.lines.iter().filter_map(|line| patterns.get(line));
        lines.clone().next().is_some() && lines.clone().all(|line| line.is_match(about))
    };
    if abouts.len() > 1 && abouts.iter().any(known) {
        abouts.into_iter().map(Some).collect()
    } else {
        vec![None; found.len()]
    }
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
    gathered: BTreeMap<String, Vec<Gathered>>,
    /// Where the parts stand of the columns that are put together.
    joined: BTreeMap<String, Vec<usize>>,
}

impl Header<'_> {
    fn has(&self, column: &String) -> bool {
        self.columns.contains_key(column) || self.gathered.contains_key(column) || self.joined.contains_key(column)
    }

    /// Where the columns stand that name the subject.
    fn naming(&self, kind: &Kind) -> impl Iterator<Item = usize> {
        let at = |column: &String| match self.joined.get(column) {
            Some(parts) => parts.clone(),
            None => self.columns.get(column).copied().into_iter().collect(),
        };
        kind.subject.at.iter().flat_map(at).collect::<Vec<_>>().into_iter()
    }

    fn fit(&self) -> usize {
        self.columns.len() + self.gathered.values().map(Vec::len).sum::<usize>()
    }
}

/// The first of the rows that fit best.
fn header<'a>(kind: &Kind, patterns: &Patterns, table: &'a Table, words: &[Words]) -> Option<Header<'a>> {
    let mut best: Option<Header<'a>> = None;
    let wanted = &kind.recognise;
    for (number, (row, words)) in table.rows.iter().zip(words).enumerate() {
        if words.len() < wanted.columns.len() {
            continue;
        }
        let above = number.checked_sub(1).and_then(|above| table.rows.get(above));
        let gathered = gathered::columns(kind, patterns, row, above.map_or(&[], Vec::as_slice));
        let taken = |at: usize| gathered.values().flatten().any(|column| column.at == at);
        let columns = columns(kind, &words.iter().filter(|(at, _)| !taken(*at)).collect::<Vec<_>>());
        let joined = joined(kind, &columns);
        let header = Header { number, row, columns, gathered, joined };
        let fewest = if wanted.columns.is_empty() { kind.columns.len().min(2) } else { 1 };
        let fits = wanted.columns.iter().all(|c| header.has(c))
            && (wanted.any_column.is_empty() || wanted.any_column.iter().any(|c| header.has(c)))
            && !wanted.no_columns.iter().any(|c| header.has(c))
            && header.fit() >= fewest;
        if fits && best.as_ref().is_none_or(|best| header.fit() > best.fit()) {
            best = Some(header);
        }
    }
    best
}

/// The columns that are put together of others, where all of these are there.
fn joined(kind: &Kind, columns: &BTreeMap<String, usize>) -> BTreeMap<String, Vec<usize>> {
    let all = |parts: &Vec<String>| parts.iter().map(|part| columns.get(part).copied()).collect::<Option<Vec<usize>>>();
    kind.join.iter().filter_map(|(column, parts)| Some((column.clone(), all(parts)?))).collect()
}

/// Which header of a row is which of our columns: the same words first, then words among others; each only once.
fn columns(kind: &Kind, headers: &[&(usize, Vec<String>)]) -> BTreeMap<String, usize> {
    // Best fit first: how little else the header says, then the order in which the kind lists its headers.
    let mut fits = Vec::new();
    for Alias { column, rank, words, length } in kind.aliases.get_or_init(|| aliases(kind)) {
        for (at, forms) in headers.iter().copied() {
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
pub(super) fn normal(text: &str) -> String {
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

pub(super) fn tidy(text: &str) -> String {
    text.trim_start_matches('\u{feff}').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows below a header with their numbers in the file.
fn below(table: &Table, header: usize) -> impl Iterator<Item = (&[Cell], usize)> {
    table
        .rows
        .iter()
        .enumerate()
        .skip(header + 1)
        .map(|(at, row)| (row.as_slice(), table.numbers.get(at).copied().unwrap_or(at + 1)))
}

pub(super) fn text(cell: Option<&Cell>) -> String {
    value::words(&Node { value: of_cell(cell), spot: Spot::Whole })
}

pub(super) fn of_cell(cell: Option<&Cell>) -> Value {
    match cell {
        None | Some(Cell::Empty | Cell::Coloured) => Value::Null,
        Some(Cell::Text(text) | Cell::Above(text)) if text.trim().is_empty() => Value::Null,
        Some(Cell::Text(text) | Cell::Above(text)) => Value::Text(text.trim().to_owned()),
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
