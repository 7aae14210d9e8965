//! Text reports: minijinja templates under `report-templates/`, found by being there.

use include_dir::{Dir, include_dir};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value, syntax::SyntaxConfig, value::Serde,
};

use super::{Draw, Format, RenderError, escape};
use crate::model::written;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/report-templates");

/// The ending of a template's file.
const ENDING: &str = ".j2";

/// A form for each template whose name begins so: `report.md.j2` is written as `report.md`.
pub(super) fn formats(begins: &str) -> Vec<Format> {
    TEMPLATES
        .files()
        .filter_map(|file| file.path().to_str())
        .filter(|name| name.starts_with(begins))
        .filter_map(|name| {
            let extension = name.strip_suffix(ENDING)?.rsplit('.').next()?;
            let format = if extension == "md" { "markdown" } else { extension };
            Some(Format { name: format.into(), extension: extension.into(), draw: Draw::Template(name) })
        })
        .collect()
}

/// The text of a template for a scorecard, or whatever else it is written for.
pub(super) fn render<T: serde::Serialize>(name: &str, value: &T) -> Result<String, RenderError> {
    let environment = environment().map_err(|error| fault(name, &error))?;
    let text = environment
        .get_template(name)
        .and_then(|template| template.render(Serde(value)))
        .map_err(|error| fault(name, &error))?;
    Ok(tidy(&text))
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_auto_escape_callback(|name| {
        let name = name.trim_end_matches(ENDING);
        if name.ends_with(".md") { AutoEscape::Custom("markdown".into()) } else { AutoEscape::Html }
    });
    environment.set_formatter(|out, state, value| match state.auto_escape() {
        AutoEscape::Custom(_) if !value.is_safe() => {
            let text = match value.as_str() {
                Some(text) => escape::inline(text),
                None => value.to_string(),
            };
            out.write_str(&text).map_err(Error::from)
        }
        AutoEscape::Custom(_) => out.write_str(&value.to_string()).map_err(Error::from),
        _ => minijinja::escape_formatter(out, state, value),
    });
    environment.add_test("said_by", said_by);
    environment.add_filter("date", date);
    environment.add_filter("size", size);
    environment.add_filter("to_copy", to_copy);
    environment.add_filter("capitalize_first", capitalize_first);
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
    let message = match error.detail() {
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    };
    RenderError::Template { name: error.name().unwrap_or(name).to_owned(), line: error.line().unwrap_or(0), message }
}
