//! Columns of which a table may have several, such as one a course: found by their headers, and each cell an element.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::{table, told};
use crate::scan::content::{Cell, Node, Spot, Value};
use crate::scan::days::{self, NoDay};
use crate::scan::kind::{Kind, Telling};
use crate::scan::rules::Patterns;

/// The headers are looked for in so many columns.
const FIRST_COLUMNS: usize = 400;
/// A text with more bytes is no header.
const LONGEST: usize = 400;
/// A header that says little by itself, so that the one above it, which it shares with others, belongs to it.
static SHARES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^\W*(?:date|completed?|completion|done|taken|passed|trained|attended|exp|due|renew|refresh|valid|next|last|",
        r"status|score|result|y/n|yes/no|certificate|cert|booked|grade|mark|%|trainer|provider|comments?|notes?)"
    ))
    .expect("the pattern is our own")
});

/// One of several columns.
pub(super) struct Gathered {
    /// Where it stands.
    pub at: usize,
    /// Its header, with the one above it where it shares that.
    pub header: String,
}

/// The columns of a header row that a kind gathers, by the name of their list.
pub(super) fn columns(
    kind: &Kind,
    patterns: &Patterns,
    row: &[Cell],
    above: &[Cell],
) -> BTreeMap<String, Vec<Gathered>> {
    let mut found: BTreeMap<String, Vec<Gathered>> = BTreeMap::new();
    if kind.gather.is_empty() {
        return found;
    }
    let shared = above.iter().filter(|cell| matches!(cell, Cell::Text(_))).count() > 1;
    let mut over = String::new();
    for (at, cell) in row.iter().enumerate().take(FIRST_COLUMNS) {
        if let Some(Cell::Text(words) | Cell::Above(words)) = above.get(at)
            && words.len() <= LONGEST
        {
            over = table::tidy(words);
        }
        let (Cell::Text(own) | Cell::Above(own)) = cell else { continue };
        if own.len() > LONGEST {
            continue;
        }
        let own = table::tidy(own);
        let joins = shared && !over.is_empty() && over != own && SHARES.is_match(&own);
        let header = if joins { format!("{over} {own}") } else { own };
        // A sentence is no header.
        if header.split_whitespace().count() > 16 {
            continue;
        }
        let fits = |text: &String| patterns.get(text).is_some_and(|pattern| pattern.is_match(&header));
        let gather = kind.gather.iter().find(|(_, g)| g.headers.iter().any(fits) && !g.no_headers.iter().any(fits));
        if let Some((list, _)) = gather {
            found.entry(list.clone()).or_default().push(Gathered { at, header });
        }
    }
    found
}

/// The columns in which some date has the month first.
pub(super) fn doubtful<'a, R: Iterator<Item = &'a [Cell]>>(
    lists: impl Iterator<Item = &'a Vec<Gathered>>,
    rows: impl Fn() -> R,
) -> BTreeSet<usize> {
    lists.flatten().map(|column| column.at).filter(|at| rows().any(|row| is_month_first(row.get(*at)))).collect()
}

/// Whether a cell has a date with the month first.
pub(super) fn is_month_first(cell: Option<&Cell>) -> bool {
    matches!(cell, Some(Cell::Text(text)) if text.len() < 40
        && text.starts_with(|c: char| c.is_ascii_digit())
        && days::parse(text) == Err(NoDay::MonthFirst))
}

/// The cells of a row, those without words too.
pub(super) fn elements(
    columns: &[Gathered],
    row: &[Cell],
    telling: Option<Telling>,
    doubtful: &BTreeSet<usize>,
    spot: &dyn Fn(usize) -> Spot,
) -> Vec<Node> {
    let mut elements = Vec::new();
    for Gathered { at, header } in columns {
        let cell = row.get(*at);
        let said = table::of_cell(cell);
        let coloured = cell == Some(&Cell::Coloured);
        let day = match (&said, telling) {
            // Other dates of the column have the month first, so that this may be either.
            (Value::Text(text), _) if doubtful.contains(at) && days::is_in_doubt(text) => {
                Value::Text(format!("{text}, day or month first"))
            }
            (_, Some(telling)) => told::day(&said, telling),
            (_, None) => Value::Null,
        };
        let node = |value: Value| Node { value, spot: spot(*at) };
        let mut map = vec![("header".to_owned(), node(Value::Text(header.clone()))), ("said".to_owned(), node(said))];
        if day != Value::Null {
            map.push(("day".to_owned(), node(day)));
        }
        if coloured {
            map.push(("coloured".to_owned(), node(Value::Bool(true))));
        }
        elements.push(node(Value::Map(map)));
    }
    elements
}
