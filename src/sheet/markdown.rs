//! A question sheet as Markdown, and its tables read back.

use super::columns::Column;
use super::questions::{Question, Sheet};
use super::text::{markdown, one_line};
use crate::model::WordTable;

/// Draws the text.
pub(super) fn draw(sheet: &Sheet) -> String {
    let mut text = format!("# {}\n", markdown(&sheet.title));
    for paragraph in &sheet.about {
        text.push_str(&format!("\n{}\n", markdown(paragraph)));
    }
    text.push('\n');
    for (label, value) in &sheet.facts {
        text.push_str(&format!("- **{label}:** {}\n", markdown(value)));
    }
    text.push_str("\n## How to fill it in\n\n");
    for (number, step) in (1..).zip(&sheet.steps) {
        text.push_str(&format!("{number}. {}\n", markdown(step)));
    }
    text.push_str(&form("About you", &[Column::Name.label().to_owned(), Column::Date.label().to_owned()]));
    text.push_str("\n## Questions\n");
    for question in &sheet.questions {
        text.push_str(&self::question(question));
    }
    if !sheet.exports.is_empty() {
        text.push_str("\n## How to make the exports\n\n");
    }
    for (number, export) in (1..).zip(&sheet.exports) {
        text.push_str(&format!("{number}. **{}.** {}\n", markdown(&export.title), markdown(&export.get)));
    }
    text.push_str(&format!("\n## About this sheet\n\n{}\n", markdown(&sheet.notice)));
    text.push_str("\n| For the program | Please leave this table as it is. |\n|---|---|\n");
    for (label, value) in sheet.stamp.rows() {
        text.push_str(&format!("| {label} | {} |\n", markdown(&value)));
    }
    text
}

fn question(question: &Question) -> String {
    let mut text = format!("\n### {} {}\n\n{}\n", question.id, markdown(&question.title), markdown(&question.question));
    text.push_str(&format!("\n**Why it matters:** {}\n", markdown(&question.why)));
    text.push_str(&format!("\n**{}:** {}\n", question.commits.0, markdown(&question.commits.1)));
    if let Some((strong, fair)) = &question.proof {
        text.push_str(&format!("\n**Strong proof:** {}\n", markdown(strong)));
        text.push_str(&format!("\n**Fair proof:** {}\n", markdown(fair)));
    }
    if let Some(when) = &question.not_applicable {
        text.push_str(&format!("\n**\"Not applicable\":** {}\n", markdown(when)));
    }
    match question.send.as_slice() {
        [] => text.push_str("\n**What to send:** nothing; your answer is enough.\n"),
        send => {
            text.push_str("\n**What to send:** any of these that you have.\n\n");
            send.iter().for_each(|line| text.push_str(&format!("- {}\n", markdown(line))));
        }
    }
    let answer = format!("{} ({})", Column::Answer.label(), markdown(&question.ways));
    let mut labels = vec![answer, Column::Comment.label().to_owned()];
    if question.share {
        labels.push(Column::Share.label().to_owned());
    }
    labels.extend([Column::Kept, Column::Name, Column::Date].map(|column| column.label().to_owned()));
    text.push_str(&form(&format!("Question {}", question.id), &labels));
    text
}

fn form(title: &str, labels: &[String]) -> String {
    let mut text = format!("\n| {title} | Write here |\n|---|---|\n");
    for label in labels {
        text.push_str(&format!("| {label} | |\n"));
    }
    text
}

/// The tables of a Markdown text; a line that begins with a bar is a row.
pub(super) fn tables(text: &str) -> Vec<WordTable> {
    let mut tables: Vec<WordTable> = Vec::new();
    let mut open = false;
    for (number, line) in (1..).zip(text.lines()) {
        let Some(row) = line.trim().strip_prefix('|') else {
            open = false;
            continue;
        };
        if !open {
            tables.push(WordTable { name: Some(format!("table {}", tables.len() + 1)), rows: Vec::new() });
            open = true;
        }
        if let Some(table) = tables.last_mut() {
            table.rows.push((number, cells(row)));
        }
    }
    tables
}

/// The cells of a row, with escapes undone.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut signs = row.chars().peekable();
    while let Some(sign) = signs.next() {
        let escaped = sign == '\\' && signs.peek().is_some_and(char::is_ascii_punctuation);
        match (sign, cells.last_mut()) {
            ('|', _) => cells.push(String::new()),
            (_, Some(cell)) if escaped => cell.extend(signs.next()),
            (sign, Some(cell)) => cell.push(sign),
            (_, None) => {}
        }
    }
    cells.iter().map(|cell| one_line(cell)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_as_they_are_written() {
        let text = "# x\n\n| Question 1 | Write here |\n|---|---|\n| Your answer | yes \\| no \\*x |\n\n| a | b |\n";
        let tables = tables(text);
        assert_eq!(tables.len(), 2);
        let rows = &tables.first().unwrap().rows;
        let (number, row) = rows.last().unwrap();
        assert_eq!((*number, row.get(..2).unwrap()), (5, &["Your answer".to_owned(), "yes | no *x".to_owned()][..]));
    }
}
