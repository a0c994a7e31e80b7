//! JSON Pointers.

/// Whether a string has the `format: json-pointer` (RFC 6901, section 3).
pub(super) fn is_pointer(text: &str) -> bool {
    // What follows a tilde says which character it stands for.
    let escapes = || text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    text.is_empty() || (text.starts_with('/') && escapes())
}

/// Whether a string has the `format: relative-json-pointer`: a number of levels without leading zeros, then a pointer or a `#`.
pub(super) fn is_relative_pointer(text: &str) -> bool {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (levels, rest) = text.split_at(end);
    !levels.is_empty() && (levels == "0" || !levels.starts_with('0')) && (rest == "#" || is_pointer(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_begin_with_a_slash() {
        for text in ["", "/", "/a", "/a~0b/~1", "//", "/\u{e9}"] {
            assert!(is_pointer(text), "{text}");
        }
        for text in ["a", "#/a", "/~", "/~2", "/a~"] {
            assert!(!is_pointer(text), "{text}");
        }
    }

    #[test]
    fn relative_pointers_begin_with_a_number() {
        for text in ["0", "1", "10/a", "0#", "2/a~1b"] {
            assert!(is_relative_pointer(text), "{text}");
        }
        for text in ["", "/a", "01", "00", "-1/a", "+1", "0##", "1#a", "1a", "0/~"] {
            assert!(!is_relative_pointer(text), "{text}");
        }
    }
}
