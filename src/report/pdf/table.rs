//! Tables to strips: widths of columns from what stands in them, rows, and heads that are said again.

use super::super::blocks::{Align, Inline, Table, plain};
use super::display::Kind;
use super::layout::{Frame, Setter, draw_line, hairline, indent};
use super::strip::Strip;
use super::style::{self, ACCENT, BOTTOM, CELL, HAIR, SMALL_CELL, TOP, Type};
use super::wrap::{Wrapped, extent, wrap};

/// A row taller than this part of a page may break across pages.
const TALL: f32 = (BOTTOM - TOP) * 0.45;
/// A head taller than this is not said again.
const TALL_HEAD: f32 = (BOTTOM - TOP) * 0.2;

/// What the rows of one table share.
struct Grid {
    columns: Vec<Frame>,
    alignment: Vec<Align>,
    frame: Frame,
    /// Above and below the text of a cell.
    margin: f32,
}

impl Setter<'_> {
    /// A table.
    pub(super) fn table(&mut self, table: &Table, frame: Frame, parent: usize) -> Vec<Strip> {
        let count = table.head.len();
        if count == 0 {
            return Vec::new();
        }
        let headless = table.head.iter().all(|cell| plain(cell).trim().is_empty());
        let look = self.density.letters(if count > 7 { SMALL_CELL } else { CELL });
        let head_look = Type { bold: true, ..look };
        let padding = if count > 7 { 2.5 } else { 5.0 };
        let columns = self.columns(table, frame, look, padding);
        let grid = Grid {
            columns,
            alignment: table.alignment.clone(),
            frame,
            margin: self.density.space(look.leading * 0.32),
        };

        let element = self.element(Kind::Table, parent);
        let mut strips = Vec::new();
        if !plain(&table.caption).trim().is_empty() {
            let caption = self.element(Kind::Caption, element);
            strips = self.text(&table.caption, style::CAPTION, frame, Align::Left, caption);
            strips.iter_mut().for_each(|strip| strip.keep = true);
            if let Some(last) = strips.last_mut() {
                last.height += 3.0;
            }
        }
        let mut repeated = None;
        if !headless {
            // A table of nothing but a head has that as its body: a head alone is no table
            let group = if table.rows.is_empty() { Kind::TableBody } else { Kind::TableHead };
            let group = self.element(group, element);
            let kinds = vec![Kind::ColumnHead; count];
            let mut head = self.row(&table.head, &kinds, &vec![head_look; count], &grid, group);
            if let Some(last) = head.last_mut() {
                let (x, y) = (grid.frame.x, last.height);
                last.under.push(hairline((x, y), (x + grid.frame.width, y), 1.1, ACCENT));
            }
            head.iter_mut().for_each(|strip| strip.keep = true);
            if let [head] = head.as_slice()
                && head.height <= TALL_HEAD
            {
                self.heads.push(head.clone());
                repeated = Some(self.heads.len() - 1);
            }
            strips.append(&mut head);
        }
        if table.rows.is_empty() {
            if let Some(last) = strips.last_mut() {
                last.keep = false;
            }
            return strips;
        }
        let group = self.element(Kind::TableBody, element);
        let mut kinds = vec![Kind::Cell; count];
        let mut looks = vec![look; count];
        if let (true, Some(kind), Some(first)) = (headless, kinds.first_mut(), looks.first_mut()) {
            *kind = Kind::RowHead;
            *first = head_look;
        }
        for (at, row) in table.rows.iter().enumerate() {
            let mut row = self.row(row, &kinds, &looks, &grid, group);
            if let Some(last) = row.last_mut() {
                let (x, y) = (grid.frame.x, last.height);
                last.under.push(hairline((x, y), (x + grid.frame.width, y), 0.5, HAIR));
                // Neither the first row nor the last stands alone on a page
                last.keep = table.rows.len() > 2 && (at == 0 || at + 2 == table.rows.len());
            }
            for strip in &mut row {
                strip.head = repeated;
            }
            strips.append(&mut row);
        }
        strips
    }

    /// One strip, or one a line if the row is taller than a good part of a page.
    fn row(&mut self, cells: &[Vec<Inline>], kinds: &[Kind], looks: &[Type], grid: &Grid, parent: usize) -> Vec<Strip> {
        let row = self.element(Kind::Row, parent);
        let mut opens = vec![row];
        let mut set = Vec::new();
        for (((cell, kind), look), column) in cells.iter().zip(kinds).zip(looks).zip(&grid.columns) {
            let element = self.element(*kind, row);
            opens.push(element);
            let wrapped = wrap(self.faces, cell, *look, column.width);
            let links = self.links(&wrapped, element);
            set.push((element, wrapped, links, *look));
        }
        let leading = looks.first().map_or(CELL.leading, |look| look.leading);
        let count = set.iter().map(|(_, wrapped, _, _)| wrapped.lines.len()).max().unwrap_or(0).max(1);
        let height = count as f32 * leading + 2.0 * grid.margin;
        let each = if height > TALL { 1 } else { count };

        let mut strips = Vec::new();
        for from in (0..count).step_by(each) {
            let mut strip = Strip::new(each as f32 * leading);
            let above = if from == 0 { grid.margin } else { 0.0 };
            strip.height += above;
            strip.begun = from > 0;
            for (column, (element, wrapped, links, look)) in set.iter().enumerate() {
                let Some(frame) = grid.columns.get(column) else { continue };
                let align = grid.alignment.get(column).copied().unwrap_or_default();
                for (line, y) in lines(wrapped, from, each) {
                    let y = above + y as f32 * leading;
                    draw_line(&mut strip, line, *look, indent(line, *frame, align), y, *element, links);
                }
            }
            strips.push(strip);
        }
        if let Some(first) = strips.first_mut() {
            first.opens = opens;
            first.keep = true;
        }
        // At least two lines before and after a break
        if let [.., before, _] = strips.as_mut_slice() {
            before.keep = true;
        }
        if let Some(last) = strips.last_mut() {
            last.height += grid.margin;
            last.keep = false;
        }
        strips
    }

    /// Where the text of each column stands.
    fn columns(&self, table: &Table, frame: Frame, look: Type, padding: f32) -> Vec<Frame> {
        let count = table.head.len();
        let room = (frame.width - 2.0 * padding * count as f32).max(count as f32);
        let mut wants = vec![(0.0_f32, 0.0_f32); count];
        let bold = Type { bold: true, ..look };
        let headless = table.head.iter().all(|cell| plain(cell).trim().is_empty());
        let head = std::iter::once((&table.head, true));
        for (row, is_head) in head.chain(table.rows.iter().map(|row| (row, false))) {
            for (at, (want, cell)) in wants.iter_mut().zip(row).enumerate() {
                let look = if is_head || (headless && at == 0) { bold } else { look };
                let (word, whole) = extent(self.faces, cell, look);
                // One more point, so that what just fits does not break for a rounding
                *want = (want.0.max(word + 0.5), want.1.max(whole + 0.5));
            }
        }
        let mut x = frame.x;
        let mut columns = Vec::new();
        for width in share(&wants, room) {
            columns.push(Frame { x: x + padding, width });
            x += width + 2.0 * padding;
        }
        columns
    }
}

fn lines(wrapped: &Wrapped, from: usize, count: usize) -> impl Iterator<Item = (&super::wrap::Line, usize)> {
    wrapped.lines.iter().skip(from).take(count).zip(0..)
}

/// Shares room among columns that each have a widest word and a width at which they need one line.
fn share(wants: &[(f32, f32)], room: f32) -> Vec<f32> {
    let count = wants.len().max(1) as f32;
    let whole: f32 = wants.iter().map(|(_, whole)| whole).sum();
    if whole <= room {
        // What is left goes to the columns by how much they hold
        let spare = room - whole;
        return wants.iter().map(|(_, own)| own + spare * (own + 10.0) / (whole + 10.0 * count)).collect();
    }
    // A word wider than this breaks; no column starves another
    let fair = (room / count).max(room * 0.3 / count.sqrt());
    let least: Vec<f32> = wants.iter().map(|(word, _)| word.min(fair)).collect();
    let taken: f32 = least.iter().sum();
    if taken >= room {
        return least.iter().map(|own| own * room / taken).collect();
    }
    // Long columns get more of the rest, but not in proportion: that keeps a short text from one word a line
    let mut widths = least;
    let mut rest = room - taken;
    for _ in 0..wants.len() {
        let open: Vec<f32> =
            wants.iter().zip(&widths).map(|((_, whole), width)| weight((whole - width).max(0.0))).collect();
        let sum: f32 = open.iter().sum();
        if rest < 0.1 || sum <= 0.0 {
            break;
        }
        let mut given = 0.0;
        for ((width, (_, whole)), open) in widths.iter_mut().zip(wants).zip(&open) {
            let more = (rest * open / sum).min((whole - *width).max(0.0));
            *width += more;
            given += more;
        }
        rest -= given;
    }
    widths
}

/// The power of three quarters, from operations that give the same on every machine.
fn weight(length: f32) -> f32 {
    (length * length.sqrt()).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(wants: &[(f32, f32)], room: f32, expected: &[f32]) {
        let widths: Vec<f32> = share(wants, room).iter().map(|width| width.round()).collect();
        assert_eq!(widths, expected, "{wants:?}");
    }

    #[test]
    fn columns_that_fit_share_what_is_left() {
        check(&[(40.0, 40.0), (40.0, 40.0)], 200.0, &[100.0, 100.0]);
    }

    #[test]
    fn a_short_column_keeps_its_line_beside_a_long_one() {
        check(&[(30.0, 30.0), (60.0, 4_000.0)], 400.0, &[30.0, 370.0]);
    }

    #[test]
    fn words_too_long_for_any_column_leave_room_for_the_others() {
        check(&[(5_000.0, 5_000.0), (50.0, 50.0)], 400.0, &[350.0, 50.0]);
        check(&[(5_000.0, 5_000.0), (5_000.0, 5_000.0)], 400.0, &[200.0, 200.0]);
    }
}
