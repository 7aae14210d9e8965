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

/// The section and the assertion of an item: of what stands above it, or of its own number. `A1.a.2` has the assertion
/// `A1.a` and the section `A`.
fn places(id: &Reference, above: &[Reference]) -> (Reference, Reference) {
    let under = |outer: &Reference, inner: &Reference| inner.as_str().starts_with(&format!("{outer}."));
    let heads = |outer: &Reference, inner: &Reference| {
        let lettered = outer.as_str().ends_with(|c: char| c.is_ascii_alphabetic());
        let rest = inner.as_str().strip_prefix(outer.as_str()).unwrap_or_default();
        under(outer, inner) || lettered && rest.starts_with(|c: char| c.is_ascii_digit())
    };
    let own = |pieces| reference::parent(id, pieces);
    let inner = above.iter().rev().find(|one| under(one, id)).cloned();
    let assertion = inner.unwrap_or_else(|| own(if reference::pieces(id) > 2 { 2 } else { 1 }));
    let section = above.iter().find(|one| heads(one, &assertion)).cloned();
    let section = section.unwrap_or_else(|| if above.contains(&assertion) { assertion.clone() } else { own(1) });
    (section, assertion)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "urn: urn:example:library:lamps\nlocale: en\nname: Lamps\nversion: 2\nobjects:\n  framework:\n    urn: \
        urn:example:framework:lamps\n    ref_id: lamps\n    name: The lamp framework\n    requirement_nodes:\n";

    /// A library of nodes, each as its reference, its parent's, whether it can be answered, and its words.
    fn library_of(nodes: &[(&str, &str, bool, &str)]) -> String {
        let mut text = HEAD.to_owned();
        for (id, parent, assessable, words) in nodes {
            text.push_str(&format!(
                "    - urn: urn:example:lamps:{id}\n      assessable: {assessable}\n      depth: 1\n"
            ));
            if !parent.is_empty() {
                text.push_str(&format!("      parent_urn: urn:example:lamps:{parent}\n"));
            }
            if !id.starts_with("no-") {
                text.push_str(&format!("      ref_id: {id}\n"));
            }
            let key = if *assessable { "description" } else { "name" };
            text.push_str(&format!("      {key}: {words}\n      implementation_groups: [x]\n"));
        }
        text
    }

    #[track_caller]
    fn check(nodes: &[(&str, &str, bool, &str)], expected: &[&str]) -> List {
        let list = library("lamps.yaml", &library_of(nodes)).unwrap();
        let found: Vec<String> =
            list.entries.iter().map(|one| format!("{} > {} > {}", one.section, one.assertion, one.id)).collect();
        assert_eq!(found, expected);
        list
    }

    #[test]
    fn a_tree_of_nodes_becomes_sections_and_assertions() {
        let list = check(
            &[
                ("A", "", false, "Lamps"),
                ("A1", "A", false, "Care of lamps"),
                ("A1.a", "A1", false, "Dusting"),
                ("A1.a.1", "A1.a", true, "Lamps are dusted."),
                ("A1.a.2", "A1.a", true, "Dust is written down."),
            ],
            &["A > A1.a > A1.a.1", "A > A1.a > A1.a.2"],
        );
        assert_eq!(list.title.as_deref(), Some("The lamp framework"));
        let titles: Vec<String> = list.headings.iter().map(|(id, title)| format!("{id} {title}")).collect();
        assert_eq!(titles, ["A Lamps", "A1 Care of lamps", "A1.a Dusting"]);
        check(
            &[("4", "", false, "Lamps"), ("4.9", "4", true, "Lit?"), ("4.10", "4", true, "Dry?")],
            &["4 > 4 > 4.9", "4 > 4 > 4.10"],
        );
        check(&[("no-1", "", false, "All"), ("1.2.3", "no-1", true, "Lit?")], &["1 > 1.2 > 1.2.3"]);
        check(&[("PR.AC-1", "", true, "Lit?")], &["PR > PR > PR.AC-1"]);
    }

    #[test]
    fn items_deep_and_shallow_in_one_section_share_its_assertion() {
        check(
            &[
                ("6", "", false, "Lamps"),
                ("6.1", "6", false, "Care"),
                ("6.1.1", "6.1", true, "a"),
                ("6.2", "6", true, "b"),
            ],
            &["6 > 6 > 6.1.1", "6 > 6 > 6.2"],
        );
    }

    #[test]
    fn nodes_without_a_number_are_named_and_plain_numbers_are_put_below_a_letter() {
        let list = check(&[("1", "", true, "Lit?"), ("no-2", "", true, "Dry?")], &["Q > Q > Q.1"]);
        assert_eq!(list.skipped, [(2, "no number such as 1.1 (no ref_id): “Dry?”".to_owned())]);
        assert_eq!(list.notes.len(), 1);
    }

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        let error = library("lamps.yaml", text).unwrap_err();
        let said = format!("{error} {} {}", error.details.join(" "), error.hint);
        assert!(said.contains(expected), "{said}");
    }

    #[test]
    fn what_holds_no_framework_is_refused() {
        refused("urn: x\nobjects:\n  risk_matrix: []\n", "the library holds no framework");
        refused("urn: x\nobjects: none\n", "it is not a library of CISO Assistant");
        refused(&library_of(&[("A", "", false, "Lamps")]), "no node of the framework can be answered");
        refused(&library_of(&[("A.1", "", true, "Lit?"), ("A.1", "", true, "Dry?")]), "is the number of node 1 too");
        let twice = HEAD
            .replace("  framework:", "  frameworks:\n  - x: y\n    name: a\n    requirement_nodes: []\n  framework:");
        refused(&format!("{twice}      []\n"), "several frameworks");
    }

    #[test]
    fn a_circle_of_parents_ends() {
        check(&[("A.1", "A.2", true, "Lit?"), ("A.2", "A.1", true, "Dry?")], &["A > A > A.1", "A > A > A.2"]);
    }

    #[test]
    fn a_library_is_known_by_its_keys() {
        assert!(is_library(&library_of(&[])));
        assert!(!is_library("format: 1\norganisation:\n  name: x\n"));
    }
}
