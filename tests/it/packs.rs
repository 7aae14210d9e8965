//! Packs: the built-in ones are sound, and wrong ones are refused with every fault, its line and what to do.

use std::{collections::BTreeSet, path::Path};

use dspt::{
    model::{CheckId, DocumentId, Fault, Pack},
    pack::{Known, parse},
};

#[test]
fn every_built_in_pack_is_sound_and_named_for_its_folder() {
    let known = Known { checks: ids("assertions/checks"), documents: ids("assertions/documents") };
    let mut packs = 0;
    for entry in std::fs::read_dir("assertions").unwrap() {
        let folder = entry.unwrap().path();
        let file = folder.join("pack.yaml");
        if !file.exists() {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let pack =
            parse(&file.display().to_string(), &text, &known).unwrap_or_else(|faults| panic!("{}", shown(&faults)));
        assert_eq!(pack.id.as_str(), folder.file_name().unwrap().to_str().unwrap());
        for (_, _, item) in pack.items() {
            assert!(!item.shows.is_empty(), "{} {} shows no examples of good evidence", pack.id, item.id);
        }
        let parts = pack.interview.len();
        assert!(parts == 0 || (6..=8).contains(&parts), "{} has {parts} parts", pack.id);
        packs += 1;
    }
    assert!(packs > 0);
}

/// A pack that comes with the program.
pub(crate) fn built_in(id: &str) -> Pack {
    let known = Known { checks: ids("assertions/checks"), documents: ids("assertions/documents") };
    let file = format!("assertions/{id}/pack.yaml");
    parse(&file, &std::fs::read_to_string(&file).unwrap(), &known).unwrap()
}

#[test]
fn a_sound_pack_of_a_users_own_is_read() {
    for name in ["small.yaml", "lettered.yaml", "flat.yaml"] {
        let text = std::fs::read_to_string(Path::new("tests/packs/valid").join(name)).unwrap();
        parse(name, &text, &known()).unwrap_or_else(|faults| panic!("{}", shown(&faults)));
    }
}

/// What an author begins with has nothing wrong with it.
#[test]
fn the_pack_to_begin_with_is_sound_and_wants_for_nothing() {
    let known = Known { checks: ids("assertions/checks"), documents: ids("assertions/documents") };
    let text = std::fs::read_to_string("assertions/new-pack.yaml").unwrap();
    let pack = parse("new-pack.yaml", &text, &known).unwrap_or_else(|faults| panic!("{}", shown(&faults)));
    assert!(pack.items().all(|(_, _, item)| !item.shows.is_empty()));
    assert!(pack.items().any(|(_, _, item)| !item.checks.is_empty()));
    assert!(pack.items().any(|(_, _, item)| !item.evidence.is_empty()));
}

#[test]
fn wrong_packs_are_refused_with_every_fault() {
    let mut seen = 0;
    for entry in std::fs::read_dir("tests/packs/invalid").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let faults = parse(name, &text, &known()).expect_err(name);
        snapbox::assert_data_eq!(shown(&faults), snapbox::Data::read_from(&path.with_extension("error"), None).raw());
        seen += 1;
    }
    assert!(seen >= 6, "{seen} wrong packs");
}

fn known() -> Known {
    let checks = ["disk-encryption-on", "staff-training-complete"].map(|id| CheckId::new(id).unwrap());
    let documents = ["data-protection-policy"].map(|id| DocumentId::new(id).unwrap());
    Known { checks: checks.into(), documents: documents.into() }
}

fn shown(faults: &[Fault]) -> String {
    faults
        .iter()
        .map(|fault| {
            let at = fault.at.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
            let hint = fault.hint.as_ref().map(|hint| format!("\n  {hint}")).unwrap_or_default();
            format!("{}{at}: {}{hint}\n", fault.file, fault.message)
        })
        .collect()
}

/// The names of the files of a folder and those below it.
pub(crate) fn ids(folder: &str) -> BTreeSet<dspt::model::Slug> {
    let mut ids = BTreeSet::new();
    collect(Path::new(folder), &mut ids);
    ids
}

fn collect(folder: &Path, ids: &mut BTreeSet<dspt::model::Slug>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, ids);
        } else if let Some(name) = path.file_stem().and_then(|name| name.to_str()) {
            ids.insert(dspt::model::Slug::new(name).unwrap());
        }
    }
}
