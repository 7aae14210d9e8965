//! Questions that one person after another answers without a name: what a reply means, and what a form says.

use crate::model::{Form, Item, Said};

/// What a person typed at a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// An answer.
    Said(Said),
    /// No answer to this one.
    Left,
    /// The question before.
    Back,
    /// More about the question.
    Help,
    /// Enough.
    Stop,
    /// It was not understood; what can be typed.
    Again(&'static str),
}

/// What to type, said again when a reply was not understood.
pub const WAYS: &str = "Type y for yes, n for no or ? if you are not sure, then press Enter. Also: - to leave it out, b to go back, h for help, \
     q to stop.";

/// Understands a reply to a question.
pub fn word(text: &str) -> Word {
    match text.trim().trim_end_matches(['.', '!']).to_lowercase().as_str() {
        "y" | "yes" | "yep" | "yeah" | "1" => Word::Said(Said::Yes),
        "n" | "no" | "nope" | "0" => Word::Said(Said::No),
        "?" | "u" | "unsure" | "not sure" | "don't know" | "dont know" | "dk" => Word::Said(Said::Unsure),
        "-" | "skip" | "leave" => Word::Left,
        "b" | "back" => Word::Back,
        "h" | "help" | "??" | "why" => Word::Help,
        "q" | "quit" | "stop" | "exit" => Word::Stop,
        _ => Word::Again(WAYS),
    }
}

/// Understands a paper form typed as one sign for each question, such as `yynny?y-yyny`.
///
/// # Errors
/// In words, when it is not one sign for each question.
pub fn form(items: &[&Item], text: &str) -> Result<Form, String> {
    let signs: Vec<char> = text.chars().filter(|sign| !sign.is_whitespace() && !",;./".contains(*sign)).collect();
    let mut form = Form::new();
    for (at, sign) in signs.iter().enumerate() {
        let said = match sign.to_ascii_lowercase() {
            'y' => Some(Said::Yes),
            'n' => Some(Said::No),
            '?' | 'u' => Some(Said::Unsure),
            '-' | '_' | 'x' => None,
            _ => {
                return Err(format!(
                    "sign {} is \"{}\": type y for yes, n for no, ? for not sure and - for an empty row",
                    at + 1,
                    sign.escape_debug()
                ));
            }
        };
        if let (Some(item), Some(said)) = (items.get(at), said) {
            form.insert(item.id.clone(), said);
        }
    }
    match signs.len() {
        typed if typed == items.len() && form.is_empty() => Err("an empty form is not counted".into()),
        typed if typed == items.len() => Ok(form),
        typed => Err(format!(
            "a form has {} rows and {typed} {} typed: one sign for each row, - for an empty one",
            items.len(),
            if typed == 1 { "sign was" } else { "signs were" }
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Pack, yaml::Yaml};

    #[track_caller]
    fn check(text: &str, expected: Word) {
        assert_eq!(word(text), expected, "{text}");
    }

    #[test]
    fn a_reply_is_understood_as_people_type_it() {
        check("y", Word::Said(Said::Yes));
        check(" Yes. ", Word::Said(Said::Yes));
        check("N", Word::Said(Said::No));
        check("?", Word::Said(Said::Unsure));
        check("not sure", Word::Said(Said::Unsure));
        check("-", Word::Left);
        check("b", Word::Back);
        check("help", Word::Help);
        check("q", Word::Stop);
        check("", Word::Again(WAYS));
        check("\u{1b}[2J", Word::Again(WAYS));
        check("my manager never tells us", Word::Again(WAYS));
    }

    fn pack() -> Pack {
        let text = include_str!("../../assertions/everyday-defence/pack.yaml");
        Yaml::new("pack.yaml", text).read().unwrap()
    }

    #[track_caller]
    fn typed(text: &str, expected: Result<&str, &str>) {
        let pack = pack();
        let items: Vec<&Item> = pack.items().map(|(_, _, item)| item).take(4).collect();
        let signs = form(&items, text).map(|form| {
            let sign = |item: &&Item| match form.get(&item.id) {
                Some(Said::Yes) => 'y',
                Some(Said::No) => 'n',
                Some(Said::Unsure) => '?',
                None => '-',
            };
            items.iter().map(sign).collect::<String>()
        });
        assert_eq!(signs, expected.map(str::to_owned).map_err(str::to_owned));
    }

    #[test]
    fn a_form_is_one_sign_for_each_row() {
        typed("yn?y", Ok("yn?y"));
        typed(" Y n, U -", Ok("yn?-"));
        typed("yny", Err("a form has 4 rows and 3 signs were typed: one sign for each row, - for an empty one"));
        typed("ynyyy", Err("a form has 4 rows and 5 signs were typed: one sign for each row, - for an empty one"));
        typed("yn\u{7}y", Err("sign 3 is \"\\u{7}\": type y for yes, n for no, ? for not sure and - for an empty row"));
        typed("----", Err("an empty form is not counted"));
    }
}
