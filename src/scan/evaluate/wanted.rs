//! What operators ask for, in words.

use super::OTHERWISE;
use crate::scan::expect::{Age, Expect, Scalar};
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
