use super::*;
use crate::model::{Answer, Assessment, Item, ItemId, Pack, yaml::Yaml};

const PACK: &str = "
format: 1
id: p
title: Pack of tests
short-title: P
edition: e
summary: s
notice: n
organisations: []
levels: [{id: full, title: Full, meaning: m, requires: {items: mandatory}}]
sections:
  - id: \"1\"
    title: One
    summary: s
    assertions:
      - id: \"1.1\"
        title: t
        items:
          - {id: \"1.1.1\", title: First, question: First?, kind: yes-no, mandatory: yes, approaching: no,
             confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours, audience: it,
             backed-by: [note], evidence: [{document: staff-list}]}
          - {id: \"1.1.2\", title: Second, question: How?, kind: text, mandatory: yes, approaching: no,
             not-applicable: when there is none, confidence: high, why: w, commits: c, guidance: g, action: a,
             effort: hours, audience: care, backed-by: [note]}
          - {id: \"1.1.3\", title: Third, question: Where?, kind: document, mandatory: yes, approaching: no,
             confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours, audience: both,
             backed-by: [note]}
          - {id: \"1.1.4\", title: Fourth, question: 95%?, kind: yes-no, mandatory: yes, approaching: no,
             share-at-least: 95, confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours,
             audience: care, backed-by: [note], not-applicable: never}
          - {id: \"1.1.5\", title: Fifth, question: When?, kind: date, mandatory: yes, approaching: no,
             confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours, audience: care,
             backed-by: [note]}
          - {id: \"1.1.6\", title: Again, question: First again?, kind: yes-no, mandatory: no, approaching: no,
             same-as: \"1.1.1\", confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours,
             audience: care, backed-by: [note]}
          - {id: \"1.1.7\", title: Seventh, question: What share?, kind: percentage, mandatory: no, approaching: no,
             confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours, audience: care,
             backed-by: [note]}
";

fn pack() -> Pack {
    Yaml::new("p", PACK).read().unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn assessment(answers: &str) -> Assessment {
    Yaml::new("a", format!("pack: p\nanswers: {{{answers}}}")).read().unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn day(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

fn made(answers: &str, to: Option<&str>, organisation: &str) -> Sheet {
    let (pack, assessment) = (pack(), assessment(answers));
    let (documents, exports) = (Default::default(), Default::default());
    let request = Request {
        organisation,
        from: None,
        to,
        product: None,
        by_when: None,
        today: day("2026-03-01"),
        items: pack.items().map(|(_, _, item)| item).filter(|item| item.same_as.is_none()).collect(),
        documents: &documents,
        exports: &exports,
    };
    sheet(&pack, &assessment, &request)
}

/// A sheet of one table: head, then rows of number, answer, details, how many, proof, name, date.
fn filled(rows: &[[&str; 7]]) -> Filled {
    let head =
        ["No.", "Your answer", "Details or comment", "How many of how many", "Where the proof is", "Your name", "Date"];
    let row = |row: &[&str; 7]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let rows = std::iter::once((1, row(&head))).chain((2..).zip(rows.iter().map(row))).collect();
    let table = WordTable { name: Some("Questions".into()), rows };
    fill(&pack(), &[table], Some("Dave"), day("2026-03-04")).unwrap()
}

/// What one row gives: the answer, or what is wrong with it.
#[track_caller]
fn check(row: [&str; 7], expected: &str) {
    let filled = filled(&[row]);
    let found = match (filled.patches.first(), filled.misread.first()) {
        (Some(patch), None) => {
            let merged = merge_patches(&pack(), &assessment(""), std::slice::from_ref(patch));
            merged.changes.first().map_or("nothing".into(), |change| words(&change.item, &change.after))
        }
        (None, Some(misread)) => format!("{}: {}", misread.place, misread.message),
        (None, None) => "empty".into(),
        (Some(_), Some(_)) => panic!("{filled:?}"),
    };
    assert_eq!(found, expected, "{row:?}");
}

fn words(item: &ItemId, answer: &Answer) -> String {
    in_words(item_of(&pack(), item), Some(answer))
}

fn item_of<'a>(pack: &'a Pack, id: &ItemId) -> &'a Item {
    pack.item(id).unwrap()
}

#[test]
fn answers_are_taken_as_people_write_them() {
    check(["1.1.1", "Yes", "", "", "", "", ""], "yes (Dave, 4 March 2026)");
    check(["1.1.1", " no. ", "not yet", "", "", "Ann", "1/3/26"], "no; comment: not yet (Ann, 1 March 2026)");
    check(
        ["1.1.1", "Yes, all but one", "soon", "", "", "", ""],
        "yes; comment: all but one / soon (Dave, 4 March 2026)",
    );
    check(["1.1.4", "N/A", "no staff", "", "", "", ""], "not applicable: no staff (Dave, 4 March 2026)");
    check(["1.1.4", "yes", "", "38/40", "", "", "2 Mar 2026"], "yes; 38 of 40 (Dave, 2 March 2026)");
    check(
        ["1.1.2", "We ask first.", "", "", "office safe", "", ""],
        "We ask first.; proof: office safe (Dave, 4 March 2026)",
    );
    check(
        ["1.1.3", "", "", "", "https://example.org/x", "", ""],
        "the proof is the answer; proof: https://example.org/x (Dave, 4 March 2026)",
    );
    check(
        ["1.1.3", "yes", "", "", "red folder", "", ""],
        "the proof is the answer; proof: red folder (Dave, 4 March 2026)",
    );
    check(["1.1.5", "4th March 2026", "", "", "", "", ""], "4 March 2026 (Dave, 4 March 2026)");
    check(["1.1.7", "95 %", "", "", "", "", ""], "95% (Dave, 4 March 2026)");
    check(["1.1.1", "Don’t know", "ask Ann", "", "", "", ""], "to be asked: Dave; comment: ask Ann");
    check(["1.1.1", "", "I think so", "", "", "", ""], "no answer yet; comment: I think so");
    check(["1.1.1", "", "", "", "", "Ann", "1/3/26"], "empty");
}

#[test]
fn what_can_t_be_taken_is_named_with_its_cell_and_what_is_expected() {
    let yes_no = "expected Yes, No or Don't know";
    check(["1.1.1", "maybe", "", "", "", "", ""], &format!("sheet Questions, cell B2: \"maybe\": {yes_no}"));
    check(["1.1.1", "yes and no", "", "", "", "", ""], &format!("sheet Questions, cell B2: \"yes and no\": {yes_no}"));
    check(
        ["1.1.1", "n/a", "none", "", "", "", ""],
        &format!("sheet Questions, cell B2: \"n/a\": this question can't be answered like that; {yes_no}"),
    );
    check(
        ["1.1.4", "Not applicable", "", "", "", "", ""],
        "sheet Questions, cell B2: \"Not applicable\": write under \"Details or comment\" why it does not apply",
    );
    check(
        ["1.1.2", "Yes", "", "", "", "", ""],
        "sheet Questions, cell B2: \"Yes\": this question asks for words; expected a sentence or two, or Don't know",
    );
    check(
        ["1.1.4", "yes", "", "41 of 40", "", "", ""],
        "sheet Questions, cell D2: \"41 of 40\": expected two numbers, such as 38 of 40, the first not more than the second",
    );
    check(
        ["1.1.5", "soon", "", "", "", "", ""],
        "sheet Questions, cell B2: \"soon\": expected a date, such as 4/3/2026",
    );
    check(
        ["1.1.7", "0.95", "", "", "", "", ""],
        "sheet Questions, cell B2: \"0.95\": expected a percentage from 0 to 100 with its sign, such as 95%",
    );
    check(
        ["1.1.1", "yes", "", "", "", "", "5/3/2026"],
        "sheet Questions, cell G2: \"5/3/2026\": that day is still to come; today is 4 March 2026",
    );
    check(
        ["1.1.1", "yes", "", "", "", "", "32/3/2026"],
        "sheet Questions, cell G2: \"32/3/2026\": expected a date, such as 4/3/2026",
    );
    check(
        ["1.1.9", "yes", "", "", "", "", ""],
        "sheet Questions, cell A2: there is no question \"1.1.9\" in P (is it 1.1.1?)",
    );
    check(
        ["1.1.6", "yes", "", "", "", "", ""],
        "sheet Questions, cell A2: question 1.1.6 is answered under 1.1.1: write it there",
    );
}

#[test]
fn a_good_row_is_taken_beside_a_bad_one_and_none_twice() {
    let row = |id, answer| [id, answer, "", "", "", "", ""];
    let filled = filled(&[row("1.1.1", "maybe"), row("1.1.2", "words"), row("1.1.2", "others"), row("1.1.3", "")]);
    let taken: Vec<_> = filled.patches.iter().map(|patch| patch.item.as_str()).collect();
    assert_eq!((taken.as_slice(), filled.misread.len(), filled.empty), (&["1.1.2"][..], 2, 1));
    assert_eq!(fill(&pack(), &[], None, day("2026-03-04")), Err(FillError::NoQuestions));
}

/// What a row makes of an answer that is there; the sheet was made from `then`.
#[track_caller]
fn merge(row: [&str; 7], now: &str, then: Option<Then>, kind: Option<Kind>, expected: &str) {
    let mut filled = filled(&[row]);
    filled.patches[0].then = then;
    let merged = merge_patches(&pack(), &assessment(&format!("\"{}\": {now}", row[0])), &filled.patches);
    let change = merged.changes.first();
    assert_eq!(change.map(|change| change.kind), kind, "{merged:?}");
    let found = change.map_or("the same".into(), |change| words(&change.item, &change.after));
    assert_eq!(found, expected);
}

#[test]
fn a_sheet_fills_in_what_is_open_and_takes_nothing_away() {
    let yes = ["1.1.1", "yes", "sure", "", "safe", "", ""];
    let who = "(Dave, 4 March 2026)";
    merge(yes, "{ask: Dave}", Some(Then::Open), Some(Kind::New), &format!("yes; comment: sure; proof: safe {who}"));
    merge(
        yes,
        "{ask: Dave, comment: care too?, evidence: [{file: a.pdf}], owner: Ann}",
        Some(Then::Open),
        Some(Kind::New),
        &format!("yes; comment: care too? / Dave: sure; proof: a.pdf; proof: safe {who}"),
    );
    merge(
        yes,
        "{value: yes, to-confirm: true, by: Ann}",
        None,
        Some(Kind::New),
        &format!("yes; comment: sure; proof: safe {who}"),
    );
    merge(["1.1.1", "dk", "", "", "", "", ""], "{ask: Dave}", Some(Then::Open), None, "the same");
    merge(["1.1.1", "dk", "", "", "", "", ""], "{value: yes}", Some(Then::Open), None, "the same");
}

#[test]
fn the_same_answer_again_only_adds() {
    let yes = |details| ["1.1.1", "Yes", details, "", "", "", ""];
    merge(yes(""), "{value: yes, by: Ann}", None, None, "the same");
    merge(yes("ok"), "{value: yes, comment: all ok, by: Ann}", None, None, "the same");
    merge(yes("new"), "{value: yes, by: Ann}", Some(Then::Open), Some(Kind::Added), "yes; comment: new (Ann)");
    merge(
        ["1.1.4", "yes", "", "39 of 40", "", "", ""],
        "{value: yes, count: 38, out-of: 40, by: Ann}",
        None,
        Some(Kind::Added),
        "yes; 39 of 40 (Ann)",
    );
    merge(
        ["1.1.3", "", "", "", "red folder", "", ""],
        "{value: SharePoint, by: Ann}",
        None,
        Some(Kind::Added),
        "SharePoint; proof: red folder (Ann)",
    );
}

#[test]
fn another_answer_is_a_conflict_unless_nobody_touched_it_since() {
    let yes = ["1.1.1", "yes", "", "", "", "", ""];
    let now = "{value: no, by: Ann}";
    let digest = |now: &str| {
        let sheet = made(&format!("\"1.1.1\": {now}"), None, "A");
        sheet.stamp.items.get(&ItemId::new("1.1.1").unwrap()).cloned()
    };
    let after = "yes (Dave, 4 March 2026)";
    merge(yes, now, digest(now), Some(Kind::Other), after);
    merge(yes, now, digest("{value: no, by: Bob}"), Some(Kind::Conflict), after);
    merge(yes, now, Some(Then::Open), Some(Kind::Conflict), after);
    merge(yes, now, Some(Then::Answered), Some(Kind::Conflict), after);
    merge(yes, now, None, Some(Kind::Conflict), after);
}

/// Merging somebody's answer to 1.1.1 into ours.
#[track_caller]
fn both(base: Option<&str>, ours: &str, theirs: &str, kind: Option<Kind>, expected: &str) {
    let of = |answer: &str| match answer {
        "" => assessment(""),
        answer => assessment(&format!("\"1.1.1\": {answer}")),
    };
    let merged = merge_answers(&pack(), &of(ours), &of(theirs), base.map(of).as_ref());
    let change = merged.changes.first();
    assert_eq!(change.map(|change| change.kind), kind, "{merged:?}");
    let found = change.map_or("the same".into(), |change| words(&change.item, &change.after));
    assert_eq!(found, expected);
}

#[test]
fn two_answers_files_merge_unless_both_changed_the_same_item() {
    both(Some("{value: no}"), "{value: no}", "{value: yes}", Some(Kind::Other), "yes");
    both(Some("{value: no}"), "{value: yes}", "{value: no}", None, "the same");
    both(Some("{value: no}"), "{value: yes}", "{value: yes}", None, "the same");
    both(Some("{ask: Dave}"), "{value: yes}", "{value: no}", Some(Kind::Conflict), "no");
    both(Some(""), "", "{value: no}", Some(Kind::New), "no");
    both(Some("{value: no}"), "{value: no}", "", None, "the same");
}

#[test]
fn without_an_ancestor_only_what_is_open_is_filled_in() {
    both(None, "", "{value: no, by: Ann}", Some(Kind::New), "no (Ann)");
    both(None, "{value: no}", "{value: yes}", Some(Kind::Conflict), "yes");
    both(None, "{value: yes, by: Ann}", "{value: yes, comment: more}", Some(Kind::Conflict), "yes; comment: more");
    both(
        None,
        "{ask: Dave, comment: a}",
        "{value: yes, comment: b, by: Ann}",
        Some(Kind::New),
        "yes; comment: b / a (Ann)",
    );
    both(None, "{value: yes}", "{ask: Dave}", None, "the same");
    both(None, "{ask: Dave}", "{ask: Ann}", None, "the same");
    both(None, "{comment: a}", "{ask: Ann}", Some(Kind::Added), "to be asked: Ann; comment: a");
}

#[test]
fn exceptions_of_others_are_added_once() {
    let with = |exceptions: &str| -> Assessment {
        Yaml::new("a", format!("pack: p\nexceptions: [{exceptions}]"))
            .read()
            .unwrap_or_else(|faults| panic!("{faults:?}"))
    };
    let (one, two) = ("{item: \"1.1.1\", reason: r, by: A}", "{item: \"1.1.2\", reason: r, by: A}");
    let new = |base: Option<&str>, ours: &str, theirs: &str| {
        merge_answers(&pack(), &with(ours), &with(theirs), base.map(with).as_ref()).exceptions.len()
    };
    assert_eq!(new(None, one, &format!("{one}, {two}")), 1);
    assert_eq!(new(Some(two), "", two), 0, "it was taken back here");
}

#[test]
fn a_sheet_that_leaves_the_house_tells_no_answers() {
    let answers = "\"1.1.1\": {value: no, comment: Secret words, by: Ann}, \"1.1.2\": {ask: Dave, comment: Between us}";
    let away = made(answers, Some("Dave"), "Rosewood Court");
    let text = String::from_utf8(draw(&away, Format::Markdown).unwrap()).unwrap();
    assert!(!text.contains("Secret") && !text.contains("Between us") && !text.contains("Ann"), "{text}");
    assert_eq!(away.stamp.items.values().filter(|then| **then == Then::Answered).count(), 1);
    assert!(
        !away.stamp.items.values().any(|then| matches!(then, Then::Digest(_))),
        "a yes or no can be guessed from it"
    );
    let home = made(answers, None, "Rosewood Court");
    assert!(home.stamp.items.values().any(|then| matches!(then, Then::Digest(_))));
}

#[test]
fn what_a_sheet_says_of_itself_comes_back() {
    let mut sheet = made("\"1.1.1\": {value: no}", Some("=Dave | <b>"), "Rosewood \"Court\" | & Sons");
    sheet.stamp.subject = Some("Example Care Software".into());
    let text = String::from_utf8(draw(&sheet, Format::Markdown).unwrap()).unwrap();
    assert_eq!(stamp(&markdown_tables(&text)), Ok(Some(sheet.stamp)));
    let newer = text.replace("| Sheet format | 1 |", "| Sheet format | 2 |");
    assert!(matches!(stamp(&markdown_tables(&newer)), Err(FillError::Stamp(_))));
}

#[test]
fn hostile_names_are_only_text_in_every_format() {
    let name = "=cmd|'/C calc'!A1\u{1b}[2J\u{202e}<b>&\"x\"</b> | [a](http://b)";
    let sheet = made("", Some(name), name);
    for format in FORMATS {
        let bytes = draw(&sheet, format).unwrap();
        assert_eq!(bytes, draw(&sheet, format).unwrap(), "the same bytes");
        assert!(!bytes.contains(&0x1b) || format != Format::Markdown);
    }
    let text = String::from_utf8(draw(&sheet, Format::Markdown).unwrap()).unwrap();
    assert!(text.contains("\\<b\\>\\&\"x\"\\</b\\> \\| \\[a\\](http"), "{text}");
    assert!(text.contains("u{202E}") && !text.contains('\u{202e}'));
    assert!(!email(&sheet, Some(name), &[]).contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn an_outcome_takes_a_level_that_it_can_have_and_what_is_said_beside_another_is_its_reason() {
    let outcome = "kind: achievement, partial: false, indicators: [{id: \"A#1\", of: achieved, text: t}]";
    let pack: Pack = Yaml::new("p", PACK.replace("kind: percentage", outcome)).read().unwrap();
    let item = item_of(&pack, &ItemId::new("1.1.7").unwrap());
    for (said, expected) in [
        ("Achieved", Ok("achieved")),
        ("not achieved.", Ok("not-achieved")),
        ("Partially achieved", Err("expected Achieved, Not achieved or Don't know")),
        ("yes", Err("expected Achieved, Not achieved or Don't know")),
    ] {
        let given = fill::given(item, said, "", false).map(|(given, _)| given);
        assert_eq!(given, expected.map(|value| Given::Value(value.into())).map_err(str::to_owned), "{said}");
    }
    let patch = |value: &str| Patch {
        item: item.id.clone(),
        given: Given::Value(value.into()),
        comment: Some("Seen in March.".into()),
        count: None,
        evidence: Vec::new(),
        by: None,
        on: day("2026-03-01"),
        then: None,
    };
    let ours = |statement: &str| -> Assessment {
        let answers = format!("\"1.1.7\": {{indicators: {{\"A#1\": {statement}}}}}");
        Yaml::new("a", format!("pack: p\nanswers: {{{answers}}}")).read().unwrap()
    };
    for (statement, reason) in [("yes", None), ("no", Some("Seen in March."))] {
        let merged = merge_patches(&pack, &ours(statement), &[patch("achieved")]);
        let after = &merged.changes[0].after;
        assert_eq!((after.value.as_deref(), after.indicators.len()), (Some("achieved"), 1));
        assert_eq!(after.override_reason.as_deref(), reason, "{statement}");
    }
}

#[test]
fn a_sheet_about_outcomes_says_that_their_statements_are_not_in_it() {
    let outcome = "kind: achievement, partial: true";
    let pack: Pack = Yaml::new("p", PACK.replace("kind: percentage", outcome)).read().unwrap();
    let request = Request {
        organisation: "Rosewood Court",
        from: None,
        to: None,
        product: None,
        by_when: None,
        today: day("2026-03-01"),
        items: vec![item_of(&pack, &ItemId::new("1.1.7").unwrap())],
        documents: &Default::default(),
        exports: &Default::default(),
    };
    let sheet = sheet(&pack, &assessment(""), &request);
    assert_eq!(sheet.questions[0].choices, ["Achieved", "Partially achieved", "Not achieved", "Don't know"]);
    assert!(sheet.steps.iter().any(|step| step.contains("are not in this sheet")), "{:?}", sheet.steps);
}
