//! Grades: only what is shown is fair or strong, and a control is as good as its weakest question that counts.

use super::*;
use crate::model::{Grade, Independent, JudgedBy, Names};

/// A control with a question to which a policy and a test report speak, and a check.
fn world() -> World {
    let item = "backed-by: [check, document, note], fresh: {months: 12, limit: ours}, audience: supplier, \
                evidence: [{document: policy}, {document: register}, {document: certificate}], \
                checks: [{check: mfa, bearing: settles}, {check: disks, bearing: backs}, {check: staff, bearing: supports}], \
                shows: [A letter, A list], proof: {strong: A test., fair: A paper., weak: Words.}, \
                not-applicable: Only if so";
    let mut world = World::new(&[("S.1.1", item)]);
    world.pack.judged_by = JudgedBy::Grades;
    world.pack.independent = [("register", Names::Product), ("certificate", Names::Party)]
        .map(|(document, names)| Independent { document: slug(document), names })
        .into();
    world.assessment.subject = Some("Example Firm".into());
    world.assessment.product = Some("Example App".into());
    world.assessment.evidence_in = Some("suppliers/example".into());
    world
}

impl World {
    /// A document of a kind that names something.
    fn naming(self, kind: &str, path: &str, dated: &str, names: &[&str]) -> Self {
        self.naming_with(kind, path, dated, names, |_| {})
    }

    fn naming_with(
        self,
        kind: &str,
        path: &str,
        dated: &str,
        names: &[&str],
        change: impl FnOnce(&mut EvidenceFile),
    ) -> Self {
        let named = names.iter().map(|name| (*name).to_owned()).collect();
        let world = self.file_with(path, dated, |file| {
            file.names = named;
            change(file);
        });
        world.recognised(kind, path, &[])
    }
}

#[track_caller]
fn check(world: World, expected: Grade, why: &str) {
    let card = world.card("S.1.1");
    let grade = card.grade.expect("the item applies");
    assert_eq!((grade.grade, grade.why.as_str()), (expected, why));
    assert_eq!(card.counts_backed, expected.is_shown(), "what is only said counts for nothing");
    let control = world.score().sections[0].assertions[0].clone();
    assert_eq!(control.grade.map(|card| card.grade), Some(expected));
    assert_eq!(control.met, expected.is_shown());
    assert_eq!(world.score().on_answers.level.is_some(), expected.is_shown(), "nor for the level");
}

fn yes() -> World {
    world().answer("S.1.1", "value: yes")
}

#[test]
fn without_a_yes_there_is_no_grade() {
    check(world(), Grade::None, "no answer");
    check(world().answer("S.1.1", "ask: Kim"), Grade::None, "no answer; Kim is to be asked");
    check(world().answer("S.1.1", "value: no"), Grade::None, "the answer is no");
    check(world().answer("S.1.1", "refused: Secret"), Grade::None, "an answer was refused: Secret");
    // A file alone answers nothing.
    check(world().naming("policy", "a.pdf", "2026-01-05", &["Example App"]), Grade::None, "no answer");
}

#[test]
fn a_refusal_says_who_carries_the_risk() {
    let refused = || world().answer("S.1.1", "refused: Secret");
    check(
        refused().exception("item: S.1.1"),
        Grade::None,
        "an answer was refused: Secret; Manager accepts the risk: Spare.",
    );
    check(refused().exception("item: S.1.1, until: 2026-03-30"), Grade::None, "an answer was refused: Secret");
}

#[test]
fn what_is_only_said_is_weak() {
    check(yes(), Grade::Weak, "said, and nothing was shown");
    check(
        world().answer("S.1.1", "value: yes, evidence: [{kept: letter.pdf}]"),
        Grade::Weak,
        "said, and not shown: “letter.pdf” is named, and is not among the files",
    );
    check(
        world().answer("S.1.1", "value: yes, evidence: [{address: 'https://www.example.org/trust'}]"),
        Grade::Weak,
        "said, and not shown: https://www.example.org/trust was given, and nobody saved what stands there",
    );
}

#[test]
fn a_paper_of_its_own_that_is_in_date_and_names_the_product_is_fair() {
    let app = &["Example App"];
    check(
        yes().naming("policy", "suppliers/example/a.pdf", "2026-01-05", app),
        Grade::Fair,
        "shown by a paper of its own: a.pdf, dated 5 January 2026",
    );
    check(
        yes().naming("policy", "a.pdf", "2026-01-05", &["Example Firm"]),
        Grade::Weak,
        "said, and not shown by what was sent: a.pdf does not name Example App",
    );
    check(
        yes().naming("policy", "a.pdf", "2025-03-30", app),
        Grade::Weak,
        "said, and not shown by what was sent: a.pdf is from 30 March 2025, and has to be from 31 March 2025 or later",
    );
    check(
        yes().naming("policy", "a.pdf", "", app),
        Grade::Weak,
        "said, and not shown by what was sent: a.pdf shows no date, and has to be from 31 March 2025 or later",
    );
    check(
        yes().naming_with("policy", "a.pdf", "2026-01-05", app, |file| file.unfinished = Some("draft".into())),
        Grade::Weak,
        // A draft that nobody attached is not even evidence.
        "said, and nothing was shown",
    );
}

#[test]
fn a_question_about_the_firm_takes_papers_that_name_the_firm() {
    let mut world = yes().naming("policy", "a.pdf", "2026-01-05", &["Example Firm"]);
    for item in world.pack.sections.iter_mut().flat_map(|one| &mut one.assertions).flat_map(|one| &mut one.items) {
        item.names = Some(Names::Party);
    }
    check(world, Grade::Fair, "shown by a paper of its own: a.pdf, dated 5 January 2026");
}

#[test]
fn a_file_that_is_no_known_kind_is_fair_where_somebody_attached_it() {
    let with = |more: &str, names: &[&str]| {
        let named: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        world().answer("S.1.1", &format!("value: yes, evidence: [{{file: a.pdf{more}}}]")).file_with(
            "a.pdf",
            "2026-01-05",
            |file| file.names = named,
        )
    };
    check(with("", &["Example App"]), Grade::Fair, "shown by a paper of its own: a.pdf, dated 5 January 2026");
    check(with("", &[]), Grade::Weak, "said, and not shown by what was sent: a.pdf does not name Example App");
    check(with(", in-scope: true", &[]), Grade::Fair, "shown by a paper of its own: a.pdf, dated 5 January 2026");
    check(
        with(", in-scope: false", &["Example App"]),
        Grade::Weak,
        "said, and not shown by what was sent: a.pdf does not cover the product, as somebody who looked says",
    );
}

#[test]
fn a_picture_is_fair_where_somebody_says_what_it_shows() {
    let picture = |more: &str| {
        world().answer("S.1.1", &format!("value: yes, evidence: [{{file: a.png{more}}}]")).file_with(
            "a.png",
            "",
            |file| file.reading = Reading::Unreadable("a picture".into()),
        )
    };
    let said = ", dated: 2026-01-05, note: Settings of example app";
    check(picture(said), Grade::Fair, "shown by a paper of its own: a.png, dated 5 January 2026");
    check(
        picture(", dated: 2026-01-05, note: Settings"),
        Grade::Weak,
        "said, and not shown by what was sent: a.png does not name Example App",
    );
}

#[test]
fn proof_of_somebody_else_is_strong() {
    let strong = |name: &str| format!("shown by somebody else's proof: {name}, dated 5 January 2026");
    check(yes().naming("register", "test.pdf", "2026-01-05", &["Example App"]), Grade::Strong, &strong("test.pdf"));
    // A test has to name the product, a certificate the firm.
    check(
        yes().naming("register", "test.pdf", "2026-01-05", &["Example Firm"]),
        Grade::Weak,
        "said, and not shown by what was sent: test.pdf does not name Example App",
    );
    check(yes().naming("certificate", "ce.pdf", "2026-01-05", &["Example Firm"]), Grade::Strong, &strong("ce.pdf"));
    check(
        yes().naming("certificate", "ce.pdf", "2026-01-05", &[]),
        Grade::Weak,
        "said, and not shown by what was sent: ce.pdf does not name Example Firm",
    );
    let ended = |file: &mut EvidenceFile| file.next_review = Some(day("2026-03-30"));
    check(
        yes().naming_with("certificate", "ce.pdf", "2025-04-05", &["Example Firm"], ended),
        Grade::Weak,
        "said, and not shown by what was sent: ce.pdf expired on 30 March 2026",
    );
}

#[test]
fn an_export_that_a_check_passes_is_strong() {
    check(yes().finding("mfa", "APP", Outcome::Pass), Grade::Strong, "an export bears it out: APP: is on (mfa.csv:2)");
    check(
        yes().finding("disks", "APP", Outcome::Pass),
        Grade::Strong,
        "an export bears it out: APP: is on (disks.csv:2)",
    );
    check(yes().finding("staff", "APP", Outcome::Pass), Grade::Weak, "said, and nothing was shown");
    let old = |finding: &mut Finding| finding.collected = Some(day("2025-03-30"));
    check(yes().finding_with("mfa", "APP", Outcome::Pass, old), Grade::Weak, "said, and nothing was shown");
    // What is known of one thing does not make up for another.
    check(
        yes().finding("mfa", "APP", Outcome::Pass).finding("mfa", "DB", Outcome::Unknown),
        Grade::Weak,
        "said, and nothing was shown",
    );
}

#[test]
fn a_test_of_another_product_does_not_pass_as_an_export() {
    let of_test = |finding: &mut Finding| finding.place.file = "test.pdf".into();
    check(
        yes().naming("register", "test.pdf", "2026-01-05", &[]).finding_with("mfa", "APP", Outcome::Pass, of_test),
        Grade::Weak,
        "said, and not shown by what was sent: test.pdf does not name Example App",
    );
}

#[test]
fn a_file_that_says_otherwise_takes_the_grade_away() {
    check(
        yes().naming("register", "test.pdf", "2026-01-05", &["Example App"]).finding("mfa", "APP", Outcome::Fail),
        Grade::None,
        "said yes, and a file says otherwise: APP: is off (mfa.csv:2)",
    );
}

#[test]
fn a_check_that_only_warns_leaves_nothing_strong() {
    check(
        yes().naming("register", "test.pdf", "2026-01-05", &["Example App"]).finding("staff", "APP", Outcome::Fail),
        Grade::Fair,
        "shown by somebody else's proof: test.pdf, dated 5 January 2026; but APP: is off (staff.csv:2)",
    );
}

#[test]
fn what_does_not_apply_has_no_grade() {
    let world = world().answer("S.1.1", "not-applicable: No app");
    assert_eq!(world.card("S.1.1").grade, None);
    let scorecard = world.score();
    assert_eq!(scorecard.sections[0].assertions[0].grade, None);
    assert_eq!(scorecard.party.unwrap().grades.all, 0);
}

#[test]
fn a_control_is_as_good_as_its_weakest_question_that_counts() {
    let grades = |answers: &[(&str, &str)]| {
        let mut world = World::new(&[("S.1.1", ""), ("S.1.2", ""), ("S.1.3", "mandatory: no")]);
        world.pack.judged_by = JudgedBy::Grades;
        world.assessment.subject = Some("Example Firm".into());
        for (id, answer) in answers {
            world = world.answer(id, answer);
        }
        for id in ["1", "2"] {
            world =
                world.file_with(&format!("{id}.pdf"), "2026-01-05", |file| file.names = vec!["Example Firm".into()]);
        }
        let card = world.score().sections[0].assertions[0].grade.clone().unwrap();
        (card.grade, card.why, card.rests_on.join(" "))
    };
    let shown = |n: u8| format!("value: yes, evidence: [{{file: {n}.pdf}}]");
    let fair = "Title S.1.1: shown by a paper of its own: 1.pdf, dated 5 January 2026. Title S.1.2: shown by a paper of \
                its own: 2.pdf, dated 5 January 2026";
    for (answers, expected) in [
        (
            vec![("S.1.1", shown(1)), ("S.1.2", shown(2)), ("S.1.3", "value: no".into())],
            (Grade::Fair, fair, "1.pdf 2.pdf"),
        ),
        (
            vec![("S.1.1", shown(1)), ("S.1.2", "value: yes".into())],
            (Grade::Weak, "Title S.1.2: said, and nothing was shown", "1.pdf"),
        ),
        (vec![("S.1.1", shown(1))], (Grade::None, "Title S.1.2: no answer", "1.pdf")),
        (vec![], (Grade::None, "no answer", "")),
    ] {
        let answers: Vec<(&str, &str)> = answers.iter().map(|(id, answer)| (*id, answer.as_str())).collect();
        let (grade, why, rests_on) = grades(&answers);
        assert_eq!((grade, why.as_str(), rests_on.as_str()), expected, "{answers:?}");
    }
}

#[test]
fn what_to_ask_next_depends_on_the_grade() {
    for (world, expected) in [
        (world(), None),
        (world().answer("S.1.1", "value: no"), Some("Do it.")),
        (yes(), Some("Ask to see a letter; or a list.")),
        (yes().naming("policy", "a.pdf", "2026-01-05", &["Example App"]), Some("Stronger: A test.")),
        (yes().naming("register", "a.pdf", "2026-01-05", &["Example App"]), None),
    ] {
        assert_eq!(world.card("S.1.1").grade.unwrap().ask.as_deref(), expected);
    }
}

#[test]
fn certificates_and_tests_are_listed_with_what_keeps_them_from_counting() {
    let ended = |file: &mut EvidenceFile| file.next_review = Some(day("2026-03-30"));
    let world = yes()
        .naming("register", "suppliers/example/test.pdf", "2026-01-05", &["Example App"])
        .naming("register", "suppliers/example/other.pdf", "2026-01-05", &[])
        .naming("register", "suppliers/example/old.pdf", "2025-03-30", &["Example App"])
        .naming("register", "suppliers/example/when.pdf", "", &["Example App"])
        .naming_with("certificate", "suppliers/example/ce.pdf", "2025-03-31", &["Example Firm"], ended);
    let proofs: Vec<_> = world.score().party.unwrap().proofs;
    let shown: Vec<_> = proofs.iter().map(|proof| (proof.file.as_str(), proof.problem.as_deref())).collect();
    assert_eq!(
        shown,
        [
            ("test.pdf", None),
            ("other.pdf", Some("does not name Example Firm or Example App")),
            ("old.pdf", Some("is older than 12 months")),
            ("when.pdf", Some("shows no date")),
            ("ce.pdf", Some("expired on 30 March 2026")),
        ]
    );
}
