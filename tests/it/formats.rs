//! The formats for programs: their numbers agree, nothing typed or found becomes markup in them, and none moves the gate.

use std::collections::BTreeMap;

use dspt::{
    model::Scorecard,
    report::{Format, Kind},
};
use serde_json::Value;

use super::home::{Home, TODAY, answers, exits, out, run, said};

/// What a report gives in all formats for programs, by name of the file.
struct Drawn(BTreeMap<String, Vec<u8>>);

impl Drawn {
    #[track_caller]
    fn of(dir: &str, more: &[&str]) -> Self {
        let to = tempfile::tempdir().unwrap();
        let formats = ["--format", "json,csv,xlsx,sarif,junit,summary", "--output", to.path().to_str().unwrap()];
        exits(&run(&[&["report", dir, "--date", TODAY], &formats[..], more].concat()), 0);
        let files = std::fs::read_dir(to.path()).unwrap().map(|file| file.unwrap());
        Self(files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect())
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.0[name].clone()).unwrap()
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&self.0[name]).unwrap()
    }

    fn results(&self) -> Vec<Value> {
        self.json("report.sarif")["runs"][0]["results"].as_array().unwrap().clone()
    }

    /// The rows of a table, each by its head.
    fn rows(&self, table: &str) -> Vec<BTreeMap<String, String>> {
        let text = self.text(&format!("report-{table}.csv"));
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let head = reader.headers().unwrap().clone();
        let row = |row: csv::StringRecord| {
            head.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect::<BTreeMap<_, _>>()
        };
        reader.records().map(|record| row(record.unwrap())).collect()
    }

    /// Elements and attributes of the JUnit file that are so named, in order.
    fn junit(&self) -> Vec<(String, BTreeMap<String, String>)> {
        let text = self.text("report.junit.xml");
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut found = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                    let name = tag.name().as_ref().to_owned();
                    let pair = |pair: quick_xml::events::attributes::Attribute<'_>| {
                        let value = quick_xml::escape::unescape(&pair.value).unwrap();
                        (pair.key.as_ref().to_owned(), value.into_owned())
                    };
                    found.push((name, tag.attributes().map(|one| pair(one.unwrap())).collect()));
                }
                quick_xml::events::Event::Eof => return found,
                _ => {}
            }
        }
    }
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn the_numbers_of_all_formats_are_those_of_the_scorecard() {
    for example in ["rosewood-court", "meadow-home-care", "harbour-view"] {
        let drawn = Drawn::of(&format!("examples/{example}"), &[]);
        let card = drawn.json("report.json");
        let counts = &card["counts"];
        let results = drawn.results();
        let problems = |kind: &str| results.iter().filter(|one| one["properties"]["problem"] == kind).count();
        assert_eq!(problems("not-met"), number(&counts["not_met"]), "{example}");
        assert_eq!(problems("unanswered"), number(&counts["unanswered"]), "{example}");
        assert_eq!(problems("stated-only"), number(&counts["stated_only"]), "{example}");
        assert_eq!(problems("out-of-date"), number(&counts["out_of_date"]), "{example}");
        let checks = card["checks"].as_array().unwrap();
        let tally = |which: &str| checks.iter().map(|check| number(&check["tally"][which])).sum::<usize>();
        assert_eq!(problems("fails"), tally("fail"), "{example}");
        assert_eq!(problems("warns"), tally("warn"), "{example}");

        let all = drawn.rows("answers");
        let with = |head: &str, value: &str| all.iter().filter(|row| row[head] == value).count();
        assert_eq!(with("Counts", "yes"), number(&counts["mandatory"]), "{example}");
        let counted = all.iter().filter(|row| row["Counts"] == "yes");
        assert_eq!(counted.filter(|row| row["Standing"] == "not met").count(), number(&counts["not_met"]), "{example}");
        let backed = number(&counts["backed"]) + number(&counts["not_applicable"]);
        assert_eq!(with("Counts as backed", "yes"), backed, "{example}");
        assert_eq!(drawn.rows("findings").len(), tally("all"), "{example}");
        assert_eq!(drawn.rows("evidence").len(), card["files"].as_array().unwrap().len(), "{example}");
        assert_eq!(drawn.rows("plan").len(), card["actions"].as_array().unwrap().len(), "{example}");

        let junit = drawn.junit();
        let suites: Vec<_> = junit.iter().filter(|(name, _)| name == "testsuite").map(|(_, suite)| suite).collect();
        let sum = |which: &str, of: &[&BTreeMap<String, String>]| -> usize {
            of.iter().map(|suite| suite[which].parse::<usize>().unwrap()).sum()
        };
        let (last, sections) = suites.split_last().unwrap();
        assert_eq!(last["name"], "Checks");
        assert_eq!(sum("tests", sections), all.len(), "{example}");
        let failed = problems("not-met") + problems("unanswered") + card["contradictions"].as_array().unwrap().len();
        assert_eq!(sum("failures", sections), failed, "{example}");
        let named = |wanted: &str| junit.iter().filter(|(name, _)| name == wanted).count();
        assert_eq!(named("testcase"), sum("tests", &suites), "{example}");
        assert_eq!(named("failure"), sum("failures", &suites), "{example}");
        assert_eq!(named("skipped"), sum("skipped", &suites), "{example}");

        let summary = drawn.text("report.summary.md");
        assert!(summary.contains(&format!("| {} of {} |", counts["met"], counts["mandatory"])), "{example}");
        assert!(summary.contains(&format!("| {} of {} |", counts["backed"], counts["to_back"])), "{example}");
    }
}

#[test]
fn results_of_sarif_have_rules_places_and_names_of_their_own() {
    let drawn = Drawn::of("examples/rosewood-court", &[]);
    let run = &drawn.json("report.sarif")["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[key]["text"].as_str().unwrap().is_empty(), "{rule}");
        }
    }
    let mut names: Vec<String> = Vec::new();
    for result in drawn.results() {
        assert_eq!(rules[number(&result["ruleIndex"])]["id"], result["ruleId"]);
        // By the standard only what fails has a level.
        assert_eq!(result["kind"] == "fail", result["level"] != "none", "{result}");
        assert_eq!(result["locations"].as_array().unwrap().len(), 1);
        names.push(result["partialFingerprints"]["dsptProblem/v1"].as_str().unwrap().to_owned());
    }
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all);
    let of = |rule: &str| drawn.results().into_iter().find(|one| one["ruleId"] == rule).unwrap();
    let encryption = of("disk-encryption-on");
    let place = &encryption["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "evidence/it/devices.csv");
    assert_eq!(place["region"]["startLine"], 6);
    assert!(encryption["suppressions"][0]["justification"].as_str().unwrap().starts_with("Spare laptop"));
    let item = of("dspt-2025-26-social-care/4.3.1");
    assert_eq!((&item["level"], &item["kind"]), (&"error".into(), &"fail".into()));
    assert_eq!(item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "answers.yaml");
    assert_eq!(of("dspt-2025-26-social-care/6.3.2")["kind"], "review");
}

#[test]
fn no_format_changes_the_exit_code() {
    for (example, level, code) in [
        ("meadow-home-care", "standards-met", 1),
        ("meadow-home-care", "approaching-standards", 0),
        ("meadow-home-care", "no-such-level", 2),
    ] {
        let formats: Vec<&str> = Format::names();
        let all = formats.join(",");
        for format in formats.into_iter().chain([all.as_str()]) {
            let to = tempfile::tempdir().unwrap();
            let (dir, to) = (format!("examples/{example}"), to.path().to_str().unwrap().to_owned());
            let ran =
                run(&["assess", &dir, "--date", TODAY, "--require", level, "--format", format, "-o", &to, "--quiet"]);
            exits(&ran, code);
        }
    }
}

/// What somebody could type, or name a file with, to command, turn or break what reads it.
const HOSTILE: [&str; 8] = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "</td><script>alert(1)</script>",
    "]]><!-- &amp; -->",
    "</details><img src=x onerror=alert(1)>",
    "[x](https://example.org) | ![y](z) |",
    "a\u{202e}gpj.exe\u{1b}[2J\u{7}\u{0}",
    "\u{feff}\u{200b}\u{fffe}\u{1f468}\u{200d}\u{1f469}",
];

fn hostile() -> Home {
    let long = "W".repeat(10_000);
    let ids = ["1.1.1", "1.1.2", "1.1.3", "1.1.5", "1.2.4", "1.3.1", "1.3.2", "1.3.6", "1.3.7"];
    let words = HOSTILE
        .into_iter()
        .chain([long.as_str()])
        .map(|text| serde_json::to_string(text).unwrap().replace('\u{fffe}', "\\uFFFE"));
    // Some say no, so that the words stand among what needs action too.
    let lines: Vec<String> = ids
        .iter()
        .zip(words.clone())
        .map(|(id, text)| {
            format!(
                "\"{id}\": {{ value: no, comment: {text}, by: {text}, owner: {text}, evidence: [{{ kept: {text} }}] }}"
            )
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let accepted: Vec<String> = words.map(|text| format!("{{ item: 1.1.1, reason: {text}, by: {text} }}")).collect();
    let accepted: Vec<&str> = accepted.iter().map(String::as_str).collect();
    let text = answers("dspt-2025-26-social-care", &lines, &accepted);
    let name = serde_json::to_string(&format!("{} {}", HOSTILE[2], HOSTILE[6])).unwrap();
    let home = Home::new(&text.replace("name: Rosewood Court", &format!("name: {name}")));
    let devices = |subject: &str| {
        let subject = subject.replace('"', "\"\"");
        format!(
            "Device name,OS,OS version,Last check-in,Encrypted\n\"{subject}\",Windows,10.0.26100.3476,2026-03-29,False\n"
        )
    };
    for (at, text) in HOSTILE.into_iter().enumerate() {
        let name: String = text.chars().filter(|c| !matches!(c, '/' | '\0' | '\u{1b}' | '\u{7}')).collect();
        home.file(&format!("{name}.csv"), devices(&text.replace(['\0', '\u{1b}', '\u{7}'], "")));
        home.file(&format!("{at}.csv"), devices(&long));
    }
    home
}

#[test]
fn hostile_text_is_inert_and_readable_in_every_format() {
    let home = hostile();
    let drawn = Drawn::of(home.path(), &[]);
    for (name, bytes) in drawn.0.iter().filter(|(name, _)| !name.ends_with(".xlsx") && !name.ends_with(".json")) {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let text = text.trim_start_matches('\u{feff}');
        let unseen = |c: char| {
            c.is_control() && !matches!(c, '\n' | '\r')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}'..='\u{200f}')
        };
        assert_eq!(text.chars().find(|c| unseen(*c)), None, "{name}");
        assert!(text.to_lowercase().contains("u{202e}gpj.exe"), "{name} hides what can't be seen");
    }
    for table in ["answers", "findings", "evidence", "plan"] {
        for cell in drawn.rows(table).iter().flat_map(BTreeMap::values) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "{table}: {cell}");
        }
    }
    let comments: Vec<String> = drawn.rows("answers").iter().map(|row| row["Comment"].clone()).collect();
    assert!(comments.contains(&HOSTILE[2].to_owned()) && comments.contains(&format!("'{}", HOSTILE[0])));
    assert!(comments.iter().any(|comment| comment.len() == 10_000));
    // What is read back is what was typed.
    let junit = drawn.junit();
    assert!(junit.iter().any(|(_, at)| at.get("value").is_some_and(|name| name.starts_with(HOSTILE[2]))));
    assert!(junit.iter().all(|(name, _)| !["script", "img", "td"].contains(&name.as_str())));
    for result in drawn.results() {
        let message = result["message"]["text"].as_str().unwrap();
        assert!(!message.replace("\\](", "").contains("]("), "{message}");
    }
    // In Markdown only the folding is markup.
    let summary = drawn.text("report.summary.md");
    for event in pulldown_cmark::Parser::new_ext(&summary, pulldown_cmark::Options::ENABLE_TABLES) {
        use pulldown_cmark::{Event, Tag};
        match event {
            Event::Html(html) => {
                let folds = ["<details>\n", "</details>\n"].contains(&&*html) || html.starts_with("<summary>");
                assert!(folds, "{html}");
            }
            Event::InlineHtml(html) => panic!("{html}"),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => panic!("{dest_url}"),
            _ => {}
        }
    }
}

#[test]
fn a_summary_has_one_row_a_check_and_stays_below_what_the_page_of_a_run_takes() {
    let mut card = Drawn::of("examples/rosewood-court", &[]).json("report.json");
    let loud = "*\u{1f468}".repeat(2_000);
    card["organisation"]["name"] = loud.clone().into();
    let check = card["checks"].as_array().unwrap().iter().find(|check| check["tally"]["fail"] == 1).unwrap().clone();
    let finding = check["findings"][0].clone();
    for number in 0..400 {
        let mut check = check.clone();
        check["card"]["id"] = format!("check-{number}").into();
        check["card"]["title"] = loud.clone().into();
        check["sentence"] = loud.clone().into();
        check["accepted"] = serde_json::json!([]);
        let mut finding = finding.clone();
        finding["place"]["file"] = loud.clone().into();
        finding["check"] = format!("check-{number}").into();
        check["findings"] = vec![finding; 3].into();
        card["checks"].as_array_mut().unwrap().push(check.clone());
        card["unchecked"].as_array_mut().unwrap().push(check["card"].clone());
    }
    let card: Scorecard = serde_json::from_value(card).unwrap();
    let format = Format::named("summary").unwrap();
    let [drawn] = &dspt::report::draw(Kind::Full, &[format], None, &card).unwrap()[..] else { panic!() };
    assert!(drawn.bytes.len() < 1024 * 1024, "{}", drawn.bytes.len());
    let text = String::from_utf8(drawn.bytes.clone()).unwrap();
    let said = text.lines().find(|line| line.ends_with("things need action")).unwrap();
    let number: usize = said.split(' ').nth(1).unwrap().parse().unwrap();
    assert!((400..450).contains(&number), "{said}");
    assert!(text.contains(&format!("… and {} more; the full report lists them all.", number - 100)), "{said}");
}

#[test]
fn what_was_not_evaluated_is_said_and_is_no_naught_of_naught() {
    let home = Home::new(&answers("dspt-2025-26-social-care", &["\"1.1.1\": { value: ZA000000 }"], &[]));
    let ran = home.run("report", &["--format", "summary", "-o", "-"]);
    exits(&ran, 0);
    let summary = out(&ran);
    assert!(summary.contains("**nothing was evaluated:** no file was found that a check could read"), "{summary}");
    assert!(!summary.contains("0 of 0"), "{summary}");
    let file = Home::new(&answers("dspt-2025-26-social-care", &[], &[]));
    file.file(
        "devices.csv",
        "Device name,OS,OS version,Last check-in,Encrypted\nA,Windows,10.0.26100.3476,2026-03-29,True\n",
    );
    let summary = out(&file.run("report", &["--format", "summary", "-o", "-"]));
    assert!(summary.contains("**no item is answered**"), "{summary}");
}

#[test]
fn each_format_for_programs_is_for_the_full_report_and_goes_to_standard_output() {
    for name in ["sarif", "junit", "xlsx", "summary"] {
        let format = Format::named(name).unwrap();
        assert!(format.is_of(Kind::Full) && format.is_one_file(Kind::Full));
        let home = Home::new(&answers("dspt-2025-26-social-care", &["\"1.1.1\": { value: ZA000000 }"], &[]));
        let ran = home.run("report", &["--format", name, "-o", "-"]);
        assert!(!ran.stdout.is_empty(), "{name}: {}", said(&ran));
        exits(&home.run("report", &["--format", name, "--kind", "action-plan"]), 2);
    }
}
