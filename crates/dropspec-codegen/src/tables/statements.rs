//! The statements on a table, written with diesel.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::TableContext;
use crate::items::module_name;

/// The methods of `Record` that are statements.
pub(super) fn statements(context: &TableContext<'_, '_>) -> TokenStream {
    let name = module_name(context.table);
    let key = &context.fields[context.table.key];
    let (column, key_field) = (&key.column_name, &key.name);
    let record = context.types.component(context.table.schema);
    let key_value = key.to_row(&quote!(key));
    let key_record = key.to_record(&quote!(key));
    let row_key = key.to_row(&quote!(record.#key_field));
    let to_row = context.values().map(|field| {
        let (name, column) = (&field.name, &field.column_name);
        let value = field.to_row(&quote!(record.#name));
        quote!(#column: #value)
    });
    let is_expected = quote!(#name::version.between(versions.lowest(), versions.highest()));
    let next_version = quote!(#name::version.eq(#name::version + 1));
    let (changes, changed, replaced) = if context.has_values() {
        let values = context.value_expression("Values", &to_row.collect::<Vec<_>>());
        (quote!(changes), quote!((changes, #next_version)), quote!((#values, #next_version)))
    } else {
        (quote!(_), next_version.clone(), next_version)
    };
    // A key that is taken is one of several reasons, if other values are unique as well.
    let unless_taken = match context.table.unique.is_empty() {
        true => quote!(on_conflict(#name::#column).do_nothing()),
        false => quote!(on_conflict_do_nothing()),
    };
    quote! {
        fn find(key: Self::Key) -> impl ::dropspec::db::Query<Self::Row> {
            #name::table.filter(#name::#column.eq(#key_value)).select(COLUMNS)
        }

        fn select(selection: &::dropspec::db::SelectQuery) -> impl ::dropspec::db::Query<Self::Row> {
            #name::table
                .filter(selection.predicate())
                .order(selection.order_by())
                .limit(selection.limit())
                .offset(selection.offset())
                .select(COLUMNS)
        }

        fn count(selection: &::dropspec::db::SelectQuery) -> impl ::dropspec::db::Query<i64> {
            #name::table.filter(selection.filter_predicate()).count()
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

        fn insert_new(record: #record) -> impl ::dropspec::db::Statement {
            diesel::insert_into(#name::table).values(inserted(record)).#unless_taken
        }

        async fn insert_all_new(
            mut connection: &::dropspec::reexport::diesel_async::AsyncPgConnection,
            records: Vec<#record>,
        ) -> diesel::QueryResult<Vec<Self::Key>> {
            let rows: Vec<Inserted> = records.into_iter().map(inserted).collect();
            let insert = diesel::insert_into(#name::table).values(rows).#unless_taken;
            let insert = insert.returning(#name::#column);
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
                .filter(#name::#column.eq(#key_value).and(#is_expected))
                .set(#changed)
                .returning(COLUMNS)
        }

        fn replace(
            versions: ::dropspec::db::ExpectedVersion,
            record: #record,
        ) -> impl ::dropspec::db::Query<Self::Row> {
            let key = #row_key;
            diesel::update(#name::table)
                .filter(#name::#column.eq(key).and(#is_expected))
                .set(#replaced)
                .returning(COLUMNS)
        }

        fn remove(key: Self::Key, versions: ::dropspec::db::ExpectedVersion) -> impl ::dropspec::db::Statement {
            diesel::delete(#name::table)
                .filter(#name::#column.eq(#key_value).and(#is_expected))
        }
    }
}
