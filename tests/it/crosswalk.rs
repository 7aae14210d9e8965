//! Several packs answered by one organisation: what one gives towards another, and what it suggests there.

use dspt::{
    crosswalk::{self, Answered},
    model::{
        Answers, Crosswalk, Finding, ItemId, Outcome, Pack, Place, Proposals, Scan, Scorecard, Slug, Strength, Subject,
        SubjectKind, yaml::Yaml,
    },
    score,
};

use super::{
    home::{Home, TODAY, exits, out, run, said, words},
    packs::built_in,
};

const DSPT: &str = "dspt-2025-26-social-care";
const ISO: &str = "iso-27001-2022";
const CE: &str = "cyber-essentials-3.3";
const CAF: &str = "dspt-2025-26-caf";

/// The packs that the crosswalk names.
fn packs() -> Vec<Pack> {
    [DSPT, ISO, CE, CAF].map(built_in).into()
}

fn the_crosswalk(packs: &[Pack]) -> Crosswalk {
    let file = "assertions/crosswalk.yaml";
    let text = std::fs::read_to_string(file).unwrap();
    crosswalk::parse(file, &text, &packs.iter().collect::<Vec<_>>()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[test]
fn every_link_of_the_crosswalk_leads_to_an_item_of_a_pack_that_is_there() {
    let packs = packs();
    let crosswalk = the_crosswalk(&packs);
    let known: Vec<&str> = [DSPT, ISO, CE, CAF].into();
    for pair in &crosswalk.pairs {
        assert!(pair.between.iter().all(|id| known.contains(&id.as_str())), "{:?}", pair.between);
    }
    for (at, one) in packs.iter().enumerate() {
        for other in &packs[at + 1..] {
            assert!(crosswalk::links(&crosswalk, one, other).is_some(), "{} and {}", one.id, other.id);
        }
    }
    for certificate in &crosswalk.certificates {
        assert!(certificate.stands_for.iter().all(|id| known.contains(&id.as_str())), "{}", certificate.kind);
    }
}

#[test]
fn nothing_spares_social_care_anything() {
    use dspt::model::Holds;
    let crosswalk = the_crosswalk(&packs());
    let exemptions = crosswalk.certificates.iter().flat_map(|certificate| &certificate.exemptions);
    for exemption in exemptions.filter(|exemption| exemption.pack.as_str() == DSPT) {
        assert_eq!(exemption.holds, Holds::Assumed, "{}", exemption.when);
    }
}

/// "largely, partly, not at all" over the mandatory items, then over the others.
#[track_caller]
fn maps(from: &str, to: &str, mandatory: [usize; 3], optional: [usize; 3]) {
    let packs = packs();
    let crosswalk = the_crosswalk(&packs);
    let pack = |id: &str| packs.iter().find(|pack| pack.id.as_str() == id);
    let to = pack(to).unwrap();
    let coverage = match crosswalk.certificates.iter().find(|certificate| certificate.kind.as_str() == from) {
        Some(kind) => {
            let stands_for = kind.stands_for.as_ref().and_then(|id| pack(id.as_str()));
            crosswalk::by_certificate(&crosswalk, kind, stands_for, to, None)
        }
        None => crosswalk::by_pack(&crosswalk, pack(from).unwrap(), to, None),
    };
    let coverage = coverage.unwrap();
    let counts = [coverage.mandatory, coverage.optional].map(|c| [c.largely, c.partly, c.not_at_all]);
    assert_eq!(counts, [mandatory, optional], "from {from} to {}", to.id);
    let items = to.items().filter(|(_, _, item)| item.same_as.is_none()).count();
    assert_eq!(coverage.mandatory.all + coverage.optional.all, items);
    assert_eq!(mandatory.iter().chain(&optional).sum::<usize>(), items);
}

#[test]
fn maps_between_the_built_in_packs_count_what_the_crosswalk_holds() {
    maps(ISO, DSPT, [40, 6, 0], [7, 3, 0]);
    maps(CE, DSPT, [12, 7, 27], [0, 1, 9]);
    maps(DSPT, ISO, [45, 30, 48], [0, 0, 0]);
    maps(CE, ISO, [11, 15, 97], [0, 0, 0]);
    maps(DSPT, CE, [18, 12, 15], [1, 1, 0]);
    maps(ISO, CE, [21, 24, 0], [1, 1, 0]);
    maps(DSPT, CAF, [30, 7, 10], [0, 0, 0]);
    maps(CAF, DSPT, [41, 4, 1], [9, 1, 0]);
    maps(ISO, CAF, [25, 18, 4], [0, 0, 0]);
    maps(CAF, ISO, [38, 81, 4], [0, 0, 0]);
    maps(CE, CAF, [8, 4, 35], [0, 0, 0]);
    maps(CAF, CE, [18, 27, 0], [1, 1, 0]);
    maps("iso-27001", DSPT, [40, 6, 0], [7, 3, 0]);
    maps("cyber-essentials-plus", DSPT, [10, 6, 30], [0, 0, 10]);
    maps("cyber-essentials", DSPT, [10, 6, 30], [0, 0, 10]);
    maps("public-services-network", DSPT, [0, 0, 46], [0, 0, 10]);
}

/// A pack of single items, each given as its number and further keys.
fn small(id: &str, items: &[(&str, &str)]) -> Pack {
    let items: String = items
        .iter()
        .map(|(id, more)| {
            format!(
                "    - {{id: '{id}', title: Title {id}, question: Is it?, {more}mandatory: yes, approaching: no, \
                 confidence: high, why: x, commits: x, guidance: x, action: x, effort: hours, audience: care, \
                 backed-by: [check, note]}}\n"
            )
        })
        .collect();
    let text = format!(
        "format: 1\nid: {id}\ntitle: x\nshort-title: {}\nedition: x\nsummary: x\nnotice: x\norganisations: []\n\
         levels: [{{id: met, title: Met, meaning: x, requires: {{items: mandatory}}}}]\nsections:\n- id: '1'\n  \
         title: x\n  summary: x\n  assertions:\n  - id: '1'\n    title: x\n    items:\n{items}",
        id.to_uppercase()
    );
    Yaml::new("pack.yaml", text).read().unwrap()
}

fn scored(pack: &Pack, answers: &Answers, place: usize, scan: &Scan) -> Scorecard {
    let today = TODAY.parse().unwrap();
    score::score(&score::Inputs {
        pack,
        organisation: &answers.organisation,
        assessment: &answers.assessments[place],
        filed: None,
        scan,
        checks: &[],
        documents: &[],
        parties: &[],
        proposals: &Proposals::new(),
        today,
        publish_on: today,
    })
}

/// What an answer to an item of one pack suggests for an item of another: the sentence, and what could be used again.
fn suggested(keys: &str, links: &str, answers: &str) -> Vec<(String, Vec<String>)> {
    let kind = if keys.contains("kind:") { String::new() } else { "kind: yes-no, ".into() };
    let keys = format!("{kind}{keys}");
    let from = small("one", &[("1.1", &keys), ("1.2", "kind: yes-no, "), ("1.3", "kind: yes-no, ")]);
    let to = small("two", &[("1.1", "kind: yes-no, not-applicable: Seldom., "), ("1.2", "kind: yes-no, ")]);
    let text = format!("format: 1\nnotice: x\npairs: [{{between: [one, two], basis: judged, rows: [{links}]}}]");
    let crosswalk = crosswalk::parse("c.yaml", &text, &[&from, &to]).unwrap();
    let text = format!(
        "format: 1\norganisation: {{name: Rosewood Court, kind: care-home}}\nassessments: [{{pack: one, answers: \
         {answers}}}]"
    );
    let answers: Answers = Yaml::new("a.yaml", text).read().unwrap();
    let scan = Scan { findings: vec![failing()], ..Scan::default() };
    let scorecard = scored(&from, &answers, 0, &scan);
    let answered = Answered { pack: &from, assessment: &answers.assessments[0], scorecard: &scorecard };
    let proposals = crosswalk::proposals(&crosswalk, &to, &[answered], TODAY.parse().unwrap());
    let item = ItemId::new("1.1").unwrap();
    let of = proposals.get(&item).cloned().unwrap_or_default();
    of.into_iter().map(|one| (one.text, one.evidence.into_iter().filter_map(|piece| piece.kept).collect())).collect()
}

/// A check that fails, for items that use it.
fn failing() -> Finding {
    Finding {
        check: Slug::new("mfa").unwrap(),
        subject: Subject { kind: SubjectKind::Organisation, id: "x".into(), label: "x".into() },
        outcome: Outcome::Fail,
        strength: Strength::Settles,
        message: "it is off".into(),
        observed: None,
        place: Place { file: "it/mfa.json".into(), line: Some(2), spot: None },
        collected: None,
        silent: false,
    }
}

const STRONG: &str = "{item: '1.1', strong: ['1.1']}";

#[track_caller]
fn check(keys: &str, links: &str, answers: &str, expected: &[(&str, &[&str])]) {
    let found = suggested(keys, links, answers);
    let found: Vec<(&str, Vec<&str>)> =
        found.iter().map(|(text, kept)| (text.as_str(), kept.iter().map(String::as_str).collect())).collect();
    let expected: Vec<(&str, Vec<&str>)> = expected.iter().map(|(text, kept)| (*text, kept.to_vec())).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_yes_elsewhere_is_suggested_with_its_day_and_what_shows_it() {
    check(
        "",
        STRONG,
        "{'1.1': {value: yes, on: 2026-03-04, evidence: [{kept: office safe}]}}",
        &[(
            "you answered 1.1 (ONE) with yes on 4 March 2026, with office safe: it goes most of the way here",
            &["office safe"],
        )],
    );
    check(
        "",
        STRONG,
        "{'1.1': {value: yes}}",
        &[("you answered 1.1 (ONE) with yes: it goes most of the way here, though nothing shows it yet", &[])],
    );
    check(
        "kind: text, ",
        STRONG,
        "{'1.1': {value: Every night.}}",
        &[(
            "you answered 1.1 (ONE) with “Every night”: it goes most of the way here, though nothing shows it yet",
            &[],
        )],
    );
}

#[test]
fn a_link_goes_no_further_than_the_crosswalk_says() {
    let kept = "{value: yes, evidence: [{kept: safe}]}";
    check(
        "",
        "{item: '1.1', partial: ['1.1'], note: It is less.}",
        &format!("{{'1.1': {kept}}}"),
        &[("you answered 1.1 (ONE) with yes, with safe: it shows part of what is asked here. It is less", &["safe"])],
    );
    let several = "{item: '1.1', strong: ['1.1']}, {item: '1.2', strong: ['1.1']}, {item: '1.3', partial: ['1.1']}";
    check(
        "",
        several,
        &format!("{{'1.1': {kept}, '1.3': {kept}}}"),
        &[("you answered 1.1 (ONE) with yes, with safe: with 1.2 it goes most of the way here", &["safe"])],
    );
    check(
        "",
        several,
        &format!("{{'1.3': {kept}}}"),
        &[("you answered 1.3 (ONE) with yes, with safe: it shows part of what is asked here", &["safe"])],
    );
    check("", "{item: '1.1', strong: ['1.2']}", &format!("{{'1.1': {kept}}}"), &[]);
}

#[test]
fn a_no_elsewhere_is_said_and_nothing_of_it_is_handed_on() {
    check(
        "",
        STRONG,
        "{'1.1': {value: no, on: 2026-03-04, evidence: [{kept: safe}]}}",
        &[("you answered 1.1 (ONE) with no on 4 March 2026, with safe: the same may be missing here", &[])],
    );
}

#[test]
fn what_is_contradicted_or_out_of_date_there_is_not_suggested_as_good() {
    check(
        "checks: [{check: mfa, bearing: settles}], ",
        STRONG,
        "{'1.1': {value: yes, evidence: [{kept: safe}]}}",
        &[("you answered 1.1 (ONE) with yes, with safe, but a file says otherwise there: settle that first", &[])],
    );
    check(
        "fresh: {months: 12, limit: framework}, ",
        STRONG,
        "{'1.1': {value: yes, on: 2026-03-04, evidence: [{kept: safe, dated: 2024-03-04}]}}",
        &[(
            "you answered 1.1 (ONE) with yes on 4 March 2026, but what shows it is out of date: look at it again first",
            &[],
        )],
    );
    check(
        "",
        STRONG,
        "{'1.1': {value: yes, on: 2025-03-04, evidence: [{kept: safe}]}}",
        &[(
            "you answered 1.1 (ONE) with yes on 4 March 2025, with safe, more than a year ago: look at it again first",
            &[],
        )],
    );
}

#[test]
fn what_is_left_out_there_is_told_only_where_it_may_be_left_out() {
    let left_out = "{'1.1': {not-applicable: We have no laptops., on: 2026-03-04}}";
    let keys = "not-applicable: Seldom., ";
    check(
        keys,
        STRONG,
        left_out,
        &[(
            "you left out 1.1 (ONE) on 4 March 2026 as not applicable (“We have no laptops”): see whether that holds here too",
            &[],
        )],
    );
    check(keys, "{item: '1.1', strong: ['1.2']}", left_out, &[]);
}

#[test]
fn what_nobody_answered_or_confirmed_there_suggests_nothing() {
    for answer in ["{ask: IT supplier}", "{value: yes, to-confirm: true}", "{comment: Soon.}"] {
        check("", STRONG, &format!("{{'1.1': {answer}}}"), &[]);
    }
    check("", STRONG, "{}", &[]);
}

/// A workspace that answers ISO 27001 in part, and the toolkit hardly at all.
fn two_packs(more: &str) -> Home {
    let home = Home::new(&format!(
        "format: 1\norganisation: {{name: Rosewood Court, kind: care-home{more}}}\nassessments:\n  - pack: {DSPT}\n    \
         answers:\n      \"1.1.1\": {{value: ZA000000}}\n  - pack: {ISO}\n    answers:\n      A.5.17:\n        value: yes\n        on: 2026-03-04\n        \
         evidence:\n          - {{kept: office safe}}\n          - {{address: \"https://rosewood.example/passwords\"}}\n      \
         A.5.27: {{value: no, on: 2026-03-04}}\n"
    ));
    home.file("Spare/note.txt", "Nothing of note.\n");
    home
}

#[test]
fn the_interview_suggests_what_was_answered_for_another_pack_and_takes_its_evidence_over() {
    let home = two_packs("");
    let only = ["interview", home.path(), "--date", TODAY, "--by", "Manager", "--only", "4.5.4"];
    let run = home.type_in(&only, "?\nu\nu\nq\n");
    exits(&run, 0);
    let told = words(&out(&run));
    for part in [
        "Note: you answered A.5.17 (ISO 27001) with yes on 4 March 2026, with office safe and \
         https://rosewood.example/passwords: it goes most of the way here.",
        "u use that evidence here",
        "u use the evidence of your answers elsewhere here too",
        "Saved, with these: office safe; https://rosewood.example/passwords.",
    ] {
        assert!(told.contains(part), "{part:?} in {told}");
    }
    let saved = std::fs::read_to_string(home.dir.join("answers.yaml")).unwrap();
    let answers: Answers = Yaml::new("answers.yaml", saved.clone()).read().unwrap();
    let answer = &answers.assessments[0].answers[&ItemId::new("4.5.4").unwrap()];
    assert_eq!(answer.evidence, answers.assessments[1].answers[&ItemId::new("A.5.17").unwrap()].evidence);
    // It proposes, and never sets: the evidence is there and the answer is not, and the second `u` is no command any more.
    assert!(answer.value.as_deref().is_none_or(|value| value == "u"), "{saved}");
}

#[test]
fn a_no_is_told_too_and_reports_and_status_say_what_is_known_elsewhere() {
    let home = two_packs("");
    let told = words(&out(&home.run("status", &[])));
    assert!(told.contains("your answers to other packs bear on"), "{told}");
    let report = out(&home.run("report", &["--format", "markdown", "--output", "-"]));
    let expected = "Suggestion, from another assessment:** You answered A.5.27 (ISO 27001) with no on 4 March 2026: the \
                    same may be missing here. It is for a person to answer.";
    assert!(report.contains(expected), "{report}");
}

#[test]
fn what_a_supplier_says_of_itself_is_not_suggested_for_the_organisation() {
    let home = Home::new(&format!(
        "format: 1\norganisation: {{name: Rosewood Court, kind: care-home}}\nassessments:\n  - pack: {DSPT}\n    \
         answers: {{}}\n  - pack: {ISO}\n    subject: Example Valley IT\n    answers:\n      A.5.17: {{value: yes}}\n"
    ));
    let run = home.type_in(&["interview", home.path(), "--date", TODAY, "--only", "4.5.4"], "q\n");
    exits(&run, 0);
    assert!(!out(&run).contains("A.5.17"), "{}", out(&run));
}

#[test]
fn words_from_another_pack_can_do_nothing_on_the_way() {
    let home = Home::new(&format!(
        "format: 1\norganisation: {{name: Rosewood Court, kind: care-home}}\nassessments:\n  - pack: {DSPT}\n    \
         answers:\n      \"7.3.1\": {{value: \"a\\e[2Jb\\u202Ec | <b>x</b> [y](http://z.example)\"}}\n  - pack: {ISO}\n    \
         answers:\n      A.5.1: {{value: yes}}\n"
    ));
    let iso = ["--assessment", ISO];
    let report = out(&home.run("report", &[&iso[..], &["--format", "markdown", "--output", "-"]].concat()));
    let line = report.lines().find(|line| line.contains("7.3.1 (DSPT")).unwrap();
    assert!(!line.contains(['\u{1b}', '\u{202e}']) && !line.contains("<b>") && !line.contains("](http://"), "{line}");
    let told = out(&home.type_in(&["interview", home.path(), "--assessment", ISO, "--only", "A.8.13"], "q\n"));
    assert!(told.contains("7.3.1") && !told.contains(['\u{1b}', '\u{202e}']), "{told}");
}

#[test]
fn a_map_in_a_workspace_says_what_stands_today_and_which_certificates_are_held() {
    let home = two_packs(
        ", certificates: [{kind: iso-27001, expires: 2026-06-30}, {kind: cyber-essentials-plus, expires: 2025-06-30}]",
    );
    let map = |from: &str, format: &str| {
        let run = run(&["map", from, DSPT, home.path(), "--date", TODAY, "--format", format]);
        exits(&run, 0);
        out(&run)
    };
    let told = words(&map(ISO, "text"));
    for part in [
        "Mandatory items: 40 of 46 largely covered, 6 partly, 0 not at all",
        "Certificate held: ISO 27001, valid to 30 June 2026; no file shows it",
        "Good passwords: by A.5.17 (met, noted only); see also A.8.5",
        "Learning from breaches: by A.5.27 (not met)",
    ] {
        assert!(told.contains(part), "{part:?} in {told}");
    }
    let plus = words(&map("cyber-essentials-plus", "text"));
    for part in ["Certificate held: Cyber Essentials Plus, not in date (to 30 June 2025)", "so it spares nothing here"]
    {
        assert!(plus.contains(part), "{part:?} in {plus}");
    }
    let json: serde_json::Value = serde_json::from_str(&map(ISO, "json")).unwrap();
    let here = &json["here"]["largely"];
    let of = |key: &str| here[key].as_u64().unwrap();
    assert_eq!(of("backed") + of("met") + of("some") + of("nothing"), 47);
    assert_eq!(json["sections"][3]["items"][6]["links"][0]["now"]["says"], "met, noted only");
    assert_eq!(map(ISO, "json"), map(ISO, "json"));
}

#[test]
fn a_map_that_makes_no_sense_is_refused_with_what_is_known() {
    let check = |args: &[&str], part: &str| {
        let run = run(&[&["map"], args].concat());
        exits(&run, 2);
        assert!(words(&said(&run)).contains(part), "{}", said(&run));
    };
    check(&["iso-27001-2021", DSPT], "did you mean `iso-27001-2022`?");
    check(&[DSPT, DSPT], "is named twice");
    check(
        &["supplier-assurance", DSPT],
        "dspt-2025-26-social-care has links with iso-27001-2022, cyber-essentials-3.3",
    );
    check(&[ISO, DSPT, "no-such-folder"], "there is no answers.yaml in no-such-folder");
}
