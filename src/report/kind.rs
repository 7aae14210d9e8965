//! What a report is for; each kind has a template of its own.

/// What a report is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The working copy: everything.
    Full,
    /// One page for an inspection visit.
    Inspector,
    /// Who answers, where, and what is published: for those who commission care.
    Commissioner,
    /// Where things stand in plain words, and what has to be decided.
    Board,
    /// Every evidence file, what it supports, and what is missing.
    EvidenceRegister,
    /// The action plan in its order.
    Plan,
    /// The action plan, each person's part by itself.
    PlanByOwner,
    /// What to enter in the portal.
    Portal,
    /// The action plan that the portal asks for.
    ActionPlan,
    /// Which controls apply, and why.
    Statement,
    /// What a supplier said and showed.
    Supplier,
}

/// The kinds that are asked for by name, with that name.
const NAMED: [(&str, Kind); 7] = [
    ("full", Kind::Full),
    ("inspector", Kind::Inspector),
    ("commissioner", Kind::Commissioner),
    ("board", Kind::Board),
    ("action-plan", Kind::Plan),
    ("evidence-register", Kind::EvidenceRegister),
    ("soa", Kind::Statement),
];

impl Kind {
    /// The kind of a name on the command line.
    pub fn named(name: &str) -> Option<Self> {
        NAMED.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
    }

    /// The names on the command line, the most used first.
    pub fn names() -> Vec<&'static str> {
        NAMED.into_iter().map(|(name, _)| name).collect()
    }

    /// The name of its files, without an ending.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Full => "report",
            Self::Inspector => "inspector",
            Self::Commissioner => "commissioner",
            Self::Board => "board",
            Self::EvidenceRegister => "evidence-register",
            Self::Plan | Self::PlanByOwner => "plan",
            Self::Portal => "portal",
            Self::ActionPlan => "action-plan",
            Self::Statement => "statement-of-applicability",
            Self::Supplier => "supplier",
        }
    }

    /// Whether it goes to people outside, and leaves out what is not for them.
    pub fn is_external(self) -> bool {
        match self {
            Self::Inspector | Self::Commissioner => true,
            Self::Full
            | Self::Board
            | Self::EvidenceRegister
            | Self::Plan
            | Self::PlanByOwner
            | Self::Portal
            | Self::ActionPlan
            | Self::Statement
            | Self::Supplier => false,
        }
    }

    /// Its template.
    pub(super) fn template(self) -> &'static str {
        match self {
            Self::Full => "report.md.j2",
            Self::Inspector => "inspector.md.j2",
            Self::Commissioner => "commissioner.md.j2",
            Self::Board => "board.md.j2",
            Self::EvidenceRegister => "evidence-register.md.j2",
            Self::Plan => "plan.md.j2",
            Self::PlanByOwner => "plan-by-owner.md.j2",
            Self::Portal => "portal.md.j2",
            Self::ActionPlan => "action-plan.md.j2",
            Self::Statement => "statement.md.j2",
            Self::Supplier => "supplier.md.j2",
        }
    }
}
