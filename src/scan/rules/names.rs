//! The names of values in XML that kinds and checks reach for, so that of very long files no others need be kept.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::{CheckId, KindId};
use crate::scan::check::Check;
use crate::scan::kind::{Kind, Layout};
use crate::scan::readers::Names;

/// The names in the paths of kinds laid out as XML and of the checks that read them, in lower case; other words of these
/// checks may be among them.
pub(super) fn of(kinds: &BTreeMap<KindId, Kind>, checks: &BTreeMap<CheckId, Check>) -> Names {
    let mut names = Names::from(["text".to_owned()]);
    let is_xml = |kind: &&Kind| matches!(kind.layout, Layout::Xml { .. });
    for kind in kinds.values().filter(is_xml) {
        if let Layout::Xml { rows: Some(rows) } = &kind.layout {
            rows.paths().iter().for_each(|path| add(path, &mut names));
        }
        let lists = [&kind.subject.at, &kind.collected, &kind.reviewed, &kind.recognise.keys, &kind.recognise.any_key];
        lists.into_iter().flatten().chain(&kind.latest).for_each(|path| add(path, &mut names));
    }
    let is_xml_kind = |id: &str| kinds.values().filter(is_xml).any(|kind| kind.id.as_str() == id);
    for check in checks.values() {
        let mut said = Names::new();
        for expect in [check.only.as_ref(), Some(&check.expect), check.prefer.as_ref()].into_iter().flatten() {
            // Whatever the operator is, its paths are among its words; so are the kinds that it holds records against.
            words(&serde_json::to_value(expect).unwrap_or_default(), &mut said);
        }
        if check.reads.iter().any(|id| is_xml_kind(id.as_str())) || said.iter().any(|word| is_xml_kind(word)) {
            names.append(&mut said);
        }
    }
    names
}

fn words(value: &Value, into: &mut Names) {
    match value {
        Value::String(text) => add(text, into),
        Value::Array(list) => list.iter().for_each(|value| words(value, into)),
        Value::Object(map) => map.values().for_each(|value| words(value, into)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Adds the steps of a path.
fn add(path: &str, into: &mut Names) {
    let steps = path.to_lowercase();
    let steps = steps.split(['.', '[', ']', '=', '^', '*']).map(|step| step.trim().trim_start_matches('@'));
    into.extend(steps.filter(|step| !step.is_empty()).map(str::to_owned));
}

#[cfg(test)]
mod tests {
    use crate::scan::Rules;

    #[test]
    fn every_step_of_a_path_is_a_name() {
        let kind = "id: scans\ntitle: S\nget: G\nlayout: {xml: {rows: Scan.Host}}\nrecognise: {keys: [name]}\n\
                    subject: {kind: host, at: [fqdn]}\n";
        let check = "id: is-new\ntitle: T\nwhy: W\nfix: F\nsource: S\nkeys: seen\nreads: [scans]\nexpect:\n  every: {at: \
                     'Item[kind=Port].list', expect: {at-least: {at: '^.Score', value: 1}}}\nexamples: {pass: [x], fail: \
                     [x], unknown: [x]}\n";
        let rules = Rules::parse(&[
            ("assertions/kinds/scans.yaml".into(), kind.into()),
            ("assertions/checks/x/is-new.yaml".into(), check.into()),
        ])
        .unwrap();
        let names: Vec<&str> = rules.names.iter().map(String::as_str).collect();
        assert_eq!(names, ["fqdn", "host", "item", "kind", "list", "name", "port", "scan", "score", "text"]);
    }
}
