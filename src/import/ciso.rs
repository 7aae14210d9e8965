//! Libraries of CISO Assistant: a framework as a flat list of nodes that name their parents.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Entry, ImportError, List, reference, text};
use crate::model::{Reference, yaml::Yaml};

/// What is read of a library; it holds much more.
#[derive(Debug, Deserialize)]
struct Library {
    name: Option<String>,
    objects: Objects,
}

#[derive(Debug, Deserialize)]
struct Objects {
    framework: Option<Framework>,
    #[serde(default)]
    frameworks: Vec<Framework>,
}

#[derive(Debug, Deserialize)]
struct Framework {
    name: Option<String>,
    requirement_nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    urn: String,
    parent_urn: Option<String>,
    ref_id: Option<String>,
    #[serde(default)]
    assessable: bool,
    name: Option<String>,
    description: Option<String>,
    annotation: Option<String>,
}

/// Whether a text looks like such a library.
pub fn is_library(text: &str) -> bool {
    let starts = |key: &str| text.lines().any(|line| line.starts_with(key));
    starts("urn:") && starts("objects:")
}

/// Reads the framework of a library.
///
/// # Errors
/// When it is no library, holds no framework or several, or its nodes don't hang together.
pub fn library(file: &str, words: &str) -> Result<List, ImportError> {
    let refused = |message: &str, details: Vec<String>, hint: &str| ImportError {
        message: message.to_owned(),
        details,
        hint: hint.to_owned(),
    };
    let library: Library = Yaml::new(file, words).read().map_err(|faults| {
        let details = faults.iter().take(10).map(|fault| {
            let line = fault.at.map(|at| format!("line {}: ", at.line)).unwrap_or_default();
            format!("{line}{}", fault.message)
        });
        refused(
            "it is not a library of CISO Assistant",
            details.collect(),
            "a library has `urn` and `objects`, with a `framework` and its `requirement_nodes`",
        )
    })?;
    let mut frameworks: Vec<Framework> =
        library.objects.framework.into_iter().chain(library.objects.frameworks).collect();
    if frameworks.len() > 1 {
        let names = frameworks.into_iter().filter_map(|one| one.name).map(|name| text::short(&name, 80)).collect();
        return Err(refused("the library holds several frameworks", names, "keep one of them in a copy of the file"));
    }
    let Some(framework) = frameworks.pop() else {
        return Err(refused(
            "the library holds no framework",
            Vec::new(),
            "libraries of threats, controls or mappings can't be imported; look for one that has `requirement_nodes`",
        ));
    };
    let title = framework.name.or(library.name).map(|name| text::short(&name, 120));
    let mut list = List { place: "its framework".into(), title, ..List::default() };
    let nodes: BTreeMap<&str, &Node> =
        framework.requirement_nodes.iter().map(|node| (node.urn.as_str(), node)).collect();
    let mut faults = Vec::new();
    let mut seen: BTreeMap<Reference, usize> = BTreeMap::new();
    for (node, row) in framework.requirement_nodes.iter().zip(1..) {
        let id = node.ref_id.as_deref().and_then(id);
        let words = |text: &Option<String>| text.as_deref().map(text::clean).filter(|words| !words.is_empty());
        let (name, description) = (words(&node.name), words(&node.description));
        if !node.assessable {
            if let (Some(id), Some(words)) = (id, name.or(description)) {
                list.headings.entry(id).or_insert_with(|| text::short(&words, 200));
            }
            continue;
        }
        let Some(id) = id else {
            let given =
                node.ref_id.as_deref().map_or("no ref_id".to_owned(), |id| format!("“{}”", text::short(id, 40)));
            let words = name.or(description).unwrap_or_else(|| node.urn.clone());
            list.skipped.push((row, format!("no number such as 1.1 ({given}): “{}”", text::short(&words, 60))));
            continue;
        };
        let Some(question) = description.clone().or_else(|| name.clone()) else {
            faults.push(format!("node {row}: {id} has neither a name nor a description"));
            continue;
        };
        if let Some(first) = seen.insert(id.clone(), row) {
            faults.push(format!("node {row}: {id} is the number of node {first} too"));
            continue;
        }
        let above = above(node, &nodes);
        let (section, assertion) = places(&id, &above);
        list.entries.push(Entry {
            row,
            id,
            section,
            assertion,
            question,
            help: words(&node.annotation),
            title: name.filter(|_| description.is_some()).map(|name| text::short(&name, 80)),
            kind: None,
            mandatory: None,
            approaching: None,
            doubts: Vec::new(),
            news: None,
            exempt: Vec::new(),
        });
    }
    if !faults.is_empty() {
        faults.truncate(20);
        return Err(refused("the framework can't be taken as it is; nothing was written", faults, "mend the library"));
    }
    super::settle(&mut list);
    if list.entries.is_empty() {
        let details = list.skipped.iter().take(5).map(|(row, why)| format!("node {row}: {why}")).collect();
        return Err(refused(
            "no node of the framework can be answered",
            details,
            "its nodes need `assessable: true` and a `ref_id`",
        ));
    }
    Ok(list)
}

/// A number of such a framework; blanks in it become hyphens.
fn id(words: &str) -> Option<Reference> {
    let words = text::one_line(words).replace(' ', "-");
    reference::id(&words).or_else(|| {
        let sound = words.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        (sound && !words.is_empty() && words.len() <= 40).then(|| Reference::new(words).ok()).flatten()
    })
}

/// The numbers of what stands above a node, the outermost first.
fn above(node: &Node, nodes: &BTreeMap<&str, &Node>) -> Vec<Reference> {
    let mut above = Vec::new();
    let mut parent = node.parent_urn.as_deref();
    // A circle of parents ends here too.
    for _ in 0..20 {
        let Some(node) = parent.and_then(|urn| nodes.get(urn)) else { break };
        above.extend(node.ref_id.as_deref().and_then(id));
        parent = node.parent_urn.as_deref();
    }
    above.reverse();
    above
}

/// The section and the assertion of an item: of what stands above it, or of its own number.
fn places(id: &Reference, above: &[Reference]) -> (Reference, Reference) {
    let under = |outer: &Reference, inner: &Reference| inner.as_str().starts_with(&format!("{outer}."));
    let fits: Vec<&Reference> = above.iter().filter(|one| under(one, id)).collect();
    let own = |pieces| reference::parent(id, pieces);
    let section = fits.first().map_or_else(|| own(1), |one| (*one).clone());
    let assertion = match fits.last() {
        Some(last) if **last != section && under(&section, last) => (*last).clone(),
        Some(_) => section.clone(),
        None => own(if reference::pieces(id) > 2 { 2 } else { 1 }),
    };
    (section, assertion)
}
