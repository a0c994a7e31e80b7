//! The keywords of Rust.

/// The keywords of all editions, and those that are reserved, in the order of the alphabet.
const KEYWORDS: [&str; 53] = [
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether a word is a keyword, or the underscore, which is no identifier either.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use proc_macro2::Ident;

    use super::*;

    #[test]
    fn keywords_are_sorted_and_no_identifiers() {
        assert!(KEYWORDS.is_sorted());
        for keyword in KEYWORDS {
            // syn does not know that of edition 2024.
            assert!(keyword == "gen" || syn::parse_str::<Ident>(keyword).is_err(), "{keyword}");
        }
    }
}
