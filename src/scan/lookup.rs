//! Reaches a value in a tree by a path of a check: dots between steps; `[*]`, `[0]` and `[name=value]` into lists; no
//! case.

use super::content::{Node, Value};
use super::value;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found<'a> {
    /// The value.
    Value(&'a Node),
    /// Each of several, by `[*]`: some may be missing or cut.
    Each(Vec<Found<'a>>),
    /// Nothing: a step is not there.
    Missing,
    /// A value on the way was cut off when the file was made.
    Cut(&'a Node),
}

/// Follows a path from a node.
pub(super) fn find<'a>(node: &'a Node, path: &str) -> Found<'a> {
    let pieces: Vec<&str> = path.split('.').collect();
    follow(node, &pieces)
}

/// Whether a path leads to a key that is there, even one without a value or one whose value was cut off.
pub(super) fn is_there(node: &Node, path: &str) -> bool {
    fn any(found: &Found<'_>) -> bool {
        match found {
            Found::Value(_) | Found::Cut(_) => true,
            Found::Each(all) => all.iter().any(any),
            Found::Missing => false,
        }
    }
    any(&find(node, path))
}

fn follow<'a>(node: &'a Node, pieces: &[&str]) -> Found<'a> {
    if pieces.is_empty() {
        return if value::is_cut(node) { Found::Cut(node) } else { Found::Value(node) };
    }
    let map = match &node.value {
        Value::Map(map) => map,
        Value::Text(_) if value::is_cut(node) => return Found::Cut(node),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Day(_) | Value::List(_) => {
            return Found::Missing;
        }
    };
    // A key with dots in it wins over steps, so the longest is tried first.
    for length in (1..=pieces.len()).rev() {
        let (key, rest) = pieces.split_at(length);
        let key = key.join(".");
        if let Some(child) = entry(map, &key) {
            return follow(child, rest);
        }
        let (key, entering) = into_list(&key);
        let (Some(entering), Some(child)) = (entering, entry(map, key)) else { continue };
        return enter(child, &entering, rest);
    }
    Found::Missing
}

/// The value under a key; the last where it comes twice, as JSON parsers have it.
fn entry<'a>(map: &'a [(String, Node)], key: &str) -> Option<&'a Node> {
    let same = |k: &str| match k.is_ascii() && key.is_ascii() {
        true => k.eq_ignore_ascii_case(key),
        false => k.to_lowercase() == key.to_lowercase(),
    };
    map.iter().rev().find(|(k, _)| same(k)).map(|(_, node)| node)
}

/// How a list is entered.
enum Entering<'p> {
    Each,
    At(usize),
    /// The first element in which the path has the value.
    With(&'p str, &'p str),
}

/// A key without its `[*]`, `[0]` or `[name=value]`.
fn into_list(key: &str) -> (&str, Option<Entering<'_>>) {
    let Some(inner) = key.strip_suffix(']') else { return (key, None) };
    if let Some((name, (path, value))) = inner.split_once('[').and_then(|(name, w)| Some((name, w.split_once('=')?))) {
        return (name, Some(Entering::With(path, value)));
    }
    let Some((name, place)) = inner.rsplit_once('[') else { return (key, None) };
    let entering = if place == "*" { Some(Entering::Each) } else { place.parse().ok().map(Entering::At) };
    (name, entering)
}

fn enter<'a>(node: &'a Node, entering: &Entering<'_>, rest: &[&str]) -> Found<'a> {
    // A list of one is often written as its element alone.
    let list = match &node.value {
        Value::List(list) => list.as_slice(),
        Value::Null => return Found::Missing,
        Value::Text(_) if value::is_cut(node) => return Found::Cut(node),
        Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Day(_) | Value::Map(_) => {
            std::slice::from_ref(node)
        }
    };
    match entering {
        Entering::Each => Found::Each(list.iter().map(|element| follow(element, rest)).collect()),
        Entering::At(place) => list.get(*place).map_or(Found::Missing, |element| follow(element, rest)),
        Entering::With(path, wanted) => {
            let has = |element: &&Node| match find(element, path) {
                Found::Value(node) => value::words(node).to_lowercase() == wanted.trim().to_lowercase(),
                Found::Each(_) | Found::Missing | Found::Cut(_) => false,
            };
            list.iter().find(has).map_or(Found::Missing, |element| follow(element, rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::readers;
    use super::*;

    const TEXT: &str = r#"{"State": "on", "@odata.type": "policy", "users": {"include": ["All", "x"], "none": null},
        "rules": [{"n": 1}, {"m": 2}], "single": {"n": 7}, "cut": "@{a=1}", "a": {"b": 1}, "a.b": 2,
        "tags": [{"k": "OS"}, {"k": "Host.Name[1]", "v": "PC-1"}, {"k": "os", "v": 2}], "tag": {"k": "OS", "v": 3}}"#;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        fn show(found: &Found<'_>) -> String {
            match found {
                Found::Value(node) => value::words(node),
                Found::Each(all) => format!("each {}", all.iter().map(show).collect::<Vec<_>>().join("|")),
                Found::Missing => "missing".into(),
                Found::Cut(_) => "cut".into(),
            }
        }
        let content = readers::read("x.json", TEXT.as_bytes()).unwrap();
        assert_eq!(show(&find(content.tree.as_ref().unwrap(), path)), expected, "{path}");
    }

    #[test]
    fn paths_reach_values() {
        check("state", "on");
        check("@odata.type", "policy");
        check("USERS.Include", "All, x");
        check("users.none", "");
        check("users.include[1]", "x");
        check("users.include[*]", "each All|x");
        check("rules[*].n", "each 1|missing");
        check("rules[0].n", "1");
        check("rules[9].n", "missing");
        check("single[*].n", "each 7");
        check("rules.n", "missing");
        check("cut.a.b", "cut");
        check("a.b", "2");
        check("nothing.there", "missing");
    }

    #[test]
    fn an_element_is_found_by_what_stands_in_it() {
        check("tags[k=host.name[1]].v", "PC-1");
        check("tags[k=OS].v", "missing");
        check("tags[v=2].k", "os");
        check("tags[k=other].v", "missing");
        check("tag[K=os].v", "3");
    }
}
