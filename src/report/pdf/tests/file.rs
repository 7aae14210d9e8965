//! The file as others read it: structure, standards, and the same bytes each time.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::Content;
use lopdf::{Dictionary, Object, ObjectId};

use super::*;

struct File {
    file: lopdf::Document,
    pages: Vec<ObjectId>,
}

fn file(markdown: &str) -> File {
    let file = lopdf::Document::load_mem(&draw(&document(markdown)).unwrap()).unwrap();
    let pages = file.get_pages().into_values().collect();
    File { file, pages }
}

impl File {
    fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        match object {
            Object::Reference(id) => self.file.get_dictionary(*id).unwrap(),
            object => object.as_dict().unwrap(),
        }
    }

    fn catalog(&self, key: &str) -> &Object {
        self.file.dereference(self.file.catalog().unwrap().get(key.as_bytes()).unwrap()).unwrap().1
    }

    fn children<'a>(&self, element: &'a Dictionary) -> &'a [Object] {
        element.get(b"K").map(|children| children.as_array().unwrap().as_slice()).unwrap_or_default()
    }

    /// Every element with its id and the tag of its parent, in reading order.
    fn elements(&self) -> Vec<(ObjectId, &Dictionary, String)> {
        let root = self.catalog("StructTreeRoot").as_dict().unwrap();
        let mut found = Vec::new();
        self.descend(root, "", &mut found);
        found
    }

    fn descend<'a>(&'a self, node: &'a Dictionary, parent: &str, found: &mut Vec<(ObjectId, &'a Dictionary, String)>) {
        for child in self.children(node) {
            let Ok(id) = child.as_reference() else { continue };
            let element = self.file.get_dictionary(id).unwrap();
            found.push((id, element, parent.to_owned()));
            self.descend(element, &tag(element), found);
        }
    }

    fn parent_tree(&self) -> BTreeMap<i64, Object> {
        let root = self.catalog("StructTreeRoot").as_dict().unwrap();
        let numbers = self.dictionary(root.get(b"ParentTree").unwrap()).get(b"Nums").unwrap().as_array().unwrap();
        numbers.chunks(2).map(|pair| (pair[0].as_i64().unwrap(), pair[1].clone())).collect()
    }

    /// The numbers of the marks of a page; panics if something is drawn outside a mark or a mark is in a mark.
    fn marks(&self, page: usize) -> Vec<i64> {
        let content = Content::decode(&self.file.get_page_content(self.pages[page])).unwrap();
        let mut numbers = Vec::new();
        let mut open = false;
        for operation in &content.operations {
            match operation.operator.as_str() {
                "BMC" | "BDC" => {
                    assert!(!std::mem::replace(&mut open, true), "a mark in a mark");
                    let properties = operation.operands[1].as_dict().unwrap();
                    numbers.extend(properties.get(b"MCID").map(|number| number.as_i64().unwrap()));
                    assert_eq!(properties.has(b"MCID"), operation.operands[0].as_name().unwrap() != b"Artifact");
                }
                "EMC" => assert!(std::mem::replace(&mut open, false)),
                "Tj" | "TJ" | "f" | "S" | "re" | "m" => assert!(open, "{operation:?}"),
                _ => {}
            }
        }
        assert!(!open);
        numbers
    }
}

fn tag(element: &Dictionary) -> String {
    String::from_utf8(element.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap()
}

#[track_caller]
fn check(markdown: &str, holds: impl Fn(&File)) {
    holds(&file(markdown));
}

#[test]
fn two_runs_give_the_same_bytes() {
    let once = draw(&document(&everything())).unwrap();
    assert_eq!(once, draw(&document(&everything())).unwrap());
    assert_ne!(once, draw(&document("something else")).unwrap());
}

#[test]
fn a_file_is_known_by_its_content() {
    let id = |markdown: &str| file(markdown).file.trailer.get(b"ID").unwrap().clone();
    assert_eq!(id("text"), id("text"));
    assert_ne!(id("text"), id("other"));
    assert_ne!(id("[a](http://a.example)"), id("[a](http://b.example)"));
}

#[test]
fn the_catalog_names_language_title_and_tags() {
    check(&everything(), |file| {
        assert_eq!(file.catalog("Lang").as_str().unwrap(), b"en-GB");
        assert!(file.catalog("MarkInfo").as_dict().unwrap().get(b"Marked").unwrap().as_bool().unwrap());
        let shown = file.catalog("ViewerPreferences").as_dict().unwrap().get(b"DisplayDocTitle").unwrap();
        assert!(shown.as_bool().unwrap());
        assert_eq!(file.catalog("PageMode").as_name().unwrap(), b"UseOutlines");
        let intent = file.catalog("OutputIntents").as_array().unwrap()[0].as_dict().unwrap();
        assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFA1");
    });
}

#[test]
fn the_metadata_name_both_standards_and_escape_what_was_typed() {
    check("text", |file| {
        let packet = file.catalog("Metadata").as_stream().unwrap();
        assert!(!packet.dict.has(b"Filter"), "readers look for it uncompressed");
        let packet = String::from_utf8(packet.content.clone()).unwrap();
        for part in [
            "<pdfuaid:part>1</pdfuaid:part>",
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "Data security &lt;&amp; protection&gt;",
            "<xmp:CreateDate>2026-03-04T00:00:00Z</xmp:CreateDate>",
        ] {
            assert!(packet.contains(part), "{part}");
        }
    });
}

#[test]
fn everything_drawn_is_content_or_an_artifact() {
    for markdown in [everything(), hostile(), String::new()] {
        check(&markdown, |file| {
            for page in 0..file.pages.len() {
                let marks = file.marks(page);
                assert_eq!(marks, (0..marks.len() as i64).collect::<Vec<_>>());
            }
        });
    }
}

#[test]
fn every_mark_and_link_has_its_element_and_the_element_has_it() {
    for markdown in [everything(), hostile()] {
        check(&markdown, |file| {
            let parents = file.parent_tree();
            let mut held = BTreeSet::new();
            let mut linked = BTreeMap::new();
            for (id, element, _) in file.elements() {
                let own = element.get(b"Pg").map(|page| page.as_reference().unwrap()).ok();
                for child in file.children(element) {
                    match child {
                        Object::Integer(number) => {
                            assert!(held.insert((own.unwrap(), *number, id)))
                        }
                        Object::Dictionary(child) if child.has(b"MCID") => {
                            let page = child.get(b"Pg").unwrap().as_reference().unwrap();
                            assert!(held.insert((page, child.get(b"MCID").unwrap().as_i64().unwrap(), id)));
                        }
                        Object::Dictionary(child) => {
                            linked.insert(child.get(b"Obj").unwrap().as_reference().unwrap(), id);
                        }
                        _ => {}
                    }
                }
            }
            for (at, page) in file.pages.iter().enumerate() {
                let own = parents[&(at as i64)].as_array().unwrap();
                assert_eq!(own.len(), file.marks(at).len());
                for (number, element) in own.iter().enumerate() {
                    assert!(held.remove(&(*page, number as i64, element.as_reference().unwrap())));
                }
                let page = file.file.get_dictionary(*page).unwrap();
                assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
                for link in page.get(b"Annots").map(|links| links.as_array().unwrap().clone()).unwrap_or_default() {
                    let annotation = file.dictionary(&link);
                    assert!(annotation.has(b"Contents"));
                    let key = annotation.get(b"StructParent").unwrap().as_i64().unwrap();
                    assert_eq!(
                        Some(parents[&key].as_reference().unwrap()),
                        linked.remove(&link.as_reference().unwrap())
                    );
                }
            }
            assert!(held.is_empty() && linked.is_empty());
        });
    }
}

#[test]
fn elements_stand_where_the_standard_wants_them() {
    for markdown in [everything(), hostile()] {
        check(&markdown, |file| {
            for (_, element, parent) in file.elements() {
                let allowed: &[&str] = match tag(element).as_str() {
                    "Document" => &[""],
                    "TR" => &["THead", "TBody"],
                    "THead" | "TBody" => &["Table"],
                    "Caption" => &["Table"],
                    "TH" | "TD" => &["TR"],
                    "LI" => &["L"],
                    "Lbl" | "LBody" => &["LI"],
                    "TOCI" => &["TOC"],
                    "Reference" => &["TOCI"],
                    _ => continue,
                };
                assert!(allowed.contains(&parent.as_str()), "{} in {parent}", tag(element));
            }
        });
    }
}

#[test]
fn nothing_but_a_cell_is_empty() {
    for markdown in [everything(), hostile(), "- \n- a\n".to_owned()] {
        check(&markdown, |file| {
            for (_, element, _) in file.elements() {
                assert!(!file.children(element).is_empty() || matches!(tag(element).as_str(), "TD" | "TH"));
            }
        });
    }
}

#[test]
fn heads_of_tables_have_a_scope_and_charts_have_words() {
    check(&everything(), |file| {
        let attribute = |element: &Dictionary, key: &[u8]| element.get(b"A").unwrap().as_dict().unwrap().has(key);
        let elements = file.elements();
        let named = |name: &'static str| elements.iter().filter(move |(_, element, _)| tag(element) == name);
        assert!(named("TH").count() > 10 && named("TH").all(|(_, element, _)| attribute(element, b"Scope")));
        assert_eq!(named("Figure").count(), 1);
        assert!(named("Figure").all(|(_, element, _)| element.has(b"Alt") && attribute(element, b"BBox")));
        assert!(named("L").all(|(_, element, _)| attribute(element, b"ListNumbering")));
    });
}

#[test]
fn no_level_of_heading_is_skipped() {
    for markdown in [everything(), "### c\n\n# a\n\n#### d\n".to_owned()] {
        check(&markdown, |file| {
            let mut before = 0;
            for (_, element, _) in file.elements() {
                if let Some(level) = tag(element).strip_prefix('H').and_then(|level| level.parse::<u8>().ok()) {
                    assert!(level <= before + 1, "H{level} after H{before}");
                    before = level;
                }
            }
            assert!(before > 0);
        });
    }
}

#[test]
fn every_face_is_in_the_file() {
    check(&everything(), |file| {
        let mut count = 0;
        for object in file.file.objects.values() {
            let Ok(font) = object.as_dict() else { continue };
            if font.get(b"Type").and_then(Object::as_name).ok() == Some(b"FontDescriptor") {
                let program = font.get(b"FontFile2").unwrap();
                assert!(!file.file.dereference(program).unwrap().1.as_stream().unwrap().content.is_empty());
                count += 1;
            }
        }
        assert_eq!(count, 5);
    });
}

#[test]
fn the_outline_is_nested_as_the_headings_are() {
    check("# One\n\n## Two\n\n## Three\n\n# Four\n", |file| {
        let outline = file.catalog("Outlines").as_dict().unwrap();
        let title =
            |node: &Dictionary| String::from_utf8(node.get(b"Title").unwrap().as_str().unwrap().to_vec()).unwrap();
        let step = |node: &Dictionary, key: &str| file.dictionary(node.get(key.as_bytes()).unwrap()).clone();
        let one = step(outline, "First");
        let two = step(&one, "First");
        let three = step(&two, "Next");
        let four = step(outline, "Last");
        assert_eq!([&one, &two, &three, &four].map(title), ["One", "Two", "Three", "Four"]);
        assert_eq!(title(&step(&one, "Next")), "Four");
        assert_eq!(outline.get(b"Count").unwrap().as_i64().unwrap(), 4);
        assert!(!three.has(b"Next") && !four.has(b"First"));
    });
}

#[test]
fn addresses_are_plain_and_open_no_file() {
    check("[a](<https://example.org/é b>)", |file| {
        let page = file.file.get_dictionary(file.pages[0]).unwrap();
        let link = file.dictionary(&page.get(b"Annots").unwrap().as_array().unwrap()[0]);
        let action = link.get(b"A").unwrap().as_dict().unwrap();
        assert_eq!(action.get(b"URI").unwrap().as_str().unwrap(), b"https://example.org/%C3%A9%20b");
    });
}

#[test]
fn the_words_can_be_taken_out_of_the_file_again() {
    check(
        "# Ŵyn’s ✓\n\nSome words, and words that a line break parts do not run together when they are taken out.",
        |file| {
            let text = file.file.extract_text(&[1]).unwrap();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for part in ["Ŵyn’s ✓", "a line break parts do not run together when they are taken out.", "Page 1 of 1"]
            {
                assert!(text.contains(part), "{part:?} in {text:?}");
            }
        },
    );
}

#[test]
fn an_empty_report_is_one_empty_page() {
    check("", |file| assert_eq!(file.pages.len(), 1));
}
