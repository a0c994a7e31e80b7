//! Reads the relations between tables.

use super::column::ColumnKind;
use super::model::Table;
use super::reference::{EmbeddedRows, Embedding, OnDelete, Reference};
use crate::document::schema::{is_required, reference_name};
use crate::grammar::extensions::{REFERENCES, TABLE};
use crate::node::{Checked, Node, both, collect};

/// The properties that embed rows, as pairs of a schema and a property, before the tables are read.
pub(super) struct EmbeddingNames<'s>(Vec<(&'s str, &'s str)>);

impl<'s> EmbeddingNames<'s> {
    /// Collects the names. What is wrong with a declaration is reported by [`relate`].
    pub(super) fn read<'n>(schemas: impl Iterator<Item = &'n (&'s str, Node<'s>)> + Clone) -> Self
    where
        's: 'n,
    {
        let schema_of = |table: &str| {
            schemas.clone().find_map(|(schema, node)| {
                let name = node.get(TABLE)?.text("name").ok()??;
                (name == table).then_some(*schema)
            })
        };
        let mut names = Vec::new();
        for (schema, node) in schemas.clone() {
            for (_, property) in node.entries_of("properties").unwrap_or_default() {
                let Some(reference) = property.get(REFERENCES) else { continue };
                let text = |key: &str| reference.text(key).ok().flatten();
                names.extend(text("as").map(|name| (*schema, name)));
                names.extend(text("table").and_then(schema_of).zip(text("children")));
            }
        }
        Self(names)
    }

    /// Whether a property of a schema embeds rows.
    pub(super) fn contains(&self, schema: &str, property: &str) -> bool {
        self.0.contains(&(schema, property))
    }
}

/// Reads the references between tables, and the properties that embed rows.
pub(super) fn relate(tables: &mut [Table<'_>]) -> Checked<()> {
    let read = collect(tables.iter(), |table| references(table, tables))?;
    for (table, references) in tables.iter_mut().zip(read) {
        table.references = references;
    }
    let embeddings = collect(0..tables.len(), |index| {
        let (parents, children) = both(parents(tables, index), children(tables, index))?;
        Ok([parents, children].concat())
    })?;
    for (table, embeddings) in tables.iter_mut().zip(embeddings) {
        table.embeddings = embeddings;
    }
    Ok(())
}

/// The references of a table.
fn references<'s>(table: &Table<'s>, tables: &[Table<'s>]) -> Checked<Vec<Reference<'s>>> {
    let declared = table.columns.iter().enumerate();
    let declared = declared.filter_map(|(index, column)| Some((index, column.node.get(REFERENCES)?)));
    collect(declared, |(column, node)| {
        node.allow_keys("a reference", &["table", "onDelete", "as", "children"])?;
        let name = node.required_text("table")?;
        let Some(target) = tables.iter().position(|other| other.name == name) else {
            return Err(node.require("table")?.error(format!("the document has no table `{name}`")));
        };
        let Some(key) = tables[target].single_key() else {
            let message = format!("`{name}` has a key of several properties, to which no property can refer");
            return Err(node.require("table")?.error(message));
        };
        let (kind, key) = (&table.columns[column].kind, &key.kind);
        if !is_same_kind(kind, key) {
            let (kind, key) = (kind.word(), key.word());
            return Err(node.error(format!("the key of `{name}` is {key}, but this property is {kind}")));
        }
        let on_delete = on_delete(&node, table.columns[column].nullable)?;
        Ok(Reference { node, column, table: target, on_delete })
    })
}

/// Whether a database can compare the values of a column with those of a key.
fn is_same_kind(kind: &ColumnKind, key: &ColumnKind) -> bool {
    kind == key && matches!(kind, ColumnKind::Uuid | ColumnKind::Text | ColumnKind::Integer | ColumnKind::Long)
}

fn on_delete(node: &Node<'_>, nullable: bool) -> Checked<OnDelete> {
    match node.text("onDelete")? {
        None | Some("restrict") => Ok(OnDelete::Restrict),
        Some("cascade") => Ok(OnDelete::Cascade),
        Some("setNull") if nullable => Ok(OnDelete::SetNull),
        Some("setNull") => {
            Err(node.require("onDelete")?.error("`setNull` needs a property that may be absent or null"))
        }
        Some(other) => Err(node
            .require("onDelete")?
            .error(format!("unknown action `{other}`; use `restrict`, `cascade` or `setNull`"))),
    }
}

/// The properties of a table that embed the rows that it refers to.
fn parents<'s>(tables: &[Table<'s>], index: usize) -> Checked<Vec<Embedding<'s>>> {
    let table = &tables[index];
    let declared = table.references.iter().enumerate();
    let declared = declared.filter_map(|(place, reference)| Some((place, reference, reference.node.get("as")?)));
    collect(declared, |(place, reference, name)| {
        let schema = tables[reference.table].schema;
        let (property, node) = embedding_property(table, &name)?;
        if reference_name(&node)? != Some(schema) {
            return Err(node.error(format!("`{property}` embeds a row: it must refer to {schema}")));
        }
        Ok(Embedding { node, property, rows: EmbeddedRows::Parent(place) })
    })
}

/// The properties of a table that embed the rows of other tables which refer to it.
fn children<'s>(tables: &[Table<'s>], index: usize) -> Checked<Vec<Embedding<'s>>> {
    let all = tables.iter().enumerate().flat_map(|(table, it)| {
        it.references.iter().enumerate().map(move |(reference, found)| (table, reference, found))
    });
    let declared = all.filter(|(.., found)| found.table == index);
    let declared =
        declared.filter_map(|(table, reference, found)| Some((table, reference, found.node.get("children")?)));
    collect(declared, |(table, reference, name)| {
        let schema = tables[table].schema;
        let (property, node) = embedding_property(&tables[index], &name)?;
        let array = node.resolve()?;
        let items = array.get("items").map(|items| reference_name(&items)).transpose()?.flatten();
        if array.text("type")? != Some("array") || items != Some(schema) {
            return Err(
                node.error(format!("`{property}` embeds rows: it must be an array whose items refer to {schema}"))
            );
        }
        Ok(Embedding { node, property, rows: EmbeddedRows::Children { table, reference } })
    })
}

/// The property of that name in the schema of a table.
fn embedding_property<'s>(table: &Table<'s>, name: &Node<'s>) -> Checked<(&'s str, Node<'s>)> {
    let text = name.value().as_str().unwrap_or_default();
    let found = table.node.entries_of("properties")?.into_iter().find(|(property, _)| *property == text);
    let Some((property, node)) = found else {
        return Err(name.error(format!("{} has no property `{text}`", table.schema)));
    };
    if is_required(&table.node, property)? {
        return Err(node.error(format!("`{property}` embeds rows only on request: it must not be required")));
    }
    if table.references.iter().any(|reference| table.columns[reference.column].property == property) {
        return Err(name.error(format!("`{property}` is the reference itself; name another property")));
    }
    Ok((property, node))
}
