//! Reads the tables of a document.

use super::aggregate::reject_marks;
use super::column::{Column, ColumnKind, read_column};
use super::column_sets::{read_column_sets, read_searched};
use super::key::read_key;
use super::model::Table;
use super::names::column_names;
use super::nested::add_nested_usages;
use super::relations::{EmbeddingNames, relate};
use super::row_path::{CompositeKey, row_path};
use super::source::{deletion, source};
use super::usage::{Action, Usage};
use super::{csv, usage};
use crate::document::operation::Operation;
use crate::grammar::extensions::{CSV, GEOGRAPHY, SET, TABLE};
use crate::node::{Checked, Node, collect};

/// The maximum number of properties of a table. PostgreSQL has at most 1,600 columns, and in a row 8 kB for values that it cannot move out of
/// it, such as 1,000 integers of 64 bits.
const MAX_PROPERTIES: usize = 900;

/// The prefixes of internal tables, and of those of PostgreSQL and SQLite.
const RESERVED_PREFIXES: &[&str] = &["dropspec_", "pg_", "sqlite_"];

/// The tables of a document, in the order of its schemas.
pub(crate) fn read_tables<'s>(
    schemas: &[(&'s str, Node<'s>)],
    operations: &[Operation<'s>],
) -> Checked<Vec<Table<'s>>> {
    let marked = schemas.iter().filter(|(_, node)| node.get(TABLE).is_some() || node.get(CSV).is_some());
    let is_only = marked.clone().count() == 1;
    collect(schemas.iter().filter(|(_, node)| node.get(TABLE).is_none()), |(_, node)| reject_set(node))?;
    let embedding_names = EmbeddingNames::read(marked.clone());
    let mut tables = collect(marked, |(name, node)| read_table(name, node, &embedding_names, is_only, operations))?;
    collect(tables.iter().enumerate(), |(index, table)| match tables[..index].iter().find(|t| t.name == table.name) {
        Some(first) => Err(table
            .node
            .error(format!("the table `{}` is already used by {}; choose another name", table.name, first.schema))),
        None => Ok(()),
    })?;
    relate(&mut tables)?;
    add_nested_usages(&mut tables, operations)?;
    reject_marks(schemas, operations)?;
    Ok(tables)
}

fn read_table<'s>(
    schema: &'s str,
    node: &Node<'s>,
    embedding_names: &EmbeddingNames<'s>,
    is_only: bool,
    operations: &[Operation<'s>],
) -> Checked<Table<'s>> {
    let mark = node.require(TABLE)?;
    mark.allow_keys("a table", &["name", "key", "unique", "indexes", "search", "softDelete"])?;
    if node.text("type")? != Some("object") {
        return Err(node.error("the schema of a table must have `type: object`"));
    }
    let name = mark.required_text("name")?;
    check_name(&mark.require("name")?, name)?;
    let mut properties = node.entries_of("properties")?;
    properties.retain(|(property, _)| !embedding_names.contains(schema, property));
    let names = column_names(&properties.iter().map(|(property, _)| *property).collect::<Vec<_>>());
    let mut columns = collect(properties.into_iter().zip(names), |((property, part), name)| {
        read_column(node, property, name, &part)
    })?;
    if columns.len() > MAX_PROPERTIES {
        let message = format!(
            "a table has at most {MAX_PROPERTIES} properties, this one has {}; group some of them in an object",
            columns.len()
        );
        return Err(node.error(message));
    }
    csv::read_csv(node, &mut columns)?;
    let key = read_key(node, schema, &mark, &mut columns)?;
    let soft_delete = soft_delete(schema, &mark, &columns)?;
    let sources = collect(columns.iter().enumerate(), |(index, column)| match Some(index) == soft_delete {
        true => deletion(column),
        false => source(column, key == [index]),
    })?;
    for (column, source) in columns.iter_mut().zip(sources) {
        column.source = source;
    }
    let properties: Vec<&str> = key.iter().map(|column| columns[*column].property).collect();
    let usages = match properties[..] {
        [property] => usage::read_usages(schema, property, is_only, operations),
        _ => {
            let columns = key.iter().map(|column| &columns[*column]).collect();
            CompositeKey { schema, columns }.usages(is_only, operations)?
        }
    };
    let row_path = path_of_rows(&usages, operations, &properties);
    let unique = read_column_sets(&mark, "unique", &columns)?;
    let indexes = read_column_sets(&mark, "indexes", &columns)?;
    let search = read_searched(&mark, &columns)?;
    check_indexes_by_key(&mark, &key, &search, &columns)?;
    let (node, references, embeddings) = (node.clone(), Vec::new(), Vec::new());
    Ok(Table {
        node,
        schema,
        name,
        columns,
        key,
        row_path,
        soft_delete,
        references,
        embeddings,
        unique,
        indexes,
        search,
        usages,
    })
}

/// The path of a row: of the first operation on one, or else below the collection.
fn path_of_rows(usages: &[Usage<'_>], operations: &[Operation<'_>], key: &[&str]) -> Vec<(String, usize)> {
    let is_on_row = |action| matches!(action, Action::Get | Action::Update | Action::Patch | Action::Delete);
    let on_row = usages.iter().filter(|usage| is_on_row(usage.action)).map(|usage| operations[usage.operation].path);
    let collection = usages.first().map(|usage| usage.collection).filter(|path| !path.is_empty());
    let below = || collection.map(|path| key.iter().fold(path.to_owned(), |path, name| format!("{path}/{{{name}}}")));
    let path = on_row.map(str::to_owned).next().or_else(below);
    path.map(|path| row_path(&path, key)).unwrap_or_default()
}

/// Rejects searches that find rows by a key of one column, of tables whose key has several.
fn check_indexes_by_key(mark: &Node<'_>, key: &[usize], search: &[usize], columns: &[Column<'_>]) -> Checked<()> {
    if key.len() == 1 {
        return Ok(());
    }
    if !search.is_empty() {
        let node = mark.require("search")?;
        return Err(node.error("full-text search needs a key of one property; remove `search`, or use such a key"));
    }
    match columns.iter().find(|column| matches!(column.kind, ColumnKind::Geography(_))) {
        Some(point) => {
            Err(point.node.error(format!("a table with points needs a key of one property: remove `{GEOGRAPHY}`")))
        }
        None => Ok(()),
    }
}

/// Rejects values of the server outside of tables.
fn reject_set(schema: &Node<'_>) -> Checked<()> {
    let set = |(_, property): (&str, Node<'_>)| match property.get(SET) {
        Some(set) => Err(set.error(format!("`{SET}` has an effect only in the schema of a table; remove it"))),
        None => Ok(()),
    };
    collect(schema.entries_of("properties")?, set).map(drop)
}

/// The column that has the time at which a row was deleted.
fn soft_delete(schema: &str, mark: &Node<'_>, columns: &[Column<'_>]) -> Checked<Option<usize>> {
    let Some(node) = mark.get("softDelete") else { return Ok(None) };
    let name = mark.required_text("softDelete")?;
    let found = columns.iter().position(|column| column.property == name);
    found.map(Some).ok_or_else(|| node.error(format!("{schema} has no property `{name}`")))
}

/// Table names are SQL identifiers that need no quotes.
fn check_name(node: &Node<'_>, name: &str) -> Checked<()> {
    let fits = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && name.len() <= 40
        && !RESERVED_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    if fits {
        return Ok(());
    }
    Err(node.error(format!(
        "`{name}` is not a valid table name; use at most 40 lower-case letters, digits and `_`, starting with a letter but not with \
         `dropspec_`, `pg_` or `sqlite_`"
    )))
}
