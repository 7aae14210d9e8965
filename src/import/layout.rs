//! Where the list is: the sheet, the header within its first rows, and which column is for what. Nothing is guessed: what
//! two columns or two sheets could be is refused with both named.

use std::collections::BTreeSet;

use super::{
    ImportError, Wanted,
    audience::Audience,
    names::{self, Role},
    reference::{self, Number},
    said, text,
};
use crate::model::{Area, CellKind, Workbook, WorkbookSheet, column_letters};

/// The header stands within so many rows.
const HEADER_WITHIN: usize = 40;
/// So many rows show what a column holds.
const SAMPLE: usize = 80;

/// A column with a header.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) at: usize,
    pub(super) words: String,
    pub(super) role: Role,
    rank: usize,
    pub(super) audience: Audience,
}

/// How a sheet is to be read.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// The row of the header.
    pub(super) header: usize,
    /// The columns that count for those asked for.
    pub(super) taken: Vec<Column>,
    /// The title above the header.
    pub(super) title: Option<String>,
    /// For whom the list is read.
    pub(super) audience: Option<Audience>,
    /// Whether the list is for several audiences.
    pub(super) several: bool,
    /// What a reader should know.
    pub(super) notes: Vec<String>,
}

impl Layout {
    /// The column for something.
    pub(super) fn column(&self, role: Role) -> Option<&Column> {
        self.taken.iter().find(|column| column.role == role)
    }

    /// All columns for something.
    pub(super) fn all(&self, role: Role) -> impl Iterator<Item = &Column> {
        self.taken.iter().filter(move |column| column.role == role)
    }
}

/// Finds the list in a workbook.
pub(super) fn find<'a>(book: &'a Workbook, wanted: &Wanted) -> Result<(&'a WorkbookSheet, Layout), ImportError> {
    let named = |sheet: &&WorkbookSheet| match &wanted.sheet {
        Some(name) => sheet.name.as_deref().is_some_and(|own| text::plain(own) == text::plain(name)),
        None => true,
    };
    let sheets: Vec<&WorkbookSheet> = book.sheets.iter().filter(named).collect();
    if let Some(name) = wanted.sheet.as_ref().filter(|_| sheets.is_empty()) {
        let names: Vec<String> = book.sheets.iter().filter_map(|sheet| sheet.name.clone()).map(quoted).collect();
        return Err(ImportError {
            message: format!("there is no sheet “{}”", text::short(name, 60)),
            details: Vec::new(),
            hint: match names.is_empty() {
                true => "leave --sheet out: the file has no sheets".into(),
                false => format!("its sheets are {}", text::joined(&names)),
            },
        });
    }
    let mut fits: Vec<(&WorkbookSheet, usize, Vec<Column>)> = Vec::new();
    let mut near: Vec<Near<'_>> = Vec::new();
    for sheet in sheets {
        match header(sheet) {
            Ok((row, columns)) => fits.push((sheet, row, columns)),
            Err(found) => near.push(Near { sheet, found }),
        }
    }
    let (shown, hidden): (Vec<_>, Vec<_>) = fits.into_iter().partition(|(sheet, ..)| !sheet.hidden);
    // A hidden sheet is taken only by name.
    let open = match wanted.sheet {
        Some(_) => shown.into_iter().chain(hidden.iter().cloned()).collect(),
        None => shown,
    };
    if open.is_empty() {
        return Err(match hidden.as_slice() {
            [] => nowhere(&near),
            [(sheet, row, _), ..] => ImportError {
                message: format!("the list stands only in {}, which is hidden", sheet.called()),
                details: vec![format!("its header is in row {row}; the sheets that are shown hold no list")],
                hint: format!(
                    "see in Excel why it is hidden (right-click a sheet's name, Unhide); to take it as it is, say \
                     --sheet \"{}\"",
                    sheet.name.as_deref().unwrap_or_default()
                ),
            },
        });
    }
    let mut notes = Vec::new();
    let (sheet, row, columns) = one_of(open, wanted, &mut notes)?;
    if sheet.hidden {
        notes
            .push(format!("{} is hidden in the workbook; it was taken because you named it", capital(&sheet.called())));
    }
    let others: Vec<String> =
        hidden.iter().filter(|(one, ..)| one.name != sheet.name).map(|(one, ..)| one.called()).collect();
    if !others.is_empty() && wanted.sheet.is_none() {
        notes.push(format!("Hidden and not looked at any further: {}", text::joined(&others)));
    }
    choose(sheet, row, columns, wanted, notes).map(|layout| (sheet, layout))
}

/// Of several sheets that hold a list, the one that is meant.
fn one_of<'a>(
    mut open: Vec<(&'a WorkbookSheet, usize, Vec<Column>)>,
    wanted: &Wanted,
    notes: &mut Vec<String>,
) -> Result<(&'a WorkbookSheet, usize, Vec<Column>), ImportError> {
    let of = |sheet: &WorkbookSheet| Audience::taken(&text::plain(sheet.name.as_deref().unwrap_or_default())).0;
    if let Some(audience) = &wanted.audience {
        let best = open.iter().filter_map(|(sheet, ..)| of(sheet).serves(audience)).max();
        // A sheet that names those asked for goes before one that names nobody; one for others is none.
        if best.is_some() {
            open.retain(|(sheet, ..)| of(sheet).serves(audience) == best);
        }
    }
    let flagged = |columns: &[Column]| columns.iter().any(|column| matches!(column.role, Role::Mandatory));
    if open.len() > 1 && open.iter().any(|(_, _, columns)| flagged(columns)) {
        let (with, without): (Vec<_>, Vec<_>) = open.into_iter().partition(|(_, _, columns)| flagged(columns));
        for (sheet, ..) in without {
            notes.push(format!(
                "{} holds numbers and questions as well, but does not say what is mandatory; it was not taken",
                capital(&sheet.called())
            ));
        }
        open = with;
    }
    if open.len() > 1 {
        let details = open.iter().map(|(sheet, row, _)| format!("{}, header in row {row}", sheet.called())).collect();
        let names: Vec<String> = open.iter().filter_map(|(sheet, ..)| sheet.name.clone()).collect();
        return Err(ImportError {
            message: "several sheets hold a list of questions".into(),
            details,
            hint: match names.first() {
                Some(name) => format!("say which one, as in --sheet \"{name}\""),
                None => "keep the table that matters in a file of its own".into(),
            },
        });
    }
    open.pop().ok_or_else(|| nowhere(&[]))
}

/// The best row for a header, with what can be known of its columns.
struct Candidate {
    row: usize,
    columns: Vec<Column>,
    headers: Vec<String>,
    score: usize,
}

/// A sheet without a header, and the row that came nearest to one.
struct Near<'a> {
    sheet: &'a WorkbookSheet,
    found: Option<Candidate>,
}

fn header(sheet: &WorkbookSheet) -> Result<(usize, Vec<Column>), Option<Candidate>> {
    let mut best: Option<Candidate> = None;
    for row in sheet.rows.keys().copied().take(HEADER_WITHIN) {
        let candidate = candidate(sheet, row);
        if candidate.score > best.as_ref().map_or(0, |best| best.score) {
            best = Some(candidate);
        }
    }
    match best {
        Some(best) if has(&best.columns, Role::Reference) && has(&best.columns, Role::Text) => {
            Ok((best.row, best.columns))
        }
        other => Err(other),
    }
}

fn has(columns: &[Column], role: Role) -> bool {
    columns.iter().any(|column| column.role == role)
}

fn candidate(sheet: &WorkbookSheet, row: usize) -> Candidate {
    let last = sheet.rows.range(row.saturating_sub(2)..=row).filter_map(|(_, row)| row.cells.keys().last()).max();
    let words = |row: usize, at: usize| {
        let cell = row.checked_sub(0).filter(|row| *row > 0).and_then(|row| sheet.at(row, at));
        cell.filter(|cell| cell.kind == CellKind::Words).map(|cell| text::one_line(&cell.text)).unwrap_or_default()
    };
    let mut columns = Vec::new();
    let mut headers = Vec::new();
    for at in 0..=last.copied().unwrap_or_default() {
        let own = words(row, at);
        let above = words(row.saturating_sub(1), at);
        // A header of two rows: what has no word in the lower one has it in the upper.
        let name = if own.is_empty() { above.clone() } else { own.clone() };
        if name.is_empty() {
            continue;
        }
        if !own.is_empty() {
            headers.push(own.clone());
        }
        let mut header = names::header(&name);
        let mut shown = name.clone();
        for up in [row.saturating_sub(1), row.saturating_sub(2)] {
            let banner = words(up, at);
            if header.audience.is_empty() && !own.is_empty() && !banner.is_empty() && banner != own {
                let over = names::header(&banner);
                // A title above the first column is none of its header, unless it says nothing but a name or reaches further.
                let wide = |area: &&Area| area.holds(up, at) && area.right > area.left;
                let counts = over.role == Some(Role::Whose) || sheet.joined.iter().any(|area| wide(&area));
                if !over.audience.is_empty() && counts {
                    header.audience = over.audience;
                    shown = format!("{}” below “{}", text::short(&name, 40), text::short(&banner, 40));
                }
            }
        }
        if own.is_empty() && header.role == Some(Role::Whose) {
            continue;
        }
        if let Some(role) = header.role {
            let words = if shown == name { text::short(&name, 60) } else { shown };
            columns.push(Column { at, words, role, rank: header.rank, audience: header.audience });
        }
    }
    by_values(sheet, row, &mut columns);
    let roles: BTreeSet<Role> = columns.iter().map(|column| column.role).collect();
    let weight = |role: &Role| match role {
        Role::Reference | Role::Text => 4,
        Role::Mandatory => 2,
        _ => 1,
    };
    let score = roles.iter().map(weight).sum();
    Candidate { row, columns, headers, score }
}

/// What the values below a header say of columns whose names leave a choice.
fn by_values(sheet: &WorkbookSheet, header: usize, columns: &mut Vec<Column>) {
    for column in columns.iter_mut() {
        let below = sheet.rows.range(header + 1..).filter_map(|(_, row)| row.cells.get(&column.at));
        let values: Vec<_> = below.take(SAMPLE).collect();
        let count = values.len();
        let numbers = values.iter().filter(|cell| matches!(reference::number(cell), Number::Is { .. })).count();
        let flags = values.iter().filter(|cell| said::could_be_flag(&cell.text)).count();
        let lost = values.iter().filter(|cell| matches!(reference::number(cell), Number::Lost(_))).count();
        let most = |some: usize| count > 0 && some * 10 >= count * 7;
        column.role = match column.role {
            Role::Whose if most(flags) => Role::Mandatory,
            Role::Whose if count > 0 => Role::Text,
            Role::Text if most(numbers) => {
                column.rank += 50;
                Role::Reference
            }
            // A column called "no" or "id" that holds something else.
            Role::Reference if count > 0 && (numbers + lost) * 3 < count => Role::Whose,
            Role::Mandatory | Role::Approaching if count > 0 && !most(flags) => Role::Whose,
            role => role,
        };
    }
    columns.retain(|column| column.role != Role::Whose);
    // A list with titles alone: the title is what is asked.
    if !has(columns, Role::Text)
        && let Some(title) = columns.iter_mut().find(|column| column.role == Role::Title)
    {
        title.role = Role::Text;
    }
}

/// Which of the columns count for those asked for.
fn choose(
    sheet: &WorkbookSheet,
    header: usize,
    columns: Vec<Column>,
    wanted: &Wanted,
    mut notes: Vec<String>,
) -> Result<Layout, ImportError> {
    let of_sheet = Audience::taken(&text::plain(sheet.name.as_deref().unwrap_or_default())).0;
    let depends = |role: Role| !matches!(role, Role::Reference | Role::Section | Role::Assertion | Role::Title);
    let mut audiences: Vec<&Audience> =
        columns.iter().map(|column| &column.audience).filter(|a| !a.is_empty()).collect();
    audiences.sort();
    audiences.dedup();
    let several = audiences.len() > 1 || audiences.iter().any(|one| one.numbers.len() > 1);
    let audience = match (&wanted.audience, audiences.as_slice()) {
        (Some(audience), _) => Some(audience.clone()),
        (None, []) => Some(of_sheet.clone()).filter(|audience| !audience.is_empty()),
        (None, [only]) if only.numbers.len() < 2 => Some((*only).clone()),
        (None, _) => return Err(for_whom("the list has columns for several kinds of organisation", &columns)),
    };
    let title = title(sheet, header);
    if let Some(asked) = &wanted.audience {
        for words in [title.as_deref(), sheet.name.as_deref()].into_iter().flatten() {
            let of = Audience::taken(&text::plain(words)).0;
            if audiences.is_empty() && of.serves(asked).is_none() {
                return Err(ImportError {
                    message: format!("“{}” is for {}, and was to be read for {}", words, of.words(), asked.words()),
                    details: Vec::new(),
                    hint: "get the list that is for you, or say for whom this one is to be read with --category".into(),
                });
            }
        }
        if audiences.is_empty() && of_sheet.is_empty() {
            notes.push(format!("The list does not say for whom it is; it was taken to be for {}", asked.words()));
        }
    }
    let mut taken: Vec<Column> = Vec::new();
    let mut roles: Vec<Role> = columns.iter().map(|column| column.role).collect();
    roles.sort();
    roles.dedup();
    for role in roles {
        let all: Vec<&Column> = columns.iter().filter(|column| column.role == role).collect();
        if matches!(role, Role::Section | Role::Assertion) {
            taken.extend(all.into_iter().cloned());
            continue;
        }
        let serves = |column: &&Column| match (&audience, depends(role)) {
            (Some(audience), true) => column.audience.serves(audience),
            _ => Some(0),
        };
        let Some(best) = all.iter().filter_map(serves).max() else {
            if role == Role::Text {
                let audience = audience.as_ref().map(Audience::words).unwrap_or_default();
                return Err(for_whom(&format!("the list has no column of questions for {audience}"), &columns));
            }
            continue;
        };
        if best == 1 && role == Role::Text {
            notes.push(
                "The columns of your category are named for other kinds of organisation; see whether they are yours"
                    .into(),
            );
        }
        let mut best: Vec<&Column> = all.into_iter().filter(|column| serves(column) == Some(best)).collect();
        let rank = best.iter().map(|column| column.rank).min().unwrap_or_default();
        best.retain(|column| column.rank == rank);
        let (shown, hidden): (Vec<&Column>, Vec<&Column>) =
            best.into_iter().partition(|column| !sheet.hidden_columns.contains(&column.at));
        match (shown.as_slice(), hidden.as_slice()) {
            ([one], _) => taken.push((*one).clone()),
            ([], [one]) => {
                notes.push(format!("Column {} ({}) is hidden in the sheet; it was taken", place(one), role.words()));
                taken.push((*one).clone());
            }
            ([], []) => {}
            ([], several) | (several, _) => return Err(two(sheet, header, role, several)),
        }
    }
    taken.sort_by_key(|column| column.at);
    let layout = Layout { header, taken, title, audience, several, notes };
    if layout.column(Role::Reference).is_none() || layout.column(Role::Text).is_none() {
        return Err(nowhere(&[]));
    }
    Ok(layout)
}

/// The title above the header: the first words that stand alone in a row.
fn title(sheet: &WorkbookSheet, header: usize) -> Option<String> {
    let above = sheet.rows.range(..header).filter(|(_, row)| row.cells.len() == 1);
    let mut words = above.filter_map(|(_, row)| row.cells.values().next()).map(|cell| text::short(&cell.text, 120));
    words.find(|words| words.chars().any(char::is_alphabetic))
}

fn for_whom(message: &str, columns: &[Column]) -> ImportError {
    let mut details: Vec<String> = Vec::new();
    for column in columns.iter().filter(|column| !column.audience.is_empty()) {
        details.push(format!("column {}: {}, {}", place(column), column.role.words(), column.audience.words()));
    }
    let example = columns.iter().flat_map(|column| column.audience.numbers.iter().copied()).find(|n| *n == 3);
    let example = example.or_else(|| columns.iter().flat_map(|column| column.audience.numbers.iter().copied()).next());
    let hint = match example {
        Some(number) => format!("say for whom, as in --category {number}"),
        None => "say for whom, as in --category \"social care\"".into(),
    };
    ImportError { message: message.to_owned(), details, hint }
}

fn two(sheet: &WorkbookSheet, header: usize, role: Role, columns: &[&Column]) -> ImportError {
    let details = columns.iter().map(|column| format!("column {}", place(column))).collect();
    let hint = match role {
        Role::Reference => "two tables stand side by side: keep the one that matters in a sheet of its own",
        _ => "delete or rename the one that does not count for you in a copy of the file, and import the copy",
    };
    ImportError {
        message: format!("{}, row {header}: several columns could be {}", sheet.called(), role.words()),
        details,
        hint: hint.into(),
    }
}

/// A column as people find it.
pub(super) fn place(column: &Column) -> String {
    format!("{} “{}”", column_letters(column.at), column.words)
}

/// What was looked for, and what was found instead.
fn nowhere(near: &[Near<'_>]) -> ImportError {
    let mut details = vec![
        format!(
            "looked for: within the first {HEADER_WITHIN} rows of a sheet, a header with a column of numbers (such as"
        ),
        "  “Evidence item ref”, “Reference”) and a column of questions (such as “Evidence item text”, “Requirement”)"
            .into(),
    ];
    let mut shown: Vec<&Near<'_>> = near.iter().collect();
    shown.sort_by_key(|one| std::cmp::Reverse(one.found.as_ref().map_or(0, |found| found.score)));
    for one in shown.into_iter().take(5) {
        let hidden = if one.sheet.hidden { " (hidden)" } else { "" };
        details.push(match &one.found {
            Some(found) => {
                let headers: Vec<String> =
                    found.headers.iter().take(8).map(|words| quoted(text::short(words, 40))).collect();
                let lacks: Vec<&str> = [Role::Reference, Role::Text]
                    .into_iter()
                    .filter(|role| !has(&found.columns, *role))
                    .map(Role::words)
                    .collect();
                format!(
                    "found: {}{hidden}, row {}: {}; no column for {}",
                    one.sheet.called(),
                    found.row,
                    headers.join(", "),
                    text::joined(&lacks)
                )
            }
            None => {
                let first = one.sheet.rows.iter().next().map(|(number, row)| {
                    let words = row.cells.values().take(6).map(|cell| quoted(text::short(&cell.text, 40)));
                    format!("; row {number} reads {}", words.collect::<Vec<_>>().join(", "))
                });
                format!("found: {}{hidden}: no header{}", one.sheet.called(), first.unwrap_or_default())
            }
        });
    }
    if near.is_empty() {
        details.push("found: no table in the file".into());
    }
    ImportError {
        message: "there is no list of questions that this program knows how to read".into(),
        details,
        hint: "give the columns such names in a copy of the file; or save them as CSV with the header \
               reference,question,mandatory,kind,guidance"
            .into(),
    }
}

fn quoted(words: String) -> String {
    format!("“{words}”")
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
