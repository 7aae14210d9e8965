//! What is wrong with the form of a YAML file, in words for people who have never heard of YAML.

/// A parser's message in our words, and what to do about it; as it is where there are no better words.
pub(super) fn in_words(message: String) -> (String, Option<String>) {
    match known(&message) {
        Some((words, hint)) => (words.to_owned(), Some(hint.to_owned())),
        None => (message, None),
    }
}

fn known(message: &str) -> Option<(&'static str, &'static str)> {
    let has = |part: &str| message.contains(part);
    let found = if has("flow mapping") {
        ("a comma or a closing } is missing near here", "put a comma between two entries, and a } behind the last")
    } else if has("flow sequence") || has("flow construct") {
        ("a comma or a closing ] is missing near here", "put a comma between two entries, and a ] behind the last")
    } else if has("unclosed bracket") {
        ("a [ or { is opened here and not closed", "close it with a ] or a }")
    } else if has("illegal placement of ':'") {
        ("a [ or { above this is not closed", "close it with a ] or a }")
    } else if has("trailing content") {
        ("words stand behind a closing quotation mark", "take them into the quotation marks, or take them away")
    } else if has("quoted scalar") || has("unclosed quote") {
        ("a quotation mark is opened near here and not closed", "put the closing quotation mark behind the words")
    } else if has("end of input") || has("EOF") || has("eof") {
        ("the file ends before it is complete", "see if its last lines are missing")
    } else if has("mapping values are not allowed") {
        (
            "there is a colon here where none can be",
            "put the words in quotation marks, or set them under the line above",
        )
    } else if has("tab") && !has("expected") {
        ("there is a tab here", "use spaces in its place, as many as the lines beside it have")
    } else if has("block mapping") || has("block collection") || has("block sequence") || has("indentation") {
        (
            "this line, or the one above it, does not stand in line with its neighbours",
            "give it as many spaces at its start as the lines that it belongs with",
        )
    } else if has("simple key") {
        ("a colon is missing near here", "write a colon and a space after the first word of the line")
    } else if has("anchor") || has("alias") || has("tag") || has("directive") {
        (
            "a sign here has a meaning of its own in this kind of file",
            "put the words that begin with it in quotation marks",
        )
    } else if has("start any token") || has("unexpected character") {
        ("words can't begin with this sign", "put them in quotation marks")
    } else {
        return None;
    };
    Some(found)
}

#[cfg(test)]
mod tests {
    use crate::model::yaml::Yaml;

    #[track_caller]
    fn check(text: &str, at: (usize, usize), message: &str) {
        let read: Result<crate::model::Answers, _> = Yaml::new("answers.yaml", text).read();
        let faults = read.unwrap_err();
        let [fault] = faults.as_slice() else { panic!("{faults:?}") };
        assert_eq!(fault.message, message, "{text:?}");
        assert_eq!(fault.at.map(|at| (at.line, at.column)), Some(at), "{text:?}");
        assert!(fault.hint.is_some(), "{text:?}: {fault:?}");
    }

    #[test]
    fn torn_files_are_told_of_in_plain_words() {
        check("a: 1\nb: {c: 2\nd: 3\n", (3, 2), "a comma or a closing } is missing near here");
        check("a: [1, 2, {}\n", (1, 4), "a [ or { is opened here and not closed");
        check("a: [1, 2\nb: 3\n", (2, 2), "a [ or { above this is not closed");
        check("a: \"one\nb: two\n", (1, 4), "a quotation mark is opened near here and not closed");
        check("a: \"one\" two\n", (1, 10), "words stand behind a closing quotation mark");
        check("a: see this: that\n", (1, 12), "there is a colon here where none can be");
        check("a:\n\tb: 1\n", (2, 2), "there is a tab here");
        check(
            "a:\n    b: 1\n  c: 2\n",
            (3, 3),
            "this line, or the one above it, does not stand in line with its neighbours",
        );
        check("a: 1\nb\nc: 2\n", (2, 1), "a colon is missing near here");
        check("a: @home\n", (1, 4), "words can't begin with this sign");
        check("a: *star\n", (1, 4), "a sign here has a meaning of its own in this kind of file");
    }
}
