//! Holds a record against what a check expects: it holds, it fails or it is not known, with words for why.

mod operators;
mod wanted;

use jiff::civil::Date;
use regex::Regex;

use operators::{Seen, holds, in_range, is_one_of, matches, newer, not_past, switched};
pub(super) use wanted::wanted;

use super::content::{Node, Spot, Value};
use super::expect::{At, Expect, Product, Scalar};
use super::lookup::{self, Found};
use super::records::Record;
use super::rules::Patterns;
use super::support::{Standing, Support};
use super::value;

/// More reasons than this in one message help nobody.
const MOST_REASONS: usize = 3;

/// What is wanted where it can't be said in words.
const OTHERWISE: &str = "otherwise";

/// What records are judged with: tables, compiled expressions and the day.
pub(super) struct Ground<'a> {
    /// The expressions of all checks and kinds by their text.
    pub patterns: &'a Patterns,
    /// Until when products get security updates.
    pub support: &'a Support,
    /// The intended date of publication.
    pub publish_on: Date,
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

    fn asks_for_yes(&self) -> bool {
        matches!(self.wanted.as_str(), "on" | "yes")
    }
}

/// Judges a record.
pub(super) fn judge(expect: &Expect, record: &Record, ground: &Ground<'_>) -> Judged {
    let leaf = |at: &str, default: Option<&Scalar>, several: Several, test: &dyn Fn(&Node) -> Seen, wanted: String| {
        leaf(record, &Ask { at, default, several, wanted: &wanted }, test)
    };
    match expect {
        Expect::All(all) => both(all.iter().map(|e| judge(e, record, ground)).collect(), Truth::Fails),
        Expect::Any(any) => both(any.iter().map(|e| judge(e, record, ground)).collect(), Truth::Holds),
        Expect::Not(inner) => negated(judge(inner, record, ground)),
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
            let line = compiled.filter(|_| pattern.at == "text").and_then(|c| line_of(record, c));
            Judged { spot: line.or(judged.spot.clone()), ..judged }
        }
        Expect::IsOn(At { at, default }) => {
            leaf(at, default.as_ref(), Several::All, &|node| switched(node, true), wanted(expect))
        }
        Expect::IsOff(At { at, default }) => {
            leaf(at, default.as_ref(), Several::All, &|node| switched(node, false), wanted(expect))
        }
        Expect::Present(at) => presence(record, at, Truth::Holds),
        Expect::Absent(at) => presence(record, at, Truth::Fails),
        Expect::AbsentOr(absent_or) => {
            let absent = At { at: absent_or.at.clone(), default: None };
            let presence = presence(record, &absent, Truth::Fails);
            match presence.truth {
                Truth::Holds | Truth::Unknown => presence,
                Truth::Fails => judge(&absent_or.expect, record, ground),
            }
        }
        Expect::NotKnownWith(hidden) => {
            let presence = presence(record, &At { at: hidden.at.clone(), default: None }, Truth::Holds);
            match presence.truth {
                Truth::Fails => Judged { truth: Truth::Holds, failing: 0, ..presence },
                Truth::Holds => Judged { truth: Truth::Unknown, says: hidden.because.clone(), ..presence },
                Truth::Unknown => presence,
            }
        }
        Expect::NewerThan(age) => {
            let doubtful = record.shape.month_first.contains(&age.at);
            leaf(&age.at, None, Several::All, &|node| newer(node, age, ground.publish_on, doubtful), wanted(expect))
        }
        Expect::NotPast(until) => {
            let doubtful = record.shape.month_first.contains(&until.at);
            leaf(
                &until.at,
                None,
                Several::All,
                &|node| not_past(node, until, ground.publish_on, doubtful),
                wanted(expect),
            )
        }
        Expect::Supported(product) => supported(record, product, ground),
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
    match inner.truth {
        Truth::Holds => Judged { truth: Truth::Fails, wanted, failing: 1, ..inner },
        Truth::Fails => Judged { truth: Truth::Holds, wanted, failing: 0, ..inner },
        Truth::Unknown => inner,
    }
}

/// How the elements of a list count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Several {
    /// Every one must hold.
    All,
    /// One that holds is enough.
    Any,
    /// The test looks at the list itself.
    Whole,
}

/// What is asked of a path.
struct Ask<'a> {
    at: &'a str,
    default: Option<&'a Scalar>,
    several: Several,
    wanted: &'a str,
}

fn leaf(record: &Record, ask: &Ask<'_>, test: &dyn Fn(&Node) -> Seen) -> Judged {
    // For a test of the whole list, `[*]` at its end changes nothing.
    let at = if ask.several == Several::Whole { ask.at.strip_suffix("[*]").unwrap_or(ask.at) } else { ask.at };
    reached(record, ask, &lookup::find(&record.tree, at), test)
}

fn reached(record: &Record, ask: &Ask<'_>, found: &Found<'_>, test: &dyn Fn(&Node) -> Seen) -> Judged {
    let name = record.shape.name(ask.at);
    match found {
        Found::Cut(node) => Judged::unknown(cut(&name)).at(node),
        Found::Missing => missing(record, ask, None, test),
        Found::Each(all) if all.is_empty() => Judged::unknown(format!("{name} has no entries")),
        Found::Each(all) => both(all.iter().map(|found| reached(record, ask, found, test)).collect(), Truth::Fails),
        Found::Value(node) => match &node.value {
            Value::List(list) if ask.several != Several::Whole && !list.is_empty() => {
                let decisive = if ask.several == Several::All { Truth::Fails } else { Truth::Holds };
                let parts = list.iter().map(|n| reached(record, ask, &Found::Value(n), test)).collect();
                let whole = both(parts, decisive);
                // A long list of lines that do not match is no message.
                if ask.several == Several::Any && whole.truth == Truth::Fails {
                    let says = format!("no entry of {name} is as it should be");
                    return Judged::of(Truth::Fails, says, "").at(node);
                }
                whole
            }
            Value::List(list) if list.is_empty() && ask.several == Several::Whole => one(record, ask, node, test),
            _ if value::is_empty(node) && !is_asked_for_empty(ask, node, test) => {
                missing(record, ask, Some(node), test)
            }
            Value::List(_)
            | Value::Map(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Day(_) => one(record, ask, node, test),
        },
    }
}

/// Whether a check names the empty text as a value.
fn is_asked_for_empty(ask: &Ask<'_>, node: &Node, test: &dyn Fn(&Node) -> Seen) -> bool {
    ask.several == Several::All
        && ask.default.is_none()
        && matches!(node.value, Value::Null | Value::Text(_))
        && test(node).truth == Truth::Holds
}

fn missing(record: &Record, ask: &Ask<'_>, node: Option<&Node>, test: &dyn Fn(&Node) -> Seen) -> Judged {
    let name = record.shape.name(ask.at);
    let judged = match ask.default {
        Some(default) => {
            let stands = Node { value: value::of_scalar(default), spot: Spot::Whole };
            let seen = test(&stands);
            let says = format!("{name} is not set, so it is {}", value::scalar_words(default));
            Judged { observed: None, ..Judged::of(seen.truth, says, ask.wanted) }
        }
        None if node.is_some() => Judged::unknown(format!("{name} is empty")),
        None => Judged::unknown(format!("{name} is not there")),
    };
    match node {
        Some(node) => judged.at(node),
        None => judged,
    }
}

fn one(record: &Record, ask: &Ask<'_>, node: &Node, test: &dyn Fn(&Node) -> Seen) -> Judged {
    let name = record.shape.name(ask.at);
    if value::is_cut(node) {
        return Judged::unknown(cut(&name)).at(node);
    }
    let seen = test(node);
    let shown = record.shape.shows(ask.at, node).then(|| value::shown(node));
    // What is not understood may be a remark, and a remark may name somebody.
    let remark = |shown: &str| shown.trim().contains(' ') && value::days(node).is_err();
    let shown = shown.filter(|shown| seen.truth != Truth::Unknown || !remark(shown));
    let says = match (seen.says, &shown) {
        (Some(says), Some(shown)) => format!("{name} is {shown}: {says}"),
        (Some(says), None) => format!("{name}: {says}"),
        (None, Some(shown)) if shown.is_empty() => format!("{name} is empty"),
        (None, Some(shown)) if ask.wanted == OTHERWISE => format!("{name} is “{shown}”"),
        (None, Some(shown)) => format!("{name} is {shown}"),
        (None, None) if seen.truth == Truth::Holds => format!("{name} is as it should be"),
        (None, None) => format!("{name} is something else"),
    };
    let answers =
        shown.as_deref().is_some_and(|shown| matches!(shown.to_lowercase().as_str(), "yes" | "no" | "y" | "n"));
    let wanted = match ask.wanted {
        OTHERWISE if shown.is_none() => "",
        "on" if answers => "yes",
        "off" if answers => "no",
        wanted => wanted,
    };
    Judged { observed: shown, ..Judged::of(seen.truth, says, wanted) }.at(node)
}

fn cut(name: &str) -> String {
    format!("{name} was cut off by PowerShell; export again with -Depth 10")
}

/// The line of a text on which a match begins.
fn line_of(record: &Record, pattern: &Regex) -> Option<Spot> {
    let (Found::Value(text), Found::Value(lines)) =
        (lookup::find(&record.tree, "text"), lookup::find(&record.tree, "lines"))
    else {
        return None;
    };
    let (Value::Text(text), Value::List(lines)) = (&text.value, &lines.value) else { return None };
    let start = pattern.find(text)?.start();
    lines.get(text.get(..start)?.matches('\n').count()).map(|line| line.spot.clone())
}

/// Whether there is a value: `holding` is what it means if there is.
fn presence(record: &Record, at: &At, holding: Truth) -> Judged {
    let name = record.shape.name(&at.at);
    let found = lookup::find(&record.tree, &at.at);
    let lacking = if holding == Truth::Holds { Truth::Fails } else { Truth::Holds };
    let (present, node) = match (&found, &at.default) {
        (Found::Cut(node), _) => return Judged::unknown(cut(&name)).at(node),
        (Found::Missing, default) => (default.is_some(), None),
        (Found::Value(node), default) => (!value::is_blank(node) || default.is_some(), Some(*node)),
        (Found::Each(all), _) => {
            if all.iter().any(|f| matches!(f, Found::Cut(_))) {
                return Judged::unknown(cut(&name));
            }
            let filled = |f: &Found<'_>| matches!(f, Found::Value(node) if !value::is_blank(node));
            // Every one must be there, or every one absent; with some of each neither holds.
            let present = match holding {
                Truth::Holds => !all.is_empty() && all.iter().all(filled),
                Truth::Fails | Truth::Unknown => all.iter().any(filled),
            };
            (present, None)
        }
    };
    let says = match (present, node) {
        (true, _) => format!("{name} is filled in"),
        (false, Some(node)) if !value::is_empty(node) => format!("{name} is {}", value::shown(node)),
        (false, Some(_)) => format!("{name} is empty"),
        (false, None) => format!("{name} is not there"),
    };
    let judged = Judged::of(if present { holding } else { lacking }, says, "");
    match node {
        Some(node) => judged.at(node),
        None => judged,
    }
}

/// Whether anything in a record says that it is about an iPad.
fn is_an_ipad(record: &Record) -> bool {
    let Value::Map(map) = &record.tree.value else { return false };
    map.iter().any(|(_, node)| matches!(&node.value, Value::Text(text) if text.to_lowercase().contains("ipad")))
}

/// People call the system of an iPad by that of the iPhone, whose releases end on other days; the oldest had that one.
fn words_for_ipad(asset: &str) -> String {
    let text = asset.trim();
    match text.get(..3).zip(text.get(3..)) {
        Some((ios, rest)) if ios.eq_ignore_ascii_case("ios") && (rest.is_empty() || rest.starts_with(' ')) => {
            format!("iOS/iPadOS{rest}")
        }
        _ => asset.to_owned(),
    }
}

fn supported(record: &Record, product: &Product, ground: &Ground<'_>) -> Judged {
    let text = |at: &str| match lookup::find(&record.tree, at) {
        Found::Value(node) if !value::is_blank(node) => Some((value::words(node), node)),
        Found::Value(_) | Found::Each(_) | Found::Missing | Found::Cut(_) => None,
    };
    let name = record.shape.name(&product.at);
    let Some((asset, node)) = text(&product.at) else { return Judged::unknown(format!("{name} is not filled in")) };
    let version = product.version.as_deref().and_then(text).map(|(version, _)| version);
    let named = if is_an_ipad(record) { words_for_ipad(&asset) } else { asset.clone() };
    let standing = ground.support.look_up(&named, version.as_deref(), ground.publish_on, product.days_left);
    let (truth, says) = match standing {
        Standing::Supported(says) => (Truth::Holds, says),
        Standing::Ended(says) => (Truth::Fails, says),
        Standing::Unknown(says) => (Truth::Unknown, says),
    };
    let shown = match &version {
        Some(version) => format!("{asset} {version}"),
        None => asset,
    };
    let observed = (!record.shape.personal).then(|| value::mask(&shown));
    Judged { observed, ..Judged::of(truth, says, "") }.at(node)
}

#[cfg(test)]
mod tests;
