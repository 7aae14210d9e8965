//! Values of a tree: those named by a neighbour, as exports of settings have them, and all where the file is one line.

use super::{
    find::{Caution, find},
    kind::Kind,
};
use crate::scan::content::{Node, Value};

/// Keys whose value is a name.
const NAMES: [&str; 5] = ["name", "key", "keyname", "parameterkey", "variable"];

/// Keys whose value is what was named.
const VALUES: [&str; 3] = ["value", "parametervalue", "data"];

/// Deeper trees are looked into no further.
const DEPTH: usize = 128;

/// What is found in the values of a tree: every one of them, or only those that stand beside their names.
pub(super) fn values(tree: &Node, every: bool) -> Vec<(Kind, String)> {
    let mut found = Vec::new();
    look(tree, every, DEPTH, &mut found);
    found
}

fn look(node: &Node, every: bool, depth: usize, found: &mut Vec<(Kind, String)>) {
    if depth == 0 {
        return;
    }
    match &node.value {
        Value::List(list) => {
            for node in list {
                if let (true, Value::Text(text)) = (every, &node.value) {
                    add(text, node, found);
                }
                look(node, every, depth - 1, found);
            }
        }
        Value::Map(map) => {
            if let (Some(name), Some((node, value))) = (words(map, &NAMES), words(map, &VALUES)) {
                add(&format!("\"{}\": \"{value}\"", name.1), node, found);
            }
            for (key, node) in map {
                if every {
                    match &node.value {
                        Value::Text(text) => add(&format!("\"{key}\": \"{text}\""), node, found),
                        Value::Number(number) => add(&format!("\"{key}\": {number}"), node, found),
                        Value::Null | Value::Bool(_) | Value::Day(_) | Value::List(_) | Value::Map(_) => {}
                    }
                }
                look(node, every, depth - 1, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Day(_) => {}
    }
}

/// The words under the first of some keys.
fn words<'a>(map: &'a [(String, Node)], keys: &[&str]) -> Option<(&'a Node, &'a str)> {
    map.iter().find_map(|(key, node)| match &node.value {
        Value::Text(text) if keys.iter().any(|known| key.eq_ignore_ascii_case(known)) => Some((node, text.as_str())),
        _ => None,
    })
}

fn add(text: &str, node: &Node, found: &mut Vec<(Kind, String)>) {
    let kinds = find(text, Caution::Sure).into_iter().map(|seen| seen.kind);
    found.extend(kinds.map(|kind| (kind, node.spot.to_string())));
}
