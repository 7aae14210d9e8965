//! The kinds of personal data and secrets, what each is called, and what is to be done about it.

/// Something recognised in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The number by which the NHS knows a person.
    NhsNumber,
    /// A National Insurance number.
    InsuranceNumber,
    /// The day on which somebody was born.
    BirthDate,
    /// A sort code with its account number, or an international account number.
    BankAccount,
    /// The number of a payment card.
    Card,
    /// The password that unlocks a drive encrypted by BitLocker.
    RecoveryPassword,
    /// The secret half of a key pair.
    PrivateKey,
    /// A key to a cloud account.
    AccessKey,
    /// What a program shows in place of a password.
    Token,
    /// A password as a system keeps it.
    PasswordHash,
    /// An address of a server or database with its password.
    ConnectionString,
    /// What lets a device into a wireless network.
    WifiKey,
    /// A password in the clear.
    Password,
}

impl Kind {
    /// Its name for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::NhsNumber => "NHS number",
            Self::InsuranceNumber => "National Insurance number",
            Self::BirthDate => "date of birth",
            Self::BankAccount => "bank account number",
            Self::Card => "payment card number",
            Self::RecoveryPassword => "BitLocker recovery password",
            Self::PrivateKey => "private key",
            Self::AccessKey => "access key",
            Self::Token => "access token",
            Self::PasswordHash => "password hash",
            Self::ConnectionString => "connection string with a password",
            Self::WifiKey => "Wi-Fi password",
            Self::Password => "password",
        }
    }

    /// What to do about it.
    pub(super) fn fix(self) -> &'static str {
        match self {
            Self::NhsNumber | Self::InsuranceNumber | Self::BirthDate => {
                "take it out, or keep the file where only those who need it can read it"
            }
            Self::BankAccount => "take it out, or keep the file with your payments",
            Self::Card => "take it out, and tell the card's holder if others could read it",
            Self::RecoveryPassword => {
                "take it out of the evidence, and make a new one if others could read it; keep it in your directory"
            }
            Self::PrivateKey => "take it out of the evidence, and replace the key if others could read it",
            Self::AccessKey => "take it out of the evidence, and have the key replaced if others could read it",
            Self::Token => "take it out of the evidence, and withdraw the token",
            Self::PasswordHash => "take it out of the evidence, and change the password if others could read it",
            Self::ConnectionString => "take the password out of the evidence, and change it if others could read it",
            Self::WifiKey => "take it out of the evidence, and change it if others could read it",
            Self::Password => {
                "take it out of the evidence, change it if others could read it, and keep it in a password manager"
            }
        }
    }
}
