//! Statements of diesel that run on either database.

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{QueryFragment, QueryId};
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel_async::AsyncPgConnection;
use diesel_async::methods::LoadQuery as AsyncLoadQuery;

/// A statement that returns rows.
pub trait Query<R>: Send + 'static {
    /// Runs it on PostgreSQL.
    fn run_on_postgres(self, connection: &AsyncPgConnection) -> impl Future<Output = QueryResult<Vec<R>>> + Send;

    /// Runs it on SQLite.
    ///
    /// # Errors
    /// When it fails.
    fn run_on_sqlite(self, connection: &mut SqliteConnection) -> QueryResult<Vec<R>>;
}

impl<Q, R> Query<R> for Q
where
    Q: Send + 'static,
    R: Send + 'static,
    Q: for<'c> AsyncLoadQuery<'static, &'c AsyncPgConnection, R>,
    Q: for<'q> diesel::query_dsl::methods::LoadQuery<'q, SqliteConnection, R>,
{
    async fn run_on_postgres(self, mut connection: &AsyncPgConnection) -> QueryResult<Vec<R>> {
        diesel_async::RunQueryDsl::load(self, &mut connection).await
    }

    fn run_on_sqlite(self, connection: &mut SqliteConnection) -> QueryResult<Vec<R>> {
        diesel::RunQueryDsl::load(self, connection)
    }
}

/// A statement that returns the number of affected rows.
pub trait Statement: Send + 'static {
    /// Runs it on PostgreSQL.
    fn run_on_postgres(self, connection: &AsyncPgConnection) -> impl Future<Output = QueryResult<usize>> + Send;

    /// Runs it on SQLite.
    ///
    /// # Errors
    /// When it fails.
    fn run_on_sqlite(self, connection: &mut SqliteConnection) -> QueryResult<usize>;
}

impl<Q> Statement for Q
where
    Q: QueryFragment<Pg> + QueryId + diesel::query_dsl::methods::ExecuteDsl<SqliteConnection, Sqlite> + Send + 'static,
{
    async fn run_on_postgres(self, mut connection: &AsyncPgConnection) -> QueryResult<usize> {
        diesel_async::methods::ExecuteDsl::execute(self, &mut connection).await
    }

    fn run_on_sqlite(self, connection: &mut SqliteConnection) -> QueryResult<usize> {
        diesel::query_dsl::methods::ExecuteDsl::execute(self, connection)
    }
}
