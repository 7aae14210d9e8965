//! Personal data and secrets: named by kind and place where they lie in evidence, hidden where they would reach a
//! report.

mod columns;
mod find;
mod gate;
mod keys;
mod kind;
mod labels;
mod mask;
mod money;
mod passwords;
mod people;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Sensitive;

pub use self::mask::mask_name;
pub(super) use self::mask::{hide, mask, mask_title};
use self::{
    columns::columns,
    find::{Caution, find, find_by},
    gate::Gate,
    kind::Kind,
};
use super::content::{Content, Line, Spot};

/// How many places of one kind are named.
const MOST: usize = 20;

/// The personal data and secrets of a file: by kind, and in each in the order of the file.
pub(super) fn sensitive(content: &Content) -> Vec<Sensitive> {
    let mut seen: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    let held: Vec<_> = content.tables.iter().enumerate().map(|(at, table)| (at, columns(table))).collect();
    let in_row = |kind: Kind, table: usize, row: usize| {
        let mut held = held.iter().filter(|(at, _)| *at == table).flat_map(|(_, held)| held);
        held.any(|held| held.kind == kind && held.row == row)
    };
    let one_line = content.tree.as_ref().filter(|_| content.lines.len() < 3);
    let mut promised = None;
    let words = gate::words(&content.lines);
    for ((at, line), words) in content.lines.iter().enumerate().zip(words) {
        let gate = Gate::seen(&line.text, words);
        let mut kinds = line_kinds(gate, line, content.lines.get(at..).unwrap_or_default());
        kinds.extend(promised.filter(|kind| labels::holds(*kind, &line.text)));
        // A label may have an empty line below it.
        promised = match line.text.trim().is_empty() {
            true => promised.filter(|_| at > 0 && content.lines.get(at - 1).is_some_and(|l| !l.text.trim().is_empty())),
            false => labels::label(gate, &line.text),
        };
        for kind in kinds {
            match row_of(content, line) {
                Some((table, row)) => match cells(content, table, row, kind) {
                    places if places.is_empty() && in_row(kind, table, row) => {}
                    places if places.is_empty() => seen.entry(kind).or_default().push(line.spot.to_string()),
                    places => seen.entry(kind).or_default().extend(places),
                },
                None if one_line.is_some() => {}
                None => seen.entry(kind).or_default().push(line.spot.to_string()),
            }
        }
    }
    for held in held.into_iter().flat_map(|(_, held)| held) {
        seen.entry(held.kind).or_default().push(held.place);
    }
    if let Some(tree) = &content.tree {
        for (kind, place) in tree::values(tree, one_line.is_some()) {
            seen.entry(kind).or_default().push(place);
        }
    }
    seen.into_iter().flat_map(|(kind, places)| named(kind, places)).collect()
}

/// What in a text that somebody typed names a person or is secret, in words; each kind once.
pub fn personal(text: &str) -> Vec<String> {
    let found: BTreeSet<Kind> = find(text, Caution::Sure).iter().map(|found| found.kind).collect();
    let mut words: Vec<String> = found.into_iter().map(|kind| a_or_an(kind.name())).collect();
    let addresses = text.split_whitespace().filter(|word| !word.contains("://")).any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
    });
    if addresses {
        words.push("an e-mail address".into());
    }
    words
}

fn a_or_an(name: &str) -> String {
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']) || name.starts_with("NHS");
    format!("{} {name}", if vowel { "an" } else { "a" })
}

/// The kinds of what stands in a line; the account number of a sort code may stand in one of the next.
fn line_kinds(gate: Gate, line: &Line, from: &[Line]) -> BTreeSet<Kind> {
    let mut kinds: BTreeSet<Kind> = find_by(gate, &line.text, Caution::Sure).iter().map(|found| found.kind).collect();
    if gate.named_numbers() && money::opens_account(&line.text) {
        let next: Vec<_> = from.iter().take(3).map(|line| line.text.as_str()).collect();
        let joined = find(&next.join(" "), Caution::Sure);
        kinds.extend(joined.iter().map(|found| found.kind).filter(|kind| *kind == Kind::BankAccount));
    }
    kinds
}

/// The table and the row that a line of a workbook shows.
fn row_of(content: &Content, line: &Line) -> Option<(usize, usize)> {
    let Spot::Cell(cell) = &line.spot else { return None };
    let (sheet, cell) = cell.rsplit_once('!')?;
    let number: usize = cell.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
    let table = content.tables.iter().position(|table| table.name.as_deref() == Some(sheet))?;
    let row = content.tables.get(table)?.numbers.binary_search(&number).ok()?;
    Some((table, row))
}

/// The cells of a row that hold such a thing by themselves.
fn cells(content: &Content, table: usize, row: usize, kind: Kind) -> Vec<String> {
    let Some(table) = content.tables.get(table) else { return Vec::new() };
    let cells = table.rows.get(row).into_iter().flatten().enumerate();
    let holding =
        cells.filter(|(_, cell)| find(&columns::text(cell), Caution::Sure).iter().any(|found| found.kind == kind));
    holding.map(|(at, _)| columns::place(table, row, at)).collect()
}

/// The places of a kind, each once, and how many more there are.
fn named(kind: Kind, mut places: Vec<String>) -> Vec<Sensitive> {
    let mut once = BTreeSet::new();
    places.retain(|place| once.insert(place.clone()));
    let more = places.len().saturating_sub(MOST);
    places.truncate(MOST);
    places.extend((more > 0).then(|| format!("and {more} more")));
    let sensitive = |place| Sensitive { what: kind.name().into(), place, fix: kind.fix().into() };
    places.into_iter().map(sensitive).collect()
}
