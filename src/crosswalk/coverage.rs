//! How far one pack, or a certificate, covers another, and what of that stands on answers today.

use jiff::civil::Date;

use super::links::{Links, asked, is, links};
use crate::model::{
    Assessment, Backing, CarriedCounts, Carries, CertificateCard, CertificateKind, Cover, Coverage, CoverageCounts,
    CoveredItem, CoveredSection, Crosswalk, EvidenceSource, ExemptionCard, ItemCard, ItemId, ItemSet, Link, LinkNow,
    MapEnd, MapHere, Pack, Reach, Scorecard, Verdict,
};

/// An assessment with its pack and how it stands.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The answers.
    pub assessment: &'a Assessment,
    /// How they stand.
    pub scorecard: &'a Scorecard,
}

impl<'a> Answered<'a> {
    /// How an item stands.
    pub(super) fn card(self, item: &ItemId) -> Option<&'a ItemCard> {
        let assertions = self.scorecard.sections.iter().flat_map(|section| &section.assertions);
        assertions.flat_map(|assertion| &assertion.items).find(|card| card.id == *item)
    }
}

/// What a workspace knows of the two ends of a map.
#[derive(Clone, Debug)]
pub struct Certified<'a> {
    /// The day that counts as today.
    pub today: Date,
    /// The certificates held.
    pub certificates: Vec<CertificateCard>,
    /// The answers to the pack that covers.
    pub from: Option<Answered<'a>>,
    /// The answers to the pack that is covered.
    pub to: Option<Answered<'a>>,
}

/// What a pack gives towards another; nothing where the crosswalk does not know the two together.
pub fn by_pack(crosswalk: &Crosswalk, from: &Pack, to: &Pack, here: Option<&Certified<'_>>) -> Option<Coverage> {
    let links = links(crosswalk, from, to)?;
    let kinds: Vec<&CertificateKind> =
        crosswalk.certificates.iter().filter(|kind| kind.stands_for.as_ref().is_some_and(|id| is(from, id))).collect();
    let end = MapEnd { id: from.id.clone(), title: from.short_title.clone(), certificate: false };
    Some(coverage(crosswalk, end, Some(from), to, &links, &kinds, here))
}

/// What a certificate gives towards a pack; nothing where the crosswalk does not know the two together. `stands_for` is
/// the pack whose items were looked at for it, if there is one.
pub fn by_certificate(
    crosswalk: &Crosswalk,
    kind: &CertificateKind,
    stands_for: Option<&Pack>,
    to: &Pack,
    here: Option<&Certified<'_>>,
) -> Option<Coverage> {
    let linked = stands_for.and_then(|from| links(crosswalk, from, to));
    if linked.is_none() && !kind.exemptions.iter().any(|exemption| exemption.pack == to.id) {
        return None;
    }
    let mut links = linked.unwrap_or_default();
    // What is only advice there, nobody looked at for the certificate.
    let counts = |id: &ItemId| stands_for.and_then(|from| from.item(id)).is_some_and(|i| i.is_in(ItemSet::Mandatory));
    links.by_item.values_mut().for_each(|linked| linked.retain(|link| counts(&link.item)));
    for left in kind.leaves.iter().filter(|left| is(to, &left.pack)) {
        for item in asked(to, &left.pack, &left.item) {
            let strong = links.by_item.get_mut(&item).into_iter().flatten();
            strong.for_each(|link| link.reach = Reach::Partial);
            links.notes.insert(item, vec![left.why.clone()]);
        }
    }
    let end = MapEnd { id: kind.kind.clone(), title: kind.title.clone(), certificate: true };
    let mut coverage = coverage(crosswalk, end, stands_for, to, &links, &[kind], here);
    coverage.caution = Some(kind.caution.clone());
    Some(coverage)
}

fn coverage(
    crosswalk: &Crosswalk,
    from: MapEnd,
    pack: Option<&Pack>,
    to: &Pack,
    links: &Links,
    kinds: &[&CertificateKind],
    here: Option<&Certified<'_>>,
) -> Coverage {
    let (mut mandatory, mut optional) = (CoverageCounts::default(), CoverageCounts::default());
    let mut largely = CarriedCounts::default();
    let mut sections = Vec::new();
    // A certificate rests on what somebody else looked at, not on the answers given here.
    let behind = here.and_then(|here| here.from).filter(|_| !from.certificate);
    for section in &to.sections {
        let asked = section.assertions.iter().flat_map(|assertion| &assertion.items);
        let mut covered = CoveredSection {
            id: section.id.clone(),
            title: section.title.clone(),
            counts: Default::default(),
            items: Vec::new(),
        };
        for item in asked.filter(|item| item.same_as.is_none()) {
            let linked = links.by_item.get(&item.id).map(Vec::as_slice).unwrap_or_default();
            let cover = match linked.first().map(|link| link.reach) {
                Some(Reach::Strong) => Cover::Largely,
                Some(Reach::Partial) => Cover::Partly,
                None => Cover::NotAtAll,
            };
            let now = |id: &ItemId| behind.and_then(|behind| behind.card(id)).map(now);
            let title = |id: &ItemId| pack.and_then(|pack| pack.item(id)).map(|item| item.title.clone());
            let links_of: Vec<Link> = linked
                .iter()
                .map(|link| Link {
                    item: link.item.clone(),
                    title: title(&link.item).unwrap_or_default(),
                    reach: link.reach,
                    basis: link.basis,
                    now: now(&link.item),
                })
                .collect();
            let mut notes = links.notes.get(&item.id).cloned().unwrap_or_default();
            for note in linked.iter().filter_map(|link| link.note.as_ref()) {
                if !notes.contains(note) && !links.notes.contains_key(&item.id) {
                    notes.push(note.clone());
                }
            }
            let is_mandatory = item.is_in(ItemSet::Mandatory);
            if is_mandatory {
                mandatory.add(cover)
            } else {
                optional.add(cover)
            };
            covered.counts.add(cover);
            let carries = behind.and_then(|_| carries(&links_of));
            if let (Cover::Largely, Some(carries)) = (cover, carries) {
                largely.add(carries);
            }
            covered.items.push(CoveredItem {
                id: item.id.clone(),
                title: item.title.clone(),
                mandatory: is_mandatory,
                cover,
                links: links_of,
                notes,
                carries,
                verdict: here.and_then(|here| here.to?.card(&item.id)).map(|card| card.verdict),
            });
        }
        sections.push(covered);
    }
    let exemptions = kinds
        .iter()
        .flat_map(|kind| kind.exemptions.iter().filter(|exemption| exemption.pack == to.id).map(move |e| (*kind, e)))
        .map(|(kind, exemption)| {
            let title = |id: &ItemId| to.item(id).map(|item| item.title.clone()).unwrap_or_default();
            let items = exemption.items.iter().map(|id| (id.clone(), title(id))).collect();
            ExemptionCard::new(&kind.kind, &kind.title, exemption, items)
        })
        .collect();
    let held = |card: &&CertificateCard| kinds.iter().any(|kind| kind.kind == card.kind);
    Coverage {
        format: 1,
        from,
        to: MapEnd { id: to.id.clone(), title: to.short_title.clone(), certificate: false },
        section_word: to.section_word.clone(),
        notice: crosswalk.notice.trim().to_owned(),
        caution: None,
        mandatory,
        optional,
        sections,
        exemptions,
        here: here.map(|here| MapHere {
            today: here.today,
            answered: behind.is_some(),
            largely,
            certificates: here.certificates.iter().filter(held).cloned().collect(),
        }),
    }
}

/// What the answers behind some links come to together; of those that go most of the way, where there are any.
fn carries(links: &[Link]) -> Option<Carries> {
    let strong = links.iter().any(|link| link.reach == Reach::Strong);
    let counted = links.iter().filter(|link| !strong || link.reach == Reach::Strong);
    let now: Vec<&LinkNow> = counted.filter_map(|link| link.now.as_ref()).collect();
    let met = now.iter().filter(|now| now.verdict == Verdict::Met && !is_against(now.backing)).count();
    let backed = now.iter().filter(|now| now.verdict == Verdict::Met && now.backing == Some(Backing::Backed)).count();
    match now.len() {
        0 => None,
        all if backed == all => Some(Carries::Backed),
        all if met == all => Some(Carries::Met),
        _ if met > 0 => Some(Carries::Some),
        _ => Some(Carries::Nothing),
    }
}

/// Whether what is behind an answer speaks against using it elsewhere.
fn is_against(backing: Option<Backing>) -> bool {
    match backing {
        Some(Backing::Contradicted | Backing::OutOfDate) => true,
        Some(Backing::Backed | Backing::Noted | Backing::StatedOnly) | None => false,
    }
}

/// How an item stands, for a link.
fn now(card: &ItemCard) -> LinkNow {
    let says = match (card.verdict, card.backing) {
        (Verdict::Unanswered, _) => "not answered",
        (Verdict::NotMet, _) => "not met",
        (Verdict::NotApplicable, Some(Backing::Contradicted)) => "left out, but a file says otherwise",
        (Verdict::NotApplicable, _) => "left out as not applicable",
        (Verdict::Met, Some(Backing::Backed)) => "met, backed up",
        (Verdict::Met, Some(Backing::Noted)) => "met, noted only",
        (Verdict::Met, Some(Backing::StatedOnly) | None) => "met, on your word only",
        (Verdict::Met, Some(Backing::OutOfDate)) => "met, with evidence out of date",
        (Verdict::Met, Some(Backing::Contradicted)) => "met, but a file says otherwise",
    };
    let shown = card.evidence.iter().filter(|_| !is_against(card.backing));
    let good = shown.filter(|evidence| evidence.good && evidence.source != EvidenceSource::Noted);
    LinkNow {
        verdict: card.verdict,
        backing: card.backing,
        says: says.into(),
        evidence: good.map(|evidence| evidence.what.clone()).collect(),
    }
}
