//! Names of constraints, and names as SQL takes them.

use std::borrow::Cow;

use dropspec_db::constraint_name;

/// The name of a constraint of a column.
pub(super) fn of_constraint(table: &str, column: &str, suffix: &str) -> String {
    constraint_name(table, &[column], suffix)
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
    fn only_names_that_need_quotes_have_them() {
        assert!(RESERVED.is_sorted());
        assert_eq!(quoted("passenger_class"), "passenger_class");
        assert_eq!(quoted("order"), "\"order\"");
        assert_eq!(quoted("Name"), "\"Name\"");
        assert_eq!(quoted("2nd"), "\"2nd\"");
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }
}
