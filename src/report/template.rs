//! Text reports: minijinja templates under `report-templates/`, found by being there.

use include_dir::{Dir, include_dir};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value, context, syntax::SyntaxConfig, value::Serde,
};

use super::{Kind, RenderError, escape};
use crate::model::{Scorecard, written};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/report-templates");

/// A template of the user's own, in the place of the one that a kind of report has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its file, as it is to be named in faults.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A user's own template stops after so many steps.
const MOST_STEPS: u64 = 20_000_000;

/// The text of the template of a kind of report, to begin one of one's own with.
pub(super) fn text_of(kind: Kind) -> &'static str {
    TEMPLATES.get_file(kind.template()).and_then(|file| file.contents_utf8()).expect("each kind has a template")
}

/// The words of a kind of report.
pub(super) fn render_kind(kind: Kind, own: Option<&Template>, scorecard: &Scorecard) -> Result<String, RenderError> {
    let Some(own) = own else { return render(kind.template(), scorecard) };
    let mut environment = environment().map_err(|error| fault(&own.name, &error))?;
    environment.set_fuel(Some(MOST_STEPS));
    environment.add_template(&own.name, &own.text).map_err(|error| fault(&own.name, &error))?;
    rendered(&environment, &own.name, scorecard)
}

/// The text of a template for a scorecard, or whatever else it is written for.
pub(super) fn render<T: serde::Serialize>(name: &str, value: &T) -> Result<String, RenderError> {
    rendered(&environment().map_err(|error| fault(name, &error))?, name, value)
}

fn rendered<T: serde::Serialize>(environment: &Environment<'_>, name: &str, value: &T) -> Result<String, RenderError> {
    // Macros see nothing but what they are given, so the whole of it goes by a name as well.
    let card = Value::from(Serde(value));
    let text = environment
        .get_template(name)
        .and_then(|template| template.render(context! { card => card.clone(), ..card }))
        .map_err(|error| fault(name, &error))?;
    Ok(tidy(&text))
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    environment.set_formatter(|out, state, value| match state.auto_escape() {
        _ if value.is_safe() => out.write_str(&value.to_string()).map_err(Error::from),
        AutoEscape::Custom(_) => {
            let text = match value.as_str() {
                Some(text) => escape::inline(text),
                None => value.to_string(),
            };
            out.write_str(&text).map_err(Error::from)
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    environment.add_test("said_by", said_by);
    environment.add_filter("date", date);
    environment.add_filter("size", size);
    environment.add_filter("to_copy", to_copy);
    environment.add_filter("capitalize_first", capitalize_first);
    environment.add_filter("lower_first", lower_first);
    environment.add_filter("shortened", shortened);
    environment.add_filter("oneline", oneline);
    environment.add_filter("unstopped", unstopped);
    for (path, text) in texts() {
        environment.add_template(path, text)?;
    }
    Ok(environment)
}

fn texts() -> Vec<(&'static str, &'static str)> {
    let mut open = vec![&TEMPLATES];
    let mut texts = Vec::new();
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        texts.extend(dir.files().filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?))));
    }
    texts
}

/// Whether a reason only repeats a piece of evidence or a check that the item lists anyway.
fn said_by(reason: &str, item: Value) -> Result<bool, Error> {
    for piece in item.get_attr("evidence")?.try_iter()? {
        let (what, says) = (piece.get_attr("what")?.to_string(), piece.get_attr("says")?.to_string());
        let rest = reason.strip_prefix(&what).and_then(|rest| rest.strip_prefix(": "));
        if rest.is_some_and(|rest| says.contains(rest)) {
            return Ok(true);
        }
    }
    for check in item.get_attr("checks")?.try_iter()? {
        if check.get_attr("sentence")?.as_str().is_some_and(|sentence| reason.ends_with(sentence)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `2026-03-04` as `4 March 2026`.
fn date(value: Value) -> Result<String, Error> {
    let day = value.as_str().and_then(|text| text.parse().ok());
    day.map(written).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("{value} is not a date")))
}

/// Text to be copied, in a block of its own that shows every sign as it is.
fn to_copy(text: &str) -> Value {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    Value::from_safe_string(format!("{fence}text\n{text}\n{fence}"))
}

/// A size in bytes as people read it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The start of a sentence; unlike minijinja's own filter it leaves the rest alone.
fn capitalize_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The middle of a sentence, unless it begins with a name or letters that stand for one.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}

/// The beginning of a text, with a sign where more of it stands elsewhere; cut between words if there is a blank.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let begun: String = text.chars().take(most).collect();
    let whole = begun.rfind(char::is_whitespace).filter(|at| *at > 0).map_or(begun.as_str(), |at| &begun[..at]);
    format!("{} …", whole.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':')))
}

/// What a macro gave, in one line for the cell of a table.
fn oneline(text: Value) -> Value {
    let words: Vec<String> = text.to_string().split_whitespace().map(str::to_owned).collect();
    let line = words.join(" ").replace(" ;", ";").replace(" :", ":").replace(" ,", ",");
    if text.is_safe() { Value::from_safe_string(line) } else { Value::from(line) }
}

/// Words without the full stop that they may end with, for the middle of a sentence.
fn unstopped(text: &str) -> String {
    match text.trim_end().strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') => rest.to_owned(),
        _ => text.trim_end().to_owned(),
    }
}

/// No blanks at line ends, no more than one empty line, one line end at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 1 && !(out.is_empty() && line.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}

fn fault(name: &str, error: &Error) -> RenderError {
    let source = error.template_source();
    let at = error.range().zip(source).filter(|(range, source)| source.get(range.clone()).is_some());
    let words = at.as_ref().map(|(range, source)| source[range.clone()].trim().to_owned());
    let message = match (error.kind(), error.detail(), words) {
        (ErrorKind::UndefinedError, _, Some(words)) => format!("there is nothing called `{words}`"),
        (ErrorKind::OutOfFuel, _, _) => "it goes on without end, or nearly so".into(),
        (kind, Some(detail), _) => format!("{kind}: {detail}"),
        (kind, None, _) => kind.to_string(),
    };
    let (name, line) = (error.name().unwrap_or(name).to_owned(), error.line().unwrap_or(1));
    RenderError::Template { name, line, message, at: at.map(|(range, source)| (source.to_owned(), range)) }
}
