//! The line editor: cursor keys, the replies of this run, file names with Tab. Nothing is kept when the program ends.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
};

use rustyline::{
    ColorMode, CompletionType, Config, Context, Editor, Helper,
    completion::{Candidate, Completer},
    config::BellStyle,
    error::ReadlineError,
    highlight::Highlighter,
    hint::Hinter,
    history::MemHistory,
    validate::Validator,
};

use super::complete::{Fit, complete};

thread_local! {
    static EDITOR: RefCell<Option<Editor<Names, MemHistory>>> = const { RefCell::new(None) };
}

/// Whether the terminal can do what the editor needs.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
pub(super) fn is_possible() -> bool {
    !matches!(std::env::var("TERM").as_deref(), Ok("dumb" | "cons25" | "emacs" | ""))
}

/// The next line; nothing for Ctrl-C, and for Ctrl-D on an empty line. Lines that were pasted at once become one.
pub(super) fn line(prompt: &str, folder: Option<&Path>) -> anyhow::Result<Option<String>> {
    EDITOR.with_borrow_mut(|kept| {
        let editor = match kept {
            Some(editor) => editor,
            None => kept.insert(new()?),
        };
        editor.set_helper(Some(Names { folder: folder.map(Path::to_owned) }));
        match editor.readline(prompt) {
            Ok(text) => {
                let text = text.split(['\n', '\r']).map(str::trim_end).collect::<Vec<_>>().join(" ");
                // The key "up" brings it back; what can't be kept is only not brought back.
                let _ = editor.add_history_entry(text.trim());
                Ok(Some(text))
            }
            Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
            Err(error) => Err(error.into()),
        }
    })
}

/// Forgets the replies of this run.
pub(super) fn forget() {
    EDITOR.with_borrow_mut(|kept| *kept = None);
}

fn new() -> rustyline::Result<Editor<Names, MemHistory>> {
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .bell_style(BellStyle::None)
        .color_mode(ColorMode::Disabled)
        .build();
    let history = MemHistory::with_config(&config);
    Editor::with_history(config, history)
}

/// The names that Tab completes.
struct Names {
    folder: Option<PathBuf>,
}

impl Completer for Names {
    type Candidate = Fit;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Fit>)> {
        Ok(match &self.folder {
            Some(folder) => complete(line.get(..at).unwrap_or(line), folder),
            None => (at, Vec::new()),
        })
    }
}

impl Candidate for Fit {
    fn display(&self) -> &str {
        &self.shown
    }

    fn replacement(&self) -> &str {
        &self.typed
    }
}

impl Helper for Names {}
impl Highlighter for Names {}
impl Validator for Names {}
impl Hinter for Names {
    type Hint = String;
}
