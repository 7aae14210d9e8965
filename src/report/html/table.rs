//! Tables as HTML: with a name, heads that say what they head, and room to scroll where they are wide.

use super::super::blocks::{Align, Inline, Table, plain};
use super::body::Writer;
use super::text::escape;

/// A table of so many columns is wide, and may be scrolled.
const WIDE: usize = 3;
/// Words with more letters than this may be broken anywhere; others are kept whole.
const LONG: usize = 16;
const LONG_IN_HEAD: usize = 14;
/// What says of a cell that it heads a column.
const COLUMN: &str = " scope=\"col\"";

impl Writer<'_> {
    /// A table.
    pub(super) fn table(&mut self, table: &Table) {
        let caption = plain(&table.caption);
        let name = self.name(&caption);
        let wide = table.head.len() >= WIDE;
        if wide {
            self.raw("<section class=\"wide\" tabindex=\"0\" aria-label=\"");
            escape(&name, &mut self.out);
            self.raw("\">\n");
        }
        self.raw(&format!("<table class=\"columns-{}\">\n<caption", table.head.len().min(9)));
        if caption.trim().is_empty() {
            self.raw(" class=\"unseen\">");
            escape(&name, &mut self.out);
        } else {
            self.raw(">");
            self.inlines(&table.caption);
        }
        self.raw("</caption>\n");
        let headless = table.head.iter().all(|cell| is_empty(cell));
        if !headless {
            self.raw("<thead><tr>");
            for (at, cell) in table.head.iter().enumerate() {
                // A head without words heads nothing
                match is_empty(cell) {
                    true => self.cell("td", "", cell, align(table, at)),
                    false => self.cell("th", COLUMN, cell, align(table, at)),
                }
            }
            self.raw("</tr></thead>\n");
        }
        self.raw("<tbody>\n");
        for row in &table.rows {
            self.raw("<tr>");
            for (at, cell) in row.iter().enumerate() {
                match headless && at == 0 && !is_empty(cell) {
                    true => self.cell("th", " scope=\"row\"", cell, align(table, at)),
                    false => self.cell("td", "", cell, align(table, at)),
                }
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody>\n</table>\n");
        if wide {
            self.raw("</section>\n");
        }
    }

    fn cell(&mut self, tag: &str, scope: &str, cell: &[Inline], align: Align) {
        let mut classes = match align {
            Align::Left => vec![],
            Align::Centre => vec!["centre"],
            Align::Right => vec!["right"],
        };
        let most = if scope == COLUMN { LONG_IN_HEAD } else { LONG };
        if plain(cell).split_whitespace().any(|word| word.chars().count() > most) {
            classes.push("long");
        }
        let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
        self.raw(&format!("<{tag}{scope}{class}>"));
        self.inlines(cell);
        self.raw(&format!("</{tag}>"));
    }
}

fn is_empty(cell: &[Inline]) -> bool {
    plain(cell).trim().is_empty()
}

fn align(table: &Table, column: usize) -> Align {
    table.alignment.get(column).copied().unwrap_or_default()
}
