//! The kinds of report: what each example must give, how long each may be, and that every number can be traced.

use std::{collections::BTreeMap, path::Path, sync::LazyLock};

use serde_json::Value;
use snapbox::{Data, assert_data_eq};

use super::examples::settled;
use super::home::{Home, answers, exits, out, pdf_text, run, said};

const EXAMPLES: [&str; 3] = ["rosewood-court", "meadow-home-care", "harbour-view"];

/// The kinds that are new pages of their own, with the most pages that they may have for an example.
const KINDS: [(&str, usize); 4] = [("inspector", 1), ("commissioner", 3), ("board", 2), ("evidence-register", 12)];

#[test]
fn every_example_gives_the_report_of_each_kind_that_it_must() {
    for example in EXAMPLES {
        let to = tempfile::tempdir().unwrap();
        for (kind, most) in KINDS {
            let folder = format!("examples/{example}");
            let to = to.path().to_str().unwrap();
            let ran = run(&["report", &folder, "--date", "2026-03-31", "--kind", kind, "--output", to]);
            exits(&ran, 0);
            let read = |ending: &str| std::fs::read(Path::new(to).join(format!("{kind}.{ending}"))).unwrap();
            let kept = format!("{}/examples/{example}/expected/{kind}.md", env!("CARGO_MANIFEST_DIR"));
            assert_data_eq!(
                settled(&String::from_utf8(read("md")).unwrap()),
                Data::read_from(kept.as_ref(), None).raw()
            );
            let pages = lopdf::Document::load_mem(&read("pdf")).unwrap().get_pages().len();
            assert!(pages <= most, "{example} {kind}: {pages} pages");
        }
    }
}

/// A scorecard that was saved, so that every report of it is drawn without a new scan.
struct Saved {
    folder: tempfile::TempDir,
}

impl Saved {
    fn of(folder: &str) -> Self {
        let to = tempfile::tempdir().unwrap();
        let path = to.path().to_str().unwrap();
        exits(&run(&["report", folder, "--date", "2026-03-31", "--format", "json", "-o", path]), 0);
        Self { folder: to }
    }

    fn report(&self, more: &[&str]) {
        let from = self.folder.path().join("report.json");
        exits(&run(&[&["report", "--from", from.to_str().unwrap()], more].concat()), 0);
    }

    /// The scorecard, or a copy of it.
    fn card(&self, name: &str) -> Value {
        serde_json::from_slice(&std::fs::read(self.folder.path().join(name)).unwrap()).unwrap()
    }

    /// Every report for people outside, in every form that it comes in, as text.
    fn for_people_outside(&self) -> BTreeMap<String, String> {
        use dspt::report::{Format, Kind};
        let to = self.folder.path().join("outside");
        for name in Kind::names().into_iter().filter(|name| *name != "soa") {
            let kind = Kind::named(name).unwrap();
            let formats = Format::names().into_iter().filter(|format| Format::named(format).unwrap().is_of(kind));
            let formats = formats.collect::<Vec<_>>().join(",");
            self.report(&["--external", "--kind", name, "--format", &formats, "-o", to.to_str().unwrap()]);
        }
        let text = |path: &Path| {
            let bytes = std::fs::read(path).unwrap();
            match path.extension().unwrap().to_str().unwrap() {
                "pdf" => pdf_text(&bytes),
                "xlsx" => unpacked(&bytes),
                _ => String::from_utf8(bytes).unwrap(),
            }
        };
        let files = std::fs::read_dir(&to).unwrap().map(|file| file.unwrap());
        files.map(|file| (file.file_name().into_string().unwrap(), text(&file.path()))).collect()
    }
}

/// An example as it was saved, with what people outside see of it.
type Example = (&'static str, Saved, BTreeMap<String, String>);

static EXAMPLES_SAVED: LazyLock<Vec<Example>> = LazyLock::new(|| {
    let saved = |example| {
        let saved = Saved::of(&format!("examples/{example}"));
        let outside = saved.for_people_outside();
        (example, saved, outside)
    };
    EXAMPLES.into_iter().map(saved).collect()
});

/// What strangers must not see of an example: labels of what findings are about, paths and names of files, addresses.
fn secrets(folder: &str) -> Vec<String> {
    let scanned = run(&["scan", folder, "--date", "2026-03-31", "--format", "json"]);
    exits(&scanned, 0);
    let scan: Value = serde_json::from_str(&out(&scanned)).unwrap();
    let mut secrets: Vec<String> = Vec::new();
    for finding in scan["scan"]["findings"].as_array().unwrap() {
        let (kind, label) = (&finding["subject"]["kind"], finding["subject"]["label"].as_str().unwrap());
        // What records call a thing in plain words, and the number of a record, give nothing away.
        let telling = |c: char| c.is_uppercase() || c.is_ascii_digit();
        let plain = kind == "thing" && (!label.chars().skip(1).any(telling) || !label.contains(char::is_alphabetic));
        if !plain {
            secrets.push(label.to_owned());
        }
    }
    for file in scan["scan"]["files"].as_array().unwrap() {
        let path = file["path"].as_str().unwrap();
        secrets.extend([path.to_owned(), path.rsplit('/').next().unwrap().to_owned()]);
        secrets.push(file["sha256"].as_str().unwrap().to_owned());
        let real = Path::new(folder).join("evidence").join(path);
        let Ok(text) = std::fs::read_to_string(real) else { continue };
        let words = text.split(|c: char| c.is_whitespace() || "\",;<>()[]{}'".contains(c));
        secrets.extend(words.filter(|word| word.contains('@') && word.contains('.')).map(str::to_owned));
    }
    secrets.retain(|secret| secret.chars().count() > 2);
    secrets.sort();
    secrets.dedup();
    secrets
}

/// Whether a text holds a name by itself and not within a longer word.
fn holds(text: &str, name: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name)
        .any(|(at, found)| !letter(text[..at].chars().next_back()) && !letter(text[at + found.len()..].chars().next()))
}

/// The parts of a workbook, one after the other.
fn unpacked(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..zip.len()).map(|part| std::io::read_to_string(zip.by_index(part).unwrap()).unwrap()).collect()
}

#[test]
fn no_name_path_or_address_of_the_evidence_reaches_people_outside() {
    for (example, _, outside) in EXAMPLES_SAVED.iter() {
        let secrets = secrets(&format!("examples/{example}"));
        assert!(secrets.len() > 20, "{secrets:?}");
        // Words that packs use anyway, such as "Archive", and the organisation's own name
        let pack = std::fs::read_to_string("assertions/dspt-2025-26-social-care/pack.yaml").unwrap();
        for (name, text) in outside {
            let found: Vec<&String> =
                secrets.iter().filter(|secret| holds(text, secret) && !holds(&pack, secret)).collect();
            assert!(found.is_empty(), "{example} {name}: {found:?}");
        }
    }
}

/// A workspace in which people typed what they should not, and the files hold hostile names.
fn hostile() -> Home {
    let home = Home::new(&answers(
        "dspt-2025-26-social-care",
        &[
            "\"9.5.2\": { value: yes, comment: \"All but LAPTOP-07 and laptop\u{200B}-08; see C:\\\\Users\\\\Ann Example\\\\keys.txt\", \
             by: ann@rosewood.example, on: 2026-03-01, evidence: [{ file: it/devices.csv }] }",
            "\"7.2.1\": { value: \"The IT company signs in to 10.0.0.4 and srv-dc01.rosewood.example as CARE\\\\admin.ann, \
             see \\\\\\\\care-srv\\\\share and /srv/backup/keys\", by: Ann Example, on: 2026-03-01 }",
            "\"4.5.3\": { ask: \"=cmd|' /C calc'!A0 LAPTOP-07\" }",
            "\"5.1.1\": { not-applicable: \"<script>alert(1)</script> LAPTOP\u{2011}07\u{202E}\" }",
            "\"8.3.5\": { value: no, owner: \"jo@rosewood.example\", due: 2026-01-01 }",
        ],
        &[
            "{ check: disk-encryption-on, subject: LAPTOP-08, reason: \"LAPTOP-08 in the shed, door code 4711\", by: Ann Example, until: 2026-12-31 }",
        ],
    ));
    home.file(
        "it/devices.csv",
        "Device name,OS,OS version,Last check-in,Encrypted\nLAPTOP-07,Windows,10.0.26100.3476,2026-03-29,False\n\
         LAPTOP-08,Windows,10.0.26100.3476,2026-03-29,False\n=HYPERLINK(1),Windows,10.0.26100.3476,2026-03-29,False\n",
    );
    home
}

#[test]
fn hostile_names_and_what_people_typed_stay_inside() {
    let home = hostile();
    let secrets = [
        "LAPTOP-07",
        "laptop\u{200B}-08",
        "LAPTOP-08",
        "LAPTOP\u{2011}07",
        "07",
        "Users",
        "keys",
        "ann@",
        "jo@",
        "10.0.0.4",
        "dc01",
        "admin.ann",
        "care-srv",
        "/srv/backup",
        "devices.csv",
        "HYPERLINK",
        "shed",
        "4711",
        "disk-encryption-on",
    ];
    for (name, text) in Saved::of(home.path()).for_people_outside() {
        let found: Vec<&str> = secrets.iter().filter(|secret| holds(&text, secret)).copied().collect();
        // A schema and a pack speak of keys, and days have a 07.
        let found: Vec<&str> = found.into_iter().filter(|one| !["keys", "07"].contains(one)).collect();
        assert!(found.is_empty(), "{name}: {found:?}");
    }
    let inspector = out(&home.run("report", &["--kind", "inspector", "--format", "markdown", "-o", "-"]));
    assert!(inspector.contains("left out"), "{inspector}");
    // The reasons for a person who does not know what was left out.
    let whole = out(&home.run("report", &["--format", "markdown", "-o", "-"]));
    assert!(whole.contains("LAPTOP-07") && whole.contains("door code"), "{whole}");
}

#[test]
fn people_outside_see_the_same_levels_and_counts_and_that_a_file_says_otherwise() {
    for (example, saved, texts) in EXAMPLES_SAVED.iter() {
        let (whole, outside) = (saved.card("report.json"), saved.card("outside/report-external.json"));
        assert_eq!((&whole["external"], &outside["external"]), (&Value::Bool(false), &Value::Bool(true)));
        for key in
            ["on_answers", "backed", "counts", "contradictions", "certificates", "published", "deadline", "topics"]
        {
            assert_eq!(whole[key], outside[key], "{example} {key}");
        }
        let backings = |card: &Value| -> Vec<(Value, Value, Value)> {
            items(card).map(|item| (item["verdict"].clone(), item["backing"].clone(), item["share"].clone())).collect()
        };
        assert_eq!(backings(&whole), backings(&outside), "{example}");
        for item in items(&outside).filter(|item| item["backing"] == "contradicted") {
            assert_eq!(item["backing_reasons"][0], "a file says otherwise", "{example}");
        }
        // The level on the answers never stands without the backed one, and "met" never without what a file says.
        for (name, text) in texts.iter().filter(|(name, _)| name.ends_with(".md")) {
            let level = format!("**{}** on the answers given", whole["on_answers"]["title"].as_str().unwrap());
            let backed = format!("**{}** when only backed answers count", whole["backed"]["title"].as_str().unwrap());
            assert!(!text.contains(&level) || text.contains(&backed), "{example} {name}");
        }
    }
}

fn items(card: &Value) -> impl Iterator<Item = &Value> {
    card["sections"].as_array().unwrap().iter().flat_map(|section| {
        let assertions = section["assertions"].as_array().unwrap();
        assertions.iter().flat_map(|assertion| assertion["items"].as_array().unwrap())
    })
}

#[test]
fn a_copy_for_people_outside_does_not_stand_in_the_place_of_the_whole_report() {
    let home = hostile();
    exits(&home.run("report", &["--format", "markdown"]), 0);
    let before = home.report("report.md");
    let ran = home.run("report", &["--format", "markdown", "--external"]);
    exits(&ran, 0);
    assert!(said(&ran).contains("report-external.md"), "{}", said(&ran));
    assert_eq!(home.report("report.md"), before);
}

/// A table of the report: its rows as a name and a number.
fn table(report: &str, head: &str) -> BTreeMap<String, usize> {
    let rows = report.split_once(head).unwrap().1.lines().skip(2).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    rows.map(cells).map(|cells| (cells[0].clone(), cells[1].parse().unwrap())).collect()
}

/// What the item cards of a part of a report come to, counted from nothing but their words.
#[derive(Debug, Default, PartialEq)]
struct Told {
    counts: BTreeMap<&'static str, usize>,
}

impl Told {
    fn of(report: &str) -> Self {
        let mut told = Self::default();
        let lines: Vec<&str> = report.lines().collect();
        for card in lines.split(|line| line.starts_with("####") || line.starts_with("### ")) {
            let standing = card.iter().find_map(|line| line.strip_prefix("- **Standing:** "));
            let Some(standing) = standing.filter(|standing| !standing.starts_with("answered under")) else { continue };
            let mut add = |what| *told.counts.entry(what).or_default() += 1;
            let met = standing.starts_with("Met") || standing.starts_with("Not applicable");
            if standing.contains("an optional item") {
                add("optional");
                if met {
                    add("optional met");
                }
                continue;
            }
            add("all");
            match standing {
                _ if standing.starts_with("Not answered") => add("not answered"),
                _ if standing.starts_with("Not met") => add("not met"),
                _ => {
                    add("met");
                    let held_back = standing.contains("so it does not count as backed");
                    add(match standing {
                        _ if standing.contains("says otherwise**") => "contradicted",
                        _ if standing.contains("out of date**") => "out of date",
                        _ if standing.contains("word only**") => "stated only",
                        _ if held_back => "noted",
                        _ if standing.starts_with("Not applicable") => "not applicable",
                        _ => "backed",
                    });
                }
            }
        }
        told
    }

    fn get(&self, what: &str) -> usize {
        self.counts.get(what).copied().unwrap_or_default()
    }
}

#[test]
fn every_number_of_the_summary_can_be_counted_in_the_cards_of_the_same_report() {
    for example in EXAMPLES {
        let report = std::fs::read_to_string(format!("examples/{example}/expected/report.md")).unwrap();
        let cards = report.split_once("\n## Every item\n").unwrap().1.split_once("\n## Exceptions\n").unwrap().0;
        let told = Told::of(cards);
        let all = told.get("all");
        let rows = table(&report, &format!("| Of the {all} items that count | Number |"));
        for (row, what) in
            [("Met on the answers", "met"), ("Answered, and not met", "not met"), ("Not answered yet", "not answered")]
        {
            assert_eq!(rows[row], told.get(what), "{example}: {row}");
        }
        for (row, what) in [
            ("Backed up as the item asks", "backed"),
            ("Said not to apply, with a reason", "not applicable"),
            ("Noted, but the item asks for more", "noted"),
            ("On your word only", "stated only"),
            ("Evidence out of date", "out of date"),
            ("Contradicted by a file", "contradicted"),
        ] {
            let bar = format!("\n{row} | {} of {}\n", told.get(what), told.get("met"));
            assert!(report.contains(&bar), "{example}: {bar}");
        }
        let to_back = all - told.get("not applicable");
        let (met, backed) = (told.get("met"), told.get("backed"));
        let sentence = format!(
            "{met} of {all} is {}%, and {backed} of {to_back} is {}%; both figures are ours.",
            met * 100 / all,
            backed * 100 / to_back
        );
        assert!(report.contains(&sentence), "{example}: {sentence}");
        if told.get("optional") > 0 {
            let beside = format!("{} of {} optional items are met.", told.get("optional met"), told.get("optional"));
            assert!(report.contains(&beside), "{example}: {beside}");
        }
        let tiles = format!(
            "| {met} of {all} | {backed} of {to_back} | {} | {} |",
            told.get("contradicted"),
            told.get("not answered")
        );
        assert!(report.contains(&tiles), "{example}: {tiles}");
        let contradicted = format!("{} answer", told.get("contradicted"));
        assert!(told.get("contradicted") == 0 || report.contains(&contradicted), "{example}");
        // The chart and the line of each section, from the cards below it
        for section in cards.split("\n### ").skip(1) {
            let (title, body) = section.split_once('\n').unwrap();
            let told = Told::of(body);
            let (all, met, backed) = (told.get("all"), told.get("met"), told.get("backed"));
            let to_back = all - told.get("not applicable");
            let line = format!("*{met} of {all} items met, {backed} of {to_back} backed up");
            assert!(body.contains(&line), "{example} {title}: {line}");
            let (number, name) = title.split_once(' ').unwrap().1.split_once(": ").unwrap();
            let bar = format!("{number} {name} | met {met} of {all} | backed up {backed} of {to_back}\n");
            assert!(all == 0 || report.contains(&bar), "{example}: {bar}");
        }
        // The short kinds say the same numbers, and under which standards they stand.
        for kind in ["inspector", "commissioner", "board"] {
            let short = std::fs::read_to_string(format!("examples/{example}/expected/{kind}.md")).unwrap();
            let counts = format!(
                "{met} of {all} items met on the answers; {backed} of {to_back} backed up; {} contradicted; {} not met; {} not answered.",
                told.get("contradicted"),
                told.get("not met"),
                told.get("not answered")
            );
            assert!(short.contains(&counts), "{example} {kind}: {counts}");
        }
    }
}

#[test]
fn the_numbers_by_standard_of_a_short_report_add_up_to_those_above_them() {
    for example in EXAMPLES {
        let page = std::fs::read_to_string(format!("examples/{example}/expected/inspector.md")).unwrap();
        let line = |name: &str| page.lines().find(|line| line.starts_with(&format!("| {name} |"))).unwrap().to_owned();
        let sums = |line: &str| {
            let parts = line
                .rsplit_once("| ")
                .map_or("", |_| line)
                .split(" | ")
                .nth(1)
                .unwrap()
                .trim_end_matches(" |")
                .to_owned();
            parts.split("; ").fold((0, 0), |sum: (usize, usize), part| {
                let (count, of) = part.split_once("** ").unwrap().1.split_once(" of ").unwrap();
                (sum.0 + count.parse::<usize>().unwrap(), sum.1 + of.parse::<usize>().unwrap())
            })
        };
        let (met, all) = sums(&line("Met, by standard"));
        let (backed, to_back) = sums(&line("Backed up"));
        let said = format!("{met} of {all} items met on the answers; {backed} of {to_back} backed up;");
        assert!(page.contains(&said), "{example}: {said}");
    }
}

/// A workspace with these lines under `organisation:`.
fn organisation(lines: &str) -> Home {
    let answers =
        answers("dspt-2025-26-social-care", &["\"6.3.2\": { value: yes, by: Ann Example, on: 2026-03-01 }"], &[]);
    let given = format!("organisation:\n  name: Rosewood Court\n  kind: care-home\n{lines}");
    Home::new(&answers.replace("organisation: { name: Rosewood Court, kind: care-home }\n", &given))
}

#[test]
fn commissioners_read_who_answers_for_which_sites_and_how_to_give_what_is_missing() {
    let report = |home: &Home| out(&home.run("report", &["--kind", "commissioner", "--format", "markdown", "-o", "-"]));
    let bare = report(&organisation(""));
    assert!(bare.contains("| Legal entity | not given |") && bare.contains("`legal-name`"), "{bare}");
    let home = organisation(
        "  legal-name: Rosewood Example Ltd  # as in the contract\n  ods-code: VL7XX\n  cqc-provider-id: 1-100000000\n  \
         sites:\n    - { name: The Lodge, ods-code: VL7XY, cqc-location-id: 1-200000000 }\n    - { name: The Annexe }\n",
    );
    let full = report(&home);
    for line in [
        "| Legal entity | Rosewood Example Ltd |",
        "| CQC provider | 1-100000000 |",
        "| The Lodge | VL7XY | 1-200000000 |",
        "| The Annexe | not given | not given |",
    ] {
        assert!(full.contains(line), "{line}\n{full}");
    }
    assert!(!full.contains("`legal-name`"), "{full}");
    // What a person put there survives a change by the program.
    exits(&home.run("plan", &["--set", "6.3.2", "--owner", "Ann Example"]), 0);
    let kept = std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap();
    assert!(kept.contains("legal-name: Rosewood Example Ltd  # as in the contract\n"), "{kept}");
}

#[test]
fn a_site_without_a_name_or_named_twice_is_refused_with_its_line() {
    for (sites, message) in [
        ("    - { name: \" \" }\n", "a site has no name"),
        ("    - { name: Lodge }\n    - { name: \"Lodge \" }\n", "the site “Lodge” is there twice"),
        ("    - { nmae: Lodge }\n", "unknown key `nmae`"),
    ] {
        let ran = organisation(&format!("  sites:\n{sites}")).run("status", &[]);
        exits(&ran, 2);
        assert!(said(&ran).contains(message) && said(&ran).contains("answers.yaml:"), "{}", said(&ran));
    }
}
