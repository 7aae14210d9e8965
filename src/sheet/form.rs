//! A form of one page that many people fill in without a name: a row for each question and boxes to tick; and a table to
//! tally the filled ones.

use jiff::civil::Date;
use zip::result::ZipError;

use super::docx;
use super::text::{markdown, one_line};
use crate::model::Item;

/// A form to print.
#[derive(Clone, Debug)]
pub struct TickForm<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Whose people fill it in.
    pub organisation: &'a str,
    /// The day on which it was made.
    pub made: Date,
    /// The questions.
    pub items: Vec<&'a Item>,
}

/// What everybody reads first.
const ABOUT: &str = "Tick one box in each row. Say how it really is: a no is as good as a yes, because it shows what to do \
                     next. Do not write your name. Fold the form and put it into the box for them.";

/// What happens with it.
const AFTER: &str = "Only how many people ticked what is kept. No figures are shown for fewer than five people. The forms go \
                     into the shredder once they are counted.";

/// The boxes.
const BOXES: [&str; 3] = ["Yes", "No", "Not sure"];

/// An empty box.
const BOX: &str = "\u{2610}";

/// The form as a Word document.
pub(super) fn docx(form: &TickForm<'_>) -> Result<Vec<u8>, ZipError> {
    let rows: Vec<Vec<String>> = (1..)
        .zip(&form.items)
        .map(|(number, item)| {
            let words = [number.to_string(), one_line(&item.title), one_line(&item.question)];
            words.into_iter().chain(BOXES.map(|_| BOX.to_owned())).collect()
        })
        .collect();
    let body = docx::ticks(form.title, &[form.organisation, ABOUT], &BOXES, &rows, AFTER);
    docx::package(form.title, form.organisation, form.made, &body)
}

/// The form as Markdown.
pub(super) fn text(form: &TickForm<'_>) -> String {
    let mut text = format!("# {}\n\n{}\n\n{ABOUT}\n\n", markdown(form.title), markdown(form.organisation));
    text.push_str(&format!("| No. | Question | {} |\n|---:|---|:---:|:---:|:---:|\n", BOXES.join(" | ")));
    for (number, item) in (1..).zip(&form.items) {
        let question = format!("**{}** {}", markdown(&item.title), markdown(&item.question));
        text.push_str(&format!("| {number} | {question} | {BOX} | {BOX} | {BOX} |\n"));
    }
    text.push_str(&format!("\n{AFTER}\n"));
    text
}

/// A table for a spreadsheet in which filled forms are tallied.
pub(super) fn tally(form: &TickForm<'_>) -> String {
    let mut text = String::from("\u{FEFF}item,yes,no,unsure,question\r\n");
    for item in &form.items {
        let title = one_line(&item.title).replace('"', "\"\"");
        text.push_str(&format!("{},,,,\"{title}\"\r\n", item.id));
    }
    text
}
