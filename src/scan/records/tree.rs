//! JSON: a list of records, or one that stands alone.

use std::rc::Rc;

use super::{Record, Records};
use crate::scan::content::{Content, Node, Spot, Value};
use crate::scan::kind::Kind;
use crate::scan::lookup::{self, Found};

/// A kind is known by its keys in one of so many records.
const FIRST_RECORDS: usize = 10;

pub(super) fn cut(kind: &Kind, rows: Option<&str>, name: &str, content: &Content) -> Option<Records> {
    let root = content.tree.as_ref()?;
    let found = elements(root, rows);
    let wanted = &kind.recognise;
    let known = found.iter().take(FIRST_RECORDS).any(|node| {
        wanted.keys.iter().all(|key| lookup::is_there(node, key))
            && (wanted.any_key.is_empty() || wanted.any_key.iter().any(|key| lookup::is_there(node, key)))
    });
    if !known {
        return None;
    }
    let shape = Rc::new(super::shape(kind));
    let whole = super::collected(kind, root);
    let mut days = vec![whole.clone()];
    let mut records = Vec::new();
    for node in found {
        let collected = super::collected(kind, node);
        let day = collected.as_ref().or(whole.as_ref()).map(|(day, _)| *day);
        days.push(collected);
        let place = match &node.spot {
            Spot::Path(path, _) => path.clone(),
            Spot::Line(_) | Spot::Paragraph(_) | Spot::Page(_) | Spot::Cell(_) | Spot::Whole => String::new(),
        };
        // A person who stands alone in a file is still not named.
        let place = if place.is_empty() && kind.subject.kind.is_personal() { "the only record".into() } else { place };
        let subject = super::subject(kind, node, &place, name);
        records.push(Record {
            tree: node.clone(),
            spot: node.spot.clone(),
            subject,
            collected: day,
            shape: Rc::clone(&shape),
        });
    }
    let next = lookup::is_there(root, "@odata.nextLink");
    let incomplete = next.then(|| "the export is cut off: it has a next page".into());
    Some(super::together(records, &days, incomplete))
}

/// The records of a tree.
fn elements<'a>(root: &'a Node, rows: Option<&str>) -> Vec<&'a Node> {
    let list = |node: &'a Node| match &node.value {
        Value::List(list) => list.iter().collect(),
        Value::Map(_) => vec![node],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Day(_) => Vec::new(),
    };
    match (&root.value, rows) {
        (Value::Map(_), Some(rows)) => match lookup::find(root, rows) {
            Found::Value(node) => list(node),
            Found::Each(all) => {
                all.iter().filter_map(|f| if let Found::Value(n) = f { Some(*n) } else { None }).collect()
            }
            // A list of one is often written as its element alone.
            Found::Missing => list(root),
            Found::Cut(_) => Vec::new(),
        },
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
