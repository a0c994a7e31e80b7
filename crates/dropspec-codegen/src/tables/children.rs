//! Rows of other tables that are created with a row: the arrays of them in the body of the create operation.

use dropspec_openapi::document::{Action, ColumnKind, Document, EmbeddedRows, Table, reference_name};
use dropspec_openapi::node::Checked;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::TableContext;
use super::names::creation_name;
use crate::items::module_name;
use crate::model::Field;

/// The rows of a table that a body creates with their parent.
pub(crate) struct GivenChildren<'s> {
    /// The property, of the body and of the record.
    pub(crate) property: &'s str,
    /// The index of the table of the rows.
    pub(crate) table: usize,
    /// The index of its reference to the parent.
    pub(super) reference: usize,
    /// The schema of the items.
    pub(super) schema: String,
}

/// The children in the body of the create operation of a table.
pub(crate) fn given_children<'s>(document: &Document<'s>, table: &Table<'s>) -> Checked<Vec<GivenChildren<'s>>> {
    let schema = table.create_schema(&document.operations);
    // The schema of the table embeds rows in responses.
    let node = document.schema(schema).filter(|_| schema != table.schema);
    let properties = node.map(|node| node.entries_of("properties")).transpose()?.unwrap_or_default();
    let mut given = Vec::new();
    for (property, node) in properties {
        let embedding = table.embeddings.iter().find(|embedding| embedding.property == property);
        let Some(EmbeddedRows::Children { table: child, reference }) = embedding.map(|embedding| embedding.rows) else {
            continue;
        };
        if document.tables[child].has_identity(&document.operations) {
            return Err(node.error(
                "rows are created with another one only if the database does not make their keys; use keys with `format: uuid` instead of integers",
            ));
        }
        let items = node.resolve()?.get("items");
        match items.as_ref().map(reference_name).transpose()?.flatten() {
            Some(schema) => given.push(GivenChildren { property, table: child, reference, schema: schema.to_owned() }),
            None => return Err(node.error("rows to create must be an array whose items refer to a schema")),
        }
    }
    Ok(given)
}

impl TableContext<'_, '_> {
    /// The statements that put the children of a body `new` into a `record`.
    pub(super) fn take_children(&self) -> Checked<Vec<TokenStream>> {
        let create = self.table.operation(Action::Create).and_then(|index| self.document.operations.get(index));
        let body = create.and_then(|create| self.body(create)).map(|(_, found)| found);
        let key = self.copied(&quote!(key));
        let take = |given: &GivenChildren<'_>| {
            let (field, source) = (self.record_field(given.property)?, body?.field(given.property)?);
            let child = &self.document.tables[given.table];
            let (module, function) = (module_name(child), creation_name(child, given.reference, &given.schema));
            let source_name = source.ident();
            let rows = quote! {
                children.into_iter().map(|child| super::#module::#function(#key, child).0).collect()
            };
            Some(match source.options() {
                0 => quote! {
                    let (key, children) = (::dropspec::db::Entity::key(&record), new.#source_name);
                    record.#field = Some(#rows);
                },
                _ => quote! {
                    let key = ::dropspec::db::Entity::key(&record);
                    record.#field = new.#source_name.map(|children| #rows);
                },
            })
        };
        Ok(given_children(self.document, self.table)?.iter().filter_map(take).collect())
    }

    /// The statements that set the reference of the children of `self` to its new key.
    pub(super) fn set_key_of_children(&self) -> Checked<Vec<TokenStream>> {
        let set = |given: &GivenChildren<'_>| {
            let field = self.record_field(given.property)?;
            let child = &self.document.tables[given.table];
            let reference = self
                .types
                .component_struct(child.schema)?
                .field(child.columns[child.references[given.reference].column].property)?;
            let mut value = self.copied(&quote!(self.key()));
            for _ in 0..reference.options() {
                value = quote!(Some(#value));
            }
            // Keys that the server makes are copied.
            let reference = reference.ident();
            Some(quote! {
                let key = #value;
                for child in self.#field.iter_mut().flatten() {
                    child.#reference = key;
                }
            })
        };
        Ok(given_children(self.document, self.table)?.iter().filter_map(set).collect())
    }

    /// The methods that store the children of a record, if the create operation takes any.
    pub(super) fn store_children(&self) -> Checked<Option<TokenStream>> {
        let given = given_children(self.document, self.table)?;
        if given.is_empty() {
            return Ok(None);
        }
        let fields: Vec<Ident> = given.iter().filter_map(|given| self.record_field(given.property)).collect();
        let tables = given.iter().map(|given| self.types.component(self.document.tables[given.table].schema));
        let tables: Vec<TokenStream> = tables.collect();
        let pointers: Vec<String> = given.iter().map(|given| format!("/{}", given.property)).collect();
        Ok(Some(quote! {
            fn has_children(&self) -> bool {
                #(self.#fields.as_ref().is_some_and(|children| !children.is_empty()))||*
            }

            fn insert_children_on_postgres<'a>(
                &'a self,
                connection: &'a mut ::dropspec::reexport::diesel_async::AsyncPgConnection,
            ) -> ::dropspec::db::BoxFuture<'a, Result<(), ::dropspec::db::Error>> {
                Box::pin(async move {
                    #(if let Some(children) = &self.#fields {
                        ::dropspec::db::insert_children_on_postgres::<#tables>(connection, children, #pointers).await?;
                    })*
                    Ok(())
                })
            }

            fn insert_children_on_sqlite(
                &self,
                connection: &mut diesel::SqliteConnection,
            ) -> Result<(), ::dropspec::db::Error> {
                #(if let Some(children) = &self.#fields {
                    ::dropspec::db::insert_children_on_sqlite::<#tables>(connection, children, #pointers)?;
                })*
                Ok(())
            }
        }))
    }

    /// A key, or an `Option` of it, of which there is a reference.
    fn copied(&self, reference: &TokenStream) -> TokenStream {
        match self.single_key() {
            Some(key) if key.column.kind != ColumnKind::Text => quote!(*#reference),
            _ => quote!(#reference.clone()),
        }
    }

    /// The field of the record that stores a property.
    fn record_field(&self, property: &str) -> Option<Ident> {
        let found = self.types.component_struct(self.table.schema)?;
        found.field(property).map(Field::ident)
    }
}
