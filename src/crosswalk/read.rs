//! Crosswalk text becomes a [`Crosswalk`] in which every link leads somewhere, or the list of what is wrong with it.

use std::collections::BTreeSet;

use crate::model::{
    Crosswalk, Fault, ItemId, Pack, PackId, Pair,
    yaml::{Step, Yaml},
};

/// Reads a crosswalk and examines it; of packs that are not given it is not known which items they have.
///
/// # Errors
/// Every fault found, with file and line: at least one.
pub fn parse(file: &str, text: &str, packs: &[&Pack]) -> Result<Crosswalk, Vec<Fault>> {
    let yaml = Yaml::new(file, text);
    let crosswalk: Crosswalk = yaml.read()?;
    let mut examined = Examined { yaml: &yaml, packs, faults: Vec::new() };
    if crosswalk.format != 1 {
        let message = format!("this program reads format 1, not {}", crosswalk.format);
        examined.faults.push(yaml.fault_at(&["format".into()], message).hint("get a newer dspt"));
    }
    examined.pairs(&crosswalk);
    examined.certificates(&crosswalk);
    let mut faults = examined.faults;
    faults.sort_by_key(|fault| fault.at);
    if faults.is_empty() { Ok(crosswalk) } else { Err(faults) }
}

/// Reads a crosswalk that is built in, and therefore known to be sound: a test examines it.
///
/// # Panics
/// When it can't be read at all, so that the program was built wrongly.
pub fn trusted(file: &str, text: &str) -> Crosswalk {
    Yaml::new(file, text).read().expect("the built-in crosswalk can be read")
}

/// A crosswalk under examination.
struct Examined<'a> {
    yaml: &'a Yaml,
    packs: &'a [&'a Pack],
    faults: Vec<Fault>,
}

impl Examined<'_> {
    fn say(&mut self, path: &[Step<'_>], message: String) {
        self.faults.push(self.yaml.fault_at(path, message));
    }

    fn pairs(&mut self, crosswalk: &Crosswalk) {
        let mut seen: BTreeSet<[&PackId; 2]> = BTreeSet::new();
        for (at, pair) in crosswalk.pairs.iter().enumerate() {
            let path = [Step::from("pairs"), at.into(), "between".into()];
            let [one, other] = &pair.between;
            if one == other {
                self.say(&path, format!("`{one}` is linked with itself"));
            }
            if !seen.insert([one.min(other), one.max(other)]) {
                self.say(&path, format!("the links between `{one}` and `{other}` are given twice"));
            }
            self.rows(at, pair);
        }
    }

    fn rows(&mut self, at: usize, pair: &Pair) {
        let [one, other] = &pair.between;
        let mut seen: BTreeSet<&ItemId> = BTreeSet::new();
        for (r, row) in pair.rows.iter().enumerate() {
            let path = [Step::from("pairs"), at.into(), "rows".into(), r.into(), "item".into()];
            self.item(&path, one, &row.item);
            if !seen.insert(&row.item) {
                self.say(&path, format!("item {} has two rows", row.item));
            }
            if row.strong.is_empty() && row.partial.is_empty() && row.note.is_none() {
                self.say(&path, format!("item {}: a row without links says in a `note` why", row.item));
            }
            self.not_empty(&[&path[..4], &["note".into()]].concat(), row.note.as_deref());
            let mut linked: BTreeSet<&ItemId> = BTreeSet::new();
            for (key, items) in [("strong", &row.strong), ("partial", &row.partial)] {
                for (i, item) in items.iter().enumerate() {
                    let path = [&path[..4], &[key.into(), i.into()]].concat();
                    self.item(&path, other, item);
                    if !linked.insert(item) {
                        self.say(&path, format!("item {} is linked with {item} twice", row.item));
                    }
                }
            }
        }
    }

    fn certificates(&mut self, crosswalk: &Crosswalk) {
        let mut seen = BTreeSet::new();
        for (at, certificate) in crosswalk.certificates.iter().enumerate() {
            let path = |key: &'static str| [Step::from("certificates"), at.into(), key.into()];
            if !seen.insert(&certificate.kind) {
                self.say(&path("kind"), format!("the certificate `{}` is there twice", certificate.kind));
            }
            self.not_empty(&path("title"), Some(&certificate.title));
            self.not_empty(&path("caution"), Some(&certificate.caution));
            for (l, left) in certificate.leaves.iter().enumerate() {
                self.item(&[&path("leaves")[..], &[l.into(), "item".into()]].concat(), &left.pack, &left.item);
                self.not_empty(&[&path("leaves")[..], &[l.into(), "why".into()]].concat(), Some(&left.why));
            }
            for (e, exemption) in certificate.exemptions.iter().enumerate() {
                let exempt = [&path("exemptions")[..], &[e.into()]].concat();
                self.not_empty(&[&exempt[..], &["when".into()]].concat(), Some(&exemption.when));
                for (i, item) in exemption.items.iter().enumerate() {
                    self.item(&[&exempt[..], &["items".into(), i.into()]].concat(), &exemption.pack, item);
                }
            }
        }
    }

    fn item(&mut self, path: &[Step<'_>], pack: &PackId, item: &ItemId) {
        let Some(known) = self.packs.iter().find(|known| known.id == *pack) else { return };
        if known.item(item).is_none() {
            let fault = self.yaml.fault_at(path, format!("there is no item {item} in {pack}"));
            self.faults.push(fault.suggest(item.as_str(), known.items().map(|(_, _, item)| item.id.as_str())));
        }
    }

    fn not_empty(&mut self, path: &[Step<'_>], text: Option<&str>) {
        if text.is_some_and(|text| text.trim().is_empty()) {
            self.say(path, "these words are empty".into());
        }
    }
}
