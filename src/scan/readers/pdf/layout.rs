//! Runs of text become lines, and lines that only ran out of room become paragraphs.

use unicode_normalization::UnicodeNormalization;

use super::page::Run;

/// How many lines back a run may join a line: the cells of a table row are drawn one after the other, and the columns
/// of a newsletter are not to be mixed.
const BACK: usize = 12;

/// A line or paragraph of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Laid {
    pub(super) text: String,
    pub(super) size: f32,
}

/// The lines of a page; those of one paragraph are joined, so that its sentences are whole.
pub(super) fn lines(runs: &[Run]) -> Vec<Laid> {
    let mut lines: Vec<Open> = Vec::new();
    for run in runs {
        let from = lines.len().saturating_sub(BACK);
        let recent = lines.get_mut(from..).unwrap_or_default();
        match recent.iter_mut().rev().find(|line| line.takes(run)) {
            Some(line) => line.add(run),
            None if run.text.trim().is_empty() => {}
            None => lines.push(Open::new(run)),
        }
    }
    for line in &mut lines {
        line.text = clean(&line.text);
    }
    lines.retain(|line| !line.text.is_empty());
    let laid = paragraphs(lines).into_iter();
    laid.map(|line| Laid { text: line.text, size: line.size }).collect()
}

/// Joins each line to the one before if that had no room for its first word.
fn paragraphs(lines: Vec<Open>) -> Vec<Open> {
    let right = lines.iter().map(|line| line.to).fold(f32::MIN, f32::max);
    let mut joined: Vec<Open> = Vec::new();
    for line in lines {
        match joined.last_mut().filter(|last| last.goes_on(&line, right)) {
            Some(last) => {
                let hyphen = last.text.ends_with('-');
                last.text.extend((!hyphen).then_some(' '));
                last.text.push_str(&line.text);
                (last.from, last.to, last.base) = (line.from, line.to, line.base);
            }
            None => joined.push(line),
        }
    }
    joined
}

/// The size that most letters have.
pub(super) fn usual_size<'a>(lines: impl Iterator<Item = &'a Laid>) -> f32 {
    let mut sizes: Vec<(f32, usize)> = lines.map(|line| (line.size, line.text.chars().count())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|(_, count)| count).sum::<usize>() / 2;
    let mut passed = 0;
    let median = sizes.iter().find(|(_, count)| {
        passed += count;
        passed > half
    });
    median.map_or(f32::MAX, |(size, _)| *size)
}

struct Open {
    text: String,
    from: f32,
    to: f32,
    base: f32,
    size: f32,
}

impl Open {
    fn new(run: &Run) -> Self {
        Self { text: run.text.clone(), from: run.from, to: run.to, base: run.base, size: run.size }
    }

    /// Whether a run stands on this line, after what is there. A raised figure such as a footnote's belongs to it too.
    fn takes(&self, run: &Run) -> bool {
        let size = self.size.max(run.size);
        (self.base - run.base).abs() <= size * 0.35 && run.from >= self.to - size * 0.5
    }

    /// Whether the next line goes on with the paragraph of this one: it stands close below and looks alike, and its
    /// first word would have run over the right edge of the page's text.
    fn goes_on(&self, next: &Self, right: f32) -> bool {
        let size = self.size.max(next.size);
        let below = self.base - next.base;
        let alike = (self.size - next.size).abs() < size * 0.05 && (self.from - next.from).abs() < size * 4.0;
        let word = next.text.split(' ').next().unwrap_or_default();
        let row = self.text.contains('\t') || next.text.contains('\t');
        // Half the size is the width of a letter, near enough.
        let needed = f32::from(u16::try_from(word.chars().count() + 1).unwrap_or(u16::MAX)) * next.size * 0.5;
        alike && !row && !is_mark(word) && below > size * 0.5 && below < size * 1.9 && self.to + needed > right
    }

    fn add(&mut self, run: &Run) {
        let gap = run.from - self.to;
        let size = self.size.max(run.size);
        let apart = self.text.ends_with(char::is_whitespace) || run.text.starts_with(char::is_whitespace);
        if gap > size && is_mark(self.text.trim()) {
            self.text.push(' ');
        } else if gap > size {
            self.text.push('\t');
        } else if gap > size * 0.15 && !apart {
            self.text.push(' ');
        }
        self.text.push_str(&run.text);
        self.to = self.to.max(run.to);
        self.size = size;
    }
}

/// Whether a word begins an entry of a list: a bullet, or a number such as `2.` or `a)`.
fn is_mark(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ')']);
    let short = bare.len() < word.len() && (bare.len() <= 1 || bare.chars().all(|c| c.is_ascii_digit() || c == '.'));
    short || !word.contains(char::is_alphanumeric)
}

/// Without ligatures, soft hyphens and blanks that stand in rows; accents drawn apart are joined to their letters.
fn clean(text: &str) -> String {
    let mut words = String::new();
    for sign in text.chars() {
        match sign {
            '\u{fb00}'..='\u{fb06}' => words.extend(sign.nfkd()),
            '\u{ad}' | '\0' => {}
            // The bullet of the fonts of pictures.
            '\u{f0b7}' => words.push('•'),
            sign if sign.is_whitespace() && sign != '\t' => words.push(' '),
            sign => words.push(sign),
        }
    }
    let cells = words.split('\t').map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "));
    let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
    cells.join("\t").nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, from: f32, base: f32) -> Run {
        let width = f32::from(u16::try_from(text.chars().count()).unwrap()) * 5.0;
        Run { text: text.into(), from, to: from + width, base, size: 10.0 }
    }

    #[track_caller]
    fn check(runs: &[Run], expected: &[&str]) {
        assert_eq!(lines(runs).iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn runs_of_one_line_are_joined_with_blanks_where_there_is_room() {
        check(&[run("Bac", 0.0, 700.0), run("kups", 15.1, 700.0), run("daily", 38.0, 700.0)], &["Backups daily"]);
        check(&[run("one ", 0.0, 700.0), run("two", 22.0, 700.0)], &["one two"]);
    }

    #[test]
    fn the_cells_of_a_row_make_one_line_even_if_the_first_runs_over_two() {
        let runs = [run("Next", 0.0, 700.0), run("review", 0.0, 688.0), run("4 March 2027", 200.0, 700.0)];
        check(&runs, &["Next\t4 March 2027", "review"]);
    }

    #[test]
    fn a_new_line_is_a_new_line() {
        check(&[run("one", 0.0, 700.0), run("two", 0.0, 670.0)], &["one", "two"]);
    }

    #[test]
    fn lines_that_ran_out_of_room_are_joined() {
        let (long, end) = ("We test our two-step", "sign-in once a year.");
        check(&[run(long, 0.0, 700.0), run(end, 0.0, 688.0)], &["We test our two-step sign-in once a year."]);
        check(&[run("We use two-", 0.0, 700.0), run("step sign in", 0.0, 688.0)], &["We use two-step sign in"]);
        check(&[run(long, 0.0, 700.0), run("1. Start", 0.0, 688.0)], &[long, "1. Start"]);
        check(&[run(long, 0.0, 700.0), run(end, 0.0, 660.0)], &[long, end]);
        let edge = run("a line that is longer by far", 0.0, 600.0);
        check(
            &[run("Version 2", 0.0, 700.0), run("Draft", 0.0, 688.0), edge.clone()],
            &["Version 2", "Draft", &edge.text],
        );
    }

    #[test]
    fn a_bullet_and_its_words_are_no_table() {
        check(&[run("\u{f0b7}", 0.0, 700.0), run("Backups", 40.0, 700.0)], &["• Backups"]);
    }

    #[test]
    fn ligatures_and_accents_are_plain_letters() {
        check(&[run("o\u{fb03}ce Jose\u{301} co\u{ad}op", 0.0, 1.0)], &["office José coop"]);
    }

    #[test]
    fn the_usual_size_is_that_of_most_letters() {
        let line = |text: &str, size| Laid { text: text.into(), size };
        let lines = [line("Title", 20.0), line("a long line of words", 10.0), line("note", 8.0)];
        assert!((usual_size(lines.iter()) - 10.0).abs() < f32::EPSILON);
    }
}
