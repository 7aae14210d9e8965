//! Where an assessment stood over time, from what was kept of it.

use super::family;
use crate::model::{Scorecard, TrendCard, TrendPoint, written};

/// No more days than these, the present one among them, can be read in one table.
pub const MOST_DAYS: usize = 12;

/// Whether a scorecard is of an earlier day of the same assessment.
pub fn is_earlier(past: &Scorecard, now: &Scorecard) -> bool {
    family(&past.pack.id) == family(&now.pack.id)
        && past.organisation.name == now.organisation.name
        && past.subject == now.subject
        && past.today < now.today
}

/// Where an assessment stood on earlier days and now; nothing where no earlier day of it was kept.
pub fn trend(kept: &[Scorecard], now: &Scorecard) -> Option<TrendCard> {
    let mut points: Vec<TrendPoint> = kept.iter().filter(|past| is_earlier(past, now)).map(point).collect();
    points.sort_by(|a, b| (a.on, &a.edition).cmp(&(b.on, &b.edition)));
    let last = points.last()?;
    let here = point(now);
    let sentence = since(last, &here);
    points.push(here);
    let earlier = points.len().saturating_sub(MOST_DAYS);
    points.drain(..earlier);
    Some(TrendCard { points, earlier, sentence })
}

fn point(scorecard: &Scorecard) -> TrendPoint {
    let counts = scorecard.counts;
    TrendPoint {
        on: scorecard.today,
        edition: scorecard.pack.edition.clone(),
        mandatory: counts.mandatory,
        met: counts.met,
        to_back: counts.to_back,
        backed: counts.backed,
        contradicted: counts.contradicted,
        level: scorecard.on_answers.title.clone(),
        backed_level: scorecard.backed.title.clone(),
    }
}

/// "Since 4 March 2026: 3 more met, 1 fewer backed up, contradictions as before".
fn since(before: &TrendPoint, now: &TrendPoint) -> String {
    let moved = |before: usize, now: usize, what: &str| match now.abs_diff(before) {
        0 => format!("as many {what} as then ({now})"),
        by if now > before => format!("{by} more {what}"),
        by => format!("{by} fewer {what}"),
    };
    let editions = match before.edition == now.edition {
        true => String::new(),
        false => format!(" (edition {}, another list of questions)", before.edition),
    };
    format!(
        "Since {}{editions}: {}, {}, {}",
        written(before.on),
        moved(before.met, now.met, "met"),
        moved(before.backed, now.backed, "backed up"),
        moved(before.contradicted, now.contradicted, "contradicted by a file"),
    )
}
