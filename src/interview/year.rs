//! What the year before has to do with a question: whether it is new or reads otherwise now, and what was said then.

use super::{is_claim, reply};
use crate::model::{Answer, Item, News, Pack, written};

/// Whether the question is new this year, or put otherwise.
pub(super) fn news(pack: &Pack, item: &Item, answer: Option<&Answer>) -> Option<String> {
    let carried = answer.and_then(|answer| answer.carried.as_ref());
    let reworded = carried.is_some_and(|carried| carried.reworded);
    let moved = carried.filter(|carried| carried.from != item.id).map(|carried| &carried.from);
    let news = match (pack.news(&item.id), reworded) {
        (Some(News::New), false) => "This question is new this year.",
        (Some(News::Reworded), _) | (_, true) => "This question was reworded this year.",
        (Some(News::Help), false) => "The question is as it was; its help is new this year.",
        (None, false) => "",
    };
    let moved = moved.map(|from| format!("Last year its number was {from}.")).unwrap_or_default();
    let words = format!("{news} {moved}");
    Some(words.trim().to_owned()).filter(|words| !words.is_empty())
}

/// Last year's answer with who gave it and when, and what to do with it.
pub(super) fn before(item: &Item, answer: &Answer) -> Option<String> {
    let who = match (&answer.by, answer.on) {
        (Some(by), Some(on)) => format!(" ({by}, {})", written(on)),
        (Some(by), None) => format!(" ({by})"),
        (None, Some(on)) => format!(" ({})", written(on)),
        (None, None) => String::new(),
    };
    if is_claim(item, answer) {
        let words = reply::in_words(item, answer)?;
        return Some(format!("Last year's answer{who}: {words}. Type same if it still holds."));
    }
    if let Some(said) = answer.carried.as_ref().and_then(|carried| carried.said.as_ref()) {
        return Some(format!("Last year you said: {said}. That does not fit this question, so please answer it anew."));
    }
    reply::in_words(item, answer).map(|words| format!("Last year{who}: {words}."))
}
