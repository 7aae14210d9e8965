//! XML as a tree in which every value knows its path and line: an element is a map of its attributes and children, or
//! its words where it has neither. Property lists of Apple's become the dictionaries that they mean.

use std::collections::BTreeMap;

use quick_xml::XmlVersion::Implicit1_0;
use quick_xml::events::{BytesStart, Event};

use super::paths::Paths;
use super::{Names, text, xml};
use crate::scan::content::{Content, Node, Spot, Value};

/// Elements inside elements, but no deeper than this.
const DEPTH: usize = 128;
/// Of a longer text only the values that some rule names are kept, and they know their line but not their path: all of
/// it would cost memory.
const LONG: usize = 4 * 1024 * 1024;

/// Why a text was not read as XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is not sound from this line on.
    Unsound(usize),
    /// It holds more values than are read.
    TooLarge,
}

/// Reads a text that begins like XML; `None` when it does not. `named` are the names that rules know, in lower case.
pub(super) fn read(text: &str, named: Option<&Names>) -> Option<Result<Content, Fault>> {
    text.trim_start().starts_with('<').then(|| {
        let tree = parse(text, super::CELLS, named.filter(|_| text.len() > LONG))?;
        Ok(Content { format: "XML file".into(), lines: text::lines(text), tree: Some(tree), ..Content::default() })
    })
}

/// Whether a text says that it is XML.
pub(super) fn declared(text: &str) -> bool {
    text.trim_start().starts_with("<?xml")
}

/// The tree under a map of the outermost elements; several stand there when a program wrote them one after another.
fn parse(text: &str, most: usize, only: Option<&Names>) -> Result<Node, Fault> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut tree = Builder { open: vec![Element::default()], left: most, plist: false, only };
    let (mut line, mut counted) = (1, 0);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        line += text.get(counted..at).unwrap_or_default().bytes().filter(|byte| *byte == b'\n').count();
        counted = at;
        match reader.read_event().map_err(|_| Fault::Unsound(line))? {
            Event::Start(tag) => tree.open(&tag, line)?,
            Event::Empty(tag) => {
                tree.open(&tag, line)?;
                tree.close(line)?;
            }
            Event::End(_) => tree.close(line)?,
            Event::Text(words) => tree.say(&words.xml_content(Implicit1_0), line)?,
            Event::CData(words) => tree.say(&words.xml_content(Implicit1_0), line)?,
            Event::GeneralRef(entity) => match xml::sign(&entity) {
                Some(sign) => tree.say(sign.encode_utf8(&mut [0; 4]), line)?,
                // What the file itself defines is not expanded, and not lost either.
                None => tree.say(&format!("&{};", entity.xml10_content()), line)?,
            },
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => break,
        }
    }
    let mut root = match (tree.open.pop(), tree.open.is_empty()) {
        (Some(outermost), true) if !outermost.children.is_empty() => outermost.map(),
        // Cut off, or nothing but words.
        _ => return Err(Fault::Unsound(line)),
    };
    if only.is_none() {
        place(&mut root, "", &Paths::new());
    }
    root.spot = Spot::Whole;
    Ok(root)
}

/// An element that has not closed yet.
#[derive(Default)]
struct Element {
    name: String,
    line: usize,
    attributes: Vec<(String, Node)>,
    children: Vec<(String, Node)>,
    words: String,
    /// Whether it says that it has no value at all.
    nil: bool,
}

struct Builder<'a> {
    /// The elements around the place of reading; the first stands for the file.
    open: Vec<Element>,
    left: usize,
    plist: bool,
    /// The names that are kept, where not all are.
    only: Option<&'a Names>,
}

impl Builder<'_> {
    fn keeps(&self, name: &str) -> bool {
        // A name with a dot is never a single step of a path.
        self.plist || name.contains('.') || self.only.is_none_or(|only| only.contains(&name.to_lowercase()))
    }

    fn count(&mut self) -> Result<(), Fault> {
        self.left = self.left.checked_sub(1).ok_or(Fault::TooLarge)?;
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart<'_>, line: usize) -> Result<(), Fault> {
        if self.open.len() > DEPTH {
            return Err(Fault::Unsound(line));
        }
        let mut element = Element { name: tag.local_name().as_ref().to_owned(), line, ..Element::default() };
        if self.open.len() == 1 {
            self.plist = element.name == "plist";
        }
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Fault::Unsound(line))?;
            let (name, whole) = (attribute.key.local_name(), attribute.key.as_ref());
            // Namespaces, and how to treat blanks, say nothing of the content.
            if whole == "xmlns" || whole.starts_with("xmlns:") || whole.starts_with("xml:") {
                continue;
            }
            let value = match attribute.normalized_value(Implicit1_0) {
                Ok(value) => value.into_owned(),
                Err(_) => attribute.value.to_string(),
            };
            if whole.contains(':') && name.as_ref() == "nil" {
                element.nil = matches!(value.trim(), "true" | "1");
                continue;
            }
            if !self.keeps(name.as_ref()) {
                continue;
            }
            self.count()?;
            let name = name.as_ref().to_owned();
            let spot = Spot::Path(String::new(), Some(line));
            element.attributes.push((name, Node { value: Value::Text(value), spot }));
        }
        self.open.push(element);
        Ok(())
    }

    fn say(&mut self, words: &str, line: usize) -> Result<(), Fault> {
        let outermost = self.open.len() == 1;
        match self.open.last_mut() {
            Some(element) if !outermost => element.words.push_str(words),
            _ if words.trim().is_empty() => {}
            _ => return Err(Fault::Unsound(line)),
        }
        Ok(())
    }

    fn close(&mut self, line: usize) -> Result<(), Fault> {
        let Some(mut element) = self.open.pop() else { return Err(Fault::Unsound(line)) };
        let name = std::mem::take(&mut element.name);
        let spot = Spot::Path(String::new(), Some(element.line));
        let dropped = element.children.is_empty() && self.open.len() > 1 && !self.keeps(&name);
        if dropped {
            return Ok(());
        }
        self.count()?;
        let value = if self.plist { element.property(&name) } else { element.value() };
        let Some(around) = self.open.last_mut() else { return Err(Fault::Unsound(line)) };
        around.children.push((name, Node { value, spot }));
        Ok(())
    }
}

impl Element {
    fn value(self) -> Value {
        if self.attributes.is_empty() && self.children.is_empty() {
            return if self.nil { Value::Null } else { Value::Text(trimmed(self.words)) };
        }
        self.map().value
    }

    /// Attributes, children and words under their names; children of one name are a list.
    fn map(self) -> Node {
        let mut map: Vec<(String, Node)> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (name, node) in self.children {
            let Some((_, known)) = places.get(&name).and_then(|at| map.get_mut(*at)) else {
                places.insert(name.clone(), map.len());
                map.push((name, node));
                continue;
            };
            match &mut known.value {
                Value::List(list) => list.push(node),
                _ => {
                    let spot = known.spot.clone();
                    let first = std::mem::replace(known, Node { value: Value::Null, spot });
                    known.value = Value::List(vec![first, node]);
                }
            }
        }
        // An attribute with the name of a child stands under `@name`.
        let taken = |name: &str| places.contains_key(name);
        let attributes = self.attributes.into_iter();
        let mut all: Vec<(String, Node)> = attributes
            .map(|(name, node)| if taken(&name) { (format!("@{name}"), node) } else { (name, node) })
            .collect();
        let words = trimmed(self.words);
        if !words.is_empty() && !taken("text") && !all.iter().any(|(name, _)| name == "text") {
            let spot = Spot::Path(String::new(), Some(self.line));
            all.push(("text".into(), Node { value: Value::Text(words), spot }));
        }
        all.extend(map);
        Node { value: Value::Map(all), spot: Spot::Path(String::new(), Some(self.line)) }
    }

    /// What an element of a property list means.
    fn property(self, name: &str) -> Value {
        match name {
            "dict" => {
                let mut map = Vec::new();
                let mut key = None;
                for (name, node) in self.children {
                    match (key.take(), node.value) {
                        (None, Value::Text(words)) if name == "key" => key = Some(words),
                        (Some(key), value) => map.push((key, Node { value, spot: node.spot })),
                        (None, _) => {}
                    }
                }
                Value::Map(map)
            }
            "array" => Value::List(self.children.into_iter().map(|(_, node)| node).collect()),
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "integer" | "real" => match trimmed(self.words) {
                words if words.len() <= 15 => words.parse().map_or(Value::Text(words), Value::Number),
                // A longer one is an identifier.
                words => Value::Text(words),
            },
            "plist" => match self.children.into_iter().next() {
                Some((_, only)) => only.value,
                None => Value::Null,
            },
            _ => Value::Text(trimmed(self.words)),
        }
    }
}

fn trimmed(words: String) -> String {
    words.trim().to_owned()
}

/// Gives every value the whole path to it.
fn place(node: &mut Node, path: &str, paths: &Paths) {
    if let Spot::Path(known, _) = &mut node.spot {
        path.clone_into(known);
    }
    match &mut node.value {
        Value::Map(map) => {
            for (name, child) in map {
                place(child, &paths.key(path, name), paths);
            }
        }
        Value::List(list) => {
            for (at, element) in list.iter_mut().enumerate() {
                place(element, &paths.element(path, at), paths);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Day(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(node: &Node) -> String {
        match &node.value {
            Value::Map(map) => {
                let all: Vec<_> = map.iter().map(|(name, node)| format!("{name}={}", shown(node))).collect();
                format!("{{{}}}", all.join(" "))
            }
            Value::List(list) => format!("[{}]", list.iter().map(shown).collect::<Vec<_>>().join(" ")),
            Value::Text(text) => format!("'{text}'"),
            Value::Number(number) => format!("#{number}"),
            Value::Bool(truth) => truth.to_string(),
            Value::Null => "null".into(),
            Value::Day(day) => day.to_string(),
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = match read(text, None) {
            None => "no XML".into(),
            Some(Err(fault)) => format!("{fault:?}"),
            Some(Ok(content)) => shown(&content.tree.unwrap()),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn elements_are_maps_lists_or_words() {
        check("<a>one</a>", "{a='one'}");
        check("<a/>", "{a=''}");
        check("<a><b>1</b><b>2</b><c/></a>", "{a={b=['1' '2'] c=''}}");
        check("<a x='1'>one<b/> two</a>", "{a={x='1' text='one two' b=''}}");
        check("<tag name='OS'>\n Linux \n</tag>", "{tag={name='OS' text='Linux'}}");
        check("<a name='x'><name>y</name></a>", "{a={@name='x' name='y'}}");
        check("<e>1</e>\n<e>2</e>", "{e=['1' '2']}");
    }

    #[test]
    fn prefixes_namespaces_and_missing_values_are_understood() {
        let text = "<?xml version='1.0'?><q:a xmlns:q='u' xmlns='v' xml:lang='en' q:x='1'><q:b>2</q:b></q:a>";
        check(text, "{a={x='1' b='2'}}");
        check("<a xmlns:xsi='u'><b xsi:nil='true'/></a>", "{a={b=null}}");
    }

    #[test]
    fn only_the_five_entities_are_expanded() {
        check("<a x='&lt;&#65;'>&amp;&gt;<![CDATA[<&]]></a>", "{a={x='<A' text='&><&'}}");
        check("<!DOCTYPE a [<!ENTITY e 'boom'>]><a x='&e;'>1&e;</a>", "{a={x='&e;' text='1&e;'}}");
    }

    #[test]
    fn what_is_cut_off_or_crossed_is_not_sound_and_says_where() {
        check("<a>\n<b>\n", "Unsound(3)");
        check("<a>\n<b></a>", "Unsound(2)");
        check("<VirtualHost *:443>\nSSLEngine on\n</VirtualHost>", "Unsound(1)");
        check("<a>1</a>\n<b>2</b> more", "Unsound(2)");
        check("words", "no XML");
        check(&"<a>".repeat(200), "Unsound(1)");
    }

    #[test]
    fn property_lists_become_what_they_mean() {
        let text = "<?xml version='1.0'?><!DOCTYPE plist PUBLIC '-//Apple//DTD PLIST 1.0//EN' 'x'>\n<plist version='1.0'>\
            <dict><key>on</key><true/><key>n</key><integer>5</integer><key>list</key><array><string>a</string>\
            <dict><key>b</key><false/></dict></array><key>id</key><integer>12345678901234567</integer></dict></plist>";
        check(text, "{plist={on=true n=#5 list=['a' {b=false}] id='12345678901234567'}}");
        check("<plist><array><dict><key>a</key><string>b</string></dict></array></plist>", "{plist=[{a='b'}]}");
    }

    #[test]
    fn every_value_knows_its_path_and_line() {
        let tree = parse("<a>\n<b>1</b>\n<b x='2'/>\n</a>", 100, None).unwrap();
        let mut found = Vec::new();
        fn collect(node: &Node, into: &mut Vec<String>) {
            if let Spot::Path(path, line) = &node.spot {
                into.push(format!("{path}@{}", line.unwrap()));
            }
            match &node.value {
                Value::Map(map) => map.iter().for_each(|(_, node)| collect(node, into)),
                Value::List(list) => list.iter().for_each(|node| collect(node, into)),
                _ => {}
            }
        }
        collect(&tree, &mut found);
        assert_eq!(found, ["a@1", "a.b@2", "a.b[0]@2", "a.b[1]@3", "a.b[1].x@3"]);
    }

    #[test]
    fn of_a_long_text_only_what_rules_name_is_kept() {
        let only = ["scan", "host", "name", "port", "text"].map(str::to_owned).into();
        let text = "<Scan><host Name='a' os='x'><port id='1'>22</port><long>words</long><other><port>1</port></other>\
                    </host><more>w</more></Scan>";
        let tree = parse(text, 100, Some(&only)).unwrap();
        assert_eq!(shown(&tree), "{Scan={host={Name='a' port='22' other={port='1'}}}}");
        let text = "<plist><dict><key>a</key><string>b</string></dict></plist>";
        assert_eq!(shown(&parse(text, 100, Some(&only)).unwrap()), "{plist={a='b'}}");
    }

    #[test]
    fn more_values_than_memory_should_hold_are_refused() {
        assert_eq!(parse("<a><b/><b/></a>", 2, None), Err(Fault::TooLarge));
        assert!(parse("<a><b/><b/></a>", 3, None).is_ok());
    }

    #[test]
    fn nothing_broken_does_harm() {
        let text = "<?xml version='1.0'?><a x='&lt;'><![CDATA[x]]><b>&#233;</b><!-- c --></a>";
        for length in 0..text.len() {
            let _ = read(&text[..length], None);
        }
    }
}
