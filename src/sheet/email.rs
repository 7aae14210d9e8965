//! The covering e-mail of a question sheet, as plain text.

use super::questions::Sheet;
use super::text::one_line;
use crate::model::written;

/// The text of the e-mail, with its subject in the first line; `files` are the names of what is attached.
pub fn email(sheet: &Sheet, from: Option<&str>, files: &[String]) -> String {
    let organisation = &sheet.stamp.organisation;
    let to = sheet.stamp.to.as_deref();
    let questions = match sheet.questions.len() {
        1 => "1 question".to_owned(),
        number => format!("{number} questions"),
    };
    let by = sheet.facts.iter().find(|(label, _)| *label == "Please send back by").map(|(_, day)| day.as_str());
    let by_when = by.map(|day| format!(", please by {day}")).unwrap_or_default();
    let attached = match files {
        [] => "the attached sheet".to_owned(),
        [one] => format!("the attached sheet, {one}"),
        [first, rest @ ..] => {
            format!("the attached sheet, {first} ({} asks the same; use one of them)", rest.join(", "))
        }
    };
    let sender = from.map_or_else(|| organisation.clone(), |from| format!("{}\n{organisation}", one_line(from)));
    let product = sheet.facts.iter().find(|(label, _)| *label == "Product").map(|(_, product)| product.as_str());
    let about = product.map_or_else(|| "data security".to_owned(), |product| format!("the security of {product}"));
    let mut text = format!("Subject: {questions} about {about} from {organisation}{by_when}\n\n");
    text.push_str(&paragraph(&format!("Dear {},", to.unwrap_or("colleague"))));
    let most = if sheet.stamp.subject.is_some() { sheet.about.len() } else { 2 };
    for about in sheet.about.iter().take(most) {
        text.push_str(&paragraph(about));
    }
    let better = if sheet.stamp.subject.is_some() { "" } else { "You know some of it better than we do. " };
    text.push_str(&paragraph(&format!(
        "{better}We have put {questions} for you into {attached}. Please say how things really are: \"No\" and \
         \"Don't know\" help us too."
    )));
    text.push_str(&paragraph(
        "Under \"What to send\" each question names files that would show it. Send those that you have. Please don't \
         send passwords, recovery keys or details of the people we care for.",
    ));
    let day = by.map_or_else(|| "as soon as you can".to_owned(), |day| format!("by {day}"));
    text.push_str(&paragraph(&format!(
        "Please send the sheet back to me {day}. If a question is not for you, tell me \
                                       who would know."
    )));
    text.push_str(&format!("Thank you,\n{sender}\n{}\n", written(sheet.made)));
    text
}

/// A paragraph, wrapped as e-mail programs like it, with an empty line behind it.
fn paragraph(text: &str) -> String {
    let mut lines = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > 72 {
            lines.push('\n');
            used = 0;
        }
        if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    format!("{lines}\n\n")
}
