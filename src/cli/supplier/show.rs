//! What a supplier said and showed, in the terminal.

use super::list::in_words;
use crate::{
    cli::{
        args::Common,
        screen::{Screen, Tone},
    },
    model::{AssertionCard, Grade, Scorecard, Weight, written},
};

/// At most so many things to ask for; the report has them all.
const MOST_ASKED: usize = 8;

/// The screen for a graded scorecard.
pub(super) fn screen(common: &Common, scorecard: &Scorecard) -> Screen {
    let mut screen = Screen::new(common);
    draw(&mut screen, common, scorecard);
    screen
}

/// What a graded scorecard says.
pub(crate) fn draw(screen: &mut Screen, common: &Common, scorecard: &Scorecard) {
    let Some(party) = &scorecard.party else { return };
    let name = scorecard.subject.as_deref().unwrap_or_default();
    screen.heading(&format!("{name}, asked by {}", scorecard.organisation.name));
    screen.line(&format!("{}, as of {}", scorecard.pack.title, written(scorecard.today)));
    screen.gap();
    screen.item(
        "Product:       ",
        party.product.as_deref().unwrap_or("not named: write it in answers.yaml as `product:`"),
    );
    screen.item("Asked:         ", &party.asked.map_or_else(|| "not yet".to_owned(), written));
    screen.item("Answered:      ", &format!("{} of {} questions", party.answered, party.questions));
    screen.item("Controls:      ", &in_words(&party.grades));
    if !party.out_of_date.is_empty() {
        let ids: Vec<&str> = party.out_of_date.iter().map(|id| id.as_str()).collect();
        screen.toned("Out of date:   ", &ids.join(", "), Tone::Careful);
    }
    if let Some(folder) = &party.folder {
        screen.item("Its files:     ", &format!("evidence/{folder}"));
    }

    screen.heading("Control by control");
    let graded: Vec<(&AssertionCard, &crate::model::GradeCard)> =
        assertions(scorecard).filter_map(|control| Some((control, control.grade.as_ref()?))).collect();
    let rows: Vec<Vec<String>> = graded
        .iter()
        .map(|(control, card)| {
            vec![control.id.to_string(), control.title.clone(), card.grade.word().into(), card.why.clone()]
        })
        .collect();
    let spoken: Vec<String> = graded
        .iter()
        .map(|(control, card)| format!("{} {}: {}. {}.", control.id, control.title, card.grade.word(), card.why))
        .collect();
    screen.table(&["No.", "Control", "Grade", "Why"], &rows, &[], &spoken);

    let items = || assertions(scorecard).flat_map(|control| &control.items);
    let checked: Vec<_> = items().flat_map(|item| item.contradictions().map(move |check| (item, check))).collect();
    if !checked.is_empty() {
        screen.heading("A file says otherwise");
        for (item, check) in checked {
            screen.toned(&format!("{} ", item.id), &format!("{}: {}", item.title, check.sentence), Tone::Bad);
        }
    }
    if !party.proofs.is_empty() {
        screen.heading("Certificates and tests");
        for proof in &party.proofs {
            let mut words = format!("{}: {}", proof.title, proof.file);
            words.push_str(&proof.dated.map(|day| format!(", dated {}", written(day))).unwrap_or_default());
            words.push_str(&proof.until.map(|day| format!(", valid until {}", written(day))).unwrap_or_default());
            match &proof.problem {
                Some(problem) => screen.toned("- ", &format!("{words}; it {problem}"), Tone::Careful),
                None => screen.item("- ", &words),
            }
        }
    }
    let asks: Vec<_> = items()
        .filter(|item| item.counts)
        .filter_map(|item| Some((item, item.grade.as_ref()?)))
        .filter(|(_, card)| card.grade < Grade::Fair)
        .filter_map(|(item, card)| Some((item, card.ask.as_ref()?)))
        .collect();
    if !asks.is_empty() || party.answered < party.questions {
        screen.heading("What to ask next");
        let open = party.questions - party.answered;
        if open > 0 {
            screen.item("- ", &format!("{open} questions have no answer: `dspt supplier sheet` asks them again"));
        }
        for (item, ask) in asks.iter().take(MOST_ASKED) {
            screen.item(&format!("- {} ", item.id), &format!("{}. {ask}", item.title));
        }
        let more = asks.len().saturating_sub(MOST_ASKED);
        if more > 0 {
            screen.toned("- ", &format!("and {more} more: `dspt supplier sheet` asks for them all"), Tone::Quiet);
        }
    }
    let notices = scorecard.notices.iter().filter(|notice| common.verbose || notice.weight == Weight::Important);
    let notices: Vec<_> = notices.collect();
    if !notices.is_empty() {
        screen.heading("To know");
        for notice in notices {
            screen.item("- ", &notice.text);
        }
    }
}

fn assertions(scorecard: &Scorecard) -> impl Iterator<Item = &AssertionCard> {
    scorecard.sections.iter().flat_map(|section| &section.assertions)
}
