//! Lines asked for and words said: a line editor where a person sits at a terminal, plain lines everywhere else.

mod complete;
mod dropped;
mod editor;
mod interrupt;

use std::{
    io::{BufRead, IsTerminal, Write},
    path::Path,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use unicode_width::UnicodeWidthStr;

pub(super) use self::interrupt::mind_interrupts;
use super::{
    args::Common,
    screen::{self, Tone, paint, visible, wrap},
};

/// Columns behind a prompt for the beginning of a reply.
const ROOM: usize = 8;

/// What is said when a person stops in the middle.
pub(super) const STOPPED: &str = "Everything you answered is saved. Go on with `dspt`.";

/// Whether lines are read plainly even at a terminal.
static PLAIN: OnceLock<bool> = OnceLock::new();
/// Whether the person has ended the input, by Ctrl-C, Ctrl-D or the end of a pipe.
static ENDED: AtomicBool = AtomicBool::new(false);

/// A person stopped before what was asked for could be done; the words say what became of it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Stopped(pub(super) &'static str);

/// Settles once how lines are read.
pub(super) fn settle(common: &Common) {
    let _ = PLAIN.set(common.plain);
}

/// Whether a person sits at a terminal, and not a file or another program.
pub(super) fn at_a_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Whether the input has come to its end, or the person pressed Ctrl-C or Ctrl-D: nothing more is to be asked then.
pub(super) fn ended() -> bool {
    ENDED.load(Ordering::Relaxed)
}

/// The columns that text may fill, as the terminal is now; never more than eighty.
pub(super) fn width() -> usize {
    screen::width()
}

/// The next line that was typed; nothing at the end of the input and for Ctrl-C or Ctrl-D.
///
/// `complete` is the folder whose file names Tab completes; a file that is named in quotes, with backslashes or by its
/// whole path comes back as its name in that folder.
pub(super) fn line(prompt: &str, complete: Option<&Path>) -> anyhow::Result<Option<String>> {
    if ended() {
        return Ok(None);
    }
    let prompt = lead(prompt)?;
    let typed = match at_a_terminal() && !PLAIN.get().copied().unwrap_or_default() && editor::is_possible() {
        true => editor::line(&prompt, complete)?,
        false => plain_line(&prompt)?,
    };
    if typed.is_none() {
        ENDED.store(true, Ordering::Relaxed);
    }
    Ok(typed.map(|text| complete.map_or(text.clone(), |folder| dropped::tidy(&text, folder))))
}

fn plain_line(prompt: &str) -> anyhow::Result<Option<String>> {
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

/// Says the part of a prompt that does not fit on one line, and gives the last line of it.
fn lead(prompt: &str) -> anyhow::Result<String> {
    let blank = if prompt.ends_with(' ') { " " } else { "" };
    let mut lines = wrap(prompt, width().saturating_sub(1 + ROOM));
    let last = lines.pop().unwrap_or_default();
    let mut out = anstream::stdout();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(format!("{last}{blank}"))
}

/// Forgets what was typed so far, so that the next person can't bring it back with the key "up".
pub(super) fn forget() {
    editor::forget();
}

/// Prints paragraphs, wrapped; where two blanks follow a first word or sign, further lines stand under what follows.
pub(super) fn say(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    for line in text.lines().flat_map(|paragraph| set(paragraph, width())) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Prints paragraphs in a tone, wrapped.
pub(super) fn say_in(tone: Tone, text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout();
    for line in text.lines().flat_map(|paragraph| set(paragraph, width())) {
        writeln!(out, "{}", paint(tone, &line))?;
    }
    Ok(())
}

/// The lines of a paragraph, or of an entry such as `1  change my answer`.
fn set(paragraph: &str, width: usize) -> Vec<String> {
    let text = paragraph.trim_start();
    let entry = text.find("  ").map(|end| {
        let words = text[end..].trim_start();
        paragraph.split_at(paragraph.len() - words.len())
    });
    match entry {
        Some((mark, words)) if !words.is_empty() && visible(mark) == mark && mark.width() * 2 < width => {
            let (mark, indent) = (mark.to_owned(), " ".repeat(mark.width()));
            let lines = wrap(words, width - mark.width()).into_iter().zip(0..);
            lines.map(|(line, at)| format!("{}{line}", if at == 0 { &mark } else { &indent })).collect()
        }
        Some(_) | None => wrap(paragraph, width),
    }
}

/// Prints an empty line.
pub(super) fn gap() -> anyhow::Result<()> {
    writeln!(anstream::stdout())?;
    Ok(())
}

/// Prints a line without wrapping it: a command that is to be copied.
pub(super) fn as_it_is(text: &str) -> anyhow::Result<()> {
    writeln!(anstream::stdout(), "{}", visible(text))?;
    Ok(())
}

/// Prints a heading with a line before it, wrapped.
pub(super) fn heading(text: &str) -> anyhow::Result<()> {
    gap()?;
    say_in(Tone::Heading, text)
}

/// Asks until the answer passes; nothing at the end of the input.
pub(super) fn until<T>(prompt: &str, understand: impl Fn(&str) -> Result<T, String>) -> anyhow::Result<Option<T>> {
    loop {
        let Some(text) = line(prompt, None)? else { return Ok(None) };
        match understand(text.trim()) {
            Ok(value) => return Ok(Some(value)),
            Err(message) => say_in(Tone::Careful, &message)?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_stands_beside_its_mark_and_a_sentence_fills_the_line() {
        assert_eq!(set("one two three", 7), ["one two", "three"]);
        assert_eq!(set("1  one two three", 10), ["1  one two", "   three"]);
        assert_eq!(set(" e    one two three", 13), [" e    one two", "      three"]);
        assert_eq!(set("a long mark  two", 12), ["a long mark", "two"]);
        assert_eq!(set("\u{1b}  two", 40), ["\\u{1B} two"]);
        assert_eq!(set("", 40), [""]);
        assert_eq!(set("   ", 40), [""]);
    }
}
