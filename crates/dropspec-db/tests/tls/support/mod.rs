//! A server with TLS, and the certificates of a test CA.

mod certificates;
#[path = "../../../../../tests/service/support/pgbouncer.rs"]
mod pgbouncer;
#[allow(dead_code, reason = "databases of their own are not needed here")]
#[path = "../../../../../tests/service/support/postgres.rs"]
mod postgres;
mod server;

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use dropspec_db::{Postgres, StoreError};
use dropspec_http::chain;

pub(crate) use pgbouncer::PgBouncer;
pub(crate) use postgres::server as plaintext_server;
pub(crate) use server::{TlsServer, tls_server};

/// Connects in each way, and returns whether all connections are encrypted.
pub(crate) async fn is_encrypted(url: &str) -> Result<bool, StoreError> {
    let postgres = Postgres::new(url)?;
    postgres.ping().await?;
    let pooled = async |connection: &mut AsyncPgConnection| -> Result<(), StoreError> {
        Ok(connection.batch_execute("SELECT 1").await?)
    };
    postgres.write(pooled).await?;
    let client = postgres.client().await?;
    // Tests run at the same time, so that only connections of the same name count.
    let name = client.query_one("SHOW application_name", &[]).await.unwrap().get::<_, String>(0);
    let select = "SELECT count(*), count(*) FILTER (WHERE ssl) FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) \
                  WHERE application_name = $1";
    let row = client.query_one(select, &[&name]).await.unwrap();
    let (all, encrypted): (i64, i64) = (row.get(0), row.get(1));
    assert_eq!(all, 3);
    assert!(encrypted == 0 || encrypted == all, "{encrypted} of {all}");
    Ok(encrypted == all)
}

/// Returns why no connection can be made.
pub(crate) async fn connection_error(url: &str) -> String {
    let error = match Postgres::new(url) {
        Ok(postgres) => postgres.ping().await.unwrap_err(),
        Err(error) => error,
    };
    chain(&error)
}
