//! The relations of a table: their description, and the rows that changes refer to.

use dropspec_openapi::document::{ColumnKind, Document, OnDelete, Table};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::TableContext;
use super::fields::ColumnField;

/// The field `relations` of a table's description.
pub(super) fn relations(document: &Document<'_>, table: &Table<'_>) -> TokenStream {
    let references = table.references.iter().map(|reference| {
        let target = &document.tables[reference.table];
        let (column, name, schema) = (reference.column, target.name, target.schema);
        let key = target.single_key().map_or("", |key| &key.name);
        let on_delete = on_delete(reference.on_delete);
        quote! {
            ::dropspec::db::Reference {
                column: #column,
                table: #name,
                schema: #schema,
                key: #key,
                on_delete: #on_delete,
            }
        }
    });
    let referrers = document.tables.iter().flat_map(|other| {
        let to_this = other.references.iter().filter(|reference| document.tables[reference.table].name == table.name);
        to_this.map(|reference| {
            let (name, column) = (other.name, &other.columns[reference.column].name);
            let on_delete = on_delete(reference.on_delete);
            quote!(::dropspec::db::Referrer { table: #name, column: #column, on_delete: #on_delete })
        })
    });
    let sets = |sets: &[Vec<usize>]| {
        let sets = sets.iter().map(|set| quote!(&[#(#set),*]));
        quote!(&[#(#sets),*])
    };
    let (unique, indexes) = (sets(&table.unique), sets(&table.indexes));
    quote! {
        ::dropspec::db::Relations {
            references: &[#(#references),*],
            referrers: &[#(#referrers),*],
            unique: #unique,
            indexes: #indexes,
        }
    }
}

fn on_delete(on_delete: OnDelete) -> TokenStream {
    match on_delete {
        OnDelete::Restrict => quote!(::dropspec::db::OnDelete::Restrict),
        OnDelete::Cascade => quote!(::dropspec::db::OnDelete::Cascade),
        OnDelete::SetNull => quote!(::dropspec::db::OnDelete::SetNull),
    }
}

impl<'p, 's> TableContext<'p, 's> {
    /// The fields of the columns that refer to tables, by the position of the reference.
    fn reference_fields(&self) -> impl Iterator<Item = (usize, &ColumnField<'p, 's>)> {
        let references = self.table.references.iter().enumerate();
        references.filter_map(|(place, reference)| Some((place, self.fields.get(reference.column)?)))
    }

    /// The method that returns the rows that a change refers to, if the table refers to any.
    pub(super) fn changed_parents(&self) -> Option<TokenStream> {
        let is_key = |place: &usize| self.table.key.contains(&self.table.references[*place].column);
        let parents = self.reference_fields().filter(|(place, _)| !is_key(place));
        let parents: Vec<TokenStream> = parents
            .map(|(place, field)| {
                let column = self.place(field);
                let flat = field.column.nullable.then(|| quote!(.and_then(Option::as_ref)));
                let value = field.row_value();
                quote!((#place, changes.#column.as_ref()#flat.map(|value| #value)))
            })
            .collect();
        (!parents.is_empty()).then(|| {
            quote! {
                fn changed_parents(changes: &Self::Changeset) -> Vec<(usize, ::dropspec::db::Value<'static>)> {
                    let parents = [#(#parents),*];
                    parents.into_iter().filter_map(|(place, value)| Some((place, value?))).collect()
                }
            }
        })
    }
}

impl ColumnField<'_, '_> {
    /// The reference `value` to a value of a row, as one of any column.
    fn row_value(&self) -> TokenStream {
        match self.column.kind {
            ColumnKind::Text if self.is_string() => quote!(::dropspec::db::Value::text(value).into_owned()),
            ColumnKind::Text => quote!(::dropspec::db::Value::from(value.0.to_string())),
            ColumnKind::Uuid => quote!(::dropspec::db::Value::from(value.0)),
            _ => quote!(::dropspec::db::Value::from(*value)),
        }
    }
}
