//! Changes one block of an answers file and leaves every other byte as it was: comments and order survive.

use std::ops::Range;

use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use super::emit;
use crate::model::{
    Answer, Answers, Assessment, Exception, ItemId, PackId, Published, PublishedRecord, Reference, Round, SignOff,
    yaml::{Node, Value, Yaml},
};

/// One change to an answers file.
#[derive(Clone, Debug)]
pub enum Edit<'a> {
    /// The answer to an item.
    Answer(&'a ItemId, &'a Answer),
    /// A further exception; one about the same that waits to be confirmed is replaced by it.
    Exception(&'a Exception),
    /// Who stands for the assessment.
    SignOff(&'a SignOff),
    /// What was published.
    Published(&'a PublishedRecord),
    /// The day on which the supplier was last sent the questions.
    Asked(Date),
    /// A further assessment, below this one.
    Assessment(&'a Assessment),
    /// What many people said; one of the same day and group is replaced by it.
    Round(&'a Round),
}

/// Why a change could not be made; nothing is changed then.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EditError {
    /// The text is not a sound answers file.
    #[error("the answers file can't be read, so it is left as it is: {0}")]
    Unreadable(String),
    /// The assessment is not in the file.
    #[error("there is no assessment of the pack {0} in the answers file")]
    NoAssessment(PackId),
    /// The file is laid out in a way that can't be spliced into.
    #[error("the answers file is laid out in a way that can't be changed safely near {0}; change it by hand")]
    Layout(String),
}

/// The text with one change made, read again and found to hold that change and no other.
///
/// # Errors
/// When the text is not sound or its layout does not allow the change; see [`EditError`].
pub fn apply(text: &str, pack: &PackId, subject: Option<&str>, edit: &Edit<'_>) -> Result<String, EditError> {
    let before = read(text)?;
    let index = before
        .assessments
        .iter()
        .position(|a| a.pack == *pack && a.subject.as_deref() == subject)
        .ok_or_else(|| EditError::NoAssessment(pack.clone()))?;
    let yaml = Yaml::new("", text);
    let assessment = yaml
        .root()
        .and_then(|root| root.get("assessments"))
        .and_then(|list| match &list.value {
            Value::List(list) => list.get(index),
            Value::Scalar(_) | Value::Map(_) => None,
        })
        .ok_or_else(|| EditError::Layout("assessments".into()))?;
    let mut file = File { text, edits: Vec::new() };
    match edit {
        Edit::Answer(item, answer) => file.answer(assessment, item, answer)?,
        Edit::Exception(exception) => {
            let waiting = waiting(&before.assessments[index].exceptions, exception);
            file.exception(assessment, exception, waiting)?;
        }
        Edit::SignOff(sign_off) => file.set(assessment, "signed-off", &json(sign_off))?,
        Edit::Published(record) => file.set(assessment, "published", &json(record))?,
        Edit::Asked(day) => file.set(assessment, "asked", &json(day))?,
        Edit::Assessment(new) => file.assessment(assessment, new)?,
        Edit::Round(round) => file.round(assessment, round, same_round(&before.assessments[index].rounds, round))?,
    }
    let changed = file.finish();
    let after = read(&changed)?;
    if after_edit(before, index, edit) == form(&after) {
        Ok(changed)
    } else {
        Err(EditError::Layout(format!("the assessment of {pack}")))
    }
}

/// The text with several changes made, one after another: all of them or none.
///
/// # Errors
/// When one of them can't be made; see [`apply`].
pub fn apply_all(text: &str, pack: &PackId, subject: Option<&str>, edits: &[Edit<'_>]) -> Result<String, EditError> {
    edits.iter().try_fold(text.to_owned(), |text, edit| apply(&text, pack, subject, edit))
}

fn read(text: &str) -> Result<Answers, EditError> {
    Yaml::new("answers.yaml", text).read().map_err(|faults| {
        let first = faults.into_iter().next();
        EditError::Unreadable(first.map(|fault| fault.message).unwrap_or_default())
    })
}

/// What the file must say afterwards.
fn after_edit(mut answers: Answers, index: usize, edit: &Edit<'_>) -> Json {
    if let Some(assessment) = answers.assessments.get_mut(index) {
        match edit {
            Edit::Answer(item, answer) => {
                assessment.answers.insert((*item).clone(), (*answer).clone());
            }
            Edit::Exception(exception) => match waiting(&assessment.exceptions, exception) {
                Some(at) => assessment.exceptions[at] = (*exception).clone(),
                None => assessment.exceptions.push((*exception).clone()),
            },
            Edit::SignOff(sign_off) => assessment.signed_off = Some((*sign_off).clone()),
            Edit::Published(record) => assessment.published = Some(Published::Record((*record).clone())),
            Edit::Asked(day) => assessment.asked = Some(*day),
            Edit::Assessment(new) => answers.assessments.insert(index + 1, (*new).clone()),
            Edit::Round(round) => match same_round(&assessment.rounds, round) {
                Some(at) => assessment.rounds[at] = (*round).clone(),
                None => assessment.rounds.push((*round).clone()),
            },
        }
    }
    form(&answers)
}

/// The place of the exception that waits to be confirmed and is about the same as this one.
fn waiting(exceptions: &[Exception], new: &Exception) -> Option<usize> {
    let same = |old: &Exception| (&old.item, &old.check, &old.subject) == (&new.item, &new.check, &new.subject);
    exceptions.iter().position(|old| old.to_confirm && same(old))
}

/// The place of the round of the same day and group.
fn same_round(rounds: &[Round], new: &Round) -> Option<usize> {
    rounds.iter().position(|old| (old.on, &old.group) == (new.on, &new.group))
}

fn form(answers: &Answers) -> Json {
    json(answers)
}

fn json<T: serde::Serialize>(value: &T) -> Json {
    serde_json::to_value(value).unwrap_or(Json::Null)
}

/// A text and the changes to be made to it.
struct File<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
}

impl File<'_> {
    fn answer(&mut self, assessment: &Node, item: &ItemId, answer: &Answer) -> Result<(), EditError> {
        let fields = emit::answer_fields(answer);
        let Some(answers) = assessment.get("answers") else {
            return self.set(assessment, "answers", &nested(item.as_str(), fields));
        };
        match (&answers.value, answers.entry(item.as_str())) {
            (Value::Map(pairs), Some((key, old))) => {
                if self.is_block(old) && !is_flow(self.text, answers) && !pairs.is_empty() {
                    self.merge(old, &fields)
                } else if is_flow(self.text, answers) {
                    Err(EditError::Layout(format!("item {item}")))
                } else {
                    let indent = self.column(key);
                    self.replace_entry(key, old, emit::entry(item.as_str(), &object(fields), indent));
                    Ok(())
                }
            }
            (Value::Map(pairs), None) if !pairs.is_empty() && !is_flow(self.text, answers) => {
                self.insert_item(pairs, item, fields)
            }
            // `answers:` or `answers: {}`
            (Value::Scalar(_) | Value::Map(_), None) if self.is_nothing(answers) => {
                self.set(assessment, "answers", &nested(item.as_str(), fields))
            }
            _ => Err(EditError::Layout(format!("item {item}"))),
        }
    }

    fn exception(&mut self, map: &Node, exception: &Exception, waiting: Option<usize>) -> Result<(), EditError> {
        self.element(map, "exceptions", waiting, &|indent| emit::exception_element(exception, indent))
    }

    fn round(&mut self, map: &Node, round: &Round, same: Option<usize>) -> Result<(), EditError> {
        self.element(map, "rounds", same, &|indent| emit::round_element(round, indent))
    }

    /// Puts an element at the end of a list, or in the place of the one that is named; the list is begun where there is
    /// none.
    fn element(
        &mut self,
        map: &Node,
        key: &str,
        place: Option<usize>,
        draw: &dyn Fn(usize) -> String,
    ) -> Result<(), EditError> {
        match map.get(key) {
            Some(Node { value: Value::List(list), .. }) if !list.is_empty() => {
                let (Some(first), Some(last)) = (list.first(), list.last()) else {
                    return Err(EditError::Layout(key.into()));
                };
                let old = place.and_then(|at| list.get(at));
                let indent = self.dash(old.unwrap_or(first)).ok_or_else(|| EditError::Layout(key.into()))?;
                let text = draw(indent);
                match old {
                    Some(old) => {
                        let end = self.line_end(self.trimmed_end(old.range.start, old.range.end));
                        self.edits.push((self.line_start(old.range.start)..end, text));
                    }
                    None => self.insert_after(last.range.end, text),
                }
                Ok(())
            }
            _ => self.set_drawn(map, key, &|indent| {
                let pad = " ".repeat(indent);
                format!("{pad}{key}:\n{}", draw(indent + 2))
            }),
        }
    }

    /// A further assessment below this one, with the remarks that stand at its end.
    fn assessment(&mut self, before: &Node, new: &Assessment) -> Result<(), EditError> {
        let indent = self.dash(before).ok_or_else(|| EditError::Layout("assessments".into()))?;
        let mut at = self.line_end(self.trimmed_end(before.range.start, before.range.end));
        let mut end = at;
        while end < self.text.len() {
            let line = &self.text[end..self.line_end(end)];
            let remark = line.trim_start().starts_with('#') && line.len() - line.trim_start().len() > indent;
            if !remark && !line.trim().is_empty() {
                break;
            }
            end += line.len();
            at = if remark { end } else { at };
        }
        self.insert_after(at, emit::assessment_element(new, indent));
        Ok(())
    }

    /// The column of the dash before a list's element that begins a line.
    fn dash(&self, element: &Node) -> Option<usize> {
        let line = &self.text[self.line_start(element.range.start)..element.range.start];
        (line.trim() == "-").then(|| line.find('-').unwrap_or(0))
    }

    /// Sets one key of a block map, in place if it is there, else at the map's end.
    fn set(&mut self, map: &Node, key: &str, value: &Json) -> Result<(), EditError> {
        self.set_drawn(map, key, &|indent| emit::entry(key, value, indent))
    }

    fn set_drawn(&mut self, map: &Node, key: &str, draw: &dyn Fn(usize) -> String) -> Result<(), EditError> {
        let Value::Map(pairs) = &map.value else { return Err(EditError::Layout(key.into())) };
        let Some((first, _)) = pairs.first() else { return Err(EditError::Layout(key.into())) };
        if is_flow(self.text, map) {
            return Err(EditError::Layout(key.into()));
        }
        let text = draw(self.column(first));
        match map.entry(key) {
            Some((old_key, old)) => self.replace_entry(old_key, old, text),
            None => self.insert_after(map.range.end, text),
        }
        Ok(())
    }

    /// Changes only those fields of a block that differ.
    fn merge(&mut self, block: &Node, fields: &[(String, Json)]) -> Result<(), EditError> {
        let Value::Map(pairs) = &block.value else { return Err(EditError::Layout("an answer".into())) };
        let Some((first, _)) = pairs.first() else { return Err(EditError::Layout("an answer".into())) };
        let indent = self.column(first);
        let old: Answer =
            serde_yaml::from_str(&dedent(&self.text[self.line_start(block.range.start)..block.range.end]))
                .map_err(|_| EditError::Layout("an answer".into()))?;
        let old_fields = emit::answer_fields(&old);
        let mut added = String::new();
        for (key, value) in fields {
            match (old_fields.iter().find(|(k, _)| k == key), block.entry(key)) {
                (Some((_, old)), Some(_)) if old == value => {}
                (Some((_, Json::Object(old))), Some((_, node))) if self.is_block(node) && value.is_object() => {
                    self.merge_map(node, old, value)?;
                }
                (_, Some((old_key, old))) => self.replace_entry(old_key, old, emit::entry(key, value, indent)),
                (_, None) => added.push_str(&emit::entry(key, value, indent)),
            }
        }
        for (key, old) in pairs {
            if !fields.iter().any(|(k, _)| Some(k.as_str()) == key.text()) {
                self.replace_entry(key, old, String::new());
            }
        }
        if !added.is_empty() {
            self.insert_after(block.range.end, added);
        }
        Ok(())
    }

    /// Changes only those entries of a nested block that differ, such as one statement among many.
    fn merge_map(&mut self, block: &Node, old: &Map<String, Json>, new: &Json) -> Result<(), EditError> {
        let (Value::Map(pairs), Json::Object(new)) = (&block.value, new) else {
            return Err(EditError::Layout("an answer".into()));
        };
        let Some((first, _)) = pairs.first() else { return Err(EditError::Layout("an answer".into())) };
        let indent = self.column(first);
        for (key, node) in pairs {
            let name = key.text().unwrap_or_default();
            match new.get(name) {
                Some(value) if old.get(name) == Some(value) => {}
                Some(value) => self.replace_entry(key, node, emit::entry(name, value, indent)),
                None => self.replace_entry(key, node, String::new()),
            }
        }
        let added = new.iter().filter(|(key, _)| block.entry(key).is_none());
        let added: String = added.map(|(key, value)| emit::entry(key, value, indent)).collect();
        if !added.is_empty() {
            self.insert_after(block.range.end, added);
        }
        Ok(())
    }

    /// A new item behind the last one with a smaller number.
    fn insert_item(
        &mut self,
        pairs: &[(Node, Node)],
        item: &ItemId,
        fields: Vec<(String, Json)>,
    ) -> Result<(), EditError> {
        let smaller = |key: &Node| key.text().and_then(|t| Reference::new(t).ok()).is_some_and(|id| id < *item);
        let before = pairs.iter().rfind(|(key, _)| smaller(key));
        let (first, _) = pairs.first().ok_or_else(|| EditError::Layout(format!("item {item}")))?;
        let text = emit::entry(item.as_str(), &object(fields), self.column(first));
        match before {
            Some((key, value)) => self.insert_after(value.range.end.max(key.range.end), text),
            None => {
                let start = self.line_start(first.range.start);
                self.edits.push((start..start, text));
            }
        }
        Ok(())
    }

    /// Whether a map stands in block form, so that a part of it can be changed.
    fn is_block(&self, node: &Node) -> bool {
        matches!(&node.value, Value::Map(pairs) if !pairs.is_empty()) && !is_flow(self.text, node)
    }

    fn is_nothing(&self, node: &Node) -> bool {
        matches!(self.text[node.range.clone()].trim(), "" | "{}" | "~" | "null")
            || matches!(&node.value, Value::Map(pairs) if pairs.is_empty())
    }

    /// The whole lines of a key and its value become the text.
    fn replace_entry(&mut self, key: &Node, value: &Node, text: String) {
        let start = self.line_start(key.range.start);
        let end = self.line_end(self.trimmed_end(key.range.end, value.range.end));
        let indent = &self.text[start..key.range.start];
        let text = match text.get(indent.len()..) {
            // A list's dash stands before the key and stays.
            Some(rest) if indent.contains('-') => format!("{indent}{rest}"),
            _ => text,
        };
        self.edits.push((start..end, text));
    }

    fn insert_after(&mut self, end: usize, text: String) {
        let at = self.line_end(self.trimmed_end(0, end));
        let text = if at == 0 || self.text[..at].ends_with('\n') { text } else { format!("\n{text}") };
        self.edits.push((at..at, text));
    }

    /// The end without the blank lines that a block of text takes in.
    fn trimmed_end(&self, least: usize, end: usize) -> usize {
        self.text[..end].trim_end().len().max(least)
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |i| i + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |i| at + i + 1)
    }

    fn column(&self, node: &Node) -> usize {
        self.text[self.line_start(node.range.start)..node.range.start].chars().count()
    }

    fn finish(mut self) -> String {
        let windows = self.text.contains("\r\n");
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut text = self.text.to_owned();
        for (range, new) in self.edits.into_iter().rev() {
            let new = if windows { new.replace('\n', "\r\n") } else { new };
            text.replace_range(range, &new);
        }
        text
    }
}

fn is_flow(text: &str, node: &Node) -> bool {
    match &node.value {
        Value::Map(pairs) => match pairs.first() {
            Some((key, _)) => {
                text[node.range.start..key.range.start].contains('{')
                    || text[..node.range.start.max(key.range.start)].trim_end().ends_with('{')
            }
            None => true,
        },
        Value::List(_) | Value::Scalar(_) => false,
    }
}

fn nested(key: &str, fields: Vec<(String, Json)>) -> Json {
    object(vec![(key.to_owned(), object(fields))])
}

fn object(fields: Vec<(String, Json)>) -> Json {
    Json::Object(fields.into_iter().collect())
}

/// A block moved to the left edge, so that it can be read by itself.
fn dedent(block: &str) -> String {
    let indent = block.len() - block.trim_start_matches(' ').len();
    block.lines().map(|line| line.get(indent..).unwrap_or(line.trim_start())).fold(String::new(), |mut all, line| {
        all.push_str(line);
        all.push('\n');
        all
    })
}

#[cfg(test)]
mod tests;
