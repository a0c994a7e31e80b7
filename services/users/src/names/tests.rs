//! The names that are invented.

use std::collections::HashSet;

use super::invent;

#[test]
fn names_are_two_capitalized_words_of_letters() {
    for name in std::iter::repeat_with(|| invent(&mut rand::rng())).take(1000) {
        let words: Vec<&str> = name.split(' ').collect();
        assert!(matches!(words[..], [_, _]) && name.len() <= 28, "{name}");
        for word in words {
            let (first, rest) = word.split_at(1);
            assert!(first.bytes().all(|letter| letter.is_ascii_uppercase()), "{name}");
            assert!(rest.len() >= 3 && rest.bytes().all(|letter| letter.is_ascii_lowercase()), "{name}");
        }
    }
}

#[test]
fn names_rarely_repeat() {
    let names: HashSet<String> = std::iter::repeat_with(|| invent(&mut rand::rng())).take(10_000).collect();
    assert!(names.len() > 9_990, "{} of 10000 are different", names.len());
}
