//! What parties that are assessed on their own account give to other packs: proposed to a person, never set.

use jiff::civil::Date;

use super::{Inputs, counted::given};
use crate::model::{
    ComparedControl, ComparedParty, Comparison, DocumentMatch, EvidenceFile, Feed, Gives, Grade, Item, ItemCard,
    ItemId, Pack, Round, Scan, Scorecard, Verdict,
};

/// A party that is assessed on its own account, with what it gives.
#[derive(Clone, Debug)]
pub struct Party {
    name: String,
    feeds: Vec<(ItemId, Feed)>,
    items: Vec<ItemCard>,
    files: Vec<EvidenceFile>,
    matches: Vec<DocumentMatch>,
    said: Vec<(Feed, String)>,
}

impl Party {
    /// A party by its scorecard, and what was read of its files; nothing where the assessment is about nobody else.
    pub fn new(pack: &Pack, scorecard: &Scorecard, scan: &Scan) -> Option<Self> {
        let feeds = pack.items().flat_map(|(_, _, item)| item.feeds.iter().map(|feed| (item.id.clone(), feed.clone())));
        let items =
            scorecard.sections.iter().flat_map(|section| &section.assertions).flat_map(|assertion| &assertion.items);
        Some(Self {
            name: scorecard.subject.clone()?,
            feeds: feeds.collect(),
            items: items.cloned().collect(),
            files: scan.files.clone(),
            matches: scan.matches.clone(),
            said: Vec::new(),
        })
    }

    /// Many people of whom nobody is named, by what they said on a day of publication.
    pub fn of_many(pack: &Pack, rounds: &[Round], publish_on: Date) -> Self {
        let (name, said) = (pack.short_title.clone(), given(pack, rounds, publish_on));
        Self { name, feeds: Vec::new(), items: Vec::new(), files: Vec::new(), matches: Vec::new(), said }
    }

    /// Its items that give something to an item.
    fn giving<'a>(&'a self, inputs: &'a Inputs<'_>, item: &'a Item) -> impl Iterator<Item = (Gives, &'a ItemCard)> {
        let to_it = self.feeds.iter().filter(|(_, feed)| takes(inputs, item, feed));
        to_it.filter_map(|(from, feed)| Some((feed.gives, self.items.iter().find(|card| card.id == *from)?)))
    }
}

/// Whether an item is fed; one of a pack that is based on another is fed as that one's is.
fn takes(inputs: &Inputs<'_>, item: &Item, feed: &Feed) -> bool {
    let base = || inputs.pack.based_on.as_ref() == Some(&feed.pack) && item.like.as_ref() == Some(&feed.item);
    (feed.pack == inputs.pack.id && feed.item == item.id) || base()
}

/// What parties bring to an item.
pub(super) struct Fed {
    /// All that suppliers bring, in words.
    pub(super) words: Option<String>,
    /// What it suggests as an answer, in words.
    pub(super) suggests: Option<String>,
}

/// What parties bring to an item, if any gives something to it.
pub(super) fn fed(inputs: &Inputs<'_>, item: &Item) -> Option<Fed> {
    let giving: Vec<(&Party, Vec<(Gives, &ItemCard)>)> = inputs
        .parties
        .iter()
        .map(|party| (party, party.giving(inputs, item).collect::<Vec<_>>()))
        .filter(|(_, cards)| !cards.is_empty())
        .collect();
    let said = inputs.parties.iter().flat_map(|party| &party.said).filter(|(feed, _)| takes(inputs, item, feed));
    let said: Vec<&str> = said.map(|(_, sentence)| sentence.as_str()).collect();
    let said = (!said.is_empty()).then(|| said.join("; "));
    if giving.is_empty() {
        return said.map(|said| Fed { words: None, suggests: Some(said) });
    }
    let gives = |wanted: Gives| {
        let of = giving.iter().map(move |(party, cards)| {
            let cards: Vec<&ItemCard> =
                cards.iter().filter(|(gives, _)| *gives == wanted).map(|(_, card)| *card).collect();
            (*party, cards)
        });
        of.filter(|(_, cards)| !cards.is_empty()).collect::<Vec<_>>()
    };
    let mut words = Vec::new();
    let any_one = gives(Gives::AnyOne);
    let mut suggests = None;
    if !any_one.is_empty() {
        let (said, all) = certificates(&any_one);
        words.push(said);
        if all {
            let number = count(any_one.len(), "supplier");
            suggests = Some(format!(
                "what suppliers showed suggests “yes” for {}: see below, and see that these are all that you use",
                if any_one.len() == 1 { "the one that was asked".to_owned() } else { format!("all {number}") }
            ));
        }
    }
    let named = gives(Gives::Names);
    if !named.is_empty() {
        let names: Vec<&str> = named.iter().map(|(party, _)| party.name.as_str()).collect();
        let (is, belongs) = if names.len() == 1 { ("was", "it belongs") } else { ("were", "each belongs") };
        words.push(format!(
            "{} {is} asked about security here ({}): {belongs} in your list",
            count(names.len(), "supplier"),
            names.join(", ")
        ));
    }
    let mut files: Vec<String> = Vec::new();
    for (party, cards) in [any_one, gives(Gives::Evidence)].concat() {
        for path in cards.iter().filter_map(|card| shown(card)).flatten() {
            let file = format!("{path} ({})", party.name);
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    if !files.is_empty() {
        words.push(format!("you can attach what they sent: {}", files.join(", ")));
    }
    let words = (!words.is_empty()).then(|| words.join("; "));
    let suggests = suggests.or(said);
    (words.is_some() || suggests.is_some()).then_some(Fed { words, suggests })
}

/// "3 suppliers were asked; 2 show Cyber Essentials …; not: …", and whether all of them show one.
fn certificates(parties: &[(&Party, Vec<&ItemCard>)]) -> (String, bool) {
    let (mut show, mut not) = (Vec::new(), Vec::new());
    for (party, cards) in parties {
        let best = cards.iter().filter(|card| shown(card).is_some()).max_by_key(|card| grade(card));
        match best {
            Some(card) => show.push(format!("{} ({}, {})", party.name, card.title, grade(card).word())),
            None => {
                let said = cards.iter().any(|card| card.verdict.counts());
                let answered = cards.iter().any(|card| card.verdict != Verdict::Unanswered);
                let why = match (said, answered) {
                    (true, _) => "says so and shows none",
                    (false, true) => "has none",
                    (false, false) => "has not answered",
                };
                not.push(format!("{} ({why})", party.name));
            }
        }
    }
    let answered = parties.iter().filter(|(_, cards)| cards.iter().any(|card| card.verdict != Verdict::Unanswered));
    let mut words = format!("{} of {} answered", answered.count(), count(parties.len(), "supplier"));
    match show.len() {
        0 => words.push_str("; none shows a certificate in date"),
        1 => words.push_str(&format!("; 1 shows a certificate in date: {}", show.join(", "))),
        n => words.push_str(&format!("; {n} show a certificate in date: {}", show.join(", "))),
    }
    if !not.is_empty() {
        words.push_str(&format!("; not: {}", not.join(", ")));
    }
    (words, not.is_empty())
}

fn grade(card: &ItemCard) -> Grade {
    card.grade.as_ref().map_or(Grade::None, |card| card.grade)
}

/// The files on which an item rests, where it was shown.
fn shown(card: &ItemCard) -> Option<&Vec<String>> {
    card.grade.as_ref().filter(|card| card.grade.is_shown()).map(|card| &card.rests_on)
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// A file of a party that may be attached to an item, because the party's pack feeds it.
pub(super) fn lent<'a>(inputs: &Inputs<'a>, item: &Item, path: &str) -> Option<&'a EvidenceFile> {
    let parties = inputs.parties.iter();
    parties
        .filter(|party| party.giving(inputs, item).next().is_some())
        .find_map(|party| party.files.iter().find(|file| file.path == path))
}

/// What was recognised in a file that a party sent and a person attached to an item.
pub(super) fn matches<'a>(
    inputs: &Inputs<'a>,
    item: &Item,
    file: &'a EvidenceFile,
) -> Vec<(&'a EvidenceFile, &'a DocumentMatch)> {
    let parties = inputs.parties.iter().filter(|party| party.giving(inputs, item).next().is_some());
    let found = parties.flat_map(|party| &party.matches).filter(|found| found.file == file.path);
    found.map(|found| (file, found)).collect()
}

/// Whether a path is a file that some party sent.
pub(super) fn holds(inputs: &Inputs<'_>, path: &str) -> bool {
    inputs.parties.iter().flat_map(|party| &party.files).any(|file| file.path == path)
}

/// Parties side by side; controls with the weakest grades come first, and no party is ranked.
pub fn compare(scorecards: &[Scorecard]) -> Option<Comparison> {
    let first = scorecards.first()?;
    let parties = scorecards.iter().filter_map(|scorecard| {
        let party = scorecard.party.as_ref()?;
        Some(ComparedParty {
            name: scorecard.subject.clone()?,
            product: party.product.clone(),
            answered: party.answered,
            questions: party.questions,
            grades: party.grades,
        })
    });
    let assertions = first.sections.iter().flat_map(|section| &section.assertions);
    let mut rows: Vec<ComparedControl> = assertions
        .map(|assertion| ComparedControl {
            id: assertion.id.clone(),
            title: assertion.title.clone(),
            grades: scorecards
                .iter()
                .map(|scorecard| {
                    let mut all = scorecard.sections.iter().flat_map(|section| &section.assertions);
                    Some(all.find(|other| other.id == assertion.id)?.grade.as_ref()?.grade)
                })
                .collect(),
        })
        .collect();
    rows.sort_by_cached_key(|row| {
        // What applies to fewer of them comes later.
        let mut grades: Vec<(bool, Option<Grade>)> = row.grades.iter().map(|grade| (grade.is_none(), *grade)).collect();
        grades.sort();
        grades
    });
    Some(Comparison {
        organisation: first.organisation.name.clone(),
        title: first.pack.title.clone(),
        notice: first.pack.notice.clone(),
        today: first.today,
        parties: parties.collect(),
        rows,
        program: first.program.clone(),
    })
}
