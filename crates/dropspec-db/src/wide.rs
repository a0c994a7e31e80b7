//! Columns of wide tables.

/// Declares columns of a table beyond those that `table!` of diesel takes, which has a limit of 32. They are used like the others, except in
/// joins.
///
/// It belongs in a module that has the items of the module of `table!`. The first argument is the name of the table in the database.
#[macro_export]
macro_rules! more_columns {
    ($table_name:literal, $($(#[doc = $doc:literal])* $name:literal $column:ident -> $sql_type:ty,)+) => {$(
        $(#[doc = $doc])*
        #[allow(non_camel_case_types)]
        #[derive(Debug, Clone, Copy, Default, ::diesel::query_builder::QueryId)]
        pub struct $column;

        impl ::diesel::expression::Expression for $column {
            type SqlType = $sql_type;
        }

        impl<DB: ::diesel::backend::Backend> ::diesel::query_builder::QueryFragment<DB> for $column {
            fn walk_ast<'b>(
                &'b self,
                mut out: ::diesel::query_builder::AstPass<'_, 'b, DB>,
            ) -> ::diesel::result::QueryResult<()> {
                if !out.should_skip_from() {
                    out.push_identifier($table_name)?;
                    out.push_sql(".");
                }
                out.push_identifier($name)
            }
        }

        impl ::diesel::query_source::Column for $column {
            type Table = table;
            const NAME: &'static str = $name;
        }

        impl ::diesel::SelectableExpression<table> for $column {}

        impl<QS> ::diesel::AppearsOnTable<QS> for $column where
            QS: ::diesel::query_source::AppearsInFromClause<table, Count = ::diesel::query_source::Once>
        {
        }

        impl ::diesel::expression::ValidGrouping<()> for $column {
            type IsAggregate = ::diesel::expression::is_aggregate::No;
        }
    )+};
}
