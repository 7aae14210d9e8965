use super::*;

/// A mask that knows some devices, a record, a supplier and a file.
fn mask() -> Mask {
    let own = vec![vec!["rosewood".to_owned(), "court".to_owned()]];
    let mut mask = Mask { names: BTreeMap::new() };
    for (name, instead) in [
        ("LAPTOP-07", LEFT_OUT),
        ("Router and firewall", LEFT_OUT),
        ("Example Valley IT", SUPPLIER),
        ("it/devices March.csv", LEFT_OUT),
        ("devices March.csv", LEFT_OUT),
        ("row 42", LEFT_OUT),
        ("Rosewood", LEFT_OUT),
        ("1", LEFT_OUT),
        ("2025-01", LEFT_OUT),
    ] {
        mask.learn(name, instead, &own);
    }
    mask
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(mask().text(text), expected);
    // What was masked once stays as it is.
    assert_eq!(mask().text(expected), expected);
}

#[test]
fn known_names_go_however_they_are_written() {
    for text in ["LAPTOP-07", "laptop-07", "Laptop 07", "LAPTOP\u{200B}-07", "LAPTOP\u{2011}07", "ＬＡＰＴＯＰ-07"]
    {
        check(text, LEFT_OUT);
    }
    check("Only LAPTOP-07 is open; row 42 too.", "Only [left out] is open; [left out] too.");
    check("Our router and firewall are old", "Our [left out] are old");
    check("Example Valley IT is to be asked", "[a supplier] is to be asked");
    check("See devices March.csv or it/devices March.csv.", "See [left out] or [left out].");
    check("Two names: LAPTOP-07 LAPTOP-07", "Two names: [left out]");
}

#[test]
fn the_own_name_and_numbers_stay() {
    check("Rosewood Court has 1 router, since 2025-01-14", "Rosewood Court has 1 router, since 2025-01-14");
}

#[test]
fn addresses_and_paths_go() {
    for token in [
        "jo@rosewood.example",
        "10.0.0.4",
        "10.0.0.4:8443",
        "[fe80::1]",
        "2001:db8::7",
        "00:1A:2b:3c:4d:5e",
        "https://rosewood.example/privacy",
        "dc1.care.example",
        "rosewood.onmicrosoft.example",
        r"C:\Users\jo",
        "D:/backup",
        r"\\care-srv\share",
        r"CARE\jo.admin",
        "/etc/passwd",
        "~/keys",
        "it/ConditionalAccess.json",
        "secpol.inf",
        "CARE-SRV",
        "HV-LT-01",
        "srv_1",
        "tablet-03",
    ] {
        check(&format!("It is on {token}, they say."), "It is on [left out], they say.");
        check(&format!("({token})"), "([left out])");
    }
    check(r"In C:\Users\Ann Example\notes and elsewhere", r"In [left out] and elsewhere");
}

#[test]
fn ordinary_writing_stays() {
    for text in [
        "Yes. About 93% today; 37 of 39, see 3.2.1 and/or A2.b.",
        "e-mail, table-top, follow-up, well-known, 24-hour, 12-Mar-2026, 2025-26",
        "We use Microsoft 365, e.g. Teams, i.e. the lot. Next point.",
        "Version 2.1 of 4 March 2026, at 10.30 a.m.",
        "“Quoted” (in brackets) 50/50, his/hers, 1/2",
        "ZA000000 and VL7XX, NHS, GDPR",
        "José ŵ ŷ’s answer",
    ] {
        check(text, text);
    }
}

#[test]
fn what_records_call_a_thing_in_plain_words_gives_nothing_away() {
    for (name, plain) in [
        ("Archive", true),
        ("Care records", true),
        ("Planning visits, pay", true),
        ("E-mail and shared files", true),
        ("HV off-site copy", false),
        ("Microsoft 365 mail", false),
        ("care-srv2", false),
        ("rosewoodBackups", false),
        ("Off-site copy (locked 30 days)", false),
        ("", false),
    ] {
        assert_eq!(is_plain(name), plain, "{name}");
    }
}
