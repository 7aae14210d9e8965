//! `dspt assess`: scan, score and report in one go.

use std::collections::BTreeMap;

use jiff::{ZonedDateTime, civil::Date, tz::TimeZone};

use super::{
    Exit,
    args::{Assess, Common},
    cache, elsewhere,
    error::{advised, among},
    gate, kept,
    library::{self, Library},
    progress::Progress,
    report, screen, status, worker,
    workspace::{self, Workspace},
};
use crate::{
    model::{
        Assessment, CertificateCard, LevelId, Manifest, Organisation, Pack, PackId, Proposals, Scan, Scorecard, Seal,
    },
    scan::{self, Input, Walk, Way},
    score::{self, Party},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Assess) -> anyhow::Result<Exit> {
    let wanted = report::wanted(&args.output)?;
    let library = Library::load_in(common, &args.workspace.dir)?;
    let workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    let pack = workspace.pack(&library);
    let required = [&args.require, &args.require_backed].into_iter().flatten();
    required.into_iter().try_for_each(|level| known_level(pack, level))?;

    let baseline = gate::read_baseline(args)?;
    let scorecard = scorecard_over_time(common, &workspace, &library)?;
    let written = report::write(&args.output, &wanted, &workspace.reports(), &scorecard)?;
    if !report::to_stdout(&args.output) && !common.quiet {
        status::print(common, &scorecard, pack)?;
    }
    for path in written {
        screen::remark(common, &format!("wrote {}", path.display()));
    }
    if let Some(path) = &args.baseline {
        return gate::judge(common, args, (&workspace, pack), path, (baseline, &scorecard));
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
    let mut scorecard = score_with(common, workspace, library, &evidence(common, workspace, library)?);
    scorecard.manifest = Some(manifest(workspace, library, &scorecard));
    Ok(scorecard)
}

/// The same, with how it went over the days that were kept: what a report is drawn from.
pub(super) fn scorecard_over_time(
    common: &Common,
    workspace: &Workspace,
    library: &Library,
) -> anyhow::Result<Scorecard> {
    let mut scorecard = scorecard(common, workspace, library)?;
    kept::put_trend(common, &workspace.dir, &mut scorecard);
    Ok(scorecard)
}

/// What the scorecard of a workspace was made from.
pub(super) fn manifest(workspace: &Workspace, library: &Library, scorecard: &Scorecard) -> Manifest {
    let made = (scorecard.program.as_str(), scorecard.today, scorecard.publish_on);
    let packs = library.digests(&scorecard.pack.id);
    let rules = library.rules.digest().to_owned();
    Manifest::new(made, workspace.digest().to_owned(), packs, rules, &scorecard.files)
}

/// The evidence of a workspace read anew; refused where there is nothing to evaluate.
pub(super) fn evidence(common: &Common, workspace: &Workspace, library: &Library) -> anyhow::Result<Evidence> {
    let evidence = read_evidence(common, workspace, library)?;
    // What nobody said or showed is the very thing to tell of a supplier.
    if workspace.assessment().answers.is_empty() && evidence.is_nothing() && !workspace.pack(library).is_graded() {
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
    /// Suppliers that are assessed beside it, where their packs feed this one.
    parties: Vec<Party>,
}

impl Evidence {
    /// Whether no file was recognised.
    fn is_nothing(&self) -> bool {
        self.scan.findings.is_empty() && self.scan.matches.is_empty()
    }

    /// The files with their SHA-256, so that a reply can name one.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        self.scan.files.iter().map(|file| (self.real(&file.path).to_owned(), file.sha256.clone())).collect()
    }

    /// The name that a file really has.
    pub(super) fn real<'a>(&'a self, shown: &'a str) -> &'a str {
        self.hidden.iter().find(|(_, name)| *name == shown).map_or(shown, |(real, _)| real)
    }

    /// The organisation, its certificates' files by the names under which they are printed.
    fn of(&self, organisation: &Organisation) -> Organisation {
        let mut organisation = organisation.clone();
        let files = organisation.certificates.iter_mut().filter_map(|one| one.file.as_mut());
        files.for_each(|file| rename(file, &self.hidden));
        organisation
    }

    /// An assessment in which each attached file goes by the name under which it is printed.
    pub(super) fn as_shown(&self, assessment: &Assessment) -> Assessment {
        let mut assessment = assessment.clone();
        let attached = assessment.answers.values_mut().flat_map(|answer| &mut answer.evidence);
        attached.filter_map(|one| one.file.as_mut()).for_each(|file| rename(file, &self.hidden));
        assessment
    }
}

/// Reads the evidence that speaks for the assessment of a workspace, and what suppliers and many people give to its pack.
pub(super) fn read_evidence(common: &Common, workspace: &Workspace, library: &Library) -> anyhow::Result<Evidence> {
    let here = workspace.assessment();
    let mut evidence = read_for(common, workspace, library, here)?;
    let own = workspace.answers.assessments.iter().filter(|one| one.subject.is_none());
    let own: Vec<&Pack> = own.filter_map(|one| workspace::pack_of(library, one)).collect();
    let answered = |pack: &PackId| own.iter().any(|one| one.id == *pack || one.based_on.as_ref() == Some(pack));
    for other in workspace.answers.assessments.iter().filter(|_| here.subject.is_none()) {
        let Some(its) = workspace::pack_of(library, other) else { continue };
        if its.is_counted() {
            evidence.parties.push(Party::of_many(its, &other.rounds, days(common).1));
        }
        if other.evidence_in.is_none() {
            continue;
        }
        if its.items().any(|(_, _, item)| item.feeds.iter().any(|feed| answered(&feed.pack))) {
            let theirs = read_for(common, workspace, library, other)?;
            let scorecard = score_of(common, workspace, library, (other, its), &theirs);
            evidence.parties.extend(Party::new(its, &scorecard, &theirs.scan));
        }
    }
    Ok(evidence)
}

/// Reads the files that speak for one assessment: its own folder, or all but the folders that belong to others.
pub(super) fn read_for(
    common: &Common,
    workspace: &Workspace,
    library: &Library,
    assessment: &Assessment,
) -> anyhow::Result<Evidence> {
    let folder = workspace.evidence();
    let others = workspace.answers.assessments.iter().filter_map(|other| other.evidence_in.clone());
    let whose = match &assessment.evidence_in {
        Some(only) => Whose::Of {
            folder: only.clone(),
            names: [&assessment.subject, &assessment.product].into_iter().flatten().cloned().collect(),
        },
        None => Whose::AllBut(others.collect()),
    };
    // What an assessment does not ask for is not looked for.
    let same = workspace.answers.assessments.iter().filter(|other| other.evidence_in == assessment.evidence_in);
    let packs: Vec<&Pack> = same.filter_map(|other| workspace::pack_of(library, other)).collect();
    let (scan, hidden) = match folder.is_dir() {
        true => scan_folder(common, library, &packs, &folder, &whose)?,
        false => (Scan::default(), BTreeMap::new()),
    };
    Ok(Evidence { scan, hidden, parties: Vec::new() })
}

/// The scorecard of a workspace with evidence that was read before.
pub(super) fn score_with(common: &Common, workspace: &Workspace, library: &Library, evidence: &Evidence) -> Scorecard {
    let here = (workspace.assessment(), workspace.pack(library));
    let proposals = elsewhere::proposals(common, workspace, library, evidence);
    suggested(common, workspace, library, here, evidence, &proposals)
}

/// The scorecard of one assessment of a workspace, by itself.
pub(super) fn score_of(
    common: &Common,
    workspace: &Workspace,
    library: &Library,
    which: (&Assessment, &Pack),
    evidence: &Evidence,
) -> Scorecard {
    suggested(common, workspace, library, which, evidence, &Proposals::new())
}

/// The same, with what other assessments suggest.
fn suggested(
    common: &Common,
    workspace: &Workspace,
    library: &Library,
    (filed, pack): (&Assessment, &Pack),
    evidence: &Evidence,
    proposals: &Proposals,
) -> Scorecard {
    let (today, publish_on) = days(common);
    let assessment = evidence.as_shown(filed);
    let organisation = evidence.of(&workspace.answers.organisation);
    score::score(&score::Inputs {
        pack,
        organisation: &organisation,
        assessment: &assessment,
        filed: Some(&Seal::of(filed)),
        scan: &evidence.scan,
        checks: &library.rules.cards(),
        documents: &library.rules.documents(),
        parties: &evidence.parties,
        proposals,
        today,
        publish_on,
    })
}

/// The certificates of the organisation as they stand on the day of publication.
pub(super) fn certificates(common: &Common, workspace: &Workspace, evidence: &Evidence) -> Vec<CertificateCard> {
    score::certificates(&evidence.of(&workspace.answers.organisation), &evidence.scan, days(common).1)
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
        parties: &[],
        proposals: &Proposals::new(),
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

/// Whose files of a folder are read.
pub(super) enum Whose {
    /// All but those in these folders, which speak for others.
    AllBut(Vec<String>),
    /// Those of one party, with the names by which its product is known.
    Of {
        /// Its folder.
        folder: String,
        /// The names.
        names: Vec<String>,
    },
}

impl Whose {
    /// Whether a file, or what is said of one, is theirs.
    fn takes(&self, name: &str) -> bool {
        let lies_in = |folder: &str| {
            let rest = name.strip_prefix(folder.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.starts_with(['/', ' ']))
        };
        match self {
            Self::AllBut(others) => !others.iter().any(|folder| lies_in(folder)),
            Self::Of { folder, .. } => lies_in(folder),
        }
    }

    fn names(&self) -> Vec<String> {
        match self {
            Self::AllBut(_) => Vec::new(),
            Self::Of { names, .. } => names.clone(),
        }
    }
}

/// Scans a folder.
pub(super) fn scan_folder(
    common: &Common,
    library: &Library,
    packs: &[&Pack],
    folder: &std::path::Path,
    whose: &Whose,
) -> anyhow::Result<(Scan, Hidden)> {
    let (today, publish_on) = days(common);
    let (walk, hidden) = list_folder(folder, whose);
    let progress = Progress::start(common, "reading evidence");
    let inputs = walk.files.iter().map(|found| {
        let path = found.path.clone();
        Input::new(found.name.clone(), move || scan::load(&path))
    });
    let (wanted, heard) = (library::wanted(packs.iter().copied()), &mut |name: &str| progress.step(name));
    let names = whose.names();
    // What one party sent is remembered by itself.
    let place = match whose {
        Whose::AllBut(_) => cache::place(common, folder),
        Whose::Of { folder: only, .. } => cache::place(common, &folder.join(only)),
    };
    let known = place.as_ref().map(|place| cache::open(place, library, &wanted, &names, (today, publish_on)));
    let way = Way { cache: known, names, ..worker::way() };
    let mut scan = scan::scan(&library.rules, inputs, &wanted, today, publish_on, heard, &way);
    if let (Some(place), Some(known)) = (place, way.cache) {
        cache::close(&place, known);
    }
    scan.problems.extend(walk.problems);
    Ok((scan, hidden))
}

/// The files of a folder that are somebody's, by the names under which they are printed.
pub(super) fn list_folder(folder: &std::path::Path, whose: &Whose) -> (Walk, Hidden) {
    let mut walk = scan::walk(folder);
    walk.files.retain(|found| whose.takes(&found.name));
    walk.problems.retain(|problem| whose.takes(problem));
    let hidden = walk.hide_names();
    (walk, hidden)
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
