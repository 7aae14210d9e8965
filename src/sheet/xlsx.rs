//! A question sheet as an Excel workbook: a first page, the questions with drop-downs, how to make exports, and a hidden
//! sheet by which it is known again. No macros, no formulas.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

use super::columns::Column;
use super::questions::{Question, Sheet};
use super::text::{is_formula_like, one_line, shown};

/// A4, as Excel numbers paper.
const A4: u8 = 9;
/// No cell of Excel holds more characters.
const LONGEST: usize = 32_000;
/// The titles and messages of drop-downs may be no longer.
const MESSAGE: usize = 255;
/// The height of a line, and of the tallest row that Excel takes, in points.
const LINE: f64 = 14.5;
const TALLEST: f64 = 409.0;
/// So many characters fit into a line across the first page.
const ACROSS: usize = 104;

/// Draws the workbook.
pub(super) fn draw(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = &sheet.made;
    let (year, month, day) = (made.year(), made.month(), made.day());
    let created = ExcelDateTime::from_ymd(
        u16::try_from(year).unwrap_or(1900),
        u8::try_from(month).unwrap_or(1),
        u8::try_from(day).unwrap_or(1),
    )?;
    book.set_properties(
        &DocProperties::new()
            .set_title(&sheet.title)
            .set_author(&sheet.stamp.organisation)
            .set_creation_datetime(&created),
    );
    let style = Style::new();
    start(book.add_worksheet(), sheet, &style)?;
    questions(book.add_worksheet(), sheet, &style)?;
    if !sheet.exports.is_empty() {
        exports(book.add_worksheet(), sheet, &style)?;
    }
    stamp(book.add_worksheet(), sheet, &style)?;
    book.save_to_buffer()
}

/// How cells look.
struct Style {
    title: Format,
    label: Format,
    text: Format,
    head: Format,
    number: Format,
    told: Format,
    bold: Format,
    plain: Format,
    write: Format,
    small: Format,
}

impl Style {
    fn new() -> Self {
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let framed = text.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x8A_8A_8A));
        Self {
            title: Format::new().set_bold().set_font_size(18).set_text_wrap().set_align(FormatAlign::Top),
            label: text.clone().set_bold(),
            head: framed
                .clone()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x1F_3A_5F))
                .set_align(FormatAlign::VerticalCenter),
            number: framed.clone().set_bold().set_num_format("@"),
            told: framed.clone(),
            bold: Format::new().set_bold(),
            plain: Format::new(),
            // Text cells: what is typed stays as it is typed, dates and numbers too.
            write: framed.set_background_color(Color::RGB(0xFF_F9_DB)).set_num_format("@"),
            small: text.clone().set_font_size(9).set_font_color(Color::RGB(0x59_59_59)),
            text,
        }
    }
}

fn start(page: &mut Worksheet, sheet: &Sheet, style: &Style) -> Result<(), XlsxError> {
    page.set_name("Start here")?.set_paper_size(A4).set_screen_gridlines(false).set_print_fit_to_pages(1, 0);
    page.set_margins(0.6, 0.6, 0.6, 0.7, 0.3, 0.3).set_footer("&CPage &P of &N");
    page.set_column_width(0, 24)?.set_column_width(1, 72)?;
    let mut row = 0;
    say(page, row, 0, &sheet.title, &style.title, Width::Both)?;
    page.set_row_height(row, 40)?;
    row += 2;
    for paragraph in &sheet.about {
        say(page, row, 0, paragraph, &style.text, Width::Both)?;
        page.set_row_height(row, height(paragraph, ACROSS))?;
        row += 1;
    }
    row += 1;
    for (label, value) in &sheet.facts {
        say(page, row, 0, label, &style.label, Width::One)?;
        say(page, row, 1, value, &style.text, Width::One)?;
        row += 1;
    }
    row += 1;
    say(page, row, 0, "How to fill it in", &style.label, Width::Both)?;
    for (number, step) in (1..).zip(&sheet.steps) {
        row += 1;
        let step = format!("{number}. {step}");
        say(page, row, 0, &step, &style.text, Width::Both)?;
        page.set_row_height(row, height(&step, ACROSS))?;
    }
    row += 2;
    for column in [Column::Name, Column::Date] {
        say(page, row, 0, column.label(), &style.label, Width::One)?;
        page.write_blank(row, 1, &style.write)?;
        page.add_data_validation(row, 1, row, 1, &message(column.label(), column.hint())?)?;
        page.set_row_height(row, 20)?;
        row += 1;
    }
    row += 1;
    say(page, row, 0, &sheet.notice, &style.small, Width::Both)?;
    page.set_row_height(row, height(&sheet.notice, ACROSS))?;
    Ok(())
}

fn questions(page: &mut Worksheet, sheet: &Sheet, style: &Style) -> Result<(), XlsxError> {
    page.set_name("Questions")?.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    page.set_margins(0.4, 0.4, 0.5, 0.6, 0.2, 0.3).set_footer("&L&A&RPage &P of &N");
    page.set_freeze_panes(1, 1)?.set_repeat_rows(0, 0)?;
    let columns = Column::of(sheet);
    for (at, column) in (0..).zip(&columns) {
        page.set_column_width(at, column.width())?;
        page.write_string_with_format(0, at, column.label(), &style.head)?;
    }
    page.set_row_height(0, 32)?;
    for (row, question) in (1..).zip(&sheet.questions) {
        let send = height(&listed(&question.send), Column::Send.characters());
        page.set_row_height(row, height(&whole(question), Column::Question.characters()).max(send))?;
        for (at, column) in (0..).zip(&columns) {
            match column {
                Column::Number => text(page, row, at, &question.id, &style.number)?,
                Column::Question => told(page, row, at, question, style)?,
                Column::Send => text(page, row, at, &listed(&question.send), &style.told)?,
                Column::Share if !question.share => text(page, row, at, "–", &style.told)?,
                Column::Answer | Column::Comment | Column::Share | Column::Kept | Column::Name | Column::Date => {
                    page.write_blank(row, at, &style.write)?;
                }
            }
            match column {
                Column::Answer => {
                    page.add_data_validation(row, at, row, at, &answer(question)?)?;
                }
                Column::Comment | Column::Kept | Column::Name | Column::Date => {
                    page.add_data_validation(row, at, row, at, &message(column.label(), column.hint())?)?;
                }
                Column::Share if question.share => {
                    page.add_data_validation(row, at, row, at, &message(column.label(), column.hint())?)?;
                }
                Column::Number | Column::Question | Column::Send | Column::Share => {}
            }
        }
    }
    Ok(())
}

/// Title, question, why and what it commits to in one cell, so that a page holds them beside the answer.
fn told(page: &mut Worksheet, row: u32, at: u16, question: &Question, style: &Style) -> Result<(), XlsxError> {
    let parts: Vec<(&Format, String)> = parts(question)
        .into_iter()
        .map(|(weight, words)| match weight {
            Weight::Bold => (&style.bold, cut(&shown(&words))),
            Weight::Plain => (&style.plain, cut(&shown(&words))),
        })
        .collect();
    let parts: Vec<(&Format, &str)> = parts.iter().map(|(format, words)| (*format, words.as_str())).collect();
    page.write_rich_string_with_format(row, at, &parts, &style.told)?;
    Ok(())
}

/// How a piece of a cell is set.
#[derive(Clone, Copy)]
enum Weight {
    Bold,
    Plain,
}

fn parts(question: &Question) -> Vec<(Weight, String)> {
    let (label, commits) = &question.commits;
    let mut parts = vec![
        (Weight::Bold, format!("{}\n", question.title)),
        (Weight::Plain, format!("{}\n\n", question.question)),
        (Weight::Bold, "Why it matters:".to_owned()),
        (Weight::Plain, format!(" {}\n", question.why)),
        (Weight::Bold, format!("{label}:")),
        (Weight::Plain, format!(" {commits}")),
    ];
    if let Some((strong, fair)) = &question.proof {
        parts.push((Weight::Bold, "\nStrong proof:".to_owned()));
        parts.push((Weight::Plain, format!(" {strong}")));
        parts.push((Weight::Bold, "\nFair proof:".to_owned()));
        parts.push((Weight::Plain, format!(" {fair}")));
    }
    if let Some(when) = &question.not_applicable {
        parts.push((Weight::Bold, "\n\"Not applicable\":".to_owned()));
        parts.push((Weight::Plain, format!(" {when}")));
    }
    // No list opens on paper.
    parts.push((Weight::Bold, "\nAnswer:".to_owned()));
    parts.push((Weight::Plain, format!(" {}", question.ways)));
    parts
}

fn whole(question: &Question) -> String {
    parts(question).into_iter().map(|(_, words)| words).collect()
}

fn listed(lines: &[String]) -> String {
    match lines {
        [] => "Nothing: your answer is enough.".into(),
        lines => {
            let lines: Vec<String> = lines.iter().map(|line| format!("• {line}")).collect();
            format!("Any that you have:\n{}", lines.join("\n"))
        }
    }
}

fn answer(question: &Question) -> Result<DataValidation, XlsxError> {
    if question.choices.is_empty() {
        return message(Column::Answer.label(), question.hint);
    }
    let expected = format!("Please choose from the list: {}.", question.choices.join(", "));
    message(Column::Answer.label(), question.hint)?
        .allow_list_strings(&question.choices)?
        .set_error_title("Please choose from the list")?
        .set_error_message(cut_to(&format!("{expected} Anything more goes under \"Details or comment\"."), MESSAGE))
        .map(|list| list.set_error_style(DataValidationErrorStyle::Stop))
}

fn message(title: &str, text: &str) -> Result<DataValidation, XlsxError> {
    DataValidation::new().allow_any_value().set_input_title(cut_to(title, 32))?.set_input_message(cut_to(text, MESSAGE))
}

fn exports(page: &mut Worksheet, sheet: &Sheet, style: &Style) -> Result<(), XlsxError> {
    page.set_name("Exports")?.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    page.set_margins(0.4, 0.4, 0.5, 0.6, 0.2, 0.3).set_footer("&L&A&RPage &P of &N");
    page.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    for (at, (label, width)) in (0..).zip([("Export", 8), ("What it is", 44), ("How to make it", 100)]) {
        page.set_column_width(at, width)?;
        page.write_string_with_format(0, at, label, &style.head)?;
    }
    for (row, export) in (1_u32..).zip(&sheet.exports) {
        text(page, row, 0, &row.to_string(), &style.number)?;
        text(page, row, 1, &one_line(&export.title), &style.told)?;
        text(page, row, 2, &one_line(&export.get), &style.told)?;
        page.set_row_height(row, height(&one_line(&export.get), 92).max(height(&export.title, 40)))?;
    }
    Ok(())
}

fn stamp(page: &mut Worksheet, sheet: &Sheet, style: &Style) -> Result<(), XlsxError> {
    page.set_name("About this sheet")?.set_hidden(true);
    page.set_column_width(0, 20)?.set_column_width(1, 80)?;
    text(page, 0, 0, "By this the sheet is known when it comes back. Please leave it as it is.", &style.small)?;
    for (row, (label, value)) in (1..).zip(sheet.stamp.rows()) {
        text(page, row, 0, label, &style.label)?;
        text(page, row, 1, &value, &style.text)?;
    }
    Ok(())
}

/// How many columns a text of the first page takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    One,
    Both,
}

fn say(page: &mut Worksheet, row: u32, at: u16, words: &str, style: &Format, width: Width) -> Result<(), XlsxError> {
    match width {
        Width::One => text(page, row, at, words, style),
        Width::Both => {
            page.merge_range(row, 0, row, 1, "", style)?;
            text(page, row, at, words, style)
        }
    }
}

/// Words as a text cell, never as a formula; one that looks like a formula is marked as text as well.
fn text(page: &mut Worksheet, row: u32, at: u16, words: &str, style: &Format) -> Result<(), XlsxError> {
    let words = cut(&shown(words));
    match is_formula_like(&words) {
        true => page.write_string_with_format(row, at, &words, &style.clone().set_quote_prefix())?,
        false => page.write_string_with_format(row, at, &words, style)?,
    };
    Ok(())
}

/// The height of a row whose cells hold such words: programs find it by themselves only for some cells and only sometimes.
fn height(words: &str, characters: usize) -> f64 {
    let lines: usize = words.lines().map(|line| line.chars().count().div_ceil(characters).max(1)).sum();
    (f64::from(u32::try_from(lines).unwrap_or(u32::MAX)) * LINE + 4.0).min(TALLEST)
}

fn cut(words: &str) -> String {
    cut_to(words, LONGEST)
}

fn cut_to(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", words[..at].chars().take(most - 1).collect::<String>()),
        None => words.to_owned(),
    }
}
