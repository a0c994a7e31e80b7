//! The names of columns.

use std::collections::HashSet;

use heck::ToSnakeCase;

/// The column for the row version, which every table has.
const VERSION: &str = "version";

/// The system columns of PostgreSQL and the aliases of SQLite for the row number.
const SYSTEM_COLUMNS: &[&str] =
    &["_rowid_", "cmax", "cmin", "ctid", "oid", "rowid", "tableoid", "xmax", "xmin", VERSION];

/// The maximum length of a name in bytes; PostgreSQL truncates longer ones.
const MAX_LENGTH: usize = 63;

/// The names of the columns of properties, in their order: the name of the property in snake case. A name that the database or another
/// column has gets a number. A property that is already in snake case keeps its name, so that adding a property with a similar name does
/// not rename its column.
pub(super) fn column_names(properties: &[&str]) -> Vec<String> {
    let mut taken: HashSet<String> = SYSTEM_COLUMNS.iter().map(ToString::to_string).collect();
    let mut names: Vec<Option<String>> = properties
        .iter()
        .map(|property| {
            let is_own = property.len() <= MAX_LENGTH && property.to_snake_case() == **property;
            (is_own && taken.insert((*property).to_owned())).then(|| (*property).to_owned())
        })
        .collect();
    for (name, property) in names.iter_mut().zip(properties) {
        name.get_or_insert_with(|| distinct_name(property, &mut taken));
    }
    names.into_iter().flatten().collect()
}

fn distinct_name(property: &str, taken: &mut HashSet<String>) -> String {
    let snake = property.to_snake_case();
    let base = if snake.is_empty() { "column" } else { &snake };
    let numbered = (2..).map(|number| with_suffix(base, &format!("_{number}")));
    let name = std::iter::once(with_suffix(base, "")).chain(numbered).find(|name| taken.insert(name.clone()));
    name.unwrap_or_default()
}

/// A name with a suffix, cut to the maximum length.
fn with_suffix(base: &str, suffix: &str) -> String {
    let end = (0..=base.len().min(MAX_LENGTH - suffix.len())).rev().find(|end| base.is_char_boundary(*end));
    format!("{}{suffix}", &base[..end.unwrap_or_default()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_snake_case() {
        assert_eq!(column_names(&["callSign", "Größe", "type", "1st"]), ["call_sign", "größe", "type", "1st"]);
    }

    #[test]
    fn similar_names_are_numbered_and_exact_ones_kept() {
        assert_eq!(column_names(&["aB", "a_b", "a-b"]), ["a_b_2", "a_b", "a_b_3"]);
        assert_eq!(column_names(&["+", "-", "column"]), ["column_2", "column_3", "column"]);
    }

    #[test]
    fn names_of_the_database_are_not_used() {
        assert_eq!(column_names(&["ctid", "version", "Version"]), ["ctid_2", "version_2", "version_3"]);
    }

    #[test]
    fn long_names_are_cut_to_distinct_ones() {
        let long = "ä".repeat(40);
        let names = column_names(&[&format!("{long}x"), &format!("{long}y")]);
        assert!(names.iter().all(|name| name.len() <= MAX_LENGTH), "{names:?}");
        assert_ne!(names[0], names[1]);
    }
}
