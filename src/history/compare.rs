//! Two scorecards held against each other.

use super::{checks, files, items, kin::Kin};
use crate::model::{
    Changes, Course, Figure, FigureChange, LevelChange, LevelId, Pack, Scorecard, Side, Standing, written,
};

/// How the second scorecard differs from the first; `packs` are theirs, where they are at hand: they say which questions
/// of two editions are the same, and which of two levels is the higher.
pub fn compare(before: &Scorecard, after: &Scorecard, packs: [Option<&Pack>; 2]) -> Changes {
    let kin = Kin::of(before, after, packs);
    let (first, second) = (side(before), side(after));
    let apart = first.name != second.name;
    let outside = before.external || after.external;
    let comparable = !matches!(kin, Kin::Strangers);
    let (counts, items) = match comparable {
        true => items::compare(before, after, &kin, apart),
        false => Default::default(),
    };
    Changes {
        format: 1,
        program: env!("CARGO_PKG_VERSION").into(),
        remarks: remarks((&first, &second), kin.remark(before, after), outside),
        counts,
        levels: if comparable { levels(before, after, packs[1].or(packs[0])) } else { Vec::new() },
        figures: if comparable { figures(before, after) } else { Vec::new() },
        items,
        checks: if outside { Vec::new() } else { checks::compare(before, after) },
        // The files of two places have nothing to do with one another.
        files: if apart || outside { Vec::new() } else { files::compare(&before.files, &after.files) },
        before: first,
        after: second,
        apart,
        comparable,
    }
}

fn side(scorecard: &Scorecard) -> Side {
    let name = &scorecard.organisation.name;
    Side {
        name: scorecard.subject.as_ref().map_or(name.clone(), |subject| format!("{name}, supplier {subject}")),
        on: scorecard.today,
        pack: scorecard.pack.id.clone(),
        title: scorecard.pack.short_title.clone(),
        edition: scorecard.pack.edition.clone(),
        program: scorecard.program.clone(),
    }
}

fn remarks((before, after): (&Side, &Side), editions: Option<String>, outside: bool) -> Vec<String> {
    let mut remarks = Vec::new();
    if before.name != after.name {
        remarks.push(format!(
            "These are about {} and about {}. “Worse” means that the second stands worse than the first. Their evidence \
             files are not compared.",
            before.name, after.name
        ));
    }
    remarks.extend(editions);
    if after.on < before.on {
        remarks.push(format!(
            "The second is older than the first: {} and {}. What it calls worse was put right since.",
            written(after.on),
            written(before.on)
        ));
    }
    if outside {
        remarks.push(
            "At least one of them is a copy for people outside, from which findings and the names of files were left out, \
             so checks and evidence files are not compared."
                .into(),
        );
    }
    if before.program != after.program {
        remarks.push(format!(
            "They were scored by two versions of dspt, {} and {}, which may judge the same files differently.",
            before.program, after.program
        ));
    }
    remarks
}

fn levels(before: &Scorecard, after: &Scorecard, pack: Option<&Pack>) -> Vec<LevelChange> {
    let of = |what: &str, before: &Standing, after: &Standing| LevelChange {
        what: what.into(),
        before: before.title.clone(),
        after: after.title.clone(),
        course: level_course(before.level.as_ref(), after.level.as_ref(), pack),
    };
    // What is graded or counted reaches no level.
    if after.party.is_some() || after.counted.is_some() {
        return Vec::new();
    }
    vec![
        of("Level on the answers", &before.on_answers, &after.on_answers),
        of("Backed level", &before.backed, &after.backed),
    ]
}

fn level_course(before: Option<&LevelId>, after: Option<&LevelId>, pack: Option<&Pack>) -> Course {
    let rank = |level: &LevelId| pack.and_then(|pack| pack.levels.iter().position(|one| one.id == *level));
    match (before, after) {
        (before, after) if before == after => Course::Same,
        (None, _) => Course::Better,
        (_, None) => Course::Worse,
        (Some(before), Some(after)) => match (rank(before), rank(after)) {
            (Some(before), Some(after)) if before < after => Course::Better,
            (Some(_), Some(_)) => Course::Worse,
            _ => Course::Other,
        },
    }
}

fn figures(before: &Scorecard, after: &Scorecard) -> Vec<FigureChange> {
    let (old, new) = (&before.counts, &after.counts);
    let share = |what: &str, before: (usize, usize), after: (usize, usize)| {
        figure(what, (before.0, Some(before.1)), (after.0, Some(after.1)), true)
    };
    let plain = |what: &str, before: usize, after: usize| {
        let mut figure = figure(what, (before, None), (after, None), false);
        figure.course = if before == after { Course::Same } else { Course::Other };
        figure
    };
    let gaps = |what: &str, before: usize, after: usize| figure(what, (before, None), (after, None), false);
    vec![
        share("Items met", (old.met, old.mandatory), (new.met, new.mandatory)),
        share("Backed up by evidence", (old.backed, old.to_back), (new.backed, new.to_back)),
        // Fewer of these may be better backed, or no longer met.
        plain("Your word only", old.stated_only, new.stated_only),
        plain("Evidence out of date", old.out_of_date, new.out_of_date),
        gaps("Contradicted by a file", old.contradicted, new.contradicted),
        gaps("Not met", old.not_met, new.not_met),
        gaps("Not answered", old.unanswered, new.unanswered),
    ]
}

type Number = (usize, Option<usize>);

fn figure(what: &str, before: Number, after: Number, more_is_better: bool) -> FigureChange {
    let course = match before.0.cmp(&after.0) {
        std::cmp::Ordering::Equal if before.1 == after.1 => Course::Same,
        std::cmp::Ordering::Equal => Course::Other,
        order => match order.is_lt() == more_is_better {
            true => Course::Better,
            false => Course::Worse,
        },
    };
    let figure = |(count, of): Number| Figure { count, of };
    FigureChange { what: what.into(), before: figure(before), after: figure(after), course }
}
