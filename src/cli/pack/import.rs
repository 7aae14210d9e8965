//! `dspt pack import`: an official list becomes a pack of the user's own, with our checks and advice behind its questions.

use std::path::Path;

use super::super::{
    args::Import as Args,
    library::{OWN_PACKS, read as read_text, read_bytes},
    workspace::{self, save},
};
use super::{Common, Exit, Library, Screen, Tone, advised};
use crate::{
    answers,
    import::{self, Audience, ImportError, Join, Joined, List, Told, Wanted},
    model::{Flag, Item, Pack, Slug, yaml::Yaml},
    scan,
};

/// More rows than these are not named one by one.
const MOST: usize = 30;
/// Nor more items that are gone.
const MOST_GONE: usize = 12;
/// So many of a list's items have to be those of a pack before it is taken for a newer edition of it.
const ENOUGH: f64 = 0.3;

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let home = workspace::is_there(&args.dir);
    if !home && args.output.is_none() {
        return Err(advised(
            format!("{} is no folder with answers.yaml, where a pack of your own is kept", args.dir.display()),
            "name the folder after the file, or say where to write with --output FILE",
        ));
    }
    let library = Library::load_in(common, &args.dir)?;
    let answers = if home { read_text(&args.dir.join(workspace::ANSWERS))? } else { String::new() };
    let kind = kind_in(&answers);
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let list = read(args, &name, kind.as_deref())?;
    let base = base(args, &library, &list)?;
    let joined = base.map(|base| import::join(&list, base));
    let told = told(args, &name, &library, &list, base, kind.as_deref())?;
    let text = import::draw(&list, joined.as_ref().zip(base), &told);
    let path = match &args.output {
        Some(path) => path.clone(),
        None => args.dir.join(OWN_PACKS).join(format!("{}.yaml", told.id)),
    };
    let pack = library.parsed(&path.display().to_string(), &text)?;
    if path.exists() && !args.replace {
        return Err(advised(
            format!("{} is there already, and was left as it is", path.display()),
            "--replace writes over it; --id gives the new one another name",
        ));
    }
    save(&path, text.as_bytes())?;
    let mut screen = Screen::new(common);
    report(&mut screen, &list, base.zip(joined.as_ref()), &pack, &name);
    next(&mut screen, args, &answers, &path, &pack, base);
    screen.print()?;
    Ok(Exit::Done)
}

/// The list in the file, whatever its form.
fn read(args: &Args, name: &str, kind: Option<&str>) -> anyhow::Result<List> {
    let bytes = read_bytes(&args.file)?;
    let shown = args.file.display();
    if let Some(text) = std::str::from_utf8(&bytes).ok().filter(|text| import::is_library(text)) {
        return import::library(name, text.trim_start_matches('\u{feff}'))
            .map_err(|error| refused(&shown.to_string(), error));
    }
    let book = scan::workbook(name, &bytes).map_err(|reason| {
        advised(
            format!("{shown} can't be read: {reason}"),
            "open it in Excel and save it as an Excel workbook (.xlsx) or as CSV UTF-8, and import that",
        )
    })?;
    let audience = match &args.category {
        Some(typed) => Some(Audience::typed(typed).ok_or_else(|| {
            advised(
                format!("`{typed}` names no category and no kind of organisation that is known here"),
                "type a category of the toolkit, such as --category 3, or a kind, such as \"social care\" or gp",
            )
        })?),
        None => kind.and_then(import::asked_of),
    };
    let wanted = Wanted { audience, sheet: args.sheet.clone() };
    import::list(&book, &wanted).map_err(|error| refused(&shown.to_string(), error))
}

fn refused(file: &str, error: ImportError) -> anyhow::Error {
    let mut message = format!("{file}: {}", error.message);
    for line in &error.details {
        message.push_str(&format!("\n  {line}"));
    }
    advised(message, error.hint)
}

/// The pack that the list is an edition of: the one that is named, else the one that it has most items of.
fn base<'a>(args: &Args, library: &'a Library, list: &List) -> anyhow::Result<Option<&'a Pack>> {
    if let Some(like) = &args.like {
        return match like.as_str() {
            "none" => Ok(None),
            _ => library.needed(like).map(Some),
        };
    }
    let mut best: Option<(usize, &Pack)> = None;
    for id in library.built_in_ids() {
        let Some(pack) = library.pack_by_id(&id)? else { continue };
        let joined = import::join(list, pack);
        let same = joined.joins.iter().filter(|join| matches!(join, Join::Same | Join::Moved(_))).count();
        if best.is_none_or(|(most, _)| same > most) {
            best = Some((same, pack));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "lists are short")]
    let enough = |same: usize| same as f64 >= list.entries.len() as f64 * ENOUGH;
    Ok(best.filter(|(same, _)| *same > 0 && enough(*same)).map(|(_, pack)| pack))
}

fn told(
    args: &Args,
    name: &str,
    library: &Library,
    list: &List,
    base: Option<&Pack>,
    kind: Option<&str>,
) -> anyhow::Result<Told> {
    let stem = Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let found = [Some(&stem), list.title.as_ref()].into_iter().flatten().find_map(|text| import::edition(text));
    let edition = match (args.edition.clone().or(found), base) {
        (Some(edition), _) => edition,
        (None, Some(base)) if base.portal => {
            return Err(advised(format!("{name} does not say of which year it is"), "say it, as in --edition 2026-27"));
        }
        (None, base) => base.map_or_else(|| "1".to_owned(), |base| base.edition.clone()),
    };
    let kind = organisation(list, base, kind);
    let plain_title = list.title.clone().unwrap_or_else(|| stem.clone());
    let (title, short_title, id) = match base {
        Some(base) if base.portal => {
            let whole = base.title.replace(&base.edition, &edition);
            let title = match &kind {
                Some((_, kind)) => {
                    format!("{} for {kind}", whole.split(" for ").next().unwrap_or(&whole))
                }
                None => whole,
            };
            let short = format!("{} official", base.short_title.replace(&base.edition, &edition));
            let stem = match &kind {
                Some((kind, _)) => format!("dspt-{edition}-{kind}"),
                None => base.id.as_str().replace(&base.edition, &edition),
            };
            (format!("{title}, in the official words"), short, stem)
        }
        Some(base) => (plain_title.clone(), format!("{} imported", base.short_title), format!("{}-imported", base.id)),
        None => (plain_title.clone(), import::short(&plain_title, 24), import::name(&plain_title)),
    };
    let id = match &args.id {
        Some(id) => id.clone(),
        None => {
            let taken = |id: &str| library.built_in_ids().any(|known| known.as_str() == id);
            let id = if taken(&id) { format!("{id}-official") } else { id };
            Slug::new(id).map_err(|_| advised("the new pack has no name", "give it one, as in --id my-list"))?
        }
    };
    if library.built_in_ids().any(|known| known == id) {
        return Err(advised(
            format!("`{id}` is the name of a built-in pack"),
            format!("choose another, such as --id {id}-official"),
        ));
    }
    let owner = if base.is_some_and(|base| base.portal) { "NHS England" } else { "Its author" };
    let days = import::days(&edition, base);
    Ok(Told { id, edition, title, short_title, source: name.to_owned(), owner: owner.to_owned(), kind, days })
}

/// The kind of organisation that the pack is for, where the base is not for it.
fn organisation(list: &List, base: Option<&Pack>, kind: Option<&str>) -> Option<(String, String)> {
    let base = base.filter(|base| !base.organisations.is_empty())?;
    let kinds: Vec<&str> = match (kind, &list.asked) {
        (Some(kind), _) => vec![kind],
        (None, Some(asked)) => asked.kinds_in_answers(),
        (None, None) => Vec::new(),
    };
    let kind = kinds.first()?;
    let known = base.organisations.iter().find(|one| one.kind.as_str() == *kind);
    match known {
        Some(known) if known.refused.is_none() => None,
        Some(known) => Some(((*kind).to_owned(), known.title.clone())),
        None => Some(((*kind).to_owned(), kind.replace('-', " "))),
    }
}

fn report(screen: &mut Screen, list: &List, base: Option<(&Pack, &Joined)>, pack: &Pack, name: &str) {
    screen.heading(&format!("Imported: {}", pack.title));
    let whom = list.audience.as_ref().map(|whom| format!(", for {whom}")).unwrap_or_default();
    screen.line(&format!("From {name}, {}{whom}.", list.place));
    let items: Vec<&Item> = pack.items().map(|(_, _, item)| item).collect();
    let count = |flag: Flag| items.iter().filter(|item| item.mandatory == flag).count();
    let assertions: usize = pack.sections.iter().map(|section| section.assertions.len()).sum();
    let mut line = format!(
        "{}, {}, {}: {} mandatory, {} optional",
        some(pack.sections.len(), &pack.section_word),
        some(assertions, "assertion"),
        some(items.len(), "item"),
        count(Flag::Yes),
        count(Flag::No)
    );
    if count(Flag::Doubtful) > 0 {
        line.push_str(&format!(", {} in doubt and counted", count(Flag::Doubtful)));
    }
    screen.line(&format!("{line}."));
    if list.tells_approaching {
        let approaching = items.iter().filter(|item| item.approaching == Flag::Yes).count();
        screen.line(&format!("{approaching} of them are needed for Approaching Standards."));
    }
    if let Some((base, _)) = base
        && let Some(published) = base.published_count.as_ref().filter(|_| base.edition == pack.edition)
    {
        let own = count(Flag::Yes);
        let same = if own == published.mandatory { "the same" } else { "not the same" };
        screen.line(&format!(
            "The published count of mandatory items is {}; your list's is {own}: {same}.",
            published.mandatory
        ));
    }
    if !list.columns.is_empty() {
        screen.heading("What was read from where");
        for column in &list.columns {
            screen.item("  ", column);
        }
    }
    if let Some((base, joined)) = base {
        compared(screen, list, base, joined);
    } else {
        screen.heading("Compared with what we know");
        screen.line(
            "No built-in pack has such items, so nothing could be taken from one: there are no checks and no advice of \
             ours. --like PACK names one.",
        );
    }
    doubts(screen, &items);
    skipped(screen, list);
}

fn compared(screen: &mut Screen, list: &List, base: &Pack, joined: &Joined) {
    let pairs = || list.entries.iter().zip(&joined.joins);
    let of = |fits: fn(&Join) -> bool| pairs().filter(move |(_, join)| fits(join));
    let same = of(|join| matches!(join, Join::Same | Join::Hardly)).count();
    let moved = of(|join| matches!(join, Join::Moved(_))).count();
    let new = of(|join| matches!(join, Join::New | Join::Other)).count();
    screen.heading(&format!("Compared with {}", base.id));
    screen.line(&format!(
        "{same} have our checks, evidence and advice under the same number, {moved} under another; {new} {} new, and {} \
         asked no more.",
        if new == 1 { "is" } else { "are" },
        joined.gone.len()
    ));
    let title = |id| base.item(id).map(|item| item.title.as_str()).unwrap_or_default();
    for (entry, join) in pairs() {
        let words = import::short(&entry.question, 70);
        match join {
            Join::Moved(from) => {
                screen.item("  moved  ", &format!("{} was {from} ({}): {words}", entry.id, title(from)));
            }
            Join::Other => screen.toned(
                "  other  ",
                &format!(
                    "{} is not our {} ({}): {words}; nothing was taken from it",
                    entry.id,
                    entry.id,
                    title(&entry.id)
                ),
                Tone::Careful,
            ),
            Join::New => screen.item("  new    ", &format!("{}: {words}", entry.id)),
            Join::Hardly => screen.toned(
                "  read   ",
                &format!("{} shares few words with ours ({}): {words}", entry.id, title(&entry.id)),
                Tone::Careful,
            ),
            Join::Same => {}
        }
    }
    for id in joined.gone.iter().take(MOST_GONE) {
        screen.item("  gone   ", &format!("{id}: {}", title(id)));
    }
    if joined.gone.len() > MOST_GONE {
        screen.item("  gone   ", &format!("and {} more; `dspt pack diff` names each", joined.gone.len() - MOST_GONE));
    }
}

fn doubts(screen: &mut Screen, items: &[&Item]) {
    let doubtful: Vec<&&Item> = items.iter().filter(|item| item.mandatory == Flag::Doubtful).collect();
    let others = items.iter().filter(|item| item.doubt.is_some()).count() - doubtful.len();
    if doubtful.is_empty() && others == 0 {
        return;
    }
    screen.heading("Not certain");
    for item in doubtful.iter().take(MOST) {
        screen.toned(&format!("  {:<7}", item.id.as_str()), item.doubt.as_deref().unwrap_or_default(), Tone::Careful);
    }
    if doubtful.len() > MOST {
        screen.line(&format!("  and {} more", doubtful.len() - MOST));
    }
    if others > 0 {
        screen.line(&format!("{} with a smaller doubt: `dspt pack check` names each.", some(others, "item")));
    }
}

fn skipped(screen: &mut Screen, list: &List) {
    if list.of_others + list.skipped.len() + list.notes.len() == 0 {
        return;
    }
    screen.heading("What was left out, and what to know");
    if list.of_others > 0 {
        screen.line(&format!(
            "{} in the list {} asked of others only.",
            some(list.of_others, "item"),
            if list.of_others == 1 { "is" } else { "are" }
        ));
    }
    for (row, why) in list.skipped.iter().take(MOST) {
        screen.item(&format!("  row {row}: "), why);
    }
    if list.skipped.len() > MOST {
        screen.line(&format!("  and {} rows more", list.skipped.len() - MOST));
    }
    for note in list.notes.iter().take(MOST) {
        screen.toned("  ", note, Tone::Careful);
    }
}

fn next(screen: &mut Screen, args: &Args, answers: &str, path: &Path, pack: &Pack, base: Option<&Pack>) {
    screen.heading("Written");
    screen.line(&format!("{}; it stays on this computer", path.display()));
    screen.heading("Next");
    let typed = workspace::typed(&args.dir);
    let file = workspace::typed(path);
    let inside = !answers.is_empty() && path.parent() == Some(args.dir.join(OWN_PACKS).as_path());
    let given = if inside { String::new() } else { format!(" --pack{file}") };
    screen.item("  ", &format!("every doubt, item by item: dspt pack check{file}"));
    if let Some(base) = base {
        screen.item(
            "  ",
            &format!("what differs from ours, and which of our doubts it settles: dspt pack diff {}{file}", base.id),
        );
    }
    let named = answers::packs_named(answers);
    let what = match () {
        () if answers.is_empty() => format!("begin with it: dspt init FOLDER{given}"),
        () if named.contains(&pack.id) => format!("go on with it: dspt interview{typed}{given}"),
        () if base.is_some_and(|base| named.contains(&base.id)) => {
            format!("take your answers along: dspt carry-forward{typed} {}{given}", pack.id)
        }
        () => format!("begin with it: dspt add {}{typed}{given}", pack.id),
    };
    screen.item("  ", &what);
}

/// The kind of organisation that answers are about.
fn kind_in(answers: &str) -> Option<String> {
    let yaml = Yaml::new(workspace::ANSWERS, answers);
    Some(yaml.root()?.get("organisation")?.get("kind")?.text()?.to_owned())
}

fn some(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
