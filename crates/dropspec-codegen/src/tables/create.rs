//! The conversion of the create operation's body to a row.

use dropspec_openapi::document::{Action, ColumnKind, MediaKind, property};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::context::TableContext;
use super::fields::ColumnField;
use super::made::{given, made_value, new_uuid, now, require_callers, set_by_server};
use crate::model::{Field, Struct};

/// The type that creates a row.
pub(super) struct Creation {
    /// The name of its schema.
    pub(super) schema: String,
    /// Its type.
    pub(super) kind: TokenStream,
    /// The row as an expression of `new`.
    pub(super) row: TokenStream,
    /// The method that tells whether it has the key.
    pub(super) brings_key: TokenStream,
    /// Whether the body can have the key.
    pub(super) has_key: bool,
}

/// The type that creates a row: the body of the create operation, or the row itself.
pub(super) fn creation(context: &TableContext<'_, '_>) -> Checked<Creation> {
    require_callers(context)?;
    let create = context.table.operation(Action::Create).and_then(|index| context.document.operations.get(index));
    let body = create.and_then(|create| Some((create, context.body(create)?)));
    let Some((create, (schema, found))) = body else {
        return Ok(whole(context));
    };
    let (kind, record) = (context.types.component(&schema), context.types.component(context.table.schema));
    if schema == context.table.schema {
        return Ok(whole(context));
    }
    let values = collect(context.fields.iter().enumerate(), |(index, field)| {
        let (name, value) = (&field.name, value(context, create.id, found, field, context.table.key == [index])?);
        // Values that the server makes are as they will be read back.
        let given = (!field.column.source.is_set_on_creation()).then(|| normalized_value(field, &value)).flatten();
        let value = given.unwrap_or(value);
        Ok(quote!(#name: #value))
    })?;
    let (brings_key, has_key) = match context.single_key().map(|key| given(found, key)) {
        Some(key) => (brings_key(key), key.is_some()),
        None => (always(true), true),
    };
    let now = now(context);
    let embeddings = context.embedding_fields();
    let row = quote!(#now #record { #(#values,)* #(#embeddings: None,)* });
    let children = context.take_children()?;
    let row = if children.is_empty() { row } else { quote!(let mut record = { #row }; #(#children)* record) };
    Ok(Creation { schema, kind, row, brings_key, has_key })
}

/// The method that tells whether the body of the create operation has the key.
fn brings_key(key: Option<&Field<'_>>) -> TokenStream {
    match key {
        None => always(false),
        Some(given) if given.options() == 0 => always(true),
        Some(given) => {
            let name = given.ident();
            quote! {
                fn brings_key(new: &Self::Insert) -> bool {
                    new.#name.is_some()
                }
            }
        }
    }
}

fn always(answer: bool) -> TokenStream {
    quote! {
        fn brings_key(_: &Self::Insert) -> bool {
            #answer
        }
    }
}

impl<'s> TableContext<'_, 's> {
    /// The default of a property in the body of the create operation.
    pub(super) fn default_of_new(&self, name: &str) -> Option<&'s Value> {
        let create = self.document.operations.get(self.table.operation(Action::Create)?)?;
        let json = create.body.as_ref()?.contents.iter().find(|content| content.kind == MediaKind::Json)?;
        let property = property(json.schema.as_ref()?, name).ok()??.resolve().ok()?;
        property.get("default").map(|default| default.value()).filter(|default| !default.is_null())
    }
}

/// The creation from a row that is given as a whole.
fn whole(context: &TableContext<'_, '_>) -> Creation {
    let changed = context.fields.iter().filter_map(|field| {
        let name = &field.name;
        let value = made_value(field).or_else(|| normalized_value(field, &quote!(new.#name)))?;
        Some(quote!(#name: #value))
    });
    // Rows of other tables are not created with it.
    let embeddings = context.embedding_fields().map(|name| quote!(#name: None));
    let changed: Vec<TokenStream> = changed.chain(embeddings).collect();
    let record = context.types.component(context.table.schema);
    let now = now(context);
    let row = if changed.is_empty() { quote!(new) } else { quote!(#now #record { #(#changed,)* ..new }) };
    let has_key = context.single_key().is_none_or(|key| !key.column.source.is_read_only());
    Creation { schema: context.table.schema.to_owned(), kind: record, row, brings_key: always(has_key), has_key }
}

/// The value as it will be read back, if that may differ: timestamps are in UTC, decimals canonical, and absent properties are null.
pub(super) fn normalized_value(field: &ColumnField<'_, '_>, value: &TokenStream) -> Option<TokenStream> {
    match (field.column_type().normalize, field.options) {
        (Some(normalize), 0) => Some(quote!(#normalize(#value))),
        (Some(normalize), 1) => Some(quote!(#value.map(#normalize))),
        (Some(normalize), _) => Some(quote!(Some(#value.flatten().map(#normalize)))),
        (None, 2..) => Some(quote!(Some(#value.flatten()))),
        (None, _) => None,
    }
}

/// The value of a field, from the body of an operation that creates a row.
pub(super) fn value(
    context: &TableContext<'_, '_>,
    source: &str,
    found: &Struct<'_>,
    field: &ColumnField<'_, '_>,
    is_key: bool,
) -> Checked<TokenStream> {
    let fresh = match field.column.kind {
        ColumnKind::Uuid if is_key => Some(new_uuid()),
        // The database makes it.
        ColumnKind::Integer | ColumnKind::Long if is_key => Some(quote!(0)),
        _ => None,
    };
    let given_field = given(found, field);
    if !is_key && field.column.source.is_set_on_creation() {
        return match (made_value(field), given_field) {
            (Some(value), None) => Ok(value),
            _ => Err(set_by_server(field, source)),
        };
    }
    let missing = || {
        let is_part = context.keys().any(|key| key.column.property == field.column.property);
        if is_part && context.single_key().is_none() {
            let message = format!("clients set all properties of a key of several: `{source}` must require this one");
            return field.column.node.error(message);
        }
        field.column.node.error(format!(
            "this property has no value if `{source}` omits it; require it there, give it a default, or make it optional here"
        ))
    };
    let Some(given) = given_field else {
        return match (fresh, field.options) {
            (Some(fresh), 0) => Ok(fresh),
            // The database makes it.
            (Some(_), _) => Ok(made_value(field).unwrap_or_else(|| quote!(None))),
            (None, 0) => Err(missing()),
            (None, 1) => Ok(quote!(None)),
            (None, _) => Ok(quote!(Some(None))),
        };
    };
    context.same_type(field, given, source)?;
    let (name, options) = (given.ident(), given.options());
    let given = quote!(new.#name);
    Ok(match (options, field.options) {
        (1, 1) if fresh.is_some() && field.column.kind == ColumnKind::Uuid => quote!(#given.or_else(|| Some(#fresh))),
        (0, 0) | (1, 1) | (2, 2) => given,
        (0, 1) => quote!(Some(#given)),
        (0, 2) => quote!(Some(Some(#given))),
        (1, 2) => quote!(Some(#given)),
        (2, 1) => quote!(#given.flatten()),
        (1, 0) => match fresh {
            Some(fresh) if field.column.kind == ColumnKind::Uuid => quote!(#given.unwrap_or_else(|| #fresh)),
            Some(absent) => quote!(#given.unwrap_or(#absent)),
            None => return Err(missing()),
        },
        _ => return Err(missing()),
    })
}
