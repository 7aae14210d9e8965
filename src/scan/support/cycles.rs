//! Which releases of a product a text may mean: by build, by version, by edition, by service pack.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::{Cycle, End, words};

/// Words without figures that tell releases apart.
const NAMES: [&str; 7] = ["r2", "vista", "xp", "subscription", "mac", "azure", "stream"];
/// The release on which each LTSC of Windows stands.
const LTSC: [(&str, &str); 5] =
    [("2015", "1507"), ("2016", "1607"), ("2019", "1809"), ("2021", "21h2"), ("2024", "24h2")];

static BUILD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:(?:10\.0|6\.[0-3]|5\.[12])\.(\d{4,5})|build:? (\d{4,5})|(\d{5}))(?:\.\d+)*\b")
        .expect("the pattern is our own")
});
static RELEASE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\d\dh[12]|1507|1511|1607|1703|1709|1803|1809|1903|1909|2004)$").expect("the pattern is our own")
});

/// What a text leaves open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// The table lacks the release.
    NotListed,
    /// It names no release.
    Release,
    /// It names no edition.
    Edition,
    /// It names no service pack.
    ServicePack,
}

/// The releases that a text may mean.
pub(super) struct Chosen<'a> {
    cycles: Vec<&'a Cycle>,
    /// What tells them apart.
    open: Question,
}

/// What a cycle asks of a text: versions and names that must be there, an edition, a service pack.
struct Form {
    versions: Vec<String>,
    names: BTreeSet<String>,
    edition: BTreeSet<&'static str>,
    pack: Option<String>,
}

fn form(text: &str) -> Form {
    let mut form = Form { versions: Vec::new(), names: BTreeSet::new(), edition: BTreeSet::new(), pack: None };
    for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric() && c != '.').filter(|w| !w.is_empty()) {
        match word {
            "e" => _ = form.edition.insert("e"),
            "w" => _ = form.edition.insert("w"),
            "lts" | "ltsc" => _ = form.edition.insert("lts"),
            "iot" => _ = form.edition.insert("iot"),
            "ac" => _ = form.edition.insert("ac"),
            _ if is_pack(word) => form.pack = Some(word.to_owned()),
            _ if words::is_version(word) => form.versions.push(word.to_owned()),
            _ if NAMES.contains(&word) => _ = form.names.insert(word.to_owned()),
            _ => {}
        }
    }
    form
}

/// A service pack. Cumulative updates come by themselves and don't count.
fn is_pack(word: &str) -> bool {
    word.strip_prefix("sp").is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()))
}

/// The two ways in which a cycle is named.
fn forms(cycle: &Cycle) -> Vec<Form> {
    let mut own = form(&cycle.c);
    let Some(label) = &cycle.l else { return vec![own] };
    let mut people = form(label);
    // What one of the names says of edition and service pack holds for both; Windows XP has a number inside.
    let edition: BTreeSet<&'static str> = own.edition.union(&people.edition).copied().collect();
    let pack = own.pack.clone().or(people.pack.clone());
    (own.edition, own.pack) = (edition.clone(), pack.clone());
    (people.edition, people.pack) = (edition, pack);
    if people.names.iter().any(|name| name == "xp" || name == "vista") {
        return vec![people];
    }
    own.names.extend(people.names.iter().cloned());
    if people.versions.is_empty() { vec![own] } else { vec![own, people] }
}

/// The releases of a product that a text may mean.
pub(super) fn choose<'a>(cycles: &'a [Cycle], text: &str) -> Chosen<'a> {
    let has_builds = cycles.iter().any(|c| c.build.is_some());
    let build = BUILD.captures(text).filter(|_| has_builds);
    let rest = if has_builds { BUILD.replace_all(text, " ").replace("10.0", " ") } else { text.to_owned() };
    let mut said = words::tokens(&rest);
    let lts = said.iter().any(|w| matches!(w.as_str(), "ltsc" | "ltsb"));
    let editions = cycles.iter().any(|c| forms(c).iter().any(|f| f.edition.contains("w")));
    if lts && editions {
        for word in &mut said {
            if let Some((_, release)) = LTSC.iter().find(|(year, _)| year == word) {
                *word = (*release).to_owned();
            }
        }
    }
    let number = build.as_ref().and_then(|c| c.get(1).or(c.get(2)).or(c.get(3))).map(|m| m.as_str());
    let mut found: Vec<&Cycle> = Vec::new();
    let mut open = Question::NotListed;
    if let Some(number) = number {
        found = cycles.iter().filter(|c| c.build.as_deref() == Some(number)).collect();
    } else {
        let best = cycles.iter().filter_map(|c| fit(c, &said)).max();
        if best.is_some() {
            found = cycles.iter().filter(|c| fit(c, &said) == best).collect();
        } else if !said.iter().any(|word| words::is_version(word)) {
            (found, open) = (cycles.iter().collect(), Question::Release);
        } else if !said.iter().any(|word| editions && RELEASE.is_match(word)) {
            found = cycles.iter().filter(|c| fits_in_part(c, &said)).collect();
            open = Question::Release;
        }
    }
    if editions {
        found = narrow(found, text, lts);
        open = if open == Question::Release { open } else { Question::Edition };
    }
    let pack = said.iter().find(|word| is_pack(word));
    let asks = |c: &&Cycle| forms(c).iter().any(|f| f.pack.is_some() && f.pack.as_ref() != pack);
    if open != Question::Release && found.iter().any(asks) {
        open = Question::ServicePack;
    }
    if found.is_empty() {
        open = Question::NotListed;
    }
    Chosen { cycles: found, open }
}

/// How closely a text names a cycle; nothing when something of it is missing.
fn fit(cycle: &Cycle, said: &[String]) -> Option<usize> {
    let fits = forms(cycle).into_iter().filter_map(|form| {
        if form.versions.is_empty() && form.names.is_empty() {
            return None;
        }
        let version = |v: &String| said.iter().any(|word| words::is_version(word) && words::begins_with(word, v));
        let whole = form.versions.iter().all(version) && form.names.iter().all(|name| says(said, name));
        whole.then(|| form.versions.iter().map(|v| v.split('.').count()).sum::<usize>() + form.names.len())
    });
    fits.max()
}

/// Whether a text names the product's version but not its release: "Windows 11", "Android 8".
fn fits_in_part(cycle: &Cycle, said: &[String]) -> bool {
    forms(cycle).iter().any(|form| {
        form.versions.first().is_some_and(|first| {
            let longer = form.versions.len() > 1;
            let part = |word: &String| {
                words::is_version(word)
                    && (words::begins_with(first, word) || longer && words::begins_with(word, first))
            };
            said.iter().any(part) && form.names.iter().all(|name| says(said, name))
        })
    })
}

fn says(said: &[String], name: &str) -> bool {
    said.iter().any(|word| word == name)
}

/// The cycles of the edition that a text names; all of them where it names none. The long-term ones are sold apart.
fn narrow<'a>(cycles: Vec<&'a Cycle>, text: &str, lts: bool) -> Vec<&'a Cycle> {
    let said = words::tokens(text);
    let has = |names: &[&str]| said.iter().any(|word| names.contains(&word.as_str()));
    let iot = has(&["iot"]);
    let professional = has(&["home", "pro", "professional", "workstations"]);
    let enterprise = !professional && has(&["enterprise", "education", "ent", "edu"]);
    let edition = |cycle: &Cycle| forms(cycle).into_iter().next().map(|f| f.edition).unwrap_or_default();
    let kept = |cycle: &&&'a Cycle| {
        let edition = edition(cycle);
        let long = edition.contains("lts") || edition.contains("iot");
        match (lts, iot) {
            (true, false) => edition.contains("lts") && !edition.contains("iot"),
            (true, true) => edition.contains("iot"),
            (false, true) => edition.contains("e") && !long || edition.contains("iot"),
            (false, false) if long => false,
            (false, false) if professional => !edition.contains("e"),
            (false, false) if enterprise => !edition.contains("w"),
            (false, false) => true,
        }
    };
    cycles.iter().filter(kept).copied().collect()
}

impl Chosen<'_> {
    /// What has to be known before anything can be said, when the releases differ in what is asked of them.
    pub(super) fn question_without(&self, holds: impl Fn(&Cycle) -> bool) -> Option<Question> {
        let (first, rest) = match self.cycles.split_first() {
            Some((first, rest)) => (holds(first), rest),
            None => return Some(Question::NotListed),
        };
        if self.open == Question::ServicePack && first {
            return Some(self.open);
        }
        (!rest.iter().all(|cycle| holds(cycle) == first)).then_some(self.open)
    }

    /// Whether extended updates could be had for one of the releases on a day.
    pub(super) fn may_be_extended(&self, day: jiff::civil::Date, days_left: u32) -> bool {
        self.cycles.iter().any(|cycle| cycle.ext.is_some_and(|end| end.reaches(day, days_left)))
    }

    /// The last day: of all that have ended the latest, of all that have not the earliest.
    pub(super) fn end(&self, day: jiff::civil::Date) -> End {
        let ends = || self.narrowed().into_iter().map(|cycle| cycle.end);
        let running = ends().any(|end| end.reaches(day, 0));
        let end = if running { ends().min() } else { ends().max() };
        end.unwrap_or(End::NoneAnnounced)
    }

    /// Without an edition the everyday one counts.
    fn narrowed(&self) -> Vec<&Cycle> {
        let everyday = |cycle: &&&Cycle| forms(cycle).iter().any(|f| f.edition.contains("w"));
        match self.open {
            Question::Edition if self.cycles.iter().any(|c| everyday(&c)) => {
                self.cycles.iter().filter(everyday).copied().collect()
            }
            _ => self.cycles.clone(),
        }
    }

    /// The release in words: "Windows 11 24H2 (Home and Pro)".
    pub(super) fn label(&self, title: &str) -> String {
        let cycles = self.narrowed();
        let name = match cycles.as_slice() {
            [only] => only.l.as_deref().unwrap_or(&only.c).to_owned(),
            [first, ..] => {
                let version = forms(first).into_iter().last().and_then(|f| f.versions.into_iter().next());
                version.unwrap_or_default()
            }
            [] => String::new(),
        };
        let name = name.replace("(W)", "(Home and Pro)").replace("(E)", "(Enterprise and Education)");
        let said =
            if name.to_lowercase().starts_with(&title.to_lowercase()) { name } else { format!("{title} {name}") };
        said.trim().to_owned()
    }
}
