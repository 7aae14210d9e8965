//! What must hold of the websites and mail domains in answers, and of web addresses that reports print.

use std::collections::BTreeSet;

use crate::model::{
    Answers, Fault, MailDomain, address_fault, domain_fault, selector_fault,
    yaml::{Step, Yaml},
};

/// Everything wrong with them.
pub(super) fn faults(yaml: &Yaml, answers: &Answers, faults: &mut Vec<Fault>) {
    let organisation = &answers.organisation;
    let path = [Step::from("organisation")];
    named(yaml, &organisation.websites, &organisation.mail_domains, &path, faults);
    for (at, assessment) in answers.assessments.iter().enumerate() {
        let path = [Step::from("assessments"), at.into()];
        for (key, given) in
            [("websites", assessment.websites.is_empty()), ("mail-domains", assessment.mail_domains.is_empty())]
        {
            if !given && assessment.subject.is_none() {
                let here = [&path[..], &[key.into()]].concat();
                let fault = yaml.fault_at(&here, format!("`{key}` of an assessment are those of its `subject`"));
                faults.push(fault.hint("the organisation's own stand under `organisation:`"));
            }
        }
        named(yaml, &assessment.websites, &assessment.mail_domains, &path, faults);
        for (id, answer) in &assessment.answers {
            let here = [&path[..], &["answers".into(), id.as_str().into()]].concat();
            let value = answer.value.iter().map(|value| (value, vec!["value".into()]));
            let evidence = answer.evidence.iter().enumerate().filter_map(|(i, one)| Some((i, one.address.as_ref()?)));
            let evidence = evidence.map(|(i, one)| (one, vec!["evidence".into(), i.into(), "address".into()]));
            for (_, at) in value.chain(evidence).filter(|(address, _)| tells_password(address)) {
                let message = format!("item {id}: there is a user name or a password in the address");
                faults.push(yaml.fault_at(&[&here[..], &at[..]].concat(), message).hint(WITHOUT));
            }
        }
    }
}

const WITHOUT: &str = "take out what stands before the @: reports print addresses";

fn named(yaml: &Yaml, websites: &[String], domains: &[MailDomain], path: &[Step<'_>], faults: &mut Vec<Fault>) {
    for (at, address) in websites.iter().enumerate() {
        if let Some(message) = address_fault(address) {
            let hint = if message.contains("password") { WITHOUT } else { "such as https://www.example.org" };
            let here = [path, &["websites".into(), at.into()]].concat();
            faults.push(yaml.fault_at(&here, message).hint(hint));
        }
    }
    let mut seen = BTreeSet::new();
    for (at, known) in domains.iter().enumerate() {
        let here = [path, &["mail-domains".into(), at.into()]].concat();
        if let Some(message) = domain_fault(known.domain()) {
            faults.push(yaml.fault_at(&here, message).hint("such as example.org"));
        } else if !seen.insert(known.domain().trim_end_matches('.').to_lowercase()) {
            faults.push(yaml.fault_at(&here, format!("the mail domain {} is there twice", known.domain())));
        }
        for (i, selector) in known.selectors().iter().enumerate() {
            if let Some(message) = selector_fault(selector) {
                let here = [&here[..], &["selectors".into(), i.into()]].concat();
                faults.push(yaml.fault_at(&here, message).hint("such as selector1"));
            }
        }
    }
}

/// Whether words are a web address with a user name or a password in it.
fn tells_password(words: &str) -> bool {
    let Some((scheme, rest)) = words.trim().split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !scheme.contains(char::is_whitespace) && host.contains('@') && !host.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::super::{Known, parse};

    #[track_caller]
    fn check(below: &str, expected: &[&str]) {
        let text = format!("format: 1\norganisation:\n  name: Rosewood Court\n  kind: care-home\n{below}");
        let told = parse("answers.yaml", &text, &Known::default()).err().unwrap_or_default();
        let told: Vec<String> = told
            .iter()
            .filter(|fault| !fault.message.contains("there is no pack"))
            .map(|fault| format!("line {}: {}", fault.at.map_or(0, |at| at.line), fault.message))
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn addresses_and_domains_that_are_none_are_told_with_their_line() {
        check(
            "  websites:\n    - https://www.example.org\n    - https://ann:hunter2@example.org/\n    - ftp://example.org\n  \
             mail-domains: [ann@example.org]\n",
            &[
                "line 7: there is a user name or a password in the address",
                "line 8: a website's address begins with https:// or http://",
                "line 9: a mail domain is the part behind the @ alone",
            ],
        );
    }

    #[test]
    fn selectors_are_looked_at_and_a_domain_stands_there_once() {
        check(
            "  mail-domains:\n    - example.org\n    - domain: Example.org.\n      selectors: [s1]\n    \
             - domain: post.example\n      selectors:\n        - s1\n        - s 2\n",
            &[
                "line 7: the mail domain Example.org. is there twice",
                "line 12: a selector is letters, digits, `-`, `_` and dots",
            ],
        );
    }

    #[test]
    fn a_mail_domain_that_is_neither_form_is_told() {
        check("  mail-domains:\n    - domain: example.org\n      selector: s1\n", &["line 7: unknown key `selector`"]);
    }

    #[test]
    fn keys_of_a_supplier_belong_to_an_assessment_of_one() {
        check(
            "assessments:\n  - pack: p\n    websites: [https://www.example.org]\n",
            &["line 7: `websites` of an assessment are those of its `subject`"],
        );
    }

    #[test]
    fn a_password_in_an_address_that_reports_would_print_is_told() {
        check(
            "assessments:\n  - pack: p\n    answers:\n      \"1.1\":\n        value: https://ann:hunter2@example.org/x\n        \
             evidence:\n          - address: https://ann@example.org/\n          \
             - address: https://example.org/@ann\n",
            &[
                "line 9: item 1.1: there is a user name or a password in the address",
                "line 11: item 1.1: there is a user name or a password in the address",
            ],
        );
    }
}
