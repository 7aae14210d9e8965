//! The days of the action plan as a calendar file (RFC 5545): one all-day event an action, with reminders.

use jiff::{
    ToSpan,
    civil::{Date, date},
};

use super::{Days, escape, spreadsheet};
use crate::model::{Action, Scorecard, written};

/// The longest line in octets, without its end.
const LONGEST: usize = 75;

/// The calendar file; none without an event, which the format does not allow.
///
/// The name of an event lasts, and its number grows with the day, so that a second import changes the first.
pub(super) fn draw(scorecard: &Scorecard, days: Days) -> Option<Vec<u8>> {
    let wanted = |action: &Action| match (action.due, action.proposed, days) {
        (Some(day), ..) => Some((day, Said::ByAPerson)),
        (None, Some(day), Days::Proposed) => Some((day, Said::ByNobody)),
        (None, _, Days::Agreed) | (None, None, Days::Proposed) => None,
    };
    let events: Vec<(&Action, Date, Said)> =
        scorecard.actions.iter().filter_map(|action| wanted(action).map(|(day, said)| (action, day, said))).collect();
    if events.is_empty() {
        return None;
    }
    let name = format!("{}: {} action plan", scorecard.organisation.name, scorecard.pack.short_title);
    let mut lines = Lines::default();
    lines.plain("BEGIN:VCALENDAR");
    lines.plain("VERSION:2.0");
    lines.plain("PRODID:-//dspt//action plan//EN");
    lines.plain("CALSCALE:GREGORIAN");
    lines.plain("METHOD:PUBLISH");
    lines.text("NAME", &name);
    lines.text("X-WR-CALNAME", &name);
    for (action, day, said) in events {
        event(&mut lines, scorecard, action, day, said);
    }
    lines.plain("END:VCALENDAR");
    Some(lines.text.into_bytes())
}

/// Whether somebody said the day of an action.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    ByAPerson,
    ByNobody,
}

fn event(lines: &mut Lines, scorecard: &Scorecard, action: &Action, day: Date, said: Said) {
    let (status, remark) = match said {
        Said::ByAPerson => ("CONFIRMED", ""),
        Said::ByNobody => ("TENTATIVE", " (proposed date)"),
    };
    let stamp = compact(scorecard.today);
    lines.plain("BEGIN:VEVENT");
    lines.plain(&format!("UID:{}@dspt.invalid", action.key));
    lines.plain(&format!("DTSTAMP:{stamp}T000000Z"));
    lines.plain(&format!("LAST-MODIFIED:{stamp}T000000Z"));
    lines.plain(&format!("SEQUENCE:{}", days_since_2000(scorecard.today)));
    lines.plain(&format!("DTSTART;VALUE=DATE:{}", compact(day)));
    lines.plain(&format!("DTEND;VALUE=DATE:{}", compact(day.checked_add(1.day()).unwrap_or(Date::MAX))));
    lines.text("SUMMARY", &format!("{} {}{remark}", action.item, action.title));
    lines.text("DESCRIPTION", &description(scorecard, action, said));
    lines.text("CATEGORIES", &scorecard.pack.short_title);
    lines.plain(&format!("STATUS:{status}"));
    lines.plain("TRANSP:TRANSPARENT");
    // Nine in the morning, a week before and on the day itself.
    for trigger in ["-P6DT15H", "PT9H"] {
        lines.plain("BEGIN:VALARM");
        lines.plain("ACTION:DISPLAY");
        lines.text("DESCRIPTION", &format!("{} {}", action.item, action.title));
        lines.plain(&format!("TRIGGER:{trigger}"));
        lines.plain("END:VALARM");
    }
    lines.plain("END:VEVENT");
}

fn description(scorecard: &Scorecard, action: &Action, said: Said) -> String {
    let mut parts = vec![format!("{}.", action.stage), format!("Why: {}.", action.why.trim_end_matches('.'))];
    parts.extend(action.steps.iter().zip(1..).map(|(step, number)| format!("{number}. {step}")));
    if let Some(otherwise) = &action.otherwise {
        parts.push(format!("{}:", otherwise.when));
        parts.extend(otherwise.steps.iter().zip(action.steps.len() + 1..).map(|(step, n)| format!("{n}. {step}")));
    }
    parts.push(format!("Takes {}.", spreadsheet::effort(action.effort)));
    parts.push(match &action.owner {
        Some(owner) => format!("Who: {owner}."),
        None => "Who: nobody is named yet.".into(),
    });
    if said == Said::ByNobody {
        parts.push("The date is only proposed. Nobody has agreed to it.".into());
    }
    parts.push(format!("From the action plan of {} on {}.", scorecard.organisation.name, written(scorecard.today)));
    // Each part is one line, and the line ends between them are meant.
    parts.iter().map(|part| escape::line(part)).collect::<Vec<_>>().join("\n")
}

/// `2026-03-04` as `20260304`.
fn compact(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn days_since_2000(day: Date) -> i32 {
    date(2000, 1, 1).until(day).map_or(0, |span| span.get_days()).max(0)
}

/// Content lines, folded and ended as the format wants them.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A property whose value is text.
    fn text(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for sign in value.chars() {
            match sign {
                '\\' | ';' | ',' => {
                    line.push('\\');
                    line.push(sign);
                }
                '\n' => line.push_str("\\n"),
                sign if sign.is_control() => {}
                sign => line.push(sign),
            }
        }
        self.plain(&line);
    }

    /// A line that is written as it is, folded between signs.
    fn plain(&mut self, line: &str) {
        let mut used = 0;
        for sign in line.chars() {
            if used + sign.len_utf8() > LONGEST {
                self.text.push_str("\r\n ");
                used = 1;
            }
            self.text.push(sign);
            used += sign.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &str) {
        let mut lines = Lines::default();
        lines.text("X", value);
        assert_eq!(lines.text, expected);
    }

    #[test]
    fn signs_that_mean_something_are_escaped() {
        check("a; b, c\\d\ne:\"f\"", "X:a\\; b\\, c\\\\d\\ne:\"f\"\r\n");
        check("a\rBEGIN:VEVENT", "X:aBEGIN:VEVENT\r\n");
    }

    #[test]
    fn lines_are_folded_at_75_octets_and_never_inside_a_sign() {
        check(&"a".repeat(73), &format!("X:{}\r\n", "a".repeat(73)));
        check(&"a".repeat(74), &format!("X:{}\r\n a\r\n", "a".repeat(73)));
        let mut lines = Lines::default();
        lines.text("X", &"é漢😀".repeat(40));
        for line in lines.text.trim_end().split("\r\n") {
            assert!(line.len() <= LONGEST, "{line}");
        }
        assert_eq!(lines.text.replace("\r\n ", ""), format!("X:{}\r\n", "é漢😀".repeat(40)));
    }
}
