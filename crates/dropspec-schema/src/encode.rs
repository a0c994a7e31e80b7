//! JSON on its way out: what generated types write themselves with.
//!
//! It is the same text that serde writes, without the detour by a serializer: the names of an object's properties are
//! constants, which need no escaping.

use uuid::Uuid;

/// A value that writes itself as JSON.
pub trait Encode {
    /// Appends the JSON text of the value.
    fn encode(&self, out: &mut Vec<u8>);
}

/// Appends the JSON text of a value whose type has no encoder of its own; one that cannot be written is null.
pub fn with_serde<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    let start = out.len();
    if serde_json::to_writer(&mut *out, value).is_err() {
        out.truncate(start);
        out.extend_from_slice(b"null");
    }
}

/// Writes an object, property by property.
#[derive(Debug)]
pub struct ObjectWriter<'o> {
    out: &'o mut Vec<u8>,
    separator: u8,
}

impl<'o> ObjectWriter<'o> {
    /// Begins an object.
    pub fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, separator: b'{' }
    }

    /// Writes a property. `name` is in quotes, escaped, and has its colon.
    #[inline]
    pub fn property(&mut self, name: &'static str, value: &impl Encode) {
        self.out.push(self.separator);
        self.separator = b',';
        self.out.extend_from_slice(name.as_bytes());
        value.encode(self.out);
    }

    /// Writes a property that is left out when there is no value.
    #[inline]
    pub fn optional(&mut self, name: &'static str, value: Option<&impl Encode>) {
        if let Some(value) = value {
            self.property(name, value);
        }
    }

    /// Ends the object.
    pub fn end(self) {
        if self.separator == b'{' {
            self.out.push(b'{');
        }
        self.out.push(b'}');
    }
}

impl Encode for bool {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

impl Encode for i32 {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(itoa::Buffer::new().format(*self).as_bytes());
    }
}

impl Encode for i64 {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(itoa::Buffer::new().format(*self).as_bytes());
    }
}

impl Encode for f64 {
    /// JSON has no word for what is not finite; like serde, this writes null then.
    fn encode(&self, out: &mut Vec<u8>) {
        if self.is_finite() {
            out.extend_from_slice(zmij::Buffer::new().format_finite(*self).as_bytes());
        } else {
            out.extend_from_slice(b"null");
        }
    }
}

impl Encode for Uuid {
    fn encode(&self, out: &mut Vec<u8>) {
        let mut text = [0; uuid::fmt::Hyphenated::LENGTH];
        out.push(b'"');
        out.extend_from_slice(self.hyphenated().encode_lower(&mut text).as_bytes());
        out.push(b'"');
    }
}

impl Encode for str {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(b'"');
        // Without a way out of the loop, which lets the compiler look at many bytes at once.
        if self.bytes().fold(false, |found, byte| found | is_special(byte)) {
            escaped(self.as_bytes(), out);
        } else {
            out.extend_from_slice(self.as_bytes());
        }
        out.push(b'"');
    }
}

impl Encode for String {
    fn encode(&self, out: &mut Vec<u8>) {
        self.as_str().encode(out);
    }
}

impl<T: Encode> Encode for Box<T> {
    fn encode(&self, out: &mut Vec<u8>) {
        (**self).encode(out);
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.encode(out),
            None => out.extend_from_slice(b"null"),
        }
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.push(b'[');
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                out.push(b',');
            }
            item.encode(out);
            if index == 0 {
                // Items are mostly alike, so the first tells how much room all of them need.
                out.reserve((out.len() - start + 16) * self.len());
            }
        }
        out.push(b']');
    }
}

/// Whether a byte has to be escaped in a string (RFC 8259, section 7).
#[inline]
fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

#[cold]
fn escaped(bytes: &[u8], out: &mut Vec<u8>) {
    for byte in bytes {
        if is_special(*byte) { escape(*byte, out) } else { out.push(*byte) }
    }
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        0x08 => out.extend_from_slice(b"\\b"),
        0x0c => out.extend_from_slice(b"\\f"),
        _ => {
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(value: &impl Encode) -> String {
        let mut out = Vec::new();
        value.encode(&mut out);
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn the_text_is_the_one_that_serde_writes(
            text in any::<String>(),
            control in "[\\x00-\\x7f]*",
            float in any::<f64>(),
            whole in any::<i32>(),
            long in any::<Option<i64>>(),
            list in any::<Vec<bool>>(),
            key in any::<u128>(),
        ) {
            let key = Uuid::from_u128(key);
            prop_assert_eq!(encoded(&text), serde_json::to_string(&text).unwrap());
            prop_assert_eq!(encoded(&control), serde_json::to_string(&control).unwrap());
            prop_assert_eq!(encoded(&float), serde_json::to_string(&float).unwrap());
            prop_assert_eq!(encoded(&whole), serde_json::to_string(&whole).unwrap());
            prop_assert_eq!(encoded(&long), serde_json::to_string(&long).unwrap());
            prop_assert_eq!(encoded(&list), serde_json::to_string(&list).unwrap());
            prop_assert_eq!(encoded(&key), serde_json::to_string(&key).unwrap());
        }
    }
}
