//! The websites and mail domains that answers name: what may be looked at from outside, and for whom.

use std::collections::BTreeSet;

use crate::model::{Answers, Assessment, MailDomain, address_fault};

/// Something on the internet that the answers name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it is.
    pub what: What,
    /// The supplier's folder, relative to `evidence/`, where it is a supplier's.
    pub evidence_in: Option<String>,
    /// Who names it: "organisation", "answer 1.1.3", "supplier Example Rota Ltd".
    pub from: String,
}

/// A website or a mail domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// An address with `https://` or `http://` in front.
    Site(String),
    /// A domain in lower case, and the DKIM selectors that are known.
    Mail {
        /// The domain.
        domain: String,
        /// The selectors.
        selectors: Vec<String>,
    },
}

/// What the answers name, each once for each party: the organisation's own first, then by assessment and item.
///
/// Besides the keys for them it is every web address that is given as an answer or as evidence.
pub fn listed(answers: &Answers) -> Vec<Listed> {
    let organisation = &answers.organisation;
    let mut all = List::default();
    all.named(&organisation.websites, &organisation.mail_domains, None, "organisation");
    for assessment in &answers.assessments {
        let folder = assessment.evidence_in.as_deref();
        let from = assessment.subject.as_ref().map_or("organisation".to_owned(), |name| format!("supplier {name}"));
        all.named(&assessment.websites, &assessment.mail_domains, folder, &from);
        all.answered(assessment, folder);
    }
    all.listed
}

/// What was found so far.
#[derive(Default)]
struct List {
    listed: Vec<Listed>,
    /// Folder and address without case, `/` at the end and part of the page.
    seen: BTreeSet<(Option<String>, String)>,
}

impl List {
    fn named(&mut self, websites: &[String], domains: &[MailDomain], folder: Option<&str>, from: &str) {
        for address in websites {
            self.site(address, folder, from);
        }
        for known in domains {
            let domain = known.domain().trim_end_matches('.').to_lowercase();
            if self.seen.insert((folder.map(str::to_owned), domain.clone())) {
                let what = What::Mail { domain, selectors: known.selectors().to_vec() };
                self.listed.push(Listed { what, evidence_in: folder.map(str::to_owned), from: from.to_owned() });
            }
        }
    }

    fn answered(&mut self, assessment: &Assessment, folder: Option<&str>) {
        for (id, answer) in &assessment.answers {
            let from = match &assessment.subject {
                Some(name) => format!("answer {id} of {name}"),
                None => format!("answer {id}"),
            };
            let addresses = answer.evidence.iter().filter_map(|evidence| evidence.address.as_deref());
            for address in answer.value.as_deref().into_iter().chain(addresses) {
                if begins_as_one(address.trim()) {
                    self.site(address.trim(), folder, &from);
                }
            }
        }
    }

    fn site(&mut self, address: &str, folder: Option<&str>, from: &str) {
        if address_fault(address).is_some() {
            return;
        }
        let address = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
        if self.seen.insert((folder.map(str::to_owned), plain(&address))) {
            let what = What::Site(address);
            self.listed.push(Listed { what, evidence_in: folder.map(str::to_owned), from: from.to_owned() });
        }
    }
}

/// Whether words are meant as a web address.
fn begins_as_one(words: &str) -> bool {
    let words = words.to_lowercase();
    ["https://", "http://", "www."].iter().any(|start| words.starts_with(start))
}

/// An address by which it is known again: scheme and host have no case, and `/` alone is no path.
fn plain(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let (scheme, rest) = address.split_once("://").unwrap_or(("https", address));
    let host = rest.find(['/', '?']).unwrap_or(rest.len());
    let path = match &rest[host..] {
        "/" => "",
        path => path,
    };
    format!("{}://{}{path}", scheme.to_lowercase(), rest[..host].to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(yaml: &str, expected: &[&str]) {
        let answers: Answers = serde_yaml::from_str(yaml).unwrap();
        let lines = listed(&answers).into_iter().map(|one| {
            let what = match one.what {
                What::Site(address) => address,
                What::Mail { domain, selectors } => format!("@{domain} {selectors:?}"),
            };
            format!("{what} | {} | {}", one.evidence_in.unwrap_or_default(), one.from)
        });
        assert_eq!(lines.collect::<Vec<_>>(), expected);
    }

    const HEAD: &str = "format: 1\norganisation:\n  name: Rosewood Court\n  kind: care-home\n";

    #[test]
    fn the_organisations_own_websites_and_mail_domains_come_first() {
        check(
            &format!(
                "{HEAD}  websites: [www.example.org, 'https://example.org/privacy']\n  \
                 mail-domains: [Example.org, {{domain: post.example, selectors: [s1, s2]}}]\n\
                 assessments: [{{pack: p, answers: {{'1.1.3': {{value: 'https://www.example.org/notice'}}}}}}]\n"
            ),
            &[
                "https://www.example.org |  | organisation",
                "https://example.org/privacy |  | organisation",
                "@example.org [] |  | organisation",
                "@post.example [\"s1\", \"s2\"] |  | organisation",
                "https://www.example.org/notice |  | answer 1.1.3",
            ],
        );
    }

    #[test]
    fn what_a_supplier_shows_belongs_to_its_folder() {
        check(
            &format!(
                "{HEAD}assessments:\n  - pack: s\n    subject: Example Rota Ltd\n    evidence-in: suppliers/rota\n    \
                 websites: ['https://rota.example']\n    mail-domains: [rota.example]\n    \
                 answers: {{'S.1.1': {{evidence: [{{address: 'https://rota.example/trust'}}]}}}}\n"
            ),
            &[
                "https://rota.example | suppliers/rota | supplier Example Rota Ltd",
                "@rota.example [] | suppliers/rota | supplier Example Rota Ltd",
                "https://rota.example/trust | suppliers/rota | answer S.1.1 of Example Rota Ltd",
            ],
        );
    }

    #[test]
    fn the_same_address_counts_once_and_other_words_are_no_address() {
        check(
            &format!(
                "{HEAD}  websites: ['https://Example.org/', 'https://example.org', 'https://example.org/#top']\n\
                 assessments:\n  - pack: p\n    answers:\n      '1.1': {{value: 'See https://example.org/x'}}\n      \
                 '1.2': {{value: 'https://ann:secret@example.org/'}}\n      \
                 '1.3': {{evidence: [{{address: 'the intranet'}}, {{address: 'https://example.org/y'}}]}}\n      \
                 '1.4': {{evidence: [{{address: 'https://example.org/y'}}]}}\n"
            ),
            &["https://Example.org/ |  | organisation", "https://example.org/y |  | answer 1.3"],
        );
    }
}
