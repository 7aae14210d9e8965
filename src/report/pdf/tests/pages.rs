//! Pages as plain data: what stands where.

use super::*;
use crate::report::pdf::display::{Child, Kind, Page, Role, Shape, Target};

fn pages(markdown: &str) -> Drawing {
    set(&document(markdown), faces(), style::ROOMY)
}

fn words(shapes: &[Shape]) -> String {
    let text = |shape: &Shape| {
        if let Shape::Text { text, .. } = shape { Some(text.clone()) } else { None }
    };
    shapes.iter().filter_map(text).collect()
}

fn page_words(page: &Page) -> String {
    page.marks.iter().map(|mark| words(&mark.shapes)).collect::<Vec<_>>().join("\n")
}

/// The pages that an element has shapes on.
fn on_pages(drawing: &Drawing, element: usize) -> Vec<usize> {
    let page = |child: &Child| if let Child::Content(page, _) = child { Some(*page) } else { None };
    drawing.elements[element].children.iter().filter_map(page).collect()
}

fn find(drawing: &Drawing, kind: Kind) -> Vec<usize> {
    (0..drawing.elements.len())
        .filter(|at| drawing.elements[*at].kind == kind && drawing.elements[*at].attached)
        .collect()
}

/// Nothing is drawn outside the margins, whatever the text.
#[track_caller]
fn check_margins(markdown: &str) {
    let (left, right) = (style::MARGIN - 0.1, style::MARGIN + style::WIDTH + 0.1);
    let faces = faces();
    for (number, page) in pages(markdown).pages.iter().enumerate() {
        let content = page.marks.iter().filter(|mark| matches!(mark.role, Role::Content(_)));
        for shape in content.flat_map(|mark| &mark.shapes) {
            let Shape::Text { x, baseline, size, face, text, .. } = shape else { continue };
            let width = faces.width(*face, text.trim_end(), *size);
            assert!(*x >= left && x + width <= right, "page {number}: {text:?} at {x}");
            assert!((style::TOP..=style::BOTTOM).contains(baseline), "page {number}: {text:?} at {baseline}");
            assert!(text.chars().all(|letter| faces.place(*face, letter, 1.0).0 == *face), "{text:?}");
        }
    }
}

#[test]
fn everything_stands_within_the_margins() {
    check_margins(&everything());
    check_margins("");
}

#[test]
fn hostile_text_stands_within_the_margins() {
    for part in hostile().split_inclusive("\n\n") {
        check_margins(part);
    }
    check_margins(&hostile());
}

/// The box around the letters of each text, and what it says.
fn boxes(page: &Page) -> Vec<(display::Area, String)> {
    let text = |shape: &Shape| match shape {
        Shape::Text { x, baseline, size, face, text, .. } if !text.trim().is_empty() => {
            let width = faces().width(*face, text.trim_end(), *size);
            // As high as a capital, and as low as the line
            let area = display::Area { x: *x, y: baseline - size * 0.7, width, height: size * 0.7 };
            Some((area, text.clone()))
        }
        Shape::Text { .. } | Shape::Fill { .. } | Shape::Line { .. } => None,
    };
    page.marks.iter().flat_map(|mark| &mark.shapes).filter_map(text).collect()
}

#[test]
fn no_text_stands_on_another() {
    let nested = "> a note\n>\n> | a | b |\n> |---|---|\n> | c | d |\n>\n> 1. e\n>    - f\n>\n>      g\n";
    for markdown in [everything(), nested.to_owned(), hostile()] {
        for page in &pages(&markdown).pages {
            let boxes = boxes(page);
            for (at, (own, text)) in boxes.iter().enumerate() {
                for (other, beside) in &boxes[at + 1..] {
                    let apart = own.x + own.width <= other.x + 0.1
                        || other.x + other.width <= own.x + 0.1
                        || own.y + own.height <= other.y + 0.1
                        || other.y + other.height <= own.y + 0.1;
                    assert!(apart, "{text:?} and {beside:?} at {own:?}");
                }
            }
        }
    }
}

#[test]
fn long_headings_and_titles_are_cut_in_contents_and_running_heads() {
    let long = "# A heading without end ".to_owned() + &"word ".repeat(200);
    let markdown = format!("# Cover\n\n---\n\n{}", format!("{long}\n\n").repeat(5));
    check_margins(&markdown);
    let mut document = document(&markdown);
    (document.title, document.footer) = ("title ".repeat(100), "footer ".repeat(200));
    let drawing = compose(&document, faces());
    for mark in drawing.pages.iter().flat_map(|page| &page.marks) {
        match mark.role {
            Role::Header => assert!(words(&mark.shapes).ends_with('…')),
            Role::Footer => assert!(words(&mark.shapes).matches("footer").count() < 50),
            Role::Content(_) | Role::Decoration => {}
        }
    }
}

#[test]
fn markup_and_strange_letters_are_shown_and_not_obeyed() {
    let drawing = pages(&hostile());
    let words: String = drawing.pages.iter().map(page_words).collect();
    for shown in ["<b>x</b> | ", "<script>alert(1)</script>", "bell □ override □olleh□ emoji □ family □□ □□ é"]
    {
        assert!(words.contains(shown), "{shown}");
    }
    let addresses = drawing.pages.iter().flat_map(|page| &page.links).map(|link| link.target.clone());
    assert_eq!(addresses.collect::<Vec<_>>(), [Target::Address("http://z".into())]);
}

#[test]
fn no_heading_stands_alone_at_the_foot_of_a_page() {
    for lines in 0..60 {
        let drawing = pages(&format!("{}## Heading\n\ntext\n", "line\n\n".repeat(lines)));
        let heading = find(&drawing, Kind::Heading(1))[0];
        let text = find(&drawing, Kind::Paragraph).pop().unwrap();
        assert_eq!(on_pages(&drawing, heading), on_pages(&drawing, text), "after {lines} lines");
    }
}

#[test]
fn a_short_report_stands_closer_where_that_saves_a_page() {
    #[track_caller]
    fn check(markdown: &str, roomy: usize, drawn: usize) {
        let counts = (pages(markdown).pages.len(), compose(&document(markdown), faces()).pages.len());
        assert_eq!(counts, (roomy, drawn));
    }
    let lines = |count: usize| format!("# Title\n\n{}", "line\n\n".repeat(count));
    check(&lines(20), 1, 1);
    check(&lines(34), 2, 1);
    check(&lines(60), 3, 2);
    // A long one is as it should be, and so is one with a cover
    check(&lines(250), 9, 9);
    check(&format!("# Title\n\n---\n\n{}", "line\n\n".repeat(34)), 3, 3);
}

#[test]
fn no_line_of_a_paragraph_stands_alone_on_a_page() {
    let mut broken = 0;
    for (lines, sentences) in (24..31).flat_map(|lines| (12..26).map(move |sentences| (lines, sentences))) {
        let paragraph = "Some words that fill a line. ".repeat(sentences);
        let drawing = pages(&format!("{}{paragraph}\n", "line\n\n".repeat(lines)));
        let last = find(&drawing, Kind::Paragraph).pop().unwrap();
        let own = drawing.pages.iter().flat_map(|page| &page.marks).filter(|mark| mark.role == Role::Content(last));
        let counts: Vec<usize> = own.map(|mark| mark.shapes.len()).collect();
        assert!(!counts.contains(&1), "{counts:?} after {lines} lines");
        broken += usize::from(counts.len() > 1);
    }
    assert!(broken > 10, "the page breaks are not where this looks for them");
}

#[test]
fn a_short_note_stays_on_one_page_and_a_long_one_goes_over() {
    for lines in 20..31 {
        let drawing = pages(&format!("{}> one\n>\n> two\n>\n> three\n", "line\n\n".repeat(lines)));
        let own = find(&drawing, Kind::Paragraph).split_off(lines);
        let on: Vec<usize> = own.iter().flat_map(|element| on_pages(&drawing, *element)).collect();
        assert!(on.len() == 3 && on[0] == on[2], "{on:?} after {lines} lines");
    }
    let drawing = pages(&format!("> {}\n", "word ".repeat(3_000)));
    let ground = |page: &Page| matches!(page.under.first(), Some(Shape::Fill { colour: style::TINT, .. }));
    assert!(drawing.pages.len() > 1 && drawing.pages.iter().all(ground));
}

#[test]
fn the_head_of_a_table_is_said_again_for_eyes_only() {
    let drawing = pages(&format!("| Item | Answer |\n|---|---|\n{}", "| 1.1.1 | yes |\n".repeat(100)));
    assert!(drawing.pages.len() > 2);
    for (number, page) in drawing.pages.iter().enumerate() {
        let head = |role: Role| page.marks.iter().any(|mark| mark.role == role && words(&mark.shapes) == "ItemAnswer");
        assert_eq!(head(Role::Decoration), number > 0, "page {number}");
    }
    assert_eq!(find(&drawing, Kind::ColumnHead).len(), 2);
}

#[test]
fn a_row_taller_than_a_page_goes_on_overleaf() {
    let drawing = pages(&format!("| a | b |\n|---|---|\n| x | {} |\n", "word ".repeat(4_000)));
    let cell = find(&drawing, Kind::Cell).pop().unwrap();
    let on = on_pages(&drawing, cell);
    assert!(on.first() == Some(&0) && on.last() == Some(&(drawing.pages.len() - 1)), "{on:?}");
    assert_eq!(drawing.pages.iter().map(|page| page_words(page).matches("word").count()).sum::<usize>(), 4_000);
}

#[test]
fn the_contents_say_the_page_of_each_heading() {
    let drawing = pages(&everything());
    let contents = &drawing.pages[1];
    assert!(page_words(contents).starts_with("Contents"));
    let headings: Vec<_> = drawing.bookmarks.iter().filter(|mark| mark.page > 0).collect();
    let links = contents.links.iter().filter(|link| matches!(link.target, Target::Place { .. }));
    assert_eq!(links.clone().count(), headings.len());
    for (link, heading) in links.zip(headings) {
        assert_eq!(link.target, Target::Place { page: heading.page, y: heading.y });
        assert_eq!(link.words, format!("{}, page {}", heading.title, heading.page + 1));
    }
}

#[test]
fn a_short_report_has_no_contents_and_none_without_a_cover() {
    assert!(!page_words(&pages("# Cover\n\n---\n\n# One\n\n# Two\n").pages[1]).contains("Contents"));
    assert!(!page_words(&pages(&"# One\n\n".repeat(9)).pages[0]).contains("Contents"));
}

#[test]
fn a_report_begins_below_contents_that_are_short_and_overleaf_of_long_ones() {
    let report = |headings: usize| pages(&format!("# Cover\n\n---\n\n{}", "## Heading\n\ntext\n\n".repeat(headings)));
    assert_eq!(report(5).bookmarks[1].page, 1);
    assert_eq!(report(30).bookmarks[1].page, 2);
}

#[test]
fn the_report_begins_on_a_page_of_its_own_after_the_cover() {
    let drawing = pages("# Cover\n\n---\n\ntext\n");
    assert_eq!(drawing.pages.len(), 2);
    assert!(page_words(&drawing.pages[1]).starts_with("text"));
}

#[test]
fn every_page_says_its_number_and_the_cover_has_no_head() {
    let drawing = pages(&everything());
    let of = drawing.pages.len();
    for (at, page) in drawing.pages.iter().enumerate() {
        let said = |role: Role| page.marks.iter().find(|mark| mark.role == role).map(|mark| words(&mark.shapes));
        assert!(said(Role::Footer).unwrap().ends_with(&format!("Page {} of {of}", at + 1)));
        assert_eq!(said(Role::Header).is_some(), at > 0);
    }
}

#[test]
fn one_row_of_short_numbers_on_the_cover_is_drawn_large() {
    let drawing = pages("# Cover\n\n| Met | Open |\n|---|---|\n| 47 of 47 | 2 |\n\n---\n\ntext\n");
    let sizes = drawing.pages[0].marks.iter().flat_map(|mark| &mark.shapes).filter_map(|shape| match shape {
        Shape::Text { text, size, .. } if text == "47 of 47" => Some(*size),
        _ => None,
    });
    assert_eq!(sizes.collect::<Vec<_>>(), [style::TILE_NUMBER.size]);
}

#[test]
fn the_words_of_a_chart_say_all_of_it() {
    let drawing = pages(
        "```bars\nItems\n1 Data | met 14 of 16 | backed up 11 of 16\n2 Staff | met 2 of 2 | backed up 0 of 2\n```\n",
    );
    let figure = find(&drawing, Kind::Figure)[0];
    let expected = "Bar chart. Items. 1 Data: met 14 of 16, backed up 11 of 16; 2 Staff: met 2 of 2, backed up 0 of 2.";
    assert_eq!(drawing.elements[figure].alternative.as_deref(), Some(expected));
}

#[test]
fn a_long_label_is_cut_in_a_chart_and_whole_in_its_words() {
    let drawing = pages(&format!("```bars\nItems\n{}end | met 1 of 2\n```\n", "label ".repeat(200)));
    let figure = find(&drawing, Kind::Figure)[0];
    assert!(drawing.elements[figure].alternative.as_ref().unwrap().contains("label end: met 1 of 2"));
    let shown = page_words(&drawing.pages[0]);
    assert!(shown.contains('…') && shown.matches("label").count() < 40, "{shown}");
}

#[test]
fn a_chart_with_more_rows_than_a_page_is_several_figures() {
    let drawing = pages(&format!("```bars\nItems\n{}```\n", "a | met 1 of 2 | backed up 1 of 2\n".repeat(60)));
    let figures = find(&drawing, Kind::Figure);
    assert!(figures.len() > 1);
    assert!(figures.iter().all(|figure| on_pages(&drawing, *figure).len() == 1));
}

#[test]
fn colours_of_text_stand_out_from_their_ground() {
    let luminance = |display::Colour(red, green, blue): display::Colour| {
        let part = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.03928 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
    };
    for text in [style::INK, style::GREY, style::ACCENT, style::DEEP] {
        for ground in [display::Colour(0xff, 0xff, 0xff), style::TINT, style::PALE] {
            let contrast = (luminance(ground) + 0.05) / (luminance(text) + 0.05);
            assert!(contrast >= 4.5, "{text:?} on {ground:?}: {contrast}");
        }
    }
}

#[test]
fn a_few_words_below_a_heading_stand_with_what_they_introduce() {
    for filler in 20..40 {
        let markdown = format!(
            "{}## Heading\n\nWhat the table is about.\n\n| First | b |\n|---|---|\n{}",
            "A line.\n\n".repeat(filler),
            "| row | row |\n".repeat(12)
        );
        let drawing = pages(&markdown);
        let of = |text: &str| drawing.pages.iter().position(|page| page_words(page).contains(text)).unwrap();
        assert_eq!((of("Heading"), of("about")), (of("First"), of("First")), "{filler}");
    }
}

#[test]
fn an_item_shows_beside_its_heading_how_it_stands() {
    let item = |states: &str| format!("<!-- item 4.5.3: {states} -->\n#### 4.5.3 A title\n\nText\n");
    let shown = |markdown: &str| words(&pages(markdown).pages[0].under);
    assert_eq!(shown(&item("+ met, ! your file says otherwise, optional")), "MetYour file says otherwise");
    assert_eq!(shown(&item("optional")), "");
    // A long heading is read in full before badges are looked at.
    assert_eq!(shown(&item(&format!("+ {}", "met ".repeat(40)))), "");
    let long = format!("<!-- item 1: + met -->\n#### 1 {}\n", "A title of many words ".repeat(12));
    assert_eq!(shown(&long), "Met");
    check_margins(&long);
}
