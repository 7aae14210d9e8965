//! The one place that turns an error into words: what is wrong, where, and what to do next.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::model::{Fault, nearest};

/// Faults of one file, with its text for the excerpts.
#[derive(Debug, thiserror::Error)]
#[error("{} in {file}", if faults.len() == 1 { "a fault".to_owned() } else { format!("{} faults", faults.len()) })]
pub(super) struct Faulty {
    /// The file.
    pub(super) file: String,
    /// Its text.
    pub(super) text: String,
    /// What is wrong with it.
    pub(super) faults: Vec<Fault>,
}

/// An error with advice on what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Advised {
    /// What is wrong.
    pub(super) message: String,
    /// What to do next.
    pub(super) hint: String,
}

/// An error with advice.
pub(super) fn advised(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Advised { message: message.into(), hint: hint.into() }.into()
}

/// Advice for a word that is none of those known: the nearest, and all of them under a heading such as "known kinds".
pub(super) fn among(word: &str, heading: &str, known: &[&str]) -> String {
    let all = known.join(", ");
    match (nearest(word, known.iter().copied()), heading.split_at_checked(1)) {
        (Some(near), Some((first, rest))) => {
            format!("did you mean `{near}`? {}{rest}: {all}", first.to_uppercase())
        }
        _ => format!("{heading}: {all}"),
    }
}

/// Prints an error on standard error.
pub(super) fn show(error: &anyhow::Error) {
    use std::io::Write;
    let text = words(error, super::screen::colour_on_stderr());
    // Nobody is left to be told when standard error itself is gone.
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Whether the reader of our output went away, as `head` does.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

fn words(error: &anyhow::Error, colour: bool) -> String {
    if let Some(faulty) = error.downcast_ref::<Faulty>() {
        let shown: Vec<String> = faulty.faults.iter().map(|fault| excerpt(fault, &faulty.text, colour)).collect();
        return shown.join("\n\n");
    }
    let chain: Vec<String> = error.chain().map(cause).collect();
    let mut text = format!("error: {}", chain.join(": "));
    if let Some(advised) = error.chain().find_map(|cause| cause.downcast_ref::<Advised>()) {
        text.push_str(&format!("\n  what to do: {}", advised.hint));
    }
    super::screen::visible(&text)
}

/// A cause without the number that the computer's own system gives it, and in plain words where it is a common one.
fn cause(cause: &(dyn std::error::Error + 'static)) -> String {
    use std::io::ErrorKind;
    let text = cause.to_string();
    let Some(error) = cause.downcast_ref::<std::io::Error>() else { return text };
    match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "permission was refused; it may be open in another program".to_owned(),
        ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        ErrorKind::NotADirectory => "it is a file, not a folder".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "this disk can only be read".to_owned(),
        _ => text.split(" (os error ").next().unwrap_or(&text).to_owned(),
    }
}

/// A fault with the line that it is about.
fn excerpt(fault: &Fault, text: &str, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let title = Level::ERROR.primary_title(&fault.message);
    let group = match fault.at {
        Some(at) => {
            let start: usize = text.split_inclusive('\n').take(at.line.saturating_sub(1)).map(str::len).sum();
            let line = text[start..].lines().next().unwrap_or_default();
            let from = start + line.char_indices().nth(at.column.saturating_sub(1)).map_or(line.len(), |(i, _)| i);
            let word = text[from..start + line.len()].split_whitespace().next().map_or(0, str::len);
            let snippet = Snippet::source(text)
                .path(&fault.file)
                .annotation(AnnotationKind::Primary.span(from..(from + word).max(from)));
            Group::with_title(title).element(snippet)
        }
        None => Group::with_title(title).element(annotate_snippets::Origin::path(&fault.file)),
    };
    let group = match &fault.hint {
        Some(hint) => group.element(Level::HELP.message(hint)),
        None => group,
    };
    renderer.render(&[group])
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    #[test]
    fn faults_of_the_disk_are_told_in_plain_words() {
        let said = |error: std::io::Error| words(&Err::<(), _>(error).context("cannot read a.pdf").unwrap_err(), false);
        let kind = |kind| said(std::io::Error::from(kind));
        assert_eq!(kind(std::io::ErrorKind::NotFound), "error: cannot read a.pdf: there is no such file or folder");
        assert_eq!(kind(std::io::ErrorKind::StorageFull), "error: cannot read a.pdf: the disk is full");
        let odd = said(std::io::Error::from_raw_os_error(5));
        assert!(!odd.contains("os error"), "{odd}");
    }
}
