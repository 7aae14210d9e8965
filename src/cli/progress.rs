//! Progress on standard error while something takes long; nothing when that is not a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::Common;

/// A line that tells what is being done.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Begins; hidden for `--quiet`, `--plain` and pipes.
    pub(super) fn start(common: &Common, what: &str) -> Self {
        let hidden = common.quiet || common.plain;
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{prefix}: {pos} files, {wide_msg}") {
            bar.set_style(style);
        }
        bar.set_prefix(what.to_owned());
        Self(bar)
    }

    /// One more file.
    pub(super) fn step(&self, name: &str) {
        self.0.inc(1);
        self.0.set_message(name.to_owned());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
