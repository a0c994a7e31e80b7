//! Numbers in lines, without the machinery of formats, which takes longer than the rest of the line.

use std::time::Duration;

/// Writes a number.
pub(crate) fn number(number: u64, line: &mut Vec<u8>) {
    line.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Writes a number with `count` digits.
pub(super) fn padded(number: u32, count: usize, line: &mut Vec<u8>) {
    let mut text = itoa::Buffer::new();
    let text = text.format(number);
    (text.len()..count).for_each(|_| line.push(b'0'));
    line.extend_from_slice(text.as_bytes());
}

/// Writes milliseconds with three decimals.
pub(crate) fn milliseconds(duration: Duration, line: &mut Vec<u8>) {
    number(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX), line);
    line.push(b'.');
    padded(duration.subsec_micros() % 1000, 3, line);
}

/// Writes bytes in hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8], line: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        line.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
}
