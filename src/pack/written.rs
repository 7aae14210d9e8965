//! A pack that is based on another, as it is written: what it leaves out is taken from there.

use jiff::civil::Date;
use serde::Deserialize;

use crate::model::{
    AnswerKind, Audience, AuditScope, BackedBy, CheckUse, Confidence, Effort, EvidenceRule, Feed, Flag, Freshness,
    Independent, Indicator, InterviewPart, ItemId, JudgedBy, Level, Names, OrganisationKind, PackId, Previous, Profile,
    Proof, PublishedCount, Reference, Shape, Slug, Threshold, Topic,
};

/// The keys of a pack; what concerns one edition alone is never taken from another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Written {
    pub(super) format: u32,
    pub(super) id: PackId,
    pub(super) based_on: PackId,
    pub(super) title: String,
    pub(super) short_title: String,
    pub(super) edition: String,
    pub(super) section_word: Option<String>,
    pub(super) portal: Option<bool>,
    pub(super) summary: Option<String>,
    pub(super) notice: Option<String>,
    pub(super) opens: Option<Date>,
    pub(super) deadline: Option<Date>,
    pub(super) renew_months: Option<u32>,
    pub(super) previous: Option<Previous>,
    pub(super) provisional: Option<String>,
    pub(super) published_count: Option<PublishedCount>,
    pub(super) judged_by: Option<JudgedBy>,
    pub(super) independent: Option<Vec<Independent>>,
    pub(super) feeds: Option<Vec<Feed>>,
    pub(super) thresholds: Option<Vec<Threshold>>,
    pub(super) statement_of_applicability: Option<Vec<Reference>>,
    #[serde(default)]
    pub(super) audit_scope: Vec<AuditScope>,
    pub(super) organisations: Option<Vec<OrganisationKind>>,
    pub(super) levels: Option<Vec<Level>>,
    pub(super) sections: Option<Vec<WrittenSection>>,
    pub(super) interview: Option<Vec<InterviewPart>>,
    pub(super) topics: Option<Vec<Topic>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenSection {
    pub(super) id: Reference,
    pub(super) title: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) assertions: Vec<WrittenAssertion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenAssertion {
    pub(super) id: Reference,
    pub(super) title: Option<String>,
    pub(super) items: Vec<WrittenItem>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenItem {
    pub(super) id: ItemId,
    pub(super) like: Option<ItemId>,
    pub(super) title: Option<String>,
    pub(super) question: Option<String>,
    pub(super) kind: Option<AnswerKind>,
    pub(super) mandatory: Option<Flag>,
    pub(super) approaching: Option<Flag>,
    pub(super) doubt: Option<String>,
    pub(super) confidence: Option<Confidence>,
    pub(super) not_applicable: Option<String>,
    pub(super) same_as: Option<ItemId>,
    pub(super) partial: Option<bool>,
    pub(super) profile: Option<Profile>,
    pub(super) policy_question: Option<String>,
    pub(super) indicators: Option<Vec<Indicator>>,
    pub(super) automatic_fail: Option<bool>,
    pub(super) thresholds: Option<Vec<Slug>>,
    pub(super) why: Option<String>,
    pub(super) commits: Option<String>,
    pub(super) guidance: Option<String>,
    pub(super) shows: Option<Vec<String>>,
    pub(super) example: Option<String>,
    pub(super) shape: Option<Shape>,
    pub(super) action: Option<String>,
    pub(super) effort: Option<Effort>,
    pub(super) audience: Option<Audience>,
    pub(super) backed_by: Option<Vec<BackedBy>>,
    pub(super) fresh: Option<Freshness>,
    pub(super) share_at_least: Option<u32>,
    pub(super) evidence: Option<Vec<EvidenceRule>>,
    pub(super) each_in_date: Option<bool>,
    pub(super) checks: Option<Vec<CheckUse>>,
    pub(super) names: Option<Names>,
    pub(super) proof: Option<Proof>,
    pub(super) feeds: Option<Vec<Feed>>,
}
