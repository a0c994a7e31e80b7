//! The properties of a record that embed rows of other tables.

use dropspec_openapi::document::{EmbeddedRows, Embedding, Table};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::context::TableContext;
use super::fields::ColumnField;
use super::names::column_idents;
use crate::items::module_name;
use crate::model::{Field, TypeRef};

impl<'p, 's> TableContext<'p, 's> {
    /// The fields of the record that embed rows.
    pub(super) fn embedding_fields(&self) -> impl Iterator<Item = Ident> {
        self.embeddings().map(|(_, field)| field.ident())
    }

    /// The method that embeds rows, if there are properties for it.
    pub(super) fn expand(&self) -> Option<TokenStream> {
        let steps: Vec<TokenStream> = self.embeddings().map(|(embedding, field)| self.step(embedding, field)).collect();
        (!steps.is_empty()).then(|| {
            quote! {
                fn expand<'a>(
                    database: &'a ::dropspec::db::Database,
                    mut rows: Vec<&'a mut Self>,
                    expansion: &'a ::dropspec::db::Expansion,
                ) -> ::dropspec::db::BoxFuture<'a, Result<(), ::dropspec::db::StoreError>> {
                    Box::pin(async move {
                        #(#steps)*
                        Ok(())
                    })
                }
            }
        })
    }

    fn embeddings(&self) -> impl Iterator<Item = (&'p Embedding<'s>, &'p Field<'s>)> {
        let found = self.types.component_struct(self.table.schema);
        let fields = found.into_iter().flat_map(|found| &found.fields);
        let embeddings = &self.table.embeddings;
        fields.filter_map(move |field| {
            let embedding = embeddings.iter().find(|embedding| embedding.property == field.property)?;
            Some((embedding, field))
        })
    }

    /// The statement that embeds the rows of a property.
    fn step(&self, embedding: &Embedding<'_>, field: &Field<'_>) -> TokenStream {
        let (property, name) = (embedding.property, field.ident());
        let call = match embedding.rows {
            EmbeddedRows::Parent(reference) => self.embed_parent(reference, field, &name),
            EmbeddedRows::Children { table, reference } => self.embed_children(table, reference, &name),
        };
        quote! {
            if let Some(expansion) = expansion.get(#property) {
                #call.await?;
            }
        }
    }

    fn embed_parent(&self, reference: usize, field: &Field<'_>, name: &Ident) -> TokenStream {
        let reference = &self.table.references[reference];
        let parent = &self.document.tables[reference.table];
        let (record, module) = (self.types.component(parent.schema), module_name(parent));
        let key = optional(&self.fields[reference.column].name, self.fields[reference.column].options);
        let boxed = matches!(field.bare(), TypeRef::Boxed(_));
        let parent = if boxed { quote!(Box::new(parent)) } else { quote!(parent) };
        quote! {
            ::dropspec::db::embed_parents::<Self, #record, _>(
                database,
                &mut rows,
                expansion,
                super::#module::rows_by_key,
                |row| #key,
                |row, parent| row.#name = Some(#parent),
            )
        }
    }

    fn embed_children(&self, table: usize, reference: usize, name: &Ident) -> TokenStream {
        let child = &self.document.tables[table];
        let (record, module) = (self.types.component(child.schema), module_name(child));
        let column = child.references[reference].column;
        let property = child.columns[column].property;
        let fields = self.types.component_struct(child.schema).into_iter().flat_map(|found| &found.fields);
        let key = fields.into_iter().find(|field| field.property == property);
        let key = key.map(|field| optional(&field.ident(), field.options()));
        let select = rows_by(&column_idents(child)[column]);
        quote! {
            ::dropspec::db::embed_children::<Self, #record, _>(
                database,
                &mut rows,
                expansion,
                super::#module::#select,
                |row| #key,
                |row, children| row.#name = Some(children),
            )
        }
    }

    /// The functions that select the rows which other rows embed.
    pub(super) fn embedded_selects(&self) -> TokenStream {
        let table = module_name(self.table);
        let is_embedded = |wanted: &dyn Fn(&Table<'_>, EmbeddedRows) -> bool| {
            let all = self.document.tables.iter();
            all.flat_map(|other| other.embeddings.iter().map(move |it| (other, it.rows)))
                .any(|(other, it)| wanted(other, it))
        };
        let as_parent = is_embedded(&|other, rows| match rows {
            EmbeddedRows::Parent(place) => self.document.tables[other.references[place].table].name == self.table.name,
            EmbeddedRows::Children { .. } => false,
        });
        // No property refers to a key of several.
        let by_key = self.single_key().filter(|_| as_parent).map(|field| {
            let (key, key_type, row_key) = (&field.column_name, &field.bare_type, field.wrap(&quote!(key)));
            quote! {
                /// Selects the rows of keys.
                pub fn rows_by_key(keys: Vec<#key_type>) -> impl ::dropspec::db::Query<Row> {
                    let keys: Vec<KeyValue> = keys.into_iter().map(|key| #row_key).collect();
                    #table::table.filter(#table::#key.eq_any(keys)).select(COLUMNS)
                }
            }
        });
        let by_parent = self.table.references.iter().enumerate().filter_map(|(place, reference)| {
            let is_this = |rows| match rows {
                EmbeddedRows::Children { table, reference } => {
                    self.document.tables[table].name == self.table.name && reference == place
                }
                EmbeddedRows::Parent(_) => false,
            };
            is_embedded(&|_, rows| is_this(rows)).then(|| self.rows_by_parent(&self.fields[reference.column]))
        });
        quote!(#by_key #(#by_parent)*)
    }

    fn rows_by_parent(&self, field: &ColumnField<'p, 's>) -> TokenStream {
        let table = module_name(self.table);
        let key = self.key_columns();
        let (column, kind, row_type) = (&field.column_name, &field.bare_type, field.row_type());
        let name = rows_by(column);
        let value = match field.wrapper() {
            Some(wrapper) => quote!(#wrapper(key)),
            None => quote!(key),
        };
        let value = if field.column.nullable { quote!(Some(#value)) } else { value };
        quote! {
            /// Selects the rows that refer to rows with these keys, and one more than can be embedded.
            pub fn #name(keys: Vec<#kind>) -> impl ::dropspec::db::Query<Row> {
                let keys: Vec<#row_type> = keys.into_iter().map(|key| #value).collect();
                let limit = ::dropspec::db::MAX_EMBEDDED as i64 + 1;
                #table::table.filter(#table::#column.eq_any(keys)).order(#key).limit(limit).select(COLUMNS)
            }
        }
    }
}

/// The name of the function that selects the rows that refer to others by a column.
fn rows_by(column: &Ident) -> Ident {
    format_ident!("rows_by_{}", column.to_string().trim_start_matches("r#"))
}

/// A reference to a field as an `Option`.
fn optional(name: &Ident, options: usize) -> TokenStream {
    match options {
        0 => quote!(Some(&row.#name)),
        1 => quote!(row.#name.as_ref()),
        _ => quote!(row.#name.as_ref().and_then(Option::as_ref)),
    }
}
