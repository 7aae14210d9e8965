use super::*;
use crate::model::{Glossary, Term, yaml::Yaml};

mod outcomes;

const PACK: &str = "
format: 1
id: p
title: P
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
          - &base {id: \"1.1.1\", title: First, question: First?, kind: yes-no, mandatory: yes, approaching: no,
             confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours, audience: it,
             backed-by: [note]}
          - {id: \"1.1.2\", title: Second, question: How?, kind: text, mandatory: yes, approaching: no,
             not-applicable: when there is none, confidence: high, why: w, commits: c, guidance: g, action: a,
             effort: hours, audience: care, backed-by: [note]}
  - id: \"2\"
    title: Two
    summary: s
    assertions:
      - id: \"2.1\"
        title: t
        items:
          - {id: \"2.1.1\", title: Third, question: Where?, kind: document, mandatory: yes, approaching: no,
             confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours, audience: care,
             backed-by: [note]}
          - {id: \"2.1.2\", title: Fourth, question: 95%?, kind: yes-no, mandatory: yes, approaching: no,
             share-at-least: 95, confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours,
             audience: care, backed-by: [note]}
          - {id: \"2.1.3\", title: Fifth, question: When?, kind: date, mandatory: yes, approaching: no,
             confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours, audience: care,
             backed-by: [note]}
          - {id: \"2.1.4\", title: Again, question: First again?, kind: yes-no, mandatory: no, approaching: no,
             same-as: \"1.1.1\", confidence: high, why: w, commits: c, guidance: g, action: a, effort: hours,
             audience: care, backed-by: [note]}
";

fn pack() -> Pack {
    Yaml::new("p", PACK).read().unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn assessment(answers: &str) -> Assessment {
    Yaml::new("a", format!("pack: p\nanswers:\n{answers}")).read().unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn setting() -> Setting {
    Setting {
        by: Some("Manager".into()),
        today: "2026-03-04".parse().unwrap(),
        files: vec![("it/Asset list.xlsx".into(), "ab".repeat(32))],
        only: Vec::new(),
        standards: Vec::new(),
        scope: Scope::Open,
        offered: Default::default(),
        glossary: Glossary {
            format: 1,
            terms: vec![Term { term: "ICO".into(), also: Vec::new(), means: "It looks after data law.".into() }],
        },
        personal: |text| text.contains('@').then(|| "an e-mail address".to_owned()).into_iter().collect(),
    }
}

/// Types the lines and gives what was saved, a line each, and what was said.
#[track_caller]
fn check(answers: &str, lines: &[&str], expected: &[&str]) {
    let pack = pack();
    let mut interview = Interview::new(&pack, &assessment(answers), None, setting());
    let mut seen = Vec::new();
    for line in lines {
        let turn = interview.reply(line);
        seen.push(told(&mut interview, turn));
    }
    assert_eq!(seen, expected);
}

fn told(interview: &mut Interview<'_>, turn: Turn) -> String {
    match turn {
        Turn::Save { item, answer, remark } => {
            let json = serde_json::to_value(&answer).unwrap();
            let fields = json.as_object().unwrap().iter().filter(|(key, _)| !["by", "on"].contains(&key.as_str()));
            let fields: Vec<String> = fields.map(|(key, value)| format!("{key}={value}")).collect();
            let remark = remark.map(|remark| format!(" ({remark})")).unwrap_or_default();
            format!("{item} {}{remark}", fields.join(" "))
        }
        Turn::Except(exception) => serde_json::to_string(&exception).unwrap(),
        Turn::Bring(path) => format!("bring: {path}"),
        Turn::Look => "look".into(),
        Turn::Next => interview
            .prompt()
            .map_or("over".into(), |prompt| format!("-> {} {}", prompt.about, !prompt.parts.is_empty())),
        Turn::Again(message) => format!("again: {message}"),
        Turn::Show(text) => format!("show: {}", text.lines().next().unwrap_or_default()),
        Turn::List { open } => format!("list {open}"),
        Turn::Quit => "quit".into(),
    }
}

#[test]
fn yes_and_no_are_understood_in_many_forms_and_keep_the_words_behind_them() {
    check("", &["Y"], &["1.1.1 value=\"yes\""]);
    check("", &["yes, on all laptops"], &["1.1.1 value=\"yes\" comment=\"on all laptops\""]);
    check("", &["No."], &["1.1.1 value=\"no\""]);
}

#[test]
fn asks_again_until_the_reply_is_understood() {
    check(
        "",
        &["maybe", "", "y"],
        &[
            "again: Start with y or n. You can add words after it, such as: y, since March",
            "again: Type an answer, s to skip, or ? for help",
            "1.1.1 value=\"yes\"",
        ],
    );
}

#[test]
fn an_open_question_is_not_answered_by_a_bare_yes_or_no() {
    check(
        "",
        &["s", "Yes", "n", "not sure", "", "no", "In the safe", "38 of 40"],
        &[
            "-> 1.1.2 true",
            "again: This one needs a sentence or two. If you don't know, type dk",
            "again: This one needs a sentence or two. If you don't know, type dk",
            "-> 1.1.2 false",
            "1.1.2 ask=\"the registered manager\"",
            "again: This one asks where to find it. Type the name of a file, a web address, or a place such as “office safe”. If there is none yet, type s",
            "2.1.1 value=\"In the safe\"",
            "again: Type y or n. After a yes you can say how many people, out of how many",
        ],
    );
}

#[test]
fn what_waits_for_somebody_is_counted() {
    let pack = pack();
    let mut interview = Interview::new(&pack, &assessment(""), None, setting());
    assert!(interview.waiting().is_empty());
    interview.reply("dk the IT company");
    assert_eq!(interview.waiting(), BTreeMap::from([("the IT company".to_owned(), 1)]));
}

#[test]
fn not_applicable_needs_leave_and_a_reason() {
    check(
        "",
        &["na", "s", "na", "", "no paper leaves the home"],
        &[
            "again: This one applies to everybody. If you don't know, type dk. If the answer is no, say so",
            "-> 1.1.2 true",
            "-> 1.1.2 false",
            "again: Say why in a few words, such as “we have no laptops”; b goes back",
            "1.1.2 not-applicable=\"no paper leaves the home\"",
        ],
    );
    check("", &["s", "na nothing on paper"], &["-> 1.1.2 true", "1.1.2 not-applicable=\"nothing on paper\""]);
    check("", &["s", "na", "b", "n/a"], &["-> 1.1.2 true", "-> 1.1.2 false", "-> 1.1.2 true", "-> 1.1.2 false"]);
}

#[test]
fn not_knowing_is_an_answer_with_somebody_to_ask() {
    check(
        "",
        &["dk", "", "I don't know", "Dave"],
        &["-> 1.1.1 false", "1.1.1 ask=\"the IT supplier\"", "-> 1.1.2 false", "1.1.2 ask=\"Dave\""],
    );
    check("", &["dk Anna of HR"], &["1.1.1 ask=\"Anna of HR\""]);
}

#[test]
fn words_of_an_answer_are_not_taken_for_commands() {
    check(
        "",
        &["s", "Same locks as last year, back door too"],
        &["-> 1.1.2 true", "1.1.2 value=\"Same locks as last year, back door too\""],
    );
    check("", &["s", "C block is locked at night"], &["-> 1.1.2 true", "1.1.2 value=\"C block is locked at night\""]);
}

#[test]
fn a_document_is_a_file_an_address_or_a_place() {
    let to_third = ["s", "s"];
    let third = |line: &str, expected: &str| {
        check("", &[&to_third[..], &[line]].concat(), &["-> 1.1.2 true", "-> 2.1.1 true", expected]);
    };
    let hash = "ab".repeat(32);
    third(
        "\"evidence\\it\\asset list.xlsx\"",
        &format!("2.1.1 evidence=[{{\"file\":\"it/Asset list.xlsx\",\"sha256\":\"{hash}\"}}]"),
    );
    third("Asset list.xlsx", &format!("2.1.1 evidence=[{{\"file\":\"it/Asset list.xlsx\",\"sha256\":\"{hash}\"}}]"));
    third("https://rosewood.example/privacy", "2.1.1 evidence=[{\"address\":\"https://rosewood.example/privacy\"}]");
    third("the office safe", "2.1.1 value=\"the office safe\"");
}

#[test]
fn evidence_and_comments_are_saved_at_once_and_stay_with_the_answer() {
    check(
        "",
        &["e: the red folder", "c: checked in May", "y"],
        &[
            "1.1.1 evidence=[{\"kept\":\"the red folder\"}]",
            "1.1.1 comment=\"checked in May\" evidence=[{\"kept\":\"the red folder\"}]",
            "1.1.1 value=\"yes\" comment=\"checked in May\" evidence=[{\"kept\":\"the red folder\"}]",
        ],
    );
    check("", &["e: missing.pdf"], &["bring: missing.pdf"]);
}

#[test]
fn a_share_asks_for_its_numbers() {
    let answers = "  \"1.1.1\": {value: yes}\n  \"1.1.2\": {value: x}\n  \"2.1.1\": {value: x}";
    check(
        answers,
        &["y", "41 of 40", "38/40"],
        &[
            "-> 2.1.2 false",
            "again: The first number can't be more than the second, such as 38 of 40",
            "2.1.2 value=\"yes\" count=38 out-of=40 (38 of 40 is 95.0%, and it takes 95%)",
        ],
    );
    check(answers, &["y", ""], &["-> 2.1.2 false", "2.1.2 value=\"yes\""]);
}

#[test]
fn dates_are_typed_day_first() {
    let answers =
        "  \"1.1.1\": {value: yes}\n  \"1.1.2\": {value: x}\n  \"2.1.1\": {value: x}\n  \"2.1.2\": {value: no}";
    check(
        answers,
        &["31/2/2026", "4/3/26"],
        &[
            "again: “31/2/2026” is not a day that I can read. Type it like 4 March 2026 or 4/3/2026",
            "2.1.3 value=\"2026-03-04\"",
        ],
    );
}

#[test]
fn dates_are_understood_in_words_and_in_figures() {
    let answers =
        "  \"1.1.1\": {value: yes}\n  \"1.1.2\": {value: x}\n  \"2.1.1\": {value: x}\n  \"2.1.2\": {value: no}";
    for typed in ["4 March 2026", "4th mar 26", "4 MARCH, 2026", "04-03-2026", "4.3.26", "2026-03-04"] {
        check(answers, &[typed], &["2.1.3 value=\"2026-03-04\""]);
    }
    for typed in ["4 Marz 2026", "March 2026", "4 Ma 2026", "31 June 2026"] {
        let again = format!("again: “{typed}” is not a day that I can read. Type it like 4 March 2026 or 4/3/2026");
        check(answers, &[typed], &[&again]);
    }
}

#[test]
fn last_year_is_shown_with_who_said_it_and_what_is_new() {
    let mut pack = pack();
    pack.previous =
        Some(Yaml::new("p", "{edition: old, new: ['2.1.3'], reworded: ['2.1.1'], help: ['1.1.2']}").read().unwrap());
    let shown = |item: &str, answer: &str| -> Vec<String> {
        let answers = if answer.is_empty() { String::new() } else { format!("  \"{item}\": {{{answer}}}") };
        let setting = Setting { only: vec![item.into()], ..setting() };
        let mut interview = Interview::new(&pack, &assessment(&answers), None, setting);
        let prompt = interview.prompt().unwrap();
        let year = |text: &str| text.contains("year") && !text.starts_with("Why");
        let same = prompt.ask.contains("same as last year").then(|| "same".to_owned());
        prompt.parts.into_iter().map(|(_, text)| text).filter(|text| year(text)).chain(same).collect()
    };
    let carried = "to-confirm: true, by: Ann, on: 2025-03-04, carried: {from: '1.1.1', pack: old";
    for (item, answer, expected) in [
        ("2.1.3", String::new(), &["This question is new this year."][..]),
        ("2.1.1", String::new(), &["This question was reworded this year."]),
        ("1.1.2", String::new(), &["The question is as it was; its help is new this year."]),
        (
            "1.1.1",
            format!("value: yes, {carried}}}"),
            &["Last year's answer (Ann, 4 March 2025): yes. Type same if it still holds.", "same"],
        ),
        (
            "2.1.1",
            format!("value: x, {carried}, reworded: true}}"),
            &[
                "This question was reworded this year. Last year its number was 1.1.1.",
                "Last year's answer (Ann, 4 March 2025): x. Type same if it still holds.",
                "same",
            ],
        ),
        (
            "1.1.1",
            format!("{carried}, said: 'Words (Ann, 4 March 2025)'}}"),
            &[
                "Last year you said: Words (Ann, 4 March 2025). That does not fit this question, so please answer it anew.",
            ],
        ),
        ("1.1.1", format!("ask: Dave, {carried}}}"), &["Last year (Ann, 4 March 2025): to be asked: Dave."]),
    ] {
        assert_eq!(shown(item, &answer), expected, "{item} {answer}");
    }
}

#[test]
fn it_resumes_with_what_is_open_and_ends_when_nothing_is() {
    let pack = pack();
    let answers = "  \"1.1.1\": {value: yes}\n  \"1.1.2\": {ask: Dave}\n  \"2.1.1\": {value: x, to-confirm: true}";
    let mut interview = Interview::new(&pack, &assessment(answers), None, setting());
    let prompt = interview.prompt().unwrap();
    assert_eq!((prompt.about.as_str(), prompt.progress.as_str()), ("2.1.1", "2 of 5 answered, about 8 minutes left"));
    let before = (Part::Before, "Last year's answer: x. Type same if it still holds.".to_owned());
    assert!(prompt.parts.contains(&before), "{prompt:?}");
    check(answers, &["same"], &["2.1.1 value=\"x\""]);
    check("", &["b", "s", "b", "q"], &["again: This is the first question", "-> 1.1.2 true", "-> 1.1.1 true", "quit"]);
    check(
        "",
        &["s", "s", "s", "s", "s"],
        &["-> 1.1.2 true", "-> 2.1.1 true", "-> 2.1.2 true", "-> 2.1.3 true", "over"],
    );
}

#[test]
fn only_keeps_to_items_and_whole_sections() {
    let pack = pack();
    for (only, expected) in [("2", 3), ("1.1", 2), ("2.1.3", 1), ("9", 0)] {
        let setting = Setting { only: vec![only.into()], ..setting() };
        assert_eq!(Interview::new(&pack, &assessment(""), None, setting).len(), expected, "{only}");
    }
}

#[test]
fn an_item_that_another_answers_for_is_never_asked() {
    let pack = pack();
    let interview = Interview::new(&pack, &assessment(""), None, Setting { scope: Scope::All, ..setting() });
    assert_eq!((interview.len(), interview.open()), (5, 5));
}

#[test]
fn a_question_is_reached_by_its_number_and_back_leads_to_where_one_was() {
    check(
        "",
        &["2.1.2", "b", "go 2.1.1", "go 7.7.7", "go home", "s", "b", "b", "b"],
        &[
            "-> 2.1.2 true",
            "-> 1.1.1 true",
            "-> 2.1.1 true",
            "again: There is no question 7.7.7 here. Type list to see them all",
            "2.1.1 value=\"go home\"",
            "-> 2.1.3 true",
            "-> 2.1.2 true",
            "-> 2.1.1 true",
            "-> 1.1.1 true",
        ],
    );
}

#[test]
fn what_was_jumped_over_comes_in_the_end() {
    check(
        "",
        &["2.1.3", "4/3/2026", "n", "s", "s", "s"],
        &[
            "-> 2.1.3 true",
            "2.1.3 value=\"2026-03-04\"",
            "1.1.1 value=\"no\"",
            "-> 2.1.1 true",
            "-> 2.1.2 true",
            "over",
        ],
    );
}

#[test]
fn all_questions_can_be_listed_with_how_they_stand() {
    let pack = pack();
    let answers = "  \"1.1.1\": {value: no}\n  \"1.1.2\": {ask: Dave}\n  \"2.1.1\": {value: x, to-confirm: true}";
    let interview = Interview::new(&pack, &assessment(answers), None, setting());
    let rows: Vec<String> =
        interview.overview().iter().map(|row| format!("{} {} {}", row.item, row.state, row.left)).collect();
    assert_eq!(
        rows,
        [
            "1.1.1 no false",
            "1.1.2 to be asked: Dave true",
            "2.1.1 x; to be confirmed true",
            "2.1.2 open true",
            "2.1.3 open true"
        ]
    );
    check("", &["list", "left", "scan"], &["list false", "list true", "look"]);
}

#[test]
fn a_standard_is_a_filter_of_its_own() {
    let pack = pack();
    let setting = Setting { standards: vec!["2".into()], ..setting() };
    assert_eq!(Interview::new(&pack, &assessment(""), None, setting).len(), 3);
}

#[test]
fn a_thin_answer_is_asked_about_once_and_what_names_somebody_is_pointed_out() {
    check(
        "",
        &["s", "see policy", "", "b", "ring jo@example.org when it is lost", "we wipe it the same day"],
        &[
            "-> 1.1.2 true",
            "show: That is short for this one. Can you say in a sentence what you do, and who does it? Press Enter to keep \
             it as it is, or type it again.",
            "1.1.2 value=\"see policy\"",
            "-> 1.1.2 true",
            "show: That looks as if it holds an e-mail address. Answers are copied into reports and into the portal, so it \
             is better to leave people's details out. Press Enter to keep it as it is, or type it again.",
            "1.1.2 value=\"we wipe it the same day\"",
        ],
    );
}

#[test]
fn a_file_that_lies_elsewhere_is_brought_in_whatever_way_its_path_was_pasted() {
    for path in ["/home/ann/My policy.docx", "\"/home/ann/my notes\"", "C:\\Users\\Ann\\policy.pdf", "My policy.docx"] {
        check("", &[&format!("e: {path}")], &[&format!("bring: {path}")]);
    }
    for place in ["the red folder", "Room 4.2, top shelf", "office/safe", "filing cabinet no. 3"] {
        check("", &[&format!("e: {place}")], &[&format!("1.1.1 evidence=[{{\"kept\":\"{place}\"}}]")]);
    }
    let pack = pack();
    let mut interview = Interview::new(&pack, &assessment(""), None, setting());
    for skip in ["s", "s", "/tmp/new.pdf"] {
        interview.reply(skip);
    }
    let turn = interview.brought("new.pdf", "ff");
    assert_eq!(told(&mut interview, turn), "2.1.1 evidence=[{\"file\":\"new.pdf\",\"sha256\":\"ff\"}]");
    assert_eq!(interview.prompt().unwrap().about, "2.1.2");
}

#[test]
fn numbers_that_others_give_out_are_known_by_their_shape() {
    use crate::model::Shape;
    for (text, fits) in [
        ("ZA123456", true),
        ("Z5347709", true),
        ("za123456 (until May)", true),
        ("Z123", false),
        ("AB123456", false),
        ("12345678", false),
        ("Zé123456", false),
    ] {
        assert_eq!(Shape::IcoNumber.fits(text), fits, "{text}");
    }
    for (text, fits) in [("VL7XX", true), ("A1B2", true), ("VL7", false), ("8HX12", false), ("", false)] {
        assert_eq!(Shape::OdsCode.fits(text), fits, "{text}");
    }
}

#[test]
fn help_explains_the_terms_that_the_question_uses_and_what_can_be_typed() {
    let text = PACK.replace("question: First?", "question: Is the ICO told?");
    let pack: Pack = Yaml::new("p", text).read().unwrap();
    let mut interview = Interview::new(&pack, &assessment(""), None, setting());
    let Turn::Show(help) = interview.reply("?") else { panic!("no help") };
    assert!(help.contains("ICO: It looks after data law.") && help.contains("q            stop"), "{help}");
    interview.reply("s");
    let Turn::Show(help) = interview.reply("?") else { panic!("no help") };
    assert!(!help.contains("ICO") && help.contains("does not apply (na): when there is none"), "{help}");
}
