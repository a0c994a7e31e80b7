//! The prefix of environment variables, derived from the name of the program at compile time.

use std::marker::PhantomData;

use super::App;

/// The longest name that a prefix is derived from, in bytes.
const MAX_LENGTH: usize = 64;

/// The name of the program in upper case, with `_` for `-`.
pub(super) const fn of<A: App>() -> &'static str {
    Derived::<A>::PREFIX
}

struct Derived<A>(PhantomData<A>);

impl<A: App> Derived<A> {
    const BYTES: [u8; MAX_LENGTH] = upper_case(A::NAME);

    const PREFIX: &'static str = match std::str::from_utf8(Self::BYTES.split_at(A::NAME.len()).0) {
        Ok(prefix) => prefix,
        Err(_) => A::NAME,
    };
}

const fn upper_case(name: &str) -> [u8; MAX_LENGTH] {
    let name = name.as_bytes();
    assert!(name.len() <= MAX_LENGTH, "the name is too long for a prefix: set ENV_PREFIX");
    let mut bytes = [0; MAX_LENGTH];
    let mut index = 0;
    // Iterators are not available in constants.
    while index < name.len() {
        bytes[index] = match name[index] {
            b'-' => b'_',
            letter => letter.to_ascii_uppercase(),
        };
        index += 1;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::upper_case;

    #[test]
    fn dashes_become_underscores() {
        assert!(upper_case("pet-store2").starts_with(b"PET_STORE2\0"));
    }
}
