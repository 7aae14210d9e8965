//! The folder `history/` of a workspace: scorecards that were kept, each under its day.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{
    args::Common,
    library::read_bytes,
    screen,
    workspace::{self, Workspace},
};
use crate::{
    history,
    model::{Assessment, Scorecard},
    report,
};

/// The folder in which scorecards are kept.
pub(super) const HISTORY: &str = "history";

/// A scorecard that was kept, or why it can't be read.
pub(super) struct Kept {
    /// Its file below the workspace, as a person would type it.
    pub(super) name: String,
    /// The day in its name.
    pub(super) on: Date,
    /// What it holds.
    pub(super) scorecard: Result<Box<Scorecard>, String>,
}

/// The folder of a workspace.
pub(super) fn folder(dir: &Path) -> PathBuf {
    dir.join(HISTORY)
}

/// Everything that was kept in a workspace up to a day, by name: oldest first.
pub(super) fn all(dir: &Path, until: Date) -> Vec<Kept> {
    let folder = folder(dir);
    let dated = workspace::names_in(&folder).filter_map(|name| {
        let on: Date = name.strip_suffix(".json")?.get(..10)?.parse().ok()?;
        (on <= until).then_some((name, on))
    });
    dated
        .map(|(name, on)| {
            let bytes = read_bytes(&folder.join(&name)).map_err(|error| format!("{:#}", error.root_cause()));
            let scorecard = bytes.and_then(|bytes| report::load(&bytes).map_err(|error| error.to_string()));
            Kept { name: format!("{HISTORY}/{name}"), on, scorecard: scorecard.map(Box::new) }
        })
        .collect()
}

/// The name of the file in which a scorecard of this assessment is kept; its pack and supplier stand in it where the
/// workspace holds several.
pub(super) fn name(workspace: &Workspace, today: Date) -> String {
    let assessment: &Assessment = workspace.assessment();
    if workspace.answers.assessments.len() == 1 {
        return format!("{today}.json");
    }
    let subject = assessment.subject.as_deref().map(|subject| format!("-{}", plain(subject))).unwrap_or_default();
    format!("{today}-{}{subject}.json", assessment.pack)
}

/// A name of letters and digits that every file system takes.
fn plain(text: &str) -> String {
    let pieces = text.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty());
    let joined = pieces.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    joined.chars().take(40).collect()
}

/// A workspace as a flag of a command; nothing for the folder one is in.
pub(super) fn flag(dir: &Path) -> String {
    let typed = workspace::typed(dir);
    if typed.is_empty() { typed } else { format!(" --workspace{typed}") }
}

/// Puts where an assessment stood before into its scorecard; what can't be read of it is said and passed over.
pub(super) fn put_trend(common: &Common, dir: &Path, scorecard: &mut Scorecard) {
    let mut earlier = Vec::new();
    for kept in all(dir, scorecard.today) {
        match kept.scorecard {
            Ok(one) => earlier.push(*one),
            Err(reason) => screen::remark(common, &format!("{} was left out of the trend: {reason}", kept.name)),
        }
    }
    scorecard.trend = history::trend(&earlier, scorecard);
}
