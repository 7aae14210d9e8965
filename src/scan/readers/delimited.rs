//! Tables as text: the delimiter is found, and every row knows the line on which it begins.

use crate::scan::content::{Cell, Content, Line, Spot, Table, Text};

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// Rows looked at to find the delimiter.
const SAMPLE: usize = 60;

/// There are more values than are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// A file that is called a table.
pub(super) fn read(text: &str) -> Result<Content, TooLarge> {
    let (delimiter, skipped) = match declared(text) {
        Some(delimiter) => (delimiter, 1),
        None => {
            let fits = DELIMITERS.map(|delimiter| (delimiter, fit(text, delimiter)));
            (best(&fits).map_or(',', |(delimiter, _)| delimiter), 0)
        }
    };
    Ok(content(rows(text, delimiter, super::CELLS)?, skipped))
}

/// A text that is a table without saying so: its lines all split alike.
pub(super) fn detect(text: &str) -> Result<Option<Content>, TooLarge> {
    if let Some(delimiter) = declared(text) {
        return Ok(Some(content(rows(text, delimiter, super::CELLS)?, 1)));
    }
    if !DELIMITERS.into_iter().any(|delimiter| may_split_alike(text, delimiter)) {
        return Ok(None);
    }
    let fits = DELIMITERS.map(|delimiter| (delimiter, fit(text, delimiter)));
    let Some((delimiter, fit)) = best(&fits) else { return Ok(None) };
    // Prose has commas too, so that two columns are not enough for them.
    let fewest = if delimiter == ',' { 3 } else { 2 };
    if fit.alike != fit.rows || fit.rows < 2 || fit.columns < fewest {
        return Ok(None);
    }
    let rows = rows(text, delimiter, super::CELLS)?;
    // Lines that all begin with a tab are no table: it would have words above every column.
    let headed = rows.first().is_some_and(|(_, row)| row.iter().all(|cell| !cell.is_empty()));
    Ok(headed.then(|| content(rows, 0)))
}

/// Whether a delimiter stands in each of the first lines; in quotes lines may end too.
fn may_split_alike(text: &str, delimiter: char) -> bool {
    let mut lines = text.split('\n').filter(|line| !line.is_empty()).take(5);
    let mut until_quote = lines.by_ref().take_while(|line| !line.contains('"'));
    until_quote.all(|line| line.contains(delimiter))
}

/// The delimiter of a first line such as `sep=;`, by which Excel is told.
fn declared(text: &str) -> Option<char> {
    let line = text.lines().next()?.trim_matches('"');
    let mut rest = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?.chars();
    let delimiter = rest.next().filter(|delimiter| delimiter.is_ascii())?;
    rest.next().is_none().then_some(delimiter)
}

/// How well a delimiter splits a text.
#[derive(Clone, Copy)]
struct Fit {
    rows: usize,
    columns: usize,
    alike: usize,
}

fn fit(text: &str, delimiter: char) -> Fit {
    let end = text.match_indices('\n').nth(SAMPLE).map_or(text.len(), |(end, _)| end);
    let sample = text.get(..end).unwrap_or(text);
    let none = Fit { rows: 0, columns: 1, alike: 0 };
    let signs = count(sample, byte(delimiter));
    if signs == 0 || signs / 4 > super::CELLS {
        return none;
    }
    let widths = widths(sample, delimiter);
    if widths.iter().sum::<usize>() > super::CELLS {
        return none;
    }
    let of = |columns: usize| widths.iter().filter(|width| **width == columns).count();
    let columns = widths.iter().copied().filter(|width| *width > 1).max_by_key(|width| (of(*width), *width));
    let columns = columns.unwrap_or(1);
    Fit { rows: widths.len(), columns, alike: of(columns) }
}

/// The delimiter that splits most rows alike, and of those the one that splits them furthest.
fn best(fits: &[(char, Fit)]) -> Option<(char, Fit)> {
    let score = |fit: &Fit| fit.alike * fit.alike * (fit.columns - 1);
    let highest = fits.iter().map(|(_, fit)| score(fit)).max().filter(|score| *score > 0)?;
    fits.iter().find(|(_, fit)| score(fit) == highest).copied()
}

/// The line on which a row begins, and its cells.
type Row = (usize, Vec<String>);

/// Rows with the line on which each begins; quotes that are never closed are taken as plain signs.
fn rows(text: &str, delimiter: char, most: usize) -> Result<Vec<Row>, TooLarge> {
    // Few stand in quotes, and the splitter holds a whole row.
    if count(text, byte(delimiter)) / 4 > most {
        return Err(TooLarge);
    }
    let quoted = split(text, delimiter, true, most);
    let last = quoted.as_ref().ok().and_then(|rows| rows.last()).and_then(|(_, row)| row.last());
    let open = last.is_some_and(|cell| cell.contains('\n')) && odd_quotes(text);
    if open { split(text, delimiter, false, most) } else { quoted }
}

/// Whether a quote is never closed.
fn odd_quotes(text: &str) -> bool {
    count(text, b'"') % 2 == 1
}

/// How often a sign stands in a text.
fn count(text: &str, sign: u8) -> usize {
    text.bytes().filter(|byte| *byte == sign).count()
}

fn byte(delimiter: char) -> u8 {
    u8::try_from(delimiter).unwrap_or(b',')
}

fn reader(text: &str, delimiter: char, quoting: bool) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).quoting(quoting).delimiter(byte(delimiter)).from_reader(text.as_bytes())
}

/// How many cells each row has.
fn widths(text: &str, delimiter: char) -> Vec<usize> {
    let widths = |quoting| {
        let mut reader = reader(text, delimiter, quoting);
        let mut record = csv::ByteRecord::new();
        let (mut widths, mut breaks) = (Vec::new(), false);
        while let Ok(true) = reader.read_byte_record(&mut record) {
            widths.push(record.len());
            let last = record.len().checked_sub(1).and_then(|last| record.get(last));
            breaks = last.is_some_and(|cell| str::from_utf8(cell).is_ok_and(|cell| clean(cell).contains('\n')));
        }
        (widths, breaks)
    };
    let (quoted, breaks) = widths(true);
    if breaks && odd_quotes(text) { widths(false).0 } else { quoted }
}

fn split(text: &str, delimiter: char, quoting: bool, most: usize) -> Result<Vec<Row>, TooLarge> {
    let mut reader = reader(text, delimiter, quoting);
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    let mut left = most;
    let mut record = csv::StringRecord::new();
    // A text in memory has neither read errors nor bad UTF-8, and ragged rows are allowed.
    while let Ok(true) = reader.read_record(&mut record) {
        let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        // The reader passes over blank lines without moving the place that it reports.
        let blank = text.get(start..).unwrap_or_default().bytes().take_while(|byte| *byte == b'\n').count();
        let begins = (start + blank).max(counted);
        line += count(text.get(counted..begins).unwrap_or_default(), b'\n');
        counted = begins;
        left = left.checked_sub(record.len()).ok_or(TooLarge)?;
        rows.push((line, record.iter().map(|cell| clean(cell).to_owned()).collect()));
    }
    Ok(rows)
}

/// A cell without blanks around it and without the `="…"` by which Excel is kept from reading a number.
fn clean(cell: &str) -> &str {
    let cell = cell.trim();
    let kept = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    kept.unwrap_or(cell)
}

fn content(rows: Vec<Row>, skipped: usize) -> Content {
    let mut content = Content { format: "CSV table".into(), ..Content::default() };
    let mut table = Table { name: None, rows: Vec::new(), numbers: Vec::new() };
    let mut text = String::new();
    for (line, row) in rows.into_iter().skip(skipped) {
        let from = text.len();
        for (at, cell) in row.iter().enumerate() {
            text.push_str(if at > 0 { "\t" } else { "" });
            match cell.contains('\n') {
                true => text.push_str(&cell.replace('\n', " ")),
                false => text.push_str(cell),
            }
        }
        let end = text.get(from..).map_or(from, |line| from + line.trim_end().len());
        text.truncate(end);
        text.push('\n');
        table.numbers.push(line);
        table.rows.push(row.into_iter().map(cell).collect());
    }
    text.pop();
    let lines = Text::parts(&text, '\n').zip(&table.numbers);
    content.lines = lines.map(|(text, line)| Line { text, spot: Spot::Line(*line), heading: false }).collect();
    content.tables.push(table);
    content
}

/// Words as a cell; a CSV file does not say which of them are numbers.
pub(super) fn cell(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(content: &Content) -> Vec<String> {
        let table = content.tables.first().unwrap();
        let cell = |cell: &Cell| match cell {
            Cell::Empty | Cell::Coloured => String::new(),
            Cell::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        let row = |(row, number): (&Vec<Cell>, &usize)| {
            format!("{number}: {}", row.iter().map(cell).collect::<Vec<_>>().join("/"))
        };
        table.rows.iter().zip(&table.numbers).map(row).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(shown(&read(text).unwrap()), expected);
    }

    #[test]
    fn the_delimiter_is_found() {
        check("a,b\n1,2\n", &["1: a/b", "2: 1/2"]);
        check("a;b\n1,5;2,5\n", &["1: a/b", "2: 1,5/2,5"]);
        check("a\tb, c\n1\t2\n", &["1: a/b, c", "2: 1/2"]);
        check("a|b\n1|2\n", &["1: a/b", "2: 1/2"]);
        check("sep=;\na;b,c\n1;2\n", &["2: a/b,c", "3: 1/2"]);
        check("one\ntwo\n", &["1: one", "2: two"]);
    }

    #[test]
    fn rows_keep_the_line_on_which_they_begin() {
        check("a,b\n\n\"x\ny\",2\n\n3,4\n", &["1: a/b", "3: x\ny/2", "6: 3/4"]);
    }

    #[test]
    fn ragged_rows_and_cells_are_kept_and_trimmed() {
        check("Training report\na, b ,c\n1,,3,4\n", &["1: Training report", "2: a/b/c", "3: 1//3/4"]);
        check("phone,x\n=\"07700\",\"say \"\"hi\"\"\"\n", &["1: phone/x", "2: 07700/say \"hi\""]);
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_no_rows() {
        check("a,b\n\"x,1\ny,2\nz,3\n", &["1: a/b", "2: \"x/1", "3: y/2", "4: z/3"]);
    }

    #[test]
    fn text_is_a_table_only_if_its_lines_split_alike() {
        assert!(detect("name\tdate\nA\t1\n").unwrap().is_some());
        assert!(detect("name,role,date\nA,b,1\n").unwrap().is_some());
        assert!(detect("Dear all, we met.\nAll, again.\n").unwrap().is_none());
        assert!(detect("\tindented\n\tlines\n").unwrap().is_none());
        assert!(detect("one line, with, commas\n").unwrap().is_none());
        assert!(detect("[System Access]\nMinimumPasswordLength = 14\n").unwrap().is_none());
    }

    #[test]
    fn a_table_of_more_values_than_memory_should_hold_is_refused() {
        let text = "1,2,3\n4,5,6\n";
        assert_eq!(rows(text, ',', 6).map(|rows| rows.len()), Ok(2));
        assert_eq!(rows(text, ',', 5), Err(TooLarge));
        // One long row is not even split.
        assert_eq!(rows(&",".repeat(24), ',', 5), Err(TooLarge));
        assert_eq!(rows(&format!("\"{}\"", ",".repeat(23)), ',', 5).map(|rows| rows.len()), Ok(1));
    }

    #[test]
    fn every_word_stands_in_a_line() {
        let lines = read("a,b\nx,\"two\nlines\"\n").unwrap().lines;
        assert_eq!(lines.get(1).map(|line| (line.text.as_str(), &line.spot)), Some(("x\ttwo lines", &Spot::Line(2))));
    }
}
