//! What an organisation's answers to other packs suggest for the one at hand.

use std::collections::BTreeMap;

use super::{
    args::Common,
    assess::{self, Evidence},
    library::Library,
    workspace::Workspace,
};
use crate::{
    crosswalk::{self, Answered},
    model::{AnswerEvidence, Assessment, ItemId, Pack, Proposals, Scorecard},
};

/// Another assessment of the same organisation, scored by itself.
pub(super) struct Other<'a> {
    pack: &'a Pack,
    assessment: Assessment,
    scorecard: Scorecard,
}

impl Other<'_> {
    /// The same, as the crosswalk takes it.
    pub(super) fn answered(&self) -> Answered<'_> {
        Answered { pack: self.pack, assessment: &self.assessment, scorecard: &self.scorecard }
    }
}

/// Scores an assessment of a workspace by itself.
pub(super) fn scored<'a>(
    common: &Common,
    workspace: &Workspace,
    library: &'a Library,
    (assessment, pack): (&Assessment, &'a Pack),
    evidence: &Evidence,
) -> Other<'a> {
    let scorecard = assess::score_of(common, workspace, library, (assessment, pack), evidence);
    Other { pack, assessment: evidence.as_shown(assessment), scorecard }
}

/// What the other assessments of the same organisation suggest for the one at hand. What suppliers answered about
/// themselves has no part in it.
pub(super) fn proposals(common: &Common, workspace: &Workspace, library: &Library, evidence: &Evidence) -> Proposals {
    let (here, pack) = (workspace.assessment(), workspace.pack(library));
    let own = workspace.answers.assessments.iter().filter(|other| other.subject.is_none() && other.pack != here.pack);
    let others: Vec<&Assessment> = own.filter(|other| !other.answers.is_empty()).collect();
    if here.subject.is_some() || others.is_empty() {
        return Proposals::new();
    }
    let crosswalk = library.crosswalk();
    let with_pack = |other: &'_ Assessment| library.pack_by_id(&other.pack).ok().flatten();
    let linked = others.into_iter().filter_map(|other| Some((other, with_pack(other)?)));
    let linked = linked.filter(|(_, its)| crosswalk::knows(crosswalk, its, pack));
    let scored: Vec<Other<'_>> =
        linked.map(|(other, its)| scored(common, workspace, library, (other, its), evidence)).collect();
    let answered: Vec<Answered<'_>> = scored.iter().map(Other::answered).collect();
    let mut proposals = crosswalk::proposals(crosswalk, pack, &answered, assess::days(common).0);
    let offered = proposals.values_mut().flatten().flat_map(|proposal| &mut proposal.evidence);
    for file in offered.filter_map(|piece| piece.file.as_mut()) {
        *file = evidence.real(file).to_owned();
    }
    proposals
}

/// The evidence behind what they suggest, by item: each piece once.
pub(super) fn offered(
    common: &Common,
    workspace: &Workspace,
    library: &Library,
    evidence: &Evidence,
) -> BTreeMap<ItemId, Vec<AnswerEvidence>> {
    let proposals = proposals(common, workspace, library, evidence).into_iter();
    let pieces = proposals.map(|(item, proposals)| {
        let mut pieces: Vec<AnswerEvidence> = Vec::new();
        for piece in proposals.into_iter().flat_map(|proposal| proposal.evidence) {
            if !pieces.iter().any(|known| known.is_same(&piece)) {
                pieces.push(piece);
            }
        }
        (item, pieces)
    });
    pieces.filter(|(_, pieces)| !pieces.is_empty()).collect()
}
