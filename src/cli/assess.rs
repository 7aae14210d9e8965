//! `dspt assess`: scan, score and report in one go.

use std::collections::BTreeMap;

use jiff::{ZonedDateTime, civil::Date, tz::TimeZone};

use super::{
    Exit,
    args::{Assess, Common},
    cache,
    error::{advised, among},
    library::{self, Library},
    progress::Progress,
    report, screen, status, worker,
    workspace::Workspace,
};
use crate::{
    model::{LevelId, Pack, Scan, Scorecard, Seal},
    scan::{self, Input, Way},
    score,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Assess) -> anyhow::Result<Exit> {
    let formats = report::formats(&args.output, false)?;
    let library = Library::load_in(common, &args.workspace.dir)?;
    let workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    let pack = workspace.pack(&library);
    let required = [&args.require, &args.require_backed].into_iter().flatten();
    required.into_iter().try_for_each(|level| known_level(pack, level))?;

    let scorecard = scorecard(common, &workspace, &library)?;
    let written = report::write(&workspace, &args.output, &formats, &scorecard)?;
    if !report::to_stdout(&args.output) && !common.quiet {
        status::print(common, &scorecard, pack)?;
    }
    for path in written {
        screen::remark(common, &format!("wrote {}", path.display()));
    }
    let mut exit = Exit::Done;
    if let Some(level) = &args.require
        && !score::reaches(pack, &scorecard, level)
    {
        screen::remark(common, &short(pack, &scorecard, level, "on the answers"));
        exit = Exit::Short;
    }
    if let Some(level) = &args.require_backed
        && !score::reaches_backed(pack, &scorecard, level)
    {
        screen::remark(common, &short(pack, &scorecard, level, "backed"));
        exit = Exit::Short;
    }
    Ok(exit)
}

/// The scorecard of a workspace, its evidence read anew.
pub(super) fn scorecard(common: &Common, workspace: &Workspace, library: &Library) -> anyhow::Result<Scorecard> {
    Ok(score_with(common, workspace, library, &evidence(common, workspace, library)?))
}

/// The evidence of a workspace read anew; refused where there is nothing to evaluate.
pub(super) fn evidence(common: &Common, workspace: &Workspace, library: &Library) -> anyhow::Result<Evidence> {
    let evidence = read_evidence(common, workspace, library)?;
    if workspace.assessment().answers.is_empty() && evidence.is_nothing() {
        return Err(advised(
            "nothing was evaluated: there is not one answer, and nothing in the evidence folder was recognised",
            format!("answer questions with `dspt interview {}`", workspace.dir.display()),
        ));
    }
    Ok(evidence)
}

/// What a scan of the evidence folder brought, with the names that are not to be printed.
pub(super) struct Evidence {
    scan: Scan,
    hidden: Hidden,
}

impl Evidence {
    /// Whether no file was recognised.
    fn is_nothing(&self) -> bool {
        self.scan.findings.is_empty() && self.scan.matches.is_empty()
    }

    /// The files with their SHA-256, so that a reply can name one.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let shown = |name: &str| self.hidden.iter().find(|(_, shown)| *shown == name).map(|(name, _)| name.clone());
        let file = |file: &crate::model::EvidenceFile| {
            (shown(&file.path).unwrap_or_else(|| file.path.clone()), file.sha256.clone())
        };
        self.scan.files.iter().map(file).collect()
    }
}

/// Reads the evidence folder of a workspace.
pub(super) fn read_evidence(common: &Common, workspace: &Workspace, library: &Library) -> anyhow::Result<Evidence> {
    let folder = workspace.evidence();
    let (scan, hidden) = if folder.is_dir() {
        scan_folder(common, library, &workspace.packs(library), &folder)?
    } else {
        (Scan::default(), BTreeMap::new())
    };
    Ok(Evidence { scan, hidden })
}

/// The scorecard of a workspace with evidence that was read before.
pub(super) fn score_with(common: &Common, workspace: &Workspace, library: &Library, evidence: &Evidence) -> Scorecard {
    let (today, publish_on) = days(common);
    // What is attached to an answer is found under the name that its file goes by.
    let mut assessment = workspace.assessment().clone();
    let attached = assessment.answers.values_mut().flat_map(|answer| &mut answer.evidence);
    attached.filter_map(|one| one.file.as_mut()).for_each(|file| rename(file, &evidence.hidden));
    let mut organisation = workspace.answers.organisation.clone();
    let files = organisation.certificates.iter_mut().filter_map(|one| one.file.as_mut());
    files.for_each(|file| rename(file, &evidence.hidden));
    score::score(&score::Inputs {
        pack: workspace.pack(library),
        organisation: &organisation,
        assessment: &assessment,
        filed: Some(&Seal::of(workspace.assessment())),
        scan: &evidence.scan,
        checks: &library.rules.cards(),
        documents: &library.rules.documents(),
        today,
        publish_on,
    })
}

/// Where the answers alone stand on a day of publication: no evidence is read.
pub(super) fn on_answers(common: &Common, workspace: &Workspace, library: &Library, publish_on: Date) -> Scorecard {
    score::score(&score::Inputs {
        pack: workspace.pack(library),
        organisation: &workspace.answers.organisation,
        assessment: workspace.assessment(),
        filed: None,
        scan: &Scan::default(),
        checks: &library.rules.cards(),
        documents: &library.rules.documents(),
        today: days(common).0,
        publish_on,
    })
}

fn rename(file: &mut String, hidden: &Hidden) {
    if let Some(name) = hidden.get(file) {
        file.clone_from(name);
    }
}

/// Names of files that are not to be printed, with those that are in their place.
pub(super) type Hidden = BTreeMap<String, String>;

/// Scans a folder.
pub(super) fn scan_folder(
    common: &Common,
    library: &Library,
    packs: &[&Pack],
    folder: &std::path::Path,
) -> anyhow::Result<(Scan, Hidden)> {
    let (today, publish_on) = days(common);
    let mut walk = scan::walk(folder);
    let hidden = walk.hide_names();
    let progress = Progress::start(common, "reading evidence");
    let inputs = walk.files.iter().map(|found| {
        let path = found.path.clone();
        Input::new(found.name.clone(), move || scan::load(&path))
    });
    let (wanted, heard) = (library::wanted(packs.iter().copied()), &mut |name: &str| progress.step(name));
    let place = cache::place(common, folder);
    let known = place.as_ref().map(|place| cache::open(place, library, &wanted, (today, publish_on)));
    let way = Way { cache: known, ..worker::way() };
    let mut scan = scan::scan(&library.rules, inputs, &wanted, today, publish_on, heard, &way);
    if let (Some(place), Some(known)) = (place, way.cache) {
        cache::close(&place, known);
    }
    scan.problems.extend(walk.problems);
    Ok((scan, hidden))
}

/// The day that counts as today (in London, unless given), and the day of intended publication.
pub(super) fn days(common: &Common) -> (Date, Date) {
    let today = common.date.unwrap_or_else(today);
    (today, common.publish_on.unwrap_or(today))
}

#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
fn today() -> Date {
    let zone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    ZonedDateTime::now().with_time_zone(zone).date()
}

/// Refuses a level that the pack does not have.
pub(super) fn known_level(pack: &Pack, level: &LevelId) -> anyhow::Result<()> {
    if pack.level(level).is_some() {
        return Ok(());
    }
    let names: Vec<&str> = pack.levels.iter().map(|level| level.id.as_str()).collect();
    Err(advised(format!("{} has no level `{level}`", pack.id), among(level.as_str(), "its levels", &names)))
}

fn short(pack: &Pack, scorecard: &Scorecard, level: &LevelId, how: &str) -> String {
    let title = pack.level(level).map_or(level.as_str(), |level| &level.title);
    let contradicted = match (how, scorecard.contradictions.len()) {
        ("backed", _) | (_, 0) => String::new(),
        (_, 1) => "; a file contradicts 1 answer".into(),
        (_, n) => format!("; files contradict {n} answers"),
    };
    let standing = if how == "backed" { &scorecard.backed } else { &scorecard.on_answers };
    format!("falls short: {title} is required {how}, and it stands at {}{contradicted}", standing.title)
}
