//! What operators ask for, in words.

use super::OTHERWISE;
use crate::scan::expect::{Age, Expect, Relation, Scalar};
use crate::scan::value;

/// What an operator asks for, in words.
pub(in crate::scan) fn wanted(expect: &Expect) -> String {
    let list = |values: &[Scalar]| values.iter().map(value::scalar_words).collect::<Vec<_>>().join(", ");
    match expect {
        Expect::All(_) | Expect::Any(_) | Expect::AbsentOr(_) | Expect::NotKnownWith(_) => String::new(),
        Expect::Not(inner) => match wanted(inner) {
            wanted if wanted.is_empty() || wanted == OTHERWISE => OTHERWISE.into(),
            wanted => format!("not {wanted}"),
        },
        Expect::Equals(one) => value::scalar_words(&one.value),
        Expect::OneOf(some) if some.values.len() == 1 => list(&some.values),
        Expect::OneOf(some) => format!("one of {}", list(&some.values)),
        Expect::Contains(one) => format!("{} among them", value::scalar_words(&one.value)),
        Expect::ContainsNone(some) => format!("none of {}", list(&some.values)),
        Expect::AtLeast(bound) => format!("at least {}", value::figure(bound.value)),
        Expect::AtMost(bound) => format!("at most {}", value::figure(bound.value)),
        Expect::Between(range) => format!("{} to {}", value::figure(range.from), value::figure(range.to)),
        Expect::Matches(_) => OTHERWISE.into(),
        Expect::IsOn(_) => "on".into(),
        Expect::IsOff(_) => "off".into(),
        Expect::Present(_) => "something there".into(),
        Expect::Absent(_) => "nothing there".into(),
        Expect::NewerThan(age) => format!("no more than {} before publication", span(age)),
        Expect::NotPast(until) if until.days_left > 0 => format!("at least {} days to go", until.days_left),
        Expect::NotPast(_) => "a day that is not past".into(),
        Expect::Supported(product) if product.days_left > 0 => {
            format!("security updates for {} more days", product.days_left)
        }
        Expect::Supported(_) => "security updates".into(),
        // These say in their own words what is wrong with which entry.
        Expect::Every(_) | Expect::None(_) | Expect::Some(_) | Expect::Matched(_) | Expect::NotMatched(_) => {
            String::new()
        }
        Expect::DaysBetween(days) => {
            let noun = if days.at_most.or(days.at_least) == Some(1) { "day" } else { "days" };
            let (least, most) = (days.at_least.map(|n| n.to_string()), days.at_most.map(|n| n.to_string()));
            format!("{} {noun}", bounds(least, most))
        }
        Expect::Sum(sum) => bounds(sum.at_least.map(value::figure), sum.at_most.map(value::figure)),
        Expect::Bits(bits) => {
            let set = bits.set.map(|bits| format!("0x{bits:X} set"));
            let clear = bits.clear.map(|bits| format!("0x{bits:X} clear"));
            set.into_iter().chain(clear).collect::<Vec<_>>().join(" and ")
        }
        Expect::Compare(compare) => match compare.is {
            Relation::Equal => format!("the same as `{}`", compare.with),
            Relation::AtLeast => format!("at least `{}`", compare.with),
            Relation::AtMost => format!("at most `{}`", compare.with),
        },
        Expect::Version(version) => format!("at least {}", version.at_least),
    }
}

fn span(age: &Age) -> String {
    let many = |count: u32, noun: &str| if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") };
    match (age.months, age.days) {
        (Some(months), Some(days)) => format!("{} and {}", many(months, "month"), many(days, "day")),
        (Some(months), None) => many(months, "month"),
        (None, Some(days)) => many(days, "day"),
        (None, None) => "0 days".into(),
    }
}

fn bounds(least: Option<String>, most: Option<String>) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "any number".into(),
    }
}
