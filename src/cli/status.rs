//! `dspt status`: where an assessment stands, in the terminal.

use super::{
    Exit,
    args::{self, Common},
    assess, everyday,
    library::Library,
    screen::{Screen, Tone},
    supplier, workspace,
};
use crate::model::{Counts, ItemCard, ItemId, Pack, Passing, Scorecard, SectionCard, Standing, Weight, written};

/// At most so many actions; the report has them all.
const MOST_ACTIONS: usize = 7;

/// At most so many numbers in one line.
const MOST_IDS: usize = 12;

/// Runs the command.
pub(super) fn run(common: &Common, args: &args::Workspace) -> anyhow::Result<Exit> {
    let library = Library::load_in(common, &args.dir)?;
    let (mut workspace, chosen) = workspace::Workspace::open_all(&args.dir, &args.which, &library)?;
    let evidence = match chosen && !workspace.pack(&library).is_counted() {
        true => assess::evidence(common, &workspace, &library)?,
        false => assess::read_evidence(common, &workspace, &library)?,
    };
    let place = workspace.place();
    let mut screen = Screen::new(common);
    if chosen {
        let scorecard = assess::score_with(common, &workspace, &library, &evidence);
        draw(&mut screen, common, &scorecard, workspace.pack(&library));
    }
    if args.which.assessment.is_some() || args.which.subject.is_some() {
        screen.print()?;
        return Ok(Exit::Done);
    }
    let folder = workspace.assessment().evidence_in.clone();
    let all = 0..workspace.answers.assessments.len();
    let is_supplier = |other: &usize| supplier::is_one(&library, &workspace.answers.assessments[*other]);
    let (suppliers, others): (Vec<usize>, Vec<usize>) =
        all.filter(|other| !chosen || *other != place).partition(is_supplier);
    let mut cards: Vec<Scorecard> = Vec::new();
    for other in others {
        workspace.turn_to(other);
        cards.push(match workspace.assessment().evidence_in == folder {
            true => assess::score_with(common, &workspace, &library, &evidence),
            false => {
                let its = assess::read_evidence(common, &workspace, &library)?;
                assess::score_with(common, &workspace, &library, &its)
            }
        });
    }
    each(&mut screen, &cards, chosen);
    if !suppliers.is_empty() {
        screen.gap();
        let (were, typed) = (if suppliers.len() == 1 { "supplier is" } else { "suppliers are" }, &workspace.dir);
        let typed = workspace::typed(typed);
        screen.line(&format!("{} {were} asked about security here: dspt supplier list{typed}", suppliers.len()));
    }
    screen.print()?;
    Ok(Exit::Done)
}

/// The standing of each assessment in a line; beside the one that was shown whole, if one was.
fn each(screen: &mut Screen, cards: &[Scorecard], beside: bool) {
    let (Some(first), Some(last)) = (cards.first(), cards.last()) else { return };
    match beside {
        true => screen.heading("Also answered here"),
        false => {
            screen.heading(&first.organisation.name);
            screen.line(&format!("{} assessments, as of {}", cards.len(), written(first.today)));
            screen.gap();
        }
    }
    let title = |card: &Scorecard| match &card.subject {
        Some(subject) => format!("{}, {subject}", card.pack.short_title),
        None => card.pack.short_title.clone(),
    };
    let met = |card: &Scorecard| format!("{} of {}", card.counts.met, card.counts.mandatory);
    // What many people answered reaches no level.
    let (many, cards): (Vec<&Scorecard>, Vec<&Scorecard>) = cards.iter().partition(|card| card.counted.is_some());
    let rows: Vec<Vec<String>> = cards
        .iter()
        .map(|card| {
            vec![
                title(card),
                card.on_answers.title.clone(),
                card.backed.title.clone(),
                met(card),
                match card.contradictions.len() {
                    0 => "–".into(),
                    n => n.to_string(),
                },
            ]
        })
        .collect();
    let spoken: Vec<String> = cards
        .iter()
        .map(|card| {
            let otherwise = match card.contradictions.len() {
                0 => String::new(),
                n => format!("; a file says otherwise {n} times"),
            };
            let (answers, backed) = (&card.on_answers.title, &card.backed.title);
            format!("{}: {answers} on your answers, {backed} backed up, {} met{otherwise}.", title(card), met(card))
        })
        .collect();
    let heads = ["Assessment", "On your answers", "Backed up", "Met", "Otherwise"];
    if !cards.is_empty() {
        screen.table(&heads, &rows, &[3, 4], &spoken);
    }
    for card in many {
        let sentence = card.counted.as_ref().map(|counted| counted.sentence.as_str()).unwrap_or_default();
        screen.line(&format!("{}: {sentence}.", title(card)));
    }
    let subject = last.subject.as_ref().map(|subject| format!(" --subject \"{subject}\"")).unwrap_or_default();
    screen.line(&format!("For one of them: dspt status --assessment {}{subject}", last.pack.id));
}

/// Prints a scorecard.
pub(super) fn print(common: &Common, scorecard: &Scorecard, pack: &Pack) -> anyhow::Result<()> {
    let mut screen = Screen::new(common);
    draw(&mut screen, common, scorecard, pack);
    screen.print()
}

fn draw(screen: &mut Screen, common: &Common, scorecard: &Scorecard, pack: &Pack) {
    if scorecard.party.is_some() {
        return supplier::show::draw(screen, common, scorecard);
    }
    if let Some(counted) = &scorecard.counted {
        screen.heading(&scorecard.organisation.name);
        screen.line(&format!("{}, as of {}", pack.title, written(scorecard.today)));
        return everyday::draw(screen, counted);
    }
    let subject = scorecard.subject.as_ref().map(|s| format!(", supplier {s}")).unwrap_or_default();
    screen.heading(&format!("{}{subject}", scorecard.organisation.name));
    screen.line(&format!("{}, as of {}", pack.title, written(scorecard.today)));
    screen.gap();
    standing(screen, "On your answers:  ", &scorecard.on_answers, !scorecard.contradictions.is_empty());
    standing(screen, "Backed up:        ", &scorecard.backed, false);
    passing(screen, scorecard);
    screen.item("Of the items:     ", &in_words(&scorecard.counts));
    let known = items(scorecard).filter(|item| !item.elsewhere.is_empty()).count();
    if known > 0 {
        let bear = if known == 1 { "1 open item" } else { &format!("{known} open items") };
        let text = format!("your answers to other packs bear on {bear}; the interview shows them");
        screen.item("Known elsewhere:  ", &text);
    }
    year(screen, scorecard);

    let word = &scorecard.pack.section_word;
    screen.heading(&format!("{} by {word}", capital(word)));
    let sections: Vec<_> = scorecard.sections.iter().filter(|section| section.counts.mandatory > 0).collect();
    let rows: Vec<Vec<String>> = sections
        .iter()
        .map(|section| {
            let counts = &section.counts;
            vec![
                section.id.to_string(),
                section.title.clone(),
                format!("{} of {}", counts.met, counts.mandatory),
                if counts.to_back == 0 { "–".into() } else { format!("{} of {}", counts.backed, counts.to_back) },
                left(counts),
            ]
        })
        .collect();
    let spoken: Vec<String> = sections.iter().map(|section| spoken(word, section)).collect();
    screen.table(&["No.", &capital(word), "Met", "Backed up", "Left to do"], &rows, &[2, 3], &spoken);

    if !scorecard.contradictions.is_empty() {
        screen.heading("Your file says otherwise");
        for item in items(scorecard).filter(|item| item.is_contradicted()) {
            let answer = item.answer.as_deref().unwrap_or_default();
            let reason = item.backing_reasons.first().map(String::as_str).unwrap_or_default();
            let reason = reason.trim_start_matches("your file says otherwise: ");
            let text = format!("{}, answered “{answer}”: {reason}", item.title);
            screen.toned(&format!("{:<6} ", item.id.as_str()), &text, Tone::Bad);
        }
    }
    notices(screen, common, scorecard);
    if !scorecard.actions.is_empty() {
        screen.heading("What to do next");
        let (overdue, rest): (Vec<_>, Vec<_>) = scorecard.actions.iter().partition(|action| action.overdue);
        for action in overdue.into_iter().chain(rest).take(MOST_ACTIONS) {
            let due = match (action.due, action.overdue, &action.too_late) {
                (Some(due), true, _) => format!(" (overdue since {})", written(due)),
                (Some(due), false, Some(late)) => format!(" (by {}: {late})", written(due)),
                (Some(due), false, None) => format!(" (by {})", written(due)),
                (None, ..) => String::new(),
            };
            let why = match scorecard.contradictions.contains(&action.item) {
                true => "your file says otherwise, as said above",
                false => &action.why,
            };
            let text = format!("{} {}: {why}{due}", action.item, action.title);
            screen.item(&format!("{:>3}. ", action.number), &text);
        }
        let more = scorecard.actions.len().saturating_sub(MOST_ACTIONS);
        if more > 0 {
            screen.toned("     ", &format!("and {more} more: `dspt plan` shows them all"), Tone::Quiet);
        }
    }
}

/// Whether it would pass, where that is how it is judged, with what fails it, the worst first.
fn passing(screen: &mut Screen, scorecard: &Scorecard) {
    let Some(card) = &scorecard.passing else { return };
    let ids = |ids: &[ItemId]| {
        let first: Vec<&str> = ids.iter().map(ItemId::as_str).take(MOST_IDS).collect();
        let more = ids.len().saturating_sub(MOST_IDS);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        format!("{}{more}", first.join(", "))
    };
    let tone = match card.on_answers {
        Passing::WouldFail => Tone::Bad,
        Passing::CantTell => Tone::Careful,
        Passing::WouldPass => Tone::Good,
    };
    let shown = match card.backed == card.on_answers {
        true => String::new(),
        false => format!("; {} from what is shown", card.backed_title),
    };
    screen.toned("On the day:       ", &format!("{} on your answers{shown}", card.on_answers_title), tone);
    for (label, ids) in [
        ("Fails at once:    ", ids(&card.automatic_fails)),
        ("Fails:            ", ids(&card.fails)),
        ("Not known:        ", ids(&card.open)),
    ] {
        if !ids.is_empty() {
            screen.item(label, &ids);
        }
    }
}

/// A standing with the next level.
pub(super) fn standing(screen: &mut Screen, label: &str, standing: &Standing, contradicted: bool) {
    let next = standing.next.as_ref().map(|next| {
        let missing = match next.missing.len() {
            0 => String::new(),
            1 => "1 item to go".to_owned(),
            n => format!("{n} items to go"),
        };
        let parts: Vec<String> = [missing].into_iter().filter(|m| !m.is_empty()).chain(next.also.clone()).collect();
        format!(" (next: {}; {})", next.title, parts.join("; "))
    });
    let otherwise = match (&standing.level, contradicted) {
        (_, false) => "",
        (Some(_), true) => "; but a file says otherwise, see below",
        (None, true) => "; and a file says otherwise, see below",
    };
    let tone = match (&standing.level, contradicted) {
        (None, _) | (_, true) => Tone::Careful,
        (Some(_), false) => Tone::Good,
    };
    screen.toned(label, &format!("{}{otherwise}{}", standing.title, next.unwrap_or_default()), tone);
}

/// What was published and until when it is good, the deadline, and who stands for the answers.
fn year(screen: &mut Screen, scorecard: &Scorecard) {
    if scorecard.pack.portal {
        let renewal = scorecard.renewal.as_ref().map(|renewal| format!("; {renewal}")).unwrap_or_default();
        let published = format!("{}{renewal}", scorecard.published);
        let ran_out = scorecard.renew_by.is_some_and(|day| day < scorecard.today);
        match ran_out {
            true => screen.toned("Published:        ", &published, Tone::Careful),
            false => screen.item("Published:        ", &published),
        }
    }
    if let Some(deadline) = &scorecard.deadline {
        screen.item("Deadline:         ", deadline);
    }
    if let Some(plan) = scorecard.achievement.as_ref().and_then(|outcomes| outcomes.plan.as_ref()) {
        screen.item("Improvement plan: ", plan);
    }
    match &scorecard.signed_off {
        Some(who) if scorecard.sign_off_stands => screen.item("Signed off:       ", who),
        Some(who) => screen.toned("Signed off:       ", &format!("no longer: {who}"), Tone::Careful),
        None => {}
    }
}

/// "43 of 46 met (36 backed up, 2 not applicable); 1 not met, 2 not answered", without what there is none of.
pub(super) fn in_words(counts: &Counts) -> String {
    let some = |parts: &[(usize, &str)]| -> Vec<String> {
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect()
    };
    let met = some(&[
        (counts.backed, "backed up"),
        (counts.not_applicable, "not applicable"),
        (counts.nothing_claimed, "with no minimum and nothing claimed"),
        (counts.noted, "noted only"),
        (counts.stated_only, "on your word only"),
        (counts.out_of_date, "with evidence out of date"),
        (counts.contradicted, "where your file says otherwise"),
    ]);
    let open = some(&[(counts.not_met, "not met"), (counts.unanswered, "not answered")]);
    let met = if met.is_empty() { String::new() } else { format!(" ({})", met.join(", ")) };
    let open = if open.is_empty() { String::new() } else { format!("; {}", open.join(", ")) };
    format!("{} of {} met{met}{open}", counts.met, counts.mandatory)
}

/// "Standard 3, Training: 3 of 3 met, 2 of 3 backed up. 1 to do (1 contradicted)."
fn spoken(word: &str, section: &SectionCard) -> String {
    let counts = &section.counts;
    let backed = match counts.to_back {
        0 => "nothing to back up".to_owned(),
        all => format!("{} of {all} backed up", counts.backed),
    };
    let left = match left(counts).as_str() {
        "nothing" => "Nothing left to do".to_owned(),
        left => left.to_owned(),
    };
    format!(
        "{} {}, {}: {} of {} met, {backed}. {left}.",
        capital(word),
        section.id,
        section.title,
        counts.met,
        counts.mandatory
    )
}

/// A word with a capital letter.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn left(counts: &Counts) -> String {
    match (counts.to_back - counts.backed, counts.contradicted) {
        (0, _) => "nothing".into(),
        (n, 0) => format!("{n} to do"),
        (n, c) => format!("{n} to do ({c} contradicted)"),
    }
}

fn notices(screen: &mut Screen, common: &Common, scorecard: &Scorecard) {
    let shown = scorecard.notices.iter().filter(|notice| common.verbose || notice.weight == Weight::Important);
    let notices: Vec<_> = shown.collect();
    if notices.is_empty() {
        return;
    }
    screen.heading("To know");
    for notice in notices {
        match notice.weight {
            Weight::Important => screen.toned("- ", &notice.text, Tone::Careful),
            Weight::Note => screen.item("- ", &notice.text),
        }
    }
}

/// All items of a scorecard, in pack order.
pub(super) fn items(scorecard: &Scorecard) -> impl Iterator<Item = &ItemCard> {
    scorecard.sections.iter().flat_map(|section| &section.assertions).flat_map(|assertion| &assertion.items)
}
