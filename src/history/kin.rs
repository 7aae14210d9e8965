//! How two scorecards belong together: the same list of questions, two editions of it, or two lists.

use crate::model::{ItemId, Pack, PackId, Scorecard};

/// How the questions of the first scorecard are found in the second.
pub(super) enum Kin<'a> {
    /// The same pack.
    Same,
    /// The second one answers a later edition, which says what it took from the first.
    Later(&'a Pack),
    /// The second one answers an earlier edition, from which the first took what it has.
    Earlier(&'a Pack),
    /// Two editions of one list that are not next to one another, or of which nothing more is known.
    Numbers,
    /// Two lists of questions.
    Strangers,
}

impl<'a> Kin<'a> {
    /// How two scorecards go together; `packs` are theirs, where they are at hand.
    pub(super) fn of(before: &Scorecard, after: &Scorecard, packs: [Option<&'a Pack>; 2]) -> Self {
        if before.pack.id == after.pack.id {
            return Self::Same;
        }
        let related = family(&before.pack.id) == family(&after.pack.id);
        let follows = |pack: Option<&'a Pack>, old: &Scorecard| {
            pack.filter(|pack| match pack.previous.as_ref().map(|previous| (&previous.pack, &previous.edition)) {
                Some((Some(named), _)) => *named == old.pack.id,
                Some((None, edition)) => related && *edition == old.pack.edition,
                None => false,
            })
        };
        match packs {
            [_, later] if follows(later, before).is_some() => later.map_or(Self::Numbers, Self::Later),
            [later, _] if follows(later, after).is_some() => later.map_or(Self::Numbers, Self::Earlier),
            _ if related => Self::Numbers,
            _ => Self::Strangers,
        }
    }

    /// The number that an item of the second scorecard has in the first; none where it is new there.
    pub(super) fn number_before(&self, item: &ItemId) -> Option<ItemId> {
        match self {
            Self::Same | Self::Numbers => Some(item.clone()),
            Self::Later(pack) => pack.number_before(item).cloned(),
            Self::Earlier(pack) => {
                let renumbered = pack.previous.iter().flat_map(|previous| &previous.renumbered);
                let moved = renumbered.into_iter().find(|one| one.from == *item).map(|one| one.item.clone());
                moved.or_else(|| (pack.number_before(item) == Some(item)).then(|| item.clone()))
            }
            Self::Strangers => None,
        }
    }

    /// What a reader has to know of it.
    pub(super) fn remark(&self, before: &Scorecard, after: &Scorecard) -> Option<String> {
        let (old, new) = (&before.pack.short_title, &after.pack.short_title);
        match self {
            Self::Same => None,
            Self::Later(_) => Some(format!(
                "Two editions: {old}, then {new}. Questions are matched by what the later edition says of the earlier one."
            )),
            Self::Earlier(_) => Some(format!(
                "Two editions: {old}, which is the later one, then {new}. Questions are matched by what the later \
                 edition says of the earlier one."
            )),
            Self::Numbers => Some(format!(
                "Two editions: {old}, then {new}. Neither says what it took from the other, so questions are matched by \
                 their numbers alone, and a number can mean another thing."
            )),
            Self::Strangers => Some(format!(
                "These are two different lists of questions, {old} and {new}. Their questions and levels are not \
                 compared; checks and files are."
            )),
        }
    }
}

/// The name of a pack without its year or version, which all its editions share.
pub fn family(pack: &PackId) -> String {
    let digits = |text: &str, many: usize| text.len() == many && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut kept: Vec<&str> = Vec::new();
    let mut after_year = false;
    for piece in pack.as_str().split('-') {
        let is_year = digits(piece, 4) && (piece.starts_with("19") || piece.starts_with("20"));
        let is_rest = after_year && digits(piece, 2);
        let is_version = piece.contains('.') && piece.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if !(is_year || is_rest || is_version) {
            kept.push(piece);
        }
        after_year = is_year;
    }
    kept.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pack: &str, expected: &str) {
        assert_eq!(family(&PackId::new(pack).unwrap()), expected);
    }

    #[test]
    fn editions_of_one_list_share_a_family_and_other_lists_do_not() {
        check("dspt-2025-26-social-care", "dspt-social-care");
        check("dspt-2026-27-social-care", "dspt-social-care");
        check("dspt-2025-26-caf", "dspt-caf");
        check("iso-27001-2022", "iso-27001");
        check("cyber-essentials-3.3", "cyber-essentials");
        check("supplier-assurance", "supplier-assurance");
        check("toy-26", "toy-26");
    }
}
