//! The statements on a table, written with diesel.

use dropspec_openapi::document::ValueSource;
use proc_macro2::TokenStream;
use quote::quote;

use super::context::TableContext;
use super::fields::ColumnField;
use crate::items::module_name;

/// The implementation of `SoftDelete`, for tables whose rows are deleted softly.
pub(super) fn soft_delete(context: &TableContext<'_, '_>) -> Option<TokenStream> {
    let (name, field) = (module_name(context.table), context.deletion()?);
    let (record, has_key) = (context.types.component(context.table.schema), context.has_key());
    let (deleted, kind) = (&field.column_name, field.bare_row_type());
    Some(quote! {
        impl ::dropspec::db::SoftDelete for #record {
            fn restore(key: Self::Key) -> impl ::dropspec::db::Query<Self::Row> {
                diesel::update(#name::table)
                    .filter(#has_key.and(#name::#deleted.is_not_null()))
                    .set((#name::#deleted.eq(None::<#kind>), #name::version.eq(#name::version + 1)))
                    .returning(COLUMNS)
            }
        }
    })
}

/// The statement that inserts rows whose keys the database makes.
fn insert_all_without_keys(context: &TableContext<'_, '_>) -> TokenStream {
    let (name, column, key_record) = (module_name(context.table), context.key_columns(), context.key_from_row());
    let record = context.types.component(context.table.schema);
    quote! {
        async fn insert_all_without_keys(
            mut connection: &::dropspec::reexport::diesel_async::AsyncPgConnection,
            records: Vec<#record>,
        ) -> diesel::QueryResult<Vec<Self::Key>> {
            let rows: Vec<_> = records.into_iter().map(inserted).map(|(_, version, values)| (version, values)).collect();
            let insert = diesel::insert_into(#name::table).values(rows).returning(#column);
            let keys: Vec<KeyValue> =
                ::dropspec::reexport::diesel_async::RunQueryDsl::load(insert, &mut connection).await?;
            Ok(keys.into_iter().map(|key| #key_record).collect())
        }
    }
}

/// The changes of an update, with the time of the update in the columns that have it.
fn with_update_times(context: &TableContext<'_, '_>) -> TokenStream {
    let set = context.values().filter_map(|field| {
        let (place, time) = (context.place(field), update_time(field)?);
        Some(quote!(changes.#place = #time;))
    });
    let set: Vec<TokenStream> = set.collect();
    if set.is_empty() {
        return quote!(changes);
    }
    quote!({
        let mut changes = changes;
        #(#set)*
        changes
    })
}

/// The new values of all columns but the key. `readOnly` properties stay, except the time of the update.
fn replacement(context: &TableContext<'_, '_>) -> TokenStream {
    let to_row = |field: &ColumnField<'_, '_>| {
        let name = &field.name;
        field.to_row(&quote!(record.#name))
    };
    let named = |field: &ColumnField<'_, '_>, value: TokenStream| {
        let column = &field.column_name;
        quote!(#column: #value)
    };
    if !context.values().any(|field| field.column.source.is_read_only()) {
        let values: Vec<TokenStream> = context.values().map(|field| named(field, to_row(field))).collect();
        return context.value_expression("Values", &values);
    }
    let changes = context.values().map(|field| {
        let value = match (update_time(field), field.column.source.is_read_only()) {
            (Some(time), _) => time,
            (None, true) => quote!(None),
            (None, false) => {
                let value = to_row(field);
                quote!(Some(#value))
            }
        };
        named(field, value)
    });
    context.value_expression("Changes", &changes.collect::<Vec<_>>())
}

/// The new value of a column in `Changes` that has the time of the update.
fn update_time(field: &ColumnField<'_, '_>) -> Option<TokenStream> {
    (field.column.source == ValueSource::Update).then(|| {
        let now = field.wrap(&quote!(::dropspec::db::now()));
        if field.column.nullable { quote!(Some(Some(#now))) } else { quote!(Some(#now)) }
    })
}

/// The methods of `Record` that are statements.
pub(super) fn statements(context: &TableContext<'_, '_>) -> TokenStream {
    let name = module_name(context.table);
    let record = context.types.component(context.table.schema);
    let (key_columns, key_record, row_key) = (context.key_columns(), context.key_from_row(), context.key_of_record());
    let (has_key, has_key_values) = (context.has_key(), context.has_key_values());
    let next_version = quote!(#name::version.eq(#name::version + 1));
    let alive = context.deletion().map(|field| {
        let deleted = &field.column_name;
        quote!(.filter(#name::#deleted.is_null()))
    });
    let (removal, removed) = match context.deletion() {
        None => (quote!(diesel::delete(#name::table)), None),
        Some(field) => {
            let (deleted, now) = (&field.column_name, field.wrap(&quote!(::dropspec::db::now())));
            let set = quote!(#alive.set((#name::#deleted.eq(#now), #next_version)));
            (quote!(diesel::update(#name::table)), Some(set))
        }
    };
    let without_keys = context.has_identity().then(|| insert_all_without_keys(context));
    let is_expected = quote!(#name::version.between(versions.lowest(), versions.highest()));
    let (changes, changed, replaced) = if context.has_values() {
        let (changes, values) = (with_update_times(context), replacement(context));
        (quote!(changes), quote!((#changes, #next_version)), quote!((#values, #next_version)))
    } else {
        (quote!(_), next_version.clone(), next_version)
    };
    // A key that is taken is one of several reasons, if other values are unique as well.
    let unless_taken = match context.table.unique.is_empty() {
        true => quote!(on_conflict(#key_columns).do_nothing()),
        false => quote!(on_conflict_do_nothing()),
    };
    quote! {
        fn find(key: Self::Key) -> impl ::dropspec::db::Query<Self::Row> {
            #name::table.filter(#has_key) #alive .select(COLUMNS)
        }

        fn select(selection: &::dropspec::db::SelectQuery) -> impl ::dropspec::db::Query<Self::Row> {
            #name::table
                .filter(selection.predicate())
                #alive
                .order(selection.order_by())
                .limit(selection.limit())
                .offset(selection.offset())
                .select(COLUMNS)
        }

        fn count(selection: &::dropspec::db::SelectQuery) -> impl ::dropspec::db::Query<i64> {
            #name::table.filter(selection.filter_predicate()) #alive .count()
        }

        fn insert(record: #record) -> impl ::dropspec::db::Statement {
            diesel::insert_into(#name::table).values(inserted(record))
        }

        async fn insert_all(
            mut connection: &::dropspec::reexport::diesel_async::AsyncPgConnection,
            records: Vec<#record>,
        ) -> diesel::QueryResult<usize> {
            let rows: Vec<Inserted> = records.into_iter().map(inserted).collect();
            let insert = ::dropspec::db::Prepared(diesel::insert_into(#name::table).values(rows));
            ::dropspec::reexport::diesel_async::RunQueryDsl::execute(insert, &mut connection).await
        }

        #without_keys

        fn insert_new(record: #record) -> impl ::dropspec::db::Statement {
            diesel::insert_into(#name::table).values(inserted(record)).#unless_taken
        }

        async fn insert_all_new(
            mut connection: &::dropspec::reexport::diesel_async::AsyncPgConnection,
            records: Vec<#record>,
        ) -> diesel::QueryResult<Vec<Self::Key>> {
            let rows: Vec<Inserted> = records.into_iter().map(inserted).collect();
            let insert = diesel::insert_into(#name::table).values(rows).#unless_taken;
            let insert = insert.returning(#key_columns);
            let keys: Vec<KeyValue> =
                ::dropspec::reexport::diesel_async::RunQueryDsl::load(insert, &mut connection).await?;
            Ok(keys.into_iter().map(|key| #key_record).collect())
        }

        fn update(
            key: Self::Key,
            versions: ::dropspec::db::ExpectedVersion,
            #changes: Changes,
        ) -> impl ::dropspec::db::Query<Self::Row> {
            diesel::update(#name::table)
                .filter(#has_key.and(#is_expected))
                #alive
                .set(#changed)
                .returning(COLUMNS)
        }

        fn replace(
            versions: ::dropspec::db::ExpectedVersion,
            record: #record,
        ) -> impl ::dropspec::db::Query<Self::Row> {
            let key = #row_key;
            diesel::update(#name::table)
                .filter(#has_key_values.and(#is_expected))
                #alive
                .set(#replaced)
                .returning(COLUMNS)
        }

        fn remove(key: Self::Key, versions: ::dropspec::db::ExpectedVersion) -> impl ::dropspec::db::Statement {
            #removal
                .filter(#has_key.and(#is_expected))
                #removed
        }
    }
}
