//! Each kind in the forms that real files have it, and what looks like it and is none. Keys are put together here, so
//! that no tool that looks for keys stumbles over this file.

use super::check;

/// Lines that are to be known as one kind, and as nothing else.
#[track_caller]
fn all(what: &str, lines: &[String]) {
    for line in lines {
        check(line, &[&format!("{what} @ line 1")]);
    }
}

/// Lines in which there is nothing.
#[track_caller]
fn none(lines: &[&str]) {
    for line in lines {
        check(line, &[]);
    }
}

/// A word that no person wrote, of some letters.
fn word(length: usize) -> String {
    "q7Rz2LmX9vKb4TnW8sHd3FpY6gJc5".chars().cycle().take(length).collect()
}

/// Hexadecimal digits that no person wrote.
fn hex(length: usize) -> String {
    "3f9a07c2e1b84d65".chars().cycle().take(length).collect()
}

#[test]
fn numbers_of_people_are_known_by_what_stands_around_them() {
    all(
        "NHS number",
        &["Mrs Example, 9990000018, room 4", "999 000 0018", "Resident 9990000018", "nhs_number=9990000018"]
            .map(str::to_owned),
    );
    none(&[
        "Order 999 000 0018",
        "Account no 999 000 0018",
        "9990000018",
        "phone 9990000018 (NHS trust)",
        "invoice: 9990000018 for Mrs Example",
        "Telephone 999 000 0018",
    ]);
    all("National Insurance number", &["nino: ab 12 34 56 c", "NI number ab123456c"].map(str::to_owned));
    none(&["see part ab123456c", "NI number of each carer"]);
}

#[test]
fn days_of_birth_are_known_by_their_label() {
    all(
        "date of birth",
        &[
            "d.o.b. 4/3/41",
            "DOB: 04/03/1941",
            "Ann Example (born 4 March 1941)",
            "Date of birth - 4th March 1941",
            "\"dateOfBirth\": \"1941-03-04\",",
            "patient_dob=1941-03-04",
            "D.O.B 04.03.1941",
            "Date of birth\n04/03/1941",
        ]
        .map(str::to_owned)
        .map(|text| text.replace("birth\n", "birth: ")),
    );
    check("Date of birth\n04/03/1941", &["date of birth @ line 2"]);
    none(&["Date of birth: ____", "DOB", "Adobe 12/03/2026", "reviewed 04/03/2026", "The idea was born in 2019"]);
}

#[test]
fn accounts_and_cards_are_held_to_their_check_digits() {
    let iban = ["GB82", "WEST", "1234", "5698", "7654", "32"];
    let card = ["4111", "1111", "1111", "1111"];
    all("bank account number", &[iban.join(" "), iban.concat(), format!("IBAN: {}.", iban.join(" "))]);
    all(
        "payment card number",
        &[
            card.join(" "),
            card.join("-"),
            format!("card {}", card.concat()),
            format!("Amex {}{}", "37828224", "6310005"),
            format!("Mastercard {} {} {} {}", "5555", "5555", "5555", "4444"),
        ],
    );
    none(&[
        "GB83 WEST 1234 5698 7654 32",
        "4111 1111 1111 1112",
        "id 4111111111111111",
        "4111-1111-1111-1111-4111",
        "978-0-306-40615-7",
        "ISBN 9780306406157",
        "2026-03-04 11:22:33 1772582400 0 4096",
        "Sort codes are kept by the bank; account 12345678",
    ]);
    check("sort-code: 20-00-00\naccount number: 3192 6819", &["bank account number @ line 1"]);
}

#[test]
fn recovery_passwords_have_groups_that_eleven_divides() {
    let groups = ["123453", "234564", "345675", "456786", "567897", "678898", "110011", "220022"];
    all(
        "BitLocker recovery password",
        &[groups.join("-"), format!("Password: {}", groups.join("-")), groups.join(" - ")],
    );
    none(&[
        "123456-234567-345678-456789-567890-678901-789012-890123",
        "000000-000000-000000-000000-000000-000000-000000-000000",
    ]);
}

#[test]
fn private_keys_of_every_tool_are_known() {
    let pem = |kind: &str| format!("{0}BEGIN {kind}PRIVATE KEY{0}", "-".repeat(5));
    let mut lines: Vec<_> = ["", "RSA ", "EC ", "DSA ", "OPENSSH ", "ENCRYPTED "].map(pem).into();
    lines.push(format!("{0}BEGIN PGP PRIVATE KEY BLOCK{0}", "-".repeat(5)));
    lines.push(format!("{0} BEGIN SSH2 ENCRYPTED PRIVATE KEY {0}", "-".repeat(4)));
    lines.push(format!("{}-User-Key-File-3: ssh-ed25519", "PuTTY"));
    lines.push(format!("\"private_key\": \"{}\\nMIIE\\n\",", pem("")));
    all("private key", &lines);
    none(&["-----BEGIN CERTIFICATE-----", "-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----BEGIN SSH2 PUBLIC KEY-----"]);
}

#[test]
fn keys_of_cloud_services_are_known() {
    let secret = word(40);
    all(
        "access key",
        &[
            format!("{}{}", "AKIA", "QWERTZUIOPASDFGH"),
            format!("aws_secret_access_key = {secret}"),
            format!("\"SecretAccessKey\": \"{secret}\","),
            format!("{}QWERTZUIOPASDFGH,{secret}", "AKIA"),
            format!("https://x.blob.example.org/c?sv=2024-01-01&sp=r&sig={}%3D", word(43)),
            format!("\"value\": \"{}==\"", word(86)),
            format!("client value {}8Q~{}", "abC", word(34)),
        ],
    );
    check(&format!("aws_secret_access_key\n{secret}\n"), &["access key @ line 2"]);
    check(&format!("Secret access key:\n\n{secret}\n"), &["access key @ line 3"]);
    none(&[
        &format!("{}IOSFODNN7EXAMPLE", "AKIA"),
        &format!("aws_secret_access_key = {}", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        &format!("\"integrity\": \"sha512-{}==\"", word(86)),
        "AccessKeyId and SecretAccessKey are never exported",
    ]);
}

#[test]
fn tokens_are_known_by_how_they_begin() {
    all(
        "access token",
        &[
            format!("{}{}", "ghp_", word(36)),
            format!("{}{}", "github_pat_", word(60)),
            format!("{}{}", "glpat-", word(20)),
            format!("{}{}", "xoxb-", "123456789012-abcdefGHIJ"),
            format!("https://{}/services/T0AB12CD3/B0AB12CD3/{}", "hooks.slack.com", word(24)),
            format!("{}{}", "sk_live_", word(24)),
            format!("{}{}.{}", "SG.", word(22), word(43)),
            format!("{}{}", "AIza", word(35)),
            format!("{}{}.{}{}.{}", "eyJ", word(20), "eyJ", word(30), word(43)),
            format!("twilio_auth_token = {}", hex(32)),
            format!("Authorization: Bearer {}", word(30)),
            format!("token={}{}", "npm_", word(36)),
        ],
    );
    none(&[
        &format!("{}{}", "ghp_", "x".repeat(36)),
        &format!("{}your_token_goes_here_and_is_long_enough_", "ghp_"),
        "Authorization: Bearer <token>",
        "task-management-system-for-care-homes-2026",
        "the eyJ prefix of a token",
    ]);
}

#[test]
fn passwords_as_systems_keep_them_are_known() {
    let long = word(22);
    all(
        "password hash",
        &[
            format!("ann:$6$saltsalt${}:19000:0:99999:7:::", word(86)),
            format!("$y$j9T${long}${}", word(43)),
            format!("ann:$2y$10${}", word(53)),
            format!("ann:$apr1${}${long}", "abcdefgh"),
            format!("Administrator:500:{}:{}:::", hex(32), hex(32)),
            format!("username ann password 7 {}", "0822455D0A16"),
            format!("enable secret 5 $1$mERr${long}"),
            format!("IDENTIFIED BY PASSWORD '*{}'", hex(40).to_uppercase()),
            format!("ann:{{SHA}}{}=", word(27)),
            format!("pbkdf2_sha256$260000${long}${}=", word(43)),
            format!("set password ENC {}", word(40)),
        ],
    );
    none(&["enable secret 5", "password 7 characters or more", "ann:x:1000:1000:Ann:/home/ann:/bin/bash"]);
}

#[test]
fn passwords_in_every_kind_of_setting_are_known() {
    all(
        "password",
        &[
            "api_key = 8f2d6b1c9e",
            "  password: \"Tulip!Boat!Lamp\"",
            "'db_password' => 'Tulip77Boat',",
            "<add key=\"SmtpPassword\" value=\"Tulip77Boat\" />",
            "<Password>Tulip77Boat</Password>",
            "$p = ConvertTo-SecureString \"Tulip77Boat\" -AsPlainText -Force",
            "username ann password 0 Tulip77Boat",
            " password Tulip77Boat",
            "{\"user\": \"a\", \"password\": \"Tulip77Boat\", \"host\": \"b\"}",
            "| Router | password: Tulip77Boat |",
            "client-secret: 'q7Rz2LmX9v'",
        ]
        .map(str::to_owned),
    );
    check("Router\nAdmin password:\nTulip77Boat", &["password @ line 3"]);
    all(
        "connection string with a password",
        &["redis://:Tulip77Boat@cache:6379/0", "jdbc:postgresql://db/care?user=app&password=Tulip77Boat&ssl=true"]
            .map(str::to_owned),
    );
    none(&[
        "password = changeme",
        "password: <password>",
        "PASSWORD=${PASSWORD}",
        "password = ********",
        "password: REDACTED",
        "password = var.db_password",
        "password: vault:secret/data/db",
        "secret: @Microsoft.KeyVault(SecretUri=https://x.example.org)",
        "password = os.environ[\"DB_PASSWORD\"]",
        "postgres://user:password@localhost/db",
        "Password: at least 12 characters, see policy 4",
        "Password rules:\nP2 applies to all",
        "never use a password such as password: Summer2026!",
        "For example, password: Abcd1234",
        "Password length: 12",
        "bypass: policy2026",
        "compass = north77",
        "password_hash_algorithm: sha512crypt",
        "secretName: kv-secret-2026-prod",
        "tokenLifetime: 3600s",
        "<PasswordPolicy>strong1</PasswordPolicy>",
        "Password policy2026",
        "Secret questions-v3",
        "Password\nChanged on 4 March 2026",
    ]);
}

#[test]
fn digests_ids_and_pictures_are_no_secrets() {
    none(&[
        &format!("{}  policy.pdf", hex(64)),
        &format!("commit {}", hex(40)),
        "id: 123e4567-e89b-42d3-a456-426614174000",
        "secret_id: 123e4567-e89b-42d3-a456-426614174000",
        &format!("![logo](data:image/png;base64,{}==)", word(400)),
        &word(76),
        &format!("MII{}", word(61)),
        "0161 496 0000, 07700 900123, +44 20 7946 0958",
        "ISBN 0-306-40615-2",
        "Order 12345678, invoice 4567890123, parcel JD0123456789012345",
        "SHA256 Fingerprint=3F:9A:07:C2:E1:B8:4D:65",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIInventedInventedInventedInventedInv ann@example.org",
        "192.0.2.10 - - [04/Mar/2026:12:00:00 +0000] \"GET /login?next=/ HTTP/1.1\" 200 5120",
    ]);
}
