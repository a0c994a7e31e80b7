//! Tables: the schemas that are marked with `x-dropspec-table`.

mod column;
mod csv;
mod query;
mod usage;

pub use column::{Check, Column, ColumnKind, column_kind};
pub use csv::Csv;
pub use query::{Comparison, Query};
pub use usage::{Action, Usage};
pub(super) use usage::{mark_bulks, mark_lists};

use super::operation::Operation;
use super::schema::reference_name;
use crate::node::{Node, Read, collect};
use column::read_column;

/// The extension that marks a schema.
pub(super) const TABLE: &str = "x-dropspec-table";

/// The extension that says how the properties of a table stand in a CSV file.
pub(super) const CSV: &str = "x-dropspec-csv";

/// How many properties a table can have: with the version, diesel's tables end at 32 columns.
const MOST: usize = 31;

/// The column that each table has beside those of its properties.
const VERSION: &str = "version";

/// A schema whose values are rows of a table.
#[derive(Debug)]
pub struct Table<'s> {
    /// The schema.
    pub node: Node<'s>,
    /// The name of the schema.
    pub schema: &'s str,
    /// The name of the table.
    pub name: &'s str,
    /// The columns, in the order of the properties.
    pub columns: Vec<Column<'s>>,
    /// Which of the columns is the key.
    pub key: usize,
    /// The operations on it that are understood.
    pub usages: Vec<Usage<'s>>,
}

/// What of a table an operation is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// All of it.
    Whole,
    /// One of its rows.
    Row,
}

impl<'s> Table<'s> {
    /// The column that is the key.
    pub fn key(&self) -> &Column<'s> {
        &self.columns[self.key]
    }

    /// The column that holds a property.
    pub fn column(&self, property: &str) -> Option<&Column<'s>> {
        self.columns.iter().find(|column| column.property == property)
    }

    /// The operation that does something to it, by its position in the document.
    pub fn operation(&self, action: Action) -> Option<usize> {
        self.usages.iter().find(|usage| usage.action == action).map(|usage| usage.operation)
    }

    /// The name of the schema of what creates a row: the body of the operation that does, or the row itself.
    pub fn creation(&self, operations: &[Operation<'s>]) -> &'s str {
        let create = self.operation(Action::Create).and_then(|index| operations.get(index));
        let contents = create.and_then(|create| create.body.as_ref()).map_or(&[][..], |body| &body.contents);
        let json = contents.iter().find(|content| content.media_type == "application/json");
        json.and_then(|json| reference_name(json.schema.as_ref()?).ok()?).unwrap_or(self.schema)
    }

    /// Whether an operation is on the table as a whole, or on one of its rows; nothing if it is on neither.
    pub fn place(&self, operation: &Operation<'_>) -> Option<Place> {
        let rest = operation.path.strip_prefix(self.path()).filter(|_| !self.path().is_empty())?;
        match rest.strip_prefix("/{").and_then(|rest| rest.strip_suffix('}')) {
            Some(key) => (key == self.key().property).then_some(Place::Row),
            None => rest.is_empty().then_some(Place::Whole),
        }
    }

    /// The path of the operations on the whole table.
    pub fn path(&self) -> &'s str {
        self.usages.first().map_or("", |usage| usage.collection)
    }
}

/// The tables of a document, in the order of its schemas.
pub(super) fn read_tables<'s>(schemas: &[(&'s str, Node<'s>)], operations: &[Operation<'s>]) -> Read<Vec<Table<'s>>> {
    let marked = schemas.iter().filter(|(_, node)| node.get(TABLE).is_some() || node.get(CSV).is_some());
    let is_only = marked.clone().count() == 1;
    let tables = collect(marked, |(name, node)| read_table(name, node, is_only, operations))?;
    collect(tables.iter().enumerate(), |(index, table)| match tables[..index].iter().find(|t| t.name == table.name) {
        Some(first) => Err(table.node.error(format!("the table `{}` is that of {}", table.name, first.schema))),
        None => Ok(()),
    })?;
    Ok(tables)
}

fn read_table<'s>(schema: &'s str, node: &Node<'s>, is_only: bool, operations: &[Operation<'s>]) -> Read<Table<'s>> {
    let mark = node.require(TABLE)?;
    mark.allow_keys("a table", &["name", "key"])?;
    if node.text("type")? != Some("object") {
        return Err(node.error("the schema of a table must be of the type `object`"));
    }
    let name = mark.required_text("name")?;
    check_name(&mark.require("name")?, name)?;
    let mut columns = collect(node.entries_of("properties")?, |(property, part)| read_column(node, property, &part))?;
    if columns.len() > MOST {
        let message =
            format!("a table has at most {MOST} properties, not {}; put some of them into an object", columns.len());
        return Err(node.error(message));
    }
    csv::read_csv(node, &mut columns)?;
    refuse_alike(&columns)?;
    let key_property = mark.required_text("key")?;
    let Some(key) = columns.iter().position(|column| column.property == key_property) else {
        return Err(mark.require("key")?.error(format!("{schema} has no property `{key_property}`")));
    };
    check_key(&columns[key])?;
    let usages = usage::read_usages(schema, key_property, is_only, operations);
    Ok(Table { node: node.clone(), schema, name, columns, key, usages })
}

/// Names of tables are words of SQL that need no quotes.
fn check_name(node: &Node<'_>, name: &str) -> Read<()> {
    let fits = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && name.len() <= 40
        && !name.starts_with("dropspec_");
    if fits {
        return Ok(());
    }
    Err(node.error(format!(
        "`{name}` cannot be a table's name, which has at most 40 lower-case letters, digits and `_`, a letter first, and does not begin \
         with `dropspec_`"
    )))
}

fn refuse_alike(columns: &[Column<'_>]) -> Read<()> {
    collect(columns.iter().enumerate(), |(index, column)| {
        if column.name == VERSION {
            let message = format!("the column `{VERSION}` counts the changes of a row; give the property another name");
            return Err(column.node.error(message));
        }
        match columns[..index].iter().find(|other| other.name == column.name) {
            Some(other) => Err(column.node.error(format!(
                "the column `{}` of this property is that of `{}` already; rename one of them",
                column.name, other.property
            ))),
            None => Ok(()),
        }
    })
    .map(drop)
}

fn check_key(column: &Column<'_>) -> Read<()> {
    let kind = matches!(column.kind, ColumnKind::Uuid | ColumnKind::Text | ColumnKind::Integer | ColumnKind::Long);
    if column.nullable || !kind {
        return Err(column.node.error("a key must be required, and a string, a uuid or an integer"));
    }
    Ok(())
}
