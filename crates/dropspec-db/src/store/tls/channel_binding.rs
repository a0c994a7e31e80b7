//! The channel binding `tls-server-end-point` (RFC 5929, section 4.1): the hash of the server's certificate.

use sha2::{Digest, Sha256, Sha384, Sha512};

/// PKCS #1, without the last number.
const RSA: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];

/// ECDSA with SHA-2, without the last number.
const ECDSA: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03];

/// The tag of a sequence in DER.
const SEQUENCE: u8 = 0x30;

/// The tag of an object identifier in DER.
const OBJECT_IDENTIFIER: u8 = 0x06;

/// The hash of a certificate, by the hash function of its signature, or SHA-256 in place of a weaker one. There is none for signatures
/// that do not name their hash function.
pub(super) fn tls_server_end_point(certificate: &[u8]) -> Option<Vec<u8>> {
    match signature_algorithm(certificate)?.split_last()? {
        // MD5, SHA-1 and SHA-256.
        (0x04 | 0x05 | 0x0b, prefix) if prefix == RSA => Some(Sha256::digest(certificate).to_vec()),
        (0x0c, prefix) if prefix == RSA => Some(Sha384::digest(certificate).to_vec()),
        (0x0d, prefix) if prefix == RSA => Some(Sha512::digest(certificate).to_vec()),
        (0x02, prefix) if prefix == ECDSA => Some(Sha256::digest(certificate).to_vec()),
        (0x03, prefix) if prefix == ECDSA => Some(Sha384::digest(certificate).to_vec()),
        (0x04, prefix) if prefix == ECDSA => Some(Sha512::digest(certificate).to_vec()),
        _ => None,
    }
}

/// The object identifier of the signature's algorithm: a certificate is a sequence of its content, the algorithm and the signature.
fn signature_algorithm(certificate: &[u8]) -> Option<&[u8]> {
    let (certificate, _) = element(SEQUENCE, certificate)?;
    let (_, after_content) = element(SEQUENCE, certificate)?;
    let (algorithm, _) = element(SEQUENCE, after_content)?;
    Some(element(OBJECT_IDENTIFIER, algorithm)?.0)
}

/// The contents of a DER element, and what follows it.
fn element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[found, first], rest) = der.split_first_chunk()?;
    if found != tag {
        return None;
    }
    let (length, rest) = match usize::from(first & 0x7f) {
        short if first < 0x80 => (short, rest),
        digits @ 1..=4 => {
            let (digits, rest) = rest.split_at_checked(digits)?;
            (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A certificate without its content and signature.
    fn certificate(algorithm: &[u8]) -> Vec<u8> {
        let identifier = [&[OBJECT_IDENTIFIER, u8::try_from(algorithm.len()).unwrap()], algorithm].concat();
        let content = [&[SEQUENCE, 0x82, 0x01, 0x00][..], &[0; 256]].concat();
        let sequence = [&[SEQUENCE, u8::try_from(identifier.len()).unwrap()], &identifier[..]].concat();
        let all = [content, sequence].concat();
        [&[SEQUENCE, 0x82][..], &u16::try_from(all.len()).unwrap().to_be_bytes(), &all].concat()
    }

    #[test]
    fn the_hash_is_that_of_the_signature_or_sha_256() {
        let length = |prefix: &[u8], last| {
            tls_server_end_point(&certificate(&[prefix, &[last]].concat())).map(|hash| hash.len())
        };
        assert_eq!(
            [4, 5, 11, 12, 13, 10].map(|last| length(&RSA, last)),
            [Some(32), Some(32), Some(32), Some(48), Some(64), None]
        );
        assert_eq!([2, 3, 4, 1].map(|last| length(&ECDSA, last)), [Some(32), Some(48), Some(64), None]);
        assert_eq!(length(&[0x2b, 0x65], 0x70), None);
    }

    #[test]
    fn a_truncated_certificate_has_none() {
        let whole = certificate(&[&RSA[..], &[11]].concat());
        for end in 0..whole.len() {
            assert_eq!(tls_server_end_point(&whole[..end]), None, "{end}");
        }
    }
}
