//! What changed, in plain words on the screen: what got worse comes first.

use crate::{
    cli::{
        args::Common,
        screen::{Screen, Tone},
    },
    model::{Changes, CheckChange, Course, Figure, FileChange, FileTurn, ItemChange, Side, Turn, written},
};

/// Further than this no list goes on the screen; `-v` and the other formats have all.
const MOST: usize = 20;

/// Draws all of it.
pub(super) fn draw(screen: &mut Screen, common: &Common, changes: &Changes) {
    let (before, after) = (&changes.before, &changes.after);
    let names = match changes.apart {
        true => format!("{} and {}", before.name, after.name),
        false => after.name.clone(),
    };
    screen.heading(&names);
    screen.line(&from_to(before, after));
    for remark in &changes.remarks {
        screen.toned("", remark, Tone::Careful);
    }
    if changes.is_nothing() {
        screen.gap();
        screen.line("Nothing changed.");
        return;
    }
    screen.gap();
    standing(screen, changes);
    let most = if common.verbose { usize::MAX } else { MOST };
    let heads = match changes.apart {
        true => ["Worse at the second", "Better at the second", "Another answer", "Only the second", "Only the first"],
        false => ["Got worse", "Got better", "Changed otherwise", "New questions", "No longer asked"],
    };
    let courses = [Course::Worse, Course::Better, Course::Other, Course::New, Course::Dropped];
    for (head, course) in heads.into_iter().zip(courses) {
        let items: Vec<&ItemChange> = changes.items.iter().filter(|item| item.course == course).collect();
        list(screen, head, &items, most, |screen, item| self::item(screen, item, changes.apart));
    }
    let checks: Vec<&CheckChange> = changes.checks.iter().collect();
    list(screen, "Checks", &checks, most, |screen, one| check(screen, one, (changes.apart, common.verbose)));
    let files: Vec<&FileChange> = changes.files.iter().collect();
    list(screen, "Evidence files", &files, most, file);
}

fn from_to(before: &Side, after: &Side) -> String {
    let title = |side: &Side| side.title.clone();
    match (before.pack == after.pack, before.on == after.on) {
        (true, true) => format!("{}, both on {}", title(after), written(after.on)),
        (true, false) => format!("{}, from {} to {}", title(after), written(before.on), written(after.on)),
        (false, _) => {
            format!("{} on {}, and {} on {}", title(before), written(before.on), title(after), written(after.on))
        }
    }
}

/// Levels, figures and how many went which way.
fn standing(screen: &mut Screen, changes: &Changes) {
    for level in &changes.levels {
        let text = match level.course {
            Course::Same if changes.apart => format!("{}: {} at both", level.what, level.after),
            Course::Same => format!("{}: {}, as before", level.what, level.after),
            course => moved(changes.apart, &level.what, (&level.before, &level.after), course),
        };
        screen.toned("", &text, tone(level.course));
    }
    for figure in changes.figures.iter().filter(|figure| figure.course != Course::Same) {
        let (before, after) = (number(figure.before), number(figure.after));
        let text = moved(changes.apart, &figure.what, (&before, &after), figure.course);
        screen.toned("", &text, tone(figure.course));
    }
    if changes.comparable {
        screen.line(&counts(changes));
    }
}

/// "Items met: was 3, is now 4 (better)".
fn moved(apart: bool, what: &str, (before, after): (&str, &str), course: Course) -> String {
    let course = in_brackets(course);
    match apart {
        true => format!("{what}: {before} at the first, {after} at the second{course}"),
        false => format!("{what}: was {before}, is now {after}{course}"),
    }
}

/// "2 questions got worse, 3 got better; 40 are the same".
fn counts(changes: &Changes) -> String {
    let counts = changes.counts;
    let parts: Vec<String> = [
        (counts.worse, "worse"),
        (counts.better, "better"),
        (counts.other, "changed otherwise"),
        (counts.new, "new"),
        (counts.dropped, "no longer asked"),
        (counts.same, "the same"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| format!("{count} {words}"))
    .collect();
    format!("Questions: {}", parts.join(", "))
}

fn list<T>(screen: &mut Screen, head: &str, all: &[&T], most: usize, mut each: impl FnMut(&mut Screen, &T)) {
    if all.is_empty() {
        return;
    }
    screen.heading(&format!("{head}: {}", all.len()));
    for one in all.iter().take(most) {
        each(screen, one);
    }
    if all.len() > most {
        screen.line(&format!("and {} more; `-v` shows all", all.len() - most));
    }
}

fn item(screen: &mut Screen, item: &ItemChange, apart: bool) {
    let number = item.from.as_ref().map(|from| format!(" (was {from})")).unwrap_or_default();
    let optional = if item.counts { "" } else { " (the level does not need it)" };
    let against = item.turns.contains(&Turn::NowContradicted);
    let tone = if against { Tone::Bad } else { tone(item.course) };
    screen.toned("", &format!("{} {}{number}{optional}", item.item, item.title), tone);
    let words = if apart { ["first:  ", "second: "] } else { ["was: ", "now: "] };
    for (word, state) in words.into_iter().zip([&item.before, &item.after]) {
        if let Some(state) = state {
            screen.item(&format!("   {word}"), state);
        }
    }
    for sentence in &item.why {
        screen.item("   – ", sentence);
    }
}

fn check(screen: &mut Screen, check: &CheckChange, (apart, whole): (bool, bool)) {
    screen.toned("", &format!("{} ({}): {}", check.title, check.check, check.what), tone(check.course));
    let words = if apart { ["   first:  ", "   second: "] } else { ["   was: ", "   now: "] };
    for (word, sentence) in words.into_iter().zip([&check.sentence_before, &check.sentence]) {
        if let Some(sentence) = sentence {
            screen.item(word, &if whole { sentence.clone() } else { cut(sentence) });
        }
    }
    if !check.items.is_empty() {
        let items: Vec<&str> = check.items.iter().map(|item| item.as_str()).collect();
        screen.item("   for: ", &items.join(", "));
    }
}

/// A sentence that names many, at the length of a few.
fn cut(sentence: &str) -> String {
    /// About three lines.
    const LONGEST: usize = 220;
    match sentence.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}… (all of it with `-v`)", sentence[..at].trim_end()),
        None => sentence.to_owned(),
    }
}

fn file(screen: &mut Screen, file: &FileChange) {
    let day = |day: Option<jiff::civil::Date>| day.map_or("no date found".into(), written);
    let text = match (file.change, &file.from) {
        (FileTurn::Removed, _) => format!("gone: {}", file.path),
        (FileTurn::Moved, Some(from)) => format!("moved: {from}, now {}", file.path),
        (FileTurn::Moved, None) => format!("moved: {}", file.path),
        (FileTurn::Added, _) => format!("new: {} ({})", file.path, day(file.dated)),
        (FileTurn::Changed, _) if file.dated == file.dated_before => format!("another content: {}", file.path),
        (FileTurn::Changed, _) => {
            format!("another content: {} (was {}, now {})", file.path, day(file.dated_before), day(file.dated))
        }
    };
    screen.item("", &text);
}

fn number(figure: Figure) -> String {
    figure.of.map_or(figure.count.to_string(), |of| format!("{} of {of}", figure.count))
}

fn in_brackets(course: Course) -> &'static str {
    match course {
        Course::Worse => " (worse)",
        Course::Better => " (better)",
        Course::Other | Course::New | Course::Dropped | Course::Same => "",
    }
}

fn tone(course: Course) -> Tone {
    match course {
        Course::Worse => Tone::Careful,
        Course::Better => Tone::Good,
        Course::Other | Course::New | Course::Dropped | Course::Same => Tone::Quiet,
    }
}
