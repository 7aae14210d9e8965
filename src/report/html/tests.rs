//! Whole pages: their parts, what leads where, and that nothing which people typed does anything.

use sha2::{Digest, Sha256};

use super::*;
use crate::report::{blocks::parse, escape};

fn page(markdown: &str) -> String {
    let document = Document {
        title: "Rosewood <Court>: self-assessment".into(),
        author: "Rosewood \"Court\"".into(),
        subject: "Data security & protection".into(),
        language: "en-GB".into(),
        date: jiff::civil::date(2026, 3, 4),
        footer: "Rosewood Court, 4 March 2026".into(),
        blocks: parse(markdown),
    };
    String::from_utf8(draw(&document)).unwrap()
}

/// What stands between the main tags of a page.
fn main(markdown: &str) -> String {
    let page = page(markdown);
    let (_, rest) = page.split_once("<main id=\"report\" tabindex=\"-1\">\n").unwrap();
    rest.split_once("</main>").unwrap().0.to_owned()
}

#[track_caller]
fn check(markdown: &str, expected: &str) {
    assert_eq!(main(markdown), expected, "{markdown:?}");
}

/// The tags of a page without the style sheet, in order.
fn tags(page: &str) -> Vec<&str> {
    let body = page.split_once("</style>").unwrap().1;
    body.split('<').skip(1).map(|part| part.split_once('>').unwrap().0).collect()
}

fn everything() -> String {
    let mut markdown = String::from(
        "Toolkit 2025-26\n\n# Rosewood Court\n\nOn 4 March 2026\n\n> **No level yet.**\n\n\
         | Met | Backed up |\n|---|---|\n| 47 of 47 | 31 of 47 |\n\n---\n\n\
         ## Summary\n\nSee [the guide](https://example.org/a) and *this*, `that.csv`.\\\nStill open: 1.1.1, 2.2.\n\n\
         ```bars\nItems met\n1 Data | met 14 of 16 | backed up 11 of 16\n```\n\n\
         ##### A level that the writer skipped\n\n1. one\n2. two\n   - three\n\n```\ncode\n```\n\n\
         ## Every item\n\nWords before.\n\n",
    );
    for (id, states) in [
        ("1.1.1", "+ met, ! your file says otherwise"),
        ("2.2", "? not answered"),
        ("2.10", "? not answered, optional"),
    ] {
        markdown.push_str(&format!("<!-- item {id}: {states} -->\n### {id} Title of {id}\n\nWords of {id}.\n\n"));
    }
    markdown.push_str("## Evidence\n\n| a | b | c | d |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |\n");
    markdown
}

/// What a person with a bad idea might bring in through a template of their own.
fn hostile() -> String {
    [
        "<b>x</b> <script>alert(1)</script> <style>a</style> ![y](http://z) [f](file:///etc/passwd)\n\n".to_owned(),
        "<!-- item <b>\"'>: + <i>x</i> -->\n# [a](javascript:alert(1)) \"'<b>\n\n".to_owned(),
        "<!-- item top: + met -->\n# a\n\n<!-- item top: + met, + met -->\n# a\n\n".to_owned(),
        "bell \u{7} override \u{202e}olleh\u{202c} mark \u{61c} nothing \u{fdd0} \u{1ffff}\n\n".to_owned(),
        format!("{}\n\n# {}\n\n", "x".repeat(10_000), "y".repeat(10_000)),
        "```\n</code></pre><script>\u{1b}[31m\n```\n\n".to_owned(),
        "| <b> | |\n|---|---|\n| </table> | \u{202e} |\n\nTable: <i>\n\n| a |\n|---|\n\n".to_owned(),
        "```bars\n<b> | <i> 3 of 2 | 18446744073709551615 of 1\n<b> | <i> 0 of 0 | 0 of 1\n```\n\n".to_owned(),
        format!("{}deep\n\n{}deep\n\n", "> ".repeat(60), "- ".repeat(60)),
        "- \n-\n\n#\n\n99999999999. x\n\n> # in a note\n\n".to_owned(),
    ]
    .concat()
}

#[test]
fn a_page_has_one_title_and_its_landmarks() {
    for markdown in [everything(), hostile(), String::new(), "words\n\n# Later\n".to_owned()] {
        let page = page(&markdown);
        let tags = tags(&page);
        let count = |name: &str| tags.iter().filter(|tag| tag.split(' ').next() == Some(name)).count();
        for name in ["h1", "header", "main", "footer"] {
            assert_eq!(count(name), 1, "{name} {markdown:?}");
        }
        assert!(page.starts_with("<!doctype html>\n<html lang=\"en-GB\">"));
        assert!(page.contains("<title>Rosewood &lt;Court&gt;: self-assessment</title>"));
        assert!(page.contains("<a class=\"skip\" href=\"#report\">"));
    }
    assert!(page(&everything()).contains("<p class=\"kicker\">Toolkit 2025-26</p>\n<h1>Rosewood Court</h1>"));
    assert!(page(&everything()).contains("<div><dt>Met</dt><dd>47 of 47</dd></div>"));
    assert!(page("").contains("<h1>Rosewood &lt;Court&gt;: self-assessment</h1>"));
    assert!(page("# Plan\n\n## Now\n").contains("<h1>Plan</h1>\n</header>"));
    assert!(
        page("Pack\n\n# Plan\n\nAs of today\n\n- a\n\nb\n\n## Now\n")
            .contains("<p class=\"kicker\">Pack</p>\n<h1>Plan</h1>\n<p>As of today</p>\n</header>")
    );
    assert!(page("# One\n\na\n\n# Two\n").contains("<h2>One</h2>\n<p>a</p>\n</section>"));
}

#[test]
fn every_tag_that_opens_is_closed() {
    for markdown in [everything(), hostile(), String::new()] {
        let page = page(&markdown);
        let mut open = vec!["html", "body"];
        for tag in tags(&page).into_iter().skip_while(|tag| !tag.starts_with("body")).skip(1) {
            let name = tag.trim_end_matches('/').split(' ').next().unwrap();
            match name.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{tag}"),
                None if tag.ends_with('/') || ["br", "hr", "input"].contains(&name) => {}
                None => open.push(name),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}

#[test]
fn no_level_of_headings_is_skipped_and_no_id_comes_twice() {
    for markdown in [everything(), hostile()] {
        let page = page(&markdown);
        let mut before = 1;
        for tag in tags(&page) {
            let level = tag.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
            if let Some(level) = level.filter(|level| *level > 1) {
                assert!(level <= before + 1, "{tag} after h{before}");
                before = level;
            }
        }
        let mut ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}

#[test]
fn the_policy_lets_in_this_style_and_nothing_else() {
    for markdown in [everything(), hostile(), String::new()] {
        let page = page(&markdown);
        let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        let mut hash = String::new();
        // By another way than the page's own
        for group in Sha256::digest(style.as_bytes()).chunks(3) {
            let bits: String = group.iter().map(|byte| format!("{byte:08b}")).collect();
            for six in bits.as_bytes().chunks(6) {
                let six = format!("{:0<6}", std::str::from_utf8(six).unwrap());
                let at = usize::from_str_radix(&six, 2).unwrap();
                hash.push("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".chars().nth(at).unwrap());
            }
        }
        let policy = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'sha256-{hash}='; base-uri 'none'; form-action 'none'\">"
        );
        assert!(page.contains(&policy), "{policy}");
        let body = tags(&page).join("\n");
        for word in [
            " style=",
            "script",
            " src=",
            " onload",
            " onclick",
            " onerror",
            "<link",
            "iframe",
            "javascript:",
            "file:",
            "xlink",
        ] {
            assert!(!body.contains(word), "{word}");
        }
    }
}

#[test]
fn what_people_typed_is_shown_and_does_nothing() {
    let page = page(&hostile());
    let unseen = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{61c}';
    assert!(!page.contains(unseen));
    for words in [
        "&lt;b&gt;x&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;",
        "bell \\u{7} override \\u{202E}olleh\\u{202C} mark \\u{61C} nothing \\u{FDD0} \\u{1FFFF}",
        "f (file:///etc/passwd)",
        "a (javascript:alert(1))",
        "&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;\\u{1B}[31m",
        "&lt;i&gt;x&lt;/i&gt;",
    ] {
        assert!(page.contains(words), "{words}");
    }
    for address in page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(address.starts_with('#'), "{address}");
    }
}

#[test]
fn nobody_can_type_what_a_template_tells_of_an_item() {
    let typed = "<!-- item 1.1: + met -->";
    let value = escape::inline(typed);
    for markdown in [format!("{value}\n\n## 1.1 A\n"), format!("{value}\n## 1.1 A\n"), format!("- {value}\n## A\n")] {
        let main = main(&markdown);
        assert!(!main.contains("class=\"item"), "{main}");
        assert!(main.contains("&lt;!-- item 1.1: + met --&gt;"), "{main}");
    }
    let value = escape::inline("x -->\n\n<!-- item 1.1: + met -->\n\n## B");
    assert!(!main(&format!("## {value}\n\n> {value}\n\n| {value} |\n|---|\n\n{value}\n")).contains("class=\"item"));
}

#[test]
fn an_item_has_its_number_as_its_id_and_says_how_it_stands() {
    let main = main(&everything());
    assert!(
        main.contains(
            "<section id=\"1.1.1\" class=\"item s1 s3\">\n<h3>1.1.1 Title of 1.1.1</h3>\n<ul class=\"states\">"
        )
    );
    assert!(main.contains("<li class=\"bad\"><svg"));
    assert!(main.contains("</svg>Your file says otherwise</li>"));
    // The filter: the worst first, each with its number, before the items and after the words before them
    let found: Vec<usize> = ["Words before.", "<fieldset", "otherwise <b>1</b>", "answered <b>2</b>", "Met <b>1</b>"]
        .iter()
        .map(|words| main.find(words).unwrap_or_else(|| panic!("{words} in {main}")))
        .collect();
    assert!(found.is_sorted() && found[4] < main.find("id=\"1.1.1\"").unwrap(), "{found:?}");
    let page = page(&everything());
    assert!(page.contains("body:has(#show-4:checked) :is(.item:not(.s4, :target)"));
    assert!(!page.contains("#show-5"));
}

#[test]
fn there_is_no_filter_where_there_is_nothing_to_choose() {
    assert!(!main("## A\n\na\n").contains("fieldset"));
    assert!(!main("<!-- item 1: + met -->\n## A\n\na\n").contains("fieldset"));
}

#[test]
fn numbers_of_items_lead_to_them() {
    let main = main(&everything());
    assert!(main.contains("Still open: <a href=\"#1.1.1\">1.1.1</a>, <a href=\"#2.2\">2.2</a>."), "{main}");
    assert!(main.contains("Words of 2.10."), "{main}");
    assert!(!main.contains("<h3><a") && !main.contains("<h3>1.1.1 Title of <a"), "{main}");
}

#[test]
fn a_second_section_about_an_item_has_an_id_of_its_own() {
    let main = main("<!-- item 1.1: + met -->\n## A b\n\n<!-- item 1.1: + met -->\n## A b\n");
    assert!(main.contains("<section id=\"1.1\" ") && main.contains("<section id=\"a-b\" "), "{main}");
}

#[test]
fn contents_name_the_two_highest_levels_and_no_items() {
    let page = page(&everything());
    let nav = page.split_once("<nav").unwrap().1.split_once("</nav>").unwrap().0;
    let links: Vec<&str> = nav.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(links, ["summary", "a-level-that-the-writer-skipped", "every-item", "evidence"]);
    assert!(!self::page("# A\n\n## B\n\n## C\n").contains("<nav"));
}

#[test]
fn tables_say_what_heads_what() {
    check(
        "## A\n\n| a | |\n|---|--:|\n| 1 | 2 |\n",
        "<section id=\"a\">\n<h2>A</h2>\n<table class=\"columns-2\">\n<caption class=\"unseen\">A</caption>\n\
         <thead><tr><th scope=\"col\">a</th><td class=\"right\"></td></tr></thead>\n\
         <tbody>\n<tr><td>1</td><td class=\"right\">2</td></tr>\n</tbody>\n</table>\n</section>\n",
    );
    check(
        "Table: Facts\n\n| | |\n|---|---|\n| Name | Rosewood |\n",
        "<table class=\"columns-2\">\n<caption>Facts</caption>\n\
         <tbody>\n<tr><th scope=\"row\">Name</th><td>Rosewood</td></tr>\n</tbody>\n</table>\n",
    );
}

#[test]
fn wide_tables_scroll_in_places_with_names_of_their_own() {
    let table = "| a | b | c | d |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |\n\n";
    let main = main(&format!("## A\n\n{table}{table}"));
    for name in ["A", "A, part 2"] {
        let opens = format!("<section class=\"wide\" tabindex=\"0\" aria-label=\"{name}\">\n<table");
        assert!(main.contains(&opens), "{main}");
    }
}

#[test]
fn charts_are_tables_with_bars_beside_their_numbers() {
    let main =
        main("```bars\nItems\n1 Data | met 1 of 3 | backed up 9 of 3\n2 None | met 0 of 0 | backed up 0 of 1\n```\n");
    for part in [
        "<caption>Items</caption>\n<thead><tr><td></td><th scope=\"col\">Met</th><th scope=\"col\">Backed up</th></tr>",
        "<th scope=\"row\">1 Data</th><td>1 of 3<svg class=\"bar one\"",
        "<rect class=\"part\" width=\"333\" height=\"10\"/>",
        "<td>9 of 3<svg class=\"bar two\"",
        "<rect class=\"part\" width=\"1000\" height=\"10\"/>",
        "<td>0 of 0<svg",
        "<rect class=\"part\" width=\"0\" height=\"10\"/>",
    ] {
        assert!(main.contains(part), "{part} in {main}");
    }
    assert_eq!(main.matches("<svg").count(), main.matches("aria-hidden=\"true\"").count());
}

#[test]
fn lists_notes_and_code_keep_their_form() {
    check("3. a\n4. b\n   - c\n", "<ol start=\"3\">\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ol>\n");
    check("> a\n", "<div class=\"note\" role=\"note\">\n<p>a</p>\n</div>\n");
    check("```\n a\n\nb\n```\n", "<pre><code> a\n\nb</code></pre>\n");
    check("[a](mailto:x@example.org)\n", "<p><a href=\"mailto:x@example.org\" rel=\"noopener noreferrer\">a</a></p>\n");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(page(&everything()), page(&everything()));
}
