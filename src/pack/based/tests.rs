//! Packs that are based on another, by what they leave out.

use crate::{
    model::{AnswerKind, Flag, Pack, PackId},
    pack::{Known, base_named, parse, parse_on},
};

const BASE: &str = include_str!("../../../tests/packs/valid/small.yaml");
const HEAD: &str = "format: 1\nid: small-2\nbased-on: small-1\ntitle: Next\nshort-title: Next\nedition: \"2\"\n";

fn known() -> Known {
    Known {
        checks: ["disk-encryption-on"].into_iter().map(|id| id.parse().unwrap()).collect(),
        documents: ["data-protection-policy"].into_iter().map(|id| id.parse().unwrap()).collect(),
    }
}

fn base() -> Pack {
    parse("small.yaml", BASE, &known()).unwrap()
}

#[track_caller]
fn read(sections: &str) -> Pack {
    let text = format!("{HEAD}{sections}");
    parse_on("next.yaml", &text, &known(), Some(&base())).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[track_caller]
fn refused(text: &str, expected: &[(usize, &str)]) {
    let faults = parse_on("next.yaml", text, &known(), Some(&base())).unwrap_err();
    let found: Vec<(usize, &str)> =
        faults.iter().map(|fault| (fault.at.map_or(0, |at| at.line), fault.message.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn without_sections_everything_is_taken() {
    let pack = read("");
    assert_eq!(pack.based_on, Some(PackId::new("small-1").unwrap()));
    assert_eq!((pack.title.as_str(), pack.summary.as_str()), ("Next", "Two questions."));
    assert_eq!(pack.items().count(), 2);
    assert!(pack.items().all(|(_, _, item)| item.like.as_ref() == Some(&item.id)));
    assert_eq!(pack.interview.len(), 2);
}

#[test]
fn own_words_win_and_the_rest_is_taken() {
    let pack = read(
        "sections:\n  - id: \"1\"\n    assertions:\n      - id: \"1.1\"\n        items:\n          - id: \"1.1.1\"\n            \
         question: Are all of them encrypted?\n            mandatory: no\n            checks: []\n          - id: \"1.1.7\"\n            \
         like: \"1.1.2\"\n            confidence: high\n            mandatory: yes\n",
    );
    let items: Vec<_> = pack.items().map(|(_, _, item)| item).collect();
    assert_eq!(items[0].question, "Are all of them encrypted?");
    assert_eq!((items[0].mandatory, items[0].title.as_str(), items[0].checks.len()), (Flag::No, "Encryption", 0));
    assert_eq!((items[1].title.as_str(), items[1].kind), ("Policy", AnswerKind::Document));
    assert_eq!(items[1].doubt, None, "who says how sure it is says why not as well");
    assert_eq!(items[1].evidence.len(), 1);
    let parts: Vec<(&str, usize)> = pack.interview.iter().map(|part| (part.title.as_str(), part.items.len())).collect();
    assert_eq!(parts, [("Devices", 1), ("Papers", 1)]);
    assert_eq!(pack.levels.len(), 3);
}

#[test]
fn an_item_that_is_like_none_says_everything_itself() {
    let start = format!("{HEAD}sections:\n  - id: \"1\"\n    assertions:\n      - id: \"1.1\"\n        items:\n");
    refused(
        &format!("{start}          - {{id: \"1.1.1\", like: none, title: Doors, question: Shut?, kind: yes-no}}\n"),
        &[(
            12,
            "item 1.1.1: `mandatory`, `approaching`, `confidence`, `why`, `commits`, `guidance`, `action`, `effort`, \
             `audience`, `backed-by` are missing",
        )],
    );
    refused(
        &format!("{start}          - {{id: \"1.1.1\", like: \"1.1.9\"}}\n"),
        &[(12, "item 1.1.1: there is no item 1.1.9 in small-1 to be like")],
    );
    refused(&format!("{start}          - {{id: \"1.1.1\", questoin: x}}\n"), &[(12, "unknown key `questoin`")]);
}

#[test]
fn a_level_that_nothing_reaches_any_more_is_left_out() {
    let pack = read(
        "sections:\n  - id: \"1\"\n    assertions:\n      - id: \"1.1\"\n        items:\n          - id: \"1.1.1\"\n",
    );
    let levels: Vec<&str> = pack.levels.iter().map(|level| level.id.as_str()).collect();
    assert_eq!(levels, ["full", "best"]);
}

#[test]
fn topics_are_taken_with_the_items_that_are_still_there() {
    let topics = "topics:\n  - {title: Laptops, items: [\"1.1.1\"], ask: Which of them?}\n  - {title: Papers, items: [\"1.1.2\"]}\n";
    let base = parse("small.yaml", &format!("{BASE}{topics}"), &known()).unwrap();
    let text = format!(
        "{HEAD}sections:\n  - id: \"1\"\n    assertions:\n      - id: \"1.1\"\n        items:\n          - id: \"1.1.7\"\n            \
         like: \"1.1.1\"\n"
    );
    let pack = parse_on("next.yaml", &text, &known(), Some(&base)).unwrap();
    let taken: Vec<(&str, &str)> =
        pack.topics.iter().map(|topic| (topic.title.as_str(), topic.items[0].as_str())).collect();
    assert_eq!(taken, [("Laptops", "1.1.7")]);
    assert_eq!(pack.topics[0].ask.as_deref(), Some("Which of them?"));
}

#[test]
fn new_items_are_asked_last() {
    let pack = read(
        "sections:\n  - id: \"1\"\n    assertions:\n      - id: \"1.1\"\n        items:\n          - id: \"1.1.3\"\n            \
         title: Doors\n            question: Are the doors shut?\n            kind: yes-no\n            mandatory: yes\n            \
         approaching: no\n            confidence: high\n            why: w\n            commits: c\n            guidance: g\n            \
         action: a\n            effort: hours\n            audience: care\n            backed-by: [note]\n          - id: \"1.1.1\"\n",
    );
    let parts: Vec<(&str, &str)> =
        pack.interview.iter().map(|part| (part.title.as_str(), part.items[0].as_str())).collect();
    assert_eq!(parts, [("Devices", "1.1.1"), ("Other questions", "1.1.3")]);
}

#[test]
fn the_base_has_to_be_there_and_another_pack() {
    let faults = parse("next.yaml", HEAD, &known()).unwrap_err();
    assert_eq!(faults[0].message, "there is no pack `small-1` to be based on");
    refused(&HEAD.replace("small-1", "small-2"), &[(3, "a pack can't be based on itself")]);
    refused(
        &BASE.replace("          - id: \"1.1.1\"\n", "          - id: \"1.1.1\"\n            like: \"1.1.1\"\n"),
        &[(23, "item 1.1.1: `like` is about the pack under `based-on`, and there is none")],
    );
}

#[test]
fn the_base_is_known_without_reading_the_pack() {
    for (text, expected) in [(HEAD, Some("small-1")), (BASE, None), ("based-on: \"x-1\" # so\n", Some("x-1"))] {
        assert_eq!(base_named(text).as_ref().map(PackId::as_str), expected);
    }
}

/// The keys that a type knows, as it tells when it meets another.
fn keys<T: serde::de::DeserializeOwned>(text: &str) -> Vec<String> {
    let fault = crate::model::yaml::Yaml::new("x", text).read::<T>().err().unwrap();
    let hint = fault.iter().find_map(|fault| fault.hint.clone()).unwrap();
    let mut keys: Vec<String> = hint.trim_start_matches("known here: ").split(", ").map(str::to_owned).collect();
    keys.sort();
    keys
}

#[test]
fn a_pack_as_it_is_written_has_the_keys_of_a_whole_one() {
    use crate::{
        model::{Assertion, Item, Section},
        pack::written::{Written, WrittenAssertion, WrittenItem, WrittenSection},
    };
    let text = "zzzzzzzzzzzz: 1\n";
    assert_eq!(keys::<Written>(text), keys::<Pack>(text));
    assert_eq!(keys::<WrittenSection>(text), keys::<Section>(text));
    assert_eq!(keys::<WrittenAssertion>(text), keys::<Assertion>(text));
    assert_eq!(keys::<WrittenItem>(text), keys::<Item>(text));
}
