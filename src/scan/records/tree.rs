//! JSON and XML: a list of records, or one that stands alone.

use std::sync::Arc;

use super::{Record, Records};
use crate::scan::content::{Content, Node, Spot, Value};
use crate::scan::kind::{Kind, Rows};
use crate::scan::lookup::{self, Found};
use crate::scan::value;

/// A kind is known by its keys in one of so many records.
const FIRST_RECORDS: usize = 10;

/// Where an answer says that there is more: Microsoft Graph, Azure, Google, AWS, Sophos Central.
const NEXT_PAGE: [&str; 6] =
    ["@odata.nextLink", "nextLink", "nextPageToken", "NextToken", "pages.nextKey", "paging.next"];

pub(super) fn json(kind: &Kind, rows: Option<&Rows>, name: &str, content: &Content) -> Option<Records> {
    let root = content.tree.as_ref()?;
    let found = elements(root, rows);
    if !is_known(kind, &found) {
        return None;
    }
    let whole = super::collected(kind, root);
    let incomplete =
        NEXT_PAGE.iter().any(|at| leads_on(root, at)).then(|| "the export is cut off: it has a next page".into());
    Some(finish(kind, name, found, whole, incomplete))
}

/// Whether there is a value that is not empty: a last page often says that there is no next one.
fn leads_on(root: &Node, at: &str) -> bool {
    match lookup::find(root, at) {
        Found::Value(node) => !value::is_blank(node) && !matches!(node.value, Value::Bool(false)),
        Found::Cut(_) => true,
        Found::Each(_) | Found::Missing => false,
    }
}

pub(super) fn xml(kind: &Kind, rows: Option<&Rows>, name: &str, content: &Content) -> Option<Records> {
    let root = content.tree.as_ref()?;
    // The tree of an XML file is a map of its outermost elements; a property list may be a list there.
    let Value::Map(outermost) = &root.value else { return None };
    let found = match rows {
        Some(rows) => rows.paths().iter().map(|path| steps(root, path)).find(|found| !found.is_empty()),
        None => Some(outermost.iter().flat_map(|(_, node)| several(node)).collect()),
    };
    let found = found.unwrap_or_default();
    // An export in which nothing was found is an export still, when its words say that it is one.
    let wanted = &kind.recognise;
    let begins = |path: &String| path.split('.').next().is_some_and(|first| lookup::is_there(root, first));
    let is_empty = found.is_empty()
        && !(wanted.texts.is_empty() && wanted.lines.is_empty())
        && rows.is_some_and(|rows| rows.paths().iter().any(begins));
    if !is_empty && !is_known(kind, &found) {
        return None;
    }
    let whole = outermost.iter().find_map(|(_, node)| super::collected(kind, node));
    Some(finish(kind, name, found, whole.or_else(|| super::collected(kind, root)), None))
}

/// Whether one of the first records has the keys of the kind.
fn is_known(kind: &Kind, found: &[&Node]) -> bool {
    let wanted = &kind.recognise;
    found.iter().take(FIRST_RECORDS).any(|node| {
        wanted.keys.iter().all(|key| lookup::is_there(node, key))
            && (wanted.any_key.is_empty() || wanted.any_key.iter().any(|key| lookup::is_there(node, key)))
    })
}

fn finish(
    kind: &Kind,
    name: &str,
    found: Vec<&Node>,
    whole: Option<(jiff::civil::Date, Spot)>,
    incomplete: Option<String>,
) -> Records {
    let shape = Arc::new(super::shape(kind));
    let mut days = vec![whole.clone()];
    let mut records = Vec::new();
    let several = found.len() > 1;
    for node in found {
        let tree = match &node.value {
            Value::Map(_) => node.clone(),
            // An element that is nothing but words.
            _ => Node { value: Value::Map(vec![("text".into(), node.clone())]), spot: node.spot.clone() },
        };
        let collected = super::collected(kind, &tree);
        let day = collected.as_ref().or(whole.as_ref()).map(|(day, _)| *day);
        days.push(collected);
        let place = match &node.spot {
            Spot::Path(path, Some(line)) if several && path.is_empty() => format!("line {line}"),
            Spot::Path(path, _) => path.clone(),
            Spot::Line(_) | Spot::In(..) | Spot::Paragraph(_) | Spot::Page(_) | Spot::Cell(_) | Spot::Whole => {
                String::new()
            }
        };
        // A person who stands alone in a file is still not named.
        let place = if place.is_empty() && kind.subject.kind.is_personal() { "the only record".into() } else { place };
        let subject = super::subject(kind, &tree, &place, name);
        records.push(Record { tree, spot: node.spot.clone(), subject, collected: day, shape: Arc::clone(&shape) });
    }
    super::together(records, &days, incomplete)
}

/// The records of a JSON tree.
fn elements<'a>(root: &'a Node, rows: Option<&Rows>) -> Vec<&'a Node> {
    let list = |node: &'a Node| match &node.value {
        Value::List(list) => list.iter().collect(),
        Value::Map(_) => vec![node],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Day(_) => Vec::new(),
    };
    match (&root.value, rows) {
        (Value::Map(_), Some(rows)) => rows
            .paths()
            .iter()
            .find_map(|path| reached(root, path))
            // A list of one is often written as its element alone.
            .unwrap_or_else(|| list(root)),
        // Windows PowerShell may wrap a list as `value` and `Count`.
        (Value::Map(map), None) if map.len() == 2 && lookup::is_there(root, "Count") => {
            match lookup::find(root, "value") {
                Found::Value(node) => list(node),
                Found::Each(_) | Found::Missing | Found::Cut(_) => list(root),
            }
        }
        _ => list(root),
    }
}

/// The maps that a path leads to, lists entered; nothing when there is no such path.
fn reached<'a>(node: &'a Node, path: &str) -> Option<Vec<&'a Node>> {
    let Some((before, after)) = path.split_once("**.") else {
        return match lookup::find(node, path) {
            Found::Missing => None,
            found => {
                let mut all = Vec::new();
                maps(&found, &mut all);
                Some(all)
            }
        };
    };
    let bases = match before.trim_end_matches('.') {
        "" => vec![node],
        before => {
            let mut all = Vec::new();
            values(&lookup::find(node, before), &mut all);
            all
        }
    };
    let (name, rest) = after.split_once('.').map_or((after, None), |(name, rest)| (name, Some(rest)));
    let mut lists = Vec::new();
    bases.into_iter().for_each(|base| everywhere(base, &name.to_lowercase(), &mut lists));
    if lists.is_empty() {
        return None;
    }
    let elements = lists.into_iter().flat_map(several);
    Some(match rest {
        None => elements.filter(|node| matches!(node.value, Value::Map(_))).collect(),
        Some(rest) => elements.filter_map(|element| reached(element, rest)).flatten().collect(),
    })
}

/// The maps among what was found, and in the lists there.
fn maps<'a>(found: &Found<'a>, into: &mut Vec<&'a Node>) {
    match found {
        Found::Value(node) => match &node.value {
            Value::List(list) => into.extend(list.iter()),
            Value::Map(_) => into.push(node),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Day(_) => {}
        },
        Found::Each(all) => all.iter().for_each(|found| maps(found, into)),
        Found::Missing | Found::Cut(_) => {}
    }
}

fn values<'a>(found: &Found<'a>, into: &mut Vec<&'a Node>) {
    match found {
        Found::Value(node) => into.push(node),
        Found::Each(all) => all.iter().for_each(|found| values(found, into)),
        Found::Missing | Found::Cut(_) => {}
    }
}

/// The lists of a name at any depth, in the order of the file.
fn everywhere<'a>(node: &'a Node, name: &str, into: &mut Vec<&'a Node>) {
    match &node.value {
        Value::Map(map) => {
            for (key, child) in map {
                if matches!(child.value, Value::List(_)) && key.to_lowercase() == name {
                    into.push(child);
                }
                everywhere(child, name, into);
            }
        }
        Value::List(list) => list.iter().for_each(|element| everywhere(element, name, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Day(_) => {}
    }
}

/// The elements of an XML tree that a path leads to: every step enters lists.
fn steps<'a>(root: &'a Node, path: &str) -> Vec<&'a Node> {
    let mut reached = vec![root];
    let mut deep = false;
    for step in path.split('.') {
        if step == "**" {
            deep = true;
            continue;
        }
        let wanted = step.trim_end_matches("[*]").to_lowercase();
        let mut next = Vec::new();
        for node in reached {
            children(node, &wanted, deep, &mut next);
        }
        (reached, deep) = (next, false);
    }
    reached
}

fn children<'a>(node: &'a Node, name: &str, deep: bool, into: &mut Vec<&'a Node>) {
    match &node.value {
        Value::Map(map) => {
            for (key, child) in map {
                if key.to_lowercase() == name {
                    into.extend(several(child));
                }
                if deep {
                    children(child, name, deep, into);
                }
            }
        }
        Value::List(list) if deep => list.iter().for_each(|element| children(element, name, deep, into)),
        _ => {}
    }
}

/// The elements of a list, or what stands alone.
fn several(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::List(list) => list.iter().collect(),
        _ => vec![node],
    }
}

#[cfg(test)]
mod tests;
