//! Bars to strips: one figure for as many rows as go on a page, with all of it in words.

use super::super::blocks::{Align, BarRow, Bars, Inline};
use super::display::{Area, Face, Kind, Shape};
use super::layout::{Frame, Setter, draw_line, hairline, piece};
use super::strip::Strip;
use super::style::{self, ACCENT, BOTTOM, CHART, HAIR, LIGHT, PALE, TOP, Type};
use super::wrap::{Line, wrap};

/// The height of a bar, and of the step to the next bar of the same row.
const BAR: f32 = 8.5;
const STEP: f32 = 12.4;
const ROW_GAP: f32 = 7.0;
/// A label is cut after so many lines; the words of the figure have all of it.
const LABEL_LINES: usize = 4;
/// A figure is no taller than this.
const TALLEST: f32 = (BOTTOM - TOP) * 0.7;

/// Where things stand in a chart.
struct Grid {
    frame: Frame,
    label: f32,
    bar: Frame,
    numbers: f32,
}

impl Setter<'_> {
    /// A chart of shares.
    pub(super) fn bars(&mut self, bars: &Bars, frame: Frame, parent: usize) -> Vec<Strip> {
        let mut strips = Vec::new();
        if !bars.caption.is_empty() {
            let caption = self.element(Kind::Paragraph, parent);
            let inlines = [Inline::Text(bars.caption.clone())];
            strips = self.text(&inlines, style::CAPTION, frame, Align::Left, caption);
            strips.iter_mut().for_each(|strip| strip.keep = true);
        }
        let grid = self.grid(bars, frame);
        let rows: Vec<(&BarRow, Vec<Line>, f32)> = bars
            .rows
            .iter()
            .map(|row| {
                let label = self.label(&row.label, grid.label);
                let height = (label.len() as f32 * CHART.leading).max(row.values.len() as f32 * STEP);
                (row, label, height)
            })
            .collect();
        let mut from = 0;
        while from < rows.len() {
            let mut height = 0.0;
            let fits = |(_, _, own): &&(&BarRow, Vec<Line>, f32)| {
                height += own + ROW_GAP;
                height <= TALLEST
            };
            let count = rows.iter().skip(from).take_while(fits).count().max(1);
            let part = rows.get(from..from + count).unwrap_or_default();
            let mut strip = self.figure(bars, part, &grid, parent);
            strip.space = if from == 0 { 4.0 } else { ROW_GAP };
            strips.push(strip);
            from += count;
        }
        strips
    }

    fn grid(&self, bars: &Bars, frame: Frame) -> Grid {
        let labels = bars.rows.iter().map(|row| self.faces.width(Face::Regular, &row.label, CHART.size));
        let label = labels.fold(0.0, f32::max).min(frame.width * 0.42) + 1.0;
        let values = bars.rows.iter().flat_map(|row| &row.values);
        let widths = values.map(|value| self.faces.width(Face::Bold, &share_words(*value), CHART.size));
        let numbers = widths.fold(0.0, f32::max);
        let bar = Frame { x: frame.x + label + 12.0, width: (frame.width - label - numbers - 22.0).max(40.0) };
        Grid { frame, label, bar, numbers }
    }

    fn label(&self, label: &str, width: f32) -> Vec<Line> {
        let inlines = |text: &str| [Inline::Text(text.to_owned())];
        let mut lines = wrap(self.faces, &inlines(label), CHART, width).lines;
        if let Some(piece) = lines.last_mut().and_then(|line| line.pieces.last_mut()) {
            piece.text.push(' ');
        }
        if lines.len() > LABEL_LINES {
            lines.truncate(LABEL_LINES);
            if let Some(piece) = lines.last_mut().and_then(|line| line.pieces.last_mut()) {
                for _ in 0..2 {
                    piece.text.pop();
                }
                piece.text.push('…');
            }
        }
        lines
    }

    fn figure(&mut self, bars: &Bars, rows: &[(&BarRow, Vec<Line>, f32)], grid: &Grid, parent: usize) -> Strip {
        let element = self.element(Kind::Figure, parent);
        let words = in_words(bars, rows.iter().map(|(row, _, _)| *row));
        let words = self.faces.clean(&words);
        if let Some(figure) = self.elements.get_mut(element) {
            figure.alternative = Some(words);
        }
        let mut strip = Strip::new(0.0);
        let mut y = 0.0;
        if bars.series.iter().any(|name| !name.is_empty()) {
            self.legend(bars, grid, element, &mut strip);
            y += CHART.leading + 5.0;
        }
        for (at, (row, label, height)) in rows.iter().enumerate() {
            if at > 0 {
                y += ROW_GAP;
            }
            // A label of one line stands in the middle of its bars
            let slack = (height - label.len() as f32 * CHART.leading).max(0.0) / 2.0;
            for (line, number) in label.iter().zip(0..) {
                let y = y + slack + number as f32 * CHART.leading;
                draw_line(&mut strip, line, CHART, grid.frame.x, y, element, &[]);
            }
            let slack = (height - row.values.len() as f32 * STEP).max(0.0) / 2.0;
            for (series, value) in row.values.iter().enumerate() {
                let top = y + slack + series as f32 * STEP;
                strip.add(element, bar(series, *value, grid, top + (STEP - BAR) / 2.0));
                strip.add(element, [self.number(*value, grid, top)]);
            }
            y += height;
        }
        strip.height = y + 2.0;
        let area = Area { x: grid.frame.x, y: 0.0, width: grid.frame.width, height: strip.height };
        strip.figure = Some((element, area));
        strip
    }

    /// A swatch and a name for each series.
    fn legend(&self, bars: &Bars, grid: &Grid, element: usize, strip: &mut Strip) {
        let mut x = grid.bar.x;
        for (series, name) in bars.series.iter().enumerate() {
            let swatch = Area { x, y: (CHART.leading - BAR) / 2.0, width: 18.0, height: BAR };
            strip.add(element, fill(series, swatch));
            let name = self.faces.clean(name);
            let look = Type { colour: style::GREY, ..CHART };
            let width = self.faces.width(Face::Regular, &name, CHART.size);
            for shape in self.plain_line(&format!("{name} "), look, Face::Regular, x + 23.0) {
                strip.add(element, [shape]);
            }
            x += 23.0 + width + 18.0;
        }
    }

    /// A text on one line, from `x` on.
    pub(super) fn plain_line(&self, text: &str, look: Type, face: Face, x: f32) -> Vec<Shape> {
        let look = Type { bold: face == Face::Bold, ..look };
        let lines = wrap(self.faces, &[Inline::Text(text.to_owned())], look, f32::MAX).lines;
        let mut strip = Strip::new(look.leading);
        for line in &lines {
            draw_line(&mut strip, line, look, x, 0.0, 0, &[]);
        }
        strip.marks.into_iter().flat_map(|mark| mark.shapes).collect()
    }

    fn number(&self, value: (u64, u64), grid: &Grid, y: f32) -> Shape {
        let words = share_words(value);
        let width = self.faces.width(Face::Regular, &words, CHART.size);
        let x = grid.frame.x + grid.frame.width - grid.numbers + (grid.numbers - width).max(0.0);
        let mut shape = piece(x, CHART, Face::Regular, format!("{words} "));
        shape.lower(y + (STEP - CHART.leading) / 2.0);
        shape
    }
}

fn share_words((count, of): (u64, u64)) -> String {
    format!("{count} of {of}")
}

fn in_words<'a>(bars: &Bars, rows: impl Iterator<Item = &'a BarRow>) -> String {
    let row = |row: &BarRow| {
        let say = |(name, value): (&String, &(u64, u64))| format!("{name} {}", share_words(*value)).trim().to_owned();
        let shares: Vec<String> = bars.series.iter().zip(&row.values).map(say).collect();
        format!("{}: {}", row.label, shares.join(", "))
    };
    let rows: Vec<String> = rows.map(row).collect();
    let caption = if bars.caption.is_empty() { "Bar chart".to_owned() } else { format!("Bar chart. {}", bars.caption) };
    format!("{caption}. {}.", rows.join("; "))
}

fn bar(series: usize, (count, of): (u64, u64), grid: &Grid, y: f32) -> Vec<Shape> {
    let track = Area { x: grid.bar.x, y, width: grid.bar.width, height: BAR };
    let share = if of == 0 { 0.0 } else { (count as f32 / of as f32).min(1.0) };
    let mut shapes = vec![Shape::Fill { area: track, colour: PALE }];
    let bottom = y + BAR;
    shapes.push(hairline((track.x, bottom), (track.x + track.width, bottom), 0.5, HAIR));
    if share > 0.0 {
        shapes.append(&mut fill(series, Area { width: track.width * share, ..track }));
    }
    shapes
}

/// Series are told apart by tone and by hatching, not by hue.
fn fill(series: usize, area: Area) -> Vec<Shape> {
    match series {
        0 => vec![Shape::Fill { area, colour: ACCENT }],
        1 => {
            let mut shapes = vec![Shape::Fill { area, colour: LIGHT }];
            shapes.append(&mut hatch(area));
            shapes
        }
        2 => vec![Shape::Fill { area, colour: style::DEEP }],
        _ => vec![Shape::Fill { area, colour: style::GREY }],
    }
}

/// Slanted lines that end at the edges of the area.
fn hatch(area: Area) -> Vec<Shape> {
    let (left, right, bottom) = (area.x, area.x + area.width, area.y + area.height);
    let mut shapes = Vec::new();
    let mut x = left - area.height + 3.0;
    while x < right {
        let from = (x.max(left), bottom - (x.max(left) - x));
        let end = (x + area.height).min(right);
        let to = (end, bottom - (end - x));
        shapes.push(hairline(from, to, 0.7, ACCENT));
        x += 4.5;
    }
    shapes
}
