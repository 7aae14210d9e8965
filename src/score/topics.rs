//! What short reports show of an assessment: the pack's topics, and how many of how many have something.

use super::item::answered_under;
use crate::model::{
    Answer, Bearing, CheckResult, Item, ItemCheck, ItemId, Pack, ShareCard, ShareFigure, Summary, TopicCard,
};

/// The topics of a pack with their items; one that is asked under two numbers comes once, under the one that is answered.
pub(super) fn cards(pack: &Pack) -> Vec<TopicCard> {
    let card = |topic: &crate::model::Topic| {
        let mut items: Vec<ItemId> = Vec::new();
        for id in topic.items.iter().flat_map(|reference| pack.named(reference)).map(answered_under) {
            if !items.contains(id) {
                items.push(id.clone());
            }
        }
        TopicCard { title: topic.title.clone(), items, ask: topic.ask.clone() }
    };
    pack.topics.iter().map(card).collect()
}

/// How many of how many have what an item asks for: as the answer says, and as the check that settles it counted.
pub(super) fn share(
    item: &Item,
    answer: Option<&Answer>,
    checks: &[ItemCheck],
    results: &[CheckResult],
) -> Option<ShareCard> {
    let needed = item.share_at_least?;
    let said = answer.and_then(|answer| ShareFigure::new(answer.count?.into(), answer.out_of?.into()));
    let settling = checks.iter().filter(|check| check.bearing == Bearing::Settles && check.result != Summary::Unknown);
    let found = settling
        .filter_map(|check| {
            results.iter().find(|result| result.card.id == check.check && result.strength == check.strength)
        })
        .find_map(|result| match result.findings.as_slice() {
            [only] => ShareFigure::read(&only.message),
            _ => None,
        });
    Some(ShareCard { needed, said, found })
}
