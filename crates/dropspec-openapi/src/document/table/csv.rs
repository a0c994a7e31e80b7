//! How the properties of a table stand in a CSV file: `x-dropspec-csv`.

use std::collections::HashMap;

use super::column::{Column, ColumnKind};
use crate::document::extensions::CSV;
use crate::node::{Checked, Node, collect};

/// Reads what a table says of its columns.
pub(super) fn read_csv(schema: &Node<'_>, columns: &mut [Column<'_>]) -> Checked<()> {
    collect(schema.entries_of(CSV)?, |(property, node)| {
        let column = columns.iter_mut().find(|column| column.property == property);
        let column = column.ok_or_else(|| node.error(format!("the schema has no property `{property}`")))?;
        read_entry(&node, column)
    })?;
    let mut seen: HashMap<&str, &str> = HashMap::new();
    collect(&*columns, |column| match seen.insert(&column.csv.header, column.property) {
        Some(first) => {
            let message = format!("the column `{}` of CSV is that of `{first}` already", column.csv.header);
            Err(column.node.error(message))
        }
        None => Ok(()),
    })
    .map(drop)
}

fn read_entry(node: &Node<'_>, column: &mut Column<'_>) -> Checked<()> {
    node.allow_keys("a column of CSV", &["column", "words", "truncate"])?;
    if let Some(header) = node.text("column")? {
        column.csv.header = header.to_owned();
    }
    if let Some(words) = node.get("words") {
        if column.kind != ColumnKind::Boolean {
            return Err(words.error("`words` are those for false and true; the property is not a boolean"));
        }
        let texts: Vec<&str> = words.items()?.iter().filter_map(|word| word.value().as_str()).collect();
        let [no, yes] = texts[..] else {
            return Err(words.error("`words` must be two strings: that for false, and that for true"));
        };
        if no == yes || no.is_empty() || yes.is_empty() {
            return Err(words.error("the words for false and true must not be empty, and must differ"));
        }
        column.csv.words = [no.to_owned(), yes.to_owned()];
    }
    column.csv.truncate = node.flag("truncate")?;
    if column.csv.truncate && !matches!(column.kind, ColumnKind::Integer | ColumnKind::Long) {
        return Err(node.require("truncate")?.error("`truncate` drops fractions; the property is not an integer"));
    }
    Ok(())
}
