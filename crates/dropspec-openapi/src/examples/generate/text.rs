//! Texts.

use super::facets::Facets;
use super::pattern;
use crate::document::pattern as translated;
use crate::node::Checked;

/// The text of a string about which nothing is known.
const WORD: &str = "string";

/// The maximum length that is generated.
const MAX_LENGTH: usize = 100_000;

/// A text that fits.
pub(super) fn text(facets: &Facets<'_>, index: usize) -> Checked<Option<String>> {
    let (least, most) = facets.size("minLength", "maxLength");
    if least > most.min(MAX_LENGTH) {
        return Ok(None);
    }
    let formatted = facets.text("format").and_then(|format| of_format(format, least, index));
    let formatted = formatted.filter(|text| (least..=most).contains(&text.len()));
    let part = facets.parts().iter().find(|part| part.get("pattern").is_some());
    // With look-around, a text that matches can only be guessed.
    let pattern = part.map(translated).transpose()?.flatten();
    Ok(match (formatted, pattern) {
        (Some(text), Some(pattern)) if pattern::matches(&pattern, &text) => Some(text),
        (_, Some(pattern)) => pattern::text(&pattern, least, most, index),
        (Some(text), None) => Some(text),
        (None, None) => Some(word(least, most, index)),
    })
}

/// A word, with a number for all but the first.
fn word(least: usize, most: usize, index: usize) -> String {
    let number = if index == 0 { String::new() } else { (index + 1).to_string() };
    let length = (WORD.len() + number.len()).clamp(least, most).max(number.len().min(most));
    let letters = WORD.chars().cycle().take(length.saturating_sub(number.len()));
    letters.chain(number.chars()).take(length).collect()
}

/// A text of a format that is validated, at least `least` characters long where its length is free.
fn of_format(format: &str, least: usize, index: usize) -> Option<String> {
    let number = index + 1;
    let day = index % 28 + 1;
    let padded = |start: String| {
        let missing = least.saturating_sub(start.len());
        start + &"a".repeat(missing)
    };
    Some(match format {
        "byte" => "c3RyaW5n".to_owned(),
        "date" => format!("2024-01-{day:02}"),
        "date-time" => format!("2024-01-{day:02}T12:00:00Z"),
        "decimal" => number.to_string(),
        "duration" => format!("P{number}D"),
        "email" | "idn-email" => format!("user{number}@example.com"),
        "hostname" | "idn-hostname" => format!("host{number}.example.com"),
        "ipv4" => format!("192.0.2.{}", index % 254 + 1),
        "ipv6" => format!("2001:db8::{:x}", index % 0xffff + 1),
        "iri" | "uri" | "uri-template" => padded(format!("https://example.com/{number}")),
        "iri-reference" | "uri-reference" | "json-pointer" => padded(format!("/{number}")),
        "relative-json-pointer" => index.to_string(),
        "regex" => padded(format!("a{number}")),
        "time" => format!("12:00:{:02}Z", index % 60),
        "uuid" => format!("00000000-0000-4000-8000-{number:012x}"),
        _ => return None,
    })
}
