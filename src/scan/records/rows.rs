//! Which rows of a table are records: not the header again, not a total, not a note, not the heading of a section.

use std::collections::BTreeMap;

use super::table::{normal, text};
use crate::scan::content::Cell;
use crate::scan::kind::Kind;

/// What the first cell of a row says that adds up the others.
const TOTALS: [&str; 9] =
    ["total", "totals", "grand total", "subtotal", "sub total", "sum", "count", "average", "overall"];
/// How such a row begins.
const BEGINS_TOTAL: [&str; 6] = ["total ", "number of ", "no of ", "percentage ", "percent ", "grand total "];
/// How one begins below a list of people.
const BELOW_PEOPLE: [&str; 8] =
    ["compliance", "overall ", "staff trained", "staff compliant", "trained ", "key", "legend", "compliant"];
/// The words of which the heading of a section of a list of people is made.
const SECTION: [&str; 72] = [
    "admin",
    "administration",
    "administrative",
    "agency",
    "and",
    "assistants",
    "bank",
    "care",
    "carers",
    "catering",
    "cleaners",
    "cleaning",
    "clinical",
    "cooks",
    "current",
    "day",
    "days",
    "department",
    "dept",
    "directors",
    "domestic",
    "domestics",
    "drivers",
    "employees",
    "evening",
    "first",
    "floor",
    "ground",
    "head",
    "home",
    "house",
    "housekeeping",
    "kitchen",
    "laundry",
    "leads",
    "local",
    "maintenance",
    "management",
    "managers",
    "new",
    "night",
    "nights",
    "nurses",
    "nursing",
    "of",
    "office",
    "officers",
    "on",
    "other",
    "others",
    "people",
    "permanent",
    "relief",
    "second",
    "senior",
    "seniors",
    "service",
    "services",
    "shift",
    "staff",
    "starters",
    "support",
    "team",
    "teams",
    "temporary",
    "the",
    "top",
    "trustees",
    "unit",
    "volunteers",
    "wing",
    "workers",
];

/// The header of a table, as its rows are held against it.
pub(super) struct Ours<'a> {
    /// The kind.
    pub kind: &'a Kind,
    /// The header row.
    pub row: &'a [Cell],
    /// Where our columns stand.
    pub columns: &'a BTreeMap<String, usize>,
}

/// Whether a row is neither empty, nor the header again, nor a total, nor a note, nor a heading.
pub(super) fn is_record(row: &[Cell], header: &Ours<'_>) -> bool {
    let filled: Vec<String> = row.iter().map(|c| text(Some(c))).filter(|t| !t.is_empty()).collect();
    let ours = header.columns.values().any(|at| !text(row.get(*at)).is_empty());
    let Some(first) = filled.first().filter(|_| ours) else { return false };
    let said = normal(first);
    let again = header.columns.values().all(|at| {
        let here = normal(&text(row.get(*at)));
        here.is_empty() || here == normal(&text(header.row.get(*at)))
    });
    let alone = filled.len() == 1;
    let note = alone && (first.starts_with('*') || said.starts_with("note ") || said.split(' ').count() > 8);
    let begins = |starts: &[&str]| starts.iter().any(|start| said.starts_with(start));
    let total = TOTALS.contains(&said.as_str()) || begins(&BEGINS_TOTAL);
    let of_people = header.kind.subject.kind.is_personal()
        && (first.starts_with('%') || begins(&BELOW_PEOPLE) || alone && is_section(first, &said));
    !again && !note && !total && !of_people
}

/// Whether the only words of a row are a heading: nobody is called "Night staff".
fn is_section(first: &str, said: &str) -> bool {
    let known = |word: &str| SECTION.contains(&word) || word.chars().all(|c| c.is_ascii_digit());
    first.trim_end().ends_with(':') || !said.is_empty() && said.split(' ').all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_from_people() {
        for (first, expected) in [
            ("Night staff", true),
            ("SENIORS", true),
            ("Bank & agency", true),
            ("Unit 2", true),
            ("Rosewood wing:", true),
            ("Ann Example", false),
            ("Ann Day", false),
            ("Cook", false),
        ] {
            assert_eq!(is_section(first, &normal(first)), expected, "{first}");
        }
    }
}
