//! Sentences that begin with verbs become numbered steps.

/// Words after which a full stop ends no sentence.
const SHORT: [&str; 14] =
    ["e.g", "i.e", "etc", "vs", "approx", "dr", "mr", "mrs", "ms", "st", "ltd", "no", "nos", "fig"];

/// Words with which a sentence goes on with the one before it, and is no step of its own.
const GOES_ON: [&str; 12] =
    ["it", "its", "this", "that", "these", "those", "they", "you", "there", "free", "such", "for example"];

/// The steps of a text, one a sentence; a sentence that only explains the one before stays with it.
pub(super) fn steps(text: &str) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    for sentence in sentences(text) {
        let lower = sentence.to_lowercase();
        let goes_on = |word: &&str| lower.strip_prefix(*word).is_some_and(|rest| rest.starts_with([' ', ',']));
        match steps.last_mut() {
            Some(last) if GOES_ON.iter().any(goes_on) => {
                last.push(' ');
                last.push_str(&sentence);
            }
            _ => steps.push(sentence),
        }
    }
    steps
}

/// The sentences of a text, with one blank between words.
fn sentences(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut sentences = Vec::new();
    let mut begun: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        begun.push(word);
        if ends(word) && words.get(at + 1).is_none_or(|next| begins(next)) {
            sentences.push(begun.join(" "));
            begun.clear();
        }
    }
    if !begun.is_empty() {
        sentences.push(begun.join(" "));
    }
    sentences
}

/// Whether a word ends a sentence: a stop, with or without a bracket or a quotation mark behind it.
fn ends(word: &str) -> bool {
    let bare = word.trim_end_matches([')', ']', '"', '\'', '”', '’']);
    let Some(stem) = bare.strip_suffix('.') else { return bare.ends_with(['!', '?']) };
    let stem = stem.trim_start_matches(['(', '[', '"', '“', '‘']).to_lowercase();
    let one_letter = stem.chars().count() == 1 && stem.chars().all(char::is_alphabetic);
    !one_letter && !SHORT.contains(&stem.as_str())
}

/// Whether a word can begin a sentence: it opens with a capital or a number.
fn begins(word: &str) -> bool {
    let first = word.chars().find(|c| c.is_alphanumeric());
    first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(steps(text), expected);
        // Nothing is lost.
        assert_eq!(steps(text).join(" "), text.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    #[test]
    fn each_sentence_is_a_step() {
        check("Make a list. Have it signed!  Keep it.", &["Make a list.", "Have it signed!", "Keep it."]);
        check("Turn on \"find my device\". Ask for help.", &["Turn on \"find my device\".", "Ask for help."]);
        check("Do it (or ask.) Then stop", &["Do it (or ask.)", "Then stop"]);
        check("", &[]);
    }

    #[test]
    fn a_stop_inside_a_sentence_ends_nothing() {
        check("Ask Dr. Example, e.g. Ann. Write it down.", &["Ask Dr. Example, e.g. Ann.", "Write it down."]);
        check("Fill in the record for 8.2.1. Note it.", &["Fill in the record for 8.2.1.", "Note it."]);
        check("Look at version 2.1 of it and approx. half.", &["Look at version 2.1 of it and approx. half."]);
        check("Ask J. Example. Wait.", &["Ask J. Example.", "Wait."]);
    }

    #[test]
    fn a_sentence_that_explains_the_one_before_stays_with_it() {
        check("Book a course. It is free. Keep the paper.", &["Book a course. It is free.", "Keep the paper."]);
        check("Ask them. If they can't, call.", &["Ask them.", "If they can't, call."]);
    }
}
