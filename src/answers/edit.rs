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
mod tests {
    use super::*;
    use crate::model::{AnswerEvidence, IndicatorAnswer};

    const FILE: &str = "\
# ours
format: 1
organisation:
  name: Rosewood Court   # the home
  kind: care-home
assessments:
  - pack: p-1
    answers:
      # people first
      \"1.1.1\":
        value: ZA000000
        by: Manager   # Jo
      \"4.9.1\": {value: yes}

      \"4.10.1\":
        comment: |
          one
          two

    exceptions:
      - item: \"1.1.1\"
        reason: because
        by: Manager
# the end
";

    fn pack() -> PackId {
        PackId::new("p-1").unwrap()
    }

    fn id(text: &str) -> ItemId {
        ItemId::new(text).unwrap()
    }

    fn yes() -> Answer {
        Answer { value: Some("yes".into()), on: Some("2026-03-04".parse().unwrap()), ..Answer::default() }
    }

    #[track_caller]
    fn check(text: &str, item: &str, answer: &Answer, added: &[&str], gone: &[&str]) {
        let after = apply(text, &pack(), None, &Edit::Answer(&id(item), answer)).unwrap();
        let minus: Vec<_> = text.lines().filter(|line| !after.lines().any(|l| l == *line)).collect();
        let plus: Vec<_> = after.lines().filter(|line| !text.lines().any(|l| l == *line)).collect();
        assert_eq!((plus.as_slice(), minus.as_slice()), (added, gone), "\n{after}");
    }

    #[test]
    fn one_statement_among_many_is_changed_alone() {
        let text = FILE.replace(
            "        by: Manager   # Jo\n",
            "        indicators:\n          # by the board\n          \"A#1\": yes   # seen\n          \"A#2\":\n            \
             compensated: A guard   # at night\n          \"NA#1\": no\n        by: Manager   # Jo\n",
        );
        let said = |id: &str, answer| (ItemId::new(id).unwrap(), answer);
        let mut answer = Answer { value: Some("ZA000000".into()), by: Some("Manager".into()), ..Answer::default() };
        answer.indicators = [
            said("A#1", IndicatorAnswer::Yes),
            said("A#2", IndicatorAnswer::Compensated("A guard".into())),
            said("NA#1", IndicatorAnswer::Yes),
        ]
        .into();
        check(&text, "1.1.1", &answer, &["          \"NA#1\": yes"], &["          \"NA#1\": no"]);
        answer.indicators.insert(id("NA#1"), IndicatorAnswer::No);
        answer.indicators.insert(id("A#10"), IndicatorAnswer::NotApplicable("Nothing: yet".into()));
        let added = ["          \"A#10\":", "            not-applicable: \"Nothing: yet\""];
        check(&text, "1.1.1", &answer, &added, &[]);
    }

    #[test]
    fn the_first_statement_makes_its_block() {
        let mut answer = Answer { value: Some("ZA000000".into()), by: Some("Manager".into()), ..Answer::default() };
        answer.indicators = [(id("NA#1"), IndicatorAnswer::No)].into();
        check(FILE, "1.1.1", &answer, &["        indicators:", "          \"NA#1\": no"], &[]);
    }

    #[test]
    fn changing_one_field_leaves_comments_and_the_rest() {
        let mut answer = Answer { value: Some("ZA000000".into()), by: Some("Manager".into()), ..Answer::default() };
        answer.comment = Some("Checked: on the register".into());
        check(FILE, "1.1.1", &answer, &["        comment: \"Checked: on the register\""], &[]);
        answer.comment = None;
        answer.value = Some("ZB123456".into());
        check(FILE, "1.1.1", &answer, &["        value: ZB123456"], &["        value: ZA000000"]);
    }

    #[test]
    fn a_new_item_goes_where_its_number_belongs() {
        let after = apply(FILE, &pack(), None, &Edit::Answer(&id("4.5.3"), &yes())).unwrap();
        let at = |text: &str| after.find(text).unwrap();
        assert!(at("\"1.1.1\"") < at("\"4.5.3\"") && at("\"4.5.3\"") < at("\"4.9.1\""), "{after}");
        let after = apply(FILE, &pack(), None, &Edit::Answer(&id("10.1.2"), &yes())).unwrap();
        assert!(after.find("two\n").unwrap() < after.find("\"10.1.2\"").unwrap());
        assert!(after.find("\"10.1.2\"").unwrap() < after.find("exceptions").unwrap());
        let after = apply(FILE, &pack(), None, &Edit::Answer(&id("1.1.0"), &yes())).unwrap();
        assert!(after.find("\"1.1.0\"").unwrap() < after.find("\"1.1.1\"").unwrap());
    }

    #[test]
    fn an_answer_in_braces_is_replaced_whole() {
        let no = Answer { value: Some("no".into()), ..Answer::default() };
        check(FILE, "4.9.1", &no, &["      \"4.9.1\":", "        value: no"], &["      \"4.9.1\": {value: yes}"]);
    }

    #[test]
    fn the_first_answer_of_a_new_file_is_spliced_in() {
        for empty in ["    answers: {}\n", "    answers:\n", "", "    answers: {}   # none yet\n"] {
            let text =
                format!("format: 1\norganisation: {{name: A, kind: care-home}}\nassessments:\n  - pack: p-1\n{empty}");
            let after = apply(&text, &pack(), None, &Edit::Answer(&id("1.1.1"), &yes())).unwrap();
            assert!(
                after.ends_with("    answers:\n      \"1.1.1\":\n        value: yes\n        on: 2026-03-04\n"),
                "{after}"
            );
        }
    }

    #[test]
    fn exceptions_are_added_to_the_list_or_begin_it() {
        let exception = Exception {
            item: Some(id("4.9.1")),
            check: None,
            subject: None,
            reason: "Spare: never used".into(),
            by: "Manager".into(),
            agreed_by: None,
            until: Some("2026-12-31".parse().unwrap()),
            to_confirm: false,
        };
        let after = apply(FILE, &pack(), None, &Edit::Exception(&exception)).unwrap();
        assert!(after.contains("      - item: 4.9.1\n") || after.contains("      - item: \"4.9.1\"\n"), "{after}");
        assert!(after.ends_with("        until: 2026-12-31\n# the end\n"), "{after}");
        let start = FILE.find("    exceptions").unwrap();
        let after = apply(&FILE[..start], &pack(), None, &Edit::Exception(&exception)).unwrap();
        assert!(after.contains("    exceptions:\n      - item:"), "{after}");
    }

    #[test]
    fn an_exception_that_waits_to_be_confirmed_is_replaced_where_it_stands() {
        for old in [
            "      - item: \"1.1.1\"   # why\n        reason: old\n        by: Ann\n        to-confirm: true\n",
            "      - { item: \"1.1.1\", reason: old, by: Ann, to-confirm: true }   # why\n",
        ] {
            let text = FILE.replace("      - item: \"1.1.1\"\n        reason: because\n        by: Manager\n", old);
            let text = text.replace("# the end\n", "      - { check: x, reason: y, by: z }\n# the end\n");
            let exception: Exception = serde_json::from_value(
                serde_json::json!({ "item": "1.1.1", "reason": "Looked at again", "by": "Manager" }),
            )
            .unwrap();
            let after = apply(&text, &pack(), None, &Edit::Exception(&exception)).unwrap();
            let end = "    exceptions:\n      - item: \"1.1.1\"\n        reason: Looked at again\n        by: Manager\n      \
                       - { check: x, reason: y, by: z }\n# the end\n";
            assert!(after.ends_with(end), "{after}");
        }
    }

    #[test]
    fn a_further_assessment_stands_below_its_own_and_touches_nothing() {
        let new: Assessment = serde_json::from_value(serde_json::json!({
            "pack": "p-2",
            "published": { "level": "met", "on": "2026-06-12" },
            "answers": { "4.10.1": { "comment": "one\ntwo", "to-confirm": true,
                                      "carried": { "from": "4.9.1", "pack": "p-1", "reworded": true } } },
        }))
        .unwrap();
        let added = "  - pack: p-2\n    published:\n      level: met\n      on: 2026-06-12\n    answers:\n      \
                     \"4.10.1\":\n        comment: |-\n          one\n          two\n        to-confirm: true\n        \
                     carried:\n          from: \"4.9.1\"\n          pack: p-1\n          reworded: true\n";
        let after = apply(FILE, &pack(), None, &Edit::Assessment(&new)).unwrap();
        assert_eq!(after.replace(added, ""), FILE, "{after}");
        assert!(after.ends_with(&format!("by: Manager\n{added}# the end\n")), "{after}");
        // A remark that is set in belongs to what stands above it; another assessment comes after.
        let text = format!("{FILE}      # still ours\n\n  - pack: p-3\n    answers: {{}}\n").replace("# the end\n", "");
        let after = apply(&text, &pack(), None, &Edit::Assessment(&new)).unwrap();
        assert!(after.contains(&format!("      # still ours\n{added}\n  - pack: p-3\n")), "{after}");
        let windows = apply(&FILE.replace('\n', "\r\n"), &pack(), None, &Edit::Assessment(&new)).unwrap();
        assert_eq!(windows.matches('\n').count(), windows.matches("\r\n").count());
        let flow = "format: 1\norganisation: {name: A, kind: x}\nassessments: [{pack: p-1}]\n";
        assert!(matches!(apply(flow, &pack(), None, &Edit::Assessment(&new)), Err(EditError::Layout(_))));
    }

    #[test]
    fn what_was_published_and_who_signed_are_set_in_place_or_at_the_end() {
        let record = PublishedRecord {
            level: PackId::new("met").unwrap(),
            on: "2026-06-12".parse().unwrap(),
            edition: Some("2025-26".into()),
            copy: Some("published/2025-26-2026-06-12.yaml".into()),
            sha256: Some("12".repeat(32)),
        };
        let lines = "    published:\n      level: met\n      on: 2026-06-12\n      edition: 2025-26\n      \
                     copy: published/2025-26-2026-06-12.yaml\n      sha256: ";
        let there = FILE.replace("  - pack: p-1\n", "  - pack: p-1\n    published: never   # yet\n");
        let after = apply(&there, &pack(), None, &Edit::Published(&record)).unwrap();
        assert!(after.contains(&format!("  - pack: p-1\n{lines}")), "{after}");
        let after = apply(FILE, &pack(), None, &Edit::Published(&record)).unwrap();
        assert!(after.contains(&format!("        by: Manager\n{lines}")), "{after}");
        let answers: Answers = Yaml::new("a", FILE).read().unwrap();
        let sign_off = SignOff {
            by: "Ann Example".into(),
            role: None,
            on: "2026-06-11".parse().unwrap(),
            confirmed: Some(crate::model::Seal::of(&answers.assessments[0])),
        };
        let after = apply(FILE, &pack(), None, &Edit::SignOff(&sign_off)).unwrap();
        assert!(after.contains(
            "    signed-off:\n      by: Ann Example\n      on: 2026-06-11\n      confirmed:\n        sha256: "
        ));
        let again: Answers = Yaml::new("a", &after).read().unwrap();
        assert_eq!(again.assessments[0].signed_off.as_ref(), Some(&sign_off));
    }

    #[test]
    fn a_round_is_put_at_the_end_or_in_the_place_of_the_one_before_it() {
        let round = |on: &str, group: Option<&str>, yes: u32| {
            let mut round = Round::new(on.parse().unwrap(), group.map(str::to_owned));
            round.people = yes;
            round.counts.insert(id("4.5.3"), crate::model::Votes { yes, no: 0, unsure: 0 });
            round
        };
        let put = |text: &str, round: &Round| apply(text, &pack(), None, &Edit::Round(round)).unwrap();
        let first = put(FILE, &round("2026-03-04", None, 1));
        let block = "    rounds:\n      - on: 2026-03-04\n        people: 1\n        counts:\n          \"4.5.3\": { yes: 1, \
                     no: 0, unsure: 0 }\n";
        assert_eq!(first.replace(block, ""), FILE, "{first}");
        let remarked = first.replace("people: 1", "people: 1   # at handover");
        let second = put(&remarked, &round("2026-03-04", Some("night: staff"), 7));
        assert!(second.starts_with(remarked.trim_end().trim_end_matches("# the end").trim_end()), "{second}");
        assert!(
            second.contains("      - on: 2026-03-04\n        people: 7\n        group: \"night: staff\"\n"),
            "{second}"
        );
        let third = put(&second, &round("2026-03-04", None, 2));
        assert_eq!(third.matches("yes: 1,").count() + third.matches("yes: 2,").count(), 1, "{third}");
        assert!(third.contains("night: staff") && third.contains("# the end"), "{third}");
        let empty = Round::new("2026-03-04".parse().unwrap(), None);
        assert!(put(&third, &empty).contains("        counts: {}\n"));
    }

    #[test]
    fn windows_line_ends_stay() {
        let text = FILE.replace('\n', "\r\n");
        let after = apply(&text, &pack(), None, &Edit::Answer(&id("4.5.3"), &yes())).unwrap();
        assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
    }

    #[test]
    fn a_file_without_a_last_line_end_is_fine() {
        let text = "format: 1\norganisation: {name: A, kind: x}\nassessments:\n  - pack: p-1\n    answers:\n      \"1.1.1\": {value: yes}";
        let after = apply(text, &pack(), None, &Edit::Answer(&id("1.1.2"), &yes())).unwrap();
        assert!(after.contains("{value: yes}\n      \"1.1.2\":\n"), "{after}");
    }

    #[test]
    fn another_assessment_is_told_apart_by_its_subject() {
        let text = "format: 1\norganisation: {name: A, kind: x}\nassessments:\n  - pack: p-1\n    answers: {}\n  - pack: p-1\n    subject: Sup\n    answers: {}\n";
        let after = apply(text, &pack(), Some("Sup"), &Edit::Answer(&id("1.1.2"), &yes())).unwrap();
        assert!(after.starts_with(&text[..text.find("  - pack: p-1\n    subject").unwrap()]), "{after}");
        let gone = apply(text, &pack(), Some("Other"), &Edit::Answer(&id("1.1.2"), &yes()));
        assert_eq!(gone, Err(EditError::NoAssessment(pack())));
    }

    #[test]
    fn any_text_comes_back_as_it_was_typed() {
        let texts = [
            "yes",
            "a: b # c",
            "- x",
            "\"q\" 'p'",
            "line\nline\n\n  indented",
            " lead",
            "trail ",
            "\u{202e}x",
            "tab\tx",
            "ŵ ŷ José ’",
            "{a} [b] *c &d !e",
            "0x10",
            "1.10",
            "|",
            ">-\nx",
            "a\r\nb",
            "#",
            "\n\n",
            "null",
        ];
        for text in texts.map(str::to_owned).into_iter().chain(["word ".repeat(300), "x".repeat(3000)]) {
            let answer = Answer {
                value: Some(text.clone()),
                comment: Some(text.clone()),
                evidence: vec![
                    AnswerEvidence { kept: Some(text.clone()), note: Some(text.clone()), ..AnswerEvidence::default() },
                    AnswerEvidence { file: Some("a/b.pdf".into()), ..AnswerEvidence::default() },
                ],
                to_confirm: true,
                ..Answer::default()
            };
            for item in ["1.1.1", "4.9.1", "4.10.1", "7.1.1"] {
                // `apply` reads the result again and compares the whole.
                let once = apply(FILE, &pack(), None, &Edit::Answer(&id(item), &answer))
                    .unwrap_or_else(|error| panic!("{text:?}: {error}"));
                let twice = apply(&once, &pack(), None, &Edit::Answer(&id(item), &answer)).unwrap();
                assert_eq!(once, twice, "the same answer again changes nothing");
                apply(&once, &pack(), None, &Edit::Answer(&id(item), &yes())).unwrap();
            }
        }
    }

    #[test]
    fn several_changes_are_made_together_or_not_at_all() {
        let (one, two) = (id("4.5.3"), id("10.1.2"));
        let yes = yes();
        let both = apply_all(FILE, &pack(), None, &[Edit::Answer(&one, &yes), Edit::Answer(&two, &yes)]).unwrap();
        let first = apply(FILE, &pack(), None, &Edit::Answer(&one, &yes)).unwrap();
        assert_eq!(both, apply(&first, &pack(), None, &Edit::Answer(&two, &yes)).unwrap());
        assert_eq!(apply_all(FILE, &pack(), None, &[]).unwrap(), FILE);
        let flow = FILE.replace("    answers:\n", "    answers: {\"1.1.1\": {value: x}}\n    rest:\n");
        assert!(apply_all(&flow, &pack(), None, &[Edit::Answer(&one, &yes)]).is_err());
    }

    #[test]
    fn what_is_not_sound_is_never_touched() {
        let broken = FILE.replace("by: Manager   # Jo", "bz: Manager");
        let error = apply(&broken, &pack(), None, &Edit::Answer(&id("4.5.3"), &yes())).unwrap_err();
        assert_eq!(error, EditError::Unreadable("unknown key `bz`".into()));
    }
}
