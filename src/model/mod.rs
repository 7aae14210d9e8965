//! The vocabulary that every room shares: packs, answers, evidence, findings, scorecards. No files, no clock, no rules.

mod achievement;
mod action;
mod answer;
mod attained;
mod changes;
mod check;
mod check_result;
mod coverage;
mod crosswalk;
mod date;
mod document;
mod edition;
mod evidence;
mod fault;
mod finding;
mod glossary;
mod grade;
mod group;
mod item_card;
mod manifest;
mod online;
mod organisation;
mod pack;
mod passing;
mod portal;
mod problem;
mod reference;
mod register;
mod round;
mod scorecard;
mod seal;
mod table;
mod topic;
mod workbook;
pub mod yaml;

pub use achievement::{
    Achievement, Attainment, Indicator, IndicatorAnswer, IndicatorId, Profile, ProfileStatus, YesOrNo,
};
pub use action::{Action, ActionReason, Otherwise, OwnerCard, PlanCard};
pub use answer::{
    Answer, AnswerEvidence, Answers, Assessment, Carried, Certificate, Claim, Exception, ImprovementPlan, Organisation,
    Person, Published, PublishedRecord, PublishedWord, SignOff, Site,
};
pub use attained::{AchievementCard, AchievementSummary, AuditCard, IndicatorCard, PolicyCard};
pub use changes::{
    ChangeCounts, Changes, CheckChange, Course, Figure, FigureChange, FileChange, FileTurn, ItemChange, LevelChange,
    Side, TrendCard, TrendPoint, Turn,
};
pub use check::CheckCard;
pub use check_result::{AcceptedFinding, CheckResult, Summary, Tally};
pub use coverage::{
    CarriedCounts, Carries, Cover, Coverage, CoverageCounts, CoveredItem, CoveredSection, ExemptionCard, Link, LinkNow,
    MapEnd, MapHere, Proposal, Proposals,
};
pub use crosswalk::{Basis, CertificateKind, Crosswalk, Exemption, Holds, Left, LinkRow, Pair, Reach};
pub use date::{months_after, months_before, typed, typed_ahead, written};
pub use document::DocumentKind;
pub use edition::{Change, DiffCounts, Edition, ItemDiff, News, PackDiff, Part, Previous, Renumbered, Settled};
pub use evidence::{Dated, EvidenceFile, Reading, Sensitive};
pub use fault::{Fault, Position};
pub use finding::{DocumentMatch, Finding, Outcome, Phrase, Place, Scan, Strength, Subject, SubjectKind};
pub use glossary::{Glossary, Term};
pub use grade::{
    ComparedControl, ComparedParty, Comparison, Feed, GRADES, Gives, Grade, GradeCard, GradeCounts, Independent, Names,
    PartyCard, Proof, ProofCard,
};
pub use group::{Group, InterviewPart};
pub use item_card::{Backing, EvidenceCard, EvidenceSource, ItemCard, ItemCheck, Verdict};
pub use manifest::{Manifest, PackDigest};
pub use online::{DomainWithSelectors, MailDomain, address_fault, domain_fault, selector_fault};
pub use organisation::OrganisationKind;
pub use pack::{
    AnswerKind, Assertion, Audience, AuditScope, BackedBy, Bearing, CheckUse, Confidence, Effort, EvidenceRule, Flag,
    Freshness, Item, ItemSet, Level, Limit, Pack, PublishedCount, Requirement, Section, Shape,
};
pub use passing::{ControlCard, JudgedBy, Passing, PassingCard, StatementCard, Threshold};
pub use portal::{PortalCard, PortalFile, PortalState, PortalSummary, PortalTick};
pub use problem::{Acceptance, Problem, ProblemKind, Severity};
pub use reference::{CheckId, DocumentId, ItemId, KindId, LevelId, PackId, Reference, Slug, nearest};
pub use register::{LookAgain, RegisterCard, WantedCard};
pub use round::{
    Asked, CountedCard, FEWEST, Form, GroupCard, HabitCard, Round, RoundCard, SAFE_FROM, Said, Votes, open_round,
};
pub use scorecard::*;
pub use seal::{Seal, Unsealed, sha256};
pub use table::WordTable;
pub use topic::{ShareCard, ShareFigure, Topic, TopicCard};
pub use workbook::{Area, CellKind, Workbook, WorkbookCell, WorkbookRow, WorkbookSheet, column_letters};
