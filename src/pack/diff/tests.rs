use super::*;
use crate::model::yaml::Yaml;

/// A pack of some items, with what it says of the edition before.
fn pack(id: &str, previous: &str, items: &[(&str, &str)]) -> Pack {
    let defaults = [
        ("question", "Is it so?"),
        ("kind", "yes-no"),
        ("mandatory", "yes"),
        ("approaching", "no"),
        ("commits", "It is so."),
        ("guidance", "Look."),
    ];
    let items: String = items
        .iter()
        .map(|(id, own)| {
            let rest: String = defaults
                .iter()
                .filter(|(key, _)| !own.contains(&format!("{key}:")))
                .map(|(key, value)| format!("{key}: {value}, "))
                .collect();
            let own = if own.is_empty() { String::new() } else { format!(", {own}") };
            format!(
                "    - {{{rest}id: '{id}', title: Title {id}, confidence: high, why: w, action: a, effort: hours, \
                 audience: care, backed-by: [note]{own}}}\n"
            )
        })
        .collect();
    let text = format!(
        "format: 1\nid: {id}\ntitle: Pack {id}\nshort-title: P\nedition: {id}\nsummary: s\nnotice: n\n{previous}\
         organisations: []\nlevels: []\nsections:\n- id: '1'\n  title: S\n  summary: s\n  assertions:\n  \
         - id: '1.1'\n    title: A\n    items:\n{items}"
    );
    Yaml::new("p", text).read().unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Each item as "change from>item parts".
#[track_caller]
fn check(previous: &str, old: &[(&str, &str)], new: &[(&str, &str)], expected: &[&str]) -> PackDiff {
    let diff = diff(&pack("old", "", old), &pack("new", previous, new));
    let id = |id: &Option<ItemId>| id.as_ref().map_or("-".to_owned(), ToString::to_string);
    let shown: Vec<String> = diff
        .items
        .iter()
        .map(|one| {
            let parts: String = one.reworded.iter().map(|part| format!(" {part:?}")).collect();
            format!("{:?} {}>{}{parts}", one.change, id(&one.from), id(&one.item))
        })
        .collect();
    assert_eq!(shown, expected);
    diff
}

#[test]
fn the_same_number_is_the_same_item_where_nothing_is_said() {
    check("", &[("1.1.1", "")], &[("1.1.1", "")], &["Same 1.1.1>1.1.1"]);
}

#[test]
fn other_words_are_told_by_what_they_are() {
    for (own, parts) in [
        ("question: Is it really so?", "Question"),
        ("guidance: Look twice.", "Help"),
        ("commits: It is so today.", "Help"),
        ("not-applicable: If you have none.", "Help"),
        ("kind: text", "Kind"),
        ("question: Why?, kind: text", "Question Kind"),
    ] {
        check("", &[("1.1.1", "")], &[("1.1.1", own)], &[&format!("Reworded 1.1.1>1.1.1 {parts}")]);
    }
    check("", &[("1.1.1", "question: 'Is it  so?'")], &[("1.1.1", "")], &["Same 1.1.1>1.1.1"]);
}

#[test]
fn both_questions_are_kept_where_they_differ() {
    let diff = check("", &[("1.1.1", "")], &[("1.1.1", "question: Really?")], &["Reworded 1.1.1>1.1.1 Question"]);
    assert_eq!(diff.items[0].question_before.as_deref(), Some("Is it so?"));
    assert_eq!(diff.items[0].question.as_deref(), Some("Really?"));
}

#[test]
fn the_pack_says_what_is_new_renumbered_and_reworded() {
    let previous = "previous: {edition: old, new: ['1.1.2'], reworded: ['1.1.4'], help: ['1.1.5'], \
                    renumbered: [{item: '1.1.3', from: '1.1.2'}]}\n";
    let old = [("1.1.1", ""), ("1.1.2", ""), ("1.1.4", ""), ("1.1.5", ""), ("1.1.9", "")];
    let new = [("1.1.2", ""), ("1.1.3", ""), ("1.1.4", ""), ("1.1.5", ""), ("1.1.6", "")];
    let diff = check(
        previous,
        &old,
        &new,
        &[
            "New ->1.1.2",
            "Same 1.1.2>1.1.3",
            "Reworded 1.1.4>1.1.4 Question",
            "Reworded 1.1.5>1.1.5 Help",
            "New ->1.1.6",
            "Gone 1.1.1>-",
            "Gone 1.1.9>-",
        ],
    );
    let expected = DiffCounts { same: 1, reworded: 2, new: 2, gone: 2, renumbered: 1, flags: 0 };
    assert_eq!(diff.counts, expected);
}

#[test]
fn what_a_pack_says_of_another_edition_is_not_held_against_this_one() {
    let previous = "previous: {edition: older, new: ['1.1.1'], renumbered: [{item: '1.1.2', from: '1.1.1'}]}\n";
    let items = [("1.1.1", ""), ("1.1.2", "")];
    let diff = check(previous, &items, &items, &["Same 1.1.1>1.1.1", "Same 1.1.2>1.1.2"]);
    assert!(!diff.mapped);
}

#[test]
fn flags_that_changed_are_told_of_items_that_stay() {
    let new = [("1.1.1", "mandatory: no"), ("1.1.2", "approaching: yes")];
    let diff = check("", &[("1.1.1", ""), ("1.1.2", "")], &new, &["Same 1.1.1>1.1.1", "Same 1.1.2>1.1.2"]);
    assert_eq!(diff.items[0].mandatory, Some((Flag::Yes, Flag::No)));
    assert_eq!(diff.items[1].approaching, Some((Flag::No, Flag::Yes)));
    assert_eq!(diff.counts.flags, 2);
}

#[test]
fn another_expected_level_or_another_statement_changes_an_outcome() {
    let outcome = "kind: achievement, partial: true, profile: {level: achieved, status: inferred}, \
                   indicators: [{id: 'A#1', of: achieved, text: So.}]";
    let same = outcome.replace("inferred", "confirmed");
    check("", &[("1.1.1", outcome)], &[("1.1.1", &same)], &["Same 1.1.1>1.1.1"]);
    for new in [outcome.replace("level: achieved", "level: not-achieved"), outcome.replace("So.", "Not so.")] {
        check("", &[("1.1.1", outcome)], &[("1.1.1", &new)], &["Reworded 1.1.1>1.1.1 Levels"]);
    }
}
