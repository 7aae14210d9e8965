//! Which files are recognised as what, and why.

use std::fmt::Write;

use super::*;
use crate::model::yaml;
use crate::scan::content::{Spot, Table};

const KINDS: &[&str] = &[
    r#"
id: data-protection-policy
title: Data protection policy
about: How personal data is protected.
titles: [data protection policy, GDPR policy, data protection and security policy]
not-titles: [template, privacy notice]
phrases: [personal data, lawful basis, UK GDPR, subject access request, data breach]
at-least: 2
examples: { yes: [], no: [] }
"#,
    r#"
id: data-security-policy
title: Data security policy
about: How data is kept safe.
titles: [data security policy, protection and security policy]
phrases: [password, lock screen, encryption]
at-least: 2
examples: { yes: [], no: [] }
"#,
    r#"
id: ico-certificate
title: ICO certificate
about: Shows the registration.
titles: [ICO]
phrases: [registration reference]
at-least: 1
examples: { yes: [], no: [] }
"#,
    r#"
id: staff-list
title: Staff list
about: Who works here.
titles: [staff list]
phrases: [job role, start date]
at-least: 1
examples: { yes: [], no: [] }
"#,
];

const BODY: &str = "We keep personal data safe.\nOur lawful basis is written down.";

fn recogniser() -> Recogniser {
    let kinds: Vec<DocumentKind> =
        KINDS.iter().map(|text| yaml::Yaml::new("kind.yaml", *text).read().unwrap()).collect();
    let wanted = [("data-protection-policy", ["National Data Opt-Out", "DPIA", "DPIAs"])];
    let wanted = wanted.map(|(id, phrases)| (DocumentId::new(id).unwrap(), phrases.map(String::from).into()));
    Recogniser::new(&kinds, &wanted.into())
}

/// Lines of text; one that begins with `# ` is a heading.
pub(super) fn content(text: &str) -> Content {
    let line = |(at, text): (usize, &str)| Line {
        text: text.trim_start_matches("# ").into(),
        spot: Spot::Line(at + 1),
        heading: text.starts_with("# "),
    };
    Content { lines: text.lines().enumerate().map(line).collect(), ..Content::default() }
}

#[track_caller]
fn check(path: &str, text: &str, expected: &[&str]) {
    let found = recogniser().recognise(path, &content(text));
    let ids: Vec<_> = found.iter().map(|found| found.document.as_str()).collect();
    assert_eq!(ids, expected, "{path}: {text}");
}

#[test]
fn a_title_and_enough_phrases_make_a_document() {
    let text = format!("Rosewood Court\nData Protection Policy\n{BODY}");
    check("a.docx", &text, &["data-protection-policy"]);
    check("a.docx", "Rosewood Court\nData Protection Policy\nWe keep personal data safe.", &[]);
    check("a.docx", BODY, &[]);
}

#[test]
fn the_file_name_can_be_the_title_however_it_is_written() {
    for name in [
        "Data protection policy v3 FINAL.docx",
        "Policies/03_data-protection-policies.pdf",
        "DataProtectionPolicy2026.docx",
        "Copy of GDPR Policy (2).odt",
        "data_protection_policy",
    ] {
        check(name, BODY, &["data-protection-policy"]);
    }
    check("Data protection policy/other.docx", BODY, &[]);
}

#[test]
fn the_title_in_the_properties_counts() {
    let mut content = content(BODY);
    content.properties.title = Some("Data Protection Policy".into());
    let found = recogniser().recognise("a.pdf", &content);
    assert_eq!(found[0].why[0], Phrase { words: "data protection policy".into(), place: "document title".into() });
}

#[test]
fn a_mention_in_a_sentence_is_no_title() {
    let plan = "# Business continuity plan\nWe go on caring when things fail.\nRead it with our data protection \
                policy, \
                which says how personal data is kept and on what lawful basis we hold what we hold.";
    check("plan.docx", plan, &[]);
    let late = format!("One\nTwo\nThree\nFour\nFive\nData protection policy\n{BODY}");
    check("a.docx", &late, &[]);
    check("a.docx", &format!("Handbook\nSee also: data protection policy\n{BODY}"), &[]);
    check("a.docx", &format!("Handbook\nContents\nData protection policy ...... 4\n{BODY}"), &[]);
}

#[test]
fn a_heading_further_down_speaks_for_what_follows() {
    let lines = "1\n2\n3\n4\n5\n6\n";
    check("a.docx", &format!("{lines}# Data protection policy\n{BODY}"), &["data-protection-policy"]);
    check("a.docx", &format!("{lines}{BODY}\n# Data protection policy\nSee the other file."), &[]);
    check("a.docx", &format!("{lines}# Data protection policy template\n{BODY}"), &[]);
}

#[test]
fn words_that_rule_out_do_so_in_title_places_only() {
    check("Data protection policy template.docx", BODY, &[]);
    check("Data protection policy.docx", &format!("Template\n{BODY}"), &[]);
    check("Data protection policy.docx", &format!("{BODY}\nIt is no template."), &["data-protection-policy"]);
    let sections = format!("Data protection policy\n{BODY}\n1\n2\n3\n# Privacy notices\nWe publish them.");
    check("a.docx", &sections, &["data-protection-policy"]);
}

#[test]
fn a_file_can_be_of_two_kinds() {
    let text = format!("Data Protection and Security Policy\n{BODY}\nPasswords are long. Encryption is on.");
    check("a.docx", &text, &["data-protection-policy", "data-security-policy"]);
}

#[test]
fn phrases_match_whole_words_only() {
    check("silicon.docx", "registration reference ZA000000", &[]);
    check("ICO.docx", "registration reference ZA000000", &["ico-certificate"]);
    check("ICO.docx", "preregistration reference ZA000000", &[]);
}

#[test]
fn phrases_and_titles_may_run_over_line_ends() {
    check(
        "a.docx",
        "Data\nProtection\nPolicy\nWe keep personal\ndata on a lawful\nbasis.",
        &["data-protection-policy"],
    );
}

#[test]
fn rows_of_a_list_of_documents_are_no_titles() {
    let list = format!("Document\tReviewed\nData protection policy\t2026-03-04\n{BODY}");
    check("a.docx", &list, &[]);
    check("a.docx", &format!("Version\t3\nTitle\tData protection policy\n{BODY}"), &["data-protection-policy"]);
    let mut table = content("Document,Reviewed\nData protection policy,2026-03-04\npersonal data,UK GDPR");
    let rows = [["Document", "Reviewed"], ["Data protection policy", "x"], ["personal data", "UK GDPR"]];
    let rows = rows.map(|row| row.map(|cell| crate::scan::content::Cell::Text(cell.into())).into()).into();
    table.tables.push(Table { name: None, rows, numbers: vec![1, 2, 3] });
    assert_eq!(recogniser().recognise("documents.csv", &table), []);
    assert_eq!(title("documents.csv", &table), None);
}

#[test]
fn the_name_of_a_sheet_is_a_title() {
    let mut book = content("Name\tJob role\nA. Example\tCook");
    book.tables.push(Table { name: Some("Staff_List".into()), rows: Vec::new(), numbers: Vec::new() });
    let found = recogniser().recognise("Registers.xlsx", &book);
    assert_eq!(found[0].why[0].place, "sheet name “Staff_List”");
}

#[test]
fn the_reasons_name_the_title_first_and_then_each_phrase_once() {
    let text = "Rosewood Court\nData protection policies\npersonal data\nLawful basis, personal data\nnational \
                data opt-out";
    let found = recogniser().recognise("p/x.docx", &content(text));
    let phrases = |phrases: &[Phrase]| phrases.iter().map(|p| format!("{} @ {}", p.words, p.place)).collect::<Vec<_>>();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].file, "p/x.docx");
    let why = ["data protection policy @ line 2", "personal data @ line 3", "lawful basis @ line 4"];
    assert_eq!(phrases(&found[0].why), why);
    assert_eq!(phrases(&found[0].mentions), ["national data opt-out @ line 5"]);
}

#[test]
fn wanted_phrases_that_compare_equal_count_once() {
    let text = format!("Data protection policy\n{BODY}\nWe do a DPIA first; all DPIAs are kept.");
    let found = recogniser().recognise("x.docx", &content(&text));
    assert_eq!(found[0].mentions, [Phrase { words: "dpia".into(), place: "line 4".into() }]);
}

#[test]
fn the_title_comes_from_properties_headings_or_the_first_line() {
    let with = |property: Option<&str>, text: &str| {
        let mut content = content(text);
        content.properties.title = property.map(Into::into);
        title("Backup policy.docx", &content)
    };
    assert_eq!(with(Some("Backup policy"), "# Other\n").as_deref(), Some("Backup policy"));
    assert_eq!(with(Some("Fire safety"), "# Backup arrangements").as_deref(), Some("Backup arrangements"));
    assert_eq!(with(Some("Document1"), "Rosewood\n# Keeping copies").as_deref(), Some("Keeping copies"));
    assert_eq!(with(None, "\nVersion:\nHow we keep copies\n").as_deref(), Some("How we keep copies"));
    assert_eq!(with(None, "[System Access]\nMinimumPasswordLength = 8"), None);
    assert_eq!(with(None, "State : ON\nForce user logoff\nName \"x\""), Some("Force user logoff".into()));
    assert_eq!(with(None, "# \nAMEngineVersion : 1.1\nAMProductVersion : 4.18\nQuick scan"), None);
    assert_eq!(with(None, ""), None);
    let mut export = content("Conditional access");
    export.tree = Some(crate::scan::content::Node { value: crate::scan::content::Value::Null, spot: Spot::Whole });
    assert_eq!(title("a.json", &export), None);
}

/// A kind with signs, and one that it could be mistaken for.
const SIGNS: &[&str] = &[
    r#"
id: password-policy
title: Password policy
about: How passwords are made.
titles: [password policy]
not-titles: [template]
phrases: [three random words, password manager]
at-least: 1
subject: [password, login]
signs: [lock + screen, never share, characters, compromise, guess, manager, second factor, written down, reset]
examples: { yes: [], no: [] }
"#,
    r#"
id: staff-security-briefing
title: Briefing
about: Tells staff.
titles: [briefing]
phrases: [dear all]
at-least: 1
subject: [password]
signs: [dear all, reminder, careful, click, bank, parcel, urgent, hover, ring]
as-message: true
examples: { yes: [], no: [] }
"#,
];

#[track_caller]
fn check_signs(path: &str, text: &str, expected: &[&str]) {
    let kinds: Vec<DocumentKind> =
        SIGNS.iter().map(|text| yaml::Yaml::new("kind.yaml", *text).read().unwrap()).collect();
    let found = Recogniser::new(&kinds, &BTreeMap::new()).recognise(path, &content(text));
    let ids: Vec<_> = found.iter().map(|found| found.document.as_str()).collect();
    assert_eq!(ids, expected, "{path}: {text}");
    assert!(found.iter().all(|found| found.why.iter().all(|why| !why.place.is_empty())), "{found:?}");
}

const RULES: &str = "Getting in\nYour screen locks itself. Sharing a password is never done: never share it. Use twelve \
                     characters.\nIt was compromised? Reset it. Nothing is written down. Guessing is easy. The second \
                     factor is on. The password manager helps with each login.";

#[test]
fn the_words_of_a_document_make_it_where_no_title_does() {
    check_signs("scan0007.pdf", RULES, &["password-policy"]);
    check_signs("scan0007.pdf", "Getting in\nYour screen locks itself. Use twelve characters.", &[]);
    check_signs("scan0007.pdf", &RULES.replace("compromised", "comprimised"), &["password-policy"]);
    check_signs("scan0007.pdf", &RULES.replace("password manager", "manager of passwords"), &[]);
}

#[test]
fn other_papers_about_the_same_are_none() {
    for title in ["Agenda", "Newsletter", "How to write good rules", "Quotation"] {
        check_signs("scan.pdf", &format!("{title}\n{RULES}"), &[]);
    }
}

#[test]
fn a_message_that_asks_for_something_is_no_document() {
    check_signs("a.eml", &format!("Subject: rules\n{RULES} Could you send me yours?"), &[]);
    check_signs("a.eml", &format!("Subject: rules\n{RULES}"), &["password-policy"]);
}

#[test]
fn no_text_makes_it_stumble() {
    for text in ["", "\n\n\n", "\t\t", "ŵ\u{301}", "\u{0}", "&", "''''", "A&B'C"] {
        check(text, text, &[]);
    }
    let mut long = String::new();
    for number in 0..20_000 {
        let _ = write!(long, "data protection {number} ");
    }
    check("x", &long, &[]);
}
