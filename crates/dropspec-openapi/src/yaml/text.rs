//! Decodes the bytes of a file.

use std::borrow::Cow;

use super::positions::Position;

/// The text without a byte order mark, or the position and reason of the error.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, (Position, String)> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(((1, 1), "this is UTF-16; save the file as UTF-8".to_owned()));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(good).copied().unwrap_or_default();
        let before = String::from_utf8_lossy(&error.as_bytes()[..good]).into_owned();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let at = (before.matches('\n').count() + 1, line.chars().count() + 1);
        (at, format!("the byte 0x{byte:02X} is not UTF-8; save the file as UTF-8"))
    })?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

/// Converts the surrogate pairs of JSON, `\ud83d\ude00`, to those of YAML, `\U0001F600`. Everything else in JSON is valid YAML.
pub(super) fn as_yaml(text: &str) -> Cow<'_, str> {
    if !text.trim_start().starts_with('{') || !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let mut yaml = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('\\') {
        let (before, escape) = rest.split_at(start);
        yaml.push_str(before);
        let taken = match surrogate_pair(escape) {
            Some(character) => {
                yaml.push_str(&format!("\\U{:08X}", u32::from(character)));
                12
            }
            // The character after a backslash belongs to it, even another backslash.
            None => {
                let taken = escape.chars().take(2).map(char::len_utf8).sum();
                yaml.push_str(&escape[..taken]);
                taken
            }
        };
        rest = &escape[taken..];
    }
    yaml.push_str(rest);
    Cow::Owned(yaml)
}

fn surrogate_pair(escape: &str) -> Option<char> {
    let unit = |from: usize| {
        let digits = escape.get(from..from + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    char::decode_utf16([unit(0)?, unit(6)?]).next()?.ok().filter(|character| *character as u32 > 0xFFFF)
}
