//! Questions on the terminal, a line at a time; works the same through a pipe.

use std::io::{BufRead, Write};

use super::screen::{Tone, paint, visible, wrap};

/// The next line that was typed; nothing at the end of the input.
pub(super) fn line(prompt: &str) -> anyhow::Result<Option<String>> {
    let mut out = anstream::stdout();
    write!(out, "{prompt}")?;
    out.flush()?;
    let mut bytes = Vec::new();
    if std::io::stdin().lock().read_until(b'\n', &mut bytes)? == 0 {
        writeln!(out)?;
        return Ok(None);
    }
    // A console may hand over bytes that are not UTF-8; what can be read is kept.
    Ok(Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned()))
}

/// Prints a paragraph, wrapped.
pub(super) fn say(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    for paragraph in text.lines() {
        for line in wrap(paragraph, 78) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// Prints a paragraph in a tone, wrapped.
pub(super) fn say_in(tone: Tone, text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    for line in text.lines().flat_map(|paragraph| wrap(paragraph, 78)) {
        writeln!(out, "{}", paint(tone, &line))?;
    }
    Ok(())
}

/// Prints a heading.
pub(super) fn heading(text: &str) -> anyhow::Result<()> {
    writeln!(anstream::stdout(), "\n{}", paint(Tone::Heading, &visible(text)))?;
    Ok(())
}

/// Asks until the answer passes; nothing at the end of the input.
pub(super) fn until<T>(prompt: &str, understand: impl Fn(&str) -> Result<T, String>) -> anyhow::Result<Option<T>> {
    loop {
        let Some(text) = line(prompt)? else { return Ok(None) };
        match understand(text.trim()) {
            Ok(value) => return Ok(Some(value)),
            Err(message) => say_in(Tone::Careful, &message)?,
        }
    }
}
