//! What can be wrong in a check, a kind or a kind of document although it could be read.

use std::collections::BTreeMap;

use super::walk::{MOST_DAYS, TOO_LONG, Walk};
use super::{Compile, Patterns, Read};
use crate::model::{CheckId, DocumentKind, Fault, KindId, yaml::Step, yaml::Yaml};
use crate::scan::check::{Check, Judge};
use crate::scan::kind::{Kind, Layout};

pub(super) fn kind(read: &Read<Kind>, patterns: &mut Patterns) -> Vec<Fault> {
    let Read { yaml, value: kind, compile, .. } = read;
    let mut faults = Vec::new();
    let mut expressions = Expressions { yaml, patterns, compile: *compile };
    let wanted = &kind.recognise;
    for (at, text) in wanted.lines.iter().enumerate() {
        faults.extend(expressions.add(&["recognise".into(), "lines".into(), at.into()], text));
    }
    if let Layout::Settings { record: Some(record), .. } = &kind.layout {
        let place = ["layout".into(), "settings".into(), "record".into()];
        faults.extend(expressions.add(&place, record));
    }
    for (name, gather) in &kind.gather {
        for (key, texts) in [("headers", &gather.headers), ("no-headers", &gather.no_headers)] {
            for (at, text) in texts.iter().enumerate() {
                faults.extend(expressions.add(&["gather".into(), name.as_str().into(), key.into(), at.into()], text));
            }
        }
    }
    for (at, text) in wanted.no_lines.iter().enumerate() {
        faults.extend(expressions.add(&["recognise".into(), "no-lines".into(), at.into()], text));
    }
    let fields = match &kind.layout {
        Layout::Settings { fields, .. } => Some(("settings", fields)),
        Layout::Document { fields } => Some(("document", fields)),
        _ => None,
    };
    if let Some((layout, fields)) = fields {
        for (name, texts) in fields {
            for (at, text) in texts.iter().enumerate() {
                let place = ["layout".into(), layout.into(), "fields".into(), name.as_str().into(), at.into()];
                faults.extend(expressions.add(&place, text));
            }
        }
    }
    let mut fault = |path: &[Step<'_>], message: String| faults.push(yaml.fault_at(path, message));
    for (name, text) in [("title", &kind.title), ("get", &kind.get)] {
        if text.trim().is_empty() {
            fault(&[name.into()], format!("`{name}` is empty"));
        }
    }
    let nothing = wanted.texts.is_empty()
        && wanted.lines.is_empty()
        && wanted.columns.is_empty()
        && wanted.any_column.is_empty()
        && wanted.keys.is_empty()
        && wanted.any_key.is_empty();
    if nothing {
        fault(&["recognise".into()], "every file would be of this kind: say how it is known".into());
    }
    let is_table = kind.layout == Layout::Table;
    let is_tree = matches!(kind.layout, Layout::Json { .. } | Layout::Xml { .. });
    if is_table && kind.columns.is_empty() {
        fault(&["layout".into()], "a table needs `columns`".into());
    }
    if !is_table {
        for (name, used) in [
            ("columns", !kind.columns.is_empty()),
            (
                "recognise",
                ![&wanted.columns, &wanted.any_column, &wanted.no_columns].iter().all(|list| list.is_empty()),
            ),
            ("gather", !kind.gather.is_empty()),
            ("days", !kind.days.is_empty()),
            ("join", !kind.join.is_empty()),
        ] {
            if used {
                fault(&[name.into()], "only tables have columns".into());
            }
        }
    }
    let has_keys = !wanted.keys.is_empty() || !wanted.any_key.is_empty();
    if has_keys && !is_tree {
        fault(&["recognise".into()], "only JSON and XML have keys".into());
    }
    if is_table {
        let latest: Vec<String> = kind.latest.iter().cloned().collect();
        let of_days: Vec<String> = kind.days.keys().cloned().collect();
        let of_join: Vec<String> = kind.join.keys().chain(kind.join.values().flatten()).cloned().collect();
        let lists: [(&[Step<'_>], &[String]); 9] = [
            (&["join".into()], &of_join),
            (&["recognise".into(), "columns".into()], &wanted.columns),
            (&["recognise".into(), "any-column".into()], &wanted.any_column),
            (&["recognise".into(), "no-columns".into()], &wanted.no_columns),
            (&["days".into()], &of_days),
            (&["subject".into(), "at".into()], &kind.subject.at),
            (&["collected".into()], &kind.collected),
            (&["reviewed".into()], &kind.reviewed),
            (&["latest".into()], &latest),
        ];
        let mut found = Vec::new();
        let known = |column: &String| kind.columns.contains_key(column) || kind.gather.contains_key(column);
        for (path, columns) in lists {
            for (at, column) in columns.iter().enumerate().filter(|(_, c)| !known(c)) {
                let path: Vec<Step<'_>> = path.iter().cloned().chain([at.into()]).collect();
                let fault = yaml.fault_at(&path, format!("there is no column `{column}` in `columns`"));
                found.push(fault.suggest(column, kind.columns.keys().map(String::as_str)));
            }
        }
        faults.extend(found);
        faults.extend(same_headers(yaml, kind));
    }
    faults
}

/// Headers that two columns claim: only one of them could ever have them.
fn same_headers(yaml: &Yaml, kind: &Kind) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut known: BTreeMap<String, &String> = BTreeMap::new();
    for (column, headers) in &kind.columns {
        for (at, header) in headers.iter().enumerate() {
            match known.insert(header.trim().to_lowercase(), column) {
                Some(other) if other != column => {
                    let path = ["columns".into(), column.as_str().into(), at.into()];
                    faults.push(yaml.fault_at(&path, format!("`{header}` is a header of `{other}` already")));
                }
                Some(_) | None => {}
            }
        }
    }
    faults
}

pub(super) fn check(
    read: &Read<Check>,
    kinds: &BTreeMap<KindId, Kind>,
    all_read: bool,
    ids: &[CheckId],
    patterns: &mut Patterns,
) -> Vec<Fault> {
    let Read { yaml, value: check, compile, .. } = read;
    let mut faults = Vec::new();
    for (name, text) in [("title", &check.title), ("why", &check.why), ("fix", &check.fix), ("source", &check.source)] {
        if text.trim().is_empty() {
            faults.push(yaml.fault_at(&[name.into()], format!("`{name}` is empty")));
        }
    }
    if check.reads.is_empty() {
        faults.push(yaml.fault_at(&["reads".into()], "it reads no kind of file"));
    }
    let mut reads = Vec::new();
    for (at, id) in check.reads.iter().enumerate() {
        match kinds.get(id) {
            Some(kind) => reads.push(kind),
            // A kind that could not be read is a fault of its own.
            None if all_read => {
                let fault = yaml.fault_at(&["reads".into(), at.into()], format!("there is no kind of export `{id}`"));
                faults.push(fault.suggest(id.as_str(), kinds.keys().map(KindId::as_str)));
            }
            None => {}
        }
    }
    for (at, id) in check.unless.iter().enumerate() {
        if *id == check.id {
            faults.push(yaml.fault_at(&["unless".into(), at.into()], "a check cannot make itself moot"));
        } else if !ids.contains(id) && all_read {
            let fault = yaml.fault_at(&["unless".into(), at.into()], format!("there is no check `{id}`"));
            faults.push(fault.suggest(id.as_str(), ids.iter().map(CheckId::as_str)));
        }
    }
    faults.extend(bounds(yaml, check));
    let expressions = Expressions { yaml, patterns, compile: *compile };
    let mut walk = Walk::new(yaml, reads, all_read.then_some(kinds), expressions);
    for (name, expect) in
        [("where", check.only.as_ref()), ("expect", Some(&check.expect)), ("prefer", check.prefer.as_ref())]
    {
        if let Some(expect) = expect {
            walk.expect(expect, &mut vec![name.into()]);
        }
    }
    faults.extend(walk.faults);
    faults.extend(examples(yaml, check));
    faults
}

/// Examples that are missing, empty or out of place.
fn examples(yaml: &Yaml, check: &Check) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |path: &[Step<'_>], message: String| faults.push(yaml.fault_at(path, message));
    let (wanted, barred): (&[&str], &[&str]) = match check.informs {
        true => (&["info", "unknown"], &["pass", "fail", "warn"]),
        false => (&["pass", "fail", "unknown"], &["info"]),
    };
    for (name, texts) in check.examples.by_name() {
        let place = ["examples".into(), name.into()];
        if wanted.contains(&name) && texts.is_empty() {
            fault(&place, format!("an example of `{name}` is missing"));
        }
        if barred.contains(&name) && !texts.is_empty() {
            let why =
                if check.informs { "a check with `informs` never comes out so" } else { "only `informs` gives that" };
            fault(&place, format!("there can be no example of `{name}`: {why}"));
        }
        for (at, _) in texts.iter().enumerate().filter(|(_, text)| text.trim().is_empty()) {
            fault(&["examples".into(), name.into(), at.into()], "an example is empty".into());
        }
    }
    match (&check.prefer, check.informs) {
        (Some(_), true) => fault(&["prefer".into()], "a check with `informs` has nothing to prefer".into()),
        (Some(_), false) if check.examples.warn.is_empty() => {
            fault(&["examples".into()], "an example of `warn` is missing, since there is a `prefer`".into());
        }
        (Some(_), false) | (None, _) => {}
    }
    faults
}

/// Thresholds that make no sense.
fn bounds(yaml: &Yaml, check: &Check) -> Vec<Fault> {
    let mut faults = Vec::new();
    match &check.judge {
        Judge::Each | Judge::Any => {}
        Judge::Share { at_least, .. } => {
            if !(*at_least > 0.0 && *at_least <= 100.0) {
                let place = ["judge".into(), "share".into(), "at-least".into()];
                faults.push(yaml.fault_at(&place, "a share is more than 0 and at most 100 percent"));
            }
        }
        Judge::Count { at_least, at_most } => {
            let place = ["judge".into(), "count".into()];
            match (at_least, at_most) {
                (None, None) => faults.push(yaml.fault_at(&place, "give `at-least`, `at-most` or both")),
                (Some(least), Some(most)) if least > most => {
                    faults.push(yaml.fault_at(&place, "`at-least` is more than `at-most`"));
                }
                (Some(_) | None, Some(_)) | (Some(_), None) => {}
            }
        }
    }
    match check.shelf_days {
        Some(0) => faults.push(yaml.fault_at(&["shelf-days".into()], "0 days would make every file old")),
        Some(days) if days > MOST_DAYS => faults.push(yaml.fault_at(&["shelf-days".into()], TOO_LONG)),
        Some(_) | None => {}
    }
    faults
}

/// Where the expressions of a file are added.
pub(super) struct Expressions<'a> {
    yaml: &'a Yaml,
    patterns: &'a mut Patterns,
    compile: Compile,
}

impl Expressions<'_> {
    /// Adds an expression, or says what is wrong with it.
    pub(super) fn add(&mut self, path: &[Step<'_>], text: &str) -> Option<Fault> {
        if text.is_empty() {
            return Some(self.yaml.fault_at(path, "the regular expression is empty"));
        }
        let error = self.patterns.add(text, self.compile).err()?;
        Some(self.yaml.fault_at(path, super::bad_pattern(&error)))
    }
}

pub(super) fn document(read: &Read<DocumentKind>) -> Vec<Fault> {
    let Read { yaml, value: kind, .. } = read;
    let mut faults = Vec::new();
    let mut fault = |path: &[Step<'_>], message: &str| faults.push(yaml.fault_at(path, message));
    for (name, words) in [
        ("titles", &kind.titles),
        ("phrases", &kind.phrases),
        ("not-titles", &kind.not_titles),
        ("subject", &kind.subject),
        ("signs", &kind.signs),
    ] {
        if words.is_empty() && name == "titles" {
            fault(&[name.into()], "give at least one title");
        }
        for (at, _) in words.iter().enumerate().filter(|(_, w)| !w.chars().any(char::is_alphanumeric)) {
            fault(&[name.into(), at.into()], "there are no words here");
        }
    }
    if kind.subject.is_empty() != kind.signs.is_empty() {
        fault(&["subject".into()], "a subject and signs go together");
    }
    if kind.at_least > kind.phrases.len() {
        fault(&["at-least".into()], "more phrases are asked for than there are");
    }
    for (name, texts) in [("yes", &kind.examples.yes), ("no", &kind.examples.no)] {
        if texts.is_empty() {
            fault(&["examples".into(), name.into()], &format!("an example of `{name}` is missing"));
        }
        for (at, _) in texts.iter().enumerate().filter(|(_, text)| text.trim().is_empty()) {
            fault(&["examples".into(), name.into(), at.into()], "an example is empty");
        }
    }
    faults
}
