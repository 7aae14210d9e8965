//! A check in words: what `dspt explain` shows of it.

use super::Rules;
use crate::model::{CheckCard, CheckId, KindId, Strength};
use crate::scan::check::{Check, Judge, KeyConfidence};
use crate::scan::evaluate;
use crate::scan::expect::{Elements, Expect, Join};

/// Everything that there is to say of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckPage {
    /// Title, why, fix and source.
    pub card: CheckCard,
    /// The files that it reads.
    pub reads: Vec<KindCard>,
    /// Whether the keys have been seen in a real export or a published example, rather than in documentation only.
    pub seen: bool,
    /// What its findings are worth, in words.
    pub worth: &'static str,
    /// Which records are judged, in words; empty when all are.
    pub only: Vec<String>,
    /// How they come together, in words.
    pub judged: String,
    /// What must hold, one condition a line.
    pub expects: Vec<String>,
    /// What should hold as well.
    pub prefers: Vec<String>,
    /// How many days such a file tells the truth.
    pub shelf_days: Option<u32>,
    /// The checks that make it moot.
    pub unless: Vec<CheckId>,
}

/// A kind of export for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindCard {
    /// Its name.
    pub id: KindId,
    /// Its name for people.
    pub title: String,
    /// How to get such a file.
    pub get: String,
    /// Whether such a file only points that way.
    pub points: bool,
}

impl Rules {
    /// What there is to say of a check.
    pub fn explain(&self, id: &CheckId) -> Option<CheckPage> {
        let check = self.checks.get(id)?;
        let kinds = check.reads.iter().filter_map(|id| self.kinds.get(id));
        let reads = kinds.map(|kind| KindCard {
            id: kind.id.clone(),
            title: kind.title.clone(),
            get: kind.get.clone(),
            points: kind.strength == Strength::Supports && check.strength == Strength::Settles && !check.informs,
        });
        let lines = |expect: Option<&Expect>| expect.map(conditions).unwrap_or_default();
        Some(CheckPage {
            card: check.card(),
            reads: reads.collect(),
            worth: worth(check),
            seen: check.keys == KeyConfidence::Seen,
            only: lines(check.only.as_ref()),
            judged: judged(&check.judge),
            expects: conditions(&check.expect),
            prefers: lines(check.prefer.as_ref()),
            shelf_days: check.shelf_days,
            unless: check.unless.clone(),
        })
    }
}

fn worth(check: &Check) -> &'static str {
    match (check.informs, check.strength) {
        (true, _) => "a figure to know; neither a pass nor a fail",
        (false, Strength::Supports) => "points that way; it does not settle the point",
        (false, Strength::Settles) => "",
    }
}

fn judged(judge: &Judge) -> String {
    match judge {
        Judge::Each => "every record is judged by itself".into(),
        Judge::Any => "one record that holds is enough".into(),
        Judge::Share { at_least, by_subject: false } => format!("at least {at_least}% of the records hold"),
        Judge::Share { at_least, by_subject: true } => {
            format!("at least {at_least}% of those named hold, each by any of their records")
        }
        Judge::Count { at_least, at_most } => match (at_least, at_most) {
            (Some(least), Some(most)) => format!("{least} to {most} records hold"),
            (Some(least), None) => format!("at least {least} of the records hold"),
            (None, Some(most)) => format!("at most {most} of the records hold"),
            (None, None) => "any number of records holds".into(),
        },
    }
}

/// The conditions that must all hold, one a line.
fn conditions(expect: &Expect) -> Vec<String> {
    match expect {
        Expect::All(parts) => parts.iter().flat_map(conditions).collect(),
        expect => vec![condition(expect)],
    }
}

fn condition(expect: &Expect) -> String {
    let joined = |parts: &[Expect], word: &str| {
        let all: Vec<String> = parts.iter().map(condition).collect();
        if let [only] = all.as_slice() { only.clone() } else { format!("({})", all.join(word)) }
    };
    let is = |at: &str| format!("`{at}` is {}", evaluate::wanted(expect));
    match expect {
        Expect::All(parts) => joined(parts, " and "),
        Expect::Any(parts) => joined(parts, " or "),
        Expect::Not(inner) => format!("not: {}", condition(inner)),
        Expect::Equals(one) => is(&one.at),
        Expect::Contains(one) => format!("`{}` has {}", one.at, evaluate::wanted(expect)),
        Expect::OneOf(some) => is(&some.at),
        Expect::ContainsNone(some) => format!("`{}` has {}", some.at, evaluate::wanted(expect)),
        Expect::AtLeast(bound) | Expect::AtMost(bound) => is(&bound.at),
        Expect::Between(range) => is(&range.at),
        Expect::Matches(pattern) => format!("`{}` matches `{}`", pattern.at, pattern.pattern),
        Expect::IsOn(at) | Expect::IsOff(at) => is(&at.at),
        Expect::Present(at) => format!("`{}` is filled in", at.at),
        Expect::Absent(at) => format!("`{}` is empty or not there", at.at),
        Expect::NotKnownWith(hidden) => format!("`{}` is empty or not there, else it is not known", hidden.at),
        Expect::AbsentOr(absent_or) => {
            format!("`{}` is empty or not there, or {}", absent_or.at, condition(&absent_or.expect))
        }
        Expect::NewerThan(age) => is(&age.at),
        Expect::NotPast(until) => is(&until.at),
        Expect::Supported(product) => format!("`{}` still gets {}", product.at, evaluate::wanted(expect)),
        Expect::Every(all) => format!("every entry of `{}`{}", all.at, entry(all)),
        Expect::None(all) => format!("no entry of `{}`{}", all.at, entry(all)),
        Expect::Some(all) => format!("at least one entry of `{}`{}", all.at, entry(all)),
        Expect::DaysBetween(days) => {
            let to = match days.to.as_deref() {
                None => "publication".into(),
                Some("collected") => "the day of collection".into(),
                Some(to) => format!("`{to}`"),
            };
            format!("from `{}` to {to}: {}", days.from, evaluate::wanted(expect))
        }
        Expect::Sum(sum) => format!("`{}` together: {}", sum.of.join("` and `"), evaluate::wanted(expect)),
        Expect::Bits(bits) => format!("`{}` has {}", bits.at, evaluate::wanted(expect)),
        Expect::Compare(compare) => is(&compare.at),
        Expect::Matched(join) => format!("{} stands in {}", own(join), others(join)),
        Expect::NotMatched(join) => format!("{} stands in no {}", own(join), others(join)),
        Expect::Version(version) => is(&version.at),
    }
}

/// The values of a record that are sought in other files.
fn own(join: &Join) -> String {
    let mut names: Vec<String> = join.by.iter().map(|by| format!("`{}`", by.own)).collect();
    names.dedup();
    names.join(" or ")
}

/// The files that they are sought in, and which entries count there.
fn others(join: &Join) -> String {
    let kinds = join.within.iter().map(KindId::as_str).collect::<Vec<_>>().join(" or ");
    match &join.only {
        Some(only) => format!("{kinds} where {}", condition(only)),
        None => kinds,
    }
}

/// What an entry of a list must do, and which entries count.
fn entry(all: &Elements) -> String {
    match &all.only {
        Some(only) => format!(" for which {}: {}", condition(only), condition(&all.expect)),
        None => format!(": {}", condition(&all.expect)),
    }
}
