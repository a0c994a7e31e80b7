//! Texts that match patterns.

use regex::Regex;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

/// The maximum number of repetitions more than a pattern requires.
const MAX_EXTRA: u32 = 300;

/// The maximum length in bytes.
const MAX_LENGTH: usize = 20_000;

/// The characters that are preferred, in this order.
const PREFERRED: [char; 4] = ['a', 'A', '1', '-'];

/// A text that matches a pattern of the crate `regex` and has a length within the bounds; `None` if none is found.
pub(super) fn text(pattern: &str, least: usize, most: usize, index: usize) -> Option<String> {
    let (hir, regex) = (regex_syntax::parse(pattern).ok()?, Regex::new(pattern).ok()?);
    let fits = |text: &String| (least..=most).contains(&text.chars().count()) && regex.is_match(text);
    let extra = u32::try_from(least).unwrap_or(MAX_EXTRA).clamp(2, MAX_EXTRA);
    // Other alternatives may be shorter or longer.
    let indexes = index..index + 4;
    let attempts = indexes.flat_map(|index| (0..=extra).map(move |extra| (index, extra)));
    let mut texts = attempts.filter_map(|(index, extra)| {
        let mut text = String::new();
        write(&hir, extra, index, &mut text)?;
        // What surrounds a match is free, unless the pattern has anchors.
        let missing = least.saturating_sub(text.chars().count());
        Some([text.clone(), text + &"a".repeat(missing)])
    });
    texts.find_map(|candidates| candidates.into_iter().find(fits))
}

/// Whether a text matches a pattern of the crate `regex`.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).is_ok_and(|regex| regex.is_match(text))
}

/// Writes a match, with `extra` repetitions more than required.
fn write(hir: &Hir, extra: u32, index: usize, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => text.push(character(class, index)?),
        HirKind::Class(Class::Bytes(class)) => text.push(character(&class.to_unicode_class()?, index)?),
        HirKind::Repetition(repetition) => {
            let count = repetition.min.saturating_add(extra).min(repetition.max.unwrap_or(u32::MAX));
            for _ in 0..count {
                write(&repetition.sub, extra, index, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, extra, index, text)?,
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| write(part, extra, index, text))?,
        HirKind::Alternation(parts) => write(&parts[index % parts.len()], extra, index, text)?,
    }
    (text.len() <= MAX_LENGTH).then_some(())
}

/// A character of a class, `index` characters after a preferred one.
fn character(class: &ClassUnicode, index: usize) -> Option<char> {
    let ranges = class.ranges();
    let has = |character: &char| ranges.iter().any(|range| (range.start()..=range.end()).contains(character));
    let preferred = PREFERRED.into_iter().find(has);
    let first = preferred.or_else(|| ranges.first().map(ClassUnicodeRange::start))?;
    let next = char::from_u32(u32::from(first) + u32::try_from(index % 26).ok()?);
    next.filter(has).or(Some(first))
}
