//! `dspt explain`: what an item or a check asks, why, and how to mend it, and what a term means; drawn from its own data.

use std::path::Path;

use super::{
    Exit,
    args::{Common, Explain},
    error::advised,
    library::Library,
    screen::Screen,
};
use crate::model::{
    Achievement, BackedBy, Bearing, CheckId, Flag, Item, ItemId, ItemSet, Limit, Pack, ProfileStatus, Term, nearest,
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Explain) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, Path::new("."))?;
    let mut screen = Screen::new(common);
    let mut found = false;
    if let Ok(id) = ItemId::new(args.id.trim()) {
        for pack in library.packs()? {
            if let Some(item) = pack.item(&id) {
                explain_item(&mut screen, &library, pack, item);
                found = true;
            }
        }
    }
    if let Ok(id) = CheckId::new(args.id.trim())
        && library.rules.cards().iter().any(|card| card.id == id)
    {
        explain_check(&mut screen, &library, &id)?;
        found = true;
    }
    if !found && let Some(term) = library.glossary.term(&args.id) {
        explain_term(&mut screen, &library, term)?;
        found = true;
    }
    if !found {
        let cards = library.rules.cards();
        let packs = library.packs()?;
        let items = packs.into_iter().flat_map(Pack::items).map(|(_, _, item)| item.id.as_str());
        let terms = library.glossary.terms.iter().flat_map(Term::names);
        let near = nearest(&args.id, items.chain(cards.iter().map(|card| card.id.as_str())).chain(terms));
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`dspt pack show` lists the questions, `dspt check list` the checks".to_owned(),
        };
        return Err(advised(format!("there is no question, check or term `{}`", args.id), hint));
    }
    screen.print()?;
    Ok(Exit::Done)
}

fn explain_item(screen: &mut Screen, library: &Library, pack: &Pack, item: &Item) {
    screen.heading(&format!("{} {} ({})", item.id, item.title, pack.short_title));
    screen.line(&item.question);
    screen.gap();
    screen.item("Needed for:      ", &needed_for(pack, item));
    if let Some(expected) = expected(item) {
        screen.item("Expected level:  ", &expected);
    }
    screen.item("Why:             ", &item.why);
    screen.item("You commit to:   ", &item.commits);
    screen.item("Help:            ", &item.guidance);
    if let Some(when) = &item.not_applicable {
        screen.item("May be left out: ", when);
    }
    for example in &item.shows {
        screen.item("Good evidence:   ", example);
    }
    screen.item("If not met:      ", &item.action);
    if let (Some(news), Some(previous)) = (pack.news(&item.id), &pack.previous) {
        screen.item("What changed:    ", &format!("{}, since {}", news.words(), previous.edition));
    }
    if let Some(doubt) = &item.doubt {
        screen.item("Not certain:     ", doubt);
    }
    if item.automatic_fail {
        screen.item("Alone decisive:  ", "not met, it fails the whole assessment by itself");
    }
    for threshold in pack.thresholds_of(item) {
        let note = threshold.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        screen.item("Threshold:       ", &format!("{}: {}{note}", threshold.limits, threshold.value));
    }
    let backed: Vec<&str> = item
        .backed_by
        .iter()
        .map(|by| match by {
            BackedBy::Document => "a document that is recognised",
            BackedBy::Check => "a check that passes",
            BackedBy::Note => "a note of where it is kept, or its address",
            BackedBy::Answer => "a dated answer in a few sentences",
        })
        .collect();
    screen.item("Backed by:       ", &backed.join("; "));
    if let Some(fresh) = item.fresh {
        let whose = match fresh.limit {
            Limit::Framework => "the framework's own limit",
            Limit::Ours => "our judgement; past it there is a warning",
        };
        screen.item("How old:         ", &format!("at most {} months ({whose})", fresh.months));
    }
    let words = item.words().join(" ");
    for term in library.glossary.terms_in(&words) {
        screen.item("Words:           ", &format!("{}: {}", term.term, term.means));
    }
    if let Some(question) = &item.policy_question {
        screen.item("Policy question: ", &format!("{} It has to be answered yes as well.", question.trim()));
    }
    if !item.indicators.is_empty() {
        screen.heading("Statements that decide the level");
        for indicator in &item.indicators {
            screen.item(&format!("{:<6}", indicator.id.as_str()), &indicator.text);
        }
    }
    if !item.evidence.is_empty() {
        screen.heading("Documents that speak to it");
        let documents = library.rules.documents();
        for rule in &item.evidence {
            let kind = documents.iter().find(|kind| kind.id == rule.document);
            let title = kind.map_or(rule.document.as_str(), |kind| &kind.title);
            let mentions = match rule.mentions.as_slice() {
                [] => String::new(),
                phrases => format!(", if it mentions one of: {}", phrases.join(", ")),
            };
            screen.item("- ", &format!("{title}{mentions}"));
        }
    }
    if !item.checks.is_empty() {
        screen.heading("Checks");
        for used in &item.checks {
            let title = library.rules.cards().into_iter().find(|card| card.id == used.check).map(|card| card.title);
            let bearing = match used.bearing {
                Bearing::Settles => "settles it",
                Bearing::Backs => "backs it when it passes",
                Bearing::Supports => "supports it",
            };
            screen.item("- ", &format!("{}: {} ({bearing})", used.check, title.unwrap_or_default()));
        }
    }
}

/// The level that an outcome is expected to have, and how that is known.
fn expected(item: &Item) -> Option<String> {
    let profile = item.profile.as_ref()?;
    let level = match (profile.level, item.partial) {
        (None, _) => "not known, so “achieved” is taken".to_owned(),
        (Some(Achievement::NotAchieved), _) => "no minimum, but it has to be answered".to_owned(),
        (Some(level), Some(false)) => format!("{}; it can't be partially achieved", level.words()),
        (Some(level), _) => level.words().to_owned(),
    };
    let sure = match profile.status {
        ProfileStatus::Confirmed => ".",
        ProfileStatus::Inferred => " (not confirmed).",
        ProfileStatus::Unknown => ".",
    };
    let note = profile.note.as_ref().map(|note| format!(" {}", note.trim())).unwrap_or_default();
    Some(format!("{level}{sure}{note}"))
}

/// The levels that take the item by its flags, with the doubt there is.
fn needed_for(pack: &Pack, item: &Item) -> String {
    if let Some(other) = &item.same_as {
        return format!("nothing by itself; the answer to {other} stands for it");
    }
    let levels: Vec<String> = pack
        .levels
        .iter()
        .filter_map(|level| {
            let flag = match level.requires.items.filter(|set| item.is_in(*set))? {
                ItemSet::Mandatory => item.mandatory,
                ItemSet::Approaching => item.approaching,
            };
            Some(match flag {
                Flag::Yes | Flag::No => level.title.clone(),
                Flag::Doubtful => format!("{} (in doubt, so it is asked and counted)", level.title),
            })
        })
        .collect();
    if levels.is_empty() { "no level; it is optional".to_owned() } else { levels.join(" and ") }
}

fn explain_term(screen: &mut Screen, library: &Library, term: &Term) -> anyhow::Result<()> {
    screen.heading(&term.term);
    screen.line(&term.means);
    if !term.also.is_empty() {
        screen.item("Also written: ", &term.also.join(", "));
    }
    let uses = |item: &Item| library.glossary.terms_in(&item.words().join(" ")).contains(&term);
    let items: Vec<String> = library
        .packs()?
        .into_iter()
        .flat_map(Pack::items)
        .filter(|(_, _, item)| uses(item))
        .map(|(_, _, item)| format!("{} {}", item.id, item.title))
        .collect();
    if !items.is_empty() {
        screen.item("Used in:      ", &items.join("; "));
    }
    Ok(())
}

fn explain_check(screen: &mut Screen, library: &Library, id: &CheckId) -> anyhow::Result<()> {
    let Some(page) = library.rules.explain(id) else { return Ok(()) };
    screen.heading(&format!("{} ({})", page.card.title, page.card.id));
    screen.item("Why:            ", &page.card.why);
    screen.item("How to mend it: ", &page.card.fix);
    screen.item("Threshold:      ", &page.card.source);
    screen.item("Judged:         ", &page.judged);
    if !page.worth.is_empty() {
        screen.item("Worth:          ", page.worth);
    }
    for (label, lines) in
        [("Which:          ", &page.only), ("Must hold:      ", &page.expects), ("Should hold:    ", &page.prefers)]
    {
        for line in lines {
            screen.item(label, line);
        }
    }
    for kind in &page.reads {
        let points = if kind.points { " (points that way; it does not settle the point)" } else { "" };
        screen.item("Reads:          ", &format!("{}{points}. {}", kind.title, kind.get));
    }
    if let Some(days) = page.shelf_days {
        screen.item("Good for:       ", &format!("{days} days, by our judgement; past that it warns"));
    }
    if !page.seen {
        screen.item("Not tried:      ", "its keys are from documentation, not from a real export");
    }
    let items: Vec<String> = library
        .packs()?
        .into_iter()
        .flat_map(|pack| pack.items().map(move |(_, _, item)| (pack, item)))
        .filter(|(_, item)| item.checks.iter().any(|used| used.check == *id))
        .map(|(pack, item)| format!("{} {} ({})", item.id, item.title, pack.short_title))
        .collect();
    screen.item("Used by:        ", &if items.is_empty() { "no item yet".to_owned() } else { items.join("; ") });
    Ok(())
}
