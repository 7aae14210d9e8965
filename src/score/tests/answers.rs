//! Answers of substance to "how do you …" questions.

use super::check;

const HOW: &str = "kind: text, backed-by: [answer]";
const WORDS: &str = "We check every password with the rule of three words and a number";

#[test]
fn a_dated_answer_of_substance_backs_itself_where_the_item_says_so() {
    check(HOW, &format!("value: {WORDS}, on: 2026-03-01"), |world| world, "met, noted, counts");
    check("kind: text, backed-by: [document]", &format!("value: {WORDS}, on: 2026-03-01"), |w| w, "met, stated only");
}

#[test]
fn a_yes_is_explained_by_its_comment() {
    let item = "backed-by: [answer]";
    check(item, &format!("value: yes, comment: {WORDS}, on: 2026-03-01"), |world| world, "met, noted, counts");
    check(item, "value: yes, on: 2026-03-01", |world| world, "met, stated only");
}

#[test]
fn a_thin_answer_does_not() {
    check(HOW, "value: We check them all the time, on: 2026-03-01", |world| world, "met, stated only");
    check(HOW, "value: We - check - them - all - the - time, on: 2026-03-01", |world| world, "met, stated only");
}

#[test]
fn an_undated_answer_or_one_of_more_than_a_year_ago_does_not() {
    check(HOW, &format!("value: {WORDS}"), |world| world, "met, stated only");
    check(HOW, &format!("value: {WORDS}, on: 2025-03-31"), |world| world, "met, noted, counts");
    check(HOW, &format!("value: {WORDS}, on: 2025-03-30"), |world| world, "met, stated only");
    check(HOW, &format!("value: {WORDS}, on: 2026-04-01"), |world| world, "met, stated only");
}
