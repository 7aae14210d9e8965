//! A second look at what was typed: too short, of an odd shape, or naming somebody. It warns and never refuses.

use super::Setting;
use crate::model::{Answer, AnswerKind, Item};

/// What to say before an answer is taken; nothing when it looks as it should.
pub(super) fn caution(item: &Item, text: &str, setting: &Setting) -> Option<String> {
    let keep = "Press Enter to keep it as it is, or type it again.";
    let personal = (setting.personal)(text);
    if !personal.is_empty() {
        return Some(format!(
            "That looks as if it holds {}. Answers are copied into reports and into the portal, so it is better to \
             leave people's details out. {keep}",
            personal.join(" and ")
        ));
    }
    if let Some(shape) = item.shape
        && !shape.fits(text)
        && is_thin(text)
    {
        return Some(format!("{} {keep}", shape.looks()));
    }
    if item.kind == AnswerKind::Text && item.shape.is_none() && is_thin(text) {
        let example = item.example.as_ref().map(|example| format!(" For example: “{}”", example.trim()));
        return Some(format!(
            "That is short for this one. Can you say in a sentence what you do, and who does it?{} {keep}",
            example.unwrap_or_default()
        ));
    }
    None
}

/// Whether words say too little to show how something is done.
fn is_thin(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count() < 4
}

/// What to say of an answer once it is saved.
pub(super) fn remark(item: &Item, answer: &Answer) -> Option<String> {
    let (count, out_of) = (answer.count?, answer.out_of?);
    let per_mille = u64::from(count) * 1000 / u64::from(out_of.max(1));
    let share = format!("{count} of {out_of} is {}.{}%", per_mille / 10, per_mille % 10);
    Some(match item.share_at_least {
        Some(least) if u64::from(count) * 100 < u64::from(least) * u64::from(out_of) => {
            let needed = (u64::from(least) * u64::from(out_of)).div_ceil(100);
            format!("{share}: it takes {least}%, that is {needed} of {out_of}")
        }
        Some(least) => format!("{share}, and it takes {least}%"),
        None => share,
    })
}
