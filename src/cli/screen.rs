//! Words on the terminal: wrapped to its width, readable without colour, and without boxes for `--plain`.

use std::{fmt::Write as _, io::Write as _};

use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table};

use super::args::Common;

/// What a piece of text says of itself; the words say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// A heading.
    Heading,
    /// All is well.
    Good,
    /// Something to look at.
    Careful,
    /// Something is wrong.
    Bad,
    /// Beside the point.
    Quiet,
}

/// Text gathered for standard output.
pub(super) struct Screen {
    text: String,
    plain: bool,
    width: usize,
}

/// The widest that text is set, in columns; tables fit it too.
const WIDTH: usize = 80;
/// The narrowest; a terminal that is narrower breaks lines itself.
const NARROWEST: usize = 24;

impl Screen {
    /// An empty screen.
    pub(super) fn new(common: &Common) -> Self {
        Self { text: String::new(), plain: common.plain, width: width() }
    }

    /// A heading with a line before it.
    pub(super) fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.wrapped("", "", text, Some(Tone::Heading));
    }

    /// A paragraph.
    pub(super) fn line(&mut self, text: &str) {
        self.wrapped("", "", text, None);
    }

    /// A paragraph that stands behind a mark, such as `1. `; further lines stand under its first word.
    pub(super) fn item(&mut self, mark: &str, text: &str) {
        let indent = " ".repeat(unicode_width::UnicodeWidthStr::width(mark));
        self.wrapped(mark, &indent, text, None);
    }

    /// A paragraph in a tone, behind a mark.
    pub(super) fn toned(&mut self, mark: &str, text: &str, tone: Tone) {
        let indent = " ".repeat(unicode_width::UnicodeWidthStr::width(mark));
        self.wrapped(mark, &indent, text, Some(tone));
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A table, the columns in `right` set to the right. With `--plain` each row is its sentence of `spoken`.
    pub(super) fn table(&mut self, head: &[&str], rows: &[Vec<String>], right: &[usize], spoken: &[String]) {
        if self.plain {
            for sentence in spoken {
                self.line(sentence);
            }
            return;
        }
        let mut table = Table::new();
        table
            .load_style(comfy_table::presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─')))
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(self.width).unwrap_or(80))
            .set_header(head.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>());
        for row in rows {
            table.add_row(row.iter().map(|cell| visible(cell)).collect::<Vec<_>>());
        }
        for at in right {
            if let Some(column) = table.column_mut(*at) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let _ = writeln!(self.text, "{}", table.trim_fmt());
    }

    /// Writes everything to standard output.
    pub(super) fn print(self) -> anyhow::Result<()> {
        anstream::stdout().write_all(self.text.as_bytes())?;
        Ok(())
    }

    /// Text to be copied: its own lines at the left edge, however long.
    pub(super) fn as_it_is(&mut self, text: &str) {
        for line in text.lines() {
            let _ = writeln!(self.text, "{}", visible(line));
        }
    }

    /// The text without colour, for a file.
    pub(super) fn into_plain(self) -> String {
        anstream::adapter::strip_str(&self.text).to_string()
    }

    fn wrapped(&mut self, mark: &str, indent: &str, text: &str, tone: Option<Tone>) {
        let room = self.width.saturating_sub(indent.len()).max(20);
        for (at, line) in wrap(text, room).into_iter().enumerate() {
            let lead = if at == 0 { mark } else { indent };
            let line = tone.map_or(line.clone(), |tone| paint(tone, &line));
            let _ = writeln!(self.text, "{}", format!("{lead}{line}").trim_end());
        }
    }
}

/// Text in the colour of its tone; taken out again where there is no colour.
pub(super) fn paint(tone: Tone, text: &str) -> String {
    let style = match tone {
        Tone::Heading => Style::new().bold(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Careful => AnsiColor::Yellow.on_default(),
        Tone::Bad => AnsiColor::Red.on_default().bold(),
        Tone::Quiet => Style::new().dimmed(),
    };
    format!("{style}{text}{style:#}")
}

/// Text in which signs that command a terminal, or turn the text around them, are shown and not obeyed.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for sign in text.chars() {
        let turns =
            matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        match sign.is_whitespace() || !(sign.is_control() || turns) {
            true => shown.push(sign),
            false => shown.push_str(&format!("\\u{{{:X}}}", u32::from(sign))),
        }
    }
    shown
}

/// Lines of at most so many columns; a word that is longer is broken, and what would command the terminal is shown.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    let mut lines = vec![String::new()];
    for word in visible(text).split_whitespace() {
        let mut rest = word;
        loop {
            let line = lines.last_mut().expect("there is always a line");
            let used = line.width();
            let gap = usize::from(used > 0);
            if used + gap + rest.width() <= width {
                if gap == 1 {
                    line.push(' ');
                }
                line.push_str(rest);
                break;
            }
            if used > 0 {
                lines.push(String::new());
                continue;
            }
            let mut taken = 0;
            let cut = rest
                .char_indices()
                .find(|(_, c)| {
                    taken += c.width().unwrap_or(0);
                    taken > width
                })
                .map_or(rest.len(), |(at, _)| at.max(1));
            let (head, tail) = rest.split_at(cut);
            line.push_str(head);
            rest = tail;
            if rest.is_empty() {
                break;
            }
            lines.push(String::new());
        }
    }
    lines
}

/// Settles once whether there is colour.
pub(super) fn set_colour(common: &Common) {
    if common.no_color || common.plain {
        anstream::ColorChoice::Never.write_global();
    }
}

/// Whether standard error takes colour.
pub(super) fn colour_on_stderr() -> bool {
    anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
}

/// Remarks on standard error; none for `--quiet`.
pub(super) fn remark(common: &Common, text: &str) {
    if !common.quiet {
        let _ = writeln!(anstream::stderr(), "{}", visible(text));
    }
}

/// The columns that text may fill, as the terminal is now.
pub(super) fn width() -> usize {
    // Asked of standard output alone: a pipe gets the same width wherever the person sits.
    let terminal = terminal_size::terminal_size_of(std::io::stdout()).map(|(columns, _)| usize::from(columns.0));
    // A terminal that does not know its size says nought.
    terminal.filter(|columns| *columns > 0).map_or(WIDTH, |columns| columns.clamp(NARROWEST, WIDTH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_at_blanks_and_long_words_are_broken() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrap("ŵŵŵŵŵ", 2), ["ŵŵ", "ŵŵ", "ŵ"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn signs_that_command_the_terminal_or_turn_text_are_shown() {
        assert_eq!(wrap("a\u{1b}[2Jb \u{202e}c\u{7}", 40), ["a\\u{1B}[2Jb \\u{202E}c\\u{7}"]);
        assert_eq!(wrap("one\n\ttwo\u{a0}three é 漢", 40), ["one two three é 漢"]);
    }
}
