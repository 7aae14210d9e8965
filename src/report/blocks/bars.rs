//! The text of a chart, which reads as well without being drawn.
//!
//! A line of caption, then a line for each row: `1 Training | met 3 of 4 | backed up 1 of 4`.

use super::{BarRow, Bars};

/// Nobody can tell more apart.
const MOST_SERIES: usize = 4;

/// `caption`, then `label | met 14 of 16 | backed up 11 of 16` a line; none if a line says something else.
pub(super) fn parse(text: &str) -> Option<Bars> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let caption = lines.next_if(|line| !line.contains('|')).unwrap_or_default().to_owned();
    let mut bars = Bars { caption, ..Bars::default() };
    for line in lines {
        // From the right, so that a label may hold a bar of its own
        let mut parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let shares: Vec<(String, (u64, u64))> = match bars.rows.first() {
            None => {
                let mut shares: Vec<_> = parts.iter().skip(1).rev().map_while(|part| parse_share(part)).collect();
                shares.reverse();
                shares
            }
            Some(first) => {
                let at = parts.len().checked_sub(first.values.len())?;
                parts.split_off(at).iter().map(|part| parse_share(part)).collect::<Option<_>>()?
            }
        };
        let names: Vec<String> = shares.iter().map(|(name, _)| name.clone()).collect();
        if bars.rows.is_empty() {
            let at = parts.len().checked_sub(shares.len())?;
            parts.truncate(at);
            bars.series = names;
        } else if bars.series != names {
            return None;
        }
        if shares.is_empty() || shares.len() > MOST_SERIES {
            return None;
        }
        let values = shares.into_iter().map(|(_, value)| value).collect();
        bars.rows.push(BarRow { label: parts.join(" | "), values });
    }
    (!bars.rows.is_empty()).then_some(bars)
}

/// "backed up 11 of 16": the name of the series, and its share.
fn parse_share(part: &str) -> Option<(String, (u64, u64))> {
    let (rest, of) = part.rsplit_once(' ')?;
    let rest = rest.trim_end().strip_suffix("of")?.trim_end();
    let (name, count) = rest.rsplit_once(' ').unwrap_or(("", rest));
    Some((name.trim().to_owned(), (count.parse().ok()?, of.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A label and its shares.
    type Row<'a> = (&'a str, &'a [(u64, u64)]);

    fn bars(caption: &str, series: &[&str], rows: &[Row]) -> Option<Bars> {
        let row = |(label, values): &Row| BarRow { label: (*label).to_owned(), values: values.to_vec() };
        let series = series.iter().map(|name| (*name).to_owned()).collect();
        Some(Bars { caption: caption.to_owned(), series, rows: rows.iter().map(row).collect() })
    }

    #[track_caller]
    fn check(text: &str, expected: Option<Bars>) {
        assert_eq!(parse(text), expected, "{text:?}");
    }

    #[test]
    fn reads_a_caption_and_rows_of_shares() {
        check(
            "Items met\n1 Data   | met 14 of 16 | backed up 11 of 16\n\n2 Staff  | met 2 of 2   | backed up 0 of 2\n",
            bars(
                "Items met",
                &["met", "backed up"],
                &[("1 Data", &[(14, 16), (11, 16)]), ("2 Staff", &[(2, 2), (0, 2)])],
            ),
        );
        check("a | 1 of 2", bars("", &[""], &[("a", &[(1, 2)])]));
    }

    #[test]
    fn a_label_may_hold_a_bar_of_its_own() {
        check("a | b | met 1 of 2", bars("", &["met"], &[("a | b", &[(1, 2)])]));
        check("a | 3 of 4 | b | met 1 of 2", bars("", &["met"], &[("a | 3 of 4 | b", &[(1, 2)])]));
    }

    #[test]
    fn what_is_no_chart_is_none() {
        let many = format!("a{}", " | x 1 of 2".repeat(5));
        let wrong =
            ["", "only a caption", "c\na | 1 of 2\nb | some", "a | x 1 of 2\nb | y 1 of 2", "a | x -1 of 2", &many];
        for text in wrong {
            check(text, None);
        }
    }
}
