//! Templates of a user's own: they change the words of every form, and nothing else.

use super::home::{exits, out, pdf_text, run};

#[test]
fn the_template_of_the_guide_gives_a_report_in_every_form() {
    let guide = std::fs::read_to_string("docs/write-your-own-report.md").unwrap();
    let template = guide.split("```jinja\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.md.j2");
    std::fs::write(&file, template).unwrap();
    let to = folder.path().to_str().unwrap();
    let args = ["report", "examples/rosewood-court", "--date", "2026-03-31", "--template", file.to_str().unwrap()];
    exits(&run(&[&args[..], &["--format", "markdown,pdf", "-o", to]].concat()), 0);
    let markdown = std::fs::read_to_string(folder.path().join("report.md")).unwrap();
    assert!(markdown.starts_with("# Rosewood Court\n\n43 of 46 items are met, as of 31 March 2026.\n"), "{markdown}");
    assert!(markdown.contains("- 9.1.1 Router passwords changed\n"), "{markdown}");
    let pdf = pdf_text(&std::fs::read(folder.path().join("report.pdf")).unwrap());
    assert!(pdf.contains("43 of 46 items are met") && !pdf.contains("Evidence register"), "{pdf}");
}

#[test]
fn the_built_in_template_given_back_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("same.md.j2");
    for kind in dspt::report::Kind::names() {
        if kind == "soa" {
            continue;
        }
        let printed = run(&["report", "--kind", kind, "--print-template"]);
        exits(&printed, 0);
        std::fs::write(&file, &printed.stdout).unwrap();
        let report = ["report", "examples/meadow-home-care", "--date", "2026-03-31", "--format", "markdown", "-o", "-"];
        let built_in = run(&[&report[..], &["--kind", kind]].concat());
        let own = run(&[&report[..], &["--kind", kind, "--template", file.to_str().unwrap()]].concat());
        exits(&own, 0);
        assert_eq!(out(&built_in), out(&own), "{kind}");
    }
}

#[test]
fn what_people_typed_stays_harmless_in_a_template_of_any_name() {
    let answered = super::home::answers("dspt-2025-26-social-care", &["\"4.5.3\": { value: yes }"], &[]);
    let home = super::home::Home::new(&answered.replace("name: Rosewood Court", "name: \"<b>x</b> | *y*\""));
    let file = home.dir.join("mine.html");
    std::fs::write(&file, "# {{ organisation.name }}\n").unwrap();
    let drawn = home.run("report", &["--template", file.to_str().unwrap(), "--format", "markdown", "-o", "-"]);
    exits(&drawn, 0);
    assert_eq!(out(&drawn), "# \\<b\\>x\\</b\\> \\| \\*y\\*\n");
}
