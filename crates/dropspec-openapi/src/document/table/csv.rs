//! The mapping of a table to CSV: `x-dropspec-csv`.

use std::collections::HashMap;

use super::column::{Column, ColumnKind};
use crate::grammar::extensions::CSV;
use crate::node::{Checked, Node, collect};

/// Reads the CSV mappings of a table's columns.
pub(super) fn read_csv(schema: &Node<'_>, columns: &mut [Column<'_>]) -> Checked<()> {
    collect(schema.entries_of(CSV)?, |(property, node)| {
        let column = columns.iter_mut().find(|column| column.property == property);
        let column = column.ok_or_else(|| node.error(format!("the schema has no property `{property}`")))?;
        read_entry(&node, column)
    })?;
    let mut seen: HashMap<&str, &str> = HashMap::new();
    collect(&*columns, |column| match seen.insert(&column.csv.header, column.property) {
        Some(first) => {
            let message =
                format!("the CSV column `{}` is already used by `{first}`; choose another name", column.csv.header);
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
            return Err(words.error("`words` is only allowed for booleans"));
        }
        let texts: Vec<&str> = words.items()?.iter().filter_map(|word| word.value().as_str()).collect();
        let [no, yes] = texts[..] else {
            return Err(words.error("`words` must be two strings: the word for false, then the word for true"));
        };
        if no == yes || no.is_empty() || yes.is_empty() {
            return Err(words.error("the words for false and true must be distinct and not empty"));
        }
        column.csv.words = [no.to_owned(), yes.to_owned()];
    }
    column.csv.truncate = node.flag("truncate")?;
    if column.csv.truncate && !matches!(column.kind, ColumnKind::Integer | ColumnKind::Long) {
        return Err(node.require("truncate")?.error("`truncate` is only allowed for integers"));
    }
    Ok(())
}
