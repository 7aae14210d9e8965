//! What came of questions that many people answered: shares with their counts, and nothing by which a person could be
//! told from the others.

use jiff::civil::Date;

use crate::model::{
    CountedCard, FEWEST, Feed, Gives, GroupCard, HabitCard, Item, ItemId, Pack, Round, RoundCard, SAFE_FROM, Votes,
    months_before, written,
};

/// As many as are named as the weakest.
const WEAKEST: usize = 3;

/// A round that is older than this many months says nothing of today.
const MONTHS: u32 = 12;

/// A change of fewer percent than this is no change: one or two people's answers.
const SAME: i64 = 10;

/// What came of all rounds.
pub fn counted(pack: &Pack, rounds: &[Round]) -> CountedCard {
    let mut days: Vec<Date> = rounds.iter().filter(|round| round.people > 0).map(|round| round.on).collect();
    days.sort();
    days.dedup();
    let of = |day: Date| -> Vec<&Round> { rounds.iter().filter(|round| round.on == day && round.people > 0).collect() };
    let last = days.last().map(|day| {
        let before = days.iter().rev().skip(1).map(|day| whole(*day, &of(*day))).find(|round| round.people >= FEWEST);
        card(pack, &whole(*day, &of(*day)), before.as_ref(), &of(*day))
    });
    CountedCard { sentence: sentence(last.as_ref()), rounds: days.len(), last }
}

/// What the last round gives to items of other packs, in words, where it is new enough on a day and enough people
/// answered: proposed to a person, never set.
pub fn given(pack: &Pack, rounds: &[Round], publish_on: Date) -> Vec<(Feed, String)> {
    let last = counted(pack, rounds).last.filter(|last| last.shown > 0);
    let is_new = |last: &RoundCard| (months_before(publish_on, MONTHS)..=publish_on).contains(&last.on);
    let Some(last) = last.filter(is_new) else { return Vec::new() };
    let (who, on, title) = (&last.who, written(last.on), &pack.short_title);
    let words = |gives: Gives| match gives {
        Gives::TrainingNeeds if last.needs.is_empty() => Some(format!(
            "{who} answered {title} in the round of {on}, and no question had fewer than {SAFE_FROM}% safe answers: your \
             training needs analysis can say so"
        )),
        Gives::TrainingNeeds => {
            let named: Vec<String> =
                last.needs.iter().take(WEAKEST).map(|habit| format!("“{}” {}", habit.title, habit.share)).collect();
            let more = match last.needs.len().saturating_sub(WEAKEST) {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            Some(format!(
                "{who} answered {title} in the round of {on}, and fewer than {SAFE_FROM}% gave the safe answer to {}{more}: \
                 these belong in your training needs analysis",
                named.join(", ")
            ))
        }
        Gives::SpotCheck => Some(format!(
            "{who} looked at their own habits with {title} in the round of {on}: it can be a part of a spot check, beside \
             going round to look and writing down what is done about it"
        )),
        Gives::AnyOne | Gives::Names | Gives::Evidence => None,
    };
    pack.feeds.iter().filter_map(|feed| Some((feed.clone(), words(feed.gives)?))).collect()
}

/// All groups of a day together.
fn whole(day: Date, groups: &[&Round]) -> Round {
    let mut whole = Round::new(day, None);
    groups.iter().for_each(|group| whole.join(group));
    whole
}

/// "11 people answered on 4 March 2026; 9 of 12 habits are safe for at least 80% of them".
fn sentence(last: Option<&RoundCard>) -> String {
    let Some(last) = last else { return "nobody has answered yet".into() };
    let who = format!("{} answered in the round of {}", last.who, written(last.on));
    match (last.shown, &last.hidden) {
        (0, _) => format!("{who}; figures are shown once {FEWEST} people have answered"),
        (shown, hidden) => {
            let are = if last.safe == 1 { "is" } else { "are" };
            let habits = match hidden {
                None => format!("{shown} habits"),
                Some(_) => format!("the {shown} habits that can be shown"),
            };
            format!("{who}; {} of {habits} {are} safe for at least {SAFE_FROM}% of them", last.safe)
        }
    }
}

fn card(pack: &Pack, round: &Round, before: Option<&Round>, groups: &[&Round]) -> RoundCard {
    let habits: Vec<HabitCard> = pack.items().map(|(_, _, item)| habit(item, round, before)).collect();
    let shown: Vec<&HabitCard> = habits.iter().filter(|habit| habit.votes.is_some()).collect();
    let mut ranked = shown.clone();
    // Shares are held against each other without rounding; of equals the one with more that said no goes first.
    ranked.sort_by(|one, other| {
        let (a, b) = (one.votes.unwrap_or_default(), other.votes.unwrap_or_default());
        let cross = |x: Votes, y: Votes| u64::from(x.yes) * u64::from(y.all());
        cross(a, b).cmp(&cross(b, a)).then(b.no.cmp(&a.no))
    });
    let unsafe_ones = || ranked.iter().copied().filter(|habit| habit.votes.is_some_and(|t| t.yes < t.all()));
    let hidden = match (round.people < FEWEST, shown.len() < habits.len()) {
        (true, _) => Some(format!(
            "Fewer than {FEWEST} people have answered, so no figures are shown: whoever knows them could tell who said \
             what. Their answers are kept in the counts and show once {FEWEST} have answered."
        )),
        (false, true) => Some(format!(
            "A question that fewer than {FEWEST} people have answered shows no figures: whoever knows them could tell who \
             said what."
        )),
        (false, false) => None,
    };
    let (groups, groups_note) = self::groups(pack, round, groups);
    RoundCard {
        on: round.on,
        people: round.people,
        who: people(round.people),
        before: before.map(|before| before.on),
        shown: shown.len(),
        safe: shown.iter().filter(|habit| habit.safe).count(),
        hidden,
        weakest: unsafe_ones().take(WEAKEST).cloned().collect(),
        needs: unsafe_ones().filter(|habit| !habit.safe).cloned().collect(),
        groups,
        groups_note,
        habits,
    }
}

fn habit(item: &Item, round: &Round, before: Option<&Round>) -> HabitCard {
    let votes = shown(round, &item.id);
    let then = before.and_then(|before| shown(before, &item.id));
    HabitCard {
        item: item.id.clone(),
        title: item.title.clone(),
        question: item.question.clone(),
        action: item.action.clone(),
        votes,
        share: votes.map_or_else(|| "too few to show".into(), share),
        safe: votes.is_some_and(Votes::is_safe),
        since: votes.zip(then).map(|(now, then)| since(now, then)),
    }
}

/// The counts of a question that enough people answered.
fn shown(round: &Round, item: &ItemId) -> Option<Votes> {
    round.counts.get(item).copied().filter(|votes| votes.all() >= FEWEST)
}

/// "8 of 11 (72%)".
fn share(votes: Votes) -> String {
    format!("{} of {} ({}%)", votes.yes, votes.all(), votes.percent())
}

/// "better: was 5 of 10 (50%)".
fn since(now: Votes, then: Votes) -> String {
    let change = i64::from(now.percent()) - i64::from(then.percent());
    let word = match change {
        SAME.. => "better",
        _ if change <= -SAME => "worse",
        _ => "about the same",
    };
    format!("{word}: was {}", share(then))
}

/// The groups of a round that can be shown. Groups that are too small stand together; where those together are still too
/// few, the smallest of the others joins them, since they could be worked out from the whole.
fn groups(pack: &Pack, whole: &Round, groups: &[&Round]) -> (Vec<GroupCard>, Option<String>) {
    if groups.len() < 2 || whole.people < FEWEST {
        return (Vec::new(), None);
    }
    let (small, mut apart): (Vec<&Round>, Vec<&Round>) =
        groups.iter().partition(|group| group.people < FEWEST || group.group.is_none());
    apart.sort_by(|one, other| other.people.cmp(&one.people).then(one.group.cmp(&other.group)));
    let mut rest = self::whole(whole.on, &small);
    while rest.people > 0
        && rest.people < FEWEST
        && let Some(group) = apart.pop()
    {
        rest.join(group);
    }
    let merged = rest.people > 0;
    apart.sort_by(|one, other| one.group.cmp(&other.group));
    let named = apart.iter().map(|group| group_card(pack, group.group.as_deref().unwrap_or("Others"), group));
    let mut cards: Vec<GroupCard> = named.collect();
    if merged {
        cards.push(group_card(pack, "All others together", &rest));
    }
    let why = format!("a group of fewer than {FEWEST} is not shown by itself, so that nobody can tell who said what");
    match cards.len() {
        0 | 1 => (Vec::new(), Some(format!("No groups are shown: {why}."))),
        _ if merged => (cards, Some(format!("Some groups stand together: {why}."))),
        _ => (cards, None),
    }
}

fn group_card(pack: &Pack, name: &str, round: &Round) -> GroupCard {
    let card = card(pack, round, None, &[]);
    GroupCard {
        name: name.to_owned(),
        people: round.people,
        safe: format!("{} of {}", card.safe, card.shown),
        weakest: card.weakest.first().map(|habit| format!("{}: {}", habit.title, habit.share)),
    }
}

fn people(count: u32) -> String {
    if count == 1 { "1 person".into() } else { format!("{count} people") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::yaml::Yaml;

    fn pack() -> Pack {
        Yaml::new("pack.yaml", include_str!("../../assertions/everyday-defence/pack.yaml")).read().unwrap()
    }

    /// A round in which the first three questions were answered so (yes, no, unsure), and the others with yes.
    fn round(on: &str, group: Option<&str>, people: u32, first: [(u32, u32, u32); 3]) -> Round {
        let mut round = Round::new(on.parse().unwrap(), group.map(str::to_owned));
        round.people = people;
        for (at, (_, _, item)) in pack().items().enumerate() {
            let (yes, no, unsure) = first.get(at).copied().unwrap_or((people, 0, 0));
            round.counts.insert(item.id.clone(), Votes { yes, no, unsure });
        }
        round
    }

    #[track_caller]
    fn check(rounds: &[Round], sentence: &str, first: [&str; 3], weakest: &[&str], needs: &[&str]) {
        let counted = counted(&pack(), rounds);
        assert_eq!(counted.sentence, sentence);
        let last = counted.last.unwrap();
        let told = |habit: &HabitCard| match &habit.since {
            Some(since) => format!("{}; {since}", habit.share),
            None => habit.share.clone(),
        };
        assert_eq!(last.habits.iter().take(3).map(told).collect::<Vec<_>>(), first);
        let ids = |habits: &[HabitCard]| habits.iter().map(|habit| habit.item.to_string()).collect::<Vec<_>>();
        assert_eq!(ids(&last.weakest), weakest);
        assert_eq!(ids(&last.needs), needs);
    }

    #[test]
    fn shares_stand_beside_their_counts_and_the_weakest_come_first() {
        check(
            &[round("2026-03-04", None, 11, [(7, 3, 1), (2, 0, 9), (9, 2, 0)])],
            "11 people answered in the round of 4 March 2026; 10 of 12 habits are safe for at least 80% of them",
            ["7 of 11 (63%)", "2 of 11 (18%)", "9 of 11 (81%)"],
            &["ED.1.1.2", "ED.1.1.1", "ED.1.2.1"],
            &["ED.1.1.2", "ED.1.1.1"],
        );
    }

    #[test]
    fn of_equal_shares_more_that_said_no_go_first_and_then_the_order_of_the_pack() {
        check(
            &[round("2026-03-04", None, 10, [(5, 1, 4), (5, 5, 0), (5, 1, 4)])],
            "10 people answered in the round of 4 March 2026; 9 of 12 habits are safe for at least 80% of them",
            ["5 of 10 (50%)", "5 of 10 (50%)", "5 of 10 (50%)"],
            &["ED.1.1.2", "ED.1.1.1", "ED.1.2.1"],
            &["ED.1.1.2", "ED.1.1.1", "ED.1.2.1"],
        );
    }

    #[test]
    fn four_fifths_are_safe_and_a_hair_less_is_not() {
        check(
            &[round("2026-03-04", None, 5, [(4, 1, 0), (3, 2, 0), (5, 0, 0)])],
            "5 people answered in the round of 4 March 2026; 11 of 12 habits are safe for at least 80% of them",
            ["4 of 5 (80%)", "3 of 5 (60%)", "5 of 5 (100%)"],
            &["ED.1.1.2", "ED.1.1.1"],
            &["ED.1.1.2"],
        );
    }

    #[test]
    fn fewer_than_five_are_counted_and_not_shown() {
        check(
            &[round("2026-03-04", None, 4, [(1, 3, 0), (0, 4, 0), (4, 0, 0)])],
            "4 people answered in the round of 4 March 2026; figures are shown once 5 people have answered",
            ["too few to show"; 3],
            &[],
            &[],
        );
        // Two small groups of one day are enough together; a question that some left out may still be too small.
        check(
            &[
                round("2026-03-04", Some("day"), 3, [(3, 0, 0), (0, 1, 0), (1, 2, 0)]),
                round("2026-03-04", Some("night"), 3, [(0, 3, 0), (0, 3, 0), (3, 0, 0)]),
            ],
            "6 people answered in the round of 4 March 2026; 9 of the 11 habits that can be shown are safe for at least 80% of them",
            ["3 of 6 (50%)", "too few to show", "4 of 6 (66%)"],
            &["ED.1.1.1", "ED.1.2.1"],
            &["ED.1.1.1", "ED.1.2.1"],
        );
    }

    #[test]
    fn the_last_round_is_held_against_the_one_before_that_can_be_shown() {
        check(
            &[
                round("2026-03-04", None, 10, [(8, 2, 0), (4, 6, 0), (9, 1, 0)]),
                round("2025-09-01", None, 10, [(5, 5, 0), (9, 1, 0), (9, 1, 0)]),
                round("2025-12-01", None, 3, [(3, 0, 0), (3, 0, 0), (3, 0, 0)]),
                round("2026-03-09", None, 0, [(0, 0, 0), (0, 0, 0), (0, 0, 0)]),
            ],
            "10 people answered in the round of 4 March 2026; 11 of 12 habits are safe for at least 80% of them",
            [
                "8 of 10 (80%); better: was 5 of 10 (50%)",
                "4 of 10 (40%); worse: was 9 of 10 (90%)",
                "9 of 10 (90%); about the same: was 9 of 10 (90%)",
            ],
            &["ED.1.1.2", "ED.1.1.1", "ED.1.2.1"],
            &["ED.1.1.2"],
        );
    }

    #[track_caller]
    fn gives(rounds: &[Round], publish_on: &str, expected: &[(&str, &str)]) {
        let given = given(&pack(), rounds, publish_on.parse().unwrap());
        let told: Vec<(&str, &str)> = given.iter().map(|(feed, words)| (feed.item.as_str(), words.as_str())).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn a_round_of_the_last_twelve_months_with_enough_people_is_proposed_for_the_toolkit() {
        let some = [round("2026-03-04", None, 11, [(7, 3, 1), (2, 0, 9), (9, 2, 0)])];
        let spot = "11 people looked at their own habits with Everyday defence in the round of 4 March 2026: it can be a \
                    part of a spot check, beside going round to look and writing down what is done about it";
        let needs = "11 people answered Everyday defence in the round of 4 March 2026, and fewer than 80% gave the safe \
                     answer to “Is this caller who they say they are?” 2 of 11 (18%), “Can this email be trusted?” 7 of 11 \
                     (63%): these belong in your training needs analysis";
        gives(&some, "2026-03-31", &[("3.1.1", needs), ("1.3.2", spot)]);
        gives(&some, "2027-03-04", &[("3.1.1", needs), ("1.3.2", spot)]);
        gives(&some, "2027-03-05", &[]);
        gives(&some, "2026-03-03", &[]);
        gives(&[round("2026-03-04", None, 4, [(0, 4, 0); 3])], "2026-03-31", &[]);
        gives(&[], "2026-03-31", &[]);
        let all = [round("2026-03-04", None, 5, [(5, 0, 0); 3])];
        let none = "5 people answered Everyday defence in the round of 4 March 2026, and no question had fewer than 80% \
                    safe answers: your training needs analysis can say so";
        let spot = spot.replace("11 people", "5 people");
        gives(&all, "2026-03-31", &[("3.1.1", none), ("1.3.2", &spot)]);
    }

    #[track_caller]
    fn grouped(groups: &[(&str, u32)], expected: &[(&str, u32)], note: Option<&str>) {
        let rounds: Vec<Round> = groups
            .iter()
            .map(|(name, people)| {
                round("2026-03-04", Some(*name).filter(|name| !name.is_empty()), *people, [(0, *people, 0); 3])
            })
            .collect();
        let last = counted(&pack(), &rounds).last.unwrap();
        let shown: Vec<(&str, u32)> = last.groups.iter().map(|group| (group.name.as_str(), group.people)).collect();
        assert_eq!(shown, expected);
        assert_eq!(last.groups_note.as_deref().map(|note| note.split(':').next().unwrap()), note);
    }

    #[test]
    fn no_small_group_can_be_worked_out_from_the_others() {
        grouped(&[("day", 8), ("night", 6)], &[("day", 8), ("night", 6)], None);
        // Of day and all one could take night: so neither is shown.
        grouped(&[("day", 8), ("night", 3)], &[], Some("No groups are shown"));
        grouped(
            &[("day", 8), ("late", 6), ("night", 3)],
            &[("day", 8), ("All others together", 9)],
            Some("Some groups stand together"),
        );
        grouped(
            &[("day", 8), ("late", 4), ("night", 3)],
            &[("day", 8), ("All others together", 7)],
            Some("Some groups stand together"),
        );
        grouped(&[("", 9)], &[], None);
        grouped(
            &[("", 9), ("night", 7)],
            &[("night", 7), ("All others together", 9)],
            Some("Some groups stand together"),
        );
        grouped(&[("late", 2), ("night", 2)], &[], None);
    }
}
