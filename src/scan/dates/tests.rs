//! What documents say of themselves, as a careful person would read it on 31 March 2026.

use jiff::civil::date;

use super::*;
use crate::scan::content::{Cell, Line, Spot, Table};

const TODAY: Date = date(2026, 3, 31);

fn content(text: &str) -> Content {
    let line = |(at, text): (usize, &str)| Line {
        text: text.trim_start_matches("# ").into(),
        spot: Spot::Line(at + 1),
        heading: text.starts_with("# "),
    };
    Content { lines: text.lines().enumerate().map(line).collect(), ..Content::default() }
}

/// The date of a text, as `2026-03-04 reviewed line 3`, or nothing.
#[track_caller]
fn check(text: &str, expected: &str) {
    let dated = facts(&content(text), TODAY).dated;
    let shown = dated.map_or_else(String::new, |dated| format!("{} {} {}", dated.on, dated.what, dated.place));
    assert_eq!(shown, expected, "{text:?}");
}

/// The next review of a text.
#[track_caller]
fn check_next(text: &str, expected: &str) {
    let next = facts(&content(text), TODAY).next_review;
    assert_eq!(next.map_or_else(String::new, |day| day.to_string()), expected, "{text:?}");
}

#[track_caller]
fn check_version(text: &str, expected: &str) {
    assert_eq!(facts(&content(text), TODAY).version.unwrap_or_default(), expected, "{text:?}");
}

#[track_caller]
fn check_unfinished(text: &str, expected: &str) {
    assert_eq!(facts(&content(text), TODAY).unfinished.unwrap_or_default(), expected, "{text:?}");
}

#[test]
fn dates_that_can_be_read_two_ways_are_refused_in_words() {
    let text = "IT policy\nEffective: 04/11/2025\nRevised: 08/25/2025";
    check(text, "");
    let doubt = facts(&content(text), TODAY).doubt;
    assert_eq!(doubt.as_deref(), Some("the date on line 2 can be read two ways: line 3 writes the month first"));
    let mut saved = content(text);
    saved.properties.modified = Some(date(2026, 1, 1));
    assert_eq!(facts(&saved, TODAY).dated, None);
    check("IT policy\nEffective: 4 November 2025\nRevised: 08/25/2025", "2025-11-04 in force line 2");
    check("IT policy\nEffective: 04/11/2025\nRevised: 25/08/2025", "2025-08-25 updated line 3");
}

#[test]
fn short_years_count_after_a_version_or_a_review() {
    check("Password standard\nRev 3 — Mar 26", "2026-03-01 version date line 2");
    check_next("Password standard\nReview date: 03/27", "2027-03-31");
    check("Reviewed annually, last: 4/3/26", "2026-03-04 reviewed line 1");
    check("Trip on Mar 26", "");
    check_next("Room: 03/27", "");
}

#[test]
fn the_role_of_who_approved_is_kept_and_the_name_is_not() {
    for (text, expected) in [
        ("Approved by: Ann Example, Registered Manager", "registered manager"),
        ("Approved by the Registered Manager on 3 February 2026", "registered manager"),
        ("Approved by\tA. Example, director", "director"),
        ("Owner: Ann   Authorised by: Board of Trustees", "board of trustees"),
        ("Approved by: Ann Example", ""),
        ("Access is approved in writing. The manager keeps it.", ""),
        ("Manager: Ann Example", ""),
    ] {
        assert_eq!(facts(&content(text), TODAY).approver.unwrap_or_default(), expected, "{text}");
    }
}

#[test]
fn tracked_changes_that_wait_make_a_draft() {
    let with = |changes: usize| {
        let mut content = content("Policy");
        content.properties.tracked_changes = changes;
        facts(&content, TODAY).unfinished
    };
    assert_eq!(with(2), None);
    assert_eq!(with(3).as_deref(), Some("draft: 3 tracked changes were neither accepted nor refused"));
}

#[test]
fn placeholders_of_bought_templates_are_blanks() {
    for (text, blank) in [
        ("Company Name Ltd keeps records.", "Company Name Ltd"),
        ("The <Organisation> keeps records.", "<Organisation>"),
        ("He/she (delete as appropriate) signs.", "(delete as appropriate)"),
    ] {
        check_unfinished(text, &format!("blanks were never filled in: “{blank}” on line 1"));
    }
    check_unfinished(
        "Status: for comment, not yet approved",
        "draft: line 1 says “Status: for comment, not yet approved”",
    );
    check_unfinished("Status: approved, not for comment", "");
}

#[test]
fn reviews_are_known_however_they_are_worded() {
    for text in [
        "Reviewed: 4 March 2026",
        "Last reviewed 04/03/2026",
        "Date last reviewed: 4.3.26",
        "Last review: 4th Mar 2026",
        "Date of last review – Wednesday 4 March 2026",
        "Policy last reviewed on 4 March 2026",
        "Review date: 4 March 2026",
        "Date of review\t4 March 2026",
        "Last reviewed:\t2026-03-04\tNext review:\t2027-03-04",
        "Owner\tManager\tLast reviewed\t4 March 2026",
        "Owner: Manager   Last reviewed: 4 March 2026   Next review: March 2027",
        "Version 3.1, last reviewed 4 March 2026, next review March 2027",
        "Version 3 | Reviewed 4 March 2026 | Review due March 2027",
        "Reviewed by: A. Example, Registered manager, 4 March 2026",
        "Reviewed by\tA. Example\tDate\t4 March 2026",
        "Reviewed and approved by the board on 4 March 2026",
        "This policy was last reviewed on 4 March 2026 and will be reviewed again in March 2027.",
        "This Data Protection and Security Policy was reviewed by the registered manager on 4 March 2026, who \
         found that \
         nothing in it had to change and that all members of staff had read it.",
        "**Last reviewed:** 4 March 2026",
        "last reviewed: 4 March 2026",
        "(Reviewed 4 March 2026)",
    ] {
        check(text, "2026-03-04 reviewed line 1");
    }
    check("Reviewed March 2026", "2026-03-01 reviewed line 1");
}

#[test]
fn a_date_may_stand_on_the_line_or_in_the_row_below_its_label() {
    check("Last reviewed:\n4 March 2026", "2026-03-04 reviewed line 2");
    check("Policy\n\nDate of approval\n\n4 March 2026 by A. Example", "2026-03-04 approved line 5");
    check("Approved\tReview date\n4 March 2026\t4 March 2027", "2026-03-04 approved line 2");
    check_next("Approved\tReview date\n4 March 2026\t4 March 2027", "2027-03-04");
    check_next("Next review:\nMarch 2027", "2027-03-31");
    check_next("Approved\tNext review\tOwner\n4 March 2026\tMarch 2027\tManager", "2027-03-31");
}

#[test]
fn each_kind_of_date_is_named() {
    check("Approved: 4 March 2026", "2026-03-04 approved line 1");
    check("Ratified by the management team 4/3/26", "2026-03-04 approved line 1");
    check("Approval date | 4 March 2026", "2026-03-04 approved line 1");
    check("Approved by: A. Example   Date: 4 March 2026", "2026-03-04 approved line 1");
    check("Last updated 4 March 2026", "2026-03-04 updated line 1");
    check("Version date: 4 March 2026", "2026-03-04 updated line 1");
    check("Issue date: 4 March 2026", "2026-03-04 issued line 1");
    check("Effective from 4 March 2026", "2026-03-04 in force line 1");
    check("Published: March 2026", "2026-03-01 issued line 1");
    check("Signed: A. Example  Date: 4/3/2026", "2026-03-04 signed line 1");
    check("Date: 4 March 2026", "2026-03-04 dated line 1");
    check("Dated 4 March 2026", "2026-03-04 dated line 1");
    check("Date of test: 4 March 2026", "2026-03-04 dated line 1");
    check("Date of certification: 4 March 2026", "2026-03-04 dated line 1");
    check("Date of risk assessment: 4 March 2026", "2026-03-04 dated line 1");
    check("Completed on 4 March 2026", "2026-03-04 completed line 1");
    check("Test carried out on 4 March 2026 by the IT supplier", "2026-03-04 completed line 1");
    check("Last tested: 4 March 2026", "2026-03-04 completed line 1");
    check("Meeting held on 4 March 2026", "2026-03-04 completed line 1");
    check("Report generated on 2026-03-04 09:30", "2026-03-04 made line 1");
    check("Correct as at 4 March 2026", "2026-03-04 dated line 1");
}

#[test]
fn the_better_kind_of_date_wins_over_the_newer() {
    let text = "Date: 30 March 2026\nIssued: 20 March 2026\nUpdated: 10 March 2026\nApproved: 4 March 2026";
    check(text, "2026-03-04 approved line 4");
    check(&format!("{text}\nReviewed: 1 March 2026"), "2026-03-01 reviewed line 5");
    check("30 March 2026\nDate: 1 March 2026", "2026-03-01 dated line 2");
}

#[test]
fn the_newest_of_the_best_kind_wins() {
    check("Reviewed: 4 March 2024\nReviewed: 4 March 2026\nReviewed: 4 March 2025", "2026-03-04 reviewed line 2");
}

#[test]
fn dates_after_today_are_never_the_documents_date() {
    check("Reviewed: 1 April 2026\nApproved: 4 March 2025", "2025-03-04 approved line 2");
    check("Date: 1 April 2026", "");
    check("Reviewed: 31 March 2026", "2026-03-31 reviewed line 1");
    let mut late = Content::default();
    late.properties.modified = Some(date(2026, 4, 1));
    assert_eq!(facts(&late, TODAY).dated, None);
    late.properties.created = Some(date(2026, 3, 1));
    assert_eq!(facts(&late, TODAY).dated.unwrap().what, "document property (created)");
}

#[test]
fn next_reviews_are_known_however_they_are_worded() {
    for text in [
        "Next review: 4 March 2027",
        "Next review date: 04/03/2027",
        "Date of next review\t4 March 2027",
        "Review date: 4 March 2027",
        "Review due: 4 March 2027",
        "Due for review: 4 March 2027",
        "Due for review by 4 March 2027",
        "Review by 4 March 2027",
        "To be reviewed 4 March 2027",
        "This policy will be reviewed on 4 March 2027 or earlier if the law changes.",
        "Valid until 4 March 2027",
        "Expiry date: 4 March 2027",
        "Expires 4/3/27",
        "Recertification due: 4 March 2027",
        "Next annual review due by 4 March 2027",
        "Reviewed 4 March 2026; next due 4 March 2027",
        "Reviewed yearly (next: 4 March 2027)",
    ] {
        check_next(text, "2027-03-04");
    }
    check_next("Next review: February 2028", "2028-02-29");
    check_next("Next review: 4 March 2025", "2025-03-04");
    check("Next review: 4 March 2025", "");
    check_next("Reviewed: 4 March 2026", "");
}

#[test]
fn a_past_review_date_that_was_planned_is_overdue_and_no_review() {
    let planned = "Approved: 1 March 2024\nReview date: March 2025";
    check(planned, "2024-03-01 approved line 1");
    check_next(planned, "2025-03-31");
    let done = "Approved: 1 March 2019\nReview date: 14 November 2025";
    check(done, "2025-11-14 reviewed line 2");
    check_next(done, "");
    check_next("Review date: March 2026", "");
    check_next("Review date: April 2026", "2026-04-30");
}

#[test]
fn version_tables_give_their_newest_entry_that_is_not_in_the_future() {
    let table = "Version\tDate\tAuthor\tChange\n1.0\t1 May 2024\tA. Example\tFirst\n1.1\t4 March 2026\tA. \
                 Example\tNew lead\n\
                 2.0\t1 May 2026\tA. Example\tPlanned";
    check(table, "2026-03-04 version history line 3");
    let pdf = "Version control\nVersion Date Author Summary of changes\n1.0 01/05/2024 A. Example First issue\n\
               for all staff\n\
               1.1 04/03/2026 A. Example New lead\nLast reviewed: 5 March 2026";
    check(pdf, "2026-03-05 reviewed line 6");
    check(&pdf.replace("Last reviewed: 5 March 2026", ""), "2026-03-04 version history line 5");
    check_version(pdf, "1.1");
    let reviews = "Review history\nDate reviewed\tReviewed by\tNext review\n4 March 2026\tA. Example\tMarch \
                   2027\n4 March 2025\tA. Example\tMarch 2026";
    check(reviews, "2026-03-04 reviewed line 3");
    check_next(reviews, "2027-03-31");
}

#[test]
fn dates_of_birth_and_dates_in_sentences_do_not_count() {
    for text in [
        "Date of birth: 4 March 1951",
        "DOB 04/03/1951",
        "Date of birth:\n4 March 1951",
        "Since 25 May 2018 the GDPR has applied to us.",
        "The incident was reviewed on 4 March 2026.",
        "The laptops were issued on 4 March 2026 and are checked often.",
        "reviewed on 4 March 2026 by the board and found to be in need of much more work by the supplier",
        "Not reviewed since 4 March 2020",
        "Never approved: 4 March 2020",
        "Updated guidance was published on 12 May 2023.",
        "General Data Protection Regulation (25 May 2018)",
        "Training year 1 April 2025 to 31 March 2026",
        "We do this every March 2026",
        "Reviewed: 03/25/2026",
        "Reviewed: annually",
        "Server 10.4.3.26",
    ] {
        let body = format!("Line\n{}{text}", "words and words\n".repeat(12));
        check(&body, "");
    }
    check("Date of birth: 4 March 1951", "");
    check("Date of birth:\n4 March 1951", "");
    check("Training year 1 April 2025 to 31 March 2026", "");
    check("General Data Protection Regulation (25 May 2018)", "");
}

#[test]
fn a_plain_date_near_the_top_counts_for_want_of_better() {
    check("Data Protection Policy\nMarch 2026", "2026-03-01 dated line 2");
    check("Minutes of the management meeting, 4 March 2026", "2026-03-04 dated line 1");
    check(&format!("{}4 March 2026", "line\n".repeat(10)), "");
    check("Site security: walk-round sheet, March 2026", "2026-03-01 dated line 1");
    check("Next meeting 4 March 2026", "");
    check("Next review:\n4 March 2025", "");
}

#[test]
fn rows_of_lists_do_not_date_the_list_by_their_words() {
    let list = "Asset\tOwner\tReviewed\nA\tB\tReviewed 4 March 2020\nC\tD\tReviewed 5 March 2020\n\
                E\tF\tReviewed 6 March 2020";
    check(list, "");
    check_next("Supplier\tService\tExpires\nA\tB\tExpires 4 March 2027\nC\tD\t5 March 2027\nE\tF\t6 March 2027", "");
    let control = "Title:\tBackup policy\tVersion:\t3\nOwner:\tManager\tApproved:\t4 March 2026\n\
                   Status:\tFinal\tRef:\tA1\nX:\tY\tZ:\tW";
    check(control, "2026-03-04 approved line 2");
}

#[test]
fn days_of_things_in_a_file_are_not_the_files_own() {
    check("Bought: 4 March 2026", "");
    check("SignatureLastUpdated : 04/03/2026 03:14:09", "");
    check("2026-03-04,Lost phone,2,none", "");
    check("Laptop\t4 March 2026", "");
    check("Spot check\nCarried out by the deputy. Actions approved by the manager on 16 January 2026.", "");
    let mut export = content("\"createdDateTime\": \"2024-09-17T10:00:00Z\"");
    export.tree = Some(crate::scan::content::Node { value: crate::scan::content::Value::Null, spot: Spot::Whole });
    assert_eq!(facts(&export, TODAY), DocumentFacts::default());
    let mut sheet = content("Device,Reviewed,Note\nA,Reviewed 4 March 2026,x");
    let row = |cells: [&str; 3]| cells.map(|cell| Cell::Text(cell.into())).into();
    let rows = vec![row(["Device", "Seen", "Note"]), row(["A", "Reviewed 4 March 2026", "x"])];
    sheet.tables.push(Table { name: None, rows, numbers: vec![1, 2] });
    assert_eq!(facts(&sheet, TODAY).dated, None);
}

#[test]
fn several_days_of_expiry_are_those_of_things_listed() {
    check_next("Registration expires: 4 March 2027", "2027-03-04");
    check_next("Certificate A valid until 4 March 2027\nValid until 4 March 2027", "2027-03-04");
    check_next("Expires 4 March 2027\nExpires 4 March 2026", "");
    check_next("Name\tTraining completed\tExpires\nA. Example\t4 March 2026\t4 March 2027", "");
}

#[test]
fn without_a_date_in_the_text_the_properties_speak() {
    let mut file = content("Data Protection Policy\nWe keep data safe.");
    file.properties.modified = Some(date(2025, 6, 7));
    file.properties.created = Some(date(2024, 6, 7));
    let dated = facts(&file, TODAY).dated.unwrap();
    assert_eq!((dated.on, dated.what.as_str()), (date(2025, 6, 7), "document property (last changed)"));
    assert_eq!(dated.place, "document properties");
}

#[test]
fn a_log_without_properties_is_dated_by_its_latest_entry() {
    let cell = |text: &str| Cell::Text(text.into());
    let mut log = content("Date,What,Next check,Date of birth\n");
    let rows = vec![
        vec![cell("Date"), cell("What"), cell("Next check"), cell("Date of birth")],
        vec![cell("04/03/2026"), cell("Lost phone"), cell("30/03/2026"), cell("30/03/2026")],
        vec![Cell::Day(date(2026, 3, 5)), cell("Spam"), Cell::Empty, Cell::Empty],
        vec![Cell::Day(date(2026, 4, 5)), cell("Typing error"), Cell::Empty, Cell::Empty],
    ];
    log.tables.push(Table { name: Some("Log".into()), rows, numbers: vec![1, 2, 3, 4] });
    let dated = facts(&log, TODAY).dated.unwrap();
    assert_eq!((dated.on, dated.what.as_str(), dated.place.as_str()), (date(2026, 3, 5), "latest entry", "Log, row 3"));
    log.properties.modified = Some(date(2026, 3, 10));
    assert_eq!(facts(&log, TODAY).dated.unwrap().on, date(2026, 3, 10));
}

#[test]
fn versions_are_read_from_labels_titles_and_tables() {
    check_version("Version 3.1", "3.1");
    check_version("Version: 2", "2");
    check_version("Issue 4", "4");
    check_version("Issue no. 4 | Approved 1 May 2024", "4");
    check_version("Version number\t1.2", "1.2");
    check_version("Version\n1.2", "1.2");
    check_version("Version\tOwner\n2.0\tManager", "2.0");
    check_version("Data Protection Policy v3", "3");
    check_version("Data Protection Policy (V2.1)", "2.1");
    check_version("Version\tDate\tChange\n1.0\t1 May 2024\tFirst\n1.1\t1 May 2025\tMore", "1.1");
    check_version("Reviewed 4 March 2026, version 3", "3");
}

#[test]
fn what_is_no_version_is_not_taken_for_one() {
    for text in [
        "Issue 4 March 2026",
        "Version: 04/03/2026",
        "Version 24H2",
        "The new version of the system is 7",
        "Issues: 4 open",
        "We use TLS v1.2.",
        "1\n2\n3\nSoftware: care app, version 5.2",
        "Asset\tOwner\tVersion\nCare plans\tManager\t1",
        "Version",
        "",
    ] {
        check_version(text, "");
    }
}

#[test]
fn drafts_are_known_by_title_status_and_watermark() {
    check_unfinished("Data Protection Policy\nDRAFT v0.3", "draft: line 2 says “DRAFT v0.3”");
    check_unfinished("Draft Data Protection Policy", "draft: line 1 says “Draft Data Protection Policy”");
    check_unfinished("Data Protection Policy (draft)", "draft: line 1 says “Data Protection Policy (draft)”");
    check_unfinished("Data Protection Policy - DRAFT 0.2", "draft: line 1 says “Data Protection Policy - DRAFT 0.2”");
    check_unfinished("Policy\nStatus: Draft", "draft: line 2 says “Status: Draft”");
    check_unfinished("Policy\nVersion\t0.3 (draft)", "draft: line 2 says “Version 0.3 (draft)”");
    check_unfinished("Policy\nOwner\tManager\tStatus\tDraft", "draft: line 2 says “Owner Manager Status Draft”");
    check_unfinished("Policy\nDraft for comment", "draft: line 2 says “Draft for comment”");
    let late = format!("Policy\n{}DRAFT – NOT FOR CIRCULATION", "words\n".repeat(80));
    check_unfinished(&late, "draft: line 82 says “DRAFT – NOT FOR CIRCULATION”");
    let newest = "Version\tDate\tChange\n1.0\t1 May 2024\tIssued\n1.1\t4 March 2026\tDraft with new lead";
    let says = "draft: the newest entry of the version history says “1.1 4 March 2026 Draft with new lead”";
    check_unfinished(newest, says);
    let mut titled = content("Policy");
    titled.properties.title = Some("Backup policy DRAFT".into());
    let says = "draft: the document title says “Backup policy DRAFT”";
    assert_eq!(facts(&titled, TODAY).unfinished.as_deref(), Some(says));
}

#[test]
fn talk_of_drafts_is_no_draft() {
    for text in [
        "A draft is circulated for comment.",
        "A draft is circulated for comment",
        "Drafts are kept for a year",
        "Draft contracts are checked by the manager.",
        "1. Policy\nThe draft goes to the board, then the final version is published.",
        "Status: Final (replaces draft of 2024)",
        "Status: draft / approved / archived",
        "Version\tDate\tChange\n0.1\t1 May 2024\tFirst draft\n1.0\t4 March 2026\tApproved",
        "Version\tDate\tStatus\n0.1\t1 May 2024\tDraft\n1.0\t4 March 2026\tFinal",
        "Mind the draught",
    ] {
        check_unfinished(text, "");
    }
    let late = format!("{}First draft", "words\n".repeat(12));
    check_unfinished(&late, "");
}

#[test]
fn file_names_tell_of_drafts_too() {
    let says = "draft: the file name says “Backup policy_DRAFT v2.docx”";
    assert_eq!(draft_name("p/Backup policy_DRAFT v2.docx").as_deref(), Some(says));
    assert_eq!(draft_name("drafts/Draughts policy.docx"), None);
}

#[test]
fn blanks_of_a_template_are_found() {
    for (text, blank) in [
        ("The policy of [Insert company name] is this.", "[Insert company name]"),
        ("<organisation name> keeps data safe.", "<organisation name>"),
        ("Approved on [date] by the board", "[date]"),
        ("[Name of care home] follows it", "[Name of care home]"),
        ("Welcome to XXXX.", "XXXX"),
        ("Insert company name here", "Insert company name here"),
        ("Click or tap here to enter text.", "Click or tap here to enter text."),
        ("Lorem ipsum dolor", "Lorem ipsum"),
        ("The data security lead is …………", "The data security lead is……"),
        ("Data protection lead: ..............", "Data protection lead:……"),
    ] {
        check_unfinished(&format!("Policy\n{text}"), &format!("blanks were never filled in: “{blank}” on line 2"));
    }
    check_unfinished(
        "[Organisation name]\n[Insert date]",
        "blanks were never filled in: “[Organisation name]” on line 1, and 1 more",
    );
    let mut word = content("[Your name]");
    word.lines[0].spot = Spot::Paragraph(8);
    let says = "blanks were never filled in: “[Your name]” in paragraph 8";
    assert_eq!(facts(&word, TODAY).unfinished.as_deref(), Some(says));
}

#[test]
fn forms_links_settings_and_contents_are_no_blanks() {
    for text in [
        "Signed: ................ Date: ................",
        "Name ……………………",
        "Introduction .................. 3",
        "2.1 Data protection lead ........ 12",
        "See [our name](https://example.org)",
        "[System Access]",
        "[ ] Locked the screen",
        "<add key=\"name\" value=\"x\"/>",
        "<name>Rosewood</name>",
        "Card number XXXX 1234",
        "Password: xxxxxxxx",
        "I, [employee name], have read this",
        "And so on ...",
        "Insert the card into the reader",
        "if [ -f name ]; then",
    ] {
        check_unfinished(text, "");
    }
}

#[test]
fn a_line_without_an_end_is_passed_over() {
    let data = "Reviewed: 5 March 2026; ".repeat(20_000);
    check(&format!("Reviewed: 4 March 2026\n{data}"), "2026-03-04 reviewed line 1");
}

#[test]
fn no_text_makes_it_stumble() {
    for text in [
        "",
        "\n\t\n",
        "\t\t\t",
        "4 March 2026",
        "ŵŵŵ 4 March 2026 ŵ",
        "Version Date\n",
        "Reviewed:",
        "…",
        "[",
        "\u{202e}1/1/26",
    ] {
        let _ = facts(&content(text), TODAY);
        let _ = facts(&content(&format!("{text}\n{text}\tx\n{text}")), TODAY);
    }
}
