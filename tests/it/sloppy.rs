//! What the built-in rules say of files as hurried people leave them: nothing too good, and no false alarm.

use std::collections::BTreeMap;

use dspt::model::Outcome;
use dspt::scan::{Input, Rules, Way, scan};

/// What is said of files on 31 March 2026, without what passes.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let rules = Rules::parse(&super::rules::built_in()).unwrap();
    let inputs = files.iter().map(|(name, text)| Input::of(*name, Ok(text.as_bytes().to_vec())));
    let day = jiff::civil::date(2026, 3, 31);
    let scan = scan(&rules, inputs, &BTreeMap::new(), day, day, &mut |_| {}, &Way::default());
    // That there is nothing to hold a register against is no matter here.
    let joins = ["laptops-in-encryption-export", "leavers-cannot-sign-in"];
    let own = scan.findings.iter().filter(|f| f.outcome != Outcome::Unknown || !joins.contains(&f.check.as_str()));
    let amiss = own.filter(|finding| finding.outcome != Outcome::Pass);
    let shown: Vec<String> = amiss.map(|f| format!("{} {:?} {}: {}", f.check, f.outcome, f.place, f.message)).collect();
    assert_eq!(shown, expected, "\n{:#?}", scan.findings);
}

#[test]
fn a_retention_schedule_is_no_register_of_information_assets() {
    let rules = Rules::parse(&super::rules::built_in()).unwrap();
    let text = "Record type,Owner,Retention period,Location\nCare plans,Manager,8 years,Office\n";
    let input = Input::of("Retention schedule.csv", Ok(text.as_bytes().to_vec()));
    let day = jiff::civil::date(2026, 3, 31);
    let scan = scan(&rules, std::iter::once(input), &BTreeMap::new(), day, day, &mut |_| {}, &Way::default());
    assert_eq!(scan.findings, []);
}

#[test]
fn a_stock_sshd_config_asks_for_what_really_holds_in_one_sentence() {
    let text = "Include /etc/ssh/sshd_config.d/*.conf\n#PermitRootLogin prohibit-password\nUsePAM yes\nPasswordAuthentication yes\n";
    let says = "this file takes in others, whose settings come first; export what really holds with sudo sshd -T";
    let all = [
        "empty-passwords-off",
        "guesses-limited",
        "idle-sessions-end",
        "password-sign-in-off",
        "root-login-off",
        "sign-in-limited",
        "sign-ins-logged",
        "uses-pam",
        "weak-algorithms-off",
    ];
    let expected = all.map(|id| format!("ssh-{id} Unknown sshd_config:1: {says}"));
    check(&[("sshd_config", text)], &expected.each_ref().map(String::as_str));
}

#[test]
fn an_unsigned_agreement_reads_as_it_stands_there() {
    check(
        &[("Administrators.csv", "Name,System,Admin role,Agreement signed\nAnn,M365,Global admin,No\n")],
        &["administrators-signed-agreement Fail Administrators.csv:2: Agreement signed is “No”"],
    );
}

#[test]
fn an_ipad_is_not_judged_by_the_releases_of_the_iphone() {
    let head = "Asset,Type,Owner,Operating system,Last reviewed\n";
    let row = |asset: &str, kind: &str, system: &str| format!("{head}{asset},{kind},Manager,{system},01/02/2026\n");
    check(
        &[("a.csv", &row("TAB-1", "iPad", "iOS 17.7"))],
        &[
            "software-supported Unknown a.csv:2: “iOS/iPadOS 17.7” may be one of several products with different end dates",
        ],
    );
    check(&[("a.csv", &row("TAB-1", "iPad", "iPadOS 17.7"))], &[]);
    check(
        &[("a.csv", &row("PHONE-1", "Phone", "iOS 17.7"))],
        &["software-supported Fail a.csv:2: iOS 17: security updates ended on 13 May 2025"],
    );
    check(
        &[("a.csv", &row("X-1", "Phone", "iOS/iPadOS 17.7"))],
        &[
            "software-supported Unknown a.csv:2: “iOS/iPadOS 17.7” may be one of several products with different end dates",
        ],
    );
}

#[test]
fn last_years_register_does_not_speak_against_this_years() {
    let head = "Asset,Type,Owner,Operating system,Last reviewed\n";
    check(
        &[
            (
                "Assets 2024.csv",
                &format!("{head}LAP-1,Laptop,A,Windows 10 22H2,01/02/2024\nLAP-9,Laptop,A,Windows 7,01/02/2024\n"),
            ),
            (
                "Assets 2026.csv",
                &format!(
                    "{head}LAP-1,Laptop,A,Windows 11 Pro 25H2,01/02/2026\nLAP-2,Laptop,A,Windows 11 Pro 25H2,01/02/2026\n"
                ),
            ),
        ],
        &[],
    );
}

#[test]
fn a_closed_account_is_not_one_that_is_active() {
    check(
        &[(
            "Leavers.csv",
            "Name,Leaving date,Account closed\nAnn,01/02/2026,Active\nBen,01/02/2026,Enabled\nCat,01/02/2026,Yes\n",
        )],
        &[
            "leavers-accounts-closed Fail Leavers.csv:2: Account closed is “Active”",
            "leavers-accounts-closed Fail Leavers.csv:3: Account closed is “Enabled”",
        ],
    );
}
