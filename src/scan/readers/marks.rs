//! What a sheet of a workbook says without words: cells that have a colour, and cells that are joined to one.

use std::collections::{BTreeMap, BTreeSet};

use super::package::Package;
use super::workbook::Found;
use super::xml::{self, Piece};
use crate::scan::content::Cell;

/// No workbook has more joined areas that are looked at.
const MOST_JOINED: usize = 20_000;

/// The marks of one sheet.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Marks {
    /// The cells with a colour, by row and column from 0, and which of the colours.
    colours: BTreeMap<(usize, usize), usize>,
    /// The first column, first row and last row of areas that are joined downwards.
    joined: Vec<(usize, usize, usize)>,
}

/// The marks of each sheet by its name; none where the parts that say so are missing or damaged.
pub(super) fn of_sheets(package: &mut Package) -> BTreeMap<String, Marks> {
    let mut part = |name: &str| package.part(name).ok().flatten().unwrap_or_default();
    let colours = colours(&part("xl/styles.xml"));
    let files = files(&part("xl/_rels/workbook.xml.rels"));
    let sheets = sheets(&part("xl/workbook.xml"));
    let marks = sheets.into_iter().filter_map(|(name, id)| {
        let file = files.get(&id)?;
        let file = file.strip_prefix('/').map_or_else(|| format!("xl/{file}"), str::to_owned);
        Some((name, of_sheet(&part(&file), &colours)))
    });
    marks.collect()
}

/// Which formats of cells fill them with a colour, and which of the colours; white is none.
fn colours(styles: &str) -> BTreeMap<usize, usize> {
    let mut fills: Vec<Option<String>> = Vec::new();
    let mut found = BTreeMap::new();
    let (mut inside, mut format, mut known) = (String::new(), 0, Vec::new());
    let read = xml::pieces(styles, &mut |piece| match piece {
        Piece::Open(name @ ("fills" | "cellXfs"), _) => name.clone_into(&mut inside),
        Piece::Open("fill", _) if inside == "fills" => fills.push(None),
        Piece::Open("patternFill", tag) if inside == "fills" => {
            if let Some(fill) = fills.last_mut() {
                *fill = (xml::attribute(tag, "patternType").as_deref() == Some("solid")).then(String::new);
            }
        }
        Piece::Open("fgColor", tag) if inside == "fills" => {
            if let Some(Some(fill)) = fills.last_mut() {
                let parts = ["rgb", "theme", "indexed", "tint"].map(|name| xml::attribute(tag, name));
                *fill = parts.map(Option::unwrap_or_default).join(" ").to_lowercase();
            }
        }
        Piece::Open("xf", tag) if inside == "cellXfs" => {
            let fill = xml::attribute(tag, "fillId").and_then(|id| id.parse::<usize>().ok());
            let colour = fill.and_then(|fill| fills.get(fill)?.clone()).filter(|colour| !is_white(colour));
            if let Some(colour) = colour {
                let at = known.iter().position(|own| *own == colour).unwrap_or_else(|| {
                    known.push(colour);
                    known.len() - 1
                });
                found.insert(format, at);
            }
            format += 1;
        }
        Piece::Close("fills" | "cellXfs") => inside.clear(),
        Piece::Open(..) | Piece::Close(_) | Piece::Words(_) => {}
    });
    if read.is_ok() { found } else { BTreeMap::new() }
}

fn is_white(colour: &str) -> bool {
    let colour = colour.trim();
    colour.is_empty() || matches!(colour, "ffffffff" | "00ffffff" | "0" | "9" | "64")
}

/// The files of the parts by their ids.
pub(super) fn files(relations: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    // What cannot be read to its end is used as far as it goes.
    let _ = xml::pieces(relations, &mut |piece| {
        if let Piece::Open("Relationship", tag) = piece
            && let (Some(id), Some(file)) = (xml::attribute(tag, "Id"), xml::attribute(tag, "Target"))
        {
            files.insert(id, file);
        }
    });
    files
}

/// The names of the sheets with the ids of their parts.
fn sheets(workbook: &str) -> Vec<(String, String)> {
    let mut sheets = Vec::new();
    let _ = xml::pieces(workbook, &mut |piece| {
        if let Piece::Open("sheet", tag) = piece
            && let (Some(name), Some(id)) = (xml::attribute(tag, "name"), xml::attribute(tag, "id"))
        {
            sheets.push((name, id));
        }
    });
    sheets
}

fn of_sheet(sheet: &str, colours: &BTreeMap<usize, usize>) -> Marks {
    let mut marks = Marks::default();
    let read = xml::pieces(sheet, &mut |piece| match piece {
        Piece::Open("c", tag) if !colours.is_empty() => {
            let format = xml::attribute(tag, "s").and_then(|format| format.parse().ok());
            let place = xml::attribute(tag, "r").and_then(|at| place(&at));
            if let (Some(place), Some(colour)) = (place, format.and_then(|format: usize| colours.get(&format))) {
                marks.colours.insert(place, *colour);
            }
        }
        Piece::Open("mergeCell", tag) if marks.joined.len() < MOST_JOINED => {
            let area = xml::attribute(tag, "ref");
            let ends = area.as_deref().and_then(|area| area.split_once(':'));
            if let Some(((top, left), (bottom, _))) = ends.and_then(|(from, to)| place(from).zip(place(to)))
                && bottom > top
            {
                marks.joined.push((left, top, bottom));
            }
        }
        Piece::Open(..) | Piece::Close(_) | Piece::Words(_) => {}
    });
    if read.is_ok() { marks } else { Marks::default() }
}

/// The row and column from 0 of a cell such as `C7`.
pub(super) fn place(name: &str) -> Option<(usize, usize)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at_checked(digits)?;
    let row = row.parse::<usize>().ok()?.checked_sub(1)?;
    let column = letters.bytes().try_fold(0_usize, |column, letter| {
        let letter = letter.checked_sub(b'A').filter(|letter| *letter < 26)?;
        column.checked_mul(26)?.checked_add(usize::from(letter) + 1)
    })?;
    Some((row, column.checked_sub(1)?))
}

impl Marks {
    /// Adds what the marks say to the cells that have words: what an area joined downwards says stands in each of its
    /// rows that says anything, and a cell without words whose colour is not that of the row's first words is coloured.
    pub(super) fn add_to(&self, found: &mut Vec<Found>) {
        if *self == Self::default() {
            return;
        }
        let rows: BTreeSet<usize> = found.iter().map(|(row, ..)| *row).collect();
        let known: BTreeMap<(usize, usize), Cell> =
            found.iter().map(|(row, column, cell)| ((*row, *column), cell.clone())).collect();
        let mut more: BTreeMap<(usize, usize), Cell> = BTreeMap::new();
        for (left, top, bottom) in &self.joined {
            let Some(cell) = known.get(&(*top, *left)) else { continue };
            for row in rows.range(top + 1..=*bottom).filter(|row| !known.contains_key(&(**row, *left))) {
                let again = match cell {
                    Cell::Text(words) => Cell::Above(words.clone()),
                    other => other.clone(),
                };
                more.insert((*row, *left), again);
            }
        }
        let last = known.keys().map(|(_, column)| *column).max().unwrap_or_default();
        // The colour of a row as a whole is decoration.
        let mut of_rows: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        for place in known.keys() {
            of_rows.entry(place.0).or_insert_with(|| self.colours.get(place).copied());
        }
        for (place, colour) in self.colours.iter().filter(|(place, _)| place.1 <= last && !known.contains_key(place)) {
            if of_rows.get(&place.0).is_some_and(|own| own.as_ref() != Some(colour)) {
                more.entry(*place).or_insert(Cell::Coloured);
            }
        }
        found.extend(more.into_iter().map(|((row, column), cell)| (row, column, cell)));
        found.sort_by_key(|(row, column, _)| (*row, *column));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells_are_places() {
        for (name, expected) in [
            ("A1", Some((0, 0))),
            ("C7", Some((6, 2))),
            ("AA10", Some((9, 26))),
            ("A0", None),
            ("7", None),
            ("a1", None),
            ("AAAAAAAAAAAAAAAAAAAA1", None),
        ] {
            assert_eq!(place(name), expected, "{name}");
        }
    }

    #[test]
    fn white_and_patterns_are_no_colours() {
        let styles = r#"<styleSheet><fills>
            <fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
            <fill><patternFill patternType="solid"><fgColor rgb="FFFFFFFF"/></patternFill></fill>
            <fill><patternFill patternType="solid"><fgColor rgb="FF92D050"/></patternFill></fill>
            <fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/></patternFill></fill></fills>
            <cellStyleXfs><xf fillId="3"/></cellStyleXfs>
            <cellXfs><xf fillId="0"/><xf fillId="1"/><xf fillId="2"/><xf fillId="3"/><xf fillId="4"/><xf fillId="3"/>
            <xf fillId="9"/></cellXfs></styleSheet>"#;
        assert_eq!(colours(styles), BTreeMap::from([(3, 0), (4, 1), (5, 0)]));
    }
}
