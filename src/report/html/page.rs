//! The page around the sections: what the file says of itself, its cover, its contents and its filter.

use super::super::{
    blocks::{Block, State, plain},
    document::Document,
};
use super::body::{MOST_STATES, Writer, shape, tone};
use super::outline::{MOST_TILES, Outline, Section};
use super::style::Style;
use super::text::{capitalised, escape, escaped, fragment};

/// Fewer headings than this need no contents, and with more only the chapters are listed.
const FEWEST: usize = 4;
const MOST: usize = 60;

/// The whole file.
pub(super) fn write(document: &Document, outline: &Outline<'_>) -> String {
    let mut states = outline.states();
    states.truncate(MOST_STATES);
    let style = Style::new(states.len());
    let mut writer = Writer::new(&outline.places, states.iter().map(|(state, _)| *state).collect());
    head(&mut writer, document, &style);
    header(&mut writer, document, outline);
    let contents = contents(outline);
    writer.raw(if contents.is_empty() { "<div class=\"page\">\n" } else { "<div class=\"page listed\">\n" });
    writer.raw(&contents);
    writer.raw("<main id=\"report\" tabindex=\"-1\">\n");
    writer.blocks(outline.blocks.iter().copied());
    sections(&mut writer, outline, &states);
    writer.raw("</main>\n</div>\n<footer><p>");
    escape(&document.footer, &mut writer.out);
    writer.raw("</p><p><a href=\"#top\">Back to the top</a></p></footer>\n</body>\n</html>\n");
    writer.out
}

fn head(writer: &mut Writer<'_>, document: &Document, style: &Style) {
    let policy = format!("default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'", style.source);
    writer.raw(&format!("<!doctype html>\n<html lang=\"{}\">\n<head>\n", escaped(&document.language)));
    writer.raw("<meta charset=\"utf-8\">\n");
    writer.raw(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n"));
    writer.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    writer.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    writer.raw("<meta name=\"robots\" content=\"noindex, nofollow\">\n");
    writer.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    writer.raw("<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n");
    for (name, value) in
        [("author", &document.author), ("description", &document.subject), ("date", &document.date.to_string())]
    {
        writer.raw(&format!("<meta name=\"{name}\" content=\"{}\">\n", escaped(value)));
    }
    writer.raw(&format!("<title>{}</title>\n", escaped(&document.title)));
    writer.raw(&format!("<style>{}</style>\n</head>\n<body id=\"top\">\n", style.text));
    writer.raw("<a class=\"skip\" href=\"#report\">Skip to the report</a>\n");
}

fn header(writer: &mut Writer<'_>, document: &Document, outline: &Outline<'_>) {
    let (before, after) = &outline.opening;
    writer.raw(if outline.covered { "<header class=\"cover\">\n" } else { "<header>\n" });
    for block in before {
        match block {
            Block::Paragraph(inlines) => {
                writer.raw("<p class=\"kicker\">");
                writer.inlines(inlines);
                writer.raw("</p>\n");
            }
            block => writer.blocks([*block]),
        }
    }
    writer.raw("<h1>");
    match outline.title {
        Some(title) if !plain(title).trim().is_empty() => writer.unlinked(title),
        _ => escape(&document.title, &mut writer.out),
    }
    writer.raw("</h1>\n");
    for block in after {
        match block {
            Block::Table(table) if table.is_tiles(MOST_TILES) => writer.tiles(table),
            block => writer.blocks([*block]),
        }
    }
    writer.raw("</header>\n");
}

/// The headings of the two highest levels; nothing where there are few.
fn contents(outline: &Outline<'_>) -> String {
    let chapters = outline.sections.len();
    let below: usize = outline.sections.iter().map(|section| listed(section).count()).sum();
    let deep = chapters + below <= MOST;
    if chapters + below < FEWEST || chapters < 2 {
        return String::new();
    }
    let mut out = "<nav aria-labelledby=\"contents\">\n<p id=\"contents\">Contents</p>\n<ol>\n".to_owned();
    for section in &outline.sections {
        out.push_str(&format!("<li>{}", entry(section)));
        if deep && listed(section).next().is_some() {
            out.push_str("\n<ol>\n");
            listed(section).for_each(|within| out.push_str(&format!("<li>{}</li>\n", entry(within))));
            out.push_str("</ol>\n");
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n</nav>\n");
    out
}

/// The sections below a chapter that the contents name.
fn listed<'a, 'b>(chapter: &'b Section<'a>) -> impl Iterator<Item = &'b Section<'a>> {
    chapter.sections.iter().filter(|section| section.item.is_none() && !plain(section.heading).trim().is_empty())
}

fn entry(section: &Section<'_>) -> String {
    let words = plain(section.heading);
    let words = if words.trim().is_empty() { &section.id } else { words.trim() };
    format!("<a href=\"#{}\">{}</a>", escaped(&fragment(&section.id)), escaped(words))
}

/// The sections, with the filter where the items begin.
fn sections(writer: &mut Writer<'_>, outline: &Outline<'_>, states: &[(&State, usize)]) {
    let items = outline.items().len();
    let filter = if items > 1 && !states.is_empty() { filter(items, states) } else { String::new() };
    let first = outline.sections.iter().position(Section::holds_items);
    let alone = outline.sections.iter().filter(|section| section.holds_items()).count() == 1;
    for (at, section) in outline.sections.iter().enumerate() {
        if Some(at) != first {
            writer.section(section, "");
        } else if alone && section.item.is_none() {
            writer.section(section, &filter);
        } else {
            writer.raw(&filter);
            writer.section(section, "");
        }
    }
}

/// A choice of which items are shown; style alone does the rest.
fn filter(items: usize, states: &[(&State, usize)]) -> String {
    let mut out = "<fieldset class=\"filter\" id=\"items\">\n<legend>Which items to show</legend>\n".to_owned();
    let mut choice = |number: usize, class: &str, shape: &str, words: &str, count: usize| {
        let checked = if number == 0 { " checked" } else { "" };
        out.push_str(&format!(
            "<label class=\"{class}\"><input type=\"radio\" name=\"show\" id=\"show-{number}\"{checked}>\
             {shape}{} <b>{count}</b></label>\n",
            escaped(words)
        ));
    };
    choice(0, "plain", "", "All", items);
    for (at, (state, count)) in states.iter().enumerate() {
        choice(at + 1, tone(state.tone), shape(state.tone), &capitalised(&state.words), *count);
    }
    out.push_str("</fieldset>\n");
    out
}
