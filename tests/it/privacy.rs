//! Nothing that evidence says of people, and no secret, reaches any output; what lies where is said all the same.

use std::sync::LazyLock;

use super::home::{Home, answers, document, exits, out, pdf_text, said, workbook};

/// What must never be printed: surnames, local parts of addresses, numbers and secrets planted in the evidence.
const PLANTED: [&str; 27] = [
    "Quillfeather",
    "Umbrastone",
    "Vexworthy",
    "Zarnthorpe",
    "Oddlewick",
    "Fennimorex",
    "Zelda",
    "Zackary",
    "zquill",
    "umbra.vi",
    "9990123454",
    "999 012 3454",
    "999 234 5675",
    "AB123456C",
    "AB 12 34 56 C",
    "123453-234564-345675-456786-567897-678898-110011-220022",
    "MIIBOgIBAAJBAKj34GkxFhD9",
    "AKIAINVENTEDKEY12345",
    "wJalrINVENTEDsecretKEYbPxRfiCYINVENTEDKEY",
    "$6$saltsalt$INVENTEDhashINVENTEDhashINVENTEDhash",
    "INVENTEDhash",
    "hunter2Plum!",
    "Plum!",
    "Kestrel77",
    "Tr0mbone",
    "20-00-00",
    "31926819",
];

/// Everything that the program says of the workspace: a name for each output, and its text.
static OUTPUTS: LazyLock<Vec<(&'static str, String)>> = LazyLock::new(|| {
    let home = planted();
    let mut outputs = Vec::new();
    let mut add = |name: &'static str, command: &str, more: &[&str]| {
        let run = home.run(command, more);
        exits(&run, 0);
        outputs.push((name, format!("{}\n{}", out(&run), said(&run))));
    };
    add("scan", "scan", &["-v"]);
    add("scan in JSON", "scan", &["--format", "json"]);
    add("status", "status", &["-v"]);
    add("status, plain", "status", &["--plain"]);
    add("assess", "assess", &["-v"]);
    outputs.push(("report in Markdown", String::from_utf8(home.report("report.md")).unwrap()));
    outputs.push(("report in PDF", pdf_text(&home.report("report.pdf"))));
    outputs
});

fn output(name: &str) -> &'static str {
    OUTPUTS.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str()).unwrap()
}

#[test]
fn no_person_and_no_secret_of_the_evidence_reaches_any_output() {
    let mut leaks = Vec::new();
    for (name, text) in OUTPUTS.iter() {
        // Lines are broken where they are full: a word may be too.
        let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let (whole, lines) = (solid(text), text.lines().collect::<Vec<_>>());
        for planted in PLANTED {
            if whole.contains(&solid(planted)) {
                let line = lines.iter().find(|line| line.to_lowercase().contains(&planted.to_lowercase()));
                leaks.push(format!("{name} says {planted}: {}", line.unwrap_or(&"(broken over lines)")));
            }
        }
    }
    assert!(leaks.is_empty(), "\n{}", leaks.join("\n"));
}

#[test]
fn files_with_secrets_are_named_with_the_kind_and_the_line() {
    for (name, text) in OUTPUTS.iter().filter(|(name, _)| !name.contains("status") && *name != "assess") {
        let text = super::home::words(text);
        for (file, what, place) in [
            ("notes.txt", "NHS number", "line 3"),
            ("notes.txt", "National Insurance number", "line 4"),
            ("notes.txt", "bank account number", "line 5"),
            ("bitlocker LAPTOP-01.txt", "BitLocker recovery password", "line 3"),
            ("id_rsa.txt", "private key", "line 2"),
            ("aws.txt", "access key", "line 2"),
            ("shadow.txt", "password hash", "line 1"),
            ("web.config.txt", "connection string with a password", "line 1"),
            ("web.config.txt", "password", "line 3"),
            ("staff numbers.csv", "National Insurance number", "line 2"),
        ] {
            let found = match *name {
                "scan in JSON" => text.contains(&format!("\"what\": \"{what}\", \"place\": \"{place}\"")),
                "report in Markdown" => text.replace('\\', "").contains(&format!("{file}: {what}, {place}")),
                // A PDF may break a line anywhere.
                "report in PDF" => {
                    let solid = |text: &str| text.replace([' ', '\u{ad}'], "");
                    solid(&text).contains(&solid(&format!("{file}: {what}, {place}")))
                }
                _ => text.contains(&format!("{file}: {what}, {place}")),
            };
            assert!(found, "{name} does not name the {what} in {file}, {place}");
        }
    }
}

#[test]
fn answers_are_contradicted_and_the_rows_are_given_in_place_of_the_names() {
    let status = super::home::words(output("status"));
    assert!(status.contains("6 where your file says otherwise"), "{status}");
    // Two of four are trained: two people whose addresses look alike when masked stay two.
    assert!(status.contains("2 of 4, that is 50%, expected at least 95%; not: row 4, row 5"), "{status}");
    let report = super::home::words(output("report in Markdown"));
    for text in [&status, &report] {
        for title in ["3.2.1 95% of people", "4.5.3 Second step", "8.1.4 Supported", "9.5.2 Encrypted", "10.2.1 Supp"] {
            assert!(text.contains(title), "{title}");
        }
    }
    // Three accounts have no second step, two of them with the same masked address.
    assert!(report.contains("2 of 5 accounts pass"), "{report}");
    // A device is no person, even when somebody called it after one.
    assert!(report.contains("LAPTOP-NELLIE"), "{report}");
}

#[test]
fn each_person_is_counted_once_however_alike_the_masked_names_are() {
    let scan: serde_json::Value = serde_json::from_str(output("scan in JSON").trim_end_matches(|c| c != '}')).unwrap();
    let findings = scan["scan"]["findings"].as_array().unwrap();
    let of = |check: &str, outcome: &str| {
        findings.iter().filter(|finding| finding["check"] == check && finding["outcome"] == outcome).count()
    };
    assert_eq!(of("mfa-registered-by-everyone", "fail"), 3);
    assert_eq!(of("mfa-registered-by-everyone", "pass"), 2);
    assert_eq!(of("google-two-step-enforced", "fail"), 2);
    let labels: Vec<&str> = findings
        .iter()
        .filter(|finding| finding["check"] == "mfa-registered-by-everyone")
        .map(|finding| finding["subject"]["label"].as_str().unwrap())
        .collect();
    let mut once = labels.clone();
    once.dedup();
    assert_eq!(labels, once);
    assert!(findings.iter().all(|finding| finding["subject"].get("id").is_none()));
}

/// Evidence of a made-up home in which names, numbers and secrets stand wherever they stand in real folders.
fn planted() -> Home {
    let yes = |item: &str| format!("\"{item}\": {{ value: yes, by: Manager, on: 2026-03-04 }}");
    let items = ["3.2.1", "4.2.4", "4.3.1", "4.5.3", "8.1.4", "9.5.2", "7.3.1", "10.2.1"].map(yes);
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    let home = Home::new(&answers("dspt-2025-26-social-care", &items, &[]));
    people(&home);
    accounts(&home);
    secrets(&home);
    home
}

fn people(home: &Home) {
    home.file(
        "training.csv",
        "Name,E-mail,Job role,Status,Data security training completed\n\
         Zelda Quillfeather,z.quillfeather@rosewood.example,Carer,Active,04/03/2026\n\
         Ulla Umbrastone,u.umbrastone@rosewood.example,Carer,Active,05/03/2026\n\
         Zackary Quillfeather,zquill@rosewood.example,Carer,Active,\n\
         Zora Zarnthorpe,zquill2@rosewood.example,Carer,Active,04/03/2024\n",
    );
    home.file(
        "leavers.csv",
        "Name,Leaving date,Accounts closed on,Closed by\n\
         Zelda Quillfeather,03/01/2026,,Ulla Umbrastone\n\
         Vera Vexworthy,04/01/2026,09/03/2026,umbra.vi@rosewood.example\n",
    );
    home.file(
        "administrators.csv",
        "Name,System,Admin role,Agreement signed on\nZelda Quillfeather,Care records,Administrator,\n\
         umbra.vi@rosewood.example,Microsoft 365,Global administrator,02/02/2026\n",
    );
    home.file(
        "incident log.csv",
        "Reference,Date,What happened,Reported to the ICO,Action taken,Lessons learned,Status,Date closed\n\
         1,04/01/2026,E-mail about Olive Oddlewick went to zquill@rosewood.example,No,Zelda Quillfeather rang,,Closed,05/01/2026\n\
         2,05/01/2026,Data stick of Vera Vexworthy lost,No,,,Open,\n",
    );
    home.file(
        "suppliers.csv",
        "Supplier,Service,Personal data,Contact,Certification,Certificate expiry\n\
         Fictional Records Ltd,Care records,Yes,Felix Fennimorex felix.fennimorex@records.example,Cyber Essentials,04/01/2025\n\
         Example Payroll,Payroll,Yes,,ISO 27001,ask umbra.vi@payroll.example\n",
    );
    home.file(
        "staff list.csv",
        "Name,Job role,Access level\nZelda Quillfeather,Carer,Own residents\nOlive Oddlewick,,All\n",
    );
    home.file(
        "staff list 2026.xlsx",
        workbook(
            "Staff",
            &[
                &["Name", "Job role", "Access level"],
                &["Zelda Quillfeather", "Carer", "Own residents"],
                &["Olive Oddlewick", "", "All"],
            ],
        ),
    );
    home.file(
        "staff numbers.csv",
        "Employee,NI number,NHS number\nVera Vexworthy,AB123456C,9990123454\nOlive Oddlewick,AB 12 34 56 C,999 234 5675\n",
    );
    home.file(
        "Supervision note.docx",
        document(&[
            "Zelda Quillfeather",
            "Talked about the data protection policy with Ulla Umbrastone on 4 March 2026.",
            "Her NHS number is 999 012 3454.",
        ]),
    );
    home.file(
        "asset register.csv",
        "Asset,Serial number,Operating system,Assigned to,Owner,Last reviewed\n\
         LAPTOP-NELLIE,S1,Windows 7 Professional,Zelda Quillfeather,Ulla Umbrastone,04/03/2026\n",
    );
    home.file(
        "devices.csv",
        "Device name,OS,OS version,Last check-in,Encrypted,Primary user UPN,Primary user display name\n\
         LAPTOP-NELLIE,Windows,10.0.26100.3476,2026-03-29,False,zquill@rosewood.example,Zelda Quillfeather\n\
         LAPTOP-02,Windows,10.0.26100.3476,2026-03-29,,umbra.vi@rosewood.example,Ulla Umbrastone\n",
    );
}

fn accounts(home: &Home) {
    home.file(
        "MfaRegistration.csv",
        "userPrincipalName,userDisplayName,isMfaRegistered,isMfaCapable,isAdmin,userType\n\
         z.quillfeather@rosewood.example,Zelda Quillfeather,False,False,False,member\n\
         zquill@rosewood.example,Zackary Quillfeather,False,False,True,member\n\
         zorazarnthorpe@rosewood.example,Zora Zarnthorpe,False,False,False,member\n\
         umbra.vi@rosewood.example,Ulla Umbrastone,True,True,True,member\n\
         vera.vexworthy@rosewood.example,Vera Vexworthy,True,True,False,member\n",
    );
    home.file(
        "User_Download.csv",
        "First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY],2sv Enrolled [READ ONLY],\
         2sv Enforced [READ ONLY]\n\
         Zelda,Quillfeather,z.quillfeather@rosewood.example,Active,False,False\n\
         Zackary,Quillfeather,zquill@rosewood.example,Active,False,False\n\
         Ulla,Umbrastone,umbra.vi@rosewood.example,Active,True,True\n",
    );
    home.file(
        "credential-report.csv",
        "user,arn,user_creation_time,password_enabled,password_last_used,mfa_active,access_key_1_active\n\
         zquill,arn:aws:iam::000000000000:user/zquill,2024-01-01T00:00:00+00:00,true,2026-01-01T00:00:00+00:00,false,true\n",
    );
    home.file(
        "ConditionalAccess.json",
        r#"{"value": [{"displayName": "Second step, but not for zquill@rosewood.example",
            "state": "enabledForReportingButNotEnforced", "conditions": {"clientAppTypes": ["all"],
            "users": {"includeUsers": ["All"], "excludeUsers": ["umbra.vi@rosewood.example"]},
            "applications": {"includeApplications": ["All"]}},
            "grantControls": {"operator": "OR", "builtInControls": ["mfa"]}}]}"#,
    );
    home.file(
        "backup jobs.csv",
        "Job name,Last result,Last run\nMailbox of zquill@rosewood.example,Failed,30/03/2026 02:00\n\
         Server SRV-01,Success,30/03/2026 02:00\n",
    );
    home.file("sshd -T.txt", "port 22\npermitrootlogin yes\npasswordauthentication yes\nallowusers zquill umbra.vi\n");
}

fn secrets(home: &Home) {
    home.file(
        "notes.txt",
        "Things to remember\n\nNHS number of Mrs Vexworthy: 999 012 3454\nNI number AB123456C\n\
         Sort code 20-00-00, account 31926819\n",
    );
    home.file(
        "bitlocker LAPTOP-01.txt",
        "Volume C: [Windows]\n    Numerical Password:\n    \
         123453-234564-345675-456786-567897-678898-110011-220022\n    Conversion Status:    Fully Decrypted\n    \
         Protection Status:    Protection Off\n",
    );
    home.file(
        "id_rsa.txt",
        "for zquill@rosewood.example\n-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34GkxFhD9\n\
         -----END RSA PRIVATE KEY-----\n",
    );
    home.file(
        "aws.txt",
        "[default]\naws_access_key_id = AKIAINVENTEDKEY12345\n\
         aws_secret_access_key = wJalrINVENTEDsecretKEYbPxRfiCYINVENTEDKEY\n",
    );
    home.file("shadow.txt", "zquill:$6$saltsalt$INVENTEDhashINVENTEDhashINVENTEDhash:20000:0:99999:7:::\n");
    home.file(
        "web.config.txt",
        "Server=db.rosewood.example;Database=care;User Id=zquill;Password=hunter2Plum!;\n\n\
         password = Kestrel77\nurl = postgres://zquill:Tr0mbone@db.rosewood.example/care\n",
    );
}
