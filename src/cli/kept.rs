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
    names(dir, until).into_iter().map(|(name, on)| load(dir, &name, on)).collect()
}

/// The files of a history up to a day, with their days: oldest first.
fn names(dir: &Path, until: Date) -> Vec<(String, Date)> {
    let dated = workspace::names_in(&folder(dir)).filter_map(|name| {
        let on: Date = name.strip_suffix(".json")?.get(..10)?.parse().ok()?;
        (on <= until).then_some((name, on))
    });
    dated.collect()
}

fn load(dir: &Path, name: &str, on: Date) -> Kept {
    let bytes = read_bytes(&folder(dir).join(name)).map_err(|error| format!("{:#}", error.root_cause()));
    let scorecard = bytes.and_then(|bytes| report::load(&bytes).map_err(|error| error.to_string()));
    Kept { name: format!("{HISTORY}/{name}"), on, scorecard: scorecard.map(Box::new) }
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
    let mut names = names(dir, scorecard.today);
    let mut earlier = Vec::new();
    // They are large: no more are read than are shown.
    while earlier.len() + 1 < history::MOST_DAYS
        && let Some((name, on)) = names.pop()
    {
        let kept = load(dir, &name, on);
        match kept.scorecard {
            Ok(one) if history::is_earlier(&one, scorecard) => earlier.push(*one),
            Ok(_) => {}
            Err(reason) => screen::remark(common, &format!("{} was left out of the trend: {reason}", kept.name)),
        }
    }
    scorecard.trend = history::trend(&earlier, scorecard);
    if let Some(trend) = &mut scorecard.trend {
        trend.earlier += names.len();
    }
}
