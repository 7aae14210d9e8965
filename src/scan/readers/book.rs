//! A workbook as it lies there, for what has to be exact: hidden sheets, rows and columns, joined cells, words that are
//! struck through, and how numbers are shown. A workbook that is evidence is read by `workbook`, which asks for less.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::guard::guarded;
use super::magic::{self, Magic};
use super::package::{self, Kind, Package};
use super::workbook::{BYTES, CELLS, too_large};
use super::xml::{self, Piece, attribute};
use super::{Unreadable, marks};
use crate::model::{Area, CellKind, Workbook, WorkbookCell, WorkbookSheet};

/// No sheet has more joined areas.
const JOINED: usize = 2_000;
/// Nor more columns.
const COLUMNS: usize = 16_384;

/// Reads an Excel workbook; none where the bytes are no such thing.
pub(crate) fn read(bytes: &[u8]) -> Option<Result<Workbook, Unreadable>> {
    if !matches!(magic::of(bytes), Magic::Zip) {
        return None;
    }
    match guarded(|bytes| Ok(Package::open(bytes)?.kind()? == Kind::Workbook), bytes) {
        Ok(true) => Some(guarded(parse, bytes)),
        Ok(false) => None,
        Err(error) => Some(Err(error)),
    }
}

fn parse(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut package = Package::open(bytes)?;
    let macros = !package.named("xl/vbaProject", ".bin").is_empty();
    let mut part = |name: &str| -> Result<String, Unreadable> { Ok(package.part(name)?.unwrap_or_default()) };
    let styles = styles(&part("xl/styles.xml")?)?;
    let strings = strings(&part("xl/sharedStrings.xml")?)?;
    let files = marks::files(&part("xl/_rels/workbook.xml.rels")?);
    let mut sheets = Vec::new();
    let mut left = Left { cells: CELLS, bytes: BYTES };
    for (name, id, hidden) in names(&part("xl/workbook.xml")?)? {
        let Some(file) = files.get(&id) else { continue };
        let file = file.strip_prefix('/').map_or_else(|| format!("xl/{file}"), str::to_owned);
        // A sheet of charts has no rows.
        if !file.contains("worksheets/") {
            continue;
        }
        let xml = part(&file)?;
        let sheet = sheet(&xml, &styles, &strings, &mut left)?;
        sheets.push(WorkbookSheet { name: Some(name), hidden, ..sheet });
    }
    Ok(Workbook { sheets, macros })
}

/// The names of the sheets, the ids of their parts, and whether Excel hides them.
fn names(workbook: &str) -> Result<Vec<(String, String, bool)>, Unreadable> {
    let mut sheets = Vec::new();
    let read = xml::pieces(workbook, &mut |piece| {
        if let Piece::Open("sheet", tag) = piece
            && let (Some(name), Some(id)) = (attribute(tag, "name"), attribute(tag, "id"))
        {
            sheets.push((name, id, attribute(tag, "state").is_some_and(|state| state != "visible")));
        }
    });
    read.map_err(|_| package::damaged()).map(|()| sheets)
}

/// How the cells of a workbook are shown, by the number of their format.
#[derive(Default)]
struct Styles {
    formats: Vec<Style>,
}

#[derive(Clone, Copy, Default)]
struct Style {
    number: Shown,
    struck: bool,
}

/// How a number is shown.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
enum Shown {
    /// As short as can be.
    #[default]
    Short,
    /// With this many figures behind the point.
    Figures(usize),
    /// As a day or a time.
    Day,
}

fn styles(xml: &str) -> Result<Styles, Unreadable> {
    let mut styles = Styles::default();
    let mut formats: BTreeMap<usize, Shown> = BTreeMap::new();
    let mut fonts: Vec<bool> = Vec::new();
    let mut inside = "";
    let read = xml::pieces(xml, &mut |piece| match piece {
        Piece::Open("fonts", _) => inside = "fonts",
        Piece::Open("cellXfs", _) => inside = "cellXfs",
        Piece::Close("fonts" | "cellXfs") => inside = "",
        Piece::Open("numFmt", tag) => {
            if let (Some(id), Some(code)) = (number(tag, "numFmtId"), attribute(tag, "formatCode")) {
                formats.insert(id, shown(&code));
            }
        }
        Piece::Open("font", _) if inside == "fonts" => fonts.push(false),
        Piece::Open("strike", tag) if inside == "fonts" => {
            if let Some(font) = fonts.last_mut() {
                *font = is_on(tag);
            }
        }
        Piece::Open("xf", tag) if inside == "cellXfs" => {
            let format = number(tag, "numFmtId").unwrap_or_default();
            let shown = formats.get(&format).copied().unwrap_or_else(|| built_in(format));
            let struck = number(tag, "fontId").and_then(|font| fonts.get(font)).copied().unwrap_or_default();
            styles.formats.push(Style { number: shown, struck });
        }
        Piece::Open(..) | Piece::Close(_) | Piece::Words(_) => {}
    });
    read.map_err(|_| package::damaged()).map(|()| styles)
}

/// The formats that every workbook has.
fn built_in(format: usize) -> Shown {
    match format {
        1 | 3 => Shown::Figures(0),
        2 | 4 => Shown::Figures(2),
        14..=22 | 45..=47 => Shown::Day,
        _ => Shown::Short,
    }
}

/// What a format such as `0.00` or `dd/mm/yyyy` shows.
fn shown(code: &str) -> Shown {
    let first = code.split(';').next().unwrap_or_default();
    let mut plain = String::new();
    let mut rest = first.chars();
    // Words in quotes, colours in brackets and signs behind a backslash show nothing of the number.
    while let Some(sign) = rest.next() {
        match sign {
            '"' => drop(rest.by_ref().find(|c| *c == '"')),
            '[' => drop(rest.by_ref().find(|c| *c == ']')),
            '\\' | '_' | '*' => drop(rest.next()),
            _ => plain.push(sign),
        }
    }
    let plain = plain.trim();
    let figures = plain.trim_start_matches(['#', ',', '0']);
    if plain.contains('0') && figures.is_empty() {
        return Shown::Figures(0);
    }
    if let Some(behind) = figures.strip_prefix('.')
        && !behind.is_empty()
        && behind.chars().all(|c| c == '0')
    {
        return Shown::Figures(behind.len());
    }
    let is_day = !plain.eq_ignore_ascii_case("general") && plain.contains(['d', 'm', 'y', 'h', 's', 'D', 'M', 'Y']);
    if is_day { Shown::Day } else { Shown::Short }
}

/// A text of the workbook: its words without those struck through, and whether there were any.
type Words = (String, bool);

/// The texts that cells refer to by number.
fn strings(xml: &str) -> Result<Vec<Words>, Unreadable> {
    let mut strings: Vec<Words> = Vec::new();
    let mut bytes = BYTES;
    let mut run = Run::default();
    let mut sound = true;
    let read = xml::pieces(xml, &mut |piece| match piece {
        Piece::Open("si", _) => run = Run::default(),
        Piece::Close("si") => {
            let words = run.take();
            match bytes.checked_sub(words.0.len()) {
                Some(left) if sound => {
                    bytes = left;
                    strings.push(words);
                }
                _ => sound = false,
            }
        }
        other => run.piece(&other),
    });
    read.map_err(|_| package::damaged())?;
    if sound { Ok(strings) } else { Err(too_large()) }
}

/// Words that are put together of runs with formats of their own.
#[derive(Default)]
struct Run {
    words: String,
    struck: bool,
    left_out: bool,
    inside: bool,
    phonetic: bool,
}

impl Run {
    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open("r", _) => self.struck = false,
            Piece::Close("r") => self.struck = false,
            Piece::Open("strike", tag) => self.struck = is_on(tag),
            Piece::Open("rPh", _) => self.phonetic = true,
            Piece::Close("rPh") => self.phonetic = false,
            Piece::Open("t", _) => self.inside = true,
            Piece::Close("t") => self.inside = false,
            Piece::Words(words) if self.inside && !self.phonetic => match self.struck {
                true => self.left_out |= !words.trim().is_empty(),
                false => self.words.push_str(words),
            },
            Piece::Open(..) | Piece::Close(_) | Piece::Words(_) => {}
        }
    }

    fn take(&mut self) -> Words {
        let run = std::mem::take(self);
        (plain(&run.words), run.left_out)
    }
}

/// Signs that Excel writes by their numbers, such as `_x000D_` for the end of a line.
fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find("_x") {
        let (before, behind) = rest.split_at(at);
        text.push_str(before);
        let sign = behind.get(2..6).filter(|_| behind.get(6..7) == Some("_"));
        let sign = sign.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        match sign {
            Some('\r') => rest = behind.get(7..).unwrap_or_default(),
            Some(sign) => {
                text.push(sign);
                rest = behind.get(7..).unwrap_or_default();
            }
            None => {
                text.push_str("_x");
                rest = behind.get(2..).unwrap_or_default();
            }
        }
    }
    text.push_str(rest);
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// How much may still be read.
struct Left {
    cells: usize,
    bytes: usize,
}

/// A cell that is being read.
#[derive(Default)]
struct Open {
    place: Option<(usize, usize)>,
    kind: String,
    style: Style,
    value: String,
    formula: bool,
    run: Run,
    in_value: bool,
}

fn sheet(xml: &str, styles: &Styles, strings: &[Words], left: &mut Left) -> Result<WorkbookSheet, Unreadable> {
    let mut sheet = WorkbookSheet::default();
    let (mut row, mut column) = (0, 0);
    let mut open = Open::default();
    let mut fits = true;
    let read = xml::pieces(xml, &mut |piece| match piece {
        Piece::Open("row", tag) => {
            row = number(tag, "r").unwrap_or(row + 1);
            column = 0;
            if attribute(tag, "hidden").as_deref().is_some_and(is_true) {
                sheet.rows.entry(row).or_default().hidden = true;
            }
        }
        Piece::Open("c", tag) => {
            let place = attribute(tag, "r").and_then(|name| marks::place(&name));
            open = Open {
                place: Some(place.map_or((row, column), |(row, column)| (row + 1, column))),
                kind: attribute(tag, "t").unwrap_or_default(),
                style: number(tag, "s").and_then(|style| styles.formats.get(style)).copied().unwrap_or_default(),
                ..Open::default()
            };
        }
        Piece::Open("f", _) => open.formula = true,
        Piece::Open("v", _) => open.in_value = true,
        Piece::Close("v") => open.in_value = false,
        Piece::Close("c") => {
            let open = std::mem::take(&mut open);
            let Some((row, at)) = open.place else { return };
            column = at + 1;
            let Some(cell) = cell(open, strings) else { return };
            let weight = left.bytes.checked_sub(cell.text.len());
            match (left.cells.checked_sub(1), weight) {
                (Some(cells), Some(bytes)) if fits => {
                    *left = Left { cells, bytes };
                    sheet.rows.entry(row).or_default().cells.insert(at, cell);
                }
                _ => fits = false,
            }
        }
        Piece::Words(words) if open.in_value => open.value.push_str(words),
        Piece::Open("col", tag) if attribute(tag, "hidden").as_deref().is_some_and(is_true) => {
            if let (Some(from), Some(to)) = (number(tag, "min"), number(tag, "max")) {
                sheet
                    .hidden_columns
                    .extend((from..=to.min(from.saturating_add(COLUMNS))).filter_map(|at| at.checked_sub(1)));
            }
        }
        Piece::Open("mergeCell", tag) => {
            let area = attribute(tag, "ref").and_then(|area| {
                let (from, to) = area.split_once(':')?;
                let ((top, left), (bottom, right)) = (marks::place(from)?, marks::place(to)?);
                Some(Area { top: top + 1, bottom: bottom + 1, left, right })
            });
            sheet.joined.extend(area);
            fits &= sheet.joined.len() <= JOINED;
        }
        other => open.run.piece(&other),
    });
    read.map_err(|_| package::damaged())?;
    if !fits {
        let reason = "more than 200,000 cells, or 2,000 joined ones: keep the list in a sheet of its own";
        return Err(Unreadable::because(reason));
    }
    sheet.rows.retain(|_, row| !row.cells.is_empty());
    Ok(sheet)
}

/// What a cell says; none where it says nothing.
fn cell(mut open: Open, strings: &[Words]) -> Option<WorkbookCell> {
    let value = open.value.trim();
    // Programs other than Excel save 0 for what they did not work out, and Excel shows a reference to nothing as 0.
    let number = matches!(open.kind.as_str(), "" | "n");
    if open.formula && (value.is_empty() && open.kind != "str" || number && value == "0") {
        return Some(WorkbookCell { text: String::new(), kind: CellKind::Formula, struck: false });
    }
    let ((text, struck), kind) = match open.kind.as_str() {
        "s" => (value.parse::<usize>().ok().and_then(|at| strings.get(at)).cloned()?, CellKind::Words),
        "inlineStr" => (open.run.take(), CellKind::Words),
        "str" => ((plain(&open.value), false), CellKind::Words),
        "b" => ((if value == "1" { "yes" } else { "no" }.to_owned(), false), CellKind::Words),
        "e" => ((value.to_owned(), false), CellKind::Error),
        "d" => ((value.to_owned(), false), CellKind::Day),
        _ => {
            let (text, kind) = numeric(value, open.style.number);
            ((text, false), kind)
        }
    };
    // A format of the whole cell strikes all of its words through.
    let (text, struck) =
        if open.style.struck && !text.trim().is_empty() { (String::new(), true) } else { (text, struck) };
    let text = text.replace('\u{a0}', " ").trim().to_owned();
    (!text.is_empty() || struck).then_some(WorkbookCell { text, kind, struck })
}

fn numeric(value: &str, shown: Shown) -> (String, CellKind) {
    let Ok(number) = value.parse::<f64>() else { return (value.to_owned(), CellKind::Words) };
    match shown {
        Shown::Day => (value.to_owned(), CellKind::Day),
        Shown::Figures(figures) => {
            let text = format!("{number:.figures$}");
            // A format may hide figures that are there.
            let exact = text.parse::<f64>().is_ok_and(|shown| (shown - number).abs() < 1e-9);
            if exact { (text, CellKind::Shown) } else { (number.to_string(), CellKind::Number) }
        }
        Shown::Short => (number.to_string(), CellKind::Number),
    }
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<usize> {
    attribute(tag, name)?.trim().parse().ok()
}

fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true")
}

/// Whether an element such as `strike` says yes: it does so without a word.
fn is_on(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "val").is_none_or(|value| is_true(&value))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn formats_tell_how_many_figures_are_shown() {
        for (code, expected) in [
            ("General", Shown::Short),
            ("0.00", Shown::Figures(2)),
            ("#,##0", Shown::Figures(0)),
            ("0.0;[Red]-0.0", Shown::Figures(1)),
            ("dd/mm/yyyy", Shown::Day),
            ("[$-809]d mmmm yyyy", Shown::Day),
            ("\"day\" 0.0", Shown::Figures(1)),
            ("0.00E+00", Shown::Short),
            ("@", Shown::Short),
        ] {
            assert_eq!(shown(code), expected, "{code}");
        }
    }

    #[test]
    fn numbers_keep_the_zeros_that_are_shown() {
        assert_eq!(numeric("4.0999999999999996", Shown::Figures(2)), ("4.10".into(), CellKind::Shown));
        assert_eq!(numeric("4.0999999999999996", Shown::Short), ("4.1".into(), CellKind::Number));
        assert_eq!(numeric("4.125", Shown::Figures(2)), ("4.125".into(), CellKind::Number));
    }

    #[test]
    fn signs_by_number_are_read() {
        for (words, expected) in
            [("a_x000D_\nb", "a\nb"), ("_x0041_", "A"), ("snake_xylophone", "snake_xylophone"), ("_x12", "_x12")]
        {
            assert_eq!(plain(words), expected);
        }
    }

    #[test]
    fn words_struck_through_are_left_out_and_said_to_be() {
        let xml = "<sst><si><r><rPr><strike/></rPr><t>old</t></r><r><t> new</t></r></si>\
            <si><t>plain</t><rPh><t>x</t></rPh></si><si><r><rPr><strike val=\"0\"/></rPr><t>kept</t></r></si></sst>";
        let expected: Vec<Words> = vec![(" new".into(), true), ("plain".into(), false), ("kept".into(), false)];
        assert_eq!(strings(xml).unwrap(), expected);
    }

    #[test]
    fn a_sheet_says_what_is_hidden_joined_and_without_a_value() {
        let xml = "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>\
            <row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"inlineStr\"><is><t>one</t></is></c></row>\
            <row><c><f>A2</f></c><c r=\"C3\"><v>4.1</v></c><c t=\"e\"><v>#REF!</v></c></row><row r=\"9\"/></sheetData>\
            <mergeCells><mergeCell ref=\"A2:B3\"/></mergeCells></worksheet>";
        let sheet = sheet(xml, &Styles::default(), &[], &mut Left { cells: 10, bytes: 100 }).unwrap();
        assert_eq!(sheet.hidden_columns, BTreeSet::from([1, 2]));
        assert_eq!(sheet.joined, [Area { top: 2, bottom: 3, left: 0, right: 1 }]);
        assert_eq!(sheet.rows.keys().copied().collect::<Vec<_>>(), [2, 3]);
        assert!(sheet.rows[&2].hidden);
        let kinds: Vec<_> = sheet.rows[&3].cells.iter().map(|(at, cell)| (*at, cell.kind)).collect();
        assert_eq!(kinds, [(0, CellKind::Formula), (2, CellKind::Number), (3, CellKind::Error)]);
        assert_eq!(sheet.at(3, 1).map(|cell| cell.text.as_str()), Some("one"), "joined cells are the same everywhere");
    }

    #[test]
    fn more_cells_than_a_workbook_may_have_are_refused() {
        let xml = "<worksheet><sheetData><row r=\"1\"><c><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>";
        assert!(sheet(xml, &Styles::default(), &[], &mut Left { cells: 1, bytes: 100 }).is_err());
    }
}
