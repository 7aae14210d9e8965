//! Until when products get security updates: `assertions/facts/end-of-support.yaml` and how names and versions are
//! matched with it.

mod cycles;
mod words;

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use regex::{Regex, RegexBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Fault, Slug, written, yaml::Yaml};

/// The table of end-of-support dates.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct SupportFacts {
    /// The version of the format; 1 today.
    pub format: u32,
    /// The day on which the dates were true.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// Where they come from.
    pub source: String,
    /// The products by name of our own.
    pub products: BTreeMap<Slug, ProductFacts>,
}

/// A product with its releases.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ProductFacts {
    /// Its name for people.
    pub title: String,
    /// Regular expressions for the names that people and exports give it; compared without case.
    pub names: Vec<String>,
    /// Its releases.
    pub cycles: Vec<Cycle>,
}

/// A release of a product.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Cycle {
    /// Its name, such as `11-24h2-w`.
    pub c: String,
    /// Its name for people, where it is another: `11 24H2 (W)`.
    pub l: Option<String>,
    /// The build that exports give instead, such as `26100`.
    pub build: Option<String>,
    /// The last day of security updates for everybody.
    pub end: End,
    /// The last day of extended or paid ones: they count only with proof, which is not looked for here.
    pub ext: Option<End>,
}

/// A last day, or none announced yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub(crate) enum End {
    /// That day; it is still in.
    On(Date),
    /// No end has been announced.
    NoneAnnounced,
}

impl TryFrom<String> for End {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "none-announced" => Ok(Self::NoneAnnounced),
            day => day
                .parse()
                .map(Self::On)
                .map_err(|_| format!("`{day}` is neither a day such as 2026-10-13 nor `none-announced`")),
        }
    }
}

impl From<End> for String {
    fn from(end: End) -> Self {
        match end {
            End::On(day) => day.to_string(),
            End::NoneAnnounced => "none-announced".into(),
        }
    }
}

impl End {
    /// Whether updates still come on a day, and for so many days more.
    fn reaches(self, day: Date, days_left: u32) -> bool {
        match self {
            Self::On(end) => day.checked_add(i64::from(days_left).days()).is_ok_and(|needed| needed <= end),
            Self::NoneAnnounced => true,
        }
    }
}

/// How a product stands on a day, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It gets security updates.
    Supported(String),
    /// It does not, or not long enough.
    Ended(String),
    /// The table does not say.
    Unknown(String),
}

/// The table with its expressions compiled.
#[derive(Debug, Default)]
pub(super) struct Support {
    products: Vec<Product>,
}

#[derive(Debug)]
struct Product {
    title: String,
    names: Vec<Regex>,
    cycles: Vec<Cycle>,
}

impl Support {
    /// Reads the table.
    pub(super) fn parse(yaml: &Yaml) -> Result<Self, Vec<Fault>> {
        let facts: SupportFacts = yaml.read()?;
        let mut faults = Vec::new();
        if facts.format != 1 {
            faults.push(yaml.fault_at(&["format".into()], format!("format {} is not known here", facts.format)));
        }
        let mut products = Vec::new();
        for (id, product) in facts.products {
            let mut names = Vec::new();
            for (at, name) in product.names.iter().enumerate() {
                match RegexBuilder::new(name).case_insensitive(true).build() {
                    Ok(name) => names.push(name),
                    Err(error) => {
                        let place = ["products".into(), id.as_str().into(), "names".into(), at.into()];
                        faults.push(yaml.fault_at(&place, super::rules::bad_pattern(&error)));
                    }
                }
            }
            if product.names.is_empty() || product.cycles.is_empty() {
                let place = ["products".into(), id.as_str().into()];
                faults.push(yaml.fault_at(&place, "a product needs names and cycles"));
            }
            products.push(Product { title: product.title, names, cycles: product.cycles });
        }
        if faults.is_empty() { Ok(Self { products }) } else { Err(faults) }
    }

    /// How an asset stands on a day: a product, or several that are parted by commas.
    pub(super) fn look_up(&self, asset: &str, version: Option<&str>, day: Date, days_left: u32) -> Standing {
        let parts = words::parts(asset);
        let known = |part: &String| !self.products_named(part, None).is_empty();
        if parts.iter().filter(|part| known(part)).count() < 2 && !has_stranger(&parts) {
            return self.one(asset, version, day, days_left);
        }
        // A version of its own column belongs to the first product.
        let mut groups: Vec<String> = Vec::new();
        for part in parts {
            match groups.last_mut() {
                Some(last) if words::is_detail(&part) => *last = format!("{last} {part}"),
                _ => groups.push(part),
            }
        }
        let all: Vec<Standing> = groups
            .iter()
            .enumerate()
            .map(|(at, group)| self.one(group, version.filter(|_| at == 0), day, days_left))
            .collect();
        let ended = all.iter().find(|s| matches!(s, Standing::Ended(_)));
        let unknown = all.iter().find(|s| matches!(s, Standing::Unknown(_)));
        ended.or(unknown).or(all.first()).cloned().unwrap_or_else(|| Standing::Unknown("no product is named".into()))
    }

    fn one(&self, asset: &str, version: Option<&str>, day: Date, days_left: u32) -> Standing {
        let text = words::normal(asset);
        let version = version.map(words::normal);
        let products = self.products_named(&text, version.as_deref());
        let shown = super::value::mask(asset.trim());
        if products.is_empty() {
            return Standing::Unknown(format!("“{shown}” is not in the table of end-of-support dates"));
        }
        let both = match &version {
            Some(version) if !text.contains(version.as_str()) => format!("{text} {version}"),
            _ => text,
        };
        let standings: Vec<Standing> = products.iter().map(|p| p.standing(&both, &shown, day, days_left)).collect();
        match standings.split_first() {
            Some((first, rest)) if rest.iter().all(|s| std::mem::discriminant(s) == std::mem::discriminant(first)) => {
                first.clone()
            }
            _ => Standing::Unknown(format!("“{shown}” may be one of several products with different end dates")),
        }
    }

    /// The products whose names match a text furthest.
    fn products_named(&self, text: &str, version: Option<&str>) -> Vec<&Product> {
        let text = words::normal(text);
        let both = version.map(|version| format!("{text} {version}"));
        let length = |product: &Product, text: &str| {
            product.names.iter().filter_map(|name| name.find(text)).map(|m| m.end()).max()
        };
        // Apple's exports name two systems at once.
        let texts = match text.strip_prefix("ios/ipados") {
            Some(rest) => vec![format!("ios{rest}"), format!("ipados{rest}")],
            None => std::iter::once(text).chain(both).collect(),
        };
        let mut found: Vec<(usize, &Product)> = Vec::new();
        for text in &texts {
            let matched = self.products.iter().filter_map(|p| length(p, text).map(|l| (l, p)));
            let longest = matched.clone().map(|(l, _)| l).max();
            found.extend(matched.filter(|(l, _)| Some(*l) == longest));
            if !found.is_empty() && texts.iter().all(|t| !t.starts_with("ipados")) {
                break;
            }
        }
        found.into_iter().map(|(_, product)| product).collect()
    }
}

/// Whether a text says that extended updates are paid for.
fn says_extended(text: &str) -> bool {
    text.contains("extended security") || words::tokens(text).iter().any(|word| word == "esu")
}

/// Whether a part is neither the first nor a detail of the one before it.
fn has_stranger(parts: &[String]) -> bool {
    parts.iter().skip(1).any(|part| !words::is_detail(part))
}

impl Product {
    fn standing(&self, text: &str, shown: &str, day: Date, days_left: u32) -> Standing {
        let chosen = cycles::choose(&self.cycles, text);
        if let Some(question) = chosen.question_without(|cycle| cycle.end.reaches(day, days_left)) {
            return Standing::Unknown(match question {
                cycles::Question::NotListed => format!("this release of {} is not in the table: “{shown}”", self.title),
                cycles::Question::Release => format!("“{shown}”: which release? the end date depends on it"),
                cycles::Question::Edition => format!("“{shown}”: which edition? the end date depends on it"),
                cycles::Question::ServicePack => format!("“{shown}”: which service pack? the end date depends on it"),
            });
        }
        let label = chosen.label(&self.title);
        match chosen.end(day) {
            End::NoneAnnounced => Standing::Supported(format!("{label}: supported, no end announced")),
            End::On(end) if end < day && says_extended(text) && chosen.may_be_extended(day, days_left) => {
                let day = written(end);
                Standing::Unknown(format!(
                    "{label}: security updates ended on {day}; it says extended ones are bought, which takes proof"
                ))
            }
            End::On(end) if end < day => {
                Standing::Ended(format!("{label}: security updates ended on {}", written(end)))
            }
            End::On(end) if !End::On(end).reaches(day, days_left) => {
                Standing::Ended(format!("{label}: supported until {}, less than {days_left} days ahead", written(end)))
            }
            End::On(end) => Standing::Supported(format!("{label}: supported until {}", written(end))),
        }
    }
}

#[cfg(test)]
mod tests;
