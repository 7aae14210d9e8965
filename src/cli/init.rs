//! `dspt init`: makes a workspace, from flags or by asking.

use super::{
    Exit,
    args::{Common, Init},
    ask,
    error::advised,
    library::Library,
    names,
    screen::Tone,
    workspace,
};
use crate::{
    answers,
    model::{Organisation, OrganisationKind, PublishedWord, Shape, Slug},
};

/// The kind of an organisation of which nobody asked.
const ANY_KIND: &str = "organisation";

/// Runs the command.
pub(super) fn run(common: &Common, args: &Init) -> anyhow::Result<Exit> {
    let folder = args.dir.file_name().map(|name| name.to_string_lossy());
    if let Some(fault) = folder.and_then(|name| names::fault(&name)) {
        let hint = "a folder may be copied to another computer: choose a name that holds on each";
        return Err(advised(format!("{} can't be the name of a folder: {fault}", args.dir.display()), hint));
    }
    let library = Library::load_in(common, &args.dir)?;
    if args.dir.join("answers.yaml").exists() {
        // Say so before anything is asked.
        workspace::create(&args.dir, "")?;
    }
    let chosen = args.assessment.as_ref().map(|id| library.needed(id)).transpose()?;
    // A pack that stands beside others does not ask who answers it.
    let any = chosen.is_some_and(|pack| pack.organisations.is_empty());
    let asking = args.name.is_none() || args.kind.is_none() && !any;
    let name = match &args.name {
        Some(name) => name.trim().to_owned(),
        None => given(ask::until("What is the organisation called? ", |text| {
            if text.is_empty() {
                Err("Please type a name, as it stands on your sign or your letters.".into())
            } else {
                Ok(text.to_owned())
            }
        })?)?,
    };
    if name.is_empty() {
        return Err(advised("the organisation has no name", "give one: --name \"Rosewood Court\""));
    }
    let kind = match &args.kind {
        Some(kind) => kind.clone(),
        None if any => ANY_KIND.to_owned(),
        None => ask_kind(&library)?,
    };
    let kind = Slug::new(kind).map_err(anyhow::Error::msg)?;
    let pack = match chosen {
        Some(pack) => pack,
        None => library.needed(workspace::pack_for(&library, kind.as_str())?)?,
    };
    workspace::is_for(pack, &kind)?;
    let ods_code = optional(
        asking,
        args.ods_code.as_ref(),
        "ODS code, the short code that the NHS knows you by (Enter to leave out): ",
        Shape::OdsCode,
    )?;
    let ico_number = optional(
        asking,
        args.ico_number.as_ref(),
        "ICO number, on your data protection fee certificate (Enter to leave out): ",
        Shape::IcoNumber,
    )?;
    let published = match args.published.as_deref() {
        _ if !pack.portal => None,
        Some("never") => Some(PublishedWord::Never),
        Some(_) => Some(PublishedWord::Unknown),
        None if asking => Some(ask_published()?),
        None => Some(PublishedWord::Unknown),
    };
    let organisation = Organisation {
        name,
        legal_name: None,
        kind,
        ods_code,
        cqc_provider_id: None,
        ico_number,
        websites: Vec::new(),
        mail_domains: Vec::new(),
        sites: Vec::new(),
        people: Default::default(),
        certificates: Vec::new(),
    };
    workspace::create(&args.dir, &answers::new_file(&organisation, &pack.id, published))?;
    let dir = args.dir.display();
    ask::say(&format!(
        "Made {dir} with answers.yaml, evidence/ and reports/.\n\
         Put policies, registers and exports into {dir}/evidence, in any order and under any names.\n\
         Then: dspt interview{}",
        workspace::typed(&args.dir)
    ))?;
    Ok(Exit::Done)
}

fn ask_kind(library: &Library) -> anyhow::Result<String> {
    let packs = library.packs()?;
    let fit = packs.iter().flat_map(|pack| &pack.organisations).filter(|kind| kind.refused.is_none());
    let (rare, kinds): (Vec<&OrganisationKind>, Vec<&OrganisationKind>) = fit.partition(|kind| kind.by_name);
    ask::say("What kind of organisation is it?")?;
    for (kind, number) in kinds.iter().zip(1..) {
        ask::say(&format!("{number}  {}", kind.title))?;
    }
    if !rare.is_empty() {
        let names: Vec<&str> = rare.iter().map(|kind| kind.kind.as_str()).collect();
        ask::say_in(Tone::Quiet, &format!("Or type one of these: {}", names.join(", ")))?;
    }
    given(ask::until("Type its number: ", |text| {
        if let Ok(number) = text.parse::<usize>()
            && let Some(kind) = number.checked_sub(1).and_then(|at| kinds.get(at))
        {
            return Ok(kind.kind.to_string());
        }
        let known = || packs.iter().flat_map(|pack| &pack.organisations).filter(|kind| kind.kind.as_str() == text);
        // What one pack refuses, another may be for.
        match known().find(|kind| kind.refused.is_none()).or_else(|| known().next()) {
            Some(OrganisationKind { refused: Some(reason), title, .. }) => {
                Err(format!("{title} can't be assessed yet: {}", reason.trim()))
            }
            Some(kind) => Ok(kind.kind.to_string()),
            None => Err(format!("type a number from 1 to {}", kinds.len())),
        }
    })?)
}

fn ask_published() -> anyhow::Result<PublishedWord> {
    let understood = ask::until("Have you published a DSPT before? (y, n, or ? for don't know) ", |text| {
        match text.to_lowercase().as_str() {
            "n" | "no" | "never" => Ok(PublishedWord::Never),
            "y" | "yes" | "?" | "" | "dk" => Ok(PublishedWord::Unknown),
            _ => Err("type y for yes, n for no, or ? if you don't know".into()),
        }
    })?;
    given(understood)
}

/// A flag's value, or what is typed; absent when left out.
/// A number that may be left out; one of another shape is kept, with a word about it.
fn optional(asking: bool, flag: Option<&String>, prompt: &str, shape: Shape) -> anyhow::Result<Option<String>> {
    let text = match flag {
        Some(text) => Some(text.clone()),
        None if asking => ask::line(prompt, None)?,
        None => None,
    };
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| !shape.fits(text)) {
        ask::say_in(
            Tone::Careful,
            &format!("{} It is kept as you typed it; you can change it in answers.yaml.", shape.looks()),
        )?;
    }
    Ok(text)
}

fn given<T>(value: Option<T>) -> anyhow::Result<T> {
    match value {
        Some(value) => Ok(value),
        None => Err(ask::Stopped("not every question was answered, so nothing was made").into()),
    }
}
