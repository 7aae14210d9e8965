//! Holds a record against what a check expects: it holds, it fails or it is not known, with words for why.

mod amounts;
mod elements;
mod leaf;
mod matched;
mod operators;
mod products;
mod view;
mod wanted;

use jiff::civil::Date;

use leaf::{Ask, Several, leaf, line_of, presence};
pub(super) use operators::is_version;
use operators::{Seen, bits, holds, in_range, is_one_of, matches, newer, not_past, switched, version};
use view::View;
pub(super) use wanted::wanted;

use super::content::{Node, Spot};
use super::expect::{At, Expect, Scalar};
use super::joins::Others;
use super::records::Record;
use super::rules::Patterns;
use super::support::Support;

/// More reasons than this in one message help nobody.
const MOST_REASONS: usize = 3;

/// What is wanted where it can't be said in words.
const OTHERWISE: &str = "otherwise";

/// What records are judged with: tables, compiled expressions and the day.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    /// The expressions of all checks and kinds by their text.
    pub patterns: &'a Patterns,
    /// Until when products get security updates.
    pub support: &'a Support,
    /// The intended date of publication.
    pub publish_on: Date,
    /// The day on which the file was collected, where it is known.
    pub collected: Option<Date>,
    /// The records of other files, once all are read.
    pub others: Option<&'a Others<'a>>,
}

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    /// It does.
    Holds,
    /// It does not.
    Fails,
    /// Nobody can say.
    Unknown,
}

/// What came out for one record.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Judged {
    /// Whether it holds.
    pub truth: Truth,
    /// What the record says: "MinimumPasswordLength is 8".
    pub says: String,
    /// What was expected, where that is one thing: "at least 12".
    pub wanted: String,
    /// The decisive value, masked.
    pub observed: Option<String>,
    /// Where it stood; absent when it was not there.
    pub spot: Option<Spot>,
    /// How many conditions fail: the distance from holding.
    pub failing: usize,
}

impl Judged {
    /// Why, in a few words.
    pub(super) fn message(&self) -> String {
        match self.truth {
            Truth::Fails if !self.wanted.is_empty() && self.wanted != OTHERWISE => {
                format!("{}, expected {}", self.says, self.wanted)
            }
            Truth::Holds | Truth::Fails | Truth::Unknown => self.says.clone(),
        }
    }

    fn unknown(says: String) -> Self {
        Self { truth: Truth::Unknown, says, wanted: String::new(), observed: None, spot: None, failing: 0 }
    }

    fn of(truth: Truth, says: String, wanted: &str) -> Self {
        let failing = usize::from(truth == Truth::Fails);
        Self { truth, says, wanted: wanted.to_owned(), observed: None, spot: None, failing }
    }

    fn at(mut self, node: &Node) -> Self {
        self.spot = Some(node.spot.clone());
        self
    }

    fn is_of_the_value_of(&self, other: &Self) -> bool {
        let one_is_unsaid = self.wanted == OTHERWISE || other.wanted == OTHERWISE;
        one_is_unsaid && self.observed.is_some() && self.observed == other.observed && self.spot == other.spot
    }

    /// Whether it only says that something is not there.
    fn is_lack(&self) -> bool {
        self.wanted.is_empty() && self.spot.is_none() && self.says.ends_with(" is not there")
    }

    fn asks_for_yes(&self) -> bool {
        matches!(self.wanted.as_str(), "on" | "yes")
    }
}

/// Judges a record.
pub(super) fn judge(expect: &Expect, record: &Record, ground: &Ground<'_>) -> Judged {
    judge_view(expect, &View::of(record), ground)
}

/// Judges a record, or an element in it.
fn judge_view(expect: &Expect, view: &View<'_>, ground: &Ground<'_>) -> Judged {
    let leaf = |at: &str, default: Option<&Scalar>, several: Several, test: &dyn Fn(&Node) -> Seen, wanted: String| {
        leaf(view, &Ask { at, default, several, wanted: &wanted }, test)
    };
    match expect {
        Expect::All(all) => both(all.iter().map(|e| judge_view(e, view, ground)).collect(), Truth::Fails),
        Expect::Any(any) => both(any.iter().map(|e| judge_view(e, view, ground)).collect(), Truth::Holds),
        Expect::Not(inner) => negated(judge_view(inner, view, ground)),
        Expect::Equals(one) => {
            let values = std::slice::from_ref(&one.value);
            leaf(&one.at, one.default.as_ref(), Several::All, &|node| is_one_of(node, values), wanted(expect))
        }
        Expect::OneOf(some) => {
            leaf(&some.at, some.default.as_ref(), Several::All, &|node| is_one_of(node, &some.values), wanted(expect))
        }
        Expect::Contains(one) => leaf(
            &one.at,
            one.default.as_ref(),
            Several::Whole,
            &|node| Seen::when(holds(node, &one.value)),
            wanted(expect),
        ),
        Expect::ContainsNone(some) => leaf(
            &some.at,
            some.default.as_ref(),
            Several::Whole,
            &|node| Seen::when(!some.values.iter().any(|v| holds(node, v))),
            wanted(expect),
        ),
        Expect::AtLeast(bound) => leaf(
            &bound.at,
            bound.default.as_ref(),
            Several::All,
            &|node| in_range(node, bound.value, f64::INFINITY),
            wanted(expect),
        ),
        Expect::AtMost(bound) => leaf(
            &bound.at,
            bound.default.as_ref(),
            Several::All,
            &|node| in_range(node, f64::NEG_INFINITY, bound.value),
            wanted(expect),
        ),
        Expect::Between(range) => leaf(
            &range.at,
            range.default.as_ref(),
            Several::All,
            &|node| in_range(node, range.from, range.to),
            wanted(expect),
        ),
        Expect::Matches(pattern) => {
            let compiled = ground.patterns.get(&pattern.pattern);
            let test = |node: &Node| matches(node, compiled);
            let judged = leaf(&pattern.at, pattern.default.as_ref(), Several::Any, &test, wanted(expect));
            let line = compiled.filter(|_| pattern.at == "text").and_then(|c| line_of(view, c));
            Judged { spot: line.or(judged.spot.clone()), ..judged }
        }
        Expect::IsOn(At { at, default }) => {
            leaf(at, default.as_ref(), Several::All, &|node| switched(node, true), wanted(expect))
        }
        Expect::IsOff(At { at, default }) => {
            leaf(at, default.as_ref(), Several::All, &|node| switched(node, false), wanted(expect))
        }
        Expect::Present(at) => presence(view, at, Truth::Holds),
        Expect::Absent(at) => presence(view, at, Truth::Fails),
        Expect::AbsentOr(absent_or) => {
            let absent = At { at: absent_or.at.clone(), default: None };
            let presence = presence(view, &absent, Truth::Fails);
            match presence.truth {
                Truth::Holds | Truth::Unknown => presence,
                Truth::Fails => judge_view(&absent_or.expect, view, ground),
            }
        }
        Expect::NotKnownWith(hidden) => {
            let presence = presence(view, &At { at: hidden.at.clone(), default: None }, Truth::Holds);
            match presence.truth {
                Truth::Fails => Judged { truth: Truth::Holds, failing: 0, ..presence },
                Truth::Holds => Judged { truth: Truth::Unknown, says: hidden.because.clone(), ..presence },
                Truth::Unknown => presence,
            }
        }
        Expect::NewerThan(age) => {
            let doubtful = view.is_month_first(&age.at);
            leaf(&age.at, None, Several::All, &|node| newer(node, age, ground.publish_on, doubtful), wanted(expect))
        }
        Expect::NotPast(until) => {
            let doubtful = view.is_month_first(&until.at);
            leaf(
                &until.at,
                None,
                Several::All,
                &|node| not_past(node, until, ground.publish_on, doubtful),
                wanted(expect),
            )
        }
        Expect::Supported(product) => products::supported(view, product, ground),
        Expect::Every(all) => elements::every(view, all, ground),
        Expect::None(all) => elements::none(view, all, ground),
        Expect::Some(all) => elements::some(view, all, ground),
        Expect::DaysBetween(days) => amounts::days_between(view, days, &wanted(expect), ground),
        Expect::Sum(sum) => amounts::sum(view, sum, &wanted(expect)),
        Expect::Bits(asked) => leaf(&asked.at, None, Several::All, &|node| bits(node, asked), wanted(expect)),
        Expect::Matched(join) => matched::matched(view, join, ground),
        Expect::NotMatched(join) => matched::not_matched(view, join, ground),
        Expect::Compare(compare) => amounts::compare(view, compare),
        Expect::Version(asked) => {
            leaf(&asked.at, None, Several::All, &|node| version(node, &asked.at_least), wanted(expect))
        }
    }
}

/// Several outcomes as one; `decisive` is the one that settles it alone.
fn both(parts: Vec<Judged>, decisive: Truth) -> Judged {
    let other = if decisive == Truth::Fails { Truth::Holds } else { Truth::Fails };
    let truth = if parts.iter().any(|p| p.truth == decisive) {
        decisive
    } else if parts.iter().any(|p| p.truth == Truth::Unknown) {
        Truth::Unknown
    } else {
        other
    };
    let failing = match decisive {
        Truth::Fails => parts.iter().map(|p| p.failing).sum(),
        Truth::Holds | Truth::Unknown => parts.iter().map(|p| p.failing).min().unwrap_or_default(),
    };
    let mut told: Vec<Judged> = Vec::new();
    for part in parts.into_iter().filter(|p| p.truth == truth) {
        match told.iter_mut().find(|t| t.says == part.says || t.is_of_the_value_of(&part)) {
            // Of two expectations of one value the one that can be said is told; "yes" says no more than the value.
            Some(known) if known.wanted == OTHERWISE && !part.asks_for_yes() => *known = part,
            Some(known) if known.asks_for_yes() && part.wanted == OTHERWISE => *known = part,
            Some(_) => {}
            None => told.push(part),
        }
    }
    // What stands in the file says more than what doesn't.
    if truth == Truth::Holds && told.iter().any(|t| t.spot.is_some()) {
        told.retain(|t| t.spot.is_some());
    }
    // Of several ways of which none holds, those that the file knows nothing of are not worth a word beside the others.
    if truth == Truth::Fails && decisive == Truth::Holds && told.iter().any(|t| !t.is_lack()) {
        told.retain(|t| !t.is_lack());
    }
    // One reason that settles it is enough where one is enough.
    if truth == Truth::Holds && decisive == Truth::Holds {
        told.truncate(1);
    }
    let failing = if truth == Truth::Fails { failing.max(1) } else { failing };
    if told.len() == 1
        && let Some(only) = told.pop()
    {
        return Judged { failing, ..only };
    }
    let says = told.iter().take(MOST_REASONS).map(Judged::message).collect::<Vec<_>>().join("; ");
    let more = told.len().saturating_sub(MOST_REASONS);
    let says = if more > 0 { format!("{says}; and {more} more") } else { says };
    let first = told.into_iter().next();
    let (observed, spot) = first.map_or((None, None), |f| (f.observed, f.spot));
    Judged { truth, says, wanted: String::new(), observed, spot, failing }
}

fn negated(inner: Judged) -> Judged {
    let wanted = match inner.wanted.as_str() {
        "" | OTHERWISE => OTHERWISE.to_owned(),
        wanted => format!("not {wanted}"),
    };
    let says = leaf::turned(inner.says);
    match inner.truth {
        Truth::Holds => Judged { truth: Truth::Fails, says, wanted, failing: 1, ..inner },
        Truth::Fails => Judged { truth: Truth::Holds, says, wanted, failing: 0, ..inner },
        Truth::Unknown => Judged { says, ..inner },
    }
}

#[cfg(test)]
mod tests;
