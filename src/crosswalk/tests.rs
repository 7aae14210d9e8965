//! Reading a crosswalk, its links from both ends, and counts of a map; by packs of a few items.

use super::{by_certificate, by_pack, links, parse};
use crate::model::{Cover, Coverage, CoverageCounts, Crosswalk, Pack, Reach, yaml::Yaml};

/// A pack of one section for each list, its items given as number and further keys.
fn pack(id: &str, sections: &[&[(&str, &str)]]) -> Pack {
    let mut text = format!(
        "format: 1\nid: {id}\ntitle: The {id} pack\nshort-title: {}\nedition: x\nsummary: x\nnotice: x\n\
         organisations: []\nlevels: [{{id: met, title: Met, meaning: x, requires: {{items: mandatory}}}}]\nsections:\n",
        id.to_uppercase()
    );
    for items in sections {
        let section = items[0].0.split('.').next().unwrap();
        text.push_str(&format!(
            "- {{id: '{section}', title: Section {section}, summary: x, assertions: [{{id: '{section}', title: x, items: [\n"
        ));
        for (id, more) in *items {
            let mandatory = if more.contains("mandatory") { "" } else { "mandatory: yes, " };
            text.push_str(&format!(
                "  {{id: '{id}', title: Title {id}, question: Is it?, kind: yes-no, {mandatory}approaching: no, \
                 confidence: high, why: x, commits: x, guidance: x, action: x, effort: hours, audience: care, \
                 backed-by: [note]{}{more}}},\n",
                if more.is_empty() { "" } else { ", " }
            ));
        }
        text.push_str("]}]}\n");
    }
    Yaml::new("pack.yaml", text.clone()).read().unwrap_or_else(|faults| panic!("{faults:?}\n{text}"))
}

fn from() -> Pack {
    pack("one", &[&[("1.1", ""), ("1.2", ""), ("1.3", "mandatory: no")], &[("2.1", ""), ("2.2", "same-as: '2.1'")]])
}

fn to() -> Pack {
    pack("two", &[&[("A.1", ""), ("A.2", ""), ("A.3", "mandatory: no")], &[("B.1", ""), ("B.2", "same-as: B.1")]])
}

const TEXT: &str = "format: 1
notice: Our own reading.
pairs:
  - between: [one, two]
    basis: judged
    rows:
      - {item: '1.1', strong: [A.1], partial: [A.2]}
      - {item: '1.2', partial: [A.1, A.2], note: Only a part.}
      - {item: '1.3', strong: [A.3], basis: published}
      - {item: '2.1', note: There is nothing like it.}
      - {item: '2.2', strong: [B.2]}
certificates:
  - kind: one-certificate
    title: One
    stands-for: one
    caution: Not all of it.
    leaves: [{pack: two, item: A.1, why: It is another matter.}]
    exemptions:
      - {pack: two, items: [A.1, B.1], when: It is in date., holds: assumed, basis: published-via-copy, confidence: low}
  - {kind: bare, title: Bare, caution: It says nothing.}
";

fn crosswalk() -> Crosswalk {
    parse("crosswalk.yaml", TEXT, &[&from(), &to()]).unwrap_or_else(|faults| panic!("{faults:?}"))
}

#[track_caller]
fn refused(change: (&str, &str), expected: &[&str]) {
    assert!(TEXT.contains(change.0), "{} is not there to be changed", change.0);
    let text = TEXT.replacen(change.0, change.1, 1);
    let faults = parse("crosswalk.yaml", &text, &[&from(), &to()]).err().unwrap_or_default();
    let shown: Vec<String> = faults
        .iter()
        .map(|fault| {
            let hint = fault.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            format!("{}: {}{hint}", fault.at.map_or(0, |at| at.line), fault.message)
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn every_fault_has_its_line() {
    refused(("partial: [A.2]}", "partial: [A.9]}"), &["7: there is no item A.9 in two (did you mean `A.1`?)"]);
    refused(("item: '2.1'", "item: '9.9'"), &["10: there is no item 9.9 in one"]);
    refused(("strong: [A.1]", "strong: [A.2]"), &["7: item 1.1 is linked with A.2 twice"]);
    refused(("item: '1.2'", "item: '1.1'"), &["8: item 1.1 has two rows"]);
    refused((", note: There is nothing like it.", ""), &["10: item 2.1: a row without links says in a `note` why"]);
    refused(("note: Only a part.", "note: ' '"), &["8: these words are empty"]);
    refused(
        ("[one, two]", "[two, two]"),
        &[
            "4: `two` is linked with itself",
            "7: there is no item 1.1 in two (did you mean `A.1`?)",
            "8: there is no item 1.2 in two (did you mean `A.2`?)",
            "9: there is no item 1.3 in two (did you mean `A.3`?)",
            "10: there is no item 2.1 in two (did you mean `A.1`?)",
            "11: there is no item 2.2 in two (did you mean `A.2`?)",
        ],
    );
    refused(("kind: bare", "kind: one-certificate"), &["20: the certificate `one-certificate` is there twice"]);
    refused(("items: [A.1, B.1]", "items: [A.1, C.1]"), &["19: there is no item C.1 in two (did you mean `A.1`?)"]);
    refused(("item: A.1, why", "item: A.7, why"), &["17: there is no item A.7 in two (did you mean `A.1`?)"]);
    refused(("format: 1", "format: 2"), &["1: this program reads format 1, not 2 (get a newer dspt)"]);
    refused(("basis: published}", "bases: published}"), &["9: unknown key `bases` (did you mean `basis`?)"]);
    refused(
        ("certificates:", "  - {between: [two, one], basis: judged, rows: []}\ncertificates:"),
        &["12: the links between `two` and `one` are given twice"],
    );
}

#[test]
fn links_with_a_pack_that_is_not_there_are_left_alone() {
    let text = TEXT.replacen("[A.1]", "[Z.9]", 1);
    assert!(parse("crosswalk.yaml", &text, &[&from()]).is_ok());
    assert!(parse("crosswalk.yaml", &text, &[&to()]).is_err());
}

/// "A.1: 1.1 strong, 1.2 partial".
#[track_caller]
fn linked(from: &Pack, to: &Pack, expected: &[&str]) {
    let links = links(&crosswalk(), from, to).expect("there are links");
    let shown: Vec<String> = links
        .by_item
        .iter()
        .map(|(item, linked)| {
            let word = |reach| if reach == Reach::Strong { "strong" } else { "partial" };
            let words: Vec<String> = linked.iter().map(|link| format!("{} {}", link.item, word(link.reach))).collect();
            format!("{item}: {}", words.join(", "))
        })
        .collect();
    assert_eq!(shown, expected);
}

#[test]
fn links_hold_both_ways_and_under_the_number_that_is_answered() {
    linked(
        &from(),
        &to(),
        &["A.1: 1.1 strong, 1.2 partial", "A.2: 1.1 partial, 1.2 partial", "A.3: 1.3 strong", "B.1: 2.1 strong"],
    );
    linked(
        &to(),
        &from(),
        &["1.1: A.1 strong, A.2 partial", "1.2: A.1 partial, A.2 partial", "1.3: A.3 strong", "2.1: B.1 strong"],
    );
    assert!(links(&crosswalk(), &from(), &from()).is_none());
}

fn counts(all: usize, largely: usize, partly: usize, not_at_all: usize) -> CoverageCounts {
    CoverageCounts { all, largely, partly, not_at_all }
}

/// The items of a map: "A.1 largely".
fn items(coverage: &Coverage) -> Vec<String> {
    let word = |cover| match cover {
        Cover::Largely => "largely",
        Cover::Partly => "partly",
        Cover::NotAtAll => "not at all",
    };
    let items = coverage.sections.iter().flat_map(|section| &section.items);
    items.map(|item| format!("{} {}", item.id, word(item.cover))).collect()
}

#[test]
fn a_map_counts_items_by_what_goes_furthest() {
    let coverage = by_pack(&crosswalk(), &from(), &to(), None).unwrap();
    assert_eq!(items(&coverage), ["A.1 largely", "A.2 partly", "A.3 largely", "B.1 largely"]);
    assert_eq!((coverage.mandatory, coverage.optional), (counts(3, 2, 1, 0), counts(1, 1, 0, 0)));
    let sections: Vec<CoverageCounts> = coverage.sections.iter().map(|section| section.counts).collect();
    assert_eq!(sections, [counts(3, 2, 1, 0), counts(1, 1, 0, 0)]);
    // The certificates that stand for the pack bring their exemptions.
    assert_eq!(coverage.exemptions.len(), 1);
    let back = by_pack(&crosswalk(), &to(), &from(), None).unwrap();
    assert_eq!(items(&back), ["1.1 largely", "1.2 partly", "1.3 largely", "2.1 largely"]);
    assert_eq!(back.sections[0].items[1].notes, ["Only a part."]);
    assert!(back.exemptions.is_empty());
}

#[test]
fn a_certificate_covers_what_was_looked_at_for_it() {
    let (crosswalk, from, to) = (crosswalk(), from(), to());
    let [one, bare] = crosswalk.certificates.as_slice() else { panic!("two certificates") };
    let coverage = by_certificate(&crosswalk, one, Some(&from), &to, None).unwrap();
    // A.1 is left open although its link is strong, and A.3 hangs on an item that is only advice.
    assert_eq!(items(&coverage), ["A.1 partly", "A.2 partly", "A.3 not at all", "B.1 largely"]);
    assert_eq!(coverage.sections[0].items[0].notes, ["It is another matter."]);
    assert_eq!(coverage.caution.as_deref(), Some("Not all of it."));
    let spared: Vec<&str> = coverage.exemptions[0].items.iter().map(|(_, title)| title.as_str()).collect();
    assert_eq!(spared, ["Title A.1", "Title B.1"]);
    assert!(by_certificate(&crosswalk, bare, None, &to, None).is_none());
}

#[test]
fn a_pack_that_is_based_on_another_has_its_links_under_its_own_numbers() {
    let mut next = pack("next", &[&[("9.1", "like: A.1"), ("9.2", ""), ("9.3", "like: B.2")]]);
    next.based_on = Some(to().id);
    linked(&from(), &next, &["9.1: 1.1 strong, 1.2 partial", "9.3: 2.1 strong"]);
    linked(&next, &from(), &["1.1: 9.1 strong", "1.2: 9.1 partial", "2.1: 9.3 strong"]);
    let crosswalk = crosswalk();
    let coverage = by_certificate(&crosswalk, &crosswalk.certificates[0], Some(&from()), &next, None).unwrap();
    assert_eq!(items(&coverage), ["9.1 partly", "9.2 not at all", "9.3 largely"]);
    // What a certificate spares is known of the edition that is named, and of no other.
    assert!(coverage.exemptions.is_empty());
}
