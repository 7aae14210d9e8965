//! A scorecard as JSON, from which every report can be drawn again; a digest over the whole text shows a later change.

use crate::model::{Scorecard, sha256};

use super::{RenderError, escape};

/// The newest version of the structure that this program can read.
const FORMAT: u32 = 1;

/// What stands before the digest, which is the last thing in the file.
const KEY: &str = ",\n  \"sha256\": \"";
/// What stands after it.
const END: &str = "\"\n}\n";

/// Why a saved scorecard can't be taken up.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// It is something else, or was damaged: where, and what.
    #[error("line {line}: {message}")]
    Unreadable {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A newer program wrote it.
    #[error("it is of format {0}, which is newer than this program")]
    Newer(u64),
    /// The digest in it is not that of its text.
    #[error("it was changed since it was written: its text does not have the SHA-256 that stands at its end")]
    Changed,
}

/// A scorecard as JSON; the last key is the SHA-256 of the whole text with that digest written as zeros.
///
/// # Errors
/// None that a scorecard of this program gives.
pub fn save(scorecard: &Scorecard) -> Result<Vec<u8>, RenderError> {
    let written =
        serde_json::to_string_pretty(scorecard).map_err(|error| RenderError::Written("JSON", error.to_string()))?;
    let written = seen(&written);
    let body = written.trim_end().trim_end_matches('}').trim_end();
    let digest = sha256(blank(body).as_bytes());
    Ok(format!("{body}{KEY}{digest}{END}").into_bytes())
}

/// JSON with everything in its texts that is not seen, or that turns other letters round, written by its number.
pub fn seen(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        // Line ends stand between the values only: those in texts are written by their number already.
        match c != '\n' && escape::is_unseen(c) {
            true => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
            false => out.push(c),
        }
    }
    out
}

/// The same, as a form of report.
pub(super) fn draw(scorecard: &Scorecard) -> Result<Vec<u8>, RenderError> {
    save(scorecard)
}

/// The JSON Schema of what [`save`] writes.
pub fn schema() -> schemars::Schema {
    let mut schema = schemars::schema_for!(Scorecard);
    let properties = schema.get_mut("properties").and_then(|value| value.as_object_mut());
    if let Some(properties) = properties {
        let digest = serde_json::json!({
            "description": "The SHA-256 of the whole text, with these digits written as zeros.",
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
        });
        properties.insert("sha256".into(), digest);
    }
    schema
}

/// Takes up a scorecard that [`save`] wrote.
///
/// # Errors
/// When it is no scorecard, is of a newer format, or any byte of it was changed.
pub fn load(bytes: &[u8]) -> Result<Scorecard, SavedError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| unreadable(line_of(bytes, error.valid_up_to()), "it holds bytes that are not UTF-8"))?;
    let json = |error: serde_json::Error| {
        let words = error.to_string();
        unreadable(error.line(), words.split(" at line ").next().unwrap_or(&words))
    };
    /// What is looked at before the rest.
    #[derive(serde::Deserialize)]
    struct Head {
        format: Option<u64>,
    }
    let head: Head = serde_json::from_str(text).map_err(json)?;
    match head.format {
        Some(newer) if newer > u64::from(FORMAT) => return Err(SavedError::Newer(newer)),
        Some(_) => {}
        None => return Err(unreadable(1, "it has no key `format`, so it is not a scorecard that dspt wrote")),
    }
    let digest = digest_in(text).ok_or(SavedError::Changed)?;
    let body = &text[..text.len() - KEY.len() - digest.len() - END.len()];
    if sha256(blank(body).as_bytes()) != digest {
        return Err(SavedError::Changed);
    }
    serde_json::from_str(text).map_err(json)
}

/// The digest that a text says it has.
fn digest_in(text: &str) -> Option<&str> {
    let before = text.strip_suffix(END)?;
    let at = before.len().checked_sub(64)?;
    let digest = before.get(at..)?;
    before.get(..at)?.ends_with(KEY).then_some(digest)
}

/// The whole text, its digest as zeros.
fn blank(body: &str) -> String {
    format!("{body}{KEY}{}{END}", "0".repeat(64))
}

fn unreadable(line: usize, message: impl Into<String>) -> SavedError {
    SavedError::Unreadable { line, message: message.into() }
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written as [`save`] writes, of a scorecard or anything else.
    fn sealed(body: &str) -> String {
        format!("{body}{KEY}{}{END}", sha256(blank(body).as_bytes()))
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(load(text.as_bytes()).map(|_| ()).map_err(|error| error.to_string()), Err(expected.to_owned()));
    }

    #[test]
    fn what_is_no_scorecard_is_refused_with_its_line() {
        check("", "line 1: EOF while parsing a value");
        check("{}", "line 1: it has no key `format`, so it is not a scorecard that dspt wrote");
        check("{\n\"format\": }", "line 2: expected value");
        check("{\"format\": 2}", "it is of format 2, which is newer than this program");
        assert_eq!(load(b"{\n\xff").unwrap_err().to_string(), "line 2: it holds bytes that are not UTF-8");
    }

    #[test]
    fn a_text_with_another_digest_was_changed() {
        const CHANGED: &str =
            "it was changed since it was written: its text does not have the SHA-256 that stands at its end";
        check("{\"format\": 1}", CHANGED);
        let whole = sealed("{\n  \"format\": 1");
        check(&whole.replace("1,", "1 ,"), CHANGED);
        check(&format!("{whole} "), CHANGED);
        check(&whole, "line 4: missing field `program`");
    }
}
