//! The names of constraints and indexes in a database.

use sha2::{Digest, Sha256};

/// The maximum length of a name in bytes; PostgreSQL truncates longer ones.
const MAX_LENGTH: usize = 63;

/// The name of a constraint or index: the table, its columns and what it is. If that is too long, its beginning with a hash of the whole of
/// it.
#[must_use]
pub fn constraint_name(table: &str, columns: &[&str], suffix: &str) -> String {
    let name = format!("{table}_{}_{suffix}", columns.join("_"));
    if name.len() <= MAX_LENGTH {
        return name;
    }
    let hash = Sha256::digest(name.as_bytes());
    let hash: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let room = MAX_LENGTH - 1 - hash.len();
    let altered =
        name.char_indices().take_while(|(start, letter)| start + letter.len_utf8() <= room).map(|(_, letter)| letter);
    format!("{}_{hash}", altered.collect::<String>())
}

/// The name of the spatial index of a column: an index in PostgreSQL, a virtual table in SQLite.
#[must_use]
pub fn spatial_index_name(table: &str, column: &str) -> String {
    constraint_name(table, &[column], "near")
}

/// The suffix of the names of unique indexes.
pub const UNIQUE: &str = "key";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_too_long_is_cut_and_stays_its_own() {
        assert_eq!(constraint_name("people", &["name"], "max_length"), "people_name_max_length");
        let long = "ä".repeat(40);
        let (one, other) = (constraint_name(&long, &["one"], "enum"), constraint_name(&long, &["other"], "enum"));
        assert!(one.len() <= MAX_LENGTH && other.len() <= MAX_LENGTH, "{one} {other}");
        assert!(one.starts_with("ää") && one != other, "{one} {other}");
        assert_eq!(one, constraint_name(&long, &["one"], "enum"));
    }
}
