//! The time in which a certificate is valid.

use std::time::{SystemTime, UNIX_EPOCH};

/// How long before its end a certificate expires soon, in seconds.
const SOON: i64 = 7 * 24 * 60 * 60;

const SEQUENCE: u8 = 0x30;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
/// The optional first field of a certificate.
const VERSION: u8 = 0xa0;

/// The time in which a certificate is valid, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CertificateValidity {
    pub(crate) not_before: i64,
    pub(crate) not_after: i64,
}

/// Whether clients accept a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CertificateState {
    /// They do.
    Valid,
    /// They do, for less than a week.
    ExpiresSoon,
    /// They do not yet.
    NotYetValid,
    /// They do not any more.
    Expired,
}

impl CertificateValidity {
    /// Reads it from a certificate in DER form (RFC 5280, section 4.1); `None` if that is malformed.
    pub(crate) fn of(certificate: &[u8]) -> Option<Self> {
        let certificate = Element::read(certificate)?.of_type(SEQUENCE)?;
        let mut rest = Element::read(certificate.content)?.of_type(SEQUENCE)?.content;
        if rest.first() == Some(&VERSION) {
            rest = Element::read(rest)?.rest;
        }
        // The serial number, the algorithm of the signature and the issuer.
        for _ in 0..3 {
            rest = Element::read(rest)?.rest;
        }
        let not_before = Element::read(Element::read(rest)?.of_type(SEQUENCE)?.content)?;
        let not_after = Element::read(not_before.rest)?;
        Some(Self { not_before: not_before.time()?, not_after: not_after.time()? })
    }

    /// Whether clients accept the certificate now.
    pub(crate) fn state(self) -> CertificateState {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        match i64::try_from(now).unwrap_or(i64::MAX) {
            now if now < self.not_before => CertificateState::NotYetValid,
            now if now > self.not_after => CertificateState::Expired,
            now if now > self.not_after - SOON => CertificateState::ExpiresSoon,
            _ => CertificateState::Valid,
        }
    }
}

/// An element of DER.
#[derive(Clone, Copy)]
struct Element<'d> {
    tag: u8,
    content: &'d [u8],
    /// What follows it.
    rest: &'d [u8],
}

impl<'d> Element<'d> {
    fn read(bytes: &'d [u8]) -> Option<Self> {
        let (&tag, bytes) = bytes.split_first()?;
        let (&first, bytes) = bytes.split_first()?;
        // In the long form the first byte has the number of those that follow.
        let (length, bytes) = match usize::from(first) {
            short @ 0..0x80 => (short, bytes),
            long => {
                let (length, bytes) = bytes.split_at_checked(long - 0x80).filter(|(length, _)| length.len() <= 4)?;
                (length.iter().fold(0, |length, byte| (length << 8) | usize::from(*byte)), bytes)
            }
        };
        let (content, rest) = bytes.split_at_checked(length)?;
        Some(Self { tag, content, rest })
    }

    fn of_type(self, tag: u8) -> Option<Self> {
        (self.tag == tag).then_some(self)
    }

    /// A time in UTC, which certificates have to the second.
    fn time(self) -> Option<i64> {
        let text = std::str::from_utf8(self.content).ok()?.strip_suffix('Z')?;
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
        let (year, rest) = match self.tag {
            // Years from 1950 to 2049 have two digits.
            UTC_TIME => (number(0..2).map(|year| if year < 50 { 2000 + year } else { 1900 + year })?, 2),
            GENERALIZED_TIME => (number(0..4)?, 4),
            _ => return None,
        };
        let two = |index: usize| number(rest + 2 * index..rest + 2 * index + 2);
        let days = days_since_1970(year, two(0)?, two(1)?);
        Some(((days * 24 + two(2)?) * 60 + two(3)?) * 60 + two(4)?)
    }
}

/// The number of days from 1970-01-01 to a date of the Gregorian calendar. Years are counted from March, so that the leap day is the last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days_before_month = (153 * month + 2) / 5;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + days_before_month + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair, date_time_ymd};

    use super::*;

    fn validity(from: (i32, u8, u8), to: (i32, u8, u8)) -> CertificateValidity {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params.not_before = date_time_ymd(from.0, from.1, from.2);
        params.not_after = date_time_ymd(to.0, to.1, to.2);
        let certificate = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        CertificateValidity::of(certificate.der()).unwrap()
    }

    #[test]
    fn the_times_of_certificates_are_read() {
        let expected = CertificateValidity { not_before: 946_684_800, not_after: 1_709_164_800 };
        assert_eq!(validity((2000, 1, 1), (2024, 2, 29)), expected);
        let expected = CertificateValidity { not_before: 951_868_800, not_after: 4_107_542_400 };
        assert_eq!(validity((2000, 3, 1), (2100, 3, 1)), expected);
    }

    #[test]
    fn a_certificate_has_a_state() {
        assert_eq!(validity((2000, 1, 1), (2001, 1, 1)).state(), CertificateState::Expired);
        assert_eq!(validity((2000, 1, 1), (4000, 1, 1)).state(), CertificateState::Valid);
        assert_eq!(validity((3000, 1, 1), (4000, 1, 1)).state(), CertificateState::NotYetValid);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed();
        let soon = CertificateValidity { not_before: now - 10, not_after: now + 100 };
        assert_eq!(soon.state(), CertificateState::ExpiresSoon);
    }

    #[test]
    fn malformed_certificates_have_no_time() {
        let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        let certificate = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        let der = certificate.der();
        assert!(CertificateValidity::of(der).is_some());
        for length in 0..der.len() {
            assert_eq!(CertificateValidity::of(&der[..length]), None, "{length}");
        }
        assert_eq!(CertificateValidity::of(&[0x30, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1]), None);
    }
}
