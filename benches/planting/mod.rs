//! Secrets and personal data made up for tests and the benchmark, put together only when they run, so that no tool that
//! looks for secrets stumbles over the sources; and a folder of ordinary documents with or without them.

use std::{fmt::Write as _, path::Path};

/// Something planted: what it is, the line that it stands in, and what must never be printed.
pub(crate) struct Planted {
    /// What a scan should call it.
    pub(crate) what: &'static str,
    /// A line of text with it.
    pub(crate) line: String,
    /// The value itself.
    pub(crate) value: String,
}

/// Numbers that look random and are the same each time.
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice that start from a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x1234_5678_9abc_def1))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    /// A number below another.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// Letters drawn from an alphabet, one of each sort among them so that it never looks plain.
    fn draw(&mut self, alphabet: &str, length: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        (0..length).map(|_| letters[self.below(letters.len())]).collect()
    }

    fn mixed(&mut self, length: usize) -> String {
        let drawn = self.draw("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", length - 3);
        format!("{}{drawn}{}{}", self.pick(&["a", "k", "w"]), self.pick(&["B", "R", "Z"]), self.pick(&["4", "7", "9"]))
    }

    fn hex(&mut self, length: usize) -> String {
        self.draw("0123456789abcdef", length)
    }
}

/// How many kinds of secret there are.
const KINDS: usize = 35;

/// So many secrets, one of each kind in turn.
pub(crate) fn secrets(dice: &mut Dice, count: usize) -> Vec<Planted> {
    (0..count).map(|at| secret(dice, at % KINDS)).collect()
}

fn secret(dice: &mut Dice, kind: usize) -> Planted {
    match kind {
        0..=8 => of_people(dice, kind),
        9..=21 => keys(dice, kind),
        _ => passwords(dice, kind),
    }
}

fn planted(what: &'static str, value: &str, around: &str) -> Planted {
    Planted { what, line: around.replace("{}", value), value: value.to_owned() }
}

fn of_people(dice: &mut Dice, kind: usize) -> Planted {
    let nhs = nhs_number(dice);
    let spaced = format!("{} {} {}", &nhs[..3], &nhs[3..6], &nhs[6..]);
    let prefix = dice.pick(&["AB", "CE", "JK", "PR", "WX"]);
    let insurance = dice.draw("123456789", 6);
    let (day, month, year) = (dice.below(18) + 10, dice.below(3) + 10, dice.below(30) + 1921);
    match kind {
        0 => planted("NHS number", &spaced, "She is known as {} at the surgery."),
        1 => planted("NHS number", &nhs, "NHS number: {}"),
        2 => planted("NHS number", &nhs, "Resident {} moved to room 4."),
        3 => planted("National Insurance number", &format!("{prefix}{insurance}C"), "NI number {}"),
        4 => planted(
            "National Insurance number",
            &format!("{prefix} {} {} {} A", &insurance[..2], &insurance[2..4], &insurance[4..]),
            "Payroll has {} for the new carer.",
        ),
        5 => planted("date of birth", &format!("{day}/{month}/{year}"), "Ann Example, d.o.b. {}"),
        6 => {
            let (code, account) = (dice.draw("23456789", 2), dice.draw("123456789", 8));
            planted("bank account number", &account, &format!("Sort code {code}-{code}-10, account number {{}}"))
        }
        7 => planted("bank account number", &iban(dice), "Pay the agency at {} please."),
        _ => planted("payment card number", &card(dice), "The office card is {}."),
    }
}

fn keys(dice: &mut Dice, kind: usize) -> Planted {
    let (long, upper) = (dice.mixed(40), dice.draw("ABCDEFGHJKLMNPQRSTUVWXYZ234567", 16));
    let (hex, short) = (dice.hex(32), dice.mixed(24));
    match kind {
        9 => planted("BitLocker recovery password", &recovery(dice), "{}"),
        10 => {
            let begin = format!("{0}BEGIN {1} KEY{0}", "-".repeat(5), "PRIVATE");
            planted("private key", &long, &format!("{begin} {{}} {}", begin.replace("BEGIN", "END")))
        }
        11 => planted("access key", &format!("{}{upper}", "AKIA"), "The key id is {} in the cloud."),
        12 => planted("access key", &long, &format!("aws_secret_{}_key = {{}}", "access")),
        13 => planted(
            "connection string with a password",
            &format!("{}==", dice.mixed(86)),
            "AccountName=care;AccountKey={}",
        ),
        14 => planted("access token", &format!("{}{}", "ghp_", dice.mixed(36)), "git clone with {} works"),
        15 => planted("access token", &format!("{}{short}", "glpat-"), "GitLab: {}"),
        16 => planted("access token", &format!("{}123456789012-{short}", "xoxb-"), "Slack uses {} to post."),
        17 => planted("access token", &format!("{}{short}", "sk_live_"), "Stripe: {}"),
        18 => planted("access token", &format!("{}{}", "AIza", dice.mixed(35)), "maps key {}"),
        19 => planted("access token", &format!("{}{}.{}", "SG.", dice.mixed(22), dice.mixed(43)), "mail goes by {}"),
        20 => {
            let token = format!("{}{}.{}{}.{}", "eyJ", dice.mixed(20), "eyJ", dice.mixed(40), dice.mixed(43));
            planted("access token", &token, "Cookie: {}")
        }
        _ => planted("access token", &hex, &format!("twilio_auth_{} = {{}}", "token")),
    }
}

fn passwords(dice: &mut Dice, kind: usize) -> Planted {
    let word = format!("{}{}{}", dice.pick(&["Tulip", "Kestrel", "Gannet"]), dice.below(9000) + 1000, dice.mixed(6));
    let (hash, hex, upper) = (dice.mixed(86), dice.hex(32), dice.hex(40).to_uppercase());
    match kind {
        22 => planted("password hash", &hash, "ann:$6$Xsaltsalt${}:19000:0:99999:7:::"),
        23 => planted("password hash", &dice.mixed(53), "ann:$2y$10${}"),
        24 => planted("password hash", &hex, &format!("Administrator:500:{}:{{}}:::", dice.hex(32))),
        25 => planted("password hash", &upper, "IDENTIFIED BY PASSWORD '*{}'"),
        26 => {
            planted("password hash", &format!("08{}", dice.draw("0123456789ABCDEF", 12)), "username ann password 7 {}")
        }
        27 => planted("connection string with a password", &word, "postgres://app:{}@db.example.org/care"),
        28 => planted("connection string with a password", &word, "Server=db;Database=care;User Id=app;Password={};"),
        29 => planted("password", &word, "db_password = {}"),
        30 => planted("password", &word, "Admin password: {}"),
        31 => planted("password", &dice.mixed(32), "client_secret: {}"),
        32 => planted("password", &dice.hex(40), "api_key = {}"),
        33 => planted("Wi-Fi password", &word, "    Key Content            : {}"),
        _ => planted("Wi-Fi password", &word, "wpa_psk={}"),
    }
}

/// A number of the range for tests, with its check digit.
fn nhs_number(dice: &mut Dice) -> String {
    loop {
        let body = format!("999{:06}", dice.below(1_000_000));
        let digits = body.chars().filter_map(|c| c.to_digit(10));
        let sum: u32 = digits.zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
        match (11 - sum % 11) % 11 {
            10 => {}
            last => return format!("{body}{last}"),
        }
    }
}

fn iban(dice: &mut Dice) -> String {
    let rest = format!("WEST{}", dice.draw("0123456789", 14));
    let number = |text: &str| {
        text.chars().fold(0, |rest, c| match c.to_digit(36).unwrap() {
            value if value > 9 => (rest * 100 + value) % 97,
            value => (rest * 10 + value) % 97,
        })
    };
    format!("GB{:02}{rest}", 98 - number(&format!("{rest}GB00")))
}

fn card(dice: &mut Dice) -> String {
    let body = format!("4{}", dice.draw("0123456789", 14));
    let doubled = |(at, digit): (usize, u32)| match at % 2 {
        0 if digit > 4 => digit * 2 - 9,
        0 => digit * 2,
        _ => digit,
    };
    let sum: u32 = body.chars().filter_map(|c| c.to_digit(10)).enumerate().map(doubled).sum();
    let all = format!("{body}{}", (10 - sum % 10) % 10);
    format!("{} {} {} {}", &all[..4], &all[4..8], &all[8..12], &all[12..])
}

fn recovery(dice: &mut Dice) -> String {
    (0..8).map(|_| format!("{:06}", (dice.below(50_000) + 10_000) * 11)).collect::<Vec<_>>().join("-")
}

/// A folder of Markdown files with ordinary words, and among them what looks like secrets and is none. What is planted
/// goes into one file each; the names of these files are given back in its order.
pub(crate) fn documents(folder: &Path, seed: u64, count: usize, planted: &[Planted]) -> Vec<String> {
    let mut dice = Dice::new(seed);
    let mut named = Vec::new();
    for at in 0..count {
        let mut lines: Vec<String> = vec![format!("# Notes {at} on the running of the home"), String::new()];
        for _ in 0..30 {
            let line = if dice.below(6) == 0 { lure(&mut dice) } else { sentence(&mut dice) };
            lines.extend([line, String::new()]);
        }
        let place = 2 + dice.below(lines.len() - 2);
        // Files with something in them lie evenly among the others.
        let step = count / planted.len().max(1);
        let name = format!("part {}/notes {at}.md", at / 100);
        if let Some(one) = planted.get(at / step.max(1)).filter(|_| at % step.max(1) == step / 2) {
            lines.insert(place & !1, String::new());
            lines.insert(place & !1, one.line.clone());
            named.push(name.clone());
        }
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, lines.join("\n")).unwrap();
    }
    named
}

fn sentence(dice: &mut Dice) -> String {
    const WORDS: [&str; 40] = [
        "the",
        "carer",
        "record",
        "of",
        "each",
        "visit",
        "is",
        "kept",
        "in",
        "a",
        "locked",
        "cabinet",
        "and",
        "only",
        "those",
        "who",
        "need",
        "it",
        "may",
        "read",
        "password",
        "policy",
        "says",
        "that",
        "key",
        "workers",
        "change",
        "secret",
        "questions",
        "every",
        "year",
        "token",
        "gestures",
        "are",
        "not",
        "enough",
        "manager",
        "signs",
        "rota",
        "training",
    ];
    let mut text = String::new();
    for _ in 0..12 + dice.below(30) {
        let _ = write!(text, "{} ", dice.pick(&WORDS));
    }
    format!("{}.", text.trim_end())
}

/// What looks like a secret, and is none.
fn lure(dice: &mut Dice) -> String {
    let (hex, digits) = (dice.hex(64), dice.draw("0123456789", 8));
    match dice.below(16) {
        0 => format!("{hex}  policy.pdf"),
        1 => format!("commit {}", &hex[..40]),
        2 => format!("id: {}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[12..15], &hex[15..18], &hex[18..30]),
        3 => format!("![logo](data:image/png;base64,{}==)", dice.mixed(200)),
        4 => format!("Telephone: 0161 496 0{}, mobile 07700 900{}", &digits[..3], &digits[3..6]),
        5 => format!("Order number {digits}12, invoice 45{digits}"),
        6 => "password: <your password>".into(),
        7 => "DB_PASSWORD=${DB_PASSWORD}".into(),
        8 => "Password: at least 12 characters, three random words".into(),
        9 => "api_key = REDACTED".into(),
        10 => "password = changeme".into(),
        11 => format!("ISBN 978-0-306-4{}-7", &digits[..4]),
        12 => format!("Reviewed on 04/03/2026 by the manager, version 3.{}", &digits[..2]),
        13 => format!("Serial {digits}{}, asset {}", &digits[..2], &digits[..6]),
        14 => "Account number: see the bank's letter; sort code: see the bank's letter".into(),
        _ => format!("-----BEGIN CERTIFICATE-----\nMII{}\n-----END CERTIFICATE-----", dice.mixed(61)),
    }
}
