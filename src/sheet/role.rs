//! Roles that questions can be handed to, and which items each of them usually knows about.

use crate::model::{Audience, Item};

/// Somebody who knows about some of the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Other words for it, as they stand in answers and on the command line.
    names: &'static [&'static str],
    takes: Takes,
}

/// Which items a role takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// Those for people who look after computers.
    Technical,
    /// Those for people who look after care.
    Care,
    /// Those to which one of these documents speaks.
    Documents(&'static [&'static str]),
}

/// Every role.
pub const ROLES: [Role; 4] = [
    Role {
        id: "it-supplier",
        title: "IT supplier",
        names: &["it", "it support", "it company", "it contractor", "it provider", "it team", "it manager"],
        takes: Takes::Technical,
    },
    Role {
        id: "manager",
        title: "Registered manager",
        names: &["registered manager", "care manager", "home manager"],
        takes: Takes::Care,
    },
    Role {
        id: "hr",
        title: "HR",
        names: &["human resources", "hr manager", "hr team", "personnel", "people team", "payroll"],
        takes: Takes::Documents(&[
            "employment-contract",
            "induction-checklist",
            "leavers-checklist",
            "staff-list",
            "staff-security-briefing",
            "training-certificate",
            "training-needs-analysis",
        ]),
    },
    Role {
        id: "trustee",
        title: "Trustee",
        names: &["trustees", "director", "directors", "owner", "owners", "board", "chair", "nominated individual"],
        takes: Takes::Documents(&[
            "business-continuity-plan",
            "continuity-test-record",
            "data-protection-policy",
            "data-security-policy",
            "management-minutes",
            "risk-register",
            "role-appointment",
        ]),
    },
];

impl Role {
    /// The role of a name, however it is written: `IT supplier`, `the IT supplier`, `it-supplier`.
    pub fn named(name: &str) -> Option<Self> {
        let name = plain(name);
        ROLES.into_iter().find(|role| {
            plain(role.id) == name || plain(role.title) == name || role.names.iter().any(|known| *known == name)
        })
    }

    /// Whether somebody in this role usually knows about an item.
    pub fn takes(&self, item: &Item) -> bool {
        match self.takes {
            Takes::Technical => matches!(item.audience, Audience::It | Audience::Both | Audience::Supplier),
            Takes::Care => matches!(item.audience, Audience::Care | Audience::Both),
            Takes::Documents(wanted) => {
                item.audience != Audience::It
                    && item.evidence.iter().any(|rule| wanted.contains(&rule.document.as_str()))
            }
        }
    }
}

/// A name without case, article and marks, so that `The IT supplier` is `it-supplier`.
pub fn plain(name: &str) -> String {
    let name = name.to_lowercase().replace(['-', '_', '.'], " ");
    let words: Vec<&str> = name.split_whitespace().collect();
    match words.as_slice() {
        ["the" | "our", rest @ ..] if !rest.is_empty() => rest.join(" "),
        words => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_name_documents_that_there_are() {
        for role in ROLES {
            let Takes::Documents(documents) = role.takes else { continue };
            for id in documents {
                let path = format!("{}/assertions/documents/{id}.yaml", env!("CARGO_MANIFEST_DIR"));
                assert!(std::path::Path::new(&path).is_file(), "{} names {id}", role.id);
            }
        }
    }

    #[test]
    fn a_role_is_known_by_any_of_its_names() {
        for (name, id) in [
            ("IT supplier", Some("it-supplier")),
            ("the IT supplier", Some("it-supplier")),
            ("it-supplier", Some("it-supplier")),
            ("Trustees", Some("trustee")),
            ("HR", Some("hr")),
            ("the registered manager", Some("manager")),
            ("Dave", None),
            ("", None),
        ] {
            assert_eq!(Role::named(name).map(|role| role.id), id, "{name}");
        }
    }
}
