//! Names of the document, as a person would write them.

/// What is written in capitals, whatever the name does.
const ACRONYMS: [&str; 7] = ["api", "id", "ip", "iso", "uri", "url", "uuid"];

/// A name as words: `siblingsOrSpousesAboard` is `Siblings or spouses aboard`.
pub(super) fn readable(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        if matches!(character, '_' | '-' | '.' | ' ') {
            before = ' ';
            continue;
        }
        // Of `URLPath` the P begins a word: what follows it is small.
        let ends_acronym = before.is_uppercase() && characters.peek().is_some_and(|next| next.is_lowercase());
        let begins = before == ' ' || character.is_uppercase() && (!before.is_uppercase() || ends_acronym);
        match words.last_mut().filter(|_| !begins) {
            Some(word) => word.push(character),
            None => words.push(character.to_string()),
        }
        before = character;
    }
    let worded = words.iter().enumerate().map(|(index, word)| match index {
        _ if is_acronym(word) => word.to_uppercase(),
        0 => capital(word),
        _ => word.to_lowercase(),
    });
    worded.collect::<Vec<_>>().join(" ")
}

/// A name as it stands within a sentence: `PurchaseOrder` is `purchase order`.
pub(super) fn inside(name: &str) -> String {
    let words = readable(name);
    let (first, rest) = words.split_once(' ').unwrap_or((&words, ""));
    if is_acronym(first) { words } else { [&first.to_lowercase(), rest].join(" ").trim_end().to_owned() }
}

fn is_acronym(word: &str) -> bool {
    let capitals =
        word.chars().count() > 1 && !word.chars().any(char::is_lowercase) && word.chars().any(char::is_uppercase);
    capitals || ACRONYMS.contains(&word.to_lowercase().as_str())
}

/// A text that begins with a capital.
pub(super) fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_words() {
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
            assert_eq!(readable(name), words, "{name}");
        }
        assert_eq!(inside("PurchaseOrder"), "purchase order");
        assert_eq!(inside("Person"), "person");
        assert_eq!(inside("URLPath"), "URL path");
    }
}
