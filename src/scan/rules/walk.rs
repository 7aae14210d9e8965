//! What can be wrong in what a check expects: paths, bounds, expressions.

use std::collections::BTreeMap;

use super::sound::Expressions;
use crate::model::{Fault, KindId, yaml::Step, yaml::Yaml};
use crate::scan::evaluate;
use crate::scan::expect::{Elements, Expect, Join};
use crate::scan::kind::{Kind, Layout};
use crate::scan::records::ABOUT;

/// A hundred years: longer spans are slips of the pen, and dates end somewhere.
pub(super) const MOST_DAYS: u32 = 36_500;
const MOST_MONTHS: u32 = 1_200;
pub(super) const TOO_LONG: &str = "that is more than a hundred years";

/// A walk through what a check expects.
pub(super) struct Walk<'a> {
    yaml: &'a Yaml,
    /// The kinds whose records the paths lead into.
    kinds: Vec<&'a Kind>,
    /// Whether a column need be in one of the kinds only.
    in_some: bool,
    /// All kinds; nothing where some could not be read, which is a fault of its own.
    all: Option<&'a BTreeMap<KindId, Kind>>,
    expressions: Expressions<'a>,
    /// In how many lists the walk is, one within the other.
    inside: usize,
    /// What was found wrong.
    pub faults: Vec<Fault>,
}

impl<'a> Walk<'a> {
    /// A walk before its first step.
    pub(super) fn new(
        yaml: &'a Yaml,
        kinds: Vec<&'a Kind>,
        all: Option<&'a BTreeMap<KindId, Kind>>,
        expressions: Expressions<'a>,
    ) -> Self {
        Self { yaml, kinds, in_some: false, all, expressions, inside: 0, faults: Vec::new() }
    }

    fn fault(&mut self, path: &[Step<'_>], message: &str) {
        self.faults.push(self.yaml.fault_at(path, message));
    }

    /// Goes through an expectation and all within it.
    pub(super) fn expect<'s>(&mut self, expect: &'s Expect, path: &mut Vec<Step<'s>>) {
        let operator = operator(expect);
        path.push(operator.into());
        match expect {
            Expect::All(parts) | Expect::Any(parts) => {
                if parts.is_empty() {
                    self.fault(path, "give at least one condition");
                }
                for (at, part) in parts.iter().enumerate() {
                    path.push(at.into());
                    self.expect(part, path);
                    path.pop();
                }
            }
            Expect::Not(inner) => self.expect(inner, path),
            Expect::Equals(one) | Expect::Contains(one) => self.at(&one.at, "at", path),
            Expect::OneOf(some) | Expect::ContainsNone(some) => {
                self.at(&some.at, "at", path);
                if some.values.is_empty() {
                    self.fault(path, "give at least one value");
                }
            }
            Expect::AtLeast(bound) | Expect::AtMost(bound) => {
                self.at(&bound.at, "at", path);
                if !bound.value.is_finite() {
                    self.fault(path, "the bound is not a number");
                }
            }
            Expect::Between(range) => {
                self.at(&range.at, "at", path);
                if range.from > range.to || range.from.is_nan() || range.to.is_nan() {
                    self.fault(path, "`from` is more than `to`");
                }
            }
            Expect::Matches(pattern) => {
                self.at(&pattern.at, "at", path);
                path.push("pattern".into());
                self.faults.extend(self.expressions.add(path, &pattern.pattern));
                path.pop();
            }
            Expect::IsOn(at) | Expect::IsOff(at) | Expect::Present(at) | Expect::Absent(at) => {
                self.at(&at.at, "at", path)
            }
            Expect::NotKnownWith(hidden) => {
                self.at(&hidden.at, "at", path);
                if hidden.because.trim().is_empty() {
                    self.fault(path, "`because` is empty");
                }
            }
            Expect::AbsentOr(absent_or) => {
                self.at(&absent_or.at, "at", path);
                path.push("expect".into());
                self.expect(&absent_or.expect, path);
                path.pop();
            }
            Expect::NewerThan(age) => {
                self.at(&age.at, "at", path);
                match (age.months, age.days) {
                    (None, None) => self.fault(path, "give `months` or `days`"),
                    (Some(_), Some(_)) => self.fault(path, "give either `months` or `days`"),
                    (Some(0), None) | (None, Some(0)) => self.fault(path, "0 would let no file be new enough"),
                    (Some(months), None) if months > MOST_MONTHS => self.fault(path, TOO_LONG),
                    (None, Some(days)) if days > MOST_DAYS => self.fault(path, TOO_LONG),
                    (Some(_), None) | (None, Some(_)) => {}
                }
            }
            Expect::NotPast(until) => {
                self.at(&until.at, "at", path);
                if until.days_left > MOST_DAYS {
                    self.fault(path, TOO_LONG);
                }
            }
            Expect::Supported(product) => {
                self.at(&product.at, "at", path);
                if let Some(version) = &product.version {
                    self.at(version, "version", path);
                }
                if product.days_left > MOST_DAYS {
                    self.fault(path, TOO_LONG);
                }
                match (&product.is, &product.version) {
                    (Some(is), _) if is.trim().is_empty() => self.fault(path, "`is` is empty"),
                    (Some(_), Some(_)) => self.fault(path, "with `is`, `at` leads to the version: leave out `version`"),
                    (Some(_), None) | (None, _) => {}
                }
            }
            Expect::Every(all) | Expect::None(all) | Expect::Some(all) => self.elements(all, path),
            Expect::DaysBetween(days) => {
                self.at(&days.from, "from", path);
                if let Some(to) = days.to.as_deref().filter(|to| *to != "collected") {
                    self.at(to, "to", path);
                }
                let furthest = i64::from(MOST_DAYS);
                let far = |days: Option<i32>| days.is_some_and(|days| i64::from(days).abs() > furthest);
                self.bounds(days.at_least.map(f64::from), days.at_most.map(f64::from), path);
                if far(days.at_least) || far(days.at_most) {
                    self.fault(path, TOO_LONG);
                }
            }
            Expect::Sum(sum) => {
                if sum.of.is_empty() {
                    self.fault(path, "give at least one path");
                }
                path.push("of".into());
                for (at, of) in sum.of.iter().enumerate() {
                    self.at(of, at, path);
                }
                path.pop();
                self.bounds(sum.at_least, sum.at_most, path);
                if sum.default.is_some_and(|default| !default.is_finite()) {
                    self.fault(path, "`default` is not a number");
                }
            }
            Expect::Bits(bits) => {
                self.at(&bits.at, "at", path);
                let (set, clear) = (bits.set.unwrap_or_default(), bits.clear.unwrap_or_default());
                if set == 0 && clear == 0 {
                    self.fault(path, "give `set`, `clear` or both");
                }
                if set & clear != 0 {
                    self.fault(path, "the same bit can't be set and clear");
                }
            }
            Expect::Matched(join) | Expect::NotMatched(join) => self.join(join, path),
            Expect::Compare(compare) => {
                self.at(&compare.at, "at", path);
                self.at(&compare.with, "with", path);
                if compare.at == compare.with {
                    self.fault(path, "a value is compared with itself");
                }
            }
            Expect::Version(version) => {
                self.at(&version.at, "at", path);
                if !evaluate::is_version(&version.at_least) {
                    self.fault(path, "`at-least` is not a version: write numbers with dots, such as 1.27.3");
                }
            }
        }
        path.pop();
    }

    fn elements<'s>(&mut self, all: &'s Elements, path: &mut Vec<Step<'s>>) {
        self.at(&all.at, "at", path);
        self.inside += 1;
        if let Some(called) = &all.called {
            self.at(called, "called", path);
        }
        for (name, expect) in [("where", all.only.as_deref()), ("expect", Some(&*all.expect))] {
            if let Some(expect) = expect {
                path.push(name.into());
                self.expect(expect, path);
                path.pop();
            }
        }
        self.inside -= 1;
    }

    /// A join: its own paths lead into this record, the others and those of `where` into records of the other kinds.
    fn join<'s>(&mut self, join: &'s Join, path: &mut Vec<Step<'s>>) {
        if join.within.is_empty() {
            self.fault(path, "`in` names no kind of file");
        }
        if join.by.is_empty() {
            self.fault(path, "`by` gives nothing to compare");
        }
        let mut kinds = Vec::new();
        for (at, id) in join.within.iter().enumerate() {
            match self.all.map(|all| (all, all.get(id))) {
                Some((_, Some(kind))) => kinds.push(kind),
                Some((all, None)) => {
                    let place: Vec<Step<'_>> = path.iter().cloned().chain(["in".into(), at.into()]).collect();
                    let fault = self.yaml.fault_at(&place, format!("there is no kind of export `{id}`"));
                    self.faults.push(fault.suggest(id.as_str(), all.keys().map(KindId::as_str)));
                }
                None => {}
            }
        }
        let place = path.len();
        for (at, by) in join.by.iter().enumerate() {
            path.extend(["by".into(), at.into()]);
            self.at(&by.own, "own", path);
            path.truncate(place);
        }
        if self.in_some {
            self.fault(path, "a join can't stand within another");
            return;
        }
        let own = (std::mem::replace(&mut self.kinds, kinds), std::mem::take(&mut self.inside));
        self.in_some = true;
        for (at, by) in join.by.iter().enumerate() {
            path.extend(["by".into(), at.into()]);
            self.at(&by.other, "other", path);
            path.truncate(place);
        }
        if let Some(only) = &join.only {
            path.push("where".into());
            self.expect(only, path);
            path.pop();
        }
        (self.kinds, self.inside) = own;
        self.in_some = false;
    }

    fn bounds(&mut self, least: Option<f64>, most: Option<f64>, path: &[Step<'_>]) {
        match (least, most) {
            (None, None) => self.fault(path, "give `at-least`, `at-most` or both"),
            (Some(least), Some(most)) if least > most => self.fault(path, "`at-least` is more than `at-most`"),
            (Some(bound), _) | (_, Some(bound)) if !bound.is_finite() => self.fault(path, "the bound is not a number"),
            (Some(_) | None, Some(_)) | (Some(_), None) => {}
        }
    }

    /// A path: for a table it is one of the columns of the kind.
    fn at<'s>(&mut self, at: &'s str, key: impl Into<Step<'s>>, path: &mut Vec<Step<'s>>) {
        path.push(key.into());
        let mut inside = self.inside;
        let mut bare = at;
        while let (1.., Some(rest)) = (inside, bare.strip_prefix("^.")) {
            (inside, bare) = (inside - 1, rest);
        }
        let is_element = inside > 0 && bare == ".";
        let fault = if bare.trim().is_empty() {
            Some("the path is empty")
        } else if bare.starts_with("^.") {
            Some("there is nothing around this that `^.` could lead to")
        } else if !is_element && (bare.starts_with('.') || bare.ends_with('.')) {
            Some("the path begins or ends with a dot")
        } else if bare.matches('[').count() != bare.matches(']').count() {
            Some("a bracket of the path is not closed")
        } else {
            None
        };
        if let Some(fault) = fault {
            self.fault(path, fault);
            path.pop();
            return;
        }
        // Beside another layout the path may be meant for that one; the elements of a list have no columns.
        let tables = self.kinds.iter().filter(|kind| kind.layout == Layout::Table);
        let only_tables = inside == 0 && tables.clone().count() == self.kinds.len();
        let known = |kind: &Kind| kind.columns.contains_key(bare) || kind.gather.contains_key(bare) || bare == ABOUT;
        let lack: Vec<&&Kind> = tables.filter(|kind| only_tables && !known(kind)).collect();
        let in_some = self.in_some && lack.len() < self.kinds.len();
        for kind in lack.into_iter().filter(|_| !in_some) {
            let fault = self.yaml.fault_at(path, format!("`{}` has no column `{bare}`", kind.id));
            self.faults.push(fault.suggest(bare, kind.columns.keys().map(String::as_str)));
        }
        path.pop();
    }
}

fn operator(expect: &Expect) -> &'static str {
    match expect {
        Expect::All(_) => "all",
        Expect::Any(_) => "any",
        Expect::Not(_) => "not",
        Expect::Equals(_) => "equals",
        Expect::OneOf(_) => "one-of",
        Expect::Contains(_) => "contains",
        Expect::ContainsNone(_) => "contains-none",
        Expect::AtLeast(_) => "at-least",
        Expect::AtMost(_) => "at-most",
        Expect::Between(_) => "between",
        Expect::Matches(_) => "matches",
        Expect::IsOn(_) => "is-on",
        Expect::IsOff(_) => "is-off",
        Expect::Present(_) => "present",
        Expect::Absent(_) => "absent",
        Expect::AbsentOr(_) => "absent-or",
        Expect::NotKnownWith(_) => "not-known-with",
        Expect::NewerThan(_) => "newer-than",
        Expect::NotPast(_) => "not-past",
        Expect::Supported(_) => "supported",
        Expect::Every(_) => "every",
        Expect::None(_) => "none",
        Expect::Some(_) => "some",
        Expect::DaysBetween(_) => "days-between",
        Expect::Sum(_) => "sum",
        Expect::Bits(_) => "bits",
        Expect::Compare(_) => "compare",
        Expect::Version(_) => "version",
        Expect::Matched(_) => "matched",
        Expect::NotMatched(_) => "not-matched",
    }
}
