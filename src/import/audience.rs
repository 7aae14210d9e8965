//! For whom a column is: the toolkit's categories by their numbers, and kinds of organisation by their many names.

use std::collections::BTreeSet;

use super::text;

/// Organisations that a part of a list is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Audience {
    /// The toolkit's categories.
    pub numbers: BTreeSet<u8>,
    /// Kinds of organisation.
    pub kinds: BTreeSet<&'static str>,
}

/// The kinds of organisation, with the names that headers give them.
const KINDS: &[(&str, &[&str])] = &[
    (
        "social-care",
        &[
            "adult social care",
            "social care providers",
            "social care provider",
            "social care",
            "care homes",
            "care home",
            "domiciliary care",
            "home care",
            "care providers",
        ],
    ),
    ("gp", &["general practices", "general practice", "gp practices", "gp practice", "gps", "gp", "primary care"]),
    ("dental", &["dental practices", "dental practice", "dentists", "dentist", "dental", "dentistry"]),
    ("optician", &["opticians", "optician", "optometry", "opticals", "optical", "optometrists"]),
    ("pharmacy", &["pharmacies", "pharmacy", "community pharmacy", "pharmacists"]),
    ("it-supplier", &["key it suppliers", "it suppliers", "it supplier", "suppliers of it"]),
    (
        "nhs-trust",
        &["nhs trusts", "nhs trust", "trusts", "trust", "large nhs", "icbs", "icb", "csus", "csu", "albs", "alb"],
    ),
    ("company", &["companies", "company", "business partners", "nhs business partner"]),
    ("local-authority", &["local authorities", "local authority", "councils"]),
    ("charity", &["charities", "charity", "hospices", "hospice"]),
];

/// Words between those that name an audience.
const FILLERS: [&str; 16] = [
    "for",
    "the",
    "and",
    "or",
    "of",
    "all",
    "other",
    "others",
    "applies",
    "applicable",
    "to",
    "e",
    "g",
    "eg",
    "etc",
    "org",
];

/// Which audience a kind of organisation in `answers.yaml` belongs to.
pub fn asked_of(kind: &str) -> Option<Audience> {
    let (number, kind) = match kind {
        "care-home" | "home-care" | "supported-living" | "other-social-care" => (3, "social-care"),
        "pharmacy" => (3, "pharmacy"),
        "dental" => (3, "dental"),
        "optician" => (3, "optician"),
        "gp" => (4, "gp"),
        "nhs-trust" => (1, "nhs-trust"),
        _ => return None,
    };
    Some(Audience { numbers: BTreeSet::from([number]), kinds: BTreeSet::from([kind]) })
}

impl Audience {
    /// What a person types: `3`, `cat 3`, `category-4`, `social care`, `gp`; none where it names nobody.
    pub fn typed(text: &str) -> Option<Self> {
        let plain = text::plain(text);
        let plain = if plain.parse::<u8>().is_ok() { format!("category {plain}") } else { plain };
        let (audience, rest) = Self::taken(&plain);
        (!audience.is_empty() && rest.is_empty()).then_some(audience)
    }

    /// The kinds of organisation, as `answers.yaml` names them; none where the category alone is given, or it is for social
    /// care as a whole.
    pub fn kinds_in_answers(&self) -> Vec<&'static str> {
        let kinds = self.kinds.iter().copied().filter(|kind| *kind != "social-care");
        match (self.kinds.is_empty(), self.numbers.first()) {
            (true, Some(1)) => vec!["nhs-trust"],
            (true, Some(2)) => vec!["it-supplier"],
            (true, Some(4)) => vec!["gp"],
            (true, _) => Vec::new(),
            (false, _) if self.kinds.contains("social-care") => Vec::new(),
            (false, _) => kinds.collect(),
        }
    }

    /// Whether it names nobody.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.kinds.is_empty()
    }

    /// The audience that a header names, and what else the header says.
    pub(super) fn taken(plain: &str) -> (Self, String) {
        let mut audience = Self::default();
        let mut words: Vec<&str> = Vec::new();
        let mut rest = plain.split(' ').filter(|word| !word.is_empty()).peekable();
        while let Some(word) = rest.next() {
            let digits = ["category", "categories", "cats", "cat"].iter().find_map(|name| word.strip_prefix(name));
            match digits {
                Some(digits) if digits.is_empty() || digits.parse::<u8>().is_ok() => {
                    let mut named = digits.parse::<u8>().ok();
                    if named.is_none() {
                        named = rest.peek().and_then(|next| next.parse().ok());
                        if named.is_none() {
                            words.push(word);
                            continue;
                        }
                        rest.next();
                    }
                    audience.numbers.extend(named);
                    // "Category 2, 3 and 4"
                    while let Some(next) = rest.peek() {
                        match next.parse::<u8>() {
                            Ok(number) if (1..=9).contains(&number) => {
                                audience.numbers.insert(number);
                            }
                            _ if *next == "and" => {}
                            _ => break,
                        }
                        rest.next();
                    }
                }
                _ => words.push(word),
            }
        }
        let mut left = format!(" {} ", words.join(" "));
        for (kind, names) in KINDS {
            for name in *names {
                let name = format!(" {name} ");
                while let Some(at) = left.find(&name) {
                    audience.kinds.insert(kind);
                    left.replace_range(at..at + name.len(), "  ");
                }
            }
        }
        let mut left: Vec<&str> = left.split_whitespace().collect();
        if !audience.is_empty() {
            left.retain(|word| !FILLERS.contains(word));
        }
        (audience, left.join(" "))
    }

    /// How well a column for `self` serves those asked for: the higher the better, none where it is for others.
    pub(super) fn serves(&self, wanted: &Self) -> Option<u8> {
        if self.is_empty() {
            return Some(0);
        }
        let number = !self.numbers.is_disjoint(&wanted.numbers);
        let kind = !self.kinds.is_disjoint(&wanted.kinds);
        match (self.numbers.is_empty(), number, kind) {
            (_, true, true) => Some(4),
            (_, true, false) if self.kinds.is_empty() || wanted.kinds.is_empty() => Some(3),
            (true, _, true) => Some(3),
            // Of the right category, but its header names other kinds of organisation only.
            (_, true, false) => Some(1),
            _ => None,
        }
    }

    /// In words.
    pub fn words(&self) -> String {
        let numbers: Vec<String> = self.numbers.iter().map(ToString::to_string).collect();
        let kinds: Vec<String> = self.kinds.iter().map(|kind| kind.replace('-', " ")).collect();
        match (numbers.is_empty(), kinds.is_empty()) {
            (false, true) => format!("category {}", text::joined(&numbers)),
            (false, false) => format!("category {} ({})", text::joined(&numbers), kinds.join(", ")),
            (true, _) => kinds.join(", "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, numbers: &[u8], kinds: &[&str], rest: &str) {
        let (audience, left) = Audience::taken(&text::plain(header));
        assert_eq!(audience.numbers.iter().copied().collect::<Vec<_>>(), numbers, "{header}");
        assert_eq!(audience.kinds.iter().copied().collect::<Vec<_>>(), kinds, "{header}");
        assert_eq!(left, rest, "{header}");
    }

    #[test]
    fn headers_say_for_whom_a_column_is() {
        check("Category 3 Mandatory", &[3], &[], "mandatory");
        check("Cat3 - Tool Tips", &[3], &[], "tool tips");
        check("CAT 2, 3 and 4\nEvidence item text", &[2, 3, 4], &[], "evidence item text");
        check("GP (Category 4)", &[4], &["gp"], "");
        check("Category 1 (NHS Trusts, ICBs, Key IT Suppliers)", &[1], &["it-supplier", "nhs-trust"], "");
        check("Mandatory for social care", &[], &["social-care"], "mandatory");
        check("Category of evidence", &[], &[], "category of evidence");
    }

    #[test]
    fn people_type_it_in_many_ways() {
        let three = Audience { numbers: BTreeSet::from([3]), kinds: BTreeSet::new() };
        for typed in ["3", "cat 3", "Cat3", "category-3", "Category 3"] {
            assert_eq!(Audience::typed(typed), Some(three.clone()), "{typed}");
        }
        assert_eq!(Audience::typed("social care").map(|audience| audience.words()).as_deref(), Some("social care"));
        assert_eq!(Audience::typed("banana"), None);
    }

    #[test]
    fn a_column_for_others_serves_nobody_else() {
        let of = |text: &str| Audience::taken(&text::plain(text)).0;
        let home = asked_of("care-home").unwrap();
        for (column, expected) in [
            ("", Some(0)),
            ("Category 3", Some(3)),
            ("Category 3 - care homes", Some(4)),
            ("Category 3 - pharmacy", Some(1)),
            ("Category 4", None),
            ("GP", None),
            ("Social care", Some(3)),
        ] {
            assert_eq!(of(column).serves(&home), expected, "{column}");
        }
    }
}
