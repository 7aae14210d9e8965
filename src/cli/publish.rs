//! `dspt publish`: notes what was published in the portal, with a copy of the answers. It sends nothing.

use anyhow::Context;

use super::{
    Exit,
    args::{self, Common, Publish as Args},
    assess::{self, known_level},
    error::advised,
    library::{Library, read},
    screen::{Screen, Tone},
    workspace::{self, Workspace},
};
use crate::{
    answers::Edit,
    model::{Pack, Published, PublishedRecord, Scorecard, months_after, sha256, written},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let (today, _) = assess::days(common);
    if args.on > today {
        return Err(advised(
            format!("{} has not come yet", written(args.on)),
            "publish in the portal first, then note the day on which you did",
        ));
    }
    let library = Library::load_in(common, &args.workspace.dir)?;
    let named = args.edition.as_ref().map(|edition| edition.trim().to_owned());
    let Args { workspace: args::Workspace { dir, which }, .. } = args;
    let mut workspace = Workspace::open_edition(dir, which, &library, named.as_deref())?;
    let pack = workspace.pack(&library);
    workspace::has_portal(pack)?;
    let edition = named.unwrap_or_else(|| pack.edition.clone());
    known_level(pack, &args.level)?;
    let own = pack.edition == edition;
    let old = workspace.assessment().published.clone();
    if let Some(Published::Record(record)) = &old
        && record.on > args.on
    {
        return Err(advised(
            format!("a later publication is recorded already, of {}", written(record.on)),
            "if that one is wrong, correct it in answers.yaml under `published`",
        ));
    }
    let mut record =
        PublishedRecord { level: args.level.clone(), on: args.on, edition: Some(edition), copy: None, sha256: None };
    if let Some(Published::Record(old)) = &old
        && (&old.level, old.on, &old.edition) == (&record.level, record.on, &record.edition)
        && (old.copy.is_some() || !own)
    {
        let mut screen = Screen::new(common);
        screen.line("This publication is recorded already, and nothing was changed.");
        screen.print()?;
        return Ok(Exit::Done);
    }
    let standing = assess::on_answers(common, &workspace, &library, args.on);
    if own {
        let (copy, hash) = freeze(&workspace, &record)?;
        (record.copy, record.sha256) = (Some(copy), Some(hash));
    }
    let newer = newer(&workspace, &library, &record);
    workspace.change(&library, &Edit::Published(&record))?;
    for place in newer {
        workspace.change_at(place, &library, &Edit::Published(&record))?;
    }
    let mut screen = Screen::new(common);
    told(&mut screen, pack, &record);
    warnings(&mut screen, pack, &record, &standing);
    if own && args.on < today {
        screen.line(&format!("The copy holds the answers as they stand now, on {}.", written(today)));
    }
    screen.print()?;
    Ok(Exit::Done)
}

/// Writes the copy of the answers as they stand; a copy that is there already is never written over.
fn freeze(workspace: &Workspace, record: &PublishedRecord) -> anyhow::Result<(String, String)> {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let edition: String = record.edition.as_deref().unwrap_or_default().chars().map(safe).collect();
    let path = |name: &str| workspace.dir.join("published").join(name);
    // The same text under a name is the copy that is wanted.
    let same = |name: &str| read(&path(name)).is_ok_and(|there| there == workspace.text());
    let name = (1_u32..)
        .map(|number| match number {
            1 => format!("{edition}-{}.yaml", record.on),
            number => format!("{edition}-{}-{number}.yaml", record.on),
        })
        .find(|name| !path(name).exists() || same(name))
        .context("the folder published/ is full")?;
    if !path(&name).exists() {
        workspace::save(&path(&name), workspace.text().as_bytes())
            .context("the copy of the answers could not be kept, so nothing was recorded")?;
    }
    Ok((format!("published/{name}"), sha256(workspace.text().as_bytes())))
}

/// Newer assessments that were carried forward from this one: for them too, this is the last publication.
fn newer(workspace: &Workspace, library: &Library, record: &PublishedRecord) -> Vec<usize> {
    let here = workspace.assessment();
    let follows = |place: &usize| {
        let other = &workspace.answers.assessments[*place];
        let Ok(Some(pack)) = library.pack_by_id(&other.pack) else { return false };
        let carried = other.answers.values().filter_map(|answer| answer.carried.as_ref());
        let earlier = match &other.published {
            Some(Published::Record(known)) => known.on < record.on,
            Some(Published::Word(_)) | None => true,
        };
        other.subject == here.subject
            && other.pack != here.pack
            && carried.into_iter().any(|carried| carried.pack == here.pack)
            && earlier
            && pack.level(&record.level).is_some()
    };
    (0..workspace.answers.assessments.len()).filter(follows).collect()
}

fn told(screen: &mut Screen, pack: &Pack, record: &PublishedRecord) {
    let level = pack.level(&record.level).map_or(record.level.as_str(), |level| &level.title);
    let edition = record.edition.as_deref().unwrap_or_default();
    screen.heading(&format!("Recorded: {level} for {edition}, published on {}", written(record.on)));
    screen.line("Nothing was sent anywhere: this notes what you did in the portal.");
    match &record.copy {
        Some(copy) => screen.line(&format!("A copy of the answers is kept in {copy}; please leave it as it is.")),
        None => screen.line(&format!(
            "No copy was kept, because the answers here are those of {}, not of {edition}.",
            pack.edition
        )),
    }
    if let Some(months) = pack.renew_months {
        screen.line(&format!("Publish again by {}.", written(months_after(record.on, months))));
    }
}

/// What does not fit together, said once.
fn warnings(screen: &mut Screen, pack: &Pack, record: &PublishedRecord, standing: &Scorecard) {
    let mut warn = |text: String| screen.toned("", &text, Tone::Careful);
    if record.copy.is_none() {
        return;
    }
    if standing.on_answers.level.as_ref() != Some(&record.level) {
        let level = pack.level(&record.level).map_or(record.level.as_str(), |level| &level.title);
        warn(format!(
            "You published {level}, but the answers here give: {}. If the portal is right, bring the answers up to \
             date; if the answers are right, correct it in the portal.",
            standing.on_answers.title
        ));
    }
    match &standing.signed_off {
        None => warn("Nobody has confirmed these answers: see `dspt sign`.".into()),
        Some(who) if !standing.sign_off_stands => {
            warn(format!("The confirmation of these answers stands no more: {who}."));
        }
        Some(_) => {}
    }
    if pack.opens.is_some_and(|opens| record.on < opens) {
        warn(format!("{} was not open yet on that day. Name the edition with --edition.", pack.short_title));
    }
    if let Some(deadline) = pack.deadline.filter(|deadline| record.on > *deadline) {
        warn(format!("That was after the deadline, {}.", written(deadline)));
    }
}
