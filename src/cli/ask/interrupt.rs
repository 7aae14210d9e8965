//! Ctrl-C outside the line editor: a save that has begun is finished, and the program ends with a word.

use std::io::{IsTerminal, Write};

use crate::cli::workspace;

/// From now on Ctrl-C says these words and ends the program as if it had been left; only where a person sits.
pub(in crate::cli) fn mind_interrupts(words: &'static str) {
    if !std::io::stdin().is_terminal() {
        return;
    }
    // A second call leaves the words of the first: the menu's hold for all that is started from it.
    let _ = ctrlc::set_handler(move || end(words));
}

#[expect(clippy::exit, reason = "the thread that waits for a reply can't be woken to come back by itself")]
fn end(words: &str) {
    // Held to the end: no save begins any more.
    let _saved = workspace::saving();
    // Nobody is left to be told when the terminal itself is gone.
    let _ = writeln!(anstream::stdout(), "\n{words}");
    std::process::exit(0)
}
