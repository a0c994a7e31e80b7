//! Hosts and mailboxes.

use std::net::{Ipv4Addr, Ipv6Addr};

use email_address::EmailAddress;

/// Whether a string has the `format: ipv4`.
pub(super) fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

/// Whether a string has the `format: ipv6` (RFC 4291, section 2.2), without a zone.
pub(super) fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}

/// Whether a string has the `format: hostname` (RFC 1123, section 2.1): labels of letters, digits and hyphens, none of which a hyphen
/// begins or ends.
#[must_use]
pub fn is_hostname(text: &str) -> bool {
    is_name(text, |character| character.is_ascii_alphanumeric())
}

/// Whether a string has the `format: idn-hostname`: as `hostname`, with the letters and digits of all scripts. Which of them a registry
/// accepts (RFC 5892) is not checked.
pub(super) fn is_idn_hostname(text: &str) -> bool {
    is_name(text, |character| character.is_ascii_alphanumeric() || (!character.is_ascii() && !is_separator(character)))
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || character.is_control()
}

fn is_name(text: &str, is_letter: fn(char) -> bool) -> bool {
    let label = |label: &str| {
        let plain = label.chars().all(|character| is_letter(character) || character == '-');
        (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

/// Whether a string has the `format: email`: a mailbox (RFC 5321, section 4.1.2).
pub(super) fn is_email(text: &str) -> bool {
    text.is_ascii() && is_mailbox(text, is_hostname)
}

/// Whether a string has the `format: idn-email`: a mailbox with the letters of all scripts (RFC 6531, section 3.3).
pub(super) fn is_idn_email(text: &str) -> bool {
    is_mailbox(text, is_idn_hostname)
}

fn is_mailbox(text: &str, is_host: fn(&str) -> bool) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    // The crate does not read quotes with nothing in them, nor addresses that are not of ASCII in quotes.
    let local = if local == "\"\"" { "\"a\"" } else { local };
    let plain: String = local.chars().map(|character| if character.is_ascii() { character } else { 'a' }).collect();
    EmailAddress::is_valid(&format!("{plain}@example.com")) && (is_host(domain) || is_address(domain))
}

/// Whether a domain is the literal of an address (RFC 5321, section 4.1.3).
fn is_address(domain: &str) -> bool {
    let Some(literal) = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else { return false };
    match literal.split_at_checked("IPv6:".len()) {
        Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => is_ipv6(address),
        _ => is_ipv4(literal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_are_those_of_the_rfc() {
        for text in [
            "ada@example.com",
            "ada.lovelace+sums@example.co.uk",
            "\"ada lovelace\"@example.com",
            "\"\"@example.com",
            "\"a@b\"@example.com",
            "ada@[127.0.0.1]",
            "ada@[ipv6:::1]",
            "ada@localhost",
            "~a!#$%&'*+/=?^_`{|}@example.com",
        ] {
            assert!(is_email(text) && is_idn_email(text), "{text}");
        }
        for text in [
            "",
            "ada",
            "@example.com",
            "ada@",
            ".ada@example.com",
            "ada.@example.com",
            "a..b@example.com",
            "ada lovelace@example.com",
            "ada@exa_mple.com",
            "ada@-example.com",
            "ada@[127.0.0.300]",
            "ada@[::1]",
            "ada@example.com, bob@example.com",
            "Ada <ada@example.com>",
            "ada@example.com\n",
        ] {
            assert!(!is_email(text) && !is_idn_email(text), "{text}");
        }
        assert!(!is_email("\u{e4}da@example.com") && is_idn_email("\u{e4}da@ex\u{e4}mple.com"));
    }

    #[test]
    fn hostnames_have_labels() {
        for text in ["a", "example.com", "xn--bcher-kva.example", "1.2.3.4", "a--b.c"] {
            assert!(is_hostname(text) && is_idn_hostname(text), "{text}");
        }
        for text in ["", ".", "a.", ".a", "a..b", "-a", "a-", "a_b", "a b", "a/b", &"a".repeat(64), &"a.".repeat(127)] {
            assert!(!is_hostname(text) && !is_idn_hostname(text), "{text}");
        }
        assert!(!is_hostname("b\u{fc}cher.example") && is_idn_hostname("b\u{fc}cher.example"));
        assert!(!is_idn_hostname("b\u{a0}cher.example"));
    }
}
