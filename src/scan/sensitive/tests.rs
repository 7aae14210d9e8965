//! What is complained of and what is hidden, and what is not.

use jiff::civil::date;

mod kinds;
mod places;

use super::*;
use crate::scan::content::{Cell, Line, Spot, Table};

fn content(text: &str) -> Content {
    let line = |(at, text): (usize, &str)| Line { text: text.into(), spot: Spot::Line(at + 1), heading: false };
    Content { lines: text.lines().enumerate().map(line).collect(), ..Content::default() }
}

fn table(name: Option<&str>, rows: &[&[&str]]) -> Table {
    let row = |row: &&[&str]| row.iter().map(|cell| Cell::Text((*cell).into())).collect();
    Table { name: name.map(Into::into), rows: rows.iter().map(row).collect(), numbers: (1..=rows.len()).collect() }
}

/// What is found in a text, as `what@place`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<_> = sensitive(&content(text)).iter().map(|s| format!("{} @ {}", s.what, s.place)).collect();
    assert_eq!(found, expected, "{text:?}");
}

#[track_caller]
fn check_mask(text: &str, expected: &str) {
    assert_eq!(mask(text), expected);
    assert_eq!(mask(&mask(text)), expected, "masking twice changes nothing");
}

/// A number of the test range with its check digit, where there is one.
fn test_number(body: u32) -> Option<String> {
    let body = format!("{body:09}");
    (0..10).map(|digit| format!("{body}{digit}")).find(|number| people::valid_nhs_number(number))
}

#[test]
fn nhs_numbers_are_known_by_their_check_digit() {
    let valid: Vec<_> = (999_000_000..999_000_050).filter_map(test_number).collect();
    assert!(valid.len() > 40);
    for number in &valid {
        let (a, b, c) = (&number[..3], &number[3..6], &number[6..]);
        for text in [format!("{a} {b} {c}"), format!("{a}-{b}-{c}"), format!("Jo ({a}\u{a0}{b}\u{a0}{c}).")] {
            check(&text, &["NHS number @ line 1"]);
        }
        check(&format!("NHS No: {number}"), &["NHS number @ line 1"]);
        let last = (number[9..].parse::<u32>().unwrap() + 1) % 10;
        check(&format!("{a} {b} {}{last}", &c[..3]), &[]);
    }
}

#[test]
fn ten_digits_without_spaces_need_the_word_nhs() {
    check("9990000018 is the serial number", &[]);
    check("NHS number 9990000018", &["NHS number @ line 1"]);
    check("\nresident's nhs no.\t9990000018", &["NHS number @ line 2"]);
    check("manager@nhs.net 9990000018", &[]);
}

#[test]
fn telephone_numbers_and_codes_are_not_nhs_numbers() {
    for text in [
        "Tel: 999 000 0018",
        "+44 999 000 0018",
        "020 794 6095",
        "0161 999 000 0018",
        "REF-999-000-0018",
        "999-000-0018-22",
        "x999 000 0018",
        "999 000 00181",
        "999.000.0018",
        "999 000 0019",
        "000 000 0000",
        "01632 960 001",
        "NHS England, telephone 0300 303 5678",
        "NHS mail order 1234567890",
    ] {
        check(text, &[]);
    }
}

#[test]
fn two_nhs_numbers_in_one_line_are_one_place() {
    check("999 000 0018 999 000 0026\n999 000 0034", &["NHS number @ line 1", "NHS number @ line 2"]);
}

#[test]
fn national_insurance_numbers_have_a_valid_prefix() {
    check("NI AB 12 34 56 C", &["National Insurance number @ line 1"]);
    check("AB123456C", &["National Insurance number @ line 1"]);
    for text in [
        "QQ123456C",
        "GB123456A",
        "AB123456E",
        "AB1234567C",
        "XAB123456C",
        "REF-AB123456C",
        "DO 12 34 56 C",
        "ZA123456",
    ] {
        check(text, &[]);
    }
}

#[test]
fn secrets_of_machines_are_found() {
    let recovery = "111111-222222-333333-444444-555555-666666-077770-088880";
    check(recovery, &["BitLocker recovery password @ line 1"]);
    check("111111-222222-333333", &[]);
    check("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END", &["private key @ line 1"]);
    check("-----BEGIN PUBLIC KEY-----", &[]);
    check("-----BEGIN CERTIFICATE-----", &[]);
    check("key AKIAABCDEFGHIJKLMNOP", &["access key @ line 1"]);
    check("AKIAABCDEFGHIJKLMNOPQ", &[]);
    check("root:$6$saltsalt$abcdefghijklmnopqrstuvwxyz0123456789:19000:0:99999:7:::", &["password hash @ line 1"]);
    check("jo:$y$j9T$abcdefghijklmnop$qrstuvwxyz0123456789:19000::::::", &["password hash @ line 1"]);
    check("$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234", &["password hash @ line 1"]);
    check("root:*:19000:0:99999:7:::\ndaemon:!:19000", &[]);
    check("It cost $6 or $1 a month", &[]);
}

#[test]
fn connection_strings_are_found_only_with_a_password() {
    let what = "connection string with a password @ line 1";
    check("Server=db;Database=care;User Id=app;Password=Tulip-77-Boat;", &[what]);
    check("postgres://app:Tulip77Boat@db.example.org/care", &[what]);
    check("DefaultEndpointsProtocol=https;AccountName=x;AccountKey=abcdefghijklmnopqrstuvwxyz==;", &[what]);
    check("Server=db;Database=care;Integrated Security=true;", &[]);
    check("Server=db;Database=care;User Id=app;Password=<password>;", &[]);
    check("postgres://app:${DB_PASSWORD}@db/care", &[]);
    check("https://example.org:8080/path@home", &[]);
}

#[test]
fn passwords_in_settings_are_found() {
    for text in [
        "password = Tulip77Boat",
        "db_password=tulips",
        "export API_KEY=abcd1234efgh",
        "client_secret: 'ab12cd34ef56'",
        "  \"password\": \"Tulip77Boat\",",
        "host=db user=app password=Tulip77Boat port=5432",
        "DefaultPassword=Tulip77 # for the kiosk",
    ] {
        check(text, &["password @ line 1"]);
    }
}

#[test]
fn prose_and_policies_about_passwords_are_not_passwords() {
    for text in [
        "Password: must have 12 characters",
        "Passwords: 12-character minimum",
        "MinimumPasswordLength = 12",
        "ClearTextPassword = 0",
        "PasswordComplexity = 1",
        "PasswordAuthentication no",
        "password = <your password>",
        "password=********",
        "password = ${PASSWORD}",
        "password: required",
        "PasswordNeverExpires : False",
        "Password policy: see Password-policy-v3.docx",
        "A good password = three random words",
        "Default password: changed",
        "Password last changed: 04/03/2026",
        "password requisite pam_pwquality.so retry=3 minlen=12",
        "passwordPolicies: DisablePasswordExpiration",
        "Numerical Password:",
    ] {
        check(text, &[]);
    }
}

#[test]
fn bank_accounts_need_the_sort_code_and_the_account() {
    check("Sort code: 12-34-56  Account no: 12345678", &["bank account number @ line 1"]);
    check("Sort code 12-34-56\nAccount number 12345678", &["bank account number @ line 1"]);
    check("Sort code: 12-34-56", &[]);
    check("Account number 12345678", &[]);
    check("04-03-26 12345678", &[]);
}

#[test]
fn a_head_tells_what_its_column_holds() {
    let mut content = Content::default();
    content.tables.push(table(
        Some("Residents"),
        &[
            &["Name", "NHS No.", "Password"],
            &["A", "9990000018", "Tulip77"],
            &["B", "9990000019", "changed"],
            &["C", "", "n/a"],
        ],
    ));
    content.tables.push(table(None, &[&["Sort code", "Account"], &["123456", "12345678"]]));
    let mut numbers = table(Some("N"), &[&["NHS number"], &[""]]);
    numbers.rows[1][0] = Cell::Number(9_990_000_018.0);
    content.tables.push(numbers);
    let found: Vec<_> = sensitive(&content).into_iter().map(|s| format!("{} @ {}", s.what, s.place)).collect();
    let expected =
        ["NHS number @ Residents!B2", "NHS number @ N!A2", "bank account number @ line 2", "password @ Residents!C2"];
    assert_eq!(found, expected);
}

#[test]
fn serials_and_days_under_other_heads_are_let_be() {
    let mut content = Content::default();
    let mut assets =
        table(Some("Assets"), &[&["Serial", "Password changed", "Account"], &["9990000018", "04/03/2026", "12345678"]]);
    assets.rows.push(vec![Cell::Day(date(2026, 3, 4)), Cell::Bool(true), Cell::Empty]);
    content.tables.push(assets);
    assert_eq!(sensitive(&content), []);
}

#[test]
fn keys_of_wireless_networks_are_found() {
    for text in [
        "psk=sunflowers",
        "Wi-Fi password: Sunflower77",
        "    Key Content            : sunflowers",
        "  wpa_passphrase=Sunflower77",
        "<keyMaterial>Sunflower77</keyMaterial>",
        "The Wi-Fi password is Sunflower77.",
    ] {
        check(text, &["Wi-Fi password @ line 1"]);
    }
    for text in ["The Wi-Fi password is changed every term", "Wi-Fi key: ask at the office", "psk=********", "wpa-psk"]
    {
        check(text, &[]);
    }
}

#[test]
fn many_places_become_twenty_and_a_count() {
    let numbers: Vec<_> = (999_000_000..).filter_map(test_number).take(33).collect();
    let text: String = numbers.iter().map(|n| format!("NHS {n}\n")).collect();
    let found = sensitive(&content(&text));
    assert_eq!(found.len(), 21);
    assert_eq!(found[20].place, "and 13 more");
    assert_eq!(found[19].place, "line 20");
}

#[test]
fn nothing_of_what_was_found_is_kept() {
    let text = "NHS 9990000018\npassword = Tulip77Boat\nAB123456C";
    let found = format!("{:?}", sensitive(&content(text)));
    for secret in ["9990000018", "Tulip", "AB123456C"] {
        assert!(!found.contains(secret));
    }
}

#[test]
fn a_line_without_an_end_takes_no_longer_than_many_lines() {
    let text = "9990000018; 999 000 0018; password=Tulip77Boat ".repeat(10_000);
    check(&text, &["NHS number @ line 1", "password @ line 1"]);
    assert_eq!(mask(&text).chars().count(), 120);
}

#[test]
fn columns_have_letters() {
    for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
        assert_eq!(columns::letters(column), expected);
    }
}

#[test]
fn addresses_keep_one_letter() {
    check_mask("ask jane.smith@rosewood.example, please", "ask j…@…, please");
    check_mask("O'Example <jo+x@care.example.org>; B@x", "O'Example <j…@…>; B…@…");
    check_mask("ŵyn@caffi.example", "ŵ…@…");
    check_mask("chacha20-poly1305@openssh.com", "chacha20-poly1305@openssh.com");
    check_mask("cost @ 5", "cost @ 5");
}

#[test]
fn personal_data_and_secrets_are_named_not_shown() {
    check_mask("is 999 000 0018", "is [NHS number]");
    check_mask("9990000018", "[NHS number]");
    check_mask("NHS no 123 456 7890", "NHS no [NHS number]");
    check_mask("NI AB 12 34 56 C.", "NI [National Insurance number].");
    check_mask("key AKIAABCDEFGHIJKLMNOP", "key [access key]");
    check_mask("111111-222222-333333-444444-555555-666666-077770-088880", "[BitLocker recovery password]");
    check_mask("a -----BEGIN PRIVATE KEY-----abc-----END PRIVATE KEY----- b", "a [private key] b");
    check_mask("-----BEGIN PRIVATE KEY-----\nabc", "[private key]");
    check_mask("password = Tulip77Boat", "password = [password]");
    check_mask("postgres://app:Tulip77Boat@db/care", "postgres://app:[password]@db/care");
    check_mask("root:$6$saltsalt$abcdefghijklmnopqrstuvwxyz0123456789:1", "root:[password hash]:1");
}

#[test]
fn plain_values_stay_as_they_are() {
    for text in
        ["", "is 8, expected at least 12", "1772582400", "LAPTOP-07", "4 March 2026", "naïve – “quoted”", "10.0.19045"]
    {
        check_mask(text, text);
    }
}

#[test]
fn invisible_characters_are_shown_or_dropped() {
    check_mask("invoice\u{202E}fdp.exe", "invoice\\u{202E}fdp.exe");
    check_mask("a\u{7}b\u{9b}", "a\\u{7}b\\u{9B}");
    check_mask("one\ttwo\nthree", "one two three");
    check_mask("999\u{200b} 000\u{feff} 0018", "[NHS number]");
}

#[test]
fn long_values_are_cut() {
    check_mask(&"x".repeat(120), &"x".repeat(120));
    check_mask(&"x".repeat(121), &format!("{}…", "x".repeat(119)));
    check_mask(&"ŵ".repeat(500), &format!("{}…", "ŵ".repeat(119)));
}

#[test]
fn masking_twice_changes_nothing_and_shows_no_number_wherever_the_cut_falls() {
    for pad in 80..125 {
        for secret in [
            "999 000 0018",
            "999 000 00181",
            "jo@care.example",
            "AB123456C",
            "password=Tulip77Boat",
            "\u{202e}\u{202e}",
        ] {
            let once = mask(&format!("{} {secret} {secret}", "y".repeat(pad)));
            assert_eq!(mask(&once), once);
            assert!(once.chars().count() <= 120);
            assert!(secret.len() == 13 || !once.contains("999 000 0018"));
            assert!(!once.contains("AB123456C") && !once.contains("Tulip77Boat"), "{once}");
        }
    }
}
