//! What is wrong with the arguments, in our own words: the parser's speak to programmers.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::error::advised;

/// An error about arguments with advice; nothing where the parser's own text is wanted, as for help.
pub(super) fn error(error: &clap::Error) -> Option<anyhow::Error> {
    let of = |kind| error.get(kind).map(ContextValue::to_string).filter(|text| !text.is_empty());
    let option = of(ContextKind::InvalidArg).unwrap_or_default();
    let name = option.split([' ', '=']).next().unwrap_or_default().to_owned();
    let command = command(&of(ContextKind::Usage).unwrap_or_default());
    let see = format!("`{command} --help` shows what can be given");
    let (message, hint) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = of(ContextKind::InvalidSubcommand)?;
            let all = format!("`{command} --help` lists the commands");
            let hint = match first(error, ContextKind::SuggestedSubcommand) {
                Some(near) => format!("did you mean `{near}`? {all}"),
                None => all,
            };
            (format!("there is no command `{typed}`"), hint)
        }
        ErrorKind::UnknownArgument if option.starts_with('-') => {
            let hint = match first(error, ContextKind::SuggestedArg) {
                Some(near) => format!("did you mean `{near}`? {see}"),
                None => see,
            };
            (format!("there is no option `{option}` here"), hint)
        }
        ErrorKind::UnknownArgument => {
            (format!("`{option}` is one word too many"), format!("put names with spaces into quotation marks; {see}"))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error).map(ToString::to_string);
            let choices = of(ContextKind::ValidValue).map(|all| format!("choose one of: {all}"));
            let hint = source.or(choices).unwrap_or(see);
            let hint = match first(error, ContextKind::SuggestedValue) {
                Some(near) => format!("did you mean `{near}`? If not, {hint}"),
                None => hint,
            };
            match of(ContextKind::InvalidValue) {
                Some(value) => (format!("`{value}` does not fit {name}"), hint),
                None => (format!("{name} needs something behind it"), hint),
            }
        }
        ErrorKind::MissingRequiredArgument => (format!("something is missing: {option}"), see),
        ErrorKind::ArgumentConflict => {
            let other = of(ContextKind::PriorArg).unwrap_or_default();
            match other.split(' ').next() {
                Some(other) if other == name => (format!("{name} is given twice"), "give it once".to_owned()),
                other => {
                    (format!("{name} and {} do not go together", other.unwrap_or_default()), "leave one out".to_owned())
                }
            }
        }
        _ => return None,
    };
    Some(advised(message, hint))
}

/// The command in a usage line: `dspt init` of `Usage: dspt init [OPTIONS] <DIR>`.
fn command(usage: &str) -> String {
    let words = usage.split_whitespace().skip_while(|word| *word != "dspt");
    let words: Vec<&str> = words.take_while(|word| !word.starts_with(['[', '<', '-'])).collect();
    if words.is_empty() { "dspt".to_owned() } else { words.join(" ") }
}

fn first(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(one) => Some(one.clone()),
        ContextValue::Strings(all) => all.first().cloned(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use crate::cli::{args::Args, error::Advised};

    #[track_caller]
    fn check(typed: &[&str], message: &str, hint: &str) {
        let error = Args::try_parse_from(["dspt"].iter().chain(typed)).unwrap_err();
        let error = super::error(&error).unwrap_or_else(|| panic!("{error}"));
        let advised = error.downcast_ref::<Advised>().unwrap();
        assert_eq!((advised.message.as_str(), advised.hint.as_str()), (message, hint), "{typed:?}");
    }

    #[test]
    fn says_what_is_wrong_and_what_to_type() {
        check(&["stauts"], "there is no command `stauts`", "did you mean `status`? `dspt --help` lists the commands");
        check(&["xyz"], "there is no command `xyz`", "`dspt --help` lists the commands");
        check(
            &["interview", "--onyl", "4"],
            "there is no option `--onyl` here",
            "did you mean `--only`? `dspt interview --help` shows what can be given",
        );
        check(
            &["interview", "my", "folder"],
            "`folder` is one word too many",
            "put names with spaces into quotation marks; `dspt interview --help` shows what can be given",
        );
        check(
            &["status", "--date", "31/03/2026"],
            "`31/03/2026` does not fit --date",
            "write a date as year-month-day, such as 2026-03-31",
        );
        check(&["scan", "--format", "xml"], "`xml` does not fit --format", "choose one of: table, json");
        check(
            &["scan", "--format", "jason"],
            "`jason` does not fit --format",
            "did you mean `json`? If not, choose one of: table, json",
        );
        check(&["scan", "--format"], "--format needs something behind it", "choose one of: table, json");
        check(
            &["except", "--item", "4.5.3"],
            "something is missing: --reason <REASON>, --by <BY>",
            "`dspt except --help` shows what can be given",
        );
        check(&["status", "-q", "-v"], "--quiet and --verbose do not go together", "leave one out");
        check(&["status", "--date=2026-03-04", "--date=2026-03-05"], "--date is given twice", "give it once");
    }

    #[test]
    fn leaves_help_to_the_parser() {
        for typed in [&["--help"][..], &["--version"], &["init", "--help"]] {
            let error = Args::try_parse_from(["dspt"].iter().chain(typed)).unwrap_err();
            assert!(super::error(&error).is_none(), "{typed:?}");
        }
    }
}
