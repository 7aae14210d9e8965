//! `dspt ask`: question sheets for those who know, each with a covering e-mail; no sheet that is there is written over.

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

use super::{
    Exit,
    args::{Ask, Common},
    assess,
    error::{advised, among},
    library::{Library, read_bytes},
    screen,
    workspace::{self, Workspace},
};
use crate::{
    model::{Assessment, Claim, Item, Pack, nearest},
    sheet::{self, Export, FORMATS, Format, ROLES, Request, Role, Sheet},
};

/// What one person is asked.
pub(super) struct Letter<'a> {
    /// Who; nobody for a worksheet of one's own.
    pub(super) to: Option<String>,
    /// The items, in pack order.
    pub(super) items: Vec<&'a Item>,
}

/// Runs the command.
pub(super) fn run(common: &Common, args: &Ask) -> anyhow::Result<Exit> {
    formats(args)?;
    let library = Library::load_in(common, &args.workspace.dir)?;
    let workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    let letters = letters(args, workspace.pack(&library), workspace.assessment())?;
    send(common, &library, &workspace, args, &letters)?;
    Ok(Exit::Done)
}

/// Writes the letters and prints their e-mails.
pub(super) fn send(
    common: &Common,
    library: &Library,
    workspace: &Workspace,
    args: &Ask,
    letters: &[Letter<'_>],
) -> anyhow::Result<()> {
    let formats = formats(args)?;
    let (pack, assessment) = (workspace.pack(library), workspace.assessment());
    let today = assess::days(common).0;
    if args.by_when.is_some_and(|day| day < today) {
        return Err(advised("the day for sending it back has passed already", "give a later one with --by-when"));
    }
    let documents = library.rules.documents().into_iter().map(|kind| (kind.id, kind.title)).collect();
    let exports = exports(library, pack);
    let folder = args.output.clone().unwrap_or_else(|| workspace.reports());
    let several = letters.len() > 1;
    for (number, letter) in (1..).zip(letters) {
        let request = Request {
            organisation: &workspace.answers.organisation.name,
            from: args.from.as_deref(),
            to: letter.to.as_deref(),
            product: assessment.product.as_deref(),
            by_when: args.by_when,
            today,
            items: letter.items.clone(),
            documents: &documents,
            exports: &exports,
        };
        let sheet = sheet::sheet(pack, assessment, &request);
        let (paths, email) = write(&folder, &sheet, &formats, args.from.as_deref())?;
        let mut out = anstream::stdout();
        if several {
            let gap = if number > 1 { "\n" } else { "" };
            let to = letter.to.as_deref().unwrap_or_default();
            writeln!(out, "{gap}E-mail {number} of {}, to {}:\n", letters.len(), screen::visible(to))?;
        }
        out.write_all(email.as_bytes())?;
        for path in paths {
            screen::remark(common, &format!("wrote {}", path.display()));
        }
    }
    screen::remark(
        common,
        &format!("when a sheet comes back: dspt merge{} FILE", workspace::typed(&args.workspace.dir)),
    );
    Ok(())
}

fn formats(args: &Ask) -> anyhow::Result<Vec<Format>> {
    let mut formats = Vec::new();
    for name in &args.format {
        let Some(format) = FORMATS.into_iter().find(|format| format.name() == name || format.extension() == name)
        else {
            let names = FORMATS.map(Format::name);
            return Err(advised(format!("there is no sheet format `{name}`"), among(name, "known formats", &names)));
        };
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    if args.output.as_deref() == Some(Path::new("-")) {
        return Err(advised("a sheet is a file and can't be printed", "name a folder with --output"));
    }
    Ok(formats)
}

/// Who is asked what.
fn letters<'a>(args: &Ask, pack: &'a Pack, assessment: &Assessment) -> anyhow::Result<Vec<Letter<'a>>> {
    known(&args.only, pack)?;
    let role = match &args.role {
        Some(name) => Some(Role::named(name).ok_or_else(|| {
            let names = ROLES.map(|role| role.id);
            advised(
                format!("there is no role `{name}`"),
                format!("{}; for anybody else: --who NAME with --only ITEM", among(name, "known roles", &names)),
            )
        })?),
        None => None,
    };
    let items: Vec<&Item> = pack
        .items()
        .filter(|(section, assertion, item)| {
            let named = |id: &str| args.only.iter().any(|only| only.trim() == id);
            let ids = [section.id.as_str(), assertion.id.as_str(), item.id.as_str()];
            item.same_as.is_none() && (args.only.is_empty() || ids.into_iter().any(named))
        })
        .map(|(_, _, item)| item)
        .collect();
    let whom = |item: &Item| asked(assessment, item);
    let same = |one: &str, other: &str| sheet::plain(one) == sheet::plain(other);
    let letters = match (role, &args.who) {
        _ if args.all => vec![Letter { to: None, items }],
        (Some(role), who) => {
            let is_theirs = |name: &str| match who {
                Some(who) => same(name, who) || Role::named(name) == Some(role),
                None => Role::named(name) == Some(role),
            };
            let wanted = |item: &&Item| match whom(item) {
                Some(name) => is_theirs(&name),
                None => is_open(assessment, item) && role.takes(item),
            };
            let to = who.clone().unwrap_or_else(|| role.title.to_owned());
            vec![Letter { to: Some(to), items: items.into_iter().filter(wanted).collect() }]
        }
        (None, Some(who)) if args.only.is_empty() => {
            let mut letters = by_person(items, whom);
            // As the answers spell the name.
            letters.retain(|letter| letter.to.as_ref().is_some_and(|to| same(to, who)));
            letters
        }
        (None, Some(who)) => {
            // An item that is named by its own number is meant, answered or not.
            let exact = |item: &Item| args.only.iter().any(|only| only.trim() == item.id.as_str());
            let wanted = |item: &&Item| is_open(assessment, item) || whom(item).is_some() || exact(item);
            vec![Letter { to: Some(who.clone()), items: items.into_iter().filter(wanted).collect() }]
        }
        (None, None) => by_person(items, whom),
    };
    match letters.iter().all(|letter| letter.items.is_empty()) {
        true => Err(nothing_to_ask(args, pack, assessment)),
        false => Ok(letters),
    }
}

/// One letter for each person, in the order in which they come up.
fn by_person<'a>(items: Vec<&'a Item>, whom: impl Fn(&Item) -> Option<String>) -> Vec<Letter<'a>> {
    let mut letters: Vec<Letter<'a>> = Vec::new();
    for item in items {
        let Some(name) = whom(item) else { continue };
        let known =
            |letter: &&mut Letter<'_>| letter.to.as_ref().is_some_and(|to| sheet::plain(to) == sheet::plain(&name));
        match letters.iter_mut().find(known) {
            Some(letter) => letter.items.push(item),
            None => letters.push(Letter { to: Some(name), items: vec![item] }),
        }
    }
    letters
}

fn nothing_to_ask(args: &Ask, pack: &Pack, assessment: &Assessment) -> anyhow::Error {
    let mut names: Vec<String> = Vec::new();
    for name in pack.items().filter_map(|(_, _, item)| asked(assessment, item)) {
        if !names.iter().any(|known| sheet::plain(known) == sheet::plain(&name)) {
            names.push(name);
        }
    }
    let message = match (&args.who, &args.role) {
        (Some(who), _) => format!("there is nothing to ask {who}"),
        (None, Some(role)) => format!("nothing is open that the role `{role}` usually knows"),
        (None, None) => "nobody is to be asked yet".to_owned(),
    };
    let others = match names.as_slice() {
        [] => String::new(),
        names => format!("there are questions for: {}; ", names.join(", ")),
    };
    advised(
        message,
        format!(
            "{others}answer \"don't know\" in `dspt interview` and say who knows; or hand over what is open with --role \
             it-supplier, or with --who NAME --only 4.5.3"
        ),
    )
}

/// Who is to be asked for an item.
fn asked(assessment: &Assessment, item: &Item) -> Option<String> {
    match assessment.answers.get(&item.id)?.claim(item.kind) {
        Ok(Claim::Ask(who)) if who.is_empty() => Some("whoever knows".to_owned()),
        Ok(Claim::Ask(who)) => Some(who),
        _ => None,
    }
}

/// Whether an item waits for an answer and nobody is named who knows.
fn is_open(assessment: &Assessment, item: &Item) -> bool {
    match assessment.answers.get(&item.id) {
        None => true,
        Some(answer) if answer.to_confirm => true,
        Some(answer) => matches!(answer.claim(item.kind), Ok(Claim::Nothing)) && answer.evidence.is_empty(),
    }
}

/// Whether every number of `--only` is one.
fn known(only: &[String], pack: &Pack) -> anyhow::Result<()> {
    let ids = || {
        let ids = |(section, assertion, item): (&'_ crate::model::Section, &'_ crate::model::Assertion, &'_ Item)| {
            [section.id.to_string(), assertion.id.to_string(), item.id.to_string()]
        };
        pack.items().flat_map(ids).collect::<Vec<_>>()
    };
    for only in only {
        let all = ids();
        if !all.iter().any(|id| id == only.trim()) {
            let near = nearest(only, all.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`? "));
            return Err(advised(
                format!("there is no item or standard `{}` in {}", only.trim(), pack.id),
                format!("{}`dspt pack show` lists them", near.unwrap_or_default()),
            ));
        }
    }
    Ok(())
}

/// Which exports show what each check of the pack looks for.
fn exports(library: &Library, pack: &Pack) -> BTreeMap<crate::model::CheckId, Vec<Export>> {
    let mut exports = BTreeMap::new();
    for used in pack.items().flat_map(|(_, _, item)| &item.checks) {
        if let Some(page) = library.rules.explain(&used.check) {
            let kinds = page.reads.into_iter().filter(|kind| !kind.get.trim().is_empty());
            let kinds = kinds.map(|kind| Export { title: kind.title, get: kind.get }).collect();
            exports.insert(used.check.clone(), kinds);
        }
    }
    exports
}

/// Writes a sheet in all formats, and its e-mail beside it; gives the paths and the e-mail.
fn write(
    folder: &Path,
    sheet: &Sheet,
    formats: &[Format],
    from: Option<&str>,
) -> anyhow::Result<(Vec<PathBuf>, String)> {
    let mut drawn = Vec::new();
    for format in formats {
        drawn.push((format.extension(), sheet::draw(sheet, *format)?));
    }
    // A sheet that somebody filled in where it lies is never written over: the next free number is taken.
    for number in 1..=999 {
        let name = file_name(sheet, number);
        let names: Vec<String> = drawn.iter().map(|(extension, _)| format!("{name}.{extension}")).collect();
        let email = match sheet.stamp.to {
            Some(_) => sheet::email(sheet, from, &names),
            None => String::new(),
        };
        let mut files: Vec<(PathBuf, &[u8])> =
            names.iter().zip(&drawn).map(|(name, (_, bytes))| (folder.join(name), bytes.as_slice())).collect();
        if !email.is_empty() {
            files.push((folder.join(format!("{name}-email.txt")), email.as_bytes()));
        }
        let is_free =
            |(path, bytes): &(PathBuf, &[u8])| !path.exists() || read_bytes(path).is_ok_and(|old| old == *bytes);
        if files.iter().all(is_free) {
            for (path, bytes) in &files {
                workspace::save(path, bytes)?;
            }
            return Ok((files.into_iter().map(|(path, _)| path).collect(), email));
        }
    }
    Err(advised(
        format!("{} holds a thousand sheets of this name already", folder.display()),
        "clear it up, or write into another folder with --output",
    ))
}

/// A file's name without its ending; one that every system takes.
fn file_name(sheet: &Sheet, number: u32) -> String {
    let about = match (&sheet.stamp.to, &sheet.stamp.subject) {
        (Some(to), _) => format!("questions-for-{}", slug(to)),
        (None, Some(subject)) => format!("worksheet-{}", slug(subject)),
        (None, None) => "worksheet".to_owned(),
    };
    match number {
        1 => format!("{about}-{}", sheet.made),
        number => format!("{about}-{}-{number}", sheet.made),
    }
}

/// A name in small letters, digits and hyphens; letters of other scripts stay.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for sign in name.chars().flat_map(char::to_lowercase) {
        match sign.is_alphanumeric() {
            true => slug.push(sign),
            false if slug.is_empty() || slug.ends_with('-') => {}
            false => slug.push('-'),
        }
    }
    let slug: String = slug.chars().take(40).collect();
    match slug.trim_end_matches('-') {
        "" => "somebody".to_owned(),
        slug => slug.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_hold_nothing_that_a_system_refuses() {
        for (name, expected) in [
            ("Example Valley IT", "example-valley-it"),
            ("../../etc/passwd", "etc-passwd"),
            ("CON", "con"),
            ("Dave (phone: 01632)", "dave-phone-01632"),
            ("José Ŵyn", "josé-ŵyn"),
            ("\u{202e}?*", "somebody"),
            ("", "somebody"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        assert_eq!(slug(&"x".repeat(300)).len(), 40);
    }
}
