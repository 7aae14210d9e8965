//! `dspt carry-forward`: last year's answers in this year's pack, each to be confirmed again.

use super::{
    Exit,
    args::{CarryForward as Args, Common},
    assess,
    error::advised,
    library::Library,
    screen::{Screen, Tone},
    workspace::{self, Workspace},
};
use crate::{
    answers::{self, CarriedForward, Edit},
    model::{Assessment, Change, ItemId, Pack, PackDiff, PackId, Published, PublishedWord, written},
    pack,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, &args.workspace.dir)?;
    let new = library.needed(&args.new)?;
    let mut workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    let old = workspace.pack(&library);
    fits(&workspace, old, new)?;
    let diff = pack::diff(old, new);
    let carried = answers::carry(workspace.assessment(), old, new, &diff, assess::days(common).0);
    if carried.assessment.answers.is_empty() {
        return Err(advised(
            match carried.gone.is_empty() {
                true => format!("there is no answer of {} to carry forward", old.short_title),
                false => format!("{} asks for nothing that {} asked for", new.short_title, old.short_title),
            },
            "start the new one empty with `dspt init` in another folder, or name the right pack",
        ));
    }
    let before = workspace.assessment().published.clone();
    workspace.change(&library, &Edit::Assessment(&carried.assessment))?;
    let mut screen = Screen::new(common);
    told(&mut screen, old, new, &diff, &carried);
    published(&mut screen, old, before.as_ref());
    let typed = workspace::typed(&workspace.dir);
    screen.gap();
    screen.line(&format!("Go through them, and the new ones: dspt interview{typed}"));
    screen.print()?;
    Ok(Exit::Done)
}

/// Whether answers to the one can go to the other.
fn fits(workspace: &Workspace, old: &Pack, new: &Pack) -> anyhow::Result<()> {
    let assessment = workspace.assessment();
    let same = |other: &Assessment| other.pack == new.id && other.subject == assessment.subject;
    if workspace.answers.assessments.iter().any(same) {
        return Err(advised(
            format!("answers.yaml holds an assessment of {} already, and it was left as it is", new.id),
            "go on with it in `dspt interview`, or name the pack of another edition: `dspt pack list` lists them",
        ));
    }
    if let (Some(was), Some(is)) = (old.opens, new.opens)
        && is < was
    {
        return Err(advised(
            format!("{} is older than {}", new.short_title, old.short_title),
            "answers go from an older edition to a newer one",
        ));
    }
    if let Some(previous) = new.previous.as_ref().filter(|_| !new.follows(old)) {
        let before = previous.pack.as_ref().map_or(previous.edition.as_str(), PackId::as_str);
        return Err(advised(
            format!("{} says how it differs from {before}, and not from {}", new.id, old.id),
            format!("carry the answers forward to {before} first, then to {}", new.id),
        ));
    }
    workspace::is_for(new, &workspace.answers.organisation.kind)
}

/// What was carried, what is new, what is gone.
fn told(screen: &mut Screen, old: &Pack, new: &Pack, diff: &PackDiff, carried: &CarriedForward) {
    let all = carried.assessment.answers.len();
    let answers = if all == 1 { "1 answer".to_owned() } else { format!("{all} answers") };
    screen.heading(&format!("From {} to {}: {answers} to confirm", old.short_title, new.short_title));
    screen.line(
        "Each answer stands there with who gave it and when, and counts for nothing until somebody looks at it again. \
         Last year's assessment is as it was.",
    );
    if !diff.mapped {
        screen.toned(
            "",
            &format!(
                "{} does not say how it differs from {}, so items were matched by their numbers alone.",
                new.id, old.id
            ),
            Tone::Careful,
        );
    }
    let reworded: Vec<ItemId> =
        carried.reworded.iter().filter(|id| !carried.words_only.contains(id)).cloned().collect();
    list(screen, "Asked in other words now", &reworded);
    list(screen, "Last year's answer does not fit any more, and is kept as words", &carried.words_only);
    let arrived: Vec<ItemId> = diff
        .items
        .iter()
        .filter(|one| one.change == Change::New)
        .filter_map(|one| one.item.clone())
        .filter(|id| new.item(id).is_some_and(|item| item.same_as.is_none()))
        .filter(|id| !carried.assessment.answers.contains_key(id))
        .collect();
    if !arrived.is_empty() {
        screen.heading("New this year");
        for item in arrived.iter().filter_map(|id| new.item(id)) {
            screen.item(&format!("{:<7}", item.id.as_str()), &item.title);
        }
    }
    if !carried.gone.is_empty() {
        screen.heading("Not asked any more; what was answered");
        for (id, title, words) in &carried.gone {
            screen.item(&format!("{:<7}", id.as_str()), &format!("{title}: {words}"));
        }
    }
    let exceptions = carried.assessment.exceptions.len();
    if exceptions > 0 || !carried.dropped.is_empty() {
        screen.heading("Exceptions");
        match exceptions {
            0 => {}
            1 => screen.line("1 was carried. It accepts nothing until you record it again with `dspt except`:"),
            n => screen.line(&format!(
                "{n} were carried. They accept nothing until you record them again with `dspt except`:"
            )),
        }
        for exception in &carried.assessment.exceptions {
            screen.item("- ", &format!("{}: {}", answers::about(exception), exception.reason));
        }
        for (about, why) in &carried.dropped {
            screen.item("- ", &format!("{about} was left behind: {why}"));
        }
    }
}

fn list(screen: &mut Screen, heading: &str, ids: &[ItemId]) {
    if !ids.is_empty() {
        let ids: Vec<&str> = ids.iter().map(ItemId::as_str).collect();
        screen.heading(heading);
        screen.line(&ids.join(", "));
    }
}

/// What the new assessment takes for the last publication.
fn published(screen: &mut Screen, old: &Pack, published: Option<&Published>) {
    screen.gap();
    match published {
        Some(Published::Record(record)) => {
            let level = old.level(&record.level).map_or(record.level.as_str(), |level| &level.title);
            let day = written(record.on);
            screen.line(&format!(
                "Last published: {level}, on {day}. If you published since, record it with `dspt publish`."
            ));
        }
        Some(Published::Word(PublishedWord::Never)) => screen.toned(
            "",
            &format!(
                "Your file says that you never published. If you did publish {}, record it with `dspt publish \
                 --edition {}`.",
                old.short_title, old.edition
            ),
            Tone::Careful,
        ),
        Some(Published::Word(PublishedWord::Unknown)) | None => screen.toned(
            "",
            "Your file does not say what you published last. Record it with `dspt publish`.",
            Tone::Careful,
        ),
    }
}
