//! The rows below the header become items; every row that does not is named with the reason, and what can't be read
//! without guessing stops the import.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Entry, ImportError, List,
    layout::{self, Layout},
    names::{self, Role},
    reference::{self, Number},
    said::{self, Said},
    text,
};
use crate::model::{CellKind, Flag, Reference, WorkbookCell, WorkbookRow, WorkbookSheet};

/// More faults than this in one file help nobody.
const MOST_FAULTS: usize = 20;

/// Reads the rows of a sheet.
pub(super) fn read(sheet: &WorkbookSheet, layout: &Layout) -> Result<List, ImportError> {
    let mut reader = Reader::new(sheet, layout);
    for (number, row) in sheet.rows.range(layout.header + 1..) {
        reader.row(*number, row);
    }
    reader.finish()
}

struct Reader<'a> {
    sheet: &'a WorkbookSheet,
    layout: &'a Layout,
    list: List,
    faults: Vec<String>,
    /// Rows with a number and no question, which may be headings.
    bare: Vec<Bare>,
    /// Numbers whose zeros may be lost, with their rows.
    loose: BTreeMap<Reference, usize>,
    seen: BTreeMap<Reference, usize>,
    last: Option<Reference>,
    hidden: Vec<usize>,
    /// Whether the column of flags says "no" in words anywhere.
    says_no: bool,
    /// All numbers of the sheet.
    numbers: BTreeSet<Reference>,
    /// How many pieces most of them have.
    depth: usize,
}

/// A row with a number that is no item by itself.
struct Bare {
    row: usize,
    id: Reference,
    words: String,
    loose: bool,
    not_asked: bool,
    mandatory: bool,
}

impl<'a> Reader<'a> {
    fn new(sheet: &'a WorkbookSheet, layout: &'a Layout) -> Self {
        let mut list = List {
            place: sheet.called(),
            audience: layout.audience.as_ref().map(super::Audience::words),
            asked: layout.audience.clone(),
            columns: layout
                .taken
                .iter()
                .map(|column| format!("{}: {}", layout::place(column), column.role.words()))
                .collect(),
            notes: layout.notes.clone(),
            tells_mandatory: layout.column(Role::Mandatory).is_some(),
            tells_approaching: layout.column(Role::Approaching).is_some(),
            ..List::default()
        };
        list.title = layout.title.clone();
        let says_no = layout.column(Role::Mandatory).is_some_and(|column| {
            let below = sheet.rows.range(layout.header + 1..);
            below.filter_map(|(_, row)| row.cells.get(&column.at)).any(|cell| said::flag(&cell.text) == Said::No)
        });
        let column = layout.column(Role::Reference).map(|column| column.at);
        let below = sheet.rows.range(layout.header + 1..);
        let numbers: BTreeSet<Reference> = below
            .filter_map(|(_, row)| match reference::number(row.cells.get(&column?)?) {
                Number::Is { id, .. } => Some(id),
                Number::Words(_) | Number::Lost(_) => None,
            })
            .collect();
        let depth = depth(&numbers);
        Self {
            sheet,
            layout,
            list,
            numbers,
            depth,
            faults: Vec::new(),
            bare: Vec::new(),
            loose: BTreeMap::new(),
            seen: BTreeMap::new(),
            last: None,
            hidden: Vec::new(),
            says_no,
        }
    }

    fn cell(&self, row: usize, role: Role) -> Option<&'a WorkbookCell> {
        self.sheet.at(row, self.layout.column(role)?.at)
    }

    fn words(&self, row: usize, role: Role) -> String {
        self.cell(row, role).map(|cell| text::clean(&cell.text)).unwrap_or_default()
    }

    fn fault(&mut self, row: usize, what: &str) {
        self.faults.push(format!("row {row}: {what}"));
    }

    fn skip(&mut self, row: usize, why: impl Into<String>) {
        self.list.skipped.push((row, why.into()));
    }

    fn row(&mut self, number: usize, row: &WorkbookRow) {
        if self.is_header(number, row) {
            return;
        }
        let cell = self.cell(number, Role::Reference);
        let Some(cell) = cell.filter(|cell| !cell.text.is_empty() || cell.struck || cell.kind == CellKind::Formula)
        else {
            self.without_number(number, row);
            return;
        };
        if cell.struck && cell.text.is_empty() {
            self.skip(number, "struck through in the sheet");
            return;
        }
        match reference::number(cell) {
            Number::Lost(why) => self.fault(number, &format!("the number {why}")),
            Number::Words(words) => self.words_for_number(number, &words),
            Number::Is { id, loose } => {
                let loose = loose && reference::pieces(&id) < 3;
                self.item(number, row, id, loose);
            }
        }
    }

    /// Whether a row is the header again; another header is another table.
    fn is_header(&mut self, number: usize, row: &WorkbookRow) -> bool {
        let at = |role: Role| self.layout.column(role).map(|column| column.at);
        let mut found = (false, false);
        let mut elsewhere = false;
        for (column, cell) in row.cells.iter().filter(|(_, cell)| cell.kind == CellKind::Words && cell.text.len() < 80)
        {
            match names::header(&cell.text) {
                names::Header { role: Some(Role::Reference), rank, .. } if rank < 50 => {
                    found.0 = true;
                    elsewhere |= at(Role::Reference) != Some(*column);
                }
                names::Header { role: Some(Role::Text | Role::Help), rank, .. } if rank < 50 => found.1 = true,
                _ => {}
            }
        }
        // "no" and "text" are names of columns, and answers of an item too.
        let item = self.cell(number, Role::Reference).map(reference::number);
        if found != (true, true) || matches!(item, Some(Number::Is { .. })) {
            return false;
        }
        if elsewhere {
            self.fault(
                number,
                "another table begins here, with its numbers in another column; keep one table in a sheet",
            );
        } else {
            self.skip(number, "the header again");
        }
        true
    }

    /// A row that has words and no number: a heading, or a note.
    fn without_number(&mut self, number: usize, row: &WorkbookRow) {
        let question = self.words(number, Role::Text);
        let mut headings = 0;
        for role in [Role::Section, Role::Assertion] {
            headings += usize::from(self.heading(number, role, None));
        }
        let words: Vec<String> = row.cells.values().map(|cell| text::short(&cell.text, 60)).collect();
        let mandatory = said::flag(&self.words(number, Role::Mandatory)) == Said::Yes;
        if !question.is_empty() && mandatory {
            self.fault(number, &format!("a mandatory question without a number: “{}”", text::short(&question, 60)));
        } else if headings == 0 {
            let words = words.into_iter().find(|words| !words.is_empty()).unwrap_or_default();
            self.skip(number, format!("no number: “{words}”"));
        }
    }

    /// Words in the column of numbers: a heading such as `Standard 1: Papers`, a note, or a number out of form.
    fn words_for_number(&mut self, number: usize, words: &str) {
        let (id, title) = reference::leading(words);
        let question = self.words(number, Role::Text);
        let flagged = self.layout.column(Role::Mandatory).is_some() && !self.words(number, Role::Mandatory).is_empty();
        match id {
            Some(id) if question.is_empty() && !title.is_empty() => {
                self.bare.push(Bare {
                    row: number,
                    id,
                    words: title,
                    loose: false,
                    not_asked: false,
                    mandatory: false,
                });
            }
            _ if !question.is_empty() && (flagged || words.chars().any(|c| c.is_ascii_digit())) => {
                let words = text::short(words, 40);
                self.fault(number, &format!("“{words}” is not a number such as 1.1.1, and the row holds a question"));
            }
            _ => self.skip(number, format!("no number: “{}”", text::short(words, 60))),
        }
    }

    /// Takes the title of a section or an assertion from its own columns; says whether there was one.
    fn heading(&mut self, number: usize, role: Role, item: Option<&Reference>) -> bool {
        let columns: Vec<usize> = self.layout.all(role).map(|column| column.at).collect();
        let (mut id, mut title) = (None, String::new());
        for at in columns {
            let Some(cell) = self.sheet.at(number, at).filter(|cell| !cell.text.is_empty()) else { continue };
            let (found, rest) = reference::leading(&text::one_line(&cell.text));
            // A number alone may have lost its zeros, and the item's own says it as well.
            id = id.or(found.filter(|_| cell.kind != CellKind::Number || item.is_none()));
            if title.is_empty() && rest.chars().any(char::is_alphabetic) {
                title = rest;
            }
        }
        let depth = if role == Role::Section { 1 } else { 2 };
        let own = item.filter(|item| reference::pieces(item) > depth).map(|item| reference::parent(item, depth));
        if let (Some(id), Some(own)) = (&id, &own)
            && id != own
            && reference::pieces(id) == depth
        {
            let (what, item) = (if role == Role::Section { "standard" } else { "assertion" }, item);
            let item = item.map(ToString::to_string).unwrap_or_default();
            self.list.notes.push(format!(
                "Row {number}: the column of the {what} says {id}, and item {item} belongs to {own}; the item's number counts"
            ));
            return true;
        }
        let Some(id) = own.or(id) else { return false };
        if title.is_empty() {
            return false;
        }
        self.list.headings.entry(id).or_insert(title);
        true
    }

    fn item(&mut self, number: usize, row: &WorkbookRow, id: Reference, loose: bool) {
        let question = self.cell(number, Role::Text);
        match question.map(|cell| cell.kind) {
            Some(CellKind::Formula) => {
                return self.fault(number, "the question is a formula without a result");
            }
            Some(CellKind::Error) => return self.fault(number, "the question holds an error of a formula"),
            _ => {}
        }
        let struck = question.is_some_and(|cell| cell.struck);
        let question = self.words(number, Role::Text);
        for role in [Role::Section, Role::Assertion] {
            self.heading(number, role, Some(&id));
        }
        let flag = match self.cell(number, Role::Mandatory) {
            Some(cell) if cell.kind == CellKind::Formula => {
                return self.fault(number, "what is mandatory is a formula without a result");
            }
            Some(cell) => said::flag(&cell.text),
            None => Said::Nothing,
        };
        if question.is_empty() {
            if struck {
                return self.skip(number, format!("{id}: struck through in the sheet"));
            }
            let words = row.cells.values().map(|cell| text::one_line(&cell.text));
            let words = words.filter(|words| words.chars().any(char::is_alphabetic)).max_by_key(String::len);
            let (not_asked, mandatory) = (flag != Said::Yes, flag == Said::Yes);
            self.bare.push(Bare { row: number, id, words: words.unwrap_or_default(), loose, not_asked, mandatory });
            return;
        }
        if reference::pieces(&id) < self.depth && self.heads(&id, loose) {
            let words = text::one_line(&question);
            self.bare.push(Bare { row: number, id, words, loose, not_asked: true, mandatory: false });
            return;
        }
        if flag == Said::NotAsked {
            self.list.of_others += 1;
            return;
        }
        let mut doubts = Vec::new();
        if reference::pieces(&id) < self.depth {
            if matches!(flag, Said::Nothing) {
                return self
                    .skip(number, format!("{id} has fewer parts than the other numbers, and nothing stands below it"));
            }
            doubts.push("Its number has fewer parts than the others, so it may be a heading.".into());
        }
        if let Some(first) = self.seen.get(&id).copied() {
            return self.twice(number, &id, first, loose);
        }
        self.in_order(number, &id, loose);
        self.seen.insert(id.clone(), number);
        if struck {
            doubts.push(format!("Some words of its question are struck through in row {number} and were left out."));
        }
        if row.hidden {
            self.hidden.push(number);
            doubts.push(format!("Its row, {number}, is hidden in the sheet, so it may not be asked any more."));
        }
        let mandatory = self.mandatory(number, flag, &mut doubts);
        let approaching = self.approaching(number, &mut doubts);
        let help = self.words(number, Role::Help);
        let kind_words = self.words(number, Role::Kind);
        let kind = said::kind(&kind_words);
        if kind.is_none() && !kind_words.is_empty() {
            let words = text::short(&kind_words, 40);
            doubts.push(format!("What kind of answer “{words}” means is not known to us."));
        }
        let exempt = self.exempt(number);
        let title = Some(text::short(&self.words(number, Role::Title), 80)).filter(|title| !title.is_empty());
        let news = said::news(&self.words(number, Role::Change), self.layout.audience.as_ref());
        self.last = Some(id.clone());
        self.list.entries.push(Entry {
            row: number,
            section: reference::parent(&id, 1),
            assertion: id.clone(),
            id,
            question,
            help: Some(help).filter(|help| !help.is_empty()),
            title,
            kind,
            mandatory,
            approaching,
            doubts,
            news,
            exempt,
        });
    }

    /// Whether other numbers of the sheet belong below one; 4.1 may be 4.10 to Excel.
    fn heads(&self, id: &Reference, loose: bool) -> bool {
        let under = |start: String| self.numbers.iter().any(|one| one.as_str().starts_with(&start));
        under(format!("{id}.")) || loose && under(format!("{id}0."))
    }

    fn mandatory(&self, number: usize, flag: Said, doubts: &mut Vec<String>) -> Option<Flag> {
        self.layout.column(Role::Mandatory)?;
        if let Some(flag) = said::certain(flag) {
            return Some(flag);
        }
        let of_text = self.layout.column(Role::Text).is_some_and(|column| !column.audience.is_empty());
        Some(match flag {
            Said::Nothing if !self.says_no && (of_text || !self.layout.several) => Flag::No,
            Said::Nothing if !self.says_no => {
                doubts.push("The list leaves open whether it is optional for you or not asked of you.".into());
                Flag::No
            }
            Said::Nothing => {
                doubts.push("The list does not say whether it is mandatory: its cell is empty.".into());
                Flag::Doubtful
            }
            _ => {
                let words = text::short(&self.words(number, Role::Mandatory), 60);
                doubts.push(format!("Whether it is mandatory is not plain: the list says “{words}”."));
                Flag::Doubtful
            }
        })
    }

    fn approaching(&self, number: usize, doubts: &mut Vec<String>) -> Option<Flag> {
        self.layout.column(Role::Approaching)?;
        let words = self.words(number, Role::Approaching);
        Some(match said::flag(&words) {
            Said::Yes => Flag::Yes,
            Said::No | Said::NotAsked | Said::Nothing => Flag::No,
            Said::Unclear => {
                let words = text::short(&words, 60);
                doubts.push(format!("Whether Approaching Standards needs it is not plain: the list says “{words}”."));
                Flag::Doubtful
            }
        })
    }

    fn exempt(&self, number: usize) -> Vec<&'static str> {
        let columns = self.layout.taken.iter().filter_map(|column| match column.role {
            Role::Exempt(certificate) => Some((column.at, certificate)),
            _ => None,
        });
        let says = |at: usize| self.sheet.at(number, at).is_some_and(|cell| said::exempts(&cell.text));
        columns.filter(|(at, _)| says(*at)).map(|(_, certificate)| certificate).collect()
    }

    fn twice(&mut self, number: usize, id: &Reference, first: usize, loose: bool) {
        if loose || self.loose.contains_key(id) {
            return self.fault(number, &lost_zero(id, first));
        }
        let same = |role: Role| self.words(number, role) == self.words(first, role);
        match [Role::Text, Role::Help, Role::Mandatory, Role::Approaching].into_iter().all(same) {
            true => self.skip(number, format!("{id} again, the same as in row {first}")),
            false => {
                self.fault(number, &format!("{id} comes a second time, and says something else than in row {first}"))
            }
        }
    }

    /// A number that Excel may have shortened must stand where it belongs.
    fn in_order(&mut self, number: usize, id: &Reference, loose: bool) {
        if !loose {
            return;
        }
        self.loose.insert(id.clone(), number);
        if let Some(last) = self.last.clone().filter(|last| *last >= *id) {
            let message = format!(
                "{id} is a number to Excel and stands after {last}, so it may have lost a zero and mean {id}0; make the \
                 column text, type the numbers again, and import the copy"
            );
            self.fault(number, &message);
        }
    }

    fn finish(mut self) -> Result<List, ImportError> {
        self.bare_rows();
        if !self.hidden.is_empty() {
            let rows = text::joined(&self.hidden);
            self.list.notes.push(format!("Hidden in the sheet, and taken in doubt: row {rows}"));
        }
        if !self.faults.is_empty() {
            let more = self.faults.len().saturating_sub(MOST_FAULTS);
            self.faults.truncate(MOST_FAULTS);
            if more > 0 {
                self.faults.push(format!("and {more} more"));
            }
            return Err(ImportError {
                message: format!("{} can't be taken as it is; nothing was written", self.list.place),
                details: self.faults,
                hint: "mend these rows in a copy of the file and import the copy".into(),
            });
        }
        if self.list.entries.is_empty() {
            return Err(ImportError {
                message: format!("{} has a header and no question below it", self.list.place),
                details: self.list.columns.clone(),
                hint: match self.list.of_others {
                    0 => "is it the right sheet? --sheet names another".into(),
                    n => format!("{n} rows are for others; --category says for whom the list is to be read"),
                },
            });
        }
        self.list.skipped.sort();
        self.assertions();
        Ok(self.list)
    }

    /// What rows with a number and no question are: headings, questions for others, or faults.
    fn bare_rows(&mut self) {
        let depth = self.depth;
        let with_text = self.layout.column(Role::Text).is_some_and(|column| !column.audience.is_empty());
        for bare in std::mem::take(&mut self.bare) {
            let under = format!("{}.", bare.id);
            let holds = self.list.entries.iter().any(|entry| entry.id.as_str().starts_with(&under));
            if reference::pieces(&bare.id) < depth {
                let next = self.list.entries.iter().find(|entry| entry.row > bare.row).map(|entry| &entry.id);
                let belongs = next.map(|next| reference::parent(next, reference::pieces(&bare.id)));
                // 4.1 above 4.10.1 is 4.10 without its zero.
                let id = match belongs {
                    Some(parent) if bare.loose && parent.as_str().trim_end_matches('0') == bare.id.as_str() => parent,
                    Some(parent) if bare.loose && parent != bare.id && holds => {
                        let message = format!(
                            "{} is a number to Excel and stands above {}; write it as text, so that its zeros are sure",
                            bare.id,
                            next.map(ToString::to_string).unwrap_or_default()
                        );
                        self.fault(bare.row, &message);
                        continue;
                    }
                    _ => bare.id.clone(),
                };
                if !bare.words.is_empty() {
                    self.list.headings.entry(id).or_insert_with(|| text::one_line(&bare.words));
                }
                continue;
            }
            if bare.not_asked && with_text {
                self.list.of_others += 1;
            } else if bare.mandatory {
                self.fault(bare.row, &format!("{} is mandatory and has no question", bare.id));
            } else {
                self.fault(bare.row, &format!("{} has no question", bare.id));
            }
        }
    }

    /// Gives every item its assertion.
    fn assertions(&mut self) {
        for entry in &mut self.list.entries {
            let pieces = reference::pieces(&entry.id);
            entry.assertion = reference::parent(&entry.id, if pieces > 2 { 2 } else { 1 });
        }
        super::settle(&mut self.list);
    }
}

/// How many pieces most numbers have: those are the items.
fn depth(numbers: &BTreeSet<Reference>) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for id in numbers {
        *counts.entry(reference::pieces(id)).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(pieces, count)| (*count, *pieces)).map_or(3, |(pieces, _)| pieces)
}

fn lost_zero(id: &Reference, first: usize) -> String {
    format!(
        "{id} comes a second time (first in row {first}) and is a number to Excel, so one of them may be {id}0; make the \
         column text, type the numbers again, and import the copy"
    )
}
