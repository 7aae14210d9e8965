//! What answers name on the internet: websites, mail domains and their form. Nothing here asks for them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A domain that mail is sent from: its name, or its name with the selectors of its DKIM keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum MailDomain {
    /// `example.org`.
    Name(String),
    /// `{ domain: example.org, selectors: [s1] }`.
    WithSelectors(DomainWithSelectors),
}

/// A mail domain whose DKIM selectors are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DomainWithSelectors {
    /// The domain, such as `example.org`.
    pub domain: String,
    /// The names under which its DKIM keys are published, such as `selector1`.
    pub selectors: Vec<String>,
}

impl MailDomain {
    /// The domain as it is written.
    pub fn domain(&self) -> &str {
        match self {
            Self::Name(domain) => domain,
            Self::WithSelectors(known) => &known.domain,
        }
    }

    /// The DKIM selectors that are known.
    pub fn selectors(&self) -> &[String] {
        match self {
            Self::Name(_) => &[],
            Self::WithSelectors(known) => &known.selectors,
        }
    }
}

/// By hand, since serde's own way would say only that neither form fits.
impl<'de> Deserialize<'de> for MailDomain {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> serde::de::Visitor<'de> for Either {
            type Value = MailDomain;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a domain such as `example.org`, or one with its `selectors`")
            }

            fn visit_str<E: serde::de::Error>(self, domain: &str) -> Result<MailDomain, E> {
                Ok(MailDomain::Name(domain.to_owned()))
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<MailDomain, A::Error> {
                let known = DomainWithSelectors::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Ok(MailDomain::WithSelectors(known))
            }
        }
        from.deserialize_any(Either)
    }
}

/// Why a text is no address of a website; a `http://` or `https://` in front may be left out.
pub fn address_fault(address: &str) -> Option<&'static str> {
    let rest = match address.split_once("://") {
        Some((scheme, rest)) if matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") => rest,
        Some(_) => return Some("a website's address begins with https:// or http://"),
        None => address,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Some("there is a user name or a password in the address");
    }
    if address.chars().any(|c| c.is_whitespace() || is_hidden(c)) {
        return Some("an address has no blanks and nothing hidden in it");
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && !port.contains(']') => (host, Some(port)),
        Some(_) | None => (authority, None),
    };
    if port.is_some_and(|port| !matches!(port.parse::<u16>(), Ok(1..)) || port.starts_with('+')) {
        return Some("the part behind the colon is no port, a number from 1 to 65535");
    }
    let number = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let sound = match number {
        Some(number) => number.parse::<std::net::Ipv6Addr>().is_ok(),
        None => host.parse::<std::net::Ipv4Addr>().is_ok() || is_domain(host),
    };
    (!sound).then_some("that is no website's address")
}

/// Why a text is no domain that mail can come from.
pub fn domain_fault(domain: &str) -> Option<&'static str> {
    if domain.contains('@') {
        return Some("a mail domain is the part behind the @ alone");
    }
    if domain.contains('/') {
        return Some("a mail domain is no web address");
    }
    let digits = |label: &str| label.chars().all(|c| c.is_ascii_digit());
    let sound = is_domain(domain) && !domain.trim_end_matches('.').rsplit('.').next().is_some_and(digits);
    (!sound).then_some("that is no domain")
}

/// Why a text is no DKIM selector.
pub fn selector_fault(selector: &str) -> Option<&'static str> {
    let sound = !selector.is_empty() && selector.len() <= 200 && selector.split('.').all(is_label);
    (!sound).then_some("a selector is letters, digits, `-`, `_` and dots")
}

/// Whether a text is a name with at least two parts, letters beyond ASCII among them.
fn is_domain(domain: &str) -> bool {
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    domain.len() <= 253 && domain.contains('.') && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let sound = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    !label.is_empty()
        && label.len() <= 63
        && label.chars().all(sound)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Whether a character changes what is shown without being seen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_http_with_a_host_and_without_a_password() {
        for sound in [
            "https://www.example.org",
            "HTTP://example.org/privacy?x=a@b",
            "www.example.org",
            "https://example.org:8443/",
            "https://192.0.2.10/",
            "https://[2001:db8::1]:443/",
            "https://bücher.example/",
        ] {
            assert_eq!(address_fault(sound), None, "{sound}");
        }
        for (wrong, word) in [
            ("https://ann:hunter2@example.org/", "password"),
            ("ann@example.org", "password"),
            ("ftp://example.org", "https://"),
            ("file:///etc/passwd", "https://"),
            ("javascript:alert(1)", "port"),
            ("https://", "no website"),
            ("https:///x", "no website"),
            ("localhost", "no website"),
            ("https://exa mple.org", "blanks"),
            ("https://example.org/\u{202e}gpj", "hidden"),
            ("https://example.org:0", "port"),
            ("https://example.org:+80", "port"),
            ("https://example..org", "no website"),
            ("https://-example.org", "no website"),
            ("https://[::1", "no website"),
            ("", "no website"),
        ] {
            assert!(
                address_fault(wrong).is_some_and(|says| says.contains(word)),
                "{wrong}: {:?}",
                address_fault(wrong)
            );
        }
    }

    #[test]
    fn a_mail_domain_is_a_name_alone() {
        for sound in ["example.org", "mail.example.org.", "EXAMPLE.org", "bücher.example"] {
            assert_eq!(domain_fault(sound), None, "{sound}");
        }
        for wrong in ["ann@example.org", "https://example.org", "example", "exa mple.org", "192.0.2.1", "", ".", "a..b"]
        {
            assert!(domain_fault(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn a_selector_is_one_or_more_labels() {
        assert!(["s1", "selector1", "2026.mail", "k_1"].iter().all(|sound| selector_fault(sound).is_none()));
        assert!(["", "s 1", "s1.", "s1/..", "*"].iter().all(|wrong| selector_fault(wrong).is_some()));
    }
}
