//! What is built in (packs, checks, kinds, documents, facts), and what a user adds to it.

use std::{borrow::Cow, collections::BTreeMap, path::Path, sync::OnceLock};

use anyhow::Context;
use include_dir::{Dir, include_dir};

use super::{args::Common, error::Faulty, workspace};
use crate::{
    answers, crosswalk,
    model::{Crosswalk, DocumentId, Fault, Glossary, Pack, PackDigest, PackId, nearest, sha256},
    pack,
    scan::Rules,
};

/// The folder of a workspace in which packs of its own lie.
pub(super) const OWN_PACKS: &str = "packs";

static ASSERTIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assertions");

/// Everything that assessments are made with. A pack is read when it is first asked for.
pub(super) struct Library {
    shelf: BTreeMap<PackId, Book>,
    /// Checks, kinds, documents, facts.
    pub(super) rules: Rules,
    crosswalk: OnceLock<Crosswalk>,
    /// Terms of the trade with plain explanations.
    pub(super) glossary: Glossary,
    /// Whether remarks are unwanted.
    pub(super) quiet: bool,
}

/// A pack that may not have been read yet.
struct Book {
    file: String,
    text: Cow<'static, str>,
    own: bool,
    pack: OnceLock<Pack>,
}

impl Library {
    /// Takes what is built in and what the arguments add.
    pub(super) fn load(common: &Common) -> anyhow::Result<Self> {
        let rules = rules(common)?;
        let mut shelf: BTreeMap<PackId, Book> = BTreeMap::new();
        for (file, text) in built_in_packs() {
            let id = name_of(&file, text).expect("a built-in pack has a name");
            shelf.insert(id, Book { file, text: text.into(), own: false, pack: OnceLock::new() });
        }
        let glossary = glossary()?;
        let mut library = Self { shelf, rules, crosswalk: OnceLock::new(), glossary, quiet: common.quiet };
        for path in &common.pack {
            let (file, text) = (path.display().to_string(), read(path)?);
            let pack = library.parsed(&file, &text)?;
            let book = Book { file, text: text.into(), own: true, pack: OnceLock::from(pack.clone()) };
            library.shelf.insert(pack.id, book);
        }
        Ok(library)
    }

    /// The same, with the packs that lie in a workspace's own folder; one that is given as an argument goes before.
    pub(super) fn load_in(common: &Common, workspace: &Path) -> anyhow::Result<Self> {
        let mut library = Self::load(common)?;
        let folder = workspace.join(OWN_PACKS);
        for name in workspace::names_in(&folder).filter(|name| name.ends_with(".yaml")) {
            let path = folder.join(&name);
            let (file, text) = (path.display().to_string(), read(&path)?);
            let Some(id) = name_of(&file, &text) else { continue };
            if library.shelf.get(&id).is_none_or(|book| !book.own) {
                library.shelf.insert(id, Book { file, text: text.into(), own: true, pack: OnceLock::new() });
            }
        }
        Ok(library)
    }

    /// The names of all packs, in order.
    pub(super) fn pack_ids(&self) -> impl Iterator<Item = &PackId> {
        self.shelf.keys()
    }

    /// The names of the packs that are built in, in order.
    pub(super) fn built_in_ids(&self) -> impl Iterator<Item = PackId> {
        let ids = built_in_packs().into_iter().filter_map(|(file, text)| name_of(&file, text));
        ids.collect::<std::collections::BTreeSet<_>>().into_iter()
    }

    /// The pack of a name, if there is one.
    ///
    /// # Errors
    /// When it is the user's own, and something is wrong with it.
    pub(super) fn pack_by_id(&self, id: &PackId) -> anyhow::Result<Option<&Pack>> {
        self.pack_below(id, &mut vec![id.clone()])
    }

    /// The same, for packs that are based on it.
    fn pack_below(&self, id: &PackId, above: &mut Vec<PackId>) -> anyhow::Result<Option<&Pack>> {
        let Some(book) = self.shelf.get(id) else { return Ok(None) };
        if let Some(pack) = book.pack.get() {
            return Ok(Some(pack));
        }
        let pack = match book.own {
            true => self.examined(&book.file, &book.text, above)?,
            false => pack::trusted(&book.file, &book.text),
        };
        Ok(Some(book.pack.get_or_init(|| pack)))
    }

    /// A pack of the user's own, with what it takes from the one that it is based on.
    fn examined(&self, file: &str, text: &str, above: &mut Vec<PackId>) -> anyhow::Result<Pack> {
        let base = match pack::base_named(text) {
            Some(id) if above.contains(&id) && above.len() > 1 => {
                return Err(super::error::advised(
                    format!(
                        "{file}: the packs {} are based on one another",
                        above.iter().map(PackId::as_str).collect::<Vec<_>>().join(" and ")
                    ),
                    "one of them has to stand by itself: take `based-on` out of it",
                ));
            }
            Some(id) if !above.contains(&id) => {
                above.push(id.clone());
                let base = self.pack_below(&id, above)?;
                above.pop();
                base
            }
            _ => None,
        };
        pack::parse_on(file, text, &known(&self.rules), base).map_err(|faults| faulty(file, text, faults))
    }

    /// The SHA-256 of a pack's text, then of those that it is based on.
    pub(super) fn digests(&self, id: &PackId) -> Vec<PackDigest> {
        let mut digests: Vec<PackDigest> = Vec::new();
        let mut next = Some(id.clone());
        while let Some(id) = next.take().filter(|id| digests.iter().all(|known| known.id != *id)) {
            let Some(book) = self.shelf.get(&id) else { break };
            digests.push(PackDigest { id, sha256: sha256(book.text.as_bytes()) });
            next = pack::base_named(&book.text);
        }
        digests
    }

    /// The links between the packs, read when they are first asked for.
    pub(super) fn crosswalk(&self) -> &Crosswalk {
        self.crosswalk.get_or_init(|| {
            const FILE: &str = "crosswalk.yaml";
            crosswalk::trusted(FILE, built_in_text(FILE))
        })
    }

    /// The pack of a name that has to be there.
    pub(super) fn needed(&self, id: &PackId) -> anyhow::Result<&Pack> {
        self.pack_by_id(id)?.ok_or_else(|| {
            let hint = nearest(id.as_str(), self.pack_ids().map(PackId::as_str)).map_or(
                "`dspt pack list` lists the packs; give one of your own with --pack FILE as well".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            super::error::advised(format!("there is no pack `{id}`"), hint)
        })
    }

    /// All packs in the order of their names.
    ///
    /// # Errors
    /// When something is wrong with one of the user's own.
    pub(super) fn packs(&self) -> anyhow::Result<Vec<&Pack>> {
        // They are large, so they are read side by side; what is wrong with one is said when it is asked for here.
        std::thread::scope(|scope| {
            for id in self.shelf.keys() {
                scope.spawn(move || self.pack_by_id(id).is_ok());
            }
        });
        self.shelf.keys().filter_map(|id| self.pack_by_id(id).transpose()).collect()
    }

    /// A pack by its name, or read from its file.
    pub(super) fn pack(&self, name: &str) -> anyhow::Result<Pack> {
        if let Ok(id) = PackId::new(name)
            && let Some(pack) = self.pack_by_id(&id)?
        {
            return Ok(pack.clone());
        }
        let path = Path::new(name);
        if path.is_file() {
            return self.read_pack(path);
        }
        let packs = self.packs()?;
        let tells = packs.iter().filter(|pack| pack.previous.as_ref().is_some_and(|p| p.edition == name));
        let tells: Vec<String> = tells.map(|pack| format!("`dspt pack show {}`", pack.id)).collect();
        let hint = match (tells.as_slice(), nearest(name, self.pack_ids().map(PackId::as_str))) {
            ([one], _) => format!("{one} says what is known to have changed since {name}"),
            ([_, ..], _) => format!("these say what is known to have changed since {name}: {}", tells.join(", ")),
            ([], Some(near)) => format!("did you mean `{near}`?"),
            ([], None) => "`dspt pack list` lists them; a pack of your own goes by the name of its file".into(),
        };
        Err(super::error::advised(format!("there is no pack `{name}`"), hint))
    }

    /// A pack of the user's own, examined.
    fn read_pack(&self, path: &Path) -> anyhow::Result<Pack> {
        let (file, text) = (path.display().to_string(), read(path)?);
        self.parsed(&file, &text)
    }

    /// A pack from its text, examined; what it is based on has to be among the packs.
    pub(super) fn parsed(&self, file: &str, text: &str) -> anyhow::Result<Pack> {
        self.examined(file, text, &mut name_of(file, text).into_iter().collect())
    }

    /// What the answers in a text may refer to: of the packs, those that it names.
    pub(super) fn known(&self, text: &str) -> anyhow::Result<answers::Known<'_>> {
        let mut packs = BTreeMap::new();
        for id in answers::packs_named(text) {
            packs.extend(self.pack_by_id(&id)?.map(|pack| (id, pack)));
        }
        let names = self.pack_ids().cloned().collect();
        Ok(answers::Known { packs, names, checks: self.rules.check_ids().into_iter().collect() })
    }
}

/// The phrases that the items of some packs ask of each kind of document.
pub(super) fn wanted<'a>(packs: impl IntoIterator<Item = &'a Pack>) -> BTreeMap<DocumentId, Vec<String>> {
    let mut wanted: BTreeMap<DocumentId, Vec<String>> = BTreeMap::new();
    for rule in packs.into_iter().flat_map(Pack::items).flat_map(|(_, _, item)| &item.evidence) {
        wanted.entry(rule.document.clone()).or_default().extend(rule.mentions.iter().cloned());
    }
    for phrases in wanted.values_mut() {
        phrases.sort();
        phrases.dedup();
    }
    wanted
}

/// The name that a pack gives itself, found without reading all of it; the name of its file where it gives none.
fn name_of(file: &str, text: &str) -> Option<PackId> {
    let line = text.lines().find_map(|line| line.strip_prefix("id:"));
    let given = line.map(|rest| rest.split(" #").next().unwrap_or(rest).trim().trim_matches(['"', '\'']));
    let stem = Path::new(file).file_stem().and_then(|stem| stem.to_str());
    [given, stem].into_iter().flatten().find_map(|name| PackId::new(name).ok())
}

/// The names that a pack may refer to.
pub(super) fn known(rules: &Rules) -> pack::Known {
    let checks = rules.check_ids().into_iter().collect();
    let documents = rules.documents().iter().map(|kind| kind.id.clone()).collect();
    pack::Known { checks, documents }
}

/// The checks with their kinds, documents and facts, those of `--checks` included.
pub(super) fn rules(common: &Common) -> anyhow::Result<Rules> {
    let built_in = built_in(&["checks", "kinds", "documents", "facts"]);
    let own = match &common.checks {
        Some(folder) => own_rules(folder)?,
        None => Vec::new(),
    };
    Rules::parse_beside(&built_in, &own).map_err(|faults| {
        let file = faults.first().map(|fault| fault.file.clone()).unwrap_or_default();
        let mut files = built_in
            .iter()
            .map(|(name, text)| (name, *text))
            .chain(own.iter().map(|(name, text)| (name, text.as_str())));
        let text = files.find(|(name, _)| **name == file).map(|(_, text)| text.to_owned()).unwrap_or_default();
        // An excerpt can only be of one file; the others follow in the next run.
        let faults = faults.into_iter().filter(|fault| fault.file == file).collect();
        faulty(&file, &text, faults)
    })
}

/// The built-in packs, each with the name of its file.
pub(super) fn built_in_packs() -> Vec<(String, &'static str)> {
    ASSERTIONS
        .dirs()
        .filter_map(|dir| dir.get_file(dir.path().join("pack.yaml")))
        .filter_map(|file| Some((file.path().display().to_string(), file.contents_utf8()?)))
        .collect()
}

/// The glossary with the name of its file.
fn built_in_glossary() -> (&'static str, &'static str) {
    const FILE: &str = "glossary.yaml";
    (FILE, built_in_text(FILE))
}

/// The glossary, read.
pub(super) fn glossary() -> anyhow::Result<Glossary> {
    let (file, text) = built_in_glossary();
    pack::glossary(file, text).map_err(|faults| faulty(file, text, faults))
}

/// A text that is built in.
fn built_in_text(path: &str) -> &'static str {
    ASSERTIONS.get_file(path).and_then(|file| file.contents_utf8()).expect("it is built in")
}

/// A pack to begin with.
pub(super) fn new_pack() -> &'static str {
    built_in_text("new-pack.yaml")
}

/// The JSON Schema of packs.
pub(super) fn schema() -> &'static str {
    built_in_text("schema/pack.json")
}

/// The built-in YAML files below some folders, by path.
fn built_in(folders: &[&str]) -> Vec<(String, &'static str)> {
    let mut files = Vec::new();
    let mut open: Vec<&Dir<'_>> = folders.iter().filter_map(|folder| ASSERTIONS.get_dir(folder)).collect();
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        for file in dir.files().filter(|file| file.path().extension().is_some_and(|e| e == "yaml")) {
            let name = file.path().to_string_lossy().replace('\\', "/");
            files.extend(file.contents_utf8().map(|text| (name, text)));
        }
    }
    files.sort();
    files
}

/// A user's own rules: a folder laid out as the built-in ones, or check files alone.
fn own_rules(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.with_context(|| format!("cannot read the folder {}", folder.display()))?;
        if !entry.file_type().is_file() || entry.path().extension().is_none_or(|e| e != "yaml") {
            continue;
        }
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let name = relative.to_string_lossy().replace('\\', "/");
        let placed = ["checks/", "kinds/", "documents/", "facts/"].iter().any(|start| name.starts_with(start));
        let name = if placed { name } else { format!("checks/own/{name}") };
        files.push((name, read(entry.path())?));
    }
    Ok(files)
}

/// A file of the user's as text.
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    text_of(path, read_bytes(path)?)
}

/// What was read of a file of the user's, as text without the mark that some editors begin it with.
pub(super) fn text_of(path: &Path, bytes: Vec<u8>) -> anyhow::Result<String> {
    let text = String::from_utf8(bytes).map_err(|_| {
        super::error::advised(
            format!("{} holds letters that can't be read: it is not saved as UTF-8", path.display()),
            "open it in Notepad or another editor, choose Save as, and set the encoding to UTF-8",
        )
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// A file of the user's.
#[expect(clippy::disallowed_methods, reason = "the command line reads the files that it is given")]
pub(super) fn read_bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

pub(super) fn faulty(file: &str, text: &str, faults: Vec<Fault>) -> anyhow::Error {
    Faulty { file: file.to_owned(), text: text.to_owned(), faults }.into()
}
