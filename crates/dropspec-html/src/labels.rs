//! Labels made of the names in the document.

/// Words that are always in capitals.
const ACRONYMS: [&str; 7] = ["api", "id", "ip", "iso", "uri", "url", "uuid"];

/// A name as a label: `siblingsOrSpousesAboard` becomes `Siblings or spouses aboard`.
pub(crate) fn label(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        if matches!(character, '_' | '-' | '.' | ' ') {
            before = ' ';
            continue;
        }
        // In `URLPath`, the P begins a word, because a lower-case letter follows.
        let ends_acronym = before.is_uppercase() && characters.peek().is_some_and(|next| next.is_lowercase());
        let begins = before == ' ' || character.is_uppercase() && (!before.is_uppercase() || ends_acronym);
        match words.last_mut().filter(|_| !begins) {
            Some(word) => word.push(character),
            None => words.push(character.to_string()),
        }
        before = character;
    }
    let words = words.iter().enumerate().map(|(index, word)| match index {
        _ if is_acronym(word) => word.to_uppercase(),
        0 => capitalize(word),
        _ => word.to_lowercase(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A name within a sentence: `PurchaseOrder` becomes `purchase order`.
pub(crate) fn inline_label(name: &str) -> String {
    let label = label(name);
    let (first, rest) = label.split_once(' ').unwrap_or((&label, ""));
    if is_acronym(first) { label } else { [&first.to_lowercase(), rest].join(" ").trim_end().to_owned() }
}

fn is_acronym(word: &str) -> bool {
    let capitals =
        word.chars().count() > 1 && !word.chars().any(char::is_lowercase) && word.chars().any(char::is_uppercase);
    capitals || ACRONYMS.contains(&word.to_lowercase().as_str())
}

/// A text whose first letter is a capital.
pub(crate) fn capitalize(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_labels() {
        for (name, words) in [
            ("siblingsOrSpousesAboard", "Siblings or spouses aboard"),
            ("passenger_class", "Passenger class"),
            ("x-rate-limit", "X rate limit"),
            ("URLPath", "URL path"),
            ("baseURL", "Base URL"),
            ("ownerId", "Owner ID"),
            ("uuid", "UUID"),
            ("size2x", "Size2x"),
            ("élan", "Élan"),
            ("", ""),
        ] {
            assert_eq!(label(name), words, "{name}");
        }
        assert_eq!(inline_label("PurchaseOrder"), "purchase order");
        assert_eq!(inline_label("Person"), "person");
        assert_eq!(inline_label("URLPath"), "URL path");
    }
}
