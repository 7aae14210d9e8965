//! The action plan as files and as a record: calendars and spreadsheets that others can open, and nothing lost.

use super::home::{Home, answers, exits, out, run, said, words};

const PACK: &str = "dspt-2025-26-social-care";

fn home() -> Home {
    Home::new(&answers(
        PACK,
        &[
            "\"1.3.1\": { value: no, owner: \"=cmd|' /C calc'!A0\", due: 2026-05-31 }",
            "\"4.3.1\": { value: no, due: 2026-03-01, owner: \"Ann\\u202e Example; of \\e[2J the office, A\\\\B\" }",
            "\"4.5.3\": { ask: Example Valley IT }",
        ],
        &[],
    ))
}

#[test]
fn a_due_day_and_an_owner_are_recorded_in_the_answers_and_nothing_else_changes() {
    let home = home();
    let before = std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap();
    let set = home.run("plan", &["--set", "4.5.3,9.1.1", "--owner", "Dave Example", "--due", "31 May 2026"]);
    exits(&set, 0);
    assert_eq!(
        out(&set),
        "Recorded for 4.5.3 Second step at sign-in: Dave Example, by 31 May 2026.\nRecorded for 9.1.1 Router \
         passwords changed: Dave Example, by 31 May 2026.\n"
    );
    let after = std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap();
    let lines: Vec<&str> = after.lines().collect();
    assert!(before.lines().filter(|line| !line.contains("4.5.3")).all(|line| lines.contains(&line)), "{after}");
    assert!(after.contains("ask: Example Valley IT") && after.contains("owner: Dave Example"), "{after}");
    exits(&home.run("plan", &["--set", "9.1.1", "--due", "none"]), 0);
    let after = std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap();
    assert_eq!(after.matches("due: 2026-05-31").count(), 2, "{after}");
    let plan = words(&out(&home.run("plan", &[])));
    assert!(plan.contains("Who: Dave Example; waits for Example Valley IT to reply When: by 31 May 2026"), "{plan}");
}

#[test]
fn what_can_not_be_recorded_is_told_and_changes_nothing() {
    let home = home();
    let before = std::fs::read(home.dir.join("answers.yaml")).unwrap();
    for (more, expected) in [
        (&["--set", "4.5.33", "--owner", "X"][..], "there is no item `4.5.33`"),
        (&["--set", "4.5.3", "--due", "5/31/2026"], "`5/31/2026` is not a date"),
        (&["--set", "4.5.3,x", "--due", "31 May"], "there is no item `x`"),
        (&["--set", "8.3.1", "--owner", "X"], "8.3.1 is answered under 8.3.5"),
        (&["--set", "4.5.3"], "--owner <WHO>"),
        (&["--owner", "X"], "--set"),
    ] {
        let ran = home.run("plan", more);
        exits(&ran, 2);
        assert!(said(&ran).contains(expected), "{expected} in {}", said(&ran));
        assert_eq!(std::fs::read(home.dir.join("answers.yaml")).unwrap(), before);
    }
}

#[test]
fn a_day_that_comes_too_late_is_recorded_and_pointed_out() {
    let home = home();
    let late = home.run("plan", &["--set", "4.5.3", "--due", "1 July 2026"]);
    assert!(out(&late).ends_with("That is after the deadline, 30 June 2026.\n"), "{}", out(&late));
    let past = home.run("plan", &["--set", "4.5.3", "--due", "1 March 2026"]);
    assert!(out(&past).ends_with("1 March 2026 has gone by already, so it is overdue.\n"), "{}", out(&past));
}

#[test]
fn status_shows_what_is_overdue_first_and_counts_it() {
    let told = words(&out(&home().run("status", &[])));
    assert!(told.contains("1 action is overdue."), "{told}");
    let next = told.split("What to do next").nth(1).unwrap();
    let first = next.trim_start().split_once(". ").unwrap().1;
    let expected = "4.3.1 Agreement for administrators: the answer is no (overdue since 1 March 2026)";
    assert!(first.starts_with(expected), "{next}");
}

#[test]
fn a_calendar_file_follows_its_standard_and_holds_only_days_that_somebody_said() {
    let home = home();
    let ran = home.run("plan", &["--format", "ics", "--output", "-"]);
    exits(&ran, 0);
    assert!(said(&ran).contains("have no date and are not in the calendar file; --proposed"), "{}", said(&ran));
    let events = calendar(&out(&ran));
    let days: Vec<_> = events.iter().map(|event| event["DTSTART;VALUE=DATE"].as_str()).collect();
    assert_eq!(days, ["20260531", "20260301"]);
    assert!(events.iter().all(|event| event["STATUS"] == "CONFIRMED"));
    let told = &events[1]["DESCRIPTION"];
    assert!(told.contains("Who: Ann\\\\u{202E} Example\\; of \\\\u{1B}[2J the office\\, A\\\\B."), "{told}");
}

#[test]
fn proposed_days_are_in_the_calendar_file_only_when_asked_for_and_say_so() {
    let events = calendar(&out(&home().run("plan", &["--format", "ics", "--output", "-", "--proposed"])));
    assert!(events.len() > 40, "{}", events.len());
    for event in &events {
        let proposed = event["STATUS"] == "TENTATIVE";
        assert_eq!(event["SUMMARY"].ends_with(" (proposed date)"), proposed, "{event:?}");
        assert_eq!(event["DESCRIPTION"].contains("Nobody has agreed to it."), proposed, "{event:?}");
    }
}

#[test]
fn a_later_calendar_file_changes_the_events_of_the_first() {
    let home = home();
    let first = calendar(&out(&home.run("plan", &["--format", "ics", "--output", "-"])));
    exits(&home.run("plan", &["--set", "1.3.1", "--due", "15 June 2026"]), 0);
    let later = run(&["plan", home.path(), "--date", "2026-04-02", "--format", "ics", "--output", "-"]);
    let later = calendar(&out(&later));
    let uid = |events: &[Event], at: usize| events[at]["UID"].clone();
    assert_eq!((uid(&first, 0), uid(&first, 1)), (uid(&later, 0), uid(&later, 1)));
    let number = |event: &Event| event["SEQUENCE"].parse::<u32>().unwrap();
    assert!(number(&first[0]) < number(&later[0]));
    assert_eq!(later[0]["DTSTART;VALUE=DATE"], "20260615");
}

#[test]
fn the_spreadsheet_holds_every_action_in_a_line_and_no_formula() {
    let home = home();
    exits(&home.run("plan", &["--format", "csv,markdown", "--quiet"]), 0);
    let text = String::from_utf8(home.report("plan.csv")).unwrap();
    assert!(text.starts_with("\u{FEFF}No.,Item,Title,"));
    let mut table = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 46);
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    assert!(rows.iter().any(|row| &row[7] == "'=cmd|' /C calc'!A0" && &row[9] == "2026-05-31"));
    let markdown = String::from_utf8(home.report("plan.md")).unwrap();
    assert!(!markdown.contains(['\u{202e}', '\u{1b}']));
    assert!(markdown.contains("=cmd\\|' /C calc'!A0"), "{markdown}");
}

#[test]
fn every_action_of_a_built_in_pack_falls_into_steps_that_begin_with_what_to_do() {
    use dspt::{model::yaml::Yaml, score};
    let today = "2026-03-31".parse().unwrap();
    let mut seen = 0;
    for folder in std::fs::read_dir("assertions").unwrap() {
        let path = folder.unwrap().path().join("pack.yaml");
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let pack: dspt::model::Pack = Yaml::new("pack.yaml", &text).read().unwrap();
        let organisation = Yaml::new("", "{name: Rosewood Court, kind: care-home}").read().unwrap();
        let assessment = Yaml::new("", format!("{{pack: {}}}", pack.id)).read().unwrap();
        let scorecard = score::score(&score::Inputs {
            pack: &pack,
            organisation: &organisation,
            assessment: &assessment,
            filed: None,
            scan: &dspt::model::Scan::default(),
            checks: &[],
            documents: &[],
            parties: &[],
            proposals: &Default::default(),
            today,
            publish_on: today,
        });
        for action in scorecard.actions {
            let steps = action.otherwise.unwrap().steps;
            assert!(steps.len() >= 2, "{}", action.item);
            for step in steps {
                let first = step.split(' ').next().unwrap();
                let verb = first.starts_with(|c: char| c.is_uppercase()) && step.contains(' ');
                let other = ["A", "An", "The", "It", "They", "This", "That", "There", "You", "Your"].contains(&first);
                assert!(verb && !other && step.ends_with('.'), "{}: {step}", action.item);
                seen += 1;
            }
        }
    }
    assert!(seen > 150, "{seen}");
}

#[test]
fn a_plan_by_owner_gives_each_person_their_part() {
    let plan = words(&out(&home().run("plan", &["--by-owner"])));
    let part = plan.split("Example Valley IT 1").next().unwrap();
    assert!(part.contains("=cmd|' /C calc'!A0"), "{plan}");
    for format in ["markdown", "pdf", "html"] {
        let ran = home().run("plan", &["--by-owner", "--format", format, "--output", "-"]);
        exits(&ran, 0);
        assert!(!ran.stdout.is_empty());
    }
}

#[test]
fn the_same_plan_is_the_same_bytes() {
    let home = home();
    for format in ["text", "markdown", "csv", "ics", "pdf", "html"] {
        let draw = || home.run("plan", &["--format", format, "--output", "-", "--proposed"]).stdout;
        assert!(draw() == draw(), "{format}");
    }
    let two = home.run("plan", &["--format", "csv,ics", "--output", "-"]);
    exits(&two, 2);
    assert!(said(&two).contains("standard output takes one format"));
}

type Event = std::collections::BTreeMap<String, String>;

/// The events of a calendar file that is held to RFC 5545: line ends, folding, nesting, what an event must say.
#[track_caller]
fn calendar(text: &str) -> Vec<Event> {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "{text:?}");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let unfolded = text.replace("\r\n ", "");
    let lines: Vec<&str> = unfolded.trim_end().split("\r\n").collect();
    assert_eq!((lines[0], lines[lines.len() - 1]), ("BEGIN:VCALENDAR", "END:VCALENDAR"));
    assert_eq!(lines.iter().filter(|line| **line == "VERSION:2.0").count(), 1);
    let mut open: Vec<&str> = Vec::new();
    let (mut events, mut uids) = (Vec::new(), std::collections::BTreeSet::new());
    let mut event = Event::new();
    for line in lines {
        assert!(line.chars().all(|c| !c.is_control()), "{line:?}");
        let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{line:?}"));
        let word = name.split(';').next().unwrap();
        assert!(word.chars().all(|c| c.is_ascii_uppercase() || c == '-'), "{line:?}");
        match (word, open.last().copied()) {
            ("BEGIN", _) => open.push(value),
            ("END", Some("VEVENT")) => {
                for name in ["UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY"] {
                    assert!(event.contains_key(name), "{name} in {event:?}");
                }
                assert!(event["DTSTART;VALUE=DATE"] < event["DTEND;VALUE=DATE"]);
                assert!(event["DTSTAMP"].len() == 16 && event["DTSTAMP"].ends_with("T000000Z"));
                assert!(uids.insert(event["UID"].clone()), "{event:?}");
                events.push(std::mem::take(&mut event));
                open.pop();
            }
            ("END", last) => {
                assert_eq!(last, Some(value));
                open.pop();
            }
            (_, Some("VEVENT")) => {
                assert!(event.insert(name.into(), value.into()).is_none(), "{name} twice");
            }
            (_, Some("VALARM")) => assert!(["ACTION", "DESCRIPTION", "TRIGGER"].contains(&word), "{line}"),
            (_, Some("VCALENDAR")) => assert!(events.is_empty(), "{line}"),
            (_, other) => panic!("{line} in {other:?}"),
        }
        if ["SUMMARY", "DESCRIPTION", "CATEGORIES", "NAME"].contains(&word) {
            let bare = value.replace("\\\\", "").replace("\\;", "").replace("\\,", "").replace("\\n", "");
            assert!(!bare.contains(['\\', ';', ',']), "{line:?}");
        }
    }
    assert!(open.is_empty());
    events
}
