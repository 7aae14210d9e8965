//! What short cells say: whether something is mandatory, what kind of answer it takes, what changed.

use super::{audience::Audience, text};
use crate::model::{AnswerKind, Flag, News};

/// What a cell says of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Yes,
    No,
    /// It is not asked of these organisations.
    NotAsked,
    /// It says nothing.
    Nothing,
    /// It says something else.
    Unclear,
}

/// What a cell in a column of flags says.
pub(super) fn flag(words: &str) -> Said {
    let trimmed = words.trim();
    match trimmed {
        "" => return Said::Nothing,
        "✓" | "✔" | "☑" | "√" => return Said::Yes,
        "✗" | "✘" | "☐" | "-" | "–" | "—" => return Said::No,
        _ => {}
    }
    // An asterisk or a question mark says that something is to be known about it.
    if trimmed.contains(['*', '?', '†', '‡']) {
        return Said::Unclear;
    }
    match text::plain(trimmed).as_str() {
        "mandatory" | "yes" | "y" | "m" | "x" | "true" | "required" | "must" | "1" | "mandatory item" => Said::Yes,
        "optional" | "no" | "n" | "o" | "false" | "non mandatory" | "not mandatory" | "not required"
        | "recommended" | "0" | "none" => Said::No,
        "n a" | "na" | "not applicable" | "not in scope" | "out of scope" | "not included" | "not asked"
        | "removed" | "retired" | "not used" => Said::NotAsked,
        _ => Said::Unclear,
    }
}

/// Whether a cell could stand in a column of flags at all.
pub(super) fn could_be_flag(words: &str) -> bool {
    words.chars().count() <= 40
}

/// Whether a cell in a column of exemptions says yes.
pub(super) fn exempts(words: &str) -> bool {
    matches!(flag(words), Said::Yes) || text::plain(words).starts_with("exempt")
}

/// The kind of answer that a cell names.
pub(super) fn kind(words: &str) -> Option<AnswerKind> {
    let plain = text::plain(words);
    let says = |word: &str| plain.split(' ').any(|one| one == word);
    Some(match plain.as_str() {
        "yes no" | "y n" | "yes or no" | "boolean" | "tick" | "tickbox" | "tick box" | "checkbox" | "check box"
        | "confirm" | "confirmation" | "radio" => AnswerKind::YesNo,
        "text" | "free text" | "text box" | "words" | "comment" | "narrative" | "string" => AnswerKind::Text,
        "date" | "day" => AnswerKind::Date,
        "number" | "numeric" | "integer" | "whole number" => AnswerKind::Number,
        "percentage" | "percent" | "%" => AnswerKind::Percentage,
        _ if says("document") || says("upload") || says("file") || says("link") => AnswerKind::Document,
        _ => return None,
    })
}

/// The kind of answer that the wording of a question leads one to expect.
pub(super) fn guess(question: &str) -> AnswerKind {
    let plain = text::plain(question);
    let says = |words: &str| format!(" {plain} ").contains(&format!(" {words} "));
    let first = plain.split(' ').next().unwrap_or_default();
    if says("percentage") || says("what percent") {
        return AnswerKind::Percentage;
    }
    if says("how many") {
        return AnswerKind::Number;
    }
    match first {
        "provide" | "upload" | "attach" | "submit" => AnswerKind::Document,
        "what" | "who" | "how" | "describe" | "explain" | "list" | "name" | "which" | "give" | "where" | "why"
        | "when" => AnswerKind::Text,
        _ => AnswerKind::YesNo,
    }
}

/// What a note on changes says of an item, for those asked for.
pub(super) fn news(words: &str, wanted: Option<&Audience>) -> Option<News> {
    let plain = text::plain(words);
    let (audience, rest) = Audience::taken(&plain);
    if let Some(wanted) = wanted
        && audience.serves(wanted).is_none()
    {
        return None;
    }
    let says = |words: &str| format!(" {rest} ").contains(&format!(" {words} "));
    if rest.is_empty() || rest.starts_with("no change") || rest == "none" || rest == "n a" || says("unchanged") {
        return None;
    }
    let help = says("tooltip") || says("tooltips") || says("tool tip") || says("tool tips") || says("guidance");
    if says("new") && !help {
        return Some(News::New);
    }
    let question = says("evidence") || says("question") || says("wording") || says("text") || says("reworded");
    if question || !help { Some(News::Reworded) } else { Some(News::Help) }
}

/// A flag of a pack, where a cell says one for certain.
pub(super) fn certain(said: Said) -> Option<Flag> {
    match said {
        Said::Yes => Some(Flag::Yes),
        Said::No => Some(Flag::No),
        Said::NotAsked | Said::Nothing | Said::Unclear => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_said_in_many_ways_and_what_is_not_plain_is_unclear() {
        for (words, expected) in [
            ("Mandatory", Said::Yes),
            ("Y", Said::Yes),
            ("x", Said::Yes),
            ("✔", Said::Yes),
            ("Optional", Said::No),
            ("Non-mandatory", Said::No),
            ("N/A", Said::NotAsked),
            ("Not applicable", Said::NotAsked),
            ("", Said::Nothing),
            ("Yes*", Said::Unclear),
            ("TBC", Said::Unclear),
            ("Mandatory from April", Said::Unclear),
            ("Mandatory?", Said::Unclear),
        ] {
            assert_eq!(flag(words), expected, "{words}");
        }
    }

    #[test]
    fn the_wording_leads_to_a_kind() {
        for (question, expected) in [
            ("Is there a lamp in the hall?", AnswerKind::YesNo),
            ("The lamp is dusted each week.", AnswerKind::YesNo),
            ("Provide the lamp plan.", AnswerKind::Document),
            ("Who dusts the lamp?", AnswerKind::Text),
            ("How many lamps are there?", AnswerKind::Number),
            ("What percentage of lamps works?", AnswerKind::Percentage),
        ] {
            assert_eq!(guess(question), expected, "{question}");
        }
    }

    #[test]
    fn notes_on_changes_count_for_those_they_name() {
        let home = crate::import::asked_of("care-home");
        for (words, expected) in [
            ("Updated tooltip for cat 2", None),
            ("Updated evidence item and tooltip for cat 2,3,4", Some(News::Reworded)),
            ("Updated tooltip for cat 3", Some(News::Help)),
            ("New evidence item", Some(News::New)),
            ("No change", None),
            ("", None),
        ] {
            assert_eq!(news(words, home.as_ref()), expected, "{words}");
        }
    }
}
