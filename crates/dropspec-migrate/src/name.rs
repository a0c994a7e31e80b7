//! Names of constraints and indexes, and names as SQL takes them.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::snapshot::Index;

/// The maximum length of a name in bytes; PostgreSQL truncates longer ones.
const MAX_LENGTH: usize = 63;

/// The name of a constraint of a column.
pub(super) fn of_constraint(table: &str, column: &str, suffix: &str) -> String {
    short(format!("{table}_{column}_{suffix}"))
}

/// The name of an index.
pub(super) fn of_index(table: &str, index: &Index) -> String {
    short(format!("{table}_{}_idx", index.columns.join("_")))
}

/// The name itself, or if it is too long, its beginning with a hash of the whole of it.
fn short(name: String) -> String {
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

/// A name as SQL takes it: in quotes where it would be something else without them.
pub(super) fn quoted(name: &str) -> Cow<'_, str> {
    let is_plain = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    if is_plain && RESERVED.binary_search(&name).is_err() {
        return Cow::Borrowed(name);
    }
    Cow::Owned(format!("\"{}\"", name.replace('"', "\"\"")))
}

/// A text as SQL takes it.
pub(super) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The words that PostgreSQL or SQLite reserve, in the order of the alphabet.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "add", "all", "alter", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "autoincrement",
    "between", "binary", "both", "case", "cast", "check", "collate", "collation", "column", "commit", "concurrently", "constraint",
    "create", "cross", "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp",
    "current_user", "default", "deferrable", "deferred", "delete", "desc", "distinct", "do", "drop", "else", "end", "escape", "except",
    "exclude", "exists", "false", "fetch", "filter", "for", "foreign", "freeze", "from", "full", "generated", "glob", "grant", "group",
    "having", "if", "ilike", "in", "index", "indexed", "initially", "inner", "insert", "intersect", "into", "is", "isnull", "join",
    "lateral", "leading", "left", "like", "limit", "localtime", "localtimestamp", "match", "materialized", "natural", "not", "nothing",
    "notnull", "null", "offset", "on", "only", "or", "order", "outer", "over", "overlaps", "partition", "placing", "primary", "raise",
    "references", "regexp", "replace", "returning", "right", "row", "select", "session_user", "set", "similar", "some", "symmetric",
    "system_user", "table", "tablesample", "then", "to", "trailing", "transaction", "trigger", "true", "union", "unique", "update",
    "user", "using", "values", "variadic", "verbose", "when", "where", "window", "with", "without",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_too_long_is_cut_and_stays_its_own() {
        assert_eq!(of_constraint("people", "name", "max_length"), "people_name_max_length");
        let long = "ä".repeat(40);
        let (one, other) = (of_constraint(&long, "one", "enum"), of_constraint(&long, "other", "enum"));
        assert!(one.len() <= MAX_LENGTH && other.len() <= MAX_LENGTH, "{one} {other}");
        assert!(one.starts_with("ää") && one != other, "{one} {other}");
        assert_eq!(one, of_constraint(&long, "one", "enum"));
    }

    #[test]
    fn only_names_that_need_quotes_have_them() {
        assert!(RESERVED.is_sorted());
        assert_eq!(quoted("passenger_class"), "passenger_class");
        assert_eq!(quoted("order"), "\"order\"");
        assert_eq!(quoted("Name"), "\"Name\"");
        assert_eq!(quoted("2nd"), "\"2nd\"");
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }
}
