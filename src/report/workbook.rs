//! The assessment as an Excel workbook: a summary, then the tables. No macros, no formulas.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{
    RenderError, escape,
    tables::{self, Cell, Table},
};
use crate::model::{Scorecard, written};

/// A4 and A3, as Excel numbers paper.
const A4: u8 = 9;
const A3: u8 = 8;
/// The height of a line, and of the tallest row, in points: the rest of a longer text shows when its cell is chosen.
const LINE: f64 = 14.5;
const TALLEST: f64 = 120.0;
/// No cell of Excel holds more characters.
const LONGEST: usize = 32_000;

/// Draws the workbook; the same scorecard gives the same bytes.
pub(super) fn draw(scorecard: &Scorecard) -> Result<Vec<u8>, RenderError> {
    book(scorecard).map_err(|error| RenderError::Written("workbook", error.to_string()))
}

fn book(scorecard: &Scorecard) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new()
            .set_title(format!("{}: {}", plain(&scorecard.organisation.name), plain(&scorecard.pack.short_title)))
            .set_author(plain(&scorecard.organisation.name))
            .set_creation_datetime(&day(scorecard.today)?),
    );
    let style = Style::new();
    summary(book.add_worksheet(), scorecard, &style)?;
    for table in tables::all(scorecard) {
        sheet(book.add_worksheet(), &table, &style)?;
    }
    book.save_to_buffer()
}

/// How cells look.
struct Style {
    title: Format,
    label: Format,
    head: Format,
    text: Format,
    number: Format,
    date: Format,
}

impl Style {
    fn new() -> Self {
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let framed = text.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xC8_C8_C8));
        Self {
            title: Format::new().set_bold().set_font_size(16),
            label: text.clone().set_bold(),
            head: framed
                .clone()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x1F_3A_5F))
                .set_align(FormatAlign::VerticalCenter),
            text: framed.clone().set_num_format("@"),
            number: framed.clone().set_num_format("0"),
            date: framed.set_num_format("d mmm yyyy").set_align(FormatAlign::Left),
        }
    }
}

/// Who, what, when, the levels, the counts and the sections.
fn summary(page: &mut Worksheet, scorecard: &Scorecard, style: &Style) -> Result<(), XlsxError> {
    page.set_name("Summary")?.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    page.set_column_width(0, 34)?.set_column_width(1, 68)?;
    for column in 2..6 {
        page.set_column_width(column, 14)?;
    }
    page.write_string_with_format(0, 0, cut(&scorecard.organisation.name), &style.title)?;
    let mut row = 2;
    for (label, cell) in facts(scorecard) {
        page.write_string_with_format(row, 0, label, &style.label)?;
        match cell {
            Cell::Number(number) => write(page, row, 1, &Cell::Text(number.to_string()), style)?,
            cell => write(page, row, 1, &cell, style)?,
        }
        row += 1;
    }
    row += 1;
    let heads = ["Section", "Title", "Mandatory", "Met", "Backed", "Contradicted"];
    for (column, head) in (0..).zip(heads) {
        page.write_string_with_format(row, column, head, &style.head)?;
    }
    for section in &scorecard.sections {
        row += 1;
        let counts = section.counts;
        write(page, row, 0, &section.id.as_str().into(), style)?;
        write(page, row, 1, &section.title.as_str().into(), style)?;
        for (column, number) in (2..).zip([counts.mandatory, counts.met, counts.backed, counts.contradicted]) {
            write(page, row, column, &number.into(), style)?;
        }
    }
    row += 2;
    page.write_string_with_format(row, 0, "About these rules", &style.label)?;
    write(page, row, 1, &scorecard.pack.notice.as_str().into(), style)?;
    Ok(())
}

fn facts(scorecard: &Scorecard) -> Vec<(&'static str, Cell)> {
    let counts = scorecard.counts;
    let mut facts: Vec<(&str, Cell)> = vec![
        ("Assessment", scorecard.pack.title.as_str().into()),
        ("As of", Cell::Day(scorecard.today)),
        ("For publication on", Cell::Day(scorecard.publish_on)),
    ];
    if let Some(subject) = &scorecard.subject {
        facts.push(("About the supplier", subject.as_str().into()));
    }
    if let Some(code) = &scorecard.organisation.ods_code {
        facts.push(("ODS code", code.as_str().into()));
    }
    facts.extend([
        ("Level on the answers", scorecard.on_answers.title.as_str().into()),
        ("Level on backed answers", scorecard.backed.title.as_str().into()),
        ("Mandatory items", counts.mandatory.into()),
        ("Met", counts.met.into()),
        ("Not met", counts.not_met.into()),
        ("Not answered", counts.unanswered.into()),
        ("Need something behind them", counts.to_back.into()),
        ("Backed up by evidence", counts.backed.into()),
        ("Not applicable", counts.not_applicable.into()),
        ("Your word only", counts.stated_only.into()),
        ("Noted", counts.noted.into()),
        ("Evidence out of date", counts.out_of_date.into()),
        ("Your file says otherwise", counts.contradicted.into()),
        ("Actions", scorecard.plan.actions.into()),
    ]);
    if let Some(deadline) = scorecard.pack.deadline {
        facts.push(("Deadline", Cell::Day(deadline)));
    }
    facts.push(("Signed off", scorecard.signed_off.clone().unwrap_or_else(|| "by nobody".into()).into()));
    facts.push(("Made by", format!("dspt {} on {}", scorecard.program, written(scorecard.today)).into()));
    if let Some(manifest) = &scorecard.manifest {
        facts.push(("Fingerprint", manifest.fingerprint.as_str().into()));
    }
    facts
}

/// A table on a sheet of its own: the head stays in sight, and every column can be filtered.
fn sheet(page: &mut Worksheet, table: &Table, style: &Style) -> Result<(), XlsxError> {
    page.set_name(table.title)?.set_paper_size(A3).set_landscape().set_print_fit_to_pages(1, 0);
    page.set_freeze_panes(1, table.keep)?.set_repeat_rows(0, 0)?;
    page.set_footer("&L&A&RPage &P of &N");
    for (column, (head, width)) in (0..).zip(table.columns) {
        page.set_column_width(column, *width)?;
        page.write_string_with_format(0, column, *head, &style.head)?;
    }
    page.set_row_height(0, 32)?;
    for (row, cells) in (1..).zip(&table.rows) {
        page.set_row_height(row, height(table, cells))?;
        for (column, cell) in (0..).zip(cells) {
            write(page, row, column, cell, style)?;
        }
    }
    let last = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let columns = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    page.autofilter(0, 0, last, columns)?;
    Ok(())
}

fn write(page: &mut Worksheet, row: u32, column: u16, cell: &Cell, style: &Style) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(words) => {
            let words = cut(words);
            // It stays text when somebody edits the cell or saves the sheet as CSV.
            match words.starts_with(['=', '+', '-', '@']) {
                true => page.write_string_with_format(row, column, words, &style.text.clone().set_quote_prefix())?,
                false => page.write_string_with_format(row, column, words, &style.text)?,
            };
        }
        Cell::Number(number) => {
            let number = u32::try_from(*number).map(f64::from).unwrap_or(f64::MAX);
            page.write_number_with_format(row, column, number, &style.number)?;
        }
        Cell::Day(date) => match day(*date) {
            Ok(date) => {
                page.write_datetime_with_format(row, column, &date, &style.date)?;
            }
            // Before 1900 a workbook knows no days.
            Err(_) => {
                page.write_string_with_format(row, column, date.to_string(), &style.text)?;
            }
        },
        Cell::Empty => {
            page.write_blank(row, column, &style.text)?;
        }
    }
    Ok(())
}

/// The height of a row: programs find it by themselves only for some cells and only sometimes.
fn height(table: &Table, cells: &[Cell]) -> f64 {
    let lines = |(cell, (_, width)): (&Cell, &(&str, u16))| match cell {
        Cell::Text(words) => words.chars().count().div_ceil(usize::from(*width).max(1)),
        Cell::Number(_) | Cell::Day(_) | Cell::Empty => 1,
    };
    let lines = cells.iter().zip(table.columns).map(lines).max().unwrap_or(1).max(1);
    (f64::from(u32::try_from(lines).unwrap_or(u32::MAX)) * LINE + 2.0).min(TALLEST)
}

fn day(date: jiff::civil::Date) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let of = |part: i8| u8::try_from(part).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(0), of(month), of(day))
}

fn plain(text: &str) -> String {
    escape::line(text)
}

fn cut(words: &str) -> String {
    let words = plain(words);
    match words.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}
