//! The way through the items: what is asked, in which order, and how far it is.

use super::Setting;
use crate::model::{Flag, Item, Pack};

/// The group of the questions that no level needs.
const OPTIONAL: (&str, &str) =
    ("If you want to do more", "The toolkit does not ask for these. Skip any of them with s, or stop with q.");

/// The items of an interview and the place in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Course<'a> {
    stops: Vec<Stop<'a>>,
    /// Behind the last one when it is over.
    at: usize,
    visited: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Stop<'a> {
    item: &'a Item,
    /// Title and summary.
    group: (&'a str, &'a str),
    wanted: bool,
    passed: bool,
}

impl<'a> Course<'a> {
    /// All items that the filters keep, in the order of the interview; at the first that is wanted.
    pub(super) fn new(pack: &'a Pack, setting: &Setting, wanted: impl Fn(&Item) -> bool) -> Self {
        let is = |names: &[String], id: &str| names.iter().any(|name| name.trim() == id);
        let kept = |item: &Item| {
            pack.items().filter(|(_, _, other)| other.id == item.id).any(|(section, assertion, item)| {
                let ids = [item.id.as_str(), assertion.id.as_str(), section.id.as_str()];
                (setting.only.is_empty() || ids.iter().any(|id| is(&setting.only, id)))
                    && (setting.standards.is_empty() || is(&setting.standards, section.id.as_str()))
            })
        };
        let mut stops = Vec::new();
        for group in pack.groups() {
            for item in group.items.iter().copied().filter(|item| item.same_as.is_none() && kept(item)) {
                let about = if item.mandatory == Flag::No { OPTIONAL } else { (group.title, group.summary) };
                stops.push(Stop { item, group: about, wanted: wanted(item), passed: false });
            }
        }
        // What has to be answered comes first.
        stops.sort_by_key(|stop| stop.item.mandatory == Flag::No);
        let mut course = Self { stops, at: 0, visited: Vec::new() };
        course.at = course.next(0);
        course
    }

    /// How many items are wanted.
    pub(super) fn wanted(&self) -> usize {
        self.stops.iter().filter(|stop| stop.wanted).count()
    }

    /// The item at hand; nothing when it is over.
    pub(super) fn item(&self) -> Option<&'a Item> {
        self.stops.get(self.at).map(|stop| stop.item)
    }

    /// The title of the group that the item at hand belongs to, and what it is about.
    pub(super) fn group(&self) -> Option<(&'a str, &'a str)> {
        self.stops.get(self.at).map(|stop| stop.group)
    }

    /// The items that are counted together with the one at hand: those that have to be answered, or the others.
    pub(super) fn counted(&self) -> Vec<&'a Item> {
        let optional = self.item().is_some_and(|item| item.mandatory == Flag::No);
        let items = self.stops.iter().map(|stop| stop.item);
        items.filter(|item| (item.mandatory == Flag::No) == optional).collect()
    }

    /// All items in order, with their groups.
    pub(super) fn items(&self) -> impl Iterator<Item = (&'a str, &'a Item)> {
        self.stops.iter().map(|stop| (stop.group.0, stop.item))
    }

    /// Leaves the item at hand behind.
    pub(super) fn go_on(&mut self) {
        if let Some(stop) = self.stops.get_mut(self.at) {
            stop.passed = true;
            self.visited.push(self.at);
            self.at = self.next(self.at);
        }
    }

    /// Goes to the item before; whether there is one.
    pub(super) fn back(&mut self) -> bool {
        let Some(before) = self.visited.pop() else { return false };
        self.at = before;
        true
    }

    /// Goes to an item by its number.
    pub(super) fn jump(&mut self, id: &str) -> Result<(), String> {
        let id = id.trim();
        let Some(to) = self.stops.iter().position(|stop| stop.item.id.as_str() == id) else {
            return Err(format!("There is no question {id} here. Type list to see them all"));
        };
        if self.at < self.stops.len() {
            self.visited.push(self.at);
        }
        self.at = to;
        Ok(())
    }

    /// The next one that is wanted and not passed: behind this place, else before it.
    fn next(&self, from: usize) -> usize {
        let open = |at: &usize| self.stops.get(*at).is_some_and(|stop| stop.wanted && !stop.passed);
        (from..self.stops.len()).chain(0..from).find(open).unwrap_or(self.stops.len())
    }
}

/// A time in words: "about 25 minutes".
pub(super) fn about(minutes: u32) -> String {
    match minutes {
        0 | 1 => "about a minute".into(),
        minutes @ 2..=10 => format!("about {minutes} minutes"),
        minutes => format!("about {} minutes", minutes.div_ceil(5) * 5),
    }
}
