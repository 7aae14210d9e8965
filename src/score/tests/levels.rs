//! Levels, by the answers and by what is backed.

use super::{World, slug};
use crate::model::{Outcome::Fail, Reading, Standing};
use crate::score::{reaches, reaches_backed};

const FIRST: &str = "approaching: yes, backed-by: [document, check], evidence: [{document: policy}]";
const SECOND: &str = "checks: [{check: disks, bearing: settles}]";

/// 1.1.1 counts for both levels, 1.1.2 for the upper one only.
fn world() -> World {
    World::new(&[("1.1.1", FIRST), ("1.1.2", SECOND), ("1.1.3", "mandatory: no")])
}

fn one(world: World) -> World {
    world.answer("1.1.1", "value: yes")
}

fn both(world: World) -> World {
    one(world).answer("1.1.2", "value: yes")
}

/// The level, the next one, and what it lacks.
fn said(standing: &Standing) -> String {
    let next = standing.next.as_ref().map(|next| {
        let missing: Vec<String> = next.missing.iter().map(ToString::to_string).chain(next.also.clone()).collect();
        format!("; {}: {}", next.title, missing.join(", "))
    });
    format!("{}{}", standing.title, next.unwrap_or_default())
}

#[track_caller]
fn check(world: &World, expected: &str) {
    assert_eq!(said(&world.score().on_answers), expected);
}

#[track_caller]
fn check_backed(world: &World, expected: &str) {
    assert_eq!(said(&world.score().backed), expected);
}

#[test]
fn without_answers_there_is_no_level() {
    check(&world().published("never"), "No level yet; Approaching: 1.1.1");
    assert_eq!(world().score().on_answers.level, None);
}

#[test]
fn the_lower_level_is_for_those_who_never_published() {
    check(&one(world()).published("never"), "Approaching; Met: 1.1.2");
    let unsure = "No level yet; Approaching: \
                  it is for a first publication only: write in answers.yaml whether you have published before";
    check(&one(world()).published("unknown"), unsure);
    check(&one(world()), unsure);
    check(&one(world()).published("{level: met, on: 2025-06-01}"), "No level yet; Met: 1.1.2");
}

#[test]
fn standards_met_takes_all_mandatory_items_and_no_optional_one() {
    check(&both(world()), "Met; Exceeded: a current Cyber Essentials Plus certificate");
    check(
        &both(world()).published("{level: met, on: 2025-06-01}"),
        "Met; Exceeded: a current Cyber Essentials Plus certificate",
    );
    check(&world().published("never").answer("1.1.2", "value: yes"), "No level yet; Approaching: 1.1.1");
}

#[test]
fn doubtful_items_count_for_their_levels() {
    let world = World::new(&[("1.1.1", "mandatory: doubtful, approaching: doubtful")]).published("never");
    check(&world, "No level yet; Approaching: 1.1.1");
    check(&world.answer("1.1.1", "value: yes"), "Met; Exceeded: a current Cyber Essentials Plus certificate");
}

#[test]
fn standards_exceeded_takes_a_certificate_that_is_valid_on_the_day_of_publication() {
    let with = |certificate: &str| both(world()).on("2026-02-01", "2026-03-31").certificate(certificate);
    check(&with("expires: 2026-03-31"), "Exceeded");
    check(&with("expires: 2027-01-01, issued: 2026-03-31"), "Exceeded");
    let lacks = "Met; Exceeded: a current Cyber Essentials Plus certificate";
    check(&with("expires: 2026-03-30"), lacks);
    check(&with("expires: 2027-01-01, issued: 2026-04-01"), lacks);
    let mut other = with("expires: 2027-01-01");
    other.organisation.certificates[0].kind = slug("cyber-essentials");
    check(&other, lacks);
}

#[test]
fn a_certificate_does_not_replace_an_answer() {
    check(
        &one(world()).certificate("expires: 2027-01-01"),
        "No level yet; Approaching: \
        it is for a first publication only: write in answers.yaml whether you have published before",
    );
}

/// Both items backed.
fn shown(world: World) -> World {
    both(world).document("policy", "p.docx", "2026-01-01").answer("1.1.2", "value: yes, evidence: [{kept: Office}]")
}

#[test]
fn bare_answers_give_a_level_on_answers_and_no_backed_level() {
    let world = both(world()).published("never");
    check(&world, "Met; Exceeded: a current Cyber Essentials Plus certificate");
    check_backed(&world, "No level yet; Approaching: 1.1.1");
}

#[test]
fn the_backed_level_counts_backed_items_only() {
    let world = world().published("never");
    check_backed(&both(world.clone()).document("policy", "p.docx", ""), "Approaching; Met: 1.1.2");
    check_backed(&shown(world), "Met; Exceeded: a current Cyber Essentials Plus certificate");
}

#[test]
fn the_backed_level_takes_the_certificate_itself() {
    let with = |world: World| shown(world).certificate("expires: 2027-01-01, file: ce.pdf");
    let lacks = "Met; Exceeded: a current Cyber Essentials Plus certificate";
    check(&with(world()), "Exceeded");
    check_backed(&with(world()), lacks);
    check_backed(&with(world()).file("ce.pdf", ""), "Exceeded");
    check_backed(&with(world()).file("other.pdf", ""), lacks);
    check_backed(&with(world()).file_with("ce.pdf", "", |f| f.reading = Reading::Skipped("a shortcut".into())), lacks);
    check_backed(&with(world()).file_with("ce.pdf", "", |f| f.sha256 = String::new()), lacks);
    check_backed(&shown(world()).certificate("expires: 2027-01-01").file("ce.pdf", ""), lacks);
}

#[track_caller]
fn required(world: &World, level: &str, on_answers: bool, backed: bool) {
    let scorecard = world.score();
    assert_eq!(reaches(&world.pack, &scorecard, &slug(level)), on_answers, "{level} on answers");
    assert_eq!(reaches_backed(&world.pack, &scorecard, &slug(level)), backed, "{level} backed");
}

#[test]
fn a_higher_level_than_the_required_one_will_do() {
    let world = shown(world());
    required(&world, "approaching", true, true);
    required(&world, "met", true, true);
    required(&world, "exceeded", false, false);
    required(&world, "no-such-level", false, false);
    required(&both(super::World::new(&[("1.1.1", FIRST), ("1.1.2", "")])), "met", true, false);
}

#[test]
fn only_contradictions_of_the_levels_own_items_stand_in_its_way() {
    let world = shown(world()).published("never").finding("disks", "PC-1", Fail);
    required(&world, "approaching", true, true);
    required(&world, "met", false, false);
    required(&world.exception("check: disks"), "met", true, true);
}

#[test]
fn a_contradicted_optional_item_stands_in_no_levels_way() {
    let world = World::new(&[("1.1.1", FIRST), ("1.1.2", "mandatory: no, checks: [{check: disks, bearing: settles}]")]);
    let world = both(world).document("policy", "p.docx", "").finding("disks", "PC-1", Fail);
    assert_eq!(world.score().contradictions.len(), 1);
    required(&world, "met", true, true);
}
