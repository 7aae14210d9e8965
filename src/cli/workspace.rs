//! The user's folder: `answers.yaml`, `evidence/`, `reports/`. Nothing of theirs is ever lost or half written.

use std::{
    collections::BTreeSet,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use anyhow::{Context, bail};

use super::{
    args::Which,
    error::{advised, among},
    library::{Library, faulty, read, read_bytes, text_of},
    screen::visible,
};
use crate::{
    answers::{self, Edit},
    model::{Answers, Assessment, Pack, PackId, Reference, Seal, SignOff, Slug, sha256, written},
};

/// The name of the answers file.
pub(super) const ANSWERS: &str = "answers.yaml";
/// No more names of one folder are looked at.
const MOST_NAMES: usize = 2000;

/// An open workspace.
pub(super) struct Workspace {
    /// The folder.
    pub(super) dir: PathBuf,
    /// What `answers.yaml` says.
    pub(super) answers: Answers,
    text: String,
    digest: String,
    place: usize,
    /// Whether the assessment was asked for by name.
    named: bool,
}

impl Workspace {
    /// Opens a folder and picks the assessment.
    pub(super) fn open(dir: &Path, which: &Which, library: &Library) -> anyhow::Result<Self> {
        Self::open_edition(dir, which, library, None)
    }

    /// The same; an assessment of the edition named goes before others.
    pub(super) fn open_edition(
        dir: &Path,
        which: &Which,
        library: &Library,
        edition: Option<&str>,
    ) -> anyhow::Result<Self> {
        let mut workspace = Self::read(dir, library)?;
        workspace.named = which.assessment.is_some() || which.subject.is_some();
        workspace.place = match pick(&workspace.answers, which, library, edition)? {
            Pick::One(place) => place,
            Pick::Several(places) => {
                let hint = format!("choose one: {}", names(&workspace.answers, &places));
                return Err(advised("answers.yaml holds several assessments", hint));
            }
        };
        is_for_one(&workspace, library)?;
        Ok(workspace)
    }

    /// Opens a folder; the assessment is the one that is asked for, or that goes before the others, if one does.
    pub(super) fn open_all(dir: &Path, which: &Which, library: &Library) -> anyhow::Result<(Self, bool)> {
        let mut workspace = Self::read(dir, library)?;
        match pick(&workspace.answers, which, library, None)? {
            Pick::One(place) => workspace.place = place,
            Pick::Several(_) => return Ok((workspace, false)),
        }
        Ok((workspace, true))
    }

    /// Opens a folder at its last assessment, without a word about the others.
    pub(super) fn open_last(dir: &Path, library: &Library) -> anyhow::Result<Self> {
        let mut workspace = Self::read(dir, library)?;
        workspace.place = workspace.answers.assessments.len().checked_sub(1).ok_or_else(|| {
            advised("answers.yaml holds no assessment", "add one under `assessments:`, or start again with `dspt init`")
        })?;
        Ok(workspace)
    }

    fn read(dir: &Path, library: &Library) -> anyhow::Result<Self> {
        let path = dir.join(ANSWERS);
        if !path.is_file() {
            return Err(advised(
                format!("there is no {ANSWERS} in {}", shown(dir)),
                format!("make a workspace with `dspt init {}`, or name the folder that holds one", shown(dir)),
            ));
        }
        let bytes = read_bytes(&path)?;
        let digest = sha256(&bytes);
        let text = text_of(&path, bytes)?;
        let file = path.display().to_string();
        let answers =
            answers::parse(&file, &text, &library.known(&text)?).map_err(|faults| faulty(&file, &text, faults))?;
        Ok(Self { dir: dir.to_owned(), answers, text, digest, place: 0, named: false })
    }

    /// The assessment that this run is about.
    pub(super) fn assessment(&self) -> &Assessment {
        &self.answers.assessments[self.place]
    }

    /// Its pack.
    pub(super) fn pack<'a>(&self, library: &'a Library) -> &'a Pack {
        pack_of(library, self.assessment()).expect("answers were read against these packs")
    }

    /// The file as it stands.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The SHA-256 of the file, byte by byte.
    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    /// The folder of the evidence.
    pub(super) fn evidence(&self) -> PathBuf {
        self.dir.join("evidence")
    }

    /// The folder of the reports.
    pub(super) fn reports(&self) -> PathBuf {
        self.dir.join("reports")
    }

    /// Makes one change to the answers and saves it before anything else happens.
    pub(super) fn change(&mut self, library: &Library, edit: &Edit<'_>) -> anyhow::Result<()> {
        self.change_all(library, std::slice::from_ref(edit))
    }

    /// Makes several changes and saves them together: all of them or none.
    pub(super) fn change_all(&mut self, library: &Library, edits: &[Edit<'_>]) -> anyhow::Result<()> {
        let assessment = self.assessment();
        let (pack, subject) = (assessment.pack.clone(), assessment.subject.clone());
        let text = answers::apply_all(&self.text, &pack, subject.as_deref(), edits)?;
        let path = self.dir.join(ANSWERS);
        let file = path.display().to_string();
        let answers =
            answers::parse(&file, &text, &library.known(&text)?).map_err(|faults| faulty(&file, &text, faults))?;
        let there = read(&path)?;
        if there != self.text {
            return Err(advised(
                format!("{file} was changed by somebody else since it was read, so nothing was saved"),
                "start again: what was saved before is still there, and so is their change",
            ));
        }
        save(&path, text.as_bytes())?;
        let stood = standing(self.assessment());
        self.digest = sha256(text.as_bytes());
        (self.text, self.answers) = (text, answers);
        if let Some(sign_off) = stood.filter(|_| standing(self.assessment()).is_none()) {
            warn(
                library,
                &format!(
                    "This changes what {} confirmed on {}, so the confirmation stands no more. When you are done, \
                     confirm it again with `dspt sign`.",
                    sign_off.by,
                    written(sign_off.on)
                ),
            );
        }
        Ok(())
    }

    /// The folder and the assessment as the last words of a command; nothing for the folder one is in and the
    /// assessment that goes before the others.
    pub(super) fn typed(&self) -> String {
        let named = if self.named { format!(" {}", names(&self.answers, &[self.place])) } else { String::new() };
        format!("{}{named}", typed(&self.dir))
    }

    /// Which assessment of the file this run is about, from 0.
    pub(super) fn place(&self) -> usize {
        self.place
    }

    /// Makes this run about another assessment of the file.
    pub(super) fn turn_to(&mut self, place: usize) {
        self.place = place;
    }

    /// Makes one change to another assessment of the same file.
    pub(super) fn change_at(&mut self, place: usize, library: &Library, edit: &Edit<'_>) -> anyhow::Result<()> {
        let here = std::mem::replace(&mut self.place, place);
        let changed = self.change(library, edit);
        self.place = here;
        changed
    }
}

/// Refuses an assessment that many people answer, of whom only counts are kept.
fn is_for_one(workspace: &Workspace, library: &Library) -> anyhow::Result<()> {
    let pack = workspace.pack(library);
    match pack.is_counted() {
        false => Ok(()),
        true => {
            let typed = typed(&workspace.dir);
            Err(advised(
                format!("{} is answered by many people, and only their counts are kept", pack.short_title),
                format!(
                    "ask people with `dspt everyday{typed}`; see what came of it with `dspt everyday results{typed}`"
                ),
            ))
        }
    }
}

/// The pack of an assessment, where it is there and sound.
pub(super) fn pack_of<'a>(library: &'a Library, assessment: &Assessment) -> Option<&'a Pack> {
    library.pack_by_id(&assessment.pack).ok().flatten()
}

/// The sign-off that stands, where nothing changed since.
fn standing(assessment: &Assessment) -> Option<SignOff> {
    let confirmed = assessment.signed_off.as_ref().and_then(|sign_off| sign_off.confirmed.as_ref())?;
    let stands = confirmed.broken_by(&Seal::of(assessment)).is_none();
    assessment.signed_off.clone().filter(|_| stands)
}

/// Something to know, on standard error.
fn warn(library: &Library, text: &str) {
    if !library.quiet {
        for line in super::screen::wrap(text, 78) {
            let _ = writeln!(anstream::stderr(), "{line}");
        }
    }
}

/// The assessment that is meant, or those that it may be.
enum Pick {
    One(usize),
    Several(Vec<usize>),
}

/// How assessments are asked for on the command line.
fn names(answers: &Answers, places: &[usize]) -> String {
    let name = |place: &usize| {
        let assessment = &answers.assessments[*place];
        let subject = assessment.subject.as_ref().map(|s| format!(" --subject \"{s}\"")).unwrap_or_default();
        format!("--assessment {}{subject}", assessment.pack)
    };
    places.iter().map(name).collect::<Vec<_>>().join("; ")
}

fn pick(answers: &Answers, which: &Which, library: &Library, edition: Option<&str>) -> anyhow::Result<Pick> {
    let fits = |assessment: &Assessment| {
        which.assessment.as_ref().is_none_or(|pack| assessment.pack == *pack)
            && which.subject.as_ref().is_none_or(|subject| assessment.subject.as_ref() == Some(subject))
    };
    let mut fitting: Vec<usize> = (0..answers.assessments.len()).filter(|i| fits(&answers.assessments[*i])).collect();
    let is_of = |i: &usize| {
        let pack = pack_of(library, &answers.assessments[*i]);
        edition.is_some() && pack.map(|pack| pack.edition.as_str()) == edition
    };
    if fitting.iter().any(is_of) {
        fitting.retain(is_of);
    }
    // What many people answer is meant only where nothing else can be.
    let is_for_one = |i: &usize| pack_of(library, &answers.assessments[*i]).is_none_or(|pack| !pack.is_counted());
    if fitting.iter().any(is_for_one) {
        fitting.retain(is_for_one);
    }
    match fitting.as_slice() {
        [one] => Ok(Pick::One(*one)),
        [] if answers.assessments.is_empty() => Err(advised(
            "nothing was evaluated: answers.yaml holds no assessment",
            "add one under `assessments:`, or start again with `dspt init`",
        )),
        [] => {
            let all: Vec<usize> = (0..answers.assessments.len()).collect();
            Err(advised("answers.yaml holds no such assessment", format!("it holds: {}", names(answers, &all))))
        }
        // The organisation's own assessment goes before those of suppliers, and the one that its kind decides before those
        // that stand beside it.
        several => {
            let mut own: Vec<usize> =
                several.iter().copied().filter(|i| answers.assessments[*i].subject.is_none()).collect();
            let main = |i: &usize| {
                pack_of(library, &answers.assessments[*i]).is_some_and(|pack| !pack.organisations.is_empty())
            };
            if own.iter().any(main) {
                own.retain(main);
            }
            match (own.as_slice(), newest(answers, &own, library)) {
                ([one], _) => Ok(Pick::One(*one)),
                (_, Some(newest)) => {
                    let assessment = &answers.assessments[newest];
                    let title = pack_of(library, assessment).map_or(assessment.pack.as_str(), |pack| &pack.short_title);
                    let others: Vec<usize> = own.into_iter().filter(|place| *place != newest).collect();
                    let text =
                        format!("This is about {title}, the newest here; for another: {}", names(answers, &others));
                    warn(library, &text);
                    Ok(Pick::One(newest))
                }
                _ => Ok(Pick::Several(several.to_vec())),
            }
        }
    }
}

/// The newest of several editions, by the day on which it opens, then by its name; nothing where they are not editions
/// of one framework.
fn newest(answers: &Answers, places: &[usize], library: &Library) -> Option<usize> {
    let assessment = |place: usize| &answers.assessments[place];
    let key = |place: &usize| {
        let pack = pack_of(library, assessment(*place));
        (pack.and_then(|pack| pack.opens), pack.and_then(|pack| Reference::new(pack.edition.as_str()).ok()))
    };
    let newest = *places.iter().max_by_key(|place| key(place))?;
    let mut related = vec![newest];
    let mut at = 0;
    while let Some(place) = related.get(at).copied() {
        let before = pack_of(library, assessment(place)).and_then(|pack| pack.previous.as_ref()?.pack.as_ref());
        let carried = assessment(place).answers.values().filter_map(|answer| Some(&answer.carried.as_ref()?.pack));
        let older: Vec<&PackId> = before.into_iter().chain(carried).collect();
        let found = places.iter().filter(|other| older.contains(&&assessment(**other).pack));
        let found: Vec<usize> = found.copied().filter(|other| !related.contains(other)).collect();
        related.extend(found);
        at += 1;
    }
    (related.len() == places.len()).then_some(newest)
}

/// Makes a new workspace; refuses to touch one that is there.
pub(super) fn create(dir: &Path, text: &str) -> anyhow::Result<()> {
    let path = dir.join(ANSWERS);
    if path.exists() {
        return Err(advised(
            format!("{} is there already and was left as it is", path.display()),
            format!("go on with `dspt interview {}`", shown(dir)),
        ));
    }
    for folder in [dir.join("evidence"), dir.join("reports")] {
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    save(&path, text.as_bytes())
}

/// Whether a folder holds answers.
pub(super) fn is_there(dir: &Path) -> bool {
    dir.join(ANSWERS).is_file()
}

/// The names in a folder, in order, without hidden ones and those that would command a terminal.
#[expect(clippy::disallowed_methods, reason = "the command line looks for workspaces")]
pub(super) fn names_in(dir: &Path) -> impl Iterator<Item = String> + use<> {
    let listing = std::fs::read_dir(dir).into_iter().flatten().flatten().take(MOST_NAMES);
    let names = listing.filter_map(|entry| entry.file_name().into_string().ok());
    let names: BTreeSet<String> =
        names.filter(|name| !name.starts_with('.') && visible(name) == *name && !name.contains('\n')).collect();
    names.into_iter()
}

/// The organisation that the answers in a folder are about, where they can be read.
pub(super) fn organisation_in(dir: &Path) -> Option<String> {
    /// No more than this is needed of a file that is only offered.
    #[derive(serde::Deserialize)]
    struct Head {
        organisation: Named,
    }
    #[derive(serde::Deserialize)]
    struct Named {
        name: String,
    }
    let head: Head = serde_yaml::from_str(&read(&dir.join(ANSWERS)).ok()?).ok()?;
    Some(head.organisation.name)
}

static SAVING: Mutex<()> = Mutex::new(());

/// Waits for a save that has begun; as long as this is held, no other one begins.
pub(super) fn saving() -> MutexGuard<'static, ()> {
    // What it guards is on disk, so a thread that fell over with it leaves nothing behind.
    SAVING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes a file so that it is there whole or not at all: a temporary file beside it, flushed to disk, renamed.
pub(super) fn save(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let _held = saving();
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new().prefix(".dspt-").suffix(".tmp").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        keep_permissions(path, &file)?;
        file.persist(path).map_err(|error| error.error)?;
        // The rename itself is on disk once its folder is; not every system can do that.
        if let Ok(folder) = std::fs::File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    };
    match write() {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            bail!(advised(
                format!("cannot write {}: permission denied", path.display()),
                "close the file if it is open in another program, and check that the folder may be written to",
            ))
        }
        result => result.with_context(|| format!("cannot write {}", path.display())),
    }
}

/// The file keeps who may read it: a temporary file is private, and a new one gets the usual rights.
fn keep_permissions(path: &Path, file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    if let Ok(old) = std::fs::metadata(path) {
        return file.as_file().set_permissions(old.permissions());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    Ok(())
}

/// A folder as a person would type it.
pub(super) fn shown(dir: &Path) -> String {
    match dir.display().to_string() {
        text if text.is_empty() || text == "." => "this folder".into(),
        text => text,
    }
}

/// A folder as the last word of a command, in quotes where it takes them; nothing for the folder one is in.
pub(super) fn typed(dir: &Path) -> String {
    let text = dir.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "-_./\\:~".contains(c);
    match text.as_str() {
        "" | "." => String::new(),
        _ if text.chars().all(plain) => format!(" {text}"),
        _ => format!(" \"{text}\""),
    }
}

/// The pack for a kind of organisation, or why there is none.
pub(super) fn pack_for<'a>(library: &'a Library, kind: &str) -> anyhow::Result<&'a PackId> {
    let packs = library.packs()?;
    let kinds = || packs.iter().copied().flat_map(|pack| pack.organisations.iter().map(move |kind| (pack, kind)));
    // Of several editions the newest.
    let fit = kinds().filter(|(_, known)| known.kind.as_str() == kind && known.refused.is_none());
    if let Some((pack, _)) = fit.max_by_key(|(pack, _)| pack.opens) {
        return Ok(&pack.id);
    }
    let fit: Vec<&str> = kinds().filter(|(_, k)| k.refused.is_none()).map(|(_, k)| k.kind.as_str()).collect();
    match kinds().find(|(_, known)| known.kind.as_str() == kind) {
        Some((_, known)) => Err(advised(
            format!("{} can't be assessed yet", known.title),
            known.refused.clone().unwrap_or_default().trim().to_owned(),
        )),
        None => {
            let hint = among(kind, "known kinds", &fit);
            Err(advised(format!("`{kind}` is not a kind of organisation that is known here"), hint))
        }
    }
}

/// Refuses a command about the toolkit's portal for a pack that is not published there.
pub(super) fn has_portal(pack: &Pack) -> anyhow::Result<()> {
    match pack.portal {
        true => Ok(()),
        false => Err(advised(
            format!("{} is not published in a portal", pack.short_title),
            "`dspt report` writes what can be handed over; name another assessment with --assessment",
        )),
    }
}

/// Refuses a pack that is not for a kind of organisation.
pub(super) fn is_for(pack: &Pack, kind: &Slug) -> anyhow::Result<()> {
    match pack.organisations.iter().find(|known| known.kind == *kind) {
        Some(known) if known.refused.is_none() => Ok(()),
        None if pack.organisations.is_empty() => Ok(()),
        Some(known) => Err(advised(
            format!("{} can't be used for: {}", pack.id, known.title),
            known.refused.clone().unwrap_or_default().trim().to_owned(),
        )),
        None => Err(advised(
            format!("{} is not for organisations of the kind `{kind}`", pack.id),
            "`dspt pack list` lists the packs",
        )),
    }
}

/// Copies a file into a folder of evidence under a name that is free there; the name and its SHA-256.
pub(super) fn bring(evidence: &Path, from: &Path) -> anyhow::Result<(String, String)> {
    let bytes = crate::scan::load(from).map_err(|reason| {
        advised(format!("cannot read {}: {reason}", from.display()), "copy it into the evidence folder by hand")
    })?;
    let name = from.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_else(|| "file".into());
    let (stem, ending) = name.rsplit_once('.').map_or((name.as_str(), String::new()), |(a, b)| (a, format!(".{b}")));
    let numbered = |number: usize| match number {
        1 => name.clone(),
        number => format!("{stem} ({number}){ending}"),
    };
    let free = |name: &String| !evidence.join(name).exists();
    let name = (1..).map(numbered).find(free).unwrap_or_else(|| name.clone());
    save(&evidence.join(&name), &bytes)?;
    Ok((name, crate::scan::sha256(&bytes)))
}
