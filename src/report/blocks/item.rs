//! What a comment of a template tells of an item: `item 4.5.3: + met, ! your file says otherwise`.

use super::{Item, State, Tone};

/// What stands in a text that is one comment and nothing else.
pub(super) fn comment(text: &str) -> Option<&str> {
    let words = text.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    (!words.contains("-->")).then_some(words)
}

/// The item that a comment speaks of, if it does.
pub(super) fn parse(comment: &str) -> Option<Item> {
    let (id, states) = comment.trim().strip_prefix("item ")?.split_once(char::is_whitespace).unwrap_or_default();
    // The number is escaped as everywhere in Markdown
    let id = id.strip_suffix(':')?.replace('\\', "");
    let states = states.split(',').map(parse_state).filter(|state| !state.words.is_empty()).collect();
    (!id.is_empty()).then_some(Item { id, states })
}

fn parse_state(text: &str) -> State {
    let text = text.trim();
    let mut rest = text.chars();
    let tone = match rest.next() {
        Some('!') => Tone::Bad,
        Some('?') => Tone::Open,
        Some('~') => Tone::Watch,
        Some('+') => Tone::Good,
        _ => return State { tone: Tone::Plain, words: text.to_owned() },
    };
    State { tone, words: rest.as_str().trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: Option<(&str, &[(Tone, &str)])>) {
        let state = |(tone, words): &(Tone, &str)| State { tone: *tone, words: (*words).to_owned() };
        let expected =
            expected.map(|(id, states)| Item { id: id.to_owned(), states: states.iter().map(state).collect() });
        assert_eq!(parse(words), expected, "{words:?}");
    }

    #[test]
    fn reads_an_item_and_its_states() {
        check(
            " item A1.a: +met, ! out of date ,?, ~ look, optional ",
            Some((
                "A1.a",
                &[(Tone::Good, "met"), (Tone::Bad, "out of date"), (Tone::Watch, "look"), (Tone::Plain, "optional")],
            )),
        );
        check("item A:1\\*: optional", Some(("A:1*", &[(Tone::Plain, "optional")])));
    }

    #[test]
    fn other_comments_speak_of_no_item() {
        for words in ["", "item", "item 1.1", "item 1.1:", "items 1.1: + met", "item : + met", "item 1 1: + met"] {
            check(words, None);
        }
    }
}
