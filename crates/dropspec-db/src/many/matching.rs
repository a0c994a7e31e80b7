//! Statements on the rows that filters select, which return their keys.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Untyped;

use crate::column_type::{Dialect, Long, TimestampType, Value};
use crate::query_backend::QueryBackend;
use crate::raw_row::RawRow;
use crate::select_query::{Predicate, SelectQuery};
use crate::sql::push_live;
use crate::store::{Query, StoreError};
use crate::table::Table;

/// A statement on the rows that filters select. It returns their keys.
#[derive(Clone, Debug)]
struct MatchingRows {
    table: &'static Table,
    rows: Predicate,
    action: RowAction,
}

/// What is done with the rows.
#[derive(Clone, Debug)]
enum RowAction {
    /// PostgreSQL locks them, in the order of their keys, so that transactions that lock the same rows wait for each other. At most so many
    /// are found.
    Lock(Value<'static>),
    /// They are deleted.
    Delete,
    /// They are deleted softly, at this time.
    DeleteSoftly(Value<'static>),
}

impl MatchingRows {
    fn new(select: &SelectQuery, action: RowAction) -> Self {
        Self { table: select.table(), rows: select.filter_predicate(), action }
    }
}

/// Locks the rows.
pub(super) fn lock(select: &SelectQuery) -> impl Query<RawRow> + use<> {
    MatchingRows::new(select, RowAction::Lock(Value::Integer(select.limit())))
}

/// Deletes the rows, softly if the table has them deleted so.
pub(super) fn delete(select: &SelectQuery) -> impl Query<RawRow> + use<> {
    let action = match select.table().deletion_column() {
        None => RowAction::Delete,
        Some(_) => RowAction::DeleteSoftly(Value::Timestamp(chrono::Utc::now())),
    };
    MatchingRows::new(select, action)
}

/// The keys of rows, as texts.
///
/// # Errors
/// When a key is not of the type of its column.
pub(super) fn keys(table: &Table, rows: Vec<RawRow>) -> Result<Vec<String>, StoreError> {
    let column_type = table.first_key().column_type;
    rows.into_iter().map(|mut row| Ok(row.decode(0, column_type)?.to_string())).collect()
}

impl<DB: QueryBackend> QueryFragment<DB> for MatchingRows {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match &self.action {
            RowAction::Lock(_) => {
                out.push_sql("SELECT ");
                self.push_key(&mut out)?;
                out.push_sql(" FROM ");
                out.push_identifier(self.table.name)?;
            }
            RowAction::Delete => {
                out.push_sql("DELETE FROM ");
                out.push_identifier(self.table.name)?;
            }
            RowAction::DeleteSoftly(now) => {
                let Some(deleted) = self.table.deletion_column() else { return Ok(()) };
                out.push_sql("UPDATE ");
                out.push_identifier(self.table.name)?;
                out.push_sql(" SET ");
                out.push_identifier(deleted.name)?;
                out.push_sql(" = ");
                DB::bind(&TimestampType, now, &mut out)?;
                out.push_sql(", \"version\" = \"version\" + 1");
            }
        }
        out.push_sql(" WHERE ");
        self.rows.walk_ast(out.reborrow())?;
        push_live(self.table, &mut out)?;
        if let RowAction::Lock(limit) = &self.action {
            out.push_sql(" ORDER BY ");
            self.push_key(&mut out)?;
            out.push_sql(" LIMIT ");
            DB::bind(&Long, limit, &mut out)?;
            out.push_sql(if DB::DIALECT == Dialect::Postgres { " FOR UPDATE" } else { "" });
            return Ok(());
        }
        out.push_sql(" RETURNING ");
        self.push_key(&mut out)
    }
}

impl MatchingRows {
    fn push_key<DB: QueryBackend>(&self, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
        out.push_identifier(self.table.first_key().name)
    }
}

// The statement depends on the request, so it is identified by its text.
impl QueryId for MatchingRows {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl diesel::query_builder::Query for MatchingRows {
    type SqlType = Untyped;
}

impl<C> diesel::RunQueryDsl<C> for MatchingRows {}
