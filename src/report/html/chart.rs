//! A chart of shares: a table that says all of it in words, with a bar below each number.

use super::super::blocks::Bars;
use super::body::Writer;
use super::text::{capitalised, escape, escaped};

/// How wide a whole is drawn, and the part of it that is filled.
const WHOLE: u64 = 1000;

impl Writer<'_> {
    /// A chart of shares.
    pub(super) fn bars(&mut self, bars: &Bars) {
        let name = self.name(&bars.caption);
        self.raw("<figure>\n<table class=\"chart\">\n<caption");
        self.raw(if bars.caption.is_empty() { " class=\"unseen\">" } else { ">" });
        escape(&name, &mut self.out);
        self.raw("</caption>\n");
        if bars.series.iter().any(|series| !series.is_empty()) {
            self.raw("<thead><tr><td></td>");
            for series in &bars.series {
                self.raw(&format!("<th scope=\"col\">{}</th>", escaped(&capitalised(series))));
            }
            self.raw("</tr></thead>\n");
        }
        self.raw("<tbody>\n");
        for row in &bars.rows {
            self.raw(&format!("<tr><th scope=\"row\">{}</th>", escaped(&row.label)));
            for (series, (count, of)) in row.values.iter().enumerate() {
                self.raw(&format!("<td>{count} of {of}{}</td>", bar(series, *count, *of)));
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody>\n</table>\n</figure>\n");
    }
}

/// The share as a picture; its numbers stand beside it.
fn bar(series: usize, count: u64, of: u64) -> String {
    let filled = u128::from(count.min(of)) * u128::from(WHOLE) / u128::from(of.max(1));
    let class = if series.is_multiple_of(2) { "one" } else { "two" };
    format!(
        "<svg class=\"bar {class}\" viewBox=\"0 0 {WHOLE} 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"whole\" vector-effect=\"non-scaling-stroke\" width=\"{WHOLE}\" height=\"10\"/><rect class=\"part\" width=\"{filled}\" height=\"10\"/></svg>"
    )
}
