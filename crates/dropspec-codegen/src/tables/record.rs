//! `impl Record` for the type of a table's schema.

use dropspec_openapi::document::ColumnKind;
use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::column_type::ValueOf;
use super::context::TableContext;
use super::create::creation;
use super::fields::ColumnField;
use super::statements::{soft_delete, statements};
use super::unstorable::unstorable;
use crate::items::module_name;
use crate::rust::literal::raw;

/// The implementation, and the conversions between rows and records.
pub(super) fn record(context: &TableContext<'_, '_>) -> Checked<TokenStream> {
    let record = context.types.component(context.table.schema);
    let creation = creation(context)?;
    let (key_type, key, key_value) = (context.key_type(), key(context), key_value(context));
    let values = context.fields.iter().enumerate().map(|(index, field)| {
        let value = value(field);
        quote!(#index => #value)
    });
    let (new, row, brings_key) = (&creation.kind, &creation.row, &creation.brings_key);
    let (schemas, [new_schema, own_schema]) = schemas(context, &creation.schema);
    let from_texts = if context.types.covers_object(&creation.schema) {
        quote!(::dropspec::schema::from_texts(texts).ok())
    } else {
        quote!(::dropspec::db::checked_texts(Self::new_schema(), texts))
    };
    let from_json = if context.types.covers_object(context.table.schema) {
        quote!(::dropspec::db::decoded_json(Self::schema(), json))
    } else {
        quote!(::dropspec::db::checked_json(Self::schema(), json))
    };
    let (made_key, from_stored_json) = (made_key(context, creation.has_key)?, from_stored_json(context));
    let (changed_parents, expand) = (context.changed_parents(), context.expand());
    let store_children = context.store_children()?;
    let (encode, conversions, statements) = (encode(context), conversions(context), statements(context));
    let unstorable = unstorable(context);
    let soft_delete = soft_delete(context);
    Ok(quote! {
        #soft_delete
        #schemas
        #encode
        #conversions

        impl ::dropspec::db::Entity for #record {
            const TABLE: &'static ::dropspec::db::Table = &TABLE;

            type Key = #key_type;
            type Row = Row;
            type Insert = #new;
            type Changeset = Changes;

            #key

            #key_value

            fn value(&self, column: usize) -> ::dropspec::db::Value<'_> {
                match column {
                    #(#values,)*
                    _ => ::dropspec::db::Value::Null,
                }
            }

            #changed_parents

            #expand

            #store_children

            #brings_key

            #made_key

            fn create(new: Self::Insert) -> Self {
                #row
            }

            fn new_from_texts<'t>(
                texts: impl Iterator<Item = (&'t str, ::dropspec::schema::Written<'t>)>,
            ) -> Option<Self::Insert> {
                #from_texts
            }

            fn new_schema() -> &'static ::dropspec::schema::Schema {
                &#new_schema
            }

            fn schema() -> &'static ::dropspec::schema::Schema {
                &#own_schema
            }

            fn from_json(json: &str) -> Option<Self> {
                #from_json
            }

            #unstorable

            #from_stored_json

            #statements
        }
    })
}

/// The method that returns the key.
fn key(context: &TableContext<'_, '_>) -> TokenStream {
    let value = match context.single_key() {
        None => {
            let key = context.key_of_self();
            quote!(::std::borrow::Cow::Owned(#key))
        }
        Some(key) if key.is_made() => {
            let (name, kind) = (&key.name, &key.bare_type);
            let none = if key.column.kind == ColumnKind::Uuid { quote!(<#kind>::nil()) } else { quote!(0) };
            quote! {
                static NONE: #kind = #none;
                ::std::borrow::Cow::Borrowed(self.#name.as_ref().unwrap_or(&NONE))
            }
        }
        Some(key) => {
            let name = &key.name;
            quote!(::std::borrow::Cow::Borrowed(&self.#name))
        }
    };
    quote! {
        fn key(&self) -> ::std::borrow::Cow<'_, Self::Key> {
            #value
        }
    }
}

/// The method that returns the value of a key column.
fn key_value(context: &TableContext<'_, '_>) -> TokenStream {
    let (part, value) = match context.single_key() {
        Some(key) => (quote!(_), present_value(key, &quote!(*key), &quote!(key))),
        None => {
            let arms = context.keys().enumerate().map(|(index, field)| {
                let name = &field.column_name;
                let value = present_value(field, &quote!(key.#name), &quote!(&key.#name));
                quote!(#index => #value)
            });
            (quote!(part), quote!(match part { #(#arms,)* _ => ::dropspec::db::Value::Null }))
        }
    };
    quote! {
        fn key_value(key: &Self::Key, #part: usize) -> ::dropspec::db::Value<'_> {
            #value
        }
    }
}

/// The methods that set the key of a row, of tables whose keys the server makes.
fn made_key(context: &TableContext<'_, '_>, is_in_body: bool) -> Checked<Option<TokenStream>> {
    let Some(key) = context.single_key().filter(|_| context.makes_keys()) else { return Ok(None) };
    let (name, is_made) = (&key.name, key.is_made());
    let value = if is_made { quote!(Some(key)) } else { quote!(key) };
    let set_key_of_children = context.set_key_of_children()?;
    let insert_has_key = (!is_in_body).then(|| {
        quote!(
            const INSERT_HAS_KEY: bool = false;
        )
    });
    Ok(Some(quote! {
        #insert_has_key

        fn set_key(&mut self, key: Self::Key) {
            self.#name = #value;
            #(#set_key_of_children)*
        }

        fn key_from_text(text: &str) -> Option<Self::Key> {
            text.parse().ok()
        }
    }))
}

/// The method that decodes stored responses, which have `readOnly` properties.
fn from_stored_json(context: &TableContext<'_, '_>) -> Option<TokenStream> {
    context.fields.iter().any(|field| field.column.source.is_read_only()).then(|| {
        quote! {
            fn from_stored_json(json: &str) -> Option<Self> {
                ::serde_json::from_str(json).ok()
            }
        }
    })
}

/// The statics with the schemas of the table and its create operation, and their names.
fn schemas(context: &TableContext<'_, '_>, new: &str) -> (TokenStream, [TokenStream; 2]) {
    let reference = |name: &str| raw(&format!(r##"{{"$ref":"#/components/schemas/{name}"}}"##));
    let own = reference(context.table.schema);
    let own_static = quote!(
        static SCHEMA: ::dropspec::schema::Schema = ::dropspec::schema::Schema::new(&schemas::COMPONENTS, #own);
    );
    if new == context.table.schema {
        return (own_static, [quote!(SCHEMA), quote!(SCHEMA)]);
    }
    let new = reference(new);
    let new_static = quote!(
        static NEW_SCHEMA: ::dropspec::schema::Schema = ::dropspec::schema::Schema::new(&schemas::COMPONENTS, #new);
    );
    (quote!(#own_static #new_static), [quote!(NEW_SCHEMA), quote!(SCHEMA)])
}

/// Types without a generated encoder are encoded by serde.
fn encode(context: &TableContext<'_, '_>) -> Option<TokenStream> {
    let record = context.types.component(context.table.schema);
    (!context.types.covers_object(context.table.schema)).then(|| {
        quote! {
            impl ::dropspec::encode::Encode for #record {
                fn encode(&self, out: &mut Vec<u8>) {
                    ::dropspec::encode::with_serde(self, out);
                }
            }
        }
    })
}

fn conversions(context: &TableContext<'_, '_>) -> TokenStream {
    let record = context.types.component(context.table.schema);
    let keys = context.keys().enumerate().map(|(index, field)| {
        let (name, value) = (&field.name, field.to_record(&context.key_part(&quote!(row.key), index)));
        quote!(#name: #value)
    });
    let to_record = context.values().map(|field| {
        let (name, place) = (&field.name, context.place(field));
        let value = field.to_record(&quote!(row.values.#place));
        quote!(#name: #value)
    });
    let to_row = context.values().map(|field| {
        let (name, column) = (&field.name, &field.column_name);
        let value = field.to_row(&quote!(record.#name));
        quote!(#column: #value)
    });
    let embeddings = context.embedding_fields();
    let name = module_name(context.table);
    let inserted_keys = context.keys().map(|field| {
        let (column, name_of_field) = (&field.column_name, &field.name);
        let value = field.to_row(&quote!(record.#name_of_field));
        quote!(#name::#column.eq(#value))
    });
    let inserted_types = context.keys().map(|field| {
        let (column, kind) = (&field.column_name, field.row_type());
        quote!(diesel::dsl::Eq<#name::#column, #kind>)
    });
    let values_type = context.has_values().then(|| quote!(Values));
    let to_row: Vec<TokenStream> = to_row.collect();
    let values = context.has_values().then(|| context.value_expression("Values", &to_row));
    let points = context.fields.iter().filter_map(|field| Some(field.point.as_ref()?.functions(&field.bare_type)));
    quote! {
        #(#points)*

        impl From<Row> for ::dropspec::db::Versioned<#record> {
            fn from(row: Row) -> Self {
                Self { version: row.version, record: #record { #(#keys,)* #(#to_record,)* #(#embeddings: None,)* } }
            }
        }

        type Inserted = (
            #(#inserted_types,)*
            diesel::dsl::Eq<#name::version, i64>,
            #values_type
        );

        fn inserted(record: #record) -> Inserted {
            (#(#inserted_keys,)* #name::version.eq(1), #values)
        }
    }
}

/// The value of a column of the record.
fn value(field: &ColumnField<'_, '_>) -> TokenStream {
    let name = &field.name;
    if field.options == 0 {
        return present_value(field, &quote!(self.#name), &quote!(&self.#name));
    }
    let flat = (field.options > 1).then(|| quote!(.and_then(Option::as_ref)));
    let inner = present_value(field, &quote!(*value), &quote!(value));
    quote!(self.#name.as_ref() #flat.map_or(::dropspec::db::Value::Null, |value| #inner))
}

/// The value of a column that is present, by value or by reference.
fn present_value(field: &ColumnField<'_, '_>, place: &TokenStream, reference: &TokenStream) -> TokenStream {
    let value = quote!(::dropspec::db::Value);
    match field.column_type().value {
        ValueOf::Copy => quote!(#value::from(#place)),
        ValueOf::Point => {
            let holder = if field.options == 0 { place } else { reference };
            let point = field.point.as_ref().map(|point| point.point(holder));
            quote!(#value::Point(#point))
        }
        ValueOf::Display => quote!(#value::from(ToString::to_string(#reference))),
        ValueOf::Constructor(name) => {
            let name = format_ident!("{name}");
            quote!(#value::#name(#reference))
        }
    }
}
