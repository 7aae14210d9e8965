//! The order in which an interview goes through a pack: groups that suit the work, not the framework's numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AnswerKind, Item, Pack, Reference};

/// A part of the interview as a pack writes it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InterviewPart {
    /// A plain title.
    pub title: String,
    /// What it is about and who can answer it, in a sentence.
    pub summary: String,
    /// Items in the order to ask them; the number of an assertion or a section stands for all of its items.
    pub items: Vec<Reference>,
}

/// Items that are asked together.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// A plain title.
    pub title: &'a str,
    /// What it is about, in a sentence.
    pub summary: &'a str,
    /// Its items in the order to ask them, those that another item answers for included.
    pub items: Vec<&'a Item>,
}

impl Group<'_> {
    /// About how many minutes its questions take.
    pub fn minutes(&self) -> u32 {
        self.items.iter().map(|item| item.minutes()).sum()
    }
}

impl Pack {
    /// The groups in the order of the interview; a pack that gives none has one for each section.
    pub fn groups(&self) -> Vec<Group<'_>> {
        if self.interview.is_empty() {
            return self
                .sections
                .iter()
                .map(|section| Group {
                    title: &section.title,
                    summary: &section.summary,
                    items: section.assertions.iter().flat_map(|assertion| &assertion.items).collect(),
                })
                .collect();
        }
        self.interview
            .iter()
            .map(|part| Group {
                title: &part.title,
                summary: &part.summary,
                items: part.items.iter().flat_map(|reference| self.named(reference)).collect(),
            })
            .collect()
    }

    /// The items that a number stands for: one item, or all of an assertion or a section.
    pub fn named(&self, reference: &Reference) -> Vec<&Item> {
        self.items()
            .filter(|(section, assertion, item)| [&section.id, &assertion.id, &item.id].contains(&reference))
            .map(|(_, _, item)| item)
            .collect()
    }
}

impl Item {
    /// About how many minutes its question takes somebody who knows the answer: to read it, to type, to name a file.
    ///
    /// Our own estimate. A yes or no is read and typed in a minute, a number or a day takes two because it is looked
    /// up, a file three because it is looked for, and a few sentences take four. Counting people adds two. A level of
    /// achievement takes two, and half a minute for each statement.
    pub fn minutes(&self) -> u32 {
        if self.same_as.is_some() {
            return 0;
        }
        let counting = if self.share_at_least.is_some() { 2 } else { 0 };
        counting
            + match self.kind {
                AnswerKind::YesNo => 1,
                AnswerKind::Number | AnswerKind::Date | AnswerKind::Percentage => 2,
                AnswerKind::Document => 3,
                AnswerKind::Text => 4,
                // A statement is read and weighed in half a minute.
                AnswerKind::Achievement => 2 + u32::try_from(self.indicators.len()).unwrap_or(0).div_ceil(2),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACK: &str = include_str!("../../tests/packs/valid/small.yaml");

    #[track_caller]
    fn check(pack: &str, expected: &[(&str, &[&str], u32)]) {
        let pack: Pack = crate::model::yaml::Yaml::new("pack.yaml", pack).read().unwrap();
        let groups = pack.groups();
        let ids = |group: &Group<'_>| group.items.iter().map(|item| item.id.to_string()).collect::<Vec<_>>();
        let found: Vec<_> = groups.iter().map(|group| (group.title, ids(group), group.minutes())).collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(title, ids, minutes)| (*title, ids.iter().map(ToString::to_string).collect(), *minutes))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn goes_by_the_parts_that_the_pack_gives() {
        check(PACK, &[("Devices", &["1.1.1"], 1), ("Papers", &["1.1.2"], 3)]);
    }

    #[test]
    fn goes_by_sections_where_the_pack_gives_none() {
        let (sections, _) = PACK.split_once("interview:").unwrap();
        check(sections, &[("Devices", &["1.1.1", "1.1.2"], 4)]);
    }

    #[test]
    fn takes_all_items_of_an_assertion_in_the_order_of_the_parts() {
        let (sections, _) = PACK.split_once("interview:").unwrap();
        let parts = "interview:\n  - {title: Later, summary: All., items: [\"1.1.2\", \"1.1.1\"]}\n";
        check(&format!("{sections}{parts}"), &[("Later", &["1.1.2", "1.1.1"], 4)]);
        let parts = "interview:\n  - {title: All, summary: All., items: [\"1\"]}\n";
        check(&format!("{sections}{parts}"), &[("All", &["1.1.1", "1.1.2"], 4)]);
    }

    #[test]
    fn counts_no_minutes_for_an_item_that_another_answers_for() {
        let twin =
            PACK.replace("            kind: yes-no\n", "            kind: yes-no\n            same-as: \"1.1.2\"\n");
        check(&twin, &[("Devices", &["1.1.1"], 0), ("Papers", &["1.1.2"], 3)]);
    }
}
