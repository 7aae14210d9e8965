//! Scorecards by values, held against each other.

use serde_json::{Value, json};

use super::{compare, trend};
use crate::model::{Changes, Counts, Course, Pack, PortalCard, PortalSummary, Scorecard, Turn};

/// What an item says, beside its number and title: mandatory, met, backed up.
fn item(id: &str, own: &Value) -> Value {
    let mut item = json!({
        "id": id, "title": format!("Title {id}"), "question": "Is it so?", "why": "x", "fix": "x", "kind": "yes-no", "mandatory": "yes",
        "approaching": "no", "counts": true, "confidence": "high", "audience": "care", "answer": "Yes",
        "verdict": "met", "backing": "backed", "counts_backed": true, "backing_reasons": [], "evidence": [],
        "checks": [], "warnings": [], "elsewhere": [],
        "portal": PortalCard::default()
    });
    merge(&mut item, own);
    item
}

fn merge(into: &mut Value, own: &Value) {
    for (key, value) in own.as_object().into_iter().flatten() {
        into[key] = value.clone();
    }
}

/// A scorecard of these items; `own` are keys of it that are others.
#[track_caller]
fn card(items: &[(&str, Value)], own: &Value) -> Scorecard {
    let items: Vec<Value> = items.iter().map(|(id, own)| item(id, own)).collect();
    let standing = json!({"level": null, "title": "No level yet", "next": null});
    let mut card = json!({
        "format": 1, "program": "0.1.0", "today": "2026-03-31", "publish_on": "2026-03-31",
        "organisation": {"name": "Rosewood Court", "kind": "Care home", "people": []},
        "pack": {
            "id": "toy-2025-26", "title": "Toy toolkit 2025-26", "short_title": "Toy 2025-26", "edition": "2025-26",
            "section_word": "standard", "portal": false, "notice": "Not official.", "doubts": []
        },
        "on_answers": standing, "backed": standing, "counts": counts(0, 0), "notices": [],
        "sections": [{
            "id": "1", "title": "All", "summary": "x", "counts": counts(0, 0), "met": true,
            "assertions": [{"id": "1.1", "title": "All", "met": true, "items": items}]
        }],
        "contradictions": [], "actions": [],
        "plan": {
            "actions": 0, "overdue": 0, "too_late": 0, "waiting": 0, "unowned": 0, "dated": 0, "basis": "x", "owners": []
        },
        "portal": PortalSummary::default(),
        "exceptions": [], "certificates": [], "checks": [], "unchecked": [], "files": [], "published": "never",
        "sign_off_stands": false
    });
    merge(&mut card, own);
    serde_json::from_value(card).unwrap_or_else(|error| panic!("{error}"))
}

fn counts(met: usize, backed: usize) -> Value {
    json!(Counts { mandatory: 10, met, backed, to_back: 10, ..Counts::default() })
}

fn no() -> Value {
    json!({"answer": "No", "verdict": "not-met", "backing": null, "counts_backed": false})
}

fn open() -> Value {
    json!({"answer": null, "verdict": "unanswered", "backing": null, "counts_backed": false})
}

fn word() -> Value {
    json!({"backing": "stated-only", "counts_backed": false, "backing_reasons": ["your word only: it takes a policy"]})
}

fn late() -> Value {
    json!({"backing": "out-of-date", "counts_backed": false, "backing_reasons": ["a.pdf: found, too old"]})
}

fn against() -> Value {
    json!({
        "backing": "contradicted", "counts_backed": false,
        "backing_reasons": ["your file says otherwise: 1 of 2 devices pass"],
        "checks": [{
            "check": "disks", "title": "Disks", "bearing": "settles", "strength": "settles", "result": "fail",
            "sentence": "1 of 2 devices pass", "silent": false, "excepted": false
        }]
    })
}

fn yes() -> Value {
    json!({})
}

/// One item on both sides.
#[track_caller]
fn check(before: Value, after: Value, course: Course, turns: &[Turn], why: &[&str]) {
    let changes = compared(&[("1.1.1", before)], &[("1.1.1", after)]);
    if course == Course::Same {
        assert_eq!(changes.items, []);
        assert_eq!(changes.counts.same, 1);
        return;
    }
    let [item] = changes.items.as_slice() else { panic!("{:?}", changes.items) };
    assert_eq!((item.course, item.turns.as_slice()), (course, turns));
    assert_eq!(item.why, why);
}

fn compared(before: &[(&str, Value)], after: &[(&str, Value)]) -> Changes {
    compare(&card(before, &json!({})), &card(after, &json!({})), [None, None])
}

#[test]
fn what_stands_as_it_stood_is_the_same() {
    check(yes(), yes(), Course::Same, &[], &[]);
    check(open(), open(), Course::Same, &[], &[]);
    // The words of a reason tell of days that go by.
    let older = json!({"backing_reasons": ["a.pdf: found, 3 months old"]});
    check(yes(), older, Course::Same, &[], &[]);
}

#[test]
fn what_got_worse_says_why() {
    use Turn::*;
    check(yes(), against(), Course::Worse, &[NowContradicted], &["your file says otherwise: 1 of 2 devices pass"]);
    let answer = "the answer was “Yes”, and is now “No”";
    check(yes(), no(), Course::Worse, &[NoLongerMet, AnswerChanged], &[answer]);
    check(yes(), open(), Course::Worse, &[NoLongerMet, AnswerChanged], &["the answer “Yes” was taken away"]);
    check(yes(), late(), Course::Worse, &[NowOutOfDate], &["a.pdf: found, too old"]);
    let with = json!({"evidence": [
        {"what": "a.pdf", "source": "found", "says": "found", "good": true},
        {"what": "the office safe", "source": "noted", "says": "noted", "good": true}
    ]});
    let why =
        ["a.pdf no longer speaks for it", "“the office safe” is no longer noted", "your word only: it takes a policy"];
    check(with, word(), Course::Worse, &[NoLongerBacked], &why);
    // An answer that a file speaks against from the first day on.
    let turns = [NowContradicted, NowMet, AnswerChanged];
    let why = ["answered “Yes”", "your file says otherwise: 1 of 2 devices pass"];
    check(open(), against(), Course::Worse, &turns, &why);
}

#[test]
fn what_got_better_says_why() {
    use Turn::*;
    check(no(), yes(), Course::Better, &[NowMet, NowBacked, AnswerChanged], &["the answer was “No”, and is now “Yes”"]);
    let backed = json!({"backing_reasons": ["a.pdf: found, dated 4 March 2026"]});
    check(word(), backed.clone(), Course::Better, &[NowBacked], &["a.pdf: found, dated 4 March 2026"]);
    let turns = [NowBacked, NoLongerOutOfDate];
    check(late(), backed, Course::Better, &turns, &["a.pdf: found, dated 4 March 2026"]);
    let why = ["before, a file said otherwise: 1 of 2 devices pass"];
    check(against(), yes(), Course::Better, &[NowBacked, NoLongerContradicted], &why);
}

#[test]
fn a_file_that_says_nothing_any_more_is_no_gain() {
    let why = ["before, a file said otherwise: 1 of 2 devices pass", "your word only: it takes a policy"];
    check(against(), word(), Course::Other, &[Turn::NoLongerContradicted], &why);
}

#[test]
fn an_answer_that_a_file_spoke_against_and_that_was_put_right_is_not_worse() {
    use Turn::*;
    let why = ["the answer was “Yes”, and is now “No”", "before, a file said otherwise: 1 of 2 devices pass"];
    check(against(), no(), Course::Other, &[NoLongerMet, NoLongerContradicted, AnswerChanged], &why);
}

#[test]
fn another_answer_that_counts_as_much_is_neither_better_nor_worse() {
    let not_here = json!({"answer": "Not applicable: no lifts", "verdict": "not-applicable", "backing": null});
    let why = ["the answer was “Yes”, and is now “Not applicable: no lifts”"];
    check(yes(), not_here, Course::Other, &[Turn::AnswerChanged], &why);
    check(open(), no(), Course::Other, &[Turn::AnswerChanged], &["answered “No”"]);
    check(word(), late(), Course::Other, &[Turn::NowOutOfDate], &["a.pdf: found, too old"]);
}

#[test]
fn grades_and_levels_of_outcomes_are_compared_by_degree() {
    let graded = |grade: &str| {
        let grade = json!({"grade": grade, "why": "so", "rests_on": [], "out_of_date": false, "ask": null});
        json!({"grade": grade, "counts_backed": true})
    };
    check(graded("strong"), graded("fair"), Course::Worse, &[Turn::Lower], &["so"]);
    check(graded("fair"), graded("strong"), Course::Better, &[Turn::Higher], &["so"]);
}

#[test]
fn worse_comes_first_then_what_the_level_needs_then_the_order_of_the_questions() {
    let optional = |mut value: Value| {
        value["counts"] = json!(false);
        value
    };
    let before = [("1.1.1", no()), ("1.1.2", optional(yes())), ("1.1.9", yes()), ("1.1.10", yes()), ("1.1.11", yes())];
    let after =
        [("1.1.1", yes()), ("1.1.2", optional(no())), ("1.1.9", late()), ("1.1.10", against()), ("1.1.11", yes())];
    let changes = compared(&before, &after);
    let order: Vec<&str> = changes.items.iter().map(|item| item.item.as_str()).collect();
    assert_eq!(order, ["1.1.10", "1.1.9", "1.1.2", "1.1.1"]);
    let counts = changes.counts;
    assert_eq!((counts.worse, counts.better, counts.other, counts.same), (3, 1, 0, 1));
}

#[test]
fn an_item_that_is_asked_under_two_numbers_comes_once() {
    let twin = |mut value: Value| {
        value["same_as"] = json!("1.1.1");
        value
    };
    let changes = compared(&[("1.1.1", yes()), ("1.1.2", twin(yes()))], &[("1.1.1", no()), ("1.1.2", twin(no()))]);
    assert_eq!(changes.items.len(), 1);
}

#[test]
fn long_answers_are_cut_and_their_lines_joined() {
    let long = |what: &str| json!({"answer": format!("{what}\n{}", "word ".repeat(100))});
    let changes = compared(&[("1.1.1", long("one"))], &[("1.1.1", long("two"))]);
    let why = &changes.items[0].why[0];
    assert!(why.contains("“one word word") && why.contains("…”, and is now “two word") && why.len() < 400, "{why}");
}

/// The pack of the later edition.
fn later() -> Pack {
    let text = "format: 1\nid: toy-2026-27\ntitle: T\nshort-title: T\nedition: 2026-27\nsummary: x\nnotice: x\n\
                organisations: []\nlevels: [{id: low, title: Low, meaning: x, requires: {}}, {id: high, title: High, \
                meaning: x, requires: {}}]\nsections: []\nprevious:\n  edition: 2025-26\n  new: ['1.1.2']\n  \
                renumbered: [{item: '1.1.3', from: '1.1.2'}]\n";
    crate::model::yaml::Yaml::new("p", text).read().unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn next_year(items: &[(&str, Value)]) -> Scorecard {
    let mut card = card(items, &json!({"today": "2027-03-31"}));
    card.pack.id = crate::model::Slug::new("toy-2026-27").unwrap();
    card.pack.edition = "2026-27".into();
    card.pack.short_title = "Toy 2026-27".into();
    card
}

#[test]
fn two_editions_are_mapped_by_what_the_later_one_says() {
    let old = card(&[("1.1.1", yes()), ("1.1.2", yes()), ("1.1.4", yes())], &json!({}));
    let new = next_year(&[("1.1.1", yes()), ("1.1.2", no()), ("1.1.3", no())]);
    let pack = later();
    let changes = compare(&old, &new, [None, Some(&pack)]);
    let told: Vec<_> = changes
        .items
        .iter()
        .map(|item| (item.course, item.item.as_str(), item.from.as_ref().map(|from| from.as_str())))
        .collect();
    assert_eq!(
        told,
        [(Course::Worse, "1.1.3", Some("1.1.2")), (Course::New, "1.1.2", None), (Course::Dropped, "1.1.4", None)]
    );
    assert_eq!(changes.remarks.len(), 1, "{:?}", changes.remarks);
    assert!(changes.remarks[0].starts_with("Two editions: Toy 2025-26, then Toy 2026-27."), "{:?}", changes.remarks);
    // The other way round, the same items belong together.
    let back = compare(&new, &old, [Some(&pack), None]);
    let renumbered = back.items.iter().find(|item| item.from.is_some()).unwrap();
    assert_eq!((renumbered.course, renumbered.item.as_str()), (Course::Better, "1.1.2"));
    assert!(back.remarks.iter().any(|remark| remark.contains("which is the later one")), "{:?}", back.remarks);
    assert!(back.remarks.iter().any(|remark| remark.contains("older than the first")), "{:?}", back.remarks);
}

#[test]
fn editions_of_which_nothing_is_known_are_matched_by_number_and_that_is_said() {
    let old = card(&[("1.1.1", yes()), ("1.1.2", yes())], &json!({}));
    let new = next_year(&[("1.1.1", yes()), ("1.1.2", no())]);
    let changes = compare(&old, &new, [None, None]);
    assert_eq!(changes.items.len(), 1);
    assert!(changes.remarks[0].contains("by their numbers alone"), "{:?}", changes.remarks);
}

#[test]
fn two_lists_of_questions_are_told_apart_and_their_items_left_alone() {
    let old = card(&[("1.1.1", yes())], &json!({}));
    let mut new = card(&[("1.1.1", no())], &json!({}));
    new.pack.id = crate::model::Slug::new("iso-27001-2022").unwrap();
    let changes = compare(&old, &new, [None, None]);
    assert!(!changes.comparable && changes.items.is_empty() && changes.levels.is_empty() && changes.figures.is_empty());
    assert!(changes.remarks[0].starts_with("These are two different lists of questions"), "{:?}", changes.remarks);
}

#[test]
fn two_sites_are_held_apart() {
    let mut other = card(&[("1.1.1", no())], &json!({}));
    other.organisation.name = "Meadow".into();
    other.files = vec![file("a.pdf", "1")];
    let changes = compare(&card(&[("1.1.1", yes())], &json!({})), &other, [None, None]);
    assert!(changes.apart && changes.files.is_empty());
    assert!(
        changes.remarks[0].starts_with("These are about Rosewood Court and about Meadow."),
        "{:?}",
        changes.remarks
    );
    assert_eq!(changes.items[0].course, Course::Worse);
}

#[test]
fn of_a_copy_for_people_outside_checks_and_files_are_left_alone() {
    let mut whole = card(&[("1.1.1", yes())], &result("pass", &[]));
    whole.files = vec![file("a.pdf", "1")];
    let mut copy = card(&[("1.1.1", no())], &result("fail", &["A"]));
    copy.external = true;
    for (before, after) in [(&whole, &copy), (&copy, &whole)] {
        let changes = compare(before, after, [None, None]);
        assert!(changes.checks.is_empty() && changes.files.is_empty() && changes.items.len() == 1);
        assert!(changes.remarks[0].contains("copy for people outside"), "{:?}", changes.remarks);
    }
}

#[test]
fn another_version_of_the_program_is_said() {
    let old = card(&[], &json!({"program": "0.0.9"}));
    let changes = compare(&old, &card(&[], &json!({})), [None, None]);
    assert!(changes.remarks[0].contains("two versions of dspt, 0.0.9 and 0.1.0"), "{:?}", changes.remarks);
    assert!(changes.is_nothing());
}

fn standing(level: Option<&str>) -> Value {
    json!({"level": level, "title": level.unwrap_or("No level yet"), "next": null})
}

#[test]
fn levels_go_up_and_down_by_the_order_of_the_pack() {
    let pack = later();
    for (before, after, known, unknown) in [
        (None, Some("low"), Course::Better, Course::Better),
        (Some("low"), None, Course::Worse, Course::Worse),
        (Some("low"), Some("high"), Course::Better, Course::Other),
        (Some("high"), Some("low"), Course::Worse, Course::Other),
        (Some("high"), Some("high"), Course::Same, Course::Same),
    ] {
        let side = |level| card(&[], &json!({"on_answers": standing(level)}));
        let of = |packs| compare(&side(before), &side(after), packs).levels[0].course;
        assert_eq!(of([Some(&pack), Some(&pack)]), known, "{before:?} {after:?}");
        assert_eq!(of([None, None]), unknown, "{before:?} {after:?}");
    }
}

#[test]
fn figures_say_which_way_they_went() {
    let mut new = counts(4, 2);
    new["contradicted"] = json!(1);
    let changes =
        compare(&card(&[], &json!({"counts": counts(3, 2)})), &card(&[], &json!({"counts": new})), [None, None]);
    let told: Vec<_> = changes.figures.iter().map(|one| (one.what.as_str(), one.course)).collect();
    assert!(told.contains(&("Items met", Course::Better)), "{told:?}");
    assert!(told.contains(&("Backed up by evidence", Course::Same)), "{told:?}");
    assert!(told.contains(&("Contradicted by a file", Course::Worse)), "{told:?}");
    assert!(!changes.is_nothing());
}

fn result(result: &str, failing: &[&str]) -> Value {
    let finding = |label: &&str| {
        json!({
            "check": "disks", "subject": {"kind": "host", "label": label}, "outcome": "fail", "strength": "settles",
            "message": "is off", "observed": null, "place": {"file": "a.csv", "line": 2, "spot": null},
            "collected": null, "silent": false
        })
    };
    json!({"checks": [{
        "card": {"id": "disks", "title": "Disks are locked", "why": "x", "fix": "x", "source": "x"},
        "strength": "settles", "result": result, "sentence": "some", "silent": false,
        "tally": {"pass": 0, "warn": 0, "unknown": 0, "fail": failing.len(), "info": 0, "all": 2},
        "accepted": [], "findings": failing.iter().map(finding).collect::<Vec<_>>(), "items": ["1.1.1"]
    }]})
}

#[test]
fn checks_that_began_to_fail_or_were_mended_are_told_with_whom() {
    let none = json!({});
    let pass = result("pass", &[]);
    let one = result("fail", &["A"]);
    let two = result("fail", &["A", "B"]);
    for (before, after, expected) in [
        (&pass, &one, Some((Course::Worse, "began to fail", vec!["A"], vec![]))),
        (&none, &one, Some((Course::Worse, "began to fail", vec!["A"], vec![]))),
        (&one, &pass, Some((Course::Better, "mended", vec![], vec!["A"]))),
        (&one, &two, Some((Course::Worse, "fails for more", vec!["B"], vec![]))),
        (&two, &one, Some((Course::Better, "fails for fewer", vec![], vec!["B"]))),
        (&one, &one, None),
        (&one, &none, Some((Course::Other, "failed before, and no file speaks of it now", vec![], vec!["A"]))),
        (&pass, &none, Some((Course::Worse, "passed before, and no file speaks of it now", vec![], vec![]))),
        (&pass, &result("unknown", &[]), Some((Course::Worse, "is no longer known", vec![], vec![]))),
        (&none, &pass, Some((Course::Better, "passes now", vec![], vec![]))),
    ] {
        let changes = compare(&card(&[], before), &card(&[], after), [None, None]);
        let strings = |all: Vec<&str>| all.into_iter().map(String::from).collect::<Vec<_>>();
        let told =
            changes.checks.first().map(|one| (one.course, one.what.as_str(), one.began.clone(), one.mended.clone()));
        let expected = expected.map(|(course, what, began, mended)| (course, what, strings(began), strings(mended)));
        assert_eq!(told, expected);
    }
}

fn file(path: &str, sha256: &str) -> crate::model::EvidenceFile {
    serde_json::from_value(json!({
        "path": path, "sha256": sha256, "size": 1, "format": "text", "reading": {"state": "read"}, "documents": [],
        "sensitive": []
    }))
    .unwrap()
}

#[test]
fn evidence_that_came_went_moved_or_changed_is_told_by_path() {
    use crate::model::FileTurn::*;
    let side = |files: &[(&str, &str)]| {
        let mut card = card(&[], &json!({}));
        card.files = files.iter().map(|(path, hash)| file(path, hash)).collect();
        card
    };
    let before = side(&[("gone.txt", "1"), ("moved.txt", "2"), ("new/other.txt", "3"), ("same.txt", "4")]);
    let after = side(&[("added.txt", "9"), ("new/moved.txt", "2"), ("new/other.txt", "8"), ("same.txt", "4")]);
    let changes = compare(&before, &after, [None, None]);
    let told: Vec<_> = changes.files.iter().map(|one| (one.change, one.path.as_str(), one.from.as_deref())).collect();
    assert_eq!(
        told,
        [
            (Removed, "gone.txt", None),
            (Changed, "new/other.txt", None),
            (Moved, "new/moved.txt", Some("moved.txt")),
            (Added, "added.txt", None)
        ]
    );
    // Nothing is known of two files that could not be read.
    let unread = compare(&side(&[("a", "")]), &side(&[("b", "")]), [None, None]);
    assert_eq!(unread.files.iter().map(|one| one.change).collect::<Vec<_>>(), [Removed, Added]);
}

#[test]
fn a_trend_takes_earlier_days_of_the_same_list_and_organisation() {
    let on = |day: &str, met: usize, more: &Value| {
        let mut own = json!({"today": day, "counts": counts(met, 1)});
        merge(&mut own, more);
        card(&[], &own)
    };
    let none = json!({});
    let now = on("2026-03-31", 8, &none);
    let mut elsewhere = on("2026-03-01", 1, &none);
    elsewhere.organisation.name = "Meadow".into();
    let mut other = on("2026-03-01", 1, &none);
    other.pack.id = crate::model::Slug::new("iso-27001-2022").unwrap();
    let mut supplier = on("2026-03-01", 1, &none);
    supplier.subject = Some("Acme".into());
    let mut last_year = on("2025-03-31", 3, &none);
    last_year.pack.id = crate::model::Slug::new("toy-2024-25").unwrap();
    let kept = [
        on("2026-03-30", 7, &none),
        on("2026-03-31", 1, &none),
        on("2026-04-01", 9, &none),
        elsewhere,
        other,
        supplier,
        last_year,
    ];
    let card = trend(&kept, &now).unwrap();
    let points: Vec<_> = card.points.iter().map(|point| (point.on.to_string(), point.met)).collect();
    let days = [("2025-03-31", 3), ("2026-03-30", 7), ("2026-03-31", 8)];
    assert_eq!(points, days.map(|(day, met)| (day.to_owned(), met)));
    assert_eq!(
        card.sentence,
        "Since 30 March 2026: 1 more met, as many backed up as then (1), as many contradicted by a file as then (0)"
    );
    assert!(trend(&kept[1..5], &now).is_none());
    let many: Vec<Scorecard> = (1..=20).map(|day| on(&format!("2026-03-{day:02}"), day, &none)).collect();
    let card = trend(&many, &now).unwrap();
    assert_eq!((card.points.len(), card.earlier), (12, 9));
    assert_eq!(card.points[0].on.to_string(), "2026-03-10");
}
