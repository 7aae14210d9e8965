//! Lists: every element, none of them, or some.

use super::leaf::cut;
use super::view::View;
use super::{Ground, Judged, MOST_REASONS, Truth, judge_view, negated};
use crate::scan::content::{Node, Value};
use crate::scan::expect::{Elements, Empty};
use crate::scan::lookup::Found;
use crate::scan::value;

/// Every element that counts does what is asked.
pub(super) fn every(view: &View<'_>, asked: &Elements, ground: &Ground<'_>) -> Judged {
    each(view, asked, Truth::Holds, &|element| match asked.only.as_deref() {
        Some(only) => either(negated(judge_view(only, element, ground)), judge_view(&asked.expect, element, ground)),
        None => judge_view(&asked.expect, element, ground),
    })
}

/// No element that counts does what is asked.
pub(super) fn none(view: &View<'_>, asked: &Elements, ground: &Ground<'_>) -> Judged {
    each(view, asked, Truth::Holds, &|element| negated(counting(asked, element, ground)))
}

/// At least one element that counts does what is asked.
pub(super) fn some(view: &View<'_>, asked: &Elements, ground: &Ground<'_>) -> Judged {
    each(view, asked, Truth::Fails, &|element| counting(asked, element, ground))
}

/// Whether an element counts and does what is asked.
fn counting(asked: &Elements, element: &View<'_>, ground: &Ground<'_>) -> Judged {
    let Some(only) = asked.only.as_deref() else { return judge_view(&asked.expect, element, ground) };
    let counts = judge_view(only, element, ground);
    let does = judge_view(&asked.expect, element, ground);
    match (counts.truth, does.truth) {
        (Truth::Fails, _) => counts,
        (Truth::Unknown, Truth::Holds | Truth::Unknown) => counts,
        (Truth::Holds | Truth::Unknown, _) => does,
    }
}

/// Whether an element either doesn't count or does what is asked.
fn either(passed_over: Judged, does: Judged) -> Judged {
    match (passed_over.truth, does.truth) {
        (Truth::Holds, _) => passed_over,
        (Truth::Unknown, Truth::Fails | Truth::Unknown) => passed_over,
        (Truth::Fails | Truth::Unknown, _) => does,
    }
}

/// Judges each element; a list without any is `without`, and one element that is otherwise decides.
fn each(view: &View<'_>, asked: &Elements, without: Truth, judge: &dyn Fn(&View<'_>) -> Judged) -> Judged {
    let name = view.name(&asked.at);
    let found = match elements(view, asked) {
        Ok(found) => found,
        Err(unknown) => return *unknown,
    };
    if found.is_empty() {
        let truth = match asked.empty {
            Some(Empty::Holds) => Truth::Holds,
            Some(Empty::Fails) => Truth::Fails,
            None => without,
        };
        return Judged::of(truth, format!("{name} has no entries"), "");
    }
    let many = found.len() > 1;
    let mut parts = Vec::new();
    for (number, element) in (1..).zip(&found) {
        let element = view.of_element(&asked.at, element);
        let judged = judge(&element);
        let called = called(&element, asked).or_else(|| many.then(|| format!("entry {number} of {name}")));
        let says = match called {
            Some(called) => format!("{called}: {}", judged.message()),
            None => judged.message(),
        };
        let spot = judged.spot.clone().or_else(|| Some(element.tree.spot.clone()));
        parts.push(Judged { says, spot, wanted: String::new(), ..judged });
    }
    match without {
        Truth::Holds => all(parts, &name),
        Truth::Fails | Truth::Unknown => one(parts, &name),
    }
}

/// The elements of the list; nothing where it is missing and that means something.
fn elements<'a>(view: &'a View<'_>, asked: &Elements) -> Result<Vec<&'a Node>, Box<Judged>> {
    let at = asked.at.strip_suffix("[*]").unwrap_or(&asked.at);
    let name = view.name(at);
    let mut elements = Vec::new();
    let mut open = vec![view.find(at)];
    while let Some(found) = open.pop() {
        match found {
            Found::Cut(node) => return Err(Box::new(Judged::unknown(cut(&name)).at(node))),
            Found::Each(all) => open.extend(all.into_iter().rev()),
            Found::Value(Node { value: Value::List(list), .. }) => elements.extend(list),
            Found::Value(node) if !value::is_empty(node) => elements.push(node),
            Found::Value(_) | Found::Missing if asked.empty.is_some() => {}
            Found::Value(node) => return Err(Box::new(Judged::unknown(format!("{name} is empty")).at(node))),
            Found::Missing => return Err(Box::new(Judged::unknown(format!("{name} is not there")))),
        }
    }
    Ok(elements)
}

/// What names an element, where it may be shown.
fn called(element: &View<'_>, asked: &Elements) -> Option<String> {
    let at = asked.called.as_deref()?;
    let named = |node: &Node| !value::is_blank(node) && element.shows(at, node);
    match element.find(at) {
        Found::Value(node) if named(node) => Some(format!("“{}”", value::shown(node))),
        Found::Value(_) | Found::Each(_) | Found::Missing | Found::Cut(_) => None,
    }
}

/// All of them must hold: those that don't are told.
fn all(parts: Vec<Judged>, name: &str) -> Judged {
    let count = parts.len();
    let Some(truth) = [Truth::Fails, Truth::Unknown].into_iter().find(|truth| parts.iter().any(|p| p.truth == *truth))
    else {
        let mut parts = parts;
        if let (1, Some(only)) = (count, parts.pop()) {
            return only;
        }
        return Judged::of(Truth::Holds, format!("all {count} entries of {name} are as they should be"), "");
    };
    let failing = parts.iter().map(|part| part.failing).sum();
    let told: Vec<Judged> = parts.into_iter().filter(|part| part.truth == truth).collect();
    let says = told.iter().take(MOST_REASONS).map(|part| part.says.as_str()).collect::<Vec<_>>().join("; ");
    let says = match told.len().saturating_sub(MOST_REASONS) {
        0 => says,
        more => format!("{says}; and {more} more"),
    };
    let (observed, spot) = told.into_iter().next().map_or((None, None), |first| (first.observed, first.spot));
    Judged { truth, says, wanted: String::new(), observed, spot, failing }
}

/// One of them is enough.
fn one(parts: Vec<Judged>, name: &str) -> Judged {
    let count = parts.len();
    let decisive = [Truth::Holds, Truth::Unknown].into_iter().find_map(|t| parts.iter().find(|p| p.truth == t));
    if let Some(decisive) = decisive {
        return decisive.clone();
    }
    match parts.into_iter().min_by_key(|part| part.failing) {
        Some(nearest) if count > 1 => {
            let says =
                format!("none of the {count} entries of {name} is as it should be; the nearest is {}", nearest.says);
            Judged { says, ..nearest }
        }
        Some(only) => only,
        None => Judged::unknown(format!("{name} has no entries")),
    }
}
