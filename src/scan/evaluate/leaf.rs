//! What stands under one path, held against a test: missing, empty, cut off, one value or several.

use regex::Regex;

use super::operators::Seen;
use super::view::View;
use super::{Judged, OTHERWISE, Truth, both};
use crate::scan::content::{Node, Spot, Value};
use crate::scan::expect::{At, Scalar};
use crate::scan::lookup::Found;
use crate::scan::value;

/// How the elements of a list count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Several {
    /// Every one must hold.
    All,
    /// One that holds is enough.
    Any,
    /// The test looks at the list itself.
    Whole,
}

/// What is asked of a path.
pub(super) struct Ask<'a> {
    /// The path.
    pub at: &'a str,
    /// What the product does when the value is not there.
    pub default: Option<&'a Scalar>,
    /// How the elements of a list count.
    pub several: Several,
    /// What is wanted, in words.
    pub wanted: &'a str,
}

pub(super) fn leaf(view: &View<'_>, ask: &Ask<'_>, test: &dyn Fn(&Node) -> Seen) -> Judged {
    // For a test of the whole list, `[*]` at its end changes nothing.
    let at = if ask.several == Several::Whole { ask.at.strip_suffix("[*]").unwrap_or(ask.at) } else { ask.at };
    reached(view, ask, &view.find(at), test)
}

fn reached(view: &View<'_>, ask: &Ask<'_>, found: &Found<'_>, test: &dyn Fn(&Node) -> Seen) -> Judged {
    let name = view.name(ask.at);
    match found {
        Found::Cut(node) => Judged::unknown(cut(&name)).at(node),
        Found::Missing => missing(view, ask, None, test),
        Found::Each(all) if all.is_empty() => Judged::unknown(format!("{name} has no entries")),
        Found::Each(all) => both(all.iter().map(|found| reached(view, ask, found, test)).collect(), Truth::Fails),
        Found::Value(node) => match &node.value {
            Value::List(list) if ask.several != Several::Whole && !list.is_empty() => {
                let decisive = if ask.several == Several::All { Truth::Fails } else { Truth::Holds };
                let parts = list.iter().map(|n| reached(view, ask, &Found::Value(n), test)).collect();
                let whole = both(parts, decisive);
                // A long list of lines that do not match is no message.
                if ask.several == Several::Any && whole.truth == Truth::Fails {
                    let says = format!("no entry of {name} is as it should be");
                    return Judged::of(Truth::Fails, says, "").at(node);
                }
                whole
            }
            Value::List(list) if list.is_empty() && ask.several == Several::Whole => one(view, ask, node, test),
            _ if value::is_empty(node) && !is_asked_for_empty(ask, node, test) => missing(view, ask, Some(node), test),
            Value::List(_)
            | Value::Map(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Day(_) => one(view, ask, node, test),
        },
    }
}

/// Whether a check names the empty text as a value.
fn is_asked_for_empty(ask: &Ask<'_>, node: &Node, test: &dyn Fn(&Node) -> Seen) -> bool {
    ask.several == Several::All
        && ask.default.is_none()
        && matches!(node.value, Value::Null | Value::Text(_))
        && test(node).truth == Truth::Holds
}

fn missing(view: &View<'_>, ask: &Ask<'_>, node: Option<&Node>, test: &dyn Fn(&Node) -> Seen) -> Judged {
    let name = view.name(ask.at);
    let judged = match ask.default {
        Some(default) => {
            let stands = Node { value: value::of_scalar(default), spot: Spot::Whole };
            let seen = test(&stands);
            let says = format!("{name} is not set, so it is {}", value::scalar_words(default));
            Judged { observed: None, ..Judged::of(seen.truth, says, ask.wanted) }
        }
        None if node.is_some() => Judged::unknown(format!("{name} is empty")),
        None => Judged::unknown(format!("{name} is not there")),
    };
    match node {
        Some(node) => judged.at(node),
        None => judged,
    }
}

/// What is told of a value that is not shown and does what is asked.
const RIGHT: &str = " is as it should be";
/// And of one that does not.
const WRONG: &str = " is something else";

/// The words for a value that is not shown, where the opposite is asked of it.
pub(super) fn turned(says: String) -> String {
    match (says.strip_suffix(RIGHT), says.strip_suffix(WRONG)) {
        (Some(name), _) => format!("{name} has what should not be there"),
        (None, Some(name)) => format!("{name}{RIGHT}"),
        (None, None) => says,
    }
}

fn one(view: &View<'_>, ask: &Ask<'_>, node: &Node, test: &dyn Fn(&Node) -> Seen) -> Judged {
    let name = view.name(ask.at);
    if value::is_cut(node) {
        return Judged::unknown(cut(&name)).at(node);
    }
    let seen = test(node);
    let shown = view.shows(ask.at, node).then(|| value::shown(node));
    // What is not understood may be a remark, and a remark may name somebody.
    let remark = |shown: &str| shown.trim().contains(' ') && value::days(node).is_err();
    let shown = shown.filter(|shown| seen.truth != Truth::Unknown || !remark(shown));
    let says = match (seen.says, &shown) {
        (Some(says), Some(shown)) => format!("{name} is {shown}: {says}"),
        (Some(says), None) => format!("{name}: {says}"),
        (None, Some(shown)) if shown.is_empty() => format!("{name} is empty"),
        (None, Some(shown)) if ask.wanted == OTHERWISE => format!("{name} is “{shown}”"),
        (None, Some(shown)) => format!("{name} is {shown}"),
        (None, None) if seen.truth == Truth::Holds => format!("{name}{RIGHT}"),
        (None, None) => format!("{name}{WRONG}"),
    };
    let answers =
        shown.as_deref().is_some_and(|shown| matches!(shown.to_lowercase().as_str(), "yes" | "no" | "y" | "n"));
    let wanted = match ask.wanted {
        OTHERWISE if shown.is_none() => "",
        "on" if answers => "yes",
        "off" if answers => "no",
        wanted => wanted,
    };
    Judged { observed: shown, ..Judged::of(seen.truth, says, wanted) }.at(node)
}

pub(super) fn cut(name: &str) -> String {
    format!("{name} was cut off by PowerShell; export again with -Depth 10")
}

/// The line of a text on which a match begins.
pub(super) fn line_of(view: &View<'_>, pattern: &Regex) -> Option<Spot> {
    let (Found::Value(text), Found::Value(lines)) = (view.find("text"), view.find("lines")) else {
        return None;
    };
    let (Value::Text(text), Value::List(lines)) = (&text.value, &lines.value) else { return None };
    let start = pattern.find(text)?.start();
    lines.get(text.get(..start)?.matches('\n').count()).map(|line| line.spot.clone())
}

/// Whether there is a value: `holding` is what it means if there is.
pub(super) fn presence(view: &View<'_>, at: &At, holding: Truth) -> Judged {
    let name = view.name(&at.at);
    let found = view.find(&at.at);
    let lacking = if holding == Truth::Holds { Truth::Fails } else { Truth::Holds };
    let (present, node) = match (&found, &at.default) {
        (Found::Cut(node), _) => return Judged::unknown(cut(&name)).at(node),
        (Found::Missing, default) => (default.is_some(), None),
        (Found::Value(node), default) => (!value::is_blank(node) || default.is_some(), Some(*node)),
        (Found::Each(all), _) => {
            if all.iter().any(|f| matches!(f, Found::Cut(_))) {
                return Judged::unknown(cut(&name));
            }
            let filled = |f: &Found<'_>| matches!(f, Found::Value(node) if !value::is_blank(node));
            // Every one must be there, or every one absent; with some of each neither holds.
            let present = match holding {
                Truth::Holds => !all.is_empty() && all.iter().all(filled),
                Truth::Fails | Truth::Unknown => all.iter().any(filled),
            };
            (present, None)
        }
    };
    let says = match (present, node) {
        (true, _) => format!("{name} is filled in"),
        (false, Some(node)) if !value::is_empty(node) => format!("{name} is {}", value::shown(node)),
        (false, Some(_)) => format!("{name} is empty"),
        (false, None) => format!("{name} is not there"),
    };
    let judged = Judged::of(if present { holding } else { lacking }, says, "");
    match node {
        Some(node) => judged.at(node),
        None => judged,
    }
}
