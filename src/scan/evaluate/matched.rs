//! Whether a record of another file has an equal value.

use super::leaf::cut;
use super::view::View;
use super::{Ground, Judged, Truth, judge};
use crate::scan::content::Spot;
use crate::scan::expect::{Empty, Join};
use crate::scan::joins::{self, Held};
use crate::scan::judge::place;
use crate::scan::lookup::Found;
use crate::scan::records::Record;
use crate::scan::value;

/// More files than this in one message help nobody.
const MOST_FILES: usize = 3;

/// Some record of the other files has an equal value, and does what is asked.
pub(super) fn matched(view: &View<'_>, asked: &Join, ground: &Ground<'_>) -> Judged {
    let sought = match seek(view, asked, ground) {
        Ok(sought) => sought,
        Err(unknown) => return *unknown,
    };
    let judged = match (sought.first(Truth::Holds), sought.first(Truth::Unknown), &sought.doubt) {
        (Some(met), _, _) => Judged::of(Truth::Holds, sought.stands(met, " where "), ""),
        (None, Some(met), _) => Judged::unknown(sought.stands(met, ", and ")),
        (None, None, Some(doubt)) => Judged::unknown(sought.doubtful(doubt)),
        (None, None, None) => match sought.first(Truth::Fails) {
            Some(met) => Judged::of(Truth::Fails, sought.stands(met, ", but "), ""),
            None => Judged::of(Truth::Fails, sought.nowhere(), ""),
        },
    };
    Judged { spot: sought.spot, ..judged }
}

/// No record of the other files has an equal value and does what is asked.
pub(super) fn not_matched(view: &View<'_>, asked: &Join, ground: &Ground<'_>) -> Judged {
    let sought = match seek(view, asked, ground) {
        Ok(sought) => sought,
        Err(unknown) => return *unknown,
    };
    let judged = match (sought.first(Truth::Holds), sought.first(Truth::Unknown), &sought.doubt) {
        (Some(met), _, _) => Judged::of(Truth::Fails, sought.stands(met, " where "), ""),
        (None, Some(met), _) => Judged::unknown(sought.stands(met, ", and ")),
        (None, None, Some(doubt)) => Judged::unknown(sought.doubtful(doubt)),
        (None, None, None) => match sought.first(Truth::Fails) {
            Some(met) => Judged::of(Truth::Holds, sought.stands(met, ", but "), ""),
            None => Judged::of(Truth::Holds, sought.nowhere(), ""),
        },
    };
    Judged { spot: sought.spot, ..judged }
}

/// What came of looking for a value in other files.
struct Sought {
    /// What the value is called.
    name: String,
    /// Where it stands.
    spot: Option<Spot>,
    /// The files that were looked into.
    files: String,
    /// The entries with the same value: where, whether they do what is asked, and what they say.
    met: Vec<(Truth, String, String)>,
    /// Why there may be more of them.
    doubt: Option<String>,
}

impl Sought {
    fn first(&self, truth: Truth) -> Option<&(Truth, String, String)> {
        self.met.iter().find(|(own, _, _)| *own == truth)
    }

    fn stands(&self, (_, place, says): &(Truth, String, String), joint: &str) -> String {
        let more = if says.is_empty() { String::new() } else { format!("{joint}{says}") };
        format!("{} is in {place}{more}", self.name)
    }

    fn nowhere(&self) -> String {
        format!("{} is not in {}", self.name, self.files)
    }

    fn doubtful(&self, doubt: &str) -> String {
        format!("{}, as far as can be seen: {doubt}", self.nowhere())
    }
}

fn seek(view: &View<'_>, asked: &Join, ground: &Ground<'_>) -> Result<Sought, Box<Judged>> {
    let unknown = |says: String| Box::new(Judged::unknown(says));
    let titles = || ground.others.map_or_else(String::new, |others| others.titles(&asked.within));
    let within =
        ground.others.map(|others| (others, others.of_kinds(&asked.within))).filter(|(_, files)| !files.is_empty());
    let Some((others, files)) = within else {
        let lack = || format!("a file of the kind {} is not there", titles());
        return Err(match asked.empty {
            Some(Empty::Holds) => Box::new(Judged::of(Truth::Holds, lack(), "")),
            Some(Empty::Fails) => Box::new(Judged::of(Truth::Fails, lack(), "")),
            None => unknown(format!("there is no file of the kind {} to hold it against", titles())),
        });
    };
    let mut names: Vec<String> = asked.by.iter().map(|by| view.name(&by.own)).collect();
    names.dedup();
    let name = names.join(" or ");
    let mut own = Vec::new();
    let mut doubt = None;
    let mut spot = None;
    for by in &asked.by {
        let found = view.find(&by.own);
        match joins::keys(&found) {
            Ok(keys) if keys.is_empty() => {}
            Ok(keys) => {
                spot = spot.or_else(|| if let Found::Value(node) = &found { Some(node.spot.clone()) } else { None });
                own.push((by, keys));
            }
            Err(()) => doubt = Some(cut(&view.name(&by.own))),
        }
    }
    if own.is_empty() {
        return Err(unknown(doubt.unwrap_or_else(|| format!("{name} is empty"))));
    }
    let mut places = std::collections::BTreeSet::new();
    for (by, keys) in &own {
        places.extend(keys.iter().flat_map(|key| others.with(&by.other, key)));
    }
    places.retain(|(at, _)| files.iter().any(|(file, _)| file == at));
    let met = places.into_iter().filter_map(|place| others.record(place)).map(|met| judge_other(met, asked, ground));
    for (at, held) in &files {
        let comparable = held.records.records.is_empty() || own.iter().any(|(by, _)| others.is_filled(*at, &by.other));
        let why = match (&held.records.incomplete, comparable) {
            (Some(why), _) => why.clone(),
            (None, false) => "it has nothing to compare with".to_owned(),
            (None, true) => continue,
        };
        doubt = doubt.or_else(|| Some(format!("{}: {why}", value::mask(&held.file))));
    }
    Ok(Sought { name, spot, files: listed(&files), met: met.collect(), doubt })
}

/// Whether an entry of another file does what is asked, with its place.
fn judge_other((held, record): (&Held<'_>, &Record), asked: &Join, ground: &Ground<'_>) -> (Truth, String, String) {
    let place = value::mask(&place(&held.file, Some(&record.spot)).to_string());
    match &asked.only {
        None => (Truth::Holds, place, String::new()),
        Some(only) => {
            let ground = Ground { collected: held.collected, others: None, ..*ground };
            let judged = judge(only, record, &ground);
            (judged.truth, place, judged.says)
        }
    }
}

fn listed(files: &[(usize, &Held<'_>)]) -> String {
    let shown: Vec<String> = files.iter().take(MOST_FILES).map(|(_, held)| value::mask(&held.file)).collect();
    match files.len().saturating_sub(MOST_FILES) {
        0 => shown.join(" or "),
        more => format!("{} or {more} more files", shown.join(", ")),
    }
}
