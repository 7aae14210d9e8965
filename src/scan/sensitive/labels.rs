//! A name on one line, or in one cell, and what it names on the next.

use std::sync::LazyLock;

use regex::Regex;

use super::{gate::Gate, kind::Kind, passwords, people};

/// No longer line is a label.
const LONGEST: usize = 60;

/// What a line says that the next one holds.
pub(super) fn label(gate: Gate, text: &str) -> Option<Kind> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r#"(?i)(?:^|[^\pL])(?:(nhs(?:[ _-]?(?:no\.?|number|num))?)|(date of birth|d\.?o\.?b\.?)"#,
            r"|(secret[ _-]?(?:access[ _-]?)?key)",
            r"|((?:wi-?fi|wlan|wireless)[ _-](?:password|key|passphrase)|key content|pre-?shared key)",
            r#"|((?:[a-z]+[ _-])?(?:password|passphrase|passcode|api[ _-]?key|client[ _-]?secret)))["']?\s*[:=]?\s*$"#,
        ))
        .expect("the pattern is our own")
    });
    if text.len() > LONGEST || !gate.may_say_name() {
        return None;
    }
    let groups = LABEL.captures(text)?;
    let kinds = [Kind::NhsNumber, Kind::BirthDate, Kind::AccessKey, Kind::WifiKey, Kind::Password];
    kinds.into_iter().enumerate().find_map(|(at, kind)| groups.get(at + 1).map(|_| kind))
}

/// Whether a line is nothing but what the label before it promised.
pub(super) fn holds(kind: Kind, text: &str) -> bool {
    let value = text.trim().trim_matches(['"', '\'', ',']);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    match kind {
        Kind::NhsNumber => {
            digits == 10
                && value.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'))
                && people::valid_nhs_number(value)
        }
        Kind::BirthDate => people::is_day(value),
        Kind::AccessKey => super::keys::is_aws_secret(value),
        Kind::WifiKey | Kind::Password => {
            value.len() >= 8 && passwords::is_strong(value) && !passwords::is_placeholder(value)
        }
        Kind::InsuranceNumber
        | Kind::BankAccount
        | Kind::Card
        | Kind::RecoveryPassword
        | Kind::PrivateKey
        | Kind::Token
        | Kind::PasswordHash
        | Kind::ConnectionString => false,
    }
}
